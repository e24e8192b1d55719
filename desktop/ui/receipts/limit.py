"""From which balance of the cash book on it warns: a wish of the treasurer, no rule."""

from PySide6.QtWidgets import QDialog, QWidget

from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import MoneyField


class LimitDialog(Dialog):
    """Asks for the limit; read `limit` (whole rupiah, 0: never warn) after exec()."""

    def __init__(self, limit: int, parent: QWidget | None = None) -> None:
        super().__init__("Peringatan saldo kas", parent, width=460)
        self.body.addWidget(words("Beri tahu bila saldo kas terlalu besar", "section"))
        text = "Tidak ada aturan yang menentukan batasnya. Kosongkan bila tidak perlu peringatan."
        self.body.addWidget(words(text, "muted"))
        self.amount = MoneyField("limit", "Peringatkan di atas (Rp)", width=220)
        self.amount.set_value(limit or None)
        self.body.addWidget(self.amount)
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected).setAutoDefault(False)
        self.yes = self.add_button("Simpan", kind="primary")
        self.yes.clicked.connect(lambda _checked=False: self.finish())
        self.amount.focus()

    def finish(self) -> None:
        """Close only with an amount that can be read."""
        if self.amount.validate():
            self.accept()

    @property
    def limit(self) -> int:
        """Whole rupiah, 0 for no warning."""
        return int(self.amount.value() or 0)
