"""Files loaded over what was handed in, folders that moved by file, and streams with two branches."""

import json
from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import Proposal
from desktop.services.conflicts import ConflictService
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk
from desktop.services.doctor import DoctorService
from desktop.services.exchange import ExchangeService
from desktop.services.officers import OfficerService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from tests.services.conftest import RT, DeskMaker, approve, carry, enrol
from tests.services.test_one_proposal_there_and_back import fill


def test_a_file_cannot_change_what_was_handed_in(rt_desk: Desk, tmp_path: Path) -> None:
    meeting, (first, _) = fill(rt_desk)
    SubmissionService(rt_desk).submit("proposals", meeting)
    before = TransferService(rt_desk).digest(RT)
    line = {"type": "d.proposal", "uid": first, "area": RT, "year": 2022, "state": "saved"}
    (tmp_path / "isi.jsonl").write_text(json.dumps({**line, "data": {"title": "lain", "amount": 1}}), encoding="utf-8")
    with pytest.raises(Trouble, match="load_not_empty"):
        TransferService(rt_desk).load(tmp_path / "isi.jsonl")
    assert TransferService(rt_desk).digest(RT) == before
    assert DoctorService(rt_desk).examine().problems == ()


def test_an_rt_that_moved_by_file_goes_on_without_a_lasting_conflict(
    paired: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path
) -> None:
    rt, office = paired
    meeting, (first, second) = fill(rt)
    submission = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    DecisionService(office).decide(submission, first, "approve", placement="kelurahan")
    DecisionService(office).decide(submission, second, "return", reason="Perbaiki")
    carry(office, rt, tmp_path)
    TransferService(rt).dump(tmp_path / "pindah.jsonl")
    moved = new_desk("pindah", RT)
    TransferService(moved).load(tmp_path / "pindah.jsonl")
    enrol(moved, office)
    approve(office, moved)
    changed = Proposal(title="PMT posyandu", sector="health", meeting=meeting, amount=1)
    RecordService(moved).save("d.proposal", changed, uid=second)
    SubmissionService(moved).submit("proposals", meeting)
    assert ConflictService(moved).open() == []
    carry(moved, office, tmp_path)
    carry(office, moved, tmp_path)
    for conflict in ConflictService(moved).open():
        ConflictService(moved).choose(conflict.uid, conflict.sides[-1].rev_id)
    assert ConflictService(moved).open() == []
    carry(moved, office, tmp_path)
    assert ConflictService(office).open() == []
    assert TransferService(moved).digest(RT).published == TransferService(office).digest(RT).published
    assert DoctorService(moved).examine().problems == ()


def test_everything_sent_again_after_several_answers_is_taken(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    """Everything sent again after several answers attaches where it belongs and changes nothing."""
    rt, office = paired
    meeting, proposals = fill(rt)
    submission = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    DecisionService(office).decide(submission, proposals[0], "approve", placement="kelurahan")
    carry(office, rt, tmp_path)
    DecisionService(office).decide(submission, proposals[1], "reject", reason="Tidak sesuai")
    carry(office, rt, tmp_path)
    assert [SubmissionService(rt).states()[uid].state for uid in proposals] == ["approved", "rejected"]
    carry(office, rt, tmp_path, everything=True)
    assert ExchangeService(rt).held() == []


def test_a_new_chair_does_not_rename_the_old_one(rt_desk: Desk) -> None:
    officers = OfficerService(rt_desk)
    officers.appoint("ketua_rt", "Pak Lama (contoh)")
    officers.appoint("ketua_rt", "Pak Baru (contoh)")
    assert officers.name("ketua_rt") == "Pak Baru (contoh)"
    people = [record.data for record in RecordService(rt_desk).find("d.person")]
    assert sorted(person.name for person in people if hasattr(person, "name")) == [
        "Pak Baru (contoh)",
        "Pak Lama (contoh)",
    ]


def test_a_text_no_paper_can_carry_is_refused_at_its_record(rt_desk: Desk) -> None:
    for title in ("a\x0bb", "x" * 501):
        with pytest.raises(RuleViolation, match="bad_field"):
            RecordService(rt_desk).save("d.proposal", Proposal(title=title))
    assert RecordService(rt_desk).find("d.proposal") == []
