"""XLSX files as rows of cells, read straight from their XML: docs/decisions/0011 says why not by a library.

Formulas come as the value Excel or LibreOffice stored with them. Source of the form: ECMA-376 part 1, SpreadsheetML.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Final

from msgspec import Struct

from desktop.domain.errors import Trouble
from desktop.services.sheet_cells import (
    EMPTY,
    FORMULA,
    MOST_COLUMNS,
    MOST_MERGED,
    Cell,
    Rows,
    Sheet,
    SheetDone,
    date_cell,
    number_cell,
    spread,
    text_cell,
)
from desktop.services.sheet_xml import Attributes, attribute, read_xml

MOST_TEXTS: Final = MOST_COLUMNS * 20_000
"""Shared texts of a workbook."""
_MOST_SCANNED: Final = 64 * 1024 * 1024
"""The part of a larger sheet is not searched for merged cells."""
_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]*\bref="(?P<left>[A-Z]{1,3})(?P<first>\d{1,7}):[A-Z]{1,3}(?P<last>\d{1,7})"'
)
_FIRST_DAY, _FIRST_DAY_1904 = date(1899, 12, 30), date(1904, 1, 1)
_LEAP_1900: Final = 60
"""Days before this number stand one off: Excel's calendar has a 29 February 1900."""
_DATE_FORMATS: Final = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
"""Number formats built into Excel that show a day or a time (ECMA-376 18.8.30; the East Asian ones among them)."""
_FORMAT_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""Parts of a number format that stand for themselves: quoted words, colours, conditions, currencies."""


class _Book(Struct):
    """What the sheets of a workbook share. `dated`: styles that show a day or a time."""

    sheets: list[tuple[str, str]]
    texts: list[Cell]
    dated: frozenset[str]
    first_day: date


def read_xlsx(raw: bytes, name: str) -> list[Sheet]:
    """The visible sheets, in their order. Raises Trouble: workbook_too_big, workbook_other (facts: name); whatever else
    goes wrong in a broken file comes out as it is."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        book = _book(parts, name)
        return [_sheet(parts, path, title, book, name) for title, path in book.sheets]


# --- what the sheets share -----------------------------------------------------------------------------------------


def _book(parts: zipfile.ZipFile, name: str) -> _Book:
    home = next((path for kind, path in _links(parts, "").values() if kind == "officeDocument"), "xl/workbook.xml")
    if home not in parts.namelist():
        raise Trouble("workbook_other", "no workbook.xml", {"name": name})
    links = _links(parts, home)
    sheets: list[tuple[str, str]] = []
    first_day = _FIRST_DAY

    def start(tag: str, found: Attributes) -> None:
        nonlocal first_day
        if tag == "workbookPr" and found.get("date1904") in {"1", "true"}:
            first_day = _FIRST_DAY_1904
        elif tag == "sheet" and found.get("state", "visible") == "visible":
            kind, path = links.get(attribute(found, "id"), ("", ""))
            if kind == "worksheet":
                sheets.append((found.get("name", ""), path))

    _read(parts, home, start)
    by_kind = dict(links.values())
    return _Book(
        sheets=sheets,
        texts=_texts(parts, by_kind.get("sharedStrings", ""), name),
        dated=_dated(parts, by_kind.get("styles", "")),
        first_day=first_day,
    )


def _read(
    parts: zipfile.ZipFile,
    path: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None] = lambda _tag: None,
    text: Callable[[str], None] | None = None,
) -> None:
    with parts.open(path) as stream:
        read_xml(stream, start, end, text)


def _links(parts: zipfile.ZipFile, path: str) -> dict[str, tuple[str, str]]:
    """The parts a part names: id → (kind, path)."""
    folder, file = posixpath.split(path)
    where = posixpath.join(folder, "_rels", f"{file}.rels")
    found: dict[str, tuple[str, str]] = {}
    if where not in parts.namelist():
        return found

    def start(tag: str, attributes: Attributes) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = attributes.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], whole)

    _read(parts, where, start)
    return found


def _texts(parts: zipfile.ZipFile, path: str, name: str) -> list[Cell]:
    """The shared texts, each as a cell. What is written for pronunciation above a text is left out."""
    cells: list[Cell] = []
    if path not in parts.namelist():
        return cells
    said: list[str] = []
    reads = aside = False

    def start(tag: str, _found: Attributes) -> None:
        nonlocal reads, aside
        if tag == "t":
            reads = not aside
        elif tag == "si":
            said.clear()
        elif tag == "rPh":
            aside = True

    def end(tag: str) -> None:
        nonlocal reads, aside
        if tag == "t":
            reads = False
        elif tag == "rPh":
            aside = False
        elif tag == "si":
            cells.append(text_cell("".join(said)))
            if len(cells) > MOST_TEXTS:
                raise Trouble("workbook_too_big", f"more than {MOST_TEXTS} texts", {"name": name})

    def text(piece: str) -> None:
        if reads:
            said.append(piece)

    _read(parts, path, start, end, text)
    return cells


def _dated(parts: zipfile.ZipFile, path: str) -> frozenset[str]:
    """The styles, by their number in a cell, that show a day or a time."""
    own: dict[str, bool] = {}
    found: set[str] = set()
    count, inside = 0, False

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal count, inside
        if tag == "numFmt":
            own[attributes.get("numFmtId", "")] = shows_day(attributes.get("formatCode", ""))
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            number = attributes.get("numFmtId", "0")
            if own.get(number, number.isdecimal() and int(number) in _DATE_FORMATS):
                found.add(str(count))
            count += 1

    def end(tag: str) -> None:
        nonlocal inside
        if tag == "cellXfs":
            inside = False

    if path in parts.namelist():
        _read(parts, path, start, end)
    return frozenset(found)


def shows_day(code: str) -> bool:
    """Whether a number format ("dd/mm/yyyy", '"Rp"#.##0') shows a day or a time."""
    first = _FORMAT_WORDS.sub("", code.split(";")[0])
    return "general" not in first.casefold() and re.search(r"[dmhys]", first, re.IGNORECASE) is not None


# --- one sheet -----------------------------------------------------------------------------------------------------


def _sheet(parts: zipfile.ZipFile, path: str, title: str, book: _Book, name: str) -> Sheet:
    reader = _SheetReader(book, name)
    with suppress(SheetDone):  # nothing but empty rows for long: formatting reaches far below the list
        _read(parts, path, reader.start, reader.end, reader.text)
    return Sheet(title, spread(reader.rows.rows, _merged_down(parts, path)))


class _SheetReader:
    """Takes the cells of a sheet as its XML names them."""

    def __init__(self, book: _Book, name: str) -> None:
        self._book = book
        self.rows = Rows(name)
        self._row = 0
        self._cells: list[Cell] = []
        self._column = 0
        self._kind = self._style = ""
        self._value: list[str] = []
        self._reads = self._formula = self._aside = False
        self._columns: dict[str, int] = {}

    def start(self, tag: str, found: Attributes) -> None:
        if tag == "v" or (tag == "t" and not self._aside):
            self._reads = True
        elif tag == "c":
            place = found.get("r", "").rstrip("0123456789")
            self._column = self._at(place) if place else len(self._cells)
            self._kind, self._style = found.get("t", "n"), found.get("s", "")
            self._formula = False
            self._value.clear()
        elif tag == "f":
            self._formula = True
        elif tag == "row":
            self._row = int(found.get("r", self._row + 1))
            self._cells = []
        elif tag == "rPh":
            self._aside = True

    def text(self, piece: str) -> None:
        if self._reads:
            self._value.append(piece)

    def end(self, tag: str) -> None:
        if tag in ("v", "t"):
            self._reads = False
        elif tag == "c":
            self._put()
        elif tag == "row":
            self.rows.add(self._row, self._cells)
        elif tag == "rPh":
            self._aside = False

    def _at(self, place: str) -> int:
        """Letters of a column as its number, 0 for A."""
        found = self._columns.get(place)
        if found is None:
            found = column_number(place)
            self._columns[place] = found
        return found

    def _put(self) -> None:
        cells, column = self._cells, self._column
        if column >= MOST_COLUMNS:
            return
        cell = self._cell("".join(self._value))
        if column < len(cells):  # out of order, or named twice: the last counts
            cells[column] = cell
            return
        if column > len(cells):
            cells.extend([EMPTY] * (column - len(cells)))
        cells.append(cell)

    def _cell(self, value: str) -> Cell:
        kind = self._kind
        if kind == "s":
            return self._book.texts[int(value)] if value else EMPTY
        if kind in ("inlineStr", "str"):
            return text_cell(value)
        if not value:
            return FORMULA if self._formula else EMPTY
        if kind == "e":
            return Cell("error", value)
        if kind == "b":
            return Cell("text", "ya" if value in ("1", "true") else "tidak")
        if kind == "d":
            return date_cell(datetime.fromisoformat(value.removesuffix("Z")).date())
        number = float(value) if any(sign in value for sign in ".eE") else int(value)
        return day_cell(number, self._book.first_day) if self._style in self._book.dated else number_cell(number)


def day_cell(number: float, first_day: date) -> Cell:
    """A number that is shown as a day; below 1 it is a time of day ("05:30:00"). `first_day`: day 0."""
    if 0 <= number < 1:
        seconds = round(number * 86_400)
        return text_cell(f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}")
    days = int(number) + (first_day == _FIRST_DAY and number < _LEAP_1900)
    try:
        return date_cell(first_day + timedelta(days=days))
    except OverflowError:
        return Cell("error", "#VALUE!")


def column_number(letters: str) -> int:
    """0 for A, 26 for AA. Raises ValueError for what is no column."""
    number = 0
    for letter in letters:
        if not "A" <= letter <= "Z":
            raise ValueError(f"no column: {letters[:10]}")
        number = number * 26 + ord(letter) - 64
    return number - 1


def _merged_down(parts: zipfile.ZipFile, path: str) -> dict[tuple[int, int], int]:
    """Cells merged over several rows: (row, column) of each covered cell of the first column → the row it shows.

    They stand behind the rows: a sheet that ended early is searched all the same.
    """
    covered: dict[tuple[int, int], int] = {}
    if parts.getinfo(path).file_size > _MOST_SCANNED:
        return covered
    for found in _MERGED.finditer(parts.read(path)):
        left, first, last = (found[name].decode() for name in ("left", "first", "last"))
        for row in range(int(first) + 1, min(int(last), int(first) + MOST_MERGED) + 1):
            covered[row, column_number(left)] = int(first)
    return covered
