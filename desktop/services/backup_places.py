"""Where each desk's backups go, and how the last ones went: this computer's memory, kept apart from the data.

It lies in the config folder: when the data are damaged, it is what still knows where the backups are.
"""

from pathlib import Path

import msgspec
from msgspec import Struct

from desktop import settings
from desktop.db.files import write_whole
from desktop.domain.backups import FOLDER

LOCAL = "backups"
"""Folder of a desk for backups while no place is chosen: better than none, but lost with the disk."""
BACKUP_SETTING, BACKUP_AWAY = "backup_at", "backup_away"
"""Settings of a desk that a backup writes, for the window: when it was made (UTC ms); "1" where it lies outside."""


class Trial(Struct, frozen=True):
    """How a backup did when it was tried. `at`: UTC ms; `size`: of the file that was tried, bytes."""

    at: int
    good: bool
    words: str
    size: int


class Memory(Struct, frozen=True):
    """Of one desk. `place`: what people chose, "" for none. `at`, `away`: the last backup (UTC ms), and whether it lies
    outside the data folder. `counter`: the database's change counter then. `failed`, `failed_at`: the last failure's
    code since. `trials`: by file name."""

    place: str = ""
    at: int = 0
    away: bool = False
    counter: int = 0
    failed: str = ""
    failed_at: int = 0
    trials: dict[str, Trial] = {}


def _file() -> Path:
    return settings.config_root() / "backups.json"


def _all() -> dict[str, Memory]:
    try:
        return msgspec.json.decode(_file().read_bytes(), type=dict[str, Memory])
    except (OSError, msgspec.MsgspecError):
        return {}  # a memory that is gone is asked for once more


def recall(desk: Path) -> Memory:
    """What is known of the desk in this folder."""
    return _all().get(str(desk.absolute()), Memory())


def keep(desk: Path, memory: Memory) -> None:
    """Remember. Raises Trouble: write_failed."""
    known = {folder: one for folder, one in _all().items() if Path(folder).is_dir()}
    known[str(desk.absolute())] = memory
    write_whole(_file(), msgspec.json.encode(known))


def root_of(place: Path) -> Path:
    """The folder of all backups in a place people chose; the place itself when it is that folder already."""
    return place if place.name == FOLDER else place / FOLDER
