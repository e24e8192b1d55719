"""Beside the list: what the chosen record or paper is, its printed papers, and where the paper lies."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.areas import parse_area
from desktop.domain.money import format_rupiah
from desktop.services.search import FoundEntry
from desktop.services.search_texts import GROUPS
from desktop.ui.archive.listing import day_of, stands
from desktop.ui.cards import words
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4
from desktop.ui.qss import mark
from desktop.ui.status import StatusChip

_NOTHING = "Pilih satu baris untuk melihat isinya dan letak naskahnya."


class ArchivePane(QFrame):
    """`reprint`: a paper is wanted again (an entry). `moved`: another place for the paper was written."""

    reprint = Signal(object)
    moved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.one: FoundEntry | None = None
        self.title, self.facts, self.hint = words("", "section"), words(""), words(_NOTHING, "muted")
        self.facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._chip_row = QVBoxLayout()
        self._chip: StatusChip | None = None
        self.papers_label = QLabel("Naskah yang pernah dicetak")
        mark(self.papers_label, "strong")
        self._papers = QVBoxLayout()
        self._papers.setSpacing(SPACE_1)
        self.paper_buttons: list[QPushButton] = []
        self.place_label = QLabel("&Letak naskah (map, rak)")
        mark(self.place_label, "label")
        self.place = QLineEdit()
        self.place.setMaxLength(200)
        self.place.setPlaceholderText("misalnya: map biru, lemari RT")
        self.place_label.setBuddy(self.place)
        self.place.setAccessibleName("Letak naskah")
        self.place.editingFinished.connect(self._place_written)
        self._place_before = ""
        inside = QWidget()
        mark(inside, "clear")
        body = QVBoxLayout(inside)
        body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        body.setSpacing(SPACE_2)
        body.addWidget(self.hint)
        body.addWidget(self.title)
        body.addLayout(self._chip_row)
        body.addWidget(self.facts)
        body.addWidget(self.place_label)
        body.addWidget(self.place)
        body.addWidget(self.papers_label)
        body.addLayout(self._papers)
        body.addStretch(1)
        area = QScrollArea()
        mark(area, "surface")
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.addWidget(area)
        self.put(None, (), "")

    def put(self, one: FoundEntry | None, papers: Sequence[FoundEntry], place: str) -> None:
        """Show an entry, the papers printed of it (newest first), and where they lie."""
        self.one = one
        self.hint.setVisible(one is None)
        for label in (self.title, self.facts):
            label.setVisible(one is not None)
        shelved = one is not None and not one.removed
        self.place_label.setVisible(shelved)
        self.place.setVisible(shelved)
        self._show_chip(one)
        self._show_papers(papers)
        self._place_before = place
        self.place.setText(place)
        if one is None:
            return
        self.title.setText(one.title)
        lines = [GROUPS[one.kind], f"Tahun {one.year}, {parse_area(one.area).short_name}"]
        lines += [f"Nomor {one.number}"] if one.number else []
        lines += [part for part in (day_of(one), format_rupiah(one.amount) if one.amount else "") if part]
        extra = [part for part in one.detail.split(" · ") if part and part not in (*lines, one.number, place)]
        self.facts.setText("\n".join([*lines, *extra]))

    def _show_chip(self, one: FoundEntry | None) -> None:
        if self._chip is not None:
            self._chip_row.removeWidget(self._chip)
            self._chip.deleteLater()
            self._chip = None
        status = stands(one) if one is not None else None
        if status is not None:
            self._chip = StatusChip(status)
            self._chip_row.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignLeft)

    def _show_papers(self, papers: Sequence[FoundEntry]) -> None:
        for button in self.paper_buttons:
            self._papers.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.paper_buttons = []
        for paper in papers[:12]:
            button = QPushButton(paper.number or paper.title)
            dress(button, "printer")
            button.setToolTip(f"Cetak lagi: {paper.title}, {day_of(paper)}")
            button.setAccessibleName(f"Cetak lagi {paper.title} {paper.number}, {day_of(paper)}")
            button.clicked.connect(partial(self._wanted, paper))
            self._papers.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.paper_buttons.append(button)
        self.papers_label.setVisible(bool(self.paper_buttons))

    def _wanted(self, paper: FoundEntry, _checked: bool = False) -> None:
        self.reprint.emit(paper)

    def _place_written(self) -> None:
        text = " ".join(self.place.text().split())
        if self.one is not None and text != self._place_before:
            self._place_before = text
            self.moved.emit(text)
