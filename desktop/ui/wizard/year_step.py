"""Page 4: which budget year, and what is known of its rules. Said plainly, and never in the way."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from desktop.services.rules import KnownYear, bundled_sheet, bundled_years
from desktop.ui.cards import Card, words
from desktop.ui.palette import SPACE_1
from desktop.ui.qss import mark
from desktop.ui.rules.view import SheetDialog
from desktop.ui.wizard.step import Answers, Step

FIRST_PLUS_YEAR = 2021
"""The first budget year of Prodamas Plus (Perwali Kediri 23/2020)."""

NO_RULES = "Belum ada aturan. Boleh dilanjutkan; batas dana belum bisa diperiksa sampai kelurahan mengirim aturannya."


@dataclass(frozen=True, slots=True)
class Choice:
    """A year to choose. `known` None: no rules are known of it."""

    year: int
    known: KnownYear | None

    @property
    def sentence(self) -> str:
        """What is known of the year's rules."""
        if self.known is None:
            return NO_RULES
        count = len(self.known.gaps)
        rest = f" {count} hal belum diketahui." if count else ""
        return f"Aturan sudah ada: {self.known.name}.{rest}"


def choices(today: date) -> list[Choice]:
    """This year and the next, then the years with rules, newest first."""
    known = {one.year: one for one in bundled_years()}
    years = [today.year, today.year + 1, *sorted(known.keys() - {today.year, today.year + 1}, reverse=True)]
    return [Choice(year, known.get(year)) for year in years]


class YearStep(Step):
    """Radio buttons; under each what is known, and on request what is not."""

    question = "Tahun anggaran mana yang dikerjakan?"
    lead = "Usulan yang dibahas tahun ini biasanya untuk tahun anggaran berikutnya."

    def __init__(self, answers: Answers, today: date) -> None:
        super().__init__(answers)
        self._group = QButtonGroup(self)
        self.buttons: dict[int, QRadioButton] = {}
        card, older = Card(), []
        for choice in choices(today):
            row = self._row(choice)
            card.body.addWidget(row)
            if choice.year < FIRST_PLUS_YEAR:
                older.append(row)
        if older:
            card.body.addWidget(self._fold(older), 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(card)
        answers.year = answers.year or today.year

    def _fold(self, rows: list[QWidget]) -> QPushButton:
        """The years of the earlier programme: only old papers are looked up in them."""
        self.older = QPushButton("Tahun sebelum 2021 (Prodamas lama)")
        mark(self.older, "link")
        self.older.setCheckable(True)
        for row in rows:
            row.hide()
            row.setEnabled(False)  # or the arrow keys would choose a year nobody sees
            self.older.toggled.connect(row.setVisible)
            self.older.toggled.connect(row.setEnabled)
        return self.older

    def _row(self, choice: Choice) -> QWidget:
        row = QWidget()
        mark(row, "clear")
        layout = QVBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        button = QRadioButton(f"Tahun {choice.year}")
        button.setAccessibleDescription(choice.sentence)
        button.clicked.connect(lambda _on=False, year=choice.year: self._choose(year))
        self._group.addButton(button)
        self.buttons[choice.year] = button
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        below = QVBoxLayout()
        below.setContentsMargins(30, 0, 0, 0)
        below.setSpacing(SPACE_1)
        sentence = words(choice.sentence, "small")
        said = QHBoxLayout()
        said.addWidget(sentence)
        below.addLayout(said)
        if choice.known is not None:
            sentence.setWordWrap(False)
            show = QPushButton("Lihat")
            show.setAccessibleDescription(f"Aturan tahun {choice.year}, juga yang belum diketahui")
            mark(show, "link")
            show.clicked.connect(lambda _checked=False, year=choice.year: self.show_rules(year))
            said.addWidget(show)
            said.addStretch(1)
        layout.addLayout(below)
        return row

    def show_rules(self, year: int) -> None:
        """What the year's rules say, and what is not known of them."""
        SheetDialog(bundled_sheet(year), year, self).exec()

    def _choose(self, year: int) -> None:
        self.answers.year = year

    def enter(self) -> None:
        button = self.buttons.get(self.answers.year) or next(iter(self.buttons.values()))
        button.setChecked(True)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def settle(self) -> bool:
        self.answers.year = next(year for year, button in self.buttons.items() if button.isChecked())
        return True
