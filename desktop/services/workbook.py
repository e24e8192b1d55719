"""Read the spreadsheets people have: every visible sheet's rows as they stand, with what is odd about each cell.

Nothing is guessed here and no number becomes a float: numbers come out as Decimal, formulas as the value Excel or
LibreOffice stored with them, errors (#REF!) as errors. What a column means is for desktop.services.take.
"""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string
from openpyxl.utils.exceptions import InvalidFileException

from desktop.domain.dates import format_day
from desktop.domain.errors import Trouble
from desktop.domain.typed import tidy

MOST_BYTES = 40 * 1024 * 1024
"""A larger file is no list of residents or costs."""
MOST_UNPACKED = 300 * 1024 * 1024
"""The parts of the file together, unpacked."""
MOST_SCANNED = 64 * 1024 * 1024
"""The part of a larger sheet is not searched for merged cells."""
MOST_ROWS = 20_000
"""Filled rows of one sheet."""
MOST_COLUMNS = 120
"""Columns beyond this are not read: formatting often reaches to the last column of the sheet."""
EMPTY_RUN = 5_000
"""So many empty rows in a row end a sheet: formatting often reaches to row 1,048,576."""

MOST_MERGED = 60
"""Rows one merged cell is read over."""

Kind = Literal["empty", "text", "number", "date", "error", "formula"]
"""`error`: the cell shows #REF! or the like; `formula`: a formula whose value was never stored in the file."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Old Excel files begin so, and new ones behind a password (the encrypted file is wrapped in the old container)."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*\bref="(?P<left>[A-Z]{1,3})(?P<first>\d{1,7}):[A-Z]{1,3}(?P<last>\d{1,7})"'
)
_UNPRINTED = frozenset({"Cc", "Cs"})
"""Control signs and halves of letters: no record may hold them."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `text`: what one reads there, tidied ("12.5", "17 Agustus 1965"), "" when empty."""

    kind: Kind = "empty"
    text: str = ""
    number: Decimal | None = None
    day: date | None = None


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One filled row; `number` as the spreadsheet shows it at the left edge (1 is the first)."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell in this column (0 is A), an empty one beyond the last."""
        return self.cells[column] if 0 <= column < len(self.cells) else EMPTY

    def texts(self) -> tuple[str, ...]:
        """What one reads in the row, from column A on."""
        return tuple(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One visible sheet, its empty rows left out."""

    name: str
    rows: tuple[SheetRow, ...]


# --- from a file -------------------------------------------------------------------------------------------------


def read_workbook(path: Path) -> list[Sheet]:
    """The visible sheets of an XLSX file that hold anything, in their order; hidden ones are left out.

    Raises Trouble (facts: name): file_unreadable, workbook_in_use, workbook_empty, workbook_locked (password),
    workbook_old (.xls), workbook_other (something else under that name), workbook_damaged, workbook_too_big.
    """
    facts = {"name": path.name}
    raw = _read(path, facts)
    _check_kind(raw, facts)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot draw (charts, conditions) is no matter here
            shown = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
            asked = load_workbook(io.BytesIO(raw), read_only=True, data_only=False, keep_links=False)
            try:
                return [sheet for sheet in _sheets(raw, shown, asked, facts) if sheet.rows]
            finally:
                shown.close()
                asked.close()
    except Trouble:
        raise
    # A broken file can fail anywhere in openpyxl: each of these was seen with a cut or altered one.
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        OSError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ) as problem:
        raise Trouble("workbook_damaged", type(problem).__name__, facts) from problem


def _read(path: Path, facts: dict[str, str]) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Trouble("workbook_too_big", f"{path.stat().st_size} bytes", facts)
        raw = path.read_bytes()
    except PermissionError as problem:
        raise Trouble("workbook_in_use", str(problem), facts) from problem
    except OSError as problem:
        raise Trouble("file_unreadable", str(problem), facts) from problem
    if not raw:
        raise Trouble("workbook_empty", facts=facts)
    return raw


def _check_kind(raw: bytes, facts: dict[str, str]) -> None:
    """By what is inside, whatever the file is called."""
    if raw.startswith(_OLE):
        raise Trouble("workbook_locked" if _ENCRYPTED in raw else "workbook_old", facts=facts)
    if not raw.startswith(b"PK"):
        raise Trouble("workbook_other", raw[:4].hex(), facts)
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names = set(parts.namelist())
            unpacked = sum(part.file_size for part in parts.infolist())
            locked = any(part.flag_bits & 1 for part in parts.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
        raise Trouble("workbook_damaged", type(problem).__name__, facts) from problem
    if locked:
        raise Trouble("workbook_locked", facts=facts)
    if not any(name.startswith("xl/") for name in names):
        raise Trouble("workbook_other", "zip", facts)
    if unpacked > MOST_UNPACKED:
        raise Trouble("workbook_too_big", f"{unpacked} bytes unpacked", facts)


def _sheets(raw: bytes, shown: Any, asked: Any, facts: dict[str, str]) -> Iterator[Sheet]:
    for sheet in shown.worksheets:
        if sheet.sheet_state != "visible":
            continue
        formulas = asked[sheet.title]
        # A sheet that says it has a million rows is not believed.
        sheet.reset_dimensions()
        formulas.reset_dimensions()
        rows = tuple(_rows(sheet, formulas, facts))
        yield Sheet(sheet.title, _spread(rows, _merged_down(raw, sheet)))


def _merged_down(raw: bytes, sheet: Any) -> dict[tuple[int, int], int]:
    """Cells merged over several rows: (row, column) of each covered cell of the first column → the row it shows.

    openpyxl leaves merged cells out when it reads without loading the whole sheet.
    """
    covered: dict[tuple[int, int], int] = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        if parts.getinfo(sheet._worksheet_path).file_size > MOST_SCANNED:
            return covered
        for found in _MERGED.finditer(parts.read(sheet._worksheet_path)):
            left, first, last = (found[name].decode() for name in ("left", "first", "last"))
            for row in range(int(first) + 1, min(int(last), int(first) + MOST_MERGED) + 1):
                covered[row, column_index_from_string(left) - 1] = int(first)
    return covered


def _spread(rows: tuple[SheetRow, ...], covered: Mapping[tuple[int, int], int]) -> tuple[SheetRow, ...]:
    """A KK number written once beside a whole family stands beside each of them."""
    if not covered:
        return rows
    by_number = {row.number: row for row in rows}
    places: dict[int, list[tuple[int, int]]] = {}
    for (number, column), source in covered.items():
        places.setdefault(number, []).append((column, source))
    spread: list[SheetRow] = []
    for row in rows:
        cells = list(row.cells)
        for column, source in places.get(row.number, ()):
            cells += [EMPTY] * (column + 1 - len(cells))
            if cells[column].kind == "empty" and source in by_number:
                cells[column] = by_number[source].cell(column)
        spread.append(SheetRow(row.number, tuple(cells)))
    return tuple(spread)


def _rows(sheet: Any, formulas: Any, facts: dict[str, str]) -> Iterator[SheetRow]:
    last = kept = 0
    pairs = zip(
        sheet.iter_rows(max_col=MOST_COLUMNS, values_only=False),
        formulas.iter_rows(max_col=MOST_COLUMNS, values_only=False),
        strict=True,
    )
    for number, (values, sources) in enumerate(pairs, 1):
        cells = [_cell(value, source) for value, source in zip(values, sources, strict=True)]
        while cells and cells[-1].kind == "empty":
            cells.pop()
        if cells:
            last = number
            kept += 1
            if kept > MOST_ROWS:
                raise Trouble("workbook_too_big", f"more than {MOST_ROWS} rows", facts)
            yield SheetRow(number, tuple(cells))
        elif number - last > EMPTY_RUN:
            return


def _cell(shown: Any, asked: Any) -> Cell:
    value = shown.value
    if value is None:
        return Cell("formula") if asked.value is not None and asked.data_type == "f" else EMPTY
    if shown.data_type == "e":
        return Cell("error", str(value))
    if isinstance(value, bool):
        return Cell("text", "ya" if value else "tidak")
    if isinstance(value, (int, float)):
        return number_cell(value)
    if isinstance(value, datetime):
        return Cell("date", format_day(value.date()), day=value.date())
    if isinstance(value, date):
        return Cell("date", format_day(value), day=value)
    return text_cell(str(value))


def number_cell(value: int | float) -> Cell:
    """A number as the file holds it; 15 digits are all that a spreadsheet keeps of it."""
    number = Decimal(value) if isinstance(value, int) else Decimal(repr(value))
    if not number.is_finite():
        return Cell("error", str(value))
    whole = number == number.to_integral_value()
    return Cell("number", str(int(number)) if whole else format(number, "f"), number=number)


def text_cell(text: str) -> Cell:
    """A text cell; empty when only spaces and invisible signs are there."""
    clean = tidy("".join(" " if unicodedata.category(sign) in _UNPRINTED else sign for sign in text))
    return Cell("text", clean) if clean else EMPTY


# --- from the clipboard --------------------------------------------------------------------------------------------


def read_pasted(text: str) -> Sheet:
    """Rows pasted from a spreadsheet (tabs between cells, cells with line breaks in quotes) or a plain list of lines.

    Raises Trouble: workbook_too_big (facts: name "").
    """
    rows: list[SheetRow] = []
    for number, line in enumerate(split_pasted(text), 1):
        cells = [text_cell(cell) for cell in line[:MOST_COLUMNS]]
        while cells and cells[-1].kind == "empty":
            cells.pop()
        if cells:
            rows.append(SheetRow(number, tuple(cells)))
        if len(rows) > MOST_ROWS:
            raise Trouble("workbook_too_big", f"more than {MOST_ROWS} rows", {"name": ""})
    return Sheet("", tuple(rows))


def split_pasted(text: str) -> Sequence[list[str]]:
    """The cells of a pasted block, row by row, as written."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if "\t" not in clean and '"' not in clean:
        return [[line] for line in clean.split("\n")]
    try:
        return list(csv.reader(io.StringIO(clean), dialect="excel-tab"))
    except csv.Error as problem:  # a cell of more than 131,072 signs
        raise Trouble("workbook_too_big", str(problem), {"name": ""}) from problem
