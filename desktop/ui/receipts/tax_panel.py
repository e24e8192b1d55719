"""The taxes of one receipt: what is bought and from whom, then one card per tax that could fall on it."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.money import format_rupiah
from desktop.domain.records import Receipt, Record
from desktop.domain.taxes import OBJECT_NAMES
from desktop.services.taxes import TaxView
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.forms import ChoiceField, Field, TextField
from desktop.ui.header import ElidedLabel
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.receipts.tax_card import TaxCard
from desktop.ui.strip import Message
from desktop.ui.theme import look

WIDTH: Final = 420
"""Of the panel beside the list at normal text size, logical px."""

_NPWP_MS: Final = 600
_VAT: Final = (("", "Belum tahu"), ("yes", "Ya"), ("no", "Bukan"))
_HINT_VAT: Final = "PKP (pengusaha kena pajak) memberi faktur pajak. Toko kecil biasanya bukan PKP."


class TaxPanel(QFrame):
    """`said`: a Message. `altered`: uid, receipt before and after. `stepped`: -1 the receipt before, 1 the next."""

    said = Signal(object)
    altered = Signal(str, object, object)
    stepped = Signal(int)

    def __init__(self, work: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.setAccessibleName("Pajak kuitansi")
        self._work = work
        self._view: TaxView | None = None
        self._typed = False
        self.cards: list[TaxCard] = []
        self._head = self._make_head()
        self._form = self._make_form()
        self._cards = QWidget()
        mark(self._cards, "surface")
        self._list = QVBoxLayout(self._cards)
        self._list.setContentsMargins(0, 0, SPACE_1, 0)
        self._list.setSpacing(SPACE_2)
        self._inside = QWidget()
        mark(self._inside, "surface")
        self._middle = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._inside)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(SPACE_3)
        self._middle.addWidget(self._form)
        self._middle.addWidget(self._cards, 1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self._inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_3, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addLayout(self._head)
        layout.addWidget(self.area, 1)
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.setInterval(0)
        self._fitting.timeout.connect(self._fit)
        for widget in (self.area.viewport(), self._inside, self._cards):
            widget.installEventFilter(self)
        self.set_alone(False)
        self.put(None)

    # --- building ----------------------------------------------------------------------------------------------------

    def _make_head(self) -> QHBoxLayout:
        self.name, self.paper = ElidedLabel(), words("", "muted")
        mark(self.name, "strong")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.name)
        texts.addWidget(self.paper)
        row = QHBoxLayout()
        row.setSpacing(SPACE_1)
        row.addLayout(texts, 1)
        self.before = self._step_button("chevron-left", "Kuitansi sebelumnya", -1)
        self.after = self._step_button("chevron-right", "Kuitansi berikutnya", 1)
        for button in (self.before, self.after):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _step_button(self, icon: str, name: str, step: int) -> QPushButton:
        button = QPushButton()
        mark(button, "square")
        dress(button, icon, size=18)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda _on=False: self.stepped.emit(step))
        return button

    def _make_form(self) -> QWidget:
        """What is bought, from whom; each change is kept at once and the advice follows."""
        box = QWidget()
        mark(box, "surface")
        self.thing = ChoiceField("tax_object", "Yang dibeli", list(OBJECT_NAMES.items()), filters=True, width=200)
        self.vat = ChoiceField("payee_vat", "Penjual PKP?", _VAT, hint=_HINT_VAT)
        self.payee = ChoiceField("payee_class", "Golongan penerima", [], filters=True, width=300)
        self.npwp = TextField("payee_npwp", "NPWP penerima", width=165, longest=20, placeholder="Kosong: tidak ada")
        self.thing.changed.connect(self._thing_chosen)
        self.vat.changed.connect(lambda: self._say(vat=str(self.vat.value() or "")))
        self.payee.changed.connect(self._payee_chosen)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_NPWP_MS)
        self._clock.timeout.connect(self._npwp_typed)
        self.npwp.changed.connect(self._clock.start)
        self.npwp.left.connect(self._npwp_left)
        lay = QVBoxLayout(box)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.setSpacing(SPACE_2)
        self._first = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._first.setSpacing(SPACE_3)
        self._first.addWidget(self.thing, 0, Qt.AlignmentFlag.AlignTop)
        self._first.addWidget(self.npwp, 0, Qt.AlignmentFlag.AlignTop)
        self._first.addStretch(1)
        lay.addLayout(self._first)
        lay.addWidget(self.payee)
        lay.addWidget(self.vat)
        lay.addStretch(1)
        return box

    def set_alone(self, alone: bool) -> None:
        """Alone it has the whole width: the questions beside the cards; else they stand above them."""
        direction = QBoxLayout.Direction
        self._middle.setDirection(direction.LeftToRight if alone else direction.TopToBottom)
        self._middle.setSpacing(SPACE_4 if alone else SPACE_3)
        self._first.setDirection(direction.TopToBottom if alone else direction.LeftToRight)
        self._form.setMaximumWidth(round(340 * look().points / 10.5) if alone else 16_777_215)
        wide = round(WIDTH * look().points / 10.5)
        self.setMinimumWidth(0 if alone else wide)
        self.setMaximumWidth(16_777_215 if alone else wide)

    # --- contents ----------------------------------------------------------------------------------------------------

    def put(self, view: TaxView | None, *, typed: bool = False) -> None:
        """Show the taxes of a receipt, None while there is none. `typed`: not saved yet, so nothing is decided."""
        if view == self._view and typed == self._typed and view is not None:
            return
        another = view is None or self._view is None or view.uid != self._view.uid
        kept, kept_card = self._focused(), "" if another else self._focused_card()
        self._view, self._typed = view, typed
        self._form.setVisible(view is not None)
        self.before.setVisible(not typed)
        self.after.setVisible(not typed)
        if view is None:
            self.name.put("Pajak")
            self.paper.setText("Pilih satu kuitansi di daftar, atau ketik yang baru.")
            self._fill_cards(None)
            return
        data = view.receipt
        self.name.put(data.payee or data.description or "Kuitansi")
        day = format_day(data.date) if data.date else ""
        self.paper.setText(" · ".join(part for part in (data.number, day, format_rupiah(data.amount)) if part))
        self._fill_form(view)
        self._fill_cards(view)
        self._focus_again(kept)
        if kept_card:
            self._go_to(self.card(kept_card))
        elif another:
            self.area.verticalScrollBar().setValue(0)

    def _fill_form(self, view: TaxView) -> None:
        self.thing.set_value(view.thing or None)
        guess = view.guessed and not self._typed
        self.thing.helper.setText("Dugaan dari item RAB. Ganti bila tidak cocok.")
        self.thing.helper.setVisible(guess)
        self.payee.put_options(view.payees)
        self.payee.set_value(view.receipt.payee_class or None)
        self.payee.setVisible(bool(view.payees))
        self.vat.set_value(view.receipt.payee_vat)
        self.vat.setVisible(view.thing in {"goods", "service", "rent", "construction"})
        self.npwp.set_value(view.receipt.payee_npwp)
        self.npwp.setVisible(view.thing != "wages")
        for field in (self.thing, self.payee, self.vat, self.npwp):
            field.set_read_only(view.fixed or self._typed)

    def _fill_cards(self, view: TaxView | None) -> None:
        empty_layout(self._list)
        self.cards = []
        if view is None:
            return
        if view.fixed:
            text = "Kuitansi ini sudah diajukan atau dibetulkan; hanya setoran pajaknya yang masih dicatat."
            self._list.addWidget(words(text, "muted"))
        if self._typed:
            self._list.addWidget(words("Simpan kuitansinya dahulu, lalu terima atau tolak sarannya.", "muted"))
        told = {one.kind for one in view.advices}
        for advice in view.advices:
            self._add_card(view, advice.kind)
        for line in view.receipt.taxes:
            if line.kind not in told:
                self._add_card(view, line.kind)
        if view.stamp:
            self._list.addWidget(words(f"Kuitansi ini memakai meterai {format_rupiah(view.stamp)}.", "attention"))
        table = self._work.taxes.table(self._work.info.year)
        if table.gaps and any(one.acceptable for one in view.advices):
            self._list.addWidget(words(table.gaps[0], "small"))
        self._list.addStretch(1)

    def _add_card(self, view: TaxView, kind: str) -> None:
        card = TaxCard(
            kind,
            next((one for one in view.advices if one.kind == kind), None),
            view.line(kind) if kind else None,
            view.payments.get(kind),
            outdated=view.outdated(kind),
            fixed=view.fixed,
            decides=not self._typed,
            year=self._work.info.year,
        )
        taxes, uid = self._work.taxes, view.uid
        card.accepted.connect(
            lambda rate: self._do(lambda: taxes.accept(uid, kind, rate=rate), "Pajak diterima.", kind)
        )
        card.refused.connect(lambda why: self._do(lambda: taxes.refuse(uid, kind, why), "Alasan tersimpan.", kind))
        card.reopened.connect(lambda: self._do(lambda: taxes.reopen(uid, kind), "", kind))
        card.withheld.connect(lambda who: self._do(lambda: taxes.assign(uid, kind, who), "", kind))
        card.paid.connect(
            lambda code, ntpn, day: self._do(
                lambda: taxes.record_payment(uid, kind, billing_code=code, ntpn=ntpn, paid=day),
                "Setoran tersimpan.",
                kind,
            )
        )
        card.grown.connect(lambda: QTimer.singleShot(0, lambda: self._into_sight(card)))
        self.cards.append(card)
        self._list.addWidget(card)

    def card(self, kind: str) -> TaxCard | None:
        """The card of one tax."""
        return next((one for one in self.cards if one.kind == kind), None)

    # --- what is said ------------------------------------------------------------------------------------------------

    def _thing_chosen(self) -> None:
        value = self.thing.value()
        if value and self._view is not None and value != self._view.receipt.tax_object:
            self._say(thing=value)

    def _payee_chosen(self) -> None:
        value = self.payee.value()
        if value and self._view is not None and value != self._view.receipt.payee_class:
            self._say(payee_class=value)

    def _npwp_left(self) -> None:
        """Kept once the keyboard has arrived where it goes: the cards are made anew."""
        self._clock.start(0)

    def _npwp_typed(self) -> None:
        digits = "".join(sign for sign in self.npwp.text() if sign.isdigit())
        if self._view is not None and digits != self._view.receipt.payee_npwp:
            if digits and len(digits) not in {15, 16}:
                self.npwp.set_problem("NPWP berisi 15 atau 16 angka.", Tone.ATTENTION)
            self._say(npwp=digits)

    def _say(self, **words_: str) -> None:
        view = self._view
        if view is None or view.fixed or self._typed:
            return
        self._do(lambda: self._work.taxes.say(view.uid, **words_), "", "")  # type: ignore[arg-type]  # keys of the choices

    def _do(self, deed: Callable[[], Record], done: str, kind: str) -> None:
        """A deed of the treasurer: kept, told, and it can be taken back."""
        view = self._view
        if view is None:
            return
        before = view.receipt
        try:
            saved = deed()
        except (RuleViolation, Trouble) as problem:
            self.said.emit(Message(text=explain(problem), tone=Tone.PROBLEM))
            return
        if isinstance(saved.data, Receipt) and saved.data != before:
            self.altered.emit(view.uid, before, saved.data)
        if done:
            self.said.emit(Message(text=done, tone=Tone.GOOD, seconds=6))
        self.put(self._work.taxes.advice(view.uid))
        self._go_on(kind)

    # --- the keyboard ------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """The keyboard to what waits first: a tax to decide, else what is bought."""
        waiting = next((one for one in self.cards if one.accepts), None)
        target = waiting.first_button() if waiting else self.thing.control
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self._fit()
            QTimer.singleShot(0, self, self._focus_into_sight)

    def _focus_into_sight(self) -> None:
        """What has the keyboard is not hidden below the edge; called when all has its height."""
        focused = QApplication.focusWidget()
        if focused is not None and self._inside.isAncestorOf(focused):
            self.area.ensureWidgetVisible(focused, 0, SPACE_4)

    def _go_on(self, kind: str) -> None:
        """After a decision the keyboard goes to the next tax that waits, else to this one's card."""
        if not kind:
            return
        waiting = next((one for one in self.cards if one.accepts), None)
        self._go_to(waiting or self.card(kind))

    def _into_sight(self, card: TaxCard) -> None:
        if card in self.cards:
            self.area.ensureWidgetVisible(card.keep_reason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The room changed, or what stands in it: the words get the height they need at this width."""
        wanted = {QEvent.Type.Resize, QEvent.Type.LayoutRequest, QEvent.Type.Show}
        if event.type() in wanted and watched in {self.area.viewport(), self._inside, self._cards}:
            self._fitting.start()  # afterwards: the layout itself has not heard of it yet
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        wide = self.area.viewport().width()
        needed = self._middle.totalHeightForWidth(wide) if self._middle.hasHeightForWidth() else -1
        height = max(needed, self._middle.totalMinimumSize().height())
        if self._inside.minimumHeight() != height:
            self._inside.setMinimumHeight(height)

    def _go_to(self, card: TaxCard | None) -> None:
        target = card.first_button() if card else None
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            self.area.ensureWidgetVisible(target)

    def _focused_card(self) -> str:
        """The tax whose card has the keyboard, "" for none."""
        now = QApplication.focusWidget()
        return next((one.kind for one in self.cards if now is not None and one.isAncestorOf(now)), "")

    def _focused(self) -> Field | None:
        """The field of the form that has the keyboard."""
        now = QApplication.focusWidget()
        fields = (self.thing, self.payee, self.vat, self.npwp)
        return next((one for one in fields if now is not None and one.isAncestorOf(now)), None)

    def _focus_again(self, field: Field | None) -> None:
        if field is not None and field.isVisible() and not field.control.hasFocus():
            field.focus()
