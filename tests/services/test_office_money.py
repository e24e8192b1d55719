"""What the kelurahan reads of its Pokmas's money, and what it may take back before it went out."""

from datetime import date

import pytest
from msgspec.structs import replace

from desktop.domain.errors import RuleViolation
from desktop.domain.records import Contract, Disbursement, WorkPackage
from desktop.services.office_money import Next
from tests.services.pokmas import POKMAS, YEAR, Scene, items


def step(scene: Scene) -> Next:
    return scene.office.office_money.group(POKMAS).row.next


def test_the_next_deed_follows_the_year(scene: Scene) -> None:
    assert step(scene).deed == "none"
    scene.packaged()
    assert (step(scene).deed, step(scene).ours) == ("wait_rab", False)
    sent = scene.group.submissions.submit("rab", scene.package)
    scene.to_office()
    assert (step(scene).deed, step(scene).submission) == ("decide_rab", sent)
    for uid in scene.rabs.values():
        scene.office.decisions.decide(sent, uid, "approve")
    scene.to_group()
    assert step(scene).deed == "contract"
    plan = scene.office.contracts.plan(13_400_000, (60, 40))
    contract = scene.office.contracts.draw_up(scene.package, number="188/1", on=date(YEAR, 2, 1), tranches=plan)
    assert step(scene).deed == "publish_contract"
    scene.office.publications.publish([contract.uid])
    assert (step(scene).deed, step(scene).tranche) == ("disburse", plan[0].uid)
    scene.office.contracts.disburse(contract.uid, plan[0].uid, date(YEAR, 3, 10))
    assert (step(scene).deed, step(scene).ours) == ("record_money", False)
    row = scene.office.office_money.group(POKMAS).row
    assert (row.packages, row.value, row.sent, row.accounted, row.known) == (1, 13_400_000, 8_040_000, 0, True)
    altered = replace(contract.data, number="188/2") if isinstance(contract.data, Contract) else None
    assert altered is not None
    scene.office.records.save("k.contract", altered, uid=contract.uid, area=POKMAS)
    assert step(scene).words == "Terbitkan adendum kontrak"


def test_an_accepted_spj_is_accounted_for(scene: Scene) -> None:
    scene.bought()
    sent = scene.group.submissions.submit("spj", scene.tranches[0])
    scene.to_office()
    assert (step(scene).deed, step(scene).submission) == ("decide_spj", sent)
    scene.office.decisions.decide(sent, scene.money(), "approve")
    row = scene.office.office_money.group(POKMAS).row
    assert row.accounted == 5_000_000
    assert row.next.words == "Cairkan tahap 2"


def test_a_record_is_found_with_its_pokmas(scene: Scene) -> None:
    scene.contracted()
    service = scene.office.office_money
    places = [service.area_of(uid) for uid in (scene.package, scene.contract, scene.tranches[1], "nothing")]
    assert places == [POKMAS, POKMAS, POKMAS, ""]


def test_a_package_not_published_goes_into_the_trash_and_comes_back(scene: Scene) -> None:
    office = scene.office
    package = office.records.save("k.work_package", WorkPackage(title="Paket", items=items()), area=POKMAS)
    office.records.remove([package.uid])
    assert office.office_money.group(POKMAS).packages == ()
    office.records.restore([package.uid])
    assert len(office.office_money.group(POKMAS).packages) == 1
    office.publications.publish([package.uid])
    with pytest.raises(RuleViolation, match="published_record"):
        office.records.remove([package.uid])
    with pytest.raises(RuleViolation, match="record_missing"):
        scene.group.records.remove([package.uid])


def test_a_contract_is_looked_at_before_it_is_saved(scene: Scene) -> None:
    scene.contracted()
    record = scene.office.records.get(scene.contract)
    assert record is not None
    assert isinstance(record.data, Contract)
    assert scene.office.contracts.look(record.data, scene.contract) == []
    wrong = replace(record.data, value=14_000_000, end=date(YEAR, 1, 1), start=date(YEAR, 2, 1))
    found = [one.rule for one in scene.office.contracts.look(wrong, scene.contract)]
    assert found == ["C-03", "V-23", "V-23", "C-06"]
    assert scene.office.records.get(scene.contract) == record
    with pytest.raises(RuleViolation, match="record_missing"):
        scene.office.contracts.look(replace(wrong, package="nothing"))


def test_a_contract_dated_after_the_work_is_said(scene: Scene) -> None:
    """V-25, as soon as the day is typed."""
    scene.bought()
    scene.group.submissions.submit("spj", scene.tranches[0])
    scene.to_office()
    record = scene.office.records.get(scene.contract)
    assert record is not None
    assert isinstance(record.data, Contract)
    late = replace(record.data, date=date(YEAR, 12, 1))
    assert "V-25" in [one.rule for one in scene.office.contracts.look(late, scene.contract)]


def test_an_altered_contract_keeps_the_rest_of_form_t(scene: Scene) -> None:
    scene.contracted()
    record = scene.office.records.get(scene.contract)
    assert record is not None
    assert isinstance(record.data, Contract)
    scene.office.records.save(
        "k.contract", replace(record.data, texts={"place": "Kediri"}), uid=scene.contract, area=POKMAS
    )
    again = scene.office.contracts.draw_up(
        scene.package, number="188/2", tranches=record.data.tranches, uid=scene.contract
    )
    assert isinstance(again.data, Contract)
    assert (again.data.number, again.data.texts) == ("188/2", {"place": "Kediri"})


def test_a_mended_note_is_held_like_a_new_one(scene: Scene) -> None:
    scene.contracted()
    contracts, tranche, day = scene.office.contracts, scene.tranches[0], date(YEAR, 3, 10)
    contracts.disburse(scene.contract, tranche, day, 5_000_000)
    rest = contracts.disburse(scene.contract, tranche, day, 3_000_000)
    with pytest.raises(RuleViolation, match="tranche_paid"):
        contracts.correct_disbursement(rest.uid, day, 3_040_001)
    contracts.correct_disbursement(rest.uid, day, 3_040_000)
    # Sent all the same, and looked at: it is noted, and may be made smaller step by step.
    contracts.correct_disbursement(rest.uid, day, 9_000_000, despite_blocks=True)
    contracts.correct_disbursement(rest.uid, day, 8_000_000)
    assert contracts.tranche_state(scene.contract)[0].disbursed == 13_000_000


def test_money_sent_is_mended_and_published_again(scene: Scene) -> None:
    scene.contracted()
    sent = scene.office.contracts.disburse(scene.contract, scene.tranches[0], date(YEAR, 3, 10))
    with pytest.raises(RuleViolation, match="money_zero"):
        scene.office.contracts.correct_disbursement(sent.uid, date(YEAR, 3, 10), 0)
    with pytest.raises(RuleViolation, match="record_missing"):
        scene.office.contracts.correct_disbursement(scene.contract, date(YEAR, 3, 10), 1)
    with pytest.raises(RuleViolation, match="tranche_above_plan"):
        scene.office.contracts.correct_disbursement(sent.uid, date(YEAR, 3, 10), 1_000_000_000_000)
    scene.office.contracts.correct_disbursement(sent.uid, date(YEAR, 3, 11), 8_000_000, " SP2D 1 ")
    scene.to_group()
    there = scene.group.records.get(sent.uid)
    assert there is not None
    assert there.data == Disbursement(
        contract=scene.contract,
        tranche=scene.tranches[0],
        date=date(YEAR, 3, 11),
        amount=8_000_000,
        reference="SP2D 1",
    )
