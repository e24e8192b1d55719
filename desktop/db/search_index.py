"""The search index: a file of its own beside the database, made from it and made anew whenever it is missing or wrong.

It holds no fact that the database does not hold, is in no backup and in no bundle, and a damaged one is thrown away.
Being apart, it costs no save anything: it is brought up to date before it is asked (desktop.services.search), and may
be written without waiting for the disk.
"""

# ruff: noqa: S608 - names of columns, all our own, are put into statements; values are always bound

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct

SCHEME = "2"
"""Raise it when the tables or what is put into them change: older index files are made anew."""

_TABLES = """
CREATE TABLE marks (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE entries (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, type TEXT NOT NULL, uid TEXT NOT NULL,
    area TEXT NOT NULL, year INTEGER NOT NULL, day TEXT NOT NULL, amount INTEGER, state TEXT NOT NULL,
    title TEXT NOT NULL, detail TEXT NOT NULL, number TEXT NOT NULL, paper TEXT NOT NULL, open_type TEXT NOT NULL,
    open_uid TEXT NOT NULL, spot TEXT NOT NULL, removed INTEGER NOT NULL, at INTEGER NOT NULL);
CREATE INDEX entries_uid ON entries (uid);
CREATE INDEX entries_list ON entries (removed, at);
CREATE VIRTUAL TABLE texts USING fts5 (title, codes, body, tokenize = 'trigram');
CREATE TABLE words (word TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_PRAGMAS = ("journal_mode=MEMORY", "synchronous=OFF", "secure_delete=ON", "trusted_schema=OFF", "cache_size=-8000")
_RANK = "bm25(texts, 8.0, 8.0, 1.0)"
_LEAST = 3
"""Letters of the shortest word a trigram index can find."""


class IndexTrouble(Exception):
    """The index file cannot be read or written: damaged, or the disk does not take it."""


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as problem:
        raise IndexTrouble(str(problem)) from problem


class Entry(Struct, frozen=True, kw_only=True):
    """One thing that can be found. `key`: what it is in this folder; `kind`: the group it stands under.

    `day`: YYYY-MM-DD or "". `amount`: whole rupiah. `paper`: the kind of a printed paper, "" for a record; `number`:
    its number. `open_type`, `open_uid`, `spot`: what to show when it is chosen. `at`: UTC milliseconds. `titles`,
    `codes`, `body`: what is looked through, folded; `words`: for the list that typing errors are compared with.
    """

    key: str
    kind: str
    type: str
    uid: str
    area: str
    year: int
    day: str = ""
    amount: int | None = None
    state: str = ""
    title: str = ""
    detail: str = ""
    number: str = ""
    paper: str = ""
    open_type: str = ""
    open_uid: str = ""
    spot: str = ""
    removed: bool = False
    at: int = 0
    titles: str = ""
    codes: str = ""
    body: str = ""
    words: frozenset[str] = frozenset()


class Kept(Struct, frozen=True):
    """An entry as the index gives it back."""

    id: int
    key: str
    kind: str
    type: str
    uid: str
    area: str
    year: int
    day: str
    amount: int | None
    state: str
    title: str
    detail: str
    number: str
    paper: str
    open_type: str
    open_uid: str
    spot: str
    removed: bool
    at: int


class Facets(Struct, frozen=True, kw_only=True):
    """What a list is narrowed to; "" and 0 leave a facet open."""

    kind: str = ""
    year: int = 0
    area: str = ""
    state: str = ""
    removed: bool = False


_COLUMNS = Kept.__struct_fields__[1:]
_SELECT = "SELECT " + ", ".join(f"e.{name}" for name in Kept.__struct_fields__) + " FROM entries e "
_INSERT = (
    f"INSERT INTO entries ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))}) "
    f"ON CONFLICT (key) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])} RETURNING id"
)


class SearchIndex:
    """The index file of one data folder; any thread may ask, one at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turn = threading.RLock()
        self._connection: sqlite3.Connection | None = None
        self._words: list[str] | None = None
        self._marks: dict[str, str] | None = None

    # --- the file ----------------------------------------------------------------------------------------------------

    def _open(self) -> sqlite3.Connection:
        """The connection; a file that is damaged or of another scheme is made anew. Raises sqlite3.Error, OSError."""
        if self._connection is None:
            try:
                self._connection = self._connect()
            except sqlite3.DatabaseError:
                self._throw_away()
                self._connection = self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, check_same_thread=False, isolation_level=None)
        try:
            for pragma in _PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            known = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            if not known:
                connection.executescript(f"BEGIN; {_TABLES} INSERT INTO marks VALUES ('scheme', '{SCHEME}'); COMMIT;")
                return connection
            row = connection.execute("SELECT value FROM marks WHERE name = 'scheme'").fetchone()
            if row is None or row[0] != SCHEME:
                raise sqlite3.DatabaseError("another scheme")
        except BaseException:
            connection.close()
            raise
        return connection

    def _throw_away(self) -> None:
        self.close()
        for file in (self._path, self._path.with_name(f"{self._path.name}-journal")):
            file.unlink(missing_ok=True)

    def begin_anew(self) -> None:
        """Empty the index. Raises IndexTrouble."""
        with self._turn, _told():
            self._throw_away()
            self._open()

    def close(self) -> None:
        """Let the file go; asked again, it opens again."""
        with self._turn:
            if self._connection is not None:
                with suppress(sqlite3.Error):
                    self._connection.close()
            self._connection, self._words, self._marks = None, None, None

    # --- writing -----------------------------------------------------------------------------------------------------

    def marks(self) -> dict[str, str]:
        """Up to where the database was read, in the words of whoever writes the index. Raises IndexTrouble."""
        with self._turn, _told():
            if self._marks is None:
                self._marks = dict(self._open().execute("SELECT name, value FROM marks"))
            return dict(self._marks)

    def put(self, entries: Iterable[Entry], marks: dict[str, str]) -> None:
        """Add or replace entries and note how far it was read, in one transaction. What is removed stays listed and is
        not found by words. Raises IndexTrouble."""
        with self._turn, _told():
            connection = self._open()
            new_words: set[str] = set()
            connection.execute("BEGIN")
            try:
                for entry in entries:
                    values = tuple(getattr(entry, name) for name in _COLUMNS)
                    row = connection.execute(_INSERT, values).fetchone()[0]
                    connection.execute("DELETE FROM texts WHERE rowid = ?", (row,))
                    if not entry.removed:
                        connection.execute(
                            "INSERT INTO texts (rowid, title, codes, body) VALUES (?, ?, ?, ?)",
                            (row, entry.titles, entry.codes, entry.body),
                        )
                        new_words |= entry.words
                connection.executemany("INSERT OR IGNORE INTO words VALUES (?)", [(word,) for word in new_words])
                connection.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?)", list(marks.items()))
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise
            self._marks = None
            if self._words is not None and new_words:
                self._words = sorted({*self._words, *new_words})

    # --- asking ------------------------------------------------------------------------------------------------------

    def words(self) -> list[str]:
        """Every word of the texts, folded. Raises IndexTrouble."""
        with self._turn, _told():
            if self._words is None:
                self._words = [row[0] for row in self._open().execute("SELECT word FROM words")]
            return self._words

    def has(self, phrase: str) -> bool:
        """Whether a phrase of three letters or more stands anywhere. Raises IndexTrouble."""
        with self._turn, _told():
            query = "SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1"
            return self._open().execute(query, (_phrase(phrase),)).fetchone() is not None

    def find(
        self, groups: Sequence[Sequence[str]], code: str = "", limit: int = 120, without: Sequence[str] = ()
    ) -> list[Kept]:
        """Entries with one phrase of every group somewhere, or with `code` among their codes; nearest first.

        `without`: codes of entries left out. Phrases are folded texts, looked for as they stand: nothing in them is a
        command. Raises IndexTrouble.
        """
        expression = _expression(groups, code)
        if not expression:
            return []
        for left_out in without:
            expression = f"({expression}) NOT codes : {_phrase(left_out)}"
        inner = f"SELECT rowid AS id, {_RANK} AS far FROM texts WHERE texts MATCH ? ORDER BY far LIMIT ?"
        query = f"{_SELECT} JOIN ({inner}) AS found ON found.id = e.id ORDER BY found.far"
        return self._rows(query, (expression, limit))

    def containing(self, piece: str, limit: int = 120) -> list[Kept]:
        """Entries whose title holds a piece shorter than three letters, by title. Raises IndexTrouble."""
        pattern = "%" + piece.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
        query = f"{_SELECT} WHERE e.title LIKE ? ESCAPE '\\' AND e.removed = 0 ORDER BY length(e.title), e.id LIMIT ?"
        return self._rows(query, (pattern, limit))

    def of(self, uid: str, limit: int = 120) -> list[Kept]:
        """Everything about a record: itself, and the papers printed of it. Raises IndexTrouble."""
        return self._rows(
            f"{_SELECT} WHERE e.uid = ? AND e.removed = 0 ORDER BY e.paper, e.at DESC LIMIT ?", (uid, limit)
        )

    def listed(self, facets: Facets, groups: Sequence[Sequence[str]] = (), code: str = "") -> list[int]:
        """The places of all entries that fit, newest first (without words the trash too). Raises IndexTrouble."""
        conditions, values = _conditions(facets)
        expression = _expression(groups, code)
        if expression:
            conditions.append("e.id IN (SELECT rowid FROM texts WHERE texts MATCH ?)")
            values.append(expression)
        query = f"SELECT e.id FROM entries e WHERE {' AND '.join(conditions)} ORDER BY e.at DESC, e.id DESC"
        with self._turn, _told():
            return [row[0] for row in self._open().execute(query, values)]

    def rows(self, places: Sequence[int]) -> list[Kept]:
        """The entries at these places, in their order; those gone since are left out. Raises IndexTrouble."""
        marks = ", ".join("?" * len(places))
        found = {row.id: row for row in self._rows(f"{_SELECT} WHERE e.id IN ({marks})", tuple(places))}
        return [found[place] for place in places if place in found]

    def counts(self, facet: str, facets: Facets) -> dict[str, int]:
        """How many entries each value of a facet ("kind", "year", "area", "state") has under the others."""
        if facet not in ("kind", "year", "area", "state"):
            raise ValueError(facet)
        conditions, values = _conditions(facets)
        query = f"SELECT e.{facet}, count(*) FROM entries e WHERE {' AND '.join(conditions)} GROUP BY 1"
        with self._turn, _told():
            return {str(value): count for value, count in self._open().execute(query, values)}

    def _rows(self, query: str, values: Sequence[object]) -> list[Kept]:
        with self._turn, _told():
            found = self._open().execute(query, tuple(values)).fetchall()
        return [Kept(*row) for row in found]


def _conditions(facets: Facets) -> tuple[list[str], list[object]]:
    conditions, values = ["e.removed = ?"], list[object]([int(facets.removed)])
    for name in ("kind", "year", "area", "state"):
        value = getattr(facets, name)
        if value:
            conditions.append(f"e.{name} = ?")
            values.append(value)
    return conditions, values


def _phrase(text: str) -> str:
    """A text as FTS5 takes it literally: in quotes, quotes doubled."""
    return '"' + text.replace('"', '""') + '"'


def _expression(groups: Sequence[Sequence[str]], code: str) -> str:
    """The FTS5 expression; "" when there is nothing long enough to look for."""
    parts = []
    for group in groups:
        phrases = [_phrase(text) for text in group if len(text) >= _LEAST]
        if phrases:
            parts.append(f"({' OR '.join(phrases)})" if len(phrases) > 1 else phrases[0])
    whole = " AND ".join(parts)
    if len(code) < _LEAST:
        return whole
    exact = f"codes : {_phrase(code)}"
    return f"({whole}) OR ({exact})" if whole else exact
