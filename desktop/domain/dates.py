"""Calendar days as people write and read them. Names are ours: nothing depends on the computer's language."""

import datetime
import re

from desktop.domain.errors import RuleViolation
from desktop.domain.typed import shown, tidy

DAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTH_NAMES = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")

# From lists made elsewhere also the old spellings, other short forms and the English names.
_OTHER_MONTHS = {
    "january": 1,
    "peb": 2,
    "pebruari": 2,
    "february": 2,
    "march": 3,
    "may": 5,
    "june": 6,
    "july": 7,
    "agt": 8,
    "ags": 8,
    "aug": 8,
    "august": 8,
    "oct": 10,
    "october": 10,
    "nop": 11,
    "nopember": 11,
    "dec": 12,
    "december": 12,
}

_WORDS = {"hari ini": 0, "sekarang": 0, "kemarin": -1, "kemarin dulu": -2, "besok": 1, "lusa": 2}
_DAY_PREFIX = re.compile(r"^(?P<day>senin|selasa|rabu|kamis|jum['’ʼ`]?at|sabtu|minggu|ahad)\b[ ,]*", re.IGNORECASE)
_MIDNIGHT = re.compile(r"[ T]00[:.]00(?:[:.]00)?$")  # a spreadsheet's day without a time of its own
_ISO = re.compile(r"^(?P<year>[0-9]{4})-(?P<month>[0-9]{1,2})-(?P<day>[0-9]{1,2})$")
_NUMBERS = re.compile(
    r"^(?P<day>[0-9]{1,2})(?: ?[-–/.] ?| )(?P<month>[0-9]{1,2})(?:(?: ?[-–/.] ?| )(?P<year>[0-9]{2}|[0-9]{4}))?$"
)
_NAMED = re.compile(
    r"^(?P<day>[0-9]{1,2})(?: ?[-–/.] ?| )?(?P<month>[a-z]{3,9})\.?(?:[-–/., ]*(?P<year>[0-9]{2}|[0-9]{4}))?$",
    re.IGNORECASE,
)

_FAR_TOO_LONG = 500
_FIRST_YEAR, _LAST_YEAR = 1900, 2100


def day_name(day: datetime.date) -> str:
    """`Senin` to `Minggu`."""
    return DAY_NAMES[day.weekday()]


def format_day(day: datetime.date) -> str:
    """`17 Agustus 2026`."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def format_long(day: datetime.date) -> str:
    """`Senin, 17 Agustus 2026`, as documents write it."""
    return f"{day_name(day)}, {format_day(day)}"


def roman_month(month: int) -> str:
    """1 → `I`, 12 → `XII`: the month in a letter's number. ValueError outside 1 to 12."""
    if not 1 <= month <= 12:
        raise ValueError(f"month {month} is outside 1 to 12")
    return _ROMAN[month - 1]


def parse_day(text: str, today: datetime.date, *, year: int | None = None) -> datetime.date:
    """The day somebody typed: `17/8/26`, `17-08-2026`, `17 8`, `17 Agustus 2026`, `17 Agt 2026`, `kemarin`, `hari ini`.

    Without a year it is that of `year` (a budget year), else this year's. Two digits of a year mean the one from 79
    years back to 20 years ahead of `today`. A day name in front must fit.
    Raises RuleViolation (field `date`, facts: typed): date_not_existing (facts: month, last_day and year when the
    month exists), date_day_name (facts: right), date_out_of_range, date_unreadable.
    """
    clean = _MIDNIGHT.sub("", tidy(text[:_FAR_TOO_LONG]))
    words = clean.lower()
    if words in _WORDS:
        return today + datetime.timedelta(days=_WORDS[words])
    named_day = _DAY_PREFIX.match(clean)
    rest = clean[named_day.end() :] if named_day else clean
    found = _ISO.match(rest) or _NUMBERS.match(rest) or _NAMED.match(rest)
    month = _month(found["month"]) if found else 0
    if not found or month < 0:
        raise RuleViolation("date_unreadable", "date", {"typed": shown(text)})
    day = _existing(_year(found["year"], today, year), month, int(found["day"]), text)
    if named_day and _plain_day(named_day["day"]) != day_name(day):
        raise RuleViolation("date_day_name", "date", {"typed": shown(text), "right": format_long(day)})
    return day


def day_within(year: int, today: datetime.date) -> datetime.date:
    """Today, or the first or last day of `year` when today is not in it: where a calendar of that year opens."""
    return min(max(today, datetime.date(year, 1, 1)), datetime.date(year, 12, 31))


def _month(text: str) -> int:
    """The number written, or the month whose name begins so (three letters or more); -1 when there is none."""
    if text.isdecimal():
        return int(text)
    word = text.lower()
    for number, name in enumerate(MONTH_NAMES, 1):
        if name.lower().startswith(word):
            return number
    return _OTHER_MONTHS.get(word, -1)


def _year(text: str | None, today: datetime.date, without: int | None) -> int:
    if not text:
        return without or today.year
    if len(text) == 4:
        return int(text)
    century = today.year // 100 * 100
    year = century + int(text)
    if year > today.year + 20:
        return year - 100
    return year + 100 if year < today.year - 79 else year


def _existing(year: int, month: int, day: int, typed: str) -> datetime.date:
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise RuleViolation("date_out_of_range", "date", {"typed": shown(typed)})
    facts: dict[str, object] = {"typed": shown(typed)}
    if not 1 <= month <= 12:
        raise RuleViolation("date_not_existing", "date", facts)
    following = datetime.date(year + month // 12, month % 12 + 1, 1)
    last = (following - datetime.timedelta(days=1)).day
    if not 1 <= day <= last:
        facts |= {"month": month, "last_day": last, "year": year}
        raise RuleViolation("date_not_existing", "date", facts)
    return datetime.date(year, month, day)


def _plain_day(word: str) -> str:
    plain = re.sub("[^a-z]", "", word.lower()).capitalize()
    return "Minggu" if plain == "Ahad" else plain
