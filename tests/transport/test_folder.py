"""Bundles through a folder: a stick, or a folder that some program keeps alike on several computers."""

import errno
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from desktop.domain.errors import Trouble
from desktop.domain.messages import FALLBACK, explain
from desktop.sync import limits
from desktop.sync.transport import folder as folder_way
from desktop.sync.transport import layout
from desktop.sync.transport.folder import Folder
from desktop.sync.transport.layout import box

RT = box("35.71.02.1013/04/03", to_office=True)
ALL = (RT[0], "in", "*")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = tmp_path / "usb"
    made.mkdir()
    return made


def test_the_layout_has_one_folder_a_desk_and_a_way() -> None:
    assert RT == ("35.71.02.1013", "in", "04-03")
    assert box("35.71.02.1013/P/02", to_office=False) == ("35.71.02.1013", "out", "P-02")


def test_a_bundle_goes_and_comes_as_it_was(root: Path, bundle: Path, tmp_path: Path) -> None:
    way = Folder(root, settled=0)
    way.check()
    assert list(root.iterdir()) == []
    assert way.put(RT, "uid", bundle).sent == bundle.stat().st_size
    assert way.put(RT, "uid", bundle).sent == 0
    (found,) = way.look([ALL])
    assert (found.box, found.name, found.size) == (RT, "uid.rembug", bundle.stat().st_size)
    assert way.look([ALL], {"uid"}) == []
    way.fetch(found, tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == bundle.read_bytes()
    way.remove(RT, "uid")
    way.remove(RT, "uid")
    assert way.look([RT]) == []


def test_what_is_still_being_written_is_left_alone(root: Path, bundle: Path) -> None:
    """A synced folder: the file grows for a while under its final name."""
    raw, place = bundle.read_bytes(), root.joinpath(*RT)
    place.mkdir(parents=True)
    way = Folder(root)
    target = place / "kiriman.rembug"
    for share in range(1, 4):
        target.write_bytes(raw[: len(raw) * share // 4])
        assert way.look([RT]) == []
    target.write_bytes(raw)
    assert way.look([RT]) == []
    assert [one.name for one in way.look([RT])] == ["kiriman.rembug"]  # unchanged since the last look
    old = time.time() - 60
    os.utime(target, (old, old))
    assert len(Folder(root).look([RT])) == 1
    ahead = time.time() + 3_600
    os.utime(target, (ahead, ahead))
    assert len(Folder(root).look([RT])) == 1  # sticks keep local time: hours ahead is usual


def test_it_changes_while_it_is_read(root: Path, bundle: Path, tmp_path: Path) -> None:
    way = Folder(root, settled=0)
    way.put(RT, "uid", bundle)
    (found,) = way.look([RT])
    (root.joinpath(*RT) / "uid.rembug").write_bytes(b"half")
    with pytest.raises(Trouble, match="way_damaged"):
        way.fetch(found, tmp_path / "got")
    (root.joinpath(*RT) / "uid.rembug").unlink()
    with pytest.raises(Trouble, match="way_gone"):
        way.fetch(found, tmp_path / "got")
    assert not (tmp_path / "got").exists()


def test_names_mean_nothing_and_what_is_no_bundle_is_passed_over(root: Path, bundle: Path) -> None:
    way = Folder(root, settled=0)
    way.put(RT, "uid", bundle)
    place = root.joinpath(*RT)
    for name in (
        "uid (conflicted copy 2026-11-22).rembug",
        "uid.sync-conflict-20261122-080000-ABCDEF.REMBUG",
        f"{'x' * 240}.rembug",
    ):
        (place / name).write_bytes(bundle.read_bytes())
    (place / "empty.rembug").touch()
    (place / "folder.rembug").mkdir()
    (place / "link.rembug").symlink_to(bundle)
    (place / "uid.rembug.4f.tmp").write_bytes(b"half")
    (place / ".uid.rembug").write_bytes(b"hidden")
    (place / "~uid.rembug").write_bytes(b"hidden")
    with (place / "film.rembug").open("wb") as film:
        film.truncate(limits.FILE_BYTES + 1)
    (root / RT[0] / "in" / "catatan.txt").write_text("bukan folder")
    assert len(way.look([ALL])) == 4


def test_parts_that_a_server_user_sent_are_joined(root: Path, bundle: Path, tmp_path: Path) -> None:
    """One side has the server, the other the same folder synced."""
    index, raw = layout.cut(bundle), bundle.read_bytes()
    place = root.joinpath(*RT, "uid.parts")
    place.mkdir(parents=True)
    way = Folder(root, settled=0)
    for at, sha in enumerate(index.parts):
        assert way.look([RT]) == []
        (place / sha).write_bytes(raw[at * index.part_bytes : (at + 1) * index.part_bytes])
    assert way.look([RT]) == []
    (place / "index.json").write_bytes(msgspec.json.encode(index))
    (found,) = way.look([RT])
    way.fetch(found, tmp_path / "got")
    assert (tmp_path / "got").read_bytes() == raw
    (place / index.parts[0]).write_bytes(b"\0" * index.part_bytes)
    with pytest.raises(Trouble, match="way_damaged"):
        way.fetch(found, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    way.remove(RT, "uid")
    assert not place.exists()


def test_a_stick_that_is_not_there_never_becomes_a_folder_here(tmp_path: Path, bundle: Path) -> None:
    way = Folder(tmp_path / "media" / "KINGSTON")
    for deed in (way.check, lambda: way.put(RT, "uid", bundle), lambda: way.look([ALL])):
        with pytest.raises(Trouble, match="way_folder_missing") as caught:
            deed()
        assert "KINGSTON" in explain(caught.value)
    assert not (tmp_path / "media").exists()


def test_a_stick_that_keeps_other_bytes_than_it_was_given(
    root: Path, bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = folder_way._digest
    monkeypatch.setattr(folder_way, "_digest", lambda file: "0" * 64 if root in file.parents else genuine(file))
    way = Folder(root, settled=0)
    with pytest.raises(Trouble, match="way_copy_differs"):
        way.put(RT, "uid", bundle)
    assert way.look([RT]) == []
    assert [path for path in root.rglob("*") if path.is_file()] == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 1 MB; needs the right to mount."""
    place = tmp_path / "disk"
    place.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True)
    if done.returncode:
        pytest.skip("no right to mount a file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.skipif(sys.platform == "win32", reason="mount")
def test_a_full_disk_leaves_nothing_half(small_disk: Path, tmp_path: Path, bundle: Path) -> None:
    large = tmp_path / "large.rembug"
    large.write_bytes(os.urandom(1_500_000))
    way = Folder(small_disk, settled=0)
    with pytest.raises(Trouble, match="way_folder_full") as caught:
        way.put(RT, "uid", large)
    assert explain(caught.value) != FALLBACK.text
    assert [path for path in small_disk.rglob("*") if path.is_file()] == []
    assert way.put(RT, "uid", bundle).sent == bundle.stat().st_size
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for deed in (way.check, lambda: way.put(RT, "other", bundle), lambda: way.remove(RT, "uid")):
        with pytest.raises(Trouble, match="way_folder_refused"):
            deed()
    assert len(way.look([RT])) == 1


def test_pulled_out_while_copying(root: Path, bundle: Path) -> None:
    """The folder is gone between two pieces."""

    def pull(done: int, _size: int) -> None:
        if done:
            root.rename(root.with_name("gone"))
            raise OSError(errno.EIO, "Input/output error")

    with pytest.raises((Trouble, OSError)):
        Folder(root, settled=0).put(RT, "uid", bundle, pull)
    assert not root.exists()
    assert list(root.with_name("gone").rglob("*.rembug")) == []


def test_two_desks_write_and_look_at_once(root: Path, bundle: Path, tmp_path: Path) -> None:
    ways = [Folder(root, settled=0) for _ in range(4)]

    def write(number: int) -> None:
        for at in range(5):
            ways[number].put(RT, f"u{at}", bundle)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = Folder(root, settled=0).look([RT])
    assert [one.name for one in found] == [f"u{at}.rembug" for at in range(5)]
    for one in found:
        ways[0].fetch(one, tmp_path / one.name)
        assert (tmp_path / one.name).read_bytes() == bundle.read_bytes()
