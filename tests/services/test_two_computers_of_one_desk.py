"""A copied folder goes on writing: both versions are kept and seen, and nothing is decided over people's heads."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import select

from desktop.db.models import RecordHead, RecordRow, Revision
from desktop.domain.errors import RuleViolation
from desktop.domain.records import Meeting, Proposal
from desktop.services.conflicts import ConflictService
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk, new_uid, open_desk
from desktop.services.doctor import DoctorService
from desktop.services.exchange import ExchangeService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from desktop.sync.revisions import revision_id
from tests.services.conftest import OFFICE, RT, approve, carry
from tests.services.test_exchange_faults import bundle, revision
from tests.services.test_one_proposal_there_and_back import fill


@pytest.fixture
def split(paired: tuple[Desk, Desk], tmp_path: Path) -> Iterator[tuple[Desk, Desk, Desk, str, str]]:
    """One usulan was returned; the folder was copied; both computers mended it differently and handed it in."""
    rt, office = paired
    meeting, (first, second) = fill(rt)
    submission = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    DecisionService(office).decide(submission, first, "approve", placement="kelurahan")
    DecisionService(office).decide(submission, second, "return", reason="Rincian belum ada")
    carry(office, rt, tmp_path)
    shutil.copytree(rt.folder, tmp_path / "laptop")
    laptop = open_desk(tmp_path / "laptop")
    assert laptop.notice == "device_copied"
    approve(office, laptop)
    for desk, amount in ((rt, 1_800_000), (laptop, 1_900_000)):
        data = Proposal(title="PMT posyandu", sector="health", meeting=meeting, amount=amount)
        RecordService(desk).save("d.proposal", data, uid=second)
        SubmissionService(desk).submit("proposals", meeting)
    yield rt, laptop, office, meeting, second
    laptop.close()


def amounts(desk: Desk, uid: str) -> set[int]:
    """The amounts that stand against each other."""
    return {
        side.data.amount
        for conflict in ConflictService(desk).open()
        for side in conflict.sides
        if conflict.uid == uid and isinstance(side.data, Proposal)
    }


@pytest.mark.parametrize("laptop_first", [True, False])
def test_both_versions_reach_the_office_and_are_shown_as_a_conflict(
    split: tuple[Desk, Desk, Desk, str, str], tmp_path: Path, laptop_first: bool
) -> None:
    rt, laptop, office, _, uid = split
    for desk in (laptop, rt) if laptop_first else (rt, laptop):
        carry(desk, office, tmp_path)
    assert amounts(office, uid) == {1_800_000, 1_900_000}
    for desk in (rt, laptop):
        carry(office, desk, tmp_path)
        assert amounts(desk, uid) == {1_800_000, 1_900_000}
    published = {TransferService(desk).digest(RT).published for desk in (rt, laptop, office)}
    assert len(published) == 1
    for desk in (rt, laptop, office):
        assert DoctorService(desk).examine().problems == ()


def test_until_a_person_chose_nothing_goes_on(split: tuple[Desk, Desk, Desk, str, str], tmp_path: Path) -> None:
    rt, laptop, office, meeting, uid = split
    carry(rt, office, tmp_path)
    carry(laptop, office, tmp_path)
    carry(office, rt, tmp_path)
    with pytest.raises(RuleViolation, match=r"locked|in_conflict"):
        RecordService(rt).save("d.proposal", Proposal(title="lain", meeting=meeting), uid=uid)
    (conflict,) = [one for one in ConflictService(rt).open() if one.uid == uid]
    chosen = next(s for s in conflict.sides if isinstance(s.data, Proposal) and s.data.amount == 1_900_000)
    with pytest.raises(RuleViolation, match="not_owner"):
        ConflictService(office).choose(uid, chosen.rev_id)
    ConflictService(rt).choose(uid, chosen.rev_id)
    assert amounts(rt, uid) == set()
    carry(rt, office, tmp_path)
    carry(office, laptop, tmp_path)
    for desk in (rt, laptop, office):
        record = RecordService(desk).get(uid)
        assert record is not None
        assert isinstance(record.data, Proposal)
        assert (record.data.amount, record.conflict) == (1_900_000, False)
    assert len({TransferService(desk).digest(RT).published for desk in (rt, laptop, office)}) == 1


def test_an_answer_that_arrives_under_unsent_changes_leaves_them_in_view(
    paired: tuple[Desk, Desk], tmp_path: Path
) -> None:
    """The parents of a revision are what its editor saw, not what came meanwhile: the fork shows."""
    rt, office = paired
    shutil.copytree(rt.folder, tmp_path / "laptop")
    with open_desk(tmp_path / "laptop") as laptop:
        approve(office, laptop)
        meeting = RecordService(laptop).save("d.meeting", Meeting(title="Rembug", place="Balai RT")).uid
        RecordService(laptop).save("d.proposal", Proposal(title="PMT", sector="health", meeting=meeting, amount=5))
        SubmissionService(laptop).submit("proposals", meeting)
        carry(laptop, office, tmp_path)
        carry(office, rt, tmp_path)
        submission = SubmissionService(rt).received(RT)[0]
        item = submission.data.items[0].uid
        DecisionService(office).decide(submission.uid, item, "return", reason="Perbaiki")
        carry(office, rt, tmp_path)
        carry(office, laptop, tmp_path)
        for desk, amount in ((rt, 6), (laptop, 7)):
            data = Proposal(title="PMT", sector="health", meeting=meeting, amount=amount)
            RecordService(desk).save("d.proposal", data, uid=item)
        SubmissionService(laptop).submit("proposals", meeting)
        carry(laptop, office, tmp_path)
        carry(office, rt, tmp_path)
        record = RecordService(rt).get(item)
        assert record is not None
        assert isinstance(record.data, Proposal)
        assert (record.data.amount, record.changed) == (6, True)
        assert DoctorService(rt).examine().problems == ()


def test_everything_can_be_sent_again(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    meeting, _ = fill(rt)
    SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    carry(office, rt, tmp_path)
    assert ExchangeService(rt).unsent(OFFICE) == 0
    before = TransferService(office).digest(RT)
    carry(rt, office, tmp_path, everything=True)
    assert TransferService(office).digest(RT) == before


@pytest.mark.parametrize("title", ["Kiri", "Kanan"])
def test_the_chosen_version_holds_word_for_word(paired: tuple[Desk, Desk], tmp_path: Path, title: str) -> None:
    """One computer has a newer version of the app: what only that one knows, and the year, stay in what is chosen."""
    rt, office = paired
    uid, line = new_uid(), {"uid": new_uid(), "description": "Cat", "volume": "1", "unit_price": 5, "colour": "hijau"}
    sides = {
        "Kiri": revision("d.proposal", {"title": "Kiri", "lines": [line], "weather": "hujan"}, uid=uid, year=2023),
        "Kanan": revision("d.proposal", {"title": "Kanan", "season": "kemarau"}, uid=uid, year=2022),
    }
    file = bundle(tmp_path, office, rt, RT, list(sides.values()), author=rt)  # comes back after a loss of data
    ExchangeService(rt).take(file)
    (conflict,) = ConflictService(rt).open()
    assert {side.year for side in conflict.sides} == {2022, 2023}
    chosen = revision_id(RT, sides[title])
    ConflictService(rt).choose(uid, chosen)
    assert ConflictService(rt).open() == []
    with rt.sessions() as session:
        row = session.scalars(select(RecordRow).where(RecordRow.uid == uid)).one()
        assert msgspec.json.decode(row.data) == sides[title].data
        (head,) = session.scalars(select(RecordHead).where(RecordHead.uid == uid))
        resolved = session.get_one(Revision, head.rev_id)
        first = session.get_one(Revision, chosen)
    assert resolved.value_hash == first.value_hash  # what stands is what was chosen, to the last key
    assert (row.year, msgspec.json.decode(resolved.body)["year"]) == (sides[title].year, sides[title].year)
    carry(rt, office, tmp_path)
    assert TransferService(office).digest(RT) == TransferService(rt).digest(RT)
    assert DoctorService(office).examine().problems == ()
