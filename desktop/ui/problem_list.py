"""What is missing or wrong, as a list at the top of a page; each entry jumps to its field."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, Tone
from desktop.ui.qss import mark
from desktop.ui.theme import look

_FOR_THE_REST = 300
MOST = 60
"""Entries shown at most, on a page that scrolls."""


def most_above(height: int) -> int:
    """How many entries are shown on a page of this height (px) that does not scroll: some of its rows stay in sight."""
    return min(max((height - _FOR_THE_REST) // look().row, 3), 8)


_WRAPPED = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing to mend. `jump`: puts the cursor where it is mended. `blocks`: False warns, one may go on."""

    text: str
    jump: Callable[[], object] | None = None
    blocks: bool = True
    field: str = ""


class ProblemList(QFrame):
    """Hidden while there is nothing to say. `filled`: whether there is something now, just before it is seen."""

    filled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._head = QLabel(), QLabel()
        self._head.setWordWrap(True)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._icon.setContentsMargins(0, SPACE_1 + 2, 0, 0)  # level with the first line, beside the taller cross
        mark(self._head, "strong")
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(self._icon)
        head.addWidget(self._head, 1)
        self.close_button = QPushButton()
        mark(self.close_button, "square-quiet")
        self.close_button.setAccessibleName("Tutup daftar ini")
        self.close_button.setToolTip("Tutup daftar ini")
        self.close_button.clicked.connect(lambda _checked=False: self.put([]))
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_1)
        self._rows.setContentsMargins(28, 0, SPACE_2, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_1, SPACE_1, SPACE_3)
        layout.setSpacing(SPACE_1)
        layout.addLayout(head)
        layout.addLayout(self._rows)
        self.hide()

    @property
    def summary(self) -> str:
        return self._head.text()

    @property
    def entries(self) -> list[QPushButton]:
        """The buttons, in order."""
        items = (self._rows.itemAt(at) for at in range(self._rows.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, QPushButton)]

    def put(self, problems: Sequence[Problem], most: int = MOST) -> None:
        """Show these, the blocking ones first, `most` of them and how many more there are; none hides the list."""
        empty_layout(self._rows)
        blocking = sum(problem.blocks for problem in problems)
        tone = Tone.PROBLEM if blocking else Tone.ATTENTION
        self.setProperty("tone", str(tone))
        dress(self._icon, "circle-x" if blocking else "alert-triangle", tone)
        warned = len(problems) - blocking
        parts = [f"{blocking} hal perlu dilengkapi"] if blocking else []
        parts += [f"{warned} hal perlu diperhatikan"] if warned else []
        self._head.setText(", ".join(parts) + ". Pilih salah satu untuk menuju isiannya.")
        for problem in sorted(problems, key=lambda one: not one.blocks)[:most]:
            self._rows.addWidget(self._entry(problem))
        if len(problems) > most:
            more = QLabel(f"Dan {len(problems) - most} hal lain. Selesaikan yang di atas, lalu tekan F9 lagi.")
            more.setWordWrap(True)
            self._rows.addWidget(more)
        # A parent's property selector reaches the children only when they are polished again.
        dress(self.close_button, "x", tone)
        for widget in (self, self._icon, self._head, self.close_button, *self.entries):
            widget.style().unpolish(widget)
            widget.style().polish(widget)
        self.setAccessibleName(self._head.text())
        self.filled.emit(bool(problems))
        self.setVisible(bool(problems))

    def focus_first(self) -> None:
        for button in self.entries[:1]:
            button.show()  # put into a list in sight it would only be seen a moment later, and not take the keyboard
            button.setFocus()

    def _entry(self, problem: Problem) -> QPushButton:
        entry = JumpEntry(problem.text if problem.blocks else f"Perhatian: {problem.text}")
        entry.setEnabled(problem.jump is not None)
        jump = problem.jump
        if jump is not None:
            entry.clicked.connect(lambda _checked=False: jump())
        return entry


class JumpEntry(QPushButton):
    """A link as wide as there is room, its text on as many lines as it needs: problems are never cut."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        mark(self, "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        room = QRect(0, 0, max(width - SPACE_1, 1), 10_000)
        needed = self.fontMetrics().boundingRect(room, _WRAPPED, self.text()).height()
        return max(needed + SPACE_2, look().row)

    def sizeHint(self) -> QSize:
        return QSize(400, self.heightForWidth(max(self.width(), 400)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, look().row)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        font = self.font()
        font.setUnderline(self.isEnabled())
        painter.setFont(font)
        painter.setPen(self.palette().buttonText().color())
        painter.drawText(self.rect().adjusted(0, 0, -SPACE_1, 0), _WRAPPED, self.text())
