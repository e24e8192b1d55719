"""The checklist of an SPJ: each line with its state, what is missing, and the way there."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.spj import ChecklistLine, LineState
from desktop.ui.cards import words
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3
from desktop.ui.qss import mark
from desktop.ui.status import ADVISED, COMPLETE, MISSING, NOT_NEEDED, Status, StatusChip

LINE_STATUS: Final[dict[LineState, Status]] = {"complete": COMPLETE, "missing": MISSING, "not_needed": NOT_NEEDED}

Complete = Callable[[ChecklistLine], object]


class ChecklistRow(QFrame):
    """One line: name and words at the left, its state and the button at the right."""

    def __init__(self, line: ChecklistLine, complete: Complete | None) -> None:
        super().__init__()
        self.line = line
        missing = line.state == "missing"
        holds = missing and line.blocks
        self.title = words(line.title, "strong" if missing else "")
        self.detail = words(line.detail, "attention" if holds else "small")
        if not line.detail:
            self.detail.hide()
        status = ADVISED if missing and not line.blocks else LINE_STATUS[line.state]
        self.chip = StatusChip(status)
        self.button: QPushButton | None = None
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        right = QVBoxLayout()
        right.setSpacing(SPACE_2)
        right.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignRight)
        if complete is not None:
            self.button = QPushButton("Lengkapi")
            self.button.setAccessibleName(f"Lengkapi {line.title}")
            self.button.setAccessibleDescription(line.detail)
            self.button.clicked.connect(lambda _checked=False: complete(line))
            right.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        right.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_3)
        layout.addLayout(texts, 1)
        layout.addLayout(right)
        self.setAccessibleName(f"{line.title}: {status.word}. {line.detail}".strip())


class Checklist(QWidget):
    """All lines under each other; rebuilt only when one of them changed, so that the keyboard keeps its place."""

    def __init__(self, place_of: Callable[[ChecklistLine], object | None], complete: Complete) -> None:
        super().__init__()
        mark(self, "surface")
        self._place_of, self._complete = place_of, complete
        self._shown: list[tuple[ChecklistLine, bool]] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, SPACE_1)
        self._layout.setSpacing(0)
        self.rows: list[ChecklistRow] = []

    def put(self, lines: Sequence[ChecklistLine]) -> None:
        """Show what holds the SPJ up, what is advised, then the rest, each in the order of the packet: what to do is
        never below the fold."""
        ordered = sorted(lines, key=lambda line: (line.state != "missing", not line.blocks))
        wanted = [(line, line.state == "missing" and self._place_of(line) is not None) for line in ordered]
        if wanted == self._shown:
            return
        self._shown = wanted
        empty_layout(self._layout)
        self.rows = []
        for at, (line, leads) in enumerate(wanted):
            if at:
                rule = QFrame()
                mark(rule, "rule")
                self._layout.addWidget(rule)
            row = ChecklistRow(line, self._complete if leads else None)
            self.rows.append(row)
            self._layout.addWidget(row)
        self._layout.addStretch(1)

    def row(self, key: str) -> ChecklistRow:
        """The row of a line. Raises KeyError."""
        for row in self.rows:
            if row.line.key == key:
                return row
        raise KeyError(key)

    def focus_line(self, key: str) -> None:
        """Put the keyboard on the button of a line, or of the first that has one."""
        rows = sorted(self.rows, key=lambda row: row.line.key != key)
        button = next((row.button for row in rows if row.button is not None), None)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
