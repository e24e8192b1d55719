"""L13 Kirim–Terima: two halves, the journal, and this desk's card."""

from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.services.usb import Drive, bundles_on
from desktop.services.usb import drives as plugged_in
from desktop.services.workplace import Workplace
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.courier import Courier
from desktop.ui.exchange.held_list import reason
from desktop.ui.exchange.idle import Found
from desktop.ui.exchange.journal import Journal
from desktop.ui.exchange.online import OnlinePanel
from desktop.ui.exchange.own_card import OwnCard
from desktop.ui.exchange.receive_panel import ReceivePanel
from desktop.ui.exchange.send_panel import SendPanel
from desktop.ui.exchange.sheet_page import SheetPage
from desktop.ui.exchange.words import MEGABYTE, desk_name
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_4
from desktop.ui.problem_list import Problem
from desktop.ui.problems import handle_failure
from desktop.ui.tabs import TabPages
from desktop.ui.tasks import Report, TaskRunner
from desktop.ui.wizard.key_page import KeyPage

_COMPLETE = "Tidak ada yang menunggu: semua sudah dikirim, dan tidak ada bundel yang tertahan."
_LOOK_MS = 2500
"""How often the drives are looked at while the page is seen."""


class ExchangePage(Page):
    """`drives`: what is plugged in; tests give their own. see `open_record` for its spots."""

    shows = frozenset({"bundles", "devices", "k.device_approval", "d.submission", "d.withdrawal", "k.decision"})

    def __init__(
        self,
        workplace: Workplace,
        window: MainWindow,
        parent: QWidget | None = None,
        *,
        drives: Callable[[], Sequence[Drive]] = plugged_in,
    ) -> None:
        super().__init__("Kirim–Terima", parent, topic="L13", scrolls=False)
        self._work, self._window, self._plugged = workplace, window, drives
        self._seen: tuple[list[Drive], list[Found]] = ([], [])
        self.send = SendPanel(workplace, window, lambda: self._seen[0])
        self.receive = ReceivePanel(workplace, window)
        self.journal = Journal(workplace, window.remembered)
        self.online = OnlinePanel(workplace, window, _courier_of(window, workplace))
        self.card = OwnCard(workplace, window.remembered)
        halves = QWidget()
        row = QHBoxLayout(halves)
        row.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        row.setSpacing(SPACE_4)
        row.addWidget(self.send, 1)
        row.addWidget(self.receive, 1)
        office = workplace.info.role == "kelurahan"
        self.tabs = TabPages()
        self.tabs.addTab(halves, "Kirim dan terima")
        self.tabs.addTab(self.online, "Otomatis")
        self.tabs.addTab(self.journal, "Riwayat")
        self.tabs.addTab(self.card, "Kartu dan komputer" if office else "Kartu komputer")
        self.tabs.currentChanged.connect(lambda _at: self._show_tab())
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        missing = QHBoxLayout()  # the tabs reach the edges, the list of what is missing does not
        missing.setContentsMargins(SPACE_4, 0, SPACE_4, 0)
        missing.addWidget(self.problems)
        self.body.addLayout(missing)
        self.body.addWidget(self.tabs, 1)
        self._connect()
        # Apart from the program's runner: a look at the drives every few seconds must not stand in the task bar.
        self._watch = TaskRunner(self)
        self._looking = False
        self._clock = QTimer(self)
        self._clock.setInterval(_LOOK_MS)
        self._clock.timeout.connect(self.look_at_drives)

    def _connect(self) -> None:
        for part in (self.send, self.receive, self.journal, self.card):
            part.said.connect(self.said)
        self.send.prints.connect(self._preview)
        self.card.prints.connect(self._preview)
        self.send.sent.connect(self._exchanged)
        self.receive.taken.connect(self._exchanged)
        self.receive.goes.connect(self.goes)
        self.send.needs_key.connect(self._make_key)
        self.card.needs_key.connect(self._make_key)

    # --- the page ----------------------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        receive = Command(text="Terima bundel…", run=self._receive, icon="download", menu=Menu.FILE, shortcut="Ctrl+O")
        everything = Command(
            text="Kirim semua lagi",
            run=self._send_everything,
            icon="refresh",
            menu=Menu.FILE,
            tip="Semua yang pernah dikirim, misalnya bila komputer di sana diganti.",
        )
        return PageActions(more=(receive, everything))

    def reload(self) -> None:
        self.send.forget_counts()
        self.send.reload()
        self.receive.reload()
        self._show_tab()
        held = len(self._work.exchange.held())
        self._window.set_badge("exchange", held, "bundel tertahan")

    def check(self) -> list[Problem] | None:
        """F9: a kelurahan not known yet, bundles not taken, and what nobody was sent yet; each entry going there."""
        found = []
        if self._work.info.role != "kelurahan" and not self._work.trust.enrolled:
            text = "Kartu kelurahan belum diambil. Tanpa kartu itu belum dapat mengirim."
            found.append(Problem(text=text, jump=partial(self.open_record, "", "enrol")))
        for held in self._work.exchange.held():
            text = f"{held.name}: {reason(held)}"
            found.append(
                Problem(text=text, jump=partial(self.open_record, held.sha256, "held"), blocks=not held.waiting)
            )
        for area, count in self.send.unsent().items():
            text = f"{count} catatan belum dikirim ke {desk_name(area)}."
            found.append(Problem(text=text, jump=partial(self._to_send, area), blocks=False))
        return found

    def _to_send(self, area: str) -> None:
        self.open_record(area, "send")
        if self.send.form is not None:
            self.send.make.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problems(self, problems: list[Problem], *, ready: str = _COMPLETE) -> None:
        super().show_problems(problems, ready=ready)

    def open_record(self, uid: str, spot: str = "") -> None:
        """`spot`: "send" (`uid`: the area to send to, "" for the one there is), "enrol", "receive", "held" (`uid`: of
        the file), "file" (`uid`: the path of a bundle to look at), "card"."""
        spots: dict[str, QWidget] = {"card": self.card, "online": self.online}
        self.tabs.setCurrentIndex(self.tabs.indexOf(spots[spot]) if spot in spots else 0)
        if spot == "send" and uid:
            self.send.choose(uid)
        elif spot == "enrol" and self.send.enrol is not None:
            self.send.enrol.choose.setFocus()
        elif spot == "receive":
            self.receive.focus()
        elif spot == "held":
            self.receive.show_held(uid)
        elif spot == "file":
            self.receive.look_at(Path(uid))

    def _show_tab(self) -> None:
        shown = self.tabs.currentWidget()
        if shown is self.journal:
            self.journal.reload()
        elif shown is self.card:
            self.card.reload()
        elif shown is self.online:
            self.online.reload()

    def focus_filter(self) -> bool:
        return self.tabs.currentWidget() is self.journal and self.journal.table.focus_filter()

    def _exchanged(self) -> None:
        self.receive.put_found(self._seen[1])

    def _receive(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.receive.ask()

    def _send_everything(self) -> None:
        self.tabs.setCurrentIndex(0)
        self.send.send(everything=True)

    def _preview(self, path: object, name: str) -> None:
        if isinstance(path, Path):
            self.opens.emit(SheetPage(path, name))

    def _make_key(self) -> None:
        self.opens.emit(KeyPage(self._work))

    # --- the drives --------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look_at_drives()
        self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()

    def look_at_drives(self) -> None:
        """See what is plugged in, beside the work: an old stick may take its time."""
        if self._looking:
            return
        self._looking = True
        plugged = self._plugged

        def look(_report: Report) -> object:
            # Whole megabytes: a few bytes more or less are no reason to lay the tiles anew.
            drives = [replace(drive, free=drive.free // MEGABYTE * MEGABYTE) for drive in plugged()]
            return drives, [Found(path, drive.name) for drive in drives for path in bundles_on(drive.folder)]

        self._watch.start("Melihat USB", look, writes=False).finished.connect(self._looked)

    def _looked(self, result: object, error: object) -> None:
        self._looking = False
        if isinstance(error, BaseException):
            if not isinstance(error, CancelledError):
                handle_failure(error, self.say)
            return
        if isinstance(result, tuple) and result != self._seen:
            self._seen = result
            self.send.drives_changed()
            self.receive.put_found(self._seen[1])


def _courier_of(window: MainWindow, workplace: Workplace) -> Courier:
    """The one that belongs to the window; a window without a desk keeper has none yet."""
    found = window.findChild(Courier)
    if found is None:
        found = Courier(window, window.tasks)
        found.watch(workplace)
    return found
