"""Two published versions of one record that differ: both are kept, a person picks one whole version."""

from dataclasses import dataclass
from typing import Literal

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordHead, RecordRow, Revision
from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import decoder_of, may_write, read_data
from desktop.domain.records import Data
from desktop.services.desk import Desk
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, store_here

_CHOSEN = "Dipilih di antara naskah yang berbeda"


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the versions that stand against each other. `op`: put, or withdraw where one side took it back;
    `shown`: the one the lists show meanwhile."""

    rev_id: str
    op: str
    at: int
    actor: str
    year: int
    data: Data
    files: tuple[str, ...]
    shown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """A record listed under "Perlu dipilih"."""

    uid: str
    type: str
    area: str
    label: str
    sides: tuple[Side, ...]


class ConflictService:
    """The conflicts of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def open(self) -> list[Conflict]:
        """The records this desk must choose for, oldest first."""
        with self._desk.sessions() as session:
            rows = session.scalars(select(RecordRow).where(RecordRow.conflict.is_(True)).order_by(RecordRow.id)).all()
            return [
                Conflict(
                    uid=row.uid,
                    type=row.type,
                    area=row.area,
                    label=row.label,
                    sides=tuple(_side(row, revision) for revision in _heads(session, row)),
                )
                for row in rows
            ]

    def choose(self, uid: str, rev_id: str) -> None:
        """Publish one side as what holds, word for word, naming all of them; the others stay in the history.

        Raises RuleViolation: record_missing, not_owner.
        """
        with self._desk.sessions.begin() as session:
            row = session.scalars(
                select(RecordRow).where(RecordRow.uid == uid, RecordRow.conflict.is_(True)).limit(1)
            ).first()
            heads = _heads(session, row) if row else []
            chosen = next((head for head in heads if head.rev_id == rev_id), None)
            if row is None or chosen is None:
                raise RuleViolation("record_missing", facts={"uid": uid})
            kind, area = row.type, row.area
            if not may_write(self._desk.info.role, str(self._desk.info.area), kind, area):
                raise RuleViolation("not_owner", facts={"type": kind})
            if chosen.op != "withdraw":
                store_here(session, self._desk, [_exactly(row, chosen)], settling=True)
            (row,) = rows_of(session, [uid], area)
            op: Literal["withdraw", "resolve"] = "withdraw" if chosen.op == "withdraw" else "resolve"
            parents = tuple(head.rev_id for head in heads)
            publish(session, self._desk, [Publication(row, op, reason=_CHOSEN, parents=parents)])
        self._desk.changed({kind})


def _heads(session: Session, row: RecordRow) -> list[Revision]:
    """The published revisions of a record that nothing follows, oldest first."""
    query = (
        select(Revision)
        .join(RecordHead, RecordHead.rev_id == Revision.rev_id)
        .where(RecordHead.uid == row.uid, RecordHead.area == row.area, RecordHead.type == row.type)
        .order_by(Revision.at, Revision.rev_id)
    )
    return list(session.scalars(query))


def _exactly(row: RecordRow, chosen: Revision) -> NewRecord:
    """The record as that revision says it: its year, and keys this version does not know, stay in it."""
    body = msgspec.json.decode(chosen.body)
    return NewRecord(
        type=row.type,
        data=read_data(row.type, body["data"]),
        uid=row.uid,
        files=tuple(body["files"]),
        area=row.area,
        year=body["year"],
        exact=body["data"],
    )


def _side(row: RecordRow, revision: Revision) -> Side:
    body = msgspec.json.decode(revision.body)
    data = decoder_of(row.type).decode(row.data) if revision.op == "withdraw" else read_data(row.type, body["data"])
    return Side(
        rev_id=revision.rev_id,
        op=revision.op,
        at=revision.at,
        actor=body["actor"],
        year=body["year"],
        data=data,
        files=tuple(body["files"]),
        shown=revision.value_hash == row.value_hash,
    )
