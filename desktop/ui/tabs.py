"""Pages behind tabs that stay in sight: in large letters or a narrow column the tabs move together before Qt's arrows
would hide any."""

from typing import Final

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget

_USUAL: Final = 16
"""Pixels at either side of a tab's word, as the style sheet has them."""
_CLOSER: Final = (12, 8, 5)
"""What it may come down to, one after the other."""
_GAP: Final = 4
"""Pixels between two tabs, as the style sheet has them."""


class TabPages(QTabWidget):
    """A QTabWidget whose tabs take less air before one of them is out of sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._air = _USUAL

    @property
    def air(self) -> int:
        """Pixels at either side of a tab's word now."""
        return self._air

    def setTabVisible(self, index: int, visible: bool) -> None:
        super().setTabVisible(index, visible)
        self._fit()

    def setTabText(self, index: int, text: str) -> None:
        super().setTabText(index, text)
        self._fit()

    def tabInserted(self, index: int) -> None:
        super().tabInserted(index)
        self._fit()

    def tabRemoved(self, index: int) -> None:
        super().tabRemoved(index)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        """The most air with which all tabs stand beside each other; the least of it when none does."""
        if not hasattr(self, "_air"):  # Qt tells of changes while it makes the widget
            return
        bar = self.tabBar()
        font = bar.font()
        font.setBold(True)  # as the chosen one is written: nothing moves when another is chosen
        metrics = QFontMetrics(font)
        words = [bar.tabText(at).replace("&&", "&") for at in range(bar.count()) if bar.isTabVisible(at)]
        bare = sum(metrics.horizontalAdvance(one) for one in words)
        steps = (_USUAL, *_CLOSER)
        fitting = (air for air in steps if bare + len(words) * (2 * air + _gap(air)) <= self.width())
        air = next(fitting, steps[-1])
        if air != self._air:
            self._air = air
            close = f"QTabBar::tab {{ padding: 0 {air}px; margin-right: {_gap(air)}px; }}"
            bar.setStyleSheet("" if air == _USUAL else close)


def _gap(air: int) -> int:
    return _GAP if air == _USUAL else 0
