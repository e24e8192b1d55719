"""Looking a price up as people write things: words in any order, misspelt a little, units by any of their names."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from msgspec import Struct

from desktop.domain.checks_activities import plain_words
from desktop.domain.records import Price

_LIKE = 90
"""Percent of likeness from which two names are taken for the same thing (ours)."""
_SHORTEST = 3
"""Letters of a name that may be compared at all."""

_UNITS = {
    **dict.fromkeys(("sak", "zak", "zaak"), "zak"),
    **dict.fromkeys(("bh", "buah", "bj", "biji", "pcs", "pc"), "buah"),
    **dict.fromkeys(("btg", "batang", "lonjor", "ljr"), "batang"),
    **dict.fromkeys(("lbr", "lembar", "lb"), "lembar"),
    **dict.fromkeys(("ltr", "liter", "l"), "liter"),
    **dict.fromkeys(("org", "orang"), "orang"),
    **dict.fromkeys(("oh", "hok", "orang hari", "org hari", "hari orang", "ho"), "oh"),
    **dict.fromkeys(("m", "m1", "meter", "mtr"), "m"),
    **dict.fromkeys(("m2", "m persegi", "meter persegi"), "m2"),
    **dict.fromkeys(("m3", "kubik", "m kubik", "meter kubik"), "m3"),
    **dict.fromkeys(("kg", "kilo", "kilogram"), "kg"),
    **dict.fromkeys(("unit", "unt"), "unit"),
}
"""Names of one unit (ours): the same day's work is called OH in one list and HOK in the next."""
_RAISED = str.maketrans("²³¹", "231")


class Listed(Struct, frozen=True, kw_only=True):
    """A price found: what the list calls the thing, and which list. `same`: it is called so there, not only alike."""

    price: Price
    list_name: str
    day: date | None = None
    same: bool = True


class BookPart(Struct, frozen=True, kw_only=True):
    """The prices of one list."""

    name: str
    day: date | None
    prices: tuple[Price, ...]


def plain_unit(text: str) -> str:
    """A unit as it is compared: "M³" is "m3", "sak" is "zak"."""
    plain = re.sub(r"[^a-z0-9]+", " ", text.translate(_RAISED).casefold()).strip()
    return _UNITS.get(plain, plain)


def plain_name(text: str) -> str:
    """A name as it is compared: its words in order of the alphabet."""
    return " ".join(sorted(plain_words(text).split()))


class PriceBook:
    """Every price in force on a desk. `parts`: those that count more come first."""

    def __init__(self, parts: Sequence[BookPart] = ()) -> None:
        self.parts = tuple(parts)
        self._found: dict[tuple[str, str], Listed | None] = {}

    def __bool__(self) -> bool:
        return any(part.prices for part in self.parts)

    @cached_property
    def names(self) -> list[str]:
        """What can be completed from, each once, in the order of the lists."""
        return list(dict.fromkeys(one.name for part in self.parts for one in part.prices))

    def find(self, name: str, unit: str = "") -> Listed | None:
        """The price of a thing; None when no list has it in this unit. A list that calls it so comes before one with
        something alike. Of several that fit equally well the highest: a warning should be right.
        """
        key = plain_name(name), plain_unit(unit)
        if len(key[0]) < _SHORTEST:
            return None
        if key not in self._found:
            self._found[key] = self._same(*key) or self._alike(*key)
        return self._found[key]

    def named(self, name: str) -> Price | None:
        """The thing called exactly so, to complete a line from; None when there are several prices to choose from."""
        found = [listed.price for listed in self._by_name.get(plain_name(name), ())]
        same = [one for one in found if one.name.casefold() == " ".join(name.split()).casefold()]
        return same[0] if len({(one.unit, one.price) for one in same}) == 1 else None

    @cached_property
    def _by_name(self) -> dict[str, list[Listed]]:
        found: dict[str, list[Listed]] = {}
        for part in self.parts:
            for one in part.prices:
                listed = Listed(price=one, list_name=part.name, day=part.day)
                found.setdefault(plain_name(one.name), []).append(listed)
        return found

    @cached_property
    def _by_unit(self) -> dict[str, dict[str, Listed]]:
        """Unit → compared name → its highest price."""
        found: dict[str, dict[str, Listed]] = {}
        for name, several in self._by_name.items():
            for one in several:
                held = found.setdefault(plain_unit(one.price.unit), {})
                if name not in held or held[name].price.price < one.price.price:
                    held[name] = one
        return found

    def _same(self, name: str, unit: str) -> Listed | None:
        fitting = [one for one in self._by_name.get(name, ()) if _fits(plain_unit(one.price.unit), unit)]
        first = fitting[0].list_name if fitting else ""
        return _highest(one for one in fitting if one.list_name == first)

    def _alike(self, name: str, unit: str) -> Listed | None:
        """Something called nearly so, in the same unit: "semen 40 kg" for "Semen portland 40 kg"."""
        from rapidfuzz import fuzz, process  # not before something is compared: home waits for this module

        held = self._by_unit.get(unit, {}) if unit else {}
        scored = process.extract(name, list(held), scorer=fuzz.token_set_ratio, score_cutoff=_LIKE, limit=None)
        numbers = _numbers(name)
        near = [(score, held[other]) for other, score, _ in scored if _agree(numbers, _numbers(other))]
        best = max((score for score, _ in near), default=0)
        found = _highest(listed for score, listed in near if score == best)
        if found is None:
            return None
        return Listed(price=found.price, list_name=found.list_name, day=found.day, same=False)


def _fits(listed: str, asked: str) -> bool:
    return not listed or not asked or listed == asked


def _highest(found: Iterable[Listed]) -> Listed | None:
    return max(found, key=lambda one: one.price.price, default=None)


def _numbers(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\d+", name))


def _agree(one: frozenset[str], other: frozenset[str]) -> bool:
    """A pipe of 3 inches is no pipe of 4; one without a measure may be either."""
    return one <= other or other <= one
