"""L12: the end of the work: inspection (BAHP), handover (BAST), the signed papers, and handing it all in."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.checks import CheckResult
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.handover.row_photos import RowPhotos
from desktop.ui.handover.seen import HandoverSeen, read_handover
from desktop.ui.handover.sheet import Sheet
from desktop.ui.header import ElidedLabel
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain, handle_failure
from desktop.ui.proposals.findings import FindingsBar
from desktop.ui.qss import mark
from desktop.ui.rooms import has_room
from desktop.ui.scans import ScanSlots
from desktop.ui.spj.hand_in import HandInPage
from desktop.ui.spj.places import go_to, place_of_finding
from desktop.ui.status import DRAFT, STATE_STATUS, StatusChip
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.theme import look

INSPECTION, HANDOVER, PAPERS = 0, 1, 2
_LOW: Final = 400
"""Below this height of the page (logical px, at normal text size) there is room for the grid only."""
UNDONE: Final = "Kegiatan belum 100 %. BAST dapat disiapkan, tetapi belum dapat ditandatangani."
_NO_CONTRACT: Final = (
    "Belum ada kontrak. Catat kontraknya di Pencairan; serah terima disiapkan dari kontrak dan RAB-nya."
)
_NO_INSPECTION: Final = "Semua kegiatan 100 %. Siapkan berita acara hasil pemeriksaan (BAHP) dari RAB."
_NO_HANDOVER: Final = "BAST memakai hasil yang sudah diperiksa pada BAHP. Siapkan bila BAHP sudah diisi."
_BAHP_FIRST: Final = "Isi berita acara hasil pemeriksaan (BAHP) dahulu. BAST memakai hasilnya."
_PAPERS_LATER: Final = "Kertas bertanda tangan dilampirkan di sini, sesudah BAHP dan BAST dicetak."


class HandoverPage(Page):
    """The room "Serah Terima" of a Pokmas's desk."""

    shows = frozenset(
        {
            "d.inspection",
            "d.handover",
            "d.progress",
            "d.receipt",
            "d.rab",
            "d.scan",
            "d.photo",
            "d.contract",
            "k.contract",
            "d.submission",
            "d.withdrawal",
            "k.decision",
            "d.person",
            "d.role",
            "papers",
        }
    )

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Serah Terima", topic="L12", scrolls=False)
        self._work, self._window = work, window
        self.seen: HandoverSeen | None = None
        self._wanted = ""
        self._reading = self._read_again = False
        self._chosen = False
        self.scans: ScanSlots | None = None
        self.hand_scans: ScanSlots | None = None
        self.inspection = Sheet(work, "d.inspection", ("Ketua Tim Pelaksana", "Ketua Tim Pengawas"))
        self.handover = Sheet(work, "d.handover", ("Penerima: Lurah (KPA)", "Penyerah: Ketua Tim Pelaksana"))
        self.photos = RowPhotos(work, lambda: window.tasks)
        self.photos.said.connect(self.said)
        self.photos.altered.connect(self.reload)
        for sheet in (self.inspection, self.handover):
            sheet.altered.connect(self.reload)
            sheet.grid.selectionModel().currentChanged.connect(lambda _now, _before: self._show_photos())
            sheet.grid.rows.edited.connect(self._show_photos)
        self._build()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)  # where there is little room the contract is cut short, not the tabs
        self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
        self.tabs.setAccessibleName("Bagian halaman")
        for text in ("1. Pemeriksaan (BAHP)", "2. Serah terima (BAST)", "3. Kertas bertanda tangan"):
            self.tabs.addTab(text)
        self.tabs.currentChanged.connect(self._tab_chosen)
        self.contracts = QComboBox()
        self.contracts.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.contracts.setAccessibleName("Kontrak")
        self.contracts.activated.connect(lambda _at: self.show_contract(str(self.contracts.currentData())))
        self.chip = StatusChip(DRAFT)
        self.contract_name = ElidedLabel()
        self.contract_name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        mark(self.contract_name, "muted")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, SPACE_4, 0)
        head.setSpacing(SPACE_3)
        head.addWidget(self.tabs)
        head.addStretch(1)
        head.addWidget(self.contract_name, 100)
        head.addWidget(self.contracts)
        head.addWidget(self.chip)
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.findings = FindingsBar()
        self.findings.opened.clicked.connect(lambda _checked=False: self.hand_in())
        self.value = words("", "small")
        self.empty = EmptyState("", "Siapkan", self._begin, icon="signature")
        mark(self.empty.button, "")
        self.faces = QStackedWidget()
        for face in (self.inspection, self.handover, self._scan_face(), self.empty):
            self.faces.addWidget(face)
        inside = QVBoxLayout()
        inside.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        inside.setSpacing(SPACE_2)
        inside.addWidget(self.notice)
        inside.addWidget(self.findings)
        inside.addWidget(self.faces, 1)
        inside.addWidget(self.photos)
        inside.addWidget(self.value)
        self.reach_edges()
        self.body.addLayout(head)
        self.body.addLayout(inside, 1)

    def _scan_face(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        contents = QWidget()
        mark(contents, "clear")
        self._scan_rows = QVBoxLayout(contents)
        self._scan_rows.setContentsMargins(0, 0, 0, 0)
        self._scan_rows.setSpacing(SPACE_3)
        hint = "Foto dengan HP boleh, asal terbaca seluruhnya. Beberapa lembar pilih sekaligus."
        self._scan_rows.addWidget(words(hint, "muted"))
        self._scan_rows.addStretch(1)
        area.setWidget(contents)
        return area

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        seen, at = self.seen, self.tabs.currentIndex()
        if seen is None or not seen.contract or seen.inspection is None:
            return PageActions()
        locked = seen.standing.locked
        sent = Command(
            text="Lihat pengajuan" if locked else "Ajukan lagi" if seen.standing.submission else "Ajukan serah terima",
            icon="eye" if locked else "send",
            run=self.hand_in,
            enabled=seen.handover is not None,
            tip="Periksa sekali lagi, lalu ajukan ke kelurahan",
            why_not="Siapkan BAST dahulu.",
        )
        onward = Command(text="Lanjut ke BAST", icon="arrow-right", run=partial(self.tabs.setCurrentIndex, HANDOVER))
        prints = Command(
            text="Cetak BAHP" if at == INSPECTION else "Cetak BAST",
            icon="printer",
            run=self.print_page,
            menu=Menu.PRINT,
            enabled=at == INSPECTION or seen.handover is not None,
            why_not="Siapkan BAST dahulu.",
        )
        good = Command(
            text="Isi kondisi kosong: Baik", icon="check", run=self.fill_condition, enabled=not locked and at != PAPERS
        )
        again = Command(
            text="Ambil ulang hasil dari BAHP",
            icon="refresh",
            run=self.take_from_inspection,
            enabled=not locked and seen.handover is not None,
        )
        labels = Command(
            text="Cetak label barang (QR)",
            icon="qrcode",
            run=self.print_labels,
            menu=Menu.PRINT,
            enabled=seen.handover is not None,
            why_not="Siapkan BAST dahulu.",
        )
        photo = Command(
            text="Tambah foto hasil baris ini",
            icon="camera",
            run=self.photos.ask,
            enabled=not locked and at != PAPERS,
            why_not="Sudah diajukan.",
        )
        if at == INSPECTION and not locked:
            return PageActions(primary=onward, secondary=(prints, good), more=(photo, sent, again, labels))
        if at == HANDOVER:
            return PageActions(primary=sent, secondary=(prints, good), more=(photo, again, labels))
        return PageActions(primary=sent, secondary=(prints,) if at == INSPECTION else (), more=(labels,))

    def reload(self) -> None:
        """Read everything again, away from the screen's thread; a call while reading reads once more."""
        if self._reading:
            self._read_again = True
            return
        self._reading, wanted = True, self._wanted
        task = self._window.tasks.start("Membaca serah terima", lambda _report: read_handover(self._work, wanted))
        task.finished.connect(self._was_read)

    def check(self) -> list[Problem] | None:
        """F9: cells that cannot be read, then everything that matters before handing in."""
        found = [*self.inspection.problems(), *self.handover.problems()] if self.seen else []
        for result in self.seen.results if self.seen else ():
            jump = partial(self._jump, result)
            found.append(Problem(text=f"{result.message} {result.action}", jump=jump, blocks=result.level == "block"))
        return found

    def leave(self) -> bool:
        return self._keep()

    def save(self) -> None:
        self._keep()

    def print_page(self) -> bool:
        """The paper of the tab shown: first the draft, then the final one."""
        seen = self.seen
        sheet = self.inspection if self.tabs.currentIndex() == INSPECTION else self.handover
        if seen is None or sheet.record is None or not self._keep():
            return seen is not None
        kind = "inspection" if sheet is self.inspection else "handover"
        self.opens.emit(PaperPage(self._work, self._window, kind, sheet.record.uid))
        return True

    def undo(self) -> None:
        """Ctrl+Z, wherever the keyboard is on this page."""
        self._sheet().grid.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self._sheet().grid.redo()

    def open_record(self, uid: str, spot: str = "") -> None:
        """Show a contract, its BAHP or its BAST; "papers": the signed ones."""
        record = self._work.records.get(uid) if uid else None
        if record is not None and record.type in ("d.inspection", "d.handover"):
            self._chosen = True
            self.tabs.setCurrentIndex(INSPECTION if record.type == "d.inspection" else HANDOVER)
            uid = str(getattr(record.data, "contract", ""))
        if spot == "papers":
            self._chosen = True
            self.tabs.setCurrentIndex(PAPERS)
        self.show_contract(uid)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    # --- reading and showing -----------------------------------------------------------------------------------------

    def show_contract(self, uid: str) -> None:
        """Show another contract; what was typed for the earlier one is kept."""
        if self._keep():
            self._wanted = uid
            self.reload()

    def _was_read(self, result: object, error: object) -> None:
        self._reading = False
        again, self._read_again = self._read_again, False
        if isinstance(error, Exception):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        elif isinstance(result, HandoverSeen):
            self._show(result)
        if again:
            self.reload()

    def _show(self, seen: HandoverSeen) -> None:
        if self.seen is not None and self.seen.contract != seen.contract:
            self.inspection.clear()
            self.handover.clear()
        self.seen = seen
        many = len(seen.contracts) > 1
        self.contracts.setVisible(many)
        self.contract_name.setVisible(bool(seen.contract) and not many)
        if [self.contracts.itemData(at) for at in range(self.contracts.count())] != [uid for uid, _ in seen.contracts]:
            self.contracts.clear()
            for uid, number in seen.contracts:
                self.contracts.addItem(number, uid)
        self.contracts.setCurrentIndex(self.contracts.findData(seen.contract))
        self.contract_name.put(dict(seen.contracts).get(seen.contract, ""))
        fixed = seen.standing.locked
        if seen.inspection is not None:
            self.inspection.put(seen.inspection, seen.inspectors, year=seen.year, fixed=fixed)
        if seen.handover is not None:
            self.handover.put(seen.handover, seen.parties, year=seen.year, fixed=fixed)
            if not self._chosen:
                self.tabs.setCurrentIndex(HANDOVER)
        self._chosen = True
        state = seen.standing.state if seen.standing.submission else "draft"
        self.chip.put(STATE_STATUS[state])
        self.chip.setVisible(seen.inspection is not None)
        self.photos.put(seen.photos, fixed=fixed)
        for sheet in (self.inspection, self.handover):
            sheet.grid.show_photos({uid: len(found) for uid, found in seen.photos.items()})
        self._show_notice(seen)
        self._show_scans(seen)
        self._show_tab()
        self.actions_changed.emit()

    def _show_notice(self, seen: HandoverSeen) -> None:
        standing = seen.standing
        if standing.submission:
            said = f"{standing.words} Alasan: {standing.reason}" if standing.reason else standing.words
            tones = {"approved": Tone.GOOD, "submitted": Tone.INFO, "rejected": Tone.PROBLEM, "conflict": Tone.PROBLEM}
            self.notice.put(Message(text=said, tone=tones.get(standing.state, Tone.ATTENTION)))
        elif seen.contract and seen.percent < 100 and seen.inspection is not None:
            button = "Buka Kegiatan" if has_room("pokmas", "work") else ""
            run = (lambda: self.goes.emit("work")) if button else None
            self.notice.put(Message(text=UNDONE, tone=Tone.ATTENTION, button=button, run=run))
        else:
            self.notice.hide()

    def _show_scans(self, seen: HandoverSeen) -> None:
        self.scans = self._slots(self.scans, seen.inspection.uid if seen.inspection else "", "inspection")
        self.hand_scans = self._slots(self.hand_scans, seen.handover.uid if seen.handover else "", "handover")

    def _slots(self, slots: ScanSlots | None, uid: str, kind: str) -> ScanSlots | None:
        if not uid:
            if slots is not None:
                slots.hide()
            return slots
        if slots is None:
            slots = ScanSlots(self._work, uid, (kind,), runner=self._window.tasks)
            slots.said.connect(self.said)
            slots.altered.connect(self.reload)
            self._scan_rows.insertWidget(self._scan_rows.count() - 1, slots)
        else:
            slots.set_record(uid)
        slots.show()
        return slots

    def _show_tab(self) -> None:
        """The face of the tab, the findings that belong above it, and what the results come to."""
        seen, at = self.seen, self.tabs.currentIndex()
        if seen is None:
            return
        there = (seen.inspection is not None, seen.handover is not None, seen.inspection is not None)[at]
        self.tabs.setVisible(bool(seen.contract))
        self.faces.setCurrentIndex(at if there else 3)
        if not there:
            self._show_empty(seen, at)
        results = [] if seen.standing.locked or seen.inspection is None else _fitting(seen.results, at)
        self.findings.put(results if there and at != PAPERS else [])
        sheet = self._sheet()
        if there and at != PAPERS:
            self.value.setText(f"Jumlah nilai {format_rupiah(sheet.grid.rows.total('amount'))}.")
        self._fit_height()

    def _fit_height(self) -> None:
        """Little height belongs to the grid: what the findings say as well is not said twice, and the sum waits."""
        seen = self.seen
        if seen is None:
            return
        low = self.height() < _LOW * look().points / 10.5
        at = self.tabs.currentIndex()
        writing = self.faces.currentIndex() in (INSPECTION, HANDOVER)
        self.value.setVisible(writing and not low)
        self.photos.setVisible(writing and (not low or seen.standing.locked))
        self._show_photos()
        undone = seen.inspection is not None and seen.percent < 100
        said_below = low and at != PAPERS and self.findings.isVisibleTo(self)
        self.notice.setVisible(bool(seen.standing.submission) or (undone and not said_below))

    def _show_photos(self) -> None:
        """The pictures of the row the keyboard is on."""
        self.photos.show_row(*self._sheet().grid.row_at())

    def _show_empty(self, seen: HandoverSeen, at: int) -> None:
        begins = bool(seen.contract) and (at == INSPECTION or (at == HANDOVER and seen.inspection is not None))
        self.empty.button.setVisible(begins or not seen.contract)
        begin = "Siapkan BAHP" if at == INSPECTION else "Siapkan BAST"
        self.empty.button.setText(begin if seen.contract else "Buka Pencairan")
        if not seen.contract:
            text = _NO_CONTRACT
        elif at == PAPERS:
            text = _PAPERS_LATER
        elif at == HANDOVER and seen.inspection is None:
            text = _BAHP_FIRST
        elif seen.percent < 100:
            text = UNDONE
        else:
            text = _NO_INSPECTION if at == INSPECTION else _NO_HANDOVER
        self.empty.put(text)

    def _tab_chosen(self, _at: int) -> None:
        self._chosen = True
        self._keep()
        self._show_tab()
        self.actions_changed.emit()

    def _sheet(self) -> Sheet:
        return self.inspection if self.tabs.currentIndex() == INSPECTION else self.handover

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _begin(self) -> None:
        """Draft the paper of this tab from the RABs, or from the inspection."""
        if self.seen is None:
            return
        if not self.seen.contract:
            self.goes.emit("disbursement")
            return
        try:
            if self.tabs.currentIndex() == INSPECTION:
                self._work.handover.start_inspection(self.seen.contract)
            else:
                place = self.inspection.place.value()
                self._work.handover.start_handover(self.seen.contract, place=place)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return
        self.reload()

    def fill_condition(self) -> None:
        """ "Baik" where no condition is written; one step of undo."""
        count = self._sheet().grid.fill_condition()
        if count:
            self.say(f"Kondisi {count} baris diisi Baik.", Tone.GOOD, button="Urungkan", run=self.undo, seconds=10)
        else:
            self.say("Semua baris sudah punya kondisi.", seconds=8)

    def print_labels(self) -> None:
        """Labels for what the BAST lists, with a QR that leads back to it."""
        if self.handover.record is not None and self._keep():
            self.opens.emit(PaperPage(self._work, self._window, "label_sheet", self.handover.record.uid))

    def take_from_inspection(self) -> None:
        """The results of the BAHP into the BAST again; the earlier ones stay in its history."""
        if self.inspection.record is None or self.handover.record is None or not self._keep():
            return
        self.tabs.setCurrentIndex(HANDOVER)
        self.handover.grid.fill(self.inspection.grid.work_rows())
        self.handover.dirty = True
        if self._keep():
            self.say("Hasil pada BAST sekarang sama dengan BAHP.", Tone.GOOD, seconds=8)

    def hand_in(self) -> None:
        """The page on which all of it is checked once more and handed in."""
        if self.seen and self.seen.contract and self._keep():
            self.opens.emit(HandInPage(self._work, self._window, "handover", self.seen.contract))

    def _keep(self) -> bool:
        """Make versions of what is typed. False when they could not be saved."""
        try:
            for sheet in (self.inspection, self.handover):
                sheet.keep()
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return False
        return True

    def _jump(self, result: CheckResult) -> None:
        """To the tab a finding is about, or to the room where it is put right."""
        record = self._work.records.get(result.subject) if result.subject else None
        if record is not None and record.type in ("d.inspection", "d.handover"):
            if result.rule in ("S-01", "S-02"):
                self.tabs.setCurrentIndex(PAPERS)
                return
            self.tabs.setCurrentIndex(INSPECTION if record.type == "d.inspection" else HANDOVER)
            sheet = self._sheet()
            if result.field == "date":
                sheet.day.focus()
            elif result.field == "photos":
                self._to_bare_row(sheet)
            elif result.field == "signers":
                next((field for field in sheet.signers if field.is_empty()), sheet.signers[0]).focus()
            else:
                sheet.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        place = place_of_finding(self._work, result)
        if place is not None:
            go_to(self._window, place)

    def _to_bare_row(self, sheet: Sheet) -> None:
        """The keyboard on the first result without a picture."""
        known = self.seen.photos if self.seen is not None else {}
        rows = sheet.grid.rows
        bare = (at for at in range(rows.rowCount()) if rows.row(at).uid and not known.get(rows.row(at).uid))
        sheet.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        sheet.grid.go(next(bare, 0), 0)
        self._show_photos()


def _fitting(results: tuple[CheckResult, ...], at: int) -> list[CheckResult]:
    """What matters on a tab: while the BAHP is written the missing BAST is no finding yet."""
    if at != INSPECTION:
        return list(results)
    return [one for one in results if one.rule != "S-03" and not one.message.startswith("BAST belum dibuat")]
