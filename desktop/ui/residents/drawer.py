"""One resident beside the list: written with drafts, kept as a version when it is left."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.records import Resident
from desktop.domain.residents import age_on, birth_day, marks_of
from desktop.services.residents import ResidentRow
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.forms import OPTIONAL, REQUIRED, ChoiceField, DateField, Form, TextField
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.residents.fields import DigitsField, MarksField, doubt_about_household, doubt_about_nik
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.theme import look
from desktop.ui.value_fields import today_here

WIDTH = 380


class ResidentDrawer(QFrame):
    """Edits one resident at a time. What is typed goes to a draft; `keep()` makes a version of it."""

    saved = Signal(str)
    closes = Signal()
    next_wanted = Signal()
    remove_wanted = Signal(str)
    merge_wanted = Signal(str, str)
    said = Signal(object)

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self._work = work
        self._uid, self._base = "", Resident(name="")
        self._row: ResidentRow | None = None
        self._niks: Mapping[str, str] = {}
        self.setAccessibleName("Rincian warga")
        self.name = words("", "section")
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.form = self._make_form()
        self.form.changed.connect(self._changed)
        self.form.field_left.connect(lambda _name: self._show_age())
        self.form.draft_due.connect(self.save_draft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        layout.addWidget(_rule())
        layout.addWidget(self._scroll(), 1)
        layout.addWidget(_rule())
        layout.addLayout(self._foot())

    # --- building ----------------------------------------------------------------------------------------------------

    def _make_form(self) -> Form:
        form = Form()
        must = form.section(REQUIRED)
        must.add(TextField("name", "Nama", longest=200, helper="Nama saja sudah cukup untuk daftar hadir."))
        more = form.section(OPTIONAL)
        more.add(DigitsField("nik", "NIK", "nik_digits", self._nik_doubt, placeholder="16 angka"))
        more.add(DigitsField("household", "No. KK", "household_digits", doubt_about_household, placeholder="16 angka"))
        more.add(ChoiceField("gender", "Jenis kelamin", [("L", "Laki-laki"), ("P", "Perempuan")]))
        self.born = DateField("born", "Tanggal lahir", check=_not_ahead)
        more.add(self.born)
        more.add(TextField("address", "Alamat", longest=500, placeholder="Jalan, gang, nomor"))
        more.add(TextField("phone", "HP", longest=30, width=200))
        more.add(TextField("role", "Jabatan atau unsur", longest=500, placeholder="PKK, karang taruna, tokoh"))
        self.marks = MarksField("tags", "Tanda")
        more.add(self.marks)
        self.presence = words("", "muted")
        more.add_widget(self.presence)
        return form

    def _head(self) -> QHBoxLayout:
        close = QPushButton()
        mark(close, "square-quiet")
        dress(close, "x")
        close.setAccessibleName("Tutup rincian")
        close.setToolTip("Tutup rincian (Esc)")
        close.clicked.connect(lambda _checked=False: self.closes.emit())
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_4, SPACE_2, SPACE_2, SPACE_2)
        row.addWidget(self.name, 1)
        row.addWidget(close)
        return row

    def _scroll(self) -> QScrollArea:
        inside = QWidget()
        mark(inside, "surface")
        body = QVBoxLayout(inside)
        body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        body.setSpacing(SPACE_3)
        body.addWidget(self.notice)
        body.addWidget(self.form)
        body.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inside)
        return self.area

    def _foot(self) -> QHBoxLayout:
        self.remove_button = QPushButton("Hapus")
        mark(self.remove_button, "quiet")
        dress(self.remove_button, "trash")
        self.remove_button.clicked.connect(lambda _checked=False: self.remove_wanted.emit(self._uid))
        self.next_button = QPushButton("Simpan && baru")
        self.next_button.setAccessibleName("Simpan dan tambah warga lagi")
        self.next_button.setToolTip("Simpan, lalu tambah warga lagi (Ctrl+Enter)")
        self.next_button.clicked.connect(lambda _checked=False: self.finish(again=True))
        self.done_button = QPushButton("Selesai")
        mark(self.done_button, "primary")
        self.done_button.clicked.connect(lambda _checked=False: self.finish())
        row = QHBoxLayout()
        row.setContentsMargins(SPACE_3, SPACE_2, SPACE_4, SPACE_2)
        row.setSpacing(SPACE_2)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        row.addWidget(self.next_button)
        row.addWidget(self.done_button)
        return row

    def fit(self, room: int) -> None:
        """Take the width this text size needs, never more than half of `room` (logical px)."""
        self.setFixedWidth(min(round(WIDTH * look().points / 10.5), room // 2))

    # --- which resident ----------------------------------------------------------------------------------------------

    @property
    def uid(self) -> str:
        """The resident shown, "" for none."""
        return self._uid

    @property
    def is_new(self) -> bool:
        """Whether this resident was never saved."""
        return self._row is None

    def open(self, uid: str, row: ResidentRow | None, niks: Mapping[str, str]) -> None:
        """Show a resident (`row` None: a new one under `uid`). `niks`: whose each NIK is, as uid."""
        self._uid, self._row, self._niks = uid, row, niks
        self._base = row.data if row else Resident(name="")
        self.form.set_values(_shown(self._base))
        self._restore_draft()
        self.name.setText(self._base.name or "Warga baru")
        self.remove_button.setVisible(row is not None)
        self._say_doubts()
        self._show_age()
        came, held = self._work.presence.of(uid) if row is not None else (0, 0)
        self.presence.setText(f"Hadir {came} dari {held} rembug dan sosialisasi." if held else "")
        self.presence.setVisible(held > 0)
        self.area.verticalScrollBar().setValue(0)

    def put(self, row: ResidentRow | None, niks: Mapping[str, str]) -> None:
        """The list was read again: what is said about this resident may have changed."""
        self._row, self._niks = row, niks
        self._say_doubts()

    def jump(self, name: str = "name") -> None:
        """Put the cursor into a field."""
        field = self.form.field(name)
        self.area.ensureWidgetVisible(field, 0, SPACE_4 * 2)
        field.focus()

    def _nik_doubt(self, digits: str) -> str:
        owner = self._niks.get(digits, "")
        return doubt_about_nik(digits) or (sentence("nik_shared") if owner and owner != self._uid else "")

    def _say_doubts(self) -> None:
        row = self._row
        if row is None or not row.doubts:
            self.notice.hide()
            return
        text = " ".join(row.doubts)
        if row.twins:
            twin = row.twins[0]
            run = lambda: self.merge_wanted.emit(self._uid, twin)  # noqa: E731 - a deed for the button
            self.notice.put(Message(text=text, tone=Tone.ATTENTION, button="Gabungkan", run=run))
        elif row.data.problem:
            self.notice.put(Message(text=text, tone=Tone.ATTENTION, button="Sudah benar", run=self._settle))
        else:
            self.notice.put(Message(text=text, tone=Tone.ATTENTION))

    def _settle(self) -> None:
        """The user looked and says it is right."""
        if self.keep():
            self._store(replace(self._base, problem=""))

    def _show_age(self) -> None:
        """Age and what follows from it, below the day of birth."""
        values = self.form.values()
        person = Resident(name="", nik=values.get("nik") or "", born=values.get("born"))
        born = birth_day(person, today_here())
        marks = marks_of(person, today_here())
        self.marks.show_age(marks, known=born is not None)
        text = ""
        if born is not None:
            parts = [f"Umur {age_on(born, today_here())} tahun", *marks]
            text = ", ".join(parts) + (" (menurut NIK)" if person.born is None else "")
        self.born.helper.setText(text)
        self.born.helper.setVisible(bool(text) and not self.born.problem)

    # --- keeping -----------------------------------------------------------------------------------------------------

    @property
    def dirty(self) -> bool:
        """Whether the user altered something that is not a version yet."""
        return bool(self._uid) and self.form.dirty

    def _changed(self, name: str) -> None:
        if name == "name":
            self.name.setText(self.form.field("name").text().strip() or "Warga baru")

    def save_draft(self) -> None:
        """What is typed, as typed."""
        if self.dirty:
            self._work.records.save_draft("d.resident", self._uid, {"form": self.form.texts()})
            self.form.mark_saved()

    def _restore_draft(self) -> None:
        draft = self._work.records.draft(self._uid)
        texts = draft.get("form") if draft else None
        if isinstance(texts, dict):
            self.form.set_texts({str(name): str(text) for name, text in texts.items()})
            self.said.emit(Message(text="Isian yang belum selesai dipulihkan. Periksa, lalu tekan Selesai."))

    def entry(self) -> Resident:
        """The resident as they stand in the form; what cannot be read stays as it was saved."""
        values = self.form.values()
        found: dict[str, Any] = {name: values[name] for name in self.form.names if name in values}
        found["gender"] = found.get("gender") or ""
        # Whoever alters an entry has looked at it.
        return replace(self._base, **found, problem="")

    def keep(self) -> bool:
        """Make a version of what was typed. False when that cannot be: the form keeps what was typed."""
        if not self.dirty:
            return True
        data = self.entry()
        if not data.name:
            if self._row is None and not any(text.strip() for text in self.form.texts().values()):
                self._drop()
                return True
            self.form.field("name").set_problem(sentence("name_missing"))
            self.jump()
            return False
        return self._store(data)

    def _store(self, data: Resident) -> bool:
        unread, texts = self.form.problems(complete=False), self.form.texts()
        try:
            record = self._work.records.save("d.resident", data, uid=self._uid)
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.PROBLEM))
            return False
        if isinstance(record.data, Resident):
            self._base = record.data
        blocker = QSignalBlocker(self.form)
        self.form.set_values(_shown(self._base))
        if unread:
            # What cannot be read is not lost: it stays in the draft as it was typed.
            self._work.records.save_draft("d.resident", self._uid, {"form": texts})
            self.form.set_texts(texts)
            self.form.problems(complete=False)
        blocker.unblock()
        self._show_age()
        self.saved.emit(self._uid)
        return True

    def _drop(self) -> None:
        self._work.records.drop_draft(self._uid)
        self.form.set_values(_shown(self._base))

    def finish(self, *, again: bool = False) -> None:
        """Selesai: keep it and close; `again`: begin the next one."""
        unread = self.form.problems(complete=False)
        if not self.keep():
            return
        if unread:
            self.jump(unread[0].field)
        elif again:
            self.next_wanted.emit()
        else:
            self.closes.emit()

    def problems(self) -> list[Problem]:
        """F9: what cannot be read, and the name if it is missing."""
        return self.form.problems()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self.closes.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if control:
                self.finish(again=True)
            else:
                self.focusNextChild()
        else:
            super().keyPressEvent(event)


def _not_ahead(day: Any) -> None:
    if day is not None and day > today_here():
        raise RuleViolation("born_ahead", "born")


def _rule() -> QFrame:
    line = QFrame()
    mark(line, "rule")
    return line


def _shown(data: Resident) -> dict[str, Any]:
    return {name: getattr(data, name) for name in data.__struct_fields__} | {"gender": data.gender or None}
