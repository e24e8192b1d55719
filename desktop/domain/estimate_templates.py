"""Templates of cost estimates: what such a work usually needs, as so much of each thing per measure of the work.

The figures are invented examples to be looked over, never a standard; there are no prices in them. Source: ours.
"""

import tomllib
from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct

from desktop.domain.errors import RuleViolation
from desktop.domain.records import CostGroup, Quantity, Sector

_STEP: Final = Decimal("0.001")
_LARGEST: Final = Decimal(10) ** 9
_Text = Annotated[str, Meta(min_length=1, max_length=200)]


class Measure(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the user is asked: `Luas paving (m2)`. `whole`: only whole numbers make sense."""

    key: _Text
    name: _Text
    unit: _Text
    whole: bool = False


class TemplateLine(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """So much (`each`, a quantity) for every measure in `per`, multiplied; without measures it is the amount itself.
    `whole`: rounded up, since nobody buys a third of a sack."""

    group: CostGroup
    name: _Text
    unit: _Text
    each: Quantity
    per: tuple[str, ...] = ()
    whole: bool = False


class Template(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of work. `words`: what titles of such usulan speak of; `hint`: one sentence."""

    name: _Text
    sector: Sector
    words: tuple[str, ...]
    hint: _Text
    measures: tuple[Measure, ...]
    lines: tuple[TemplateLine, ...]
    key: str = ""


class TemplateQuantity(Struct, frozen=True):
    """A line of a template for the measures given: `volume` as stored ("12.5"), "" while a measure is missing."""

    group: CostGroup
    name: str
    unit: str
    volume: Quantity


def read_template(key: str, toml_text: str) -> Template:
    """A template from its file. Raises ValueError naming what is wrong: these files come with the app."""
    read = msgspec.convert(tomllib.loads(toml_text), Template)
    known = {one.key for one in read.measures}
    for line in read.lines:
        unknown = set(line.per) - known
        if unknown or not line.each.strip("0."):
            raise ValueError(f"{key}: {line.name}: {', '.join(sorted(unknown)) or 'nothing'}")
    return msgspec.structs.replace(read, key=key)


def quantities(template: Template, measures: Mapping[str, str]) -> list[TemplateQuantity]:
    """Every line of a template for these measures (stored quantities by key); lines that need a missing one have no
    volume. At most three decimals, rounded half up.

    Raises RuleViolation: quantity_too_large (field: the measure's key).
    """
    sizes = {one.key: _size(measures.get(one.key, "")) for one in template.measures}
    found = []
    for line in template.lines:
        volume = Decimal(line.each)
        for key in line.per:
            volume *= sizes[key]
        volume = volume.to_integral_value(ROUND_CEILING) if line.whole else volume.quantize(_STEP, ROUND_HALF_UP)
        if volume >= _LARGEST:
            field = max(line.per, key=lambda key: sizes[key], default="")
            raise RuleViolation("quantity_too_large", field, {"typed": measures.get(field, "")})
        text = format(volume, "f")
        text = text.rstrip("0").rstrip(".") if "." in text else text
        found.append(TemplateQuantity(line.group, line.name, line.unit, text if volume else ""))
    return found


def _size(text: str) -> Decimal:
    try:
        return Decimal(text or "0")
    except InvalidOperation:
        return Decimal(0)


def fitting(templates: Mapping[str, Template], title: str, sector: str) -> str:
    """The key of the template a usulan's title speaks of, else one of its bidang, "" for none."""
    words = title.casefold()
    named = [key for key, one in templates.items() if any(word in words for word in one.words)]
    same = [key for key, one in templates.items() if sector and one.sector == sector]
    return next(iter([*(key for key in named if key in same), *named, *same]), "")
