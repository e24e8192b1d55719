"""Who comes to the meetings, counted per resident and per household."""

import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.domain.records import Meeting, MeetingKind, Resident
from desktop.services.desk import Desk
from desktop.services.meetings import MeetingService
from desktop.services.presence import PresenceService
from desktop.services.records import NewRecord, RecordService

HOME = "3571011501000001"


@pytest.fixture
def people(rt_desk: Desk) -> dict[str, str]:
    made = [
        Resident(name="Slamet (contoh)", household=HOME, born=datetime.date(1960, 1, 1)),
        Resident(name="Sri (contoh)", household=HOME, born=datetime.date(1965, 1, 1)),
        Resident(name="Budi (contoh)"),
    ]
    saved = RecordService(rt_desk).save_all([NewRecord(type="d.resident", data=one) for one in made])
    return {one.name.split()[0]: record.uid for one, record in zip(made, saved, strict=True)}


def meeting(desk: Desk, day: int, kind: MeetingKind = "rembug", year: int = 2022, **present: str) -> str:
    data = Meeting(title=f"Rembug {day}", kind=kind, date=datetime.date(year, 8, day))
    uid = RecordService(desk).save("d.meeting", data, year=year).uid
    for resident in present.values():
        MeetingService(desk).mark(uid, resident)
    return uid


def test_people_and_households(rt_desk: Desk, people: dict[str, str]) -> None:
    slamet, sri, budi = (people[name] for name in ("Slamet", "Sri", "Budi"))
    first = meeting(rt_desk, 5, a=slamet)
    second = meeting(rt_desk, 12, a=sri, b=budi)
    older = meeting(rt_desk, 1, year=2021, a=sri)
    meeting(rt_desk, 20)  # nobody recorded: it does not count
    meeting(rt_desk, 21, kind="training", a=budi)
    MeetingService(rt_desk).add(second, "Lurah (contoh)", guest=True)
    service = PresenceService(rt_desk)
    assert [(one.uid, one.present) for one in service.held()] == [(second, 2), (first, 1), (older, 1)]
    found = {one.name.split()[0]: one for one in service.residents()}
    assert {name: (len(one.came), one.of) for name, one in found.items()} == {
        "Slamet": (1, 3), "Sri": (2, 3), "Budi": (1, 3),
    }  # fmt: skip
    assert found["Sri"].last == datetime.date(2022, 8, 12)
    (home,) = service.households()
    assert (home.name, home.people, len(home.came), home.of) == ("Slamet (contoh)", 2, 3, 3)
    assert [(len(one.came), one.of) for one in service.households(2022)] == [(2, 2)]
    assert (service.of(sri), service.of("")) == ((2, 3), (0, 3))


def test_the_list_is_written_with_a_column_for_each_meeting(
    rt_desk: Desk, people: dict[str, str], tmp_path: Path
) -> None:
    meeting(rt_desk, 5, a=people["Sri"])
    service, target = PresenceService(rt_desk), tmp_path / "kehadiran.xlsx"
    assert service.export(service.residents(), target) == 3
    rows = [tuple(row) for row in load_workbook(target)["Kehadiran"].iter_rows(values_only=True)]
    assert rows[0] == ("Nama", "Orang", "Alamat", "Hadir", "Dari", "Terakhir hadir", "Rembug 5 5 Agustus 2022")
    assert [row[3:] for row in rows[1:]] == [
        ("0", "1", "", ""), ("0", "1", "", ""), ("1", "1", "5 Agustus 2022", "hadir"),
    ]  # fmt: skip
