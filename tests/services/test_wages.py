"""Wage lists: kept day by day, paid by one receipt with its tax, and people who were in two places."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from desktop.domain.errors import RuleViolation
from desktop.domain.records import Receipt, WageList, WageRow
from desktop.domain.wages import clashes, format_days, on_day, split_wages, workers_before
from desktop.services.desk import new_uid
from desktop.services.workplace import Workplace
from tests.ui.treasurer import Group, found_group, work

__all__ = ["work"]

WEEK = tuple(date(2022, 3, day) for day in range(14, 20))


@pytest.fixture
def group(work: Workplace) -> Group:
    return found_group(work)


def worker(name: str, job: str, days: int, rate: int) -> WageRow:
    return WageRow(uid=new_uid(), name=name, job=job, days=WEEK[:days], rate=rate)


def crew(group: Group) -> WageList:
    """Six days of a mason at Rp140.000 and five of a helper at Rp110.000: Rp1.390.000."""
    rows = (worker("Sugeng (contoh)", "tukang", 6, 140_000), worker("Hadi (contoh)", "pekerja", 5, 110_000))
    return WageList(rab=group.rabs[0], rows=rows)


def test_presence_is_kept_before_anyone_is_paid(work: Workplace, group: Group) -> None:
    uid = work.wages.keep(crew(group)).uid
    (listed,) = work.wages.lists()
    assert (listed.uid, listed.receipt, listed.sums.days, listed.sums.gross) == (uid, None, Decimal(11), 1_390_000)
    assert on_day(work.wages.ledger(), WEEK[5]) == [("Sugeng (contoh)", "tukang", uid, Decimal(1))]
    assert work.records.find("d.receipt") == []


def test_one_receipt_pays_a_list_and_falls_on_the_lines_of_the_jobs(work: Workplace, group: Group) -> None:
    uid = work.wages.keep(crew(group)).uid
    paid = work.wages.pay(crew(group), paid=date(2022, 3, 19), tranche=group.tranches[0], uid=uid)
    data = paid.receipt.data
    assert isinstance(data, Receipt)
    assert (data.amount, data.payee, data.tax_object) == (1_390_000, "Sugeng (contoh) dkk", "wages")
    assert data.description == "Upah 2 pekerja, 11 HOK, 14–19 Maret 2022"
    by_line = {(part.rab, part.line): part.amount for part in data.splits}
    assert by_line == {group.lines["Upah tukang"]: 840_000, group.lines["Upah pekerja"]: 550_000}
    assert data.contract == group.contract
    (listed,) = work.wages.lists()
    assert listed.data.receipt == paid.receipt.uid
    rules = [flag.rule for flag in work.receipts.flags(paid.receipt.uid)]
    assert rules == ["K-02"]
    # Altered and paid again: the same receipt.
    more = replace(listed.data, rows=(*listed.data.rows, worker("Tono (contoh)", "pekerja", 2, 110_000)))
    again = work.wages.pay(more, paid=date(2022, 3, 19), tranche=group.tranches[0], uid=uid)
    assert (again.receipt.uid, again.wages.uid) == (paid.receipt.uid, uid)
    assert isinstance(again.receipt.data, Receipt)
    assert again.receipt.data.amount == 1_610_000
    assert len(work.records.find("d.receipt")) == 1


def test_the_tax_goes_by_the_rule_of_the_day_of_payment(work: Workplace, group: Group) -> None:
    """Before 2024 5 % of what is above Rp450.000 a day; from 2024 0.5 % of the whole pay."""
    rows = (worker("Ahli (contoh)", "tukang", 2, 500_000), worker("Hadi (contoh)", "pekerja", 2, 110_000))
    wages = WageList(rab=group.rabs[0], rows=rows)
    ledger = work.wages.ledger()
    before = work.wages.work_out(ledger, wages, date(2022, 3, 19))
    assert [row.tax for row in before.rows] == [5_000, 0]
    after = work.wages.work_out(ledger, wages, date(2024, 3, 19))
    assert [row.tax for row in after.rows] == [5_000, 0]
    assert (before.advice.base, after.advice.base) == (100_000, 1_000_000)  # type: ignore[union-attr]  # both are due
    assert [row.tax for row in work.wages.work_out(ledger, wages, date(2022, 3, 19), withhold=False).rows] == [0, 0]
    paid = work.wages.pay(wages, paid=date(2022, 3, 19), tranche=group.tranches[0])
    assert isinstance(paid.receipt.data, Receipt)
    (line,) = paid.receipt.data.taxes
    assert (line.kind, line.amount, line.rate, line.withheld_by) == ("pph21", 5_000, "5", "pokmas")
    assert work.books.tax_book(group.contract).closing == 5_000
    view = work.taxes.advice(paid.receipt.uid)
    assert (view.waiting, view.outdated("pph21")) == ((), False)


def test_one_worker_at_two_sites_on_one_day_is_noticed(work: Workplace, group: Group) -> None:
    work.wages.pay(crew(group), paid=date(2022, 3, 19), tranche=group.tranches[0])
    other = WageList(rab=group.rabs[2], rows=(worker("sugeng  (CONTOH)", "narasumber", 2, 500_000),))
    seen = work.wages.work_out(work.wages.ledger(), other, date(2022, 3, 19)).clashes
    assert [(one.day, one.elsewhere) for one in seen] == [(WEEK[0], True), (WEEK[1], True)]
    paid = work.wages.pay(other, paid=date(2022, 3, 19), tranche=group.tranches[0])
    (flag,) = [one for one in work.receipts.flags(paid.receipt.uid) if one.rule == "K-15"]
    assert flag.message == (
        "sugeng (CONTOH) pada 14 Maret 2022 juga tercatat di kegiatan “Paving gang Melati”. Dan 1 lagi."
    )


def test_one_worker_twice_on_one_list_is_noticed(work: Workplace, group: Group) -> None:
    rows = (worker("Sugeng (contoh)", "tukang", 2, 140_000), worker("Sugeng (contoh)", "pekerja", 1, 110_000))
    seen = work.wages.work_out(work.wages.ledger(), WageList(rab=group.rabs[0], rows=rows), None).clashes
    assert [(one.day, one.other) for one in seen] == [(WEEK[0], "")]


def test_a_receipt_altered_by_hand_no_longer_agrees_with_its_list(work: Workplace, group: Group) -> None:
    paid = work.wages.pay(crew(group), paid=date(2022, 3, 19), tranche=group.tranches[0])
    data = paid.receipt.data
    assert isinstance(data, Receipt)
    work.receipts.save(replace(data, amount=1_400_000), paid.receipt.uid)
    (flag,) = [one for one in work.receipts.flags(paid.receipt.uid) if one.rule == "K-14"]
    assert "berjumlah Rp1.390.000, padahal kuitansinya Rp1.400.000" in flag.message


def test_nothing_to_pay_is_refused_and_nothing_written(work: Workplace, group: Group) -> None:
    empty = replace(crew(group), rows=(worker("Sugeng (contoh)", "tukang", 0, 140_000),))
    for wages, code in ((empty, "wages_empty"), (replace(crew(group), rab=""), "wages_no_rab")):
        with pytest.raises(RuleViolation) as caught:
            work.wages.pay(wages, paid=date(2022, 3, 19), tranche=group.tranches[0])
        assert caught.value.code == code
    assert work.records.find("d.receipt") == []
    assert work.records.find("d.wage_list") == []


def test_a_list_that_was_handed_in_stays_as_it_is(work: Workplace, group: Group) -> None:
    paid = work.wages.pay(crew(group), paid=date(2022, 3, 19), tranche=group.tranches[0])
    work.submissions.submit("spj", group.tranches[0], on=date(2022, 4, 1))
    assert work.wages.is_locked(paid.wages.uid)
    with pytest.raises(RuleViolation, match="locked"):
        work.wages.pay(crew(group), paid=date(2022, 3, 19), tranche=group.tranches[0], uid=paid.wages.uid)


def test_the_crew_of_the_last_list_comes_again(work: Workplace, group: Group) -> None:
    work.wages.keep(crew(group))
    rows = workers_before(work.wages.ledger().wages, [group.rabs[0]])
    assert [row.name for row in rows] == ["Sugeng (contoh)", "Hadi (contoh)"]
    assert workers_before(work.wages.ledger().wages, [group.rabs[1]]) == ()


def test_a_job_falls_on_the_line_that_names_it(work: Workplace, group: Group) -> None:
    activity = work.wages.ledger().activities[work.wages.ledger().activity_of_rab(group.rabs[0])]
    lines = [line for line in activity.lines if line.group == "labour"]
    rows = (worker("A", "Tukang batu", 1, 10), worker("B", "kuli", 1, 7), worker("C", "PEKERJA", 1, 5))
    by_name = {line.uid: line.description for line in lines}
    shares = {by_name[part.line]: part.amount for part in split_wages(group.rabs[0], rows, lines)}
    assert shares == {"Upah tukang": 17, "Upah pekerja": 5}  # what no line names falls on the first


def test_a_list_read_before_it_was_paid_is_not_paid_twice(work: Workplace, group: Group) -> None:
    uid = work.wages.keep(crew(group)).uid
    first = work.wages.pay(crew(group), paid=date(2022, 3, 19), tranche=group.tranches[0], uid=uid)
    again = work.wages.pay(crew(group), paid=date(2022, 3, 21), tranche=group.tranches[0], uid=uid)
    assert again.receipt.uid == first.receipt.uid
    kept = work.wages.keep(crew(group), uid)
    assert isinstance(kept.data, WageList)
    assert kept.data.receipt == first.receipt.uid
    assert [record.uid for record in work.records.find("d.receipt")] == [first.receipt.uid]


def test_a_day_that_stands_twice_in_one_line_is_told(work: Workplace, group: Group) -> None:
    twice = replace(worker("Sugeng (contoh)", "tukang", 1, 140_000), days=(WEEK[0], WEEK[0]))
    wages = WageList(rab=group.rabs[0], rows=(twice,))
    paid = work.wages.pay(wages, paid=WEEK[5], tranche=group.tranches[0])
    (told,) = [flag.message for flag in work.receipts.flags(paid.receipt.uid) if flag.rule == "K-15"]
    assert told == "Sugeng (contoh) tertulis dua kali untuk 14 Maret 2022 di daftar ini."


def test_half_days_count_half_and_are_paid_to_the_rupiah(work: Workplace, group: Group) -> None:
    """Five whole days and a half at Rp140.000, two whole and a half at Rp110.001: half a rupiah goes up."""
    first = replace(worker("Sugeng (contoh)", "tukang", 6, 140_000), halves=WEEK[5:6])
    second = replace(worker("Hadi (contoh)", "pekerja", 3, 110_001), halves=WEEK[1:2])
    wages = WageList(rab=group.rabs[0], rows=(first, second))
    paid = work.wages.pay(wages, paid=date(2022, 3, 19), tranche=group.tranches[0])
    data = paid.receipt.data
    assert isinstance(data, Receipt)
    assert data.description == "Upah 2 pekerja, 8 HOK, 14–19 Maret 2022"
    assert data.amount == 770_000 + 275_003
    (listed,) = work.wages.lists()
    assert (listed.sums.days, listed.sums.gross) == (Decimal(8), 1_045_003)
    assert listed.data.rows[0].halves == WEEK[5:6]
    one_more = replace(wages, rows=(first,))
    sums = work.wages.work_out(work.wages.ledger(), one_more, date(2022, 3, 19)).sums
    assert (sums.days, format_days(sums.days)) == (Decimal("5.5"), "5,5")


def test_the_tax_of_half_a_day_goes_by_half_the_pay(work: Workplace, group: Group) -> None:
    """2022: 5 % of what is above Rp450.000 on the two whole days; half a day of Rp500.000 lies below."""
    row = replace(worker("Ahli (contoh)", "tukang", 3, 500_000), halves=WEEK[2:3])
    wages = WageList(rab=group.rabs[0], rows=(row,))
    worked = work.wages.work_out(work.wages.ledger(), wages, date(2022, 3, 19))
    assert (worked.sums.gross, worked.sums.tax) == (1_250_000, 5_000)
    assert worked.advice is not None
    assert (worked.advice.base, worked.advice.amount) == (100_000, 5_000)
    since = work.wages.work_out(work.wages.ledger(), wages, date(2024, 3, 19))
    assert since.sums.tax == 5_000  # 0.5 % of the two whole days; Rp250.000 a day is free
    alone = replace(wages, rows=(replace(row, days=WEEK[2:3]),))
    assert work.wages.work_out(work.wages.ledger(), alone, date(2022, 3, 19)).sums.tax == 0


def test_two_halves_on_two_lists_are_one_day(work: Workplace, group: Group) -> None:
    day = WEEK[:1]
    half = replace(worker("Sugeng (contoh)", "tukang", 1, 140_000), halves=day)
    work.wages.keep(WageList(rab=group.rabs[0], rows=(half,)))
    other = WageList(rab=group.rabs[0], rows=(replace(half, uid=new_uid()),))
    assert clashes(work.wages.ledger(), other) == []
    whole = replace(other, rows=(replace(half, uid=new_uid(), halves=()),))
    (found,) = clashes(work.wages.ledger(), whole)
    assert (found.name, found.day) == ("Sugeng (contoh)", day[0])
    assert [part for *_, part in on_day(work.wages.ledger(), day[0])] == [Decimal("0.5")]
