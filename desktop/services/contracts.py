"""Contracts with a Pokmas, their tranches and the money: what was agreed, sent and received.

The kelurahan draws a contract up and sends money; the Pokmas records what reached it. Where no bundle comes, the Pokmas
types the contract from the paper and links it later. Recording money that moved is never refused.
"""

import dataclasses
from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec.structs import replace
from sqlalchemy.orm import Session

from desktop.domain.checks import CheckResult
from desktop.domain.checks_pokmas import with_basis
from desktop.domain.contracts import BankAccount, account_of, check_contract
from desktop.domain.disbursing import TrancheState, tranche_states
from desktop.domain.errors import RuleViolation
from desktop.domain.handover import check_handover
from desktop.domain.ledger import Ledger
from desktop.domain.records import (
    Contract,
    Disbursement,
    MoneyReceived,
    MoneyReturned,
    Record,
    Signer,
    Tranche,
    WorkPackage,
)
from desktop.domain.rulesheet_words import MECHANISMS
from desktop.domain.states import FROZEN
from desktop.domain.tranches import disbursed, spj_state, split_tranches
from desktop.services.desk import Desk, new_uid
from desktop.services.ledgers import Ledgers, read_ledger
from desktop.services.publications import bring_back_here, drop_here, store_and_publish
from desktop.services.records import NewRecord, RecordService, record_here, store_here
from desktop.services.rules import RuleService


class ContractService:
    """The contracts a desk knows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._ledgers = Ledgers(desk)

    # --- reading ---

    def all(self, area: str = "") -> list[Record]:
        """The contracts of a Pokmas (default: this desk's area; for the kelurahan those of every Pokmas), oldest first.

        A typed contract that is known to be a sent one is left out.
        """
        own = str(self._desk.info.area)
        places = [area] if area else self._ledgers.areas() if self._desk.info.role == "kelurahan" else [own]
        return [
            record
            for place in places
            for standing in (self._ledgers.read(place).standing_contracts,)
            for kind in ("k.contract", "d.contract")
            for record in self._records.find(kind, area=place, order="id")
            if record.uid in standing
        ]

    def tranche_state(self, contract: str) -> list[TrancheState]:
        """Where each tranche of a contract stands. Raises RuleViolation: record_missing."""
        record = self._record(contract)
        return tranche_states(self._ledgers.read(record.area), record.uid)

    def checks(self, contract: str) -> list[CheckResult]:
        """Whether a contract, its tranches and its RABs agree, with the year's articles.

        Raises RuleViolation: record_missing.
        """
        record = self._record(contract)
        sheet = RuleService(self._desk).sheet(record.year)
        return with_basis(check_contract(self._ledgers.read(record.area), record.uid), sheet)

    def look(self, contract: Contract, uid: str = "") -> list[CheckResult]:
        """What `checks` and the order of days (V-25) would say of a contract that is being written, not saved.

        `uid`: of the one it would replace. Raises RuleViolation: record_missing (its package).
        """
        package = self._records.get(contract.package)
        if package is None:
            raise RuleViolation("record_missing", facts={"uid": contract.package})
        key = uid or "new"
        known = self._ledgers.read(package.area)
        ledger = dataclasses.replace(known, contracts={**known.contracts, key: contract})
        found = [*check_contract(ledger, key), *(one for one in check_handover(ledger, key) if one.rule == "V-25")]
        return with_basis(found, RuleService(self._desk).sheet(package.year))

    def mechanism_words(self, contract: str) -> str:
        """How a contract's money is paid out: as it says, else as the year's rules do; "" when neither is known.

        Raises RuleViolation: record_missing.
        """
        record = self._record(contract)
        said = record.data.mechanism if isinstance(record.data, Contract) else ""
        sheet = RuleService(self._desk).sheet(record.year)
        way = said or (sheet.payment.mechanism if sheet is not None and sheet.payment is not None else "")
        return MECHANISMS.get(way, "")

    def _record(self, uid: str) -> Record:
        with self._desk.sessions() as session:
            return _contract_here(session, uid)

    def own_account(self, contract: str = "") -> BankAccount:
        """The account a contract names, else the one set on this desk for its Pokmas; blanks where nothing is known."""
        record = self._records.get(contract) if contract else None
        named = account_of(record.data) if record is not None and isinstance(record.data, Contract) else BankAccount()
        return named if named.number else set_account(self._desk)

    # --- drawing up ---

    @staticmethod
    def plan(total: int, shares: Sequence[int], conditions: Sequence[str] = ()) -> tuple[Tranche, ...]:
        """Tranches for a value (whole rupiah) by shares in percent. Raises RuleViolation as split_tranches."""
        amounts = split_tranches(total, shares)
        words = [*conditions, *[""] * len(amounts)]
        return tuple(
            Tranche(uid=new_uid(), number=number, amount=amount, condition=words[number - 1])
            for number, amount in enumerate(amounts, 1)
        )

    def draw_up(
        self,
        package: str,
        *,
        number: str = "",
        on: date | None = None,
        tranches: Sequence[Tranche] = (),
        value: int = 0,
        start: date | None = None,
        end: date | None = None,
        signers: Sequence[Signer] = (),
        group_name: str = "",
        payment: Literal["", "once", "tranches", "monthly"] = "",
        mechanism: Literal["", "LS", "TU"] = "",
        account: BankAccount | None = None,
        addendum: tuple[str, date | None] | None = None,
        uid: str = "",
    ) -> Record:
        """Write the kelurahan's contract about a package (form T); it travels once published. `value` 0: the sum of the
        tranches, whole rupiah. `payment`, `mechanism` "": as its tranches tell, as it was or the year's rules say.
        `uid`: an earlier contract that this replaces, by the `addendum` of this number and day; what its form T says
        besides stays. `account`, `addendum` None: as it was.

        Raises RuleViolation: record_missing, and as RecordService.save.
        """
        record = self._records.get(package)
        if record is None or not isinstance(record.data, WorkPackage):
            raise RuleViolation("record_missing", facts={"uid": package})
        old = self._records.get(uid) if uid else None
        base = old.data if old is not None and isinstance(old.data, Contract) else Contract()
        where = account or account_of(base)
        altered, altered_on = addendum if addendum is not None else (base.addendum_number, base.addendum_date)
        data = replace(
            base,
            package=package,
            number=number.strip(),
            date=on,
            value=value or sum(one.amount for one in tranches),
            start=start,
            end=end,
            payment=payment or ("once" if len(tranches) == 1 else "tranches" if tranches else ""),
            mechanism=mechanism or base.mechanism,
            tranches=tuple(tranches),
            signers=tuple(signers),
            group_name=group_name.strip(),
            bank=where.bank.strip(),
            account=where.number.strip(),
            account_holder=where.holder.strip(),
            addendum_number=altered.strip(),
            addendum_date=altered_on,
        )
        return self._records.save("k.contract", data, uid=uid, area=record.area, year=record.year)

    def type_from_paper(self, contract: Contract, uid: str = "") -> Record:
        """Keep a contract a Pokmas read from paper. Tranches without a uid get one.

        Raises RuleViolation as RecordService.save.
        """
        whole = tuple(one if one.uid else replace(one, uid=new_uid()) for one in contract.tranches)
        return self._records.save("d.contract", replace(contract, source="paper", tranches=whole), uid=uid)

    def link(self, typed: str, sent: str) -> Record:
        """Say that a typed contract is one that came by bundle. Money and receipts of its tranches belong to the sent
        one's of the same number from now on. What was published is published again.

        Raises RuleViolation: record_missing, not_owner.
        """
        with self._desk.sessions.begin() as session:
            old, new = _contract_here(session, typed), _contract_here(session, sent)
            if old.type != "d.contract" or new.type != "k.contract" or not isinstance(old.data, Contract):
                raise RuleViolation("record_missing", facts={"uid": typed})
            linked = NewRecord(type="d.contract", data=replace(old.data, links=sent), uid=typed)
            if old.state == "published":
                record = store_and_publish(session, self._desk, linked)
            else:
                record = store_here(session, self._desk, [linked])[0]
        self._desk.changed({"d.contract"})
        return record

    # --- money ---

    def disburse(
        self,
        contract: str,
        tranche: str,
        on: date,
        amount: int = 0,
        reference: str = "",
        *,
        despite_blocks: bool = False,
    ) -> Record:
        """Record that the kelurahan sent a tranche's money, and publish it. `amount` 0: as planned, whole rupiah.

        `despite_blocks`: somebody has looked at what is in the way and the money moved all the same.
        Looked at, written down and published in one transaction. Raises RuleViolation: record_missing, tranche_unknown,
        contract_not_out, tranche_blocked (facts: reason), tranche_paid, tranche_above_plan (facts: number, sent,
        planned, amount: whole rupiah), and as publish.
        """
        with self._desk.sessions.begin() as session:
            record, one, ledger = _tranche_here(session, contract, tranche)
            state = next(state for state in tranche_states(ledger, record.uid) if state.uid == one.uid)
            if record.state != "published":
                raise RuleViolation("contract_not_out")  # its Pokmas would hear of money without a contract
            if state.blocked_by and not despite_blocks:
                raise RuleViolation(
                    "tranche_blocked", facts={"number": one.number, "reason": state.blocked_by[0].rstrip(".")}
                )
            if not despite_blocks:
                _refuse_above_plan(one, state.disbursed, amount or one.amount)
            data = Disbursement(
                contract=record.uid, tranche=one.uid, date=on, amount=amount or one.amount, reference=reference.strip()
            )
            new = NewRecord(type="k.disbursement", data=data, area=record.area, year=record.year)
            saved = store_and_publish(session, self._desk, new)
        self._desk.changed({"k.disbursement"})
        return saved

    def correct_disbursement(
        self, uid: str, on: date, amount: int, reference: str = "", *, despite_blocks: bool = False
    ) -> Record:
        """Write a note of money sent anew (whole rupiah) and publish it: a typing error, found later.

        `despite_blocks`: somebody has looked at a sum beyond the plan and it was sent all the same.
        Raises RuleViolation: record_missing, money_zero, tranche_paid and tranche_above_plan as `disburse` where the
        note grows beyond what the contract plans, and as publish.
        """
        if amount <= 0:
            raise RuleViolation("money_zero", "amount")
        with self._desk.sessions.begin() as session:
            record = record_here(session, uid)
            if record is None or not isinstance(record.data, Disbursement):
                raise RuleViolation("record_missing", facts={"uid": uid})
            ledger = read_ledger(session, record.area)
            one = ledger.tranche(record.data.tranche)
            if one is not None and amount > record.data.amount and not despite_blocks:
                _refuse_above_plan(one, disbursed(ledger, one.uid) - record.data.amount, amount)
            data = replace(record.data, date=on, amount=amount, reference=reference.strip())
            new = NewRecord(type="k.disbursement", data=data, uid=uid, area=record.area, year=record.year)
            saved = store_and_publish(session, self._desk, new)
        self._desk.changed({"k.disbursement"})
        return saved

    def record_money(
        self, contract: str, tranche: str, on: date | None, amount: int, account: str = "", reference: str = ""
    ) -> Record:
        """Record money that reached the Pokmas (whole rupiah); never refused because of rules, for it is here.

        Raises RuleViolation: record_missing, tranche_unknown, money_zero, and as RecordService.save.
        """
        if amount <= 0:
            raise RuleViolation("money_zero", "amount")
        with self._desk.sessions.begin() as session:
            record, one, ledger = _tranche_here(session, contract, tranche)
            told = any(
                data.amount == amount and ledger.tranche_uid(data.tranche) == one.uid
                for data in ledger.disbursements.values()
            )
            data = MoneyReceived(
                contract=record.uid,
                tranche=one.uid,
                date=on,
                amount=amount,
                account=account.strip(),
                reference=reference.strip(),
                source="bundle" if told else "paper",
            )
            new = NewRecord(type="d.money_received", data=data, year=record.year)
            saved = store_here(session, self._desk, [new])[0]
        self._desk.changed({"d.money_received"})
        return saved

    def return_money(
        self,
        contract: str,
        tranche: str,
        on: date | None,
        amount: int,
        account: str = "",
        reference: str = "",
        reason: str = "",
        *,
        uid: str = "",
    ) -> Record:
        """Record that a Pokmas paid back what a tranche left over (whole rupiah); never refused because of rules, for
        the money has gone. `uid`: a note of it that is written anew. It goes with the SPJ of its tranche; once that is
        handed in or accepted it is published by itself.

        Raises RuleViolation: record_missing, tranche_unknown, money_zero, and as RecordService.save.
        """
        if amount <= 0:
            raise RuleViolation("money_zero", "amount")
        with self._desk.sessions.begin() as session:
            record, one, ledger = _tranche_here(session, contract, tranche)
            data = MoneyReturned(
                contract=record.uid,
                tranche=one.uid,
                date=on,
                amount=amount,
                account=account.strip(),
                reference=reference.strip(),
                reason=reason.strip(),
            )
            new = NewRecord(type="d.money_returned", data=data, uid=uid, year=record.year)
            if spj_state(ledger, one.uid) in FROZEN:  # no SPJ may come that carries it
                saved = store_and_publish(session, self._desk, new)
            else:
                saved = store_here(session, self._desk, [new])[0]
        self._desk.changed({"d.money_returned"})
        return saved

    def drop_money(self, uid: str) -> None:
        """Throw a note of money away; one that went out by itself (leftovers paid back after the SPJ was handed in) is
        taken back for everybody. Raises RuleViolation as RecordService.remove."""
        with self._desk.sessions.begin() as session:
            drop_here(session, self._desk, uid)
        self._desk.changed({"d.money_received", "d.money_returned"})

    def bring_money_back(self, uid: str) -> None:
        """Undo `drop_money`, on every computer that was told. Raises RuleViolation as RecordService.restore."""
        with self._desk.sessions.begin() as session:
            bring_back_here(session, self._desk, uid)
        self._desk.changed({"d.money_received", "d.money_returned"})


def set_account(desk: Desk) -> BankAccount:
    """The Pokmas's account as set on its own desk."""
    return BankAccount(
        bank=desk.setting("group_bank"),
        number=desk.setting("group_account"),
        holder=desk.setting("group_account_holder"),
    )


def _contract_here(session: Session, uid: str) -> Record:
    record = record_here(session, uid)
    if record is None or not isinstance(record.data, Contract):
        raise RuleViolation("record_missing", facts={"uid": uid})
    return record


def _refuse_above_plan(one: Tranche, sent: int, amount: int) -> None:
    """Raises RuleViolation: tranche_paid, tranche_above_plan (facts: number, sent, planned, amount: whole rupiah)."""
    if sent + amount > one.amount:
        facts = {"number": one.number, "sent": sent, "planned": one.amount, "amount": amount}
        raise RuleViolation("tranche_paid" if sent else "tranche_above_plan", "amount", facts)


def _tranche_here(session: Session, contract: str, tranche: str) -> tuple[Record, Tranche, Ledger]:
    """The contract and the tranche meant, and the ledger they stand in. Raises RuleViolation: record_missing,
    tranche_unknown."""
    record = _contract_here(session, contract)
    ledger = read_ledger(session, record.area)
    one = ledger.tranche(tranche)
    uid = ledger.contract_uid(contract)
    if one is None or ledger.contract_of_tranche(tranche) != uid:
        raise RuleViolation("tranche_unknown", "tranche", {"uid": tranche})
    return _contract_here(session, uid), one, ledger
