"""Numbers of letters after the desk's own pattern: what is filled in, and what is refused."""

import contextlib
import datetime
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.number_template import LONGEST, NAMES, NumberFacts, check_template, fill_template

FACTS = NumberFacts(
    running=7,
    day=datetime.date(2026, 8, 17),
    year=2027,
    rt="03",
    rw="04",
    group="02",
    kelurahan="Kaliombo",
    code="BA",
    computer=2,
)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("{urut:03d}/BA-RW/RT{rt}-RW{rw}/{bulan_romawi}/{tahun}", "007/BA-RW/RT03-RW04/VIII/2026"),
        ("{urut}", "7"),
        ("{kode}.{urut:02d}.{bulan:02d}.{ta}", "BA.07.08.2027"),
        ("Pokmas {pokmas} {kelurahan} {komputer}-{urut}", "Pokmas 02 Kaliombo 2-7"),
        ("  {urut}   a ", "7 a"),
    ],
)
def test_what_a_pattern_gives(pattern: str, number: str) -> None:
    assert fill_template(pattern, FACTS) == number


def test_nothing_means_the_programs_own_numbers() -> None:
    assert check_template("  ") == ""
    assert fill_template("", FACTS) == ""


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("{nomor}/{urut}", "number_template_unknown"),
        ("{urut.__class__}", "number_template_braces"),
        ("{urut!r}", "number_template_braces"),
        ("{0}{urut}", "number_template_braces"),
        ("{}{urut}", "number_template_braces"),
        ("{urut:>9999999d}", "number_template_braces"),
        ("{urut", "number_template_braces"),
        ("{{urut}}", "number_template_braces"),
        ("{rt:03d}{urut}", "number_template_braces"),
        ("BA/{rt}", "number_template_no_counter"),
        ("{urut}" + "x" * LONGEST, "number_template_long"),
    ],
)
def test_what_is_refused(pattern: str, code: str) -> None:
    with pytest.raises(RuleViolation) as caught:
        check_template(pattern)
    assert (caught.value.code, caught.value.field) == (code, "template")
    said = sentence(caught.value.code, caught.value.facts)
    assert said != sentence("never heard of")


def test_an_unknown_name_is_named_with_the_known_ones() -> None:
    with pytest.raises(RuleViolation) as caught:
        check_template("{nomer}/{urut}")
    said = sentence(caught.value.code, caught.value.facts)
    assert "{nomer}" in said
    assert all(f"{{{name}}}" in said for name in NAMES)


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_two_letters_never_share_a_number(one: int, other: int) -> None:
    def number(running: int) -> str:
        facts = NumberFacts(running=running, day=FACTS.day, year=2026, rt="03", rw="04")
        return fill_template("{urut:03d}/RT{rt}/{bulan_romawi}/{tahun}", facts)

    assert (number(one) == number(other)) is (one == other)


@given(st.text(max_size=60))
def test_any_text_is_filled_or_refused_and_leaves_no_brace(pattern: str) -> None:
    number = ""
    with contextlib.suppress(RuleViolation):
        number = fill_template(pattern, FACTS)
    assert not re.search(r"[{}]", number)
    assert len(number) <= LONGEST
