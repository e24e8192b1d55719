"""Absensi pekerja: who worked on which day of a month, from the wage list; signed beside it.

Perwali 32/2021 pasal 35 ayat (2) d asks for a report on the use of labour; no form is prescribed, columns are ours.
"""

import calendar
from collections.abc import Sequence
from decimal import Decimal
from typing import BinaryIO

from reportlab.platypus import Flowable, PageBreak

from desktop.documents.books import WageContent, WageSheet, group_line
from desktop.documents.layout import F4, Group, PaperSize, Place, dots, gap, title_lines
from desktop.documents.pages import Pages
from desktop.documents.receipt import Officers
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Align, Column, Ending, Grid, Row, fields
from desktop.domain.dates import MONTH_NAMES
from desktop.domain.records import WageRow
from desktop.domain.wages import format_days, worked

_HERE, _HALF = "√", "½"
_MOST_DAYS = 31

Month = tuple[int, int]
"""Year and month."""


def build_presence(content: WageContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the presence of the workers of one wage list, a sheet on its side per month; returns the pages."""
    pages = Pages(
        out, paper=paper, identity=content.identity, title=f"Absensi pekerja {content.sheet.activity}".rstrip()
    )
    pages.begin(wide=True)
    put_presence(pages, content.sheet, content.place, content.group, content.officers)
    return pages.close()


def put_presence(pages: Pages, sheet: WageSheet, place: Place, group: Group, officers: Officers) -> None:
    """The presence lists of a wage list on a page already begun; without any day one open list."""
    months: list[Month | None] = [*sorted({(day.year, day.month) for row in sheet.wages.rows for day in row.days})]
    story: list[Flowable] = []
    for month in months or [None]:
        if story:
            story.append(PageBreak())
        story += _month_story(sheet, month, place, group, officers)
    pages.put(story)


def _month_story(
    sheet: WageSheet, month: Month | None, place: Place, group: Group, officers: Officers
) -> list[Flowable]:
    name = f"{MONTH_NAMES[month[1] - 1]} {month[0]}" if month else ""
    head = [("Kegiatan", sheet.activity), ("Bulan", name), ("No. kuitansi", sheet.receipt_number)]
    signs = Signatures(
        [
            (
                Sign(("Mengetahui:", "Ketua Pokmas,"), officers.chair),
                Sign((f"{place.city}, {dots(26)}", "Ketua Tim Pelaksana,"), officers.executor),
            )
        ]
    )
    return [
        *title_lines("DAFTAR HADIR (ABSENSI) PEKERJA", group_line(group, place), bold=2, after=3),
        fields(head, label=26, size=11),
        gap(3),
        Ending(_grid(sheet.wages.rows, month), [gap(6), signs]),
    ]


def _grid(workers: Sequence[WageRow], month: Month | None) -> Grid:
    """One row a worker, one column a day (½: half of it); below, how many came on each day."""
    last = calendar.monthrange(*month)[1] if month else _MOST_DAYS
    columns = (
        Column(title="No", width=9, align="center"),
        Column(title="Nama", width=1, grows=True),
        Column(title="Pekerjaan", width=22),
        *(
            Column(title=str(day), width=4.6, align="center", number=True, tight=True, group="Tanggal")
            for day in range(1, last + 1)
        ),
        Column(title="HOK", width=12, align="center", number=True),
        Column(title="Tanda tangan", width=34),
    )
    middle: tuple[Align, ...] = tuple("center" for _ in range(last))
    rows: list[Row] = []
    counts, total = [0] * last, Decimal(0)
    for worker in workers:
        days = [day for day in worker.days if (day.year, day.month) == month]
        came, halves = {day.day for day in days}, {day.day for day in days if day in worker.halves}
        if month and not came:
            continue
        number = len(rows) + 1
        for day in came:
            counts[day - 1] += 1
        cells = [_HALF if day in halves else _HERE if day in came else "" for day in range(1, last + 1)]
        paid = worked(worker, days)
        total += paid
        rows.append(
            Row(
                cells=(
                    f"{number}.",
                    worker.name,
                    worker.job,
                    *cells,
                    format_days(paid) if month else "",
                    f"{number}.",
                ),
                aligns=("center", "left", "left", *middle, "center", "left" if number % 2 else "half"),
            )
        )
    if not rows:
        blank = ("",) * (last + 3)
        rows = [
            Row(
                cells=(f"{at}.", *blank, f"{at}."),
                aligns=("center", "left", "left", *middle, "center", "left" if at % 2 else "half"),
            )
            for at in range(1, 11)
        ]
    shown = [str(count) if count else "" for count in counts]
    rows.append(
        Row(
            cells=("Jumlah hadir", *shown, format_days(total) if month else "", ""),
            spans=(3, *(1 for _ in counts), 1, 1),
            aligns=("right", *middle, "center", "left"),
            bold=True,
        )
    )
    return Grid(columns, rows, size=10, row_height=8.5)
