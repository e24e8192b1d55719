"""What a check says: one finding with its words, and what findings come to together.

A finding never stops saving. `level` says what it does on submitting: `block` and `letter` hold it back (a letter:
until the statement letter D or E is there), `warn` lets it through with a reason. `when` is `always` for what is wrong
already while typing, `submit` for what only matters on handing in.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from desktop.domain.rulesheet_model import Level
from desktop.domain.typed import tidy

When = Literal["always", "submit"]


class CheckResult(msgspec.Struct, frozen=True, kw_only=True):
    """One finding. `subject`: uid of the record it is about, "" for the RT's year as a whole.

    `field`: the record's field at fault, "" if none. `message`: what is the matter, with its source; `action`: what to
    do; both Indonesian and final. `letter`: the statement letter that settles it. `facts`: the values behind the words
    (whole rupiah; hundredths of a percent).
    """

    rule: str
    level: Level
    when: When
    message: str
    action: str
    subject: str = ""
    sector: str = ""
    field: str = ""
    letter: Literal["", "D", "E"] = ""
    facts: Mapping[str, object] = msgspec.field(default_factory=dict)


class NeededLetter(msgspec.Struct, frozen=True, kw_only=True):
    """What a statement letter must say: for E the bidang not proposed and those outside the share (`joint` too)."""

    letter: Literal["D", "E"]
    missing: tuple[str, ...] = ()
    below: tuple[str, ...] = ()


def holds_submission(results: Iterable[CheckResult]) -> bool:
    """Whether one of the findings keeps these records from being submitted."""
    return any(result.level in {"block", "letter"} for result in results)


def needed_letters(results: Iterable[CheckResult]) -> tuple[NeededLetter, ...]:
    """The letters these findings ask for, D before E, at most one of each.

    Findings already settled by a letter are not among the results; for the full wording of a new letter, give the
    results of check_proposals without statements.
    """
    asked = [result for result in results if result.letter]
    letters: list[NeededLetter] = []
    if any(result.letter == "D" for result in asked):
        letters.append(NeededLetter(letter="D"))
    missing = _names(result for result in asked if result.letter == "E" and result.facts.get("part") == "missing")
    below = _names(result for result in asked if result.letter == "E" and result.facts.get("part") == "below")
    if missing or below:
        letters.append(NeededLetter(letter="E", missing=missing, below=below))
    return tuple(letters)


def _names(results: Iterable[CheckResult]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(result.facts["name"]) for result in results))


def clip(text: str, most: int = 60) -> str:
    """A title or description short enough to stand inside a sentence."""
    clean = tidy(text)
    return clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"


def named(title: str) -> str:
    """`Usulan “Paving gang”`, or `Usulan ini` for one without a title: the start of a sentence."""
    return f"Usulan “{clip(title)}”" if title.strip() else "Usulan ini"
