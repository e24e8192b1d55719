"""Where a bundle goes: the drives plugged in, and a folder of one's own choice."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.usb import Drive, free_bytes
from desktop.ui.cards import words
from desktop.ui.dialogs import ask_folder
from desktop.ui.exchange.half import button
from desktop.ui.exchange.tiles import Tile
from desktop.ui.exchange.words import room_words
from desktop.ui.palette import SPACE_2
from desktop.ui.remember import Remembered

FOLDER_KEY = "exchange/folder"
ListDrives = Callable[[], Sequence[Drive]]


class PlacePicker(QWidget):
    """Tiles of the drives and of the folder used last; the first drive that can be written to is chosen.

    `needed`: bytes that must fit; a drive with less says so and cannot be chosen.
    """

    changed = Signal()

    def __init__(self, remembered: Remembered, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remembered = remembered
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(lambda _button: self.changed.emit())
        self._places: dict[Tile, Path] = {}
        self._drives: list[Drive] = []
        self._needed = 0
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_2)
        self.none = words("Belum ada USB. Colokkan USB, atau simpan ke sebuah folder.", "muted")
        heading = words("Simpan di", "strong")
        self.other = button("Pilih folder…", "folder-open", "link")
        self.other.clicked.connect(lambda _on=False: self._ask())
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(self.other)
        self._layout.addLayout(head)
        self._layout.addWidget(self.none)
        self._tiles = QGridLayout()
        self._tiles.setSpacing(SPACE_2)
        self._tiles.setColumnStretch(0, 1)
        self._tiles.setColumnStretch(1, 1)
        self._layout.addLayout(self._tiles)

    @property
    def tiles(self) -> list[Tile]:
        return list(self._places)

    def put(self, drives: Sequence[Drive], needed: int) -> None:
        """Show these drives; what was chosen stays when it is still there. Nothing happens when nothing changed."""
        if (list(drives), needed) == (self._drives, self._needed) and self._places:
            return
        self._drives, self._needed = list(drives), needed
        self._build(self.folder)

    def _build(self, chosen: Path | None) -> None:
        for tile in self._places:
            self._group.removeButton(tile)
            tile.hide()
            tile.deleteLater()
        self._places = {}
        for drive in self._drives:
            full = drive.free < self._needed
            left = f"sisa {room_words(drive.free)}"
            detail = "tidak dapat ditulis" if not drive.writable else f"penuh, {left}" if full else left
            self._add(Tile("usb", drive.name, detail), drive.folder, able=drive.writable and not full)
        folder = self._last_folder()
        if folder is not None and folder not in self._places.values():
            self._add(Tile("folder", folder.name or str(folder), str(folder.parent)), folder, able=True)
        self.none.setVisible(not self._drives)
        able = [tile for tile in self._places if tile.isEnabled()]
        wanted = next((tile for tile in able if self._places[tile] == chosen), None) or next(iter(able), None)
        if wanted is not None:
            wanted.setChecked(True)
        self.changed.emit()

    def _add(self, tile: Tile, folder: Path, *, able: bool) -> None:
        tile.setEnabled(able)
        self._places[tile] = folder
        self._group.addButton(tile)
        at = len(self._places) - 1
        self._tiles.addWidget(tile, at // 2, at % 2)

    @property
    def folder(self) -> Path | None:
        """What is chosen."""
        return next((folder for tile, folder in self._places.items() if tile.isChecked()), None)

    @property
    def name(self) -> str:
        """What people call it."""
        return next((tile.text() for tile in self._places if tile.isChecked()), "")

    def _last_folder(self) -> Path | None:
        text = self._remembered.text(FOLDER_KEY)
        folder = Path(text) if text else None
        return folder if folder is not None and free_bytes(folder) is not None else None

    def _ask(self) -> None:
        folder = ask_folder(self, "Simpan bundel di folder")
        if folder is not None:
            self.use(folder)

    def use(self, folder: Path) -> None:
        """Choose this folder and remember it."""
        self._remembered.keep(FOLDER_KEY, str(folder))
        self._build(folder)
