"""Money the kelurahan sent, noted in one line: day, amount, SP2D (see desktop.ui.line_form)."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import RuleViolation
from desktop.ui.forms import DateField, MoneyField, TextField
from desktop.ui.line_form import LineForm


@dataclass(frozen=True, slots=True, kw_only=True)
class DisburseTyped:
    """What stands in the line. `amount`: whole rupiah."""

    date: datetime.date
    amount: int
    reference: str


class DisburseForm(LineForm):
    """`planned`: the amount the contract foresees, whole rupiah; `blocked`: why the money should not move yet."""

    def __init__(
        self,
        year: int,
        planned: int,
        words_of: Callable[[int], str],
        blocked: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Catat pencairan", parent)
        self._planned = planned
        self.blocked = tuple(blocked)
        self.date = DateField("date", "Tanggal cair", year=year, width=190)
        self.amount = MoneyField("amount", "Jumlah (Rp)", words=words_of, width=190)
        self.reference = TextField("reference", "No. SP2D", width=190, placeholder="Boleh menyusul")
        self.lay_out(
            (self.date, self.amount, self.reference),
            ((self.date, "Tanggal cairnya belum diisi."), (self.amount, "Jumlahnya belum diisi.")),
        )
        self.amount.changed.connect(self._look)
        self._look()

    def fill(self, day: datetime.date | None, amount: int, reference: str = "") -> None:
        """Show what is known already."""
        self.date.set_value(day)
        self.amount.set_value(amount)
        self.reference.set_value(reference)
        self._look()

    def typed(self) -> DisburseTyped:
        return DisburseTyped(date=self.date.value(), amount=self.amount.value(), reference=self.reference.value())

    def _look(self) -> None:
        try:
            amount = self.amount.value()
        except RuleViolation:
            amount = self._planned
        said = []
        if self.blocked:
            said.append("Syaratnya belum terpenuhi; Anda akan ditanya sebelum dicatat.")
        if amount and amount != self._planned:
            said.append("Berbeda dari rencana tahap ini.")
        self.said.setText(" ".join(said))
