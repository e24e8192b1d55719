"""Percent as people type it: read to hundredths, refused with a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import explain
from desktop.domain.money import format_percent, parse_percent


@given(st.integers(0, 10_000))
def test_what_is_shown_is_read_back(hundredths: int) -> None:
    assert parse_percent(format_percent(hundredths)) == hundredths


@pytest.mark.parametrize(
    ("typed", "read"), [("12.5", 1250), ("12,5%", 1250), (" 30 % ", 3000), ("0", 0), ("1,05", 105)]
)
def test_usual_ways_of_typing(typed: str, read: int) -> None:
    assert parse_percent(typed) == read


@pytest.mark.parametrize("typed", ["101", "100,01", "-1", "12,555", "dua", "", "1e2", "%", "9" * 400])
def test_the_rest_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(RuleViolation, match="percent_unreadable") as caught:
        parse_percent(typed)
    assert "12,5" in explain(caught.value)
