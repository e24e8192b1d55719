"""Two or three choices side by side of which one holds: what a list shows."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop.ui.qss import mark
from desktop.ui.theme import look

_PADDING = 32
"""Left and right of the words, with the border (logical px)."""


class Segments(QWidget):
    """`names`: the words, in order; the first holds at first. `title`: for screen readers."""

    chosen = Signal(int)

    def __init__(self, names: Sequence[str], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self.setAccessibleName(title)
        self._group = QButtonGroup(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.buttons: list[QPushButton] = []
        for at, name in enumerate(names):
            button = QPushButton(name)
            mark(button, "segment")
            button.setCheckable(True)
            button.setChecked(at == 0)
            button.setAccessibleDescription(title)
            self._group.addButton(button, at)
            layout.addWidget(button)
            self.buttons.append(button)
        self._group.idClicked.connect(self.chosen)
        self._make_room()

    @property
    def at(self) -> int:
        """The choice that holds."""
        return self._group.checkedId()

    def choose(self, at: int) -> None:
        """Let another hold; says nothing."""
        self.buttons[at].setChecked(True)

    def put(self, names: Sequence[str]) -> None:
        """The same choices in other words."""
        for button, name in zip(self.buttons, names, strict=True):
            button.setText(name)
        self._make_room()

    def _make_room(self) -> None:
        """The one that holds is bold: each has room for that, so that nothing moves or is cut."""
        bold = QFontMetrics(look().font(bold=True))
        for button in self.buttons:
            button.setMinimumWidth(bold.horizontalAdvance(button.text()) + _PADDING)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "buttons"):
            self._make_room()
