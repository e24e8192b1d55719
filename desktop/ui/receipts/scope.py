"""Which tranche is in hand: the one receipts are typed for, and what the list and the book show."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.disbursing import TrancheState, tranche_states
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.states import FROZEN


@dataclass(frozen=True, slots=True)
class Scope:
    """One tranche to choose. `contract`: its contract; `same`: every uid that means it (typed and sent)."""

    contract: str
    state: TrancheState
    name: str
    same: tuple[str, ...]

    @property
    def uid(self) -> str:
        """The tranche."""
        return self.state.uid


def scopes_of(ledger: Ledger) -> list[Scope]:
    """Every tranche of every contract that counts, in order."""
    many = len(ledger.standing_contracts) > 1
    typed = [tranche.uid for data in ledger.contracts.values() for tranche in data.tranches]
    found: list[Scope] = []
    for uid, data in ledger.standing_contracts.items():
        for state in tranche_states(ledger, uid):
            same = tuple(one for one in dict.fromkeys(typed) if ledger.tranche_uid(one) == state.uid)
            name = f"Tahap {state.number}"
            found.append(Scope(uid, state, f"{name}, {data.number}" if many and data.number else name, same))
    return found


def in_hand(scopes: Sequence[Scope]) -> Scope | None:
    """The tranche whose money is being spent: the newest that has money and whose SPJ is not away or accepted; else
    the newest with money, else the first."""
    paid = [one for one in scopes if one.state.received]
    spending = [one for one in paid if one.state.spj_state not in FROZEN]
    return next(iter([*reversed(spending), *reversed(paid), *scopes]), None)


def still_open(scopes: Sequence[Scope], shut: Scope) -> Scope | None:
    """Where a receipt goes that came too late for a tranche whose SPJ was accepted: the next tranche of the contract
    whose SPJ was not."""
    behind = [one for one in scopes if one.contract == shut.contract and one.state.number > shut.state.number]
    return next((one for one in behind if one.state.spj_state != "approved"), None)


def new_goes_into(scopes: Sequence[Scope], shown: Scope | None) -> Scope | None:
    """The tranche a new receipt belongs to: the one shown (None: the one in hand), unless its SPJ was accepted and
    another is still open."""
    wanted = shown or in_hand(scopes)
    if wanted is not None and wanted.state.spj_state == "approved":
        return still_open(scopes, wanted) or wanted
    return wanted


def purse_words(state: TrancheState) -> str:
    """What there is and what is left of a tranche's money, in a line."""
    if not state.received and not state.used:
        return f"Dana tahap {state.number} belum dicatat masuk."
    parts = [f"Dana masuk {format_rupiah(state.received)}"]
    if state.carried:
        parts.append(f"sisa tahap lalu {format_rupiah(state.carried)}")
    parts.append(f"terpakai {format_rupiah(state.used)}")
    parts.append(f"lebih {format_rupiah(-state.left)}" if state.left < 0 else f"sisa {format_rupiah(state.left)}")
    return " · ".join(parts)
