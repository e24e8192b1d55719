"""Goods that go from the city to an RT: grant agreement (NPHD, form Y), handover of goods (form Z), pact (form AA).

Source: Perwali Kediri 32/2021 pasal 39, Lampiran Y, Z and AA; their wording is kept as it stands there, its slips
("infrastuktur", "kepemudan") put right.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.layout import (
    F4,
    Identity,
    PaperSize,
    Place,
    dots,
    gap,
    office_letterhead,
    title_lines,
)
from desktop.documents.pages import Pages, build_paper
from desktop.documents.signatures import Sign, Signatures, format_nip
from desktop.documents.tables import Column, Grid, Row, Together, fields
from desktop.documents.text import paragraph
from desktop.documents.words import date_words, rupiah_words
from desktop.domain.dates import format_day
from desktop.domain.money import format_quantity, format_rupiah
from desktop.domain.records import Day, GoodsHandover, Grant, Signer, UsedGoods

STAMP = "Rp10.000"
"""The duty stamp on one of the two copies of the NPHD (pasal 8 of the form) and on form CC."""

_INLINE = 3  # so many kinds of goods are named within the sentence, more of them in a list below it
_WITNESSES = 2  # lines for them, as in the form
_MANNERS = {"full": "penuh", "staged": "bertahap"}
_AIDS = {"grant": "HIBAH", "aid": "BANSOS"}


class GrantContent(Struct, frozen=True, kw_only=True):
    """The NPHD between the lurah (for the mayor, `first`) and the chair of an RT (`second`), printed in its two copies.

    `place`: with the office's address and the RT. `grant.texts`: `manner` "full" or "staged", `first_address`,
    `second_address`; missing ones are dots, and the chair's KTP number always is: it is written by hand.
    """

    place: Place
    identity: Identity
    grant: Grant
    year: int = 0
    first: Signer = Signer()
    second: Signer = Signer()
    witnesses: tuple[Signer, ...] = ()


class GoodsHandoverContent(Struct, frozen=True, kw_only=True):
    """The BAST of goods from the kelurahan (`first`) to an RT (`second`).

    `handover.texts`: `aid` "grant" or "aid", `rank` of the first party, `first_capacity`, `second_capacity` ("selaku"),
    `second_address`.
    """

    place: Place
    identity: Identity
    handover: GoodsHandover
    year: int = 0
    first: Signer = Signer()
    second: Signer = Signer()


class GrantPactContent(Struct, frozen=True, kw_only=True):
    """The pakta integritas of an RT chair for goods received. `year`: budget year, 0 = dots."""

    place: Place
    identity: Identity
    year: int = 0
    date: Day | None = None
    chair: Signer = Signer()
    address: str = ""


# --- what the forms share ----------------------------------------------------------------------------------------


def home_of(place: Place) -> str:
    """`RT 03 RW 04`, dots for what is missing."""
    return f"RT {place.rt or dots(6)} RW {place.rw or dots(6)}"


def chair_of(place: Place) -> str:
    """`Ketua RT 03 RW 04 Kelurahan Kaliombo`, dots for what is missing."""
    return f"Ketua {home_of(place)} Kelurahan {place.kelurahan or dots(24)}"


def goods_words(goods: UsedGoods) -> str:
    """`Tempat sampah tiga warna sebanyak 12 set`."""
    count = " ".join(part for part in (format_quantity(goods.quantity), goods.unit) if part)
    return f"{goods.goods or dots(30)} sebanyak {count}" if count else goods.goods or dots(30)


def worth(amount: int) -> str:
    """` senilai Rp1.000 (seribu rupiah)`, "" for an amount nobody gave (whole rupiah)."""
    return f" senilai {format_rupiah(amount)} ({rupiah_words(amount)})" if amount else ""


def _opening(day: Day | None) -> str:
    """The first line of both agreements; the day in words, as the contract spells it (Lampiran T)."""
    name, date, month, year = date_words(day) if day else (dots(12), dots(14), dots(14), dots(20))
    return f"Pada hari ini {name}, tanggal {date}, bulan {month}, tahun {year}, yang bertanda tangan dibawah ini :"


def _party(number: str, rows: Sequence[tuple[str, str]], *, label: float) -> Grid:
    columns = (Column(width=10), Column(width=label), Column(width=4), Column(width=1, grows=True))
    lines = [
        Row(cells=(number if at == 0 else "", name, ":", value or dots(60))) for at, (name, value) in enumerate(rows)
    ]
    return Grid(columns, lines, size=12, ruled=False)


def letter_of(at: int) -> str:
    """0 is `a`, 25 is `z`, 26 is `aa`: the mark of a point in a list that may be long."""
    name = ""
    at += 1
    while at:
        at, left = divmod(at - 1, 26)
        name = chr(ord("a") + left) + name
    return name


# --- NPHD --------------------------------------------------------------------------------------------------------


def build_grant(content: GrantContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form Y twice: the copy that is stamped, and the other one; returns the number of pages of both."""
    home = home_of(content.place) if content.place.rt or content.place.rw else ""
    name = " ".join(f"NPHD Prodamas Plus {content.year or ''} {home}".split())
    pages = Pages(out, paper=paper, identity=content.identity, title=f"{name}, rangkap pertama (bermeterai)")
    for stamped in (True, False):
        if not stamped:
            pages.title = f"{name}, rangkap kedua"
            pages.copy()
        pages.begin()
        pages.put(grant_story(content, stamped=stamped))
    return pages.close()


def grant_story(content: GrantContent, *, stamped: bool) -> list[Flowable]:
    """One copy of form Y as flowables, with or without the box for the stamp."""
    return [*_grant_parties(content), *_grant_chapters(content), *_grant_end(content, stamped=stamped)]


def _grant_parties(content: GrantContent) -> list[Flowable]:
    place, grant = content.place, content.grant
    texts, year = grant.texts, content.year
    kelurahan = place.kelurahan or dots(24)
    ours = grant.number or content.identity.number or f"180/{dots(8)}/419{dots(7)}/{year or f'20{dots(5)}'}"
    theirs = grant.rt_number or f"{dots(7)}/{dots(8)}/{dots(10)}/{year or f'20{dots(5)}'}"
    first = [
        ("Nama", content.first.name),
        ("NIP", format_nip(content.first.nip)),
        ("Jabatan", f"Lurah {kelurahan}"),
        ("Instansi", f"Kelurahan {kelurahan}"),
        ("Alamat", texts.get("first_address", "") or place.address),
    ]
    second = [
        ("Nama", content.second.name),
        ("No. KTP", ""),
        ("Jabatan", chair_of(place)),
        ("Alamat", texts.get("second_address", "")),
    ]
    return [
        *office_letterhead(place),
        paragraph("NASKAH PERJANJIAN HIBAH DAERAH", align="center", bold=True, size=13, after=3),
        paragraph(f"NOMOR : {ours}", align="center", underline=True),
        paragraph(f"NOMOR : {theirs}", align="center", after=8),
        *title_lines(
            "TENTANG",
            "PEMBERIAN HIBAH DAERAH HASIL KEGIATAN PRODAMAS PLUS",
            f"TAHUN ANGGARAN {year or dots(8)}",
            bold=0,
            after=5,
        ),
        paragraph(_opening(grant.date), after=3),
        _party("I.", first, label=24),
        paragraph(
            "Bertindak untuk dan atas nama Walikota Kediri yang selanjutnya disebut PIHAK KESATU ;", left=28.4, after=3
        ),
        _party("II.", second, label=24),
        paragraph(
            f"Yang bertindak untuk dan atas nama masyarakat / {home_of(place)} Kelurahan {kelurahan} Kecamatan "
            f"{place.kecamatan or dots(22)} yang selanjutnya disebut PIHAK KEDUA.",
            left=28.4,
            after=6,
        ),
        paragraph(
            "PIHAK KESATU dan PIHAK KEDUA selanjutnya secara bersama-sama disebut Para Pihak sepakat untuk membuat "
            "Naskah Perjanjian Hibah Daerah dengan syarat dan ketentuan sebagai berikut :",
            after=4,
        ),
    ]


def _chapter(lines: Sequence[str], *body: Flowable) -> list[Flowable]:
    """A heading with what follows it; the first paragraph stays with the heading."""
    heading = [paragraph(line, align="center", after=2 if line is lines[-1] else 0) for line in lines]
    return [Together(gap(3), *heading, body[0]), *body[1:]]


def _clause(number: int, text: str) -> Flowable:
    return paragraph(text, bullet=f"({number})", hang=26)


def _point(mark: str, text: str, *, left: float = 26) -> Flowable:
    return paragraph(text, bullet=f"{mark}.", hang=16, left=left)


def _gift(content: GrantContent) -> list[Flowable]:
    """Pasal 2 ayat (1): what is given; a long list stands below its sentence."""
    goods, money = content.grant.goods, worth(content.grant.amount)
    lead = "PIHAK KESATU memberikan Hibah kepada PIHAK KEDUA berupa"
    if len(goods) > _INLINE:
        listed = [_point(letter_of(at), f"{goods_words(one)};") for at, one in enumerate(goods[:-1])]
        listed.append(_point(letter_of(len(goods) - 1), f"{goods_words(goods[-1])}."))
        return [_clause(1, f"{lead} barang{money} sebagai berikut :"), *listed]
    named = "; ".join(goods_words(one) for one in goods) or dots(34)
    return [_clause(1, f"{lead} {named}{money}.")]


def _grant_chapters(content: GrantContent) -> list[Flowable]:
    place, manner = content.place, content.grant.texts.get("manner", "")
    delivered = _MANNERS.get(manner, f"{dots(10)} (penuh/bertahap) {dots(8)}")
    return [
        *_chapter(
            ("BAB I", "TUJUAN PEMBERIAN HIBAH", "Pasal 1"),
            paragraph("Pemberian hibah ini bertujuan untuk :"),
            _point("a", "meningkatkan fasilitas pembangunan sarana dan prasarana lingkungan RT;", left=0),
            _point("b", "meningkatkan kesejahteraan ekonomi masyarakat; dan", left=0),
            _point(
                "c",
                "meningkatkan kesejahteraan masyarakat melalui kegiatan-kegiatan pemberdayaan masyarakat dibidang "
                "kesehatan, sosial, ekonomi, pendidikan, kepemudaan.",
                left=0,
            ),
        ),
        *_chapter(
            ("BAB II", "JENIS BARANG DAN PENGGUNAAN", "Pasal 2"),
            *_gift(content),
            _clause(
                2,
                "Pemberian hibah sebagaimana dimaksud pada ayat (1) dipergunakan untuk peningkatan peran serta dan "
                "kreativitas masyarakat yang bergerak dalam bidang infrastruktur, perekonomian, dan sosial melalui "
                "Prodamas Plus.",
            ),
        ),
        *_chapter(
            ("BAB III", "HAK DAN KEWAJIBAN", "Pasal 3"),
            _clause(1, "Hak PIHAK KESATU adalah :"),
            _point("a", "melakukan verifikasi atas usulan yang diajukan PIHAK KEDUA;"),
            _point("b", "melakukan monitoring atas penggunaan barang yang dihibahkan."),
            _clause(2, "Hak PIHAK KEDUA adalah :"),
            _point(
                "a",
                f"mengajukan usulan kegiatan/pengadaan barang kepada Walikota Kediri Cq. Lurah "
                f"{place.kelurahan or dots(14)}",
            ),
            _point("b", "menerima hibah berupa barang hasil pelaksanaan kegiatan Prodamas Plus."),
        ),
        *_chapter(
            ("Pasal 4",),
            _clause(
                1,
                "PIHAK KESATU berkewajiban menyerahkan barang hasil pelaksanaan kegiatan Prodamas Plus sesuai dengan "
                "usulan PIHAK KEDUA.",
            ),
            _clause(
                2,
                "PIHAK KEDUA berkewajiban merawat dan menggunakan barang pemberian hibah hasil pelaksanaan kegiatan "
                "Prodamas Plus.",
            ),
        ),
        *_chapter(
            ("BAB IV", "TATA CARA PENYERAHAN BARANG", "Pasal 5"),
            paragraph(
                f"Hibah berupa barang hasil pelaksanaan kegiatan Prodamas Plus diserahkan oleh PIHAK KESATU kepada "
                f"PIHAK KEDUA secara {delivered} berdasarkan Naskah Perjanjian Hibah Daerah dan dituangkan dalam "
                f"Berita Acara Serah Terima Barang."
            ),
        ),
        *_chapter(
            ("BAB V", "TATA CARA PELAPORAN", "Pasal 6"),
            _clause(
                1,
                "Penerima Hibah bertanggung jawab atas penggunaan barang yang diterima dan wajib menyampaikan laporan "
                "pertanggungjawaban penggunaannya kepada Walikota Kediri melalui PPKD dengan tembusan Lurah setempat.",
            ),
            _clause(
                2,
                "Penerimaan Hibah dicatat sebagai realisasi obyek belanja hibah atau sebagai realisasi obyek belanja "
                "dalam program dan kegiatan pada Perangkat Daerah yang membidangi.",
            ),
            _clause(3, "Pertanggungjawaban penerima hibah meliputi :"),
            _point("a", "Laporan penggunaan hibah ; dan"),
            _point(
                "b",
                "Surat pernyataan tanggung jawab yang menyatakan bahwa hibah yang diterima telah digunakan sesuai "
                "NPHD.",
            ),
            _clause(
                4,
                "Pertanggungjawaban sebagaimana dimaksud pada ayat 3 huruf a dan huruf b disampaikan kepada Walikota "
                "paling lambat tanggal 10 (sepuluh) bulan Januari tahun anggaran berikutnya.",
            ),
        ),
        *_chapter(
            ("BAB VI", "KETENTUAN LAIN-LAIN", "Pasal 7"),
            paragraph(
                "Hal–hal yang belum tercantum dalam NPHD ini dapat diatur lebih lanjut dalam Addendum yang dibuat dan "
                "disepakati oleh PARA PIHAK dan merupakan bagian yang tidak terpisahkan dari NPHD ini."
            ),
        ),
    ]


def _grant_end(content: GrantContent, *, stamped: bool) -> list[Flowable]:
    """The last chapter with both signatures; the witnesses stay with them."""
    first, second = content.first, content.second
    signs = (
        Sign(("PIHAK KEDUA,",), second.name, second.nip, stamp=STAMP if stamped else ""),
        Sign(("PIHAK KESATU,",), first.name, first.nip),
    )
    names = [one.name for one in content.witnesses]
    names += [""] * (_WITNESSES - len(names))
    columns = (Column(width=8), Column(width=3, grows=True), Column(width=5), Column(width=2, grows=True))
    rows = [Row(cells=(f"{at}.", name or dots(80), ":", dots(55))) for at, name in enumerate(names, 1)]
    heading = [paragraph(line, align="center") for line in ("BAB VII", "KETENTUAN PENUTUP", "Pasal 8")]
    return [
        Together(
            gap(3),
            *heading,
            paragraph(
                "Naskah Perjanjian Hibah Daerah (NPHD) ini dibuat rangkap 2 (dua) yang salah satunya bermaterai "
                "Rp\u00a010.000,- dan ditandatangani oleh Para Pihak.",
                after=12,
            ),
            Signatures([signs], space=24),
        ),
        Together(
            gap(4),
            paragraph("SAKSI-SAKSI :", align="left"),
            Grid(columns, rows, size=12, row_height=10, ruled=False),
        ),
    ]


# --- BAST of goods -----------------------------------------------------------------------------------------------


def build_goods_handover(content: GoodsHandoverContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form Z on the kelurahan's letterhead; returns the number of pages."""
    place, handover = content.place, content.handover
    texts, year = handover.texts, content.year
    aid = _AIDS.get(texts.get("aid", ""), "HIBAH/BANSOS")
    number = handover.number or content.identity.number
    number = number or f"{dots(8)}/{dots(10)}/419{dots(7)}/{year or dots(8)}"
    first = [
        ("Nama", content.first.name),
        ("NIP", format_nip(content.first.nip)),
        ("Pangkat / Golongan", texts.get("rank", "")),
        ("Jabatan", f"Lurah {place.kelurahan}" if content.first.name and place.kelurahan else ""),
    ]
    address = texts.get("second_address", "")
    second = [("Nama", content.second.name), ("Alamat" if address else dots(26), address)]
    capacity = texts.get("second_capacity", "") or (chair_of(place) if place.rt or place.rw else dots(45))
    signs = (
        Sign(("PIHAK KEDUA,",), content.second.name, content.second.nip),
        Sign(
            (f"{place.city}, {format_day(handover.date) if handover.date else dots(24)}", "PIHAK KESATU,"),
            content.first.name,
            content.first.nip,
        ),
    )
    goods = handover.goods or (UsedGoods(uid=""),) * 3
    story: list[Flowable] = [
        *office_letterhead(place),
        *title_lines(
            "BERITA ACARA",
            f"SERAH TERIMA BARANG {aid} HASIL PELAKSANAAN PRODAMAS PLUS",
            f"TAHUN ANGGARAN {year or dots(7)}",
            after=0,
        ),
        paragraph(f"NOMOR : {number}", align="center", after=16),
        paragraph(_opening(handover.date), after=3),
        _party("I.", first, label=42),
        paragraph(
            f"Selaku {texts.get('first_capacity', '') or dots(40)}, yang selanjutnya disebut ”PIHAK KESATU”.",
            left=28.4,
            after=6,
        ),
        _party("II.", second, label=42),
        paragraph(f"Selaku {capacity} yang selanjutnya disebut ”PIHAK KEDUA”.", left=28.4, after=10),
        paragraph(
            f"PIHAK KESATU menyerahkan kepada PIHAK KEDUA barang {aid.lower()} hasil pelaksanaan Prodamas Plus Tahun "
            f"Anggaran {year or dots(14)} dengan perincian sebagai berikut :",
            after=2,
        ),
        *(
            paragraph(goods_words(one), align="left", bullet=f"{letter_of(at)}.", left=18, hang=22)
            for at, one in enumerate(goods)
        ),
        gap(3),
        Together(
            paragraph(
                "Demikian Berita Acara ini dibuat dalam rangkap 2 (dua) untuk dipergunakan sebagaimana mestinya.",
                indent=36,
                after=22,
            ),
            Signatures([signs], space=24),
        ),
    ]
    title = f"Berita acara serah terima barang {aid.lower()} Prodamas Plus {year or ''}".rstrip()
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


# --- pact --------------------------------------------------------------------------------------------------------


def chair_fields(place: Place, chair: Signer, address: str) -> Grid:
    """Name, post and address of the RT chair, as forms AA and CC have them."""
    rows = [("Nama", chair.name), ("Jabatan", chair_of(place)), ("Alamat", address)]
    return fields(rows, label=18, indent=5)


def build_grant_pact(content: GrantPactContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form AA; returns the number of pages."""
    place = content.place
    day = format_day(content.date) if content.date else dots(24)
    above = (
        f"{place.city}, {day}",
        "Yang Menyatakan :",
        f"Ketua {home_of(place)}",
        f"Kelurahan {place.kelurahan or dots(20)}",
    )
    story: list[Flowable] = [
        *title_lines("PAKTA INTEGRITAS", size=14, after=10),
        paragraph("Yang bertanda tangan dibawah ini :", align="left", after=6),
        chair_fields(place, content.chair, content.address),
        gap(5),
        paragraph(
            f"Berkenaan dengan pemberian hibah hasil kegiatan Prodamas Plus Tahun Anggaran {content.year or dots(8)} "
            f"yang kami terima dari Pemerintah Kota Kediri, dengan ini kami menyatakan barang tersebut akan digunakan "
            f"sesuai dengan usulan yang telah disetujui dan/atau tertuang dalam NPHD.",
            leading=20,
            after=8,
        ),
        Together(
            paragraph("Demikian surat Pernyataan ini dibuat dengan sebenarnya.", align="left", after=20),
            Signatures([(None, Sign(above, content.chair.name))], space=24),
        ),
    ]
    title = " ".join(f"Pakta integritas hibah Prodamas Plus {content.year or ''} RT {place.rt} RW {place.rw}".split())
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)
