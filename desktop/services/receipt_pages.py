"""The receipts of a Pokmas a page at a time, newest day first: any place of a list of 100,000 costs the same.

An index is read once (how many there are, and where every page begins); each page is then one keyset query from its
beginning, so that the last page costs what the first costs.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.db.models import RecordRow
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
    """Where the pages of one list begin: its `count` rows, and (day, row) of the first row of each page.

    `tranches`: of these only, () for all. `rows`: the rows themselves, when words were searched for.
    """

    count: int
    starts: tuple[tuple[str, int], ...] = ()
    tranches: tuple[str, ...] = ()
    rows: tuple[int, ...] | None = None

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


_NEWEST_FIRST = (RecordRow.day.desc(), RecordRow.id.desc())


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
        self, tranches: Collection[str] = (), words: str = "", named: Callable[[Receipt], str] | None = None
    ) -> PageIndex:
        """The index of all receipts, of those of some tranches (uids), or of those in which all these words stand.

        `named`: more text of a receipt to search in (the names of its items).
        """
        chosen = tuple(sorted(tranches))
        conditions = self._conditions(chosen)
        with self._desk.sessions() as session:
            if tidy(words):
                rows = self._with_words(session, conditions, tidy(words).casefold().split(), named)
                return PageIndex(count=len(rows), tranches=chosen, rows=rows)
            number = func.row_number().over(order_by=_NEWEST_FIRST).label("number")
            numbered = select(RecordRow.day, RecordRow.id, number).where(*conditions).subquery()
            query = select(numbered.c.day, numbered.c.id).where(numbered.c.number % PAGE == 1)
            starts = tuple((day, row) for day, row in session.execute(query.order_by(numbered.c.number)))
            count = session.scalar(select(func.count()).select_from(RecordRow).where(*conditions)) or 0
            return PageIndex(count=count, starts=starts, tranches=chosen)

    def page(self, index: PageIndex, number: int) -> list[ListedReceipt]:
        """The rows of one page, 0 the first; what was removed since the index was read is left out."""
        if not 0 <= number < index.pages:
            return []
        query = select(RecordRow.uid, RecordRow.data).where(*self._conditions(index.tranches))
        if index.rows is not None:
            query = query.where(RecordRow.id.in_(index.rows[number * PAGE : (number + 1) * PAGE]))
        else:
            query = query.where(_not_before(*index.starts[number]))
        with self._desk.sessions() as session:
            found = session.execute(query.order_by(*_NEWEST_FIRST).limit(PAGE)).all()
            return self._listed(session, {uid: data for uid, raw in found if (data := _receipt(raw)) is not None})

    def place(self, index: PageIndex, uid: str) -> int:
        """Where a receipt stands in the list, 0 the first; -1 when it is not in it."""
        conditions = self._conditions(index.tranches)
        with self._desk.sessions() as session:
            found = session.execute(
                select(RecordRow.day, RecordRow.id).where(RecordRow.uid == uid, *conditions)
            ).first()
            if found is None:
                return -1
            if index.rows is not None:
                return index.rows.index(found.id) if found.id in index.rows else -1
            before = select(func.count()).select_from(RecordRow)
            return session.scalar(before.where(*conditions, ~_not_before(found.day, found.id))) or 0

    def _conditions(self, tranches: Sequence[str]) -> list[ColumnElement[bool]]:
        wanted = [
            RecordRow.type == "d.receipt",
            RecordRow.area == str(self._desk.info.area),
            RecordRow.year == self._desk.info.year,
            RecordRow.removed.is_(False),
        ]
        return [*wanted, RecordRow.parent.in_(tranches)] if tranches else wanted

    @staticmethod
    def _with_words(
        session: Session,
        conditions: Sequence[ColumnElement[bool]],
        words: Sequence[str],
        named: Callable[[Receipt], str] | None,
    ) -> tuple[int, ...]:
        found: list[int] = []
        query = select(RecordRow.id, RecordRow.data).where(*conditions).order_by(*_NEWEST_FIRST)
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
        query = select(RecordRow.uid, RecordRow.data).where(
            RecordRow.type == "d.correction", RecordRow.area == area, RecordRow.removed.is_(False)
        )
        corrections = {
            uid: data
            for uid, raw in session.execute(query)
            if isinstance(data := decoder_of("d.correction").decode(raw), Correction)
        }
        pictures = (
            select(RecordRow.parent, func.count())
            .where(RecordRow.parent.in_(receipts), RecordRow.type == "d.photo", RecordRow.removed.is_(False))
            .group_by(RecordRow.parent)
        )
        photos = {row[0]: row[1] for row in session.execute(pictures)}
        return [ListedReceipt(one, photos.get(uid, 0)) for uid, one in stand(receipts, corrections).items()]


def _not_before(day: str, row: int) -> ColumnElement[bool]:
    """From this row on, newest first."""
    return or_(RecordRow.day < day, and_(RecordRow.day == day, RecordRow.id <= row))


def _receipt(raw: bytes) -> Receipt | None:
    data: Data = decoder_of("d.receipt").decode(raw)
    return data if isinstance(data, Receipt) else None
