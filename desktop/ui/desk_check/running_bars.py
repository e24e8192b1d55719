"""The running sum in a narrow column: what was granted so far, beside the ceiling and beside the item's bidang."""

from collections.abc import Sequence

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from desktop.domain.money import format_rupiah
from desktop.ui.bars import Bar
from desktop.ui.cards import words
from desktop.ui.palette import SPACE_1, SPACE_3
from desktop.ui.qss import mark

_STEPS = 1000


class RunningBars(QWidget):
    """One bar under the other; texts wrap, no rupiah is ever cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_3)
        self._rows: list[_Row] = []

    @property
    def texts(self) -> list[str]:
        """What stands under each bar, in order."""
        return [row.text.text() for row in self._rows]

    def put(self, bars: Sequence[Bar]) -> None:
        """Show these."""
        while len(self._rows) < len(bars):
            row = _Row()
            self._rows.append(row)
            self._layout.addWidget(row)
        while len(self._rows) > len(bars):
            row = self._rows.pop()
            self._layout.removeWidget(row)
            row.hide()
            row.deleteLater()
        for row, bar in zip(self._rows, bars, strict=True):
            row.put(bar)


class _Row(QWidget):
    def __init__(self) -> None:
        super().__init__()
        mark(self, "clear")
        self.name, self.text = words("", "strong"), words("", "small")
        self.track = QProgressBar()
        self.track.setTextVisible(False)
        self.track.setRange(0, _STEPS)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        for widget in (self.name, self.track, self.text):
            layout.addWidget(widget)

    def put(self, bar: Bar) -> None:
        self.name.setText(bar.name)
        self.track.setVisible(bar.most is not None)
        if bar.most is None:
            text = format_rupiah(bar.used)
        elif bar.over:
            text = f"{format_rupiah(bar.used)}, lebih {format_rupiah(bar.over)}"
        else:
            text = f"{format_rupiah(bar.used)} dari {format_rupiah(bar.most)}"
        self.track.setValue(min(bar.used * _STEPS // bar.most, _STEPS) if bar.most else 0)
        self.text.setText(text)
        mark(self.text, "problem" if bar.over else "small")
        self.track.setAccessibleName(f"{bar.name}: {text}")
