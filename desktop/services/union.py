"""Put together what two databases of one desk say: nothing of either is lost.

Used where a backup is restored and where a damaged database was read row by row. Of each record both histories are
joined. Where one history goes on from the other, its end comes into view; where both went on separately, what is in
view here stays, and the other's states lie in the history.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Row, Table, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from desktop.db import revisions as db_revisions
from desktop.db import sqlite
from desktop.db.models import (
    Attachment,
    Bundle,
    Device,
    Draft,
    IssuedPaper,
    PeerState,
    Revision,
    Setting,
    StreamHead,
    StreamLine,
)
from desktop.db.revisions import FROM_FILE, HEADS, VERSIONS, table_of
from desktop.domain.areas import office_of
from desktop.domain.record_types import RECORD_TYPES, decoder_of
from desktop.services.settling import Key
from desktop.sync import revisions as sync_revisions

_COUNTER = "number:"
_OWN = frozenset({"area", "year", "device", "actor", "name", "practice", "office_root", "settled", "restored"})
"""Settings that say who this desk is: never taken from another database."""

_Mark = tuple[str, ...]
"""What makes two versions of a record the same one."""

_ONCE: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (table_of(Revision), ("rev_id",)),
    (table_of(StreamLine), ("hash",)),
    (table_of(StreamHead), ("hash",)),
    (table_of(Device), ("device",)),
    (table_of(PeerState), ("device",)),
    (table_of(Bundle), ("uid",)),
    (table_of(Draft), ("uid",)),
    (table_of(Attachment), ("sha256",)),
)
"""Tables whose rows are the same wherever they are: what is missing is added."""


class United(Struct, frozen=True, kw_only=True):
    """What came of it. `back`: records that were not here; `newer`: records that the other knew a later state of;
    `kept`: records both had changed, whose other state lies in the history now; `lines`: published lines."""

    back: int
    newer: int
    kept: int
    lines: int
    types: frozenset[str]

    @property
    def nothing(self) -> bool:
        """Whether everything was here already."""
        return not (self.back or self.newer or self.kept or self.lines)


def unite(session: Session, other: Session) -> United:
    """Add everything the other database has, in the caller's transaction."""
    before = _published(session)
    lines = 0
    for table, key in _ONCE:
        added = _add_missing(session, other, table, key)
        lines += added if table.name == StreamLine.__tablename__ else 0
    _drop_followed_heads(session)
    changed = _published(session) ^ before
    _settle_heads(session, other, changed)
    counts, types = _join_histories(session, other)
    _take_papers(session, other)
    _take_settings(session, other)
    db_revisions.rebuild(session)
    return United(back=counts["back"], newer=counts["newer"], kept=counts["kept"], lines=lines, types=frozenset(types))


def _plain(row: Row[Any], *, without: Iterable[str] = ()) -> dict[str, Any]:
    return {name: value for name, value in row._mapping.items() if name not in without}


def _add_missing(session: Session, other: Session, table: Table, key: tuple[str, ...]) -> int:
    column = table.c[key[0]]
    here = set(session.scalars(select(column)))
    rows = [_plain(row) for row in other.execute(select(table)) if row._mapping[key[0]] not in here]
    if rows:
        session.execute(sqlite.insert_new(table, key), rows)
    return len(rows)


def _drop_followed_heads(session: Session) -> None:
    """A line that another one follows is no head of its stream."""
    followed = select(StreamLine.prev).where(StreamLine.prev != "")
    session.execute(delete(StreamHead).where(StreamHead.hash.in_(followed)))


# --- published heads -------------------------------------------------------------------------------------------------


def _published(session: Session) -> set[str]:
    return set(session.scalars(select(Revision.rev_id).where(Revision.status == "applied")))


def _settle_heads(session: Session, other: Session, revisions: set[str]) -> None:
    """The heads of the records these revisions belong to, worked out anew; and what only a file said, where it alone
    speaks."""
    parents: dict[Key, dict[str, tuple[str, ...]]] = {}
    values: dict[str, str] = {}
    touched: set[Key] = set()
    columns = (Revision.area, Revision.type, Revision.uid, Revision.rev_id, Revision.parents, Revision.value_hash)
    for area, kind, uid, rev_id, named, value in session.execute(select(*columns).where(Revision.status == "applied")):
        parents.setdefault((area, kind, uid), {})[rev_id] = tuple(named.split())
        values[rev_id] = value
        if rev_id in revisions:
            touched.add((area, kind, uid))
    _clear_heads(session, touched)
    rows = [
        _head(key, rev_id, values[rev_id]) for key in touched for rev_id in sync_revisions.heads(dict(parents[key]))
    ]
    spoken = {(row.area, row.type, row.uid) for row in session.execute(select(HEADS))} | parents.keys()
    rows += [
        _head((row.area, row.type, row.uid), row.rev_id, row.value_hash)
        for row in other.execute(select(HEADS).where(HEADS.c.rev_id.startswith(FROM_FILE)))
        if (row.area, row.type, row.uid) not in spoken
    ]
    db_revisions.set_heads(session, [], rows)


def _head(key: Key, rev_id: str, value: str) -> dict[str, object]:
    area, kind, uid = key
    return {"rev_id": rev_id, "office": office_of(area), "area": area, "type": kind, "uid": uid, "value_hash": value}


def _clear_heads(session: Session, keys: Iterable[Key]) -> None:
    named = [{"the_area": area, "the_type": kind, "the_uid": uid} for area, kind, uid in keys]
    if named:
        session.connection().execute(
            delete(HEADS).where(
                HEADS.c.area == bindparam("the_area"),
                HEADS.c.type == bindparam("the_type"),
                HEADS.c.uid == bindparam("the_uid"),
            ),
            named,
        )


# --- histories -------------------------------------------------------------------------------------------------------


class _Step(Struct, frozen=True):
    """One version, without its contents."""

    id: int
    mark: _Mark
    shown: bool
    value: str


_NAMES = ("id", "area", "type", "uid", "op", "rev_id", "value_hash", "actor", "at", "shown")


def _histories(session: Session) -> dict[Key, list[_Step]]:
    found: dict[Key, list[_Step]] = {}
    for row in session.execute(select(*(VERSIONS.c[name] for name in _NAMES)).order_by(VERSIONS.c.id)):
        # A revision is one and the same whenever it came.
        mark = (row.rev_id, row.op) if row.rev_id else ("", row.op, row.value_hash, row.actor, str(row.at))
        found.setdefault((row.area, row.type, row.uid), []).append(_Step(row.id, mark, row.shown, row.value_hash))
    return found


def _last_shown(steps: Sequence[_Step]) -> _Step | None:
    return next((step for step in reversed(steps) if step.shown), None)


def _join_histories(session: Session, other: Session) -> tuple[dict[str, int], set[str]]:
    """Insert the versions that are missing; which of them come into view, see the module."""
    here, there = _histories(session), _histories(other)
    counts = {"back": 0, "newer": 0, "kept": 0}
    types: set[str] = set()
    wanted: dict[int, bool] = {}  # version there → shown here
    for key, steps in there.items():
        if key[1] not in RECORD_TYPES:
            continue
        what = _plan(here.get(key, []), steps, wanted)
        if what:
            types.add(key[1])
            counts[what] += 1
    for number in range(0, len(wanted), 500):
        part = sorted(wanted)[number : number + 500]
        rows = other.execute(select(VERSIONS).where(VERSIONS.c.id.in_(part)).order_by(VERSIONS.c.id))
        session.execute(
            insert(VERSIONS), [{**_plain(row, without=("id",)), "shown": wanted[row._mapping["id"]]} for row in rows]
        )
    return counts, types


def _plan(here: Sequence[_Step], there: Sequence[_Step], wanted: dict[int, bool]) -> str:
    """Note the versions to take; says what this means for the record: back, newer, kept, or "" for nothing new."""
    known = {step.mark for step in here}
    missing = [step for step in there if step.mark not in known]
    if not missing:
        return ""
    if not here:
        wanted.update((step.id, step.shown) for step in missing)
        return "back"
    ours, theirs = _last_shown(here), _last_shown(there)
    goes_on = theirs in missing and (ours is None or ours.mark in {step.mark for step in there})
    wanted.update((step.id, goes_on and step is theirs) for step in missing)
    if goes_on:
        return "newer"
    differs = theirs is not None and theirs in missing and (ours is None or theirs.value != ours.value)
    return "kept" if differs else ""


# --- the rest --------------------------------------------------------------------------------------------------------


def _take_papers(session: Session, other: Session) -> None:
    table = table_of(IssuedPaper)
    known = {(row.number, row.kind, row.of, row.sha256) for row in session.execute(select(table))}
    rows = [
        _plain(row, without=("id",))
        for row in other.execute(select(table).order_by(table.c.id))
        if (row.number, row.kind, row.of, row.sha256) not in known
    ]
    if rows:
        session.execute(insert(table), rows)


def _take_settings(session: Session, other: Session) -> None:
    """What is not set here; of counters the higher one, so that no number is given twice."""
    here = _settings(session)
    for name, value in _settings(other).items():
        if name in _OWN or name.startswith("backup_"):
            continue
        if name.startswith(_COUNTER) or name == "digit":
            value = str(max(_number(value), _number(here.get(name, "0"))))
        elif name in here:
            continue
        session.merge(Setting(name=name, value=value))
    session.flush()


def _settings(session: Session) -> Mapping[str, str]:
    return {row.name: row.value for row in session.execute(select(Setting.name, Setting.value))}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def note_files(session: Session, present: Mapping[str, int]) -> None:
    """What lies in the store now (size in bytes by hash) and what does not: the table says as it is."""
    table = table_of(Attachment)
    named = {row.sha256: row.present for row in session.execute(select(table.c.sha256, table.c.present))}
    rows = [
        {"the_file": sha, "here": sha in present, "how_much": present.get(sha, 0)}
        for sha, was in named.items()
        if was != (sha in present)
    ]
    if rows:
        session.connection().execute(
            update(table)
            .where(table.c.sha256 == bindparam("the_file"))
            .values(present=bindparam("here"), size=bindparam("how_much")),
            rows,
        )


def has_two_branches(session: Session, device: str) -> bool:
    """Whether a device's stream for an area went on in two ways: then it must not write under its name any more."""
    heads = session.execute(select(StreamHead.area).where(StreamHead.device == device)).all()
    return len(heads) != len({row.area for row in heads})


def complete_from_rows(session: Session) -> int:
    """After reading a damaged database: records whose history is gone, and the view alone is left, begin a new one from
    it; states whose contents do not match their hash are dropped. Returns how many rows were dropped."""
    dropped = _drop_unsound(session)
    known = {(row.area, row.type, row.uid) for row in session.execute(select(VERSIONS).where(VERSIONS.c.shown))}
    table = db_revisions.RECORDS
    rows = []
    for row in session.execute(select(table).where(table.c.type.in_(sorted(RECORD_TYPES)))):
        if (row.area, row.type, row.uid) in known:
            continue
        if not _sound(row):
            dropped += 1
            continue
        rows.append(_as_version(row))
    if rows:
        session.execute(insert(VERSIONS), rows)
    _settle_all_heads(session)
    db_revisions.rebuild(session)
    return dropped


def _as_version(row: Row[Any]) -> dict[str, Any]:
    return {
        **{name: row._mapping[name] for name in ("office", "area", "type", "uid", "year", "data", "files", "base")},
        "value_hash": row.value_hash,
        "op": "remove" if row.removed else "put",
        "origin": "foreign" if row.imported else "here",
        "shown": True,
        "rev_id": "",
        "actor": "",
        "at": row.saved_at,
    }


def _drop_unsound(session: Session) -> int:
    bad = [row.id for row in session.execute(select(VERSIONS)) if row.type not in RECORD_TYPES or not _sound(row)]
    for start in range(0, len(bad), 500):
        session.execute(delete(VERSIONS).where(VERSIONS.c.id.in_(bad[start : start + 500])))
    table = table_of(Revision)
    broken = [
        row.rev_id
        for row in session.execute(select(table.c.rev_id, table.c.area, table.c.body))
        if not _is_revision(row.area, row.body, row.rev_id)
    ]
    lines = table_of(StreamLine)
    for start in range(0, len(broken), 500):
        part = broken[start : start + 500]
        session.execute(delete(table).where(table.c.rev_id.in_(part)))
        session.execute(delete(lines).where(lines.c.rev_id.in_(part)))
    there = select(table.c.rev_id)
    session.execute(delete(lines).where(lines.c.rev_id.not_in(there)))
    session.execute(delete(StreamHead).where(StreamHead.hash.not_in(select(StreamLine.hash))))
    return len(bad) + len(broken)


def _sound(row: Row[Any]) -> bool:
    """Whether the contents read are those that were written: their hash says so."""
    try:
        decoder_of(row.type).decode(row.data)
        data, files = sync_revisions.parse_canonical(row.data), tuple(row.files.split())
        values = {sync_revisions.value_hash(row.type, row.uid, row.area, row.year, data, files)}
        values.add(
            sync_revisions.value_hash(row.type, row.uid, row.area, row.year, {}, ())
        )  # a withdrawal says nothing
    except (ValueError, TypeError, AttributeError, sync_revisions.BadForm):
        return False
    return row.value_hash in values


def _is_revision(area: str, body: bytes, rev_id: str) -> bool:
    try:
        return sync_revisions.revision_id(area, body) == rev_id
    except (ValueError, TypeError, AttributeError, sync_revisions.BadForm):
        return False


def _settle_all_heads(session: Session) -> None:
    session.execute(delete(HEADS).where(HEADS.c.rev_id.not_like(f"{FROM_FILE}%")))
    _settle_heads(session, session, _published(session))
