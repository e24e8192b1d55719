"""Digests, and the exchange file: one record a line, to carry everything saved into another folder or program."""

import hashlib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.db import revisions as db_revisions
from desktop.db import sqlite
from desktop.db.files import write_whole
from desktop.db.models import Attachment, Draft, RecordHead, RecordRow, Version
from desktop.db.revisions import FROM_FILE, Entry
from desktop.domain.areas import office_of, parse_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.field_words import why
from desktop.domain.messages import sentence
from desktop.domain.record_types import RECORD_TYPES, may_write, read_data
from desktop.domain.records import Photo
from desktop.durable import replacing
from desktop.services.attachments import keep_file
from desktop.services.desk import Desk, now_ms
from desktop.services.exchange_file import RECORDS_NAME, ExchangeFile, open_exchange_file, refuse_double_keys
from desktop.sync import limits
from desktop.sync import revisions as sync_revisions
from desktop.sync.revisions import BadForm

ATTACHMENTS = db_revisions.table_of(Attachment)
_ALL_YEARS = ("d.person", "d.role")
"""Records that belong to every year's file."""


@dataclass(frozen=True, slots=True)
class Digest:
    """The digests of an area (64 hex): of everything saved, and of what is published. Shown as eight characters."""

    saved: str
    published: str
    records: int


@dataclass(frozen=True, slots=True)
class Dumped:
    """What a dump holds and what stayed out of it."""

    records: int
    files: int
    drafts_left_out: int
    files_missing: int


class _Line(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True):
    """One record in the exchange file. `op`: withdraw for what was published and taken back."""

    type: str
    uid: str
    area: str
    year: int
    data: dict[str, Any]
    files: tuple[sync_revisions.Hash, ...] = ()
    state: str = "saved"
    op: str = "put"


def _published_values(session: Session) -> dict[tuple[str, str, str], set[str]]:
    """The value hashes of the published heads of every record."""
    values: dict[tuple[str, str, str], set[str]] = {}
    columns = (RecordHead.area, RecordHead.type, RecordHead.uid, RecordHead.value_hash)
    for area, kind, uid, value in session.execute(select(*columns)):
        values.setdefault((area, kind, uid), set()).add(value)
    return values


def _lines_of(session: Session, row: RecordRow, published: set[str]) -> list[_Line]:
    """A record's lines: each published head, the one in view last; then what was saved since. No trash."""
    if row.removed and not published:
        return []
    found: list[_Line] = []
    for value in sorted(published, key=lambda head: (head == row.value_hash, head)):
        version = session.scalars(
            select(Version)
            .where(
                Version.uid == row.uid, Version.area == row.area, Version.type == row.type, Version.value_hash == value
            )
            .order_by(Version.id.desc())
            .limit(1)
        ).first()
        if version is not None:
            op = "withdraw" if version.op == "withdraw" else "put"
            found.append(_line(row, version.data, version.files, "published", op))
    if row.value_hash not in published and not row.removed:
        found.append(_line(row, row.data, row.files, "saved", "put"))
    return found


def _line(row: RecordRow, data: bytes, files: str, state: str, op: str) -> _Line:
    return _Line(
        type=row.type,
        uid=row.uid,
        area=row.area,
        year=row.year,
        data=msgspec.json.decode(data),
        files=tuple(files.split()),
        state=state,
        op=op,
    )


class TransferService:
    """Digest, dump and load of one data folder."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def digest(self, area: str) -> Digest:
        """Both digests of an area."""
        with self._desk.sessions() as session:
            saved = session.scalars(
                select(RecordRow.value_hash).where(RecordRow.area == area, RecordRow.removed.is_(False))
            ).all()
            published = session.scalars(select(RecordHead.value_hash).where(RecordHead.area == area)).all()
        return Digest(sync_revisions.digest(saved), sync_revisions.digest(published), len(saved))

    def files_missing(self) -> int:
        """How many attachments records name that have not come."""
        with self._desk.sessions() as session:
            query = select(func.count()).select_from(Attachment).where(Attachment.present.is_(False))
            return session.scalar(query) or 0

    def areas(self) -> list[str]:
        """Every area with records in this folder."""
        with self._desk.sessions() as session:
            return sorted(session.scalars(select(RecordRow.area).distinct()))

    # --- dump ---

    def dump(self, target: Path, *, year: int = 0, beside: Mapping[str, Path] | None = None) -> Dumped:
        """Write everything saved: `.zip` with the attachments and this desk's photos as the camera wrote them, anything
        else the lines alone.

        `year`: that budget year's records only, and the officers, whom papers of any year name. `beside`: more files
        for the ZIP, by the name they get in it; loading the ZIP leaves them out. Drafts are left out and counted, and
        so is what is damaged or not here. Raises Trouble: write_failed.
        """
        lines, files, originals = list[bytes](), set[str](), set[str]()
        with self._desk.sessions() as session:
            published = _published_values(session)
            those = [(RecordRow.year == year) | RecordRow.type.in_(_ALL_YEARS)] if year else []
            for row in session.scalars(select(RecordRow).where(*those).order_by(RecordRow.id)):
                for record in _lines_of(session, row, published.get((row.area, row.type, row.uid), set())):
                    files.update(record.files)
                    if row.type == "d.photo" and row.area == str(self._desk.info.area):
                        originals.add(str(record.data.get("original", "")))
                    lines.append(msgspec.json.encode(record, order="sorted") + b"\n")
            drafts = session.scalar(select(func.count()).select_from(Draft)) or 0
        named = files | (originals - {""})
        present = sorted(sha for sha in named if self._desk.files.state(sha) == "whole")
        missing = len(named) - len(present)
        if target.suffix == ".zip":
            self._pack(target, lines, present, beside or {})
        else:
            write_whole(target, b"".join(lines))
        return Dumped(len(lines), len(present) if target.suffix == ".zip" else 0, drafts, missing)

    def _pack(self, target: Path, lines: Sequence[bytes], files: Sequence[str], beside: Mapping[str, Path]) -> None:
        """The ZIP, one attachment in memory at a time."""
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            with replacing(target) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(RECORDS_NAME, b"".join(lines))
                for sha in files:
                    archive.writestr(zipfile.ZipInfo(f"files/{sha}"), self._desk.files.read(sha))
                for name, path in beside.items():
                    archive.write(path, name)
        except OSError as problem:
            raise Trouble("write_failed", str(problem), {"place": str(target.parent)}) from problem

    # --- load ---

    def load(self, source: Path) -> int:
        """Take an exchange file, all or nothing; returns how many records it held.

        Another desk's records are only taken into a folder where nothing was done yet; they are marked and never
        published again. Attachments that records name and the file does not carry are noted as not here yet: they are
        asked for at the next exchange. Raises Trouble: file_unreadable, load_empty, load_damaged, load_too_big,
        load_bad_line (facts: line, reason), load_file_damaged, load_foreign, load_not_empty.
        """
        with open_exchange_file(source) as file:
            return self._load(file, source.name)

    def _load(self, file: ExchangeFile, name: str) -> int:
        entries: list[Entry] = []
        heads: list[dict[str, object]] = []
        told: set[str] = set()
        at = now_ms()
        states: dict[tuple[str, str, str], str] = {}
        with self._desk.sessions() as session:
            untouched = not session.scalar(select(func.count()).select_from(RecordRow))
        for number, raw in file.lines():
            entry = self._entry(raw, number, at, untouched)
            key = (entry.area, entry.type, entry.uid)
            before = states.get(key)
            if before == "saved" or (before and entry.published and FROM_FILE + entry.value_hash in told):
                raise Trouble("load_bad_line", "twice", {"line": number, "reason": "catatan yang sama dua kali"})
            states[key] = "published" if entry.published else "saved"
            if before and not entry.published:  # changed here since it was published
                entry = msgspec.structs.replace(
                    entry, published=True, origin="here" if entry.origin == "file" else entry.origin
                )
                entries.append(entry)
                continue
            if entry.published:
                told.add(FROM_FILE + entry.value_hash)
            entries.append(entry)
            if entry.published:
                heads.append(
                    {
                        "rev_id": FROM_FILE + entry.value_hash,
                        "office": office_of(entry.area),
                        "area": entry.area,
                        "type": entry.type,
                        "uid": entry.uid,
                        "value_hash": entry.value_hash,
                    }
                )
        if not entries:
            raise Trouble("load_empty", facts={"name": name})
        wanted = self._keep_files(entries, file)
        absent = [
            {"sha256": sha, "office": self._desk.info.office, "media": "", "size": 0, "present": False, "at": at}
            for sha in sorted(wanted)
            if not self._desk.files.has(sha)
        ]
        with self._desk.sessions.begin() as session:
            if self._would_overwrite(session, entries):
                raise Trouble("load_not_empty")
            db_revisions.store(session, entries)
            db_revisions.set_heads(session, [], heads)
            db_revisions.mark_conflicts(session, sorted({entry.uid for entry in entries if entry.published}))
            if absent:
                session.execute(sqlite.insert_new(ATTACHMENTS, ("sha256",)), absent)
        self._desk.changed({entry.type for entry in entries})
        return len(entries)

    @staticmethod
    def _would_overwrite(session: Session, entries: Sequence[Entry]) -> bool:
        """Whether the file names a record that is here and that a file must not change: published, contested or in the
        trash; or, where the file says what was published, any record that is here."""
        publishes = any(entry.published for entry in entries)
        uids = [entry.uid for entry in entries]
        for start in range(0, len(uids), 500):
            query = select(RecordRow).where(RecordRow.uid.in_(uids[start : start + 500]))
            for row in session.scalars(query):
                if publishes or row.state == "published" or row.conflict or row.removed:
                    return True
        return False

    def _entry(self, raw: bytes, number: int, at: int, untouched: bool) -> Entry:
        try:
            if len(raw) > limits.LINE_BYTES:
                raise BadForm("too_long", f"{len(raw)} bita")
            line = msgspec.json.decode(raw, type=_Line)
            refuse_double_keys(raw)
            sync_revisions.check_value(line.data)
            area = str(parse_area(line.area))
            kind = RECORD_TYPES.get(line.type)
            if kind is None:
                raise RuleViolation("unknown_type", "type", {"type": line.type})
            if parse_area(area).role not in kind.areas:
                raise RuleViolation("bad_field", "area", {"reason": "wilayah tidak cocok", "noun": kind.noun})
            typed = read_data(line.type, line.data)
            data = sync_revisions.canonical(sync_revisions.normalise(line.data))
            if line.state not in ("saved", "published") or line.op not in ("put", "withdraw"):
                raise RuleViolation("bad_field", "state", {"reason": line.state, "noun": kind.noun})
            if msgspec.convert(line.uid, sync_revisions.Uid) != line.uid or not 2000 <= line.year <= 2100:
                raise RuleViolation("bad_field", "year", {"reason": str(line.year), "noun": kind.noun})
            withdrawn = line.op == "withdraw"
            value = sync_revisions.value_hash(
                line.type,
                line.uid,
                area,
                line.year,
                {} if withdrawn else msgspec.json.decode(data),
                () if withdrawn else line.files,
            )
        except (msgspec.MsgspecError, BadForm, RuleViolation, RecursionError) as problem:
            reason = _reason(problem)
            raise Trouble("load_bad_line", reason, {"line": number, "reason": reason}) from problem
        own = may_write(self._desk.info.role, str(self._desk.info.area), line.type, area)
        if own and line.state == "saved":  # what belongs to this desk will be published from here
            try:
                sync_revisions.check_fits(data, line.files)
            except BadForm as problem:
                reason = _reason(problem)
                raise Trouble("load_bad_line", reason, {"line": number, "reason": reason}) from problem
        if not own and not untouched:
            raise Trouble("load_foreign", facts={"line": number, "area": area})
        return Entry(
            area=area,
            type=line.type,
            uid=line.uid,
            year=line.year,
            op=line.op,
            data=data,
            typed=typed,
            files=line.files,
            value_hash=value,
            base=(),
            rev_id="",
            published=line.state == "published",
            origin="file" if own else "foreign",
            shown=True,
            actor=self._desk.info.actor,
            at=at,
        )

    def _keep_files(self, entries: Sequence[Entry], file: ExchangeFile) -> set[str]:
        """Put what the file carries into the store, once all of it was compared with its name; returns the hashes the
        records name as attachments. Photos as the camera wrote them belong to no record: they come along."""
        wanted = {sha for entry in entries for sha in entry.files}
        taken_here = {entry.typed.original for entry in entries if isinstance(entry.typed, Photo)}
        carried = sorted(sha for sha in wanted | taken_here if file.has(sha))
        for sha in carried:
            if hashlib.sha256(file.attachment(sha)).hexdigest() != sha:
                raise Trouble("load_file_damaged", sha)
        for sha in carried:
            if sha in wanted:
                keep_file(self._desk, file.attachment(sha))
            else:
                self._desk.files.add(file.attachment(sha))
        return wanted


def _reason(problem: Exception) -> str:
    """What is wrong with a line: the field and why, never its contents."""
    if isinstance(problem, RuleViolation):
        parts = [problem.field, str(problem.facts.get("reason", ""))]
        return ": ".join(part for part in parts if part) or sentence(problem.code, problem.facts)
    if isinstance(problem, BadForm):
        return problem.detail or problem.code
    text, _, path = str(problem).partition(" - at `$")
    return ": ".join(part for part in (path.strip(".`"), why(text)) if part)


def schema() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every record type with its JSON Schema, for the format's documentation."""
    for name, kind in RECORD_TYPES.items():
        yield name, msgspec.json.schema(kind.data)
