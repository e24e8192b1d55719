"""Tranches (tahap/termin) of a contract: how its value is split, and what each one has received and used."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Ledger
from desktop.domain.receipts import Spending, total_of
from desktop.domain.records import CashMove, MoneyReceived, MoneyReturned
from desktop.domain.states import FROZEN, State

TEMPLATES: Final[dict[str, tuple[int, ...]]] = {
    "100 %": (100,),
    "50/50": (50, 50),
    "60/40": (60, 40),
    "40/30/30": (40, 30, 30),
}
"""Ready-made shares in percent. None of them is law: payment is as the contract agrees (Perwali 32/2021 Lampiran T no.
8); 40–30–30 is the custom left by Perpres 54/2010, which was replaced."""


def split_tranches(total: int, shares: Sequence[int]) -> list[int]:
    """Split a contract value (whole rupiah) into tranches (tahap/termin); shares: percent of each, in order.

    Returns whole rupiah per tranche, in that order, summing exactly to total: the last takes the rounding remainder.
    Raises RuleViolation: total_not_positive, shares_not_100.
    Source: Perwali 32/2021 Lampiran T no. 8: payment as the contract agrees, so no percentage is law. Rounding: ours.
    """
    if total <= 0:
        raise RuleViolation("total_not_positive", "total")
    if not shares or min(shares) <= 0 or sum(shares) != 100:
        raise RuleViolation("shares_not_100", "shares")
    amounts = [total * share // 100 for share in shares[:-1]]  # money is int rupiah, never float
    return [*amounts, total - sum(amounts)]


MOST_MONTHS: Final = 24
"""No contract about one budget year is paid over more months (ours)."""


def split_months(total: int, start: date | None, end: date | None) -> list[int]:
    """Split a contract value (whole rupiah) into one tranche for each month its term touches, as equal as whole rupiah
    allow; the last takes the remainder.

    Raises RuleViolation: total_not_positive, months_unknown (a day is missing, or the term is none).
    Source: Perwali 32/2021 Lampiran T no. 8 ("bulanan"). Rounding: ours.
    """
    if total <= 0:
        raise RuleViolation("total_not_positive", "total")
    if start is None or end is None or end < start:
        raise RuleViolation("months_unknown", "end")
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    if count > min(MOST_MONTHS, total):
        raise RuleViolation("months_unknown", "end")
    return [*[total // count] * (count - 1), total - total // count * (count - 1)]


def _by_day(ledger: Ledger, tranche: str, notes: Mapping[str, MoneyReceived | MoneyReturned | CashMove]) -> list[str]:
    """Those of the notes that belong to a tranche, by day; without a day last."""
    meant = ledger.tranche_uid(tranche)
    found = [
        (data.date.isoformat() if data.date else "9999", uid)
        for uid, data in notes.items()
        if ledger.tranche_uid(data.tranche) == meant
    ]
    return [uid for _, uid in sorted(found)]


def money_of(ledger: Ledger, tranche: str) -> list[str]:
    """The records of money received for a tranche, by day."""
    return _by_day(ledger, tranche, ledger.money)


def received(ledger: Ledger, tranche: str) -> int:
    """What reached the Pokmas for a tranche, whole rupiah."""
    return sum(ledger.money[uid].amount for uid in money_of(ledger, tranche))


def disbursed(ledger: Ledger, tranche: str) -> int:
    """What the kelurahan sent for a tranche, whole rupiah, as far as its records are here."""
    meant = ledger.tranche_uid(tranche)
    return sum(data.amount for data in ledger.disbursements.values() if ledger.tranche_uid(data.tranche) == meant)


def used(ledger: Ledger, tranche: str) -> int:
    """What a tranche's receipts come to, whole rupiah; a corrected receipt once, as corrected."""
    return total_of(ledger.spent_in(tranche))


def returns_of(ledger: Ledger, tranche: str) -> list[str]:
    """The records of money paid back of a tranche, by day."""
    return _by_day(ledger, tranche, ledger.returns)


def moves_of(ledger: Ledger, tranche: str) -> list[str]:
    """The notes of cash drawn and paid in that belong to a tranche, by day."""
    return _by_day(ledger, tranche, ledger.moves)


def tranche_at_hand(ledger: Ledger, contract: str) -> str:
    """The tranche a movement of cash is noted under: the first with money whose SPJ is not in, else the last one with
    money; "" before any came."""
    funded = [one.uid for one in ledger.tranches(contract) if money_of(ledger, one.uid)]
    return next((uid for uid in funded if spj_state(ledger, uid) not in FROZEN), funded[-1] if funded else "")


def returned(ledger: Ledger, tranche: str) -> int:
    """What was paid back of a tranche to the treasury, whole rupiah."""
    return sum(ledger.returns[uid].amount for uid in returns_of(ledger, tranche))


def late_corrections(ledger: Ledger, tranche: str) -> list[Spending]:
    """The receipts of a tranche that were corrected after its SPJ was accepted, without it having been handed in again:
    an open difference between what was accepted and what is known."""
    return [one for one in ledger.spent_in(tranche) if one.late]


def carried_over(ledger: Ledger, tranche: str) -> int:
    """What earlier tranches left over and did not pay back, whole rupiah; below zero when they spent more than came."""
    one = ledger.tranche(tranche)
    if one is None:
        return 0
    earlier = [other for other in ledger.tranches(ledger.contract_of_tranche(tranche)) if other.number < one.number]
    return sum(received(ledger, one.uid) - used(ledger, one.uid) - returned(ledger, one.uid) for one in earlier)


def paid_but_left_out(ledger: Ledger, contract: str) -> int:
    """Whole rupiah sent or received under a contract for tranches that it does not have (any more): an addendum that
    leaves one out would let the same money be sent once more. 0: nothing is left out."""
    uid = ledger.contract_uid(contract)
    have = {one.uid for one in ledger.tranches(uid)}
    sent, came = (
        sum(
            note.amount
            for note in notes
            if ledger.contract_uid(note.contract) == uid and ledger.tranche_uid(note.tranche) not in have
        )
        for notes in (ledger.disbursements.values(), ledger.money.values())
    )
    return max(sent, came)


_WORST: Final[tuple[State, ...]] = ("conflict", "returned", "rejected", "draft", "withdrawn", "submitted", "approved")


def spj_state(ledger: Ledger, tranche: str) -> State:
    """Where a tranche's SPJ stands: of several records of money received the one that needs most attention."""
    states = [ledger.state(uid) for uid in money_of(ledger, tranche)]
    return min(states, key=_WORST.index) if states else "draft"


def spj_settled(ledger: Ledger, tranche: str) -> bool:
    """Whether a tranche's SPJ is accepted: approved here, or on paper (a scan of the accepted packet is attached)."""
    meant = ledger.tranche_uid(tranche)
    return spj_state(ledger, tranche) == "approved" or ledger.signed_on_paper(meant, "spj_packet")
