"""What a Pokmas promises before the work: the integrity pact of its members (form O) and the memorandum with the camat
(form P).

Source: Perwali Kediri 32/2021 pasal 31, Lampiran O and P; their wording is kept as it stands there.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.clauses import blank, year_or
from desktop.documents.layout import F4, Identity, PaperSize, Place, district_letterhead, dots, gap, title_lines
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures, format_nip
from desktop.documents.tables import Column, Grid, Row, Together
from desktop.documents.text import paragraph
from desktop.documents.words import terbilang
from desktop.domain.dates import day_name, format_day
from desktop.domain.money import format_rupiah
from desktop.domain.records import Day

_OPEN_PLACES = ("Ketua", "Sekretaris", "Bendahara", *("Anggota",) * 7)
"""The ten lines of form O while nobody is known."""


class PactContent(Struct, frozen=True, kw_only=True):
    """Form O. `members`: name and position in printed order; every NIK is written by hand. `group`: the Pokmas."""

    place: Place
    identity: Identity
    group: str = ""
    year: int = 0
    date: Day | None = None
    members: tuple[tuple[str, str], ...] = ()


class Party(Struct, frozen=True, kw_only=True):
    """One side of the memorandum, "" = dots. `decree`: number and date; `address`: of the office or secretariat."""

    name: str = ""
    nip: str = ""
    decree: str = ""
    address: str = ""


class MemorandumContent(Struct, frozen=True, kw_only=True):
    """Form P. `place.address`, `place.phone`: of the kecamatan. `where`: where it is signed. `competence`: what the
    Pokmas is able to do. `duration`: so many of what `period` says ("months", "years" or a word), 0 = dots.
    `stamp`: the duty in force, whole rupiah."""

    place: Place
    identity: Identity
    year: int = 0
    date: Day | None = None
    where: str = ""
    camat: Party = Party()
    chair: Party = Party()
    group: str = ""
    competence: str = ""
    scope: tuple[str, ...] = ()
    duration: int = 0
    period: str = ""
    stamp: int = 10_000


# --- form O ------------------------------------------------------------------------------------------------------

_PROMISES = (
    "Tidak melakukan praktek Korupsi, Kolusi dan Nepotisme (KKN);",
    "Akan melaporkan kepada APIP Pemerintah Kota {city} dan/atau LKPP apabila mengetahui ada indikasi KKN dalam proses "
    "pengadaan ini;",
    "Akan menjalankan proses pengadaan secara bersih, transparan dan profesional untuk memberikan hasil kerja terbaik "
    "sesuai ketentuan perundang-undangan;",
    "Apabila melanggar hal-hal yang dinyatakan dalam PAKTA INTEGRITAS ini, bersedia menerima sanksi administrasi, "
    "menerima sanksi moral, digugat sesuai perdata dan/atau dilaporkan secara pidana.",
)


def build_pact(content: PactContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form O; every member has a line to sign. Returns the number of pages."""
    place = content.place
    members = content.members or tuple(("", position) for position in _OPEN_PLACES)
    kelurahan = place.kelurahan or dots(12)
    day = format_day(content.date) if content.date else f"{dots(18)} 20{dots(4)}"
    story: list[Flowable] = [
        *title_lines("PAKTA INTEGRITAS", after=4),
        paragraph("Kami yang bertandatangan di bawah ini :", after=8),
        _member_table(members),
        gap(3),
        paragraph(
            f"Dalam rangka pengadaan belanja barang / jasa kegiatan Program Pemberdayaan Masyarakat Plus Kelurahan "
            f"{kelurahan} Tahun Anggaran {year_or(content.year, 9)}, dengan ini menyatakan :",
            after=3,
        ),
        *(
            paragraph(text.replace("{city}", place.city), bullet=f"{at}.", after=2)
            for at, text in enumerate(_PROMISES, 1)
        ),
        gap(4),
        Together(
            paragraph(f"{place.city}, {day}", align="left", after=6),
            paragraph(f"Pengurus POKMAS {content.group or dots(12)} Kelurahan {kelurahan}", align="left", after=2),
            _signing(members[:1], 1),
        ),
    ]
    if len(members) > 1:
        story.append(_signing(members[1:], 2))
    title = f"Pakta integritas pengurus Pokmas {content.group}".rstrip()
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def _member_table(members: Sequence[tuple[str, str]]) -> Grid:
    columns = (
        Column(title="No.", width=11, align="center"),
        Column(title="Nama", width=1, grows=True),
        Column(title="NIK", width=56, align="center"),
        Column(title="Jabatan dalam POKMAS", width=40),
    )
    rows = [
        Row(cells=(str(at), name or dots(31), dots(33), position)) for at, (name, position) in enumerate(members, 1)
    ]
    return Grid(columns, rows, size=10.5)


def _signing(members: Sequence[tuple[str, str]], first: int) -> Grid:
    """Name, position and a dotted line to sign; the heading stands above the first."""
    columns = (Column(width=1, grows=True), Column(width=36), Column(width=64))
    rows = [Row(cells=("Nama :", "Jabatan :", "Tanda Tangan :"), keep=True)] if first == 1 else []
    rows += [
        Row(cells=(f"{at}. {name or dots(24)}", position, dots(44)))
        for at, (name, position) in enumerate(members, first)
    ]
    return Grid(columns, rows, size=12, ruled=False, row_height=8.8)


# --- form P ------------------------------------------------------------------------------------------------------


def build_memorandum(content: MemorandumContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form P on the kecamatan's letterhead; returns the number of pages."""
    place = content.place
    kelurahan, district = place.kelurahan or blank(10), place.kecamatan or blank(11)
    area = f"Kelurahan {kelurahan} Kec. {district}"
    day = content.date
    today = f"{day_name(day)}, tanggal {format_day(day)}" if day else f"{blank(13)}, tanggal {blank(12)}"
    camat, chair = content.camat, content.chair
    story: list[Flowable] = [
        *district_letterhead(place),
        gap(2),
        paragraph("NOTA KESEPAHAMAN", align="center", bold=True, underline=True, size=14, leading=20, after=12),
        *title_lines(
            "Antara",
            f"Pengguna Anggaran Kecamatan {place.kecamatan or dots(15)}",
            "dan",
            "Penanggung jawab Kelompok Masyarakat" + (f" {content.group}" if content.group else ""),
            bold=0,
            after=6,
        ),
        paragraph(
            f"Pada hari ini {today} bertempat di {content.where or blank(14)}, yang bertanda-tangan di bawah ini :",
            after=6,
        ),
        _party(
            "1.",
            (
                ("Nama", camat.name),
                ("Pengguna Anggaran Kecamatan", place.kecamatan),
                ("SK Jabatan No /tanggal (selaku PA)", camat.decree),
                ("NIP/NIK", format_nip(camat.nip)),
                ("Alamat Kantor", camat.address),
            ),
        ),
        paragraph("Selanjutnya disebut sebagai PIHAK PERTAMA.", left=23, after=5),
        _party(
            "2.",
            (
                ("Nama", chair.name),
                ("Pimpinan Kelompok Masyarakat", content.group),
                ("SK (Penetapan Pokmas) No / tanggal", chair.decree),
                ("NIK", ""),
                ("Alamat Sekretariat", chair.address),
            ),
        ),
        paragraph("Selanjutnya disebut sebagai PIHAK KEDUA.", left=23, after=8),
        paragraph(
            "PIHAK PERTAMA dan PIHAK KEDUA yang secara bersama-sama disebut PARA PIHAK terlebih dahulu hal-hal sebagai "
            "berikut :",
            after=6,
        ),
        paragraph(
            f"PIHAK PERTAMA berdasarkan Rencana Kerja {area} tahun anggaran {content.year or blank(9)} merencanakan "
            f"kegiatan swakelola.",
            bullet="•",
            left=8,
        ),
        paragraph(
            f"PIHAK KEDUA adalah Kelompok Masyarakat yang memiliki kompetensi dalam {content.competence or blank(18)} "
            f"dan sanggup untuk menerima, melaksanakan pengadaan barang/jasa secara swakelola.",
            bullet="•",
            left=8,
        ),
        paragraph(
            f"Bahwa PARA PIHAK dalam hal ini bermaksud melakukan kerjasama pelaksanaan kegiatan swakelola Tipe IV "
            f"sesuai Rencana Kerja {area}.",
            bullet="•",
            left=8,
            after=6,
        ),
        paragraph(
            "Atas dasar pertimbangan yang diuraikan tersebut diatas, PARA PIHAK selanjutnya sepakat dan setuju untuk "
            "mengadakan Nota kesepahaman yang saling menguntungkan dengan ketentuan-ketentuan dan syarat-syarat "
            "sebagai berikut :",
            after=8,
        ),
        *_articles(content, area),
        Together(
            paragraph(
                "Demikian Nota kesepahaman ini dibuat rangkap dua, disepakati dan ditandatangani oleh PARA PIHAK dalam "
                "keadaan sadar, sehat jasmani dan rohani, tanpa ada tekanan, pengaruh, paksaan dari pihak manapun, "
                "dengan bermaterai cukup, dan berlaku sejak ditanda-tangani.",
                after=16,
            ),
            Signatures(
                [
                    (
                        Sign(("PIHAK KEDUA,",), chair.name, stamp=format_rupiah(content.stamp)),
                        Sign(("PIHAK PERTAMA,",), camat.name, camat.nip, stamp=format_rupiah(content.stamp)),
                    )
                ],
                space=26,
            ),
        ),
    ]
    title = f"Nota kesepahaman Camat {place.kecamatan} dengan Pokmas {content.group}"
    return build_paper(story, out, paper=paper, identity=content.identity, title=" ".join(title.split()))


def _party(number: str, rows: Sequence[tuple[str, str]]) -> Grid:
    columns = (Column(width=8), Column(width=70), Column(width=4), Column(width=1, grows=True))
    lines = [
        Row(cells=(number if at == 0 else "", label, ":", value or dots(48))) for at, (label, value) in enumerate(rows)
    ]
    return Grid(columns, lines, size=12, ruled=False)


def _article(number: int, *texts: Flowable) -> list[Flowable]:
    """A heading that stays with the first paragraph of its article."""
    head = paragraph(f"PASAL {number}", align="center", after=2)
    return [Together(head, texts[0]), *texts[1:], gap(3)]


def _articles(content: MemorandumContent, area: str) -> list[Flowable]:
    scope = content.scope or (dots(110), dots(110))
    items: list[Flowable] = [
        paragraph(work, bullet=f"{at}.", after=2, align="left") for at, work in enumerate(scope, 1)
    ]
    if not content.scope:
        items.append(paragraph("3. Dst", align="left"))
    months = {"months": "bulan", "years": "tahun", "": "bulan/tahun"}.get(content.period, content.period)
    words = terbilang(content.duration) if content.duration else blank(16)
    duration = f"{content.duration or blank(11)} ({words}) {months}"
    return [
        *_article(
            1,
            paragraph(
                f"Nota kesepahaman ini adalah sebagai langkah awal dalam rangka usaha kerjasama yang saling "
                f"menguntungkan dengan memanfaatkan potensi, keahlian dan fasilitas yang dimiliki masing masing pihak "
                f"dalam rangka pengadaan barang dan jasa Kegiatan Program Pemberdayaan Masyarakat Plus, di {area} "
                f"Kota {content.place.city}."
            ),
        ),
        *_article(
            2,
            paragraph(
                "Ruang lingkup pekerjaan yang disepakati dalam Nota kesepahaman ini adalah sebagai berikut :", after=2
            ),
            *items,
        ),
        *_article(
            3,
            paragraph(
                "Untuk melaksanakan satuan pekerjaan sebagaimana dimaksud dalam pasal 2, PARA PIHAK menindaklanjuti "
                "dengan membuat Kontrak/Perjanjian Kerjasama yang dilakukan oleh Pejabat Pembuat Komitmen (PPK) "
                "penanggung jawab anggaran dari pihak pertama dengan Ketua Tim Pelaksana Swakelola dari pihak kedua, "
                "yang memuat hak dan kewajiban, kedudukan, tugas serta peran dan fungsi dari PPK Penanggungjawab "
                "Anggaran dan Ketua Tim Pelaksana Swakelola dari pihak kedua."
            ),
        ),
        *_article(
            4,
            paragraph(
                "Biaya yang timbul atas pelaksanaan Nota kesepahaman ini akan ditanggung masing-masing oleh PARA PIHAK."
            ),
        ),
        *_article(
            5,
            paragraph(
                f"Nota kesepahaman ini berlaku untuk jangka waktu {duration}, terhitung mulai sejak Nota kesepahaman "
                f"ini ditandatangani dan dapat diperpanjang untuk jangka waktu tertentu yang disepakati oleh PARA "
                f"PIHAK, sebelum atau setelah Nota kesepahaman ini berakhir.",
                bullet="1.",
                after=2,
            ),
            paragraph(
                "Apabila ketentuan mengenai jangka waktu sebagaimana dimaksud ayat (1) diatas tidak segera "
                "ditindaklanjuti sebagaimana pelaksanaan ketentuan Pasal 3 dalam Nota kesepahaman ini, maka dengan "
                "sendirinya Nota kesepahaman saling menguntungkan ini batal dan/atau berakhir.",
                bullet="2.",
            ),
        ),
    ]
