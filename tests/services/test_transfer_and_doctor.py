"""Everything saved can be carried into another folder, and the view always follows from what was said."""

from pathlib import Path

import pytest
from sqlalchemy import text

from desktop.domain.errors import Trouble
from desktop.domain.records import Proposal, Resident
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk
from desktop.services.doctor import DoctorService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from tests.services.conftest import OFFICE, RT, DeskMaker, carry
from tests.services.test_one_proposal_there_and_back import fill


@pytest.fixture
def lived_in(paired: tuple[Desk, Desk], tmp_path: Path) -> tuple[Desk, Desk]:
    """An RT and its office after one submission: one item approved, one returned and changed since, a draft."""
    rt, office = paired
    meeting, (first, second) = fill(rt)
    submission = SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    DecisionService(office).decide(submission, first, "approve", placement="kelurahan")
    DecisionService(office).decide(submission, second, "return", reason="Rincian belum ada")
    carry(office, rt, tmp_path)
    records = RecordService(rt)
    records.save("d.proposal", Proposal(title="PMT posyandu balita", meeting=meeting, amount=1_900_000), uid=second)
    records.save_draft("d.proposal", second, {"title": "sedang diketik"})
    gone = records.save("d.resident", Resident(name="Hapus (contoh)"))
    records.remove([gone.uid])
    records.save("d.resident", Resident(name="Slamet (contoh)", nik="3571021708450001"))
    return rt, office


def test_the_doctor_finds_nothing_in_a_healthy_folder(lived_in: tuple[Desk, Desk]) -> None:
    for desk in lived_in:
        assert DoctorService(desk).examine().problems == ()


def test_a_rebuilt_view_is_the_same_view(lived_in: tuple[Desk, Desk]) -> None:
    for desk in lived_in:
        before = {area: TransferService(desk).digest(area) for area in (RT, OFFICE)}
        DoctorService(desk).rebuild()
        assert {area: TransferService(desk).digest(area) for area in (RT, OFFICE)} == before
        assert DoctorService(desk).examine().problems == ()


def test_a_changed_row_is_noticed(lived_in: tuple[Desk, Desk]) -> None:
    rt, _ = lived_in
    with rt.sessions.begin() as session:
        session.execute(text("UPDATE records SET amount = 1 WHERE type = 'd.proposal'"))
    assert any("amount" in problem for problem in DoctorService(rt).examine().problems)


@pytest.mark.parametrize("ending", ["jsonl", "zip"])
def test_dump_and_load_give_both_digests_again(
    lived_in: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path, ending: str
) -> None:
    rt, _ = lived_in
    dumped = TransferService(rt).dump(tmp_path / f"isi.{ending}")
    assert dumped.drafts_left_out == 1
    other = new_desk("lain", RT)
    assert TransferService(other).load(tmp_path / f"isi.{ending}") == dumped.records
    for area in (RT, OFFICE):
        assert TransferService(other).digest(area) == TransferService(rt).digest(area)
    assert DoctorService(other).examine().problems == ()


def test_a_bad_line_loads_nothing(new_desk: DeskMaker, tmp_path: Path) -> None:
    desk = new_desk("rt", RT)
    file = tmp_path / "isi.jsonl"
    good = (
        '{"type":"d.resident","uid":"0199a7aa-0000-7000-8000-000000000001","area":"%s","year":2022,"data":{"name":"A"}}'
    )
    bad = good.replace("000000000001", "000000000002").replace('{"name":"A"}', '{"name":"B","born":"2026-02-30"}')
    file.write_text(f"{good % RT}\n{bad % RT}\n", encoding="utf-8")
    with pytest.raises(Trouble, match="load_bad_line") as caught:
        TransferService(desk).load(file)
    assert caught.value.facts["line"] == 2
    assert RecordService(desk).find("d.resident") == []


def test_another_desks_records_only_enter_an_untouched_folder(
    lived_in: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path
) -> None:
    rt, _ = lived_in
    TransferService(rt).dump(tmp_path / "isi.jsonl")
    touched = new_desk("rt9", f"{OFFICE}/09/03")
    RecordService(touched).save("d.resident", Resident(name="Ada (contoh)"))
    with pytest.raises(Trouble, match="load_foreign"):
        TransferService(touched).load(tmp_path / "isi.jsonl")
    assert TransferService(touched).digest(RT).records == 0


def test_what_was_loaded_from_another_desk_is_never_published_again(
    lived_in: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path
) -> None:
    rt, _ = lived_in
    TransferService(rt).dump(tmp_path / "isi.jsonl")
    watcher = new_desk("rt9", f"{OFFICE}/09/03")
    TransferService(watcher).load(tmp_path / "isi.jsonl")
    assert TransferService(watcher).digest(RT) == TransferService(rt).digest(RT)
