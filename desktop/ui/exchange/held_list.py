"""Bundles that were not taken: why, and what can be done. Nothing here is lost until somebody says so."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.domain.errors import Trouble
from desktop.services.exchange import Held
from desktop.ui.cards import words
from desktop.ui.exchange.half import button
from desktop.ui.exchange.words import moment
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.status import Status, StatusChip

WAITS = Status("Menunggu", "clock", Tone.ATTENTION)
REFUSED = Status("Ditolak", "x", Tone.PROBLEM)


def reason(held: Held) -> str:
    """Why, in at most two sentences."""
    return explain(Trouble(held.code, held.detail, held.facts))


class HeldRow(QFrame):
    """One bundle in quarantine. `officer`: takes it in part; tells its SHA-256."""

    retried, registered, discarded = Signal(str), Signal(str), Signal(str)
    officer = Signal(str)

    def __init__(self, held: Held, *, may_register: bool) -> None:
        super().__init__()
        self.held = held
        mark(self, "card")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_1)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(words(held.name, "strong"), 1)
        head.addWidget(StatusChip(WAITS if held.waiting else REFUSED))
        layout.addLayout(head)
        layout.addWidget(words(moment(held.at), "small"))
        self.why = words(reason(held))
        layout.addWidget(self.why)
        self.detail = words(f"{held.code}: {held.detail}".rstrip(": "), "small")
        self.detail.hide()
        layout.addWidget(self.detail)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        if held.sender is not None and may_register:
            self.act = button("Daftarkan perangkat…", "user-plus", "link")
            self.act.clicked.connect(lambda _on=False: self.registered.emit(held.sha256))
        else:
            self.act = button("Coba lagi", "refresh", "link")
            self.act.clicked.connect(lambda _on=False: self.retried.emit(held.sha256))
        self.part = button(_in_part(held) if may_register else "", "check", "link")
        self.part.setVisible(False)
        if may_register and _in_part(held):
            self.part.setVisible(True)
            self.part.setAccessibleName(f"{self.part.text()}: {held.name}")
            self.part.clicked.connect(lambda _on=False: self.officer.emit(held.sha256))
            row.addWidget(self.part)
        self.drop = button("Buang", "trash", "link")
        self.drop.clicked.connect(lambda _on=False: self.discarded.emit(held.sha256))
        self.more = button("Rincian", "", "link")
        self.more.setCheckable(True)
        self.more.toggled.connect(self.detail.setVisible)
        for widget, name in ((self.act, "Coba lagi"), (self.drop, "Buang"), (self.more, "Rincian")):
            widget.setAccessibleName(f"{widget.text() or name}: {held.name}")
            row.addWidget(widget)
        row.addStretch(1)
        layout.addLayout(row)


def _in_part(held: Held) -> str:
    """What an officer of the kelurahan may do with a bundle that is good but for some lines, or its sender."""
    if held.code == "bad_schema" and held.facts.get("bad", "").isdecimal():
        return f"Terima, sisihkan {held.facts['bad']} baris"
    return "Ambil tanpa diterapkan" if held.code == "sender_revoked" else ""


class HeldList(QWidget):
    """All of them, newest first; hidden while there are none."""

    retried, registered, discarded = Signal(str), Signal(str), Signal(str)
    officer = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_2)
        self.title = words("", "strong")
        self._layout.addWidget(self.title)
        self.rows: list[HeldRow] = []
        self.hide()

    def put(self, held: Sequence[Held], *, may_register: bool) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        self.title.setText(f"Tertahan: {len(held)} bundel")
        for one in held:
            row = HeldRow(one, may_register=may_register)
            row.retried.connect(self.retried)
            row.registered.connect(self.registered)
            row.discarded.connect(self.discarded)
            row.officer.connect(self.officer)
            self._layout.addWidget(row)
            self.rows.append(row)
        self.setVisible(bool(held))
