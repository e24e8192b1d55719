"""Timing by medians, and the table that is printed."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: seconds (or megabytes) of ours and of what stands beside it; `goal` None: only to know it."""

    what: str
    ours: float
    beside: str
    floor: float
    goal: float | None
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """Ours over the other: below 1 is faster."""
        return self.ours / self.floor if self.floor else 0.0


def median_seconds(runs: int, work: Callable[[], object]) -> float:
    """The median time of `runs` calls, after one to warm up."""
    work()
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def table(rows: list[Row]) -> str:
    """The result as Markdown."""
    lines = ["| what | ours | beside | theirs | ratio | goal |", "| --- | --- | --- | --- | --- | --- |"]
    for row in rows:
        goal = "–" if row.goal is None else f"≤ {row.goal:g} ×" + ("" if row.ratio <= row.goal else " (missed)")
        lines.append(
            f"| {row.what} | {row.ours:.3f} {row.unit} | {row.beside} | {row.floor:.3f} {row.unit} "
            f"| {row.ratio:.2f} × | {goal} |"
        )
    return "\n".join(lines)
