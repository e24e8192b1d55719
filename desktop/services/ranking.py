"""One RT's usulan in the kelurahan's order, with a running sum against the RT's ceiling.

Source: Perwali Kediri 32/2021 pasal 26 ayat (4) huruf b (verified by the order of needs); the order's place in the
decision is the priority of form L. How it is kept is ours: one record per RT and year, at the kelurahan only.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow
from desktop.domain.allocation import effective_ceiling
from desktop.domain.errors import RuleViolation
from desktop.domain.joint import own_share
from desktop.domain.record_types import decoder_of
from desktop.domain.records import Proposal, Ranking, Scope, Sector
from desktop.domain.states import ItemState, State
from desktop.services.board import as_granted
from desktop.services.decisions import Choice, decide_here
from desktop.services.desk import Desk
from desktop.services.records import NewRecord, record_here, store_here
from desktop.services.rules import RuleService
from desktop.services.submissions import received_submissions

UNRANKED = 100_001
"""Sorts after every priority a decision can carry."""


class RankRow(Struct, frozen=True, kw_only=True):
    """One usulan in its place. Amounts in whole rupiah: `asked`; `counted`: what it takes of this RT's ceiling (the
    amount approved where there is one, of a joint activity the RT's own part); `running`: with all before it.

    `fits`: the running sum is within the ceiling. `submission`: the newest that covers it; `open`: it can be decided
    now. `rt_priority`: the place the RT gave it, 0 = none.
    """

    uid: str
    submission: str
    place: int
    title: str
    sector: Sector
    scope: Scope
    rt_priority: int
    asked: int
    counted: int
    running: int
    fits: bool
    state: State
    open: bool


class Ranked(Struct, frozen=True, kw_only=True):
    """An RT's usulan in order. `ceiling`: whole rupiah, None = no rules and none set; `kept`: somebody put them in
    order before."""

    area: str
    year: int
    ceiling: int | None
    rows: tuple[RankRow, ...]
    kept: bool

    @property
    def total(self) -> int:
        """All of them, whole rupiah."""
        return self.rows[-1].running if self.rows else 0

    @property
    def to_approve(self) -> tuple[RankRow, ...]:
        """Those within the ceiling that wait for a decision."""
        return tuple(row for row in self.rows if row.fits and row.open)


class RankingService:
    """The order of usulan at the kelurahan's desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._rules = RuleService(desk)

    def ranked(self, area: str, year: int = 0, order: Sequence[str] | None = None) -> Ranked:
        """The usulan of an RT that stand (neither rejected nor taken back) in their order: `order` (uids) when given,
        to try one out; else the one kept, then the priority decided, then the RT's own."""
        wanted = year or self._desk.info.year
        with self._desk.sessions() as session:
            return self._ranked(session, area, wanted, order)

    def _ranked(self, session: Session, area: str, year: int, order: Sequence[str] | None) -> Ranked:
        sheet, allocated = self._rules.sheet(year), self._rules.allocated(area, year)
        kept = orders_here(session, self._desk, year).get(area)
        places = {uid: at for at, uid in enumerate(kept.order if order is None and kept else order or ())}
        found: dict[str, tuple[str, bool, Proposal, ItemState]] = {}
        for received in received_submissions(session, area, year):
            sound = received.whole and not received.foreign
            for item in received.items:
                state = received.states[item.uid] if item else None
                if item is None or state is None or not isinstance(item.data, Proposal):
                    continue
                if state.submission == received.uid and state.state not in ("rejected", "withdrawn"):
                    found[item.uid] = (received.uid, sound and state.state == "submitted", item.data, state)
        ceiling = effective_ceiling(sheet, allocated) if sheet else allocated or None
        rows: list[RankRow] = []
        running = 0
        for uid in sorted(found, key=lambda one: (places.get(one, len(places)), *_given(found[one]), one)):
            submission, is_open, proposal, state = found[uid]
            counted = own_share(as_granted(proposal, state.decision))
            running += counted
            rows.append(
                RankRow(
                    uid=uid,
                    submission=submission,
                    place=len(rows) + 1,
                    title=proposal.title or "Tanpa judul",
                    sector=proposal.sector,
                    scope=proposal.scope,
                    rt_priority=proposal.priority,
                    asked=proposal.amount,
                    counted=counted,
                    running=running,
                    fits=ceiling is None or running <= ceiling,
                    state=state.state,
                    open=is_open,
                )
            )
        return Ranked(area=area, year=year, ceiling=ceiling, rows=tuple(rows), kept=kept is not None)

    def keep(self, area: str, order: Sequence[str], year: int = 0) -> None:
        """Keep an order of an RT's usulan (uids, first to last). Raises RuleViolation: not_owner."""
        self._only_office()
        with self._desk.sessions.begin() as session:
            self._keep(session, area, order, year or self._desk.info.year)
        self._desk.changed({"k.ranking"})

    def _keep(self, session: Session, area: str, order: Sequence[str], year: int) -> None:
        earlier = next((row for row in _rows(session, self._desk, year) if row.label == area), None)
        data = Ranking(rt=area, order=tuple(order))
        uid = earlier.uid if earlier else ""
        kept = record_here(session, uid) if uid else None
        if kept is None or kept.data != data:
            new = NewRecord(type="k.ranking", data=data, uid=uid, area=self._desk.info.office, year=year)
            store_here(session, self._desk, [new])

    def approve_fitting(
        self,
        area: str,
        order: Sequence[str],
        *,
        placement: Literal["", "kelurahan", "opd"] = "kelurahan",
        by: str = "",
        on: date | None = None,
        year: int = 0,
    ) -> int:
        """Keep the order and approve, as asked for, every usulan that waits and lies within the ceiling in it, its
        place being its priority; all of it or nothing. Returns how many were approved.

        Raises RuleViolation: not_owner, nothing_fits, and as DecisionService.decide.
        """
        self._only_office()
        wanted = year or self._desk.info.year
        with self._desk.sessions.begin() as session:
            ranked = self._ranked(session, area, wanted, order)
            if not ranked.to_approve:
                raise RuleViolation("nothing_fits")
            choices = [
                Choice(
                    submission=row.submission,
                    item=row.uid,
                    outcome="approve",
                    priority=row.place,
                    placement=placement,
                )
                for row in ranked.to_approve
            ]
            self._keep(session, area, [row.uid for row in ranked.rows], wanted)
            decide_here(session, self._desk, choices, by=by, on=on)
        self._desk.changed({"k.decision", "k.ranking"})
        return len(choices)

    def places(self, area: str, year: int = 0) -> dict[str, int]:
        """The place of each usulan in the order kept for an RT, from 1; {} when none was kept."""
        with self._desk.sessions() as session:
            kept = orders_here(session, self._desk, year or self._desk.info.year).get(area)
        return {uid: at for at, uid in enumerate(kept.order if kept else (), 1)}

    def _only_office(self) -> None:
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.ranking"})


def _given(found: tuple[str, bool, Proposal, ItemState]) -> tuple[int, int]:
    """The priority decided, then the RT's own."""
    _, _, proposal, state = found
    return ((state.decision.priority if state.decision else 0) or UNRANKED, proposal.priority or UNRANKED)


def orders_here(session: Session, desk: Desk, year: int) -> dict[str, Ranking]:
    """The orders kept for a year by the RT's area."""
    read = decoder_of("k.ranking").decode
    found = (read(row.data) for row in _rows(session, desk, year))
    return {data.rt: data for data in found if isinstance(data, Ranking)}


def _rows(session: Session, desk: Desk, year: int) -> list[RecordRow]:
    query = select(RecordRow).where(
        RecordRow.type == "k.ranking",
        RecordRow.area == desk.info.office,
        RecordRow.year == year,
        RecordRow.removed.is_(False),
    )
    return list(session.scalars(query.order_by(RecordRow.id)))
