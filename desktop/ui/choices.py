"""Choosing one of several: up to five as buttons side by side, more in a box that filters while one types."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QCompleter, QRadioButton, QVBoxLayout, QWidget

from desktop.ui.fields import Field
from desktop.ui.flow_row import FlowRow
from desktop.ui.palette import SPACE_1, SPACE_4
from desktop.ui.qss import mark

Option = tuple[Any, str]
"""Stored value and the words shown."""

MOST_BUTTONS = 5
_AROUND = 36  # px: padding and arrow of a box


class FilterCombo(QComboBox):
    """Type to filter; the list shows what contains the letters. `free`: other words than the listed are allowed."""

    chosen = Signal(object)  # the stored value, when the user settled on one

    def __init__(self, parent: QWidget | None = None, *, free: bool = False) -> None:
        super().__init__(parent)
        self._free = free
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(8)
        self.setMinimumContentsLength(12)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        completer = QCompleter(self.model(), self)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(8)
        popup = completer.popup()
        if popup is not None:
            mark(popup, "popup")
        self.setCompleter(completer)
        edit = self.lineEdit()
        if edit is not None:
            edit.returnPressed.connect(self._settle_on_the_only_one)
        self.currentTextChanged.connect(lambda _text: self._tell_whole())
        self.activated.connect(lambda _at: self.chosen.emit(self.value()))
        completer.activated.connect(self._completed)

    def setAccessibleName(self, name: str) -> None:
        """The same for the line one types into: a screen reader asks that one too."""
        super().setAccessibleName(name)
        edit = self.lineEdit()
        if edit is not None:
            edit.setAccessibleName(name)

    def _tell_whole(self) -> None:
        """What does not fit is told under the pointer."""
        text = self.currentText()
        wide = self.fontMetrics().horizontalAdvance(text) + _AROUND > self.width()
        self.setToolTip(text if wide else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._tell_whole()

    def put(self, options: Iterable[Option]) -> None:
        """The choices, in order; what is chosen stays when it is still among them."""
        kept, typed = self.value(), self.currentText()
        blocker = QSignalBlocker(self)
        self.clear()
        for value, words in options:
            self.addItem(words, value)
        self.set_value(kept)
        if self._free and kept is None:
            self.setEditText(typed)
        blocker.unblock()

    def value(self) -> Any:
        """The stored value of the words shown; the words themselves when free; None for neither."""
        at = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
        if at >= 0:
            return self.itemData(at)
        return self.currentText().strip() or None if self._free else None

    def set_value(self, value: Any) -> None:
        at = next((row for row in range(self.count()) if self.itemData(row) == value), -1)
        self.setCurrentIndex(at)
        if at < 0:
            self.setEditText(str(value) if self._free and value else "")
        self._from_start()

    def _from_start(self) -> None:
        """Show a long choice from its beginning, not its end."""
        edit = self.lineEdit()
        if edit is not None:
            edit.home(False)
        self._tell_whole()

    @property
    def free(self) -> bool:
        return self._free

    def _completed(self, words: object) -> None:
        at = self.findText(str(words), Qt.MatchFlag.MatchFixedString)
        if at >= 0:
            self.setCurrentIndex(at)
            self.chosen.emit(self.value())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.showPopup()
            return
        before = self.currentIndex()
        super().keyPressEvent(event)
        if self.currentIndex() != before:
            self._from_start()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The list closes first: an open one swallows the news that the keyboard has left."""
        completer = self.completer()
        popup = completer.popup() if completer is not None else None
        if popup is not None:
            popup.hide()
        return super().focusNextPrevChild(forward)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # scrolling a page must not change a choice

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Leaving with a few letters that fit exactly one choice takes that choice."""
        super().focusOutEvent(event)
        self._settle_on_the_only_one()

    def _settle_on_the_only_one(self) -> None:
        """Take the one choice that contains the letters typed; with none or several nothing changes."""
        typed = self.currentText().strip().casefold()
        if not typed or self._free or self.value() is not None:
            return
        fits = [row for row in range(self.count()) if typed in self.itemText(row).casefold()]
        if len(fits) == 1:
            self.setCurrentIndex(fits[0])
            self.chosen.emit(self.value())


class ChoiceField(Field):
    """One of `options`. `value()` is the stored value, None while nothing is chosen.

    `filters`: True or False forces the box or the buttons. `free`: other words are allowed (box only).
    """

    def __init__(
        self,
        name: str,
        label: str,
        options: Sequence[Option],
        *,
        filters: bool | None = None,
        free: bool = False,
        upright: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(name, label, **more)
        as_box = free or (len(options) > MOST_BUTTONS if filters is None else filters)
        self.combo: FilterCombo | None = None
        self.buttons: list[QRadioButton] = []
        if as_box:
            self.combo = FilterCombo(free=free)
            self.combo.put(options)
            self.combo.chosen.connect(self._settled)
            editor = self.combo.lineEdit()
            if editor is not None:
                editor.textEdited.connect(self.changed)
            self._put_control(self.combo)
        else:
            self._put_control(self._make_buttons(options, upright))
            self.label.setBuddy(self.buttons[0])
        self._options = list(options)

    def _make_buttons(self, options: Sequence[Option], upright: bool) -> QWidget:
        holder = QWidget() if upright else FlowRow(gap=SPACE_4)
        mark(holder, "clear")
        holder.setAccessibleName(self.label.text())
        layout = QVBoxLayout(holder) if upright else None
        if layout is not None:
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(SPACE_1)
        group = QButtonGroup(self)
        for _, words in options:
            button = QRadioButton(words)
            button.setAccessibleDescription(self.label.text())
            button.clicked.connect(lambda _on=False: self.changed.emit())
            button.installEventFilter(self)
            group.addButton(button)
            if layout is not None:
                layout.addWidget(button)
            elif isinstance(holder, FlowRow):
                holder.add(button)
            self.buttons.append(button)
        self._group = group
        return holder

    def _settled(self, _value: object) -> None:
        self.changed.emit()
        self.validate()  # leaving the box may have completed what was typed

    def put_options(self, options: Sequence[Option]) -> None:
        """Other choices (box only), keeping what is chosen when it is still there."""
        if self.combo is None:
            raise ValueError("choices shown as buttons do not change")
        self._options = list(options)
        self.combo.put(options)

    def value(self) -> Any:
        if self.combo is not None:
            return self.combo.value()
        return next((self._options[at][0] for at, one in enumerate(self.buttons) if one.isChecked()), None)

    def set_value(self, value: Any) -> None:
        if self.combo is not None:
            blocker = QSignalBlocker(self.combo)
            self.combo.set_value(value)
            blocker.unblock()
        else:
            self._group.setExclusive(False)
            for (stored, _), button in zip(self._options, self.buttons, strict=True):
                button.setChecked(stored == value)
            self._group.setExclusive(True)
        self.clear_problem()

    def text(self) -> str:
        if self.combo is not None:
            return self.combo.currentText()
        return next((one.text() for one in self.buttons if one.isChecked()), "")

    def set_text(self, text: str) -> None:
        if self.combo is not None:
            at = self.combo.findText(text, Qt.MatchFlag.MatchFixedString)
            self.combo.setCurrentIndex(at)
            if at < 0:
                self.combo.setEditText(text)
        for button in self.buttons:
            button.setChecked(button.text() == text)

    def validate(self) -> bool:
        if self.combo is not None and not self.combo.free and not self.is_empty() and self.value() is None:
            self.set_problem(f"“{self.text().strip()}” tidak ada dalam daftar. Pilih salah satu yang tersedia.")
            return False
        return super().validate()

    def focus(self) -> None:
        if self.buttons:
            checked = next((one for one in self.buttons if one.isChecked()), self.buttons[0])
            checked.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().focus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in self.buttons and event.type() == QEvent.Type.FocusOut:
            now = self.window().focusWidget()
            if now in self.buttons:
                return False
        return super().eventFilter(watched, event)

    def set_read_only(self, fixed: bool) -> None:
        for control in (self.combo, *self.buttons):
            if control is not None:
                control.setEnabled(not fixed)
