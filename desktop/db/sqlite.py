"""The only SQLite-specific SQL: how the file is opened, checked and copied.

Rollback journal and full sync: one file that survives being copied by hand, at most the transaction in hand is lost.
"""

import sqlite3
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from operator import itemgetter
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL, ColumnElement, Engine, Integer, Table, create_engine, event, literal_column
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

PRAGMAS = (
    "PRAGMA journal_mode=TRUNCATE",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=5000",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA secure_delete=ON",
    "PRAGMA cache_spill=OFF",
    "PRAGMA cache_size=-16000",
)
_DIALECT = SQLiteDialect_pysqlite()


def file_uri(path: Path, mode: str) -> str:
    """How SQLite is asked for a file. `mode`: "ro", "rw" (it must be there), "rwc" (made where it is missing)."""
    return f"file:{quote(str(path))}?mode={mode}"


def engine_for(path: Path, *, read_only: bool = False, create: bool = False) -> Engine:
    """An engine on one database file, every connection with the pragmas above; `read_only`: nothing is ever written.

    Such a file is still opened for writing where that is possible: what a power cut left half written is taken back.
    Only with `create` is a missing file made: where a USB stick was pulled an empty one would pass for the data.
    """
    uri = file_uri(path, "rwc" if create else "rw")
    connect = partial(sqlite3.connect, uri, uri=True, check_same_thread=False)
    engine = create_engine(URL.create("sqlite", database=str(path)), creator=connect)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(pragma)
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
        cursor.close()

    return engine


def is_sound(path: Path) -> str:
    """What `quick_check` says of a database file: "ok", or what is wrong.

    Opened for writing where that is possible: what a power cut left half written is taken back from the journal first,
    as at any opening. Reading only, SQLite refuses such a file, and it would pass for a damaged one.
    """
    try:
        connection = sqlite3.connect(file_uri(path, "rw"), uri=True)
        try:
            return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.DatabaseError as problem:
        return str(problem)


def schema_version(path: Path) -> str:
    """The migration a database file stands at, "" when it has no tables yet."""
    connection = sqlite3.connect(file_uri(path, "ro"), uri=True)
    try:
        known = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    finally:
        connection.close()
    return str(row[0]) if row else ""


def row_counts(path: Path) -> dict[str, int]:
    """How many rows each table of a database file holds; SQLite's own tables are left out."""
    connection = sqlite3.connect(file_uri(path, "ro"), uri=True)
    try:
        names = [
            str(row[0])
            for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            if not str(row[0]).startswith("sqlite_")
        ]
        # Names come from the file itself; a quote in one is doubled.
        quoted = {name: name.replace('"', '""') for name in names}
        return {
            name: int(connection.execute(f'SELECT count(*) FROM "{inner}"').fetchone()[0])  # noqa: S608
            for name, inner in quoted.items()
        }
    finally:
        connection.close()


def copy_database(source: Path, target: Path) -> None:
    """A consistent copy by SQLite's backup API; `target` must not exist."""
    origin = sqlite3.connect(file_uri(source, "ro"), uri=True)
    copy = sqlite3.connect(target)
    try:
        origin.backup(copy)
        copy.execute("PRAGMA journal_mode=TRUNCATE")
    finally:
        copy.close()
        origin.close()


def as_written(table: Table) -> ColumnElement[int]:
    """Grows with every row added to a table whose key is no number: their order, whatever the clock said then."""
    return literal_column(f"{table.name}.rowid", Integer)


def upsert(table: Table, key: tuple[str, ...]) -> Insert:
    """`INSERT … ON CONFLICT (key) DO UPDATE` of every other column but the local `id`; run it with a list of dicts."""
    statement = insert(table)
    changed = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in key and column.name != "id"
    }
    return statement.on_conflict_do_update(index_elements=list(key), set_=changed)


def insert_new(table: Table, key: tuple[str, ...]) -> Insert:
    """`INSERT … ON CONFLICT (key) DO NOTHING`; run it with a list of dicts."""
    return insert(table).on_conflict_do_nothing(index_elements=list(key))


def write_rows(
    session: Session,
    table: Table,
    rows: Sequence[Mapping[str, object]],
    key: tuple[str, ...] = (),
    *,
    over: bool = False,
) -> None:
    """Insert many rows at once, all with the same columns; a row whose `key` is there already is left out, or with
    `over` written over it. As `insert_new` and `upsert` do it, but the SQL is made once for each table."""
    if rows:
        text, names = _insert_text(table, key, over, tuple(rows[0]))
        session.connection().exec_driver_sql(text, [*map(itemgetter(*names), rows)])  # no table has one column only


@lru_cache(maxsize=64)
def _insert_text(table: Table, key: tuple[str, ...], over: bool, names: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The statement, and the columns in the order of its places."""
    statement = upsert(table, key) if over else insert_new(table, key) if key else insert(table)
    compiled = statement.compile(dialect=_DIALECT, column_keys=list(names))
    return str(compiled), tuple(compiled.positiontup or ())
