"""Blocks from spreadsheets, and cells read from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.grid_cells import GridColumn, join_block, question_about, read_cell, read_column, split_block

MONEY = GridColumn(name="price", title="Harga", kind="money")
UNIT = GridColumn(name="unit", title="Satuan", kind="choice", options=[("zak", "Sak"), ("m3", "m³"), ("m2", "m²")])


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("a\tb\nc\td", [["a", "b"], ["c", "d"]]),
        ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
        ("a\t\nb\t\n", [["a", ""], ["b", ""]]),
        ('"satu ""dua"""\tb', [['satu "dua"', "b"]]),
        ('"baris\nkedua"\tb\n', [["baris kedua", "b"]]),
        ('"a\tb"\tc', [["a\tb", "c"]]),
        ('12" pipa\t3', [['12" pipa', "3"]]),
        ('"tak berpasangan\t3', [['"tak berpasangan', "3"]]),
        ("a\n\nb\n", [["a"], [""], ["b"]]),
        ("a\n\t\t\n", [["a"]]),
        ("", []),
        ("\n", []),
        ("satu", [["satu"]]),
        ("\tb", [["", "b"]]),
    ],
)
def test_a_block_is_split_as_a_spreadsheet_means_it(text: str, block: list[list[str]]) -> None:
    assert split_block(text) == block


_CELLS = st.text(st.characters(exclude_characters="\r\n", exclude_categories=("Cs", "Zl", "Zp", "Cc")), min_size=1)


@given(st.lists(st.lists(_CELLS.filter(str.strip), min_size=2, max_size=4), min_size=1, max_size=5))
def test_what_is_copied_comes_back(rows: list[list[str]]) -> None:
    width = min(map(len, rows))
    even = [row[:width] for row in rows]
    assert split_block(join_block(even)) == even


def test_a_choice_is_found_by_word_start_or_key() -> None:
    for typed in ("Sak", "sak", "SAK ", "zak", "sa"):
        assert read_cell(UNIT, typed).value == "zak"
    wrong = read_cell(UNIT, "m")  # two begin with it
    assert (wrong.text, wrong.value) == ("m", None)
    assert "Sak, m³, m²" in wrong.problem


def test_a_choice_is_found_by_a_whole_word_where_only_one_has_it() -> None:
    scope = GridColumn(
        name="scope", title="Cakupan", kind="choice", options=[("joint", "Bersama"), ("own", "Milik RT")]
    )
    assert read_cell(scope, "RT").value == "own"
    assert read_cell(scope, "R").problem
    both = GridColumn(name="scope", title="Cakupan", kind="choice", options=[("a", "Milik RT"), ("b", "Bagi RT")])
    assert read_cell(both, "rt").problem


def test_an_unclear_column_is_asked_about_once_and_read_as_answered() -> None:
    question = question_about(MONEY, ["1.5", "12,500", "2000"])
    assert question is not None
    assert (question.typed, question.readings, question.cells) == ("1.5", ("1.500", "1,5"), 2)
    assert [cell.value for cell in read_column(MONEY, ["1.5", "12,500", "2000"], "thousands")] == [1500, 12500, 2000]
    assert question_about(MONEY, ["1.500", "Rp 2.000", "-", ""]) is None


def test_an_english_column_needs_no_question() -> None:
    assert question_about(MONEY, ["1,250,000.00", "12,500"]) is None
    assert [cell.text for cell in read_column(MONEY, ["1,250,000.00", "12,500"])] == ["Rp1.250.000", "Rp12.500"]


@pytest.mark.parametrize("typed", ["#REF!", "=A1*2", "banyak"])
def test_a_cell_that_cannot_be_read_stays_as_it_was(typed: str) -> None:
    cell = read_cell(MONEY, typed, pasted=True)
    assert (cell.text, cell.value) == (typed, None)
    assert cell.problem
