"""Cash drawn from the account and paid into it: the cash book, the bank book, what is in hand, and the SPJ."""

from datetime import date

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.records import CashMove, Receipt
from desktop.services.workplace import Workplace
from tests.services.pokmas import YEAR, Scene
from tests.ui.treasurer import Group, found_group, receipt, work

__all__ = ["work"]

MONEY = 13_566_000


@pytest.fixture
def group(work: Workplace) -> Group:
    return found_group(work)


def spend(work: Workplace, group: Group, amount: int, day: date, method: str = "cash") -> None:
    data = receipt(group, "Semen PC 50 kg", amount, "TB Contoh", f"N-{amount}", day, method=method)
    assert isinstance(data, Receipt)
    work.receipts.save(data)


def test_drawn_cash_changes_its_place_and_no_sum_of_what_is_left(work: Workplace, group: Group) -> None:
    tranche, cash = group.tranches[0], work.cash
    spend(work, group, 2_000_000, date(2022, 3, 21))
    spend(work, group, 1_000_000, date(2022, 3, 22), "bank")
    assert work.books.in_hand(tranche) is None
    assert work.books.bank_book(tranche).closing == MONEY - 1_000_000
    cash.note(group.contract, date(2022, 3, 20), 5_000_000, reference=" CEK 7 ", note="upah")
    cash.note(group.contract, date(2022, 3, 25), 500_000, way="paid_in")
    book, bank = work.books.cash_book(tranche), work.books.bank_book(tranche)
    assert book.closing == MONEY - 3_000_000
    assert bank.closing == MONEY - 1_000_000 - 5_000_000 + 500_000
    assert work.books.in_hand(tranche) == work.books.in_hand(group.contract) == 5_000_000 - 2_000_000 - 500_000
    moved = [(row.number, row.description, row.received, row.spent) for row in book.rows if row.kind == "moved"]
    assert moved == [
        ("CEK 7", "Tarik tunai dari bank – upah", 5_000_000, 5_000_000),
        ("", "Setor tunai ke bank", 500_000, 500_000),
    ]
    assert [(row.received, row.spent) for row in bank.rows if row.kind == "moved"] == [(0, 5_000_000), (500_000, 0)]
    assert [row.balance for row in book.rows][-1] == book.closing
    assert all(proof.agrees for proof in work.spj.proofs(tranche) if proof.key != "rab")
    # A month's books begin where the month before ended, in hand too.
    assert work.books.in_hand(tranche, date(2022, 3, 1)) == 2_500_000
    assert work.books.bank_book(tranche, date(2022, 3, 1)).closing == bank.closing


def test_the_warning_is_about_the_cash_in_hand(work: Workplace, group: Group) -> None:
    work.books.set_cash_limit(1_000_000)
    assert work.books.over_limit(group.contract) == MONEY - 1_000_000
    work.cash.note(group.contract, date(2022, 3, 20), 1_200_000)
    assert work.books.over_limit(group.contract) == 200_000
    spend(work, group, 1_500_000, date(2022, 3, 21))
    assert (work.books.over_limit(group.contract), work.books.in_hand(group.contract)) == (0, -300_000)


def test_a_note_is_altered_thrown_away_and_taken_back(work: Workplace, group: Group) -> None:
    uid = work.cash.note(group.contract, date(2022, 3, 20), 1_000_000).uid
    again = work.cash.note(group.contract, date(2022, 3, 21), 900_000, uid=uid)
    assert isinstance(again.data, CashMove)
    assert (again.uid, again.data.amount, work.books.in_hand(group.contract)) == (uid, 900_000, 900_000)
    work.cash.drop(uid)
    assert work.books.in_hand(group.contract) is None
    work.cash.restore(uid)
    assert work.books.in_hand(group.contract) == 900_000
    with pytest.raises(RuleViolation, match="money_zero"):
        work.cash.note(group.contract, date(2022, 3, 20), 0)


def test_no_cash_before_money_came(work: Workplace) -> None:
    bare = found_group(work, money=False)
    with pytest.raises(RuleViolation, match="money_first"):
        work.cash.note(bare.contract, date(2022, 3, 20), 1)
    with pytest.raises(RuleViolation, match="record_missing"):
        work.cash.note("unknown", date(2022, 3, 20), 1)


def test_it_goes_with_the_spj_and_late_ones_by_themselves(scene: Scene) -> None:
    scene.bought()
    group, tranche = scene.group, scene.tranches[0]
    move = group.cash.note(scene.contract, date(YEAR, 4, 1), 500_000)
    assert isinstance(move.data, CashMove)
    assert move.data.tranche == tranche
    assert move.uid in {one.uid for one in group.submissions.prepare("spj", tranche).context}
    sent = group.submissions.submit("spj", tranche)
    scene.to_office()
    assert scene.office.records.get(move.uid) is not None
    with pytest.raises(RuleViolation, match="locked"):
        group.cash.note(scene.contract, date(YEAR, 4, 1), 400_000, uid=move.uid)
    scene.office.decisions.decide(sent, scene.money(1), "approve")
    scene.to_group()
    late = group.cash.note(scene.contract, date(YEAR, 4, 20), 100_000, way="paid_in")
    assert late.state == "published"


def test_a_late_note_is_thrown_away_for_everybody_and_taken_back(scene: Scene) -> None:
    scene.bought()
    group, tranche = scene.group, scene.tranches[0]
    sent = group.submissions.submit("spj", tranche)
    scene.to_office()
    scene.office.decisions.decide(sent, scene.money(1), "approve")
    scene.to_group()
    late = group.cash.note(scene.contract, date(YEAR, 4, 20), 100_000).uid
    scene.to_office()
    assert scene.office.books.in_hand(tranche) is not None
    group.cash.drop(late)
    assert group.records.get(late) is None
    scene.to_office()
    assert scene.office.records.get(late) is None
    group.cash.restore(late)
    scene.to_office()
    assert scene.office.records.get(late) is not None


def test_what_is_noted_while_the_spj_waits_reaches_the_kelurahan_too(scene: Scene) -> None:
    scene.bought()
    group, tranche = scene.group, scene.tranches[0]
    sent = group.submissions.submit("spj", tranche)
    move = group.cash.note(scene.contract, date(YEAR, 4, 5), 50_000)
    back = group.contracts.return_money(scene.contract, tranche, date(YEAR, 4, 6), 40_000)
    assert (move.state, back.state) == ("published", "published")
    scene.to_office()
    scene.office.decisions.decide(sent, scene.money(1), "approve")
    scene.to_group()
    for desk in (scene.office, group):
        assert desk.books.cash_book(tranche).closing == 8_040_000 - 5_000_000 - 40_000
        assert desk.books.bank_book(tranche).closing == 8_040_000 - 50_000 - 40_000


def test_a_note_made_while_an_spj_waited_goes_with_the_next_one(scene: Scene) -> None:
    scene.bought()
    group, tranche = scene.group, scene.tranches[0]
    first = group.submissions.submit("spj", tranche)
    move = group.cash.note(scene.contract, date(YEAR, 4, 5), 50_000)
    scene.to_office()
    scene.office.decisions.decide(first, scene.money(1), "return", reason="nota buram")
    scene.to_group()
    group.cash.note(scene.contract, date(YEAR, 4, 5), 60_000, uid=move.uid)
    group.submissions.submit("spj", tranche)
    scene.to_office()
    there = scene.office.records.get(move.uid)
    assert there is not None
    assert isinstance(there.data, CashMove)
    assert there.data.amount == 60_000
    with pytest.raises(RuleViolation, match="locked"):
        group.cash.drop(move.uid)
