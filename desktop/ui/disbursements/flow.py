"""A tranche's way from plan to accepted SPJ, drawn as stations on a line; and a contract's money as one bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.money import format_rupiah
from desktop.ui.icons import pixmap
from desktop.ui.palette import SPACE_1, SPACE_3, Tone
from desktop.ui.theme import look

StationState = Literal["done", "now", "later", "stopped"]
_DOT = 20


@dataclass(frozen=True, slots=True)
class Station:
    """One stop. `amount`: as text, "" where nothing is counted; `detail`: below it, may take two lines."""

    name: str
    amount: str
    detail: str
    state: StationState


_SAID: dict[StationState, str] = {"done": "selesai", "now": "sekarang", "later": "belum", "stopped": "terhenti"}


class FlowStrip(QWidget):
    """Stations beside each other, joined by a line: full behind, thin ahead. Amounts are never cut."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stations: list[Station] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Perjalanan dana")

    def put(self, stations: Sequence[Station]) -> None:
        """Show these."""
        self.stations = list(stations)
        said = [f"{one.name} {one.amount}, {one.detail}, {_SAID[one.state]}" for one in stations]
        self.setAccessibleDescription(". ".join(said))
        self._keep_high()
        self.update()

    def _widest(self) -> int:
        """What the widest amount needs."""
        bold = QFontMetrics(look().font(bold=True))
        return max((bold.horizontalAdvance(one.amount) for one in self.stations), default=60) + SPACE_3

    def _across(self) -> int:
        """How many stations stand beside each other without cutting an amount."""
        return max(1, min(len(self.stations) or 1, self.width() // self._widest()))

    def _tall(self) -> int:
        """One row of stations."""
        small, bold = QFontMetrics(look().font(extra=-1.5)), QFontMetrics(look().font(bold=True))
        width = self.width() // self._across() - SPACE_3
        lines = max((self._lines(one.detail, width, small) for one in self.stations), default=1)
        return _DOT + SPACE_1 + small.height() + bold.height() + lines * small.lineSpacing() + SPACE_1

    def _high(self) -> int:
        return self._tall() * -(-max(len(self.stations), 1) // self._across())

    @staticmethod
    def _lines(text: str, width: int, metrics: QFontMetrics) -> int:
        if not text or width <= 0:
            return 1
        box = metrics.boundingRect(QRect(0, 0, width, 400), int(Qt.TextFlag.TextWordWrap), text)
        return max(1, round(box.height() / metrics.lineSpacing()))

    def _keep_high(self) -> None:
        self.setFixedHeight(self._high())

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * self._widest(), 0)

    def sizeHint(self) -> QSize:
        return QSize(640, self._high())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_high()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "stations"):
            self._keep_high()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        across, tall = self._across(), self._tall()
        width = self.width() / across
        for at, station in enumerate(self.stations):
            row, column = divmod(at, across)
            joined = column < across - 1 and at + 1 < len(self.stations)
            box = QRectF(column * width, row * tall, width, tall)
            self._draw(painter, box, station, self.stations[at + 1] if joined else None)

    def _draw(self, painter: QPainter, box: QRectF, station: Station, following: Station | None) -> None:
        now = look()
        roles, middle = now.roles, QPointF(box.left() + _DOT / 2, box.top() + _DOT / 2)
        if following is not None:
            reached = station.state == "done" and following.state != "later"
            pen = QPen(QColor(roles.primary if reached else roles.line), 2.5 if reached else 2)
            painter.setPen(pen)
            painter.drawLine(QPointF(middle.x() + _DOT / 2 + 3, middle.y()), QPointF(box.right() - 3, middle.y()))
        self._dot(painter, middle, station.state)
        small = now.font(extra=-1.5)
        text = box.adjusted(0, _DOT + SPACE_1, -SPACE_3, 0)
        flags = int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignTop)
        painter.setFont(small)
        painter.setPen(QColor(roles.muted))
        painter.drawText(text, flags, station.name)
        top = text.top() + painter.fontMetrics().height()
        painter.setFont(now.font(bold=True))
        painter.setPen(QColor(roles.text if station.state != "later" else roles.muted))
        painter.drawText(QRectF(text.left(), top, text.width(), 60), flags, station.amount)
        top += painter.fontMetrics().height()
        painter.setFont(small)
        painter.setPen(QColor(roles.ink(Tone.PROBLEM) if station.state == "stopped" else roles.muted))
        box_below = QRectF(text.left(), top, text.width(), box.bottom() - top)
        painter.drawText(box_below, flags | int(Qt.TextFlag.TextWordWrap), station.detail)

    def _dot(self, painter: QPainter, middle: QPointF, state: StationState) -> None:
        roles, half = look().roles, _DOT / 2 - 1
        ratio = self.devicePixelRatioF()
        if state == "done":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.primary))
            painter.drawEllipse(middle, half, half)
            painter.drawPixmap(QPointF(middle.x() - 7, middle.y() - 7), pixmap("check", roles.on_primary, 14, ratio))
            return
        edge = {"now": roles.primary, "stopped": roles.ink(Tone.PROBLEM)}.get(state, roles.field_border)
        painter.setPen(QPen(QColor(edge), 2.5 if state == "now" else 1.5))
        painter.setBrush(QColor(roles.surface))
        painter.drawEllipse(middle, half - 1, half - 1)
        if state == "now":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.primary))
            painter.drawEllipse(middle, 4, 4)
        elif state == "stopped":
            painter.drawPixmap(QPointF(middle.x() - 6, middle.y() - 6), pixmap("x", edge, 12, ratio))


class MoneyBar(QWidget):
    """What was received of a contract's value, and what of it was used; the words stand beside, not in colour alone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value = self._received = self._used = 0
        self.setFixedHeight(12)
        self.setMinimumWidth(120)

    def put(self, value: int, received: int, used: int) -> None:
        """Whole rupiah."""
        self._value, self._received, self._used = value, received, used
        self.setAccessibleName(
            f"Nilai kontrak {format_rupiah(value)}, diterima {format_rupiah(received)}, terpakai {format_rupiah(used)}"
        )
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = look().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(roles.field_border), 1))
        painter.setBrush(QColor(roles.hover))
        painter.drawRoundedRect(track, 5, 5)
        whole = max(self._value, self._received, self._used, 1)
        came = QRectF(track.left(), track.top(), track.width() * self._received / whole, track.height())
        spent = QRectF(track.left(), track.top(), track.width() * self._used / whole, track.height())
        painter.setPen(Qt.PenStyle.NoPen)
        if self._received:
            painter.setBrush(QColor(roles.selected))
            painter.drawRoundedRect(came, 5, 5)
            painter.setBrush(QBrush(QColor(roles.primary), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(came, 5, 5)
        if self._used:
            painter.setBrush(QColor(roles.primary))
            painter.drawRoundedRect(spent, 5, 5)


class NumberMark(QWidget):
    """The tranche's number in a ring at the left of its card, with the line to the next one."""

    def __init__(self, number: int, *, last: bool) -> None:
        super().__init__()
        self._number, self._last = number, last
        self._state: StationState = "later"
        self.setAccessibleName(f"Tahap {number}")
        self.setFixedWidth(36)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def put(self, state: StationState) -> None:
        """How far the tranche is."""
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now = look()
        roles = now.roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle, half = QPointF(self.width() / 2, 30), 15.0
        if not self._last:
            done = self._state == "done"
            painter.setPen(QPen(QColor(roles.primary if done else roles.line), 2.5))
            painter.drawLine(QPointF(middle.x(), middle.y() + half + 3), QPointF(middle.x(), self.height()))
        if self._number > 1:
            painter.setPen(QPen(QColor(roles.line if self._state in ("later", "stopped") else roles.primary), 2.5))
            painter.drawLine(QPointF(middle.x(), 0), QPointF(middle.x(), middle.y() - half - 3))
        filled = self._state == "done"
        edge = {"later": roles.field_border, "stopped": roles.ink(Tone.ATTENTION)}.get(self._state, roles.primary)
        painter.setPen(QPen(QColor(edge), 2))
        painter.setBrush(QColor(roles.primary if filled else roles.surface))
        painter.drawEllipse(middle, half, half)
        if filled:
            picture = pixmap("check", roles.on_primary, 18, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(middle.x() - 9, middle.y() - 9), picture)
            return
        if self._state == "stopped":
            picture = pixmap("lock", edge, 16, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(middle.x() - 8, middle.y() - 8), picture)
            return
        painter.setFont(now.font(bold=True))
        painter.setPen(QColor(roles.primary if self._state == "now" else roles.muted))
        painter.drawText(
            QRectF(middle.x() - 15, middle.y() - 15, 30, 30), Qt.AlignmentFlag.AlignCenter, str(self._number)
        )
