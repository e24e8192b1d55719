"""Numbers and dates in Indonesian words, as papers spell them (lower case, no hyphens)."""

import datetime

from desktop.domain.dates import MONTH_NAMES, day_name

LARGEST = 999_999_999_999_999
"""The largest number with words here; money is at most 10^12, sums of many lines stay below this."""

_SMALL = (
    "nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas",
)  # fmt: skip
_SCALES = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"))


def _below_thousand(n: int) -> str:
    """Words for 1 to 999."""
    words = []
    hundreds, n = divmod(n, 100)
    if hundreds:
        words.append("seratus" if hundreds == 1 else f"{_SMALL[hundreds]} ratus")
    if n >= 20:
        tens, n = divmod(n, 10)
        words.append(f"{_SMALL[tens]} puluh")
    elif n >= 12:
        words.append(f"{_SMALL[n - 10]} belas")
        n = 0
    if n:
        words.append(_SMALL[n])
    return " ".join(words)


def terbilang(n: int) -> str:
    """The words of a whole number from 0 to 999.999.999.999.999: 21.000 is "dua puluh satu ribu".

    A thousands group of exactly 1 is "seribu" (1.001.000 is "satu juta seribu"); a million is "satu juta", not
    "sejuta"; 10^9 is "miliar". Source: the usage of the regulations' own forms. Raises ValueError outside the range,
    TypeError for what is no whole number (money is never a float here).
    """
    if isinstance(n, bool) or not isinstance(n, int):
        raise TypeError(f"no words for a {type(n).__name__}")
    if not 0 <= n <= LARGEST:
        raise ValueError(f"no words for {n}")
    if n == 0:
        return _SMALL[0]
    words = []
    for size, name in _SCALES:
        group, n = divmod(n, size)
        if group:
            words.append(f"{_below_thousand(group)} {name}")
    thousands, n = divmod(n, 1000)
    if thousands:
        words.append("seribu" if thousands == 1 else f"{_below_thousand(thousands)} ribu")
    if n:
        words.append(_below_thousand(n))
    return " ".join(words)


def rupiah_words(amount: int) -> str:
    """Whole rupiah in words: 1.000.000 is "satu juta rupiah". Raises ValueError outside 0 to 999.999.999.999.999."""
    return f"{terbilang(amount)} rupiah"


def date_words(day: datetime.date) -> tuple[str, str, str, str]:
    """Weekday, day, month and year as minutes and contracts spell them (Perwali 32/2021 Lampiran T): "Senin", "empat",
    "Desember", "dua ribu dua puluh tiga"."""
    return day_name(day), terbilang(day.day), MONTH_NAMES[day.month - 1], terbilang(day.year)
