"""The dated tax table: which tax falls on which purchase, from which day to which, and how sure we are of it.

Rates change by day, not by budget year, so one table (resources/rulesheets/taxes.toml) serves all years; the rule sheet
a kelurahan sends may replace single rows. Percentages are text in the file ("1.5") and hundredths of a percent here,
never floats. Who must withhold on a Pokmas's own purchases is not settled (no source found), so the table advises and
the treasurer decides.
"""

import datetime
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final, Literal, cast, get_args

from msgspec import Struct

from desktop.domain.errors import RuleViolation
from desktop.domain.records import MONEY_LIMIT, TaxObject

TaxKind = Literal["ppn", "pph21", "pph22", "pph23", "pph4_2", "food"]
TaxBase = Literal["net", "included", "gross", "day", "day_excess"]
"""What a rate is applied to: `net`: the price without PPN or local tax in it; `included`: the same, and the tax itself
lies in the price; `gross`: all that is paid; `day`: a worker's pay, where `above` and `up_to` are pay per day;
`day_excess`: what a day's pay has above `above`."""

Grade = Literal["text", "secondary", "practice"]
"""`text`: read in the regulation; `secondary`: others report it; `practice`: the custom, text not found."""

Withholder = Literal["pokmas", "kelurahan", "seller"]

OBJECTS: Final[tuple[TaxObject, ...]] = tuple(one for one in get_args(TaxObject) if one)


class TaxRow(Struct, frozen=True, kw_only=True):
    """One rate. Amounts in whole rupiah, rates in hundredths of a percent.

    `objects`: the purchases it falls on. `payees`: the classes of payee it is for, () = any. `without_npwp`: the rate
    for a payee without NPWP, None = the same. `others`: rates that other sources give. `above`: due only when the
    amount is more than this; `up_to`: and at most this, 0 = no end; `month_up_to`: a worker's pay of a month must not
    be more, 0 = no end. `vat`: due only from a seller who is PKP. `withheld_by`: who pays it to the treasury, as far as
    known. `until` None: still in force on the table's last day.
    """

    key: str
    kind: TaxKind
    objects: tuple[TaxObject, ...]
    payees: tuple[str, ...] = ()
    rate: int
    without_npwp: int | None = None
    others: tuple[int, ...] = ()
    base: TaxBase = "net"
    above: int = 0
    up_to: int = 0
    month_up_to: int = 0
    vat: bool = False
    withheld_by: Withholder = "pokmas"
    since: datetime.date
    until: datetime.date | None = None
    evidence: Grade = "secondary"
    source: str
    note: str = ""

    def holds_on(self, day: datetime.date) -> bool:
        """Whether it is in force on this day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class StampRow:
    """Bea meterai on papers that say money was received: of more than `above`, one stamp of `amount` (whole rupiah)."""

    above: int
    amount: int
    since: datetime.date
    until: datetime.date | None = None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxTable:
    """Every row, and the days from `since` to `until` between which advice is given at all.

    `near_days`: receipts of one shop at most so many days apart are looked at together (ours). `gaps`: what is not
    known, as it is shown.
    """

    name: str
    since: datetime.date
    until: datetime.date
    near_days: int = 0
    rows: tuple[TaxRow, ...] = ()
    stamps: tuple[StampRow, ...] = ()
    gaps: tuple[str, ...] = ()
    payees: Mapping[str, str] = field(default_factory=dict)

    def covers(self, day: datetime.date) -> bool:
        """Whether advice may be given for this day."""
        return self.since <= day <= self.until

    def rows_for(self, thing: TaxObject, day: datetime.date) -> tuple[TaxRow, ...]:
        """The rows on this purchase in force on this day."""
        return tuple(row for row in self.rows if thing in row.objects and row.holds_on(day))

    def kinds_for(self, thing: TaxObject) -> tuple[TaxKind, ...]:
        """The taxes that can fall on this purchase on any day, in the order of the books."""
        return tuple(kind for kind in get_args(TaxKind) if any(thing in r.objects for r in self.rows if r.kind == kind))

    def payees_for(self, thing: TaxObject) -> tuple[str, ...]:
        """The classes of payee that matter for this purchase, in the table's order."""
        wanted = {payee for row in self.rows if thing in row.objects for payee in row.payees}
        return tuple(payee for payee in self.payees if payee in wanted)

    def stamp_on(self, day: datetime.date) -> StampRow | None:
        """The stamp duty in force on this day, None = not known."""
        return next((row for row in self.stamps if row.since <= day and (row.until is None or day <= row.until)), None)

    def with_rows(self, rows: Sequence[TaxRow], last_day: datetime.date) -> "TaxTable":
        """The table with these rows in place of those of the same key, and new ones behind.

        Where rows were given, advice is given as far as they say (`last_day` where they name no end), never shorter.
        """
        if not rows:
            return self
        mine = {row.key: row for row in rows}
        kept = tuple(mine.pop(row.key, row) for row in self.rows)
        end = max(row.until or last_day for row in rows)
        return replace(self, rows=(*kept, *mine.values()), until=max(self.until, end))


# --- stamp duty --------------------------------------------------------------------------------------------------


def stamp_due(table: TaxTable, amount: int, day: datetime.date | None) -> int | None:
    """The stamp (whole rupiah) a receipt of this amount and day needs; 0 = none, None = the table does not know.

    Exactly the limit needs none: UU 10/2020 pasal 3 ayat (2) huruf g says "lebih dari". A receipt without a day is
    looked at as of the table's last day.
    """
    row = table.stamp_on(day or table.until)
    if row is None:
        return None
    return row.amount if amount > row.above else 0


# --- reading -----------------------------------------------------------------------------------------------------

_LONGEST_TEXT: Final = 2_000
_MOST_ROWS: Final = 500


def read_tax_table(toml_text: str) -> TaxTable:
    """The table from its TOML text.

    Raises RuleViolation, `field` being the key's path ("tax[2].rate"): rules_unreadable (facts: reason), rules_missing,
    rules_unknown_key, rules_wrong_type (facts: expected), rules_bad_value (facts: value), rules_percent (facts: value),
    rules_amount, rules_date (facts: value), rules_min_above_max, rules_twice, rules_too_long.
    """
    try:
        values = tomllib.loads(toml_text)
    except (ValueError, RecursionError) as problem:  # no TOML, or a number of thousands of digits
        raise RuleViolation("rules_unreadable", "", {"reason": str(problem)}) from problem
    top = _Row(values, "")
    payees = top.words("payees")
    table = TaxTable(
        name=top.text("name"),
        since=top.day("valid_from"),
        until=top.day("valid_until"),
        near_days=top.count("near_days", 366),
        rows=read_tax_rows(top.rows("tax"), "tax", payees),
        stamps=tuple(_stamp(_Row(row, f"stamp[{at}]")) for at, row in enumerate(top.rows("stamp"), 1)),
        gaps=top.texts("gaps"),
        payees=payees,
    )
    top.done()
    if table.until < table.since:
        raise top.fail("rules_min_above_max", "valid_until")
    return table


def read_tax_rows(
    rows: Sequence[object], path: str = "tax", payees: Mapping[str, str] | None = None
) -> tuple[TaxRow, ...]:
    """The rows of a list of TOML tables: of the shared file, or the `[[tax]]` of a rule sheet.

    `payees`: the classes of payee that are known; None = not looked at. Raises as read_tax_table.
    """
    if len(rows) > _MOST_ROWS:
        raise RuleViolation("rules_too_long", path, {"key": path})
    found: list[TaxRow] = []
    for at, values in enumerate(rows, 1):
        where = f"{path}[{at}]"
        if not isinstance(values, dict):
            raise RuleViolation("rules_wrong_type", where, {"key": where, "expected": "daftar tabel"})
        row = _tax(_Row(values, where), payees)
        if any(row.key == other.key for other in found):
            raise RuleViolation("rules_twice", f"{where}.key", {"key": f"{where}.key"})
        found.append(row)
    return tuple(found)


def _tax(row: "_Row", payees: Mapping[str, str] | None) -> TaxRow:
    tax = TaxRow(
        key=row.text("key"),
        kind=cast("TaxKind", row.choice("kind", get_args(TaxKind))),
        objects=tuple(cast("TaxObject", one) for one in row.choices("objects", OBJECTS)),
        payees=row.choices("payees", tuple(payees) if payees is not None else None, needed=False),
        rate=row.percent("rate"),
        without_npwp=row.percent("rate_without_npwp") if row.has("rate_without_npwp") else None,
        others=tuple(row.read_percent("other_rates", one) for one in row.texts("other_rates")),
        base=cast("TaxBase", row.choice("base", get_args(TaxBase), "net")),
        above=row.count("above"),
        up_to=row.count("up_to"),
        month_up_to=row.count("month_up_to"),
        vat=row.flag("vat"),
        withheld_by=cast("Withholder", row.choice("withheld_by", get_args(Withholder), "pokmas")),
        since=row.day("valid_from"),
        until=row.day("valid_until") if row.has("valid_until") else None,
        evidence=cast("Grade", row.choice("evidence", get_args(Grade), "secondary")),
        source=row.text("source"),
        note=row.text("note", ""),
    )
    row.done()
    if tax.until is not None and tax.until < tax.since:
        raise row.fail("rules_min_above_max", "valid_until")
    if tax.up_to and tax.up_to <= tax.above:
        raise row.fail("rules_min_above_max", "up_to")
    return tax


def _stamp(row: "_Row") -> StampRow:
    stamp = StampRow(
        above=row.count("above"),
        amount=row.count("amount"),
        since=row.day("valid_from"),
        until=row.day("valid_until") if row.has("valid_until") else None,
        source=row.text("source"),
    )
    row.done()
    return stamp


class _Row:
    """One TOML table being read: each key is taken once; what is left over is not known and refused."""

    def __init__(self, values: dict[str, Any], path: str) -> None:
        self._values, self._path = dict(values), path

    def fail(self, code: str, key: str, **facts: object) -> RuleViolation:
        path = f"{self._path}.{key}" if self._path else key
        return RuleViolation(code, path, {"key": path, **facts})

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, default: str | None = None) -> str:
        value = self._values.pop(key, default)
        if value is None:
            raise self.fail("rules_missing", key)
        if not isinstance(value, str):
            raise self.fail("rules_wrong_type", key, expected="teks")
        if len(value) > _LONGEST_TEXT:
            raise self.fail("rules_too_long", key)
        if default is None and not value.strip():
            raise self.fail("rules_missing", key)
        return value.strip()

    def choice(self, key: str, allowed: Sequence[str], default: str | None = None) -> str:
        value = self.text(key, default)
        if value not in allowed:
            raise self.fail("rules_bad_value", key, value=value, allowed=tuple(allowed))
        return value

    def choices(self, key: str, allowed: Sequence[str] | None, *, needed: bool = True) -> tuple[str, ...]:
        values = self.texts(key)
        if needed and not values:
            raise self.fail("rules_missing", key)
        for value in values:
            if allowed is not None and value not in allowed:
                raise self.fail("rules_bad_value", key, value=value, allowed=tuple(allowed))
        return values

    def texts(self, key: str) -> tuple[str, ...]:
        values = self._values.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            raise self.fail("rules_wrong_type", key, expected="daftar teks")
        if len(values) > _MOST_ROWS or any(len(one) > _LONGEST_TEXT for one in values):
            raise self.fail("rules_too_long", key)
        return tuple(values)

    def words(self, key: str) -> dict[str, str]:
        values = self._values.pop(key, {})
        if not isinstance(values, dict) or not all(isinstance(one, str) for one in values.values()):
            raise self.fail("rules_wrong_type", key, expected="tabel teks")
        return dict(values)

    def rows(self, key: str) -> list[Any]:
        values = self._values.pop(key, [])
        if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
            raise self.fail("rules_wrong_type", key, expected="daftar tabel")
        return values

    def flag(self, key: str) -> bool:
        value = self._values.pop(key, False)
        if not isinstance(value, bool):
            raise self.fail("rules_wrong_type", key, expected="true atau false")
        return value

    def count(self, key: str, most: int = MONEY_LIMIT) -> int:
        value = self._values.pop(key, 0)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.fail("rules_wrong_type", key, expected="bilangan bulat")
        if not 0 <= value <= most:
            raise self.fail("rules_amount", key, value=value)
        return value

    def day(self, key: str) -> datetime.date:
        if key not in self._values:
            raise self.fail("rules_missing", key)
        value = self._values.pop(key)
        if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
            raise self.fail("rules_wrong_type", key, expected="tanggal seperti 2022-04-01")
        if not 1900 <= value.year <= 2100:
            raise self.fail("rules_date", key, value=str(value))
        return value

    def percent(self, key: str) -> int:
        if key not in self._values:
            raise self.fail("rules_missing", key)
        value = self._values.pop(key)
        if not isinstance(value, str):
            raise self.fail("rules_wrong_type", key, expected='teks seperti "1.5"')
        return self.read_percent(key, value)

    def read_percent(self, key: str, value: str) -> int:
        """Hundredths of a percent from "1.5" (a point, at most two decimals); 0 to 100."""
        digits = value.strip()
        if not digits.isascii() or not digits.replace(".", "", 1).isdecimal() or len(digits) > 8:
            raise self.fail("rules_percent", key, value=value)
        hundredths = Decimal(digits) * 100
        if hundredths != int(hundredths) or hundredths > 10_000:
            raise self.fail("rules_percent", key, value=value)
        return int(hundredths)

    def done(self) -> None:
        """Refuse what nobody asked for: a misspelt key would silently switch a rule off."""
        for key in self._values:
            raise self.fail("rules_unknown_key", key)
