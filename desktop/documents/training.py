"""Papers of a training: who was planned and who came to each session, and the minutes of changed participants.

No form is prescribed (practice; the layout is ours): an attendance list per session, in which somebody who came in
another's place stands beside them with the reason, and a "berita acara perubahan peserta" that says why.
"""

from collections.abc import Sequence
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable, PageBreak

from desktop.documents.clauses import opening_day
from desktop.documents.layout import F4, Identity, PaperSize, dots, gap, title_lines
from desktop.documents.layout import Place as Area
from desktop.documents.meeting import meeting_area, meeting_day, meeting_time
from desktop.documents.pages import build_paper
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Align, Column, Ending, Grid, Row, fields
from desktop.documents.text import paragraph
from desktop.domain.dates import format_day
from desktop.domain.records import Attendance, Meeting
from desktop.domain.training import Change, Place

_OPEN_ROWS, _OPEN_CHANGES = 15, 5


class TrainingContent(Struct, frozen=True, kw_only=True):
    """A training with its places and the changes between them, as in desktop.domain.training.

    `post`, `chair`: who answers for it ("Ketua Pokmas") and their name; `executor`: head of the Tim Pelaksana, in a
    Pokmas.
    """

    place: Area
    identity: Identity
    meeting: Meeting
    places: tuple[Place, ...] = ()
    changes: tuple[Change, ...] = ()
    post: str = ""
    chair: str = ""
    executor: str = ""


def _title(what: str, content: TrainingContent) -> str:
    day = format_day(content.meeting.date) if content.meeting.date else ""
    return ", ".join(part for part in (f"{what} {_named(content.meeting)}", day) if part)


def _named(meeting: Meeting) -> str:
    """ "pelatihan membuat kue", also when the title begins with that word itself."""
    first, _, rest = meeting.title.partition(" ")
    return f"pelatihan {rest if first.casefold() == 'pelatihan' else meeting.title or dots(50)}"


def _zigzag(at: int, *aligns: Align) -> tuple[Align, ...]:
    """The columns of a row with a signature last: odd ones sign on the left, even ones on the right."""
    return (*aligns, "left" if at % 2 else "half")


# --- attendance --------------------------------------------------------------------------------------------------


def build_training_attendance(content: TrainingContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the attendance list of every session, each on pages of its own; returns the number of pages."""
    title = _title("Daftar hadir", content)
    return build_paper(training_story(content), out, paper=paper, identity=content.identity, title=title)


def training_story(content: TrainingContent) -> list[Flowable]:
    """The attendance lists as flowables."""
    story: list[Flowable] = []
    for session in range(1, content.meeting.sessions + 1):
        if story:
            story.append(PageBreak())
        story += _session(content, session)
    return story


def _session(content: TrainingContent, session: int) -> list[Flowable]:
    meeting = content.meeting
    # A training has one date: that of its first session; the others are dated by hand.
    day = meeting_day(meeting) if session == 1 else ""
    head = [
        ("Pelatihan", meeting.title),
        *([("Sesi", f"{session} dari {meeting.sessions}")] if meeting.sessions > 1 else []),
        ("Hari, tanggal", day),
        ("Pukul, tempat", ", ".join(part for part in (meeting_time(meeting), meeting.place) if part)),
        ("Pelatih/narasumber", meeting.leader),
    ]
    came = [one for place in content.places if (one := place.present(session)) is not None]
    people = f"{len(came)} orang (L {_of('L', came)} orang, P {_of('P', came)} orang)"
    count = people if came else f"{dots(8)} orang (L {dots(8)} orang, P {dots(8)} orang)"
    signs = Signatures([(Sign(("Pelatih/narasumber,",), meeting.leader), _responsible(content))], space=16)
    return [
        *title_lines("DAFTAR HADIR PELATIHAN", meeting_area(meeting, content.place), after=2),
        fields(head, label=38, size=11),
        gap(2),
        Ending(
            _attendance(content.places, session),
            [gap(3), paragraph(f"Jumlah hadir : {count}", align="left", size=11, leading=14, after=8), signs],
        ),
    ]


def _of(gender: str, people: Sequence[Attendance]) -> int:
    return sum(one.gender == gender for one in people)


def _responsible(content: TrainingContent, day: str = "") -> Sign:
    return Sign((*([day] if day else []), f"{content.post or 'Penanggung jawab kegiatan'},"), content.chair)


def _attendance(places: Sequence[Place], session: int) -> Grid:
    columns = (
        Column(title="No", width=11, align="center"),
        Column(title="Peserta yang direncanakan", width=5, grows=True),
        Column(title="L/P", width=10, align="center"),
        Column(title="Alamat (RT/RW)", width=24),
        Column(title="Usaha/unsur", width=22),
        Column(title="Pengganti dan alasan", width=5, grows=True),
        Column(title="Tanda tangan yang hadir", width=38),
    )
    cells = [_place_cells(place, session) for place in places] or [("", "", "", "", "")] * _OPEN_ROWS
    rows = [
        Row(
            cells=(f"{at}.", *texts, f"{at}."),
            aligns=_zigzag(at, "center", "left", "center", "left", "left", "left"),
        )
        for at, texts in enumerate(cells, 1)
    ]
    return Grid(columns, rows, size=10, row_height=9)


def _place_cells(place: Place, session: int) -> tuple[str, str, str, str, str]:
    planned, other = place.planned, place.stand_in(session)
    instead = ""
    if other is not None:
        gender = f" ({other.gender})" if other.gender else ""
        instead = f"{other.name}{gender}" + (f": {other.reason}" if other.reason else "")
    return planned.name, planned.gender, planned.home, planned.role, instead


# --- changed participants ----------------------------------------------------------------------------------------


def build_participant_changes(content: TrainingContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the minutes of changed participants; returns the number of pages. Without any they are an open form."""
    meeting = content.meeting
    where = f" di {meeting.place}" if meeting.place else ""
    area = meeting_area(meeting, content.place)
    story: list[Flowable] = [
        *title_lines("BERITA ACARA", "PERUBAHAN PESERTA PELATIHAN", area, bold=2, after=1),
        paragraph(f"NOMOR : {content.identity.number or dots(30)}", align="center"),
        gap(6),
        paragraph(
            f"Pada hari ini {opening_day(meeting.date)}{where} kami yang bertanda tangan di bawah ini menerangkan "
            f"bahwa peserta {_named(meeting)} berubah dari yang direncanakan sebagai berikut :",
            after=8,
        ),
        Ending(
            _changed(content.changes),
            [
                gap(4),
                paragraph(
                    "Peserta pengganti memenuhi syarat sebagai peserta dan mengikuti sesi pelatihan tersebut di atas. "
                    "Demikian berita acara ini dibuat dengan sebenarnya untuk dipergunakan sebagaimana mestinya.",
                    after=10,
                ),
                _change_signs(content),
            ],
        ),
    ]
    title = _title("Perubahan peserta", content)
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def _changed(changes: Sequence[Change]) -> Grid:
    columns = (
        Column(title="No", width=10, align="center"),
        Column(title="Peserta semula", width=4, grows=True),
        Column(title="Peserta pengganti", width=4, grows=True),
        Column(title="Alamat pengganti", width=24),
        Column(title="Sesi", width=14, align="center"),
        Column(title="Alasan", width=4, grows=True),
        Column(title="Tanda tangan pengganti", width=34),
    )
    cells = [
        (
            one.before.name,
            one.after.name,
            one.after.home,
            ", ".join(str(session) for session in one.after.sessions),
            one.after.reason,
        )
        for one in changes
    ] or [("", "", "", "", "")] * _OPEN_CHANGES
    rows = [
        Row(
            cells=(f"{at}.", *texts, f"{at}."),
            aligns=_zigzag(at, "center", "left", "left", "left", "center", "left"),
        )
        for at, texts in enumerate(cells, 1)
    ]
    return Grid(columns, rows, size=10, row_height=10)


def _change_signs(content: TrainingContent) -> Signatures:
    meeting = content.meeting
    day = f"{content.place.city}, {format_day(meeting.date) if meeting.date else dots(26)}"
    trainer = Sign((day, "Pelatih/narasumber,"), meeting.leader)
    if content.post == "Ketua Pokmas":
        executor = Sign(("Ketua Tim Pelaksana,",), content.executor)
        return Signatures([(executor, trainer), (Sign(("Mengetahui:", "Ketua Pokmas,"), content.chair),)])
    known = Sign(("Mengetahui:", f"{content.post or 'Penanggung jawab kegiatan'},"), content.chair)
    return Signatures([(known, trainer)])
