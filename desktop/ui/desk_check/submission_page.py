"""One submission on the desk: what is asked for, what proves it, and the decision on each item."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.allocation import Summary
from desktop.domain.checks import CheckResult
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah
from desktop.domain.records import Decision, Record, SubmissionKind
from desktop.domain.rulesheet import RuleSheet
from desktop.services.inbox import Dossier
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.desk_check.check_view import ForbiddenDialog
from desktop.ui.desk_check.checklist import Point, checklist
from desktop.ui.desk_check.decision_panel import DecisionPanel
from desktop.ui.desk_check.evidence import Evidence
from desktop.ui.desk_check.item_list import ItemList, Line
from desktop.ui.desk_check.item_view import ItemView
from desktop.ui.desk_check.meeting_view import MeetingView
from desktop.ui.desk_check.papers_view import PapersView
from desktop.ui.desk_check.pokmas_points import pokmas_points
from desktop.ui.desk_check.running import running
from desktop.ui.desk_check.running_bars import RunningBars
from desktop.ui.desk_check.standing import AT_ODDS, UNDECIDED, Item, contents, item_of, item_status, show_waiting
from desktop.ui.exchange.words import day_of, desk_name
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.proposals.band import SlimBars, bars_of, own_bars, total_bar
from desktop.ui.qss import mark
from desktop.ui.rooms import OpensRecords, has_room
from desktop.ui.strip import Message, NoticeFrame, announce
from desktop.ui.tabs import TabPages
from desktop.ui.theme import look
from desktop.ui.value_fields import today_here

_LIST_WIDTH = 240
_FIRST_TABS: dict[SubmissionKind, str] = {"proposals": "Usulan", "rab": "RAB", "spj": "SPJ", "handover": "Serah terima"}


class SubmissionPage(Page):
    """`uid`: the submission; `item`: which of its items to begin with, "" for the first undecided one."""

    shows = frozenset({"d.submission", "d.withdrawal", "k.decision", "bundles"})

    def __init__(
        self, workplace: Workplace, window: MainWindow, uid: str, item: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("Pengajuan", parent, topic="L14", scrolls=False)
        self._work, self._window, self._uid = workplace, window, uid
        self._dossier: Dossier | None = None
        self._items: dict[str, Item] = {}
        self._results: list[CheckResult] = []
        self._current, self._wanted = "", item
        self._seen: object = None
        self._missing: frozenset[str] | None = None  # None: the papers were not shown yet
        self._sheet: RuleSheet | None = None
        self.list = ItemList()
        self.list.picked.connect(self.show_item)
        self._used, self.running = words("Disetujui sejauh ini", "small"), RunningBars()
        self.item_view = ItemView(workplace.attachments)
        self.meeting_view = MeetingView()
        self.papers_view = PapersView(workplace.attachments)
        self.bars = SlimBars()
        self.panel = DecisionPanel()
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.facts = words("", "muted")
        self._build()
        self._connect()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        left = Card()
        left.setFixedWidth(round(_LIST_WIDTH * min(look().points / 10.5, 1.15)))
        left.body.setContentsMargins(1, 1, 1, SPACE_2)
        left.body.setSpacing(0)
        left.body.addWidget(self.list, 1)
        self._rule = QFrame()
        mark(self._rule, "rule")
        left.body.addWidget(self._rule)
        below = QVBoxLayout()
        below.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, 0)
        below.setSpacing(SPACE_2)
        below.addWidget(self._used)
        below.addWidget(self.running)
        left.body.addLayout(below)
        self._left = left
        self.tabs = TabPages()
        self.tabs.setDocumentMode(True)
        pagu, inside = QScrollArea(), QWidget()
        pagu.setWidgetResizable(True)
        pagu.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mark(inside, "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        column.setSpacing(SPACE_3)
        column.addWidget(words("Yang sudah disetujui, dibandingkan dengan aturan tahun ini."))
        column.addWidget(self.bars)
        column.addStretch(1)
        pagu.setWidget(inside)
        for view, title in (
            (self.item_view, "Usulan"),
            (self.meeting_view, "Rembug"),
            (self.papers_view, "Berkas"),
            (pagu, "Pagu"),
        ):
            self.tabs.addTab(view, title)
        self._of_usulan = (self.tabs.indexOf(self.meeting_view), self.tabs.indexOf(pagu))
        middle = Card()
        middle.body.setContentsMargins(1, 1, 1, 1)
        middle.body.addWidget(self.tabs)
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_3)
        columns.addWidget(left)
        columns.addWidget(middle, 6)
        columns.addWidget(self.panel, 5)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_2)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.notice)
        self.body.addLayout(columns, 1)

    def _connect(self) -> None:
        panel = self.panel
        panel.wants_save.connect(self.save_decision)
        panel.taken.connect(self._take_earlier)
        panel.steps.connect(self._step)
        panel.altered.connect(self._show_running)
        panel.draft_due.connect(self._write_draft)
        panel.answers.connect(self.answer)
        panel.prints.connect(self.print_answer)
        panel.forbidden_wanted.connect(self._show_forbidden)
        self.item_view.said.connect(self.said)
        self.papers_view.said.connect(self.said)

    # --- the page ----------------------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Meja Periksa"),)

    def page_actions(self) -> PageActions:
        some = self._decided_count() > 0
        why = "Putuskan paling sedikit satu usulan dahulu."
        answer = Command(text="Kirim balik", run=self.answer, icon="send", enabled=some, why_not=why)
        letter = Command(
            text="Surat jawaban", run=self.print_answer, icon="printer", enabled=some, why_not=why, menu=Menu.PRINT
        )
        ahead = Command(text="Usulan berikutnya", run=lambda: self._step(1), shortcut="Ctrl+PgDown", icon="arrow-down")
        back = Command(text="Usulan sebelumnya", run=lambda: self._step(-1), shortcut="Ctrl+PgUp", icon="arrow-up")
        save = Command(text="Simpan keputusan dan lanjut", run=self.save_decision, shortcut="Ctrl+Return", icon="check")
        return PageActions(secondary=(answer, letter), more=(save, ahead, back))

    def reload(self) -> None:
        try:
            dossier = self._work.inbox.dossier(self._uid)
        except RuleViolation as problem:
            self.say(explain(problem), Tone.ATTENTION)
            return
        self._dossier = dossier
        records = [record for record in dossier.received.items if record is not None]
        self._items = {record.uid: item_of(record) for record in records}
        self._sheet = self._work.rules.sheet(dossier.received.year)
        proposals = dossier.received.data.kind == "proposals"
        self._results = self._work.checks.proposals(dossier.received.area, dossier.received.year) if proposals else []
        self._show_kind(dossier.received.data.kind)
        self.set_title(f"{desk_name(dossier.received.area)} – {contents(dossier.entry)}")
        self.facts.setText(_facts(dossier))
        self._show_notice(dossier)
        self.list.put([self._line(record) for record in records])
        if not self._current or self._current not in self._items:
            self.meeting_view.put(dossier)
            self.list.choose(self._first())
        elif self._basis() != self._seen:
            # Something about this very item changed; what is typed comes back as a draft.
            self._write_draft()
            self._show_panel()
        if dossier.missing != self._missing:
            self.papers_view.put(dossier)
        self._missing = dossier.missing
        self._show_running()
        self.actions_changed.emit()

    def leave(self) -> bool:
        self._write_draft()
        return True

    def save(self) -> None:
        self._write_draft()

    def check(self) -> list[Problem] | None:
        return self.panel.form.problems() if self.panel.form is not None else None

    def print_page(self) -> bool:
        if not self._decided_count():
            return False
        self.print_answer()
        return True

    def _show_kind(self, kind: SubmissionKind) -> None:
        """What a Pokmas hands in has no rembug behind it and no ceiling of an RT over it."""
        self.tabs.setTabText(self.tabs.indexOf(self.item_view), _FIRST_TABS[kind])
        for at in self._of_usulan:
            self.tabs.setTabVisible(at, kind == "proposals")
        for part in (self._rule, self._used, self.running):
            part.setVisible(kind == "proposals")

    def _evidence(self, dossier: Dossier, uid: str) -> Evidence | None:
        if dossier.received.data.kind in ("proposals", "rab"):
            return None
        record = next(one for one in dossier.received.items if one is not None and one.uid == uid)
        evidence = Evidence(self._work, dossier, record)
        evidence.said.connect(self.item_view.said)
        return evidence

    def _points(self, dossier: Dossier) -> list[Point]:
        if dossier.received.data.kind == "proposals":
            return checklist(dossier, self._items[self._current], self._results, self._sheet)
        record = next(one for one in dossier.received.items if one is not None and one.uid == self._current)
        return pokmas_points(self._work, dossier, record)

    def _line(self, record: Record) -> Line:
        assert self._dossier is not None  # noqa: S101 - only reload() calls this
        received = self._dossier.received
        state = received.states[record.uid]
        item = self._items[record.uid]
        granted = state.decision.amount if state.decision is not None else None
        return Line(record.uid, item.title, granted or item.amount, item_status(state, received.uid))

    def _first(self) -> str:
        if self._wanted in self._items:
            return self._wanted
        undecided = [line.uid for line in self.list.lines if line.status == UNDECIDED]
        return next(iter(undecided or self._items), "")

    def _show_notice(self, dossier: Dossier) -> None:
        """What is the matter with the submission as a whole."""
        entry, text = dossier.entry, ""
        if entry.standing == "waiting_data":
            text = "Sebagian datanya belum datang. Minta pengirim mengirim bundel terbaru."
        elif entry.missing_files:
            text = f"{entry.missing_files} foto atau berkas belum datang. Usulannya sudah dapat diputuskan."
        self.notice.setVisible(bool(text))
        if text:
            self.notice.put(Message(text=text, tone=Tone.ATTENTION))

    # --- one item ----------------------------------------------------------------------------------------------------

    @property
    def current(self) -> str:
        """The uid of the item shown."""
        return self._current

    def show_item(self, uid: str) -> None:
        """Show another item; what was typed for the one before is kept as a draft."""
        if self._dossier is None or uid not in self._items or uid == self._current:
            return
        self._write_draft()
        self._current = uid
        self.item_view.put(self._dossier, self._items[uid], self._evidence(self._dossier, uid))
        self._show_panel()
        self._show_running()

    def _basis(self) -> object:
        """What the panel of the item at hand is built from; as long as it is the same the panel stays."""
        if self._dossier is None or self._current not in self._items:
            return None
        received = self._dossier.received
        return (self._current, received.states[self._current], received.whole, self._dossier.missing)

    def _show_panel(self) -> None:
        if self._dossier is None or self._current not in self._items:
            return
        self._seen = self._basis()
        item, uids = self._items[self._current], list(self._items)
        self.panel.put(
            self._dossier,
            item,
            self._dossier.received.states[self._current],
            self._points(self._dossier),
            (uids.index(self._current) + 1, len(uids)),
            self._work.records.draft(self._current),
        )

    def _step(self, by: int) -> None:
        if by:
            self.list.step(by)
        else:
            self._show_panel()

    def _show_forbidden(self) -> None:
        if self._sheet is not None:
            ForbiddenDialog(self._sheet, self).exec()

    # --- the running sum ---------------------------------------------------------------------------------------------

    def _summary(self) -> Summary | None:
        dossier, form = self._dossier, self.panel.form
        if dossier is None:
            return None
        area, year = dossier.received.area, dossier.received.year
        return running(
            self._sheet,
            self._work.checks.standing(area, year),
            dossier.received.states,
            self._work.rules.allocated(area, year),
            self._current if form is not None and form.outcome.value() is not None else "",
            form.granted if form is not None else None,
        )

    def _show_running(self) -> None:
        summary = self._summary()
        if summary is None or self._current not in self._items:
            return
        item = self._items[self._current]
        whole = replace(total_bar(summary), name="Seluruhnya")
        self.running.put([whole, *own_bars(summary, item.sector, item.scope)[:1]])
        self.bars.put([total_bar(summary), *(bar for _, _, bar in bars_of(summary))])

    # --- deciding ----------------------------------------------------------------------------------------------------

    def save_decision(self) -> None:
        """Store and publish the decision at hand, then go to the next item that waits for one."""
        form, dossier = self.panel.form, self._dossier
        if form is None or dossier is None:
            return
        problems = form.problems()
        if problems:
            announce(self, problems[0].text, urgent=True)
            form.show_first_problem()
            return
        said = form.verdict()
        try:
            self._work.decisions.decide(
                self._uid,
                self._current,
                said.outcome,
                amount=said.amount,
                reason=said.reason,
                priority=said.priority,
                placement=said.placement,
                office=said.office,
                by=self._officer(),
                on=today_here(),
            )
        except RuleViolation as violation:
            problem = form.show_violation(violation)
            if not form.show_first_problem():
                self.say(problem.text, Tone.PROBLEM)
            return
        self._decided()

    def _take_earlier(self, decision: object) -> None:
        """One of two contradicting decisions is to stand: said once more, it replaces both by name."""
        if not isinstance(decision, Decision):
            return
        self._work.decisions.decide(
            self._uid,
            self._current,
            decision.outcome,
            amount=decision.amount,
            reason=decision.reason,
            priority=decision.priority,
            placement=decision.placement,
            office=decision.office,
            by=self._officer(),
            on=today_here(),
        )
        self._decided()

    def _officer(self) -> str:
        """Who verifies: the Kasi Ekbang Pemas (Perwali 32/2021 pasal 26 ayat (4)), else whoever this desk is."""
        return self._work.officers.name("kasi_ekbang") or self._work.info.name

    def _decided(self) -> None:
        self._work.records.drop_draft(self._current)
        self.panel.drop_form()
        title, before = self._items[self._current].title, self._current
        self.reload()
        word = next((line.status.word for line in self.list.lines if line.uid == before), "")
        announce(self, f"{title}: {word}")
        uids = list(self._items)
        after = uids[uids.index(before) + 1 :] + uids[: uids.index(before)]
        waiting = {line.uid for line in self.list.lines if line.status == UNDECIDED}
        following = next((uid for uid in after if uid in waiting), "")
        if following:
            self.list.choose(following)
            if self.panel.form is not None:
                self.panel.form.outcome.focus()
        elif not any(line.status == AT_ODDS for line in self.list.lines):
            self.panel.show_finished(self._counts(), may_send=self._may_send())
            show_waiting(self._work, self._window)

    def _counts(self) -> str:
        counts: dict[str, int] = {}
        for line in self.list.lines:
            counts[line.status.word] = counts.get(line.status.word, 0) + 1
        return ", ".join(f"{count} {word.lower()}" for word, count in counts.items())

    def _decided_count(self) -> int:
        return sum(line.status != UNDECIDED for line in self.list.lines)

    def _write_draft(self) -> None:
        form = self.panel.form
        if form is not None and form.dirty and self._current:
            self._work.records.save_draft("k.decision", self._current, dict(form.texts()))

    # --- answering ---------------------------------------------------------------------------------------------------

    def _may_send(self) -> bool:
        return has_room(self._work.info.role, "exchange")

    def answer(self) -> None:
        """To Kirim–Terima, with this RT chosen."""
        if self._dossier is None or not self._window.go("exchange"):
            return
        page: object = self._window.page
        if isinstance(page, OpensRecords):
            page.open_record(self._dossier.received.area, "send")

    def print_answer(self) -> None:
        """The letter for an RT without a computer."""
        self.opens.emit(PaperPage(self._work, self._window, "answer_letter", self._uid))


def _facts(dossier: Dossier) -> str:
    """`Diterima 12 Agustus 2026 · diajukan 10 Agustus 2026 · Rp98.000.000 · kode pengajuan 7F3A9C21`."""
    entry = dossier.entry
    parts = [f"Diterima {format_day(day_of(entry.arrived))}"]
    parts += [f"diajukan {format_day(entry.handed_in)}"] if entry.handed_in else []
    parts += [f"seluruhnya {format_rupiah(entry.amount)}"] if entry.amount else []
    parts.append(f"kode pengajuan {dossier.received.code}")
    return " · ".join(parts)
