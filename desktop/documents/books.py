"""Books of a tranche: cash and bank book with carried sums, wage list, recap of budget and use.

No form is prescribed for them; columns and layout follow common practice and are ours.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate, groupby
from typing import BinaryIO

from msgspec import Struct
from reportlab.platypus import Flowable

from desktop.documents.layout import F4, Group, Identity, PaperSize, Place, dots, gap, title_lines
from desktop.documents.pages import Pages, build_paper
from desktop.documents.receipt import Officers
from desktop.documents.signatures import Sign, Signatures
from desktop.documents.tables import Column, Ending, Grid, Row, carrying_sums, fields
from desktop.documents.text import paragraph
from desktop.documents.words import rupiah_words
from desktop.domain.dates import MONTH_NAMES, format_day
from desktop.domain.money import format_number, format_percent, format_rupiah
from desktop.domain.records import Day, WageList, WageRow
from desktop.domain.sectors import sector_name
from desktop.domain.wages import earned, format_days, worked


class BookEntry(Struct, frozen=True, kw_only=True):
    """One line of a cash or bank book, whole rupiah. `struck`: corrected since; it stays readable, uncounted."""

    date: Day | None = None
    number: str = ""
    text: str = ""
    income: int = 0
    spending: int = 0
    struck: bool = False


class CashBook(Struct, frozen=True, kw_only=True):
    """A book of one period. `opening`: balance carried in, whole rupiah; `closed`: the day it was closed.

    `money_left`: in a bank book the balance of the cash book of the same period, with which it is made to agree;
    `in_hand`: the cash the treasurer holds then, None while nobody wrote down what was drawn.
    """

    title: str = "BUKU KAS UMUM"
    period: str = ""
    opening: int = 0
    entries: tuple[BookEntry, ...] = ()
    closed: Day | None = None
    money_left: int | None = None
    in_hand: int | None = None


class CashBookContent(Struct, frozen=True, kw_only=True):
    """One book as a paper of its own."""

    place: Place
    identity: Identity
    group: Group
    officers: Officers
    book: CashBook


class WageSheet(Struct, frozen=True, kw_only=True):
    """A wage list with the activity it belongs to, the number of its receipt and the day it was paid."""

    activity: str
    wages: WageList
    receipt_number: str = ""
    paid: Day | None = None

    @property
    def title(self) -> str:
        """What tells it from the activity's other lists."""
        return f"{self.activity}, {self.receipt_number}" if self.receipt_number else self.activity


class WageContent(Struct, frozen=True, kw_only=True):
    """One wage list as a paper of its own."""

    place: Place
    identity: Identity
    group: Group
    officers: Officers
    sheet: WageSheet


class ActivityUse(Struct, frozen=True, kw_only=True):
    """Budget and use of one activity, whole rupiah. `before`: used in earlier tranches, `now`: in this one."""

    title: str
    sector: str = ""
    ceiling: int = 0
    before: int = 0
    now: int = 0
    proofs: int = 0


class SumCheck(Struct, frozen=True, kw_only=True):
    """Two ways to one sum: what each is in words, and what it comes to (whole rupiah)."""

    first: str
    first_sum: int
    second: str
    second_sum: int


class TrancheRecapContent(Struct, frozen=True, kw_only=True):
    """The recap of one tranche as a paper of its own. `tranche`: "Tahap 1 dari 3". `checks`: the proof of its sums.

    `proofs`: how many receipts there are, 0 unknown; one that is shared counts with each of its activities.
    """

    place: Place
    identity: Identity
    group: Group
    officers: Officers
    tranche: str = ""
    contract: str = ""
    uses: tuple[ActivityUse, ...] = ()
    checks: tuple[SumCheck, ...] = ()
    date: Day | None = None
    proofs: int = 0


def short_day(day: Day | None) -> str:
    """17-08-2026, narrow enough for a book."""
    return f"{day.day:02d}-{day.month:02d}-{day.year}" if day else ""


def money_cell(amount: int) -> str:
    """An amount without "Rp", which stands in the heading; nothing for 0."""
    return format_number(amount) if amount else ""


def group_line(group: Group, place: Place) -> str:
    """The title line that names the Pokmas and its kelurahan."""
    return f"POKMAS “{group.name or dots(20)}” KELURAHAN {place.kelurahan.upper() or dots(15)}"


def closed_by(officers: Officers, place: Place, day: Day | None) -> Signatures:
    """Bendahara, known by the Ketua Pokmas, with place and date."""
    date = format_day(day) if day else dots(26)
    return Signatures(
        [
            (
                Sign(("Mengetahui:", "Ketua Pokmas,"), officers.chair),
                Sign((f"{place.city}, {date}", "Bendahara,"), officers.treasurer),
            )
        ]
    )


# --- cash and bank book ------------------------------------------------------------------------------------------


def build_cash_book(content: CashBookContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write a cash or bank book; every page carries its sums to the next. Returns the number of pages."""
    story = cash_book_story(content.book, content.place, content.group, content.officers)
    title = f"{content.book.title.capitalize()} {content.book.period}".rstrip()
    return build_paper(story, out, paper=paper, identity=content.identity, title=title)


def cash_book_story(book: CashBook, place: Place, group: Group, officers: Officers) -> list[Flowable]:
    """The book as flowables: opening balance, entries, sums, closing balance in figures and words."""
    columns = (
        Column(title="Tanggal", width=21, align="center"),
        Column(title="No. bukti", width=32),
        Column(title="Uraian", width=1, grows=True),
        Column(title="Penerimaan (Rp)", width=24, align="right", number=True),
        Column(title="Pengeluaran (Rp)", width=24, align="right", number=True),
        Column(title="Saldo (Rp)", width=24, align="right", number=True),
    )
    entries = [BookEntry(text="Saldo awal", income=book.opening), *book.entries]
    incomes = list(accumulate(0 if entry.struck else entry.income for entry in entries))
    spendings = list(accumulate(0 if entry.struck else entry.spending for entry in entries))
    rows = [
        Row(
            cells=(
                short_day(entry.date),
                entry.number,
                entry.text,
                money_cell(entry.income),
                money_cell(entry.spending),
                "" if entry.struck else format_number(income - spending),
            ),
            struck=entry.struck,
        )
        for entry, income, spending in zip(entries, incomes, spendings, strict=True)
    ]
    income, spending = incomes[-1], spendings[-1]
    rows.append(_book_sum("Jumlah", income, spending))

    def carry(before: int) -> tuple[Row, Row]:
        at = min(before, len(entries)) - 1
        sums = (incomes[at], spendings[at]) if at >= 0 else (0, 0)
        return _book_sum("Jumlah dipindahkan", *sums), _book_sum("Pindahan", *sums)

    balance = income - spending
    words = f" ({rupiah_words(balance)})" if balance >= 0 else ""
    day = format_day(book.closed) if book.closed else dots(30)
    closing = f"Pada tanggal {day} {book.title.lower()} ditutup dengan saldo {format_rupiah(balance)}{words}."
    return [
        *title_lines(book.title, group_line(group, place), book.period or "Periode " + dots(30), bold=2, after=4),
        Ending(
            Grid(columns, rows, size=10, carry=carry),
            [gap(4), paragraph(closing, after=14), *_agreed(book, balance), closed_by(officers, place, book.closed)],
        ),
    ]


AT_BANK = "Saldo di rekening, menurut buku pembantu bank"
IN_HAND = "Ditambah uang tunai di tangan Bendahara"


def _agreed(book: CashBook, balance: int) -> list[Flowable]:
    """How a bank book agrees with the cash book; what only the bank's statement and the cash box know is written in."""
    if book.money_left is None:
        return []
    if book.in_hand is not None:
        rows = [
            (AT_BANK, format_rupiah(balance)),
            (IN_HAND, format_rupiah(book.in_hand)),
            ("Sisa uang, sama dengan saldo buku kas umum", format_rupiah(book.money_left)),
        ]
        return [fields(rows, label=88, size=11), gap(6)]
    rows = [
        ("Saldo buku pembantu bank", format_rupiah(balance)),
        ("Dikurangi belanja tunai dari uang yang ditarik", format_rupiah(balance - book.money_left)),
        ("Sisa uang, sama dengan saldo buku kas umum", format_rupiah(book.money_left)),
        ("   a. di rekening, menurut rekening koran", f"Rp {dots(40)}"),
        ("   b. tunai di tangan Bendahara", f"Rp {dots(40)}"),
    ]
    return [fields(rows, label=88, size=11), gap(6)]


def _book_sum(label: str, income: int, spending: int) -> Row:
    return Row(
        cells=(label, format_number(income), format_number(spending), format_number(income - spending)),
        spans=(3, 1, 1, 1),
        aligns=("right", "right", "right", "right"),
        bold=True,
    )


# --- wages -------------------------------------------------------------------------------------------------------


def build_wage_list(content: WageContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write one wage list on sheets that lie on their side; returns the number of pages."""
    title = f"Daftar upah {content.sheet.activity}".rstrip()
    pages = Pages(out, paper=paper, identity=content.identity, title=title)
    pages.begin(wide=True)
    put_wage_list(pages, content.sheet, content.place, content.group, content.officers)
    return pages.close()


def put_wage_list(pages: Pages, sheet: WageSheet, place: Place, group: Group, officers: Officers) -> None:
    """A wage list on a page already begun: days present, rate, tax, net, and a place for every worker to sign."""
    columns = (
        Column(title="No", width=10, align="center"),
        Column(title="Nama", width=4, grows=True),
        Column(title="Pekerjaan", width=26),
        Column(title="Hari kerja", width=4, grows=True),
        Column(title="HOK", width=13, align="center", number=True),
        Column(title="Upah per hari (Rp)", width=22, align="right", number=True),
        Column(title="Jumlah (Rp)", width=24, align="right", number=True),
        Column(title="PPh 21 (Rp)", width=20, align="right", number=True),
        Column(title="Diterima (Rp)", width=24, align="right", number=True),
        Column(title="Tanda tangan", width=44),
    )
    rows, amounts = [], []
    for at, worker in enumerate(sheet.wages.rows, 1):
        pay = earned(worker)
        amounts.append((int(worked(worker) * 2), pay, worker.tax, pay - worker.tax))
        rows.append(
            Row(
                cells=(
                    f"{at}.",
                    worker.name,
                    worker.job,
                    worked_words(worker),
                    format_days(worked(worker)),
                    format_number(worker.rate),
                    format_number(pay),
                    format_number(worker.tax),
                    format_number(pay - worker.tax),
                    f"{at}.",
                ),
                aligns=(*(column.align for column in columns[:-1]), "left" if at % 2 else "half"),
            )
        )
    rows.append(_wage_sum("Jumlah", [sum(each) for each in zip(*amounts, strict=True)] or [0] * 4))
    head = [("Kegiatan", sheet.activity), ("No. kuitansi", sheet.receipt_number)]
    paid = format_day(sheet.paid) if sheet.paid else dots(26)
    signs = Signatures(
        [
            (
                Sign(("Mengetahui:", "Ketua Pokmas,"), officers.chair),
                Sign(("Tim Pelaksana,",), officers.executor),
                Sign((f"{place.city}, {paid}", "Bendahara,"), officers.treasurer),
            )
        ]
    )
    pages.put(
        [
            *title_lines("DAFTAR PENERIMAAN UPAH", group_line(group, place), bold=2, after=3),
            fields(head, label=26, size=11),
            gap(3),
            Ending(
                Grid(columns, rows, size=10, row_height=8.5, carry=carrying_sums(amounts, _wage_sum)), [gap(6), signs]
            ),
        ]
    )


def _wage_sum(label: str, sums: Sequence[int]) -> Row:
    """Half days, gross, tax and net (whole rupiah) summed up under their columns."""
    halves, *money = sums or (0, 0, 0, 0)
    return Row(
        cells=(label, format_days(Decimal(halves) / 2), "", *(format_number(part) for part in money), ""),
        spans=(4, 1, 1, 1, 1, 1, 1),
        aligns=("right", "center", "right", "right", "right", "right", "left"),
        bold=True,
    )


def worked_words(worker: WageRow) -> str:
    """A worker's days, and which of them were half ones: 14–19 Maret 2022 (½ hari: 16 Maret 2022)."""
    halves = [day for day in worker.days if day in worker.halves]
    told = days_words(worker.days)
    return f"{told} (½ hari: {days_words(halves)})" if halves else told


def days_words(days: Sequence[Day]) -> str:
    """Days of work in few letters: 3–7, 10 Agustus 2026; 1 September 2026."""
    parts = []
    for (year, month), chosen in groupby(sorted(set(days)), key=lambda day: (day.year, day.month)):
        runs: list[list[int]] = []
        for day in chosen:
            if runs and runs[-1][1] == day.day - 1:
                runs[-1][1] = day.day
            else:
                runs.append([day.day, day.day])
        numbers = ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)
        parts.append(f"{numbers} {MONTH_NAMES[month - 1]} {year}")
    return "; ".join(parts)


# --- recap of a tranche ------------------------------------------------------------------------------------------


def _use_sums(label: str, sums: Sequence[int]) -> Row:
    ceiling, before, now, proofs = sums
    return Row(
        cells=(label, *_use_cells(ceiling, before, now, proofs)),
        spans=(3, 1, 1, 1, 1, 1, 1, 1),
        aligns=("right", "right", "right", "right", "right", "right", "right", "center"),
        bold=True,
    )


def build_tranche_recap(content: TrancheRecapContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the recap of a tranche on a sheet that lies on its side; returns the number of pages."""
    pages = Pages(out, paper=paper, identity=content.identity, title=f"Rekapitulasi {content.tranche}".rstrip())
    pages.begin(wide=True)
    put_tranche_recap(pages, content)
    return pages.close()


def put_tranche_recap(pages: Pages, content: TrancheRecapContent) -> None:
    """The recap on a page already begun: ceiling, use before and now, what is left, share used, number of proofs."""
    columns = (
        Column(title="No", width=10, align="center"),
        Column(title="Kegiatan", width=3, grows=True),
        Column(title="Bidang", width=27),
        Column(title="Pagu kontrak (Rp)", width=25, align="right", number=True),
        Column(title="Realisasi s/d tahap lalu (Rp)", width=27, align="right", number=True),
        Column(title="Realisasi tahap ini (Rp)", width=25, align="right", number=True),
        Column(title="Jumlah s/d tahap ini (Rp)", width=25, align="right", number=True),
        Column(title="Sisa (Rp)", width=25, align="right", number=True),
        Column(title="%", width=16, align="right", number=True),
        Column(title="Jumlah bukti", width=15, align="center", number=True),
    )
    rows = [
        Row(
            cells=(
                f"{at}.",
                use.title,
                sector_name(use.sector) if use.sector else "",
                *_use_cells(use.ceiling, use.before, use.now, use.proofs),
            )
        )
        for at, use in enumerate(content.uses, 1)
    ]
    uses = content.uses
    amounts = [(use.ceiling, use.before, use.now, use.proofs) for use in uses]
    total = [sum(column) for column in zip(*amounts, strict=True)] or [0, 0, 0, 0]
    rows.append(_use_sums("Jumlah", total))
    head = [("Kontrak", content.contract), ("Tahap", f"{content.tranche}{_shared(content)}")]
    pages.put(
        [
            *title_lines("REKAPITULASI REALISASI ANGGARAN", group_line(content.group, content.place), bold=2, after=3),
            fields(head, label=22, size=11),
            gap(3),
            Ending(
                Grid(columns, rows, size=10, carry=carrying_sums(amounts, _use_sums)),
                [
                    gap(4),
                    *_proof(content.checks),
                    gap(4),
                    closed_by(content.officers, content.place, content.date),
                ],
            ),
        ]
    )


def _shared(content: TrancheRecapContent) -> str:
    """Why the proofs of the activities come to more than there are receipts; "" when they do not."""
    if not content.proofs or sum(use.proofs for use in content.uses) <= content.proofs:
        return ""
    return f" ({content.proofs} kuitansi; yang dibagi ke beberapa kegiatan dihitung pada tiap kegiatannya)"


def _proof(checks: Sequence[SumCheck]) -> list[Flowable]:
    """The same sums counted two ways, so that whoever checks the packet need not add them up again."""
    if not checks:
        return []
    columns = (
        Column(title="No", width=10, align="center"),
        Column(title="Pembuktian jumlah", width=1, grows=True),
        Column(title="Jumlah (Rp)", width=30, align="right", number=True),
        Column(title="Dibandingkan dengan", width=1, grows=True),
        Column(title="Jumlah (Rp)", width=30, align="right", number=True),
        Column(title="Hasil", width=42),
    )
    rows = [
        Row(
            cells=(
                f"{at}.",
                one.first,
                format_number(one.first_sum),
                one.second,
                format_number(one.second_sum),
                "sama"
                if one.first_sum == one.second_sum
                else f"berbeda {format_number(abs(one.first_sum - one.second_sum))}",
            ),
            bold=one.first_sum != one.second_sum,
        )
        for at, one in enumerate(checks, 1)
    ]
    return [Grid(columns, rows, size=10)]


def _use_cells(ceiling: int, before: int, now: int, proofs: int) -> tuple[str, ...]:
    """Money columns of the recap; the share is of the ceiling, in hundredths of a percent, rounded half up."""
    used = before + now
    share = format_percent((used * 20_000 + ceiling) // (2 * ceiling)) if ceiling else "–"
    amounts = (ceiling, before, now, used, ceiling - used)
    return (*(format_number(amount) for amount in amounts), share, str(proofs))
