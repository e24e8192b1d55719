"""Receipts as they stand: an original or its correction, never both."""

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.receipts import split_total, stand, tax_name, total_of, withheld
from desktop.domain.record_types import plain
from desktop.domain.records import Correction, Receipt, TaxLine
from tests.domain.examples import uid
from tests.domain.pokmas import FIRST, SECOND, receipt


def correction(of: str, data: Receipt, value_hash: str = "") -> Correction:
    return Correction(of=of, value_hash=value_hash, reason="Salah ketik", data=plain(data))


def test_a_receipt_nobody_corrected_stands_as_written() -> None:
    one = stand({uid(1): receipt(500)}, {})[uid(1)]
    assert (one.data, one.original, one.corrected, one.void) == (receipt(500), receipt(500), False, False)


def test_a_correction_takes_the_place_of_its_original() -> None:
    found = stand({uid(1): receipt(500)}, {uid(2): correction(uid(1), receipt(300))})
    one = found[uid(1)]
    assert one.corrected
    assert (one.data.amount, one.original.amount) == (300, 500)
    assert total_of(found.values()) == 300


def test_of_several_corrections_the_newest_counts_whatever_the_order() -> None:
    first, second = correction(uid(1), receipt(300)), correction(uid(2), receipt(200))
    for order in ((uid(2), uid(3)), (uid(3), uid(2))):
        corrections = {one: {uid(2): first, uid(3): second}[one] for one in order}
        one = stand({uid(1): receipt(500)}, corrections)[uid(1)]
        assert [data.amount for _, data in one.trail] == [300, 200]
        assert one.data.amount == 200


def test_a_correction_cannot_move_a_receipt_or_renumber_it() -> None:
    original = receipt(500, number="KW-22-P02-1-001")
    moved = receipt(300, tranche=SECOND, number="KW-99")
    one = stand({uid(1): original}, {uid(2): correction(uid(1), moved)})[uid(1)]
    assert (one.data.tranche, one.data.number, one.data.amount) == (FIRST, "KW-22-P02-1-001", 300)


def test_a_correction_that_says_nonsense_counts_for_nothing() -> None:
    bad = Correction(of=uid(1), data={"amount": -5})
    one = stand({uid(1): receipt(500)}, {uid(2): bad})[uid(1)]
    assert one.data.amount == 500
    assert one.unreadable == (uid(2),)
    assert not one.corrected


def test_a_payment_taken_back_is_void() -> None:
    one = stand({uid(1): receipt(500)}, {uid(2): correction(uid(1), receipt(0))})[uid(1)]
    assert one.void
    assert total_of([one]) == 0


def test_two_corrections_of_one_state_are_doubted_until_a_third() -> None:
    same = "a" * 64
    corrections = {
        uid(2): correction(uid(1), receipt(300), same),
        uid(3): correction(uid(1), receipt(200), same),
    }
    hashes = {uid(2): "b" * 64, uid(3): "c" * 64}
    one = stand({uid(1): receipt(500)}, corrections, hashes)[uid(1)]
    assert one.doubted
    assert one.data.amount == 200
    third = {**corrections, uid(4): correction(uid(1), receipt(250), "c" * 64)}
    settled = stand({uid(1): receipt(500)}, third, {**hashes, uid(4): "d" * 64})[uid(1)]
    assert not settled.doubted
    assert settled.data.amount == 250


def test_one_correction_after_another_is_not_doubted() -> None:
    corrections = {
        uid(2): correction(uid(1), receipt(300), "a" * 64),
        uid(3): correction(uid(1), receipt(200), "b" * 64),
    }
    assert not stand({uid(1): receipt(500)}, corrections, {uid(2): "b" * 64, uid(3): "c" * 64})[uid(1)].doubted


def test_corrections_of_corrections_in_a_circle_end() -> None:
    corrections = {uid(2): correction(uid(3), receipt(1)), uid(3): correction(uid(2), receipt(2))}
    assert stand({uid(1): receipt(500)}, corrections)[uid(1)].data.amount == 500


@given(
    amounts=st.lists(st.integers(0, 10**12), min_size=1, max_size=8),
    fixes=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 10**12)), max_size=12),
)
def test_every_receipt_counts_once(amounts: list[int], fixes: list[tuple[int, int]]) -> None:
    """However often and in whatever chain receipts are corrected, the total is the sum of what was said last."""
    receipts = {uid(number): receipt(amount) for number, amount in enumerate(amounts)}
    corrections: dict[str, Correction] = {}
    last = dict(enumerate(amounts))
    newest = {number: uid(number) for number in range(len(amounts))}
    for step, (number, amount) in enumerate(fixes):
        number %= len(amounts)
        new = uid(1000 + step)
        # Every other correction points to the correction before it instead of the receipt.
        corrections[new] = correction(newest[number] if step % 2 else uid(number), receipt(amount))
        last[number], newest[number] = amount, new
    assert total_of(stand(receipts, corrections).values()) == sum(last.values())


def test_tax_the_pokmas_keeps_back() -> None:
    kept = TaxLine(uid=uid(1), kind="pph22", amount=100, withheld_by="pokmas")
    others = [
        TaxLine(uid=uid(2), kind="ppn", amount=100, withheld_by="kelurahan"),
        TaxLine(uid=uid(3), kind="pph21", amount=100, withheld_by="pokmas", refused="Upah di bawah batas"),
        TaxLine(uid=uid(4), kind="pph21", amount=0, withheld_by="pokmas"),
    ]
    assert withheld(receipt(1_000, taxes=(kept, *others))) == [kept]
    assert (tax_name("pph4_2"), tax_name("baru"), tax_name("")) == ("PPh 4(2)", "baru", "Pajak")


def test_split_total_adds_the_parts() -> None:
    assert split_total(receipt(5, (uid(1), uid(2), 2), (uid(1), uid(3), 4))) == 6
