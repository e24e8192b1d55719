"""L01: set up a desk in four pages (five for a kelurahan). Enter goes on, "Sebelumnya" keeps the answers."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.clock import today as today_here
from desktop.services.desks import desk_of, found_desk
from desktop.services.workplace import Workplace
from desktop.ui.icons import dress
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.wizard.area_step import AreaStep
from desktop.ui.wizard.key_step import KeyStep
from desktop.ui.wizard.officers_step import OfficersStep
from desktop.ui.wizard.role_step import BigCard, RoleStep
from desktop.ui.wizard.step import Answers, Step
from desktop.ui.wizard.year_step import YearStep


class WizardPage(Page):
    """`founded` carries the open Workplace; `practice`: "Coba Mode Latihan"; `known`: the folder of a desk there is."""

    founded = Signal(object)
    practice = Signal()
    known = Signal(Path)

    def __init__(self, *, today: date | None = None, parent: QWidget | None = None) -> None:
        super().__init__("Persiapan Awal", parent, topic="L01")
        self.answers = Answers()
        role = RoleStep(self.answers)
        role.practice.connect(self.practice)
        self.key_step = KeyStep(self.answers, self._lay)
        self.key_step.done_changed.connect(self._show_buttons)
        self.year_step = YearStep(self.answers, today or today_here())
        self.steps: list[Step] = [
            role,
            AreaStep(self.answers),
            OfficersStep(self.answers),
            self.year_step,
            self.key_step,
        ]
        self._at = 0
        column = QVBoxLayout()
        for step in self.steps:
            step.forward.connect(self.go_on)
            column.addWidget(step)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addLayout(column, 100)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addStretch(1)
        self.back = QPushButton("Sebelumnya")
        dress(self.back, "arrow-left")
        self.back.clicked.connect(lambda _on=False: self.go_back())
        self.skip = QPushButton("Lewati")
        self.skip.clicked.connect(lambda _on=False: self._skip())
        self.next = QPushButton("Lanjut")
        mark(self.next, "primary")
        self.next.clicked.connect(lambda _on=False: self.go_on())
        self.pin(self.back, None, self.skip, self.next)
        self._show_step(0)

    # --- where we are -----------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step:
        """The page shown."""
        return self.steps[self._at]

    @property
    def _count(self) -> int:
        return 5 if self.answers.role == "kelurahan" else 4

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb(f"Langkah {self._at + 1} dari {self._count}"),)

    def _show_step(self, at: int) -> None:
        self._at = at
        for place, step in enumerate(self.steps):
            step.setVisible(place == at)
        self.problems.put([])
        self.title_changed.emit()
        self._show_buttons()
        if self.area is not None:
            self.area.verticalScrollBar().setValue(0)
        if self.isVisible():
            self.step.enter()

    def reload(self) -> None:
        self.step.enter()

    def _show_buttons(self) -> None:
        last = self._at == self._count - 1
        self.back.setVisible(self._at > 0)
        self.back.setEnabled(not self.key_step.made)
        self.skip.setVisible(self.step.skippable)
        self.next.setText("Mulai" if last else "Lanjut")
        self.next.setEnabled(self.step is not self.key_step or self.key_step.done)

    # --- going -------------------------------------------------------------------------------------------------------

    def go_on(self) -> None:
        """To the next page, or begin. Stays where something is missing."""
        if not self.next.isEnabled() or not self.step.settle() or self._known_already():
            return
        if self._at < self._count - 1:
            self._show_step(self._at + 1)
        else:
            self._begin()

    def _known_already(self) -> bool:
        """Said as soon as the area is known, not after all the other questions."""
        if not isinstance(self.step, AreaStep):
            return False
        area = self.answers.area()
        folder = desk_of(area)
        if folder is not None:
            self._say_known(RuleViolation("desk_known", "area", {"area": str(area), "folder": str(folder)}))
        return folder is not None

    def go_back(self) -> None:
        """To the page before; what was typed stays."""
        if self._at and not self.key_step.made:
            self._show_step(self._at - 1)

    def _skip(self) -> None:
        self.answers.officers = {}
        self._show_step(self._at + 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        focused = QApplication.focusWidget()
        if isinstance(focused, QPushButton | BigCard) and focused.isEnabled():
            focused.click()
        else:
            self.go_on()

    # --- the desk ----------------------------------------------------------------------------------------------------

    def _lay(self) -> Workplace:
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            return Workplace(found_desk(self.answers.area(), self.answers.year, self.answers.officers))
        finally:
            QGuiApplication.restoreOverrideCursor()

    def _begin(self) -> None:
        workplace = self.key_step.workplace
        if workplace is None:
            try:
                workplace = self._lay()
            except RuleViolation as violation:
                self._say_known(violation)
                return
            except Trouble as trouble:
                self.say(explain(trouble), Tone.PROBLEM)
                return
        self.key_step.hand_over()
        self.founded.emit(workplace)

    def _say_known(self, violation: RuleViolation) -> None:
        folder = str(violation.facts.get("folder", ""))
        if violation.code == "desk_known" and folder:
            self.say(
                explain(violation), Tone.ATTENTION, button="Buka meja itu", run=lambda: self.known.emit(Path(folder))
            )
        else:
            self.say(explain(violation), Tone.PROBLEM)

    def leave(self) -> bool:
        self.key_step.give_up()
        return True
