"""The tax side of the receipts' room: the taxes of the receipt chosen, or of what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.domain.money import format_rupiah
from desktop.domain.receipts import tax_name
from desktop.domain.records import Receipt
from desktop.services.workplace import Workplace
from desktop.ui.receipts.steps import Altered
from desktop.ui.receipts.tax_panel import TaxPanel

if TYPE_CHECKING:
    from desktop.ui.receipts.page import ReceiptsPage


class TaxSide(QObject):
    """`panel`: what stands in the picture's place while one looks at taxes."""

    def __init__(self, work: Workplace, page: ReceiptsPage) -> None:
        super().__init__(page)
        self._work, self._page = work, page
        self.panel = TaxPanel(work)
        self.panel.said.connect(page.said)
        self.panel.altered.connect(self._altered)
        self.panel.stepped.connect(self._step)
        self.panel.hide()

    def show(self) -> None:
        """The receipt chosen in the list; while none is, the one being typed."""
        page, taxes = self._page, self._work.taxes
        row, typed = page.list.row, page.typed.receipt()
        if row is None and not typed.amount and page.list.count:
            page.list.point(0)
            row = page.list.row
        if row is not None:
            view = taxes.view_in(page.sight.ledger, row.uid, fixed=page.deeds.is_fixed(row))
            self.panel.put(view or taxes.advice(row.uid))
        elif typed.amount:
            self.panel.put(taxes.advice_for(typed, page.typed.writing.uid), typed=True)
        else:
            self.panel.put(None)

    def _altered(self, uid: str, before: Receipt, after: Receipt) -> None:
        self._page.deeds.push(Altered(self._work, uid, before, after))

    def _step(self, step: int) -> None:
        rows = self._page.list
        at = rows.view.currentIndex().row() + step
        if 0 <= at < rows.count:
            rows.point(at)

    def due(self, uid: str) -> str:
        """What may be due on a receipt, in a sentence; "" for nothing."""
        waiting = self._work.taxes.waiting(self._page.sight.ledger, uid)
        if not waiting:
            return ""
        named = " dan ".join(f"{tax_name(one.kind)} {format_rupiah(one.amount)}" for one in waiting)
        return f"Kemungkinan {named}."
