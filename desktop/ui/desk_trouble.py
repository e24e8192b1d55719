"""What is shown instead of a desk that cannot be opened: what happened, that nothing was changed, what to do."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from desktop.domain.backups import SUFFIX
from desktop.domain.dates import format_day
from desktop.domain.errors import Trouble
from desktop.services.desk import is_desk, move_desk
from desktop.services.rescue import RESCUED, Rescued, candidates, newest_good, rescue
from desktop.ui.cards import Card, IconDisc, words
from desktop.ui.dialogs import ask_open
from desktop.ui.icons import dress
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_2, SPACE_4, Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.qss import mark
from desktop.ui.sheet_dialog import ask_sheet
from desktop.ui.tasks import Report, TaskBar, TaskRunner

_DAMAGED = (
    "Jangan menghapus atau memindahkan folder data.",
    "Salin seluruh folder data ke USB, supaya tidak ada yang hilang.",
    "Tunjukkan kepada pendamping bersama tulisan di bawah Rincian.",
)
_WORDS: dict[str, tuple[str, Tone, tuple[str, ...]]] = {
    "folder_in_use": ("Meja ini sedang terbuka", Tone.INFO, ()),
    "database_newer": (
        "Aplikasi ini lebih lama daripada datanya",
        Tone.ATTENTION,
        ("Pasang versi terbaru dari USB pembaruan, lalu pilih Coba lagi.",),
    ),
    "database_empty": ("Berkas data kosong", Tone.PROBLEM, _DAMAGED),
    "database_damaged": ("Berkas data rusak", Tone.PROBLEM, _DAMAGED),
    "migration_failed": ("Data belum dapat disesuaikan", Tone.ATTENTION, _DAMAGED),
    "folder_not_writable": (
        "Folder data tidak dapat ditulis",
        Tone.ATTENTION,
        ("Periksa apakah USB terkunci atau penuh.", "Pastikan folder itu milik Anda, lalu pilih Coba lagi."),
    ),
    "folder_synced": ("Data perlu dipindah ke komputer ini", Tone.ATTENTION, ()),
    "desk_missing": (
        "Meja ini tidak ditemukan",
        Tone.ATTENTION,
        ("Bila datanya di USB, colokkan lalu pilih Coba lagi.",),
    ),
}
_OTHER = ("Meja ini belum dapat dibuka", Tone.PROBLEM, _DAMAGED)


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another desk to open, or a new one."""

    text: str
    icon: str
    run: Callable[[], object]


class DeskTroublePage(Page):
    """`retry`: open the same folder again. `ways`: the other desks and a new one. `runner`: for putting a damaged desk
    together again, where that may help. `moved`: opens a desk that was moved out of a folder others share."""

    def __init__(
        self,
        folder: Path,
        trouble: Trouble,
        retry: Callable[[], object],
        ways: Sequence[WayOut],
        parent: QWidget | None = None,
        *,
        runner: TaskRunner | None = None,
        moved: Callable[[Path], object] | None = None,
    ) -> None:
        title, tone, todo = _WORDS.get(trouble.code, _OTHER)
        super().__init__(title, parent)
        self._folder = folder
        self.rescue: RescueCard | None = None
        if runner is not None and trouble.code in RESCUED and is_desk(folder):
            self.rescue = RescueCard(folder, runner, retry)
            todo = ()
        self.moving: MoveCard | None = None
        if runner is not None and moved is not None and trouble.code == "folder_synced":
            self.moving = MoveCard(folder, runner, moved)
        self.retry = QPushButton("Coba lagi")
        if self.rescue is None:
            mark(self.retry, "primary")
        dress(self.retry, "refresh", "on_primary" if self.rescue is None else "text")
        self.retry.clicked.connect(lambda _checked=False: retry())
        card = Card()
        card.setMaximumWidth(720)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(
            IconDisc({Tone.INFO: "info-circle", Tone.ATTENTION: "alert-triangle"}.get(tone, "circle-x"), tone)
        )
        self.sentence = words(explain(trouble))
        row.addWidget(self.sentence, 1)
        card.body.addLayout(row)
        for number, line in enumerate(todo, 1):
            card.body.addWidget(words(f"{number}.  {line}" if len(todo) > 1 else line))
        self.detail = _details(folder, trouble)
        card.body.addLayout(self._buttons(folder))
        card.body.addWidget(self.detail)
        self.body.addWidget(card)
        if self.rescue is not None:
            self.body.addWidget(self.rescue)
        if self.moving is not None:
            self.body.addWidget(self.moving)
        if ways:
            self.body.addWidget(self._others(ways))
        self.body.addStretch(1)

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb(f"Folder {self._folder.name}"),)

    def _buttons(self, folder: Path) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.retry)
        if folder.is_dir():
            show = QPushButton("Buka folder data")
            dress(show, "folder-open")
            show.clicked.connect(lambda _checked=False: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
            row.addWidget(show)
        self.more = QPushButton("Rincian")
        self.more.setCheckable(True)
        mark(self.more, "quiet")
        self.more.toggled.connect(self.detail.setVisible)
        row.addWidget(self.more)
        row.addStretch(1)
        return row

    def _others(self, ways: Sequence[WayOut]) -> QWidget:
        card = Card("Sementara itu")
        card.setMaximumWidth(720)
        self.ways: list[QPushButton] = []
        for way in ways:
            button = QPushButton(way.text)
            dress(button, way.icon)
            button.clicked.connect(lambda _checked=False, run=way.run: run())
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.ways.append(button)
        return card


class MoveCard(Card):
    """Moves the data out of a folder that other computers share; bundles may go through it afterwards."""

    def __init__(self, folder: Path, runner: TaskRunner, opens: Callable[[Path], object]) -> None:
        super().__init__("Pindahkan data")
        self.setMaximumWidth(720)
        self._folder, self._runner, self._opens = folder, runner, opens
        self.how = words(
            "Data disalin, dibandingkan, lalu dibuka dari komputer ini. Yang lama tidak dihapus, hanya berganti nama; "
            "folder bersama itu tetap dapat dipakai untuk kiriman.",
            "muted",
        )
        self.outcome = words("", str(Tone.PROBLEM))
        self.outcome.hide()
        self.bar = TaskBar(self, show_after=0.3)
        self.start = QPushButton("Pindahkan dan buka")
        mark(self.start, "primary")
        dress(self.start, "device-floppy", "on_primary")
        self.start.clicked.connect(lambda _on=False: self.run())
        for widget in (self.how, self.bar, self.outcome):
            self.body.addWidget(widget)
        self.body.addWidget(self.start, 0, Qt.AlignmentFlag.AlignLeft)

    def run(self) -> None:
        """Do it, and open the desk where it lies then."""
        folder = self._folder
        self.start.setEnabled(False)
        self.outcome.hide()
        task = self._runner.start("Memindahkan data", lambda report: move_desk(folder, report))
        self.bar.follow(task)
        task.finished.connect(self._done)

    def _done(self, result: object, error: object) -> None:
        self.start.setEnabled(True)
        if isinstance(result, Path):
            self._opens(result)
        elif isinstance(error, BaseException) and not isinstance(error, CancelledError):
            handle_failure(error, self._say)

    def _say(self, text: str) -> None:
        self.outcome.setText(text)
        self.outcome.show()


class RescueCard(Card):
    """Puts a damaged desk together again: from the newest good backup, and what the damaged file still holds."""

    def __init__(self, folder: Path, runner: TaskRunner, opens: Callable[[], object]) -> None:
        super().__init__("Pulihkan data")
        self.setMaximumWidth(720)
        self._folder, self._runner = folder, runner
        self._extra: tuple[Path, ...] = ()
        self._asked: Path | None = None
        self.found = words("")
        self.how = words(
            "Cadangan itu digabung dengan yang masih terbaca di berkas lama. Berkas lama tidak dihapus.", "muted"
        )
        self.outcome = words("")
        self.bar = TaskBar(self, show_after=0.3)
        self.start, self.pick, self.again = (
            QPushButton(text) for text in ("Pulihkan data", "Pilih cadangan lain…", "Cari lagi")
        )
        self.opens = QPushButton("Buka meja")
        for button in (self.start, self.opens):
            mark(button, "primary")
        dress(self.start, "history", "on_primary")
        dress(self.opens, "arrow-right", "on_primary")
        dress(self.pick, "folder-open")
        dress(self.again, "refresh")
        self.start.clicked.connect(lambda _on=False: self.run())
        self.pick.clicked.connect(lambda _on=False: self._ask())
        self.again.clicked.connect(lambda _on=False: self.look())
        self.opens.clicked.connect(lambda _on=False: opens())
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        for button in (self.start, self.opens, self.pick, self.again):
            row.addWidget(button)
        row.addStretch(1)
        for widget in (self.found, self.how, self.bar, self.outcome):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.opens.hide()
        self.outcome.hide()
        self.look()

    def look(self) -> None:
        """Say which backup there is: nothing is opened for that."""
        found = candidates(self._folder, self._extra)
        if found:
            newest = found[0]
            day = f"{format_day(newest.made.date())} pukul {newest.made:%H.%M}"
            more = f" {len(found) - 1} cadangan lain juga terlihat." if len(found) > 1 else ""
            self.found.setText(f"Ada cadangan {day} di {newest.place}.{more}")
        else:
            self.found.setText(
                "Belum ada cadangan yang terlihat. Colokkan USB cadangan, lalu pilih Cari lagi; tanpa cadangan, "
                "yang masih terbaca di berkas lama tetap diambil."
            )
        mark(self.found, "strong" if found else str(Tone.ATTENTION))

    def _ask(self) -> None:
        path = ask_open(self, "Pilih cadangan", (f"*{SUFFIX}",), "Cadangan Rembug")
        if path is not None:
            self.run(path)

    def run(self, backup: Path | None = None, sheet: str = "") -> None:
        """Do it; without a backup named, with the newest good one there is, or with none. `sheet`: the words of the
        recovery sheet, for a backup that opens with nothing on this computer."""
        folder, extra = self._folder, self._extra
        self._asked = backup if not sheet else None

        def work(report: Report) -> object:
            if backup is not None:
                return rescue(folder, backup, report, sheet)
            best = newest_good(folder, extra)
            return rescue(folder, best.path if best else None, report)

        for button in (self.start, self.pick, self.again):
            button.setEnabled(False)
        self.outcome.hide()
        task = self._runner.start("Memulihkan data", work)
        self.bar.follow(task)
        task.finished.connect(self._done)

    def _done(self, result: object, error: object) -> None:
        for button in (self.start, self.pick, self.again):
            button.setEnabled(True)
        if isinstance(result, Rescued):
            self._say(rescued_words(result), Tone.GOOD)
            for part in (self.start, self.pick, self.again, self.how, self.found):
                part.hide()
            self.opens.show()
            self.opens.setFocus()
        elif isinstance(error, BaseException) and not isinstance(error, CancelledError):
            locked = isinstance(error, Trouble) and error.code == "backup_locked"
            asked, self._asked = self._asked, None
            if locked and asked is not None and (sheet := ask_sheet(self)):
                self.run(asked, sheet)
                return
            handle_failure(error, lambda text: self._say(text, Tone.PROBLEM))

    def _say(self, text: str, tone: Tone) -> None:
        self.outcome.setText(text)
        mark(self.outcome, str(tone))
        self.outcome.show()


def rescued_words(done: Rescued) -> str:
    """What came back, with its numbers."""
    parts = []
    if done.from_backup:
        parts.append(f"{done.from_backup} dari cadangan")
    if done.from_damaged:
        parts.append(f"{done.from_damaged} dari berkas lama")
    if done.bundles:
        parts.append(f"dan {done.bundles} bundel diambil lagi")
    text = f"Data sudah dipulihkan: {done.records} catatan ({', '.join(parts) or 'kosong'})."
    if done.dropped:
        text += f" {done.dropped} baris di berkas lama tidak terbaca."
    return f"{text} Berkas lama tetap disimpan di folder data."


def _details(folder: Path, trouble: Trouble) -> QPlainTextEdit:
    text = QPlainTextEdit(f"Folder: {folder}\nKode: {trouble.code}\n{trouble.detail}".strip())
    text.setReadOnly(True)
    text.setFixedHeight(96)
    text.setAccessibleName("Rincian untuk petugas bantuan")
    text.hide()
    return text
