"""Recaps (forms L, M) and semester reports (DD, EE) of the kelurahan and the kecamatan as spreadsheets."""

from collections.abc import Sequence
from decimal import Decimal
from typing import BinaryIO

from desktop.documents.district import DistrictReportContent
from desktop.documents.layout import F4, PaperSize, dots
from desktop.documents.planning import DistrictRecapContent
from desktop.documents.reports import RecapContent
from desktop.documents.semester import SemesterContent, SemesterLine, SemesterSection, semester_words
from desktop.documents.sheets.book import (
    NUMBERED,
    Cell,
    Column,
    Formula,
    Page,
    Plain,
    at,
    quantity,
    sum_of,
    workbook,
)
from desktop.documents.signatures import Sign
from desktop.domain.dates import format_day
from desktop.domain.records import Day, Signer
from desktop.domain.sectors import sector_name

_RECAP_PLACES = {"kelurahan": "Kelurahan", "opd": "OPD Teknis"}
_DISTRICT_PLACES = {"kelurahan": "Kelurahan", "opd": "OPD teknis"}


def _dated(city: str, day: Day | None) -> str:
    return f"{city}, {format_day(day) if day else dots(30)}"


def _sum(page: Page, first: int, column: int, values: Sequence[int]) -> None:
    page.sums("Jumlah", column, sum_of(first, page.next - 1, column, sum(values)), None)


# --- form L ------------------------------------------------------------------------------------------------------

_RECAP = (
    Column(title="No", width=11, align="center"),
    Column(title="RT / RW", width=18, align="center"),
    Column(title="BIDANG", width=27),
    Column(title="URAIAN KEGIATAN", width=62),
    Column(title="VOLUME", width=20),
    Column(title="RENCANA BIAYA (RP)", width=29, align="right"),
    Column(title="KETERANGAN", width=27),
)


def build_recap_sheet(content: RecapContent, out: BinaryIO, paper: PaperSize = F4) -> None:
    """Write form L as a spreadsheet."""
    place, recap = content.place, content.recap
    lurah = recap.signers[0] if recap.signers else Signer()
    title = f"Rekapitulasi usulan kegiatan {content.year or ''} Kelurahan {place.kelurahan}".rstrip()
    with (
        workbook(out, identity=content.identity, paper=paper, title=title) as book,
        book.page("Rekapitulasi", _RECAP) as page,
    ):
        page.titles("DAFTAR REKAPITULASI USULAN KEGIATAN", f"PRODAMAS PLUS TAHUN ANGGARAN {content.year or dots(16)}")
        page.fields(("Kelurahan", place.kelurahan), ("Kecamatan", place.kecamatan))
        page.heading()
        first = page.next
        for number, row in enumerate(recap.rows, 1):
            page.row(
                Plain(number, NUMBERED),
                row.home,
                sector_name(row.sector) if row.sector else "",
                row.activity,
                row.volume,
                row.amount or None,
                _RECAP_PLACES.get(row.placement.lower(), row.placement),
            )
        if recap.rows:
            _sum(page, first, 5, [row.amount for row in recap.rows])
        else:
            page.blank_rows(15)
        office = f"LURAH {place.kelurahan.upper() or dots(14)},"
        page.signs(None, Sign((_dated(place.city, recap.date), "", office), lurah.name, lurah.nip))


# --- form M ------------------------------------------------------------------------------------------------------

_DISTRICT = (
    Column(title="No", width=10, align="center"),
    Column(title="KELURAHAN", width=27),
    Column(title="BIDANG", width=25),
    Column(title="URAIAN KEGIATAN", width=52),
    Column(title="SATUAN", width=17, align="center"),
    Column(title="VOL", width=14, align="right"),
    Column(title="RENCANA BIAYA (RP)", width=28, align="right"),
    Column(title="KETERANGAN", width=26),
)


def build_district_recap_sheet(content: DistrictRecapContent, out: BinaryIO, paper: PaperSize = F4) -> None:
    """Write form M as a spreadsheet."""
    place, camat = content.place, content.camat
    title = f"Rekapitulasi rencana definitif kegiatan {content.year or ''} Kecamatan {place.kecamatan}".rstrip()
    with (
        workbook(out, identity=content.identity, paper=paper, title=title) as book,
        book.page("Rekapitulasi", _DISTRICT) as page,
    ):
        page.titles(
            "REKAPITULASI RENCANA DEFINITIF KEGIATAN", f"PRODAMAS PLUS TAHUN ANGGARAN {content.year or dots(16)}"
        )
        page.fields(("Jumlah Kelurahan", content.kelurahan_count), ("Kecamatan", place.kecamatan))
        page.heading()
        first = page.next
        for number, row in enumerate(content.rows, 1):
            page.row(
                Plain(number, NUMBERED),
                row.kelurahan,
                sector_name(row.sector) if row.sector else "",
                row.activity,
                row.unit,
                row.volume,
                row.amount or None,
                _DISTRICT_PLACES.get(row.placement.strip().lower(), row.placement),
            )
        if content.rows:
            _sum(page, first, 6, [row.amount for row in content.rows])
        else:
            page.blank_rows(14)
        office = f"CAMAT {place.kecamatan.upper() or dots(17)}"
        page.signs(None, Sign((_dated(place.city, content.date), "", office), camat.name, camat.nip))


# --- forms DD and EE ---------------------------------------------------------------------------------------------

_SEMESTER = (
    Column(title="NO", mark="(1)", width=9, align="center"),
    Column(title="URAIAN", mark="(2)", width=64),
    Column(title="VOLUME", mark="(3)", group="OUT PUT", width=18, align="right"),
    Column(title="SATUAN", mark="(4)", group="OUT PUT", width=18, align="center"),
    Column(title="ANGGARAN (Rp)", mark="(5)", width=27, align="right"),
    Column(title="(Rp)", mark="(6)", group="REALISASI", width=26, align="right"),
    Column(title="%", mark="(7)", group="REALISASI", width=15, align="right"),
    Column(title="(Rp)", mark="(8)", group="SISA", width=26, align="right"),
    Column(title="%", mark="(9)", group="SISA", width=15, align="right"),
    Column(title="% CAPAIAN OUT PUT", mark="(10)", width=21, align="right"),
    Column(title="TENAGA KERJA (Orang)", mark="(11)", width=21, align="right"),
    Column(title="DURASI (Hari)", mark="(12)", width=19, align="right"),
    Column(title="UPAH (Rp)", mark="(13)", width=24, align="right"),
    Column(title="KET", mark="(14)", width=26, align="center"),
)
_BUDGET, _USED, _WAGES = 4, 5, 12
_EMPTY = (None,) * 12


def build_office_report_sheet(content: SemesterContent, out: BinaryIO, paper: PaperSize = F4) -> None:
    """Write form DD as a spreadsheet, without its page of instructions."""
    place, lurah = content.place, content.lurah
    title = f"Laporan hasil pelaksanaan Prodamas Plus {content.year or ''} Kelurahan {place.kelurahan}"
    with (
        workbook(out, identity=content.identity, paper=paper, title=" ".join(title.split())) as book,
        book.page("Laporan semester", _SEMESTER, wide=True) as page,
    ):
        page.titles("LAPORAN HASIL PELAKSANAAN PRODAMAS PLUS", f"TAHUN ANGGARAN {content.year or dots(14)}")
        page.fields(
            ("KELURAHAN", place.kelurahan.upper()),
            ("KECAMATAN", place.kecamatan.upper()),
            ("SEMESTER", semester_words(content.semester)),
        )
        _put_sections(page, content.sections)
        office = f"LURAH {place.kelurahan.upper() or dots(22)},"
        page.signs(None, None, Sign((_dated(place.city, content.date), office), lurah.name, lurah.nip))


def build_district_report_sheet(content: DistrictReportContent, out: BinaryIO, paper: PaperSize = F4) -> None:
    """Write form EE as a spreadsheet, without its page of instructions."""
    place, camat = content.place, content.camat
    title = f"Laporan rekapitulasi hasil pelaksanaan Prodamas Plus {content.year or ''} Kecamatan {place.kecamatan}"
    with (
        workbook(out, identity=content.identity, paper=paper, title=" ".join(title.split())) as book,
        book.page("Laporan semester", _SEMESTER, wide=True) as page,
    ):
        page.titles("LAPORAN REKAPITULASI HASIL PELAKSANAAN PRODAMAS PLUS")
        page.fields(
            ("KECAMATAN", place.kecamatan.upper()),
            ("SEMESTER", semester_words(content.semester)),
            ("TAHUN ANGGARAN", str(content.year or "")),
        )
        _put_sections(page, content.sections)
        office = f"CAMAT {place.kecamatan.upper() or dots(22)},"
        page.signs(None, None, Sign((_dated(place.city, content.date), office), camat.name, camat.nip))


def _put_sections(page: Page, sections: Sequence[SemesterSection]) -> None:
    """The table of both forms; with no activities in any section the open form."""
    lines = [line for section in sections for line in section.lines]
    page.heading()
    subtotals: list[int] = []
    for section in sections:
        number = Plain(int(section.number), "0") if section.number.isdecimal() else section.number
        page.row(number, section.title, *_EMPTY, bold=True)
        if not lines:
            for hint in (*section.hints, ""):
                page.row("", f"     {hint}" if hint else "", *_EMPTY)
            continue
        first = page.next
        for number_in, line in enumerate(section.lines, 1):
            page.row("", f"{number_in}. {line.title}", *_cells(page.next, line))
        if section.lines:
            rows = (first, page.next - 1)
            subtotals.append(_put_sum(page, "Jumlah", section.lines, [f"{{0}}{rows[0] + 1}:{{0}}{rows[1] + 1}"]))
    if lines:
        _put_sum(page, "Jumlah seluruhnya", lines, [f"{{0}}{row + 1}" for row in subtotals])


def _put_sum(page: Page, label: str, lines: Sequence[SemesterLine], parts: Sequence[str]) -> int:
    """A line of sums over `parts`, which are ranges with {0} for the letter of the column."""

    def total(column: int, value: int) -> Formula:
        letter = at(0, column)[:-1]
        return Formula(f"=SUM({','.join(part.format(letter) for part in parts)})", value)

    budget, used = sum(line.budget for line in lines), sum(line.used for line in lines)
    wages = sum(line.wages for line in lines)
    return page.sums(
        label,
        _BUDGET,
        total(_BUDGET, budget),
        total(_USED, used),
        *_left(page.next, budget, used),
        None,
        None,
        None,
        total(_WAGES, wages) if wages else None,
        None,
    )


def _cells(row: int, line: SemesterLine) -> tuple[Cell, ...]:
    return (
        quantity(line.volume),
        line.unit,
        line.budget,
        line.used,
        *_left(row, line.budget, line.used),
        None if line.output is None else Plain(line.output, "0"),
        Plain(line.workers, "0") if line.workers else None,
        Plain(line.days, "0") if line.days else None,
        line.wages or None,
        line.source,
    )


def _left(row: int, budget: int, used: int) -> tuple[Formula, Formula, Formula]:
    """Percent used, rupiah left, percent left; rounded as in the PDF, so that both shares make 100."""
    limit, spent, share = at(row, _BUDGET), at(row, _USED), at(row, _USED + 1)
    nothing: int | str = "–" if used else 0
    points = Decimal((used * 20_000 + budget) // (2 * budget)) / 100 if budget > 0 else None
    otherwise = f'IF({spent}>0,"–",0)'
    return (
        Formula(
            f"=IF({limit}>0,ROUND({spent}*10000/{limit},0)/100,{otherwise})",
            nothing if points is None else points,
            "General",
        ),
        Formula(f"={limit}-{spent}", budget - used),
        Formula(
            f"=IF({limit}>0,ROUND(100-{share},2),{otherwise})", nothing if points is None else 100 - points, "General"
        ),
    )
