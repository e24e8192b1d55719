"""Which desk is open in the window, and changing to another: the rail, the switcher, what is told on opening.

One desk at a time. Everything heavy (services, database) is imported with this module, so the composition root imports
it only after the window was painted.
"""

import datetime
import logging
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.domain.dates import format_day
from desktop.domain.errors import Trouble
from desktop.domain.messages import button, sentence
from desktop.domain.record_types import RECORD_TYPES
from desktop.services import desks as desk_list
from desktop.services.desks import KnownDesk, desk_words, known_desks
from desktop.services.home.steps import CONFLICTS, OFFICE_KEY, RULES, SETTINGS
from desktop.services.workplace import Workplace, open_workplace
from desktop.ui.backups import BackupKeeper
from desktop.ui.commands import Command, Menu
from desktop.ui.courier import Courier
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.rail import RailEntry
from desktop.ui.rail_counts import RailCounts
from desktop.ui.rooms import ROOM_OF, ROOMS, Room, has_room, show_record
from desktop.ui.strip import Message
from desktop.ui.tasks import TaskRunner

log = logging.getLogger(__name__)

Load = Callable[[str], Callable[..., Any]]
"""From "module:name" to what stands there, imported now: the pages of rooms, and what is seldom wanted."""

PRACTICE = "desktop.services.practice:open_practice"
SETTINGS_DIALOG = "desktop.ui.settings_dialog:SettingsDialog"
RULES_PAGE = "desktop.ui.rules.read_page:RulesReadPage"
WIZARD_PAGE, KEY_PAGE = "desktop.ui.wizard.page:WizardPage", "desktop.ui.wizard.key_page:KeyPage"
CONFLICTS_PAGE = "desktop.ui.conflicts.page:ConflictsPage"
LATER = 150
"""Milliseconds after a desk was opened: by then its first page is painted, and the other desks may be looked at."""

DESK = "desk"
"""A place that is another desk on this computer; the spot is its folder."""
WIZARD, TROUBLE = "wizard", "trouble"


class DeskKeeper(QObject):
    """Opens and closes desks. `workplace`: of the desk now open, None for none."""

    _changed = Signal(object)  # record types, from whatever thread committed

    def __init__(self, window: MainWindow, load: Load, runner: TaskRunner) -> None:
        super().__init__(window)
        self.window, self.runner = window, runner
        self.workplace: Workplace | None = None
        self._year = 0
        self._load = load
        self._changed.connect(self._tell_pages, Qt.ConnectionType.QueuedConnection)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(LATER)
        self._clock.timeout.connect(self._list_others)
        window.elsewhere = self.show_elsewhere
        self.backups = BackupKeeper(window, runner, partial(self.show_settings, "backup"))
        self.courier = Courier(window, runner)
        self.courier.asked_for_way.connect(self._show_way)
        self.counts = RailCounts(window)
        self._add_commands()

    def _add_commands(self) -> None:
        for text, run, icon, shortcut in (
            ("Meja &baru…", self.start_wizard, "plus", ""),
            ("Mode &Latihan", self.open_practice, "school", ""),
            ("&Cadangan…", partial(self.show_settings, "backup"), "shield-check", ""),
            ("&Pengaturan…", self.show_settings, "settings", "Ctrl+,"),
        ):
            self.window.add_command(Command(text=text, run=run, icon=icon, shortcut=shortcut, menu=Menu.FILE))
        about = Command(text="&Tentang Rembug", run=self.show_about, icon="info-circle", menu=Menu.HELP)
        self.window.add_command(about, last=True)

    # --- opening ------------------------------------------------------------------------------------------------------

    def begin(self, wanted: Path | None) -> None:
        """At the start: the desk wanted (named, or remembered), else the one used last, else the wizard."""
        if wanted is not None:
            self.open(wanted)
            return
        # A folder that cannot be read and was never opened here must not stand in the way of the others.
        desks = [desk for desk in known_desks() if desk.area is not None or desk.used]
        real = [desk for desk in desks if not desk.practice]
        folder = next((desk.folder for desk in (real or desks)), None)
        if folder is None:
            self.start_wizard()
        else:
            self.open(folder)

    def open(self, folder: Path) -> bool:
        """Open the desk in a folder instead of the present one. When it cannot be opened the present one stays."""
        if self.workplace is not None and self.workplace.desk.folder == folder:
            return self.window.go("home")
        if self.window.page is not None and not self.window.page.leave():
            return False
        try:
            workplace = open_workplace(folder)
        except Trouble as trouble:
            self._cannot_open(folder, trouble)
            return False
        self._take(workplace)
        return True

    def _cannot_open(self, folder: Path, trouble: Trouble) -> None:
        if self.workplace is not None:
            self.window.say(explain(trouble), Tone.PROBLEM)
            return
        from desktop.ui.desk_trouble import DeskTroublePage, WayOut  # most starts have none

        ways = [
            WayOut(f"Buka {desk.name} ({desk.detail})", "users", partial(self.open, desk.folder))
            for desk in known_desks()
            if desk.folder != folder and desk.area is not None
        ]
        ways.append(WayOut("Buat meja baru", "plus", self.start_wizard))
        self._show_alone(
            TROUBLE,
            lambda: DeskTroublePage(
                folder, trouble, partial(self.open, folder), ways, runner=self.runner, moved=self.open
            ),
        )

    def _show_alone(self, key: str, make: Callable[[], QWidget]) -> None:
        """A page without a desk: no rail beside it."""
        self.window.set_rail([RailEntry(key, "Persiapan", "home", make)])
        self.window.set_desk("")
        self.window.set_crumbs()
        self.window.set_practice(False)
        self.window.rail.hide()
        self._show_status(on=False)
        self.window.go(key)

    def _take(self, workplace: Workplace) -> None:
        """The desk is open: show it."""
        self.close()
        self.workplace = workplace
        workplace.desk.subscribe(self._changed.emit)
        self.window.rail.show()
        self._show_status(on=True)
        self.window.set_practice(workplace.info.practice)
        self._remember(workplace)
        self._show_rooms(workplace)
        QTimer.singleShot(LATER, self, partial(self._note_use, workplace))
        if not workplace.desk.read_only:
            self.backups.watch(workplace)
        self.courier.watch(workplace)
        self.counts.watch(workplace)
        self.window.setFocus()  # not where the focus fell when the page before went away
        self._say_on_opening(workplace)

    def _note_use(self, workplace: Workplace) -> None:
        """Which desk the next start opens; written to the disk for good, which the first page need not wait for."""
        if self.workplace is not workplace:
            return  # another desk was opened at once, and notes itself
        try:
            desk_list.note_use(workplace.desk.folder)
        except Trouble as trouble:
            handle_failure(trouble, lambda text: self.window.say(text, Tone.ATTENTION))

    def _show_rooms(self, workplace: Workplace) -> None:
        """The rooms of this desk and year, made anew as they are gone to; the first of them now."""
        self._year = workplace.info.year
        self.window.set_rail([self._entry(room) for room in ROOMS[workplace.info.role]])
        self.show_name()
        self.window.go("home")

    def _show_status(self, *, on: bool) -> None:
        """What the status line says of a desk; the first page fills it."""
        status = self.window.status
        status.show_saved(on)
        status.set_network("Luring – data aman di komputer ini" if on else "")
        status.set_sent("")
        status.set_backup("")

    def _remember(self, workplace: Workplace) -> None:
        """What the next start paints before it opens a desk; practice only where there is nothing else."""
        info = workplace.info
        if info.practice and any(not desk.practice for desk in known_desks()):
            return
        name, detail = desk_words(info.area)
        keep = self.window.remembered.keep
        keep("desk/folder", str(workplace.desk.folder))
        keep("desk/role", info.role)
        keep("desk/name", short_for_rail(name))
        keep("desk/detail", detail)
        keep("desk/practice", info.practice)

    def tell_trouble(self, trouble: Trouble) -> None:
        """What the disk refused, wherever that was noticed: one sentence, and the way to try once more."""
        verb = button(trouble.code)
        run = self.window.save_now if verb else None
        self.window.strip.say(Message(text=explain(trouble), tone=Tone.PROBLEM, button=verb, run=run))

    def show_name(self) -> None:
        """The desk's name and its year at once, the other desks a moment later."""
        if self.workplace is None:
            return
        info = self.workplace.info
        name, detail = desk_words(info.area)
        self.window.set_desk(short_for_rail(name), detail, (), self.start_wizard)
        self.window.set_crumbs(f"Tahun {info.year}", name)
        self._clock.start()

    def _list_others(self) -> None:
        """The menu of the switcher; each desk's file is looked into, so this comes after the first page."""
        if self.workplace is None:
            return
        name, detail = desk_words(self.workplace.info.area)
        here = self.workplace.desk.folder
        others = [(_in_menu(desk), partial(self.open, desk.folder)) for desk in known_desks() if desk.folder != here]
        self.window.set_desk(short_for_rail(name), detail, others, self.start_wizard)

    def _entry(self, room: Room) -> RailEntry:
        return RailEntry(room.key, room.text, room.icon, partial(self._make, room))

    def _make(self, room: Room) -> Page:
        if self.workplace is None:
            raise RuntimeError("a room was entered without a desk")
        page = self._load(room.page)(self.workplace, self.window)
        if not isinstance(page, Page):
            raise TypeError(f"{room.page} is no page")
        return page

    # --- what is told on opening -------------------------------------------------------------------------------------

    def _say_on_opening(self, workplace: Workplace) -> None:
        if workplace.desk.notice:
            self.window.say(sentence(workplace.desk.notice), Tone.ATTENTION)
            return
        drafts = workplace.records.drafts()
        failed = self.backups.failed_before(workplace)
        if failed:
            act = partial(self.show_settings, "backup")
            self.window.strip.say(Message(text=failed, tone=Tone.ATTENTION, button="Atur cadangan", run=act))
        if failed or not drafts:
            return
        newest = drafts[0]
        kind = RECORD_TYPES.get(newest.type)
        noun = kind.noun if kind else "catatan"
        when = _when(newest.at)
        many = f"Ada {len(drafts)} catatan yang belum selesai, terakhir {noun}" if len(drafts) > 1 else ""
        text = f"{many or f'Ada yang belum selesai: {noun}'}, ditulis {when}. Ketikan Anda masih ada."
        room = ROOM_OF.get(newest.type, "")
        able = has_room(workplace.info.role, room)
        self.window.strip.say(
            Message(
                text=text,
                button="Lanjutkan" if able else "",
                run=partial(self.open_record, room, newest.uid) if able else None,
            )
        )

    def open_record(self, room: str, uid: str, spot: str = "") -> None:
        """Go to a room and have it show one record."""
        if self.window.go(room):
            show_record(self.window.page, uid, spot)

    # --- changes ------------------------------------------------------------------------------------------------------

    def _tell_pages(self, types: object) -> None:
        """On the GUI thread: the pages that show these types reload."""
        if not isinstance(types, frozenset):
            return
        for type_name in sorted(types):
            self.window.record_changed(type_name, "")
        self.counts.tell(types)
        self.window.status.set_saved(time.strftime("%H.%M"))
        if self.workplace is not None and self.workplace.info.year != self._year:
            self._show_rooms(self.workplace)

    # --- other desks and the program's own dialogs ------------------------------------------------------------------

    def start_wizard(self) -> None:
        """Set up a desk. With a desk open the wizard lies over it, and "Kembali" returns."""
        page = self._load(WIZARD_PAGE)()
        page.founded.connect(self._founded)
        page.practice.connect(self.open_practice)
        page.known.connect(self.open)
        if self.workplace is not None:
            self.window.open_page(page)
        else:
            self._show_alone(WIZARD, lambda: page)

    def _founded(self, workplace: object) -> None:
        if isinstance(workplace, Workplace):
            self._take(workplace)
            self.window.say("Meja sudah siap. Mulai dari langkah pertama di bawah.", Tone.GOOD, seconds=12)

    def open_practice(self) -> None:
        """Open the practice year, made at the first time."""
        if self.window.page is not None and not self.window.page.leave():
            return
        self.window.say("Menyiapkan Data Contoh…")
        task = self.runner.start("Menyiapkan Data Contoh", self._load(PRACTICE))
        task.finished.connect(self._practice_ready)

    def _practice_ready(self, folder: object, error: object) -> None:
        if isinstance(folder, Path):
            self.open(folder)
        elif isinstance(error, BaseException):
            handle_failure(error, lambda text: self.window.say(text, Tone.PROBLEM))

    def show_settings(self, page: str = "") -> None:
        """The settings, at one of their pages."""
        self._load(SETTINGS_DIALOG)(self.window, self.workplace, page).exec()

    def show_elsewhere(self, place: str, spot: str = "") -> None:
        """Places a next step leads to that are no rooms (desktop.services.home.steps), and another desk (its
        folder)."""
        if place == SETTINGS:
            self.show_settings(spot)
        elif place == OFFICE_KEY and self.workplace is not None:
            self.window.open_page(self._load(KEY_PAGE)(self.workplace))
        elif place == RULES and self.workplace is not None:
            self.show_rules(int(spot) if spot.isdecimal() else 0)
        elif place == CONFLICTS and self.workplace is not None:
            self.window.open_page(self._load(CONFLICTS_PAGE)(self.workplace, self.window, spot))
        elif place == DESK and spot:
            self.open(Path(spot))

    def show_rules(self, year: int = 0) -> None:
        """The rules of a year (0: the desk's): in the kelurahan's room for them, to read on the other desks."""
        if self.workplace is None:
            return
        if has_room(self.workplace.info.role, "rules"):
            if self.window.go("rules"):
                show_record(self.window.page, "", str(year or self.workplace.info.year))
        else:
            self.window.open_page(self._load(RULES_PAGE)(self.workplace, year))

    def _show_way(self) -> None:
        """How bundles travel by themselves."""
        if self.window.go("exchange"):
            show_record(self.window.page, "", "online")

    def show_about(self) -> None:
        """Version and licences."""
        self.show_settings("about")

    def close(self) -> None:
        """Give the folder back. Work that runs is stopped first."""
        if self.workplace is not None:
            try:
                self.backups.finish()
            except Trouble as trouble:  # the disk or the folder is gone; the next start says that a backup is due
                log.warning("no backup on closing: %s", trouble.code)
            self.courier.finish()
            self.counts.finish()
            self.runner.stop()
            self.workplace.close()
            self.workplace = None


def short_for_rail(name: str) -> str:
    """The rail is narrow: "Kel. Kampung Dalem"."""
    return name.replace("Kelurahan ", "Kel. ")


def _in_menu(desk: KnownDesk) -> str:
    return f"{desk.name} – {desk.detail}" if desk.detail else desk.name


def _when(at: int) -> str:
    """A moment as people say it: "12 Agustus 2026 pukul 10.42"."""
    moment = time.localtime(at / 1000)
    day = datetime.date(moment.tm_year, moment.tm_mon, moment.tm_mday)
    return f"{format_day(day)} pukul {moment.tm_hour:02d}.{moment.tm_min:02d}"
