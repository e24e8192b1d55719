"""Letters of practice, for which the regulation has no form: invitation, warning, acknowledgement of receipt, and a
Pokmas's statement on its spending, request for money and return of what was left.

Layout ours, after the letters of Perwali Kediri 32/2021 Lampiran J, S and T.
"""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from msgspec import Struct
from msgspec.structs import replace
from reportlab.platypus import Flowable

from desktop.documents.layout import (
    F4,
    Group,
    Identity,
    PaperSize,
    Place,
    dots,
    gap,
    group_letterhead,
    home_line,
    office_letterhead,
    title_lines,
)
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Ending, Grid, Row, Together, fields
from desktop.documents.text import paragraph
from desktop.documents.words import terbilang
from desktop.domain.dates import day_name, format_day
from desktop.domain.money import format_quantity, format_rupiah
from desktop.domain.records import Day, Signer

_ADDRESS = 250.0  # points from the left margin to the addressee


class LetterContent(Struct, frozen=True, kw_only=True):
    """One letter. `group`: the Pokmas that writes, None for an office or an RT. `texts`, `rows`: by the keys of its
    form (desktop.domain.forms). `amount`: whole rupiah, 0 = not told. `contract`: number and day it speaks of."""

    place: Place
    identity: Identity
    year: int = 0
    group: Group | None = None
    number: str = ""
    date: Day | None = None
    texts: Mapping[str, str] = {}
    rows: tuple[Mapping[str, str | int], ...] = ()
    amount: int = 0
    event: Day | None = None
    contract: str = ""
    contract_date: Day | None = None
    signers: tuple[Signer, ...] = ()

    def text(self, key: str) -> str:
        """A blank's text, "" when it is empty."""
        return self.texts.get(key, "")

    @property
    def writer(self) -> str:
        """Who writes, as letters say it."""
        if self.group is not None:
            return f"Kelompok Masyarakat “{self.group.name or dots(16)}”"
        return home_line(self.place).title() if self.place.rt else f"Kelurahan {self.place.kelurahan or dots(16)}"


def _head(content: LetterContent) -> list[Flowable]:
    """The letterhead of an office or a Pokmas; an RT has none in the annex, so its name stands there alone."""
    place = content.place
    if content.group is not None:
        return group_letterhead(content.group, place)
    return title_lines(home_line(place), bold=1, after=10) if place.rt else office_letterhead(place)


def _day(day: Day | None, count: int = 28) -> str:
    return format_day(day) if day else dots(count)


def _money(amount: int) -> str:
    return f"{format_rupiah(amount)} ({terbilang(amount)} rupiah)" if amount else f"Rp{dots(20)} ({dots(50)})"


def _number(content: LetterContent) -> str:
    return content.number or content.identity.number


def _letter_top(content: LetterContent, subject: str, enclosures: str = "") -> list[Flowable]:
    """Day, number and subject, and to whom."""
    recipient = content.text("recipient").split("\n")
    first, *others = [line for line in recipient if line.strip()] or [dots(40)]
    lines = [("Nomor", _number(content)), ("Lampiran", enclosures or "-"), ("Perihal", subject)]
    return [
        *_head(content),
        paragraph(f"{content.place.city}, {_day(content.date)}", align="right", after=8),
        fields(lines, label=22),
        gap(5),
        paragraph("Kepada", align="left", left=_ADDRESS),
        paragraph(first, align="left", left=_ADDRESS, bullet="Yth.", hang=26),
        *(paragraph(line, align="left", left=_ADDRESS + 26) for line in others),
        paragraph(f"di {content.text('recipient_place') or 'tempat'}", align="left", left=_ADDRESS + 26, after=14),
    ]


def _signed(content: LetterContent, titles: Sequence[str], *, dated: bool = False) -> Signatures:
    """Those who sign, side by side, the first at the right as in the annex's letters; `dated`: place and day above."""
    places = []
    for at, title in enumerate(titles):
        signer = content.signers[at] if at < len(content.signers) else Signer()
        day = (_signed_on(content),) if dated and not at else ()
        places.append(Sign((*day, f"{title},"), signer.name, signer.nip))
    row = tuple(reversed(places)) if len(places) > 1 else (None, places[0])
    return Signatures([row])


def _signed_on(content: LetterContent, where: str = "") -> str:
    return f"{where or content.place.city}, {_day(content.date)}"


def _build(story: list[Flowable], content: LetterContent, out: BinaryIO, paper: PaperSize, title: str) -> int:
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def build_letter_invitation(content: LetterContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write an invitation; returns the number of pages."""
    day = f"{day_name(content.event)}, {format_day(content.event)}" if content.event else ""
    clock = content.text("time")
    when = [
        ("Hari, tanggal", day),
        ("Pukul", f"{clock} WIB" if clock and "WIB" not in clock.upper() else clock),
        ("Tempat", content.text("place")),
        ("Acara", content.text("agenda")),
    ]
    if content.place.rt:
        title = f"Ketua RT {content.place.rt}"
    else:
        title = "Ketua Pokmas" if content.group is not None else f"Lurah {content.place.kelurahan}"
    story: list[Flowable] = [
        *_letter_top(content, "Undangan"),
        paragraph("Dengan hormat,", align="left", after=8),
        paragraph("Bersama ini kami mengundang Bapak/Ibu/Saudara untuk hadir pada :", indent=30, after=8),
        fields(when, label=32, indent=10),
        gap(5),
        Together(
            *[
                paragraph(
                    "Mengingat pentingnya acara tersebut, kami mengharap kehadiran Bapak/Ibu/Saudara tepat waktu. "
                    "Atas perhatian dan kehadirannya disampaikan terima kasih.",
                    indent=30,
                    after=24,
                ),
                _signed(content, [title]),
            ]
        ),
    ]
    return _build(story, content, out, paper, "Undangan")


def build_warning_letter(content: LetterContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the lurah's warning about a finding; returns the number of pages."""
    until = f" paling lambat tanggal {format_day(content.event)}" if content.event else ""
    story: list[Flowable] = [
        *_letter_top(content, "Surat Peringatan"),
        paragraph(
            f"Dalam pelaksanaan Prodamas Plus Tahun Anggaran {content.year or dots(8)} di Kelurahan "
            f"{content.place.kelurahan or dots(16)} ditemukan hal sebagai berikut :",
            indent=30,
            after=6,
        ),
        *_lines(content.text("finding"), left=30),
        gap(4),
        paragraph(f"Sehubungan dengan itu, kami minta Saudara{until} untuk :", indent=30, after=6),
        *_lines(content.text("action"), left=30),
        gap(4),
        Together(
            *[
                paragraph(
                    "Hasil tindak lanjut dilaporkan kepada kami secara tertulis dengan buktinya. Demikian untuk "
                    "dilaksanakan.",
                    indent=30,
                    after=24,
                ),
                _signed(content, [f"Lurah {content.place.kelurahan}"]),
            ]
        ),
    ]
    return _build(story, content, out, paper, "Surat peringatan")


def _lines(text: str, *, left: float) -> list[Flowable]:
    """A text paragraph by paragraph; an empty one is three lines of dots."""
    lines = [line for line in text.split("\n") if line.strip()] or [dots(110)] * 3
    return [paragraph(line, left=left, after=4) for line in lines]


def build_acknowledgement(content: LetterContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write an acknowledgement of receipt with what was handed over; returns the number of pages."""
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="Uraian", width=3, grows=True),
        Column(title="Jumlah", width=34, align="center"),
        Column(title="Keterangan", width=2, grows=True),
    )
    rows = [
        Row(cells=(f"{at}.", str(row.get("item", "")), _amount_of(row), str(row.get("note", ""))))
        for at, row in enumerate(content.rows, 1)
    ] or [Row(cells=(f"{at}.", "", "", "")) for at in range(1, 6)]
    giver = content.signers[0].name if content.signers else ""
    where = content.text("place") or content.place.kelurahan or dots(16)
    story: list[Flowable] = [
        *_head(content),
        *title_lines("TANDA TERIMA", f"Nomor : {_number(content) or dots(30)}", bold=1, after=10),
        paragraph(f"Telah diterima dari {giver or dots(40)} :", after=6),
        Ending(
            Grid(columns, rows, size=11),
            [
                gap(4),
                paragraph(f"Untuk keperluan : {content.text('purpose') or dots(70)}", align="left", after=8),
                paragraph("Diterima dalam keadaan baik dan lengkap.", after=10),
                Signatures([tuple(_both(content, where))]),
            ],
        ),
    ]
    return _build(story, content, out, paper, "Tanda terima")


def _both(content: LetterContent, where: str) -> list[Sign]:
    titles = ("Yang menyerahkan", "Yang menerima")
    known = [*content.signers, Signer(), Signer()]
    days = ((), (_signed_on(content, where),))
    return [Sign((*days[at], f"{title},"), known[at].name, known[at].nip) for at, title in enumerate(titles)]


def _amount_of(row: Mapping[str, str | int]) -> str:
    quantity = str(row.get("quantity", ""))
    return " ".join(part for part in (format_quantity(quantity) if quantity else "", str(row.get("unit", ""))) if part)


def _about(content: LetterContent) -> list[tuple[str, str]]:
    """What a Pokmas's letter about money speaks of."""
    place = content.place
    contract = content.contract
    if contract and content.contract_date:
        contract = f"{contract} tanggal {format_day(content.contract_date)}"
    return [
        ("Kelompok Masyarakat", content.group.name if content.group is not None else ""),
        ("Kelurahan", f"{place.kelurahan} Kecamatan {place.kecamatan}" if place.kelurahan else ""),
        ("Kontrak Swakelola", contract),
        ("Tahun Anggaran", str(content.year or "")),
        ("Tahap", content.text("stage")),
    ]


def build_spending_statement(content: LetterContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the statement of responsibility for spending (pernyataan tanggung jawab belanja); returns the pages."""
    about = [*_about(content), ("Jumlah belanja", _money(content.amount) if content.amount else "")]
    points = (
        "bertanggung jawab penuh atas kebenaran perhitungan dan penggunaan dana tersebut sesuai RAB;",
        "bukti pengeluaran yang sah disimpan oleh Kelompok Masyarakat untuk kelengkapan administrasi dan pemeriksaan;",
        "bersedia mengembalikan ke Kas Daerah apabila di kemudian hari terdapat kelebihan pembayaran.",
    )
    story: list[Flowable] = [
        *_head(content),
        *title_lines(
            "SURAT PERNYATAAN TANGGUNG JAWAB BELANJA", f"Nomor : {_number(content) or dots(30)}", bold=1, after=10
        ),
        paragraph("Yang bertanda tangan di bawah ini, pengurus :", after=6),
        fields(about, label=44, indent=8),
        gap(4),
        paragraph("dengan ini menyatakan bahwa kami :", after=4),
        *(paragraph(text, bullet=f"{at}.", after=3) for at, text in enumerate(points, 1)),
        gap(3),
        Together(
            *[
                paragraph("Demikian surat pernyataan ini dibuat dengan sebenarnya.", after=12),
                _signed(content, ["Ketua Pokmas", "Bendahara Pokmas"], dated=True),
            ]
        ),
    ]
    return _build(story, content, out, paper, "Surat pernyataan tanggung jawab belanja")


def build_disbursement_request(content: LetterContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write a Pokmas's request for a tranche to the lurah as KPA; returns the number of pages."""
    place = content.place
    enclosed = [line.strip() for line in content.text("enclosures").split("\n") if line.strip()]
    lurah = f"Lurah {place.kelurahan or dots(16)}\nselaku Kuasa Pengguna Anggaran"
    told = replace(content, texts={**content.texts, "recipient": lurah, "recipient_place": place.city.upper()})
    account = [
        ("Bank", content.text("bank")),
        ("Nomor rekening", content.text("account")),
        ("Atas nama", content.text("account_name")),
    ]
    story: list[Flowable] = [
        *_letter_top(told, "Permohonan pencairan dana", f"{len(enclosed)} berkas" if enclosed else ""),
        paragraph(
            "Sehubungan dengan pelaksanaan swakelola Kegiatan Program Pemberdayaan Masyarakat Plus, kami mengajukan "
            "permohonan pencairan dana dengan keterangan sebagai berikut :",
            indent=30,
            after=6,
        ),
        fields(
            [*_about(content), ("Jumlah dimohon", _money(content.amount) if content.amount else "")], label=44, indent=8
        ),
        gap(3),
        paragraph("Dana tersebut mohon dipindahbukukan ke rekening :", after=6),
        fields(account, label=44, indent=8),
        gap(3),
        *([paragraph("Bersama ini kami lampirkan :", after=3)] if enclosed else []),
        *(paragraph(text, bullet=f"{at}.", after=2) for at, text in enumerate(enclosed, 1)),
        gap(3),
        Together(
            *[
                paragraph(
                    "Demikian permohonan ini kami sampaikan, atas perhatian dan bantuannya disampaikan terima kasih.",
                    indent=30,
                    after=20,
                ),
                _signed(content, ["Ketua Pokmas"]),
            ]
        ),
    ]
    return _build(story, content, out, paper, "Permohonan pencairan dana")


def build_leftover_deposit(content: LetterContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the slip for money given back (surat tanda setoran); returns the number of pages."""
    about = [
        *_about(content),
        ("Jumlah disetor", _money(content.amount) if content.amount else ""),
        ("Rekening tujuan", content.text("account")),
        ("Asal sisa dana", content.text("reason")),
    ]
    story: list[Flowable] = [
        *_head(content),
        *title_lines("SURAT TANDA SETORAN", f"Nomor : {_number(content) or dots(30)}", bold=1, after=10),
        paragraph(
            "Kami menyetorkan kembali sisa dana kegiatan swakelola Program Pemberdayaan Masyarakat Plus dengan "
            "keterangan sebagai berikut :",
            after=6,
        ),
        fields(about, label=44, indent=8),
        gap(6),
        Together(
            *[
                Signatures(
                    [
                        (
                            Sign(("Penerima / Bank,",)),
                            Sign(
                                (_signed_on(content), "Penyetor,", "Bendahara Pokmas"),
                                content.signers[0].name if content.signers else "",
                            ),
                        )
                    ]
                ),
            ]
        ),
    ]
    return _build(story, content, out, paper, "Surat tanda setoran")
