"""Writing a file whole, on a good day and on bad ones."""

import time
from pathlib import Path

import pytest

from desktop import durable
from desktop.durable import put_in_place, replacing, sync_folder


def held_open(times: int, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Let renaming fail as it does while another program reads the file; the pauses taken are returned."""
    pauses, rename = list[float](), Path.replace

    def replace(self: Path, target: Path) -> Path:
        if len(pauses) < times:
            raise PermissionError(13, "in use")
        return rename(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(time, "sleep", pauses.append)
    return pauses


def write(path: Path, content: bytes = b"new") -> None:
    with replacing(path) as file:
        file.write(content)


def test_a_scanner_that_holds_the_file_for_a_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "_WINDOWS", True)
    pauses = held_open(3, monkeypatch)
    write(tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == b"new"
    assert pauses == sorted(pauses)
    assert sum(pauses) < 1


@pytest.mark.parametrize("windows", [True, False])
def test_a_file_that_stays_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, windows: bool) -> None:
    monkeypatch.setattr(durable, "_WINDOWS", windows)
    (tmp_path / "a").write_bytes(b"old")
    pauses = held_open(100, monkeypatch)
    with pytest.raises(PermissionError):
        write(tmp_path / "a")
    assert len(pauses) == (9 if windows else 0)  # elsewhere the right is really missing
    assert [item.name for item in tmp_path.iterdir()] == ["a"]
    assert (tmp_path / "a").read_bytes() == b"old"


def test_a_folder_that_vanished(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write(tmp_path / "gone" / "a")


def test_folders_are_not_synced_where_that_is_unknown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "gone")
    monkeypatch.setattr(durable, "_WINDOWS", True)
    sync_folder(tmp_path / "gone")  # not even looked at


def test_long_names_keep_their_ending(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 240 + ".rembug")
    write(path)
    assert path.read_bytes() == b"new"


def test_a_finished_file_is_put_over_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = list[Path]()
    monkeypatch.setattr(durable, "sync_folder", synced.append)
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "a.new").write_bytes(b"new")
    put_in_place(tmp_path / "a.new", tmp_path / "a")
    assert [(item.name, item.read_bytes()) for item in tmp_path.iterdir()] == [("a", b"new")]
    assert synced == [tmp_path]
