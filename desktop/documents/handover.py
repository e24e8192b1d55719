"""Papers at the end of the work: inspection record (BAHP, form X) and handover record (BAST, form W) with its list.

Source: Perwali Kediri 32/2021 pasal 37, Lampiran W and X; their wording is kept as it stands there.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable, PageBreak

from desktop.documents.layout import (
    F4,
    Group,
    Identity,
    PaperSize,
    Place,
    dots,
    gap,
    group_letterhead,
    office_letterhead,
    title_lines,
)
from desktop.documents.pages import Pages
from desktop.documents.photos import PictureRow, prepare
from desktop.documents.signatures import Sign, Signatures, format_nip
from desktop.documents.tables import Column, Ending, Grid, Row, Together, carrying, fields
from desktop.documents.text import paragraph
from desktop.documents.words import date_words
from desktop.domain.dates import format_day
from desktop.domain.money import format_number, format_quantity
from desktop.domain.records import Day, Handover, Inspection, Signer, WorkRow

_PHOTO = 62.0
"""Height of a picture of a result, mm: three rows stand on a sheet."""
_CONDITIONS = {"good": "baik", "fair": "cukup", "broken": "rusak", "": ""}


class ResultPhotos(Struct, frozen=True, kw_only=True):
    """The pictures (JPEG or PNG) of one result: what it is in words, and each with its caption."""

    title: str
    pictures: tuple[tuple[bytes, str], ...] = ()


class InspectionContent(Struct, frozen=True, kw_only=True):
    """A BAHP of the Tim Pengawas. `inspector`, `executor`: who signs for Tim Pengawas and Tim Pelaksana.

    `decree_number`, `decree_date`: the Pokmas chair's letter that set the team. Missing values are dots.
    """

    place: Place
    identity: Identity
    group: Group
    inspection: Inspection
    inspector: Signer = Signer()
    inspector_address: str = ""
    executor: Signer = Signer()
    decree_number: str = ""
    decree_date: Day | None = None
    contract_number: str = ""
    contract_date: Day | None = None
    photos: tuple[ResultPhotos, ...] = ()


class HandoverContent(Struct, frozen=True, kw_only=True):
    """A BAST from the Tim Pelaksana to the lurah as KPA. `admin_*`: of the administrative inspection record."""

    place: Place
    identity: Identity
    handover: Handover
    year: int = 0
    kpa: Signer = Signer()
    executor: Signer = Signer()
    executor_address: str = ""
    inspection_number: str = ""
    inspection_date: Day | None = None
    admin_number: str = ""
    admin_date: Day | None = None
    photos: tuple[ResultPhotos, ...] = ()


def today_words(day: Day | None) -> str:
    """The day of both records, in words, as the contract spells it (Lampiran T)."""
    if day is None:
        return f"{dots(12)}, Tanggal {dots(12)} Bulan {dots(14)} Tahun {dots(22)}"
    name, date, month, year = date_words(day)
    return f"{name}, Tanggal {date} Bulan {month} Tahun {year}"


def _day(day: Day | None) -> str:
    return format_day(day) if day else dots(22)


# --- inspection --------------------------------------------------------------------------------------------------


def build_inspection(content: InspectionContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form X on the Pokmas's letterhead; returns the number of pages."""
    pages = Pages(out, paper=paper, identity=content.identity, title="Berita acara hasil pemeriksaan")
    pages.begin()
    pages.put(inspection_story(content))
    return pages.close()


def inspection_story(content: InspectionContent) -> list[Flowable]:
    """Form X as flowables; pictures of the results follow on pages of their own."""
    place, inspection, group = content.place, content.inspection, content.group
    kelurahan = place.kelurahan or dots(18)
    inspector, executor = content.inspector, content.executor
    who = [
        ("Nama", inspector.name),
        ("Jabatan", f"Tim Pengawas Swakelola Prodamas Plus Kelurahan {place.kelurahan or dots(22)}"),
        ("Alamat", content.inspector_address),
    ]
    result = inspection.result or "baik / sesuai Kontrak Swakelola"
    signs = (
        Sign(("Tim Pelaksana Swakelola", f"Kelurahan {kelurahan}"), executor.name, executor.nip),
        Sign(("Tim Pengawas Swakelola", f"Kelurahan {kelurahan}"), inspector.name, inspector.nip),
    )
    number = inspection.number or content.identity.number or dots(37)
    return [
        *group_letterhead(group, place),
        paragraph("BERITA ACARA HASIL PEMERIKSAAN PEKERJAAN SWAKELOLA", align="center", underline=True),
        paragraph(f"No : {number}", align="center", after=14),
        paragraph(f"Pada hari ini, {today_words(inspection.date)}, kami yang bertandatangan di bawah ini :", after=3),
        fields(who, label=26),
        gap(3),
        paragraph(
            f"yang ditetapkan oleh Ketua Kelompok Masyarakat “{group.name or dots(39)}” berdasarkan Surat Nomor "
            f"{content.decree_number or dots(15)} Tanggal {_day(content.decree_date)}",
            after=8,
        ),
        paragraph(
            f"telah memeriksa hasil pekerjaan swakelola pada Kegiatan Prodamas Plus Kelurahan {kelurahan} berdasarkan "
            f"Kontrak Swakelola Nomor {content.contract_number or dots(16)} Tanggal {_day(content.contract_date)} "
            f"sebagai berikut :",
            after=8,
        ),
        Ending(
            _inspected(inspection.rows),
            [
                gap(4),
                paragraph(f"dengan hasil pemeriksaan dinyatakan {result.rstrip('.')}.", after=6),
                paragraph("Demikian berita acara ini dibuat untuk dipergunakan sebagaimana mestinya.", after=20),
                Signatures([signs], space=24),
            ],
        ),
        *_photo_pages(content.photos, f"Lampiran BAHP nomor {number}"),
    ]


def _photo_pages(photos: Sequence[ResultPhotos], paper: str) -> list[Flowable]:
    """The photo sheet: the results' pictures two in a row, each under its name; none without a picture (ours)."""
    if not photos:
        return []
    pictures = [
        (prepare(data), ", ".join(part for part in (f"{at}. {one.title}", caption) if part))
        for at, one in enumerate(photos, 1)
        for data, caption in one.pictures
    ]
    story: list[Flowable] = [PageBreak(), *title_lines("FOTO HASIL PEKERJAAN", paper, bold=1, after=6)]
    for start in range(0, len(pictures), 2):
        story += [PictureRow(pictures[start : start + 2], _PHOTO), gap(3)]
    return story


def _quantity(row: WorkRow) -> str:
    """What was done; both quantities where less or more was done than planned."""
    done = format_quantity(row.done or row.planned)
    if row.done and row.planned and row.done != row.planned:
        done = f"{done} dari {format_quantity(row.planned)}"
    return " ".join(part for part in (done, row.unit) if part)


def _inspected(rows: Sequence[WorkRow]) -> Grid:
    columns = (
        Column(title="No.", width=11, align="center"),
        Column(title="Jenis Pekerjaan / Kegiatan", width=1, grows=True),
        Column(title="Volume", width=34, align="center"),
        Column(title="Nilai (Rp)", width=34, align="right", number=True),
    )
    if not rows:
        return Grid(columns, [Row(cells=(f"{at}.", "", "", "")) for at in range(1, 7)], row_height=9)
    lines = [
        Row(cells=(f"{at}.", row.description, _quantity(row), format_number(row.amount) if row.amount else ""))
        for at, row in enumerate(rows, 1)
    ]
    total = format_number(sum(row.amount for row in rows))
    lines.append(Row(cells=("Jumlah", total), spans=(3, 1), aligns=("right", "right"), bold=True))
    return Grid(columns, lines, carry=carrying([row.amount for row in rows], 3))


# --- handover ----------------------------------------------------------------------------------------------------


def build_handover(content: HandoverContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form W on the kelurahan's letterhead, with its list on a page of its own; returns the number of pages."""
    pages = Pages(out, paper=paper, identity=content.identity, title="Berita acara serah terima hasil pekerjaan")
    pages.begin()
    pages.put(handover_story(content))
    return pages.close()


def handover_story(content: HandoverContent) -> list[Flowable]:
    """Form W and its list as flowables."""
    place, handover = content.place, content.handover
    kelurahan = place.kelurahan or dots(18)
    prodamas = f"Pekerjaan Swakelola Kegiatan Prodamas Plus Kelurahan {kelurahan}"
    area = f"Kelurahan {kelurahan} Kecamatan {place.kecamatan or dots(20)}"
    first = [
        ("Nama", content.kpa.name),
        ("NIP", format_nip(content.kpa.nip)),
        ("Jabatan", "Kuasa Pengguna Anggaran"),
        ("Alamat", area),
    ]
    second = [
        ("Nama", content.executor.name),
        ("Jabatan", f"Tim Pelaksana Swakelola Kegiatan Prodamas Plus Kelurahan {kelurahan}"),
        ("Alamat", content.executor_address),
    ]
    number = handover.number or content.identity.number or dots(33)
    return [
        *office_letterhead(place),
        *title_lines("BERITA ACARA", bold=0, after=0),
        paragraph("SERAH TERIMA HASIL PEKERJAAN SWAKELOLA", align="center", underline=True),
        paragraph(f"Nomor : {number}", align="center", after=16),
        paragraph(
            f"Pada hari ini, {today_words(handover.date)} bertempat di {handover.place or f'Kelurahan {kelurahan}'} "
            f"Kecamatan {place.kecamatan or dots(17)} Kota {place.city}, yang bertanda tangan di bawah ini :",
            after=6,
        ),
        _party("1.", first),
        gap(3),
        _party("2.", second),
        gap(4),
        paragraph(
            f"Saya selaku Kuasa Pengguna Anggaran telah menerima hasil pekerjaan swakelola Kegiatan Prodamas Plus "
            f"Tahun {content.year or dots(6)} Di Kelurahan {kelurahan} dengan rincian hasil pekerjaan sebagaimana "
            f"terlampir yang diserahkan oleh Tim Pelaksana Swakelola Kegiatan Prodamas Plus Kelurahan {kelurahan} "
            f"berdasarkan :",
            after=2,
        ),
        paragraph(
            f"Berita Acara Hasil Pemeriksaan (BAHP) {prodamas} No. {content.inspection_number or dots(15)} Tanggal "
            f"{_day(content.inspection_date)}",
            bullet="1.",
        ),
        paragraph(
            f"Berita Acara Hasil Pemeriksaan Administratif {prodamas} No. {content.admin_number or dots(15)} Tanggal "
            f"{_day(content.admin_date)}",
            bullet="2.",
            after=8,
        ),
        Together(
            paragraph("Demikian berita acara ini dibuat untuk dipergunakan sebagaimana mestinya.", after=20),
            _handover_signs(content),
        ),
        PageBreak(),
        *title_lines("LAMPIRAN BERITA ACARA", "SERAH TERIMA HASIL PEKERJAAN SWAKELOLA", bold=0, after=6),
        Ending(_handed_over(handover.rows), [gap(8), _handover_signs(content)]),
        *_photo_pages(content.photos, f"Lampiran BAST nomor {number}"),
    ]


def _party(number: str, rows: Sequence[tuple[str, str]]) -> Grid:
    columns = (Column(width=8), Column(width=26), Column(width=4), Column(width=1, grows=True))
    lines = [
        Row(cells=(number if at == 0 else "", label, ":", value or dots(58))) for at, (label, value) in enumerate(rows)
    ]
    return Grid(columns, lines, size=12, ruled=False)


def _handover_signs(content: HandoverContent) -> Signatures:
    kpa, executor = content.kpa, content.executor
    team = ("Tim Pelaksana Swakelola", f"Kelurahan {content.place.kelurahan or dots(18)}")
    return Signatures(
        [
            (
                Sign(("Kuasa Pengguna Anggaran", ""), kpa.name, kpa.nip),
                Sign(team, executor.name, executor.nip),
            )
        ],
        space=24,
    )


def _handed_over(rows: Sequence[WorkRow]) -> Grid:
    """The list of results; volume, condition and value stand there only when known (the form has three columns)."""
    volume = any(row.done or row.planned for row in rows)
    condition = any(row.condition for row in rows)
    value = any(row.amount for row in rows)
    columns = [
        Column(title="No.", width=11, align="center"),
        Column(title="Uraian Hasil pekerjaan", width=3, grows=True),
        *([Column(title="Volume", width=28, align="center")] if volume else []),
        *([Column(title="Kondisi", width=20, align="center")] if condition else []),
        *([Column(title="Nilai (Rp)", width=28, align="right", number=True)] if value else []),
        Column(title="Keterangan", width=2, grows=True),
    ]
    if not rows:
        return Grid(columns, [Row(cells=(f"{at}.", "", "")) for at in range(1, 9)], row_height=12)
    lines = []
    for at, row in enumerate(rows, 1):
        remarks = [row.location, f"dirawat oleh {row.keeper}" if row.keeper else "", row.note]
        lines.append(
            Row(
                cells=(
                    f"{at}.",
                    row.description,
                    *((_quantity(row),) if volume else ()),
                    *((_CONDITIONS[row.condition],) if condition else ()),
                    *((format_number(row.amount) if row.amount else "",) if value else ()),
                    "; ".join(part for part in remarks if part),
                )
            )
        )
    carry = None
    if value:
        before = 2 + volume + condition
        carry = carrying([row.amount for row in rows], before, 1)
        total = format_number(sum(row.amount for row in rows))
        lines.append(
            Row(cells=("Jumlah", total, ""), spans=(before, 1, 1), aligns=("right", "right", "left"), bold=True)
        )
    return Grid(columns, lines, carry=carry)
