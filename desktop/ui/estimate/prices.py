"""Price lists: taking one from a spreadsheet with its name, source and date, and looking prices up."""

from functools import partial
from pathlib import Path
from typing import Any

from msgspec import Struct
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.prices import KnownList
from desktop.services.take_table import FoundTable
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ask_open
from desktop.ui.estimate.take import TakeDialog, Try
from desktop.ui.fields import TextField
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.status import Status, StatusChip
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.value_fields import DateField

_IN_FORCE = Status("Dipakai", "check", Tone.GOOD)
_OLD = Status("Tidak dipakai", "minus", Tone.NEUTRAL)


class PricesTakeDialog(TakeDialog):
    """As for a RAB, and what the list is called, who made it, which day it bears."""

    def __init__(self, name: str, table: FoundTable, trial: Try, parent: QWidget | None = None) -> None:
        self.list_name = TextField("name", "Nama daftar", width=270, longest=200)
        self.list_name.set_value(Path(name).stem)
        self.source = TextField("source", "Sumber", width=270, longest=200, placeholder="misalnya kelurahan, toko")
        self.day = DateField("date", "Tanggal daftar", year=None, width=190)
        super().__init__(name, table, trial, parent, what="Daftar harga")
        self.day.focus()

    def _add_fields(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self.list_name)
        row.addWidget(self.source)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.day)
        for field in (self.list_name, self.source, self.day):
            field.changed.connect(self._may_take)
            field.left.connect(self._may_take)

    def _ready(self) -> bool:
        return bool(self.head()["name"].strip()) and self.head()["day"] is not None

    def head(self) -> dict[str, Any]:
        """Name, source and day as typed; what cannot be read is missing."""
        try:
            day = self.day.value()
        except RuleViolation:
            day = None
        return {"name": self.list_name.text(), "source": self.source.text(), "day": day}

    def _may_take(self) -> None:
        super()._may_take()
        missing = "nama" if not self.head()["name"].strip() else "tanggal" if self.head()["day"] is None else ""
        self.yes.setToolTip(f"Isi {missing} daftar dahulu." if missing else "")


class PriceRow(Struct, frozen=True, kw_only=True):
    """One price as the table shows it."""

    key: str
    name: str
    unit: str
    price: int
    list_name: str


class PriceListsPage(Page):
    """The lists a desk compares prices with; at the kelurahan, those it sends to every desk."""

    shows = frozenset({"d.price_list", "k.price_list"})

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Daftar harga", topic="L07", scrolls=False)
        self._work, self._window = work, window
        self._lists: list[KnownList] = []
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_3)
        goes = " Daftar dari sini ikut terkirim ke semua RT dan Pokmas." if work.prices.writes_for_all else ""
        self.lead = words(
            f"Harga pada RAB dibandingkan dengan daftar yang dipakai tahun {work.info.year}.{goes}", "muted"
        )
        self.body.addWidget(self.lead)
        self._shelf = QVBoxLayout()
        self._shelf.setSpacing(SPACE_2)
        self.body.addLayout(self._shelf)
        specs: list[Column[PriceRow]] = [
            Column("Nama", lambda row: row.name, stretch=True),
            Column("Satuan", lambda row: row.unit, width=90),
            Column("Harga", lambda row: row.price, "money"),
            Column("Daftar", lambda row: row.list_name, width=260),
        ]
        empty = EmptyState(
            "Belum ada daftar harga. Ambil dari berkas Excel: cukup kolom nama, satuan, dan harga.",
            "Ambil dari Excel",
            self.take_file,
            icon="table",
        )
        self.table = Table(
            "harga",
            specs,
            in_memory(self._rows, specs),
            key=lambda row: row.key,
            title="Harga yang dipakai",
            empty=empty,
            remembered=window.remembered,
        )
        for idle in (self.table.empty, self.table.nothing):
            idle.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.body.addWidget(self.table, 1)

    def page_actions(self) -> PageActions:
        return PageActions(
            primary=Command(
                text="Ambil dari Excel…",
                icon="table",
                run=self.take_file,
                menu=Menu.DATA,
                tip="Daftar harga dari berkas Excel",
            )
        )

    def reload(self) -> None:
        self._lists = self._work.prices.lists()
        self._show_lists()
        self.table.reload()

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    def _rows(self) -> list[PriceRow]:
        return [
            PriceRow(key=f"{known.list}/{at}", name=one.name, unit=one.unit, price=one.price, list_name=known.name)
            for known in self._lists
            if known.in_force
            for at, one in enumerate(known.prices)
        ]

    # --- the lists themselves ----------------------------------------------------------------------------------------

    def _show_lists(self) -> None:
        empty_layout(self._shelf)
        for known in self._lists:
            self._shelf.addWidget(self._line(known))

    def _line(self, known: KnownList) -> QWidget:
        holder = QWidget()
        mark(holder, "clear")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        row.addWidget(StatusChip(_IN_FORCE if known.in_force else _OLD))
        texts = QVBoxLayout()  # below each other: side by side a name of four words would be broken already
        texts.setSpacing(0)
        texts.addWidget(words(known.name, "strong"))
        whose = "dari kelurahan" if known.office and not self._work.prices.writes_for_all else ""
        day = format_day(known.day) if known.day else ""
        parts = [known.source, day, f"tahun {known.year}", f"{known.count} harga", whose]
        texts.addWidget(words(" · ".join(part for part in parts if part), "muted"))
        row.addLayout(texts, 1)
        if self._work.prices.can_remove(known):
            drop = QPushButton("Buang")
            dress(drop, "trash")
            drop.setAccessibleName(f"Buang daftar {known.name}")
            drop.clicked.connect(partial(self.remove, known))
            row.addWidget(drop, 0, Qt.AlignmentFlag.AlignVCenter)
        return holder

    def remove(self, known: KnownList, _checked: bool = False) -> None:
        """A list into the trash; [Urungkan] brings it back."""
        try:
            self._work.prices.remove(known)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self.reload()
        self.say(f"Daftar “{known.name}” dibuang.", button="Urungkan", run=lambda: self._bring_back(known), seconds=10)
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _bring_back(self, known: KnownList) -> None:
        self._work.prices.restore(known)
        self.reload()

    # --- taking ------------------------------------------------------------------------------------------------------

    def take_file(self) -> None:
        """A price list from a spreadsheet, shown before it comes in."""
        path = ask_open(self, "Ambil daftar harga dari Excel", ("*.xlsx", "*.xlsm", "*.csv", "*.ods"), "Daftar harga")
        if path is not None:
            self.take_from(path)

    def take_from(self, path: Path) -> None:
        """What `take_file` does once the file is chosen."""
        taking = self._work.price_taking
        try:
            table = taking.find(path)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        dialog = PricesTakeDialog(path.name, table, lambda one: taking.take(one, "", "", None, dry_run=True), self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        head = dialog.head()
        try:
            result = taking.take(dialog.table, head["name"], head["source"], head["day"])
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self.reload()
        left = f" {len(result.problems)} baris tidak diambil." if result.problems else ""
        sends = " Kirim ke RT dan Pokmas lewat Kirim–Terima." if self._work.prices.writes_for_all else ""
        self.say(
            f"{result.added} harga masuk, {result.same} sudah ada.{left}{sends}",
            Tone.ATTENTION if result.problems else Tone.GOOD,
            seconds=20,
        )
