"""Serah terima pengurus: who takes the archive over, and where it is laid."""

from PySide6.QtWidgets import QDialog, QWidget

from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import Form, TextField

_WHAT = (
    "Seluruh arsip disalin ke satu folder: berita acara untuk ditandatangani, daftar arsip, semua data, dan naskah "
    "yang pernah dicetak. Data di komputer ini tetap ada."
)


class HandOverDialog(Dialog):
    """Read `giver` and `receiver` after exec(). Says that residents' data goes along: it leaves the computer."""

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__("Serah terima pengurus", parent, width=520)
        self.form = Form()
        section = self.form.section("Siapa menyerahkan kepada siapa")
        section.add(TextField("giver", "Yang menyerahkan", longest=200))
        section.add(TextField("receiver", "Pengurus baru yang menerima", longest=200))
        keeper = work.archive.keeper()
        self.form.set_values({"giver": keeper.name, "receiver": ""})
        self.body.addWidget(words(_WHAT))
        self.body.addWidget(words("Di dalamnya ada data warga. Serahkan langsung, jangan lewat grup.", "attention"))
        self.body.addWidget(self.form)
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Pilih folder…", kind="primary", closes=QDialog.DialogCode.Accepted)
        self.form.changed.connect(lambda _name: self._check())
        self._check()
        self.form.focus_first()

    def _check(self) -> None:
        self.yes.setEnabled(bool(self.receiver and self.giver))

    @property
    def giver(self) -> str:
        """Who hands it over."""
        return str(self.form.values()["giver"] or "").strip()

    @property
    def receiver(self) -> str:
        """Who takes it over."""
        return str(self.form.values()["receiver"] or "").strip()
