"""Where a thing stands, always as word + icon + colour; and the chip that shows it in lists and headings."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.ui.icons import pixmap
from desktop.ui.palette import Tone
from desktop.ui.theme import look


@dataclass(frozen=True, slots=True)
class Status:
    """`icon`: a shipped icon's name; "" draws a filled square."""

    word: str
    icon: str
    tone: Tone


DRAFT = Status("Draf", "pencil", Tone.NEUTRAL)
READY = Status("Siap", "check", Tone.INFO)
SUBMITTED = Status("Diajukan", "send", Tone.INFO)
RETURNED = Status("Perlu perbaikan", "alert-triangle", Tone.ATTENTION)
APPROVED = Status("Disetujui", "checks", Tone.GOOD)
REJECTED = Status("Ditolak", "x", Tone.PROBLEM)
DONE = Status("Selesai", "", Tone.GOOD)
LOCKED = Status("Terkunci", "lock", Tone.NEUTRAL)
COMPLETE = Status("Lengkap", "check", Tone.GOOD)
MISSING = Status("Kurang", "alert-triangle", Tone.ATTENTION)
ADVISED = Status("Disarankan", "info-circle", Tone.NEUTRAL)
"""Missing, but nothing is held up by it."""
NOT_NEEDED = Status("Tidak perlu", "minus", Tone.NEUTRAL)

STATE_STATUS: Final[dict[str, Status]] = {
    "draft": DRAFT,
    "ready": READY,
    "submitted": SUBMITTED,
    "returned": RETURNED,
    "approved": APPROVED,
    "rejected": REJECTED,
    "withdrawn": Status("Ditarik", "arrow-back-up", Tone.NEUTRAL),
    "conflict": Status("Keputusan bertentangan", "alert-triangle", Tone.PROBLEM),
    "done": DONE,
    "locked": LOCKED,
}
"""By desktop.domain.states.State, and the three the screens add (ready, done, locked)."""

_ICON, _SIDE, _GAP, _RISE = 16, 8, 5, 3


def chip_font() -> QFont:
    return look().font(extra=-1, bold=True)


def chip_size(status: Status) -> QSize:
    """What a chip needs, logical px; never cut."""
    metrics = QFontMetrics(chip_font())
    width = 2 * _SIDE + _ICON + _GAP + metrics.horizontalAdvance(status.word)
    return QSize(width, max(metrics.height(), _ICON) + 2 * _RISE)


def paint_chip(painter: QPainter, left: float, middle: float, status: Status, ratio: float) -> None:
    """A chip whose left edge is at `left`, centred on the height `middle`; `ratio`: device pixel ratio."""
    size, roles = chip_size(status), look().roles
    ink, ground = roles.tones[status.tone]
    box = QRectF(left, middle - size.height() / 2, size.width(), size.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    # Where the ground is no different from the table's, an outline keeps the chip a chip.
    painter.setPen(QColor(ink) if ground == roles.surface else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    if status.icon:
        painter.drawPixmap(QPointF(left + _SIDE, middle - _ICON / 2), pixmap(status.icon, ink, _ICON, ratio))
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink))
        painter.drawRoundedRect(QRectF(left + _SIDE + 3, middle - 5, 10, 10), 2, 2)
    painter.setPen(QColor(ink))
    painter.setFont(chip_font())
    words = box.adjusted(_SIDE + _ICON + _GAP, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, status.word)
    painter.restore()


class StatusChip(QWidget):
    """A status outside a table."""

    def __init__(self, status: Status, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._status = status
        self.put(status)

    @property
    def status(self) -> Status:
        return self._status

    def put(self, status: Status) -> None:
        self._status = status
        self.setAccessibleName(f"Status: {status.word}")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._status)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, 0, self.height() / 2, self._status, self.devicePixelRatioF())
