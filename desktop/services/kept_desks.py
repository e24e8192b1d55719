"""An RT's desk kept by the kelurahan on its own computer, for an RT that has none.

It is a desk like any other, in a folder of its own with keys of its own, so that the RT can take it over later; only
the comparing of digits falls away, since both desks lie on one computer under one roof (docs/exchange.md,
section 1). Its bundles go the same way as everybody's, through a folder, and are judged the same.
"""

import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.desk import Desk, open_desk
from desktop.services.desks import found_desk, known_desks
from desktop.services.exchange import ExchangeService
from desktop.services.trust import TrustService


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """What went between the two desks: lines that were new here, and lines that were new at the RT's desk."""

    came: int
    went: int


class KeptDeskService:
    """The RTs' desks on this kelurahan's computer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._trust = TrustService(desk)
        self._exchange = ExchangeService(desk)

    def kept(self) -> dict[str, Path]:
        """The folders of RT and Pokmas desks of this kelurahan on this computer, by area; practice data with practice
        data only."""
        office, practice = self._desk.info.office, self._desk.info.practice
        return {
            str(one.area): one.folder
            for one in reversed(known_desks())
            if one.area is not None
            and one.area.role != "kelurahan"
            and one.area.code == office
            and one.practice == practice
        }

    def make(self, area: str) -> Path:
        """Lay a desk for an RT on this computer, known here and knowing this kelurahan from the start; its folder.

        Raises RuleViolation: not_owner, not_rt, office_unfounded, desk_known; Trouble as create_desk.
        """
        place = parse_area(area)
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.device_approval"})
        if place.role != "rt" or place.code != self._desk.info.office:
            raise RuleViolation("not_rt", "area", {"area": area})
        card = self._trust.card()
        made = found_desk(place, self._desk.info.year, {})
        try:
            theirs = TrustService(made)
            theirs.enrol(card, dict(enumerate(self._trust.fingerprint())), whole=True)
            self._trust.approve(theirs.read(theirs.card()), theirs.fingerprint())
        finally:
            made.close()
        return made.folder

    def pass_on(self, area: str) -> Passed:
        """Carry what is new between this desk and the kept desk of an area, both ways, as a stick would.

        Raises RuleViolation: record_missing (no such desk here) and as ExchangeService.send; Trouble as
        desktop.services.desk.open_desk (it may be open in another window) and ExchangeService.take.
        """
        folder = self.kept().get(area)
        if folder is None:
            raise RuleViolation("record_missing", facts={"uid": area})
        way = self._desk.folder / "kept"
        theirs = open_desk(folder)
        try:
            way.mkdir(exist_ok=True)
            return self._both_ways(theirs, way)
        finally:
            theirs.close()
            with suppress(OSError):
                shutil.rmtree(way)

    def _both_ways(self, theirs: Desk, way: Path) -> Passed:
        there = ExchangeService(theirs)
        came = _carry(there, self._exchange, self._desk.info.office, way)
        went = _carry(self._exchange, there, str(theirs.info.area), way)
        # What was decided and sent back is confirmed at once: nothing stands as "not arrived" between the two.
        _carry(there, self._exchange, self._desk.info.office, way)
        return Passed(came=came, went=went)


def _carry(sender: ExchangeService, receiver: ExchangeService, to_area: str, way: Path) -> int:
    """One trip; how many lines were new at its end."""
    lines = 0
    for departure in sender.send(to_area, way):
        if departure.path is None:
            raise Trouble("write_failed", "", {"place": str(way)})
        lines += receiver.take(departure.path).plan.new_lines
    return lines
