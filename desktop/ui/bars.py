"""Bars and steps drawn by hand: ceilings per bidang, and how far a year has come.

Colour never stands alone: a hatch tells what is over, marks tell least and most, the values are written beside.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.domain.money import format_rupiah
from desktop.ui.icons import pixmap
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, Tone
from desktop.ui.theme import look

HATCHES = (
    Qt.BrushStyle.SolidPattern,
    Qt.BrushStyle.BDiagPattern,
    Qt.BrushStyle.Dense4Pattern,
    Qt.BrushStyle.FDiagPattern,
    Qt.BrushStyle.DiagCrossPattern,
    Qt.BrushStyle.Dense6Pattern,
)
"""One per bidang, in the order of desktop.domain.sectors.SECTORS: told apart without colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bidang, whole rupiah. `most`: the ceiling, None where there is none. `least`: a minimum, None for none.

    `series`: 0 to 5, its colour and hatch. `note`: said instead of what is left.
    """

    name: str
    used: int
    most: int | None = None
    least: int | None = None
    series: int = 0
    note: str = ""

    @property
    def over(self) -> int:
        """Rupiah above the ceiling, 0 within it."""
        return max(0, self.used - self.most) if self.most is not None else 0

    @property
    def short(self) -> int:
        """Rupiah missing to the minimum, 0 when reached."""
        return max(0, self.least - self.used) if self.least is not None else 0

    def values(self) -> str:
        """ "Rp32.000.000 dari Rp40.000.000 (80 %)"."""
        if self.most is None:
            return format_rupiah(self.used)
        share = f" ({self.used * 100 // self.most} %)" if self.most else ""
        return f"{format_rupiah(self.used)} dari {format_rupiah(self.most)}{share}"

    def verdict(self) -> tuple[str, Tone]:
        """What is left, over or short, in words."""
        if self.over:
            return f"lebih {format_rupiah(self.over)}", Tone.PROBLEM
        if self.short:
            return f"kurang {format_rupiah(self.short)} dari minimum", Tone.ATTENTION
        if self.note or self.most is None:
            return self.note, Tone.NEUTRAL
        return f"sisa {format_rupiah(self.most - self.used)}", Tone.NEUTRAL

    def spoken(self) -> str:
        """For screen readers: "Kesehatan: terpakai Rp32 dari Rp40, sisa Rp8"."""
        return f"{self.name}: terpakai {self.values()}, {self.verdict()[0]}".rstrip(", ")


class BarList(QWidget):
    """Bars under each other: name and values above, the bar below. Texts wrap to a second line, never cut.

    `picked`: a bar was clicked, or Enter pressed on it; its place in the list.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: list[Bar] = []
        self._current = 0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Pemakaian pagu per bidang")

    @property
    def bars(self) -> list[Bar]:
        return list(self._bars)

    def put(self, bars: Sequence[Bar]) -> None:
        self._bars = list(bars)
        self.setAccessibleDescription(". ".join(bar.spoken() for bar in bars))
        self._keep_high()
        self.update()

    # --- measures ----------------------------------------------------------------------------------------------------

    @staticmethod
    def _values(bar: Bar, width: int) -> list[str]:
        """The values in one line, or in two where one is too long: "Rp30.000.000 dari", "Rp40.000.000 (75 %)"."""
        whole = bar.values()
        used, between, of = whole.partition(" dari ")
        if not between or QFontMetrics(look().font(extra=-1)).horizontalAdvance(whole) <= width:
            return [whole]
        return [used + between.rstrip(), of]

    def _lines(self, bar: Bar, width: int) -> int:
        """1: name, values and verdict beside each other; 2: the values below; more: they in two, the verdict below."""
        verdict, _ = bar.verdict()
        name = QFontMetrics(look().font(bold=True)).horizontalAdvance(bar.name)
        values = QFontMetrics(look().font(extra=-1)).horizontalAdvance(bar.values())
        said = QFontMetrics(look().font(extra=-1, bold=True)).horizontalAdvance(verdict)
        if name + values + said + 40 <= width:
            return 1
        return 1 + len(self._values(bar, width)) + int(name + said + SPACE_3 > width)

    def _tall(self, bar: Bar, width: int) -> int:
        line = QFontMetrics(look().font()).height()
        return line * self._lines(bar, width) + SPACE_1 + 14 + SPACE_3 + 2

    def height_for(self, width: int) -> int:
        """What all bars need at this width, logical px."""
        return sum(self._tall(bar, width) for bar in self._bars)

    def _keep_high(self) -> None:
        # Layouts inside scroll areas handle a fixed height far better than a height that depends on the width.
        self.setFixedHeight(self.height_for(max(self.width(), 200)))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(360, self.height_for(max(self.width(), 320)))

    def minimumSizeHint(self) -> QSize:
        bold, plain = QFontMetrics(look().font(bold=True)), QFontMetrics(look().font(extra=-1, bold=True))
        texts = [
            plain.horizontalAdvance(text) for bar in self._bars for text in (bar.verdict()[0], *self._values(bar, 0))
        ]
        return QSize(max([200, *texts, *(bold.horizontalAdvance(bar.name) for bar in self._bars)]), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_high()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_bars"):
            self._keep_high()

    # --- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = 0
        for bar in self._bars:
            tall = self._tall(bar, self.width())
            self._draw(painter, QRect(0, top, self.width(), tall), bar)
            top += tall

    def _draw(self, painter: QPainter, box: QRect, bar: Bar) -> None:
        now = look()
        roles = now.roles
        line, lines = QFontMetrics(now.font()).height(), self._lines(bar, box.width())
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        first = QRect(box.left(), box.top(), box.width(), line)
        painter.setFont(now.font(bold=True))
        painter.setPen(QColor(roles.text))
        painter.drawText(first, left, bar.name)
        name_width = painter.fontMetrics().horizontalAdvance(bar.name)
        verdict, tone = bar.verdict()
        strong = tone in (Tone.PROBLEM, Tone.ATTENTION)
        painter.setFont(now.font(extra=-1, bold=strong))
        painter.setPen(QColor(roles.ink(tone) if strong else roles.muted))
        values = [bar.values()] if lines == 1 else self._values(bar, box.width())
        below = lines > 1 + len(values)
        painter.drawText(first.translated(0, (lines - 1) * line) if below else first, left if below else right, verdict)
        painter.setFont(now.font(extra=-1))
        painter.setPen(QColor(roles.muted))
        start = QPoint(name_width + SPACE_3, 0) if lines == 1 else QPoint(0, line)
        for at, text in enumerate(values):
            painter.drawText(first.translated(start + QPoint(0, at * line)), left, text)
        top = box.top() + line * lines + SPACE_1
        self._draw_bar(painter, QRectF(box.left() + 0.5, top + 0.5, box.width() - 1, 13), bar)

    def _draw_bar(self, painter: QPainter, track: QRectF, bar: Bar) -> None:
        if bar.most is None and bar.least is None:
            self._draw_unlimited(painter, track)
            return
        roles = look().roles
        colour = QColor(roles.sectors[bar.series % len(roles.sectors)])
        scale = max(bar.used, bar.most or 0, bar.least or 0, 1)
        painter.setPen(QPen(QColor(roles.line if roles.line != roles.text else roles.muted), 1))
        painter.setBrush(QColor(roles.hover))
        painter.drawRoundedRect(track, 4, 4)
        within = min(bar.used, bar.most) if bar.most is not None else bar.used
        filled = QRectF(track.left(), track.top(), track.width() * within / scale, track.height())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(filled, 4, 4)
        hatch = HATCHES[bar.series % len(HATCHES)]
        if hatch != Qt.BrushStyle.SolidPattern:
            light = QColor(roles.surface)
            light.setAlphaF(0.45)
            painter.setBrush(QBrush(light, hatch))
            painter.drawRoundedRect(filled, 4, 4)
        if bar.over:
            self._draw_over(painter, track, within / scale)
        for value in (bar.least, bar.most):
            if value:
                at = track.left() + track.width() * value / scale
                at = min(max(at, track.left() + 1), track.right() - 1)
                painter.setPen(QPen(QColor(roles.text), 2))
                painter.drawLine(QPointF(at, track.top() - 2), QPointF(at, track.bottom() + 2))
        least = bar.least
        if least:
            # A small triangle under the mark: this one is the minimum.
            at = track.left() + track.width() * least / scale
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.text))
            below = track.bottom() + 2
            painter.drawPolygon([QPointF(at - 4, below + 5), QPointF(at + 4, below + 5), QPointF(at, below)])

    def _draw_unlimited(self, painter: QPainter, track: QRectF) -> None:
        """No limit is known: a dashed track that promises nothing."""
        painter.setPen(QPen(QColor(look().roles.field_border), 1, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(track, 4, 4)

    def _draw_over(self, painter: QPainter, track: QRectF, share: float) -> None:
        """What is above the ceiling: in the problem colour, hatched."""
        roles = look().roles
        start = track.left() + track.width() * share
        rest = QRectF(start, track.top(), track.right() - start, track.height())
        painter.setBrush(QColor(roles.ground(Tone.PROBLEM)))
        painter.drawRect(rest)
        painter.setBrush(QBrush(QColor(roles.ink(Tone.PROBLEM)), Qt.BrushStyle.FDiagPattern))
        painter.setPen(QPen(QColor(roles.ink(Tone.PROBLEM)), 1))
        painter.drawRect(rest)

    # --- picking -----------------------------------------------------------------------------------------------------

    def at(self, y: float) -> int:
        """The bar at this height, -1 below the last."""
        top = 0
        for place, bar in enumerate(self._bars):
            top += self._tall(bar, self.width())
            if y < top:
                return place
        return -1

    def make_pickable(self) -> None:
        """Bars may be pressed: the list takes the keyboard and a hand."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self.at(event.position().y())
        if place >= 0:
            self.picked.emit(place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._bars:
            self.picked.emit(self._current)
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._bars:
            step = 1 if event.key() == Qt.Key.Key_Down else -1
            self._current = min(max(self._current + step, 0), len(self._bars) - 1)
            self.setAccessibleDescription(self._bars[self._current].spoken())
            self.update()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the year. `state`: done, now or later. `count`: how many things stand here, "" hides it."""

    name: str
    state: str
    count: str = ""


class StepStrip(QWidget):
    """Rembug → Usulan → … with counts: where the year stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: list[Step] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Tahapan")

    def put(self, steps: Sequence[Step]) -> None:
        self._steps = list(steps)
        words = {"done": "selesai", "now": "sedang berjalan", "later": "belum"}
        said = [f"{step.name}: {words.get(step.state, step.state)}, {step.count}".rstrip(", ") for step in steps]
        self.setAccessibleDescription(". ".join(said))
        self._keep_high()
        self.update()

    def _per_row(self) -> int:
        """How many steps fit beside each other without cutting a word."""
        count = len(self._steps)
        if not count:
            return 1
        widest = max(max(self._advance(step.name, True), self._advance(step.count, False)) for step in self._steps)
        return max(1, min(count, self.width() // (widest + SPACE_2)))

    @staticmethod
    def _advance(text: str, bold: bool) -> int:
        return QFontMetrics(look().font(extra=-1, bold=bold)).horizontalAdvance(text)

    def _rows(self) -> int:
        return -(-len(self._steps) // self._per_row()) if self._steps else 1

    def _row_height(self) -> int:
        return 28 + SPACE_1 + QFontMetrics(look().font(extra=-1)).height() * 2 + SPACE_2

    def _keep_high(self) -> None:
        self.setFixedHeight(self._rows() * self._row_height())
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(360, self._rows() * self._row_height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_high()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_steps"):
            self._keep_high()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        per_row = self._per_row()
        width = self.width() / per_row
        for place, step in enumerate(self._steps):
            row, column = divmod(place, per_row)
            box = QRectF(column * width, row * self._row_height(), width, self._row_height())
            last = column == per_row - 1 or place == len(self._steps) - 1
            self._draw(painter, box, step, joined=not last)

    def _draw(self, painter: QPainter, box: QRectF, step: Step, *, joined: bool) -> None:
        now = look()
        roles = now.roles
        middle, size = QPointF(box.center().x(), box.top() + 14), 13.0
        if joined:
            painter.setPen(QPen(QColor(roles.primary if step.state == "done" else roles.line), 2))
            painter.drawLine(
                QPointF(middle.x() + size + 4, middle.y()), QPointF(middle.x() + box.width() - size - 4, middle.y())
            )
        fill = {"done": roles.primary, "now": roles.surface}.get(step.state, roles.surface)
        edge = roles.primary if step.state in ("done", "now") else roles.field_border
        painter.setPen(QPen(QColor(edge), 3 if step.state == "now" else 1.5))
        painter.setBrush(QColor(fill))
        painter.drawEllipse(middle, size - 1, size - 1)
        if step.state == "done":
            tick = pixmap("check", roles.on_primary, 18, self.devicePixelRatioF())
            painter.drawPixmap(QPointF(middle.x() - 9, middle.y() - 9), tick)
        elif step.state == "now":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.primary))
            painter.drawEllipse(middle, 5, 5)
        metrics = QFontMetrics(now.font(extra=-1))
        text = QRectF(box.left(), box.top() + 28 + SPACE_1, box.width(), metrics.height())
        painter.setFont(now.font(extra=-1, bold=step.state == "now"))
        painter.setPen(QColor(roles.text if step.state != "later" else roles.muted))
        painter.drawText(text, Qt.AlignmentFlag.AlignHCenter, step.name)
        painter.setFont(now.font(extra=-1))
        painter.setPen(QColor(roles.muted))
        painter.drawText(text.translated(0, metrics.height()), Qt.AlignmentFlag.AlignHCenter, step.count)
