"""The kelurahan's board: every RT of it, how its usulan use its ceiling per bidang, and who has sent nothing yet.

All of it is worked out from what lies here; only the ceilings an office sets are kept (`k.allocation`), which also say
which RTs there are, so that an RT without a computer stands on the board too.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow
from desktop.domain.allocation import Summary, effective_ceiling, summarise
from desktop.domain.areas import parse_area, rt_area
from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import decoder_of
from desktop.domain.records import Allocation, Decision, Proposal
from desktop.domain.rulesheet import RuleSheet
from desktop.domain.states import ItemState
from desktop.services.desk import Desk
from desktop.services.locks import states_of
from desktop.services.publications import store_and_publish
from desktop.services.records import NewRecord, store_here
from desktop.services.rules import RuleService
from desktop.services.trust import approvals, revoked_devices

Sending = Literal["unknown", "silent", "sent"]
"""An RT of which no computer is registered; registered without any usulan; its usulan are here."""


class BoardRow(Struct, frozen=True, kw_only=True):
    """One RT. Amounts in whole rupiah; `allocated`: the ceiling this office set, 0 = as the rule sheet says.

    `asked`: how all usulan that were not rejected or taken back use the ceiling; `granted`: the approved ones only.
    `items`: usulan handed in; `waiting`: of them undecided; `conflicts`: with decisions that contradict each other.
    """

    area: str
    name: str
    sending: Sending
    allocated: int
    ceiling: int
    asked: Summary
    granted: Summary
    items: int
    waiting: int
    conflicts: int

    @property
    def breaches(self) -> int:
        """How many limits its usulan exceed: the ceiling and the bidang's maxima."""
        bars = (*self.asked.bars, *self.asked.combined)
        return bool(self.asked.over) + sum(bar.state == "above" for bar in bars)


class Board(Struct, frozen=True, kw_only=True):
    """All RTs of a year, by RW and RT."""

    year: int
    rows: tuple[BoardRow, ...]
    has_rules: bool

    @property
    def silent(self) -> int:
        """How many RTs have sent no usulan."""
        return sum(row.sending != "sent" for row in self.rows)

    @property
    def ceiling(self) -> int:
        """All ceilings together, whole rupiah."""
        return sum(row.ceiling for row in self.rows)

    @property
    def asked(self) -> int:
        """All that is asked for, whole rupiah."""
        return sum(row.asked.total for row in self.rows)

    @property
    def granted(self) -> int:
        """All that is approved, whole rupiah."""
        return sum(row.granted.total for row in self.rows)


class BoardService:
    """The board of one kelurahan's desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rules = RuleService(desk)

    def board(self, year: int = 0) -> Board:
        """Every RT that is known here: by a ceiling set for it, an approved computer, or usulan of this year (default:
        the desk's)."""
        wanted = year or self._desk.info.year
        sheet = self._rules.sheet(wanted)
        with self._desk.sessions() as session:
            return board_here(session, self._desk, sheet, wanted)

    def add(self, rw: str, first: str, last: str = "", *, ceiling: int = 0, year: int = 0) -> int:
        """Put the RTs `first` to `last` (default: the one) of an RW on the board; those there already stay as they are.
        Returns how many are new. `ceiling`: whole rupiah for each, 0 = as the rule sheet says.

        Raises RuleViolation: not_owner, number_1_to_99 (fields rw, first, last), range_backwards, ceiling_above_sheet.
        """
        wanted = year or self._desk.info.year
        self._may_set(ceiling, wanted)
        office = self._desk.info.office
        start, end = _checked(office, rw, first, "first"), _checked(office, rw, last or first, "last")
        if end < start:
            raise RuleViolation("range_backwards", "last")
        areas = [str(rt_area(office, rw, str(number))) for number in range(start, end + 1)]
        with self._desk.sessions.begin() as session:
            known = {data.rt for _, data in _allocations(session, office, wanted)}
            new = [area for area in areas if area not in known]
            for area in new:
                _set(session, self._desk, area, ceiling, wanted)
        self._desk.changed({"k.allocation"})
        return len(new)

    def set_ceiling(self, area: str, ceiling: int, *, year: int = 0) -> None:
        """Set one RT's ceiling, whole rupiah, 0 = as the rule sheet says; it travels with the next bundle to that RT.

        Raises RuleViolation: not_owner, ceiling_above_sheet (facts: ceiling), not_rt.
        """
        wanted = year or self._desk.info.year
        self._may_set(ceiling, wanted)
        place = parse_area(area)
        if place.role != "rt" or place.code != self._desk.info.office:
            raise RuleViolation("not_rt", "area", {"area": area})
        with self._desk.sessions.begin() as session:
            _set(session, self._desk, str(place), ceiling, wanted)
        self._desk.changed({"k.allocation"})

    def _may_set(self, ceiling: int, year: int) -> None:
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.allocation"})
        sheet = self._rules.sheet(year)
        if sheet is not None and ceiling > sheet.ceiling:
            raise RuleViolation("ceiling_above_sheet", "ceiling", {"ceiling": sheet.ceiling, "year": year})


def _checked(office: str, rw: str, number: str, field: str) -> int:
    try:
        return int(rt_area(office, rw, number).rt)
    except RuleViolation as problem:
        raise RuleViolation(problem.code, "rw" if problem.field == "rw" else field, problem.facts) from problem


def board_here(session: Session, desk: Desk, sheet: RuleSheet | None, year: int) -> Board:
    """As BoardService.board, in the caller's transaction."""
    office = desk.info.office
    allocated = {data.rt: data.ceiling for _, data in reversed(_allocations(session, office, year))}
    revoked = revoked_devices(session, office)
    known = {one.of for one in approvals(session, office).values() if one.device not in revoked}
    proposals = _proposals(session, year)
    places = {area for area in (*allocated, *known, *proposals) if _is_rt(area, office)}
    rows = []
    for area in sorted(places):
        mine = proposals.get(area, {})
        states = states_of(session, area) if mine else {}
        rows.append(_row(area, area in known, mine, states, sheet, allocated.get(area, 0)))
    return Board(year=year, rows=tuple(rows), has_rules=sheet is not None)


def _row(
    area: str,
    known: bool,
    proposals: Mapping[str, Proposal],
    states: Mapping[str, ItemState],
    sheet: RuleSheet | None,
    allocated: int,
) -> BoardRow:
    handed = {uid: state for uid, state in states.items() if uid in proposals and state.state != "withdrawn"}
    asked = [as_granted(proposals[uid], s.decision) for uid, s in handed.items() if s.state != "rejected"]
    granted = [as_granted(proposals[uid], s.decision) for uid, s in handed.items() if s.state == "approved"]
    return BoardRow(
        area=area,
        name=parse_area(area).short_name,
        sending="sent" if handed else "silent" if known else "unknown",
        allocated=allocated,
        ceiling=effective_ceiling(sheet, allocated) if sheet else allocated,
        asked=summarise(sheet, asked, allocated),
        granted=summarise(sheet, granted, allocated),
        items=len(handed),
        waiting=sum(state.state == "submitted" for state in handed.values()),
        conflicts=sum(state.state == "conflict" for state in handed.values()),
    )


def as_granted(proposal: Proposal, decision: Decision | None) -> Proposal:
    """The usulan with the amount approved, where another than the one asked for was."""
    if decision is None or decision.outcome != "approve" or decision.amount is None:
        return proposal
    return msgspec.structs.replace(proposal, amount=decision.amount)


def _proposals(session: Session, year: int) -> dict[str, dict[str, Proposal]]:
    """The usulan of a year by area and uid."""
    query = select(RecordRow.area, RecordRow.uid, RecordRow.data).where(
        RecordRow.type == "d.proposal", RecordRow.year == year, RecordRow.removed.is_(False)
    )
    read = decoder_of("d.proposal").decode
    found: dict[str, dict[str, Proposal]] = {}
    for area, uid, raw in session.execute(query.order_by(RecordRow.id)):
        data = read(raw)
        if isinstance(data, Proposal):
            found.setdefault(area, {})[uid] = data
    return found


def _allocations(session: Session, office: str, year: int) -> list[tuple[RecordRow, Allocation]]:
    """The ceilings set for a year, newest first."""
    query = select(RecordRow).where(
        RecordRow.type == "k.allocation",
        RecordRow.area == office,
        RecordRow.year == year,
        RecordRow.removed.is_(False),
    )
    read = decoder_of("k.allocation").decode
    found = ((row, read(row.data)) for row in session.scalars(query.order_by(RecordRow.id.desc())))
    return [(row, data) for row, data in found if isinstance(data, Allocation)]


def _set(session: Session, desk: Desk, area: str, ceiling: int, year: int) -> None:
    """One RT's ceiling. Without one the record only says that there is such an RT, and need not travel."""
    earlier = next(((r, data) for r, data in _allocations(session, desk.info.office, year) if data.rt == area), None)
    if earlier is not None and earlier[1].ceiling == ceiling:
        return
    uid = earlier[0].uid if earlier else ""
    note = earlier[1].note if earlier else ""
    data = Allocation(rt=area, ceiling=ceiling, note=note)
    new = NewRecord(type="k.allocation", data=data, uid=uid, area=desk.info.office, year=year)
    if ceiling or (earlier is not None and earlier[0].state == "published"):
        store_and_publish(session, desk, new)
    else:
        store_here(session, desk, [new])


def _is_rt(area: str, office: str) -> bool:
    try:
        place = parse_area(area)
    except RuleViolation:
        return False
    return place.role == "rt" and place.code == office
