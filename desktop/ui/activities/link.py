"""Which activity typed from paper is which one the kelurahan sent."""

from collections.abc import Mapping

from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from desktop.domain.money import format_rupiah
from desktop.domain.records import PackageItem, Record, WorkPackage
from desktop.ui.cards import words
from desktop.ui.choices import FilterCombo
from desktop.ui.dialogs import Dialog
from desktop.ui.palette import SPACE_2, SPACE_3

_OWN = ""
"""A typed activity the kelurahan did not send: it stays as it is."""


class LinkDialog(Dialog):
    """One line per typed activity with the sent one it is. Read `pairs` after exec()."""

    def __init__(self, typed: Record, sent: Record, matches: Mapping[str, str], parent: QWidget | None = None) -> None:
        super().__init__("Satukan paket", parent, width=780)
        self.body.addWidget(words("Kegiatan yang diketik ini sama dengan yang mana?", "section"))
        self.body.addWidget(words("Sesudah disatukan, jumlah dan judul dari kelurahan yang berlaku.", "muted"))
        self._combos: dict[str, FilterCombo] = {}
        options = [(_OWN, "Tidak ada di kiriman"), *((item.uid, _text(item)) for item in _items(sent))]
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        for at, item in enumerate(_items(typed)):
            combo = FilterCombo()
            combo.put(options)
            combo.set_value(matches.get(item.uid, _OWN))
            label = QLabel(_text(item))
            label.setBuddy(combo)
            label.setWordWrap(True)
            grid.addWidget(label, at, 0)
            grid.addWidget(combo, at, 1)
            self._combos[item.uid] = combo
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.add_button("Satukan", kind="primary", closes=QDialog.DialogCode.Accepted)

    @property
    def pairs(self) -> dict[str, str]:
        """Typed item → sent item, for those that are the same."""
        return {uid: str(combo.value()) for uid, combo in self._combos.items() if combo.value()}


def _items(record: Record) -> tuple[PackageItem, ...]:
    return record.data.items if isinstance(record.data, WorkPackage) else ()


def _text(item: PackageItem) -> str:
    return f"{item.title}, {format_rupiah(item.amount)}" if item.amount else item.title
