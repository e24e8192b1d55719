"""The end of the work: inspection (BAHP) and handover (BAST), drafted from the RABs and checked before handing in."""

from datetime import date

from desktop.domain.checks import CheckResult
from desktop.domain.checks_pokmas import with_basis
from desktop.domain.errors import RuleViolation
from desktop.domain.handover import check_handover, handover_of, inspection_of, photos_of_row, rows_from_rab
from desktop.domain.ledger import Ledger
from desktop.domain.records import Contract, Handover, Inspection, Photo, Record, Signer, WorkRow
from desktop.services.desk import Desk, new_uid
from desktop.services.ledgers import Ledgers
from desktop.services.officers import OfficerService
from desktop.services.records import RecordService
from desktop.services.rules import RuleService


class HandoverService:
    """Inspections and handovers of a Pokmas."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._officers = OfficerService(desk)
        self._ledgers = Ledgers(desk)

    def rows_from_rab(self, contract: str) -> tuple[WorkRow, ...]:
        """One row per activity, with what was planned, done and spent. Raises RuleViolation: record_missing."""
        return rows_from_rab(self._ledger(contract), contract, new_uid)

    def checks(self, contract: str) -> list[CheckResult]:
        """Everything that matters before the BAST is handed in, with the year's articles.

        Raises RuleViolation: record_missing.
        """
        found = check_handover(self._ledger(contract), self._ledgers_contract(contract))
        return with_basis(found, RuleService(self._desk).sheet(self._year(contract)))

    def inspection(self, contract: str) -> Record | None:
        """The BAHP of a contract, None before there is one."""
        return self._records.get(inspection_of(self._ledger(contract), contract))

    def handover(self, contract: str) -> Record | None:
        """The BAST of a contract, None before there is one."""
        return self._records.get(handover_of(self._ledger(contract), contract))

    def photos(self, contract: str) -> dict[str, list[tuple[str, Photo]]]:
        """The pictures (uid, photo) of each result of the BAHP and the BAST, by the uid of its row.

        A new picture of a result is kept under that uid. Raises RuleViolation: record_missing.
        """
        ledger = self._ledger(contract)
        papers = (
            ledger.inspections.get(inspection_of(ledger, contract)),
            ledger.handovers.get(handover_of(ledger, contract)),
        )
        return {row.uid: photos_of_row(ledger, row) for paper in papers if paper is not None for row in paper.rows}

    def start_inspection(self, contract: str, on: date | None = None, place: str = "") -> Record:
        """The BAHP of a contract: the one there is, else a new one drafted from the RABs with the teams' heads."""
        known = self.inspection(contract)
        if known is not None:
            return known
        data = Inspection(
            contract=self._ledgers_contract(contract),
            date=on,
            place=place,
            rows=self.rows_from_rab(contract),
            signers=(self._signer("ketua_pelaksana"), self._signer("ketua_pengawas")),
        )
        return self._records.save("d.inspection", data, year=self._year(contract))

    def start_handover(self, contract: str, on: date | None = None, place: str = "") -> Record:
        """The BAST of a contract: the one there is, else a new one with the rows, the place and the head of the Tim
        Pelaksana as the BAHP has them (before there is one, rows of the RABs and the officer of now)."""
        known = self.handover(contract)
        if known is not None:
            return known
        inspection = self.inspection(contract)
        looked = inspection.data if inspection and isinstance(inspection.data, Inspection) else Inspection()
        executor = looked.signers[0] if looked.signers and looked.signers[0].name else self._signer("ketua_pelaksana")
        data = Handover(
            contract=self._ledgers_contract(contract),
            inspection=inspection.uid if inspection else "",
            date=on,
            place=place or looked.place,
            rows=looked.rows or self.rows_from_rab(contract),
            signers=(self._signer("lurah"), executor),
        )
        return self._records.save("d.handover", data, year=self._year(contract))

    def _signer(self, position: str) -> Signer:
        officer = self._officers.all().get(position)
        return Signer(position=officer.title, name=officer.name, nip=officer.nip) if officer else Signer()

    def _ledger(self, contract: str) -> Ledger:
        ledger = self._ledgers.read(self._ledgers.area_of(contract))
        if contract not in ledger.contracts:
            raise RuleViolation("record_missing", facts={"uid": contract})
        return ledger

    def _ledgers_contract(self, contract: str) -> str:
        """The contract meant, where a typed one is known to be a sent one."""
        return self._ledger(contract).contract_uid(contract)

    def _year(self, contract: str) -> int:
        record = self._records.get(contract)
        return record.year if record is not None and isinstance(record.data, Contract) else 0
