"""Putting a receipt right that was handed in: a new record in its place, with a reason; the old one stays."""

from collections.abc import Callable, Sequence

from msgspec.structs import replace
from PySide6.QtWidgets import QDialog, QWidget

from desktop.domain.records import Receipt, Split
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import ChoiceField, DateField, Form, MoneyField, MultilineField, TextField
from desktop.ui.receipts.pick import Choice


class CorrectDialog(Dialog):
    """What the receipt should say, and why. Read `receipt` and `reason` after exec().

    `spell`: an amount (whole rupiah) in words.
    """

    def __init__(
        self,
        receipt: Receipt,
        choices: Sequence[Choice],
        year: int,
        spell: Callable[[int], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Betulkan kuitansi", parent, width=620)
        self._base = receipt
        self._several = len(receipt.splits) > 1
        self.body.addWidget(words(f"Betulkan kuitansi {receipt.number}".strip(), "section"))
        self.body.addWidget(
            words("Kuitansi ini sudah diajukan. Naskah lama tetap ada, dicoret; yang berlaku yang ini.", "muted")
        )
        self.form = Form(width=560)
        part = self.form.section("Seharusnya")
        part.add(DateField("date", "Tanggal", year=year, width=190), TextField("note", "No. nota", width=140))
        options = [((one.key), f"{one.text} – {one.detail}") for one in choices]
        self.item = ChoiceField("item", "Item RAB", options, filters=True)
        part.add(self.item)
        part.add(TextField("payee", "Penerima / toko"))
        part.add(TextField("description", "Uraian", longest=500))
        part.add(MoneyField("amount", "Jumlah (Rp)", words=spell, helper="Tulis 0 untuk membatalkan kuitansi ini."))
        why = self.form.section("Wajib diisi")
        why.add(MultilineField("reason", "Alasan pembetulan", lines=2))
        self.body.addWidget(self.form)
        first = receipt.splits[0] if receipt.splits else None
        self.form.set_values(
            {
                "date": receipt.date,
                "note": receipt.note,
                "item": (first.rab, first.line) if first and not self._several else None,
                "payee": receipt.payee,
                "description": receipt.description,
                "amount": receipt.amount,
                "reason": "",
            }
        )
        if self._several:
            self.item.helper.setText(f"Dibagi ke {len(receipt.splits)} item. Kosongkan agar tetap begitu.")
            self.item.helper.show()
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected).setAutoDefault(False)
        self.yes = self.add_button("Simpan pembetulan", kind="primary")
        self.yes.clicked.connect(lambda _checked=False: self.finish())
        self.form.focus_first()

    def finish(self) -> None:
        """Close only with a reason and with fields that can be read; otherwise say why, there."""
        problems = self.form.problems()
        if problems:
            jump = problems[0].jump
            if jump is not None:
                jump()
            return
        self.accept()

    @property
    def reason(self) -> str:
        """Why."""
        return str(self.form.values().get("reason") or "")

    @property
    def receipt(self) -> Receipt:
        """What it should say. Several items share a new amount in proportion, the last takes the rest."""
        values = self.form.values()
        amount = int(values.get("amount") or 0)
        key = values.get("item")
        if isinstance(key, tuple):
            splits: tuple[Split, ...] = (Split(rab=key[0], line=key[1], amount=amount),)
        else:
            splits = shares(self._base.splits, amount)
        return replace(
            self._base,
            date=values.get("date"),
            note=str(values.get("note") or ""),
            payee=str(values.get("payee") or ""),
            description=str(values.get("description") or ""),
            amount=amount,
            splits=splits,
        )


def shares(splits: Sequence[Split], amount: int) -> tuple[Split, ...]:
    """The same items sharing another amount in proportion, whole rupiah; the last takes what rounding leaves."""
    whole = sum(one.amount for one in splits)
    if whole == amount or not splits:
        return tuple(splits)
    found = [replace(one, amount=amount * one.amount // whole if whole else 0) for one in splits[:-1]]
    rest = amount - sum(one.amount for one in found)
    return (*found, replace(splits[-1], amount=rest))
