"""Folders that are copied, moved, opened twice, or lose their keys."""

import shutil
import sys
from pathlib import Path

import pytest

from desktop import settings
from desktop.cli import main
from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import Meeting, Resident
from desktop.services.desk import Desk, create_desk, open_desk
from desktop.services.papers import PaperService
from desktop.services.records import RecordService
from tests.services.conftest import RT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The closed folder of an RT's desk with one resident."""
    place = tmp_path / "meja"
    with create_desk(place, parse_area(RT), 2022, "Sekretaris") as desk:
        RecordService(desk).save("d.resident", Resident(name="Slamet (contoh)"))
    return place


def names(desk: Desk) -> list[str]:
    """The residents in a folder."""
    return [r.data.name for r in RecordService(desk).find("d.resident") if isinstance(r.data, Resident)]


def test_what_was_saved_is_there_after_closing(folder: Path) -> None:
    with open_desk(folder) as desk:
        assert names(desk) == ["Slamet (contoh)"]
        assert desk.notice == ""


def test_a_second_start_is_refused_politely(folder: Path) -> None:
    with open_desk(folder), pytest.raises(Trouble, match="folder_in_use"):
        open_desk(folder)


def test_a_moved_folder_stays_the_same_device(folder: Path, tmp_path: Path) -> None:
    with open_desk(folder) as desk:
        device = desk.info.device
    moved = tmp_path / "pindah"
    folder.rename(moved)
    with open_desk(moved) as desk:
        assert (desk.info.device, desk.notice) == (device, "")


def test_a_copied_folder_becomes_a_new_device_with_its_own_numbers(folder: Path, tmp_path: Path) -> None:
    with open_desk(folder) as desk:
        device = desk.info.device
    copy = tmp_path / "salinan"
    shutil.copytree(folder, copy)
    with open_desk(copy) as desk:
        assert desk.notice == "device_copied"
        assert desk.info.device != device
        assert names(desk) == ["Slamet (contoh)"]
        assert desk.setting("digit") == "2"
        second = desk.info.device
    with open_desk(copy) as desk:
        assert (desk.info.device, desk.notice) == (second, "")
    with open_desk(folder) as desk:
        assert (desk.info.device, desk.notice) == (device, "")


def test_without_its_keys_the_data_is_intact_and_the_device_new(folder: Path) -> None:
    with open_desk(folder) as desk:
        device = desk.info.device
    for ending in (".key", ".json"):
        (settings.config_root() / "devices" / f"{device}{ending}").unlink()
    with open_desk(folder) as desk:
        assert desk.notice == "device_renewed"
        assert names(desk) == ["Slamet (contoh)"]


@pytest.mark.parametrize("ending", [".key", ".json"])
@pytest.mark.parametrize("left", ["half", "nothing", "other bytes", "another device's"])
def test_with_damaged_keys_the_data_is_intact_and_the_device_new(
    folder: Path, tmp_path: Path, ending: str, left: str, capsys: pytest.CaptureFixture[str]
) -> None:
    create_desk(tmp_path / "lain", parse_area(RT), 2022).close()
    with open_desk(folder) as desk:
        device = desk.info.device
    file = settings.config_root() / "devices" / f"{device}{ending}"
    whole = file.read_bytes()
    other = next(path for path in file.parent.glob(f"*{ending}") if path != file).read_bytes()
    damaged = {
        "half": whole[: len(whole) // 2], "nothing": b"", "other bytes": b"\xff\xfe\x00" * 9, "another device's": other
    }[left]  # fmt: skip
    file.write_bytes(damaged)
    assert main(["doctor", "--data", str(folder)]) == 0
    said = capsys.readouterr()
    assert "Kunci komputer ini hilang atau rusak, data tetap utuh." in said.err
    assert "sehat" in said.out
    assert file.with_name(f"{file.name}.damaged").read_bytes() == damaged
    with open_desk(folder) as desk:
        assert desk.notice == ""
        assert desk.info.device != device
        assert names(desk) == ["Slamet (contoh)"]


def test_a_folder_with_other_files_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"x")
    with pytest.raises(Trouble, match="folder_not_empty"):
        create_desk(tmp_path, parse_area(RT), 2022)
    with pytest.raises(Trouble, match="desk_missing"):
        open_desk(tmp_path)


def test_a_year_outside_the_programme_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleViolation, match="year_range"):
        create_desk(tmp_path / "x", parse_area(RT), 1822)
    assert not (tmp_path / "x").exists()


def test_keys_are_for_their_owner_only(folder: Path) -> None:
    with open_desk(folder) as desk:
        key = settings.config_root() / "devices" / f"{desk.info.device}.key"
    assert key.stat().st_mode & 0o077 == 0


def test_a_paper_printed_again_is_the_same_file_under_the_same_number(folder: Path) -> None:
    with open_desk(folder) as desk:
        records = RecordService(desk)
        meeting = records.save("d.meeting", Meeting(title="Rembug")).uid
        papers = PaperService(desk)
        first = papers.build("minutes", meeting, final=True)
        again = papers.build("minutes", meeting, final=True)
        assert (first.number, first.sha256) == (again.number, again.sha256)
        assert first.number == "BA-22-0304-1-001"
        records.save("d.meeting", Meeting(title="Rembug", number="002/BA"), uid=meeting)
        changed = papers.build("minutes", meeting, final=True)
        assert changed.number == first.number
        assert changed.sha256 != first.sha256
        assert [issued.sha256 for issued in papers.issued(meeting)] == [changed.sha256, first.sha256]
        other = records.save("d.meeting", Meeting(title="Lain")).uid
        assert papers.build("minutes", other, final=True).number == "BA-22-0304-1-002"
        assert papers.build("minutes", other).number == ""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows allows no question mark in names")
def test_a_folder_named_with_signs_an_address_reads_otherwise(tmp_path: Path) -> None:
    folder = tmp_path / "Data 100%25 #1?mode=ro"
    create_desk(folder, parse_area(RT), 2022).close()
    with open_desk(folder) as desk:
        desk.remember(note="ada")
    with open_desk(folder) as desk:
        assert desk.setting("note") == "ada"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()].count(folder.name) == 1
