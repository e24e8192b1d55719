"""Check: what the year's rules say about an RT's proposals, and whether something may be handed in."""

from collections.abc import Sequence

import msgspec

from desktop.domain import allocation
from desktop.domain.checks import CheckResult, check_estimate, check_meeting, check_proposals
from desktop.domain.papers import PAPER_KINDS
from desktop.domain.records import Meeting, Proposal, Record, Scan, Statement, SubmissionKind
from desktop.services.desk import Desk
from desktop.services.papers import PaperService
from desktop.services.records import RecordService
from desktop.services.rules import RuleService
from desktop.services.submissions import Prepared, SubmissionService

_ATTENDANCE = ("attendance", "attendance_blank")
"""A sheet signed at the meeting, or the filled list signed afterwards: either is the signed attendance list."""


class CheckService:
    """The checks of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._rules = RuleService(desk)
        self._submissions = SubmissionService(desk)

    def standing(self, area: str = "", year: int = 0) -> list[tuple[str, Proposal]]:
        """The proposals of an RT that count: not rejected, with the amount approved where one was."""
        place, when = area or str(self._desk.info.area), year or self._desk.info.year
        states = self._submissions.states(place)
        found: list[tuple[str, Proposal]] = []
        for record in self._records.find("d.proposal", area=place, year=when, order="id"):
            state = states.get(record.uid)
            if not isinstance(record.data, Proposal) or (state and state.state == "rejected"):
                continue
            approved = state.decision.amount if state and state.decision else None
            data = record.data if approved is None else msgspec.structs.replace(record.data, amount=approved)
            found.append((record.uid, data))
        return found

    def proposals(self, area: str = "", year: int = 0) -> list[CheckResult]:
        """The findings on an RT's proposals of a year (default: this desk's), live while they are written."""
        place, when = area or str(self._desk.info.area), year or self._desk.info.year
        sheet = self._rules.sheet(when)
        statements = [r.data for r in self._records.find("d.statement", area=place, year=when)]
        standing = self.standing(place, when)
        results = check_proposals(
            sheet,
            standing,
            [data for data in statements if isinstance(data, Statement)],
            allocated=self._rules.allocated(place, when),
        )
        for uid, proposal in standing:
            if proposal.lines:
                results += check_estimate(proposal, uid)
        return results

    def summary(self, area: str = "", year: int = 0) -> allocation.Summary:
        """How much of each bidang an RT uses in a year."""
        place, when = area or str(self._desk.info.area), year or self._desk.info.year
        proposals = [data for _, data in self.standing(place, when)]
        return allocation.summarise(self._rules.sheet(when), proposals, self._rules.allocated(place, when))

    def submission(self, kind: SubmissionKind, subject: str) -> list[CheckResult]:
        """Everything that matters for handing in: the rules, the meeting, the signed papers.

        Raises RuleViolation: record_missing.
        """
        prepared = self._submissions.prepare(kind, subject)
        results: list[CheckResult] = []
        if not prepared.items:
            results.append(
                _block("S-03", "Tidak ada yang bisa diajukan sekarang.", "Tambahkan usulan dahulu.", subject)
            )
        if kind == "proposals":
            results += self._meeting(subject, prepared)
            results += self.proposals()
            results += self._signed_papers(prepared)
        return results

    def _meeting(self, subject: str, prepared: Prepared) -> list[CheckResult]:
        meeting = self._records.get(subject)
        if meeting is None or not isinstance(meeting.data, Meeting):
            return []
        present = sum(record.type == "d.attendance" for record in prepared.context)
        photos = sum(record.type == "d.photo" for record in prepared.context)
        return check_meeting(
            meeting.data,
            present,
            photos=photos,
            scans=len(prepared.scans),
            sheet=self._rules.sheet(),
            uid=subject,
        )

    def required_papers(self, prepared: Prepared) -> list[tuple[str, str]]:
        """The papers that must come back signed for a submission of proposals: (paper kind, uid it is about)."""
        statements = [record for record in prepared.context if isinstance(record.data, Statement)]
        letters = [
            ("statement_d" if r.data.letter == "D" else "statement_e", r.uid)
            for r in statements
            if isinstance(r.data, Statement)
        ]
        meeting = prepared.subject
        return [("attendance", meeting), ("minutes", meeting), ("proposal_letter", meeting), *letters]

    def _signed_papers(self, prepared: Prepared) -> list[CheckResult]:
        """S-01: a signed paper's scan is missing. S-02: it was signed for other contents than these."""
        results: list[CheckResult] = []
        issued = PaperService(self._desk)
        for kind, uid in self.required_papers(prepared):
            title = PAPER_KINDS[kind].title
            scans = _scans(prepared.scans, kind, uid)
            if not scans:
                results.append(
                    _block(
                        "S-01",
                        f"{title} yang sudah ditandatangani belum dilampirkan.",
                        "Cetak, minta tanda tangan, lalu foto atau pindai kertasnya.",
                        uid,
                        kind,
                    )
                )
            elif kind not in _ATTENDANCE:
                codes = {scan.submission_code for scan in scans if scan.submission_code}
                printed = {paper.submission_code for paper in issued.issued(uid, kind)}
                if codes and prepared.code not in codes and printed:
                    results.append(
                        _block(
                            "S-02",
                            f"{title} dicetak sebelum isinya berubah: kode kertas {max(codes)}, "
                            f"kode sekarang {prepared.code}.",
                            "Cetak ulang, minta tanda tangan lagi, lalu lampirkan yang baru.",
                            uid,
                            kind,
                        )
                    )
        return results


def _scans(scans: Sequence[Record], kind: str, uid: str) -> list[Scan]:
    wanted = _ATTENDANCE if kind in _ATTENDANCE else (kind,)
    return [
        record.data
        for record in scans
        if isinstance(record.data, Scan) and record.data.paper in wanted and record.data.of == uid
    ]


def _block(rule: str, message: str, action: str, subject: str, paper: str = "") -> CheckResult:
    return CheckResult(
        rule=rule,
        level="block",
        when="submit",
        message=message,
        action=action,
        subject=subject,
        facts={"paper": paper} if paper else {},
    )
