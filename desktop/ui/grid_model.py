"""The rows of a spreadsheet grid, and every change to them as a step that can be undone."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop.domain.errors import RuleViolation
from desktop.domain.money import Reading, format_rupiah
from desktop.ui.grid_cells import (
    EMPTY,
    Cell,
    GridColumn,
    GridRow,
    Question,
    question_about,
    read_cell,
    read_column,
    stored_cell,
)
from desktop.ui.problems import explain

Index = QModelIndex | QPersistentModelIndex
ROOT, DISPLAY = QModelIndex(), Qt.ItemDataRole.DisplayRole
PROBLEM_ROLE = Qt.ItemDataRole.UserRole
WARNING_ROLE = Qt.ItemDataRole.UserRole + 1
HEADING_ROLE = Qt.ItemDataRole.UserRole + 2

UNDO_STEPS = 200

AskReading = Callable[[Question], Reading | None]
"""Asks which reading a pasted column has: "thousands", "decimal", or None to paste nothing."""


class _Splice(QUndoCommand):
    """Rows `at`…: the old ones out, the new ones in. Every change of the grid is one of these."""

    def __init__(self, model: "GridModel", text: str, at: int, old: Sequence[GridRow], new: Sequence[GridRow]) -> None:
        super().__init__(text)
        self._model, self._at, self._old, self._new = model, at, list(old), list(new)

    def redo(self) -> None:
        self._model.put_rows(self._at, len(self._old), self._new)

    def undo(self) -> None:
        self._model.put_rows(self._at, len(self._new), self._old)


class GridModel(QAbstractTableModel):
    """Editable rows. `groups`: (key, words) of headings with a subtotal; `group_column`: what is summed.

    The rows between two headings belong to the first. `spare`: blank rows kept for typing when the grid is empty.
    """

    edited = Signal()  # the user altered something, or took it back
    altered = Signal(int, int)  # the first row now standing where rows were replaced, and how many

    def __init__(
        self,
        columns: Sequence[GridColumn],
        *,
        groups: Sequence[tuple[str, str]] = (),
        total_of: str = "",
        spare: int = 5,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self._groups, self._total_of, self._spare = dict(groups), total_of, spare
        self._open_end = True
        self._rows: list[GridRow] = []
        self._amounts: list[int | None] = []  # of each row, None while not counted
        self._sums: dict[int, int] = {}
        self._numbers: list[int] = []
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(UNDO_STEPS)
        self.fill([])

    # --- whole contents ----------------------------------------------------------------------------------------------

    def fill(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """Show stored lines: values by column name, "uid", and "group" where the grid has groups. Forgets undo."""
        rows: list[GridRow] = []
        if self._groups:
            for key in self._groups:
                rows.append(GridRow(heading=key))
                rows += [self._row(line) for line in lines if line.get("group", "") == key] or [GridRow()]
        else:
            rows = [self._row(line) for line in lines]
            rows += [GridRow()] * (self._spare - len(rows) if len(rows) < self._spare else 1)
        self.beginResetModel()
        self._rows = rows
        self._amounts = [None] * len(rows)
        self._recount()
        self.endResetModel()
        self.undo_stack.clear()

    def set_open_end(self, is_open: bool) -> None:
        """A blank row to type into below the last; none, and no way to open one, where nothing may be altered. A grid
        with groups stays."""
        self._open_end = is_open
        filled = len(self._rows)
        while filled > 1 and self._rows[filled - 1].blank:
            filled -= 1
        if self._groups or is_open == (filled < len(self._rows)):
            return
        if is_open:
            self.beginInsertRows(ROOT, filled, filled)
            self._rows, self._amounts = [*self._rows, GridRow()], [*self._amounts, None]
        else:
            self.beginRemoveRows(ROOT, filled, len(self._rows) - 1)
            self._rows, self._amounts = self._rows[:filled], self._amounts[:filled]
            self.undo_stack.clear()
        self._recount()
        if is_open:
            self.endInsertRows()
        else:
            self.endRemoveRows()

    def _row(self, line: Mapping[str, Any]) -> GridRow:
        cells = {
            column.name: stored_cell(column, line.get(column.name))
            for column in self.columns
            if column.kind != "computed"
        }
        return GridRow({name: cell for name, cell in cells.items() if cell.text}, str(line.get("uid", "")))

    def lines(self) -> list[dict[str, Any]]:
        """The rows with something in them, top to bottom: readable values, "uid", "group" where there are groups.

        Unreadable cells are None here; see `bad_cells`.
        """
        found: list[dict[str, Any]] = []
        group = ""
        for row in self._rows:
            if row.heading is not None:
                group = row.heading
            elif not row.blank:
                values = {column.name: row.cell(column.name).value for column in self.columns}
                found.append({**values, "uid": row.uid, **({"group": group} if self._groups else {})})
        return found

    def bad_cells(self) -> list[tuple[int, int, str]]:
        """(row, column, sentence) of every cell that cannot be read or is not allowed, top to bottom."""
        found = []
        for at, row in enumerate(self._rows):
            for place, column in enumerate(self.columns):
                problem = self._problem(row, column)
                if problem:
                    found.append((at, place, problem))
        return found

    def total(self, name: str = "") -> int:
        """Sum of a money or computed column over all rows, whole rupiah."""
        return sum(self._amount(row, name or self._total_of) for row in self._rows)

    def row(self, at: int) -> GridRow:
        return self._rows[at]

    def is_heading(self, at: int) -> bool:
        return 0 <= at < len(self._rows) and self._rows[at].heading is not None

    def name_rows(self, make: Callable[[], str]) -> None:
        """Give every row with something in it a uid of its own, so that others may point to it: no undo step."""
        for at, row in enumerate(self._rows):
            if row.heading is None and not row.blank and not row.uid:
                self._rows[at] = replace(row, uid=make())

    # --- changes, each one undo step ---------------------------------------------------------------------------------

    def type_text(self, at: int, column: int, text: str) -> None:
        """What was typed into one cell."""
        spec, row = self.columns[column], self._rows[at]
        if not spec.editable or row.heading is not None:
            return
        cell = read_cell(spec, text)
        if cell != row.cell(spec.name):
            self._change("mengetik", at, [row], [row.with_cell(spec.name, cell)])

    def clear(self, cells: Sequence[tuple[int, int]]) -> None:
        """Empty these (row, column) cells."""
        self._set_many("mengosongkan", dict.fromkeys(cells, EMPTY))

    def copy_down(self, cells: Sequence[tuple[int, int]]) -> None:
        """Each cell gets what stands above it (Ctrl+D); of a block whose first cell is filled, that one goes down."""
        found: dict[tuple[int, int], Cell] = {}
        tops: dict[int, int] = {}
        for at, column in sorted(cells):
            tops.setdefault(column, at)
        several = {column for at, column in cells if at != tops[column]}
        for at, column in sorted(cells):
            if at == tops[column] and column in several and self._rows[at].cell(self.columns[column].name).text:
                continue
            above = self._above(at)
            if above is not None:
                name = self.columns[column].name
                found[at, column] = found.get((above, column), self._rows[above].cell(name))
        self._set_many("menyalin ke bawah", found)

    def fill_down(self, top: int, bottom: int, columns: Sequence[int], to: int) -> int:
        """The rows `top`…`bottom` over and over into those below, down to row `to` (the fill handle); headings and what
        belongs to another group stay. How many rows were filled.
        """
        end = next((at for at in range(bottom + 1, to + 1) if self.is_heading(at)), to + 1)
        found: dict[tuple[int, int], Cell] = {}
        for at in range(bottom + 1, end):
            source = self._rows[top + (at - top) % (bottom - top + 1)]
            for column in columns:
                found[at, column] = source.cell(self.columns[column].name)
        self._set_many("mengisi ke bawah", found)
        return max(end - bottom - 1, 0)

    def last_filled(self, at: int) -> int:
        """The last row with something in it from `at` on, within its group."""
        last = at
        while last + 1 < len(self._rows) and not self.is_heading(last + 1) and not self._rows[last + 1].blank:
            last += 1
        return last

    def open_row(self, after: int) -> int:
        """A new row below `after`; its position. Where nothing may be altered (set_open_end) none, and `after`."""
        if not self._open_end:
            return after
        self._change("menambah baris", after + 1, [], [GridRow()])
        return after + 1

    def remove_rows(self, places: Sequence[int]) -> None:
        """Take whole rows out (headings stay); a group or the grid never becomes rowless."""
        gone = sorted({at for at in places if self._rows[at].heading is None})
        if not gone:
            return
        first, last = gone[0], gone[-1]
        kept = [row for at, row in enumerate(self._rows[first : last + 1], first) if at not in gone]
        before = self._rows[first - 1] if first else None
        after = self._rows[last + 1] if last + 1 < len(self._rows) else None
        needs_one = (before is None or before.heading is not None) and (after is None or after.heading is not None)
        if not kept and needs_one:
            kept = [GridRow()]
        self._change("menghapus baris", first, self._rows[first : last + 1], kept)

    def paste(self, at: int, column: int, block: Sequence[Sequence[str]], ask: AskReading) -> int:
        """A block of texts from (at, column) on: fills down its group, growing rows as needed. The rows written.

        Computed columns are passed over. A money column that can be read two ways is asked about once.
        """
        if not block:
            return 0
        wide = max(len(line) for line in block)
        targets = [(place, spec) for place, spec in enumerate(self.columns[column : column + wide]) if spec.editable]
        read: dict[str, list[Cell]] = {}
        for place, spec in targets:
            texts = [line[place] if place < len(line) else "" for line in block]
            question = question_about(spec, texts) if spec.kind == "money" else None
            reading = ask(question) if question is not None else ""
            if reading is None:
                return 0
            read[spec.name] = read_column(spec, texts, reading)
        start = at + 1 if self.is_heading(at) else at
        end = start
        while end < len(self._rows) and end - start < len(block) and self._rows[end].heading is None:
            end += 1
        old = self._rows[start:end]
        new = []
        for line in range(len(block)):
            row = old[line] if line < len(old) else GridRow()
            for name, cells in read.items():
                row = row.with_cell(name, cells[line])
            new.append(row)
        self._change("menempel", start, old, new)
        return len(new)

    def _set_many(self, text: str, cells: Mapping[tuple[int, int], Cell]) -> None:
        allowed = {
            (at, column): cell
            for (at, column), cell in cells.items()
            if self.columns[column].editable and self._rows[at].heading is None
        }
        if not allowed:
            return
        first, last = min(at for at, _ in allowed), max(at for at, _ in allowed)
        old = self._rows[first : last + 1]
        new = list(old)
        for (at, column), cell in allowed.items():
            new[at - first] = new[at - first].with_cell(self.columns[column].name, cell)
        if new != old:
            self._change(text, first, old, new)

    def _above(self, at: int) -> int | None:
        """The row above in the same group."""
        return at - 1 if at > 0 and not self.is_heading(at - 1) and not self.is_heading(at) else None

    def _change(self, text: str, at: int, old: Sequence[GridRow], new: Sequence[GridRow]) -> None:
        self.undo_stack.push(_Splice(self, text, at, old, new))

    def put_rows(self, at: int, count: int, rows: Sequence[GridRow]) -> None:
        """Replace `count` rows from `at` by others; only the steps of the undo stack call this."""
        both = min(count, len(rows))
        self._rows[at : at + both] = rows[:both]
        if count > both:
            self.beginRemoveRows(ROOT, at + both, at + count - 1)
            del self._rows[at + both : at + count]
            self.endRemoveRows()
        elif len(rows) > both:
            self.beginInsertRows(ROOT, at + both, at + len(rows) - 1)
            self._rows[at + both : at + both] = rows[both:]
            self.endInsertRows()
        self._amounts[at : at + count] = [None] * len(rows)
        self._recount()
        self.altered.emit(at, len(rows))
        # Computed cells, headings' subtotals and checks may depend on any row.
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self.columns) - 1))
        self.edited.emit()

    # --- what the view shows -----------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if not index.isValid() or self._rows[index.row()].heading is not None:
            return usual
        return usual | Qt.ItemFlag.ItemIsEditable if self.columns[index.column()].editable else usual

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> object:
        if orientation == Qt.Orientation.Vertical:
            return self._row_number(section) if role == DISPLAY else None
        if role in (DISPLAY, Qt.ItemDataRole.AccessibleTextRole):
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _row_number(self, at: int) -> str:
        if self._rows[at].heading is not None:
            return ""
        if not self._numbers:
            self._numbers = list(accumulate(int(row.heading is None) for row in self._rows))
        return str(self._numbers[at])

    def _recount(self) -> None:
        self._sums.clear()
        self._numbers = []

    def data(self, index: Index, role: int = DISPLAY) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == HEADING_ROLE:
            return row.heading is not None
        if role in (DISPLAY, Qt.ItemDataRole.EditRole):
            return self._text(index.row(), column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == PROBLEM_ROLE:
            return self._problem(row, column)
        if role == WARNING_ROLE:
            return self._warning(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._problem(row, column) or self._warning(row, column) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._text(index.row(), column) or "kosong"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return self._problem(row, column) or self._warning(row, column)
        return None

    def texts(self, column: int, first: int = 0, count: int = -1) -> tuple[set[str], set[str]]:
        """What a column shows: in its rows (`count` of them from `first` on, default all), and as subtotals in all its
        headings (set bold)."""
        spec = self.columns[column]
        stop = len(self._rows) if count < 0 else min(first + count, len(self._rows))
        plain = {self._text(at, spec) for at in range(first, stop) if self._rows[at].heading is None}
        bold = {self._text(at, spec) for at, row in enumerate(self._rows) if row.heading is not None}
        return plain, bold

    def _text(self, at: int, column: GridColumn) -> str:
        row = self._rows[at]
        if row.heading is not None:
            if column is self.columns[0]:
                return self._groups.get(row.heading, row.heading)
            return format_rupiah(self._subtotal(at)) if column.name == self._total_of else ""
        if column.kind != "computed":
            return row.cell(column.name).text
        amount = None if row.blank else self._computed(row, column)
        return "" if amount is None else column.shown(amount)

    def _computed(self, row: GridRow, column: GridColumn) -> int | None:
        return column.compute(row.values()) if column.compute is not None else None

    def _amount(self, row: GridRow, name: str) -> int:
        column = next((one for one in self.columns if one.name == name), None)
        if column is None or row.blank or row.heading is not None:
            return 0
        if column.counts is not None and not column.counts(row.values()):
            return 0
        value = self._computed(row, column) if column.kind == "computed" else row.cell(name).value
        return value if isinstance(value, int) else 0

    def _subtotal(self, heading: int) -> int:
        if heading not in self._sums:
            total = 0
            for at in range(heading + 1, len(self._rows)):
                if self._rows[at].heading is not None:
                    break
                amount = self._amounts[at]
                if amount is None:
                    amount = self._amounts[at] = self._amount(self._rows[at], self._total_of)
                total += amount
            self._sums[heading] = total
        return self._sums[heading]

    def _problem(self, row: GridRow, column: GridColumn) -> str:
        cell = row.cell(column.name)
        if cell.problem or column.check is None or row.blank or row.heading is not None:
            return cell.problem
        try:
            column.check(cell.value, row.values())
        except RuleViolation as violation:
            return explain(violation)
        return ""

    def _warning(self, row: GridRow, column: GridColumn) -> str:
        if column.warn is None or row.blank or row.heading is not None or row.cell(column.name).problem:
            return ""
        return column.warn(row.cell(column.name).value, row.values())
