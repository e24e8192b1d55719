"""Templates of cost estimates: quantities from measures, never prices."""

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.estimate_templates import fitting, quantities, read_template
from desktop.services.estimate_templates import estimate_templates

TOML = """
name = "Contoh"
sector = "infrastructure"
words = ["contoh"]
hint = "Contoh saja."
[[measures]]
key = "area"
name = "Luas"
unit = "m2"
[[measures]]
key = "days"
name = "Hari"
unit = "hari"
whole = true
[[lines]]
group = "material"
name = "Pasir"
unit = "m3"
per = ["area"]
each = "0.05"
[[lines]]
group = "material"
name = "Semen"
unit = "zak"
per = ["area"]
each = "0.3"
whole = true
[[lines]]
group = "other"
name = "Makan"
unit = "kotak"
per = ["area", "days"]
each = "2"
[[lines]]
group = "other"
name = "Papan"
unit = "buah"
each = "1"
"""


def volumes(**measures: str) -> list[str]:
    return [one.volume for one in quantities(read_template("contoh", TOML), measures)]


def test_each_line_follows_its_measures() -> None:
    assert volumes(area="45", days="3") == ["2.25", "14", "270", "1"]


def test_a_third_of_a_sack_is_a_sack_and_three_decimals_are_enough() -> None:
    assert volumes(area="12.345", days="1")[:2] == ["0.617", "4"]


def test_a_missing_measure_leaves_its_lines_open() -> None:
    assert volumes() == ["", "", "", "1"]
    assert volumes(area="10", days="0") == ["0.5", "3", "", "1"]


def test_absurd_measures_are_refused_at_their_place() -> None:
    with pytest.raises(RuleViolation, match="quantity_too_large") as raised:
        volumes(area="999999999", days="999999999")
    assert raised.value.field in {"area", "days"}


@pytest.mark.parametrize(("old", "new"), [('per = ["area"]', 'per = ["luas"]'), ('each = "1"', 'each = "0"')])
def test_a_template_that_cannot_be_reckoned_is_no_template(old: str, new: str) -> None:
    with pytest.raises(ValueError, match="contoh"):
        read_template("contoh", TOML.replace(old, new))


def test_five_templates_come_with_the_app_and_none_has_a_price() -> None:
    found = estimate_templates()
    assert list(found) == ["paving", "saluran", "cctv", "pelatihan", "posyandu"]
    for one in found.values():
        lines = quantities(one, {measure.key: "10" for measure in one.measures})
        assert len(lines) >= 6
        assert all(line.volume and line.unit for line in lines)
        assert len({line.group for line in lines}) >= 2


@pytest.mark.parametrize(
    ("title", "sector", "key"),
    [
        ("Paving gang Melati", "infrastructure", "paving"),
        ("Perbaikan selokan RT 03", "infrastructure", "saluran"),
        ("Pelatihan kue", "youth", "pelatihan"),
        ("Pengadaan kamera CCTV", "social", "cctv"),
        ("Sesuatu", "health", "posyandu"),
        ("Sesuatu", "education", ""),
    ],
)
def test_the_title_says_which_template(title: str, sector: str, key: str) -> None:
    assert fitting(estimate_templates(), title, sector) == key
