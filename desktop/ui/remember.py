"""What the window remembers between two starts: an INI file beside the data, never the registry."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHeaderView, QWidget


class Remembered:
    """Small choices of one user on one computer. `file`: the INI file, made when something is first remembered."""

    def __init__(self, file: Path) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    def text(self, key: str, otherwise: str = "") -> str:
        value = self._settings.value(key, otherwise)
        return value if isinstance(value, str) else otherwise

    def number(self, key: str, otherwise: int = 0) -> int:
        text = self.text(key)
        return int(text) if text.lstrip("-").isdecimal() else otherwise

    def flag(self, key: str, otherwise: bool = False) -> bool:
        return {"yes": True, "no": False}.get(self.text(key), otherwise)

    def keep(self, key: str, value: str | int | bool) -> None:
        shown = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        self._settings.setValue(key, shown)

    def write(self) -> None:
        """To the disk now (Qt writes by itself from time to time)."""
        self._settings.sync()

    def keep_place(self, window: QWidget, key: str = "window") -> None:
        """Remember where a window stands and whether it fills the screen."""
        place = window.normalGeometry() if window.isMaximized() else window.geometry()
        self.keep(f"{key}/place", f"{place.x()} {place.y()} {place.width()} {place.height()}")
        self.keep(f"{key}/full", window.isMaximized())

    def place(self, key: str = "window") -> QRect | None:
        """The remembered place when a screen still holds the whole of it, else None."""
        parts = self.text(f"{key}/place").split()
        if len(parts) != 4 or not all(part.lstrip("-").isdecimal() for part in parts):
            return None
        place = QRect(*(int(part) for part in parts))
        fits = any(screen.availableGeometry().contains(place) for screen in QGuiApplication.screens())
        return place if fits else None

    def keep_columns(self, header: QHeaderView, key: str) -> None:
        """Remember the column widths, order and sorting of a table; `key` names the table on its screen."""
        state = bytes(header.saveState().toBase64().data()).decode("ascii")
        self.keep(f"columns/{key}", f"{header.count()} {state}")

    def restore_columns(self, header: QHeaderView, key: str) -> bool:
        """Whether widths were restored; those of a table with another number of columns are dropped."""
        count, _, state = self.text(f"columns/{key}").partition(" ")
        if count != str(header.count()) or not state:
            return False
        return header.restoreState(QByteArray.fromBase64(state.encode("ascii")))
