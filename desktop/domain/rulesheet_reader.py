"""Reading a rule sheet from its TOML text: every problem is named by the key's path, and none is guessed away.

The reader goes on after a problem with a harmless value, so that one look tells everything that is wrong; what it
returns then is thrown away.
"""

import difflib
import re
import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, TypeVar, cast, get_args

from desktop.domain.errors import RuleViolation
from desktop.domain.papers import EVIDENCE_PAPERS
from desktop.domain.records import MONEY_LIMIT, Scope, Sector
from desktop.domain.rulesheet_model import (
    Above,
    Activity,
    AgeException,
    Articles,
    Cap,
    Deadline,
    Evidence,
    Forbidden,
    FormRule,
    LandRule,
    Level,
    MaintenanceRule,
    Mandatory,
    Mechanism,
    Payment,
    RuleSheet,
    SpjPaper,
    StampDuty,
    Work,
    key_of_name,
)
from desktop.domain.sectors import SECTORS
from desktop.domain.tax_table import TaxRow, read_tax_rows

_T = TypeVar("_T")

_MANDATORY: Final = ("W1", "W2", "W3", "W4")
_LONGEST_TEXT: Final = 2_000
_MOST_ROWS: Final = 500
_ANY_DAY: Final = date(2000, 1, 1)
_READABLE: Final = "teks yang terbaca (UTF-8, tanpa tanda tersembunyi)"
# Signs that steer a terminal or turn the direction of a line, and the sign that stands for bytes nobody could read.
_HIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]")


def read_rule_sheet(toml_text: str) -> RuleSheet:
    """A rule sheet from its TOML text (resources/rulesheets/2022.toml is an example).

    Raises RuleViolation, `field` being the key's path ("cap[2].max_percent"): rules_unreadable (facts: reason),
    rules_missing, rules_unknown_key (facts: meant), rules_wrong_type (facts: expected), rules_bad_value (facts: value,
    allowed), rules_percent (facts: value), rules_amount (facts: value), rules_year (facts: value), rules_date (facts:
    value), rules_min_above_max, rules_empty_cap, rules_twice, rules_scope, rules_too_long. The first problem only;
    `rule_sheet_problems` tells all.
    """
    problems: list[RuleViolation] = []
    sheet = _read(toml_text, problems)
    if problems:
        raise problems[0]
    return sheet


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One thing wrong with a rule sheet's text. `line`: from 1, 0 when it has no line (something is missing)."""

    violation: RuleViolation
    line: int


def rule_sheet_problems(toml_text: str) -> list[SheetProblem]:
    """Everything that is wrong with a rule sheet's text, in the order of its lines; [] for a sheet that can be used."""
    problems: list[RuleViolation] = []
    try:
        _read(toml_text, problems)
    except RuleViolation as problem:
        return [SheetProblem(problem, _line_of_syntax(str(problem.facts.get("reason", ""))))]
    found = [SheetProblem(problem, line_of(toml_text, problem.field)) for problem in problems]
    return sorted(found, key=lambda one: one.line)


def line_of(toml_text: str, path: str) -> int:
    """The line (from 1) of a key's path ("cap[2].max_percent") in a rule sheet; of its table if the key is not there,
    0 when neither is."""
    *tables, key = path.split(".")
    header, number = "", 0
    table, wanted = "", 0
    if match := re.fullmatch(r"(\w+)\[(\d+)]", tables[0] if tables else key):
        table, wanted = match[1], int(match[2])
        if not tables:
            key = ""
    elif tables:
        table = tables[0]
    counts: dict[str, int] = {}
    at_table = 0
    for number, line in enumerate(toml_text.splitlines(), 1):
        if match := re.match(r"\s*\[\[?\s*([\w-]+)\s*]]?", line):
            header = match[1]
            counts[header] = counts.get(header, 0) + 1
            if header == table and (not wanted or counts[header] == wanted):
                at_table = number
        inside = header == table and (not wanted or counts.get(header) == wanted)
        if inside and key and re.match(rf"\s*{re.escape(key)}\s*=", line):
            return number
    return at_table


def _line_of_syntax(reason: str) -> int:
    match = re.search(r"line (\d+)", reason)
    return int(match[1]) if match else 0


def _read(toml_text: str, problems: list[RuleViolation]) -> RuleSheet:
    try:
        table = tomllib.loads(toml_text)
    except (ValueError, RecursionError) as problem:  # no TOML, or a number of thousands of digits
        raise RuleViolation("rules_unreadable", "", {"reason": str(problem)}) from problem
    top = _Table(table, "", problems)
    sheet = RuleSheet(
        year=top.year("year"),
        name=top.text("name"),
        regulation=top.text("regulation"),
        regulation_title=top.text("regulation_title", ""),
        evidence=top.evidence(),
        ceiling=top.amount("ceiling"),
        every_sector=top.flag("every_sector"),
        articles=_articles(top.table("articles")),
        caps=tuple(_cap(row) for row in top.rows("cap")),
        mandatory=tuple(_mandatory(row) for row in top.rows("mandatory")),
        gaps=top.texts("gaps"),
        catalogue=tuple(_activity(row) for row in top.rows("activity")),
        forbidden=tuple(_forbidden(row) for row in top.rows("forbidden")),
        land=tuple(_land(row) for row in top.rows("land")),
        maintenance=_maintenance(top.table("maintenance")) if top.has("maintenance") else None,
        deadlines=tuple(_deadline(row) for row in top.rows("deadline")),
        stamps=tuple(_stamp(row) for row in top.rows("stamp")),
        taxes=top.taxes("tax"),
        spj=tuple(_spj(row) for row in top.rows("spj")),
        forms=tuple(_form(row) for row in top.rows("form")),
        payment=_payment(top.table("payment")) if top.has("payment") else None,
        pokmas_min=top.count("pokmas_min"),
        pokmas_max=top.count("pokmas_max"),
    )
    top.done()
    if not problems:
        problems += _disagreements(sheet)
    return sheet


def _readable(text: str) -> bool:
    return _HIDDEN.search(text) is None


class _Table:
    """One TOML table being read: each key is taken once, what is left over is not known."""

    def __init__(self, values: dict[str, Any], path: str, problems: list[RuleViolation]) -> None:
        self._values, self._path, self._problems = dict(values), path, problems
        self._asked: list[str] = []

    def path(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key

    def fail(self, code: str, key: str, **facts: object) -> None:
        """Note a problem; the caller goes on with a value that harms nobody."""
        self._problems.append(RuleViolation(code, self.path(key), {"key": self.path(key), **facts}))

    def noted(self) -> int:
        """How many problems were noted so far."""
        return len(self._problems)

    def _take(self, key: str, kind: type[_T], expected: str, default: _T, *, needed: bool = False) -> _T:
        self._asked.append(key)
        if key not in self._values:
            if needed:
                self.fail("rules_missing", key)
            return default
        value = self._values.pop(key)
        # A TOML date and time is a date for Python, true is 1: neither is meant.
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)) or isinstance(value, datetime):
            self.fail("rules_wrong_type", key, expected=expected)
            return default
        return value

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        known = self.noted()
        value = self._take(key, str, "teks", default or "", needed=default is None)
        if len(value) > _LONGEST_TEXT:
            self.fail("rules_too_long", key)
            return value[:_LONGEST_TEXT]
        if not _readable(value):
            self.fail("rules_wrong_type", key, expected=_READABLE)
            return ""
        if default is None and not value.strip() and self.noted() == known:
            self.fail("rules_missing", key)
        return value.strip()

    def choice(self, key: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        known = self.noted()
        value = self.text(key, default)
        if value not in allowed:
            if self.noted() == known:
                self.fail("rules_bad_value", key, value=value, allowed=allowed)
            return default if default is not None else allowed[0]
        return value

    def choices(self, key: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        values = self.texts(key)
        for value in values:
            if value not in allowed:
                self.fail("rules_bad_value", key, value=value, allowed=allowed)
        return values

    def evidence(self, default: Evidence = "text") -> Evidence:
        return cast("Evidence", self.choice("evidence", get_args(Evidence), default))

    def flag(self, key: str) -> bool:
        return self._take(key, bool, "true atau false", default=False)

    def year(self, key: str) -> int:
        known = self.noted()
        value = self._take(key, int, "bilangan bulat", 2000, needed=True)
        if not 2000 <= value <= 2100 and self.noted() == known:
            self.fail("rules_year", key, value=value)
        return value

    def day(self, key: str) -> date:
        return self._take(key, date, "tanggal seperti 2022-01-31", _ANY_DAY, needed=True)

    def day_or_none(self, key: str) -> date | None:
        return self.day(key) if self.has(key) else None

    def amount(self, key: str) -> int:
        known = self.noted()
        value = self._take(key, int, "bilangan bulat", 1, needed=True)
        if not 0 < value <= MONEY_LIMIT and self.noted() == known:
            self.fail("rules_amount", key, value=value)
            return 1
        return value

    def amount_or_none(self, key: str) -> int | None:
        self._asked.append(key)
        return self.amount(key) if self.has(key) else None

    def count(self, key: str, most: int = 1_000) -> int:
        value = self._take(key, int, "bilangan bulat", 0)
        if not 0 <= value <= most:
            self.fail("rules_amount", key, value=value)
            return 0
        return value

    def count_or_none(self, key: str) -> int | None:
        """A whole number from 1."""
        self._asked.append(key)
        if not self.has(key):
            return None
        value = self.count(key, 1_000_000)
        if value == 0 and not any(problem.field == self.path(key) for problem in self._problems):
            self.fail("rules_amount", key, value=0)
        return value or 1

    def percent_or_none(self, key: str) -> int | None:
        """Hundredths of a percent from "1.5" (text, a point, at most two decimals); 0 to 100."""
        self._asked.append(key)
        if not self.has(key):
            return None
        known = self.noted()
        value = self._take(key, str, 'teks seperti "25" atau "1.5"', "0")
        if self.noted() > known:
            return None
        digits = value.strip()
        if not digits.isascii() or not digits.replace(".", "", 1).isdecimal() or len(digits) > 8:
            self.fail("rules_percent", key, value=value)
            return 0
        hundredths = Decimal(digits) * 100
        if hundredths != int(hundredths) or hundredths > 10_000:
            self.fail("rules_percent", key, value=value)
            return 0
        return int(hundredths)

    def texts(self, key: str) -> tuple[str, ...]:
        values: list[Any] = self._take(key, list, "daftar teks", [])
        if not all(isinstance(value, str) for value in values):
            self.fail("rules_wrong_type", key, expected="daftar teks")
            return ()
        if len(values) > _MOST_ROWS or any(len(value) > _LONGEST_TEXT for value in values):
            self.fail("rules_too_long", key)
            return ()
        if not all(_readable(value) for value in values):
            self.fail("rules_wrong_type", key, expected=_READABLE)
            return ()
        return tuple(value.strip() for value in values)

    def table(self, key: str) -> "_Table":
        values: dict[str, Any] = self._take(key, dict, "tabel", {})
        return _Table(values, self.path(key), self._problems)

    def rows(self, key: str) -> "list[_Table]":
        values: list[Any] = self._take(key, list, "daftar tabel", [])
        if not all(isinstance(value, dict) for value in values):
            self.fail("rules_wrong_type", key, expected="daftar tabel")
            return []
        if len(values) > _MOST_ROWS:
            self.fail("rules_too_long", key)
            return []
        return [_Table(value, f"{self.path(key)}[{number}]", self._problems) for number, value in enumerate(values, 1)]

    def taxes(self, key: str) -> tuple[TaxRow, ...]:
        """Rows of the tax table; the first problem among them is told."""
        try:
            return read_tax_rows(self._take(key, list, "daftar tabel", []), self.path(key))
        except RuleViolation as problem:
            self._problems.append(problem)
            return ()

    def done(self) -> None:
        """Refuse what nobody asked for: a misspelt key would silently switch a rule off."""
        for key in self._values:
            meant = next(iter(difflib.get_close_matches(key, self._asked, 1, 0.6)), "")
            self.fail("rules_unknown_key", key, meant=meant)


def _articles(row: _Table) -> Articles:
    articles = Articles(
        ceiling=row.text("ceiling", ""),
        every_sector=row.text("every_sector", ""),
        letter_d=row.text("letter_d", ""),
        letter_e=row.text("letter_e", ""),
        meeting=row.text("meeting", ""),
        pokmas=row.text("pokmas", ""),
        joint=row.text("joint", ""),
        teams=row.text("teams", ""),
        contract=row.text("contract", ""),
        spj=row.text("spj", ""),
        handover=row.text("handover", ""),
    )
    row.done()
    return articles


def _cap(row: _Table) -> Cap:
    sector = cast("Sector", row.choice("sector", (*SECTORS, "general")))
    scope = cast("Scope", row.choice("scope", get_args(Scope), ""))
    if scope and sector != "infrastructure":
        row.fail("rules_scope", "scope")
    named = any(row.has(key) for key in ("min_percent", "max_percent", "min_rp", "max_rp"))
    cap = Cap(
        sector=sector,
        scope=scope,
        min_percent=row.percent_or_none("min_percent"),
        max_percent=row.percent_or_none("max_percent"),
        min_rp=row.amount_or_none("min_rp"),
        max_rp=row.amount_or_none("max_rp"),
        above=cast("Above", row.choice("above", get_args(Above), "block")),
        article=row.text("article", ""),
        evidence=row.evidence(),
    )
    row.done()
    if not named:
        row.fail("rules_empty_cap", "max_percent")
    return cap


def _mandatory(row: _Table) -> Mandatory:
    activity = Mandatory(
        code=cast("Any", row.choice("code", _MANDATORY)),
        name=row.text("name"),
        sector=cast("Sector", row.choice("sector", SECTORS)),
        min_rp=row.amount_or_none("min_rp"),
        max_rp=row.amount_or_none("max_rp"),
        min_participants=row.count("min_participants"),
        level=cast("Level", row.choice("level", get_args(Level), "block")),
        activities=row.texts("activities"),
        article=row.text("article", ""),
        evidence=row.evidence(),
    )
    row.done()
    if activity.min_rp is not None and activity.max_rp is not None and activity.min_rp > activity.max_rp:
        row.fail("rules_min_above_max", "min_rp")
    return activity


def _activity(row: _Table) -> Activity:
    name = row.text("name")
    activity = Activity(
        sector=cast("Sector", row.choice("sector", SECTORS)),
        name=name,
        key=row.text("key", "") or key_of_name(name),
        also=row.texts("also"),
        limit=row.text("limit", ""),
        unit=row.text("unit", ""),
        each=row.text("each", ""),
        max_units=row.count_or_none("max_units"),
        max_rp=row.amount_or_none("max_rp"),
        max_rp_each=row.amount_or_none("max_rp_each"),
        once_in_programme=row.flag("once_in_programme"),
        needs_poor_register=row.text("needs_poor_register", ""),
        group=row.text("group", ""),
        min_age_years=row.count("min_age_years", 100),
        needs=row.choices("needs", tuple(EVIDENCE_PAPERS)),
        builds=row.flag("builds"),
        open=row.flag("open"),
        article=row.text("article", ""),
        evidence=row.evidence(),
    )
    row.done()
    return activity


def _forbidden(row: _Table) -> Forbidden:
    forbidden = Forbidden(
        number=row.count("number"), text=row.text("text"), article=row.text("article", ""), evidence=row.evidence()
    )
    row.done()
    return forbidden


def _land(row: _Table) -> LandRule:
    rule = LandRule(
        kind=row.text("kind"),
        name=row.text("name"),
        work=cast("Work", row.choice("work", get_args(Work), "")),
        text=row.text("text", ""),
        paper=row.choice("paper", ("", *EVIDENCE_PAPERS), ""),
        min_years=row.count("min_years", 100),
        article=row.text("article", ""),
        evidence=row.evidence(),
    )
    row.done()
    return rule


def _maintenance(row: _Table) -> MaintenanceRule:
    exceptions = row.choices("exceptions", get_args(AgeException))
    rule = MaintenanceRule(
        min_age_years=row.count("min_age_years", 100),
        exceptions=cast("tuple[AgeException, ...]", exceptions),
        text=row.text("text", ""),
        article=row.text("article", ""),
        evidence=row.evidence(),
    )
    row.done()
    return rule


def _deadline(row: _Table) -> Deadline:
    known = row.noted()
    month, day = row.count("month", 12), row.count("day", 31)
    longest = 29 if month == 2 else 31 - (month in {4, 6, 9, 11})
    if row.noted() == known and not (month and 0 < day <= longest):
        row.fail("rules_date", "day", value=f"{day}/{month}")
    deadline = Deadline(
        text=row.text("text"),
        month=month,
        day=day,
        next_year=row.flag("next_year"),
        article=row.text("article", ""),
        evidence=row.evidence(),
    )
    row.done()
    return deadline


def _stamp(row: _Table) -> StampDuty:
    stamp = StampDuty(
        since=row.day("since"),
        until=row.day_or_none("until"),
        amount=row.amount_or_none("amount"),
        over=row.amount_or_none("over"),
        papers=row.texts("papers"),
        text=row.text("text", ""),
        article=row.text("article", ""),
        evidence=row.evidence(),
    )
    row.done()
    if stamp.until is not None and stamp.until < stamp.since:
        row.fail("rules_min_above_max", "since")
    return stamp


def _spj(row: _Table) -> SpjPaper:
    paper = SpjPaper(
        number=row.count("number"),
        title=row.text("title"),
        article=row.text("article", ""),
        evidence=row.evidence("practice"),
    )
    row.done()
    return paper


def _form(row: _Table) -> FormRule:
    form = FormRule(
        letter=row.text("letter"),
        title=row.text("title"),
        signers=row.texts("signers"),
        countersigners=row.texts("countersigners"),
        copies=row.count("copies", 100),
        stamped=row.flag("stamped"),
        article=row.text("article", ""),
        evidence=row.evidence(),
    )
    row.done()
    return form


def _payment(row: _Table) -> Payment:
    payment = Payment(
        mechanism=cast("Mechanism", row.choice("mechanism", get_args(Mechanism), "")),
        text=row.text("text", ""),
        article=row.text("article", ""),
        evidence=row.evidence(),
    )
    row.done()
    return payment


def _disagreements(sheet: RuleSheet) -> list[RuleViolation]:
    """What only shows when the parts are seen together."""
    found: list[RuleViolation] = []

    def add(code: str, path: str) -> None:
        found.append(RuleViolation(code, path, {"key": path}))

    for number in _repeated([(cap.sector, cap.scope) for cap in sheet.caps]):
        add("rules_twice", f"cap[{number}]")
    for number, cap in enumerate(sheet.caps, 1):
        lowest, highest = cap.lowest(sheet.ceiling), cap.highest(sheet.ceiling)
        if (lowest is not None and highest is not None and lowest > highest) or (lowest or 0) > sheet.ceiling:
            add("rules_min_above_max", f"cap[{number}]")
    if _repeated([activity.code for activity in sheet.mandatory]):
        add("rules_twice", "mandatory")
    if sheet.pokmas_min > sheet.pokmas_max:
        add("rules_min_above_max", "pokmas_min")
    for number in _repeated([one.key for one in sheet.catalogue]):
        add("rules_twice", f"activity[{number}].key")
    for number in _repeated([(one.kind, one.work) for one in sheet.land]):
        add("rules_twice", f"land[{number}].kind")
    for number in _repeated([one.letter for one in sheet.forms]):
        add("rules_twice", f"form[{number}].letter")
    for number in _repeated([one.number or -at for at, one in enumerate(sheet.forbidden)]):
        add("rules_twice", f"forbidden[{number}].number")
    return found


def _repeated(keys: list[Any]) -> list[int]:
    """The places (from 1) of keys that stood before."""
    return [at for at, key in enumerate(keys, 1) if key in keys[: at - 1]]
