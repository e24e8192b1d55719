"""Papers of a meeting: invitation, attendance list, minutes (form K) with its two lists, notes.

Sources: Perwali Kediri 32/2021 pasal 26 ayat (1) c and Lampiran K. The attendance list and the invitation have no form
in the regulation: their layout is ours, after common practice.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable, PageBreak

from desktop.documents.clauses import opening_day
from desktop.documents.layout import F4, Identity, PaperSize, Place, dots, gap, home_line, title_lines
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Ending, Grid, Row, Together, carrying, fields
from desktop.documents.text import paragraph
from desktop.domain.dates import format_day, format_long
from desktop.domain.money import format_number, format_quantity
from desktop.domain.records import Attendance, BeneficiaryList, Meeting
from desktop.domain.sectors import sector_name

REPRESENTATIVES_IN_COLUMN = 4
"""More of them sign in a list of their own under the signatures."""


class MeetingContent(Struct, frozen=True, kw_only=True):
    """A meeting as its papers need it. `year`: budget year (tahun anggaran), 0 = dots. Names of the RT's officers."""

    place: Place
    identity: Identity
    meeting: Meeting
    year: int = 0
    chair: str = ""
    secretary: str = ""
    rw_chair: str = ""


class AttendanceContent(Struct, frozen=True, kw_only=True):
    """An attendance list. `people`: in printed order, empty for the blank list. `pages`: of the blank list."""

    place: Place
    identity: Identity
    meeting: Meeting
    people: tuple[Attendance, ...] = ()
    pages: int = 2
    chair: str = ""
    secretary: str = ""


class MinutesContent(MeetingContent, frozen=True, kw_only=True):
    """Minutes of a rembug with the lists annexed to them (form K)."""

    lists: tuple[BeneficiaryList, ...] = ()


def meeting_day(meeting: Meeting) -> str:
    """Day of the week and date, "" when open."""
    return format_long(meeting.date) if meeting.date else ""


def meeting_time(meeting: Meeting) -> str:
    """The time with its zone; words as they were typed."""
    return f"{meeting.time} WIB" if meeting.time.replace(".", "").replace(":", "").isdigit() else meeting.time


def _place_name(place: Place) -> str:
    """RT, RW and kelurahan as they stand inside a sentence; the office and a Pokmas have only the kelurahan."""
    kelurahan = f"Kelurahan {place.kelurahan or dots(25)}"
    return f"RT {place.rt or dots(5)} RW {place.rw or dots(5)} {kelurahan}"


def meeting_area(meeting: Meeting, place: Place) -> str:
    """Second title line: the RT of a rembug; of other meetings only the areas known."""
    if meeting.kind == "rembug":
        return home_line(place)
    parts = [f"RT {place.rt}" if place.rt else "", f"RW {place.rw}" if place.rw else ""]
    return " ".join([*filter(None, parts), f"KELURAHAN {place.kelurahan.upper() or dots(13)}"])


# --- attendance --------------------------------------------------------------------------------------------------


def rows_per_page(paper: PaperSize) -> int:
    """Rows of an attendance list on one page: 25 on F4, fewer on a shorter sheet, so that hands can write in them."""
    return 25 if paper.height >= 320 else 20


def build_attendance_blank(content: AttendanceContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write a blank attendance list (`pages` per session) to be filled in by hand; returns the number of pages."""
    each = rows_per_page(paper)
    story: list[Flowable] = []
    sessions = content.meeting.sessions
    for session in range(1, sessions + 1):
        for page in range(max(content.pages, 1)):
            if story:
                story.append(PageBreak())
            if page == 0:
                story += _attendance_head(content, f"Sesi {session} dari {sessions}" if sessions > 1 else "")
            numbers = range(page * each + 1, (page + 1) * each + 1)
            story.append(_attendance_grid([(str(number), "", "", "", "") for number in numbers], paper))
        story += _attendance_end(content, f"{dots(8)} orang (L {dots(8)} orang, P {dots(8)} orang)")
    return _build(story, content, out, paper)


def build_attendance(content: AttendanceContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the list of people present, with room to sign; returns the number of pages."""
    return _build(attendance_story(content, paper), content, out, paper)


def attendance_story(content: AttendanceContent, paper: PaperSize) -> list[Flowable]:
    """The list of people present as flowables, for a sheet of that size."""
    each = rows_per_page(paper)
    many = content.meeting.sessions > 1
    story = _attendance_head(content, "")
    rows = [
        (str(at), person.name, person.gender, person.home, _role(person, many=many))
        for at, person in enumerate(content.people, 1)
    ]
    for start in range(0, max(len(rows), 1), each):
        if start:
            story.append(PageBreak())
        story.append(_attendance_grid(rows[start : start + each] or [("1", "", "", "", "")], paper))
    came = [person for person in content.people if person.sessions]
    men = sum(person.gender == "L" for person in came)
    women = sum(person.gender == "P" for person in came)
    return [*story, *_attendance_end(content, f"{len(came)} orang (L {men} orang, P {women} orang)")]


def _role(person: Attendance, *, many: bool) -> str:
    parts = [person.role or ("tamu" if person.guest else "")]
    if many:
        sessions = ", ".join(str(session) for session in person.sessions)
        parts.append(f"sesi {sessions}" if sessions else "tidak hadir")
    return "; ".join(part for part in parts if part)


def _attendance_head(content: AttendanceContent, session: str) -> list[Flowable]:
    meeting = content.meeting
    rows = [
        ("Kegiatan", "; ".join(part for part in (meeting.title, session) if part)),
        ("Hari, tanggal", meeting_day(meeting)),
        ("Pukul, tempat", ", ".join(part for part in (meeting_time(meeting), meeting.place) if part)),
        ("Pimpinan rapat", meeting.leader),
    ]
    return [
        *title_lines("DAFTAR HADIR", meeting_area(meeting, content.place), after=2),
        fields(rows, label=34, size=11),
        gap(2),
    ]


def _attendance_grid(rows: Sequence[tuple[str, str, str, str, str]], paper: PaperSize) -> Grid:
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="Nama", width=48, grows=True),
        Column(title="L/P", width=10, align="center"),
        Column(title="Alamat (RT/RW)", width=34, grows=True),
        Column(title="Jabatan/unsur", width=24, grows=True),
        Column(title="Tanda tangan", width=48),
    )
    lines = []
    for cells in rows:
        odd = int(cells[0]) % 2 == 1
        aligns = tuple(column.align for column in columns[:-1])
        lines.append(Row(cells=(*cells, f"{cells[0]}."), aligns=(*aligns, "left" if odd else "half")))
    return Grid(columns, lines, size=10.5, row_height=7.8 if paper.height >= 320 else 8)


def _attendance_end(content: AttendanceContent, count: str) -> list[Flowable]:
    meeting = content.meeting
    signs = (
        (Sign(("Ketua RT,",), content.chair), Sign(("Sekretaris,",), content.secretary))
        if meeting.kind == "rembug"
        else (Sign(("Pimpinan rapat,",), meeting.leader), Sign(("Notulis,",), meeting.note_taker))
    )
    return [
        gap(1.5),
        Together(
            paragraph(f"Jumlah hadir : {count}", align="left", size=11, leading=14, after=8),
            Signatures([signs], space=14),
        ),
    ]


def _build(story: Sequence[Flowable], content: AttendanceContent, out: BinaryIO, paper: PaperSize) -> int:
    place = content.place
    parts = [content.meeting.title or "rembug warga", f"RT {place.rt} RW {place.rw}" if place.rt else place.kelurahan]
    parts.append(format_day(content.meeting.date) if content.meeting.date else "")
    title = "Daftar hadir " + ", ".join(part for part in parts if part)
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


# --- minutes -----------------------------------------------------------------------------------------------------


def build_minutes(content: MinutesContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the minutes (form K); each list of candidates follows on its own pages with its own signatures."""
    meeting, place = content.meeting, content.place
    story: list[Flowable] = [
        *title_lines("BERITA ACARA", f"HASIL REMBUG WARGA {home_line(place)}", bold=2, after=1),
        paragraph(f"NOMOR : {meeting.number or content.identity.number or dots(30)}", align="center"),
        gap(6),
        paragraph(
            f"Pada hari ini {opening_day(meeting.date)} kami telah melakukan kesepakatan dalam rembug / musyawarah "
            f"warga di {_place_name(place)}."
        ),
        paragraph(
            f"Adapun usulan kegiatan atau pengadaan barang yang telah kami sepakati untuk Prodamas Plus Tahun "
            f"{content.year or dots(10)} adalah sebagai berikut :",
            after=8,
        ),
    ]
    closing = paragraph(
        "Rincian kegiatan bidang kesehatan untuk usulan pembayaran jaminan kesehatan dan rincian kegiatan bidang "
        "sosial untuk penerima bantuan sosial tercantum dalam Lampiran Berita Acara ini.",
        after=8,
    )
    story += _signed(content, _decisions(meeting), closing)
    for people in content.lists:
        story += [PageBreak(), *_beneficiaries(people, content)]
    title = f"Berita acara hasil rembug warga RT {place.rt or dots(4)} RW {place.rw or dots(4)} {place.kelurahan}"
    return build_paper(story, out, paper=paper, identity=content.identity, title=title.rstrip())


def _money(amount: int) -> str:
    """Whole rupiah without "Rp", which stands in the heading; nothing filled in stays open to be written."""
    return format_number(amount) if amount else ""


def _decisions(meeting: Meeting) -> Grid:
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="Bidang", width=32),
        Column(title="Uraian Kegiatan", width=1, grows=True),
        Column(title="Volume dan Satuan", width=28),
        Column(title="Rencana Biaya (Rp)", width=30, align="right", number=True),
    )
    rows = [
        Row(
            cells=(
                f"{at}.",
                sector_name(decision.sector, decision.scope) if decision.sector else "",
                decision.text,
                " ".join(part for part in (format_quantity(decision.volume), decision.unit) if part),
                _money(decision.estimate),
            )
        )
        for at, decision in enumerate(meeting.decisions, 1)
    ]
    if not rows:
        return Grid(columns, [Row(cells=(f"{at}.", "", "", "", "")) for at in range(1, 9)], row_height=9)
    amounts = [decision.estimate for decision in meeting.decisions]
    rows.append(_sum_row(sum(amounts), 4))
    return Grid(columns, rows, carry=carrying(amounts, 4))


def _sum_row(total: int, before: int) -> Row:
    return Row(cells=("Jumlah", _money(total)), spans=(before, 1), aligns=("right", "right"), bold=True)


def _signed(content: MinutesContent, grid: Grid, *closing: Flowable) -> list[Flowable]:
    """A table of form K with the words and signatures after it; they never stand alone on a page."""
    people = content.meeting.witnesses
    listed = len(people) > REPRESENTATIVES_IN_COLUMN
    made = (f"Dibuat di {content.place.city or dots(13)}", "", "PERWAKILAN WARGA :")
    third = Sign(made, "(pada daftar di bawah ini)") if listed else Sign(made, several=people or ("", "", ""))
    signs = Signatures(
        [
            (Sign(("KETUA RT,",), content.chair), Sign(("SEKRETARIS RT,",), content.secretary), third),
            (Sign(("Mengetahui:", "KETUA RW,"), content.rw_chair),),
        ],
        space=20,
    )
    story: list[Flowable] = [Ending(grid, [gap(4), *closing, signs])]
    if listed:
        story += [gap(6), paragraph("PERWAKILAN WARGA :", align="left", after=4), representatives(people)]
    return story


def representatives(people: Sequence[str]) -> Grid:
    """A list for representatives who are too many for a column under the text."""
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="Nama", width=1, grows=True),
        Column(title="Tanda tangan", width=70),
    )
    rows = [
        Row(cells=(f"{at}.", name, f"{at}."), aligns=("center", "left", "left" if at % 2 else "half"))
        for at, name in enumerate(people, 1)
    ]
    return Grid(columns, rows, row_height=9)


def _beneficiaries(people: BeneficiaryList, content: MinutesContent) -> list[Flowable]:
    """One list of candidates; the NIK is printed because the form asks for it."""
    goods = people.kind == "bansos"
    heading = "DAFTAR USULAN PENERIMA BANSOS" if goods else "DAFTAR USULAN PEMBAYARAN IURAN JKN"
    year = f"PRODAMAS PLUS TAHUN ANGGARAN {content.year or dots(10)}"
    columns = [
        Column(title="No", width=11, align="center"),
        Column(title="Nama", width=5, grows=True),
        Column(title="NIK", width=34, align="center", number=True),
        Column(title="Alamat Sesuai KTP", width=4, grows=True),
        *([Column(title="Jenis Barang", width=3, grows=True)] if goods else []),
        Column(title="Rencana Biaya (Rp)", width=28, align="right", number=True),
    ]
    rows = [
        Row(
            cells=(
                f"{at}.",
                row.name,
                row.nik,
                row.address,
                *((row.goods,) if goods else ()),
                _money(row.amount),
            )
        )
        for at, row in enumerate(people.rows, 1)
    ]
    before = len(columns) - 1
    if rows:
        amounts = [row.amount for row in people.rows]
        rows.append(_sum_row(sum(amounts), before))
        grid = Grid(columns, rows, carry=carrying(amounts, before))
    else:
        empty = ("",) * before
        grid = Grid(columns, [Row(cells=(f"{at}.", *empty)) for at in range(1, 13)], row_height=9)
    return [*title_lines(heading, year, home_line(content.place), bold=3), *_signed(content, grid)]


# --- invitation and notes ----------------------------------------------------------------------------------------


def build_invitation(content: MeetingContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write one invitation with an open name, to be copied for every household."""
    meeting, place = content.meeting, content.place
    rembug = meeting.kind == "rembug"
    what = "rembug warga" if rembug else meeting.title or "rapat"
    head = [("Nomor", content.identity.number or dots(30)), ("Perihal", f"Undangan {what}")]
    when = [
        ("Hari, tanggal", meeting_day(meeting)),
        ("Pukul", meeting_time(meeting)),
        ("Tempat", meeting.place),
        ("Acara", "; ".join(meeting.agenda) or meeting.title),
    ]
    where = f" di {_place_name(place)}" if rembug else ""
    sign = (
        Sign((f"Ketua RT {place.rt or dots(6)},",), content.chair)
        if rembug
        else Sign(("Pimpinan rapat,",), meeting.leader)
    )
    story: list[Flowable] = [
        *title_lines("UNDANGAN", meeting_area(meeting, place), bold=2),
        paragraph(f"{place.city}, {dots(30)}", align="right", after=8),
        fields(head, label=22),
        gap(6),
        paragraph(f"Kepada Yth. Bapak/Ibu/Saudara {dots(50)}", align="left"),
        paragraph("di tempat", align="left", after=14),
        paragraph("Dengan hormat,", align="left", after=8),
        paragraph(
            f"Bersama ini kami mengundang Bapak/Ibu/Saudara untuk hadir dalam {what}{where} pada :", indent=30, after=8
        ),
        fields(when, label=32, indent=10),
        gap(5),
        paragraph(
            "Mengingat pentingnya acara tersebut, kami mengharap kehadiran Bapak/Ibu/Saudara tepat waktu. Atas "
            "perhatian dan kehadirannya disampaikan terima kasih.",
            indent=30,
            after=24,
        ),
        Signatures([(None, sign)]),
    ]
    return build_paper(story, out, paper=paper, identity=content.identity, title=f"Undangan {what}")


def build_notes(content: MeetingContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the notes of a meeting (notulen): agenda, what was said, what was decided."""
    meeting, place = content.meeting, content.place
    head = [
        ("Kegiatan", meeting.title),
        ("Hari, tanggal", meeting_day(meeting)),
        ("Pukul", meeting_time(meeting)),
        ("Tempat", meeting.place),
        ("Pimpinan rapat", meeting.leader),
        ("Notulis", meeting.note_taker),
    ]
    story: list[Flowable] = [
        *title_lines("NOTULEN", meeting_area(meeting, place), bold=2),
        fields(head, label=36),
        gap(5),
    ]
    if meeting.agenda:
        story.append(paragraph("Acara :", align="left", bold=True, after=3))
        story += [paragraph(f"{at}. {text}", align="left", after=2) for at, text in enumerate(meeting.agenda, 1)]
        story.append(gap(3))
    story.append(paragraph("Jalannya rapat :", align="left", bold=True, after=3))
    if meeting.notes:
        story += [paragraph(part, after=4) for part in meeting.notes.splitlines() if part.strip()]
    else:
        story += [paragraph(dots(120), align="left") for _ in range(8)]
    story += [gap(3), paragraph("Keputusan :", align="left", bold=True, after=4)]
    signs = (Sign(("Pimpinan rapat,",), meeting.leader), Sign(("Notulis,",), meeting.note_taker))
    story.append(Ending(_decisions(meeting), [gap(8), Signatures([signs])]))
    return build_paper(
        story, out, paper=paper, identity=content.identity, title=f"Notulen {meeting.title or 'rembug warga'}"
    )
