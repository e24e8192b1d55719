"""A package, a contract and its tranches as cards of one Pokmas's page, with the deeds of the kelurahan."""

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.checks import CheckResult
from desktop.domain.dates import format_day
from desktop.domain.disbursing import Step, TrancheState
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.records import Contract, Disbursement, Record
from desktop.domain.spj import ChecklistLine
from desktop.services.office_money import PackageView, tranche_words
from desktop.ui.cards import Card, words
from desktop.ui.disbursements.cards import NoteLine, TrancheFrame, TrancheShown, note_words
from desktop.ui.disbursements.flow import MoneyBar
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.office_money.words import record_status
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_4, SPACE_6, Tone
from desktop.ui.proposals.findings import DeedFor, FindingList
from desktop.ui.qss import mark
from desktop.ui.status import DRAFT, STATE_STATUS, Status, StatusChip

NO_RAB = Status("Belum ada RAB", "minus", Tone.NEUTRAL)
_WAITS: Final[dict[Step, str]] = {
    "record_money": "Menunggu Pokmas mencatat dana masuk",
    "spend": "Pokmas sedang berbelanja",
    "submit_spj": "Menunggu SPJ Pokmas",
    "decide_spj": "SPJ perlu diperiksa",
    "mend_spj": "Menunggu perbaikan SPJ",
    "rejected": "SPJ ditolak",
    "settle": "Keputusan bertentangan",
}
"""What a tranche waits for, on its card; the reasons of "wait" stand below it."""
_OPEN_UP_TO = 6
"""So many activities are shown at once; more on request."""


def _button(text: str, icon: str, run: Callable[[], object], kind: str = "") -> QPushButton:
    button = QPushButton(text)
    if kind:
        mark(button, kind)
    dress(button, icon)
    button.clicked.connect(lambda _checked=False: run())
    return button


class PackageCard(Card):
    """What a Pokmas is to carry out. Signals: a button was pressed."""

    publish_wanted = Signal()
    alter_wanted = Signal()
    discard_wanted = Signal()
    back_wanted = Signal()
    contract_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.name, self.facts, self.chip = words("", "section"), words("", "muted"), StatusChip(DRAFT)
        self.publish = _button("Terbitkan", "send", self.publish_wanted.emit)
        self.alter = _button("Ubah", "pencil", self.alter_wanted.emit, "quiet")
        self.discard = _button("Hapus draf", "trash", self.discard_wanted.emit, "quiet")
        self.back = _button("Tarik paket…", "arrow-back-up", self.back_wanted.emit, "quiet")
        self.contract = _button("Susun kontrak", "signature", self.contract_wanted.emit)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(self.name, 1)
        head.addWidget(self.chip)
        deeds = QHBoxLayout()
        deeds.setSpacing(SPACE_2)
        deeds.addWidget(self.facts, 1)
        for button in (self.discard, self.back, self.alter, self.publish, self.contract):
            deeds.addWidget(button)
        self.fold = QPushButton()
        mark(self.fold, "fold")
        self.fold.setCheckable(True)
        self.fold.toggled.connect(self._unfold)
        self.inside = QWidget()
        mark(self.inside, "clear")
        self._grid = QGridLayout(self.inside)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_1)
        self._grid.setColumnStretch(0, 1)
        self.body.addLayout(head)
        self.body.addLayout(deeds)
        self.body.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.inside)
        self._count = 0
        self._set_up = False

    def put(self, view: PackageView, ledger: Ledger) -> None:
        """Show this package; its activities stand open while there is no contract."""
        record, data = view.record, view.data
        own, published = record.type == "k.work_package", record.state == "published"
        self.name.setText(data.title or "Paket kegiatan")
        self.chip.put(record_status(record))
        parts = [f"{len(data.items)}\u00a0kegiatan", f"disetujui\u00a0{format_rupiah(view.approved)}"]
        if published:
            settled = sum(bool(one.rab_uid) and ledger.state(one.rab_uid) == "approved" for one in view.activities)
            parts.append(f"RAB disetujui {settled} dari {len(view.activities)}")
        parts += [format_day(data.date)] if data.date else []
        self.facts.setText(" · ".join(parts))
        self.publish.setVisible(own and (not published or record.changed))
        for button in (self.alter, self.discard):
            button.setVisible(own and not published)
        # What nobody has built on yet may be taken back; a draft is simply discarded.
        self.back.setVisible(own and published and not view.contracts and not view.handed_in)
        self.contract.setVisible(published and not view.contracts)
        for button in (self.publish, self.alter, self.discard, self.back, self.contract):
            button.setAccessibleDescription(data.title)
        self._put_items(view, ledger)
        if not self._set_up:
            self._set_up = True
            self.fold.setChecked(not view.contracts and len(data.items) <= _OPEN_UP_TO)
        self._unfold(self.fold.isChecked())

    def _put_items(self, view: PackageView, ledger: Ledger) -> None:
        empty_layout(self._grid)
        by_key = {one.key: one for one in view.activities}
        self._count = len(view.data.items)
        for row, one in enumerate(view.data.items):
            activity = by_key.get(one.uid)
            rab = activity.rab_uid if activity is not None else ""
            amount = words(format_rupiah(one.amount))
            amount.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            home = words(one.home, "muted")
            for label in (amount, home):
                label.setWordWrap(False)
            self._grid.addWidget(words(one.title or "Tanpa judul"), row, 0)
            self._grid.addWidget(home, row, 1)
            self._grid.addWidget(amount, row, 2)
            if view.record.state == "published":
                status = _rab_status(ledger.state(rab)) if rab else NO_RAB
                self._grid.addWidget(StatusChip(status), row, 3)

    def _unfold(self, opened: bool) -> None:
        self.inside.setVisible(opened)
        self.fold.setText(f"Kegiatan ({self._count})")
        dress(self.fold, "chevron-down" if opened else "chevron-right")
        self.fold.setAccessibleName(f"Kegiatan dalam paket, {self._count}, {'terbuka' if opened else 'tertutup'}")


def _rab_status(state: str) -> Status:
    return Status(f"RAB {STATE_STATUS[state].word.lower()}", STATE_STATUS[state].icon, STATE_STATUS[state].tone)


class OfficeContractCard(Card):
    """What was agreed with the Pokmas, how much of it was sent and used, and what does not agree."""

    publish_wanted = Signal()
    alter_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, deed_for: DeedFor, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.number, self.facts, self.chip = words("", "section"), words("", "muted"), StatusChip(DRAFT)
        self.publish = _button("Terbitkan", "send", self.publish_wanted.emit)
        self.alter = _button("Ubah", "pencil", self.alter_wanted.emit)
        self.print = _button("Cetak", "printer", self.print_wanted.emit)
        self.value, self.bar, self.sums = words("", "figure"), MoneyBar(), words("", "small")
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        for button in (self.publish, self.alter, self.print):
            head.addWidget(button)
        head.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(SPACE_2)
        left.addWidget(self.number)
        left.addWidget(self.chip)
        left.addWidget(self.facts)
        left.addLayout(head)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(SPACE_1)
        name = words("Nilai kontrak", "small")
        for widget in (name, self.value, self.bar, self.sums):
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignRight)
            right.addWidget(widget)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(SPACE_6)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        self.body.addLayout(row)
        self.findings = FindingList(deed_for)
        self.body.addWidget(self.findings)

    def put(
        self, record: Record, data: Contract, states: Sequence[TrancheState], results: Sequence[CheckResult]
    ) -> None:
        """Show this contract."""
        own = record.type == "k.contract"
        self.number.setText(f"Kontrak {data.number}" if data.number else "Kontrak tanpa nomor")
        parts = [format_day(data.date) if data.date else "Tanggal belum diisi"]
        if data.start and data.end:
            parts.append(f"masa {format_day(data.start)} – {format_day(data.end)}")
        parts += [data.group_name] if data.group_name else []
        self.facts.setText(" · ".join(parts))
        self.chip.put(record_status(record))
        self.publish.setVisible(own and (record.state == "saved" or record.changed))
        self.alter.setVisible(own)
        self.alter.setText("Ubah" if record.state == "saved" else "Adendum…")
        self.print.setVisible(own)
        sent, used = sum(one.disbursed for one in states), sum(one.used for one in states)
        # What a Pokmas has received has left the treasury, even when no disbursement of it was noted here.
        gone = sum(max(one.disbursed, one.received) for one in states)
        unnoted = f", diterima tanpa catatan pencairan\u00a0{format_rupiah(gone - sent)}" if gone > sent else ""
        self.value.setText(format_rupiah(data.value))
        self.bar.put(data.value, gone, used)
        self.sums.setText(
            f"Dicairkan\u00a0{format_rupiah(sent)}{unnoted}, terpakai\u00a0{format_rupiah(used)}, "
            f"belum\u00a0cair\u00a0{format_rupiah(max(data.value - gone, 0))}"
        )
        self.findings.put(results)


class OfficeTrancheCard(TrancheFrame):
    """One tranche. `disburse_wanted`: note money sent (uid of a note to mend, "" for a new one). `spj_wanted`: look at
    the SPJ handed in; `earlier_wanted`: at the one before."""

    disburse_wanted = Signal(str)
    spj_wanted = Signal()
    earlier_wanted = Signal()

    def __init__(self, number: int, *, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(number, last=last, parent=parent)
        self.spj = _button("Lihat SPJ", "report-money", self.spj_wanted.emit)
        self.spj.setAccessibleName(f"Lihat SPJ tahap {number} di Meja Periksa")
        self.disburse = _button("Catat pencairan", "wallet", lambda: self.disburse_wanted.emit(""))
        self.disburse.setAccessibleName(f"Catat pencairan tahap {number}")
        self.add(self.spj, self.disburse)
        self.blocked.open.setText("Lihat SPJ sebelumnya")
        self.blocked.wanted.connect(self.earlier_wanted)

    def put(
        self,
        shown: TrancheShown,
        notes: Sequence[tuple[str, Disbursement]],
        *,
        submitted: bool,
        missing: Collection[ChecklistLine] = (),
        published: bool = True,
    ) -> None:
        """`notes`: (uid, money sent) each; `submitted`: there is an SPJ to look at; `missing`: what the SPJ before
        lacks; `published`: the contract went out, so money may follow."""
        state = shown.state
        self.put_frame(shown, _WAITS.get(state.next_step, ""))
        self.spj.setVisible(submitted)
        # Money is noted where a contract stands; what was sent in parts goes on until the tranche is whole.
        self.disburse.setVisible(published and state.disbursed < state.planned and state.next_step != "done")
        rows: list[QWidget] = [self._note(uid, data) for uid, data in notes]
        rows += [
            NoteLine(note_words("Disetor kembali", one.amount, one.date, one.account, one.reference), ())
            for _, one in shown.returned
        ]
        self.put_notes(rows)
        moved = state.disbursed or state.received
        self.blocked.put(state.blocked_by if not moved else (), list(missing), state.number)
        self.setAccessibleName(f"Tahap {state.number}. {tranche_words(state)}.")

    def _note(self, uid: str, data: Disbursement) -> NoteLine:
        """One note of money sent, and the way to mend it."""
        alter = ("Ubah", f"Ubah pencairan {format_rupiah(data.amount)}", partial(self.disburse_wanted.emit, uid))
        return NoteLine(note_words("Cair", data.amount, data.date, data.reference), (alter,))
