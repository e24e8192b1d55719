"""Rows of a rule sheet as lines people write: exclusions as they stand, activities and mandatory activities to add.

`Kesehatan: alat cek kesehatan posyandu (pasal 17 huruf b)`, `W2 Kesehatan: PMT posyandu`, `minuman keras (pasal 15)`.
The bidang stands first, in its Indonesian name; where the rule stands in brackets at the end, if known.
"""

import re
from collections.abc import Sequence
from typing import Final, Literal, cast

from msgspec.structs import replace

from desktop.domain.errors import RuleViolation
from desktop.domain.records import Sector
from desktop.domain.rulesheet_model import Activity, Forbidden, Mandatory, RuleSheet, key_of_name
from desktop.domain.sectors import SECTORS, sector_name

ADDED_ACTIVITIES: Final = "added_activities"
ADDED_MANDATORY: Final = "added_mandatory"
FORBIDDEN: Final = "forbidden"
ROW_PATHS: Final = (ADDED_ACTIVITIES, ADDED_MANDATORY, FORBIDDEN)
"""Paths beside those of single figures; the value is a tuple of lines."""

CODES: Final = ("W1", "W2", "W3", "W4")
_SOURCED = re.compile(
    r"(?P<text>.+?)\s*\((?P<article>(?:pasal|ayat|huruf|lampiran)\b[^()]*(?:\([^()]*\)[^()]*)*)\)", re.IGNORECASE
)
_SECTORS: Final[dict[str, Sector]] = {sector_name(sector).casefold(): sector for sector in (*SECTORS, "general")}


def forbidden_lines(sheet: RuleSheet) -> tuple[str, ...]:
    """The exclusions of a year, one a line, in their order."""
    return tuple(f"{one.text} ({one.article})" if one.article else one.text for one in sheet.forbidden)


def with_forbidden(sheet: RuleSheet, lines: Sequence[str]) -> tuple[Forbidden, ...]:
    """The exclusions of these lines, numbered anew; one that stood there keeps how sure we are of it."""
    known = dict(zip(forbidden_lines(sheet), sheet.forbidden, strict=True))
    found: list[Forbidden] = []
    for number, line in enumerate(lines, 1):
        text, article = _sourced(line)
        row = known.get(line) or Forbidden(number=number, text=text, article=article)
        found.append(replace(row, number=number))
    return tuple(found)


def with_activities(sheet: RuleSheet, lines: Sequence[str]) -> tuple[Activity, ...]:
    """The catalogue with the activities of these lines behind it.

    Raises RuleViolation: rules_row_unread (facts: line, from 1), rules_row_twice (facts: line, name).
    """
    catalogue = list(sheet.catalogue)
    for number, line in enumerate(lines, 1):
        sector, name, article = _placed(line, number, ADDED_ACTIVITIES)
        key = key_of_name(name)
        if not key or any(one.key == key for one in catalogue):
            raise RuleViolation("rules_row_twice", ADDED_ACTIVITIES, {"line": number, "name": name})
        catalogue.append(Activity(sector=sector, name=name, key=key, article=article))
    return tuple(catalogue)


def with_mandatory(sheet: RuleSheet, lines: Sequence[str]) -> tuple[Mandatory, ...]:
    """The mandatory activities with those of these lines, in the order of their codes.

    Raises RuleViolation: rules_row_unread, rules_row_twice (facts: line, name).
    """
    found = list(sheet.mandatory)
    for number, line in enumerate(lines, 1):
        code, _, rest = line.strip().partition(" ")
        if code.upper() not in CODES:
            raise RuleViolation("rules_row_unread", ADDED_MANDATORY, {"line": number})
        known = cast('Literal["W1", "W2", "W3", "W4"]', code.upper())
        sector, name, article = _placed(rest, number, ADDED_MANDATORY)
        if any(one.code == known for one in found):
            raise RuleViolation("rules_row_twice", ADDED_MANDATORY, {"line": number, "name": known})
        found.append(Mandatory(code=known, name=name, sector=sector, article=article))
    return tuple(sorted(found, key=lambda one: one.code))


def activity_line(sector: Sector, name: str, article: str = "") -> str:
    """The line of one activity to add."""
    return f"{sector_name(sector)}: {name.strip()}" + (f" ({article.strip()})" if article.strip() else "")


def _placed(line: str, number: int, path: str) -> tuple[Sector, str, str]:
    """Bidang, name and article of a line."""
    place, colon, rest = line.partition(":")
    sector = _SECTORS.get(" ".join(place.split()).casefold())
    name, article = _sourced(rest)
    if not colon or sector is None or not name:
        raise RuleViolation("rules_row_unread", path, {"line": number})
    return sector, name, article


def _sourced(line: str) -> tuple[str, str]:
    match = _SOURCED.fullmatch(line.strip())
    return (match["text"], match["article"]) if match else (line.strip(), "")
