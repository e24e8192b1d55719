"""Cash drawn and paid in that cannot be right is said; nobody asks while none is written down."""

from typing import Any

from msgspec.structs import replace

from desktop.domain.cash_checks import check_cash
from desktop.domain.inspector import questions
from desktop.domain.ledger import Ledger
from desktop.domain.records import CashMove, MoneyReceived
from tests.domain.examples import uid
from tests.domain.pokmas import CONTRACT, FIRST, day, ledger, receipt

NOTE = MoneyReceived(contract=CONTRACT, tranche=FIRST, date=day(3, 10), amount=8_040_000)
DRAWN = CashMove(contract=CONTRACT, tranche=FIRST, date=day(3, 12), amount=5_000_000)


def of(*moves: CashMove, **more: Any) -> Ledger:
    return ledger(money={uid(51): NOTE}, moves={uid(91 + at): one for at, one in enumerate(moves)}, **more)


def told(known: Ledger) -> list[tuple[str, str]]:
    return [(one.rule, one.message) for one in check_cash(known, CONTRACT)]


def asked(known: Ledger) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.answer, one.said) for one in questions(known, CONTRACT) if "tunai" in one.text]


def test_what_is_in_order_is_not_told() -> None:
    back = replace(DRAWN, date=day(3, 20), amount=1_000_000, way="paid_in")
    spent = {uid(81): replace(receipt(3_800_000), date=day(3, 12))}
    known = of(DRAWN, back, receipts=spent, years={CONTRACT: 2022})
    assert told(known) == []
    assert [answer for answer, _ in asked(known)] == ["good"]


def test_nobody_asks_while_no_cash_is_written_down() -> None:
    known = of(receipts={uid(81): receipt(3_800_000)})
    assert (told(known), asked(known)) == ([], [])


def test_more_drawn_than_the_account_held() -> None:
    known = of(DRAWN, replace(DRAWN, date=day(3, 15), amount=4_000_000))
    text = "Rekening kurang Rp960.000 pada 15 Maret 2022 menurut catatan."
    assert told(known) == [("K-19", text)]
    assert asked(known) == [("doubt", (text,))]


def test_drawn_before_the_money_came() -> None:
    text = "Rekening kurang Rp5.000.000 pada 9 Maret 2022 menurut catatan."
    assert told(of(replace(DRAWN, date=day(3, 9)))) == [("K-19", text)]


def test_spent_before_it_was_drawn() -> None:
    spent = {uid(81): replace(receipt(3_800_000), date=day(3, 11))}
    text = "Tunai di tangan kurang Rp3.800.000 pada 11 Maret 2022 menurut catatan."
    assert told(of(DRAWN, receipts=spent)) == [("K-19", text)]


def test_a_day_out_of_the_year() -> None:
    found = told(of(replace(DRAWN, date=day(3, 12, 2023)), years={CONTRACT: 2022}))
    assert found == [("K-17", "Tarik tunai Rp5.000.000 bertanggal 12 Maret 2023, di luar tahun anggaran 2022.")]
    assert told(of(replace(DRAWN, date=None))) == []
