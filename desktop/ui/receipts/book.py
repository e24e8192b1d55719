"""The books: cash, bank and tax, every movement by day with the balance after each.

Only cash drawn and paid in is typed here (see desktop.ui.receipts.cash); everything else comes from other records.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.books import Book, BookRow
from desktop.domain.dates import MONTH_NAMES
from desktop.domain.money import format_rupiah
from desktop.domain.tax_book import TaxBook
from desktop.services.books import BookService
from desktop.ui.cards import EmptyState, words
from desktop.ui.palette import SPACE_2, SPACE_4, SPACE_6, Tone
from desktop.ui.qss import mark
from desktop.ui.receipts.table import StruckDelegate
from desktop.ui.remember import Remembered
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.table_view import Index, Table
from desktop.ui.tables import Column, TableModel, in_memory

BOOKS: Final = {
    "cash_book": "Buku kas umum",
    "bank_book": "Buku pembantu bank",
    "tax_book": "Buku pembantu pajak",
}
"""Kind of paper → name."""
_NO_MONEY = "Buku ini masih kosong. Isinya tersusun sendiri dari dana masuk dan kuitansi."
_NO_TAX = "Belum ada pajak yang dipungut. Isinya tersusun sendiri dari pajak kuitansi dan bukti setornya."


class Figures(QFrame):
    """A few sums beside each other, each under its name."""

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        row = QHBoxLayout(self)
        row.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        row.setSpacing(SPACE_6)
        self._names = list(names)
        self.titles: list[QLabel] = []
        self.values: list[QLabel] = []
        for name in names:
            title, value = QLabel(name), QLabel()
            mark(title, "small")
            mark(value, "section")
            part = QVBoxLayout()
            part.setSpacing(0)
            part.addWidget(title)
            part.addWidget(value)
            row.addLayout(part)
            self.titles.append(title)
            self.values.append(value)
        row.addStretch(1)

    def put(self, amounts: Sequence[int]) -> None:
        """Whole rupiah, in the order of the names; below zero is also said in words."""
        said = []
        for title, label, name, amount in zip(self.titles, self.values, self._names, amounts, strict=True):
            label.setText(format_rupiah(amount))
            title.setText(f"{name} (kurang)" if amount < 0 else name)
            mark(title, "problem" if amount < 0 else "small")
            said.append(f"{title.text()} {format_rupiah(amount)}")
        self.setAccessibleName(", ".join(said))


class BookSheet(QWidget):
    """One kind of book: its sums, its rows. `titles`: of what comes in, goes out and is left; `empty`: said without
    rows. `opened`: the uid behind a row."""

    opened = Signal(str)

    def __init__(
        self, name: str, titles: tuple[str, str, str], empty: str, remembered: Remembered, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._book: Book | None = None
        came, went, left = titles
        self.figures = Figures((f"{left} awal", came, went, f"{left} akhir"))
        columns = _columns(titles)
        self.table: Table[BookRow] = Table(
            name,
            columns,
            in_memory(self._rows, columns),
            key=lambda row: f"{row.uid}{row.kind}{row.struck}{row.description}",
            title="Isi buku",
            empty=EmptyState(empty, icon="report-money"),
            filters=False,
            remembered=remembered,
        )
        self.table.view.setItemDelegate(StruckDelegate(_struck, self.table.view))
        self.table.opened.connect(lambda row: self.opened.emit(row.uid))
        self.table.count.hide()
        self.table.setMinimumHeight(120)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self.figures)
        layout.addWidget(self.table, 1)

    def put(self, book: Book | None) -> None:
        """Show this book; None while there is no contract."""
        self._book = book
        self.figures.put((book.opening, book.received, book.spent, book.closing) if book else (0, 0, 0, 0))
        self.table.reload()

    def _rows(self) -> Sequence[BookRow]:
        return self._book.rows if self._book is not None else ()


class BookTab(QWidget):
    """One of the three books: of a contract or of one tranche, whole or of one month. `chosen`: another book or month.

    `opened`: the uid behind a row.
    """

    chosen = Signal()
    opened = Signal(str)

    def __init__(self, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._months: list[date] = []
        self.kind, self.month = QComboBox(), QComboBox()
        for key, text in BOOKS.items():
            self.kind.addItem(text, key)
        choosers = QHBoxLayout()
        choosers.setSpacing(SPACE_2)
        for box, name in ((self.kind, "Buku"), (self.month, "Bulan")):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            label = QLabel(name)
            label.setBuddy(box)
            mark(label, "label")
            choosers.addWidget(label)
            choosers.addWidget(box)
            box.activated.connect(lambda _at: self.chosen.emit())
        choosers.addStretch(1)
        self.limit = NoticeFrame(closable=False)
        self.limit.hide()
        self.money = BookSheet("buku-kas", ("Penerimaan", "Pengeluaran", "Saldo"), _NO_MONEY, remembered)
        self.tax = BookSheet("buku-pajak", ("Dipungut", "Disetor", "Belum disetor"), _NO_TAX, remembered)
        self._stack = QStackedWidget()
        for sheet in (self.money, self.tax):
            self._stack.addWidget(sheet)
            sheet.opened.connect(self.opened)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        self.places = words("", "muted")
        self.places.hide()
        self._line = QVBoxLayout()
        layout.addLayout(choosers)
        layout.addLayout(self._line)
        layout.addWidget(self.limit)
        layout.addWidget(self.places)
        layout.addWidget(self._stack, 1)

    @property
    def kind_wanted(self) -> str:
        """A key of BOOKS, which is the paper's, too."""
        return str(self.kind.currentData())

    @property
    def month_wanted(self) -> date | None:
        """The first day of the month shown, None for the whole book."""
        at = self.month.currentIndex() - 1
        return self._months[at] if 0 <= at < len(self._months) else None

    def put_months(self, months: Sequence[date]) -> None:
        """The months money moved in; the one chosen stays when it is still among them."""
        kept = self.month_wanted
        self._months = list(months)
        self.month.clear()
        self.month.addItem("Semua bulan")
        for month in months:
            self.month.addItem(f"{MONTH_NAMES[month.month - 1]} {month.year}")
        self.month.setCurrentIndex(1 + self._months.index(kept) if kept in self._months else 0)

    def put(self, book: Book | TaxBook | None) -> None:
        """Show this book; None while there is no contract."""
        sheet = self.tax if self.kind_wanted == "tax_book" else self.money
        sheet.put(_as_money(book) if isinstance(book, TaxBook) else book)
        self._stack.setCurrentWidget(sheet)

    def put_line(self, form: QWidget) -> None:
        """A line to type into, above the book; the sums make room for it."""
        self._line.addWidget(form)
        self._show_figures(False)
        form.show()

    def end_line(self) -> None:
        """The line has gone."""
        self._show_figures(True)

    def _show_figures(self, shown: bool) -> None:
        for sheet in (self.money, self.tax):
            sheet.figures.setVisible(shown)

    def put_places(self, at_bank: int, in_hand: int | None) -> None:
        """Where the money lies (whole rupiah); `in_hand` None: nobody writes down what is drawn."""
        self.places.setVisible(in_hand is not None)
        if in_hand is None:
            return
        less = " Ada penarikan yang belum dicatat." if in_hand < 0 else ""
        text = f"Di rekening {format_rupiah(at_bank)}, tunai di tangan {format_rupiah(in_hand)}.{less}"
        self.places.setText(text)
        mark(self.places, "problem" if in_hand < 0 else "muted")

    def warn(self, text: str) -> None:
        """Something about the balance; "" for nothing."""
        self.limit.setVisible(bool(text))
        if text:
            self.limit.put(Message(text=text, tone=Tone.ATTENTION))


def lay_open(tab: BookTab, books: BookService, uid: str) -> None:
    """Show the book wanted of a contract or tranche (`uid` "": none), and whether its balance is above the limit."""
    kind, is_tax = tab.kind_wanted, tab.kind_wanted == "tax_book"
    if not uid:
        tab.put_months([])
        tab.put(None)
        tab.put_places(0, None)
        tab.warn("")
        return
    read, limit_set = books.read(uid), books.cash_limit
    tab.put_months(read.tax_months() if is_tax else read.months())
    month = tab.month_wanted
    if is_tax:
        tab.put(read.tax_book(month))
    else:
        tab.put(read.bank_book(month) if kind == "bank_book" else read.cash_book(month))
    in_hand = None if is_tax else read.in_hand(month)
    tab.put_places(read.bank_book(month).closing if in_hand is not None else 0, in_hand)
    over = read.over(limit_set) if kind == "cash_book" else 0
    held, limit = format_rupiah(limit_set + over), format_rupiah(limit_set)
    tab.warn(f"Saldo kas {held}, di atas batas {limit}. Simpan di rekening Pokmas." if over else "")


def _as_money(book: TaxBook) -> Book:
    """Tax kept back comes in, tax paid goes out: the same columns under other names."""
    rows = tuple(
        BookRow(
            date=row.date,
            number=row.number,
            description=f"{row.description}, NTPN {row.ntpn}" if row.ntpn else row.description,
            received=row.withheld,
            spent=row.paid,
            balance=row.balance,
            kind="tax_paid" if row.kind == "paid" else "tax",
            uid=row.uid,
        )
        for row in book.rows
    )
    kept = sum(row.withheld for row in book.rows)
    return Book(opening=book.opening, rows=rows, received=kept, spent=book.paid, closing=book.closing)


def _columns(titles: tuple[str, str, str]) -> list[Column[BookRow]]:
    came, went, left = titles
    return [
        Column("Tanggal", lambda row: row.date, "date", sortable=False),
        Column("No. bukti", lambda row: row.number, "code", sortable=False),
        Column("Uraian", lambda row: row.description, stretch=True, sortable=False, spoken=_spoken),
        Column(came, lambda row: row.received or None, "money", sortable=False),
        Column(went, lambda row: row.spent or None, "money", sortable=False),
        Column(left, lambda row: None if row.struck else row.balance, "money", sortable=False),
    ]


def _spoken(row: BookRow) -> str:
    return f"{row.description}, dicoret karena dibetulkan" if row.struck else row.description


def _struck(index: Index) -> int:
    model = index.model()
    if not isinstance(model, TableModel):
        return 0
    row = model.row(index.row())
    return -1 if isinstance(row, BookRow) and row.struck else 0
