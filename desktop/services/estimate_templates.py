"""The templates of cost estimates that came with the app, with prices a desk knows: its lists', or the latest used."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from desktop import settings
from desktop.domain.estimate_templates import Template, TemplateQuantity, quantities, read_template
from desktop.domain.records import CostLine
from desktop.services.desk import new_uid
from desktop.services.price_book import PriceBook, plain_unit
from desktop.services.proposals import KnownItem

_ORDER = ("paving", "saluran", "cctv", "pelatihan", "posyandu")


@lru_cache(maxsize=1)
def estimate_templates() -> dict[str, Template]:
    """The templates by their key, in the order people look for them."""
    paths = {path.stem: path for path in (settings.resources_dir() / "rab_templates").glob("*.toml")}
    keys = [*(key for key in _ORDER if key in paths), *sorted(set(paths) - set(_ORDER))]
    return {key: read_template(key, paths[key].read_text("utf-8")) for key in keys}


def template_lines(
    template: Template, measures: Mapping[str, str], book: PriceBook, known: Sequence[KnownItem]
) -> list[CostLine]:
    """The lines of a template for these measures. A price is the list's for a thing of this name, else the latest used
    for it; never guessed: 0 where neither knows one.

    Raises RuleViolation: quantity_too_large.
    """
    used = {item.description.casefold(): item for item in known}
    return [
        CostLine(
            uid=new_uid(),
            group=one.group,
            description=one.name,
            unit=one.unit,
            volume=one.volume,
            unit_price=_price(one, book, used),
        )
        for one in quantities(template, measures)
    ]


def _price(one: TemplateQuantity, book: PriceBook, used: Mapping[str, KnownItem]) -> int:
    listed = book.find(one.name, one.unit)
    if listed is not None and listed.same:
        return listed.price.price
    item = used.get(one.name.casefold())
    return item.unit_price if item is not None and plain_unit(item.unit) == plain_unit(one.unit) else 0
