"""The receipt being typed: the row, what is said under it, its pictures and its draft, until it is saved."""

import dataclasses
from collections.abc import Callable
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop.domain.checks import CheckResult
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.receipt_checks import check_receipts, flags_of, left_on_lines
from desktop.domain.records import Receipt, Split
from desktop.domain.states import FROZEN
from desktop.domain.typed import tidy
from desktop.services.workplace import Workplace
from desktop.ui.palette import Tone
from desktop.ui.problems import explain
from desktop.ui.receipts.entry import EntryRow, Said
from desktop.ui.receipts.items import choices_of, descriptions, left_words, payees
from desktop.ui.receipts.scope import Scope
from desktop.ui.receipts.sight import Sight
from desktop.ui.receipts.words import WHILE_TYPING, weighty
from desktop.ui.receipts.writing import Keeping, Writing
from desktop.ui.strip import Message

RESTORED = "Dipulihkan dari ketikan yang belum disimpan. Periksa, lalu tekan Enter di kolom terakhir."

LATE = "SPJ tahap {number} sudah diajukan: kuitansi baru tidak ikut di dalamnya."
SHUT = "SPJ tahap {number} sudah disetujui: kuitansi baru belum masuk SPJ mana pun sampai SPJ itu dikembalikan."
LED = "SPJ tahap {number} sudah disetujui: kuitansi baru masuk tahap {other}."


class TypedReceipt(QObject):
    """`saved`: the Writing that was saved and the Receipt it became. `pictured`: its pictures are others now.

    `said`: a Message for the strip. `split_wanted`: the sentence under the row offers to share it.
    """

    saved = Signal(object, object)
    pictured = Signal()
    said = Signal(object)
    split_wanted = Signal()

    def __init__(self, work: Workplace, sight: Sight, low: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._sight, self._low = work, sight, low
        self._keeping = Keeping(work)
        self.writing = Writing()
        self.row = EntryRow(
            lambda: payees(sight.ledger), lambda key: descriptions(sight.ledger, key), year=work.info.year
        )
        self.row.above = self._newest
        self.row.altered.connect(self.look)
        self.row.draft_due.connect(self.save_draft)

    # --- what stands in it -------------------------------------------------------------------------------------------

    @property
    def is_empty(self) -> bool:
        """Whether neither words nor pictures are there yet."""
        return self.row.is_empty and not self.writing.files

    def receipt(self) -> Receipt:
        """As it stands; a new one belongs to the tranche in hand."""
        receipt, scope = self._of_known_shop(self.row.receipt()), self._sight.typed_into
        if not self.writing.is_new or scope is None:
            return receipt
        return replace(receipt, tranche=scope.uid, contract=scope.contract)

    def _of_known_shop(self, receipt: Receipt) -> Receipt:
        """With the NPWP the shop had on its newest receipt, and whether it is PKP, until something else is said."""
        before = self.writing.before
        if before is not None and tidy(before.payee).casefold() == tidy(receipt.payee).casefold():
            return receipt
        shop = self._sight.shops.get(tidy(receipt.payee).casefold())
        return replace(receipt, payee_npwp=shop.npwp, payee_vat=shop.vat) if shop is not None else receipt

    def put_items(self) -> None:
        """The items of the tranche in hand."""
        scope = self._sight.typed_into
        self.row.put_items(choices_of(self._sight.ledger, scope.contract if scope else ""))
        self._say_late()

    def _say_late(self) -> None:
        """A new receipt of a tranche whose SPJ is away already will not be part of it."""
        if self.writing.is_new and self.row.mode.text() != RESTORED:
            self.row.set_mode(_late_words(self._sight.shown or self._sight.typed_into, self._sight.typed_into))

    def _newest(self) -> Receipt | None:
        """What Ctrl+D copies from: the receipt typed last."""
        newest = max(self._sight.ledger.spendings.values(), key=lambda one: one.uid, default=None)
        return newest.data if newest is not None else None

    # --- looking at it -----------------------------------------------------------------------------------------------

    def look(self) -> None:
        """What is left, in words, and what is doubtful, while one types."""
        receipt = self.receipt()
        sayings: list[Said] = [(Tone.PROBLEM, text, "", None) for _, text in self.row.problems()]
        spelled = self._work.proposals.in_words(receipt.amount) if receipt.amount >= 1_000_000 else ""
        left, over = "", False
        if self._sight.seen is not None:
            before = without(self._sight.ledger, self.writing.uid)
            left, over = _left_line(before, receipt)
            if not self.row.is_empty and self._sight.few:
                ledger = before.with_receipt(self.writing.uid, receipt)
                found = flags_of(check_receipts(ledger, receipt.tranche), self.writing.uid)
                sayings += [self._saying(one) for one in weighty(found) if _worth_saying(one, receipt)]
        if receipt.payee_npwp and receipt.payee_npwp != self.row.receipt().payee_npwp:
            sayings.append((Tone.INFO, f"NPWP {receipt.payee} diingat dari kuitansi sebelumnya.", "", None))
        most = 1 if self._low() else 2
        stamp = self._work.taxes.stamp(receipt.amount, receipt.date) or 0
        self.row.say(left, spelled, _at_most(sayings, most), over=over, stamp=stamp)

    def _saying(self, flag: CheckResult) -> Said:
        tone = Tone.PROBLEM if flag.level == "block" else Tone.ATTENTION
        text = f"{flag.message} {flag.action}"
        return (tone, text, "Bagi", self.split_wanted.emit) if flag.rule == "K-05" else (tone, text, "", None)

    # --- drafts ------------------------------------------------------------------------------------------------------

    def save_draft(self) -> None:
        """What is typed, as typed: at most three seconds are lost when the power goes."""
        altered = not self.writing.is_new and self.row.altered_from_base
        if (self.writing.is_new and not self.row.is_empty) or altered or self.writing.files:
            scope = self._sight.typed_into
            self._keeping.draft(self.writing, self.row.texts(), scope.uid if scope else "")

    def restore_draft(self) -> bool:
        """What was being typed when the program ended. False when there was nothing."""
        found = self._keeping.unfinished()
        if found is None:
            return False
        self.writing, texts, tranche = found
        if self.writing.is_new and self._sight.scope_of(tranche) is not None:
            self._sight.choose(tranche)
            self.put_items()
        if self.writing.before is not None:
            self.row.fill(self.writing.before)
        self.row.set_texts(texts)
        self.row.set_mode(RESTORED)
        self.pictured.emit()
        return True

    # --- beginning and ending ----------------------------------------------------------------------------------------

    def begin(self, writing: Writing) -> None:
        """An empty row for another receipt, with the item used last."""
        self.writing = writing
        self.row.clear(keep_item=True)
        self._say_late()
        self.look()
        self.pictured.emit()

    def edit(self, uid: str, data: Receipt) -> None:
        """A saved receipt into the row; what stood there is kept as a draft."""
        self.save_draft()
        self.writing = Writing(uid, data, queue=self.writing.queue)
        self.row.fill(data)
        name = data.number or data.payee or "ini"
        self.row.set_mode(f"Mengubah kuitansi {name}. Enter di kolom terakhir menyimpan, Esc membatalkan.")
        self.row.go("payee")
        self.look()
        self.pictured.emit()

    def save(self) -> bool:
        """Save it, and an empty row for the next paper. False when something must be mended first."""
        problems = self.row.problems()
        if problems:
            self.row.show_problem(*problems[0])
            self.look()
            return False
        if self.row.is_empty:
            self.said.emit(Message(text="Belum ada yang ditulis. Ketik penerima dan jumlahnya dahulu.", seconds=6))
            self.row.go("payee")
            return False
        receipt = self.receipt()
        if not receipt.amount:
            self.row.show_problem("amount", "Jumlahnya belum diisi.")
            self.row.say("", "", [(Tone.PROBLEM, "Jumlahnya belum diisi. Tulis berapa yang dibayar.", "", None)])
            return False
        writing = self.writing
        try:
            saved = self._keeping.save(writing, receipt)
        except (RuleViolation, Trouble) as problem:
            self.said.emit(Message(text=explain(problem), tone=Tone.PROBLEM))
            return False
        if writing.is_new:
            self.row.last_day = saved.date
        self.begin(writing.next())
        self.saved.emit(writing, saved)
        self.row.go("date")
        return True

    def give_up(self) -> bool:
        """Esc: what was typed is dropped, and can be had back for ten seconds. False when there was nothing."""
        writing, texts = self.writing, self.row.texts()
        if writing.is_new and self.is_empty:
            return False
        self._keeping.forget(writing)
        self.begin(Writing(queue=writing.queue))
        back = partial(self._take_back, writing, texts)
        self.said.emit(Message(text="Isian dikosongkan.", button="Urungkan", run=back, seconds=10))
        return True

    def _take_back(self, writing: Writing, texts: dict[str, str]) -> None:
        self.writing = writing
        if writing.before is not None:
            self.row.fill(writing.before)
        self.row.set_texts(texts)
        self.row.go("payee")
        self.pictured.emit()

    # --- pictures ----------------------------------------------------------------------------------------------------

    def take_pictures(self, files: list[Path]) -> None:
        """Pictures for it, and for the receipts behind it."""
        self.writing.take(files)
        self.save_draft()
        self.pictured.emit()
        self.row.go("date" if self.row.is_empty else "photo")

    def all_pictures_here(self) -> None:
        """The waiting pictures belong to it, too."""
        self.writing.all_here()
        self.pictured.emit()

    def drop_picture(self, at: int) -> None:
        """Leave out one of its pictures that is not kept yet."""
        if 0 <= at < len(self.writing.files):
            del self.writing.files[at]
            self.pictured.emit()


def _late_words(shown: Scope | None, into: Scope | None) -> str:
    """What becomes of a receipt typed while `shown` is in sight and new ones go `into` a tranche; "" for nothing
    unusual."""
    if shown is None or into is None or shown.state.spj_state not in FROZEN:
        return ""
    if shown.uid != into.uid:
        return LED.format(number=shown.state.number, other=into.state.number)
    return (SHUT if shown.state.spj_state == "approved" else LATE).format(number=shown.state.number)


def without(ledger: Ledger, uid: str) -> Ledger:
    """The ledger as if this receipt were not there; itself when it is not, with all it has worked out already."""
    if uid not in ledger.receipts:
        return ledger
    return dataclasses.replace(ledger, receipts={key: one for key, one in ledger.receipts.items() if key != uid})


def _worth_saying(flag: CheckResult, receipt: Receipt) -> bool:
    """Nothing is shared yet while no item is chosen: that is no news."""
    return flag.rule in WHILE_TYPING and (flag.rule != "K-05" or bool(receipt.splits))


def _at_most(sayings: list[Said], most: int) -> list[Said]:
    """The first of them; the last shown says how many more there are."""
    if len(sayings) <= most:
        return sayings
    tone, text, button, run = sayings[most - 1]
    return [*sayings[: most - 1], (tone, f"(dan {len(sayings) - most} hal lain) {text}", button, run)]


def _left_line(before: Ledger, receipt: Receipt) -> tuple[str, bool]:
    """What is left of the item and what this receipt leaves, and whether that is less than nothing. `before`: the
    ledger without this receipt."""
    if len(receipt.splits) != 1:
        short = any(part.amount > max(room(before, part), 0) for part in receipt.splits)
        return (f"Dibagi ke {len(receipt.splits)} item", short) if receipt.splits else ("", False)
    part = receipt.splits[0]
    left = room(before, part)
    if not part.amount:
        return (f"Sisa item {format_rupiah(left)}", False) if left > 0 else (f"Item ini {left_words(left)}", left < 0)
    over = part.amount - max(left, 0)
    if over > 0:
        return f"Sisa item {format_rupiah(max(left, 0))}, kuitansi ini lebih {format_rupiah(over)}", True
    return f"Sisa item {format_rupiah(left)}, sesudah ini {format_rupiah(left - part.amount)}", False


def room(ledger: Ledger, part: Split) -> int:
    """What is left of the line a share falls on, whole rupiah."""
    return left_on_lines(ledger, ledger.activity_of_rab(part.rab)).get(part.line, 0)
