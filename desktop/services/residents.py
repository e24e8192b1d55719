"""The register of residents: as the list shows it, with what needs a look; two entries of one person become one."""

import io
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from desktop.db.files import write_whole
from desktop.documents.list_sheet import build_list_sheet
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.records import Attendance, Resident
from desktop.domain.residents import needs_look
from desktop.services.desk import Desk
from desktop.services.locks import frozen_uids
from desktop.services.records import NewRecord, RecordService, remove_here, restore_here, store_here
from desktop.services.register import Entry, Register
from desktop.services.take_people import OWN_LIST

MERGED = ("name", "nik", "household", "gender", "born", "address", "phone", "role", "tags")
"""Fields that two entries of one person may differ in."""


class ResidentRow(Struct, frozen=True, kw_only=True):
    """One resident as the list shows them. `number`: place by name, from 1. `age` in years, None when unknown.

    `doubts`: sentences about what needs a look. `twins`: uids of entries that may be the same person: those of the
    same name and KK, and those of the same NIK.
    """

    uid: str
    number: int
    data: Resident
    age: int | None
    marks: tuple[str, ...]
    doubts: tuple[str, ...]
    twins: tuple[str, ...] = ()


class Merged(Struct, frozen=True, kw_only=True):
    """Two entries that became one, for undoing: both as they were, and the attendance that went over as it was.
    `gone`: uids of attendance entries that stood twice on one list."""

    keep: str
    other: str
    before: Resident
    left: Resident
    attendance: tuple[tuple[str, Attendance], ...] = ()
    gone: tuple[str, ...] = ()


class ResidentService:
    """The register of this desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._register = Register(desk)
        self._shown: tuple[tuple[Entry, ...], list[ResidentRow]] = ((), [])

    def rows(self) -> list[ResidentRow]:
        """Everybody, by name without titles."""
        people, rows = self._register.people(), self._shown[1]
        if people is not self._shown[0]:
            rows = _rows(people)
            self._shown = (people, rows)
        return list(rows)

    def merge(self, keep: str, other: str, data: Resident | None = None) -> Merged:
        """Put two entries of one person together: `keep` becomes `data` (default: it gets what it lacks from `other`),
        the other goes into the trash.

        Attendance of the other is theirs from now on; where both stand on one list, they stand there once. What was
        handed in stays as it is: it holds its own copy of the name. Returns both as they were, for `part`. Raises
        RuleViolation: record_missing, and as RecordService.save.
        """
        first, second = self._person(keep), self._person(other)
        changes = [NewRecord(type="d.resident", data=data or joined(first, second), uid=keep)]
        with self._desk.sessions.begin() as session:
            moved, gone = self._attendance_over(keep, other, frozen_uids(session, str(self._desk.info.area)))
            changes += [NewRecord(type="d.attendance", data=new, uid=uid) for uid, _, new in moved]
            store_here(session, self._desk, changes)
            remove_here(session, self._desk, [*gone, other])
        self._desk.changed({"d.resident", "d.attendance"})
        was = tuple((uid, old) for uid, old, _ in moved)
        return Merged(keep=keep, other=other, before=first, left=second, attendance=was, gone=tuple(gone))

    def part(self, merged: Merged) -> None:
        """Undo `merge`: two entries again, and each its own attendance. Raises as RecordService.save and restore."""
        back = [NewRecord(type="d.resident", data=merged.before, uid=merged.keep)]
        back += [NewRecord(type="d.attendance", data=data, uid=uid) for uid, data in merged.attendance]
        with self._desk.sessions.begin() as session:
            restore_here(session, self._desk, [merged.other, *merged.gone])
            store_here(session, self._desk, back)
        self._desk.changed({"d.resident", "d.attendance"})

    def _attendance_over(
        self, keep: str, other: str, frozen: Collection[str]
    ) -> tuple[list[tuple[str, Attendance, Attendance]], list[str]]:
        """What becomes of the other's attendance: (uid, as it was, as it will be), and what is there twice."""
        marks = [
            (record.uid, record.data)
            for record in self._records.find("d.attendance", area=str(self._desk.info.area))
            if isinstance(record.data, Attendance)
            and record.data.resident in (keep, other)
            and record.uid not in frozen
            and record.state != "published"
        ]
        own = {mark.meeting: (uid, mark) for uid, mark in marks if mark.resident == keep}
        changes: list[tuple[str, Attendance, Attendance]] = []
        gone: list[str] = []
        for uid, mark in marks:
            if mark.resident != other:
                continue
            there = own.get(mark.meeting)
            if there is None:
                changes.append((uid, mark, replace(mark, resident=keep)))
                continue
            gone.append(uid)
            both = tuple(sorted({*there[1].sessions, *mark.sessions}))
            if both != there[1].sessions:
                changes.append((there[0], there[1], replace(there[1], sessions=both)))
        return changes, gone

    def export(self, target: Path) -> int:
        """Write the register to an XLSX file, whole or not at all; returns how many people. Raises Trouble:
        write_failed."""
        rows = self.rows()
        out = io.BytesIO()
        build_list_sheet("Warga", OWN_LIST, [_cells(row.data) for row in rows], out)
        write_whole(target, out.getvalue())
        return len(rows)

    def _person(self, uid: str) -> Resident:
        record = self._records.get(uid)
        if record is None or not isinstance(record.data, Resident):
            raise RuleViolation("record_missing", facts={"uid": uid})
        return record.data


def joined(first: Resident, second: Resident) -> Resident:
    """The first entry with what it lacks from the second; without its problem once the NIK is in order."""
    taken = {name: getattr(second, name) for name in MERGED if not getattr(first, name) and getattr(second, name)}
    merged = replace(first, **taken)
    return replace(merged, problem="") if merged.nik and not needs_look(merged) else merged


def _rows(people: Sequence[Entry]) -> list[ResidentRow]:
    niks = Counter(one.data.nik for one in people if one.data.nik)
    shared: dict[str, list[str]] = {}
    homes: dict[tuple[str, str], list[str]] = {}
    for one in people:
        if niks[one.data.nik] > 1:
            shared.setdefault(one.data.nik, []).append(one.uid)
        if one.data.household:
            homes.setdefault((one.key, one.data.household), []).append(one.uid)
    rows = []
    for number, one in enumerate(people, 1):
        same = homes.get((one.key, one.data.household), ())
        bearers = shared.get(one.data.nik, ())
        rows.append(
            ResidentRow(
                uid=one.uid,
                number=number,
                data=one.data,
                age=one.age,
                marks=one.marks,
                doubts=_doubts(one, len(bearers), len(same)),
                twins=tuple(dict.fromkeys(uid for uid in (*same, *bearers) if uid != one.uid)),
            )
        )
    return rows


def _doubts(one: Entry, bearers: int, alike: int) -> tuple[str, ...]:
    if not one.codes and not one.data.problem and bearers < 2 and alike < 2:
        return ()
    found = [sentence(code) for code in one.codes]
    if one.data.problem:
        found.append(one.data.problem)
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
