"""The kelurahan's home: every RT and Pokmas with where its submissions stand, and what waits for the office."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from desktop.domain.areas import parse_area
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.joint import own_share
from desktop.domain.records import Proposal, Submission
from desktop.domain.rulesheet import RuleSheet
from desktop.domain.states import ItemState
from desktop.services.clock import day_of
from desktop.services.home.office_money import money_steps, seen_groups, spj_waiting
from desktop.services.home.steps import OFFICE_KEY, Step, clip, deadline_steps, held_bundles, newest, officer_step
from desktop.services.passages import Passage
from desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from desktop.services.exchange import Held

LONG = timedelta(days=14)
"""After two weeks a submission that waits is pointed out (ours; the regulations name no term)."""


class AreaRow(Struct, frozen=True, kw_only=True):
    """One RT or Pokmas. Counts are of items; amounts whole rupiah, of a joint activity this RT's own part only, so that
    the rows add up. `since`: the oldest day something waits from.

    `submission`: the oldest that waits, "" for none. `known`: one of its computers is approved.
    """

    area: str
    name: str
    known: bool = False
    waiting: int = 0
    approved: int = 0
    returned: int = 0
    rejected: int = 0
    conflicts: int = 0
    asked: int = 0
    granted: int = 0
    since: date | None = None
    submission: str = ""
    received: date | None = None

    @property
    def items(self) -> int:
        """Everything handed in and not taken back."""
        return self.waiting + self.approved + self.returned + self.rejected + self.conflicts


def area_rows(work: Workplace, year: int, log: Sequence[Passage]) -> list[AreaRow]:
    """Every area that handed something in, has an approved computer or an allocation, by RW and RT."""
    records, submissions = work.records, work.submissions
    handed: dict[str, list[tuple[str, Submission, int]]] = {}
    for record in records.find("d.submission", year=year):
        if isinstance(record.data, Submission) and record.state == "published":
            handed.setdefault(record.area, []).append((record.uid, record.data, record.saved_at))
    proposals = {r.uid: r.data for r in records.find("d.proposal", year=year) if isinstance(r.data, Proposal)}
    known = {device.area for device in work.trust.devices() if device.standing == "approved"}
    arrivals: dict[str, int] = {}
    for bundle in log:
        if bundle.direction == "in":
            arrivals.setdefault(bundle.area, bundle.at)
    areas = {*handed, *known, *arrivals} - {work.info.office}
    rows: list[AreaRow] = []
    for area in sorted(areas):
        states = submissions.states(area) if area in handed else {}
        rows.append(_row(area, area in known, handed.get(area, []), states, proposals, arrivals.get(area, 0)))
    return rows


def of_rts(rows: Sequence[AreaRow]) -> list[AreaRow]:
    """Those that ask for usulan; a Pokmas hands in other things."""
    return [row for row in rows if parse_area(row.area).role == "rt"]


def _row(
    area: str,
    known: bool,
    handed: Sequence[tuple[str, Submission, int]],
    states: dict[str, ItemState],
    proposals: dict[str, Proposal],
    arrived: int,
) -> AreaRow:
    mine = {item.uid for _, data, _ in handed for item in data.items}
    counted = {uid: state for uid, state in states.items() if uid in mine and state.state != "withdrawn"}
    by_state: dict[str, int] = {}
    for state in counted.values():
        by_state[state.state] = by_state.get(state.state, 0) + 1
    open_in = {state.submission for state in counted.values() if state.state in ("submitted", "conflict")}
    waiting = sorted((data.date or day_of(at), uid) for uid, data, at in handed if uid in open_in)
    granted = 0
    for uid, state in counted.items():
        proposal = proposals.get(uid)
        if state.state == "approved" and state.decision is not None and proposal is not None:
            amount = state.decision.amount
            granted += own_share(proposal if amount is None else replace(proposal, amount=amount))
    return AreaRow(
        area=area,
        name=parse_area(area).short_name,
        known=known,
        waiting=by_state.get("submitted", 0),
        approved=by_state.get("approved", 0),
        returned=by_state.get("returned", 0),
        rejected=by_state.get("rejected", 0),
        conflicts=by_state.get("conflict", 0),
        asked=sum(own_share(proposals[uid]) for uid in counted if uid in proposals),
        granted=granted,
        since=waiting[0][0] if waiting else None,
        submission=waiting[0][1] if waiting else "",
        received=day_of(arrived) if arrived else None,
    )


def office_steps(
    work: Workplace, rows: Sequence[AreaRow], sheet: RuleSheet | None, log: Sequence[Passage], today: date
) -> list[Step]:
    """Everything the kelurahan could do next, unsorted."""
    steps: list[Step] = []
    founded = bool(work.desk.keys.delegation)
    if not founded:
        steps.append(
            Step(
                key="office_key",
                sentence="Kunci kelurahan belum dibuat. Tanpa kunci, kiriman RT tidak dapat diterima.",
                button="Buat kunci",
                room=OFFICE_KEY,
                weight=1,
                urgency="attention",
                icon="key",
            )
        )
    steps += _held(held_bundles(work))
    groups = seen_groups(work)
    spj = spj_waiting(groups)
    # A Pokmas of which only SPJ wait has its own card, which names the tranche.
    steps += [_waiting(row, today) for row in rows if row.submission and _more_than_spj(row, spj)]
    steps += money_steps(work, groups, sum(row.approved for row in rows))
    steps += _unsent(work, rows, log)
    if founded and not any(row.known for row in rows):
        steps.append(
            Step(
                key="wall_letter",
                sentence="Cetak surat kartu kelurahan dan tempel di dinding. RT memakainya untuk mendaftar.",
                button="Cetak surat",
                room="exchange",
                spot="card",
                weight=40,
                icon="printer",
            )
        )
    steps += _recap(work, rows)
    steps += officer_step(work, ("lurah", "kasi_ekbang"))
    steps += deadline_steps(sheet, "kelurahan", today)
    return steps


def _more_than_spj(row: AreaRow, spj: dict[str, int]) -> bool:
    return bool(row.conflicts) or row.waiting != spj.get(row.area, 0)


def _held(held: Sequence[Held]) -> list[Step]:
    """Bundles that were not taken: computers to approve first, then the rest."""
    steps: list[Step] = []
    for one in held:
        if one.sender is not None:
            who = _name(one.sender.area)
            sentence = f"Komputer baru dari {who} menunggu didaftarkan."
            button, weight, icon = "Bandingkan angka", 5, "shield-check"
        else:
            sentence = f"Kiriman “{clip(one.name, 40)}” belum dapat diambil."
            button, weight, icon = "Lihat sebabnya", 8, "inbox"
        steps.append(
            Step(
                key=f"held:{one.sha256}",
                sentence=sentence,
                button=button,
                room="exchange",
                uid=one.sha256,
                spot="held",
                weight=weight,
                urgency="attention",
                icon=icon,
            )
        )
    return steps


def _name(area: str) -> str:
    try:
        return parse_area(area).short_name
    except RuleViolation:
        return "wilayah lain"


def _waiting(row: AreaRow, today: date) -> Step:
    if row.conflicts:
        return Step(
            key=f"conflict:{row.area}",
            sentence=f"{row.name}: {row.conflicts} usulan punya dua keputusan yang bertentangan.",
            button="Selesaikan",
            room="review",
            uid=row.submission,
            weight=9,
            urgency="problem",
            icon="alert-triangle",
        )
    days = (today - row.since).days if row.since else 0
    since = f" sejak {format_day(row.since)}" if row.since else ""
    noun = "usulan" if parse_area(row.area).role == "rt" else "berkas"
    return Step(
        key=f"waiting:{row.area}",
        sentence=f"{row.name}: {row.waiting} {noun} menunggu keputusan{since}.",
        button="Periksa",
        room="review",
        uid=row.submission,
        # The longest waiting first, among what has no day.
        weight=20 + max(0, 15 - min(days, 150) // 10),
        urgency="attention" if row.since and today - row.since > LONG else "info",
        icon="gavel",
    )


def _unsent(work: Workplace, rows: Sequence[AreaRow], log: Sequence[Passage]) -> list[Step]:
    """Decisions made since the last bundle to their area."""
    sent: dict[str, int] = {}
    for bundle in log:
        if bundle.direction == "out":
            sent.setdefault(bundle.area, bundle.at)
    decided: dict[str, int] = {}
    for record in work.records.find("k.decision"):
        decided[record.area] = max(decided.get(record.area, 0), newest([record]))
    areas = [row for row in rows if row.known and decided.get(row.area, 0) > sent.get(row.area, 0)]
    if not areas:
        return []
    first = areas[0]
    who = first.name if len(areas) == 1 else f"{len(areas)} wilayah, mulai dari {first.name},"
    return [
        Step(
            key="unsent",
            sentence=f"Keputusan untuk {who} belum dikirim balik.",
            button="Kirim balik",
            room="exchange",
            uid=first.area,
            spot="send",
            weight=38,
            urgency="info",
            icon="send",
        )
    ]


def _recap(work: Workplace, rows: Sequence[AreaRow]) -> list[Step]:
    """Everything RTs asked for is decided, and form L was not made yet."""
    usulan = of_rts(rows)
    approved = sum(row.approved for row in usulan)
    open_items = sum(row.waiting + row.conflicts for row in usulan)
    if not approved or open_items or work.records.count("k.recap", area=work.info.office, year=work.info.year):
        return []
    return [
        Step(
            key="recap",
            sentence=f"Semua usulan sudah diputuskan, {approved} diterima. Rekapitulasi (formulir L) belum dibuat.",
            button="Buat rekap",
            room="review",
            spot="recap",
            weight=42,
            icon="table",
        )
    ]
