"""Two published versions of one record that differ: both are kept, a person picks one whole version."""

from dataclasses import dataclass
from typing import Literal

import msgspec
from sqlalchemy import select

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
            found = []
            for row in rows:
                query = (
                    select(Revision)
                    .join(RecordHead, RecordHead.rev_id == Revision.rev_id)
                    .where(RecordHead.uid == row.uid, RecordHead.area == row.area, RecordHead.type == row.type)
                    .order_by(Revision.at, Revision.rev_id)
                )
                sides = tuple(_side(row, revision) for revision in session.scalars(query))
                found.append(Conflict(uid=row.uid, type=row.type, area=row.area, label=row.label, sides=sides))
            return found

    def choose(self, uid: str, rev_id: str) -> None:
        """Publish one side as what holds, naming all of them; the others stay in the history.

        Raises RuleViolation: record_missing, not_owner.
        """
        conflict = next((one for one in self.open() if one.uid == uid), None)
        side = next((one for one in conflict.sides if one.rev_id == rev_id), None) if conflict else None
        if conflict is None or side is None:
            raise RuleViolation("record_missing", facts={"uid": uid})
        if not may_write(self._desk.info.role, str(self._desk.info.area), conflict.type, conflict.area):
            raise RuleViolation("not_owner", facts={"type": conflict.type})
        with self._desk.sessions.begin() as session:
            chosen = NewRecord(type=conflict.type, data=side.data, uid=uid, files=side.files, area=conflict.area)
            heads = tuple(one.rev_id for one in conflict.sides)
            if side.op != "withdraw":
                store_here(session, self._desk, [chosen], settling=True)
            (row,) = rows_of(session, [uid], conflict.area)
            op: Literal["withdraw", "resolve"] = "withdraw" if side.op == "withdraw" else "resolve"
            publish(session, self._desk, [Publication(row, op, reason=_CHOSEN, parents=heads)])
        self._desk.changed({conflict.type})


def _side(row: RecordRow, revision: Revision) -> Side:
    body = msgspec.json.decode(revision.body)
    data = decoder_of(row.type).decode(row.data) if revision.op == "withdraw" else read_data(row.type, body["data"])
    return Side(
        rev_id=revision.rev_id,
        op=revision.op,
        at=revision.at,
        actor=body["actor"],
        data=data,
        files=tuple(body["files"]),
        shown=revision.value_hash == row.value_hash,
    )
