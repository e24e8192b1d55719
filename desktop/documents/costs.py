"""The table of a cost estimate, as form R lays it out (Perwali Kediri 32/2021 Lampiran R)."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from desktop.documents.tables import Carry, Column, Grid, Row
from desktop.domain.money import format_number, format_quantity, line_total, lines_total
from desktop.domain.records import CostGroup, CostLine

_COLUMNS = (
    Column(title="No", width=10, align="center"),
    Column(title="URAIAN", width=1, grows=True),
    Column(title="Satuan", width=19, align="center"),
    Column(title="Volume", width=17, align="right", number=True),
    Column(title="Harga Satuan (Rp)", width=26, align="right", number=True),
    Column(title="Total Biaya (Rp)", width=30, align="right", number=True),
)
_NUMBERS = Row(
    cells=("(1)", "(2)", "(3)", "(4)", "(5)", "(6) = (4) x (5)"), aligns=("center",) * 6, italic=True, keep=True
)

INFRASTRUCTURE: dict[CostGroup, tuple[str, str]] = {
    "labour": ("UPAH KERJA", "Upah"),
    "material": ("BAHAN", "Bahan"),
    "equipment": ("ALAT BANTU", "Alat"),
    "other": ("LAIN-LAIN", "Lain-lain"),
}
"""Heading and short name of each group in the form for infrastructure; `other` is ours, for what the form lacks."""

NON_INFRASTRUCTURE: dict[CostGroup, tuple[str, str]] = {
    **INFRASTRUCTURE,
    "labour": ("INSTRUKTUR/NARA SUMBER", "Instruktur"),
}


def cost_grid(lines: Sequence[CostLine], names: dict[CostGroup, tuple[str, str]] = INFRASTRUCTURE) -> Grid:
    """The lines by group with subtotals and a sum; money in whole rupiah. Swadaya lines follow below the sum.

    The three groups of the form always stand there, empty or not; `other` only with lines. Where the table goes on with
    the next page, the sum of all lines so far is carried over (of swadaya its own).
    """
    asked = [line for line in lines if line.source == "prodamas"]
    own = [line for line in lines if line.source == "self"]
    rows = [_NUMBERS]
    so_far = [0, 0]  # after each row: the sum of the lines above
    number = 0
    for group, (heading, short) in names.items():
        chosen = [line for line in asked if line.group == group]
        if not chosen and group == "other":
            continue
        number += 1
        rows.append(Row(cells=(str(number), heading, "", "", "", ""), bold=True, keep=True))
        rows += _line_rows(chosen)
        so_far += [so_far[-1], *_running(so_far[-1], chosen)]
        so_far.append(so_far[-1])
        rows.append(_sum_row(f"Sub Total {short} ({number})", lines_total(chosen)))
    parts = "+".join(str(part) for part in range(1, number + 1))
    rows.append(_sum_row(f"Jumlah Total Biaya ({parts})", lines_total(asked)))
    if own:
        rows.append(Row(cells=("", "SWADAYA WARGA (di luar pagu)", "", "", "", ""), bold=True, keep=True))
        rows += _line_rows(own)
        so_far += [0, 0, *_running(0, own)]
        rows.append(_sum_row("Jumlah Swadaya", lines_total(own, "self")))
    return Grid(_COLUMNS, rows, carry=_carry(so_far))


def _running(start: int, lines: Sequence[CostLine]) -> list[int]:
    """What has been summed after each row of lines, whole rupiah; without lines one open row stands there."""
    sums = accumulate((line_total(line.volume, line.unit_price) for line in lines), initial=start)
    return list(sums)[1:] or [start]


def _carry(so_far: Sequence[int]) -> Carry:
    def carry(count: int) -> tuple[Row, Row]:
        total = so_far[min(count, len(so_far) - 1)]
        return _carried_row("Jumlah dipindahkan", total), _carried_row("Jumlah pindahan", total)

    return carry


def _carried_row(label: str, total: int) -> Row:
    return replace(_sum_row(label, total), bold=False, italic=True)


def _line_rows(lines: Sequence[CostLine]) -> list[Row]:
    if not lines:
        return [Row(cells=("", "1. " + "." * 30, "", "", "", ""))]
    return [
        Row(
            cells=(
                "",
                f"{at}. {line.description}" + (f" ({line.note})" if line.note else ""),
                line.unit,
                format_quantity(line.volume),
                format_number(line.unit_price) if line.unit_price else "",
                format_number(line_total(line.volume, line.unit_price)) if line.volume and line.unit_price else "",
            ),
            keep=at == len(lines),  # the sum below does not stand alone on the next page
        )
        for at, line in enumerate(lines, 1)
    ]


def _sum_row(label: str, total: int) -> Row:
    return Row(
        cells=("", label, format_number(total) if total else ""),
        spans=(1, 4, 1),
        aligns=("center", "right", "right"),
        bold=True,
    )
