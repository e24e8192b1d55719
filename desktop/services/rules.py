"""Which year's rules hold here: a sheet the kelurahan sent, else the one that came with the app."""

from dataclasses import dataclass
from pathlib import Path

from desktop import settings
from desktop.domain.errors import RuleViolation
from desktop.domain.records import Allocation, RuleSheetText
from desktop.domain.rulesheet import RuleSheet, read_rule_sheet
from desktop.services.desk import Desk
from desktop.services.records import RecordService


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownYear:
    """A budget year with rules. `gaps`: what is not known of it, in words for the user."""

    year: int
    name: str
    gaps: tuple[str, ...]


def bundled_years() -> list[KnownYear]:
    """The years whose rule sheets came with the app, oldest first."""
    sheets = [read_rule_sheet(path.read_text("utf-8")) for path in _files().values()]
    return [
        KnownYear(year=sheet.year, name=sheet.name, gaps=sheet.gaps) for sheet in sorted(sheets, key=lambda s: s.year)
    ]


def _files() -> dict[int, Path]:
    folder = settings.resources_dir() / "rulesheets"
    return {int(path.stem): path for path in folder.glob("*.toml") if path.stem.isdigit()}


class RuleService:
    """The rules one desk works by."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)

    def sheet(self, year: int = 0) -> RuleSheet | None:
        """The rule sheet of a budget year (default: the desk's), None when no rules are known ("belum ada aturan")."""
        wanted = year or self._desk.info.year
        sent = self._records.find("k.rule_sheet", area=self._desk.info.office, year=wanted, order="newest", limit=1)
        for record in sent:
            if isinstance(record.data, RuleSheetText):
                try:
                    return read_rule_sheet(record.data.toml)
                except RuleViolation:
                    continue  # a sheet this version cannot read: the bundled one still helps
        path = _files().get(wanted)
        return read_rule_sheet(path.read_text("utf-8")) if path else None

    def allocated(self, area: str = "", year: int = 0) -> int:
        """The ceiling the kelurahan set for an RT, whole rupiah; 0 when it set none."""
        wanted = area or str(self._desk.info.area)
        records = self._records.find(
            "k.allocation", area=self._desk.info.office, year=year or self._desk.info.year, order="newest"
        )
        return next((r.data.ceiling for r in records if isinstance(r.data, Allocation) and r.data.rt == wanted), 0)

    def years(self) -> list[KnownYear]:
        """Every year with rules known here, oldest first."""
        known = {one.year: one for one in bundled_years()}
        for record in self._records.find("k.rule_sheet", area=self._desk.info.office):
            sheet = self.sheet(record.year)
            if sheet is not None:
                known[record.year] = KnownYear(year=record.year, name=sheet.name, gaps=sheet.gaps)
        return [known[year] for year in sorted(known)]
