"""What proves an SPJ or a handover on the officer's desk: spending per activity, receipts with their bills, results."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_quantity, format_rupiah
from desktop.domain.records import Correction, Handover, Inspection, MoneyReceived, Photo, Receipt, Record, WorkRow
from desktop.services.inbox import Dossier
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, words
from desktop.ui.desk_check.attachments import Gallery, Shown
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3
from desktop.ui.qss import mark
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.theme import look

Caption = Callable[[str, str], str]
"""The line below a photo, from what it is of and its slot; "" leaves it out."""

_CONDITIONS = {"good": "baik", "fair": "cukup", "broken": "rusak", "": ""}
_MANY = 8
"""Receipts shown without scrolling in their table."""


@dataclass(frozen=True, slots=True)
class _Bought:
    """A receipt as it was handed in. `corrected`: a later record stands in its place."""

    uid: str
    data: Receipt
    corrected: bool


class Evidence(QWidget):
    """Below an item: what it rests on. `said`: Message for the strip."""

    said = Signal(object)

    def __init__(self, workplace: Workplace, dossier: Dossier, record: Record, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self._work, self._dossier = workplace, dossier
        self.bills = Gallery(workplace.attachments)
        self.progress = Gallery(workplace.attachments)
        for gallery in (self.bills, self.progress):
            gallery.said.connect(self.said)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACE_2)
        if isinstance(record.data, MoneyReceived):
            self._spent(record.data.tranche)
            self._bought()
        elif isinstance(record.data, Inspection | Handover):
            self._results(record.data.rows)
        self._pictures()

    def _spent(self, tranche: str) -> None:
        try:
            lines = self._work.spj.recap(tranche)
        except RuleViolation:  # the contract has not come: the checklist says so
            return
        self._rows.addWidget(words("Terpakai per kegiatan", "strong"))
        card, grid = _table(("RAB", "Tahap ini", "Sisa RAB"))
        for line in lines:
            figures = (line.budget, line.now, line.left)
            _put(grid, line.title, [format_rupiah(figure) for figure in figures])
        total = [sum(figures) for figures in zip(*((one.budget, one.now, one.left) for one in lines), strict=True)]
        if len(lines) > 1:
            _put(grid, "Jumlah", [format_rupiah(figure) for figure in total], "strong")
        self._rows.addWidget(card)

    def _bought(self) -> None:
        replaced = {r.data.of for r in self._dossier.context("d.correction") if isinstance(r.data, Correction)}
        found = [
            _Bought(record.uid, record.data, record.uid in replaced)
            for record in self._dossier.context("d.receipt")
            if isinstance(record.data, Receipt)
        ]
        columns: list[Column[_Bought]] = [
            Column("Tanggal", lambda row: row.data.date, "date"),
            Column("Penerima dan uraian", _paid_for, stretch=True),
            Column("Jumlah", lambda row: row.data.amount, "money"),
        ]
        self.receipts = Table(
            "kuitansi-diajukan",
            columns,
            in_memory(lambda: found, columns),
            key=lambda row: row.uid,
            title="Kuitansi",
            filters=len(found) > _MANY,
        )
        self.receipts.reload()
        self.receipts.count.setVisible(len(found) > _MANY)
        high = (min(len(found), _MANY) + 1) * look().row + SPACE_2
        self.receipts.setFixedHeight(high + (look().row + SPACE_3 if len(found) > _MANY else 0))
        self.receipts.opened.connect(lambda row: self._show_bill(row.uid))
        self._rows.addSpacing(SPACE_2)
        self._rows.addWidget(words(f"Kuitansi ({len(found)})", "strong"))
        self._rows.addWidget(self.receipts)
        names = {one.uid: format_rupiah(one.data.amount) for one in found}
        self._put_gallery("Foto nota", self.bills, lambda of, _slot: names.get(of, ""))

    def _show_bill(self, receipt: str) -> None:
        for record in self._dossier.context("d.photo"):
            if isinstance(record.data, Photo) and record.data.of == receipt:
                self.bills.open(record.uid)
                return

    def _results(self, results: tuple[WorkRow, ...]) -> None:
        self._rows.addWidget(words("Hasil pekerjaan", "strong"))
        card, grid = _table(("Rencana", "Selesai", "Nilai"))
        for row in results:
            planned, done = (
                f"{format_quantity(one)} {row.unit}".strip() if one else "" for one in (row.planned, row.done)
            )
            _put(grid, row.description or "Tanpa uraian", [planned, done, format_rupiah(row.amount)])
            place = " · ".join(
                part for part in (_CONDITIONS[row.condition], row.location, row.keeper, row.note) if part
            )
            grid.addWidget(words(place, "small"), grid.rowCount(), 0, 1, 4)
        self._rows.addWidget(card)

    def _pictures(self) -> None:
        self._put_gallery(
            "Foto kemajuan", self.progress, lambda _of, slot: f"{slot} %" if slot in ("0", "50", "100") else ""
        )

    def _put_gallery(self, title: str, gallery: Gallery, caption: Caption) -> None:
        shown: list[Shown] = []
        for record in self._dossier.context("d.photo"):
            text = caption(record.data.of, record.data.slot) if isinstance(record.data, Photo) else ""
            if text:
                gone = any(sha in self._dossier.missing for sha in record.files)
                shown.append(Shown(record.uid, record.files, f"{title} {text}", "belum datang" if gone else text))
        if shown:
            self._rows.addSpacing(SPACE_2)
            self._rows.addWidget(words(f"{title} ({len(shown)})", "strong"))
            self._rows.addWidget(gallery)
            gallery.put(shown)


def _paid_for(row: _Bought) -> str:
    told = ": ".join(part for part in (row.data.payee, row.data.description) if part)
    return f"{told} (dibetulkan)" if row.corrected else told


def _table(heads: tuple[str, ...]) -> tuple[Card, QGridLayout]:
    card, grid = Card(), QGridLayout()
    card.body.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
    grid.setHorizontalSpacing(SPACE_2)
    grid.setVerticalSpacing(2)
    grid.setColumnStretch(0, 1)
    for at, head in enumerate(heads, 1):
        grid.addWidget(_figure(head, "small"), 0, at)
    card.body.addLayout(grid)
    return card, grid


def _put(grid: QGridLayout, name: str, figures: list[str], kind: str = "") -> None:
    """The name across, its figures below: beside each other they would lie behind the edge of a small screen."""
    at = grid.rowCount()
    grid.setRowMinimumHeight(at, SPACE_1)
    grid.addWidget(words(name, kind), at + 1, 0, 1, 4)
    for column, figure in enumerate(figures, 1):
        grid.addWidget(_figure(figure, kind), at + 2, column)


def _figure(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    mark(label, kind)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return label
