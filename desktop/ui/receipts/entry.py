"""The row one types a receipt into: the fields in the order of the paper, Enter goes on, Enter at the end saves."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.dates import day_within, format_day, parse_day
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah, parse_money
from desktop.domain.records import Receipt, Split
from desktop.domain.typed import tidy
from desktop.ui.cards import words
from desktop.ui.forms import DRAFT_MS
from desktop.ui.header import ElidedLabel
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.receipts.pick import Choice, PickEdit, RecallEdit
from desktop.ui.strip import TONE_ICONS, announce
from desktop.ui.theme import look
from desktop.ui.value_fields import day_to_offer, today_here

ORDER: Final = ("date", "item", "payee", "note", "description", "amount", "photo")
TITLES: Final[dict[str, str]] = {
    "date": "Tanggal",
    "item": "Item RAB",
    "payee": "Penerima",
    "note": "No. nota",
    "description": "Uraian",
    "amount": "Jumlah",
    "photo": "Foto nota",
}
Said = tuple[Tone, str, str, Callable[[], object] | None]
"""Something worth saying while typing: tone, sentence, and a button with what it does."""

_LOOK_MS = 150
_WIDE = 1060
"""From this width of the row (logical px) the button "Simpan" stands in it, below it else; Enter saves anyway."""


class EntryRow(QFrame):
    """Types one receipt. `remembered`: payees, and descriptions for an item (key), written before.

    `altered`: something stands in it that was not there before (a moment after typing); `draft_due`: write `texts()`
    now. `save_wanted`, `split_wanted`, `photo_wanted`: by key or button. `given_up`: Esc. `picture_pasted`: the
    clipboard holds one. `entered`: the keyboard came into it.
    """

    altered = Signal()
    draft_due = Signal()
    save_wanted = Signal()
    split_wanted = Signal()
    photo_wanted = Signal()
    given_up = Signal()
    picture_pasted = Signal()
    entered = Signal()

    def __init__(
        self,
        payees: Callable[[], Sequence[str]],
        descriptions: Callable[[tuple[str, ...] | None], Sequence[str]],
        *,
        year: int | None = None,
        today: Callable[[], datetime.date] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`year`: the budget year; in another than today's no day is offered, and a day without a year is of it."""
        super().__init__(parent)
        mark(self, "card")
        self.setAccessibleName("Baris isian kuitansi")
        self._year = year
        self._today = today or today_here
        self._base = Receipt()
        self._splits: tuple[Split, ...] = ()
        self._own_words = False
        self._offered: tuple[str, ...] | None = None
        self.above: Callable[[], Receipt | None] = lambda: None
        self.last_day: datetime.date | None = None
        """Of the paper typed before: a pile of them mostly is of one day. None: today, while its year runs."""
        self.date, self.item = QLineEdit(), PickEdit()
        self.payee = RecallEdit(payees)
        self.note = QLineEdit()
        self.description = RecallEdit(lambda: descriptions(self._key()))
        self.amount, self.photo = QLineEdit(), QPushButton("Foto")
        self.controls: dict[str, QWidget] = {
            "date": self.date,
            "item": self.item,
            "payee": self.payee,
            "note": self.note,
            "description": self.description,
            "amount": self.amount,
            "photo": self.photo,
        }
        self._build()
        self._look_clock, self._draft_clock = QTimer(self), QTimer(self)
        for clock, pause, signal in (
            (self._look_clock, _LOOK_MS, self.altered),
            (self._draft_clock, DRAFT_MS, self.draft_due),
        ):
            clock.setSingleShot(True)
            clock.setInterval(pause)
            clock.timeout.connect(signal)
        self._connect()
        self.clear()

    # --- building ----------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.labels: dict[str, QLabel] = {}
        fields = QHBoxLayout()
        fields.setSpacing(SPACE_2)
        stretch = {"item": 13, "payee": 10, "description": 10}
        for name in ORDER:
            control, label = self.controls[name], QLabel(TITLES[name])
            mark(label, "label")
            label.setBuddy(control)
            control.setAccessibleName(TITLES[name])
            control.installEventFilter(self)
            self.labels[name] = label
            cell = QVBoxLayout()
            cell.setSpacing(SPACE_1 - 1)
            cell.addWidget(label)
            cell.addWidget(control)
            fields.addLayout(cell, stretch.get(name, 0))
        self.date.setPlaceholderText("17/8")
        self.item.setPlaceholderText("Ketik nama barang")
        self.payee.setPlaceholderText("Nama toko")
        self.amount.setPlaceholderText("1,5 jt")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for edit, longest in ((self.payee, 200), (self.note, 200), (self.description, 500)):
            edit.setMaxLength(longest)
        self.photo.setToolTip("Spasi memilih foto nota, Enter menyimpan kuitansi")
        self.photo.setAccessibleDescription("Spasi memilih foto nota, Enter menyimpan kuitansi")
        self.save = QPushButton("Simpan")
        mark(self.save, "primary")
        self.save.setToolTip("Simpan kuitansi ini (Enter di kolom terakhir, atau Ctrl+Enter)")
        self.save.clicked.connect(lambda _checked=False: self.save_wanted.emit())
        self._end = end = QVBoxLayout()
        end.setSpacing(SPACE_1 - 1)
        end.addStretch(1)
        end.addWidget(self.save)
        fields.addLayout(end)
        self.mode = words("", "attention")
        self.mode.hide()
        self.left, self.stamp, self.spelled = QLabel(), QLabel(), words("", "small")
        for label, kind in ((self.left, "small"), (self.stamp, "attention")):
            mark(label, kind)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self._over = QLabel()
        dress(self._over, "alert-triangle", Tone.PROBLEM, 18)
        self._over.hide()
        self.spelled.setWordWrap(False)
        self.spelled.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.split = QPushButton("Bagi ke beberapa item")
        mark(self.split, "inline")
        self.split.setToolTip("Bagi kuitansi ini ke beberapa item RAB (Ctrl+Shift+S)")
        self.split.clicked.connect(lambda _checked=False: self.split_wanted.emit())
        self._foot = foot = QHBoxLayout()
        foot.setSpacing(SPACE_4)
        start = QHBoxLayout()
        start.setSpacing(SPACE_1)
        start.addWidget(self._over)
        start.addWidget(self.left)
        foot.addLayout(start)
        foot.addWidget(self.stamp)
        foot.addWidget(self.spelled, 1)
        foot.addWidget(self.split)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_1)
        layout.setSpacing(SPACE_1)
        layout.addWidget(self.mode)
        layout.addLayout(fields)
        layout.addLayout(foot)
        self._sayings = QVBoxLayout()
        self._sayings.setSpacing(SPACE_1)
        layout.addLayout(self._sayings)
        self._said: list[tuple[Tone, str, str]] = []
        self._widths()

    def _widths(self) -> None:
        """Days, bill numbers and money are never cut."""
        metrics = QFontMetrics(look().font())
        for name, widest in (("date", "28 September 2026"), ("note", "0000000"), ("amount", "Rp000.000.000")):
            self.controls[name].setFixedWidth(metrics.horizontalAdvance(widest) + 28)
        self.photo.setFixedWidth(metrics.horizontalAdvance("Foto nota") + 30)

    def _connect(self) -> None:
        for name in ("date", "payee", "note", "description", "amount"):
            edit = self.controls[name]
            if isinstance(edit, QLineEdit):
                edit.textEdited.connect(lambda _text, at=name: self._typed(at))
        self.item.textEdited.connect(lambda _text: self._typed("item"))
        self.item.picked.connect(self._picked)
        self.photo.clicked.connect(lambda _checked=False: self.photo_wanted.emit())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "save"):
            self._widths()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self._end if self.width() >= _WIDE else self._foot
        if wanted.indexOf(self.save) < 0:
            wanted.addWidget(self.save)

    # --- what is said below ------------------------------------------------------------------------------------------

    def say(self, left: str, spelled: str, sayings: Sequence[Said], *, over: bool = False, stamp: int = 0) -> None:
        """What is left of the item (`over`: less than nothing), the amount in words, the duty stamp (whole rupiah), and
        what to look at, the weightiest first."""
        self.left.setText(left)
        self.left.setVisible(bool(left))
        mark(self.left, "problem" if over else "small")
        self._over.setVisible(over)
        self.stamp.setText(f"Pakai meterai {format_rupiah(stamp)}" if stamp else "")
        self.stamp.setVisible(bool(stamp))
        self.spelled.setText(f"{spelled[:1].upper()}{spelled[1:]}")
        self.spelled.setToolTip(self.spelled.text())
        told = [(tone, text, button) for tone, text, button, _ in sayings]
        if told == self._said:
            return
        self._said = told
        empty_layout(self._sayings)
        for tone, text, button, run in sayings:
            self._sayings.addWidget(_Saying(tone, text, button, run))
        if sayings:
            announce(self, sayings[0][1])

    @property
    def said(self) -> list[str]:
        """The sentences shown now."""
        return [text for _, text, _ in self._said]

    # --- contents ----------------------------------------------------------------------------------------------------

    def clear(self, *, keep_item: bool = False) -> None:
        """An empty row for the next paper: the day typed last, and with `keep_item` the item used last, while
        something is left of it."""
        key = self._key() if keep_item else None
        self.fill(Receipt(date=self.last_day or self._offered_day()))
        if key is not None:
            self.item.choose(key)
            self._name_it()
        self._offered = key
        self._drop_spent()
        self.set_mode("")

    def _offered_day(self) -> datetime.date | None:
        today = self._today()
        return today if self._year is None else day_to_offer(self._year, today)

    def fill(self, receipt: Receipt) -> None:
        """Show this receipt; it counts as not altered."""
        self._offered = None
        self._base = receipt
        self._splits = receipt.splits if len(receipt.splits) > 1 else ()
        first = receipt.splits[0] if receipt.splits else None
        self.date.setText(format_day(receipt.date) if receipt.date else "")
        if self._splits:
            self._show_splits()
        else:
            self.item.choose((first.rab, first.line) if first else None)
        self.payee.setText(receipt.payee)
        self.note.setText(receipt.note)
        self.description.setText(receipt.description)
        self.amount.setText(format_rupiah(receipt.amount) if receipt.amount else "")
        for edit in (self.date, self.payee, self.note, self.description):
            edit.setCursorPosition(0)
        self._own_words = bool(receipt.description)
        for name in ORDER:
            self._mark_problem(name, "")
        self._look_clock.stop()
        self._draft_clock.stop()

    def put_items(self, choices: Sequence[Choice]) -> None:
        """The items that can be chosen."""
        self.item.put(choices)
        if self._splits:
            self._show_splits()
        self._drop_spent()

    def _drop_spent(self) -> None:
        """The item used last is offered again only while something is left of it, and nobody chose it."""
        choice = self.item.choice
        if choice is not None and choice.spent and choice.key == self._offered and self.is_empty:
            self.item.choose(None)
            self.description.clear()
        if not self.is_empty:
            self._offered = None

    def set_mode(self, text: str) -> None:
        """What this row does, when it is not a new receipt ("Mengubah …")."""
        self.mode.setText(text)
        self.mode.setVisible(bool(text))
        self.save.setText("Simpan")

    def set_photos(self, count: int) -> None:
        """How many pictures lie with it."""
        self.photo.setText(f"{count} foto" if count else "Foto")
        dress(self.photo, "check" if count else "camera", size=18)
        self.photo.setAccessibleName(f"Foto nota: {count} foto" if count else "Foto nota: belum ada")

    def receipt(self) -> Receipt:
        """What stands in the row; what cannot be read is empty. One item bears the whole amount."""
        amount = self._amount() or 0
        splits = self._splits
        choice = self.item.choice
        if not splits and choice is not None:
            rab, line = choice.key
            splits = (Split(rab=rab, line=line, amount=amount),)
        return replace(
            self._base,
            date=self._day(),
            payee=tidy(self.payee.text()),
            note=tidy(self.note.text()),
            description=tidy(self.description.text()),
            amount=amount,
            splits=splits,
        )

    def set_splits(self, splits: tuple[Split, ...]) -> None:
        """Share the receipt over these items; a single one is shown by name."""
        self._splits = splits if len(splits) > 1 else ()
        if self._splits:
            self._show_splits()
        else:
            self.item.choose((splits[0].rab, splits[0].line) if splits else None)
        self._typed("splits")

    def _show_splits(self) -> None:
        self.item.choose(None)
        self.item.setText(f"Dibagi ke {len(self._splits)} item")
        self.item.setCursorPosition(0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing of a paper was typed yet (day, item and the item's name alone are not)."""
        return not self._own_words and not any(tidy(edit.text()) for edit in (self.payee, self.note, self.amount))

    @property
    def altered_from_base(self) -> bool:
        """Whether it says something else than what it was filled with."""
        return self.receipt() != self._base or bool(self.problems())

    def texts(self) -> dict[str, str]:
        """As typed, for a draft."""
        found = {name: edit.text() for name, edit in self.controls.items() if isinstance(edit, QLineEdit)}
        key = self._key()
        return {**found, "item": "\t".join(key) if key else ""}

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """A draft from earlier."""
        for name, edit in self.controls.items():
            if name != "item" and isinstance(edit, QLineEdit):
                edit.setText(str(texts.get(name, "")))
                edit.setCursorPosition(0)  # the beginning of a long name is what one reads
        parts = str(texts.get("item", "")).split("\t")
        self.item.choose((parts[0], parts[1]) if len(parts) == 2 else None)
        choice = self.item.choice
        self._own_words = tidy(self.description.text()) not in ("", choice.text if choice else "")
        self._look_clock.start()

    # --- reading -----------------------------------------------------------------------------------------------------

    def _key(self) -> tuple[str, ...] | None:
        choice = self.item.choice
        return choice.key if choice is not None else None

    def _day(self) -> datetime.date | None:
        text = self.date.text()
        try:
            return parse_day(text, self._today(), year=self._year) if tidy(text) else None
        except RuleViolation:
            return None

    def _amount(self) -> int | None:
        text = self.amount.text()
        try:
            return parse_money(text) if tidy(text) else 0
        except RuleViolation:
            return None

    def problems(self) -> list[tuple[str, str]]:
        """(field, sentence) of what cannot be read, in the order of the row."""
        found: list[tuple[str, str]] = []
        for name, read in (("date", self._read_day), ("item", self._read_item), ("amount", self._read_amount)):
            problem = read()
            if problem:
                found.append((name, problem))
        return found

    def _read_day(self) -> str:
        try:
            if tidy(self.date.text()):
                parse_day(self.date.text(), self._today(), year=self._year)
        except RuleViolation as violation:
            return explain(violation)
        return ""

    def _read_item(self) -> str:
        typed = tidy(self.item.text())
        if self._splits or not typed or (self.item.choice is not None and typed == tidy(self.item.choice.text)):
            return ""
        if self.item.is_open:
            return ""  # still choosing
        return f"Item “{typed}” tidak ada dalam RAB. Ketik beberapa huruf, lalu pilih dari daftar."

    def _read_amount(self) -> str:
        try:
            if tidy(self.amount.text()):
                parse_money(self.amount.text())
        except RuleViolation as violation:
            return explain(violation)
        return ""

    def _mark_problem(self, name: str, text: str) -> None:
        control = self.controls[name]
        tone = "problem" if text else ""
        control.setAccessibleDescription(text)
        if control.property("problem") != tone:
            control.setProperty("problem", tone)
            control.style().unpolish(control)
            control.style().polish(control)

    def show_problem(self, name: str, text: str) -> None:
        """Mark a field and put the cursor there."""
        self._mark_problem(name, text)
        self.go(name)

    # --- moving ------------------------------------------------------------------------------------------------------

    def go(self, name: str) -> None:
        """Put the cursor into a field, its text marked."""
        control = self.controls[name]
        control.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(control, QLineEdit):
            control.selectAll()

    def _name_of(self, watched: QObject) -> str:
        return next((name for name, control in self.controls.items() if control is watched), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        name = self._name_of(watched)
        if not name:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._own_key(event):
            event.accept()
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(name, event)
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        if event.type() == QEvent.Type.FocusOut:
            self._left(name)
            if isinstance(watched, QLineEdit):
                watched.setCursorPosition(0)  # the beginning of a long name is what one reads
        return super().eventFilter(watched, event)

    @staticmethod
    def _own_key(event: QKeyEvent) -> bool:
        """Ctrl+D copies from above here, whatever a menu means by it; Ctrl+V takes a picture, when it is one."""
        if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
            return False
        return event.key() == Qt.Key.Key_D or (event.key() == Qt.Key.Key_V and clipboard_picture())

    def _pressed(self, name: str, event: QKeyEvent) -> bool:
        key, modifiers = event.key(), event.modifiers()
        if self._own_key(event):
            if key == Qt.Key.Key_D:
                self._copy_above(name)
            else:
                self.picture_pasted.emit()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if name == "item" and self.item.is_open:
                self.item.keyPressEvent(event)
            self._left(name)
            if modifiers & Qt.KeyboardModifier.ControlModifier or name == ORDER[-1]:
                self.save_wanted.emit()
            elif modifiers & Qt.KeyboardModifier.ShiftModifier:
                self.go(ORDER[max(ORDER.index(name) - 1, 0)])
            else:
                self._enter_goes_on(name)
            return True
        if key == Qt.Key.Key_Escape and not (name == "item" and self.item.is_open):
            self.given_up.emit()
            return True
        alt = bool(modifiers & Qt.KeyboardModifier.AltModifier)
        if name == "date" and alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            today = self._today()
            day = self._day() or (today if self._year is None else day_within(self._year, today))
            self.date.setText(format_day(day + datetime.timedelta(days=1 if key == Qt.Key.Key_Up else -1)))
            self._typed("date")
            return True
        return False

    def _enter_goes_on(self, name: str) -> None:
        """Not past a field that cannot be read: it says why and keeps the cursor."""
        for field, text in self.problems():
            if field == name:
                self.show_problem(name, text)
                self.altered.emit()
                return
        self.go(ORDER[ORDER.index(name) + 1])

    def _copy_above(self, name: str) -> None:
        above = self.above()
        if above is None:
            return
        keep = self.receipt()
        if name == "date":
            self.date.setText(format_day(above.date) if above.date else "")
        elif name == "item":
            self.set_splits(above.splits if len(above.splits) == 1 else keep.splits)
        elif name == "amount":
            self.amount.setText(format_rupiah(above.amount))
        elif name in ("payee", "note", "description"):
            edit = self.controls[name]
            if isinstance(edit, QLineEdit):
                edit.setText(str(getattr(above, name)))
        self._typed(name)

    def _left(self, name: str) -> None:
        """Tidy what was typed when the cursor leaves it."""
        if name == "item" and not self._splits:
            self.item.settle()
        if name == "date" and (day := self._day()) is not None:
            self.date.setText(format_day(day))
        if name == "amount" and (amount := self._amount()):
            self.amount.setText(format_rupiah(amount))
        self._mark_problem(name, dict(self.problems()).get(name, ""))
        if self._draft_clock.isActive():
            self._draft_clock.stop()
            self.draft_due.emit()

    def _typed(self, name: str) -> None:
        if name == "description":
            self._own_words = bool(tidy(self.description.text()))
        if name == "item":
            self._splits = ()
        if name in TITLES:
            self._mark_problem(name, "")
        self._look_clock.start()
        if not self._draft_clock.isActive():
            self._draft_clock.start()

    def _picked(self, key: object) -> None:
        self._offered = None
        if key is not None:
            self._name_it()
        self._typed("splits")

    def _name_it(self) -> None:
        """The item's name is what was paid for, until other words are written."""
        choice = self.item.choice
        if choice is not None and not self._own_words:
            self.description.setText(choice.text)
            self.description.setCursorPosition(0)


class _Saying(QWidget):
    """One sentence with its icon, on one line; the whole of it in the tooltip where it is cut."""

    def __init__(self, tone: Tone, text: str, button: str, run: Callable[[], object] | None) -> None:
        super().__init__()
        icon, label = QLabel(), ElidedLabel()
        dress(icon, TONE_ICONS[tone], tone, 18)
        mark(label, str(tone))
        label.put(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 2)
        row.setSpacing(SPACE_2)
        row.addWidget(icon)
        row.addWidget(label, 1)
        if button and run is not None:
            link, deed = QPushButton(button), run
            mark(link, "inline")
            link.setAccessibleDescription(text)
            link.clicked.connect(lambda _checked=False: deed())
            row.addWidget(link)


def clipboard_picture() -> bool:
    """Whether the clipboard holds a picture and no text."""
    data = QGuiApplication.clipboard().mimeData()
    return data.hasImage() and not data.hasText()
