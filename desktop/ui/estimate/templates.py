"""Lines of a RAB from a template: which kind of work, how large it is, what that comes to."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.estimate_templates import Template
from desktop.domain.money import format_quantity, format_rupiah, lines_total
from desktop.domain.records import CostLine
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.estimate.grid import GROUPS
from desktop.ui.fields import Field
from desktop.ui.forms import ChoiceField
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.value_fields import NumberField, QuantityField

Reckon = Callable[[Template, Mapping[str, str]], Sequence[CostLine]]
"""The lines of a template for these measures. Raises RuleViolation: quantity_too_large."""

EXAMPLE = "Angka volume adalah contoh, bukan standar. Sesuaikan dengan gambar kerja dan keadaan di lapangan."
_GROUP_NAMES = dict(GROUPS)


class TemplateDialog(Dialog):
    """Choose a kind of work, type its measures, see the lines. Read `lines` after exec()."""

    def __init__(
        self, templates: Mapping[str, Template], chosen: str, reckon: Reckon, parent: QWidget | None = None
    ) -> None:
        super().__init__("Isi RAB dari templat", parent, width=880)
        self._templates, self._reckon = dict(templates), reckon
        self.lines: tuple[CostLine, ...] = ()
        self.measures: dict[str, Field] = {}
        options = [(key, one.name) for key, one in templates.items()]
        self.kind = ChoiceField("kind", "Jenis pekerjaan", options, filters=True, width=280)
        self.kind.set_value(chosen or next(iter(templates)))
        self.kind.changed.connect(self._chosen)
        self.hint = words("", "muted")
        self._sizes = QHBoxLayout()
        self._sizes.setSpacing(SPACE_4)
        head = QHBoxLayout()
        head.setSpacing(SPACE_4)
        head.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(self._sizes, 1)
        self.said = words(EXAMPLE, "small")
        self.table = QWidget()
        mark(self.table, "clear")
        for part in (head, self.hint, self.said, self.table):
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Tambahkan", kind="primary", closes=QDialog.DialogCode.Accepted)
        self._chosen()

    @property
    def template(self) -> Template:
        """The kind of work chosen."""
        return self._templates[str(self.kind.value())]

    def _chosen(self) -> None:
        if self.kind.value() not in self._templates:
            self._none()
            return
        empty_layout(self._sizes)
        self.measures = {}
        for one in self.template.measures:
            label = f"{one.name} ({one.unit})"
            field: Field = (
                NumberField(one.key, label, width=130, most=100_000)
                if one.whole
                else QuantityField(one.key, label, width=130)
            )
            field.changed.connect(self._look_again)
            self.measures[one.key] = field
            self._sizes.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        self._sizes.addStretch(1)
        before: QWidget = self.kind.control
        for field in self.measures.values():
            self.setTabOrder(before, field.control)
            before = field.control
        self.hint.setText(self.template.hint)
        self._look_again()
        next(iter(self.measures.values())).focus()

    def _none(self) -> None:
        """Words that name no template: nothing to add."""
        self.lines = ()
        self.yes.setEnabled(False)
        self.yes.setText("Tambahkan")

    def sizes(self) -> dict[str, str]:
        """The measures that can be read, as stored quantities."""
        found: dict[str, str] = {}
        for key, field in self.measures.items():
            try:
                found[key] = str(field.value() or "")
            except RuleViolation:
                continue
        return found

    def _look_again(self) -> None:
        try:
            self.lines = tuple(self._reckon(self.template, self.sizes()))
        except RuleViolation as violation:
            self.lines = ()
            if violation.field in self.measures:
                self.measures[violation.field].set_problem(explain(violation))
        missing = not self.lines or any(not line.volume for line in self.lines)
        self.yes.setEnabled(not missing)
        self.yes.setText(f"Tambahkan {len(self.lines)} baris" if self.lines else "Tambahkan")
        without = sum(not line.unit_price for line in self.lines)
        total = lines_total(self.lines)
        parts = [EXAMPLE]
        if without:
            parts.append(f"{without} baris belum ada harganya; isi sesudah ditambahkan.")
        if total and not missing:
            counted = "Jumlah yang sudah berharga" if without else "Jumlah"
            parts.append(f"{counted} {format_rupiah(total)}.")
        self.said.setText(" ".join(parts))
        self._show_lines()

    def _show_lines(self) -> None:
        table = QWidget()
        mark(table, "clear")
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        for column, text in enumerate(("Uraian", "Volume", "Satuan", "Harga satuan")):
            grid.addWidget(_cell(text, "small", right=column in (1, 3)), 0, column)
        for at, line in enumerate(self.lines, 1):
            price = format_rupiah(line.unit_price) if line.unit_price else "–"
            texts = (line.description, format_quantity(line.volume) or "–", line.unit, price)
            for column, text in enumerate(texts):
                cell = _cell(text, "", right=column in (1, 3))
                cell.setToolTip(_GROUP_NAMES.get(line.group, "") if column == 0 else "")
                grid.addWidget(cell, at, column)
        grid.setColumnStretch(0, 1)
        self.body.replaceWidget(self.table, table)
        self.table.hide()
        self.table.deleteLater()
        self.table = table


def _cell(text: str, kind: str, *, right: bool) -> QLabel:
    label = words(text, kind) if kind else words(text)
    label.setWordWrap(False)
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
    return label


def ask_template(
    templates: Mapping[str, Template], chosen: str, reckon: Reckon, parent: QWidget
) -> tuple[CostLine, ...]:
    """Ask for a template and its measures; its lines, none when given up."""
    dialog = TemplateDialog(templates, chosen, reckon, parent)
    return dialog.lines if dialog.exec() == QDialog.DialogCode.Accepted else ()
