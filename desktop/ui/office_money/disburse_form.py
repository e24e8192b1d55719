"""Money the kelurahan sent, noted in one line: day, amount, SP2D. Enter goes on, at the end it saves."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.ui.cards import words
from desktop.ui.forms import DateField, Field, MoneyField, TextField
from desktop.ui.palette import SPACE_2, SPACE_3
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.theme import look

_LARGE = 11.0
"""From this text size (points) on two fields stand in a row instead of three."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisburseTyped:
    """What stands in the line. `amount`: whole rupiah."""

    date: datetime.date
    amount: int
    reference: str


class DisburseForm(QFrame):
    """`saved`: what was typed (DisburseTyped). `given_up`: Esc or "Batal".

    `planned`: the amount the contract foresees, whole rupiah; `blocked`: why the money should not move yet.
    """

    saved = Signal(object)
    given_up = Signal()

    def __init__(
        self,
        year: int,
        planned: int,
        words_of: Callable[[int], str],
        blocked: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._planned = planned
        self.blocked = tuple(blocked)
        mark(self, "card")
        self.setAccessibleName("Catat pencairan")
        self.date = DateField("date", "Tanggal cair", year=year, width=190)
        self.amount = MoneyField("amount", "Jumlah (Rp)", words=words_of, width=190)
        self.reference = TextField("reference", "No. SP2D", width=190, placeholder="Boleh menyusul")
        self.fields: tuple[Field, ...] = (self.date, self.amount, self.reference)
        self._row = QGridLayout()
        self._row.setSpacing(SPACE_3)
        for field in self.fields:
            field.control.installEventFilter(self)
        self._arrange()
        self.save = QPushButton("Simpan")
        mark(self.save, "primary")
        self.save.setToolTip("Simpan (Enter di isian terakhir, atau Ctrl+Enter)")
        self.save.clicked.connect(lambda _checked=False: self.finish())
        self.cancel = QPushButton("Batal")
        self.cancel.clicked.connect(lambda _checked=False: self.given_up.emit())
        self.said = words("", "attention")
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        layout.setSpacing(SPACE_2)
        layout.addLayout(self._row)
        layout.addLayout(foot)
        self.amount.changed.connect(self._look)
        self._look()

    def _arrange(self) -> None:
        """Three fields in a row, in large letters two."""
        across = len(self.fields) if look().points < _LARGE else 2
        for at, field in enumerate(self.fields):
            self._row.addWidget(field, at // across, at % across, Qt.AlignmentFlag.AlignTop)
        for column in range(len(self.fields) + 1):
            self._row.setColumnStretch(column, 1 if column == across else 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_row"):
            self._arrange()

    def fill(self, day: datetime.date | None, amount: int, reference: str = "") -> None:
        """Show what is known already."""
        self.date.set_value(day)
        self.amount.set_value(amount)
        self.reference.set_value(reference)
        self._look()

    def begin(self) -> None:
        """The keyboard into the first field."""
        self.date.focus()

    def _look(self) -> None:
        try:
            amount = self.amount.value()
        except RuleViolation:
            amount = self._planned
        said = []
        if self.blocked:
            said.append("Syaratnya belum terpenuhi; Anda akan ditanya sebelum dicatat.")
        if amount and amount != self._planned:
            said.append("Berbeda dari rencana tahap ini.")
        self.said.setText(" ".join(said))

    def finish(self) -> None:
        """Save when all can be read; otherwise say why, there."""
        for field in self.fields:
            if not field.validate():
                field.focus()
                return
        if self.date.is_empty():
            self.date.set_problem("Tanggal cairnya belum diisi.")
            self.date.focus()
            return
        if not self.amount.value():
            self.amount.set_problem("Jumlahnya belum diisi.")
            self.amount.focus()
            return
        self.saved.emit(
            DisburseTyped(date=self.date.value(), amount=self.amount.value(), reference=self.reference.value())
        )

    def show_violation(self, violation: RuleViolation) -> None:
        """Put a refusal under its field; what names none is about the amount."""
        field = next((one for one in self.fields if one.name == violation.field), self.amount)
        field.set_problem(explain(violation))
        field.focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and isinstance(watched, QLineEdit):
            if event.key() == Qt.Key.Key_Escape:
                self.given_up.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not (
                event.modifiers() & Qt.KeyboardModifier.AltModifier
            ):
                self._enter(watched, at_once=bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
                return True
        return super().eventFilter(watched, event)

    def _enter(self, edit: QLineEdit, *, at_once: bool) -> None:
        at = next(at for at, field in enumerate(self.fields) if field.control is edit)
        if at_once or at == len(self.fields) - 1:
            self.finish()
        elif self.fields[at].validate():
            self.fields[at + 1].focus()
