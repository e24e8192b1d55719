"""Buku pembantu pajak of a Pokmas: tax kept back and tax paid, on a sheet that lies on its side.

No form is prescribed; columns follow common practice (day, number, description, one column per tax, paid, balance).
"""

from collections.abc import Sequence
from itertools import accumulate
from typing import BinaryIO

from msgspec import Struct

from desktop.documents.books import closed_by, group_line, money_cell, short_day
from desktop.documents.layout import F4, Group, Identity, PaperSize, Place, dots, gap, title_lines
from desktop.documents.pages import Pages
from desktop.documents.receipt import Officers
from desktop.documents.tables import Align, Column, Ending, Grid, Row, carrying_sums
from desktop.documents.text import paragraph
from desktop.documents.words import rupiah_words
from desktop.domain.dates import format_day
from desktop.domain.money import format_number, format_rupiah
from desktop.domain.receipts import TAX_NAMES
from desktop.domain.records import Day

_TITLE = "BUKU PEMBANTU PAJAK"
_NONE = "Nihil: tidak ada pajak yang dipungut."


class TaxEntry(Struct, frozen=True, kw_only=True):
    """One line of the tax book, whole rupiah: tax withheld, or paid to the treasury. `kind` as in records.TaxLine."""

    date: Day | None = None
    number: str = ""
    text: str = ""
    kind: str = ""
    withheld: int = 0
    paid: int = 0
    ntpn: str = ""


class TaxSheet(Struct, frozen=True, kw_only=True):
    """The book of one period. `opening`: kept back before and not paid yet, whole rupiah; `closed`: the day it was
    closed."""

    period: str = ""
    opening: int = 0
    entries: tuple[TaxEntry, ...] = ()
    closed: Day | None = None


class TaxBookContent(Struct, frozen=True, kw_only=True):
    """One tax book as a paper of its own."""

    place: Place
    identity: Identity
    group: Group
    officers: Officers
    book: TaxSheet


def build_tax_book(content: TaxBookContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write a tax book; every page carries its sums to the next. Returns the number of pages."""
    title = f"Buku pembantu pajak {content.book.period}".rstrip()
    pages = Pages(out, paper=paper, identity=content.identity, title=title)
    pages.begin(wide=True)
    put_tax_book(pages, content.book, content.place, content.group, content.officers)
    return pages.close()


def put_tax_book(pages: Pages, book: TaxSheet, place: Place, group: Group, officers: Officers) -> None:
    """The tax book on a page already begun; the balance is what is withheld and not paid."""
    columns = (
        Column(title="Tanggal", width=21, align="center"),
        Column(title="No. bukti", width=31),
        Column(title="Uraian", width=1, grows=True),
        *(
            Column(
                title="Pajak daerah" if kind == "food" else name,
                width=16,
                align="right",
                number=True,
                group="Dipungut (Rp)",
            )
            for kind, name in TAX_NAMES.items()
        ),
        Column(title="Disetor (Rp)", width=18, align="right", number=True),
        Column(title="NTPN", width=38),
        Column(title="Saldo (Rp)", width=18, align="right", number=True),
    )
    kinds = list(TAX_NAMES)
    balances = list(accumulate((entry.withheld - entry.paid for entry in book.entries), initial=book.opening))
    rows = [_line(text="Saldo awal", balance=book.opening)]
    amounts = [(*(0 for _ in kinds), 0, book.opening)]
    for entry, balance in zip(book.entries, balances[1:], strict=True):
        rows.append(_entry_line(entry, balance))
        # A payment settles its kind: it stands in the column of payments only.
        by_kind = (entry.withheld if entry.kind == kind else 0 for kind in kinds)
        amounts.append((*by_kind, entry.paid, entry.withheld - entry.paid))
    if not book.entries:
        rows.append(_line(text=_NONE))
        amounts.append((0,) * len(amounts[0]))
    rows.append(_sum_line("Jumlah", [sum(each) for each in zip(*amounts, strict=True)]))
    balance = balances[-1]
    words = f" ({rupiah_words(balance)})" if balance > 0 else ""
    day = format_day(book.closed) if book.closed else dots(30)
    closing = (
        f"Pada tanggal {day} buku pembantu pajak ditutup dengan saldo {format_rupiah(balance)}{words}, yaitu pajak "
        "yang sudah dipungut dan belum disetor."
    )
    period = book.period or "Periode " + dots(30)
    pages.put(
        [
            *title_lines(_TITLE, group_line(group, place), period, bold=2, after=4),
            Ending(
                Grid(columns, rows, size=10, carry=carrying_sums(amounts, _sum_line)),
                [gap(4), paragraph(closing, after=10), closed_by(officers, place, book.closed)],
            ),
        ]
    )


def _line(*, text: str, balance: int | None = None) -> Row:
    """A line without an amount of its own."""
    shown = "" if balance is None else format_number(balance)
    return Row(cells=("", "", text, *("" for _ in TAX_NAMES), "", "", shown))


def _entry_line(entry: TaxEntry, balance: int) -> Row:
    known = entry.kind in TAX_NAMES
    text = entry.text if known else f"{entry.text} ({entry.kind})"
    amounts = [money_cell(entry.withheld) if kind == entry.kind else "" for kind in TAX_NAMES]
    last = (money_cell(entry.paid), entry.ntpn, format_number(balance))
    return Row(cells=(short_day(entry.date), entry.number, text, *amounts, *last))


def _sum_line(label: str, sums: Sequence[int]) -> Row:
    """Sums by tax, of payments, and the balance, in that order (whole rupiah)."""
    *by_kind, paid, balance = sums
    right: tuple[Align, ...] = tuple("right" for _ in by_kind)
    return Row(
        cells=(label, *(money_cell(amount) for amount in by_kind), format_number(paid), "", format_number(balance)),
        spans=(3, *(1 for _ in by_kind), 1, 1, 1),
        aligns=("right", *right, "right", "left", "right"),
        bold=True,
    )
