"""Contestants in fresh processes, warm: `python -m benchmarks.fresh benchmarks.packet:bare 3` prints one median.

A contestant is a function that prepares everything and gives back the work to be timed, or None where a tool it needs
is not installed.
"""

import importlib
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence

from benchmarks.measure import median_seconds

Contestant = Callable[[], Callable[[], object] | None]

_ABSENT = 3
_BROKE_DOWN = 4


def medians(names: Sequence[str], rounds: int = 3, runs: int = 3) -> dict[str, float]:
    """Seconds of each contestant (`module:function`), those that are not there left out. They take turns, so that
    what else the machine does hits all of them alike."""
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in list(found):
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.fresh", name, str(runs)], capture_output=True, text=True, check=False
            )
            if done.returncode == _ABSENT:
                del found[name]
            elif done.returncode == _BROKE_DOWN:
                print(f"{name}: left out, the other tool broke down: {done.stderr.splitlines()[-1]}")
                del found[name]
            elif done.returncode:
                raise RuntimeError(f"{name}: {done.stderr}")
            else:
                found[name].append(float(done.stdout.split()[-1]))
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def main(name: str, runs: int) -> int:
    """Time one contestant in this process."""
    module, _, function = name.partition(":")
    contestant: Contestant = getattr(importlib.import_module(module), function)
    work = contestant()
    if work is None:
        return _ABSENT
    try:
        print(median_seconds(runs, work))
    except subprocess.CalledProcessError as failed:
        # Another program, not ours: our own work never runs in a child of its own.
        print(failed, file=sys.stderr)
        return _BROKE_DOWN
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2])))
