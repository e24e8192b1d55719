"""Days as people type and read them."""

import contextlib
import datetime
import locale

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.dates import MONTH_NAMES, day_name, day_within, format_day, format_long, parse_day, roman_month
from desktop.domain.errors import RuleViolation
from desktop.domain.messages import explain

TODAY = datetime.date(2026, 8, 17)
DAYS = st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "17/8/26",
        "17/08/2026",
        "17-08-2026",
        "17 - 8 - 2026",
        "17.8.2026",
        "17 8",
        "17/8",
        "17 8 26",
        "17 Agustus 2026",
        "17 agustus",
        "17 AGUSTUS 26",
        "17 Agt 2026",
        "17 Agu 2026",
        "17 Ags. 2026",
        "17-Aug-26",
        "17agustus2026",
        "17 Agustus, 2026",
        "2026-08-17",
        "2026-08-17 00:00:00",
        "hari ini",
        "Hari  Ini",
        "Senin, 17 Agustus 2026",
        "senin 17/8/26",
        " 17\u00a0Agustus\u200b 2026 ",
    ],
)
def test_forms_of_one_day(text: str) -> None:
    assert parse_day(text, TODAY) == TODAY


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("kemarin", datetime.date(2026, 8, 16)),
        ("besok", datetime.date(2026, 8, 18)),
        ("lusa", datetime.date(2026, 8, 19)),
        ("kemarin dulu", datetime.date(2026, 8, 15)),
        ("29/2/2028", datetime.date(2028, 2, 29)),
        ("1 Mei 2026", datetime.date(2026, 5, 1)),
        ("1 pebruari 1976", datetime.date(1976, 2, 1)),
        ("2 Nopember 2025", datetime.date(2025, 11, 2)),
        ("1/1/99", datetime.date(1999, 1, 1)),
        ("1/1/46", datetime.date(2046, 1, 1)),
        ("1/1/47", datetime.date(1947, 1, 1)),
        ("31 Des", datetime.date(2026, 12, 31)),
        ("31/12/2100", datetime.date(2100, 12, 31)),
        ("jumat 21 8", datetime.date(2026, 8, 21)),
        ("Jum'at, 21 Agustus 2026", datetime.date(2026, 8, 21)),
        ("Jum’at, 21 Agustus 2026", datetime.date(2026, 8, 21)),  # as word processors write it
        ("21–8–2026", datetime.date(2026, 8, 21)),
    ],
)
def test_other_days(text: str, day: datetime.date) -> None:
    assert parse_day(text, TODAY) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("31/2/2026", "date_not_existing"),
        ("29 Februari 2026", "date_not_existing"),
        ("31 April", "date_not_existing"),
        ("0/8/2026", "date_not_existing"),
        ("17/13/2026", "date_not_existing"),
        ("08/17/2026", "date_not_existing"),
        ("2026-02-30", "date_not_existing"),
        ("1/1/1899", "date_out_of_range"),
        ("1 Januari 2101", "date_out_of_range"),
        ("0001-01-01", "date_out_of_range"),
        ("Selasa, 17 Agustus 2026", "date_day_name"),
        ("", "date_unreadable"),
        ("17", "date_unreadable"),
        ("Senin", "date_unreadable"),
        ("17 marmer", "date_unreadable"),
        ("17 a 2026", "date_unreadable"),
        ("17/8/026", "date_unreadable"),
        ("17/8/2026 dan 18/8/2026", "date_unreadable"),
        ("17//8", "date_unreadable"),
        ("45123", "date_unreadable"),
        ("x" * 10_000, "date_unreadable"),
    ],
)
def test_what_is_no_day(text: str, code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        parse_day(text, TODAY)
    assert (caught.value.code, caught.value.field) == (code, "date")


def test_a_day_that_does_not_exist_is_told_apart_from_nonsense() -> None:
    with pytest.raises(RuleViolation) as caught:
        parse_day("31/2/2026", TODAY)
    assert caught.value.facts == {"typed": "31/2/2026", "month": 2, "last_day": 28, "year": 2026}
    assert explain(caught.value) == "Tanggal “31/2/2026” tidak ada. Contoh: 28/2/2026 atau 28 Februari 2026."


@given(DAYS, DAYS)
def test_what_is_shown_can_be_typed(day: datetime.date, today: datetime.date) -> None:
    for text in (format_day(day), format_long(day), day.isoformat(), f"{day.day}/{day.month}/{day.year}"):
        assert parse_day(text, today) == day


@given(DAYS, st.integers(-79, 20))
def test_two_digits_of_a_year_mean_a_near_one(today: datetime.date, away: int) -> None:
    year = today.year + away
    if 1900 <= year <= 2100:
        assert parse_day(f"1/3/{year % 100:02d}", today) == datetime.date(year, 3, 1)


@given(st.text(max_size=30) | st.text("0123456789/-. agustmei", max_size=16))
def test_any_text_is_a_day_or_refused(text: str) -> None:
    with contextlib.suppress(RuleViolation):
        assert 1900 <= parse_day(text, TODAY).year <= 2100


def test_names_are_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "setlocale", lambda *_: pytest.fail("dates must not ask the locale"))
    assert format_day(TODAY) == "17 Agustus 2026"
    assert format_long(datetime.date(2026, 8, 21)) == "Jumat, 21 Agustus 2026"
    assert [day_name(TODAY + datetime.timedelta(days=n)) for n in range(7)] == [
        "Senin",
        "Selasa",
        "Rabu",
        "Kamis",
        "Jumat",
        "Sabtu",
        "Minggu",
    ]
    assert (MONTH_NAMES[1], MONTH_NAMES[10]) == ("Februari", "November")


def test_roman_months() -> None:
    assert [roman_month(month) for month in (1, 4, 6, 9, 12)] == ["I", "IV", "VI", "IX", "XII"]
    for month in (0, 13):
        with pytest.raises(ValueError, match="outside 1 to 12"):
            roman_month(month)


def test_a_day_without_a_year_is_of_the_budget_year_and_words_are_of_today() -> None:
    assert parse_day("28 12", TODAY, year=2025) == datetime.date(2025, 12, 28)
    assert parse_day("28 Des", TODAY, year=2025) == datetime.date(2025, 12, 28)
    assert parse_day("28/12/26", TODAY, year=2025) == datetime.date(2026, 12, 28)
    assert parse_day("kemarin", TODAY, year=2025) == datetime.date(2026, 8, 16)


def test_a_calendar_opens_within_its_year() -> None:
    assert day_within(2026, TODAY) == TODAY
    assert day_within(2025, TODAY) == datetime.date(2025, 12, 31)
    assert day_within(2027, TODAY) == datetime.date(2027, 1, 1)
