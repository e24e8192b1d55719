"""The SPJ of a tranche: what is missing, its recap, and the packet in one file."""

from collections.abc import Sequence

from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Ledger
from desktop.domain.proofs import Proof, proofs
from desktop.domain.spj import ChecklistLine, RecapLine, checklist, gaps, in_order, recap
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers
from desktop.services.papers import PaperService, Printed
from desktop.services.pokmas_contents import SPJ_ORDER, packet_order


class SpjService:
    """The SPJ a desk can see: a Pokmas its own, the kelurahan those it was sent."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ledgers = Ledgers(desk)
        self._papers = PaperService(desk)

    def checklist(self, tranche: str) -> list[ChecklistLine]:
        """What the SPJ of a tranche must hold, line by line. Raises RuleViolation: tranche_unknown."""
        return checklist(self._ledger(tranche), tranche)

    def gaps(self, tranche: str) -> list[ChecklistLine]:
        """The lines that keep it from being handed in. Raises RuleViolation: tranche_unknown."""
        return gaps(self.checklist(tranche))

    def recap(self, tranche: str) -> list[RecapLine]:
        """What the tranche spent per activity. Raises RuleViolation: tranche_unknown."""
        return recap(self._ledger(tranche), tranche)

    def proofs(self, tranche: str) -> list[Proof]:
        """The sums of a tranche and its contract, each counted two ways. Raises RuleViolation: tranche_unknown."""
        return proofs(self._ledger(tranche), tranche)

    def order(self) -> tuple[str, ...]:
        """The parts of the packet (keys of domain.spj.SECTIONS) in the order this desk prints them."""
        return packet_order(self._desk)

    def set_order(self, keys: Sequence[str]) -> None:
        """Print the parts in this order from now on; what is not named keeps its usual place behind. Packets that are
        registered stay as they were."""
        self._desk.remember(**{SPJ_ORDER: ",".join(in_order(keys))})
        self._desk.changed({"settings"})

    def build_packet(self, tranche: str, final: bool, size: str = "F4") -> Printed:
        """The packet in one PDF. A final one numbers every receipt in it; a draft says DRAF and begins with the gaps.

        Raises RuleViolation: tranche_unknown, spj_incomplete (facts: count, first), and as PaperService.build.
        """
        missing = self.gaps(tranche)
        if final and missing:
            first = f"{missing[0].title}: {missing[0].detail}".rstrip(".")
            raise RuleViolation("spj_incomplete", facts={"count": len(missing), "first": first})
        if final:
            ledger = self._ledger(tranche)
            for one in ledger.spent_in(tranche):
                self._papers.give_number("receipt", one.uid)
        return self._papers.build("spj_packet", tranche, final=final, size=size)

    def _ledger(self, tranche: str) -> Ledger:
        ledger = self._ledgers.read(self._ledgers.area_of(tranche))
        if ledger.tranche(tranche) is None:
            raise RuleViolation("tranche_unknown", "tranche", {"uid": tranche})
        return ledger
