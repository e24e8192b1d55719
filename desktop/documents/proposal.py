"""Papers of an RT's proposals: the letter (form J), the statement letters (forms D and E), the cost estimate.

Source: Perwali Kediri 32/2021 pasal 20, 21 and 26, Lampiran D, E and J; their wording is kept as it stands there.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.costs import cost_grid
from desktop.documents.layout import F4, Identity, PaperSize, Place, dots, gap, title_lines
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Ending, Together, fields
from desktop.documents.text import paragraph
from desktop.domain.dates import format_day
from desktop.domain.money import format_quantity
from desktop.domain.records import Day, Proposal, Signer, Statement
from desktop.domain.sectors import sector_name

_ADDRESS = 270.0  # points from the left margin to the addressee

_SECTOR_LIST = "Infrastruktur/Sosial dan Budaya/Ekonomi/Pendidikan/Kesehatan/Kepemudaan"
"""The bidang as form E lists them, to be struck out by hand when none was chosen."""


class ProposalLetterContent(Struct, frozen=True, kw_only=True):
    """The yearly proposal letter. `year`: budget year, 0 = dots."""

    place: Place
    identity: Identity
    year: int = 0
    date: Day | None = None
    chair: str = ""
    rw_chair: str = ""


class StatementContent(Struct, frozen=True, kw_only=True):
    """A statement letter of the RT chair.

    `regulation_number`, `regulation_year`: of the year's Perwali, from the rule sheet; "" = dots. `verifier`: the Kasi
    Ekbang Pemas. `address`: of the chair.
    """

    place: Place
    identity: Identity
    statement: Statement
    year: int = 0
    chair: str = ""
    address: str = ""
    verifier: Signer = Signer()
    regulation_number: str = ""
    regulation_year: str = ""


class EstimateContent(Struct, frozen=True, kw_only=True):
    """One usulan with its cost lines, as an attachment to the minutes."""

    place: Place
    identity: Identity
    proposal: Proposal
    year: int = 0
    chair: str = ""


def build_proposal_letter(content: ProposalLetterContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form J to the mayor, care of the lurah; returns the number of pages."""
    place = content.place
    day = format_day(content.date) if content.date else dots(30)
    home = f"RT {place.rt or dots(5)} RW {place.rw or dots(5)} Kelurahan {place.kelurahan or dots(25)}"
    city = place.city.upper()
    story: list[Flowable] = [
        paragraph(f"{place.city}, {day}", align="left", left=_ADDRESS, after=14),
        paragraph("Kepada :", align="left", left=_ADDRESS),
        paragraph(f"Bapak Walikota {place.city}", align="left", left=_ADDRESS, bullet="Yth.", hang=28),
        paragraph(f"c.q. Lurah {place.kelurahan or dots(25)}", align="left", left=_ADDRESS + 28),
        paragraph("Di", align="left", left=_ADDRESS + 28),
        paragraph(city, align="left", underline=True, left=_ADDRESS + 56),
        gap(14),
        paragraph(
            f"Sehubungan dengan pelaksanaan Program Fasilitasi Pemberdayaan Masyarakat Plus (Prodamas Plus) "
            f"Tahun Anggaran {content.year or dots(12)}, bersama ini kami sampaikan usulan kegiatan sesuai hasil "
            f"rembug/musyawarah warga {home} sebagaimana terlampir (Berita Acara Hasil Rembug Warga dan Usulan "
            f"Kegiatan 5 Tahunan).",
            leading=20,
            indent=36,
        ),
        paragraph(
            f"Kami mengharap hasil dari kegiatan sebagaimana usulan tersebut diatas nantinya dapat diberikan "
            f"kepada warga masyarakat {home}.",
            leading=20,
            indent=36,
        ),
        paragraph(
            "Demikian permohonan kami, atas perkenan dan bantuannya disampaikan terima kasih.", leading=20, indent=36
        ),
        gap(14),
        Signatures(
            [
                (
                    Sign(("Mengetahui :", f"Ketua RW {place.rw or dots(6)}"), content.rw_chair),
                    Sign((f"Ketua RT {place.rt or dots(6)}",), content.chair),
                )
            ]
        ),
    ]
    title = f"Surat usulan kegiatan Prodamas Plus {content.year or ''} RT {place.rt} RW {place.rw}".rstrip()
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def build_statement(content: StatementContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write letter D or E, whichever the statement is; returns the number of pages."""
    place = content.place
    letter_d = content.statement.letter == "D"
    subtitles = (
        ("TIDAK MENGUSULKAN PEMBAYARAN IURAN JKN",)
        if letter_d
        else (
            "TIDAK DAPAT MENGUSULKAN SEBAGIAN /SELURUH KEGIATAN DAN PEMENUHAN",
            "PERSENTASE ALOKASI DANA DALAM KEGIATAN PRODAMAS PLUS",
        )
    )
    position = f"Ketua RT {place.rt or dots(5)} RW {place.rw or dots(5)} Kelurahan {place.kelurahan or dots(50)}"
    who = [("Nama", content.chair), ("Alamat", content.address), ("Jabatan", position)]
    story: list[Flowable] = [
        *title_lines("SURAT PERNYATAAN", *subtitles, after=10),
        paragraph("Yang bertanda tangan dibawah ini :", align="left", after=2),
        fields(who, label=18, indent=5),
        gap(5),
        *(_letter_d(content) if letter_d else _letter_e(content)),
    ]
    if content.statement.reason:
        story += [gap(2), fields([("Keterangan", content.statement.reason)], label=24)]
    story += [
        gap(3),
        Together(
            paragraph("Demikian Surat Pernyataan ini dibuat dengan sebenar-benarnya.", align="left", after=30),
            _statement_signs(content),
        ),
    ]
    title = "Surat pernyataan tidak mengusulkan iuran JKN" if letter_d else "Surat pernyataan bidang dan persentase"
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def _letter_d(content: StatementContent) -> list[Flowable]:
    place = content.place
    return [
        paragraph(
            f"Menyatakan dengan sesungguhnya bahwa dikarenakan kebutuhan bidang kesehatan khususnya peserta Jaminan "
            f"Kesehatan di wilayah RT {place.rt or dots(5)} RW {place.rw or dots(5)} Kelurahan "
            f"{place.kelurahan or dots(31)} seluruhnya/sebagian besar telah terpenuhi, maka seluruh warga bersepakat "
            f"untuk tidak mengusulkan pembayaran iuran Jaminan Kesehatan Nasional (BPJS Kesehatan) pada kegiatan "
            f"Prodamas Plus Tahun {content.year or dots(13)} (Berita Acara Hasil Rembug Warga terlampir).",
            leading=20,
            after=6,
        )
    ]


def _sectors(keys: Sequence[str]) -> str:
    """The bidang of a letter, in words; the form's whole list when none was chosen."""
    names = ["Sosial dan Budaya" if key == "social" else sector_name(key) for key in keys]
    return "/".join(names) or _SECTOR_LIST


def _letter_e(content: StatementContent) -> list[Flowable]:
    """Points that do not apply are left out; with nothing chosen the form stays open, to be struck out by hand."""
    place, statement = content.place, content.statement
    year = content.year or dots(13)
    minutes = "(Berita Acara Hasil Rembug Warga terlampir)"
    points = []
    if statement.missing or not statement.below:
        points.append(
            f"bersepakat untuk tidak mengusulkan kegiatan dalam bidang dimaksud pada kegiatan Prodamas Plus tahun "
            f"{year} {minutes}"
        )
    if statement.below or not statement.missing:
        points.append(
            f"mengusulkan kegiatan bidang {_sectors(statement.below)} pada kegiatan Prodamas Plus tahun {year} di "
            f"bawah ketentuan persentase kegiatan sebagaimana diatur dalam Peraturan Walikota Kediri Nomor "
            f"{content.regulation_number or dots(6)} Tahun {content.regulation_year or dots(8)} tentang Pedoman Teknis "
            f"Pelaksanaan Program Pemberdayaan Masyarakat Plus Tahun Anggaran {year} {minutes}."
        )
    return [
        paragraph(
            f"Menyatakan dengan sesungguhnya bahwa dikarenakan kebutuhan bidang "
            f"{_sectors(statement.missing or statement.below)} di wilayah RT {place.rt or dots(5)} RW "
            f"{place.rw or dots(5)} Kelurahan {place.kelurahan or dots(31)} sebagian besar telah terpenuhi, maka "
            f"seluruh warga :",
            after=2,
        ),
        *(paragraph(text, bullet=f"{at}.", after=2) for at, text in enumerate(points, 1)),
        gap(3),
    ]


def _statement_signs(content: StatementContent) -> Signatures:
    place, verifier = content.place, content.verifier
    post = verifier.position.replace("Kasi ", "Kepala Seksi ") or "Kepala Seksi Ekbang Pemas"  # as the form has it
    day = format_day(content.statement.date) if content.statement.date else dots(28)
    kelurahan = f"Kelurahan {place.kelurahan or dots(23)}"
    return Signatures(
        [
            (
                Sign(
                    ("Diverifikasi oleh", post, kelurahan),
                    verifier.name,
                    verifier.nip,
                    brackets=True,
                ),
                Sign(
                    (f"{place.city}, {day}", "", f"Ketua RT {place.rt or dots(5)} RW {place.rw or dots(5)}", kelurahan),
                    content.chair,
                    brackets=True,
                ),
            )
        ],
        space=24,
    )


def build_estimate(content: EstimateContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the cost estimate of one usulan; the residents' own share stands below the sum, outside what is asked."""
    place, proposal = content.place, content.proposal
    head = [
        ("Usulan", proposal.title),
        ("Bidang", sector_name(proposal.sector, proposal.scope) if proposal.sector else ""),
        ("Volume", " ".join(part for part in (format_quantity(proposal.volume), proposal.unit) if part)),
        ("Lokasi", proposal.location),
        ("RT / RW", f"{place.rt or dots(6)} / {place.rw or dots(6)} Kelurahan {place.kelurahan or dots(20)}"),
    ]
    year = f"PRODAMAS PLUS TAHUN ANGGARAN {content.year or dots(10)}"
    story: list[Flowable] = [
        *title_lines("RINCIAN RENCANA BIAYA USULAN", year, bold=2),
        fields(head, label=22),
        gap(4),
        Ending(
            cost_grid(proposal.lines),
            [
                gap(8),
                Signatures(
                    [(None, Sign((f"Ketua RT {place.rt or dots(6)} RW {place.rw or dots(6)},",), content.chair))]
                ),
            ],
        ),
    ]
    title = f"Rincian rencana biaya {proposal.title}".rstrip()
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)
