"""Save, find and undo records: the same few deeds for every type.

Saving writes a version of the record's full state and the current view in one transaction; nothing leaves the computer
until something is submitted, decided or sent (desktop.services.publishing).
"""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Row, delete, func, select
from sqlalchemy.orm import Session

from desktop.db import revisions as db_revisions
from desktop.db import sqlite
from desktop.db.models import Draft, RecordRow, Version
from desktop.db.revisions import RECORDS, Entry
from desktop.domain.areas import office_of
from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import RECORD_TYPES, RecordType, decoder_of, may_write, plain, read_data
from desktop.domain.records import Data, Record
from desktop.services.desk import Desk, new_uid, now_ms
from desktop.services.locks import frozen_uids
from desktop.services.packaged import refuse_gone, refuse_packages
from desktop.sync import limits
from desktop.sync.revisions import BadForm, canonical, check_fits, normalise, value_hash

Order = Literal["day", "label", "id", "newest"]


class NewRecord(Struct, frozen=True, kw_only=True):
    """What to save: `uid` "" for a new record; `area` and `year` default to the desk's own.

    `exact`: the data as it was published, with keys this version does not know, to be saved unaltered; `data` is the
    same, read.
    """

    type: str
    data: Data
    uid: str = ""
    files: tuple[str, ...] | None = None
    area: str = ""
    year: int = 0
    exact: dict[str, Any] | None = None


class PastVersion(Struct, frozen=True, kw_only=True):
    """One entry of a record's history, newest first. `origin`: here, bundle, file or foreign."""

    id: int
    at: int
    op: str
    origin: str
    actor: str
    published: bool
    shown: bool
    data: Data


class DraftFound(Struct, frozen=True, kw_only=True):
    """A draft that was not finished: which record, when it was last written (UTC ms), what was typed."""

    uid: str
    type: str
    at: int
    fields: dict[str, Any]


def as_record(row: RecordRow | Row[Any]) -> Record:
    """The record a row shows."""
    return Record(
        type=row.type,
        uid=row.uid,
        area=row.area,
        year=row.year,
        data=decoder_of(row.type).decode(row.data),
        files=tuple(row.files.split()),
        state="published" if row.state == "published" else "saved",
        value_hash=row.value_hash,
        changed=row.changed,
        conflict=row.conflict,
        saved_at=row.saved_at,
    )


def _those(
    type_name: str, area: str | None, year: int | None, parent: str | None, removed: bool
) -> list[ColumnElement[bool]]:
    wanted = {"area": area, "year": year, "parent": parent}
    conditions = [RECORDS.c[name] == value for name, value in wanted.items() if value is not None]
    return [RECORDS.c.type == type_name, RECORDS.c.removed.is_(removed), *conditions]


class RecordService:
    """Records of one desk.

    Lists select from the table, not from the model: what is only read needs no mapped objects, which take three times
    as long and, at a start, wait for the mapping of all models.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    # --- reading ---

    def get(self, uid: str, area: str = "") -> Record | None:
        """The record with this uid as it stands, None when unknown or in the trash."""
        with self._desk.sessions() as session:
            return record_here(session, uid, area)

    def find(
        self,
        type_name: str,
        *,
        area: str | None = None,
        year: int | None = None,
        parent: str | None = None,
        order: Order = "day",
        limit: int | None = None,
        removed: bool = False,
    ) -> list[Record]:
        """Records of one type. `area` None: every area in this folder; `year` None: every year."""
        with self._desk.sessions() as session:
            query = select(RECORDS).where(*_those(type_name, area, year, parent, removed))
            columns = {
                "day": (RECORDS.c.day, RECORDS.c.id),
                "label": (RECORDS.c.label, RECORDS.c.id),
                "id": (RECORDS.c.id,),
                "newest": (RECORDS.c.id.desc(),),
            }[order]
            query = query.order_by(*columns)
            if limit is not None:
                query = query.limit(limit)
            return [as_record(row) for row in session.execute(query)]

    def count(
        self, type_name: str, *, area: str | None = None, year: int | None = None, parent: str | None = None
    ) -> int:
        """How many records `find` would give."""
        with self._desk.sessions() as session:
            those = _those(type_name, area, year, parent, removed=False)
            return session.scalar(select(func.count()).select_from(RECORDS).where(*those)) or 0

    def page(
        self, type_name: str, after: tuple[str, int] | None, limit: int, *, parent: str | None = None
    ) -> list[Record]:
        """The next records by (day, id) after the given place. Keyset, not OFFSET: page 500 costs what page 1 costs."""
        with self._desk.sessions() as session:
            those = _those(type_name, str(self._desk.info.area), self._desk.info.year, parent, removed=False)
            query = select(RECORDS).where(*those).order_by(RECORDS.c.day, RECORDS.c.id).limit(limit)
            if after is not None:
                day, row_id = after
                query = query.where((RECORDS.c.day > day) | ((RECORDS.c.day == day) & (RECORDS.c.id > row_id)))
            return [as_record(row) for row in session.execute(query)]

    def history(self, uid: str) -> list[PastVersion]:
        """All versions of a record, newest first."""
        with self._desk.sessions() as session:
            query = select(Version).where(Version.uid == uid).order_by(Version.id.desc())
            return [
                PastVersion(
                    id=row.id,
                    at=row.at,
                    op=row.op,
                    origin=row.origin,
                    actor=row.actor,
                    published=bool(row.rev_id),
                    shown=row.shown,
                    data=decoder_of(row.type).decode(row.data),
                )
                for row in session.scalars(query)
            ]

    def locked(self, area: str = "") -> frozenset[str]:
        """The uids of an area (default: this desk's) that may not be altered now: handed in and waiting, or decided."""
        with self._desk.sessions() as session:
            return frozen_uids(session, area or str(self._desk.info.area))

    # --- saving ---

    def save(
        self,
        type_name: str,
        data: Data,
        *,
        uid: str = "",
        files: tuple[str, ...] | None = None,
        area: str = "",
        year: int = 0,
    ) -> Record:
        """Save one record (a version and the current view); its draft, if any, is done with.

        `files` None keeps the record's attachments. An unchanged record writes nothing.
        Raises RuleViolation: not_owner, unknown_type, locked (covered by a submission that waits or was decided),
        in_conflict, record_too_large (it would not fit into one line of a bundle).
        """
        return self.save_all([NewRecord(type=type_name, data=data, uid=uid, files=files, area=area, year=year)])[0]

    def save_all(self, records: Sequence[NewRecord]) -> list[Record]:
        """Save several records, all or none. Raises as `save`."""
        with self._desk.sessions.begin() as session:
            saved = store_here(session, self._desk, records)
        self._desk.changed({record.type for record in saved})
        return saved

    def check_fits(self, type_name: str, data: Data, files: Sequence[str] = ()) -> None:
        """Whether such a record could be saved and sent; nothing is written.

        Raises RuleViolation: record_too_large, bad_field.
        """
        refuse_unfit(type_name, canonical(normalise(plain(data))), files)

    def remove(self, uids: Iterable[str]) -> None:
        """Into the trash, all or none; `restore` brings them back.

        Raises RuleViolation: locked, not_owner, published_record (withdraw it instead), record_missing, package_used (a
        package under contract).
        """
        with self._desk.sessions.begin() as session:
            types = remove_here(session, self._desk, list(uids))
        self._desk.changed(types)

    def restore(self, uids: Iterable[str]) -> None:
        """Out of the trash again, all or none. Raises RuleViolation: not_owner, record_missing, package_unfit (a
        package whose usulan went another way)."""
        with self._desk.sessions.begin() as session:
            types = _flip(session, self._desk, list(uids), removed=True)
        self._desk.changed(types)

    # --- drafts ---

    def save_draft(self, type_name: str, uid: str, fields: dict[str, Any]) -> None:
        """Keep what is being typed, as typed; overwrites the record's earlier draft."""
        area = str(self._desk.info.area)
        row = {
            "uid": uid,
            "office": office_of(area),
            "area": area,
            "type": type_name,
            "fields": msgspec.json.encode(fields).decode(),
            "at": now_ms(),
        }
        with self._desk.sessions.begin() as session:
            session.execute(sqlite.upsert(_DRAFTS, ("uid",)), [row])

    def draft(self, uid: str) -> dict[str, Any] | None:
        """What was typed and not finished for this record."""
        with self._desk.sessions() as session:
            row = session.get(Draft, uid)
            return msgspec.json.decode(row.fields, type=dict[str, Any]) if row else None

    def drafts(self) -> list[DraftFound]:
        """Everything not finished, newest first: told after a power cut."""
        with self._desk.sessions() as session:
            return [
                DraftFound(uid=row.uid, type=row.type, at=row.at, fields=msgspec.json.decode(row.fields))
                for row in session.execute(select(_DRAFTS).order_by(_DRAFTS.c.at.desc()))
            ]

    def drop_draft(self, uid: str) -> None:
        """Forget what was typed and not finished."""
        with self._desk.sessions.begin() as session:
            session.execute(delete(Draft).where(Draft.uid == uid))


_DRAFTS = db_revisions.table_of(Draft)


def record_here(session: Session, uid: str, area: str = "") -> Record | None:
    """The record with this uid as the caller's transaction sees it, None when unknown or in the trash."""
    query = select(RecordRow).where(RecordRow.uid == uid, RecordRow.removed.is_(False))
    if area:
        query = query.where(RecordRow.area == area)
    row = session.scalars(query.limit(1)).first()
    return as_record(row) if row else None


def remove_here(session: Session, desk: Desk, uids: Sequence[str]) -> set[str]:
    """Into the trash inside the caller's transaction (see RecordService.remove); returns the types."""
    return _flip(session, desk, uids, removed=False)


def restore_here(session: Session, desk: Desk, uids: Sequence[str]) -> set[str]:
    """Out of the trash inside the caller's transaction (see RecordService.restore); returns the types."""
    return _flip(session, desk, uids, removed=True)


def _flip(session: Session, desk: Desk, uids: Sequence[str], *, removed: bool) -> set[str]:
    own = str(desk.info.area)
    found = session.scalars(select(RecordRow).where(RecordRow.uid.in_(uids), RecordRow.removed.is_(removed)))
    # A kelurahan also writes into the areas of its RTs and Pokmas: a package not published yet may go again.
    rows = [row for row in found if row.area == own or may_write(desk.info.role, own, row.type, row.area)]
    if len(rows) != len(set(uids)):
        raise RuleViolation("record_missing", facts={"uid": next(iter(set(uids) - {row.uid for row in rows}), "")})
    frozen = {area: frozen_uids(session, area) for area in {row.area for row in rows}} if not removed else {}
    for row in rows:
        if not may_write(desk.info.role, own, row.type, row.area):
            raise RuleViolation("not_owner", facts={"type": row.type})
        if row.uid in frozen.get(row.area, ()):
            raise RuleViolation("locked", facts={"noun": RECORD_TYPES[row.type].noun})
        if row.state == "published" and not removed:
            raise RuleViolation("published_record", facts={"noun": RECORD_TYPES[row.type].noun})
    if removed:
        refuse_packages(session, rows)
    else:
        refuse_gone(session, rows)
    types = {row.type for row in rows}
    db_revisions.store(session, [_entry_of(row, "put" if removed else "remove", desk.info.actor) for row in rows])
    session.expire_all()
    return types


def store_here(session: Session, desk: Desk, records: Sequence[NewRecord], *, settling: bool = False) -> list[Record]:
    """Save records inside the caller's transaction (see RecordService.save for what it raises).

    `settling`: the side chosen of a conflict; only then may a record in conflict, or a frozen one, be written.
    """
    own = str(desk.info.area)
    places = [record.area or own for record in records]
    known: dict[tuple[str, str], RecordRow] = {}
    uids = [record.uid for record in records if record.uid]
    for start in range(0, len(uids), 500):
        query = select(RecordRow).where(RecordRow.uid.in_(uids[start : start + 500]))
        known.update({(row.area, row.uid): row for row in session.scalars(query)})
    frozen = {area: frozen_uids(session, area) for area in set(places)} if uids else {}
    entries: list[Entry] = []
    saved: list[Record] = []
    at = now_ms()
    for record, area in zip(records, places, strict=True):
        row = known.get((area, record.uid)) if record.uid else None
        kind = RECORD_TYPES.get(record.type)
        if kind is None or not isinstance(record.data, kind.data):
            raise RuleViolation("unknown_type", "type", {"type": record.type})
        if not may_write(desk.info.role, own, record.type, area):
            raise RuleViolation("not_owner", facts={"type": record.type})
        if row is not None and row.type != record.type:
            raise RuleViolation("unknown_type", "type", {"type": record.type})
        if record.uid in frozen.get(area, ()) and not settling:
            raise RuleViolation("locked", facts={"noun": kind.noun})
        if row is not None and row.conflict and not settling:
            raise RuleViolation("in_conflict", facts={"noun": kind.noun})
        year = record.year or (row.year if row else desk.info.year)
        files = record.files if record.files is not None else tuple(row.files.split()) if row else ()
        try:
            kept = {**_unknown_keys(row, kind), **normalise(plain(record.data))}
            data = canonical(kept if record.exact is None else record.exact)
        except BadForm as problem:
            facts = {"reason": problem.detail, "noun": kind.noun}
            raise RuleViolation("bad_field", _field_at_fault(record.data), facts) from problem
        refuse_unfit(record.type, data, files)
        said = msgspec.json.decode(data)
        typed = read_data(record.type, said)
        uid = record.uid or new_uid()
        value = value_hash(record.type, uid, area, year, said, files)
        if row is not None and row.value_hash == value and not row.removed:
            saved.append(as_record(row))
            continue
        published = row is not None and row.state == "published"
        entry = Entry(
            area=area,
            type=record.type,
            uid=uid,
            year=year,
            op="put",
            data=data,
            typed=typed,
            files=files,
            value_hash=value,
            base=tuple(row.base.split()) if row else (),
            rev_id="",
            published=published,
            origin="here",
            shown=True,
            actor=desk.info.actor,
            at=at,
        )
        entries.append(entry)
        saved.append(
            Record(
                type=record.type,
                uid=uid,
                area=area,
                year=year,
                data=typed,
                files=files,
                state="published" if published else "saved",
                value_hash=value,
                changed=published,
                saved_at=at,
            )
        )
    db_revisions.store(session, entries)
    if uids:
        session.execute(delete(Draft).where(Draft.uid.in_(uids)))
    session.expire_all()
    return saved


def refuse_unfit(type_name: str, data: bytes, files: Sequence[str]) -> None:
    """Raise RuleViolation unless a record with this canonical data fits into one line: what is saved can be published,
    dumped and loaded. record_too_large (facts: noun, size and most in kilobytes), bad_field."""
    noun = RECORD_TYPES[type_name].noun
    try:
        check_fits(data, files)
    except BadForm as problem:
        if problem.code == "too_long":
            raise too_large(noun, data) from problem
        raise RuleViolation("bad_field", "files", {"reason": problem.detail, "noun": noun}) from problem


def _field_at_fault(data: Data) -> str:
    """The first field whose contents no record may hold, "" when it is not one of them."""
    for name, value in plain(data).items():
        try:
            canonical(normalise(value))
        except BadForm:
            return name
    return ""


def too_large(noun: str, data: bytes) -> RuleViolation:
    """record_too_large with its facts: noun, size and most in kilobytes."""
    size, most = -(-len(data) // limits.KIB), limits.RECORD_BYTES // limits.KIB
    return RuleViolation("record_too_large", facts={"noun": noun, "size": size, "most": most})


def _unknown_keys(row: RecordRow | None, kind: RecordType) -> dict[str, Any]:
    """What a newer version of the app wrote into this record: it stays in it when this version saves it."""
    stored: dict[str, Any] = msgspec.json.decode(row.data) if row else {}
    return {key: value for key, value in stored.items() if key not in kind.data.__struct_fields__}


def _entry_of(row: RecordRow, op: str, actor: str) -> Entry:
    """The same state once more under another op (into the trash, out of it)."""
    return Entry(
        area=row.area,
        type=row.type,
        uid=row.uid,
        year=row.year,
        op=op,
        data=row.data,
        typed=read_data(row.type, msgspec.json.decode(row.data)),
        files=tuple(row.files.split()),
        value_hash=row.value_hash,
        base=tuple(row.base.split()),
        rev_id="",
        published=row.state == "published",
        origin="here",
        shown=True,
        actor=actor,
        at=now_ms(),
    )
