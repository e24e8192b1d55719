"""Check: what the year's rules say about an RT's proposals, and whether something may be handed in."""

from collections.abc import Iterable, Sequence

import msgspec

from desktop.domain import allocation
from desktop.domain.cash_checks import check_cash
from desktop.domain.checks import CheckResult, check_estimate, check_meeting, check_proposals
from desktop.domain.checks_pokmas import check_pokmas, with_basis
from desktop.domain.contracts import check_contract, check_rab
from desktop.domain.errors import RuleViolation
from desktop.domain.handover import check_handover
from desktop.domain.joint import check_parts
from desktop.domain.ledger import Ledger
from desktop.domain.money_checks import check_money
from desktop.domain.papers import PAPER_KINDS
from desktop.domain.receipt_checks import check_addendum, check_receipts, check_tranche_total
from desktop.domain.records import Meeting, Photo, Proposal, Rab, Record, Scan, Statement, SubmissionKind
from desktop.domain.spj import CUSTOM, checklist
from desktop.domain.states import REJECTED_WAY_OUT, State
from desktop.services.catalogue import read_known, unread_rules
from desktop.services.desk import Desk
from desktop.services.ledgers import Ledgers
from desktop.services.papers import PaperService
from desktop.services.records import RecordService
from desktop.services.rules import RuleService
from desktop.services.submissions import Prepared, SubmissionService

_ATTENDANCE = ("attendance", "attendance_blank")
"""A sheet signed at the meeting, or the filled list signed afterwards: either is the signed attendance list."""


_FIRST: dict[SubmissionKind, str] = {
    "proposals": "Tambahkan usulan dahulu.",
    "rab": "Buat RAB dahulu.",
    "spj": "Catat dana masuk dahulu.",
    "handover": "Buat BAST dahulu.",
}
"""What to do when there is nothing to hand in yet."""

_SHUT: tuple[tuple[State, str], ...] = (
    ("rejected", REJECTED_WAY_OUT),
    ("conflict", "Ada keputusan yang bertentangan; tunggu keputusan lurah."),
    ("submitted", "Sudah diajukan; tunggu keputusan kelurahan."),
    ("approved", "Sudah disetujui kelurahan."),
)
"""The same where all there is was handed in already."""


class CheckService:
    """The checks of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._rules = RuleService(desk)
        self._submissions = SubmissionService(desk)
        self._ledgers = Ledgers(desk)

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
        known = read_known(self._records, sheet, place, when, self._submissions.states(place), standing)
        results = check_proposals(
            sheet,
            standing,
            [data for data in statements if isinstance(data, Statement)],
            allocated=self._rules.allocated(place, when),
            known=known,
        )
        results += unread_rules(self._rules.unreadable(when))
        results += self._parts(place, when, standing)
        for uid, proposal in standing:
            # What was approved at another amount is not asked to agree with its cost lines any more.
            if proposal.lines and uid not in known.settled:
                results += check_estimate(proposal, uid)
        return results

    def meetings(self, area: str = "", year: int = 0) -> list[CheckResult]:
        """V-19 of the meetings that decided the proposals of a year."""
        place, when = area or str(self._desk.info.area), year or self._desk.info.year
        sheet, results = self._rules.sheet(when), list[CheckResult]()
        wanted = sorted({proposal.meeting for _, proposal in self.standing(place, when) if proposal.meeting})
        photos = [r.data for r in self._records.find("d.photo", area=place) if isinstance(r.data, Photo)]
        scans = self._records.find("d.scan", area=place)
        for uid in wanted:
            record = self._records.get(uid)
            if record is not None and isinstance(record.data, Meeting):
                results += check_meeting(
                    record.data,
                    len(self._records.find("d.attendance", parent=uid)),
                    photos=sum(photo.of == uid for photo in photos),
                    scans=len(_scans(scans, "attendance", uid)),
                    sheet=sheet,
                    uid=uid,
                )
        return results

    def _parts(self, area: str, year: int, standing: list[tuple[str, Proposal]]) -> list[CheckResult]:
        """Whether the RTs of a joint activity say the same parts, where this desk sees both (the kelurahan's does)."""
        named = {one.host for _, one in standing} | {part.rt for _, one in standing for part in one.contributions}
        others = {place: self.standing(place, year) for place in named - {"", area}}
        if not others:
            return []
        return check_parts({area: standing} | {place: found for place, found in others.items() if found}).get(area, [])

    def summary(self, area: str = "", year: int = 0) -> allocation.Summary:
        """How much of each bidang an RT uses in a year."""
        place, when = area or str(self._desk.info.area), year or self._desk.info.year
        proposals = [data for _, data in self.standing(place, when)]
        return allocation.summarise(self._rules.sheet(when), proposals, self._rules.allocated(place, when))

    def submission(self, kind: SubmissionKind, subject: str) -> list[CheckResult]:
        """Everything that matters for handing in: the rules, the meeting, the signed papers.

        Raises RuleViolation: record_missing.
        """
        prepared = self._submissions.look(kind, subject)  # a check writes nothing
        results: list[CheckResult] = []
        if not prepared.items:
            results.append(_block("S-03", "Tidak ada yang bisa diajukan sekarang.", _what_first(prepared), subject))
        if kind == "proposals":
            results += self._meeting(subject, prepared)
            results += self.proposals(year=prepared.items[0].year if prepared.items else 0)
        elif kind == "rab":
            results += _check_rabs(self._ledgers.read(), subject, prepared.items)
        elif kind == "spj":
            results += self._with_articles(_check_spj(self._ledgers.read(), subject))
            results += self._packet(subject, prepared) if prepared.items else []
        else:
            results += self._with_articles(_check_handover(self._ledgers.read(), subject))
        # Where nothing is open, the papers that lie here are those of what was handed in.
        return results + (self._signed_papers(prepared) if prepared.items else [])

    def of_pokmas(self, kind: SubmissionKind, subject: str, items: Sequence[Record]) -> list[CheckResult]:
        """What is doubtful about RABs or a handover that a Pokmas handed in, as it lies on this desk; the SPJ has its
        own checklist (services.spj). `items`: what the submission asks to decide on.

        Raises RuleViolation: record_missing.
        """
        ledger = self._ledgers.read(items[0].area) if items else None
        if ledger is None or kind not in ("rab", "handover"):
            return []
        return (
            _check_rabs(ledger, subject, items)
            if kind == "rab"
            else self._with_articles(_check_handover(ledger, subject))
        )

    def group(self, area: str = "", year: int = 0) -> list[CheckResult]:
        """The programme's rules about a Pokmas (default: this desk's area), V-22 to V-26, over all its contracts, and
        what is doubtful about its money and cash (K-12, K-13, K-17 to K-19)."""
        ledger = self._ledgers.read(area or str(self._desk.info.area))
        money = [
            one
            for contract in ledger.standing_contracts
            for tranche in ledger.tranches(contract)
            for one in check_money(ledger, tranche.uid)
        ]
        cash = [one for contract in ledger.standing_contracts for one in check_cash(ledger, contract)]
        return [*check_pokmas(ledger, self._rules.sheet(year or self._desk.info.year)), *money, *cash]

    def _with_articles(self, results: Sequence[CheckResult]) -> list[CheckResult]:
        return with_basis(results, self._rules.sheet(self._desk.info.year))

    def _meeting(self, subject: str, prepared: Prepared) -> list[CheckResult]:
        meeting = self._records.get(subject)
        if meeting is None or not isinstance(meeting.data, Meeting):
            return []
        present = sum(record.type == "d.attendance" for record in prepared.context)
        # The 0 % photos of its usulan go along too, but say nothing about the meeting.
        photos = sum(isinstance(record.data, Photo) and record.data.of == subject for record in prepared.context)
        return check_meeting(
            meeting.data,
            present,
            photos=photos,
            scans=len(_scans(prepared.scans, "attendance", subject)),
            sheet=self._rules.sheet(meeting.year),
            uid=subject,
        )

    def required_papers(self, prepared: Prepared) -> list[tuple[str, str]]:
        """The papers that must come back signed for a submission: (paper kind, uid it is about).

        The BAHP is signed by the Pokmas's own teams before the handover (Perwali 32/2021 pasal 37 ayat (2)). A RAB is
        signed by the lurah after it was looked at, a BAST on handing over: neither can be there before.
        """
        if prepared.kind != "proposals":
            return [("inspection", record.uid) for record in prepared.context if record.type == "d.inspection"]
        statements = [record for record in prepared.context if isinstance(record.data, Statement)]
        letters = [
            ("statement_d" if r.data.letter == "D" else "statement_e", r.uid)
            for r in statements
            if isinstance(r.data, Statement)
        ]
        meeting = prepared.subject
        return [("attendance", meeting), ("minutes", meeting), ("proposal_letter", meeting), *letters]

    def _packet(self, tranche: str, prepared: Prepared) -> list[CheckResult]:
        """S-02: the packet on paper says something else than what is handed in. It goes along on paper, so it warns."""
        printed = PaperService(self._desk).issued(tranche, "spj_packet")
        if printed and printed[0].submission_code == prepared.code:
            return []
        text = "Berkas SPJ dicetak sebelum isinya berubah." if printed else "Berkas SPJ belum dicetak."
        return [_warn("S-02", text, "Cetak berkas SPJ, lalu ajukan.", tranche)]

    def _changed_since_print(self, kind: str, uid: str) -> list[CheckResult]:
        """S-02 for a paper that carries no code: the record says something else than when it was last printed."""
        printed, record = PaperService(self._desk).issued(uid, kind), self._records.get(uid)
        if not printed or record is None:
            return []
        then = next((version for version in self._records.history(uid) if version.at <= printed[0].at), None)
        if then is not None and then.data == record.data:
            return []
        text = f"{PAPER_KINDS[kind].title} berubah sesudah dicetak."
        action = "Cetak ulang, minta tanda tangan lagi, lalu lampirkan yang baru."
        return [_block("S-02", text, action, uid, kind)]

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
            elif kind == "inspection":
                results += self._changed_since_print(kind, uid)
            elif kind not in _ATTENDANCE:
                codes = {scan.submission_code for scan in scans if scan.submission_code}
                printed = {paper.submission_code for paper in issued.issued(uid, kind)}
                if codes and prepared.code not in codes and printed:
                    results.append(
                        _block(
                            "S-02",
                            f"{title} dicetak sebelum isinya berubah: kode kertas {max(codes)}"
                            + (f", kode sekarang {prepared.code}." if prepared.kept else "."),
                            "Cetak ulang, minta tanda tangan lagi, lalu lampirkan yang baru.",
                            uid,
                            kind,
                        )
                    )
        return results


def _check_rabs(ledger: Ledger, subject: str, items: Iterable[Record]) -> list[CheckResult]:
    """Each RAB that is handed in, within what was approved for its activity."""
    results: list[CheckResult] = []
    for record in items:
        if isinstance(record.data, Rab):
            activity = ledger.activities.get(ledger.activity_of_rab(record.uid))
            allowed = activity.item.amount if activity and activity.item else None
            results += check_rab(record.uid, record.data, allowed)
            results += check_addendum(ledger, record.uid, record.data)
    without = [one for one in ledger.activities.values() if one.package == ledger.package_uid(subject) and not one.rabs]
    if without:
        more = f" dan {len(without) - 1} lainnya" if len(without) > 1 else ""
        text = f"Kegiatan “{without[0].title}”{more} belum punya RAB."
        results.append(_warn("C-07", text, "Buat RAB-nya, atau ajukan kemudian.", subject))
    return results


def _check_spj(ledger: Ledger, subject: str) -> list[CheckResult]:
    """S-04: what the checklist misses (its line about the sum is V-24). Then what is doubtful about the receipts, and
    how the contract agrees."""
    lines = checklist(ledger, subject)
    if not lines:
        return [_block("S-04", "Tahap ini tidak dikenal.", "Pilih tahap dari kontraknya.", subject)]
    results = [
        CheckResult(
            rule="S-04",
            level="block" if line.blocks else "warn",
            when="submit",
            message=f"{line.title}: {line.detail}",
            action="Lengkapi dahulu." if line.blocks else "Lengkapi bila ada.",
            subject=line.jump[1] or subject,
            facts={"line": line.key},
        )
        for line in lines
        if line.state == "missing" and line.key != "total" and line.key not in CUSTOM
    ]
    asked = [line for line in lines if line.state == "missing" and line.key in CUSTOM]
    if asked:
        names = ", ".join(line.title[0].lower() + line.title[1:] for line in asked)
        text = f"Biasanya juga diminta, belum ada: {names}."
        results.append(
            CheckResult(
                rule="S-04",
                level="warn",
                when="submit",
                message=text,
                action="Lengkapi bila kelurahan memintanya.",
                subject=subject,
                facts={"line": asked[0].key},
            )
        )
    results += check_tranche_total(ledger, subject)
    doubts = [*check_receipts(ledger, subject), *check_money(ledger, subject)]  # what blocks is in the checklist
    results += [result for result in doubts if result.level == "warn"]
    contract = ledger.contract_of_tranche(subject)
    results += [result for result in check_contract(ledger, contract) if result.level == "warn"]
    return results


def _what_first(prepared: Prepared) -> str:
    if prepared.kind == "proposals":  # a new usulan can always be made beside those that were decided
        return _FIRST["proposals"]
    return next((words for state, words in _SHUT if state in prepared.shut), _FIRST[prepared.kind])


def _check_handover(ledger: Ledger, subject: str) -> list[CheckResult]:
    if subject not in ledger.contracts:
        raise RuleViolation("record_missing", facts={"uid": subject})
    return check_handover(ledger, ledger.contract_uid(subject))


def _warn(rule: str, message: str, action: str, subject: str) -> CheckResult:
    return CheckResult(rule=rule, level="warn", when="submit", message=message, action=action, subject=subject)


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
