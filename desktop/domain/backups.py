"""Backups: what one is called, when the next is due, which old ones stay."""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

SUFFIX: Final = ".cadangan"
FOLDER: Final = "Cadangan Rembug"
"""The folder made in the place that people choose; where it is missing, the place is not the one chosen."""

HOUR_MS: Final = 60 * 60 * 1000
EVERY_MS: Final = HOUR_MS
"""While people work, no more often than this (milliseconds). Ours."""
TEST_EVERY_MS: Final = 7 * 24 * HOUR_MS
"""Once a week the newest backup is tried as if it were restored. Ours."""
DAYS, WEEKS, MONTHS = 7, 5, 12
"""How many days, weeks and months keep their newest backup. Ours."""

_NAMED: Final = re.compile(r"-(\d{4}-\d{2}-\d{2}-\d{6})(?:-(\d+))?\.cadangan")
_STAMP: Final = "%Y-%m-%d-%H%M%S"


def name_for(desk: str, made: datetime, number: int = 1) -> str:
    """`RT03-RW04-Kaliombo-2026-11-22-140512.cadangan`; a second one in the same second gets `-2`."""
    again = f"-{number}" if number > 1 else ""
    return f"{desk}-{made.strftime(_STAMP)}{again}{SUFFIX}"


def moment_of(name: str) -> datetime | None:
    """When a backup was made, by its name (Kediri's clock, without zone); None where it is no backup's name."""
    found = _NAMED.search(name)
    if found is None or not name.endswith(SUFFIX):
        return None
    try:
        return datetime.strptime(found[1], _STAMP)  # noqa: DTZ007 - the clock on the wall, as it stands in the name
    except ValueError:
        return None


def number_of(name: str) -> int:
    """Which of those made in one second this is: 1, or the number after its time."""
    found = _NAMED.search(name)
    return int(found[2]) if found and found[2] else 1


def worth_keeping(moments: Iterable[datetime]) -> set[datetime]:
    """Of these backups, those that stay: the newest of each of the last 7 days, 5 weeks and 12 months that have one.

    Days without a backup do not count, so a computer that was off for a year loses none by being switched on.
    """
    newest_first = sorted(set(moments), reverse=True)
    spans: tuple[tuple[int, Callable[[datetime], object]], ...] = (
        (DAYS, lambda made: made.date()),
        (WEEKS, lambda made: made.isocalendar()[:2]),
        (MONTHS, lambda made: (made.year, made.month)),
    )
    kept: set[datetime] = set()
    for most, span_of in spans:
        seen: set[object] = set()
        for made in newest_first:
            span = span_of(made)
            if span not in seen and len(seen) < most:
                seen.add(span)
                kept.add(made)
    return kept
