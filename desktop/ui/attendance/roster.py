"""The roster at the left: everybody in the register with a tick, or the best matches for what is being typed."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.services.meetings import Listed
from desktop.ui.icons import pixmap
from desktop.ui.layouts import level_rows
from desktop.ui.theme import look

Index = QModelIndex | QPersistentModelIndex
ROOT, DISPLAY = QModelIndex(), Qt.ItemDataRole.DisplayRole
ROW_ROLE = Qt.ItemDataRole.UserRole
PAD, BOX = 10, 18


class RosterRow(Struct, frozen=True):
    """One line: a resident (`person`), or what may be done with a name nobody bears (`deed`). `here`: ticked."""

    name: str
    detail: str
    person: Listed | None = None
    here: bool = False
    deed: Literal["", "resident", "guest"] = ""

    @property
    def told(self) -> str:
        """What stands beside the name."""
        return self.detail or (where(self.person) if self.person else "")


def where(person: Listed) -> str:
    """What tells namesakes apart: the last digits of their KK, and the address."""
    parts = [f"KK …{person.household[-4:]}" if person.household else "", person.address]
    return "  ".join(part for part in parts if part)


class RosterModel(QAbstractTableModel):
    """The lines shown now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[RosterRow] = []

    def put(self, rows: Sequence[RosterRow]) -> None:
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation == Qt.Orientation.Horizontal and role in (DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return ("Warga", "KK dan alamat")[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role in (DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return row.told if index.column() else row.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            tick = "" if row.deed else ", hadir" if row.here else ", belum hadir"
            return f"{row.name}{tick}" if index.column() == 0 else row.told or "kosong"
        return None


class RosterDelegate(QStyledItemDelegate):
    """A tick box and a name; deeds with a plus in its place."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        if not isinstance(row, RosterRow):
            return
        roles, rect, view = look().roles, option.rect, option.widget
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        ratio = view.devicePixelRatioF()
        painter.save()
        if chosen:
            painter.fillRect(rect, QColor(roles.selected))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(roles.hover))
        ink = QColor(roles.on_selected if chosen else roles.text)
        inside = rect.adjusted(PAD, 0, -PAD, 0)
        if index.column() == 0:
            middle = rect.center().y() + 0.5
            if row.deed:
                picture = pixmap("user-plus", roles.focus, 20, ratio)
                painter.drawPixmap(inside.left() - 1, round(middle - 10), picture)
                ink = QColor(roles.on_selected if chosen else roles.focus)
            else:
                _box(painter, inside.left(), middle, ticked=row.here, ratio=ratio)
            inside.setLeft(inside.left() + BOX + 10)
        elif not chosen:
            ink = QColor(roles.muted)
        painter.setFont(look().font(bold=bool(row.deed and index.column() == 0)))
        painter.setPen(ink)
        text = painter.fontMetrics().elidedText(str(index.data() or ""), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
        painter.setPen(QColor(roles.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen and isinstance(view, RosterView) and view.leads:
            painter.setPen(QPen(QColor(roles.focus), 2))
            painter.drawLine(rect.left(), rect.top() + 1, rect.right() + 1, rect.top() + 1)
            painter.drawLine(rect.left(), rect.bottom(), rect.right() + 1, rect.bottom())
            if index.column() == 0:
                painter.drawLine(rect.left() + 1, rect.top() + 1, rect.left() + 1, rect.bottom())
            else:
                painter.drawLine(rect.right(), rect.top() + 1, rect.right(), rect.bottom())
        painter.restore()


def _box(painter: QPainter, left: float, middle: float, *, ticked: bool, ratio: float) -> None:
    roles = look().roles
    box = QRectF(left + 0.5, middle - BOX / 2 + 0.5, BOX - 1, BOX - 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(roles.primary if ticked else roles.field_border))
    painter.setBrush(QColor(roles.primary if ticked else roles.surface))
    painter.drawRoundedRect(box, 4, 4)
    if ticked:
        painter.drawPixmap(round(left + 1), round(middle - 8), pixmap("check", roles.on_primary, 16, ratio))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)


class RosterView(QTableView):
    """The lines; the keyboard usually stays in the entry field, which `leads` it."""

    ticked = Signal(int)  # Space or a click on a box
    picked = Signal(int)  # Enter or a double click
    typed = Signal(str)  # a letter typed here belongs into the entry field

    def __init__(self) -> None:
        super().__init__()
        self.rows = RosterModel(self)
        self.leads = False
        self.setModel(self.rows)
        self.setItemDelegate(RosterDelegate(self))
        self.setAccessibleName("Daftar warga")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.doubleClicked.connect(lambda index: self.picked.emit(index.row()))
        level_rows(self)

    def go(self, row: int) -> None:
        """Make a line the current one."""
        if 0 <= row < len(self.rows.rows):
            self.selectRow(row)
            self.scrollTo(self.rows.index(row, 0))
        else:
            self.clearSelection()

    @property
    def row(self) -> int:
        """The current line, -1 for none."""
        chosen = self.selectionModel().selectedRows()
        return chosen[0].row() if chosen else -1

    def set_leads(self, leads: bool) -> None:
        """Whether Enter in the entry field means the current line: then it is outlined."""
        self.leads = leads
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "rows"):
            level_rows(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.viewport().width()
        second = min(round(250 * look().points / 10.5), room * 9 // 20)
        self.setColumnWidth(0, room - second)
        self.setColumnWidth(1, second)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Space and self.row >= 0:
            self.ticked.emit(self.row)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.row >= 0:
            self.picked.emit(self.row)
        elif event.text().strip() and event.text().isprintable() and not event.modifiers() & _COMMANDS:
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and event.position().x() < PAD + BOX + 8:
            self.ticked.emit(index.row())


_COMMANDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
