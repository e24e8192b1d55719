"""Receipts: never refused, flagged while they are typed, corrected after they were handed in."""

from datetime import date

import pypdfium2
import pytest
from msgspec.structs import replace

from desktop.domain.errors import RuleViolation
from desktop.domain.record_types import read_data
from desktop.domain.records import Correction, Receipt, Split
from desktop.services.desk import new_uid
from tests.services.pokmas import POKMAS, YEAR, Scene, items


def rules(scene: Scene, uid: str) -> list[str]:
    return [flag.rule for flag in scene.group.receipts.flags(uid)]


def test_an_empty_receipt_is_kept_and_flagged(scene: Scene) -> None:
    scene.funded()
    record = scene.group.receipts.save(Receipt())
    assert set(rules(scene, record.uid)) == {"K-02", "K-06", "K-09"}
    assert scene.group.receipts.rows()[0].uid == record.uid
    assert scene.group.receipts.rows(tranche=scene.tranches[0]) == []


def test_above_what_is_left_it_is_saved_with_the_amount_over(scene: Scene) -> None:
    scene.funded()
    receipts = scene.group.receipts
    rab = scene.rabs["Paving gang"]
    scene.pay("Pasir", 900_000)
    assert receipts.left_on_lines(rab) == {scene.lines["Paving"]: 3_800_000, scene.lines["Pasir"]: 300_000}
    uid = scene.pay("Pasir", 450_000)
    (flag,) = receipts.flags(uid)
    assert (flag.rule, flag.facts["over"]) == ("K-01", 150_000)
    assert receipts.left_on_lines(rab)[scene.lines["Pasir"]] == -150_000
    split = replace(
        scene.receipt("Pasir", 450_000),
        splits=(
            Split(rab=rab, line=scene.lines["Pasir"], amount=300_000),
            Split(rab=rab, line=scene.lines["Paving"], amount=150_000),
        ),
    )
    receipts.save(split, uid)
    assert receipts.flags(uid) == []
    assert receipts.left_on_lines(rab) == {scene.lines["Paving"]: 3_650_000, scene.lines["Pasir"]: 0}


def test_what_is_left_moves_while_a_receipt_is_typed(scene: Scene) -> None:
    scene.funded()
    receipts, rab = scene.group.receipts, scene.rabs["Paving gang"]
    typed = scene.receipt("Pasir", 1_300_000)
    assert receipts.left_on_lines(rab, typed=typed)[scene.lines["Pasir"]] == -100_000
    assert receipts.rows() == []
    saved = scene.pay("Pasir", 1_000_000)
    assert receipts.left_on_lines(rab, typed=typed, uid=saved)[scene.lines["Pasir"]] == -100_000
    assert receipts.left_on_lines(rab)[scene.lines["Pasir"]] == 200_000
    assert receipts.left_on_lines(new_uid()) == {}


def test_rows_are_in_the_order_of_the_paper(scene: Scene) -> None:
    scene.funded()
    later = scene.group.receipts.save(replace(scene.receipt("Paving", 200), date=date(YEAR, 3, 25))).uid
    second = scene.pay("CCTV", 300, tranche=2)
    first = scene.pay("Paving", 100)
    rows = scene.group.receipts.rows(contract=scene.contract)
    assert [(row.place, row.uid) for row in rows] == [(1, first), (2, later), (3, second)]
    assert [row.photos for row in rows] == [1, 0, 1]
    assert not any(row.locked or row.corrected for row in rows)
    assert [row.uid for row in scene.group.receipts.rows(tranche=scene.tranches[1])] == [second]
    assert rows[0].data.contract == scene.contract  # follows from the tranche


@pytest.fixture
def handed_in(scene: Scene) -> tuple[Scene, str]:
    """A scene whose SPJ is at the kelurahan, and a receipt of it."""
    scene.bought()
    scene.group.submissions.submit("spj", scene.tranches[0])
    scene.to_office()
    return scene, scene.group.receipts.rows()[0].uid


def test_before_it_is_handed_in_a_receipt_is_simply_changed(scene: Scene) -> None:
    scene.funded()
    uid = scene.pay("Paving", 100)
    with pytest.raises(RuleViolation, match="correct_directly"):
        scene.group.receipts.correct(uid, scene.receipt("Paving", 90), "Salah")
    with pytest.raises(RuleViolation, match="record_missing"):
        scene.group.receipts.correct(new_uid(), scene.receipt("Paving", 90), "Salah")


def test_afterwards_only_a_correction_changes_it(handed_in: tuple[Scene, str]) -> None:
    scene, uid = handed_in
    receipts = scene.group.receipts
    right = scene.receipt("Paving", 3_700_000)
    with pytest.raises(RuleViolation, match="locked"):
        receipts.save(right, uid)
    with pytest.raises(RuleViolation, match="reason_missing"):
        receipts.correct(uid, right, "  ")
    with pytest.raises(RuleViolation, match="nothing_changed"):
        receipts.correct(uid, receipts.rows()[0].data, "Sama")
    correction = receipts.correct(uid, right, "Salah ketik")
    assert isinstance(correction.data, Correction)
    assert (correction.data.of, correction.data.reason) == (uid, "Salah ketik")
    row = receipts.rows()[0]
    assert (row.uid, row.data.amount, row.original.amount, row.corrected) == (uid, 3_700_000, 3_800_000, True)
    assert [one.uid for one in receipts.struck()] == [uid]
    assert scene.group.contracts.tranche_state(scene.contract)[0].used == 4_900_000
    # It was told at once: the kelurahan sees the same, original and correction.
    scene.to_office()
    assert scene.office.receipts.rows(area=POKMAS)[0].data.amount == 3_700_000
    assert [one.original.amount for one in scene.office.receipts.struck(POKMAS)] == [3_800_000]
    assert scene.office.transfer.digest(POKMAS).published == scene.group.transfer.digest(POKMAS).published


def test_a_corrected_receipt_is_corrected_again_and_never_twice_counted(handed_in: tuple[Scene, str]) -> None:
    scene, uid = handed_in
    receipts = scene.group.receipts
    for amount in (3_700_000, 3_600_000, 3_650_000):
        receipts.correct(uid, scene.receipt("Paving", amount), "Salah ketik")
        assert receipts.rows()[0].data.amount == amount
        book = scene.group.books.cash_book(scene.tranches[0])
        assert book.spent == amount + 1_200_000
        assert book.closing == 8_040_000 - book.spent
    assert not any(flag.rule == "K-10" for flag in receipts.flags(uid))
    book = scene.group.books.cash_book(scene.tranches[0])
    assert [row.struck for row in book.rows if row.kind in ("receipt", "correction")].count(True) == 3


def test_a_payment_can_be_taken_back(handed_in: tuple[Scene, str]) -> None:
    scene, uid = handed_in
    scene.group.receipts.correct(uid, replace(scene.receipt("Paving", 0)), "Uang dikembalikan toko")
    row = next(row for row in scene.group.receipts.rows() if row.uid == uid)
    assert (row.void, row.data.splits) == (True, ())
    assert scene.group.receipts.left_on_lines(scene.rabs["Paving gang"])[scene.lines["Paving"]] == 3_800_000


def test_returned_receipts_are_open_but_corrected_ones_stay_corrected(handed_in: tuple[Scene, str]) -> None:
    scene, uid = handed_in
    scene.group.receipts.correct(uid, scene.receipt("Paving", 3_700_000), "Salah ketik")
    received = scene.office.submissions.received(POKMAS)[-1]
    scene.office.decisions.decide(received.uid, scene.money(), "return", reason="Foto kurang jelas")
    scene.to_group()
    other = scene.group.receipts.rows()[1].uid
    scene.group.receipts.save(scene.receipt("Pasir", 1_100_000), other)
    with pytest.raises(RuleViolation, match="receipt_corrected"):
        scene.group.receipts.save(scene.receipt("Paving", 3_500_000), uid)
    scene.group.receipts.correct(uid, scene.receipt("Paving", 3_500_000), "Sekali lagi")
    assert scene.group.contracts.tranche_state(scene.contract)[0].used == 4_600_000


def test_two_computers_correct_one_receipt(handed_in: tuple[Scene, str]) -> None:
    """The same state corrected twice: both desks show the newest, and the next step waits for a third."""
    scene, uid = handed_in
    group = scene.group
    first = group.receipts.correct(uid, scene.receipt("Paving", 3_700_000), "Di laptop")
    assert isinstance(first.data, Correction)
    other = replace(first.data, data={**first.data.data, "amount": 3_600_000})
    group.records.save("d.correction", other)
    assert "K-10" in rules(scene, uid)
    assert group.receipts.rows()[0].data.amount == 3_600_000
    group.receipts.correct(uid, scene.receipt("Paving", 3_650_000), "Yang benar")
    assert "K-10" not in rules(scene, uid)


def test_a_correction_of_an_unknown_receipt_changes_nothing(handed_in: tuple[Scene, str]) -> None:
    scene, _ = handed_in
    before = scene.group.books.cash_book(scene.contract)
    scene.group.records.save("d.correction", read_data("d.correction", {"of": new_uid(), "data": {"amount": 5}}))
    assert scene.group.books.cash_book(scene.contract) == before


def test_books_by_month(scene: Scene) -> None:
    scene.bought()
    books = scene.group.books
    assert books.months(scene.contract) == books.months(scene.tranches[0]) == [date(YEAR, 3, 1)]
    march = books.cash_book(scene.contract, date(YEAR, 3, 31))
    assert (march.opening, march.closing, len(march.rows)) == (0, 3_040_000, 3)
    assert books.cash_book(scene.contract, date(YEAR, 4, 1)).opening == 3_040_000
    with pytest.raises(RuleViolation, match="record_missing"):
        books.cash_book(new_uid())


def test_a_kuitansi_for_two_activities_of_one_title_names_their_rts(scene: Scene) -> None:
    first, second = items()
    twins = (replace(first, home="RT 03/RW 04"), replace(second, title="paving  gang", home="RT 05/RW 04"))
    package = scene.group.packages.type_from_paper("Paket", twins)
    rabs = [record.uid for record in scene.group.packages.start_rabs(package.uid)]
    splits = tuple(Split(rab=rab, line=twin.lines[0].uid, amount=1_000) for rab, twin in zip(rabs, twins, strict=True))
    uid = scene.group.receipts.save(Receipt(amount=2_000, payee="TB Contoh", splits=splits)).uid
    document = pypdfium2.PdfDocument(scene.group.papers.build("receipt", uid, final=False).path)
    try:
        text = " ".join(document[0].get_textpage().get_text_range().split())
    finally:
        document.close()
    assert "Paving gang, RT 03/RW 04 dan paving gang, RT 05/RW 04" in text
