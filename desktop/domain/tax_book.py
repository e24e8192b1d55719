"""Buku pembantu pajak of a Pokmas: tax kept back from payments, and tax paid to the treasury, with the balance.

Columns (ours, after the custom): day, number, description, one column per tax, paid (NTPN, day), balance. Only what the
Pokmas itself kept back stands here: what the kelurahan withholds or a shop pays never was in the treasurer's hands.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from desktop.domain.ledger import Ledger
from desktop.domain.receipts import TAX_NAMES, Spending, tax_name, withheld

TAX_COLUMNS: Final = tuple(TAX_NAMES)
"""The keys of the tax columns, in their order on paper: ppn, pph21, pph22, pph23, pph4_2, food."""

_LAST_DAY = datetime.date.max  # what has no day yet stands at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxBookRow:
    """One row: `amount` (whole rupiah) of the tax `tax` was kept back, or paid to the treasury.

    `ntpn`, `paid_on`: of a payment. `balance`: kept back and not paid yet, after this row; below zero where more was
    paid than kept back. `uid`: the record behind it. A `tax` of a newer version has no column and is counted in the
    balance alone.
    """

    date: datetime.date | None
    number: str = ""
    description: str = ""
    kind: Literal["withheld", "paid"] = "withheld"
    tax: str = ""
    amount: int = 0
    ntpn: str = ""
    paid_on: datetime.date | None = None
    balance: int = 0
    uid: str = ""

    @property
    def withheld(self) -> int:
        """What this row keeps back, whole rupiah."""
        return self.amount if self.kind == "withheld" else 0

    @property
    def paid(self) -> int:
        """What this row pays to the treasury, whole rupiah."""
        return self.amount if self.kind == "paid" else 0

    def column(self, tax: str) -> int:
        """What stands in the column of a tax (one of TAX_COLUMNS), whole rupiah; 0 = the cell is empty."""
        return self.withheld if self.tax == tax else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxBook:
    """A tax book or a part of it. `opening`, `closing`: kept back and not paid, before and after the rows (whole
    rupiah). `withheld`: sums of the rows by tax; `paid`: their payments."""

    opening: int
    rows: tuple[TaxBookRow, ...]
    withheld: Mapping[str, int]
    paid: int
    closing: int


def tax_book(ledger: Ledger, contract: str, tranche: str = "", month: tuple[int, int] | None = None) -> TaxBook:
    """The book of a contract, or of one of its tranches; with `month` (year, month) only that month's rows.

    The opening balance of a tranche is what the tranches before it left unpaid, that of a month the balance on its eve;
    what has no day yet stands only in a book without a month.
    """
    wanted = ledger.contract_uid(contract) if contract else ledger.contract_of_tranche(tranche)
    opening = 0
    if tranche:
        meant = ledger.tranche_uid(tranche)
        number = next((one.number for one in ledger.tranches(wanted) if one.uid == meant), 0)
        earlier = [one.uid for one in ledger.tranches(wanted) if one.number < number]
        opening = _net(_rows(ledger, [one for uid in earlier for one in ledger.spent_in(uid)]))
        rows = _rows(ledger, ledger.spent_in(meant))
    else:
        rows = _rows(ledger, ledger.spent_under(wanted))
    if month is not None:
        first = datetime.date(month[0], month[1], 1)
        opening += _net(row for row in rows if row.date is not None and row.date < first)
        rows = [row for row in rows if row.date is not None and (row.date.year, row.date.month) == month]
    return _balanced(opening, rows)


def tax_months_of(ledger: Ledger, contract: str) -> list[tuple[int, int]]:
    """The months (year, month) in which tax was kept back or paid, in order."""
    rows = tax_book(ledger, contract).rows
    return sorted({(row.date.year, row.date.month) for row in rows if row.date is not None})


def _rows(ledger: Ledger, spendings: Sequence[Spending]) -> list[TaxBookRow]:
    """What these receipts kept back, and the payments that settle it."""
    settled = {(uid, payment.kind) for payment in ledger.tax_payments.values() for uid in payment.receipts}
    rows: list[TaxBookRow] = []
    for one in spendings:
        for tax in withheld(one.data):
            kept = TaxBookRow(
                date=one.data.date or one.original.date,
                number=one.original.number,
                description=f"{tax_name(tax.kind)} {one.data.payee}".strip(),
                tax=tax.kind,
                amount=tax.amount,
                uid=one.uid,
            )
            rows.append(kept)
            if tax.ntpn.strip() and (one.uid, tax.kind) not in settled:
                day = tax.paid or kept.date
                rows.append(_payment(day, tax.kind, tax.amount, tax.ntpn, one.uid, kept.number, one.data.payee))
    roots = {one.uid for one in spendings}
    for uid, payment in ledger.tax_payments.items():
        # A payment for several receipts stands where the first of them stands.
        if min(payment.receipts, default="") in roots:
            rows.append(_payment(payment.date, payment.kind, payment.amount, payment.ntpn, uid))
    return sorted(rows, key=lambda row: (row.date or _LAST_DAY, row.kind == "paid"))


def _payment(
    day: datetime.date | None, tax: str, amount: int, ntpn: str, uid: str, number: str = "", payee: str = ""
) -> TaxBookRow:
    return TaxBookRow(
        date=day,
        number=number,
        description=f"Setor {tax_name(tax)} {payee}".strip(),
        kind="paid",
        tax=tax,
        ntpn=ntpn.strip(),
        paid_on=day,
        uid=uid,
        amount=amount,
    )


def _net(rows: Iterable[TaxBookRow]) -> int:
    return sum(row.withheld - row.paid for row in rows)


def _balanced(opening: int, rows: Sequence[TaxBookRow]) -> TaxBook:
    balance, placed = opening, []
    sums = dict.fromkeys(TAX_COLUMNS, 0)
    for row in rows:
        balance += row.withheld - row.paid
        if row.withheld:
            sums[row.tax] = sums.get(row.tax, 0) + row.withheld
        placed.append(replace(row, balance=balance))
    paid = sum(row.paid for row in rows)
    return TaxBook(opening=opening, rows=tuple(placed), withheld=sums, paid=paid, closing=balance)
