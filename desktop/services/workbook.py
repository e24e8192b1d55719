"""Read the spreadsheets people have: every visible sheet's rows as they stand, with what is odd about each cell.

What is inside decides how a file is read, not its name: XLSX, ODS (LibreOffice), CSV. Formulas come as the value that
was stored with them. What a column means is for desktop.services.take.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path

from desktop.domain.errors import Trouble
from desktop.services.sheet_cells import EMPTY_RUN, MOST_COLUMNS, Cell, Rows, Sheet, SheetRow, text_cell
from desktop.services.workbook_csv import read_csv
from desktop.services.workbook_ods import CONTENT, MIME, read_ods
from desktop.services.workbook_xlsx import read_xlsx

__all__ = ["EMPTY_RUN", "TABLE_FILES", "Cell", "Sheet", "SheetRow", "read_pasted", "read_workbook", "split_pasted"]

TABLE_FILES = (".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".txt", ".xls")
"""Names of files that may hold a table; .xls is offered too, so that its refusal says what to do."""
MOST_BYTES = 40 * 1024 * 1024
"""A larger file is no list of residents or costs."""
MOST_UNPACKED = 300 * 1024 * 1024
"""The parts of the file together, unpacked."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Old Excel files begin so, and new ones behind a password (the encrypted file is wrapped in the old container)."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TEXTS = frozenset({".csv", ".tsv", ".txt"})


# --- from a file -------------------------------------------------------------------------------------------------


def read_workbook(path: Path) -> list[Sheet]:
    """The visible sheets of an XLSX, ODS or CSV file that hold anything, in their order; hidden ones are left out.

    Raises Trouble (facts: name): file_unreadable, workbook_in_use, workbook_empty, workbook_locked (password),
    workbook_old (.xls), workbook_other (something else under that name), workbook_damaged, workbook_too_big.
    """
    facts = {"name": path.name}
    raw = _read(path, facts)
    if raw.startswith(_OLE):
        raise Trouble("workbook_locked" if _ENCRYPTED in raw else "workbook_old", facts=facts)
    if not raw.startswith(b"PK"):
        if path.suffix.lower() not in _TEXTS or raw.startswith((b"%PDF", b"{\\rtf")):
            raise Trouble("workbook_other", raw[:4].hex(), facts)
        return read_csv(raw, path.name)
    try:
        sheets = read_ods(raw, path.name) if _is_ods(raw, facts) else read_xlsx(raw, path.name)
    except Trouble:
        raise
    # A broken file can fail anywhere: each of these was seen with a cut or altered one.
    except (
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        IndexError,
        EOFError,
        OverflowError,
        OSError,
        NotImplementedError,
        RuntimeError,
        zlib.error,
    ) as problem:
        raise Trouble("workbook_damaged", type(problem).__name__, facts) from problem
    return [sheet for sheet in sheets if sheet.rows]


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


def _is_ods(raw: bytes, facts: dict[str, str]) -> bool:
    """Whether a packed file is LibreOffice's; what is neither that nor Excel's is refused here."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            names = set(parts.namelist())
            unpacked = sum(part.file_size for part in parts.infolist())
            locked = any(part.flag_bits & 1 for part in parts.infolist())
            mime = parts.read("mimetype") if "mimetype" in names and not locked else b""
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError) as problem:
        raise Trouble("workbook_damaged", type(problem).__name__, facts) from problem
    if locked:
        raise Trouble("workbook_locked", facts=facts)
    ods = mime.startswith(MIME) and CONTENT in names
    if not ods and not any(name.startswith("xl/") for name in names):
        raise Trouble("workbook_other", "zip", facts)
    if unpacked > MOST_UNPACKED:
        raise Trouble("workbook_too_big", f"{unpacked} bytes unpacked", facts)
    return ods


# --- from the clipboard --------------------------------------------------------------------------------------------


def read_pasted(text: str) -> Sheet:
    """Rows pasted from a spreadsheet (tabs between cells, cells with line breaks in quotes) or a plain list of lines.

    Raises Trouble: workbook_too_big (facts: name "").
    """
    rows = Rows("", endless=True)
    for number, line in enumerate(split_pasted(text), 1):
        rows.add(number, [text_cell(cell) for cell in line[:MOST_COLUMNS]])
    return Sheet("", tuple(rows.rows))


def split_pasted(text: str) -> Sequence[list[str]]:
    """The cells of a pasted block, row by row, as written."""
    clean = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if "\t" not in clean and '"' not in clean:
        return [[line] for line in clean.split("\n")]
    try:
        return list(csv.reader(io.StringIO(clean), dialect="excel-tab"))
    except csv.Error as problem:  # a cell of more than 131,072 signs
        raise Trouble("workbook_too_big", str(problem), {"name": ""}) from problem
