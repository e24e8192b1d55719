"""Joint activities: each RT counts its own part, the host is not over its limit, and both sides say the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.allocation import summarise
from desktop.domain.checks import check_proposals
from desktop.domain.joint import check_joint, check_parts, is_part, own_share, place_name
from desktop.domain.records import Contribution, Proposal
from tests.domain.examples import EXAMPLE_KNOWN, example_year, shipped, uid

HOME, SECOND, THIRD = (f"35.71.02.1013/04/{rt}" for rt in ("03", "05", "06"))


def parts(*pairs: tuple[str, int]) -> tuple[Contribution, ...]:
    return tuple(Contribution(uid=uid(500 + at), rt=rt, amount=amount) for at, (rt, amount) in enumerate(pairs))


def joint(**values: object) -> Proposal:
    default = {"title": "Saluran bersama", "sector": "infrastructure", "scope": "joint", "amount": 90_000_000}
    return Proposal(**(default | values))  # type: ignore[arg-type]


def test_the_host_counts_its_own_part_only() -> None:
    host = joint(contributions=parts((SECOND, 30_000_000), (THIRD, 30_000_000)))
    assert own_share(host) == 30_000_000
    assert own_share(joint(amount=1, contributions=parts((SECOND, 5)))) == 0
    summary = summarise(shipped(2022), [host])
    assert summary.total == 30_000_000
    assert [bar.used for bar in summary.bars if bar.scope == "joint"] == [30_000_000]
    assert summary.bars[0].state == "ok"
    assert not is_part(host)
    assert is_part(joint(host=HOME))


def test_the_example_year_hosts_a_joint_activity_without_being_over_its_ceiling() -> None:
    from msgspec.structs import replace

    year = example_year()
    year[uid(1)] = replace(year[uid(1)], amount=90_000_000, contributions=parts((SECOND, 60_000_000)))
    assert check_proposals(shipped(2022), list(year.items()), known=EXAMPLE_KNOWN) == []


@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"host": SECOND, "contributions": parts((THIRD, 1))}, "host", "ikut RT lain, tetapi juga mencatat"),
        ({"host": HOME}, "host", "menyebut RT ini sendiri"),
        ({"contributions": parts(("", 1))}, "contributions", "iuran tanpa RT lain"),
        ({"contributions": parts((HOME, 1))}, "contributions", "iuran tanpa RT lain"),
        ({"contributions": parts((SECOND, 0))}, "contributions", "iuran tanpa jumlah"),
        ({"contributions": parts((SECOND, 1), (SECOND, 2))}, "contributions", "satu RT dua kali"),
        ({"contributions": parts((SECOND, 90_000_001))}, "contributions", "Rp90.000.001 melebihi biaya kegiatan"),
    ],
)
def test_what_is_wrong_with_the_parts(values: dict[str, object], field: str, words: str) -> None:
    (result,) = check_joint(shipped(2022), uid(1), joint(**values), HOME)
    assert (result.rule, result.level, result.when, result.field) == ("U-08", "block", "submit", field)
    assert words in result.message
    assert result.message.endswith("(Perwali Kediri 32/2021 pasal 9 ayat (2)-(3)).")
    (bare,) = check_joint(None, uid(1), joint(**values), HOME)
    assert bare.message.endswith(".")


def test_parts_that_are_right_are_not_talked_about() -> None:
    assert check_joint(shipped(2022), uid(1), joint(), HOME) == []
    assert check_joint(shipped(2022), uid(1), joint(host=SECOND), HOME) == []
    assert check_joint(shipped(2022), uid(1), joint(contributions=parts((SECOND, 1))), HOME) == []


def test_both_sides_say_the_same() -> None:
    host = joint(contributions=parts((SECOND, 30_000_000), (THIRD, 20_000_000)))
    mine = joint(host=HOME, amount=30_000_000)
    assert check_parts({HOME: [(uid(1), host)], SECOND: [(uid(2), mine)]}) == {}
    less = joint(host=HOME, amount=10_000_000)
    found = check_parts({HOME: [(uid(1), host)], SECOND: [(uid(2), less)]})
    assert list(found) == [HOME]
    assert (
        "mencatat iuran RT 05/RW 04 Rp30.000.000, sedangkan RT 05/RW 04 mencatat Rp10.000.000."
        in found[HOME][0].message
    )
    lonely = check_parts({HOME: [(uid(1), joint())], SECOND: [(uid(2), mine)]})
    assert [one.rule for one in lonely[SECOND]] == ["U-09"]
    assert "ikut RT 03/RW 04, yang belum mencatat iurannya" in lonely[SECOND][0].message
    assert check_parts({SECOND: [(uid(2), mine)]}) == {}


def test_two_joint_activities_of_one_host_are_told_apart_by_their_titles() -> None:
    drain = joint(contributions=parts((SECOND, 5)))
    park = joint(title="Taman", contributions=parts((SECOND, 7)))
    theirs = [(uid(3), joint(host=HOME, amount=5)), (uid(4), joint(title="taman", host=HOME, amount=7))]
    assert check_parts({HOME: [(uid(1), drain), (uid(2), park)], SECOND: theirs}) == {}


def test_a_place_is_called_by_its_name() -> None:
    assert place_name(SECOND) == "RT 05/RW 04"
    assert place_name("lain") == "lain"


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**11), max_size=5))
def test_the_parts_together_are_never_more_than_counted(amount: int, others: list[int]) -> None:
    proposal = joint(amount=amount, contributions=parts(*((SECOND, other) for other in others)))
    assert 0 <= own_share(proposal) <= amount
