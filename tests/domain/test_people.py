"""NIK and names. All numbers and names are invented."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.domain.messages import MESSAGES
from desktop.domain.people import check_nik, comparison_name, mask_nik, nik_birth_dates, nik_gender, rounded_niks

GOOD_MAN = "3571021708760012"
GOOD_WOMAN = "3571025708760012"


@pytest.mark.parametrize(
    ("nik", "codes"),
    [
        (GOOD_MAN, []),
        (GOOD_WOMAN, []),
        (f" {GOOD_MAN}\u200b", []),
        ("3571022902000012", []),
        ("3571022902010012", ["nik_birth_date"]),
        ("3571023113760012", ["nik_birth_date"]),
        ("3571027208760012", ["nik_birth_date"]),
        ("3571020008760012", ["nik_birth_date"]),
        ("3571024008760012", ["nik_birth_date"]),
        ("0571021708760012", ["nik_region"]),
        ("0000000000000000", ["nik_region", "nik_birth_date"]),
        ("357102170876001", ["nik_length"]),
        ("35710217087600123", ["nik_length"]),
        ("", ["nik_length"]),
        ("3571-0217-0876-0012", ["nik_digits"]),
        ("357102170876001O", ["nik_digits"]),
        ("３571021708760012", ["nik_digits"]),
        ("3,57E+15", ["nik_excel"]),
        ("3.57102170876001e+15", ["nik_excel"]),
    ],
)
def test_what_is_wrong_with_a_nik(nik: str, codes: list[str]) -> None:
    assert check_nik(nik) == codes
    assert all(code in MESSAGES for code in codes)


def test_a_nik_tells_birth_and_gender() -> None:
    assert nik_birth_dates(GOOD_MAN) == (datetime.date(1976, 8, 17), datetime.date(2076, 8, 17))
    assert nik_birth_dates("3571022902000012") == (datetime.date(2000, 2, 29),)
    assert (nik_gender(GOOD_MAN), nik_gender(GOOD_WOMAN)) == ("L", "P")


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.booleans(), st.integers(1, 9999))
def test_every_birth_date_makes_a_plausible_nik(born: datetime.date, woman: bool, serial: int) -> None:
    nik = f"357102{born.day + 40 * woman:02d}{born.month:02d}{born.year % 100:02d}{serial:04d}"
    assert check_nik(nik) == []
    assert born in nik_birth_dates(nik)


@given(st.text(max_size=30))
def test_masking_shows_at_most_eight_signs(text: str) -> None:
    masked = mask_nik(text)
    assert len(masked.replace("•", "")) <= 8
    if check_nik(text) == []:
        assert len(masked) == 16


def test_masking() -> None:
    assert mask_nik(GOOD_MAN) == "3571••••••••0012"
    assert mask_nik("35710217") == "••••••••"
    assert mask_nik("") == ""


def test_a_column_rounded_by_excel_is_noticed() -> None:
    rounded = ["3571021708760010", "3571025708760020", "3571021708760000", GOOD_MAN]
    assert rounded_niks(rounded)
    assert not rounded_niks([GOOD_MAN, GOOD_WOMAN, "3571021708760010"])
    assert not rounded_niks(["3571021708760010", "3571021708760020"])
    assert not rounded_niks(["", "0", "10", "100"])


@pytest.mark.parametrize(
    "written",
    [
        "Slamet Riyadi",
        "slamet   riyadi",
        "SLAMET RIYADI",
        "Bpk. Slamet Riyadi",
        "Bpk.Slamet Riyadi",
        "Bapak H. Slamet Riyadi, S.Pd.",
        "Drs. H. Slamet Riyadi, M.Si",
        "Prof. Dr. Ir. Slamet Riyadi, S.E., M.M., Ph.D.",
        "Slamet Riyadi S.Pd",
        "Slamet Riyadi, SE, MM",
        "Slamet Riyadi, A.Md.Kep.",
        "Slamet Riyadi, Drs.",
        "Sla\u200bmet\u00a0Riyadi",
        "Ｓlamet Riyadi",
        "Alm. Slamet Riyadi",
    ],
)
def test_titles_case_and_spaces_do_not_part_one_name(written: str) -> None:
    assert comparison_name(written) == "slamet riyadi"


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("Ibu Hj. Siti Aminah", "siti aminah"),
        ("Hj. Siti Aminah, S.Pd.I", "siti aminah"),
        ("M. Yusuf", "m yusuf"),
        ("M.Yusuf", "m yusuf"),
        ("Nur'aini", "nuraini"),
        ("A. H. Nasution", "a h nasution"),
        ("H.", "h"),
        ("Haji", "haji"),
        ("Ibu", "ibu"),
        ("Se", "se"),
        ("X", "x"),
        ("'", "'"),
        ("", ""),
        ("None", "none"),
        ("NULL", "null"),
        ("0", "0"),
        ("Siti & Budi", "siti budi"),
        ("Heru", "heru"),
        ("Bunga", "bunga"),
        ("Ngadiyah Sh", "ngadiyah"),
    ],
)
def test_names_keep_what_belongs_to_them(written: str, compared: str) -> None:
    assert comparison_name(written) == compared


@given(st.text(max_size=200))
def test_comparing_is_stable_and_never_loses_a_name(name: str) -> None:
    compared = comparison_name(name)
    assert comparison_name(compared) == compared or "." in name or "," in name
    assert bool(compared) == bool(compared.strip())
