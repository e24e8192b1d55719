"""What may not be edited now: records that a submission covers while it waits, or after it was decided for good."""

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.revisions import RECORDS
from desktop.domain.record_types import decoder_of
from desktop.domain.records import Decision, Submission, Withdrawal
from desktop.domain.states import FROZEN, ItemState, item_states


def _published(session: Session, area: str, type_name: str) -> dict[str, msgspec.Struct]:
    query = select(RECORDS.c.uid, RECORDS.c.data).where(
        RECORDS.c.type == type_name,
        RECORDS.c.area == area,
        RECORDS.c.state == "published",
        RECORDS.c.removed.is_(False),
    )
    decoder = decoder_of(type_name)
    return {uid: decoder.decode(data) for uid, data in session.execute(query)}


def submissions_of(session: Session, area: str) -> dict[str, Submission]:
    """The published submissions of an area by uid."""
    return {
        uid: data for uid, data in _published(session, area, "d.submission").items() if isinstance(data, Submission)
    }


def decisions_of(session: Session, area: str) -> dict[str, Decision]:
    """The published decisions on an area's submissions by uid."""
    return {uid: data for uid, data in _published(session, area, "k.decision").items() if isinstance(data, Decision)}


def withdrawn_of(session: Session, area: str) -> frozenset[str]:
    """The submissions of an area that were taken back."""
    found = _published(session, area, "d.withdrawal").values()
    return frozenset(data.submission for data in found if isinstance(data, Withdrawal))


def states_of(session: Session, area: str) -> dict[str, ItemState]:
    """Where every submitted item of an area stands, by the item's uid."""
    return item_states(submissions_of(session, area), decisions_of(session, area), withdrawn_of(session, area))


def frozen_uids(session: Session, area: str) -> frozenset[str]:
    """The records of an area that are read-only: items in a frozen state, and the evidence submitted with them."""
    submissions = submissions_of(session, area)
    if not submissions:
        return frozenset()
    states = item_states(submissions, decisions_of(session, area), withdrawn_of(session, area))
    frozen: set[str] = set()
    for uid, submission in submissions.items():
        held = [
            item.uid
            for item in submission.items
            if states[item.uid].state in FROZEN
            and (states[item.uid].submission == uid or states[item.uid].state != "submitted")
        ]
        frozen.update(held)
        if held:
            frozen.update(record.uid for record in submission.context)
            frozen.add(uid)
    return frozenset(frozen)
