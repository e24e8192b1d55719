"""Everything saved can be carried into another folder, and the view always follows from what was said."""

import json
import zipfile
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from PIL import Image
from sqlalchemy import text

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import explain
from desktop.domain.records import CostLine, Proposal, Resident
from desktop.services.attachments import AttachmentService
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk
from desktop.services.doctor import DoctorService
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from desktop.sync import limits
from tests.services.conftest import OFFICE, RT, DeskMaker, approve, carry, enrol
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


def photographed(desk: Desk, folder: Path) -> tuple[str, str]:
    """A meeting with a photo, handed in; the meeting and the photo's SHA-256."""
    meeting, _ = fill(desk)
    picture = folder / "foto.jpg"
    Image.new("RGB", (40, 30), (90, 120, 60)).save(picture)
    photo = AttachmentService(desk).add_photo(meeting, picture, "meeting")
    SubmissionService(desk).submit("proposals", meeting)
    return meeting, photo.files[0]


def test_a_file_without_all_attachments_is_taken_and_they_are_asked_for(
    paired: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path
) -> None:
    rt, office = paired
    _, sha = photographed(rt, tmp_path)
    carry(rt, office, tmp_path)
    kept = rt.files.read(sha)
    rt.files.path(sha).unlink()  # lost here
    dumped = TransferService(rt).dump(tmp_path / "isi.zip")
    assert (dumped.files, dumped.files_missing) == (1, 1)  # the photo as the camera wrote it is here
    moved = new_desk("pindah", RT)
    transfer = TransferService(moved)
    assert transfer.load(tmp_path / "isi.zip") == dumped.records
    assert transfer.files_missing() == 1
    assert DoctorService(moved).examine().problems == ()
    with pytest.raises(Trouble, match="file_missing"):
        AttachmentService(moved).content(sha)
    # The kelurahan has it, and is asked for it.
    enrol(moved, office)
    approve(office, moved)
    carry(moved, office, tmp_path)
    carry(office, moved, tmp_path)
    assert AttachmentService(moved).content(sha) == kept
    assert transfer.files_missing() == 0


@pytest.mark.parametrize("there", [True, False])
def test_a_file_that_lies_here_is_not_asked_for(
    rt_desk: Desk, new_desk: DeskMaker, tmp_path: Path, there: bool
) -> None:
    _, sha = photographed(rt_desk, tmp_path)
    TransferService(rt_desk).dump(tmp_path / "isi.jsonl")  # the lines alone
    moved = new_desk("pindah", RT)
    if there:
        moved.files.add(rt_desk.files.read(sha))
    TransferService(moved).load(tmp_path / "isi.jsonl")
    assert TransferService(moved).files_missing() == (0 if there else 1)


def test_attachments_are_named_by_their_hash_only(new_desk: DeskMaker, tmp_path: Path) -> None:
    desk, uid = new_desk("rt", RT), "0199a7aa-0000-7000-8000-000000000001"
    line = {
        "type": "d.resident",
        "uid": uid,
        "area": RT,
        "year": 2022,
        "data": {"name": "A"},
        "files": ["../../rahasia"],
    }
    (tmp_path / "isi.jsonl").write_text(json.dumps(line), encoding="utf-8")
    with pytest.raises(Trouble, match="load_bad_line"):
        TransferService(desk).load(tmp_path / "isi.jsonl")
    assert TransferService(desk).areas() == []


def test_a_file_with_a_damaged_attachment_loads_nothing(rt_desk: Desk, new_desk: DeskMaker, tmp_path: Path) -> None:
    _, sha = photographed(rt_desk, tmp_path)
    TransferService(rt_desk).dump(tmp_path / "isi.zip")
    with zipfile.ZipFile(tmp_path / "isi.zip") as whole, zipfile.ZipFile(tmp_path / "rusak.zip", "w") as bad:
        bad.writestr("records.jsonl", whole.read("records.jsonl"))
        bad.writestr(f"files/{sha}", whole.read(f"files/{sha}")[:-1])
    moved = new_desk("pindah", RT)
    with pytest.raises(Trouble, match="load_file_damaged") as refused:
        TransferService(moved).load(tmp_path / "rusak.zip")
    assert explain(refused.value) == (
        "Sebagian lampiran di dalam berkas ini rusak, jadi tidak ada yang diambil. Minta berkas yang utuh."
    )
    assert TransferService(moved).areas() == []
    assert moved.files.names() == set()


def test_what_another_desk_wrote_is_not_thrown_away(new_desk: DeskMaker, tmp_path: Path) -> None:
    desk, uid = new_desk("rt", RT), "0199a7aa-0000-7000-8000-000000000001"
    line = {"type": "k.activity_status", "uid": uid, "area": RT, "year": 2022, "data": {"proposal": uid}}
    (tmp_path / "isi.jsonl").write_text(json.dumps(line), encoding="utf-8")
    TransferService(desk).load(tmp_path / "isi.jsonl")
    records = RecordService(desk)
    own = records.save("d.resident", Resident(name="Ada (contoh)")).uid
    with pytest.raises(RuleViolation, match="not_owner"):
        records.remove([own, uid])
    assert records.get(uid) is not None
    assert records.get(own) is not None


def estimate_of(size: int) -> Proposal:
    """An estimate whose lines fill about `size` bytes, with letters that JSON writes in two bytes each."""
    lines = [
        CostLine(uid=f"0199a7aa-0000-7000-8000-{n:012}", description="é" * 240, volume="1") for n in range(size // 640)
    ]
    return Proposal(title="RAB yang panjang (contoh)", lines=tuple(lines))


def test_whatever_was_saved_can_be_sent_dumped_and_loaded(
    paired: tuple[Desk, Desk], new_desk: DeskMaker, tmp_path: Path
) -> None:
    """Growing until the desk refuses: the largest that was saved travels both ways."""
    rt, office = paired
    records = RecordService(rt)
    meeting, (first, _) = fill(rt)
    codes = set[str]()
    for size in range(limits.RECORD_BYTES - 16_000, limits.LINE_BYTES, 640):
        try:
            records.save("d.proposal", replace(estimate_of(size), meeting=meeting), uid=first)
        except RuleViolation as problem:
            codes.add(problem.code)
    assert codes == {"record_too_large"}
    kept = records.get(first)
    assert kept is not None
    assert len(msgspec.json.encode(kept.data)) > limits.RECORD_BYTES - 1_000
    TransferService(rt).dump(tmp_path / "isi.zip")
    other = new_desk("lain", RT)
    TransferService(other).load(tmp_path / "isi.zip")
    assert TransferService(other).digest(RT) == TransferService(rt).digest(RT)
    SubmissionService(rt).submit("proposals", meeting)
    carry(rt, office, tmp_path)
    there = RecordService(office).get(first)
    assert there is not None
    assert there.value_hash == kept.value_hash


def test_a_record_of_an_older_app_that_is_too_large_is_refused_in_words(
    rt_desk: Desk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    meeting, (first, _) = fill(rt_desk)
    with monkeypatch.context() as older:
        older.setattr(limits, "RECORD_BYTES", 10 * limits.MIB)
        RecordService(rt_desk).save("d.proposal", replace(estimate_of(300_000), meeting=meeting), uid=first)
    with pytest.raises(RuleViolation, match="record_too_large") as refused:
        SubmissionService(rt_desk).submit("proposals", meeting)
    assert explain(refused.value).startswith("Usulan ini terlalu panjang (")
