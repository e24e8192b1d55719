"""The kelurahan makes a year's rule sheet: from another year's or from a file, figure by figure; and publishes it.

Also rule sheets as files: reading, checking, comparing, writing. What holds now is in desktop.services.rules.
"""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import Record, RuleSheetText
from desktop.domain.rulesheet import RuleSheet, SheetProblem, read_rule_sheet, rule_sheet_problems
from desktop.domain.rulesheet_diff import SheetChange, sheet_changes
from desktop.domain.rulesheet_edit import (
    Figure,
    Value,
    copied_sheet,
    figure_problems,
    figures,
    read_through,
    with_figures,
)
from desktop.domain.rulesheet_writer import write_rule_sheet
from desktop.durable import replacing
from desktop.services.desk import Desk
from desktop.services.publications import PublicationService
from desktop.services.records import RecordService
from desktop.services.rules import RuleService, bundled_text, read_sheet, readable

LONGEST_SHEET = 200_000
"""Characters of a rule sheet's text, as its record allows."""

_PIECE = 9_000
"""Letters of one part of a sheet's text; a bundle takes no text of more than 10,000."""


class SheetDraft(Struct, frozen=True, kw_only=True):
    """A rule sheet being written by the kelurahan. `base`: the year it was copied from, 0 = none.

    `figures` are what people alter, in reading order; `was`: where each figure stood in the sheet copied (path →
    article of that year's regulation), to look it up in the new one.
    """

    sheet: RuleSheet
    base: int
    figures: tuple[Figure, ...]
    was: Mapping[str, str]


def sheet_text(source: str) -> str:
    """The text of a rule sheet: of a file, or of a year that came with the app ("2022").

    Raises Trouble: file_unreadable; RuleViolation: rules_no_year (facts: year), rules_too_long.
    """
    if source.isdecimal() and not Path(source).exists():
        text = bundled_text(int(source))
        if not text:
            raise RuleViolation("rules_no_year", "year", {"year": source})
        return text
    try:
        with Path(source).open("rb") as file:  # never more than a sheet can be, whatever was named
            raw = file.read(LONGEST_SHEET * 4 + 1)
    except OSError as problem:
        raise Trouble("file_unreadable", str(problem), {"name": Path(source).name}) from problem
    if len(raw) > LONGEST_SHEET * 4:
        raise RuleViolation("rules_too_long")
    # Notepad puts a mark in front of UTF-8 that is no part of the text.
    return raw.decode("utf-8-sig", errors="replace")


def write_sheet_file(target: Path, toml_text: str) -> None:
    """Write a rule sheet's text to a file, whole or not at all. Raises Trouble: write_failed (facts: name)."""
    try:
        with replacing(target, 0o644) as file:
            file.write(toml_text.encode("utf-8"))
    except OSError as problem:
        raise Trouble("write_failed", str(problem), {"name": target.name}) from problem


def check_text(toml_text: str) -> list[SheetProblem]:
    """Everything that is wrong with a rule sheet's text; [] for one that can be used."""
    if len(toml_text) > LONGEST_SHEET:
        return [SheetProblem(RuleViolation("rules_too_long"), 0)]
    return rule_sheet_problems(toml_text)


def compare(old: str, new: str) -> list[SheetChange]:
    """What changed between two sheets (files or years). Raises as sheet_text and read_rule_sheet."""
    return sheet_changes(read_sheet(sheet_text(old)), read_sheet(sheet_text(new)))


class RuleEditingService:
    """The kelurahan's own sheets."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._rules = RuleService(desk)

    def draft_from(self, year: int, new_year: int = 0) -> SheetDraft:
        """Last year's rules as the beginning of another year's (default: the year after). The regulation must be named
        before it can be saved; articles are left out, since they are another regulation's.

        Raises RuleViolation: rules_no_year (facts: year).
        """
        sheet = self._rules.sheet(year)
        if sheet is None:
            raise RuleViolation("rules_no_year", "year", {"year": year})
        was = {one.path: one.article for one in figures(sheet) if one.article}
        copy = copied_sheet(sheet, new_year or year + 1)
        return SheetDraft(sheet=copy, base=year, figures=figures(copy), was=was)

    def draft_of(self, year: int = 0) -> SheetDraft:
        """The rules in force for a year, to alter them. Raises RuleViolation: rules_no_year (facts: year)."""
        wanted = year or self._desk.info.year
        sheet = self._rules.sheet(wanted)
        if sheet is None:
            raise RuleViolation("rules_no_year", "year", {"year": wanted})
        return SheetDraft(sheet=sheet, base=0, figures=figures(sheet), was={})

    def altered(self, draft: SheetDraft, values: Mapping[str, Value]) -> SheetDraft:
        """The draft with these figures (path → value; None: the year has no such limit) in it.

        Raises RuleViolation as read_rule_sheet, `field` being the figure's path.
        """
        sheet = with_figures(draft.sheet, values)
        return SheetDraft(sheet=sheet, base=draft.base, figures=figures(sheet), was=draft.was)

    def problems(self, draft: SheetDraft, values: Mapping[str, Value]) -> list[RuleViolation]:
        """Everything that would refuse the draft with these figures, `field` being the figure's path; [] for none."""
        return figure_problems(draft.sheet, values)

    def compared(self, draft: SheetDraft) -> SheetDraft:
        """The draft after a person compared all its figures with the year's regulation: they count as read there."""
        sheet = read_through(draft.sheet)
        return SheetDraft(sheet=sheet, base=draft.base, figures=figures(sheet), was=draft.was)

    def own(self, year: int) -> Record | None:
        """The kelurahan's own sheet of a year, as it holds it now; None when it made none."""
        found = self._records.find("k.rule_sheet", area=self._desk.info.office, year=year, order="newest", limit=1)
        return found[0] if found else None

    def versions(self, year: int) -> list[tuple[int, RuleSheet]]:
        """Every state the kelurahan's sheet of a year had and that can be read: when (UTC ms), the rules; newest
        first."""
        record = self.own(year)
        found: list[tuple[int, RuleSheet]] = []
        for version in self._records.history(record.uid) if record else ():
            if isinstance(version.data, RuleSheetText):
                sheet = readable(version.data.text)
                if sheet is not None:
                    found.append((version.at, sheet))
        return found

    def toml(self, draft: SheetDraft) -> str:
        """The draft as a rule sheet's text, to save as a file."""
        return write_rule_sheet(draft.sheet)

    def save_sheet(self, sheet: SheetDraft | str) -> Record:
        """Save a draft, or the text of a sheet, as the kelurahan's rules of its year: from now on it is in force here;
        RTs get it once it is published. The same year's record is altered, its earlier states stay in its history.

        Raises RuleViolation: not_owner, and as read_rule_sheet.
        """
        if self._desk.info.role != "kelurahan":
            raise RuleViolation("not_owner", facts={"type": "k.rule_sheet"})
        text = sheet if isinstance(sheet, str) else write_rule_sheet(sheet.sheet)
        if len(text) > LONGEST_SHEET:
            raise RuleViolation("rules_too_long")
        read = read_rule_sheet(text)
        office = self._desk.info.office
        earlier = self.own(read.year)
        uid = earlier.uid if earlier else ""
        pieces = tuple(text[at : at + _PIECE] for at in range(0, len(text), _PIECE))
        # One piece stands where every version of the app looks; several would be cut short there.
        data = (
            RuleSheetText(name=read.name, toml=text)
            if len(pieces) == 1
            else RuleSheetText(name=read.name, parts=pieces)
        )
        return self._records.save("k.rule_sheet", data, uid=uid, area=office, year=read.year)

    def publish(self, year: int) -> int:
        """Let the saved sheet of a year travel with the next bundles to every RT and Pokmas; how many records were
        published (0: nothing new). Raises RuleViolation: rules_no_year (facts: year)."""
        record = self.own(year)
        if record is None:
            raise RuleViolation("rules_no_year", "year", {"year": year})
        return PublicationService(self._desk).publish([record.uid])
