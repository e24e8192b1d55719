"""Where a bundle may be put or found: USB sticks and cards by the name people gave them.

Only looks; nothing is written. Linux: the kernel's list of mounts. Windows: its drive letters. Drives that a program
such as a file manager mounts for people count; the system's own disks do not.
"""

import ctypes
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

MOUNTS = Path("/proc/self/mounts")
BLOCKS = Path("/sys/class/block")

_FOR_PEOPLE = ("/media/", "/run/media/")
"""Where Linux desktops mount what somebody plugs in."""
_ESCAPED = re.compile(r"\\([0-7]{3})")
_MOST_FILES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """One plugged-in drive. `name`: its label ("KINGSTON"), on Windows with its letter. `free`, `total`: bytes."""

    name: str
    folder: Path
    free: int
    total: int
    writable: bool


def drives(mounts: Path | None = None, blocks: Path | None = None) -> list[Drive]:
    """The removable drives that can be read now, by name. `mounts`, `blocks`: where Linux tells of them, None for
    `MOUNTS` and `BLOCKS`."""
    return sorted(_plugged(mounts or MOUNTS, blocks or BLOCKS), key=lambda drive: drive.name.casefold())


def bundles_on(folder: Path) -> list[Path]:
    """The bundles lying in a folder or right below it, newest first; at most 50. An unreadable folder holds none."""
    found: list[tuple[float, Path]] = []
    for path in [*_listed(folder), *(inner for sub in _listed(folder) if sub.is_dir() for inner in _listed(sub))]:
        try:
            if path.suffix.lower() == ".rembug" and path.is_file():
                found.append((path.stat().st_mtime, path))
        except OSError:
            continue
    return [path for _, path in sorted(found, key=lambda pair: (-pair[0], pair[1].name))[:_MOST_FILES]]


def free_bytes(folder: Path) -> int | None:
    """The room left where this folder lies, None when it is not there (any more)."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None


def _listed(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if not path.name.startswith(".")]
    except OSError:
        return []


def _drive(name: str, folder: Path, *, writable: bool) -> Drive | None:
    try:
        room = shutil.disk_usage(folder)
    except OSError:
        return None
    return Drive(name=name, folder=folder, free=room.free, total=room.total, writable=writable)


if sys.platform == "win32":

    def _plugged(_mounts: Path, _blocks: Path) -> list[Drive]:
        """By drive letter. Without a disk in it an empty card reader is left out, quietly."""
        kernel = ctypes.windll.kernel32
        quiet, removable = 1, 2  # SEM_FAILCRITICALERRORS: no box "insert a disk"; DRIVE_REMOVABLE
        earlier = kernel.SetErrorMode(quiet)
        found: list[Drive] = []
        try:
            letters = kernel.GetLogicalDrives()
            for at in range(26):
                root = f"{chr(ord('A') + at)}:\\"
                if not letters & (1 << at) or kernel.GetDriveTypeW(root) != removable:
                    continue
                label = ctypes.create_unicode_buffer(261)
                if not kernel.GetVolumeInformationW(root, label, 261, None, None, None, None, 0):
                    continue
                drive = _drive(f"{label.value or 'USB'} ({root[:2]})", Path(root), writable=os.access(root, os.W_OK))
                if drive is not None:
                    found.append(drive)
        finally:
            kernel.SetErrorMode(earlier)
        return found

else:

    def _plugged(mounts: Path, blocks: Path) -> list[Drive]:
        """What the kernel has mounted that is removable, or that lies where desktops mount things for people."""
        try:
            lines = mounts.read_text("utf-8", "replace").splitlines()
        except OSError:
            return []
        found: dict[str, Drive] = {}
        for line in lines:
            device, _, rest = line.partition(" ")
            place, _, rest = rest.partition(" ")
            options = rest.split(" ")[1].split(",") if " " in rest else []
            folder = _ESCAPED.sub(lambda code: chr(int(code[1], 8)), place)
            if not device.startswith("/dev/") or folder in ("/", "/boot", "/boot/efi"):
                continue
            if not folder.startswith(_FOR_PEOPLE) and not _removable(Path(device).name, blocks):
                continue
            drive = _drive(Path(folder).name, Path(folder), writable="ro" not in options)
            if drive is not None:
                found[device] = drive
        return list(found.values())

    def _removable(block: str, blocks: Path) -> bool:
        """Whether the kernel calls the disk of this partition removable."""
        own = blocks / block
        for place in (own, own.resolve().parent):
            try:
                if (place / "removable").read_text("ascii").strip() == "1":
                    return True
            except (OSError, UnicodeDecodeError):
                continue
        return False
