"""The kelurahan's word on what was handed in: one decision per item, bound to the exact version."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Ledger
from desktop.domain.money import lines_total
from desktop.domain.money_checks import check_money
from desktop.domain.receipt_checks import MONEY_RULES, check_receipts, check_tranche_total
from desktop.domain.record_types import RECORD_TYPES
from desktop.domain.records import Data, Decision, MoneyReceived, Outcome, Proposal, Rab, Record, WorkPackage
from desktop.domain.states import ItemState, speaking
from desktop.domain.tranches import late_corrections
from desktop.domain.typed import tidy
from desktop.services.desk import Desk
from desktop.services.ledgers import read_ledger
from desktop.services.locks import decisions_of, submissions_of
from desktop.services.publishing import Publication, publish, rows_of
from desktop.services.records import NewRecord, as_record, store_here
from desktop.services.rules import digest_here
from desktop.services.submissions import Received, open_submission


class Choice(Struct, frozen=True, kw_only=True):
    """What is decided on one item of a submission; the fields as in DecisionService.decide."""

    submission: str
    item: str
    outcome: Outcome
    amount: int | None = None
    reason: str = ""
    priority: int = 0
    placement: Literal["", "kelurahan", "opd"] = ""
    office: str = ""


class DecisionService:
    """Decide on submissions; only the kelurahan's desk may."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def decide(
        self,
        submission: str,
        item: str,
        outcome: Outcome,
        *,
        amount: int | None = None,
        reason: str = "",
        priority: int = 0,
        placement: Literal["", "kelurahan", "opd"] = "",
        office: str = "",
        by: str = "",
        on: date | None = None,
    ) -> str:
        """Decide on one item and publish it to its area; returns the decision's uid.

        `amount`: whole rupiah, only when an usulan is approved, at most what was asked: a RAB, an SPJ or a handover is
        approved as it is or returned with a reason. Priority and placement are an usulan's too. An SPJ that breaks a
        rule about money (desktop.domain.receipt_checks) is not approved. A later decision on the same item replaces the
        earlier ones, all of them by name, so it also settles a contradiction.
        Raises RuleViolation: not_owner, record_missing, submission_waiting, submission_invalid, item_not_in_submission,
        reason_missing, amount_not_positive, amount_above_asked, amount_without_approval, amount_fixed,
        office_missing, submission_withdrawn, submission_superseded (facts: attempt), approval_in_use (facts: reason),
        money_rules_broken (facts: reason), package_withdrawn, rab_above_approved (of a RAB).
        """
        choice = Choice(
            submission=submission,
            item=item,
            outcome=outcome,
            amount=amount,
            reason=reason,
            priority=priority,
            placement=placement,
            office=office,
        )
        return self.decide_all([choice], by=by, on=on)[0]

    def decide_all(self, choices: Sequence[Choice], *, by: str = "", on: date | None = None) -> list[str]:
        """Decide on several items as one deed: all of them or none. Returns the decisions' uids, in order.

        Raises RuleViolation as `decide`, with the uid of the item at fault in the facts (`item`).
        """
        self._only_office()
        with self._desk.sessions.begin() as session:
            made = decide_here(session, self._desk, choices, by=by, on=on)
        self._desk.changed({"k.decision"})
        return made

    def _only_office(self) -> None:
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.decision"})


def decide_here(
    session: Session, desk: Desk, choices: Sequence[Choice], *, by: str = "", on: date | None = None
) -> list[str]:
    """As DecisionService.decide_all, in the caller's transaction."""
    opened: dict[str, Received] = {}
    made: list[str] = []
    for choice in choices:
        try:
            received = opened.get(choice.submission)
            if received is None:
                received = opened[choice.submission] = open_submission(session, choice.submission)
            made.append(_decide(session, desk, received, choice, by, on))
        except RuleViolation as problem:
            raise RuleViolation(problem.code, problem.field, {**problem.facts, "item": choice.item}) from problem
    return made


def _decide(session: Session, desk: Desk, received: Received, choice: Choice, by: str, on: date | None) -> str:
    """Judge one choice, store and publish the decision; returns its uid. Raises RuleViolation."""
    record, state = _decidable(received, choice)
    outcome, amount = choice.outcome, choice.amount
    priority, placement, office = choice.priority, choice.placement, choice.office
    if isinstance(record.data, Proposal):
        asked: int | None = record.data.amount
    else:
        asked = _fixed_amount(record.data)
        if amount not in (None, asked):
            raise RuleViolation("amount_fixed", "amount", {"noun": RECORD_TYPES[record.type].noun})
        priority, placement, office = 0, "", ""
    _check(outcome, amount, asked, choice.reason, placement, office)
    if state.decision is not None and state.decision.outcome == "approve":
        settled = asked if state.decision.amount is None else state.decision.amount
        if outcome != "approve" or (asked if amount is None else amount) != settled:
            _nothing_rests_on(session, received, record)
    if received.data.kind == "spj" and outcome == "approve":
        _money_rules(read_ledger(session, received.area), received.data.subject)
    if isinstance(record.data, Rab) and outcome == "approve":
        _package_stands(session, received.area, record.data.package)
        _within_approved(read_ledger(session, received.area), record.uid, record.data)
    submissions = submissions_of(session, received.area)
    spoken = speaking(decisions_of(session, received.area), submissions)
    data = Decision(
        submission=received.uid,
        digest=received.data.digest,
        item=choice.item,
        outcome=outcome,
        amount=None if amount == asked else amount,
        reason=choice.reason.strip(),
        priority=priority,
        placement=placement if outcome == "approve" else "",
        office=office.strip() if placement == "opd" and outcome == "approve" else "",
        replaces=tuple(sorted(uid for uid, said in spoken.items() if said.item == choice.item)),
        by=by.strip(),
        date=on,
        rules=digest_here(session, desk, received.year) if received.data.kind == "proposals" else "",
    )
    new = NewRecord(type="k.decision", data=data, area=received.area, year=received.year)
    saved = store_here(session, desk, [new])[0]
    publish(session, desk, [Publication(row) for row in rows_of(session, [saved.uid], received.area)])
    return saved.uid


def _decidable(received: Received, choice: Choice) -> tuple[Record, ItemState]:
    """The item in exactly the version handed in, and where it stands. Raises RuleViolation."""
    if received.foreign:
        raise RuleViolation("submission_invalid")
    if not received.whole:
        raise RuleViolation("submission_waiting")
    record = next((one for one in received.items if one is not None and one.uid == choice.item), None)
    if record is None:
        raise RuleViolation("item_not_in_submission", "item", {"uid": choice.item})
    state = received.states[choice.item]
    if state.submission != received.uid:
        raise RuleViolation("submission_superseded", facts={"attempt": state.attempt})
    if state.state == "withdrawn":
        raise RuleViolation("submission_withdrawn")
    return record, state


def _check(outcome: Outcome, amount: int | None, asked: int | None, reason: str, placement: str, office: str) -> None:
    if amount is not None and outcome != "approve":
        raise RuleViolation("amount_without_approval", "amount")
    if amount is not None and amount <= 0:
        raise RuleViolation("amount_not_positive", "amount")
    if amount is not None and asked is not None and amount > asked:
        raise RuleViolation("amount_above_asked", "amount", {"asked": asked, "amount": amount})
    other_amount = amount is not None and amount != asked
    if (outcome != "approve" or other_amount) and not tidy(reason):
        raise RuleViolation("reason_missing", "reason")
    if outcome == "approve" and placement == "opd" and not tidy(office):
        raise RuleViolation("office_missing", "office")


def _nothing_rests_on(session: Session, received: Received, record: Record) -> None:
    """An approval that money already follows is not taken back behind its back.

    Raises RuleViolation: approval_in_use.
    """
    if isinstance(record.data, Proposal):
        reason = _package_with(session, record.uid)
    else:
        ledger = read_ledger(session, received.area)
        reason = _money_after(ledger, record, received.data.subject)
    if reason:
        raise RuleViolation("approval_in_use", facts={"reason": reason})


def _package_with(session: Session, proposal: str) -> str:
    """Which package holds an usulan, in words; "" when none does."""
    packages = session.scalars(
        select(RecordRow).where(RecordRow.type == "k.work_package", RecordRow.removed.is_(False))
    )
    for row in packages:
        package = as_record(row).data
        if isinstance(package, WorkPackage) and any(
            item.source is not None and item.source.uid == proposal for item in package.items
        ):
            return f"usulan ini sudah masuk “{package.title}”"
    return ""


def _money_after(ledger: Ledger, record: Record, tranche: str) -> str:
    """What money followed the approval of a RAB or of a tranche's SPJ, in words; "" when none did."""
    sent = {ledger.tranche_uid(one.tranche) for one in ledger.disbursements.values()}
    if isinstance(record.data, Rab):
        package = ledger.package_uid(record.data.package)
        paid = any(
            one.uid in sent
            for uid, contract in ledger.standing_contracts.items()
            if ledger.package_uid(contract.package) == package
            for one in ledger.tranches(uid)
        )
        return "dana kontraknya sudah dicairkan" if paid else ""
    this = ledger.tranche(tranche)
    if this is None or late_corrections(ledger, this.uid):
        return ""  # corrected since: handing it in again is just what it needs
    later = [one for one in ledger.tranches(ledger.contract_of_tranche(tranche)) if one.number > this.number]
    return "tahap berikutnya sudah dicairkan" if any(one.uid in sent for one in later) else ""


def _package_stands(session: Session, area: str, package: str) -> None:
    """A RAB may cross the withdrawal of its package on the way: no contract can follow it any more.

    Raises RuleViolation: package_withdrawn.
    """
    query = select(RecordRow.removed).where(
        RecordRow.uid == package, RecordRow.area == area, RecordRow.type == "k.work_package"
    )
    if session.scalar(query):
        raise RuleViolation("package_withdrawn")


def _within_approved(ledger: Ledger, uid: str, rab: Rab) -> None:
    """A RAB costs at most what was approved for its activity (V-23; Perwali 32/2021 pasal 33): what is above it has no
    money, whatever desk it came from.

    Raises RuleViolation: rab_above_approved.
    """
    activity = ledger.activities.get(ledger.activity_of_rab(uid))
    allowed = activity.item.amount if activity is not None and activity.item is not None else 0
    total = lines_total(rab.lines)
    if allowed and total > allowed:
        raise RuleViolation("rab_above_approved", facts={"total": total, "allowed": allowed})


def _fixed_amount(data: Data) -> int | None:
    """What an item that is not an usulan comes to, whole rupiah; None when it has no amount of its own."""
    if isinstance(data, Rab):
        return lines_total(data.lines)
    return data.amount if isinstance(data, MoneyReceived) else None


def _money_rules(ledger: Ledger, tranche: str) -> None:
    """Data that breaks a rule about money is taken all the same; the next step, accepting it, is not.

    Raises RuleViolation: money_rules_broken.
    """
    results = [*check_receipts(ledger, tranche), *check_tranche_total(ledger, tranche), *check_money(ledger, tranche)]
    broken = next((one for one in results if one.rule in MONEY_RULES and one.level == "block"), None)
    if broken is not None:
        raise RuleViolation("money_rules_broken", facts={"reason": broken.message.rstrip("."), "uid": broken.subject})
