"""The fields of a resident that know their numbers: digits only, doubts said below without blocking."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.people import check_nik
from desktop.domain.residents import MARKS
from desktop.ui.fields import Field, TextField
from desktop.ui.palette import SPACE_6, Tone
from desktop.ui.qss import mark

Doubt = Callable[[str], str]
"""The sentence about a number that may stay but should be looked at, "" for none."""


class DigitsField(TextField):
    """A number kept as text (NIK, No. KK): spaces and points may be typed. Other signs cannot be read (`code`)."""

    def __init__(self, name: str, label: str, code: str, doubt: Doubt, **more: Any) -> None:
        super().__init__(name, label, longest=40, **more)
        self._code, self._doubt = code, doubt

    def value(self) -> Any:
        digits = "".join(sign for sign in self.edit.text() if sign not in " .-'")
        if digits and (not digits.isdecimal() or not digits.isascii() or len(digits) > 20):
            raise RuleViolation(self._code, self.name)
        return digits

    def validate(self) -> bool:
        fine = super().validate()
        if fine and not self.is_empty():
            digits = str(self.value())
            self.edit.setText(digits)
            doubt = self._doubt(digits)
            if doubt:
                self.set_problem(doubt, Tone.ATTENTION)
        return fine


def doubt_about_nik(digits: str) -> str:
    """What check_nik finds, as a sentence."""
    codes = check_nik(digits)
    return sentence(codes[0]) if codes else ""


def doubt_about_household(digits: str) -> str:
    """A KK number has 16 digits."""
    return sentence("household_length") if len(digits) != 16 else ""


class MarksField(Field):
    """Ticks for what the register marks; those that follow from the age are fixed once the age is known."""

    BY_AGE = ("lansia", "pemuda")

    def __init__(self, name: str, label: str, **more: Any) -> None:
        super().__init__(name, label, **more)
        holder = QWidget()
        mark(holder, "clear")
        holder.setAccessibleName(label)
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_6)
        grid.setVerticalSpacing(0)
        self.boxes: dict[str, QCheckBox] = {}
        self._others: tuple[str, ...] = ()
        for at, word in enumerate(MARKS):
            box = QCheckBox(word[:1].upper() + word[1:])
            box.clicked.connect(lambda _on=False: self.changed.emit())
            box.installEventFilter(self)
            grid.addWidget(box, at // 2, at % 2)
            self.boxes[word] = box
        grid.setColumnStretch(2, 1)
        self._put_control(holder)
        self.label.setBuddy(self.boxes[MARKS[0]])

    def show_age(self, marks: Sequence[str], *, known: bool) -> None:
        """Tick what the age says, and let nobody tick otherwise; free again when the age is not known."""
        for word in self.BY_AGE:
            box = self.boxes[word]
            box.setEnabled(not known)
            if known:
                box.setChecked(word in marks)

    def value(self) -> Any:
        # What follows from the age is not stored: it would be wrong a year later.
        ticked = (word for word, box in self.boxes.items() if box.isChecked() and box.isEnabled())
        return (*ticked, *self._others)

    def set_value(self, value: Any) -> None:
        found = tuple(value or ())
        self._others = tuple(word for word in found if word not in self.boxes)
        for word, box in self.boxes.items():
            box.setEnabled(True)
            box.setChecked(word in found)
        self.clear_problem()

    def text(self) -> str:
        return ",".join(word for word, box in self.boxes.items() if box.isChecked())

    def set_text(self, text: str) -> None:
        ticked = text.split(",")
        for word, box in self.boxes.items():
            box.setChecked(word in ticked)

    def is_empty(self) -> bool:
        return not self.value()
