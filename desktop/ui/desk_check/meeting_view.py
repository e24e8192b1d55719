"""The middle, second tab: the rembug behind the usulan, and who came."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QScrollArea, QWidget

from desktop.domain.dates import format_long
from desktop.domain.money import format_rupiah
from desktop.domain.records import Attendance, Meeting
from desktop.services.inbox import Dossier
from desktop.ui.cards import words
from desktop.ui.exchange.half import column
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_6
from desktop.ui.qss import mark


class MeetingView(QScrollArea):
    """All of one meeting, read only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.summary = ""

    def put(self, dossier: Dossier) -> None:
        """Show the meeting of this submission."""
        content, rows = column()
        mark(content, "clear")
        rows.setSpacing(SPACE_2)
        meeting = next((r.data for r in dossier.context("d.meeting") if isinstance(r.data, Meeting)), None)
        people = [r.data for r in dossier.context("d.attendance") if isinstance(r.data, Attendance)]
        self.summary = attendance_words(people)
        if meeting is None:
            rows.addWidget(words("Berita acara rembug tidak ikut dikirim.", "attention"))
        else:
            rows.addWidget(words(meeting.title or "Rembug warga", "section"))
            rows.addLayout(_facts(meeting))
        rows.addSpacing(SPACE_2)
        rows.addWidget(words(f"Daftar hadir: {self.summary}", "strong"))
        if people:
            rows.addLayout(_names(people))
        if meeting is not None and meeting.decisions:
            rows.addSpacing(SPACE_2)
            rows.addWidget(words(f"Keputusan rembug ({len(meeting.decisions)})", "strong"))
            for at, decision in enumerate(meeting.decisions, 1):
                estimate = f" – {format_rupiah(decision.estimate)}" if decision.estimate else ""
                rows.addWidget(words(f"{at}. {decision.text}{estimate}"))
        if meeting is not None and meeting.notes:
            rows.addSpacing(SPACE_2)
            rows.addWidget(words("Catatan", "strong"))
            rows.addWidget(words(meeting.notes))
        rows.addStretch(1)
        self.setWidget(content)


def attendance_words(people: list[Attendance]) -> str:
    """`60 orang, 28 perempuan, 2 undangan`."""
    women = sum(person.gender == "P" for person in people)
    guests = sum(person.guest for person in people)
    parts = [f"{len(people)} orang"] if people else ["kosong"]
    parts += [f"{women} perempuan"] if women else []
    parts += [f"{guests} undangan"] if guests else []
    return ", ".join(parts)


def _facts(meeting: Meeting) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_3)
    grid.setVerticalSpacing(SPACE_1)
    grid.setColumnStretch(1, 1)
    day = format_long(meeting.date) if meeting.date else "belum diisi"
    facts = (
        ("Hari", f"{day}, pukul {meeting.time}" if meeting.time else day),
        ("Tempat", meeting.place or "belum diisi"),
        ("Nomor", meeting.number),
        ("Pimpinan", meeting.leader or "belum diisi"),
        ("Pencatat", meeting.note_taker or "belum diisi"),
        ("Wakil warga", ", ".join(meeting.witnesses)),
    )
    for at, (name, text) in enumerate((name, text) for name, text in facts if text):
        label = QLabel(name)
        mark(label, "muted")
        grid.addWidget(label, at, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words(text), at, 1)
    return grid


def _names(people: list[Attendance]) -> QGridLayout:
    """Two columns of numbered names."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_6)
    grid.setVerticalSpacing(2)
    half = (len(people) + 1) // 2
    for at, person in enumerate(people):
        role = f" ({person.role})" if person.role and person.role != "warga" else ""
        grid.addWidget(words(f"{at + 1}. {person.name}{role}"), at % half, at // half)
    return grid
