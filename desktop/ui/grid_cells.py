"""What a spreadsheet grid is made of: columns, cells, and reading what was typed or pasted.

A cell keeps what was typed. When it can be read it shows the tidy form; when not it stays as typed, with the sentence
that says why. Nothing is ever changed silently.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from desktop.domain.dates import format_day, parse_day
from desktop.domain.errors import RuleViolation
from desktop.domain.money import (
    Reading,
    format_quantity,
    format_rupiah,
    parse_money,
    parse_quantity,
    read_money_cells,
)
from desktop.domain.typed import tidy
from desktop.ui.problems import explain
from desktop.ui.value_fields import today_here

Kind = Literal["text", "quantity", "money", "choice", "date", "computed"]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """One column. `name`: the record's field. `width`: logical px of a text or choice column.

    `options`: of a choice, (stored value, words). `compute`: of a computed column, from the row's other values, whole
    rupiah or None; `shown`: how it is written, when it is no money. `suggest`: texts to complete from. `check`: raises
    RuleViolation for a value that can be read but is not allowed. `warn`: a sentence for a value that may stay but
    should be looked at, "" for none. `counts`: of a money or computed column, whether a row is part of subtotals and
    totals (None: every row is).
    """

    name: str
    title: str
    kind: Kind = "text"
    width: int = 140
    stretch: bool = False
    options: Sequence[tuple[Any, str]] = ()
    compute: Callable[[Values], int | None] | None = None
    shown: Callable[[int], str] = format_rupiah
    suggest: Callable[[], Sequence[str]] | None = None
    check: Callable[[Any, Values], None] | None = None
    warn: Callable[[Any, Values], str] | None = None
    counts: Callable[[Values], bool] | None = None
    read_only: bool = False
    longest: int = 500

    @property
    def editable(self) -> bool:
        return self.kind != "computed" and not self.read_only

    @property
    def right(self) -> bool:
        """Whether values stand at the right edge."""
        return self.kind in ("quantity", "money", "computed")

    @property
    def fits(self) -> bool:
        """Whether the column is never cut."""
        return self.kind in ("quantity", "money", "computed", "date")


@dataclass(frozen=True, slots=True)
class Cell:
    """`text`: as shown; `value`: as stored (None while unreadable); `problem`: why it cannot be read."""

    text: str = ""
    value: Any = None
    problem: str = ""


EMPTY = Cell()

_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that turn the order of what one sees: a number with one of them is not the number it looks like."""
_HIDDEN = "Ada tanda tersembunyi yang membalik urutan angka di sel ini. Ketik ulang angkanya."


@dataclass(frozen=True, slots=True)
class GridRow:
    """One row. `uid`: of the stored line, "" for a new one. `heading`: a group's key when this row is its heading."""

    cells: Mapping[str, Cell] = field(default_factory=dict)
    uid: str = ""
    heading: str | None = None

    def cell(self, name: str) -> Cell:
        return self.cells.get(name, EMPTY)

    def with_cell(self, name: str, cell: Cell) -> "GridRow":
        return replace(self, cells={**self.cells, name: cell})

    def values(self) -> dict[str, Any]:
        """The readable values by column name, and "uid"."""
        return {name: cell.value for name, cell in self.cells.items()} | {"uid": self.uid}

    @property
    def blank(self) -> bool:
        """Whether nothing was typed into this row."""
        return self.heading is None and not any(cell.text for cell in self.cells.values())


def read_cell(column: GridColumn, text: str, *, pasted: bool = False, reading: Reading = "") -> Cell:
    """A cell from what was typed or pasted."""
    if not tidy(text):
        return EMPTY
    if column.kind != "text" and _TURNED.search(text):
        return Cell(text.strip(), None, _HIDDEN)
    try:
        return _read(column, text, pasted=pasted, reading=reading)
    except RuleViolation as violation:
        return Cell(text.strip(), None, explain(violation))


def _read(column: GridColumn, text: str, *, pasted: bool, reading: Reading) -> Cell:
    if column.kind == "money":
        amount = parse_money(text, pasted=pasted, reading=reading)
        return Cell(format_rupiah(amount), amount)
    if column.kind == "quantity":
        quantity = parse_quantity(text)
        return Cell(format_quantity(quantity), quantity)
    if column.kind == "date":
        day = parse_day(text, today_here())
        return Cell(format_day(day), day)
    if column.kind == "choice":
        return _read_choice(column, text)
    clean = tidy(text)
    if len(clean) > column.longest:
        return Cell(clean, None, f"Terlalu panjang. Paling banyak {column.longest} huruf.")
    return Cell(clean, clean)


def _read_choice(column: GridColumn, text: str) -> Cell:
    wanted = tidy(text).casefold()
    for value, words in column.options:
        if wanted in (words.casefold(), str(value).casefold()):
            return Cell(words, value)
    starting = [option for option in column.options if option[1].casefold().startswith(wanted)]
    if not starting:  # "RT" for "Milik RT"
        starting = [option for option in column.options if wanted in option[1].casefold().split()]
    if len(starting) == 1:
        return Cell(starting[0][1], starting[0][0])
    listed = ", ".join(words for _, words in column.options[:6])
    return Cell(text.strip(), None, f"“{tidy(text)}” tidak ada dalam daftar. Pilihan: {listed}.")


def stored_cell(column: GridColumn, value: Any) -> Cell:
    """A cell from a stored value."""
    if value in (None, ""):
        return EMPTY
    if column.kind == "money":
        return Cell(format_rupiah(value), value) if value else EMPTY
    if column.kind == "quantity":
        return Cell(format_quantity(value), value)
    if column.kind == "date":
        return Cell(format_day(value), value)
    if column.kind == "choice":
        words = next((shown for stored, shown in column.options if stored == value), str(value))
        return Cell(words, value)
    return Cell(str(value), value)


# --- the clipboard ---------------------------------------------------------------------------------------------------


def split_block(text: str) -> list[list[str]]:
    """Rows and cells of a block copied from a spreadsheet: tabs, newlines, quoted cells; no trailing empty row."""
    rows: list[list[str]] = []
    row: list[str] = []
    at, end = 0, len(text)
    while at < end:
        if text[at] == '"':
            cell, at = _quoted(text, at)
        else:
            stop = at
            while stop < end and text[stop] not in "\t\r\n":
                stop += 1
            cell, at = text[at:stop], stop
        row.append(cell)
        if at >= end:
            break
        if text[at] == "\t":
            at += 1
            if at >= end or text[at] in "\r\n":
                row.append("")
            else:
                continue
        if at < end:
            at += 2 if text.startswith("\r\n", at) else 1
        rows.append(row)
        row = []
    if row:
        rows.append(row)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return rows


def _quoted(text: str, at: int) -> tuple[str, int]:
    """A quoted cell (two quotes for one) and the place behind it; a stray quote is part of the text."""
    parts: list[str] = []
    place = at + 1
    while True:
        stop = text.find('"', place)
        if stop < 0:
            break
        parts.append(text[place:stop])
        if text[stop + 1 : stop + 2] == '"':
            parts.append('"')
            place = stop + 2
            continue
        if stop + 1 == len(text) or text[stop + 1] in "\t\r\n":
            # Line breaks inside a cell become spaces: a grid's cell is one line.
            return " ".join("".join(parts).split("\n")).replace("\r", ""), stop + 1
        break
    stop = at
    while stop < len(text) and text[stop] not in "\t\r\n":
        stop += 1
    return text[at:stop], stop


def join_block(rows: Sequence[Sequence[str]]) -> str:
    """Cells as a spreadsheet takes them: tabs and newlines, quotes where a cell holds one of these."""
    return "\n".join("\t".join(_quote(cell) for cell in row) for row in rows)


def _quote(cell: str) -> str:
    if any(sign in cell for sign in '\t\n"'):
        doubled = cell.replace('"', '""')
        return f'"{doubled}"'
    return cell


@dataclass(frozen=True, slots=True)
class Question:
    """A pasted column of money that can be read two ways. `readings`: thousands first, as the person would see them."""

    column: GridColumn
    typed: str
    readings: tuple[str, str]
    cells: int


def question_about(column: GridColumn, texts: Sequence[str]) -> Question | None:
    """What must be asked before this column is pasted, None when it is clear."""
    unclear = [
        value
        for value in read_money_cells(texts)
        if isinstance(value, RuleViolation) and value.code == "money_ambiguous"
    ]
    if not unclear:
        return None
    readings = unclear[0].facts["readings"]
    if not isinstance(readings, tuple):
        return None
    return Question(column, str(unclear[0].facts["typed"]), (str(readings[0]), str(readings[1])), len(unclear))


def read_column(column: GridColumn, texts: Sequence[str], reading: Reading = "") -> list[Cell]:
    """The cells of one pasted column; money is read as a whole column, one decision for all of it."""
    if column.kind != "money":
        return [read_cell(column, text, pasted=True) for text in texts]
    cells: list[Cell] = []
    for text, value in zip(texts, read_money_cells(texts, reading), strict=True):
        if not tidy(text):
            cells.append(EMPTY)
        elif _TURNED.search(text):
            cells.append(Cell(text.strip(), None, _HIDDEN))
        elif isinstance(value, RuleViolation):
            cells.append(Cell(text.strip(), None, explain(value)))
        else:
            cells.append(Cell(format_rupiah(value), value))
    return cells
