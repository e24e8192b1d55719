"""The decision on one item while it is written: four choices, and only the fields the choice needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.money import format_rupiah
from desktop.domain.records import Decision, Outcome
from desktop.ui.desk_check.reasons import OUTCOMES, READY, outcome_of
from desktop.ui.desk_check.standing import Item
from desktop.ui.exchange.half import reveal
from desktop.ui.exchange.tiles import Tile
from desktop.ui.forms import ChoiceField, Field, Form, MoneyField, MultilineField, NumberField, TextField
from desktop.ui.palette import SPACE_2, SPACE_3
from desktop.ui.problem_list import Problem
from desktop.ui.qss import mark

Placement = Literal["", "kelurahan", "opd"]

_TILES = {
    "approve": ("checks", "Disetujui", "sesuai pengajuan"),
    "amount": ("coin", "Jumlah lain", "disetujui, diubah"),
    "return": ("arrow-back-up", "Perlu perbaikan", "kembali ke pengirim"),
    "reject": ("x", "Ditolak", "dengan alasan"),
}
_PLACEMENTS = [("kelurahan", "Kelurahan"), ("opd", "OPD teknis")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the form says, ready for desktop.services.decisions. `amount`: whole rupiah, None = as asked."""

    outcome: Outcome
    amount: int | None = None
    reason: str = ""
    priority: int = 0
    placement: Placement = ""
    office: str = ""


class OutcomeField(Field):
    """Four tiles; `value()` is approve, amount, return or reject, None while nothing is chosen."""

    def __init__(self, *, with_amount: bool) -> None:
        super().__init__("outcome", "Keputusan")
        holder = QWidget()
        mark(holder, "clear")
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_2)
        self._columns = 0
        self._group = QButtonGroup(self)
        self.tiles: dict[str, Tile] = {}
        for key, (icon, name, detail) in _TILES.items():
            if key == "amount" and not with_amount:
                continue
            tile = Tile(icon, name, detail, slim=True)
            tile.clicked.connect(lambda _on=False: self.changed.emit())
            self._group.addButton(tile)
            self.tiles[key] = tile
        self._arrange(2)
        self._put_control(holder)
        self.label.setBuddy(next(iter(self.tiles.values())))
        self.label.hide()

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, tile in enumerate(self.tiles.values()):
            self._grid.addWidget(tile, at // columns, at % columns)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        widest = max(tile.narrowest for tile in self.tiles.values())  # four under each other need too much height
        self._arrange(2 if self.width() >= 2 * widest + SPACE_2 else 1)

    def value(self) -> Any:
        return next((key for key, tile in self.tiles.items() if tile.isChecked()), None)

    def set_value(self, value: Any) -> None:
        self._group.setExclusive(False)
        for key, tile in self.tiles.items():
            tile.setChecked(key == value)
        self._group.setExclusive(True)
        self.clear_problem()

    def text(self) -> str:
        return self.value() or ""

    def set_text(self, text: str) -> None:
        self.set_value(text)

    def focus(self) -> None:
        chosen = self.tiles.get(self.value() or "") or next(iter(self.tiles.values()))
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)


class DecisionForm(QWidget):
    """`altered`: something was chosen or typed. `draft_due`: write `texts()` down now."""

    altered = Signal()
    draft_due = Signal()

    def __init__(self, item: Item, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = item
        self.outcome = OutcomeField(with_amount=item.amount is not None and item.kind in ("proposals", "rab"))
        asked = f"Diminta {format_rupiah(item.amount)}." if item.amount is not None else ""
        self.amount = MoneyField("amount", "Jumlah yang disetujui", helper=asked)
        self.reason = MultilineField("reason", "Alasan", lines=3)
        self.priority = NumberField("priority", "Prioritas", most=999, width=72)
        self.placement = ChoiceField("placement", "Penempatan anggaran", _PLACEMENTS)
        self.office = TextField("office", "Nama OPD", longest=500, placeholder="misalnya Dinas Kesehatan")
        self.form = Form(width=560)
        self._section = self.form.section("Keputusan")
        for fields in ((self.outcome,), (self.amount,), (self.reason,)):
            self._section.add(*fields)
        self.ready = QPushButton("Kalimat siap pakai")
        self.ready.setProperty("menu", True)
        self._sentences = QMenu(self.ready)
        self.ready.setMenu(self._sentences)
        row = QHBoxLayout()
        row.addWidget(self.ready)
        row.addStretch(1)
        holder = QWidget()
        mark(holder, "clear")
        holder.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        self._ready_row = holder
        self._section.add_widget(holder)
        self._section.add(self.priority, self.placement)
        self._section.add(self.office)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self.form)
        self.form.changed.connect(self._changed)
        self.form.draft_due.connect(self.draft_due)
        self._offered = ""
        self.form.set_values({"placement": "kelurahan", "priority": item.priority or None})
        self._show_needed()

    # --- what it holds -----------------------------------------------------------------------------------------------

    @property
    def dirty(self) -> bool:
        """Whether somebody chose or typed something."""
        return self.form.dirty

    def texts(self) -> dict[str, str]:
        """As typed, for a draft."""
        return self.form.texts()

    def restore(self, texts: dict[str, str]) -> None:
        """A draft from earlier."""
        self.form.set_texts(texts)
        self._show_needed()

    def take(self, decision: Decision) -> None:
        """Start from a decision that was made."""
        other = decision.outcome == "approve" and decision.amount is not None
        self.form.set_values(
            {
                "outcome": "amount" if other else decision.outcome,
                "amount": decision.amount,
                "reason": decision.reason,
                "priority": decision.priority or None,
                "placement": decision.placement or "kelurahan",
                "office": decision.office,
            }
        )
        self._show_needed()

    @property
    def granted(self) -> int | None:
        """What the item would get now, whole rupiah; None while it would get nothing."""
        choice = self.outcome.value()
        if choice == "approve":
            return self._item.amount
        if choice != "amount":
            return None
        try:
            return int(self.amount.value()) or None
        except RuleViolation:
            return None

    def problems(self) -> list[Problem]:
        """What is missing before this can be saved; marks the fields."""
        choice = self.outcome.value()
        if choice is None:
            text = "Pilih keputusannya dahulu."
            self.outcome.set_problem(text)
            return [Problem(text=text, jump=self.outcome.focus)]
        needed: list[tuple[Field, str]] = []
        if choice == "amount":
            needed.append((self.amount, "Isi jumlah yang disetujui."))
        if choice != "approve":
            needed.append((self.reason, "Tulis alasannya, atau pilih kalimat siap pakai."))
        if self._is_opd(choice):
            needed.append((self.office, "Isi nama OPD tempat kegiatan ini dianggarkan."))
        found: list[Problem] = []
        for field, text in needed:
            if field.is_empty():
                field.set_problem(text)
            elif field.validate() and not self._too_much(field):
                continue
            found.append(Problem(text=field.problem, jump=field.focus))
        if choice in ("approve", "amount") and not self.priority.validate():
            found.append(Problem(text=self.priority.problem, jump=self.priority.focus))
        return found

    def show_first_problem(self) -> bool:
        """Put the cursor on the first field that has a problem, in sight. False when none has."""
        fields: tuple[Field, ...] = (self.outcome, self.amount, self.reason, self.priority, self.office)
        for field in fields:
            if field.problem and field.isVisibleTo(self):
                field.focus()
                reveal(field)
                return True
        return False

    def _too_much(self, field: Field) -> bool:
        """Whether more would be granted than was asked for; says so at the field."""
        asked = self._item.amount
        if field is not self.amount or asked is None or self.amount.value() <= asked:
            return False
        facts = {"amount": self.amount.value(), "asked": asked}
        self.amount.set_problem(sentence("amount_above_asked", facts))
        return True

    def verdict(self) -> Verdict:
        """What to decide; only after `problems()` found none."""
        choice = str(self.outcome.value())
        approves = choice in ("approve", "amount")
        return Verdict(
            outcome=outcome_of(choice),
            amount=self.amount.value() if choice == "amount" else None,
            reason=self.reason.value() if choice != "approve" else "",
            priority=self.priority.value() or 0 if approves else 0,
            placement=self.placement.value() or "" if approves else "",
            office=self.office.value() if self._is_opd(choice) else "",
        )

    def show_violation(self, violation: RuleViolation) -> Problem:
        """A service's refusal, under its field."""
        return self.form.show_violation(violation)

    # --- inside ------------------------------------------------------------------------------------------------------

    def _is_opd(self, choice: object) -> bool:
        return choice in ("approve", "amount") and self.placement.value() == "opd"

    def _changed(self, name: str) -> None:
        if name == "outcome":
            self.outcome.clear_problem()
        self._show_needed()
        if name == "outcome" and self.outcome.value() == "amount" and self.amount.is_empty():
            self.amount.focus()
            reveal(self.amount)
        elif name == "outcome" and self.outcome.value() in ("return", "reject") and self.reason.is_empty():
            self.reason.focus()
            reveal(self._ready_row)
        self.altered.emit()

    def _show_needed(self) -> None:
        """Only what the choice asks for."""
        choice = self.outcome.value()
        approves = choice in ("approve", "amount")
        self.amount.setVisible(choice == "amount")
        self.reason.setVisible(choice is not None and choice != "approve")
        self._ready_row.setVisible(self.reason.isVisibleTo(self))
        self.priority.setVisible(approves)
        self.placement.setVisible(approves)
        self.office.setVisible(self._is_opd(choice))
        if choice is not None and choice != self._offered:
            self._offered = choice
            self._offer(READY[self._item.kind].get(choice, ()))

    def _offer(self, sentences: Sequence[str]) -> None:
        self._sentences.clear()
        for text in sentences:
            action = self._sentences.addAction(text)
            action.triggered.connect(lambda _on=False, said=text: self.say(said))

    def say(self, text: str) -> None:
        """Put a ready-made sentence into the reason, after what stands there."""
        before = self.reason.text().strip()
        self.reason.set_text(f"{before} {text}" if before else text)
        self.reason.edit.moveCursor(QTextCursor.MoveOperation.End)
        self.reason.clear_problem()
        self.reason.changed.emit()
        self.reason.focus()


def outcome_words(decision: Decision) -> str:
    """`Disetujui`, `Disetujui dengan jumlah lain`, …"""
    other = decision.outcome == "approve" and decision.amount is not None
    return OUTCOMES["amount" if other else decision.outcome]
