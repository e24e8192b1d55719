"""Publishing: what is submitted, decided, paid or answered becomes a line in this device's stream.

Works inside the caller's transaction, so that a deed and what it publishes are one.
"""

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from desktop.db import revisions as db_revisions
from desktop.db.models import RecordRow, Revision, StreamHead, StreamLine
from desktop.db.revisions import Entry
from desktop.domain.areas import office_of
from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import RECORD_TYPES, may_write, read_data
from desktop.services.desk import Desk, now_ms
from desktop.services.records import too_large
from desktop.sync import revisions as sync_revisions
from desktop.sync.keys import sign_head
from desktop.sync.revisions import BadForm

LINES = db_revisions.table_of(StreamLine)
REVISIONS = db_revisions.table_of(Revision)
STREAM_HEADS = db_revisions.table_of(StreamHead)


class Publication(Struct, frozen=True):
    """One record to publish as it stands. `op`: put, withdraw (needs `reason`) or resolve (`parents`: all heads)."""

    row: RecordRow
    op: Literal["put", "withdraw", "resolve"] = "put"
    reason: str = ""
    parents: tuple[str, ...] | None = None


def rows_of(session: Session, uids: Sequence[str], area: str) -> list[RecordRow]:
    """The current rows of these uids in one area, in the order given. Raises RuleViolation: record_missing."""
    found: dict[str, RecordRow] = {}
    for start in range(0, len(uids), 500):
        part = uids[start : start + 500]
        query = select(RecordRow).where(RecordRow.uid.in_(part), RecordRow.area == area)
        found.update({row.uid: row for row in session.scalars(query)})
    missing = [uid for uid in uids if uid not in found]
    if missing:
        raise RuleViolation("record_missing", facts={"uid": missing[0]})
    return [found[uid] for uid in uids]


def publish(session: Session, desk: Desk, publications: Sequence[Publication]) -> int:
    """Append the records to this device's stream of their area; all of one area. Returns how many lines were added.

    A record that is published already and has not changed is left alone. The parents of a revision are the published
    revisions its editor started from (the row's `base`), not what may have arrived since: so a fork is never hidden.
    Raises RuleViolation: not_owner, local_only, imported_record, in_conflict, record_too_large.
    """
    todo = [
        item
        for item in publications
        if item.op != "put" or item.row.state == "saved" or item.row.changed or item.row.imported
    ]
    if not todo:
        return 0
    area = todo[0].row.area
    at = now_ms()
    seq, prev = _last(session, desk, area)
    first_prev = prev
    lines: list[dict[str, object]] = []
    bodies: list[dict[str, object]] = []
    heads: list[dict[str, object]] = []
    gone: list[str] = []
    entries: list[Entry] = []
    for item in todo:
        row = item.row
        _check(desk, item)
        parents = item.parents if item.parents is not None else tuple(row.base.split())
        data: dict[str, Any] = msgspec.json.decode(row.data) if item.op != "withdraw" else {}
        files = tuple(row.files.split()) if item.op != "withdraw" else ()
        revision = sync_revisions.Revision(
            1, row.type, row.uid, item.op, parents, at, desk.info.actor, row.year, data, files, item.reason
        )
        seq += 1
        raw, rev_id, line_hash = _line(desk, area, seq, prev, revision)
        parsed = sync_revisions.parse_line(raw)
        value = sync_revisions.value_hash(row.type, row.uid, area, row.year, data, files)
        key = {"office": office_of(area), "area": area}
        lines.append({**key, "hash": line_hash, "device": desk.info.device, "seq": seq, "prev": prev, "rev_id": rev_id})
        record = {**key, "type": row.type, "uid": row.uid}
        bodies.append(
            {
                **record,
                "rev_id": rev_id,
                "op": item.op,
                "parents": " ".join(parents),
                "value_hash": value,
                "status": "applied",
                "body": parsed.rev_bytes,
                "at": at,
            }
        )
        heads.append({**record, "rev_id": rev_id, "value_hash": value})
        gone += parents
        entries.append(
            Entry(
                area=area,
                type=row.type,
                uid=row.uid,
                year=row.year,
                op=item.op,
                data=row.data,
                typed=read_data(row.type, msgspec.json.decode(row.data)),
                files=tuple(row.files.split()),
                value_hash=value,
                base=(rev_id,),
                rev_id=rev_id,
                published=True,
                origin="here",
                shown=True,
                actor=desk.info.actor,
                at=at,
            )
        )
        prev = line_hash
    session.execute(insert(REVISIONS), bodies)
    session.execute(insert(LINES), lines)
    db_revisions.drop_file_heads(session, [(area, item.row.type, item.row.uid) for item in todo])
    db_revisions.set_heads(session, gone, heads)
    db_revisions.store(session, entries)
    db_revisions.mark_conflicts(session, [entry.uid for entry in entries])
    head = sign_head(desk.keys, area, seq, prev)
    if first_prev:
        session.execute(delete(STREAM_HEADS).where(STREAM_HEADS.c.hash == first_prev))
    session.execute(
        insert(STREAM_HEADS),
        {
            "hash": prev,
            "office": office_of(area),
            "area": area,
            "device": desk.info.device,
            "seq": seq,
            "sig": head.sig,
        },
    )
    return len(lines)


def _line(desk: Desk, area: str, seq: int, prev: str, revision: sync_revisions.Revision) -> tuple[bytes, str, str]:
    """The line, its revision's id and the running hash. A record saved by an older app may be larger than a line."""
    try:
        return sync_revisions.make_line(desk.info.device, area, seq, prev, revision)
    except BadForm as problem:
        noun = RECORD_TYPES[revision.type].noun
        if problem.code == "too_long":
            raise too_large(noun, sync_revisions.canonical(revision.data)) from problem
        raise RuleViolation("bad_field", facts={"noun": noun, "reason": problem.detail}) from problem


def _check(desk: Desk, item: Publication) -> None:
    row = item.row
    if not may_write(desk.info.role, str(desk.info.area), row.type, row.area):
        raise RuleViolation("not_owner", facts={"type": row.type})
    if RECORD_TYPES[row.type].local:
        raise RuleViolation("local_only", facts={"noun": RECORD_TYPES[row.type].noun})
    if row.imported:
        raise RuleViolation("imported_record", facts={"noun": RECORD_TYPES[row.type].noun})
    if row.conflict and item.parents is None:
        raise RuleViolation("in_conflict", facts={"noun": RECORD_TYPES[row.type].noun})


def _last(session: Session, desk: Desk, area: str) -> tuple[int, str]:
    """The number and running hash of this device's last line for an area; (0, "") before the first."""
    row = session.execute(
        select(StreamLine.seq, StreamLine.hash)
        .where(StreamLine.area == area, StreamLine.device == desk.info.device)
        .order_by(StreamLine.seq.desc())
        .limit(1)
    ).first()
    return (row.seq, row.hash) if row else (0, "")
