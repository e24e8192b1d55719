"""BAHP and BAST: drafted, signed, handed in, accepted; and what the RTs are told."""

from datetime import date

import pytest
from msgspec.structs import replace

from desktop.domain.errors import RuleViolation
from desktop.domain.records import ActivityStatus, Handover, Inspection, PackageItem, SourceItem, WorkPackage
from desktop.services.desk import new_uid
from tests.services.conftest import RT
from tests.services.pokmas import POKMAS, YEAR, Scene, items


@pytest.fixture
def done(scene: Scene) -> Scene:
    """Both tranches paid and accepted, everything at 100 percent."""
    scene.bought()
    group, office = scene.group, scene.office
    office.contracts.disburse(scene.contract, scene.tranches[1], date(YEAR, 6, 1), despite_blocks=True)
    scene.to_group()
    group.contracts.record_money(scene.contract, scene.tranches[1], date(YEAR, 6, 2), 5_360_000)
    scene.pay("CCTV", 8_400_000, tranche=2)
    for slot in ("0", "50", "100"):
        group.attachments.add_photo(scene.rabs["CCTV lingkungan"], scene.picture(), slot)
    group.progress.set(scene.rabs["CCTV lingkungan"], 100, date(YEAR, 7, 1))
    for number in (1, 2):
        sent = group.submissions.submit("spj", scene.tranches[number - 1])
        scene.to_office()
        office.decisions.decide(sent, scene.money(number), "approve")
        scene.to_group()
    for position, name in (("ketua_pelaksana", "Eko"), ("ketua_pengawas", "Siti"), ("lurah", "Dewi")):
        group.officers.appoint(position, name)
    return scene


def rules(scene: Scene) -> list[tuple[str, str]]:
    return [(one.rule, one.level) for one in scene.group.checks.submission("handover", scene.contract)]


def sign(scene: Scene, kind: str, uid: str) -> None:
    scene.group.papers.build(kind, uid, final=True)
    scene.group.attachments.add_scan(uid, kind, [scene.picture()])


def test_before_anything_is_drafted(done: Scene) -> None:
    assert rules(done) == [("S-03", "block"), ("H-01", "block"), ("H-01", "block")]
    assert done.group.handover.inspection(done.contract) is None
    with pytest.raises(RuleViolation, match="record_missing"):
        done.group.handover.checks(new_uid())


def good(scene: Scene) -> tuple[str, str]:
    """Both papers drafted and filled in; their uids."""
    group = scene.group
    inspection = group.handover.start_inspection(scene.contract, date(YEAR, 7, 10), "Kaliombo")
    assert isinstance(inspection.data, Inspection)
    rows = tuple(replace(row, condition="good") for row in inspection.data.rows)
    group.records.save("d.inspection", replace(inspection.data, rows=rows), uid=inspection.uid)
    handover = group.handover.start_handover(scene.contract, date(YEAR, 7, 20), "Kaliombo")
    return inspection.uid, handover.uid


def test_the_bast_names_who_stood_in_the_bahp(done: Scene) -> None:
    group = done.group
    inspection = group.handover.start_inspection(done.contract, date(YEAR, 7, 10), "Balai RW 04")
    assert isinstance(inspection.data, Inspection)
    written = tuple(replace(one, name=f"{one.name} lama") for one in inspection.data.signers)
    group.records.save("d.inspection", replace(inspection.data, signers=written), uid=inspection.uid)
    last = group.handover.start_handover(done.contract)
    assert isinstance(last.data, Handover)
    assert [signer.name for signer in last.data.signers] == ["Dewi", "Eko lama"]
    assert last.data.place == "Balai RW 04"


def test_drafts_come_from_the_rabs_and_the_posts(done: Scene) -> None:
    inspection, handover = good(done)
    group = done.group
    first = group.records.get(inspection)
    last = group.records.get(handover)
    assert first is not None
    assert last is not None
    assert isinstance(first.data, Inspection)
    assert isinstance(last.data, Handover)
    assert [(row.description, row.planned, row.done, row.amount) for row in first.data.rows] == [
        ("Paving gang", "40", "40", 5_000_000),
        ("CCTV lingkungan", "3", "3", 8_400_000),
    ]
    assert [signer.name for signer in first.data.signers] == ["Eko", "Siti"]
    assert [signer.name for signer in last.data.signers] == ["Dewi", "Eko"]
    assert (last.data.inspection, last.data.rows) == (inspection, first.data.rows)
    assert group.handover.start_inspection(done.contract).uid == inspection
    assert group.handover.start_handover(done.contract).uid == handover
    assert group.handover.checks(done.contract) == []
    assert [row.rab for row in group.handover.rows_from_rab(done.contract)] == list(done.rabs.values())


def test_the_bahp_must_come_back_signed_and_unchanged(done: Scene) -> None:
    inspection, handover = good(done)
    assert rules(done) == [("S-01", "block")]
    sign(done, "inspection", inspection)
    assert rules(done) == []
    record = done.group.records.get(inspection)
    assert record is not None
    assert isinstance(record.data, Inspection)
    assert record.data.number == "HP-22-P02-1-001"
    # The BAST is printed and numbered after the BAHP was signed: that changes nothing about the BAHP.
    done.group.papers.build("handover", handover, final=True)
    assert rules(done) == []
    done.group.records.save("d.inspection", replace(record.data, result="Ada yang kurang"), uid=inspection)
    assert rules(done) == [("S-02", "block")]
    done.group.records.save("d.inspection", record.data, uid=inspection)
    assert rules(done) == []


def test_handed_over_and_accepted(done: Scene) -> None:
    inspection, handover = good(done)
    group, office = done.group, done.office
    sign(done, "inspection", inspection)
    printed = group.papers.build("handover", handover, final=True)
    assert printed.submission_code == group.submissions.prepare("handover", done.contract).code
    sent = group.submissions.submit("handover", done.contract)
    done.to_office()
    received = office.submissions.open(sent)
    assert [item.uid for item in received.items if item] == [handover]
    assert {record.type for record in received.context if record} == {"d.inspection", "d.progress", "d.photo"}
    assert office.records.find("d.scan", area=POKMAS, parent=inspection)
    office.decisions.decide(sent, handover, "approve")
    done.to_group()
    assert [one.stage for one in group.progress.activities()] == ["handed_over", "handed_over"]
    assert office.transfer.digest(POKMAS).published == group.transfer.digest(POKMAS).published
    assert group.papers.build("handover", handover, final=True).submission_code == printed.submission_code


def test_the_page_of_an_activity(done: Scene) -> None:
    paving, cameras = done.group.progress.activities()
    assert (paving.title, paving.budget, paving.spent, paving.percent) == ("Paving gang", 5_000_000, 5_000_000, 100)
    assert (dict(paving.photos), paving.stage_words) == ({"0": 1, "50": 1, "100": 1}, "SPJ disetujui")
    assert (paving.first, paving.last) == (date(YEAR, 3, 20), date(YEAR, 4, 1))
    assert (cameras.first, cameras.rab) == (date(YEAR, 6, 20), done.rabs["CCTV lingkungan"])
    assert [one.title for one in done.office.progress.activities(POKMAS)] == ["Paving gang", "CCTV lingkungan"]


def test_progress_is_between_nothing_and_all(scene: Scene) -> None:
    scene.packaged()
    for percent in (-1, 101):
        with pytest.raises(RuleViolation, match="percent_range"):
            scene.group.progress.set(scene.rabs["Paving gang"], percent)
    with pytest.raises(RuleViolation, match="record_missing"):
        scene.group.progress.set(scene.package, 50)
    scene.group.progress.set(scene.rabs["Paving gang"], 50, date(YEAR, 4, 1))
    scene.group.progress.set(scene.rabs["Paving gang"], 0, date(YEAR, 3, 1))  # written down later, but earlier
    assert scene.group.progress.activities()[0].percent == 50


def with_source(item: PackageItem, proposal: str) -> PackageItem:
    return replace(item, source=SourceItem(RT, proposal, "a" * 64))


def test_rts_are_told_when_something_changes(scene: Scene) -> None:
    office = scene.office
    proposals = [new_uid(), new_uid()]
    sourced = tuple(with_source(item, uid) for item, uid in zip(items(), proposals, strict=True))
    office.records.save("k.work_package", WorkPackage(title="Paket", items=sourced), area=POKMAS)
    assert office.progress.tell_neighbourhoods(date(YEAR, 1, 5)) == 2
    assert office.progress.tell_neighbourhoods(date(YEAR, 1, 6)) == 0
    told = office.records.find("k.activity_status", area=RT)
    assert [(one.state, one.data.status) for one in told if isinstance(one.data, ActivityStatus)] == [
        ("published", "packaged"),
        ("published", "packaged"),
    ]
    package = office.packages.for_pokmas(POKMAS)[0]
    office.contracts.draw_up(package.uid, tranches=office.contracts.plan(13_400_000, (100,)))
    assert office.progress.tell_neighbourhoods(date(YEAR, 2, 1)) == 2
    again = office.records.find("k.activity_status", area=RT)
    assert [one.uid for one in again] == [one.uid for one in told]  # one record per usulan
    assert {one.data.status for one in again if isinstance(one.data, ActivityStatus)} == {"contracted"}
    with pytest.raises(RuleViolation, match="not_owner"):
        scene.group.progress.tell_neighbourhoods()
