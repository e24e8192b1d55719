"""The register of residents as lists ask for it again and again: whoever did not change is not read anew."""

from datetime import date

from msgspec import Struct
from sqlalchemy import func, select

from desktop.db.revisions import RECORDS, VERSIONS
from desktop.domain.record_types import decoder_of
from desktop.domain.records import Resident
from desktop.domain.residents import age_on, birth_day, marks_of, needs_look
from desktop.services.clock import today
from desktop.services.desk import Desk
from desktop.services.roll_call import same_name

_ASKED = 400
"""Residents read by one query."""


class Entry(Struct, frozen=True):
    """One resident with what lists say of them. `key`: the name as it is compared. `age` in full years, None when the
    day of birth is unknown. `codes`: of what is doubtful in the numbers (desktop.domain.residents.needs_look)."""

    uid: str
    data: Resident
    key: str
    age: int | None
    marks: tuple[str, ...]
    codes: tuple[str, ...]


class Register:
    """Keeps what was read; asks the database each time whether it still holds. For one thread at a time."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._day = today()
        self._held: dict[str, tuple[str, Entry]] = {}  # uid → hash of the value, entry
        self._newest: int | None = None
        self._listed: tuple[Entry, ...] = ()

    def people(self) -> tuple[Entry, ...]:
        """Everybody, by name without titles. The same tuple as long as nothing changed."""
        day = today()
        if day != self._day:
            self._day, self._held = day, {}  # ages
        held, known = self._held, RECORDS.c
        with self._desk.sessions() as session:
            newest = session.scalar(select(func.max(VERSIONS.c.id)))  # whatever is written gets a version
            if held and newest == self._newest:
                return self._listed
            self._newest = newest
            those = (known.type == "d.resident", known.area == str(self._desk.info.area), known.removed.is_(False))
            now = {
                str(uid): str(value)
                for uid, value in session.execute(select(known.uid, known.value_hash).where(*those))
            }
            new = [uid for uid, value in now.items() if uid not in held or held[uid][0] != value]
            if not new and len(now) == len(held):
                return self._listed
            read = decoder_of("d.resident").decode
            found = {uid: one for uid, one in held.items() if uid in now}
            for start in range(0, len(new), _ASKED):
                asked = select(known.uid, known.value_hash, known.data).where(
                    *those, known.uid.in_(new[start : start + _ASKED])
                )
                for uid, value, data in session.execute(asked):
                    person = read(data)
                    if isinstance(person, Resident):
                        found[uid] = (value, _entry(uid, person, day))
        self._held = found
        self._listed = tuple(sorted((one for _, one in found.values()), key=lambda one: (one.key, one.uid)))
        return self._listed


def _entry(uid: str, person: Resident, day: date) -> Entry:
    born = birth_day(person, day)
    return Entry(
        uid=uid,
        data=person,
        key=same_name(person.name),
        age=age_on(born, day) if born else None,
        marks=marks_of(person, day),
        codes=needs_look(person),
    )
