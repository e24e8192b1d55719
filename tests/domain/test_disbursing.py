"""Each tranche: where it stands, what comes next, what keeps it."""

from typing import Any

import pytest
from msgspec.structs import replace

from desktop.domain.disbursing import STEP_WORDS, TrancheState, tranche_states
from desktop.domain.ledger import Ledger
from desktop.domain.records import Disbursement, Scan
from desktop.domain.states import State
from tests.domain.examples import uid
from tests.domain.pokmas import (
    CAMERA_RAB,
    CONTRACT,
    CONTRACT_DATA,
    FIRST,
    MONEY_1,
    PAVING_RAB,
    SECOND,
    approved,
    day,
    ledger,
    photo,
    receipt,
)


def states(found: Ledger) -> tuple[TrancheState, TrancheState]:
    first, second = tranche_states(found, CONTRACT)
    return first, second


def steps(found: Ledger) -> tuple[str, str]:
    first, second = states(found)
    return first.next_step, second.next_step


def first_only(**more: Any) -> Ledger:
    """Only the first tranche was paid."""
    return ledger(**{"money": {MONEY_1: ledger().money[MONEY_1]}, **more})


def rabs_and(*uids: str, state: State) -> dict[str, Any]:
    return {"states": {**approved(PAVING_RAB, CAMERA_RAB), **approved(*uids, state=state)}}


def test_numbers_of_a_tranche() -> None:
    sent = {uid(71): Disbursement(contract=CONTRACT, tranche=FIRST, date=day(3, 9), amount=8_040_000)}
    found = ledger(receipts={uid(61): receipt(3_000_000)}, disbursements=sent)
    first, second = states(found)
    assert (first.number, first.uid, first.planned, first.disbursed) == (1, FIRST, 8_040_000, 8_040_000)
    assert (first.received, first.used, first.carried, first.left) == (8_040_000, 3_000_000, 0, 5_040_000)
    assert (second.uid, second.carried, second.left) == (SECOND, 5_040_000, 10_400_000)


def test_the_way_of_a_tranche() -> None:
    sent = {uid(71): Disbursement(contract=CONTRACT, tranche=FIRST, amount=8_040_000)}
    bought = {uid(61): receipt(10)}
    assert steps(ledger(money={}, states={})) == ("wait", "wait")
    assert steps(ledger(money={})) == ("disburse", "wait")
    assert steps(ledger(money={}, disbursements=sent)) == ("record_money", "wait")
    assert steps(first_only()) == ("spend", "wait")
    assert steps(first_only(receipts=bought)) == ("submit_spj", "wait")
    for state, step in (
        ("submitted", "decide_spj"),
        ("returned", "mend_spj"),
        ("rejected", "rejected"),
        ("conflict", "settle"),
        ("withdrawn", "submit_spj"),
    ):
        assert steps(first_only(receipts=bought, **rabs_and(MONEY_1, state=state))) == (step, "wait")  # type: ignore[arg-type]  # the words of State
    assert steps(first_only(receipts=bought, **rabs_and(MONEY_1, state="approved"))) == ("done", "disburse")
    paper = {uid(99): Scan(of=FIRST, paper="spj_packet")}
    assert steps(first_only(receipts=bought, scans=paper)) == ("done", "disburse")


def test_every_step_has_words() -> None:
    assert all(words.strip() for words in STEP_WORDS.values())


def test_nothing_keeps_the_first_when_all_agrees() -> None:
    first, second = states(ledger(money={}))
    assert first.blocked_by == ()
    assert second.blocked_by == ("Tahap 2 belum bisa diajukan: SPJ tahap 1 kurang 2 berkas.",)


def test_open_rabs_keep_the_money() -> None:
    first, _ = states(ledger(money={}, states={}))
    assert first.blocked_by == ("RAB “Paving gang” dan 1 lainnya belum disetujui.",)
    one_left, _ = states(ledger(money={}, states=approved(CAMERA_RAB)))
    assert one_left.blocked_by == ("RAB “Paving gang” belum disetujui.",)


def test_a_contract_that_does_not_agree_keeps_the_money() -> None:
    first, _ = states(ledger(money={}, contracts={CONTRACT: replace(CONTRACT_DATA, value=1)}))
    assert first.blocked_by[0].startswith("Jumlah tahap Rp13.400.000")


def test_an_spj_that_is_complete_but_not_accepted() -> None:
    complete = {
        "receipts": {uid(61): receipt(3_800_000)},
        "photos": {uid(501): photo(uid(61)), uid(502): photo(PAVING_RAB, "0")},
    }
    _, second = states(first_only(**complete))
    assert second.blocked_by == ("Tahap 2 belum bisa diajukan: SPJ tahap 1 belum disetujui.",)
    _, waiting = states(first_only(receipts={uid(61): receipt(10)}, **rabs_and(MONEY_1, state="submitted")))
    assert waiting.blocked_by == ("Tahap 2 belum bisa diajukan: SPJ tahap 1 belum disetujui.",)


@pytest.mark.parametrize("uid_in_conflict", [MONEY_1, PAVING_RAB])
def test_decisions_that_contradict_each_other_keep_the_money(uid_in_conflict: str) -> None:
    _, second = states(first_only(**rabs_and(uid_in_conflict, state="conflict")))
    assert any("bertentangan" in text for text in second.blocked_by)


def test_what_is_accounted_for_is_not_in_the_way_any_more() -> None:
    broken = {"contracts": {CONTRACT: replace(CONTRACT_DATA, value=1)}}
    first, _ = states(first_only(**broken, **rabs_and(MONEY_1, state="approved")))
    assert first.blocked_by == ()


def test_a_contract_without_tranches() -> None:
    assert tranche_states(ledger(contracts={CONTRACT: replace(CONTRACT_DATA, tranches=())}), CONTRACT) == []
