"""Two or more choices side by side, of which one holds: what a list shows, the paper's size, a version."""

from collections.abc import Iterable
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QWidget

from desktop.ui.qss import mark
from desktop.ui.theme import look

Key = TypeVar("Key", str, int)

_PADDING = 32
"""Left and right of the words, with the border (logical px)."""
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}


class _Segment(QPushButton):
    """As wide as its words in bold, which they are while it holds: so that nothing moves or is cut."""

    stepped = Signal(int)

    def sizeHint(self) -> QSize:
        bold = QFontMetrics(look().font(bold=True)).horizontalAdvance(self.text())
        return QSize(bold + _PADDING, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An arrow goes to the neighbour and lets it hold, as among radio buttons."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        self.stepped.emit(step)


class Segments(QWidget, Generic[Key]):
    """`choices`: (key, words) in order, the first holds at first; `title`: what is chosen, for screen readers.

    `picked` tells the key a person chose, by mouse or by an arrow key; what code chooses is not told.
    """

    picked = Signal(object)

    def __init__(self, choices: Iterable[tuple[Key, str]], title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self.setAccessibleName(title)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._group: QButtonGroup = QButtonGroup(self)
        self.buttons: dict[Key, QPushButton] = {}
        for key, text in choices:
            button = _Segment(text)
            mark(button, "segment")
            button.setCheckable(True)
            button.setAccessibleDescription(title)
            button.clicked.connect(partial(self._tell, key))
            button.stepped.connect(self._step)
            self._group.addButton(button)
            self.buttons[key] = button
            row.addWidget(button)
        ends = list(self.buttons.values())
        # The style sheet lays each on its left neighbour's border; only the first draws its own left one.
        ends[0].setProperty("first", True)
        ends[-1].setProperty("last", True)
        ends[0].setChecked(True)

    @property
    def key(self) -> Key:
        """The choice that holds."""
        return next(key for key, button in self.buttons.items() if button.isChecked())

    def choose(self, key: Key) -> None:
        """Let another hold; says nothing."""
        self.buttons[key].setChecked(True)

    def put_text(self, key: Key, text: str) -> None:
        """The same choice in other words."""
        self.buttons[key].setText(text)
        self.buttons[key].updateGeometry()

    def _tell(self, key: Key, _on: bool = False) -> None:
        self.picked.emit(key)

    def _step(self, by: int) -> None:
        """The next one that can be chosen, to the left (-1) or right (1) of the one with the focus."""
        able = [one for one in self.buttons.values() if one.isVisible() and one.isEnabled()]
        at = next((at for at, one in enumerate(able) if one.hasFocus()), -1)
        if at >= 0 and 0 <= at + by < len(able):
            able[at + by].setFocus(Qt.FocusReason.TabFocusReason)
            able[at + by].click()
