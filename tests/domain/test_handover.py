"""Handing over: rows from the RABs, and what must be right before (V-25, V-26, H-01 to H-10)."""

from typing import Any

from msgspec.structs import replace

from desktop.domain.handover import check_handover, handover_of, inspection_of, photos_of_row, rows_from_rab
from desktop.domain.ledger import Ledger
from desktop.domain.records import Handover, Inspection, Photo, Progress, Signer, Team, TeamMember, WorkRow
from tests.domain.examples import uid
from tests.domain.pokmas import CAMERA_RAB, CONTRACT, MONEY_1, PAVING_RAB, approved, day, finished, ledger, receipt

INSPECTION, HANDOVER = uid(91), uid(92)


def rules(found: Ledger) -> list[tuple[str, str]]:
    return [(one.rule, one.level) for one in check_handover(found, CONTRACT)]


def handed(**changes: Any) -> Ledger:
    """Finished, with other contents of the BAST."""
    return finished(handovers={HANDOVER: replace(finished().handovers[HANDOVER], **changes)})


def inspected(**changes: Any) -> Ledger:
    """Finished, with other contents of the BAHP."""
    return finished(inspections={INSPECTION: replace(finished().inspections[INSPECTION], **changes)})


def listed(*rows: WorkRow) -> Ledger:
    """Finished, with these results in both papers."""
    known = finished()
    return finished(
        inspections={INSPECTION: replace(known.inspections[INSPECTION], rows=rows)},
        handovers={HANDOVER: replace(known.handovers[HANDOVER], rows=rows)},
    )


def test_everything_done() -> None:
    assert rules(finished()) == []
    assert (inspection_of(finished(), CONTRACT), handover_of(finished(), CONTRACT)) == (INSPECTION, HANDOVER)


def test_rows_come_from_the_rabs() -> None:
    numbers = iter(range(900, 999))
    paving, cameras = rows_from_rab(finished(), CONTRACT, lambda: uid(next(numbers)))
    assert (paving.uid, paving.rab, paving.description) == (uid(900), PAVING_RAB, "Paving gang")
    assert (paving.planned, paving.done, paving.unit, paving.amount) == ("40", "40", "m2", 5_000_000)
    assert (cameras.rab, cameras.amount) == (CAMERA_RAB, 8_400_000)
    half = finished(progress={uid(81): Progress(rab=PAVING_RAB, percent=50)})
    assert [row.done for row in rows_from_rab(half, CONTRACT, lambda: uid(1))] == ["", ""]
    assert rows_from_rab(ledger(rabs={}), CONTRACT, lambda: uid(1)) == ()


def test_both_papers_must_be_there_dated_filled_and_signed() -> None:
    assert [rule for rule, _ in rules(finished(inspections={}, handovers={}))] == ["H-01", "H-01"]
    assert ("H-01", "block") in rules(handed(date=None))
    assert rules(handed(rows=())) == [("H-02", "block")]
    assert rules(inspected(rows=())) == [("H-02", "block")]
    assert rules(handed(signers=(Signer(name="Dewi"), Signer(name=" ")))) == [("H-05", "block")]


def test_an_activity_that_is_not_finished() -> None:
    half = finished(progress={uid(81): Progress(rab=PAVING_RAB, percent=100), uid(82): Progress(rab=CAMERA_RAB)})
    (flag,) = check_handover(half, CONTRACT)
    assert (flag.rule, flag.level, flag.subject) == ("H-04", "block", CAMERA_RAB)
    assert flag.message == "Kegiatan “CCTV lingkungan” baru 0 %."


def test_rows_to_look_at_again() -> None:
    paving, cameras = finished().handovers[HANDOVER].rows
    assert rules(listed(replace(paving, done="40.5"), cameras)) == [("H-03", "warn")]
    assert rules(listed(replace(paving, done="39.999"), cameras)) == []
    assert rules(listed(replace(paving, condition=""), replace(cameras, done=""))) == [("H-06", "warn")] * 2
    (flag,) = check_handover(listed(replace(paving, amount=1), cameras), CONTRACT)
    assert (flag.rule, flag.message) == ("H-08", "Nilai pada BAST Rp8.400.001, padahal kuitansinya Rp13.400.000.")


def test_an_spj_that_is_still_open() -> None:
    found = finished(states=approved(PAVING_RAB, CAMERA_RAB, MONEY_1))
    (flag,) = check_handover(found, CONTRACT)
    assert (flag.rule, flag.level, flag.message) == ("H-07", "warn", "SPJ tahap 2 belum disetujui.")


def test_days_in_their_order() -> None:
    def told(found: Ledger) -> list[str]:
        return [one.message for one in check_handover(found, CONTRACT) if one.rule == "V-25"]

    assert told(handed(date=day(7, 9))) == ["Tanggal BAST sebelum tanggal BAHP."]
    assert told(inspected(date=day(6, 1))) == ["Tanggal BAHP sebelum tanggal pekerjaan terakhir."]
    early = {uid(61): receipt(5_000_000, date=day(1, 5))}
    assert told(finished(receipts=early, progress={})) == ["Tanggal pekerjaan terakhir sebelum tanggal kontrak."]
    # A day that is not known yet is left out of the order.
    assert told(finished(inspections={INSPECTION: replace(finished().inspections[INSPECTION], date=None)})) == []


def team(kind: str, *names: str) -> Team:
    members = tuple(TeamMember(person="", name=name) for name in names)
    return Team(kind=kind, members=members)  # type: ignore[arg-type]  # one of its words


def test_nobody_supervises_their_own_work() -> None:
    teams = {uid(1): team("execution", "Eko", "Rizal"), uid(2): team("supervision", "Siti", " eko ")}
    (flag,) = check_handover(finished(teams=teams), CONTRACT)
    assert (flag.rule, flag.level) == ("V-26", "warn")
    assert flag.message == "eko ada di Tim Pelaksana dan Tim Pengawas."
    newer = {**teams, uid(3): team("supervision", "Siti")}
    assert rules(finished(teams=newer)) == []
    assert rules(inspected(signers=(Signer(name="Eko"), Signer(name="Eko")))) == [("V-26", "warn")]


def test_papers_of_another_contract_do_not_count() -> None:
    other = finished(
        inspections={INSPECTION: Inspection(contract=uid(999))}, handovers={HANDOVER: Handover(contract=uid(999))}
    )
    assert (inspection_of(other, CONTRACT), handover_of(other, CONTRACT)) == ("", "")


def test_a_result_needs_a_picture() -> None:
    """Its own, or the activity's at 100 percent; BAHP and BAST share the rows' uids."""
    given = finished().handovers[HANDOVER]

    def pictured(photos: dict[str, Photo], *rows: WorkRow) -> Ledger:
        return finished(photos=photos, handovers={HANDOVER: replace(given, rows=rows)})

    def told(found: Ledger) -> list[str]:
        return [one.message for one in check_handover(found, CONTRACT) if one.rule == "H-09"]

    paving, cameras = given.rows
    (flag,) = [one for one in check_handover(pictured({}, paving, cameras), CONTRACT) if one.rule == "H-09"]
    assert (flag.level, flag.subject, flag.field) == ("warn", HANDOVER, "photos")
    assert flag.message == "Belum ada foto hasil: “Paving gang”, “CCTV”."
    own = {uid(300): Photo(of=paving.uid), uid(301): Photo(of=cameras.uid)}
    assert told(pictured(own, paving, cameras)) == []
    done, half = Photo(of=PAVING_RAB, slot="100"), Photo(of=PAVING_RAB, slot="50")
    both = pictured({uid(310): done, uid(311): half}, paving, cameras)
    assert photos_of_row(both, paving) == [(uid(310), done)]
    assert photos_of_row(pictured({**own, uid(310): done}, paving), paving) == [(uid(300), own[uid(300)])]
    assert told(both) == ["Belum ada foto hasil: “CCTV”."]
    many = [replace(paving, uid=uid(320 + at), rab="", description=f"Hasil {at}") for at in range(4)]
    assert told(pictured({}, *many)) == ["Belum ada foto hasil: “Hasil 0”, “Hasil 1” dan 2 lagi."]


def test_a_bast_that_does_not_list_what_was_inspected_is_told() -> None:
    rows = finished().inspections[INSPECTION].rows
    more = WorkRow(uid=uid(73), description="Papan nama", planned="1", done="1", unit="unit", condition="good")
    fewer, worse = replace(rows[0], done="38"), replace(rows[0], condition="fair", amount=1)
    for those, names in (((*rows, more), "“Papan nama”"), ((fewer, rows[1]), "“Paving gang”")):
        (flag,) = check_handover(inspected(rows=those), CONTRACT)
        assert (flag.rule, flag.level, flag.subject) == ("H-10", "warn", HANDOVER)
        assert flag.message == f"Hasil pada BAST tidak sama dengan BAHP: {names}."
    assert rules(inspected(rows=(worse, rows[1]))) == []
