"""Money noted that cannot be right is said; it is never refused."""

from typing import Any

import pytest
from msgspec.structs import replace

from desktop.domain.disbursing import tranche_states
from desktop.domain.ledger import Ledger
from desktop.domain.money_checks import check_money, noted_already
from desktop.domain.records import Disbursement, MoneyReceived
from desktop.domain.spj import checklist, gaps
from tests.domain.examples import uid
from tests.domain.pokmas import CONTRACT, FIRST, day, ledger

NOTE = MoneyReceived(contract=CONTRACT, tranche=FIRST, date=day(3, 10), amount=8_040_000, reference="SP2D 1")
SENT = Disbursement(contract=CONTRACT, tranche=FIRST, date=day(3, 9), amount=9_000_000)


def of(*notes: MoneyReceived, **more: Any) -> Ledger:
    return ledger(money={uid(51 + at): note for at, note in enumerate(notes)}, **more)


def rules(known: Ledger) -> list[tuple[str, str]]:
    return [(one.rule, one.level) for one in check_money(known, FIRST)]


def test_what_was_planned_is_in_order() -> None:
    assert rules(of()) == []
    assert rules(of(NOTE)) == []
    assert rules(of(replace(NOTE, amount=4_000_000), replace(NOTE, amount=4_040_000))) == []
    assert check_money(of(NOTE), uid(99)) == []


def test_more_than_planned_is_said_everywhere() -> None:
    found = of(NOTE, replace(NOTE, amount=10, reference="SP2D 2"))
    (one,) = check_money(found, FIRST)
    assert (one.rule, one.level, one.subject) == ("K-12", "block", uid(52))
    assert one.message == "Dana masuk tahap 1 Rp8.040.010, padahal rencana kontrak Rp8.040.000."
    assert tranche_states(found, CONTRACT)[0].doubts == (f"{one.message} {one.action}",)
    assert one.message in [line.detail for line in gaps(checklist(found, FIRST))]


def test_what_the_kelurahan_sent_counts_when_it_is_more() -> None:
    sent = {uid(61): SENT}
    assert rules(of(replace(NOTE, amount=9_000_000), disbursements=sent)) == []
    (one,) = check_money(of(replace(NOTE, amount=9_000_001), disbursements=sent), FIRST)
    assert one.message == "Dana masuk tahap 1 Rp9.000.001, padahal kelurahan mengirim Rp9.000.000."


@pytest.mark.parametrize("reference", ["SP2D 1", " sp2d  1"])
def test_the_same_money_twice(reference: str) -> None:
    half = replace(NOTE, amount=4_020_000)
    assert rules(of(half, replace(half, reference=reference))) == [("K-13", "warn")]
    assert noted_already(of(half), FIRST, day(3, 10), 4_020_000, reference) == uid(51)


@pytest.mark.parametrize("other", [{"date": day(3, 11)}, {"amount": 4_019_999}, {"reference": "SP2D 2"}])
def test_money_that_differs_is_other_money(other: dict[str, Any]) -> None:
    half = replace(NOTE, amount=4_020_000)
    second = replace(half, **other)
    assert rules(of(half, second)) == []
    assert noted_already(of(half), FIRST, second.date, second.amount, second.reference) == ""
