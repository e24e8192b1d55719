"""What a submission's digest binds: its own uid, which attempt it is, and every record in its version."""

from desktop.domain.records import Covered
from desktop.services.submissions import submission_digest

UID, ITEM, OTHER = (f"0199a7aa-0000-7000-8000-00000000000{n}" for n in (1, 2, 3))


def test_nothing_a_decision_rests_on_can_change_under_the_same_digest() -> None:
    one, two = Covered(ITEM, "a" * 64), Covered(OTHER, "b" * 64)
    ways = [
        submission_digest(UID, 1, [one], [two]),
        submission_digest(OTHER, 1, [one], [two]),
        submission_digest(UID, 2, [one], [two]),
        submission_digest(UID, 1, [one, two], []),
        submission_digest(UID, 1, [Covered(ITEM, "c" * 64)], [two]),
        submission_digest(UID, 1, [one], [Covered(OTHER, "c" * 64)]),
    ]
    assert len(set(ways)) == len(ways)
    assert submission_digest(UID, 1, [one], [two]) == ways[0]
