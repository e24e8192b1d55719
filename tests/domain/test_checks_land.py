"""V-14 to V-18: each kind of land asks for its paper, and what is repaired is old enough or excused."""

import pytest

from desktop.domain.checks import CheckResult, Known
from desktop.domain.checks_land import check_land, needs_land
from desktop.domain.records import Proposal
from tests.domain.examples import shipped, uid

ONE = uid(1)


def work(**values: object) -> Proposal:
    return Proposal(**({"title": "Paving gang", "sector": "infrastructure", "scope": "own"} | values))  # type: ignore[arg-type]


def found(proposal: Proposal, *papers: str, year: int = 2022) -> list[CheckResult]:
    return check_land(shipped(year), [(ONE, proposal)], Known(papers={ONE: papers}))


def only(results: list[CheckResult]) -> CheckResult:
    (result,) = results
    return result


@pytest.mark.parametrize(
    ("land", "rule", "paper", "article"),
    [
        ("city", "V-14", "land_permit_request", "a"),
        ("estate", "V-15", "land_handover", "b"),
        ("agency", "V-16", "agency_permit", "c"),
        ("private", "V-17", "land_owner", "d"),
    ],
)
def test_a_new_object_needs_its_lands_paper(land: str, rule: str, paper: str, article: str) -> None:
    proposal = work(work="new", land=land, land_years=5)
    assert found(proposal, paper) == []
    result = only(found(proposal))
    assert (result.rule, result.level, result.when, result.field) == (rule, "block", "submit", f"paper:{paper}")
    assert result.message.endswith(f"(Perwali Kediri 32/2021 pasal 14 ayat (2) huruf {article}).")
    assert result.action.startswith("Lampirkan: ")
    before = only(found(proposal, year=2021))
    assert before.message.endswith(f"(Perwali Kediri 23/2020 pasal 13 ayat (2) huruf {article}).")


def test_a_private_owner_grants_five_years() -> None:
    assert found(work(work="new", land="private", land_years=5), "land_owner") == []
    short = only(found(work(work="new", land="private", land_years=4), "land_owner"))
    assert (short.rule, short.level, short.field) == ("V-17", "block", "land_years")
    assert "baru 4 tahun, paling sedikit 5 tahun" in short.message
    unsaid = only(found(work(work="new", land="private"), "land_owner"))
    assert "lamanya belum diisi" in unsaid.message


def test_work_and_land_are_asked_for() -> None:
    assert (only(found(work())).rule, only(found(work())).field) == ("V-14", "work")
    assert only(found(work(work="new"))).field == "land"
    assert found(work(work="new", land="orbit")) == []  # a kind of land of another year's sheet
    asked = only(found(work(work="repair", built_year=2010)))
    assert asked.field == "land"


def test_maintenance_asks_for_the_paper_on_an_estate_only() -> None:
    assert found(work(work="repair", land="private", built_year=2010)) == []
    estate = only(found(work(work="repair", land="estate", built_year=2010)))
    assert (estate.rule, estate.field) == ("V-15", "paper:land_handover")
    assert "pasal 14 ayat (3) huruf a" in estate.message


def test_who_is_asked_about_land() -> None:
    sheet = shipped(2022)
    assert needs_land(sheet, work())
    assert needs_land(sheet, work(title="Roket", work="new"))
    assert not needs_land(sheet, work(title="Roket"))
    assert not needs_land(sheet, work(title="Pengecatan gapura"))
    assert not needs_land(sheet, work(sector="social"))
    assert not needs_land(sheet, work(host="35.71.02.1013/04/05"))
    assert not needs_land(shipped(2023), work())
    assert check_land(sheet, [(ONE, work())], Known(settled={ONE})) == []
    assert check_land(sheet, [(ONE, work())]) != []


# --- V-18 ------------------------------------------------------------------------------------------------------------


def repair(**values: object) -> Proposal:
    return work(**({"work": "repair", "land": "city"} | values))


@pytest.mark.parametrize("year", [2021, 2022])
def test_what_is_repaired_is_three_years_old(year: int) -> None:
    assert found(repair(built_year=year - 3), year=year) == []
    result = only(found(repair(built_year=year - 2), year=year))
    assert (result.rule, result.level, result.when, result.field) == ("V-18", "warn", "submit", "built_year")
    assert "berusia 2 tahun, seharusnya paling sedikit 3 tahun" in result.message
    assert result.action.startswith("Pilih alasannya bila dibangun swadaya warga, rusak berat")
    assert "belum menyebut tahun dibangun" in only(found(repair(), year=year)).message
    assert "berusia 0 tahun" in only(found(repair(built_year=year + 1), year=year)).message


def test_what_excuses_a_young_object() -> None:
    for reason in ("self_built", "heavily_damaged"):
        assert found(repair(built_year=2021, age_exception=reason)) == []
        assert found(repair(built_year=2020, age_exception=reason), year=2021) == []
    bigger = repair(built_year=2020, age_exception="bigger_function")
    assert found(bigger) == []
    refused = only(found(bigger, year=2021))
    assert (refused.rule, refused.field) == ("V-18", "age_exception")
    assert "“diperlukan untuk fungsi yang lebih besar” tidak berlaku pada TA 2021" in refused.message
    assert refused.action == "Yang berlaku: dibangun swadaya warga, rusak berat."


def test_a_sheet_without_exceptions_or_age() -> None:
    from msgspec.structs import replace

    from desktop.domain.rulesheet import MaintenanceRule

    bare = replace(shipped(2022), maintenance=MaintenanceRule(min_age_years=3))
    young = only(check_land(bare, [(ONE, repair(built_year=2021))]))
    assert young.action == "Pilih obyek lain."
    excused = only(check_land(bare, [(ONE, repair(built_year=2021, age_exception="self_built"))]))
    assert excused.action == "Pilih kegiatan lain."
    assert check_land(replace(bare, maintenance=None), [(ONE, repair())]) == []
    assert check_land(replace(bare, maintenance=MaintenanceRule()), [(ONE, repair())]) == []
