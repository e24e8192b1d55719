"""The register: by name, with ages and marks, doubts said, doubles put together, written to a spreadsheet and back."""

import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.records import Attendance, Meeting, Resident
from desktop.services.desk import Desk, create_desk, new_uid
from desktop.services.meetings import MeetingService
from desktop.services.records import NewRecord, RecordService
from desktop.services.residents import ResidentService
from desktop.services.take import TakeService
from tests.services.conftest import RT

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


ODD = ("None", "NULL", "0", "'", "x", "-", "=1+1", "Ibu Sri", "a" * 200, "@b", "+62", "Élan")
"""Names and texts that a spreadsheet, or a reader of one, may take for something else."""


def test_any_register_goes_out_and_comes_back_unchanged(rt_desk: Desk, tmp_path: Path) -> None:
    """Into the desk it came from: nothing changes. Into an empty one: the very same entries."""
    people = [
        Resident(
            name=name,
            nik=f"357101120385{at:04d}0"[: 1 + at * 2] if at % 2 else "",  # too short, ending in 0, or none
            household=f"35710115010{at:05d}" if at % 3 else "00",
            gender=("", "L", "P")[at % 3],
            born=datetime.date(1900 + at * 11, 1, 1) if at % 2 else None,
            address=ODD[-at],
            phone=f"0{at}",
            role=ODD[at - 3],
            tags=("UMKM", "janda")[: at % 3],
        )
        for at, name in enumerate(ODD)
    ]

    def held(desk: Desk) -> list[Resident]:
        found = (record.data for record in RecordService(desk).find("d.resident", order="id"))
        return sorted(
            (replace(one, problem="") for one in found if isinstance(one, Resident)), key=lambda one: one.name
        )

    RecordService(rt_desk).save_all([NewRecord(type="d.resident", data=one) for one in people])
    ResidentService(rt_desk).export(tmp_path / "warga.xlsx")
    again = TakeService(rt_desk).take_residents(tmp_path / "warga.xlsx")
    assert (again.added, again.filled, again.same) == (0, 0, len(people))
    assert held(rt_desk) == sorted(people, key=lambda one: one.name)
    with create_desk(tmp_path / "dua", parse_area(RT), 2022, "contoh") as other:
        TakeService(other).take_residents(tmp_path / "warga.xlsx")
        assert held(other) == held(rt_desk)


def test_a_merge_is_undone_whole(rt_desk: Desk) -> None:
    """Both stand on one list, the other alone on a second: after undoing, each has their own marks again."""
    service, meetings, records = ResidentService(rt_desk), MeetingService(rt_desk), RecordService(rt_desk)
    keep, other = add(rt_desk, name="Sri (contoh)"), add(rt_desk, name="Ibu Sri (contoh)", phone="0812")
    both, alone = (records.save("d.meeting", Meeting(title=title)).uid for title in ("Satu", "Dua"))
    for uid in (keep, other):
        meetings.mark(both, uid)
    meetings.mark(alone, other)

    def marks(meeting: str) -> set[str]:
        return {one.data.resident for one in meetings.sheet(meeting).present}

    chosen = Resident(name="Ibu Sri (contoh)", phone="0813")
    merged = service.merge(keep, other, chosen)
    assert [row.data for row in service.rows()] == [chosen]
    assert (marks(both), marks(alone)) == ({keep}, {keep})
    service.part(merged)
    assert sorted(row.data.name for row in service.rows()) == ["Ibu Sri (contoh)", "Sri (contoh)"]
    assert (marks(both), marks(alone)) == ({keep, other}, {other})


def test_the_same_nik_twice_may_be_one_person(rt_desk: Desk) -> None:
    one, two = (add(rt_desk, name=name, nik=NIK) for name in ("Sri (contoh)", "Bu Sri Rahayu (contoh)"))
    add(rt_desk, name="Budi (contoh)")
    twins = {row.uid: row.twins for row in ResidentService(rt_desk).rows()}
    assert (twins[one], twins[two]) == ((two,), (one,))
    assert sum(bool(found) for found in twins.values()) == 2
