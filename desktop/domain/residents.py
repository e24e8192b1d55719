"""Residents: how old, which marks (lansia, pemuda), and what about an entry still needs a look."""

import datetime
from typing import Final

from desktop.domain.people import check_nik, nik_birth_dates
from desktop.domain.records import Resident

YOUTH: Final = (16, 30)
"""Years of age of a pemuda, both included (UU 40/2009 pasal 1 angka 1)."""
ELDERLY: Final = 60
"""Years of age from which somebody is lansia (UU 13/1998 pasal 1 angka 2)."""
OLDEST: Final = 100
"""A NIK holds two digits of the year: a person of this age or more is taken for one born a century later (ours)."""

MARKS: Final = ("lansia", "pemuda", "difabel", "UMKM")
"""What the register marks; the first two follow from the age when it is known."""


def birth_day(resident: Resident, today: datetime.date) -> datetime.date | None:
    """The day of birth as written, else the one in a plausible NIK when only one century fits; None when unknown."""
    if resident.born is not None:
        return resident.born
    if check_nik(resident.nik):
        return None
    possible = [day for day in nik_birth_dates(resident.nik) if day <= today and age_on(day, today) < OLDEST]
    return possible[0] if len(possible) == 1 else None


def age_on(born: datetime.date, day: datetime.date) -> int:
    """Full years on that day; below zero before the birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def marks_of(resident: Resident, today: datetime.date) -> tuple[str, ...]:
    """The resident's own marks, and lansia or pemuda where the age says so; in the order of MARKS, others behind."""
    born = birth_day(resident, today)
    found = set(resident.tags)
    if born is not None:
        age = age_on(born, today)
        found -= {"lansia", "pemuda"}
        if age >= ELDERLY:
            found.add("lansia")
        elif YOUTH[0] <= age <= YOUTH[1]:
            found.add("pemuda")
    known = [mark for mark in MARKS if mark in found]
    return (*known, *sorted(found - set(MARKS)))


def is_youth(resident: Resident, day: datetime.date) -> bool:
    """Whether the resident counts as pemuda on that day."""
    return "pemuda" in marks_of(resident, day)


def needs_look(resident: Resident) -> tuple[str, ...]:
    """Codes of what is doubtful in the numbers: those of check_nik, and household_length (a KK number has 16 digits).

    Empty numbers are not doubtful: a name alone is enough for attendance.
    """
    codes = list(check_nik(resident.nik)) if resident.nik else []
    if resident.household and len(resident.household) != 16:
        codes.append("household_length")
    return tuple(codes)
