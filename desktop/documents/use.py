"""What an RT tells about goods it received: use report (form BB) and the stamped letter of responsibility (form CC).

Source: Perwali Kediri 32/2021 pasal 40, Lampiran BB and CC; their wording is kept as it stands there.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.grants import STAMP, chair_fields, home_of, worth
from desktop.documents.layout import F4, Identity, PaperSize, Place, dots, gap, title_lines
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Ending, Grid, Row, Together
from desktop.documents.text import paragraph
from desktop.domain.dates import format_day
from desktop.domain.money import format_quantity
from desktop.domain.records import Day, Signer, UsedGoods

_ADDRESS = 250.0  # points from the left margin to the addressee
_EMPTY_ROWS = 6  # as the form has them


class UseReportContent(Struct, frozen=True, kw_only=True):
    """The use report of one RT to the mayor, care of the head of the BPPKAD. `year`: the budget year of the goods."""

    place: Place
    identity: Identity
    year: int = 0
    date: Day | None = None
    rows: tuple[UsedGoods, ...] = ()
    chair: Signer = Signer()


class ResponsibilityContent(Struct, frozen=True, kw_only=True):
    """The letter of responsibility of an RT chair. `amount`: worth of the goods, whole rupiah, 0 = not told."""

    place: Place
    identity: Identity
    year: int = 0
    date: Day | None = None
    chair: Signer = Signer()
    address: str = ""
    amount: int = 0


def build_use_report(content: UseReportContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form BB; returns the number of pages."""
    place = content.place
    kelurahan = place.kelurahan or dots(20)
    day = format_day(content.date) if content.date else dots(28)
    above = ("Hormat Kami,", f"Ketua {home_of(place)}", f"Kelurahan {kelurahan}")
    story: list[Flowable] = [
        paragraph(f"{place.city}, {day}", align="left", left=_ADDRESS, after=12),
        paragraph("Kepada :", align="left", left=_ADDRESS),
        paragraph(f"Walikota {place.city}", align="left", left=_ADDRESS, bullet="Yth.", hang=26),
        paragraph("c.q. Kepala BPPKAD selaku PPKD", align="left", left=_ADDRESS + 26, after=8),
        paragraph("Di", align="left", left=_ADDRESS + 26),
        paragraph(place.city.upper(), align="left", left=_ADDRESS + 44),
        gap(12),
        paragraph(
            f"Bersama ini kami sampaikan Laporan Penggunaan Hibah/Bantuan Sosial berupa barang hasil kegiatan Prodamas "
            f"Plus Tahun Anggaran {content.year or dots(8)} berupa :",
            leading=20,
            after=8,
        ),
        Ending(
            _used(content.rows),
            [
                gap(4),
                paragraph("Demikian untuk menjadi maklum dan disampaikan terima kasih.", after=16),
                Signatures([(None, Sign(above, content.chair.name))], space=22),
                gap(6),
                paragraph("Tembusan :", align="left"),
                paragraph(f"Yth. Lurah {kelurahan}", align="left"),
            ],
        ),
    ]
    home = f"RT {place.rt} RW {place.rw}" if place.rt or place.rw else ""
    title = " ".join(f"Laporan penggunaan hibah/bansos {content.year or ''} {home}".split())
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def _used(goods: Sequence[UsedGoods]) -> Grid:
    columns = (
        Column(title="NO", width=12, align="center"),
        Column(title="JENIS BARANG", width=2, grows=True),
        Column(title="JUMLAH", width=30, align="center"),
        Column(title="URAIAN PENGGUNAAN", width=3, grows=True),
    )
    if not goods:
        return Grid(columns, [Row(cells=(f"{at}.", "", "", "")) for at in range(1, _EMPTY_ROWS + 1)], row_height=9)
    rows = [
        Row(
            cells=(
                f"{at}.",
                one.goods,
                " ".join(part for part in (format_quantity(one.quantity), one.unit) if part),
                one.use,
            )
        )
        for at, one in enumerate(goods, 1)
    ]
    return Grid(columns, rows, size=11)


def build_responsibility(content: ResponsibilityContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form CC with the box for its duty stamp; returns the number of pages."""
    place = content.place
    day = format_day(content.date) if content.date else dots(24)
    sign = Sign((f"{place.city}, {day}", "Yang Menyatakan,"), content.chair.name, stamp=STAMP)
    story: list[Flowable] = [
        *title_lines("SURAT PERNYATAAN", "TANGGUNG JAWAB PENGGUNAAN HIBAH/BANSOS", bold=2, after=10),
        paragraph("Yang bertanda tangan dibawah ini :", align="left", after=6),
        chair_fields(place, content.chair, content.address),
        gap(5),
        paragraph(
            f"Berkenaan dengan pemberian hibah atau bantuan sosial hasil kegiatan Prodamas Plus Tahun Anggaran "
            f"{content.year or dots(8)}{worth(content.amount)} yang kami terima dari Pemerintah Kota Kediri, dengan "
            f"ini kami menyatakan barang tersebut telah digunakan sesuai dengan usulan yang telah disetujui dan/atau "
            f"tertuang dalam NPHD.",
            leading=20,
            after=8,
        ),
        Together(
            paragraph("Demikian surat Pernyataan ini dibuat dengan sebenarnya.", align="left", after=20),
            Signatures([(None, sign)], space=26),
        ),
    ]
    home = f"RT {place.rt} RW {place.rw}" if place.rt or place.rw else ""
    title = " ".join(f"Surat pernyataan tanggung jawab hibah/bansos {content.year or ''} {home}".split())
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)
