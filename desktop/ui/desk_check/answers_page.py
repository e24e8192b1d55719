"""Kirim balik: every RT and Pokmas whose decisions have not gone out; bundles into one folder, letters one by one."""

from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import RuleViolation
from desktop.services.answers import Answer
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ask_folder
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problems import explain, handle_failure
from desktop.ui.status import Status
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.tasks import Report, Task

_EMPTY = "Semua keputusan sudah dikirim balik. Yang baru muncul di sini sesudah diputuskan."
_BUNDLE = Status("Bundel", "package", Tone.INFO)
_LETTER = Status("Surat", "printer", Tone.ATTENTION)
_MADE = Status("Sudah dibuat", "check", Tone.GOOD)


class AnswersPage(Page):
    """Bundles for those with a computer, a letter for those without."""

    shows = frozenset({"k.decision", "k.device_approval", "k.device_revocation", "settings"})
    _told = Signal(str, object)  # area and its departures, from the writer's thread

    def __init__(self, work: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Kirim balik keputusan", parent, topic="L14", scrolls=False)
        self._work, self._window = work, window
        self._answers: list[Answer] = []
        self.made: dict[str, list[str]] = {}
        self._task: Task | None = None
        columns: list[Column[Answer]] = [
            Column("Kepada", lambda row: row.name, "code", sort=lambda row: row.area),
            Column("Cara", self._way, "status"),
            Column("Keputusan", lambda row: row.decisions, "number"),
            Column("Berkas", lambda row: ", ".join(self.made.get(row.area, ())), stretch=True),
        ]
        self.about = words("", "muted")
        self.table: Table[Answer] = Table(
            "kirim-balik",
            columns,
            in_memory(lambda: self._answers, columns),
            key=lambda row: row.area,
            title="Keputusan yang belum dikirim",
            empty=EmptyState(_EMPTY, "Buka Kirim–Terima", lambda: self.goes.emit("exchange"), icon="send"),
            remembered=window.remembered,
        )
        self.table.opened.connect(self.print_letter)
        self.table.chosen.connect(lambda _row: self.actions_changed.emit())
        self._told.connect(self._add)
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(self.about)
        self.body.addWidget(self.table, 1)

    def _way(self, row: Answer) -> Status:
        return _MADE if row.area in self.made else _BUNDLE if row.sends else _LETTER

    # --- the page ----------------------------------------------------------------------------------------------------

    @property
    def busy(self) -> bool:
        """Whether bundles are being made."""
        return self._task is not None

    def _to_make(self) -> list[str]:
        return [row.area for row in self._answers if row.sends and row.area not in self.made]

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Meja Periksa"),)

    def page_actions(self) -> PageActions:
        row, count = self.table.row(), len(self._to_make())
        make = Command(
            text=f"Buat {count} bundel…" if count else "Buat bundel…",
            run=self.ask,
            icon="send",
            enabled=count > 0 and self._task is None,
            why_not="Tidak ada bundel yang perlu dibuat.",
        )
        letter = Command(
            text="Surat jawaban",
            run=lambda: self.print_letter(row),
            icon="printer",
            enabled=row is not None and bool(row.submission),
            why_not="Pilih RT dahulu.",
            menu=Menu.PRINT,
        )
        return PageActions(primary=make, secondary=(letter,))

    def reload(self) -> None:
        kept = {row.area: row for row in self._answers if row.area in self.made}
        now, refused = self._open_now()
        self._answers = [row for _, row in sorted((kept | now).items())]
        letters = sum(not row.sends for row in self._answers)
        bundles = len(self._answers) - letters
        text = f"{bundles} bundel" + (f", {letters} surat untuk RT tanpa komputer." if letters else ".")
        self.about.setText(text)
        self.about.setVisible(bool(self._answers))
        self.table.empty.put(refused or _EMPTY)
        self.table.empty.button.setVisible(bool(refused))
        self.table.reload()
        if self.table.row() is None and self._answers:
            self.table.view.selectRow(0)
        self.actions_changed.emit()

    def _open_now(self) -> tuple[dict[str, Answer], str]:
        """By area, and why there are none: data that came to another computer have no key of the kelurahan yet."""
        try:
            return {row.area: row for row in self._work.answers.open()}, ""
        except RuleViolation as problem:
            return {}, explain(problem)

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    # --- deeds -------------------------------------------------------------------------------------------------------

    def ask(self) -> None:
        """Where to; then all bundles."""
        folder = ask_folder(self, "Simpan semua bundel di")
        if folder is not None:
            self.make(folder)

    def make(self, folder: Path) -> None:
        """A bundle for each area that has a computer, off the GUI thread."""
        areas = self._to_make()
        if self._task is not None or not areas:
            return
        answers = self._work.answers

        def work(report: Report) -> object:
            return answers.make_all(areas, folder, self._told.emit, report)

        self._task = self._window.tasks.start("Membuat bundel jawaban", work)
        self._task.finished.connect(partial(self._ended, folder))
        self.actions_changed.emit()

    def _add(self, area: str, departures: object) -> None:
        if isinstance(departures, list):
            self.made[area] = [one.path.name for one in departures if one.path is not None]
            self.table.reload()

    def _ended(self, folder: Path, result: object, error: object) -> None:
        self._task = None
        if isinstance(error, CancelledError):
            self.say(f"Dihentikan. {len(self.made)} bundel sudah ada di {folder.name}.", seconds=12)
        elif isinstance(error, BaseException):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        else:
            self.say(f"{result} bundel tersimpan di {folder.name or folder}.", Tone.GOOD)
        self.reload()

    def print_letter(self, row: Answer | None) -> None:
        """The letter of the submission decided on last."""
        if row is not None and row.submission:
            self.opens.emit(PaperPage(self._work, self._window, "answer_letter", row.submission))
