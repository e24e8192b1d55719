"""Find people by what somebody types or pastes: a few letters, or a list of names against the register.

Titles are ignored (desktop.domain.people.comparison_name). Nobody is picked among namesakes: that is for a person.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from rapidfuzz import fuzz

from desktop.domain.people import comparison_name
from desktop.domain.typed import tidy

ALIKE: Final = 78
"""Percent of likeness from which a name is offered as "mirip" (ours)."""
OFFERED: Final = 6
"""How many names are offered at most."""
_FROM_LETTERS: Final = 4
"""So many letters must be typed before names that are only alike are offered."""

# Short forms and spellings of the most common first names, for likeness only: never taken for the same name by itself.
_SPELLINGS: Final = {
    **dict.fromkeys(("moch", "moh", "mochamad", "mochammad", "mohamad", "mohammad", "muh", "muhamad"), "muhammad"),
    **dict.fromkeys(("akhmad", "achmad", "ahmat"), "ahmad"),
    **dict.fromkeys(("abd", "abdl"), "abdul"),
    **dict.fromkeys(("st", "sitti"), "siti"),
}


same_name = lru_cache(maxsize=8192)(comparison_name)
"""The name as it is compared, kept: a register is searched at every letter."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who can be found. `here`: marked as present already."""

    uid: str
    name: str
    here: bool = False

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return same_name(self.name)


@dataclass(frozen=True, slots=True)
class Matched:
    """One name of a pasted list. `kind`: same (one person, sure), similar (to be chosen among `choices`), new (nobody),
    here (present already), twice (stands further up in the list). `choices`: uids, best first.
    """

    typed: str
    kind: Literal["same", "similar", "new", "here", "twice"]
    choices: tuple[str, ...] = ()


class RollCall:
    """The people of a register, ready to be searched."""

    def __init__(self, people: Iterable[Known]) -> None:
        self._people = list(people)
        self._keys = {person.uid: person.key for person in self._people}
        self._folded = {uid: _fold(key) for uid, key in self._keys.items()}
        self._count = Counter(self._keys.values())
        self._by_key: dict[str, list[Known]] = {}
        for person in self._people:
            self._by_key.setdefault(self._keys[person.uid], []).append(person)

    def namesakes(self, uid: str) -> int:
        """How many people bear this person's name, the person included."""
        return self._count[self._keys.get(uid, "")]

    def best(self, typed: str, limit: int = OFFERED) -> list[str]:
        """The people a few letters may mean, best first.

        First comes the very name, then names that hold the letters (at their beginning, at a word's beginning,
        elsewhere; those not present yet before the others), last names that are only alike. So somebody else is never
        offered before the person whose whole name was typed, present or not.
        """
        wanted = _typed_key(typed)
        if not wanted:
            return []
        ranked = [(rank, person) for person in self._people if (rank := self._rank(wanted, person.uid)) is not None]
        ranked.sort(key=lambda one: (_sure(one[0]), one[1].here, one[0], self._keys[one[1].uid]))
        return [person.uid for _, person in ranked[:limit]]

    def _rank(self, wanted: str, uid: str) -> float | None:
        key = self._keys[uid]
        if key == wanted:
            return 0
        if key.startswith(wanted):
            return 1
        if _begins_words(wanted.split(), key.split()):
            return 2
        if wanted in key:
            return 3
        if len(wanted) >= _FROM_LETTERS:
            begins = fuzz.ratio(wanted, key[: len(wanted)])
            holds = max(fuzz.partial_ratio(wanted, key), _likeness(_fold(wanted), self._folded[uid]))
            if max(begins, holds) >= ALIKE:
                return 200 - begins - holds / 2
        return None

    def match(self, names: Sequence[str]) -> list[Matched]:
        """A pasted list against the register, in its order; empty lines are left out."""
        found: list[Matched] = []
        used: set[str] = set()
        for name in names:
            typed = tidy(name)
            if typed:
                one = self._match(typed, used)
                if one.kind == "same":
                    used.add(one.choices[0])
                found.append(one)
        return found

    def _match(self, typed: str, used: set[str]) -> Matched:
        key = comparison_name(typed)
        same = self._by_key.get(key, [])
        if len(same) == 1:
            (person,) = same
            kind: Literal["here", "twice", "same"] = (
                "here" if person.here else "twice" if person.uid in used else "same"
            )
            return Matched(typed, kind, (person.uid,))
        if same:
            absent = [person.uid for person in same if not person.here]
            return Matched(typed, "similar", tuple(absent)) if absent else Matched(typed, "here", (same[0].uid,))
        folded = _fold(key)
        scores = {
            person.uid: _likeness(folded, self._folded[person.uid])
            for person in self._people
            if not person.here and person.uid not in used
        }
        alike = sorted((uid for uid, score in scores.items() if score >= ALIKE), key=lambda uid: -scores[uid])
        return Matched(typed, "similar" if alike else "new", tuple(alike[:OFFERED]))


def _sure(rank: float) -> int:
    """0 the very name, 1 a name that holds the letters, 2 one that is alike."""
    return 0 if rank == 0 else 1 if rank <= 3 else 2


def _typed_key(typed: str) -> str:
    """What is being typed, compared: a title may be all there is so far ("ibu"), and is then taken as letters."""
    return comparison_name(typed) if tidy(typed) else ""


def _fold(key: str) -> str:
    return " ".join(_SPELLINGS.get(word, word) for word in key.split())


def _likeness(one: str, other: str) -> float:
    """Percent. A part of a name ("Slamet", "Joko W") is like the whole."""
    score = fuzz.token_sort_ratio(one, other)
    few, many = sorted((one.split(), other.split()), key=len)
    return max(score, 90.0) if few and _begins_words(few, many) else score


def _begins_words(letters: Sequence[str], words: Sequence[str]) -> bool:
    """Whether each group of letters begins a word of its own, in order."""
    rest = iter(words)
    return all(any(word.startswith(group) for word in rest) for group in letters)
