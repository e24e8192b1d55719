"""What a user can do, said once: the same command stands in the header, the menu bar and the search box."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.ui.icons import dress
from desktop.ui.qss import mark


class Menu(StrEnum):
    """The menus of the menu bar, in their order; the value is the text shown ("&" marks the Alt key)."""

    FILE = "&Berkas"
    EDIT = "&Ubah"
    VIEW = "&Lihat"
    DATA = "&Data"
    PRINT = "&Cetak"
    HELP = "Ba&ntuan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One deed. `text`: a verb, as on its button. `run`: what it does; its answer is not used.

    `shortcut`: portable text ("Ctrl+N"). `menu`: where it stands in the menu bar. `checked`: None for a plain
    command, else whether the tick is on now. `why_not`: said in the tooltip while `enabled` is False.
    """

    text: str
    run: Callable[[], object]
    icon: str = ""
    shortcut: str = ""
    menu: Menu = Menu.DATA
    enabled: bool = True
    tip: str = ""
    why_not: str = ""
    checked: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageActions:
    """What the header offers: one primary button, at most three secondary, the rest under "Lainnya"."""

    primary: Command | None = None
    secondary: tuple[Command, ...] = ()
    more: tuple[Command, ...] = ()

    def __post_init__(self) -> None:
        if len(self.secondary) > 3:
            raise ValueError("at most three secondary commands; put the rest under more")

    def all(self) -> tuple[Command, ...]:
        return (*((self.primary,) if self.primary else ()), *self.secondary, *self.more)


def make_action(command: Command, parent: QObject) -> QAction:
    """A menu entry carrying the command's shortcut."""
    action = QAction(command.text, parent)
    if command.shortcut:
        action.setShortcut(QKeySequence(command.shortcut))
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
    if command.icon:
        dress(action, command.icon)
    if command.checked is not None:
        action.setCheckable(True)
        action.setChecked(command.checked)
    action.setEnabled(command.enabled)
    action.setToolTip(_tip(command))
    action.triggered.connect(lambda _checked=False: command.run())
    return action


def make_button(command: Command, parent: QWidget | None = None, *, kind: str = "") -> QPushButton:
    """A button for the command; `kind` as in the style sheet ("primary", "quiet"). The shortcut stays with the menu."""
    button = QPushButton(command.text, parent)
    if kind:
        mark(button, kind)
    if command.icon:
        dress(button, command.icon, "on_primary" if kind == "primary" else "text")
    button.setEnabled(command.enabled)
    button.setToolTip(_tip(command))
    button.clicked.connect(lambda _checked=False: command.run())
    return button


def keys_text(shortcut: str) -> str:
    """A shortcut as people read it here ("Ctrl+N")."""
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.PortableText)


def _tip(command: Command) -> str:
    text = command.why_not if not command.enabled and command.why_not else command.tip
    keys = f"({keys_text(command.shortcut)})" if command.shortcut else ""
    return " ".join(part for part in (text or (command.text.replace("&", "") if keys else ""), keys) if part)
