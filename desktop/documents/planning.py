"""Papers of planning: minutes of the musyawarah kelurahan (form H), five-year plan (form I), recap of the kecamatan
(form M).

Source: Perwali Kediri 32/2021 pasal 26 and 27, Lampiran H, I and M; their wording is kept as it stands there.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.clauses import day_or, opening_day, year_or
from desktop.documents.layout import F4, Identity, PaperSize, Place, dots, gap, title_lines
from desktop.documents.meeting import REPRESENTATIVES_IN_COLUMN, representatives
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Ending, Grid, Row, carrying, fields
from desktop.documents.text import paragraph
from desktop.domain.money import format_number, format_quantity
from desktop.domain.records import Day, FiveYearPlan, Meeting, Signer
from desktop.domain.sectors import SECTORS, sector_name

_YEARS_IN_TABLE = 5
_YEARS = "Usulan Kegiatan Tahun"
_EMPTY_YEAR = 0.6  # of the width of a year with activities: still wide enough to write in
_PLACEMENTS = {"kelurahan": "Kelurahan", "opd": "OPD teknis"}


class KelurahanMinutesContent(Struct, frozen=True, kw_only=True):
    """Minutes of a musyawarah kelurahan. `year`: budget year asked for, 0 = dots. The residents' representatives are
    the meeting's witnesses. "Dibuat di" is the place of the meeting."""

    place: Place
    identity: Identity
    meeting: Meeting
    year: int = 0
    lurah: Signer = Signer()
    lpmk: Signer = Signer()


class FiveYearPlanContent(Struct, frozen=True, kw_only=True):
    """The five-year plan of an RT. `witnesses`: the residents' representatives; `made`: where it was made."""

    place: Place
    identity: Identity
    plan: FiveYearPlan
    chair: str = ""
    secretary: str = ""
    rw_chair: str = ""
    witnesses: tuple[str, ...] = ()
    made: str = ""


class DistrictRow(Struct, frozen=True, kw_only=True):
    """One line of form M. `sector`: its key, or words as typed; `volume` as printed; `amount`: whole rupiah."""

    kelurahan: str = ""
    sector: str = ""
    activity: str = ""
    unit: str = ""
    volume: str = ""
    amount: int = 0
    placement: str = ""


class DistrictRecapContent(Struct, frozen=True, kw_only=True):
    """Form M. `kelurahan_count`: as printed ("17"), "" = dots. `year`: budget year, 0 = dots."""

    place: Place
    identity: Identity
    year: int = 0
    kelurahan_count: str = ""
    rows: tuple[DistrictRow, ...] = ()
    date: Day | None = None
    camat: Signer = Signer()


def _money(amount: int) -> str:
    return format_number(amount) if amount else ""


def _placement(text: str) -> str:
    return _PLACEMENTS.get(text.strip().lower(), text)


def _with_representatives(
    grid: Grid, officers: Sequence[Sign], made: str, heading: str, people: Sequence[str], below: Sequence[Sign] = ()
) -> list[Flowable]:
    """A table, and under it officers and representatives; these sign a list of their own when they are many."""
    listed = len(people) > REPRESENTATIVES_IN_COLUMN
    above = (made, "", heading)
    third = Sign(above, "(pada daftar di bawah ini)") if listed else Sign(above, several=tuple(people) or ("", "", ""))
    rows = [(*officers, third), *([tuple(below)] if below else [])]
    story: list[Flowable] = [Ending(grid, [gap(6), Signatures(rows, space=20)])]
    if listed:
        story += [gap(6), paragraph(heading, align="left", after=4), representatives(people)]
    return story


# --- form H ------------------------------------------------------------------------------------------------------


def build_kelurahan_minutes(content: KelurahanMinutesContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form H; returns the number of pages."""
    meeting, place = content.meeting, content.place
    name = place.kelurahan or dots(20)
    story: list[Flowable] = [
        *title_lines(
            "BERITA ACARA", f"HASIL MUSYAWARAH KELURAHAN {place.kelurahan.upper() or dots(13)}", bold=2, after=1
        ),
        paragraph(f"NOMOR : {meeting.number or content.identity.number or dots(30)}", align="center"),
        gap(6),
        paragraph(
            f"Pada hari ini {opening_day(meeting.date)} kami telah melakukan kesepakatan dalam musyawarah Kelurahan "
            f"{name} untuk menentukan prioritas permasalahan infrastruktur kelurahan dan/atau pengembangan potensi "
            f"kelurahan."
        ),
        paragraph(
            f"Adapun prioritas permasalahan infrastruktur kelurahan dan/atau pengembangan potensi kelurahan yang telah "
            f"kami sepakati untuk diajukan melalui kegiatan Prodamas Plus Tahun {year_or(content.year)} adalah sebagai "
            f"berikut\u00a0:",
            after=8,
        ),
        *_with_representatives(
            _priorities(meeting),
            (
                Sign(("LURAH",), content.lurah.name, content.lurah.nip),
                Sign(("LPMK",), content.lpmk.name, content.lpmk.nip),
            ),
            f"Dibuat di {meeting.place or place.city or dots(13)}",
            "PERWAKILAN MASYARAKAT",
            meeting.witnesses,
        ),
    ]
    title = f"Berita acara hasil musyawarah Kelurahan {place.kelurahan}".rstrip()
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def _priorities(meeting: Meeting) -> Grid:
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="Bidang", width=28),
        Column(title="Uraian Kegiatan", width=1, grows=True),
        Column(title="Volume dan Satuan", width=25),
        Column(title="Rencana Biaya (Rp)", width=28, align="right", number=True),
        Column(title="Keterangan", width=27),
    )
    if not meeting.decisions:
        return Grid(columns, [Row(cells=(f"{at}.", *("",) * 5)) for at in range(1, 6)], row_height=9)
    rows = [
        Row(
            cells=(
                f"{at}.",
                sector_name(decision.sector, decision.scope) if decision.sector else "",
                decision.text,
                " ".join(part for part in (format_quantity(decision.volume), decision.unit) if part),
                _money(decision.estimate),
                _placement(decision.placement),
            )
        )
        for at, decision in enumerate(meeting.decisions, 1)
    ]
    amounts = [decision.estimate for decision in meeting.decisions]
    rows.append(_sum_row(amounts, 4))
    return Grid(columns, rows, carry=carrying(amounts, 4, 1))


def _sum_row(amounts: Sequence[int], before: int) -> Row:
    return Row(
        cells=("Jumlah", _money(sum(amounts)), ""), spans=(before, 1, 1), aligns=("right", "right", "left"), bold=True
    )


# --- form I ------------------------------------------------------------------------------------------------------


def build_five_year_plan(content: FiveYearPlanContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form I; years beyond five make a further table each. Returns the number of pages."""
    place, plan = content.place, content.plan
    span = f"{plan.years[0]} s/d {plan.years[-1]}" if plan.years else f"{dots(10)} s/d {dots(10)}"
    *tables, last = _plan_tables(plan)
    story: list[Flowable] = [
        *title_lines("USULAN RENCANA LIMA TAHUNAN KEGIATAN PRODAMAS PLUS", f"TAHUN {span}", bold=2, after=4),
        fields([("RT", place.rt), ("RW", place.rw), ("KELURAHAN", place.kelurahan)], label=28),
        gap(4),
    ]
    for table in tables:
        story += [table, gap(5)]
    story += _with_representatives(
        last,
        (Sign(("KETUA RT,",), content.chair), Sign(("SEKRETARIS RT,",), content.secretary)),
        f"Dibuat di {content.made or place.city or dots(13)}",
        "PERWAKILAN WARGA :",
        content.witnesses,
        (Sign(("Mengetahui:", "KETUA RW,"), content.rw_chair),),
    )
    title = f"Usulan rencana lima tahunan RT {place.rt or dots(4)} RW {place.rw or dots(4)} {place.kelurahan}"
    return build_paper(story, out, paper=paper, identity=content.identity, title=title.rstrip())


def _plan_tables(plan: FiveYearPlan) -> list[Grid]:
    """The plan, five years a table. What is planned beyond the years named is not lost: its column has dots."""
    count = max([len(plan.years), *(len(row.activities) for row in plan.rows)])
    starts = range(0, count or _YEARS_IN_TABLE, _YEARS_IN_TABLE)
    return [_plan_table(plan, start) for start in starts]


def _plan_table(plan: FiveYearPlan, start: int) -> Grid:
    stop = start + _YEARS_IN_TABLE
    titles = [str(year) for year in plan.years[start:stop]]
    titles += [dots(6)] * (_YEARS_IN_TABLE - len(titles))
    in_use = [any(at < len(row.activities) and row.activities[at] for row in plan.rows) for at in range(start, stop)]
    any_used = any(in_use)
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="Bidang", width=28),
        *(
            Column(title=title, width=1 if used or not any_used else _EMPTY_YEAR, grows=True, group=_YEARS)
            for title, used in zip(titles, in_use, strict=True)
        ),
    )
    if not plan.rows:
        names = [sector_name(sector) for sector in SECTORS]
        rows = [Row(cells=(f"{at}.", name, *("",) * _YEARS_IN_TABLE)) for at, name in enumerate(names, 1)]
        return Grid(columns, rows, size=10, row_height=16)
    rows = []
    for at, row in enumerate(plan.rows, 1):
        cells = row.activities[start:stop]
        empty = ("",) * (_YEARS_IN_TABLE - len(cells))
        rows.append(Row(cells=(f"{at}.", sector_name(row.sector) if row.sector else "", *cells, *empty)))
    return Grid(columns, rows, size=10)


# --- form M ------------------------------------------------------------------------------------------------------


def build_district_recap(content: DistrictRecapContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form M; returns the number of pages."""
    place = content.place
    camat = content.camat
    above = (
        f"{place.city}, {day_or(content.date, 30)}",
        "",
        f"CAMAT {place.kecamatan.upper() or dots(17)}",
    )
    story: list[Flowable] = [
        *title_lines(
            "REKAPITULASI RENCANA DEFINITIF KEGIATAN",
            f"PRODAMAS PLUS TAHUN ANGGARAN {year_or(content.year, 16)}",
            bold=2,
            after=4,
        ),
        fields([("Jumlah Kelurahan", content.kelurahan_count), ("Kecamatan", place.kecamatan)], label=38),
        gap(4),
        Ending(_district_rows(content.rows), [gap(8), Signatures([(None, Sign(above, camat.name, camat.nip))])]),
    ]
    title = f"Rekapitulasi rencana definitif kegiatan {content.year or ''} Kecamatan {place.kecamatan}".rstrip()
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def _district_rows(rows: Sequence[DistrictRow]) -> Grid:
    columns = (
        Column(title="No", width=9, align="center"),
        Column(title="KELURAHAN", width=24),
        Column(title="BIDANG", width=22.5),
        Column(title="URAIAN KEGIATAN", width=1, grows=True),
        Column(title="SATUAN", width=15, align="center"),
        Column(title="VOL", width=12, align="right", number=all(len(row.volume) <= 15 for row in rows)),
        Column(title="RENCANA BIAYA (RP)", width=26, align="right", number=True),
        Column(title="KETERANGAN", width=25),
    )
    if not rows:
        return Grid(columns, [Row(cells=(f"{at}.", *("",) * 7)) for at in range(1, 15)], size=10, row_height=9)
    lines = [
        Row(
            cells=(
                f"{at}.",
                row.kelurahan,
                sector_name(row.sector) if row.sector else "",
                row.activity,
                row.unit,
                row.volume,
                _money(row.amount),
                _placement(row.placement),
            )
        )
        for at, row in enumerate(rows, 1)
    ]
    amounts = [row.amount for row in rows]
    lines.append(_sum_row(amounts, 6))
    return Grid(columns, lines, size=10, carry=carrying(amounts, 6, 1))
