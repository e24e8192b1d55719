"""A table over a list of any length: it knows how many rows there are and fetches the pages around what is seen.

The last row is one page away, not all pages: nothing is loaded on the way to it.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic

from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QWidget

from desktop.ui.status import Status
from desktop.ui.table_view import RowView, wanted_width
from desktop.ui.tables import DISPLAY, FIT_ROLE, ROOT, STATUS_ROLE, Column, Index, Row, alignment
from desktop.ui.theme import look

KEPT = 40
"""Pages held at once; those longest not looked at go first."""

_LEAST_STRETCH = 104
"""Logical px of a stretching column at least."""

_SPOKEN = Qt.ItemDataRole.AccessibleTextRole


@dataclass(frozen=True, slots=True)
class Pages(Generic[Row]):
    """A list by pages: how many rows, how many to a page, and what gives page `n` (0 the first)."""

    count: int
    size: int
    fetch: Callable[[int], Sequence[Row]]


class PagedModel(QAbstractTableModel, Generic[Row]):
    """Rows of `Pages`. A page is fetched when one of its cells is asked for; a row that has gone since shows empty."""

    fetched = Signal(int)  # the page's number

    def __init__(self, columns: Sequence[Column[Row]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._pages: Pages[Row] = Pages(0, 1, lambda _number: ())
        self._held: OrderedDict[int, Sequence[Row]] = OrderedDict()

    def put(self, pages: Pages[Row]) -> None:
        """Another list."""
        self.beginResetModel()
        self._pages = pages
        self._held.clear()
        self.endResetModel()

    def grow(self, count: int) -> None:
        """The list turned out to be this long; what is shown stays."""
        if count > self._pages.count:
            self.beginInsertRows(ROOT, self._pages.count, count - 1)
            self._pages = replace(self._pages, count=count)
            self.endInsertRows()

    def row(self, at: int) -> Row | None:
        """The row at this place, fetched if need be; None when it is not there any more."""
        if not 0 <= at < self._pages.count:
            return None
        number, place = divmod(at, self._pages.size)
        page = self._held.get(number)
        if page is None:
            page = self._held[number] = self._pages.fetch(number)
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
            self.fetched.emit(number)
        else:
            self._held.move_to_end(number)
        return page[place] if place < len(page) else None

    def held(self) -> dict[int, range]:
        """The pages held now by number, and the places of their rows."""
        size = self._pages.size
        return {number: range(number * size, number * size + len(page)) for number, page in self._held.items()}

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._pages.count

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self.columns[section].kind)
        return None

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column.kind)
        if role == FIT_ROLE:
            return column.fits
        if role not in (DISPLAY, STATUS_ROLE, _SPOKEN) or (role == STATUS_ROLE and column.kind != "status"):
            return None
        row = self.row(index.row())
        if row is None:
            return "" if role == DISPLAY else None
        if role == DISPLAY:
            return column.text(row)
        if role == STATUS_ROLE:
            value = column.get(row)
            return value if isinstance(value, Status) else None
        return column.spoken(row) if column.spoken is not None else column.text(row) or "kosong"


class PagedView(RowView):
    """Shows a PagedModel. Columns that must not be cut grow with the pages fetched, never by fetching.

    `before_end`: called when the End key is pressed, so that a list not counted yet has its end.
    """

    before_end: Callable[[], object] | None = None

    def __init__(self, columns: Sequence[Column[Any]], parent: QWidget | None = None) -> None:
        self._seen: list[int] = [0] * len(columns)
        self._seen_in = look().size
        self._measured_pages: set[int] = set()
        super().__init__(columns, parent)
        # Fetching happens while the view paints; widths are set once it is done.
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(0)
        self._clock.timeout.connect(self._measure_pages)

    def show_model(self, model: PagedModel[Any]) -> None:
        """Show this model from now on."""
        self.setModel(model)
        model.fetched.connect(lambda _number: self._clock.start())
        model.modelReset.connect(self.measure_again)

    def measure_again(self) -> None:
        """The rows say something else: widths from the start."""
        self._seen = [0] * len(self._columns)
        self._measured_pages.clear()
        self._clock.start()

    def fit(self) -> None:
        """As every table, but stretching columns may become narrower before anything stands outside."""
        super().fit()
        shown = [at for at in range(len(self._columns)) if not self.isColumnHidden(at)]
        stretching = [at for at in shown if self._columns[at].stretch]
        room = self.viewport().width() - sum(self.columnWidth(at) for at in shown if at not in stretching)
        self._fitting = True
        for place, at in enumerate(stretching):
            self.setColumnWidth(at, max((room + place) // len(stretching), _LEAST_STRETCH))
        self._fitting = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last row; rows, not cells, are chosen here."""
        if event.key() == Qt.Key.Key_End and self.before_end is not None:
            self.before_end()
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self.model().rowCount() - 1}
        at = ends.get(Qt.Key(event.key()))
        if at is None or at < 0 or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            super().keyPressEvent(event)
            return
        self.setCurrentIndex(self.model().index(at, 0))

    def _measure_pages(self) -> None:
        model = self.model()
        if not isinstance(model, PagedModel):
            return
        before, metrics = list(self._seen), QFontMetrics(look().font())
        for number, rows in model.held().items():
            if number in self._measured_pages:
                continue
            self._measured_pages.add(number)
            for at, column in enumerate(self._columns):
                if not column.stretch:
                    widest = max((wanted_width(model.index(row, at), metrics) for row in rows), default=0)
                    self._seen[at] = max(self._seen[at], widest)
        if self._seen != before:
            self.fit()

    def _widest(self, column: int) -> int:
        """The widest cell among the rows held; the base class would ask for every row there is."""
        if self._seen_in != look().size:
            self._seen_in = look().size
            self.measure_again()
        return self._seen[column]
