"""Who holds which post: dated roles, so that old papers keep the names of their day."""

from datetime import date

from msgspec import Struct

from desktop.domain.areas import Role
from desktop.domain.errors import RuleViolation
from desktop.domain.records import Person, Record, RoleHeld
from desktop.domain.typed import tidy
from desktop.services.clock import today
from desktop.services.desk import Desk, new_uid
from desktop.services.records import NewRecord, RecordService

POSITIONS: dict[Role, dict[str, str]] = {
    "rt": {
        "ketua_rt": "Ketua RT",
        "sekretaris_rt": "Sekretaris RT",
        "bendahara_rt": "Bendahara RT",
        "ketua_rw": "Ketua RW",
        "kasi_ekbang": "Kasi Ekbang Pemas",
    },
    "pokmas": {
        "ketua_pokmas": "Ketua Pokmas",
        "sekretaris_pokmas": "Sekretaris Pokmas",
        "bendahara_pokmas": "Bendahara Pokmas",
        "ketua_pelaksana": "Ketua Tim Pelaksana",
        "ketua_pengawas": "Ketua Tim Pengawas",
        "ketua_perencana": "Ketua Tim Perencana",
        "lurah": "Lurah",
        "kasi_ekbang": "Kasi Ekbang Pemas",
        "pendamping": "Pendamping",
    },
    "kelurahan": {
        "lurah": "Lurah",
        "kasi_ekbang": "Kasi Ekbang Pemas",
        "ketua_lpmk": "Ketua LPMK",
        "camat": "Camat",
    },
}
"""The posts each desk knows, by stable key, with what people call them (Perwali 32/2021, Lampiran D–X)."""


class Officer(Struct, frozen=True, kw_only=True):
    """Somebody in a post. `name` "" when nobody is known; `nip` only for civil servants."""

    position: str
    title: str
    name: str = ""
    nip: str = ""
    person: str = ""
    role: str = ""
    since: date | None = None


class OfficerService:
    """The officers a desk knows."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)

    def all(self, on: date | None = None) -> dict[str, Officer]:
        """Who holds each post of this desk on a day (None: now), by position; posts without a name included."""
        own = str(self._desk.info.area)
        people = {r.uid: r.data for r in self._records.find("d.person", area=own) if isinstance(r.data, Person)}
        found = {
            position: Officer(position=position, title=title)
            for position, title in POSITIONS[self._desk.info.role].items()
        }
        for record in sorted(self._records.find("d.role", area=own, order="id"), key=_start):
            held = record.data
            if not isinstance(held, RoleHeld) or held.person not in people or not _holds(held, on):
                continue
            person = people[held.person]
            title = held.title or found.get(held.position, Officer(position="", title=held.position)).title
            found[held.position] = Officer(
                position=held.position,
                title=title,
                name=person.name,
                nip=person.nip,
                person=held.person,
                role=record.uid,
                since=held.since,
            )
        return found

    def name(self, position: str, on: date | None = None) -> str:
        """The name in a post, "" when unknown."""
        officer = self.all(on).get(position)
        return officer.name if officer else ""

    def appoint(self, position: str, name: str, *, nip: str = "", since: date | None = None) -> None:
        """Put a person into a post. The same name is only corrected (its NIP); another ends the earlier term on `since`
        (default: today), so that papers of days before keep the earlier name.

        Raises RuleViolation: name_missing, unknown_position, term_before (facts: name, since).
        """
        if not tidy(name):
            raise RuleViolation("name_missing", position)
        if position not in POSITIONS[self._desk.info.role]:
            raise RuleViolation("unknown_position", position)
        current = self.all().get(position)
        person = Person(name=name.strip(), nip=nip.strip())
        if current is not None and current.person and current.name == person.name:
            self._records.save("d.person", person, uid=current.person)
            return
        changes: list[NewRecord] = []
        if current is not None and current.role:
            since = since or today()
            old = self._records.get(current.role)
            if old is not None and isinstance(old.data, RoleHeld):
                if old.data.since is not None and since < old.data.since:
                    raise RuleViolation("term_before", "since", {"name": current.name, "since": old.data.since})
                ended = RoleHeld(
                    person=old.data.person,
                    position=old.data.position,
                    title=old.data.title,
                    since=old.data.since,
                    until=since,
                    decree=old.data.decree,
                )
                changes.append(NewRecord(type="d.role", data=ended, uid=old.uid))
        uid = new_uid()
        changes.append(NewRecord(type="d.person", data=person, uid=uid))
        changes.append(NewRecord(type="d.role", data=RoleHeld(person=uid, position=position, since=since)))
        self._records.save_all(changes)


def _start(record: Record) -> str:
    return record.data.since.isoformat() if isinstance(record.data, RoleHeld) and record.data.since else ""


def _holds(held: RoleHeld, on: date | None) -> bool:
    if on is None:
        return held.until is None
    return (held.since is None or held.since <= on) and (held.until is None or on < held.until)
