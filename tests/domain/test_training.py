"""Places of a training: who was planned, who came to which session, and what changed."""

from typing import Any

from desktop.domain.records import Attendance
from desktop.domain.training import changes_of, places_of
from tests.domain.examples import uid


def person(name: str, *sessions: int, **more: Any) -> Attendance:
    return Attendance(meeting=uid(1), name=name, sessions=sessions, **more)


def test_a_stand_in_sits_on_the_place_of_the_one_who_stayed_away() -> None:
    people = {
        uid(2): person("Ani", 1),
        uid(3): person("Budi", 1, 2),
        uid(4): person("Cici", 2, replaces=uid(2), reason="sakit"),
    }
    first, second = places_of(people)
    assert [one.name for one in (first.planned, *first.stand_ins)] == ["Ani", "Cici"]
    assert (first.present(1), first.stand_in(1)) == (people[uid(2)], None)
    assert (first.present(2), first.stand_in(2)) == (people[uid(4)], people[uid(4)])
    assert first.present(3) is None
    assert first.stand_in(3) is None
    assert (second.planned.name, second.stand_ins) == ("Budi", ())
    assert [(one.before.name, one.after.name, one.after.reason) for one in changes_of(people)] == [
        ("Ani", "Cici", "sakit")
    ]


def test_a_stand_in_of_a_stand_in_sits_on_the_same_place() -> None:
    people = {
        uid(4): person("Cici", 3, replaces=uid(3)),
        uid(2): person("Ani"),
        uid(3): person("Budi", 2, replaces=uid(2)),
    }
    (place,) = places_of(people)
    assert [one.name for one in (place.planned, *place.stand_ins)] == ["Ani", "Budi", "Cici"]
    assert len(changes_of(people)) == 2


def test_nobody_is_lost_to_wrong_links() -> None:
    circle = {
        uid(2): person("Ani", 1, replaces=uid(3)),
        uid(3): person("Budi", 1, replaces=uid(2)),
        uid(4): person("Cici", 1, replaces=uid(4)),
        uid(5): person("Didi", 1, replaces=uid(99)),
    }
    places = places_of(circle)
    names = [one.name for place in places for one in (place.planned, *place.stand_ins)]
    assert sorted(names) == ["Ani", "Budi", "Cici", "Didi"]
    assert [one.after.name for one in changes_of(circle)] == ["Ani", "Budi"]
