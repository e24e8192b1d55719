"""A figure as a line: what it is, how many of how many, and a bar; the numbers stand in words, not in colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.ui.cards import words
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3
from desktop.ui.qss import mark

if TYPE_CHECKING:
    from desktop.domain.readiness import Figure

_NAMED = 3
"""So many missing papers are named in the tooltip; the rest is a number."""


class FigureLine(QWidget):
    """One figure: title, "34 dari 41 lengkap", bar."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        mark(self, "clear")
        self.figure = figure
        title, count = words(figure.title), words(f"{figure.done} dari {figure.total} lengkap", "small")
        count.setWordWrap(False)
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, max(figure.total, 1))
        bar.setValue(figure.done)
        bar.setAccessibleName(figure.words)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(title, 1)
        head.addWidget(count, 0, Qt.AlignmentFlag.AlignBottom)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        layout.addLayout(head)
        layout.addWidget(bar)
        self.setAccessibleName(figure.words)
        self.setToolTip(missing_words(figure))


class FigureList(QWidget):
    """Figures under each other."""

    def __init__(self) -> None:
        super().__init__()
        mark(self, "clear")
        self.lines: list[FigureLine] = []
        self._shown: list[Figure] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_3)

    def put(self, figures: Sequence[Figure]) -> None:
        """Show these."""
        if list(figures) == self._shown:
            return
        self._shown = list(figures)
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = [FigureLine(one) for one in figures]
        for line in self.lines:
            self._layout.addWidget(line)


def missing_words(figure: Figure) -> str:
    """`Belum ada: Foto 50 %, Tercatat di BAHP, dan 3 lagi.`, "" when all is there."""
    titles = [piece.title for piece in figure.missing]
    if not titles:
        return ""
    rest = len(titles) - _NAMED
    return f"Belum ada: {', '.join(titles[:_NAMED])}{f', dan {rest} lagi' if rest > 0 else ''}."
