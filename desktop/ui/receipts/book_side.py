"""The books' side of the receipts' room: which book is shown, what a row of it opens, its printing and its warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.paper_page import PaperPage
from desktop.ui.receipts.book import BookTab, lay_open
from desktop.ui.receipts.cash import CashNotes
from desktop.ui.receipts.limit import LimitDialog
from desktop.ui.receipts.parts import BOOK, LIST
from desktop.ui.rooms import has_room, show_record

if TYPE_CHECKING:
    from desktop.ui.receipts.page import ReceiptsPage


class BookSide(QObject):
    """`tab`: the books; `cash`: the line above them."""

    def __init__(self, work: Workplace, window: MainWindow, page: ReceiptsPage) -> None:
        super().__init__(page)
        self._work, self._window, self._page = work, window, page
        self.tab = BookTab(window.remembered)
        self.tab.chosen.connect(self._chosen)
        self.tab.opened.connect(self.open_row)
        self.cash = CashNotes(work, self.tab, self._of, self)
        self.cash.said.connect(page.said)
        self.cash.altered.connect(page.reload)

    def _of(self) -> str:
        """The tranche whose book is shown, or the contract; "" while there is none."""
        sight = self._page.sight
        return sight.shown.uid if sight.shown else next((one.contract for one in sight.scopes), "")

    def _chosen(self) -> None:
        self.show()
        self._page.actions_changed.emit()

    def show(self) -> None:
        """The book wanted, as it stands, while the books are what is shown."""
        if self._page.tab == BOOK:
            lay_open(self.tab, self._work.books, self._of())

    def open_row(self, uid: str) -> None:
        """The record behind a row of the book."""
        record = self._work.records.get(uid)
        if record is None:
            return
        if record.type == "d.cash_move":
            self.cash.alter(uid)
            return
        if record.type == "d.money_received":
            if has_room("pokmas", "disbursement") and self._window.go("disbursement"):
                show_record(self._window.page, uid)
            return
        self._page.show_tab(LIST)
        self._page.choose(str(getattr(record.data, "of", "") or uid))

    def print(self, kind: str) -> bool:
        """One of the three books, of the tranche and month shown."""
        uid = self._of()
        if uid:
            self._page.opens.emit(PaperPage(self._work, self._window, kind, uid, month=self.tab.month_wanted))
        return bool(uid)

    def choose_limit(self) -> None:
        """From which balance of the cash book on it warns."""
        dialog = LimitDialog(self._work.books.cash_limit, self._page)
        if dialog.exec() == LimitDialog.DialogCode.Accepted:
            self._work.books.set_cash_limit(dialog.limit)
            self.show()
