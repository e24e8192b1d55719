"""What published revisions mean here: a record's heads, and whether the current view follows them.

Bundles bring revisions (desktop.services.arrivals). Those of a type that a newer app wrote are kept byte for byte and
settled here the first time a version that knows the type opens the folder.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec
from msgspec import Struct
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from desktop.db import revisions as db_revisions
from desktop.db.models import RecordRow, Revision
from desktop.db.revisions import Entry
from desktop.domain.areas import office_of, parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import RECORD_TYPES, decoder_of, read_data
from desktop.domain.records import Data
from desktop.sync import revisions as sync_revisions

Key = tuple[str, str, str]
"""Area, type and uid of a record."""

REVISIONS = db_revisions.table_of(Revision)
_ROWS = select(RecordRow).where(RecordRow.uid.in_(bindparam("uids", expanding=True)))
_APPLIED = select(
    REVISIONS.c.area,
    REVISIONS.c.type,
    REVISIONS.c.uid,
    REVISIONS.c.rev_id,
    REVISIONS.c.parents,
    REVISIONS.c.value_hash,
).where(REVISIONS.c.uid.in_(bindparam("uids", expanding=True)), REVISIONS.c.status == "applied")
_BODY = msgspec.json.Decoder(sync_revisions.Revision)


class Came(Struct, frozen=True):
    """One revision to settle: read by its schema (None: a withdrawal), its value hash and its data's canonical
    bytes."""

    rev_id: str
    revision: sync_revisions.Revision
    data: Data | None
    value: str
    stored: bytes


@dataclass(slots=True)
class Gathered:
    """One record while its revisions are settled: what is known of it, and what came."""

    row: RecordRow | None = None
    known: dict[str, tuple[str, ...]] = field(default_factory=dict)  # revision id → parents
    values: dict[str, str] = field(default_factory=dict)  # revision id → value hash
    came: list[Came] = field(default_factory=list)

    def add(self, one: Came) -> None:
        """Something that came, unless it is known already."""
        if one.rev_id not in self.known:
            self.came.append(one)
            self.known[one.rev_id] = one.revision.parents
            self.values[one.rev_id] = one.value


def rows_by_key(session: Session, keys: set[Key]) -> dict[Key, RecordRow]:
    """The current rows of these records."""
    uids = sorted({uid for _, _, uid in keys})
    found: dict[Key, RecordRow] = {}
    for start in range(0, len(uids), 500):
        for row in session.scalars(_ROWS, {"uids": uids[start : start + 500]}):
            found[(row.area, row.type, row.uid)] = row
    return found


def gather(session: Session, keys: Iterable[Key], rows: Mapping[Key, RecordRow] | None = None) -> dict[Key, Gathered]:
    """Per record, in the order given: its row and the revisions of it that were settled before. `rows`: the current
    rows of these records (others do no harm) where the caller has read them in this transaction."""
    records = {key: Gathered() for key in keys}
    for key, row in (rows_by_key(session, set(records)) if rows is None else rows).items():
        if key in records:
            records[key].row = row
    uids = sorted({uid for _, _, uid in records})
    for start in range(0, len(uids), 500):
        for area, kind, uid, rev_id, parents, value in session.execute(_APPLIED, {"uids": uids[start : start + 500]}):
            known = records.get((area, kind, uid))
            if known is not None:
                known.known[rev_id] = tuple(parents.split())
                known.values[rev_id] = value
    return records


def settle(session: Session, records: Mapping[Key, Gathered], at: int) -> None:
    """Write the heads, the versions and the current view that follow from what came. `at`: UTC milliseconds."""
    entries: list[Entry] = []
    gone: list[str] = []
    heads: list[dict[str, object]] = []
    for key, record in records.items():
        _settle(key, record, entries, gone, heads, at)
    loaded = [key for key, record in records.items() if record.row is not None and record.came]
    db_revisions.drop_file_heads(session, loaded)
    db_revisions.set_heads(session, gone, heads)
    db_revisions.store(session, entries)
    # A record that came for the first time, with one head, is written as it stands already.
    touched = {uid for (_, _, uid), record in records.items() if record.row is not None or len(record.known) > 1}
    db_revisions.mark_conflicts(session, sorted(touched))


def _settle(
    key: Key, record: Gathered, entries: list[Entry], gone: list[str], heads: list[dict[str, object]], at: int
) -> None:
    """What the arrived revisions of one record mean: its new published heads, and whether the view follows them."""
    if not record.came:
        return
    area, kind, uid = key
    row = record.row
    tips = sync_revisions.heads(record.known)
    gone += [rev_id for rev_id in record.known if rev_id not in tips]
    came = {one.rev_id: one for one in record.came}
    heads += [
        {
            "rev_id": rev_id,
            "office": office_of(area),
            "area": area,
            "type": kind,
            "uid": uid,
            "value_hash": record.values[rev_id],
        }
        for rev_id in tips
    ]
    split = len({record.values[rev_id] for rev_id in tips}) > 1
    unsent = row is not None and not row.imported and (row.state == "saved" or row.changed)
    # Unsent changes stay in view, and so does one side of a conflict until a person chooses.
    # Tips that agree in value are one state: whichever of them came stands for all, and names all as what it follows.
    arrived = tips & came.keys()
    shown = "" if unsent or (split and row is not None) or not arrived else max(arrived)
    for rev_id, one in came.items():
        rev = one.revision
        stored, typed, files = _content(row, one, kind)
        if typed is None:
            continue  # a withdrawal of something that never came: its revision is kept, there is nothing to show
        entries.append(
            Entry(
                area=area,
                type=kind,
                uid=uid,
                year=rev.year,
                op=rev.op,
                data=stored,
                typed=typed,
                files=files,
                value_hash=one.value,
                base=tuple(sorted(tips)) if rev_id == shown else (rev_id,),
                rev_id=rev_id,
                published=True,
                origin="bundle",
                shown=rev_id == shown,
                actor=rev.actor,
                at=at,
            )
        )


def _content(row: RecordRow | None, one: Came, kind: str) -> tuple[bytes, Data | None, tuple[str, ...]]:
    """What a version shows: its own data, or for a withdrawal the data it takes back."""
    if one.data is not None:
        return one.stored, one.data, one.revision.files
    if row is None:
        return b"{}", None, ()
    return row.data, decoder_of(kind).decode(row.data), tuple(row.files.split())


# --- types that were not known when their revisions came -------------------------------------------------------------


def settle_now_known(session: Session, at: int) -> frozenset[str]:
    """Settle the kept revisions whose type this version knows and the one that took them did not; returns the types.

    Who may write them was judged when they came. What does not fit the type's schema, or may not lie in that area,
    stays kept as it is: data already here is never refused.
    """
    query = select(Revision).where(Revision.status == "unknown", Revision.type.in_(sorted(RECORD_TYPES)))
    return settle_kept(session, list(session.scalars(query.order_by(Revision.at, Revision.rev_id))), at)


def settle_kept(session: Session, rows: Sequence[Revision], at: int) -> frozenset[str]:
    """Settle kept revisions that fit their type's schema; the others stay as they are. Returns the types settled."""
    found = [(row, one) for row in rows if row.type in RECORD_TYPES and (one := _read(row))]
    records = gather(session, [(row.area, row.type, row.uid) for row, _ in found])
    for row, one in found:
        records[row.area, row.type, row.uid].add(one)
    if found:
        session.execute(
            update(REVISIONS)
            .where(REVISIONS.c.rev_id == bindparam("the_revision"))
            .values(status="applied", value_hash=bindparam("the_value")),
            _values(found),
        )
        settle(session, records, at)
    return frozenset(row.type for row, _ in found)


def fits(row: Revision) -> bool:
    """Whether a kept revision fits the schema of its type in this version."""
    return row.type in RECORD_TYPES and _read(row) is not None


def _values(found: Sequence[tuple[Revision, Came]]) -> list[dict[str, object]]:
    return [{"the_revision": one.rev_id, "the_value": one.value} for _, one in found]


def _read(row: Revision) -> Came | None:
    """A kept revision by its type's schema; None when it does not fit."""
    kind = RECORD_TYPES[row.type]
    if kind.local or parse_area(row.area).role not in kind.areas:
        return None
    rev = _BODY.decode(row.body)
    try:
        data = None if rev.op == "withdraw" else read_data(row.type, rev.data)
    except RuleViolation:
        return None
    value = sync_revisions.value_hash(row.type, row.uid, row.area, rev.year, rev.data, rev.files)
    return Came(row.rev_id, rev, data, value, sync_revisions.canonical(rev.data))
