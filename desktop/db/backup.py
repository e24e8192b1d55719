"""Copies of a database file while it is in use, and reading what can still be read of a damaged one."""

import os
import sqlite3
import time
from pathlib import Path

from desktop.db import sqlite
from desktop.domain.errors import Trouble

_PAGES = 2000
"""Pages copied at a time (8 MiB); in between, people may go on saving."""
_PATIENCE = 10.0
"""Seconds after which the rest is copied in one go: each save between two steps makes SQLite begin again."""


class _Restless(Exception):
    """The database changed again and again while it was copied."""


def change_counter(path: Path) -> int:
    """The number in a database file's header that every transaction raises (SQLite file format 1.3.7); 0 for none."""
    try:
        with path.open("rb") as file:
            file.seek(24)
            return int.from_bytes(file.read(4), "big")
    except OSError:
        return 0


def snapshot(source: Path, target: Path) -> None:
    """A consistent copy of a database in use, checked and safe on the disk. `target` must not exist.

    Raises Trouble: database_damaged, write_failed (facts: place); then there is no `target`.
    """
    try:
        _copy(source, target)
        state = thorough(target)
    except sqlite3.OperationalError as problem:
        target.unlink(missing_ok=True)
        raise Trouble("write_failed", str(problem), {"place": str(target.parent)}) from problem
    except sqlite3.DatabaseError as problem:
        target.unlink(missing_ok=True)
        raise Trouble("database_damaged", str(problem)) from problem
    if state != "ok":
        target.unlink(missing_ok=True)
        raise Trouble("database_damaged", state)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def _copy(source: Path, target: Path) -> None:
    # rw, not ro: what a power cut left half written is taken back first.
    origin = sqlite3.connect(sqlite.file_uri(source, "rw"), uri=True, timeout=10)
    copy = sqlite3.connect(target)
    began = time.monotonic()

    def watch(_status: int, remaining: int, _total: int) -> None:
        if remaining and time.monotonic() - began > _PATIENCE:
            raise _Restless

    try:
        try:
            origin.backup(copy, pages=_PAGES, progress=watch)
        except _Restless:
            origin.backup(copy)
        copy.execute("PRAGMA journal_mode=TRUNCATE")
    finally:
        copy.close()
        origin.close()


def thorough(path: Path) -> str:
    """What `integrity_check` says of a database file, "ok" or the first thing wrong: slower than `is_sound`, and it
    compares every index with its table."""
    connection = sqlite3.connect(sqlite.file_uri(path, "rw"), uri=True)
    try:
        return str(connection.execute("PRAGMA integrity_check(1)").fetchone()[0])
    finally:
        connection.close()


# --- what is left of a damaged file ----------------------------------------------------------------------------------

_HEADER, _PAGE = 100, 4096
_MOST_TRIES = 20_000
"""Reads of one table before the rest of it is given up."""
_COARSE = ((300, 64), (600, 4096), (900, 1 << 20))
"""After so many failures in a row, ranges up to this size are no longer halved: the place is bad as a whole."""

Rows = dict[str, list[dict[str, object]]]


def readable(damaged: Path, template: Path, work: Path) -> Rows:
    """Every row that can still be read, by table and in the order of their numbers; the damaged file is only copied.

    `template`: a new, empty database of the same tables. `work`: an empty folder for copies. Three ways, the first that
    finds rows counts: the file as it is; with a new header; with a new first page (where the list of tables lies).
    """
    raw = damaged.read_bytes()
    if not raw:
        return {}
    first = template.read_bytes()[:_PAGE]
    whole = raw + b"\0" * (-len(raw) % _PAGE)  # cut in the middle of a page
    best: Rows = {}
    for number, candidate in enumerate((whole, _sized(first[:_HEADER], whole) + whole[_HEADER:], None)):
        content = candidate if candidate is not None else _sized(first, whole) + whole[_PAGE:]
        copy = work / f"try{number}.db"
        copy.write_bytes(content)
        journal = damaged.with_name(f"{damaged.name}-journal")
        if number == 0 and journal.exists():
            copy.with_name(f"{copy.name}-journal").write_bytes(journal.read_bytes())
        found = _all_rows(copy, template)
        if sum(map(len, found.values())) > sum(map(len, best.values())):
            best = found
        if best:
            break
    return best


def _sized(first: bytes, whole: bytes) -> bytes:
    """A header with this file's number of pages, and no list of free ones."""
    header = bytearray(first)
    header[28:32] = (len(whole) // _PAGE).to_bytes(4, "big")
    header[32:40] = bytes(8)
    header[92:96] = header[24:28]  # the size counts only where these two agree
    return bytes(header)


def _all_rows(copy: Path, template: Path) -> Rows:
    known = sqlite3.connect(sqlite.file_uri(template, "ro"), uri=True)
    tables = [row[0] for row in known.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    columns = {table: [row[1] for row in known.execute(f"PRAGMA table_info({table})")] for table in tables}
    known.close()
    found: Rows = {}
    connection = sqlite3.connect(copy)
    connection.text_factory = lambda raw: raw.decode("utf-8", "surrogateescape")
    try:
        for table in tables:
            rows = _rows(connection, table, columns[table])
            if rows:
                found[table] = rows
    finally:
        connection.close()
    return found


def _rows(connection: sqlite3.Connection, table: str, columns: list[str]) -> list[dict[str, object]]:
    """Ranges of row numbers, halved where reading fails, so that one bad page costs its own rows only."""
    names = ", ".join(f'"{name}"' for name in columns)
    # Names of tables and columns come from our own new database, not from the damaged one.
    query = f"SELECT {names} FROM {table} NOT INDEXED WHERE rowid BETWEEN ? AND ? ORDER BY rowid"  # noqa: S608
    rows: list[dict[str, object]] = []
    ranges = [(1 << power, (1 << power + 1) - 1) for power in range(31, -1, -1)]  # the lowest numbers are taken first
    tries = misses = 0
    while ranges and tries < _MOST_TRIES:
        low, high = ranges.pop()
        tries += 1
        try:
            rows += [dict(zip(columns, row, strict=True)) for row in connection.execute(query, (low, high))]
            misses = 0
        except sqlite3.DatabaseError as problem:
            if "not a database" in str(problem) or "no such table" in str(problem) or "no such column" in str(problem):
                return rows
            misses += 1
            finest = max((size for after, size in _COARSE if misses > after), default=1)
            if high - low >= finest:
                middle = (low + high) // 2
                ranges += [(middle + 1, high), (low, middle)]
    return rows


def fill(target: Path, rows: Rows) -> dict[str, int]:
    """Put rows into a new database of the same tables, those that fit; returns how many went in, by table."""
    connection = sqlite3.connect(target)
    counts: dict[str, int] = {}
    try:
        for pragma in sqlite.PRAGMAS:
            connection.execute(pragma)
        with connection:
            for table, found in rows.items():
                if table == "alembic_version":
                    continue
                names = list(found[0])
                marks = ", ".join("?" * len(names))
                listed = ", ".join(f'"{name}"' for name in names)
                query = f"INSERT OR IGNORE INTO {table} ({listed}) VALUES ({marks})"  # noqa: S608 - our own names
                counts[table] = 0
                for row in found:
                    values = tuple(row.values())
                    if any(isinstance(value, str) and not _clean(value) for value in values):
                        continue
                    try:
                        counts[table] += connection.execute(query, values).rowcount
                    except sqlite3.IntegrityError:
                        continue
    finally:
        connection.close()
    return counts


def _clean(text: str) -> bool:
    """Whether these were letters, not bytes of something else."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)
