"""The register of residents: as the list shows it, with what needs a look; two entries of one person become one."""

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from desktop.db.files import write_whole
from desktop.documents.list_sheet import build_list_sheet
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.people import comparison_name
from desktop.domain.records import Attendance, Record, Resident
from desktop.domain.residents import age_on, birth_day, marks_of, needs_look
from desktop.services.clock import today
from desktop.services.desk import Desk
from desktop.services.records import NewRecord, RecordService, remove_here, store_here

LISTED = ("Nama", "NIK", "No. KK", "L/P", "Tanggal lahir", "Alamat", "HP", "Jabatan/unsur", "Tanda")
"""Columns of the list written to a spreadsheet; the same names are found again when it is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentRow:
    """One resident as the list shows them. `number`: place by name, from 1. `age` in years, None when unknown.

    `doubts`: sentences about what needs a look. `twins`: uids of entries that may be the same person.
    """

    uid: str
    number: int
    data: Resident
    age: int | None
    marks: tuple[str, ...]
    doubts: tuple[str, ...]
    twins: tuple[str, ...] = ()


class ResidentService:
    """The register of this desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)

    def rows(self) -> list[ResidentRow]:
        """Everybody, by name without titles."""
        people = [(r.uid, r.data) for r in self._found() if isinstance(r.data, Resident)]
        people.sort(key=lambda one: (comparison_name(one[1].name), one[0]))
        niks = Counter(person.nik for _, person in people if person.nik)
        homes: dict[tuple[str, str], list[str]] = {}
        for uid, person in people:
            if person.household:
                homes.setdefault((comparison_name(person.name), person.household), []).append(uid)
        day = today()
        rows = []
        for number, (uid, person) in enumerate(people, 1):
            born = birth_day(person, day)
            same = homes.get((comparison_name(person.name), person.household), [])
            rows.append(
                ResidentRow(
                    uid=uid,
                    number=number,
                    data=person,
                    age=age_on(born, day) if born else None,
                    marks=marks_of(person, day),
                    doubts=_doubts(person, niks[person.nik] if person.nik else 0, len(same)),
                    twins=tuple(other for other in same if other != uid),
                )
            )
        return rows

    def _found(self) -> list[Record]:
        return self._records.find("d.resident", area=str(self._desk.info.area), order="id")

    def merge(self, keep: str, other: str) -> tuple[Resident, Resident]:
        """Put two entries of one person together: `keep` gets what it lacks from `other`, which goes into the trash.

        Attendance of the other is theirs from now on. Returns both as they were, for undoing. Raises RuleViolation:
        record_missing, and as RecordService.save.
        """
        first, second = self._person(keep), self._person(other)
        taken = {
            name: getattr(second, name)
            for name in ("nik", "household", "gender", "born", "address", "phone", "role", "tags")
            if not getattr(first, name) and getattr(second, name)
        }
        merged = replace(first, **taken)
        if merged.nik and not needs_look(merged):
            merged = replace(merged, problem="")
        changes = [NewRecord(type="d.resident", data=merged, uid=keep)]
        for record in self._records.find("d.attendance", area=str(self._desk.info.area)):
            if isinstance(record.data, Attendance) and record.data.resident == other:
                data = replace(record.data, resident=keep)
                changes.append(NewRecord(type="d.attendance", data=data, uid=record.uid))
        with self._desk.sessions.begin() as session:
            try:
                store_here(session, self._desk, changes)
            except RuleViolation as problem:  # before anything was written
                if problem.code != "locked":
                    raise
                # Attendance that was handed in stays as it is: it holds its own copy of the name.
                store_here(session, self._desk, changes[:1])
            remove_here(session, self._desk, [other])
        self._desk.changed({change.type for change in changes})
        return first, second

    def export(self, target: Path) -> int:
        """Write the register to an XLSX file, whole or not at all; returns how many people. Raises Trouble:
        write_failed."""
        rows = self.rows()
        out = io.BytesIO()
        build_list_sheet("Warga", LISTED, [_cells(row.data) for row in rows], out)
        write_whole(target, out.getvalue())
        return len(rows)

    def _person(self, uid: str) -> Resident:
        record = self._records.get(uid)
        if record is None or not isinstance(record.data, Resident):
            raise RuleViolation("record_missing", facts={"uid": uid})
        return record.data


def _doubts(person: Resident, bearers: int, alike: int) -> tuple[str, ...]:
    found = [sentence(code) for code in needs_look(person)]
    if person.problem:
        found.append(person.problem)
    if bearers > 1:
        found.append(sentence("nik_shared"))
    if alike > 1:
        found.append(sentence("resident_twice"))
    return tuple(dict.fromkeys(found))


def _cells(person: Resident) -> Sequence[str]:
    return (
        person.name,
        person.nik,
        person.household,
        person.gender,
        format_day(person.born) if person.born else "",
        person.address,
        person.phone,
        person.role,
        ", ".join(person.tags),
    )
