"""Sharing one receipt over several items of the RABs: a bill with cement and sand on it."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.domain.money import format_rupiah
from desktop.domain.records import Split
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.grid import Grid, GridColumn
from desktop.ui.palette import SPACE_3, Tone
from desktop.ui.qss import mark
from desktop.ui.receipts.pick import Choice, Key


class SplitDialog(Dialog):
    """Shares `amount` (whole rupiah) over items. `left`: what is left of each item without this receipt.

    Read `splits` after exec().
    """

    def __init__(
        self,
        amount: int,
        splits: Sequence[Split],
        choices: Sequence[Choice],
        left: Mapping[Key, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Bagi kuitansi", parent, width=820)
        self._amount, self._left = amount, dict(left)
        options = _options(choices)
        self.body.addWidget(words(f"Bagi {format_rupiah(amount)} ke beberapa item RAB", "section"))
        self.grid = Grid(
            "Pembagian kuitansi",
            [
                GridColumn(name="item", title="Item RAB", kind="choice", stretch=True, options=options),
                GridColumn(name="left", title="Sisa item", kind="computed", compute=self._room),
                GridColumn(name="amount", title="Jumlah", kind="money", warn=self._over),
            ],
            total_of="amount",
            spare=4,
        )
        self.grid.rows.fill([{"item": (one.rab, one.line), "amount": one.amount} for one in splits])
        self.grid.setMinimumHeight(220)
        self.body.addWidget(self.grid, 1)
        self.state = QLabel()
        self.rest = QPushButton("Isi sisanya di sini")
        self.rest.setToolTip("Isi jumlah baris ini dengan yang belum terbagi (Ctrl+R)")
        self.rest.setAutoDefault(False)
        self.rest.clicked.connect(lambda _checked=False: self.fill_rest())
        line = QHBoxLayout()
        line.setSpacing(SPACE_3)
        line.addWidget(self.state, 1)
        line.addWidget(self.rest)
        self.body.addLayout(line)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected).setAutoDefault(False)
        self.yes = self.add_button("Bagi", kind="primary", closes=QDialog.DialogCode.Accepted)
        for keys, deed in (("Ctrl+R", self.fill_rest), ("Ctrl+Return", self.finish)):
            QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut).activated.connect(deed)
        self.grid.rows.edited.connect(self._look_again)
        self._look_again()
        self.grid.setFocus()

    def _room(self, values: Mapping[str, Any]) -> int | None:
        key = values.get("item")
        return max(self._left.get(key, 0), 0) if isinstance(key, tuple) else None

    def _over(self, value: Any, values: Mapping[str, Any]) -> str:
        key = values.get("item")
        if not value or not isinstance(key, tuple) or value <= max(self._left.get(key, 0), 0):
            return ""
        over = value - max(self._left.get(key, 0), 0)
        return f"Lebih {format_rupiah(over)} dari sisa item ini. Boleh disimpan, tetapi ditandai."

    @property
    def splits(self) -> tuple[Split, ...]:
        """The shares as they stand, one per item."""
        sums: dict[Key, int] = {}
        for row in self.grid.rows.lines():
            key = row["item"]
            if isinstance(key, tuple) and row["amount"]:
                sums[key] = sums.get(key, 0) + int(row["amount"])
        return tuple(Split(rab=rab, line=line, amount=share) for (rab, line), share in sums.items())

    @property
    def missing(self) -> int:
        """What is not shared yet, whole rupiah; below zero where too much is."""
        return self._amount - sum(one.amount for one in self.splits)

    def fill_rest(self) -> None:
        """The current row gets what is not shared yet, on top of what it has."""
        at = self.grid.currentIndex().row()
        if self.missing <= 0 or at < 0:
            return
        row = self.grid.rows.row(at)
        now = row.cell("amount").value or 0
        counted = isinstance(row.cell("item").value, tuple)
        self.grid.rows.type_text(at, 2, format_rupiah((now if counted else 0) + self.missing))

    def finish(self) -> None:
        """Ctrl+Enter: done, when everything is shared."""
        if self.yes.isEnabled():
            self.accept()

    def _look_again(self) -> None:
        missing, bad = self.missing, bool(self.grid.rows.bad_cells())
        lost = any(row["amount"] and not isinstance(row["item"], tuple) for row in self.grid.rows.lines())
        if bad:
            text, tone = "Ada isian yang belum terbaca.", Tone.PROBLEM
        elif lost:
            text, tone = "Ada jumlah yang belum punya item. Pilih itemnya.", Tone.ATTENTION
        elif missing > 0:
            text, tone = f"Masih {format_rupiah(missing)} belum terbagi.", Tone.ATTENTION
        elif missing < 0:
            text, tone = f"Terbagi lebih {format_rupiah(-missing)} dari jumlah kuitansi.", Tone.PROBLEM
        else:
            text, tone = "Seluruh jumlah sudah terbagi.", Tone.GOOD
        self.state.setText(text)
        mark(self.state, str(tone))
        self.rest.setEnabled(missing > 0)
        self.yes.setEnabled(tone is Tone.GOOD)


def _options(choices: Sequence[Choice]) -> list[tuple[Key, str]]:
    """Each item by name and activity; what is called the same gets a number, so that it can be told apart."""
    seen: dict[str, int] = {}
    found: list[tuple[Key, str]] = []
    for one in choices:
        name = f"{one.text} – {one.detail}" if one.detail else one.text
        seen[name] = seen.get(name, 0) + 1
        found.append((one.key, name if seen[name] == 1 else f"{name} ({seen[name]})"))
    return found
