"""The middle, first tab: one usulan as it was handed in, with its costs and its photos."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QScrollArea, QWidget

from desktop.domain.money import format_quantity, format_rupiah, line_total, lines_total
from desktop.domain.records import Beneficiary, BeneficiaryList, CostGroup, CostLine, Photo
from desktop.domain.sectors import sector_name
from desktop.services.attachments import AttachmentService
from desktop.services.inbox import Dossier
from desktop.ui.cards import words
from desktop.ui.desk_check.attachments import Gallery, Shown
from desktop.ui.desk_check.checklist import photos_of
from desktop.ui.desk_check.standing import Item
from desktop.ui.dialogs import Dialog
from desktop.ui.exchange.half import button, column
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from desktop.ui.qss import mark
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

_GROUPS: dict[CostGroup, str] = {
    "material": "Bahan",
    "labour": "Upah",
    "equipment": "Alat",
    "other": "Lain-lain",
}
_MANDATORY = {
    "W1": "iuran JKN",
    "W2": "PMT dan vitamin Posyandu",
    "W3": "sarana dan pelatihan PKK",
    "W4": "pelatihan keterampilan",
}
_LISTS = {"jkn": "Calon penerima iuran JKN", "bansos": "Calon penerima bantuan barang"}


class ItemView(QScrollArea):
    """`said`: Message for the strip."""

    said = Signal(object)

    def __init__(self, attachments: AttachmentService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._attachments = attachments
        self.photos = Gallery(attachments)

    def put(self, dossier: Dossier, item: Item, evidence: QWidget | None = None) -> None:
        """Show this item, and below its facts what else proves it."""
        content, rows = column()
        mark(content, "clear")
        rows.setSpacing(SPACE_2)
        facts = [item.noun, sector_name(item.sector, item.scope) if item.sector else ""]
        facts += [f"prioritas RT {item.priority}" if item.priority else ""]
        rows.addWidget(words(" · ".join(fact for fact in facts if fact), "muted"))
        self.title = words(item.title, "section")
        rows.addWidget(self.title)
        if item.amount is not None:
            figure = QLabel(format_rupiah(item.amount))
            mark(figure, "figure")
            rows.addWidget(figure)
        rows.addLayout(_facts(item))
        if item.description:
            rows.addWidget(words(item.description))
        lists = [r.data for r in dossier.context("d.beneficiary_list") if isinstance(r.data, BeneficiaryList)]
        for people in lists:
            if people.proposal == item.uid:
                rows.addWidget(self._list_link(people), 0, Qt.AlignmentFlag.AlignLeft)
        if item.lines:
            rows.addSpacing(SPACE_2)
            rows.addWidget(words("Rencana biaya", "strong"))
            rows.addWidget(CostTable(item.lines))
        self.photos = Gallery(self._attachments)
        self.photos.said.connect(self.said)
        if evidence is not None:
            rows.addSpacing(SPACE_2)
            rows.addWidget(evidence)
        shown = _photos(dossier, item)
        if shown:
            rows.addSpacing(SPACE_2)
            rows.addWidget(words("Foto", "strong"))
            rows.addWidget(self.photos)
            self.photos.put(shown)
        rows.addStretch(1)
        self.setWidget(content)

    def _list_link(self, people: BeneficiaryList) -> QWidget:
        link = button(f"{_LISTS[people.kind]}: {len(people.rows)} orang", "users", "link")
        link.clicked.connect(lambda _on=False: PeopleDialog(people, self).exec())
        return link


def _facts(item: Item) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_3)
    grid.setVerticalSpacing(SPACE_1)
    grid.setColumnStretch(1, 1)
    facts = (
        ("Lokasi", item.location),
        ("Volume", item.volume),
        ("Penerima manfaat", item.beneficiaries),
        ("Kegiatan wajib", _MANDATORY.get(item.mandatory, "")),
    )
    for at, (name, text) in enumerate((name, text) for name, text in facts if text):
        label = QLabel(name)
        mark(label, "muted")
        grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words(text), at, 1)
    return grid


def _photos(dossier: Dossier, item: Item) -> list[Shown]:
    found: list[Shown] = []
    for at, record in enumerate(photos_of(dossier, item.uid), 1):
        if isinstance(record.data, Photo):
            slot = f"{record.data.slot} %" if record.data.slot.isdecimal() else "foto"
            gone = any(sha in dossier.missing for sha in record.files)
            found.append(Shown(record.uid, record.files, f"Foto {slot} ke-{at}", "belum datang" if gone else slot))
    return found


class CostTable(QFrame):
    """The cost lines by group: what, how much of it at which price, and the sum."""

    def __init__(self, lines: Sequence[CostLine], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        grid = QGridLayout(self)
        grid.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(0, 1)
        at = 0
        for group, name in _GROUPS.items():
            mine = [line for line in lines if line.group == group]
            if not mine:
                continue
            subtotal = lines_total(mine) + lines_total(mine, "self")
            self._row(grid, at, name, format_rupiah(subtotal), "strong")
            at += 1
            for line in mine:
                self._line(grid, at, line)
                at += 2
        rule = QFrame()
        mark(rule, "rule")
        grid.addWidget(rule, at, 0, 1, 2)
        self._row(grid, at + 1, "Jumlah dari Prodamas", format_rupiah(lines_total(lines)), "strong")
        swadaya = lines_total(lines, "self")
        if swadaya:
            self._row(grid, at + 2, "Swadaya warga", format_rupiah(swadaya), "muted")

    @staticmethod
    def _row(grid: QGridLayout, at: int, name: str, amount: str, kind: str) -> None:
        money = QLabel(amount)
        mark(money, kind)
        money.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words(name, kind), at, 0)
        grid.addWidget(money, at, 1)

    def _line(self, grid: QGridLayout, at: int, line: CostLine) -> None:
        own = " (swadaya)" if line.source == "self" else ""
        total = line_total(line.volume or "0", line.unit_price)
        self._row(grid, at, f"{line.description or 'Tanpa uraian'}{own}", format_rupiah(total), "")
        how = f"{format_quantity(line.volume) or '0'} {line.unit} × {format_rupiah(line.unit_price)}"
        note = f" · {line.note}" if line.note else ""
        grid.addWidget(words(f"{how}{note}", "small"), at + 1, 0)


class PeopleDialog(Dialog):
    """Candidates for aid; numbers stay masked."""

    def __init__(self, people: BeneficiaryList, parent: QWidget | None = None) -> None:
        super().__init__(_LISTS[people.kind], parent, width=780)
        columns: list[Column[Beneficiary]] = [
            Column("Nama", lambda row: row.name, width=200),
            Column("NIK", lambda row: masked(row.nik), "code", sortable=False),
            Column("Alamat", lambda row: row.address, stretch=True),
            Column("Barang", lambda row: row.goods, width=120),
            Column("Jumlah", lambda row: row.amount or None, "money"),
        ]
        rows = list(people.rows)
        self.table = Table(
            "calon-penerima", columns, in_memory(lambda: rows, columns), key=lambda row: row.uid, title="Calon penerima"
        )
        self.table.reload()
        self.table.setMinimumHeight(340)
        self.body.addWidget(words(_LISTS[people.kind], "section"))
        self.body.addWidget(self.table)
        self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted).setFocus()


def masked(nik: str) -> str:
    """`3571••••••••0012`; "belum ada" without a number."""
    return f"{nik[:4]}{'•' * max(len(nik) - 8, 0)}{nik[-4:]}" if len(nik) > 8 else nik or "belum ada"
