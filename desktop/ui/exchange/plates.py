"""Large things to read out or write down: the check code, and the six groups of a fingerprint."""

import re
from collections.abc import Collection, Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QLabel, QLineEdit, QSizePolicy, QWidget

from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, Tone
from desktop.ui.qss import mark
from desktop.ui.theme import look

GROUPS, DIGITS = 6, 5


class CodePlate(QWidget):
    """Eight characters, large and spaced, on a ground of their own: to be written on paper or read out."""

    def __init__(self, parent: QWidget | None = None, *, extra: float = 13) -> None:
        super().__init__(parent)
        self._code, self._extra = "", extra
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    @property
    def code(self) -> str:
        return self._code

    def put(self, code: str) -> None:
        self._code = code
        self.setAccessibleName(f"Kode cek: {' '.join(code)}")
        self.updateGeometry()
        self.update()

    def _font(self) -> QFont:
        font = QFont(look().font(extra=self._extra, bold=True))
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 4)
        return font

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._font())
        return QSize(round(metrics.horizontalAdvance(self._code or "0" * 8)) + 40, round(metrics.height()) + 16)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = look().roles
        ink, ground = roles.tones[Tone.INFO]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(ink))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.setFont(self._font())
        # The spacing after the last character would push the word to the left.
        painter.drawText(QRectF(self.rect()).adjusted(4, 0, 0, 0), Qt.AlignmentFlag.AlignCenter, self._code)


class FingerprintView(QWidget):
    """Six groups of five digits, two rows of three, each with its place."""

    def __init__(self, groups: Sequence[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells = [QLabel() for _ in range(GROUPS)]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_3 * 2)
        grid.setVerticalSpacing(SPACE_2)
        for at, cell in enumerate(self._cells):
            mark(cell, "figure")
            place = QLabel(f"{at + 1}")
            mark(place, "small")
            cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(place, at // 3, at % 3 * 2, Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(cell, at // 3, at % 3 * 2 + 1)
        grid.setColumnStretch(6, 1)
        self.put(groups)

    def put(self, groups: Sequence[str]) -> None:
        for cell, group in zip(self._cells, [*groups, *("",) * GROUPS], strict=False):
            cell.setText(group)
        self.setAccessibleName("Sidik kunci: " + ", ".join(" ".join(group) for group in groups))

    @property
    def groups(self) -> tuple[str, ...]:
        return tuple(cell.text() for cell in self._cells if cell.text())


class FingerprintEdit(QWidget):
    """Boxes for the groups asked for (all six when none are named); the others are dotted out.

    `shown`: digits to compare with, above each box. A full box passes the cursor on, the whole number may be pasted
    into any box.
    """

    changed = Signal()
    entered = Signal()  # Enter in a box

    def __init__(
        self, asked: Collection[int] = range(GROUPS), shown: Sequence[str] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.boxes: dict[int, QLineEdit] = {}
        self._dots: list[QLabel] = []
        self.shown = tuple(shown)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_2)
        grid.setVerticalSpacing(SPACE_2)
        for at in range(GROUPS):
            label = QLabel(f"{at + 1}")
            mark(label, "strong" if at in asked else "small")
            right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            grid.addWidget(label, at // 3 * 2 + 1, at % 3 * 2, right)
            if at < len(self.shown):
                digits = QLabel(self.shown[at])
                mark(digits, "section")
                digits.setAccessibleName(f"Kelompok {at + 1} menurut bundel: {' '.join(self.shown[at])}")
                grid.addWidget(digits, at // 3 * 2, at % 3 * 2 + 1)
            cell: QWidget
            if at in asked:
                box = QLineEdit()
                box.setMaxLength(DIGITS)
                box.setAccessibleName(f"Kelompok angka ke-{at + 1}, lima angka")
                label.setBuddy(box)
                box.textEdited.connect(lambda text, place=at: self._typed(place, text))
                box.returnPressed.connect(self.entered)
                box.installEventFilter(self)
                self.boxes[at] = box
                cell = box
            else:
                dots = QLabel("• • • • •")
                mark(dots, "muted")
                self._dots.append(dots)
                cell = dots
            grid.addWidget(cell, at // 3 * 2 + 1, at % 3 * 2 + 1)
        grid.setColumnStretch(6, 1)
        grid.setVerticalSpacing(SPACE_1 if self.shown else SPACE_2)
        self._size()

    def _size(self) -> None:
        wide = round(QFontMetricsF(look().font()).horizontalAdvance("0" * (DIGITS + 1))) + 20
        for cell in (*self.boxes.values(), *self._dots):
            cell.setFixedWidth(max(wide, 84))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "boxes"):
            self._size()

    def typed(self) -> dict[int, str]:
        """What stands in the boxes, by place."""
        return {at: box.text().strip() for at, box in self.boxes.items()}

    @property
    def complete(self) -> bool:
        """Whether every box holds five digits."""
        return all(re.fullmatch(r"\d{5}", text) for text in self.typed().values())

    def clear(self) -> None:
        for box in self.boxes.values():
            box.clear()
        self.focus_first()

    def focus_first(self) -> None:
        """The cursor into the first box that is not full."""
        open_boxes = [box for box in self.boxes.values() if len(box.text()) < DIGITS]
        for box in (open_boxes or list(self.boxes.values()))[:1]:
            box.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_problem(self, wrong: bool) -> None:
        """Mark the boxes as not fitting."""
        for box in self.boxes.values():
            box.setProperty("problem", "problem" if wrong else "")
            box.style().unpolish(box)
            box.style().polish(box)

    def _typed(self, place: int, text: str) -> None:
        later = [at for at in self.boxes if at > place]
        if len(text) == DIGITS and later:
            self.boxes[later[0]].setFocus(Qt.FocusReason.OtherFocusReason)
            self.boxes[later[0]].selectAll()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.matches(QKeySequence.StandardKey.Paste):
                return self._paste()
            box = next((at for at, one in self.boxes.items() if one is watched), None)
            if event.key() == Qt.Key.Key_Backspace and box is not None and not self.boxes[box].text():
                earlier = [at for at in self.boxes if at < box]
                if earlier:
                    self.boxes[earlier[-1]].setFocus(Qt.FocusReason.OtherFocusReason)
                    return True
        return super().eventFilter(watched, event)

    def _paste(self) -> bool:
        """Spread several groups over the boxes; a single one goes where the cursor is."""
        groups = re.findall(r"\d{5}", QApplication.clipboard().text())
        if len(groups) == GROUPS:
            for at, box in self.boxes.items():
                box.setText(groups[at])
        elif len(groups) == len(self.boxes) > 1:
            for box, group in zip(self.boxes.values(), groups, strict=True):
                box.setText(group)
        else:
            return False
        self.changed.emit()
        return True
