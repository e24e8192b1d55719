"""Money and quantities as people type, paste and read them."""

import contextlib
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import RuleViolation
from desktop.domain.money import (
    Reading,
    format_number,
    format_percent,
    format_quantity,
    format_rupiah,
    line_total,
    lines_total,
    parse_money,
    parse_quantity,
    read_money_cells,
)
from desktop.domain.records import MONEY_LIMIT, CostLine

AMOUNTS = st.integers(0, MONEY_LIMIT)
QUANTITIES = st.builds(
    lambda whole, part: f"{whole}.{part.rstrip('0')}" if part.rstrip("0") else str(whole),
    st.integers(0, 999_999_999),
    st.text("0123456789", max_size=3),
)


def code_of(text: str, **options: object) -> str:
    with pytest.raises(RuleViolation) as caught:
        parse_money(text, **options)  # type: ignore[arg-type]  # options are passed as the cases name them
    return caught.value.code


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1000000", 1_000_000),
        ("1.000.000", 1_000_000),
        ("1.000.000,00", 1_000_000),
        ("1.000.000,0", 1_000_000),
        ("Rp 1.000.000", 1_000_000),
        ("Rp1.000.000", 1_000_000),
        ("rp. 50.000,-", 50_000),
        ("Rp. 50.000,-", 50_000),
        ("Rp 100.000.000,- (seratus juta rupiah)", 100_000_000),
        ("Rp. 50.000.000,00", 50_000_000),
        ("75.000 rupiah", 75_000),
        ("IDR 75.000", 75_000),
        ("50.000,--", 50_000),
        ("50.000.-", 50_000),
        ("1 jt", 1_000_000),
        ("1,5 jt", 1_500_000),
        ("1.5 jt", 1_500_000),
        ("1,25jt", 1_250_000),
        ("0,5 juta", 500_000),
        ("750rb", 750_000),
        ("750 RIBU", 750_000),
        ("2 juta", 2_000_000),
        ("1.250,5 rb", 1_250_500),
        ("1 miliar", 1_000_000_000),
        ("1,000,000.00", 1_000_000),
        ("1,000,000", 1_000_000),
        ("12,500.00", 12_500),
        ("1.500", 1_500),
        ("1 000 000", 1_000_000),
        ("Rp\u00a01.000.000", 1_000_000),
        ("\u200b1.000\u202c", 1_000),
        ("  7 ", 7),
        ("0", 0),
        ("0,00", 0),
        ("000500", 500),
        ("1000000.00", 1_000_000),
        ("1.000.000.000.000", MONEY_LIMIT),
    ],
)
def test_forms_that_are_read(text: str, amount: int) -> None:
    assert parse_money(text) == amount
    assert parse_money(text, pasted=True) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.5", "money_ambiguous"),
        ("12,500", "money_ambiguous"),
        ("100.00", "money_ambiguous"),
        ("1.500 jt", "money_ambiguous"),
        ("1,500 jt", "money_ambiguous"),
        ("1.000.000,50", "money_not_whole"),
        ("1,5", "money_not_whole"),
        ("1.234,56", "money_not_whole"),
        ("1,000.25", "money_not_whole"),
        ("1,2345 rb", "money_unreadable"),
        ("0,0001 jt", "money_unreadable"),
        ("1,55 rb", None),
        ("-5.000", "money_negative"),
        ("Rp-5.000", "money_negative"),
        ("-Rp 5.000", "money_negative"),
        ("(5.000)", "money_negative"),
        ("−5", "money_negative"),
        ("1.000.000.000.001", "money_too_large"),
        ("2.000.000 jt", "money_too_large"),
        ("", "money_unreadable"),
        ("Rp", "money_unreadable"),
        ("jt", "money_unreadable"),
        ("seratus", "money_unreadable"),
        ("1.00.000", "money_unreadable"),
        ("1.000.00", "money_unreadable"),
        ("01.000", "money_unreadable"),
        ("0.500", "money_unreadable"),
        ("1.000,000", "money_unreadable"),
        ("1,000,00", "money_unreadable"),
        ("1..000", "money_unreadable"),
        ("#REF!", "money_unreadable"),
        ("=A1*2", "money_unreadable"),
        ("1e6", "money_unreadable"),
        ("1.5E+06", "money_unreadable"),
        ("٣٠٠", "money_unreadable"),
        ("1" * 61, "money_unreadable"),
        ("1" * 6_000, "money_unreadable"),
        ("--5", "money_unreadable"),
    ],
)
def test_forms_that_are_not(text: str, code: str | None) -> None:
    if code is None:
        assert parse_money(text) == 1_550
    else:
        assert code_of(text) == code
        assert code_of(text, pasted=True) == code


def test_a_lone_dash_is_zero_only_in_a_pasted_cell() -> None:
    assert parse_money("Rp -", pasted=True) == 0
    assert parse_money("-", pasted=True) == 0
    assert code_of("-") == "money_unreadable"


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1.5", ("1.500", "1,5")),
        ("12,500", ("12.500", "12,5")),
        ("100.00", ("100.000", "100,0")),
        ("Rp 12,000", ("12.000", "12,0")),
        ("1.500 jt", ("1.500 juta", "1,5 juta")),
    ],
)
def test_the_two_readings_are_shown(text: str, readings: tuple[str, str]) -> None:
    with pytest.raises(RuleViolation) as caught:
        parse_money(text)
    assert caught.value.facts == {"typed": text, "readings": readings}


def test_the_users_answer_decides() -> None:
    assert parse_money("1.5", reading="thousands") == 1_500
    assert parse_money("12,500", reading="thousands") == 12_500
    assert parse_money("12,000", reading="decimal") == 12
    assert parse_money("1.500 jt", reading="decimal") == 1_500_000
    assert parse_money("1.500 rb", reading="thousands") == 1_500_000
    assert code_of("12,500", reading="decimal") == "money_not_whole"
    assert parse_money("1.000.000", reading="decimal") == 1_000_000


def test_a_number_in_the_wrong_field_is_not_repeated() -> None:
    for text in ("3571021013900012", "0812-3456-7890-1", "3571 0210 1390 0012"):
        with pytest.raises(RuleViolation) as caught:
            parse_money(text)
        assert not re.search(r"\d{4}", str(caught.value.facts))


@given(AMOUNTS)
def test_what_is_shown_can_be_typed(amount: int) -> None:
    for text in (format_rupiah(amount), format_number(amount), f"Rp. {format_number(amount)},-", str(amount)):
        assert parse_money(text) == amount
    if amount >= 1_000:  # below, "500.00" could be 500.000 cut short
        assert parse_money(f"{amount:,}.00", pasted=True) == amount


@given(st.integers(1, 999), st.from_regex(r"[0-9]{1,2}", fullmatch=True))
def test_a_short_point_is_never_guessed(whole: int, part: str) -> None:
    assert code_of(f"{whole}.{part}") == "money_ambiguous"


@given(st.text(max_size=40) | st.text("0123456789.,-()Rpjtb ", max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    found = read_money_cells([text])[0]
    if isinstance(found, RuleViolation):
        assert found.code.startswith("money_")
        assert len(str(found.facts["typed"])) <= 40
    else:
        assert 0 <= found <= MONEY_LIMIT


# --- columns -----------------------------------------------------------------------------------------------------


def codes(cells: list[str], reading: Reading = "") -> list[int | str]:
    """What each cell of a column says: whole rupiah, or the code of what is wrong."""
    found = read_money_cells(cells, reading)
    return [value if isinstance(value, int) else value.code for value in found]


def test_one_english_cell_settles_the_column() -> None:
    assert codes(["1,250,000.00", "12,500", "750"]) == [1_250_000, 12_500, 750]
    assert codes(["1,250,000.00", "12.5"]) == [1_250_000, "money_not_whole"]


def test_an_indonesian_column_reads_plainly_and_empty_cells_are_zero() -> None:
    assert codes(["1.250.000", "1.500", "Rp 1.250.000,00", "", "Rp -", "85000"]) == [
        1_250_000,
        1_500,
        1_250_000,
        0,
        0,
        85_000,
    ]


def test_doubtful_cells_are_asked_about_and_one_answer_settles_the_column() -> None:
    cells = ["85000", "12,500", "3,000", "besok"]
    assert codes(cells) == [85_000, "money_ambiguous", "money_ambiguous", "money_unreadable"]
    asked = read_money_cells(cells)[1]
    assert isinstance(asked, RuleViolation)
    assert asked.facts == {"typed": "12,500", "readings": ("12.500", "12,5")}
    assert codes(cells[:3], "thousands") == [85_000, 12_500, 3_000]
    assert codes(["1.5", "2.25"], "thousands") == [1_500, 2_250]


def test_mixed_forms_settle_nothing() -> None:
    assert codes(["1,250,000.00", "1.250.000", "12,500"]) == [1_250_000, 1_250_000, "money_ambiguous"]


def test_bad_cells_stay_marked_beside_good_ones() -> None:
    assert codes(["1.000", "#REF!", "-5", "Rp 2.000"]) == [1_000, "money_unreadable", "money_negative", 2_000]


@given(st.lists(AMOUNTS, max_size=20), st.sampled_from(["id", "en"]))
def test_columns_round_trip(amounts: list[int], way: str) -> None:
    amounts = [*amounts, 1_250]  # at least one cell that says which way the column is written
    cells = [format_number(amount) if way == "id" else f"{amount:,}.00" for amount in amounts]
    assert codes(cells) == amounts


# --- quantities --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("12", "12"),
        ("1.250", "1250"),
        ("1.250,75", "1250.75"),
        ("1,250.5", "1250.5"),
        ("1,125", "1.125"),
        ("0,125", "0.125"),
        ("0.5", "0.5"),
        ("012,50", "12.5"),
        ("0", "0"),
        ("0,000", "0"),
        ("", ""),
        (" 40 ", "40"),
        ("999.999.999,999", "999999999.999"),
    ],
)
def test_quantities_that_are_read(text: str, stored: str) -> None:
    assert parse_quantity(text) == stored


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12,500", "quantity_ambiguous"),
        ("1,000", "quantity_ambiguous"),
        ("-1", "quantity_negative"),
        ("1000000000", "quantity_too_large"),
        ("1.000.000.000", "quantity_too_large"),
        ("1,2345", "quantity_decimals"),
        ("dua", "quantity_unreadable"),
        ("40 m2", "quantity_unreadable"),
        ("1/2", "quantity_unreadable"),
        (",5", "quantity_unreadable"),
        ("9" * 400, "quantity_unreadable"),
    ],
)
def test_quantities_that_are_not(text: str, code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        parse_quantity(text)
    assert caught.value.code == code


@given(QUANTITIES)
def test_quantities_round_trip(quantity: str) -> None:
    assert parse_quantity(format_quantity(quantity)) == quantity


@given(st.text(max_size=30) | st.text("0123456789.,- ", max_size=16))
def test_any_text_is_a_quantity_or_refused(text: str) -> None:
    with contextlib.suppress(RuleViolation):
        assert re.fullmatch(r"(\d{1,9}(\.\d{1,3})?)?", parse_quantity(text))


# --- sums and formats --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("volume", "price", "total"),
    [("12.5", 1_001, 12_513), ("0.5", 1, 1), ("0.499", 1, 0), ("0.333", 3, 1), ("", 5_000, 0), ("3", 65_000, 195_000)],
)
def test_a_line_is_rounded_half_up(volume: str, price: int, total: int) -> None:
    assert line_total(volume, price) == total


@given(QUANTITIES, AMOUNTS)
def test_a_lines_total_is_exact(volume: str, price: int) -> None:
    expected = (Decimal(volume) * price).quantize(Decimal(1), ROUND_HALF_UP)
    assert line_total(volume, price) == int(expected)


def test_own_money_is_counted_apart() -> None:
    uid = "00000000-0000-7000-8000-000000000001"
    lines = [
        CostLine(uid=uid, volume="40", unit_price=65_000),
        CostLine(uid=uid, volume="2.5", unit_price=101, source="prodamas"),
        CostLine(uid=uid, volume="4", unit_price=90_000, source="self"),
    ]
    assert lines_total(lines) == 2_600_000 + 253
    assert lines_total(lines, "self") == 360_000
    assert lines_total([]) == 0


def test_formats() -> None:
    assert format_rupiah(1_000_000) == "Rp1.000.000"
    assert format_rupiah(0) == "Rp0"
    assert format_rupiah(-1_500) == "-Rp1.500"
    assert format_number(123) == "123"
    assert format_quantity("") == ""
    assert format_quantity("1250.5") == "1.250,5"
    assert [format_percent(share) for share in (2500, 150, 1, 10_000, 2_499, 0)] == [
        "25 %",
        "1,5 %",
        "0,01 %",
        "100 %",
        "24,99 %",
        "0 %",
    ]
