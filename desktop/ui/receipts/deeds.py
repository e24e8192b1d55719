"""What is done to a receipt that is there: shared, altered, corrected, removed, and each of these taken back."""

from collections.abc import Callable
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QDialog, QWidget

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.receipt_checks import late_correction
from desktop.domain.records import Receipt, Split
from desktop.services.receipt_pages import ListedReceipt
from desktop.services.workplace import Workplace
from desktop.ui.palette import Tone
from desktop.ui.problems import explain
from desktop.ui.receipts.correct import CorrectDialog
from desktop.ui.receipts.items import choices_of
from desktop.ui.receipts.sight import Sight
from desktop.ui.receipts.split import SplitDialog
from desktop.ui.receipts.steps import Altered, Removed
from desktop.ui.receipts.typed import TypedReceipt, room, without
from desktop.ui.strip import Message

_STEPS = 100


class Deeds(QObject):
    """`said`: a Message. `altered`: something was saved or taken back."""

    said = Signal(object)
    altered = Signal()

    def __init__(self, work: Workplace, sight: Sight, typed: TypedReceipt, page: QWidget) -> None:
        super().__init__(page)
        self._work, self._sight, self._typed, self._page = work, sight, typed, page
        self.stack = QUndoStack(self)
        self.stack.setUndoLimit(_STEPS)

    def is_fixed(self, row: ListedReceipt) -> bool:
        """Whether only a correction changes this receipt."""
        return self._sight.is_locked(row.uid) or row.spending.corrected

    # --- taken back --------------------------------------------------------------------------------------------------

    def push(self, step: QUndoCommand) -> None:
        """Remember a step that was done."""
        self.stack.push(step)

    def undo(self) -> None:
        """The last receipt typed, altered or removed."""
        self._step(self.stack.undo)

    def redo(self) -> None:
        """What was taken back."""
        self._step(self.stack.redo)

    def _step(self, step: Callable[[], object]) -> None:
        try:
            step()
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
        self.altered.emit()

    # --- sharing -----------------------------------------------------------------------------------------------------

    def split_typed(self) -> None:
        """Share what is being typed over several items."""
        receipt, row = self._typed.receipt(), self._typed.row
        if not receipt.amount:
            row.show_problem("amount", "Isi jumlahnya dahulu.")
            return
        splits = self._ask_splits(receipt, self._typed.writing.uid)
        if splits is not None:
            row.set_splits(splits)
            row.go("photo")

    def split_saved(self, uid: str) -> None:
        """Share a saved receipt over several items."""
        record = self._work.records.get(uid)
        if record is None or not isinstance(record.data, Receipt):
            return
        splits = self._ask_splits(record.data, uid)
        if splits is not None:
            self.alter(uid, record.data, replace(record.data, splits=splits))

    def _ask_splits(self, receipt: Receipt, uid: str) -> tuple[Split, ...] | None:
        bare, scope = without(self._sight.ledger, uid), self._sight.typed_into
        choices = choices_of(bare, scope.contract if scope else "")
        left = {one.key: room(bare, Split(rab=one.key[0], line=one.key[1])) for one in choices}
        dialog = SplitDialog(receipt.amount, receipt.splits, choices, left, self._page)
        return dialog.splits if dialog.exec() == QDialog.DialogCode.Accepted else None

    # --- saving ------------------------------------------------------------------------------------------------------

    def alter(self, uid: str, before: Receipt, after: Receipt) -> None:
        """Save what a receipt says now; can be taken back."""
        try:
            self._work.receipts.save(after, uid)
        except (RuleViolation, Trouble) as problem:
            self.said.emit(Message(text=explain(problem), tone=Tone.PROBLEM))
            return
        self.push(Altered(self._work, uid, before, after))
        self.altered.emit()
        self.said.emit(Message(text="Kuitansi diubah.", tone=Tone.GOOD, button="Urungkan", run=self.undo, seconds=8))

    def into_tranche(self, row: ListedReceipt, tranche: str) -> None:
        """A receipt of no tranche's SPJ goes into this one."""
        self.alter(row.uid, row.data, replace(row.data, tranche=tranche))

    def correct(self, row: ListedReceipt) -> None:
        """Put right what was handed in: a new record, the old one struck through."""
        scope = self._sight.typed_into
        choices = choices_of(self._sight.ledger, scope.contract if scope else "")
        spell = self._work.proposals.in_words
        dialog = CorrectDialog(row.spending.newest[1], choices, self._work.info.year, spell, self._page)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        try:
            self._work.receipts.correct(row.uid, dialog.receipt, dialog.reason)
        except (RuleViolation, Trouble) as problem:
            self.said.emit(Message(text=explain(problem), tone=Tone.ATTENTION))
            return
        self.altered.emit()
        spending = self._sight.ledger.spendings.get(row.uid)
        if spending is not None and spending.late:
            late = late_correction(spending)
            text = f"Pembetulan tersimpan. {late.message} {late.action}"
            self.said.emit(Message(text=text, tone=Tone.ATTENTION))
            return
        text = "Pembetulan tersimpan; naskah lama dicoret. Kirim lagi agar kelurahan tahu."
        self.said.emit(Message(text=text, tone=Tone.GOOD))

    def remove(self, uid: str) -> bool:
        """Into the trash; ten seconds to take it back, and Ctrl+Z. False when it could not be."""
        try:
            self.push(Removed(self._work, [uid]))
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
            return False
        self.altered.emit()
        self.said.emit(Message(text="Dihapus.", button="Urungkan", run=partial(self.undo), seconds=10))
        return True
