"""Notices what opens as a window of its own by mistake: a part shown before it is put into its page.

On a real desktop it flashes in a corner and takes the keyboard away.
"""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from desktop.ui.main_window import MainWindow

_PLAIN = (Qt.WindowType.Widget, Qt.WindowType.Window)


class Strays(QObject):
    """Install it on the application; `seen` says what opened so."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            wanted = isinstance(watched, QDialog | QMenu | MainWindow)
            if not wanted and watched.windowType() in _PLAIN:
                text = watched.accessibleName() or str(watched.property("text") or "")
                self.seen.append(f"{type(watched).__name__} “{text}”")
        return False
