"""The rows of a list that need a look, as a spreadsheet to mend and take again: their columns and "Masalah"."""

from collections.abc import Sequence
from typing import BinaryIO

import xlsxwriter

_WIDEST, _NARROWEST = 48, 8
"""Column widths in characters."""
PROBLEM_HEADING = "Masalah"


def build_problem_sheet(titles: Sequence[str], rows: Sequence[tuple[Sequence[str], str]], out: BinaryIO) -> None:
    """Write one sheet: a heading row, then each row's cells as text and what is wrong with it in the last column.

    Everything is text, so that no NIK loses a digit and no cell is taken for a formula.
    """
    wide = max([len(titles), *(len(cells) for cells, _ in rows)], default=0)
    headings = [*titles, *[""] * (wide - len(titles)), PROBLEM_HEADING]
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        strong = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "num_format": "@"})
        plain = book.add_format({"num_format": "@", "valign": "top"})
        wrapped = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Perlu dilihat")
        for column, title in enumerate(headings):
            sheet.write_string(0, column, title, strong)
            longest = max([len(title), *(len(cells[column]) for cells, _ in rows if column < len(cells))])
            sheet.set_column(column, column, min(max(longest + 2, _NARROWEST), _WIDEST), plain)
        sheet.set_column(wide, wide, _WIDEST, wrapped)
        for at, (cells, problem) in enumerate(rows, 1):
            for column, text in enumerate(cells):
                sheet.write_string(at, column, text, plain)
            sheet.write_string(at, wide, problem, wrapped)
        sheet.freeze_panes(1, 0)
