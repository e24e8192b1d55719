"""Taxes on receipts: what is advised, accepted, refused and paid, on a real desk."""

import datetime

import pytest
from msgspec.structs import replace

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import FALLBACK, explain
from desktop.domain.records import Receipt, RuleSheetText, TaxLine, TaxPayment, WageList, WageRow
from desktop.services.desk import new_uid
from desktop.services.taxes import TaxService, bundled_table, table_of
from tests.documents.pdf import whole_text
from tests.services.pokmas import Scene

APRIL = datetime.date(2022, 4, 5)


@pytest.fixture
def taxes(scene: Scene) -> TaxService:
    return scene.funded().group.taxes


def pay(scene: Scene, amount: int = 2_750_000, item: str = "Paving", **more: object) -> str:
    data = replace(scene.receipt(item, amount), date=APRIL, payee_npwp="012345678901000", **more)
    return scene.group.receipts.save(data).uid


def lines(scene: Scene, uid: str) -> tuple[TaxLine, ...]:
    record = scene.group.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Receipt)
    return record.data.taxes


def test_what_is_bought_is_guessed_from_the_rab_and_said(scene: Scene, taxes: TaxService) -> None:
    uid = pay(scene)
    view = taxes.advice(uid)
    assert (view.thing, view.guessed, view.fixed, view.stamp) == ("goods", True, False, 0)
    assert [one.kind for one in view.waiting] == ["pph22"]
    taxes.say(uid, thing="food", payee_class="katering", vat="no")
    view = taxes.advice(uid)
    assert (view.thing, view.guessed) == ("food", False)
    assert [one.kind for one in view.waiting] == ["pph23", "food"]
    assert ("katering", "Katering") in view.payees
    taxes.say(uid, thing="goods")
    record = scene.group.records.get(uid)
    assert record is not None
    assert getattr(record.data, "payee_class", None) == ""


def test_the_treasurer_accepts(scene: Scene, taxes: TaxService) -> None:
    uid = pay(scene)
    taxes.accept(uid, "pph22")
    (line,) = lines(scene, uid)
    assert (line.kind, line.base, line.rate, line.amount, line.withheld_by, line.refused) == (
        "pph22",
        2_750_000,
        "1.5",
        41_250,
        "pokmas",
        "",
    )
    view = taxes.advice(uid)
    assert (view.waiting, view.guessed, view.outdated("pph22")) == ((), False, False)
    assert view.line("pph22") == line
    book = scene.group.books.tax_book(scene.contract)
    assert (book.closing, book.rows[0].column("pph22")) == (41_250, 41_250)


def test_accepting_again_keeps_the_line_and_may_change_who_withholds(scene: Scene, taxes: TaxService) -> None:
    uid = pay(scene)
    taxes.accept(uid, "pph22")
    first = lines(scene, uid)[0].uid
    taxes.accept(uid, "pph22", withheld_by="kelurahan", amount=41_300)
    (line,) = lines(scene, uid)
    assert (line.uid, line.withheld_by, line.amount) == (first, "kelurahan", 41_300)


def test_the_treasurer_refuses_with_a_reason(scene: Scene, taxes: TaxService) -> None:
    uid = pay(scene)
    taxes.refuse(uid, "pph22", "  Sudah dipungut kelurahan  ")
    (line,) = lines(scene, uid)
    assert (line.refused, line.amount, line.withheld_by) == ("Sudah dipungut kelurahan", 41_250, "")
    assert scene.group.books.tax_book(scene.contract).rows == ()
    assert taxes.advice(uid).waiting == ()
    taxes.reopen(uid, "pph22")
    assert lines(scene, uid) == ()
    assert [one.kind for one in taxes.advice(uid).waiting] == ["pph22"]


def test_one_of_the_rates_sources_give_may_be_chosen(scene: Scene, taxes: TaxService) -> None:
    uid = pay(scene, 1_000_000, tax_object="fee", payee_class="bukan_asn")
    taxes.accept(uid, "pph21", rate=250)
    (line,) = lines(scene, uid)
    assert (line.rate, line.amount) == ("2.5", 25_000)
    with pytest.raises(RuleViolation) as caught:
        taxes.accept(uid, "pph21", rate=777)
    assert (caught.value.code, caught.value.field) == ("tax_no_advice", "rate")


def test_what_is_refused_is_explained(scene: Scene, taxes: TaxService) -> None:
    uid, small = pay(scene), pay(scene, 100_000)
    for code, run in (
        ("tax_reason_missing", lambda: taxes.refuse(uid, "pph22", "  ")),
        ("tax_no_advice", lambda: taxes.accept(small, "pph22")),
        ("tax_no_advice", lambda: taxes.refuse(small, "ppn", "tidak ada")),
        ("tax_amount", lambda: taxes.accept(uid, "pph22", amount=0)),
        ("tax_amount", lambda: taxes.accept(uid, "pph22", amount=2_750_001)),
        ("tax_line_missing", lambda: taxes.reopen(uid, "pph22")),
        ("tax_line_missing", lambda: taxes.record_payment(uid, "pph22")),
        ("record_missing", lambda: taxes.advice(new_uid())),
        ("record_missing", lambda: taxes.accept(new_uid(), "pph22")),
    ):
        with pytest.raises(RuleViolation) as caught:
            run()
        assert caught.value.code == code
        assert explain(caught.value) != FALLBACK.text
    assert lines(scene, uid) == ()


def test_a_payment_is_recorded_on_the_line(scene: Scene, taxes: TaxService) -> None:
    uid = pay(scene)
    taxes.accept(uid, "pph22")
    taxes.record_payment(uid, "pph22", billing_code=" 123456789012345 ", ntpn="0A1B2C3D4E5F6G7H", paid=APRIL)
    (line,) = lines(scene, uid)
    assert (line.billing_code, line.ntpn, line.paid) == ("123456789012345", "0A1B2C3D4E5F6G7H", APRIL)
    assert scene.group.books.tax_book(scene.contract).closing == 0


def test_a_refused_tax_has_no_payment(scene: Scene, taxes: TaxService) -> None:
    uid = pay(scene)
    taxes.refuse(uid, "pph22", "Bukan belanja barang")
    with pytest.raises(RuleViolation, match="tax_line_missing"):
        taxes.record_payment(uid, "pph22", ntpn="X")


def test_after_handing_in_a_payment_is_a_record_of_its_own(scene: Scene) -> None:
    group = scene.bought().group
    uid = pay(scene, 2_300_000)
    group.attachments.add_photo(uid, scene.picture(), "receipt")
    group.taxes.accept(uid, "pph22")
    group.submissions.submit("spj", scene.tranches[0])
    assert group.taxes.advice(uid).fixed
    with pytest.raises(RuleViolation, match="locked"):
        group.taxes.refuse(uid, "pph22", "terlambat")
    group.taxes.record_payment(uid, "pph22", ntpn="NTPN1", paid=APRIL)
    group.taxes.record_payment(uid, "pph22", ntpn="NTPN2", paid=APRIL)
    (payment,) = group.records.find("d.tax_payment")
    assert isinstance(payment.data, TaxPayment)
    assert (payment.data.ntpn, payment.data.amount, payment.data.receipts) == ("NTPN2", 34_500, (uid,))
    assert group.taxes.advice(uid).payments["pph22"].ntpn == "NTPN2"
    assert group.books.tax_book(scene.contract).closing == 0


def test_a_corrected_receipt_is_not_decided_on_again(scene: Scene) -> None:
    group = scene.bought().group
    uid = pay(scene, 2_100_000)
    group.submissions.submit("spj", scene.tranches[0])
    group.receipts.correct(uid, replace(scene.receipt("Paving", 2_000_000), date=APRIL), "Salah ketik")
    assert group.taxes.advice(uid).fixed
    with pytest.raises(RuleViolation, match="receipt_corrected"):
        group.taxes.accept(uid, "pph22")


def test_a_changed_amount_is_told(scene: Scene, taxes: TaxService) -> None:
    uid = pay(scene)
    taxes.accept(uid, "pph22")
    record = scene.group.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Receipt)
    scene.group.receipts.save(replace(record.data, amount=3_000_000), uid)
    assert taxes.advice(uid).outdated("pph22")
    scene.group.receipts.save(replace(record.data, amount=1_000_000), uid)
    assert taxes.advice(uid).outdated("pph22")
    assert not taxes.advice(uid).outdated("ppn")


def test_a_purchase_in_two_receipts_is_seen_together(scene: Scene, taxes: TaxService) -> None:
    first = pay(scene, 1_500_000)
    pay(scene, 1_400_000)
    found = next(one for one in taxes.advice(first).advices if one.kind == "pph22")
    assert found.status == "split"
    assert "bersama Rp2.900.000" in found.text
    taxes.accept(first, "pph22")
    assert lines(scene, first)[0].amount == 22_500


def test_wages_are_looked_up_in_the_lists_behind_the_receipt(scene: Scene, taxes: TaxService) -> None:
    uid = pay(scene, 3_000_000, tax_object="wages")
    assert taxes.advice(uid).advices[0].ask == "wages"
    days = tuple(datetime.date(2022, 4, at) for at in range(1, 7))
    row = WageRow(uid=new_uid(), name="Slamet (contoh)", days=days, rate=500_000)
    scene.group.records.save("d.wage_list", WageList(receipt=uid, rows=(row,)))
    advice = taxes.advice(uid).advices[0]
    assert (advice.status, advice.base, advice.amount) == ("due", 300_000, 15_000)
    more = replace(
        row, uid=new_uid(), name=" SLAMET  (contoh)", days=tuple(datetime.date(2022, 4, at) for at in range(10, 15))
    )
    scene.group.records.save("d.wage_list", WageList(rows=(more,)))
    assert taxes.advice(uid).advices[0].status == "unknown"  # more than Rp4.500.000 in April


def test_a_receipt_being_typed_is_advised_too(scene: Scene, taxes: TaxService) -> None:
    view = taxes.advice_for(replace(scene.receipt("Paving", 2_750_000), date=APRIL))
    assert (view.thing, [one.kind for one in view.waiting]) == ("goods", ["pph22"])
    assert view.waiting[0].rate == 300  # no NPWP typed


def test_the_rounding_is_a_setting(scene: Scene, taxes: TaxService) -> None:
    uid = pay(scene, 2_750_001)
    before: str = taxes.rounding
    assert before == "rupiah"
    taxes.set_rounding("hundred")
    assert taxes.rounding == "hundred"
    taxes.accept(uid, "pph22")
    assert lines(scene, uid)[0].amount == 41_300


def test_a_rule_sheet_sent_by_the_kelurahan_changes_the_table(scene: Scene) -> None:
    group = scene.contracted().group
    assert group.taxes.table().until == bundled_table().until
    toml = (
        'year = 2022\nname = "contoh"\nregulation = "Perwali contoh"\nceiling = 100_000_000\n'
        '[[tax]]\nkey = "pph22_goods"\nkind = "pph22"\nobjects = ["goods"]\nrate = "2"\nabove = 2_000_000\n'
        'valid_from = 2020-01-01\nsource = "contoh"\n'
        "[[stamp]]\nsince = 2022-04-01\namount = 12_000\nover = 1_000_000\n"
    )
    sheet = scene.office.records.save("k.rule_sheet", RuleSheetText(name="contoh", toml=toml), year=2022)
    scene.office.publications.publish([sheet.uid])
    scene.to_group()
    row = next(one for one in group.taxes.table().rows if one.key == "pph22_goods")
    assert (row.rate, row.without_npwp) == (200, None)
    assert group.taxes.stamp(1_000_000, APRIL) == 0
    assert group.taxes.stamp(1_000_001, APRIL) == 12_000
    assert group.taxes.stamp(1_000_001, datetime.date(2022, 3, 31)) == 0


@pytest.mark.parametrize(("amount", "stamped"), [(5_000_000, False), (5_000_001, True)])
def test_the_printed_kuitansi_has_its_stamp_from_the_table(scene: Scene, amount: int, stamped: bool) -> None:
    group = scene.funded().group
    uid = pay(scene, amount)
    text = whole_text(group.papers.build("receipt", uid, final=True).path.read_bytes())
    assert ("Meterai" in text) is stamped
    assert group.taxes.advice(uid).stamp == (10_000 if stamped else 0)


def test_without_a_rule_sheet_the_table_still_holds(scene: Scene) -> None:
    assert table_of(scene.group.desk, 2031) is bundled_table()
    assert scene.group.taxes.stamp(5_000_001, None) == 10_000
