"""Bidang: their order and their names as people read them (Perwali Kediri 32/2021 pasal 13 to 21)."""

from typing import Final

from desktop.domain.records import Scope, Sector

SECTORS: Final[tuple[Sector, ...]] = ("infrastructure", "health", "social", "economy", "education", "youth")
"""The six bidang in the order of pasal 21. Biaya umum (`general`) is not a bidang."""

_NAMES: Final[dict[str, str]] = {
    "infrastructure": "Infrastruktur",
    "health": "Kesehatan",
    "social": "Sosial budaya",
    "economy": "Ekonomi",
    "education": "Pendidikan",
    "youth": "Kepemudaan",
    "general": "Biaya umum",
    "": "Belum dipilih bidangnya",
    # Names a statement letter may use beside the bidang (records.Statement.below).
    "joint": "Infrastruktur bersama",
    "own": "Infrastruktur lingkungan RT",
}


def sector_name(sector: str, scope: Scope = "") -> str:
    """`Kesehatan`, or for infrastructure with a scope `Infrastruktur bersama`, `Infrastruktur lingkungan RT`.

    A key of a newer version is given back as it is.
    """
    if sector == "infrastructure" and scope:
        return _NAMES[scope]
    return _NAMES.get(sector, sector)
