"""Papers of the archive: the list of everything kept, and the minutes by which one official hands it to the next.

No regulation names a form for either: their layout is ours.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.layout import F4, Identity, PaperSize, dots, gap, title_lines
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Ending, Grid, Row, fields
from desktop.documents.text import paragraph
from desktop.domain.dates import format_day, format_long
from desktop.domain.money import format_number
from desktop.domain.records import Day


class ArchivedPaper(Struct, frozen=True, kw_only=True):
    """One issued paper: number, what it is, about what, the day it was printed, pages, and where it lies."""

    number: str
    title: str
    about: str = ""
    printed: Day | None = None
    pages: int = 0
    place: str = ""


class ArchiveListContent(Struct, frozen=True, kw_only=True):
    """The whole archive. `desk`: whose ("RT 03/RW 04 Kelurahan Kaliombo"). `year`: 0 = all years. `counts`: kinds of
    records with how many there are."""

    desk: str
    identity: Identity = Identity()
    year: int = 0
    made: Day | None = None
    papers: tuple[ArchivedPaper, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()


class HandoverFile(Struct, frozen=True, kw_only=True):
    """One file that is handed over: name, size in bytes, check code (first eight characters of its SHA-256)."""

    name: str
    size: int
    code: str


class ArchiveHandoverContent(Struct, frozen=True, kw_only=True):
    """Minutes of handing the archive to the next official. Names "" stay open to be written by hand."""

    desk: str
    city: str
    identity: Identity = Identity()
    date: Day | None = None
    giver: str = ""
    giver_post: str = ""
    receiver: str = ""
    receiver_post: str = ""
    witness: str = ""
    witness_post: str = ""
    papers: int = 0
    records: int = 0
    attachments: int = 0
    files: tuple[HandoverFile, ...] = ()


def build_archive_list(content: ArchiveListContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the list of the archive, on sheets that lie on their side; returns the number of pages."""
    span = f"TAHUN ANGGARAN {content.year}" if content.year else "SEMUA TAHUN"
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="Nomor", width=42),
        Column(title="Naskah", width=4, grows=True),
        Column(title="Tentang", width=5, grows=True),
        Column(title="Dicetak", width=34),
        Column(title="Hal.", width=13, align="right"),
        Column(title="Letak naskah", width=3, grows=True),
    )
    rows = [
        Row(
            cells=(
                f"{at}.",
                one.number,
                one.title,
                one.about,
                format_day(one.printed) if one.printed else "",
                str(one.pages),
                one.place,
            )
        )
        for at, one in enumerate(content.papers, 1)
    ]
    nothing = Row(cells=("", "", "Belum ada naskah yang dicetak", "", "", "", ""))
    total = ("Jumlah", sum(count for _, count in content.counts))
    counted = [*content.counts, total]
    half = (len(counted) + 1) // 2
    name = Column(title="Catatan di komputer", width=1, grows=True)
    number = Column(title="Banyaknya", width=28, align="right", number=True)
    counts = Grid(
        (name, number, name, number),
        [Row(cells=(*_count(counted, at), *_count(counted, at + half))) for at in range(half)],
        size=10,
    )
    story: list[Flowable] = [
        *title_lines("DAFTAR ARSIP", content.desk.upper(), span, bold=2, after=6),
        Grid(columns, rows or [nothing], size=10),
        gap(8),
        counts,
    ]
    return build_paper(
        story, out, paper=paper, identity=content.identity, title=f"Daftar arsip {content.desk}", wide=True
    )


def build_archive_handover(content: ArchiveHandoverContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the minutes of handing over the archive; returns the number of pages."""
    day = format_long(content.date) if content.date else dots(40)
    rows = [Row(cells=(f"{at}.", file.name, _size(file.size), file.code)) for at, file in enumerate(content.files, 1)]
    files = Grid(
        (
            Column(title="No", width=11, align="center"),
            Column(title="Berkas", width=1, grows=True),
            Column(title="Ukuran", width=28, align="right", number=True),
            Column(title="Kode pemeriksa", width=34, align="center"),
        ),
        rows,
    )
    signs = (
        (
            Sign(("Yang menyerahkan,", content.giver_post), content.giver),
            Sign(("Yang menerima,", content.receiver_post), content.receiver),
        ),
        (Sign(("Mengetahui,", content.witness_post), content.witness),),
    )
    story: list[Flowable] = [
        *title_lines("BERITA ACARA SERAH TERIMA ARSIP", content.desk.upper(), bold=2, after=8),
        paragraph(f"Pada hari ini, {day}, kami yang bertanda tangan di bawah ini :", after=6),
        fields((("Nama", content.giver), ("Jabatan", content.giver_post)), label=30, indent=8),
        gap(2),
        paragraph("selanjutnya disebut PIHAK PERTAMA, dan", after=4),
        fields((("Nama", content.receiver), ("Jabatan", content.receiver_post)), label=30, indent=8),
        gap(2),
        paragraph("selanjutnya disebut PIHAK KEDUA.", after=8),
        paragraph(
            "PIHAK PERTAMA menyerahkan seluruh arsip kepada PIHAK KEDUA, dan PIHAK KEDUA menerimanya, terdiri atas "
            f"{format_number(content.papers)} naskah tercetak menurut Daftar Arsip terlampir, beserta data di komputer "
            f"sebanyak {format_number(content.records)} catatan dan {format_number(content.attachments)} lampiran, "
            "dalam berkas berikut :",
            after=8,
        ),
        Ending(
            files,
            [
                gap(4),
                paragraph(
                    "Kode pemeriksa dapat dicocokkan sewaktu-waktu: berkas yang sama selalu memberi kode yang sama. "
                    "Data warga di dalamnya hanya dipakai untuk tugas kepengurusan dan dijaga kerahasiaannya.",
                    after=6,
                ),
                paragraph(
                    "Demikian berita acara ini dibuat dalam rangkap dua untuk dipergunakan seperlunya.", after=12
                ),
                paragraph(f"{content.city}, {format_day(content.date) if content.date else dots(30)}", align="right"),
                gap(4),
                Signatures(signs),
            ],
        ),
    ]
    return build_paper(story, out, paper=paper, identity=content.identity, title=f"Serah terima arsip {content.desk}")


def _count(counted: Sequence[tuple[str, int]], at: int) -> tuple[str, str]:
    return (counted[at][0], format_number(counted[at][1])) if at < len(counted) else ("", "")


def _size(size: int) -> str:
    """A size as people say it: "1,4 MB", "12 KB"."""
    if size >= 1_000_000:
        return f"{size // 100_000 / 10:.1f} MB".replace(".", ",")
    return f"{max(size // 1000, 1)} KB"
