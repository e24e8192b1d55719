"""The kelurahan's inbox: every submission that arrived, and what is still missing before it is settled.

Where something stands is worked out each time from submissions, decisions and attachments; nothing is typed or kept.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow, Revision
from desktop.domain.money import lines_total
from desktop.domain.record_types import decoder_of
from desktop.domain.records import CostLine, Decision, Rab, Record, Scan, Submission, SubmissionKind
from desktop.domain.states import ItemState
from desktop.services.desk import Desk, now_ms
from desktop.services.locks import states_of
from desktop.services.records import RecordService
from desktop.services.submissions import Received, SubmissionService, submission_digest

Standing = Literal["invalid", "waiting_data", "waiting_files", "conflict", "undecided", "partly", "done", "withdrawn"]

_DAY_MS = 24 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxEntry:
    """One submission. `handed_in`: the day on it; `arrived`: UTC ms; `waiting`: whole days since then while something
    is undecided, None once nothing is.

    `items`: how many there are to decide, `open`: of them not decided; `returned`: of them sent back for mending;
    `missing_files`: attachments that have not come. `amount`: asked for by all items, whole rupiah.
    """

    uid: str
    area: str
    year: int
    kind: SubmissionKind
    attempt: int
    standing: Standing
    handed_in: date | None
    arrived: int
    waiting: int | None
    items: int
    open: int
    returned: int
    missing_files: int
    amount: int

    @property
    def ours(self) -> bool:
        """Whether the office has something to decide here now."""
        return self.standing in ("conflict", "undecided", "partly", "waiting_files")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One submission with all that belongs to its evidence. `scans`: of the signed papers, outside the digest.

    `missing`: SHA-256 of attachments that have not come. `decisions`: by uid, those that speak on its items now.
    """

    received: Received
    entry: InboxEntry
    scans: tuple[Record, ...]
    missing: frozenset[str]
    decisions: Mapping[str, Decision]

    def context(self, type_name: str) -> list[Record]:
        """The evidence of one type, in the order handed in."""
        return [record for record in self.received.context if record is not None and record.type == type_name]


class InboxService:
    """What RTs and Pokmas handed in, as the kelurahan's desk sees it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._submissions = SubmissionService(desk)

    def entries(self, year: int = 0, now: int = 0) -> list[InboxEntry]:
        """All submissions of a year (default: the desk's), oldest arrival first. `now`: UTC ms, 0 for the clock.

        Reads only what the list needs, for all submissions at once: a city kelurahan has a hundred of them.
        """
        wanted, moment = year or self._desk.info.year, now or now_ms()
        with self._desk.sessions() as session:
            query = select(RecordRow).where(
                RecordRow.type == "d.submission",
                RecordRow.state == "published",
                RecordRow.removed.is_(False),
                RecordRow.year == wanted,
            )
            rows = list(session.scalars(query.order_by(RecordRow.saved_at, RecordRow.id)))
            read = decoder_of("d.submission").decode
            found = [(row, data) for row in rows if isinstance(data := read(row.data), Submission)]
            states = {area: states_of(session, area) for area in {row.area for row in rows}}
            seen = _seen(session, {c.uid for _, data in found for c in (*data.items, *data.context)})
        return [self._entry(_facts(row, data, states[row.area], seen), moment) for row, data in found]

    def dossier(self, uid: str) -> Dossier:
        """One submission with its evidence. Raises RuleViolation: record_missing."""
        received = self._submissions.open(uid)
        evidence = {record.uid for record in (*received.items, *received.context) if record is not None}
        evidence.add(received.data.subject)
        scans = tuple(
            record
            for record in self._records.find("d.scan", area=received.area, order="id")
            if isinstance(record.data, Scan) and record.data.of in evidence
        )
        speaking = {uid for item in received.data.items for uid in received.states[item.uid].decisions}
        decisions = {
            record.uid: record.data
            for record in self._records.find("k.decision", area=received.area)
            if record.uid in speaking and isinstance(record.data, Decision)
        }
        return Dossier(
            received=received,
            entry=self._entry(_facts_of(received), now_ms()),
            scans=scans,
            missing=frozenset(self._missing((*received.items, *received.context, *scans))),
            decisions=decisions,
        )

    def holding(self, item: str) -> str:
        """The newest submission that covers a record, "" when none does."""
        covering = [
            record
            for record in self._records.find("d.submission", order="id")
            if record.state == "published"
            and isinstance(record.data, Submission)
            and any(covered.uid == item for covered in record.data.items)
        ]
        return max(covering, key=lambda record: getattr(record.data, "attempt", 0)).uid if covering else ""

    def _entry(self, facts: "_Facts", now: int) -> InboxEntry:
        data = facts.data
        states = {item.uid: facts.states[item.uid] for item in data.items}
        still_open = sum(
            state.submission == facts.uid and state.state in ("submitted", "conflict") for state in states.values()
        )
        missing = sum(not self._desk.files.has(sha) for sha in set(facts.files))
        standing = _standing(facts, states, still_open, missing)
        unsettled = standing not in ("done", "withdrawn", "invalid")
        return InboxEntry(
            uid=facts.uid,
            area=facts.area,
            year=facts.year,
            kind=data.kind,
            attempt=data.attempt,
            standing=standing,
            handed_in=data.date,
            arrived=facts.arrived,
            waiting=max(0, (now - facts.arrived) // _DAY_MS) if unsettled else None,
            items=len(data.items),
            open=still_open,
            returned=sum(state.submission == facts.uid and state.state == "returned" for state in states.values()),
            missing_files=missing,
            amount=facts.amount,
        )

    def _missing(self, records: Iterable[Record | None]) -> list[str]:
        return [
            sha for record in records if record is not None for sha in record.files if not self._desk.files.has(sha)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """What an entry is worked out from. `files`: SHA-256 of all attachments named; `amount`: asked for by the items."""

    uid: str
    area: str
    year: int
    data: Submission
    states: Mapping[str, ItemState]
    whole: bool
    foreign: bool
    arrived: int
    files: Sequence[str]
    amount: int


class _Amount(msgspec.Struct, frozen=True):
    """`lines`: not read unless a sum asks for them, for most submissions are usulan that say their amount."""

    amount: int = 0
    lines: msgspec.Raw = msgspec.Raw()

    def asked(self, kind: SubmissionKind) -> int:
        """What is asked for, whole rupiah: a RAB is the sum of its lines."""
        lines = bytes(self.lines)
        return lines_total(_LINES.decode(lines)) if kind == "rab" and lines else self.amount


_LINES = msgspec.json.Decoder(tuple[CostLine, ...])


class _Body(msgspec.Struct, frozen=True):
    """The few keys of a revision the list needs."""

    files: tuple[str, ...] = ()
    data: _Amount = _Amount()


_Versions = dict[str, dict[tuple[str, str], _Body]]
"""uid → (area, value hash) → what it says."""


def _seen(session: Session, uids: Collection[str]) -> _Versions:
    """Every version at hand of these records, in whatever area."""
    read = msgspec.json.Decoder(_Body).decode
    found: _Versions = {}
    wanted = sorted(uids)
    for start in range(0, len(wanted), 500):
        query = select(Revision.uid, Revision.area, Revision.value_hash, Revision.body).where(
            Revision.uid.in_(wanted[start : start + 500]), Revision.status == "applied"
        )
        for uid, area, value, body in session.execute(query):
            found.setdefault(uid, {})[(area, value)] = read(body)
    return found


def _facts(row: RecordRow, data: Submission, states: Mapping[str, ItemState], seen: _Versions) -> _Facts:
    """As desktop.services.submissions works out whole and foreign, without reading what is inside."""
    genuine = data.digest == submission_digest(row.uid, data.attempt, data.items, data.context)
    covered = (*data.items, *data.context)
    exact = [seen.get(one.uid, {}).get((row.area, one.value_hash)) for one in covered]
    abroad = any(
        body is None and any(area != row.area for area, _ in seen.get(one.uid, {}))
        for one, body in zip(covered, exact, strict=True)
    )
    return _Facts(
        uid=row.uid,
        area=row.area,
        year=row.year,
        data=data,
        states=states,
        whole=genuine and None not in exact,
        foreign=abroad or not genuine,
        arrived=row.saved_at,
        files=[sha for body in exact if body is not None for sha in body.files],
        amount=sum(body.data.asked(data.kind) for body in exact[: len(data.items)] if body is not None),
    )


def _facts_of(received: Received) -> _Facts:
    """The same of a submission that was read whole."""
    records = [record for record in (*received.items, *received.context) if record is not None]
    return _Facts(
        uid=received.uid,
        area=received.area,
        year=received.year,
        data=received.data,
        states=received.states,
        whole=received.whole,
        foreign=received.foreign,
        arrived=received.arrived,
        files=[sha for record in records for sha in record.files],
        amount=sum(_asked(record) for record in received.items if record is not None),
    )


def _asked(record: Record) -> int:
    if isinstance(record.data, Rab):
        return lines_total(record.data.lines)
    return getattr(record.data, "amount", 0) or 0


def _standing(facts: _Facts, states: Mapping[str, ItemState], still_open: int, missing: int) -> Standing:
    if facts.foreign:
        return "invalid"
    if not facts.whole:
        return "waiting_data"
    if any(state.state == "conflict" and state.submission == facts.uid for state in states.values()):
        return "conflict"
    if not still_open:
        gone = states and all(state.state == "withdrawn" for state in states.values())
        return "withdrawn" if gone else "done"
    if missing:
        return "waiting_files"
    return "undecided" if still_open == len(states) else "partly"
