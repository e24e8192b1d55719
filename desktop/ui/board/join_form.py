"""One group of usulan alike: which of them go together, on which RT they are budgeted, and what each RT pays."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_quantity, format_rupiah
from desktop.domain.synchronise import Candidate, Joined
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, words
from desktop.ui.forms import ChoiceField, MoneyField, TextField
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.qss import mark
from desktop.ui.strip import Message, NoticeFrame


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form says. `parts`: the usulan that go together with what each one's RT pays, whole rupiah."""

    title: str
    host: str
    parts: list[tuple[Candidate, int]]


class _Line(QWidget):
    """One usulan: a tick, what it is, and what its RT pays."""

    changed = Signal()

    def __init__(self, one: Candidate, grid: QGridLayout, at: int) -> None:
        super().__init__()
        self.one = one
        data, place = one.proposal, parse_area(one.area).short_name
        self.tick = QCheckBox(place)
        self.tick.setChecked(True)
        self.tick.setAccessibleName(f"{place} ikut: {data.title}")
        volume = f"{format_quantity(data.volume)} {data.unit}".strip() if data.volume else ""
        about = " · ".join(part for part in (data.location, volume, f"diminta {format_rupiah(data.amount)}") if part)
        text = words(f"{data.title}\n{about}")
        self.share = MoneyField("share", "Bagian RT ini", width=136)
        self.share.label.hide()
        self.share.control.setAccessibleName(f"Bagian {place}")
        self.share.set_value(data.amount)
        self.tick.toggled.connect(self._ticked)
        self.share.changed.connect(self.changed)
        for column, widget in enumerate((self.tick, text, self.share)):
            grid.addWidget(widget, at, column, Qt.AlignmentFlag.AlignTop)

    def _ticked(self, on: bool) -> None:
        self.share.setEnabled(on)
        self.changed.emit()

    @property
    def amount(self) -> int:
        """Whole rupiah, 0 while it cannot be read."""
        try:
            return int(self.share.value())
        except RuleViolation:
            return 0


class JoinForm(Card):
    """`altered`: what is ticked or typed changed. Read `answer()`."""

    altered = Signal()

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._work = work
        self.group: list[Candidate] = []
        self.lines: list[_Line] = []
        self._weighed: Joined | None = None
        self.name_field = TextField("title", "Nama kegiatan gabungan", longest=500)
        self.host = ChoiceField(
            "host",
            "RT pelaksana",
            [("", "–")],
            filters=True,
            width=160,
            hint="Anggaran seluruhnya dicatat pada RT ini.",
        )
        self.host.changed.connect(self._weigh)
        self.notice = NoticeFrame(closable=False)
        self.outcome = QGridLayout()
        self.outcome.setHorizontalSpacing(SPACE_3)
        self.outcome.setVerticalSpacing(SPACE_2)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.setContentsMargins(1, 1, 1, 1)
        self.body.addWidget(self._area)
        self._build()

    def _build(self) -> None:
        inside = QWidget()
        mark(inside, "clear")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        rows.setSpacing(SPACE_3)
        rows.addWidget(words("Usulan yang mungkin sama", "section"))
        self._grid_holder = QVBoxLayout()
        rows.addLayout(self._grid_holder)
        fields = QHBoxLayout()
        fields.setSpacing(SPACE_3)
        fields.addWidget(self.name_field, 1)
        fields.addWidget(self.host)
        rows.addLayout(fields)
        rows.addWidget(words("Pagu sesudah digabung", "strong"))
        rows.addLayout(self.outcome)
        rows.addWidget(self.notice)
        rows.addStretch(1)
        self._area.setWidget(inside)
        self._inside = inside

    @property
    def key(self) -> str:
        """The first usulan of the group shown, "" for none."""
        return self.group[0].uid if self.group else ""

    @property
    def may_join(self) -> bool:
        """Whether nothing speaks against joining what is ticked."""
        return self._weighed is not None and not self._weighed.problems

    def put(self, group: Sequence[Candidate]) -> None:
        """Show a group; the same one again keeps what was typed."""
        if [(one.uid, one.value_hash) for one in group] == [(one.uid, one.value_hash) for one in self.group]:
            self._weigh()
            return
        self.group = list(group)
        empty_layout(self._grid_holder)
        holder = QWidget()
        mark(holder, "clear")
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(1, 1)
        for at, title in enumerate(("Ikut", "Usulan", "Bagian RT ini")):
            label = QLabel(title)
            mark(label, "label")
            grid.addWidget(label, 0, at)
        self.lines = [_Line(one, grid, at) for at, one in enumerate(group, 1)]
        for line in self.lines:
            line.changed.connect(self._weigh)
        self._grid_holder.addWidget(holder)
        areas = list(dict.fromkeys(one.area for one in group))
        self.host.put_options([(area, parse_area(area).short_name) for area in areas])
        largest = max(group, key=lambda one: one.proposal.amount)
        self.host.set_value(largest.area)
        self.name_field.set_value(largest.proposal.title)
        self._weigh()

    def answer(self) -> Asked | None:
        """What is asked for; None, with the cursor at the field, while an amount cannot be read."""
        for line in self.lines:
            if line.tick.isChecked() and not line.share.validate():
                line.share.focus()
                return None
        return Asked(self.name_field.text().strip(), str(self.host.value() or ""), self._parts())

    def _parts(self) -> list[tuple[Candidate, int]]:
        return [(line.one, line.amount) for line in self.lines if line.tick.isChecked()]

    def _weigh(self) -> None:
        """What it would mean for each RT's ceiling, live."""
        parts = self._parts()
        self._weighed = joined = self._work.synchronise.weigh(str(self.host.value() or ""), parts) if parts else None
        empty_layout(self.outcome)
        for at, share in enumerate(joined.shares if joined is not None else ()):
            limit = f" dari {format_rupiah(share.ceiling)}" if share.ceiling is not None else ""
            rest = f"lebih {format_rupiah(share.over)}" if share.over else "dalam pagu"
            cells = (share.name, f"membayar {format_rupiah(share.share)}", f"{format_rupiah(share.after)}{limit}", rest)
            for column, text in enumerate(cells):
                label = QLabel(text)
                mark(label, "problem" if share.over and column == 3 else "muted" if column else "strong")
                self.outcome.addWidget(label, at, column)
        self.outcome.setColumnStretch(4, 1)
        if joined is None:
            self.notice.put(Message(text="Centang paling sedikit dua usulan.", tone=Tone.ATTENTION))
        elif joined.problems:
            self.notice.put(Message(text=" ".join(joined.problems), tone=Tone.ATTENTION))
        else:
            text = (
                f"Biaya seluruhnya {format_rupiah(joined.total)}. Usulannya dikembalikan ke RT masing-masing, dengan "
                "petunjuk menulis bagiannya."
            )
            self.notice.put(Message(text=text, tone=Tone.INFO))
        self.notice.show()
        self.altered.emit()
