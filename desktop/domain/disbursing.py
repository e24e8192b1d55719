"""Where each tranche of a contract stands, what comes next, and what keeps it from coming."""

from dataclasses import dataclass
from typing import Final, Literal

from desktop.domain.contracts import check_contract, missing_rabs
from desktop.domain.findings import CheckResult
from desktop.domain.ledger import Ledger
from desktop.domain.messages import sentence
from desktop.domain.money_checks import check_money
from desktop.domain.receipt_checks import late_correction
from desktop.domain.records import Tranche
from desktop.domain.spj import checklist, gaps
from desktop.domain.states import State
from desktop.domain.tranches import (
    carried_over,
    disbursed,
    late_corrections,
    money_of,
    received,
    returned,
    spj_settled,
    spj_state,
    used,
)

Step = Literal[
    "wait", "disburse", "record_money", "spend", "submit_spj", "decide_spj", "mend_spj", "rejected", "settle", "done"
]

STEP_WORDS: Final[dict[Step, str]] = {
    "wait": "Menunggu syarat terpenuhi",
    "disburse": "Menunggu pencairan",
    "record_money": "Catat dana masuk",
    "spend": "Catat kuitansi",
    "submit_spj": "Lengkapi dan ajukan SPJ",
    "decide_spj": "SPJ diperiksa kelurahan",
    "mend_spj": "Perbaiki SPJ, lalu ajukan lagi",
    "rejected": "SPJ ditolak; minta kelurahan mengubahnya menjadi dikembalikan",
    "settle": "Keputusan bertentangan, menunggu lurah",
    "done": "Selesai",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrancheState:
    """One tranche. Money in whole rupiah: planned by the contract, sent by the kelurahan, received, used by receipts,
    left over by earlier tranches, and paid back to the treasury.

    `blocked_by`: sentences for people; with any of them no money moves for this tranche. They never keep money that
    did come from being recorded. `doubts`: sentences about what cannot be right (K-11 to K-13, K-17, K-18).
    """

    number: int
    uid: str
    planned: int
    disbursed: int
    received: int
    used: int
    spj_state: State
    next_step: Step
    blocked_by: tuple[str, ...] = ()
    carried: int = 0
    condition: str = ""
    doubts: tuple[str, ...] = ()
    returned: int = 0

    @property
    def left(self) -> int:
        """What is left to spend, whole rupiah; below zero when more was spent than came in."""
        return self.received + self.carried - self.used - self.returned


def tranche_states(ledger: Ledger, contract: str) -> list[TrancheState]:
    """The tranches of a contract in their order."""
    uid = ledger.contract_uid(contract)
    return [_state(ledger, uid, tranche) for tranche in ledger.tranches(uid)]


def _state(ledger: Ledger, contract: str, tranche: Tranche) -> TrancheState:
    blocked = blocks(ledger, contract, tranche)
    return TrancheState(
        number=tranche.number,
        uid=tranche.uid,
        planned=tranche.amount,
        disbursed=disbursed(ledger, tranche.uid),
        received=received(ledger, tranche.uid),
        used=used(ledger, tranche.uid),
        spj_state=spj_state(ledger, tranche.uid),
        next_step=_next_step(ledger, tranche.uid, bool(blocked)),
        blocked_by=tuple(blocked),
        carried=carried_over(ledger, tranche.uid),
        returned=returned(ledger, tranche.uid),
        condition=tranche.condition,
        doubts=tuple(f"{one.message} {one.action}" for one in doubts(ledger, tranche.uid)),
    )


def doubts(ledger: Ledger, tranche: str) -> list[CheckResult]:
    """What cannot be right about a tranche whatever step it is at: money noted (K-12, K-13, K-17,
    K-18), and receipts corrected after the SPJ was accepted (K-11)."""
    return [*check_money(ledger, tranche), *(late_correction(one) for one in late_corrections(ledger, tranche))]


_AFTER: Final[dict[State, Step]] = {
    "conflict": "settle",
    "submitted": "decide_spj",
    "approved": "done",
    "returned": "mend_spj",
    "rejected": "rejected",
}


def _next_step(ledger: Ledger, tranche: str, blocked: bool) -> Step:
    if spj_settled(ledger, tranche):
        return "done"
    if not money_of(ledger, tranche):
        if disbursed(ledger, tranche):
            return "record_money"
        return "wait" if blocked else "disburse"
    state = spj_state(ledger, tranche)
    if state in _AFTER:
        return _AFTER[state]
    return "submit_spj" if ledger.spent_in(tranche) else "spend"


def blocks(ledger: Ledger, contract: str, tranche: Tranche) -> list[str]:
    """Why no money may move for a tranche, in sentences; nothing once its SPJ is accepted.

    The contract must agree with its RABs (V-23), the RABs be approved, every earlier tranche be accounted for, and no
    two decisions contradict each other (docs/exchange.md, section 2).
    """
    if spj_settled(ledger, tranche.uid):
        return []
    found = [result.message for result in check_contract(ledger, contract) if result.level == "block"]
    open_ones = missing_rabs(ledger, contract)
    if open_ones:
        more = f" dan {len(open_ones) - 1} lainnya" if len(open_ones) > 1 else ""
        found.append(f"RAB “{open_ones[0].title}”{more} belum disetujui.")
    earlier = [other for other in ledger.tranches(contract) if other.number < tranche.number]
    found += [_unaccounted(ledger, tranche, other) for other in earlier if not spj_settled(ledger, other.uid)]
    decided = [*money_of(ledger, tranche.uid), *(uid for one in ledger.activities_of(contract) for uid in one.rabs)]
    for other in earlier:
        decided += money_of(ledger, other.uid)
    for other in earlier:
        if late_corrections(ledger, other.uid):
            found.append(f"SPJ tahap {other.number} punya pembetulan yang belum dihitung; ajukan SPJ itu sekali lagi.")
    if any(ledger.state(uid) == "conflict" for uid in decided):
        found.append("Ada keputusan yang bertentangan. Lurah perlu menggantinya dengan satu keputusan.")
    return found


def _unaccounted(ledger: Ledger, tranche: Tranche, earlier: Tranche) -> str:
    count = len(gaps(checklist(ledger, earlier.uid)))
    if count and spj_state(ledger, earlier.uid) != "submitted":
        return sentence("cair.spj_kurang", {"tranche": tranche.number, "previous": earlier.number, "count": count})
    return f"Tahap {tranche.number} belum bisa diajukan: SPJ tahap {earlier.number} belum disetujui."
