"""Two entries of one person beside each other: where they differ, a person chooses what holds."""

from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QLabel, QRadioButton, QWidget

from desktop.domain.dates import format_day
from desktop.domain.records import Resident
from desktop.services.residents import MERGED, joined
from desktop.services.roll_call import same_name
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.palette import SPACE_2, SPACE_4
from desktop.ui.qss import mark

LABELS = {
    "name": "Nama",
    "nik": "NIK",
    "household": "No. KK",
    "gender": "L/P",
    "born": "Tanggal lahir",
    "address": "Alamat",
    "phone": "HP",
    "role": "Jabatan atau unsur",
    "tags": "Tanda",
}


def differing(first: Resident, second: Resident) -> list[str]:
    """The fields in which both say something, and not the same; a title more or less makes no other name."""
    pairs = {name: (getattr(first, name), getattr(second, name)) for name in MERGED}
    found = [name for name, (one, other) in pairs.items() if one and other and one != other]
    return [name for name in found if name != "name" or same_name(first.name) != same_name(second.name)]


class MergeDialog(Dialog):
    """Read `entry` after exec(). The first entry's answers are chosen at first."""

    def __init__(self, first: Resident, second: Resident, parent: QWidget | None = None) -> None:
        super().__init__("Gabungkan menjadi satu warga", parent, width=720)
        self._pair = (first, second)
        self.groups: dict[str, QButtonGroup] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for at, text in enumerate(("Catatan pertama", "Catatan kedua"), 1):
            head = QLabel(text)
            mark(head, "label")
            grid.addWidget(head, 0, at)
        names = differing(first, second)
        for row, name in enumerate(names, 1):
            self._add(grid, row, name)
        same = [
            LABELS[name] for name in MERGED if name not in names and (getattr(first, name) or getattr(second, name))
        ]
        self.body.addWidget(words("Kedua catatan ini berbeda. Pilih isian yang benar menurut KTP atau KK.", "muted"))
        self.body.addLayout(grid)
        if same:
            text = ", ".join(same)
            self.body.addWidget(words(f"{text}: sama, atau hanya ada pada satu catatan. Diambil yang terisi.", "small"))
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Gabungkan", kind="primary", closes=QDialog.DialogCode.Accepted)
        first_button = self.groups[names[0]].button(0) if names else self.yes
        first_button.setFocus()

    def _add(self, grid: QGridLayout, row: int, name: str) -> None:
        label = QLabel(LABELS[name])
        mark(label, "strong")
        grid.addWidget(label, row, 0)
        group = QButtonGroup(self)
        for at, entry in enumerate(self._pair):
            button = QRadioButton(_shown(getattr(entry, name)))
            button.setAccessibleName(f"{LABELS[name]}: {button.text()}")
            button.setChecked(at == 0)
            group.addButton(button, at)
            grid.addWidget(button, row, at + 1)
        self.groups[name] = group

    @property
    def entry(self) -> Resident:
        """The one entry as it was chosen; looked at by a person, so its problem is settled."""
        second = self._pair[1]
        chosen: dict[str, Any] = {
            name: getattr(second, name) for name, group in self.groups.items() if group.checkedId() == 1
        }
        return replace(joined(*self._pair), **chosen, problem="")


def _shown(value: Any) -> str:
    """A field's value as people read it; numbers whole, for they are compared with the card."""
    if isinstance(value, tuple):
        return ", ".join(value)
    return value if isinstance(value, str) else format_day(value)
