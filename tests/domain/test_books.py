"""The cash book: every movement once, the balance right at every row, the recap's sums the book's."""

from collections.abc import Sequence
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.domain.books import Book, BookRow, bank_book, cash_book, months_of
from desktop.domain.ledger import Ledger
from desktop.domain.record_types import plain
from desktop.domain.records import Correction, MoneyReceived, Receipt, Split, TaxLine, TaxPayment
from desktop.domain.spj import recap
from desktop.domain.tranches import carried_over, received, used
from tests.domain.examples import uid
from tests.domain.pokmas import (
    CAMERA,
    CAMERA_RAB,
    CONTRACT,
    FIRST,
    MONEY_1,
    PAVING_RAB,
    SAND,
    SECOND,
    STONES,
    day,
    ledger,
    receipt,
)


def rows_of(book: Book) -> list[tuple[str, int, int, int]]:
    return [(row.number, row.received, row.spent, row.balance) for row in book.rows]


def test_money_comes_in_and_goes_out() -> None:
    found = ledger(
        receipts={
            uid(62): receipt(1_000, date=day(3, 10), number="KW-2"),
            uid(61): receipt(3_000, date=day(3, 12), number="KW-1"),
        }
    )
    book = cash_book(found, CONTRACT, FIRST)
    # On one day money comes in before it is spent.
    assert rows_of(book) == [
        ("", 8_040_000, 0, 8_040_000),
        ("KW-2", 0, 1_000, 8_039_000),
        ("KW-1", 0, 3_000, 8_036_000),
    ]
    assert (book.opening, book.received, book.spent, book.closing) == (0, 8_040_000, 4_000, 8_036_000)
    assert book.rows[0].description == "Dana masuk tahap 1"
    assert book.rows[1].description == "Bahan – TB Contoh"


def test_a_tranche_opens_with_what_the_earlier_left() -> None:
    found = ledger(receipts={uid(61): receipt(8_000_000), uid(62): receipt(5_000_000, tranche=SECOND, date=day(6, 11))})
    second = cash_book(found, "", SECOND)
    assert (second.opening, second.closing) == (40_000, 400_000)
    whole = cash_book(found, CONTRACT)
    assert whole.closing == second.closing
    assert [row.balance for row in whole.rows] == [8_040_000, 40_000, 5_400_000, 400_000]


def test_months_open_on_the_balance_of_their_eve() -> None:
    found = ledger(
        receipts={
            uid(61): receipt(1_000),
            uid(62): receipt(2_000, date=day(4, 2)),
            uid(63): receipt(500, date=None),
        }
    )
    assert months_of(found, CONTRACT) == [(2022, 3), (2022, 4), (2022, 6)]
    march, april = (cash_book(found, CONTRACT, month=(2022, month)) for month in (3, 4))
    assert (march.opening, march.closing) == (0, 8_039_000)
    assert (april.opening, april.closing, len(april.rows)) == (8_039_000, 8_037_000, 1)
    # What has no day yet is at the end of the whole book and in no month.
    assert cash_book(found, CONTRACT).rows[-1].spent == 500


def test_a_corrected_receipt_stays_struck_through_and_is_counted_once() -> None:
    original = receipt(1_030, number="KW-12")
    fixes = {
        uid(71): Correction(of=uid(61), reason="a", data=plain(receipt(1_000))),
        uid(72): Correction(of=uid(61), reason="b", data=plain(receipt(900, date=day(3, 25)))),
    }
    found = ledger(receipts={uid(61): original, uid(62): receipt(10, date=day(3, 22))}, corrections=fixes)
    book = cash_book(found, CONTRACT, FIRST)
    shown = [(row.number, row.kind, row.spent, row.struck, row.balance) for row in book.rows[1:]]
    assert shown == [
        ("KW-12", "receipt", 1_030, True, 8_040_000),
        ("KW-12 P1", "correction", 1_000, True, 8_040_000),
        ("", "receipt", 10, False, 8_039_990),
        ("KW-12 P2", "correction", 900, False, 8_039_090),
    ]
    assert book.spent == used(found, FIRST) == 910


def test_a_payment_taken_back_says_so() -> None:
    void = Correction(of=uid(61), reason="Batal", data=plain(receipt(0)))
    book = cash_book(ledger(receipts={uid(61): receipt(500)}, corrections={uid(71): void}), CONTRACT)
    assert [(row.description, row.struck) for row in book.rows[1:3]] == [
        ("Bahan – TB Contoh", True),
        ("Pembetulan: Dibatalkan", False),
    ]
    assert book.closing == 13_400_000


TAX = TaxLine(uid=uid(90), kind="pph22", amount=150, withheld_by="pokmas")


def test_tax_kept_back_comes_in_and_goes_out_when_paid() -> None:
    taxed = receipt(10_000, taxes=(TAX,), number="KW-1")
    unpaid = cash_book(ledger(receipts={uid(61): taxed}), CONTRACT, FIRST)
    assert [row.kind for row in unpaid.rows] == ["money", "receipt", "tax"]
    assert unpaid.closing == 8_040_000 - 10_000 + 150
    payment = TaxPayment(kind="pph22", amount=150, date=day(4, 5), ntpn="N1", receipts=(uid(61),))
    paid = cash_book(ledger(receipts={uid(61): taxed}, tax_payments={uid(95): payment}), CONTRACT, FIRST)
    assert [row.kind for row in paid.rows] == ["money", "receipt", "tax", "tax_paid"]
    assert paid.rows[-1].description == "Setor PPh 22, NTPN N1"
    assert paid.closing == 8_040_000 - 10_000


def test_the_bank_book_holds_what_went_through_the_account() -> None:
    tax = TaxLine(uid=uid(91), kind="pph22", amount=20, withheld_by="pokmas")
    receipts = {
        uid(61): receipt(10_000, taxes=(TAX,), number="KW-1", method="bank"),
        uid(62): receipt(500, number="KW-2"),
        uid(63): receipt(2_000, taxes=(tax,), number="KW-3", date=day(4, 2)),
    }
    payments = {
        uid(95): TaxPayment(kind="pph22", amount=150, date=day(4, 5), ntpn="N1", receipts=(uid(61),)),
        uid(96): TaxPayment(kind="pph22", amount=20, date=day(4, 6), ntpn="N2", receipts=(uid(63),)),
    }
    found = ledger(receipts=receipts, tax_payments=payments)
    bank = bank_book(found, CONTRACT, FIRST)
    assert [(row.kind, row.number) for row in bank.rows] == [
        ("money", ""),
        ("receipt", "KW-1"),
        ("tax", "KW-1"),
        ("tax_paid", ""),
    ]
    assert bank.closing == 8_040_000 - 10_000
    # What was paid in cash, with its tax, is the difference to the cash book.
    assert bank.closing - cash_book(found, CONTRACT, FIRST).closing == 2_500
    april = bank_book(found, CONTRACT, FIRST, (2022, 4))
    assert (april.opening, [row.kind for row in april.rows]) == (8_030_150, ["tax_paid"])


def test_a_payment_of_tax_from_cash_and_bank_stands_in_the_cash_book_alone() -> None:
    receipts = {uid(61): receipt(10, method="bank"), uid(62): receipt(20)}
    payment = TaxPayment(kind="pph22", amount=5, date=day(4, 5), receipts=(uid(61), uid(62)))
    book = bank_book(ledger(receipts=receipts, tax_payments={uid(95): payment}), CONTRACT)
    assert "tax_paid" not in [row.kind for row in book.rows]


def test_a_tax_line_with_its_own_proof_goes_out_once() -> None:
    settled = replace(TAX, ntpn="N1", paid=day(4, 5))
    taxed = receipt(10_000, taxes=(settled,))
    by_line = cash_book(ledger(receipts={uid(61): taxed}), CONTRACT, FIRST)
    assert by_line.closing == 8_030_000
    payment = TaxPayment(kind="pph22", amount=150, date=day(4, 5), ntpn="N1", receipts=(uid(61),))
    both = cash_book(ledger(receipts={uid(61): taxed}, tax_payments={uid(95): payment}), CONTRACT, FIRST)
    assert both.closing == 8_030_000


def test_a_tax_payment_of_another_tranche_is_in_that_ones_book() -> None:
    payment = TaxPayment(kind="pph22", amount=150, date=day(4, 5), ntpn="N1", receipts=(uid(61), uid(62)))
    found = ledger(
        receipts={uid(61): receipt(10), uid(62): receipt(20, tranche=SECOND)}, tax_payments={uid(95): payment}
    )
    assert [row.kind for row in cash_book(found, CONTRACT, FIRST).rows] == ["money", "receipt", "tax_paid"]
    assert [row.kind for row in cash_book(found, CONTRACT, SECOND).rows] == ["receipt", "money"]


# --- whatever was written ----------------------------------------------------------------------------------------

LINES = [(PAVING_RAB, STONES), (PAVING_RAB, SAND), (CAMERA_RAB, CAMERA), (uid(998), uid(999))]
MONEY = st.integers(0, 10**9)


@st.composite
def any_receipt(draw: st.DrawFn) -> Receipt:
    amount = draw(MONEY)
    parts = draw(st.lists(st.tuples(st.sampled_from(LINES), MONEY), max_size=3))
    return receipt(
        amount,
        tranche=draw(st.sampled_from([FIRST, SECOND])),
        date=draw(st.one_of(st.none(), st.dates(day(1, 1), day(12, 31)))),
        splits=tuple(Split(rab=rab, line=line, amount=part) for (rab, line), part in parts),
        taxes=(replace(TAX, amount=draw(MONEY)),) if draw(st.booleans()) else (),
    )


@st.composite
def any_ledger(draw: st.DrawFn) -> Ledger:
    receipts = {uid(100 + at): one for at, one in enumerate(draw(st.lists(any_receipt(), max_size=8)))}
    corrections: dict[str, Correction] = {}
    for at, one in enumerate(draw(st.lists(any_receipt(), max_size=6))):
        of = draw(st.sampled_from([*receipts, *corrections, uid(997)]))
        corrections[uid(200 + at)] = Correction(of=of, reason="x", data=plain(one))
    money = {
        uid(300 + at): MoneyReceived(contract=CONTRACT, tranche=tranche, date=day(2, 1 + at), amount=amount)
        for at, (tranche, amount) in enumerate(
            draw(st.lists(st.tuples(st.sampled_from([FIRST, SECOND]), MONEY), max_size=4))
        )
    }
    payments: dict[str, TaxPayment] = {}
    for at, of in enumerate(draw(st.lists(st.sampled_from([*receipts, uid(997)]), max_size=3))):
        payments[uid(400 + at)] = TaxPayment(kind="pph22", amount=draw(MONEY), date=day(9, 1), receipts=(of,))
    more: dict[str, Any] = {"tax_payments": payments}
    return ledger(receipts=receipts, corrections=corrections, money=money, **more)


def counted(rows: Sequence[BookRow], opening: int) -> None:
    balance = opening
    for row in rows:
        balance += 0 if row.struck else row.received - row.spent
        assert row.balance == balance
        assert row.received >= 0
        assert row.spent >= 0


@given(found=any_ledger())
def test_the_balance_is_right_at_every_row(found: Ledger) -> None:
    for tranche in ("", FIRST, SECOND):
        book = cash_book(found, CONTRACT, tranche)
        counted(book.rows, book.opening)
        assert book.closing == book.opening + book.received - book.spent
        if book.rows:
            assert book.rows[-1].balance == book.closing


@given(found=any_ledger())
def test_the_tranches_make_up_the_contract(found: Ledger) -> None:
    first, second, whole = (cash_book(found, CONTRACT, tranche) for tranche in (FIRST, SECOND, ""))
    assert second.opening == first.closing
    assert whole.closing == second.closing
    assert (first.received + second.received, first.spent + second.spent) == (whole.received, whole.spent)
    assert len(first.rows) + len(second.rows) == len(whole.rows)


@given(found=any_ledger())
def test_the_months_make_up_the_contract(found: Ledger) -> None:
    undated = [row for row in cash_book(found, CONTRACT).rows if row.date is None and not row.struck]
    closing = 0
    for month in months_of(found, CONTRACT):
        book = cash_book(found, CONTRACT, month=month)
        assert book.opening == closing
        closing = book.closing
    assert closing + sum(row.received - row.spent for row in undated) == cash_book(found, CONTRACT).closing


@given(found=any_ledger())
def test_recap_and_books_tell_the_same(found: Ledger) -> None:
    """Whatever is shared over RAB lines too little, too often or on lines that do not exist."""
    for tranche in (FIRST, SECOND):
        lines = recap(found, tranche)
        payments = [row for row in cash_book(found, CONTRACT, tranche).rows if row.kind in {"receipt", "correction"}]
        assert sum(line.now for line in lines) == sum(row.spent for row in payments if not row.struck)
        assert sum(line.now for line in lines) == used(found, tranche)
    assert sum(line.before for line in recap(found, SECOND)) == used(found, FIRST)
    assert carried_over(found, SECOND) == received(found, FIRST) - used(found, FIRST)


def test_the_record_behind_a_row() -> None:
    assert [row.uid for row in cash_book(ledger(), CONTRACT, FIRST).rows] == [MONEY_1]
