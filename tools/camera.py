"""Pictures of the program's window and of dialogs over it, each at two sizes, light and dark."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.app import Program
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import ThemeChoice
from desktop.ui.shots import FULL, SMALL, settle

SIZES = {"1366x768": FULL, "1093x535": SMALL}
THEMES = {"light": ThemeChoice.LIGHT, "dark": ThemeChoice.DARK}
_PAUSE = 120
"""Milliseconds until a new size or theme has come to rest."""


class Camera:
    """Writes into `target`/<size>-<theme>/<name>.png. Raises OSError when a picture cannot be written."""

    def __init__(self, program: Program, target: Path) -> None:
        self.program, self.target = program, target

    @property
    def window(self) -> MainWindow:
        return self.program.window

    def take(self, name: str) -> None:
        """The window as it is."""
        self._all(self.window, name)

    def take_widget(self, name: str, widget: QWidget) -> None:
        """A window of its own that is open beside it."""
        self._all(widget, name)

    def take_dialog(self, name: str, deed: Callable[[], object]) -> None:
        """What `deed` asks in a dialog; it is answered with Esc. No picture where it asks nothing."""
        seen: list[QWidget] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog):
                seen.append(dialog)
                settle(_PAUSE)
                self._all(dialog, name)
                QDialog.done(dialog, 0)

        QTimer.singleShot(_PAUSE, look)
        deed()
        if not seen:
            settle(2 * _PAUSE)

    def _all(self, widget: QWidget, name: str) -> None:
        for size_name, size in SIZES.items():
            self.window.resize(size)
            for theme_name, theme in THEMES.items():
                self.window.set_theme(theme)
                settle(_PAUSE)
                settle(20)  # on a busy computer the first pause may end before all is laid out
                file = self.target / f"{size_name}-{theme_name}" / f"{name}.png"
                file.parent.mkdir(parents=True, exist_ok=True)
                if not widget.grab().save(str(file)):
                    raise OSError(f"cannot write {file}")
