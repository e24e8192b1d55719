"""What people paste into a RAB from broken or strange sheets: marked and kept as it came, never altered in silence."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from desktop.domain.money import line_total
from desktop.domain.record_types import read_data
from desktop.services.workplace import Workplace
from desktop.ui.estimate.grid import EstimateGrid
from desktop.ui.grid_cells import split_block
from desktop.ui.main_window import MainWindow
from tests.ui.estimate.test_estimate_page import open_estimate, paste, saved, usulan

ABSURD = [
    "9" * 40,
    "1e400",
    "NaN",
    "-Infinity",
    "#REF!",
    "=SUM(A1:A9)",
    "-5",
    "1.2.3.4",
    "Rp",
    "Rp -1.000",
    "1,2345",
    "٣٤٥٫٦x",
    "\u202e000.1",
    "seribu",
    "10^6",
    "0x10",
]


@pytest.mark.parametrize("typed", ABSURD)
@pytest.mark.parametrize("column", [1, 3])
def test_an_absurd_number_stays_as_it_came_and_is_marked(
    window: MainWindow, work: Workplace, typed: str, column: int
) -> None:
    uid = usulan(work)
    page = open_estimate(window, work, uid)
    cells = ["Pasir", "2", "m3", "1000"]
    cells[column] = typed
    paste(page, "\t".join(cells))
    shown = str(page.grid.rows.index(1, column).data())
    assert shown == typed.strip()
    assert [(row, at) for row, at, _ in page.grid.rows.bad_cells()] == [(1, column)]
    assert "1 sel belum terbaca" in window.strip.text
    assert page.keep()
    (line,) = saved(work, uid).lines
    assert (line.volume, line.unit_price) == (("", 1_000) if column == 1 else ("2", 0))
    again = open_estimate(window, work, uid)
    assert str(again.grid.rows.index(1, column).data()) == typed.strip()  # as typed, after closing too


@pytest.mark.parametrize("typed", ["#REF!", "#N/A", "#DIV/0!", "=B2*C2", "########"])
def test_an_error_or_a_formula_among_the_words_is_marked(window: MainWindow, work: Workplace, typed: str) -> None:
    page = open_estimate(window, work, usulan(work))
    paste(page, f"{typed}\t2\tm3\t1000")
    cell = page.grid.rows.index(1, 0)
    assert cell.data() == typed
    assert "Excel" in cell.data(Qt.ItemDataRole.ToolTipRole) or "rumus" in cell.data(Qt.ItemDataRole.ToolTipRole)


def test_rupiah_dots_commas_and_empty_rows_are_read_as_one_block(window: MainWindow, work: Workplace) -> None:
    page = open_estimate(window, work, usulan(work))
    paste(
        page,
        "Pasir beton\t2,5\tm3\tRp 1.250.000,00\n\n\t\t\t\n"
        '"Semen ""Tiga Contoh"""\t10\tzak\t"1.250.000"\nKawat\t1\tkg\t1,250,000\n\n',
    )
    lines = page.grid.cost_lines()
    assert [(one.description, one.volume, one.unit_price) for one in lines] == [
        ("Pasir beton", "2.5", 1_250_000),
        ('Semen "Tiga Contoh"', "10", 1_250_000),
        ("Kawat", "1", 1_250_000),
    ]
    assert not page.grid.rows.bad_cells()
    assert page.foot.total.text() == "Rp16.875.000"


def test_two_thousand_rows_come_and_go_as_one_step(window: MainWindow, work: Workplace) -> None:
    uid = usulan(work)
    page = open_estimate(window, work, uid)
    paste(page, "\n".join(f"Bahan contoh {at}\t2\tbuah\t{1_000 + at}" for at in range(2_000)))
    assert len(page.grid.rows.lines()) == 2_000
    assert page.foot.total.text() == f"Rp{sum(2 * (1_000 + at) for at in range(2_000)):,}".replace(",", ".")
    assert not page.keep()  # more than one record takes: said, and nothing is lost
    assert "terlalu" in window.strip.text.casefold() or "besar" in window.strip.text.casefold()
    assert len((work.records.draft(uid) or {}).get("lines", [])) in {0, 2_000}
    page.save_draft()
    assert len((work.records.draft(uid) or {})["lines"]) == 2_000
    page.undo()
    assert page.grid.rows.lines() == []
    assert page.keep()


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\t\r\n"), max_size=30)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(block=st.lists(st.lists(CELL, min_size=4, max_size=7), min_size=1, max_size=6))
def test_any_block_is_a_block_a_record_can_hold(qapp: object, block: list[list[str]]) -> None:
    """Whatever is pasted: nothing breaks, and what can be read fits the record's schema."""
    grid = EstimateGrid(list, ask=lambda _question: "thousands")
    text = "\n".join("\t".join(row) for row in block)
    for row in split_block(text):
        assert all("\t" not in cell for cell in row)
    grid.rows.paste(1, 0, split_block(text), lambda _question: "thousands")
    lines = grid.cost_lines()
    read_data(
        "d.proposal",
        {"lines": [{name: getattr(line, name) for name in line.__struct_fields__} for line in lines]},
    )
    assert grid.rows.total() == sum(
        line_total(line.volume, line.unit_price) for line in lines if line.source != "self" and line.volume
    )
    grid.undo()
    assert grid.rows.lines() == []
    grid.deleteLater()
