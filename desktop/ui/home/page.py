"""L02 Beranda: what should I do next? At the left the next steps, at the right how far the year is."""

from collections.abc import Callable
from datetime import date
from functools import partial
from importlib import import_module

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.services.clock import today as today_here
from desktop.services.home import HomeService, Overview, Step
from desktop.services.home.steps import PLACES, RULES
from desktop.services.workplace import Workplace
from desktop.ui.backups import status_words
from desktop.ui.cards import Card, EmptyState, StepCard, heading, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.home.panels import CeilingPanel, ExchangePanel, MoneyPanel, ReadinessPanel, StagesPanel, clear
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_2, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.qss import mark
from desktop.ui.rooms import has_room, show_record

SHOWN = 6
"""Cards at first; the rest on request."""
RIGHT = 380
"""Width of the right column at the normal text size (logical px)."""


class HomePage(Page):
    """The first room of an RT or a Pokmas. `today`: the clock, given by tests."""

    # Whatever is saved may change what comes next.
    shows = frozenset(
        [
            "d.meeting",
            "d.attendance",
            "d.proposal",
            "d.statement",
            "d.scan",
            "d.submission",
            "d.withdrawal",
            "d.resident",
            "d.role",
            "d.person",
            "d.rab",
            "d.money_received",
            "d.money_returned",
            "d.document",
            "d.team_report",
            "d.use_report",
            "d.progress",
            "d.tax_payment",
            "d.wage_list",
            "d.receipt",
            "d.photo",
            "d.handover",
            "k.decision",
            "k.allocation",
            "k.rule_sheet",
            "k.contract",
            "k.disbursement",
            "k.work_package",
            "k.recap",
            "k.device_approval",
            "d.contract",
            "d.work_package",
            "backups",
            "bundles",
            "devices",
            "settings",
            "papers",
        ]
    )

    def __init__(
        self,
        work: Workplace,
        window: MainWindow,
        *,
        today: Callable[[], date] = today_here,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Beranda", parent, topic="L02")
        self._work, self._window, self._today = work, window, today
        self._service = HomeService(work)
        self._role = work.info.role
        self._all = False
        self._open: list[Step] = []
        self._build()

    def _build(self) -> None:
        self.steps = QWidget()
        mark(self.steps, "clear")
        listed = QVBoxLayout(self.steps)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(SPACE_2)
        self.head = heading("Langkah berikutnya")
        self.more = QPushButton()
        mark(self.more, "link")
        self.more.clicked.connect(lambda _on=False: self._show_all())
        left = QVBoxLayout()
        left.setSpacing(SPACE_4)
        left.addWidget(self.head)
        left.addWidget(self.steps)
        left.addWidget(self.more)
        self._build_below(left)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(SPACE_4)
        self.stages = StagesPanel(self._work.info.year)
        self.ceiling = CeilingPanel(partial(self._go, "proposals"), partial(self._elsewhere, RULES))
        self.money = MoneyPanel()
        self.readiness = ReadinessPanel(self._inspect)
        self._contract = ""
        leads = partial(self._go, "exchange") if has_room(self._role, "exchange") else None
        self.exchange = ExchangePanel(leads)
        for panel, shown in (
            (self.stages, True),
            (self.ceiling, self._role == "rt"),
            (self.readiness, False),
            (self.money, self._role == "pokmas"),
            (self.exchange, True),
        ):
            right.addWidget(panel)
            if not shown:  # showing one that has no parent yet would open it as a window of its own
                panel.hide()
        right.addStretch(1)
        self._right = QWidget()
        mark(self._right, "clear")
        self._right.setLayout(right)
        right.setContentsMargins(0, 0, 0, 0)
        self._right.setFixedWidth(RIGHT)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addLayout(left, 1)
        row.addWidget(self._right)
        self.body.addLayout(row)

    def _build_below(self, left: QVBoxLayout) -> None:
        """What one kind of desk shows below its steps."""

    # --- showing -----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        today = self._today()
        overview = self._service.overview(today)
        self.stages.put(overview.year, overview.stages)
        if overview.summary is not None:
            self.ceiling.put(overview.summary)
        self.money.put(overview.received, overview.spent)
        self._contract = overview.contract
        self.readiness.setVisible(bool(overview.contract))
        self.readiness.put(overview.figures)
        self.exchange.put(overview, today)
        self._put_below(overview)
        self._put_steps(overview, today)
        status = self._window.status
        status.set_sent(format_day(overview.sent.day) if overview.sent else "")
        status.set_backup(status_words(overview.backup_at, away=overview.backup_away))

    def _put_below(self, overview: Overview) -> None:
        """Fill what `_build_below` made."""

    def _put_steps(self, overview: Overview, today: date) -> None:
        steps = [step for step in overview.steps if self._reachable(step)]
        self._open = steps
        shown = steps if self._all else steps[:SHOWN]
        clear(self.steps)
        layout = self.steps.layout()
        if layout is None:
            return
        if overview.empty and self._role == "rt":
            layout.addWidget(self._begin(overview.year))
            shown = [step for step in shown if step.key != "rules"]
        for step in shown:
            layout.addWidget(self._card(step, today))
        if not steps and not (overview.empty and self._role == "rt"):
            layout.addWidget(self._nothing(overview))
        self.more.setVisible(len(steps) > SHOWN)
        self.more.setText("Tampilkan enam saja" if self._all else f"Tampilkan semua ({len(steps)})")

    def _card(self, step: Step, today: date) -> StepCard:
        due = ""
        if step.due is not None:
            days = (step.due - today).days
            when = "hari ini" if days == 0 else "besok" if days == 1 else f"{days} hari lagi"
            due = f"{format_day(step.due)}, {when}" if days >= 0 else f"{format_day(step.due)}, sudah lewat"
        run = partial(self._do, step)
        return StepCard(step.sentence, step.button, run, icon=step.icon, due=due, tone=Tone(step.urgency))

    def _begin(self, year: int) -> QWidget:
        able = has_room("rt", "meetings")
        return EmptyState(
            f"Belum ada kegiatan tahun {year}. Mulai dari rembug warga.",
            "Buat rembug" if able else "",
            partial(self._go, "meetings", "", "new") if able else None,
            icon="users",
        )

    def _nothing(self, overview: Overview) -> QWidget:
        card = Card()
        text = "Tidak ada yang perlu dikerjakan sekarang."
        if self._role == "kelurahan" and overview.empty:
            text = "Belum ada kiriman. Colokkan USB dari RT, lalu terima bundelnya di Kirim–Terima."
        elif self._role != "kelurahan" and overview.waiting:
            text += f" {overview.waiting} pengajuan Anda menunggu keputusan kelurahan."
        card.body.addWidget(words(text, "muted"))
        return card

    def _show_all(self) -> None:
        self._all = not self._all
        self.reload()

    def _inspect(self) -> None:
        """Not imported before it is asked for: a start pays for no page but the first."""
        if self._contract:
            page = import_module("desktop.ui.readiness.page").InspectorPage
            self.opens.emit(page(self._work, self._window, self._contract))

    def check(self) -> list[Problem]:
        """F9: all that waits, each entry going where it is done."""
        return [Problem(text=step.sentence, jump=partial(self._do, step), blocks=False) for step in self._open]

    # --- going -------------------------------------------------------------------------------------------------------

    def _reachable(self, step: Step) -> bool:
        return step.room in PLACES or has_room(self._role, step.room)

    def _do(self, step: Step) -> None:
        if step.room in PLACES:
            # Not from within the button's own signal: coming back deletes the cards.
            QTimer.singleShot(0, partial(self._elsewhere, step.room, step.spot))
        else:
            self._go(step.room, step.uid, step.spot)

    def _elsewhere(self, place: str, spot: str = "") -> None:
        if self._window.elsewhere is not None:
            self._window.elsewhere(place, spot)
            self.reload()

    def _go(self, room: str, uid: str = "", spot: str = "") -> None:
        # Not from within the button's own signal: going away deletes the cards.
        QTimer.singleShot(0, partial(self._go_now, room, uid, spot))

    def _go_now(self, room: str, uid: str, spot: str) -> None:
        if not has_room(self._role, room) or not self._window.go(room):
            return
        if uid or spot:
            show_record(self._window.page, uid, spot)

    def page_actions(self) -> PageActions:
        if self._role != "rt" or not has_room("rt", "meetings"):
            return PageActions()
        new = Command(
            text="Buat rembug",
            run=partial(self._go, "meetings", "", "new"),
            icon="plus",
            shortcut="Ctrl+N",
            menu=Menu.DATA,
        )
        return PageActions(primary=new)
