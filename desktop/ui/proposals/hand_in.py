"""Ajukan: check, print and sign, hand in. One rembug at a time; after decisions, what came back and why."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.checks import CheckResult, holds_submission
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.money import format_rupiah
from desktop.domain.records import Meeting, Proposal, Scan, Signer
from desktop.services.clock import today
from desktop.services.proposals import ProposalRow, meeting_name
from desktop.services.submissions import Prepared
from desktop.services.workplace import Workplace
from desktop.ui.cards import heading, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import confirm
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.proposals.asking import LETTER_PAPERS, ask_letter, ask_withdraw
from desktop.ui.proposals.findings import Deed, Deeds, FindingList, activity_of, marking, summary_of
from desktop.ui.proposals.hand_in_steps import (
    OLD_SCAN,
    SCANNED,
    CodePanel,
    ContentsView,
    PaperRow,
    PaperState,
    SignerLine,
    Step,
    paper_state,
)
from desktop.ui.proposals.issued import IssuedPage
from desktop.ui.proposals.outcome import OutcomeCard
from desktop.ui.proposals.steps import ListChanges
from desktop.ui.qss import mark
from desktop.ui.rooms import has_room, show_record
from desktop.ui.scans import ScanSlots

SIGNERS = ("ketua_rt", "sekretaris_rt", "ketua_rw")
"""Who signs what an RT hands in (Perwali 32/2021 Lampiran J, K)."""


class HandInPage(Page):
    """Hand in the usulan of one rembug, in three steps."""

    shows = frozenset(
        {
            "d.proposal",
            "d.meeting",
            "d.attendance",
            "d.photo",
            "d.scan",
            "d.statement",
            "d.beneficiary_list",
            "d.submission",
            "d.withdrawal",
            "k.decision",
            "papers",
        }
    )

    def __init__(self, work: Workplace, window: MainWindow, meeting: str) -> None:
        super().__init__("Ajukan ke kelurahan", topic="L06")
        self._work, self._window, self._meeting = work, window, meeting
        self._prepared: Prepared | None = None
        self._results: list[CheckResult] = []
        self._papers: list[PaperState] = []
        self._rows: list[ProposalRow] = []
        self.scan_slots: dict[str, ScanSlots] = {}
        self.paper_rows: list[PaperRow] = []
        self._chosen_step = 0
        self.changes = ListChanges(work, self)
        self.changes.said.connect(self.said)
        self.changes.changed.connect(lambda _uid: self.reload())
        self.outcome = OutcomeCard()
        self.body.addWidget(self.outcome)
        self.steps = (Step(1, "Periksa"), Step(2, "Cetak dan tanda tangani"), Step(3, "Ajukan"))
        self._fill_steps()
        for number, step in enumerate(self.steps):
            step.pressed.connect(partial(self._pressed, number))
            self.body.addWidget(step)
        self.body.addStretch(1)
        self.onward = QPushButton("Lanjut")
        mark(self.onward, "primary")
        self.onward.clicked.connect(lambda _checked=False: self._onward())
        self.where = words("", "muted")
        self.pin(self.where, None, self.onward)

    def _fill_steps(self) -> None:
        check, sign, send = self.steps
        self.findings = FindingList(self.deed_for, wide=True)
        self.fine = words("Tidak ada yang menghalangi. Isi usulan sesuai aturan yang diketahui.", "good")
        check.body.addWidget(self.fine)
        check.body.addWidget(self.findings)
        self.code = CodePanel()
        sign.body.addWidget(self.code)
        self._paper_rows = QVBoxLayout()
        self._paper_rows.setSpacing(0)
        sign.body.addLayout(self._paper_rows)
        sign.body.addWidget(heading("Pindaian kertas yang sudah ditandatangani"))
        hint = "Foto dengan HP boleh, asal terbaca seluruhnya. Beberapa lembar pilih sekaligus."
        sign.body.addWidget(words(hint, "muted"))
        self._scan_rows = QVBoxLayout()
        self._scan_rows.setSpacing(SPACE_3)
        sign.body.addLayout(self._scan_rows)
        self.contents, self.signers = ContentsView(), SignerLine()
        send.body.addWidget(words("Inilah yang akan dikirim, tidak lebih:", "strong"))
        send.body.addWidget(self.contents)
        send.body.addWidget(self.signers)
        self.held = words("", "problem")
        send.body.addWidget(self.held)

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        record = self._work.records.get(self._meeting)
        name = meeting_name(record.data) if record and isinstance(record.data, Meeting) else "Rembug"
        return (Crumb("Usulan & Pagu"), Crumb(name))

    def page_actions(self) -> PageActions:
        waiting = self._waiting()
        return PageActions(
            secondary=(
                Command(text="Buka Kirim–Terima", icon="transfer", run=lambda: self.goes.emit("exchange"))
                if has_room("rt", "exchange")
                else Command(text="Lihat usulan", icon="clipboard-list", run=self.closes.emit),
            ),
            more=(
                Command(
                    text="Tarik kembali pengajuan…", icon="arrow-back-up", run=self.withdraw, enabled=bool(waiting)
                ),
                Command(
                    text="Cetak semua yang perlu",
                    icon="printer",
                    run=self.print_needed,
                    menu=Menu.PRINT,
                    enabled=bool(self._prepared and self._prepared.items),
                ),
            ),
        )

    def check(self) -> list[Problem] | None:
        """F9: everything that holds handing in, each entry opening its step."""
        return [
            Problem(
                text=f"{result.message} {result.action}",
                jump=partial(self._open_step, 1 if result.rule.startswith("S-") else 0),
                blocks=result.level != "warn",
            )
            for result in self._results
        ]

    def reload(self) -> None:
        self._read()
        items = self._prepared.items if self._prepared else ()
        self.outcome.put(self._rows, many=len(items), fix=self._fix, withdraw=self.withdraw, go=self._go_exchange())
        for step in self.steps:
            step.setVisible(bool(items))
        self._bar.setVisible(bool(items))
        if items:
            self._show_steps()
        self.actions_changed.emit()

    # --- reading -----------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        work = self._work
        record = work.records.get(self._meeting)
        board = work.proposals.board(record.year if record else 0)
        self._rows = [row for row in board.rows if row.data.meeting == self._meeting]
        if not any(not row.locked for row in self._rows):
            self._prepared, self._results, self._papers = None, [], []
            return
        prepared = work.submissions.prepare("proposals", self._meeting)
        if work.proposals.tie_scans(prepared.scans):
            prepared = work.submissions.prepare("proposals", self._meeting)
        self._prepared = prepared
        self._results = work.checks.submission("proposals", self._meeting)
        outdated = {(result.subject, result.facts.get("paper")) for result in self._results if result.rule == "S-02"}
        self._papers = [
            paper_state(kind, of, prepared.code, work.papers.issued(of, kind), prepared.scans, (of, kind) in outdated)
            for kind, of in work.checks.required_papers(prepared)
        ]

    def _waiting(self) -> str:
        """The submission of this rembug that waits for the kelurahan, "" for none."""
        return next((row.submission for row in self._rows if row.state == "submitted"), "")

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show_steps(self) -> None:
        prepared = self._prepared
        if prepared is None:
            return
        own = [result for result in self._results if not result.rule.startswith("S-")]
        signed = sum(paper.status is SCANNED for paper in self._papers)
        checked, papers_done = not holds_submission(own), signed == len(self._papers)
        self.findings.put(own)
        self.fine.setVisible(not own)
        said = summary_of(own)
        self.steps[0].put((said[:1].upper() + said[1:] + ".") if said else "Semua sesuai.", done=checked)
        self.code.put(prepared.code, settled=checked)
        self._show_papers()
        self.steps[1].put(f"{signed} dari {len(self._papers)} kertas sudah ada pindaiannya.", done=papers_done)
        self.contents.put(prepared)
        officers = self._work.officers.all()
        self.signers.put([(officers[key].title, officers[key].name) for key in SIGNERS])
        total = sum(r.data.amount for r in prepared.items if isinstance(r.data, Proposal))
        again = " yang dikembalikan" if prepared.attempt > 1 else ""
        self.steps[2].put(f"{len(prepared.items)} usulan{again}, {format_rupiah(total)}.", done=False)
        ready = checked and papers_done
        self.held.setText(
            "" if ready else "Belum dapat diajukan: selesaikan " + ("langkah 1." if not checked else "langkah 2.")
        )
        self.held.setVisible(not ready)
        if not any(step.is_open for step in self.steps):
            self._open_step(0 if not checked else 1 if not papers_done else 2)
        self._show_bar()

    def _show_papers(self) -> None:
        empty_layout(self._paper_rows)
        self.paper_rows = [PaperRow(state, self.view_paper, self.print_paper) for state in self._papers]
        for at, row in enumerate(self.paper_rows):
            if at:
                line = QFrame()
                mark(line, "rule")
                self._paper_rows.addWidget(line)
            self._paper_rows.addWidget(row)
        by_record: dict[str, list[str]] = {}
        for state in self._papers:
            by_record.setdefault(state.of, []).append(state.kind)
        if self._prepared is not None and any(
            isinstance(r.data, Scan) and r.data.paper == "attendance_blank" for r in self._prepared.scans
        ):
            by_record[self._meeting].insert(1, "attendance_blank")
        for of, kinds in by_record.items():
            slots = self.scan_slots.get(of)
            if slots is not None and set(slots.slots) == set(kinds):
                slots.reload()
                continue
            if slots is not None:
                slots.hide()
                slots.deleteLater()
            made = ScanSlots(self._work, of, kinds, runner=self._window.tasks)
            made.said.connect(self.said)
            made.altered.connect(self.reload)
            self.scan_slots[of] = made
            self._scan_rows.addWidget(made)
        for state in self._papers:
            self.scan_slots[state.of].slots[state.kind].set_outdated(state.status is OLD_SCAN)
        for of in [one for one in self.scan_slots if one not in by_record]:
            gone = self.scan_slots.pop(of)
            gone.hide()
            gone.deleteLater()

    def _show_bar(self) -> None:
        at = next((number for number, step in enumerate(self.steps) if step.is_open), self._chosen_step)
        last = at == 2
        self.onward.setText("Ajukan sekarang" if last else f"Lanjut ke {self.steps[at + 1].title_text.lower()}")
        dress(self.onward, "send" if last else "arrow-right", "on_primary")
        self.onward.setEnabled(not last or not holds_submission(self._results))
        self.where.setText(f"Langkah {at + 1} dari 3")
        self._chosen_step = at

    def _pressed(self, number: int) -> None:
        if self.steps[number].is_open:
            self.steps[number].set_open(False)
        else:
            self._open_step(number)
        self._show_bar()

    def _open_step(self, number: int) -> None:
        for at, step in enumerate(self.steps):
            step.set_open(at == number)
        self._chosen_step = number
        self._show_bar()

    def _onward(self) -> None:
        if self._chosen_step == 2:
            self.submit()
        else:
            step = self.steps[self._chosen_step + 1]
            step.arrow.setFocus(Qt.FocusReason.OtherFocusReason)  # the button below may have nothing to do there
            self._open_step(self._chosen_step + 1)
            for wait in (0, 60):  # once more when the texts have their heights
                QTimer.singleShot(wait, step, lambda: self._bring_up(step))

    @staticmethod
    def _bring_up(step: QWidget) -> None:
        """The step that was opened stands at the top: below the kelurahan's decisions nobody would see it open."""
        within: QWidget | None = step
        while within is not None and not isinstance(within, QScrollArea):
            within = within.parentWidget()
        content = within.widget() if within is not None else None
        if within is not None and content is not None:
            within.verticalScrollBar().setValue(step.mapTo(content, QPoint()).y() - SPACE_3)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def deed_for(self, result: CheckResult) -> Deeds:
        """The buttons beside a finding of step 1."""
        titles = {row.uid: row.data.title.strip() or "usulan" for row in self._rows if not row.locked}
        marks = marking(result, titles, self.mark_mandatory)
        if result.letter:
            kind = result.letter
            return (*marks, Deed(f"Buat surat {kind}", lambda: self.write_letter(kind)))
        if marks:
            return (*marks, Deed("Tulis usulan", lambda: self._jump("proposals", "", activity_of(result))))
        return self._one_deed(result)

    def mark_mandatory(self, uid: str, code: str) -> None:
        """A usulan is the mandatory activity of this code, until "Urungkan"."""
        sheet = self._work.rules.sheet()
        names: dict[str, str] = {one.code: one.name for one in sheet.mandatory} if sheet else {}
        # Not from within the button's own signal: the finding goes away with its button.
        QTimer.singleShot(0, self, lambda: self.changes.mark_mandatory(uid, code, names.get(code, code)))

    def _one_deed(self, result: CheckResult) -> Deed | None:
        if result.subject == self._meeting:
            if not has_room("rt", "meetings"):
                return None
            verb = {"photos": "Tambah foto"}.get(result.field, "Buka rembug")
            return Deed(verb, lambda: self._jump("meetings", self._meeting, result.field))
        if result.rule.startswith("R-"):
            return Deed("Buka RAB", lambda: self._jump("proposals", result.subject, "estimate"))
        if result.subject:
            return Deed("Buka usulan", lambda: self._jump("proposals", result.subject, result.field))
        if result.rule == "U-05":
            return None
        if activity_of(result):
            return Deed("Tulis usulan", lambda: self._jump("proposals", "", activity_of(result)))
        return Deed("Buka usulan", lambda: self._jump("proposals", self._largest(result.sector), "amount"))

    def _largest(self, sector: str) -> str:
        rows = [row for row in self._rows if not row.locked and (not sector or row.data.sector == sector)]
        found = max(rows, key=lambda row: row.data.amount, default=None)
        return found.uid if found else ""

    def _jump(self, room: str, uid: str, spot: str) -> None:
        """To another room, at this record."""
        if self._window.go(room):
            show_record(self._window.page, uid, spot)

    def _fix(self, uid: str) -> None:
        self._jump("proposals", uid, "")

    def _go_exchange(self) -> Deed | None:
        if not has_room("rt", "exchange"):
            return None
        return Deed("Buka Kirim–Terima", lambda: self.goes.emit("exchange"))

    def write_letter(self, kind: str) -> None:
        """Letter D or E from the breach, for this rembug; its draft is shown."""
        try:
            uid = ask_letter(self._work, kind, self._meeting, self)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return
        if uid:
            self.reload()
            self.opens.emit(PaperPage(self._work, self._window, LETTER_PAPERS[kind], uid))
            self.say("Surat dibuat. Cetak naskah resminya di langkah 2, bersama kertas lain.", Tone.GOOD)

    def view_paper(self, state: PaperState) -> None:
        """The very file that was printed; before that a draft, marked DRAF."""
        issued = self._work.papers.issued(state.of, state.kind) if state.stands else []
        if issued:
            self._open_paper(lambda: IssuedPage(state.title, state.number, issued[0].path))
        else:
            self._open_paper(lambda: PaperPage(self._work, self._window, state.kind, state.of))

    def print_paper(self, state: PaperState) -> None:
        """The final paper, numbered and registered, ready to print."""
        page = PaperPage(self._work, self._window, state.kind, state.of)
        self.opens.emit(page)
        page.make_final()

    def _open_paper(self, make: Callable[[], Page]) -> None:
        try:
            self.opens.emit(make())
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)

    def print_needed(self) -> None:
        """Make the final of every paper that lacks one; they then wait here to be printed one after the other."""
        try:
            for state in self._papers:
                if state.status is not SCANNED:
                    self._work.papers.build(state.kind, state.of, final=True)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
        self.reload()
        self._open_step(1)

    def submit(self) -> None:
        """Ask once more, then publish; nothing leaves the computer before it is sent."""
        prepared = self._prepared
        if prepared is None or holds_submission(self._work.checks.submission("proposals", self._meeting)):
            self.reload()
            return
        total = sum(r.data.amount for r in prepared.items if isinstance(r.data, Proposal))
        question = f"Ajukan {len(prepared.items)} usulan senilai {format_rupiah(total)} ke kelurahan?"
        detail = (
            "Isinya terkunci sampai ada keputusan, dan dapat ditarik sebelum itu. "
            "Sesudah ini kirim bundelnya lewat Kirim–Terima."
        )
        if not confirm(self, question, "Ajukan", detail=detail, tone=Tone.INFO):
            return
        officers = self._work.officers.all()
        signers = [Signer(position=officers[key].title, name=officers[key].name) for key in SIGNERS]
        try:
            self._work.submissions.submit("proposals", self._meeting, signers, today(), expected_digest=prepared.digest)
        except RuleViolation as violation:
            self.reload()  # what was refused as changed is shown as it is now
            self.say(explain(violation), Tone.PROBLEM)
            return
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)
            return
        for step in self.steps:
            step.set_open(False)
        self.reload()
        go = self._go_exchange()
        self.say(
            "Sudah diajukan. Langkah berikutnya: kirim ke kelurahan.",
            Tone.GOOD,
            button=go.text if go else "",
            run=go.run if go else None,
        )

    def withdraw(self) -> None:
        """Take the waiting submission back, with a reason."""
        uid = self._waiting()
        if not uid:
            return
        try:
            done = ask_withdraw(self._work, uid, self)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
            return
        if not done:
            return
        self.reload()
        self.say("Pengajuan ditarik. Kirim lagi ke kelurahan agar mereka tahu.", Tone.GOOD)
