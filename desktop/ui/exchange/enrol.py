"""Before the first sending: get to know the kelurahan by its card and by two groups of digits from the office wall."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.trust import TrustService
from desktop.ui.cards import IconDisc, words
from desktop.ui.dialogs import ask_open
from desktop.ui.exchange.half import button, reveal
from desktop.ui.exchange.plates import FingerprintEdit
from desktop.ui.exchange.words import desk_name
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.strip import Message, NoticeFrame

CARD_FILES = ("*.json", "*.txt", "*.rembug-kartu")
_ORDER = ("pertama", "kedua", "ketiga", "keempat", "kelima", "keenam")
_MOST = 64 * 1024
"""Bytes: no card is longer; a film dropped by mistake is not read."""


class EnrolPanel(QWidget):
    """Two steps: the card (file, drop or pasted text), then the two groups. Nothing is kept until they fit.

    `enrolled`: the kelurahan is known now.
    """

    enrolled = Signal()

    def __init__(self, trust: TrustService, office: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trust, self._office = trust, office
        self._raw = b""
        self.setAcceptDrops(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(IconDisc("building-community", Tone.INFO), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(words("Kenali kantor kelurahan dahulu", "section"))
        texts.addWidget(
            words("Cukup sekali. Sesudah itu hanya kantor kelurahan yang dapat membuka kiriman Anda.", "muted")
        )
        head.addLayout(texts, 1)
        layout.addLayout(head)
        self._first = QWidget()
        first = QVBoxLayout(self._first)
        first.setContentsMargins(0, 0, 0, 0)
        first.setSpacing(SPACE_3)
        first.addWidget(words("1. Ambil kartu kelurahan", "strong"))
        first.addWidget(words("Minta berkasnya kepada petugas, lewat USB atau WhatsApp."))
        self.choose = button("Pilih berkas kartu…", "folder-open", "primary")
        self.choose.clicked.connect(lambda _on=False: self._ask())
        self.paste = button("Tempel teks kartu", "copy", "link")
        self.paste.setCheckable(True)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        row.addWidget(self.choose)
        row.addWidget(self.paste)
        row.addStretch(1)
        first.addLayout(row)
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText("Tempel di sini (Ctrl+V) teks kartu dari pesan kelurahan.")
        self.text.setAccessibleName("Teks kartu kelurahan")
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(72)
        self.text.hide()
        self.text.textChanged.connect(self._pasted)
        self.paste.toggled.connect(self._show_text)
        first.addWidget(self.text)
        layout.addWidget(self._first)
        self._read = QWidget()
        self.card_name = words("", "good")
        self.other = button("Ganti kartu", "", "link")
        self.other.clicked.connect(lambda _on=False: self._start_over())
        line = QHBoxLayout(self._read)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.card_name, 1)
        line.addWidget(self.other)
        self._read.hide()
        layout.addWidget(self._read)
        self._second = QWidget()
        self._steps = QVBoxLayout(self._second)
        self._steps.setContentsMargins(0, SPACE_2, 0, 0)
        self._steps.setSpacing(SPACE_3)
        layout.addWidget(self._second)
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        layout.addWidget(self.notice)
        layout.addStretch(1)
        self.digits: FingerprintEdit | None = None
        self.confirm = button("Kenali kelurahan", "shield-check", "primary")
        self.confirm.clicked.connect(lambda _on=False: self.compare())
        self._second.hide()

    # --- the card ----------------------------------------------------------------------------------------------------

    def _show_text(self, on: bool) -> None:
        self.text.setVisible(on)
        if on:
            self.text.setFocus()

    def _ask(self) -> None:
        path = ask_open(self, "Kartu kelurahan", CARD_FILES, "Kartu kelurahan")
        if path is not None:
            self.read_file(path)

    def read_file(self, path: Path) -> None:
        """Take the card from a file; says what is wrong with it."""
        try:
            with path.open("rb") as file:
                raw = file.read(_MOST)
        except OSError as problem:
            self._refuse(Trouble("file_unreadable", str(problem), {"name": path.name}))
        else:
            self.read(raw)

    def _pasted(self) -> None:
        text = self.text.toPlainText().strip()
        if text:
            self.read(text.encode())

    def read(self, raw: bytes) -> None:
        """Look at a card; when it is this kelurahan's, ask for the two groups."""
        try:
            card = self._trust.read(raw)
            if card.kind != "kelurahan":
                raise RuleViolation("card_not_office", "card")
            if card.area != self._office:
                raise RuleViolation("card_other_office", "card", {"area": card.area})
        except (RuleViolation, Trouble) as problem:
            self._refuse(problem)
            return
        self._raw = raw
        self.notice.hide()
        self.card_name.setText(f"1. Kartu {desk_name(card.area)} sudah terbaca.")
        self._first.hide()
        self._read.show()
        self._ask_groups()

    def _start_over(self) -> None:
        self._raw = b""
        self.text.clear()
        self.notice.hide()
        self._read.hide()
        self._second.hide()
        self._first.show()
        self.choose.setFocus()

    def _refuse(self, problem: RuleViolation | Trouble) -> None:
        self._start_over()
        self.notice.put(Message(text=explain(problem), tone=Tone.PROBLEM))

    # --- the digits --------------------------------------------------------------------------------------------------

    def _ask_groups(self) -> None:
        while (item := self._steps.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget is not self.confirm:
                widget.hide()
                widget.deleteLater()
        asked = self._trust.groups_to_ask()
        first, second = (_ORDER[at] for at in asked)
        self._steps.addWidget(words("2. Cocokkan dengan surat di dinding kantor", "strong"))
        self._steps.addWidget(words(f"Ketik kelompok angka {first} dan {second} yang tertulis di surat itu."))
        self.digits = FingerprintEdit(asked)
        self.digits.changed.connect(self._typed)
        self.digits.entered.connect(self.compare)
        self._steps.addWidget(self.digits)
        self._steps.addWidget(self.confirm, 0, Qt.AlignmentFlag.AlignLeft)
        self.confirm.setEnabled(False)
        self._second.show()
        self.digits.focus_first()
        reveal(self.confirm)

    def _typed(self) -> None:
        if self.digits is not None:
            self.digits.set_problem(False)
            self.confirm.setEnabled(self.digits.complete)

    def compare(self) -> None:
        """Believe this kelurahan when both groups fit; otherwise say so, and keep nothing."""
        if self.digits is None or not self.digits.complete:
            return
        try:
            self._trust.enrol(self._raw, self.digits.typed())
        except (RuleViolation, Trouble) as problem:
            self.digits.set_problem(True)
            self.notice.put(Message(text=explain(problem), tone=Tone.PROBLEM))
            self.digits.focus_first()
            reveal(self.notice)
        else:
            self.notice.hide()
            self.enrolled.emit()

    # --- dropping ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _one_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = _one_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.read_file(path)


def _one_file(data: QMimeData) -> Path | None:
    """The one local file that is dropped, None for anything else."""
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else None
