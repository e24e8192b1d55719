"""Wage lists of a Pokmas: kept day by day while people work, then paid by one receipt with its tax.

The receipt, its split over the RAB by the workers' jobs and the list itself are one transaction.
"""

import datetime
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Ledger
from desktop.domain.receipt_checks import left_on_lines
from desktop.domain.records import Receipt, Record, Split, TaxLine, WageList, WageRow
from desktop.domain.reporting import distinct_names
from desktop.domain.tax_table import TaxRow
from desktop.domain.taxes import TaxAdvice, TaxFacts, WagePart, advise, rate_text, wage_tax
from desktop.domain.typed import tidy
from desktop.domain.wages import (
    Clash,
    WageSums,
    clashes,
    described,
    labour_lines,
    paid_by,
    paid_to,
    split_wages,
    sums_of,
    tax_parts,
)
from desktop.services.desk import Desk, new_uid
from desktop.services.ledgers import Ledgers, read_ledger
from desktop.services.locks import frozen_uids
from desktop.services.records import NewRecord, RecordService, store_here
from desktop.services.taxes import TaxService

_KIND = "pph21"


class ListedWages(Struct, frozen=True, kw_only=True):
    """One wage list as tables show it. `receipt`: the one that pays it, None before. `locked`: handed in."""

    uid: str
    data: WageList
    title: str
    sums: WageSums
    receipt: Receipt | None
    locked: bool


class WorkedOut(Struct, frozen=True, kw_only=True):
    """What a wage list being written comes to. `rows`: with each worker's tax; `splits`: over the RAB's labour lines;
    `left`: of each of these lines after it (whole rupiah, by line uid); `clashes`: who is in two places on one day.

    `advice`: about the tax, None before there is a day and an amount.
    """

    rows: tuple[WageRow, ...]
    sums: WageSums
    splits: tuple[Split, ...]
    left: dict[str, int]
    clashes: tuple[Clash, ...]
    advice: TaxAdvice | None


class Paid(Struct, frozen=True, kw_only=True):
    """A wage list and the receipt that pays it, as saved."""

    wages: Record
    receipt: Record


class WageService:
    """The wage lists of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._ledgers = Ledgers(desk)
        self._taxes = TaxService(desk)

    # --- reading ---

    def ledger(self) -> Ledger:
        """What the lists of this desk rest on."""
        return self._ledgers.read()

    def lists(self) -> list[ListedWages]:
        """All wage lists of the desk's Pokmas, the newest last."""
        own = str(self._desk.info.area)
        with self._desk.sessions() as session:
            ledger, frozen = read_ledger(session, own), frozen_uids(session, own)
        found: list[ListedWages] = []
        names = distinct_names(ledger.activities.values())
        for uid, data in sorted(ledger.wages.items()):
            receipt = paid_by(ledger, data)
            found.append(
                ListedWages(
                    uid=uid,
                    data=data,
                    title=names.get(ledger.activity_of_rab(data.rab), ""),
                    sums=sums_of(data.rows),
                    receipt=ledger.spendings[receipt].data if receipt else None,
                    locked=uid in frozen or receipt in frozen,
                )
            )
        return found

    def is_locked(self, uid: str) -> bool:
        """Whether a list or its receipt was handed in, so that only a correction changes what was paid."""
        own = str(self._desk.info.area)
        with self._desk.sessions() as session:
            ledger, frozen = read_ledger(session, own), frozen_uids(session, own)
        data = ledger.wages.get(uid)
        return data is not None and (uid in frozen or paid_by(ledger, data) in frozen)

    def work_out(
        self, ledger: Ledger, wages: WageList, paid: datetime.date | None, uid: str = "", *, withhold: bool = True
    ) -> WorkedOut:
        """What a list being written comes to (in place of the one with `uid`). `paid`: the day of payment, by which
        the tax goes; `withhold`: whether the Pokmas keeps that tax back."""
        parts = _parts(ledger, wages, uid)
        gross = sums_of(wages.rows).gross
        advice = self._advice(parts, gross, paid)
        taxed = withhold and advice is not None and advice.acceptable
        rows = self._taxed(wages.rows, parts, self._tax_rows(paid)) if taxed else _untaxed(wages.rows)
        receipt = paid_by(ledger, wages)
        activity = ledger.activities.get(ledger.activity_of_rab(wages.rab))
        lines = labour_lines(activity) if activity is not None else []
        splits = split_wages(wages.rab, rows, lines)
        return WorkedOut(
            rows=rows,
            sums=sums_of(rows),
            splits=splits,
            left=_left(ledger, wages.rab, splits, receipt),
            clashes=tuple(clashes(ledger, wages, uid)),
            advice=advice,
        )

    # --- writing ---

    def keep(self, wages: WageList, uid: str = "") -> Record:
        """Keep who was present, unpaid or with its receipt as it is. Raises as RecordService.save."""
        return self._records.save("d.wage_list", _as_paid(self._ledgers.read(), wages, uid), uid=uid)

    def pay(
        self, wages: WageList, *, paid: datetime.date | None, tranche: str, uid: str = "", withhold: bool = True
    ) -> Paid:
        """Pay a wage list by one receipt, or put that receipt right; list and receipt are one transaction.

        Its amount is what was earned before tax, shared over the labour lines of the RAB; the tax the year's rule asks
        for is put on it when the Pokmas keeps it back (`withhold`). Raises RuleViolation: wages_empty, wages_no_rab,
        receipt_corrected, locked, and as RecordService.save.
        """
        own = str(self._desk.info.area)
        with self._desk.sessions.begin() as session:
            ledger = read_ledger(session, own)
            wages = _as_paid(ledger, wages, uid)
            worked = self.work_out(ledger, wages, paid, uid, withhold=withhold)
            if not worked.sums.gross:
                raise RuleViolation("wages_empty", "rows")
            if not worked.splits:
                raise RuleViolation("wages_no_rab", "rab")
            old = paid_by(ledger, wages)
            if old and ledger.spendings[old].corrected:
                raise RuleViolation("receipt_corrected")
            before = ledger.receipts[old] if old else None
            receipt = _receipt(before, worked, paid, tranche, ledger.contract_of_tranche(tranche))
            receipt_uid = old or new_uid()
            list_uid = uid or new_uid()
            data = replace(wages, receipt=receipt_uid, rows=tuple(row for row in worked.rows if _written(row)))
            saved = store_here(
                session,
                self._desk,
                [
                    NewRecord(type="d.receipt", data=receipt, uid=receipt_uid),
                    NewRecord(type="d.wage_list", data=data, uid=list_uid),
                ],
            )
        self._desk.changed({"d.receipt", "d.wage_list"})
        return Paid(receipt=saved[0], wages=saved[1])

    # --- tax ---

    def _tax_rows(self, paid: datetime.date | None) -> Sequence[TaxRow]:
        """The rows of the table for wages on a day; none where the table says nothing for it."""
        table = self._taxes.table()
        if paid is None or not table.since <= paid <= table.until:
            return ()
        return [row for row in table.rows_for("wages", paid) if row.kind == _KIND]

    def _taxed(
        self, rows: Sequence[WageRow], parts: Sequence[WagePart], rules: Sequence[TaxRow]
    ) -> tuple[WageRow, ...]:
        found: list[WageRow] = []
        for row, part in zip(rows, parts, strict=True):
            tax = wage_tax(rules, part, self._taxes.rounding) if row.days else None
            found.append(replace(row, tax=tax.amount if tax is not None else 0))
        return tuple(found)

    def _advice(self, parts: Sequence[WagePart], amount: int, paid: datetime.date | None) -> TaxAdvice | None:
        if paid is None or not amount:
            return None
        facts = TaxFacts(
            date=paid, thing="wages", amount=amount, wages=tuple(part for part in parts if part.days or part.halves)
        )
        return next(iter(advise(facts, self._taxes.table(), (), self._taxes.rounding)), None)


def _as_paid(ledger: Ledger, wages: WageList, uid: str) -> WageList:
    """The list with the receipt that pays it, whatever somebody who read it before that says: a list that is paid
    once more puts that receipt right, and makes no second one."""
    known = ledger.wages.get(uid)
    return replace(wages, receipt=known.receipt) if known is not None and paid_by(ledger, known) else wages


def _written(row: WageRow) -> bool:
    return bool(tidy(row.name) or row.days)


def _untaxed(rows: Sequence[WageRow]) -> tuple[WageRow, ...]:
    return tuple(replace(row, tax=0) for row in rows)


def _parts(ledger: Ledger, wages: WageList, uid: str) -> tuple[WagePart, ...]:
    """Each worker as the tax sees him: with what all lists pay that name in the fullest month."""
    others = [data for other, data in ledger.wages.items() if other != uid]
    return tax_parts(wages.rows, (*others, wages))


def _left(ledger: Ledger, rab: str, splits: Sequence[Split], receipt: str) -> dict[str, int]:
    """What is left of the lines a list falls on, after it; the receipt that pays it now is not counted twice."""
    left = left_on_lines(ledger, ledger.activity_of_rab(rab))
    if receipt:
        for part in ledger.spendings[receipt].data.splits:
            if part.line in left:
                left[part.line] += part.amount
    return {part.line: left.get(part.line, 0) - part.amount for part in splits}


def _receipt(
    before: Receipt | None, worked: WorkedOut, paid: datetime.date | None, tranche: str, contract: str
) -> Receipt:
    """The receipt of a wage list; of one that was there, number, bill and its own words stay."""
    base = before or Receipt(payee=paid_to(worked.rows))
    others = tuple(one for one in base.taxes if one.kind != _KIND)
    advice, kept = worked.advice, next((one for one in base.taxes if one.kind == _KIND), None)
    line: tuple[TaxLine, ...] = ()
    if advice is not None and advice.acceptable and worked.sums.tax:
        made = TaxLine(
            uid=kept.uid if kept else new_uid(),
            kind=_KIND,
            base=advice.base,
            rate=rate_text(advice.rate),
            amount=worked.sums.tax,
            withheld_by=advice.withheld_by,
        )
        same = kept is not None and kept.amount == made.amount
        line = (
            replace(made, billing_code=kept.billing_code, ntpn=kept.ntpn, paid=kept.paid) if same and kept else made,
        )
    elif kept is not None and kept.refused:
        line = (kept,)  # why it is not kept back stays
    return replace(
        base,
        tranche=tranche,
        contract=contract or base.contract,
        date=paid,
        description=described(worked.rows),
        amount=worked.sums.gross,
        splits=worked.splits,
        taxes=(*others, *line),
        tax_object="wages",
    )
