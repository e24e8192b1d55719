"""The terms of reference of a work package (Kerangka Acuan Kerja, form Q).

Source: Perwali Kediri 32/2021 pasal 32, Lampiran Q; its wording is kept as it stands there. A chapter that the
kelurahan wrote itself stands in place of the form's.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, PageBreak

from desktop.documents.clauses import blank, day_or, year_or
from desktop.documents.layout import F4, Identity, PaperSize, Place, dots, gap, title_lines
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Grid, Row, Together, carrying
from desktop.documents.text import BOLD, clip, paragraph, wrap
from desktop.documents.words import terbilang
from desktop.domain.money import format_number, format_rupiah
from desktop.domain.records import Day, Signer

_SIZE, _LEADING = 11.5, 14.5
_LABEL = 44 * mm
_PAD = 1.6 * mm
_LINE = 0.5
_LONGEST_TITLE = 12  # lines of a chapter's heading
_WORK = "PENGADAAN BARANG / JASA KEGIATAN PROGRAM PEMBERDAYAAN MASYARAKAT PLUS"

CHAPTERS = (
    "NAMA ORGANISASI PENGADAAN BARANG/JASA",
    "LATAR BELAKANG",
    "DASAR HUKUM",
    "MAKSUD DAN TUJUAN",
    "TARGET DAN SASARAN",
    "SUMBER DANA DAN PERKIRAAN BIAYA",
    "RUANG LINGKUP DAN LOKASI PEKERJAAN",
    "JANGKA WAKTU PELAKSANAAN",
    "KELUARAN/ PRODUK YANG DIHASILKAN",
)
"""Headings of the chapters that are text; the tenth, "SPESIFIKASI TEKNIS PEKERJAAN", is the table of works."""

_LAST = "SPESIFIKASI TEKNIS PEKERJAAN"


class WorkItem(Struct, frozen=True, kw_only=True):
    """One line of chapter 10. `volume` as printed ("45 m"); `cost`: whole rupiah."""

    work: str = ""
    location: str = ""
    volume: str = ""
    cost: int = 0


class TermsContent(Struct, frozen=True, kw_only=True):
    """Form Q. `ppk`: the Kuasa Pengguna Anggaran as Pejabat Pembuat Komitmen. `allocation`: of the kelurahan,
    `estimate`: of these works, whole rupiah, 0 = dots. `months`: how long, 0 = dots. `own`: chapter number (1 to 9) and
    the text that stands instead of the form's. `regulation`: "Nomor 32 Tahun 2021".
    """

    place: Place
    identity: Identity
    year: int = 0
    ppk: str = ""
    allocation: int = 0
    account_code: str = ""
    estimate: int = 0
    months: int = 0
    start: Day | None = None
    end: Day | None = None
    regulation: str = ""
    own: tuple[tuple[int, str], ...] = ()
    works: tuple[WorkItem, ...] = ()
    kpa: Signer = Signer()


class _Chapter(Flowable):
    """A ruled row: heading on the left, any flowables on the right; goes on with the next page."""

    def __init__(self, title: str, story: Sequence[Flowable], *, begins: bool = True) -> None:
        super().__init__()
        self._title, self._story, self._begins = title, tuple(story), begins
        self._heading: list[str] = []

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        self.width = avail_width
        lines = wrap(self._title, BOLD, _SIZE, _LABEL - 2 * _PAD) if self._title else []
        self._heading = clip(lines, _LONGEST_TITLE)
        tall = sum(self._tall(item) for item in self._story)
        self.height = max(tall, len(self._heading) * _LEADING) + 2 * _PAD
        return self.width, self.height

    def _tall(self, item: Flowable) -> float:
        return float(item.wrap(self.width - _LABEL - 2 * _PAD, 1e6)[1] + item.getSpaceAfter())

    def split(self, avail_width: float, avail_height: float) -> list[Flowable]:
        self.wrap(avail_width, avail_height)
        room = avail_height - 2 * _PAD
        if room < max(len(self._heading), 2) * _LEADING:
            return []
        taken: list[Flowable] = []
        rest = list(self._story)
        while rest and self._tall(rest[0]) <= room:
            room -= self._tall(rest[0])
            taken.append(rest.pop(0))
        if rest:
            parts = rest[0].split(self.width - _LABEL - 2 * _PAD, room)
            if len(parts) > 1:
                taken.append(parts[0])
                rest[:1] = parts[1:]
        if not taken or not rest:
            return []
        return [_Chapter(self._title, taken, begins=self._begins), _Chapter("", rest, begins=False)]

    def draw(self) -> None:
        canvas, width, height = self.canv, self.width, self.height
        canvas.setLineWidth(_LINE)
        canvas.lines([(x, 0, x, height) for x in (0, _LABEL, width)])
        canvas.lines([(0, 0, width, 0), (0, height, width, height)])
        canvas.setFont(BOLD, _SIZE)
        y = height - _PAD - _SIZE
        for line in self._heading:
            canvas.drawString(_PAD, y, line)
            y -= _LEADING
        y = height - _PAD
        for item in self._story:
            y -= item.wrap(width - _LABEL - 2 * _PAD, 1e6)[1]
            item.drawOn(canvas, _LABEL + _PAD, y)
            y -= item.getSpaceAfter()


def _text(text: str, mark: str = "", left: float = 0) -> Flowable:
    return paragraph(text, size=_SIZE, leading=_LEADING, bullet=mark, left=left, hang=17, after=1.5)


def build_terms(content: TermsContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form Q: a cover, then the chapters; returns the number of pages."""
    place = content.place
    own = dict(content.own)
    story: list[Flowable] = [
        *_cover(content),
        PageBreak(),
        *title_lines(
            "KERANGKA ACUAN KERJA (KAK)",
            "PEKERJAAN : PENGADAAN BARANG/JASA KEGIATAN PROGRAM PEMBERDAYAAN MASYARAKAT PLUS",
            bold=2,
            after=4,
        ),
    ]
    for number, (title, body) in enumerate(zip(CHAPTERS, _bodies(content), strict=True), 1):
        written = own.get(number, "").strip()
        shown = [_text(line) for line in written.splitlines() if line.strip()] if written else body
        story.append(_Chapter(f"{number}. {title}", shown))
    story += [
        Together(
            _Chapter(f"10. {_LAST}", [_works(content.works), gap(1)]),
            gap(8),
            Signatures(
                [(None, Sign(("Kuasa Pengguna Anggaran",), content.kpa.name, content.kpa.nip))],
                space=24,
            ),
        ),
    ]
    title = f"Kerangka acuan kerja (KAK) Prodamas Plus {content.year or ''} Kelurahan {place.kelurahan}"
    return build_paper(story, out, paper=paper, identity=content.identity, title=" ".join(title.split()))


def _cover(content: TermsContent) -> list[Flowable]:
    place = content.place
    rows = (
        ("SATUAN KERJA", f"KECAMATAN {place.kecamatan.upper() or dots(24)}"),
        ("KELURAHAN", place.kelurahan.upper() or dots(30)),
        ("NAMA PPK", content.ppk or dots(30)),
        ("NAMA PEKERJAAN", _WORK),
        ("TAHUN ANGGARAN", year_or(content.year, 30)),
    )
    columns = (Column(width=52), Column(width=6), Column(width=1, grows=True))
    lines = [Row(cells=(label, ":", value)) for label, value in rows]
    return [
        gap(42),
        paragraph("KERANGKA ACUAN KERJA (KAK)", align="center", bold=True, size=15, leading=20),
        gap(24),
        Grid(columns, lines, size=13, ruled=False, row_height=20),
    ]


# --- the chapters --------------------------------------------------------------------------------------------------

_LAWS = (
    "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah (Lembaran Negara Republik Indonesia Tahun 2014 "
    "Nomor 244, Tambahan Lembaran Negara Republik Indonesia Nomor 4457) sebagaimana telah diubah beberapa kali "
    "terakhir dengan Undang-Undang Nomor 9 Tahun 2015 (Lembaran Negara Republik Indonesia Tahun 2015 Nomor 58, "
    "Tambahan Lembaran Negara Republik Indonesia Nomor 5679);",
    "Peraturan Pemerintah Nomor 17 Tahun 2018 tentang Kecamatan (Lembaran Negara Republik Indonesia Tahun 2018 Nomor "
    "73, Tambahan Lembaran Negara Republik Indonesia Nomor 6206);",
    "Peraturan Pemerintah Nomor 12 Tahun 2019 tentang Pengelolaan Keuangan Daerah (Lembaran Negara Republik Indonesia "
    "Tahun 2019 Nomor 42, Tambahan Lembaran Negara Republik Indonesia Nomor 6322);",
    "Peraturan Presiden Nomor 16 Tahun 2018 tentang Pengadaan Barang/Jasa Pemerintah;",
    "Peraturan Menteri Dalam Negeri Nomor 130 Tahun 2018 tentang Kegiatan Pembangunan Sarana dan Prasarana Kelurahan "
    "dan Pemberdayaan Masyarakat di Kelurahan;",
    "Peraturan Lembaga Kebijakan Pengadaan Barang/Jasa Pemerintah Nomor 8 Tahun 2018 tentang Pedoman Swakelola;",
    "Peraturan Walikota Kediri Nomor 61 Tahun 2016 tentang Kedudukan, Susunan Organisasi, Tugas dan Tata Kerja "
    "Kecamatan;",
)
"""The regulations as form Q names them, with its numbers of the gazettes."""

_GOALS = (
    "menggerakkan dan memotivasi masyarakat untuk berpartisipasi aktif dalam kegiatan pembangunan diwilayahnya;",
    "memfasilitasi masyarakat dalam mengartikulasikan kebutuhannya dan membantu mengidentifikasi masalahnya;",
    "meningkatkan fasilitasi pembangunan sarana dan prasarana lingkungan RT;",
    "meningkatkan kesejahteraan ekonomi masyarakat;",
    "meningkatkan kesejahteraan masyarakat melalui kegiatan-kegiatan sosial, pendidikan, kesehatan dan kepemudaan;",
    "meningkatkan peran serta dan mendorong keberdayaan masyarakat dalam pembangunan.",
)

_TARGETS = (
    "Terlaksananya Kegiatan pembangunan/rehab sarana dan prasarana di lingkungan Kelurahan yang digunakan untuk "
    "memenuhi kebutuhan pelayanan sosial dasar yang berdampak langsung pada meningkatnya kualitas hidup masyarakat.",
    "Terlaksananya pemberdayaan masyarakat di kelurahan melalui peningkatan partisipasi mereka dalam pembangunan.",
)

_AIMS = (
    "pengadaan, pembangunan, pengembangan dan pemeliharaan sarana dan prasarana lingkungan di wilayah kelurahan.",
    "peningkatan kapasitas dan kapabilitas masyarakat di kelurahan dengan mendayagunakan potensi dan sumber daya "
    "sendiri dalam pengelolaan kegiatan pembangunan di lingkup kelurahan.",
)


def _lettered(texts: Sequence[str], left: float) -> list[Flowable]:
    return [_text(text, f"{chr(ord('a') + at)}.", left) for at, text in enumerate(texts)]


def _bodies(content: TermsContent) -> list[list[Flowable]]:
    """The form's own words of chapters 1 to 9, filled as far as known."""
    place = content.place
    kelurahan, district = place.kelurahan or blank(13), place.kecamatan or dots(11)
    city, year = place.city, year_or(content.year, 6)
    # What stands in brackets tells what belongs into the blank; once it is filled nobody needs telling.
    allocation = format_rupiah(content.allocation) if content.allocation else f"{dots(15)} (Rp.100 juta x jumlah RT)"
    estimate = (
        format_rupiah(content.estimate) if content.estimate else f"Rp. {dots(10)} (total anggaran bidang infrastruktur)"
    )
    months = f"{content.months} ({terbilang(content.months)})" if content.months else f"{dots(10)} ({dots(10)})"
    rule = content.regulation or f"Nomor {dots(3)} Tahun {dots(4)}"
    scope = [
        f"{item.work or 'Kegiatan pembangunan / rehab' + dots(24)}" + (f" di {item.location}" if item.location else "")
        for item in content.works
    ] or [f"Kegiatan pembangunan / rehab{dots(24)} di RT {dots(3)} RW {dots(3)}", dots(60), "dst."]
    made = [f"{item.work}" + (f", {item.location}" if item.location else "") for item in content.works] or [
        f"Pembangunan / rehab {dots(12)} RT {dots(3)} RW {dots(4)}",
        dots(32),
        "dst",
    ]
    return [
        [
            _text(
                "Nama organisasi yang melaksanakan pengadaan/ pekerjaan pembangunan sarana, prasarana dan pemberdayaan "
                "masyarakat di kelurahan"
            ),
            _text(f"Kelurahan {kelurahan} Kecamatan {district} Kota {city}", "•", 6),
            _text(f"Pejabat Pembuat Komitmen / KPA {content.ppk or dots(24)}", "•", 6),
        ],
        [
            _text(
                f"bahwa dalam rangka peningkatan upaya untuk menumbuhkembangkan, menggerakan prakarsa dan mendorong "
                f"partisipasi masyarakat dalam pembangunan daerah serta untuk memenuhi pembangunan sarana dan "
                f"prasarana kelurahan, dilaksanakan Program Pemberdayaan Masyarakat Plus di Kota {city}. Pada tahun "
                f"{year} Kelurahan {place.kelurahan or dots(16)} mendapatkan alokasi anggaran sebesar {allocation}, "
                f"termasuk didalamnya biaya umum dan pembayaran iuran JKN. Pengadaan "
                f"barang/jasa dalam kegiatan PRODAMAS PLUS untuk kegiatan bidang infrastruktur dilaksanakan melalui "
                f"mekanisme Swakelola Tipe lV atau melibatkan kelompok masyarakat, maka perlu dibuat KAK sebagai "
                f"acuan kerja."
            )
        ],
        [
            *(_text(law, f"{at}.") for at, law in enumerate(_LAWS, 1)),
            _text(
                f"Peraturan Walikota {city} {rule} tentang Pedoman Teknis Pelaksanaan Program Pemberdayaan Masyarakat "
                f"Plus.",
                "8.",
            ),
        ],
        [
            _text("Maksud :", "1."),
            _text("Untuk meningkatkan peran serta dan penggerakan potensi masyarakat kelurahan.", left=17),
            _text("Tujuan :", "2."),
            *_lettered(_GOALS, 17),
        ],
        [_text("Target :", "1."), *_lettered(_TARGETS, 17), _text("Sasaran :", "2."), *_lettered(_AIMS, 17)],
        [
            _text(
                f"Sumber dana berasal dari APBD Kota {city} TA {year} pada rekening kegiatan Peningkatan Peran Serta "
                f"dan Penggerakan Potensi Masyarakat Kelurahan, dengan kode rekening "
                f"{content.account_code or dots(19)}",
                "a.",
            ),
            _text(
                f"Total perkiraan biaya yang diperlukan {estimate}",
                "b.",
            ),
        ],
        [
            _text("Ruang lingkup/batasan lingkup pengadaan/pekerjaan"),
            *(_text(line, f"{at}.", 6) for at, line in enumerate(scope, 1)),
        ],
        [
            _text(
                f"Jangka waktu pelaksanaan pengadaan/pekerjaan {months} bulan, terhitung sejak tanggal "
                f"{day_or(content.start, 30)} s/d tanggal {day_or(content.end, 30)}"
            )
        ],
        [
            _text("Terlaksananya pembangunan / rehab :"),
            *(_text(line, f"{chr(ord('a') + at % 26)}.", 6) for at, line in enumerate(made)),
        ],
    ]


def _works(works: Sequence[WorkItem]) -> Grid:
    columns = (
        Column(title="No", width=9, align="center"),
        Column(title="Pekerjaan", width=1.6, grows=True),
        Column(title="Lokasi", width=1, grows=True),
        Column(title="Volume (m,m2,m3)", width=23, align="center"),
        Column(title="Biaya (Rp)", width=24, align="right", number=True),
    )
    if not works:
        rows = [
            Row(cells=("1", f"Pembangunan/rehab {dots(12)}", f"RT {dots(3)} RW {dots(3)}", "", "")),
            Row(cells=("2", dots(28), "", "", "")),
            Row(cells=("3", "dst", "", "", "")),
        ]
        return Grid(columns, rows, size=10.5)
    rows = [
        Row(cells=(str(at), item.work, item.location, item.volume, format_number(item.cost) if item.cost else ""))
        for at, item in enumerate(works, 1)
    ]
    amounts = [item.cost for item in works]
    total = format_number(sum(amounts)) if any(amounts) else ""
    rows.append(Row(cells=("Jumlah", total), spans=(4, 1), aligns=("right", "right"), bold=True))
    return Grid(columns, rows, size=10.5, carry=carrying(amounts, 4))
