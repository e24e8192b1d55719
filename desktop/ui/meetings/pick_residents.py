"""Choosing residents for a list: filter, tick, take."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.domain.people import comparison_name
from desktop.services.residents import ResidentRow
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.qss import mark


class PickResidents(Dialog):
    """Read `chosen` after exec(): uids in the order of the list."""

    def __init__(self, rows: Sequence[ResidentRow], title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent, width=560)
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Saring nama")
        self.filter.setAccessibleName("Saring nama warga")
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._show)
        self.list = QListWidget()
        mark(self.list, "popup")
        self.list.setAccessibleName("Warga")
        self.list.setMinimumHeight(280)
        for row in rows:
            item = QListWidgetItem(_words(row))
            item.setData(Qt.ItemDataRole.UserRole, row.uid)
            item.setData(Qt.ItemDataRole.UserRole + 1, comparison_name(row.data.name))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._count())
        self.body.addWidget(words("Centang dengan Spasi atau klik. Alamat dan NIK ikut terisi.", "muted"))
        self.body.addWidget(self.filter)
        self.body.addWidget(self.list, 1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Tambahkan", kind="primary", closes=QDialog.DialogCode.Accepted)
        self._count()
        self.filter.setFocus()

    @property
    def chosen(self) -> list[str]:
        """The uids ticked."""
        items = (self.list.item(at) for at in range(self.list.count()))
        return [
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() == Qt.CheckState.Checked
        ]

    def _show(self, text: str) -> None:
        wanted = text.casefold().split()
        for at in range(self.list.count()):
            item = self.list.item(at)
            name = str(item.data(Qt.ItemDataRole.UserRole + 1))
            item.setHidden(not all(word in name for word in wanted))

    def _count(self) -> None:
        count = len(self.chosen)
        self.yes.setText(f"Tambahkan {count} warga" if count else "Tambahkan")
        self.yes.setEnabled(count > 0)


def _words(row: ResidentRow) -> str:
    parts = [row.data.name, row.data.address, "" if row.data.nik else "NIK kosong"]
    return "   ".join(part for part in parts if part)
