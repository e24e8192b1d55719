"""Which backups stay, and what they are called."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.backups import DAYS, MONTHS, WEEKS, moment_of, name_for, worth_keeping

NOON = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001 - the clock on the wall
MOMENTS = st.datetimes(min_value=datetime(2024, 1, 1), max_value=datetime(2030, 1, 1))  # noqa: DTZ001


def test_a_name_says_when() -> None:
    name = name_for("RT03-RW04-Kaliombo", NOON)
    assert name == "RT03-RW04-Kaliombo-2026-11-22-120000.cadangan"
    assert moment_of(name) == moment_of(name_for("RT03-RW04-Kaliombo", NOON, 2)) == NOON
    for other in ("foto.jpg", "x.cadangan", "RT-2026-13-45-999999.cadangan", f"{name}.0a1b.tmp"):
        assert moment_of(other) is None


def test_an_hourly_year_leaves_days_weeks_and_months() -> None:
    hours = [NOON - timedelta(hours=hour) for hour in range(365 * 24)]
    kept = sorted(worth_keeping(hours), reverse=True)
    assert kept[0] == NOON
    assert [(NOON - made).days for made in kept[:DAYS]] == [0, 0, 1, 2, 3, 4, 5]
    assert {made.date() for made in kept} >= {(NOON - timedelta(days=day)).date() for day in range(DAYS)}
    assert len({made.isocalendar()[:2] for made in kept}) >= WEEKS
    assert len({(made.year, made.month) for made in kept}) == MONTHS
    assert len(kept) <= DAYS + WEEKS + MONTHS


def test_a_computer_that_was_off_loses_none() -> None:
    long_ago = [NOON - timedelta(days=900 + day) for day in range(3)]
    assert worth_keeping([*long_ago, NOON]) == {*long_ago, NOON}


@given(st.lists(MOMENTS, max_size=60))
def test_the_newest_stays_and_keeping_again_changes_nothing(moments: list[datetime]) -> None:
    kept = worth_keeping(moments)
    assert kept <= set(moments)
    assert worth_keeping(kept) == kept
    if moments:
        assert max(moments) in kept
