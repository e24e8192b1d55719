"""The columns of the register, and which of them give way when there is little room."""

from typing import Final

from desktop.domain.people import mask_nik
from desktop.services.residents import ResidentRow
from desktop.ui.palette import Tone
from desktop.ui.status import Status
from desktop.ui.tables import Column

LOOK = Status("Perlu dilihat", "alert-triangle", Tone.ATTENTION)

GIVES_WAY: Final = ("Tanda", "No. KK", "Alamat", "HP", "NIK", "Umur", "L/P")
"""Columns that are hidden for want of room, the first one first; the drawer shows them all."""


def columns() -> list[Column[ResidentRow]]:
    """No, name, numbers masked, what lists are made by."""
    return [
        Column("No", lambda row: row.number, "number"),
        Column("Nama", lambda row: row.data.name, stretch=True, sort=lambda row: row.number),
        Column("NIK", lambda row: mask_nik(row.data.nik), "code", spoken=lambda row: _spoken("NIK", row.data.nik)),
        Column(
            "No. KK",
            lambda row: mask_nik(row.data.household),
            "code",
            sort=lambda row: row.data.household,
            spoken=lambda row: _spoken("Nomor KK", row.data.household),
        ),
        Column("L/P", lambda row: row.data.gender, "code", spoken=_gender),
        Column("Umur", lambda row: row.age, "number", spoken=_age),
        Column("Alamat", lambda row: row.data.address, width=220),
        Column("HP", lambda row: row.data.phone, "code"),
        Column("Tanda", lambda row: ", ".join(row.marks), width=130),
        Column("Catatan", lambda row: LOOK if row.doubts else None, "status", spoken=lambda row: " ".join(row.doubts)),
    ]


def _spoken(name: str, number: str) -> str:
    """Never read a whole number aloud: others may hear it."""
    return f"{name} berakhiran {' '.join(number[-4:])}" if number else f"{name} kosong"


def _gender(row: ResidentRow) -> str:
    return {"L": "laki-laki", "P": "perempuan"}.get(row.data.gender, "jenis kelamin kosong")


def _age(row: ResidentRow) -> str:
    return "umur tidak diketahui" if row.age is None else f"{row.age} tahun"
