"""The list of receipts: its columns, and what is struck through."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from desktop.domain.checks import CheckResult
from desktop.domain.money import format_rupiah
from desktop.services.receipt_pages import ListedReceipt, ReceiptsSeen
from desktop.ui.receipts.items import item_names
from desktop.ui.receipts.paged import PagedModel
from desktop.ui.receipts.words import NO_PHOTO, spoken, status_of
from desktop.ui.status import Status
from desktop.ui.table_view import PAD, CellDelegate, Index
from desktop.ui.tables import STATUS_ROLE, Column
from desktop.ui.theme import look

NARROW_HIDES = ("No. nota", "Uraian")
"""Columns the pane beside the list shows anyway."""

Seen = Callable[[], ReceiptsSeen | None]


@dataclass(frozen=True, slots=True)
class Flags:
    """What is known of a receipt beyond itself; nothing while the look at all of them is not done."""

    seen: Seen

    def of(self, row: ListedReceipt) -> Sequence[CheckResult]:
        """The findings about it."""
        now = self.seen()
        return now.flags.get(row.uid, ()) if now is not None else ()

    def status(self, row: ListedReceipt) -> object:
        """Its chip."""
        now = self.seen()
        if now is None:
            return None if row.photos else NO_PHOTO
        return status_of(row.spending, self.of(row), locked=row.uid in now.locked)


def short_number(number: str) -> str:
    """The running part of a printed number: `KW-22-P02-1-012` → `012`; a number of the group's own as it is."""
    head, _, tail = number.rpartition("-")
    return tail if head.startswith("KW-") and tail.isdecimal() else number


def columns(seen: Seen, brief: Callable[[], bool] = bool) -> list[Column[ListedReceipt]]:
    """The columns, in the order of the paper. `brief`: there is no room for an amount beside the one it replaced."""
    flags = Flags(seen)

    def items(row: ListedReceipt) -> str:
        now = seen()
        return item_names(now.ledger, row.data) if now is not None else ""

    return [
        Column(
            "No.", lambda row: short_number(row.data.number), "code", spoken=lambda row: row.data.number or "kosong"
        ),
        Column("Tanggal", lambda row: row.data.date, "date"),
        Column("Item RAB", items, stretch=True),
        Column("Penerima", lambda row: row.data.payee, stretch=True),
        Column("No. nota", lambda row: row.data.note, width=110),
        Column("Uraian", lambda row: row.data.description, stretch=True),
        Column("Jumlah", lambda row: _amounts(row, brief=brief()), "money", spoken=_amounts_spoken),
        Column("Tanda", flags.status, "status", spoken=lambda row: spoken(flags.of(row)) or "tidak ada tanda"),
    ]


def _amounts(row: ListedReceipt, *, brief: bool) -> str:
    """The amount; what was first written stands struck through before it, unless `brief`."""
    first, now = format_rupiah(row.spending.original.amount), format_rupiah(row.data.amount)
    if row.spending.void:
        return first
    return f"{first}  {now}" if _struck(row) and not brief else now


def _struck(row: ListedReceipt) -> bool:
    return row.spending.corrected and row.spending.original.amount != row.data.amount


def _amounts_spoken(row: ListedReceipt) -> str:
    now = format_rupiah(row.data.amount)
    return f"{now}, semula {format_rupiah(row.spending.original.amount)}" if _struck(row) else now


class StruckDelegate(CellDelegate):
    """Strikes texts through. `struck`: how many letters from the first on, by cell; all of them where it says -1."""

    def __init__(self, struck: Callable[[Index], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._struck = struck

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        count = self._struck(index)
        if not count or isinstance(index.data(STATUS_ROLE), Status):
            return
        text = str(index.data() or "")
        now, chosen = look(), bool(option.state & QStyle.StateFlag.State_Selected)
        metrics = QFontMetrics(now.font())
        inside = option.rect.adjusted(PAD, 0, -PAD, 0)
        whole = min(metrics.horizontalAdvance(text), inside.width())
        right = bool(int(index.data(Qt.ItemDataRole.TextAlignmentRole) or 0) & int(Qt.AlignmentFlag.AlignRight))
        left = inside.right() - whole + 1 if right else inside.left()
        wide = whole if count < 0 else min(metrics.horizontalAdvance(text[:count]), whole)
        painter.save()
        painter.setPen(QPen(QColor(now.roles.on_selected if chosen else now.roles.text), 1.5))
        middle = inside.center().y() + 1
        painter.drawLine(left, middle, left + wide, middle)
        painter.restore()


def struck_letters(index: Index) -> int:
    """Of a corrected receipt the amount first written, of one taken back everything."""
    model = index.model()
    if not isinstance(model, PagedModel):
        return 0
    row = model.row(index.row())
    if not isinstance(row, ListedReceipt) or not row.spending.corrected:
        return 0
    if row.spending.void:
        return -1
    is_money = model.columns[index.column()].kind == "money"
    first = format_rupiah(row.spending.original.amount)
    return len(first) if is_money and str(index.data()).startswith(f"{first} ") else 0
