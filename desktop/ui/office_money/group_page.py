"""One Pokmas at the kelurahan: its packages, contracts and tranches, from draft to accepted SPJ."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from desktop.domain.checks import CheckResult
from desktop.domain.disbursing import TrancheState, tranche_states
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.money import format_percent, format_rupiah
from desktop.domain.records import Contract, Record, WorkPackage
from desktop.domain.spj import checklist, gaps
from desktop.domain.tranches import money_of, returns_of
from desktop.services.office_money import GroupView, Next, submission_of
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ReasonDialog, confirm
from desktop.ui.disbursements.cards import TrancheShown
from desktop.ui.layouts import empty_layout
from desktop.ui.main_window import MainWindow
from desktop.ui.office_money.cards import OfficeContractCard, OfficeTrancheCard, PackageCard
from desktop.ui.office_money.contract_page import OfficeContractPage
from desktop.ui.office_money.disburse_form import DisburseForm, DisburseTyped
from desktop.ui.office_money.package_page import PackagePage
from desktop.ui.office_money.words import SHOWS, area_name, group_name
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.paper_page import PaperPage
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.proposals.findings import Deed, FindingList
from desktop.ui.qss import mark
from desktop.ui.readiness.page import InspectorPage
from desktop.ui.rooms import show_record
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.value_fields import today_here

_SETTLE_MS = 40
"""After so long a card has its new height."""
_ABOUT_THE_GROUP = frozenset({"V-22", "V-24", "V-26", "K-12", "K-13", "K-17", "K-18", "K-19"})
"""What is said below all contracts; V-23 and V-25 stand at their contract."""

_DEEDS = {
    "publish_package": ("Terbitkan paket", "send"),
    "decide_rab": ("Periksa RAB", "gavel"),
    "contract": ("Susun kontrak", "signature"),
    "publish_contract": ("Terbitkan kontrak", "send"),
    "disburse": ("Catat pencairan", "wallet"),
    "decide_spj": ("Periksa SPJ", "gavel"),
    "settle": ("Periksa SPJ", "gavel"),
}


class GroupPage(Page):
    """`focus`: a package, contract or tranche (uid) to look at first; a tranche ready to be sent opens its line."""

    shows = SHOWS

    def __init__(self, work: Workplace, window: MainWindow, area: str, focus: str = "") -> None:
        super().__init__(area_name(area), topic="pencairan-kelurahan")
        self._work, self._window, self.area_key = work, window, area
        self._focus = focus
        self.view: GroupView = work.office_money.group(area)
        self._states: dict[str, list[TrancheState]] = {}
        self._shape: object = None
        self.package_cards: dict[str, PackageCard] = {}
        self.contract_cards: dict[str, OfficeContractCard] = {}
        self.tranche_cards: dict[str, OfficeTrancheCard] = {}
        self.form: DisburseForm | None = None
        self._form_for = ("", "", "")  # contract, tranche, and the note being mended ("" for a new one)
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        text = f"Belum ada paket untuk {area_name(area)}. Pilih usulan yang disetujui, lalu terbitkan paketnya."
        self.empty = EmptyState(text, "Susun paket", self.compose, icon="package")
        self._holder = QWidget()
        mark(self._holder, "clear")
        self._inside = QVBoxLayout(self._holder)
        self._inside.setContentsMargins(0, 0, 0, 0)
        self._inside.setSpacing(0)
        self.findings = FindingList(lambda _result: None)
        self.body.setSpacing(SPACE_4)
        self.body.addWidget(self.notice)
        self.body.addWidget(self._holder)
        self.body.addWidget(self.findings)
        self.body.addWidget(self.empty, 1)
        self._end = QWidget()
        mark(self._end, "clear")
        self.body.addWidget(self._end, 1)

    # --- what the window asks ----------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Pencairan & SPJ"),)

    def page_actions(self) -> PageActions:
        pack = Command(text="Susun paket", run=self.compose, icon="package", shortcut="Ctrl+N")
        send = Command(
            text="Kirim",
            run=self.send,
            icon="send",
            menu=Menu.FILE,
            enabled=self.view.row.known,
            why_not=f"Komputer {self.view.row.name} belum terdaftar.",
        )
        papers = tuple(
            Command(
                text=f"Cetak kontrak {getattr(record.data, 'number', '') or 'tanpa nomor'}",
                run=partial(self.print_contract, record.uid),
                icon="printer",
                menu=Menu.PRINT,
            )
            for record in self._contracts()
            if record.type == "k.contract"
        )
        papers += tuple(
            Command(
                text=f"Apa yang akan ditanya pemeriksa ({getattr(record.data, 'number', '') or 'tanpa nomor'})",
                run=partial(self.inspect, record.uid),
                icon="search",
            )
            for record in self._contracts()
        )
        one = self.view.row.next
        text, icon = _DEEDS.get(one.deed, ("", ""))
        if not text:
            return PageActions(primary=None if self.view.packages else pack, secondary=(send,), more=(pack, *papers))
        first = Command(text=text, run=partial(self.do, one), icon=icon)
        return PageActions(primary=first, secondary=(send,), more=(pack, *papers))

    def reload(self) -> None:
        self.view = self._work.office_money.group(self.area_key)
        contracts = self._contracts()
        self._states = {record.uid: tranche_states(self.view.ledger, record.uid) for record in contracts}
        self.set_title(group_name(self.view.row))
        shape = (
            tuple((one.record.uid, tuple(record.uid for record in one.contracts)) for one in self.view.packages),
            tuple((uid, tuple(one.uid for one in states)) for uid, states in self._states.items()),
        )
        if shape != self._shape:
            self._shape = shape
            self._lay_out()
        self._fill()
        some = bool(self.view.packages or contracts)
        self.empty.setVisible(not some)
        self._end.setVisible(some)
        self._holder.setVisible(some)
        self._tell_unknown()
        self.actions_changed.emit()
        if self._focus:
            focus, self._focus = self._focus, ""
            self.show_record(focus)

    def leave(self) -> bool:
        self._close_form()
        return True

    def check(self) -> list[Problem] | None:
        """F9: what the rules say about this Pokmas, and what is in the way of each tranche."""
        found: list[Problem] = []
        for record in self._contracts():
            found += [_problem(one) for one in self._of_contract(record)]
            found += [
                Problem(text=f"Tahap {state.number}: {text}", blocks=False)
                for state in self._states[record.uid]
                if not state.disbursed
                for text in state.blocked_by
            ]
        return found + [_problem(one) for one in self._of_group()]

    def print_page(self) -> bool:
        record = next((one for one in self._contracts() if one.type == "k.contract"), None)
        if record is None:
            return False
        self.print_contract(record.uid)
        return True

    def _contracts(self) -> list[Record]:
        return [*(one for view in self.view.packages for one in view.contracts), *self.view.loose]

    def _of_contract(self, record: Record) -> list[CheckResult]:
        if not isinstance(record.data, Contract):
            return []
        if self._work.records.get(record.data.package) is None:
            return self._work.contracts.checks(record.uid)
        return self._work.contracts.look(record.data, record.uid)

    def _of_group(self) -> list[CheckResult]:
        return [one for one in self._work.checks.group(self.area_key) if one.rule in _ABOUT_THE_GROUP]

    def _tell_unknown(self) -> None:
        self.notice.hide()
        if not self.view.row.known:
            text = (
                f"Komputer {self.view.row.name} belum terdaftar di sini. Yang diterbitkan menunggu, dan ikut kiriman "
                "pertama sesudah komputernya didaftarkan."
            )
            self.notice.put(Message(text=text, tone=Tone.INFO))

    # --- laying out --------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self._close_form()
        empty_layout(self._inside)
        self.package_cards, self.contract_cards, self.tranche_cards = {}, {}, {}
        for view in self.view.packages:
            if self._inside.count():
                self._inside.addSpacing(SPACE_6)
            card = PackageCard()
            uid = view.record.uid
            card.publish_wanted.connect(partial(self.publish_package, uid))
            card.alter_wanted.connect(partial(self.compose, uid))
            card.discard_wanted.connect(partial(self.discard_package, uid))
            card.back_wanted.connect(partial(self.take_back_package, uid))
            card.contract_wanted.connect(partial(self.draw_up, uid))
            self._inside.addWidget(card)
            self.package_cards[uid] = card
            for record in view.contracts:
                self._lay_contract(record)
        for record in self.view.loose:
            self._lay_contract(record)

    def _lay_contract(self, record: Record) -> None:
        uid = record.uid
        self._inside.addSpacing(SPACE_3)
        card = OfficeContractCard(partial(self._deed_for, uid))
        card.publish_wanted.connect(partial(self.publish_contract, uid))
        card.alter_wanted.connect(partial(self.alter_contract, uid))
        card.print_wanted.connect(partial(self.print_contract, uid))
        self._inside.addWidget(card)
        self._inside.addSpacing(SPACE_4)
        self.contract_cards[uid] = card
        states = self._states[uid]
        for state in states:
            made = OfficeTrancheCard(state.number, last=state is states[-1])
            made.disburse_wanted.connect(partial(self.open_form, uid, state.uid))
            made.spj_wanted.connect(partial(self.open_spj, state.uid))
            made.earlier_wanted.connect(partial(self._open_earlier, uid, state.uid))
            self._inside.addWidget(made)
            self.tranche_cards[state.uid] = made

    def _fill(self) -> None:
        for view in self.view.packages:
            self.package_cards[view.record.uid].put(view, self.view.ledger)
        for record in self._contracts():
            self._fill_contract(record)
        self.findings.put(self._of_group())

    def _fill_contract(self, record: Record) -> None:
        data, states, ledger = record.data, self._states[record.uid], self.view.ledger
        if not isinstance(data, Contract):
            return
        self.contract_cards[record.uid].put(record, data, states, self._of_contract(record))
        at_hand = next((one.uid for one in states if one.next_step != "done"), "")
        for at, state in enumerate(states):
            earlier = states[at - 1] if at else None
            missing = gaps(checklist(ledger, earlier.uid)) if earlier and state.blocked_by else []
            share = format_percent(state.planned * 10_000 // data.value) if data.value else ""
            notes = [
                (uid, one) for uid, one in ledger.disbursements.items() if ledger.tranche_uid(one.tranche) == state.uid
            ]
            card = self.tranche_cards[state.uid]
            card.blocked.may_open = bool(earlier and submission_of(ledger, earlier.uid))
            shown = TrancheShown(
                state=state,
                sent=[one for _, one in notes],
                money=[(uid, ledger.money[uid]) for uid in money_of(ledger, state.uid)],
                returned=[(uid, ledger.returns[uid]) for uid in returns_of(ledger, state.uid)],
                is_open=state.uid == at_hand and not state.blocked_by,
                share=f"{share} dari kontrak" if share and len(states) > 1 else "",
            )
            card.put(
                shown,
                notes,
                submitted=bool(submission_of(ledger, state.uid)),
                missing=missing,
                published=record.state == "published",
            )

    def _deed_for(self, contract: str, _result: CheckResult) -> Deed | None:
        record = next((one for one in self._contracts() if one.uid == contract), None)
        if record is None or record.type != "k.contract":
            return None
        return Deed("Ubah kontrak", partial(self.alter_contract, contract))

    # --- going -------------------------------------------------------------------------------------------------------

    def show_record(self, uid: str) -> None:
        """Look at a package, a contract or a tranche; a tranche whose turn it is opens its line."""
        state = self._state(uid)
        if state is not None and state.next_step == "disburse":
            self.open_form(self.view.ledger.contract_of_tranche(uid), uid)
            return
        card: QWidget | None = (
            self.package_cards.get(uid) or self.contract_cards.get(uid) or self.tranche_cards.get(uid)
        )
        if card is not None:
            found = card
            QTimer.singleShot(_SETTLE_MS, self, lambda: self._look_at(found))

    def _look_at(self, card: QWidget) -> None:
        if self.area is not None:
            self.area.ensureWidgetVisible(card, 0, SPACE_4)

    def do(self, one: Next) -> None:
        """The page's first button: the next deed of the kelurahan."""
        if one.deed == "publish_package":
            self.publish_package(one.package)
        elif one.deed == "contract" and one.contract:
            self.alter_contract(one.contract)
        elif one.deed == "contract":
            self.draw_up(one.package)
        elif one.deed == "publish_contract":
            self.publish_contract(one.contract)
        elif one.deed == "disburse":
            self.open_form(one.contract, one.tranche)
        elif one.submission:
            self._review(one.submission)

    def _review(self, submission: str) -> None:
        if self._window.go("review"):
            show_record(self._window.page, submission)

    def open_spj(self, tranche: str) -> None:
        """The SPJ of a tranche, on the desk where it is looked at."""
        submission = submission_of(self.view.ledger, tranche)
        if submission:
            self._review(submission)

    def _open_earlier(self, contract: str, tranche: str) -> None:
        uids = [one.uid for one in self._states.get(contract, [])]
        at = uids.index(tranche) if tranche in uids else 0
        if at:
            self.open_spj(uids[at - 1])

    def inspect(self, contract: str) -> None:
        """Every question about a contract, as far as the Pokmas's papers are here."""
        self.opens.emit(InspectorPage(self._work, self._window, contract))

    def send(self) -> None:
        """Kirim–Terima, with this Pokmas chosen."""
        if self._window.go("exchange"):
            show_record(self._window.page, self.area_key, "send")

    def _state(self, tranche: str) -> TrancheState | None:
        return next((one for states in self._states.values() for one in states if one.uid == tranche), None)

    def print_contract(self, uid: str) -> None:
        """Form T, as it will be printed."""
        self.opens.emit(PaperPage(self._work, self._window, "contract", uid))

    # --- packages and contracts --------------------------------------------------------------------------------------

    def compose(self, uid: str = "") -> None:
        """A new package for this Pokmas, or a draft of one."""
        self.opens.emit(PackagePage(self._work, self._window, area=self.area_key, uid=uid, saved=self._packed))

    def _packed(self, area: str, uid: str) -> None:
        if area != self.area_key:
            self.opens.emit(GroupPage(self._work, self._window, area, uid))
            return
        self.show_record(uid)
        self.say(
            "Paket tersimpan sebagai draf. Periksa isinya, lalu terbitkan.",
            Tone.GOOD,
            button="Terbitkan",
            run=partial(self.publish_package, uid),
        )

    def publish_package(self, uid: str) -> None:
        """After a question: from now on the package goes with the next bundle, and stays as it is."""
        view = next((one for one in self.view.packages if one.record.uid == uid), None)
        if view is None or view.record.type != "k.work_package":
            return
        question = f"Terbitkan paket untuk {self.view.row.name}?"
        detail = (
            f"{view.data.title}: {len(view.data.items)} kegiatan, {format_rupiah(view.approved)}. Sesudah terbit "
            "isinya tidak diubah lagi; paket ikut kiriman berikutnya."
        )
        if confirm(self, question, "Terbitkan", detail=detail, tone=Tone.INFO):
            self._publish(uid, "Paket terbit")

    def publish_contract(self, uid: str) -> None:
        """After a question: the contract, or its addendum, goes with the next bundle."""
        record = next((one for one in self._contracts() if one.uid == uid), None)
        if record is None or not isinstance(record.data, Contract):
            return
        what = "adendum kontrak" if record.changed else "kontrak"
        found = [one for one in self._of_contract(record) if one.level == "block"]
        detail = f"{record.data.number or 'Tanpa nomor'}, {format_rupiah(record.data.value)}. Ikut kiriman berikutnya."
        if found:
            detail = f"{detail}\nMasih ada yang menghalangi pencairan: {found[0].message}"
        tone = Tone.ATTENTION if found else Tone.INFO
        if confirm(self, f"Terbitkan {what} untuk {self.view.row.name}?", "Terbitkan", detail=detail, tone=tone):
            self._publish(uid, f"{what.capitalize()} terbit")

    def _publish(self, uid: str, done: str) -> None:
        try:
            self._work.publications.publish([uid])
        except (RuleViolation, Trouble) as problem:
            mend = partial(self.alter_contract, uid) if uid in self.contract_cards else None
            self.say(explain(problem), Tone.PROBLEM, button="Ubah kontrak" if mend else "", run=mend)
            return
        self.reload()
        known = self.view.row.known
        later = "ikut kiriman berikutnya" if known else "menunggu komputer Pokmas terdaftar"
        self.say(f"{done}; {later}.", Tone.GOOD, button="Kirim" if known else "", run=self.send if known else None)

    def discard_package(self, uid: str) -> None:
        """A draft into the trash; it can be taken back."""
        try:
            self._work.records.remove([uid])
        except RuleViolation as problem:
            self.say(explain(problem), Tone.ATTENTION)
            return
        self.reload()
        self.say("Draf paket dihapus.", button="Urungkan", run=partial(self._restore, uid), seconds=10)

    def take_back_package(self, uid: str) -> None:
        """A package that went out, taken back with a reason; the Pokmas reads it with the next bundle."""
        view = next((one for one in self.view.packages if one.record.uid == uid), None)
        if view is None:
            return
        question = f"Tarik paket “{view.data.title}”? Usulannya bisa masuk paket lain, dan Pokmas diberi tahu."
        dialog = ReasonDialog(question, "Tarik paket", parent=self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        try:
            self._work.packages.take_back(uid, dialog.reason)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.ATTENTION)
            return
        self.reload()
        known = self.view.row.known
        self.say("Paket ditarik.", Tone.GOOD, button="Kirim" if known else "", run=self.send if known else None)

    def _restore(self, uid: str) -> None:
        self._work.records.restore([uid])
        self.reload()

    def open_contract(self, uid: str) -> None:
        """A contract to go on with, or one to draw up about a package."""
        if uid in self.contract_cards:
            self.alter_contract(uid)
        else:
            self.draw_up(uid)

    def draw_up(self, package: str) -> None:
        """A contract about a package."""
        record = self._work.records.get(package)
        if record is not None and isinstance(record.data, WorkPackage):
            self.opens.emit(OfficeContractPage(self._work, self._window, package, saved=self._drawn_up))

    def alter_contract(self, uid: str) -> None:
        """A draft to go on with; of one that went out, an addendum."""
        record = next((one for one in self._contracts() if one.uid == uid), None)
        if record is not None and isinstance(record.data, Contract):
            package = self.view.ledger.package_uid(record.data.package)
            self.opens.emit(OfficeContractPage(self._work, self._window, package, uid, saved=self._drawn_up))

    def _drawn_up(self, uid: str) -> None:
        self.show_record(uid)
        record = next((one for one in self._contracts() if one.uid == uid), None)
        if record is not None and (record.state == "saved" or record.changed):
            text = (
                "Adendum tersimpan. Periksa, lalu terbitkan."
                if record.changed
                else ("Kontrak tersimpan sebagai draf. Periksa, lalu terbitkan.")
            )
            self.say(text, Tone.GOOD, button="Terbitkan", run=partial(self.publish_contract, uid))

    # --- money -------------------------------------------------------------------------------------------------------

    def open_form(self, contract: str, tranche: str, note: str = "") -> None:
        """The line to note money sent for a tranche, or to mend a note of it (uid)."""
        state, card = self._state(tranche), self.tranche_cards.get(tranche)
        if state is None or card is None:
            return
        self._close_form()
        form = DisburseForm(
            self._work.info.year,
            state.planned,
            self._work.proposals.in_words,
            state.blocked_by if not note else (),
        )
        data = self.view.ledger.disbursements.get(note)
        if data is not None:
            form.fill(data.date, data.amount, data.reference)
        else:
            form.fill(today_here(), max(state.planned - state.disbursed, 0) or state.planned)
        form.saved.connect(self._save_money)
        form.given_up.connect(self._close_form)
        card.body.addWidget(form)
        form.show()
        self.form, self._form_for = form, (contract, tranche, note)
        form.begin()
        QTimer.singleShot(_SETTLE_MS, self, lambda: self._look_at(form) if self.form is form else None)

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form, self._form_for = None, ("", "", "")

    def _save_money(self, typed: DisburseTyped) -> None:
        contract, tranche, note = self._form_for
        state = self._state(tranche)
        if self.form is None or state is None:
            return
        try:
            if note:
                self._work.contracts.correct_disbursement(note, typed.date, typed.amount, typed.reference)
            elif not self._disburse(contract, state, typed):
                return
        except RuleViolation as violation:
            self.form.show_violation(violation)
            return
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)
            return
        self._close_form()
        self.reload()
        known = self.view.row.known
        what = "diperbaiki" if note else "tercatat"
        self.say(
            f"Pencairan tahap {state.number} {format_rupiah(typed.amount)} {what}; ikut kiriman berikutnya.",
            Tone.GOOD,
            button="Kirim" if known else "",
            run=self.send if known else None,
        )

    def _disburse(self, contract: str, state: TrancheState, typed: DisburseTyped) -> bool:
        """False: it is blocked, and nobody wants it noted all the same. Raises as ContractService.disburse."""
        if state.disbursed + typed.amount > state.planned:
            # Said first: whoever looks past what blocks has not looked at this yet.
            facts = {
                "number": state.number,
                "sent": state.disbursed,
                "planned": state.planned,
                "amount": typed.amount,
            }
            raise RuleViolation("tranche_paid" if state.disbursed else "tranche_above_plan", "amount", facts)
        if state.blocked_by:
            question = f"Tahap {state.number} belum boleh cair. Dananya memang sudah keluar?"
            detail = "\n".join(state.blocked_by)
            if not confirm(self, question, "Catat juga", detail=detail):
                return False
        self._work.contracts.disburse(
            contract,
            state.uid,
            typed.date,
            typed.amount,
            typed.reference,
            despite_blocks=bool(state.blocked_by),
        )
        return True


def _problem(one: CheckResult) -> Problem:
    return Problem(text=f"{one.message} {one.action}".strip(), blocks=one.level == "block")
