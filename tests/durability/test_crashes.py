"""Real processes, really killed: what was acknowledged as saved is there afterwards, and the doctor finds nothing.

`make test` runs some forty kills; `make soak` thousands, of another seed each time (REMBUG_SEED repeats one;
REMBUG_KILLS says how many).
"""

import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.desks import LONGEST, Yard, yard

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL")


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Yard]:
    """One set of desks for all: each crash begins where the last one left things."""
    yield from yard(tmp_path_factory.mktemp("crashes"))


@pytest.mark.parametrize("deed", list(LONGEST))
def test_a_kill_at_any_moment_loses_nothing_acknowledged(place: Yard, deed: str) -> None:
    dice = random.Random(f"{deed} 2026")
    for _ in range(3):
        place.crash(deed, dice)


@pytest.mark.parametrize("deed", list(LONGEST))
def test_an_end_at_a_named_point_loses_nothing_acknowledged(place: Yard, deed: str) -> None:
    dice = random.Random(f"{deed} points 2026")
    points = place.crash(deed, dice, count=True)
    assert points > 5  # else the points are not where the work is
    for point in dice.sample(range(1, points + 1), 3):
        place.crash(deed, dice, point=point)


@pytest.mark.soak
def test_thousands_of_kills(place: Yard) -> None:
    seed = os.environ.get("REMBUG_SEED") or str(time.time_ns())
    kills = int(os.environ.get("REMBUG_KILLS") or 2000)
    dice = random.Random(seed)
    totals = {deed: place.crash(deed, dice, count=True) for deed in LONGEST}
    done = {deed: [0, 0] for deed in LONGEST}
    for number in range(kills):
        deed = dice.choice(list(LONGEST))
        by_point = dice.random() < 0.5
        try:
            place.crash(deed, dice, point=dice.randint(1, totals[deed]) if by_point else 0)
        except BaseException as problem:
            problem.add_note(f"seed {seed}, crash {number + 1} of {kills}: {deed}")
            raise
        done[deed][by_point] += 1
    Path("build").mkdir(exist_ok=True)
    lines = [f"{deed}: {kill} kills, {point} of {totals[deed]} points" for deed, (kill, point) in done.items()]
    Path("build/crashes.txt").write_text("\n".join([f"seed {seed}", *lines, ""]), "utf-8")
