"""Real processes, really killed: what was acknowledged as saved is there afterwards, and the doctor finds nothing.

`make test` runs 200 crashes; `make soak` ends once at every named point and goes on to thousands, of another seed each
time (REMBUG_SEED repeats one; REMBUG_KILLS says how many).
"""

import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.desks import LONGEST, Yard, yard

KILLS, ENDS = 13, 12
"""For each of eight deeds in `make test`: together 200."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and SIGKILL")


@pytest.fixture(scope="module")
def place() -> Iterator[Yard]:
    """One set of desks for all: each crash begins where the last one left things. On a real disk, as people's are."""
    with tempfile.TemporaryDirectory(prefix="rembug-crashes-") as folder:
        yield from yard(Path(folder))


@pytest.mark.parametrize("deed", list(LONGEST))
def test_a_kill_at_any_moment_loses_nothing_acknowledged(place: Yard, deed: str) -> None:
    dice = random.Random(f"{deed} 2026")
    for _ in range(KILLS):
        place.crash(deed, dice)


@pytest.mark.parametrize("deed", list(LONGEST))
def test_an_end_at_a_named_point_loses_nothing_acknowledged(place: Yard, deed: str) -> None:
    dice = random.Random(f"{deed} points 2026")
    points = place.crash(deed, dice, count=True)
    assert points > 5  # else the points are not where the work is
    for point in dice.sample(range(1, points + 1), min(ENDS, points)):
        place.crash(deed, dice, point=point)


@pytest.mark.soak
def test_thousands_of_kills(place: Yard) -> None:
    seed = os.environ.get("REMBUG_SEED") or str(time.time_ns())
    kills = int(os.environ.get("REMBUG_KILLS") or 2000)
    dice = random.Random(seed)
    totals = {deed: place.crash(deed, dice, count=True) for deed in LONGEST}
    every = [(deed, point) for deed, total in totals.items() for point in range(1, total + 1)]
    dice.shuffle(every)  # each named point once, as many as there is time for; then kills at any moment
    orders = [*every[:kills], *((dice.choice(list(LONGEST)), 0) for _ in range(kills - len(every)))]
    dice.shuffle(orders)
    done = {deed: [0, 0] for deed in LONGEST}
    for number, (deed, point) in enumerate(orders, 1):
        try:
            place.crash(deed, dice, point=point)
        except BaseException as problem:
            problem.add_note(f"seed {seed}, crash {number} of {kills}: {deed}")
            raise
        done[deed][bool(point)] += 1
        if number % 50 == 0 or number == len(orders):
            _write_down(seed, number, done, totals)


def _write_down(seed: str, number: int, done: dict[str, list[int]], totals: dict[str, int]) -> None:
    """How far it is, where a person looks while it runs."""
    lines = [f"{deed}: {kill} kills, {point} of {totals[deed]} points" for deed, (kill, point) in done.items()]
    Path("build").mkdir(exist_ok=True)
    Path("build/crashes.txt").write_text("\n".join([f"seed {seed}", f"{number} crashes", *lines, ""]), "utf-8")
