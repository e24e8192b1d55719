"""The checklist of an SPJ, line by line, and its recap."""

from typing import Any

import pytest
from msgspec.structs import replace

from desktop.domain.ledger import Ledger
from desktop.domain.records import CostLine, Meeting, Photo, Progress, Scan, TaxLine, WageList, WageRow
from desktop.domain.spj import ChecklistLine, activities_in, checklist, gaps, recap
from tests.domain.examples import uid
from tests.domain.pokmas import (
    CAMERA,
    CAMERA_RAB,
    CONTRACT,
    CONTRACT_DATA,
    FIRST,
    MONEY_1,
    PAVING_DATA,
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


def ready(**more: Any) -> Ledger:
    """A first tranche with nothing missing: the stones are paid, with a picture, and the lane is photographed."""
    parts: dict[str, Any] = {
        "receipts": {ONE: receipt(3_800_000)},
        "photos": {uid(501): photo(ONE), uid(502): photo(PAVING_RAB, "0")},
        "years": {ONE: YEAR, TWO: YEAR},
    }
    return ledger(**{**parts, **more})


def line(found: Ledger, key: str, tranche: str = FIRST) -> ChecklistLine:
    return next(one for one in checklist(found, tranche) if one.key == key)


def told(found: Ledger, key: str, tranche: str = FIRST) -> tuple[str, str]:
    one = line(found, key, tranche)
    return one.state, one.detail


def test_everything_there() -> None:
    lines = checklist(ready(), FIRST)
    assert gaps(lines) == []
    assert {one.key: one.state for one in lines} == {
        "earlier": "not_needed",
        "contract": "complete",
        "rab": "complete",
        "request": "missing",
        "money": "complete",
        "transfer": "missing",
        "receipts": "complete",
        "receipt_photos": "complete",
        "lines": "complete",
        "total": "complete",
        "taxes": "not_needed",
        "wages": "not_needed",
        "attendance": "not_needed",
        "photos": "complete",
        "reports": "missing",
        "statement": "missing",
        "leftover": "not_needed",
    }
    # What is only the custom is reminded of, and holds nothing up.
    assert not any(one.blocks for one in lines if one.state == "missing")


def test_a_tranche_nobody_knows_has_no_list() -> None:
    assert checklist(ready(), uid(999)) == []
    assert recap(ready(), uid(999)) == []


def test_the_earlier_tranche_comes_first() -> None:
    assert told(ready(), "earlier", SECOND) == ("missing", "SPJ tahap 1 belum disetujui.")
    assert line(ready(), "earlier", SECOND).jump == ("tranche", FIRST)
    done = ready(states=approved(PAVING_RAB, CAMERA_RAB, MONEY_1))
    assert told(done, "earlier", SECOND) == ("complete", "Sudah disetujui.")


def test_the_contract_must_agree() -> None:
    wrong = replace(CONTRACT_DATA, value=1)
    state, detail = told(ready(contracts={CONTRACT: wrong}), "contract")
    assert state == "missing"
    assert detail.startswith("Jumlah tahap Rp13.400.000")
    assert line(ready(contracts={CONTRACT: wrong}, typed=frozenset({CONTRACT})), "contract").jump[0] == "d.contract"


def test_rabs_are_approved_here_or_on_paper() -> None:
    assert told(ready(states=approved(PAVING_RAB)), "rab") == ("missing", "1 dari 2 RAB belum disetujui.")
    assert line(ready(states=approved(PAVING_RAB)), "rab").jump == ("d.rab", CAMERA_RAB)
    signed = {uid(99): Scan(of=CAMERA_RAB, paper="rab")}
    assert told(ready(states=approved(PAVING_RAB), scans=signed), "rab")[0] == "complete"
    assert told(ready(packages={}, rabs={}), "rab") == ("missing", "Belum ada kegiatan.")


def test_money_received() -> None:
    assert told(ready(money={}), "money") == ("missing", "Dana tahap ini belum dicatat masuk.")
    assert told(ready(), "money") == ("complete", "Rp8.040.000.")
    money = ready().money[MONEY_1]
    undated = ready(money={MONEY_1: replace(money, date=None)})
    assert told(undated, "money") == ("missing", "Tanggal atau jumlah dana masuk belum diisi.")
    less = ready(money={MONEY_1: replace(money, amount=8_000_000)})
    assert told(less, "money") == ("complete", "Rp8.000.000, rencana Rp8.040.000.")


def test_receipts_that_are_not_right_yet() -> None:
    assert told(ready(receipts={}), "receipts") == ("missing", "Belum ada kuitansi.")
    two = {ONE: receipt(3_800_000, payee=""), TWO: receipt(10, (PAVING_RAB, SAND, 10), date=None)}
    found = ready(receipts=two)
    assert told(found, "receipts") == ("missing", "Kuitansi ini belum punya penerima. Dan 1 lagi.")
    assert line(found, "receipts").jump == ("d.receipt", ONE)
    assert told(found, "receipt_photos") == ("missing", "1 dari 2 kuitansi belum punya foto nota.")
    assert line(found, "receipt_photos").jump == ("d.receipt", TWO)


def test_an_overspent_line_holds_the_spj() -> None:
    over = ready(receipts={ONE: receipt(3_900_000)})
    assert line(over, "lines").detail == (
        "Sisa item “Paving K-200” tinggal Rp3.800.000, kuitansi ini Rp3.900.000: lebih Rp100.000."
    )
    assert [one.key for one in gaps(checklist(over, FIRST))] == ["lines"]


def test_more_spent_than_received_holds_it_too() -> None:
    too_much = ready(receipts={ONE: receipt(8_400_000, (CAMERA_RAB, CAMERA, 8_400_000))})
    assert line(too_much, "total").jump == ("tranche", FIRST)
    assert {one.key for one in gaps(checklist(too_much, FIRST))} == {"total", "photos"}


def test_taxes_the_pokmas_kept_back() -> None:
    tax = TaxLine(uid=uid(90), kind="pph22", amount=150, withheld_by="pokmas")
    found = ready(receipts={ONE: receipt(3_800_000, taxes=(tax,))})
    assert told(found, "taxes")[0] == "missing"
    paid = ready(receipts={ONE: receipt(3_800_000, taxes=(replace(tax, ntpn="N1"),))})
    assert told(paid, "taxes") == ("complete", "Semua pajak sudah disetor.")


def test_wage_lists_are_asked_for_but_do_not_block() -> None:
    labour = CostLine(uid=uid(35), group="labour", description="Tukang", volume="1", unit_price=500_000)
    rab = replace(PAVING_DATA, lines=(*PAVING_DATA.lines, labour))
    contract = replace(CONTRACT_DATA, value=13_900_000)
    parts: dict[str, Any] = {
        "rabs": {PAVING_RAB: rab, CAMERA_RAB: ledger().rabs[CAMERA_RAB]},
        "contracts": {CONTRACT: contract},
        "receipts": {ONE: receipt(500_000, (PAVING_RAB, uid(35), 500_000))},
    }
    assert told(ready(**parts), "wages") == ("missing", "1 dari 1 pembayaran upah belum punya daftar upah.")
    assert not line(ready(**parts), "wages").blocks
    empty = {uid(70): WageList(receipt=ONE, rab=PAVING_RAB)}
    assert told(ready(**parts, wages=empty), "wages")[0] == "missing"
    wages = {uid(70): WageList(receipt=ONE, rab=PAVING_RAB, rows=(WageRow(uid=uid(71), name="Karno"),))}
    assert told(ready(**parts, wages=wages), "wages") == ("complete", "1 daftar upah.")


def test_a_training_has_an_attendance_list() -> None:
    training = {uid(80): Meeting(kind="training", title="Kue"), uid(81): Meeting(title="Rapat")}
    assert told(ready(meetings=training), "attendance") == ("missing", "1 pelatihan belum punya daftar hadir.")
    assert told(ready(meetings=training, present={uid(80): 6}), "attendance") == ("complete", "1 pelatihan.")


def shots(*slots: str) -> dict[str, Photo]:
    return {
        uid(500): photo(ONE),
        **{uid(510 + at): photo(PAVING_RAB, slot) for at, slot in enumerate(slots)},  # type: ignore[arg-type]  # slots as given
    }


@pytest.mark.parametrize(
    ("percent", "slots", "missing"),
    [
        (0, (), "Paving gang 0 %"),
        (0, ("0",), ""),
        (50, ("0",), "Paving gang 50 %"),
        (50, ("0", "50"), ""),
        (100, ("0", "50"), "Paving gang 100 %"),
        (100, ("0", "50", "100"), ""),
    ],
)
def test_pictures_are_due_as_the_work_goes_on(percent: int, slots: tuple[str, ...], missing: str) -> None:
    entries = {uid(85): Progress(rab=PAVING_RAB, percent=percent, date=day(3, 25))}
    state, detail = told(ready(progress=entries, photos=shots(*slots)), "photos")
    assert state == ("missing" if missing else "complete")
    assert missing in detail


def test_with_the_last_tranche_all_pictures_are_due() -> None:
    state, detail = told(ready(), "photos", SECOND)
    assert state == "missing"
    assert detail == "Foto belum ada: Paving gang 50, 100 % dan 1 kegiatan lagi."
    assert line(ready(), "photos", SECOND).jump == ("d.rab", PAVING_RAB)


def test_nothing_bought_nothing_to_show() -> None:
    assert told(ready(receipts={}), "photos")[0] == "not_needed"


# --- recap -------------------------------------------------------------------------------------------------------


def test_recap_per_activity() -> None:
    found = ledger(
        receipts={
            ONE: receipt(3_000_000),
            TWO: receipt(2_000_000, (PAVING_RAB, STONES, 800_000), (CAMERA_RAB, CAMERA, 1_200_000), tranche=SECOND),
        }
    )
    paving, cameras = recap(found, SECOND)
    assert (paving.title, paving.sector, paving.budget) == ("Paving gang", "infrastructure", 5_000_000)
    assert (paving.before, paving.now, paving.total, paving.left, paving.share) == (
        3_000_000, 800_000, 3_800_000, 1_200_000, 7_600,
    )  # fmt: skip
    assert (cameras.before, cameras.now, cameras.count) == (0, 1_200_000, 1)
    assert [one.key for one in activities_in(found, FIRST)] == [paving.key]


def test_what_is_not_shared_stands_in_a_line_of_its_own() -> None:
    found = ledger(receipts={ONE: receipt(1_000, (PAVING_RAB, STONES, 400), (uid(999), STONES, 100))})
    last = recap(found, FIRST)[-1]
    assert (last.key, last.title, last.now, last.budget, last.share, last.count) == (
        "", "Belum dibagi ke RAB", 600, 0, 0, 1,
    )  # fmt: skip
