"""Folders a program or the network keeps alike on several computers: no place for a database, which is one file that
changes in the middle. Bundles may go through them; the data itself moves to a folder of this computer.
"""

import hashlib
import os
import re
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

from desktop import settings
from desktop.domain.errors import Trouble
from desktop.durable import put_in_place, sync_folder

MOUNTS = Path("/proc/self/mounts")
MOVED = "rembug.db.dipindah"
"""What the database in the old folder is called after the move: nothing opens it any more, nothing is lost either."""
NOTE = "SUDAH DIPINDAH.txt"

_NAMES = re.compile(
    r"(OneDrive(?: - .+)?|Dropbox(?: \(.+\))?|Google ?Drive|My Drive|Drive Saya|Nextcloud|ownCloud|iCloud ?Drive"
    r"|MEGAsync|pCloud ?Drive|Box Sync)",
    re.IGNORECASE,
)
_SIGNS = {
    ".stfolder": "Syncthing",
    ".dropbox": "Dropbox",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".tmp.drivedownload": "Google Drive",
}
_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "davfs", "afs", "ceph", "fuse.sshfs", "fuse.rclone", "fuse.davfs2"}
)
_DRIVE_REMOTE = 4
_ESCAPED = re.compile(r"\\([0-7]{3})")
_LEFT = frozenset({"rembug.lock", MOVED, NOTE})

Report = Callable[[int, int], object]


def kept_alike_by(folder: Path, mounts: Path = MOUNTS) -> str:
    """The program that keeps this folder alike on other computers, "jaringan" for a network drive, "" for neither."""
    place = folder.absolute()
    for one in (place, *place.parents):
        if _NAMES.fullmatch(one.name):
            return one.name
        for sign, program in _SIGNS.items():
            if (one / sign).exists():
                return program
    return "jaringan" if _on_network(place, mounts) else ""


def check_own(folder: Path) -> None:
    """Raises Trouble: folder_synced (facts: folder, program)."""
    program = kept_alike_by(folder)
    if program:
        raise Trouble("folder_synced", program, {"folder": str(folder), "program": program})


if sys.platform == "win32":
    import ctypes

    def _on_network(place: Path, _mounts: Path) -> bool:
        return place.drive.startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(f"{place.drive}\\") == _DRIVE_REMOTE
        )

else:

    def _on_network(place: Path, mounts: Path) -> bool:
        """By the mount the folder lies on: of those that lead to it, the longest."""
        try:
            lines = mounts.read_text("utf-8", "replace").splitlines()
        except OSError:
            return False
        best, kind = -1, ""
        for line in lines:
            parts = line.split(" ")
            if len(parts) < 3:
                continue
            root = Path(_ESCAPED.sub(lambda code: chr(int(code[1], 8)), parts[1]))
            if (root == place or root in place.parents) and len(root.parts) > best:
                best, kind = len(root.parts), parts[2]
        return kind in _NETWORK


def move_here(folder: Path, report: Report = lambda _done, _total: None) -> Path:
    """Move a desk's data into this computer's own folder: copied, compared, put in place; then the old database gets a
    name that nothing opens. Returns the new folder. The caller holds the old folder's lock.

    Raises Trouble: folder_synced (the usual place is kept alike, too), write_failed (facts: place), copy_differs.
    """
    root = settings.data_root()
    check_own(root)
    target, number = root / folder.name, 2
    while target.exists():
        target, number = root / f"{folder.name}-{number}", number + 1
    coming = root / f".moving-{folder.name}"
    try:
        root.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(coming, ignore_errors=True)
        files = [
            path
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path.name not in _LEFT and path.suffix != ".tmp"
        ]
        for done, path in enumerate(files):
            report(done, len(files))
            _copy(path, coming / path.relative_to(folder))
        coming.rename(target)
        sync_folder(root)
        put_in_place(folder / "rembug.db", folder / MOVED)
        (folder / NOTE).write_text(f"Data Rembug di folder ini sudah dipindah ke:\n{target}\n", "utf-8")
    except OSError as problem:
        raise Trouble("write_failed", str(problem), {"place": str(root)}) from problem
    finally:
        shutil.rmtree(coming, ignore_errors=True)
    return target


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(0o600)
    with target.open("r+b") as file:
        os.fsync(file.fileno())
    if _digest(source) != _digest(target):
        raise Trouble("copy_differs", facts={"place": str(target.parent)})


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
