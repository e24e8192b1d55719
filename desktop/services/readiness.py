"""How far SPJ and activities are, and what an inspector would ask: read from the records at hand, nothing is stored."""

from desktop.domain.errors import RuleViolation
from desktop.domain.inspector import Question, questions
from desktop.domain.ledger import Ledger
from desktop.domain.readiness import Figure, activity_figure, tranche_figure
from desktop.domain.tranches import money_of, spj_settled
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers
from desktop.services.records import RecordService
from desktop.services.rules import RuleService


class ReadinessService:
    """The figures of a Pokmas (its own desk), or of any Pokmas of a kelurahan."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ledgers = Ledgers(desk)

    def tranche(self, tranche: str) -> Figure:
        """How far the SPJ of a tranche is. Raises RuleViolation: tranche_unknown."""
        found = tranche_figure(self._ledgers.read(self._ledgers.area_of(tranche)), tranche)
        if found is None:
            raise RuleViolation("tranche_unknown", "tranche", {"uid": tranche})
        return found

    def open_tranches(self, area: str = "") -> list[Figure]:
        """The tranches of a Pokmas (default: this desk's) whose money came and whose SPJ is not accepted yet."""
        ledger = self._ledgers.read(area)
        uids = [
            one.uid
            for contract in ledger.standing_contracts
            for one in ledger.tranches(contract)
            if money_of(ledger, one.uid) and not spj_settled(ledger, one.uid)
        ]
        return [figure for uid in uids if (figure := tranche_figure(ledger, uid)) is not None]

    def activities(self, contract: str) -> list[Figure]:
        """How far each activity of a contract is, in the contract's order. Raises RuleViolation: record_missing."""
        ledger = self._ledger(contract)
        return [activity_figure(ledger, contract, one) for one in ledger.activities_of(contract)]

    def questions(self, contract: str) -> list[Question]:
        """What an inspector would ask about a contract, with the year's articles. Raises RuleViolation:
        record_missing."""
        record = RecordService(self._desk).get(contract)
        sheet = RuleService(self._desk).sheet(record.year if record else 0)
        return questions(self._ledger(contract), contract, sheet)

    def _ledger(self, contract: str) -> Ledger:
        ledger = self._ledgers.read(self._ledgers.area_of(contract))
        if contract not in ledger.contracts:
            raise RuleViolation("record_missing", facts={"uid": contract})
        return ledger
