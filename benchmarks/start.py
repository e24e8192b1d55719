"""Start with the practice year: first paint, home with its data, memory, beside an empty window of the same Qt."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measure import Row
from desktop.services.demo import play_year


def _child(module: str, *words: str, home: Path) -> tuple[float, float, float]:
    """One fresh process; (first paint s, home s, memory MB).

    Like an installed program it finds its modules compiled: the round that warms up does it, even where the shell
    forbids that (the floor's libraries were compiled when they were installed).
    """
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "REMBUG_CONFIG": str(home)}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", module, *words, f"{begun:.6f}"], capture_output=True, text=True, env=env, check=True
    )
    first, full, memory = (float(figure) for figure in done.stdout.split()[-3:])
    return first, full, memory


def run(runs: int = 9) -> list[Row]:
    """Medians of warm, fresh processes, ours and the floor in turn."""
    with tempfile.TemporaryDirectory() as name:
        folder, home = Path(name) / "demo", Path(name) / "config"
        play_year(folder)
        desk = str(folder / "rt-04-03")
        ours, floor = [], []
        for number in range(runs + 1):
            one = _child("benchmarks.start_ours", desk, home=home)
            other = _child("benchmarks.start_floor", home=home)
            if number:  # the first warms the disk
                ours.append(one)
                floor.append(other)
    mine = [statistics.median(figures) for figures in zip(*ours, strict=True)]
    theirs = [statistics.median(figures) for figures in zip(*floor, strict=True)]
    beside = "empty QMainWindow with a table"
    return [
        Row("start: first paint", mine[0], beside, theirs[0], 1.5),
        Row("start: home with its data", mine[1], beside, theirs[1], 4),
        Row("memory at home", mine[2], beside, theirs[2], 2.2, "MB"),
    ]
