"""A database in a folder that other computers share: refused, and moved out of it. Data contoh."""

from pathlib import Path

import pytest

from desktop import settings
from desktop.domain.areas import parse_area
from desktop.domain.errors import Trouble
from desktop.domain.messages import explain
from desktop.services import shared_folders
from desktop.services.desk import create_desk, folder_lock, move_desk, open_desk
from desktop.services.shared_folders import MOVED, kept_alike_by
from desktop.services.workplace import Workplace
from tests.services.conftest import RT
from tests.services.test_one_proposal_there_and_back import fill


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REMBUG_CONFIG", str(tmp_path / "config"))


@pytest.mark.parametrize(
    ("path", "program"),
    [
        ("OneDrive/Rembug", "OneDrive"),
        ("OneDrive - Pemkot Kediri/a/b", "OneDrive - Pemkot Kediri"),
        ("Google Drive/x", "Google Drive"),
        ("nextcloud", "nextcloud"),
        ("Dropbox (Kantor)/x", "Dropbox (Kantor)"),
        ("Dokumen/Rembug", ""),
        ("Nextcloud lama/x", ""),
    ],
)
def test_known_by_its_name(tmp_path: Path, path: str, program: str) -> None:
    assert kept_alike_by(tmp_path / path) == program


@pytest.mark.parametrize("sign", sorted(shared_folders._SIGNS))
def test_known_by_what_the_program_left_there(tmp_path: Path, sign: str) -> None:
    (tmp_path / "a" / sign).mkdir(parents=True)
    assert kept_alike_by(tmp_path / "a" / "b" / "meja") == shared_folders._SIGNS[sign]
    assert kept_alike_by(tmp_path / "lain") == ""


def test_known_by_the_network_it_lies_on(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(
        "/dev/sda1 / ext4 rw 0 0\n//server/kantor /mnt/kantor\\040bersama cifs rw 0 0\n"
        "/dev/sdb1 /mnt/kantor\\040bersama/lokal ext4 rw 0 0\nbroken\n"
    )
    assert kept_alike_by(Path("/mnt/kantor bersama/rt"), mounts) == "jaringan"
    assert kept_alike_by(Path("/mnt/kantor bersama/lokal/rt"), mounts) == ""
    assert kept_alike_by(Path("/home/rt"), mounts) == ""
    assert kept_alike_by(Path("/home/rt"), tmp_path / "missing") == ""


def test_no_desk_is_laid_or_opened_there_and_moving_keeps_everything(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="folder_synced"):
        create_desk(tmp_path / "Dropbox" / "rt", parse_area(RT), 2022, "rt")
    assert not (tmp_path / "Dropbox").exists()
    old = tmp_path / "bersama" / "RT03"
    with create_desk(old, parse_area(RT), 2022, "rt") as desk:
        fill(desk)
        device, digest = desk.info.device, Workplace(desk).transfer.digest(RT)
    (old.parent / ".stfolder").mkdir()
    with pytest.raises(Trouble, match="folder_synced") as caught:
        open_desk(old)
    assert "Syncthing" in explain(caught.value)
    lock = folder_lock(old)
    with pytest.raises(Trouble, match="folder_in_use"):
        move_desk(old)
    lock.release()
    new = move_desk(old)
    assert new == settings.data_root() / "RT03"
    with open_desk(new) as moved:
        assert (moved.info.device, moved.notice) == (device, "")  # the same device: nothing to approve anew
        assert Workplace(moved).transfer.digest(RT) == digest
        assert Workplace(moved).doctor.examine().problems == ()
    assert (old / MOVED).is_file()
    assert str(new) in (old / "SUDAH DIPINDAH.txt").read_text("utf-8")
    with pytest.raises(Trouble, match="desk_missing"):
        open_desk(old)


def test_a_move_that_stops_leaves_the_old_desk_as_it_was(tmp_path: Path) -> None:
    old = tmp_path / "bersama" / "RT03"
    with create_desk(old, parse_area(RT), 2022, "rt") as desk:
        fill(desk)
    (old / "files").mkdir(exist_ok=True)
    before = {path: path.read_bytes() for path in old.rglob("*") if path.is_file()}

    def stop(done: int, _total: int) -> None:
        if done:
            raise InterruptedError

    with pytest.raises((InterruptedError, Trouble)):
        move_desk(old, stop)
    assert {path: path.read_bytes() for path in old.rglob("*") if path.is_file()} == before
    assert not any(settings.data_root().iterdir())
    (settings.data_root() / ".stfolder").mkdir()
    with pytest.raises(Trouble, match="folder_synced"):
        move_desk(old)
    open_desk(old).close()
