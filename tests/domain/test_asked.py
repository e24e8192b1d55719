"""A form asks for what an activity's rules look at, and for nothing else."""

from typing import Any

import pytest

from desktop.domain.asked import FIELDS, asked_of
from desktop.domain.records import Proposal
from tests.domain.examples import shipped


def ask(year: int = 2022, **values: object) -> tuple[tuple[str, ...], tuple[str, ...]]:
    asked = asked_of(shipped(year), Proposal(**values))  # type: ignore[arg-type]
    return asked.fields, asked.papers


@pytest.mark.parametrize(
    ("values", "fields", "papers"),
    [
        ({"title": "CCTV", "sector": "social"}, ("units",), ()),
        ({"title": "Sarana PKK", "sector": "social"}, (), ()),
        ({"title": "Roket", "sector": "social"}, (), ()),
        ({"activity": "school_kit", "sector": "education"}, ("recipients", "registered"), ()),
        ({"activity": "cooperative_capital", "sector": "economy"}, ("group", "aided_before"), ()),
        ({"activity": "business_group", "sector": "economy"}, ("group", "group_years"), ("group_confirmation",)),
    ],
)
def test_each_activity_asks_for_its_own(
    values: dict[str, Any], fields: tuple[str, ...], papers: tuple[str, ...]
) -> None:
    assert ask(**values) == (fields, papers)


def test_land_is_asked_step_by_step() -> None:
    paving: dict[str, Any] = {"title": "Paving", "sector": "infrastructure"}
    assert ask(**paving) == (("work",), ())
    assert ask(**paving, work="new") == (("work", "land"), ())
    assert ask(**paving, work="new", land="city") == (("work", "land"), ("land_permit_request",))
    assert ask(**paving, work="new", land="private") == (("work", "land", "land_years"), ("land_owner",))
    assert ask(**paving, work="repair", land="private") == (("work", "land", "built_year"), ())
    old = ask(**paving, work="repair", land="city", built_year=2010)
    assert old == (("work", "land", "built_year"), ())
    young = ask(**paving, work="repair", land="city", built_year=2021)
    assert young == (("work", "land", "built_year", "age_exception"), ())
    said = ask(**paving, work="repair", land="city", age_exception="self_built")
    assert said[0][-1] == "age_exception"


def test_years_without_such_rules_ask_nothing() -> None:
    assert ask(2023, title="Paving", sector="infrastructure") == ((), ())
    assert ask(2021, title="CCTV", sector="social") == ((), ())
    assert asked_of(None, Proposal(title="CCTV")).fields == ()
    assert ask(title="Paving", sector="infrastructure", host="35.71.02.1013/04/05") == ((), ())


def test_the_fields_asked_for_are_fields_of_a_usulan() -> None:
    assert set(FIELDS) <= set(Proposal.__struct_fields__)
