"""Receipts by pages: whatever way one comes to a page, it holds the rows of the whole list at that place."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.domain.areas import pokmas_area
from desktop.domain.records import Receipt
from desktop.services.desk import create_desk, new_uid
from desktop.services.receipt_pages import PAGE, ReceiptPages
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace

MANY = 5 * PAGE + 37
TRANCHES = (new_uid(), new_uid())


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    with Workplace(
        create_desk(tmp_path / "desk", pokmas_area("35.71.02.1013", "02"), 2022, "Contoh", practice=True)
    ) as place:
        first = date(2022, 3, 1)
        place.records.save_all(
            [
                NewRecord(
                    type="d.receipt",
                    data=Receipt(
                        tranche=TRANCHES[at % 2],
                        note=str(at),
                        payee=f"Toko {at % 7} (contoh)",
                        date=first + timedelta(days=at % 5),
                        amount=1000 + at,
                    ),
                )
                for at in range(MANY)
            ]
        )
        yield place


def notes(pages: ReceiptPages, *numbers: int) -> list[list[str]]:
    """The bills of these pages, come to in this order with one index."""
    index = pages.index()
    return [[row.data.note for row in pages.page(index, number)] for number in numbers]


def test_every_way_to_a_page_shows_the_same_rows(work: Workplace) -> None:
    pages = ReceiptPages(work.desk)
    whole = sorted(range(MANY), key=lambda at: (at % 5, at), reverse=True)
    expected = [[str(at) for at in whole[start : start + PAGE]] for start in range(0, MANY, PAGE)]
    assert notes(pages, *range(6)) == expected
    assert notes(pages, *reversed(range(6))) == expected[::-1]
    assert [notes(pages, number)[0] for number in range(6)] == expected
    assert notes(pages, 6, -1) == [[], []]


def test_one_tranche_or_words_narrow_the_list(work: Workplace) -> None:
    pages = ReceiptPages(work.desk)
    one = pages.index(TRANCHES[1:])
    assert one.count == MANY // 2
    last = pages.page(one, one.pages - 1)
    assert len(last) == one.count - (one.pages - 1) * PAGE
    assert {row.data.tranche for row in last} == {TRANCHES[1]}
    found = pages.index((), "contoh 1536")
    assert [row.data.note for row in pages.page(found, 0)] == ["536"]


def test_the_place_of_a_receipt_is_where_its_page_shows_it(work: Workplace) -> None:
    pages = ReceiptPages(work.desk)
    index = pages.index()
    for number in (0, 3, 5):
        for at, row in enumerate(pages.page(index, number)):
            assert pages.place(index, row.uid) == number * PAGE + at
    assert pages.place(index, "nobody") == -1


def test_what_was_removed_is_not_counted_and_shifts_no_other_page(work: Workplace) -> None:
    pages = ReceiptPages(work.desk)
    index = pages.index()
    first, second = pages.page(index, 0), pages.page(index, 1)
    work.records.remove([first[3].uid])
    assert pages.index().count == MANY - 1
    assert [row.uid for row in pages.page(index, 1)] == [row.uid for row in second]


def test_a_long_list_shows_its_first_rows_before_it_is_counted(work: Workplace) -> None:
    pages = ReceiptPages(work.desk)
    whole = pages.index()
    some = pages.index(at_most=2 * PAGE)
    assert (some.count, some.more, some.pages) == (2 * PAGE, True, 2)
    # The last page of what was counted is in the middle of the list, not at its end.
    assert [row.uid for row in pages.page(some, 1)] == [row.uid for row in pages.page(whole, 1)]
    counted = pages.whole(some)
    assert (counted.count, counted.more) == (MANY, False)
    assert [row.uid for row in pages.page(counted, 5)] == [row.uid for row in pages.page(whole, 5)]
    exact = pages.index(at_most=MANY)
    assert (exact.count, exact.more) == (MANY, False)
    assert pages.whole(exact) is exact
