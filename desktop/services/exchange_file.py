"""The exchange file as it lies on a disk: JSON lines, or a ZIP of them with the attachments.

The file may come from anywhere, so nothing is believed: it is read line by line and member by member, within the limits
of desktop.sync.limits, and whatever a damaged stick makes of it is told as damage.
"""

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any, Final

from desktop.domain.errors import Trouble
from desktop.sync import limits
from desktop.sync.revisions import BadForm

RECORDS_NAME: Final = "records.jsonl"
_FILES: Final = "files/"
_ZIP: Final = b"PK\x03\x04"
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    ValueError,  # a place before the start of the file, a name that is no text
    RuntimeError,  # a password, a way of packing we do not know
    OverflowError,
)
"""What reading a damaged or hostile ZIP may end in."""


class ExchangeFile:
    """An open exchange file. Raises Trouble while reading: file_unreadable, load_damaged, load_too_big."""

    def __init__(self, source: Path, content: IO[bytes], packed: zipfile.ZipFile | None) -> None:
        self._source, self._content, self._packed = source, content, packed
        self._carried = {} if packed is None else _attachments(packed)

    def lines(self) -> Iterator[tuple[int, bytes]]:
        """The lines that are not blank, with their number; a line longer than allowed comes one byte too long."""
        with _told(self._source):
            size = number = held = 0
            while raw := self._content.readline(limits.LINE_BYTES + 2):
                size += len(raw)
                number += 1
                line = raw.rstrip(b"\r\n")
                held += bool(line.strip())
                if size > limits.LOAD_BYTES or held > limits.LOAD_LINES:
                    raise Trouble("load_too_big", f"baris {number}", {"name": self._source.name})
                if line.strip():
                    yield number, line

    def has(self, sha256: str) -> bool:
        """Whether the file carries this attachment."""
        return sha256 in self._carried

    def attachment(self, sha256: str) -> bytes:
        """The bytes under this name, as they are: whether they are that content is for the caller to see."""
        with _told(self._source):
            entry = self._carried[sha256]
            if entry.file_size > limits.ORIGINAL_BYTES:
                raise Trouble("load_too_big", sha256, {"name": self._source.name})
            assert self._packed is not None  # noqa: S101 - where attachments are known, there is a ZIP
            return self._packed.read(entry)


@contextmanager
def open_exchange_file(source: Path) -> Iterator[ExchangeFile]:
    """Open an exchange file for reading.

    Raises Trouble: file_unreadable, load_empty (another ZIP), load_damaged (cut, a damaged stick), load_too_big (a ZIP
    that unpacks to more than any desk holds).
    """
    with ExitStack() as opened:
        with _told(source):  # the opening alone: what the caller does meanwhile is not the file's fault
            file = _open(source, opened)
        yield file


def _open(source: Path, opened: ExitStack) -> ExchangeFile:
    if zipfile.is_zipfile(source):
        packed = opened.enter_context(zipfile.ZipFile(source))
        return ExchangeFile(source, opened.enter_context(packed.open(_records_of(packed))), packed)
    content = opened.enter_context(source.open("rb"))
    if content.peek(4)[:4] == _ZIP:
        raise Trouble("load_damaged", "ZIP terpotong", {"name": source.name})
    return ExchangeFile(source, content, None)


@contextmanager
def _told(source: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise Trouble("file_unreadable", str(problem), {"name": source.name}) from problem
    except _DAMAGE as problem:
        raise Trouble("load_damaged", str(problem), {"name": source.name}) from problem


def _records_of(packed: zipfile.ZipFile) -> zipfile.ZipInfo:
    if RECORDS_NAME not in packed.namelist():
        raise Trouble("load_empty", RECORDS_NAME, {"name": Path(packed.filename or "").name})
    entry = packed.getinfo(RECORDS_NAME)
    if packed.namelist().count(RECORDS_NAME) > 1 or entry.compress_type not in _READ:
        raise zipfile.BadZipFile(RECORDS_NAME)
    # A short text of one letter packs better than 200:1, and harms nobody.
    swells = entry.file_size > limits.LINES_BYTES // 4 and entry.file_size > limits.RATIO * entry.compress_size
    if swells or entry.file_size > limits.LOAD_BYTES:
        raise Trouble("load_too_big", f"{entry.file_size} bita", {"name": Path(packed.filename or "").name})
    return entry


_READ: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def _attachments(packed: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    return {
        entry.filename.removeprefix(_FILES): entry
        for entry in packed.infolist()
        if entry.filename.startswith(_FILES) and entry.compress_type in _READ
    }


def refuse_double_keys(raw: bytes) -> None:
    """Raise BadForm when an object in this JSON names a key twice: readers differ in which of the two they believe."""
    json.loads(raw, object_pairs_hook=_once, parse_int=str, parse_float=str)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise BadForm("not_canonical", "satu kunci ditulis dua kali")
    return found
