"""Amounts and dates in words: the vectors of the field, the way back, and two independent libraries."""

import datetime
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lokal import terbilang as other_terbilang
from num2words import num2words

from desktop.documents.words import LARGEST, date_words, rupiah_words, terbilang
from desktop.domain.dates import DAY_NAMES, MONTH_NAMES

VECTORS = {
    0: "nol",
    10: "sepuluh",
    11: "sebelas",
    12: "dua belas",
    19: "sembilan belas",
    20: "dua puluh",
    21: "dua puluh satu",
    100: "seratus",
    111: "seratus sebelas",
    1_000: "seribu",
    1_100: "seribu seratus",
    2_001: "dua ribu satu",
    11_000: "sebelas ribu",
    21_000: "dua puluh satu ribu",
    100_000: "seratus ribu",
    101_000: "seratus satu ribu",
    1_000_000: "satu juta",
    1_001_000: "satu juta seribu",
    1_500_000: "satu juta lima ratus ribu",
    100_000_000: "seratus juta",
    1_000_000_000: "satu miliar",
    4_700_000_000: "empat miliar tujuh ratus juta",
    1_000_000_000_000: "satu triliun",
    1_001_001_001: "satu miliar satu juta seribu satu",
}

_VALUES = {
    "nol": 0, "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "seratus": 100,
}  # fmt: skip
_TIMES = {"puluh": 10, "ratus": 100, "ribu": 1000, "juta": 10**6, "miliar": 10**9, "triliun": 10**12}


def value_of(words: str) -> int:
    """The number that words stand for, read in another way than they are written."""
    total = group = last = 0
    for word in words.split():
        if word == "belas":
            group, last = group + 10, 0
        elif word in {"puluh", "ratus"}:
            group, last = group + last * (_TIMES[word] - 1), 0
        elif word in _TIMES:
            total, group, last = total + group * _TIMES[word], 0, 0
        elif word == "seribu":
            total, group, last = total + 1000, 0, 0
        else:
            last = _VALUES[word]
            group += last
    return total + group


@pytest.mark.parametrize(("number", "words"), VECTORS.items())
def test_vectors_of_the_field(number: int, words: str) -> None:
    assert terbilang(number) == words
    assert value_of(words) == number


@given(st.integers(min_value=0, max_value=LARGEST))
def test_the_words_lead_back_to_the_number(number: int) -> None:
    words = terbilang(number)
    assert value_of(words) == number
    assert words == " ".join(words.split()).lower()


@given(st.integers(min_value=0, max_value=LARGEST))
def test_one_is_never_counted_where_the_language_says_se(number: int) -> None:
    words = f" {terbilang(number)} "
    assert " satu puluh " not in words
    assert " satu belas " not in words
    assert " satu ratus " not in words
    assert not words.startswith(" satu ribu ")
    assert " juta satu ribu " not in words


def test_the_same_as_an_independent_library() -> None:
    chance = random.Random(7)
    numbers = [*range(0, 12_000, 7), *(int(10 ** chance.uniform(0, 14)) for _ in range(3_000)), 1_001_000, 119_001_403]
    assert [n for n in numbers if terbilang(n) != " ".join(other_terbilang(n).lower().split())] == []


def test_the_same_as_another_library_but_for_its_known_fault() -> None:
    """num2words says "satu juta satu ribu" where the language says "satu juta seribu"."""
    chance = random.Random(8)
    numbers = [int(10 ** chance.uniform(0, 14)) for _ in range(2_000)]
    sound = [n for n in numbers if n < 10**6 or n // 1000 % 1000 != 1]
    assert len(sound) > 1_900
    assert [n for n in sound if terbilang(n) != num2words(n, lang="id")] == []


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_no_words_outside_the_range(number: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        terbilang(number)


@pytest.mark.parametrize("number", [True, False, 1.0, 1.5, "12", None])
def test_no_words_for_what_is_no_whole_number(number: object) -> None:
    with pytest.raises(TypeError, match="no words"):
        terbilang(number)  # type: ignore[arg-type]  # the point of the test


@given(st.integers(min_value=0, max_value=LARGEST))
def test_any_number_the_same_as_an_independent_library(number: int) -> None:
    assert terbilang(number) == " ".join(other_terbilang(number).lower().split())


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_any_day_in_words_leads_back_to_it(day: datetime.date) -> None:
    name, date, month, year = date_words(day)
    assert name == DAY_NAMES[day.weekday()]
    assert value_of(date) == day.day
    assert month == MONTH_NAMES[day.month - 1]
    assert value_of(year) == day.year


def test_rupiah_and_dates_in_words() -> None:
    assert rupiah_words(1_000_000) == "satu juta rupiah"
    assert rupiah_words(0) == "nol rupiah"
    assert date_words(datetime.date(2023, 12, 4)) == ("Senin", "empat", "Desember", "dua ribu dua puluh tiga")
