"""Nomor & pajak: how letters are numbered here, and how a Pokmas rounds its taxes. In force at once."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.number_template import NAMES
from desktop.domain.taxes import Rounding
from desktop.services.workplace import Workplace
from desktop.ui.cards import heading, words
from desktop.ui.forms import ChoiceField, TextField
from desktop.ui.palette import SPACE_1, SPACE_3
from desktop.ui.problems import explain

_ROUNDINGS: tuple[tuple[Rounding, str], ...] = (
    ("rupiah", "Rupiah penuh ke bawah (Rp41.250,9 menjadi Rp41.250)"),
    ("hundred", "Ke atas, ratusan rupiah (Rp41.250 menjadi Rp41.300)"),
)


class NumbersPage(QWidget):
    """A pattern is kept when its field is left or Enter is pressed; one that cannot be read is not."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE_3)
        layout.addWidget(heading("Nomor surat"))
        kinds = [(kind.key, kind.title) for kind in work.numbering.kinds()]
        self.kind = ChoiceField("kind", "Jenis surat", kinds, filters=True)
        self.kind.set_value(kinds[0][0])
        self.pattern = TextField("template", "Pola nomor", longest=200, placeholder="Kosong: nomor dari aplikasi")
        self.example = words("", "strong")
        self.kept = words("", "good")
        self.kind.changed.connect(self._show_kind)
        self.pattern.changed.connect(self._look)
        self.pattern.left.connect(self.save)
        line = self.pattern.control
        line.returnPressed.connect(self.save)  # type: ignore[attr-defined]  # a text field's control is a line
        known = ", ".join(f"{{{name}}} {text}" for name, text in NAMES.items())
        for widget in (
            self.kind,
            self.pattern,
            self.example,
            self.kept,
            words(f"Yang bisa dipakai: {known}. Tulis {{urut:03d}} agar nomor urut menjadi 001.", "small"),
            words("Surat yang sudah dicetak tetap memakai nomor lamanya.", "small"),
        ):
            layout.addWidget(widget)
        self.roundings: dict[Rounding, QRadioButton] = {}
        if work.info.role == "pokmas":
            layout.addWidget(heading("Pembulatan pajak"))
            layout.addLayout(self._rounding())
            layout.addWidget(words("Berlaku untuk pajak yang diterima sesudah ini.", "small"))
        layout.addStretch(1)
        self._show_kind()

    def _rounding(self) -> QVBoxLayout:
        lay = QVBoxLayout()
        lay.setSpacing(SPACE_1)
        group, now = QButtonGroup(self), self._work.taxes.rounding
        for key, text in _ROUNDINGS:
            button = self.roundings[key] = QRadioButton(text)
            button.setAccessibleDescription("Pembulatan pajak")
            button.setChecked(key == now)
            button.clicked.connect(lambda _on=False, chosen=key: self._work.taxes.set_rounding(chosen))
            group.addButton(button)
            lay.addWidget(button)
        return lay

    def _chosen(self) -> str:
        return str(self.kind.value() or "")

    def _show_kind(self) -> None:
        if self._chosen():
            self.pattern.set_value(self._work.numbering.template(self._chosen()))
            self.pattern.clear_problem()
            self.kept.hide()
            self._look()

    def _look(self) -> None:
        """What the next number would be, while one types; a half-typed pattern shows nothing yet."""
        self.kept.hide()
        try:
            shown = self._work.numbering.example(self._chosen(), self.pattern.text())
        except (KeyError, RuleViolation):
            self.example.hide()
            return
        self.example.setText(f"Contoh: {shown}")
        self.example.show()

    def save(self) -> bool:
        """Keep the pattern of the kind chosen. False when it cannot be read: it is said at the field."""
        kind = self._chosen()
        if not kind or self.pattern.text().strip() == self._work.numbering.template(kind):
            return True
        try:
            clean = self._work.numbering.set_template(kind, self.pattern.text())
        except RuleViolation as problem:
            self.pattern.set_problem(explain(problem))
            return False
        self.pattern.set_value(clean)
        self.pattern.clear_problem()
        self._look()
        self.kept.setText("Tersimpan.")
        self.kept.show()
        return True
