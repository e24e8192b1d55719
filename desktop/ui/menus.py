"""The menu bar: every command with its shortcut, those of the page shown among them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu

from desktop.ui.commands import Command, Menu, make_action
from desktop.ui.dialogs import ShortcutList
from desktop.ui.palette import TextSize, ThemeChoice
from desktop.ui.rail import RailEntry

if TYPE_CHECKING:
    from desktop.ui.main_window import MainWindow

_THEMES = {
    ThemeChoice.SYSTEM: "Ikuti komputer",
    ThemeChoice.LIGHT: "Terang",
    ThemeChoice.DARK: "Gelap",
    ThemeChoice.CONTRAST: "Kontras tinggi",
}


def to_focus(*names: str) -> Callable[[], None]:
    """Calls the first of these methods that the widget with the focus, or what holds it, has ("undo", "copy")."""

    def run() -> None:
        widget = QApplication.focusWidget()
        while widget is not None:
            for name in names:
                deed = getattr(widget, name, None)
                if callable(deed):
                    deed()
                    return
            widget = widget.parentWidget()

    return run


class Menus:
    """Fills the window's menu bar. Commands of the page stand at the top of their menu."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self._menus: dict[Menu, QMenu] = {}
        self._tops: dict[Menu, QAction] = {}
        self._page_actions: list[tuple[QMenu, QAction]] = []
        self._place_actions: list[QAction] = []
        self._themes: dict[ThemeChoice, QAction] = {}
        self._sizes: dict[TextSize, QAction] = {}
        for which in Menu:
            menu = window.menuBar().addMenu(str(which))
            self._menus[which] = menu
            self._tops[which] = menu.addSeparator()
        self._fill()
        self.show_choices()

    def add(self, command: Command) -> QAction:
        """A command that is always there."""
        menu = self._menus[command.menu]
        action = make_action(command, menu)
        menu.addAction(action)
        return action

    def put_page_commands(self, commands: Sequence[Command]) -> None:
        """The commands of the page now shown, in place of those before."""
        for menu, action in self._page_actions:
            menu.removeAction(action)
            action.deleteLater()
        self._page_actions = []
        for command in commands:
            menu = self._menus[command.menu]
            action = make_action(command, menu)
            menu.insertAction(self._tops[command.menu], action)
            self._page_actions.append((menu, action))

    def put_places(self, entries: Sequence[RailEntry], go: Callable[[str], object]) -> None:
        """Alt+1 to Alt+8 in the menu Lihat."""
        menu = self._menus[Menu.VIEW]
        for action in self._place_actions:
            menu.removeAction(action)
            action.deleteLater()
        self._place_actions = []
        for number, entry in enumerate(entries, 1):
            command = Command(
                text=entry.text.replace("&", "&&"),
                run=partial(go, entry.key),
                shortcut=f"Alt+{number}",
                icon=entry.icon,
            )
            action = make_action(command, menu)
            menu.insertAction(self._tops[Menu.VIEW], action)
            self._place_actions.append(action)

    def actions(self) -> list[QAction]:
        """Every command of the menu bar, in order, submenus too."""
        found: list[QAction] = []
        for menu in self._menus.values():
            for action in menu.actions():
                inner = action.menu()
                found += inner.actions() if isinstance(inner, QMenu) else [action]
        return [action for action in found if not action.isSeparator()]

    def show_choices(self) -> None:
        """The ticks beside theme and text size."""
        theme = self._window.theme
        if self._themes:
            self._themes[theme.choice].setChecked(True)
            self._sizes[theme.size].setChecked(True)

    def _fill(self) -> None:
        window = self._window
        file, edit, view, data, paper, helping = Menu
        self._line(file, "&Simpan", window.save_now, "Ctrl+S", "device-floppy")
        self._menus[file].addSeparator()
        self._line(file, "&Keluar", window.close, "Ctrl+Q")
        self._line(edit, "&Urungkan", to_focus("undo"), "Ctrl+Z", "arrow-back-up")
        self._line(edit, "Ulang&i", to_focus("redo"), "Ctrl+Y", "arrow-forward-up")
        self._menus[edit].addSeparator()
        self._line(edit, "Po&tong", to_focus("cut"), "Ctrl+X")
        self._line(edit, "&Salin", to_focus("copy"), "Ctrl+C", "copy")
        self._line(edit, "Tem&pel", to_focus("paste"), "Ctrl+V")
        self._menus[edit].addSeparator()
        self._line(edit, "Sa&ring tabel ini", window.filter_now, "Ctrl+F", "filter")
        if window.search_box is not None:
            self._line(edit, "&Cari semua", window.search_now, "Ctrl+K", "search")
        self._line(view, "&Kembali", window.go_back, "Alt+Left", "arrow-left")
        self._line(view, "&Ciutkan bilah kiri", window.toggle_rail, "Ctrl+B", "menu-2")
        self._menus[view].addSeparator()
        self._line(view, "Per&besar huruf", lambda: window.step_text_size(1), "Ctrl+=", "text-size")
        self._line(view, "Perk&ecil huruf", lambda: window.step_text_size(-1), "Ctrl+-")
        self._choices()
        self._line(data, "Periksa &kelengkapan", window.check_now, "F9", "list-check")
        self._line(paper, "&Pratinjau cetak", window.print_now, "Ctrl+P", "printer")
        self._line(helping, "Bantuan &halaman ini", window.help_now, "F1", "help-circle")
        self._line(helping, "&Daftar pintasan", self._list_shortcuts, "Ctrl+/", "keyboard")

    def _choices(self) -> None:
        window, view = self._window, self._menus[Menu.VIEW]
        sizes, themes = view.addMenu("&Ukuran huruf"), view.addMenu("&Tema")
        size_group, theme_group = QActionGroup(view), QActionGroup(view)
        for size in TextSize:
            command = Command(text=size.label, run=partial(window.set_text_size, size), checked=False)
            self._sizes[size] = make_action(command, size_group)
            sizes.addAction(self._sizes[size])
        for choice, words in _THEMES.items():
            command = Command(text=words, run=partial(window.set_theme, choice), checked=False)
            self._themes[choice] = make_action(command, theme_group)
            themes.addAction(self._themes[choice])

    def _line(self, menu: Menu, text: str, run: Callable[[], object], shortcut: str = "", icon: str = "") -> None:
        self.add(Command(text=text, run=run, shortcut=shortcut, icon=icon, menu=menu))

    def _list_shortcuts(self) -> None:
        rows = [
            (action.text().replace("&&", "\0").replace("&", "").replace("\0", "&"), action.shortcut().toString())
            for action in self.actions()
            if not action.shortcut().isEmpty()
        ]
        ShortcutList(rows, self._window).exec()
