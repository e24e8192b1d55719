"""The small dialogs of L06: decisions to take over, a statement letter, which rembug to hand in, earlier versions."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.dates import format_day
from desktop.domain.money import format_quantity, format_rupiah, lines_total
from desktop.domain.records import Proposal
from desktop.domain.sectors import sector_name
from desktop.services.proposals import Letter, OpenDecision
from desktop.services.records import PastVersion
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import DateField, MultilineField
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_1, SPACE_3, SPACE_4, SPACE_6
from desktop.ui.qss import mark
from desktop.ui.value_fields import today_here

WIB = timezone(timedelta(hours=7))
"""Kediri's time (UTC+7)."""


class DecisionsDialog(Dialog):
    """Which decisions of the rembug become usulan. Read `chosen` after exec()."""

    def __init__(self, decisions: Sequence[OpenDecision], parent: QWidget | None = None) -> None:
        super().__init__("Ambil dari keputusan rembug", parent, width=640)
        self.boxes: list[tuple[QCheckBox, OpenDecision]] = []
        heading = ""
        for one in decisions:
            if one.title != heading:
                heading = one.title
                self.body.addWidget(words(heading, "section"))
            self.body.addWidget(self._line(one))
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("", kind="primary", closes=QDialog.DialogCode.Accepted)
        self._count()
        if self.boxes:
            self.boxes[0][0].setFocus()

    def _line(self, one: OpenDecision) -> QWidget:
        decision = one.decision
        parts = [sector_name(decision.sector, decision.scope)]
        if decision.volume:
            parts.append(f"{format_quantity(decision.volume)} {decision.unit}".strip())
        if decision.estimate:
            parts.append(format_rupiah(decision.estimate))
        box = QCheckBox(decision.text.strip())
        box.setChecked(True)
        box.setAccessibleDescription(", ".join(parts))
        box.toggled.connect(lambda _on: self._count())
        self.boxes.append((box, one))
        holder = QWidget()
        mark(holder, "clear")
        layout = QVBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        layout.addWidget(box)
        detail = words(" · ".join(parts), "small")
        detail.setContentsMargins(28, 0, 0, SPACE_1)
        layout.addWidget(detail)
        return holder

    def _count(self) -> None:
        many = len(self.chosen)
        self.yes.setText(f"Jadikan {many} usulan" if many else "Jadikan usulan")
        self.yes.setEnabled(bool(many))

    @property
    def chosen(self) -> list[OpenDecision]:
        """The decisions ticked, in their order."""
        return [one for box, one in self.boxes if box.isChecked()]


class LetterDialog(Dialog):
    """What letter D or E will say, an explanation and its day. Read `reason` and `day` after exec()."""

    def __init__(self, letter: Letter, parent: QWidget | None = None) -> None:
        super().__init__("Surat pernyataan", parent, width=560)
        self.body.addWidget(words(letter_title(letter), "section"))
        for line in letter_lines(letter):
            self.body.addWidget(_bullet(line))
        self.reason_field = MultilineField("reason", "Keterangan (boleh kosong)", lines=3)
        self.day_field = DateField("date", "Tanggal surat")
        self.reason_field.set_value(letter.data.reason if letter.data else "")
        self.day_field.set_value((letter.data.date if letter.data else None) or today_here())
        self.body.addWidget(self.reason_field)
        self.body.addWidget(self.day_field)
        self.body.addWidget(
            words("Ketua RT menandatangani surat ini, Kasi Ekbang Pemas kelurahan memverifikasinya.", "muted")
        )
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Perbarui surat" if letter.uid else "Buat surat", kind="primary")
        self.yes.clicked.connect(lambda _checked=False: self._accept())
        self.reason_field.focus()

    def _accept(self) -> None:
        if self.day_field.validate():
            self.accept()

    @property
    def reason(self) -> str:
        return str(self.reason_field.value())

    @property
    def day(self) -> date | None:
        found: date | None = self.day_field.value()
        return found


def letter_title(letter: Letter) -> str:
    """What the letter is called on screen."""
    if letter.letter == "D":
        return "Surat pernyataan tidak mengusulkan iuran JKN (formulir D)"
    return "Surat pernyataan bidang atau persentase tidak dipenuhi (formulir E)"


def letter_lines(letter: Letter) -> list[str]:
    """What the letter states, one line each."""
    needed = letter.needed
    if letter.letter == "D" or needed is None:
        return ["Kepesertaan JKN warga sudah terpenuhi, jadi iuran JKN tidak diusulkan."]
    lines: list[str] = []
    if needed.missing:
        lines.append("Tidak mengusulkan bidang " + ", ".join(sector_name(name) for name in needed.missing) + ".")
    if needed.below:
        lines.append("Di luar ketentuan persentase: " + ", ".join(sector_name(name) for name in needed.below) + ".")
    return lines


class MeetingDialog(Dialog):
    """Which rembug is handed in, when several wait. Read `chosen` after exec(). `choices`: (uid, name, detail)."""

    def __init__(self, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        super().__init__("Ajukan", parent)
        self.body.addWidget(words("Rembug mana yang diajukan?", "section"))
        self._buttons: list[tuple[QRadioButton, str]] = []
        for uid, name, detail in choices:
            button = QRadioButton(name)
            button.setAccessibleDescription(detail)
            self._buttons.append((button, uid))
            self.body.addWidget(button)
            line = words(detail, "small")
            line.setContentsMargins(28, 0, 0, 0)
            self.body.addWidget(line)
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.add_button("Lanjut", kind="primary", closes=QDialog.DialogCode.Accepted)
        self._buttons[0][0].setChecked(True)
        self._buttons[0][0].setFocus()

    @property
    def chosen(self) -> str:
        """The meeting's uid."""
        return next(uid for button, uid in self._buttons if button.isChecked())


# --- history ---------------------------------------------------------------------------------------------------------

_LABELS = {
    "title": "Judul",
    "sector": "Bidang",
    "scope": "Bagian",
    "meeting": "Rembug asal",
    "priority": "Prioritas",
    "location": "Lokasi",
    "volume": "Volume",
    "unit": "Satuan",
    "amount": "Jumlah",
    "description": "Uraian",
    "beneficiaries": "Penerima manfaat",
    "mandatory": "Kegiatan wajib",
    "participants": "Peserta",
    "lines": "RAB",
}


def _word(name: str, data: Proposal, meetings: Mapping[str, str]) -> str:
    """One field of a version as people read it."""
    value: Any = getattr(data, name)
    if name == "amount":
        return format_rupiah(value)
    if name == "sector":
        return sector_name(value) if value else ""
    if name == "scope":
        return {"joint": "bersama", "own": "milik RT"}.get(value, "")
    if name == "meeting":
        return meetings.get(value) or ("rembug lain" if value else "")
    if name == "volume":
        return format_quantity(value)
    if name == "lines":
        return f"{len(value)} baris, {format_rupiah(lines_total(value))}" if value else ""
    return str(value or "")


def changes(before: Proposal | None, after: Proposal, meetings: Mapping[str, str]) -> list[str]:
    """What a version changed, in words: `Jumlah: Rp9.000.000 → Rp8.500.000`; of the first version what it holds.

    `meetings`: names by uid.
    """
    found: list[str] = []
    for name, label in _LABELS.items():
        if before is not None and getattr(before, name) == getattr(after, name):
            continue
        old, new = _word(name, before, meetings) if before else "", _word(name, after, meetings)
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
    """All versions of a usulan, newest first; any of them may be taken back. Read `chosen` after exec()."""

    def __init__(
        self,
        versions: Sequence[PastVersion],
        meetings: Mapping[str, str],
        *,
        locked: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Riwayat usulan", parent, width=860)
        self._meetings = meetings
        self._versions = [(one, one.data) for one in versions if isinstance(one.data, Proposal)]
        self._locked = locked
        self.list = QListWidget()
        self.list.setAccessibleName("Versi usulan, terbaru dahulu")
        self.list.setMinimumWidth(280)
        mark(self.list, "popup")
        for at, (one, _) in enumerate(self._versions):
            item = QListWidgetItem(self._name(at, one))
            self.list.addItem(item)
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

    @staticmethod
    def _name(at: int, one: PastVersion) -> str:
        when = datetime.fromtimestamp(one.at / 1000, WIB)
        what = "Dibuang" if one.op == "remove" else "Diajukan" if one.published else "Disimpan"
        now = " (sekarang)" if at == 0 else ""
        return f"{format_day(when.date())}, {when:%H.%M}\n{what}{now}"

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self._versions):
            return
        one, data = self._versions[at]
        before = self._versions[at + 1][1] if at + 1 < len(self._versions) else None
        self.head.setText(data.title or "(belum berjudul)")
        found = changes(before, data, self._meetings)
        same = "Isinya sama dengan versi sebelumnya." if one.published else "Tidak ada isian yang berubah."
        self.detail.setText("\n".join(f"•  {line}" for line in found) or same)
        self.take.setEnabled(at > 0 and not self._locked)
        self.take.setToolTip("Usulan ini terkunci, jadi hanya bisa dibaca." if self._locked else "")

    @property
    def chosen(self) -> Proposal:
        """The version pointed to."""
        return self._versions[max(self.list.currentRow(), 0)][1]


def _bullet(text: str) -> QWidget:
    holder = QWidget()
    mark(holder, "clear")
    icon = QLabel()
    dress(icon, "check", "primary", 18)
    icon.setAlignment(Qt.AlignmentFlag.AlignTop)
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_4)
    row.addWidget(icon)
    row.addWidget(words(text), 1)
    return holder
