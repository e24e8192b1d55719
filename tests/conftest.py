"""What every test needs; each room's own fixtures live in that room's conftest.py."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# Before any test imports Qt: the tests draw in memory, also where there is a display.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

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
