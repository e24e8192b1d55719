"""The receipts of a Pokmas a page at a time, newest day first: any place of a list of 100,000 costs the same.

Only the number of receipts is read beforehand. A page beside one already seen begins where that ended; any other is
counted off in the database's index from the nearer end, so that the last page costs what the first costs.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session

from desktop.db.revisions import RECORDS
from desktop.domain.checks import CheckResult
from desktop.domain.ledger import Ledger
from desktop.domain.receipt_checks import check_receipts
from desktop.domain.receipts import Spending, stand
from desktop.domain.record_types import decoder_of
from desktop.domain.records import Correction, Data, Receipt
from desktop.domain.typed import tidy
from desktop.services.desk import Desk
from desktop.services.ledgers import read_ledger
from desktop.services.locks import frozen_uids

PAGE = 100
"""Receipts in one page."""


@dataclass(frozen=True, slots=True)
class ListedReceipt:
    """One receipt of a list, as it stands. `photos`: how many pictures lie with it."""

    spending: Spending
    photos: int

    @property
    def uid(self) -> str:
        """The receipt's uid."""
        return self.spending.uid

    @property
    def data(self) -> Receipt:
        """What counts of it."""
        return self.spending.data


@dataclass(frozen=True, slots=True, kw_only=True)
class PageIndex:
    """One list of receipts: how many there are, or how many were counted so far when there are `more`.

    `tranches`: of these only, () for all. `rows`: the rows themselves, when words were searched for. `ends`: (day, row)
    of the last row of each full page seen so far.
    """

    count: int
    more: bool = False
    tranches: tuple[str, ...] = ()
    rows: tuple[int, ...] | None = None
    ends: dict[int, tuple[str, int]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return -(-self.count // PAGE)


@dataclass(frozen=True, kw_only=True)
class ReceiptsSeen:
    """What all receipts together rest on and come to. `flags`: findings by receipt; `locked`: receipts handed in."""

    ledger: Ledger = field(default_factory=Ledger)
    flags: Mapping[str, Sequence[CheckResult]] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()


_ROWS = RECORDS.c
_NEWEST_FIRST = (_ROWS.day.desc(), _ROWS.id.desc())


class ReceiptPages:
    """The list of receipts of one desk, in its budget year."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def see(self) -> ReceiptsSeen:
        """Everything the receipts rest on, their findings, and which are locked: the one costly look (seconds for
        100,000 receipts, a few hundredths for 200)."""
        area = str(self._desk.info.area)
        with self._desk.sessions() as session:
            ledger, locked = read_ledger(session, area), frozen_uids(session, area)
        flags: dict[str, list[CheckResult]] = {}
        for result in check_receipts(ledger):
            flags.setdefault(result.subject, []).append(result)
        return ReceiptsSeen(ledger=ledger, flags=flags, locked=locked)

    def index(
        self,
        tranches: Collection[str] = (),
        words: str = "",
        named: Callable[[Receipt], str] | None = None,
        *,
        at_most: int | None = None,
    ) -> PageIndex:
        """The index of all receipts, of those of some tranches (uids), or of those in which all these words stand.

        `named`: more text of a receipt to search in (the names of its items). `at_most`: count no further, so that the
        first rows can be shown before 100,000 are counted (6 ms here, a second from a cold slow disk); see `whole`.
        """
        chosen = tuple(sorted(tranches))
        conditions = self._conditions(chosen)
        with self._desk.sessions() as session:
            if tidy(words):
                rows = self._with_words(session, conditions, tidy(words).casefold().split(), named)
                return PageIndex(count=len(rows), tranches=chosen, rows=rows)
            if at_most is not None:
                some = select(_ROWS.id).where(*conditions).limit(at_most + 1).subquery()
                count = session.scalar(select(func.count()).select_from(some)) or 0
                return PageIndex(count=min(count, at_most), more=count > at_most, tranches=chosen)
            count = session.scalar(select(func.count()).select_from(RECORDS).where(*conditions)) or 0
            return PageIndex(count=count, tranches=chosen)

    def whole(self, index: PageIndex) -> PageIndex:
        """The same list, counted to its end."""
        if not index.more:
            return index
        return replace(index, count=self.index(index.tranches).count, more=False)

    def page(self, index: PageIndex, number: int) -> list[ListedReceipt]:
        """The rows of one page, 0 the first; what was removed since the index was read is left out."""
        if not 0 <= number < index.pages:
            return []
        with self._desk.sessions() as session:
            found = self._rows(session, index, number)
            if len(found) == PAGE:
                index.ends[number] = (found[-1].day, found[-1].id)
            return self._listed(session, {row.uid: data for row in found if (data := _receipt(row.data)) is not None})

    def _rows(self, session: Session, index: PageIndex, number: int) -> Sequence[Any]:
        columns = select(_ROWS.day, _ROWS.id, _ROWS.uid, _ROWS.data)
        query = columns.where(*self._conditions(index.tranches))
        start = number * PAGE
        if index.rows is not None:
            wanted = query.where(_ROWS.id.in_(index.rows[start : start + PAGE]))
        elif number - 1 in index.ends:
            wanted = query.where(tuple_(_ROWS.day, _ROWS.id) < tuple_(*index.ends[number - 1]))
        elif index.more or number <= index.pages // 2:
            wanted = query.offset(start)
        else:
            rest = max(index.count - start - PAGE, 0)
            oldest_first = query.order_by(_ROWS.day, _ROWS.id).limit(min(PAGE, index.count - start))
            return session.execute(oldest_first.offset(rest)).all()[::-1]
        return session.execute(wanted.order_by(*_NEWEST_FIRST).limit(PAGE)).all()

    def place(self, index: PageIndex, uid: str) -> int:
        """Where a receipt stands in the list, 0 the first; -1 when it is not in it."""
        conditions = self._conditions(index.tranches)
        with self._desk.sessions() as session:
            found = session.execute(select(_ROWS.day, _ROWS.id).where(_ROWS.uid == uid, *conditions)).first()
            if found is None:
                return -1
            if index.rows is not None:
                return index.rows.index(found.id) if found.id in index.rows else -1
            newer = tuple_(_ROWS.day, _ROWS.id) > tuple_(found.day, found.id)
            return session.scalar(select(func.count()).select_from(RECORDS).where(*conditions, newer)) or 0

    def _conditions(self, tranches: Sequence[str]) -> list[ColumnElement[bool]]:
        wanted = [
            _ROWS.type == "d.receipt",
            _ROWS.area == str(self._desk.info.area),
            _ROWS.year == self._desk.info.year,
            _ROWS.removed.is_(False),
        ]
        return [*wanted, _ROWS.parent.in_(tranches)] if tranches else wanted

    @staticmethod
    def _with_words(
        session: Session,
        conditions: Sequence[ColumnElement[bool]],
        words: Sequence[str],
        named: Callable[[Receipt], str] | None,
    ) -> tuple[int, ...]:
        found: list[int] = []
        query = select(_ROWS.id, _ROWS.data).where(*conditions).order_by(*_NEWEST_FIRST)
        for row, raw in session.execute(query):
            data = _receipt(raw)
            if data is None:
                continue
            parts = (data.number, data.payee, data.note, data.description, str(data.amount))
            text = " ".join((*parts, named(data) if named else "")).casefold()
            if all(word in text for word in words):
                found.append(row)
        return tuple(found)

    def _listed(self, session: Session, receipts: dict[str, Receipt]) -> list[ListedReceipt]:
        area = str(self._desk.info.area)
        query = select(_ROWS.uid, _ROWS.data).where(
            _ROWS.type == "d.correction", _ROWS.area == area, _ROWS.removed.is_(False)
        )
        corrections = {
            uid: data
            for uid, raw in session.execute(query)
            if isinstance(data := decoder_of("d.correction").decode(raw), Correction)
        }
        pictures = (
            select(_ROWS.parent, func.count())
            .where(_ROWS.parent.in_(receipts), _ROWS.type == "d.photo", _ROWS.removed.is_(False))
            .group_by(_ROWS.parent)
        )
        photos = {row[0]: row[1] for row in session.execute(pictures)}
        return [ListedReceipt(one, photos.get(uid, 0)) for uid, one in stand(receipts, corrections).items()]


def _receipt(raw: bytes) -> Receipt | None:
    data: Data = decoder_of("d.receipt").decode(raw)
    return data if isinstance(data, Receipt) else None
