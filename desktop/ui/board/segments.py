"""Two or three choices side by side, one of them on."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop.ui.palette import SPACE_6
from desktop.ui.qss import mark
from desktop.ui.theme import look


class _Segment(QPushButton):
    """As wide as its text in bold, which it is while chosen."""

    def sizeHint(self) -> QSize:
        bold = QFontMetrics(look().font(bold=True)).horizontalAdvance(self.text())
        return QSize(bold + 2 * SPACE_6, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Segments(QWidget):
    """`picked` tells the key chosen by a person."""

    picked = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QPushButton] = {}
        for key, text in choices:
            button = _Segment(text)
            mark(button, "segment")
            button.setCheckable(True)
            button.clicked.connect(lambda _on=False, one=key: self.picked.emit(one))
            self._group.addButton(button)
            self.buttons[key] = button
            row.addWidget(button)
        first = next(iter(self.buttons.values()))
        first.setProperty("first", True)
        first.setChecked(True)

    @property
    def key(self) -> str:
        """The choice that is on."""
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def put_text(self, key: str, text: str) -> None:
        """Another text."""
        self.buttons[key].setText(text)
        self.buttons[key].updateGeometry()
