"""Where an item stands, for every history of submissions, decisions and withdrawals."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.records import Covered, Decision, Outcome, Submission
from desktop.domain.states import FROZEN, item_states, speaking

ITEM, MEETING = (f"0199a7aa-0000-7000-8000-00000000000{n}" for n in (1, 2))
FIRST, SECOND = "1" * 64, "2" * 64


def submission(digest: str, attempt: int, items: tuple[str, ...] = (ITEM,)) -> Submission:
    covered = tuple(Covered(item, digest) for item in items)
    return Submission(kind="proposals", subject=MEETING, attempt=attempt, items=covered, digest=digest)


def decision(
    of: str, digest: str, outcome: Outcome, amount: int | None = None, replaces: tuple[str, ...] = (), item: str = ITEM
) -> Decision:
    return Decision(submission=uid(of), digest=digest, item=item, outcome=outcome, amount=amount, replaces=replaces)


def uid(name: str) -> str:
    """A uid that sorts like its name."""
    return f"0199a7aa-0000-7000-8000-{name.encode().hex():0>12}"


ONE = {uid("s1"): submission(FIRST, 1)}
BOTH = {**ONE, uid("s2"): submission(SECOND, 2)}


def state(submissions: dict[str, Submission], decisions: dict[str, Decision], withdrawn: tuple[str, ...] = ()) -> str:
    return item_states(submissions, decisions, withdrawn)[ITEM].state


def test_what_was_never_handed_in_has_no_state() -> None:
    assert item_states({}, {}) == {}


def test_one_decision_is_the_state() -> None:
    assert state(ONE, {}) == "submitted"
    assert state(ONE, {uid("d1"): decision("s1", FIRST, "approve")}) == "approved"
    assert state(ONE, {uid("d1"): decision("s1", FIRST, "return")}) == "returned"
    assert state(ONE, {uid("d1"): decision("s1", FIRST, "reject")}) == "rejected"


def test_a_decision_on_another_version_says_nothing() -> None:
    assert state(ONE, {uid("d1"): decision("s1", SECOND, "approve")}) == "submitted"
    assert state(ONE, {uid("d1"): decision("s9", FIRST, "approve")}) == "submitted"
    assert state(ONE, {uid("d1"): decision("s1", FIRST, "approve", item=MEETING)}) == "submitted"


def test_two_words_that_differ_are_a_conflict_until_one_names_both() -> None:
    two = {
        uid("d1"): decision("s1", FIRST, "approve", 5),
        uid("d2"): decision("s1", FIRST, "approve", 6),
    }
    assert state(ONE, two) == "conflict"
    half = {**two, uid("d3"): decision("s1", FIRST, "approve", 7, replaces=(uid("d1"),))}
    assert state(ONE, half) == "conflict"
    whole = {**two, uid("d3"): decision("s1", FIRST, "approve", 7, replaces=(uid("d1"), uid("d2")))}
    assert item_states(ONE, whole)[ITEM].decision == whole[uid("d3")]


def test_the_same_word_twice_is_one_word() -> None:
    same = {uid("d1"): decision("s1", FIRST, "reject"), uid("d2"): decision("s1", FIRST, "reject")}
    assert state(ONE, same) == "rejected"


def test_a_decision_beats_the_withdrawal_that_crossed_it() -> None:
    assert state(ONE, {}, (uid("s1"),)) == "withdrawn"
    found = item_states(ONE, {uid("d1"): decision("s1", FIRST, "approve")}, (uid("s1"),))[ITEM]
    assert (found.state, found.late_withdrawal) == ("approved", True)


def test_brought_again_it_waits_again() -> None:
    returned = {uid("d1"): decision("s1", FIRST, "return")}
    assert state(BOTH, returned) == "submitted"
    assert state(BOTH, {**returned, uid("d2"): decision("s2", SECOND, "approve")}) == "approved"


def test_an_approval_that_crosses_a_resubmission_is_noticed() -> None:
    crossing = {
        uid("d1"): decision("s1", FIRST, "return"),
        uid("d2"): decision("s1", FIRST, "approve"),
    }
    assert state(BOTH, crossing) == "conflict"
    assert state(BOTH, {uid("d2"): decision("s1", FIRST, "approve")}) == "approved"
    twice = {uid("d2"): decision("s1", FIRST, "approve"), uid("d3"): decision("s2", SECOND, "approve")}
    assert state(BOTH, twice) == "conflict"


@given(
    outcomes=st.lists(st.sampled_from(["approve", "return", "reject"]), max_size=5),
    amounts=st.lists(st.integers(1, 3), min_size=5, max_size=5),
    replaced=st.lists(st.sets(st.integers(0, 4)), min_size=5, max_size=5),
)
def test_the_order_in_which_decisions_arrive_does_not_matter(
    outcomes: list[Outcome], amounts: list[int], replaced: list[set[int]]
) -> None:
    decisions = {
        uid(f"d{n}"): decision(
            "s1", FIRST, outcome, amounts[n], tuple(uid(f"d{k}") for k in sorted(replaced[n]) if k < n)
        )
        for n, outcome in enumerate(outcomes)
    }
    backwards = dict(reversed(decisions.items()))
    assert item_states(ONE, decisions) == item_states(ONE, backwards)
    spoken = speaking(decisions, ONE)
    found = item_states(ONE, decisions)[ITEM]
    assert set(found.decisions) == set(spoken)
    words = {(d.outcome, d.amount) for d in spoken.values()}
    assert (found.state == "conflict") == (len(words) > 1)
    assert (found.state in FROZEN) == (found.state != "returned")
