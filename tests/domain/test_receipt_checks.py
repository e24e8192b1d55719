"""Flags on receipts: said, never in the way of saving."""

import pytest
from msgspec.structs import replace

from desktop.domain.checks import CheckResult
from desktop.domain.ledger import Ledger
from desktop.domain.receipt_checks import check_receipts, check_tranche_total, left_on_lines
from desktop.domain.record_types import plain
from desktop.domain.records import Correction, Receipt, TaxLine, TaxPayment
from tests.domain.examples import uid
from tests.domain.pokmas import (
    CAMERA,
    CAMERA_RAB,
    FIRST,
    MONEY_1,
    OWN_WORK,
    PAVING,
    PAVING_RAB,
    SAND,
    SECOND,
    STONES,
    YEAR,
    approved,
    day,
    ledger,
    photo,
    receipt,
)

ONE, TWO = uid(61), uid(62)


def of(*receipts: Receipt, **more: object) -> Ledger:
    """A ledger with these receipts, all with a picture."""
    named = {uid(61 + at): one for at, one in enumerate(receipts)}
    photos = {uid(500 + at): photo(one) for at, one in enumerate(named)}
    return ledger(**{"receipts": named, "photos": photos, "years": dict.fromkeys(named, YEAR), **more})


def rules(found: Ledger, subject: str = "", tranche: str = "") -> list[str]:
    return [one.rule for one in check_receipts(found, tranche) if not subject or one.subject == subject]


def only(found: Ledger) -> CheckResult:
    (result,) = check_receipts(found)
    return result


def test_nothing_to_say_about_a_good_receipt() -> None:
    assert check_receipts(of(receipt(3_800_000))) == []


def test_beyond_its_line_it_says_how_much() -> None:
    found = of(
        receipt(1_000_000, (PAVING_RAB, SAND, 1_000_000)),
        receipt(450_000, (PAVING_RAB, SAND, 450_000), date=day(3, 21)),
    )
    flag = only(found)
    assert (flag.rule, flag.level, flag.when, flag.subject) == ("K-01", "block", "always", TWO)
    assert flag.message == "Sisa item “Pasir” tinggal Rp200.000, kuitansi ini Rp450.000: lebih Rp250.000."
    assert (flag.facts["left"], flag.facts["over"]) == (200_000, 250_000)


def test_once_a_line_is_used_up_all_of_the_next_is_over() -> None:
    found = of(*(receipt(700_000, (PAVING_RAB, SAND, 700_000), date=day(3, at), note=str(at)) for at in (1, 2, 3)))
    overs = [flag.facts["over"] for flag in check_receipts(found) if flag.rule == "K-01"]
    assert overs == [200_000, 700_000]
    assert left_on_lines(found, PAVING)[SAND] == -900_000


def test_a_split_settles_what_was_over() -> None:
    split = receipt(1_450_000, (PAVING_RAB, SAND, 1_200_000), (PAVING_RAB, STONES, 250_000))
    assert check_receipts(of(split)) == []


def test_what_is_left_of_each_line() -> None:
    found = of(receipt(1_000_000), receipt(300_000, (PAVING_RAB, OWN_WORK, 300_000)))
    assert left_on_lines(found, PAVING) == {STONES: 2_800_000, SAND: 1_200_000, OWN_WORK: -300_000}
    assert left_on_lines(of(receipt(1)), uid(999)) == {}
    # The residents' own line has nothing to give: whatever is put on it is over.
    assert [flag.facts["over"] for flag in check_receipts(found) if flag.rule == "K-01"] == [300_000]


def test_no_picture_of_the_bill() -> None:
    flag = only(of(receipt(10), photos={}))
    assert (flag.rule, flag.level) == ("K-02", "block")


def test_the_same_bill_twice() -> None:
    found = of(receipt(1_350_000, note="0217", payee="TB Makmur"), receipt(1_350_000, note="0217", payee=" tb  makmur"))
    flag = only(found)
    assert (flag.rule, flag.level, flag.subject, flag.facts["other"]) == ("K-03", "warn", TWO, ONE)
    assert flag.message == "Nota 0217 dari tb makmur Rp1.350.000 sudah ada (belum bernomor)."
    assert flag.action == "Simpan hanya jika memang dua belanja."


@pytest.mark.parametrize(
    "other",
    [
        {"note": "0218"},
        {"payee": "TB Lain"},
        {"amount": 1_350_001},
    ],
)
def test_other_bills_are_no_doubles(other: dict[str, object]) -> None:
    first = receipt(1_350_000, note="0217")
    assert "K-03" not in rules(of(first, replace(first, **other)))


def test_without_a_number_only_the_same_day_makes_a_double() -> None:
    wages = receipt(2_400_000, note="")
    assert rules(of(wages, replace(wages, date=day(3, 27)))) == ["K-01"]
    assert "K-03" in rules(of(wages, wages), TWO)
    assert "K-03" not in rules(of(replace(wages, payee=""), replace(wages, payee="")))


def test_paid_before_the_money_came() -> None:
    early = receipt(10, date=day(3, 9))
    assert (only(of(early)).rule, only(of(early)).level) == ("K-04", "warn")
    assert check_receipts(of(receipt(10, date=day(3, 10)))) == []
    # What the first tranche left over may be spent before the second comes.
    assert check_receipts(of(receipt(10, tranche=SECOND, date=day(4, 1)))) == []
    used_up = of(receipt(8_040_000, (CAMERA_RAB, CAMERA, 8_040_000)), receipt(10, tranche=SECOND, date=day(4, 1)))
    assert rules(used_up, TWO) == ["K-04"]
    assert check_receipts(of(early, money={})) == []


@pytest.mark.parametrize(("part", "words"), [(9, "baru dibagi Rp9 dari Rp10"), (11, "dibagi Rp11")])
def test_the_whole_amount_stands_on_rab_lines(part: int, words: str) -> None:
    flag = only(of(receipt(10, (PAVING_RAB, STONES, part))))
    assert (flag.rule, flag.level, flag.field) == ("K-05", "block", "splits")
    assert words in flag.message


def test_a_line_that_is_gone() -> None:
    assert only(of(receipt(10, (PAVING_RAB, CAMERA, 10)))).message.endswith("memakai item RAB yang tidak ada lagi.")
    assert rules(of(receipt(10, (uid(999), STONES, 10)))) == ["K-05"]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"date": None}, "date", "Kuitansi TB Contoh belum punya tanggal."),
        ({"payee": " "}, "payee", "Kuitansi ini belum punya penerima."),
        ({"description": ""}, "description", "Kuitansi TB Contoh belum punya uraian pembayaran."),
        ({"amount": 0, "splits": ()}, "amount", "Kuitansi TB Contoh belum punya jumlah."),
    ],
)
def test_what_a_receipt_must_say(change: dict[str, object], field: str, words: str) -> None:
    flag = only(of(replace(receipt(10), **change)))
    assert (flag.rule, flag.field, flag.message) == ("K-06", field, words)


def test_outside_the_budget_year() -> None:
    flag = only(of(receipt(10, date=day(1, 3, YEAR + 1), number="KW-1")))
    assert (flag.rule, flag.level) == ("K-07", "block")
    assert flag.message == "Kuitansi KW-1 bertanggal 2023, di luar tahun anggaran 2022."


TAX = TaxLine(uid=uid(90), kind="pph22", amount=150, withheld_by="pokmas")


def test_tax_that_was_kept_and_not_paid() -> None:
    taxed = receipt(10, taxes=(TAX,))
    assert (only(of(taxed)).rule, only(of(taxed)).level) == ("K-08", "block")
    assert check_receipts(of(receipt(10, taxes=(replace(TAX, ntpn="N1"),)))) == []
    paid = TaxPayment(kind="pph22", amount=150, ntpn="N1", receipts=(ONE,))
    assert check_receipts(of(taxed, tax_payments={uid(95): paid})) == []
    for wrong in (replace(paid, ntpn=" "), replace(paid, kind="ppn"), replace(paid, receipts=(TWO,))):
        assert rules(of(taxed, tax_payments={uid(95): wrong})) == ["K-08"]


def test_a_receipt_without_a_tranche() -> None:
    flag = only(of(receipt(10, tranche="")))
    assert (flag.rule, flag.level) == ("K-09", "warn")


def test_corrections_that_contradict_each_other() -> None:
    fixes = {
        uid(71): Correction(of=ONE, value_hash="a" * 64, data=plain(receipt(9))),
        uid(72): Correction(of=ONE, value_hash="a" * 64, data=plain(receipt(8))),
    }
    found = of(receipt(10), corrections=fixes, hashes={uid(71): "b" * 64, uid(72): "c" * 64})
    flag = only(found)
    assert (flag.rule, flag.level) == ("K-10", "block")
    assert "Rp8" in flag.message


def test_a_correction_that_cannot_be_read() -> None:
    flag = only(of(receipt(10), corrections={uid(71): Correction(of=ONE, data={"amount": "banyak"})}))
    assert (flag.rule, flag.level) == ("K-10", "warn")


def test_corrected_after_the_spj_was_accepted() -> None:
    fixes = {uid(71): Correction(of=ONE, reason="x", data=plain(receipt(9)))}
    closed = approved(PAVING_RAB, CAMERA_RAB, MONEY_1)
    late = of(receipt(10), corrections=fixes, accepted={FIRST: frozenset({ONE})}, states=closed)
    assert (only(late).rule, only(late).level) == ("K-11", "block")
    assert (late.spendings[ONE].data.amount, late.spendings[ONE].newest[1].amount) == (10, 9)
    again = {FIRST: frozenset({ONE, uid(71)})}
    assert check_receipts(of(receipt(10), corrections=fixes, accepted=again, states=closed)) == []
    # Open again: it counts, and will be handed in.
    reopened = of(receipt(10), corrections=fixes, accepted={FIRST: frozenset({ONE})})
    assert (check_receipts(reopened), reopened.spendings[ONE].data.amount) == ([], 9)


def test_a_payment_taken_back_is_left_alone() -> None:
    void = {uid(71): Correction(of=ONE, reason="x", data=plain(receipt(0)))}
    assert check_receipts(of(receipt(10), corrections=void, photos={})) == []


def test_only_the_receipts_of_one_tranche() -> None:
    found = of(receipt(10), receipt(20, tranche=SECOND), photos={})
    assert [one.subject for one in check_receipts(found, SECOND)] == [TWO]


def test_more_spent_than_came_in() -> None:
    spent = of(receipt(8_040_001))
    (flag,) = check_tranche_total(spent, FIRST)
    assert (flag.rule, flag.level, flag.subject, flag.facts["over"]) == ("V-24", "block", FIRST, 1)
    assert check_tranche_total(of(receipt(8_040_000)), FIRST) == []


def test_what_an_earlier_tranche_left_counts_too() -> None:
    assert check_tranche_total(of(receipt(8_000_000), receipt(5_400_000, tranche=SECOND)), SECOND) == []
    (flag,) = check_tranche_total(of(receipt(8_000_000), receipt(5_400_001, tranche=SECOND)), SECOND)
    assert "dan sisa tahap lalu Rp40.000" in flag.message
