"""Rule sheets: the shipped ones say what the regulations say, and nonsense is refused by name."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import MESSAGES, explain
from desktop.domain.rulesheet import Cap, read_rule_sheet
from tests.domain.examples import SHEETS, shipped

PLUS = (2021, 2022, 2023, 2024)
OLD = (2015, 2016, 2017, 2018, 2019)
YEARS = (*OLD, *PLUS)

# (sector, scope): (lowest, highest) in whole rupiah of Rp100.000.000.
LIMITS = {
    2021: {
        ("infrastructure", ""): (25_000_000, 40_000_000),  # 23/2020 pasal 20 (1) a
        ("health", ""): (None, 50_000_000),
        ("social", ""): (None, 20_000_000),
        ("economy", ""): (None, 30_000_000),
        ("education", ""): (None, 20_000_000),
        ("youth", ""): (None, 10_000_000),
        ("general", ""): (None, 1_500_000),  # pasal 10 a: 1,5 %
    },
    2022: {
        ("infrastructure", "joint"): (25_000_000, 30_000_000),  # 32/2021 pasal 21 (1) a 1
        ("infrastructure", "own"): (None, 10_000_000),
        ("health", ""): (None, 50_000_000),
        ("social", ""): (None, 20_000_000),
        ("economy", ""): (None, 30_000_000),
        ("education", ""): (None, 20_000_000),
        ("youth", ""): (None, 10_000_000),
        ("general", ""): (None, 1_500_000),  # pasal 10 (2)
    },
    2023: {
        ("infrastructure", ""): (None, 40_000_000),
        ("infrastructure", "joint"): (30_000_000, None),
        ("infrastructure", "own"): (None, 10_000_000),
        ("health", ""): (None, 40_000_000),
        ("social", ""): (None, 20_000_000),
        ("economy", ""): (None, 30_000_000),
        ("education", ""): (None, 20_000_000),
        ("youth", ""): (None, 10_000_000),
    },
    2024: {
        ("infrastructure", ""): (None, 40_000_000),
        ("health", ""): (None, 40_000_000),
        ("social", ""): (None, 20_000_000),
        ("economy", ""): (None, 20_000_000),
    },
    # 40/2014 pasal 26 ayat (1) and pasal 25 a, of Rp50.000.000
    **{year: {("infrastructure", ""): (30_000_000, None), ("general", ""): (None, 500_000)} for year in OLD},
}


@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_sheets_say_what_the_regulations_say(year: int) -> None:
    rules = shipped(year)
    assert (rules.year, rules.ceiling) == (year, 50_000_000 if year in OLD else 100_000_000)
    found = {(cap.sector, cap.scope): (cap.lowest(rules.ceiling), cap.highest(rules.ceiling)) for cap in rules.caps}
    assert found == LIMITS[year]


def test_each_year_names_its_articles() -> None:
    for year in (2021, 2022):
        rules = shipped(year)
        assert rules.evidence == "text"
        assert all(cap.article and cap.evidence == "text" for cap in rules.caps)
        assert all(activity.article for activity in rules.mandatory)
        assert all(activity.article for activity in rules.catalogue)
        assert all(deadline.article for deadline in rules.deadlines)
    rules = shipped(2023)
    assert rules.evidence == "secondary"
    assert all(not cap.article and cap.evidence == "secondary" for cap in rules.caps)
    assert rules.basis("") == "(aturan TA 2023, pasal belum diketahui)"
    assert shipped(2022).basis("pasal 9 ayat (1)") == "(Perwali Kediri 32/2021 pasal 9 ayat (1))"


@pytest.mark.parametrize("year", YEARS)
def test_each_year_says_what_is_not_known(year: int) -> None:
    gaps = shipped(year).gaps
    assert gaps
    assert all(gap.endswith(".") and gap[0].isupper() for gap in gaps)


def test_what_2023_does_not_know_is_left_out_not_guessed() -> None:
    rules = shipped(2023)
    assert (rules.mandatory, rules.every_sector, rules.pokmas_min, rules.pokmas_max) == ((), False, 0, 0)
    assert rules.cap("general") is None
    told = " ".join(rules.gaps)
    assert all(word in told for word in ("Kegiatan wajib", "biaya umum", "semua bidang", "Pokmas", "3/2023"))


def test_everything_of_a_sheet_has_its_article_or_says_that_it_is_not_known() -> None:
    for year in YEARS:
        rules = shipped(year)
        parts: tuple[Any, ...] = (*rules.caps, *rules.mandatory, *rules.catalogue, *rules.forbidden, *rules.land)
        single: tuple[Any, ...] = (rules.payment, rules.maintenance)
        for part in (*parts, *rules.deadlines, *rules.stamps, *rules.spj, *rules.forms, *single):
            assert part is None or part.article or part.evidence != "text", (year, part)
    assert all(one.evidence == "text" for one in shipped(2015).catalogue)
    assert all(one.evidence == "secondary" for one in shipped(2016).catalogue)


def test_what_a_program_can_check_of_an_activity() -> None:
    this, before = shipped(2022), shipped(2021)
    cctv, kit, cooperative = this.activity("cctv"), this.activity("school_kit"), this.activity("cooperative_capital")
    group, parcel = this.activity("business_group"), before.activity("food_parcel")
    assert cctv is not None
    assert kit is not None
    assert cooperative is not None
    assert group is not None
    assert parcel is not None
    assert cctv.max_units == 3
    assert (kit.max_rp_each, kit.each, kit.needs_poor_register) == (300_000, "siswa", "DTKS")
    assert (cooperative.max_rp, cooperative.once_in_programme, cooperative.group) == (100_000_000, True, "koperasi RW")
    assert (group.min_age_years, group.needs) == (1, ("group_confirmation",))
    assert (parcel.max_rp_each, parcel.each) == (250_000, "KK")
    assert this.activity("food_parcel") is None
    old = before.activity("cctv"), before.activity("school_kit")
    assert [one and (one.max_units, one.max_rp_each) for one in old] == [(None, None), (None, None)]
    assert (this.activity(""), this.activity("rocket")) == (None, None)


def test_land_maintenance_and_stamps() -> None:
    rules = shipped(2022)
    private, estate = rules.land_rule("private", "new"), rules.land_rule("estate", "repair")
    assert private is not None
    assert estate is not None
    assert (private.paper, private.min_years, private.article) == ("land_owner", 5, "pasal 14 ayat (2) huruf d")
    assert estate.article == "pasal 14 ayat (3) huruf a"
    assert rules.land_rule("private", "repair") is None
    exceptions = [one.maintenance.exceptions for one in (shipped(2021), rules) if one.maintenance]
    assert exceptions == [("self_built", "heavily_damaged"), ("self_built", "heavily_damaged", "bigger_function")]
    stamp = rules.stamp_on(date(2022, 3, 1))
    assert stamp is not None
    assert (stamp.over, stamp.amount) == (None, None), "what a stamp costs stands in the tax table alone"
    assert "kontrak swakelola" in stamp.papers
    assert rules.stamp_on(date(2020, 12, 31)) is None
    paid = {year: sheet.payment.mechanism for year in PLUS if (sheet := shipped(year)).payment}
    assert paid == {2021: "TU", 2022: "TU", 2023: "LS"}


def test_mandatory_activities_and_pokmas_size() -> None:
    for year in (2021, 2022):
        rules = shipped(year)
        found = {item.code: (item.min_rp, item.max_rp, item.min_participants, item.level) for item in rules.mandatory}
        assert found == {
            "W1": (None, None, 0, "letter"),
            "W2": (1_000_000, 2_000_000, 0, "block"),
            "W3": (1_000_000, 1_000_000, 0, "warn"),
            "W4": (None, None, 2, "block"),
        }
    assert (shipped(2021).pokmas_min, shipped(2021).pokmas_max) == (10, 10)
    assert (shipped(2022).pokmas_min, shipped(2022).pokmas_max) == (5, 7)


def test_catalogues_tell_the_years_apart() -> None:
    names = {year: {activity.name: activity.limit for activity in shipped(year).catalogue} for year in (2021, 2022)}
    assert names[2022]["CCTV digital"] == "paling banyak 3 unit per RT"
    assert names[2021]["CCTV digital"] == ""
    assert "gedung TPA/TPQ" in names[2022]
    assert "gedung TPA/TPQ" not in names[2021]
    assert "bantuan bahan makanan bagi warga kurang mampu" in names[2021]
    assert [rule.number for rule in shipped(2022).forbidden] == list(range(1, 10))


# --- nonsense ----------------------------------------------------------------------------------------------------

GOOD = """
year = 2030
name = "Contoh"
regulation = "Perwali Contoh 1/2029"
ceiling = 100_000_000
"""


def test_a_short_sheet_is_enough() -> None:
    rules = read_rule_sheet(GOOD)
    assert (rules.year, rules.caps, rules.every_sector) == (2030, (), False)


@pytest.mark.parametrize(
    ("toml", "code", "field"),
    [
        ("year = ", "rules_unreadable", ""),
        ("", "rules_missing", "year"),
        (GOOD.replace("year = 2030", ""), "rules_missing", "year"),
        (GOOD.replace('"Contoh"', '"  "'), "rules_missing", "name"),
        (GOOD.replace("ceiling = 100_000_000", ""), "rules_missing", "ceiling"),
        (GOOD.replace("2030", '"2030"'), "rules_wrong_type", "year"),
        (GOOD.replace("2030", "true"), "rules_wrong_type", "year"),
        (GOOD.replace("2030", "23"), "rules_year", "year"),
        (GOOD.replace("100_000_000", "1e8"), "rules_wrong_type", "ceiling"),
        (GOOD.replace("100_000_000", "0"), "rules_amount", "ceiling"),
        (GOOD.replace("100_000_000", "-5"), "rules_amount", "ceiling"),
        (GOOD.replace("100_000_000", "10_000_000_000_000"), "rules_amount", "ceiling"),
        (GOOD + 'pagu = "x"', "rules_unknown_key", "pagu"),
        (GOOD + 'evidence = "rumour"', "rules_bad_value", "evidence"),
        (GOOD + "every_sector = 1", "rules_wrong_type", "every_sector"),
        (GOOD + 'gaps = "satu"', "rules_wrong_type", "gaps"),
        (GOOD + "gaps = [1]", "rules_wrong_type", "gaps"),
        (GOOD + f'gaps = ["{"x" * 3000}"]', "rules_too_long", "gaps"),
        (GOOD + "pokmas_min = 7\npokmas_max = 5", "rules_min_above_max", "pokmas_min"),
        (GOOD + "cap = 3", "rules_wrong_type", "cap"),
        (GOOD + "cap = [3]", "rules_wrong_type", "cap"),
        (GOOD + '[articles]\npasal = "9"', "rules_unknown_key", "articles.pasal"),
        (GOOD + "[[cap]]\nmax_percent = '10'", "rules_missing", "cap[1].sector"),
        (GOOD + "[[cap]]\nsector = 'pagu'\nmax_percent = '10'", "rules_bad_value", "cap[1].sector"),
        (GOOD + "[[cap]]\nsector = 'health'", "rules_empty_cap", "cap[1].max_percent"),
        (GOOD + "[[cap]]\nsector = 'health'\nmax_percent = '101'", "rules_percent", "cap[1].max_percent"),
        (GOOD + "[[cap]]\nsector = 'health'\nmax_percent = '1,5'", "rules_percent", "cap[1].max_percent"),
        (GOOD + "[[cap]]\nsector = 'health'\nmax_percent = '1.555'", "rules_percent", "cap[1].max_percent"),
        (GOOD + "[[cap]]\nsector = 'health'\nmax_percent = '-1'", "rules_percent", "cap[1].max_percent"),
        (GOOD + "[[cap]]\nsector = 'health'\nmax_percent = '.'", "rules_percent", "cap[1].max_percent"),
        (GOOD + "[[cap]]\nsector = 'health'\nmax_percent = 1.5", "rules_wrong_type", "cap[1].max_percent"),
        (GOOD + "[[cap]]\nsector = 'health'\nmax_percent = 10", "rules_wrong_type", "cap[1].max_percent"),
        (GOOD + "[[cap]]\nsector = 'health'\nmax_persen = '10'", "rules_unknown_key", "cap[1].max_persen"),
        (GOOD + "[[cap]]\nsector = 'health'\nscope = 'own'\nmax_percent = '10'", "rules_scope", "cap[1].scope"),
        (
            GOOD + "[[cap]]\nsector = 'health'\nmin_percent = '30'\nmax_percent = '25'",
            "rules_min_above_max",
            "cap[1]",
        ),
        (GOOD + "[[cap]]\nsector = 'health'\nmin_rp = 20_000_001\nmax_percent = '20'", "rules_min_above_max", "cap[1]"),
        (GOOD + "[[cap]]\nsector = 'health'\nmin_rp = 200_000_000", "rules_min_above_max", "cap[1]"),
        (
            GOOD + "[[cap]]\nsector = 'health'\nmax_rp = 5\n[[cap]]\nsector = 'health'\nmax_rp = 6",
            "rules_twice",
            "cap[2]",
        ),
        (GOOD + "[[cap]]\nsector = 'health'\nmax_rp = 5\nabove = 'allow'", "rules_bad_value", "cap[1].above"),
        (GOOD + "[[mandatory]]\ncode = 'W9'\nname = 'x'\nsector = 'health'", "rules_bad_value", "mandatory[1].code"),
        (
            GOOD + "[[mandatory]]\ncode = 'W2'\nname = 'x'\nsector = 'health'\nmin_rp = 3\nmax_rp = 2",
            "rules_min_above_max",
            "mandatory[1].min_rp",
        ),
        (GOOD + "[[mandatory]]\ncode = 'W2'\nname = 'x'\nsector = 'health'\n" * 2, "rules_twice", "mandatory"),
        (GOOD + "[[deadline]]\ntext = 'x'\nmonth = 2\nday = 30", "rules_date", "deadline[1].day"),
        (GOOD + "[[deadline]]\ntext = 'x'\nmonth = 13\nday = 1", "rules_amount", "deadline[1].month"),
        (GOOD + "[[forbidden]]\nnumber = -1\ntext = 'x'", "rules_amount", "forbidden[1].number"),
        (GOOD + "a = " + "[" * 3_000, "rules_unreadable", ""),
    ],
)
def test_nonsense_is_refused_by_name(toml: str, code: str, field: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        read_rule_sheet(toml)
    assert (caught.value.code, caught.value.field) == (code, field)
    assert code in MESSAGES
    assert "{" not in explain(caught.value)


@given(st.text(max_size=200))
def test_any_text_is_a_sheet_or_refused(text: str) -> None:
    with pytest.raises(RuleViolation, match="rules_"):
        read_rule_sheet(text)


@given(st.data())
def test_a_shipped_sheet_with_one_value_broken_is_read_or_refused(data: st.DataObject) -> None:
    lines = (SHEETS / "2022.toml").read_text(encoding="utf-8").splitlines()
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] = data.draw(st.sampled_from(["", "x = 1", lines[number].replace("=", "= -"), lines[number] * 2]))
    try:
        rules = read_rule_sheet("\n".join(lines))
    except RuleViolation as problem:
        explained = explain(problem)
        assert explained.count(".") >= 1
    else:
        assert rules.year == 2022


@given(st.integers(1, 10**12), st.integers(0, 10_000))
def test_limits_are_exact(ceiling: int, percent: int) -> None:
    cap = Cap(sector="health", min_percent=percent, max_percent=percent)
    lowest, highest = cap.lowest(ceiling), cap.highest(ceiling)
    assert lowest is not None
    assert highest is not None
    assert lowest * 10_000 >= ceiling * percent > (lowest - 1) * 10_000
    assert highest * 10_000 <= ceiling * percent < (highest + 1) * 10_000


def test_the_files_hold_no_floats() -> None:
    def floats(value: object) -> bool:
        if isinstance(value, dict):
            return any(map(floats, value.values()))
        if isinstance(value, list):
            return any(map(floats, value))
        return isinstance(value, float)

    for path in SHEETS.glob("*.toml"):
        assert not floats(tomllib.loads(path.read_text(encoding="utf-8"))), path.name
