"""Labelled fields: the label above, the helper and what is wrong below, the accessible name from the label.

Every field has `value()`, `set_value()`, `text()` (as typed, for drafts) and the signals `changed` and `left`. What is
typed is never altered silently: an unreadable field keeps its text and says what is wrong when it is left.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolTip,
    QWidget,
)

from desktop.domain.errors import RuleViolation
from desktop.ui.cards import Words
from desktop.ui.icons import dress
from desktop.ui.layouts import NarrowColumn
from desktop.ui.palette import FORM_WIDTH, SPACE_1, TextSize, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.theme import look

Check = Callable[[Any], None]
"""A rule for one field: raises RuleViolation; called with the field's value when the field is left."""


def hold(edit: QLineEdit | QPlainTextEdit, fixed: bool) -> None:
    """Let a field only be read, or written again; the style sheet looks at that once, so it is asked anew."""
    if edit.isReadOnly() == fixed:
        return
    edit.setReadOnly(fixed)
    if edit.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        edit.style().unpolish(edit)
        edit.style().polish(edit)


class Field(QWidget):
    """Base. `name`: the record's field. `width`: of the control in px, 0 fills the form column (480)."""

    changed = Signal()  # the user altered it
    left = Signal()  # the keyboard went elsewhere: the moment to write a draft

    def __init__(
        self,
        name: str,
        label: str,
        *,
        helper: str = "",
        hint: str = "",
        width: int = 0,
        check: Check | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name, self._check, self._tone = name, check, ""
        self.label = QLabel(label)
        mark(self.label, "label")
        self.helper, self._icon, self._problem = Words(helper), QLabel(), Words("")
        mark(self.helper, "small")
        if not helper:  # shown without a parent it would be a window of its own for a moment
            self.helper.hide()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._width = width
        self._layout = NarrowColumn(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_1)
        head = QHBoxLayout()
        head.setSpacing(SPACE_1)
        head.addWidget(self.label)
        if hint:
            head.addWidget(_hint_button(label, hint))
        head.addStretch(1)
        self._layout.addLayout(head)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(SPACE_1 + 2)
        self._foot.addWidget(self._icon)
        self._foot.addWidget(self._problem, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._icon.hide()
        self._problem.hide()
        # What was wrong is being mended: it is read again when the field is left.
        self.changed.connect(self.clear_problem)

    # --- for subclasses ----------------------------------------------------------------------------------------------

    def _put_control(self, control: QWidget, *beside: QWidget) -> None:
        """The control (and what stands right of it) between label and helper; the label names it."""
        self.control = control
        self.label.setBuddy(control)
        control.setAccessibleName(self.label.text())
        control.installEventFilter(self)
        self._fit_text()
        row = QHBoxLayout()
        row.setSpacing(SPACE_1)
        row.addWidget(control)
        for widget in beside:
            row.addWidget(widget)
        if self._width:
            row.addStretch(1)
        self._layout.addLayout(row)
        self._layout.addWidget(self.helper)
        self._layout.addLayout(self._foot)

    def _fit_text(self) -> None:
        """Widths grow with the text size: they are room for a number of letters."""
        larger = look().points / TextSize.NORMAL.points
        self.setMaximumWidth(round(FORM_WIDTH * larger))
        if self._width:
            self.control.setFixedWidth(round(self._width * larger))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "control"):
            self._fit_text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.FocusOut
            and isinstance(event, QFocusEvent)
            and event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
        ):
            self._focus_left()
        return super().eventFilter(watched, event)

    def _focus_left(self) -> None:
        self.validate()
        self.left.emit()

    # --- the same for every field ------------------------------------------------------------------------------------

    def value(self) -> Any:
        """The field's value; raises RuleViolation when what is typed cannot be read."""
        raise NotImplementedError

    def set_value(self, value: Any) -> None:
        """Show a stored value; does not count as a change by the user."""
        raise NotImplementedError

    def text(self) -> str:
        """As typed, for a draft."""
        raise NotImplementedError

    def set_text(self, text: str) -> None:
        """As typed earlier, from a draft."""
        raise NotImplementedError

    def is_empty(self) -> bool:
        return not self.text().strip()

    def validate(self) -> bool:
        """Read the field and its rule; says what is wrong below it. Empty is never wrong here (drafts may be)."""
        if self.is_empty():
            self.clear_problem()
            return True
        try:
            value = self.value()
            if self._check is not None:
                self._check(value)
        except RuleViolation as violation:
            self.set_problem(explain(violation))
            return False
        self.clear_problem()
        return True

    @property
    def problem(self) -> str:
        """What is said below the field, "" when nothing is wrong."""
        return self._problem.text() if self._tone else ""

    def set_problem(self, text: str, tone: Tone = Tone.PROBLEM) -> None:
        """Text and icon below the field: PROBLEM blocks, ATTENTION warns."""
        self._tone = str(tone)
        mark(self._problem, str(tone))
        dress(self._icon, "circle-x" if tone == Tone.PROBLEM else "alert-triangle", tone, 18)
        self._problem.setText(text)
        self._icon.show()
        self._problem.show()
        self.helper.hide()
        self._show_state(str(tone), text)

    def clear_problem(self) -> None:
        if self._tone:
            self._tone = ""
            self._icon.hide()
            self._problem.hide()
            self.helper.setVisible(bool(self.helper.text()))
            self._show_state("", "")

    def _show_state(self, tone: str, text: str) -> None:
        self.control.setAccessibleDescription(text)
        self.control.setProperty("problem", tone)
        self.control.style().unpolish(self.control)
        self.control.style().polish(self.control)

    def focus(self) -> None:
        """Put the cursor here."""
        self.control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(self.control, QLineEdit):
            self.control.selectAll()

    def set_read_only(self, fixed: bool) -> None:
        self.control.setEnabled(not fixed)


class TextField(Field):
    """One line of free text; `value()` is the text without spaces at the ends."""

    def __init__(self, name: str, label: str, *, placeholder: str = "", longest: int = 200, **more: Any) -> None:
        super().__init__(name, label, **more)
        self.edit = QLineEdit()
        self.edit.setMaxLength(longest)
        self.edit.setPlaceholderText(placeholder)
        self.edit.textEdited.connect(self.changed)
        self._put_control(self.edit)

    def value(self) -> Any:
        return " ".join(self.edit.text().split())

    def set_value(self, value: Any) -> None:
        self.edit.setText(str(value or ""))
        self.edit.setCursorPosition(0)
        self.clear_problem()

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)

    def set_read_only(self, fixed: bool) -> None:
        hold(self.edit, fixed)


class MultilineField(Field):
    """Several lines; `lines` is the height shown. Tab goes to the next field."""

    def __init__(self, name: str, label: str, *, lines: int = 3, longest: int = 10_000, **more: Any) -> None:
        super().__init__(name, label, **more)
        self._lines, self._longest = lines, longest
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.textChanged.connect(self._typed)
        self._quiet = False
        self._put_control(self.edit)

    def _fit_text(self) -> None:
        super()._fit_text()
        # In the look's own font: the widget's comes with its first showing, too late for the rows around it.
        self.edit.setFixedHeight(round(QFontMetrics(look().font()).lineSpacing() * (self._lines + 0.5)) + 14)

    def _typed(self) -> None:
        if not self._quiet:
            self.changed.emit()

    def value(self) -> Any:
        return self.edit.toPlainText().strip()[: self._longest]

    def set_value(self, value: Any) -> None:
        self.set_text(str(value or ""))
        self.clear_problem()

    def text(self) -> str:
        return self.edit.toPlainText()

    def set_text(self, text: str) -> None:
        self._quiet = True
        self.edit.setPlainText(text)
        self._quiet = False

    def validate(self) -> bool:
        if len(self.edit.toPlainText().strip()) > self._longest:
            self.set_problem(f"Terlalu panjang. Paling banyak {self._longest} huruf.")
            return False
        return super().validate()

    def set_read_only(self, fixed: bool) -> None:
        hold(self.edit, fixed)


class CheckField(Field):
    """A tick with its sentence beside it; `value()` is True or False."""

    def __init__(self, name: str, label: str, **more: Any) -> None:
        super().__init__(name, label, **more)
        self.box = QCheckBox(label)
        self.box.clicked.connect(lambda _on=False: self.changed.emit())
        self._put_control(self.box)
        self.label.hide()

    def value(self) -> Any:
        return self.box.isChecked()

    def set_value(self, value: Any) -> None:
        self.box.setChecked(bool(value))

    def text(self) -> str:
        return "ya" if self.box.isChecked() else ""

    def set_text(self, text: str) -> None:
        self.box.setChecked(text == "ya")


def _hint_button(label: str, hint: str) -> QPushButton:
    """The "?" beside a hard term: one sentence, by mouse and by key."""
    button = QPushButton()
    mark(button, "hint")
    dress(button, "help-circle", "focus", 18)
    button.setToolTip(hint)
    button.setAccessibleName(f"Arti {label}")
    button.setAccessibleDescription(hint)
    button.setFixedSize(28, max(24, look().row - 8))
    button.clicked.connect(
        lambda _checked=False: QToolTip.showText(button.mapToGlobal(button.rect().bottomLeft()), hint, button)
    )
    return button
