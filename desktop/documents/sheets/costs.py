"""Cost estimates as spreadsheets: the RAB (form R) and the estimate of an usulan."""

from collections.abc import Sequence
from decimal import Decimal
from typing import BinaryIO

from desktop.documents.contract import RabContent
from desktop.documents.costs import INFRASTRUCTURE, NON_INFRASTRUCTURE
from desktop.documents.layout import F4, PaperSize, dots
from desktop.documents.proposal import EstimateContent
from desktop.documents.sheets.book import NUMBERED, Cell, Column, Formula, Page, Plain, at, quantity, sum_of, workbook
from desktop.documents.signatures import Sign
from desktop.domain.money import format_quantity, line_total, lines_total
from desktop.domain.records import CostGroup, CostLine
from desktop.domain.sectors import sector_name

_COLUMNS = (
    Column(title="No", width=10, align="center", mark="(1)"),
    Column(title="URAIAN", width=70, mark="(2)"),
    Column(title="Satuan", width=19, align="center", mark="(3)"),
    Column(title="Volume", width=18, align="right", mark="(4)"),
    Column(title="Harga Satuan (Rp)", width=27, align="right", mark="(5)"),
    Column(title="Total Biaya (Rp)", width=31, align="right", mark="(6) = (4) x (5)"),
)
_VOLUME, _PRICE, _TOTAL = 3, 4, 5
_HALF = 1e-6  # nearer to half a rupiah than this, a spreadsheet's decimals may round the other way


def build_rab_sheet(content: RabContent, out: BinaryIO, paper: PaperSize = F4) -> None:
    """Write form R as a spreadsheet."""
    rab, place = content.rab, content.place
    works = rab.form == "infrastructure"
    titles = (
        ("RENCANA ANGGARAN DAN BIAYA", "BIDANG INFRASTRUKTUR")
        if works
        else ("RENCANA ANGGARAN BIAYA", "NON BIDANG INFRASTRUKTUR")
    )
    home = f"{place.rt or dots(5)} / {place.rw or dots(5)}" if place.rt or place.rw else ""
    lurah = Sign(
        (f"Mengetahui/menyetujui{':' if works else ','}", f"Lurah {place.kelurahan or dots(11)}"),
        content.lurah.name,
        content.lurah.nip,
        brackets=True,
    )
    head, facilitator, planner = content.section_head, content.facilitator, content.planner
    signs: tuple[Sign, ...] = (
        (
            lurah,
            Sign(("Pendamping,",), facilitator.name, facilitator.nip, brackets=True),
            Sign(("Ketua Tim Perencana,",), planner.name, planner.nip, brackets=True),
        )
        if works
        else (
            lurah,
            Sign((f"Kepala Seksi Ekbang Pemas {place.kelurahan or dots(15)}",), head.name, head.nip, brackets=True),
        )
    )
    title = f"RAB {rab.title}".rstrip()
    with workbook(out, identity=content.identity, paper=paper, title=title) as book, book.page("RAB", _COLUMNS) as page:
        page.titles(*titles)
        page.fields(
            ("Kota", place.city),
            ("Kecamatan", place.kecamatan),
            ("Kelurahan", place.kelurahan),
            ("Kegiatan", rab.title),
            ("Volume", " ".join(part for part in (format_quantity(rab.volume), rab.unit) if part)),
            ("Lokasi RT / RW", ", ".join(part for part in (home, rab.location) if part)),
        )
        _put_costs(page, rab.lines, INFRASTRUCTURE if works else NON_INFRASTRUCTURE)
        page.signs(*signs)


def build_estimate_sheet(content: EstimateContent, out: BinaryIO, paper: PaperSize = F4) -> None:
    """Write the estimate of an usulan as a spreadsheet."""
    place, proposal = content.place, content.proposal
    title = f"Rincian rencana biaya {proposal.title}".rstrip()
    with (
        workbook(out, identity=content.identity, paper=paper, title=title) as book,
        book.page("Rencana biaya", _COLUMNS) as page,
    ):
        page.titles("RINCIAN RENCANA BIAYA USULAN", f"PRODAMAS PLUS TAHUN ANGGARAN {content.year or dots(10)}")
        page.fields(
            ("Usulan", proposal.title),
            ("Bidang", sector_name(proposal.sector, proposal.scope) if proposal.sector else ""),
            ("Volume", " ".join(part for part in (format_quantity(proposal.volume), proposal.unit) if part)),
            ("Lokasi", proposal.location),
            (
                "RT / RW",
                f"{place.rt or dots(6)} / {place.rw or dots(6)} Kelurahan {place.kelurahan or dots(20)}",
            ),
        )
        _put_costs(page, proposal.lines, INFRASTRUCTURE)
        page.signs(None, Sign((f"Ketua RT {place.rt or dots(6)} RW {place.rw or dots(6)},",), content.chair))


def _put_costs(page: Page, lines: Sequence[CostLine], names: dict[CostGroup, tuple[str, str]]) -> None:
    """The table of documents.costs: groups with subtotals, their sum, and below it what residents give themselves."""
    asked = [line for line in lines if line.source == "prodamas"]
    own = [line for line in lines if line.source == "self"]
    page.heading()
    subtotals: list[int] = []
    for group, (heading, short) in names.items():
        chosen = [line for line in asked if line.group == group]
        if not chosen and group == "other":
            continue
        number = len(subtotals) + 1
        page.row(Plain(number, "0"), heading, "", "", None, None, bold=True)
        first, last = _put_lines(page, chosen)
        total = sum_of(first, last, _TOTAL, lines_total(chosen))
        subtotals.append(page.sums(f"Sub Total {short} ({number})", _TOTAL, total))
    parts = "+".join(str(part) for part in range(1, len(subtotals) + 1))
    formula = "=" + "+".join(at(row, _TOTAL) for row in subtotals)
    page.sums(f"Jumlah Total Biaya ({parts})", _TOTAL, Formula(formula, lines_total(asked)))
    if own:
        page.row(None, "SWADAYA WARGA (di luar pagu)", "", "", None, None, bold=True)
        first, last = _put_lines(page, own)
        page.sums("Jumlah Swadaya", _TOTAL, sum_of(first, last, _TOTAL, lines_total(own, "self")))


def _put_lines(page: Page, lines: Sequence[CostLine]) -> tuple[int, int]:
    """The lines of one group, an empty one when there are none; their first and last row."""
    first = page.next
    for number, line in enumerate(lines, 1):
        page.row(
            Plain(number, NUMBERED),
            line.description + (f" ({line.note})" if line.note else ""),
            line.unit,
            quantity(line.volume),
            line.unit_price or None,
            _total(page.next, line) if line.volume and line.unit_price else None,
        )
    if not lines:
        page.row(Plain(1, NUMBERED), "", "", "", None, None)
    return first, page.next - 1


def _total(row: int, line: CostLine) -> Cell:
    """Volume × price, rounded half up; where decimals of a computer might miss the half, reckoned in thousandths."""
    volume, price = at(row, _VOLUME), at(row, _PRICE)
    value = line_total(line.volume, line.unit_price)
    near = abs(float(Decimal(line.volume) * line.unit_price) % 1 - 0.5) < _HALF
    product = f"ROUND({volume}*1000,0)*{price}/1000" if near else f"{volume}*{price}"
    return Formula(f"=ROUND({product},0)", value)
