"""Money that came in, and money paid back, each noted in one line (see desktop.ui.line_form)."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah
from desktop.ui.forms import DateField, MoneyField, TextField
from desktop.ui.line_form import LineForm
from desktop.ui.value_fields import today_here

Words = Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyTyped:
    """What stands in the line. `amount`: whole rupiah. `reason`: of money paid back."""

    date: datetime.date | None
    amount: int
    account: str
    reference: str
    reason: str = ""


class MoneyForm(LineForm):
    """Money that came in. `planned`: the amount foreseen; another one is said, never refused: the money is here."""

    def __init__(
        self,
        year: int,
        planned: int,
        words_of: Words,
        *,
        today: Callable[[], datetime.date] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Catat dana masuk", parent)
        self._planned = planned
        self.date = DateField("date", "Tanggal masuk", year=year, width=190, today=today or today_here)
        self.amount = MoneyField("amount", "Jumlah (Rp)", words=words_of, width=180)
        self.account = TextField("account", "Rekening", width=190, placeholder="Bank dan nomor")
        self.reference = TextField("reference", "No. bukti transfer", width=160, placeholder="SP2D atau slip")
        self.lay_out(
            (self.date, self.amount, self.account, self.reference),
            ((self.date, "Tanggal masuknya belum diisi."), (self.amount, "Jumlahnya belum diisi.")),
        )
        self.amount.changed.connect(self._look)

    def fill(self, typed: MoneyTyped, *, kept: bool) -> None:
        """Show what is known already. `kept`: it is a saved note, which may be removed."""
        self.date.set_value(typed.date)
        self.amount.set_value(typed.amount)
        self.account.set_value(typed.account)
        self.reference.set_value(typed.reference)
        self.remove.setVisible(kept)
        self._look()

    def typed(self) -> MoneyTyped:
        return MoneyTyped(
            date=self.date.value(),
            amount=self.amount.value(),
            account=self.account.value(),
            reference=self.reference.value(),
        )

    def _look(self) -> None:
        differs = _amount_of(self.amount, self._planned) not in (0, self._planned)
        self.said.setText("Berbeda dari rencana tahap ini. Boleh disimpan bila memang sebesar itu." if differs else "")


class ReturnForm(LineForm):
    """Money paid back to the treasury (STS). `left`: what the tranche leaves, whole rupiah; more is said, never
    refused: the money has gone."""

    def __init__(self, year: int, left: int, words_of: Words, parent: QWidget | None = None) -> None:
        super().__init__("Catat setoran sisa dana", parent)
        self._left = left
        self.date = DateField("date", "Tanggal setor", year=year, width=190, today=today_here)
        self.amount = MoneyField("amount", "Jumlah disetor (Rp)", words=words_of, width=180)
        self.account = TextField("account", "Rekening tujuan", width=180, placeholder="Kas daerah")
        self.reference = TextField("reference", "No. STS", width=140, placeholder="Surat tanda setor")
        self.reason = TextField("reason", "Asal sisa", width=180, longest=500, placeholder="Boleh dikosongkan")
        self.lay_out(
            (self.date, self.amount, self.account, self.reference, self.reason),
            ((self.date, "Tanggal setornya belum diisi."), (self.amount, "Jumlahnya belum diisi.")),
        )
        self.amount.changed.connect(self._look)

    def fill(self, typed: MoneyTyped, *, kept: bool) -> None:
        """Show what is known already. `kept`: it is a saved note, which may be removed."""
        self.date.set_value(typed.date)
        self.amount.set_value(typed.amount)
        self.account.set_value(typed.account)
        self.reference.set_value(typed.reference)
        self.reason.set_value(typed.reason)
        self.remove.setVisible(kept)
        self._look()

    def typed(self) -> MoneyTyped:
        return MoneyTyped(
            date=self.date.value(),
            amount=self.amount.value(),
            account=self.account.value(),
            reference=self.reference.value(),
            reason=self.reason.value(),
        )

    def _look(self) -> None:
        more = _amount_of(self.amount, 0) > self._left
        self.said.setText(f"Sisa tahap ini hanya {format_rupiah(max(self._left, 0))}. Periksa slipnya." if more else "")


def _amount_of(field: MoneyField, otherwise: int) -> int:
    try:
        return int(field.value() or 0)
    except RuleViolation:
        return otherwise
