"""What is handed in is exactly what was looked at, or nothing is handed in."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from sqlalchemy import func, select

from desktop.cli import main
from desktop.db.models import RecordRow, StreamLine
from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.messages import explain
from desktop.domain.records import Proposal
from desktop.services.desk import Desk, create_desk, open_desk
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from tests.services.conftest import RT
from tests.services.test_one_proposal_there_and_back import fill


def lines(desk: Desk) -> int:
    with desk.sessions() as session:
        return session.scalar(select(func.count()).select_from(StreamLine)) or 0


def published(desk: Desk) -> int:
    with desk.sessions() as session:
        return session.scalar(select(func.count()).where(RecordRow.state == "published", RecordRow.area == RT)) or 0


def test_what_was_checked_is_what_is_published(rt_desk: Desk) -> None:
    meeting, items = fill(rt_desk)
    submissions = SubmissionService(rt_desk)
    seen = submissions.prepare("proposals", meeting)
    sent = submissions.submit("proposals", meeting, expected_digest=seen.digest)
    data = submissions.open(sent).data
    assert (sent, data.digest) == (seen.uid, seen.digest)
    assert [item.uid for item in data.items] == items


@pytest.mark.parametrize("what", ["d.proposal", "d.attendance"])
def test_a_record_changed_since_the_check_holds_everything_back(rt_desk: Desk, what: str) -> None:
    meeting, _ = fill(rt_desk)
    submissions, records = SubmissionService(rt_desk), RecordService(rt_desk)
    seen = submissions.prepare("proposals", meeting)
    record = records.find(what)[0]
    if isinstance(record.data, Proposal):
        records.save(what, replace(record.data, amount=1_000_000), uid=record.uid)
    else:
        records.remove([record.uid])
    stored = RecordService(rt_desk).get(seen.uid)
    with pytest.raises(RuleViolation, match="changed_since_check") as refused:
        submissions.submit("proposals", meeting, expected_digest=seen.digest)
    assert explain(refused.value) == (
        "Isi pengajuan berubah sesudah diperiksa, jadi belum diajukan. Periksa isinya sekali lagi, lalu ajukan."
    )
    assert lines(rt_desk) == 0
    assert published(rt_desk) == 0
    assert submissions.states() == {}
    assert RecordService(rt_desk).get(seen.uid) == stored  # not even its own draft was touched
    # Looked at anew, it goes out.
    again = submissions.prepare("proposals", meeting)
    assert submissions.submit("proposals", meeting, expected_digest=again.digest) == seen.uid
    assert submissions.open(seen.uid).whole


def saved(folder: Path) -> tuple[int, str]:
    """How much is saved in a closed folder, and its digest."""
    with open_desk(folder) as desk:
        digest = TransferService(desk).digest(RT)
        return digest.records, digest.saved


@pytest.mark.parametrize("again", [False, True])
def test_a_refused_submit_writes_nothing(tmp_path: Path, again: bool, capsys: pytest.CaptureFixture[str]) -> None:
    """`again`: what was handed in came back, so that it is about to be the second attempt."""
    folder = tmp_path / "rt"
    with create_desk(folder, parse_area(RT), 2022, "Sekretaris contoh") as desk:
        meeting, _ = fill(desk)
        if again:
            submissions = SubmissionService(desk)
            submissions.withdraw(submissions.submit("proposals", meeting), "Salah hitung")
    before = saved(folder)
    assert main(["submit", "proposals", meeting, "--data", str(folder)]) == 1
    assert "S-01" in capsys.readouterr().err
    assert saved(folder) == before


def test_where_nothing_is_open_only_that_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "rt"
    with create_desk(folder, parse_area(RT), 2022, "Sekretaris contoh") as desk:
        meeting, _ = fill(desk)
        SubmissionService(desk).submit("proposals", meeting)
    assert main(["submit", "proposals", meeting, "--data", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "S-03 Tidak ada yang bisa diajukan sekarang." in said
    assert "S-01" not in said
    assert "S-02" not in said


def test_what_was_only_looked_at_goes_out_as_it_was_seen(rt_desk: Desk) -> None:
    meeting, _ = fill(rt_desk)
    submissions = SubmissionService(rt_desk)
    seen = submissions.look("proposals", meeting)
    assert (seen.kept, RecordService(rt_desk).find("d.submission")) == (False, [])
    sent = submissions.submit("proposals", meeting, expected_digest=seen.digest, uid=seen.uid)
    assert (sent, submissions.open(sent).data.digest) == (seen.uid, seen.digest)
