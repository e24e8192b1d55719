"""Which year's rules are copied, and for which year."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import ChoiceField, NumberField
from desktop.ui.palette import Tone

_FIRST, _LAST = 2015, 2100


class CopyDialog(Dialog):
    """`base` and `new_year` hold the answer. `years`: those with rules, oldest first."""

    def __init__(self, years: Sequence[int], parent: QWidget | None = None) -> None:
        super().__init__("Salin aturan", parent)
        self._years = tuple(years)
        newest = max(years)
        options = [(year, f"Tahun {year}") for year in sorted(years, reverse=True)]
        self.base_field = ChoiceField("base", "Salin aturan dari", options, filters=True, width=200)
        self.base_field.set_value(newest)
        self.year_field = NumberField("year", "Untuk tahun anggaran", least=_FIRST, most=_LAST, width=120)
        self.year_field.set_value(newest + 1)
        self.base_field.changed.connect(self._look)
        self.year_field.edit.textChanged.connect(lambda _text: self._look())
        self.body.addWidget(words("Salin aturan satu tahun, lalu ubah angkanya", "section"))
        self.body.addWidget(words("Yang tidak diubah tetap seperti tahun yang disalin.", "muted"))
        self.body.addWidget(self.base_field)
        self.body.addWidget(self.year_field)
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Salin dan ubah", kind="primary", closes=QDialog.DialogCode.Accepted)
        self._look()
        self.year_field.focus()

    @property
    def base(self) -> int:
        """The year copied."""
        return int(self.base_field.value() or 0)

    @property
    def new_year(self) -> int:
        """The year the copy is for."""
        return int(self.year_field.value() or 0)

    def _look(self) -> None:
        fine = _FIRST <= self.new_year <= _LAST and self.base in self._years and self.new_year != self.base
        self.yes.setEnabled(fine)
        if self.new_year == self.base:
            self.year_field.set_problem("Tahunnya sama. Untuk mengubah tahun itu, pakai “Ubah aturan ini”.")
        elif self.new_year in self._years:
            text = f"Aturan tahun {self.new_year} sudah ada. Salinan ini menjadi versi berikutnya."
            self.year_field.set_problem(text, Tone.ATTENTION)
        else:
            self.year_field.clear_problem()
