"""Taxes on receipts: advice from the dated table, and what the treasurer made of it.

The table that came with the app serves all years; rows of the year's rule sheet stand in place of its own. Accepting
and refusing are one transaction each, and the reason of a refusal stays in the receipt.
"""

import dataclasses
import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from msgspec.structs import replace
from sqlalchemy.orm import Session

from desktop import settings
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Ledger
from desktop.domain.receipts import Spending, tax_name
from desktop.domain.records import Receipt, Record, TaxLine, TaxObject, TaxPayment
from desktop.domain.tax_table import StampRow, TaxTable, Withholder, read_tax_table, stamp_due
from desktop.domain.taxes import Rounding, TaxAdvice, TaxFacts, WagePart, advise, guess_object, rate_text
from desktop.domain.typed import tidy
from desktop.domain.wages import tax_parts
from desktop.services.desk import Desk, new_uid
from desktop.services.ledgers import Ledgers, read_ledger
from desktop.services.locks import frozen_uids
from desktop.services.records import NewRecord, store_here
from desktop.services.rules import RuleService

_ROUNDING = "tax_rounding"
"""The setting; "" = whole rupiah, down."""


@cache
def bundled_table() -> TaxTable:
    """The tax table that came with the app."""
    return read_tax_table((settings.resources_dir() / "rulesheets" / "taxes.toml").read_text("utf-8"))


def table_of(desk: Desk, year: int = 0) -> TaxTable:
    """The tax table with what a budget year's rule sheet (default: the desk's year) says about taxes and stamps."""
    wanted = year or desk.info.year
    sheet = RuleService(desk).sheet(wanted)
    if sheet is None:
        return bundled_table()
    table = bundled_table().with_rows(sheet.taxes, datetime.date(wanted, 12, 31))
    stamps = tuple(
        StampRow(above=one.over, amount=one.amount, since=one.since, until=one.until, source=sheet.basis(one.article))
        for one in sheet.stamps
        if one.over is not None and one.amount is not None
    )
    return dataclasses.replace(table, stamps=(*stamps, *table.stamps))


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxView:
    """What is to be said and done about the taxes of one receipt.

    `thing`: what is bought; `guessed`: nobody has said so yet, the RAB line suggests it. `payees`: classes of payee to
    choose from, (key, words). `advices`: in the order of the tax book. `fixed`: handed in, so only payments of what was
    kept back are recorded. `payments`: payment records that settle a tax of this receipt, by kind. `stamp`: whole
    rupiah of meterai, 0 = none, None = not known.
    """

    uid: str
    receipt: Receipt
    thing: TaxObject
    guessed: bool
    payees: tuple[tuple[str, str], ...]
    advices: tuple[TaxAdvice, ...]
    fixed: bool
    stamp: int | None
    payments: dict[str, TaxPayment]

    def line(self, kind: str) -> TaxLine | None:
        """What the treasurer decided about a tax, None before."""
        return next((one for one in self.receipt.taxes if one.kind == kind), None)

    def outdated(self, kind: str) -> bool:
        """Whether a tax was accepted for another sum than the advice gives now."""
        line = self.line(kind)
        advice = next((one for one in self.advices if one.kind == kind), None)
        if line is None or line.refused or advice is None or advice.status in {"off", "unknown", "ask"}:
            return False
        return line.base != advice.base if advice.acceptable else line.amount > 0

    @property
    def waiting(self) -> tuple[TaxAdvice, ...]:
        """Taxes that may fall on it and were neither accepted nor refused."""
        return tuple(one for one in self.advices if one.acceptable and self.line(one.kind) is None)


class TaxService:
    """Advice about the taxes of a Pokmas's receipts, and the treasurer's word on it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._ledgers = Ledgers(desk)
        self._tables: dict[int, TaxTable] = {}
        desk.subscribe(self._forget)

    def _forget(self, types: frozenset[str]) -> None:
        if "k.rule_sheet" in types:
            self._tables.clear()

    # --- the table and the setting ---

    def table(self, year: int = 0) -> TaxTable:
        """The tax table with the rows of a budget year's rule sheet (default: the desk's year) in it."""
        wanted = year or self._desk.info.year
        known = self._tables.get(wanted)
        if known is None:
            known = self._tables[wanted] = table_of(self._desk, wanted)
        return known

    @property
    def rounding(self) -> Rounding:
        """How taxes are rounded here: down to the whole rupiah, or up to the next Rp100."""
        return "hundred" if self._desk.setting(_ROUNDING) == "hundred" else "rupiah"

    def set_rounding(self, rounding: Rounding) -> None:
        """Choose the rounding of taxes accepted from now on."""
        self._desk.remember(**{_ROUNDING: rounding})

    def stamp(self, amount: int, on: datetime.date | None) -> int | None:
        """The meterai (whole rupiah) a receipt needs: 0 none, None = not known for that day."""
        return stamp_due(self.table(), amount, on)

    # --- advice ---

    def advice(self, receipt: str) -> TaxView:
        """What is to be said about the taxes of a saved receipt. Raises RuleViolation: record_missing."""
        area = self._ledgers.area_of(receipt)
        with self._desk.sessions() as session:
            ledger, frozen = read_ledger(session, area), frozen_uids(session, area)
        one = self._spending(ledger, receipt)
        return self._view(ledger, receipt, one.data, fixed=receipt in frozen or one.corrected)

    def view_in(self, ledger: Ledger, receipt: str, *, fixed: bool) -> TaxView | None:
        """The same from a ledger at hand, None for a receipt that is not in it. `fixed`: handed in or corrected."""
        one = ledger.spendings.get(receipt)
        return self._view(ledger, receipt, one.data, fixed=fixed) if one is not None else None

    def waiting(self, ledger: Ledger, receipt: str) -> tuple[TaxAdvice, ...]:
        """Taxes that may fall on a receipt of a ledger at hand and were not decided on; () for one not in it."""
        one = ledger.spendings.get(receipt)
        return self._view(ledger, receipt, one.data, fixed=False).waiting if one is not None else ()

    def advice_for(self, receipt: Receipt, uid: str = "") -> TaxView:
        """The same about a receipt that is being typed (in place of the one with `uid`)."""
        return self._view(self._ledgers.read(), uid, receipt, fixed=False)

    @staticmethod
    def _spending(ledger: Ledger, uid: str) -> Spending:
        one = ledger.spendings.get(uid)
        if one is None:
            raise RuleViolation("record_missing", facts={"uid": uid})
        return one

    def _view(self, ledger: Ledger, uid: str, receipt: Receipt, *, fixed: bool) -> TaxView:
        table = self.table(ledger.years.get(uid, 0))
        facts = facts_of(ledger, uid, receipt)
        others = [
            facts_of(ledger, key, one.data)
            for key, one in ledger.spendings.items()
            if key != uid and not one.void and _near(one.data.date, receipt.date, table.near_days)
        ]
        advices = advise(facts, table, others, self.rounding)
        classes = table.payees_for(facts.thing) if facts.thing else ()
        return TaxView(
            uid=uid,
            receipt=receipt,
            thing=facts.thing,
            guessed=bool(facts.thing) and not receipt.tax_object,
            payees=tuple((key, table.payees[key]) for key in classes),
            advices=tuple(advices),
            fixed=fixed,
            stamp=stamp_due(table, receipt.amount, receipt.date),
            payments={
                payment.kind: payment for payment in ledger.tax_payments.values() if uid and uid in payment.receipts
            },
        )

    # --- the treasurer's word ---

    def say(
        self,
        receipt: str,
        *,
        thing: TaxObject | None = None,
        vat: Literal["", "yes", "no"] | None = None,
        payee_class: str | None = None,
        npwp: str | None = None,
    ) -> Record:
        """Say what is bought and from whom; None leaves it. Raises as `accept`, and bad_field."""
        given = {"tax_object": thing, "payee_vat": vat, "payee_class": payee_class, "payee_npwp": npwp}
        changes: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
        with self._desk.sessions.begin() as session:
            data = self._open(session, receipt)[1].data
            if thing is not None and thing != data.tax_object and payee_class is None:
                changes["payee_class"] = ""
            saved = self._keep(session, receipt, replace(data, **changes))
        self._desk.changed({"d.receipt"})
        return saved

    def accept(
        self,
        receipt: str,
        kind: str,
        *,
        rate: int | None = None,
        amount: int | None = None,
        withheld_by: Withholder | Literal[""] = "",
    ) -> Record:
        """Put a tax the advice names on the receipt. `rate`: one of the advice's choices, hundredths of a percent;
        `amount`: another sum the treasurer worked out (whole rupiah).

        Raises RuleViolation: record_missing, receipt_corrected, locked, tax_no_advice (facts: tax), tax_amount.
        """
        with self._desk.sessions.begin() as session:
            ledger, one = self._open(session, receipt)
            advice = self._advised(ledger, receipt, one.data, kind)
            choice = next((c for c in advice.choices if rate is None or c.rate == rate), None)
            if choice is None:
                raise RuleViolation("tax_no_advice", "rate", {"tax": tax_name(kind)})
            tax = choice.amount if amount is None else amount
            if not 0 < tax <= one.data.amount:
                raise RuleViolation("tax_amount", "amount", {"tax": tax_name(kind)})
            line = TaxLine(
                uid=_uid_of(one.data, kind),
                kind=kind,
                base=advice.base,
                rate=rate_text(choice.rate),
                amount=tax,
                withheld_by=withheld_by or advice.withheld_by,
            )
            saved = self._keep(session, receipt, _with_line(one.data, line, self._said(ledger, one.data)))
        self._desk.changed({"d.receipt"})
        return saved

    def refuse(self, receipt: str, kind: str, reason: str) -> Record:
        """Keep why a tax the advice names is not kept back.

        Raises RuleViolation: tax_reason_missing, and as `accept`.
        """
        if not tidy(reason):
            raise RuleViolation("tax_reason_missing", "reason")
        with self._desk.sessions.begin() as session:
            ledger, one = self._open(session, receipt)
            advice = self._advised(ledger, receipt, one.data, kind)
            line = TaxLine(
                uid=_uid_of(one.data, kind),
                kind=kind,
                base=advice.base,
                rate=rate_text(advice.rate),
                amount=advice.amount,
                refused=tidy(reason),
            )
            saved = self._keep(session, receipt, _with_line(one.data, line, self._said(ledger, one.data)))
        self._desk.changed({"d.receipt"})
        return saved

    def assign(self, receipt: str, kind: str, withheld_by: Withholder) -> Record:
        """Say who keeps an accepted tax back and pays it. Raises RuleViolation: tax_line_missing, and as `accept`."""
        with self._desk.sessions.begin() as session:
            data = self._open(session, receipt)[1].data
            line = self._line(data, kind)
            saved = self._keep(session, receipt, _with_line(data, replace(line, withheld_by=withheld_by), {}))
        self._desk.changed({"d.receipt"})
        return saved

    def reopen(self, receipt: str, kind: str) -> Record:
        """Take back what was decided about a tax. Raises RuleViolation: tax_line_missing, and as `accept`."""
        with self._desk.sessions.begin() as session:
            data = self._open(session, receipt)[1].data
            self._line(data, kind)
            left = tuple(one for one in data.taxes if one.kind != kind)
            saved = self._keep(session, receipt, replace(data, taxes=left))
        self._desk.changed({"d.receipt"})
        return saved

    def record_payment(
        self, receipt: str, kind: str, *, billing_code: str = "", ntpn: str = "", paid: datetime.date | None = None
    ) -> Record:
        """Record billing code, NTPN and day of the payment of a tax that was accepted.

        On a receipt that is handed in, or was corrected, a payment record of its own settles it.
        Raises RuleViolation: record_missing, tax_line_missing (facts: tax).
        """
        code, number = tidy(billing_code), tidy(ntpn)
        own = str(self._desk.info.area)
        with self._desk.sessions.begin() as session:
            ledger = read_ledger(session, own)
            one = self._spending(ledger, receipt)
            line = self._line(one.data, kind)
            if line.refused:
                raise RuleViolation("tax_line_missing", "kind", {"tax": tax_name(kind)})
            if one.corrected or receipt in frozen_uids(session, own):
                known = next(
                    (uid for uid, p in ledger.tax_payments.items() if p.kind == kind and p.receipts == (receipt,)), ""
                )
                payment = TaxPayment(
                    kind=kind,
                    amount=line.amount,
                    date=paid,
                    billing_code=code,
                    ntpn=number,
                    receipts=(receipt,),
                )
                new = NewRecord(type="d.tax_payment", data=payment, uid=known, year=ledger.years.get(receipt, 0))
                (saved,) = store_here(session, self._desk, [new])
            else:
                data = _with_line(one.data, replace(line, billing_code=code, ntpn=number, paid=paid), {})
                saved = self._keep(session, receipt, data)
        self._desk.changed({saved.type})
        return saved

    # --- parts ---

    def _open(self, session: Session, receipt: str) -> tuple[Ledger, Spending]:
        """The ledger and the receipt, if it may be changed."""
        ledger = read_ledger(session, str(self._desk.info.area))
        one = self._spending(ledger, receipt)
        if one.corrected:
            raise RuleViolation("receipt_corrected")
        return ledger, one

    def _advised(self, ledger: Ledger, uid: str, receipt: Receipt, kind: str) -> TaxAdvice:
        view = self._view(ledger, uid, receipt, fixed=False)
        found = next((one for one in view.advices if one.kind == kind and one.acceptable), None)
        if found is None:
            raise RuleViolation("tax_no_advice", "kind", {"tax": tax_name(kind)})
        return found

    @staticmethod
    def _said(ledger: Ledger, receipt: Receipt) -> dict[str, Any]:
        """Deciding on a tax also settles what is bought, where it was only guessed."""
        return {} if receipt.tax_object else {"tax_object": thing_of(ledger, receipt)}

    @staticmethod
    def _line(receipt: Receipt, kind: str) -> TaxLine:
        found = next((one for one in receipt.taxes if one.kind == kind), None)
        if found is None:
            raise RuleViolation("tax_line_missing", "kind", {"tax": tax_name(kind)})
        return found

    def _keep(self, session: Session, uid: str, receipt: Receipt) -> Record:
        return store_here(session, self._desk, [NewRecord(type="d.receipt", data=receipt, uid=uid)])[0]


def _near(one: datetime.date | None, other: datetime.date | None, days: int) -> bool:
    """Few receipts are near in time, so the rest need not be looked at."""
    return one is not None and other is not None and abs((one - other).days) <= days


def _uid_of(receipt: Receipt, kind: str) -> str:
    """A tax decided on again keeps its line."""
    return next((one.uid for one in receipt.taxes if one.kind == kind), "") or new_uid()


def _with_line(receipt: Receipt, line: TaxLine, more: dict[str, Any]) -> Receipt:
    lines = [line if one.kind == line.kind else one for one in receipt.taxes]
    if all(one.kind != line.kind for one in receipt.taxes):
        lines.append(line)
    return replace(receipt, taxes=tuple(lines), **more)


# --- facts -------------------------------------------------------------------------------------------------------


def thing_of(ledger: Ledger, receipt: Receipt) -> TaxObject:
    """What a receipt buys: as it says, else as its first RAB line suggests; "" while it has none."""
    if receipt.tax_object:
        return receipt.tax_object
    for part in receipt.splits:
        activity = ledger.activities.get(ledger.activity_of_rab(part.rab))
        for line in activity.lines if activity else ():
            if line.uid == part.line:
                return guess_object(line.group, line.description)
    return ""


def facts_of(ledger: Ledger, uid: str, receipt: Receipt) -> TaxFacts:
    """What the taxes look at in a receipt, with the wage list behind it."""
    thing = thing_of(ledger, receipt)
    return TaxFacts(
        uid=uid,
        date=receipt.date,
        payee=receipt.payee,
        npwp=receipt.payee_npwp,
        thing=thing,
        amount=receipt.amount,
        vat=receipt.payee_vat,
        payee_class=receipt.payee_class,
        wages=wage_parts(ledger, uid) if thing == "wages" and uid else (),
    )


def wage_parts(ledger: Ledger, receipt: str) -> tuple[WagePart, ...]:
    """The workers on the wage lists behind a receipt, each with what all lists pay that name in the fullest month."""
    rows = [row for wages in ledger.wages.values() if wages.receipt == receipt for row in wages.rows]
    return tax_parts(rows, ledger.wages.values())
