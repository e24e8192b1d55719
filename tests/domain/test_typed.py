"""What people type, tidied, and what of it may be repeated to them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.sectors import SECTORS, sector_name
from desktop.domain.typed import shown, tidy


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("  a  b ", "a b"),
        ("a\u00a0b\tc\nd", "a b c d"),
        ("a\u200bb\u202ec\ufeff", "abc"),
        ("\U000e0041x", "x"),
        ("", ""),
    ],
)
def test_invisible_signs_and_odd_spaces_go(text: str, clean: str) -> None:
    assert tidy(text) == clean


@pytest.mark.parametrize(
    ("text", "repeated"),
    [
        ("17/8/2026", "17/8/2026"),
        ("3571021708760012", "…"),
        ("NIK 3571 0217 0876 0012 ya", "NIK … ya"),
        ("0812-3456-7890", "…"),
        ("0812.3456.7890", "…"),
        ("123456789", "123456789"),
    ],
)
def test_long_numbers_are_not_repeated(text: str, repeated: str) -> None:
    assert shown(text) == repeated


@given(st.text(max_size=300))
def test_what_is_repeated_is_short_and_holds_no_long_number(text: str) -> None:
    assert len(shown(text)) <= 40
    assert not re.search(r"\d{10}", shown(text))


def test_every_bidang_has_a_name() -> None:
    assert [sector_name(sector) for sector in SECTORS] == [
        "Infrastruktur",
        "Kesehatan",
        "Sosial budaya",
        "Ekonomi",
        "Pendidikan",
        "Kepemudaan",
    ]
    assert sector_name("infrastructure", "joint") == "Infrastruktur bersama"
    assert sector_name("infrastructure", "own") == "Infrastruktur lingkungan RT"
    assert sector_name("health", "own") == "Kesehatan"
    assert sector_name("digital") == "digital"
