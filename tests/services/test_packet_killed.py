"""A real end in mid-packet: the program is killed while it makes one, or its disk is really full."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from pypdf import PdfReader

from desktop.domain.errors import Trouble
from desktop.domain.messages import explain
from desktop.services.workplace import open_workplace
from tests.services.pokmas import Scene

_CHILD = """
import sys
from pathlib import Path
from desktop.services.workplace import open_workplace
with open_workplace(Path(sys.argv[1])) as place:
    print("begun", flush=True)
    while True:
        place.spj.build_packet(sys.argv[2], final=True)
        print("made", flush=True)
"""


def papers_in(folder: Path) -> dict[str, str]:
    """SHA-256 → name of every paper that bears its final name."""
    found = [path for path in folder.rglob("*.pdf") if path.is_file()]
    return {hashlib.sha256(path.read_bytes()).hexdigest(): path.name for path in found}


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_while_a_packet_is_made(scene: Scene, tmp_path: Path) -> None:
    """At seven moments, the last after a packet was made: what is registered is whole, and so is all that looks so."""
    scene.bought()
    tranche, folder = scene.tranches[0], tmp_path / "mati"
    scene.group.close()
    shutil.copytree(scene.group.desk.folder, folder)
    made = 0
    for wait in (0.0, 0.02, 0.05, 0.1, 0.2, 0.4, None):
        child = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _CHILD, str(folder), tranche], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"begun\n"
        if wait is None:
            assert child.stdout.readline() == b"made\n"
        else:
            time.sleep(wait)
        assert child.poll() is None, "it goes on until it is killed"
        os.kill(child.pid, signal.SIGKILL)
        child.communicate()
        with open_workplace(folder) as place:
            issued = [one.sha256 for one in place.papers.issued(tranche)]
            assert set(issued) <= set(papers_in(folder)), "each registered paper is there, byte for byte"
            assert all(PdfReader(path).pages for path in folder.rglob("*.pdf")), "and none is half a paper"
            assert len(issued) >= made
            made = len(issued)
            assert not place.doctor.examine().problems
    assert made > 0
    with open_workplace(folder) as place:
        numbers = [row.data.number for row in place.receipts.rows(tranche=tranche)]
        assert len(set(numbers)) == len(numbers)
        assert place.spj.build_packet(tranche, final=True).pages > 0
        assert [row.data.number for row in place.receipts.rows(tranche=tranche)] == numbers


def test_a_disk_that_is_really_full(scene: Scene, tmp_path: Path) -> None:
    """A file system of its own, filled to the last block: said, nothing registered, and it goes on with room."""
    scene.bought()
    tranche, disk = scene.tranches[0], tmp_path / "disk"
    scene.group.close()
    disk.mkdir()
    room = sum(path.stat().st_size for path in scene.group.desk.folder.rglob("*") if path.is_file()) + 8_000_000
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={room}", "tmpfs", str(disk)]
    try:
        subprocess.run(mounted, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no right to mount a file system here")
    try:
        shutil.copytree(scene.group.desk.folder, disk / "pokmas")
        with open_workplace(disk / "pokmas") as place:
            before = papers_in(disk)
            with (disk / "isi").open("wb", buffering=0) as filler:
                for size in (65_536, 4_096):
                    with suppress(OSError):
                        while filler.write(bytes(size)):
                            pass
            with pytest.raises(Trouble) as met:
                place.spj.build_packet(tranche, final=True)
            assert "penuh" in explain(met.value).lower()
            assert place.papers.issued(tranche) == []
            assert papers_in(disk) == before
            (disk / "isi").unlink()
            packet = place.spj.build_packet(tranche, final=True)
            assert set(papers_in(disk)) == {packet.sha256}
            assert not place.doctor.examine().problems
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False, capture_output=True)
