"""The semester report of a kelurahan (form DD): the table of fourteen columns and how to fill it in.

Source: Perwali Kediri 32/2021 pasal 41 ayat (3) to (6), Lampiran DD with its "Petunjuk Pengisian". The camat's recap
(form EE) has the same table: `semester_grid`, `semester_fields` and `put_guide` serve both.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.documents.layout import F4, Identity, PaperSize, Place, dots, gap, title_lines
from desktop.documents.pages import Pages
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Ending, Grid, Row, carrying_sums, fields
from desktop.documents.text import REGULAR, paragraph, width_of, wrap
from desktop.domain.dates import format_day
from desktop.domain.money import format_number, format_percent, format_quantity
from desktop.domain.records import Day, Quantity, Signer

_SIZE, _SMALLEST = 9.0, 8.0
"""Points. Fourteen columns do not fit at 10 pt; the annex itself is set in 7 and 8 pt."""

_NBSP = "\u00a0"

_FAR_TOO_MUCH = 999_99  # hundredths of a percent; what goes beyond is only said to be more


class SemesterLine(Struct, frozen=True, kw_only=True):
    """One activity. `budget`, `used`, `wages`: whole rupiah; `output`: percent reached (column 10), None = not told.

    `workers`, `days`: people paid and days worked, of construction only (columns 11 and 12); 0 = none told. `source`:
    where the money is from (column 14), "APBD" or "DAU Tambahan".
    """

    title: str
    volume: Quantity = ""
    unit: str = ""
    budget: int = 0
    used: int = 0
    output: int | None = None
    workers: int = 0
    days: int = 0
    wages: int = 0
    source: str = ""


class SemesterSection(Struct, frozen=True, kw_only=True):
    """A group of the form: `number` in column 1, `title` ("A. Pembangunan …"), its activities. `hints`: what the open
    form writes where there are no activities."""

    title: str
    number: str = ""
    lines: tuple[SemesterLine, ...] = ()
    hints: tuple[str, ...] = ()


CONSTRUCTION = SemesterSection(
    title="A. Pembangunan Sarana dan Prasarana Kelurahan",
    number="1",
    hints=("1. Pembangunan ........", "2. Rehab .........", "3. Pengadaan ...........", "4. Dst ....."),
)
EMPOWERMENT = SemesterSection(
    title="B. Pemberdayaan Masyarakat di Kelurahan", hints=("1. Pelatihan ......", "2. Edukasi ......", "3. Dst ......")
)
"""The two groups of the form."""


class SemesterContent(Struct, frozen=True, kw_only=True):
    """Form DD of one kelurahan. `year`: budget year, 0 = dots; `semester`: 1, 2, or 0 = dots. `guide`: with the page
    that tells how to fill it in."""

    place: Place
    identity: Identity
    year: int = 0
    semester: int = 0
    date: Day | None = None
    sections: tuple[SemesterSection, ...] = (CONSTRUCTION, EMPOWERMENT)
    lurah: Signer = Signer()
    guide: bool = True


def build_office_report(content: SemesterContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form DD on sheets that lie on their side, its instructions on an upright one; returns how many pages."""
    place = content.place
    title = f"Laporan hasil pelaksanaan Prodamas Plus {content.year or ''} Kelurahan {place.kelurahan}"
    pages = Pages(out, paper=paper, identity=content.identity, title=" ".join(title.split()))
    day = format_day(content.date) if content.date else dots(30)
    sign = Sign(
        (f"{place.city}, {day}", f"LURAH {place.kelurahan.upper() or dots(22)},"),
        content.lurah.name,
        content.lurah.nip,
    )
    story: list[Flowable] = [
        *title_lines(
            "LAPORAN HASIL PELAKSANAAN PRODAMAS PLUS", f"TAHUN ANGGARAN {content.year or dots(14)}", bold=2, after=2
        ),
        semester_fields(
            ("KELURAHAN", place.kelurahan.upper()),
            ("KECAMATAN", place.kecamatan.upper()),
            ("SEMESTER", semester_words(content.semester)),
        ),
        gap(3),
        Ending(semester_grid(content.sections), [gap(5), Signatures([(None, None, sign)], space=18)]),
    ]
    pages.begin(wide=True)
    pages.put(story)
    if content.guide:
        put_guide(pages)
    return pages.close()


def semester_words(semester: int) -> str:
    """`I (SATU)`, `II (DUA)`; "" when it is not one of them."""
    return {1: "I (SATU)", 2: "II (DUA)"}.get(semester, "")


def semester_fields(*rows: tuple[str, str]) -> Grid:
    """The lines above the table; a missing value becomes the form's dots."""
    return fields([(label, value or dots(30)) for label, value in rows], label=36, size=10.5)


# --- the table ---------------------------------------------------------------------------------------------------


def _columns() -> tuple[Column, ...]:
    return (
        Column(title="NO", mark="(1)", width=9, align="center"),
        Column(title="URAIAN", mark="(2)", width=1, grows=True),
        Column(title="VOLUME", mark="(3)", group="OUT PUT", width=16, align="right", number=True),
        Column(title="SATUAN", mark="(4)", group="OUT PUT", width=17, align="center"),
        Column(title="ANGGARAN (Rp)", mark="(5)", width=20, align="right", number=True),
        Column(title="(Rp)", mark="(6)", group="REALISASI", width=20, align="right", number=True),
        Column(title="%", mark="(7)", group="REALISASI", width=13, align="right", number=True),
        Column(title="(Rp)", mark="(8)", group="SISA", width=20, align="right", number=True),
        Column(title="%", mark="(9)", group="SISA", width=13, align="right", number=True),
        Column(title="% CAPAIAN OUT PUT", mark="(10)", width=17, align="right", number=True),
        Column(title="TENAGA KERJA (Orang)", mark="(11)", width=16, align="right", number=True),
        Column(title="DURASI (Hari)", mark="(12)", width=15, align="right", number=True),
        Column(title="UPAH (Rp)", mark="(13)", width=18, align="right", number=True),
        Column(title="KET", mark="(14)", width=18, align="center"),
    )


def semester_grid(sections: Sequence[SemesterSection]) -> Grid:
    """The table of forms DD and EE; with no activities in any section the open form."""
    columns = _columns()
    lines = [line for section in sections for line in section.lines]
    if not lines:
        return Grid(columns, _open_rows(sections), size=_SIZE, smallest=_SMALLEST, row_height=6.5)
    rows: list[Row] = []
    amounts: list[tuple[int, int, int]] = []
    for section in sections:
        rows.append(_heading(section))
        amounts.append((0, 0, 0))
        for at, line in enumerate(section.lines, 1):
            rows.append(Row(cells=_cells(at, line), keep=at == len(section.lines)))  # its sum does not stand alone
            amounts.append((line.budget, line.used, line.wages))
        if section.lines:
            rows.append(_sum_row("Jumlah", _sums(section.lines)))
            amounts.append((0, 0, 0))
    rows.append(_sum_row("Jumlah seluruhnya", _sums(lines)))
    carry = carrying_sums([*amounts, (0, 0, 0)], _carried)
    return Grid(columns, rows, size=_SIZE, smallest=_SMALLEST, carry=carry)


def _open_rows(sections: Sequence[SemesterSection]) -> list[Row]:
    rows: list[Row] = []
    for section in sections:
        rows.append(_heading(section))
        rows += [Row(cells=("", f"     {hint}", *[""] * 12)) for hint in (*section.hints, "")]
    return rows


def _heading(section: SemesterSection) -> Row:
    """The title of a section, never the last line of a page."""
    return Row(cells=(section.number, section.title, *[""] * 12), bold=True, keep=True)


def _cells(at: int, line: SemesterLine) -> tuple[str, ...]:
    used, left = _shares(line.used, line.budget)
    return (
        "",
        f"{at}. {line.title}",
        format_quantity(line.volume),
        line.unit,
        format_number(line.budget),
        format_number(line.used),
        used,
        format_number(line.budget - line.used),
        left,
        "" if line.output is None else str(line.output),
        str(line.workers) if line.workers else "",
        str(line.days) if line.days else "",
        format_number(line.wages) if line.wages else "",
        line.source,
    )


def _shares(used: int, budget: int) -> tuple[str, str]:
    """Percent of a budget used and left, two decimals at most, without the sign (it stands in the heading).

    What is used is rounded half up; the rest is what is missing to 100, so that both always make 100 (ours).
    """
    if budget <= 0:
        return ("–", "–") if used else ("0", "0")
    points = (used * 20_000 + budget) // (2 * budget)
    if points > _FAR_TOO_MUCH:
        return "> 999", "< -999"
    return _percent(points), _percent(10_000 - points)


def _percent(points: int) -> str:
    sign = "-" if points < 0 else ""
    return sign + format_percent(abs(points)).removesuffix(" %")


def _sums(lines: Sequence[SemesterLine]) -> tuple[int, int, int]:
    return (sum(line.budget for line in lines), sum(line.used for line in lines), sum(line.wages for line in lines))


def _sum_row(label: str, sums: Sequence[int], *, italic: bool = False) -> Row:
    budget, used, wages = sums
    spent, left = _shares(used, budget)
    return Row(
        cells=(
            label,
            format_number(budget),
            format_number(used),
            spent,
            format_number(budget - used),
            left,
            "",
            format_number(wages) if wages else "",
            "",
        ),
        spans=(4, 1, 1, 1, 1, 1, 3, 1, 1),
        aligns=("right", "right", "right", "right", "right", "right", "right", "right", "left"),
        bold=not italic,
        italic=italic,
    )


def _carried(label: str, sums: Sequence[int]) -> Row:
    return _sum_row(label, sums, italic=True)


# --- how to fill it in -------------------------------------------------------------------------------------------

_GUIDE_SIZE, _GUIDE_NUMBER = 11.5, 22.0  # points; mm of the column of numbers
_LEVELS = (0, 5, 10)  # no-break spaces before a line, by how deep it stands

_GUIDE_10 = (
    (0, "", "Kolom 10 diisi dengan persentase capaian output dengan perhitungan sebagai berikut :"),
    (
        1,
        "a.",
        "Kegiatan pembangunan/pemeliharaan/pengembangan fisik dihitung sesuai perkembangan penyelesaian fisik di "
        "lapangan dan foto;",
    ),
    (1, "b.", "Kegiatan non fisik dengan cara :"),
    (
        2,
        "-",
        "Penyelesaian kertas kerja/kerangka acuan kerja yang memuat latar belakang, tujuan, lokasi, target/sasaran, "
        "dan anggaran sebesar 30%;",
    ),
    (
        2,
        "-",
        "Undangan pelaksanaan kegiatan, daftar hadir peserta pelatihan dan konfirmasi pengajar sebesar 50%;",
    ),
    (2, "-", "Kegiatan telah terlaksana sebesar 80%; dan"),
    (2, "-", "Laporan pelaksanaan kegiatan dan foto sebesar 100%."),
)
"""What no. 10 says: how deep a point stands, its mark, its text."""

_GUIDE = (
    "Kolom 1 diisi dengan nomor urut program/kegiatan",
    "Kolom 2 diisi dengan uraian kegiatan",
    "Kolom 3 diisi dengan volume output, misal : 500",
    "Kolom 4 diisi dengan satuan output, misal : meter",
    "Kolom 5 diisi dengan jumlah anggaran",
    "Kolom 6 diisi dengan jumlah realisasi",
    "Kolom 7 diisi dengan persentase realisasi terhadap anggaran",
    "Kolom 8 diisi dengan selisih antara anggaran dan realisasi",
    "Kolom 9 diisi dengan selisih persentase sisa",
    "",  # no. 10 has points of its own
    "Kolom 11,12, dan 13 dalam rangka pelaksanaan program/kegiatan cash for work/uang muka kerja yang diisi hanya "
    "untuk kegiatan di Kelurahan pada bidang pelaksanaan pembangunan",
    "Kolom 14 diisi dengan sumber pendanaan (APBD atau DAU Tambahan)",
)
"""The annex's own words."""


def put_guide(pages: Pages) -> None:
    """A page of its own, upright: how the columns are filled in."""
    columns = (Column(title="NOMOR", width=_GUIDE_NUMBER, align="center"), Column(title="URAIAN", width=1, grows=True))
    pages.begin()
    points = _points(pages.width - (_GUIDE_NUMBER + 4) * mm)
    rows = [Row(cells=(str(at), text or points)) for at, text in enumerate(_GUIDE, 1)]
    pages.put(
        [
            paragraph("Petunjuk Pengisian Format Laporan Hasil Pelaksanaan Prodamas Plus :", after=10),
            Grid(columns, rows, size=_GUIDE_SIZE),
        ]
    )


def _points(room: float) -> str:
    """The lines of no. 10 in a cell of that many points, each point hanging behind its mark."""
    space = width_of(_NBSP, REGULAR, _GUIDE_SIZE)
    lines: list[str] = []
    for level, mark, text in _GUIDE_10:
        before = _NBSP * _LEVELS[level]
        first, *others = wrap(text, REGULAR, _GUIDE_SIZE, room - len(before) * space)
        short = len(before) - round(width_of(mark, REGULAR, _GUIDE_SIZE) / space)
        lines.append(_NBSP * _LEVELS[max(level - 1, 0)] + mark + _NBSP * (short - _LEVELS[max(level - 1, 0)]) + first)
        lines += [before + line for line in others]
    return "\n".join(lines)
