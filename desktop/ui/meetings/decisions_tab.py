"""Catatan & keputusan: what was decided as rows, the candidates of form K, notes, and the residents who sign."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.money import format_rupiah
from desktop.domain.records import Beneficiary, Meeting
from desktop.services.workplace import Workplace
from desktop.ui.icons import dress
from desktop.ui.meetings.grids import CandidateGrid, DecisionGrid, MeetingGrid, as_line
from desktop.ui.meetings.pick_residents import PickResidents
from desktop.ui.meetings.wide import WideText
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4
from desktop.ui.problem_list import Problem
from desktop.ui.qss import mark
from desktop.ui.segments import Segments

ListKind = Literal["jkn", "bansos"]
_PARTS: Final = ("Keputusan", "Penerima JKN", "Penerima bansos")
_LOW = 430
"""Below this height (logical px) notes and signers are folded away at first."""


class DecisionsTab(QWidget):
    """Three grids over notes and signers. `propose`: "Jadikan usulan" was pressed, with places among the decisions
    (empty: all that have none)."""

    edited = Signal()
    propose = Signal(tuple)

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self._work, self._fixed, self._asks = work, False, True
        self._proposed: dict[str, str] = {}
        self.decisions = DecisionGrid(self._names, splits=self._splits)
        self.candidates: dict[ListKind, CandidateGrid] = {
            "jkn": CandidateGrid("Calon penerima iuran JKN", self._names, goods=False),
            "bansos": CandidateGrid("Calon penerima bansos", self._names, goods=True),
        }
        self.grids: tuple[MeetingGrid, ...] = (self.decisions, *self.candidates.values())
        self.parts = Segments(enumerate(_PARTS), "Bagian yang ditampilkan")
        self.parts.picked.connect(self.show_part)
        self.propose_button = QPushButton("Jadikan usulan")
        dress(self.propose_button, "clipboard-list")
        self.propose_button.clicked.connect(lambda _checked=False: self.propose.emit(self.decisions.chosen()))
        self.all_button = QPushButton("Jadikan semua usulan")
        self.all_button.clicked.connect(lambda _checked=False: self.propose.emit(()))
        self.pick_button = QPushButton("Tambah dari warga…")
        dress(self.pick_button, "user-plus")
        self.pick_button.clicked.connect(lambda _checked=False: self.pick())
        self.sum = QLabel()
        mark(self.sum, "strong")
        top = QHBoxLayout()
        top.setSpacing(SPACE_2)
        top.addWidget(self.parts)
        top.addStretch(1)
        for button in (self.pick_button, self.all_button, self.propose_button):
            top.addWidget(button)
        self.stack = QStackedWidget()
        for grid in self.grids:
            self.stack.addWidget(grid)
            grid.rows.edited.connect(self._edited)
        self.decisions.selectionModel().selectionChanged.connect(lambda *_: self._show_buttons())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, SPACE_3, 0, SPACE_2)
        layout.setSpacing(SPACE_3)
        layout.addLayout(top)
        layout.addWidget(self.stack, 1)
        layout.addLayout(self._foot())
        layout.addWidget(self._below())
        self._show_below(True)
        self._was_low = False

    def _foot(self) -> QHBoxLayout:
        self.fold = QPushButton("Catatan dan wakil warga")
        mark(self.fold, "fold")
        self.fold.setCheckable(True)
        self.fold.setChecked(True)
        self.fold.toggled.connect(self._show_below)
        row = QHBoxLayout()
        row.addWidget(self.fold)
        row.addStretch(1)
        row.addWidget(self.sum)
        return row

    def _below(self) -> QWidget:
        self.notes = WideText("notes", "Catatan jalannya rapat", lines=3)
        self.witnesses = WideText(
            "witnesses", "Wakil warga yang menandatangani berita acara", lines=3, helper="Satu baris satu nama."
        )
        for field in (self.notes, self.witnesses):
            field.setMaximumWidth(16777215)
            field.changed.connect(self.edited)
        self.below = QWidget()
        mark(self.below, "clear")
        row = QHBoxLayout(self.below)
        row.setContentsMargins(0, 0, 0, SPACE_2)
        row.setSpacing(SPACE_4)
        row.addWidget(self.notes, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.witnesses, 2, Qt.AlignmentFlag.AlignTop)
        return self.below

    def _show_below(self, shown: bool) -> None:
        self.fold.setChecked(shown)
        dress(self.fold, "chevron-down" if shown else "chevron-right")
        self.fold.setAccessibleName(f"Catatan dan wakil warga, {'terbuka' if shown else 'tertutup'}")
        self.below.setVisible(shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low = self.height() < _LOW
        if low != self._was_low:
            self._was_low = low
            self._show_below(not low)

    # --- contents ----------------------------------------------------------------------------------------------------

    def put(
        self, meeting: Meeting, proposed: Mapping[str, str], lists: Mapping[ListKind, Sequence[Beneficiary]]
    ) -> None:
        """Show a meeting's decisions, lists, notes and signers."""
        self._proposed = dict(proposed)
        self.decisions.put(meeting.decisions, proposed)
        for kind, grid in self.candidates.items():
            grid.put(lists.get(kind, ()))
        self.notes.set_value(meeting.notes)
        self.witnesses.set_value("\n".join(meeting.witnesses))
        self._say_sum()

    def set_proposed(self, proposed: Mapping[str, str]) -> None:
        """Which decisions have become usulan, when nothing is being typed here."""
        if dict(proposed) != self._proposed:
            self._proposed = dict(proposed)
            self.decisions.put(self.decisions.decisions(), proposed)
            self._say_sum()

    def set_asks(self, asks: bool) -> None:
        """Whether this kind of meeting makes usulan and lists of candidates."""
        self._asks = asks
        for at, button in self.parts.buttons.items():
            button.setVisible(asks or at == 0)
        if not asks and self.parts.key:
            self.show_part(0)
        self._show_buttons()

    def entry(self) -> dict[str, Any]:
        """The fields of a meeting as they stand here."""
        names = (line.strip()[:200] for line in self.witnesses.text().splitlines())
        return {
            "decisions": self.decisions.decisions(),
            "notes": self.notes.value(),
            "witnesses": tuple(name for name in names if name),
        }

    def draft(self) -> dict[str, Any]:
        """What stands here, as typed."""
        return {
            "decisions": self.decisions.draft(),
            "jkn": self.candidates["jkn"].draft(),
            "bansos": self.candidates["bansos"].draft(),
            "notes": self.notes.text(),
            "witnesses": self.witnesses.text(),
        }

    def put_draft(self, draft: Mapping[str, Any]) -> None:
        """A draft from earlier."""
        for name, grid in (("decisions", self.decisions), *self.candidates.items()):
            lines = draft.get(name)
            if isinstance(lines, list):
                grid.put_draft(lines)
        self.notes.set_text(str(draft.get("notes", "")))
        self.witnesses.set_text(str(draft.get("witnesses", "")))
        self._say_sum()

    def problems(self) -> list[Problem]:
        """Every cell that cannot be read, each entry jumping to it."""
        return [
            Problem(text=problem.text, jump=self._jump_to(part, problem), field=problem.field)
            for part, grid in enumerate(self.grids)
            for problem in grid.problems()
        ]

    def _jump_to(self, part: int, problem: Problem) -> Any:
        def jump() -> None:
            self.show_part(part)
            if problem.jump is not None:
                problem.jump()

        return jump

    def set_fixed(self, fixed: bool) -> None:
        """The meeting is locked."""
        self._fixed = fixed
        for grid in self.grids:
            grid.set_fixed(fixed)
        self.notes.set_read_only(fixed)
        self.witnesses.set_read_only(fixed)
        self._show_buttons()

    # --- showing -----------------------------------------------------------------------------------------------------

    def show_part(self, at: int) -> None:
        """Decisions, JKN or bansos."""
        self.parts.choose(at)
        self.stack.setCurrentIndex(at)
        self._show_buttons()
        self._say_sum()

    def focus(self, where: str = "") -> None:
        """The keyboard into the grid shown, or into the signers ("witnesses")."""
        if where == "witnesses":
            self._show_below(True)
            self.witnesses.focus()
        else:
            self.show_part(0)
            self.decisions.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self._say_sum()
        self._show_buttons()
        self.edited.emit()

    def _show_buttons(self) -> None:
        on_decisions = self.stack.currentIndex() == 0
        may = on_decisions and self._asks and not self._fixed
        decisions = self.decisions.decisions() if may else ()
        waiting = [at for at, one in enumerate(decisions) if one.text.strip() and one.uid not in self._proposed]
        chosen = [at for at in (self.decisions.chosen() if may else ()) if at in waiting]
        self.pick_button.setVisible(not on_decisions and not self._fixed)
        self.propose_button.setVisible(may)
        self.propose_button.setEnabled(bool(chosen))
        self.propose_button.setText(f"Jadikan {len(chosen)} usulan" if len(chosen) > 1 else "Jadikan usulan")
        self.propose_button.setToolTip("" if chosen else "Pilih dahulu baris keputusan yang belum menjadi usulan.")
        self.all_button.setVisible(may and len(waiting) > 1)
        self.all_button.setText(f"Jadikan semua usulan ({len(waiting)})")

    def _say_sum(self) -> None:
        part = self.stack.currentIndex()
        grid = self.grids[part]
        count, total = len(grid.rows.lines()), grid.rows.total()
        noun = "keputusan" if part == 0 else "orang"
        self.sum.setText(f"{count} {noun}, {format_rupiah(total)}" if count else "")
        counts = [len(one.rows.lines()) for one in self.grids]
        for at, (name, many) in enumerate(zip(_PARTS, counts, strict=True)):
            self.parts.put_text(at, f"{name} ({many})" if many else name)

    # --- candidates --------------------------------------------------------------------------------------------------

    def pick(self) -> None:
        """Residents onto the list shown."""
        grid = self.stack.currentWidget()
        if not isinstance(grid, CandidateGrid) or self._fixed:
            return
        there = {(one.name, one.nik) for one in grid.candidates()}
        rows = [row for row in self._work.residents.rows() if (row.data.name, row.data.nik) not in there]
        dialog = PickResidents(rows, "Tambah dari warga", self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            grid.append([as_line(one) for one in self._work.meetings.candidates(dialog.chosen)])

    def _names(self) -> list[str]:
        return [row.data.name for row in self._work.residents.rows()]

    def _splits(self) -> bool:
        sheet = self._work.rules.sheet()
        return bool(sheet and sheet.splits_infrastructure)
