"""One tax on a receipt: the advice in words, the treasurer's word on it, and the payment to the treasury."""

import datetime
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.domain.money import format_percent, format_rupiah
from desktop.domain.receipts import tax_name
from desktop.domain.records import TaxLine, TaxPayment
from desktop.domain.taxes import TaxAdvice
from desktop.ui.cards import words
from desktop.ui.forms import ChoiceField, DateField, TextField
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2, SPACE_3, Tone
from desktop.ui.qss import mark
from desktop.ui.status import Status, StatusChip

WAITING = Status("Belum diputuskan", "alert-triangle", Tone.ATTENTION)
ACCEPTED = Status("Diterima", "check", Tone.INFO)
PAID = Status("Sudah disetor", "checks", Tone.GOOD)
REFUSED = Status("Tidak dipungut", "x", Tone.NEUTRAL)
NOT_DUE = Status("Tidak kena", "minus", Tone.NEUTRAL)
ASKS = Status("Perlu dilengkapi", "pencil", Tone.ATTENTION)
NOT_KNOWN = Status("Belum diketahui", "help-circle", Tone.ATTENTION)

_OF_ADVICE: Final = {
    "due": WAITING,
    "split": WAITING,
    "none": NOT_DUE,
    "ask": ASKS,
    "unknown": NOT_KNOWN,
    "off": NOT_KNOWN,
}
WITHHOLDERS: Final = (("pokmas", "Pokmas"), ("kelurahan", "Kelurahan"), ("seller", "Penjual"))


class TaxCard(QFrame):
    """`accepted`: rate (hundredths of a percent). `refused`: the reason. `reopened`: decide anew. `withheld`: who keeps
    it back, by key. `paid`: billing code, NTPN, day. `grown`: it asks for a reason now.

    `advice` None: a tax that was decided once and that no advice speaks of any more. `payment`: a record of its own
    that settles the tax. `fixed`: the receipt is handed in: only a payment is recorded.
    """

    accepted = Signal(int)
    refused = Signal(str)
    reopened = Signal()
    withheld = Signal(str)
    paid = Signal(str, str, object)
    grown = Signal()

    def __init__(
        self,
        kind: str,
        advice: TaxAdvice | None,
        line: TaxLine | None,
        payment: TaxPayment | None = None,
        *,
        outdated: bool = False,
        fixed: bool = False,
        decides: bool = True,
        year: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.kind, self.advice, self.line = kind, advice, line
        self._payment, self._fixed, self._year = payment, fixed, year
        self.chip = StatusChip(self._status())
        self.setAccessibleName(f"{tax_name(kind)}, {self._status().word}" if kind else "Saran pajak")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_3)
        self._layout.setSpacing(SPACE_2)
        if kind:
            head = QHBoxLayout()
            head.setSpacing(SPACE_2)
            head.addWidget(words(tax_name(kind), "strong"), 1)
            head.addWidget(self.chip)
            self._layout.addLayout(head)
        self.text = words(_below_the_name(kind, advice.text) if advice else "Tidak ada saran lagi untuk pajak ini.")
        if line is None or outdated or advice is None:
            self._layout.addWidget(self.text)
        if outdated:
            self._layout.addWidget(words("Jumlah kuitansi berubah sejak pajaknya diterima.", "attention"))
        if advice is not None and advice.status not in {"ask", "off"}:
            small = " ".join(part for part in (advice.note, advice.source) if part)
            if small and line is None:
                self._layout.addWidget(words(small, "small"))
        self.accepts: list[QPushButton] = []
        if line is not None:
            self._decided(line, outdated=outdated)
        elif advice is not None and advice.acceptable and decides and not fixed:
            self._to_decide(advice)

    def _status(self) -> Status:
        if self.line is None:
            return _OF_ADVICE[self.advice.status] if self.advice else NOT_KNOWN
        if self.line.refused:
            return REFUSED
        if self.line.ntpn or (self._payment is not None and self._payment.ntpn):
            return PAID
        return ACCEPTED

    # --- before it is decided ----------------------------------------------------------------------------------------

    def _to_decide(self, advice: TaxAdvice) -> None:
        several = len(advice.choices) > 1
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for choice in advice.choices:
            share = f"{format_percent(choice.rate)} = " if several else ""
            button = QPushButton(f"Terima {share}{format_rupiah(choice.amount)}")
            dress(button, "check", size=18)
            button.setAccessibleDescription(tax_name(self.kind))
            button.clicked.connect(lambda _on=False, rate=choice.rate: self.accepted.emit(rate))
            self.accepts.append(button)
            row.addWidget(button)
            if several:  # two sums do not fit beside each other in large letters
                row.addStretch(1)
                self._layout.addLayout(row)
                row = QHBoxLayout()
                row.setSpacing(SPACE_2)
        self.refuse = QPushButton("Tolak…")
        self.refuse.setAccessibleDescription(tax_name(self.kind))
        dress(self.refuse, "x", size=18)
        self.refuse.clicked.connect(lambda _on=False: self._ask_why())
        row.addWidget(self.refuse)
        row.addStretch(1)
        self._layout.addLayout(row)
        self.why = TextField(
            "reason",
            f"Mengapa {tax_name(self.kind)} tidak dipungut?",
            longest=500,
            placeholder="Misalnya: dipungut kelurahan",
        )
        self.keep_reason = QPushButton("Simpan alasan")
        mark(self.keep_reason, "primary")
        self.keep_reason.clicked.connect(lambda _on=False: self.finish_refusal())
        self._cancel = QPushButton("Batal")
        self._cancel.clicked.connect(lambda _on=False: self._give_up())
        ends = QHBoxLayout()
        ends.setSpacing(SPACE_2)
        for button in (self.keep_reason, self._cancel):
            ends.addWidget(button)
        ends.addStretch(1)
        self._layout.addWidget(self.why)
        self._layout.addLayout(ends)
        self._show_why(False)

    def _show_why(self, shown: bool) -> None:
        self.refuse.setVisible(not shown)
        for button in self.accepts:
            button.setVisible(not shown)
        for widget in (self.why, self.keep_reason, self._cancel):
            widget.setVisible(shown)

    def _give_up(self) -> None:
        self.refuse.show()
        self.refuse.setFocus(Qt.FocusReason.OtherFocusReason)  # before what has the keyboard goes
        self._show_why(False)

    def _ask_why(self) -> None:
        self._show_why(True)
        self.why.focus()
        self.grown.emit()

    def finish_refusal(self) -> None:
        """Keep the reason; without one nothing is refused."""
        reason = self.why.text().strip()
        if not reason:
            self.why.set_problem("Tulis alasannya dahulu.")
            self.why.focus()
            return
        self.refused.emit(reason)

    # --- decided -----------------------------------------------------------------------------------------------------

    def _decided(self, line: TaxLine, *, outdated: bool) -> None:
        if line.refused:
            self._layout.addWidget(words(f"Tidak dipungut: {line.refused}"))
        else:
            self._layout.addWidget(words(_kept_words(line)))
        if not line.refused:
            self._payment_parts(line)
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        if not line.refused:
            self.keep_payment = QPushButton("Simpan setoran")
            self.keep_payment.clicked.connect(lambda _on=False: self.finish_payment())
            row.addWidget(self.keep_payment)
        if not self._fixed:
            self.again = QPushButton("Hitung ulang" if outdated else "Putuskan lagi")
            mark(self.again, "quiet")
            dress(self.again, "arrow-back-up", size=18)
            self.again.setAccessibleDescription(tax_name(self.kind))
            self.again.clicked.connect(lambda _on=False: self.reopened.emit())
            row.addWidget(self.again)
        row.addStretch(1)
        self._layout.addLayout(row)

    def _payment_parts(self, line: TaxLine) -> None:
        known = self._payment
        self.withholder = ChoiceField("withheld_by", "Dipungut dan disetor oleh", WITHHOLDERS)
        self.withholder.set_value(line.withheld_by or "pokmas")
        self.withholder.changed.connect(lambda: self.withheld.emit(str(self.withholder.value() or "pokmas")))
        self.withholder.set_read_only(self._fixed)
        self.billing = TextField("billing_code", "Kode billing", width=160, longest=200)
        self.ntpn = TextField("ntpn", "NTPN", width=168, longest=200)
        self.day = DateField("paid", "Tanggal setor", width=190, year=self._year or None)
        self.billing.set_value(known.billing_code if known else line.billing_code)
        self.ntpn.set_value(known.ntpn if known else line.ntpn)
        self.day.set_value(known.date if known else line.paid)
        self._layout.addWidget(self.withholder)
        first = QHBoxLayout()
        first.setSpacing(SPACE_3)
        for field in (self.billing, self.ntpn):
            first.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        first.addStretch(1)
        self._layout.addLayout(first)
        self._layout.addWidget(self.day)

    def finish_payment(self) -> None:
        """Keep billing code, NTPN and day, when the day can be read."""
        if not self.day.validate():
            self.day.focus()
            return
        value: Any = None if self.day.is_empty() else self.day.value()
        day = value if isinstance(value, datetime.date) else None
        self.paid.emit(self.billing.text().strip(), self.ntpn.text().strip(), day)

    def first_button(self) -> QWidget | None:
        """Where the keyboard goes on coming to this card."""
        if self.line is None:
            return self.accepts[0] if self.accepts else None
        if self.line.refused:
            return getattr(self, "again", None)
        return (self.ntpn if self.billing.text().strip() else self.billing).control


def _below_the_name(kind: str, text: str) -> str:
    """The advice as it reads under the tax's name: without that name in front of a colon once more."""
    name = f"{tax_name(kind)}: " if kind else ""
    if not name or not text.startswith(name):
        return text
    rest = text.removeprefix(name)
    return f"{rest[:1].upper()}{rest[1:]}"


def _kept_words(line: TaxLine) -> str:
    """`1,5 % dari Rp2.750.000 = Rp41.250, disetor 5 April 2022.`"""
    share = f"{line.rate.replace('.', ',')} % dari {format_rupiah(line.base)} = " if line.rate else ""
    paid = f", disetor {format_day(line.paid)}" if line.paid and line.ntpn else ""
    return f"{share}{format_rupiah(line.amount)}{paid}."
