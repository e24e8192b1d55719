"""Usulan of an RT: their order, what they ask for beside the year's limits, the letters a breach needs.

Everything here reads and writes ordinary records (desktop.services.records); handing in is in
desktop.services.submissions.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal

from msgspec import Struct, field
from msgspec.structs import replace

from desktop.documents.words import rupiah_words
from desktop.domain.allocation import Summary, summarise
from desktop.domain.checks import CheckResult, Known, NeededLetter, check_estimate, check_proposals, needed_letters
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah, lines_total
from desktop.domain.records import CostLine, Data, Meeting, MeetingDecision, Proposal, Record, Scan, Statement
from desktop.domain.rulesheet import Activity, RuleSheet
from desktop.domain.states import FROZEN, ItemState, State
from desktop.services.catalogue import read_known, suggestions, unread_rules
from desktop.services.desk import Desk, new_uid
from desktop.services.issued import CODED, issued_papers
from desktop.services.prices import PriceService, price_words
from desktop.services.records import NewRecord, RecordService
from desktop.services.rules import RuleService
from desktop.services.submissions import SubmissionService

_LAST = 1_000_000
"""Where a usulan without a priority stands: behind every ranked one."""

_ALIKE = 88
"""Percent of likeness from which two titles are called alike (ours)."""

_PLAIN_WORDS = frozenset(
    {"atau", "bagi", "baru", "benar", "dari", "dalam", "dengan", "kecuali", "kegiatan", "kepada", "kurang", "lebih"}
    | {"oleh", "pada", "paling", "secara", "tanpa", "untuk", "warga", "yang"}
)
"""Words that say nothing about what is paid for."""


class ProposalRow(Struct, frozen=True, kw_only=True):
    """One usulan as lists show it.

    `state`: `ready` is a draft with nothing missing and, in a board, no finding of its own that holds it back.
    `note`: the kelurahan's reason. `approved`: whole rupiah when the
    kelurahan approved another amount than asked. `locked`: read-only, since others decide on exactly this version, or
    two versions wait to be chosen from (`conflict`).
    `altered`: edited since it was handed in. `photos`: how many 0 % photos it has. `estimate`: sum of its RAB lines
    that ask for money, whole rupiah.
    """

    uid: str
    data: Proposal
    meeting: str
    meeting_day: date | None = None
    state: State | Literal["ready"]
    note: str = ""
    approved: int | None = None
    submission: str = ""
    locked: bool = False
    altered: bool = False
    conflict: bool = False
    photos: int = 0
    estimate: int = 0
    saved_at: int = 0

    @property
    def counts(self) -> bool:
        """Whether it uses the RT's ceiling."""
        return self.state != "rejected"

    @property
    def standing(self) -> Proposal:
        """The usulan as it counts: with the amount approved, where there is one."""
        return self.data if self.approved is None else replace(self.data, amount=self.approved)


class Board(Struct, frozen=True, kw_only=True):
    """All usulan of a year in their order, with the limits they meet. `sheet` None: no rules of that year are known."""

    year: int
    rows: tuple[ProposalRow, ...]
    sheet: RuleSheet | None
    summary: Summary
    results: tuple[CheckResult, ...]

    def row(self, uid: str) -> ProposalRow | None:
        """The row of one usulan."""
        return next((row for row in self.rows if row.uid == uid), None)

    def about(self, uid: str) -> tuple[CheckResult, ...]:
        """What concerns one usulan: its own findings, then those of its bidang and of the whole ceiling."""
        row = self.row(uid)
        if row is None:
            return ()
        own = [result for result in self.results if result.subject == uid]
        wide = [
            result
            for result in self.results
            if not result.subject and (result.rule in {"V-01", "U-05"} or result.sector == row.data.sector != "")
        ]
        return (*own, *wide)


class Letter(Struct, frozen=True, kw_only=True):
    """A statement letter: what the proposals ask for (`needed`, None: no longer) beside what was written.

    `uid` "" while it was not made. `agrees`: the written letter says what is needed now.
    """

    letter: Literal["D", "E"]
    needed: NeededLetter | None
    uid: str = ""
    data: Statement | None = None
    agrees: bool = False


class OpenDecision(Struct, frozen=True):
    """A decision of a meeting that has no usulan yet."""

    meeting: str
    title: str
    decision: MeetingDecision


class KnownItem(Struct, frozen=True):
    """A cost line used before: for completing a description. `unit_price`: whole rupiah, the latest used."""

    description: str
    unit: str
    unit_price: int
    group: str


class _Read(Struct, kw_only=True):
    """What a folder held of a year after so many `writes`. `findings`: of each usulan, with the data they are about."""

    writes: int
    year: int
    sheet: RuleSheet | None
    records: dict[str, Record]
    meetings: dict[str, Meeting]
    photos: dict[str, int]
    states: dict[str, ItemState]
    statements: list[tuple[str, Statement]]
    allocated: int
    unreadable: str
    rows: list[ProposalRow] | None = None
    board: Board | None = None
    known: tuple[tuple[frozenset[str], bool], Known] | None = None
    findings: dict[str, tuple[Proposal, list[CheckResult]]] = field(default_factory=dict)


class ProposalService:
    """The usulan of this desk's RT."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._rules = RuleService(desk)
        self._submissions = SubmissionService(desk)
        self._prices = PriceService(desk)
        self._held: dict[int, _Read] = {}

    # --- reading -----------------------------------------------------------------------------------------------------

    def board(self, year: int = 0, typed: Mapping[str, Proposal] | None = None) -> Board:
        """Every usulan of a year (default: the desk's) in its order, with bars and findings.

        `typed`: usulan as they stand in an open form, by uid, in place of what is saved: so bars move while typing.
        """
        wanted = year or self._desk.info.year
        read = self._read(wanted)
        if typed or read.board is None:
            made = self._make_board(read, typed or {})
            read.board = read.board if typed else made
            return made
        return read.board

    def summary(self, year: int = 0, typed: Mapping[str, Proposal] | None = None) -> Summary:
        """Only the bars of a board: quick enough for every cell of a long RAB."""
        wanted = year or self._desk.info.year
        read = self._read(wanted)
        new = dict(typed or {})
        rows = [row for row in _rows(read, read.sheet, {}) if row.counts]
        counted = [new.pop(row.uid) if row.uid in new else row.standing for row in rows]
        return summarise(read.sheet, [*counted, *new.values()], read.allocated)

    def _make_board(self, read: "_Read", typed: Mapping[str, Proposal]) -> Board:
        sheet, allocated = read.sheet, read.allocated
        rows = _rows(read, sheet, typed)
        counted = [(row.uid, row.standing) for row in rows if row.counts]
        statements = [one for _, one in read.statements]
        known = self._known(read, counted)
        results = check_proposals(sheet, counted, statements, allocated=allocated, known=known)
        results += unread_rules(read.unreadable)
        for row in rows:
            if not row.locked:
                results += self._own_findings(read, row)
                results += _alike(row, rows)
        held = {one.subject for one in results if one.level == "block" and one.subject}
        rows = [replace(row, state="draft") if row.state == "ready" and row.uid in held else row for row in rows]
        summary = summarise(sheet, [data for _, data in counted], allocated)
        return Board(year=read.year, rows=tuple(rows), sheet=sheet, summary=summary, results=tuple(results))

    def _read(self, year: int) -> "_Read":
        """What the folder holds of a year; read again only after something was written: a board is asked for at every
        key that is typed."""
        writes = self._desk.sessions.writes
        held = self._held.get(year)
        if held is not None and held.writes == writes:
            return held
        area = str(self._desk.info.area)
        records = {r.uid: r for r in self._records.find("d.proposal", area=area, year=year, order="id")}
        meetings = {r.uid: r.data for r in self._records.find("d.meeting", area=area) if isinstance(r.data, Meeting)}
        photos: dict[str, int] = {}
        for record in self._records.find("d.photo", area=area):
            if getattr(record.data, "slot", "") == "0":
                of = str(getattr(record.data, "of", ""))
                photos[of] = photos.get(of, 0) + 1
        read = _Read(
            writes=writes,
            year=year,
            sheet=self._rules.sheet(year),
            records=records,
            meetings=meetings,
            photos=photos,
            states=self._submissions.states(),
            statements=self._statements(year),
            allocated=self._rules.allocated(year=year),
            unreadable=self._rules.unreadable(year),
        )
        self._held[year] = read
        return read

    def _known(self, read: "_Read", counted: Sequence[tuple[str, Proposal]]) -> Known:
        """What the checks of single activities must know, read once for the same usulan."""
        key = frozenset(uid for uid, _ in counted), any(data.group for _, data in counted)
        if read.known is None or read.known[0] != key:
            area = str(self._desk.info.area)
            read.known = key, read_known(self._records, read.sheet, area, read.year, read.states, counted)
        return read.known[1]

    def _own_findings(self, read: "_Read", row: ProposalRow) -> list[CheckResult]:
        """What a usulan says of itself alone; the same as before while it stands as before."""
        held = read.findings.get(row.uid)
        if held is None or held[0] is not row.data:
            held = read.findings[row.uid] = row.data, self._found_in(read, row)
        return held[1]

    def _found_in(self, read: "_Read", row: ProposalRow) -> list[CheckResult]:
        return [*check_estimate(row.data, row.uid), *self._too_dear(read, row), *_not_paid(read.sheet, row)]

    def _too_dear(self, read: "_Read", row: ProposalRow) -> list[CheckResult]:
        """R-06: a price above the price list, without a reason in the line's note (ours)."""
        return [
            CheckResult(
                rule="R-06",
                level="warn",
                when="always",
                message=f"RAB baris {at}: {price_words(line, listed)}",
                action="",
                subject=row.uid,
                sector=row.data.sector,
                field="unit_price",
                facts={"line": line.uid, "row": at, "listed": listed.price.price},
            )
            for at, line, listed in self._prices.too_dear(row.data.lines, read.year)
        ]

    def _plain_rows(self, year: int) -> list[ProposalRow]:
        return _rows(self._read(year or self._desk.info.year), None, {})

    def next_priority(self, year: int = 0) -> int:
        """The number of a new usulan: behind all others."""
        rows = self._plain_rows(year)
        return 1 + max((row.data.priority for row in rows), default=0)

    def similar(self, title: str, uid: str = "", year: int = 0) -> str:
        """The title of another usulan that is called nearly the same, "" when there is none."""
        return _similar(title, uid, self._plain_rows(year))

    def catalogue(self, sector: str = "", year: int = 0) -> list[Activity]:
        """What the year's rules pay for, of one bidang or of all."""
        sheet = self._rules.sheet(year)
        return [one for one in sheet.catalogue if not sector or one.sector == sector] if sheet else []

    def not_this_year(self, sector: str = "", year: int = 0) -> list[Activity]:
        """Activities that a year near this one pays for and this one does not (two years around; the regulations of
        the earlier programme named others)."""
        wanted = year or self._desk.info.year
        sheet = self._rules.sheet(wanted)
        here = {one.key for one in sheet.catalogue} if sheet else set()
        found: dict[str, Activity] = {}
        for other in (wanted - 1, wanted + 1, wanted - 2, wanted + 2):
            near = self._rules.sheet(other)
            for one in near.catalogue if near else ():
                if one.key not in here and sector in ("", one.sector):
                    found.setdefault(one.key, one)
        return list(found.values())

    def suggested(self, title: str, sector: str = "", year: int = 0) -> tuple[Activity, ...]:
        """The activities of the year's catalogue a title may mean, misspelt or not, the likeliest first; at most 3."""
        sheet = self._rules.sheet(year)
        return suggestions(sheet, sector, title) if sheet else ()

    def in_words(self, amount: int) -> str:
        """Whole rupiah in words ("satu juta rupiah"); "" outside what has words."""
        try:
            return rupiah_words(amount)
        except ValueError:
            return ""

    # --- writing -----------------------------------------------------------------------------------------------------

    def save(self, data: Proposal, uid: str = "", year: int = 0) -> Record:
        """Save a usulan; a new one without a priority goes behind the others. Raises as RecordService.save."""
        if not data.priority:
            data = replace(data, priority=self.next_priority(year))
        return self._records.save("d.proposal", data, uid=uid, year=year)

    def open_decisions(self) -> list[OpenDecision]:
        """Decisions of the RT's meetings (rembug) of this year that no usulan carries yet, newest meeting first."""
        area, year = str(self._desk.info.area), self._desk.info.year
        used = {
            (r.data.meeting, r.data.decision)
            for r in self._records.find("d.proposal", area=area)
            if isinstance(r.data, Proposal)
        }
        found: list[OpenDecision] = []
        for record in reversed(self._records.find("d.meeting", area=area, year=year)):
            if isinstance(record.data, Meeting) and record.data.kind in {"rembug", "rw"}:
                title = meeting_name(record.data)
                found += [
                    OpenDecision(record.uid, title, one)
                    for one in record.data.decisions
                    if one.text.strip() and (record.uid, one.uid) not in used
                ]
        return found

    def from_decisions(self, meeting: str, decisions: Sequence[str]) -> list[str]:
        """Make one usulan of each decision (uids within the meeting), in their order; those that have one stay as is.

        Returns the uids of the new usulan. Raises RuleViolation: record_missing, and as RecordService.save.
        """
        record = self._records.get(meeting, str(self._desk.info.area))
        if record is None or not isinstance(record.data, Meeting):
            raise RuleViolation("record_missing", facts={"uid": meeting})
        known = {one.uid: one for one in record.data.decisions}
        used = {
            r.data.decision
            for r in self._records.find("d.proposal", area=record.area, parent=meeting)
            if isinstance(r.data, Proposal)
        }
        number = self.next_priority(record.year)
        new: list[NewRecord] = []
        for uid in decisions:
            if uid not in known:
                raise RuleViolation("record_missing", facts={"uid": uid})
            if uid not in used:
                data = _of_decision(known[uid], meeting, number + len(new))
                new.append(NewRecord(type="d.proposal", data=data, year=record.year))
        return [saved.uid for saved in self._records.save_all(new)] if new else []

    # --- order -------------------------------------------------------------------------------------------------------

    def move(self, uid: str, by: int, year: int = 0) -> dict[str, int]:
        """Move a usulan up (by < 0) or down among those not handed in yet; answers as `place`, {} at the ends."""
        free = [row.uid for row in self._plain_rows(year) if not row.locked]
        if uid not in free:
            return {}
        at = free.index(uid)
        to = min(max(at + by, 0), len(free) - 1)
        if to == at:
            return {}
        rest = [one for one in free if one != uid]
        return self.place(uid, rest[to] if to < len(rest) else "", year)

    def place(self, uid: str, before: str, year: int = 0) -> dict[str, int]:
        """Put a usulan before another ("" = last) and number all anew; handed-in ones keep their numbers.

        Returns the earlier numbers of those that changed, by uid: give them to `renumber` to undo.
        """
        rows = self._plain_rows(year)
        rank = {row.uid: at for at, row in enumerate(rows)}
        if uid == before or uid not in rank:
            return {}
        free = [row.uid for row in rows if not row.locked and row.uid != uid]
        at = next((at for at, one in enumerate(free) if rank[one] >= rank[before]), len(free)) if before in rank else -1
        free.insert(len(free) if at < 0 else at, uid)
        taken = {row.data.priority for row in rows if row.locked}
        numbers = (number for number in range(1, len(rows) + len(taken) + 1) if number not in taken)
        return self.renumber(dict(zip(free, numbers, strict=False)))

    def renumber(self, numbers: Mapping[str, int]) -> dict[str, int]:
        """Give usulan these priorities; returns the earlier ones of those that changed.

        Raises as RecordService.save.
        """
        before: dict[str, int] = {}
        changes: list[NewRecord] = []
        for uid, number in numbers.items():
            record = self._records.get(uid, str(self._desk.info.area))
            if record is not None and isinstance(record.data, Proposal) and record.data.priority != number:
                before[uid] = record.data.priority
                data = replace(record.data, priority=number)
                changes.append(NewRecord(type="d.proposal", data=data, uid=uid, year=record.year))
        if changes:
            self._records.save_all(changes)
        return before

    # --- cost estimates ----------------------------------------------------------------------------------------------

    def copied_lines(self, uid: str) -> tuple[CostLine, ...]:
        """The cost lines of a usulan as new lines for another. Raises RuleViolation: record_missing."""
        record = self._records.get(uid)
        if record is None or not isinstance(record.data, Proposal):
            raise RuleViolation("record_missing", facts={"uid": uid})
        return tuple(replace(line, uid=new_uid()) for line in record.data.lines)

    def with_lines(self, but: str = "") -> list[Record]:
        """The usulan of every year that have a cost estimate to copy, newest first, without the one named."""
        found = self._records.find("d.proposal", area=str(self._desk.info.area), order="newest")
        return [r for r in found if isinstance(r.data, Proposal) and r.data.lines and r.uid != but]

    def known_items(self, but: str = "") -> list[KnownItem]:
        """What cost lines were called before, with their latest unit and price; by name. `but`: usulan left out."""
        known: dict[str, KnownItem] = {}
        for record in self._records.find("d.proposal", area=str(self._desk.info.area), order="newest"):
            if record.uid == but:
                continue
            for line in record.data.lines if isinstance(record.data, Proposal) else ():
                name = " ".join(line.description.split())
                if name:
                    known.setdefault(name.casefold(), KnownItem(name, line.unit, line.unit_price, line.group))
        return sorted(known.values(), key=lambda item: item.description.casefold())

    # --- statement letters -------------------------------------------------------------------------------------------

    def letters(self, year: int = 0) -> list[Letter]:
        """The letters D and E the year's usulan need, and those written though nothing needs them any more."""
        wanted = year or self._desk.info.year
        sheet = self._rules.sheet(wanted)
        counted = [(row.uid, row.standing) for row in _rows(self._read(wanted), sheet, {}) if row.counts]
        allocated = self._rules.allocated(year=wanted)
        asked = {one.letter: one for one in needed_letters(check_proposals(sheet, counted, (), allocated=allocated))}
        written = {one.letter: (uid, one) for uid, one in self._statements(wanted)}
        kinds: tuple[Literal["D", "E"], ...] = ("D", "E")
        return [_letter(kind, asked.get(kind), written.get(kind)) for kind in kinds if kind in asked or kind in written]

    def write_letter(
        self, letter: Literal["D", "E"], meeting: str, reason: str = "", on: date | None = None, year: int = 0
    ) -> str:
        """Make the letter say what the usulan need now; returns its uid. A letter handed in already stays as it is.

        Raises RuleViolation: letter_not_needed, and as RecordService.save.
        """
        found = next((one for one in self.letters(year) if one.letter == letter), None)
        if found is None or found.needed is None:
            raise RuleViolation("letter_not_needed", facts={"letter": letter})
        data = Statement(
            letter=letter,
            meeting=meeting,
            missing=found.needed.missing,
            below=found.needed.below,
            reason=reason.strip(),
            date=on,
        )
        uid = found.uid
        try:
            return self._records.save("d.statement", data, uid=uid, year=year).uid
        except RuleViolation as problem:
            if problem.code != "locked":
                raise
        return self._records.save("d.statement", data, year=year).uid

    def _statements(self, year: int) -> list[tuple[str, Statement]]:
        """The letters of a year, oldest first: of each kind the last one speaks."""
        found = self._records.find("d.statement", area=str(self._desk.info.area), year=year, order="id")
        return [(r.uid, r.data) for r in found if isinstance(r.data, Statement)]

    # --- scans -------------------------------------------------------------------------------------------------------

    def tie_scans(self, scans: Sequence[Record]) -> bool:
        """Note on scans of coded papers which print they are of: the newest one made before the scan was attached.

        So a scan of a paper signed for other contents is noticed (S-02). Whether anything was noted.
        """
        changes: list[NewRecord] = []
        for record in scans:
            scan = record.data
            if not isinstance(scan, Scan) or scan.submission_code or scan.paper not in CODED:
                continue
            print_of = next(
                (one for one in issued_papers(self._desk, scan.of, scan.paper) if one.at <= record.saved_at), None
            )
            if print_of is not None and print_of.submission_code:
                data = replace(scan, code=print_of.number, submission_code=print_of.submission_code)
                changes.append(NewRecord(type="d.scan", data=data, uid=record.uid, year=record.year))
        if changes:
            self._records.save_all(changes)
        return bool(changes)


def _not_paid(sheet: RuleSheet | None, row: ProposalRow) -> list[CheckResult]:
    """U-06: the title reads like something this year's rules do not pay for. Only a reminder: words, not sense."""
    words = _telling(row.data.title)
    for one in sheet.forbidden if sheet else ():
        if len(words & _telling(one.text.partition("kecuali")[0])) >= 2:
            return [
                CheckResult(
                    rule="U-06",
                    level="warn",
                    when="always",
                    message=f"“{row.data.title.strip()}” mungkin tidak dibiayai tahun ini: {one.text} "
                    f"{sheet.basis(one.article) if sheet else ''}.",
                    action=f"Baca aturan nomor {one.number}, lalu ganti kegiatan atau lengkapi syaratnya.",
                    subject=row.uid,
                    sector=row.data.sector,
                    field="title",
                    facts={"number": one.number},
                )
            ]
    return []


def meeting_name(meeting: Meeting) -> str:
    """`Rembug warga, 12 Agustus 2026`, as lists call a meeting."""
    title = meeting.title.strip() or "Rembug"
    return f"{title}, {format_day(meeting.date)}" if meeting.date else f"{title}, belum bertanggal"


def _rows(read: _Read, sheet: RuleSheet | None, typed: Mapping[str, Proposal]) -> list[ProposalRow]:
    """Every usulan of the year in its order. `typed`: as they stand in an open form."""
    if sheet is read.sheet and read.rows is None:
        read.rows = [_row_of(read, sheet, uid, r.data) for uid, r in _saved(read)]
    saved = read.rows if sheet is read.sheet else None
    rows = list(saved) if saved is not None else [_row_of(read, sheet, uid, r.data) for uid, r in _saved(read)]
    rows = [row for row in rows if row.uid not in typed]
    rows += [_row_of(read, sheet, uid, data) for uid, data in typed.items()]
    return sorted(rows, key=lambda row: (row.data.priority or _LAST, row.uid))


def _saved(read: _Read) -> list[tuple[str, Record]]:
    return [(uid, record) for uid, record in read.records.items() if isinstance(record.data, Proposal)]


def _row_of(read: _Read, sheet: RuleSheet | None, uid: str, data: Data) -> ProposalRow:
    if not isinstance(data, Proposal):
        raise TypeError(uid)
    return _row(
        uid,
        data,
        read.records.get(uid),
        read.states.get(uid),
        read.meetings.get(data.meeting),
        read.photos.get(uid, 0),
        sheet,
    )


def _row(
    uid: str,
    data: Proposal,
    record: Record | None,
    state: ItemState | None,
    meeting: Meeting | None,
    photos: int,
    sheet: RuleSheet | None,
) -> ProposalRow:
    stands: State | Literal["ready"] = state.state if state else "draft"
    decision = state.decision if state else None
    if stands == "draft" and _complete(data, sheet):
        stands = "ready"
    amount = decision.amount if decision and decision.outcome == "approve" else None
    note = decision.reason if decision else ""
    if amount is not None:
        note = f"Disetujui {format_rupiah(amount)}. {note}".strip()
    return ProposalRow(
        uid=uid,
        data=data,
        meeting=meeting_name(meeting) if meeting else "",
        meeting_day=meeting.date if meeting else None,
        state=stands,
        note=note,
        approved=amount,
        submission=state.submission if state else "",
        locked=bool(state and state.state in FROZEN) or bool(record and record.conflict),
        altered=bool(record and record.changed),
        conflict=bool(record and record.conflict),
        photos=photos,
        estimate=lines_total(data.lines),
        saved_at=record.saved_at if record else 0,
    )


def _complete(data: Proposal, sheet: RuleSheet | None) -> bool:
    """Whether nothing the usulan itself needs is missing (U-01 to U-04) and its RAB, if any, adds up."""
    splits = bool(sheet and sheet.splits_infrastructure and data.sector == "infrastructure")
    return bool(
        data.title.strip()
        and data.sector
        and data.meeting
        and data.amount
        and (data.scope or not splits)
        and (not data.lines or lines_total(data.lines) == data.amount)
    )


def _of_decision(decision: MeetingDecision, meeting: str, priority: int) -> Proposal:
    return Proposal(
        title=decision.text.strip(),
        sector=decision.sector,
        scope=decision.scope,
        meeting=meeting,
        decision=decision.uid,
        priority=priority,
        volume=decision.volume,
        unit=decision.unit,
        amount=decision.estimate,
    )


def _letter(kind: Literal["D", "E"], needed: NeededLetter | None, written: tuple[str, Statement] | None) -> Letter:
    uid, data = written or ("", None)
    agrees = bool(needed and data and set(needed.missing) == set(data.missing) and set(needed.below) == set(data.below))
    return Letter(letter=kind, needed=needed, uid=uid, data=data, agrees=agrees)


def _telling(text: str) -> frozenset[str]:
    """The words of a title that say what it is about."""
    from rapidfuzz.utils import default_process  # not before something is compared: home waits for this module

    words = default_process(text).split()
    return frozenset(word for word in words if len(word) > 3 and word not in _PLAIN_WORDS)


def _similar(title: str, uid: str, rows: Sequence[ProposalRow]) -> str:
    if len(title.strip()) < 5:
        return ""
    from rapidfuzz import fuzz, utils

    for row in rows:
        if row.uid != uid and fuzz.token_sort_ratio(title, row.data.title, processor=utils.default_process) >= _ALIKE:
            return row.data.title.strip()
    return ""


def _alike(row: ProposalRow, rows: Sequence[ProposalRow]) -> list[CheckResult]:
    """U-07: another usulan of the RT is called nearly the same."""
    earlier = rows[: [one.uid for one in rows].index(row.uid)]
    other = _similar(row.data.title, row.uid, earlier)
    if not other:
        return []
    return [
        CheckResult(
            rule="U-07",
            level="warn",
            when="always",
            message=f"Judulnya hampir sama dengan usulan “{other}”.",
            action="Periksa apakah usulan ini tertulis dua kali.",
            subject=row.uid,
            sector=row.data.sector,
            field="title",
        )
    ]
