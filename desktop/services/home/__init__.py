"""L02: what should I do next, and how far is the year? Worked out at each call; nothing of it is stored.

Each role's steps are imported when that role's home is asked for: every start of the program waits for this module.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from desktop.domain.records import Submission
from desktop.services.backup_places import BACKUP_AWAY, BACKUP_SETTING
from desktop.services.clock import day_of
from desktop.services.home.steps import (
    OFFICE_KEY,
    SETTINGS,
    Step,
    backup_step,
    conflict_step,
    held_bundles,
    in_order,
    newest,
)
from desktop.services.passages import Passage, passages
from desktop.services.workplace import Workplace

if TYPE_CHECKING:
    from desktop.domain.allocation import Summary
    from desktop.domain.readiness import Figure
    from desktop.services.home.office import AreaRow
    from desktop.services.home.rt import MeetingSeen
    from desktop.services.passages import Stage as PassageStage
    from desktop.services.proposals import Board

__all__ = ["OFFICE_KEY", "SETTINGS", "HomeService", "Overview", "Stage", "Step", "Trip"]


class Stage(Struct, frozen=True):
    """One stage of the year. `state`: done, now or later."""

    name: str
    count: int
    state: str


class Trip(Struct, frozen=True, kw_only=True):
    """The last bundle made or taken. `stage`: how far it got (desktop.services.passages)."""

    day: date
    area: str
    lines: int
    stage: PassageStage


class Overview(Struct, frozen=True, kw_only=True):
    """One desk's year at a glance.

    `empty`: nothing was begun yet. `waiting`: items handed in that nobody decided on yet. `summary`: the ceiling's use
    (RT only). `received`, `spent`: whole rupiah, `figures`: how far the SPJ to be made are, `contract`: the one in hand
    (Pokmas only). `areas`: every RT and Pokmas (kelurahan only).
    `backup`: the day of the last backup, None when there is none; `backup_at`: the same to the minute (UTC ms, 0 for
    none); `backup_away`: it lies outside this desk's folder.
    """

    year: int
    empty: bool
    steps: tuple[Step, ...]
    stages: tuple[Stage, ...]
    summary: Summary | None = None
    received: int = 0
    spent: int = 0
    figures: tuple[Figure, ...] = ()
    contract: str = ""
    areas: tuple[AreaRow, ...] = ()
    waiting: int = 0
    sent: Trip | None = None
    taken: Trip | None = None
    backup: date | None = None
    backup_at: int = 0
    backup_away: bool = False


class HomeService:
    """The home page of one desk."""

    def __init__(self, work: Workplace) -> None:
        self._work = work

    def overview(self, today: date) -> Overview:
        """Everything the home page shows, as of `today`."""
        role = self._work.info.role
        overview = {"rt": self._rt, "pokmas": self._group, "kelurahan": self._office}[role](today)
        return self._with_backup(overview, today)

    @staticmethod
    def _trip(log: Sequence[Passage], direction: str) -> Trip | None:
        """The last bundle out or in."""
        last = next((one for one in log if one.direction == direction), None)
        return Trip(day=day_of(last.at), area=last.area, lines=last.lines, stage=last.stage) if last else None

    def _with_backup(self, overview: Overview, today: date) -> Overview:
        """What of the backup belongs on every home page."""
        at, away = self._work.desk.setting(BACKUP_SETTING), bool(self._work.desk.setting(BACKUP_AWAY))
        made = int(at) if at.isdecimal() else 0
        steps = () if self._work.info.practice else backup_step(made, away=away, begun=not overview.empty)
        return structs.replace(
            overview,
            backup=day_of(made) if made else None,
            backup_at=made,
            backup_away=away,
            steps=tuple(in_order((*overview.steps, *conflict_step(self._work), *steps), today)),
        )

    # --- RT ----------------------------------------------------------------------------------------------------------

    def _rt(self, today: date) -> Overview:
        from desktop.services.home.rt import rt_steps, seen_meetings

        board = self._work.proposals.board()
        meetings = seen_meetings(self._work)
        log = passages(self._work.desk)
        steps = rt_steps(self._work, board, meetings, today) + self._to_office(board, log)
        return Overview(
            year=self._work.info.year,
            empty=not board.rows and not meetings,
            steps=tuple(in_order(steps, today)),
            stages=_rt_stages(board, meetings),
            summary=board.summary,
            waiting=sum(row.state == "submitted" for row in board.rows),
            sent=self._trip(log, "out"),
            taken=self._trip(log, "in"),
        )

    def _to_office(self, board: Board, log: Sequence[Passage]) -> list[Step]:
        """Enrol before sending; send what was handed in since the last bundle; look at what could not be taken."""
        steps: list[Step] = []
        own = str(self._work.info.area)
        handed = [
            record
            for record in self._work.records.find("d.submission", area=own)
            if record.state == "published" and isinstance(record.data, Submission)
        ]
        last_out = max((bundle.at for bundle in log if bundle.direction == "out"), default=0)
        enrolled = bool(self._work.desk.setting("office_root"))
        if not enrolled and any(row.state != "draft" for row in board.rows):
            steps.append(
                Step(
                    key="enrol",
                    sentence="Kartu kelurahan belum diambil. Ambil sekali saja, sebelum mengirim yang pertama.",
                    button="Ambil kartu",
                    room="exchange",
                    spot="enrol",
                    weight=18 if handed else 44,
                    icon="qrcode",
                )
            )
        if enrolled and newest(handed) > last_out:
            steps.append(
                Step(
                    key="send",
                    sentence="Pengajuan terakhir belum dikirim ke kelurahan.",
                    button="Kirim",
                    room="exchange",
                    spot="send",
                    weight=14,
                    urgency="attention",
                    icon="send",
                )
            )
        return steps + self._held()

    def _held(self) -> list[Step]:
        held = held_bundles(self._work)
        if not held:
            return []
        return [
            Step(
                key="held",
                sentence=f"{len(held)} kiriman dari kelurahan belum dapat diambil.",
                button="Lihat sebabnya",
                room="exchange",
                uid=held[0].sha256,
                spot="held",
                weight=9,
                urgency="attention",
                icon="inbox",
            )
        ]

    # --- Pokmas ------------------------------------------------------------------------------------------------------

    def _group(self, today: date) -> Overview:
        from desktop.services.home.group import contract_steps, group_steps, group_year

        year = group_year(self._work)
        steps = group_steps(self._work, year) + contract_steps(year, today) + self._held()
        log = passages(self._work.desk)
        counts = (
            ("Kontrak", len(year.contracts)),
            ("RAB", len(year.rabs)),
            ("Dana masuk", len(year.money)),
            ("Kuitansi", len(year.receipts)),
            ("SPJ", sum(record.uid in year.states for record in year.money)),
            ("Serah terima", len(year.handovers)),
        )
        return Overview(
            year=self._work.info.year,
            empty=not year.packages and not year.contracts and not year.receipts,
            steps=tuple(in_order(steps, today)),
            stages=_stages(counts),
            waiting=sum(state.state == "submitted" for state in year.states.values()),
            received=year.received,
            spent=year.spent,
            figures=tuple(self._work.readiness.open_tranches()) if year.money else (),
            contract=year.contracts[-1].uid if year.contracts else "",
            sent=self._trip(log, "out"),
            taken=self._trip(log, "in"),
        )

    # --- kelurahan ---------------------------------------------------------------------------------------------------

    def _office(self, today: date) -> Overview:
        from desktop.services.home.office import area_rows, of_rts, office_steps

        log = passages(self._work.desk)
        rows = area_rows(self._work, self._work.info.year, log)
        sheet = self._work.rules.sheet()
        usulan = of_rts(rows)
        counts = (
            ("Diterima", sum(row.items for row in usulan)),
            ("Diputuskan", sum(row.approved + row.returned + row.rejected for row in usulan)),
            ("Disetujui", sum(row.approved for row in usulan)),
            ("Rekap", self._work.records.count("k.recap", area=self._work.info.office, year=self._work.info.year)),
        )
        return Overview(
            year=self._work.info.year,
            empty=not rows,
            steps=tuple(in_order(office_steps(self._work, rows, sheet, log, today), today)),
            stages=_stages(counts),
            areas=tuple(rows),
            waiting=sum(row.waiting for row in rows),
            sent=self._trip(log, "out"),
            taken=self._trip(log, "in"),
        )


def _rt_stages(board: Board, meetings: list[MeetingSeen]) -> tuple[Stage, ...]:
    handed = [row for row in board.rows if row.state not in ("draft", "ready", "withdrawn")]
    approved = sum(row.state == "approved" for row in board.rows)
    return _stages(
        (("Rembug", len(meetings)), ("Usulan", len(board.rows)), ("Diajukan", len(handed)), ("Disetujui", approved)),
        settled=not any(row.state in ("draft", "ready", "submitted", "returned", "conflict") for row in board.rows),
    )


def _stages(counts: tuple[tuple[str, int], ...], *, settled: bool = True) -> tuple[Stage, ...]:
    """Where a year stands: what lies before the furthest stage reached is done, that one is where we are.

    `settled`: nothing is on its way any more, so that the last stage is done once it was reached.
    """
    reached = max((at for at, (_, count) in enumerate(counts) if count), default=-1)
    found: list[Stage] = []
    for at, (name, count) in enumerate(counts):
        last = at == len(counts) - 1
        state = "done" if at < reached or (last and count and settled) else "now" if at == max(reached, 0) else "later"
        found.append(Stage(name, count, state))
    return tuple(found)
