"""The SPJ packet of one tranche: everything the kelurahan checks, in one PDF with contents, bookmarks and page x of y.

What must be in it is not prescribed (Perwali 32/2021 pasal 41 ayat (2) only asks for it); order and layout follow
common practice and the four things the kelurahan's finance officer checks (Perwali 23/2020 pasal 22 e).
"""

from collections.abc import Callable, Sequence
from typing import BinaryIO, NamedTuple

from msgspec import Struct
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.documents.books import (
    ActivityUse,
    CashBook,
    SumCheck,
    TrancheRecapContent,
    WageSheet,
    cash_book_story,
    put_tranche_recap,
    put_wage_list,
)
from desktop.documents.handover import HandoverContent, InspectionContent, handover_story, inspection_story
from desktop.documents.layout import F4, Group, Identity, PaperSize, Place, dots, gap, group_letterhead, title_lines
from desktop.documents.pages import LEFT, Pages
from desktop.documents.photos import PhotoSheet, put_photos, put_scans
from desktop.documents.presence import put_presence
from desktop.documents.receipt import Officers, ReceiptItem, put_receipts
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Grid, Row, fields
from desktop.documents.tax_book import TaxSheet, put_tax_book
from desktop.documents.text import REGULAR, paragraph, shorten, width_of
from desktop.documents.training import TrainingContent, training_story
from desktop.documents.words import rupiah_words
from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.domain.records import Day
from desktop.domain.spj import SECTIONS

ORDER = tuple(SECTIONS)
"""Sections in the usual order; a kelurahan may want another."""


class Enclosure(Struct, frozen=True, kw_only=True):
    """A signed paper or proof that exists only as pictures, its pages in order."""

    title: str
    pictures: tuple[bytes, ...] = ()


class PacketContent(Struct, frozen=True, kw_only=True):
    """The packet of one tranche. Money in whole rupiah; `tranche`: "Tahap 1 dari 3".

    `gaps`: what is missing, in sentences; a draft begins with them. `letters`: request and proof of transfer.
    `checks`: the proof of the sums, below the recap. `statements`, `reports`, `leftovers`, `handed_over`: scans of
    signed papers. `order`: keys of ORDER; sections without contents are left out.
    """

    place: Place
    identity: Identity
    group: Group
    officers: Officers
    year: int = 0
    tranche: str = ""
    contract_number: str = ""
    contract_date: Day | None = None
    contract_value: int = 0
    received: int = 0
    received_on: Day | None = None
    date: Day | None = None
    gaps: tuple[str, ...] = ()
    letters: tuple[Enclosure, ...] = ()
    uses: tuple[ActivityUse, ...] = ()
    checks: tuple[SumCheck, ...] = ()
    statements: tuple[Enclosure, ...] = ()
    reports: tuple[Enclosure, ...] = ()
    leftovers: tuple[Enclosure, ...] = ()
    books: tuple[CashBook, ...] = ()
    receipts: tuple[ReceiptItem, ...] = ()
    taxes: TaxSheet | None = None
    tax_proofs: tuple[Enclosure, ...] = ()
    wages: tuple[WageSheet, ...] = ()
    attendance: tuple[TrainingContent, ...] = ()
    photos: tuple[PhotoSheet, ...] = ()
    inspection: InspectionContent | None = None
    handover: HandoverContent | None = None
    handed_over: tuple[Enclosure, ...] = ()
    order: tuple[str, ...] = ORDER


Draw = Callable[[Pages], None]


class _Section(NamedTuple):
    """One part of the packet: its place in the contents, its title there, who draws it, whether sheets lie on their
    side."""

    key: str
    title: str
    draw: Draw
    wide: bool


def build_packet(content: PacketContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the packet in one pass; returns the number of pages."""
    title = f"SPJ {content.tranche} Pokmas {content.group.name}".strip()
    pages = Pages(out, paper=paper, identity=content.identity, title=title)
    sections = _sections(content)
    if content.identity.draft and content.gaps:
        pages.begin()
        pages.bookmark("Daftar kekurangan")
        _draw_gaps(pages, content)
    pages.begin()
    pages.bookmark("Sampul")
    _draw_cover(pages, content)
    pages.begin()
    pages.bookmark("Daftar isi")
    _draw_contents(pages, sections)
    for section in sections:
        pages.title = f"{title} – {section.title}"
        pages.begin(wide=section.wide)
        pages.remember(section.key)
        pages.bookmark(section.title)
        section.draw(pages)
    return pages.close()


def _sections(content: PacketContent) -> list[_Section]:
    """The sections that have contents, in the order asked for."""
    place, group, officers = content.place, content.group, content.officers
    recap = TrancheRecapContent(
        place=place,
        identity=content.identity,
        group=group,
        officers=officers,
        tranche=content.tranche,
        contract=_contract(content),
        uses=content.uses,
        proofs=len(content.receipts),
        checks=content.checks,
        date=content.date,
    )
    made: dict[str, list[tuple[str, Draw, bool]]] = {
        "letters": _scanned(content.letters),
        "recap": [("Rekapitulasi realisasi anggaran", lambda pages: put_tranche_recap(pages, recap), True)],
        "books": [
            (
                f"{book.title.capitalize()} {book.period}".rstrip(),
                _told(cash_book_story(book, place, group, officers)),
                False,
            )
            for book in content.books
        ],
        "receipts": [
            (
                f"Kuitansi dan nota ({len(content.receipts)} bukti)",
                lambda pages: put_receipts(pages, content.receipts, place, group, officers, content.year),
                False,
            )
        ],
        "taxes": [*_taxes(content), *_scanned(content.tax_proofs)],
        "wages": [part for sheet in content.wages for part in _wages(sheet, content)],
        "attendance": [
            (f"Daftar hadir {listed.meeting.title}".rstrip(), _told(training_story(listed)), False)
            for listed in content.attendance
        ],
        "photos": [(f"Foto {_told_apart(sheet, content.photos)}", _photos(sheet), False) for sheet in content.photos],
        "statements": _scanned(content.statements),
        "reports": _scanned(content.reports),
        "leftovers": _scanned(content.leftovers),
        "handover": [*_records(content), *_scanned(content.handed_over)],
    }
    empty = {"recap": not content.uses, "receipts": not content.receipts}
    chosen = [part for key in content.order if key in made and not empty.get(key) for part in made[key]]
    return [_Section(f"section-{at}", title, draw, wide) for at, (title, draw, wide) in enumerate(chosen)]


def _scanned(enclosures: Sequence[Enclosure]) -> list[tuple[str, Draw, bool]]:
    def drawing(enclosure: Enclosure) -> Draw:
        return lambda pages: put_scans(pages, enclosure.title, enclosure.pictures)

    return [(enclosure.title, drawing(enclosure), False) for enclosure in enclosures]


def _records(content: PacketContent) -> list[tuple[str, Draw, bool]]:
    records: list[tuple[str, Draw, bool]] = []
    if content.inspection:
        records.append(("Berita acara hasil pemeriksaan", _told(inspection_story(content.inspection)), False))
    if content.handover:
        title = "Berita acara serah terima hasil pekerjaan"
        records.append((title, _told(handover_story(content.handover)), False))
    return records


def _told(story: Sequence[Flowable]) -> Draw:
    return lambda pages: pages.put(story)


def _taxes(content: PacketContent) -> list[tuple[str, Draw, bool]]:
    book = content.taxes
    if book is None:
        return []
    return [
        (
            "Buku pembantu pajak",
            lambda pages: put_tax_book(pages, book, content.place, content.group, content.officers),
            True,
        )
    ]


def _wages(sheet: WageSheet, content: PacketContent) -> list[tuple[str, Draw, bool]]:
    """The wage list, and who worked on which day."""
    place, group, officers = content.place, content.group, content.officers
    return [
        (f"Daftar upah {sheet.title}", lambda pages: put_wage_list(pages, sheet, place, group, officers), True),
        (f"Absensi pekerja {sheet.title}", lambda pages: put_presence(pages, sheet, place, group, officers), True),
    ]


def _told_apart(sheet: PhotoSheet, sheets: Sequence[PhotoSheet]) -> str:
    """The activity of a sheet, with its place where another has the same name."""
    same = sum(one.activity == sheet.activity for one in sheets) > 1
    return f"{sheet.activity}, {sheet.location}" if same and sheet.location else sheet.activity


def _photos(sheet: PhotoSheet) -> Draw:
    return lambda pages: put_photos(pages, sheet)


def _contract(content: PacketContent) -> str:
    date = f" tanggal {format_day(content.contract_date)}" if content.contract_date else ""
    return f"{content.contract_number}{date}" if content.contract_number else ""


# --- the first pages ---------------------------------------------------------------------------------------------


def _draw_gaps(pages: Pages, content: PacketContent) -> None:
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="Yang masih kurang", width=1, grows=True),
        Column(title="Sudah dilengkapi (paraf)", width=34),
    )
    rows = [Row(cells=(f"{at}.", text, "")) for at, text in enumerate(content.gaps, 1)]
    pages.put(
        [
            *title_lines("DAFTAR KEKURANGAN", f"SPJ {content.tranche.upper()}".rstrip(), bold=2, after=4),
            paragraph("Berkas ini masih draf. Lengkapi dahulu yang tertulis di bawah ini sebelum diajukan.", after=8),
            Grid(columns, rows, size=11, row_height=9),
        ]
    )


def _draw_cover(pages: Pages, content: PacketContent) -> None:
    place, group, officers = content.place, content.group, content.officers
    date = format_day(content.date) if content.date else dots(26)
    received = format_rupiah(content.received) if content.received else ""
    if content.received and content.received_on:
        received += f", {format_day(content.received_on)}"
    spent = sum(item.receipt.amount for item in content.receipts)
    rows = [
        ("Nomor", content.identity.number),
        ("Kontrak swakelola", _contract(content)),
        ("Nilai kontrak", format_rupiah(content.contract_value) if content.contract_value else ""),
        ("Tahap", content.tranche),
        ("Dana diterima", received),
        ("Dipertanggungjawabkan", f"{format_rupiah(spent)} ({rupiah_words(spent)})" if spent else ""),
        ("Jumlah bukti", f"{len(content.receipts)} kuitansi" if content.receipts else ""),
    ]
    signs = (
        Sign(("Ketua Pokmas,",), officers.chair),
        Sign((f"{place.city}, {date}", "Bendahara Pokmas,"), officers.treasurer),
    )
    pages.put(
        [
            *group_letterhead(group, place),
            gap(24),
            *title_lines("SURAT PERTANGGUNGJAWABAN (SPJ)", size=18, after=1),
            *title_lines("PENGGUNAAN DANA PRODAMAS PLUS", size=14, after=1),
            *title_lines(f"TAHUN ANGGARAN {content.year or dots(12)}", size=14, after=16),
            fields(rows, label=50),
            gap(24),
            Signatures([signs], space=26),
        ]
    )


def _draw_contents(pages: Pages, sections: Sequence[_Section]) -> None:
    pages.put(title_lines("DAFTAR ISI", after=4))
    leading = 18.0
    dot = width_of(".", REGULAR, 12)
    for at, section in enumerate(sections, 1):
        pages.need(leading)
        pages.y -= leading
        right = LEFT + pages.width
        number = f"{at}."
        title = shorten(section.title, REGULAR, 12, pages.width - 26 * mm)
        start = LEFT + 10 * mm
        pages.canvas.setFont(REGULAR, 12)
        pages.canvas.drawString(LEFT, pages.y, number)
        pages.canvas.drawString(start, pages.y, title)
        used = start + width_of(title, REGULAR, 12) + 2 * mm
        leader = "." * max(int((right - 12 * mm - used) / dot), 0)
        pages.canvas.drawRightString(right - 12 * mm, pages.y, leader)
        pages.late_number(section.key, right, pages.y)
        pages.link(section.key, LEFT, pages.y - 4, right, pages.y + leading - 4)
