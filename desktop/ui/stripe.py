"""The stripe over a window that shows practice data: nobody may take it for the real thing."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from desktop.ui.palette import Tone
from desktop.ui.qss import mark
from desktop.ui.theme import look


class PracticeStripe(QWidget):
    """Diagonal stripes over the whole width: this is not real data."""

    def __init__(self) -> None:
        super().__init__()
        self._label = QLabel("Mode Latihan – data contoh")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark(self._label, "practice")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addStretch(1)
        layout.addWidget(self._label)
        layout.addStretch(1)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = look().roles
        painter = QPainter(self)
        painter.fillRect(self.rect(), roles.ground(Tone.ATTENTION))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(roles.ink(Tone.ATTENTION)), 4))
        painter.setOpacity(0.35)
        for left in range(-self.height(), self.width(), 16):
            painter.drawLine(left, self.height(), left + self.height(), 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.update()
