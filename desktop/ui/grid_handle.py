"""The small square at the corner of what is chosen in a grid: dragged down it fills the rows below, as in Excel.

A double click fills down to the last row with something in it. The same by keys: choose rows, then Ctrl+D.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView

from desktop.ui.grid_model import GridModel
from desktop.ui.theme import look

if TYPE_CHECKING:
    from desktop.ui.grid import Grid

_SIZE = 9
_REACH = 6
"""So many px around the square still take hold of it."""


class FillHandle(QObject):
    """Belongs to one grid; listens to the mouse on its cells."""

    def __init__(self, grid: "Grid") -> None:
        super().__init__(grid)
        self._grid = grid
        self._to = -1  # the row dragged to, -1 while nothing is dragged
        grid.viewport().setMouseTracking(True)
        grid.viewport().installEventFilter(self)
        grid.selectionModel().selectionChanged.connect(lambda *_: grid.viewport().update())

    # --- where it is -------------------------------------------------------------------------------------------------

    def _block(self) -> tuple[int, int, int, int] | None:
        """Top, left, bottom, right of what is chosen, when it can be filled down."""
        grid = self._grid
        chosen = grid.selectionModel().selection()
        if chosen.isEmpty() or grid.editTriggers() == QAbstractItemView.EditTrigger.NoEditTriggers:
            return None
        one = chosen.first()
        model: GridModel = grid.rows
        if not any(model.columns[at].editable for at in range(one.left(), one.right() + 1)):
            return None
        if any(model.is_heading(at) for at in range(one.top(), one.bottom() + 1)):
            return None
        return one.top(), one.left(), one.bottom(), one.right()

    def rect(self) -> QRect:
        """The square, in the cells' coordinates; empty when there is none."""
        block = self._block()
        if block is None:
            return QRect()
        corner = self._grid.visualRect(self._grid.rows.index(block[2], block[3])).bottomRight()
        return QRect(corner.x() - _SIZE + 2, corner.y() - _SIZE + 2, _SIZE, _SIZE)

    # --- painting ----------------------------------------------------------------------------------------------------

    def paint(self) -> None:
        """Over the cells, while the keyboard is in the grid."""
        grid = self._grid
        if not grid.hasFocus() or grid.state() == QAbstractItemView.State.EditingState:
            return
        square, block = self.rect(), self._block()
        if block is None or square.isEmpty():
            return
        roles = look().roles
        painter = QPainter(grid.viewport())
        if self._to > block[2]:
            top = grid.visualRect(grid.rows.index(block[0], block[1]))
            bottom = grid.visualRect(grid.rows.index(self._to, block[3]))
            painter.setPen(QPen(QColor(roles.focus), 2, Qt.PenStyle.DashLine))
            painter.drawRect(QRect(top.topLeft(), bottom.bottomRight()).adjusted(1, 1, -1, -1))
        painter.fillRect(square, QColor(roles.surface))
        painter.fillRect(square.adjusted(1, 1, -1, -1), QColor(roles.focus))
        painter.end()

    # --- the mouse ---------------------------------------------------------------------------------------------------

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        kind, place = event.type(), event.position().toPoint()
        if kind == QEvent.Type.MouseButtonDblClick and self._holds(place):
            self._fill_to_the_end()
            return True
        if kind == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton and self._holds(place):
            block = self._block()
            self._to = block[2] if block else -1
            return True
        if kind == QEvent.Type.MouseMove:
            return self._moved(place)
        if kind == QEvent.Type.MouseButtonRelease and self._to >= 0:
            to, self._to = self._to, -1
            self._grid.fill_down(to)
            self._grid.viewport().update()
            return True
        return False

    def _holds(self, place: QPoint) -> bool:
        square = self.rect()
        return (
            self._grid.hasFocus()
            and not square.isEmpty()
            and square.adjusted(*[-_REACH] * 2, *[_REACH] * 2).contains(place)
        )

    def _moved(self, place: QPoint) -> bool:
        grid = self._grid
        if self._to < 0:
            shape = Qt.CursorShape.CrossCursor if self._holds(place) else Qt.CursorShape.ArrowCursor
            if grid.viewport().cursor().shape() != shape:
                grid.viewport().setCursor(shape)
            return False
        block = self._block()
        if block is None:
            self._to = -1
            return False
        at = grid.rowAt(place.y())
        self._to = max(at if at >= 0 else grid.rows.rowCount() - 1 if place.y() > 0 else block[2], block[2])
        grid.scrollTo(grid.rows.index(self._to, block[3]))
        grid.viewport().update()
        return True

    def _fill_to_the_end(self) -> None:
        block = self._block()
        if block is not None:
            self._grid.fill_down(self._grid.rows.last_filled(block[2]))
