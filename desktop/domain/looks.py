"""Whether two files show one picture, though one was sent on, made smaller or renamed.

Two steps. The look of a picture, 256 bits kept with its record, finds what could be the same: a hash by the discrete
cosine transform of 32 × 32 greys, its 16 × 16 lowest frequencies above or below their median. What is near is compared
in 128 × 128 greys: bills on one printed form look alike, but a few of these greys differ much where other figures
stand. The limits were tried on bills and photos of one lane, compressed and scaled as messengers do (ours). Two bills
that differ in their number alone and were scanned alike may still be taken for one: what is found is asked, never
refused.

A copy that lies on its side or upside down is found too: the frequencies of a turned picture are those of the picture
in another order and with other signs, so its looks cost nothing to speak of. A copy that was cut is not found: other
edges change every frequency, and comparing greys at each place and scale (a millisecond each, for every known picture)
would take longer than all else about a photo; libraries that match features are larger than the whole program.
"""

import math
import statistics
from collections.abc import Sequence
from operator import mul
from typing import Final

SIDE: Final = 32
"""Greys along each side that the look is made of."""
FINE_SIDE: Final = 128
"""Greys along each side that are compared."""
_KEPT: Final = 16
_DIGITS: Final = _KEPT * _KEPT // 4
_NEAR: Final = 56
"""Bits in which looks differ at most where pictures could be the same."""
_SPREAD: Final = 48
_FAR: Final = 20
"""Greys of evened pictures that differ so much are far apart …"""
_FAR_MOST: Final = 8
"""… and so many of 16,384 may be. Tried on bills of one printed form, as scanned and as taken with a phone: copies of
1600, 1280, 960 and 720 px at quality 85 to 35, also brighter, had none; bills on the very same spot that differ in one
amount and the number 11 to 44, in all figures 30 to 338, in the number alone 5 to 15."""

_WAVES: Final = tuple(
    tuple(math.cos(math.pi * (2 * at + 1) * wave / (2 * SIDE)) for at in range(SIDE)) for wave in range(_KEPT)
)


TURNS: Final = (0, 1, 2, 3)
"""Quarters of a circle, clockwise."""


def look_of(greys: bytes) -> str:
    """The look of 32 × 32 greys, row by row: 64 hexadecimal digits; "" for a picture of nearly one grey, which looks
    like every other one. Raises ValueError for another number of greys."""
    return looks_of(greys)[0]


def looks_of(greys: bytes) -> tuple[str, ...]:
    """The looks of 32 × 32 greys as they lie and turned by one, two and three quarters. Raises as `look_of`."""
    if len(greys) != SIDE * SIDE:
        raise ValueError(f"{len(greys)} greys")
    if max(greys) - min(greys) < SIDE // 4:
        return ("",) * len(TURNS)
    rows = [greys[start : start + SIDE] for start in range(0, SIDE * SIDE, SIDE)]
    across = [[sum(map(mul, wave, row)) for row in rows] for wave in _WAVES]
    values = [sum(map(mul, wave, column)) for wave in _WAVES for column in across]
    return tuple(_bits([factor * values[at] for at, factor in order]) for order in _ORDERS)


def turned(greys: bytes, turn: int) -> bytes:
    """Greys of a square, row by row, turned clockwise by so many quarters."""
    side = math.isqrt(len(greys))
    if turn == 2:  # upside down
        return greys[::-1]
    if turn:
        columns = [greys[at::side] for at in range(side)]
        return b"".join(column[::-1] for column in columns) if turn == 1 else b"".join(reversed(columns))
    return greys


def _bits(values: Sequence[float]) -> str:
    middle = statistics.median(values[1:])
    bits = 0
    for value in values:
        bits = bits << 1 | (value > middle)
    return f"{bits:0{_DIGITS}x}"


def _order(turn: int) -> list[tuple[int, int]]:
    """Where each frequency (down, across) of a turned picture is found, and its sign: a turn by a quarter changes the
    two directions, and mirroring one turns the sign of its odd waves."""
    found = []
    for down in range(_KEPT):
        for across in range(_KEPT):
            at = across * _KEPT + down if turn % 2 else down * _KEPT + across
            odd = (0, across, down + across, down)[turn] % 2
            found.append((at, -1 if odd else 1))
    return found


_ORDERS: Final = tuple(_order(turn) for turn in TURNS)


def bits_of(look: str) -> int | None:
    """A look as a number to compare with others, None for what is no look."""
    try:
        return int(look, 16) if len(look) == _DIGITS else None
    except ValueError:
        return None


def near(one: int, other: int) -> bool:
    """Whether two pictures could be the same, by the bits of their looks."""
    return (one ^ other).bit_count() <= _NEAR


def same(one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether two pictures are the same, by 128 × 128 greys of each, evened out by `evened`."""
    far = sum(abs(mine - theirs) >= _FAR for mine, theirs in zip(one, other, strict=True))
    return far <= _FAR_MOST


def evened(greys: bytes) -> bytes:
    """Greys with one mean and one spread, so that a brighter copy of a picture is the same."""
    middle = sum(greys) / len(greys)
    spread = max(math.sqrt(max(sum(map(mul, greys, greys)) / len(greys) - middle * middle, 0.0)), 8.0)
    table = bytes(int(min(max((grey - middle) / spread * _SPREAD + 128, 0), 255)) for grey in range(256))
    return greys.translate(table)
