"""The books of a Pokmas: worked out from money received, receipts and tax each time; nothing is written by hand."""

from datetime import date

from desktop.domain.books import Book, bank_book, cash_book, cash_in_hand, months_of
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Ledger
from desktop.domain.records import MONEY_LIMIT
from desktop.domain.tax_book import TaxBook, tax_book, tax_months_of
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers

_LIMIT = "cash_limit"


class BookService:
    """The books a desk can read."""

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
        """By how much the cash of a contract (`uid` of it or of a tranche) is above the limit; all its money, where no
        drawing is written down; 0 when it is not.

        Raises RuleViolation: record_missing.
        """
        limit = self.cash_limit
        if not limit:
            return 0
        ledger = self._ledger(uid)
        contract = ledger.contract_of_tranche(uid) or uid
        in_hand = cash_in_hand(ledger, contract)
        return max((cash_book(ledger, contract).closing if in_hand is None else in_hand) - limit, 0)

    def in_hand(self, uid: str, month: date | None = None) -> int | None:
        """What the treasurer holds in cash (whole rupiah) at the end of the same part of the books as `cash_book`; None
        while nobody writes down what is drawn. Raises RuleViolation: record_missing."""
        ledger = self._ledger(uid)
        wanted = (month.year, month.month) if month else None
        if ledger.tranche(uid) is not None:
            return cash_in_hand(ledger, "", uid, wanted)
        return cash_in_hand(ledger, uid, "", wanted)

    # --- the books ---

    def cash_book(self, uid: str, month: date | None = None) -> Book:
        """The book of a contract or of one of its tranches (`uid` of either), with opening and closing balance.

        `month`: any day of the one month wanted. Raises RuleViolation: record_missing.
        """
        ledger = self._ledger(uid)
        wanted = (month.year, month.month) if month else None
        if ledger.tranche(uid) is not None:
            return cash_book(ledger, "", uid, wanted)
        return cash_book(ledger, uid, "", wanted)

    def bank_book(self, uid: str, month: date | None = None) -> Book:
        """As `cash_book`, of what went through the account. Raises RuleViolation: record_missing."""
        ledger = self._ledger(uid)
        wanted = (month.year, month.month) if month else None
        if ledger.tranche(uid) is not None:
            return bank_book(ledger, "", uid, wanted)
        return bank_book(ledger, uid, "", wanted)

    def tax_book(self, uid: str, month: date | None = None) -> TaxBook:
        """The tax book of a contract or of one of its tranches (`uid` of either): what was kept back and what was paid.

        `month`: any day of the one month wanted. Raises RuleViolation: record_missing.
        """
        ledger = self._ledger(uid)
        wanted = (month.year, month.month) if month else None
        if ledger.tranche(uid) is not None:
            return tax_book(ledger, "", uid, wanted)
        return tax_book(ledger, uid, "", wanted)

    def tax_months(self, uid: str) -> list[date]:
        """The first days of the months in which tax was kept back or paid. Raises RuleViolation: record_missing."""
        ledger = self._ledger(uid)
        contract = ledger.contract_of_tranche(uid) or uid
        return [date(year, month, 1) for year, month in tax_months_of(ledger, contract)]

    def months(self, uid: str) -> list[date]:
        """The first days of the months in which a contract's money moved. Raises RuleViolation: record_missing."""
        ledger = self._ledger(uid)
        contract = ledger.contract_of_tranche(uid) or uid
        return [date(year, month, 1) for year, month in months_of(ledger, contract)]

    def _ledger(self, uid: str) -> Ledger:
        ledger = self._ledgers.read(self._ledgers.area_of(uid))
        if ledger.tranche(uid) is None and uid not in ledger.contracts:
            raise RuleViolation("record_missing", facts={"uid": uid})
        return ledger
