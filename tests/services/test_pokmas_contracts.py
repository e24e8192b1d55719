"""Contracts, tranches and money between the kelurahan and a Pokmas."""

from datetime import date
from functools import partial

import pytest
from msgspec.structs import replace

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import explain
from desktop.domain.records import Contract, MoneyReceived, Receipt, Tranche
from desktop.services.contracts import ContractService
from desktop.services.desk import new_uid
from tests.services.pokmas import POKMAS, YEAR, Scene


def steps(scene: Scene, *, office: bool = False) -> list[str]:
    desk = scene.office if office else scene.group
    return [state.next_step for state in desk.contracts.tranche_state(scene.contract)]


def test_a_contract_reaches_the_pokmas(scene: Scene) -> None:
    scene.contracted()
    (record,) = scene.group.contracts.all()
    assert isinstance(record.data, Contract)
    assert (record.data.value, record.data.payment, record.data.package) == (13_400_000, "tranches", scene.package)
    assert [one.amount for one in record.data.tranches] == [8_040_000, 5_360_000]
    assert [one.uid for one in scene.office.contracts.all()] == [record.uid]
    assert scene.group.contracts.checks(record.uid) == []
    assert steps(scene) == ["disburse", "wait"]


def test_a_plan_sums_to_the_value() -> None:
    tranches = ContractService.plan(10_000_001, (40, 30, 30), ("RAB",))
    assert [one.amount for one in tranches] == [4_000_000, 3_000_000, 3_000_001]
    assert [(one.number, one.condition) for one in tranches] == [(1, "RAB"), (2, ""), (3, "")]


def test_a_contract_that_cannot_be_right_stays_a_draft(scene: Scene) -> None:
    scene.packaged()
    contracts, publish = scene.office.contracts, scene.office.publications.publish

    def refused(uid: str) -> str:
        with pytest.raises(RuleViolation, match="contract_unfit") as held:
            publish([uid])
        return explain(held.value)

    whole = contracts.plan(13_400_000, (60, 40))
    turned = contracts.draw_up(scene.package, tranches=whole, start=date(YEAR, 5, 1), end=date(YEAR, 1, 1))
    assert refused(turned.uid) == "Kontrak ini belum bisa diterbitkan: akhir masa kontrak sebelum awalnya."
    dear = contracts.draw_up(scene.package, tranches=contracts.plan(1_000_000_000, (100,)))
    assert "Rp1.000.000.000 melebihi yang disetujui Rp13.400.000" in refused(dear.uid)
    empty = contracts.draw_up(scene.package, tranches=contracts.plan(1, (50, 50)))
    assert "tahap 1 bernilai Rp0" in refused(empty.uid)
    loose = contracts.draw_up(scene.package, tranches=whole, value=13_000_000)
    assert "jumlah tahap Rp13.400.000, padahal nilai kontrak Rp13.000.000" in refused(loose.uid)
    good = contracts.draw_up(scene.package, number="188/1", tranches=whole)
    twin = contracts.draw_up(scene.package, number="188/2", tranches=contracts.plan(13_400_000, (100,)))
    with pytest.raises(RuleViolation, match="contract_unfit"):
        publish([good.uid, twin.uid])
    assert publish([good.uid]) == 1
    assert "paket ini sudah punya kontrak 188/1" in refused(twin.uid)
    scene.to_group()
    assert [record.uid for record in scene.group.contracts.all()] == [good.uid]
    # Put right, a draft goes out.
    assert isinstance(good.data, Contract)
    scene.office.records.save("k.contract", replace(good.data, end=date(YEAR, 10, 31)), uid=good.uid, area=POKMAS)
    assert publish([good.uid]) == 1


def test_money_waits_for_what_is_in_the_way(scene: Scene) -> None:
    scene.packaged()
    office = scene.office
    contract = office.contracts.draw_up(scene.package, tranches=office.contracts.plan(13_400_000, (100,)))
    office.publications.publish([contract.uid])
    tranche = office.contracts.tranche_state(contract.uid)[0]
    assert tranche.next_step == "wait"
    with pytest.raises(RuleViolation, match="tranche_blocked") as held:
        office.contracts.disburse(contract.uid, tranche.uid, date(YEAR, 3, 1))
    assert explain(held.value).startswith("Tahap 1 belum bisa dicairkan: ")
    # Somebody looked, and the treasury paid all the same: then it is written down.
    sent = office.contracts.disburse(contract.uid, tranche.uid, date(YEAR, 3, 1), despite_blocks=True)
    assert sent.data.amount == 13_400_000  # type: ignore[attr-defined]
    assert office.contracts.tranche_state(contract.uid)[0].disbursed == 13_400_000


def test_money_that_came_is_always_written_down(scene: Scene) -> None:
    scene.contracted()
    group, (first, second) = scene.group, scene.tranches
    # The second tranche is blocked, and more came than planned: it is here all the same.
    early = group.contracts.record_money(scene.contract, second, date(YEAR, 3, 1), 9_000_000, "Bank", "TRF")
    assert isinstance(early.data, MoneyReceived)
    assert (early.data.source, early.data.account) == ("paper", "Bank")
    state = group.contracts.tranche_state(scene.contract)[1]
    assert (state.received, state.next_step) == (9_000_000, "spend")
    assert state.blocked_by
    for amount in (0, -5):
        with pytest.raises(RuleViolation, match="money_zero"):
            group.contracts.record_money(scene.contract, first, None, amount)
    with pytest.raises(RuleViolation, match="tranche_unknown"):
        group.contracts.record_money(scene.contract, new_uid(), None, 5)
    with pytest.raises(RuleViolation, match="record_missing"):
        group.contracts.record_money(new_uid(), first, None, 5)
    with pytest.raises(RuleViolation, match="record_missing"):
        group.contracts.tranche_state(scene.package)


def test_money_the_kelurahan_told_of_is_known_to_come_by_bundle(scene: Scene) -> None:
    scene.funded()
    record = scene.group.records.get(scene.money())
    assert record is not None
    assert isinstance(record.data, MoneyReceived)
    assert record.data.source == "bundle"
    assert steps(scene) == ["spend", "wait"]
    assert steps(scene, office=True) == ["record_money", "wait"]  # not handed in yet, so the office does not know


def test_an_addendum_replaces_the_contract(scene: Scene) -> None:
    scene.contracted()
    office = scene.office
    old = office.records.get(scene.contract)
    assert old is not None
    assert isinstance(old.data, Contract)
    first, second = old.data.tranches
    changed = (first, replace(second, amount=5_000_000))
    office.contracts.draw_up(scene.package, number="188/1 Add", tranches=changed, uid=scene.contract)
    office.publications.publish([scene.contract])
    scene.to_group()
    rules = [one.rule for one in scene.group.contracts.checks(scene.contract) if one.level == "block"]
    assert rules == ["V-23"]  # the RABs still come to more
    with pytest.raises(RuleViolation, match="record_missing"):
        office.contracts.draw_up(scene.contract)


def typed_contract(scene: Scene, value: int = 13_400_000) -> Contract:
    return Contract(
        package=scene.package,
        number="188/1",
        date=date(YEAR, 2, 1),
        value=value,
        tranches=(Tranche(uid="", number=1, amount=8_040_000), Tranche(uid="", number=2, amount=5_360_000)),
    )


def test_a_pokmas_works_from_the_paper_and_links_later(scene: Scene) -> None:
    scene.approved()
    group, office = scene.group, scene.office
    typed = group.contracts.type_from_paper(typed_contract(scene))
    assert isinstance(typed.data, Contract)
    assert typed.data.source == "paper"
    tranche = typed.data.tranches[0].uid
    assert tranche
    group.contracts.record_money(typed.uid, tranche, date(YEAR, 3, 10), 8_040_000)
    saved = group.receipts.save(Receipt(tranche=tranche, date=date(YEAR, 3, 12), amount=100, payee="TB"))
    assert group.contracts.tranche_state(typed.uid)[0].used == 100

    contract = office.contracts.draw_up(
        scene.package, number="188/1", tranches=office.contracts.plan(13_400_000, (60, 40))
    )
    office.publications.publish([contract.uid])
    scene.to_group()
    assert len(group.contracts.all()) == 2
    group.contracts.link(typed.uid, contract.uid)
    assert [one.uid for one in group.contracts.all()] == [contract.uid]
    sent = group.contracts.tranche_state(contract.uid)
    assert (sent[0].received, sent[0].used) == (8_040_000, 100)
    assert group.contracts.tranche_state(typed.uid) == sent
    assert [row.uid for row in group.receipts.rows(tranche=sent[0].uid)] == [saved.uid]
    assert group.books.cash_book(sent[0].uid).closing == group.books.cash_book(tranche).closing == 8_039_900
    with pytest.raises(RuleViolation, match="record_missing"):
        group.contracts.link(contract.uid, typed.uid)


def test_a_typed_contract_goes_along_and_its_link_follows(scene: Scene) -> None:
    scene.approved()
    group, office = scene.group, scene.office
    typed = group.contracts.type_from_paper(typed_contract(scene))
    scene.contract = typed.uid
    scene.tranches = [state.uid for state in group.contracts.tranche_state(typed.uid)]
    money = group.contracts.record_money(typed.uid, scene.tranches[0], date(YEAR, 3, 10), 8_040_000)
    scene.pay("Paving", 3_800_000)
    group.submissions.submit("spj", scene.tranches[0])
    scene.to_office()
    assert [one.uid for one in office.contracts.all(POKMAS)] == [typed.uid]
    contract = office.contracts.draw_up(scene.package, tranches=office.contracts.plan(13_400_000, (60, 40)))
    office.publications.publish([contract.uid])
    scene.to_group()
    group.contracts.link(typed.uid, contract.uid)
    scene.to_office()
    first = office.contracts.tranche_state(contract.uid)[0]
    assert (first.received, first.used, first.spj_state) == (8_040_000, 3_800_000, "submitted")
    assert office.transfer.digest(POKMAS).published == group.transfer.digest(POKMAS).published
    received = office.submissions.received(POKMAS)[-1]
    office.decisions.decide(received.uid, money.uid, "approve")
    assert office.contracts.tranche_state(contract.uid)[0].next_step == "done"


def test_an_addendum_does_not_lower_or_renumber_a_tranche_that_was_paid(scene: Scene) -> None:
    scene.funded()
    office = scene.office
    draw_up = partial(
        office.contracts.draw_up, scene.package, number="188/1-A", on=date(YEAR, 4, 1), uid=scene.contract
    )
    first, second = scene.tranches[:2]

    def refused(*tranches: Tranche) -> str:
        draw_up(tranches=tranches)
        with pytest.raises(RuleViolation, match="contract_unfit") as held:
            office.publications.publish([scene.contract])
        return explain(held.value)

    lower = (Tranche(uid=first, number=1, amount=8_039_999), Tranche(uid=second, number=2, amount=5_360_001))
    assert "tahap 1 menjadi Rp8.039.999, padahal sudah berisi Rp8.040.000" in refused(*lower)
    swapped = (Tranche(uid=second, number=1, amount=5_360_000), Tranche(uid=first, number=2, amount=8_040_000))
    assert "tahap 1 sudah berisi dana Rp8.040.000, jadi nomornya tetap 1" in refused(*swapped)
    twice = (Tranche(uid=first, number=1, amount=8_040_000), Tranche(uid=second, number=1, amount=5_360_000))
    assert "dua tahapnya bernomor sama" in refused(*twice)
    # The tranche that holds no money yet may be cut, whatever its number becomes.
    rest = [Tranche(uid=new_uid(), number=2, amount=2_680_000), Tranche(uid=second, number=3, amount=2_680_000)]
    draw_up(tranches=[Tranche(uid=first, number=1, amount=8_040_000), *rest])
    assert office.publications.publish([scene.contract]) == 1


def test_an_addendum_does_not_leave_out_a_tranche_that_was_paid(scene: Scene) -> None:
    scene.funded()
    scene.to_office()
    office = scene.office
    draw_up = partial(office.contracts.draw_up, scene.package, number="188/1-A", on=date(YEAR, 4, 1))
    draw_up(tranches=office.contracts.plan(13_400_000, (100,)), uid=scene.contract)
    with pytest.raises(RuleViolation, match="contract_unfit") as held:
        office.publications.publish([scene.contract])
    assert "tahap yang sudah berisi dana Rp8.040.000 tidak ada lagi" in explain(held.value)
    scene.to_group()
    assert [state.received for state in scene.group.contracts.tranche_state(scene.contract)] == [8_040_000, 0]
    # The paid tranche stays, the rest is cut otherwise.
    paid = Tranche(uid=scene.tranches[0], number=1, amount=8_040_000)
    rest = [Tranche(uid=new_uid(), number=number, amount=2_680_000) for number in (2, 3)]
    draw_up(tranches=[paid, *rest], uid=scene.contract)
    assert office.publications.publish([scene.contract]) == 1
    assert [state.disbursed for state in office.contracts.tranche_state(scene.contract)] == [8_040_000, 0, 0]
