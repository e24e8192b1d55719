"""Rupiah and quantities: what people type, what is stored, what is shown. Whole rupiah only, never a float.

Stored: money as int, quantities as text with a point ("12.5"). Shown: `Rp1.000.000` and `12,5`. Rounding of a line to
the whole rupiah, half up, is ours.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from desktop.domain.errors import RuleViolation
from desktop.domain.records import MONEY_LIMIT, CostLine
from desktop.domain.typed import shown, tidy

Reading = Literal["", "thousands", "decimal"]
"""What a single point or comma means where it can mean two things: "" = ask."""

_LONGEST, _FAR_TOO_LONG = 60, 500
_PREFIX = re.compile(r"^(?:rp|idr)\.? ?", re.IGNORECASE)
# "Rp 100.000.000,- (seratus juta rupiah)", as regulations and papers write it.
_WORDS = re.compile(r" ?\([a-z ]+\)$| ?rupiah$", re.IGNORECASE)
_DASHES = re.compile(r"[.,] ?(?:-{1,2}|=|–|—)$")
_UNITS = {
    "rb": 10**3,
    "ribu": 10**3,
    "jt": 10**6,
    "juta": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
}
_UNIT = re.compile(r"^(?P<number>[0-9.,]+) ?(?P<unit>rb|ribu|jt|juta|miliar|milyar)\.?$", re.IGNORECASE)

_PLAIN = re.compile(r"^(?P<whole>[0-9]+)$")
_SPACED = re.compile(r"^(?P<whole>[1-9][0-9]{0,2}(?: [0-9]{3})+)$")
# Groups of three with points; decimals after a comma: the Indonesian way.
_POINTS = re.compile(r"^(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<part>[0-9]{1,2}))?$")
# Groups of three with commas, told apart by a second group or by decimals: the English way, from pasted cells.
_COMMAS = re.compile(
    r"^(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)\.(?P<part>[0-9]{1,2})$|^(?P<many>[1-9][0-9]{0,2}(?:,[0-9]{3}){2,})$"
)
_COMMA_DECIMAL = re.compile(r"^(?P<whole>[0-9]+),(?P<part>[0-9]{1,2})$")
_LONG_POINT_DECIMAL = re.compile(r"^(?P<whole>[0-9]{4,})\.(?P<part>[0-9]{1,2})$")
_SHORT_POINT = re.compile(r"^(?P<whole>[0-9]{1,3})\.(?P<part>[0-9]{1,2})$")
_ONE_COMMA_GROUP = re.compile(r"^(?P<whole>[1-9][0-9]{0,2}),(?P<part>[0-9]{3})$")


# --- sums --------------------------------------------------------------------------------------------------------


def line_total(volume: str, unit_price: int) -> int:
    """Volume × unit price in whole rupiah, rounded half up (ours). `volume` as stored: "", "12" or "12.5"."""
    whole, _, part = volume.partition(".")
    thousandths = int((whole or "0") + part.ljust(3, "0"))
    return (thousandths * unit_price + 500) // 1000


def lines_total(lines: Iterable[CostLine], source: Literal["prodamas", "self"] = "prodamas") -> int:
    """Sum of the lines one source pays, whole rupiah: each line is rounded, then they are summed."""
    return sum(line_total(line.volume, line.unit_price) for line in lines if line.source == source)


# --- showing -----------------------------------------------------------------------------------------------------


def format_number(amount: int) -> str:
    """1000000 → `1.000.000`."""
    return f"{amount:,}".replace(",", ".")


def format_rupiah(amount: int) -> str:
    """1000000 → `Rp1.000.000`; below zero `-Rp500`."""
    return f"-Rp{format_number(-amount)}" if amount < 0 else f"Rp{format_number(amount)}"


def format_percent(basis_points: int) -> str:
    """Hundredths of a percent as people read them: 2500 → `25 %`, 150 → `1,5 %`."""
    whole, part = divmod(basis_points, 100)
    decimals = f"{part:02d}".rstrip("0")
    return f"{format_number(whole)},{decimals} %" if decimals else f"{format_number(whole)} %"


def parse_percent(text: str) -> int:
    """Hundredths of a percent from what was typed: `12,5`, `12.5`, `12,5 %`, `25`; at most two decimals, 0 to 100.

    Raises RuleViolation: percent_unreadable (facts: typed).
    """
    match = re.fullmatch(r"(\d{1,3})(?:[.,](\d{1,2}))?\s*%?", tidy(text[:_FAR_TOO_LONG]))
    hundredths = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0")) if match else -1
    if not 0 <= hundredths <= 10_000:
        raise RuleViolation("percent_unreadable", "percent", {"typed": shown(text)})
    return hundredths


def format_quantity(quantity: str) -> str:
    """A stored quantity as people read it: "1250.5" → `1.250,5`; "" stays ""."""
    if not quantity:
        return ""
    whole, _, part = quantity.partition(".")
    return format_number(int(whole)) + (f",{part}" if part else "")


# --- reading money -----------------------------------------------------------------------------------------------


def parse_money(text: str, *, pasted: bool = False, reading: Reading = "") -> int:
    """Whole rupiah from what was typed or pasted.

    Read: `1000000`, `1.000.000`, `1.000.000,00`, `Rp 1.000.000`, `Rp. 50.000,-`, `1 jt`, `1,5 jt`, `750rb`, `2 juta`,
    `1,000,000.00`; `1.500` is 1500. `pasted` cells may also hold a lone dash, which is how Excel shows zero.
    `reading` is the user's answer to an earlier money_ambiguous: the single mark parts thousands, or decimals.

    Raises RuleViolation: money_ambiguous (facts: typed, readings: two texts, thousands first), money_not_whole,
    money_negative, money_too_large, money_unreadable (facts: typed).
    """
    number = _bare(text)
    if len(number) > _LONGEST:
        raise _refusal("money_unreadable", text)
    if pasted and number in {"-", "–"}:
        return 0
    negative = _without_minus(number)
    if negative is not None:
        _amount(negative, text, reading)
        raise _refusal("money_negative", text)
    amount = _amount(number, text, reading)
    if amount > MONEY_LIMIT:
        raise _refusal("money_too_large", text)
    return amount


def _bare(text: str) -> str:
    """The number alone: without Rp in front, and without ",-" or the amount in words behind."""
    return _DASHES.sub("", _WORDS.sub("", _PREFIX.sub("", tidy(text[:_FAR_TOO_LONG])))).strip()


def _without_minus(number: str) -> str | None:
    """The number behind a minus or in accountants' brackets; None when it has neither."""
    if number[:1] in {"-", "–", "−"}:
        return _PREFIX.sub("", number[1:].strip())
    if number.startswith("(") and number.endswith(")"):
        return _PREFIX.sub("", number[1:-1].strip())
    return None


def _amount(number: str, typed: str, reading: Reading) -> int:
    unit = _UNIT.match(number)
    if unit:
        return _with_unit(unit["number"], _UNITS[unit["unit"].lower()], typed, reading)
    whole, part = _parts(number, typed, reading)
    if part.strip("0"):
        raise _refusal("money_not_whole", typed)
    return int(whole)


def _parts(number: str, typed: str, reading: Reading) -> tuple[str, str]:
    """The digits before and after the decimal mark. Raises: money_unreadable, money_ambiguous."""
    for form in (_PLAIN, _SPACED, _POINTS, _COMMA_DECIMAL, _LONG_POINT_DECIMAL, _COMMAS):
        found = form.match(number)
        if found:
            groups = found.groupdict()
            whole = groups.get("whole") or groups["many"]
            return re.sub(r"[ .,]", "", whole), groups.get("part") or ""
    found = _SHORT_POINT.match(number) or _ONE_COMMA_GROUP.match(number)
    if not found:
        raise _refusal("money_unreadable", typed)
    whole, part = found["whole"], found["part"]
    if reading == "thousands" and not whole.startswith("0"):
        return whole + part.ljust(3, "0"), ""
    if reading == "decimal" or whole.startswith("0"):
        return whole, part
    raise _ambiguous(typed, f"{whole}.{part.ljust(3, '0')}", f"{whole},{part.rstrip('0') or '0'}")


def _with_unit(number: str, unit: int, typed: str, reading: Reading) -> int:
    """`1,5` and `1.5` before "jt" are decimals; three digits behind one mark could be either."""
    one_mark = re.match(r"^(?P<whole>[0-9]{1,3})[.,](?P<part>[0-9]{3})$", number)
    if one_mark:
        whole, part = one_mark["whole"], one_mark["part"]
        if not reading:
            raise _ambiguous(
                typed, f"{whole}.{part} {_unit_name(unit)}", f"{whole},{part.rstrip('0') or '0'} {_unit_name(unit)}"
            )
        whole, part = (whole + part, "") if reading == "thousands" else (whole, part)
    else:
        found = _SHORT_POINT.match(number)
        whole, part = (found["whole"], found["part"]) if found else _parts(number, typed, reading)
    scaled = int(whole + part) * unit
    divisor: int = 10 ** len(part)
    if scaled % divisor:
        raise _refusal("money_not_whole", typed)
    return scaled // divisor


def _unit_name(unit: int) -> str:
    return {10**3: "ribu", 10**6: "juta", 10**9: "miliar"}[unit]


def _refusal(code: str, typed: str) -> RuleViolation:
    return RuleViolation(code, "amount", {"typed": shown(typed)})


def _ambiguous(typed: str, thousands: str, decimal: str) -> RuleViolation:
    return RuleViolation("money_ambiguous", "amount", {"typed": shown(typed), "readings": (thousands, decimal)})


# --- pasted columns ----------------------------------------------------------------------------------------------


def read_money_cells(cells: Sequence[str], reading: Reading = "") -> list[int | RuleViolation]:
    """Each cell of a pasted column as whole rupiah, or what is wrong with it; an empty cell is 0.

    One decision for the whole column: a cell that can only be English (`1,250,000.00`) settles that a comma parts
    thousands, so `12,500` beside it is 12500. Once English and Indonesian forms stand in one column, nothing is
    settled and such cells are asked about. `reading`: the user's answer, as in parse_money.
    """
    bare = [_bare(cell) for cell in cells]
    english = any(_COMMAS.match(cell) for cell in bare)
    indonesian = any(_POINTS.match(cell) or _COMMA_DECIMAL.match(cell) for cell in bare)
    values: list[int | RuleViolation] = []
    for cell, number in zip(cells, bare, strict=True):
        settled = reading
        if not settled and english and not indonesian:
            settled = "thousands" if "," in number else "decimal"
        try:
            values.append(parse_money(cell, pasted=True, reading=settled) if tidy(cell) else 0)
        except RuleViolation as problem:
            values.append(problem)
    return values


# --- reading quantities ------------------------------------------------------------------------------------------

_QUANTITY_POINTS = re.compile(r"^(?P<whole>[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,(?P<part>[0-9]+))?$")
_QUANTITY_COMMAS = re.compile(
    r"^(?P<whole>[1-9][0-9]{0,2}(?:,[0-9]{3})+)\.(?P<part>[0-9]+)$|^(?P<many>[1-9][0-9]{0,2}(?:,[0-9]{3}){2,})$"
)
_QUANTITY_PLAIN = re.compile(r"^(?P<whole>[0-9]+)(?:[.,](?P<part>[0-9]+))?$")


def parse_quantity(text: str) -> str:
    """A quantity as stored, from what was typed: `12,5` and `12.5` → "12.5", `1.250` → "1250", "" → "".

    At most nine digits and three decimals; zeros that say nothing are dropped. `12,500` is not taken: nobody writes
    two zeros behind 12,5, so an English 12500 may be meant.
    Raises RuleViolation: quantity_ambiguous (facts: typed, readings), quantity_unreadable, quantity_negative,
    quantity_too_large, quantity_decimals (facts: typed).
    """
    clean = tidy(text[:_FAR_TOO_LONG])
    if not clean:
        return ""
    if clean[0] in "-−–" and len(clean) > 1:
        raise RuleViolation("quantity_negative", "volume", {"typed": shown(text)})
    unsure = _ONE_COMMA_GROUP.match(clean)
    if unsure and unsure["part"].endswith("0"):
        whole, part = unsure["whole"], unsure["part"]
        readings = (f"{whole}.{part}", f"{whole},{part.rstrip('0') or '0'}")
        raise RuleViolation("quantity_ambiguous", "volume", {"typed": shown(text), "readings": readings})
    found = _QUANTITY_POINTS.match(clean) or _QUANTITY_COMMAS.match(clean) or _QUANTITY_PLAIN.match(clean)
    if not found or len(clean) > _LONGEST:
        raise RuleViolation("quantity_unreadable", "volume", {"typed": shown(text)})
    groups = found.groupdict()
    whole = re.sub(r"[.,]", "", groups.get("whole") or groups["many"]).lstrip("0") or "0"
    part = (groups.get("part") or "").rstrip("0")
    if len(whole) > 9:
        raise RuleViolation("quantity_too_large", "volume", {"typed": shown(text)})
    if len(part) > 3:
        raise RuleViolation("quantity_decimals", "volume", {"typed": shown(text)})
    return f"{whole}.{part}" if part else whole
