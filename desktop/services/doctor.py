"""The doctor: is everything that was saved still there, and does the view follow from it?"""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.db import revisions as db_revisions
from desktop.db import sqlite
from desktop.db.models import Attachment, RecordHead, RecordRow, Revision, StreamHead, StreamLine, Version
from desktop.db.revisions import FROM_FILE
from desktop.domain.record_types import decoder_of
from desktop.domain.records import Photo
from desktop.services.desk import DATABASE, Desk
from desktop.sync import revisions as sync_revisions


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """What the doctor found. `problems`: one sentence each, empty when all is well; counts for the report."""

    records: int
    versions: int
    lines: int
    attachments: int
    problems: tuple[str, ...]


def database_problems(session: Session) -> list[str]:
    """What is wrong in a database itself, attachments aside: one sentence each."""
    views = [f"Tampilan tidak sama dengan riwayat: {text}." for text in db_revisions.differences(session)]
    return [*views, *_broken_streams(session), *_wrong_heads(session)]


class DoctorService:
    """Examine and rebuild one data folder."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def examine(self) -> Diagnosis:
        """Check the database file, every attachment, every stream, and that the view follows from the versions."""
        problems: list[str] = []
        state = sqlite.is_sound(self._desk.folder / DATABASE)
        if state != "ok":
            problems.append(f"Berkas data rusak: {state}.")
        with self._desk.sessions() as session:
            problems += database_problems(session)
            problems += self._missing_files(session)
            counts = [
                session.scalar(select(func.count()).select_from(model)) or 0
                for model in (RecordRow, Version, StreamLine, Attachment)
            ]
        return Diagnosis(
            records=counts[0], versions=counts[1], lines=counts[2], attachments=counts[3], problems=tuple(problems)
        )

    def rebuild(self) -> int:
        """Work the current view out anew from the versions; returns the number of records."""
        with self._desk.sessions.begin() as session:
            count = db_revisions.rebuild(session)
        self._desk.changed({"records"})
        return count

    def _missing_files(self, session: Session) -> list[str]:
        problems: list[str] = []
        for row in session.scalars(select(Attachment).where(Attachment.present.is_(True))):
            state = self._desk.files.state(row.sha256)
            if state != "whole":
                problems.append(f"Lampiran {row.sha256[:8]} {_STATE_WORDS[state]}.")
        return problems + self._lost_originals(session)

    def _lost_originals(self, session: Session) -> list[str]:
        """Photos taken into this folder keep the file as the camera wrote it; no record names it as an attachment."""
        problems: list[str] = []
        own = select(Version.data).where(
            Version.type == "d.photo", Version.area == str(self._desk.info.area), Version.origin == "here"
        )
        photos = [decoder_of("d.photo").decode(data) for data in session.scalars(own)]
        for sha in sorted({photo.original for photo in photos if isinstance(photo, Photo)} - {""}):
            state = self._desk.files.state(sha)
            if state != "whole":
                problems.append(f"Foto asli {sha[:8]} {_STATE_WORDS[state]}.")
        return problems


_STATE_WORDS = {"missing": "hilang", "damaged": "rusak"}


def _broken_streams(session: Session) -> list[str]:
    """Lines whose running hash or revision id is not their content's, and heads that name no line."""
    problems: list[str] = []
    query = select(StreamLine, Revision.body).join(Revision, Revision.rev_id == StreamLine.rev_id)
    for line, body in session.execute(query):
        rev_id = sync_revisions.revision_id(line.area, body)
        expected = sync_revisions.line_hash(line.device, line.area, line.seq, line.prev, rev_id)
        if (line.rev_id, line.hash) != (rev_id, expected):
            problems.append(f"Baris {line.seq} dari {line.device[:8]} tidak cocok dengan isinya.")
    lines = set(session.scalars(select(StreamLine.hash)))
    loose = [head.seq for head in session.scalars(select(StreamHead)) if head.hash not in lines]
    return problems + [f"Kepala baris {seq} tanpa baris." for seq in loose]


def _wrong_heads(session: Session) -> list[str]:
    """Published heads that do not follow from the revisions."""
    records: dict[tuple[str, str, str], dict[str, list[str]]] = {}
    query = select(Revision).where(Revision.status == "applied")
    for row in session.scalars(query):
        records.setdefault((row.area, row.type, row.uid), {})[row.rev_id] = row.parents.split()
    stored: dict[tuple[str, str, str], set[str]] = {}
    for head in session.scalars(select(RecordHead)):
        if not head.rev_id.startswith(FROM_FILE):
            stored.setdefault((head.area, head.type, head.uid), set()).add(head.rev_id)
    wrong = [key for key, known in records.items() if sync_revisions.heads(known) != stored.get(key, set())]
    return [f"Versi terbit {kind} {uid[:8]} tidak cocok dengan barisnya." for _, kind, uid in wrong]
