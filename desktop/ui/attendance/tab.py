"""L05: the attendance list of one meeting, entered from the signed sheet: by keys, by pasting, guests too."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import button, sentence
from desktop.domain.records import Attendance, Record
from desktop.services.meetings import Listed, Present, Sheet
from desktop.services.roll_call import RollCall
from desktop.services.workbook import split_pasted
from desktop.services.workplace import Workplace
from desktop.ui.attendance import training
from desktop.ui.attendance.entry import GuestLine, NameEntry
from desktop.ui.attendance.figures import CountLine
from desktop.ui.attendance.match_panel import Decided, MatchPanel
from desktop.ui.attendance.person_dialog import PersonDialog
from desktop.ui.attendance.replace_dialog import ReplaceDialog
from desktop.ui.attendance.roster import RosterRow, RosterView
from desktop.ui.cards import EmptyState, words
from desktop.ui.choices import FilterCombo
from desktop.ui.icons import dress
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.residents.steps import Steps
from desktop.ui.strip import Message, announce
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

NO_ROSTER = "Daftar warga masih kosong. Ketik nama, tempel daftar nama (Ctrl+V), atau ambil dahulu di halaman Warga."
NO_REGISTER = "Ketik nama peserta lalu Enter, atau tempel daftar nama (Ctrl+V)."
NOBODY = "Belum ada yang tercatat hadir. Ketik 2–3 huruf nama dari lembar tanda tangan, lalu Enter."
_FEW_LETTERS = 3
"""From so many letters a name nobody bears may be added."""
_PLAN = 0
"""In place of a session: who is planned for a training."""


class AttendanceTab(QWidget):
    """Put a meeting with `set_meeting`. Each mark is saved at once; `altered` says that the list changed."""

    said = Signal(object)  # Message
    altered = Signal()

    def __init__(self, work: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self._work, self._meeting = work, ""
        self._sheet: Sheet | None = None
        self._called: RollCall | None = None  # the roster ready to be searched, once somebody types
        self._shown: object = None  # what stands in the roster
        self._asked = ""  # the name whose bearers were pointed out
        self._chose = False  # the user went to the line by an arrow key
        self._wanted = {"No", "Hadir", "L/P", "Unsur"}  # the columns of the list at the right
        self._steps = Steps()
        self._remembered = window.remembered
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
        self.sessions, session_label = FilterCombo(), QLabel("Yang dicatat")
        self.least, least_label = FilterCombo(), QLabel("Paling sedikit hadir")
        for label, combo in ((session_label, self.sessions), (least_label, self.least)):
            mark(label, "label")
            label.setBuddy(combo)
        self.sessions.chosen.connect(lambda _at: self._session_chosen())
        self.least.chosen.connect(lambda _at: self._least_chosen())
        self.replace_button = QPushButton("Ganti peserta…")
        dress(self.replace_button, "arrows-exchange")
        self.replace_button.setToolTip("Catat siapa yang datang menggantikan peserta yang dipilih di kanan")
        self.replace_button.clicked.connect(lambda _checked=False: self.replace_chosen())
        self._session_line = QWidget()
        mark(self._session_line, "clear")
        sessions = QHBoxLayout(self._session_line)
        sessions.setContentsMargins(0, 0, 0, 0)
        sessions.setSpacing(SPACE_2)
        sessions.addWidget(session_label)
        sessions.addWidget(self.sessions)
        sessions.addWidget(least_label)
        sessions.addWidget(self.least)
        sessions.addStretch(1)
        sessions.addWidget(self.replace_button)
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
        lists = self._lists = QHBoxLayout()
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
        self.panel = MatchPanel(registers=self._registers)
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
            *training.columns(lambda: self._sheet, lambda: self._least),
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
        table.chosen.connect(lambda _one: self._show_replace())
        table.view.clicked.connect(lambda index: self._tick_session(index.row(), index.column()))
        space = QShortcut(QKeySequence(Qt.Key.Key_Space), table.view)
        space.setContext(Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._tick_chosen)
        return table

    def _number(self, one: Present) -> int:
        return next((at for at, other in enumerate(self._present(), 1) if other.uid == one.uid), 0)

    # --- which meeting -----------------------------------------------------------------------------------------------

    def set_meeting(self, uid: str) -> None:
        """Show the list of this meeting ("" for none)."""
        if uid != self._meeting:
            self._steps.clear()
            self.sessions.clear()
        self._meeting = uid
        self.reload()

    @property
    def _registers(self) -> bool:
        """Whether new names enter a register: a Pokmas has none."""
        return self._work.meetings.registers

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
        self._fill_sessions()
        self._called = None
        self.no_roster.setVisible(bool(sheet and not sheet.roster))
        self.no_roster.setText(NO_ROSTER if self._registers else NO_REGISTER)
        self._fill_roster()
        self._fill_list()
        self._show_figures()
        locked = bool(sheet and sheet.locked)
        for widget in (self.entry, self.guest_button, self.paste_button):
            widget.setEnabled(not locked and sheet is not None)
        self._show_replace()

    # --- a training --------------------------------------------------------------------------------------------------

    @property
    def _training(self) -> bool:
        return bool(self._sheet and self._sheet.meeting.kind == "training")

    @property
    def _many(self) -> int:
        """How many sessions the meeting has."""
        return self._sheet.meeting.sessions if self._sheet else 1

    @property
    def _least(self) -> int:
        """Sessions that everybody should come to; all of them unless somebody said otherwise."""
        value = self.least.value()
        return value if isinstance(value, int) else self._many

    def _fill_sessions(self) -> None:
        """What may be recorded: who is planned, and each session; a meeting of one evening asks nothing."""
        self._session_line.setVisible(self._training)
        for side, share in enumerate((2, 3) if self._training else (1, 1)):  # sessions need room
            self._lists.setStretch(side, share)
        offered = [(number, f"Sesi {number} dari {self._many}") for number in range(1, self._many + 1)]
        if self._training:
            offered.insert(0, (_PLAN, "Rencana peserta"))
        if self.sessions.count() != len(offered):
            begun = bool(self._sheet and self._sheet.present)
            self.sessions.put(offered)
            if self.sessions.value() is None:
                self.sessions.set_value(_PLAN if self._training and not begun else 1)
            self.least.put([(number, f"{number} sesi") for number in range(1, self._many + 1)])
            kept = self._remembered.number(self._least_key)
            self.least.set_value(kept if 1 <= kept <= self._many else self._many)
        self.entry.say_what(planned=self._training and self.session == _PLAN)

    @property
    def _least_key(self) -> str:
        return f"paling-sedikit-hadir/{self._meeting}"

    def _session_chosen(self) -> None:
        self.reload()
        self.focus_entry()

    def _least_chosen(self) -> None:
        self._remembered.keep(self._least_key, self._least)
        self._fill_list()
        self._show_figures()

    def _show_figures(self) -> None:
        enough = sum(len(one.data.sessions) >= self._least for one in self._present())
        self.figures.put(self._sheet.counts if self._sheet else None, self._many, self._least, enough)

    def _fill_list(self) -> None:
        table = self.list
        table.reload()
        table.load_all()
        present = self._sheet
        own = {training.session_title(at) for at in range(1, self._many + 1)} if self._many <= training.SHOWN else set()
        shown = own or {training.LISTED}
        if present and any(training.remark(one, present) for one in present.present):
            shown.add(training.NOTES)
        if present and any(training.came_seldom(one, present, self._least) for one in present.present):
            shown.add(training.ENOUGH)
        always = {"No", "Hadir"}
        self._wanted = always | shown if self._training else always | {"L/P", "Unsur"}
        self._fit_list()
        table.view.scrollToBottom()

    def _fit_list(self) -> None:
        """The columns wanted; on a small screen a training's list does without its numbers, to show who came enough."""
        view = self.list.view
        for at, column in enumerate(self.list.model.columns):
            view.setColumnHidden(at, column.title not in self._wanted)
        view.fit()
        if self._training and sum(view.columnWidth(at) for at in range(view.model().columnCount())) > view.width():
            view.setColumnHidden(0, True)
            view.fit()

    def _room_changed(self) -> None:
        self._fit_list()
        self.list.view.scrollToBottom()

    def _show_replace(self) -> None:
        may = self._training and bool(self._sheet and not self._sheet.locked)
        self.replace_button.setVisible(self._training)
        self.replace_button.setEnabled(may and self.list.row() is not None)

    def replace_chosen(self) -> None:
        """Ganti peserta: who came in place of the one chosen at the right, to which sessions, and why."""
        one, sheet = self.list.row(), self._sheet
        if one is None or sheet is None or sheet.locked or not self._training:
            return
        roster = {other.uid: other for other in sheet.roster if other.uid != one.data.resident}
        missed = [at for at in range(1, self._many + 1) if at not in one.data.sessions]
        chosen = [self.session] if self.session in missed else missed[:1]
        dialog = ReplaceDialog(one.data, roster, self._many, chosen, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        deed = partial(
            self._work.meetings.replace_participant,
            self._meeting,
            one.uid,
            dialog.sessions,
            dialog.reason,
            resident=dialog.resident,
            name=dialog.name,
        )
        if self._change(deed):
            text = f"Pengganti {one.data.name} dicatat. Cetak berita acara perubahan peserta di tab Berkas."
            self.said.emit(Message(text=text, tone=Tone.GOOD, button="Urungkan", run=self.undo, seconds=12))

    def _tick_chosen(self) -> None:
        """Space on the list at the right: this person came to the session being recorded, or did not."""
        one = self.list.row()
        if one is not None and self._training and self.session != _PLAN:
            self._turn_session(one, self.session)

    def _tick_session(self, row: int, column: int) -> None:
        """A click into a session's cell."""
        title = self.list.model.columns[column].title
        at = next((at for at in range(1, self._many + 1) if training.session_title(at) == title), 0)
        if self._training and at:
            self._turn_session(self.list.model.row(row), at)

    def _turn_session(self, one: Present, session: int) -> None:
        if self._sheet is None or self._sheet.locked:
            return
        left = {*one.data.sessions} ^ {session}
        data = replace(one.data, sessions=tuple(sorted(left)))
        if self._change(partial(self._work.meetings.change, one.uid, data)):
            self.list.choose(one.uid)
            announce(self, f"{one.data.name} {'hadir' if session in left else 'tidak hadir'} di sesi {session}")

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

    @property
    def _roll(self) -> RollCall:
        if self._called is None:
            sheet = self._sheet
            self._called = self._work.meetings.roll_call(sheet, self.session) if sheet else RollCall([])
        return self._called

    def _fill_roster(self) -> None:
        text, session = self.entry.text().strip(), self.session
        roster = self._sheet.roster if self._sheet else ()
        now = (text, session, roster, bool(self._sheet and self._sheet.locked))
        if now == self._shown and not text:
            return
        self._shown = now
        people = {one.uid: one for one in roster}
        uids = self._roll.best(text, limit=40) if text else list(people)
        rows = [RosterRow(people[uid].name, "", people[uid], _came(people[uid], session)) for uid in uids]
        if len(text) >= _FEW_LETTERS and not (self._sheet and self._sheet.locked):
            name = as_name(text)
            rows += [
                RosterRow(f"Tambah “{name}”", "warga baru" if self._registers else "peserta", deed="resident"),
                RosterRow(f"Catat “{name}”", "tamu", deed="guest"),
            ]
        self.roster.rows.put(rows)
        self.roster.set_leads(bool(text))
        self.roster.go(0 if text and rows else -1)

    def _step(self, by: int) -> None:
        count = len(self.roster.rows.rows)
        if not count:
            return
        now = self.roster.row
        self._chose = True
        self.roster.set_leads(True)
        self.roster.go(min(max(now + by if now >= 0 else (0 if by > 0 else count - 1), 0), count - 1))
        row = self.roster.rows.rows[self.roster.row]
        announce(self, f"{row.name}, {row.told}")

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
            self._do(lambda: self._work.meetings.add_resident(self._meeting, name, self.session), name)
        elif row.person is not None and self._may_mark(row):
            uid = row.person.uid
            self._do(lambda: self._work.meetings.mark(self._meeting, uid, self.session), row.name)

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
        self._do(lambda: service.add(self._meeting, name, session=self.session, another=True), name)

    def _tick(self, at: int) -> None:
        """Space or a click on the box: on, or off again."""
        row = self.roster.rows.rows[at]
        if row.person is None or not self._sheet or self._sheet.locked:
            return
        if row.here:
            self._take_off(row.person.mark)
        else:
            uid = row.person.uid
            self._do(lambda: self._work.meetings.mark(self._meeting, uid, self.session), row.name, clear=False)
        for place, one in enumerate(self.roster.rows.rows):
            if one.person is not None and one.person.uid == row.person.uid:
                self.roster.go(place)

    def _change(self, deed: Callable[[], object], name: str = "", *, clear: bool = False) -> bool:
        """Alter the list as one step that can be undone. False when that may not be: it is said why.

        `clear`: the name typed is done with, before the register is listed anew.
        """
        service, meeting = self._work.meetings, self._meeting
        try:
            before = service.sheet(meeting)
            deed()
        except RuleViolation as violation:
            if violation.code == "hadir.ganda":
                self._say_twice(str(violation.facts.get("name", name)))
            else:
                self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
            return False
        if clear:
            self._sheet = None  # old by now: nobody is looked for on it
            self.entry.clear()
        self.reload()
        if self._sheet is not None:
            back, on, newcomers = _differences(before, self._sheet)
            self._steps.did(
                partial(service.put_marks, meeting, back, drop=newcomers),
                partial(service.put_marks, meeting, on, bring=newcomers),
            )
        self.altered.emit()
        return True

    def _do(self, deed: Callable[[], object], name: str, *, clear: bool = True) -> bool:
        """Save one mark, say so, and be ready for the next name."""
        if not self._change(deed, name, clear=clear):
            return False
        count = self._sheet.counts.present if self._sheet else 0
        announce(self, f"{name} hadir, {count} orang")
        return True

    def _take_off(self, mark_uid: str) -> None:
        gone = next((one.data for one in self._present() if one.uid == mark_uid), None)
        if gone is None:
            return
        whole = not self._training or self.session == _PLAN
        if self._change(partial(self._work.meetings.unmark, mark_uid, 0 if whole else self.session)):
            text = f"{gone.name} dihapus dari daftar hadir." if whole else f"{gone.name} tidak hadir di sesi ini."
            self.said.emit(Message(text=text, button="Urungkan", run=self.undo, seconds=10))

    def remove_chosen(self) -> None:
        """Del on the list of those present."""
        if self._sheet and not self._sheet.locked:
            gone = self.list.rows_chosen()
            if gone and self._change(partial(self._work.meetings.take_off, [one.uid for one in gone])):
                what = gone[0].data.name if len(gone) == 1 else f"{len(gone)} orang"
                text = f"{what} dihapus dari daftar hadir."
                self.said.emit(Message(text=text, button="Urungkan", run=self.undo, seconds=10))

    def correct(self, one: Present) -> None:
        """Enter on somebody present: name, L/P, address, post; at a training also whose place they took."""
        if self._sheet is None or self._sheet.locked:
            return
        training = self._sheet.meeting.kind == "training"
        others = [(other.uid, other.data.name) for other in self._sheet.present if other.uid != one.uid]
        dialog = PersonDialog(one.data, self, others=others if training else None)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.entry != one.data:
            self._change(partial(self._work.meetings.change, one.uid, dialog.entry))

    def undo(self) -> None:
        """Ctrl+Z: the last mark, removal, list, correction or replacement is taken back."""
        self._turn(self._steps.undo, "Diurungkan. Ctrl+Y mengerjakannya lagi.")

    def redo(self) -> None:
        """Ctrl+Y: what was taken back last is done again."""
        self._turn(self._steps.redo, "Dikerjakan lagi.")

    def _turn(self, step: Callable[[], bool], said: str) -> None:
        """`said` takes the place of a message whose [Urungkan] would now take an earlier step back."""
        try:
            if not step():
                return
            self.said.emit(Message(text=said, seconds=8))
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
        if self._do(deed, name):
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
        self.panel.open(self._work.meetings.match(self._sheet, names, self.session), people)
        self.stack.setCurrentWidget(self.panel)
        (self.panel.choices if self.panel.choices.count() else self.panel.record).setFocus()

    def _enter_list(self, decided: Decided) -> None:
        saved: list[Record] = []

        def enter() -> None:
            saved.extend(
                self._work.meetings.enter_list(
                    self._meeting, decided.residents, decided.newcomers, decided.guests, self.session
                )
            )

        if self._change(enter):
            self._close_panel()
            done = "direncanakan" if self.session == _PLAN else "dicatat hadir"
            text = f"{len(saved)} orang {done}."
            self.said.emit(Message(text=text, tone=Tone.GOOD, button="Urungkan", run=self.undo, seconds=15))

    def _close_panel(self) -> None:
        self.stack.setCurrentIndex(0)
        self.focus_entry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Once the list has its new width; the newest stay in sight.
        QTimer.singleShot(0, self.list.view, self._room_changed)

    # --- keys --------------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.list.view.hasFocus():
            self.remove_chosen()
        else:
            super().keyPressEvent(event)


def _came(person: Listed, session: int) -> bool:
    """Whether the box is ticked: present at this session, or planned when the plan is written."""
    return bool(person.mark) if session == _PLAN else session in person.sessions


Marks = dict[str, Attendance | None]


def _differences(before: Sheet, after: Sheet) -> tuple[Marks, Marks, list[str]]:
    """What was altered between two states of a list: entries as they were, as they are, and who came into the register
    with it."""
    old = {one.uid: one.data for one in before.present}
    new = {one.uid: one.data for one in after.present}
    altered = [uid for uid in {**old, **new} if old.get(uid) != new.get(uid)]
    known = {one.uid for one in before.roster}
    newcomers = [one.uid for one in after.roster if one.uid not in known]
    return {uid: old.get(uid) for uid in altered}, {uid: new.get(uid) for uid in altered}, newcomers


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
