"""The semester report of the kecamatan (form EE): the kelurahan's table with the camat's head and signature.

Source: Perwali Kediri 32/2021 pasal 41, Lampiran EE.
"""

from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.clauses import day_or
from desktop.documents.layout import F4, Identity, PaperSize, Place, dots, gap, title_lines
from desktop.documents.pages import Pages
from desktop.documents.semester import (
    CONSTRUCTION,
    EMPOWERMENT,
    SemesterSection,
    put_guide,
    semester_fields,
    semester_grid,
    semester_words,
)
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Ending
from desktop.domain.records import Day, Signer


class DistrictReportContent(Struct, frozen=True, kw_only=True):
    """Form EE. `year`: budget year, 0 = dots; `semester`: 1, 2, or 0 = dots."""

    place: Place
    identity: Identity
    year: int = 0
    semester: int = 0
    date: Day | None = None
    sections: tuple[SemesterSection, ...] = (CONSTRUCTION, EMPOWERMENT)
    camat: Signer = Signer()
    guide: bool = True


def build_district_report(content: DistrictReportContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form EE on sheets that lie on their side, its instructions on an upright one; returns how many pages."""
    place, camat = content.place, content.camat
    title = f"Laporan rekapitulasi hasil pelaksanaan Prodamas Plus {content.year or ''} Kecamatan {place.kecamatan}"
    pages = Pages(out, paper=paper, identity=content.identity, title=" ".join(title.split()))
    sign = Sign(
        (f"{place.city}, {day_or(content.date, 30)}", f"CAMAT {place.kecamatan.upper() or dots(22)},"),
        camat.name,
        camat.nip,
    )
    story: list[Flowable] = [
        *title_lines("LAPORAN REKAPITULASI HASIL PELAKSANAAN PRODAMAS PLUS", after=2),
        semester_fields(
            ("KECAMATAN", place.kecamatan.upper()),
            ("SEMESTER", semester_words(content.semester)),
            ("TAHUN ANGGARAN", str(content.year or "")),
        ),
        gap(3),
        Ending(semester_grid(content.sections), [gap(5), Signatures([(None, None, sign)], space=18)]),
    ]
    pages.begin(wide=True)
    pages.put(story)
    if content.guide:
        put_guide(pages)
    return pages.close()
