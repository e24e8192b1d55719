"""Cadangan: where backups go, what there is, make, try and restore one."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.backups import SUFFIX
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.backups import Copy, Made, Preview, Restored, Tried
from desktop.services.clock import day_of
from desktop.services.usb import Drive, drives
from desktop.services.workplace import Workplace
from desktop.ui.backups import place_words, when_words
from desktop.ui.cards import Card, EmptyState, IconDisc, words
from desktop.ui.dialogs import ask_folder, ask_open, confirm
from desktop.ui.exchange.words import room_words
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.qss import mark
from desktop.ui.sheet_dialog import ask_sheet
from desktop.ui.status import Status
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.tasks import Report, TaskBar, TaskRunner

ListDrives = Callable[[], Sequence[Drive]]

GOOD = Status("Baik", "circle-check", Tone.GOOD)
BAD = Status("Rusak", "circle-x", Tone.PROBLEM)
UNTRIED = Status("Belum diuji", "help-circle", Tone.NEUTRAL)


class BackupPage(QWidget):
    """`look`: which drives are plugged in, given by tests."""

    def __init__(self, work: Workplace, runner: TaskRunner, *, look: ListDrives = drives) -> None:
        super().__init__()
        self._work, self._runner, self._look = work, runner, look
        self._service = work.backups
        self._chosen: Copy | None = None
        self._sheet = ""
        self._with_sheet: Callable[[str], None] | None = None
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self._standing())
        layout.addLayout(self._deeds())
        layout.addLayout(self._elsewhere())
        self.bar = TaskBar(self, show_after=0.3)
        layout.addWidget(self.bar)
        self.result = words("")
        self.result.hide()
        layout.addWidget(self.result)
        self.table = self._list()
        layout.addWidget(self.table, 1)
        self.refresh()

    # --- parts -------------------------------------------------------------------------------------------------------

    def _standing(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        self._disc = QVBoxLayout()
        row.addLayout(self._disc)
        texts = QVBoxLayout()
        texts.setSpacing(SPACE_2)
        self.last, self.place, self.locked = words("", "strong"), words(""), words("", "small")
        for label in (self.last, self.place, self.locked):
            texts.addWidget(label)
        row.addLayout(texts, 1)
        card.body.addLayout(row)
        self._places = QHBoxLayout()
        self._places.setSpacing(SPACE_2)
        card.body.addLayout(self._places)
        return card

    def _deeds(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        self.now = _button("Buat cadangan sekarang", "shield-check", self.make, "primary")
        self.test = _button("Uji cadangan", "list-check", self.try_out)
        self.back = _button("Pulihkan…", "history", self.restore)
        for button in (self.now, self.test, self.back):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _elsewhere(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        self.other = _button("Pulihkan dari berkas…", "folder-open", self.restore_file, "link")
        row.addWidget(self.other)
        if self._work.info.role == "kelurahan":
            self.unlock = _button("Bukakan cadangan RT…", "key", self.unlock_file, "link")
            self.unlock.setToolTip("Untuk RT atau Pokmas yang komputernya hilang atau rusak.")
            row.addWidget(self.unlock)
        row.addStretch(1)
        return row

    def _list(self) -> Table[Copy]:
        columns: list[Column[Copy]] = [
            Column("Dibuat", lambda one: f"{format_day(one.made.date())} {one.made:%H.%M}", "code"),
            Column("Tempat", self._where, stretch=True),
            Column("Ukuran", lambda one: room_words(one.size), "code", sort=lambda one: one.size),
            Column("Hasil uji", _trial, "status"),
        ]
        empty = EmptyState("Belum ada cadangan. Buat yang pertama sekarang.", icon="shield-check")
        table = Table(
            "cadangan",
            columns,
            in_memory(self._service.copies, columns),
            key=lambda one: str(one.path),
            title="Daftar cadangan",
            empty=empty,
            filters=False,
        )
        table.setMinimumHeight(170)
        table.chosen.connect(self._choose)
        return table

    def _where(self, copy: Copy) -> str:
        place = self._service.standing().place
        where = place_words(place) if copy.away and place is not None else "komputer ini"
        return f"{where}, terkunci" if copy.locked else where

    # --- showing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show how things stand now."""
        standing = self._service.standing()
        tone = Tone.GOOD if standing.at and standing.away and standing.there else Tone.ATTENTION
        empty_layout(self._disc)
        self._disc.addWidget(IconDisc("shield-check" if tone == Tone.GOOD else "alert-triangle", tone))
        self._disc.addStretch(1)
        self.last.setText(
            f"Cadangan terakhir: {when_words(standing.at)}." if standing.at else "Belum ada cadangan di mana pun."
        )
        if standing.place is None:
            self.place.setText("Data hanya ada di komputer ini: hilang bila disknya rusak. Pilih USB atau folder lain.")
        else:
            missing = "" if standing.there else " Tempat itu sedang tidak ada; colokkan USB-nya."
            self.place.setText(f"Disimpan di {place_words(standing.place)}.{missing}")
        mark(self.place, "" if standing.place is not None and standing.there else str(Tone.ATTENTION))
        self.locked.setText(_lock_words(self._work, locked=standing.locked, away=standing.place is not None))
        self.locked.setVisible(bool(self.locked.text()))
        self._show_places(standing.place)
        self.table.reload()
        self._choose(self._chosen)

    def _show_places(self, now: Path | None) -> None:
        empty_layout(self._places)
        self.drives: list[QPushButton] = []
        for drive in self._look():
            if drive.folder != now:
                button = _button(f"Pakai {drive.name}", "usb", partial(self.use, drive.folder))
                button.setEnabled(drive.writable)
                self.drives.append(button)
                self._places.addWidget(button)
        self.folder = _button("Pilih folder…", "folder-open", self._ask)
        self._places.addWidget(self.folder)
        self._places.addStretch(1)

    def _choose(self, copy: Copy | None) -> None:
        self._chosen = copy
        some = bool(self._service.copies())
        self.test.setEnabled(some)
        self.back.setEnabled(some)

    def say(self, text: str, tone: Tone) -> None:
        """The outcome of a deed, in this page: the window's strip lies behind the dialog."""
        self.result.setText(text)
        mark(self.result, str(tone))
        self.result.show()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        folder = ask_folder(self, "Simpan cadangan di folder")
        if folder is not None:
            self.use(folder)

    def use(self, folder: Path) -> None:
        """Keep backups there from now on, and make the first."""
        try:
            self._service.choose(folder)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self.refresh()
        self.make()

    def make(self) -> None:
        """Make a backup now."""
        self._start("Membuat cadangan", lambda report: self._service.make(report=report))

    def try_out(self) -> None:
        """Try the backup chosen in the list, or the newest."""
        copy = self._wanted()
        if copy is not None:
            self._start("Menguji cadangan", lambda report: self._service.try_out(copy.path, report))

    def restore(self) -> None:
        """Restore the backup chosen in the list, or the newest."""
        copy = self._wanted()
        if copy is not None:
            self.restore_from(copy.path)

    def restore_file(self) -> None:
        """Restore a backup from anywhere."""
        path = ask_open(self, "Pulihkan dari cadangan", (f"*{SUFFIX}",), "Cadangan Rembug")
        if path is not None:
            self.restore_from(path)

    def restore_from(self, path: Path, sheet: str = "") -> None:
        """First look what it would bring; then ask. `sheet`: the words of the recovery sheet, where it needs them."""
        self._sheet, self._with_sheet = sheet, partial(self.restore_from, path)
        self._start("Membaca cadangan", lambda _report: (path, self._service.preview(path, sheet)))

    def unlock_file(self) -> None:
        """At the kelurahan: an unlocked copy for an RT whose computer is gone."""
        path = ask_open(self, "Bukakan cadangan RT", (f"*{SUFFIX}",), "Cadangan Rembug")
        folder = ask_folder(self, "Simpan salinan yang terbuka di folder") if path is not None else None
        if path is not None and folder is not None:
            self._unlock(path, folder)

    def _unlock(self, path: Path, folder: Path, sheet: str = "") -> None:
        self._with_sheet = partial(self._unlock, path, folder)
        self._start("Membukakan cadangan", lambda report: self._service.unlock(path, folder, sheet, report))

    def _wanted(self) -> Copy | None:
        copies = self._service.copies()
        chosen = self._chosen
        return next((one for one in copies if chosen and one.path == chosen.path), next(iter(copies), None))

    def _start(self, title: str, work: Callable[[Report], object]) -> None:
        self.result.setText("")
        self.result.hide()
        self._able(on=False)
        task = self._runner.start(title, work)
        self.bar.follow(task)
        task.finished.connect(self._done)

    def _able(self, *, on: bool) -> None:
        for button in (self.now, self.test, self.back, self.other, self.folder, *self.drives):
            button.setEnabled(on)

    def _done(self, result: object, error: object) -> None:
        self._able(on=True)
        if isinstance(error, CancelledError):
            self.say("Dihentikan. Data dan cadangan lama tetap seperti semula.", Tone.INFO)
        elif isinstance(error, Trouble) and error.code == "backup_locked" and self._ask_sheet():
            return
        elif isinstance(error, BaseException):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        elif isinstance(result, Made):
            self.say(made_words(result), Tone.ATTENTION if result.damaged else Tone.GOOD)
        elif isinstance(result, Tried):
            self.say(result.words, Tone.GOOD if result.good else Tone.PROBLEM)
        elif isinstance(result, Restored):
            self.say(restored_words(result), Tone.GOOD)
        elif isinstance(result, Path):
            self.say(f"Salinan yang terbuka ada di {result.parent}. Hapus sesudah dipulihkan.", Tone.ATTENTION)
        elif isinstance(result, tuple) and len(result) == 2:
            self._ask_restore(*result)
        self.refresh()

    def _ask_restore(self, path: object, preview: object) -> None:
        if not isinstance(path, Path) or not isinstance(preview, Preview):
            return
        if preview.nothing:
            self.say("Isi cadangan ini sudah ada semua di sini. Tidak ada yang berubah.", Tone.INFO)
            return
        day = format_day(day_of(preview.made_at))
        question = f"Gabungkan cadangan {day} dengan isi hari ini?"
        if confirm(self, question, "Pulihkan", detail=preview_words(preview)):
            sheet = self._sheet
            self._start("Memulihkan", lambda report: self._service.restore(path, report, sheet))

    def _ask_sheet(self) -> bool:
        """It opens with nothing on this computer: with the recovery sheet, when somebody has it at hand."""
        again, self._with_sheet = self._with_sheet, None
        sheet = ask_sheet(self) if again is not None else ""
        if not sheet or again is None:
            return False
        again(sheet)
        return True


def made_words(made: Made) -> str:
    """After making one."""
    text = f"Cadangan sudah dibuat: {made.records} catatan."
    if made.new_files:
        text = f"Cadangan sudah dibuat: {made.records} catatan, {made.new_files} berkas baru."
    return f"{text} {made.damaged} lampiran rusak tidak ikut." if made.damaged else text


def preview_words(preview: Preview) -> str:
    """What restoring would bring, before it is done."""
    parts = [
        f"{count} {text}"
        for count, text in (
            (preview.back, "catatan kembali"),
            (preview.newer, "catatan menjadi lebih baru"),
            (preview.kept, "catatan berbeda: isi sekarang tetap tampil, isi cadangan masuk riwayat"),
            (preview.files, "lampiran kembali"),
        )
        if count
    ]
    whose = "" if preview.own else " Cadangan ini dibuat komputer lain."
    return f"{'; '.join(parts)}. Tidak ada isi sekarang yang hilang; isi sekarang dicadangkan dahulu.{whose}"


def restored_words(done: Restored) -> str:
    """After restoring."""
    text = f"Sudah dipulihkan: {done.back} catatan kembali, {done.newer} lebih baru, {done.files} lampiran."
    if done.kept:
        text += f" {done.kept} catatan berbeda, isi cadangannya ada di riwayat."
    if done.renewed:
        text += " Komputer ini menjadi perangkat baru; daftarkan lagi ke kelurahan."
    for one in done.doubled:
        text += f" Perhatian: usulan {one}. Pertahankan satu saja; paket itu belum bisa dikirim."
    return f"{text} Catatan: {done.before} sebelum, {done.after} sesudah."


def _lock_words(work: Workplace, *, locked: bool, away: bool) -> str:
    if not away:
        return ""
    if locked and work.info.role == "kelurahan":
        return "Terkunci: hanya komputer ini dan lembar pemulihan kunci yang dapat membukanya."
    if locked:
        return "Terkunci: hanya komputer ini dan kelurahan yang dapat membukanya."
    if work.info.role == "kelurahan":
        return "Belum terkunci, karena kunci kelurahan belum dibuat. Simpan di tempat yang aman."
    return "Belum terkunci, karena kartu kelurahan belum diambil. Simpan di tempat yang aman."


def _trial(copy: Copy) -> Status:
    return UNTRIED if copy.trial is None else GOOD if copy.trial.good else BAD


def _button(text: str, icon: str, run: Callable[[], object], kind: str = "") -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    if kind:
        mark(button, kind)
    dress(button, icon, "on_primary" if kind == "primary" else "focus" if kind == "link" else "text")
    button.clicked.connect(lambda _on=False: run())
    return button
