"""The frame: menu bar, rail, header, message strip, pages, status line. It knows pages, not what they are about."""

import sys
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.domain.errors import Trouble
from desktop.ui import reading
from desktop.ui.commands import Command, Menu
from desktop.ui.dialogs import ShortcutList, confirm
from desktop.ui.focus import FocusRing
from desktop.ui.header import Header
from desktop.ui.menus import Menus, to_focus
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import RAIL_FOLDS_BELOW, TextSize, ThemeChoice, Tone
from desktop.ui.qss import mark
from desktop.ui.rail import Rail, RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.search_box import Search, SearchBox
from desktop.ui.status_line import StatusLine
from desktop.ui.strip import Message, MessageStrip
from desktop.ui.stripe import PracticeStripe
from desktop.ui.tasks import TaskBar, TaskRunner
from desktop.ui.theme import ThemeKeeper

MIN_WIDTH, MIN_HEIGHT = 1024, 535


_MET = "met"
"""The property of a page that was shown before."""

TITLE_BAR = 40
"""Pixels a system's frame may add above the window, generously."""


class MainWindow(QMainWindow):
    """One desk at a time. `remembered`: the INI file's choices; `search`: None hides the search box."""

    closing = Signal()  # accepted: the last moment to stop tasks
    page_shown = Signal(object)

    def __init__(self, theme: ThemeKeeper, remembered: Remembered, search: Search | None = None) -> None:
        super().__init__()
        self.theme, self.remembered = theme, remembered
        self.help_opener: Callable[[str], object] | None = None
        self.may_close: Callable[[], bool] | None = None
        self.elsewhere: Callable[[str, str], object] | None = None  # (place, spot): what is no room of the rail
        self._entries: dict[str, RailEntry] = {}
        self._pages: dict[str, Page] = {}
        self._key = ""
        self._trail: list[Page] = []
        self._crumbs: tuple[Crumb, ...] = ()
        self._tasks: TaskRunner | None = None
        self._open_though_small = False
        self._had: QWidget | None = None  # the keyboard, in this window
        self._wants_narrow = remembered.flag("rail/narrow")
        self.setMinimumSize(MIN_WIDTH, MIN_HEIGHT)
        self._build(search)
        self.menus = Menus(self.menuBar())
        self._fill_menus()
        self.ring = FocusRing(self)
        theme.changed.connect(self._theme_changed)
        self._restore()

    def _build(self, search: Search | None) -> None:
        self.rail, self.header, self.strip = Rail(), Header(), MessageStrip()
        self.stack, self.status, self.stripe = QStackedWidget(), StatusLine(), PracticeStripe()
        self.task_bar = TaskBar()
        self.search_box = SearchBox(search) if search is not None else None
        if self.search_box is not None:
            self.header.add_search(self.search_box)
        right = QVBoxLayout()
        right.setSpacing(0)
        for part in (self.header, self.strip, self.stack):
            right.addWidget(part, 1 if part is self.stack else 0)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.rail)
        middle.addLayout(right, 1)
        whole = QWidget()
        mark(whole, "page")
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.stripe)
        layout.addLayout(middle, 1)
        layout.addWidget(self.task_bar)
        layout.addWidget(self.status)
        self.setCentralWidget(whole)
        self.rail.gone_to.connect(self.go)
        self.header.back.connect(self.go_back)
        self.status.size_step.connect(self.step_text_size)
        for keys, by in (("Ctrl+Tab", 1), ("Ctrl+Shift+Tab", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self.next_tab, by))
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)

    def _fill_menus(self) -> None:
        """The commands of the frame; each one's keys are shown beside it."""
        file, edit, view, data, paper, helping = Menu
        self._line(file, "&Simpan", self.save_now, "Ctrl+S", "device-floppy")
        self.menus.add_line(file)
        self.menus.add(Command(text="&Keluar", run=self.close, shortcut="Ctrl+Q", menu=file), last=True)
        self._line(edit, "&Urungkan", to_focus("undo"), "Ctrl+Z", "arrow-back-up")
        self._line(edit, "Ulang&i", to_focus("redo"), "Ctrl+Y", "arrow-forward-up")
        self.menus.add_line(edit)
        self._line(edit, "Po&tong", to_focus("cut"), "Ctrl+X")
        self._line(edit, "&Salin", to_focus("copy"), "Ctrl+C", "copy")
        self._line(edit, "Tem&pel", to_focus("paste"), "Ctrl+V")
        self.menus.add_line(edit)
        self._line(edit, "Sa&ring tabel ini", self.filter_now, "Ctrl+F", "filter")
        if self.search_box is not None:
            self._line(edit, "&Cari semua", self.search_now, "Ctrl+K", "search")
        self._line(view, "&Kembali", self.go_back, "Alt+Left", "arrow-left")
        self._line(view, "&Ciutkan bilah kiri", self.toggle_rail, "Ctrl+B", "menu-2")
        self.menus.add_line(view)
        self._line(view, "Per&besar huruf", partial(self.step_text_size, 1), "Ctrl+=", "text-size")
        self._line(view, "Perk&ecil huruf", partial(self.step_text_size, -1), "Ctrl+-")
        self.menus.add_choices(self.set_text_size, self.set_theme)
        self.menus.show_choices(self.theme.choice, self.theme.size)
        self._line(data, "Periksa &kelengkapan", self.check_now, "F9", "list-check")
        self._line(paper, "&Pratinjau cetak", self.print_now, "Ctrl+P", "printer")
        self._line(helping, "Bantuan &halaman ini", self.help_now, "F1", "help-circle")
        self._line(helping, "&Daftar pintasan", self.list_shortcuts, "Ctrl+/", "keyboard")

    def _line(self, menu: Menu, text: str, run: Callable[[], object], shortcut: str, icon: str = "") -> None:
        self.menus.add(Command(text=text, run=run, shortcut=shortcut, icon=icon, menu=menu))

    # --- what the application says to the window ---------------------------------------------------------------------

    def set_rail(self, entries: Sequence[RailEntry]) -> None:
        """The places of this desk; the pages of another desk are given up."""
        for page in [*self._pages.values(), *self._trail]:
            self._forget(page)
        self._pages, self._trail, self._key = {}, [], ""
        self._entries = {entry.key: entry for entry in entries}
        self.rail.put(entries)
        self.menus.put_places(entries, self.go)

    def set_desk(
        self,
        name: str,
        detail: str = "",
        others: Sequence[tuple[str, Callable[[], object]]] = (),
        new_desk: Callable[[], object] | None = None,
    ) -> None:
        """The shown name of the desk ("RT 03/RW 04", detail "Kaliombo"), and the desks one can change to."""
        self.rail.set_desk(name, detail, others, new_desk)
        self.setWindowTitle(f"{name} – Rembug" if name else "Rembug")

    def set_crumbs(self, *steps: str) -> None:
        """The steps in front of every page's own: "Tahun 2026", "RT 03/RW 04"."""
        self._crumbs = tuple(Crumb(step) for step in steps)
        self._show_title()

    def set_badge(self, key: str, count: int, words: str) -> None:
        """A count beside a place of the rail, in words for screen readers ("belum dibuka"); 0 removes it."""
        self.rail.set_badge(key, count, words)

    def set_practice(self, on: bool) -> None:
        """The stripe "Mode Latihan – data contoh"."""
        self.stripe.setVisible(on)

    def add_command(self, command: Command, *, last: bool = False) -> None:
        """A command of the whole program, in its menu whatever page is shown. `last`: below all others."""
        self.menus.add(command, last=last)

    def follow_tasks(self, runner: TaskRunner) -> None:
        """Show the runner's work above the status line when it takes longer than a second."""
        runner.started.connect(self.task_bar.follow)
        self._tasks = runner

    @property
    def tasks(self) -> TaskRunner:
        """Where pages start their long work: the program's runner, so that closing stops it and waits."""
        if self._tasks is None:
            self._tasks = TaskRunner(self)
            self.follow_tasks(self._tasks)
        return self._tasks

    def record_changed(self, type_name: str, uid: str) -> None:
        """A record was saved: every page that shows its type reloads."""
        for page in {*self._pages.values(), *self._trail}:
            page.changed(type_name, uid)

    def say(self, text: str, tone: Tone = Tone.INFO, *, seconds: int = 0) -> None:
        self.strip.say(Message(text=text, tone=tone, seconds=seconds))

    # --- going from page to page -------------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page shown now."""
        shown = self.stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    def go(self, key: str) -> bool:
        """Show a place of the rail. False when the present page will not be left. Raises KeyError: unknown key."""
        entry = self._entries[key]
        if self._key == key and not self._trail:
            return True
        if not self._leave_all():
            self.rail.show_chosen(self._key)
            return False
        page = self._pages.get(key)
        if page is None:
            made = entry.make()
            if not isinstance(made, Page):
                raise TypeError(f"the place {key} must make a Page")
            page = self._pages[key] = made
            self._adopt(page)
        self._key = key
        self._show(page)
        return True

    def open_page(self, page: Page) -> bool:
        """Show a page over the present one; "Kembali" (Alt+Left) returns."""
        if not self._leave_page():
            return False
        self._adopt(page)
        self._trail.append(page)
        self._show(page)
        return True

    def go_back(self) -> None:
        if not self._trail or not self._leave_page():
            return
        gone = self._trail.pop()
        self._show(self._trail[-1] if self._trail else self._pages[self._key])
        self._forget(gone)

    def _leave_page(self) -> bool:
        """Whether what was typed is kept, and another page may be shown."""
        try:
            return self.page is None or self.page.leave()
        except Trouble as trouble:
            _hand_on(trouble)
            return False

    def _leave_all(self) -> bool:
        if not self._leave_page():
            return False
        while self._trail:
            self._forget(self._trail.pop())
        return True

    def _adopt(self, page: Page) -> None:
        self.stack.addWidget(page)
        page.said.connect(self.strip.say)
        page.actions_changed.connect(lambda: self._show_actions(page))
        page.title_changed.connect(lambda: self._show_title(page))
        page.opens.connect(self.open_page)
        page.goes.connect(self.go)
        page.closes.connect(self.go_back)

    def _forget(self, page: Page) -> None:
        self.stack.removeWidget(page)
        page.deleteLater()

    def _show(self, page: Page) -> None:
        self.strip.clear()
        self.stack.setCurrentWidget(page)
        self.rail.show_chosen(self._key)
        self._show_title(page)
        self._show_actions(page)
        try:
            page.reload()
        except Trouble as trouble:
            _hand_on(trouble)
        self._focus_inside(page)
        self.page_shown.emit(page)

    @staticmethod
    def _focus_inside(page: Page) -> None:
        """The keyboard goes where it was on this page before, or to the page itself: Tab then begins in it.

        A page that names where its work begins (its focus proxy) is begun there, whatever Qt chose when it was shown.
        """
        begin = page.focusProxy()
        if isinstance(begin, QWidget) and not page.property(_MET):
            page.setProperty(_MET, True)
            # Made while the page was read, it is on the screen a moment later only.
            QTimer.singleShot(0, begin, lambda: begin.isVisible() and begin.setFocus(Qt.FocusReason.OtherFocusReason))
        now = QApplication.focusWidget()
        if now is None or not page.isAncestorOf(now):
            inside: QWidget | None = page.focusWidget()  # None before the first visit, whatever the stubs say
            target = inside if isinstance(inside, QWidget) and inside.isVisible() else page
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_title(self, page: Page | None = None) -> None:
        shown = self.page
        if shown is not None and page in (None, shown):
            crumbs = (*self._crumbs, *shown.breadcrumb())
            self.header.put(shown.title(), crumbs, can_go_back=bool(self._trail))

    def _show_actions(self, page: Page) -> None:
        if page is self.page:
            actions = page.page_actions()
            kept = self.header.put_actions(actions)
            if not kept:
                self._focus_inside(page)
            self.menus.put_page_commands(actions.all())

    # --- commands of the frame ---------------------------------------------------------------------------------------

    def save_now(self) -> None:
        """Ctrl+S: drafts are written, and the window says so, unless the page says that something is in the way."""
        refused: list[Message] = []
        page = self.page
        if page is not None:
            listen = refused.append
            page.said.connect(listen)
            try:
                page.save()
            finally:
                page.said.disconnect(listen)
        if not any(message.tone in (Tone.PROBLEM, Tone.ATTENTION) for message in refused):
            self.strip.say(Message(text="Sudah tersimpan.", tone=Tone.GOOD, seconds=5))

    def next_tab(self, by: int) -> None:
        """Ctrl+Tab, and backwards: the next tab of the page shown that can be chosen, round and round."""
        bars = self.page.findChildren(QTabBar) if self.page is not None else []
        for bar in (one for one in bars if one.isVisible()):
            able = [at for at in range(bar.count()) if bar.isTabVisible(at) and bar.isTabEnabled(at)]
            if len(able) > 1:
                now = able.index(bar.currentIndex()) if bar.currentIndex() in able else 0
                bar.setCurrentIndex(able[(now + by) % len(able)])
                return

    def check_now(self) -> None:
        """F9."""
        problems = self.page.check() if self.page is not None else None
        if problems is None:
            self.say("Halaman ini tidak punya isian yang perlu diperiksa.", seconds=8)
        elif self.page is not None:
            self.page.show_problems(problems)

    def print_now(self) -> None:
        """Ctrl+P."""
        if self.page is None or not self.page.print_page():
            self.say("Tidak ada yang dapat dicetak dari halaman ini.", seconds=8)

    def filter_now(self) -> None:
        """Ctrl+F: the page's own filter, else the search box."""
        if self.page is None or not self.page.focus_filter():
            self.search_now()

    def search_now(self) -> None:
        """Ctrl+K."""
        if self.search_box is not None:
            self.search_box.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.search_box.selectAll()

    def help_now(self) -> None:
        """F1: the help page of the screen shown."""
        if self.help_opener is not None:
            self.help_opener(self.page.topic if self.page is not None else "")

    def list_shortcuts(self) -> None:
        """Ctrl+/."""
        ShortcutList(self.menus.shortcuts(), self).exec()

    def step_text_size(self, by: int) -> None:
        self.set_text_size(self.theme.step_size(by))

    def set_text_size(self, size: TextSize) -> None:
        self.theme.set_size(size)
        self.remembered.keep("look/size", str(size))

    def set_theme(self, choice: ThemeChoice) -> None:
        self.theme.set_choice(choice)
        self.remembered.keep("look/theme", str(choice))

    def toggle_rail(self) -> None:
        """Ctrl+B. Remembered for wide windows; a small one folds the rail again at the next start."""
        if self.width() < RAIL_FOLDS_BELOW:
            self._open_though_small = self.rail.narrow
        else:
            self._wants_narrow = not self.rail.narrow
            self.remembered.keep("rail/narrow", self._wants_narrow)
        self._fold_rail()

    def _fold_rail(self) -> None:
        small = self.width() < RAIL_FOLDS_BELOW
        self.rail.set_narrow(not self._open_though_small if small else self._wants_narrow)

    # --- events ------------------------------------------------------------------------------------------------------

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab and Shift+Tab: in the order of reading, as it is now."""
        return reading.step(self, forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold_rail()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the keyboard, as people expect; what is typed into took it before."""
        now = QApplication.focusWidget()
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and isinstance(now, QPushButton)
            and not event.modifiers()
        ):
            now.click()
            return
        super().keyPressEvent(event)

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        """What had the keyboard went away: Qt gives it to whatever is next in the window, but the work is in the page.

        It may have gone while a dialog was open; then nothing had the keyboard in between.
        """
        if not isValid(self) or new is None or new.window() is not self:
            return
        gone = not isValid(old) or not old.isVisible() if old is not None else new is not self._had
        self._had = new
        if gone and self._is_outside(new):
            QTimer.singleShot(0, self, self._back_to_page)

    def _is_outside(self, widget: QWidget | None) -> bool:
        if widget is None or self.page is None or widget.window() is not self:
            return False
        return widget is not self.page and not self.page.isAncestorOf(widget)

    def _back_to_page(self) -> None:
        if self.page is not None and self._is_outside(QApplication.focusWidget()):
            self._focus_inside(self.page)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self._may_lose_page() or (self.may_close is not None and not self.may_close()):
            event.ignore()
            return
        self.remembered.keep_place(self)
        self.remembered.write()
        self.closing.emit()
        event.accept()

    def _may_lose_page(self) -> bool:
        """Whether the page may go: all is kept, or, where the disk takes nothing, a person gives the last words up."""
        try:
            return self.page is None or self.page.leave()
        except Trouble as trouble:
            _hand_on(trouble)
        question = "Ketikan terakhir belum tersimpan. Keluar dan buang ketikan itu?"
        return confirm(self, question, "Keluar tanpa menyimpan", no="Tunggu", tone=Tone.PROBLEM)

    def _theme_changed(self) -> None:
        self.menus.show_choices(self.theme.choice, self.theme.size)

    def fill_small_screen(self) -> None:
        """On a first start: where the system's frame would push the status line off the screen, fill the screen."""
        room = self.screen().availableGeometry()
        if self.remembered.place() is None and (room.width() <= 1366 or room.height() <= 768 + TITLE_BAR):
            self.setWindowState(self.windowState() | Qt.WindowState.WindowMaximized)

    def _restore(self) -> None:
        place = self.remembered.place()
        if place is not None:
            self.setGeometry(place)
        else:
            room = self.screen().availableGeometry()
            self.resize(min(1366, room.width()), min(768, room.height()))
        if self.remembered.flag("window/full"):
            self.setWindowState(Qt.WindowState.WindowMaximized)
        self._fold_rail()


def _hand_on(trouble: Trouble) -> None:
    """To where all trouble nobody could mend is told."""
    sys.excepthook(type(trouble), trouble, trouble.__traceback__)


def remembered_look(remembered: Remembered) -> tuple[ThemeChoice, TextSize]:
    """Theme and text size chosen earlier; for ThemeKeeper.set_both before the window is made."""
    theme, size = remembered.text("look/theme"), remembered.text("look/size")
    return (
        ThemeChoice(theme) if theme in tuple(ThemeChoice) else ThemeChoice.SYSTEM,
        TextSize(size) if size in tuple(TextSize) else TextSize.NORMAL,
    )
