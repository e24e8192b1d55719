"""L05: the attendance list of one meeting, entered from the signed sheet: by keys, by pasting, guests too."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import button, sentence
from desktop.domain.records import Attendance
from desktop.services.meetings import Counts, Present, Sheet
from desktop.services.roll_call import RollCall
from desktop.services.workbook import split_pasted
from desktop.services.workplace import Workplace
from desktop.ui.attendance.entry import GuestLine, NameEntry
from desktop.ui.attendance.match_panel import Decided, MatchPanel
from desktop.ui.attendance.person_dialog import PersonDialog
from desktop.ui.attendance.roster import RosterRow, RosterView, where
from desktop.ui.cards import EmptyState, words
from desktop.ui.choices import FilterCombo
from desktop.ui.icons import dress
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.strip import Message, announce
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

NO_ROSTER = "Daftar warga masih kosong. Ketik nama, tempel daftar nama (Ctrl+V), atau ambil dahulu di halaman Warga."
NOBODY = "Belum ada yang tercatat hadir. Ketik 2–3 huruf nama dari lembar tanda tangan, lalu Enter."
_FEW_LETTERS = 3
"""From so many letters a name nobody bears may be added."""
Undo = Callable[[], object]


class AttendanceTab(QWidget):
    """Put a meeting with `set_meeting`. Each mark is saved at once; `altered` says that the list changed."""

    said = Signal(object)  # Message
    altered = Signal()

    def __init__(self, work: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self._work, self._meeting = work, ""
        self._sheet: Sheet | None = None
        self._roll = RollCall([])
        self._asked = ""  # the name whose bearers were pointed out
        self._chose = False  # the user went to the line by an arrow key
        self._undo: list[Undo] = []
        self._build(window)

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self, window: MainWindow) -> None:
        self.entry = NameEntry()
        self.entry.textChanged.connect(self._typed)
        self.entry.stepped.connect(self._step)
        self.entry.entered.connect(self._enter)
        self.entry.space_pressed.connect(self._tick_current)
        self.entry.pasted.connect(self.compare)
        self.guest_button = QPushButton("Tamu…")
        dress(self.guest_button, "user-plus")
        self.guest_button.setToolTip("Catat tamu dengan jabatannya (Ctrl+T)")
        self.guest_button.clicked.connect(lambda _checked=False: self.begin_guest())
        self.paste_button = QPushButton("Tempel daftar")
        dress(self.paste_button, "clipboard-list")
        self.paste_button.setToolTip("Tempel daftar nama dari Excel atau WhatsApp (Ctrl+V)")
        self.paste_button.clicked.connect(lambda _checked=False: self.paste())
        self.sessions, session_label = FilterCombo(), QLabel("Sesi yang dicatat")
        mark(session_label, "label")
        session_label.setBuddy(self.sessions)
        self.sessions.chosen.connect(lambda _at: self.reload())
        self._session_line = QWidget()
        mark(self._session_line, "clear")
        sessions = QHBoxLayout(self._session_line)
        sessions.setContentsMargins(0, 0, 0, 0)
        sessions.setSpacing(SPACE_2)
        sessions.addWidget(session_label)
        sessions.addWidget(self.sessions)
        sessions.addStretch(1)
        self.guest_line = GuestLine()
        self.guest_line.given.connect(self._add_guest)
        self.guest_line.closed.connect(self._end_guest)
        self.guest_line.hide()
        self._top = QWidget()
        mark(self._top, "clear")
        row = QHBoxLayout(self._top)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(self.entry, 1)
        row.addWidget(self.guest_button)
        row.addWidget(self.paste_button)
        self.figures = CountLine()
        self.roster = RosterView()
        self.roster.ticked.connect(self._tick)
        self.roster.picked.connect(self._pick)
        self.roster.typed.connect(self._typed_on_roster)
        self.no_roster = words(NO_ROSTER, "muted")
        self.list = self._make_list(window)
        left = QVBoxLayout()
        left.setSpacing(SPACE_2)
        left.addWidget(self.no_roster)
        left.addWidget(self.roster, 1)
        lists = QHBoxLayout()
        lists.setSpacing(SPACE_4)
        lists.addLayout(left, 1)
        lists.addWidget(self.list, 1)
        both = QWidget()
        mark(both, "clear")
        inside = QVBoxLayout(both)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_3)
        inside.addWidget(self._top)
        inside.addWidget(self.guest_line)
        inside.addWidget(self._session_line)
        inside.addWidget(self.figures)
        inside.addLayout(lists, 1)
        self.panel = MatchPanel()
        self.panel.decided.connect(self._enter_list)
        self.panel.closed.connect(self._close_panel)
        self.stack = QStackedWidget()
        self.stack.addWidget(both)
        self.stack.addWidget(self.panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_3, 0, SPACE_3)
        layout.addWidget(self.stack)

    def _make_list(self, window: MainWindow) -> Table[Present]:
        specs: list[Column[Present]] = [
            Column("No", self._number, "number", sortable=False),
            Column("Hadir", lambda one: one.data.name, stretch=True),
            Column("L/P", lambda one: one.data.gender, "code"),
            Column("Unsur", lambda one: one.data.role or ("tamu" if one.data.guest else ""), width=120),
            Column("Sesi", lambda one: ", ".join(map(str, one.data.sessions)) or "tidak hadir", "code"),
        ]
        table = Table(
            "hadir",
            specs,
            in_memory(lambda: self._sheet.present if self._sheet else (), specs),
            key=lambda one: one.uid,
            title="Yang hadir",
            empty=EmptyState(NOBODY, icon="list-check"),
            filters=False,
            remembered=window.remembered,
        )
        table.count.hide()
        table.opened.connect(self.correct)
        return table

    def _number(self, one: Present) -> int:
        return next((at for at, other in enumerate(self._present(), 1) if other.uid == one.uid), 0)

    # --- which meeting -----------------------------------------------------------------------------------------------

    def set_meeting(self, uid: str) -> None:
        """Show the list of this meeting ("" for none)."""
        if uid != self._meeting:
            self._undo.clear()
        self._meeting = uid
        self.reload()

    @property
    def sheet(self) -> Sheet | None:
        """What is shown, None without a meeting."""
        return self._sheet

    @property
    def session(self) -> int:
        """The session being entered, 1 unless the meeting has several."""
        chosen = self.sessions.value()
        return chosen if isinstance(chosen, int) else 1

    def reload(self) -> None:
        """Read the list again; what is being typed stays."""
        try:
            self._sheet = self._work.meetings.sheet(self._meeting) if self._meeting else None
        except RuleViolation:
            self._sheet = None
        sheet = self._sheet
        many = sheet.meeting.sessions if sheet else 1
        if self.sessions.count() != many:
            self.sessions.put([(number, f"Sesi {number} dari {many}") for number in range(1, many + 1)])
            if self.sessions.value() is None:
                self.sessions.set_value(1)
        self._session_line.setVisible(many > 1)
        self._roll = self._work.meetings.roll_call(sheet) if sheet else RollCall([])
        self.figures.put(sheet.counts if sheet else None, many)
        self.no_roster.setVisible(bool(sheet and not sheet.roster))
        self._fill_roster()
        self._fill_list(many)
        locked = bool(sheet and sheet.locked)
        for widget in (self.entry, self.guest_button, self.paste_button):
            widget.setEnabled(not locked and sheet is not None)

    def _fill_list(self, many: int) -> None:
        table = self.list
        table.reload()
        while not table.model.complete:
            table.model.fetchMore()
        sessions = next(at for at, column in enumerate(table.model.columns) if column.title == "Sesi")
        table.view.setColumnHidden(sessions, many < 2)
        table.view.fit()
        table.view.scrollToBottom()

    def _present(self) -> tuple[Present, ...]:
        return self._sheet.present if self._sheet else ()

    def focus_entry(self) -> None:
        """The keyboard where names are typed."""
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- typing ------------------------------------------------------------------------------------------------------

    def _typed(self, _text: str) -> None:
        self._asked, self._chose = "", False
        self._fill_roster()

    def _typed_on_roster(self, letter: str) -> None:
        self.entry.setText(self.entry.text() + letter)
        self.focus_entry()

    def _fill_roster(self) -> None:
        text = self.entry.text().strip()
        people = {one.uid: one for one in self._sheet.roster} if self._sheet else {}
        uids = self._roll.best(text, limit=40) if text else list(people)
        rows = [
            RosterRow(people[uid].name, where(people[uid]), people[uid], here=self._came(people[uid].sessions))
            for uid in uids
        ]
        if len(text) >= _FEW_LETTERS and not (self._sheet and self._sheet.locked):
            name = as_name(text)
            rows += [
                RosterRow(f"Tambah “{name}”", "warga baru", deed="resident"),
                RosterRow(f"Catat “{name}”", "tamu", deed="guest"),
            ]
        self.roster.rows.put(rows)
        self.roster.set_leads(bool(text))
        self.roster.go(0 if text and rows else -1)

    def _came(self, sessions: tuple[int, ...]) -> bool:
        return self.session in sessions

    def _step(self, by: int) -> None:
        count = len(self.roster.rows.rows)
        if not count:
            return
        now = self.roster.row
        self._chose = True
        self.roster.set_leads(True)
        self.roster.go(min(max(now + by if now >= 0 else (0 if by > 0 else count - 1), 0), count - 1))
        row = self.roster.rows.rows[self.roster.row]
        announce(self, f"{row.name}, {row.detail}")

    def _enter(self) -> None:
        row = self.roster.row
        if row >= 0 and (self.entry.text().strip() or self._chose):
            self._pick(row)

    def _tick_current(self) -> None:
        if self.roster.row >= 0:
            self._tick(self.roster.row)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _pick(self, at: int) -> None:
        """Enter on a line: mark the person, or do what the line offers."""
        row = self.roster.rows.rows[at]
        name = as_name(self.entry.text())
        if row.deed == "guest":
            self.begin_guest(name)
        elif row.deed == "resident":
            self._do(lambda: self._work.meetings.add_resident(self._meeting, name, self.session).uid, name)
        elif row.person is not None and self._may_mark(row):
            uid = row.person.uid
            self._do(lambda: self._work.meetings.mark(self._meeting, uid, self.session).uid, row.name)

    def _may_mark(self, row: RosterRow) -> bool:
        """Among namesakes nobody is marked before a person chose; somebody present is not marked twice."""
        if row.person is None:
            return False
        bearers = self._roll.namesakes(row.person.uid)
        pointed_out = self._chose or self._asked == row.name or not self.entry.text().strip()
        if bearers > 1 and not pointed_out:
            self._asked = row.name
            text = f"Ada {bearers} orang bernama {row.name}. Pilih dengan ↑↓ menurut KK-nya, lalu Enter."
            self.said.emit(Message(text=text, tone=Tone.ATTENTION, seconds=12))
            return False
        if row.here:
            self._say_twice(row.name)
            return False
        return True

    def _say_twice(self, name: str) -> None:
        text = sentence("hadir.ganda", {"name": name})
        again = partial(self._add_another, name)
        self.said.emit(Message(text=text, tone=Tone.ATTENTION, button=button("hadir.ganda"), run=again))

    def _add_another(self, name: str) -> None:
        service = self._work.meetings
        self._do(lambda: service.add(self._meeting, name, session=self.session, another=True).uid, name)

    def _tick(self, at: int) -> None:
        """Space or a click on the box: on, or off again."""
        row = self.roster.rows.rows[at]
        if row.person is None or not self._sheet or self._sheet.locked:
            return
        if row.here:
            self._take_off(row.person.mark)
        else:
            uid = row.person.uid
            self._do(lambda: self._work.meetings.mark(self._meeting, uid, self.session).uid, row.name, clear=False)
        for place, one in enumerate(self.roster.rows.rows):
            if one.person is not None and one.person.uid == row.person.uid:
                self.roster.go(place)

    def _do(self, deed: Callable[[], str], name: str, *, clear: bool = True) -> bool:
        """Save one mark, say so, and be ready for the next name."""
        session = self.session
        try:
            uid = deed()
        except RuleViolation as violation:
            if violation.code == "hadir.ganda":
                self._say_twice(str(violation.facts.get("name", name)))
            else:
                self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
            return False
        self._undo.append(lambda: self._work.meetings.unmark(uid, session))
        if clear:
            self.entry.clear()
        self.reload()
        self.altered.emit()
        count = self._sheet.counts.present if self._sheet else 0
        announce(self, f"{name} hadir, {count} orang")
        return True

    def _take_off(self, mark_uid: str) -> None:
        gone = next((one.data for one in self._present() if one.uid == mark_uid), None)
        if gone is None:
            return
        many = self._sheet.meeting.sessions if self._sheet else 1
        try:
            self._work.meetings.unmark(mark_uid, self.session if many > 1 else 0)
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
            return
        self._undo.append(partial(self._put_back, mark_uid, gone))
        self.reload()
        self.altered.emit()
        text = f"{gone.name} dihapus dari daftar hadir."
        self.said.emit(Message(text=text, button="Urungkan", run=self.undo, seconds=10))

    def _put_back(self, mark_uid: str, data: Attendance) -> None:
        held = self._work.records.get(mark_uid)
        if held is not None:
            self._work.meetings.change(mark_uid, data)
        else:
            self._work.meetings.put_back(data)

    def remove_chosen(self) -> None:
        """Del on the list of those present."""
        if self._sheet and not self._sheet.locked:
            for one in self.list.rows_chosen():
                self._take_off(one.uid)

    def correct(self, one: Present) -> None:
        """Enter on somebody present: name, L/P, address, post; at a training also whose place they took."""
        if self._sheet is None or self._sheet.locked:
            return
        training = self._sheet.meeting.kind == "training"
        others = [(other.uid, other.data.name) for other in self._sheet.present if other.uid != one.uid]
        dialog = PersonDialog(one.data, self, others=others if training else None)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.entry != one.data:
            try:
                self._work.meetings.change(one.uid, dialog.entry)
            except RuleViolation as violation:
                self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
                return
            self._undo.append(partial(self._work.meetings.change, one.uid, one.data))
            self.reload()
            self.altered.emit()

    def undo(self) -> None:
        """Ctrl+Z: the last mark, removal, list or correction is taken back."""
        if not self._undo:
            return
        try:
            self._undo.pop()()
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
        self.reload()
        self.altered.emit()

    # --- guests ------------------------------------------------------------------------------------------------------

    def begin_guest(self, name: str = "") -> None:
        """Tamu: a name and a post."""
        self.entry.clear()
        self._top.hide()
        self.guest_line.show()
        self.guest_line.begin(name)

    def _add_guest(self, name: str, role: str) -> None:
        service = self._work.meetings
        deed = partial(service.add, self._meeting, name, guest=True, role=role, session=self.session)
        if self._do(lambda: deed().uid, name):
            self.guest_line.begin()

    def _end_guest(self) -> None:
        self.guest_line.hide()
        self._top.show()
        self.focus_entry()

    # --- a pasted list -----------------------------------------------------------------------------------------------

    def paste(self) -> None:
        """Ctrl+V anywhere on the page: compare the clipboard's names."""
        self.compare(QGuiApplication.clipboard().text())

    def compare(self, text: str) -> None:
        """Names, one a line (of several columns the one that holds names), against the register."""
        if self._sheet is None or self._sheet.locked:
            return
        names = names_in(text)
        if not names:
            self.said.emit(Message(text="Papan klip tidak berisi daftar nama.", tone=Tone.ATTENTION, seconds=8))
            return
        people = {one.uid: one for one in self._sheet.roster}
        self.panel.open(self._work.meetings.match(self._sheet, names), people)
        self.stack.setCurrentWidget(self.panel)
        (self.panel.choices if self.panel.choices.count() else self.panel.record).setFocus()

    def _enter_list(self, decided: Decided) -> None:
        try:
            saved = self._work.meetings.enter_list(
                self._meeting, decided.residents, decided.newcomers, decided.guests, self.session
            )
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.PROBLEM))
            return
        marks = [record.uid for record in saved]
        self._undo.append(partial(self._work.meetings.take_off, marks))
        self._close_panel()
        self.reload()
        self.altered.emit()
        text = f"{len(marks)} orang dicatat hadir."
        self.said.emit(Message(text=text, tone=Tone.GOOD, button="Urungkan", run=self.undo, seconds=15))

    def _close_panel(self) -> None:
        self.stack.setCurrentIndex(0)
        self.focus_entry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # The newest stay in sight.
        QTimer.singleShot(0, self.list.view, self.list.view.scrollToBottom)

    # --- keys --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.view.hasFocus():
            self.remove_chosen()
        else:
            super().keyPressEvent(event)


class CountLine(QWidget):
    """How many came, of which kind: a row of figures that never wraps a number away from its word."""

    def __init__(self) -> None:
        super().__init__()
        mark(self, "clear")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_4)
        self.labels: dict[str, QLabel] = {}
        for key in ("present", "households", "women", "youth", "guests", "complete"):
            label = QLabel()
            mark(label, "section" if key == "present" else "muted")
            self._layout.addWidget(label, 0, Qt.AlignmentFlag.AlignBaseline)
            self.labels[key] = label
        self.warning = QLabel()
        mark(self.warning, "attention")
        self._layout.addStretch(1)
        self._layout.addWidget(self.warning)

    def put(self, counts: Counts | None, sessions: int) -> None:
        """Show these; None shows zeros."""
        now = counts or Counts(present=0, households=0, women=0, youth=0, guests=0, complete=0, roster=0)
        texts = {
            "present": f"{now.present} hadir",
            "households": f"{now.households} KK",
            "women": f"{now.women} perempuan",
            "youth": f"{now.youth} pemuda",
            "guests": f"{now.guests} undangan",
            "complete": f"{now.complete} hadir di semua sesi",
        }
        for key, text in texts.items():
            self.labels[key].setText(text)
        self.labels["complete"].setVisible(sessions > 1)
        over = now.roster > 0 and now.present - now.guests > now.roster
        self.warning.setText("Yang hadir lebih banyak daripada warga terdaftar." if over else "")
        self.setAccessibleName(", ".join(text for key, text in texts.items() if key != "complete" or sessions > 1))


def as_name(typed: str) -> str:
    """A name as it will be written: typed all in small letters it gets its capitals."""
    name = " ".join(typed.split())
    return name.title() if name.islower() else name


def names_in(text: str) -> list[str]:
    """The names of a pasted block: of each row the first cell with a word of letters; headings are left out."""
    found = []
    for cells in split_pasted(text):
        name = next((cell.strip() for cell in cells if sum(sign.isalpha() for sign in cell) > 1), "")
        if name and name.casefold() not in {"nama", "nama lengkap", "no", "nama warga", "daftar hadir"}:
            found.append(_unnumbered(name))
    return found


def _unnumbered(name: str) -> str:
    """`12. Slamet Riyadi` without its running number."""
    head, _, rest = name.partition(" ")
    return rest.strip() if rest and head.rstrip(".)").isdecimal() else name
