"""The contract on top, and one card per tranche: how far its money is, what comes next, what is in the way."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.checks import CheckResult
from desktop.domain.dates import format_day
from desktop.domain.disbursing import STEP_WORDS, TrancheState
from desktop.domain.money import format_rupiah
from desktop.domain.records import Contract, Disbursement, MoneyReceived, MoneyReturned
from desktop.domain.spj import ChecklistLine
from desktop.ui.cards import Card, words
from desktop.ui.disbursements.flow import FlowStrip, MoneyBar, NumberMark, Station, StationState
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.proposals.findings import DeedFor, FindingList
from desktop.ui.qss import mark
from desktop.ui.status import STATE_STATUS, Status, StatusChip

FROM_OFFICE = Status("Dari kelurahan", "download", Tone.INFO)
FROM_PAPER = Status("Diketik dari kertas", "pencil", Tone.NEUTRAL)
NOT_YET = Status("Belum diajukan", "minus", Tone.NEUTRAL)
_BUTTONS = {
    "record_money": ("Catat dana masuk", "wallet"),
    "spend": ("Ketik kuitansi", "receipt"),
    "submit_spj": ("Buka berkas SPJ", "list-check"),
    "mend_spj": ("Perbaiki SPJ", "list-check"),
}
Run = Callable[[], object]


class ContractCard(Card):
    """What was agreed: number, days, value, and how much of it came and was used."""

    alter_wanted = Signal()

    def __init__(self, deed_for: DeedFor, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.number, self.facts = words("", "section"), words("", "muted")
        self.source = StatusChip(FROM_PAPER)
        self.alter = QPushButton("Ubah kontrak")
        mark(self.alter, "quiet")
        dress(self.alter, "pencil")
        self.alter.clicked.connect(lambda _checked=False: self.alter_wanted.emit())
        self.value, self.bar, self.sums = words("", "figure"), MoneyBar(), words("", "small")
        self.value.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.sums.setAlignment(Qt.AlignmentFlag.AlignRight)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(self.source)
        head.addWidget(self.alter)
        head.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(SPACE_1)
        left.addWidget(self.number)
        left.addWidget(self.facts)
        left.addLayout(head)
        left.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(SPACE_1)
        name = words("Nilai kontrak", "small")
        name.setAlignment(Qt.AlignmentFlag.AlignRight)
        for widget in (name, self.value, self.bar, self.sums):
            right.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(SPACE_6)
        row.addLayout(left, 3)
        row.addLayout(right, 2)
        self.body.addLayout(row)
        self.findings = FindingList(deed_for)
        self.body.addWidget(self.findings)

    def put(
        self, data: Contract, *, typed: bool, activities: int, states: Sequence[TrancheState], mechanism: str = ""
    ) -> None:
        """Show this contract; `mechanism`: how its money is paid out, in words."""
        self.number.setText(f"Kontrak {data.number}" if data.number else "Kontrak tanpa nomor")
        parts = [format_day(data.date) if data.date else "Tanggal belum diisi"]
        if data.start and data.end:
            parts.append(f"masa {format_day(data.start)} – {format_day(data.end)}")
        parts += [data.group_name] if data.group_name else []
        parts += [mechanism] if mechanism else []
        parts.append(f"{activities}\u00a0kegiatan" if activities else "Kegiatannya belum diketahui")
        self.facts.setText(" · ".join(parts))
        self.source.put(FROM_PAPER if typed else FROM_OFFICE)
        self.alter.setVisible(typed)
        came, used = sum(one.received for one in states), sum(one.used for one in states)
        self.value.setText(format_rupiah(data.value))
        self.bar.put(data.value, came, used)
        self.sums.setText(
            f"Diterima\u00a0{format_rupiah(came)}, terpakai\u00a0{format_rupiah(used)}, "
            f"belum\u00a0cair\u00a0{format_rupiah(max(data.value - came, 0))}"
        )

    def put_findings(self, results: Sequence[CheckResult]) -> None:
        """What does not agree yet."""
        self.findings.put(results)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrancheShown:
    """What a tranche's card says. `sent`: what the kelurahan told; `money`, `returned`: (uid, what was noted) each;
    `proofs`: how many pictures lie with a note; `fixed`: notes handed in with an SPJ; `is_open`: the tranche one works
    on; `missing`: what the SPJ before it lacks; `share`: percent of the contract, as text; `goes`: there is a page for
    its next step."""

    state: TrancheState
    sent: Sequence[Disbursement] = ()
    money: Sequence[tuple[str, MoneyReceived]] = ()
    returned: Sequence[tuple[str, MoneyReturned]] = ()
    proofs: Mapping[str, int] = field(default_factory=dict)
    fixed: Collection[str] = ()
    is_open: bool = False
    goes: bool = True
    missing: Sequence[ChecklistLine] = ()
    share: str = ""
    spj_reason: str = ""


class TrancheFrame(QWidget):
    """What the card of a tranche has on either desk: its number on the line, heading, flow of the money, notes, and
    what is in the way. `add` puts widgets at the right of the heading."""

    def __init__(self, number: int, *, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self.mark = NumberMark(number, last=last)
        self.title, self.condition = words(f"Tahap {number}", "section"), words("", "muted")
        self.next_text = words("", "muted")
        self.flow = FlowStrip()
        self.frame = QFrame()
        mark(self.frame, "card")
        self._head = QHBoxLayout()
        self._head.setSpacing(SPACE_3)
        self._head.addWidget(self.title)
        self._head.addWidget(self.condition, 1)
        self._head.addWidget(self.next_text)
        for label in (self.title, self.next_text):
            label.setWordWrap(False)
        self.body = QVBoxLayout(self.frame)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_3)
        self.body.addLayout(self._head)
        self.body.addWidget(self.flow)
        self.notes = QVBoxLayout()
        self.notes.setSpacing(SPACE_1)
        self.body.addLayout(self.notes)
        self.blocked = BlockedBox()
        self.body.addWidget(self.blocked)
        # The gap to the next card is the card's own: the line from number to number runs through it.
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0 if last else SPACE_3)
        right.addWidget(self.frame)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self.mark)
        layout.addLayout(right, 1)

    def add(self, *buttons: QWidget) -> None:
        """Widgets at the right of the heading."""
        for button in buttons:
            self._head.addWidget(button)

    def put_frame(self, shown: TrancheShown, said: str) -> None:
        """Number, condition and flow; `said`: what comes next, in words beside the heading."""
        self.condition.setText(shown.state.condition)
        self.mark.put(whole_state(shown))
        self.flow.put(stations_of(shown))
        self.next_text.setText(said)
        self.next_text.setVisible(bool(said))

    def put_notes(self, rows: Sequence[QWidget]) -> None:
        """These lines below the flow, instead of those before."""
        empty_layout(self.notes)
        for row in rows:
            self.notes.addWidget(row)


class NoteLine(QWidget):
    """One note of money in a line, with what can be done to it: (word, accessible name, deed) each."""

    def __init__(self, text: str, deeds: Sequence[tuple[str, str, Run]]) -> None:
        super().__init__()
        mark(self, "clear")
        icon = QLabel()
        dress(icon, "wallet", "muted", 18)
        label = words(text, "small")
        label.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_2)
        row.addWidget(icon)
        row.addWidget(label)
        for word, name, deed in deeds:
            row.addWidget(self._button(word, name, deed))
        row.addStretch(1)

    @staticmethod
    def _button(word: str, name: str, deed: Run) -> QPushButton:
        button = QPushButton(word)
        mark(button, "inline")
        button.setAccessibleName(name)
        button.clicked.connect(lambda _checked=False: deed())
        return button


def note_words(verb: str, amount: int, day: date | None, *more: str) -> str:
    """`Masuk Rp1.000 – 1 Maret 2022, BNI, SP2D 7`."""
    parts = [format_day(day) if day else "Tanpa tanggal", *more]
    return f"{verb} {format_rupiah(amount)} – " + ", ".join(part for part in parts if part)


class TrancheCard(TrancheFrame):
    """One tranche. `deed`: the button of its next step was pressed (a key of domain.disbursing.Step).

    `money_wanted`: note money (uid of a note to alter, "" for a new one); `return_wanted`: the same of money paid back;
    `proof_wanted`: pictures of the slip of a note (uid). `spj_wanted`: look at what the SPJ before lacks.
    """

    deed = Signal(str)
    money_wanted = Signal(str)
    return_wanted = Signal(str)
    proof_wanted = Signal(str)
    spj_wanted = Signal()

    def __init__(self, number: int, *, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(number, last=last, parent=parent)
        self._last = last
        self.button, self.other = QPushButton(), QPushButton("Catat dana masuk")
        self.give_back = QPushButton("Catat setoran sisa")
        self.give_back.setAccessibleName(f"Catat setoran sisa dana tahap {number}")
        self.other.clicked.connect(lambda _checked=False: self.money_wanted.emit(""))
        self.give_back.clicked.connect(lambda _checked=False: self.return_wanted.emit(""))
        self._step = ""
        self.button.clicked.connect(lambda _checked=False: self.deed.emit(self._step))
        self.add(self.other, self.give_back, self.button)
        self.blocked.wanted.connect(self.spj_wanted)

    def put(self, shown: TrancheShown) -> None:
        """Show how this tranche stands."""
        state = shown.state
        self._step = state.next_step
        text, icon = _BUTTONS.get(state.next_step, ("", "")) if shown.goes else ("", "")
        self.button.setText(text)
        self.button.setVisible(bool(text))
        if text:
            mark(self.button, "primary" if shown.is_open else "")
            dress(self.button, icon, "on_primary" if shown.is_open else "text")
        # Money that did come is never refused, whatever is in the way.
        self.other.setVisible(state.next_step in ("wait", "disburse"))
        # What an earlier tranche leaves is used by the next one; what the last one leaves goes back.
        open_spj = state.next_step in ("submit_spj", "mend_spj")
        self.give_back.setVisible(self._last and open_spj and state.left > 0)
        # What is in the way is said below, so it is not said here.
        said = "" if text or (state.blocked_by and not state.received) else STEP_WORDS[state.next_step]
        self.put_frame(shown, said)
        self.put_notes(self._notes_of(shown))
        self.blocked.put(state.blocked_by if not state.received else (), shown.missing, state.number)
        self.setAccessibleName(f"Tahap {state.number}. {STEP_WORDS[state.next_step]}.")

    def _notes_of(self, shown: TrancheShown) -> list[QWidget]:
        rows: list[QWidget] = [words(shown.spj_reason, "attention")] if shown.spj_reason else []
        for uid, data in shown.money:
            text = note_words("Masuk", data.amount, data.date, data.account, data.reference)
            what = f"dana masuk {format_rupiah(data.amount)}"
            rows.append(NoteLine(text, self._deeds(shown, uid, what, self.money_wanted.emit, uid in shown.fixed)))
        for uid, back in shown.returned:
            text = note_words("Disetor kembali", back.amount, back.date, back.account, back.reference)
            what = f"setoran sisa {format_rupiah(back.amount)}"
            alter = None if uid in shown.fixed else self.return_wanted.emit
            rows.append(NoteLine(text, self._proof(shown, uid, what, alter)))
        return rows

    def _deeds(
        self, shown: TrancheShown, uid: str, what: str, alter: Callable[[str], object], handed_in: bool
    ) -> list[tuple[str, str, Run]]:
        """What was handed in with an SPJ is not altered any more."""
        return [] if handed_in else self._proof(shown, uid, what, alter)

    def _proof(
        self, shown: TrancheShown, uid: str, what: str, alter: Callable[[str], object] | None
    ) -> list[tuple[str, str, Run]]:
        """Pictures of the slip, which may come late; `alter` None: the note itself stays as it is."""
        count = shown.proofs.get(uid, 0)
        seen = f"{count} foto bukti" if count else "Tambah foto bukti"
        proof = (seen, f"{seen}, {what}", partial(self.proof_wanted.emit, uid))
        return [proof] if alter is None else [("Ubah", f"Ubah {what}", partial(alter, uid)), proof]


class BlockedBox(QFrame):
    """Why no money may move yet, and on request everything the SPJ before lacks. Hidden when nothing is in the way."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("tone", str(Tone.ATTENTION))
        self.setProperty("flat", True)
        self.reasons, self.missing = words(""), words("")
        self.more = QPushButton("Lihat yang kurang")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._unfold)
        self.open = QPushButton("Buka berkas SPJ")
        self.open.clicked.connect(lambda _checked=False: self.wanted.emit())
        icon = QLabel()
        dress(icon, "lock", Tone.ATTENTION)
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(icon)
        head.addWidget(self.reasons, 1)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addLayout(head)
        layout.addWidget(self.missing)
        self.may_open = True
        self.hide()

    def put(self, reasons: Sequence[str], missing: Sequence[ChecklistLine], number: int) -> None:
        """`missing`: the open lines of the SPJ before this tranche."""
        self.setVisible(bool(reasons))
        if not reasons:
            return
        own = [text.removeprefix(f"Tahap {number} belum bisa diajukan: ") for text in reasons]
        first = f"Tahap {number} belum bisa cair:"
        self.reasons.setText(
            first + " " + own[0] if len(own) == 1 else "\n".join([first, *(f"• {one}" for one in own)])
        )
        self.missing.setText("\n".join(f"• {line.title}: {line.detail}" for line in missing))
        self.more.setVisible(bool(missing))
        self._unfold(self.more.isChecked())
        self.setAccessibleName(self.reasons.text())

    def _unfold(self, opened: bool) -> None:
        there = bool(self.missing.text())
        self.missing.setVisible(opened and there)
        self.open.setVisible(opened and there and self.may_open)
        self.more.setText("Tutup daftar" if opened else "Lihat yang kurang")


def whole_state(shown: TrancheShown) -> StationState:
    """How far a tranche is as a whole, for its number."""
    state = shown.state
    if state.next_step == "done":
        return "done"
    if shown.is_open or state.received:
        return "now"
    return "stopped" if state.blocked_by else "later"


def stations_of(shown: TrancheShown) -> list[Station]:
    """Plan, sent, received, used, SPJ."""
    state = shown.state
    plan = Station("Rencana", format_rupiah(state.planned), shown.share, "done")
    days = [one.date for one in shown.sent if one.date]
    if state.disbursed:
        told = ", ".join(
            [*(format_day(day) for day in days[:1]), *(one.reference for one in shown.sent if one.reference)]
        )
        sent = Station("Dicairkan kelurahan", format_rupiah(state.disbursed), told, "done")
    elif state.received:
        sent = Station("Dicairkan kelurahan", "–", "Tidak ada kabar lewat kiriman", "done")
    else:
        sent = Station("Dicairkan kelurahan", "–", "Belum", "later" if state.blocked_by else "now")
    came_on = [data.date for _, data in shown.money if data.date]
    received: StationState = "done" if state.received else "now" if state.disbursed else "later"
    detail = format_day(came_on[-1]) if came_on else "Belum dicatat"
    came = Station("Diterima Pokmas", format_rupiah(state.received) if state.received else "–", detail, received)
    there = bool(state.received or state.used)
    over = there and state.left < 0
    left = f"lebih {format_rupiah(-state.left)}" if over else f"sisa {format_rupiah(state.left)}"
    if state.carried > 0:  # else more would be spent than came in, and nothing said why
        left = f"termasuk sisa tahap lalu {format_rupiah(state.carried)}, {left}"
    settled = state.next_step == "done"
    using: StationState = (
        "stopped" if over else "later" if not state.received else "done" if settled or not state.left else "now"
    )
    used = Station("Terpakai", format_rupiah(state.used) if there else "–", left if there else "Belum", using)
    spj: StationState = (
        "done"
        if settled
        else "stopped"
        if state.spj_state in ("returned", "rejected", "conflict")
        else "now"
        if state.spj_state == "submitted" or state.next_step == "submit_spj"
        else "later"
    )
    return [plan, sent, came, used, Station("SPJ", *_spj_words(state), spj)]


def _spj_words(state: TrancheState) -> tuple[str, str]:
    """Where the SPJ is, and what that means."""
    if state.next_step == "done":
        return ("Disetujui", "") if state.spj_state == "approved" else ("Selesai", "Diterima di kertas")
    word = "Belum diajukan" if state.spj_state == "draft" else STATE_STATUS[state.spj_state].word
    return word, "" if state.next_step in ("wait", "disburse", "record_money") else STEP_WORDS[state.next_step]
