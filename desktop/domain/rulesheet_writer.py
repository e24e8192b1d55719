"""A rule sheet as TOML text again, so that read_rule_sheet(write_rule_sheet(sheet)) == sheet."""

from datetime import date
from typing import Any, Final

import msgspec

from desktop.domain.rulesheet_model import Articles, RuleSheet

TABLES: Final = {"articles": "articles", "maintenance": "maintenance", "payment": "payment"}
"""Field of the sheet → TOML table."""

ROWS: Final = {
    "caps": "cap",
    "mandatory": "mandatory",
    "catalogue": "activity",
    "forbidden": "forbidden",
    "land": "land",
    "deadlines": "deadline",
    "stamps": "stamp",
    "spj": "spj",
    "forms": "form",
    "taxes": "tax",
}
"""Field of the sheet → TOML array of tables."""

_PERCENT: Final = frozenset({"min_percent", "max_percent", "rate", "without_npwp"})
_NAMES: Final = {
    "without_npwp": "rate_without_npwp",
    "others": "other_rates",
    "tax.since": "valid_from",
    "tax.until": "valid_until",
}
"""Fields that the text calls otherwise; `tax.` in front where only the tax table does."""
_INDENTED: Final = 60
"""A list longer than this stands on several lines."""


def write_rule_sheet(sheet: RuleSheet) -> str:
    """The sheet as TOML text; what has its default value is left out."""
    top = [field.name for field in msgspec.structs.fields(sheet) if field.name not in TABLES and field.name not in ROWS]
    parts = ["\n".join(_keys(sheet, top))]
    for name, table in TABLES.items():
        value = getattr(sheet, name)
        # An empty table still says that there is one, but the articles are always there.
        if value is not None and value != Articles():
            parts.append("\n".join([f"[{table}]", *_keys(value)]))
    for name, table in ROWS.items():
        parts += ["\n".join([f"[[{table}]]", *_keys(row, table=table)]) for row in getattr(sheet, name)]
    return "\n\n".join(parts) + "\n"


def _keys(row: Any, names: list[str] | None = None, table: str = "") -> list[str]:
    lines: list[str] = []
    for field in msgspec.structs.fields(row):
        if names is not None and field.name not in names:
            continue
        value = getattr(row, field.name)
        if value != field.default:
            if field.name in _PERCENT:
                value = percent_text(value)
            elif field.name == "others":
                value = tuple(percent_text(one) for one in value)
            name = _NAMES.get(f"{table}.{field.name}") or _NAMES.get(field.name, field.name)
            lines.append(f"{name} = {_value(value)}")
    return lines


def percent_text(hundredths: int) -> str:
    """`1.5` for 150 hundredths of a percent, as rule sheets write it."""
    return f"{hundredths // 100}.{hundredths % 100:02d}".rstrip("0").rstrip(".")


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value:_}" if value >= 10_000 else str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return _text(value)
    items = [_value(item) for item in value]
    if sum(map(len, items)) > _INDENTED:
        return "[\n" + "".join(f"    {item},\n" for item in items) + "]"
    return f"[{', '.join(items)}]"


_ESCAPES: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def _text(value: str) -> str:
    """A TOML basic string; control characters escaped."""
    return (
        '"' + "".join(_ESCAPES.get(c) or (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in value) + '"'
    )
