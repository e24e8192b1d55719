"""The menu bar: every command with its shortcut, those of the page shown among them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar

from desktop.ui.commands import Command, Menu, make_action
from desktop.ui.icons import dress
from desktop.ui.palette import TextSize, ThemeChoice
from desktop.ui.rail import RailEntry

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
    """Fills a menu bar. Commands of the page stand at the top of their menu."""

    def __init__(self, bar: QMenuBar) -> None:
        self._menus: dict[Menu, QMenu] = {}
        self._tops: dict[Menu, QAction] = {}
        self._ends: dict[Menu, QAction] = {}
        self._page_actions: list[tuple[Menu, QAction]] = []
        self._place_actions: list[QAction] = []
        self._themes: dict[ThemeChoice, QAction] = {}
        self._sizes: dict[TextSize, QAction] = {}
        self._bare: dict[Menu, list[tuple[QAction, str]]] = {which: [] for which in Menu}
        for which in Menu:
            menu = bar.addMenu(str(which))
            menu.aboutToShow.connect(partial(self._dress, which))
            self._menus[which] = menu
            self._tops[which] = menu.addSeparator()

    def add(self, command: Command, *, last: bool = False) -> QAction:
        """A command that is always there. `last`: stays below all others of its menu, behind a line."""
        action, menu = self._bare_action(command), self._menus[command.menu]
        end = self._ends.get(command.menu)
        if last:
            self._ends[command.menu] = menu.addSeparator()
            menu.addAction(action)
        elif end is not None:
            menu.insertAction(end, action)
        else:
            menu.addAction(action)
        return action

    def _bare_action(self, command: Command) -> QAction:
        action = make_action(replace(command, icon=""), self._menus[command.menu])
        if command.icon:
            self._bare[command.menu].append((action, command.icon))
        return action

    def _remove(self, which: Menu, action: QAction) -> None:
        self._bare[which] = [pair for pair in self._bare[which] if pair[0] is not action]
        self._menus[which].removeAction(action)
        action.deleteLater()

    def _dress(self, which: Menu) -> None:
        """Icons are drawn when their menu is first opened, not while the window starts."""
        for action, name in self._bare[which]:
            dress(action, name)
        self._bare[which].clear()

    def add_line(self, menu: Menu) -> None:
        """A line between groups of commands."""
        self._menus[menu].addSeparator()

    def add_choices(self, set_size: Callable[[TextSize], object], set_theme: Callable[[ThemeChoice], object]) -> None:
        """Text size and theme, each with a tick at the one in force (see show_choices)."""
        view = self._menus[Menu.VIEW]
        sizes, themes = view.addMenu("&Ukuran huruf"), view.addMenu("&Tema")
        size_group, theme_group = QActionGroup(view), QActionGroup(view)
        for size in TextSize:
            command = Command(text=size.label, run=partial(set_size, size), checked=False)
            self._sizes[size] = make_action(command, size_group)
            sizes.addAction(self._sizes[size])
        for choice, words in _THEMES.items():
            command = Command(text=words, run=partial(set_theme, choice), checked=False)
            self._themes[choice] = make_action(command, theme_group)
            themes.addAction(self._themes[choice])

    def show_choices(self, choice: ThemeChoice, size: TextSize) -> None:
        """The ticks beside theme and text size."""
        self._themes[choice].setChecked(True)
        self._sizes[size].setChecked(True)

    def put_page_commands(self, commands: Sequence[Command]) -> None:
        """The commands of the page now shown, in place of those before."""
        for which, action in self._page_actions:
            self._remove(which, action)
        self._page_actions = []
        for command in commands:
            action = self._bare_action(command)
            self._menus[command.menu].insertAction(self._tops[command.menu], action)
            self._page_actions.append((command.menu, action))

    def put_places(self, entries: Sequence[RailEntry], go: Callable[[str], object]) -> None:
        """Alt+1 to Alt+9 in the menu Lihat."""
        for action in self._place_actions:
            self._remove(Menu.VIEW, action)
        self._place_actions = []
        for number, entry in enumerate(entries, 1):
            command = Command(
                text=entry.text.replace("&", "&&"),
                run=partial(go, entry.key),
                shortcut=f"Alt+{number}",
                icon=entry.icon,
                menu=Menu.VIEW,
            )
            action = self._bare_action(command)
            self._menus[Menu.VIEW].insertAction(self._tops[Menu.VIEW], action)
            self._place_actions.append(action)

    def actions(self) -> list[QAction]:
        """Every command of the menu bar, in order, submenus too."""
        found: list[QAction] = []
        for menu in self._menus.values():
            for action in menu.actions():
                inner = action.menu()
                found += inner.actions() if isinstance(inner, QMenu) else [action]
        return [action for action in found if not action.isSeparator()]

    def shortcuts(self) -> list[tuple[str, str]]:
        """What each shortcut does and its keys, in the order of the menus."""
        return [
            (_plain(action.text()), action.shortcut().toString())
            for action in self.actions()
            if not action.shortcut().isEmpty()
        ]


def _plain(text: str) -> str:
    """A menu text without its mnemonic mark."""
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")
