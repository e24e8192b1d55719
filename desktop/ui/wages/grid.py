"""The sheet of a wage list: a worker a row, a day a column, ticked by one key, one click or a paste from Excel.

A day is a whole one, half a one, or none.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop.domain.dates import DAY_NAMES
from desktop.domain.records import WageRow
from desktop.domain.typed import tidy
from desktop.domain.wages import format_days, pay_for
from desktop.services.desk import new_uid
from desktop.ui.grid import Grid, GridColumn
from desktop.ui.grid_cells import split_block
from desktop.ui.strip import announce

HERE: Final = "√"
HALF: Final = "½"
_ABSENT: Final = frozenset({"", "0", "-", "–", "tidak", "a", "alpa"})
_HALVES: Final = frozenset({"½", "0,5", "0.5", ",5", ".5", "1/2", "s", "setengah", "setengah hari"})
_TICKS: Final = frozenset("xXvV1√+")
_HALF_KEYS: Final = frozenset("5½sS")
_SAID: Final = {HERE: "hadir", HALF: "setengah hari", "": "tidak hadir"}
_FIRST_DAY: Final = 3
"""Columns before the days: name, job, pay per day."""

Days = tuple[datetime.date, ...]
TaxOf = Callable[[str, int, Days, Days], int]
"""The tax (whole rupiah) of a worker by name, pay per day, days and which of them are half ones."""
ClashOf = Callable[[str, datetime.date], str]
"""A sentence when this worker stands somewhere else on this day, "" when not."""


class WageGrid(Grid):
    """`days`: the columns to tick. `names`, `jobs`: to complete from."""

    def __init__(
        self,
        days: Sequence[datetime.date],
        *,
        names: Sequence[str] = (),
        jobs: Sequence[str] = (),
        tax_of: TaxOf | None = None,
        clash_of: ClashOf | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self.days = list(days)
        self._tax_of = tax_of or (lambda _name, _rate, _days, _halves: 0)
        self._clash_of = clash_of or (lambda _name, _day: "")
        self._locked = False
        columns = [
            GridColumn(name="name", title="Nama pekerja", stretch=True, longest=200, suggest=lambda: names),
            GridColumn(name="job", title="Pekerjaan", width=104, longest=200, suggest=lambda: jobs),
            GridColumn(name="rate", title="Upah sehari", kind="money"),
            *(self._day_column(day) for day in self.days),
            GridColumn(name="worked", title="HOK", kind="computed", compute=self._worked, shown=_shown_days),
            GridColumn(name="earned", title="Jumlah", kind="computed", compute=self._earned),
            GridColumn(name="tax", title="PPh 21", kind="computed", compute=self._tax),
            GridColumn(name="net", title="Diterima", kind="computed", compute=self._net),
        ]
        super().__init__("Daftar upah", columns, total_of="earned", spare=4, parent=parent)
        self.horizontalHeader().setMinimumSectionSize(40)
        self.fit()
        self.clicked.connect(self._clicked)

    def _day_column(self, day: datetime.date) -> GridColumn:
        title = f"1/{day.month}" if day.day == 1 else str(day.day)

        def warn(value: Any, values: Mapping[str, Any]) -> str:
            return self._clash_of(str(values.get("name") or ""), day) if value else ""

        return GridColumn(name=day.isoformat(), title=title, width=40, longest=1, warn=warn)

    # --- contents ----------------------------------------------------------------------------------------------------

    def fill(self, rows: Sequence[WageRow]) -> None:
        """Show these workers; days outside the period are not shown. Forgets undo."""
        self.rows.fill(
            [
                {
                    "uid": row.uid,
                    "name": row.name,
                    "job": row.job,
                    "rate": row.rate,
                    **{day.isoformat(): HALF if day in row.halves else HERE for day in row.days if day in self.days},
                }
                for row in rows
            ]
        )

    def wage_rows(self) -> tuple[WageRow, ...]:
        """The workers as they stand, tax left out; a row typed anew gets its uid here."""
        found: list[WageRow] = []
        for row in self.rows.lines():
            uid = str(row["uid"] or "")
            if not uid or any(one.uid == uid for one in found):
                uid = new_uid()
            found.append(
                WageRow(
                    uid=uid,
                    name=str(row["name"] or ""),
                    job=str(row["job"] or ""),
                    days=self._days_of(row),
                    rate=int(row["rate"] or 0),
                    halves=self._days_of(row, HALF),
                )
            )
        return tuple(found)

    def _days_of(self, values: Mapping[str, Any], sign: str = "") -> Days:
        """The days of a row, or those that bear this sign."""
        told = ((day, values.get(day.isoformat())) for day in self.days)
        return tuple(day for day, text in told if (text == sign if sign else text))

    def _worked(self, values: Mapping[str, Any]) -> int | None:
        """In halves of a day: what is computed here is a whole number."""
        return 2 * len(self._days_of(values)) - len(self._days_of(values, HALF))

    def _earned(self, values: Mapping[str, Any]) -> int | None:
        rate = values.get("rate")
        return pay_for(int(rate), Decimal(self._worked(values) or 0) / 2) if rate else None

    def _tax(self, values: Mapping[str, Any]) -> int | None:
        rate, name = values.get("rate"), str(values.get("name") or "")
        return self._tax_of(name, int(rate), self._days_of(values), self._days_of(values, HALF)) if rate else None

    def _net(self, values: Mapping[str, Any]) -> int | None:
        earned, tax = self._earned(values), self._tax(values)
        return earned - (tax or 0) if earned is not None else None

    def set_locked(self, locked: bool) -> None:
        """A list that was handed in is only read."""
        self._locked = locked
        triggers = QAbstractItemView.EditTrigger
        usual = triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked
        self.setEditTriggers(triggers.NoEditTriggers if locked else usual)
        self.rows.set_open_end(not locked)

    # --- ticking -----------------------------------------------------------------------------------------------------

    def is_day(self, column: int) -> bool:
        """Whether a column is a day."""
        return _FIRST_DAY <= column < _FIRST_DAY + len(self.days)

    def day_of(self, column: int) -> datetime.date:
        """The day of a column."""
        return self.days[column - _FIRST_DAY]

    def tick(self, row: int, column: int, sign: str) -> None:
        """Say that a worker was there on a day (HERE), half of it (HALF), or was not ("")."""
        if self._locked or not self.is_day(column):
            return
        if sign:
            self.rows.type_text(row, column, sign)
        else:
            self.rows.clear([(row, column)])
        name = str(self.rows.row(row).cell("name").value or "")
        day = self.day_of(column)
        announce(self, f"{name} {DAY_NAMES[day.weekday()]} {day.day}: {_SAID[sign]}")

    def tick_half(self) -> None:
        """The days chosen are half ones."""
        for row, column in self._chosen():
            if not self.rows.row(row).blank:
                self.tick(row, column, HALF)

    def tick_all(self) -> None:
        """Everybody who is named was there on every day; one undo step."""
        if self._locked:
            return
        last = max((at for at in range(self.rows.rowCount()) if self._named(at)), default=-1)
        if last >= 0:
            block = [[HERE if self._named(at) else "" for _ in self.days] for at in range(last + 1)]
            self.rows.paste(0, _FIRST_DAY, block, self._ask)

    def _named(self, at: int) -> bool:
        return bool(tidy(str(self.rows.row(at).cell("name").value or "")))

    def _ticked(self, row: int, column: int) -> bool:
        return bool(self.rows.row(row).cell(self.day_of(column).isoformat()).text)

    def _clicked(self, index: QModelIndex) -> None:
        if self.is_day(index.column()) and not self.rows.row(index.row()).blank:
            self._turn_over(index.row(), index.column())

    def _turn_over(self, row: int, column: int) -> None:
        self.tick(row, column, "" if self._ticked(row, column) else HERE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """On a day Space turns the tick over; X (or 1, V) sets it, 5 (or S) half a day, and goes on to the next day."""
        if self._locked and self._deed(event) not in {None, "copy", "copy_with_headings"}:
            return
        index, text = self.currentIndex(), event.text()
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if not (index.isValid() and self.is_day(index.column()) and plain and text):
            super().keyPressEvent(event)
            return
        if text == " ":
            self._turn_over(index.row(), index.column())
        elif text in _TICKS or text in _HALF_KEYS or text in "0-":
            chosen = [place for place in self._chosen() if self.is_day(place[1])]
            for row, column in chosen:
                self.tick(row, column, HERE if text in _TICKS else HALF if text in _HALF_KEYS else "")
            if len(chosen) == 1:
                self.step_right()
        elif not text.isprintable():
            super().keyPressEvent(event)

    def edit(  # type: ignore[override]  # Qt's own two forms of one method
        self,
        index: QModelIndex | QPersistentModelIndex,
        trigger: QAbstractItemView.EditTrigger = QAbstractItemView.EditTrigger.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        """Days are ticked, never typed into."""
        if self._locked or self.is_day(index.column()):
            return False
        return super().edit(index, trigger, event)  # type: ignore[arg-type]  # Qt takes no event here

    def paste(self) -> None:
        """From the clipboard; whatever stands for presence (x, v, 1, H, hadir) becomes a tick, 0,5 or ½ half a day."""
        block = split_block(QGuiApplication.clipboard().text())
        index = self.currentIndex()
        if not block or not index.isValid() or self._locked:
            return
        start = index.column()
        read = [[self._pasted(start + at, text) for at, text in enumerate(line)] for line in block]
        count = self.rows.paste(index.row(), start, read, self._ask)
        if count:
            announce(self, f"{count} baris ditempel")

    def _pasted(self, column: int, text: str) -> str:
        if not self.is_day(column):
            return text
        told = tidy(text).casefold()
        return "" if told in _ABSENT else HALF if told in _HALVES else HERE


def _shown_days(halves: int) -> str:
    return format_days(Decimal(halves) / 2)
