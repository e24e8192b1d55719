"""Handing in what a Pokmas made: its RABs, the SPJ of a tranche, the handover. Check, print, hand in; then the answer.

page.opens.emit(HandInPage(workplace, window, "spj", tranche_uid))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.checks import CheckResult, holds_submission
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.money import format_rupiah, lines_total
from desktop.domain.records import MoneyReceived, Rab, Record, Signer, SubmissionKind
from desktop.services.clock import WIB, today
from desktop.services.papers import Printed
from desktop.services.submissions import Prepared
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, heading, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ReasonDialog, confirm
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_2, SPACE_3, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain, handle_failure
from desktop.ui.proposals.findings import Deed, FindingList, summary_of
from desktop.ui.proposals.hand_in_steps import (
    PRINTED,
    SCANNED,
    CodePanel,
    PaperRow,
    PaperState,
    SignerLine,
    Step,
    paper_state,
)
from desktop.ui.proposals.issued import IssuedPage
from desktop.ui.qss import mark
from desktop.ui.rooms import has_room
from desktop.ui.scans import ScanSlots
from desktop.ui.spj.places import go_to, place_of_finding
from desktop.ui.spj.standing import Standing, standing_of, title_of
from desktop.ui.status import STATE_STATUS, StatusChip

TITLES: Final[dict[str, str]] = {"rab": "Ajukan RAB", "spj": "Ajukan SPJ", "handover": "Ajukan serah terima"}
HANDED_IN: Final[dict[str, str]] = {
    "rab": "Pengajuan RAB",
    "spj": "Pengajuan SPJ",
    "handover": "Pengajuan serah terima",
}
"""While it lies at the kelurahan, and once it is approved: there is nothing left to hand in."""
ROOMS: Final[dict[str, str]] = {"rab": "Kegiatan & Foto", "spj": "Berkas SPJ", "handover": "Serah Terima"}
SIGNERS: Final[dict[str, tuple[str, ...]]] = {
    "rab": ("ketua_pokmas", "ketua_perencana"),
    "spj": ("ketua_pokmas", "bendahara_pokmas"),
    "handover": ("ketua_pelaksana", "ketua_pengawas"),
}
"""Who answers for what a Pokmas hands in (Perwali 32/2021 Lampiran R, W, X; of the SPJ: ours)."""

_NOUNS: Final[tuple[tuple[str, str, str], ...]] = (
    ("d.receipt", "receipt", "kuitansi"),
    ("d.correction", "pencil", "pembetulan kuitansi"),
    ("d.wage_list", "users", "daftar upah"),
    ("d.tax_payment", "coin", "setoran pajak"),
    ("d.inspection", "shield-check", "berita acara hasil pemeriksaan"),
    ("d.progress", "flag", "catatan kemajuan"),
    ("d.meeting", "school", "pelatihan"),
    ("d.attendance", "users", "nama yang hadir"),
    ("d.photo", "photo", "foto"),
)


def printed_on(at: int) -> date:
    """The day in Kediri of a moment (UTC ms)."""
    return datetime.fromtimestamp(at / 1000, WIB).date()


@dataclass(frozen=True, slots=True)
class HandInSeen:
    """Everything this page shows. `prepared`: None while it is locked."""

    standing: Standing
    prepared: Prepared | None
    results: tuple[CheckResult, ...]
    papers: tuple[PaperState, ...]


def read_hand_in(work: Workplace, kind: SubmissionKind, subject: str) -> HandInSeen:
    """What would go out now, what is in its way, and how far its papers are."""
    standing = standing_of(work, kind, subject)
    if standing.locked and kind != "rab":
        return HandInSeen(standing, None, (), ())
    prepared = work.submissions.prepare(kind, subject)
    if not prepared.items and standing.submission:
        return HandInSeen(standing, None, (), ())
    results = work.checks.submission(kind, subject)
    outdated = {(result.subject, result.facts.get("paper")) for result in results if result.rule == "S-02"}
    papers = [
        replace(
            paper_state(name, of, prepared.code, work.papers.issued(of, name), prepared.scans, (of, name) in outdated),
            about=_about(of, prepared),
        )
        for name, of in _papers_of(kind, subject, prepared)
    ]
    return HandInSeen(standing, prepared, tuple(results), tuple(papers))


def _about(of: str, prepared: Prepared) -> str:
    """The activity a RAB is of: several go out together."""
    item = next((record for record in prepared.items if record.uid == of), None)
    return item.data.title.strip() if item is not None and isinstance(item.data, Rab) else ""


def _papers_of(kind: SubmissionKind, subject: str, prepared: Prepared) -> list[tuple[str, str]]:
    """(paper kind, record it is about) of the papers that go with it, in the order they are made."""
    if kind == "spj":
        return [("spj_packet", subject)]
    if kind == "rab":
        return [("rab", record.uid) for record in prepared.items]
    inspections = [("inspection", record.uid) for record in prepared.context if record.type == "d.inspection"]
    return [*inspections, *(("handover", record.uid) for record in prepared.items)]


def contents_of(prepared: Prepared) -> list[tuple[str, str, str]]:
    """(icon, what, detail) of everything this submission publishes."""
    found = [_item_line(record) for record in prepared.items]
    for type_name, icon, noun in _NOUNS:
        count = sum(record.type == type_name for record in prepared.context)
        detail = "Salinan kecil tanpa data lokasi." if type_name == "d.photo" else ""
        if count:
            found.append((icon, f"{count} {noun}", detail))
    if prepared.scans:
        found.append(("paperclip", f"{len(prepared.scans)} pindaian kertas bertanda tangan", ""))
    return found


def _item_line(record: Record) -> tuple[str, str, str]:
    if isinstance(record.data, Rab):
        return ("calculator", f"RAB {record.data.title}", format_rupiah(lines_total(record.data.lines)))
    if isinstance(record.data, MoneyReceived):
        return ("wallet", f"Dana masuk {format_rupiah(record.data.amount)}", "Dipertanggungjawabkan dengan SPJ ini.")
    return ("signature", title_of(record), "")


class HandInPage(Page):
    """Hand in one tranche's SPJ, one package's RABs or one contract's handover."""

    shows = frozenset(
        {
            "d.receipt",
            "d.rab",
            "d.inspection",
            "d.handover",
            "d.photo",
            "d.scan",
            "d.progress",
            "d.money_received",
            "d.submission",
            "d.withdrawal",
            "k.decision",
            "papers",
        }
    )

    def __init__(self, work: Workplace, window: MainWindow, kind: SubmissionKind, subject: str) -> None:
        super().__init__(TITLES[kind], topic="L12" if kind == "handover" else "L11")
        self._work, self._window, self._kind, self._subject = work, window, kind, subject
        self.seen: HandInSeen | None = None
        self._reading = self._read_again = self._printing = False
        self._chosen_step = 0
        self._slots: dict[str, ScanSlots] = {}
        self.outcome = OutcomeCard()
        self.body.addWidget(self.outcome)
        paper = "Cetak dan tanda tangani" if kind == "handover" else "Cetak"
        self.steps = (Step(1, "Periksa"), Step(2, paper), Step(3, "Ajukan"))
        self._fill_steps()
        for number, step in enumerate(self.steps):
            step.pressed.connect(partial(self._pressed, number))
            step.hide()
            self.body.addWidget(step)
        self.body.addStretch(1)
        self.onward = QPushButton("Lanjut")
        mark(self.onward, "primary")
        self.onward.clicked.connect(lambda _checked=False: self._onward())
        self.where = words("", "muted")
        self.pin(self.where, None, self.onward)
        self._bar.hide()

    def _fill_steps(self) -> None:
        check, sign, send = self.steps
        self.fine = words("Tidak ada yang menghalangi pengajuan.", "good")
        self.findings = FindingList(self.deed_for, wide=True)
        check.body.addWidget(self.fine)
        check.body.addWidget(self.findings)
        self.code = CodePanel()
        sign.body.addWidget(self.code)
        self._paper_rows = QVBoxLayout()
        self._paper_rows.setSpacing(0)
        sign.body.addLayout(self._paper_rows)
        self.scan_title = heading("Kertas yang sudah ditandatangani")
        self.scan_title.setVisible(self._kind == "handover")
        sign.body.addWidget(self.scan_title)
        self._scan_rows = QVBoxLayout()
        sign.body.addLayout(self._scan_rows)
        send.body.addWidget(words("Inilah yang akan dikirim, tidak lebih:", "strong"))
        self._contents = QGridLayout()
        self._contents.setHorizontalSpacing(SPACE_3)
        self._contents.setVerticalSpacing(SPACE_2)
        self._contents.setColumnStretch(2, 1)
        self._contents.setColumnMinimumWidth(1, 260)
        send.body.addLayout(self._contents)
        self.signers = SignerLine()
        send.body.addWidget(self.signers)
        self.held = words("", "problem")
        send.body.addWidget(self.held)

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb(ROOMS[self._kind]),)

    def page_actions(self) -> PageActions:
        waiting = self.seen is not None and self.seen.standing.state == "submitted"
        secondary = (
            (Command(text="Buka Kirim–Terima", icon="transfer", run=lambda: self.goes.emit("exchange")),)
            if has_room("pokmas", "exchange")
            else ()
        )
        needed = self.seen is not None and any(not paper.stands for paper in self.seen.papers)
        return PageActions(
            secondary=secondary,
            more=(
                Command(text="Tarik kembali pengajuan…", icon="arrow-back-up", run=self.withdraw, enabled=waiting),
                Command(
                    text="Cetak semua yang perlu",
                    icon="printer",
                    run=self.print_needed,
                    menu=Menu.PRINT,
                    enabled=needed and not self._printing,
                ),
            ),
        )

    def check(self) -> list[Problem] | None:
        """F9: everything that holds handing in, each entry opening its step."""
        return [
            Problem(
                text=f"{result.message} {result.action}",
                jump=partial(self._open_step, 1 if result.rule in ("S-01", "S-02") else 0),
                blocks=result.level != "warn",
            )
            for result in (self.seen.results if self.seen else ())
        ]

    def print_page(self) -> bool:
        self.print_needed()
        return True

    def reload(self) -> None:
        """Read everything again, away from the screen's thread; a call while reading reads once more."""
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        kind, subject = self._kind, self._subject
        task = self._window.tasks.start("Memeriksa pengajuan", lambda _report: read_hand_in(self._work, kind, subject))
        task.finished.connect(self._was_read)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _was_read(self, result: object, error: object) -> None:
        self._reading = False
        again, self._read_again = self._read_again, False
        if isinstance(error, Exception):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        elif isinstance(result, HandInSeen):
            self._show(result)
        if again:
            self.reload()

    def _show(self, seen: HandInSeen) -> None:
        self.seen = seen
        self.set_title(HANDED_IN[self._kind] if seen.standing.locked else TITLES[self._kind])
        self.outcome.put(seen.standing, withdraw=self.withdraw, mend=self._mend)
        open_here = seen.prepared is not None
        for step in self.steps:
            step.setVisible(open_here)
        self._bar.setVisible(open_here)
        if seen.prepared is not None:
            self._show_steps(seen, seen.prepared)
        self.actions_changed.emit()

    def _show_steps(self, seen: HandInSeen, prepared: Prepared) -> None:
        own = [result for result in seen.results if result.rule not in ("S-01", "S-02")]
        checked, made = not holds_submission(own), self._papers_done(seen)
        self.findings.put(own)
        self.fine.setVisible(not own)
        said = summary_of(own)
        self.steps[0].put((said[:1].upper() + said[1:] + ".") if said else "Semua sesuai.", done=checked)
        self.code.put(prepared.code, settled=checked)
        self.code.setVisible(self._kind != "handover")
        self._show_papers(seen)
        count = sum(_is_made(self._kind, paper) for paper in seen.papers)
        self.steps[1].put(f"{count} dari {len(seen.papers)} kertas sudah siap.", done=made)
        self._show_contents(prepared)
        officers = self._work.officers.all()
        self.signers.put([(officers[key].title, officers[key].name) for key in SIGNERS[self._kind]])
        again = " Pengajuan ulang." if prepared.attempt > 1 else ""
        self.steps[2].put(f"Ke kelurahan.{again}", done=False)
        holds = holds_submission(seen.results)
        self.held.setText("Belum dapat diajukan: selesaikan langkah " + ("1." if not checked else "2."))
        self.held.setVisible(holds)
        if not any(step.is_open for step in self.steps):
            self._open_step(0 if own else 1 if not made else 2)
        self._show_bar()

    def _papers_done(self, seen: HandInSeen) -> bool:
        return all(_is_made(self._kind, paper) for paper in seen.papers)

    def _show_papers(self, seen: HandInSeen) -> None:
        empty_layout(self._paper_rows)
        self.rows: list[PaperRow] = []
        for at, state in enumerate(seen.papers):
            if at:
                line = QFrame()
                mark(line, "rule")
                self._paper_rows.addWidget(line)
            row = PaperRow(state, self.view_paper, self.print_paper)
            row.print_button.setEnabled(not self._printing)
            self.rows.append(row)
            self._paper_rows.addWidget(row)
        if self._kind != "handover":
            return
        for state in seen.papers:
            if state.kind == "inspection" and state.of not in self._slots:
                made = ScanSlots(self._work, state.of, ("inspection",), runner=self._window.tasks)
                made.said.connect(self.said)
                made.altered.connect(self.reload)
                self._slots[state.of] = made
                self._scan_rows.addWidget(made)
            elif state.of in self._slots:
                self._slots[state.of].reload()

    def _show_contents(self, prepared: Prepared) -> None:
        empty_layout(self._contents)
        self.content_lines = contents_of(prepared)
        for row, (name, what, detail) in enumerate(self.content_lines):
            icon = QLabel()
            dress(icon, name, "primary")
            self._contents.addWidget(icon, row, 0, Qt.AlignmentFlag.AlignTop)
            self._contents.addWidget(words(what, "strong"), row, 1)
            self._contents.addWidget(words(detail, "muted"), row, 2)

    def _show_bar(self) -> None:
        at = next((number for number, step in enumerate(self.steps) if step.is_open), self._chosen_step)
        last = at == 2
        self.onward.setText("Ajukan sekarang" if last else f"Lanjut ke {self.steps[at + 1].title_text.lower()}")
        dress(self.onward, "send" if last else "arrow-right", "on_primary")
        holds = self.seen is None or self.seen.prepared is None or holds_submission(self.seen.results)
        self.onward.setEnabled(not last or not holds)
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
            self._open_step(self._chosen_step + 1)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def deed_for(self, result: CheckResult) -> Deed | None:
        """The button beside a finding of step 1."""
        if self._kind == "handover" and result.rule not in ("H-04", "H-07"):
            return Deed("Buka serah terima", self.closes.emit)
        place = place_of_finding(self._work, result)
        if place is not None:
            return Deed("Lengkapi", lambda: go_to(self._window, place))
        return Deed("Lihat daftar periksa", self.closes.emit) if result.facts.get("line") else None

    def _mend(self) -> None:
        """Back to where the contents are written."""
        if self._kind == "rab" and has_room("pokmas", "work"):
            self.goes.emit("work")
        else:
            self.closes.emit()

    def view_paper(self, state: PaperState) -> None:
        """The very file that was printed; before that a draft, marked DRAF."""
        issued = self._work.papers.issued(state.of, state.kind) if state.stands else []
        if not issued:
            self.opens.emit(PaperPage(self._work, self._window, state.kind, state.of))
            return
        self._open_issued(state.title, state.number, issued[0])

    def _open_issued(self, title: str, number: str, paper: object) -> None:
        path = getattr(paper, "path", None)
        if path is None:
            return
        try:
            self.opens.emit(IssuedPage(title, number, path))
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)

    def print_paper(self, state: PaperState) -> None:
        """Make the final paper, away from the screen's thread, and show the very file."""
        self._print([state], show=True)

    def print_needed(self) -> None:
        """Make the final of every paper that lacks one or was made of other contents."""
        states = [paper for paper in (self.seen.papers if self.seen else ()) if not paper.stands]
        if states:
            self._print(states, show=False)

    def _print(self, states: Sequence[PaperState], *, show: bool) -> None:
        if self._printing:
            return
        work, remembered = self._work, self._window.remembered
        sizes = {state.kind: remembered.text(f"paper/{state.kind}", "F4") for state in states}

        def build(report: Callable[[int, int], None]) -> Printed | None:
            printed: Printed | None = None
            for at, state in enumerate(states):
                report(at, len(states))
                if state.kind == "spj_packet":
                    printed = work.spj.build_packet(state.of, True, sizes[state.kind])
                else:
                    printed = work.papers.build(state.kind, state.of, final=True, size=sizes[state.kind])
            return printed

        self._printing = True
        for row in self.rows:
            row.print_button.setEnabled(False)
        task = self._window.tasks.start("Menyusun naskah resmi", build)
        task.finished.connect(lambda result, error: self._was_printed(states[-1] if show else None, result, error))

    def _was_printed(self, state: PaperState | None, result: object, error: object) -> None:
        self._printing = False
        if isinstance(error, Exception):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        elif isinstance(result, Printed) and state is not None and self.isVisible():
            self._open_issued(state.title, result.number, result)
        self.reload()

    def submit(self) -> None:
        """Ask once more, then publish; nothing leaves the computer before it is sent."""
        seen = self.seen
        if seen is None or seen.prepared is None or holds_submission(seen.results):
            self.reload()
            return
        detail = (
            "Isinya terkunci sampai ada keputusan, dan dapat ditarik sebelum itu. "
            "Sesudah ini kirim bundelnya lewat Kirim–Terima."
        )
        if not confirm(self, f"{_question(self._kind, seen.prepared)}", "Ajukan", detail=detail, tone=Tone.INFO):
            return
        # Looked at again: somebody may have altered a record since the page was read.
        if holds_submission(self._work.checks.submission(self._kind, self._subject)):
            self.reload()
            return
        officers = self._work.officers.all()
        signers = [
            Signer(position=officers[key].title, name=officers[key].name, nip=officers[key].nip)
            for key in SIGNERS[self._kind]
        ]
        try:
            digest = seen.prepared.digest
            self._work.submissions.submit(self._kind, self._subject, signers, today(), expected_digest=digest)
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
        leads = has_room("pokmas", "exchange")
        self.say(
            "Sudah diajukan. Langkah berikutnya: kirim ke kelurahan.",
            Tone.GOOD,
            button="Buka Kirim–Terima" if leads else "",
            run=(lambda: self.goes.emit("exchange")) if leads else None,
        )

    def withdraw(self) -> None:
        """Take the waiting submission back, with a reason."""
        if self.seen is None or self.seen.standing.state != "submitted":
            return
        question = "Tarik kembali pengajuan ini? Isinya kembali menjadi draf yang bisa diubah."
        dialog = ReasonDialog(question, "Tarik kembali", parent=self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        try:
            self._work.submissions.withdraw(self.seen.standing.submission, dialog.reason)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
            return
        self.reload()
        self.say("Pengajuan ditarik. Kirim lagi ke kelurahan agar mereka tahu.", Tone.GOOD)


def _is_made(kind: SubmissionKind, paper: PaperState) -> bool:
    """Printed from what is handed in; of the BAHP the signed sheet is attached as well."""
    if kind == "handover" and paper.kind == "inspection":
        return paper.status is SCANNED
    return paper.status in (PRINTED, SCANNED)


def _question(kind: SubmissionKind, prepared: Prepared) -> str:
    if kind == "rab":
        total = sum(lines_total(r.data.lines) for r in prepared.items if isinstance(r.data, Rab))
        return f"Ajukan {len(prepared.items)} RAB senilai {format_rupiah(total)} ke kelurahan?"
    if kind == "spj":
        total = sum(r.data.amount for r in prepared.items if isinstance(r.data, MoneyReceived))
        return f"Ajukan SPJ atas dana {format_rupiah(total)} ke kelurahan?"
    return "Ajukan serah terima hasil pekerjaan ke kelurahan?"


class OutcomeCard(Card):
    """What became of what was handed in: waiting, returned with reasons, accepted. Hidden before that."""

    def __init__(self) -> None:
        super().__init__("Sudah diajukan")
        self.lead = words("", "muted")
        self.body.addWidget(self.lead)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(SPACE_3)
        self._rows.setVerticalSpacing(SPACE_2)
        self._rows.setColumnStretch(1, 1)
        self.body.addLayout(self._rows)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(SPACE_2)
        self.body.addLayout(self._buttons)
        self.reasons: list[str] = []
        self.hide()

    def put(self, standing: Standing, *, withdraw: Callable[[], object], mend: Callable[[], object]) -> None:
        """Show how it stands; hidden while nothing was handed in."""
        empty_layout(self._rows)
        empty_layout(self._buttons)
        self.reasons = [item.reason for item in standing.items if item.reason]
        self.setVisible(bool(standing.submission))
        if not standing.submission:
            return
        self.title.setText("Sudah diajukan" if standing.state == "submitted" else "Jawaban kelurahan")
        self.lead.setText(standing.words)
        for at, item in enumerate(standing.items):
            texts = QWidget()
            mark(texts, "clear")
            inside = QVBoxLayout(texts)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(0)
            inside.addWidget(words(item.title))
            if item.reason:
                inside.addWidget(words(item.reason, "attention" if item.state == "returned" else "muted"))
            chip = StatusChip(STATE_STATUS[item.state])
            self._rows.addWidget(chip, at, 0, Qt.AlignmentFlag.AlignTop)
            self._rows.addWidget(texts, at, 1)
        if standing.state in ("returned", "withdrawn"):
            self._button("Perbaiki", "pencil", mend)
        elif standing.state == "submitted":
            self._button("Tarik kembali…", "arrow-back-up", withdraw)
        self._buttons.addStretch(1)

    def _button(self, text: str, icon: str, run: Callable[[], object]) -> None:
        button = QPushButton(text)
        dress(button, icon)
        button.clicked.connect(lambda _checked=False: run())
        self._buttons.addWidget(button)
