"""Beside the list: the picture of the bill one types from, or everything about the receipt chosen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.checks import CheckResult
from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.domain.receipts import Spending
from desktop.ui.cards import words
from desktop.ui.header import ElidedLabel
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3
from desktop.ui.proposals.findings import DeedFor, FindingList
from desktop.ui.qss import mark
from desktop.ui.receipts.picture import PictureFrame
from desktop.ui.receipts.words import stamp_words, weighty
from desktop.ui.status import DRAFT, Status, StatusChip

PANE_WIDTH = 340
_PICTURE = 60
"""Percent of the height that the picture keeps where it stands above the facts."""
EMPTY_HINT = "Seret foto nota ke sini, tempel (Ctrl+V), atau pilih berkasnya."
Picture = Callable[[], QImage]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the pane says about one receipt. `items`: (name, what is left of it); `spelled`: the amount in words;
    `stamp`: the meterai it needs, whole rupiah, None = not known; `tax`: what tax may be due and
    was not decided on, in a sentence."""

    spending: Spending
    status: Status
    flags: Sequence[CheckResult]
    items: Sequence[tuple[str, str]]
    spelled: str
    pictures: Sequence[Picture]
    locked: bool
    stamp: int | None = None
    tax: str = ""


class NotaPane(QFrame):
    """Signals tell the page what to do; `photo_put_away`: the place of the picture among those shown."""

    photos_chosen = Signal(list)
    photo_wanted = Signal()
    photo_put_away = Signal(int)
    photo_cut = Signal(int, int, object)
    photo_whole = Signal(int)
    edit_wanted = Signal()
    split_wanted = Signal()
    print_wanted = Signal()
    correct_wanted = Signal()
    remove_wanted = Signal()
    all_here = Signal()
    taxes_wanted = Signal()

    def __init__(self, deed_for: DeedFor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.setAccessibleName("Nota")
        self.name, self.chip = ElidedLabel(), StatusChip(DRAFT)
        mark(self.name, "strong")
        self.frame = PictureFrame()
        self.frame.view.setMinimumHeight(96)
        self.frame.chosen.connect(self.photos_chosen)
        self.frame.wanted.connect(self.photo_wanted)
        self.frame.put_away.connect(self.photo_put_away)
        self.frame.cut.connect(self.photo_cut)
        self.frame.whole.connect(self.photo_whole)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(self.name, 1)
        head.addWidget(self.chip)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addLayout(head)
        layout.addLayout(self._queue_line())
        middle = QWidget()
        mark(middle, "surface")
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom, middle)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(SPACE_2)
        self._middle.addWidget(self.frame, 1)
        self._middle.addWidget(self._facts(deed_for))
        scroll = QScrollArea()  # in the largest text a small window is too low for a picture and its tools
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumHeight(32)  # it gives way before the row above is squeezed
        scroll.setWidget(middle)
        layout.addWidget(scroll, 1)
        layout.addLayout(self._actions())
        self._alone = False
        self.shows_receipt = False
        self.set_alone(False)
        self.show_new([], waiting=0)

    def set_alone(self, alone: bool) -> None:
        """Alone it has the whole width: picture and facts side by side; else they stand one above the other."""
        self._alone = alone
        direction = QBoxLayout.Direction
        self._middle.setDirection(direction.LeftToRight if alone else direction.TopToBottom)
        self.setMinimumWidth(0 if alone else PANE_WIDTH)
        self.setMaximumWidth(16_777_215 if alone else PANE_WIDTH)
        self._room_for_facts()

    def _room_for_facts(self) -> None:
        """The facts take what they need, as far as the picture keeps its share: it is what one reads from."""
        if self._alone:
            self.facts.setMinimumSize(360, 0)
            self.facts.setMaximumSize(420, 16_777_215)
            return
        inside = self.facts.widget()
        lay = inside.layout() if inside is not None else None
        if lay is None:
            return
        wide = PANE_WIDTH - 2 * SPACE_3 - 4
        wanted = lay.totalHeightForWidth(wide) if lay.hasHeightForWidth() else lay.totalSizeHint().height()
        self.facts.setMinimumSize(0, 0)
        self.facts.setMaximumWidth(16_777_215)
        head = max(self.name.sizeHint().height(), self.chip.sizeHint().height())
        queue = 0 if self.waiting.isHidden() else self.waiting.sizeHint().height() + SPACE_2
        tools = self.frame.add.sizeHint().height() + SPACE_1
        room = self.height() - head - queue - self.edit.sizeHint().height() - tools - 6 * SPACE_2
        picture = max(self.frame.view.minimumHeight(), room * _PICTURE // 100)
        self.facts.setFixedHeight(min(wanted + 2, max(room - picture, 80)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._room_for_facts()

    def _queue_line(self) -> QHBoxLayout:
        self.waiting = words("", "small")
        self.take_all = QPushButton("Semua untuk kuitansi ini")
        mark(self.take_all, "link")
        self.take_all.clicked.connect(lambda _checked=False: self.all_here.emit())
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.waiting, 1)
        row.addWidget(self.take_all)
        return row

    def _facts(self, deed_for: DeedFor) -> QScrollArea:
        self.amount, self.spelled = words("", "section"), words("", "small")
        self.paper, self.items, self.stamp = words("", "muted"), words(""), words("", "attention")
        self.was, self.tax = words("", "muted"), words("", "attention")
        self.taxes = QPushButton("Putuskan pajaknya")
        mark(self.taxes, "link")
        self.taxes.setToolTip("Terima atau tolak saran pajak (Ctrl+J)")
        self.taxes.clicked.connect(lambda _checked=False: self.taxes_wanted.emit())
        self.flags = FindingList(deed_for)
        inside = QWidget()
        mark(inside, "surface")
        body = QVBoxLayout(inside)
        body.setContentsMargins(0, 0, SPACE_1, 0)
        body.setSpacing(SPACE_1)
        for widget in (self.amount, self.paper, self.tax, self.flags, self.items, self.was, self.stamp, self.spelled):
            body.addWidget(widget)
        body.insertWidget(body.indexOf(self.tax) + 1, self.taxes, 0, Qt.AlignmentFlag.AlignLeft)
        body.addStretch(1)
        self.facts = QScrollArea()
        self.facts.setWidgetResizable(True)
        self.facts.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.facts.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.facts.setWidget(inside)
        return self.facts

    def _actions(self) -> QHBoxLayout:
        self.edit = self._button("Ubah", "pencil", self.edit_wanted.emit, "Ubah kuitansi ini di baris isian (Enter)")
        self.correct = self._button("Betulkan…", "pencil", self.correct_wanted.emit, "Buat pembetulan kuitansi ini")
        self.divide = self._button("Bagi…", "calculator", self.split_wanted.emit, "Bagi ke item lain (Ctrl+Shift+S)")
        self.paper_button = self._button("Cetak", "printer", self.print_wanted.emit, "Cetak kuitansi ini (Ctrl+P)")
        self.remove = self._button("", "trash", self.remove_wanted.emit, "Hapus kuitansi ini")
        mark(self.remove, "square-quiet")
        row = QHBoxLayout()
        row.setSpacing(SPACE_1)
        for button in (self.edit, self.correct, self.divide, self.paper_button):
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.remove)
        return row

    @staticmethod
    def _button(text: str, icon: str, run: Callable[[], object], tip: str) -> QPushButton:
        button = QPushButton(text)
        mark(button, "quiet")
        dress(button, icon, size=18)
        button.setToolTip(tip)
        button.setAccessibleName(text.rstrip("…") or tip)
        button.clicked.connect(lambda _checked=False: run())
        return button

    # --- contents ----------------------------------------------------------------------------------------------------

    def show_new(
        self, pictures: Sequence[Picture], *, waiting: int, title: str = "Nota kuitansi baru", stored: int = 0
    ) -> None:
        """The pictures that will belong to what is being typed. `waiting`: bills behind them, one a receipt; `stored`:
        so many of the first lie with it already."""
        self.shows_receipt = False
        self.name.put(title)
        self.chip.hide()
        self.frame.put(pictures, hint=EMPTY_HINT, stored=stored)
        self.waiting.setText(f"{waiting} foto menunggu kuitansi berikutnya")
        self.waiting.setVisible(waiting > 0)
        self.take_all.setVisible(waiting > 0)
        self.facts.hide()
        for button in (self.edit, self.correct, self.divide, self.paper_button, self.remove):
            button.hide()

    def show_receipt(self, shown: Shown) -> None:
        """Everything about a receipt."""
        data, one = shown.spending.data, shown.spending
        self.shows_receipt = True
        self.name.put(data.payee or data.description or "Kuitansi")
        self.chip.put(shown.status)
        self.chip.show()
        self.waiting.hide()
        self.take_all.hide()
        self.frame.put(shown.pictures, hint="Foto nota belum ada.", kept=shown.locked, stored=len(shown.pictures))
        self.amount.setText(format_rupiah(data.amount))
        self.spelled.setText(f"{shown.spelled[:1].upper()}{shown.spelled[1:]}")
        parts = [data.number, format_day(data.date) if data.date else "", f"nota {data.note}" if data.note else ""]
        self.paper.setText(" · ".join(part for part in parts if part))
        lines = [f"{name}, {left}" if left else name for name, left in shown.items]
        if data.description and not any(name.startswith(data.description) for name, _ in shown.items):
            lines.insert(0, data.description)
        self.items.setText("\n".join(dict.fromkeys(lines)))
        self.items.setVisible(bool(lines))
        self.was.setText(_was(one))
        self.was.setVisible(one.corrected)
        self.stamp.setText(stamp_words(shown.stamp))
        self.stamp.setVisible(bool(self.stamp.text()))
        self.tax.setText(shown.tax)
        self.tax.setVisible(bool(shown.tax))
        self.taxes.setVisible(bool(shown.tax))
        self.flags.put(weighty(shown.flags))
        self.facts.show()
        self.facts.verticalScrollBar().setValue(0)
        self._room_for_facts()
        corrects = shown.locked or one.corrected
        self.edit.setVisible(not corrects)
        self.divide.setVisible(not corrects)
        self.remove.setVisible(not corrects)
        self.correct.setVisible(corrects)
        self.paper_button.show()


def _was(one: Spending) -> str:
    """What a corrected receipt said before."""
    if not one.corrected:
        return ""
    first = one.original
    kept = [format_rupiah(first.amount), first.payee, f"nota {first.note}" if first.note else ""]
    return "Semula: " + ", ".join(part for part in kept if part) + ". Naskah lama tetap tersimpan."
