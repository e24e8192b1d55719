"""Who we are to others: this computer's digits to read out, the kelurahan's card to give away, and whom we know."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.revocations import Lying
from desktop.services.trust import KnownDevice
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, EmptyState, words
from desktop.ui.dialogs import ReasonDialog, ask_save, confirm
from desktop.ui.exchange.half import button
from desktop.ui.exchange.plates import FingerprintView
from desktop.ui.exchange.words import desk_name
from desktop.ui.palette import SPACE_2, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.remember import Remembered
from desktop.ui.status import Status
from desktop.ui.strip import Message
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

STANDING: Final[dict[str, Status]] = {
    "own": Status("Komputer ini", "home", Tone.INFO),
    "office": Status("Kelurahan", "building-community", Tone.INFO),
    "approved": Status("Terdaftar", "shield-check", Tone.GOOD),
    "revoked": Status("Dicabut", "x", Tone.PROBLEM),
    "unknown": Status("Belum terdaftar", "help-circle", Tone.NEUTRAL),
}


class OwnCard(QScrollArea):
    """`said`: Message for the strip; `prints`: a PDF to preview; `needs_key`: the kelurahan's key is to be made."""

    said = Signal(object)
    prints = Signal(object, str)
    needs_key = Signal()

    def __init__(self, workplace: Workplace, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._remembered = workplace, remembered
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table: Table[KnownDevice] | None = None

    def reload(self) -> None:
        """Read from the services again."""
        content = QWidget()
        mark(content, "clear")
        rows = QVBoxLayout(content)
        rows.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        rows.setSpacing(SPACE_4)
        if self._work.info.role == "kelurahan":
            for card in self._office_cards():
                rows.addWidget(card, 1 if card.property("grows") else 0)
        else:
            beside = QHBoxLayout()
            beside.setSpacing(SPACE_4)
            for card in self._own_cards():
                beside.addWidget(card, 1)
            rows.addLayout(beside)
            rows.addStretch(1)
        self.setWidget(content)

    # --- RT and Pokmas -----------------------------------------------------------------------------------------------

    def _own_cards(self) -> list[Card]:
        own = Card("Sidik komputer ini")
        own.body.addWidget(words("Bacakan enam kelompok angka ini kepada petugas kelurahan saat kiriman pertama."))
        groups = self._work.trust.fingerprint()
        self.fingerprint = FingerprintView(groups)
        own.body.addWidget(self.fingerprint)
        self.copy = button("Salin angka", "copy")
        self.copy.clicked.connect(lambda _on=False: self._copy(groups))
        own.body.addStretch(1)
        own.body.addLayout(_row(self.copy))
        office = Card("Kelurahan yang dipercaya")
        if not self._work.trust.enrolled:
            office.body.addWidget(words("Belum ada. Kenali kantor kelurahan pada bagian Kirim.", "muted"))
            office.body.addStretch(1)
            return [own, office]
        root = next((device.fingerprint for device in self._work.trust.devices() if device.standing == "office"), ())
        name = desk_name(self._work.info.office)
        office.body.addWidget(words(f"{name}. Angka ini harus sama dengan surat di dinding kantor."))
        office.body.addWidget(FingerprintView(root))
        self.again = button("Kunci kelurahan berganti…", "refresh")
        self.again.clicked.connect(lambda _on=False: self._forget(name))
        office.body.addStretch(1)
        office.body.addLayout(_row(self.again))
        return [own, office]

    def _copy(self, groups: Sequence[str]) -> None:
        QApplication.clipboard().setText(" ".join(groups))
        self.said.emit(Message(text="Angka sudah disalin.", tone=Tone.GOOD, seconds=6))

    def _forget(self, name: str) -> None:
        question = f"Lupakan kunci {name}, lalu cocokkan yang baru?"
        detail = "Lakukan hanya bila petugas kelurahan memintanya. Sebelum dicocokkan lagi, Anda belum dapat mengirim."
        if confirm(self, question, "Lupakan kunci lama", detail=detail, tone=Tone.PROBLEM):
            self._work.trust.forget_office()
            self.reload()

    # --- the kelurahan -----------------------------------------------------------------------------------------------

    def _office_cards(self) -> list[Card]:
        own = Card("Kartu kelurahan")
        try:
            self._work.trust.card()
        except RuleViolation as problem:
            own.body.addWidget(words(explain(problem)))
            make = button("Buat kunci kelurahan", "key", "primary")
            make.clicked.connect(lambda _on=False: self.needs_key.emit())
            own.body.addLayout(_row(make))
            own.body.addStretch(1)
            own.setProperty("grows", True)
            return [own]
        own.body.addWidget(
            words("Berikan kartu ini kepada RT dan Pokmas. Mereka mencocokkan angkanya dengan surat di dinding kantor.")
        )
        self.fingerprint = FingerprintView(self._work.trust.fingerprint())
        own.body.addWidget(self.fingerprint)
        self.save = button("Simpan kartu kelurahan…", "device-floppy", "primary")
        self.save.clicked.connect(lambda _on=False: self._ask_place())
        self.letter = button("Cetak surat untuk dinding", "printer")
        self.letter.clicked.connect(lambda _on=False: self._letter())
        self.copy = button("Salin teks kartu", "copy", "quiet")
        self.copy.clicked.connect(lambda _on=False: self._copy_text())
        own.body.addLayout(_row(self.save, self.letter, self.copy))
        return [own, self._devices()]

    def _devices(self) -> Card:
        card = Card("Komputer yang dikenal")
        card.setProperty("grows", True)
        columns: list[Column[KnownDevice]] = [
            Column("Meja", lambda row: desk_name(row.area), "code"),
            Column("Atas nama", lambda row: row.name, stretch=True),
            Column("Status", lambda row: STANDING[row.standing], "status"),
            Column("Sidik", lambda row: " ".join(row.fingerprint), "code", sortable=False),
        ]
        self.table = Table(
            "perangkat",
            columns,
            in_memory(self._work.trust.devices, columns),
            key=lambda row: row.device,
            title="Komputer yang dikenal",
            empty=EmptyState("Belum ada. Komputer RT didaftarkan saat bundel pertamanya diterima.", icon="users"),
            remembered=self._remembered,
        )
        self.table.setMinimumHeight(220)
        self.table.reload()
        self.table.chosen.connect(lambda _row: self._look())
        card.body.addWidget(self.table, 1)
        self.revoke = button("Cabut komputer ini…", "x")
        self.revoke.clicked.connect(lambda _on=False: self.ask_revoke())
        self.allow = button("Terima sampai sekarang…", "check")
        self.allow.clicked.connect(lambda _on=False: self.ask_raise())
        card.body.addLayout(_row(self.revoke, self.allow))
        lying = self._work.revocations.lying()
        if lying:
            card.body.addWidget(words(lying_words(lying), "attention"))
            self.again_aside = button("Coba lagi baris yang disisihkan", "refresh")
            self.again_aside.clicked.connect(lambda _on=False: self.retry_aside())
            card.body.addLayout(_row(self.again_aside))
        self._look()
        return card

    # --- revoking ----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Only what fits the computer chosen."""
        row = self.table.row() if self.table is not None else None
        self.revoke.setEnabled(row is not None and row.standing == "approved")
        self.allow.setEnabled(row is not None and row.standing == "revoked")

    def ask_revoke(self) -> None:
        """Let the computer chosen count no longer, after a reason."""
        row = self.table.row() if self.table is not None else None
        if row is None:
            return
        question = f"Cabut komputer {desk_name(row.area)}, {row.name}? Yang sudah diterima tetap berlaku."
        dialog = ReasonDialog(question, "Cabut", parent=self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._do(lambda: self._work.revocations.revoke(row.device, dialog.reason), "Komputer dicabut.")

    def ask_raise(self) -> None:
        """Let what lies here of a revoked computer count after all."""
        row = self.table.row() if self.table is not None else None
        if row is None:
            return
        question = f"Terapkan semua kiriman {desk_name(row.area)} yang sudah ada di sini?"
        detail = "Komputernya tetap dicabut; hanya isian yang sudah diambil yang ikut berlaku."
        if confirm(self, question, "Terapkan", detail=detail):
            self._do(lambda: self._work.revocations.raise_bound(row.device), "Kirimannya diterapkan.")

    def retry_aside(self) -> None:
        """Lines set aside, tried once more."""
        freed = self._work.revocations.retry_aside()
        self.reload()
        text = f"{freed} baris sekarang diterapkan." if freed else "Belum ada yang dapat dibaca versi ini."
        self.said.emit(Message(text=text, tone=Tone.GOOD if freed else Tone.INFO, seconds=10))

    def _do(self, deed: Callable[[], object], done: str) -> None:
        try:
            deed()
        except RuleViolation as problem:
            self.said.emit(Message(text=explain(problem), tone=Tone.PROBLEM))
            return
        self.reload()
        self.said.emit(Message(text=done, tone=Tone.GOOD, seconds=10))

    def _ask_place(self) -> None:
        name = desk_name(self._work.info.office).replace("Kelurahan ", "kelurahan-").replace(" ", "-").lower()
        path = ask_save(self, "Simpan kartu kelurahan", f"kartu-{name}.json", "json", "Kartu kelurahan")
        if path is not None:
            self.save_card(path)

    def save_card(self, path: Path) -> None:
        """Write the card where people asked for it."""
        try:
            self._work.trust.save_card(path)
        except (RuleViolation, Trouble) as problem:
            self.said.emit(Message(text=explain(problem), tone=Tone.PROBLEM))
        else:
            text = f"Kartu tersimpan sebagai {path.name}. Berikan lewat USB atau WhatsApp."
            self.said.emit(Message(text=text, tone=Tone.GOOD))

    def _copy_text(self) -> None:
        QApplication.clipboard().setText(self._work.trust.card_text())
        self.said.emit(Message(text="Teks kartu sudah disalin. Tempelkan di pesan.", tone=Tone.GOOD, seconds=8))

    def _letter(self) -> None:
        path = Path(mkdtemp(prefix="rembug-")) / "Kartu kelurahan untuk dinding.pdf"
        try:
            self._work.papers.office_card(path)
        except (RuleViolation, Trouble) as problem:
            self.said.emit(Message(text=explain(problem), tone=Tone.PROBLEM))
        else:
            self.prints.emit(path, path.name)


def lying_words(lying: Sequence[Lying]) -> str:
    """`3 baris disimpan tanpa diterapkan: 1 disisihkan (RT 03/RW 04: rembug), 2 sesudah pencabutan (…).`"""
    parts = []
    for why, text in (("aside", "disisihkan"), ("held", "sesudah pencabutan")):
        mine = [one for one in lying if one.why == why]
        if mine:
            about = ", ".join(sorted({f"{desk_name(one.area)}: {one.noun}" for one in mine}))
            parts.append(f"{len(mine)} {text} ({about})")
    return f"{len(lying)} baris disimpan tanpa diterapkan: {'; '.join(parts)}."


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(SPACE_2)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
