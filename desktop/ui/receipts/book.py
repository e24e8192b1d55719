"""The cash book: every movement of money by day, with the balance after each. Nothing in it is typed."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.books import Book, BookRow
from desktop.domain.dates import MONTH_NAMES
from desktop.domain.money import format_rupiah
from desktop.ui.cards import EmptyState
from desktop.ui.palette import SPACE_2, SPACE_4, SPACE_6
from desktop.ui.qss import mark
from desktop.ui.receipts.table import StruckDelegate
from desktop.ui.remember import Remembered
from desktop.ui.table_view import Index, Table
from desktop.ui.tables import Column, TableModel, in_memory


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


class BookTab(QWidget):
    """One book: of a contract or of one tranche, whole or of one month. `chosen`: another month; the first day or None.

    `opened`: the uid behind a row. The choice of the month (`month_name`, `month`) is put where the page has room.
    """

    chosen = Signal(object)
    opened = Signal(str)

    def __init__(self, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._book: Book | None = None
        self._months: list[date] = []
        self.month = QComboBox()
        self.month.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.month_name = QLabel("Bulan")
        self.month_name.setBuddy(self.month)
        mark(self.month_name, "label")
        self.month.activated.connect(lambda _at: self.chosen.emit(self.month_wanted))
        self.figures = Figures(("Saldo awal", "Penerimaan", "Pengeluaran", "Saldo akhir"))
        columns = _columns()
        empty = EmptyState(
            "Buku kas masih kosong. Isinya tersusun sendiri dari dana masuk dan kuitansi.", icon="report-money"
        )
        self.table: Table[BookRow] = Table(
            "buku-kas",
            columns,
            in_memory(self._rows, columns),
            key=lambda row: f"{row.uid}{row.kind}{row.struck}",
            title="Buku kas umum",
            empty=empty,
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

    def put(self, book: Book | None) -> None:
        """Show this book; None while there is no contract."""
        self._book = book
        sums = (book.opening, book.received, book.spent, book.closing) if book else (0, 0, 0, 0)
        self.figures.put(sums)
        self.table.reload()

    def _rows(self) -> Sequence[BookRow]:
        return self._book.rows if self._book is not None else ()


def _columns() -> list[Column[BookRow]]:
    return [
        Column("Tanggal", lambda row: row.date, "date", sortable=False),
        Column("No. bukti", lambda row: row.number, "code", sortable=False),
        Column("Uraian", lambda row: row.description, stretch=True, sortable=False, spoken=_spoken),
        Column("Penerimaan", lambda row: row.received or None, "money", sortable=False),
        Column("Pengeluaran", lambda row: row.spent or None, "money", sortable=False),
        Column("Saldo", lambda row: None if row.struck else row.balance, "money", sortable=False),
    ]


def _spoken(row: BookRow) -> str:
    return f"{row.description}, dicoret karena dibetulkan" if row.struck else row.description


def _struck(index: Index) -> int:
    model = index.model()
    if not isinstance(model, TableModel):
        return 0
    row = model.row(index.row())
    return -1 if isinstance(row, BookRow) and row.struck else 0
