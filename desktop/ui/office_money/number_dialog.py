"""Asks for the number of a Pokmas of which nothing is known yet."""

from PySide6.QtWidgets import QDialog, QWidget

from desktop.domain.areas import pokmas_area
from desktop.domain.errors import RuleViolation
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import TextField
from desktop.ui.problems import explain

_ANY_OFFICE = "35.71.02.1013"
"""The rule of the number is the same in every kelurahan; which one it is does not matter to the rule."""


class NumberDialog(Dialog):
    """Read `number` after exec()."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Pokmas baru", parent, width=440)
        self.field = TextField("group", "Nomor Pokmas di kelurahan ini", width=120, placeholder="1 sampai 99")
        self.body.addWidget(words("Pokmas baru", "section"))
        self.body.addWidget(
            words("Komputer Pokmas boleh menyusul: isinya menunggu di sini sampai komputernya terdaftar.", "muted")
        )
        self.body.addWidget(self.field)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Buka", kind="primary")
        self.yes.clicked.connect(lambda _checked=False: self._finish())
        self.field.control.setFocus()

    @property
    def number(self) -> str:
        """As typed."""
        return self.field.text().strip()

    def _finish(self) -> None:
        try:
            pokmas_area(_ANY_OFFICE, self.number)
        except RuleViolation as problem:
            self.field.set_problem(explain(problem))
            self.field.focus()
            self.fit()
            return
        self.accept()
