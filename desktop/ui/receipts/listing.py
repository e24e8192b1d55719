"""The list of receipts under the row one types into: its rows a page at a time, what it says while empty, its sums."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.records import Receipt
from desktop.services.receipt_pages import PAGE, ListedReceipt, PageIndex, ReceiptPages
from desktop.ui.cards import EmptyState
from desktop.ui.palette import SPACE_2
from desktop.ui.qss import mark
from desktop.ui.receipts.items import activity_name, item_names
from desktop.ui.receipts.paged import PagedModel, PagedView, Pages
from desktop.ui.receipts.scope import purse_words
from desktop.ui.receipts.sight import Sight
from desktop.ui.receipts.table import NARROW_HIDES, StruckDelegate, columns, struck_letters
from desktop.ui.remember import Remembered
from desktop.ui.theme import look

EMPTY = "Belum ada kuitansi. Siapkan nota, lalu ketik dari kiri ke kanan. Enter di kolom terakhir menyimpan."
_NAME = "kuitansi"
_ROOMY = 1150
"""Logical px at normal text size from which on the list has room for an amount beside the one it replaced."""
AT_FIRST = 1000
"""So many receipts are counted before the list is shown; the rest once it was painted."""


class ReceiptList(QWidget):
    """`chosen`: another row is current (its uid, "" for none). `opened`: Enter or a double click on it."""

    chosen = Signal(str)
    opened = Signal()

    def __init__(
        self,
        pages: ReceiptPages,
        sight: Sight,
        filter_box: QLineEdit,
        remembered: Remembered,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self._pages, self._sight, self._filter, self._remembered = pages, sight, filter_box, remembered
        self._index = PageIndex(count=0)
        self._uid = ""
        self._brief = False
        specs = columns(lambda: sight.seen, lambda: self._brief)
        self.model: PagedModel[ListedReceipt] = PagedModel(specs, self)
        self.view = PagedView(specs)
        self.view.setAccessibleName("Daftar kuitansi")
        self.view.show_model(self.model)
        self.view.setItemDelegate(StruckDelegate(struck_letters, self.view))
        header = self.view.horizontalHeader()
        header.setSectionsClickable(False)
        if remembered.restore_columns(header, _NAME):
            self.view.setProperty("widths_kept", True)
        header.sectionResized.connect(lambda *_: self._keep_widths())
        self.view.selectionModel().currentRowChanged.connect(self._row_chosen)
        self.view.entered_row.connect(lambda _at: self.opened.emit())
        self.view.doubleClicked.connect(lambda _index: self.opened.emit())
        self.empty = EmptyState(EMPTY, icon="receipt")
        self.nothing = EmptyState("", "Hapus saringan", filter_box.clear, icon="filter")
        self._stack = QStackedWidget()
        for widget in (self.view, self.empty, self.nothing):
            self._stack.addWidget(widget)
        self._stack.setMinimumHeight(96)  # of an empty state less may be seen; of the row above nothing is lost
        self.purse, self.count_label = QLabel(), QLabel()
        for label in (self.purse, self.count_label):
            mark(label, "muted")
        foot = QHBoxLayout()
        foot.addWidget(self.purse, 1)
        foot.addWidget(self.count_label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(0)
        self._counting.timeout.connect(self._count_all)
        self.view.before_end = self._count_all

    # --- contents ----------------------------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many receipts the list has."""
        return self._index.count

    def reload(self) -> None:
        """The list anew; the row chosen stays chosen."""
        kept, scope, sought = self._uid, self._sight.shown, self._filter.text()
        same = scope.same if scope else ()
        index = self._index = self._pages.index(same, sought, self._searched_too, at_most=None if kept else AT_FIRST)
        self.model.put(Pages(index.count, PAGE, lambda number: self._pages.page(self._index, number)))
        self.nothing.put(f"Tidak ada kuitansi yang cocok dengan “{sought.strip()}”.")
        shown = self.view if index.count else self.nothing if sought.strip() else self.empty
        self._stack.setCurrentWidget(shown)
        self.view.fit()
        self._uid = ""
        self.choose(kept)
        self._say_sums()
        if index.more:
            self._counting.start()

    def _count_all(self) -> None:
        """A long list, now that its first rows are seen."""
        self._counting.stop()
        self._index = self._pages.whole(self._index)
        self.model.grow(self._index.count)
        self._say_sums()

    def _searched_too(self, data: Receipt) -> str:
        ledger = self._sight.ledger
        return f"{item_names(ledger, data)} {activity_name(ledger, data)}"

    def _say_sums(self) -> None:
        scope = self._sight.shown
        self.purse.setText(purse_words(scope.state) if scope else "")
        mark(self.purse, "problem" if scope and scope.state.left < 0 else "muted")
        many, over = self._index.count, "lebih dari " if self._index.more else ""
        self.count_label.setText(f"{over}{many:,} kuitansi".replace(",", ".") if many else "")

    # --- the row chosen ----------------------------------------------------------------------------------------------

    @property
    def row(self) -> ListedReceipt | None:
        """The receipt chosen."""
        index = self.view.currentIndex()
        return self.model.row(index.row()) if self._uid and index.isValid() else None

    def remember(self, uid: str) -> None:
        """This receipt is the one chosen once the list is read anew."""
        self._uid = uid

    def choose(self, uid: str) -> bool:
        """Make a receipt current. False when it is not in this list."""
        at = self._pages.place(self._index, uid) if uid else -1
        if at >= 0:
            self.point(at)
        return at >= 0

    def point(self, at: int) -> None:
        """Make the row at this place current; past the end, the last."""
        if at >= self._index.count and self._index.more:
            self._count_all()
        at = min(at, self._index.count - 1)
        if at >= 0:
            self.view.setCurrentIndex(self.model.index(at, 0))
            self.view.selectRow(at)
            self.view.scrollTo(self.model.index(at, 0))

    def unchoose(self) -> None:
        """No row is chosen."""
        self._uid = ""
        self.view.clearSelection()
        self.view.setCurrentIndex(QModelIndex())

    def focus(self) -> None:
        """The keyboard into the list, on a row."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.view.currentIndex().isValid():
            self.point(0)

    def _row_chosen(self, now: QModelIndex | QPersistentModelIndex, _old: object) -> None:
        row = self.model.row(now.row()) if now.isValid() else None
        self._uid = row.uid if row is not None else ""
        self.chosen.emit(self._uid)

    # --- sizes -------------------------------------------------------------------------------------------------------

    def hide_extras(self, hidden: bool) -> None:
        """Give up the columns that are shown elsewhere anyway."""
        for at, column in enumerate(self.model.columns):
            self.view.setColumnHidden(at, hidden and column.title in NARROW_HIDES)
        self.view.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """An amount that was replaced stands beside the one that holds only where the names keep their room."""
        super().resizeEvent(event)
        brief = self.width() < round(_ROOMY * look().points / 10.5)
        if brief != self._brief:
            self._brief = brief
            self.view.measure_again()

    def _keep_widths(self) -> None:
        if self.view.property("widths_kept"):
            self._remembered.keep_columns(self.view.horizontalHeader(), _NAME)
