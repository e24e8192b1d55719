"""Price lists with their date and source, looked up while a RAB is typed; desktop.services.price_taking takes them.

The kelurahan's list goes to every desk of it; a desk's own list stays on its computer (docs/decisions/0012).

service.book().find("semen 40 kg", "zak")                   # the price to compare with
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from desktop.domain.messages import sentence
from desktop.domain.money import format_rupiah
from desktop.domain.records import CostLine, Price, PriceList, Record
from desktop.services.desk import Desk
from desktop.services.price_book import BookPart, Listed, PriceBook
from desktop.services.records import RecordService

OFFICE_LIST: Final = "k.price_list"
OWN_LIST: Final = "d.price_list"


class KnownList(Struct, frozen=True, kw_only=True):
    """One price list. `list`: what its parts share; `office`: the kelurahan's, which only it can remove; `in_force`:
    prices are compared with it this year; `count`: how many prices."""

    list: str
    name: str
    source: str
    day: date | None
    year: int
    count: int
    office: bool
    in_force: bool
    uids: tuple[str, ...]
    prices: tuple[Price, ...]


class PriceService:
    """The price lists of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._books: dict[int, PriceBook] = {}
        desk.subscribe(self._forget)

    def _forget(self, types: frozenset[str]) -> None:
        if types & {OFFICE_LIST, OWN_LIST}:
            self._books.clear()

    @property
    def writes_for_all(self) -> bool:
        """Whether a list taken here goes to every desk: the kelurahan's does."""
        return self._desk.info.area.role == "kelurahan"

    # --- reading -----------------------------------------------------------------------------------------------------

    def lists(self, year: int = 0) -> list[KnownList]:
        """Every list here, those in force in a budget year (default: the desk's) first, the kelurahan's before own."""
        wanted = year or self._desk.info.year
        found = [*self.of_kind(OFFICE_LIST, wanted), *self.of_kind(OWN_LIST, wanted)]
        return sorted(found, key=lambda one: (not one.in_force, not one.office, -one.year))

    def of_kind(self, kind: str, year: int) -> list[KnownList]:
        """The kelurahan's lists or this desk's own, oldest first."""
        area = self._desk.info.office if kind == OFFICE_LIST else str(self._desk.info.area)
        parts: dict[str, list[Record]] = {}
        for record in self._records.find(kind, area=area, order="id"):
            if isinstance(record.data, PriceList):
                parts.setdefault(record.data.list or record.uid, []).append(record)
        years = {records[0].year for records in parts.values()}
        # Until this year's list is there the newest of an earlier year speaks.
        speaks = year if year in years else max((one for one in years if one < year), default=0)
        return [_known(uid, records, kind == OFFICE_LIST, speaks) for uid, records in parts.items()]

    def book(self, year: int = 0) -> PriceBook:
        """The prices in force in a budget year (default: the desk's), to look up."""
        wanted = year or self._desk.info.year
        if wanted not in self._books:
            parts = [
                BookPart(name=one.name, day=one.day, prices=one.prices) for one in self.lists(wanted) if one.in_force
            ]
            self._books[wanted] = PriceBook(parts)
        return self._books[wanted]

    def too_dear(self, lines: Sequence[CostLine], year: int = 0) -> Iterator[tuple[int, CostLine, Listed]]:
        """Lines (counted from 1) whose price is above the list's and that give no reason in their note."""
        book = self.book(year)
        if not book:
            return
        for at, line in enumerate(lines, 1):
            if line.unit_price and not line.note.strip():
                listed = book.find(line.description, line.unit)
                if listed is not None and line.unit_price > listed.price.price:
                    yield at, line, listed

    # --- throwing away -----------------------------------------------------------------------------------------------

    def can_remove(self, known: KnownList) -> bool:
        """Whether this desk may throw the list away: its own, not yet sent to others."""
        return not known.office

    def remove(self, known: KnownList) -> None:
        """Into the trash; `restore` brings it back. Raises as RecordService.remove."""
        self._records.remove(known.uids)

    def restore(self, known: KnownList) -> None:
        """Out of the trash again."""
        self._records.restore(known.uids)


def price_words(line: CostLine, listed: Listed) -> str:
    """Why a price is worth a look: what the list says, and which list."""
    text = sentence("rab.harga", {"item": line.description, "price": line.unit_price, "listed": listed.price.price})
    called = "" if listed.same else f"Di daftar disebut “{listed.price.name}”. "
    unit = f" per {listed.price.unit}" if listed.price.unit else ""
    return f"{text} {called}Menurut “{listed.list_name}”: {format_rupiah(listed.price.price)}{unit}."


def _known(uid: str, records: Sequence[Record], office: bool, speaks: int) -> KnownList:
    found = [(record, record.data) for record in records if isinstance(record.data, PriceList)]
    found.sort(key=lambda one: one[1].part)
    first, data = found[0]
    prices = tuple(price for _, part in found for price in part.prices)
    return KnownList(
        list=uid,
        name=data.name,
        source=data.source,
        day=data.date,
        year=first.year,
        count=len(prices),
        office=office,
        in_force=first.year == speaks,
        uids=tuple(record.uid for record, _ in found),
        prices=prices,
    )
