"""What every paper shares: sizes, margins, footer with code and QR, letterheads, signature blocks, one way to build."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isqrt
from typing import BinaryIO, NamedTuple, cast

import zxingcpp
from msgspec import Struct
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Spacer

from desktop.documents.text import BOLD, REGULAR, clip, load_fonts, paragraph, printable, shorten, width_of, wrap
from desktop.domain.papers import page_mark
from desktop.domain.records import Signer


@dataclass(frozen=True, slots=True)
class PaperSize:
    """A sheet, upright, in mm."""

    name: str
    width: float
    height: float

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points (1/72 inch), not rounded to any named size."""
        return self.width * mm, self.height * mm


F4 = PaperSize("F4", 215, 330)
A4 = PaperSize("A4", 210, 297)
LEGAL = PaperSize("Legal", 215.9, 355.6)
F4_REGULATION = PaperSize("F4 216", 216, 330)
"""The sheet the regulations themselves are laid out on."""

PAPER_SIZES: dict[str, PaperSize] = {paper.name: paper for paper in (F4, A4, LEGAL, F4_REGULATION)}

LEFT, RIGHT, TOP, FOOT = 22 * mm, 18 * mm, 18 * mm, 31 * mm
"""Margins in points; the footer with QR stands inside FOOT. Ours: the forms name none; 22 mm leaves room for holes."""

QR_SIDE = 18 * mm
_QR_BOTTOM = 9 * mm
_WATERMARK_GREY = 0.88
_LONGEST_TITLE = 200  # letters in the properties of the file
_BLACK = re.compile(rb"\x00+")


class Place(Struct, frozen=True, kw_only=True):
    """Where a paper comes from. `rt`, `rw`: as printed ("03"). `address`, `phone`: of the kelurahan office."""

    kelurahan: str = ""
    kecamatan: str = ""
    city: str = "Kediri"
    rt: str = ""
    rw: str = ""
    address: str = ""
    phone: str = ""


class Identity(Struct, frozen=True, kw_only=True):
    """What makes one printed paper findable.

    `number`: as printed in the text, "" for a draft. `code`: the short code beside the QR. `qr`: the record's id; the
    page number is added to it. `submission_code`: first eight characters of the submission's digest, "" before.
    """

    number: str = ""
    code: str = ""
    qr: str = ""
    draft: bool = False
    practice: bool = False
    submission_code: str = ""


class Group(Struct, frozen=True, kw_only=True):
    """A Pokmas as its letterhead names it."""

    name: str = ""
    address: str = ""
    contact: str = ""
    phone: str = ""


# --- drawing on a page -------------------------------------------------------------------------------------------


def draw_qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """Draw a QR code (level M) as one filled path; `x`, `y` its lower left corner, `side` in points, without margin."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False)
    modules = memoryview(cast(bytes, image)).tobytes()  # one byte a module, row by row; 0 is black
    count = isqrt(len(modules))
    path = canvas.beginPath()
    for line in range(count):
        start = line * count
        for run in _BLACK.finditer(modules[start : start + count]):
            path.rect(run.start(), count - 1 - line, run.end() - run.start(), 1)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(side / count, side / count)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


class PaperCanvas(Canvas):
    """A canvas that knows the number of pages when it is saved: each page refers to one small form drawn last."""

    def draw_page_count(self, x: float, y: float, page: int) -> None:
        """Write "Halaman 2 dari 7" with its left end at x, y."""
        self.setFont(REGULAR, 9)
        start = f"Halaman {page} dari "
        self.drawString(x, y, start)
        self.saveState()
        self.translate(x + width_of(start, REGULAR, 9), y)
        self.doForm("pages")
        self.restoreState()

    def save(self) -> None:
        """Close the file; every page must have been shown."""
        self.beginForm("pages", 0, -3, 60, 12)
        self.setFont(REGULAR, 9)
        self.drawString(0, 0, str(self.getPageNumber() - 1))
        self.endForm()
        super().save()


def draw_page(canvas: PaperCanvas, page: int, size: tuple[float, float], identity: Identity, title: str) -> None:
    """Draw what lies under and around the text of one page: DRAF, running title, footer with code and QR."""
    width, height = size
    canvas.saveState()
    if identity.draft:
        canvas.saveState()
        canvas.setFillGray(_WATERMARK_GREY)
        canvas.setFont(BOLD, 150)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(55)
        canvas.drawCentredString(0, -50, "DRAF")
        canvas.restoreState()
    if page > 1:
        canvas.setFont(REGULAR, 9)
        canvas.drawString(LEFT, height - 12 * mm, shorten(title, REGULAR, 9, width - LEFT - RIGHT))
    canvas.setLineWidth(0.3)
    canvas.line(LEFT, FOOT - 2.5 * mm, width - RIGHT, FOOT - 2.5 * mm)
    right = width - RIGHT
    if identity.qr:
        draw_qr(canvas, page_mark(identity.qr, page), right - QR_SIDE, _QR_BOTTOM, QR_SIDE)
        right -= QR_SIDE + 2.5 * mm
    code = shorten(identity.code, BOLD, 10, 80 * mm) or ("DRAF" if identity.draft else "")
    canvas.setFont(BOLD, 10)
    canvas.drawRightString(right, 23.5 * mm, code)
    canvas.setFont(REGULAR, 9)
    canvas.drawString(LEFT, 23.5 * mm, shorten(title, REGULAR, 9, right - LEFT - width_of(code, BOLD, 10) - 4 * mm))
    canvas.draw_page_count(LEFT, 19 * mm, page)
    if identity.submission_code:
        canvas.drawString(LEFT, 14.5 * mm, shorten(f"Kode pengajuan {identity.submission_code}", REGULAR, 9, 80 * mm))
    if identity.practice:
        canvas.setFont(BOLD, 9)
        canvas.drawString(LEFT, 10 * mm, "DATA CONTOH – bukan dokumen resmi")
    canvas.restoreState()


# --- blocks ------------------------------------------------------------------------------------------------------


class Sign(NamedTuple):
    """One place to sign. `above`: lines over it; an empty name is left as dots. `brackets`: "(name)", as in D and E.

    `several`: names of people who sign one under the other in this place, instead of one name.
    """

    above: tuple[str, ...]
    name: str = ""
    nip: str = ""
    brackets: bool = False
    several: tuple[str, ...] = ()


def format_nip(nip: str) -> str:
    """A civil servant's number as printed, 8-6-1-3: `19760810 200604 1 022`; other lengths stay as they are."""
    return f"{nip[:8]} {nip[8:14]} {nip[14]} {nip[15:]}" if len(nip) == 18 else nip


class _Place(NamedTuple):
    """A place to sign, measured: its middle and width in points, lines above, lines of the name, names below."""

    x: float
    room: float
    above: list[str]
    name: list[str]
    several: list[list[str]]


class Signatures(Flowable):
    """Rows of places to sign, side by side in equal columns; never broken over two pages, long names wrap.

    `space`: mm to sign in.
    """

    # Lines of a position, of a name (200 letters fit), of each name under the other: a row always fits on a page.
    _POSITION, _NAME, _EACH_NAME = 5, 9, 6
    _TALLEST = 200 * mm  # less than any sheet's frame; only rows taller than this together may part
    _ROW_GAP = 4 * mm
    _EACH = 9 * mm  # to sign in, for people one under the other

    def __init__(self, rows: Sequence[Sequence[Sign | None]], *, space: float = 20, size: float = 12) -> None:
        super().__init__()
        self._rows, self._space = rows, space * mm
        self._size, self._leading = size, size * 1.25
        self._laid: list[tuple[float, float, list[_Place]]] = []

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        if self._laid and self.width == avail_width:
            return self.width, self.height
        self._laid = []
        for signs in self._rows:
            column = avail_width / len(signs)
            places = [
                self._measure(sign, (at + 0.5) * column, column - 4 * mm) for at, sign in enumerate(signs) if sign
            ]
            tall = max((len(place.above) for place in places), default=0) * self._leading
            below = max((self._below(place) for place in places), default=0.0)
            self._laid.append((tall, tall + below, places))
        self.width = avail_width
        self.height = sum(height for _, height, _ in self._laid) + self._ROW_GAP * (len(self._laid) - 1)
        return self.width, self.height

    def _measure(self, sign: Sign, x: float, room: float) -> _Place:
        above = [line for text in sign.above for line in self._lines(text, room, self._POSITION)]
        if sign.several:
            several = [
                self._lines(f"{at}. {name or dots(30)}", room, self._EACH_NAME)
                for at, name in enumerate(sign.several, 1)
            ]
            return _Place(x, room, above, [], several)
        name = sign.name or "." * 34
        lines = self._lines(f"({name})" if sign.brackets else name, room, self._NAME)
        if sign.nip:
            lines += self._lines(f"NIP. {format_nip(sign.nip)}", room, 1)
        return _Place(x, room, above, lines, [])

    def _lines(self, text: str, room: float, most: int) -> list[str]:
        return clip(wrap(text, REGULAR, self._size, room), most)

    def split(self, avail_width: float, avail_height: float) -> list[Flowable]:
        if self.wrap(avail_width, avail_height)[1] <= self._TALLEST or len(self._rows) == 1:
            return []
        each = [Signatures([row], space=self._space / mm, size=self._size) for row in self._rows]
        return [part for row in each for part in (row, Spacer(1, self._ROW_GAP))]

    def _below(self, place: _Place) -> float:
        if place.several:
            return sum(self._EACH + len(lines) * self._leading for lines in place.several)
        return self._space + len(place.name) * self._leading

    def draw(self) -> None:
        canvas, top = self.canv, self.height
        canvas.setFont(REGULAR, self._size)
        for tall, height, places in self._laid:
            for place in places:
                # Positions end on one line, so that a date above the right one does not push its space down.
                y = top - tall + len(place.above) * self._leading - self._size
                for line in place.above:
                    if place.several:
                        canvas.drawString(place.x - place.room / 2, y, line)
                    else:
                        canvas.drawCentredString(place.x, y, line)
                    y -= self._leading
                y = top - tall - self._space - self._size
                for line in place.name:
                    canvas.drawCentredString(place.x, y, line)
                    y -= self._leading
                self._draw_several(place, top - tall)
            top -= height + self._ROW_GAP

    def _draw_several(self, place: _Place, y: float) -> None:
        left = place.x - place.room / 2
        for lines in place.several:
            y -= self._EACH
            self.canv.setLineWidth(0.5)
            self.canv.setDash(0.6, 2)
            self.canv.line(left + 5 * mm, y + 1, left + place.room, y + 1)
            self.canv.setDash()
            for line in lines:
                self.canv.drawString(left, y - self._size, line)
                y -= self._leading


def signer_place(signer: Signer, above: Sequence[str] = ()) -> Sign:
    """A place for one signer of a record: the lines above, the position as printed, name and NIP."""
    return Sign((*above, signer.position) if signer.position else tuple(above), signer.name, signer.nip)


def gap(height: float) -> Spacer:
    """Empty height in mm."""
    return Spacer(1, height * mm)


def title_lines(*lines: str, bold: int = 1, size: float = 12, after: float = 6) -> list[Flowable]:
    """Centred title lines, the first `bold` of them bold; `after` in mm."""
    story: list[Flowable] = [
        paragraph(line, align="center", bold=at < bold, size=size, leading=size * 1.3) for at, line in enumerate(lines)
    ]
    return [*story, gap(after)]


class _DoubleRule(Flowable):
    """The line under a letterhead: thick over thin."""

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        self.width, self.height = avail_width, 2.2 * mm
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setLineWidth(1.6)
        self.canv.line(0, self.height - 1, self.width, self.height - 1)
        self.canv.setLineWidth(0.5)
        self.canv.line(0, self.height - 3.6, self.width, self.height - 3.6)


def office_letterhead(place: Place) -> list[Flowable]:
    """Kop surat of the kelurahan office (Perwali 32/2021 Lampiran G, T, W)."""
    return [
        paragraph(f"PEMERINTAH KOTA {place.city.upper()}", align="center", size=13, leading=17),
        paragraph(f"KECAMATAN {place.kecamatan.upper() or dots(22)}", align="center", size=13, leading=17),
        paragraph(f"KELURAHAN {place.kelurahan.upper() or dots(22)}", align="center", bold=True, size=15, leading=19),
        paragraph(
            place.address or f"Jl. {dots(26)} No. {dots(10)} {place.city} Jawa Timur",
            align="center",
            size=11,
            leading=14,
        ),
        paragraph(f"Telp. {place.phone or '(0354) ' + dots(21)}", align="center", size=11, leading=14, after=4),
        _DoubleRule(),
        gap(4),
    ]


def group_letterhead(group: Group, place: Place) -> list[Flowable]:
    """Kop surat of a Pokmas (Perwali 32/2021 Lampiran S, X)."""
    area = f"KELURAHAN {place.kelurahan.upper() or dots(10)} KECAMATAN {place.kecamatan.upper() or dots(11)}"
    phone = group.phone or "08" + dots(21)
    return [
        paragraph(f"KELOMPOK MASYARAKAT “{group.name or dots(19)}”", align="center", bold=True, size=13, leading=17),
        paragraph(f"{area} KOTA {place.city.upper()}", align="center", leading=16),
        paragraph(
            f"Sekretariat : {group.address or f'Jl. {dots(33)} No. {dots(4)} {place.city}'}", align="center", size=11
        ),
        paragraph(
            f"Contact Person : {group.contact or dots(22)} ({phone})", align="center", size=11, leading=14, after=4
        ),
        _DoubleRule(),
        gap(4),
    ]


def dots(count: int) -> str:
    """That many dots, for what is still to be written by hand inside a line."""
    return "." * count


def home_line(place: Place) -> str:
    """ "RT 03 RW 04 KELURAHAN KALIOMBO", with dots for what is missing."""
    return f"RT {place.rt or dots(5)} RW {place.rw or dots(5)} KELURAHAN {place.kelurahan.upper() or dots(13)}"


# --- building ----------------------------------------------------------------------------------------------------


def build_paper(
    story: Sequence[Flowable],
    out: BinaryIO,
    *,
    paper: PaperSize,
    identity: Identity,
    title: str,
    wide: bool = False,
) -> int:
    """Write the flowing story as one PDF and return its number of pages.

    `title`: in the footer, on top of later pages, and in the file's properties. `wide`: the sheet lies on its side.
    The same story gives the same bytes.
    """
    load_fonts()
    size = (paper.points[1], paper.points[0]) if wide else paper.points
    document = BaseDocTemplate(
        out,
        pagesize=size,
        title=printable(title)[:_LONGEST_TITLE],
        author="Rembug",
        lang="id",
        invariant=1,
        pageCompression=1,
    )
    frame = Frame(
        LEFT, FOOT, size[0] - LEFT - RIGHT, size[1] - TOP - FOOT,
        leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0,
    )  # fmt: skip

    def begin(canvas: Canvas, _: BaseDocTemplate) -> None:
        if isinstance(canvas, PaperCanvas):  # as asked for in build below
            draw_page(canvas, canvas.getPageNumber(), size, identity, title)

    document.addPageTemplates(PageTemplate(id="paper", frames=[frame], onPage=begin))
    document.build(list(story), canvasmaker=PaperCanvas)
    return int(document.page)


def together(*story: Flowable) -> KeepTogether:
    """Keep the last lines of a text and its signatures on one page."""
    return KeepTogether(list(story))
