"""Undangan & agenda: what, when, where, who leads; what will be talked about."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.records import Meeting
from desktop.services.workplace import Workplace
from desktop.ui.forms import REQUIRED, ChoiceField, DateField, Form, MultilineField, NumberField, TextField
from desktop.ui.icons import dress
from desktop.ui.meetings.wide import WideChoice, beside
from desktop.ui.meetings.words import AGENDAS, KINDS, TITLES
from desktop.ui.palette import FORM_WIDTH, SPACE_4
from desktop.ui.qss import mark

_WIDE = 2 * FORM_WIDTH + SPACE_4
"""Two columns of a form beside each other (logical px)."""


class DetailsTab(QScrollArea):
    """A form; `entry` gives its fields of a meeting."""

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work = work
        self._offered = False  # whether the register stands among the names offered
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = Form(width=_WIDE)
        self._make_required()
        self._make_agenda()
        inside = QWidget()
        mark(inside, "clear")
        body = QVBoxLayout(inside)
        body.setContentsMargins(4, SPACE_4, SPACE_4, SPACE_4)
        body.addWidget(self.form)
        body.addStretch(1)
        self.setWidget(inside)
        self.form.changed.connect(self._changed)
        self._kind = "rembug"

    def _make_required(self) -> None:
        must = self.form.section(REQUIRED)
        self.kind = WideChoice("kind", "Jenis pertemuan", list(KINDS), filters=False)
        must.add(self.kind)
        self.kind.setMaximumWidth(_WIDE * 2)
        self.title = TextField("title", "Nama pertemuan", longest=500)
        place = TextField("place", "Tempat", longest=500, placeholder="Balai RT, rumah warga")
        beside(must, (self.title, 1), (place, 1))
        self.date = DateField("date", "Tanggal", width=0)
        time = TextField("time", "Pukul", longest=20, placeholder="19.30")
        officers = self._officers()
        self.leader = ChoiceField("leader", "Pimpinan rapat", officers, free=True, filters=True)
        self.note_taker = ChoiceField("note_taker", "Pencatat", officers, free=True, filters=True)
        for field in (self.leader, self.note_taker):
            if field.combo is not None:
                field.combo.installEventFilter(self)
        beside(must, (self.date, 4), (time, 2), (self.leader, 5), (self.note_taker, 5))

    def _make_agenda(self) -> None:
        more = self.form.section("Boleh dikosongkan")
        self.agenda = MultilineField("agenda", "Agenda", lines=5, helper="Satu baris satu acara.")
        self.number = TextField(
            "number", "Nomor berita acara", longest=500, helper="Nomor buatan RT. Boleh dikosongkan."
        )
        self.sessions = NumberField("sessions", "Banyaknya sesi", least=1, most=60)
        self.usual_button = QPushButton("Isi agenda yang biasa")
        dress(self.usual_button, "list-check")
        self.usual_button.clicked.connect(lambda _checked=False: self.fill_agenda())
        for field in (self.agenda, self.number, self.sessions):
            more.add(field)
        right = QVBoxLayout()
        right.setSpacing(SPACE_4)
        right.addWidget(self.number)
        right.addWidget(self.sessions)
        right.addWidget(self.usual_button, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch(1)
        holder = QWidget()
        mark(holder, "clear")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_4)
        row.addWidget(self.agenda, 1)
        row.addLayout(right, 1)
        more.add_widget(holder)

    def _officers(self) -> list[tuple[Any, str]]:
        """Names to complete from: the officers first."""
        return [
            (name, name) for name in dict.fromkeys(one.name for one in self._work.officers.all().values() if one.name)
        ]

    def _people(self) -> list[tuple[Any, str]]:
        """The officers, and everybody in the register."""
        names = [name for name, _ in self._officers()] + [row.data.name for row in self._work.residents.rows()]
        return [(name, name) for name in dict.fromkeys(names)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The register's thousands of names are offered once somebody goes to the field, not before."""
        if event.type() == QEvent.Type.FocusIn and not self._offered:
            self._offered = True
            for field in (self.leader, self.note_taker):
                field.put_options(self._people())
        return super().eventFilter(watched, event)

    # --- contents ----------------------------------------------------------------------------------------------------

    def put(self, meeting: Meeting, year: int) -> None:
        """Show a meeting; nothing counts as altered afterwards."""
        self.date.set_year(year)
        for field in (self.leader, self.note_taker):
            field.put_options(self._officers())
        self._offered = False
        values = {name: getattr(meeting, name) for name in meeting.__struct_fields__}
        self.form.set_values(values | {"agenda": "\n".join(meeting.agenda)})
        self._kind = meeting.kind
        self._show_sessions()

    def entry(self) -> dict[str, Any]:
        """The fields of a meeting as they stand; what cannot be read is left out."""
        values = self.form.values()
        found: dict[str, Any] = {}
        for name in ("title", "place", "time", "leader", "note_taker", "number"):
            if name in values:
                found[name] = values[name] or ""
        if "date" in values:
            found["date"] = values["date"]
        found["kind"] = values.get("kind") or "rembug"
        sessions = values.get("sessions") or 1
        found["sessions"] = sessions if found["kind"] == "training" and 1 <= sessions <= 60 else 1
        lines = str(values.get("agenda") or "").splitlines()
        found["agenda"] = tuple(line.strip()[:500] for line in lines if line.strip())
        return found

    def texts(self) -> dict[str, str]:
        """As typed, for a draft."""
        return self.form.texts()

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """A draft from earlier."""
        self.form.set_texts({str(name): str(text) for name, text in texts.items()})
        self._show_sessions()

    def set_fixed(self, fixed: bool) -> None:
        """The meeting is locked: everything can be read, nothing altered."""
        for name in self.form.names:
            self.form.field(name).set_read_only(fixed)
        self.usual_button.setVisible(not fixed)

    def fill_agenda(self) -> None:
        """What is usual for this kind of meeting, behind what stands there."""
        there = [line for line in self.agenda.text().splitlines() if line.strip()]
        usual = [line for line in AGENDAS[self._kind] if line not in there]
        self.agenda.set_text("\n".join([*there, *usual]))
        self.agenda.changed.emit()
        self.agenda.focus()

    def jump(self, name: str) -> None:
        """Put the cursor into a field."""
        field = self.form.field(name)
        self.ensureWidgetVisible(field, 0, SPACE_4 * 2)
        field.focus()

    def _changed(self, name: str) -> None:
        if name != "kind":
            return
        new = self.kind.value() or "rembug"
        # A title nobody wrote follows the kind.
        if self.title.text().strip() in ("", TITLES[self._kind]):
            self.title.set_text(TITLES[new])
        self._kind = new
        self._show_sessions()

    def _show_sessions(self) -> None:
        training = self.kind.value() == "training"
        self.sessions.setVisible(training)
        self.number.setVisible(not training)
