"""Handing in: what belongs together is collected, bound by a digest, and published as one deed.

The digest is known before the papers are printed, so that the code on the signed paper names exactly what was signed.
Which records belong to which kind stands in `_collect`.
"""

import hashlib
from collections.abc import Sequence
from datetime import date

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow, Revision
from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import RECORD_TYPES, decoder_of
from desktop.domain.records import Covered, Record, Signer, Submission, SubmissionKind, Withdrawal
from desktop.domain.states import ItemState, State, item_states
from desktop.domain.typed import tidy
from desktop.services.desk import Desk, new_uid, now_ms
from desktop.services.locks import decisions_of, states_of, submissions_of, withdrawn_of
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, as_record, store_here
from desktop.sync.revisions import canonical, short

OPEN_STATES = frozenset({"draft", "returned", "withdrawn"})
"""States in which an item may be handed in (again)."""


class Prepared(Struct, frozen=True, kw_only=True):
    """A submission as it would go out now. `code`: the first eight characters of its digest, printed on its papers.

    `items`: what is decided one by one; `context`: the evidence; `scans`: scans of signed papers that go along, outside
    the digest. `kept`: there is a record of it, so `uid` and code stay the same until it is handed in. `shut`: where
    the items stand that cannot be handed in now.
    """

    uid: str
    kind: SubmissionKind
    subject: str
    attempt: int
    digest: str
    items: tuple[Record, ...]
    context: tuple[Record, ...]
    scans: tuple[Record, ...]
    kept: bool = True
    shut: tuple[State, ...] = ()

    @property
    def code(self) -> str:
        """What stands on the papers."""
        return short(self.digest)


class Received(Struct, frozen=True, kw_only=True):
    """A submission at hand: its record, each item in exactly the version handed in (None: has not arrived), and where
    the items stand. `whole`: every covered record is here in that version; `foreign`: it names records of another
    area."""

    uid: str
    area: str
    year: int
    data: Submission
    items: tuple[Record | None, ...]
    context: tuple[Record | None, ...]
    states: dict[str, ItemState]
    whole: bool
    foreign: bool
    arrived: int

    @property
    def code(self) -> str:
        """What must stand on the signed papers."""
        return short(self.data.digest)


def submission_digest(uid: str, attempt: int, items: Sequence[Covered], context: Sequence[Covered]) -> str:
    """SHA-256 (hex) over what the submission says it covers, and over its own uid and attempt."""
    content = {
        "uid": uid,
        "attempt": attempt,
        "items": [[item.uid, item.value_hash] for item in items],
        "context": [[item.uid, item.value_hash] for item in context],
    }
    return hashlib.sha256(b"submission/1\0" + canonical(content)).hexdigest()


class SubmissionService:
    """Prepare, hand in and take back the submissions of this desk; read those of every area at hand."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def prepare(self, kind: SubmissionKind, subject: str) -> Prepared:
        """The submission as it would go out now, kept as a saved record so that its uid stays.

        Only items that are a draft, returned or withdrawn are in it; with nothing to hand in `items` is empty.
        Raises RuleViolation: record_missing.
        """
        with self._desk.sessions.begin() as session:
            prepared, _ = self._prepare(session, kind, subject)
        return prepared

    def look(self, kind: SubmissionKind, subject: str) -> Prepared:
        """The same without writing anything: as long as nothing was prepared, uid and code are only this look's.

        Raises RuleViolation: record_missing.
        """
        with self._desk.sessions() as session:
            return self._prepare(session, kind, subject, keep=False)[0]

    def _prepare(
        self, session: Session, kind: SubmissionKind, subject: str, uid: str = "", *, keep: bool = True
    ) -> tuple[Prepared, list[RecordRow]]:
        area = str(self._desk.info.area)
        from desktop.services.coverage import covered_rows  # home waits for this module, not for books

        all_items, context, along = covered_rows(session, area, kind, subject)
        states = states_of(session, area)
        items = [row for row in all_items if row.uid not in states or states[row.uid].state in OPEN_STATES]
        earlier = [
            data for data in submissions_of(session, area).values() if data.subject == subject and data.kind == kind
        ]
        waiting = session.scalars(
            select(RecordRow).where(
                RecordRow.type == "d.submission",
                RecordRow.area == area,
                RecordRow.parent == subject,
                RecordRow.label == kind,
                RecordRow.state == "saved",
                RecordRow.removed.is_(False),
            )
        ).first()
        uid = waiting.uid if waiting else uid or new_uid()
        attempt = 1 + max((data.attempt for data in earlier), default=0)
        covered = tuple(Covered(row.uid, row.value_hash) for row in items)
        beside = tuple(Covered(row.uid, row.value_hash) for row in context)
        digest = submission_digest(uid, attempt, covered, beside)
        previous = next((states[row.uid].submission for row in items if row.uid in states), "")
        data = Submission(
            kind=kind,
            subject=subject,
            attempt=attempt,
            items=covered,
            context=beside,
            digest=digest,
            previous=previous,
        )
        if items and keep:
            store_here(session, self._desk, [NewRecord(type="d.submission", data=data, uid=uid)])
        prepared = Prepared(
            uid=uid,
            kind=kind,
            subject=subject,
            attempt=attempt,
            digest=digest,
            items=tuple(as_record(row) for row in items),
            context=tuple(as_record(row) for row in context),
            scans=tuple(as_record(row) for row in along if row.type == "d.scan"),
            kept=keep or waiting is not None,
            shut=tuple(states[row.uid].state for row in all_items if row not in items),
        )
        return prepared, [*items, *context, *along]

    def submit(
        self,
        kind: SubmissionKind,
        subject: str,
        signers: Sequence[Signer] = (),
        on: date | None = None,
        *,
        expected_digest: str = "",
        uid: str = "",
    ) -> str:
        """Publish the submission with all it covers; returns its uid. The checks that block come before this
        (desktop.services.checking). `on`: the day it is handed in.

        `expected_digest`: of what was seen and checked (`Prepared.digest`, taken before the checks looked). When it
        covers anything else by now, nothing is published; "": whatever it covers now. `uid`: of a `look` before.
        Raises RuleViolation: nothing_to_submit, submission_rejected, changed_since_check, in_conflict, record_missing.
        """
        area = str(self._desk.info.area)
        with self._desk.sessions.begin() as session:
            prepared, rows = self._prepare(session, kind, subject, uid)
            if not prepared.items:
                rejected = kind != "proposals" and "rejected" in prepared.shut
                code = "submission_rejected" if rejected else "nothing_to_submit"
                raise RuleViolation(code, facts={"kind": kind})
            if expected_digest and expected_digest != prepared.digest:
                raise RuleViolation("changed_since_check")
            in_conflict = next((row for row in rows if row.conflict), None)
            if in_conflict is not None:
                raise RuleViolation("in_conflict", facts={"noun": RECORD_TYPES[in_conflict.type].noun})
            row = rows_of(session, [prepared.uid], area)[0]
            data = decoder_of("d.submission").decode(row.data)
            assert isinstance(data, Submission)  # noqa: S101 - the row was written above
            full = Submission(
                **{
                    **{name: getattr(data, name) for name in data.__struct_fields__},
                    "signers": tuple(signers),
                    "date": on,
                }
            )
            store_here(session, self._desk, [NewRecord(type="d.submission", data=full, uid=prepared.uid)])
            rows += rows_of(session, [prepared.uid], area)
            publish(session, self._desk, [Publication(row) for row in rows])
        self._desk.changed({row.type for row in rows})
        return prepared.uid

    def withdraw(self, submission: str, reason: str) -> None:
        """Take a submission back. Once an item of it was decided, the decision stands.

        Raises RuleViolation: reason_missing, record_missing, already_decided.
        """
        if not tidy(reason):
            raise RuleViolation("reason_missing", "reason")
        area = str(self._desk.info.area)
        with self._desk.sessions.begin() as session:
            found = submissions_of(session, area)
            if submission not in found:
                raise RuleViolation("record_missing", facts={"uid": submission})
            states = item_states(found, decisions_of(session, area), withdrawn_of(session, area))
            if any(states[item.uid].decisions for item in found[submission].items):
                raise RuleViolation("already_decided")
            data = Withdrawal(submission=submission, reason=reason.strip())
            saved = store_here(session, self._desk, [NewRecord(type="d.withdrawal", data=data)])
            publish(session, self._desk, [Publication(row) for row in rows_of(session, [saved[0].uid], area)])
        self._desk.changed({"d.withdrawal", "d.submission"})

    def states(self, area: str = "") -> dict[str, ItemState]:
        """Where every submitted item of an area stands (default: this desk's)."""
        with self._desk.sessions() as session:
            return states_of(session, area or str(self._desk.info.area))

    def received(self, area: str = "", year: int | None = None) -> list[Received]:
        """The submissions at hand, oldest arrival first: of one area, or of every area in this folder."""
        with self._desk.sessions() as session:
            return received_submissions(session, area, year)

    def open(self, uid: str) -> Received:
        """One submission at hand. Raises RuleViolation: record_missing."""
        with self._desk.sessions() as session:
            return open_submission(session, uid)


def received_submissions(session: Session, area: str = "", year: int | None = None) -> list[Received]:
    """As SubmissionService.received, in the caller's transaction."""
    query = select(RecordRow).where(
        RecordRow.type == "d.submission", RecordRow.state == "published", RecordRow.removed.is_(False)
    )
    if area:
        query = query.where(RecordRow.area == area)
    if year is not None:
        query = query.where(RecordRow.year == year)
    rows = list(session.scalars(query.order_by(RecordRow.saved_at, RecordRow.id)))
    states = {place: states_of(session, place) for place in {row.area for row in rows}}
    return [_received(session, row, states[row.area]) for row in rows]


def open_submission(session: Session, uid: str) -> Received:
    """One published submission with what it covers. Raises RuleViolation: record_missing."""
    row = session.scalars(
        select(RecordRow).where(RecordRow.uid == uid, RecordRow.type == "d.submission", RecordRow.state == "published")
    ).first()
    if row is None:
        raise RuleViolation("record_missing", facts={"uid": uid})
    return _received(session, row, states_of(session, row.area))


def _received(session: Session, row: RecordRow, states: dict[str, ItemState]) -> Received:
    data = decoder_of("d.submission").decode(row.data)
    assert isinstance(data, Submission)  # noqa: S101 - the query asked for this type
    covered = [*data.items, *data.context]
    versions, elsewhere = _exact_versions(session, row.area, covered)
    items = tuple(versions.get((item.uid, item.value_hash)) for item in data.items)
    context = tuple(versions.get((item.uid, item.value_hash)) for item in data.context)
    genuine = data.digest == submission_digest(row.uid, data.attempt, data.items, data.context)
    return Received(
        uid=row.uid,
        area=row.area,
        year=row.year,
        data=data,
        items=items,
        context=context,
        states=states,
        whole=genuine and None not in items and None not in context,
        foreign=elsewhere or not genuine,
        arrived=row.saved_at,
    )


def _exact_versions(
    session: Session, area: str, covered: Sequence[Covered]
) -> tuple[dict[tuple[str, str], Record], bool]:
    """The records in exactly the versions named, and whether any of them lies in another area instead."""
    wanted = {(item.uid, item.value_hash) for item in covered}
    uids = sorted({item.uid for item in covered})
    found: dict[tuple[str, str], Record] = {}
    abroad: set[str] = set()
    for start in range(0, len(uids), 500):
        query = select(Revision).where(Revision.uid.in_(uids[start : start + 500]), Revision.status == "applied")
        for revision in session.scalars(query):
            key = (revision.uid, revision.value_hash)
            if revision.area != area:
                abroad.add(revision.uid)
            elif key in wanted and key not in found:
                found[key] = _record_of(revision)
    return found, bool(abroad - {uid for uid, _ in found})


class _Body(msgspec.Struct):
    """What of a revision's body a record needs; it was checked when it came in."""

    year: int
    data: msgspec.Raw
    files: tuple[str, ...]


_BODY = msgspec.json.Decoder(_Body)


def _record_of(revision: Revision) -> Record:
    body = _BODY.decode(revision.body)
    return Record(
        type=revision.type,
        uid=revision.uid,
        area=revision.area,
        year=body.year,
        data=decoder_of(revision.type).decode(body.data),
        files=body.files,
        state="published",
        value_hash=revision.value_hash,
        saved_at=now_ms() if revision.at == 0 else revision.at,
    )
