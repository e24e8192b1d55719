"""What every paper shares: sheets, whose paper it is, letterheads, titles."""

from dataclasses import dataclass

from msgspec import Struct
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop.documents.text import paragraph


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
FOLIO_216 = PaperSize("Folio 216", 216, 330)
"""The sheet the regulations themselves are laid out on."""

PAPER_SIZES: dict[str, PaperSize] = {paper.name: paper for paper in (F4, A4, FOLIO_216, LEGAL)}


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
        *_city_lines(place),
        paragraph(f"KELURAHAN {place.kelurahan.upper() or dots(22)}", align="center", bold=True, size=15, leading=19),
        *_address_lines(place),
    ]


def district_letterhead(place: Place) -> list[Flowable]:
    """Kop surat of the kecamatan (Perwali 32/2021 Lampiran N, P); `place.address`, `place.phone`: of that office."""
    city, district = _city_lines(place, strong=True)
    return [city, district, *_address_lines(place)]


def _city_lines(place: Place, *, strong: bool = False) -> tuple[Flowable, Flowable]:
    """The first lines of an office's letterhead; `strong`: the kecamatan is the office itself."""
    size, leading = (15, 19) if strong else (13, 17)
    return (
        paragraph(f"PEMERINTAH KOTA {place.city.upper()}", align="center", size=13, leading=17),
        paragraph(
            f"KECAMATAN {place.kecamatan.upper() or dots(22)}", align="center", bold=strong, size=size, leading=leading
        ),
    )


def _address_lines(place: Place) -> list[Flowable]:
    return [
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
        paragraph(f"{area} KOTA {place.city.upper()}", align="center", bold=True, leading=16),
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
