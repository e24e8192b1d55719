"""A file is either the old one or the whole new one, also after a power cut.

Below all rooms: the database, attachments, keys and bundles are put in place in this one way.
"""

import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

_WINDOWS: Final = os.name == "nt"
_ATTEMPTS: Final = 10


@contextmanager
def replacing(path: Path, mode: int = 0o600) -> Iterator[BinaryIO]:
    """Write beside `path` and put it in place when the block ends well; otherwise leave no trace of it.

    `mode`: rights of the new file (owner only unless told; Windows takes the folder's rights). The file's `name` says
    where it lies until then. Raises OSError.
    """
    temporary = path.with_name(f"{path.name[:40]}.{secrets.token_hex(6)}.tmp")
    try:
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        put_in_place(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def put_in_place(temporary: Path, path: Path) -> None:
    """Rename a file that is whole on disk, over one that is there, and keep the renaming. Raises OSError."""
    _rename(temporary, path)
    sync_folder(path.parent)


def _rename(temporary: Path, path: Path) -> None:
    """On Windows a virus scanner may hold either file for a moment, which looks like a missing right."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            temporary.replace(path)
            return
        except PermissionError:
            if not _WINDOWS or attempt == _ATTEMPTS:
                raise
            time.sleep(0.05 * attempt)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut. Windows offers no such call; NTFS journals its names."""
    if _WINDOWS:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
