"""Which drives are offered, told from hand-made lists of the kernel."""

import os
from pathlib import Path

import pytest

from desktop.services import usb

pytestmark = pytest.mark.skipif(os.name == "nt", reason="drive letters are asked from Windows itself")


def kernel(tmp_path: Path, *rows: tuple[str, Path | str, str], removable: tuple[str, ...] = ()) -> tuple[Path, Path]:
    """A mounts file and a folder of block devices, as the kernel shows them."""
    mounts, blocks = tmp_path / "mounts", tmp_path / "block"
    blocks.mkdir()
    escaped = [(device, str(place).replace(" ", "\\040"), options) for device, place, options in rows]
    lines = [f"{device} {place} vfat {options} 0 0" for device, place, options in escaped]
    mounts.write_text("\n".join(lines) + "\n")
    for device in removable:
        (blocks / device).mkdir()
        (blocks / device / "removable").write_text("1\n")
    return mounts, blocks


def test_a_removable_disk_is_offered_by_its_name(tmp_path: Path) -> None:
    stick, inside = tmp_path / "USB BU SRI", tmp_path / "dalam"
    stick.mkdir()
    inside.mkdir()
    mounts, blocks = kernel(
        tmp_path,
        ("/dev/sdb1", stick, "rw,relatime"),
        ("/dev/sda1", inside, "rw"),
        ("/dev/sda1", "/", "rw"),
        ("tmpfs", "/run", "rw"),
        ("/dev/sdc1", tmp_path / "sudah dicabut", "rw"),
        removable=("sdb1", "sdc1"),
    )
    (drive,) = usb.drives(mounts, blocks)
    assert (drive.name, drive.folder, drive.writable) == ("USB BU SRI", stick, True)
    assert 0 < drive.free <= drive.total


def test_a_write_protected_card_says_so(tmp_path: Path) -> None:
    card = tmp_path / "KARTU"
    card.mkdir()
    mounts, blocks = kernel(tmp_path, ("/dev/mmcblk0p1", card, "ro,nosuid"), removable=("mmcblk0p1",))
    assert [drive.writable for drive in usb.drives(mounts, blocks)] == [False]


def test_the_partition_of_a_removable_disk_counts(tmp_path: Path) -> None:
    stick = tmp_path / "A"
    stick.mkdir()
    mounts, blocks = kernel(tmp_path, ("/dev/sdb1", stick, "rw"), removable=("sdb",))
    (blocks / "sdb" / "sdb1").mkdir()
    (blocks / "sdb1").symlink_to(blocks / "sdb" / "sdb1")
    assert [drive.name for drive in usb.drives(mounts, blocks)] == ["A"]


def test_a_computer_that_tells_nothing_has_no_drives(tmp_path: Path) -> None:
    assert usb.drives(tmp_path / "nichts", tmp_path) == []
    assert usb.free_bytes(tmp_path / "dicabut") is None


def test_bundles_are_found_in_a_folder_and_one_below(tmp_path: Path) -> None:
    deep = tmp_path / "Rembug" / "lama"
    deep.mkdir(parents=True)
    for at, name in enumerate(["a.rembug", "Rembug/b.REMBUG", "Rembug/lama/c.rembug", "surat.pdf", ".sampah.rembug"]):
        file = tmp_path / name
        file.write_bytes(b"x")
        os.utime(file, (1_700_000_000 + at, 1_700_000_000 + at))
    assert [path.name for path in usb.bundles_on(tmp_path)] == ["b.REMBUG", "a.rembug"]
    assert usb.bundles_on(tmp_path / "tidak ada") == []
