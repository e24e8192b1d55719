"""The day in Kediri: for what is printed and shown, never for authority."""

from datetime import date, datetime, timedelta, timezone

WIB = timezone(timedelta(hours=7))
"""Waktu Indonesia Barat, UTC+7, without summer time."""


def today() -> date:
    """The day in Kediri now."""
    return datetime.now(WIB).date()


def day_of(at: int) -> date:
    """The day in Kediri of a moment (UTC ms)."""
    return datetime.fromtimestamp(at / 1000, WIB).date()
