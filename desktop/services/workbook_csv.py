"""CSV files as rows of cells: every cell a text, whatever sign stands between them.

A CSV that Excel wrote has lost what the cells were: a NIK reads `3,57E+15` there, or ends in 0.
"""

import codecs
import csv
import io
from typing import Final

from desktop.domain.errors import Trouble
from desktop.services.sheet_cells import Rows, Sheet, SheetDone, text_cell

SEPARATORS: Final = (";", ",", "\t", "|")
_SEEN: Final = 20
"""Lines by which the separator is found."""
_ENCODINGS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv(raw: bytes, name: str) -> list[Sheet]:
    """The one table of a CSV file, [] when no line says anything. Raises Trouble (facts: name): workbook_other for what
    is no text, workbook_too_big."""
    text = _decoded(raw, name).replace("\r\n", "\n").replace("\r", "\n")
    first, _, rest = text.partition("\n")
    if first.casefold().startswith("sep=") and len(first) == 5:  # a hint that Excel reads
        separator, text, before = first[4], rest, 1
    else:
        separator, before = _separator(text), 0
    rows = Rows(name)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for line in reader:
            # A cell may hold line breaks: the row is known by its last line, as one finds it in an editor.
            rows.add(before + reader.line_num, [text_cell(cell) for cell in line])
    except SheetDone:
        pass
    except csv.Error as problem:  # a cell of more than 131,072 signs
        raise Trouble("workbook_too_big", str(problem), {"name": name}) from problem
    return [Sheet("", tuple(rows.rows))] if rows.rows else []


def _decoded(raw: bytes, name: str) -> str:
    """UTF-8 and UTF-16 by their mark, else UTF-8, else what Windows writes here (Windows-1252)."""
    encoding = next((name for mark, name in _ENCODINGS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    if "\0" in text or "\ufffd" in text:
        raise Trouble("workbook_other", "not text", {"name": name})
    return text


def _separator(text: str) -> str:
    """The sign that parts the first lines into the most columns, and most evenly; ";" before "," (Excel here)."""
    lines = text.split("\n", _SEEN + 1)[:_SEEN]
    counts = {sign: [_outside(line, sign) for line in lines if line.strip()] for sign in SEPARATORS}

    def worth(sign: str) -> tuple[int, int]:
        found = [count for count in counts[sign] if count]
        often = max(found, key=found.count) if found else 0
        return (found.count(often) if often else 0, often)

    best = max(SEPARATORS, key=worth)
    return best if any(counts[best]) else ";"


def _outside(line: str, sign: str) -> int:
    """How often a sign stands outside quotes."""
    return sum(part.count(sign) for part in line.split('"')[::2])
