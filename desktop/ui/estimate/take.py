"""Taking a RAB or a price list from a spreadsheet: which column is what, what will come in, which rows need a look."""

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.services.take import TakeResult
from desktop.services.take_table import FoundTable
from desktop.ui.cards import words
from desktop.ui.choices import FilterCombo
from desktop.ui.dialogs import Dialog
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_2, SPACE_3, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark

_SHOWN = 6
Try = Callable[[FoundTable], TakeResult]
"""What taking this table would come to. Raises RuleViolation."""


class TakeDialog(Dialog):
    """Says what will come in and lets columns be named anew. Read `table` after exec(). `what`: as the heading says."""

    def __init__(
        self, name: str, table: FoundTable, trial: Try, parent: QWidget | None = None, *, what: str = "RAB"
    ) -> None:
        super().__init__("Ambil dari Excel", parent, width=860)
        self.table, self._trial = table, trial
        self.body.addWidget(words(f"{what} dari “{name}”", "section"))
        where = f"Lembar “{table.sheet}”, judul kolom pada baris {table.heading_row}." if table.heading_row else ""
        if where:
            self.body.addWidget(words(where, "muted"))
        self._added = 0
        self._add_fields()
        self.combos: dict[str, FilterCombo] = {}
        self.body.addLayout(self._columns())
        self.result_text = words("", "strong")
        self.body.addWidget(self.result_text)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_2)
        self.body.addLayout(self._rows)
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Ambil", kind="primary", closes=QDialog.DialogCode.Accepted)
        self._look_again()

    def _add_fields(self) -> None:
        """What else is asked, above the columns; a RAB needs nothing more."""

    def _ready(self) -> bool:
        """Whether everything else that is asked is there."""
        return True

    def _columns(self) -> QGridLayout:
        """One choice per field: the column it is read from, with its heading and first value."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        options = [(-1, "Tidak ada")] + [(at, self._column_name(at)) for at in range(len(self.table.titles))]
        for place, field in enumerate(self.table.fields):
            label, combo = QLabel(field.title), FilterCombo()
            label.setBuddy(combo)
            combo.put(options)
            combo.set_value(self.table.columns.get(field.key, -1))
            combo.chosen.connect(lambda _value: self._chosen())
            self.combos[field.key] = combo
            row, side = place // 2, place % 2 * 2
            grid.addWidget(label, row, side)
            grid.addWidget(combo, row, side + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        return grid

    def _column_name(self, at: int) -> str:
        title = self.table.titles[at].strip()
        sample = next((text for row in self.table.rows if (text := row.cell(at).text.strip())), "")
        letter = chr(ord("A") + at) if at < 26 else f"ke-{at + 1}"
        parts = [f"Kolom {letter}", title or (f"isi “{sample[:20]}”" if sample else "kosong")]
        return ": ".join(parts)

    def _chosen(self) -> None:
        columns = {key: value for key, combo in self.combos.items() if isinstance(value := combo.value(), int)}
        self.table = self.table.choose(columns)
        self._look_again()

    def _look_again(self) -> None:
        empty_layout(self._rows)
        try:
            result = self._trial(self.table)
        except RuleViolation as violation:
            self.result_text.setText(explain(violation))
            mark(self.result_text, "problem")
            self._added = 0
            self._may_take()
            return
        mark(self.result_text, "strong")
        self.result_text.setText(" ".join(result.lines()[: 2 if result.what == "estimate" else 1]))
        for problem in result.problems[:_SHOWN]:
            self._rows.addWidget(_doubt(f"Baris {problem.row} {problem.name}".strip() + f": {problem.text}"))
        if len(result.problems) > _SHOWN:
            self._rows.addWidget(words(f"Dan {len(result.problems) - _SHOWN} baris lain perlu dilihat.", "muted"))
        self._added = result.added
        self._may_take()

    def _may_take(self) -> None:
        self.yes.setEnabled(self._added > 0 and self._ready())
        self.yes.setText(f"Ambil {self._added} baris" if self._added else "Ambil")


def _doubt(text: str) -> QWidget:
    holder = QWidget()
    mark(holder, "clear")
    icon = QLabel()
    dress(icon, "alert-triangle", Tone.ATTENTION, 18)
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(SPACE_2)
    grid.addWidget(icon, 0, 0)
    grid.addWidget(words(text, "attention"), 0, 1)
    grid.setColumnStretch(1, 1)
    return holder
