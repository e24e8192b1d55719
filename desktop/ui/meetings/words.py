"""What meetings are called on these screens."""

from typing import Final

from desktop.domain.dates import format_day
from desktop.domain.records import Meeting, MeetingKind
from desktop.services.meetings import Standing
from desktop.ui.status import APPROVED, DRAFT, LOCKED, READY, RETURNED, SUBMITTED, Status

KINDS: Final[tuple[tuple[MeetingKind, str], ...]] = (
    ("rembug", "Rembug RT"),
    ("rw", "Sinkronisasi RW"),
    ("kelurahan", "Musyawarah kelurahan"),
    ("training", "Pelatihan"),
    ("information", "Sosialisasi"),
)
KIND_WORDS: Final[dict[str, str]] = dict(KINDS)

TITLES: Final[dict[str, str]] = {
    "rembug": "Rembug warga RT",
    "rw": "Sinkronisasi usulan RW",
    "kelurahan": "Musyawarah kelurahan",
    "training": "Pelatihan",
    "information": "Sosialisasi Prodamas Plus",
}
"""The title a new meeting begins with, by kind."""

AGENDAS: Final[dict[str, tuple[str, ...]]] = {
    "rembug": (
        "Pembukaan",
        "Penjelasan aturan dan pagu tahun ini",
        "Usulan kegiatan dari warga",
        "Penetapan prioritas dan perkiraan biaya",
        "Calon penerima JKN dan bansos",
        "Penutup",
    ),
    "rw": ("Pembukaan", "Usulan tiap RT", "Penyelarasan usulan yang sama", "Penutup"),
    "kelurahan": ("Pembukaan", "Prioritas infrastruktur bersama", "Kesepakatan", "Penutup"),
    "training": ("Pembukaan", "Materi", "Praktik", "Penutup"),
    "information": ("Pembukaan", "Penjelasan program", "Tanya jawab", "Penutup"),
}
"""An agenda to begin with, by kind (ours, after common practice)."""

STANDINGS: Final[dict[Standing, Status]] = {
    "draft": DRAFT,
    "ready": READY,
    "submitted": SUBMITTED,
    "returned": RETURNED,
    "approved": APPROVED,
    "locked": LOCKED,
}

ASKS: Final = frozenset({"rembug", "rw"})
"""Kinds of meeting whose decisions become usulan."""


def when_and_where(meeting: Meeting) -> str:
    """`12 Agustus 2022, 19.30, Balai RT`; what is missing is left out."""
    parts = (format_day(meeting.date) if meeting.date else "", meeting.time, meeting.place)
    return ", ".join(part for part in parts if part)
