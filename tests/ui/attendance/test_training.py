"""A training's list: somebody planned stayed away, another came instead, and the paper says so."""

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from desktop.domain.areas import pokmas_area
from desktop.domain.records import Attendance, Meeting, Resident
from desktop.services.desk import create_desk
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace
from desktop.ui.attendance import training
from desktop.ui.attendance.person_dialog import PersonDialog
from desktop.ui.attendance.replace_dialog import ReplaceDialog
from desktop.ui.attendance.tab import AttendanceTab
from desktop.ui.main_window import MainWindow
from desktop.ui.meetings import page as meetings_page
from desktop.ui.meetings.editor import MeetingPage
from desktop.ui.meetings.page import MeetingsPage
from desktop.ui.page import Page
from desktop.ui.shots import SMALL
from tests.ui.secretary import press


def entry(work: Workplace, uid: str) -> Attendance:
    record = work.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Attendance)
    return record.data


def test_who_came_for_whom_is_said_in_the_list(
    work: Workplace, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    meeting = Meeting(kind="training", title="Pelatihan (contoh)", date=datetime.date(2022, 5, 9), sessions=2)
    uid = work.records.save("d.meeting", meeting).uid
    planned, instead = (work.meetings.add(uid, name).uid for name in ("Ani (contoh)", "Cici (contoh)"))
    tab = AttendanceTab(work, window, window)
    tab.set_meeting(uid)
    answers: list[dict[str, object]] = [
        {"away": True},
        {"replaces": planned, "reason": "sakit"},
    ]

    def fill_in(dialog: PersonDialog) -> int:
        dialog.form.set_values({**dialog.form.values(), **answers.pop(0)})
        return 1

    monkeypatch.setattr(PersonDialog, "exec", fill_in)
    assert tab.sheet is not None
    for one in tab.sheet.present:
        tab.correct(one)
    assert not answers
    assert entry(work, planned).sessions == ()
    came = entry(work, instead)
    assert (came.replaces, came.reason, came.sessions) == (planned, "sakit", (1,))
    assert tab.sheet.counts.present == 1
    sessions = next(column for column in tab.list.model.columns if column.title == "Sesi")
    assert "tidak hadir" in [sessions.text(one) for one in tab.sheet.present]
    tab.undo()
    assert entry(work, instead).replaces == ""


class ListPage(Page):
    """Nothing but the list of one training."""

    def __init__(self, work: Workplace, window: MainWindow, uid: str) -> None:
        super().__init__("Daftar hadir", scrolls=False)
        self.tab = AttendanceTab(work, window)
        self.tab.said.connect(self.said)
        self.body.addWidget(self.tab)
        self.tab.set_meeting(uid)


@pytest.fixture
def tab(work: Workplace, window: MainWindow) -> AttendanceTab:
    """A training of two sessions with three residents, nobody on the list yet."""
    meeting = Meeting(kind="training", title="Pelatihan (contoh)", date=datetime.date(2022, 5, 9), sessions=2)
    uid = work.records.save("d.meeting", meeting).uid
    names = ("Ani (contoh)", "Budi (contoh)", "Cici (contoh)")
    work.records.save_all([NewRecord(type="d.resident", data=Resident(name=name)) for name in names])
    page = ListPage(work, window, uid)
    window.open_page(page)
    page.tab.focus_entry()
    return page.tab


def said(tab: AttendanceTab) -> dict[str, tuple[int, ...]]:
    assert tab.sheet is not None
    return {one.data.name.split()[0]: one.data.sessions for one in tab.sheet.present}


def record(tab: AttendanceTab, session: int) -> None:
    """Choose what is recorded as one does: by its words and Enter."""
    line = tab.sessions.lineEdit()
    assert line is not None
    tab.sessions.setFocus()
    line.selectAll()
    QTest.keyClicks(line, tab.sessions.itemText(session))
    press(line, Qt.Key.Key_Return)


def cell(tab: AttendanceTab, name: str, title: str) -> None:
    """A click into a person's cell."""
    row = next(at for at, one in enumerate(tab.list.model.rows()) if one.data.name.startswith(name))
    column = next(at for at, one in enumerate(tab.list.model.columns) if one.title == title)
    place = tab.list.view.visualRect(tab.list.model.index(row, column)).center()
    QTest.mouseClick(tab.list.view.viewport(), Qt.MouseButton.LeftButton, pos=place)


def test_the_plan_each_session_and_a_replacement(
    tab: AttendanceTab, work: Workplace, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    QApplication.clipboard().setText("Ani (contoh)\nBpk. Budi (contoh)")
    press(tab.entry, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    press(tab.panel.record, Qt.Key.Key_Return)
    assert said(tab) == {"Ani": (), "Budi": ()}
    assert window.strip.text == "2 orang direncanakan."
    record(tab, 1)
    assert tab.session == 1
    for letters in ("an", "bu"):
        QTest.keyClicks(tab.entry, letters)
        press(tab.entry, Qt.Key.Key_Return)
    assert said(tab) == {"Ani": (1,), "Budi": (1,)}
    cell(tab, "Ani", "Ke-2")
    assert said(tab)["Ani"] == (1, 2)
    # Space at the right turns the session being recorded.
    tab.list.choose(tab.list.model.rows()[1].uid)
    tab.list.view.setFocus()
    press(tab.list.view, Qt.Key.Key_Space)
    assert said(tab)["Budi"] == ()
    tab.undo()
    assert said(tab)["Budi"] == (1,)

    def fill_in(dialog: ReplaceDialog) -> int:
        assert not dialog.yes.isEnabled()
        assert dialog.who.combo is not None
        line = dialog.who.combo.lineEdit()
        assert line is not None
        QTest.keyClicks(line, "Cici (contoh)")
        dialog.form.field("reason").set_text("sakit")
        assert dialog.sessions == (2,)
        dialog.form.changed.emit("reason")
        assert dialog.yes.isEnabled()
        assert dialog.resident
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(ReplaceDialog, "exec", fill_in)
    tab.list.choose(tab.list.model.rows()[1].uid)
    QTest.mouseClick(tab.replace_button, Qt.MouseButton.LeftButton)
    assert said(tab) == {"Ani": (1, 2), "Budi": (1,), "Cici": (2,)}
    assert tab.sheet is not None
    remarks = [training.remark(one, tab.sheet) for one in tab.sheet.present]
    assert remarks == ["", "digantikan Cici (contoh)", "menggantikan Budi (contoh): sakit"]
    window.resize(SMALL)
    QTest.qWait(80)
    view = tab.list.view
    assert view.horizontalScrollBar().maximum() == 0
    for turn, count in ((tab.undo, 2), (tab.redo, 3), (tab.undo, 2)):
        turn()
        assert len(said(tab)) == count
    # Both sessions are recorded; Budi came to one of them.
    assert [training.came_seldom(one, tab.sheet, 2) for one in tab.sheet.present] == [False, True]
    assert not view.isColumnHidden([one.title for one in tab.list.model.columns].index(training.ENOUGH))
    assert view.horizontalScrollBar().maximum() == 0
    assert tab.figures.labels["complete"].text() == "1 hadir di semua sesi"
    tab.least.set_value(1)
    tab.least.chosen.emit(1)
    assert tab.figures.labels["complete"].text() == "2 hadir ≥ 1 sesi"
    window.go_back()


def test_undoing_a_list_takes_newcomers_out_of_the_register(tab: AttendanceTab, work: Workplace) -> None:
    QTest.keyClicks(tab.entry, "zulkifli")
    press(tab.entry, Qt.Key.Key_Return)
    assert len(work.residents.rows()) == 4
    tab.undo()
    assert (len(work.residents.rows()), said(tab)) == (3, {})
    tab.redo()
    assert (len(work.residents.rows()), said(tab)) == (4, {"Zulkifli": ()})


def test_a_rembug_asks_nothing_of_it(work: Workplace, window: MainWindow) -> None:
    data = Attendance(meeting="", name="Slamet (contoh)")
    dialog = PersonDialog(data, window)
    assert "replaces" not in dialog.form.names
    assert dialog.entry == data
    dialog.close()


def test_a_pokmas_has_trainings_and_no_register(window: MainWindow, tmp_path: Path) -> None:
    """From its page of activities: a training with participants typed and pasted, nobody in a register."""
    desk = create_desk(tmp_path / "pokmas", pokmas_area("35.71.02.1013", "02"), 2022, "Contoh", practice=True)
    with Workplace(desk) as work:
        rooms = MeetingsPage(work, window)
        window.open_page(rooms)
        assert rooms.table.empty.sentence.text() == meetings_page.EMPTY_POKMAS
        rooms.write_new()
        page = window.page
        assert isinstance(page, MeetingPage)
        page.tabs.setCurrentIndex(1)
        tab = page.attendance
        assert tab.session == 0  # the plan first
        QTest.keyClicks(tab.entry, "sri aminah")
        press(tab.entry, Qt.Key.Key_Return)
        tab.compare("Joko (contoh)\nRini (contoh)")
        for _ in range(2):
            press(tab.panel.choices, Qt.Key.Key_Return)
        press(tab.panel.record, Qt.Key.Key_Return)
        assert said(tab) == {"Sri": (), "Joko": (), "Rini": ()}
        assert work.records.find("d.resident") == []
        assert page.decisions.all_button.isHidden()
        tab.undo()
        assert said(tab) == {"Sri": ()}
        window.go_back()
        assert [row.data.kind for row in work.meetings.rows()] == ["training"]
        window.go_back()
