"""What is doubtful about cash drawn and paid in: K-17 and K-19 (ours). Money that moved is never refused."""

import datetime
from collections.abc import Iterator, Mapping

from desktop.domain.books import Book, bank_book, cash_book
from desktop.domain.dates import format_day
from desktop.domain.findings import CheckResult
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.money_checks import day_doubt
from desktop.domain.records import CashMove


def check_cash(ledger: Ledger, contract: str) -> list[CheckResult]:
    """The findings on the cash of one contract; nothing while none is written down, for then nobody knows.

    K-17: a day outside the budget year or before the contract. K-19: on some day more had left the account, or the
    treasurer's hands, than was in them; the first such day of each is told.
    """
    uid = ledger.contract_uid(contract)
    moves = {one: data for one, data in ledger.moves.items() if ledger.contract_of_tranche(data.tranche) == uid}
    if not moves:
        return []
    results: list[CheckResult] = []
    for one, data in moves.items():
        doubt = day_doubt(ledger, uid, data.date)
        if data.date is not None and doubt:
            name = "Tarik tunai" if data.way == "drawn" else "Setor tunai"
            text = f"{name} {format_rupiah(data.amount)} bertanggal {format_day(data.date)}, {doubt}."
            results.append(_warn("K-17", text, "Periksa tanggalnya.", one, "date"))
    return [*results, *_below_zero(ledger, uid, moves)]


def _below_zero(ledger: Ledger, contract: str, moves: Mapping[str, CashMove]) -> Iterator[CheckResult]:
    """K-19 of the account, then of the cash in hand; about the last note up to that day, else the first."""
    money, bank = _by_day(cash_book(ledger, contract)), _by_day(bank_book(ledger, contract))
    account, held = dict[datetime.date, int](), dict[datetime.date, int]()
    all_money = at_bank = 0
    for day in sorted({*money, *bank}):
        all_money, at_bank = money.get(day, all_money), bank.get(day, at_bank)
        account[day], held[day] = at_bank, all_money - at_bank
    for days, name, action in (
        (account, "Rekening", "Periksa jumlah dan tanggal tarik tunai."),
        (held, "Tunai di tangan", "Catat tarik tunai yang belum tercatat, atau periksa tanggalnya."),
    ):
        for day in [one for one, left in days.items() if left < 0][:1]:
            text = f"{name} kurang {format_rupiah(-days[day])} pada {format_day(day)} menurut catatan."
            dated = sorted((data.date or datetime.date.max, uid) for uid, data in moves.items())
            subject = max((one for one in dated if one[0] <= day), default=dated[0])[1]
            yield _warn("K-19", text, action, subject)


def _by_day(book: Book) -> dict[datetime.date, int]:
    """The balance at the end of each day, whole rupiah; what has no day is left out."""
    return {row.date: row.balance for row in book.rows if row.date is not None}


def _warn(rule: str, message: str, action: str, subject: str, field: str = "") -> CheckResult:
    return CheckResult(
        rule=rule, level="warn", when="always", message=message, action=action, subject=subject, field=field, facts={}
    )
