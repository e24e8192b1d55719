"""Cards and headings: the next step, one figure, what to do when there is nothing yet."""

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.qss import mark

Run = Callable[[], object]

_KEPT_PERCENT = "\u00a0%"
_BREAKS = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignHCenter)
_WIDEST = 520
"""Logical px of the sentence of an empty state."""


def heading(text: str, parent: QWidget | None = None) -> QLabel:
    """A section heading."""
    label = QLabel(text, parent)
    mark(label, "section")
    return label


class Words(QLabel):
    """Plain text that wraps, but never between a figure and its percent sign: "3 %" stays on one line."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        """As given; on the screen the space before a percent sign does not break."""
        super().setText(text.replace(" %", _KEPT_PERCENT))

    def text(self) -> str:
        """As it was given."""
        return super().text().replace(_KEPT_PERCENT, " %")


def words(text: str, kind: str = "", parent: QWidget | None = None) -> QLabel:
    """Plain wrapped text; `kind` as in the style sheet ("muted", "small"). Never read as markup."""
    label = Words(text, parent)
    if kind:
        mark(label, kind)
    return label


class Card(QFrame):
    """A white panel; `self.body` is its vertical layout."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(SPACE_4, SPACE_4 - 2, SPACE_4, SPACE_4 - 2)
        self.body.setSpacing(SPACE_3)
        self.title = heading(title)
        if title:
            self.body.addWidget(self.title)


class StepCard(QFrame):
    """One next step: an icon, one sentence, when it is due, one button."""

    def __init__(
        self,
        sentence: str,
        button: str,
        run: Run,
        *,
        icon: str = "flag",
        due: str = "",
        tone: Tone = Tone.NEUTRAL,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        mark(self, "card")
        picture = IconDisc(icon, tone)
        text = QVBoxLayout()
        text.setSpacing(0)
        self.sentence = words(sentence)
        text.addWidget(self.sentence)
        if due:
            strong = tone in (Tone.PROBLEM, Tone.ATTENTION)
            self.due = words(due, str(tone) if strong else "small")
            text.addWidget(self.due)
        self.button = QPushButton(button)
        self.button.setAccessibleDescription(sentence)
        self.button.clicked.connect(lambda _checked=False: run())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        layout.setSpacing(SPACE_3)
        layout.addWidget(picture)
        layout.addLayout(text, 1)
        layout.addWidget(self.button)


class IconDisc(QFrame):
    """An icon on a round ground in a tone's colours."""

    def __init__(self, icon: str, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("disc", str(tone))
        self.setFixedSize(40, 40)
        label = QLabel(self)
        label.setGeometry(0, 0, 40, 40)
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(label, icon, tone, 22)


class StatTile(QFrame):
    """One figure with what it is, and a line below."""

    def __init__(
        self, title: str, figure: str, detail: str = "", tone: Tone | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        mark(self, "card")
        self._title, self.figure, self._detail = words(title, "muted"), QLabel(), words("", "small")
        mark(self.figure, "figure")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        layout.setSpacing(SPACE_1)
        for label in (self._title, self.figure, self._detail):
            layout.addWidget(label)
        layout.addStretch(1)
        self.put(figure, detail, tone)

    def put(self, figure: str, detail: str = "", tone: Tone | None = None) -> None:
        self.figure.setText(figure)
        self._detail.setText(detail)
        mark(self._detail, str(tone) if tone in (Tone.PROBLEM, Tone.ATTENTION, Tone.GOOD) else "small")
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{self._title.text()}: {figure}. {detail}".strip())


class EmptyState(QFrame):
    """What a table or page says while there is nothing: a friendly sentence, and the button to begin."""

    def __init__(
        self,
        sentence: str,
        button: str = "",
        run: Run | None = None,
        *,
        icon: str = "inbox",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        mark(self, "empty")
        self._picture = picture = QLabel()
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        dress(picture, icon, "muted", 48)
        self.sentence = words(sentence)
        self.sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._balance()
        self.button = QPushButton(button)
        mark(self.button, "primary")
        # Never shown while it has no parent: that would be a window of its own for a moment.
        if not (button and run):
            self.button.hide()
        if run is not None:
            deed = run
            self.button.clicked.connect(lambda _checked=False: deed())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_6, SPACE_6, SPACE_6, SPACE_6)
        layout.setSpacing(SPACE_3)
        layout.addStretch(2)
        layout.addWidget(picture)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.sentence, 20)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addSpacing(SPACE_2)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the sentence keeps it, not the picture."""
        super().resizeEvent(event)
        self._balance()
        said = self.sentence.heightForWidth(min(self.width() - 2 * SPACE_6, self.sentence.maximumWidth()))
        begin = self.button.sizeHint().height() + SPACE_2 + SPACE_3 if not self.button.isHidden() else 0
        self._picture.setVisible(self.height() >= said + begin + 48 + 2 * SPACE_6 + 2 * SPACE_3)

    def put(self, sentence: str) -> None:
        self.sentence.setText(sentence)
        self._balance()

    def _balance(self) -> None:
        """As narrow as leaves it on as many lines: no single word stands alone on the last."""
        metrics, text = self.sentence.fontMetrics(), self.sentence.text()

        def tall(wide: int) -> int:
            return metrics.boundingRect(QRect(0, 0, wide, 10_000), _BREAKS, text).height()

        most, lines = _WIDEST, tall(_WIDEST)
        if lines >= 2 * metrics.height():
            least = 0
            while most - least > SPACE_1:
                middle = (least + most) // 2
                least, most = (least, middle) if tall(middle) <= lines else (middle, most)
        self.sentence.setMaximumWidth(min(most + SPACE_2, _WIDEST))
