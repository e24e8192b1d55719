"""Take price lists from spreadsheets. All or nothing, and twice the same file changes nothing.

table = service.find(path)                                  # what is in the file; columns may be chosen anew
service.take(table, name, source, day, dry_run=True)        # what would happen
service.take(table, name, source, day)                      # do it
"""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Final

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.records import Price, PriceList
from desktop.services.desk import Desk, new_uid
from desktop.services.prices import OFFICE_LIST, OWN_LIST, KnownList, PriceService
from desktop.services.publications import PublicationService
from desktop.services.records import NewRecord, RecordService
from desktop.services.take import RowProblem, TakeResult
from desktop.services.take_prices import PRICE_FIELDS, PriceRow, read_prices
from desktop.services.take_table import FoundTable, find_table
from desktop.services.workbook import read_workbook

_PART_BYTES: Final = 160_000
"""Of one record's prices, reckoned generously: a line of a bundle takes 256 KiB."""
_ROW_BYTES = 70
"""What one price needs beside its letters."""
_MOST_PRICES = 1_000
"""Prices of one record: a list of five thousand is five records."""


class PriceTaking:
    """Takes price lists into this desk's records."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._records = RecordService(desk)
        self._prices = PriceService(desk)

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
        kind = OFFICE_LIST if self._prices.writes_for_all else OWN_LIST
        asked = (name.strip(), source.strip(), day, year)
        return next(
            (one for one in self._prices.of_kind(kind, year) if (one.name, one.source, one.day, one.year) == asked),
            None,
        )

    def _write(self, held: KnownList | None, new: Sequence[Price], head: PriceList, year: int) -> tuple[str, ...]:
        kind = OFFICE_LIST if self._prices.writes_for_all else OWN_LIST
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
        if self._prices.writes_for_all:
            PublicationService(self._desk).publish(saved)
        return tuple(saved)


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
