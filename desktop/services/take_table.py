"""Find the table in a spreadsheet: which sheet, which row holds the headings, which column means what."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.domain.errors import RuleViolation
from desktop.services.workbook import Sheet, SheetRow

SEARCHED = 40
"""Filled rows among which the headings are looked for: above them stand titles and letterheads."""
HEADING_ROWS = 3
"""Headings may take this many rows: "Alamat" above "RT" and "RW"."""
SHOWN_COLUMNS = 40
"""Columns offered to choose from."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a column may mean. `title`: as our screens call it; `names`: headings as people write them, plain (see
    plain_heading); `needed`: without it the table is none."""

    key: str
    title: str
    names: tuple[str, ...]
    needed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTable:
    """A table in a spreadsheet. `titles`: the heading of each column, "" where there is none. `columns`: field key →
    column (0 is A). `rows`: what stands below the headings. `heading_row`: the last row of the headings as the
    spreadsheet numbers it, 0 when there are none. `others`: the tables of other sheets that name the same fields.
    """

    fields: tuple[Field, ...]
    sheet: str
    heading_row: int
    titles: tuple[str, ...]
    columns: Mapping[str, int]
    rows: tuple[SheetRow, ...]
    numbered: int = -1  # the column of running numbers, -1 for none
    others: tuple["FoundTable", ...] = ()

    @property
    def complete(self) -> bool:
        """Whether every needed field has its column."""
        return all(field.key in self.columns for field in self.fields if field.needed)

    def choose(self, columns: Mapping[str, int]) -> "FoundTable":
        """The same table with its columns named by the user."""
        return replace(self, columns={key: at for key, at in columns.items() if at >= 0})

    def headed(self) -> "FoundTable":
        """The same table whose first row holds headings of the people's own, not entries."""
        first = self.rows[0]
        titles = [first.cell(at).text for at in range(len(self.titles))]
        return replace(self, heading_row=first.number, titles=tuple(titles), rows=self.rows[1:])

    def again(self, row: SheetRow) -> bool:
        """Whether a row holds the headings once more, or numbers the columns, as every page of a printed list may."""
        needed = [field.key for field in self.fields if field.needed]
        named = all(meaning(row.cell(self.columns[key]).text, self.fields) == key for key in needed)
        return named or _counts_columns(row)

    def need(self) -> None:
        """Raise RuleViolation excel.kolom (facts: column, content) while a needed column is not known."""
        for field in self.fields:
            if field.needed and field.key not in self.columns:
                facts = {"column": field.title, "content": field.title.lower()}
                raise RuleViolation("excel.kolom", field.key, facts)


def layout_of(table: FoundTable, source: str) -> str:
    """What tells one source of lists from another, as 16 hex digits: the headings, whatever the file is called; without
    headings the file's name without its figures, and how many columns there are."""
    titles = [plain_heading(title) for title in table.titles]
    if not any(titles):
        titles = [re.sub(r"[\W\d_]+", " ", source.casefold()).strip(), str(len(titles))]
    return hashlib.sha256("\n".join(titles).encode()).hexdigest()[:16]


def plain_heading(text: str) -> str:
    """A heading as it is compared: small letters and digits, single spaces, without what stands in brackets."""
    bare = re.sub(r"\(.*?\)", " ", text.casefold())
    return " ".join(re.findall(r"[a-z0-9@]+", bare)) or " ".join(re.findall(r"[a-z0-9]+", text.casefold()))


def meaning(text: str, fields: Sequence[Field]) -> str:
    """The field a heading names, "" for none. Of "NIK / No. KTP" one part is enough."""
    for part in (text, *text.split("/")):
        plain = plain_heading(part)
        found = next((field.key for field in fields if plain in field.names), "")
        if found:
            return found
    return ""


_NUMBER: Final = frozenset({"no", "nomor", "nomer", "no urut", "nomor urut", "urut"})


def find_table(sheets: Sequence[Sheet], fields: Sequence[Field]) -> FoundTable:
    """The table that names the most fields; of equal ones the first. Without headings everything of the first sheet
    that has rows, no column named. Raises RuleViolation: table_empty when no visible sheet holds anything.
    """
    found = [table for sheet in sheets if (table := _best(sheet, fields)) is not None]
    if found:
        best = max(found, key=lambda table: len(table.columns))
        same = (one for one in found if one is not best and one.rows and one.columns.keys() == best.columns.keys())
        return replace(best, others=tuple(same))
    if not sheets:
        raise RuleViolation("table_empty", "sheet")
    return _without_headings(sheets[0], fields)


def _best(sheet: Sheet, fields: Sequence[Field]) -> FoundTable | None:
    """The table of one sheet that names the most fields, of equal ones the first; None where no needed one is named."""
    tables = (_at(sheet, at, fields) for at in range(min(len(sheet.rows), SEARCHED)))
    return max((one for one in tables if one.complete), key=lambda table: len(table.columns), default=None)


def _at(sheet: Sheet, at: int, fields: Sequence[Field]) -> FoundTable:
    """The table whose headings begin in this row."""
    columns = _columns(sheet.rows[at], fields, {})
    titles = list(sheet.rows[at].texts())
    last = at
    for below in range(at + 1, min(at + HEADING_ROWS, len(sheet.rows))):
        row = sheet.rows[below]
        more = _columns(row, fields, columns)
        if not columns or not _is_heading(row, fields, columns, more):
            break
        columns |= more
        for place, text in enumerate(row.texts()):
            titles += [""] * (place + 1 - len(titles))
            if text and text != titles[place]:
                titles[place] = f"{titles[place]} {text}".strip()
        last = below
    rows = sheet.rows[last + 1 :]
    if rows and _counts_columns(rows[0]):
        rows = rows[1:]
    number = sheet.rows[last].number
    return FoundTable(
        fields=tuple(fields),
        sheet=sheet.name,
        heading_row=number,
        titles=tuple(titles),
        columns=columns,
        rows=rows,
        numbered=next((p for p, text in enumerate(titles) if plain_heading(text) in _NUMBER), -1),
    )


def _columns(row: SheetRow, fields: Sequence[Field], known: Mapping[str, int]) -> dict[str, int]:
    """The fields this row names that are not known yet; the first column of a name counts."""
    found: dict[str, int] = {}
    for place, cell in enumerate(row.cells):
        key = meaning(cell.text, fields) if cell.kind == "text" else ""
        if key and key not in known and key not in found:
            found[key] = place
    return found


def _is_heading(row: SheetRow, fields: Sequence[Field], columns: Mapping[str, int], more: Mapping[str, int]) -> bool:
    """Whether a row below the headings belongs to them: it names a field, and holds no entry of a needed column."""
    repeats = any(row.cell(at).text and meaning(row.cell(at).text, fields) == key for key, at in columns.items())
    if not more and not repeats:
        return False
    for field in fields:
        text = row.cell(columns[field.key]).text if field.needed and field.key in columns else ""
        if text and not meaning(text, fields):
            return False
    return True


def _counts_columns(row: SheetRow) -> bool:
    """Whether the row numbers the columns: 1 2 3 …, or (1) (2) (3) …"""
    texts = [re.sub(r"[()\s]", "", text) for text in row.texts() if text]
    return len(texts) >= 3 and texts == [str(number) for number in range(1, len(texts) + 1)]


def _without_headings(sheet: Sheet, fields: Sequence[Field]) -> FoundTable:
    wide = min(max((len(row.cells) for row in sheet.rows), default=0), SHOWN_COLUMNS)
    return FoundTable(
        fields=tuple(fields), sheet=sheet.name, heading_row=0, titles=("",) * wide, columns={}, rows=sheet.rows
    )
