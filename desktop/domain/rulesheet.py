"""A year's rules as data: ceilings, shares, mandatory activities, each with its article and how sure we are of it.

A rule sheet is TOML text (resources/rulesheets/, or one the kelurahan sends). Rules change every year, so no figure of
a regulation stands in code. Percentages are text in the file ("1.5") and hundredths of a percent here, never floats.
"""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal, TypeVar, cast, get_args

from desktop.domain.errors import RuleViolation
from desktop.domain.records import MONEY_LIMIT, Scope, Sector
from desktop.domain.sectors import SECTORS

Evidence = Literal["text", "secondary", "unknown"]
"""`text`: read in the regulation itself; `secondary`: others report it; `unknown`: nobody we could read says."""

Above = Literal["block", "letter"]
Level = Literal["block", "letter", "warn"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """How much one bidang (infrastructure: one part of it, or both together with scope "") may or must get.

    Percentages are hundredths of a percent of the RT's ceiling, amounts whole rupiah; None = no such limit.
    `above`: what a share over the maximum does on submitting. `article` "" = not known.
    """

    sector: Sector
    scope: Scope = ""
    min_percent: int | None = None
    max_percent: int | None = None
    min_rp: int | None = None
    max_rp: int | None = None
    above: Above = "block"
    article: str = ""
    evidence: Evidence = "text"

    def lowest(self, ceiling: int) -> int | None:
        """The least amount in whole rupiah for an RT with this ceiling, rounded up; None = no minimum."""
        limits = [self.min_rp] if self.min_rp is not None else []
        if self.min_percent is not None:
            limits.append(-(-ceiling * self.min_percent // 10_000))
        return max(limits, default=None)

    def highest(self, ceiling: int) -> int | None:
        """The most in whole rupiah for an RT with this ceiling, rounded down; None = no maximum."""
        limits = [self.max_rp] if self.max_rp is not None else []
        if self.max_percent is not None:
            limits.append(ceiling * self.max_percent // 10_000)
        return min(limits, default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandatory:
    """An activity every RT must propose. Amounts in whole rupiah; `level`: what its absence does on submitting."""

    code: Literal["W1", "W2", "W3", "W4"]
    name: str
    sector: Sector
    min_rp: int | None = None
    max_rp: int | None = None
    min_participants: int = 0
    level: Level = "block"
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One kind of activity the year's rules pay for. `limit`: a condition, in the words people read."""

    sector: Sector
    name: str
    limit: str = ""
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbidden:
    """Something the year's rules do not pay for; `number` is how messages point to it."""

    number: int
    text: str
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A day of every year; `next_year`: it falls in the year after the budget year."""

    text: str
    month: int
    day: int
    next_year: bool = False
    article: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Articles:
    """Where the general rules stand; "" = not known."""

    ceiling: str = ""
    every_sector: str = ""
    letter_d: str = ""
    letter_e: str = ""
    meeting: str = ""
    pokmas: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSheet:
    """The rules of one budget year (TA).

    `regulation`: as messages name it ("Perwali Kediri 32/2021"). `regulation_title`: as letters name it, in full.
    `ceiling`: most an RT gets, whole rupiah. `every_sector`: each of the six bidang must be proposed. `gaps`: what is
    not known of this year's rules, shown to the user as it stands. `pokmas_min`, `pokmas_max`: members, 0 = not known.
    """

    year: int
    name: str
    regulation: str
    regulation_title: str = ""
    evidence: Evidence = "text"
    ceiling: int
    every_sector: bool = False
    articles: Articles = Articles()
    caps: tuple[Cap, ...] = ()
    mandatory: tuple[Mandatory, ...] = ()
    gaps: tuple[str, ...] = ()
    catalogue: tuple[Activity, ...] = ()
    forbidden: tuple[Forbidden, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    pokmas_min: int = 0
    pokmas_max: int = 0

    def cap(self, sector: Sector, scope: Scope = "") -> Cap | None:
        """The limit on this bidang (and part of infrastructure), None when the year names none."""
        return next((cap for cap in self.caps if (cap.sector, cap.scope) == (sector, scope)), None)

    @property
    def splits_infrastructure(self) -> bool:
        """Whether joint and own infrastructure are counted apart this year."""
        return any(cap.scope for cap in self.caps)

    def basis(self, article: str) -> str:
        """The rule's source as messages show it, in brackets."""
        if not article:
            return f"(aturan TA {self.year}, pasal belum diketahui)"
        return f"({self.regulation} {article})"


# --- reading -----------------------------------------------------------------------------------------------------

_MANDATORY: Final = ("W1", "W2", "W3", "W4")
_LONGEST_TEXT: Final = 2_000
_MOST_ROWS: Final = 500


def read_rule_sheet(toml_text: str) -> RuleSheet:
    """A rule sheet from its TOML text (resources/rulesheets/2022.toml is an example).

    Raises RuleViolation, `field` being the key's path ("cap[2].max_percent"): rules_unreadable (facts: line),
    rules_missing, rules_unknown_key, rules_wrong_type (facts: expected), rules_bad_value (facts: value, allowed),
    rules_percent (facts: value), rules_amount (facts: value), rules_year (facts: value), rules_min_above_max,
    rules_empty_cap, rules_twice, rules_scope, rules_too_long.
    """
    try:
        table = tomllib.loads(toml_text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise RuleViolation("rules_unreadable", "", {"reason": str(problem)}) from problem
    top = _Table(table, "")
    sheet = RuleSheet(
        year=top.year("year"),
        name=top.text("name"),
        regulation=top.text("regulation"),
        regulation_title=top.text("regulation_title", ""),
        evidence=cast("Evidence", top.choice("evidence", get_args(Evidence), "text")),
        ceiling=top.amount("ceiling"),
        every_sector=top.flag("every_sector"),
        articles=_articles(top.table("articles")),
        caps=tuple(_cap(row) for row in top.rows("cap")),
        mandatory=tuple(_mandatory(row) for row in top.rows("mandatory")),
        gaps=top.texts("gaps"),
        catalogue=tuple(_activity(row) for row in top.rows("activity")),
        forbidden=tuple(_forbidden(row) for row in top.rows("forbidden")),
        deadlines=tuple(_deadline(row) for row in top.rows("deadline")),
        pokmas_min=top.count("pokmas_min"),
        pokmas_max=top.count("pokmas_max"),
    )
    top.done()
    _agree(sheet)
    return sheet


class _Table:
    """One TOML table being read: each key is taken once, what is left over is not known."""

    def __init__(self, values: dict[str, Any], path: str) -> None:
        self._values, self._path = dict(values), path

    def path(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def fail(self, code: str, key: str, **facts: object) -> RuleViolation:
        return RuleViolation(code, self.path(key), {"key": self.path(key), **facts})

    def _take(self, key: str, kind: type[_T], expected: str, default: _T | None = None) -> _T:
        if key not in self._values:
            if default is None:
                raise self.fail("rules_missing", key)
            return default
        value = self._values.pop(key)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.fail("rules_wrong_type", key, expected=expected)
        return value

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        value = self._take(key, str, "teks", default)
        if len(value) > _LONGEST_TEXT:
            raise self.fail("rules_too_long", key)
        if default is None and not value.strip():
            raise self.fail("rules_missing", key)
        return value.strip()

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.fail("rules_bad_value", key, value=value, allowed=allowed)
        return value

    def flag(self, key: str) -> bool:
        return self._take(key, bool, "true atau false", default=False)

    def year(self, key: str) -> int:
        value = self._take(key, int, "bilangan bulat")
        if not 2000 <= value <= 2100:
            raise self.fail("rules_year", key, value=value)
        return value

    def amount(self, key: str) -> int:
        value = self._take(key, int, "bilangan bulat")
        if not 0 < value <= MONEY_LIMIT:
            raise self.fail("rules_amount", key, value=value)
        return value

    def amount_or_none(self, key: str) -> int | None:
        return self.amount(key) if self.has(key) else None

    def count(self, key: str, most: int = 1_000) -> int:
        value = self._take(key, int, "bilangan bulat", 0)
        if not 0 <= value <= most:
            raise self.fail("rules_amount", key, value=value)
        return value

    def percent_or_none(self, key: str) -> int | None:
        """Hundredths of a percent from "1.5" (text, a point, at most two decimals); 0 to 100."""
        if not self.has(key):
            return None
        value = self._take(key, str, 'teks seperti "25" atau "1.5"')
        digits = value.strip()
        if not digits.isascii() or not digits.replace(".", "", 1).isdecimal() or len(digits) > 8:
            raise self.fail("rules_percent", key, value=value)
        hundredths = Decimal(digits) * 100
        if hundredths != int(hundredths) or hundredths > 10_000:
            raise self.fail("rules_percent", key, value=value)
        return int(hundredths)

    def texts(self, key: str) -> tuple[str, ...]:
        values: list[Any] = self._take(key, list, "daftar teks", [])
        if not all(isinstance(value, str) for value in values):
            raise self.fail("rules_wrong_type", key, expected="daftar teks")
        if len(values) > _MOST_ROWS or any(len(value) > _LONGEST_TEXT for value in values):
            raise self.fail("rules_too_long", key)
        return tuple(values)

    def table(self, key: str) -> "_Table":
        values: dict[str, Any] = self._take(key, dict, "tabel", {})
        return _Table(values, self.path(key))

    def rows(self, key: str) -> "list[_Table]":
        values: list[Any] = self._take(key, list, "daftar tabel", [])
        if not all(isinstance(value, dict) for value in values):
            raise self.fail("rules_wrong_type", key, expected="daftar tabel")
        if len(values) > _MOST_ROWS:
            raise self.fail("rules_too_long", key)
        return [_Table(value, f"{self.path(key)}[{number}]") for number, value in enumerate(values, 1)]

    def done(self) -> None:
        """Refuse what nobody asked for: a misspelt key would silently switch a rule off."""
        for key in self._values:
            raise self.fail("rules_unknown_key", key)


def _articles(row: _Table) -> Articles:
    articles = Articles(
        ceiling=row.text("ceiling", ""),
        every_sector=row.text("every_sector", ""),
        letter_d=row.text("letter_d", ""),
        letter_e=row.text("letter_e", ""),
        meeting=row.text("meeting", ""),
        pokmas=row.text("pokmas", ""),
    )
    row.done()
    return articles


def _cap(row: _Table) -> Cap:
    sector = cast("Sector", row.choice("sector", (*SECTORS, "general")))
    scope = cast("Scope", row.choice("scope", get_args(Scope), ""))
    if scope and sector != "infrastructure":
        raise row.fail("rules_scope", "scope")
    cap = Cap(
        sector=sector,
        scope=scope,
        min_percent=row.percent_or_none("min_percent"),
        max_percent=row.percent_or_none("max_percent"),
        min_rp=row.amount_or_none("min_rp"),
        max_rp=row.amount_or_none("max_rp"),
        above=cast("Above", row.choice("above", get_args(Above), "block")),
        article=row.text("article", ""),
        evidence=cast("Evidence", row.choice("evidence", get_args(Evidence), "text")),
    )
    row.done()
    if (cap.min_percent, cap.max_percent, cap.min_rp, cap.max_rp) == (None, None, None, None):
        raise row.fail("rules_empty_cap", "max_percent")
    return cap


def _mandatory(row: _Table) -> Mandatory:
    activity = Mandatory(
        code=cast("Literal['W1', 'W2', 'W3', 'W4']", row.choice("code", _MANDATORY)),
        name=row.text("name"),
        sector=cast("Sector", row.choice("sector", SECTORS)),
        min_rp=row.amount_or_none("min_rp"),
        max_rp=row.amount_or_none("max_rp"),
        min_participants=row.count("min_participants"),
        level=cast("Level", row.choice("level", get_args(Level), "block")),
        article=row.text("article", ""),
    )
    row.done()
    if activity.min_rp is not None and activity.max_rp is not None and activity.min_rp > activity.max_rp:
        raise row.fail("rules_min_above_max", "min_rp")
    return activity


def _activity(row: _Table) -> Activity:
    activity = Activity(
        sector=cast("Sector", row.choice("sector", SECTORS)),
        name=row.text("name"),
        limit=row.text("limit", ""),
        article=row.text("article", ""),
    )
    row.done()
    return activity


def _forbidden(row: _Table) -> Forbidden:
    forbidden = Forbidden(number=row.count("number"), text=row.text("text"), article=row.text("article", ""))
    row.done()
    return forbidden


def _deadline(row: _Table) -> Deadline:
    month, day = row.count("month", 12), row.count("day", 31)
    if not month or not day or day > (29 if month == 2 else 31 - (month in {4, 6, 9, 11})):
        raise row.fail("rules_bad_value", "day", value=f"{day}/{month}", allowed=())
    deadline = Deadline(
        text=row.text("text"),
        month=month,
        day=day,
        next_year=row.flag("next_year"),
        article=row.text("article", ""),
    )
    row.done()
    return deadline


def _agree(sheet: RuleSheet) -> None:
    """What only shows when the parts are seen together. Raises RuleViolation."""
    seen: set[tuple[str, str]] = set()
    for number, cap in enumerate(sheet.caps, 1):
        path = f"cap[{number}]"
        if (cap.sector, cap.scope) in seen:
            raise RuleViolation("rules_twice", path, {"key": path})
        seen.add((cap.sector, cap.scope))
        lowest, highest = cap.lowest(sheet.ceiling), cap.highest(sheet.ceiling)
        if lowest is not None and highest is not None and lowest > highest:
            raise RuleViolation("rules_min_above_max", path, {"key": path})
        if (lowest or 0) > sheet.ceiling:
            raise RuleViolation("rules_min_above_max", path, {"key": path})
    codes = [activity.code for activity in sheet.mandatory]
    if len(codes) != len(set(codes)):
        raise RuleViolation("rules_twice", "mandatory", {"key": "mandatory"})
    if sheet.pokmas_min > sheet.pokmas_max:
        raise RuleViolation("rules_min_above_max", "pokmas_min", {"key": "pokmas_min"})
