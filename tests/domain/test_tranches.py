"""Tranches: their sums, what they received, used and left over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import RuleViolation
from desktop.domain.records import Disbursement, Scan
from desktop.domain.tranches import (
    TEMPLATES,
    carried_over,
    disbursed,
    money_of,
    received,
    spj_settled,
    spj_state,
    split_tranches,
    used,
)
from tests.domain.examples import uid
from tests.domain.pokmas import CONTRACT, FIRST, MONEY_1, MONEY_2, SECOND, approved, day, ledger, receipt


@st.composite
def shares(draw: st.DrawFn) -> list[int]:
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=9)))
    return [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]


@given(total=st.integers(1, 10**12), parts=shares())
def test_tranches_add_up_to_the_contract(total: int, parts: list[int]) -> None:
    amounts = split_tranches(total, parts)
    assert sum(amounts) == total
    assert len(amounts) == len(parts)
    assert all(amount >= 0 for amount in amounts)
    assert all(
        abs(amount * 100 - total * share) < 100 * len(parts) for amount, share in zip(amounts, parts, strict=True)
    )


def test_the_last_takes_the_remainder() -> None:
    assert split_tranches(10_000_001, [60, 40]) == [6_000_000, 4_000_001]


@pytest.mark.parametrize("total", [0, -1])
def test_a_contract_is_worth_something(total: int) -> None:
    with pytest.raises(RuleViolation, match="total_not_positive"):
        split_tranches(total, [100])


@pytest.mark.parametrize("parts", [[], [60, 39], [60, 41], [110, -10], [100, 0]])
def test_shares_are_a_whole(parts: list[int]) -> None:
    with pytest.raises(RuleViolation, match="shares_not_100"):
        split_tranches(1_000, parts)


def test_every_template_is_a_whole() -> None:
    assert all(sum(split_tranches(1_000_003, parts)) == 1_000_003 for parts in TEMPLATES.values())


def test_money_and_receipts_of_a_tranche() -> None:
    book = ledger(
        receipts={uid(61): receipt(3_000_000), uid(62): receipt(1_000_000, tranche=SECOND)},
        disbursements={uid(71): Disbursement(contract=CONTRACT, tranche=FIRST, date=day(3, 9), amount=8_040_000)},
    )
    assert money_of(book, FIRST) == [MONEY_1]
    assert (received(book, FIRST), disbursed(book, FIRST), used(book, FIRST)) == (8_040_000, 8_040_000, 3_000_000)
    assert (received(book, SECOND), disbursed(book, SECOND), used(book, SECOND)) == (5_360_000, 0, 1_000_000)


def test_what_is_left_over_goes_to_the_next() -> None:
    book = ledger(receipts={uid(61): receipt(3_000_000)})
    assert (carried_over(book, FIRST), carried_over(book, SECOND)) == (0, 5_040_000)
    overspent = ledger(receipts={uid(61): receipt(9_000_000)})
    assert carried_over(overspent, SECOND) == -960_000
    assert carried_over(book, uid(999)) == 0


def test_the_spj_stands_where_its_worst_money_stands() -> None:
    assert spj_state(ledger(), FIRST) == "draft"
    assert spj_state(ledger(states=approved(MONEY_1)), FIRST) == "approved"
    assert spj_state(ledger(states=approved(MONEY_1, state="returned")), FIRST) == "returned"
    both = ledger().money[MONEY_1]
    twice = ledger(money={MONEY_1: both, MONEY_2: both}, states=approved(MONEY_1))
    assert spj_state(twice, FIRST) == "draft"  # more money came after the SPJ was accepted
    assert spj_state(ledger(money={}), FIRST) == "draft"


def test_an_spj_may_be_accepted_on_paper() -> None:
    assert not spj_settled(ledger(), FIRST)
    assert spj_settled(ledger(states=approved(MONEY_1)), FIRST)
    assert spj_settled(ledger(scans={uid(99): Scan(of=FIRST, paper="spj_packet")}), FIRST)
