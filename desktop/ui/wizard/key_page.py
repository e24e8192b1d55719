"""The kelurahan's key by itself: for a desk whose first start was broken off before the key was made."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.services.workplace import Workplace
from desktop.ui.page import Page
from desktop.ui.qss import mark
from desktop.ui.wizard.key_step import KeyStep
from desktop.ui.wizard.step import Answers


class KeyPage(Page):
    """Laid over the page before; "Selesai" returns there."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(KeyStep.question, parent, topic="L01")
        self.step = KeyStep(Answers(role="kelurahan", code=workplace.info.office), lambda: workplace)
        self.step.hand_over()
        self.step.done_changed.connect(self._show)
        self.body.addWidget(self.step, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addStretch(1)
        self.finish = QPushButton("Selesai")
        mark(self.finish, "primary")
        self.finish.clicked.connect(lambda _on=False: self.closes.emit())
        self.pin(None, self.finish)
        self._show()

    def _show(self) -> None:
        self.finish.setEnabled(self.step.done)
