"""A rule sheet as figures people alter: each with a name in their language, its unit and its article.

Paths name things, not places, so that a limit the year does not have yet can be given: `ceiling`,
`cap.infrastructure/joint.max_percent`, `mandatory.W2.max_rp`, `activity.cctv.max_units`, `land.private/new.min_years`,
`deadline.1.day`, `articles.ceiling`, `maintenance.min_age_years`, `payment.mechanism`, `pokmas_min`. A row's own path
(`mandatory.W2`, `activity.cctv`) says whether the year has it at all: False takes it out. `gaps`: what is not known.
`added_activities`, `added_mandatory`, `forbidden`: lines of rows (desktop.domain.rulesheet_rows).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar, cast

from msgspec.structs import fields, replace

from desktop.domain.errors import RuleViolation
from desktop.domain.records import Scope, Sector
from desktop.domain.rulesheet_model import (
    Activity,
    Articles,
    Cap,
    Evidence,
    MaintenanceRule,
    Mandatory,
    Payment,
    RuleSheet,
)
from desktop.domain.rulesheet_reader import read_rule_sheet, rule_sheet_problems
from desktop.domain.rulesheet_rows import (
    ADDED_ACTIVITIES,
    ADDED_MANDATORY,
    FORBIDDEN,
    ROW_PATHS,
    with_activities,
    with_forbidden,
    with_mandatory,
)
from desktop.domain.rulesheet_writer import ROWS, write_rule_sheet
from desktop.domain.sectors import SECTORS, sector_name

_T = TypeVar("_T")

Unit = Literal["text", "rupiah", "percent", "people", "count", "years", "day", "month", "flag", "mechanism"]
"""What a figure is: `percent` in hundredths of a percent, `rupiah` whole rupiah, `month` 1 to 12."""

Value = str | int | bool | tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a sheet. `value` None: the year has no such limit. `group`: heading it stands under. `article`:
    where it stands, "" = not known; `article_path`: the path to alter that, "" when it has none of its own."""

    path: str
    group: str
    label: str
    value: Value
    unit: Unit
    article: str = ""
    article_path: str = ""
    evidence: Evidence = "text"


_PLACES: Final[tuple[tuple[Sector, Scope], ...]] = (
    ("infrastructure", ""),
    ("infrastructure", "joint"),
    ("infrastructure", "own"),
    *((sector, "") for sector in SECTORS if sector != "infrastructure"),
    ("general", ""),
)
_BELOW: Final = {"min": "paling sedikit", "max": "paling banyak"}
_ACTIVITY_LIMITS: Final[tuple[tuple[str, str, Unit], ...]] = (
    ("max_units", "paling banyak tiap RT", "count"),
    ("max_rp", "paling banyak seluruhnya", "rupiah"),
    ("max_rp_each", "paling banyak tiap {each}", "rupiah"),
    ("min_age_years", "usia {group} paling sedikit", "years"),
    ("needs_poor_register", "nama daftar warga kurang mampu", "text"),
)
COPIED: Final = "Disalin dari aturan TA {year}. Angka yang belum diubah belum dicocokkan dengan peraturan TA {new}."


def figures(sheet: RuleSheet) -> tuple[Figure, ...]:
    """Every figure of a sheet that people may alter, in the order they read it; limits it does not have are there
    too, with value None."""
    found = [
        Figure(path="year", group="Umum", label="Tahun anggaran", value=sheet.year, unit="count"),
        Figure(path="name", group="Umum", label="Nama aturan", value=sheet.name, unit="text"),
        Figure(path="regulation", group="Umum", label="Peraturan, singkat", value=sheet.regulation, unit="text"),
        Figure(
            path="regulation_title",
            group="Umum",
            label="Peraturan, lengkap",
            value=sheet.regulation_title,
            unit="text",
        ),
        Figure(
            path="ceiling",
            group="Pagu",
            label="Pagu tiap RT paling banyak",
            value=sheet.ceiling,
            unit="rupiah",
            article=sheet.articles.ceiling,
            article_path="articles.ceiling",
            evidence=sheet.evidence,
        ),
        Figure(
            path="every_sector",
            group="Pagu",
            label="Semua bidang wajib diusulkan",
            # Where the regulation itself was not read, "no" only means that nobody said so.
            value=sheet.every_sector if sheet.every_sector or sheet.evidence == "text" else None,
            unit="flag",
            article=sheet.articles.every_sector,
            article_path="articles.every_sector",
            evidence=sheet.evidence,
        ),
    ]
    for sector, scope in _PLACES:
        found += _cap_figures(sheet, sector, scope)
    found += _row_figures(sheet)
    for end in ("min", "max"):
        found.append(
            Figure(
                path=f"pokmas_{end}",
                group="Pokmas",
                label=f"Anggota Pokmas {_BELOW[end]}",
                value=getattr(sheet, f"pokmas_{end}") or None,
                unit="people",
                article=sheet.articles.pokmas,
                article_path="articles.pokmas",
                evidence=sheet.evidence,
            )
        )
    return tuple(found)


def _cap_figures(sheet: RuleSheet, sector: Sector, scope: Scope) -> list[Figure]:
    cap = sheet.cap(sector, scope)
    base = f"cap.{sector}/{scope}" if scope else f"cap.{sector}"
    name = sector_name(sector, scope)
    if sector == "infrastructure" and not scope:
        name = "Infrastruktur seluruhnya"
    units: tuple[tuple[str, Unit], ...] = (("percent", "percent"), ("rp", "rupiah"))
    return [
        Figure(
            path=f"{base}.{end}_{key}",
            group="Batas tiap bidang",
            label=f"{name}, {_BELOW[end]}",
            value=getattr(cap, f"{end}_{key}") if cap else None,
            unit=unit,
            article=cap.article if cap else "",
            article_path=f"{base}.article",
            evidence=cap.evidence if cap else "unknown",
        )
        for end in ("min", "max")
        for key, unit in units
    ]


def _row_figures(sheet: RuleSheet) -> list[Figure]:
    found: list[Figure] = []

    def add(row: Any, base: str, key: str, group: str, label: str, unit: Unit) -> None:
        found.append(
            Figure(
                path=f"{base}.{key}",
                group=group,
                label=label,
                value=getattr(row, key) or None,
                unit=unit,
                article=row.article,
                article_path=f"{base}.article",
                evidence=row.evidence,
            )
        )

    for one in sheet.mandatory:
        name = f"{one.code} {one.name}"
        found.append(_whole(f"mandatory.{one.code}", "Kegiatan wajib", f"{name}, wajib tahun ini", one))
        for key, words, unit in (
            ("min_rp", "paling sedikit", "rupiah"),
            ("max_rp", "paling banyak", "rupiah"),
            ("min_participants", "peserta paling sedikit", "people"),
        ):
            add(one, f"mandatory.{one.code}", key, "Kegiatan wajib", f"{name}, {words}", _unit(unit))
    for activity in sheet.catalogue:
        for key, words, unit in _ACTIVITY_LIMITS:
            if getattr(activity, key):
                text = words.format(each=activity.each or "penerima", group=activity.group or "kelompok")
                label = f"{activity.name[:1].upper()}{activity.name[1:]}, {text}"
                add(activity, f"activity.{activity.key}", key, "Batas kegiatan", label, unit)
    for activity in sheet.catalogue:
        label = f"{activity.name[:1].upper()}{activity.name[1:]} ({sector_name(activity.sector)})"
        found.append(_whole(f"activity.{activity.key}", "Daftar kegiatan yang dibiayai", label, activity))
    for rule in sheet.land:
        if rule.min_years:
            base = f"land.{rule.kind}/{rule.work}" if rule.work else f"land.{rule.kind}"
            add(rule, base, "min_years", "Lahan", f"Izin {rule.name} paling sedikit", "years")
    if sheet.maintenance is not None:
        add(sheet.maintenance, "maintenance", "min_age_years", "Lahan", "Usia obyek yang diperbaiki", "years")
    for number, due in enumerate(sheet.deadlines, 1):
        add(due, f"deadline.{number}", "day", "Tenggat", f"{due.text}, tanggal", "day")
        add(due, f"deadline.{number}", "month", "Tenggat", f"{due.text}, bulan", "month")
    add(sheet.payment or Payment(evidence="unknown"), "payment", "mechanism", "Pencairan", "Cara", "mechanism")
    return found


def _whole(path: str, group: str, label: str, row: Mandatory | Activity) -> Figure:
    """Whether the year has this row at all; its article stands with its limits, or here when it has none."""
    return Figure(
        path=path,
        group=group,
        label=label,
        value=True,
        unit="flag",
        article=row.article,
        article_path=f"{path}.article",
        evidence=row.evidence,
    )


def _unit(text: str) -> Unit:
    return "people" if text == "people" else "rupiah"


def with_figures(sheet: RuleSheet, values: Mapping[str, Value]) -> RuleSheet:
    """The sheet with these figures (path → value, None = no such limit) in it.

    Raises RuleViolation as read_rule_sheet, `field` being the figure's path; rules_unknown_key for a path there is not.
    """
    sheet = _with_all(sheet, values)
    try:
        return read_rule_sheet(write_rule_sheet(sheet))
    except RuleViolation as problem:
        raise RuleViolation(problem.code, figure_path(sheet, problem.field), problem.facts) from problem


def figure_problems(sheet: RuleSheet, values: Mapping[str, Value]) -> list[RuleViolation]:
    """Everything that is wrong with the sheet once these figures are in it, each at its figure's path; [] when nothing
    is. Raises RuleViolation: rules_unknown_key for a path there is not."""
    try:
        sheet = _with_all(sheet, values)
    except RuleViolation as problem:
        if problem.field not in ROW_PATHS:
            raise
        return [problem]
    found = [one.violation for one in rule_sheet_problems(write_rule_sheet(sheet))]
    return [RuleViolation(one.code, figure_path(sheet, one.field), one.facts) for one in found]


def _with_all(sheet: RuleSheet, values: Mapping[str, Value]) -> RuleSheet:
    # Rows taken out go last: their figures may stand among the values too. Then rows come in, in place of those.
    single = {path: value for path, value in values.items() if path not in ROW_PATHS}
    for path, value in sorted(single.items(), key=lambda one: one[1] is False and _is_row(one[0])):
        sheet = _put(sheet, path, value)
    for path, field, add in _ROWS_OF:
        lines = values.get(path)
        if isinstance(lines, tuple):
            sheet = _replaced(sheet, field, add(sheet, lines))
    caps = tuple(cap for cap in sheet.caps if any(getattr(cap, key) is not None for key in _CAP_LIMITS))
    return replace(sheet, caps=caps)


def _is_row(path: str) -> bool:
    return path.count(".") == 1 and path.partition(".")[0] in _KEYS


def read_through(sheet: RuleSheet) -> RuleSheet:
    """A copied sheet whose figures were all compared with the year's regulation: they count as read there, and the
    gap that says they were only copied goes."""
    parts: dict[str, Any] = {
        field: tuple(_as_read(row) for row in getattr(sheet, field)) for field in ROWS if field not in _OF_ALL_YEARS
    }
    return replace(
        sheet,
        **parts,
        evidence="text",
        maintenance=_as_read(sheet.maintenance) if sheet.maintenance else None,
        payment=_as_read(sheet.payment) if sheet.payment else None,
        gaps=tuple(gap for gap in sheet.gaps if not gap.startswith(COPIED.partition("{")[0])),
    )


def _as_read(row: Any) -> Any:
    return replace(row, evidence="text") if row.evidence == "unknown" else row


_ROWS_OF: Final[tuple[tuple[str, str, Callable[[RuleSheet, Sequence[str]], tuple[object, ...]]], ...]] = (
    (ADDED_ACTIVITIES, "catalogue", with_activities),
    (ADDED_MANDATORY, "mandatory", with_mandatory),
    (FORBIDDEN, "forbidden", with_forbidden),
)
_OF_ALL_YEARS: Final = ("spj", "stamps", "taxes")
"""What no year's regulation sets, so a copy keeps it as it is known."""
_CAP_LIMITS: Final = ("min_percent", "max_percent", "min_rp", "max_rp")


def _put(sheet: RuleSheet, path: str, value: Value) -> RuleSheet:
    parts = path.split(".")
    unknown = RuleViolation("rules_unknown_key", path, {"key": path})
    if len(parts) == 1 and parts[0] in {field.name for field in fields(sheet)}:
        return _replaced(sheet, path, _typed(value, getattr(sheet, path)))
    if parts[0] == "articles" and len(parts) == 2 and parts[1] in {field.name for field in fields(Articles)}:
        return replace(sheet, articles=_replaced(sheet.articles, parts[1], value or ""))
    if parts[0] in ("maintenance", "payment") and len(parts) == 2:
        row: Any = getattr(sheet, parts[0]) or (Payment() if parts[0] == "payment" else MaintenanceRule())
        return _replaced(sheet, parts[0], _with(row, parts[1], value, unknown))
    if _is_row(path):
        return sheet if value else _without(sheet, parts[0], parts[1])
    if len(parts) != 3:
        raise unknown
    table, name, key = parts
    field = next((one for one, toml in ROWS.items() if toml == table), "")
    if not field:
        raise unknown
    rows: tuple[Any, ...] = getattr(sheet, field)
    at = next((at for at, row in enumerate(rows, 1) if _name(table, row, at) == name), 0)
    if not at and table == "cap":
        sector, _, scope = name.partition("/")
        if (sector, scope) not in _PLACES:
            raise unknown
        if value is None or key == "article":
            return sheet
        rows = (*rows, Cap(sector=_sector(sector), scope=_scope(scope)))
        at = len(rows)
    if not at:
        raise unknown
    new = _with(rows[at - 1], key, value, unknown)
    return _replaced(sheet, field, (*rows[: at - 1], new, *rows[at:]))


def _without(sheet: RuleSheet, table: str, name: str) -> RuleSheet:
    field = next(one for one, toml in ROWS.items() if toml == table)
    return _replaced(sheet, field, tuple(row for row in getattr(sheet, field) if getattr(row, _KEYS[table]) != name))


def _with(row: Any, key: str, value: Value, unknown: RuleViolation) -> Any:
    known = {field.name: field for field in fields(row)}
    if key not in known:
        raise unknown
    # What a person altered is theirs to answer for: it was read by them, not copied unseen.
    if key != "evidence" and getattr(row, "evidence", "") == "unknown":
        row = _replaced(row, "evidence", "text")
    default = known[key].default
    return _replaced(row, key, default if value is None else _typed(value, default))


def _replaced(row: _T, name: str, value: object) -> _T:
    changes: dict[str, Any] = {name: value}
    changed: Any = replace(row, **changes)  # type: ignore[type-var]  # any of the sheet's dataclasses
    return cast("_T", changed)


def _typed(value: Value, like: object) -> Value:
    return value.strip() if isinstance(value, str) else (0 if value is None and isinstance(like, int) else value)


def _sector(text: str) -> Sector:
    return next(sector for sector, _ in _PLACES if sector == text)


def _scope(text: str) -> Scope:
    return next(scope for _, scope in _PLACES if scope == text)


def _name(table: str, row: Any, at: int) -> str:
    """How paths call a row of a table; rows without a name of their own by their place, from 1."""
    if table == "cap":
        return f"{row.sector}/{row.scope}" if row.scope else str(row.sector)
    if table == "land":
        return f"{row.kind}/{row.work}" if row.work else str(row.kind)
    return str(getattr(row, _KEYS[table])) if table in _KEYS else str(at)


_KEYS: Final = {"mandatory": "code", "activity": "key"}


def figure_path(sheet: RuleSheet, path: str) -> str:
    """The figure's path for a place in the TOML text ("cap[3].max_percent" → "cap.health.max_percent")."""
    match = re.fullmatch(r"(\w+)\[(\d+)](?:\.(\w+))?", path)
    field = next((one for one, toml in ROWS.items() if match and toml == match[1]), "")
    if match is None or not field:
        return path
    rows: Sequence[Any] = getattr(sheet, field)
    at = int(match[2])
    name = _name(match[1], rows[at - 1], at) if at <= len(rows) else str(at)
    return f"{match[1]}.{name}.{match[3]}" if match[3] else f"{match[1]}.{name}"


def copied_sheet(sheet: RuleSheet, year: int) -> RuleSheet:
    """Last year's rules as the beginning of another year's: the figures stay, where they stand and how sure we are does
    not. The regulation must be named anew (it is empty), so the copy cannot be used as it is."""
    parts: dict[str, Any] = {
        field: tuple(_unread(row) for row in getattr(sheet, field)) for field in ROWS if field not in _OF_ALL_YEARS
    }
    return replace(
        sheet,
        **parts,
        year=year,
        name=sheet.name.replace(str(sheet.year), str(year)),
        regulation="",
        regulation_title="",
        evidence="unknown",
        articles=Articles(),
        maintenance=_unread(sheet.maintenance) if sheet.maintenance else None,
        payment=_unread(sheet.payment) if sheet.payment else None,
        gaps=(COPIED.format(year=sheet.year, new=year), *sheet.gaps),
    )


def _unread(row: Any) -> Any:
    return replace(row, article="", evidence="unknown")
