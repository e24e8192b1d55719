"""Noting cash drawn from the account and paid into it, in a line above the books."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.money import format_rupiah
from desktop.domain.records import CashMove
from desktop.services.workplace import Workplace
from desktop.ui.disbursements.money_form import CashForm, MoneyTyped
from desktop.ui.palette import Tone
from desktop.ui.problems import explain
from desktop.ui.receipts.book import BookTab
from desktop.ui.strip import Message
from desktop.ui.value_fields import day_to_offer


class CashNotes(QObject):
    """`said`: a Message for the strip. `altered`: a note came, went or was put right.

    `book_of`: the uid of the tranche or contract whose book is shown, "" for none.
    """

    said = Signal(object)
    altered = Signal()

    def __init__(self, work: Workplace, tab: BookTab, book_of: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._tab, self._book_of = work, tab, book_of
        self.form: CashForm | None = None
        self._paid_in, self._uid = False, ""

    def begin(self, *, paid_in: bool = False) -> None:
        """The line for cash drawn, or paid in."""
        if self._book_of():
            self._open(MoneyTyped(date=day_to_offer(self._work.info.year), amount=0), "", paid_in=paid_in)

    def alter(self, uid: str) -> None:
        """The line of a note there is."""
        record = self._work.records.get(uid)
        if record is None or not isinstance(record.data, CashMove):
            return
        data = record.data
        typed = MoneyTyped(date=data.date, amount=data.amount, reference=data.reference, reason=data.note)
        self._open(typed, uid, paid_in=data.way == "paid_in")

    def close(self) -> None:
        """The line goes, and what was not saved with it."""
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form, self._uid = None, ""
            self._tab.end_line()

    def _open(self, typed: MoneyTyped, uid: str, *, paid_in: bool) -> None:
        self.close()
        form = CashForm(
            self._work.info.year, self._at_hand(typed.amount, paid_in), self._work.proposals.in_words, paid_in=paid_in
        )
        form.fill(typed, kept=bool(uid))
        form.saved.connect(self._save)
        form.given_up.connect(self.close)
        form.removed.connect(self._remove)
        self.form, self._paid_in, self._uid = form, paid_in, uid
        self._tab.put_line(form)
        form.begin()

    def _at_hand(self, besides: int, paid_in: bool) -> int | None:
        """What lies in the account (or in hand), with the amount of the note that is put right."""
        books, uid = self._work.books, self._book_of()
        found = books.in_hand(uid) if paid_in else books.bank_book(uid).closing
        return None if found is None else found + besides

    def _save(self, typed: MoneyTyped) -> None:
        try:
            self._work.cash.note(
                self._book_of(),
                typed.date,
                typed.amount,
                way="paid_in" if self._paid_in else "drawn",
                reference=typed.reference,
                note=typed.reason,
                uid=self._uid,
            )
        except RuleViolation as violation:
            if self.form is not None:
                self.form.show_violation(violation)
            return
        except Trouble as trouble:
            self._tell(explain(trouble), Tone.PROBLEM)
            return
        what = "Setor tunai" if self._paid_in else "Tarik tunai"
        self.close()
        self.altered.emit()
        self._tell(f"{what} {format_rupiah(typed.amount)} tercatat.", Tone.GOOD)

    def _remove(self) -> None:
        uid = self._uid
        try:
            self._work.cash.drop(uid)
        except RuleViolation as violation:
            self._tell(explain(violation), Tone.ATTENTION)
            return
        self.close()
        self.altered.emit()
        run = partial(self._restore, uid)
        self.said.emit(Message(text="Catatan tunai dihapus.", button="Urungkan", run=run, seconds=10))

    def _restore(self, uid: str) -> None:
        self._work.cash.restore(uid)
        self.altered.emit()

    def _tell(self, text: str, tone: Tone) -> None:
        self.said.emit(Message(text=text, tone=tone, seconds=10))
