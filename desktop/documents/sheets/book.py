"""What every spreadsheet of a paper shares: sheet and print set-up, titles, tables, formulas, places to sign.

Text is always text, whatever it begins with: nothing from a record is ever read as a formula. Numbers and days are real
ones; a formula stands with its value, so that readers which do not reckon (phones, previews) show it, too.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import accumulate, groupby, pairwise
from typing import Any, BinaryIO, Literal, NamedTuple

import xlsxwriter
from reportlab.lib.units import mm
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from desktop.documents.layout import A4, LEGAL, Identity, PaperSize, dots
from desktop.documents.signatures import Sign, format_nip
from desktop.documents.text import BOLD, REGULAR, wrap

Align = Literal["left", "center", "right"]

_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_FONT = "Times New Roman"
_SIZE, _TITLE, _NOTE = 11, 12, 9  # points
_MARGINS = {"left": 22 / 25.4, "right": 18 / 25.4, "top": 18 / 25.4, "bottom": 18 / 25.4}  # inches; left as on paper
_ROOM = 40  # mm that the margins at both sides take
_PIXELS = 96 / 25.4  # a mm on a spreadsheet's screen
_DIGIT = 2.1  # mm of a digit in a table, with its share of the points
_PAD = 2.5  # mm that a cell keeps free at its sides
_LINE, _AIR = 14.5, 2.5  # points of a line of text, and around all of a cell's lines
_TALLEST = 400.0  # points of a row; a spreadsheet knows none above 409
_CODES = {A4.name: 9, LEGAL.name: 5}
_FOLIO = 14  # no code is F4: the nearest; the exact size stands beside it, for readers that know it (LibreOffice)
_EXACT = 10**15  # a spreadsheet keeps 15 digits of a number; what is longer is text
_FIRST_YEAR = 1900  # no day before it
_LONGEST = 32_767  # letters of a cell
_LONGEST_FOOTER = 80  # letters of a title in the footer; all of it may have 255
_TEXT_FORMAT = 255  # letters; of longer ones some Excels show only ####
_LIKE_FORMULA = frozenset("=+-@")
_UNSEEN = frozenset({"Cc", "Cs"})

MONEY = "#,##0"
DAY = "dd-mm-yyyy"
NUMBERED = '0"."'
SHARE = "0.00%"


class Formula(NamedTuple):
    """A formula with the value it gives, reckoned from the same whole numbers as the PDF. `form`: its number format."""

    text: str
    value: int | Decimal | str
    form: str = MONEY


class Plain(NamedTuple):
    """A number that is no money, with its format: `Plain(3, NUMBERED)` reads "3."."""

    value: int | Decimal
    form: str


Cell = str | int | date | Formula | Plain | None
"""An int is whole rupiah; None an empty cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, `width` in mm; numbers longer than it make it wider. `group`, `mark`: as in documents.tables."""

    title: str
    width: float
    align: Align = "left"
    group: str = ""
    mark: str = ""


class _Sheet(Worksheet):  # type: ignore[misc] # xlsxwriter ships no types
    """A worksheet that also says how large its paper is: a code stands for the named sizes only."""

    paper: PaperSize | None = None

    def _xml_empty_tag(self, tag: str, attributes: list[tuple[str, Any]] | None = None) -> None:
        if tag == "pageSetup" and self.paper:
            attributes = [
                *(attributes or []),
                ("paperHeight", f"{self.paper.height:g}mm"),
                ("paperWidth", f"{self.paper.width:g}mm"),
            ]
        super()._xml_empty_tag(tag, attributes)


def quantity(text: str) -> Plain | str:
    """A stored quantity ("12.5") as a number with as many decimals as it has; "" stays an empty text."""
    if not text:
        return ""
    _, _, part = text.partition(".")
    return Plain(Decimal(text), f"#,##0.{'0' * len(part)}" if part else MONEY)


def at(row: int, column: int) -> str:
    """A cell as a formula names it: row 0, column 5 is `F1`."""
    return str(xl_rowcol_to_cell(row, column))


def sum_of(first: int, last: int, column: int, value: int | Decimal) -> Formula:
    """The sum of a column over rows; `value` what it gives. No rows: the plain value."""
    return Formula(f"=SUM({at(first, column)}:{at(last, column)})" if last >= first else f"={value}", value)


def _clean(text: str) -> str:
    """Without what no cell may hold; line breaks stay."""
    lines = text.splitlines() or [""]
    kept = "\n".join("".join(sign for sign in line if unicodedata.category(sign) not in _UNSEEN) for line in lines)
    return kept[:_LONGEST]


def _height(text: str, width: float, *, bold: bool = False, size: int = _SIZE) -> float:
    """The points a text takes in so many mm. Times New Roman is as wide as the font the PDFs are set in."""
    lines = len(wrap(text, BOLD if bold else REGULAR, size, max(width - _PAD, 4) * mm))
    return min(lines * _LINE + _AIR, _TALLEST)


class Page:
    """One sheet of the workbook, filled from top to bottom. `next`: the row that comes next, 0 the first."""

    def __init__(self, book: "_Book", sheet: Any, columns: Sequence[Column], room: float) -> None:
        self._book, self._sheet, self.columns = book, sheet, tuple(columns)
        self.next = 0
        self._widths = [column.width for column in columns]
        self._room = max(room, sum(self._widths))
        self._last = len(self.columns) - 1

    # --- above the table -------------------------------------------------------------------------------------------

    def titles(self, *lines: str) -> None:
        """Centred bold lines over the whole width, and an empty one."""
        for line in lines:
            self._wide(line, bold=True, align="center", font_size=_TITLE)
        self.next += 1

    def mark(self, text: str) -> None:
        """A bold line on the left, above everything: what this sheet is not."""
        self._wide(text, bold=True)

    def fields(self, *pairs: tuple[str, str]) -> None:
        """Lines "label: value", and an empty one; a missing value becomes dots, to be written by hand."""
        for name, value in pairs:
            self._wide(f"{name}: {value or dots(30)}")
        self.next += 1

    def note(self, text: str) -> None:
        """A sentence over the whole width."""
        self._wide(text)

    def gap(self) -> None:
        """An empty line."""
        self.next += 1

    def told(self, label: str, amount: Cell) -> int:
        """A label over all columns but the last, and an amount there (None: a place to write it); returns its row."""
        self._over(self.next, 0, self._last - 1, label, align="left")
        look: dict[str, Any] = {"align": "right"}
        self._write(self.next, self._last, amount, look if amount is not None else {**look, "bottom": 4})
        self.next += 1
        return self.next - 1

    # --- the table ---------------------------------------------------------------------------------------------------

    def heading(self) -> None:
        """The titles of the columns; they stand on every printed page."""
        top = self.next
        look: dict[str, Any] = {"bold": True, "align": "center", "valign": "vcenter", "border": 1, "text_wrap": True}
        grouped = any(column.group for column in self.columns)
        low = top + 1 if grouped else top
        for name, members in groupby(enumerate(self.columns), key=lambda placed: placed[1].group):
            places = [place for place, _ in members]
            if name:
                self._over(top, places[0], places[-1], name, **look)
            for place in places:
                title = self.columns[place].title
                if name or not grouped:
                    self._write(low, place, title, look)
                else:
                    self._over(top, place, place, title, rows=2, **look)
        tall = max(_height(one.title, wide, bold=True) for one, wide in zip(self.columns, self._widths, strict=True))
        if grouped:
            self._sheet.set_row(top, _LINE + _AIR)
            self._sheet.set_row(low, max(tall - _LINE, _LINE + _AIR))
        else:
            self._sheet.set_row(low, tall)
        self.next = low + 1
        if any(column.mark for column in self.columns):
            for place, column in enumerate(self.columns):
                self._write(self.next, place, column.mark, {"italic": True, "align": "center", "border": 1})
            self.next += 1
        self._sheet.repeat_rows(top, self.next - 1)

    def row(self, *cells: Cell, bold: bool = False, struck: bool = False, least: float = 0) -> int:
        """One line of the table; returns its row. `struck`: a line through it, its numbers are text and count not.
        `least`: its height in mm, where hands write in it."""
        tall = max(_LINE + _AIR, least * mm)
        for place, cell in enumerate(cells):
            look = {"border": 1, "align": self.columns[place].align, "valign": "vcenter", "text_wrap": True}
            if bold:
                look["bold"] = True
            if struck:
                look["font_strikeout"] = True
                if isinstance(cell, int):
                    cell = f"{cell:,}".replace(",", ".")
            if isinstance(cell, str) and cell:
                tall = max(tall, _height(cell, self._widths[place], bold=bold))
            self._write(self.next, place, cell, look)
        self._sheet.set_row(self.next, tall)
        self.next += 1
        return self.next - 1

    def sums(self, label: str, before: int, *cells: Cell) -> int:
        """A bold line of sums: its label over the first `before` columns, the cells behind; returns its row."""
        self._over(self.next, 0, before - 1, label, bold=True, align="right", valign="vcenter", border=1)
        for place, cell in enumerate(cells, before):
            align = "center" if self.columns[place].align == "center" else "right"
            self._write(self.next, place, cell, {"bold": True, "align": align, "valign": "vcenter", "border": 1})
        self._sheet.set_row(self.next, _LINE + _AIR)
        self.next += 1
        return self.next - 1

    def blank_rows(self, count: int) -> None:
        """Numbered empty lines, to be filled in."""
        for number in range(1, count + 1):
            self.row(Plain(number, NUMBERED), *[None] * self._last, least=9)

    # --- below the table ---------------------------------------------------------------------------------------------

    def signs(self, *places: Sign | None) -> None:
        """Places to sign, side by side in about equal parts of the width."""
        self.next += 1
        parts = self._parts(len(places))
        used, heights = 0, dict[int, float]()
        for (first, last), sign in zip(parts, places, strict=True):
            if sign is None:
                continue
            line = self.next
            most = max(len(each.above) for each in places if each)
            name = sign.name or dots(34)
            lines = [*[""] * (most - len(sign.above)), *sign.above, "", "", "", f"({name})" if sign.brackets else name]
            if sign.nip:
                lines.append(f"NIP. {format_nip(sign.nip)}")
            for text in lines:
                if text:
                    self._over(line, first, last, text, align="center", text_wrap=True)
                    room = sum(self._widths[first : last + 1])
                    heights[line] = max(heights.get(line, 0.0), _height(text, room))
                line += 1
            used = max(used, len(lines))
        for line, tall in heights.items():
            self._sheet.set_row(line, tall)
        self.next += used

    def _parts(self, count: int) -> list[tuple[int, int]]:
        """First and last column of each of so many parts, about equally wide, each at least one column."""
        ends = [0.0, *accumulate(self._widths)]
        edges = [0]
        for part in range(1, count):
            free = range(edges[-1] + 1, len(self._widths) - (count - part) + 1)
            edges.append(min(free, key=lambda edge: abs(ends[edge] - ends[-1] * part / count)))
        return [(first, last - 1) for first, last in pairwise([*edges, len(self._widths)])]

    # --- writing -----------------------------------------------------------------------------------------------------

    def _wide(self, text: str, **look: Any) -> None:
        """A text over all columns. Merged cells do not grow with it by themselves."""
        self._over(self.next, 0, self._last, text, valign="vcenter", text_wrap=True, **look)
        tall = _height(text, sum(self._widths), bold=bool(look.get("bold")), size=look.get("font_size", _SIZE))
        self._sheet.set_row(self.next, tall)
        self.next += 1

    def _over(self, row: int, first: int, last: int, cell: Cell, *, rows: int = 1, **look: Any) -> None:
        """A cell over several columns (and rows)."""
        if last > first or rows > 1:
            self._sheet.merge_range(row, first, row + rows - 1, last, "", self._book.look(look))
        self._write(row, first, cell, look)

    def _write(self, row: int, column: int, cell: Cell, look: dict[str, Any]) -> None:
        sheet, book = self._sheet, self._book
        if cell is None or cell == "":
            sheet.write_blank(row, column, None, book.look(look))
        elif isinstance(cell, str):
            text = _clean(cell)
            if text[:1] in _LIKE_FORMULA or text[:1].isdecimal():
                # Still text when somebody steps into the cell and out of it again.
                look = {**look, "quote_prefix": True, **({"num_format": "@"} if len(text) <= _TEXT_FORMAT else {})}
            sheet.write_string(row, column, text, book.look(look))
        elif isinstance(cell, Formula):
            self._write_formula(row, column, cell, look)
        elif isinstance(cell, date):
            if cell.year < _FIRST_YEAR:
                self._write(row, column, cell.strftime("%d-%m-%Y"), look)
                return
            sheet.write_datetime(row, column, cell, book.look({**look, "num_format": DAY}))
        else:
            number = cell if isinstance(cell, Plain) else Plain(cell, MONEY)
            if self._fits(row, column, number.value, look):
                sheet.write_number(row, column, number.value, book.look({**look, "num_format": number.form}))

    def _write_formula(self, row: int, column: int, cell: Formula, look: dict[str, Any]) -> None:
        if isinstance(cell.value, str) or self._fits(row, column, cell.value, look):
            look = {**look, "num_format": cell.form}
            self._sheet.write_formula(row, column, cell.text, self._book.look(look), cell.value)

    def _fits(self, row: int, column: int, value: int | Decimal, look: dict[str, Any]) -> bool:
        """Whether a spreadsheet can hold the number; makes the column wide enough (Excel would show ####). What is too
        long is written here, as text."""
        text = f"{value:,}".replace(",", ".")
        if not -_EXACT < value < _EXACT:
            self._write(row, column, text, look)
            return False
        self._widths[column] = max(self._widths[column], len(text) * _DIGIT + 3)
        return True

    def close(self) -> None:
        """The widths, now that every number is known, and what is printed."""
        for place, width in enumerate(self._widths):
            self._sheet.set_column_pixels(place, place, round(width * _PIXELS), self._book.look({}))
        self._sheet.ignore_errors({"number_stored_as_text": f"A1:{at(max(self.next - 1, 0), self._last)}"})
        self._sheet.print_area(0, 0, max(self.next - 1, 0), self._last)


class _Book:
    """A workbook being written."""

    def __init__(self, book: Any, identity: Identity, paper: PaperSize, title: str) -> None:
        self._book, self._identity, self._paper, self._title = book, identity, paper, title
        self._looks: dict[tuple[tuple[str, Any], ...], Any] = {}

    def look(self, look: dict[str, Any]) -> Any:
        """The workbook's format of that look, made once."""
        key = tuple(sorted(look.items()))
        if key not in self._looks:
            self._looks[key] = self._book.add_format({"font_name": _FONT, "font_size": _SIZE, **look})
        return self._looks[key]

    @contextmanager
    def page(self, name: str, columns: Sequence[Column], *, wide: bool = False) -> Iterator[Page]:
        """A sheet called `name` (at most 31 letters); `wide`: its paper lies on its side."""
        identity, paper = self._identity, self._paper
        sheet = self._book.add_worksheet(name[:31], _Sheet)
        sheet.paper = paper
        sheet.set_paper(_CODES.get(paper.name, _FOLIO))
        sheet.set_margins(**_MARGINS)
        if wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.hide_gridlines(2)
        code = identity.code or ("DRAF" if identity.draft else "")
        parts = [self._title[:_LONGEST_FOOTER], code, "DATA CONTOH" if identity.practice else ""]
        said = " – ".join(_clean(part).replace("&", "&&") for part in parts if part)
        sheet.set_footer(f"&L&9{said}&R&9Halaman &P dari &N")
        page = Page(self, sheet, columns, (paper.height if wide else paper.width) - _ROOM)
        if identity.draft:
            page.mark("DRAF")
        if identity.practice:
            page.mark("DATA CONTOH – bukan dokumen resmi")
        yield page
        page.close()


@contextmanager
def workbook(out: BinaryIO, *, identity: Identity, paper: PaperSize, title: str) -> Iterator[_Book]:
    """A workbook written to `out` when the block ends. `title`: in the footer and the file's properties."""
    book = xlsxwriter.Workbook(out, _OPTIONS)
    book.set_properties({"title": _clean(title)[:200], "author": "Rembug", "comments": identity.code})
    yield _Book(book, identity, paper, _clean(title))
    book.close()
