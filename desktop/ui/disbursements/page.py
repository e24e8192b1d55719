"""L09: the contract of a Pokmas and the way of its money, tranche by tranche."""

from collections import Counter
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.domain.cash_checks import check_cash
from desktop.domain.checks import CheckResult
from desktop.domain.checks_pokmas import check_members, with_basis
from desktop.domain.contracts import check_contract
from desktop.domain.disbursing import TrancheState, tranche_states
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.handover import both_teams
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_percent, format_rupiah
from desktop.domain.money_checks import check_money, noted_already
from desktop.domain.records import Contract, MoneyReceived, Record
from desktop.domain.spj import checklist, gaps
from desktop.domain.states import FROZEN
from desktop.domain.tranches import money_of, returns_of, spj_state
from desktop.services.ledgers import Ledgers
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ask_many, confirm
from desktop.ui.disbursements.cards import ContractCard, TrancheCard, TrancheShown
from desktop.ui.disbursements.contract_page import ContractPage
from desktop.ui.disbursements.money_form import MoneyForm, MoneyTyped, ReturnForm
from desktop.ui.layouts import empty_layout
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_4, SPACE_6, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.proposals.findings import Deed
from desktop.ui.qss import mark
from desktop.ui.rooms import has_room, show_record
from desktop.ui.scans import PICTURES
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.value_fields import day_to_offer

EMPTY = (
    "Belum ada kontrak. Kontrak datang lewat kiriman kelurahan; bila hanya ada kertasnya, ketik nomor, nilai, dan "
    "tahapnya di sini."
)
_ROOM_OF_STEP = {"spend": "receipts", "submit_spj": "spj", "mend_spj": "spj"}
"""Where the next step of a tranche is done, when not here."""

_SETTLE_MS = 40
"""After so long a card has its new height."""
_ON_THE_CARD = frozenset({"V-22", "V-26", "K-13", "K-17", "K-18", "K-19"})
"""Warnings that are worth their place on a contract's card: settled with the kelurahan, or money noted amiss."""
_OPEN_STEPS = frozenset({"record_money", "spend", "submit_spj", "mend_spj", "disburse"})


class DisbursementsPage(Page):
    """The room "Pencairan" of a Pokmas's desk."""

    shows = frozenset(
        {
            "k.contract",
            "d.contract",
            "k.disbursement",
            "d.money_received",
            "d.money_returned",
            "d.cash_move",
            "d.receipt",
            "d.correction",
            "d.rab",
            "d.photo",
            "d.scan",
            "d.submission",
            "d.withdrawal",
            "k.decision",
            "k.work_package",
            "d.work_package",
        }
    )

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Pencairan", topic="L09")
        self._work, self._window = work, window
        self._ledgers = Ledgers(work.desk)
        self._ledger = Ledger()
        self._contracts: list[Record] = []
        self._states: dict[str, list[TrancheState]] = {}
        self.contract_cards: dict[str, ContractCard] = {}
        self.tranche_cards: dict[str, TrancheCard] = {}
        self._shape: tuple[tuple[str, tuple[str, ...]], ...] | None = None
        self.form: MoneyForm | ReturnForm | None = None
        self._form_for = ("", "")  # tranche, and the note being altered ("" for a new one)
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.empty = self._make_empty()
        self._holder = QWidget()
        mark(self._holder, "clear")
        self._inside = QVBoxLayout(self._holder)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self.body.setSpacing(SPACE_4)
        self.body.addWidget(self.notice)
        self.body.addWidget(self._holder)
        self.body.addWidget(self.empty, 1)
        self._end = QWidget()
        mark(self._end, "clear")
        self.body.addWidget(self._end, 1)

    def _make_empty(self) -> EmptyState:
        takes = has_room("pokmas", "exchange")
        empty = EmptyState(EMPTY, "Terima kiriman" if takes else "", lambda: self.goes.emit("exchange"), icon="wallet")
        typed = QPushButton("Ketik dari kertas")
        typed.clicked.connect(lambda _checked=False: self.type_contract())
        lay = empty.layout()
        if isinstance(lay, QVBoxLayout):
            lay.insertWidget(lay.count() - 1, typed, 0, Qt.AlignmentFlag.AlignHCenter)
        return empty

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        if not self._contracts:
            return PageActions()
        tranche = self._tranche_for_money()
        papers = tuple(
            Command(
                text=f"Cetak rekap tahap {state.number}",
                icon="printer",
                run=partial(self._print_recap, state.uid),
                menu=Menu.PRINT,
                enabled=bool(state.received or state.used),
            )
            for states in self._states.values()
            for state in states
        )
        return PageActions(
            primary=Command(
                text="Catat dana masuk",
                icon="wallet",
                run=self.record_money,
                shortcut="Ctrl+N",
                enabled=bool(tranche),
                why_not="Dana semua tahap sudah dicatat.",
            ),
            more=(*papers, Command(text="Ketik kontrak lain dari kertas…", icon="pencil", run=self.type_contract)),
        )

    def reload(self) -> None:
        self._ledger = self._ledgers.read()
        self._contracts = self._work.contracts.all()
        self._states = {record.uid: tranche_states(self._ledger, record.uid) for record in self._contracts}
        shape = tuple((record.uid, tuple(one.uid for one in self._states[record.uid])) for record in self._contracts)
        if shape != self._shape:
            self._shape = shape
            self._lay_out()
        for record in self._contracts:
            self._fill(record)
        self.empty.setVisible(not self._contracts)
        self._end.setVisible(bool(self._contracts))
        self._holder.setVisible(bool(self._contracts))
        self._offer_link()
        self.actions_changed.emit()

    def check(self) -> list[Problem] | None:
        """F9: what does not agree, and what is in the way of each tranche."""
        found: list[Problem] = []
        for record in self._contracts:
            results = self._findings(record)
            found += [Problem(text=f"{one.message} {one.action}", blocks=one.level == "block") for one in results]
            found += [
                Problem(text=f"Tahap {state.number}: {text}", blocks=False)
                for state in self._states[record.uid]
                if not state.received
                for text in state.blocked_by
            ]
        return found

    def _findings(self, record: Record) -> list[CheckResult]:
        """What a contract says against the rules, and whether the group and its teams are as they should be."""
        sheet = self._work.rules.sheet(record.year)
        found = [*check_contract(self._ledger, record.uid), *both_teams(self._ledger, record.uid)]
        for tranche in self._ledger.tranches(record.uid):
            found += check_money(self._ledger, tranche.uid)
        found += check_cash(self._ledger, record.uid)
        return [*with_basis(found, sheet), *check_members(self._ledger, sheet)]

    def leave(self) -> bool:
        self._close_form()
        return True

    def open_record(self, uid: str, _spot: str = "") -> None:
        """Show a tranche (where its money is still to be noted, the line for it), or a note of money."""
        self.reload()
        note, back = self._ledger.money.get(uid), self._ledger.returns.get(uid)
        known = note or back
        tranche = self._ledger.tranche_uid(known.tranche if known is not None else uid)
        if tranche not in self.tranche_cards:
            return
        if back is not None:
            self.open_return(tranche, uid)
            return
        state = self._state(tranche)
        if note is not None or (state is not None and not state.received):
            self.open_form(tranche, uid if note is not None else "")
        else:
            self._look_at(self.tranche_cards[tranche])

    # --- laying out --------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        """Cards for the contracts and tranches there are now."""
        self._close_form()
        empty_layout(self._inside)
        self.contract_cards, self.tranche_cards = {}, {}
        for at, record in enumerate(self._contracts):
            if at:
                self._inside.addSpacing(SPACE_6)
            card = ContractCard(self.deed_for)
            card.alter_wanted.connect(partial(self.type_contract, record.uid))
            self._inside.addWidget(card)
            self._inside.addSpacing(SPACE_4)
            self.contract_cards[record.uid] = card
            states = self._states[record.uid]
            for state in states:
                made = TrancheCard(state.number, last=state is states[-1])
                made.deed.connect(partial(self._step, state.uid))
                made.money_wanted.connect(partial(self.open_form, state.uid))
                made.return_wanted.connect(partial(self.open_return, state.uid))
                made.proof_wanted.connect(self.add_proof)
                made.spj_wanted.connect(partial(self._open_earlier_spj, state.uid))
                made.blocked.may_open = has_room("pokmas", "spj")
                self._inside.addWidget(made)
                self.tranche_cards[state.uid] = made

    def _fill(self, record: Record) -> None:
        data, states = record.data, self._states[record.uid]
        if not isinstance(data, Contract):
            return
        card = self.contract_cards[record.uid]
        activities = self._ledger.activities_of(record.uid)
        card.put(
            data,
            typed=record.type == "d.contract",
            activities=len(activities),
            states=states,
            mechanism=self._work.contracts.mechanism_words(record.uid),
        )
        results = self._findings(record)
        card.put_findings([one for one in results if one.level == "block" or one.rule in _ON_THE_CARD])
        at_hand = next((one.uid for one in states if one.next_step in _OPEN_STEPS), "")
        for at, state in enumerate(states):
            earlier = states[at - 1] if at else None
            missing = gaps(checklist(self._ledger, earlier.uid)) if earlier and state.blocked_by else []
            share = format_percent(state.planned * 10_000 // data.value) if data.value else ""
            self.tranche_cards[state.uid].put(
                TrancheShown(
                    state=state,
                    sent=[
                        one
                        for one in self._ledger.disbursements.values()
                        if self._ledger.tranche_uid(one.tranche) == state.uid
                    ],
                    money=[(uid, self._ledger.money[uid]) for uid in money_of(self._ledger, state.uid)],
                    returned=[(uid, self._ledger.returns[uid]) for uid in returns_of(self._ledger, state.uid)],
                    proofs=Counter(photo.of for photo in self._ledger.photos.values()),
                    fixed=self._fixed_in(state.uid),
                    is_open=state.uid == at_hand,
                    goes=has_room("pokmas", _ROOM_OF_STEP.get(state.next_step, "disbursement")),
                    missing=missing,
                    share=f"{share} dari kontrak" if share and len(states) > 1 else "",
                    spj_reason=self._reason(state.uid),
                )
            )

    def _fixed_in(self, tranche: str) -> set[str]:
        """What was handed in with an SPJ; leftovers noted after one was accepted may still be put right."""
        fixed = {uid for uid, known in self._ledger.states.items() if known.state in FROZEN}
        state = spj_state(self._ledger, tranche)
        if state == "approved":
            return fixed | self._ledger.accepted.get(tranche, frozenset())
        return fixed | set(returns_of(self._ledger, tranche)) if state in FROZEN else fixed

    def _reason(self, tranche: str) -> str:
        """Why the SPJ came back, in the kelurahan's words."""
        for uid in money_of(self._ledger, tranche):
            known = self._ledger.states.get(uid)
            if known is not None and known.state in ("returned", "rejected") and known.decision is not None:
                return f"SPJ dikembalikan: {known.decision.reason}".rstrip(": ")
        return ""

    def _state(self, tranche: str) -> TrancheState | None:
        return next((one for states in self._states.values() for one in states if one.uid == tranche), None)

    def deed_for(self, result: CheckResult) -> Deed | None:
        """The button beside a finding about a contract."""
        record = next((one for one in self._contracts if one.uid == result.subject), None)
        if record is not None and record.type == "d.contract":
            return Deed("Ubah kontrak", partial(self.type_contract, record.uid))
        if result.subject in self._ledger.money:
            return Deed("Periksa dana masuk", partial(self.open_record, result.subject))
        if result.subject in self._ledger.returns:
            return Deed("Periksa setoran", partial(self.open_record, result.subject))
        if result.subject in self._ledger.moves:
            return Deed("Buka buku kas", partial(self._open_cash, result.subject))
        if result.subject in self._ledger.disbursements:
            return None  # the kelurahan's note: it is told, and mended there
        if has_room("pokmas", "work"):
            return Deed("Buka kegiatan", lambda: self.goes.emit("work"))
        return None

    def _open_cash(self, uid: str) -> None:
        """A note of cash, in the books of the receipts' room."""
        if has_room("pokmas", "receipts") and self._window.go("receipts"):
            show_record(self._window.page, uid)

    # --- money -------------------------------------------------------------------------------------------------------

    def _tranche_for_money(self) -> str:
        """The first tranche of which no money is noted."""
        states = [one for found in self._states.values() for one in found]
        return next((one.uid for one in states if not one.received), "")

    def record_money(self) -> None:
        """Open the line for the first tranche whose money is not noted."""
        tranche = self._tranche_for_money()
        if tranche:
            self.open_form(tranche, "")

    def open_form(self, tranche: str, note: str = "") -> None:
        """The line to note money of a tranche, or to alter a note of it (uid)."""
        state, card = self._state(tranche), self.tranche_cards.get(tranche)
        if state is None or card is None:
            return
        known = self._ledger.states.get(note)
        if known is not None and known.state in FROZEN:
            self.say("Dana masuk ini sudah ikut SPJ yang diajukan, jadi tidak bisa diubah.", Tone.ATTENTION)
            return
        self._close_form()
        form = MoneyForm(self._work.info.year, state.planned, self._work.proposals.in_words)
        form.fill(self._typed_before(state, note), kept=bool(note))
        form.saved.connect(self._save_money)
        form.given_up.connect(self._close_form)
        form.removed.connect(self._remove_money)
        self._open_line(card, form, tranche, note)

    def _open_line(self, card: TrancheCard, form: MoneyForm | ReturnForm, tranche: str, note: str) -> None:
        card.body.addWidget(form)
        form.show()
        self.form, self._form_for = form, (tranche, note)
        form.begin()
        QTimer.singleShot(_SETTLE_MS, lambda: self._look_at(form) if self.form is form else None)

    def open_return(self, tranche: str, note: str = "") -> None:
        """The line to note money paid back of a tranche, or to alter a note of it (uid)."""
        state, card = self._state(tranche), self.tranche_cards.get(tranche)
        if state is None or card is None:
            return
        self._close_form()
        data = self._ledger.returns.get(note)
        left = state.left + (data.amount if data is not None else 0)
        form = ReturnForm(self._work.info.year, left, self._work.proposals.in_words)
        typed = (
            MoneyTyped(
                date=data.date,
                amount=data.amount,
                account=data.account,
                reference=data.reference,
                reason=data.reason,
            )
            if data is not None
            else MoneyTyped(date=day_to_offer(self._work.info.year), amount=max(left, 0), account="", reference="")
        )
        form.fill(typed, kept=bool(note))
        form.saved.connect(self._save_return)
        form.given_up.connect(self._close_form)
        form.removed.connect(self._remove_money)
        self._open_line(card, form, tranche, note)

    def _save_return(self, typed: MoneyTyped) -> None:
        tranche, note = self._form_for
        contract = self._ledger.contract_of_tranche(tranche)
        if self.form is None or not contract:
            return
        try:
            self._work.contracts.return_money(
                contract,
                tranche,
                typed.date,
                typed.amount,
                typed.account,
                typed.reference,
                typed.reason,
                uid=note,
            )
        except RuleViolation as violation:
            self.form.show_violation(violation)
            return
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)
            return
        self._close_form()
        self.reload()
        self.say(f"Setoran sisa dana {format_rupiah(typed.amount)} tercatat. Foto slipnya (STS).", Tone.GOOD)

    def add_proof(self, note: str) -> None:
        """Pictures of the slip that goes with a note of money."""
        files = ask_many(self, "Foto bukti", PICTURES, "Foto (JPEG, PNG, HEIC)")
        if not files:
            return
        try:
            self._work.attachments.add_photos(note, files)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self.reload()
        self.say(f"{len(files)} foto bukti tersimpan.", Tone.GOOD, seconds=8)

    def _typed_before(self, state: TrancheState, note: str) -> MoneyTyped:
        """What is known already: the note itself, else what the kelurahan told, and the account used last."""
        data = self._ledger.money.get(note)
        if data is not None:
            return MoneyTyped(date=data.date, amount=data.amount, account=data.account, reference=data.reference)
        sent = [
            one for one in self._ledger.disbursements.values() if self._ledger.tranche_uid(one.tranche) == state.uid
        ]
        last = max(self._ledger.money.items(), default=("", None))[1]
        return MoneyTyped(
            date=sent[-1].date if sent else day_to_offer(self._work.info.year),
            amount=state.disbursed or state.planned,
            account=last.account if last is not None else self._account_of(state.uid),
            reference=sent[-1].reference if sent else "",
        )

    def _account_of(self, tranche: str) -> str:
        """Bank and number of the Pokmas's account, as its contract or this desk's settings name them."""
        return self._work.contracts.own_account(self._ledger.contract_of_tranche(tranche)).words

    def _look_at(self, card: QWidget) -> None:
        if self.area is not None:
            self.area.ensureWidgetVisible(card, 0, SPACE_4)

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form, self._form_for = None, ("", "")

    def _save_money(self, typed: MoneyTyped) -> None:
        tranche, note = self._form_for
        contract = self._ledger.contract_of_tranche(tranche)
        old = self._work.records.get(note) if note else None
        if not note and self._is_noted(tranche, typed) and not self._ask_twice(typed):
            return
        try:
            if old is not None and isinstance(old.data, MoneyReceived):
                data = replace(
                    old.data,
                    date=typed.date,
                    amount=typed.amount,
                    account=typed.account,
                    reference=typed.reference,
                )
                self._work.records.save("d.money_received", data, uid=note)
            else:
                self._work.contracts.record_money(
                    contract, tranche, typed.date, typed.amount, typed.account, typed.reference
                )
        except RuleViolation as violation:
            if self.form is not None:
                self.form.show_violation(violation)
            return
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)
            return
        self._close_form()
        self.reload()
        state = self._state(tranche)
        number = state.number if state else 1
        go = has_room("pokmas", "receipts")
        self.say(
            f"Dana masuk tahap {number} {format_rupiah(typed.amount)} tercatat.",
            Tone.GOOD,
            button="Ketik kuitansi" if go else "",
            run=partial(self._step, tranche, "spend") if go else None,
        )

    def _is_noted(self, tranche: str, typed: MoneyTyped) -> bool:
        return bool(noted_already(self._ledger, tranche, typed.date, typed.amount, typed.reference))

    def _ask_twice(self, typed: MoneyTyped) -> bool:
        """Whether the same money is to be noted once more."""
        detail = "Tanggal, jumlah, dan nomor buktinya sama dengan catatan yang sudah ada di tahap ini."
        question = f"Dana masuk {format_rupiah(typed.amount)} ini sudah tercatat. Catat sekali lagi?"
        return confirm(self, question, "Catat lagi", detail=detail)

    def _remove_money(self) -> None:
        _, note = self._form_for
        try:
            self._work.contracts.drop_money(note)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
            return
        self._close_form()
        self.reload()
        self.say("Catatan dana dihapus.", button="Urungkan", run=partial(self._restore, note), seconds=10)

    def _restore(self, note: str) -> None:
        self._work.contracts.bring_money_back(note)
        self.reload()

    # --- next steps --------------------------------------------------------------------------------------------------

    def _step(self, tranche: str, step: str) -> None:
        """What the button of a tranche's next step does."""
        if step == "record_money":
            self.open_form(tranche)
            return
        room = _ROOM_OF_STEP.get(step, "")
        if room and self._window.go(room):
            show_record(self._window.page, tranche)

    def _open_earlier_spj(self, tranche: str) -> None:
        states = next((found for found in self._states.values() if any(one.uid == tranche for one in found)), [])
        at = next((at for at, one in enumerate(states) if one.uid == tranche), 0)
        if at:
            self._step(states[at - 1].uid, "submit_spj")

    def _print_recap(self, tranche: str) -> None:
        self.opens.emit(PaperPage(self._work, self._window, "tranche_recap", tranche))

    # --- contracts typed from paper ----------------------------------------------------------------------------------

    def type_contract(self, uid: str = "") -> None:
        """Type a contract from its paper, or alter one typed before."""
        paid = [state.uid for state in self._states.get(uid, []) if state.received]
        self.opens.emit(ContractPage(self._work, self._window, uid, paid=paid))

    def _pair(self) -> tuple[Record, Record] | None:
        """A typed contract and a sent one that may be the same."""
        typed = [one for one in self._contracts if one.type == "d.contract"]
        sent = [one for one in self._contracts if one.type == "k.contract"]
        return (typed[0], sent[-1]) if typed and sent else None

    def _offer_link(self) -> None:
        pair = self._pair()
        if pair is None:
            self.notice.hide()
            return
        text = (
            "Kontrak dari kelurahan sudah datang, dan ada kontrak yang Anda ketik sendiri. "
            "Bila sama, satukan: dana dan kuitansinya tetap."
        )
        self.notice.put(Message(text=text, tone=Tone.ATTENTION, button="Satukan…", run=self.link))

    def link(self) -> None:
        """Say that the typed contract and the sent one are the same."""
        pair = self._pair()
        if pair is None:
            return
        typed, sent = pair
        if not isinstance(typed.data, Contract) or not isinstance(sent.data, Contract):
            return
        question = "Satukan kontrak yang diketik dengan yang dikirim kelurahan?"
        detail = (
            f"Diketik: {typed.data.number or 'tanpa nomor'}, {format_rupiah(typed.data.value)}, "
            f"{len(typed.data.tranches)} tahap.\nDikirim: {sent.data.number or 'tanpa nomor'}, "
            f"{format_rupiah(sent.data.value)}, {len(sent.data.tranches)} tahap. Yang berlaku yang dikirim."
        )
        if confirm(self, question, "Satukan", detail=detail, tone=Tone.INFO):
            try:
                self._work.contracts.link(typed.uid, sent.uid)
            except RuleViolation as violation:
                self.say(explain(violation), Tone.PROBLEM)
        self.reload()
