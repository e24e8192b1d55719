"""The kelurahan's inbox: every submission that arrived, and what is still missing before it is settled.

Where something stands is worked out each time from submissions, decisions and attachments; nothing is typed or kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from desktop.domain.records import Decision, Proposal, Rab, Record, Scan, SubmissionKind
from desktop.domain.states import ItemState
from desktop.services.desk import Desk, now_ms
from desktop.services.records import RecordService
from desktop.services.submissions import Received, SubmissionService

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
        """All submissions of a year (default: the desk's), oldest arrival first. `now`: UTC ms, 0 for the clock."""
        received = self._submissions.received(year=year or self._desk.info.year)
        return [self._entry(one, now or now_ms()) for one in received]

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
            entry=self._entry(received, now_ms()),
            scans=scans,
            missing=frozenset(self._missing((*received.items, *received.context, *scans))),
            decisions=decisions,
        )

    def holding(self, item: str) -> str:
        """The newest submission that covers a record, "" when none does."""
        covering = [one for one in self._submissions.received() if any(c.uid == item for c in one.data.items)]
        return max(covering, key=lambda one: one.data.attempt).uid if covering else ""

    def _entry(self, received: Received, now: int) -> InboxEntry:
        states = {item.uid: received.states[item.uid] for item in received.data.items}
        open_items = [uid for uid, state in states.items() if _is_open(received, state)]
        missing = len(set(self._missing((*received.items, *received.context))))
        standing = _standing(received, states, len(open_items), missing)
        unsettled = standing not in ("done", "withdrawn", "invalid")
        return InboxEntry(
            uid=received.uid,
            area=received.area,
            year=received.year,
            kind=received.data.kind,
            attempt=received.data.attempt,
            standing=standing,
            handed_in=received.data.date,
            arrived=received.arrived,
            waiting=max(0, (now - received.arrived) // _DAY_MS) if unsettled else None,
            items=len(received.data.items),
            open=len(open_items),
            returned=sum(state.submission == received.uid and state.state == "returned" for state in states.values()),
            missing_files=missing,
            amount=sum(_amount(record) for record in received.items if record is not None),
        )

    def _missing(self, records: Iterable[Record | None]) -> list[str]:
        return [
            sha for record in records if record is not None for sha in record.files if not self._desk.files.has(sha)
        ]


def _is_open(received: Received, state: ItemState) -> bool:
    return state.submission == received.uid and state.state in ("submitted", "conflict")


def _standing(received: Received, states: Mapping[str, ItemState], still_open: int, missing: int) -> Standing:
    if received.foreign:
        return "invalid"
    if not received.whole:
        return "waiting_data"
    if any(state.state == "conflict" and state.submission == received.uid for state in states.values()):
        return "conflict"
    if not still_open:
        gone = states and all(state.state == "withdrawn" for state in states.values())
        return "withdrawn" if gone else "done"
    if missing:
        return "waiting_files"
    return "undecided" if still_open == len(states) else "partly"


def _amount(record: Record) -> int:
    return record.data.amount if isinstance(record.data, Proposal) else 0


def title_of(record: Record) -> str:
    """What an item is called in lists."""
    return record.data.title if isinstance(record.data, Proposal | Rab) else ""
