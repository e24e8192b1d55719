"""The kelurahan's rules of a year: made from last year's, sent to every RT, used there, kept by decisions."""

from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import Contribution, Decision, Proposal, RuleSheetText
from desktop.services.attachments import AttachmentService
from desktop.services.checking import CheckService
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk, new_uid
from desktop.services.packages import PackageService
from desktop.services.proposals import ProposalService
from desktop.services.publications import PublicationService
from desktop.services.recap import RecapService
from desktop.services.records import RecordService
from desktop.services.rule_editing import RuleEditingService, check_text, compare, sheet_text
from desktop.services.rules import RuleService, bundled_years, digest_of
from desktop.services.submissions import SubmissionService
from tests.services.conftest import OFFICE, RT, DeskMaker, carry
from tests.services.test_proposals import meeting_of


def test_last_years_rules_altered_and_sent_hold_at_the_rt(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    editing = RuleEditingService(office)
    assert RuleService(rt).sheet(2025) is None
    with pytest.raises(RuleViolation, match="rules_no_year"):
        editing.draft_from(2025)
    draft = editing.draft_from(2022, 2025)
    assert draft.was["ceiling"] == "pasal 9 ayat (1)"
    with pytest.raises(RuleViolation, match="rules_missing") as caught:
        editing.save_sheet(draft)
    assert caught.value.field == "regulation"
    draft = editing.altered(
        draft, {"regulation": "Perwali Kediri 9/2024", "ceiling": 120_000_000, "articles.ceiling": "pasal 8"}
    )
    with pytest.raises(RuleViolation, match="rules_percent") as caught:
        editing.altered(draft, {"cap.health.max_percent": 20_000})
    assert caught.value.field == "cap.health.max_percent"
    record = editing.save_sheet(draft)
    assert (record.type, record.area, record.year) == ("k.rule_sheet", OFFICE, 2025)
    assert editing.publish(2025) == 1
    carry(office, rt, tmp_path)
    there = RuleService(rt).sheet(2025)
    assert there is not None
    assert there == draft.sheet
    assert there.basis(there.articles.ceiling) == "(Perwali Kediri 9/2024 pasal 8)"
    assert 2025 in {one.year for one in RuleService(rt).years()}

    # The same year's record again, not a second one.
    again = editing.altered(editing.draft_of(2025), {"ceiling": 110_000_000})
    assert editing.save_sheet(editing.toml(again)).uid == record.uid
    editing.publish(2025)
    carry(office, rt, tmp_path)
    newer = RuleService(rt).sheet(2025)
    assert newer is not None
    assert newer.ceiling == 110_000_000
    results = CheckService(rt)
    ProposalService(rt).save(Proposal(title="Taman", sector="infrastructure", amount=115_000_000), year=2025)
    (over,) = [one for one in results.proposals(year=2025) if one.rule == "V-01"]
    assert "pagu Rp110.000.000 (Perwali Kediri 9/2024 pasal 8)" in over.message


def test_a_sheet_of_this_year_takes_the_shipped_ones_place(office: Desk) -> None:
    rules, editing = RuleService(office), RuleEditingService(office)
    before = rules.digest()
    editing.save_sheet(editing.altered(editing.draft_of(), {"activity.cctv.max_units": 6}))
    sheet = rules.sheet()
    assert sheet is not None
    cctv = sheet.activity("cctv")
    assert cctv is not None
    assert cctv.max_units == 6
    assert rules.digest() != before
    old = rules.made_under(before)
    assert old is not None
    assert old.activity("cctv") != cctv
    assert rules.made_under("0" * 64) is None


def test_only_the_kelurahan_makes_rules(rt_desk: Desk) -> None:
    editing = RuleEditingService(rt_desk)
    with pytest.raises(RuleViolation, match="not_owner"):
        editing.save_sheet(editing.draft_of())
    for deed in (lambda: editing.publish(2022), lambda: editing.draft_of(2031)):
        with pytest.raises(RuleViolation, match="rules_no_year"):
            deed()


def test_a_sheet_this_version_cannot_read_is_told_and_the_one_before_used(
    paired: tuple[Desk, Desk], tmp_path: Path
) -> None:
    rt, office = paired
    assert RuleService(rt).unreadable() == ""
    text = "year = 2022\nname = 'Baru'\nregulation = 'X'\nceiling = 5\nhologram = true\n"
    data = RuleSheetText(name="Baru", toml=text)
    uid = RecordService(office).save("k.rule_sheet", data, area=OFFICE, year=2022).uid
    PublicationService(office).publish([uid])
    carry(office, rt, tmp_path)
    sheet = RuleService(rt).sheet()
    assert sheet is not None
    assert sheet.ceiling == 100_000_000
    assert "hologram" in RuleService(rt).unreadable()
    (told,) = [one for one in CheckService(rt).proposals() if one.rule == "U-10"]
    assert told.message.startswith("Aturan terbaru dari kelurahan belum terbaca, jadi dipakai aturan sebelumnya.")
    assert "U-10" in {one.rule for one in ProposalService(rt).board().results}


def test_a_decision_keeps_the_rules_it_was_made_under(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    meeting = meeting_of(rt)
    uid = ProposalService(rt).save(Proposal(title="CCTV", sector="social", meeting=meeting, amount=5, units=3)).uid
    submission = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    rules, editing = RuleService(office), RuleEditingService(office)
    digest = rules.digest()
    DecisionService(office).decide(submission, uid, "approve")
    editing.save_sheet(editing.altered(editing.draft_of(), {"activity.cctv.max_units": 1}))
    (decision,) = RecordService(office).find("k.decision")
    assert isinstance(decision.data, Decision)
    assert decision.data.rules == digest != rules.digest()
    then = rules.made_under(digest)
    assert then is not None
    cctv = then.activity("cctv")
    assert cctv is not None
    assert cctv.max_units == 3
    editing.publish(2022)
    carry(office, rt, tmp_path)
    # What is approved is not judged by rules that came after it.
    assert [one for one in CheckService(rt).proposals() if one.rule == "V-11"] == []
    assert RuleService(rt).made_under(digest) == then


# --- papers and joint activities through the services ----------------------------------------------------------------


def test_an_attached_paper_settles_its_finding(rt_desk: Desk, tmp_path: Path) -> None:
    meeting = meeting_of(rt_desk)
    group = Proposal(title="Sarana KUBE", sector="economy", meeting=meeting, amount=5, group="KUBE", group_years=2)
    uid = ProposalService(rt_desk).save(group).uid
    checks = CheckService(rt_desk)
    assert [one.field for one in checks.proposals() if one.rule == "V-21"] == ["paper:group_confirmation"]
    letter = tmp_path / "surat.jpg"
    from PIL import Image

    Image.new("RGB", (40, 60), "white").save(letter)
    AttachmentService(rt_desk).add_scan(uid, "group_confirmation", [letter])
    assert [one for one in checks.proposals() if one.rule == "V-21"] == []
    assert [one for one in ProposalService(rt_desk).board().results if one.rule == "V-21"] == []
    with pytest.raises(RuleViolation, match="unknown_paper"):
        AttachmentService(rt_desk).add_scan(uid, "rocket_permit", [letter])


def test_a_cooperative_aided_in_another_year_is_known(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    aid = Proposal(
        title="Modal koperasi RW",
        sector="economy",
        activity="cooperative_capital",
        group="Koperasi Rukun (contoh)",
        aided_before="no",
        meeting=(meeting := meeting_of(rt)),
        amount=5,
    )
    uid = ProposalService(rt).save(aid).uid
    submission = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    DecisionService(office).decide(submission, uid, "approve")
    carry(office, rt, tmp_path)
    ProposalService(rt).save(aid, year=2021)
    (found,) = [one for one in CheckService(rt).proposals(year=2021) if one.rule == "V-13"]
    assert "sudah pernah dibantu" in found.message


def test_a_joint_activity_is_counted_once(paired: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path) -> None:
    from tests.services.conftest import approve, enrol

    rt, office = paired
    other_area = f"{OFFICE}/04/05"
    other = new_desk("rt-lain", other_area)
    enrol(other, office)
    approve(office, other)
    part = Contribution(uid=new_uid(), rt=other_area, amount=20_000_000)
    wish = Proposal(title="Saluran", sector="infrastructure", scope="joint", amount=50_000_000)
    from msgspec.structs import replace

    uids = {}
    for desk, data in ((rt, replace(wish, contributions=(part,))), (other, replace(wish, amount=15_000_000, host=RT))):
        meeting = meeting_of(desk)
        uids[str(desk.info.area)] = ProposalService(desk).save(replace(data, meeting=meeting)).uid
        SubmissionService(desk).submit("proposals", meeting)
        carry(desk, office, tmp_path)
    assert ProposalService(rt).board().summary.total == 30_000_000
    checks = CheckService(office)
    (differs,) = [one for one in checks.proposals(RT) if one.rule == "U-09"]
    assert "iuran RT 05/RW 04 Rp20.000.000, sedangkan RT 05/RW 04 mencatat Rp15.000.000" in differs.message
    assert [one for one in checks.proposals(other_area) if one.rule == "U-09"] == []
    for received in SubmissionService(office).received():
        DecisionService(office).decide(received.uid, uids[received.area], "approve", placement="kelurahan")
    rows = RecapService(office).state().rows
    assert [(row.amount, row.placement) for row in rows] == [
        (50_000_000, "Kelurahan"),
        (0, "Digabung di RT 03/RW 04: Rp15.000.000"),
    ]
    reasons = {one.area: one.why_not for one in PackageService(office).candidates()}
    assert reasons == {RT: "", other_area: "Bagian kegiatan gabungan RT 03/RW 04."}


# --- files -----------------------------------------------------------------------------------------------------------


def test_texts_of_files_and_years(tmp_path: Path) -> None:
    file = tmp_path / "aturan.toml"
    file.write_bytes(b"\xef\xbb\xbf" + sheet_text("2022").encode())
    assert check_text(sheet_text(str(file))) == []
    assert compare("2022", str(file)) == []
    assert compare("2021", "2022")
    with pytest.raises(RuleViolation, match="rules_no_year"):
        sheet_text("2031")
    with pytest.raises(Trouble, match="file_unreadable"):
        sheet_text(str(tmp_path / "tidak-ada.toml"))
    (long,) = check_text("#" * 200_001)
    assert long.violation.code == "rules_too_long"
    file.write_bytes(b"#" * 900_000)
    with pytest.raises(RuleViolation, match="rules_too_long"):
        sheet_text(str(file))
    assert digest_of("") == ""
    assert [one.year for one in bundled_years()] == [2015, 2016, 2017, 2018, 2019, 2021, 2022, 2023, 2024]
