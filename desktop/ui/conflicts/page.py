"""Perlu dipilih: records of which two published versions differ (two computers of one desk); one is chosen as a whole.

The other stays in the history. Until somebody chose, the record cannot be handed in, approved or printed as final.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QWidget,
)

from desktop.domain.areas import parse_area
from desktop.domain.compared import Row, compare
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import RECORD_TYPES, may_write, projection
from desktop.domain.records import Meeting
from desktop.services.conflicts import Conflict, Side
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, EmptyState, words
from desktop.ui.dialogs import confirm
from desktop.ui.exchange.half import button
from desktop.ui.exchange.words import moment
from desktop.ui.icons import dress
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark

_EMPTY = "Tidak ada yang perlu dipilih. Halaman ini terisi bila dua komputer satu meja mengubah isian yang sama."
_LIST_WIDTH = 272
_NAMED = frozenset({"d.proposal", "d.meeting", "k.meeting", "d.rab", "d.receipt", "d.resident", "k.work_package"})
"""Types whose label is a name people gave, not a key."""
_NOTHING = "–"


class ConflictsPage(Page):
    """`uid`: the record to begin with, "" for the first."""

    shows = frozenset({"bundles", "settings", *RECORD_TYPES})

    def __init__(self, work: Workplace, window: MainWindow, uid: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Perlu dipilih", parent, topic="perlu-dipilih", scrolls=False)
        self._work, self._window, self._wanted = work, window, uid
        self.conflicts: list[Conflict] = []
        self.picks: list[QPushButton] = []
        self.rows: list[Row] = []
        self.list = QListWidget()
        self.list.setAccessibleName("Isian yang perlu dipilih")
        self.list.setWordWrap(True)
        self.list.setSpacing(SPACE_1)
        mark(self.list, "clear")
        self.list.currentRowChanged.connect(self._show)
        left = Card()
        left.setFixedWidth(_LIST_WIDTH)
        left.body.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        left.body.addWidget(self.list)
        self._left = left
        self.right = Card()
        self.right.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.right.body.setSpacing(SPACE_2)
        self.name = words("", "section")
        self.about = words("", "muted")
        self.area_ = QScrollArea()
        self.area_.setWidgetResizable(True)
        self.area_.setFrameShape(QFrame.Shape.NoFrame)
        self.area_.setAccessibleName("Perbandingan")
        for widget in (self.name, self.about):
            self.right.body.addWidget(widget)
        self.right.body.addWidget(self.area_, 1)
        self.empty = EmptyState(_EMPTY, icon="checks")
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_3)
        columns.addWidget(left)
        columns.addWidget(self.right, 1)
        columns.addWidget(self.empty, 1)
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self.body.addLayout(columns, 1)

    # --- the page ----------------------------------------------------------------------------------------------------

    def reload(self) -> None:
        at = self.list.currentRow()
        before = self.conflicts[at].uid if 0 <= at < len(self.conflicts) else self._wanted
        self.conflicts = self._work.conflicts.open()
        self.list.blockSignals(True)
        self.list.clear()
        for conflict in self.conflicts:
            self.list.addItem(QListWidgetItem(f"{title_of(conflict)}\n{parse_area(conflict.area).short_name}"))
        self.list.blockSignals(False)
        some = bool(self.conflicts)
        self._left.setVisible(some)
        self.right.setVisible(some)
        self.empty.setVisible(not some)
        if some:
            at = next((at for at, one in enumerate(self.conflicts) if one.uid == before), 0)
            self.list.setCurrentRow(at)
            self._show(at)

    def _show(self, at: int) -> None:
        if not 0 <= at < len(self.conflicts):
            return
        conflict = self.conflicts[at]
        self.name.setText(title_of(conflict))
        mine = may_write(self._work.info.role, str(self._work.info.area), conflict.type, conflict.area)
        self.about.setText(
            "Dua komputer mengubah isian ini. Pilih satu naskah seutuhnya; yang lain tetap ada di riwayat."
            if mine
            else f"Hanya {parse_area(conflict.area).short_name} yang dapat memilih. Minta pengurusnya memilih lalu "
            "mengirim bundel."
        )
        self.rows = compare([(side.data, side.files) for side in conflict.sides], self._names(conflict))
        self._lay_out(conflict, mine)

    def _names(self, conflict: Conflict) -> Callable[[str], str]:
        """What the things that the versions point to are called here: records, and what a meeting decided."""
        meetings = {str(getattr(side.data, "meeting", "")) for side in conflict.sides} - {""}
        records = [record for uid in sorted(meetings) if (record := self._work.records.get(uid)) is not None]
        decided = {
            one.uid: one.text for record in records if isinstance(record.data, Meeting) for one in record.data.decisions
        }

        def name(uid: str) -> str:
            if uid in decided:
                return decided[uid]
            record = self._work.records.get(uid)
            kind = RECORD_TYPES.get(record.type) if record is not None else None
            if record is None or kind is None:
                return ""
            label, day, _, _ = projection(kind, record.data)
            said = label if kind.name in _NAMED else kind.noun
            return f"{said}, {format_day(date.fromisoformat(day))}" if day else said

        return name

    def _lay_out(self, conflict: Conflict, mine: bool) -> None:
        inside = QWidget()
        mark(inside, "clear")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, SPACE_3, 0)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        self.picks = []
        for column, side in enumerate(conflict.sides, 1):
            grid.setColumnStretch(column, 1)
            grid.addWidget(words(self._said(column, side), "strong"), 0, column)
            pick = button("Pakai naskah ini", "check")
            pick.setAccessibleName(f"Pakai naskah {column}")
            pick.setEnabled(mine)
            pick.clicked.connect(partial(self._pick, conflict, side))
            self.picks.append(pick)
            grid.addWidget(pick, 1, column, Qt.AlignmentFlag.AlignLeft)
        for at, row in enumerate(sorted(self.rows, key=lambda one: not one.differs), 2):
            label = QLabel(row.label)
            mark(label, "label")
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setContentsMargins(0, SPACE_1, 0, 0)
            grid.addWidget(label, at, 0)
            for column, text in enumerate(row.texts, 1):
                grid.addWidget(_cell(text or _NOTHING, differs=row.differs), at, column)
        grid.setRowStretch(len(self.rows) + 2, 1)
        self.area_.setWidget(inside)

    @staticmethod
    def _said(number: int, side: Side) -> str:
        """`Naskah 1 · 12 Agustus 2026 10.42`; a withdrawal says so."""
        taken_back = " (ditarik)" if side.op == "withdraw" else ""
        shown = ", sedang ditampilkan" if side.shown else ""
        return f"Naskah {number}{taken_back}{shown}\n{moment(side.at)}"

    # --- choosing ----------------------------------------------------------------------------------------------------

    def _pick(self, conflict: Conflict, side: Side, _on: bool = False) -> None:
        number = next(at for at, one in enumerate(conflict.sides, 1) if one.rev_id == side.rev_id)
        question = f"Pakai naskah {number} untuk {title_of(conflict)}?"
        detail = "Pilihan ini ikut terkirim. Naskah yang lain tetap ada di riwayat."
        if not confirm(self, question, "Pakai naskah ini", detail=detail):
            return
        try:
            self._work.conflicts.choose(conflict.uid, side.rev_id)
        except RuleViolation as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self.reload()
        self.say(f"{title_of(conflict)}: naskah {number} dipakai.", Tone.GOOD, seconds=10)


def title_of(conflict: Conflict) -> str:
    """`Usulan: Paving gang`."""
    noun = RECORD_TYPES[conflict.type].noun
    noun = noun[:1].upper() + noun[1:]
    return f"{noun}: {conflict.label}" if conflict.label else noun


def _cell(text: str, *, differs: bool) -> QWidget:
    """What one version says; a difference has a mark and a ground, not colour alone."""
    holder = QFrame()
    mark(holder, "difference" if differs else "clear")
    row = QHBoxLayout(holder)
    row.setContentsMargins(SPACE_2 if differs else 0, SPACE_1, SPACE_2, SPACE_1)
    row.setSpacing(SPACE_2)
    if differs:
        sign = QLabel()
        dress(sign, "arrows-exchange", Tone.ATTENTION, 16)
        sign.setAccessibleName("berbeda")
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(words(text), 1)
    return holder
