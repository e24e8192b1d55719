"""A few fields in one line under a card: Enter goes on and saves at the end, Ctrl+Enter saves at once, Esc gives up."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.ui.cards import words
from desktop.ui.forms import Field
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2, SPACE_3
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.theme import look

_LARGE = 11.0
"""From this text size (points) on two fields stand in a row."""


class LineForm(QFrame):
    """`saved`: what was typed (`typed()`). `given_up`: Esc or "Batal". `removed`: the button "Hapus catatan ini".

    A subclass makes its fields, calls `lay_out` once, and says what was typed.
    """

    saved = Signal(object)
    given_up = Signal()
    removed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.setAccessibleName(name)
        self.fields: tuple[Field, ...] = ()
        self._needed: tuple[tuple[Field, str], ...] = ()
        self._row = QGridLayout()
        self._row.setSpacing(SPACE_3)
        self.save = QPushButton("Simpan")
        mark(self.save, "primary")
        self.save.setToolTip("Simpan (Enter di isian terakhir, atau Ctrl+Enter)")
        self.save.clicked.connect(lambda _checked=False: self.finish())
        self.cancel = QPushButton("Batal")
        self.cancel.clicked.connect(lambda _checked=False: self.given_up.emit())
        self.remove = QPushButton("Hapus catatan ini")
        mark(self.remove, "quiet")
        dress(self.remove, "trash")
        self.remove.clicked.connect(lambda _checked=False: self.removed.emit())
        self.remove.hide()
        self.said = words("", "attention")

    def lay_out(self, fields: Sequence[Field], needed: Sequence[tuple[Field, str]]) -> None:
        """`needed`: fields that must not be empty, each with the sentence that says so."""
        self.fields, self._needed = tuple(fields), tuple(needed)
        for field in self.fields:
            field.control.installEventFilter(self)
        self._arrange()
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_2)
        foot.addWidget(self.said, 1)
        for button in (self.remove, self.cancel, self.save):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        layout.setSpacing(SPACE_2)
        layout.addLayout(self._row)
        layout.addLayout(foot)

    def typed(self) -> object:
        """What stands in the line, once every field can be read."""
        raise NotImplementedError

    def begin(self) -> None:
        """The keyboard into the first field."""
        self.fields[0].focus()

    def finish(self) -> None:
        """Save when all can be read; otherwise say why, there."""
        for field in self.fields:
            if not field.validate():
                field.focus()
                return
        for field, sentence in self._needed:
            if not field.value():
                field.set_problem(sentence)
                field.focus()
                return
        self.saved.emit(self.typed())

    def show_violation(self, violation: RuleViolation) -> None:
        """Put a refusal under its field; what names none is about the amount, the field needed last."""
        field = next((one for one in self.fields if one.name == violation.field), self._needed[-1][0])
        field.set_problem(explain(violation))
        field.focus()

    def _arrange(self) -> None:
        """All fields in a row, in large letters two."""
        across = len(self.fields) if look().points < _LARGE else 2
        for at, field in enumerate(self.fields):
            self._row.addWidget(field, at // across, at % across, Qt.AlignmentFlag.AlignTop)
        for column in range(len(self.fields) + 1):
            self._row.setColumnStretch(column, 1 if column == across else 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "fields"):
            self._arrange()

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
