"""A damaged database: set aside, never changed, and the desk put together again."""

import os
import shutil
from pathlib import Path

import pytest

from desktop.domain.areas import parse_area
from desktop.domain.errors import Trouble
from desktop.domain.messages import explain
from desktop.domain.records import Meeting, Resident
from desktop.services.desk import Desk, create_desk, open_desk
from desktop.services.rescue import candidates, newest_good, rescue
from desktop.services.workplace import Workplace, open_workplace
from tests.services.conftest import OFFICE, RT, carry
from tests.services.test_one_proposal_there_and_back import fill

PAGE = 4096
IN_BACKUP, SINCE = 200, 20


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A closed desk with a backup on a stick, and something written since."""
    folder, usb = tmp_path / "rt", tmp_path / "usb"
    usb.mkdir()
    with Workplace(create_desk(folder, parse_area(RT), 2022, "rt")) as place:
        for number in range(IN_BACKUP):
            place.records.save("d.resident", Resident(name=f"Warga {number} (contoh)" * 5))
        place.backups.choose(usb)
        place.backups.make()
        for number in range(SINCE):
            place.records.save("d.meeting", Meeting(title=f"Rembug {number}"))
    return folder


def damage(folder: Path, how: str) -> bytes:
    """Harm the database; returns what is left of it."""
    database = folder / "rembug.db"
    raw = bytearray(database.read_bytes())
    match how:
        case "header":
            raw[:100] = bytes(100)
        case "first page":
            raw[:PAGE] = bytes(PAGE)
        case "some pages":
            for page in (12, 20, 30):
                raw[page * PAGE : (page + 1) * PAGE] = os.urandom(PAGE)
        case "nothing left":
            raw = bytearray()
    database.write_bytes(raw)
    return bytes(raw)


@pytest.mark.parametrize("how", ["header", "some pages"])
def test_backup_and_readable_rows_together_lose_nothing(closed: Path, how: str) -> None:
    left = damage(closed, how)
    if how == "header":
        with pytest.raises(Trouble, match="database_damaged"):
            open_desk(closed)
    best = newest_good(closed)
    assert best is not None
    assert best.place == "usb"
    done = rescue(closed, best.path)
    assert (done.from_backup, done.from_damaged, done.records) == (IN_BACKUP, SINCE, IN_BACKUP + SINCE)
    assert done.aside is not None
    assert (done.aside / "rembug.db").read_bytes() == left
    with open_workplace(closed) as place:
        assert place.desk.notice == "device_restored"
        assert place.doctor.examine().problems == ()
        assert (place.records.count("d.resident"), place.records.count("d.meeting")) == (IN_BACKUP, SINCE)
        assert place.desk.setting("digit") == "2"
        assert place.backups.standing().place is not None
    with open_workplace(closed) as place:
        assert place.desk.notice == ""  # said once


def test_a_first_page_that_is_gone_is_put_back(closed: Path) -> None:
    damage(closed, "first page")
    done = rescue(closed, None)
    assert (done.from_backup, done.records, done.dropped) == (0, IN_BACKUP + SINCE, 0)
    with open_workplace(closed) as place:
        assert place.doctor.examine().problems == ()
        assert str(place.info.area) == RT


def test_of_an_empty_file_the_backup_is_left(closed: Path) -> None:
    damage(closed, "nothing left")
    with pytest.raises(Trouble, match="database_empty"):
        open_desk(closed)
    with pytest.raises(Trouble, match="nothing_to_rescue") as told:
        rescue(closed, None)
    assert "Pilih cadangan" in explain(told.value)
    assert (closed / "rembug.db").stat().st_size == 0
    best = newest_good(closed)
    assert best is not None
    assert rescue(closed, best.path).records == IN_BACKUP


def test_a_damaged_newest_backup_gives_way_to_the_older(closed: Path) -> None:
    (good,) = candidates(closed)
    name = good.path.name
    newer = good.path.with_name(f"{name[: -len('2026-01-01-000000.cadangan')]}2099-01-01-000000.cadangan")
    newer.write_bytes(good.path.read_bytes()[:-200])
    assert [one.path for one in candidates(closed)] == [newer, good.path]
    assert newest_good(closed) == good


def test_another_desks_backup_is_refused_and_nothing_moves(closed: Path, tmp_path: Path) -> None:
    with Workplace(create_desk(tmp_path / "lain", parse_area(f"{OFFICE}/08/12"), 2022, "lain")) as other:
        made = other.backups.make(tmp_path / "usb")
    left = damage(closed, "header")
    with pytest.raises(Trouble, match="backup_other_desk"):
        rescue(closed, made.copy.path)
    assert (closed / "rembug.db").read_bytes() == left
    assert not (closed / "damaged").exists()


def test_a_folder_that_is_gone_is_made_anew_from_the_stick(closed: Path, tmp_path: Path) -> None:
    best = newest_good(closed)
    assert best is not None
    shutil.rmtree(closed)
    done = rescue(closed, best.path)
    assert (done.records, done.aside) == (IN_BACKUP, None)
    with open_workplace(closed) as place:
        assert place.records.count("d.resident") == IN_BACKUP


def test_what_came_by_bundle_since_the_backup_is_taken_again(paired: tuple[Desk, Desk], tmp_path: Path) -> None:
    rt, office = paired
    usb = tmp_path / "usb"
    usb.mkdir()
    place = Workplace(office)
    place.backups.choose(usb)
    place.backups.make()
    fill(rt)
    meeting, _ = fill(rt)
    Workplace(rt).submissions.submit("proposals", meeting)
    carry(rt, office, tmp_path)
    wanted = place.transfer.digest(RT).published
    folder = office.folder
    office.close()
    damage(folder, "nothing left")
    best = newest_good(folder)
    assert best is not None
    assert rescue(folder, best.path).bundles == 1
    with open_workplace(folder) as again:
        assert again.desk.notice == "device_restored"
        assert again.transfer.digest(RT).published == wanted
        assert again.doctor.examine().problems == ()
