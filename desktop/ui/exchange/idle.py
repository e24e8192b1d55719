"""Waiting for a bundle: a place to drop it on, what lies on the drives, what is held, what came last."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.services.passages import Passage
from desktop.ui.cards import words
from desktop.ui.exchange.half import button, column
from desktop.ui.exchange.held_list import HeldList
from desktop.ui.exchange.words import desk_name, moment
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4
from desktop.ui.qss import mark
from desktop.ui.theme import look

FOUND_SHOWN: Final = 4
LATEST_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class Found:
    """A bundle lying on a drive. `drive`: the drive's name."""

    path: Path
    drive: str


class DropZone(QWidget):
    """A dashed place to drop a file on, with a button for those who choose."""

    def __init__(self) -> None:
        super().__init__()
        self._hot = False
        picture, text = QLabel(), words("Seret berkas bundel ke sini", "strong")
        dress(picture, "inbox", "muted", 32)
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        hint = words("Bundel di USB muncul sendiri di bawah ini.", "small")
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.choose = button("Pilih berkas…", "folder-open")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_2)
        layout.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(text)
        layout.addWidget(hint)
        layout.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_hot(self, hot: bool) -> None:
        self._hot = hot
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = look().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(roles.focus if self._hot else roles.field_border), 2 if self._hot else 1.5)
        pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(roles.selected if self._hot else roles.page))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 10, 10)


class Idle(QWidget):
    """The drop zone, bundles found on drives, and what is held."""

    picked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        content, rows = column()
        mark(content, "clear")
        whole.addWidget(content)
        self.zone = DropZone()
        self.choose = self.zone.choose
        rows.addWidget(self.zone)
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACE_2)
        self.buttons: list[QWidget] = []
        rows.addWidget(self._list)
        self.held = HeldList()
        rows.addWidget(self.held)
        self._latest = QWidget()
        self._latest_rows = QVBoxLayout(self._latest)
        self._latest_rows.setContentsMargins(0, 0, 0, 0)
        self._latest_rows.setSpacing(2)
        rows.addWidget(self._latest)
        rows.addStretch(1)
        self._list.hide()
        self._latest.hide()

    def put_latest(self, passages: Sequence[Passage]) -> None:
        """What came in last."""
        empty_layout(self._latest_rows)
        self._latest.setVisible(bool(passages))
        if passages:
            self._latest_rows.addWidget(words("Terakhir diterima", "strong"))
        for one in passages:
            self._latest_rows.addWidget(
                words(f"{desk_name(one.area)}, {moment(one.at)} (kode {one.receipt_code})", "small")
            )

    def put_found(self, found: Sequence[Found]) -> None:
        """The newest bundles on drives, each with its button."""
        empty_layout(self._rows)
        self.buttons = []
        self._list.setVisible(bool(found))
        if not found:
            return
        self._rows.addWidget(words(f"Bundel di {found[0].drive}", "strong"))
        for one in found[:FOUND_SHOWN]:
            line = QWidget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(SPACE_3)
            name = words(one.path.name)
            row.addWidget(name, 1)
            see = button("Lihat", "eye")
            see.setAccessibleName(f"Lihat {one.path.name}")
            see.clicked.connect(lambda _on=False, path=one.path: self.picked.emit(path))
            row.addWidget(see)
            self.buttons.append(see)
            self._rows.addWidget(line)
        if len(found) > FOUND_SHOWN:
            self._rows.addWidget(words(f"Dan {len(found) - FOUND_SHOWN} lagi; cari lewat Pilih berkas.", "small"))
