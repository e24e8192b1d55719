"""What is shown instead of a desk that cannot be opened: what happened, that nothing was changed, what to do."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from desktop.domain.errors import Trouble
from desktop.ui.cards import Card, IconDisc, words
from desktop.ui.icons import dress
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_2, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark

_DAMAGED = (
    "Jangan menghapus atau memindahkan folder data.",
    "Salin seluruh folder data ke USB, supaya tidak ada yang hilang.",
    "Tunjukkan kepada pendamping bersama tulisan di bawah Rincian.",
)
_WORDS: dict[str, tuple[str, Tone, tuple[str, ...]]] = {
    "folder_in_use": ("Meja ini sedang terbuka", Tone.INFO, ()),
    "database_newer": (
        "Aplikasi ini lebih lama daripada datanya",
        Tone.ATTENTION,
        ("Pasang versi terbaru dari USB pembaruan, lalu pilih Coba lagi.",),
    ),
    "database_empty": ("Berkas data kosong", Tone.PROBLEM, _DAMAGED),
    "database_damaged": ("Berkas data rusak", Tone.PROBLEM, _DAMAGED),
    "migration_failed": ("Data belum dapat disesuaikan", Tone.ATTENTION, _DAMAGED),
    "folder_not_writable": (
        "Folder data tidak dapat ditulis",
        Tone.ATTENTION,
        ("Periksa apakah USB terkunci atau penuh.", "Pastikan folder itu milik Anda, lalu pilih Coba lagi."),
    ),
    "desk_missing": (
        "Meja ini tidak ditemukan",
        Tone.ATTENTION,
        ("Bila datanya di USB, colokkan lalu pilih Coba lagi.",),
    ),
}
_OTHER = ("Meja ini belum dapat dibuka", Tone.PROBLEM, _DAMAGED)


@dataclass(frozen=True, slots=True)
class WayOut:
    """Another desk to open, or a new one."""

    text: str
    icon: str
    run: Callable[[], object]


class DeskTroublePage(Page):
    """`retry`: open the same folder again. `ways`: the other desks and a new one."""

    def __init__(
        self,
        folder: Path,
        trouble: Trouble,
        retry: Callable[[], object],
        ways: Sequence[WayOut],
        parent: QWidget | None = None,
    ) -> None:
        title, tone, todo = _WORDS.get(trouble.code, _OTHER)
        super().__init__(title, parent)
        self._folder = folder
        self.retry = QPushButton("Coba lagi")
        mark(self.retry, "primary")
        dress(self.retry, "refresh", "on_primary")
        self.retry.clicked.connect(lambda _checked=False: retry())
        card = Card()
        card.setMaximumWidth(720)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(
            IconDisc({Tone.INFO: "info-circle", Tone.ATTENTION: "alert-triangle"}.get(tone, "circle-x"), tone)
        )
        self.sentence = words(explain(trouble))
        row.addWidget(self.sentence, 1)
        card.body.addLayout(row)
        for number, line in enumerate(todo, 1):
            card.body.addWidget(words(f"{number}.  {line}" if len(todo) > 1 else line))
        self.detail = _details(folder, trouble)
        card.body.addLayout(self._buttons(folder))
        card.body.addWidget(self.detail)
        self.body.addWidget(card)
        if ways:
            self.body.addWidget(self._others(ways))
        self.body.addStretch(1)

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb(f"Folder {self._folder.name}"),)

    def _buttons(self, folder: Path) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.retry)
        if folder.is_dir():
            show = QPushButton("Buka folder data")
            dress(show, "folder-open")
            show.clicked.connect(lambda _checked=False: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
            row.addWidget(show)
        self.more = QPushButton("Rincian")
        self.more.setCheckable(True)
        mark(self.more, "quiet")
        self.more.toggled.connect(self.detail.setVisible)
        row.addWidget(self.more)
        row.addStretch(1)
        return row

    def _others(self, ways: Sequence[WayOut]) -> QWidget:
        card = Card("Sementara itu")
        card.setMaximumWidth(720)
        self.ways: list[QPushButton] = []
        for way in ways:
            button = QPushButton(way.text)
            dress(button, way.icon)
            button.clicked.connect(lambda _checked=False, run=way.run: run())
            card.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.ways.append(button)
        return card


def _details(folder: Path, trouble: Trouble) -> QPlainTextEdit:
    text = QPlainTextEdit(f"Folder: {folder}\nKode: {trouble.code}\n{trouble.detail}".strip())
    text.setReadOnly(True)
    text.setFixedHeight(96)
    text.setAccessibleName("Rincian untuk petugas bantuan")
    text.hide()
    return text
