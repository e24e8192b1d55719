"""L10: receipts typed from left to right as they lie on the table, the list of them, and the cash book."""

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.money import format_rupiah
from desktop.domain.records import Receipt
from desktop.services.receipt_pages import ReceiptPages
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.commands import PageActions
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import handle_failure
from desktop.ui.qss import mark
from desktop.ui.receipts.book_side import BookSide
from desktop.ui.receipts.commands import commands_of
from desktop.ui.receipts.deeds import Deeds
from desktop.ui.receipts.listing import ReceiptList
from desktop.ui.receipts.parts import BOOK as BOOK
from desktop.ui.receipts.parts import LIST as LIST
from desktop.ui.receipts.parts import NOTA as NOTA
from desktop.ui.receipts.parts import PARTS
from desktop.ui.receipts.parts import TAX as TAX
from desktop.ui.receipts.parts import WAGES as WAGES
from desktop.ui.receipts.photos import NotaPhotos
from desktop.ui.receipts.picture_side import PictureSide
from desktop.ui.receipts.sight import Sight
from desktop.ui.receipts.steps import Altered, Wrote
from desktop.ui.receipts.tax_side import TaxSide
from desktop.ui.receipts.typed import TypedReceipt
from desktop.ui.receipts.words import weighty
from desktop.ui.receipts.writing import Writing
from desktop.ui.rooms import has_room
from desktop.ui.theme import look
from desktop.ui.wages.page import WagePage
from desktop.ui.wages.tab import WageTab

_LIST_FACE, _BOOK_FACE, _WAGES_FACE, _NOTHING_FACE = 0, 1, 2, 3
_NARROW = 1060
"""Below this width of the page (logical px) the picture stands in a tab of its own."""
_TIGHT = 900
"""Below this width the list gives up the columns the row above shows anyway."""
_LOW = 470
"""Below this height one sentence at a time is said under the row one types into."""
_FILTER_MS = 200


class ReceiptsPage(Page):
    """The room "Kuitansi" of a Pokmas's desk."""

    shows = frozenset(
        {
            "d.receipt",
            "d.correction",
            "d.photo",
            "d.rab",
            "d.money_received",
            "d.money_returned",
            "d.cash_move",
            "d.submission",
            "d.withdrawal",
            "d.contract",
            "d.work_package",
            "d.tax_payment",
            "d.wage_list",
            "k.contract",
            "k.work_package",
            "k.decision",
            "k.disbursement",
        }
    )

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Kuitansi & Buku Kas", topic="L10", scrolls=False)
        self._work, self._window = work, window
        pages = ReceiptPages(work.desk)
        self._narrow, self._fresh = False, True
        self.sight = Sight(pages, self._count_all, lambda: window.tasks, self)
        self.sight.came.connect(self._seen_later)
        self.sight.failed.connect(lambda error: handle_failure(error, lambda text: self.say(text, Tone.PROBLEM)))
        self.photos = NotaPhotos(work, lambda: window.tasks, self)
        self.photos.said.connect(self.said)
        self.photos.altered.connect(self.reload)
        self.problems.hide()
        self._build(pages)
        self.sight.look()
        self.typed.put_items()
        self._restored = self.typed.restore_draft()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self, pages: ReceiptPages) -> None:
        self.typed = TypedReceipt(self._work, self.sight, lambda: self.height() < _LOW, self)
        self.entry = self.typed.row
        self.deeds = Deeds(self._work, self.sight, self.typed, self)
        self.deeds.said.connect(self.said)
        self.deeds.altered.connect(self.reload)
        self.typed.said.connect(self.said)
        self.typed.saved.connect(self._was_saved)
        self.typed.split_wanted.connect(self.split)
        self.entry.save_wanted.connect(self.typed.save)
        self.entry.split_wanted.connect(self.split)
        self.entry.given_up.connect(self._give_up)
        self.pictures = PictureSide(self._work, self.photos, self)
        self.pane = self.pictures.pane
        self.typed.pictured.connect(self.pictures.show_writing)
        self.entry.photo_wanted.connect(self.pictures.choose)
        self.entry.picture_pasted.connect(self.pictures.paste)
        self.entry.entered.connect(self.pictures.typing_again)
        head = self._head()
        self.list = ReceiptList(pages, self.sight, self.filter, self._window.remembered)
        self.list.chosen.connect(self._row_chosen)
        self.list.opened.connect(self.edit)
        self._filter_clock.timeout.connect(self.list.reload)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self.list, 1)
        row.addWidget(self.pane)
        self.tax_side = TaxSide(self._work, self)
        self.taxes = self.tax_side.panel
        row.addWidget(self.taxes)
        part = QWidget()
        mark(part, "clear")
        lay = QVBoxLayout(part)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.setSpacing(SPACE_2)
        lay.addWidget(self.entry)
        lay.addLayout(row, 1)
        self._stack = QStackedWidget()
        self.wages = WageTab(self._work, self._window.remembered)
        self.wages.opened.connect(self.open_wages)
        self.wages.table.chosen.connect(lambda _row: self.actions_changed.emit())
        for face in (part, self.book, self.wages, self._nothing_yet()):
            self._stack.addWidget(face)
        self.body.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        self.body.setSpacing(SPACE_2)
        self.body.addLayout(head)
        self.body.addWidget(self._stack, 1)
        self._fill_tabs()
        QShortcut(QKeySequence("Ctrl+Shift+S"), self).activated.connect(self.split)

    def _head(self) -> QHBoxLayout:
        """Tabs at the left; at the right what is searched, the month of the book, the tranche."""
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName("Bagian halaman")
        self.tabs.currentChanged.connect(lambda _at: self._tab_chosen())
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Saring kuitansi (Ctrl+F)")
        self.filter.setAccessibleName("Saring kuitansi")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(220)
        self._filter_clock = QTimer(self)
        self._filter_clock.setSingleShot(True)
        self._filter_clock.setInterval(_FILTER_MS)
        self.filter.textChanged.connect(lambda _text: self._filter_clock.start())
        self.books = BookSide(self._work, self._window, self)
        self.book = self.books.tab
        self.scope = QComboBox()
        self.scope.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.scope.activated.connect(lambda _at: self.show_tranche(str(self.scope.currentData() or "")))
        name = QLabel("Tahap")
        name.setBuddy(self.scope)
        mark(name, "label")
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(self.tabs, 1)
        self._scope_name = name
        for widget in (self.filter, name, self.scope):
            head.addWidget(widget)
        return head

    def _nothing_yet(self) -> EmptyState:
        """Before there is a contract or a RAB to book on."""
        text = "Kuitansi dicatat pada tahap sebuah kontrak dan pada item RAB. Keduanya belum ada di komputer ini."
        opens = has_room("pokmas", "disbursement")
        empty = EmptyState(
            text, "Buka Pencairan" if opens else "", lambda: self.goes.emit("disbursement"), icon="receipt"
        )
        if has_room("pokmas", "exchange"):
            take = QPushButton("Terima kiriman kelurahan")
            take.clicked.connect(lambda _checked=False: self.goes.emit("exchange"))
            lay = empty.layout()
            if isinstance(lay, QVBoxLayout):
                lay.insertWidget(lay.count() - 1, take, 0, Qt.AlignmentFlag.AlignHCenter)
        return empty

    def _fill_tabs(self) -> None:
        kept, blocked = self.tab, self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for key, text in PARTS:
            if key != NOTA or self._narrow:
                self.tabs.setTabData(self.tabs.addTab(text), key)
        self.show_tab(kept)
        self.tabs.blockSignals(blocked)

    # --- what the window asks ----------------------------------------------------------------------------------------

    @property
    def tab(self) -> str:
        """LIST, NOTA (narrow windows only), TAX, WAGES or BOOK."""
        return str(self.tabs.tabData(self.tabs.currentIndex()) or LIST)

    def show_tab(self, key: str) -> None:
        """Go to one of the tabs; in a wide window the picture stands beside the list."""
        for at in range(self.tabs.count()):
            if self.tabs.tabData(at) == key:
                self.tabs.setCurrentIndex(at)

    def page_actions(self) -> PageActions:
        if self._stack.currentIndex() == _NOTHING_FACE:
            return PageActions()
        return commands_of(self)

    def reload(self) -> None:
        self.sight.look()
        self._show_all()
        if self._fresh:
            self._fresh = False
            self.entry.go("date" if self.typed.is_empty else "amount")
        self.actions_changed.emit()

    def _show_all(self) -> None:
        self.typed.put_items()
        self._fill_scope()
        self.list.reload()
        self._show_face()
        self.pictures.show()
        self.books.show()
        self._show_wages()
        self._show_taxes()
        self.typed.look()

    def _seen_later(self) -> None:
        self._show_all()
        self.actions_changed.emit()

    def leave(self) -> bool:
        self.typed.save_draft()
        return True

    def save(self) -> None:
        self.typed.save_draft()

    def check(self) -> list[Problem] | None:
        """F9: every flag of the receipts shown, each entry going there."""
        ledger, scope = self.sight.ledger, self.sight.shown
        chosen = ledger.spent_in(scope.uid) if scope else list(ledger.spendings.values())
        return [
            Problem(
                text=f"{flag.message} {flag.action}", jump=partial(self.choose, one.uid), blocks=flag.level == "block"
            )
            for one in chosen
            for flag in weighty(self.sight.flags(one.uid))
        ]

    def focus_filter(self) -> bool:
        if self.tab in {BOOK, WAGES}:
            return False
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()
        return True

    def print_page(self) -> bool:
        if self.tab == BOOK:
            return self.books.print(self.book.kind_wanted)
        if self.tab == WAGES:
            return self.print_wages("wage_list", self.wages.chosen)
        row = self.list.row
        if row is not None:
            self.opens.emit(PaperPage(self._work, self._window, "receipt", row.uid))
        return row is not None

    def print_wages(self, kind: str, uid: str) -> bool:
        """A wage list, or its workers' presence."""
        if uid:
            self.opens.emit(PaperPage(self._work, self._window, kind, uid))
        return bool(uid)

    def open_wages(self, uid: str = "") -> None:
        """One wage list on a page of its own; "" begins one."""
        self.opens.emit(WagePage(self._work, self._window, uid))

    def paste(self) -> None:
        """Ctrl+V of a picture."""
        self.pictures.paste()

    def undo(self) -> None:
        """Ctrl+Z outside a field: the last receipt typed, altered or removed."""
        self.deeds.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        self.deeds.redo()

    def open_record(self, uid: str, spot: str = "") -> None:
        """Show one receipt ("photo": its picture is wanted), or the receipts of a tranche; "new" begins a receipt. A
        wage list opens on its own page, a note of cash above the books."""
        if uid in self.sight.ledger.wages:
            self.show_tab(WAGES)
            self.open_wages(uid)
            return
        if uid in self.sight.ledger.moves:
            self.show_tab(BOOK)
            self.books.open_row(uid)
            return
        self.show_tab(LIST)
        self.reload()
        if uid and uid == self.typed.writing.uid:
            return  # what is being typed is in the row already, and in no list yet
        scope = self.sight.scope_of(uid) if uid else None
        if scope is not None:
            self.show_tranche(scope.uid)
        if spot == "new" or not uid:
            self.write_new()
        elif scope is None and self.choose(uid) and spot == "photo":
            self.show_tab(NOTA)
            self.pane.frame.add.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- reading -----------------------------------------------------------------------------------------------------

    def _count_all(self) -> int:
        info = self._work.info
        return self._work.records.count("d.receipt", area=str(info.area), year=info.year)

    def _fill_scope(self) -> None:
        shown = self.sight.shown
        self.scope.clear()
        for one in self.sight.scopes:
            self.scope.addItem(one.name, one.uid)
        self.scope.addItem("Semua tahap", "")
        self.scope.setCurrentIndex(max(self.scope.findData(shown.uid if shown else ""), 0))

    def show_tranche(self, uid: str) -> None:
        """The receipts and the book of this tranche, "" for all; new receipts belong to it."""
        self.sight.choose(uid)
        self._show_all()
        self.actions_changed.emit()

    def _show_face(self) -> None:
        """List, book, or what to do first."""
        ready = bool(self.sight.scopes or self.entry.item.choices or self.list.count or self.sight.seen is None)
        face = {BOOK: _BOOK_FACE, WAGES: _WAGES_FACE}.get(self.tab, _LIST_FACE)
        self._stack.setCurrentIndex(face if ready else _NOTHING_FACE)
        self.filter.setEnabled(ready)
        self.scope.setEnabled(ready)
        self.filter.setVisible(self.tab not in {BOOK, WAGES})
        for widget in (self._scope_name, self.scope):
            widget.setVisible(self.tab != WAGES)

    def choose(self, uid: str) -> bool:
        """Make this receipt current, whatever is shown now. False when it is not there."""
        found = self.list.choose(uid)
        if not found:
            self.filter.clear()
            self.sight.choose("")
            self._show_all()
            found = self.list.choose(uid)
        if found:
            self.list.focus()
            self.pictures.reading = True
            self.pictures.show()
        return found

    def _row_chosen(self, _uid: str) -> None:
        self.pictures.reading = self.pictures.reading or self.list.view.hasFocus()
        self.pictures.show()
        self._show_taxes()
        self.actions_changed.emit()

    # --- typing ------------------------------------------------------------------------------------------------------

    def write_new(self) -> None:
        """Ctrl+N: the cursor into the row; what stands there stays."""
        self.show_tab(LIST)
        self.list.unchoose()
        self.entry.go("date")
        self.pictures.show()

    def _was_saved(self, writing: Writing, saved: Receipt) -> None:
        if writing.before is None:
            self.deeds.push(Wrote(self._work, writing.uid))
        elif saved != writing.before:
            self.deeds.push(Altered(self._work, writing.uid, writing.before, saved))
        if writing.files:
            self.photos.attach(writing.uid, writing.files)
        self.list.remember(writing.uid)
        self.reload()
        name = f"{saved.number} " if saved.number else ""
        what = f"Tersimpan: {name}{saved.payee or saved.description} {format_rupiah(saved.amount)}."
        over = next((one for one in self.sight.flags(writing.uid) if one.rule == "K-01"), None)
        if over is not None:
            run = partial(self.deeds.split_saved, writing.uid)
            self.say(f"{what} {over.message}", Tone.ATTENTION, button="Bagi", run=run)
            return
        bare = not writing.files and not self.photos.of(writing.uid)
        note = " Foto nota menyusul sebelum SPJ." if bare else ""
        due = self.tax_side.due(writing.uid)
        if due:
            self.say(
                f"{what} {due}{note}", Tone.ATTENTION, button="Lihat pajak", run=partial(self.show_taxes, writing.uid)
            )
            return
        self.say(what + note, Tone.GOOD, button="Urungkan", run=self.undo, seconds=10)

    def _give_up(self) -> None:
        """Esc: the row is emptied; from an empty row the keyboard goes to the list."""
        if not self.typed.give_up() and self.list.count and self.tab == LIST:
            self.pictures.reading = True
            self.list.focus()
            self.pictures.show()

    # --- deeds on a receipt ------------------------------------------------------------------------------------------

    def edit(self) -> None:
        """The receipt chosen goes into the row above; Enter at its end saves it."""
        row = self.list.row
        if row is None:
            return
        if self.deeds.is_fixed(row):
            self.correct()
        else:
            self.typed.edit(row.uid, row.data)

    def split(self) -> None:
        """Ctrl+Shift+S: share what is typed, or the receipt chosen, over several items."""
        row = self.list.row
        if not self.entry.is_empty or row is None:
            self.deeds.split_typed()
        elif not self.deeds.is_fixed(row):
            self.deeds.split_saved(row.uid)

    def correct(self) -> None:
        """Put right what was handed in: a new record, the old one struck through."""
        if self.list.row is not None:
            self.deeds.correct(self.list.row)

    def remove(self) -> None:
        """The receipt chosen into the trash."""
        row = self.list.row
        if row is None or self.deeds.is_fixed(row):
            return
        at = self.list.view.currentIndex().row()
        if self.deeds.remove(row.uid):
            self.list.point(at)

    # --- taxes -------------------------------------------------------------------------------------------------------

    def show_taxes(self, uid: str = "") -> None:
        """The taxes of a receipt (the one chosen, or `uid`), with the keyboard on what waits first."""
        if uid:
            self.choose(uid)
        self.pictures.reading = self.pictures.reading or bool(uid)
        self.show_tab(TAX)
        self.taxes.begin()

    def _show_taxes(self) -> None:
        if self.tab == TAX:
            self.tax_side.show()

    # --- sizes and tabs ----------------------------------------------------------------------------------------------

    def _tab_chosen(self) -> None:
        self._place_pane()
        self._show_face()
        self.books.show()
        self._show_wages()
        self._show_taxes()
        self.actions_changed.emit()

    def _show_wages(self) -> None:
        if self.tab == WAGES:
            self.wages.set_narrow(self._narrow)
            self.wages.reload()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.wages.set_narrow(self._narrow)
        narrow = self.width() < round(_NARROW * look().points / 10.5)
        if narrow != self._narrow:
            self._narrow = narrow
            self._fill_tabs()
            self._show_face()
        self._place_pane()

    def _place_pane(self) -> None:
        """Beside the list where there is room, else in a tab of its own under the row one types into. The taxes stand
        in the picture's place, and without that row: there is more to read."""
        taxes = self.tab == TAX
        alone = self._narrow and self.tab in {NOTA, TAX}
        self.entry.setVisible(not taxes)
        self.taxes.setVisible(taxes)
        self.taxes.set_alone(alone)
        self.pane.setVisible(not taxes and (alone or not self._narrow))
        self.list.setVisible(not alone)
        self.pane.set_alone(alone and not taxes)
        self.list.hide_extras(not self._narrow or self.width() < round(_TIGHT * look().points / 10.5))
