"""The tax book: what was kept back, what was paid, and what the treasurer still owes."""

import datetime
import itertools

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.ledger import Ledger
from desktop.domain.records import Receipt, TaxLine, TaxPayment
from desktop.domain.tax_book import TAX_COLUMNS, TaxBook, tax_book, tax_months_of
from tests.domain.examples import uid
from tests.domain.pokmas import CONTRACT, FIRST, SECOND, day, ledger, receipt

ONE, TWO, PAYMENT = uid(61), uid(62), uid(101)


def line(kind: str = "pph22", amount: int = 30_000, **more: object) -> TaxLine:
    return TaxLine(uid=uid(90), kind=kind, base=2_000_000, rate="1.5", amount=amount, withheld_by="pokmas", **more)  # type: ignore[arg-type]  # fields as the cases name them


def taxed(*taxes: TaxLine, **more: object) -> Receipt:
    return receipt(2_000_000, taxes=taxes, number="KW-1", **more)


def seen(book: TaxBook) -> list[tuple[str, int, int, int]]:
    return [(row.description, row.withheld, row.paid, row.balance) for row in book.rows]


def test_nothing_kept_back_is_an_empty_book() -> None:
    book = tax_book(ledger(receipts={ONE: receipt(100)}), CONTRACT)
    assert (book.opening, book.rows, book.paid, book.closing) == (0, (), 0, 0)
    assert book.withheld == dict.fromkeys(TAX_COLUMNS, 0)


def test_kept_back_and_not_paid_yet_is_owed() -> None:
    book = tax_book(ledger(receipts={ONE: taxed(line())}), CONTRACT)
    (row,) = book.rows
    assert (row.date, row.number, row.description, row.column("pph22"), row.column("ppn"), row.uid) == (
        day(3, 20),
        "KW-1",
        "PPh 22 TB Contoh",
        30_000,
        0,
        ONE,
    )
    assert (book.closing, book.withheld["pph22"], book.paid) == (30_000, 30_000, 0)


def test_each_tax_stands_in_its_column() -> None:
    lines = [line(kind, 100 + at) for at, kind in enumerate(TAX_COLUMNS)]
    book = tax_book(ledger(receipts={ONE: taxed(*lines)}), CONTRACT)
    assert [row.column(kind) for row, kind in zip(book.rows, TAX_COLUMNS, strict=True)] == [
        100,
        101,
        102,
        103,
        104,
        105,
    ]
    assert book.closing == sum(range(100, 106))


def test_an_ntpn_on_the_line_is_a_payment() -> None:
    book = tax_book(ledger(receipts={ONE: taxed(line(ntpn=" A1 ", paid=day(4, 5)))}), CONTRACT)
    assert seen(book) == [("PPh 22 TB Contoh", 30_000, 0, 30_000), ("Setor PPh 22 TB Contoh", 0, 30_000, 0)]
    assert (book.rows[1].ntpn, book.rows[1].paid_on, book.rows[1].date) == ("A1", day(4, 5), day(4, 5))


def test_a_payment_record_settles_and_is_not_counted_twice() -> None:
    found = ledger(
        receipts={ONE: taxed(line(ntpn="A1")), TWO: taxed(line(amount=20_000), date=day(3, 21))},
        tax_payments={
            PAYMENT: TaxPayment(kind="pph22", amount=50_000, date=day(4, 6), ntpn="B2", receipts=(ONE, TWO)),
        },
    )
    book = tax_book(found, CONTRACT)
    assert [row.paid for row in book.rows] == [0, 0, 50_000]
    assert book.closing == 0


def test_what_others_withhold_or_was_refused_is_no_row() -> None:
    lines = [
        TaxLine(uid=uid(90), kind="food", amount=5, withheld_by="seller"),
        TaxLine(uid=uid(91), kind="ppn", amount=5, withheld_by="kelurahan"),
        TaxLine(uid=uid(92), kind="pph22", amount=5, withheld_by="pokmas", refused="di bawah batas"),
        TaxLine(uid=uid(93), kind="pph22", amount=0, withheld_by="pokmas"),
    ]
    assert tax_book(ledger(receipts={ONE: taxed(*lines)}), CONTRACT).rows == ()


def test_a_kind_of_a_newer_version_counts_without_a_column() -> None:
    book = tax_book(ledger(receipts={ONE: taxed(line(kind="new_tax"))}), CONTRACT)
    assert (book.closing, book.withheld["new_tax"], book.rows[0].column("pph22")) == (30_000, 30_000, 0)


def test_a_tranche_opens_with_what_earlier_ones_owe() -> None:
    found = ledger(
        receipts={ONE: taxed(line()), TWO: taxed(line(amount=7), tranche=SECOND, date=day(6, 20))},
    )
    first, second = tax_book(found, "", FIRST), tax_book(found, "", SECOND)
    assert (first.opening, first.closing) == (0, 30_000)
    assert (second.opening, second.closing) == (30_000, 30_007)


def test_a_month_opens_with_its_eve_and_leaves_out_what_has_no_day() -> None:
    found = ledger(
        receipts={
            ONE: taxed(line(ntpn="A1", paid=day(4, 5))),
            TWO: taxed(line(amount=9), date=None),
        },
    )
    april = tax_book(found, CONTRACT, month=(2022, 4))
    assert (april.opening, april.closing, [row.paid for row in april.rows]) == (30_000, 0, [30_000])
    assert tax_book(found, CONTRACT).closing == 9
    assert tax_months_of(found, CONTRACT) == [(2022, 3), (2022, 4)]


@given(
    st.lists(
        st.tuples(st.integers(1, 10**9), st.booleans(), st.integers(1, 28), st.sampled_from(TAX_COLUMNS)), max_size=12
    )
)
def test_the_balance_is_always_kept_back_less_paid(cases: list[tuple[int, bool, int, str]]) -> None:
    receipts = {
        uid(200 + at): taxed(
            line(kind, amount, ntpn="A1" if paid else "", paid=day(4, on)), date=datetime.date(2022, 3, on)
        )
        for at, (amount, paid, on, kind) in enumerate(cases)
    }
    found: Ledger = ledger(receipts=receipts)
    book = tax_book(found, CONTRACT)
    assert sum(book.withheld.values()) == sum(amount for amount, *_ in cases)
    assert book.paid == sum(amount for amount, paid, *_ in cases if paid)
    assert book.closing == sum(book.withheld.values()) - book.paid >= 0
    assert (book.rows[-1].balance if book.rows else 0) == book.closing
    months = [tax_book(found, CONTRACT, month=month) for month in tax_months_of(found, CONTRACT)]
    for earlier, later in itertools.pairwise(months):
        assert earlier.closing == later.opening
