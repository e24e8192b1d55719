"""Records → what a paper says: one function per kind, each giving the content struct its builder takes.

Nothing is drawn here; desktop.documents draws. A new paper is a new entry in `CONTENTS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from desktop.documents import meeting as meeting_papers
from desktop.documents import proposal as proposal_papers
from desktop.documents import reports
from desktop.documents.layout import Identity, PaperSize, Place
from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.records import (
    Attendance,
    BeneficiaryList,
    Meeting,
    Proposal,
    Recap,
    Record,
    Signer,
    Statement,
)
from desktop.services.desk import Desk
from desktop.services.officers import OfficerService
from desktop.services.places import place_of
from desktop.services.records import RecordService
from desktop.services.rules import RuleService
from desktop.services.submissions import SubmissionService

Builder = Callable[[Any, BinaryIO, PaperSize], int]


@dataclass(frozen=True, slots=True)
class Source:
    """What a paper is made from: the desk, the record it is about (None: no single record) and its identity."""

    desk: Desk
    record: Record | None
    identity: Identity
    today: date

    @property
    def year(self) -> int:
        """The budget year the paper speaks of."""
        return self.record.year if self.record else self.desk.info.year

    @property
    def place(self) -> Place:
        """Where the paper comes from: the record's area, else the desk's."""
        return place_for(self.record.area if self.record else str(self.desk.info.area), self.desk)

    def officer(self, position: str) -> str:
        """The name in a post on the day of the paper, "" when unknown."""
        return OfficerService(self.desk).name(position)

    def signer(self, position: str) -> Signer:
        """The officer in a post, as a signer."""
        officer = OfficerService(self.desk).all().get(position)
        return Signer(position=officer.title, name=officer.name, nip=officer.nip) if officer else Signer()

    def children(self, type_name: str, parent: str = "") -> list[Record]:
        """The records under the paper's record (or another), in the order they were made."""
        assert self.record is not None  # noqa: S101 - only kinds that need a record ask
        return RecordService(self.desk).find(
            type_name, area=self.record.area, parent=parent or self.record.uid, order="id"
        )


def place_for(area: str, desk: Desk) -> Place:
    """The place as papers print it. Address and telephone of the office as the kelurahan's desk has set them."""
    where = parse_area(area)
    names = place_of(where.code)
    return Place(
        kelurahan=names.kelurahan,
        kecamatan=names.kecamatan,
        rt=where.rt,
        rw=where.rw,
        address=desk.setting("office_address"),
        phone=desk.setting("office_phone"),
    )


def _data(source: Source, kind: type[Any]) -> Any:
    if source.record is None or not isinstance(source.record.data, kind):
        raise RuleViolation("paper_other_record", "uid")
    return source.record.data


def _attendance(source: Source, *, blank: bool) -> meeting_papers.AttendanceContent:
    people = [] if blank else [r.data for r in source.children("d.attendance") if isinstance(r.data, Attendance)]
    return meeting_papers.AttendanceContent(
        place=source.place,
        identity=source.identity,
        meeting=_data(source, Meeting),
        people=tuple(people),
        chair=source.officer("ketua_rt"),
        secretary=source.officer("sekretaris_rt"),
    )


def _meeting(source: Source) -> meeting_papers.MeetingContent:
    return meeting_papers.MeetingContent(
        place=source.place,
        identity=source.identity,
        meeting=_data(source, Meeting),
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
        meeting=_data(source, Meeting),
        year=source.year,
        chair=source.officer("ketua_rt"),
        secretary=source.officer("sekretaris_rt"),
        rw_chair=source.officer("ketua_rw"),
        lists=tuple(sorted(lists, key=lambda people: people.kind != "jkn")),
    )


def _letter(source: Source) -> proposal_papers.ProposalLetterContent:
    _data(source, Meeting)
    return proposal_papers.ProposalLetterContent(
        place=source.place,
        identity=source.identity,
        year=source.year,
        date=source.today,
        chair=source.officer("ketua_rt"),
        rw_chair=source.officer("ketua_rw"),
    )


def _statement(source: Source) -> proposal_papers.StatementContent:
    statement: Statement = _data(source, Statement)
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
        proposal=_data(source, Proposal),
        year=source.year,
        chair=source.officer("ketua_rt"),
    )


def _recap(source: Source) -> reports.RecapContent:
    return reports.RecapContent(
        place=source.place, identity=source.identity, recap=_data(source, Recap), year=source.year
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
    "attendance_blank": (lambda source: _attendance(source, blank=True), meeting_papers.build_attendance_blank),
    "attendance": (lambda source: _attendance(source, blank=False), meeting_papers.build_attendance),
    "minutes": (_minutes, meeting_papers.build_minutes),
    "proposal_letter": (_letter, proposal_papers.build_proposal_letter),
    "estimate": (_estimate, proposal_papers.build_estimate),
    "statement_d": (_statement, proposal_papers.build_statement),
    "statement_e": (_statement, proposal_papers.build_statement),
    "recap": (_recap, reports.build_recap),
    "answer_letter": (_answer, reports.build_answer_letter),
}
"""Kind key → how its content is gathered, and who draws it."""
