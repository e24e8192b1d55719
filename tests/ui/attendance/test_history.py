"""Who comes: the page opened from the meetings, by keys and mouse."""

import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.records import Meeting, Resident
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace
from desktop.ui.attendance import history_page
from desktop.ui.attendance.history_page import PresencePage
from desktop.ui.main_window import MainWindow
from desktop.ui.meetings.page import MeetingsPage
from desktop.ui.residents.page import ResidentsPage
from tests.ui.secretary import press

HOME = "3571011501000001"


@pytest.fixture
def page(work: Workplace, window: MainWindow) -> PresencePage:
    """Two meetings; Ani came to both, her husband to none, Cici to the first."""
    people = [
        Resident(name="Ani (contoh)", household=HOME, born=datetime.date(1980, 1, 1)),
        Resident(name="Budi (contoh)", household=HOME, born=datetime.date(1975, 1, 1)),
        Resident(name="Cici (contoh)"),
    ]
    saved = work.records.save_all([NewRecord(type="d.resident", data=one) for one in people])
    ani, cici = saved[0].uid, saved[2].uid
    for day, present in ((5, [ani, cici]), (12, [ani])):
        data = Meeting(title=f"Rembug {day} (contoh)", date=datetime.date(2022, 8, day))
        work.meetings.mark_all(work.records.save("d.meeting", data).uid, present)
    rooms = MeetingsPage(work, window)
    window.open_page(rooms)
    command = next(one for one in rooms.page_actions().more if one.text == "Siapa yang datang…")
    command.run()
    shown = window.page
    assert isinstance(shown, PresencePage)
    return shown


def listed(page: PresencePage) -> list[tuple[str, str]]:
    return [(row.name.split()[0], f"{len(row.came)}/{row.of}") for row in page.table.model.rows()]


def test_people_households_and_those_who_never_came(page: PresencePage) -> None:
    assert listed(page) == [("Ani", "2/2"), ("Budi", "0/2"), ("Cici", "1/2")]
    assert page.sentence.text() == "2 rembug dan sosialisasi tercatat. 2 dari 3 warga pernah hadir."
    press(page.table.view, Qt.Key.Key_Down)
    press(page.table.view, Qt.Key.Key_Down)
    assert page.name.text() == "Cici (contoh)"
    beside = [page.meetings.item(at).text().split("\n")[0] for at in range(page.meetings.count())]
    assert beside == ["Tidak hadir · 12 Agustus 2022", "Hadir · 5 Agustus 2022"]
    QTest.mouseClick(page.which.buttons[1], Qt.MouseButton.LeftButton)
    assert listed(page) == [("Budi", "2/2")]  # the household, by its oldest
    QTest.mouseClick(page.which.buttons[2], Qt.MouseButton.LeftButton)
    assert listed(page) == [("Budi", "0/2")]


def test_it_is_written_as_it_is_shown(page: PresencePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_page, "ask_save", lambda *_args: tmp_path / "hadir.xlsx")
    QTest.mouseClick(page.which.buttons[2], Qt.MouseButton.LeftButton)
    page.export()
    sheet = load_workbook(tmp_path / "hadir.xlsx").active
    assert sheet is not None
    assert [row[0] for row in sheet.iter_rows(values_only=True)] == ["Nama", "Budi (contoh)"]


def test_a_resident_shows_how_often_they_came(page: PresencePage, work: Workplace, window: MainWindow) -> None:
    register = ResidentsPage(work, window)
    window.open_page(register)
    register.edit(next(row.uid for row in work.residents.rows() if row.data.name.startswith("Ani")))
    assert register.drawer.presence.text() == "Hadir 2 dari 2 rembug dan sosialisasi."
    register.write_new()
    assert register.drawer.presence.isHidden()


def test_without_meetings_it_says_what_to_do(work: Workplace, window: MainWindow) -> None:
    empty = PresencePage(work, window)
    window.open_page(empty)
    assert empty.table.empty.isVisible()
    assert empty.table.empty.sentence.text() == history_page.EMPTY


def test_before_the_first_meeting_there_is_only_what_to_do(work: Workplace, window: MainWindow) -> None:
    shown = PresencePage(work, window)
    window.open_page(shown)
    assert not shown.side.isVisible()
    assert not shown.sentence.isVisible()
    assert shown.table.empty.sentence.text() == history_page.EMPTY
