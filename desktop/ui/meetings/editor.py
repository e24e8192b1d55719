"""L04, one meeting: four tabs, drafts while typing, a version on leaving, everything it needs before proposals."""

from collections.abc import Callable
from functools import partial
from typing import Any, Final

from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout

from desktop.domain.checks import CheckResult
from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.papers import PAPER_KINDS
from desktop.domain.records import Beneficiary, BeneficiaryList, Meeting
from desktop.services.desk import new_uid
from desktop.services.meetings import Standing
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace
from desktop.ui.attendance.tab import AttendanceTab
from desktop.ui.cards import words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ReasonDialog
from desktop.ui.forms import DRAFT_MS
from desktop.ui.main_window import MainWindow
from desktop.ui.meetings.decisions_tab import DecisionsTab, ListKind
from desktop.ui.meetings.details_tab import DetailsTab
from desktop.ui.meetings.history import HistoryDialog
from desktop.ui.meetings.papers_tab import PapersTab
from desktop.ui.meetings.words import ASKS, STANDINGS, TITLES, when_and_where
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.status import DRAFT, StatusChip
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.tabs import TabPages

TABS: Final = ("Undangan && agenda", "Daftar hadir", "Catatan && keputusan", "Berkas")
SPOTS: Final = {"attendance": 1, "decisions": 2, "papers": 3}
"""Words by which other pages name a tab."""
_IDLE_MS = 60_000
"""After so much rest what was typed becomes a version."""
_FIELDS: Final = frozenset({"date", "place", "leader", "note_taker", "title"})


class MeetingPage(Page):
    """Edits one meeting. `begin`: what a new one starts with."""

    shows = frozenset({"d.attendance", "d.proposal", "d.scan", "d.photo", "d.submission", "d.withdrawal", "k.decision"})

    def __init__(
        self, work: Workplace, window: MainWindow, uid: str = "", spot: str = "", *, begin: Meeting | None = None
    ) -> None:
        super().__init__("Rembug", topic="L04", scrolls=False)
        self._work, self._window = work, window
        self.uid = uid or new_uid()
        self._begin = begin or self._usual()
        self._base = self._begin
        self._saved = False  # whether there is a version of it
        self._locked = False
        self._dirty = False
        self._loaded = self._seen = False
        self._standing: Standing = "draft"
        self._lists: dict[ListKind, tuple[str, BeneficiaryList]] = {}
        self._build()
        self._draft_clock, self._idle_clock = QTimer(self), QTimer(self)
        for clock, pause, deed in (
            (self._draft_clock, DRAFT_MS, self.save_draft),
            (self._idle_clock, _IDLE_MS, self.keep),
        ):
            clock.setSingleShot(True)
            clock.setInterval(pause)
            clock.timeout.connect(deed)
        self._load()
        self.tabs.setCurrentIndex(SPOTS.get(spot, 0))
        if spot and spot not in SPOTS:
            # A finding names what it misses; the cursor can go there once the page is laid out.
            QTimer.singleShot(0, self, self._jump(spot))

    def _usual(self) -> Meeting:
        """What a new meeting begins with: a rembug led and noted by this RT's officers."""
        officers = self._work.officers
        if not self._work.meetings.registers:
            return Meeting(kind="training", title=TITLES["training"])
        return Meeting(
            title=TITLES["rembug"], leader=officers.name("ketua_rt"), note_taker=officers.name("sekretaris_rt")
        )

    def _build(self) -> None:
        self.chip, self.facts = StatusChip(DRAFT), words("", "muted")
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(self.chip)
        head.addWidget(self.facts, 1)
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.details = DetailsTab(self._work)
        self.attendance = AttendanceTab(self._work, self._window)
        self.decisions = DecisionsTab(self._work)
        self.papers = PapersTab(self._work, self._window.tasks)
        self.tabs = TabPages()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for widget, name in zip((self.details, self.attendance, self.decisions, self.papers), TABS, strict=True):
            self.tabs.addTab(widget, name)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, 0)
        self.body.setSpacing(SPACE_2)
        self.body.addLayout(head)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.tabs, 1)
        self.details.form.changed.connect(lambda _name: self._edited())
        self.details.form.draft_due.connect(self.save_draft)
        self.decisions.edited.connect(self._edited)
        self.decisions.propose.connect(self.propose)
        self.attendance.said.connect(self.said)
        self.attendance.altered.connect(self._show_state)
        self.papers.said.connect(self.said)
        self.papers.wanted.connect(self.print_paper)
        self.papers.altered.connect(self._show_state)
        self.tabs.currentChanged.connect(self._tab_changed)

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Rembug", self.closes.emit),)

    def page_actions(self) -> PageActions:
        tab = self.tabs.currentIndex()
        lists = ("attendance_blank", "attendance", "training_attendance", "participant_changes")
        here = {0: ("invitation",), 1: lists, 2: ("minutes",)}.get(tab, ())
        may = [key for key in self.papers.offered if key in self.papers.buttons]
        prints = [key for key in may if key in here]
        return PageActions(
            primary=Command(text="Tutup" if self._locked else "Selesai", icon="check", run=self.finish),
            secondary=tuple(self._print_command(key) for key in prints),
            more=(
                *(self._print_command(key, named=True) for key in may if key not in prints),
                Command(
                    text="Catat tamu", icon="user-plus", run=self._guest, shortcut="Ctrl+T", enabled=not self._locked
                ),
                Command(text="Periksa kelengkapan", icon="list-check", run=self._check_now),
                Command(text="Salin menjadi rembug baru", icon="copy", run=self.copy),
                Command(text="Riwayat", icon="history", run=self.show_history, enabled=self._saved),
                Command(
                    text="Hapus rembug",
                    icon="trash",
                    run=self.remove,
                    menu=Menu.EDIT,
                    enabled=self._saved and not self._locked,
                ),
            ),
        )

    def _print_command(self, key: str, *, named: bool = False) -> Command:
        short = {
            "invitation": "Cetak undangan",
            "attendance_blank": "Cetak kosong",
            "attendance": "Cetak terisi",
            "minutes": "Cetak berita acara",
            "training_attendance": "Cetak per sesi",
            "participant_changes": "Cetak perubahan peserta",
        }
        text = f"Cetak {PAPER_KINDS[key].title.lower()}" if named else short[key]
        return Command(text=text, icon="printer", run=partial(self.print_paper, key), menu=Menu.PRINT)

    def reload(self) -> None:
        self._show_state()
        if not self._dirty:
            self.attendance.reload()
            self.papers.show_issued()
        if not self._seen:
            self._seen = True
            self._focus_tab(self.tabs.currentIndex())
        self.actions_changed.emit()

    def changed(self, type_name: str, uid: str) -> None:
        """What this page saved itself it shows already."""
        if type_name != "d.attendance":
            super().changed(type_name, uid)
        else:
            QTimer.singleShot(0, self.check_again)  # here too another thread may tell it

    def leave(self) -> bool:
        return self.keep()

    def save(self) -> None:
        self.keep()

    def check(self) -> list[Problem] | None:
        """F9: what cannot be read, and what is missing before this meeting can carry proposals."""
        found = [*self.details.form.problems(complete=False), *self.decisions.problems()]
        found = [self._on_tab(0, one) if one.field in self.details.form.names else one for one in found]
        return [*found, *(self._problem(result) for result in self._work.meetings.check(self.uid, self.entry()))]

    def print_page(self) -> bool:
        key = {0: "invitation", 1: "attendance", 2: "minutes"}.get(self.tabs.currentIndex(), "minutes")
        self.print_paper(key)
        return True

    def focus_filter(self) -> bool:
        if self.tabs.currentIndex() != 1:
            return False
        self.attendance.focus_entry()
        return True

    # --- contents ----------------------------------------------------------------------------------------------------

    def _load(self) -> None:
        """Read the meeting, and what was being typed before the power went."""
        record = self._work.records.get(self.uid)
        if record is not None and isinstance(record.data, Meeting):
            self._base, self._saved = record.data, True
        self._lists = {kind: self._work.meetings.beneficiaries(self.uid, kind) for kind in ("jkn", "bansos")}
        self._fill(self._base)
        draft = self._work.records.draft(self.uid)
        if draft is not None and not self._work.meetings.locked(self.uid):
            self.details.put_texts(draft.get("form", {}))
            self.decisions.put_draft(draft.get("decisions", {}))
            self._dirty = True
            QTimer.singleShot(0, self._say_restored)
        self._loaded = True
        uid = self.uid if self._saved else ""
        self.attendance.set_meeting(uid)
        self.papers.set_meeting(uid)
        self._show_state()

    def _say_restored(self) -> None:
        self.say("Isian yang belum selesai dipulihkan. Periksa, lalu tekan Selesai.", button="Buang", run=self._forget)

    def _forget(self) -> None:
        """What was restored is thrown away: back to what was saved."""
        self._work.records.drop_draft(self.uid)
        self._fill(self._base)
        self._dirty = False
        self._show_state()

    def _fill(self, meeting: Meeting) -> None:
        record = self._work.records.get(self.uid)
        self.details.put(meeting, record.year if record else self._work.info.year)
        lists = {kind: data.rows for kind, (_, data) in self._lists.items()}
        self.decisions.put(meeting, self._work.meetings.proposed(self.uid), lists)

    def entry(self) -> Meeting:
        """The meeting as it stands in the tabs; what cannot be read stays as it was saved."""
        return replace(self._base, **self.details.entry(), **self.decisions.entry())

    def _candidates(self) -> list[NewRecord]:
        """The lists of form K that differ from what is saved."""
        found = []
        for kind, (uid, data) in self._lists.items():
            rows: tuple[Beneficiary, ...] = self.decisions.candidates[kind].candidates()
            if rows != data.rows:
                found.append(NewRecord(type="d.beneficiary_list", data=replace(data, rows=rows), uid=uid))
        return found

    # --- keeping -----------------------------------------------------------------------------------------------------

    def _edited(self) -> None:
        if self._locked or not self._loaded:
            return
        self._dirty = True
        if not self._draft_clock.isActive():
            self._draft_clock.start()
        self._idle_clock.start()
        self._show_facts()
        self.check_again()

    def save_draft(self) -> None:
        """What is typed, as typed: at most three seconds are lost when the power goes."""
        self._draft_clock.stop()
        if self._dirty and not self._locked:
            draft = {"form": self.details.texts(), "decisions": self.decisions.draft()}
            self._work.records.save_draft("d.meeting", self.uid, draft)

    def keep(self, *, even_unaltered: bool = False) -> bool:
        """Make a version of what was typed. `even_unaltered`: a new meeting is saved though nothing was typed.

        False when it could not be saved; what cannot be read stays in the draft.
        """
        if self._locked or not (self._dirty or (even_unaltered and not self._saved)):
            return True
        data, lists = self.entry(), self._candidates()
        if not self._saved and not even_unaltered and data == self._begin and not lists:
            self._work.records.drop_draft(self.uid)
            self._dirty = False
            return True
        unread = [*self.details.form.problems(complete=False), *self.decisions.problems()]
        self.save_draft()
        draft = self._work.records.draft(self.uid) if unread else None
        try:
            self._work.records.save_all([NewRecord(type="d.meeting", data=data, uid=self.uid), *lists])
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return False
        if draft is not None:
            self._work.records.save_draft("d.meeting", self.uid, draft)
        self._base, self._dirty = data, bool(unread)
        self._draft_clock.stop()
        self._idle_clock.stop()
        for kind, (uid, _) in list(self._lists.items()):
            rows = self.decisions.candidates[kind].candidates()
            self._lists[kind] = (uid, BeneficiaryList(kind=kind, meeting=self.uid, rows=rows))
        self.decisions.decisions.remember(data.decisions)
        if not self._saved:
            self._saved = True
            self.attendance.set_meeting(self.uid)
            self.papers.set_meeting(self.uid)
            self.actions_changed.emit()
        self._show_state()
        return True

    def finish(self) -> None:
        """Selesai: keep it, say what is missing; with nothing missing back to the list."""
        if not self.keep(even_unaltered=True):
            return
        problems = self.check() or []
        # The photo may follow, as the signed list: it holds handing in, not leaving the minutes.
        if any(problem.blocks and problem.field != "photos" for problem in problems) and not self._locked:
            self.show_problems(problems)
            return
        self.closes.emit()

    def _check_now(self) -> None:
        self.show_problems(self.check() or [])

    # --- what stands above the tabs ----------------------------------------------------------------------------------

    def _show_state(self) -> None:
        """Title, status, facts, and the notice of a meeting that is locked or came back."""
        row = next((one for one in self._rows() if one.uid == self.uid), None)
        self._standing = row.standing if row else "draft"
        self._set_locked(self._saved and self._work.meetings.locked(self.uid))
        self.chip.put(STANDINGS[self._standing])
        if not self._dirty:
            self.decisions.set_proposed(self._work.meetings.proposed(self.uid))
        if self._locked:
            run = self.unlock if self._standing == "submitted" else None
            text = (
                sentence("meeting_locked") if run else "Rembug ini sudah diputuskan kelurahan, jadi hanya bisa dibaca."
            )
            self.notice.put(Message(text=text, tone=Tone.INFO, button="Buat perbaikan" if run else "", run=run))
        elif self._standing == "returned":
            text = "Ada usulan yang dikembalikan kelurahan. Perbaiki, lalu ajukan lagi dari halaman Usulan."
            self.notice.put(
                Message(text=text, tone=Tone.ATTENTION, button="Buka usulan", run=lambda: self.goes.emit("proposals"))
            )
        else:
            self.notice.hide()
        self._show_facts()

    def _rows(self) -> list[Any]:
        record = self._work.records.get(self.uid)
        return list(self._work.meetings.rows(record.year)) if record else []

    def _show_facts(self) -> None:
        now = self.entry()
        self.set_title(now.title.strip() or "Rembug baru")
        present = self.attendance.sheet.counts.present if self.attendance.sheet else 0
        decided = sum(bool(one.text.strip()) for one in now.decisions)
        parts = [when_and_where(now), f"{present} hadir" if present else "", f"{decided} keputusan" if decided else ""]
        self.facts.setText("  ·  ".join(part for part in parts if part))
        self.decisions.set_asks(now.kind in ASKS and self._work.meetings.registers)

    def _set_locked(self, locked: bool) -> None:
        if locked == self._locked:
            return
        self._locked = locked
        self.problems.put([])
        for tab in (self.details, self.decisions, self.papers):
            tab.set_fixed(locked)
        self.attendance.reload()
        self.actions_changed.emit()

    def unlock(self) -> None:
        """Buat perbaikan: take the submission back, so that the meeting and its proposals may be altered."""
        submission = self._work.meetings.waiting_submission(self.uid)
        if not submission:
            self.say(sentence("already_decided"), Tone.ATTENTION)
            return
        dialog = ReasonDialog(
            "Pengajuan ditarik dahulu supaya dapat diperbaiki. Mengapa?", "Tarik pengajuan", parent=self
        )
        if dialog.exec() != QDialog.DialogCode.Accepted:
            self._show_state()
            return
        try:
            self._work.submissions.withdraw(submission, dialog.reason)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
        else:
            self.say("Pengajuan ditarik. Perbaiki rembug dan usulannya, lalu ajukan lagi.", Tone.GOOD)
        self._show_state()

    # --- tabs and jumps ----------------------------------------------------------------------------------------------

    def _tab_changed(self, at: int) -> None:
        self.actions_changed.emit()
        if at in (1, 3) and not self._saved:
            # Marks and scans belong to a record: it is made now, however little stands in it.
            self.keep(even_unaltered=True)
        if at == 1:
            self.attendance.reload()
        self._focus_tab(at)

    def _focus_tab(self, at: int) -> None:
        """The keyboard where one goes on: the day of a new meeting, names, decisions."""
        if at == 0:
            self.details.jump("date" if self.details.date.is_empty() else "title")
        elif at == 1:
            self.attendance.focus_entry()
        elif at == 2:
            self.decisions.focus()

    def _on_tab(self, at: int, problem: Problem) -> Problem:
        def jump() -> None:
            self.tabs.setCurrentIndex(at)
            if problem.jump is not None:
                problem.jump()

        return Problem(text=problem.text, jump=jump, blocks=problem.blocks, field=problem.field)

    def _problem(self, result: CheckResult) -> Problem:
        text = f"{result.message} {result.action}"
        return Problem(text=text, jump=self._jump(result.field), blocks=result.level != "warn", field=result.field)

    def _jump(self, field: str) -> Callable[[], None]:
        def jump() -> None:
            if field in _FIELDS:
                self.tabs.setCurrentIndex(0)
                self.details.jump(field)
            elif field == "attendance":
                self.tabs.setCurrentIndex(1)
                self.attendance.focus_entry()
            elif field in {"decisions", "witnesses"}:
                self.tabs.setCurrentIndex(2)
                self.decisions.focus(field)
            else:
                self.tabs.setCurrentIndex(3)
                self.papers.jump("photo:meeting" if field == "photos" else "attendance")

        return jump

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _guest(self) -> None:
        self.tabs.setCurrentIndex(1)
        self.attendance.begin_guest()

    def print_paper(self, key: str) -> None:
        """The preview of one of the meeting's papers."""
        if self.keep(even_unaltered=True):
            self.opens.emit(PaperPage(self._work, self._window, key, self.uid))

    def propose(self, places: tuple[int, ...]) -> None:
        """Make usulan of these decisions (by their place; none: all that have none yet)."""
        if self.decisions.decisions.problems():
            self.show_problems(self.decisions.problems())
            return
        if not self.keep(even_unaltered=True):
            return
        proposed = self._work.meetings.proposed(self.uid)
        all_of_them = self._base.decisions
        wanted = [all_of_them[at] for at in places if at < len(all_of_them)] if places else list(all_of_them)
        uids = [one.uid for one in wanted if one.text.strip() and one.uid not in proposed]
        try:
            made = self._work.proposals.from_decisions(self.uid, uids)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
            return
        self.decisions.decisions.put(all_of_them, self._work.meetings.proposed(self.uid))
        self._show_state()
        if made:
            self.say(
                f"{len(made)} usulan dibuat dari keputusan rembug.",
                Tone.GOOD,
                button="Buka usulan",
                run=lambda: self.goes.emit("proposals"),
            )

    def copy(self) -> None:
        """Salin menjadi rembug baru: people, place and agenda, not what was decided."""
        if self.keep(even_unaltered=True):
            begin = self._work.meetings.next_of(self.uid)
            self.opens.emit(MeetingPage(self._work, self._window, begin=begin))

    def show_history(self) -> None:
        """The versions; one of them may be used again."""
        if not self.keep():
            return
        dialog = HistoryDialog(self._work.records.history(self.uid), locked=self._locked, parent=self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        before = self._base
        self._store(dialog.chosen)
        self.say("Versi lama dipakai lagi.", Tone.GOOD, button="Urungkan", run=lambda: self._store(before), seconds=10)

    def _store(self, data: Meeting) -> None:
        try:
            self._work.records.save("d.meeting", data, uid=self.uid)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return
        self._base, self._dirty = data, False
        self._fill(data)
        self._show_state()

    def remove(self) -> None:
        """The meeting into the trash; its attendance comes back with it."""
        proposals = self._work.records.count("d.proposal", parent=self.uid)
        if proposals:
            text = f"Rembug ini punya {proposals} usulan, jadi tidak dapat dihapus. Hapus usulannya dahulu."
            self.say(text, Tone.ATTENTION)
            return
        try:
            self._work.records.remove([self.uid])
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
            return
        self._work.records.drop_draft(self.uid)
        self._dirty, self._saved = False, False
        uid, records, window = self.uid, self._work.records, self._window
        self.closes.emit()
        window.strip.say(
            Message(text="Rembug dihapus.", button="Urungkan", run=lambda: records.restore([uid]), seconds=10)
        )
