"""One page of the wizard, and the answers it fills in."""

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.domain.areas import Area, Role, kelurahan_area, pokmas_area, rt_area
from desktop.ui.cards import words
from desktop.ui.palette import SPACE_3

COLUMN = 760
"""The widest a wizard's column gets (logical px)."""


@dataclass
class Answers:
    """What was answered so far; going back keeps it. `officers`: position → name."""

    role: Role = "rt"
    code: str = ""
    rw: str = ""
    rt: str = ""
    group: str = ""
    officers: dict[str, str] = field(default_factory=dict)
    year: int = 0

    def area(self) -> Area:
        """Whose desk this becomes. Raises RuleViolation: area_code, number_1_to_99."""
        if self.role == "rt":
            return rt_area(self.code, self.rw, self.rt)
        return pokmas_area(self.code, self.group) if self.role == "pokmas" else kelurahan_area(self.code)


class Step(QWidget):
    """Base. `question`: above the column; `lead`: a line below it. `skippable`: may be left as it is."""

    question, lead = "", ""
    skippable = False
    forward = Signal()  # the answer is given: go on

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self.answers = answers
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(SPACE_3)
        self.setMaximumWidth(COLUMN)
        title = words(self.question, "title")
        self.column.addWidget(title)
        if self.lead:
            self.column.addWidget(words(self.lead, "muted"))

    def enter(self) -> None:
        """Shown now: fit what earlier answers change, put the cursor into the first field."""

    def settle(self) -> bool:
        """Take over what was typed. False stays here; what is missing is said at its field."""
        return True
