"""What every test needs; each room's own fixtures live in that room's conftest.py."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Before any test imports Qt: the tests draw in memory, also where there is a display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# Tests write desks by the thousand, and each write waits for the disk (fsync): in memory the same calls take a third of
# the time off a run. What a killed process leaves behind is the same there. Elsewhere: PYTEST_DEBUG_TEMPROOT=FOLDER.
_MEMORY, _ROOM = Path("/dev/shm"), 8_000_000_000


def _room_in_memory() -> int:
    """Bytes that may be written there before the computer runs short of memory; 0 where there is no such folder."""
    try:
        said = Path("/proc/meminfo").read_text("ascii")
        available = next(int(line.split()[1]) * 1024 for line in said.splitlines() if line.startswith("MemAvailable:"))
        return min(available, shutil.disk_usage(_MEMORY).free) if os.access(_MEMORY, os.W_OK) else 0
    except (OSError, StopIteration):
        return 0


if _room_in_memory() > _ROOM:
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(_MEMORY))

# No deadline: two busy cores make times jump. In CI the same examples each time; at a developer's desk new ones.
settings.register_profile("rembug", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("rembug")


@pytest.fixture(scope="session", autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reaches the data or the keys of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        home = tmp_path_factory.mktemp("home")
        patch.setenv("REMBUG_DATA", str(home / "data"))
        patch.setenv("REMBUG_CONFIG", str(home / "config"))
        yield
