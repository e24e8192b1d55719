"""All wage lists of a Pokmas, and who worked where on one day."""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.dates import DAY_NAMES, format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.wages import format_days, on_day, period_words
from desktop.services.wages import ListedWages
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState, words
from desktop.ui.forms import DateField
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, Tone
from desktop.ui.qss import mark
from desktop.ui.remember import Remembered
from desktop.ui.status import LOCKED, Status
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.theme import look
from desktop.ui.value_fields import day_to_offer, today_here

EMPTY = "Belum ada daftar upah. Tandai siapa yang bekerja tiap hari, lalu bayar dengan satu kuitansi."
OPEN = Status("Belum dibayar", "clock", Tone.ATTENTION)
PAID = Status("Dibayar", "check", Tone.GOOD)
_SIDE = 300


class WageTab(QWidget):
    """`opened`: the uid of a list, "" for a new one."""

    opened = Signal(str)

    def __init__(self, work: Workplace, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self._work = work
        self._lists: list[ListedWages] = []
        columns = _columns()
        self.table: Table[ListedWages] = Table(
            "daftar-upah",
            columns,
            in_memory(lambda: list(reversed(self._lists)), columns),
            key=lambda row: row.uid,
            title="Daftar upah",
            empty=EmptyState(EMPTY, "Buat daftar upah", lambda: self.opened.emit(""), icon="users"),
            filters=False,
            remembered=remembered,
        )
        self.table.opened.connect(lambda row: self.opened.emit(row.uid))
        self.table.count.hide()
        self.side = self._presence()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.side)

    def _presence(self) -> QFrame:
        """Who was where on a day; a worker in two places stands out in words."""
        self.day = DateField("day", "Siapa bekerja pada", year=self._work.info.year, width=190)
        self.day.set_value(day_to_offer(self._work.info.year, today_here()))
        self.day.changed.connect(self._show_day)
        self.people, self.count = words(""), words("", "muted")
        inside = QWidget()
        mark(inside, "surface")
        lay = QVBoxLayout(inside)
        lay.setContentsMargins(0, 0, SPACE_1, 0)
        lay.setSpacing(SPACE_1)
        lay.addWidget(self.people)
        lay.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        card = QFrame()
        mark(card, "card")
        card.setAccessibleName("Pekerja hari ini")
        card.setFixedWidth(round(_SIDE * look().points / 10.5))
        body = QVBoxLayout(card)
        body.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        body.setSpacing(SPACE_2)
        body.addWidget(self.day)
        body.addWidget(self.count)
        body.addWidget(area, 1)
        return card

    # --- contents ----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the lists again; the day shown at first is the last one anybody worked on."""
        first = not self._lists
        self._lists = self._work.wages.lists()
        days = [day for one in self._lists for row in one.data.rows for day in row.days]
        if first and days:
            self.day.set_value(max(days))
        self.table.reload()
        self._show_day()

    def _show_day(self) -> None:
        try:
            day = self.day.value()
        except RuleViolation:
            return
        if not isinstance(day, datetime.date):
            return
        titles = {one.uid: one.title or "kegiatan tanpa judul" for one in self._lists}
        places: dict[str, list[str]] = {}
        named: dict[str, str] = {}
        load: dict[str, Decimal] = {}
        for name, job, uid, part in on_day(self._work.wages.ledger(), day):
            key = name.casefold()
            named.setdefault(key, f"{name} ({job})" if job else name)
            places.setdefault(key, []).append(titles.get(uid, "") + (" (½ hari)" if part < 1 else ""))
            load[key] = load.get(key, Decimal(0)) + part
        self.count.setText(f"{DAY_NAMES[day.weekday()]}, {format_day(day)}: {len(named)} orang")
        self.people.setText("\n\n".join(_person(named[key], where, load[key]) for key, where in places.items()))
        mark(self.people, "attention" if any(part > 1 for part in load.values()) else "")

    @property
    def chosen(self) -> str:
        """The list the keyboard is on, "" for none."""
        row = self.table.row()
        return row.uid if row is not None else ""

    def set_narrow(self, narrow: bool) -> None:
        """Little width: the table alone."""
        self.side.setVisible(not narrow)


def _person(name: str, places: Sequence[str], load: Decimal) -> str:
    """A worker and where; `load`: how much of the day, more than one is impossible."""
    if load > 1:
        return f"{name}: di {len(places)} tempat! {'; '.join(places)}"
    return f"{name}\n{'; '.join(places)}"


def _columns() -> list[Column[ListedWages]]:
    return [
        Column("Status", _status, "status", sortable=False),
        Column("Hari kerja", lambda row: period_words(row.data.rows), sortable=False, width=190),
        Column("Kegiatan", lambda row: row.title, stretch=True, sortable=False),
        Column("HOK", lambda row: format_days(row.sums.days), "number", sortable=False),
        Column("Jumlah", lambda row: row.sums.gross, "money", sortable=False),
        Column("Kuitansi", lambda row: row.receipt.number if row.receipt else "", "code", sortable=False),
    ]


def _status(row: ListedWages) -> Status:
    if row.receipt is None:
        return OPEN
    return LOCKED if row.locked else PAID
