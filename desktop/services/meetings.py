"""Meetings: who came, how the list of meetings stands, what to begin the next one with.

Each mark on the attendance list is a record of its own and saved at once (a union when two computers write it).
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow
from desktop.domain.checks import CheckResult, check_meeting
from desktop.domain.errors import RuleViolation
from desktop.domain.people import comparison_name
from desktop.domain.records import (
    Attendance,
    Beneficiary,
    BeneficiaryList,
    Meeting,
    Photo,
    Proposal,
    Record,
    Resident,
    Scan,
)
from desktop.domain.residents import is_youth, needs_look
from desktop.domain.states import ItemState
from desktop.services.clock import today
from desktop.services.desk import Desk, new_uid
from desktop.services.locks import frozen_uids
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, RecordService, as_record, remove_here, restore_here, store_here
from desktop.services.register import Entry, Register
from desktop.services.roll_call import Known, Matched, RollCall
from desktop.services.rules import RuleService
from desktop.services.submissions import SubmissionService

Standing = Literal["draft", "ready", "submitted", "returned", "approved", "locked"]
"""Where a meeting stands: its proposals are with the kelurahan (submitted), came back (returned), were all approved;
`locked`: decided otherwise."""

ATTENDANCE_PAPERS = ("attendance", "attendance_blank")


class MeetingRow(Struct, frozen=True, kw_only=True):
    """A meeting as the list shows it. `present`, `decisions`, `proposals`: how many."""

    uid: str
    data: Meeting
    present: int
    decisions: int
    proposals: int
    standing: Standing
    saved_at: int = 0


class Listed(Struct, frozen=True, kw_only=True):
    """One resident on the roster. `mark`: uid of the attendance record, "" while not present. `sessions` attended."""

    uid: str
    name: str
    household: str
    gender: str
    address: str
    mark: str = ""
    sessions: tuple[int, ...] = ()


class Present(Struct, frozen=True, kw_only=True):
    """One person present, newest last. `household` "" when unknown."""

    uid: str
    data: Attendance
    household: str = ""
    youth: bool = False


class Counts(Struct, frozen=True, kw_only=True):
    """How many came: people, households known by their KK number, women, youth (pemuda), invited guests; `complete`:
    people who came to every session. `away`: planned for a training, at no session yet. `roster`: residents in the
    register; `homes`: households in it, by their KK number. `by_session`: people at each session, in order."""

    present: int
    households: int
    women: int
    youth: int
    guests: int
    complete: int
    roster: int
    away: int = 0
    homes: int = 0
    by_session: tuple[int, ...] = ()


class Sheet(Struct, frozen=True, kw_only=True):
    """The attendance list of a meeting, both sides of it."""

    meeting: Meeting
    roster: tuple[Listed, ...]
    present: tuple[Present, ...]
    counts: Counts
    locked: bool


class MeetingService:
    """The meetings of this desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._rules = RuleService(desk)
        self._submissions = SubmissionService(desk)
        self._register = Register(desk)
        self._known: tuple[tuple[Entry, ...], dict[str, Resident], dict[str, Listed]] = ((), {}, {})

    @property
    def registers(self) -> bool:
        """Whether this desk keeps a register of residents: only the RT's does."""
        return self._desk.info.role == "rt"

    # --- the list ----------------------------------------------------------------------------------------------------

    def rows(self, year: int = 0) -> list[MeetingRow]:
        """The meetings of a budget year (default: the desk's), the newest day first; those without a day on top."""
        area, wanted = str(self._desk.info.area), year or self._desk.info.year
        states = self._submissions.states()
        present = self._per_meeting("d.attendance")
        proposals: dict[str, list[str]] = {}
        for record in self._records.find("d.proposal", area=area):
            if isinstance(record.data, Proposal):
                proposals.setdefault(record.data.meeting, []).append(record.uid)
        evidence = self._per_meeting("d.scan"), self._per_meeting("d.photo")
        found = []
        for record in self._records.find("d.meeting", area=area, year=wanted):
            if isinstance(record.data, Meeting):
                asked = proposals.get(record.uid, [])
                here, scans, photos = (counts.get(record.uid, 0) for counts in (present, *evidence))
                results = check_meeting(record.data, here, photos=photos, scans=scans)
                found.append(
                    MeetingRow(
                        uid=record.uid,
                        data=record.data,
                        present=here,
                        decisions=sum(bool(one.text.strip()) for one in record.data.decisions),
                        proposals=len(asked),
                        standing=_standing([states[uid] for uid in asked if uid in states], results),
                        saved_at=record.saved_at,
                    )
                )
        dated = sorted((row for row in found if row.data.date), key=lambda row: _day(row.data), reverse=True)
        return [*reversed([row for row in found if not row.data.date]), *dated]

    def _per_meeting(self, type_name: str) -> dict[str, int]:
        counts: dict[str, int] = {}
        with self._desk.sessions() as session:
            query = select(RecordRow.parent).where(
                RecordRow.type == type_name,
                RecordRow.area == str(self._desk.info.area),
                RecordRow.removed.is_(False),
            )
            for parent in session.scalars(query):
                counts[parent] = counts.get(parent, 0) + 1
        return counts

    def locked(self, uid: str) -> bool:
        """Whether a meeting is read-only: its proposals wait at the kelurahan or were decided for good."""
        with self._desk.sessions() as session:
            return uid in frozen_uids(session, str(self._desk.info.area))

    def waiting_submission(self, uid: str) -> str:
        """The submission that holds a meeting and may still be taken back, "" when there is none."""
        found = [
            state
            for item, state in self._submissions.states().items()
            if state.state == "submitted" and self._belongs(item, uid)
        ]
        return found[0].submission if found else ""

    def _belongs(self, item: str, meeting: str) -> bool:
        record = self._records.get(item)
        return record is not None and getattr(record.data, "meeting", "") == meeting

    def check(self, uid: str, data: Meeting | None = None) -> list[CheckResult]:
        """What is missing before the meeting can carry proposals; `data`: as it stands in an open form."""
        record = self._records.get(uid)
        meeting = data or (record.data if record else None)
        if not isinstance(meeting, Meeting):
            return []
        photos = [r for r in self._records.find("d.photo", parent=uid) if isinstance(r.data, Photo)]
        scans = [r.data for r in self._records.find("d.scan", parent=uid) if isinstance(r.data, Scan)]
        return check_meeting(
            meeting,
            self._records.count("d.attendance", parent=uid),
            photos=len(photos),
            scans=sum(scan.paper in ATTENDANCE_PAPERS for scan in scans),
            sheet=self._rules.sheet(record.year if record else 0),
            uid=uid,
        )

    def proposed(self, uid: str) -> dict[str, str]:
        """The decisions of a meeting that have become a usulan: decision uid → proposal uid."""
        return {
            record.data.decision: record.uid
            for record in self._records.find("d.proposal", area=str(self._desk.info.area), parent=uid)
            if isinstance(record.data, Proposal) and record.data.decision
        }

    def next_of(self, uid: str) -> Meeting:
        """A new meeting begun from an earlier one: kind, title, time, place, people and agenda; not what was decided.

        Raises RuleViolation: record_missing.
        """
        record = self._records.get(uid)
        if record is None or not isinstance(record.data, Meeting):
            raise RuleViolation("record_missing", facts={"uid": uid})
        return replace(record.data, number="", date=None, notes="", decisions=())

    # --- attendance --------------------------------------------------------------------------------------------------

    def sheet(self, meeting: str) -> Sheet:
        """Everything the attendance page shows. Raises RuleViolation: record_missing."""
        with self._desk.sessions() as session:
            record = self._meeting(session, meeting)
            marks = self._marks(session, meeting)
            locked = meeting in frozen_uids(session, str(self._desk.info.area))
        people, base = self._everybody()
        day = record.date or today()
        by_resident = {data.resident: mark for mark in marks if (data := _attendance(mark)).resident}
        here = {
            uid: replace(base[uid], mark=mark.uid, sessions=_attendance(mark).sessions)
            for uid, mark in by_resident.items()
            if uid in base
        }
        roster = tuple(here.get(uid, one) for uid, one in base.items()) if here else tuple(base.values())
        present = []
        for mark in marks:
            data = _attendance(mark)
            known = people.get(data.resident)
            present.append(
                Present(
                    uid=mark.uid,
                    data=data,
                    household=known.household if known else "",
                    youth=bool(known and is_youth(known, day)),
                )
            )
        return Sheet(
            meeting=record,
            roster=roster,
            present=tuple(present),
            counts=replace(_counts(present, record.sessions), roster=len(roster), homes=_homes(people.values())),
            locked=locked,
        )

    def _everybody(self) -> tuple[dict[str, Resident], dict[str, Listed]]:
        """The register by name: as it is, and as the roster shows it with nobody present."""
        people = self._register.people()
        if people is not self._known[0]:
            listed = {
                one.uid: Listed(
                    uid=one.uid,
                    name=one.data.name,
                    household=one.data.household,
                    gender=one.data.gender,
                    address=one.data.address,
                )
                for one in people
            }
            self._known = (people, {one.uid: one.data for one in people}, listed)
        return self._known[1], self._known[2]

    def mark(self, meeting: str, resident: str, session: int = 1) -> Record:
        """This resident came (to this session; 0: is planned for a training).

        Raises RuleViolation: hadir.ganda (facts: name), record_missing, meeting_locked, in_conflict.
        """
        return self.mark_all(meeting, [resident], session)[0]

    def mark_all(self, meeting: str, residents: Sequence[str], session: int = 1) -> list[Record]:
        """These residents came, all or none; see `mark`."""
        with self._desk.sessions.begin() as db:
            self._open(db, meeting)
            held = {_attendance(mark).resident: mark for mark in self._marks(db, meeting)}
            new = []
            for uid in residents:
                person = _resident(db, uid)
                mark = held.get(uid)
                new.append(_mark_again(mark, session) if mark else _first_mark(meeting, uid, person, session))
            saved = store_here(db, self._desk, new)
        self._desk.changed({"d.attendance"})
        return saved

    def add(
        self,
        meeting: str,
        name: str,
        *,
        guest: bool = False,
        role: str = "",
        session: int = 1,
        another: bool = False,
    ) -> Record:
        """Somebody who is not in the register came. `another`: although somebody of that name is present already.

        Raises RuleViolation: name_missing, hadir.ganda (facts: name), record_missing, meeting_locked.
        """
        clean = " ".join(name.split())[:200]
        if not clean:
            raise RuleViolation("name_missing", "name")
        with self._desk.sessions.begin() as db:
            self._open(db, meeting)
            alike = {comparison_name(_attendance(mark).name) for mark in self._marks(db, meeting)}
            if not another and comparison_name(clean) in alike:
                raise RuleViolation("hadir.ganda", "name", {"name": clean})
            data = Attendance(
                meeting=meeting, name=clean, guest=guest, role=" ".join(role.split())[:500], sessions=_only(session)
            )
            saved = store_here(db, self._desk, [NewRecord(type="d.attendance", data=data)])
        self._desk.changed({"d.attendance"})
        return saved[0]

    def add_resident(self, meeting: str, name: str, session: int = 1) -> Record:
        """Somebody new came and lives here: into the register with the name alone, and onto the list; on a desk without
        a register onto the list alone.

        Raises RuleViolation: name_missing, record_missing, meeting_locked.
        """
        clean = " ".join(name.split())[:200]
        if not clean:
            raise RuleViolation("name_missing", "name")
        if not self.registers:
            return self.add(meeting, clean, session=session)
        person = Resident(name=clean)
        with self._desk.sessions.begin() as db:
            self._open(db, meeting)
            uid = new_uid()
            store_here(db, self._desk, [NewRecord(type="d.resident", data=person, uid=uid)])
            saved = store_here(db, self._desk, [_first_mark(meeting, uid, person, session)])
        self._desk.changed({"d.attendance", "d.resident"})
        return saved[0]

    def enter_list(
        self,
        meeting: str,
        residents: Sequence[str],
        newcomers: Sequence[str] = (),
        guests: Sequence[str] = (),
        session: int = 1,
    ) -> list[Record]:
        """Everybody of a pasted list at once, all or none: residents by uid, names new to the register, guests' names.

        Who is on the list already is passed over. Raises RuleViolation: record_missing, meeting_locked.
        """
        people = [Resident(name=name) for name in newcomers] if self.registers else []
        uids = [new_uid() for _ in people]
        with self._desk.sessions.begin() as db:
            self._open(db, meeting)
            held = {_attendance(mark).resident: mark for mark in self._marks(db, meeting)}
            entries = [NewRecord(type="d.resident", data=one, uid=uid) for one, uid in zip(people, uids, strict=True)]
            store_here(db, self._desk, entries)
            new: list[NewRecord] = []
            for uid in dict.fromkeys(residents):
                person, mark = _one(db, uid, "d.resident").data, held.get(uid)
                if isinstance(person, Resident) and mark is None:
                    new.append(_first_mark(meeting, uid, person, session))
                elif mark is not None and session and session not in _attendance(mark).sessions:
                    new.append(_mark_again(mark, session))
            new += [_first_mark(meeting, uid, one, session) for one, uid in zip(people, uids, strict=True)]
            new += [
                NewRecord(
                    type="d.attendance",
                    data=Attendance(meeting=meeting, name=name, guest=True, sessions=_only(session)),
                )
                for name in guests
            ]
            if not self.registers:
                plain = (Attendance(meeting=meeting, name=name, sessions=_only(session)) for name in newcomers)
                new += [NewRecord(type="d.attendance", data=one) for one in plain]
            saved = store_here(db, self._desk, new)
        self._desk.changed({"d.attendance", "d.resident"})
        return saved

    def take_off(self, marks: Sequence[str]) -> None:
        """Undo `enter_list`: these entries off the list, all or none. Raises as `unmark`."""
        with self._desk.sessions.begin() as db:
            for mark in marks:
                self._unmark(db, mark)
        self._desk.changed({"d.attendance"})

    def change(self, mark: str, data: Attendance) -> Record:
        """Correct one entry of the list. Raises RuleViolation: record_missing, meeting_locked, locked."""
        with self._desk.sessions.begin() as db:
            self._open(db, data.meeting)
            saved = store_here(db, self._desk, [NewRecord(type="d.attendance", data=data, uid=mark)])
        self._desk.changed({"d.attendance"})
        return saved[0]

    def unmark(self, mark: str, session: int = 0) -> None:
        """Take somebody off the list (`session`: off this session; of the last one, off the list).

        An entry that was handed in before is withdrawn for everybody. Raises RuleViolation: record_missing,
        meeting_locked.
        """
        with self._desk.sessions.begin() as db:
            self._unmark(db, mark, session)
        self._desk.changed({"d.attendance"})

    def _unmark(self, db: Session, mark: str, session: int = 0) -> None:
        record = _one(db, mark, "d.attendance")
        data = _attendance(record)
        self._open(db, data.meeting)
        rest = tuple(one for one in data.sessions if one != session) if session else ()
        if rest or (session and self._meeting(db, data.meeting).kind == "training"):
            # Who is on the list of a training stays on it: planned, and not there.
            store_here(db, self._desk, [NewRecord(type="d.attendance", data=replace(data, sessions=rest), uid=mark)])
        else:
            self._take_off(db, mark)

    def _take_off(self, db: Session, mark: str) -> None:
        """An entry off the list, whatever it says."""
        record = _one(db, mark, "d.attendance")
        if record.state == "published":
            publish(
                db,
                self._desk,
                [Publication(row, "withdraw", "Tidak hadir") for row in rows_of(db, [mark], record.area)],
            )
        else:
            remove_here(db, self._desk, [mark])

    def put_marks(
        self,
        meeting: str,
        marks: Mapping[str, Attendance | None],
        *,
        drop: Sequence[str] = (),
        bring: Sequence[str] = (),
    ) -> None:
        """Undo or do again: each entry of the list as given (None: off the list), all or none. `drop`, `bring`:
        residents into the trash or out of it, who came into the register with the list.

        Raises as `change`, `unmark`, RecordService.remove and restore.
        """
        with self._desk.sessions.begin() as db:
            self._open(db, meeting)
            restore_here(db, self._desk, bring)
            there = {mark.uid for mark in self._marks(db, meeting)}
            for uid, data in marks.items():
                if data is None and uid in there:
                    self._take_off(db, uid)
            back = [NewRecord(type="d.attendance", data=data, uid=uid) for uid, data in marks.items() if data]
            store_here(db, self._desk, back)
            remove_here(db, self._desk, drop)
        self._desk.changed({"d.attendance", "d.resident"})

    def replace_participant(
        self, meeting: str, planned: str, sessions: Sequence[int], reason: str, *, resident: str = "", name: str = ""
    ) -> Record:
        """Somebody came in place of a participant of a training, to these sessions. `planned`: the participant's entry.
        `resident`: of the register, or `name` of somebody else; who is on the list already gets the sessions too.

        Raises RuleViolation: name_missing, replacement_reason_missing, sessions_missing, replaces_self, record_missing,
        meeting_locked.
        """
        clean, why = " ".join(name.split())[:200], " ".join(reason.split())[:500]
        for missing, code, field in (
            (not (resident or clean), "name_missing", "name"),
            (not sessions, "sessions_missing", "sessions"),
            (not why, "replacement_reason_missing", "reason"),
        ):
            if missing:
                raise RuleViolation(code, field)
        with self._desk.sessions.begin() as db:
            self._open(db, meeting)
            before = _attendance(_one(db, planned, "d.attendance"))
            mark = self._stands(db, meeting, resident, clean)
            if mark is not None and mark.uid == planned:
                raise RuleViolation("replaces_self", "name", {"name": before.name})
            data = Attendance(meeting=meeting, name=clean or "?", sessions=())
            if mark is not None:
                data = _attendance(mark)
            elif resident:
                data = _snapshot(meeting, resident, _resident(db, resident), 0)
            after = replace(data, replaces=planned, reason=why, sessions=tuple(sorted({*data.sessions, *sessions})))
            rest = tuple(one for one in before.sessions if one not in sessions)
            saved = store_here(
                db,
                self._desk,
                [
                    NewRecord(type="d.attendance", data=replace(before, sessions=rest), uid=planned),
                    NewRecord(type="d.attendance", data=after, uid=mark.uid if mark else new_uid()),
                ],
            )
        self._desk.changed({"d.attendance"})
        return saved[1]

    def _stands(self, db: Session, meeting: str, resident: str, name: str) -> Record | None:
        """The entry of somebody on the list already: of a resident, or of one who is not in the register, by name."""
        key = comparison_name(name)
        for mark in self._marks(db, meeting):
            data = _attendance(mark)
            same = data.resident == resident if resident else not data.resident and comparison_name(data.name) == key
            if same:
                return mark
        return None

    def roll_call(self, sheet: Sheet, session: int = 1) -> RollCall:
        """The roster, ready to be searched; who came to this session (0: is planned) counts as here."""
        return RollCall(
            Known(one.uid, one.name, session in one.sessions if session else bool(one.mark)) for one in sheet.roster
        )

    def match(self, sheet: Sheet, names: Sequence[str], session: int = 1) -> list[Matched]:
        """A pasted list of names against the roster; guests already on the list count as present."""
        guests = {comparison_name(one.data.name) for one in sheet.present if not one.data.resident}
        found = self.roll_call(sheet, session).match(names)
        return [
            Matched(one.typed, "here")
            if one.kind in {"new", "similar"} and comparison_name(one.typed) in guests
            else one
            for one in found
        ]

    # --- lists of candidates (form K) --------------------------------------------------------------------------------

    def beneficiaries(self, meeting: str, kind: Literal["jkn", "bansos"]) -> tuple[str, BeneficiaryList]:
        """The meeting's list of candidates with its uid; an empty one under a fresh uid while there is none."""
        for record in self._records.find("d.beneficiary_list", area=str(self._desk.info.area), parent=meeting):
            if isinstance(record.data, BeneficiaryList) and record.data.kind == kind:
                return record.uid, record.data
        return new_uid(), BeneficiaryList(kind=kind, meeting=meeting)

    def candidates(self, residents: Sequence[str]) -> list[Beneficiary]:
        """Residents as rows of such a list. A NIK that needs a look stays out. Unknown uids are left out."""
        found = []
        for uid in residents:
            record = self._records.get(uid)
            if record is not None and isinstance(record.data, Resident):
                person = record.data
                nik = "" if any(code.startswith("nik") for code in needs_look(person)) else person.nik
                found.append(Beneficiary(uid=new_uid(), name=person.name, nik=nik, address=person.address))
        return found

    # --- inside ------------------------------------------------------------------------------------------------------

    def _meeting(self, session: Session, uid: str) -> Meeting:
        data = _one(session, uid, "d.meeting").data
        if not isinstance(data, Meeting):
            raise RuleViolation("record_missing", facts={"uid": uid})
        return data

    def _open(self, session: Session, meeting: str) -> None:
        """Raise RuleViolation unless the meeting's list may be written."""
        self._meeting(session, meeting)
        if meeting in frozen_uids(session, str(self._desk.info.area)):
            raise RuleViolation("meeting_locked")

    def _marks(self, session: Session, meeting: str) -> list[Record]:
        return _all(session, "d.attendance", str(self._desk.info.area), meeting)


def _all(session: Session, type_name: str, area: str, parent: str | None = None) -> list[Record]:
    query = select(RecordRow).where(RecordRow.type == type_name, RecordRow.area == area, RecordRow.removed.is_(False))
    if parent is not None:
        query = query.where(RecordRow.parent == parent)
    return [as_record(row) for row in session.scalars(query.order_by(RecordRow.id))]


def _one(session: Session, uid: str, type_name: str) -> Record:
    row = session.scalars(
        select(RecordRow)
        .where(RecordRow.uid == uid, RecordRow.type == type_name, RecordRow.removed.is_(False))
        .limit(1)
    ).first()
    if row is None:
        raise RuleViolation("record_missing", facts={"uid": uid})
    return as_record(row)


def _attendance(record: Record) -> Attendance:
    assert isinstance(record.data, Attendance)  # noqa: S101 - read by its type
    return record.data


def _only(session: int) -> tuple[int, ...]:
    """One session; of 0 none: the person is planned for a training and did not come yet."""
    return (session,) if session else ()


def _resident(session: Session, uid: str) -> Resident:
    data = _one(session, uid, "d.resident").data
    if not isinstance(data, Resident):
        raise RuleViolation("record_missing", facts={"uid": uid})
    return data


def _first_mark(meeting: str, uid: str, person: Resident, session: int) -> NewRecord:
    return NewRecord(type="d.attendance", data=_snapshot(meeting, uid, person, session))


def _snapshot(meeting: str, uid: str, person: Resident, session: int) -> Attendance:
    """What the list keeps of a resident, so that a paper stays as it was."""
    return Attendance(
        meeting=meeting,
        name=person.name,
        gender=person.gender,
        home=person.address,
        role=person.role or "warga",
        resident=uid,
        sessions=_only(session),
    )


def _mark_again(mark: Record, session: int) -> NewRecord:
    data = _attendance(mark)
    if session in data.sessions or not session:
        raise RuleViolation("hadir.ganda", "name", {"name": data.name})
    sessions = tuple(sorted({*data.sessions, session}))
    return NewRecord(type="d.attendance", data=replace(data, sessions=sessions), uid=mark.uid)


def _homes(people: Iterable[Resident]) -> int:
    return len({person.household for person in people if person.household})


def _counts(listed: Sequence[Present], sessions: int) -> Counts:
    """Of those who came; who was planned for a training and stayed away is listed without sessions."""
    present = [one for one in listed if one.data.sessions]
    return Counts(
        present=len(present),
        households=len({one.household for one in present if one.household}),
        women=sum(one.data.gender == "P" for one in present),
        youth=sum(one.youth for one in present),
        guests=sum(one.data.guest for one in present),
        complete=sum(len(one.data.sessions) >= sessions for one in present),
        roster=0,
        away=len(listed) - len(present),
        by_session=tuple(sum(at in one.data.sessions for one in present) for at in range(1, sessions + 1)),
    )


def _standing(states: Sequence[ItemState], results: Sequence[CheckResult]) -> Standing:
    said = {state.state for state in states}
    if "returned" in said:
        return "returned"
    if "submitted" in said:
        return "submitted"
    if said and said <= {"approved"}:
        return "approved"
    if said & {"approved", "rejected", "conflict"}:
        return "locked"
    return "draft" if any(result.level == "block" for result in results) else "ready"


def _day(meeting: Meeting) -> str:
    return meeting.date.isoformat() if meeting.date else ""
