"""Deciding on many usulan at once: ticked, one outcome, one reason, one question, one deed."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from desktop.domain.areas import parse_area
from desktop.domain.checks import CheckResult
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah
from desktop.domain.records import Proposal
from desktop.services.decisions import Choice
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.desk_check.answers_page import AnswersPage
from desktop.ui.desk_check.reasons import READY, outcome_of
from desktop.ui.desk_check.standing import show_waiting
from desktop.ui.dialogs import confirm
from desktop.ui.forms import TextField
from desktop.ui.main_window import MainWindow
from desktop.ui.office_money.ticks import TickTable
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.proposals.band import short_name
from desktop.ui.segments import Segments
from desktop.ui.tables import Column
from desktop.ui.value_fields import today_here

_EMPTY = "Tidak ada usulan yang menunggu keputusan. Yang baru diterima muncul di sini."
_DEEDS = {"approve": "Setujui", "return": "Kembalikan", "reject": "Tolak"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenItem:
    """One usulan that can be decided now. `notes`: what the checks found on it and its bidang, whole sentences."""

    uid: str
    submission: str
    area: str
    proposal: Proposal
    notes: tuple[str, ...]


def open_items(work: Workplace, year: int = 0) -> list[OpenItem]:
    """Every usulan that waits for a decision, by RW and RT and the RT's own order."""
    wanted = year or work.info.year
    notes: dict[str, dict[str, list[str]]] = {}
    found: list[OpenItem] = []
    for received in work.submissions.received(year=wanted):
        if received.data.kind != "proposals" or received.foreign or not received.whole:
            continue
        for item in received.items:
            state = received.states[item.uid] if item else None
            if item is None or state is None or not isinstance(item.data, Proposal):
                continue
            if state.state != "submitted" or state.submission != received.uid:
                continue
            if received.area not in notes:
                notes[received.area] = _by_subject(work.checks.proposals(received.area, wanted))
            said = notes[received.area].get(item.uid, [])
            found.append(
                OpenItem(
                    uid=item.uid,
                    submission=received.uid,
                    area=received.area,
                    proposal=item.data,
                    notes=tuple(dict.fromkeys(said)),
                )
            )
    return sorted(found, key=lambda one: (one.area, one.proposal.priority or 100_001, one.uid))


def _by_subject(results: list[CheckResult]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for result in results:
        found.setdefault(result.subject, []).append(result.message)
    return found


class BulkPage(Page):
    """All usulan that wait, of all RTs; the filter narrows them down to an RT or a bidang."""

    shows = frozenset({"d.submission", "d.withdrawal", "k.decision", "bundles", "settings"})

    def __init__(self, work: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Putuskan sekaligus", parent, topic="L14", scrolls=False)
        self._work, self._window = work, window
        self._items: list[OpenItem] = []
        columns: list[Column[OpenItem]] = [
            Column("RT", lambda one: parse_area(one.area).short_name, "code", sort=lambda one: one.area),
            Column("Kegiatan", lambda one: one.proposal.title or "Tanpa judul", stretch=True),
            Column("Bidang", lambda one: short_name(one.proposal.sector, one.proposal.scope), width=150),
            Column("Jumlah", lambda one: one.proposal.amount, "money"),
            Column("Perlu dilihat", lambda one: " ".join(one.notes), width=300, spoken=_spoken),
        ]
        self.table: TickTable[OpenItem] = TickTable(
            "putuskan-sekaligus",
            "Pilih",
            columns,
            lambda: self._items,
            key=lambda one: one.uid,
            title="Usulan yang menunggu",
            empty=EmptyState(_EMPTY, icon="gavel"),
            remembered=window.remembered,
        )
        self.table.ticked.connect(self._look)
        self.outcome = Segments(
            [("approve", "Disetujui"), ("return", "Perlu perbaikan"), ("reject", "Ditolak")], "Keputusan"
        )
        self.outcome.picked.connect(lambda _key: self._look())
        self.reason = TextField("reason", "Alasan", longest=2_000, placeholder="satu alasan untuk semua yang dicentang")
        self.ready = QPushButton("Kalimat siap pakai")
        self.ready.setProperty("menu", True)
        self._sentences = QMenu(self.ready)
        self.ready.setMenu(self._sentences)
        self.sum = words("", "strong")
        self.clean, self.none = QPushButton("Centang yang bersih"), QPushButton("Kosongkan")
        self.clean.clicked.connect(lambda _on=False: self.tick_clean())
        self.none.clicked.connect(lambda _on=False: self.table.alter(()))
        self._lay_out()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(SPACE_3)
        first.addWidget(self.outcome)
        first.addStretch(1)
        first.addWidget(self.clean)
        first.addWidget(self.none)
        second = QHBoxLayout()
        second.setSpacing(SPACE_3)
        self.reason.setMaximumWidth(16_777_215)
        second.addWidget(self.reason, 1)
        second.addWidget(self.ready, 0, Qt.AlignmentFlag.AlignBottom)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_3)
        self.body.addLayout(first)
        self.body.addLayout(second)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.sum)

    # --- the page ----------------------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Meja Periksa"),)

    def page_actions(self) -> PageActions:
        count, deed = len(self.chosen()), _DEEDS[self.outcome.key]
        decide = Command(
            text=f"{deed} {count} usulan" if count else deed,
            run=self.decide,
            icon="checks",
            shortcut="Ctrl+Return",
            enabled=count > 0,
            why_not="Centang usulannya dahulu.",
        )
        undo = Command(text="Urungkan centang", run=self.table.undo, shortcut="Ctrl+Z", menu=Menu.EDIT)
        every = Command(text="Centang semua", run=self.tick_all, icon="checks")
        return PageActions(primary=decide, more=(every, undo))

    def reload(self) -> None:
        self._items = open_items(self._work)
        here = {one.uid for one in self._items}
        self.table.reload()
        self.table.set_ticks(self.table.ticks & here)
        if self.table.row() is None and self._items:
            self.table.view.selectRow(0)
        self._look()

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    # --- choosing ----------------------------------------------------------------------------------------------------

    def chosen(self) -> list[OpenItem]:
        """What is ticked, in the list's first order."""
        return [one for one in self._items if one.uid in self.table.ticks]

    def tick_all(self) -> None:
        """Everything the filter shows."""
        self.table.alter(self.table.ticks | {one.uid for one in self.table.model.rows()})

    def tick_clean(self) -> None:
        """Everything the filter shows on which the checks found nothing."""
        self.table.alter({one.uid for one in self.table.model.rows() if not one.notes})

    def _look(self) -> None:
        """What the choice asks for, and the running sum."""
        key, chosen = self.outcome.key, self.chosen()
        self.reason.setVisible(key != "approve")
        self.ready.setVisible(key != "approve")
        self.reason.clear_problem()
        self._sentences.clear()
        for text in READY["proposals"].get(key, ()):
            self._sentences.addAction(text).triggered.connect(lambda _on=False, said=text: self._say_ready(said))
        total = sum(one.proposal.amount for one in chosen)
        noted = sum(bool(one.notes) for one in chosen)
        text = f"{len(chosen)} dari {len(self._items)} usulan, {format_rupiah(total)}."
        if noted and key == "approve":
            text += f" {noted} di antaranya perlu dilihat."
        self.sum.setText(text)
        self.sum.setVisible(bool(self._items))
        self.actions_changed.emit()

    def _say_ready(self, text: str) -> None:
        before = self.reason.text().strip()
        self.reason.set_text(f"{before} {text}" if before else text)
        self.reason.clear_problem()
        self.reason.focus()
        self.reason.edit.end(False)  # not chosen as a whole: the next word would replace it

    # --- deciding ----------------------------------------------------------------------------------------------------

    def decide(self) -> None:
        """All that is ticked, after one question; all of it or nothing."""
        chosen, key = self.chosen(), self.outcome.key
        if not chosen:
            return
        if key != "approve" and self.reason.is_empty():
            self.reason.set_problem("Tulis alasannya, atau pilih kalimat siap pakai.")
            self.reason.focus()
            return
        rts = len({one.area for one in chosen})
        total = format_rupiah(sum(one.proposal.amount for one in chosen))
        detail = f"Dari {rts} RT, seluruhnya {total}. Keputusannya ikut terkirim dengan bundel berikutnya."
        deed = f"{_DEEDS[key]} {len(chosen)} usulan"
        if not confirm(self, f"{deed}?", deed, detail=detail):
            return
        places = {area: self._work.ranking.places(area) for area in {one.area for one in chosen}}
        choices = [
            Choice(
                submission=one.submission,
                item=one.uid,
                outcome=outcome_of(key),
                reason="" if key == "approve" else self.reason.text().strip(),
                priority=(places[one.area].get(one.uid) or one.proposal.priority) if key == "approve" else 0,
                placement="kelurahan" if key == "approve" else "",
            )
            for one in chosen
        ]
        try:
            officer = self._work.officers.name("kasi_ekbang") or self._work.info.name
            self._work.decisions.decide_all(choices, by=officer, on=today_here())
        except RuleViolation as problem:
            self._refused(problem)
            return
        self.table.set_ticks(())
        self.reload()
        show_waiting(self._work, self._window)
        self.say(
            f"{len(choices)} usulan diputuskan.",
            Tone.GOOD,
            button="Kirim balik",
            run=lambda: self.opens.emit(AnswersPage(self._work, self._window)),
        )

    def _refused(self, problem: RuleViolation) -> None:
        """Nothing was decided; say which usulan stood in the way and point to it."""
        uid = str(problem.facts.get("item", ""))
        one = next((item for item in self._items if item.uid == uid), None)
        where = f"{parse_area(one.area).short_name}, {one.proposal.title}: " if one is not None else ""
        self.say(f"Belum ada yang diputuskan. {where}{explain(problem)}", Tone.PROBLEM)
        if one is not None:
            self.table.choose(uid)


def _spoken(one: OpenItem) -> str:
    return " ".join(one.notes) or "tidak ada"
