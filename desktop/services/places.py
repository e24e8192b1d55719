"""Names of kelurahan by code, from the table that ships with the app."""

import csv
from functools import cache

from msgspec import Struct

from desktop import settings
from desktop.domain.errors import RuleViolation


class PlaceName(Struct, frozen=True):
    """One kelurahan: its code and the names around it."""

    code: str
    kelurahan: str
    kecamatan: str
    city: str


@cache
def all_places() -> tuple[PlaceName, ...]:
    """Every kelurahan known, Kota Kediri first, then by code. Facts: idn-area-data (ODbL), resources/areas.csv."""
    with (settings.resources_dir() / "areas.csv").open(encoding="utf-8", newline="") as file:
        rows = [
            PlaceName(row["kode"], row["kelurahan_desa"], row["kecamatan"], row["kota_kabupaten"])
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda place: (place.city != "Kota Kediri", place.code)))


def place_of(code: str) -> PlaceName:
    """The names around a kelurahan code; the code itself where it is not in the table."""
    known = next((place for place in all_places() if place.code == code), None)
    return known or PlaceName(code, code, "", "")


def check_known(code: str) -> None:
    """Refuse a kelurahan code that is in no list. Raises RuleViolation: area_code."""
    if not any(place.code == code for place in all_places()):
        raise RuleViolation("area_code", "area", {"code": code})
