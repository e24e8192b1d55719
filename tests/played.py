"""The practice year of all desks, played once for all tests and workers that want it."""

import os
import shutil
from pathlib import Path

import pytest
from filelock import FileLock

from tools.usability.stage import play_moments


@pytest.fixture(scope="session")
def played_year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of desks (rt-04-03, pokmas-02, kelurahan and others), and of moments before. Copy what is opened: even a
    reader may write, and others read it at the same time."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "played-year"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            half = folder.with_name("half-played")
            shutil.rmtree(half, ignore_errors=True)
            play_moments(half)
            half.rename(folder)
    return folder
