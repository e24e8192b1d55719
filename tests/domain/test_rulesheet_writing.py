"""Sheets written, altered and compared: nothing is lost, nothing is invented."""

from datetime import date
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.domain.errors import RuleViolation
from desktop.domain.papers import EVIDENCE_PAPERS
from desktop.domain.rulesheet import (
    Activity,
    Articles,
    Cap,
    Deadline,
    Evidence,
    Forbidden,
    FormRule,
    LandRule,
    MaintenanceRule,
    Mandatory,
    Payment,
    RuleSheet,
    SpjPaper,
    StampDuty,
    read_rule_sheet,
    rule_sheet_problems,
)
from desktop.domain.rulesheet_diff import sheet_changes
from desktop.domain.rulesheet_edit import (
    copied_sheet,
    figure_path,
    figure_problems,
    figures,
    read_through,
    with_figures,
)
from desktop.domain.rulesheet_writer import ROWS, TABLES, percent_text, write_rule_sheet
from desktop.domain.sectors import SECTORS
from desktop.domain.tax_table import TaxRow
from tests.domain.examples import shipped

YEARS = (2015, 2016, 2017, 2018, 2019, 2021, 2022, 2023, 2024)

# --- sheets nobody here wrote ------------------------------------------------------------------------------------

# Not those a sheet refuses: control signs, signs that turn the direction, the sign for unreadable bytes.
signs = st.characters(
    exclude_categories=("Cs", "Cc"), exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufffd"
)
texts = st.text(signs, max_size=12).map(str.strip)
names = st.text(signs, min_size=1, max_size=12).map(lambda text: text.strip() or "x")
amounts = st.none() | st.integers(1, 10**12)
evidences = st.sampled_from(get_args(Evidence))
sectors = st.sampled_from(SECTORS)
common: dict[str, st.SearchStrategy[Any]] = {"article": texts, "evidence": evidences}


@st.composite
def caps(draw: st.DrawFn) -> tuple[Cap, ...]:
    places = draw(st.lists(st.sampled_from([*((s, "") for s in SECTORS), ("infrastructure", "own")]), unique=True))
    found: list[Cap] = []
    for sector, scope in places:
        low, high = sorted(draw(st.tuples(st.integers(0, 10_000), st.integers(0, 10_000))))
        only = draw(st.sampled_from(["min", "max", "both"]))
        more = {name: draw(strategy) for name, strategy in common.items()}
        found.append(
            Cap(
                sector=sector,
                scope="own" if scope else "",
                min_percent=low if only != "max" else None,
                max_percent=high if only != "min" else None,
                above=draw(st.sampled_from(["block", "letter"])),
                **more,
            )
        )
    return tuple(found)


def rows(strategy: st.SearchStrategy[Any], key: Any = None) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=3, unique_by=key).map(tuple)


activities = st.builds(
    Activity,
    sector=sectors,
    name=names,
    key=st.from_regex(r"[a-z_]{1,8}", fullmatch=True),
    also=st.lists(texts, max_size=3).map(tuple),
    limit=texts,
    unit=texts,
    each=texts,
    max_units=st.none() | st.integers(1, 1000),
    max_rp=amounts,
    max_rp_each=amounts,
    once_in_programme=st.booleans(),
    needs_poor_register=texts,
    group=texts,
    min_age_years=st.integers(0, 100),
    needs=st.lists(st.sampled_from(sorted(EVIDENCE_PAPERS)), max_size=2).map(tuple),
    builds=st.booleans(),
    open=st.booleans(),
    **common,
)
sheets = st.builds(
    RuleSheet,
    year=st.integers(2000, 2100),
    name=names,
    regulation=names,
    regulation_title=texts,
    evidence=evidences,
    ceiling=st.integers(1, 10**8).map(lambda number: number * 10_000),
    every_sector=st.booleans(),
    articles=st.builds(Articles, ceiling=texts, joint=texts, pokmas=texts),
    caps=caps(),
    mandatory=rows(
        st.builds(
            Mandatory,
            code=st.sampled_from(["W1", "W2", "W3", "W4"]),
            name=names,
            sector=sectors,
            max_rp=amounts,
            min_participants=st.integers(0, 9),
            level=st.sampled_from(["block", "letter", "warn"]),
            **common,
        ),
        lambda one: one.code,
    ),
    gaps=st.lists(texts, max_size=3).map(tuple),
    catalogue=rows(activities, lambda one: one.key),
    forbidden=rows(st.builds(Forbidden, number=st.integers(1, 9), text=names, **common), lambda one: one.number),
    land=rows(
        st.builds(
            LandRule,
            kind=names,
            name=names,
            work=st.sampled_from(["", "new", "repair"]),
            paper=st.sampled_from(["", *EVIDENCE_PAPERS]),
            min_years=st.integers(0, 99),
            **common,
        ),
        lambda one: (one.kind, one.work),
    ),
    maintenance=st.none()
    | st.builds(
        MaintenanceRule,
        min_age_years=st.integers(0, 9),
        exceptions=st.lists(st.sampled_from(["self_built", "heavily_damaged"]), unique=True).map(tuple),
        **common,
    ),
    deadlines=rows(
        st.builds(
            Deadline, text=names, month=st.integers(1, 12), day=st.integers(1, 28), next_year=st.booleans(), **common
        )
    ),
    stamps=rows(
        st.builds(
            StampDuty,
            since=st.dates(date(2000, 1, 1), date(2010, 1, 1)),
            until=st.none() | st.dates(date(2010, 1, 2), date(2030, 1, 1)),
            amount=st.integers(1, 10_000),
            over=amounts,
            papers=st.lists(texts, max_size=2).map(tuple),
            **common,
        )
    ),
    spj=rows(st.builds(SpjPaper, number=st.integers(0, 99), title=names, **common)),
    forms=rows(
        st.builds(
            FormRule,
            letter=names,
            title=names,
            signers=st.lists(texts, max_size=3).map(tuple),
            copies=st.integers(0, 9),
            stamped=st.booleans(),
            **common,
        ),
        lambda one: one.letter,
    ),
    payment=st.none() | st.builds(Payment, mechanism=st.sampled_from(["", "TU", "LS"]), text=texts, **common),
    taxes=rows(
        st.builds(
            TaxRow,
            key=names,
            kind=st.just("pph23"),
            objects=st.just(("service",)),
            payees=st.lists(names, max_size=2).map(tuple),
            rate=st.integers(0, 10_000),
            without_npwp=st.none() | st.integers(0, 10_000),
            others=st.lists(st.integers(0, 10_000), max_size=2).map(tuple),
            above=st.integers(0, 10**9),
            vat=st.booleans(),
            since=st.dates(date(2000, 1, 1), date(2010, 1, 1)),
            until=st.none() | st.dates(date(2010, 1, 2), date(2030, 1, 1)),
            source=names,
            note=texts,
        ),
        lambda one: one.key,
    ),
    pokmas_min=st.integers(0, 5),
    pokmas_max=st.integers(5, 20),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(sheets)
def test_what_is_written_is_read_the_same(sheet: RuleSheet) -> None:
    text = write_rule_sheet(sheet)
    assert rule_sheet_problems(text) == []
    assert read_rule_sheet(text) == sheet


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(sheets, sheets)
def test_any_two_sheets_can_be_compared(old: RuleSheet, new: RuleSheet) -> None:
    assert sheet_changes(old, old) == []
    for change in sheet_changes(old, new):
        assert change.subject
        assert change.text.endswith(".")
    assert bool(sheet_changes(old, new)) == (old != new)


@pytest.mark.parametrize("year", YEARS)
def test_the_shipped_sheets_survive_writing(year: int) -> None:
    assert read_rule_sheet(write_rule_sheet(shipped(year))) == shipped(year)


def test_every_part_of_a_sheet_is_written() -> None:
    parts = {field.name for field in msgspec.structs.fields(RuleSheet)}
    simple = {"year", "name", "regulation", "regulation_title", "evidence", "ceiling", "every_sector", "gaps"}
    assert parts == simple | {"pokmas_min", "pokmas_max"} | set(TABLES) | set(ROWS)


def test_percent_as_sheets_write_it() -> None:
    assert [percent_text(one) for one in (0, 5, 50, 100, 150, 2500, 10_000)] == [
        "0",
        "0.05",
        "0.5",
        "1",
        "1.5",
        "25",
        "100",
    ]


# --- a sheet for 2026 --------------------------------------------------------------------------------------------

NEXT = """
year = 2026
name = "Program Merata TA 2026"
regulation = "Perwali Kediri 9/2025"
ceiling = 120_000_000
[[cap]]
sector = "infrastructure"
max_percent = "35.5"
article = "pasal 4"
[[activity]]
sector = "social"
name = "lampu tenaga surya"
max_units = 7
[[land]]
kind = "village"
name = "tanah kas"
paper = "supporting_letter"
"""


def test_a_sheet_nobody_here_wrote_works_without_touching_code() -> None:
    sheet = read_rule_sheet(NEXT)
    cap = sheet.cap("infrastructure")
    assert cap is not None
    assert cap.highest(sheet.ceiling) == 42_600_000
    assert sheet.catalogue[0].key == "lampu_tenaga_surya"
    rule = sheet.land_rule("village", "new")
    assert rule is not None
    assert rule.paper == "supporting_letter"
    texts = [change.text for change in sheet_changes(shipped(2022), sheet)]
    assert "Pagu tiap RT: Rp100.000.000 menjadi Rp120.000.000." in texts
    assert "Infrastruktur: sekarang paling banyak 35,5 %." in texts


# --- problems ----------------------------------------------------------------------------------------------------


def test_every_mistake_is_told_with_its_line() -> None:
    text = """year = 2026
regulation = "Perwali"
ceiling = -4
[[cap]]
sector = "health"
max_percent = "101"
[[cap]]
sector = "youth"
max_persen = "10"
[[deadline]]
text = "Laporan"
month = 2
day = 31
[payment]
mechanism = "GU"
[[stamp]]
since = "2021-01-01"
amount = 10_000
"""
    found = [(one.line, one.violation.code, one.violation.field) for one in rule_sheet_problems(text)]
    assert found == [
        (0, "rules_missing", "name"),
        (3, "rules_amount", "ceiling"),
        (6, "rules_percent", "cap[1].max_percent"),
        (7, "rules_empty_cap", "cap[2].max_percent"),
        (9, "rules_unknown_key", "cap[2].max_persen"),
        (13, "rules_date", "deadline[1].day"),
        (15, "rules_bad_value", "payment.mechanism"),
        (17, "rules_wrong_type", "stamp[1].since"),
    ]
    meant = [one.violation.facts.get("meant") for one in rule_sheet_problems(text)]
    assert meant[4] == "max_percent"
    (syntax,) = rule_sheet_problems("year = 2026\nname = \n")
    assert (syntax.line, syntax.violation.code) == (2, "rules_unreadable")


@given(st.text(max_size=300))
def test_any_text_has_problems_or_is_a_sheet(text: str) -> None:
    problems = rule_sheet_problems(text)
    assert problems
    assert all(0 <= one.line <= len(text.splitlines()) for one in problems)


# --- altering ----------------------------------------------------------------------------------------------------


def test_figures_are_named_in_the_readers_language() -> None:
    found = {one.path: one for one in figures(shipped(2022))}
    joint = found["cap.infrastructure/joint.max_percent"]
    assert (joint.label, joint.value, joint.unit) == ("Infrastruktur bersama, paling banyak", 3_000, "percent")
    assert joint.article == "pasal 21 ayat (1) huruf a angka 1"
    assert found["cap.infrastructure.max_percent"].value is None
    assert found["activity.cctv.max_units"].label == "CCTV digital, paling banyak tiap RT"
    assert found["land.private/new.min_years"].value == 5
    assert found["payment.mechanism"].value == "TU"
    assert all(len({one.path for one in figures(shipped(year))}) == len(figures(shipped(year))) for year in YEARS)


@pytest.mark.parametrize("year", YEARS)
def test_every_figure_can_be_put_back_as_it_is(year: int) -> None:
    sheet = shipped(year)
    values = {one.path: one.value for one in figures(sheet) if one.value is not None}
    again = with_figures(sheet, values)
    assert {one.path: one.value for one in figures(again) if one.value is not None} == values


def test_figures_are_altered_added_and_taken_away() -> None:
    sheet = with_figures(
        shipped(2022),
        {
            "ceiling": 150_000_000,
            "cap.health.max_percent": 4_000,
            "cap.infrastructure.max_percent": 3_500,
            "cap.infrastructure.article": "pasal 5",
            "cap.youth.max_percent": None,
            "mandatory.W2.max_rp": 3_000_000,
            "activity.cctv.max_units": 5,
            "articles.ceiling": "pasal 3",
            "maintenance.min_age_years": 2,
            "payment.mechanism": "LS",
            "deadline.1.day": 20,
            "pokmas_max": 9,
            "every_sector": False,
        },
    )
    assert (sheet.ceiling, sheet.articles.ceiling, sheet.every_sector, sheet.pokmas_max) == (
        150_000_000,
        "pasal 3",
        False,
        9,
    )
    health, infrastructure = sheet.cap("health"), sheet.cap("infrastructure")
    assert health is not None
    assert infrastructure is not None
    assert (health.max_percent, infrastructure.max_percent, infrastructure.article) == (4_000, 3_500, "pasal 5")
    assert sheet.cap("youth") is None
    cctv = sheet.activity("cctv")
    assert cctv is not None
    assert (cctv.max_units, sheet.deadlines[0].day, sheet.mandatory[1].max_rp) == (5, 20, 3_000_000)
    assert sheet.maintenance is not None
    assert sheet.payment is not None
    assert (sheet.maintenance.min_age_years, sheet.payment.mechanism) == (2, "LS")
    bare = with_figures(shipped(2024), {"payment.mechanism": "LS", "maintenance.min_age_years": 3})
    assert bare.payment is not None
    assert bare.maintenance is not None
    assert with_figures(bare, {"cap.youth.article": "pasal 1", "cap.youth.max_rp": None}) == bare


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("cap.health.max_percent", 10_001, "rules_percent"),
        ("cap.infrastructure/joint.min_percent", 3_001, "rules_min_above_max"),
        ("ceiling", 0, "rules_amount"),
        ("regulation", " ", "rules_missing"),
        ("deadline.1.month", 13, "rules_amount"),
        ("mandatory.W2.min_rp", 5_000_000, "rules_min_above_max"),
        ("payment.mechanism", "GU", "rules_bad_value"),
        ("pagu", 1, "rules_unknown_key"),
        ("cap.moon.max_percent", 1, "rules_unknown_key"),
        ("cap.health.percent", 1, "rules_unknown_key"),
        ("moon.x.y", 1, "rules_unknown_key"),
        ("mandatory.W9.min_rp", 1, "rules_unknown_key"),
        ("a.b.c.d", 1, "rules_unknown_key"),
    ],
)
def test_what_cannot_be_is_refused_at_its_figure(path: str, value: int | str, code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        with_figures(shipped(2022), {path: value})
    assert caught.value.code == code
    assert path.startswith(caught.value.field)


def test_a_place_in_the_text_is_called_as_its_figure() -> None:
    sheet = shipped(2022)
    assert figure_path(sheet, "cap[3].max_percent") == "cap.health.max_percent"
    assert figure_path(sheet, "cap[1]") == "cap.infrastructure/joint"
    assert figure_path(sheet, "deadline[2].day") == "deadline.2.day"
    assert figure_path(sheet, "ceiling") == "ceiling"
    assert figure_path(sheet, "cap[99].article") == "cap.99.article"
    assert figure_path(sheet, "moon[1].x") == "moon[1].x"


def test_a_copy_says_that_nobody_has_read_it_against_the_new_rules() -> None:
    copy = copied_sheet(shipped(2022), 2026)
    assert (copy.year, copy.name, copy.regulation) == (2026, "Prodamas Plus TA 2026", "")
    assert copy.gaps[0] == (
        "Disalin dari aturan TA 2022. Angka yang belum diubah belum dicocokkan dengan peraturan TA 2026."
    )
    assert {one.evidence for one in copy.caps} == {"unknown"}
    assert all(not one.article for one in copy.catalogue)
    with pytest.raises(RuleViolation, match="rules_missing"):
        with_figures(copy, {})
    used = with_figures(copy, {"regulation": "Perwali Kediri 9/2025", "cap.health.max_percent": 4_500})
    health, social = used.cap("health"), used.cap("social")
    assert health is not None
    assert social is not None
    assert (health.evidence, social.evidence) == ("text", "unknown")
    assert used.basis(health.article) == "(aturan TA 2026, pasal belum diketahui)"


def test_what_changed_from_2021_to_2022() -> None:
    texts = [change.text for change in sheet_changes(shipped(2021), shipped(2022))]
    for expected in (
        "Peraturan: Perwali Kediri 23/2020 menjadi Perwali Kediri 32/2021.",
        "Anggota Pokmas: 10 orang menjadi 5 sampai 7 orang.",
        "Infrastruktur bersama: sekarang 25 % sampai 30 %.",
        "Infrastruktur: tidak disebut lagi (dahulu 25 % sampai 40 %).",
        "Biaya umum: paling banyak 1,5 % menjadi paling banyak Rp1.500.000.",
        "CCTV digital: tanpa batas khusus menjadi paling banyak 3 unit tiap RT.",
        "Sekarang dibiayai: gedung TPA/TPQ (Infrastruktur).",
        "Tidak ada lagi dalam daftar: bantuan bahan makanan bagi warga kurang mampu.",
    ):
        assert expected in texts
    assert any(text.startswith("Berita acara hasil rembug warga: formulir H") for text in texts)
    later = [change.text for change in sheet_changes(shipped(2022), shipped(2023))]
    assert "Daftar kegiatan tahun ini belum diketahui." in later
    assert any(text.startswith("Cara pencairan: TU (") and "menjadi LS (" in text for text in later)


def test_a_mandatory_activity_and_one_of_the_catalogue_are_taken_out() -> None:
    sheet = shipped(2022)
    values = {"activity.cctv": False, "activity.cctv.max_units": 5, "mandatory.W3": False, "mandatory.W2": True}
    new = with_figures(sheet, values)
    assert new.activity("cctv") is None
    assert [one.code for one in new.mandatory] == ["W1", "W2", "W4"]
    assert len(new.catalogue) == len(sheet.catalogue) - 1
    told = [one.text for one in sheet_changes(sheet, new)]
    assert any(text.startswith("CCTV digital") or "CCTV digital" in text for text in told)


def test_everything_wrong_with_figures_is_told_at_its_figure() -> None:
    sheet = copied_sheet(shipped(2022), 2023)
    found = figure_problems(sheet, {"cap.health.max_percent": 20_000, "deadline.1.day": 99})
    assert {(one.code, one.field) for one in found} >= {
        ("rules_missing", "regulation"),
        ("rules_percent", "cap.health.max_percent"),
    }
    assert any(one.field.startswith("deadline.1") for one in found)
    assert figure_problems(sheet, {"regulation": "Perwali Kediri 9/2022"}) == []


def test_a_copy_that_was_compared_counts_as_read() -> None:
    copy = with_figures(copied_sheet(shipped(2022), 2023), {"regulation": "Perwali Kediri 9/2022", "gaps": ("Satu.",)})
    assert copy.gaps == ("Satu.",)
    copied = copied_sheet(shipped(2022), 2023)
    read = read_through(copied)
    assert read.evidence == "text"
    assert {one.evidence for one in read.caps} == {"text"}
    assert {one.evidence for one in read.mandatory} == {one.evidence for one in read.catalogue} == {"text"}
    assert read.gaps == shipped(2022).gaps
    assert len(copied.gaps) == len(read.gaps) + 1
