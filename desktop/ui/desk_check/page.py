"""L14 Meja Periksa: the inbox of what RTs and Pokmas handed in."""

from functools import partial

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import RuleViolation
from desktop.services.inbox import InboxEntry
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.desk_check.answers_page import AnswersPage
from desktop.ui.desk_check.bulk_page import BulkPage
from desktop.ui.desk_check.intake_page import IntakePage
from desktop.ui.desk_check.standing import STANDINGS, URGENCY, contents, waited
from desktop.ui.desk_check.submission_page import SubmissionPage
from desktop.ui.exchange.words import day_of, desk_name
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.recap.page import RecapPage
from desktop.ui.segments import Segments
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

_NOTHING = "Belum ada kiriman. Colokkan USB dari RT, lalu terima bundelnya."
_ALL_DONE = "Semua kiriman sudah diputuskan. Yang baru muncul di sini."
_WAITS_FOR = {
    "conflict": "keputusannya bertentangan, pilih satu",
    "waiting_files": "foto atau scannya belum sampai semua",
    "waiting_data": "sebagian datanya belum sampai",
    "invalid": "kirimannya tidak sah, minta dikirim ulang",
}
"""What a submission that cannot simply be decided waits for, by its standing."""


class ReviewPage(Page):
    """`open_record(uid)`: a submission, or an item of one (a decision that was not finished)."""

    shows = frozenset({"d.submission", "d.withdrawal", "k.decision", "bundles", "settings"})

    def __init__(self, workplace: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Meja Periksa", parent, topic="L14", scrolls=False)
        self._work, self._window = workplace, window
        self._entries: list[InboxEntry] = []
        columns: list[Column[InboxEntry]] = [
            Column("Dari", lambda row: desk_name(row.area), "code"),
            Column("Isi", contents, stretch=True),
            Column("Jumlah", lambda row: row.amount or None, "money"),
            Column("Diterima", lambda row: day_of(row.arrived), "date"),
            Column("Menunggu", waited, "code", sort=lambda row: -1 if row.waiting is None else row.waiting),
            Column("Status", lambda row: STANDINGS[row.standing], "status"),
        ]
        self.empty = EmptyState(_NOTHING, "Terima bundel", self._receive)
        self.table: Table[InboxEntry] = Table(
            "meja-periksa",
            columns,
            in_memory(self._shown, columns),
            key=lambda row: row.uid,
            title="Kiriman",
            empty=self.empty,
            remembered=window.remembered,
        )
        self.table.opened.connect(lambda row: self.open_record(row.uid))
        self.which = Segments([("open", ""), ("all", "")], "Kiriman yang ditampilkan")
        self.open_only, self.everything = self.which.buttons["open"], self.which.buttons["all"]
        self.which.picked.connect(lambda _key: self._refill())
        self.table.add_tool(self.which)
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self.body.addWidget(self.table, 1)

    # --- the page ----------------------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        opens = Command(text="Buka", run=self._open_current, icon="eye", enabled=bool(self._entries))
        recap = Command(text="Rekap (formulir L)", run=self.open_recap, icon="table", menu=Menu.PRINT)
        receive = Command(text="Terima bundel", run=self._receive, icon="download", menu=Menu.FILE)
        folder = Command(text="Terima satu folder…", run=self.take_folder, icon="folder-open", menu=Menu.FILE)
        waiting = sum(row.open for row in self._entries if row.kind == "proposals")
        bulk = Command(
            text="Putuskan sekaligus…",
            run=self.open_bulk,
            icon="checks",
            enabled=waiting > 0,
            why_not="Tidak ada usulan yang menunggu keputusan.",
        )
        answer = Command(text="Kirim balik keputusan…", run=self.open_answers, icon="send", menu=Menu.FILE)
        return PageActions(primary=opens, secondary=(bulk, folder, answer), more=(recap, receive))

    def reload(self) -> None:
        found = self._work.inbox.entries()
        self._entries = sorted(found, key=lambda row: (URGENCY.index(row.standing), row.arrived))
        waiting = sum(row.ours for row in self._entries)
        self._window.set_badge("review", waiting, "belum diputuskan")
        self.which.put_text("open", f"Perlu diputuskan ({waiting})")
        self.which.put_text("all", f"Semua ({len(self._entries)})")
        self.open_only.setEnabled(bool(self._entries))
        self.everything.setEnabled(bool(self._entries))
        self._refill()
        self.actions_changed.emit()

    def _refill(self) -> None:
        self.empty.put(_ALL_DONE if self._entries else _NOTHING)
        self.empty.button.setVisible(not self._entries)
        self.table.reload()
        if self.table.row() is None and self.table.model.rowCount():
            self.table.view.selectRow(0)
        rows = self.table.model.rowCount()  # with some, Enter opens the one chosen
        self.setFocusProxy(self.table.view if rows else self.everything if self._entries else self.empty.button)

    def _shown(self) -> list[InboxEntry]:
        if self.everything.isChecked():
            return self._entries
        return [row for row in self._entries if row.standing not in ("done", "withdrawn")]

    def check(self) -> list[Problem] | None:
        """F9: every submission that is not finished, the most urgent first; each entry opens it."""
        return [
            Problem(text=_waits(entry), jump=partial(self.open_record, entry.uid), blocks=entry.standing == "conflict")
            for entry in self._entries
            if entry.standing not in ("done", "withdrawn")
        ]

    def show_problems(self, problems: list[Problem], *, ready: str = "Tidak ada kiriman yang menunggu.") -> None:
        super().show_problems(problems, ready=ready)

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    def open_record(self, uid: str, spot: str = "") -> None:
        """Open a submission; of an item, the newest submission that covers it. `spot` "recap": form L."""
        if spot == "recap":
            self.open_recap()
            return
        if not uid:
            return
        known = {row.uid for row in self._work.inbox.entries()}
        item = "" if uid in known else uid
        submission = uid if uid in known else self._work.inbox.holding(uid)
        if submission:
            self.opens.emit(SubmissionPage(self._work, self._window, submission, item))
        else:
            self.say(explain(RuleViolation("record_missing")), Tone.ATTENTION)

    def _open_current(self) -> None:
        row = self.table.row()
        if row is not None:
            self.open_record(row.uid)

    def _receive(self) -> None:
        self.goes.emit("exchange")

    def take_folder(self) -> None:
        """Every bundle of a folder, after asking which."""
        page = IntakePage(self._work, self._window)
        self.opens.emit(page)
        page.ask()

    def open_bulk(self) -> None:
        """Many usulan at once."""
        self.opens.emit(BulkPage(self._work, self._window))

    def open_answers(self) -> None:
        """What has been decided and not sent, for every RT and Pokmas."""
        self.opens.emit(AnswersPage(self._work, self._window))

    def open_recap(self) -> None:
        """Form L of all RTs."""
        self.opens.emit(RecapPage(self._work, self._window))


def _waits(entry: InboxEntry) -> str:
    """`RT 03/RW 04, 3 usulan – 2 belum diputuskan, menunggu 4 hari.`"""
    why = _WAITS_FOR.get(entry.standing) or f"{entry.open} belum diputuskan"
    since = "sejak hari ini" if entry.waiting == 0 else waited(entry)
    return f"{desk_name(entry.area)}, {contents(entry)} – {why}{f', menunggu {since}' if since else ''}."
