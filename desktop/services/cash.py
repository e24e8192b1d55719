"""Cash drawn from a Pokmas's account and paid into it: noted, altered, thrown away."""

from datetime import date
from typing import Literal

from desktop.domain.errors import RuleViolation
from desktop.domain.records import CashMove, Record
from desktop.domain.states import FROZEN
from desktop.domain.tranches import spj_state, tranche_at_hand
from desktop.services.desk import Desk
from desktop.services.ledgers import read_ledger
from desktop.services.publications import bring_back_here, drop_here, store_and_publish
from desktop.services.records import NewRecord, record_here, store_here


class CashService:
    """The movements of cash of one Pokmas."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def note(
        self,
        contract: str,
        on: date | None,
        amount: int,
        *,
        way: Literal["drawn", "paid_in"] = "drawn",
        reference: str = "",
        note: str = "",
        uid: str = "",
    ) -> Record:
        """Write down cash drawn from the account, or paid into it (whole rupiah); `uid`: a note that is written anew.

        It stands under the tranche at hand (see tranche_at_hand) and goes with that tranche's SPJ; where that is
        handed in or accepted already, it is published by itself. Raises RuleViolation: money_zero, record_missing,
        money_first (no money came yet), and as RecordService.save.
        """
        if amount <= 0:
            raise RuleViolation("money_zero", "amount")
        with self._desk.sessions.begin() as session:
            ledger = read_ledger(session, str(self._desk.info.area))
            meant = ledger.contract_uid(ledger.contract_of_tranche(contract) or contract)
            record = record_here(session, meant)
            if meant not in ledger.contracts or record is None:
                raise RuleViolation("record_missing", facts={"uid": contract})
            known = ledger.moves.get(uid)
            tranche = known.tranche if known is not None else tranche_at_hand(ledger, meant)
            if not tranche:
                raise RuleViolation("money_first", "date")
            data = CashMove(
                contract=meant,
                tranche=tranche,
                date=on,
                amount=amount,
                way=way,
                reference=reference.strip(),
                note=note.strip(),
            )
            new = NewRecord(type="d.cash_move", data=data, uid=uid, year=record.year)
            if spj_state(ledger, tranche) in FROZEN:  # no SPJ may come that carries it
                saved = store_and_publish(session, self._desk, new)
            else:
                saved = store_here(session, self._desk, [new])[0]
        self._desk.changed({"d.cash_move"})
        return saved

    def drop(self, uid: str) -> None:
        """Throw a note away; one that went out by itself is taken back for everybody. Raises RuleViolation as
        RecordService.remove."""
        with self._desk.sessions.begin() as session:
            drop_here(session, self._desk, uid)
        self._desk.changed({"d.cash_move"})

    def restore(self, uid: str) -> None:
        """Undo `drop`, on every computer that was told. Raises RuleViolation as RecordService.restore."""
        with self._desk.sessions.begin() as session:
            bring_back_here(session, self._desk, uid)
        self._desk.changed({"d.cash_move"})
