"""What is asked for the board: which RTs there are, and the ceiling of one."""

from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah
from desktop.services.board import BoardRow
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import MoneyField, TextField
from desktop.ui.palette import SPACE_3
from desktop.ui.problems import explain


class AddDialog(Dialog):
    """The RTs of one RW. Read `added` after exec(): how many are new."""

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__("Tambah RT", parent, width=460)
        self._work, self.added = work, 0
        self.rw = TextField("rw", "RW", width=80, placeholder="4")
        self.first = TextField("first", "Dari RT", width=80, placeholder="1")
        self.last = TextField("last", "Sampai RT", width=80, placeholder="7")
        self.ceiling = MoneyField("ceiling", "Pagu tiap RT", helper=_rule_ceiling(work), width=200)
        self.body.addWidget(words("Tambah RT", "section"))
        self.body.addWidget(
            words("RT tanpa komputer juga ditulis di sini, supaya kelihatan siapa yang belum mengirim.", "muted")
        )
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        for field in (self.rw, self.first, self.last):
            row.addWidget(field)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.ceiling)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Tambahkan", kind="primary")
        self.yes.clicked.connect(lambda _checked=False: self._finish())
        self.rw.control.setFocus()

    def _finish(self) -> None:
        fields = {"rw": self.rw, "first": self.first, "last": self.last, "ceiling": self.ceiling}
        for field in fields.values():
            field.clear_problem()
        if not self.ceiling.validate():
            self.ceiling.focus()
            self.fit()
            return
        try:
            self.added = self._work.board.add(
                self.rw.text(), self.first.text(), self.last.text(), ceiling=self.ceiling.value() or 0
            )
        except RuleViolation as problem:
            field = fields.get(problem.field, self.rw)
            field.set_problem(explain(problem))
            field.focus()
            self.fit()
            return
        self.accept()


class CeilingDialog(Dialog):
    """The ceiling of one RT; empty: as the year's rules say."""

    def __init__(self, work: Workplace, row: BoardRow, parent: QWidget | None = None) -> None:
        super().__init__(f"Pagu {row.name}", parent, width=440)
        self._work, self._row = work, row
        self.ceiling = MoneyField("ceiling", f"Pagu {row.name} tahun ini", helper=_rule_ceiling(work), width=200)
        if row.allocated:
            self.ceiling.set_value(row.allocated)
        self.body.addWidget(words(f"Pagu {row.name}", "section"))
        self.body.addWidget(words("Ikut terkirim ke RT ini dengan bundel berikutnya.", "muted"))
        self.body.addWidget(self.ceiling)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Simpan", kind="primary")
        self.yes.clicked.connect(lambda _checked=False: self._finish())
        self.ceiling.control.setFocus()

    def _finish(self) -> None:
        if not self.ceiling.validate():
            self.ceiling.focus()
            self.fit()
            return
        try:
            self._work.board.set_ceiling(self._row.area, self.ceiling.value() or 0)
        except RuleViolation as problem:
            self.ceiling.set_problem(explain(problem))
            self.ceiling.focus()
            self.fit()
            return
        self.accept()


def _rule_ceiling(work: Workplace) -> str:
    sheet = work.rules.sheet()
    if sheet is None:
        return "Kosongkan bila belum ditetapkan."
    return f"Kosongkan bila menurut aturan: {format_rupiah(sheet.ceiling)}."
