"""Decrees about a Pokmas: the camat's, that confirms it (form N), and its own chair's, that sets the swakelola teams
(form S).

Source: Perwali Kediri 32/2021 pasal 29 and 32, Lampiran N and S; their wording is kept as it stands there.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable, PageBreak

from desktop.documents.clauses import clause, clauses, day_or, year_or
from desktop.documents.layout import (
    F4,
    Group,
    Identity,
    PaperSize,
    Place,
    district_letterhead,
    dots,
    gap,
    group_letterhead,
    title_lines,
)
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Ending, Grid, Row, Together
from desktop.domain.records import Day, Signer

_HALF = 250.0  # points from the left margin to what stands on the right half of a sheet
_DECIDED = "MEMUTUSKAN :"
_PROGRAMME = "Kegiatan Program Pemberdayaan Masyarakat Plus"
_PLACES_IN_GROUP = ("KETUA", "SEKRETARIS", "BENDAHARA", "ANGGOTA", "ANGGOTA", "ANGGOTA", "ANGGOTA")


class Regulation(Struct, frozen=True, kw_only=True):
    """The year's Perwali as decrees name it, "" = dots. `name`: "Nomor 32 Tahun 2021"; `article`: on confirming a
    Pokmas, "Pasal 29 ayat (5)"; `gazette`: in the city's Berita Daerah, "Tahun 2021 Nomor 32"."""

    name: str = ""
    article: str = ""
    gazette: str = ""

    def printed(self, city: str) -> str:
        """ "Peraturan Walikota Kediri Nomor … Tahun …"."""
        return f"Peraturan Walikota {city} {self.name or f'Nomor {dots(4)} Tahun {dots(6)}'}"

    def with_gazette(self, city: str) -> str:
        """Where it was made known, in brackets."""
        return f"(Berita Daerah Kota {city} {self.gazette or f'Tahun {dots(4)} Nomor {dots(6)}'})"


class ConfirmedGroup(Struct, frozen=True, kw_only=True):
    """A Pokmas in the annex of form N. `members`: name and position, in printed order; empty = the form's dots."""

    kelurahan: str = ""
    name: str = ""
    members: tuple[tuple[str, str], ...] = ()


class PokmasDecreeContent(Struct, frozen=True, kw_only=True):
    """Form N. `place.address`, `place.phone`: of the kecamatan. `number`: as the camat gives it, "" = dots."""

    place: Place
    identity: Identity
    year: int = 0
    number: str = ""
    date: Day | None = None
    regulation: Regulation = Regulation()
    groups: tuple[ConfirmedGroup, ...] = ()
    camat: Signer = Signer()


class TeamPlace(Struct, frozen=True, kw_only=True):
    """Somebody in a team of form S: position in the team, name, remark."""

    position: str = ""
    name: str = ""
    note: str = ""


class TeamDecreeContent(Struct, frozen=True, kw_only=True):
    """Form S. `responsible`: the Penanggung Jawab; the three teams in printed order, empty = the form's open places.
    `camat_decree`: form N, "Nomor 188/12/419.60/2021 Tahun 2021". `effective`: from when it counts, None = dots."""

    place: Place
    identity: Identity
    group: Group
    year: int = 0
    number: str = ""
    date: Day | None = None
    effective: Day | None = None
    regulation: Regulation = Regulation()
    camat_decree: str = ""
    responsible: TeamPlace = TeamPlace()
    preparation: tuple[TeamPlace, ...] = ()
    execution: tuple[TeamPlace, ...] = ()
    supervision: tuple[TeamPlace, ...] = ()
    chair: str = ""


def _issued(city: str, day: Day | None, position: str, name: str, nip: str = "", *, space: float = 22) -> Flowable:
    """ "Ditetapkan di … pada tanggal …" with the place to sign, on the right."""
    above = (f"Ditetapkan di {city}", f"pada tanggal {day_or(day, 24)}", "", position)
    return Together(gap(6), Signatures([(None, Sign(above, name, nip))], space=space))


def _annex_head(title: Sequence[str], number: str, day: Day | None) -> list[Flowable]:
    """The head of a decree's annex: whose, number, date, and a line under it."""
    columns = (Column(width=_HALF / 72 * 25.4), Column(width=25), Column(width=1, grows=True))
    lines = ["LAMPIRAN", *[""] * (len(title) - 1)]
    rows = [Row(cells=("", label, text)) for label, text in zip(lines, title, strict=True)]
    rows += [
        Row(cells=("", "", f"NOMOR : {number}")),
        Row(cells=("", "", f"TANGGAL : {day_or(day, 24)}")),
        Row(cells=("", "", "-" * 40)),
    ]
    return [Grid(columns, rows, size=11, ruled=False), gap(6)]


# --- form N ------------------------------------------------------------------------------------------------------

_BASES_N = (
    "Undang-Undang Nomor 16 Tahun 1950 tentang Pembentukan Daerah-daerah Kota Besar dalam lingkungan Propinsi Jawa "
    "Timur, Jawa Tengah, Jawa Barat, dan dalam Daerah Istimewa Yogyakarta (Berita Negara Republik Indonesia tahun 1950 "
    "Nomor 45) sebagaimana telah diubah dengan Undang-Undang Nomor 2 Tahun 1965 (Lembaran Negara Republik Indonesia "
    "Tahun 1965 Nomor 19, Tambahan Lembaran Negara Republik Indonesia Nomor 2730);",
    "Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah (Lembaran Negara Republik Indonesia Tahun 2014 "
    "Nomor 244, Tambahan Lembaran Negara Republik Indonesia Nomor 5587) sebagaimana telah diubah terakhir dengan "
    "Undang-Undang Nomor 9 Tahun 2015 (Lembaran Negara Republik Indonesia Tahun 2015 Nomor 58, Tambahan Lembaran "
    "Negara Republik Indonesia Nomor 5679);",
    "Peraturan Pemerintah Nomor 17 Tahun 2018 tentang Kecamatan (Lembaran Negara Republik Indonesia Tahun 2018 Nomor "
    "73, Tambahan Lembaran Negara Republik Indonesia Nomor 6205);",
    "Peraturan Menteri Dalam Negeri Nomor 130 Tahun 2018 tentang Kegiatan Pembangunan Sarana dan Prasarana Kelurahan "
    "dan Pemberdayaan Masyarakat di Kelurahan;",
)

_TASKS_N = (
    "membantu Lurah dalam menyusun usulan Kegiatan Program Pemberdayaan Masyarakat Plus di Kelurahan.",
    "membantu Lurah dalam sosialisasi rencana Kegiatan Program Pemberdayaan Masyarakat Plus di Kelurahan.",
    "menandatangani nota kesepahaman swakelola Kegiatan Program Pemberdayaan Masyarakat Plus dengan Camat selaku "
    "Pengguna Anggaran.",
    "menandatangani kontrak swakelola Kegiatan Program Pemberdayaan Masyarakat Plus dengan Lurah selaku Kuasa Pengguna "
    "Anggaran.",
    "melaksanakan swakelola Kegiatan Program Pemberdayaan Masyarakat Plus di Kelurahan.",
    "melaporkan dan mempertanggungjawabkan pelaksanaan swakelola Kegiatan Program Pemberdayaan Masyarakat Plus kepada "
    "Lurah selaku Kuasa Pengguna Anggaran.",
)


def build_pokmas_decree(content: PokmasDecreeContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form N on the kecamatan's letterhead, the list of members on pages of its own; returns how many pages."""
    place, rule = content.place, content.regulation
    name, upper = place.kecamatan or dots(13), place.kecamatan.upper() or dots(22)
    year, city = year_or(content.year), place.city
    number = content.number or f"188/ {dots(6)} /419{dots(5)} /{dots(6)}"
    rules = rule.printed(city)
    article = rule.article or f"Pasal {dots(3)} ayat ({dots(3)})"
    subject = f"PENGESAHAN KELOMPOK MASYARAKAT {_PROGRAMME.upper()} DI KELURAHAN SE-KECAMATAN {upper}"
    story: list[Flowable] = [
        *district_letterhead(place),
        *title_lines(f"KEPUTUSAN CAMAT {upper}", f"NOMOR : {number}", "", "TENTANG", bold=1, after=2),
        *title_lines(
            "PENGESAHAN KELOMPOK MASYARAKAT",
            "KEGIATAN PROGRAM PEMBERDAYAAN MASYARAKAT PLUS",
            f"DI KELURAHAN SE-KECAMATAN {upper}",
            f"TAHUN ANGGARAN {year}",
            bold=0,
            after=2,
        ),
        *title_lines(f"CAMAT {upper},", bold=0, after=3),
        *clauses(
            "Menimbang",
            (
                f"bahwa dalam rangka pelaksanaan kegiatan Program Pemberdayaan Masyarakat (Prodamas) Plus, telah "
                f"dibentuk Kelompok Masyarakat (Pokmas) di masing-masing kelurahan di wilayah Kecamatan {name} melalui "
                f"rembug kelurahan;",
                f"bahwa sesuai ketentuan {article} {rules} "
                f"tentang Pedoman Teknis Pelaksanaan Program Pemberdayaan Masyarakat Plus Tahun Anggaran {year}, "
                f"Pokmas sebagaimana dimaksud pada huruf a harus mendapat pengesahan dari Camat;",
                f"bahwa berdasarkan pertimbangan huruf a dan huruf b, perlu menetapkan Keputusan Camat {name} tentang "
                f"Pengesahan Kelompok Masyarakat {_PROGRAMME} di Kelurahan se-Kecamatan {name} Kota {city} Tahun "
                f"Anggaran {year}",
            ),
        ),
        *clauses(
            "Mengingat",
            (
                *_BASES_N,
                f"{rules} tentang Pedoman Teknis Program Pemberdayaan Masyarakat Plus {rule.with_gazette(city)};",
            ),
            "1",
        ),
        *title_lines(_DECIDED, bold=0, after=2),
        clause("Menetapkan", f"KEPUTUSAN CAMAT {upper} TENTANG {subject} TAHUN ANGGARAN {year}", after=10),
        clause(
            "KESATU",
            f"Mengesahkan Kelompok Masyarakat di Kelurahan se-Kecamatan {name} Kota {city} Tahun Anggaran {year} "
            f"dengan susunan pengurus sebagaimana tercantum pada Lampiran Keputusan ini.",
            after=10,
        ),
        clause(
            "KEDUA",
            f"Kelompok Masyarakat sebagaimana dimaksud dalam diktum KESATU, ditunjuk sebagai pelaksana swakelola "
            f"{_PROGRAMME} untuk masing-masing kelurahan domisili Kelompok Masyarakat.",
            after=10,
        ),
        clause("KETIGA", "Kelompok Masyarakat sebagaimana dimaksud dalam diktum KESATU mempunyai tugas :", after=3),
        *clauses("", _TASKS_N),
        clause(
            "KEEMPAT",
            f"Kelompok Masyarakat dimaksud dalam diktum KESATU dalam melaksanakan tugas berpedoman pada {rules} "
            f"tentang Pedoman Pelaksanaan Program Pemberdayaan Masyarakat Plus Tahun Anggaran {year} serta peraturan "
            f"perundang-undangan yang berlaku.",
            after=10,
        ),
        clause("KELIMA", "Keputusan ini mulai berlaku pada tanggal ditetapkan.", after=6),
        _issued(city, content.date, f"CAMAT {upper},", content.camat.name, content.camat.nip),
        PageBreak(),
        *_annex_head((f"KEPUTUSAN CAMAT {upper}",), number, content.date),
        *title_lines(
            "SUSUNAN PENGURUS KELOMPOK MASYARAKAT",
            "KEGIATAN PROGRAM PEMBERDAYAAN MASYARAKAT PLUS",
            f"DI KELURAHAN SE-KECAMATAN {upper} TAHUN ANGGARAN {year}",
            bold=0,
            after=4,
        ),
        Ending(
            _member_grid(content.groups),
            [
                gap(8),
                Signatures([(None, Sign((f"CAMAT {upper}",), content.camat.name, content.camat.nip))], space=22),
            ],
        ),
    ]
    title = f"Keputusan Camat {place.kecamatan} tentang pengesahan Pokmas {content.year or ''}"
    return build_paper(story, out, paper=paper, identity=content.identity, title=" ".join(title.split()))


def _member_grid(groups: Sequence[ConfirmedGroup]) -> Grid:
    """The members of every Pokmas; a kelurahan named once stands for all its Pokmas that follow."""
    columns = (
        Column(title="No", width=10, align="center"),
        Column(title="KELURAHAN", width=32),
        Column(title="NAMA POKMAS", width=1, grows=True),
        Column(title="NAMA ANGGOTA", width=1.2, grows=True),
        Column(title="KEDUDUKAN DALAM POKMAS", width=34, align="center"),
    )
    shown = groups or (ConfirmedGroup(), ConfirmedGroup())
    rows: list[Row] = []
    number = inside = 0
    before: str | None = None
    for group in shown:
        same = before is not None and group.kelurahan == before
        number, inside = (number, inside + 1) if same else (number + 1, 1)
        before = group.kelurahan
        members = group.members or tuple(("", position) for position in _PLACES_IN_GROUP)
        for at, (name, position) in enumerate(members, 1):
            first = at == 1
            cells = (
                str(number) if first and not same else "",
                (group.kelurahan or dots(20)) if first and not same else "",
                f"{inside}. {group.name or dots(26)}" if first else "",
                f"{at}. {name or dots(30)}",
                position.upper(),
            )
            rows.append(Row(cells=cells, joined=3 if not first else 2 if same else 0))
    return Grid(columns, rows, row_height=7)


# --- form S ------------------------------------------------------------------------------------------------------

_PRESIDENT = (
    "Peraturan Presiden Nomor 16 Tahun 2018 tentang Pengadaan Barang/Jasa Pemerintah sebagaimana telah diubah dengan "
    "Peraturan Presiden Nomor 12 Tahun 2021"
)

_TASKS_S = (
    "menyusun rencana kegiatan, rencana anggaran biaya (RAB), Kerangka Acuan Kerja (KAK) dan membuat rencana kerja "
    "spesifikasi teknis;",
    "melaksanakan pekerjaan sesuai dengan yang direncanakan, membuat gambar pelaksanaan pekerjaan dan membuat laporan "
    "pelaksanaan pekerjaan; dan",
    "melakukan pengawasan terhadap pelaksanaan pekerjaan dan pelaporan baik fisik maupun administrasi.",
)

_OPEN_TEAMS = {
    "Tim Perencana dan Persiapan :": ("Ketua", "Anggota"),
    "Tim Pelaksana :": ("Ketua", "Anggota", "Anggota", "Anggota", "Anggota"),
    "Tim Pengawas :": ("Ketua", "Anggota"),
}
"""The teams with the places the form leaves open."""


def build_team_decree(content: TeamDecreeContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form S on the Pokmas's letterhead, the teams on a page of their own; returns the number of pages."""
    place, rule, group = content.place, content.regulation, content.group
    name, upper = group.name or dots(19), group.name.upper() or dots(19)
    kelurahan, district = place.kelurahan or dots(14), place.kecamatan or dots(9)
    upper_place, year, city = place.kelurahan.upper() or dots(14), year_or(content.year), place.city
    number = content.number or dots(30)
    area = f"KELURAHAN {upper_place} KECAMATAN {place.kecamatan.upper() or dots(11)} KOTA {city.upper()}"
    about = "TIM SWAKELOLA KEGIATAN PROGRAM PEMBERDAYAAN MASYARAKAT PLUS"
    chair = f"KETUA POKMAS {upper},"
    story: list[Flowable] = [
        *group_letterhead(group, place),
        *title_lines(
            f"KEPUTUSAN KETUA KELOMPOK MASYARAKAT “{upper}”", area, f"NOMOR : {number}", "", "TENTANG", bold=0, after=1
        ),
        *title_lines(about, f"KELURAHAN {upper_place} TAHUN ANGGARAN {year}", bold=0, after=2),
        *title_lines(f"KETUA KELOMPOK MASYARAKAT {upper},", bold=0, after=3),
        clause(
            "Menimbang",
            f"bahwa untuk melaksanakan pekerjaan swakelola sebagaimana ketentuan dalam {_PRESIDENT}, Ketua Kelompok "
            f"Masyarakat {name} Kelurahan {kelurahan} perlu menetapkan dalam Keputusan Ketua Kelompok Masyarakat "
            f"tentang Tim Swakelola {_PROGRAMME} Kelurahan {kelurahan} Tahun Anggaran {year};",
            after=10,
        ),
        *clauses(
            "Mengingat",
            (
                f"{_PRESIDENT};",
                f"{rule.printed(city)} tentang Pedoman Teknis Pelaksanaan Program Pemberdayaan Masyarakat Plus Tahun "
                f"Anggaran {year} {rule.with_gazette(city)};",
                f"Keputusan Camat {district} {content.camat_decree or f'Nomor {dots(9)} Tahun {dots(6)}'} tentang "
                f"Pengesahan Kelompok Masyarakat {_PROGRAMME} di Kelurahan se-Kecamatan {district} Tahun Anggaran "
                f"{year};",
            ),
            "1",
        ),
        *title_lines(_DECIDED, bold=1, after=2),
        clause(
            "Menetapkan",
            f"KEPUTUSAN KETUA KELOMPOK MASYARAKAT {upper} TENTANG {about} KELURAHAN {upper_place} TAHUN ANGGARAN "
            f"{year}",
            after=10,
        ),
        clause(
            "KESATU",
            "Untuk melaksanakan pekerjaan/pengadaan dalam Kegiatan Program Pemberdayaan Masyarakat Plus dibentuk Tim "
            "Swakelola dengan susunan sebagaimana tercantum dalam Lampiran Keputusan ini.",
            after=10,
        ),
        clause(
            "KEDUA",
            "Tim Swakelola Kegiatan Program Pemberdayaan Masyarakat Plus sebagaimana dimaksud dalam diktum KESATU "
            "mempunyai tugas :",
            after=3,
        ),
        *clauses("", _TASKS_S),
        clause(
            "KETIGA",
            f"Biaya yang timbul akibat pelaksanaan keputusan ini dibebankan pada Anggaran Pendapatan dan Belanja "
            f"Daerah Kota {city} Tahun Anggaran {year}.",
            after=10,
        ),
        clause("KEEMPAT", f"Keputusan ini mulai berlaku pada tanggal {day_or(content.effective, 20)}", after=4),
        _issued(city, content.date, chair, content.chair, space=20),
        PageBreak(),
        *_annex_head(("KEPUTUSAN KETUA KELOMPOK", f"MASYARAKAT “{upper}”"), number, content.date),
        *title_lines(
            "SUSUNAN TIM SWAKELOLA",
            "KEGIATAN PROGRAM PEMBERDAYAAN MASYARAKAT PLUS",
            f"KELURAHAN {upper_place} TAHUN ANGGARAN {year}",
            bold=0,
            after=4,
        ),
        Ending(_team_grid(content), [gap(8), Signatures([(None, Sign((chair,), content.chair))], space=22)]),
    ]
    title = f"Keputusan Ketua Pokmas {group.name} tentang tim swakelola {content.year or ''}"
    return build_paper(story, out, paper=paper, identity=content.identity, title=" ".join(title.split()))


def _team_grid(content: TeamDecreeContent) -> Grid:
    columns = (
        Column(title="NO", width=11, align="center"),
        Column(title="KEDUDUKAN DALAM TIM", width=62),
        Column(title="NAMA", width=1.4, grows=True),
        Column(title="KETERANGAN", width=1, grows=True),
    )
    responsible = content.responsible
    rows = [Row(cells=("1", "Penanggung Jawab", responsible.name, responsible.note))]
    teams = (content.preparation, content.execution, content.supervision)
    for number, ((title, open_places), members) in enumerate(zip(_OPEN_TEAMS.items(), teams, strict=True), 2):
        shown = members or tuple(TeamPlace(position=position) for position in open_places)
        rows.append(Row(cells=(str(number), title, "", ""), keep=True))
        for at, member in enumerate(shown, 1):
            position = member.position or ("Ketua" if at == 1 else "Anggota")
            rows.append(Row(cells=("", f"      {at}. {position}", member.name, member.note), joined=4))
    return Grid(columns, rows, size=11, row_height=7.5)
