"""Money that came in, and money paid back, each noted in one line (see desktop.ui.line_form)."""

import datetime
from collections.abc import Callable, Sequence
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
    """What stands in the line. `amount`: whole rupiah. `reason`: of money paid back, what cash is for."""

    date: datetime.date | None
    amount: int
    account: str = ""
    reference: str = ""
    reason: str = ""


class MoneyLine(LineForm):
    """A day, an amount, and texts named as MoneyTyped names them. A subclass makes the fields and says in `doubt` what
    is odd about an amount, "" for nothing: it is said, never refused, for the money has moved."""

    def __init__(
        self,
        name: str,
        date: DateField,
        amount: MoneyField,
        texts: Sequence[TextField],
        *,
        undated: str,
        parent: QWidget | None = None,
    ) -> None:
        """`undated`: the sentence for an empty day."""
        super().__init__(name, parent)
        self.date, self.amount, self.texts = date, amount, tuple(texts)
        self.lay_out((date, amount, *texts), ((date, undated), (amount, "Jumlahnya belum diisi.")))
        amount.changed.connect(self._look)

    def fill(self, typed: MoneyTyped, *, kept: bool) -> None:
        """Show what is known already. `kept`: it is a saved note, which may be removed."""
        self.date.set_value(typed.date)
        self.amount.set_value(typed.amount)
        for field in self.texts:
            field.set_value(getattr(typed, field.name))
        self.remove.setVisible(kept)
        self._look()

    def typed(self) -> MoneyTyped:
        texts = {field.name: field.value() for field in self.texts}
        return MoneyTyped(date=self.date.value(), amount=self.amount.value(), **texts)

    def doubt(self, amount: int) -> str:
        """What is odd about this amount (whole rupiah), in a sentence."""
        raise NotImplementedError

    def _look(self) -> None:
        try:
            amount = int(self.amount.value() or 0)
        except RuleViolation:
            amount = 0
        self.said.setText(self.doubt(amount) if amount else "")


class MoneyForm(MoneyLine):
    """Money that came in. `planned`: the amount foreseen, whole rupiah."""

    def __init__(
        self,
        year: int,
        planned: int,
        words_of: Words,
        *,
        today: Callable[[], datetime.date] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._planned = planned
        account = TextField("account", "Rekening", width=190, placeholder="Bank dan nomor")
        reference = TextField("reference", "No. bukti transfer", width=160, placeholder="SP2D atau slip")
        super().__init__(
            "Catat dana masuk",
            DateField("date", "Tanggal masuk", year=year, width=190, today=today or today_here),
            MoneyField("amount", "Jumlah (Rp)", words=words_of, width=180),
            (account, reference),
            undated="Tanggal masuknya belum diisi.",
            parent=parent,
        )
        self.account, self.reference = account, reference

    def doubt(self, amount: int) -> str:
        differs = amount != self._planned
        return "Berbeda dari rencana tahap ini. Boleh disimpan bila memang sebesar itu." if differs else ""


class ReturnForm(MoneyLine):
    """Money paid back to the treasury (STS). `left`: what the tranche leaves, whole rupiah."""

    def __init__(self, year: int, left: int, words_of: Words, parent: QWidget | None = None) -> None:
        self._left = left
        account = TextField("account", "Rekening tujuan", width=150, placeholder="Kas daerah")
        reference = TextField("reference", "No. STS", width=140, placeholder="Surat tanda setor")
        super().__init__(
            "Catat setoran sisa dana",
            DateField("date", "Tanggal setor", year=year, width=190, today=today_here),
            MoneyField("amount", "Jumlah disetor (Rp)", words=words_of, width=160),
            (
                account,
                reference,
                TextField("reason", "Asal sisa", width=160, longest=500, placeholder="Boleh dikosongkan"),
            ),
            undated="Tanggal setornya belum diisi.",
            parent=parent,
        )
        self.account, self.reference = account, reference

    def doubt(self, amount: int) -> str:
        more = amount > self._left
        return f"Sisa tahap ini hanya {format_rupiah(max(self._left, 0))}. Periksa slipnya." if more else ""


class CashForm(MoneyLine):
    """Cash drawn from the account, or paid into it (`paid_in`). `at_hand`: what lies where it is taken from, whole
    rupiah; None unknown."""

    def __init__(
        self, year: int, at_hand: int | None, words_of: Words, *, paid_in: bool = False, parent: QWidget | None = None
    ) -> None:
        self._at_hand, self._paid_in = at_hand, paid_in
        super().__init__(
            "Catat setor tunai ke bank" if paid_in else "Catat tarik tunai dari bank",
            DateField("date", "Tanggal setor" if paid_in else "Tanggal tarik", year=year, width=190, today=today_here),
            MoneyField(
                "amount", "Jumlah disetor (Rp)" if paid_in else "Jumlah ditarik (Rp)", words=words_of, width=250
            ),
            (
                TextField("reference", "No. slip" if paid_in else "No. cek atau slip", width=160),
                TextField("reason", "Keterangan", width=220, longest=500, placeholder="Boleh dikosongkan"),
            ),
            undated="Tanggalnya belum diisi.",
            parent=parent,
        )

    def doubt(self, amount: int) -> str:
        if self._at_hand is None or amount <= self._at_hand:
            return ""
        where = "Tunai di tangan" if self._paid_in else "Saldo bank"
        return f"{where} hanya {format_rupiah(max(self._at_hand, 0))}. Periksa slipnya."
