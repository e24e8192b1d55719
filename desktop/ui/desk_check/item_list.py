"""All items of a submission, two lines each: what it is, what it asks for, where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.domain.money import format_rupiah
from desktop.ui.icons import pixmap
from desktop.ui.palette import SPACE_2, SPACE_3
from desktop.ui.qss import mark
from desktop.ui.status import Status
from desktop.ui.theme import look

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
_ICON = 18


@dataclass(frozen=True, slots=True)
class Line:
    """One item. `amount`: whole rupiah, asked or granted; None for items without money."""

    uid: str
    title: str
    amount: int | None
    status: Status


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def put(self, lines: Sequence[Line]) -> None:
        if [line.uid for line in lines] == [line.uid for line in self.lines]:
            self.lines = list(lines)
            self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            amount = f", {format_rupiah(line.amount)}" if line.amount is not None else ""
            return f"{index.row() + 1}. {line.title}{amount}, {line.status.word}"
        return None


class _Delegate(QStyledItemDelegate):
    """Icon of the state, title (bold while undecided), amount and state below."""

    def __init__(self, model: _Model, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        now = look()
        tall = QFontMetrics(now.font(bold=True)).height() + QFontMetrics(now.font(extra=-1.5)).height()
        return QSize(120, tall + 2 * SPACE_2 + 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, line = look(), self._model.lines[index.row()]
        roles, rect, state, view = now.roles, option.rect, option.state, option.widget
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, QColor(roles.selected if chosen else roles.hover))
        ratio = view.devicePixelRatioF()
        middle = rect.center().y()
        if line.status.icon:
            picture = pixmap(line.status.icon, roles.ink(line.status.tone), _ICON, ratio)
            painter.drawPixmap(rect.left() + SPACE_3, middle - _ICON // 2, picture)
        big, small = now.font(bold=line.status.word == "Belum diputuskan"), now.font(extra=-1.5)
        tall, low = QFontMetrics(big), QFontMetrics(small)
        left = rect.left() + SPACE_3 + _ICON + SPACE_2
        room = rect.right() - left - SPACE_2
        top = rect.top() + SPACE_2
        painter.setFont(big)
        painter.setPen(QColor(roles.on_selected if chosen else roles.text))
        title = tall.elidedText(line.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(left, top + tall.ascent(), title)
        painter.setFont(small)
        painter.setPen(QColor(roles.on_selected if chosen else roles.muted))
        amount = format_rupiah(line.amount) if line.amount is not None else ""
        below = QRect(left, top + tall.height(), room, low.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft, amount)
        if line.status.word != "Belum diputuskan":
            space = room - low.horizontalAdvance(amount) - 8
            fits = low.horizontalAdvance(line.status.word) <= space
            short = line.status.word if fits else line.status.word.removeprefix("Perlu ")  # the sign says it, too
            word = low.elidedText(short, Qt.TextElideMode.ElideRight, space)
            painter.setPen(QColor(roles.on_selected if chosen else roles.ink(line.status.tone)))
            painter.drawText(below, Qt.AlignmentFlag.AlignRight, word)
        painter.setPen(QColor(roles.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if chosen and isinstance(view, QAbstractItemView) and view.hasFocus():
            painter.setPen(QPen(QColor(roles.focus), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()


class ItemList(QListView):
    """`picked`: another item was chosen."""

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "inset")
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self._model, self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setAccessibleName("Usulan dalam pengajuan ini")
        self.selectionModel().currentChanged.connect(self._moved)

    @property
    def lines(self) -> list[Line]:
        return list(self._model.lines)

    def put(self, lines: Sequence[Line]) -> None:
        """Show these; the one chosen stays chosen."""
        kept = self.current
        self._model.put(lines)
        if kept and not self.current:
            self.choose(kept)

    @property
    def current(self) -> str:
        """The uid of the item chosen."""
        index = self.currentIndex()
        return self._model.lines[index.row()].uid if index.isValid() else ""

    def choose(self, uid: str) -> None:
        """Choose an item; tells nobody when it is chosen already."""
        at = next((row for row, line in enumerate(self._model.lines) if line.uid == uid), -1)
        if at >= 0 and at != self.currentIndex().row():
            self.setCurrentIndex(self._model.index(at))

    def step(self, by: int) -> None:
        """To the next (1) or the previous (-1) item; stays at the ends."""
        at = min(max(self.currentIndex().row() + by, 0), len(self._model.lines) - 1)
        if at >= 0:
            self.setCurrentIndex(self._model.index(at))

    def _moved(self, now: QModelIndex, _old: QModelIndex) -> None:
        if now.isValid():
            self.scrollTo(now)
            self.picked.emit(self._model.lines[now.row()].uid)
