"""A bundle opened by a double click: `rembug FILE.rembug`. The window that is open, or the one just made, looks at it.

Nothing is taken by that; the file is shown in Kirim–Terima as if it had been chosen there.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.ui.main_window import MainWindow
from desktop.ui.palette import Tone
from desktop.ui.rooms import show_record

BUNDLE = ".rembug"
NO_DESK = "Meja di komputer ini belum siap. Siapkan dahulu, lalu buka bundel {name} sekali lagi."
_AGAIN = 300
"""Milliseconds until a window under an open question is tried again."""


class HandedFiles(QObject):
    """`ready`: whether a desk is open in `window`."""

    def __init__(self, window: MainWindow, ready: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._ready = window, ready

    def open(self, path: Path) -> None:
        """Show what this bundle holds; while a question stands in the window, after it is answered."""
        if QApplication.activeModalWidget() is not None:
            QTimer.singleShot(_AGAIN, self, lambda: self.open(path))
            return
        if not self._ready():
            self._window.say(NO_DESK.format(name=path.name), Tone.ATTENTION)
            return
        if self._window.go("exchange"):
            show_record(self._window.page, str(path), "file")
