"""Money noted that cannot be right is said; it is never refused."""

import dataclasses
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from desktop.domain.disbursing import tranche_states
from desktop.domain.ledger import Ledger
from desktop.domain.money_checks import check_money, noted_already
from desktop.domain.records import Disbursement, MoneyReceived, MoneyReturned
from desktop.domain.spj import checklist, gaps
from desktop.domain.states import State
from tests.domain.examples import uid
from tests.domain.pokmas import CONTRACT, FIRST, approved, day, ledger, receipt

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


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (day(1, 31), "31 Januari 2022, sebelum tanggal kontrak 1 Februari 2022."),
        (day(3, 10, 1950), "10 Maret 1950, di luar tahun anggaran 2022."),
        (day(1, 1, 2099), "1 Januari 2099, di luar tahun anggaran 2022."),
    ],
)
def test_money_dated_where_it_cannot_have_moved_is_said_on_both_sides(when: date, words: str) -> None:
    years = {CONTRACT: 2022}
    (came,) = check_money(of(replace(NOTE, date=when), years=years), FIRST)
    assert (came.rule, came.level, came.subject, came.field) == ("K-17", "warn", uid(51), "date")
    assert came.message == f"Dana masuk tahap 1 bertanggal {words}"
    sent = replace(SENT, date=when, amount=8_040_000)
    known = of(NOTE, years=years, disbursements={uid(61): sent})
    (told,) = check_money(known, FIRST)
    assert (told.rule, told.subject, told.message) == ("K-17", uid(61), f"Pencairan tahap 1 bertanggal {words}")
    assert tranche_states(known, CONTRACT)[0].doubts == (f"{told.message} {told.action}",)


def test_a_day_that_is_not_known_to_be_wrong_is_not_said() -> None:
    years = {CONTRACT: 2022}
    assert check_money(of(replace(NOTE, date=None), years=years), FIRST) == []
    assert check_money(of(replace(NOTE, date=day(2, 1)), years=years), FIRST) == []
    assert check_money(of(replace(NOTE, date=day(12, 31)), years=years), FIRST) == []


def test_leftovers_may_be_paid_back_in_the_next_january_but_not_in_2099() -> None:
    back = MoneyReturned(contract=CONTRACT, tranche=FIRST, date=day(1, 10, 2023), amount=8_040_000)
    years = {CONTRACT: 2022}
    assert check_money(of(NOTE, returns={uid(71): back}, years=years), FIRST) == []
    (late,) = check_money(of(NOTE, returns={uid(71): replace(back, date=day(1, 10, 2099))}, years=years), FIRST)
    assert late.message == "Setoran sisa dana tahap 1 bertanggal 10 Januari 2099, di luar tahun anggaran 2022."


@pytest.mark.parametrize("state", ["draft", "approved"])
def test_more_paid_back_than_was_left_is_said_even_after_acceptance(state: State) -> None:
    back = MoneyReturned(contract=CONTRACT, tranche=FIRST, date=day(9, 1), amount=4_240_001)
    spent = {uid(81): receipt(3_800_000)}
    known = of(NOTE, receipts=spent, returns={uid(71): back}, states=approved(uid(51), state=state))
    (one,) = check_money(known, FIRST)
    assert (one.rule, one.level, one.subject) == ("K-18", "warn", uid(71))
    assert one.message == "Setoran sisa dana tahap 1 Rp4.240.001, padahal sisanya Rp4.240.000."
    assert f"{one.message} {one.action}" in tranche_states(known, CONTRACT)[0].doubts
    assert check_money(replace_returns(known, replace(back, amount=4_240_000)), FIRST) == []


def replace_returns(known: Ledger, back: MoneyReturned) -> Ledger:
    return dataclasses.replace(known, returns={uid(71): back})
