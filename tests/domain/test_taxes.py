"""Advice about taxes: every branch, each boundary, and that the arithmetic can never go below zero or backwards."""

import datetime
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.records import TaxObject
from desktop.domain.tax_table import OBJECTS, TaxTable, read_tax_rows, read_tax_table, stamp_due
from desktop.domain.taxes import (
    OBJECT_NAMES,
    Rounding,
    TaxAdvice,
    TaxFacts,
    WagePart,
    advise,
    guess_object,
    net_price,
    price_without,
    rate_text,
    round_tax,
)

TABLE = read_tax_table((Path(__file__).parents[2] / "resources/rulesheets/taxes.toml").read_text("utf-8"))
DAY = datetime.date(2023, 5, 10)
NPWP = "012345678901000"


def facts(amount: int = 2_750_000, **more: Any) -> TaxFacts:
    data = TaxFacts(uid="a", date=DAY, payee="TB Makmur (contoh)", npwp=NPWP, thing="goods", amount=amount, vat="no")
    return replace(data, **more)


def said(one: TaxFacts, others: tuple[TaxFacts, ...] = (), rounding: Rounding = "rupiah") -> dict[str, TaxAdvice]:
    return {advice.kind: advice for advice in advise(one, TABLE, others, rounding)}


def states(one: TaxFacts, others: tuple[TaxFacts, ...] = ()) -> dict[str, tuple[str, int]]:
    return {kind: (advice.status, advice.amount) for kind, advice in said(one, others).items()}


# --- goods -------------------------------------------------------------------------------------------------------


def test_goods_from_a_shop_that_is_no_pkp() -> None:
    found = said(facts())
    assert states(facts()) == {"ppn": ("none", 0), "pph22": ("due", 41_250)}
    assert found["pph22"].text == (
        "Kemungkinan PPh 22 1,5 %: 1,5 % dari Rp2.750.000 = Rp41.250. Dipungut karena lebih dari Rp2.000.000."
    )
    assert found["pph22"].acceptable
    assert not found["ppn"].acceptable
    assert "bukan pengusaha kena pajak" in found["ppn"].text
    assert found["pph22"].source.startswith("Dasar: PMK 231/2019")
    assert "dari keterangan pihak lain" in found["pph22"].source


def test_goods_from_a_pkp_bear_ppn_and_the_base_is_the_price_without_it() -> None:
    found = said(facts(vat="yes"))
    assert (found["ppn"].base, found["ppn"].amount) == (2_477_477, 272_522)
    assert (found["pph22"].base, found["pph22"].amount) == (2_477_477, 37_162)
    assert "(harga Rp2.750.000 dikurangi pajak di dalamnya)" in found["ppn"].text


@pytest.mark.parametrize(("amount", "status"), [(2_000_000, "none"), (2_000_001, "due"), (1, "none"), (10**12, "due")])
def test_the_limit_of_two_million_is_more_than_without_ppn(amount: int, status: str) -> None:
    assert said(facts(amount))["pph22"].status == status


@pytest.mark.parametrize(("amount", "status"), [(2_220_000, "none"), (2_220_001, "none"), (2_220_002, "due")])
def test_the_limit_looks_at_the_price_without_the_ppn_in_it(amount: int, status: str) -> None:
    found = said(facts(amount, vat="yes"))
    assert (found["ppn"].status, found["pph22"].status) == (status, status)
    assert status == "due" or "Rp2.000.000 tanpa PPN, tidak lebih dari Rp2.000.000" in found["pph22"].text


def test_without_npwp_the_rate_is_higher() -> None:
    found = said(facts(npwp=""))["pph22"]
    assert (found.rate, found.amount) == (300, 82_500)
    assert "tanpa NPWP" in found.text


def test_a_seller_nobody_asked_is_asked_about_above_the_limit_only() -> None:
    assert said(facts(vat=""))["ppn"].ask == "vat"
    assert said(facts(2_220_000, vat=""))["ppn"].status == "none"
    assert said(facts(vat=""))["pph22"].status == "due"
    # Rp2.220.000 of a PKP is Rp2.000.000 without PPN, and no PPh 22 falls on it: who sells must be known first.
    assert (said(facts(2_220_000, vat=""))["pph22"].status, said(facts(2_220_000, vat=""))["pph22"].ask) == (
        "ask",
        "vat",
    )
    assert said(facts(2_000_000, vat=""))["pph22"].status == "none"
    assert said(facts(2_220_002, vat=""))["pph22"].status == "due"


@pytest.mark.parametrize(
    ("day", "base", "amount"),
    [
        (datetime.date(2022, 3, 31), 2_500_000, 250_000),
        (datetime.date(2022, 4, 1), 2_477_477, 272_522),
        (datetime.date(2024, 12, 31), 2_477_477, 272_522),
        (datetime.date(2025, 1, 1), 2_477_477, 272_522),
        (datetime.date(2025, 12, 31), 2_477_477, 272_522),
    ],
)
def test_ppn_by_the_day_of_the_receipt(day: datetime.date, base: int, amount: int) -> None:
    found = said(facts(vat="yes", date=day))["ppn"]
    assert (found.base, found.amount) == (base, amount)


def test_2025_says_how_twelve_percent_is_eleven() -> None:
    assert "11/12" in said(facts(vat="yes", date=datetime.date(2025, 6, 1)))["ppn"].note


# --- after and before the table ----------------------------------------------------------------------------------


def test_after_the_last_day_the_advice_is_off_and_says_so() -> None:
    (advice,) = advise(facts(date=datetime.date(2026, 1, 1)), TABLE)
    assert (advice.status, advice.acceptable) == ("off", False)
    assert advice.text.startswith("Aturan pajak yang dipakai berakhir 31 Desember 2025.")


def test_before_the_first_day_it_is_off_too() -> None:
    (advice,) = advise(facts(date=datetime.date(2019, 12, 31)), TABLE)
    assert advice.status == "off"
    assert "sebelum 1 Januari 2020" in advice.text


@pytest.mark.parametrize(
    ("more", "ask"), [({"date": None}, "date"), ({"thing": ""}, "thing"), ({"amount": 0}, "amount")]
)
def test_what_must_be_said_first(more: dict[str, Any], ask: str) -> None:
    (advice,) = advise(replace(facts(), **more), TABLE)
    assert (advice.status, advice.ask) == ("ask", ask)


# --- services, rent, construction --------------------------------------------------------------------------------


@pytest.mark.parametrize("thing", ["service", "rent"])
def test_services_and_rent_bear_pph23_from_the_first_rupiah(thing: TaxObject) -> None:
    assert states(facts(100_000, thing=thing)) == {"ppn": ("none", 0), "pph23": ("due", 2_000)}
    assert said(facts(100_000, thing=thing, npwp=""))["pph23"].amount == 4_000


@pytest.mark.parametrize(
    ("payee", "amount"),
    [
        ("kecil", 175_000),
        ("bersertifikat", 265_000),
        ("tanpa_sertifikat", 400_000),
        ("konsultan", 350_000),
        ("konsultan_tanpa", 600_000),
    ],
)
def test_construction_by_certificate(payee: str, amount: int) -> None:
    found = said(facts(10_000_000, thing="construction", payee_class=payee))["pph4_2"]
    assert (found.status, found.amount) == ("due", amount)


def test_construction_asks_for_the_certificate_and_knows_nothing_before_its_rule() -> None:
    assert said(facts(thing="construction"))["pph4_2"].ask == "payee_class"
    before = said(facts(thing="construction", payee_class="kecil", date=datetime.date(2022, 2, 20)))["pph4_2"]
    assert before.status == "unknown"
    assert "20 Februari 2022 belum diketahui" in before.text
    after = said(facts(thing="construction", payee_class="kecil", date=datetime.date(2022, 2, 21)))["pph4_2"]
    assert after.status == "due"


# --- food --------------------------------------------------------------------------------------------------------


def test_catering_bears_the_local_tax_in_its_price_and_pph23_on_the_rest() -> None:
    found = said(facts(1_100_000, thing="food", payee_class="katering"))
    assert set(found) == {"pph23", "food"}
    assert (found["food"].base, found["food"].amount, found["food"].withheld_by) == (1_000_000, 100_000, "seller")
    assert (found["pph23"].base, found["pph23"].amount) == (1_000_000, 20_000)


def test_a_food_stall_bears_no_pph23_and_a_small_one_nothing() -> None:
    assert states(facts(110_000, thing="food", payee_class="warung")) == {"pph23": ("none", 0), "food": ("due", 10_000)}
    assert states(facts(110_000, thing="food", payee_class="warung_kecil")) == {
        "pph23": ("none", 0),
        "food": ("none", 0),
    }
    assert "warung_kecil" in TABLE.payees_for("food")


def test_the_local_tax_of_2024_is_not_known() -> None:
    late = facts(thing="food", payee_class="warung", date=datetime.date(2024, 1, 1))
    assert said(late)["food"].status == "unknown"


# --- fees --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payee", "status", "amount"),
    [
        ("golongan_1_2", "none", 0),
        ("golongan_3", "due", 50_000),
        ("golongan_4", "due", 150_000),
        ("bukan_asn", "due", 50_000),
    ],
)
def test_fees_by_grade(payee: str, status: str, amount: int) -> None:
    assert states(facts(1_000_000, thing="fee", payee_class=payee)) == {"pph21": (status, amount)}


def test_where_sources_disagree_both_rates_are_offered() -> None:
    found = said(facts(1_000_000, thing="fee", payee_class="bukan_asn"))["pph21"]
    assert [(one.rate, one.amount) for one in found.choices] == [(500, 50_000), (250, 25_000)]
    assert "Sumber lain menyebut 2,5 % = Rp25.000." in found.text
    poor = said(facts(1_000_000, thing="fee", payee_class="bukan_asn", npwp=""))["pph21"]
    assert [(one.rate, one.amount) for one in poor.choices] == [(600, 60_000), (300, 30_000)]


def test_a_fee_asks_who_gets_it() -> None:
    assert said(facts(thing="fee"))["pph21"].ask == "payee_class"


# --- wages -------------------------------------------------------------------------------------------------------


def worker(rate: int, days: int = 6, month: int = 0, name: str = "Slamet (contoh)") -> WagePart:
    return WagePart(name=name, rate=rate, days=days, month=month or rate * days)


def wages(*workers: WagePart, year: int = 2024) -> TaxAdvice:
    one = facts(thing="wages", wages=workers, date=datetime.date(year, 5, 10), amount=10_000_000)
    return said(one)["pph21"]


def test_wages_ask_for_the_list() -> None:
    assert wages().ask == "wages"


@pytest.mark.parametrize(
    ("rate", "status", "amount"),
    [
        (120_000, "none", 0),
        (450_000, "none", 0),
        (450_001, "due", 13_500),
        (2_500_000, "due", 75_000),
        (2_500_001, "unknown", 0),
    ],
)
def test_wages_since_2024_by_the_day(rate: int, status: str, amount: int) -> None:
    found = wages(worker(rate))
    assert (found.status, found.amount) == (status, amount)


@pytest.mark.parametrize(
    ("rate", "days", "month", "status", "amount"),
    [
        (150_000, 6, 900_000, "none", 0),
        (450_000, 10, 4_500_000, "none", 0),
        (450_000, 10, 4_500_001, "unknown", 0),
        (500_000, 6, 3_000_000, "due", 15_000),
        (450_020, 1, 450_020, "due", 1),
        (500_000, 10, 5_000_000, "unknown", 0),
    ],
)
def test_wages_until_2023_by_day_and_month(rate: int, days: int, month: int, status: str, amount: int) -> None:
    found = wages(worker(rate, days, month), year=2023)
    assert (found.status, found.amount) == (status, amount)


def test_only_the_workers_above_the_limit_bear_tax() -> None:
    found = wages(worker(120_000), worker(500_000, 2), worker(150_000))
    assert (found.base, found.amount) == (1_000_000, 5_000)
    assert found.text.startswith("Kemungkinan PPh 21: 3 pekerja, upah sehari paling tinggi Rp500.000")


def test_whose_wage_is_unknown_is_named() -> None:
    many = [worker(3_000_000, name=f"Orang {at}") for at in range(5)]
    assert "Orang 0, Orang 1, Orang 2 dan 2 lagi" in wages(*many).text


# --- one purchase in several receipts ----------------------------------------------------------------------------


def other(amount: int = 1_500_000, days: int = 1, **more: Any) -> TaxFacts:
    return facts(amount, uid="b", date=DAY + datetime.timedelta(days=days), **more)


def test_two_receipts_of_one_shop_that_together_pass_the_limit() -> None:
    one = facts(1_500_000)
    found = said(one, (other(),))["pph22"]
    assert (found.status, found.base, found.amount, found.acceptable) == ("split", 1_500_000, 22_500, True)
    assert found.text.startswith(
        "2 kuitansi TB Makmur (contoh), 10 Mei 2023 sampai 11 Mei 2023, bersama Rp3.000.000. Bila itu satu belanja"
    )


def test_on_one_day_the_day_is_named_once() -> None:
    assert (
        "2 kuitansi TB Makmur (contoh), 10 Mei 2023, bersama" in said(facts(1_500_000), (other(days=0),))["pph22"].text
    )


@pytest.mark.parametrize(
    ("one", "status"),
    [
        (other(500_000), "none"),
        (other(500_001), "split"),
        (other(days=7), "split"),
        (other(days=-7), "split"),
        (other(days=8), "none"),
        (other(thing="service"), "none"),
        (other(thing=""), "split"),
        (other(2_000_001), "none"),
        (other(payee="Toko Lain", npwp=""), "none"),
        (other(payee="  tb  MAKMUR (contoh) ", npwp=""), "split"),
        (other(payee="Nama lain", npwp=NPWP), "split"),
        (other(payee="TB Makmur (contoh)", npwp="999999999999999"), "none"),
        (replace(other(), date=None), "none"),
        (replace(other(), uid="a"), "none"),
        (other(0), "none"),
    ],
)
def test_what_counts_as_the_same_purchase(one: TaxFacts, status: str) -> None:
    assert said(facts(1_500_000), (one,))["pph22"].status == status


def test_a_shop_without_a_name_is_like_no_other() -> None:
    assert said(facts(1_500_000, payee="", npwp=""), (other(payee="", npwp=""),))["pph22"].status == "none"


def test_ppn_is_warned_about_as_well() -> None:
    one, near = facts(1_500_000, vat="yes"), other(vat="yes")
    assert said(one, (near,))["ppn"].status == "split"


# --- rounding ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base", "rate", "down", "up"),
    [
        (2_477_477, 150, 37_162, 37_200),
        (2_000_000, 150, 30_000, 30_000),
        (1, 150, 0, 100),
        (0, 150, 0, 0),
        (999, 0, 0, 0),
    ],
)
def test_both_roundings(base: int, rate: int, down: int, up: int) -> None:
    assert (round_tax(base, rate), round_tax(base, rate, "hundred")) == (down, up)


def test_the_setting_reaches_the_advice() -> None:
    assert said(facts(vat="yes"), rounding="hundred")["pph22"].amount == 37_200


@pytest.mark.parametrize(("rate", "text"), [(150, "1.5"), (1000, "10"), (265, "2.65"), (0, "0"), (50, "0.5")])
def test_rates_as_tax_lines_keep_them(rate: int, text: str) -> None:
    assert rate_text(rate) == text


PRICES = st.integers(1, 10**12)
THINGS = st.sampled_from([one for one in OBJECTS if one != "wages"])
PAYEES = st.sampled_from(["", *TABLE.payees])
DAYS = st.dates(TABLE.since, TABLE.until)


@given(
    PRICES,
    THINGS,
    PAYEES,
    DAYS,
    st.sampled_from(["", "yes", "no"]),
    st.booleans(),
    st.sampled_from(["rupiah", "hundred"]),
)
def test_never_below_zero_and_never_more_than_was_paid(
    amount: int, thing: TaxObject, payee: str, day: datetime.date, vat: Any, known: bool, rounding: Any
) -> None:
    one = facts(amount, thing=thing, payee_class=payee, date=day, vat=vat, npwp=NPWP if known else "")
    found = advise(one, TABLE, (), rounding)
    assert found
    assert all(advice.amount >= 0 and advice.text and 0 <= advice.base <= amount for advice in found)
    room = amount + 100 * len(found) if rounding == "hundred" else amount
    assert sum(advice.amount for advice in found) <= room
    assert all(advice.amount == round_tax(advice.base, advice.rate, rounding) for advice in found if advice.acceptable)
    assert all((advice.status in {"due", "split"}) or advice.amount == 0 for advice in found)


@given(PRICES, PRICES, THINGS, PAYEES, DAYS, st.sampled_from(["yes", "no"]))
def test_who_pays_more_never_bears_less_tax(
    one: int, more: int, thing: TaxObject, payee: str, day: datetime.date, vat: Any
) -> None:
    low, high = sorted((one, more))
    less = {a.kind: a.amount for a in advise(facts(low, thing=thing, payee_class=payee, date=day, vat=vat), TABLE)}
    most = {a.kind: a.amount for a in advise(facts(high, thing=thing, payee_class=payee, date=day, vat=vat), TABLE)}
    assert less.keys() == most.keys()
    assert all(less[kind] <= most[kind] for kind in less)


@given(PRICES, st.integers(0, 10_000))
def test_the_price_without_its_tax_leads_back_to_the_price(amount: int, rate: int) -> None:
    base = price_without(amount, rate)
    assert 0 <= base <= amount
    assert 0 <= amount - base - round_tax(base, rate) <= 2


@given(st.lists(st.builds(worker, st.integers(0, 5_000_000), st.integers(0, 31)), max_size=8), st.integers(2020, 2025))
def test_wages_bear_no_more_than_half_a_percent_or_the_excess(workers: list[WagePart], year: int) -> None:
    found = wages(*workers, year=year)
    assert 0 <= found.amount <= sum(one.rate * one.days for one in workers) // 20 + len(workers)
    assert (found.status == "ask") is (not workers)


@given(PRICES)
def test_net_price_without_a_day_is_the_whole(amount: int) -> None:
    assert net_price(facts(amount, date=None), TABLE) == amount
    assert net_price(facts(amount, thing=""), TABLE) == amount


# --- stamp duty --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("amount", "stamp"), [(0, 0), (5_000_000, 0), (5_000_001, 10_000), (10**12, 10_000)])
def test_exactly_five_million_needs_no_stamp(amount: int, stamp: int) -> None:
    assert stamp_due(TABLE, amount, DAY) == stamp
    assert stamp_due(TABLE, amount, None) == stamp
    assert stamp_due(TABLE, amount, datetime.date(2030, 1, 1)) == stamp


def test_the_stamp_before_2021_is_not_known() -> None:
    assert stamp_due(TABLE, 6_000_000, datetime.date(2020, 12, 31)) is None
    assert stamp_due(TABLE, 6_000_000, datetime.date(2021, 1, 1)) == 10_000


# --- guessing ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("group", "text", "thing"),
    [
        ("material", "Semen 50 kg", "goods"),
        ("labour", "Tukang", "wages"),
        ("labour", "Honor narasumber", "fee"),
        ("other", "Instruktur membuat kue", "fee"),
        ("equipment", "Sewa molen", "rent"),
        ("material", "Konsumsi peserta", "food"),
        ("other", "Jasa pasang CCTV", "service"),
        ("material", "Pasir pasang", "goods"),
        ("material", "Batu cetak", "goods"),
        ("equipment", "Cangkul", "goods"),
    ],
)
def test_what_a_line_most_likely_buys(group: Any, text: str, thing: str) -> None:
    assert guess_object(group, text) == thing
    assert set(OBJECT_NAMES) == set(OBJECTS)


# --- the table ---------------------------------------------------------------------------------------------------


def test_rows_of_a_sheet_replace_those_of_the_same_key_and_lengthen_the_table() -> None:
    row = {
        "key": "pph22_goods",
        "kind": "pph22",
        "objects": ["goods"],
        "rate": "2",
        "above": 2_000_000,
        "valid_from": datetime.date(2020, 1, 1),
        "source": "contoh",
    }
    longer: TaxTable = TABLE.with_rows(read_tax_rows([row]), datetime.date(2026, 12, 31))
    assert longer.until == datetime.date(2026, 12, 31)
    late = {one.kind: one for one in advise(facts(date=datetime.date(2026, 6, 1)), longer)}
    assert (late["pph22"].status, late["pph22"].rate) == ("due", 200)
    assert len(longer.rows) == len(TABLE.rows)
    assert TABLE.with_rows((), datetime.date(2030, 1, 1)) is TABLE
    short = TABLE.with_rows(
        read_tax_rows([{**row, "valid_until": datetime.date(2021, 1, 1)}]), datetime.date(2026, 1, 1)
    )
    assert short.until == TABLE.until
    new = TABLE.with_rows(read_tax_rows([{**row, "key": "new"}]), TABLE.until)
    assert len(new.rows) == len(TABLE.rows) + 1
