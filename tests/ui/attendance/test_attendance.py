"""L05 by real keys: sixty people from a signed sheet within the budget, by typing and by pasting; every rule of it."""

import datetime
import random
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.people import comparison_name
from desktop.domain.records import Attendance, Meeting, Proposal, Resident
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace
from desktop.ui.attendance.tab import AttendanceTab, as_name, names_in
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.strip import Message
from tests.ui.secretary import focused, people

KEYS, PASTE_KEYS = 330, 15
"""Budgets for sixty people (T3): by keys, and by paste."""
CTRL = Qt.KeyboardModifier.ControlModifier


class ListPage(Page):
    """A page with the attendance list alone on it."""

    def __init__(self, work: Workplace, window: MainWindow, meeting: str) -> None:
        super().__init__("Daftar hadir", scrolls=False)
        self.tab = AttendanceTab(work, window)
        self.tab.said.connect(self.said)
        self.body.addWidget(self.tab, 1)
        self.tab.set_meeting(meeting)


@pytest.fixture
def meeting(work: Workplace) -> str:
    return work.records.save("d.meeting", Meeting(title="Rembug (contoh)", date=datetime.date(2022, 8, 12))).uid


@pytest.fixture
def tab(work: Workplace, window: MainWindow, meeting: str) -> Iterator[AttendanceTab]:
    """118 residents, the keyboard in the entry field."""
    work.records.save_all([NewRecord(type="d.resident", data=one) for one in people(118)])
    page = ListPage(work, window, meeting)
    window.open_page(page)
    page.tab.focus_entry()
    yield page.tab
    window.go_back()


def top(tab: AttendanceTab) -> str:
    """The name the list points to now."""
    row = tab.roster.row
    return tab.roster.rows.rows[row].name if row >= 0 else ""


def present(work: Workplace, meeting: str) -> list[str]:
    found = work.records.find("d.attendance", parent=meeting, order="id")
    return [record.data.name for record in found if isinstance(record.data, Attendance)]


class Keyboard:
    """Everything goes through here, so that what a person presses is counted; there is no mouse."""

    def __init__(self) -> None:
        self.keys = 0

    def press(self, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        QTest.keyClick(focused(), which, modifier)

    def letter(self, letter: str) -> None:
        self.keys += 1
        QTest.keyClicks(focused(), letter)


keyboard = Keyboard()
key = keyboard.press


def type_name(tab: AttendanceTab, name: str) -> None:
    """As one types from a paper: the first letter, a space, the next name's letters, until the list points to the
    person; arrows when it does not; then Enter. Two letters at least, as the screen says."""
    words = comparison_name(name).split()
    for letter in f"{words[0][:1]} {words[1][:2]}" if len(words) > 1 else words[0][:3]:
        keyboard.letter(letter)
        if top(tab) == name and len(tab.entry.text()) >= 2:
            break
    steps = 0
    while top(tab) != name and steps < 40:
        key(Qt.Key.Key_Down)
        steps += 1
    assert top(tab) == name
    key(Qt.Key.Key_Return)


def test_sixty_people_by_keys(tab: AttendanceTab, work: Workplace, meeting: str) -> None:
    assert tab.sheet is not None
    dice = random.Random(7)
    came = dice.sample([one.name for one in tab.sheet.roster], 60)
    keyboard.keys = 0
    for name in came:
        type_name(tab, name)
    assert sorted(present(work, meeting)) == sorted(came)
    assert len(set(present(work, meeting))) == 60
    assert tab.figures.labels["present"].text() == "60 hadir"
    assert keyboard.keys <= KEYS, f"{keyboard.keys} keys"


def test_sixty_people_by_paste(tab: AttendanceTab, work: Workplace, meeting: str) -> None:
    assert tab.sheet is not None
    dice = random.Random(3)
    came = dice.sample([one.name for one in tab.sheet.roster], 57)
    lines = [f"{at}. Bpk. {name.upper()}" if at % 5 == 0 else name for at, name in enumerate(came, 1)]
    outside = [one.name for one in tab.sheet.roster if one.name not in came]
    typos = [f"{outside[0]}h", f"{outside[1]}n"]
    QApplication.clipboard().setText("NAMA\n" + "\n".join([*lines, *typos, "Zulkifli Warga Baru (contoh)"]))
    keyboard.keys = 0
    key(Qt.Key.Key_V, CTRL)
    assert tab.panel.summary.text() == "57 nama cocok, 2 mirip, 1 baru. Lihat yang belum cocok dahulu."
    while not tab.panel.record.hasFocus():
        key(Qt.Key.Key_Return)
    assert tab.panel.record.text() == "Catat 60 orang hadir"
    key(Qt.Key.Key_Return)
    assert keyboard.keys <= PASTE_KEYS
    names = present(work, meeting)
    assert len(names) == len(set(names)) == 60
    assert set(came) | set(outside[:2]) <= set(names)
    assert tab.sheet.counts.roster == 119
    tab.undo()
    assert present(work, meeting) == []


def test_enter_marks_and_clears_and_space_ticks(tab: AttendanceTab, work: Workplace, meeting: str) -> None:
    QTest.keyClicks(tab.entry, "sla")
    first = top(tab)
    key(Qt.Key.Key_Return)
    assert (tab.entry.text(), present(work, meeting)) == ("", [first])
    key(Qt.Key.Key_Down)
    key(Qt.Key.Key_Down)
    ticked = top(tab)
    key(Qt.Key.Key_Space)
    assert present(work, meeting) == [first, ticked]
    key(Qt.Key.Key_Space)
    assert present(work, meeting) == [first]
    tab.undo()
    assert present(work, meeting) == [first, ticked]


def test_nobody_is_marked_twice_unless_it_is_another_person(
    tab: AttendanceTab, work: Workplace, meeting: str, window: MainWindow
) -> None:
    assert tab.sheet is not None
    name = tab.sheet.roster[0].name
    QTest.keyClicks(tab.entry, name)
    key(Qt.Key.Key_Return)
    QTest.keyClicks(tab.entry, name)
    key(Qt.Key.Key_Return)
    assert window.strip.text.startswith(f"{name} sudah tercatat hadir")
    assert present(work, meeting) == [name]
    assert window.strip.notice.button.text() == "Tambah sebagai orang lain"
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert present(work, meeting) == [name, name]


def test_among_namesakes_a_person_chooses(work: Workplace, window: MainWindow, meeting: str) -> None:
    one, other = "3571011501000001", "3571011501000002"
    for name, home in (("Siti Aminah", one), ("Hj. Siti Aminah", other), ("Slamet", one)):
        work.records.save("d.resident", Resident(name=name, household=home))
    page = ListPage(work, window, meeting)
    window.open_page(page)
    page.tab.focus_entry()
    QTest.keyClicks(page.tab.entry, "siti")
    key(Qt.Key.Key_Return)
    assert window.strip.text.startswith("Ada 2 orang bernama")
    assert present(work, meeting) == []
    key(Qt.Key.Key_Down)
    chosen = page.tab.roster.rows.rows[page.tab.roster.row]
    key(Qt.Key.Key_Return)
    assert present(work, meeting) == [chosen.name]
    # The one left is not picked by the program either.
    QTest.keyClicks(page.tab.entry, "siti")
    key(Qt.Key.Key_Return)
    assert len(present(work, meeting)) == 1
    assert "KK …0001" in {row.told for row in page.tab.roster.rows.rows}
    # In a pasted list they are shown to a person, too.
    QApplication.clipboard().setText("Siti Aminah\nSlamet")
    page.tab.entry.clear()
    key(Qt.Key.Key_V, CTRL)
    assert page.tab.panel.choices.count() == 4
    window.go_back()


def test_a_guest_with_a_post_and_somebody_new(tab: AttendanceTab, work: Workplace, meeting: str) -> None:
    tab.begin_guest()
    QTest.keyClicks(focused(), "Agus Lurah (contoh)")
    key(Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "Lurah")
    key(Qt.Key.Key_Return)
    key(Qt.Key.Key_Escape)
    assert tab.entry.hasFocus()
    QTest.keyClicks(tab.entry, "zulkifli (contoh)")
    rows = tab.roster.rows.rows
    assert [row.deed for row in rows] == ["resident", "guest"]
    assert rows[0].name == "Tambah “Zulkifli (Contoh)”"
    key(Qt.Key.Key_Return)
    assert present(work, meeting) == ["Agus Lurah (contoh)", "Zulkifli (Contoh)"]
    assert tab.sheet is not None
    assert (tab.sheet.counts.guests, tab.sheet.counts.roster) == (1, 119)
    assert tab.figures.labels["guests"].text() == "1 undangan"
    assert tab.sheet.present[0].data.role == "Lurah"


def test_removed_with_the_delete_key_and_taken_back(
    tab: AttendanceTab, work: Workplace, meeting: str, window: MainWindow
) -> None:
    QTest.keyClicks(tab.entry, "sla")
    key(Qt.Key.Key_Return)
    (name,) = present(work, meeting)
    tab.list.view.setFocus()
    tab.list.view.selectRow(0)
    key(Qt.Key.Key_Delete)
    assert present(work, meeting) == []
    assert window.strip.text == f"{name} dihapus dari daftar hadir."
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert present(work, meeting) == [name]


def test_a_box_is_ticked_by_mouse_and_letters_typed_on_the_list_go_to_the_field(
    tab: AttendanceTab, work: Workplace, meeting: str
) -> None:
    row = tab.roster.visualRect(tab.roster.rows.index(2, 0))
    QTest.mouseClick(
        tab.roster.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(row.left() + 18, row.center().y()),
    )
    assert len(present(work, meeting)) == 1
    tab.roster.setFocus()
    QTest.keyClicks(tab.roster, "b")
    assert tab.entry.text() == "b"
    assert tab.entry.hasFocus()


def test_an_empty_clipboard_and_a_single_name(tab: AttendanceTab, window: MainWindow) -> None:
    QApplication.clipboard().setText(" \n ")
    tab.paste()
    assert window.strip.text == "Papan klip tidak berisi daftar nama."
    QApplication.clipboard().setText("Slamet")
    key(Qt.Key.Key_V, CTRL)
    assert tab.entry.text() == "Slamet"
    key(Qt.Key.Key_Escape)
    assert tab.entry.text() == ""


def test_a_pasted_list_given_up_changes_nothing(tab: AttendanceTab, work: Workplace, meeting: str) -> None:
    assert tab.sheet is not None
    names = [one.name for one in tab.sheet.roster[:3]]
    tab.compare("\n".join(names))
    assert tab.panel.summary.text() == "3 nama cocok."
    key(Qt.Key.Key_Escape)
    assert present(work, meeting) == []
    assert tab.entry.hasFocus()


def test_names_to_be_skipped_or_called_guests(tab: AttendanceTab, work: Workplace, meeting: str) -> None:
    tab.compare("Zulkifli (contoh)\nYohanes (contoh)\nXaverius (contoh)")
    panel = tab.panel
    for steps in (2, 1, 0):  # skip, guest, new
        for _ in range(steps):
            key(Qt.Key.Key_Down)
        key(Qt.Key.Key_Return)
    assert panel.record.text() == "Catat 2 orang hadir"
    # Looked at once more, and decided otherwise.
    panel.names.setCurrentRow(0)
    panel.choices.setCurrentRow(0)
    panel.choices.setFocus()
    key(Qt.Key.Key_Return)
    assert panel.record.text() == "Catat 3 orang hadir"
    key(Qt.Key.Key_Return)
    assert present(work, meeting) == ["Zulkifli (contoh)", "Xaverius (contoh)", "Yohanes (contoh)"]


def test_a_training_is_entered_session_by_session(work: Workplace, window: MainWindow) -> None:
    uid = work.records.save("d.meeting", Meeting(kind="training", title="Pelatihan (contoh)", sessions=2)).uid
    work.records.save_all([NewRecord(type="d.resident", data=one) for one in people(3)])
    page = ListPage(work, window, uid)
    window.open_page(page)
    page.tab.focus_entry()
    names = [one.name for one in page.tab.sheet.roster] if page.tab.sheet else []
    assert "direncanakan" in page.tab.entry.placeholderText()  # at first the plan is written
    for session in (0, 1):
        page.tab.sessions.set_value(session)
        page.tab.sessions.chosen.emit(session)
        for name in names:
            QTest.keyClicks(page.tab.entry, name)
            key(Qt.Key.Key_Return)
        assert page.tab.sheet is not None
        assert (page.tab.sheet.counts.away, page.tab.sheet.counts.present) == ((3, 0), (0, 3))[session]
    page.tab.sessions.set_value(2)
    page.tab.sessions.chosen.emit(2)
    assert not any(row.here for row in page.tab.roster.rows.rows)
    QTest.keyClicks(page.tab.entry, names[0])
    key(Qt.Key.Key_Return)
    assert page.tab.figures.labels["complete"].text() == "1 hadir di semua sesi"
    assert len(present(work, uid)) == 3
    window.go_back()


def test_a_locked_list_can_only_be_read(tab: AttendanceTab, work: Workplace, meeting: str) -> None:
    work.meetings.add(meeting, "Sri (contoh)")
    work.records.save("d.proposal", Proposal(title="Alat cek", meeting=meeting))
    work.submissions.submit("proposals", meeting)
    tab.reload()
    assert not tab.entry.isEnabled()
    assert not tab.paste_button.isEnabled()
    tab.compare("Budi (contoh)\nJoko (contoh)")
    assert tab.stack.currentIndex() == 0
    tab.list.view.selectRow(0)
    tab.remove_chosen()
    assert present(work, meeting) == ["Sri (contoh)"]


def test_an_empty_register_says_what_to_do(work: Workplace, window: MainWindow, meeting: str) -> None:
    page = ListPage(work, window, meeting)
    window.open_page(page)
    assert page.tab.no_roster.isVisible()
    said: list[Message] = []
    page.tab.said.connect(said.append)
    page.tab.focus_entry()
    QTest.keyClicks(page.tab.entry, "Sri (contoh)")
    key(Qt.Key.Key_Return)
    assert present(work, meeting) == ["Sri (contoh)"]
    assert said == []
    window.go_back()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("1. Slamet Riyadi\n2) Sri\n\n", ["Slamet Riyadi", "Sri"]),
        ("No\tNama\tL/P\n1\tSlamet\tL\n2\tSri\tP", ["Slamet", "Sri"]),
        ("Nama\nBudi", ["Budi"]),
        ("7 Budi Santoso", ["Budi Santoso"]),
        ("", []),
    ],
)
def test_names_in_what_was_pasted(text: str, names: list[str]) -> None:
    assert names_in(text) == names


def test_small_letters_become_a_name() -> None:
    assert as_name("  sri  rahayu ") == "Sri Rahayu"
    assert as_name("SRI") == "SRI"
