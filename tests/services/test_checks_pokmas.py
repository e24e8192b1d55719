"""V-22 to V-26 as the desks of a Pokmas and its kelurahan show them, from records that travelled."""

from msgspec.structs import replace

from desktop.domain.checks import CheckResult
from desktop.domain.records import Contract, IntegrityPact, Team, TeamMember
from desktop.services.desk import new_uid
from tests.services.pokmas import POKMAS, Scene


def members(*names: str) -> tuple[TeamMember, ...]:
    return tuple(TeamMember(person=new_uid(), name=name) for name in names)


def rules(results: list[CheckResult]) -> set[str]:
    return {one.rule for one in results}


def test_a_group_in_order_is_clean_on_both_sides(scene: Scene) -> None:
    scene.bought()
    scene.group.records.save("d.integrity_pact", IntegrityPact(members=members(*"ABCDEF")))
    assert scene.group.checks.group() == []
    assert scene.office.checks.group(POKMAS) == []


def test_too_many_members_and_one_person_in_both_teams(scene: Scene) -> None:
    group = scene.contracted().group
    group.records.save("d.integrity_pact", IntegrityPact(members=members(*"ABCDEFGH")))
    group.records.save("d.team", Team(kind="execution", members=members("Bpk. Eko (contoh)")))
    group.records.save("d.team", Team(kind="supervision", members=members("Eko (contoh)")))
    found = {one.rule: one for one in group.checks.group()}
    assert set(found) == {"V-22", "V-26"}
    assert "5 sampai 7 (Perwali Kediri 32/2021 pasal 29 ayat (6))" in found["V-22"].message
    assert "pasal 33 ayat (3)" in found["V-26"].message
    assert all(one.level == "warn" and one.action for one in found.values())
    assert "V-26" in rules(group.handover.checks(scene.contract))


def test_a_contract_worth_more_than_its_rabs_is_said_with_its_article(scene: Scene) -> None:
    office = scene.contracted().office
    record = office.records.get(scene.contract)
    assert record is not None
    assert isinstance(record.data, Contract)
    tranches = tuple(replace(one, amount=one.amount + 1) for one in record.data.tranches)
    dearer = replace(record.data, value=record.data.value + 2, tranches=tranches)
    office.records.save("k.contract", dearer, uid=scene.contract, area=POKMAS)
    assert rules(office.checks.group(POKMAS)) == {"V-23"}
    said = [one.message for one in office.contracts.checks(scene.contract) if one.rule == "V-23"]
    assert len(said) == 2
    assert all("(Perwali Kediri 32/2021 pasal 33 ayat (6) dan pasal 34 ayat (2) huruf c)" in text for text in said)


def test_an_spj_above_the_money_is_held_by_v24(scene: Scene) -> None:
    group = scene.funded().group
    scene.pay("Paving", 8_040_000)
    assert "V-24" not in rules(group.checks.submission("spj", scene.tranches[0]))
    scene.pay("Pasir", 1)
    (over,) = [one for one in group.checks.submission("spj", scene.tranches[0]) if one.rule == "V-24"]
    assert (over.level, over.facts["over"]) == ("block", 1)
    assert over.message.endswith("lebih Rp1 (Perwali Kediri 32/2021 pasal 41 ayat (2)).")
    assert rules(group.checks.group()) == {"V-24"}
