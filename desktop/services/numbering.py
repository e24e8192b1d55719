"""How letters are numbered here: as the program does it, or after a pattern of the desk's own, one per kind of paper.

The short code of a paper (`BA-26-0304-1-007`) stays whatever the pattern: it stands beside the QR and finds the paper
again. The pattern only says what is printed as its number; its running number is the code's.
"""

from datetime import date

from desktop.domain.number_template import NumberFacts, check_template, fill_template
from desktop.domain.papers import PAPER_KINDS, PaperKind
from desktop.services.clock import today
from desktop.services.desk import Desk
from desktop.services.issued import issued_papers
from desktop.services.places import place_of

_PATTERN, _GIVEN = "number_template:", "letter_number:"
"""Settings: the pattern by kind of paper; the number a letter got, by its short code."""

_BY_CODE_ONLY = frozenset({"receipt"})
"""Receipts are found by their number in books and on bills, so it stays the short code."""


class NumberingService:
    """The numbers of one desk's letters."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def kinds(self) -> list[PaperKind]:
        """The papers of this desk whose number may follow a pattern."""
        role = self._desk.info.role
        return [
            kind
            for kind in PAPER_KINDS.values()
            if role in kind.roles and kind.number and kind.key not in _BY_CODE_ONLY
        ]

    def template(self, kind: str) -> str:
        """The pattern of a kind of paper, "" = numbered by the program."""
        return self._desk.setting(_PATTERN + kind) if kind not in _BY_CODE_ONLY else ""

    def set_template(self, kind: str, pattern: str) -> str:
        """Number letters of a kind after this pattern from now on ("": by the program again); returns it tidied.

        Letters that were printed keep their number. Raises RuleViolation as check_template.
        """
        clean = check_template(pattern)
        self._desk.remember(**{_PATTERN + kind: clean})
        return clean

    def example(self, kind: str, pattern: str, on: date | None = None) -> str:
        """What the next letter's number would look like, with 1 as running number. Raises as check_template."""
        spec = PAPER_KINDS[kind]
        if not pattern.strip():
            return self._code(spec, 1)
        return fill_template(pattern, self._facts(spec, 1, on or today()))

    def letter_number(self, spec: PaperKind, code: str, of: str, on: date) -> str:
        """The number printed on a letter, given once: what it was first printed with it keeps."""
        given = self._desk.setting(_GIVEN + code)
        if given:
            return given
        pattern = self.template(spec.key)
        if not pattern or issued_papers(self._desk, of, spec.key):
            return code
        number = fill_template(pattern, self._facts(spec, int(code.rpartition("-")[2]), on))
        self._desk.remember(**{_GIVEN + code: number})
        return number

    def _code(self, spec: PaperKind, running: int) -> str:
        digit = self._desk.setting("digit") or "1"
        return f"{spec.number}-{self._desk.info.year % 100:02d}-{self._desk.info.area.desk}-{digit}-{running:03d}"

    def _facts(self, spec: PaperKind, running: int, on: date) -> NumberFacts:
        area = self._desk.info.area
        return NumberFacts(
            running=running,
            day=on,
            year=self._desk.info.year,
            rt=area.rt,
            rw=area.rw,
            group=area.group,
            kelurahan=place_of(self._desk.info.office).kelurahan,
            code=spec.number,
            computer=int(self._desk.setting("digit") or "1"),
        )
