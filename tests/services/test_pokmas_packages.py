"""Work packages: chosen by the kelurahan, or typed by the Pokmas and linked when the bundle comes."""

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.db import backup as db_backup
from desktop.domain.errors import RuleViolation
from desktop.domain.messages import explain
from desktop.domain.record_types import read_data
from desktop.domain.records import BeneficiaryList, CostLine, Proposal, Rab, Record, Sector, SourceItem, WorkPackage
from desktop.services.desk import Desk, new_uid
from desktop.services.transfer import TransferService
from desktop.services.workplace import Workplace
from desktop.ui.settings.backup import restored_words
from tests.services.conftest import DeskMaker
from tests.services.pokmas import POKMAS, Scene, items, renamed


def wish(title: str, sector: Sector, amount: int, **more: object) -> Proposal:
    lines = (CostLine(uid=new_uid(), description="Semua", unit="paket", volume="1", unit_price=amount),)
    return Proposal(title=title, sector=sector, amount=amount, lines=lines, **more)  # type: ignore[arg-type]


@pytest.fixture
def decided(paired: tuple[Desk, Desk]) -> tuple[Workplace, dict[str, str]]:
    """An office that has decided on five usulan; title → uid."""
    rt, office = (Workplace(desk) for desk in paired)
    meeting = rt.records.save("d.meeting", read_data("d.meeting", {"title": "Rembug", "date": "2021-08-12"})).uid
    uids = {
        data.title: rt.records.save("d.proposal", replace(data, meeting=meeting)).uid
        for data in (
            wish("Paving gang", "infrastructure", 5_000_000, scope="own", location="Gang Melati"),
            wish("Alat cek", "health", 3_000_000),
            wish("Iuran JKN", "health", 6_000_000, mandatory="W1"),
            wish("ATK", "general", 1_500_000),
            wish("Bola voli", "youth", 900_000),
        )
    }
    people = {"kind": "jkn", "meeting": meeting, "proposal": uids["Iuran JKN"]}
    row = {"uid": new_uid(), "name": "Painem (contoh)", "nik": "3571025708760002"}
    rt.records.save("d.beneficiary_list", read_data("d.beneficiary_list", {**people, "rows": [row]}))
    sent = rt.submissions.submit("proposals", meeting)
    for departure in rt.exchange.send(str(office.info.area), rt.desk.folder / "stick"):
        assert departure.path
        office.exchange.take(departure.path)
    decide = office.decisions.decide
    decide(sent, uids["Paving gang"], "approve", amount=4_500_000, reason="Harga", priority=2, placement="kelurahan")
    decide(sent, uids["Alat cek"], "approve", priority=1, placement="opd", office="Dinas Kesehatan")
    decide(sent, uids["Iuran JKN"], "approve", placement="opd", office="Dinas Kesehatan")
    decide(sent, uids["ATK"], "approve", placement="kelurahan")
    decide(sent, uids["Bola voli"], "reject", reason="Tidak termasuk")
    return office, uids


def test_what_may_go_to_a_pokmas(decided: tuple[Workplace, dict[str, str]]) -> None:
    office, uids = decided
    found = {one.title: one for one in office.packages.candidates()}
    assert list(found) == ["Alat cek", "Paving gang", "ATK", "Iuran JKN"]  # by priority; the rejected one is not there
    assert {title: one.chosen for title, one in found.items()} == {
        "Paving gang": True,
        "Alat cek": False,
        "ATK": False,
        "Iuran JKN": False,
    }
    paving = found["Paving gang"]
    assert (paving.uid, paving.amount, paving.home, paving.scope) == (
        uids["Paving gang"],
        4_500_000,
        "RT 03/RW 04",
        "own",
    )
    assert found["Alat cek"].why_not == "Dianggarkan di Dinas Kesehatan."
    assert found["ATK"].why_not == "Biaya umum dipakai RT sendiri."


def test_a_package_holds_what_was_approved_and_nobody_s_nik(decided: tuple[Workplace, dict[str, str]]) -> None:
    office, uids = decided
    record = office.packages.make(POKMAS, [uids["Paving gang"], uids["Iuran JKN"]], " Paket 1 ", on=date(2022, 1, 5))
    assert isinstance(record.data, WorkPackage)
    assert (record.area, record.data.title, record.data.source) == (POKMAS, "Paket 1", "bundle")
    paving, premium = record.data.items
    assert (paving.amount, paving.home, paving.location) == (4_500_000, "RT 03/RW 04", "Gang Melati")
    assert [line.unit_price for line in paving.lines] == [5_000_000]
    assert paving.source is not None
    assert (paving.source.area, paving.source.uid) == ("35.71.02.1013/04/03", uids["Paving gang"])
    assert premium.title == "Iuran JKN"  # left out by default, chosen here
    assert any(isinstance(one.data, BeneficiaryList) for one in office.records.find("d.beneficiary_list"))
    assert "3571025708760002" not in str(record.data)
    assert [one.title for one in office.packages.candidates()] == ["Alat cek", "ATK"]


def test_packages_that_cannot_be_made(decided: tuple[Workplace, dict[str, str]]) -> None:
    office, uids = decided
    make = office.packages.make
    with pytest.raises(RuleViolation, match="nothing_chosen"):
        make(POKMAS, [])
    for area in (str(office.info.area), "35.71.02.1013/04/03", "35.71.02.1012/P/02"):
        with pytest.raises(RuleViolation, match="not_pokmas"):
            make(area, [uids["Paving gang"]])
    with pytest.raises(RuleViolation, match="not_approved"):
        make(POKMAS, [uids["Bola voli"]])
    with pytest.raises(RuleViolation, match="not_approved"):
        make(POKMAS, [new_uid()])
    assert make(POKMAS, [uids["Paving gang"]] * 2).data.title == "Paket Pokmas 02 TA 2022"  # type: ignore[attr-defined]
    with pytest.raises(RuleViolation, match="already_packaged"):
        make(f"{office.info.area}/P/03", [uids["Paving gang"]])


def test_only_the_kelurahan_makes_packages(scene: Scene) -> None:
    with pytest.raises(RuleViolation, match="not_owner"):
        scene.group.packages.make(POKMAS, [new_uid()])


def rab_of(record: Record | None) -> Rab:
    assert record is not None
    assert isinstance(record.data, Rab)
    return record.data


def test_a_package_arrives_and_starts_its_rabs_once(scene: Scene) -> None:
    scene.packaged()
    (package,) = scene.group.packages.for_pokmas()
    assert package.type == "k.work_package"
    assert scene.office.packages.for_pokmas(POKMAS)[0].uid == package.uid
    paving = rab_of(scene.group.records.get(scene.rabs["Paving gang"]))
    assert (paving.package, paving.form, paving.volume) == (package.uid, "infrastructure", "40")
    assert [line.description for line in paving.lines] == ["Paving", "Pasir"]
    assert scene.group.packages.start_rabs(package.uid) == []
    with pytest.raises(RuleViolation, match="record_missing"):
        scene.group.packages.start_rabs(new_uid())


def test_rabs_are_handed_in_and_returned_and_come_again(scene: Scene) -> None:
    scene.packaged()
    group, office = scene.group, scene.office
    paving, cameras = scene.rabs["Paving gang"], scene.rabs["CCTV lingkungan"]
    too_much = rab_of(group.records.get(paving))
    dear = tuple(replace(line, unit_price=line.unit_price + 1) for line in too_much.lines)
    group.records.save("d.rab", replace(too_much, lines=dear), uid=paving)
    assert [one.rule for one in group.checks.submission("rab", scene.package) if one.level == "block"] == ["C-02"]
    group.records.save("d.rab", too_much, uid=paving)
    assert group.checks.submission("rab", scene.package) == []
    first = group.submissions.submit("rab", scene.package)
    scene.to_office()
    with pytest.raises(RuleViolation, match="amount_fixed"):
        office.decisions.decide(first, paving, "approve", amount=1)
    # The RAB's own sum is no other amount; priority and placement are an usulan's.
    office.decisions.decide(first, paving, "approve", amount=5_000_000, priority=3, placement="opd")
    with pytest.raises(RuleViolation, match="reason_missing"):
        office.decisions.decide(first, cameras, "return")
    office.decisions.decide(first, cameras, "return", reason="Harga satuan di atas standar.")
    scene.to_group()
    states = group.submissions.states()
    decision = states[paving].decision
    assert decision is not None
    assert (decision.amount, decision.priority, decision.placement) == (None, 0, "")
    with pytest.raises(RuleViolation, match="locked"):
        group.records.save("d.rab", too_much, uid=paving)
    cheaper = rab_of(group.records.get(cameras))
    lines = tuple(replace(line, unit_price=2_700_000) for line in cheaper.lines)
    group.records.save("d.rab", replace(cheaper, lines=lines), uid=cameras)
    second = group.submissions.submit("rab", scene.package)
    scene.to_office()
    again = office.submissions.open(second)
    assert [item.uid for item in again.items if item] == [cameras]
    office.decisions.decide(second, cameras, "approve")
    scene.to_group()
    assert group.submissions.states()[cameras].state == "approved"
    for area in (POKMAS, str(office.info.area)):
        assert TransferService(group.desk).digest(area).published == office.transfer.digest(area).published


def test_an_addendum_is_handed_in_beside_the_old_rab(scene: Scene) -> None:
    scene.approved()
    group = scene.group
    old = scene.rabs["Paving gang"]
    new = group.packages.start_addendum(old)
    lines = rab_of(new).lines
    assert [line.uid for line in lines] == [line.uid for line in rab_of(group.records.get(old)).lines]
    moved = (replace(lines[0], volume="41"), replace(lines[1], volume="5.525"))
    group.records.save("d.rab", replace(rab_of(new), lines=moved), uid=new.uid)
    assert group.progress.activities()[0].budget == 5_000_000
    sent = group.submissions.submit("rab", scene.package)
    scene.to_office()
    assert [item.uid for item in scene.office.submissions.open(sent).items if item] == [new.uid]
    scene.office.decisions.decide(sent, new.uid, "approve")
    scene.to_group()
    assert group.progress.activities()[0].rab == new.uid
    with pytest.raises(RuleViolation, match="record_missing"):
        group.packages.start_addendum(scene.package)


def test_typed_from_paper_and_linked_when_the_bundle_comes(scene: Scene) -> None:
    group, office = scene.group, scene.office
    sent_items = items()
    typed = group.packages.type_from_paper(
        "Paket dari kertas", [renamed(sent_items[1], "CCTV lingkungan"), renamed(sent_items[0], "Paving jalan")]
    )
    assert isinstance(typed.data, WorkPackage)
    assert typed.data.source == "paper"
    assert all(item.uid for item in typed.data.items)
    rabs = {rab_of(one).title: one.uid for one in group.packages.start_rabs(typed.uid)}
    # Handing in takes along what was typed, so that the kelurahan sees what the RABs are about.
    first = group.submissions.submit("rab", typed.uid)
    scene.to_office()
    assert [one.uid for one in office.packages.for_pokmas(POKMAS)] == [typed.uid]
    for uid in rabs.values():
        office.decisions.decide(first, uid, "approve")

    sources = tuple(replace(one, source=SourceItem("35.71.02.1013/04/03", new_uid(), "a" * 64)) for one in sent_items)
    sent = office.records.save("k.work_package", WorkPackage(title="Paket", items=sources), area=POKMAS)
    office.publications.publish([sent.uid])
    scene.to_group()
    assert [one.type for one in group.packages.for_pokmas()] == ["k.work_package", "d.work_package"]
    assert len(group.packages.matches(typed.uid, sent.uid)) == 2  # one by its title, the other by its amount
    group.packages.link(typed.uid, sent.uid)
    assert [one.uid for one in group.packages.for_pokmas()] == [sent.uid]
    views = {one.title: one for one in group.progress.activities()}
    assert {one.rab for one in views.values()} == set(rabs.values())
    assert all(one.stage == "rab_approved" for one in views.values())
    assert group.packages.start_rabs(sent.uid) == []
    scene.to_office()
    assert office.transfer.digest(POKMAS).published == group.transfer.digest(POKMAS).published
    assert [one.uid for one in office.packages.for_pokmas(POKMAS)] == [sent.uid]


def test_a_typed_package_can_be_typed_on(scene: Scene) -> None:
    group = scene.group
    first = group.packages.type_from_paper("Paket", items()[:1])
    again = group.packages.type_from_paper("Paket 1", items(), uid=first.uid)
    assert again.uid == first.uid
    assert isinstance(again.data, WorkPackage)
    assert (again.data.title, len(again.data.items)) == ("Paket 1", 2)


def test_two_groups_have_packages_of_their_own(scene: Scene, new_desk: DeskMaker) -> None:
    scene.packaged()
    other = f"{scene.office.info.area}/P/03"
    scene.office.records.save("k.work_package", WorkPackage(title="Lain"), area=other)
    assert [one.data.title for one in scene.office.packages.for_pokmas(other)] == ["Lain"]  # type: ignore[attr-defined]
    assert len(scene.office.packages.for_pokmas(POKMAS)) == 1


def test_what_is_in_a_package_stays_approved(decided: tuple[Workplace, dict[str, str]]) -> None:
    office, uids = decided
    office.packages.make(POKMAS, [uids["Paving gang"]], "Paket jalan")
    (received,) = office.submissions.received()
    with pytest.raises(RuleViolation, match="approval_in_use") as held:
        office.decisions.decide(received.uid, uids["Paving gang"], "reject", reason="Batal")
    assert "sudah masuk “Paket jalan”" in explain(held.value)
    with pytest.raises(RuleViolation, match="approval_in_use"):
        office.decisions.decide(received.uid, uids["Paving gang"], "approve")  # another amount than approved
    # Priority and place change no money.
    office.decisions.decide(
        received.uid, uids["Paving gang"], "approve", amount=4_500_000, reason="Harga", priority=1, placement="opd",
        office="Dinas PU",
    )  # fmt: skip
    office.decisions.decide(received.uid, uids["ATK"], "reject", reason="Batal")  # in no package


def test_a_package_is_taken_back_while_nothing_rests_on_it(scene: Scene) -> None:
    scene.packaged()
    office, group = scene.office, scene.group
    assert len(group.packages.for_pokmas()) == 1
    with pytest.raises(RuleViolation, match="reason_missing"):
        office.packages.take_back(scene.package, "  ")
    with pytest.raises(RuleViolation, match="not_owner"):
        group.packages.take_back(scene.package, "Bukan milik kami.")
    office.packages.take_back(scene.package, "Kegiatannya pindah ke Pokmas lain.")
    scene.to_group()
    assert group.packages.for_pokmas() == []
    assert office.transfer.digest(POKMAS).published == group.transfer.digest(POKMAS).published


def test_a_package_somebody_built_on_stays(scene: Scene) -> None:
    scene.packaged()
    scene.group.submissions.submit("rab", scene.package)
    scene.to_office()
    with pytest.raises(RuleViolation, match="package_used") as held:
        scene.office.packages.take_back(scene.package, "Keliru.")
    assert "RAB-nya sudah diajukan" in explain(held.value)


def test_a_package_under_contract_stays(scene: Scene) -> None:
    scene.contracted()
    with pytest.raises(RuleViolation, match="package_used") as held:
        scene.office.packages.take_back(scene.package, "Keliru.")
    assert "kontraknya sudah ada" in explain(held.value)


def test_a_package_out_of_the_trash_does_not_hold_an_usulan_twice(decided: tuple[Workplace, dict[str, str]]) -> None:
    office, uids = decided
    first = office.packages.make(POKMAS, [uids["Paving gang"]], "Paket lama")
    office.records.remove([first.uid])
    second = office.packages.make(POKMAS, [uids["Paving gang"]], "Paket baru")
    with pytest.raises(RuleViolation, match="package_unfit") as held:
        office.records.restore([first.uid])
    assert "usulan “Paving gang” sudah ada di “Paket baru”" in explain(held.value)
    assert office.publications.publish([second.uid]) == 1
    office.packages.take_back(second.uid, "Keliru.")
    office.records.restore([first.uid])  # now it is free again
    assert office.publications.publish([first.uid]) == 1
    with pytest.raises(RuleViolation, match="package_unfit"):
        office.records.restore([second.uid])


def test_a_package_out_of_the_trash_holds_only_what_is_still_approved(
    decided: tuple[Workplace, dict[str, str]],
) -> None:
    office, uids = decided
    package = office.packages.make(POKMAS, [uids["Paving gang"]], "Paket jalan")
    office.records.remove([package.uid])
    (received,) = office.submissions.received()
    office.decisions.decide(received.uid, uids["Paving gang"], "approve", amount=4_000_000, reason="Harga turun")
    with pytest.raises(RuleViolation, match="package_unfit") as held:
        office.records.restore([package.uid])
    assert "dengan jumlah yang lebih kecil" in explain(held.value)
    office.decisions.decide(received.uid, uids["Paving gang"], "reject", reason="Batal")
    with pytest.raises(RuleViolation, match="package_unfit") as held:
        office.records.restore([package.uid])
    assert "tidak lagi disetujui" in explain(held.value)
    assert office.packages.for_pokmas(POKMAS) == []


def test_two_packages_with_one_usulan_do_not_both_go_out(decided: tuple[Workplace, dict[str, str]]) -> None:
    office, uids = decided
    record = office.packages.make(POKMAS, [uids["Paving gang"]], "Paket jalan")
    assert isinstance(record.data, WorkPackage)
    twin = office.records.save("k.work_package", replace(record.data, title="Kembar"), area=POKMAS)  # another computer
    with pytest.raises(RuleViolation, match="package_unfit"):
        office.publications.publish([record.uid, twin.uid])
    assert {one.state for one in office.packages.for_pokmas(POKMAS)} == {"saved"}


def test_a_rab_that_crossed_the_withdrawal_of_its_package_is_not_approved(scene: Scene) -> None:
    scene.packaged()
    sent = scene.group.submissions.submit("rab", scene.package)
    scene.office.packages.take_back(scene.package, "Pindah ke Pokmas lain.")
    scene.to_office()
    paving, cameras = scene.rabs["Paving gang"], scene.rabs["CCTV lingkungan"]
    with pytest.raises(RuleViolation, match="package_withdrawn") as held:
        scene.office.decisions.decide(sent, paving, "approve")
    assert "sudah ditarik" in explain(held.value)
    scene.office.decisions.decide(sent, paving, "return", reason="Paketnya ditarik.")
    scene.office.decisions.decide(sent, cameras, "reject", reason="Paketnya ditarik.")
    scene.to_group()
    assert scene.group.submissions.states(POKMAS)[paving].state == "returned"


def test_a_contract_follows_its_package_and_keeps_it(decided: tuple[Workplace, dict[str, str]]) -> None:
    office, uids = decided
    package = office.packages.make(POKMAS, [uids["Paving gang"]], "Paket jalan")
    plan = office.contracts.plan(4_500_000, (100,))
    contract = office.contracts.draw_up(package.uid, number="1", on=date(2022, 2, 1), tranches=plan)
    with pytest.raises(RuleViolation, match="package_used"):
        office.records.remove([package.uid])
    with pytest.raises(RuleViolation, match="contract_unfit") as held:
        office.publications.publish([contract.uid])
    assert "paketnya belum dikirim" in explain(held.value)
    with pytest.raises(RuleViolation, match="contract_not_out"):
        office.contracts.disburse(contract.uid, plan[0].uid, date(2022, 3, 1), despite_blocks=True)
    assert office.publications.publish([package.uid, contract.uid]) == 2
    draft = office.packages.make(POKMAS, [uids["ATK"]], "Draf")
    office.records.remove([draft.uid])


def test_an_addendum_leaves_what_was_spent_already(scene: Scene) -> None:
    scene.bought()
    group, office = scene.group, scene.office
    addendum = group.packages.start_addendum(scene.rabs["Paving gang"])
    assert isinstance(addendum.data, Rab)
    paving, sand = addendum.data.lines

    def findings(*lines: CostLine) -> list[str]:
        group.records.save("d.rab", replace(addendum.data, lines=lines), uid=addendum.uid)
        found = group.checks.submission("rab", scene.package)
        return [one.message for one in found if one.rule == "C-09" and one.level == "block"]

    assert findings(paving, sand) == []
    assert findings(replace(paving, volume="50"), sand) == []
    assert findings(replace(paving, volume="39"), sand) == [
        "Item “Paving” sudah dibelanjakan Rp3.800.000, padahal di RAB ini tinggal Rp3.705.000."
    ]
    assert findings(paving) == ["Item “Pasir” sudah dibelanjakan Rp1.200.000, padahal di RAB ini tinggal Rp0."]
    # What a Pokmas hands in all the same, the officer is told of.
    sent = group.submissions.submit("rab", scene.package)
    group.submissions.submit("spj", scene.tranches[0])  # the receipts
    scene.to_office()
    items = [one for one in office.submissions.open(sent).items if one is not None]
    told = office.checks.of_pokmas("rab", scene.package, items)
    assert [one.facts["item"] for one in told if one.rule == "C-09"] == ["Pasir"]


def test_a_restored_backup_that_brings_an_usulan_into_a_second_package_tells_so(
    decided: tuple[Workplace, dict[str, str]], tmp_path: Path
) -> None:
    office, uids = decided
    older = tmp_path / "older.db"
    db_backup.snapshot(office.desk.folder / "rembug.db", older)
    first = office.packages.make(POKMAS, [uids["Paving gang"]], "Paket di cadangan")
    usb = tmp_path / "usb"
    usb.mkdir()
    made = office.backups.make(usb)
    with closing(sqlite3.connect(older)) as source, closing(sqlite3.connect(office.desk.folder / "rembug.db")) as here:
        source.backup(here)
    second = office.packages.make(POKMAS, [uids["Paving gang"]], "Paket baru")
    done = office.backups.restore(made.copy.path)
    assert done.doubled == ("“Paving gang” ada di “Paket di cadangan” dan di “Paket baru”",)
    assert "Pertahankan satu saja" in restored_words(done)
    for package in (first, second):
        assert office.records.get(package.uid) is not None, "nothing is thrown away"
        with pytest.raises(RuleViolation, match="package_unfit"):
            office.publications.publish([package.uid])
    office.records.remove([first.uid])
    office.publications.publish([second.uid])
    assert office.backups.restore(made.copy.path).doubled == ()


@pytest.mark.parametrize("kind", ["k.contract", "d.contract"])
def test_a_contract_with_two_tranches_of_one_uid_is_refused(kind: str) -> None:
    same = new_uid()
    tranches = [{"uid": same, "number": 1, "amount": 1}, {"uid": same, "number": 2, "amount": 2}]
    with pytest.raises(RuleViolation, match="bad_field") as refused:
        read_data(kind, {"package": new_uid(), "tranches": tranches})
    assert refused.value.field == "tranches"
    assert "dua baris dengan nomor pengenal" in str(refused.value.facts["reason"])
    read_data(kind, {"package": new_uid(), "tranches": tranches[:1]})
