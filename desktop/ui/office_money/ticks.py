"""A table whose rows are ticked: a box with a word in its first column; the mouse, the space bar and Enter tick."""

from collections.abc import Callable, Iterable, Sequence
from typing import Generic

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.ui.cards import EmptyState
from desktop.ui.icons import pixmap
from desktop.ui.remember import Remembered
from desktop.ui.table_view import PAD, CellDelegate, Index, Table
from desktop.ui.tables import Column, Row, in_memory
from desktop.ui.theme import look

_BOX, _GAP = 18, 6
YES, NO = "Ya", "Tidak"


class TickDelegate(CellDelegate):
    """Paints the box, filled with a tick for "Ya", and the word beside it."""

    def _text(self, painter: QPainter, rect: QRect, index: Index) -> None:  # type: ignore[override]  # drawn, not cut
        roles, ticked = look().roles, str(index.data() or "") == YES
        left, top = rect.left() + PAD, rect.center().y() - _BOX / 2 + 0.5
        ink = painter.pen().color()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(roles.primary if ticked else roles.field_border), 1.5))
        painter.setBrush(QColor(roles.primary if ticked else roles.surface))
        painter.drawRoundedRect(QRectF(left, top, _BOX, _BOX), 4, 4)
        if ticked:
            ratio = painter.device().devicePixelRatioF() if isinstance(painter.device(), QWidget) else 1.0
            painter.drawPixmap(round(left + 2), round(top + 2), pixmap("check", roles.on_primary, _BOX - 4, ratio))
        painter.setPen(ink)
        inside = rect.adjusted(PAD + _BOX + _GAP, 0, 0, 0)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), str(index.data()))


class TickTable(Table[Row], Generic[Row]):
    """`ticks`: the keys of the rows ticked; `ticked` is told when the user changes them. `heading`: of the boxes."""

    ticked = Signal()

    def __init__(
        self,
        name: str,
        heading: str,
        columns: Sequence[Column[Row]],
        load: Callable[[], Sequence[Row]],
        *,
        key: Callable[[Row], str],
        title: str,
        empty: EmptyState,
        remembered: Remembered,
    ) -> None:
        self.ticks: set[str] = set()
        self._past: list[frozenset[str]] = []
        self._future: list[frozenset[str]] = []
        first: Column[Row] = Column(heading, lambda row: YES if key(row) in self.ticks else NO, "code")
        all_columns = [first, *columns]
        super().__init__(
            name, all_columns, in_memory(load, all_columns), key=key, title=title, empty=empty, remembered=remembered
        )
        self._key_of = key
        self.view.setItemDelegateForColumn(0, TickDelegate(self.view))
        self.view.beside[0] = _BOX + _GAP
        self.view.clicked.connect(lambda index: self._clicked(index.row(), index.column()))
        self.opened.connect(lambda row: self.turn([row]))
        self.view.installEventFilter(self)

    def set_ticks(self, keys: Iterable[str]) -> None:
        """Tick exactly these; nothing to take back afterwards."""
        self.ticks = set(keys)
        self._past, self._future = [], []
        self.view.viewport().update()

    def turn(self, rows: Sequence[Row]) -> None:
        """Tick these rows, or untick them when all of them are ticked."""
        keys = {self._key_of(row) for row in rows}
        if keys:
            self.alter(self.ticks - keys if keys <= self.ticks else self.ticks | keys)

    def alter(self, keys: Iterable[str]) -> None:
        """Tick exactly these, as a step that can be taken back."""
        wanted = frozenset(keys)
        if wanted != self.ticks:
            self._past.append(frozenset(self.ticks))
            self._future = []
            self._put(wanted)

    def undo(self) -> None:
        """Take the last step back."""
        if self._past:
            self._future.append(frozenset(self.ticks))
            self._put(self._past.pop())

    def redo(self) -> None:
        """Do it again."""
        if self._future:
            self._past.append(frozenset(self.ticks))
            self._put(self._future.pop())

    def _put(self, keys: frozenset[str]) -> None:
        self.ticks = set(keys)
        rows = self.model.rowCount()
        if rows:
            self.model.dataChanged.emit(self.model.index(0, 0), self.model.index(rows - 1, 0))
        self.view.viewport().update()
        self.ticked.emit()

    def _clicked(self, row: int, column: int) -> None:
        if column == 0:
            self.turn([self.model.row(row)])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.view
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Space
        ):
            self.turn(self.rows_chosen())
            return True
        return super().eventFilter(watched, event)
