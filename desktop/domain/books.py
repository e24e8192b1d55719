"""Buku kas umum and buku pembantu bank of a Pokmas: movements of money by day, with the balance after each.

No form is prescribed; columns date, number, description, in, out, balance are the custom (ours). A payment is booked
in full when it is made; tax kept back from it comes in again on the same day and goes out when it is paid to the
treasury, so that the balance is the money there is. What was corrected stays in the book, struck through, and is not
counted.

The bank book is the part of it that went through the account: money received, leftovers paid back, payments by
transfer, the tax that belongs to those, and cash drawn or paid in. Such cash comes in and goes out of the cash book in
one row: the money is as much as before. Where nobody writes it down, the bank book's balance is what lies in the
account and what was drawn from it.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from desktop.domain.ledger import Ledger
from desktop.domain.receipts import Spending, tax_name, withheld
from desktop.domain.records import Receipt
from desktop.domain.tranches import money_of, moves_of, returns_of

EntryKind = Literal["money", "moved", "receipt", "correction", "tax", "tax_paid", "returned"]

_ORDER: dict[EntryKind, int] = {
    "money": 0, "moved": 1, "receipt": 2, "correction": 3, "tax": 4, "tax_paid": 5, "returned": 6
}  # fmt: skip
_LAST_DAY = datetime.date.max  # what has no day yet stands at the end


@dataclass(frozen=True, slots=True, kw_only=True)
class BookRow:
    """One row. Money in whole rupiah; of `received` and `spent` one is 0, unless cash was drawn or paid in ("moved").
    `balance`: after this row.

    `struck`: an original that was corrected: shown with a line through it, its amount in `spent`, and not counted.
    `uid`: the record behind it.
    """

    date: datetime.date | None
    number: str
    description: str
    received: int = 0
    spent: int = 0
    balance: int = 0
    kind: EntryKind = "receipt"
    uid: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A cash book or a part of it. `opening`, `closing`: balances; `received`, `spent`: sums of the rows that count."""

    opening: int
    rows: tuple[BookRow, ...]
    received: int
    spent: int
    closing: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """A row before it has its place; `root`: the receipt it comes from, so that what belongs together stands so."""

    row: BookRow
    root: str


def cash_book(ledger: Ledger, contract: str, tranche: str = "", month: tuple[int, int] | None = None) -> Book:
    """The book of a contract, or of one of its tranches; with `month` (year, month) only that month's rows.

    The opening balance of a tranche is what the tranches before it left over, that of a month the balance on its eve;
    what has no day yet stands only in a book without a month.
    """
    return _book(ledger, contract, tranche, month, lambda _entry: True)


def bank_book(ledger: Ledger, contract: str, tranche: str = "", month: tuple[int, int] | None = None) -> Book:
    """The bank book, of the same parts as `cash_book`: what went through the account.

    A payment of tax goes with the receipts it settles: it stands here when all of them were paid by transfer (ours).
    """
    by_bank = {uid for uid, one in ledger.spendings.items() if one.data.method == "bank"}

    def through_bank(entry: _Entry) -> bool:
        payment = ledger.tax_payments.get(entry.row.uid)
        if payment is not None:
            return by_bank.issuperset(payment.receipts)
        return entry.row.kind in ("money", "moved", "returned") or entry.root in by_bank

    return _book(ledger, contract, tranche, month, through_bank, of_bank=True)


def cash_in_hand(ledger: Ledger, contract: str, tranche: str = "", month: tuple[int, int] | None = None) -> int | None:
    """What the treasurer holds in cash at the end of the same part of the books, whole rupiah: cash less bank book.

    None while no drawing is written down for the contract: then nobody knows. Below zero: one is missing.
    """
    wanted = ledger.contract_uid(contract) if contract else ledger.contract_of_tranche(tranche)
    if not any(ledger.contract_of_tranche(one.tranche) == wanted for one in ledger.moves.values()):
        return None
    parts = (ledger, contract, tranche, month)
    return cash_book(*parts).closing - bank_book(*parts).closing


def _book(
    ledger: Ledger,
    contract: str,
    tranche: str,
    month: tuple[int, int] | None,
    belongs: "Callable[[_Entry], bool]",
    *,
    of_bank: bool = False,
) -> Book:
    """The entries that belong to a book, of the part asked for, with its balances. `of_bank`: cash drawn only goes out,
    cash paid in only comes in."""
    wanted = ledger.contract_uid(contract) if contract else ledger.contract_of_tranche(tranche)
    tranches = ledger.tranches(wanted)
    opening = 0
    if tranche:
        meant = ledger.tranche_uid(tranche)
        number = next((one.number for one in tranches if one.uid == meant), 0)
        earlier = [one.uid for one in tranches if one.number < number]
        before = _entries(ledger, earlier, [one for uid in earlier for one in ledger.spent_in(uid)])
        opening = _net(_seen(filter(belongs, before), ledger, of_bank=of_bank))
        entries = _entries(ledger, [meant], ledger.spent_in(meant))
    else:
        entries = _entries(ledger, [one.uid for one in tranches], ledger.spent_under(wanted))
    entries = _seen(filter(belongs, entries), ledger, of_bank=of_bank)
    if month is not None:
        first = datetime.date(month[0], month[1], 1)
        opening += _net(entry for entry in entries if entry.row.date is not None and entry.row.date < first)
        entries = [
            entry
            for entry in entries
            if entry.row.date is not None and (entry.row.date.year, entry.row.date.month) == month
        ]
    return _balanced(opening, entries)


def months_of(ledger: Ledger, contract: str) -> list[tuple[int, int]]:
    """The months (year, month) in which a contract's money moved, in order."""
    rows = cash_book(ledger, contract).rows
    return sorted({(row.date.year, row.date.month) for row in rows if row.date is not None})


def _entries(ledger: Ledger, tranches: Sequence[str], spendings: Sequence[Spending]) -> list[_Entry]:
    """The money of these tranches, these receipts, and the tax that goes with them."""
    entries = [_money(ledger, uid) for tranche in tranches for uid in money_of(ledger, tranche)]
    entries += [_returned(ledger, uid) for tranche in tranches for uid in returns_of(ledger, tranche)]
    entries += [_moved(ledger, uid) for tranche in tranches for uid in moves_of(ledger, tranche)]
    settled = {(uid, payment.kind) for payment in ledger.tax_payments.values() for uid in payment.receipts}
    for one in spendings:
        entries += _payment(one, settled)
    roots = {one.uid for one in spendings}
    for uid, payment in ledger.tax_payments.items():
        # A payment for several receipts stands where the first of them stands.
        first = min(payment.receipts, default="")
        if first in roots:
            text = f"Setor {tax_name(payment.kind)}" + (f", NTPN {payment.ntpn}" if payment.ntpn else "")
            row = BookRow(
                date=payment.date, number="", description=text, spent=payment.amount, kind="tax_paid", uid=uid
            )
            entries.append(_Entry(row, uid))
    return entries


def _money(ledger: Ledger, uid: str) -> _Entry:
    data = ledger.money[uid]
    tranche = ledger.tranche(data.tranche)
    text = f"Dana masuk tahap {tranche.number}" if tranche else "Dana masuk"
    row = BookRow(date=data.date, number=data.reference, description=text, received=data.amount, kind="money", uid=uid)
    return _Entry(row, uid)


def _returned(ledger: Ledger, uid: str) -> _Entry:
    data = ledger.returns[uid]
    tranche = ledger.tranche(data.tranche)
    text = f"Setor sisa dana tahap {tranche.number}" if tranche else "Setor sisa dana"
    row = BookRow(date=data.date, number=data.reference, description=text, spent=data.amount, kind="returned", uid=uid)
    return _Entry(row, uid)


def _moved(ledger: Ledger, uid: str) -> _Entry:
    """Cash drawn or paid in: out of one place and into the other."""
    data = ledger.moves[uid]
    text = "Tarik tunai dari bank" if data.way == "drawn" else "Setor tunai ke bank"
    return _Entry(
        BookRow(
            date=data.date,
            number=data.reference,
            description=" – ".join(part for part in (text, data.note.strip()) if part),
            received=data.amount,
            spent=data.amount,
            kind="moved",
            uid=uid,
        ),
        uid,
    )


def _seen(entries: Iterable[_Entry], ledger: Ledger, *, of_bank: bool) -> list[_Entry]:
    """The entries as a book sees them."""
    if not of_bank:
        return list(entries)
    return [replace(one, row=_at_bank(one.row, ledger)) if one.row.kind == "moved" else one for one in entries]


def _at_bank(row: BookRow, ledger: Ledger) -> BookRow:
    return replace(row, received=0) if ledger.moves[row.uid].way == "drawn" else replace(row, spent=0)


def _payment(one: Spending, settled: Collection[tuple[str, str]]) -> list[_Entry]:
    """A receipt with what became of it: struck states first, the one that counts last, then tax kept back from it.

    `settled`: the taxes a payment record of its own pays, by receipt and kind; others go out as their line says.
    """
    original = one.original
    rows = [
        BookRow(
            date=original.date,
            number=original.number,
            description=_words(original),
            spent=original.amount,
            uid=one.uid,
            struck=one.corrected,
        )
    ]
    for step, (uid, data) in enumerate(one.trail, 1):
        number = f"{original.number} P{step}".strip()
        text = "Dibatalkan" if data.amount == 0 else _words(data)
        rows.append(
            BookRow(
                date=data.date or original.date,
                number=number,
                description=f"Pembetulan: {text}",
                spent=data.amount,
                kind="correction",
                uid=uid,
                struck=step < len(one.trail),
            )
        )
    for tax in withheld(one.data):
        words = f"{tax_name(tax.kind)} {one.data.payee}".strip()
        row = BookRow(date=one.data.date or original.date, number=original.number, description=words, uid=one.uid)
        rows.append(replace(row, description=f"Pungut {words}", received=tax.amount, kind="tax"))
        if tax.ntpn.strip() and (one.uid, tax.kind) not in settled:
            text = f"Setor {words}, NTPN {tax.ntpn}"
            rows.append(replace(row, date=tax.paid or row.date, description=text, spent=tax.amount, kind="tax_paid"))
    return [_Entry(row, one.uid) for row in rows]


def _words(receipt: Receipt) -> str:
    return " – ".join(part for part in (receipt.description.strip(), receipt.payee.strip()) if part)


def _place(entry: _Entry) -> tuple[datetime.date, int, str, int]:
    """By day; money that came in, and cash drawn, before what was paid with it; then as they were written."""
    row = entry.row
    return (row.date or _LAST_DAY, min(_ORDER[row.kind], 2), entry.root, _ORDER[row.kind])


def _counted(entries: Iterable[_Entry]) -> tuple[int, int]:
    counting = [entry.row for entry in entries if not entry.row.struck]
    return sum(row.received for row in counting), sum(row.spent for row in counting)


def _net(entries: Iterable[_Entry]) -> int:
    received, spent = _counted(entries)
    return received - spent


def _balanced(opening: int, entries: Sequence[_Entry]) -> Book:
    balance, rows = opening, []
    for entry in sorted(entries, key=_place):
        row = entry.row
        if not row.struck:
            balance += row.received - row.spent
        rows.append(replace(row, balance=balance))
    received, spent = _counted(entries)
    return Book(opening=opening, rows=tuple(rows), received=received, spent=spent, closing=opening + received - spent)
