"""Records → what a paper says: one function per kind, each giving the content struct its builder takes.

Nothing is drawn here; desktop.documents draws. A new paper is a new entry in `CONTENTS`.
"""

from collections.abc import Callable
from typing import Any, BinaryIO

from desktop.documents import meeting as meeting_papers
from desktop.documents import proposal as proposal_papers
from desktop.documents import reports
from desktop.documents.layout import PaperSize
from desktop.domain.errors import RuleViolation
from desktop.domain.records import Attendance, BeneficiaryList, Meeting, Proposal, Recap, Statement
from desktop.services import (
    form_contents_agreements,
    form_contents_grants,
    form_contents_letters,
    form_contents_planning,
    form_contents_reports,
    pokmas_contents,
    printing,
    training_contents,
)
from desktop.services.paper_source import Source
from desktop.services.rules import RuleService
from desktop.services.submissions import SubmissionService

Builder = Callable[[Any, BinaryIO, PaperSize], int]


def _attendance(source: Source, *, blank: bool) -> meeting_papers.AttendanceContent:
    people = [] if blank else [r.data for r in source.children("d.attendance") if isinstance(r.data, Attendance)]
    return meeting_papers.AttendanceContent(
        place=source.place,
        identity=source.identity,
        meeting=source.data(Meeting),
        people=tuple(people),
        chair=source.officer("ketua_rt") or source.officer("ketua_pokmas"),
        secretary=source.officer("sekretaris_rt") or source.officer("sekretaris_pokmas"),
    )


def _meeting(source: Source) -> meeting_papers.MeetingContent:
    return meeting_papers.MeetingContent(
        place=source.place,
        identity=source.identity,
        meeting=source.data(Meeting),
        year=source.year,
        chair=source.officer("ketua_rt"),
        secretary=source.officer("sekretaris_rt"),
        rw_chair=source.officer("ketua_rw"),
    )


def _minutes(source: Source) -> meeting_papers.MinutesContent:
    lists = [r.data for r in source.children("d.beneficiary_list") if isinstance(r.data, BeneficiaryList)]
    return meeting_papers.MinutesContent(
        place=source.place,
        identity=source.identity,
        meeting=source.data(Meeting),
        year=source.year,
        chair=source.officer("ketua_rt"),
        secretary=source.officer("sekretaris_rt"),
        rw_chair=source.officer("ketua_rw"),
        lists=tuple(sorted(lists, key=lambda people: people.kind != "jkn")),
    )


def _letter(source: Source) -> proposal_papers.ProposalLetterContent:
    source.data(Meeting)
    return proposal_papers.ProposalLetterContent(
        place=source.place,
        identity=source.identity,
        year=source.year,
        date=source.today,
        chair=source.officer("ketua_rt"),
        rw_chair=source.officer("ketua_rw"),
    )


def _statement(source: Source) -> proposal_papers.StatementContent:
    statement: Statement = source.data(Statement)
    sheet = RuleService(source.desk).sheet(source.year)
    number, _, year = sheet.regulation.rpartition(" ")[2].partition("/") if sheet else ("", "", "")
    return proposal_papers.StatementContent(
        place=source.place,
        identity=source.identity,
        statement=statement,
        year=source.year,
        chair=source.officer("ketua_rt"),
        address=source.desk.setting("chair_address"),
        verifier=source.signer("kasi_ekbang"),
        regulation_number=number if year else "",
        regulation_year=year,
    )


def _estimate(source: Source) -> proposal_papers.EstimateContent:
    return proposal_papers.EstimateContent(
        place=source.place,
        identity=source.identity,
        proposal=source.data(Proposal),
        year=source.year,
        chair=source.officer("ketua_rt"),
    )


def _recap(source: Source) -> reports.RecapContent:
    return reports.RecapContent(
        place=source.place, identity=source.identity, recap=source.data(Recap), year=source.year
    )


def _answer(source: Source) -> reports.AnswerContent:
    """The kelurahan's word on one submission, item by item; what is not decided yet is not on it."""
    assert source.record is not None  # noqa: S101 - the kind needs a record
    received = SubmissionService(source.desk).open(source.record.uid)
    rows = []
    for item in received.items:
        state = received.states.get(item.uid) if item else None
        if item is None or state is None or state.decision is None or not isinstance(item.data, Proposal):
            continue
        said = state.decision
        rows.append(
            reports.AnswerRow(
                title=item.data.title,
                outcome=said.outcome,
                asked=item.data.amount,
                granted=said.amount,
                reason=said.reason,
            )
        )
    if not rows:
        raise RuleViolation("nothing_decided", "uid")
    return reports.AnswerContent(
        place=source.place,
        identity=source.identity,
        year=source.year,
        date=source.today,
        received=received.data.date,
        rows=tuple(rows),
        lurah=source.signer("lurah"),
    )


CONTENTS: dict[str, tuple[Callable[[Source], Any], Builder]] = {
    "invitation": (_meeting, meeting_papers.build_invitation),
    "notes": (_meeting, meeting_papers.build_notes),
    "attendance_blank": (lambda source: _attendance(source, blank=True), meeting_papers.build_attendance_blank),
    "attendance": (lambda source: _attendance(source, blank=False), meeting_papers.build_attendance),
    **training_contents.CONTENTS,
    **printing.CONTENTS,
    "minutes": (_minutes, meeting_papers.build_minutes),
    "proposal_letter": (_letter, proposal_papers.build_proposal_letter),
    "estimate": (_estimate, proposal_papers.build_estimate),
    "statement_d": (_statement, proposal_papers.build_statement),
    "statement_e": (_statement, proposal_papers.build_statement),
    "recap": (_recap, reports.build_recap),
    "answer_letter": (_answer, reports.build_answer_letter),
    **pokmas_contents.CONTENTS,
    **form_contents_planning.CONTENTS,
    **form_contents_agreements.CONTENTS,
    **form_contents_reports.CONTENTS,
    **form_contents_grants.CONTENTS,
    **form_contents_letters.CONTENTS,
}
"""Kind key → how its content is gathered, and who draws it."""
