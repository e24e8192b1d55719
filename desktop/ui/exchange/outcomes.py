"""How receiving ended: in one sentence or two, or with the question whether the sender may be trusted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.services.exchange import Held
from desktop.ui.cards import IconDisc, words
from desktop.ui.exchange.half import button, column
from desktop.ui.exchange.plates import FingerprintEdit
from desktop.ui.exchange.words import desk_name
from desktop.ui.palette import SPACE_2, SPACE_3, Tone
from desktop.ui.qss import mark
from desktop.ui.strip import NoticeFrame


class Result(QWidget):
    """What came of it, in one sentence or two; the technical part folded away."""

    def __init__(self, icon: str, tone: Tone, title: str, text: str, detail: str) -> None:
        super().__init__()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        content, rows = column()
        mark(content, "clear")
        whole.addWidget(content)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(IconDisc(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
        self.title, self.text = words(title, "section"), words(text)
        texts = QVBoxLayout()
        texts.setSpacing(SPACE_2)
        texts.addWidget(self.title)
        texts.addWidget(self.text)
        head.addLayout(texts, 1)
        rows.addLayout(head)
        if detail:
            self.more, self.detail = button("Rincian", "", "link"), words(detail, "small")
            self.more.setCheckable(True)
            self.more.toggled.connect(self.detail.setVisible)
            self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self.detail.hide()
            rows.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
            rows.addWidget(self.detail)
        rows.addStretch(1)


class Stranger(QWidget):
    """A sender nobody knows here yet: six groups to compare, and boxes for what the RT reads out."""

    def __init__(self, held: Held) -> None:
        super().__init__()
        sender = held.sender
        area, name = (sender.area, sender.name) if sender is not None else ("", "")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        content, rows = column()
        mark(content, "clear")
        whole.addWidget(content)
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(IconDisc("user-plus", Tone.ATTENTION), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self.title = words(f"Komputer {desk_name(area)} belum terdaftar", "section")
        texts.addWidget(self.title)
        whose = f"Atas nama {name}. " if name else ""
        texts.addWidget(words(f"{whose}Bundelnya sudah disimpan.", "muted"))
        head.addLayout(texts, 1)
        rows.addLayout(head)
        rows.addWidget(words("Minta pengirim membacakan sidik komputernya, lalu ketik di bawah angka ini."))
        self.digits = FingerprintEdit(shown=held.fingerprint)
        rows.addWidget(self.digits)
        self.notice = NoticeFrame()
        self.notice.hide()
        rows.addWidget(self.notice)
        rows.addWidget(words("Ada di komputer pengirim: Kirim–Terima, bagian Kartu komputer.", "small"))
        rows.addStretch(1)
