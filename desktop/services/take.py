"""Take lists from spreadsheets: residents into the register, cost lines into a usulan. All or nothing, and twice the
same file changes nothing.

table = service.find_people(path)                 # what is in the file; columns may be chosen anew
service.residents(table, dry_run=True)            # what would happen
service.residents(table)                          # do it
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from msgspec.structs import replace

from desktop.db.files import write_whole
from desktop.documents.list_sheet import build_problem_sheet
from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.money import format_rupiah, lines_total
from desktop.domain.records import Proposal, Resident
from desktop.domain.residents import needs_look
from desktop.services.clock import today
from desktop.services.desk import Desk, new_uid
from desktop.services.records import NewRecord, RecordService, remove_here, restore_here, store_here
from desktop.services.roll_call import same_name
from desktop.services.take_costs import COST_FIELDS, CostRow, new_lines, read_costs
from desktop.services.take_people import PEOPLE_FIELDS, PersonRow, read_people, safe_texts
from desktop.services.take_table import FoundTable, find_table
from desktop.services.workbook import read_pasted, read_workbook

_NIK_DOUBTS = frozenset({"nik_number", "nik_excel", "nik_digits", "nik_rounded", "nik_length", "nik_region"})
_NIK_DOUBTS |= {"nik_birth_date"}

Outcome = Literal["added", "same", "filled", "left"]
"""What became of a row: taken, there already, there already and now with more of its fields, not taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowProblem:
    """One row that needs a look. `row` as the spreadsheet numbers it; `codes` of desktop.domain.messages; `text`:
    their sentences; `taken`: whether the row was taken all the same (what is doubtful in it left empty or marked)."""

    row: int
    name: str
    codes: tuple[str, ...]
    text: str
    taken: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeResult:
    """What came of it, or what would. `added`, `same` (there already), `filled` (there already, now with more of its
    fields): rows. `uids`: of the records added. `total`: of the estimate after taking, whole rupiah. `outcomes`: of the
    residents' rows, by their number.
    """

    what: str
    sheet: str
    heading_row: int
    added: int
    same: int
    filled: int
    problems: tuple[RowProblem, ...]
    uids: tuple[str, ...] = ()
    total: int = 0
    dry_run: bool = False
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    before: tuple[NewRecord, ...] = ()  # residents filled, as they were
    after: tuple[NewRecord, ...] = ()  # the same, as they are now

    @property
    def double(self) -> int:
        """Rows that stand in the file twice."""
        return sum("row_twice" in problem.codes for problem in self.problems)

    @property
    def lost_niks(self) -> int:
        """NIK whose last digits the spreadsheet lost."""
        lost = {"nik_number", "nik_excel", "nik_rounded"}
        return sum(bool(lost & set(problem.codes)) for problem in self.problems)

    def lines(self) -> list[str]:
        """The result in words: what happened, then each row that needs a look."""
        verb = "akan masuk" if self.dry_run else "masuk"
        parts = [f"{self.added} {verb}", f"{self.same} sudah ada"]
        parts += [f"{self.filled} dilengkapi"] if self.filled else []
        parts += [f"{len(self.problems)} perlu dilihat"] if self.problems else []
        total = [f"Jumlah RAB {format_rupiah(self.total)}."] if self.what == "estimate" else []
        rows = [f"Baris {one.row} {one.name}: {one.text}".replace(" :", ":") for one in self.problems]
        return [", ".join(parts) + ".", *total, *rows]


class TakeService:
    """Takes lists into this desk's records."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)

    # --- what is in the file -----------------------------------------------------------------------------------------

    def find_people(self, path: Path) -> FoundTable:
        """The residents' table of a file. Raises Trouble as read_workbook; RuleViolation: table_empty."""
        return find_table(read_workbook(path), PEOPLE_FIELDS)

    def find_pasted_people(self, text: str) -> FoundTable:
        """The residents' table in the clipboard; without headings a single column is taken for names.

        Raises RuleViolation: table_empty.
        """
        sheet = read_pasted(text)
        table = find_table([sheet] if sheet.rows else [], PEOPLE_FIELDS)
        alone = not table.columns and len(table.titles) == 1
        return table.choose({"name": 0}) if alone else table

    def find_costs(self, path: Path) -> FoundTable:
        """The cost table of a file. Raises Trouble as read_workbook; RuleViolation: table_empty."""
        return find_table(read_workbook(path), COST_FIELDS)

    # --- taking ------------------------------------------------------------------------------------------------------

    def take_residents(self, path: Path, dry_run: bool = False) -> TakeResult:
        """Take a residents' list into the register. `dry_run`: only say what would happen.

        Raises Trouble as read_workbook; RuleViolation: table_empty, excel.kolom.
        """
        return self.residents(self.find_people(path), dry_run=dry_run)

    def take_estimate(self, path: Path, proposal_uid: str, dry_run: bool = False) -> TakeResult:
        """Take a cost estimate into a usulan, behind the lines it has; the same lines are not taken twice.

        Raises Trouble as read_workbook; RuleViolation: table_empty, excel.kolom, record_missing, record_too_large,
        locked.
        """
        return self.estimate(self.find_costs(path), proposal_uid, dry_run=dry_run)

    def residents(self, table: FoundTable, *, dry_run: bool = False) -> TakeResult:
        """Take the rows of a table found before. Raises RuleViolation: excel.kolom."""
        rows = read_people(table, today())
        register = _Register(
            [(r.uid, r.data) for r in self._records.find("d.resident", order="id") if isinstance(r.data, Resident)]
        )
        for row in rows:
            register.take(row)
        added = set(register.added)
        if not dry_run and register.changes:
            self._records.save_all(register.changes)
        return TakeResult(
            what="residents",
            sheet=table.sheet,
            heading_row=table.heading_row,
            added=len(register.added),
            same=register.same,
            filled=register.filled,
            problems=tuple(_problem(row, row.person is not None) for row in rows if row.doubts),
            uids=tuple(register.added),
            dry_run=dry_run,
            outcomes=register.outcomes,
            before=tuple(register.before),
            after=tuple(change for change in register.changes if change.uid not in added),
        )

    def take_back(self, result: TakeResult) -> None:
        """Undo `residents`: who was added goes into the trash, who was filled is as before; all or none.

        Raises RuleViolation: record_missing when somebody who was added is gone already.
        """
        with self._desk.sessions.begin() as session:
            remove_here(session, self._desk, result.uids)
            store_here(session, self._desk, result.before)
        self._desk.changed({"d.resident"})

    def take_again(self, result: TakeResult) -> None:
        """Undo `take_back`. Raises RuleViolation: record_missing."""
        with self._desk.sessions.begin() as session:
            restore_here(session, self._desk, result.uids)
            store_here(session, self._desk, result.after)
        self._desk.changed({"d.resident"})

    def estimate(self, table: FoundTable, proposal_uid: str, *, dry_run: bool = False) -> TakeResult:
        """Take the rows of a table found before. Raises RuleViolation: excel.kolom, record_missing, record_too_large,
        locked.

        The amount asked for follows the estimate where it was empty or agreed with it before (ours).
        """
        record = self._records.get(proposal_uid, str(self._desk.info.area))
        if record is None or not isinstance(record.data, Proposal):
            raise RuleViolation("record_missing", facts={"uid": proposal_uid})
        proposal = record.data
        rows = read_costs(table)
        new, same = new_lines(rows, proposal.lines)
        lines = (*proposal.lines, *new)
        total = lines_total(lines)
        follows = proposal.amount in {0, lines_total(proposal.lines)}
        data = replace(proposal, lines=lines, amount=total if follows else proposal.amount)
        if new:
            self._records.check_fits("d.proposal", data, record.files)  # a dry run says so too
        if not dry_run and new:
            self._records.save("d.proposal", data, uid=record.uid)
        return TakeResult(
            what="estimate",
            sheet=table.sheet,
            heading_row=table.heading_row,
            added=len(new),
            same=same,
            filled=0,
            problems=tuple(_problem(row, row.line is not None) for row in rows if row.doubts),
            uids=tuple(line.uid for line in new),
            total=total,
            dry_run=dry_run,
        )

    def save_problems(self, table: FoundTable, problems: Sequence[RowProblem], target: Path) -> None:
        """Write the rows that need a look to an XLSX file: the same columns, and "Masalah". Whole or not at all.

        Raises Trouble: write_failed.
        """
        rows = {row.number: safe_texts(table, row) for row in table.rows}
        out = io.BytesIO()
        listed = [(rows.get(problem.row, ()), problem.text) for problem in problems]
        build_problem_sheet([title or f"Kolom {at}" for at, title in enumerate(table.titles, 1)], listed, out)
        write_whole(target, out.getvalue())


class _Register:
    """The register while rows are compared with it: nobody in it stands for two rows."""

    def __init__(self, held: Sequence[tuple[str, Resident]]) -> None:
        self.changes: list[NewRecord] = []
        self.before: list[NewRecord] = []
        self.added: list[str] = []
        self.outcomes: dict[int, Outcome] = {}
        self.same = self.filled = 0
        self._free: dict[str, Resident] = dict(held)
        self._niks = {person.nik: (uid, person.name) for uid, person in held if person.nik}
        self._names: dict[str, list[str]] = {}
        for uid, person in held:
            self._names.setdefault(same_name(person.name), []).append(uid)
        self._rows: dict[str, list[PersonRow]] = {}
        self._rows_by_nik: dict[str, PersonRow] = {}

    def take(self, row: PersonRow) -> None:
        """Add the row's person, or find them in the register; doubts go to the row."""
        self.outcomes[row.number] = "left"
        if row.person is None:
            return
        name = same_name(row.person.name)
        known = self._by_nik(row, name)
        if known is None:
            return
        known = known or self._by_name(row.person, name)
        if known:
            self._merge(known, row)
        elif not self._twice(row, name):
            uid = new_uid()
            person = replace(row.person, problem=_words(row)[:500]) if row.doubts else row.person
            self.changes.append(NewRecord(type="d.resident", data=person, uid=uid))
            self.added.append(uid)
            self.outcomes[row.number] = "added"
        if row.person is not None:
            self._rows.setdefault(name, []).append(row)

    def _by_nik(self, row: PersonRow, name: str) -> str | None:
        """The register's entry with this NIK and name, "" for none; None when the row stands further up already.

        A NIK of somebody else is taken out of the row.
        """
        person = row.person
        if person is None or not person.nik:
            return ""
        earlier = self._rows_by_nik.get(person.nik)
        if earlier is not None:
            if same_name(earlier.name) == name:
                row.doubt("row_twice", row=earlier.number)
                row.person = None
                return None
            row.doubt("nik_taken", name=earlier.name)
            row.person = replace(person, nik="")
            return ""
        uid, held_name = self._niks.get(person.nik, ("", ""))
        if uid and (same_name(held_name) != name or uid not in self._free):
            row.doubt("nik_taken", name=held_name)
            row.person = replace(person, nik="")
            return ""
        self._rows_by_nik[person.nik] = row
        return uid

    def _by_name(self, person: Resident, name: str) -> str:
        """The free entry of this name that nothing contradicts and most agrees with."""
        free = [uid for uid in self._names.get(name, ()) if uid in self._free]
        fitting = [uid for uid in free if not _contradicts(self._free[uid], person)]
        return max(fitting, key=lambda uid: _agreeing(self._free[uid], person), default="")

    def _merge(self, uid: str, row: PersonRow) -> None:
        """The entry keeps what it says; only what was empty in it is filled."""
        held, person = self._free.pop(uid), row.person
        if person is None:
            return
        if held.nik:
            row.doubts = [doubt for doubt in row.doubts if doubt[0] not in _NIK_DOUBTS]
        empty = {
            name: getattr(person, name)
            for name in ("nik", "household", "gender", "born", "address", "phone", "role", "tags")
            if not getattr(held, name) and getattr(person, name)
        }
        full = replace(held, **empty)
        if full.nik and not needs_look(full) and full.nik != held.nik:
            full = replace(full, problem="")
        self.outcomes[row.number] = "same" if full == held else "filled"
        if full == held:
            self.same += 1
        else:
            self.filled += 1
            self.before.append(NewRecord(type="d.resident", data=held, uid=uid))
            self.changes.append(NewRecord(type="d.resident", data=full, uid=uid))

    def _twice(self, row: PersonRow, name: str) -> bool:
        """Whether the same row stands further up: then it is not taken. Name and KK alike: taken, and said."""
        person = row.person
        for earlier in self._rows.get(name, ()):
            other = earlier.person
            if person is None or other is None:
                continue
            if person == other and (person.household or person.born or person.nik):
                row.doubt("row_twice", row=earlier.number)
                row.person = None
                return True
            if person == other:
                row.doubt("same_name", row=earlier.number)
            elif person.household and person.household == other.household:
                row.doubt("maybe_twice", row=earlier.number)
        return False


def _contradicts(held: Resident, person: Resident) -> bool:
    pairs = ((getattr(held, name), getattr(person, name)) for name in ("nik", "household", "born", "gender"))
    return any(one and other and one != other for one, other in pairs)


def _agreeing(held: Resident, person: Resident) -> int:
    names = ("nik", "household", "born", "gender", "address", "phone")
    return sum(bool(getattr(held, name)) and getattr(held, name) == getattr(person, name) for name in names)


def _words(row: PersonRow | CostRow) -> str:
    return " ".join(sentence(code, facts) for code, facts in row.doubts)


def _problem(row: PersonRow | CostRow, taken: bool) -> RowProblem:
    codes = tuple(code for code, _ in row.doubts)
    return RowProblem(row=row.number, name=row.name, codes=codes, text=_words(row), taken=taken)
