"""Bringing together what several RTs ask for: usulan alike are found, people join them or keep them apart.

The kelurahan edits nothing of what it was sent: joining sends the usulan back with what each RT is to write, as one
deed, and keeps who agreed on what (Perwali 32/2021 pasal 26 ayat (2), (3); pasal 9 ayat (2), (3)).
"""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct
from sqlalchemy.orm import Session

from desktop.domain.errors import RuleViolation
from desktop.domain.joint import place_name
from desktop.domain.records import JointPart, Proposal, Synchronisation
from desktop.domain.states import ItemState
from desktop.domain.synchronise import Candidate, Joined, alike, join, told
from desktop.services.checking import CheckService
from desktop.services.decisions import Choice, decide_here
from desktop.services.desk import Desk
from desktop.services.records import NewRecord, RecordService, store_here
from desktop.services.rules import RuleService
from desktop.services.submissions import SubmissionService, received_submissions


class Agreed(Struct, frozen=True, kw_only=True):
    """A joint activity agreed on before. `open`: names of the RTs that have not written it so yet."""

    uid: str
    title: str
    host: str
    total: int
    parts: tuple[JointPart, ...]
    open: tuple[str, ...]
    on: date | None


class SynchroniseService:
    """Synchronisation at one kelurahan's desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._rules = RuleService(desk)
        self._checks = CheckService(desk)
        self._submissions = SubmissionService(desk)

    def groups(self, year: int = 0, *, across: bool = False) -> list[list[Candidate]]:
        """Usulan alike of different RTs that wait for a decision, largest group first; `across`: also of different RWs.
        Those kept apart before in exactly these versions are not shown again."""
        wanted = year or self._desk.info.year
        with self._desk.sessions() as session:
            waiting = _waiting(session, wanted)
        apart = [
            {(part.uid, part.value_hash) for part in one.parts}
            for _, one in self._judged(wanted)
            if one.outcome == "apart"
        ]
        groups = alike(waiting, across=across)
        return [group for group in groups if not any(_keys(group) <= known for known in apart)]

    def weigh(self, host: str, parts: Sequence[tuple[Candidate, int]], year: int = 0) -> Joined:
        """What joining these usulan on the host RT would mean; shares in whole rupiah."""
        wanted = year or self._desk.info.year
        areas = {one.area for one, _ in parts}
        standing = {area: self._checks.standing(area, wanted) for area in areas}
        allocated = {area: self._rules.allocated(area, wanted) for area in areas}
        return join(self._rules.sheet(wanted), host, parts, standing, allocated)

    def join(
        self,
        title: str,
        host: str,
        parts: Sequence[tuple[Candidate, int]],
        *,
        by: str = "",
        on: date | None = None,
        year: int = 0,
    ) -> str:
        """Send these usulan back so that each RT writes its part of one joint activity; returns the record's uid.

        Raises RuleViolation: not_owner, title_missing, cannot_join (facts: reason), and as DecisionService.decide.
        """
        self._only_office()
        name = title.strip()
        if not name:
            raise RuleViolation("title_missing", "title")
        joined = self.weigh(host, parts, year)
        if joined.problems:
            raise RuleViolation("cannot_join", facts={"reason": joined.problems[0].rstrip(".")})
        choices = [
            Choice(
                submission=one.submission,
                item=one.uid,
                outcome="return",
                reason=told(host, name, joined, one.area),
            )
            for one, _ in parts
        ]
        data = Synchronisation(outcome="joined", title=name, host=host, parts=_parts(parts), date=on)
        with self._desk.sessions.begin() as session:
            decide_here(session, self._desk, choices, by=by, on=on)
            uid = self._store(session, data, year)
        self._desk.changed({"k.decision", "k.synchronisation"})
        return uid

    def keep_apart(self, group: Sequence[Candidate], *, on: date | None = None, year: int = 0) -> str:
        """Note that these usulan are different things; they are not shown together again until one changes.

        Raises RuleViolation: not_owner.
        """
        self._only_office()
        data = Synchronisation(outcome="apart", parts=_parts([(one, 0) for one in group]), date=on)
        with self._desk.sessions.begin() as session:
            uid = self._store(session, data, year)
        self._desk.changed({"k.synchronisation"})
        return uid

    def agreed(self, year: int = 0) -> list[Agreed]:
        """The joint activities agreed on, newest first, and which RTs have not written them so yet."""
        wanted = year or self._desk.info.year
        found = []
        for uid, one in reversed(self._judged(wanted)):
            if one.outcome == "joined":
                waits = tuple(name for part in one.parts if (name := self._waits(one, part, wanted)))
                found.append(
                    Agreed(
                        uid=uid,
                        title=one.title,
                        host=one.host,
                        total=sum(part.share for part in one.parts),
                        parts=one.parts,
                        open=tuple(dict.fromkeys(waits)),
                        on=one.date,
                    )
                )
        return found

    def _waits(self, agreed: Synchronisation, part: JointPart, year: int) -> str:
        """The RT's name while its usulan do not say what was agreed; "" once they do."""
        states = self._submissions.states(part.area)
        for record in self._records.find("d.proposal", area=part.area, year=year):
            if isinstance(record.data, Proposal) and _says(agreed, part, record.data, states.get(record.uid)):
                return ""
        return place_name(part.area)

    def _judged(self, year: int) -> list[tuple[str, Synchronisation]]:
        records = self._records.find("k.synchronisation", area=self._desk.info.office, year=year, order="id")
        return [(record.uid, record.data) for record in records if isinstance(record.data, Synchronisation)]

    def _store(self, session: Session, data: Synchronisation, year: int) -> str:
        new = NewRecord(
            type="k.synchronisation", data=data, area=self._desk.info.office, year=year or self._desk.info.year
        )
        return store_here(session, self._desk, [new])[0].uid

    def _only_office(self) -> None:
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.synchronisation"})


def _waiting(session: Session, year: int) -> list[Candidate]:
    """The usulan that wait for a decision, each in the version its newest submission names."""
    found = []
    for received in received_submissions(session, "", year):
        if received.foreign or not received.whole or received.data.kind != "proposals":
            continue
        for item in received.items:
            state = received.states[item.uid] if item else None
            if item is None or state is None or not isinstance(item.data, Proposal):
                continue
            if state.submission == received.uid and state.state == "submitted":
                found.append(
                    Candidate(
                        area=received.area,
                        uid=item.uid,
                        value_hash=item.value_hash,
                        submission=received.uid,
                        proposal=item.data,
                    )
                )
    return found


def _keys(group: Sequence[Candidate]) -> set[tuple[str, str]]:
    return {(one.uid, one.value_hash) for one in group}


def _parts(parts: Sequence[tuple[Candidate, int]]) -> tuple[JointPart, ...]:
    return tuple(JointPart(area=one.area, uid=one.uid, value_hash=one.value_hash, share=share) for one, share in parts)


def _says(agreed: Synchronisation, part: JointPart, proposal: Proposal, state: ItemState | None) -> bool:
    """Whether an usulan handed in (again) says what was agreed for its RT."""
    if state is None or state.state not in ("submitted", "approved"):
        return False
    if part.area != agreed.host:
        return proposal.host == agreed.host and proposal.amount == _shares(agreed)[part.area]
    wanted = {area: share for area, share in _shares(agreed).items() if area != agreed.host}
    return {one.rt: one.amount for one in proposal.contributions} == wanted


def _shares(agreed: Synchronisation) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for part in agreed.parts:
        found[part.area] = found.get(part.area, 0) + part.share
    return found
