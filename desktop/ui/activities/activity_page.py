"""One activity of a Pokmas: what was approved on top; below its RAB, its progress, its photos."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout

from desktop.domain.contracts import rab_from_item
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.money import format_quantity, format_rupiah
from desktop.domain.sectors import sector_name
from desktop.services.ledgers import Ledgers
from desktop.services.workplace import Workplace
from desktop.ui.activities.estimate_tab import EstimateTab
from desktop.ui.activities.photo_tab import PhotoTab
from desktop.ui.activities.progress_tab import ProgressTab
from desktop.ui.activities.shown import NO_RAB, SLOTS, row_of
from desktop.ui.bars import Step, StepStrip
from desktop.ui.cards import words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import confirm
from desktop.ui.disbursements.flow import MoneyBar
from desktop.ui.grid_model import AskReading
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.rooms import has_room, show_record
from desktop.ui.spj.hand_in import HandInPage
from desktop.ui.status import StatusChip
from desktop.ui.wages.page import WagePage

RAB, PROGRESS, PHOTOS = "rab", "progress", "photo"
_TABS = ((RAB, "RAB"), (PROGRESS, "Kemajuan"), (PHOTOS, "Foto"))
_LOW = 470
"""Below this height of the page (logical px) the head is short."""
_NAMES = {"0": "Belum", "50": "Separuh", "100": "Selesai"}


class ActivityPage(Page):
    """The activity `key`. `ask`: asks about a column pasted into its RAB (tests give their own answer)."""

    shows = frozenset(
        {
            "d.rab",
            "d.photo",
            "d.progress",
            "d.receipt",
            "d.correction",
            "d.scan",
            "d.submission",
            "d.withdrawal",
            "d.work_package",
            "k.work_package",
            "k.decision",
            "k.contract",
            "d.contract",
        }
    )

    def __init__(self, work: Workplace, window: MainWindow, key: str, *, ask: AskReading | None = None) -> None:
        super().__init__("Kegiatan", topic="L08", scrolls=False)
        self._work, self._window, self._key = work, window, key
        self._ledgers = Ledgers(work.desk)
        self._ledger, self._activity = Ledger(), Activity(key=key, package="")
        self.head = ActivityHead()
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("Bagian kegiatan")
        for name, text in _TABS:
            self.tabs.setTabData(self.tabs.addTab(text), name)
        self.estimate = EstimateTab(work, ask=ask)
        self.progress = ProgressTab(work)
        self.photos = PhotoTab(work, window)
        self._stack = QStackedWidget()
        for part in (self.estimate, self.progress, self.photos):
            self._stack.addWidget(part)
            part.said.connect(self.said)
            part.altered.connect(self.reload)
        self.photos.slot_filled.connect(self._offer_progress)
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_2)
        self.body.addWidget(self.head)
        self.body.addWidget(self.tabs)
        self.body.addWidget(self._stack, 1)
        self.problems.hide()
        self._read()
        self._start_rab()

    # --- reading -----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        self._ledger = self._ledgers.read()
        self._activity = self._ledger.activities.get(self._key, self._activity)

    def _start_rab(self) -> None:
        """An activity without a RAB gets the one its usulan asked for, as a draft."""
        item = self._activity.item
        if self._activity.rabs or item is None:
            return
        self._work.records.save("d.rab", rab_from_item(self._activity.package, item), year=self._year())
        self._read()

    def _year(self) -> int:
        return self._ledger.years.get(self._activity.package, 0) or self._work.info.year

    def reload(self) -> None:
        self._read()
        row = row_of(self._ledger, self._activity)
        self.set_title(row.title)
        item = self._activity.item
        volume = f"{format_quantity(item.volume)} {item.unit}".strip() if item is not None and item.volume else ""
        facts = [sector_name(row.sector, row.scope), row.home, row.location, volume]
        self.head.facts.setText(" · ".join(part for part in facts if part))
        self.head.put_stage(row.stage)
        self.head.chip.put(row.rab_status)
        self.head.put_money(row.allowed, row.budget, row.spent)
        self.head.put_percent(row.percent)
        self.estimate.put(self._ledger, self._activity)
        self.progress.put(self._ledger, self._activity)
        self.photos.put(self._ledger, self._activity)
        counts = {PHOTOS: sum(row.photos)}
        for at, (name, text) in enumerate(_TABS):
            self.tabs.setTabText(at, f"{text} ({counts[name]})" if counts.get(name) else text)
        if self.estimate.grid is not None:
            self.setFocusProxy(self.estimate.grid)  # its first cell looks ready: keys and paste go there
        self.actions_changed.emit()

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Kegiatan & Foto"),)

    @property
    def tab(self) -> str:
        """RAB, PROGRESS or PHOTOS."""
        return str(self.tabs.tabData(self.tabs.currentIndex()))

    def show_tab(self, name: str) -> None:
        """Go to one of the tabs."""
        at = next((at for at, (key, _) in enumerate(_TABS) if key == name), 0)
        self.tabs.setCurrentIndex(at)

    def _tab_chosen(self, at: int) -> None:
        self.estimate.keep()
        focused = QApplication.focusWidget()
        held = focused is not None and self._stack.isAncestorOf(focused)
        self._stack.setCurrentIndex(at)
        if held and self.tab == PROGRESS:
            self.progress.percent.focus()  # what Qt would choose is the link that removes the newest note
        self.actions_changed.emit()

    def page_actions(self) -> PageActions:
        uid = self.estimate.uid
        approved = bool(uid) and self._ledger.state(uid) == "approved"
        free = bool(uid) and not self.estimate.locked
        send = Command(text="Ajukan RAB…", icon="send", run=self.hand_in, tip="Periksa dan ajukan RAB ke kelurahan")
        receipts = (
            (Command(text="Ketik kuitansi", icon="receipt", run=self._open_receipts),)
            if has_room("pokmas", "receipts")
            else ()
        )
        return PageActions(
            primary=send if self.tab == RAB and not approved else None,
            secondary=(
                Command(text="Cetak RAB", icon="printer", run=self.print_page, menu=Menu.PRINT, enabled=bool(uid)),
                *receipts,
            ),
            more=(
                Command(
                    text="Daftar upah baru", icon="users", run=self._open_wages, enabled=bool(self._activity.rab_uid)
                ),
                Command(text="Ambil lagi baris usulan", icon="clipboard-list", run=self._take_proposed, enabled=free),
                Command(text="Cetak lembar foto", icon="photo", run=self._print_photos, menu=Menu.PRINT),
                Command(text="Buat adendum RAB…", icon="copy", run=self.addendum, enabled=approved),
            ),
        )

    def leave(self) -> bool:
        return self.estimate.keep()

    def save(self) -> None:
        self.estimate.keep()

    def check(self) -> list[Problem] | None:
        """F9: what the RAB lacks."""
        self.show_tab(RAB)
        return self.estimate.findings()

    def undo(self) -> None:
        """Ctrl+Z, wherever the keyboard is on this page."""
        self.estimate.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.estimate.redo()

    def print_page(self) -> bool:
        if not self.estimate.uid:
            return False
        if self.estimate.keep():
            self.opens.emit(PaperPage(self._work, self._window, "rab", self.estimate.uid))
        return True

    def open_spot(self, spot: str) -> None:
        """Go to the part a next step names: "rab", "progress", "photo"."""
        self.show_tab(spot)
        if spot == PHOTOS:
            self.photos.focus_first_empty()
        elif spot == PROGRESS:
            self.progress.percent.focus()
        elif self.estimate.grid is not None:
            self.estimate.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.head.set_low(self.height() < _LOW)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def hand_in(self) -> None:
        """The RABs of this activity's package go to the kelurahan together."""
        if self.estimate.grid is not None and self.estimate.grid.rows.bad_cells():
            self.show_problems(self.estimate.grid.problems())
            return
        if self.estimate.keep():
            self.opens.emit(HandInPage(self._work, self._window, "rab", self._activity.package))

    def addendum(self) -> None:
        """A new RAB beside the approved one, to be handed in like the first."""
        question = "Buat adendum RAB? Yang disetujui tetap berlaku sampai adendumnya disetujui."
        if not confirm(self, question, "Buat adendum", tone=Tone.INFO):
            return
        try:
            made = self._work.packages.start_addendum(self.estimate.uid)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return
        self.reload()
        self.estimate.show_version(made.uid)
        self.actions_changed.emit()

    def _take_proposed(self) -> None:
        count = self.estimate.take_proposed()
        if count:
            self.say(f"{count} baris ditambahkan.", Tone.GOOD, button="Urungkan", run=self.undo)
        else:
            self.say("Usulannya tidak membawa rincian biaya.", seconds=6)

    def _print_photos(self) -> None:
        self.opens.emit(PaperPage(self._work, self._window, "photo_sheet", self.estimate.uid))

    def _open_wages(self) -> None:
        self.opens.emit(WagePage(self._work, self._window, rab=self._activity.rab_uid))

    def _open_receipts(self) -> None:
        if self._window.go("receipts"):
            show_record(self._window.page, "", "new")

    def _offer_progress(self, slot: str) -> None:
        """The first picture of a slot says how far the work is: offered, never done behind one's back."""
        percent = int(slot)
        if self._ledger.percent_of(self._activity) < percent:
            self.say(
                f"Foto {slot} % sudah ada. Catat juga kemajuannya?",
                button="Catat kemajuan",
                run=partial(self._note_progress, percent),
            )

    def _note_progress(self, percent: int) -> None:
        self.show_tab(PROGRESS)
        self.progress.choose(percent)


class ActivityHead(QFrame):
    """Bidang and place, money, how far: the same on every tab."""

    def __init__(self) -> None:
        super().__init__()
        mark(self, "card")
        self.facts, self.stage = words("", "muted"), words("", "strong")
        self.chip = StatusChip(NO_RAB)
        self.amount, self.bar, self.sums = words("", "figure"), MoneyBar(), words("", "small")
        self.bar.setFixedHeight(10)
        for label in (self.amount, self.sums):
            label.setAlignment(Qt.AlignmentFlag.AlignRight)
            label.setWordWrap(False)
        self.steps = StepStrip()
        self.steps.setAccessibleName("Kemajuan")
        chips = QHBoxLayout()
        chips.setSpacing(SPACE_3)
        chips.addWidget(self.chip)
        chips.addWidget(self.stage, 1)
        left = QVBoxLayout()
        left.setSpacing(SPACE_1)
        left.addWidget(self.facts)
        left.addLayout(chips)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(2)
        for widget in (self.amount, self.bar, self.sums):
            right.addWidget(widget)
        self._percent, self._stage_words, self._low = 0, "", False
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        layout.setSpacing(SPACE_6)
        layout.addLayout(left, 5)
        layout.addWidget(self.steps, 4)
        layout.addLayout(right, 3)

    def put_money(self, allowed: int | None, budget: int, spent: int) -> None:
        """Whole rupiah."""
        self.amount.setText(format_rupiah(allowed if allowed is not None else budget))
        self.bar.put(budget, 0, spent)
        left = budget - spent
        of_rab = (
            f" dari RAB {format_rupiah(budget)}" if allowed not in (None, budget) else ""
        )  # not of the figure above
        rest = f"{of_rab}, sisa {format_rupiah(left)}" if left >= 0 else f"{of_rab}, lebih {format_rupiah(-left)}"
        self.sums.setText(f"terpakai {format_rupiah(spent)}{rest}" if spent else "belum ada yang terpakai")
        mark(self.sums, "problem" if left < 0 else "small")
        self.bar.setAccessibleName(f"Anggaran {format_rupiah(budget)}, {self.sums.text()}")

    def set_low(self, low: bool) -> None:
        """Little height: how far it is stands in words."""
        if low != self._low:
            self._low = low
            self._show()

    def put_stage(self, text: str) -> None:
        """Where it stands."""
        self._stage_words = text
        self._show()

    def _show(self) -> None:
        self.steps.setVisible(not self._low)
        mark(self.amount, "section" if self._low else "figure")
        self.stage.setText(f"{self._stage_words} · kemajuan {self._percent} %" if self._low else self._stage_words)

    def put_percent(self, percent: int) -> None:
        """0, 50 or 100 are stations on the way."""
        self._percent = percent
        self._show()
        reached = [slot for slot in SLOTS if int(slot) <= percent]
        self.steps.put(
            [
                Step(
                    f"{slot} %",
                    "later" if slot not in reached else "now" if slot == reached[-1] and percent < 100 else "done",
                    _NAMES[slot],
                )
                for slot in SLOTS
            ]
        )
