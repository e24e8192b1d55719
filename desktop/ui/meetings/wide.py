"""Fields of a meeting that may be wider than a form's column, and rows of fields that share their room."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.ui.choices import ChoiceField
from desktop.ui.fields import Field, MultilineField
from desktop.ui.forms import FormSection
from desktop.ui.palette import SPACE_4
from desktop.ui.qss import mark

_NO_LIMIT = 16777215


class WideChoice(ChoiceField):
    """Buttons side by side over the whole width."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setMaximumWidth(_NO_LIMIT)


class WideText(MultilineField):
    """Several lines, as wide as its place."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.setMaximumWidth(_NO_LIMIT)


def beside(section: FormSection, *fields: tuple[Field, int]) -> None:
    """Fields in one row of a form, each with its share of the width: nothing is cut when the text is large."""
    holder = QWidget()
    mark(holder, "clear")
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(SPACE_4)
    for field, share in fields:
        section.add(field)
        row.addWidget(field, share)
    section.add_widget(holder)
