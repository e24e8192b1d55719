"""Who was planned for a training and who came instead: the places of a training, and the changes between them.

Somebody planned who did not come has an attendance entry without sessions; who came in their place names that entry in
`replaces`, with the reason. Rules ours: no form or article prescribes them.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from desktop.domain.records import Attendance


class Place(Struct, frozen=True):
    """One place of a training. `planned`: whose it was first; `stand_ins`: those who took it, one after the other."""

    planned: Attendance
    stand_ins: tuple[Attendance, ...] = ()

    def present(self, session: int) -> Attendance | None:
        """Who of them came to a session (1 …), None while nobody is marked."""
        return next((one for one in (self.planned, *self.stand_ins) if session in one.sessions), None)

    def stand_in(self, session: int) -> Attendance | None:
        """Who came to a session in place of the one planned, None when that one came or nobody did."""
        came = self.present(session)
        return None if came is self.planned else came


class Change(Struct, frozen=True):
    """One exchange of participants: `after` came for `before`; the reason stands in `after`."""

    before: Attendance
    after: Attendance


def places_of(people: Mapping[str, Attendance]) -> tuple[Place, ...]:
    """The places of a training from its attendance entries (uid → entry, in order of the list).

    Who replaces nobody on the list has a place of their own, and so have entries that replace each other in a circle.
    """
    takers: dict[str, list[str]] = {}
    for uid, one in people.items():
        if one.replaces in people and one.replaces != uid:
            takers.setdefault(one.replaces, []).append(uid)
    taken = {uid for found in takers.values() for uid in found}
    placed: set[str] = set()
    places: list[Place] = []
    for uid in [*(uid for uid in people if uid not in taken), *people]:
        if uid not in placed:
            chain = _chain(uid, takers, placed)
            places.append(Place(people[uid], tuple(people[one] for one in chain[1:])))
    return tuple(places)


def _chain(first: str, takers: Mapping[str, Sequence[str]], placed: set[str]) -> list[str]:
    """Everybody who came for the first one, or for one of those, in order; marks them as placed."""
    chain, at = [first], 0
    placed.add(first)
    while at < len(chain):
        for uid in takers.get(chain[at], ()):
            if uid not in placed:
                placed.add(uid)
                chain.append(uid)
        at += 1
    return chain


def changes_of(people: Mapping[str, Attendance]) -> tuple[Change, ...]:
    """Every exchange of participants, in the order of the list (uid → entry)."""
    return tuple(
        Change(people[one.replaces], one)
        for uid, one in people.items()
        if one.replaces in people and one.replaces != uid
    )
