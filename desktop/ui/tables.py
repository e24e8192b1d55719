"""Read-only tables: columns described in a list, rows fetched a page at a time, sorting and filtering by the source.

columns = [Column("Judul", lambda row: row.title, stretch=True), Column("Jumlah", lambda row: row.amount, "money")]
table = Table("usulan", columns, in_memory(service.proposals, columns), key=lambda row: row.uid)
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.domain.dates import format_day
from desktop.domain.money import format_quantity, format_rupiah
from desktop.ui.status import Status

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
ROOT, PAGE, DISPLAY = QModelIndex(), 100, Qt.ItemDataRole.DisplayRole
STATUS_ROLE = Qt.ItemDataRole.UserRole
FIT_ROLE = Qt.ItemDataRole.UserRole + 1

ALL = 100_000
"""Rows asked for when all are wanted."""

Kind = Literal["text", "money", "date", "number", "quantity", "code", "status"]
_RIGHT = {"money", "number", "quantity"}


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column. `get`: the row's value (str, int rupiah, date, Status; None shows nothing).

    Only "text" columns may be cut with "…"; all others are as wide as their widest value. `stretch`: takes the room
    left over. `width`: the most a text column takes at first, logical px. `sort`: what to sort by when it is not the
    value. `spoken`: for screen readers when the text is not enough.
    """

    title: str
    get: Callable[[Row], Any]
    kind: Kind = "text"
    width: int = 220
    stretch: bool = False
    sortable: bool = True
    sort: Callable[[Row], Any] | None = None
    spoken: Callable[[Row], str] | None = None

    @property
    def fits(self) -> bool:
        """Whether the column is never cut."""
        return self.kind != "text"

    def text(self, row: Row) -> str:
        """The value as people read it."""
        return shown(self.get(row), self.kind)


def shown(value: Any, kind: Kind) -> str:
    """A value as its column shows it."""
    if value is None:
        return ""
    if isinstance(value, str) and kind != "quantity":
        return value
    if isinstance(value, Status):
        return value.word
    if kind == "money" and isinstance(value, int):
        return format_rupiah(value)
    if kind == "quantity":
        return format_quantity(str(value))
    if isinstance(value, datetime.date):
        return format_day(value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Query:
    """What the table shows now: words typed into the filter, and the column sorted by (-1: as the source gives)."""

    words: str = ""
    column: int = -1
    descending: bool = False


Fetch = Callable[[Query, Row | None, int], Sequence[Row]]
"""(query, the last row already shown or None, how many) → the rows after it."""


def in_memory(load: Callable[[], Sequence[Row]], columns: Sequence[Column[Row]]) -> Fetch[Row]:
    """A source for lists that fit in memory (a few thousand rows): filters and sorts here, loads when asked anew."""
    held: list[Row] = []
    place: dict[int, int] = {}
    texts: dict[int, tuple[Row, str]] = {}  # what the filter reads of each row, while the source gives the same rows

    def text_of(row: Row) -> str:
        known = texts.get(id(row))
        if known is None or known[0] is not row:
            known = texts[id(row)] = (
                row,
                " ".join([shown(column.get(row), column.kind) for column in columns]).casefold(),
            )
        return known[1]

    def fetch(query: Query, after: Row | None, limit: int) -> Sequence[Row]:
        if after is None:
            rows = load()
            if not query.words or len(texts) > 2 * len(rows):
                texts.clear()  # rows of an earlier reading would be held for nothing
            held[:] = _matching(rows, columns, query, text_of)
            place.clear()
            place.update((id(row), at) for at, row in enumerate(held))
        start = 0 if after is None else place[id(after)] + 1
        return held[start : start + limit]

    return fetch


def _matching(
    rows: Sequence[Row], columns: Sequence[Column[Row]], query: Query, text_of: Callable[[Row], str]
) -> list[Row]:
    words = query.words.casefold().split()
    found = [row for row in rows if all(word in text_of(row) for word in words)] if words else list(rows)
    if query.column >= 0:
        column = columns[query.column]
        found.sort(key=lambda row: _sort_key(column, row), reverse=query.descending)
    return found


def _sort_key(column: Column[Row], row: Row) -> tuple[bool, Any]:
    """Nothing comes last; words without regard to capitals."""
    value = column.sort(row) if column.sort is not None else column.get(row)
    if isinstance(value, Status):
        value = value.word
    return (value is None or value == "", value.casefold() if isinstance(value, str) else value or 0)


class TableModel(QAbstractTableModel, Generic[Row]):
    """Loads a page when the view asks; the whole list is never built at once."""

    def __init__(
        self,
        columns: Sequence[Column[Row]],
        fetch: Fetch[Row],
        key: Callable[[Row], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns, self._fetch, self._key = list(columns), fetch, key
        self._rows: list[Row] = []
        self._more = False
        self.query = Query()

    def reload(self, query: Query | None = None) -> None:
        """Fetch anew from the start; as many pages as were shown before, so that scrolling is not lost."""
        wanted = max(1, -(-len(self._rows) // PAGE)) * PAGE if query is None else PAGE
        self.beginResetModel()
        self.query = self.query if query is None else query
        self._rows = list(self._fetch(self.query, None, wanted))
        self._more = len(self._rows) == wanted
        self.endResetModel()

    def row(self, at: int) -> Row:
        return self._rows[at]

    def rows(self) -> list[Row]:
        """The rows loaded so far."""
        return list(self._rows)

    def find(self, key: str) -> int:
        """The position of the row with this key among those loaded, -1 for none."""
        return next((at for at, row in enumerate(self._rows) if self._key(row) == key), -1)

    def key(self, at: int) -> str:
        return self._key(self._rows[at])

    @property
    def complete(self) -> bool:
        """Whether every row is loaded."""
        return not self._more

    def canFetchMore(self, parent: Index = ROOT) -> bool:
        return self._more and not parent.isValid()

    def fetchMore(self, parent: Index = ROOT) -> None:
        if parent.isValid() or not self._more:
            return
        new = list(self._fetch(self.query, self._rows[-1] if self._rows else None, PAGE))
        self._more = len(new) == PAGE
        if new:
            self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(new) - 1)
            self._rows += new
            self.endInsertRows()

    def load_all(self) -> None:
        """Every row there is, at once."""
        while self._more:
            new = list(self._fetch(self.query, self._rows[-1] if self._rows else None, ALL))
            self._more = len(new) == ALL
            if new:
                self.beginInsertRows(ROOT, len(self._rows), len(self._rows) + len(new) - 1)
                self._rows += new
                self.endInsertRows()

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role in (DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column.kind)
        return None

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        column, row = self.columns[index.column()], self._rows[index.row()]
        if role == DISPLAY:
            return column.text(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column.kind)
        if role == STATUS_ROLE:
            value = column.get(row)
            return value if isinstance(value, Status) else None
        if role == FIT_ROLE:
            return column.fits
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return column.spoken(row) if column.spoken is not None else column.text(row) or "kosong"
        return None


def alignment(kind: Kind) -> Qt.AlignmentFlag:
    """Figures stand at the right of their cell, everything else at the left."""
    return _AT_RIGHT if kind in _RIGHT else _AT_LEFT


_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
