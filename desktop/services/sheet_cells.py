"""Cells and rows as the spreadsheet readers hand them over: what one reads there, and what is odd about it.

Nothing is guessed here and no number becomes a float: numbers come out as Decimal, errors (#REF!) as errors.
"""

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from desktop.domain.dates import format_day
from desktop.domain.errors import Trouble
from desktop.domain.typed import tidy

MOST_ROWS: Final = 20_000
"""Filled rows of one sheet."""
MOST_COLUMNS: Final = 120
"""Columns beyond this are not read: formatting often reaches to the last column of the sheet."""
EMPTY_RUN: Final = 5_000
"""So many empty rows in a row end a sheet: formatting often reaches to row 1,048,576."""
MOST_MERGED: Final = 60
"""Rows one merged cell is read over."""

Kind = Literal["empty", "text", "number", "date", "error", "formula"]
"""`error`: the cell shows #REF! or the like; `formula`: a formula whose value was never stored in the file."""

_UNPRINTED = frozenset({"Cc", "Cs"})
"""Control signs and halves of letters: no record may hold them."""


class Cell(Struct, frozen=True):
    """One cell. `text`: what one reads there, tidied ("12.5", "17 Agustus 1965"), "" when empty."""

    kind: Kind = "empty"
    text: str = ""
    number: Decimal | None = None
    day: date | None = None


EMPTY: Final = Cell()
FORMULA: Final = Cell("formula")


class SheetRow(Struct, frozen=True):
    """One filled row; `number` as the spreadsheet shows it at the left edge (1 is the first)."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell in this column (0 is A), an empty one beyond the last."""
        return self.cells[column] if 0 <= column < len(self.cells) else EMPTY

    def texts(self) -> tuple[str, ...]:
        """What one reads in the row, from column A on."""
        return tuple(cell.text for cell in self.cells)


class Sheet(Struct, frozen=True):
    """One visible sheet, its empty rows left out."""

    name: str
    rows: tuple[SheetRow, ...]


class SheetDone(Exception):
    """Raised by `Rows.add` when only empty rows have come for long."""


class Rows:
    """The rows of one sheet as they are read: empty ones are left out, endless ones end, too many are refused."""

    def __init__(self, name: str, *, endless: bool = False) -> None:
        """`name`: of the file. `endless`: empty rows never end it."""
        self._name, self._endless = name, endless
        self._last = 0
        self.rows: list[SheetRow] = []

    def add(self, number: int, cells: list[Cell]) -> None:
        """The next row, `number` from 1. Raises SheetDone, Trouble: workbook_too_big (facts: name of the file)."""
        del cells[MOST_COLUMNS:]
        while cells and cells[-1].kind == "empty":
            cells.pop()
        if cells:
            self._last = number
            self.rows.append(SheetRow(number, tuple(cells)))
            if len(self.rows) > MOST_ROWS:
                raise Trouble("workbook_too_big", f"more than {MOST_ROWS} rows", {"name": self._name})
        elif number - self._last > EMPTY_RUN and not self._endless:
            raise SheetDone


def number_cell(value: int | float) -> Cell:
    """A number as the file holds it; 15 digits are all that a spreadsheet keeps of it."""
    number = Decimal(value) if isinstance(value, int) else Decimal(repr(value))
    if not number.is_finite():
        return Cell("error", str(value))
    whole = number == number.to_integral_value()
    return Cell("number", str(int(number)) if whole else format(number, "f"), number)


def text_cell(text: str) -> Cell:
    """A text cell; empty when only spaces and invisible signs are there."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(sign) in _UNPRINTED else sign for sign in text)
    clean = tidy(text)
    return Cell("text", clean) if clean else EMPTY


def date_cell(day: date) -> Cell:
    """A day; a time of day beside it says nothing here."""
    return Cell("date", format_day(day), None, date(day.year, day.month, day.day))


def spread(rows: list[SheetRow], covered: dict[tuple[int, int], int]) -> tuple[SheetRow, ...]:
    """A KK number written once beside a whole family stands beside each of them.

    `covered`: (row, column) of each covered cell of a merged block's first column → the row whose value it shows.
    """
    if not covered:
        return tuple(rows)
    by_number = {row.number: row for row in rows}
    places: dict[int, list[tuple[int, int]]] = {}
    for (number, column), source in covered.items():
        places.setdefault(number, []).append((column, source))
    found: list[SheetRow] = []
    for row in rows:
        cells = list(row.cells)
        for column, source in places.get(row.number, ()):
            cells += [EMPTY] * (column + 1 - len(cells))
            if cells[column].kind == "empty" and source in by_number:
                cells[column] = by_number[source].cell(column)
        found.append(SheetRow(row.number, tuple(cells)))
    return tuple(found)
