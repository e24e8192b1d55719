"""A form's definition as fields and columns of the kit, and what they hold as the form keeps it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from desktop.domain.errors import RuleViolation
from desktop.domain.form_fields import FormField, FormTable
from desktop.domain.form_values import keep, value_of
from desktop.ui.fields import Field, MultilineField, TextField
from desktop.ui.forms import ChoiceField
from desktop.ui.grid_cells import GridColumn
from desktop.ui.value_fields import DateField, MoneyField, NumberField, QuantityField

_MOST_FITTING: Final = 6
"""A table of more columns is wider than its place: it scrolls, and its texts get a width of their own."""
_MOST_LONG: Final = 2
_WIDE: Final = 240

DOTS: Final = "Kosong = titik-titik"
"""What an empty line says: on paper it is dotted, to be written by hand."""

_SHORT: Final = frozenset({"date", "money", "number", "quantity"})
_WIDTH: Final = {"date": 190, "money": 190, "number": 110, "quantity": 130}


def field_for(blank: FormField, people: Sequence[str]) -> Field:
    """The kit's field for a blank. `people`: names to choose a person from; any other may be typed."""
    label, helper = blank.label, blank.help
    if blank.kind == "text":
        return MultilineField(blank.key, label, helper=helper, lines=2, longest=blank.room)
    if blank.kind == "date":
        return DateField(blank.key, label, helper=helper, width=_WIDTH["date"])
    if blank.kind == "money":
        return MoneyField(blank.key, label, helper=helper, width=_WIDTH["money"])
    if blank.kind == "number":
        return NumberField(blank.key, label, helper=helper, width=_WIDTH["number"], most=blank.most)
    if blank.kind == "quantity":
        return QuantityField(blank.key, label, helper=helper, width=_WIDTH["quantity"])
    if blank.kind == "choice":
        upright = max((len(words) for _, words in blank.choices), default=0) > 24
        return ChoiceField(blank.key, label, blank.choices, helper=helper, upright=upright)
    if blank.kind == "person":
        return person_field(blank.key, label, people)
    return TextField(blank.key, label, helper=helper, longest=blank.room, placeholder="" if blank.required else DOTS)


def person_field(key: str, label: str, people: Sequence[str], width: int = 0) -> ChoiceField:
    """A name: one of those who hold a post, or any other; left empty it is dotted on paper."""
    field = ChoiceField(key, label, [(name, name) for name in dict.fromkeys(people)], free=True, width=width)
    editor = field.combo.lineEdit() if field.combo is not None else None
    if editor is not None:
        editor.setMaxLength(200)
        editor.setPlaceholderText(DOTS)
    return field


def in_rows(blanks: Sequence[FormField]) -> list[list[FormField]]:
    """Short blanks that follow each other stand side by side, two at most; others have a line of their own."""
    rows: list[list[FormField]] = []
    for blank in blanks:
        if blank.kind in _SHORT and rows and len(rows[-1]) == 1 and rows[-1][0].kind in _SHORT:
            rows[-1].append(blank)
        else:
            rows.append([blank])
    return rows


def shown(blank: FormField, text: str) -> Any:
    """A kept text as the field's value."""
    value = value_of(blank, text)
    return (text or None) if blank.kind in ("choice", "person") else value


def kept(blank: FormField, value: Any) -> str:
    """A field's value as the form keeps it; money of nothing is an empty blank."""
    return "" if blank.kind == "money" and not value else keep(value)


# --- tables -------------------------------------------------------------------------------------------------------


def columns_for(table: FormTable) -> list[GridColumn]:
    """The kit's columns for a table: texts that may be long share the width that is left."""
    long = [one.key for one in table.columns if one.kind == "text"]
    if not long:
        long = [one.key for one in table.columns if one.kind == "line" and one.required][:1]
    roomy = len(table.columns) <= _MOST_FITTING and len(long) <= _MOST_LONG
    return [_column(one, wide=one.key in long, stretch=roomy and one.key in long) for one in table.columns]


def _column(blank: FormField, *, wide: bool, stretch: bool) -> GridColumn:
    title = blank.short or blank.label
    if blank.kind == "choice":
        longest = max(len(words) for _, words in blank.choices)
        return GridColumn(
            name=blank.key,
            title=title,
            kind="choice",
            options=blank.choices,
            width=min(50 + 8 * longest, 230),
        )
    if blank.kind == "number":
        return GridColumn(
            name=blank.key,
            title=title,
            kind="quantity",
            check=lambda value, _row: _whole(blank, value),
        )
    if blank.kind in ("money", "quantity", "date"):
        kinds: dict[str, Any] = {"money": "money", "quantity": "quantity", "date": "date"}
        return GridColumn(name=blank.key, title=title, kind=kinds[blank.kind])
    width = _WIDE if wide else min(max(90, 44 + 8 * len(title)), 180)
    return GridColumn(name=blank.key, title=title, stretch=stretch, longest=blank.room, width=width)


def _whole(blank: FormField, value: Any) -> None:
    if value and (not str(value).isdecimal() or int(value) > blank.most):
        raise RuleViolation("form_number", blank.key, {"label": blank.label, "limit": blank.most})


def shown_rows(table: FormTable, rows: Sequence[Mapping[str, str | int]]) -> list[dict[str, Any]]:
    """Kept rows as the grid takes them."""
    kinds = {one.key: one for one in table.columns}
    return [{key: _cell(kinds[key], cell) for key, cell in row.items() if key in kinds} for row in rows]


def _cell(blank: FormField, cell: str | int) -> Any:
    if blank.kind == "money":
        return cell if isinstance(cell, int) else int(cell) if cell.isdecimal() else 0
    return value_of(blank, str(cell)) if blank.kind == "date" else str(cell)


def kept_rows(table: FormTable, lines: Sequence[Mapping[str, Any]]) -> tuple[dict[str, str | int], ...]:
    """The grid's rows as the form keeps them: money and numbers whole, empty cells left out."""
    kinds = {one.key: one for one in table.columns}
    rows = []
    for line in lines:
        row: dict[str, str | int] = {}
        for key, blank in kinds.items():
            value = line.get(key)
            if value in (None, ""):
                continue
            if blank.kind in ("money", "number"):
                row[key] = int(value)
            else:
                row[key] = value.isoformat() if isinstance(value, date) else str(value)
        if row:
            rows.append(row)
    return tuple(rows)
