"""The table of usulan: its columns, the grip in front, and dragging a row to another place."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication, QFrame, QStyle, QStyleOptionViewItem

from desktop.domain.dates import format_day
from desktop.domain.joint import own_share, place_name
from desktop.domain.money import format_rupiah
from desktop.services.proposals import ProposalRow
from desktop.ui.icons import pixmap
from desktop.ui.proposals.band import short_name
from desktop.ui.status import STATE_STATUS, Status
from desktop.ui.table_view import PAD, CellDelegate, RowView, wanted_width
from desktop.ui.tables import Column
from desktop.ui.theme import look

Index = QModelIndex | QPersistentModelIndex
_GRIP = 18
_TITLE = 280
"""The room a title gets before other columns are shown, logical px at normal text size."""
BESIDE = ("Lokasi", "Asal rembug", "Catatan kelurahan", "Gabungan")
"""Columns that give way while the drawer is open; the drawer shows them."""
GIVE_WAY = ("Lokasi", "Asal rembug", "Bidang", "Status")
"""Columns that give way where the rest would not fit, the first one first; the last only in the largest text beside
the drawer, which shows it."""


def status_of(row: ProposalRow) -> Status:
    """Where a usulan stands, as the kit's chips say it."""
    return STATE_STATUS[row.state]


def _number(row: ProposalRow) -> int | None:
    return row.data.priority or None


def _note(row: ProposalRow) -> str:
    if row.altered and row.state in {"returned", "withdrawn"}:
        return f"Sudah diubah, belum diajukan lagi. {row.note}".strip()
    return row.note


def joint_words(row: ProposalRow) -> str:
    """Of a joint activity what the bars count, or where it is budgeted; "" for any other."""
    if row.data.host:
        return f"Dianggarkan di {place_name(row.data.host)}"
    if not row.data.contributions:
        return ""
    return f"Bagian RT ini {format_rupiah(own_share(row.data))}"


def _meeting(row: ProposalRow) -> str:
    """An RT tells its rembug apart by their days."""
    if row.meeting_day is not None:
        return format_day(row.meeting_day)
    return row.meeting or "belum dipilih"


def unneeded_columns(rows: Sequence[ProposalRow], *, beside: bool) -> set[str]:
    """Titles of columns that say nothing here: empty ones, and those the drawer `beside` the table shows."""
    hidden = set(BESIDE) if beside else set()
    if not any(row.data.location for row in rows):
        hidden.add("Lokasi")
    if not any(_note(row) for row in rows):
        hidden.add("Catatan kelurahan")
    if not any(joint_words(row) for row in rows):
        hidden.add("Gabungan")
    return hidden


def fit_columns(view: RowView, titles: Sequence[str], unneeded: set[str]) -> None:
    """Show what fits without scrolling sideways and without cutting the usulan's own titles short.

    Money stays always, the others as long as there is room.
    """
    at_title = titles.index("Judul")
    rows = range(view.model().rowCount())
    longest = max((wanted_width(view.model().index(row, at_title)) for row in rows), default=0)
    room = min(longest, round(_TITLE * look().points / 10.5))
    for giving in range(len(GIVE_WAY) + 1):
        hidden = unneeded | set(GIVE_WAY[:giving])
        for at, title in enumerate(titles):
            view.setColumnHidden(at, title in hidden)
        view.fit()
        wide = sum(view.columnWidth(at) for at in range(len(titles)) if not view.isColumnHidden(at))
        # The last column to give way does so only where money would be cut, not for a longer title.
        enough = view.columnWidth(at_title) >= room or giving == len(GIVE_WAY) - 1
        if wide <= view.viewport().width() and enough:
            return


def columns() -> list[Column[ProposalRow]]:
    """What the list shows of each usulan."""
    return [
        Column("Prioritas", _number, "number", spoken=lambda row: f"prioritas {row.data.priority or 'belum ada'}"),
        Column("Judul", lambda row: row.data.title or "(belum berjudul)", width=280, stretch=True),
        Column("Bidang", lambda row: short_name(row.data.sector, row.data.scope), width=180),
        Column("Lokasi", lambda row: row.data.location, width=170),
        Column("Asal rembug", _meeting, width=150, sort=lambda row: row.meeting_day, spoken=lambda row: row.meeting),
        Column("Jumlah RAB", lambda row: row.data.amount or None, "money"),
        Column("Status", status_of, "status"),
        Column("Catatan kelurahan", _note, width=170),
        Column("Gabungan", joint_words, width=230),
    ]


class GripDelegate(CellDelegate):
    """The priority with a grip in front, or a lock where the number is fixed."""

    def __init__(self, row: Callable[[int], ProposalRow], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._row = row

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        roles = look().roles
        state, rect, view = option.state, option.rect, option.widget
        ink = roles.on_selected if state & QStyle.StateFlag.State_Selected else roles.muted
        name = "lock" if self._row(index.row()).locked else "grip-vertical"
        place = QPoint(rect.left() + PAD - 4, rect.center().y() - _GRIP // 2 + 1)
        painter.drawPixmap(place, pixmap(name, ink, _GRIP, view.devicePixelRatioF()))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(_GRIP, 0)


class RowDrag(QObject):
    """Lets rows be dragged to another place: a line shows where; releasing there asks for the move.

    `movable`: whether a row may be taken. `dropped`: (row taken, the row it goes before; the count for the end).
    """

    dropped = Signal(int, int)

    def __init__(self, view: RowView, movable: Callable[[int], bool]) -> None:
        super().__init__(view)
        self._view, self._movable = view, movable
        self._start: QPoint | None = None
        self._taken = -1
        self._line = QFrame(view.viewport())
        self._line.setFixedHeight(3)
        self._line.hide()
        view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        place = event.position().toPoint()
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
            index = self._view.indexAt(place)
            self._start, self._taken = (place, index.row()) if index.isValid() else (None, -1)
            return False
        if kind == QEvent.Type.MouseMove and self._start is not None and event.buttons() & Qt.MouseButton.LeftButton:
            return self._moved(place)
        if kind == QEvent.Type.MouseButtonRelease and self._start is not None:
            return self._released(place)
        return False

    def _moved(self, place: QPoint) -> bool:
        far = (place - (self._start or place)).manhattanLength() >= QApplication.startDragDistance()
        if self._line.isHidden() and not far:
            return False
        if not self._movable(self._taken):
            return True
        at = self._gap(place.y())
        top = self._top(at)
        colour = QColor(look().roles.primary)
        self._line.setStyleSheet(f"background: {colour.name()}; border: 0;")
        self._line.setGeometry(0, max(top - 2, 0), self._view.viewport().width(), 3)
        self._line.show()
        self._line.raise_()
        self._view.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        return True

    def _released(self, place: QPoint) -> bool:
        dragging, taken = not self._line.isHidden(), self._taken
        self._start, self._taken = None, -1
        self._line.hide()
        self._view.viewport().unsetCursor()
        if not dragging:
            return False
        at = self._gap(place.y())
        if at not in (taken, taken + 1):
            self.dropped.emit(taken, at)
        return True

    def _gap(self, y: int) -> int:
        """The row before which a drop at this height goes."""
        count = self._view.model().rowCount()
        row = self._view.rowAt(y)
        if row < 0:
            return count if y > 0 else 0
        middle = self._view.rowViewportPosition(row) + self._view.rowHeight(row) / 2
        return row if y < middle else row + 1

    def _top(self, at: int) -> int:
        count = self._view.model().rowCount()
        if at < count:
            return self._view.rowViewportPosition(at)
        return self._view.rowViewportPosition(count - 1) + self._view.rowHeight(count - 1) if count else 0
