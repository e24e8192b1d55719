"""The administrative inspection of a Pokmas's work by an officer of the kelurahan, with its list of papers.

Source: Perwali Kediri 23/2020 pasal 39 ayat (3), Lampiran X; its wording is kept, "admnistratif" put right.
"""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable, PageBreak

from desktop.documents.handover import today_words
from desktop.documents.layout import F4, Group, Identity, PaperSize, Place, dots, gap, office_letterhead
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures, format_nip
from desktop.documents.tables import Column, Ending, Grid, Row, Together, fields
from desktop.documents.text import paragraph
from desktop.domain.dates import format_day
from desktop.domain.forms import INSPECTED_PAPERS
from desktop.domain.money import format_rupiah
from desktop.domain.records import Day, Signer

_PLAN = range(3, 6)  # of INSPECTED_PAPERS: the parts of "Rencana Pelaksanaan Kegiatan Swakelola"
_RESULTS = {"complete": "Sesuai dan Lengkap", "incomplete": "Tidak sesuai dan/atau tidak lengkap"}
_OPEN = "\n".join(f"- {words}" for words in _RESULTS.values())  # one of them is struck out by hand


class InspectedPaper(Struct, frozen=True, kw_only=True):
    """One paper looked at. `result`: "complete", "incomplete", or "" while it is open."""

    paper: str
    number: str = ""
    date: str = ""
    result: str = ""


class AdministrativeContent(Struct, frozen=True, kw_only=True):
    """The record of an administrative inspection. `inspector` with `rank` and `post`; `value`: of the contract, whole
    rupiah. `papers`: by the names of domain.forms.INSPECTED_PAPERS in any order, others after them."""

    place: Place
    identity: Identity
    group: Group
    number: str = ""
    date: Day | None = None
    inspector: Signer = Signer()
    rank: str = ""
    post: str = ""
    kpa: Signer = Signer()
    contract_number: str = ""
    contract_date: Day | None = None
    value: int = 0
    papers: tuple[InspectedPaper, ...] = ()


def build_administrative(content: AdministrativeContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form X of Perwali 23/2020, its list on a page of its own; returns the number of pages."""
    place = content.place
    kelurahan = place.kelurahan or dots(20)
    number = content.number or content.identity.number or dots(38)
    who = [
        ("Nama", content.inspector.name),
        ("NIP", format_nip(content.inspector.nip)),
        ("Pangkat / Gol. Ruang", content.rank),
        ("Jabatan", content.post),
    ]
    executor = (
        f"Pelaksana Swakelola pada Kelompok Masyarakat “{content.group.name or dots(17)}” Kelurahan {kelurahan} "
        f"Kecamatan {place.kecamatan or dots(12)}"
    )
    work = [
        ("Pekerjaan", f"Pekerjaan Swakelola pada Kegiatan Prodamas Plus Kelurahan {kelurahan}"),
        ("Nomor Kontrak", content.contract_number or dots(18)),
        ("Tanggal Kontrak", format_day(content.contract_date) if content.contract_date else dots(18)),
        ("Nilai Kontrak", format_rupiah(content.value) if content.value else f"Rp. {dots(21)}"),
        ("Pelaksana", executor),
    ]
    lacking = any(one.result == "incomplete" for one in content.papers)
    found = "tidak sesuai dan/atau tidak lengkap" if lacking else "telah sesuai dan lengkap"
    story: list[Flowable] = [
        *office_letterhead(place),
        paragraph(
            "BERITA ACARA HASIL PEMERIKSAAN ADMINISTRATIF PEKERJAAN SWAKELOLA",
            align="center",
            bold=True,
            underline=True,
        ),
        paragraph(f"Nomor : {number}", align="center", after=18),
        paragraph(
            f"Pada hari ini, {today_words(content.date)}, kami yang bertandatangan di bawah ini :",
            align="left",
            after=3,
        ),
        fields(who, label=44),
        gap(5),
        paragraph(
            "Menyatakan bahwa telah mengadakan pemeriksaan administratif pekerjaan swakelola pada :",
            align="left",
            after=3,
        ),
        _lettered(work),
        gap(4),
        paragraph(
            f"Selanjutnya, berdasarkan pemeriksaan administratif maka dokumen administratif berkaitan dengan Pekerjaan "
            f"Swakelola pada Kegiatan Prodamas Plus Kelurahan {kelurahan} sebagaimana tersebut di atas dinyatakan "
            f"{found}.",
            after=4,
        ),
        Together(
            paragraph(
                "Demikian berita acara ini dibuat untuk dipergunakan sebagaimana mestinya.", align="left", after=20
            ),
            _signs(content),
        ),
        PageBreak(),
        paragraph("LAMPIRAN BERITA ACARA", align="center", bold=True),
        paragraph("HASIL PEMERIKSAAN ADMINISTRATIF PEKERJAAN SWAKELOLA", align="center", bold=True, underline=True),
        paragraph(f"Nomor : {number}", align="center", after=12),
        Ending(_checked(content.papers), [gap(10), _signs(content)]),
    ]
    title = f"Berita acara hasil pemeriksaan administratif Kelurahan {place.kelurahan}".rstrip()
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def _lettered(rows: Sequence[tuple[str, str]]) -> Grid:
    columns = (Column(width=7), Column(width=37), Column(width=4), Column(width=1, grows=True))
    lines = [Row(cells=(f"{'abcdefg'[at]}.", label, ":", value)) for at, (label, value) in enumerate(rows)]
    return Grid(columns, lines, size=12, ruled=False)


def _signs(content: AdministrativeContent) -> Signatures:
    kpa, inspector = content.kpa, content.inspector
    pair = (
        Sign(("Kuasa Pengguna Anggaran",), kpa.name, kpa.nip),
        Sign(("Pemeriksa",), inspector.name, inspector.nip),
    )
    return Signatures([pair], space=24)


def _checked(papers: Sequence[InspectedPaper]) -> Grid:
    """The list: the five lines of the form, the fourth with its three parts; papers of other names follow."""
    columns = (
        Column(title="No.", width=11, align="center"),
        Column(title="Jenis Dokumen", width=1, grows=True),
        Column(title="Tanggal Dokumen", width=29, align="center"),
        Column(title="Nomor Dokumen", width=46, align="center"),
        Column(title="Ket", width=38),
    )
    known = {one.paper.strip().casefold(): one for one in reversed(papers)}
    rows: list[Row] = []
    for at, name in enumerate(INSPECTED_PAPERS):
        if at == _PLAN.start:
            plan = "Rencana Pelaksanaan Kegiatan Swakelola :"
            rows.append(Row(cells=("4.", plan, "", "", ""), keep=True))
        if at in _PLAN:
            rows.append(_line("", f"{'abc'[at - _PLAN.start]}. {name}", known, name))
        else:
            number = at + 1 if at < _PLAN.start else at + 1 - len(_PLAN) + 1
            rows.append(_line(f"{number}.", name, known, name))
    names = {name.casefold() for name in INSPECTED_PAPERS}
    others = [one for one in papers if one.paper.strip().casefold() not in names]
    for at, one in enumerate(others, 6):
        rows.append(_line(f"{at}.", one.paper, {one.paper.strip().casefold(): one}, one.paper))
    return Grid(columns, rows, size=11)


def _line(number: str, shown: str, known: Mapping[str, InspectedPaper], name: str) -> Row:
    one = known.get(name.strip().casefold(), InspectedPaper(paper=name))
    result = f"- {_RESULTS[one.result]}" if one.result in _RESULTS else _OPEN
    cells = (number, shown, one.date or dots(16), one.number or dots(18), result)
    return Row(cells=cells, joined=0 if number else 1)
