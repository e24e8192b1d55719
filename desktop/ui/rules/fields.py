"""The field a figure is typed into: percent, rupiah, a count, a month, a tick or words."""

from typing import Any, Final

from PySide6.QtCore import Qt

from desktop.domain.dates import MONTH_NAMES
from desktop.domain.money import format_percent, parse_percent
from desktop.domain.rulesheet_edit import Figure, Value
from desktop.domain.rulesheet_words import MECHANISMS
from desktop.ui.choices import Option
from desktop.ui.forms import CheckField, ChoiceField, Field, MoneyField, NumberField, TextField
from desktop.ui.value_fields import LineField

_MONTHS: Final[list[Option]] = [(number, name) for number, name in enumerate(MONTH_NAMES, 1)]
_WAYS: Final[list[Option]] = [("", "Belum diketahui"), *MECHANISMS.items()]
_MOST: Final = {"day": 31, "years": 99, "people": 10_000, "count": 100_000}
WIDTH: Final = 190
"""Of the column of new values at the normal text size, logical px."""


class PercentField(LineField):
    """A share in hundredths of a percent ("12,5 %" is 1250); None when empty."""

    def __init__(self, name: str, label: str, **more: Any) -> None:
        super().__init__(name, label, **more)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def value(self) -> Any:
        return None if self.is_empty() else parse_percent(self.edit.text())

    def set_value(self, value: Any) -> None:
        self.edit.setText("" if value is None else format_percent(int(value)))
        self.clear_problem()

    def _show(self, value: Any) -> str:
        return format_percent(value)


def field_for(figure: Figure) -> Field:
    """An empty field for a figure; what stands beside it names it, so its own label is hidden."""
    path, label = figure.path, figure.label
    field: Field
    if figure.unit == "rupiah":
        field = MoneyField(path, label, width=WIDTH, placeholder="tanpa batas")
    elif figure.unit == "percent":
        field = PercentField(path, label, width=WIDTH, placeholder="tanpa batas")
    elif figure.unit == "month":
        field = ChoiceField(path, label, _MONTHS, filters=True, width=WIDTH)
    elif figure.unit == "mechanism":
        field = ChoiceField(path, label, _WAYS, filters=True, width=WIDTH)
    elif figure.unit == "flag":
        field = CheckField(path, label)
        field.box.setText("Ya")
        field.box.setAccessibleName(label)
    elif figure.unit == "text":
        field = TextField(path, label, longest=500)
    else:
        most = _MOST[figure.unit]
        least = 1 if figure.unit == "day" else 0
        field = NumberField(path, label, width=WIDTH, least=least, most=most)
    field.label.hide()
    return field


def typed_value(field: Field) -> Value:
    """What stands in a figure's field, None for a limit left empty. Raises RuleViolation when it cannot be read."""
    if not isinstance(field, (CheckField, TextField)) and field.is_empty():
        return None
    value: Value = field.value()
    return value
