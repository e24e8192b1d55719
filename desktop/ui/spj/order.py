"""The order of the packet's parts, moved up and down: kelurahan want them differently, and no rule says how."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QWidget

from desktop.domain.spj import SECTIONS
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2
from desktop.ui.qss import mark

ROW_LEAST = 32
"""Logical px: least height of a row that is clicked."""


class OrderDialog(Dialog):
    """`order()`: the keys of domain.spj.SECTIONS as they stand. Ctrl+up and Ctrl+down move the part chosen."""

    def __init__(self, keys: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__("Urutan isi berkas SPJ", parent, width=520)
        self.body.addWidget(words("Sampul dan daftar isi selalu di depan. Bagian yang kosong tidak dicetak.", "muted"))
        self.list = QListWidget()
        mark(self.list, "lines")
        self.list.setAccessibleName("Bagian berkas SPJ, dari depan ke belakang")
        self._fill(keys)
        self.list.setFixedHeight(max(self.list.sizeHintForRow(0), ROW_LEAST) * 8 + 8)
        self.list.currentRowChanged.connect(lambda _at: self._look())
        self.body.addWidget(self.list)
        self.up, self.down, self.usual = QPushButton("Naikkan"), QPushButton("Turunkan"), QPushButton("Urutan biasa")
        dress(self.up, "arrow-up")
        dress(self.down, "arrow-down")
        mark(self.usual, "quiet")
        self.up.setToolTip("Ctrl+↑")
        self.down.setToolTip("Ctrl+↓")
        self.up.clicked.connect(lambda _checked=False: self.move_by(-1))
        self.down.clicked.connect(lambda _checked=False: self.move_by(1))
        self.usual.clicked.connect(lambda _checked=False: self._fill(list(SECTIONS)))
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for button in (self.up, self.down, self.usual):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        for key, step in ((Qt.Key.Key_Up, -1), (Qt.Key.Key_Down, 1)):
            shortcut = QShortcut(QKeySequence(int(Qt.Modifier.CTRL.value) | int(key)), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda by=step: self.move_by(by))
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.keep = self.add_button("Pakai urutan ini", kind="primary", closes=QDialog.DialogCode.Accepted)
        self._look()

    def _fill(self, keys: Sequence[str]) -> None:
        self.list.clear()
        for key in keys:
            item = QListWidgetItem(SECTIONS[key])
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setSizeHint(QSize(0, max(ROW_LEAST, self.list.fontMetrics().height() + SPACE_2)))
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def order(self) -> list[str]:
        """The keys from front to back."""
        return [str(self.list.item(at).data(Qt.ItemDataRole.UserRole)) for at in range(self.list.count())]

    def move_by(self, step: int) -> None:
        """Move the part chosen by one place."""
        at = self.list.currentRow()
        if 0 <= at + step < self.list.count():
            item = self.list.takeItem(at)
            self.list.insertItem(at + step, item)
            self.list.setCurrentRow(at + step)

    def _look(self) -> None:
        at = self.list.currentRow()
        self.up.setEnabled(at > 0)
        self.down.setEnabled(0 <= at < self.list.count() - 1)
