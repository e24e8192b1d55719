"""The list of the archive: everything the desk keeps, by pages, with what each row says."""

from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.services.search import FoundEntry
from desktop.services.search_texts import GROUPS
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.palette import Tone
from desktop.ui.qss import mark
from desktop.ui.receipts.paged import PagedModel, PagedView, Pages
from desktop.ui.remember import Remembered
from desktop.ui.status import Status
from desktop.ui.tables import Column

STATES: Final[dict[str, Status]] = {
    "saved": Status("Tersimpan", "device-floppy", Tone.NEUTRAL),
    "changed": Status("Berubah", "pencil", Tone.ATTENTION),
    "sent": Status("Diajukan", "send", Tone.INFO),
    "conflict": Status("Perlu dipilih", "alert-triangle", Tone.PROBLEM),
    "issued": Status("Dicetak", "printer", Tone.GOOD),
}
"""Where a record or paper stands, by the index's word."""

PUBLISHED: Final = Status("Terbit", "send", Tone.INFO)
"""What the kelurahan sent out: nobody decides on it, so it was not handed in."""

REMOVED: Final = Status("Dihapus", "trash", Tone.NEUTRAL)
"""What lies in the trash: where it stood before says nothing any more."""

PAGE: Final = 100
_NAME: Final = "arsip"
NARROW_HIDES: Final = ((2, 1020), (4, 830), (3, 710), (0, 530))
"""Columns that go where the list is narrower than so many logical px: number, amount, day, kind. The pane says all."""


def day_of(one: FoundEntry) -> str:
    """The day as people read it; "" without one."""
    return format_day(date.fromisoformat(one.day)) if one.day else ""


def stands(one: FoundEntry) -> Status | None:
    """The word for where an entry stands; None for a word of the index that has none."""
    if one.removed:
        return REMOVED
    return PUBLISHED if one.state == "sent" and one.type.startswith("k.") else STATES.get(one.state)


def columns() -> list[Column[FoundEntry]]:
    """Kind, title, number, day, amount, state."""
    return [
        Column("Jenis", lambda one: GROUPS[one.kind], "code"),
        Column("Judul", lambda one: one.title, stretch=True, spoken=lambda one: f"{one.title}. {one.detail}"),
        Column("Nomor", lambda one: one.number if len(one.number) <= 24 else "", "code"),
        Column("Tanggal", day_of, "code"),
        Column("Jumlah", lambda one: one.amount, "money"),
        Column("Keadaan", stands, "status"),
    ]


class ArchiveList(QWidget):
    """`chosen`: another row is current (None for none). `opened`: Enter or a double click."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(
        self, work: Workplace, empty: EmptyState, nothing: EmptyState, remembered: Remembered, parent: QWidget
    ) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self._work, self._remembered = work, remembered
        self._places: list[int] = []
        specs = columns()
        self.model: PagedModel[FoundEntry] = PagedModel(specs, self)
        self.view = PagedView(specs)
        self.view.setAccessibleName("Daftar arsip")
        self.view.show_model(self.model)
        header = self.view.horizontalHeader()
        header.setSectionsClickable(False)
        if remembered.restore_columns(header, _NAME):
            self.view.setProperty("widths_kept", True)
        header.sectionResized.connect(lambda *_: self._keep_widths())
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.row()))
        self.view.entered_row.connect(lambda _at: self._open())
        self.view.doubleClicked.connect(lambda _index: self._open())
        self.empty, self.nothing = empty, nothing
        self._stack = QStackedWidget()
        for widget in (self.view, empty, nothing):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack, 1)

    @property
    def count(self) -> int:
        """How many rows the list has."""
        return len(self._places)

    def row(self) -> FoundEntry | None:
        """The current row."""
        index = self.view.currentIndex()
        return self.model.row(index.row()) if index.isValid() else None

    def put(self, places: list[int], *, narrowed: bool) -> None:
        """Show these entries; the one chosen stays chosen when it is among them. `narrowed`: words or facets hold."""
        kept = self.row()
        self._places = places
        self.model.put(Pages(len(places), PAGE, self._page))
        self._stack.setCurrentWidget(self.view if places else self.nothing if narrowed else self.empty)
        self.view.fit()
        if kept is not None and kept.id in places:
            self.choose(kept.id)
        else:
            self.chosen.emit(None)

    def choose(self, place: int) -> bool:
        """Make the entry at this place of the index current. False when it is not in the list."""
        if place not in self._places:
            return False
        at = self._places.index(place)
        self.view.setCurrentIndex(self.model.index(at, 1))
        self.view.scrollTo(self.model.index(at, 1))
        return True

    def fit_width(self, wide: int) -> None:
        """Hide what there is no room for; `wide`: logical px of the list at normal text size."""
        for column, least in NARROW_HIDES:
            self.view.setColumnHidden(column, wide < least)
        self.view.fit()

    def _page(self, number: int) -> list[FoundEntry]:
        return self._work.search.rows(self._places[number * PAGE : (number + 1) * PAGE])

    def _open(self) -> None:
        row = self.row()
        if row is not None:
            self.opened.emit(row)

    def _keep_widths(self) -> None:
        if self.view.property("widths_kept"):
            self._remembered.keep_columns(self.view.horizontalHeader(), _NAME)
