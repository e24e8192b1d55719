"""Record → version → row: the one way in for all types, whether saved here, loaded from a file or taken from a bundle.

What callers hand over is complete and canonical already (bytes, hashes); here it only gets its places.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import Session

from desktop.db import sqlite
from desktop.db.models import Base, RecordHead, RecordRow, Version
from desktop.domain.areas import office_of
from desktop.domain.record_types import RECORD_TYPES, projection
from desktop.domain.records import Data


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements that write many rows at once."""
    return cast(Table, model.__table__)


RECORDS = table_of(RecordRow)
VERSIONS = table_of(Version)
HEADS = table_of(RecordHead)
FROM_FILE = "file:"
"""How the head of a record loaded as published begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One version to write. `data`: canonical bytes; `typed`: the same, read; `base`: the published revisions it
    descends from; `rev_id`: the revision it is, "" when it is not published; `shown`: it becomes the current view."""

    area: str
    type: str
    uid: str
    year: int
    op: str
    data: bytes
    typed: Data
    files: tuple[str, ...]
    value_hash: str
    base: tuple[str, ...]
    rev_id: str
    published: bool
    origin: str
    shown: bool
    actor: str
    at: int


def _row(entry: Entry) -> dict[str, object]:
    label, day, amount, parent = projection(RECORD_TYPES[entry.type], entry.typed)
    return {
        "office": office_of(entry.area),
        "area": entry.area,
        "type": entry.type,
        "uid": entry.uid,
        "year": entry.year,
        "state": "published" if entry.published else "saved",
        "imported": entry.origin == "foreign",
        "removed": entry.op in ("withdraw", "remove"),
        "changed": entry.published and not entry.rev_id,
        "conflict": False,
        "label": label,
        "day": day,
        "amount": amount,
        "parent": parent,
        "data": entry.data,
        "files": " ".join(entry.files),
        "value_hash": entry.value_hash,
        "base": " ".join(entry.base),
        "saved_at": entry.at,
    }


def _version(entry: Entry) -> dict[str, object]:
    return {
        "office": office_of(entry.area),
        "area": entry.area,
        "type": entry.type,
        "uid": entry.uid,
        "year": entry.year,
        "op": entry.op,
        "origin": entry.origin,
        "shown": entry.shown,
        "rev_id": entry.rev_id,
        "data": entry.data,
        "files": " ".join(entry.files),
        "value_hash": entry.value_hash,
        "base": " ".join(entry.base),
        "actor": entry.actor,
        "at": entry.at,
    }


def store(session: Session, entries: Sequence[Entry]) -> None:
    """Write the versions, in order, and what the shown ones mean for the current view."""
    if not entries:
        return
    session.execute(insert(VERSIONS), [_version(entry) for entry in entries])
    latest = {(entry.area, entry.type, entry.uid): entry for entry in entries if entry.shown}
    if latest:
        session.execute(sqlite.upsert(RECORDS, ("area", "type", "uid")), [_row(entry) for entry in latest.values()])


def set_heads(session: Session, gone: Iterable[str], new: Sequence[dict[str, object]]) -> None:
    """Replace published heads: `gone` are revision ids, `new` rows of the heads table."""
    ids = [{"gone": rev_id} for rev_id in gone]
    if ids:
        session.execute(delete(HEADS).where(HEADS.c.rev_id == bindparam("gone")), ids)
    if new:
        session.execute(sqlite.insert_new(HEADS, ("rev_id",)), list(new))


def mark_conflicts(session: Session, uids: Sequence[str]) -> None:
    """Note on the records of these uids whether their published heads differ in value, and that they are published."""
    for start in range(0, len(uids), 500):
        part = uids[start : start + 500]
        counts = session.execute(
            select(HEADS.c.area, HEADS.c.type, HEADS.c.uid, func.count(HEADS.c.value_hash.distinct()))
            .where(HEADS.c.uid.in_(part))
            .group_by(HEADS.c.area, HEADS.c.type, HEADS.c.uid)
        ).all()
        rows = [
            {"the_area": area, "the_type": kind, "the_uid": uid, "split": count > 1}
            for area, kind, uid, count in counts
        ]
        if rows:
            session.execute(
                update(RECORDS)
                .where(
                    RECORDS.c.area == bindparam("the_area"),
                    RECORDS.c.type == bindparam("the_type"),
                    RECORDS.c.uid == bindparam("the_uid"),
                )
                .values(conflict=bindparam("split"), state="published"),
                rows,
            )
