"""Where a submitted thing stands: always worked out from submissions, decisions and withdrawals, never typed.

Source: docs/exchange.md, section 2 (ours): a decision names the submission's digest and the item; two that
contradict each other block money until the lurah replaces both; a decision beats a withdrawal that crossed it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from desktop.domain.records import Decision, Outcome, Submission

State = Literal["draft", "submitted", "returned", "approved", "rejected", "withdrawn", "conflict"]

STATE_WORDS: dict[State, str] = {
    "draft": "Draf",
    "submitted": "Diajukan",
    "returned": "Perlu perbaikan",
    "approved": "Disetujui",
    "rejected": "Ditolak",
    "withdrawn": "Ditarik",
    "conflict": "Keputusan bertentangan",
}
"""What people read; the same words on every screen and paper."""

REJECTED_WAY_OUT: Final = "Minta kelurahan mengubah keputusannya menjadi dikembalikan, lalu perbaiki dan ajukan lagi."
"""What a Pokmas can do about an SPJ, RAB or handover that was rejected: only another decision opens it."""


class ItemState(Struct, frozen=True, kw_only=True):
    """Where one item stands. `submission`: the newest that covers it; `decisions`: uids that speak now (two: conflict).

    `decision`: the one that counts, if exactly one does. `late_withdrawal`: taken back after it had been decided.
    """

    state: State
    submission: str = ""
    attempt: int = 0
    decisions: tuple[str, ...] = ()
    decision: Decision | None = None
    late_withdrawal: bool = False


_OUTCOME_STATE: dict[Outcome, State] = {"approve": "approved", "return": "returned", "reject": "rejected"}


def speaking(decisions: Mapping[str, Decision], submissions: Mapping[str, Submission]) -> dict[str, Decision]:
    """The decisions that count: bound to a submission we hold by its digest, naming an item of it, and not replaced."""
    bound = {
        uid: decision
        for uid, decision in decisions.items()
        if (submission := submissions.get(decision.submission)) is not None
        and submission.digest == decision.digest
        and any(item.uid == decision.item for item in submission.items)
    }
    replaced = {
        old
        for uid, decision in bound.items()
        for old in decision.replaces
        if old != uid and old in bound and bound[old].item == decision.item
    }
    return {uid: decision for uid, decision in bound.items() if uid not in replaced}


def _same_word(first: Decision, second: Decision) -> bool:
    """Whether two decisions say the same (who wrote them down, and when, does not matter)."""
    return (
        first.submission == second.submission
        and first.outcome == second.outcome
        and first.amount == second.amount
        and first.placement == second.placement
        and first.office == second.office
    )


def item_states(
    submissions: Mapping[str, Submission],
    decisions: Mapping[str, Decision],
    withdrawn: Collection[str] = (),
) -> dict[str, ItemState]:
    """The state of every item that any submission covers, by the item's uid.

    `withdrawn`: uids of submissions taken back. An item in several submissions stands as in the newest (highest
    attempt, then uid); but an approval in an older one still stands, so a second approval beside it is a conflict.
    """
    by_item: dict[str, list[tuple[int, str]]] = {}
    for uid, submission in submissions.items():
        for item in submission.items:
            by_item.setdefault(item.uid, []).append((submission.attempt, uid))
    words = speaking(decisions, submissions)
    by_word: dict[tuple[str, str], list[str]] = {}
    for uid, decision in sorted(words.items()):
        by_word.setdefault((decision.submission, decision.item), []).append(uid)
    return {item: _state_of(item, sorted(covering), by_word, words, withdrawn) for item, covering in by_item.items()}


def _state_of(
    item: str,
    covering: Sequence[tuple[int, str]],
    by_word: Mapping[tuple[str, str], list[str]],
    words: Mapping[str, Decision],
    withdrawn: Collection[str],
) -> ItemState:
    attempt, newest = covering[-1]
    said = list(by_word.get((newest, item), ()))
    for _, older in covering[:-1]:
        earlier = by_word.get((older, item), [])
        if any(words[uid].outcome == "approve" for uid in earlier):
            said += earlier
    at_issue = sorted(said)
    if any(not _same_word(words[at_issue[0]], words[other]) for other in at_issue[1:]):
        return ItemState(state="conflict", submission=newest, attempt=attempt, decisions=tuple(at_issue))
    if at_issue:
        decision = words[at_issue[0]]
        state = _OUTCOME_STATE[decision.outcome]
        return ItemState(
            state=state,
            submission=newest,
            attempt=attempt,
            decisions=tuple(at_issue),
            decision=decision,
            late_withdrawal=newest in withdrawn,
        )
    return ItemState(state="withdrawn" if newest in withdrawn else "submitted", submission=newest, attempt=attempt)


FROZEN: frozenset[State] = frozenset({"submitted", "approved", "rejected", "conflict"})
"""States in which an item may not be edited: others decide, or have decided, on exactly this version."""
