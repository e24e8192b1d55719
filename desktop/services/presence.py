"""Who comes to the meetings: per resident and per household, over the years the desk holds.

A meeting counts once somebody is recorded as present at it. A household comes when one of its people does. Trainings
are left out: their participants are chosen (ours).
"""

import io
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct

from desktop.db.files import write_whole
from desktop.documents.list_sheet import build_list_sheet
from desktop.domain.dates import format_day
from desktop.domain.records import Attendance, Meeting
from desktop.services.desk import Desk
from desktop.services.records import RecordService
from desktop.services.register import Entry, Register
from desktop.services.roll_call import same_name

COUNTED: Final = frozenset({"rembug", "rw", "kelurahan", "information"})
"""Kinds of meetings to which every resident may come."""


class Held(Struct, frozen=True):
    """A meeting that was held, newest first in lists. `present`: people of the register."""

    uid: str
    title: str
    kind: str
    date: date | None
    present: int


class Presence(Struct, frozen=True, kw_only=True):
    """How often a resident, or a household, came. `uid`: of the resident, or the household's first; `people`: how many
    the household has, 1 for a resident. `came`: uids of meetings. `of`: how many were held. `last`: the newest day."""

    uid: str
    name: str
    household: str
    address: str
    people: int
    came: frozenset[str]
    of: int
    last: date | None


class PresenceService:
    """The history of who comes, on this desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._register = Register(desk)

    def held(self, year: int = 0) -> list[Held]:
        """The meetings held in a budget year (0: all years), the newest first."""
        return self._read(year)[0]

    def residents(self, year: int = 0) -> list[Presence]:
        """Everybody in the register, by name."""
        held, came = self._read(year)
        days = {one.uid: one.date for one in held}
        return [
            Presence(
                uid=one.uid,
                name=one.data.name,
                household=one.data.household,
                address=one.data.address,
                people=1,
                came=came.get(one.uid, frozenset()),
                of=len(held),
                last=_newest(days, came.get(one.uid, ())),
            )
            for one in self._register.people()
        ]

    def households(self, year: int = 0) -> list[Presence]:
        """The households with a KK number, by the name of their oldest; `name` says how many live there."""
        held, came = self._read(year)
        days = {one.uid: one.date for one in held}
        homes: dict[str, list[Entry]] = {}
        for one in self._register.people():
            if one.data.household:
                homes.setdefault(one.data.household, []).append(one)
        found = []
        for household, people in homes.items():
            together = frozenset().union(*(came.get(one.uid, frozenset()) for one in people))
            first = max(people, key=lambda one: -1 if one.age is None else one.age)
            found.append(
                Presence(
                    uid=first.uid,
                    name=first.data.name,
                    household=household,
                    address=first.data.address,
                    people=len(people),
                    came=together,
                    of=len(held),
                    last=_newest(days, together),
                )
            )
        return sorted(found, key=lambda one: (same_name(one.name), one.household))

    def of(self, resident: str) -> tuple[int, int]:
        """How often a resident came to the meetings of all years, and how many were held."""
        held, came = self._read(0)
        return len(came.get(resident, ())), len(held)

    def export(self, rows: Sequence[Presence], target: Path, year: int = 0) -> int:
        """Write the list to an XLSX file, a column for each meeting; how many rows. Raises Trouble: write_failed."""
        held = self.held(year)
        titles = ["Nama", "Orang", "Alamat", "Hadir", "Dari", "Terakhir hadir"]
        titles += [
            " ".join(part for part in (one.title, format_day(one.date) if one.date else "") if part) for one in held
        ]
        cells = [
            (
                row.name,
                str(row.people),
                row.address,
                str(len(row.came)),
                str(row.of),
                format_day(row.last) if row.last else "",
                *("hadir" if one.uid in row.came else "" for one in held),
            )
            for row in rows
        ]
        out = io.BytesIO()
        build_list_sheet("Kehadiran", titles, cells, out)
        write_whole(target, out.getvalue())
        return len(cells)

    def _read(self, year: int) -> tuple[list[Held], dict[str, frozenset[str]]]:
        """The meetings held, and which of them each resident came to."""
        area = str(self._desk.info.area)
        found = self._records.find("d.meeting", area=area, year=year or None)
        meetings = {one.uid: one.data for one in found if isinstance(one.data, Meeting) and one.data.kind in COUNTED}
        people: dict[str, set[str]] = {}
        known = {one.uid for one in self._register.people()}
        came: dict[str, set[str]] = {}
        for record in self._records.find("d.attendance", area=area):
            mark = record.data
            if isinstance(mark, Attendance) and mark.meeting in meetings and mark.sessions:
                here = people.setdefault(mark.meeting, set())
                if mark.resident in known:
                    here.add(mark.resident)
                    came.setdefault(mark.resident, set()).add(mark.meeting)
        held = [
            Held(uid, data.title, data.kind, data.date, len(people[uid]))
            for uid, data in meetings.items()
            if uid in people
        ]
        held.sort(key=lambda one: one.date.toordinal() if one.date else 0, reverse=True)
        return held, {uid: frozenset(uids) for uid, uids in came.items()}


def _newest(days: dict[str, date | None], came: Iterable[str]) -> date | None:
    return max((day for uid in came if (day := days.get(uid)) is not None), default=None)
