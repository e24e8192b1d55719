"""Books of a Pokmas as spreadsheets: cash and bank book, tax book, wage list, recap of a tranche."""

from decimal import Decimal
from typing import BinaryIO

from desktop.documents.books import (
    AT_BANK,
    IN_HAND,
    CashBook,
    CashBookContent,
    SumCheck,
    TrancheRecapContent,
    WageContent,
    group_line,
    worked_words,
)
from desktop.documents.layout import F4, PaperSize, Place, dots
from desktop.documents.receipt import Officers
from desktop.documents.sheets.book import NUMBERED, SHARE, Cell, Column, Formula, Page, Plain, at, sum_of, workbook
from desktop.documents.signatures import Sign
from desktop.documents.tax_book import TaxBookContent
from desktop.documents.words import rupiah_words
from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.domain.receipts import TAX_NAMES
from desktop.domain.records import Day
from desktop.domain.sectors import sector_name
from desktop.domain.wages import earned, worked


def _closed_by(officers: Officers, place: Place, day: Day | None) -> tuple[Sign, Sign]:
    date = format_day(day) if day else dots(26)
    return (
        Sign(("Mengetahui:", "Ketua Pokmas,"), officers.chair),
        Sign((f"{place.city}, {date}", "Bendahara,"), officers.treasurer),
    )


# --- cash and bank book ------------------------------------------------------------------------------------------

_BOOK = (
    Column(title="Tanggal", width=22, align="center"),
    Column(title="No. bukti", width=35),
    Column(title="Uraian", width=56),
    Column(title="Penerimaan (Rp)", width=26, align="right"),
    Column(title="Pengeluaran (Rp)", width=26, align="right"),
    Column(title="Saldo (Rp)", width=26, align="right"),
)
_IN, _OUT, _BALANCE = 3, 4, 5


def build_cash_book_sheet(content: CashBookContent, out: BinaryIO, paper: PaperSize = F4) -> None:
    """Write a cash or bank book as a spreadsheet; every balance is reckoned from the one above it."""
    book, place = content.book, content.place
    title = f"{book.title.capitalize()} {book.period}".rstrip()
    with (
        workbook(out, identity=content.identity, paper=paper, title=title) as made,
        made.page(book.title.capitalize(), _BOOK) as page,
    ):
        page.titles(book.title, group_line(content.group, place), book.period or "Periode " + dots(30))
        page.heading()
        _put_book(page, book)
        page.signs(*_closed_by(content.officers, place, book.closed))


def _put_book(page: Page, book: CashBook) -> None:
    """Opening balance, entries, sums, the closing sentence. What is struck through is text, and counts in no sum."""
    first, balance = page.next, book.opening
    here = f"{at(first, _IN)}-{at(first, _OUT)}"
    before = page.row(None, "", "Saldo awal", book.opening or None, None, Formula(f"={here}", balance))
    received, spent = book.opening, 0
    for entry in book.entries:
        cells: tuple[Cell, ...] = (entry.date, entry.number, entry.text, entry.income or None, entry.spending or None)
        if entry.struck:
            page.row(*cells, None, struck=True)
            continue
        received, spent = received + entry.income, spent + entry.spending
        formula = f"={at(before, _BALANCE)}+{at(page.next, _IN)}-{at(page.next, _OUT)}"
        before = page.row(*cells, Formula(formula, received - spent))
    last = page.next - 1
    sums = page.next
    page.sums(
        "Jumlah",
        3,
        sum_of(first, last, _IN, received),
        sum_of(first, last, _OUT, spent),
        Formula(f"={at(sums, _IN)}-{at(sums, _OUT)}", received - spent),
    )
    left = received - spent
    words = f" ({rupiah_words(left)})" if left >= 0 else ""
    day = format_day(book.closed) if book.closed else dots(30)
    page.gap()
    page.note(f"Pada tanggal {day} {book.title.lower()} ditutup dengan saldo {format_rupiah(left)}{words}.")
    if book.money_left is not None and book.in_hand is not None:
        page.gap()
        bank = page.told(AT_BANK, Formula(f"={at(sums, _BALANCE)}", left))
        cash = page.told(IN_HAND, book.in_hand)
        page.told(
            "Sisa uang, sama dengan saldo buku kas umum",
            Formula(f"={at(bank, _BALANCE)}+{at(cash, _BALANCE)}", book.money_left),
        )
    elif book.money_left is not None:
        page.gap()
        bank = page.told("Saldo buku pembantu bank", Formula(f"={at(sums, _BALANCE)}", left))
        cash = page.told("Dikurangi belanja tunai dari uang yang ditarik", left - book.money_left)
        page.told(
            "Sisa uang, sama dengan saldo buku kas umum",
            Formula(f"={at(bank, _BALANCE)}-{at(cash, _BALANCE)}", book.money_left),
        )
        page.told("a. di rekening, menurut rekening koran", None)
        page.told("b. tunai di tangan Bendahara", None)


# --- tax book ----------------------------------------------------------------------------------------------------

_KINDS = tuple(TAX_NAMES)
_TAX = (
    Column(title="Tanggal", width=22, align="center"),
    Column(title="No. bukti", width=34),
    Column(title="Uraian", width=50),
    *(
        Column(title="Pajak daerah" if kind == "food" else name, width=19, align="right", group="Dipungut (Rp)")
        for kind, name in TAX_NAMES.items()
    ),
    Column(title="Disetor (Rp)", width=21, align="right"),
    Column(title="NTPN", width=38),
    Column(title="Saldo (Rp)", width=21, align="right"),
)
_FIRST = 3  # the column of the first tax
_PAID = _FIRST + len(_KINDS)
_LEFT = _PAID + 2


def build_tax_book_sheet(content: TaxBookContent, out: BinaryIO, paper: PaperSize = F4) -> None:
    """Write a tax book as a spreadsheet; the balance is what is withheld and not paid."""
    book, place = content.book, content.place
    title = f"Buku pembantu pajak {book.period}".rstrip()
    empty = (None,) * len(_KINDS)
    with (
        workbook(out, identity=content.identity, paper=paper, title=title) as made,
        made.page("Buku pembantu pajak", _TAX, wide=True) as page,
    ):
        page.titles("BUKU PEMBANTU PAJAK", group_line(content.group, place), book.period or "Periode " + dots(30))
        page.heading()
        first, balance = page.next, book.opening
        before = page.row(None, "", "Saldo awal", *empty, None, "", book.opening)
        for entry in book.entries:
            balance += entry.withheld - entry.paid
            known = entry.kind in TAX_NAMES
            row = page.next
            amounts = (entry.withheld or None if kind == entry.kind else None for kind in _KINDS)
            # A tax of a newer version has no column: the balance counts it all the same.
            kept = f"SUM({at(row, _FIRST)}:{at(row, _PAID - 1)})" if known else str(entry.withheld)
            before = page.row(
                entry.date,
                entry.number,
                entry.text if known else f"{entry.text} ({entry.kind})",
                *amounts,
                entry.paid or None,
                entry.ntpn,
                Formula(f"={at(before, _LEFT)}+{kept}-{at(row, _PAID)}", balance),
            )
        last = page.next - 1
        if not book.entries:
            page.row(None, "", "Nihil: tidak ada pajak yang dipungut.", *empty, None, "", None)
        sums = (
            sum_of(first, last, place, sum(one.withheld for one in book.entries if one.kind == kind))
            for place, kind in enumerate(_KINDS, _FIRST)
        )
        paid = sum_of(first, last, _PAID, sum(one.paid for one in book.entries))
        page.sums("Jumlah", _FIRST, *sums, paid, "", Formula(f"={at(before, _LEFT)}", balance))
        page.gap()
        day = format_day(book.closed) if book.closed else dots(30)
        words = f" ({rupiah_words(balance)})" if balance > 0 else ""
        page.note(
            f"Pada tanggal {day} buku pembantu pajak ditutup dengan saldo {format_rupiah(balance)}{words}, yaitu pajak "
            "yang sudah dipungut dan belum disetor."
        )
        page.signs(*_closed_by(content.officers, place, book.closed))


# --- wages -------------------------------------------------------------------------------------------------------

_WAGES = (
    Column(title="No", width=10, align="center"),
    Column(title="Nama", width=50),
    Column(title="Pekerjaan", width=27),
    Column(title="Hari kerja", width=50),
    Column(title="HOK", width=13, align="center"),
    Column(title="Upah per hari (Rp)", width=24, align="right"),
    Column(title="Jumlah (Rp)", width=26, align="right"),
    Column(title="PPh 21 (Rp)", width=22, align="right"),
    Column(title="Diterima (Rp)", width=26, align="right"),
    Column(title="Tanda tangan", width=42),
)
_DAYS, _RATE, _GROSS, _TAXED, _NET = 4, 5, 6, 7, 8


def build_wage_list_sheet(content: WageContent, out: BinaryIO, paper: PaperSize = F4) -> None:
    """Write a wage list as a spreadsheet."""
    sheet, officers, place = content.sheet, content.officers, content.place
    workers = sheet.wages.rows
    halves = any(worker.halves for worker in workers)
    form = "0.0" if halves else "0"
    title = f"Daftar upah {sheet.activity}".rstrip()
    with (
        workbook(out, identity=content.identity, paper=paper, title=title) as book,
        book.page("Daftar upah", _WAGES, wide=True) as page,
    ):
        page.titles("DAFTAR PENERIMAAN UPAH", group_line(content.group, place))
        page.fields(("Kegiatan", sheet.activity), ("No. kuitansi", sheet.receipt_number))
        page.heading()
        first = page.next
        for number, worker in enumerate(workers, 1):
            row, pay, days = page.next, earned(worker), worked(worker)
            product = f"{at(row, _DAYS)}*{at(row, _RATE)}"
            page.row(
                Plain(number, NUMBERED),
                worker.name,
                worker.job,
                worked_words(worker),
                Plain(days, form),
                worker.rate,
                Formula(f"=ROUND({product},0)" if halves else f"={product}", pay),
                worker.tax,
                Formula(f"={at(row, _GROSS)}-{at(row, _TAXED)}", pay - worker.tax),
                f"{number}.",
                least=8.5,
            )
        last = page.next - 1
        gross = sum(map(earned, workers))
        tax = sum(worker.tax for worker in workers)
        page.sums(
            "Jumlah",
            _DAYS,
            sum_of(first, last, _DAYS, sum(map(worked, workers), Decimal(0)))._replace(form=form),
            None,
            sum_of(first, last, _GROSS, gross),
            sum_of(first, last, _TAXED, tax),
            sum_of(first, last, _NET, gross - tax),
            None,
        )
        page.signs(
            Sign(("Mengetahui:", "Ketua Pokmas,"), officers.chair),
            Sign(("Tim Pelaksana,",), officers.executor),
            Sign((f"{place.city}, {dots(26)}", "Bendahara,"), officers.treasurer),
        )


# --- recap of a tranche ------------------------------------------------------------------------------------------

_RECAP = (
    Column(title="No", width=10, align="center"),
    Column(title="Kegiatan", width=76),
    Column(title="Bidang", width=28),
    Column(title="Pagu kontrak (Rp)", width=27, align="right"),
    Column(title="Realisasi s/d tahap lalu (Rp)", width=27, align="right"),
    Column(title="Realisasi tahap ini (Rp)", width=27, align="right"),
    Column(title="Jumlah s/d tahap ini (Rp)", width=27, align="right"),
    Column(title="Sisa (Rp)", width=27, align="right"),
    Column(title="%", width=18, align="right"),
    Column(title="Jumlah bukti", width=18, align="center"),
)
_CEILING, _BEFORE, _NOW, _USED, _PROOFS = 3, 4, 5, 6, 9
_PROOF_HEADS = ("", "Pembuktian jumlah", "", "Jumlah (Rp)", "Pembanding (Rp)", "Selisih (Rp)", "Hasil", "", "", "")


def build_tranche_recap_sheet(content: TrancheRecapContent, out: BinaryIO, paper: PaperSize = F4) -> None:
    """Write the recap of a tranche as a spreadsheet."""
    uses, place = content.uses, content.place
    title = f"Rekapitulasi {content.tranche}".rstrip()
    with (
        workbook(out, identity=content.identity, paper=paper, title=title) as book,
        book.page("Rekapitulasi", _RECAP, wide=True) as page,
    ):
        page.titles("REKAPITULASI REALISASI ANGGARAN", group_line(content.group, place))
        page.fields(("Kontrak", content.contract), ("Tahap", content.tranche))
        page.heading()
        first = page.next
        for number, use in enumerate(uses, 1):
            page.row(
                Plain(number, NUMBERED),
                use.title,
                sector_name(use.sector) if use.sector else "",
                use.ceiling,
                use.before,
                use.now,
                *_reckoned(page.next, use.ceiling, use.before + use.now),
                Plain(use.proofs, "0"),
            )
        last = page.next - 1
        ceiling, before, now = (
            sum(use.ceiling for use in uses),
            sum(use.before for use in uses),
            sum(use.now for use in uses),
        )
        page.sums(
            "Jumlah",
            _CEILING,
            sum_of(first, last, _CEILING, ceiling),
            sum_of(first, last, _BEFORE, before),
            sum_of(first, last, _NOW, now),
            *_reckoned(page.next, ceiling, before + now),
            sum_of(first, last, _PROOFS, sum(use.proofs for use in uses))._replace(form="0"),
        )
        if content.checks:
            page.row(*_PROOF_HEADS, bold=True)
        for number, check in enumerate(content.checks, 1):
            page.row(*_proof(page.next, number, check))
        page.signs(*_closed_by(content.officers, place, content.date))


def _proof(row: int, number: int, check: SumCheck) -> tuple[Cell, ...]:
    """One sum counted two ways, with what lies between."""
    apart = abs(check.first_sum - check.second_sum)
    difference = at(row, _BEFORE + 1)
    return (
        Plain(number, NUMBERED),
        f"{check.first} dibandingkan dengan {check.second[:1].lower()}{check.second[1:]}",
        "",
        check.first_sum,
        check.second_sum,
        Formula(f"=ABS({at(row, _CEILING)}-{at(row, _BEFORE)})", apart),
        Formula(f'=IF({difference}=0,"sama","berbeda")', "berbeda" if apart else "sama"),
        "",
        "",
        "",
    )


def _reckoned(row: int, ceiling: int, used: int) -> tuple[Formula, Formula, Formula]:
    """Used so far, what is left, and the share used, rounded half up to hundredths of a percent as in the PDF."""
    limit, sum_used = at(row, _CEILING), at(row, _USED)
    share = Decimal((used * 20_000 + ceiling) // (2 * ceiling)) / 10_000 if ceiling else "–"
    return (
        Formula(f"={at(row, _BEFORE)}+{at(row, _NOW)}", used),
        Formula(f"={limit}-{sum_used}", ceiling - used),
        Formula(f'=IF({limit}>0,ROUND({sum_used}*10000/{limit},0)/10000,"–")', share, SHARE),
    )
