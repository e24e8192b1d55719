"""A limit as one cell of the board: the share as a figure, a small bar under it, and a mark where it is not kept."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QTableView, QToolTip

from desktop.domain.allocation import Bar, Summary
from desktop.domain.money import format_percent, format_rupiah
from desktop.services.board import BoardRow
from desktop.ui.palette import Tone
from desktop.ui.table_view import PAD, CellDelegate, Index
from desktop.ui.theme import colour, look

NAMES = {
    ("infrastructure", ""): "Infra",
    ("infrastructure", "joint"): "Bersama",
    ("infrastructure", "own"): "Infra RT",
    ("health", ""): "Kesehatan",
    ("social", ""): "Sosbud",
    ("economy", ""): "Ekonomi",
    ("education", ""): "Pendidikan",
    ("youth", ""): "Pemuda",
    ("general", ""): "Umum",
}
"""Headings of the columns, short; the whole name is in each cell's tooltip and for screen readers."""

TOTAL = ("total", "")
ABOVE, BELOW = "▲", "▼"
_TRACK = 4


class Cell:
    """What one limit looks like for one RT. `share`: whole percent of the ceiling; `full`: how much of the track is
    filled, 0 to 1."""

    def __init__(self, text: str, spoken: str, tone: Tone | None, full: float, share: int) -> None:
        self.text, self.spoken, self.tone, self.full, self.share = text, spoken, tone, full, share


def total_cell(summary: Summary) -> Cell:
    """What is left of the whole ceiling, or how much it is exceeded."""
    if summary.ceiling is None:
        return Cell("–", summary.text, None, 0, -1)
    share = summary.share // 100
    if summary.over:
        return Cell(f"{ABOVE} {format_rupiah(summary.over)}", summary.text, Tone.PROBLEM, 1, share)
    return Cell(format_rupiah(summary.left), summary.text, None, min(share / 100, 1), share)


def bar_cell(bar: Bar | None, *, quiet: bool) -> Cell:
    """One bidang of one RT."""
    if bar is None:
        return Cell("–", "belum ada", None, 0, -1)
    if quiet or (not bar.used and bar.state != "below"):
        return Cell("–", bar.text, None, 0, -1)
    text = format_percent(bar.share // 100 * 100)
    full = min(bar.used / bar.maximum, 1) if bar.maximum else min(bar.share / 10_000, 1)
    if bar.state == "above":
        return Cell(f"{ABOVE} {text}", bar.text, Tone.PROBLEM, 1, bar.share)
    if bar.state == "below":
        return Cell(f"{BELOW} {text}", bar.text, Tone.ATTENTION, full, bar.share)
    return Cell(text, bar.text, None, full, bar.share)


def cell_of(row: BoardRow, part: tuple[str, str], *, granted: bool) -> Cell:
    """The cell of one RT in the column of a bidang (sector, scope), or of the whole ceiling (TOTAL)."""
    summary = row.granted if granted else row.asked
    quiet = row.sending != "sent"
    if part == TOTAL:
        return total_cell(summary)
    found = next((bar for bar in summary.bars if (bar.sector, bar.scope) == part), None)
    return bar_cell(found, quiet=quiet)


class LimitDelegate(CellDelegate):
    """Paints a `Cell`; `cell` finds it for a row of the view's model."""

    def __init__(self, view: QTableView, cell: Callable[[int], Cell]) -> None:
        super().__init__(view)
        self._cell = cell

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell, rect, roles = self._cell(index.row()), option.rect, look().roles
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if cell.tone is not None and not chosen:
            painter.fillRect(rect, colour(roles.ground(cell.tone)))
        super().paint(painter, option, index)
        if cell.tone is not None and chosen:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), colour(roles.ink(cell.tone)))
        if cell.share >= 0:
            self._track(painter, rect, cell)

    def _track(self, painter: QPainter, rect: QRect, cell: Cell) -> None:
        roles = look().roles
        track = QRectF(rect.left() + PAD, rect.bottom() - _TRACK - 3, rect.width() - 2 * PAD, _TRACK)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(roles.line))
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(QColor(roles.ink(cell.tone) if cell.tone else roles.primary))
        painter.drawRoundedRect(QRectF(track.left(), track.top(), track.width() * cell.full, _TRACK), 2, 2)
        painter.restore()

    @staticmethod
    def _text(painter: QPainter, rect: QRect, index: Index) -> None:
        text = str(index.data() or "")
        inside = rect.adjusted(PAD, 0, -PAD, -_TRACK - 1)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), text)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The limit in a whole sentence."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            QToolTip.showText(event.globalPos(), self._cell(index.row()).spoken, view)
            return True
        return super().helpEvent(event, view, option, index)


def legend() -> str:
    """What the marks in the cells mean."""
    return f"{ABOVE} melebihi batas · {BELOW} kurang dari batas terendah · angka: persen dari pagu RT"
