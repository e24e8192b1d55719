"""Answering many RTs and Pokmas at once: a bundle for each into one folder; for those without a computer, a letter."""

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.records import Decision
from desktop.services.departures import Departure, Report
from desktop.services.desk import Desk
from desktop.services.exchange import ExchangeService
from desktop.services.records import RecordService
from desktop.services.trust import TrustService


class Answer(Struct, frozen=True, kw_only=True):
    """What one area is to hear. `decisions`: that no bundle carried yet (of an area without a computer: all of them);
    `other`: other new lines; `sends`: one of its computers is approved; `submission`: decided on last, for the letter,
    "" for none."""

    area: str
    name: str
    decisions: int
    other: int
    sends: bool
    submission: str


class AnswerService:
    """The answers of one kelurahan's desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._exchange = ExchangeService(desk)
        self._trust = TrustService(desk)

    def open(self, year: int = 0) -> list[Answer]:
        """Every area with a decision it has not been sent yet, by RW and RT. Areas without a computer stand there with
        all decisions of the year (default: the desk's): nobody knows which letters they have."""
        wanted = year or self._desk.info.year
        decided: dict[str, list[tuple[int, Decision]]] = {}
        for record in self._records.find("k.decision", year=wanted, order="id"):
            if isinstance(record.data, Decision):
                decided.setdefault(record.area, []).append((record.saved_at, record.data))
        known = {one.area for one in self._trust.devices() if one.standing == "approved"}
        found = []
        for area, made in sorted(decided.items()):
            fresh, other, sends = len(made), 0, area in known
            if sends:
                new = dict(self._exchange.outgoing(area).fresh)
                fresh = new.pop("k.decision", 0)
                other = sum(new.values())
            if fresh:
                found.append(
                    Answer(
                        area=area,
                        name=parse_area(area).short_name,
                        decisions=fresh,
                        other=other,
                        sends=sends,
                        submission=max(made, key=lambda pair: pair[0])[1].submission,
                    )
                )
        return found

    def make_all(
        self,
        areas: Sequence[str],
        folder: Path,
        told: Callable[[str, list[Departure]], object],
        report: Report | None = None,
    ) -> int:
        """A bundle for each of these areas into a folder; `told` hears of each as it is made. Returns how many bundles.
        `report` may raise between two areas: what was made stays.

        Raises as ExchangeService.send; an area without an approved computer is passed over.
        """
        count = 0
        for number, area in enumerate(areas):
            if report is not None:
                report(number, len(areas))
            try:
                made = self._exchange.send(area, folder)
            except RuleViolation as problem:
                if problem.code != "no_devices":
                    raise
                made = []
            count += len(made)
            told(area, made)
        return count
