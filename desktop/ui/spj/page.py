"""L11: the SPJ of a tranche: what it still lacks, its packet in one PDF, and handing it in."""

import sys
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.dates import format_day
from desktop.domain.errors import Trouble
from desktop.domain.spj import ChecklistLine
from desktop.domain.states import FROZEN
from desktop.services.papers import Printed
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.icons import dress
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.preview import PdfPreview
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain, handle_failure
from desktop.ui.qss import mark
from desktop.ui.readiness.page import InspectorPage
from desktop.ui.receipts.scope import purse_words
from desktop.ui.rooms import has_room
from desktop.ui.spj.checklist import Checklist
from desktop.ui.spj.hand_in import HandInPage, printed_on
from desktop.ui.spj.order import OrderDialog
from desktop.ui.spj.places import go_to, place_of_line
from desktop.ui.spj.seen import SpjSeen, read_spj
from desktop.ui.status import MISSING, READY, STATE_STATUS, StatusChip
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.theme import look

NARROW: Final = 960
"""Below this width of the page (logical px, at normal text size) checklist and PDF stand behind each other."""
_SIDE: Final = 400
_TOOLS: Final = 790
"""Below this width (same) the PDF's tools keep to the ones this page is about."""
_NOTHING, _WORKING = 0, 1
EMPTY: Final = "Belum ada kontrak dengan tahap pencairan. Catat kontraknya di Pencairan, lalu kuitansinya."


class SpjPage(Page):
    """The room "Berkas SPJ" of a Pokmas's desk."""

    shows = frozenset(
        {
            "d.receipt",
            "d.correction",
            "d.wage_list",
            "d.tax_payment",
            "d.money_received",
            "d.money_returned",
            "d.document",
            "d.team_report",
            "d.photo",
            "d.rab",
            "d.progress",
            "d.meeting",
            "d.attendance",
            "d.scan",
            "d.contract",
            "k.contract",
            "d.work_package",
            "k.work_package",
            "k.disbursement",
            "d.submission",
            "d.withdrawal",
            "k.decision",
            "papers",
        }
    )

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Berkas SPJ", topic="L11", scrolls=False)
        self._work, self._window = work, window
        self.seen: SpjSeen | None = None
        self._wanted = ""
        self._focus = ""
        self._reading = self._read_again = False
        self._asked = False  # F9 was pressed before anything was read
        self.building = False
        self._shown_file = ("", "")  # tranche, and which print of it stands in the preview
        self._narrow = False
        self.problems.hide()
        self._build()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("Bagian halaman")
        for text in ("Daftar periksa", "Berkas PDF"):
            self.tabs.addTab(text)
        self.tabs.currentChanged.connect(lambda _at: self._arrange())
        self.tabs.hide()
        self.side, self.paper = self._side(), self._paper()
        halves = QHBoxLayout()
        halves.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_4)
        halves.setSpacing(SPACE_4)
        halves.addWidget(self.side)
        halves.addWidget(self.paper, 1)
        whole = QWidget()
        mark(whole, "clear")
        inside = QVBoxLayout(whole)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.tabs)
        inside.addLayout(halves, 1)
        self.faces = QStackedWidget()
        self.faces.addWidget(whole)
        button = "Buka Pencairan" if has_room("pokmas", "disbursement") else ""
        self.empty = EmptyState(EMPTY, button, lambda: self.goes.emit("disbursement"), icon="report-money")
        around = QWidget()
        mark(around, "clear")
        room = QVBoxLayout(around)
        room.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        room.addWidget(self.empty)
        self.faces.addWidget(around)
        self.reach_edges()
        self.body.addWidget(self.faces, 1)

    def _side(self) -> QFrame:
        side = QFrame()
        mark(side, "card")
        self.scope = QComboBox()
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.scope.activated.connect(lambda _at: self.show_tranche(str(self.scope.currentData())))
        name = QLabel("Tahap")
        mark(name, "label")
        name.setBuddy(self.scope)
        self.chip = StatusChip(MISSING)
        self.chip.hide()  # until it is known
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(name)
        head.addWidget(self.scope)
        head.addStretch(1)
        head.addWidget(self.chip)
        self.purse, self.summary = words("", "small"), words("", "strong")
        self.answer = NoticeFrame(closable=False)
        self.answer.hide()
        self.checklist = Checklist(self._place_of, self.complete)
        self.list_area = QScrollArea()
        self.list_area.setWidgetResizable(True)
        self.list_area.setFrameShape(QFrame.Shape.NoFrame)
        self.list_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list_area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list_area.setWidget(self.checklist)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        top.setSpacing(SPACE_2)
        top.addLayout(head)
        top.addWidget(self.purse)
        top.addWidget(self.summary)
        top.addWidget(self.answer)
        rule = QFrame()
        mark(rule, "rule")
        layout = QVBoxLayout(side)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(rule)
        layout.addWidget(self.list_area, 1)
        return side

    def _paper(self) -> QFrame:
        paper = QFrame()
        mark(paper, "card")
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.preview = PdfPreview()
        # The one primary button of this page stands in the header.
        mark(self.preview.print_button, "")
        dress(self.preview.print_button, "printer")
        self.none_yet = EmptyState("", "Buat draf", self._build_first, icon="file-text")
        mark(self.none_yet.button, "")
        self.papers = QStackedWidget()
        self.papers.addWidget(self.none_yet)
        self.papers.addWidget(self.preview)
        layout = QVBoxLayout(paper)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        said = QVBoxLayout()
        said.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, 0)
        said.addWidget(self.notice)
        layout.addLayout(said)
        layout.addWidget(self.papers, 1)
        return paper

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        seen = self.seen
        if seen is None or seen.shown is None:
            return PageActions()
        locked, complete = seen.standing.locked, seen.complete
        final = Command(
            text="Buat PDF lagi" if seen.printed else "Buat PDF",
            icon="file-text",
            run=self.build_final,
            menu=Menu.PRINT,
            enabled=complete and not self.building,
            tip="Satu berkas dengan nomor, siap dicetak",
            why_not=_waiting_words(self.building, len(seen.gaps)),
        )
        draft = Command(
            text="Buat draf",
            icon="pencil",
            run=self.build_draft,
            menu=Menu.PRINT,
            enabled=not self.building,
            tip="Bertanda DRAF, dengan daftar kekurangan di halaman pertama",
            why_not=_waiting_words(self.building, 0),
        )
        sent = Command(
            text="Lihat pengajuan" if locked else "Ajukan SPJ lagi" if seen.standing.submission else "Ajukan SPJ",
            icon="eye" if locked else "send",
            run=self.hand_in,
            enabled=bool(seen.code),
            tip="Periksa sekali lagi, lalu ajukan ke kelurahan",
            why_not="Catat dana masuk tahap ini dahulu.",
        )
        rabs = Command(text="Ajukan RAB kegiatan…", icon="send", run=self.hand_in_rabs)
        asked = Command(text="Apa yang akan ditanya pemeriksa", icon="search", run=self.inspect)
        order = Command(text="Urutan isi berkas…", icon="list-check", run=self.choose_order)
        more = (*((rabs,) if seen.shown.package else ()), asked, order)
        if locked or not seen.printed:
            return PageActions(primary=final, secondary=(draft, sent), more=more)
        return PageActions(primary=sent, secondary=(draft, final), more=more)

    def reload(self) -> None:
        """Read everything again, away from the screen's thread; a call while reading reads once more."""
        if self._reading:
            self._read_again = True
            return
        self._reading, wanted = True, self._wanted
        task = self._window.tasks.start("Memeriksa kelengkapan SPJ", lambda _report: read_spj(self._work, wanted))
        task.finished.connect(self._was_read)

    def check(self) -> list[Problem] | None:
        """F9: every line that is missing, each entry going where it is completed; while it is being read, that."""
        if self.seen is None:
            self._asked = True
            return [Problem(text="Daftar periksa masih dibaca. Hasilnya segera tampil di sini.", blocks=False)]
        return [
            Problem(text=f"{line.title}: {line.detail}", jump=partial(self.complete, line), blocks=line.blocks)
            for line in self.seen.lines
            if line.state == "missing"
        ]

    def print_page(self) -> bool:
        if self.preview.page_count:
            self.preview.print_now()
        else:
            self.build_draft()
        return True

    def open_record(self, uid: str, spot: str = "") -> None:
        """Show a tranche ("" : the one in hand); "photo": the keyboard on its missing pictures."""
        self._focus = "receipt_photos" if spot == "photo" else spot
        self.show_tranche(uid)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    # --- reading and showing -----------------------------------------------------------------------------------------

    def show_tranche(self, uid: str) -> None:
        """Show another tranche; what is read meanwhile about the earlier one is not shown."""
        self._wanted = uid
        self.reload()

    def _was_read(self, result: object, error: object) -> None:
        self._reading = False
        again, self._read_again = self._read_again, False
        if isinstance(error, Exception):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        elif isinstance(result, SpjSeen):
            known = any(one.uid == self._wanted for one in result.choices)
            if not again or result.shown is None or not known or result.shown.uid == self._wanted:
                self._show(result)
        if again:
            self.reload()

    def _show(self, seen: SpjSeen) -> None:
        self.seen = seen
        shown = seen.shown
        self.faces.setCurrentIndex(1 if shown is None else 0)
        if shown is None:
            self.actions_changed.emit()
            return
        self._wanted = shown.uid
        if [self.scope.itemData(at) for at in range(self.scope.count())] != [one.uid for one in seen.choices]:
            self.scope.clear()
            for one in seen.choices:
                self.scope.addItem(one.name, one.uid)
        self.scope.setCurrentIndex(self.scope.findData(shown.uid))
        counted = f" · {seen.figure.done} dari {seen.figure.total} lengkap" if seen.figure else ""
        self.purse.setText(purse_words(shown.state) + counted)
        self._show_standing(seen)
        self.checklist.put(seen.lines)
        if self._focus:
            self.checklist.focus_line(self._focus)
            self._focus = ""
        self._show_newest(seen)
        self._check_again()
        self.actions_changed.emit()

    def check_again(self) -> None:
        """Only when the checklist has been read anew, away from the screen's thread."""

    def _check_again(self) -> None:
        """What F9 listed before is out of date once something was completed."""
        if self.problems.isHidden():
            return
        focused = QApplication.focusWidget()
        held = self._asked or (focused is not None and self.problems.isAncestorOf(focused))
        self._asked = False
        self.problems.put(self.check() or [])
        if self.problems.isHidden():
            self.say("Sudah lengkap.", Tone.GOOD, seconds=8)
        elif held:
            self.problems.focus_first()

    def _show_standing(self, seen: SpjSeen) -> None:
        standing, count = seen.standing, len(seen.gaps)
        if standing.submission and (standing.locked or standing.state in ("returned", "withdrawn")):
            self.chip.put(STATE_STATUS[standing.state])
        else:
            self.chip.put(MISSING if count else READY)
        self.chip.show()
        self.summary.setText(_summary(seen))
        self.summary.setVisible(bool(self.summary.text()))
        text, reason = standing.words, standing.reason
        if standing.state in ("returned", "rejected", "conflict", "withdrawn"):
            said = f"{text} Alasan: {reason}" if reason else text
            tone = Tone.PROBLEM if standing.state in ("rejected", "conflict") else Tone.ATTENTION
            self.answer.put(Message(text=said, tone=tone))
        elif standing.submission:
            tone = Tone.GOOD if standing.state == "approved" else Tone.INFO
            self.answer.put(Message(text=text, tone=tone))
        else:
            self.answer.hide()

    def _show_newest(self, seen: SpjSeen) -> None:
        """The packet printed last, unless something else of this tranche is being looked at."""
        tranche = seen.shown.uid if seen.shown else ""
        newest = seen.issued[0] if seen.issued else None
        if self._shown_file[0] == tranche and self._shown_file[1]:
            if newest is not None and self._shown_file[1] == newest.sha256:
                self._say_of(seen)
            return
        self.preview.clear()
        self._shown_file = (tranche, "")
        if newest is not None:
            try:
                self.preview.load(newest.path)
            except Trouble as trouble:
                self.notice.put(Message(text=explain(trouble), tone=Tone.PROBLEM))
            else:
                self._shown_file = (tranche, newest.sha256)
                self.preview.file_name = _file_name(seen, newest.number)
                self.papers.setCurrentWidget(self.preview)
                self._say_of(seen)
                return
        else:
            self.notice.hide()
        self.papers.setCurrentWidget(self.none_yet)
        self.none_yet.button.setText("Buat PDF" if seen.complete else "Buat draf")
        self.none_yet.put(
            "Data lengkap. Tekan Buat PDF: seluruh berkas menjadi satu PDF."
            if seen.complete
            else "Berkas belum dibuat. Draf memuat yang sudah ada, dengan daftar kekurangan di halaman pertama."
        )

    def _say_of(self, seen: SpjSeen) -> None:
        """Above a final packet: its number and day, and whether it still says what is handed in."""
        newest = seen.issued[0]
        said = f"Naskah resmi {newest.number}, dibuat {format_day(printed_on(newest.at))}."
        if seen.printed:
            self.notice.put(Message(text=said, tone=Tone.GOOD))
            return
        text = f"{said} Isinya berubah sesudah itu, jadi buat PDF lagi sebelum diajukan."
        self.notice.put(Message(text=text, tone=Tone.ATTENTION))

    def _place_of(self, line: ChecklistLine) -> object | None:
        return place_of_line(line, self._wanted)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def complete(self, line: ChecklistLine) -> None:
        """Go where a line is completed."""
        place = place_of_line(line, self._wanted)
        if place is None:
            return
        if place.room == "spj":
            self.show_tranche(place.uid)
        elif line.key == "rab" and self._unsent_rabs():
            self.hand_in_rabs()
        else:
            go_to(self._window, place)

    def inspect(self) -> None:
        """The page with every question about this contract."""
        if self.seen and self.seen.shown:
            self.opens.emit(InspectorPage(self._work, self._window, self.seen.shown.contract))

    def choose_order(self) -> None:
        """The parts of the packet in another order, as the kelurahan wants them."""
        dialog = OrderDialog(self._work.spj.order(), self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._work.spj.set_order(dialog.order())
            self.say("Urutan disimpan. Berkas berikutnya disusun menurut urutan ini.", Tone.GOOD, seconds=8)

    def _unsent_rabs(self) -> bool:
        """Whether the RABs of this contract are all written and only wait to be handed in."""
        shown = self.seen.shown if self.seen else None
        own = [one for one in self._work.progress.activities() if shown and one.package == shown.package]
        states = self._work.submissions.states()
        waiting = [one for one in own if one.rab not in states or states[one.rab].state not in FROZEN]
        return bool(waiting) and all(one.rab for one in own)

    def _build_first(self) -> None:
        """What the empty place for the packet offers: the packet itself once everything is there."""
        if self.seen is not None and self.seen.complete:
            self.build_final()
        else:
            self.build_draft()

    def build_draft(self) -> None:
        """The packet as far as it goes: DRAF on every page, the gaps on the first."""
        self._make(final=False)

    def build_final(self) -> None:
        """The whole packet in one file, numbered and registered."""
        self._make(final=True)

    def _make(self, *, final: bool) -> None:
        seen = self.seen
        if seen is None or seen.shown is None or self.building:
            return
        tranche, name = seen.shown.uid, seen.shown.name
        self.building = True
        self.actions_changed.emit()
        self.notice.put(Message(text="Sedang menyusun berkas. Anda boleh terus bekerja.", tone=Tone.INFO))
        size = self._window.remembered.text("paper/spj_packet", "F4")
        task = self._window.tasks.start(
            f"Menyusun berkas SPJ {name}", lambda _report: self._work.spj.build_packet(tranche, final, size)
        )
        task.finished.connect(lambda result, error: self._was_built(tranche, final, result, error))

    def _was_built(self, tranche: str, final: bool, result: object, error: object) -> None:
        self.building = False
        self.notice.hide()
        if isinstance(error, Exception):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        elif isinstance(result, Printed) and self.seen and self.seen.shown and self.seen.shown.uid == tranche:
            self._show_built(self.seen, result, final)
        self.actions_changed.emit()
        self.reload()

    def _show_built(self, seen: SpjSeen, printed: Printed, final: bool) -> None:
        try:
            self.preview.load(printed.path)
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)
            return
        self._shown_file = (self._wanted, printed.sha256)
        self.preview.file_name = _file_name(seen, printed.number)
        self.papers.setCurrentWidget(self.preview)
        self.preview.go_to(0)
        if final:
            text = f"Naskah resmi {printed.number}, {printed.pages} halaman. Cetak, atau simpan salinannya."
            self.notice.put(Message(text=text, tone=Tone.GOOD))
        else:
            lack = f" Daftar {len(seen.gaps)} kekurangan ada di halaman pertama." if seen.gaps else ""
            self.notice.put(Message(text=f"Ini draf, {printed.pages} halaman.{lack}", tone=Tone.INFO))
        self.tabs.setCurrentIndex(1)

    def hand_in(self) -> None:
        """The page on which this tranche's SPJ is checked once more and handed in."""
        if self.seen and self.seen.shown and self.seen.code:
            self.opens.emit(HandInPage(self._work, self._window, "spj", self.seen.shown.uid))

    def hand_in_rabs(self) -> None:
        """The same for the RABs of this contract's package."""
        if self.seen and self.seen.shown and self.seen.shown.package:
            self.opens.emit(HandInPage(self._work, self._window, "rab", self.seen.shown.package))

    # --- room --------------------------------------------------------------------------------------------------------

    def _arrange(self) -> None:
        larger = look().points / 10.5
        narrow = self.width() < NARROW * larger
        self.tabs.setVisible(narrow)
        first = self.tabs.currentIndex() == 0
        self.side.setVisible(not narrow or first)
        self.paper.setVisible(not narrow or not first)
        wide = round(_SIDE * larger)
        self.side.setMinimumWidth(0 if narrow else wide)
        self.side.setMaximumWidth(sys.maxsize >> 40 if narrow else wide)
        room = self.width() - 2 * SPACE_4 - (0 if narrow else wide + SPACE_4)
        self.preview.open_button.setVisible(room >= _TOOLS * larger)
        self.preview.wide.setVisible(room >= (_TOOLS - 190) * larger)


def _waiting_words(building: bool, count: int) -> str:
    return "Berkas sedang disusun." if building else f"Masih kurang {count} hal. Lihat daftar periksa."


def _summary(seen: SpjSeen) -> str:
    """What is to be done with this tranche, in a line."""
    count = len(seen.gaps)
    if seen.standing.locked:
        return "Terkunci selama diperiksa." if seen.standing.state == "submitted" else ""
    if count:
        return f"Kurang {count} hal sebelum dapat diajukan."
    advised = sum(line.state == "missing" and not line.blocks for line in seen.lines)
    ready = f"Dapat diajukan, {advised} hal lain disarankan." if advised else "Lengkap."
    return f"{ready} Berikutnya: {'ajukan' if seen.printed else 'Buat PDF'}."


def _file_name(seen: SpjSeen, number: str) -> str:
    tranche = seen.shown.name if seen.shown else ""
    return f"SPJ {tranche} {number or 'DRAF'}.pdf".replace("/", "-")
