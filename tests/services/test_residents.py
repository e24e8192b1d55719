"""The register: by name, with ages and marks, doubts said, doubles put together, written to a spreadsheet and back."""

import datetime
from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.records import Attendance, Meeting, Resident
from desktop.services.desk import Desk, new_uid
from desktop.services.meetings import MeetingService
from desktop.services.records import RecordService
from desktop.services.residents import ResidentService
from desktop.services.take import TakeService

KK = "3571011501000001"
NIK = "3571011203850001"


def add(desk: Desk, **fields: object) -> str:
    return RecordService(desk).save("d.resident", Resident(**fields)).uid  # type: ignore[arg-type]  # as the test says


def test_people_stand_by_name_without_titles(rt_desk: Desk) -> None:
    for name in ("Sri (contoh)", "Bpk. Budi (contoh)", "Hj. Aminah (contoh)"):
        add(rt_desk, name=name)
    rows = ResidentService(rt_desk).rows()
    assert [(row.number, row.data.name) for row in rows] == [
        (1, "Hj. Aminah (contoh)"),
        (2, "Bpk. Budi (contoh)"),
        (3, "Sri (contoh)"),
    ]


def test_ages_and_marks_come_from_the_day_of_birth_or_the_nik(rt_desk: Desk) -> None:
    add(rt_desk, name="A (contoh)", born=datetime.date(1950, 1, 1), tags=("UMKM", "pemuda"))
    add(rt_desk, name="B (contoh)", nik="3571015203000002")
    add(rt_desk, name="C (contoh)")
    rows = ResidentService(rt_desk).rows()
    assert rows[0].age is not None
    assert rows[0].age >= 70
    assert [row.marks for row in rows] == [("lansia", "UMKM"), ("pemuda",), ()]
    assert rows[2].age is None


def test_what_needs_a_look_is_said(rt_desk: Desk) -> None:
    add(rt_desk, name="A (contoh)", nik="357101120385")
    add(rt_desk, name="B (contoh)", nik=NIK)
    add(rt_desk, name="C (contoh)", nik=NIK)
    add(rt_desk, name="D (contoh)", household=KK)
    add(rt_desk, name="Ibu D (contoh)", household=KK)
    add(rt_desk, name="E (contoh)", problem="NIK tersimpan sebagai angka.")
    rows = ResidentService(rt_desk).rows()
    assert [len(row.doubts) for row in rows] == [1, 1, 1, 1, 1, 1]
    assert rows[0].doubts[0].startswith("NIK harus 16 angka")
    assert "orang lain" in rows[1].doubts[0]
    assert "mungkin ganda" in rows[3].doubts[0]
    assert rows[3].twins == (rows[4].uid,)
    assert rows[5].doubts == ("NIK tersimpan sebagai angka.",)


def test_two_entries_of_one_person_become_one(rt_desk: Desk) -> None:
    service, records = ResidentService(rt_desk), RecordService(rt_desk)
    keep = add(rt_desk, name="Sri Rahayu (contoh)", household=KK, problem="NIK hilang.")
    other = add(rt_desk, name="Sri Rahayu (contoh)", household=KK, nik="3571015203850002", phone="0812")
    meeting = records.save("d.meeting", Meeting(title="Rembug (contoh)")).uid
    mark = MeetingService(rt_desk).mark(meeting, other)
    merged = service.merge(keep, other)
    (row,) = service.rows()
    assert (row.uid, row.data.nik, row.data.phone, row.data.problem) == (keep, "3571015203850002", "0812", "")
    stored = records.get(mark.uid)
    assert stored is not None
    assert isinstance(stored.data, Attendance)
    assert stored.data.resident == keep
    assert (merged.before.nik, merged.left.phone) == ("", "0812")
    with pytest.raises(RuleViolation, match="record_missing"):
        service.merge(keep, new_uid())


def test_the_written_list_is_taken_again(rt_desk: Desk, tmp_path: Path) -> None:
    add(rt_desk, name="=Sri (contoh)", nik=NIK, gender="L", born=datetime.date(1985, 3, 12), tags=("UMKM",))
    add(rt_desk, name="Budi (contoh)", household=KK, address="Gang 2", phone="0812345", role="PKK")
    target = tmp_path / "warga.xlsx"
    assert ResidentService(rt_desk).export(target) == 2
    result = TakeService(rt_desk).take_residents(target)
    assert (result.added, result.same, result.filled, result.problems) == (0, 2, 0, ())
