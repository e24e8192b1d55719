"""Price lists: taken from a spreadsheet, kept with their date and source, and looked up while a RAB is typed.

The kelurahan's list goes to every desk of it; a desk's own list stays on its computer (docs/decisions/0010).

table = service.find(path)                                  # what is in the file; columns may be chosen anew
service.take(table, name, source, day, dry_run=True)        # what would happen
service.take(table, name, source, day)                      # do it
service.book().find("semen 40 kg", "zak")                   # the price to compare with
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from msgspec import Struct

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.money import format_rupiah
from desktop.domain.records import CostLine, Price, PriceList, Record
from desktop.services.desk import Desk, new_uid
from desktop.services.price_book import BookPart, Listed, PriceBook
from desktop.services.publications import PublicationService
from desktop.services.records import NewRecord, RecordService
from desktop.services.take import RowProblem, TakeResult
from desktop.services.take_prices import PRICE_FIELDS, PriceRow, read_prices
from desktop.services.take_table import FoundTable, find_table
from desktop.services.workbook import read_workbook

OFFICE_LIST: Final = "k.price_list"
OWN_LIST: Final = "d.price_list"

_PART_BYTES = 160_000
"""Of one record's prices, reckoned generously: a line of a bundle takes 256 KiB."""
_ROW_BYTES = 70
"""What one price needs beside its letters."""
_MOST_PRICES = 1_000
"""Prices of one record: a list of five thousand is five records."""


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
        found = [*self._lists(OFFICE_LIST, wanted), *self._lists(OWN_LIST, wanted)]
        return sorted(found, key=lambda one: (not one.in_force, not one.office, -one.year))

    def _lists(self, kind: str, year: int) -> list[KnownList]:
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

    # --- taking ------------------------------------------------------------------------------------------------------

    def find(self, path: Path) -> FoundTable:
        """The price table of a file. Raises Trouble as read_workbook; RuleViolation: table_empty."""
        return find_table(read_workbook(path), PRICE_FIELDS)

    def take(
        self, table: FoundTable, name: str, source: str, day: date | None, *, year: int = 0, dry_run: bool = False
    ) -> TakeResult:
        """Keep the prices of a table found before as a list of this desk. A list of the same name, source and date
        gets what it lacks. `year`: the budget year it is meant for (default: the desk's).

        Raises RuleViolation: excel.kolom, prices_none, price_list_unnamed, price_list_undated, and as RecordService.
        """
        rows = read_prices(table)
        wanted = year or self._desk.info.year
        held = self._held(name, source, day, wanted)
        known = {_said(one) for one in held.prices} if held else set()
        new: list[Price] = []
        same = 0
        for row in rows:
            if row.price is None:
                continue
            if _said(row.price) in known:
                same += 1
            else:
                known.add(_said(row.price))
                new.append(row.price)
        uids: tuple[str, ...] = ()
        if not new and not same:
            raise RuleViolation("prices_none", "price")
        if not dry_run:
            if not name.strip():
                raise RuleViolation("price_list_unnamed", "name")
            if day is None:
                raise RuleViolation("price_list_undated", "date")
            if new:
                uids = self._write(held, new, PriceList(name=name.strip(), source=source.strip(), date=day), wanted)
        return TakeResult(
            what="prices",
            sheet=table.sheet,
            heading_row=table.heading_row,
            added=len(new),
            same=same,
            filled=0,
            problems=tuple(_problem(row) for row in rows if row.doubts),
            uids=uids,
            dry_run=dry_run,
        )

    def _held(self, name: str, source: str, day: date | None, year: int) -> KnownList | None:
        kind = OFFICE_LIST if self.writes_for_all else OWN_LIST
        asked = (name.strip(), source.strip(), day, year)
        return next(
            (one for one in self._lists(kind, year) if (one.name, one.source, one.day, one.year) == asked), None
        )

    def _write(self, held: KnownList | None, new: Sequence[Price], head: PriceList, year: int) -> tuple[str, ...]:
        kind = OFFICE_LIST if self.writes_for_all else OWN_LIST
        uid = held.list if held else new_uid()
        chunks = _chunks([*(held.prices if held else ()), *new])
        places = [*(held.uids if held else ()), *(new_uid() for _ in chunks)][: len(chunks)]
        records = [
            NewRecord(
                type=kind,
                data=PriceList(
                    list=uid,
                    name=head.name,
                    source=head.source,
                    date=head.date,
                    part=at,
                    of_parts=len(chunks),
                    prices=tuple(chunk),
                ),
                uid=place,
                year=year,
            )
            for at, (chunk, place) in enumerate(zip(chunks, places, strict=True), 1)
        ]
        saved = [record.uid for record in self._records.save_all(records)]
        if self.writes_for_all:
            PublicationService(self._desk).publish(saved)
        return tuple(saved)

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


def _said(price: Price) -> tuple[str, str, int]:
    return price.name.casefold(), price.unit.casefold(), price.price


def _chunks(prices: Sequence[Price]) -> list[list[Price]]:
    chunks: list[list[Price]] = []
    room = 0
    for price in prices:
        size = _ROW_BYTES + 2 * len((price.name + price.unit).encode())  # a sign may need two letters in JSON
        if not chunks or size > room or len(chunks[-1]) >= _MOST_PRICES:
            chunks.append([])
            room = _PART_BYTES
        chunks[-1].append(price)
        room -= size
    return chunks


def _problem(row: PriceRow) -> RowProblem:
    text = " ".join(sentence(code, facts) for code, facts in row.doubts)
    codes = tuple(code for code, _ in row.doubts)
    return RowProblem(row=row.number, name=row.name[:80], codes=codes, text=text, taken=row.price is not None)
