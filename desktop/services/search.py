"""Look everything up: records and issued papers by words (typing errors forgiven), names, codes, amounts and QR texts.

The index (desktop.db.search_index) is brought up to date before it is asked: versions and issued papers are only ever
added, so the last number read says how far it came. A restored or copied database is noticed by the version that
number stands for, and the index is made anew.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import msgspec
from msgspec import Struct
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.db.models import IssuedPaper, Version
from desktop.db.revisions import RECORDS, table_of
from desktop.db.search_index import Entry, Facets, IndexTrouble, Kept, SearchIndex
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.money import parse_money
from desktop.domain.papers import read_page_mark
from desktop.services.clock import WIB
from desktop.services.desk import Desk
from desktop.services.search_texts import (
    MINOR,
    SHELF,
    Known,
    bare_code,
    fold,
    kind_mark,
    paper_entry,
    pointed_to,
    record_entry,
)

INDEX: Final = "search.db"
"""The index file in the data folder."""

_VERSIONS, _PAPERS = table_of(Version), table_of(IssuedPaper)
_NEWEST = select(select(func.max(_VERSIONS.c.id)).scalar_subquery(), select(func.max(_PAPERS.c.id)).scalar_subquery())
_BATCH: Final = 400
AT_ONCE: Final = 400
"""Changes that are taken in while somebody waits; more are left to `catch_up` in the background."""
_LONGEST, _MOST_WORDS = 200, 8
_NEAREST: Final = 80
_FEW: Final = 3
"""With fewer results than this, words spelt nearly alike are tried."""

Report = Callable[[int, int], None]
FoundEntry = Kept
"""What was found, as the screens get it."""
ListFacets = Facets
T = TypeVar("T")


class Findings(Struct, frozen=True, kw_only=True):
    """What a search gave, grouped: the group with the nearest first. `meant`: the words looked for when those typed are
    not among the texts, "" otherwise. `complete`: False while the index is still being made."""

    found: tuple[Kept, ...] = ()
    meant: str = ""
    complete: bool = True


class SearchService:
    """The search of one desk. Nothing of it leaves the computer; the index is made from what is here."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._index = SearchIndex(desk.folder / INDEX)
        self._compared = False

    def close(self) -> None:
        """Let the index file go."""
        self._compared = False
        self._index.close()

    # --- keeping up --------------------------------------------------------------------------------------------------

    def behind(self) -> int:
        """How many changes the index has not taken in yet; everything when it must be made anew.

        Raises Trouble: write_failed.
        """
        return self._safely(self._changes)

    def _changes(self) -> int:
        with self._desk.sessions() as session:
            return self._behind(session, self._marks(session))

    @staticmethod
    def _behind(session: Session, marks: dict[str, str]) -> int:
        versions, papers = session.execute(_NEWEST).one()
        if "versions" not in marks:
            return (session.scalar(select(func.count()).select_from(RECORDS)) or 0) + (papers or 0) + 1
        return max((versions or 0) - int(marks["versions"]), 0) + max((papers or 0) - int(marks.get("papers", "0")), 0)

    def _marks(self, session: Session) -> dict[str, str]:
        """How far the index came; nothing when it was made from another state of the database.

        That can only have happened before this desk was opened: afterwards the folder is nobody else's.
        """
        marks = self._index.marks()
        if not self._compared and "versions" in marks:
            if marks["version"] != _stamp(session, int(marks["versions"])):
                self._index.begin_anew()
                return {}
            self._compared = True
        return marks

    def catch_up(self, report: Report | None = None) -> None:
        """Take in all that is new, in small steps: a search in between waits for one of them at most.

        `report`: told the steps done and all of them; what it raises ends the work, and the next call goes on there.
        Raises Trouble: write_failed.
        """
        self._safely(lambda: self._take_in(report))

    def _take_in(self, report: Report | None) -> None:
        with self._desk.sessions() as session:
            marks = self._marks(session)
            steps, done = self._behind(session, marks), 0
            if "versions" not in marks:
                done = self._all_records(session, marks, report, steps)
            while step := self._changed_records(session, marks) + self._new_papers(session, marks):
                done += step
                if report is not None:
                    report(min(done, steps), steps)

    def _all_records(self, session: Session, marks: dict[str, str], report: Report | None, steps: int) -> int:
        """Make the index from the current view, continuing where an earlier try ended."""
        done = 0
        newest = marks.get("newest") or str(session.scalar(select(func.max(_VERSIONS.c.id))) or 0)
        while True:
            after = int(marks.get("records", "0"))
            rows = session.execute(
                select(RECORDS).where(RECORDS.c.id > after).order_by(RECORDS.c.id).limit(_BATCH)
            ).all()
            marks["newest"] = newest
            if not rows:
                break
            marks["records"] = str(rows[-1].id)
            self._put(session, rows, marks)
            done += len(rows)
            if report is not None:
                report(min(done, steps), steps)
        marks |= {"versions": newest, "version": _stamp(session, int(newest))}
        self._index.put([], marks)
        return done

    def _changed_records(self, session: Session, marks: dict[str, str]) -> int:
        after = int(marks["versions"])
        named = session.execute(
            select(_VERSIONS.c.id, _VERSIONS.c.uid).where(_VERSIONS.c.id > after).order_by(_VERSIONS.c.id).limit(_BATCH)
        ).all()
        if not named:
            return 0
        uids = sorted({uid for _, uid in named})
        rows = session.execute(select(RECORDS).where(RECORDS.c.uid.in_(uids))).all()
        marks |= {"versions": str(named[-1][0]), "version": _stamp(session, named[-1][0])}
        self._put(session, rows, marks)
        return len(named)

    def _new_papers(self, session: Session, marks: dict[str, str]) -> int:
        after = int(marks.get("papers", "0"))
        rows = session.execute(select(_PAPERS).where(_PAPERS.c.id > after).order_by(_PAPERS.c.id).limit(_BATCH)).all()
        if not rows:
            return 0
        marks["papers"] = str(rows[-1].id)
        self._index.put(self._paper_entries(session, rows), marks)
        return len(rows)

    def _put(self, session: Session, rows: Sequence[Any], marks: dict[str, str]) -> None:
        plain = {row.id: msgspec.json.decode(row.data, type=dict[str, Any]) for row in rows}
        known = _known(session, {uid for data in plain.values() for uid in pointed_to(data)})
        places = self._places(session, {row.uid for row in rows})
        entries = [
            record_entry(row, plain[row.id], known, places.get((row.uid, ""), "")) for row in rows if row.type != SHELF
        ]
        shelves = {str(plain[row.id].get("of", "")) for row in rows if row.type == SHELF}
        if shelves:
            entries += self._entries_of(session, shelves)
        self._index.put(entries, marks)

    def _entries_of(self, session: Session, uids: Iterable[str]) -> list[Entry]:
        """The records of these uids and their papers once more: where they lie has changed."""
        wanted = sorted(uids)
        rows = session.execute(select(RECORDS).where(RECORDS.c.uid.in_(wanted), RECORDS.c.type != SHELF)).all()
        plain = {row.id: msgspec.json.decode(row.data, type=dict[str, Any]) for row in rows}
        known = _known(session, {uid for data in plain.values() for uid in pointed_to(data)})
        places = self._places(session, set(wanted))
        entries = [record_entry(row, plain[row.id], known, places.get((row.uid, ""), "")) for row in rows]
        papers = [
            row
            for uid in wanted
            for row in session.execute(
                select(_PAPERS).where((_PAPERS.c.of == uid) | _PAPERS.c.of.startswith(f"{uid}:"))
            ).all()
        ]
        return entries + self._paper_entries(session, papers)

    def _paper_entries(self, session: Session, rows: Sequence[Any]) -> list[Entry]:
        abouts = {row.of.partition(":")[0] for row in rows}
        known = _known(session, abouts)
        query = select(RECORDS.c.uid, RECORDS.c.year).where(RECORDS.c.uid.in_(sorted(abouts)))
        years = {row.uid: row.year for row in session.execute(query)}
        places = self._places(session, abouts)
        entries = []
        for row in rows:
            about = row.of.partition(":")[0]
            printed = datetime.fromtimestamp(row.at / 1000, WIB).date()
            place = places.get((about, row.number)) or places.get((about, ""), "")
            entries.append(paper_entry(row, known, years.get(about, printed.year), printed, place))
        return entries

    @staticmethod
    def _places(session: Session, uids: set[str]) -> dict[tuple[str, str], str]:
        """Where papers lie, by (uid of the record, number of the paper or "")."""
        query = select(RECORDS.c.data).where(
            RECORDS.c.type == SHELF, RECORDS.c.parent.in_(sorted(uids)), RECORDS.c.removed.is_(False)
        )
        said = [msgspec.json.decode(data, type=dict[str, Any]) for data in session.scalars(query)]
        return {(data["of"], data.get("number", "")): data.get("place", "") for data in said}

    # --- searching ---------------------------------------------------------------------------------------------------

    def find(self, typed: str, *, per_group: int = 6, limit: int = 30) -> Findings:
        """What fits the words typed, a code, an amount or the text of a QR; grouped, the nearest first.

        Whatever is typed is looked for as it stands. Raises Trouble: write_failed.
        """
        return self._safely(lambda: self._find(typed, per_group, limit))

    def _find(self, typed: str, per_group: int, limit: int) -> Findings:
        complete = self._small_catch_up()
        query = fold("".join(sign if sign.isprintable() else " " for sign in typed[:_LONGEST]))
        marked = read_page_mark(query)
        uid = marked[0] if marked else query
        if len(uid.partition(":")[0]) == 36:
            found = self._index.of(uid.partition(":")[0])
            if found:
                return Findings(found=tuple(_papers_first(found)[:limit]), complete=complete)
        words = query.split()[:_MOST_WORDS]
        if not words:
            return Findings(complete=complete)
        code = _code_in(query)
        long = [word for word in words if len(word) > 2]
        if not long and not code:
            found = self._index.containing(query)
            return Findings(found=_grouped(found, query, "", per_group, limit), complete=complete)
        groups: list[list[str]] = [[word] for word in long]
        found = self._index.find(groups, code, _NEAREST)
        if len(found) == _NEAREST:  # a flood of some kinds must not hide the others
            flood = [kind_mark(kind) for kind in sorted({one.kind for one in found})]
            found += self._index.find(groups, code, _NEAREST, flood)
        meant = ""
        if len(found) < _FEW:
            nearly = [self._alike(word) for word in long]
            if any(nearly):
                near = self._index.find(
                    [[word, *more] for word, more in zip(long, nearly, strict=True)], code, _NEAREST
                )
                if near and not found:
                    meant = " ".join(
                        more[0] if more and not self._index.has(word) else word
                        for word, more in zip(long, nearly, strict=True)
                    )
                found = _unique([*found, *near])
        return Findings(found=_grouped(found, meant or query, code, per_group, limit), meant=meant, complete=complete)

    def _alike(self, word: str) -> list[str]:
        """Words of the texts that differ by a slip or two of the fingers, nearest first."""
        if len(word) < 4 or not word.isalpha():
            return []
        slips = 1 if len(word) < 6 else 2
        near = process.extract(
            word, self._index.words(), scorer=OSA.distance, score_cutoff=slips, limit=8, processor=None
        )
        return [other for other, slip, _ in near if slip]

    def _small_catch_up(self) -> bool:
        """Take in what little is new. Whether the index is complete now."""
        behind = self._changes()
        if 0 < behind <= AT_ONCE:
            self._take_in(None)
        return behind <= AT_ONCE

    # --- the archive's list ------------------------------------------------------------------------------------------

    def listed(self, facets: Facets, typed: str = "") -> list[int]:
        """The places in the index of all that fits, newest first; `rows` gives what stands there."""
        return self._safely(lambda: self._listed(facets, typed))

    def _listed(self, facets: Facets, typed: str) -> list[int]:
        self._small_catch_up()
        query = fold("".join(sign if sign.isprintable() else " " for sign in typed[:_LONGEST]))
        words = [word for word in query.split()[:_MOST_WORDS] if len(word) > 2]
        code = _code_in(query)
        found = self._index.listed(facets, [[word] for word in words], code)
        if not found and words:
            nearly = [[word, *self._alike(word)] for word in words]
            found = self._index.listed(facets, nearly, code)
        return found

    def rows(self, places: Sequence[int]) -> list[Kept]:
        """What stands at these places (at most some hundred), in their order."""
        return self._safely(lambda: self._index.rows(places))

    def counts(self, facet: str, facets: Facets) -> dict[str, int]:
        """How many entries each value of "kind", "year", "area" or "state" has under the other facets."""
        return self._safely(lambda: self._index.counts(facet, facets))

    def about(self, uid: str) -> list[Kept]:
        """A record and the papers printed of it."""
        return self._safely(lambda: self._index.of(uid))

    def _safely(self, deed: Callable[[], T]) -> T:
        """Do it; a damaged index is made anew and asked once more."""
        try:
            try:
                return deed()
            except IndexTrouble:
                self._index.begin_anew()
                return deed()
        except IndexTrouble as problem:
            raise Trouble("write_failed", str(problem), {"place": str(self._desk.folder)}) from problem


def _stamp(session: Session, version: int) -> str:
    """What tells one history from another: the uid and time of a version; "" when it is not there."""
    row = session.execute(select(_VERSIONS.c.uid, _VERSIONS.c.at).where(_VERSIONS.c.id == version)).first()
    return f"{row.uid} {row.at}" if row else ""


def _known(session: Session, uids: set[str]) -> dict[str, Known]:
    found: dict[str, Known] = {}
    wanted = sorted(uids - {""})
    for start in range(0, len(wanted), 500):
        query = select(RECORDS.c.uid, RECORDS.c.type, RECORDS.c.label, RECORDS.c.day).where(
            RECORDS.c.uid.in_(wanted[start : start + 500])
        )
        found.update({row.uid: Known(row.type, row.label, row.day) for row in session.execute(query)})
    return found


def _code_in(query: str) -> str:
    """The code or amount in what was typed, as the index keeps it; "" when there is none."""
    code = bare_code(query)
    if not any(sign.isdigit() for sign in code) or len(code) > 64:
        return ""
    try:
        amount = parse_money(query)
    except RuleViolation:
        amount = 0
    if amount >= 1000:
        return str(amount)
    return code if sum(sign.isdigit() for sign in code) >= 3 else ""


def _unique(found: Sequence[Kept]) -> list[Kept]:
    return list({row.id: row for row in found}.values())


def _papers_first(found: Sequence[Kept]) -> list[Kept]:
    return sorted(found, key=lambda row: (row.kind != "paper", -row.at))


def _grouped(found: Sequence[Kept], query: str, code: str, per_group: int, limit: int) -> tuple[Kept, ...]:
    """The nearest of each group, the group with the nearest first."""
    scored = sorted(((_nearness(row, query, code), row) for row in found), key=lambda pair: (-pair[0], -pair[1].at))
    groups: dict[str, list[Kept]] = {}
    for _, row in scored:
        groups.setdefault(row.kind, []).append(row)
    most = limit if len(groups) == 1 else per_group
    return tuple([row for rows in groups.values() for row in rows[:most]][:limit])


def _nearness(row: Kept, query: str, code: str) -> float:
    """0 to 100 and a little more: how well an entry fits, by its title, its codes and what is told of it."""
    title = fold(row.title)
    score = max(fuzz.token_set_ratio(query, title), 0.9 * fuzz.partial_ratio(query, title))
    if score < 70:
        score = max(score, 0.7 * fuzz.token_set_ratio(query, fold(row.detail)))
    if code and (bare_code(row.number) == code or str(row.amount or "") == code):
        score = 110.0
    if title.startswith(query):
        score += 5
    return score - (15 if row.kind in MINOR else 0)
