"""ODS files (LibreOffice Calc) as rows of cells. Source of the form: OpenDocument 1.3 part 3, content.xml."""

import io
import re
import zipfile
from datetime import date
from typing import Final

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

MIME: Final = b"application/vnd.oasis.opendocument.spreadsheet"
CONTENT: Final = "content.xml"
_NUMBERS: Final = frozenset({"float", "currency", "percentage"})
_ERROR = re.compile(r"#[A-Z/0]+[!?]?|Err:\d{3}")
_ASIDE: Final = frozenset({"annotation", "ruby-text"})
"""Notes at a cell and signs of pronunciation: not what stands in the cell."""


def read_ods(raw: bytes, name: str) -> list[Sheet]:
    """The visible sheets, in their order. Raises Trouble: workbook_locked, workbook_too_big (facts: name); whatever
    else goes wrong in a broken file comes out as it is."""
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        if "META-INF/manifest.xml" in parts.namelist() and b"encryption-data" in parts.read("META-INF/manifest.xml"):
            raise Trouble("workbook_locked", facts={"name": name})
        reader = _Reader(name)
        with parts.open(CONTENT) as stream:
            read_xml(stream, reader.start, reader.end, reader.text)
    return reader.sheets


class _Reader:
    """Takes tables, rows and cells as the XML names them. A table inside a cell is no sheet."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.sheets: list[Sheet] = []
        self._hidden: set[str] = set()  # styles of tables that are not shown
        self._style = ""
        self._depth = 0
        self._skips = self._ended = False
        self._aside = 0
        self._title, self._rows = "", Rows(name)
        self._covered: dict[tuple[int, int], int] = {}
        self._row = self._repeated = 0
        self._cells: list[Cell] = []
        self._cell: Attributes = {}
        self._lines: list[str] = []

    def start(self, tag: str, found: Attributes) -> None:
        if tag == "style":
            self._style = attribute(found, "name")
        elif tag == "table-properties" and attribute(found, "display") == "false":
            self._hidden.add(self._style)
        elif tag == "table":
            self._depth += 1
            if self._depth == 1:
                self._title, self._rows, self._row = attribute(found, "name"), Rows(self._name), 0
                self._covered, self._ended = {}, False
                self._skips = attribute(found, "style-name") in self._hidden
        elif self._depth != 1 or self._skips or self._ended:
            return
        elif tag == "table-row":
            self._repeated = _count(found, "number-rows-repeated")
            self._cells = []
        elif tag in ("table-cell", "covered-table-cell"):
            self._cell, self._lines = found, []
        elif tag == "p" and not self._aside:
            self._lines.append("")
        elif tag in ("s", "tab", "line-break") and self._lines and not self._aside:
            self._lines[-1] += " " * min(_count(found, "c"), 100)
        elif tag in _ASIDE:
            self._aside += 1

    def text(self, piece: str) -> None:
        if self._lines and not self._aside and self._depth == 1:
            self._lines[-1] += piece

    def end(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
            if self._depth == 0 and not self._skips:
                self.sheets.append(Sheet(self._title, spread(self._rows.rows, self._covered)))
        elif self._depth != 1 or self._skips or self._ended:
            return
        elif tag in ("table-cell", "covered-table-cell"):
            self._put(tag == "table-cell")
        elif tag == "table-row":
            self._end_row()
        elif tag in _ASIDE:
            self._aside -= 1

    def _put(self, own: bool) -> None:
        """One cell, as often as it is repeated: empty ones often reach to the last column."""
        room = MOST_COLUMNS - len(self._cells)
        if room <= 0:
            self._lines = []
            return
        cell = _cell(self._cell, " ".join(self._lines)) if own else EMPTY
        down = _count(self._cell, "number-rows-spanned") if own else 1
        for row in range(self._row + 2, self._row + 1 + min(down, MOST_MERGED + 1)):
            self._covered[row, len(self._cells)] = self._row + 1
        self._cells += [cell] * min(_count(self._cell, "number-columns-repeated"), room)
        self._lines = []

    def _end_row(self) -> None:
        try:
            for at in range(self._repeated):
                self._rows.add(self._row + 1 + at, list(self._cells))
        except SheetDone:
            self._ended = True
        self._row += self._repeated


def _count(found: Attributes, name: str) -> int:
    """How often; 1 when nothing is said. Raises ValueError for what is no count."""
    text = attribute(found, name)
    return int(text) if text else 1


def _cell(found: Attributes, shown: str) -> Cell:
    kind = attribute(found, "value-type")
    if attribute(found, "formula") and (_ERROR.fullmatch(shown) or found.get("calcext:value-type") == "error"):
        return Cell("error", shown)
    if kind in _NUMBERS:
        value = attribute(found, "value")
        return number_cell(float(value) if any(sign in value for sign in ".eE") else int(value))
    if kind == "date":
        return date_cell(date.fromisoformat(attribute(found, "date-value")[:10]))
    if kind == "boolean":
        return Cell("text", "ya" if attribute(found, "boolean-value") == "true" else "tidak")
    if kind == "time":
        return text_cell(_clock(attribute(found, "time-value")))
    if not kind and not shown and attribute(found, "formula"):
        return FORMULA
    return text_cell(shown or attribute(found, "string-value"))


def _clock(duration: str) -> str:
    """`PT05H30M00S` as `05:30:00`."""
    found = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,]\d+)?S)?", duration)
    return ":".join(f"{int(part or 0):02d}" for part in found.groups()) if found else duration
