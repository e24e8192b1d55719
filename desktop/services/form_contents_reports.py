"""Records → what the reports say: the teams' (forms U, V), the RT's (BB, CC), the kelurahan's (DD)."""

import re
from collections.abc import Callable
from typing import Any, BinaryIO

from desktop.documents import semester as semester_papers
from desktop.documents import team_reports as team_papers
from desktop.documents import use as use_papers
from desktop.documents.layout import PaperSize
from desktop.domain.errors import RuleViolation
from desktop.domain.forms import DEFINITIONS
from desktop.domain.records import MONEY_LIMIT, OfficeReport, ResponsibilityLetter, Signer, TeamReport, UseReport
from desktop.domain.reporting import completed, quarter_rows
from desktop.services.ledgers import Ledgers
from desktop.services.paper_source import Source
from desktop.services.semester import counted_semester

Builder = Callable[[Any, BinaryIO, PaperSize], int]

_QUANTITY = re.compile(r"(\d{1,9}(\.\d{1,3})?)?", re.ASCII)


def signed_in(source: Source, form: str, key: str, signers: tuple[Signer, ...], post: str = "") -> Signer:
    """Who signs a form in one place: the record's signer there; where no position in the record is a place of the form,
    the one at the same turn; else who holds the post now (`post`, by default the place's key)."""
    definition = DEFINITIONS[form]
    there = definition.signed_by(key, signers)
    if there:
        return there[0]
    titles = [place.title for place in definition.signers]
    turn = next(at for at, place in enumerate(definition.signers) if place.key == key)
    if turn < len(signers) and not any(one.position in titles for one in signers):
        return signers[turn]
    return source.signer(post or key)


# --- the teams ---------------------------------------------------------------------------------------------------


def _team_report(source: Source, form: str) -> team_papers.TeamReportContent:
    """Form U or V; what the report leaves out is counted from contract, receipts and progress."""
    report: TeamReport = source.data(TeamReport)
    key, place = ("team_report", "ketua_pelaksana") if form == "U" else ("supervision_report", "ketua_pengawas")
    if report.form != form:
        raise RuleViolation("paper_other_record", "uid", {"title": DEFINITIONS[key].title})
    ledger = Ledgers(source.desk).read(source.area)
    counted = quarter_rows(ledger, source.year, report.quarter, report.contract)
    return team_papers.TeamReportContent(
        place=source.place,
        identity=source.identity,
        report=completed(report, counted),
        year=source.year,
        leader=signed_in(source, key, place, report.signers),
    )


# --- the RT ------------------------------------------------------------------------------------------------------


def _use_report(source: Source) -> use_papers.UseReportContent:
    report: UseReport = source.data(UseReport)
    return use_papers.UseReportContent(
        place=source.place,
        identity=source.identity,
        year=source.year,
        date=report.date,
        rows=report.rows,
        chair=signed_in(source, "use_report", "ketua_rt", report.signers),
    )


def _responsibility(source: Source) -> use_papers.ResponsibilityContent:
    letter: ResponsibilityLetter = source.data(ResponsibilityLetter)
    return use_papers.ResponsibilityContent(
        place=source.place,
        identity=source.identity,
        year=source.year,
        date=letter.date,
        chair=signed_in(source, "responsibility", "ketua_rt", letter.signers),
        address=letter.texts.get("address", "") or source.desk.setting("chair_address"),
        amount=letter.amount,
    )


# --- the kelurahan -----------------------------------------------------------------------------------------------


def semester_line(row: dict[str, Any]) -> semester_papers.SemesterLine:
    """A row of REPORT_ROWS as the table prints it; what is no number counts as none, money ends at MONEY_LIMIT.

    A volume that is no quantity stands before its unit.
    """
    volume, unit = _text(row, "volume"), _text(row, "unit")
    if not _QUANTITY.fullmatch(volume):
        volume, unit = "", " ".join(part for part in (volume, unit) if part)
    return semester_papers.SemesterLine(
        title=_text(row, "description"),
        volume=volume,
        unit=unit,
        budget=_number(row, "budget"),
        used=_number(row, "realised"),
        output=_number(row, "output") if row.get("output") not in (None, "") else None,
        workers=_number(row, "workers"),
        days=_number(row, "days"),
        wages=_number(row, "wages"),
        source=_text(row, "funding"),
    )


def _text(row: dict[str, Any], key: str) -> str:
    cell = row.get(key, "")
    return cell if isinstance(cell, str) else str(cell) if isinstance(cell, int) else ""


def _number(row: dict[str, Any], key: str) -> int:
    cell = row.get(key, 0)
    if isinstance(cell, str):
        cell = int(cell) if cell.isascii() and cell.isdecimal() and len(cell) <= 13 else 0
    return min(cell, MONEY_LIMIT) if isinstance(cell, int) and cell > 0 else 0


def semester_sections(rows: tuple[dict[str, Any], ...]) -> tuple[semester_papers.SemesterSection, ...]:
    """The two groups of the form with their rows; a row of no known group stands with empowerment (B)."""
    groups = {"A": semester_papers.CONSTRUCTION, "B": semester_papers.EMPOWERMENT}
    return tuple(
        semester_papers.SemesterSection(
            title=section.title,
            number=section.number,
            hints=section.hints,
            lines=tuple(semester_line(row) for row in rows if ("A" if row.get("group") == "A" else "B") == letter),
        )
        for letter, section in groups.items()
    )


def _office_report(source: Source) -> semester_papers.SemesterContent:
    report: OfficeReport = source.data(OfficeReport)
    rows: tuple[dict[str, Any], ...] = report.rows or counted_semester(source.desk, source.year, report.semester)
    return semester_papers.SemesterContent(
        place=source.place,
        identity=source.identity,
        year=source.year,
        semester=report.semester,
        date=report.date,
        sections=semester_sections(rows),
        lurah=signed_in(source, "office_report", "lurah", report.signers),
    )


CONTENTS: dict[str, tuple[Callable[[Source], Any], Builder]] = {
    "team_report": (lambda source: _team_report(source, "U"), team_papers.build_team_report),
    "supervision_report": (lambda source: _team_report(source, "V"), team_papers.build_team_report),
    "use_report": (_use_report, use_papers.build_use_report),
    "responsibility": (_responsibility, use_papers.build_responsibility),
    "office_report": (_office_report, semester_papers.build_office_report),
}
"""Kind key → how its content is gathered, and who draws it."""
