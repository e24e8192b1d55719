"""The books of a Pokmas: worked out from money received, receipts and tax each time; nothing is written by hand."""

from dataclasses import dataclass
from datetime import date

from desktop.domain.books import Book, bank_book, cash_book, cash_in_hand, months_of
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Ledger
from desktop.domain.records import MONEY_LIMIT
from desktop.domain.tax_book import TaxBook, tax_book, tax_months_of
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers

_LIMIT = "cash_limit"


@dataclass(frozen=True, slots=True, kw_only=True)
class BooksRead:
    """The books of a contract or of one of its tranches, all out of one reading of the records.

    `contract`: its uid; `tranche`: of the tranche meant, "" for the whole contract. Months are any day of the month.
    """

    ledger: Ledger
    contract: str
    tranche: str

    def cash_book(self, month: date | None = None) -> Book:
        """With opening and closing balance; `month`: only that one."""
        return cash_book(self.ledger, self.contract, self.tranche, _month(month))

    def bank_book(self, month: date | None = None) -> Book:
        """As `cash_book`, of what went through the account."""
        return bank_book(self.ledger, self.contract, self.tranche, _month(month))

    def tax_book(self, month: date | None = None) -> TaxBook:
        """What was kept back and what was paid."""
        return tax_book(self.ledger, self.contract, self.tranche, _month(month))

    def in_hand(self, month: date | None = None) -> int | None:
        """What the treasurer holds in cash (whole rupiah) at the end of this part of the books; None while nobody
        writes down what is drawn."""
        return cash_in_hand(self.ledger, self.contract, self.tranche, _month(month))

    def months(self) -> list[date]:
        """The first days of the months in which the contract's money moved."""
        return [date(year, month, 1) for year, month in months_of(self.ledger, self.contract)]

    def tax_months(self) -> list[date]:
        """The first days of the months in which tax was kept back or paid."""
        return [date(year, month, 1) for year, month in tax_months_of(self.ledger, self.contract)]

    def over(self, limit: int) -> int:
        """By how much the cash of the contract is above a limit (whole rupiah, 0: there is none); all its money, where
        no drawing is written down; 0 when it is not."""
        if not limit:
            return 0
        in_hand = cash_in_hand(self.ledger, self.contract)
        return max((cash_book(self.ledger, self.contract).closing if in_hand is None else in_hand) - limit, 0)


class BookService:
    """The books a desk can read. What takes `uid`, of a contract or a tranche, raises RuleViolation: record_missing."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ledgers = Ledgers(desk)

    # --- how much money a treasurer wants to keep ---

    @property
    def cash_limit(self) -> int:
        """The balance of the cash book from which on it warns, whole rupiah; 0: it never does. No rule sets one, so it
        is off until somebody wants it (ours)."""
        kept = self._desk.setting(_LIMIT)
        return int(kept) if kept.isdecimal() else 0

    def set_cash_limit(self, limit: int) -> None:
        """Warn from this balance on (whole rupiah), 0 never. Raises RuleViolation: money_too_large."""
        if limit > MONEY_LIMIT:
            raise RuleViolation("money_too_large", "limit")
        self._desk.remember(**{_LIMIT: str(max(limit, 0))})

    def over_limit(self, uid: str) -> int:
        """By how much the cash of a contract (`uid` of it or of a tranche) is above the limit, as BooksRead.over."""
        return self.read(uid).over(self.cash_limit)

    # --- the books ---

    def read(self, uid: str) -> BooksRead:
        """Every book of a contract or of one of its tranches, out of one reading."""
        ledger = self._ledgers.read(self._ledgers.area_of(uid))
        if ledger.tranche(uid) is not None:
            return BooksRead(ledger=ledger, contract=ledger.contract_of_tranche(uid), tranche=uid)
        if uid not in ledger.contracts:
            raise RuleViolation("record_missing", facts={"uid": uid})
        return BooksRead(ledger=ledger, contract=uid, tranche="")

    def cash_book(self, uid: str, month: date | None = None) -> Book:
        """The cash book; one of them alone. The same for the others below."""
        return self.read(uid).cash_book(month)

    def bank_book(self, uid: str, month: date | None = None) -> Book:
        """What went through the account."""
        return self.read(uid).bank_book(month)

    def tax_book(self, uid: str, month: date | None = None) -> TaxBook:
        """What was kept back and what was paid."""
        return self.read(uid).tax_book(month)

    def in_hand(self, uid: str, month: date | None = None) -> int | None:
        """What the treasurer holds in cash, as BooksRead.in_hand."""
        return self.read(uid).in_hand(month)

    def tax_months(self, uid: str) -> list[date]:
        """The months of the tax book."""
        return self.read(uid).tax_months()

    def months(self, uid: str) -> list[date]:
        """The months in which money moved."""
        return self.read(uid).months()


def _month(day: date | None) -> tuple[int, int] | None:
    return (day.year, day.month) if day else None
