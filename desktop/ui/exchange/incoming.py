"""What a bundle would change, said before it is taken; and one by one for those who ask."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.messages import sentence
from desktop.domain.papers import EVIDENCE_PAPERS, PAPER_KINDS
from desktop.domain.record_types import RECORD_TYPES
from desktop.services.arrivals import Change, Plan
from desktop.ui.cards import IconDisc, words
from desktop.ui.dialogs import Dialog
from desktop.ui.exchange.half import button, column
from desktop.ui.exchange.plates import CodePlate
from desktop.ui.exchange.words import UNKNOWN, desk_name, listed, moment, nouns
from desktop.ui.palette import SPACE_2, SPACE_3, Tone
from desktop.ui.qss import mark
from desktop.ui.status import Status
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

KINDS: Final[dict[str, Status]] = {
    "new": Status("Baru", "plus", Tone.INFO),
    "changed": Status("Berubah", "pencil", Tone.ATTENTION),
    "withdrawn": Status("Ditarik", "arrow-back-up", Tone.NEUTRAL),
    "unknown": Status("Perlu aplikasi lebih baru", "clock", Tone.NEUTRAL),
}
"""By desktop.services.arrivals.Change.kind, in the order they are told."""

_LABELS: Final[dict[str, dict[str, str]]] = {
    "k.decision": {"approve": "Disetujui", "return": "Perlu perbaikan", "reject": "Ditolak"},
    "d.photo": {
        "0": "Foto 0 %",
        "50": "Foto 50 %",
        "100": "Foto 100 %",
        "meeting": "Foto rembug",
        "receipt": "Foto nota",
        "other": "Foto lain",
    },
    "d.submission": {"proposals": "Usulan kegiatan", "rab": "RAB", "spj": "SPJ", "handover": "Serah terima"},
    "d.statement": {"D": "Formulir D", "E": "Formulir E"},
    "d.beneficiary_list": {"jkn": "Iuran JKN", "bansos": "Bantuan barang"},
    "d.scan": {kind.key: kind.title for kind in PAPER_KINDS.values()} | EVIDENCE_PAPERS,
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change as the table shows it."""

    change: Change

    @property
    def noun(self) -> str:
        kind = RECORD_TYPES.get(self.change.type)
        return kind.noun.capitalize() if kind else UNKNOWN.capitalize()

    @property
    def label(self) -> str:
        """The record's label in words."""
        change = self.change
        if change.type in ("k.device_approval", "k.allocation"):
            return desk_name(change.label)
        return _LABELS.get(change.type, {}).get(change.label, change.label)

    @property
    def status(self) -> Status:
        return KINDS.get(self.change.kind, KINDS["changed"])


def summary(plan: Plan) -> list[tuple[Status, str]]:
    """Per kind of change: its word, and how many of what."""
    found: list[tuple[Status, str]] = []
    for kind, status in KINDS.items():
        counts: dict[str, int] = {}
        for change in plan.changes:
            if change.kind == kind:
                counts[change.type] = counts.get(change.type, 0) + 1
        if counts:
            found.append((status, listed(nouns(counts.items()))))
    return found


class Incoming(QWidget):
    """One bundle that was opened and may be taken."""

    def __init__(self, plan: Plan) -> None:
        super().__init__()
        self.plan = plan
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        content, rows = column()
        mark(content, "clear")
        whole.addWidget(content)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(IconDisc("package", Tone.INFO), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self.title = words(f"Bundel dari {desk_name(plan.sender_area)}", "section")
        texts.addWidget(self.title)
        texts.addWidget(words(f"Dibuat {moment(plan.made_at)} · {plan.sender_name or 'tanpa nama'}", "muted"))
        head.addLayout(texts, 1)
        rows.addLayout(head)
        if plan.already:
            rows.addWidget(_notice(f"Bundel ini sudah diterima {moment(plan.taken_at)}. Tidak ada yang berubah."))
            rows.addStretch(1)
            return
        rows.addLayout(_code_row(plan.receipt_code))
        rows.addSpacing(SPACE_2)
        rows.addWidget(words("Yang akan berubah di komputer ini", "strong"))
        rows.addLayout(self._table(plan))
        if plan.changes:
            self.each = button("Lihat satu per satu", "list-check", "link")
            self.each.clicked.connect(lambda _on=False: ChangesDialog(plan, self).exec())
            rows.addWidget(self.each, 0, Qt.AlignmentFlag.AlignLeft)
        if plan.waits:
            rows.addWidget(_notice(sentence("bundle.earlier_missing"), Tone.ATTENTION))
        if plan.missing_files:
            text = f"{plan.missing_files} lampiran belum ikut. Datanya tetap dapat diterima; lampirannya menyusul."
            rows.addWidget(_notice(text, Tone.ATTENTION))
        rows.addStretch(1)

    @staticmethod
    def _table(plan: Plan) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_3)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(1, 1)
        lines: list[tuple[str, str]] = [(status.word, text) for status, text in summary(plan)]
        if plan.files:
            lines.append(("Lampiran", f"{plan.files} foto dan berkas"))
        if not lines:
            lines.append(("Isi", sentence("bundel.lama")))
        for at, (word, text) in enumerate(lines):
            name = QLabel(word)
            mark(name, "muted")
            grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words(text), at, 1)
        return grid


def _code_row(code: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_3)
    plate = CodePlate(extra=6)
    plate.put(code)
    row.addWidget(plate)
    row.addWidget(words("Kode cek. Harus sama dengan yang tertulis di kertas pengirim.", "small"), 1)
    return row


def _notice(text: str, tone: Tone = Tone.INFO) -> NoticeFrame:
    notice = NoticeFrame(closable=False)
    notice.put(Message(text=text, tone=tone))
    return notice


class ChangesDialog(Dialog):
    """Every record the bundle touches."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__("Isi bundel", parent, width=780)
        columns: Sequence[Column[ChangeRow]] = (
            Column("Perubahan", lambda row: row.status, "status"),
            Column("Jenis", lambda row: row.noun, width=150),
            Column("Nama", lambda row: row.label, stretch=True),
            Column("Jumlah", lambda row: row.change.amount, "money"),
        )
        rows = [ChangeRow(change) for change in plan.changes]
        self.table = Table(
            "isi-bundel", columns, in_memory(lambda: rows, columns), key=lambda row: row.change.uid, title="Isi bundel"
        )
        self.table.reload()
        self.table.setMinimumHeight(360)
        self.body.addWidget(self.table)
        self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted).setFocus()
