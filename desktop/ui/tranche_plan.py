"""The tranches of a contract: ready-made shares, own shares, and a small grid whose sum must be the value."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, Literal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton

from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_percent, format_rupiah
from desktop.domain.records import Tranche
from desktop.domain.rulesheet_words import MECHANISMS
from desktop.domain.tranches import TEMPLATES, split_months, split_tranches
from desktop.services.desk import new_uid
from desktop.ui.cards import Card, words
from desktop.ui.grid import Grid, GridColumn
from desktop.ui.palette import SPACE_2, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.qss import mark

Payment = Literal["", "once", "tranches", "monthly"]
_ROWS_SHOWN, _MOST_SHOWN = 3, 8


def mechanism_options() -> list[tuple[str, str]]:
    """How the money is paid out: by the year's rules, else as the contract says."""
    return [("", "Menurut aturan tahun ini"), *MECHANISMS.items()]


class TranchePlan(Card):
    """`altered`: the user changed something; `asks`: value and term are needed as they stand now. `paid`:
    tranches (uid) money was sent for; they cannot be dropped."""

    altered = Signal()
    asks = Signal()

    def __init__(self, paid: Sequence[str] = ()) -> None:
        super().__init__("Tahap pencairan")
        self._paid, self._value = frozenset(paid), 0
        self._start: date | None = None
        self._end: date | None = None
        self._monthly = False
        hint = "Pembagiannya menurut kesepakatan; tidak ada yang diwajibkan aturan. Jumlahnya harus sama."
        self.body.addWidget(words(hint, "muted"))
        ready = QHBoxLayout()
        ready.setSpacing(SPACE_2)
        self.ready: list[QPushButton] = []
        for name, shares in TEMPLATES.items():
            self._offer(ready, name, partial(self.use, shares))
        ready.addStretch(1)
        own = QHBoxLayout()
        own.setSpacing(SPACE_2)
        label = QLabel("Bagian lain (persen)")
        mark(label, "label")
        self.own = QLineEdit()
        self.own.setPlaceholderText("70/30")
        self.own.setAccessibleName("Bagian lain dalam persen")
        self.own.setMaxLength(60)
        self.own.returnPressed.connect(self.use_own)
        label.setBuddy(self.own)
        self.divide = QPushButton("Bagi")
        self.divide.clicked.connect(lambda _checked=False: self.use_own())
        for widget in (label, self.own, self.divide):
            own.addWidget(widget)
        self._offer(own, "Bulanan", self.use_months)
        self.trouble = words("", "problem")
        self.trouble.hide()
        self.grid = Grid(
            "Tahap pencairan",
            [
                GridColumn(name="amount", title="Jumlah tahap", kind="money"),
                GridColumn(name="share", title="Bagian", width=84, read_only=True),
                GridColumn(name="condition", title="Syarat", stretch=True),
            ],
            total_of="amount",
            spare=3,
        )
        self.grid.rows.edited.connect(self._edited)
        self.sums = QLabel()
        self.sums.setWordWrap(True)
        self.body.addLayout(ready)
        self.body.addLayout(own)
        self.body.addWidget(self.trouble)
        self.body.addWidget(self.grid)
        self.body.addWidget(self.sums)

    def _offer(self, row: QHBoxLayout, name: str, run: Callable[[], object]) -> None:
        button = QPushButton(name)
        button.setAccessibleName(f"Bagi tahap {name}")
        button.clicked.connect(lambda _checked=False: run())
        row.addWidget(button)
        self.ready.append(button)

    # --- contents ----------------------------------------------------------------------------------------------------

    def fill(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """Show these rows (uid, amount, condition); nothing to take back afterwards."""
        self.grid.rows.fill([{**row, "share": self._share(int(row.get("amount") or 0))} for row in lines])
        high = self.grid.horizontalHeader().sizeHint().height()
        rows = min(max(len(lines) + 1, _ROWS_SHOWN), _MOST_SHOWN)
        self.grid.setFixedHeight(high + rows * self.grid.verticalHeader().defaultSectionSize() + 6)
        self._look()

    def put_value(self, value: int) -> None:
        """The contract's value, whole rupiah, that the tranches must come to."""
        self._value = value
        self._look()

    def put_term(self, start: date | None, end: date | None) -> None:
        """The contract's term, for tranches by month."""
        self._start, self._end = start, end

    def payment(self, before: Payment = "") -> Payment:
        """How the contract is paid, as its tranches stand. `before`: what it said so far."""
        count = len(self.grid.rows.lines())
        if count == 1:
            return "once"
        return ("monthly" if self._monthly or before == "monthly" else "tranches") if count else ""

    def lines(self) -> list[dict[str, Any]]:
        """The rows for a draft."""
        names = ("uid", "amount", "condition")
        return [{name: row[name] for name in names} for row in self.grid.rows.lines()]

    def tranches(self) -> tuple[Tranche, ...]:
        """The tranches as they stand, numbered from the top; a row typed here gets a uid."""
        return tuple(
            Tranche(
                uid=str(row["uid"] or "") or new_uid(),
                number=number,
                amount=row["amount"] or 0,
                condition=row["condition"] or "",
            )
            for number, row in enumerate(self.grid.rows.lines(), 1)
        )

    @property
    def total(self) -> int:
        """Whole rupiah."""
        return self.grid.rows.total()

    def use_own(self) -> None:
        """The shares typed, as `70/30` or `70 30`."""
        parts = self.own.text().replace("%", " ").replace("/", " ").replace(",", " ").replace("-", " ").split()
        if not parts or not all(part.isdecimal() for part in parts):
            self._refuse("Tulis bagian tiap tahap dalam persen, misalnya 70/30.")
            self.own.setFocus()
            return
        self.use([int(part) for part in parts])

    def use(self, shares: Sequence[int]) -> None:
        """Tranches by these shares (percent) of the value; those that exist keep their place and condition."""
        self.asks.emit()
        try:
            amounts = split_tranches(self._value, shares)
        except RuleViolation as problem:
            self._refuse(explain(problem))
            return
        self._monthly = False
        self._put_amounts(amounts)

    def use_months(self) -> None:
        """One tranche for each month of the contract's term."""
        self.asks.emit()
        try:
            amounts = split_months(self._value, self._start, self._end)
        except RuleViolation as problem:
            self._refuse(explain(problem))
            return
        self._monthly = True
        self._put_amounts(amounts)

    def _put_amounts(self, amounts: Sequence[int]) -> None:
        self.trouble.hide()
        old = self.grid.rows.lines()
        self.fill(
            [
                {
                    "uid": old[at]["uid"] if at < len(old) else "",
                    "amount": amount,
                    "condition": (old[at]["condition"] if at < len(old) else "") or "",
                }
                for at, amount in enumerate(amounts)
            ]
        )
        self.altered.emit()

    def _refuse(self, text: str) -> None:
        self.trouble.setText(text)
        self.trouble.show()

    def _edited(self) -> None:
        self.asks.emit()
        self._look()
        self.altered.emit()

    def _share(self, amount: int) -> str:
        return format_percent(amount * 10_000 // self._value) if self._value and amount else ""

    def _look(self) -> None:
        """Whether the tranches come to the value."""
        total = self.total
        if not total:
            text, tone = "Belum ada tahap. Pakai salah satu pembagian di atas, atau ketik sendiri.", "muted"
        elif total == self._value:
            text, tone = f"Jumlah tahap {format_rupiah(total)}, sama dengan nilai kontrak.", str(Tone.GOOD)
        else:
            gap = format_rupiah(abs(self._value - total))
            more = "kurang" if total < self._value else "lebih"
            text, tone = f"Jumlah tahap {format_rupiah(total)}, {more} {gap} dari kontrak.", str(Tone.PROBLEM)
        self.sums.setText(text)
        mark(self.sums, tone)

    def problems(self) -> list[Problem]:
        """What must be mended before the contract can be saved."""
        found = self.grid.problems()
        if not self.grid.rows.lines():
            text = "Belum ada tahap. Pakai salah satu pembagian, atau ketik sendiri."
            found.append(Problem(text=text, jump=self.ready[0].setFocus))
        elif self.total != self._value:
            text = f"Jumlah tahap {format_rupiah(self.total)} harus sama dengan nilai {format_rupiah(self._value)}."
            found.append(Problem(text=text, jump=self.grid.setFocus))
        if self._paid - {one.uid for one in self.tranches()}:
            text = "Tahap yang dananya sudah cair tidak bisa dihapus. Kembalikan barisnya."
            found.append(Problem(text=text, jump=self.grid.setFocus))
        return found
