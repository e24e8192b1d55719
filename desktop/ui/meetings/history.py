"""Riwayat: the versions of a meeting, what each changed, and one of them taken back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.domain.records import Meeting
from desktop.services.clock import WIB
from desktop.services.records import PastVersion
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.icons import dress
from desktop.ui.meetings.words import KIND_WORDS
from desktop.ui.palette import SPACE_3, SPACE_6
from desktop.ui.qss import mark

_LABELS: Final = {
    "kind": "Jenis",
    "title": "Nama pertemuan",
    "number": "Nomor berita acara",
    "date": "Tanggal",
    "time": "Pukul",
    "place": "Tempat",
    "leader": "Pimpinan rapat",
    "note_taker": "Pencatat",
    "agenda": "Agenda",
    "notes": "Catatan",
    "decisions": "Keputusan",
    "witnesses": "Wakil warga",
    "sessions": "Sesi",
}


def _shown(name: str, data: Meeting) -> str:
    value: Any = getattr(data, name)
    if name == "kind":
        return KIND_WORDS.get(str(value), str(value))
    if name == "date":
        return format_day(value) if value else ""
    if name == "decisions":
        return f"{len(value)} baris, {format_rupiah(sum(one.estimate for one in value))}" if value else ""
    if name in {"agenda", "witnesses"}:
        return ", ".join(value)
    if name == "sessions":
        return str(value) if value > 1 else ""
    text = str(value or "")
    return text if len(text) <= 120 else text[:119] + "…"


def changes(before: Meeting | None, after: Meeting) -> list[str]:
    """What a version changed, in words: `Tempat: Balai RT → Rumah Pak RT`; of the first version what it holds."""
    found: list[str] = []
    for name, label in _LABELS.items():
        if before is not None and getattr(before, name) == getattr(after, name):
            continue
        old, new = _shown(name, before) if before else "", _shown(name, after)
        if old and new and old != new:
            found.append(f"{label}: {old} → {new}")
        elif new and not old:
            found.append(f"{label}: {new}")
        elif old and not new:
            found.append(f"{label}: {old} dihapus")
        elif before is not None:
            found.append(f"{label} diubah")
    return found


class HistoryDialog(Dialog):
    """All versions, newest first. Read `chosen` after exec()."""

    def __init__(self, versions: Sequence[PastVersion], *, locked: bool, parent: QWidget | None = None) -> None:
        super().__init__("Riwayat rembug", parent, width=820)
        self._versions = [(one, one.data) for one in versions if isinstance(one.data, Meeting)]
        self._locked = locked
        self.list = QListWidget()
        self.list.setAccessibleName("Versi rembug, terbaru dahulu")
        self.list.setFixedWidth(270)
        mark(self.list, "popup")
        for at, (one, _) in enumerate(self._versions):
            self.list.addItem(QListWidgetItem(_name(at, one)))
        self.detail = words("")
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.head = words("", "section")
        right = QVBoxLayout()
        right.setSpacing(SPACE_3)
        right.addWidget(self.head)
        right.addWidget(self.detail)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_6)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        self.body.addLayout(row)
        self.take = self.add_button("Pakai versi ini", closes=QDialog.DialogCode.Accepted)
        dress(self.take, "arrow-back-up")
        self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Rejected)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self._versions):
            return
        _, data = self._versions[at]
        before = self._versions[at + 1][1] if at + 1 < len(self._versions) else None
        self.head.setText(data.title or "(belum bernama)")
        found = changes(before, data)
        self.detail.setText("\n".join(f"•  {line}" for line in found) or "Tidak ada isian yang berubah.")
        self.take.setEnabled(at > 0 and not self._locked)
        self.take.setToolTip("Rembug ini terkunci, jadi hanya bisa dibaca." if self._locked else "")

    @property
    def chosen(self) -> Meeting:
        """The version pointed to."""
        return self._versions[max(self.list.currentRow(), 0)][1]


def _name(at: int, one: PastVersion) -> str:
    when = datetime.fromtimestamp(one.at / 1000, WIB)
    what = "Dibuang" if one.op == "remove" else "Diajukan" if one.published else "Disimpan"
    return f"{format_day(when.date())}, {when:%H.%M}\n{what}{' (sekarang)' if at == 0 else ''}"
