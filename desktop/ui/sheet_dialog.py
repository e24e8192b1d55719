"""Asks for what stands on the kelurahan's recovery sheet, when a backup opens with nothing on this computer."""

from PySide6.QtWidgets import QDialog, QWidget

from desktop.domain.errors import RuleViolation
from desktop.services.backups import sheet_key
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import MultilineField
from desktop.ui.problems import explain


class SheetDialog(Dialog):
    """The 24 words, or the text of the sheet's code. What is typed is kept nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Buka dengan lembar pemulihan", parent, width=560)
        self.body.addWidget(words("Cadangan ini terkunci untuk komputer lain", "section"))
        self.body.addWidget(
            words("Ambil lembar pemulihan kelurahan dari tempat terkunci, lalu ketik kata-katanya di sini.")
        )
        self.typed = MultilineField(
            "words", "24 kata pada lembar pemulihan", lines=4, helper="Urut dari kiri ke kanan, dipisah spasi."
        )
        self.body.addWidget(self.typed)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.open_button = self.add_button("Buka cadangan", kind="primary")
        self.open_button.clicked.connect(lambda _on=False: self._check())
        self.sheet = ""

    def _check(self) -> None:
        typed = str(self.typed.value() or "").strip()
        if not typed:
            self.typed.set_problem("24 kata pada lembar pemulihan belum diisi.")
            return
        try:
            sheet_key(typed)
        except RuleViolation as violation:
            self.typed.set_problem(explain(violation))
            return
        self.sheet = typed
        self.accept()


def ask_sheet(parent: QWidget) -> str:
    """The sheet's words, "" when nobody has them now."""
    dialog = SheetDialog(parent)
    return dialog.sheet if dialog.exec() == QDialog.DialogCode.Accepted else ""
