"""Papers of the kelurahan office and of sending: recap (form L), answer letter, slip, recovery sheet, wall letter."""

from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from msgspec import Struct
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from desktop.documents.layout import A4, F4, Identity, PaperSize, Place, dots, gap, office_letterhead, title_lines
from desktop.documents.pages import build_paper, draw_qr
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Ending, Grid, Row, carrying, carrying_sums, fields
from desktop.documents.text import BOLD, clip, paragraph, width_of, wrap
from desktop.domain.dates import format_day
from desktop.domain.money import format_number
from desktop.domain.records import Day, Outcome, Recap, Signer
from desktop.domain.sectors import sector_name

_PLACEMENTS = {"kelurahan": "Kelurahan", "opd": "OPD Teknis"}
_OUTCOMES: dict[Outcome, str] = {"approve": "Disetujui", "return": "Perlu perbaikan", "reject": "Ditolak"}


_SHEET_TITLES = ("LEMBAR PEMULIHAN KUNCI KELURAHAN", "RAHASIA – SIMPAN DI TEMPAT TERKUNCI")


class RecapContent(Struct, frozen=True, kw_only=True):
    """Form L. `year`: budget year, 0 = dots. The lurah is the record's first signer."""

    place: Place
    identity: Identity
    recap: Recap
    year: int = 0


class AnswerRow(Struct, frozen=True, kw_only=True):
    """What the kelurahan said about one usulan. `asked`, `granted`: whole rupiah; `granted` None = as asked."""

    title: str
    outcome: Outcome
    asked: int = 0
    granted: int | None = None
    reason: str = ""


class AnswerContent(Struct, frozen=True, kw_only=True):
    """The kelurahan's answer to one RT, for an RT without a computer. `to`: name of the RT chair."""

    place: Place
    identity: Identity
    year: int = 0
    date: Day | None = None
    to: str = ""
    received: Day | None = None
    rows: tuple[AnswerRow, ...] = ()
    answer_by: Day | None = None
    lurah: Signer = Signer()


class SlipContent(Struct, frozen=True, kw_only=True):
    """The slip that goes with a file on a USB stick. `check_code`: eight characters; `contents`: one line each."""

    sender: str
    recipient: str
    file_name: str
    check_code: str
    size: str = ""
    date: Day | None = None
    contents: tuple[str, ...] = ()
    practice: bool = False


class RecoveryContent(Struct, frozen=True, kw_only=True):
    """The only copy of the kelurahan's root key, as plain text: QR, words in order, fingerprint in six groups."""

    kelurahan: str
    kecamatan: str
    qr: str
    words: tuple[str, ...]
    fingerprint: tuple[str, ...]
    made: Day | None = None
    practice: bool = False


class OfficeCardContent(Struct, frozen=True, kw_only=True):
    """The letter for the office wall: whose key it is, its fingerprint in six groups of five digits, the card as QR."""

    place: Place
    qr: str
    fingerprint: tuple[str, ...]
    made: Day | None = None
    practice: bool = False


def build_recap(content: RecapContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write form L; returns the number of pages."""
    place, recap = content.place, content.recap
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="RT / RW", width=18, align="center"),
        Column(title="BIDANG", width=27),
        Column(title="URAIAN KEGIATAN", width=1, grows=True),
        Column(title="VOLUME", width=20),
        Column(title="RENCANA BIAYA (RP)", width=29, align="right", number=True),
        Column(title="KETERANGAN", width=27),
    )
    rows = [
        Row(
            cells=(
                f"{at}.",
                row.home,
                sector_name(row.sector) if row.sector else "",
                row.activity,
                row.volume,
                format_number(row.amount) if row.amount else "",
                _PLACEMENTS.get(row.placement.lower(), row.placement),
            )
        )
        for at, row in enumerate(recap.rows, 1)
    ]
    carry = None
    if rows:
        amounts = [row.amount for row in recap.rows]
        carry = carrying(amounts, 5, 1)
        total = format_number(sum(amounts))
        rows.append(Row(cells=("Jumlah", total, ""), spans=(5, 1, 1), aligns=("right", "right", "left"), bold=True))
    else:
        rows = [Row(cells=(f"{at}.", "", "", "", "", "", "")) for at in range(1, 16)]
    lurah = recap.signers[0] if recap.signers else Signer()
    day = format_day(recap.date) if recap.date else dots(30)
    sign = Sign((f"{place.city}, {day}", "", f"LURAH {place.kelurahan.upper() or dots(14)},"), lurah.name, lurah.nip)
    year = f"PRODAMAS PLUS TAHUN ANGGARAN {content.year or dots(16)}"
    story: list[Flowable] = [
        *title_lines("DAFTAR REKAPITULASI USULAN KEGIATAN", year, bold=2, after=4),
        fields([("Kelurahan", place.kelurahan), ("Kecamatan", place.kecamatan)], label=24),
        gap(4),
        Ending(
            Grid(columns, rows, row_height=0 if recap.rows else 9, carry=carry), [gap(8), Signatures([(None, sign)])]
        ),
    ]
    title = f"Rekapitulasi usulan kegiatan {content.year or ''} Kelurahan {place.kelurahan}".rstrip()
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def build_answer_letter(content: AnswerContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the kelurahan's answer to an RT: every usulan with its decision and reason; returns the number of pages."""
    place = content.place
    home = f"RT {place.rt or dots(5)} RW {place.rw or dots(5)}"
    day = format_day(content.date) if content.date else dots(30)
    received = f" yang kami terima tanggal {format_day(content.received)}" if content.received else ""
    columns = (
        Column(title="No", width=10, align="center"),
        Column(title="Usulan", width=5, grows=True),
        Column(title="Diminta (Rp)", width=26, align="right", number=True),
        Column(title="Keputusan", width=26),
        Column(title="Disetujui (Rp)", width=26, align="right", number=True),
        Column(title="Alasan", width=4, grows=True),
    )
    rows = [Row(cells=_answer_cells(at, row)) for at, row in enumerate(content.rows, 1)]
    sums = [(row.asked, _granted(row)) for row in content.rows]
    if rows:
        rows.append(replace(_answer_sums("Jumlah", [sum(column) for column in zip(*sums, strict=True)]), bold=True))
    lurah = content.lurah
    sign = Sign((f"Lurah {place.kelurahan or dots(14)},",), lurah.name, lurah.nip)
    head = [("Nomor", content.identity.number), ("Perihal", f"Jawaban atas usulan kegiatan {home}")]
    closing = "Demikian untuk menjadi perhatian. Terima kasih."
    if any(row.outcome == "return" for row in content.rows):
        until = f" paling lambat {format_day(content.answer_by)}" if content.answer_by else ""
        closing = f"Usulan yang perlu perbaikan mohon diajukan kembali{until}. {closing}"
    story: list[Flowable] = [
        *office_letterhead(place),
        paragraph(f"{place.city}, {day}", align="right", after=6),
        fields(head, label=22),
        gap(5),
        paragraph(f"Kepada Yth. {content.to or dots(40)}", align="left"),
        paragraph(f"Ketua {home} Kelurahan {place.kelurahan or dots(25)}", align="left"),
        paragraph("di tempat", align="left", after=12),
        paragraph(
            f"Menjawab usulan kegiatan Prodamas Plus Tahun Anggaran {content.year or dots(12)} dari {home}"
            f"{received}, bersama ini kami sampaikan hasil verifikasi kelurahan sebagai berikut :",
            after=8,
        ),
        Ending(
            Grid(
                columns,
                rows or [Row(cells=("1.", "", "", "", "", ""))],
                carry=carrying_sums(sums, lambda label, both: replace(_answer_sums(label, both), italic=True)),
            ),
            [gap(5), paragraph(closing, after=16), Signatures([(None, sign)])],
        ),
    ]
    return build_paper(story, out, paper=paper, identity=content.identity, title=f"Jawaban atas usulan {home}")


def _answer_sums(label: str, both: Sequence[int]) -> Row:
    asked, granted = both or (0, 0)
    return Row(
        cells=(label, format_number(asked), "", format_number(granted), ""),
        spans=(2, 1, 1, 1, 1),
        aligns=("right", "right", "left", "right", "left"),
    )


def _granted(row: AnswerRow) -> int:
    if row.outcome != "approve":
        return 0
    return row.asked if row.granted is None else row.granted


def _answer_cells(at: int, row: AnswerRow) -> tuple[str, ...]:
    changed = row.outcome == "approve" and row.granted is not None and row.granted != row.asked
    outcome = "Disetujui dengan perubahan" if changed else _OUTCOMES[row.outcome]
    granted = format_number(_granted(row)) if row.outcome == "approve" else "–"
    return (f"{at}.", row.title, format_number(row.asked), outcome, granted, row.reason)


# --- sending -----------------------------------------------------------------------------------------------------


class _Box(Flowable):
    """A framed line of large letters, e.g. a check code; it shrinks until it fits."""

    def __init__(self, text: str, size: float) -> None:
        super().__init__()
        self._text, self._size = text, size

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        room = avail_width - 8 * mm
        while self._size > 10 and width_of(self._text, BOLD, self._size) > room:
            self._size -= 1
        self._lines = clip(wrap(self._text, BOLD, self._size, room), 6)
        self.width, self.height = avail_width, len(self._lines) * self._size * 1.2 + 5 * mm
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setLineWidth(1)
        canvas.rect(0, 0, self.width, self.height)
        canvas.setFont(BOLD, self._size)
        y = self.height - 2.5 * mm - self._size
        for line in self._lines:
            canvas.drawCentredString(self.width / 2, y, line)
            y -= self._size * 1.2


class _Qr(Flowable):
    """A QR code in the middle of the line; `side` in mm."""

    def __init__(self, text: str, side: float) -> None:
        super().__init__()
        self._text, self._side = text, side * mm

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        self.width, self.height = avail_width, self._side
        return self.width, self.height

    def draw(self) -> None:
        draw_qr(self.canv, self._text, (self.width - self._side) / 2, 0, self._side)


def build_slip(content: SlipContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the slip twice on one sheet: the upper half goes with the file, the lower one stays with the sender."""
    story = _slip_half(content, "Lembar untuk penerima")
    story += [gap(5), _CutLine(), gap(5), *_slip_half(content, "Lembar untuk pengirim")]
    identity = Identity(practice=content.practice)
    return build_paper(story, out, paper=paper, identity=identity, title="Slip pengiriman berkas")


class _CutLine(Flowable):
    """A dashed line over the whole width."""

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        self.width, self.height = avail_width, 1.0
        return self.width, self.height

    def draw(self) -> None:
        self.canv.setDash(4, 3)
        self.canv.setLineWidth(0.6)
        self.canv.line(0, 0, self.width, 0)
        self.canv.setDash()


def _slip_half(content: SlipContent, whose: str) -> list[Flowable]:
    rows = [
        ("Pengirim", content.sender),
        ("Penerima", content.recipient),
        ("Tanggal", format_day(content.date) if content.date else ""),
        ("Ukuran", content.size),
        ("Isi", "; ".join(content.contents)),
    ]
    signs = (Sign(("Yang menyerahkan,",)), Sign(("Yang menerima, tanggal ..................",)))
    return [
        *title_lines("SLIP PENGIRIMAN BERKAS", whose, after=2),
        fields(rows, label=26, size=11),
        gap(2),
        paragraph("Nama berkas", align="left", size=11, after=2),
        _Box(content.file_name, 13),
        gap(2),
        paragraph("Kode cek (harus sama dengan yang tampil di layar penerima)", align="left", size=11, after=2),
        _Box(content.check_code, 24),
        gap(3),
        Signatures([signs], space=12, size=11),
    ]


# --- keys of the office ------------------------------------------------------------------------------------------


def _fingerprint(groups: Sequence[str], size: float) -> Grid:
    """The six groups in two rows of three, in large digits."""
    columns = tuple(Column(width=1, grows=True, align="center") for _ in range(3))
    rows = [Row(cells=tuple(groups[at : at + 3]), bold=True) for at in range(0, len(groups) // 3 * 3, 3)]
    return Grid(columns, rows, size=size)


def build_recovery_sheet(content: RecoveryContent, out: BinaryIO, paper: PaperSize = A4) -> int:
    """Write the recovery sheet of the kelurahan's root key: one page, to be kept like money. Carries no footer QR."""
    home = f"Kelurahan {content.kelurahan} Kecamatan {content.kecamatan}"
    half = (len(content.words) + 3) // 4
    columns = tuple(Column(width=1, grows=True) for _ in range(4))
    numbered = [f"{at}. {word}" for at, word in enumerate(content.words, 1)]
    rows = [Row(cells=tuple(_at(numbered, row + column * half) for column in range(4))) for row in range(half)]
    day = format_day(content.made) if content.made else dots(30)
    story: list[Flowable] = [
        *title_lines(*_SHEET_TITLES, bold=2, size=14, after=2),
        paragraph(f"{home}, dibuat {day}", align="center", after=6),
        paragraph(
            "Dengan lembar ini komputer kelurahan yang hilang atau rusak dapat diganti. Siapa pun yang "
            "memegangnya dapat bertindak atas nama kelurahan, karena itu jangan difoto, jangan dikirim, dan "
            "jangan disalin.",
            size=11.5,
            leading=14.5,
            after=6,
        ),
        _Qr(content.qr, 62),
        gap(3),
        paragraph("Bila kode di atas tidak terbaca, ketik kata-kata ini menurut nomornya :", size=11.5, after=4),
        Grid(columns, rows, size=11.5),
        gap(3),
        paragraph("Sidik kunci (boleh diketahui siapa pun, sama dengan yang ditempel di kantor) :", size=11.5, after=4),
        _fingerprint(content.fingerprint, 18),
        gap(3),
        paragraph(
            "Bila lembar ini hilang atau dilihat orang lain: buat kunci baru pada menu Kunci kelurahan, lalu "
            "minta semua RT mencocokkan sidik kunci yang baru.",
            size=11.5,
            leading=14.5,
        ),
    ]
    identity = Identity(practice=content.practice)
    return build_paper(story, out, paper=paper, identity=identity, title="Lembar pemulihan kunci kelurahan")


def _at(items: Sequence[str], index: int) -> str:
    return items[index] if index < len(items) else ""


def build_office_card(content: OfficeCardContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the letter for the office wall: RT compare two of the six groups with it before they send anything."""
    place = content.place
    day = format_day(content.made) if content.made else dots(30)
    story: list[Flowable] = [
        *office_letterhead(place),
        *title_lines("KARTU KELURAHAN", "untuk mendaftarkan komputer RT dan Pokmas", size=16, after=6),
        paragraph(f"Sidik kunci Kelurahan {place.kelurahan} :", align="center", size=14, leading=20, after=6),
        _fingerprint(content.fingerprint, 38),
        gap(8),
        paragraph("1. Ambil berkas kartu kelurahan dari petugas, atau pindai kode di bawah ini.", size=13, leading=18),
        paragraph(
            "2. Program akan menanyakan dua dari enam kelompok angka. Ketik yang tertulis di atas.", size=13, leading=18
        ),
        paragraph(
            "3. Bila tidak cocok, berhenti dan tanyakan kepada petugas kelurahan.", size=13, leading=18, after=10
        ),
        _Qr(content.qr, 70),
        Spacer(1, 6 * mm),
        paragraph(f"Berlaku sejak {day}", align="center"),
    ]
    identity = Identity(practice=content.practice)
    return build_paper(story, out, paper=paper, identity=identity, title="Kartu kelurahan")
