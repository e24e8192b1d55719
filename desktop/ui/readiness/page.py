"""What would an inspector ask? Every question about one contract with its answer, and the way to what is wrong.

page.opens.emit(InspectorPage(workplace, window, contract_uid))
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.inspector import ANSWER_WORDS, SECTIONS, Answer, Question, counts
from desktop.domain.readiness import Figure
from desktop.domain.records import Contract
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, words
from desktop.ui.layouts import empty_layout
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import handle_failure
from desktop.ui.qss import mark
from desktop.ui.readiness.figures import FigureList
from desktop.ui.spj.places import Place, go_to, place_of_jump
from desktop.ui.status import Status, StatusChip

ANSWER_STATUS: Final[dict[Answer, Status]] = {
    "good": Status(ANSWER_WORDS["good"], "check", Tone.GOOD),
    "doubt": Status(ANSWER_WORDS["doubt"], "alert-triangle", Tone.ATTENTION),
    "bad": Status(ANSWER_WORDS["bad"], "circle-x", Tone.PROBLEM),
    "later": Status(ANSWER_WORDS["later"], "clock", Tone.NEUTRAL),
}
_SAID: Final = 3
"""So many sentences stand under a question; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was read for the page."""

    number: str
    questions: tuple[Question, ...]
    activities: tuple[Figure, ...]


class QuestionRow(QFrame):
    """One question: words at the left, its answer and the button at the right."""

    def __init__(self, question: Question, run: Callable[[], object] | None) -> None:
        super().__init__()
        self.question = question
        wrong = question.answer in ("bad", "doubt")
        self.title = words(question.text, "strong" if wrong else "")
        more = len(question.said) - _SAID
        said = [*question.said[:_SAID], *([f"Dan {more} lagi."] if more > 0 else [])]
        self.said = words("\n".join(said), "attention" if wrong else "small")
        self.said.setVisible(bool(said))
        self.chip = StatusChip(ANSWER_STATUS[question.answer])
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.said)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, SPACE_2, 0, SPACE_2)
        layout.setSpacing(SPACE_3)
        layout.addLayout(texts, 1)
        ends = QHBoxLayout()
        ends.setSpacing(SPACE_3)
        ends.addWidget(self.chip)
        self.button: QPushButton | None = None
        if run is not None:
            deed = run
            self.button = QPushButton("Buka")
            self.button.setAccessibleName(f"Buka: {question.text}")
            self.button.clicked.connect(lambda _checked=False: deed())
            ends.addWidget(self.button)
        layout.addLayout(ends)
        layout.setAlignment(ends, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{question.text} {ANSWER_WORDS[question.answer]}. {' '.join(said)}".strip())


class InspectorPage(Page):
    """The questions about one contract. On the kelurahan's desk it is only looked at."""

    shows = frozenset(
        {
            "d.receipt",
            "d.correction",
            "d.money_received",
            "d.money_returned",
            "d.cash_move",
            "k.disbursement",
            "d.rab",
            "d.photo",
            "d.scan",
            "d.document",
            "d.team_report",
            "d.team",
            "d.inspection",
            "d.handover",
            "d.progress",
            "d.tax_payment",
            "d.wage_list",
            "k.contract",
            "d.contract",
            "d.submission",
            "k.decision",
        }
    )

    def __init__(self, work: Workplace, window: MainWindow, contract: str) -> None:
        super().__init__("Apa yang akan ditanya pemeriksa", topic="kesiapan")
        self._work, self._window, self._contract = work, window, contract
        self.seen: _Seen | None = None
        self.rows: list[QuestionRow] = []
        self._reading = self._read_again = False
        self.summary, self.about = words("", "section"), words("", "muted")
        self.only = QCheckBox("Hanya yang perlu dilihat")
        self.only.toggled.connect(lambda _on: self._lay_out())
        head = QHBoxLayout()
        head.setSpacing(SPACE_4)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.summary)
        texts.addWidget(self.about)
        head.addLayout(texts, 1)
        head.addWidget(self.only, 0, Qt.AlignmentFlag.AlignTop)
        self.figures = FigureList()
        self._activities = Card("Kelengkapan tiap kegiatan, dari RAB sampai BAST")
        self._activities.body.addWidget(self.figures)
        self._holder = QWidget()
        mark(self._holder, "clear")
        self._inside = QVBoxLayout(self._holder)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(SPACE_4)
        self.body.setSpacing(SPACE_4)
        self.body.addLayout(head)
        self.body.addWidget(self._holder)
        self.body.addWidget(self._activities)
        self.body.addStretch(1)

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb(self.seen.number),) if self.seen is not None and self.seen.number else ()

    def reload(self) -> None:
        """Ask everything again, away from the screen's thread; a call while asking asks once more."""
        if self._reading:
            self._read_again = True
            return
        self._reading = True
        task = self._window.tasks.start("Memeriksa seluruh berkas", lambda _report: self._read())
        task.finished.connect(self._was_read)

    def _read(self) -> _Seen:
        record = self._work.records.get(self._contract)
        number = record.data.number if record is not None and isinstance(record.data, Contract) else ""
        return _Seen(
            number=f"Kontrak {number}" if number else "",
            questions=tuple(self._work.readiness.questions(self._contract)),
            activities=tuple(self._work.readiness.activities(self._contract)),
        )

    def check(self) -> list[Problem] | None:
        """F9: what is wrong or doubtful, each entry going where it is put right."""
        found: list[Problem] = []
        for row in self.rows:
            one = row.question
            if one.answer in ("bad", "doubt"):
                text = f"{one.text} {one.said[0] if one.said else ''}".strip()
                found.append(Problem(text=text, jump=self._deed(one) or row.setFocus, blocks=one.answer == "bad"))
        return found

    # --- showing -----------------------------------------------------------------------------------------------------

    def _was_read(self, result: object, error: object) -> None:
        self._reading = False
        again, self._read_again = self._read_again, False
        if isinstance(error, Exception):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        elif isinstance(result, _Seen):
            first = self.seen is None
            self.seen = result
            self.summary.setText(_summary(result.questions))
            self.about.setText(
                "Pertanyaan yang lazim pada pemeriksaan, dijawab dari data di komputer ini."
                + (f" {result.number}." if result.number else "")
            )
            wrong = any(one.answer in ("bad", "doubt") for one in result.questions)
            if first and wrong:
                self.only.setChecked(True)
            self._activities.setVisible(bool(result.activities))
            self.figures.put(result.activities)
            self._lay_out()
        if again:
            self.reload()

    def _lay_out(self) -> None:
        seen = self.seen
        if seen is None:
            return
        empty_layout(self._inside)
        self.rows = []
        for section in SECTIONS:
            mine = [one for one in seen.questions if one.section == section]
            shown = [one for one in mine if not self.only.isChecked() or one.answer in ("bad", "doubt")]
            if not shown:
                continue
            card = Card(section)
            card.body.setSpacing(0)
            for at, one in enumerate(shown):
                if at:
                    rule = QFrame()
                    mark(rule, "rule")
                    card.body.addWidget(rule)
                row = QuestionRow(one, self._deed(one))
                self.rows.append(row)
                card.body.addWidget(row)
            self._inside.addWidget(card)
        if not self.rows:
            card = Card()
            card.body.addWidget(QLabel("Tidak ada yang perlu dilihat."))
            self._inside.addWidget(card)

    def _deed(self, question: Question) -> Callable[[], object] | None:
        """Going where something is put right, None where this desk has no such place."""
        if question.answer == "good":
            return None
        place: Place | None = place_of_jump(question.jump, self._work.info.role)
        return partial(go_to, self._window, place) if place is not None else None


def _summary(found: Sequence[Question]) -> str:
    """`30 dari 36 jawaban sesuai, 2 tidak sesuai, 4 perlu dilihat`."""
    sums = counts(found)
    asked = len(found) - sums["later"]
    parts = [f"{sums['good']} dari {asked} jawaban sesuai"]
    parts += [f"{sums[key]} {ANSWER_WORDS[key].lower()}" for key in ("bad", "doubt", "later") if sums[key]]
    return ", ".join(parts)
