"""Taking a whole folder of bundles: one line for each file as it is settled; stopping keeps what was taken."""

from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.services.intake import TakenFile
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState, words
from desktop.ui.commands import Command, PageActions
from desktop.ui.dialogs import ask_folder
from desktop.ui.exchange.words import desk_name
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.rooms import OpensRecords, has_room
from desktop.ui.status import Status
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.tasks import Report, Task

_OUTCOMES = {
    "taken": Status("Diterima", "check", Tone.GOOD),
    "same": Status("Sudah ada", "minus", Tone.NEUTRAL),
    "waits": Status("Menunggu", "clock", Tone.ATTENTION),
    "refused": Status("Ditolak", "x", Tone.PROBLEM),
}
_EMPTY = "Pilih folder yang berisi bundel, misalnya USB atau folder bersama. Folder di dalamnya ikut diperiksa."


class IntakePage(Page):
    """`folder`: begin with this one; None asks first."""

    _settled = Signal(object)  # TakenFile, from the writer's thread

    def __init__(self, work: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Terima satu folder", parent, topic="L14", scrolls=False)
        self._work, self._window = work, window
        self._rows: list[TakenFile] = []
        self._task: Task | None = None
        columns: list[Column[TakenFile]] = [
            Column("Berkas", lambda row: row.path.name, stretch=True),
            Column("Dari", lambda row: desk_name(row.area) if row.area else "", "code"),
            Column("Hasil", lambda row: _OUTCOMES[row.outcome], "status"),
            Column("Isi", _contents, width=420),
        ]
        self.sum = words("", "strong")
        self.sum.hide()
        self.table: Table[TakenFile] = Table(
            "terima-folder",
            columns,
            in_memory(lambda: self._rows, columns),
            key=lambda row: str(row.path),
            title="Berkas dalam folder",
            empty=EmptyState(_EMPTY, "Pilih folder…", self.ask, icon="folder-open"),
            remembered=window.remembered,
        )
        self.table.opened.connect(self._open)
        self._settled.connect(self._add)
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(self.sum)
        self.body.addWidget(self.table, 1)
        self.table.reload()  # says what the page is for when no folder was chosen

    # --- the page ----------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> list[TakenFile]:
        """What is settled so far, in order."""
        return list(self._rows)

    @property
    def busy(self) -> bool:
        """Whether bundles are being taken."""
        return self._task is not None

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Meja Periksa"),)

    def page_actions(self) -> PageActions:
        if self._task is not None:
            return PageActions(primary=Command(text="Batalkan", run=self.stop, icon="hand-stop"))
        other = Command(text="Pilih folder…", run=self.ask, icon="folder-open")
        if not self._rows:
            return PageActions(primary=other)
        return PageActions(
            primary=Command(text="Ke Meja Periksa", run=self.closes.emit, icon="gavel"), secondary=(other,)
        )

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Choose a folder, then take what is in it."""
        folder = ask_folder(self, "Folder yang berisi bundel")
        if folder is not None:
            self.take(folder)

    def take(self, folder: Path) -> None:
        """Take every bundle in this folder, off the GUI thread."""
        if self._task is not None:
            return
        self._rows = []
        self.sum.setText("Mencari bundel…")
        self.sum.show()
        self.table.reload()
        intake = self._work.intake

        def work(report: Report) -> object:
            paths = intake.found(folder)
            intake.take_all(paths, self._settled.emit, report)
            return len(paths)

        self._task = self._window.tasks.start("Menerima bundel dari folder", work)
        self._task.finished.connect(partial(self._ended, folder))
        self.actions_changed.emit()

    def stop(self) -> None:
        """After the bundle at hand; what was taken stays."""
        if self._task is not None:
            self._task.cancel()

    def _add(self, one: object) -> None:
        if isinstance(one, TakenFile):
            self._rows.append(one)
            self._say_sum()
            self.table.reload()

    def _ended(self, folder: Path, result: object, error: object) -> None:
        self._task = None
        self._say_sum()
        if isinstance(error, CancelledError):
            self.say(f"Dihentikan sesudah {len(self._rows)} bundel. Yang sudah diterima tetap tersimpan.", seconds=12)
        elif isinstance(error, BaseException):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        elif result == 0:
            self.sum.setText(f"Tidak ada bundel di folder {folder.name or folder}.")
        elif any(row.outcome in ("waits", "refused") for row in self._rows):
            some = any(row.outcome not in ("waits", "refused") for row in self._rows)
            start = "Sebagian bundel belum diterima" if some else "Belum satu pun bundel diterima"
            self.say(f"{start}; berkasnya tersimpan. Buka barisnya untuk melihat sebabnya.", Tone.ATTENTION)
        else:
            self.say("Semua bundel di folder ini sudah diterima.", Tone.GOOD, seconds=12)
        self.actions_changed.emit()

    def _say_sum(self) -> None:
        counts = {key: sum(row.outcome == key for row in self._rows) for key in _OUTCOMES}
        parts = [f"{count} {_OUTCOMES[key].word.lower()}" for key, count in counts.items() if count]
        self.sum.setText(f"{len(self._rows)} bundel: {', '.join(parts)}." if parts else "Mencari bundel…")

    def _open(self, row: TakenFile) -> None:
        """Where a bundle that was not taken can be dealt with."""
        if row.trouble is None or not has_room(self._work.info.role, "exchange") or not self._window.go("exchange"):
            return
        page: object = self._window.page
        if isinstance(page, OpensRecords):
            page.open_record(row.sha256, "held")


def _contents(row: TakenFile) -> str:
    """What came, or why it did not."""
    if row.trouble is not None:
        return explain(row.trouble)
    if row.outcome == "same":
        return "Isinya sudah ada semua."
    parts = [f"{row.lines} catatan"] if row.lines else []
    parts += [f"{row.files} lampiran"] if row.files else []
    parts += [f"{row.missing} lampiran belum datang"] if row.missing else []
    return ", ".join(parts)
