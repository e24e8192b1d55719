"""Receipts (kuitansi) of a Pokmas: saved whatever the rules say, flagged, and corrected without losing the original."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgspec.structs import replace

from desktop.domain.checks import CheckResult
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Ledger
from desktop.domain.receipt_checks import check_receipts, flags_of, left_on_lines
from desktop.domain.receipts import Spending
from desktop.domain.record_types import plain
from desktop.domain.records import Correction, Receipt, Record
from desktop.domain.typed import tidy
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers, read_ledger
from desktop.services.locks import frozen_uids
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, RecordService, store_here

_NOT_YET = "ffffffff-ffff-ffff-ffff-ffffffffffff"
"""Stands for a receipt that is still being typed: behind all others of its day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """One receipt as lists show it. `place`: its number in the list, from 1; not the printed one (`data.number`).

    `data`: as it stands; `original`: as first written, when `corrected` to be shown struck through. `flags`: findings.
    `newest`: what was written last; other than `data` where a correction came after the SPJ was accepted (K-11).
    `locked`: handed in, so only a correction changes it. `photos`: how many pictures lie with it.
    """

    place: int
    uid: str
    data: Receipt
    original: Receipt
    newest: Receipt
    corrected: bool
    void: bool
    locked: bool
    photos: int
    flags: tuple[CheckResult, ...]


class ReceiptService:
    """The receipts of a Pokmas."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._ledgers = Ledgers(desk)

    # --- reading ---

    def rows(self, *, contract: str = "", tranche: str = "", area: str = "") -> list[ReceiptRow]:
        """The receipts of a contract, of a tranche, or all of a Pokmas, by tranche and day, with their findings."""
        place = area or str(self._desk.info.area)
        with self._desk.sessions() as session:
            ledger, frozen = read_ledger(session, place), frozen_uids(session, place)
        flags: dict[str, list[CheckResult]] = {}
        for result in check_receipts(ledger):
            flags.setdefault(result.subject, []).append(result)
        return [
            ReceiptRow(
                place=number,
                uid=one.uid,
                data=one.data,
                original=one.original,
                newest=one.newest[1],
                corrected=one.corrected,
                void=one.void,
                locked=one.uid in frozen,
                photos=len(ledger.photos_of(one.uid)),
                flags=tuple(flags.get(one.uid, ())),
            )
            for number, one in enumerate(_chosen(ledger, contract, tranche), 1)
        ]

    def left_on_lines(self, rab: str, *, typed: Receipt | None = None, uid: str = "") -> dict[str, int]:
        """What is left of each line of a RAB, whole rupiah, by line uid; below zero where too much was spent.

        `typed`: a receipt that is being typed (in place of the one with `uid`), as if it were saved.
        """
        ledger = self._with(typed, uid)
        return left_on_lines(ledger, ledger.activity_of_rab(rab))

    def flags(self, uid: str) -> list[CheckResult]:
        """What is doubtful or wrong about one receipt; nothing of it ever kept it from being saved."""
        ledger = self._ledgers.read(self._ledgers.area_of(uid))
        return flags_of(check_receipts(ledger), uid)

    def _with(self, typed: Receipt | None, uid: str) -> Ledger:
        ledger = self._ledgers.read()
        return ledger if typed is None else ledger.with_receipt(uid or _NOT_YET, typed)

    def struck(self, area: str = "") -> list[Spending]:
        """The receipts that were corrected: original and what stands in its place."""
        return [one for one in self._ledgers.read(area).spendings.values() if one.corrected]

    # --- writing ---

    def save(self, receipt: Receipt, uid: str = "") -> Record:
        """Save a receipt; what is wrong with it is said by `flags`. Its contract follows from its tranche.

        Raises RuleViolation: receipt_corrected (correct it once more instead), and as RecordService.save.
        """
        with self._desk.sessions() as session:
            ledger = read_ledger(session, str(self._desk.info.area), only=[uid])
        if uid in ledger.spendings and ledger.spendings[uid].corrected:
            raise RuleViolation("receipt_corrected")
        contract = ledger.contract_of_tranche(receipt.tranche)
        return self._records.save("d.receipt", replace(receipt, contract=contract or receipt.contract), uid=uid)

    def correct(self, uid: str, data: Receipt, reason: str) -> Record:
        """Put a receipt that was handed in right, and publish that; the original stays, struck through. Returns the
        correction. `data` with amount 0 takes the payment back. Contract, tranche and number stay the original's. What
        is corrected after the SPJ was accepted counts once that SPJ is handed in again (K-11).

        Raises RuleViolation: reason_missing, record_missing, correct_directly (it is not handed in), nothing_changed.
        """
        if not tidy(reason):
            raise RuleViolation("reason_missing", "reason")
        own = str(self._desk.info.area)
        with self._desk.sessions.begin() as session:
            ledger = read_ledger(session, own)
            one = ledger.spendings.get(uid)
            if one is None:
                raise RuleViolation("record_missing", facts={"uid": uid})
            if not one.corrected and uid not in frozen_uids(session, own):
                raise RuleViolation("correct_directly")
            fixed = replace(
                data, contract=one.original.contract, tranche=one.original.tranche, number=one.original.number
            )
            if not fixed.amount:
                fixed = replace(fixed, splits=(), taxes=())
            last, written = one.newest
            if fixed == written:
                raise RuleViolation("nothing_changed")
            correction = Correction(of=uid, value_hash=ledger.hashes[last], reason=reason.strip(), data=plain(fixed))
            new = NewRecord(type="d.correction", data=correction, year=ledger.years[uid])
            saved = store_here(session, self._desk, [new])[0]
            publish(session, self._desk, [Publication(row) for row in rows_of(session, [saved.uid], own)])
        self._desk.changed({"d.correction", "d.receipt"})
        return saved


def _chosen(ledger: Ledger, contract: str, tranche: str) -> Sequence[Spending]:
    if tranche:
        return ledger.spent_in(tranche)
    return ledger.spent_under(ledger.contract_uid(contract)) if contract else list(ledger.spendings.values())
