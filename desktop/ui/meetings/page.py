"""L04, the list: every meeting of the year, how it stands, and the way to a new one."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent

from desktop.domain.records import Meeting
from desktop.services.meetings import MeetingRow
from desktop.services.workplace import Workplace
from desktop.ui.attendance.history_page import PresencePage
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, PageActions
from desktop.ui.main_window import MainWindow
from desktop.ui.meetings.editor import MeetingPage
from desktop.ui.meetings.words import KIND_WORDS, STANDINGS
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.theme import look

EMPTY = "Belum ada rembug. Usulan harus berasal dari rembug yang punya daftar hadir bertanda tangan."
EMPTY_POKMAS = "Belum ada rembug atau pelatihan. Catat peserta yang direncanakan, lalu siapa yang hadir di tiap sesi."
TITLES_OF = {"pokmas": "Rembug & pelatihan"}
"""What the page is called on a desk whose rail does not lead to it."""
_OPEN = ("draft", "returned")
"""Where a meeting stands while it still can be altered."""
_COMPLETE = "Semua rembug yang belum diajukan sudah lengkap."
_NARROW = 1000
"""Below this width (logical px) place and kind give way."""


class MeetingsPage(Page):
    """The room "Rembug" of an RT's desk."""

    shows = frozenset(
        {"d.meeting", "d.attendance", "d.proposal", "d.scan", "d.submission", "d.withdrawal", "k.decision", "settings"}
    )

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__(TITLES_OF.get(work.info.role, "Rembug"), topic="L04", scrolls=False)
        self._work, self._window = work, window
        asks = work.meetings.registers  # where meetings make usulan
        self._told_draft = False
        columns: list[Column[MeetingRow]] = [
            Column("Tanggal", lambda row: row.data.date, "date", sort=_day),
            Column("Nama pertemuan", lambda row: row.data.title or "(belum bernama)", stretch=True),
            Column("Jenis", lambda row: KIND_WORDS.get(row.data.kind, row.data.kind), width=160),
            Column("Tempat", lambda row: row.data.place, width=170),
            Column("Hadir", lambda row: row.present, "number"),
            Column("Keputusan", lambda row: row.decisions, "number"),
            Column("Usulan", lambda row: row.proposals, "number"),
            Column("Status", lambda row: STANDINGS[row.standing], "status"),
        ]
        self.table: Table[MeetingRow] = Table(
            "rembug",
            columns,
            in_memory(work.meetings.rows, columns),
            key=lambda row: row.uid,
            title="Daftar rembug",
            empty=EmptyState(EMPTY if asks else EMPTY_POKMAS, "Buat rembug", self.write_new, icon="friends"),
            remembered=window.remembered,
        )
        self.table.opened.connect(lambda row: self.open_record(row.uid))
        self.table.chosen.connect(lambda _row: self.actions_changed.emit())
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.addWidget(self.table, 1)

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        row = self.table.row()
        return PageActions(
            primary=Command(text="Rembug baru", icon="plus", run=self.write_new, shortcut="Ctrl+N"),
            secondary=(
                Command(
                    text="Salin dari yang lalu",
                    icon="copy",
                    run=self.copy,
                    enabled=row is not None,
                    why_not="Pilih dahulu rembug yang disalin.",
                    tip="Rembug baru dengan orang, tempat, dan agenda yang sama",
                ),
            ),
            more=(
                Command(text="Siapa yang datang…", icon="users", run=self.show_presence),
                Command(text="Buka rembug", icon="folder-open", run=self._open_chosen, enabled=row is not None),
                Command(
                    text="Buka daftar hadir",
                    icon="list-check",
                    run=lambda: self._open_chosen("attendance"),
                    enabled=row is not None,
                ),
            ),
        )

    def reload(self) -> None:
        self.table.reload()
        if self.table.row() is None and self.table.model.rowCount():
            self.table.view.selectRow(0)
        self._fit_columns()
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.actions_changed.emit()
        self._tell_draft()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_columns()

    def _fit_columns(self) -> None:
        narrow = self.width() < _NARROW * look().points / 10.5
        for at, column in enumerate(self.table.model.columns):
            self.table.view.setColumnHidden(at, narrow and column.title in ("Tempat", "Jenis"))
        self.table.view.fit()

    def check(self) -> list[Problem] | None:
        """F9: what each meeting lacks that still can be altered; an entry opens it where that is mended."""
        return [
            Problem(
                text=f"{row.data.title or 'Rembug tanpa nama'}: {result.message}",
                jump=partial(self.open_record, row.uid, result.field),
                blocks=result.level != "warn",
            )
            for row in self._work.meetings.rows()
            if row.standing in _OPEN
            for result in self._work.meetings.check(row.uid)
        ]

    def show_problems(self, problems: list[Problem], *, ready: str = _COMPLETE) -> None:
        super().show_problems(problems, ready=ready)

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    def open_record(self, uid: str, spot: str = "") -> None:
        """Show one meeting; `spot`: attendance, decisions or papers names the tab, what a finding misses ("photos",
        "leader") its place, "new" begins one."""
        if spot == "new" or not uid:
            self.write_new()
        elif self._work.records.get(uid) is not None:
            self.opens.emit(MeetingPage(self._work, self._window, uid, spot))

    # --- deeds -------------------------------------------------------------------------------------------------------

    def write_new(self) -> None:
        """A new meeting; it is kept as soon as something was typed."""
        self.opens.emit(MeetingPage(self._work, self._window))

    def copy(self) -> None:
        """A new meeting from the chosen one."""
        row = self.table.row()
        if row is not None:
            begin = self._work.meetings.next_of(row.uid)
            self.opens.emit(MeetingPage(self._work, self._window, begin=begin))

    def show_presence(self) -> None:
        """How often each resident and each household came."""
        self.opens.emit(PresencePage(self._work, self._window))

    def _open_chosen(self, spot: str = "") -> None:
        row = self.table.row()
        if row is not None:
            self.open_record(row.uid, spot)

    def _tell_draft(self) -> None:
        """After a power cut: offer what was being typed. Once per start."""
        if self._told_draft:
            return
        self._told_draft = True
        found = next((one for one in self._work.records.drafts() if one.type == "d.meeting"), None)
        if found is None:
            return
        record = self._work.records.get(found.uid)
        name = record.data.title if record is not None and isinstance(record.data, Meeting) else "Rembug baru"
        self.say(
            f"{name} belum selesai ditulis sebelum aplikasi tertutup.",
            Tone.ATTENTION,
            button="Lanjutkan",
            run=lambda: self.opens.emit(MeetingPage(self._work, self._window, found.uid)),
        )


def _day(row: MeetingRow) -> str:
    return row.data.date.isoformat() if row.data.date else ""
