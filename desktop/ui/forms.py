"""Forms: fields in two blocks ("Wajib diisi", "Boleh dikosongkan"), and what they hold together.

form = Form()
must = form.section("Wajib diisi")
must.add(TextField("title", "Judul"))
must.add(DateField("date", "Tanggal"), TextField("time", "Jam", width=120))  # side by side
more = form.section("Boleh dikosongkan", folded=True)
form.draft_due.connect(...)
"""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.ui.choices import ChoiceField, FilterCombo
from desktop.ui.fields import CheckField, Field, MultilineField, TextField
from desktop.ui.icons import dress
from desktop.ui.layouts import NarrowColumn
from desktop.ui.palette import FORM_WIDTH, SPACE_3, SPACE_4, SPACE_6, TextSize
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.theme import look
from desktop.ui.value_fields import DateField, MoneyField, NumberField, QuantityField

__all__ = [
    "CheckField",
    "ChoiceField",
    "DateField",
    "Field",
    "FilterCombo",
    "Form",
    "FormSection",
    "MoneyField",
    "MultilineField",
    "NumberField",
    "QuantityField",
    "TextField",
]

DRAFT_MS = 3000
"""While typing, a draft is due at least this often (at most the last 3 s are lost)."""

REQUIRED, OPTIONAL = "Wajib diisi", "Boleh dikosongkan"


class FormSection(QWidget):
    """A block of fields under a heading; a foldable one opens with its heading."""

    def __init__(
        self, title: str, *, take: Callable[[Field], None], required: bool = False, folded: bool | None = None
    ) -> None:
        super().__init__()
        self._take = take
        self.required = required
        self.fields: list[Field] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        self._title = title
        self.fold: QPushButton | None = None
        if folded is None:
            heading = QLabel(title)
            mark(heading, "section")
            layout.addWidget(heading)
        else:
            self.fold = QPushButton(title)
            mark(self.fold, "fold")
            self.fold.setCheckable(True)
            self.fold.setChecked(not folded)
            self.fold.toggled.connect(self._show)
            layout.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._inside = QWidget()
        self._rows = QVBoxLayout(self._inside)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(SPACE_4)
        layout.addWidget(self._inside)
        self._show(not folded)

    def add(self, *fields: Field) -> None:
        """One field, or several side by side."""
        for field in fields:
            self._take(field)
            self.fields.append(field)
        if len(fields) == 1:
            self._rows.addWidget(fields[0])
        else:
            row = QHBoxLayout()
            row.setSpacing(SPACE_4)
            for field in fields:
                row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
            row.addStretch(1)
            self._rows.addLayout(row)

    def add_widget(self, widget: QWidget) -> None:
        """Anything else between the fields."""
        self._rows.addWidget(widget)

    def unfold(self) -> None:
        if self.fold is not None:
            self.fold.setChecked(True)

    def _show(self, opened: bool) -> None:
        self._inside.setVisible(opened)
        if self.fold is not None:
            dress(self.fold, "chevron-down" if opened else "chevron-right")
            self.fold.setAccessibleName(f"{self._title}, {'terbuka' if opened else 'tertutup'}")


class Form(QWidget):
    """Collects fields; knows whether the user altered something and when a draft is due."""

    changed = Signal(str)  # the field's name
    field_left = Signal(str)
    draft_due = Signal()  # 3 s after the first unsaved key, and when a field is left: write texts() now

    def __init__(self, parent: QWidget | None = None, *, width: int = FORM_WIDTH) -> None:
        super().__init__(parent)
        self._fields: dict[str, Field] = {}
        self._sections: dict[str, FormSection] = {}
        self._dirty = False
        self._unsaved = False
        self._layout = NarrowColumn(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_6)
        self._width = width
        self._fit_text()
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(DRAFT_MS)
        self._clock.timeout.connect(self._due)

    def _fit_text(self) -> None:
        self.setMaximumWidth(round(self._width * look().points / TextSize.NORMAL.points))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_width"):
            self._fit_text()

    # --- building ----------------------------------------------------------------------------------------------------

    def section(self, title: str, *, folded: bool | None = None) -> FormSection:
        """A new block; its fields are required when the title is "Wajib diisi". `folded`: None never folds."""
        section = FormSection(
            title, take=lambda field: self._take(field, section), required=title == REQUIRED, folded=folded
        )
        self._layout.addWidget(section)
        return section

    def _take(self, field: Field, section: FormSection) -> None:
        if field.name in self._fields:
            raise ValueError(f"two fields are called {field.name}")
        self._fields[field.name] = field
        self._sections[field.name] = section
        field.changed.connect(lambda: self._changed(field.name))
        field.left.connect(lambda: self._left(field.name))

    def field(self, name: str) -> Field:
        return self._fields[name]

    @property
    def names(self) -> list[str]:
        return list(self._fields)

    # --- values ------------------------------------------------------------------------------------------------------

    def values(self) -> dict[str, Any]:
        """Every readable field's value; what cannot be read is left out (see problems())."""
        values: dict[str, Any] = {}
        for name, field in self._fields.items():
            try:
                values[name] = field.value()
            except RuleViolation:
                continue
        return values

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show stored values; fields not named are emptied. Nothing counts as altered afterwards."""
        for name, field in self._fields.items():
            field.set_value(values.get(name))
        self.mark_saved()
        self._dirty = False

    def texts(self) -> dict[str, str]:
        """Every field as typed: a draft."""
        return {name: field.text() for name, field in self._fields.items()}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """A draft from earlier, over the stored values; counts as altered."""
        for name, text in texts.items():
            if name in self._fields:
                self._fields[name].set_text(text)
        self._dirty = True

    @property
    def dirty(self) -> bool:
        """Whether the user altered something since set_values()."""
        return self._dirty

    def mark_saved(self) -> None:
        """The draft was written."""
        self._unsaved = False
        self._clock.stop()

    # --- checking ----------------------------------------------------------------------------------------------------

    def problems(self, *, complete: bool = True) -> list[Problem]:
        """What cannot be read and, when `complete` is asked, which required fields are empty; marks the fields."""
        found: list[Problem] = []
        for name, field in self._fields.items():
            if not field.validate():
                found.append(Problem(text=f"{field.label.text()}: {field.problem}", jump=self._jump(name), field=name))
            elif complete and self._sections[name].required and field.is_empty():
                text = f"{field.label.text()} belum diisi."
                field.set_problem(text)
                found.append(Problem(text=text, jump=self._jump(name), field=name))
        return found

    def show_violation(self, violation: RuleViolation) -> Problem:
        """Put a refusal of a service under its field (or give it back for the list when it names none)."""
        field = self._fields.get(violation.field)
        text = explain(violation)
        if field is None:
            return Problem(text=text, field=violation.field)
        field.set_problem(text)
        return Problem(text=f"{field.label.text()}: {text}", jump=self._jump(violation.field), field=violation.field)

    def focus_first(self) -> None:
        for field in list(self._fields.values())[:1]:
            field.focus()

    def _jump(self, name: str) -> Any:
        def jump() -> None:
            self._sections[name].unfold()
            self._fields[name].focus()

        return jump

    def _changed(self, name: str) -> None:
        self._dirty = True
        self._unsaved = True
        if not self._clock.isActive():
            self._clock.start()
        self.changed.emit(name)

    def _left(self, name: str) -> None:
        self.field_left.emit(name)
        if self._unsaved:
            self._due()

    def _due(self) -> None:
        self._clock.stop()
        self._unsaved = False
        self.draft_due.emit()
