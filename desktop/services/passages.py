"""The journal of sending and taking: every bundle made or taken here, and how far it got.

Disiapkan → Diserahkan → Diterima → Ada keputusan: handed over is what a person said, received is what the other side's
own bundle said, decided is worked out from the decisions that came.
"""

from typing import Any, Literal

import msgspec
from msgspec import Struct
from sqlalchemy import Row, select, update
from sqlalchemy.orm import Session

from desktop.db import revisions as db_revisions
from desktop.db.models import Bundle, Revision, StreamLine
from desktop.domain.errors import RuleViolation
from desktop.services.desk import Desk
from desktop.services.locks import states_of, submissions_of

Stage = Literal["prepared", "handed_over", "data_received", "received", "decided", "taken"]

_BUNDLES = db_revisions.table_of(Bundle)

UNCONFIRMED = ("prepared", "handed_over", "data_received")
"""Outcomes of a bundle made here that the other side may still turn into `received`."""


class Passage(Struct, frozen=True, kw_only=True):
    """One bundle. `direction`: out or in; `area`: the other side's; `receipt_code`: to compare by telephone.

    `at`: UTC ms; `size`: bytes, 0 for bundles taken; `lines`: how many records it told of. `stage` `data_received`:
    the other side has the records and still misses attachments.
    """

    uid: str
    direction: str
    kind: str
    area: str
    name: str
    size: int
    lines: int
    receipt_code: str
    stage: Stage
    at: int


def passages(desk: Desk, limit: int | None = None) -> list[Passage]:
    """Bundles made and taken here, newest first."""
    with desk.sessions() as session:
        newest_first = select(_BUNDLES).order_by(_BUNDLES.c.at.desc(), _BUNDLES.c.uid.desc())
        rows = session.execute(newest_first.limit(limit)).all()
        decided = _decided(session, desk) if desk.info.role != "kelurahan" else frozenset[str]()
    return [_passage(row, row.uid in decided) for row in rows]


def _passage(row: Row[Any], decided: bool) -> Passage:
    stage: Stage = "taken"
    if row.direction == "out":
        said: dict[str, Stage] = {
            "handed_over": "handed_over", "data_received": "data_received", "received": "received"
        }  # fmt: skip
        stage = "decided" if decided else said.get(row.outcome, "prepared")
    return Passage(
        uid=row.uid,
        direction=row.direction,
        kind=row.kind,
        area=row.area,
        name=row.name,
        size=row.size,
        lines=row.lines,
        receipt_code=row.receipt_code,
        stage=stage,
        at=row.at,
    )


def _decided(session: Session, desk: Desk) -> frozenset[str]:
    """The bundles made here that carried a submission first, where an item of it has been decided since."""
    area, device = str(desk.info.area), desk.info.device
    submissions = submissions_of(session, area)
    if not submissions:
        return frozenset()
    states = states_of(session, area)
    answered = {
        uid
        for uid, data in submissions.items()
        if any(state.decisions and state.submission == uid for item in data.items if (state := states.get(item.uid)))
    }
    lines, revisions = db_revisions.table_of(StreamLine).c, db_revisions.table_of(Revision).c
    query = (
        select(lines.seq)
        .join(revisions.rev_id.table, revisions.rev_id == lines.rev_id)
        .where(lines.area == area, lines.device == device, revisions.uid.in_(answered))
        .where(revisions.type == "d.submission")
    )
    seqs = sorted(session.scalars(query))
    ends = {
        row.uid: end
        for row in session.execute(select(_BUNDLES.c.uid, _BUNDLES.c.heads).where(_BUNDLES.c.direction == "out"))
        if (end := _end(row.heads, area, device))
    }
    reached = sorted(set(ends.values()))
    # What lies between the end of one bundle and the next was new in the later one.
    fresh = {end: (reached[at - 1] if at else 0, end) for at, end in enumerate(reached)}
    return frozenset(uid for uid, end in ends.items() if any(fresh[end][0] < seq <= fresh[end][1] for seq in seqs))


def _end(heads: str, area: str, device: str) -> int:
    """How far a bundle carried this device's stream, 0 when it did not."""
    found = msgspec.json.decode(heads, type=list[tuple[str, str, int, str]])
    return max((seq for of, by, seq, _ in found if (of, by) == (area, device)), default=0)


def hand_over(desk: Desk, uid: str) -> None:
    """Note that a bundle made here was given away (a stick handed over). Later stages stay as they are.

    Raises RuleViolation: record_missing.
    """
    with desk.sessions.begin() as session:
        row = session.get(Bundle, uid)
        if row is None or row.direction != "out":
            raise RuleViolation("record_missing", facts={"uid": uid})
        if row.outcome == "prepared":
            table = db_revisions.table_of(Bundle)
            session.execute(update(table).where(table.c.uid == uid).values(outcome="handed_over"))
    desk.changed({"bundles"})
