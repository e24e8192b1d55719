"""Fields for money, days and numbers: read as people write, shown as the rules say, when the field is left."""

import datetime
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QDate, QEvent, QLocale, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QColor, QKeyEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QLabel, QLineEdit, QVBoxLayout

from desktop.domain.dates import day_within, format_day, parse_day
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_quantity, format_rupiah, parse_money, parse_quantity
from desktop.ui.fields import Field, hold
from desktop.ui.icons import colour_of, dress
from desktop.ui.palette import SPACE_2, Tone
from desktop.ui.qss import mark
from desktop.ui.theme import look


def today_here() -> datetime.date:
    """The day on this computer's calendar."""
    return datetime.datetime.now(tz=datetime.UTC).astimezone().date()


def day_to_offer(year: int, today: datetime.date | None = None) -> datetime.date | None:
    """Today while the budget year runs, else None: what is typed later for a past year did not happen today."""
    day = today or today_here()
    return day if day.year == year else None


class LineField(Field):
    """Base of the one-line fields below: the text is tidied when the field is left, if it can be read."""

    def __init__(self, name: str, label: str, *, placeholder: str = "", width: int = 220, **more: Any) -> None:
        super().__init__(name, label, width=width, **more)
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(placeholder)
        self.edit.textEdited.connect(self.changed)
        self._put_control(self.edit)

    def _show(self, value: Any) -> str:
        return str(value)

    def text(self) -> str:
        return self.edit.text()

    def set_text(self, text: str) -> None:
        self.edit.setText(text)

    def validate(self) -> bool:
        fine = super().validate()
        if fine and not self.is_empty():
            self.edit.setText(self._show(self.value()))
        return fine

    def set_read_only(self, fixed: bool) -> None:
        hold(self.edit, fixed)


class MoneyField(LineField):
    """Whole rupiah. `value()` is an int, 0 when empty. `words`: amounts as words, shown below from `words_from`."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        words: Callable[[int], str] | None = None,
        words_from: int = 1_000_000,
        **more: Any,
    ) -> None:
        super().__init__(name, label, **more)
        self._words, self._words_from = words, words_from
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.spelled = QLabel()
        self.spelled.setWordWrap(True)
        mark(self.spelled, "small")
        self.spelled.hide()
        self._layout.addWidget(self.spelled)
        self.edit.textChanged.connect(self._spell)

    def value(self) -> Any:
        return 0 if self.is_empty() else parse_money(self.edit.text())

    def set_value(self, value: Any) -> None:
        self.edit.setText(format_rupiah(int(value)) if value else "")
        self.clear_problem()

    def _show(self, value: Any) -> str:
        return format_rupiah(value)

    def _spell(self) -> None:
        if self._words is None:
            return
        try:
            amount = self.value()
        except RuleViolation:
            amount = 0
        large = amount >= self._words_from
        spelled = self._words(amount) if large else ""
        self.spelled.setText(f"{spelled[:1].upper()}{spelled[1:]}")
        self.spelled.setVisible(large)


class QuantityField(LineField):
    """A quantity as stored ("12.5"), shown with a comma; "" when empty."""

    def __init__(self, name: str, label: str, *, width: int = 120, **more: Any) -> None:
        super().__init__(name, label, width=width, **more)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def value(self) -> Any:
        return parse_quantity(self.edit.text())

    def set_value(self, value: Any) -> None:
        self.edit.setText(format_quantity(str(value or "")))
        self.clear_problem()

    def _show(self, value: Any) -> str:
        return format_quantity(value)


class NumberField(LineField):
    """A whole number from `least` to `most`; None when empty."""

    def __init__(
        self, name: str, label: str, *, least: int = 0, most: int = 100_000, width: int = 96, **more: Any
    ) -> None:
        super().__init__(name, label, width=width, **more)
        self._least, self._most = least, most
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def value(self) -> Any:
        typed = self.edit.text().strip()
        return int(typed) if typed.isdecimal() and len(typed) < 10 else None

    def set_value(self, value: Any) -> None:
        self.edit.setText("" if value is None else str(value))
        self.clear_problem()

    def validate(self) -> bool:
        if self.is_empty():
            self.clear_problem()
            return True
        number = self.value()
        if number is None or not self._least <= number <= self._most:
            self.set_problem(f"Tulis angka {self._least} sampai {self._most}.")
            return False
        return super().validate()


_WIDEST_DAY = 190  # logical px: "30 September 2022" beside the calendar's button


class DateField(LineField):
    """A day; None when empty. Alt+↑/↓ step one day, Alt+Enter or the button opens a small calendar.

    `year`: a budget year: a day outside it warns, and one typed without a year is of it. `today`: the clock, given by
    tests.
    """

    def __init__(
        self,
        name: str,
        label: str,
        *,
        year: int | None = None,
        today: Callable[[], datetime.date] = today_here,
        **more: Any,
    ) -> None:
        if more.get("width"):
            more["width"] = max(more["width"], _WIDEST_DAY)
        super().__init__(name, label, **more)
        self._year, self._today = year, today
        opener = QAction("Pilih dari kalender", self.edit)
        dress(opener, "calendar", "muted", 18)
        opener.triggered.connect(self.open_calendar)
        self.edit.addAction(opener, QLineEdit.ActionPosition.TrailingPosition)
        self._popup: QFrame | None = None

    def set_year(self, year: int | None) -> None:
        self._year = year

    def value(self) -> Any:
        return None if self.is_empty() else parse_day(self.edit.text(), self._today(), year=self._year)

    def set_value(self, value: Any) -> None:
        self.edit.setText(format_day(value) if value is not None else "")
        self.clear_problem()

    def _show(self, value: Any) -> str:
        return format_day(value)

    def validate(self) -> bool:
        fine = super().validate()
        day = self.value() if fine else None
        if day is not None and self._year is not None and day.year != self._year and not self.problem:
            text = f"Tanggal ini di luar tahun anggaran {self._year}. Boleh dilanjutkan bila memang benar."
            self.set_problem(text, Tone.ATTENTION)
        return fine

    def step(self, days: int) -> None:
        """From the day shown, or from today when there is none (in another year than the budget's: from its edge)."""
        try:
            day = self.value() or self._near()
        except RuleViolation:
            return
        self._take(day + datetime.timedelta(days=days))

    def _near(self) -> datetime.date:
        today = self._today()
        return today if self._year is None else day_within(self._year, today)

    def _take(self, day: datetime.date) -> None:
        self.edit.setText(format_day(day))
        self.validate()
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.control and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.step(1 if event.key() == Qt.Key.Key_Up else -1)
                return True
            if alt and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.open_calendar()
                return True
        return super().eventFilter(watched, event)

    def open_calendar(self) -> None:
        """A month to pick from; Esc closes it."""
        popup = QFrame(self, Qt.WindowType.Popup)
        mark(popup, "popup-window")
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget()
        calendar.setLocale(QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setAccessibleName(f"Kalender {self.label.text()}")
        self._colour_weekend(calendar)
        try:
            shown = self.value() or self._near()
        except RuleViolation:
            shown = self._near()
        calendar.setSelectedDate(QDate(shown.year, shown.month, shown.day))

        def picked(day: QDate) -> None:
            popup.close()
            self._take(datetime.date(day.year(), day.month(), day.day()))
            self.edit.setFocus()

        calendar.activated.connect(picked)
        calendar.clicked.connect(picked)
        inside = QVBoxLayout(popup)
        inside.setContentsMargins(SPACE_2, SPACE_2, SPACE_2, SPACE_2)
        inside.addWidget(calendar)
        popup.adjustSize()
        self._place(popup)
        popup.show()
        calendar.setFocus()
        self._popup = popup

    @staticmethod
    def _colour_weekend(calendar: QCalendarWidget) -> None:
        """Qt's red cannot be read in the dark; ours can, and Saturdays are days like others."""
        for day, role in ((Qt.DayOfWeek.Saturday, "text"), (Qt.DayOfWeek.Sunday, Tone.PROBLEM)):
            style = QTextCharFormat()
            style.setForeground(QColor(colour_of(role, look().roles)))
            calendar.setWeekdayTextFormat(day, style)
        calendar.setMinimumSize(look().row * 9, look().row * 8)

    def _place(self, popup: QFrame) -> None:
        """Below the field; above it where the screen ends."""
        corner = self.edit.mapToGlobal(QPoint(0, self.edit.height() + 4))
        free = self.edit.screen().availableGeometry()
        if corner.y() + popup.height() > free.bottom():
            corner.setY(self.edit.mapToGlobal(QPoint(0, 0)).y() - popup.height() - 4)
        corner.setX(min(corner.x(), free.right() - popup.width()))
        popup.move(max(corner.x(), free.left()), max(corner.y(), free.top()))
