"""A block copied from somebody's RAB sheet, put in the order of our columns: what is a line, a group, a sum.

Sheets differ: a number in front, unit before volume (as form R has it), group headings between the rows, sums below.
What is recognised is moved or left out and told; a cell's text is never altered.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from desktop.domain.errors import RuleViolation
from desktop.domain.money import parse_money

Block = list[list[str]]

_SUM = re.compile(r"^(?:sub ?-?total|jumlah|total|grand total|terbilang|dibulatkan)\b", re.IGNORECASE)
_MARK = re.compile(r"^(?:[ivx]{1,4}|[a-z]|\d{1,3})[.)]?$", re.IGNORECASE)
_MARKED = re.compile(r"^(?:[ivx]{1,4}|[a-z]|\d{1,2})[.)]\s+", re.IGNORECASE)
_GROUPS = (
    ("labour", ("upah", "tenaga", "honor", "ongkos", "pekerja", "instruktur", "narasumber")),
    ("equipment", ("alat", "peralatan", "sewa")),
    ("material", ("bahan", "material")),
    ("other", ("lain",)),
)
_HEADINGS = frozenset({"uraian", "volume", "vol", "satuan", "harga satuan", "harga", "jumlah", "no", "no."})


@dataclass(slots=True)
class Part:
    """Rows for one group; `group` "" is where the cursor stands. Cells: description, volume, unit, price, total, …"""

    group: str
    rows: Block = field(default_factory=list)


@dataclass(slots=True)
class Sorted:
    """A pasted block in our order. `written`: the sum of its own totals, whole rupiah, None when it has none.

    `notes`: what was moved or left out, in words.
    """

    parts: list[Part]
    written: int | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many lines there are."""
        return sum(len(part.rows) for part in self.parts)


def sort_block(block: Sequence[Sequence[str]]) -> Sorted:
    """Lines by group, in the order of our columns."""
    wide = max((len(row) for row in block), default=0)
    rows = [[cell.strip() for cell in row] + [""] * (wide - len(row)) for row in block]
    rows = [row for row in rows if any(row)]
    notes: list[str] = []
    lines = [row for row in rows if len({cell.casefold().strip(" .") for cell in row} & _HEADINGS) < 2]
    if headings := len(rows) - len(lines):  # a printed sheet has them on every page
        notes.append("baris judul dilewati" if headings == 1 else f"{headings} baris judul dilewati")
    rows = lines
    rows = _without_numbers(rows)
    rows = _volume_first(rows, notes)
    found = Sorted([Part("")], notes=notes)
    sums = 0
    for row in rows:
        group = _group(row)
        if group:
            found.parts.append(Part(group))
        elif _is_sum(row):
            sums += 1
        else:
            found.parts[-1].rows.append(row)
    if sums:
        notes.append(f"{sums} baris jumlah dilewati")
    found.parts = [part for part in found.parts if part.rows]
    found.written = _written([row for part in found.parts for row in part.rows])
    return found


def _without_numbers(rows: Block) -> Block:
    """Without the column "No" in front, which holds nothing but marks before a column of words."""
    firsts = [row[0] for row in rows if row[0]]
    named = [row for row in rows if len(row) > 1 and re.search(r"[^\W\d]{3}", row[1])]
    if firsts and len(named) * 2 >= len(rows) and all(_MARK.match(cell) for cell in firsts):
        return [row[1:] for row in rows]
    return rows


def _volume_first(rows: Block, notes: list[str]) -> Block:
    """Form R has the unit before the volume, our table the other way round."""
    both = [row for row in rows if len(row) > 3 and row[1] and row[2] and row[3]]
    turned = [row for row in both if not re.match(r"^\d", row[1]) and re.match(r"^\d", row[2])]
    if not both or len(turned) * 2 <= len(both):
        return rows
    notes.append("kolom satuan dan volume ditukar sesuai tabel ini")
    return [[row[0], row[2], row[1], *row[3:]] if len(row) > 2 else row for row in rows]


def _group(row: Sequence[str]) -> str:
    """The group a heading row begins, "" for a line."""
    texts = [cell for cell in row[:2] if cell]
    if not texts or any(row[1:4]) or _is_sum(row):
        return ""
    words = _MARKED.sub("", texts[0]).casefold()
    return next((key for key, names in _GROUPS if any(re.search(rf"\b{name}", words) for name in names)), "")


def _is_sum(row: Sequence[str]) -> bool:
    """A row that only sums up: no volume and no price of its own."""
    numbers = sum(bool(re.match(r"^(?:rp)?[ .]*\d", cell, re.IGNORECASE)) for cell in row[1:])
    return numbers <= 1 and any(_SUM.match(_MARKED.sub("", cell)) for cell in row if cell)


def _written(rows: Block) -> int | None:
    """The sum of the totals that stand beside the lines; None when there are none, or one cannot be read."""
    cells = [row[4] for row in rows if len(row) > 4]
    if not cells or len(cells) < len(rows) or not all(cells):
        return None
    try:
        return sum(parse_money(cell, pasted=True) for cell in cells)
    except RuleViolation:
        return None
