"""The checklist: seven short lines, and below them what needs a look."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.rulesheet import RuleSheet
from desktop.ui.cards import words
from desktop.ui.desk_check.checklist import Point
from desktop.ui.dialogs import Dialog
from desktop.ui.exchange.half import button
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, Tone
from desktop.ui.qss import mark

_ICONS = {
    "ok": ("circle-check", str(Tone.GOOD), "sesuai"),
    "look": ("alert-triangle", str(Tone.ATTENTION), "perlu dilihat"),
    "free": ("info-circle", "muted", ""),
}


class CheckView(QWidget):
    """`forbidden_wanted`: the year's list of what is not paid for."""

    forbidden_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_2)
        self.points: list[Point] = []
        self.notes = QWidget(self)  # the panel takes it; never without a parent, or it would be a window
        """What to look at, sentence by sentence; where there is little room it stands below the decision."""
        mark(self.notes, "clear")
        self._notes = QVBoxLayout(self.notes)
        self._notes.setContentsMargins(0, 0, 0, 0)
        self._notes.setSpacing(SPACE_2)
        self.notes.hide()
        self._inside: QWidget | None = None

    def put(self, points: Sequence[Point]) -> None:
        """Show these."""
        if list(points) == self.points:
            return
        self.points = list(points)
        if self._inside is not None:
            self._layout.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._inside = self._build()
        self._layout.addWidget(self._inside)
        empty_layout(self._notes)
        said = [_Note(one.title, note) for one in self.points if one.verdict == "look" for note in one.notes]
        for note in said:
            self._notes.addWidget(note)
        self.notes.setVisible(bool(said))

    def _build(self) -> QWidget:
        inside = QWidget()
        mark(inside, "clear")
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_2)
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_1)
        for at, point in enumerate(self.points):
            grid.addWidget(self._chip(point), at // 2, at % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        rows.addLayout(grid)
        return inside

    def _chip(self, point: Point) -> QWidget:
        chip = QWidget()
        mark(chip, "clear")
        icon_name, tone, said = _ICONS[point.verdict]
        icon = QLabel()
        dress(icon, icon_name, tone, 18)
        row = QHBoxLayout(chip)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(icon)
        if point.forbidden:
            link = button(point.title, "", "inline")
            link.clicked.connect(lambda _on=False: self.forbidden_wanted.emit())
            link.setAccessibleDescription(" ".join(point.notes))
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            row.addStretch(1)
        else:
            row.addWidget(words(point.title), 1)
        chip.setToolTip(" ".join(point.notes))
        chip.setAccessibleName(f"{point.title}: {said or 'keterangan'}. {' '.join(point.notes)}")
        return chip


class _Note(QFrame):
    """One thing to look at: which point, and the sentence."""

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self.setProperty("tone", str(Tone.ATTENTION))
        self.setProperty("flat", True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_1 + 2, SPACE_2, SPACE_1 + 2)
        layout.setSpacing(0)
        layout.addWidget(words(title, "strong"))
        layout.addWidget(words(text))


class ForbiddenDialog(Dialog):
    """What is not paid for this year, with its number and article."""

    def __init__(self, sheet: RuleSheet, parent: QWidget | None = None) -> None:
        super().__init__(f"Yang tidak dibiayai tahun {sheet.year}", parent, width=720)
        self.body.addWidget(words(f"Yang tidak dibiayai tahun {sheet.year}", "section"))
        self.body.addWidget(words(f"{sheet.regulation}.", "muted"))
        for one in sheet.forbidden:
            article = f" ({one.article})" if one.article else ""
            self.body.addWidget(words(f"{one.number}. {one.text}{article}"))
        self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted).setFocus()
