"""Which year's rules hold here: a sheet the kelurahan sent, else the one that came with the app.

How the kelurahan makes one is in desktop.services.rule_editing.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import settings
from desktop.db.models import RecordRow
from desktop.domain.errors import RuleViolation
from desktop.domain.messages import explain
from desktop.domain.records import Allocation, RuleSheetText
from desktop.domain.rulesheet import RuleSheet, read_rule_sheet
from desktop.services.desk import Desk
from desktop.services.records import RecordService, as_record

read_sheet = lru_cache(maxsize=32)(read_rule_sheet)
"""Sheets are asked for at every key that is typed; the same text is the same sheet."""


class KnownYear(Struct, frozen=True, kw_only=True):
    """A budget year with rules. `gaps`: what is not known of it, in words for the user."""

    year: int
    name: str
    gaps: tuple[str, ...]


def bundled_years() -> list[KnownYear]:
    """The years whose rule sheets came with the app, oldest first."""
    sheets = [read_sheet(path.read_text("utf-8")) for path in _files().values()]
    return [
        KnownYear(year=sheet.year, name=sheet.name, gaps=sheet.gaps) for sheet in sorted(sheets, key=lambda s: s.year)
    ]


def bundled_sheet(year: int) -> RuleSheet | None:
    """The rules of a year that came with the app, None when none did."""
    text = bundled_text(year)
    return read_sheet(text) if text else None


def _files() -> dict[int, Path]:
    folder = settings.resources_dir() / "rulesheets"
    return {int(path.stem): path for path in folder.glob("*.toml") if path.stem.isdigit()}


def bundled_text(year: int) -> str:
    """The text of the rule sheet of a year that came with the app, "" when none did."""
    path = _files().get(year)
    return path.read_text("utf-8") if path else ""


def digest_of(toml_text: str) -> str:
    """What a decision keeps of the sheet it was made under: SHA-256 of its text, hex; "" for no text."""
    return hashlib.sha256(toml_text.encode("utf-8")).hexdigest() if toml_text else ""


def digest_here(session: Session, desk: Desk, year: int) -> str:
    """The digest of the rule sheet in force for a year, within a transaction; "" when no rules are known."""
    for text in _sent(session, desk, year):
        if readable(text) is not None:
            return digest_of(text)
    return digest_of(bundled_text(year))


def _sent(session: Session, desk: Desk, year: int) -> list[str]:
    """Sheets of the kelurahan for a year, newest first."""
    query = (
        select(RecordRow)
        .where(
            RecordRow.type == "k.rule_sheet",
            RecordRow.area == desk.info.office,
            RecordRow.year == year,
            RecordRow.removed.is_(False),
        )
        .order_by(RecordRow.id.desc())
    )
    found = [as_record(row).data for row in session.scalars(query)]
    return [data.text for data in found if isinstance(data, RuleSheetText)]


def readable(toml_text: str) -> RuleSheet | None:
    """The rules of a text, None when this version cannot read it."""
    try:
        return read_sheet(toml_text)
    except RuleViolation:
        return None


class RuleService:
    """The rules one desk works by."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)

    def sheet(self, year: int = 0) -> RuleSheet | None:
        """The rule sheet of a budget year (default: the desk's), None when no rules are known ("belum ada aturan")."""
        text = self._text(year or self._desk.info.year)
        return read_sheet(text) if text else None

    def _text(self, year: int) -> str:
        with self._desk.sessions() as session:
            sent = _sent(session, self._desk, year)
        # A sheet this version cannot read: an older one, or the one that came along, still helps (see `unreadable`).
        return next((text for text in sent if readable(text) is not None), "") or bundled_text(year)

    def unreadable(self, year: int = 0) -> str:
        """Why the newest sheet the kelurahan sent for a year is not used here, a sentence; "" when it is, or none
        came."""
        with self._desk.sessions() as session:
            sent = _sent(session, self._desk, year or self._desk.info.year)
        try:
            if sent:
                read_sheet(sent[0])
        except RuleViolation as problem:
            return explain(problem)
        return ""

    def digest(self, year: int = 0) -> str:
        """What decisions of now keep of the sheet in force: its digest, "" when no rules are known."""
        return digest_of(self._text(year or self._desk.info.year))

    def made_under(self, digest: str) -> RuleSheet | None:
        """The sheet a decision was made under, by the digest it keeps: any version sent, or one that came with the app.
        None when this computer does not hold it."""
        for record in self._records.find("k.rule_sheet", area=self._desk.info.office):
            for version in self._records.history(record.uid):
                if isinstance(version.data, RuleSheetText) and digest_of(version.data.text) == digest:
                    return readable(version.data.text)
        texts = (path.read_text("utf-8") for path in _files().values())
        return next((read_sheet(text) for text in texts if digest_of(text) == digest), None)

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
