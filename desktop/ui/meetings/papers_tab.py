"""Berkas: print the meeting's papers, see which were issued, attach them signed, attach photos."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.domain.papers import PAPER_KINDS
from desktop.services.clock import WIB
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, words
from desktop.ui.flow_row import FlowRow
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_3, SPACE_4
from desktop.ui.qss import mark
from desktop.ui.scans import ScanSlots
from desktop.ui.tasks import TaskRunner

PRINTED: Final = ("invitation", "attendance_blank", "attendance", "minutes")
"""The papers of a meeting, in the order they are needed."""
_TRAINING: Final = ("invitation", "attendance_blank", "training_attendance", "participant_changes")
"""Those of a training: its list says for each session who was planned and who came instead."""
SIGNED: Final = ("attendance", "minutes")
PHOTOS: Final = (("meeting", "Foto rembug"),)


class PapersTab(QScrollArea):
    """`wanted`: a paper's key, to be printed. `altered`: something was attached or removed. `offered`: the papers of
    the meeting shown."""

    wanted = Signal(str)
    said = Signal(object)
    altered = Signal()

    def __init__(self, work: Workplace, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._meeting = work, ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        may = {kind.key for kind in work.papers.kinds()}
        self.buttons: dict[str, QPushButton] = {}
        row = FlowRow()
        self.offered = PRINTED
        for key in dict.fromkeys((*PRINTED, *_TRAINING)):
            if key in may:
                button = QPushButton(PAPER_KINDS[key].title)
                dress(button, "printer")
                button.clicked.connect(self._asks(key))
                row.add(button)
                self.buttons[key] = button
        prints = Card("Cetak")
        prints.body.addWidget(row)
        self.issued = words("", "small")
        prints.body.addWidget(self.issued)
        self.slots = ScanSlots(work, "", [key for key in SIGNED if key in may], photos=PHOTOS, runner=runner)
        self.slots.said.connect(self.said)
        self.slots.altered.connect(self.altered)
        inside = QWidget()
        mark(inside, "clear")
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, SPACE_3, SPACE_3, SPACE_4)
        body.setSpacing(SPACE_4)
        body.addWidget(prints)
        body.addWidget(self.slots, 1)
        self.setWidget(inside)

    def _asks(self, key: str) -> Callable[[], None]:
        return lambda: self.wanted.emit(key)

    def set_meeting(self, uid: str) -> None:
        """Show the papers of this meeting ("" for none)."""
        self._meeting = uid
        self.slots.set_record(uid)
        record = self._work.records.get(uid) if uid else None
        self.offered = _TRAINING if getattr(record and record.data, "kind", "") == "training" else PRINTED
        for key, button in self.buttons.items():
            button.setVisible(key in self.offered)
        self.show_issued()

    def show_issued(self) -> None:
        """Which papers have their number already."""
        issued = self._work.papers.issued(self._meeting) if self._meeting else []
        parts = [
            f"{PAPER_KINDS[one.kind].title} {one.number}, "
            f"{format_day(datetime.fromtimestamp(one.at / 1000, WIB).date())}".replace(" ,", ",")
            for one in issued
            if one.kind in PAPER_KINDS
        ]
        self.issued.setText("Sudah dicetak resmi: " + "; ".join(dict.fromkeys(parts)) + "." if parts else "")
        self.issued.setVisible(bool(parts))

    def set_fixed(self, fixed: bool) -> None:
        """The meeting is locked: papers may be printed again, nothing attached."""
        self.slots.set_read_only(fixed)

    def jump(self, key: str) -> None:
        """The keyboard on a slot ("attendance", "photo:meeting")."""
        if key in self.slots.slots:
            self.slots.focus_slot(key)
            self.ensureWidgetVisible(self.slots.slots[key])
