"""Siapa yang datang: how often each resident, and each household, came to the meetings."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.domain.errors import Trouble
from desktop.services.presence import Held, Presence
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ask_save
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.segments import Segments
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.theme import look

EMPTY: Final = "Belum ada rembug yang daftar hadirnya terisi. Catat dahulu siapa yang hadir di halaman Rembug."
_PARTS: Final = ("Warga", "KK", "Belum hadir")
_SIDE: Final = 330
"""Width of the meetings beside the list (logical px at the usual text size)."""
_NARROW: Final = 1000


class PresencePage(Page):
    """Opened from the list of meetings; nothing is written here."""

    shows = frozenset({"d.meeting", "d.attendance", "d.resident"})

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Siapa yang datang", topic="L05", scrolls=False)
        self._work = work
        self._held: list[Held] = []
        self._rows: list[Presence] = []
        columns: list[Column[Presence]] = [
            Column("Nama", lambda row: row.name, stretch=True),
            Column("Orang", lambda row: row.people, "number"),
            Column("Alamat", lambda row: row.address, width=180),
            Column("Hadir", _how_often, "code", sort=lambda row: len(row.came)),
            Column("Terakhir hadir", lambda row: row.last, "date", sort=_day),
        ]
        self.table: Table[Presence] = Table(
            "kehadiran",
            columns,
            in_memory(lambda: self._rows, columns),
            key=lambda row: row.uid,
            title="Siapa yang datang",
            empty=EmptyState(EMPTY, icon="list-check"),
            remembered=window.remembered,
        )
        self.which = Segments(enumerate(_PARTS), "Yang ditampilkan")
        self.which.picked.connect(lambda _at: self._show())
        self.table.add_tool(self.which)
        self.table.chosen.connect(self._show_one)
        self.sentence = words("", "muted")
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self.table, 1)
        row.addWidget(self._make_side())
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(self.sentence)
        self.body.addLayout(row, 1)

    def _make_side(self) -> QWidget:
        self.name = words("", "section")
        self.name.setMinimumHeight(self.table.filter.sizeHint().height())  # the list begins where the table does
        self.meetings = QListWidget()
        mark(self.meetings, "popup")
        self.meetings.setAccessibleName("Rembug yang dihadiri dan tidak")
        self.meetings.setWordWrap(True)
        self.meetings.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side = QWidget()
        mark(self.side, "clear")
        inside = QVBoxLayout(self.side)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_3)
        inside.addWidget(self.name)
        inside.addWidget(self.meetings, 1)
        return self.side

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Rembug", self.closes.emit),)

    def page_actions(self) -> PageActions:
        return PageActions(
            secondary=(
                Command(
                    text="Simpan ke Excel…",
                    icon="download",
                    run=self.export,
                    menu=Menu.FILE,
                    enabled=bool(self._rows),
                    why_not="Belum ada yang dapat disimpan.",
                ),
            ),
        )

    def reload(self) -> None:
        self._held = self._work.presence.held()
        self._show()
        if self._rows and self.table.row() is None:
            self.table.view.selectRow(0)
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_one(self.table.row())

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        service, at = self._work.presence, self.which.key
        everybody = (service.households() if at == 1 else service.residents()) if self._held else []
        self._rows = [row for row in everybody if not row.came] if at == 2 else everybody
        came = sum(bool(row.came) for row in everybody)
        noun = "KK" if at == 1 else "warga"
        self.sentence.setText(
            f"{len(self._held)} rembug dan sosialisasi tercatat. {came} dari {len(everybody)} {noun} pernah hadir."
            if self._held
            else ""
        )
        for one in (self.which, self.sentence, self.side):
            one.setVisible(bool(self._held))
        self.table.reload()
        self.table.load_all()
        self._fit()
        self.actions_changed.emit()

    def _show_one(self, row: Presence | None) -> None:
        self.name.setText(row.name if row else "")
        self.meetings.clear()
        for one in self._held if row else ():
            here = bool(row and one.uid in row.came)
            day = format_day(one.date) if one.date else "tanpa tanggal"
            text = f"{'Hadir' if here else 'Tidak hadir'} · {day}\n{one.title or 'Rembug'}"
            self.meetings.addItem(QListWidgetItem(text))

    def _fit(self) -> None:
        for at, column in enumerate(self.table.model.columns):
            hidden = (column.title == "Orang" and self.which.key != 1) or (column.title == "Alamat" and self._narrow)
            self.table.view.setColumnHidden(at, hidden)
        self.table.view.fit()

    @property
    def _narrow(self) -> bool:
        return self.width() < _NARROW * look().points / 10.5

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.side.setFixedWidth(min(round(_SIDE * look().points / 10.5), self.width() // (4 if self._narrow else 3)))
        self._fit()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def export(self) -> None:
        """The list as it is shown, a column for each meeting."""
        target = ask_save(self, "Simpan kehadiran", "Kehadiran warga.xlsx", "xlsx", "Berkas Excel")
        if target is None:
            return
        try:
            count = self._work.presence.export(self._rows, target)
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM, button="Coba lagi", run=self.export)
            return
        self.say(f"{count} baris tersimpan di {target.name}.", Tone.GOOD)


def _how_often(row: Presence) -> str:
    return f"{len(row.came)} dari {row.of}"


def _day(row: Presence) -> str:
    return row.last.isoformat() if row.last else ""
