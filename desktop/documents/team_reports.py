"""The quarterly reports of the Pokmas's teams: laporan swakelola (form U) and laporan hasil pengawasan (form V).

Source: Perwali Kediri 32/2021 pasal 35 and 36, Lampiran U and V; both lie on their side. "PELASANAAN" in the title of
form V is a slip of the annex and is printed "PELAKSANAAN".
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.layout import F4, Identity, PaperSize, Place, dots, gap, title_lines
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Align, Column, Ending, Grid, Row, carrying_sums, fields
from desktop.domain.dates import format_day
from desktop.domain.money import format_number
from desktop.domain.records import ReportRow, Signer, TeamReport

_SIZE, _SMALLEST = 10.0, 8.0
"""Points; below 10 only where sums of billions leave no room for words. The annex is set in 8 and 9 pt."""

_EMPTY_ROWS = 7  # as the forms have them
_QUARTERS = ("TRIWULAN I", "S/D TRIWULAN II", "S/D TRIWULAN III", "S/D TRIWULAN IV")
_MONEY, _PROGRESS = "REALISASI PENYERAPAN ANGGARAN", "PROSENTASE REALISASI KEMAJUAN KEGIATAN"


class TeamReportContent(Struct, frozen=True, kw_only=True):
    """Form U or V, as `report.form` says, of one Pokmas. `year`: budget year, 0 = dots.

    `report.rows`: per activity what was allocated, used up to the end of each quarter (whole rupiah) and reached
    (percent), for the quarters 1 to `report.quarter`; later columns stay open. `leader`: head of the Tim Pelaksana (U)
    or of the Tim Pengawas (V).
    """

    place: Place
    identity: Identity
    report: TeamReport
    year: int = 0
    leader: Signer = Signer()


def build_team_report(content: TeamReportContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form U or V; returns the number of pages."""
    report, place = content.report, content.place
    year = f"TAHUN ANGGARAN {content.year or dots(15)}"
    title = "LAPORAN SWAKELOLA"
    team = "Ketua Tim Pelaksana,"
    if report.form == "V":
        title = "LAPORAN HASIL PENGAWASAN PELAKSANAAN PEKERJAAN SWAKELOLA PRODAMAS PLUS"
        team = "Ketua Tim Pengawas,"
    day = format_day(report.date) if report.date else dots(25)
    sign = Sign((f"{place.city}, {day}", team), content.leader.name, content.leader.nip)
    where = [("Kelurahan", place.kelurahan or dots(22)), ("Kecamatan", place.kecamatan or dots(22))]
    story: list[Flowable] = [
        *title_lines(title, year, bold=2, after=3),
        fields(where, label=24),
        gap(4),
        Ending(_grid(report), [gap(6), Signatures([(None, None, sign)], space=20)]),
    ]
    name = "Laporan hasil pengawasan" if report.form == "V" else "Laporan swakelola"
    footer = f"{name} {content.year or ''} triwulan {report.quarter}, Kelurahan {place.kelurahan}"
    return build_paper(
        story, out, paper=paper, identity=content.identity, title=" ".join(footer.split()).rstrip(" ,"), wide=True
    )


def _grid(report: TeamReport) -> Grid:
    used = report.form == "U"
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="RINCIAN KEGIATAN PER-RT", width=1, grows=True),
        Column(title="ALOKASI DANA", width=24, align="right", number=True),
        *(_quarter_columns(_MONEY, 23) if used else ()),
        *_quarter_columns(_PROGRESS, 20 if used else 28),
        *(() if used else (Column(title="KETERANGAN / PERMASALAHAN DALAM PELAKSANAAN", width=1, grows=True),)),
    )
    if not report.rows:
        blank = Row(cells=("",) * len(columns))
        return Grid(columns, [blank] * _EMPTY_ROWS, size=_SIZE, row_height=9)
    rows = [Row(cells=_cells(at, row, report.quarter, used=used)) for at, row in enumerate(report.rows, 1)]
    sums = [_sums(row, report.quarter) for row in report.rows]
    quarters = report.quarter if used else 0

    def total(label: str, amounts: Sequence[int], *, italic: bool = False) -> Row:
        shown = [format_number(amount) for amount in amounts[: 1 + quarters]]
        right: Align = "right"
        rest = 8 - quarters if used else 5
        return Row(
            cells=(label, *shown, ""),
            spans=(2, *[1] * len(shown), rest),
            aligns=(right, *[right] * len(shown), "left"),
            bold=not italic,
            italic=italic,
        )

    rows.append(total("Jumlah", [sum(column) for column in zip(*sums, strict=True)]))
    nothing = [0] * (1 + report.quarter)
    carry = carrying_sums([*sums, nothing], lambda label, amounts: total(label, amounts, italic=True))
    return Grid(columns, rows, size=_SIZE, smallest=_SMALLEST, carry=carry)


def _quarter_columns(group: str, width: float) -> tuple[Column, ...]:
    return tuple(Column(title=title, width=width, align="right", number=True, group=group) for title in _QUARTERS)


def _sums(row: ReportRow, quarter: int) -> list[int]:
    """The amounts of a row that are summed: the allocation, and what was used up to each quarter reported."""
    return [row.allocation, *(row.used[at] if at < len(row.used) else 0 for at in range(quarter))]


def _cells(at: int, row: ReportRow, quarter: int, *, used: bool) -> tuple[str, ...]:
    money = [format_number(amount) for amount in row.used[:quarter]]
    percent = [f"{reached} %" for reached in row.percent[:quarter]]
    return (
        f"{at}.",
        row.activity,
        format_number(row.allocation),
        *((*money, *[""] * (4 - len(money))) if used else ()),
        *(*percent, *[""] * (4 - len(percent))),
        *(() if used else (row.note,)),
    )
