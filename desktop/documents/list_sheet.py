"""Lists as spreadsheets in which every cell is text: no NIK loses a digit, no cell is taken for a formula."""

from collections.abc import Sequence
from typing import Any, BinaryIO

import xlsxwriter

_WIDEST, _NARROWEST = 48, 8
"""Column widths in characters."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
PROBLEM_HEADING = "Masalah"


def build_list_sheet(
    name: str, titles: Sequence[str], rows: Sequence[Sequence[str]], out: BinaryIO, *, wrapped: int = -1
) -> None:
    """Write one sheet called `name`: a heading row, then the rows. `wrapped`: a column of sentences, -1 for none."""
    with xlsxwriter.Workbook(out, _OPTIONS) as book:
        looks: dict[str, Any] = {"num_format": "@", "valign": "top"}
        strong = book.add_format({**looks, "bold": True, "text_wrap": True, "bottom": 1})
        plain, sentences = book.add_format(looks), book.add_format({**looks, "text_wrap": True})
        sheet = book.add_worksheet(name)
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, strong)
            longest = max([len(title), *(len(row[column]) for row in rows if column < len(row))])
            width = _WIDEST if column == wrapped else min(max(longest + 2, _NARROWEST), _WIDEST)
            sheet.set_column(column, column, width, plain)
        for at, row in enumerate(rows, 1):
            for column, text in enumerate(row):
                sheet.write_string(at, column, text, sentences if column == wrapped else plain)
        sheet.freeze_panes(1, 0)


def build_problem_sheet(titles: Sequence[str], rows: Sequence[tuple[Sequence[str], str]], out: BinaryIO) -> None:
    """Write the rows of a list that need a look, to mend and take again: their columns, and what is wrong last."""
    wide = max([len(titles), *(len(cells) for cells, _ in rows)], default=0)
    headings = [*titles, *[""] * (wide - len(titles)), PROBLEM_HEADING]
    full = [[*cells, *[""] * (wide - len(cells)), problem] for cells, problem in rows]
    build_list_sheet("Perlu dilihat", headings, full, out, wrapped=wide)
