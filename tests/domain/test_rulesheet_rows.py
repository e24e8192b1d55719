"""Rows that people write as lines: exclusions, activities and mandatory activities."""

import pytest

from desktop.domain.errors import RuleViolation
from desktop.domain.rulesheet_edit import Value, figure_problems, with_figures
from desktop.domain.rulesheet_model import RuleSheet
from desktop.domain.rulesheet_reader import read_rule_sheet
from desktop.domain.rulesheet_rows import activity_line, forbidden_lines
from desktop.domain.rulesheet_words import refusal
from desktop.services.rule_editing import sheet_text


@pytest.fixture
def sheet() -> RuleSheet:
    return read_rule_sheet(sheet_text("2022"))


def test_exclusions_come_go_and_keep_their_articles(sheet: RuleSheet) -> None:
    lines = forbidden_lines(sheet)
    assert len(lines) == len(sheet.forbidden) > 3
    assert with_figures(sheet, {"forbidden": lines}).forbidden == sheet.forbidden
    new = with_figures(sheet, {"forbidden": (*lines[1:], "petasan (pasal 15 ayat (2) huruf z)")})
    assert [one.number for one in new.forbidden] == list(range(1, len(lines) + 1))
    assert new.forbidden[0].text == sheet.forbidden[1].text
    assert (new.forbidden[-1].text, new.forbidden[-1].article) == ("petasan", "pasal 15 ayat (2) huruf z")


def test_an_activity_is_added_and_found_by_its_name(sheet: RuleSheet) -> None:
    line = activity_line("health", "Taman obat keluarga", "pasal 17 huruf x")
    assert line == "Kesehatan: Taman obat keluarga (pasal 17 huruf x)"
    new = with_figures(sheet, {"added_activities": (line,)})
    added = new.activity("taman_obat_keluarga")
    assert added is not None
    assert (added.sector, added.name, added.article) == ("health", "Taman obat keluarga", "pasal 17 huruf x")
    assert len(new.catalogue) == len(sheet.catalogue) + 1


def test_a_mandatory_activity_takes_the_place_of_one_taken_out(sheet: RuleSheet) -> None:
    values: dict[str, Value] = {"mandatory.W3": False, "added_mandatory": ("w3 Sosial budaya: bank sampah",)}
    new = with_figures(sheet, values)
    assert [one.code for one in new.mandatory] == ["W1", "W2", "W3", "W4"]
    assert next(one for one in new.mandatory if one.code == "W3").name == "bank sampah"


@pytest.mark.parametrize(
    ("path", "line", "code"),
    [
        ("added_activities", "Taman obat keluarga", "rules_row_unread"),
        ("added_activities", "Kesenian: gamelan", "rules_row_unread"),
        ("added_activities", "Kesehatan:  ", "rules_row_unread"),
        ("added_activities", "Sosial budaya: CCTV", "rules_row_twice"),
        ("added_mandatory", "W9 Kesehatan: apa saja", "rules_row_unread"),
        ("added_mandatory", "W1 Kesehatan: iuran", "rules_row_twice"),
    ],
)
def test_a_line_that_cannot_be_a_row_is_refused_at_its_list(sheet: RuleSheet, path: str, line: str, code: str) -> None:
    (problem,) = figure_problems(sheet, {path: (line,)})
    assert (problem.code, problem.field) == (code, path)
    assert refusal(problem).startswith("Baris 1")
    with pytest.raises(RuleViolation, match=code):
        with_figures(sheet, {path: (line,)})
