"""A table with its filter, its empty state and remembered widths: what pages put on the screen."""

from collections.abc import Callable, Sequence
from typing import Any, Generic

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.cards import EmptyState
from desktop.ui.layouts import level_rows
from desktop.ui.palette import SPACE_2, SPACE_3
from desktop.ui.remember import Remembered
from desktop.ui.status import Status, chip_size, paint_chip
from desktop.ui.tables import DISPLAY, STATUS_ROLE, Column, Fetch, Query, Row, TableModel, shown
from desktop.ui.theme import colour, look

Index = QModelIndex | QPersistentModelIndex
PAD = 10
_FILTER_MS = 150
_LEAST_TEXT = 96
_LONGEST_SAID = 40
"""Letters of a filter that are said back."""
_ARROW = 16
"""Room in a heading for the arrow of sorting, logical px."""
_SIDE = Qt.ItemDataRole.TextAlignmentRole
_LEFT, _MIDDLE = int(Qt.AlignmentFlag.AlignLeft), int(Qt.AlignmentFlag.AlignVCenter)


class CellDelegate(QStyledItemDelegate):
    """Paints a cell: chips for a status, the chosen row in its own colours, the row with the keyboard outlined.

    A window shows some 150 cells and paints them at every turn of the wheel, so a cell asks its model in Python, not
    through Qt (a value need not become a QVariant and back), and lines are filled, not drawn: half the time.
    """

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now, rect = look(), option.rect
        roles = now.roles
        state: QStyle.StateFlag = option.state
        view = option.widget
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(rect, colour(roles.selected))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, colour(roles.hover))
        status = index.model().data(index, STATUS_ROLE)
        if isinstance(status, Status):
            paint_chip(painter, rect.left() + PAD - 2, rect.center().y() + 0.5, status, view.devicePixelRatioF())
        else:
            painter.setPen(colour(roles.on_selected if chosen else roles.text))
            painter.setFont(now.font())
            self._text(painter, rect, index)
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, colour(roles.line))
        if chosen and isinstance(view, QTableView) and view.hasFocus():
            _outline(painter, rect, index, view)
        painter.restore()

    @staticmethod
    def _text(painter: QPainter, rect: QRect, index: Index) -> None:
        model = index.model()
        text = str(model.data(index, DISPLAY) or "")
        if not text:
            return
        inside = rect.adjusted(PAD, 0, -PAD, 0)
        side = model.data(index, _SIDE) or model.headerData(index.column(), Qt.Orientation.Horizontal, _SIDE)
        cut = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(side or _LEFT) | _MIDDLE, cut)

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(wanted_width(index), look().row)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole text where it is cut."""
        if event.type() == QEvent.Type.ToolTip and index.isValid():
            cut = wanted_width(index) > option.rect.width()
            QToolTip.showText(event.globalPos(), str(index.data() or "") if cut else "", view)
            return True
        return super().helpEvent(event, view, option, index)


def wanted_width(index: Index, metrics: QFontMetrics | None = None) -> int:
    """What a cell needs in the present font (its `metrics`, when many cells are measured), logical px."""
    status = index.data(STATUS_ROLE)
    if isinstance(status, Status):
        return chip_size(status).width() + 2 * PAD
    return (metrics or QFontMetrics(look().font())).horizontalAdvance(str(index.data() or "")) + 2 * PAD + 2


def _outline(painter: QPainter, rect: QRect, index: Index, view: QTableView) -> None:
    """The row with the keyboard: a 2 px line around the whole of it."""
    painter.setPen(QPen(QColor(look().roles.focus), 2))
    top, bottom = rect.top() + 1, rect.bottom()
    painter.drawLine(rect.left(), top, rect.right() + 1, top)
    painter.drawLine(rect.left(), bottom, rect.right() + 1, bottom)
    header = view.horizontalHeader()
    visual = header.visualIndex(index.column())
    if visual == 0:
        painter.drawLine(rect.left() + 1, top, rect.left() + 1, bottom)
    if visual == header.count() - 1:
        painter.drawLine(rect.right(), top, rect.right(), bottom)


class RowView(QTableView):
    """Whole rows are chosen; Enter opens; columns that must not be cut never are."""

    entered_row = Signal(int)

    def __init__(self, columns: Sequence[Column[Any]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = list(columns)
        self._fitting = False
        self.beside: dict[int, int] = {}  # per column: room for what is drawn beside its text, logical px
        self._wide: list[int] = []
        self._measured, self._measured_in = 0, look().size
        self.setItemDelegate(CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorShown(False)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(48)
        header.sectionResized.connect(self._kept_wide)
        level_rows(self)

    def needed(self, column: int, *, tight: bool = False) -> int:
        """The width below which something in this column would be cut (its text, or its heading).

        `tight`: without room for an arrow where the table is not sorted by this column.
        """
        heading = self._heading(column, tight=tight)
        if not self._columns[column].fits:
            return min(heading, _LEAST_TEXT)
        return max(heading, self._widest(column) + self.beside.get(column, 0))

    def _heading(self, column: int, *, tight: bool = False) -> int:
        header = self.horizontalHeader()
        sorts = header.isSortIndicatorShown() and header.sortIndicatorSection() == column
        arrow = 0 if tight and not sorts else _ARROW
        return QFontMetrics(look().font(bold=True)).horizontalAdvance(self._columns[column].title) + 2 * PAD + arrow

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._forget_widths()
        if model is not None:
            model.modelReset.connect(self._forget_widths)

    def _forget_widths(self) -> None:
        self._wide = [0] * len(self._columns)
        self._shapes: list[set[str]] = [set() for _ in self._columns]
        self._measured, self._measured_in = 0, look().size

    def _widest(self, column: int) -> int:
        """The widest cell of a column; each row is measured once, however often a page is added."""
        if self._measured_in != look().size:
            self._forget_widths()
        model, metrics = self.model(), QFontMetrics(look().font())
        if isinstance(model, TableModel):
            self._measure(model, metrics)
            return self._wide[column]
        for row in range(self._measured, model.rowCount()):
            for at, spec in enumerate(self._columns):
                if not spec.stretch:
                    self._wide[at] = max(self._wide[at], wanted_width(model.index(row, at), metrics))
        self._measured = model.rowCount()
        return self._wide[column]

    def _measure(self, model: TableModel[Any], metrics: QFontMetrics) -> None:
        """The new rows, without asking through Qt: texts that differ in their figures only are measured once, with the
        widest figure in place of each; a column that may be cut only until it has all the room it may take."""
        if self._measured == model.rowCount():
            return
        widest = max("0123456789", key=metrics.horizontalAdvance)
        figures = str.maketrans("0123456789", widest * 10)
        rows = model.rows()[self._measured :]
        for at, spec in enumerate(self._columns):
            if spec.stretch or (not spec.fits and self._wide[at] >= self._most(at)):
                continue
            values = set(map(spec.get, rows))
            texts = {shown(one, spec.kind).translate(figures) for one in values if not isinstance(one, Status)}
            wide = [metrics.horizontalAdvance(text) for text in texts - self._shapes[at]]
            wide += [chip_size(one).width() - 2 for one in values if isinstance(one, Status)]
            self._shapes[at] |= texts
            self._wide[at] = max(self._wide[at], max(wide, default=0) + 2 * PAD + 2)
        self._measured = model.rowCount()

    def _most(self, column: int) -> int:
        """What a text column takes at first, in the present text size."""
        return round(self._columns[column].width * look().points / 10.5)

    def _room(self, column: int) -> int:
        """A text column takes what its texts need, up to its own width in the present text size."""
        return self._widest(column) if self._columns[column].fits else min(self._widest(column), self._most(column))

    def _squeezed(self, columns: Sequence[int], room: int) -> dict[int, int]:
        """Widths without room for arrows; texts that may be cut give up to each other what `room` is short of."""
        needed = {at: self.needed(at, tight=True) for at in columns}
        wanted = {at: max(self._room(at), least) for at, least in needed.items()}
        spare, short = sum(wanted.values()) - sum(needed.values()), sum(wanted.values()) - room
        if spare <= 0 or short <= 0:
            return wanted
        kept = max(spare - short, 0)
        return {at: needed[at] + (wanted[at] - needed[at]) * kept // spare for at in columns}

    def fit(self) -> None:
        """Give every column its room; the stretching ones share what is left."""
        if self.model() is None:
            return
        self._fitting = True
        shown = [at for at in range(len(self._columns)) if not self.isColumnHidden(at)]
        stretching = [at for at in shown if self._columns[at].stretch]
        fixed = [at for at in shown if not self._columns[at].stretch]
        kept = bool(self.property("widths_kept"))
        widths = {at: max(self.columnWidth(at) if kept else self._room(at), self.needed(at)) for at in fixed}
        least = len(stretching) * _LEAST_TEXT * 2
        if not kept and sum(widths.values()) + least > self.viewport().width():
            # A little is missing: better no room for arrows than a figure behind the edge.
            widths = self._squeezed(fixed, self.viewport().width() - least)
        # Where there is room, the heading of a column that may be cut shows whole too.
        whole = widths if kept else {at: max(width, self._heading(at)) for at, width in widths.items()}
        if sum(whole.values()) + least <= self.viewport().width():
            widths = whole
        left = self.viewport().width() - sum(widths.values())
        if fixed and not stretching and not kept and left > 0:
            widths[fixed[0]] += left  # no bare strip beside the last column
        for at, width in widths.items():
            self.setColumnWidth(at, width)
        for at in stretching:
            self.setColumnWidth(at, max(left // len(stretching), _LEAST_TEXT * 2))
        self._fitting = False

    def _kept_wide(self, column: int, old: int, new: int) -> None:
        # Hiding a column and showing it again is told as a width of 0: nobody dragged it.
        if self._fitting or self.model() is None or 0 in (old, new):
            return
        self.setProperty("widths_kept", True)
        least = self.needed(column, tight=True)
        if new < least:
            self.setColumnWidth(column, least)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "_columns"):
            level_rows(self)
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex().row())
            return
        super().keyPressEvent(event)


class Table(QWidget, Generic[Row]):
    """Filter, count, table, empty state. `name`: of its widths in the INI file. `key`: a row's uid.

    `opened`: Enter or a double click on a row; `chosen`: the current row changed (None for none).
    """

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[Row]],
        fetch: Fetch[Row],
        *,
        key: Callable[[Row], str],
        title: str = "",
        empty: EmptyState | None = None,
        filters: bool = True,
        remembered: Remembered | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._remembered = name, remembered
        self.model: TableModel[Row] = TableModel(columns, fetch, key, self)
        self.view = RowView(columns)
        self.view.setModel(self.model)
        self.view.setAccessibleName(title or name)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Saring (Ctrl+F)")
        self.filter.setAccessibleName(f"Saring {title or name}")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(180)
        self.filter.setMaximumWidth(280)
        self.count = QLabel()
        self.count.setProperty("kind", "muted")
        self.tools = QHBoxLayout()
        self.tools.setSpacing(SPACE_2)
        self.tools.addWidget(self.filter)
        self.tools.addStretch(1)
        self.tools.addWidget(self.count)
        self._spared: set[QWidget] = set()
        if not filters:
            self.filter.hide()
        self.empty = empty or EmptyState("Belum ada isi.")
        self.nothing = EmptyState("", "Hapus saringan", self._clear_filter, icon="filter")
        self._stack = QStackedWidget()
        for widget in (self.view, self.empty, self.nothing):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        layout.addLayout(self.tools)
        layout.addWidget(self._stack, 1)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_FILTER_MS)
        self._clock.timeout.connect(self._apply_filter)
        self._connect()

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _text: self._clock.start())
        self.filter.returnPressed.connect(self._apply_filter)
        self.filter.installEventFilter(self)
        self.view.doubleClicked.connect(lambda index: self.opened.emit(self.model.row(index.row())))
        self.view.entered_row.connect(lambda at: self.opened.emit(self.model.row(at)))
        self.view.horizontalHeader().sectionClicked.connect(self.sort_by)
        self.view.selectionModel().currentRowChanged.connect(lambda _now, _old: self.chosen.emit(self.row()))
        self.model.rowsInserted.connect(self._grew)
        self.view.horizontalHeader().sectionResized.connect(lambda *_: self._keep())

    # --- for pages ---------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Fetch anew; the row chosen before stays chosen."""
        kept = self.model.key(self.view.currentIndex().row()) if self.view.currentIndex().isValid() else ""
        self.model.reload()
        self._shown()
        if kept:
            self.choose(kept)

    def load_all(self) -> None:
        """Every row, not only what is seen: a short list whose count should be whole."""
        self.model.load_all()

    def row(self) -> Row | None:
        """The current row."""
        index = self.view.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def rows_chosen(self) -> list[Row]:
        """All chosen rows, top to bottom."""
        places = sorted(index.row() for index in self.view.selectionModel().selectedRows())
        return [self.model.row(at) for at in places]

    def choose(self, key: str) -> bool:
        """Make the row with this key current. False when it is not among the rows loaded."""
        at = self.model.find(key)
        if at >= 0:
            self.view.selectRow(at)
            self.view.scrollTo(self.model.index(at, 0))
        return at >= 0

    def focus_filter(self) -> bool:
        """Ctrl+F, for Page.focus_filter."""
        if self.filter.isHidden():
            return False
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()
        return True

    def add_tool(self, widget: QWidget) -> None:
        """Something beside the filter (a choice of year, a button)."""
        self.tools.insertWidget(self.tools.count() - 2, widget)

    def sort_by(self, column: int) -> None:
        """Sort by a column; once more turns it round."""
        if not self.model.columns[column].sortable:
            return
        now = self.model.query
        down = now.column == column and not now.descending
        self.model.reload(Query(now.words, column, down))
        order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
        self.view.horizontalHeader().setSortIndicatorShown(True)
        self.view.horizontalHeader().setSortIndicator(column, order)
        self.view.fit()
        self._shown()

    # --- inside ------------------------------------------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrow down leads from the filter to what it found."""
        down = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Down
        if watched is self.filter and down:
            self._apply_filter()
            if self.model.rowCount():
                if not self.view.currentIndex().isValid():
                    self.view.selectRow(0)
                self.view.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _apply_filter(self) -> None:
        self._clock.stop()
        now = self.model.query
        words = self.filter.text().strip()
        if words != now.words:
            self.model.reload(Query(words, now.column, now.descending))
            self._shown()

    def _clear_filter(self) -> None:
        self.filter.clear()
        self._apply_filter()
        self.filter.setFocus()

    def _grew(self) -> None:
        self.view.fit()
        self._say_count()

    def _shown(self) -> None:
        some, words = self.model.rowCount() > 0, self.model.query.words
        said = words if len(words) <= _LONGEST_SAID else f"{words[:_LONGEST_SAID]}…"
        self.nothing.put(f"Tidak ada yang cocok dengan “{said}”.")
        self._stack.setCurrentWidget(self.view if some else self.nothing if words else self.empty)
        # Nothing at all: there is nothing to filter, and the keyboard belongs to the button that begins.
        self._spare(self.filter, not (some or words or self.filter.text()))
        self._restore()
        self.view.fit()
        self._say_count()

    def _say_count(self) -> None:
        many = self.model.rowCount()
        self.count.setText("" if not many else f"{many} baris" if self.model.complete else f"{many}+ baris")
        self._spare(self.count, not many)

    def _spare(self, widget: QWidget, spared: bool) -> None:
        """Hide what says nothing now, and show it again; what the page itself hid stays hidden."""
        if spared and not widget.isHidden():
            self._spared.add(widget)
            widget.hide()
        elif not spared and widget in self._spared:
            self._spared.discard(widget)
            widget.show()

    def _restore(self) -> None:
        if self._remembered is None or self.view.property("widths_kept"):
            return
        if self._remembered.restore_columns(self.view.horizontalHeader(), self._name):
            self.view.setProperty("widths_kept", True)

    def _keep(self) -> None:
        if self._remembered is not None and self.view.property("widths_kept"):
            self._remembered.keep_columns(self.view.horizontalHeader(), self._name)

    def sizeHint(self) -> QSize:
        return QSize(600, 320)

    def corner(self) -> QPoint:
        """Where the table's body begins, for tests and pictures."""
        return self.view.viewport().mapTo(self, QPoint(0, 0))
