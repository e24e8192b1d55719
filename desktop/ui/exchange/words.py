"""How sending is spoken of: counts with their nouns, sizes, moments, names of desks."""

import datetime
import time
from collections.abc import Iterable, Sequence

from desktop.domain.areas import parse_area
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_number
from desktop.domain.record_types import RECORD_TYPES
from desktop.services.desks import desk_words

_FIRST = (
    "d.submission",
    "d.meeting",
    "d.attendance",
    "d.proposal",
    "k.decision",
    "d.photo",
    "d.scan",
    "d.statement",
    "d.beneficiary_list",
)
"""What people ask about first, in this order; the rest follows by its noun."""
UNKNOWN = "catatan dari aplikasi yang lebih baru"
MEGABYTE = 1024 * 1024


def nouns(types: Iterable[tuple[str, int]]) -> list[tuple[int, str]]:
    """Counts by record type as counts by noun, what matters most first."""
    counts: dict[str, int] = {}
    for kind, count in sorted(types, key=lambda one: _rank(one[0])):
        noun = RECORD_TYPES[kind].noun if kind in RECORD_TYPES else UNKNOWN
        counts[noun] = counts.get(noun, 0) + count
    return [(count, noun) for noun, count in counts.items()]


def _rank(kind: str) -> tuple[int, str]:
    known = RECORD_TYPES.get(kind)
    return (_FIRST.index(kind) if kind in _FIRST else len(_FIRST), known.noun if known else "~")


def listed(counts: Sequence[tuple[int, str]], most: int = 0) -> str:
    """`1 rembug, 60 kehadiran, 10 usulan`; with `most`, what comes later as `dan 3 jenis lain`."""
    shown = counts[:most] if most and len(counts) > most else counts
    text = ", ".join(f"{format_number(count)} {noun}" for count, noun in shown)
    rest = len(counts) - len(shown)
    return f"{text}, dan {rest} jenis lain" if rest else text


def size_words(size: int) -> str:
    """`380 KB`, `4,2 MB`; bytes in."""
    if size < MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    tenths = round(size * 10 / MEGABYTE)
    whole, part = divmod(tenths, 10)
    return f"{format_number(whole)},{part} MB" if whole < 100 and part else f"{format_number(whole)} MB"


def room_words(size: int) -> str:
    """`12 GB`, `380 MB`: how much a drive still holds."""
    return f"{size // (1024 * MEGABYTE)} GB" if size >= 10 * 1024 * MEGABYTE else size_words(size)


def moment(at: int) -> str:
    """`12 Agustus 2026 pukul 10.42`, on this computer's clock; UTC ms in."""
    when = time.localtime(at / 1000)
    day = datetime.date(when.tm_year, when.tm_mon, when.tm_mday)
    return f"{format_day(day)} pukul {when.tm_hour:02d}.{when.tm_min:02d}"


def day_of(at: int) -> datetime.date:
    """The day of a moment (UTC ms) on this computer's calendar."""
    when = time.localtime(at / 1000)
    return datetime.date(when.tm_year, when.tm_mon, when.tm_mday)


def desk_name(area: str) -> str:
    """`RT 03/RW 04`, `Pokmas 02`, `Kelurahan Kaliombo`; what is no area is shown as it is."""
    try:
        return desk_words(parse_area(area))[0]
    except RuleViolation:
        return area
