"""Record → version → row: the one way in for all types, whether saved here, loaded from a file or taken from a bundle.

What callers hand over is complete and canonical already (bytes, hashes); here it only gets its places.
"""

from collections.abc import Iterable, Sequence
from typing import cast

from msgspec import Struct
from sqlalchemy import Table, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import Session

from desktop.db import sqlite
from desktop.db.models import Base, RecordHead, RecordRow, Version
from desktop.domain.areas import office_of
from desktop.domain.record_types import RECORD_TYPES, decoder_of, projection
from desktop.domain.records import Data


def table_of(model: type[Base]) -> Table:
    """The table behind a model, for statements that write many rows at once."""
    return cast(Table, model.__table__)


RECORDS = table_of(RecordRow)
VERSIONS = table_of(Version)
HEADS = table_of(RecordHead)
FROM_FILE = "file:"
"""How the head of a record loaded as published begins."""


class Entry(Struct, frozen=True, kw_only=True):
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
        "changed": entry.published and not entry.rev_id and entry.origin == "here",
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
    sqlite.write_rows(session, VERSIONS, [_version(entry) for entry in entries])
    latest = {(entry.area, entry.type, entry.uid): entry for entry in entries if entry.shown}
    if latest:
        rows = [_row(entry) for entry in latest.values()]
        sqlite.write_rows(session, RECORDS, rows, ("area", "type", "uid"), over=True)


def set_heads(session: Session, gone: Iterable[str], new: Sequence[dict[str, object]]) -> None:
    """Replace published heads: `gone` are revision ids, `new` rows of the heads table."""
    ids = [{"gone": rev_id} for rev_id in gone]
    if ids:
        session.execute(delete(HEADS).where(HEADS.c.rev_id == bindparam("gone")), ids)
    if new:
        sqlite.write_rows(session, HEADS, new, ("rev_id",))


def drop_file_heads(session: Session, keys: Sequence[tuple[str, str, str]]) -> None:
    """Real revisions have come for these records (area, type, uid): what a file said of them is done with."""
    if keys:
        session.execute(
            delete(HEADS).where(
                HEADS.c.area == bindparam("the_area"),
                HEADS.c.type == bindparam("the_type"),
                HEADS.c.uid == bindparam("the_uid"),
                HEADS.c.rev_id.startswith(FROM_FILE),
            ),
            [{"the_area": area, "the_type": kind, "the_uid": uid} for area, kind, uid in keys],
        )


def mark_conflicts(session: Session, uids: Sequence[str]) -> None:
    """Note on the records of these uids whether their published heads differ in value, and that they are published.

    What was saved here only, and has now come from outside, holds changes that were not sent.
    """
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
                .values(
                    conflict=bindparam("split"),
                    state="published",
                    changed=or_(RECORDS.c.changed, RECORDS.c.state == "saved"),
                ),
                rows,
            )


VIEW = ("area", "type", "uid", "year", "state", "imported", "removed", "changed", "conflict", "label", "day", "amount")
"""Columns of the current view, besides contents, that must follow from the versions and heads."""


def derive(session: Session) -> dict[tuple[str, str, str], dict[str, object]]:
    """The current view worked out anew from versions and heads, by area, type and uid."""
    values: dict[tuple[str, str, str], set[str]] = {}
    for area, kind, uid, value in session.execute(
        select(RecordHead.area, RecordHead.type, RecordHead.uid, RecordHead.value_hash)
    ):
        values.setdefault((area, kind, uid), set()).add(value)
    derived: dict[tuple[str, str, str], dict[str, object]] = {}
    for row in session.scalars(select(Version).where(Version.shown.is_(True)).order_by(Version.id)):
        key = (row.area, row.type, row.uid)
        published = key in values
        entry = Entry(
            area=row.area,
            type=row.type,
            uid=row.uid,
            year=row.year,
            op=row.op,
            data=row.data,
            typed=decoder_of(row.type).decode(row.data),
            files=tuple(row.files.split()),
            value_hash=row.value_hash,
            base=tuple(row.base.split()),
            rev_id=row.rev_id,
            published=published,
            origin=row.origin,
            shown=True,
            actor=row.actor,
            at=row.at,
        )
        derived[key] = {**_row(entry), "conflict": len(values.get(key, ())) > 1}
    return derived


def differences(session: Session) -> list[str]:
    """The records whose current view is not what their versions say: uid and column, for the doctor."""
    derived = derive(session)
    found: list[str] = []
    columns = (*VIEW, "data", "files", "value_hash", "parent")
    for row in session.scalars(select(RecordRow)):
        expected = derived.pop((row.area, row.type, row.uid), None)
        if expected is None:
            found.append(f"{row.type} {row.uid}: no version")
            continue
        found += [f"{row.type} {row.uid}: {name}" for name in columns if getattr(row, name) != expected[name]]
    return found + [f"{kind} {uid}: no row" for _, kind, uid in derived]


def rebuild(session: Session) -> int:
    """Replace the current view by what the versions say; returns how many records it has."""
    derived = derive(session)
    session.execute(delete(RECORDS))
    if derived:
        session.execute(insert(RECORDS), list(derived.values()))
    return len(derived)
