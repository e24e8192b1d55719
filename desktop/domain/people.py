"""Names and population numbers: is a NIK plausible, how is it shown, when are two written names one name."""

import datetime
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from desktop.domain.typed import tidy

_NIK_LENGTH = 16
_POWER = re.compile(r"[0-9]+(?:[.,][0-9]+)?e\+?[0-9]+", re.IGNORECASE)
_WOMAN = 40
"""Added to the day of birth in a woman's NIK."""


# --- NIK ---------------------------------------------------------------------------------------------------------


def check_nik(text: str) -> list[str]:
    """What is wrong with a NIK, as codes of desktop.domain.messages; [] when it is plausible.

    nik_excel (Excel made a number of it: `3,57E+15`), nik_digits (other signs than digits), nik_length (not 16),
    nik_region (no such province code), nik_birth_date (digits 7 to 12 are no date, women +40). Whether the person
    exists is not known here.
    """
    clean = tidy(text)
    if not (clean.isascii() and clean.isdecimal()) and clean:
        return ["nik_excel" if _POWER.fullmatch(clean) else "nik_digits"]
    if len(clean) != _NIK_LENGTH:
        return ["nik_length"]
    problems = []
    if not 11 <= int(clean[:2]) <= 99:
        problems.append("nik_region")
    if nik_birth_dates(clean) == ():
        problems.append("nik_birth_date")
    return problems


def nik_birth_dates(nik: str) -> tuple[datetime.date, ...]:
    """The dates of birth a 16-digit NIK can mean (19.. and 20..), oldest first; () when it means none."""
    day, month, year = int(nik[6:8]), int(nik[8:10]), int(nik[10:12])
    if day > _WOMAN:
        day -= _WOMAN
    found = []
    for century in (1900, 2000):
        try:
            found.append(datetime.date(century + year, month, day))
        except ValueError:  # 29 February exists in one century only, and a wrong day in none
            continue
    return tuple(found)


def nik_gender(nik: str) -> str:
    """`P` for a woman (day of birth +40), else `L`; for a 16-digit NIK."""
    return "P" if int(nik[6:8]) > _WOMAN else "L"


def rounded_niks(niks: Sequence[str]) -> bool:
    """Whether Excel has probably rounded this column: it keeps 15 digits and makes the sixteenth a zero.

    True when at least three cells hold 16 digits and more than half of those end in 0 (of true numbers, one in ten
    does).
    """
    full = [nik for nik in map(tidy, niks) if re.fullmatch(r"[0-9]{16}", nik)]
    return len(full) >= 3 and sum(nik.endswith("0") for nik in full) * 2 > len(full)


def mask_nik(nik: str) -> str:
    """`3571••••••••0012`: the first and last four digits; shorter numbers are hidden whole. "" stays ""."""
    clean = nik if nik.isascii() and nik.isdecimal() else tidy(nik)
    if len(clean) < 12:
        return "•" * len(clean)
    return clean[:4] + "•" * (len(clean) - 8) + clean[-4:]


# --- names -------------------------------------------------------------------------------------------------------

# In front of a name: forms of address, religious and academic titles.
_TITLES: Final = """
bpk bp bapak pak ibu bu sdr sdri saudara saudari tn tuan ny nyonya nn nona alm almh almarhum almarhumah
h hj haji hajah kh kyai kiai nyai ust ustadz ustaz ustadzah ustazah habib gus ning
prof dr dra drs drg drh ir mas mbak kangmas
"""
# Behind a name, written without points.
_DEGREES: Final = """
se sh st mm mt mh msi mpd mkes mag mhum mkom map mba phd spd spdi ssos ssi sip skom skm sag shi sp spt stp
sked sfarm sst spsi shum skep sak amd amdkep amk ama apt ners ns gr
"""
_BEFORE = frozenset(_TITLES.split())
_BEHIND = frozenset(_DEGREES.split())
# Behind a name, with points: S.Pd, M.Si., A.Md.Kep, S.E., Sp.A, Ph.D.
_DEGREE = re.compile(
    r"^(?:[sm]\.(?:ag|ak|an|ap|ars|ds|e|farm|gz|h|hi|hum|hut|i|ikom|ip|k|keb|ked|kel|kep|kes|km|kn|kom|m|mat|or|p|pd|pi"
    r"|psi|pt|s|si|sn|sos|st|stat|sy|t|th|tp|tr)|a\.m[ad][a-z]?|sp\.[a-z]{1,3}|ph\.d|d\.[34])(?:\.[a-z]{1,4})*\.?$"
)

# A title written to the name: "Bpk.Slamet", "H.Ahmad". Not "S.Pd" behind it, and not "M.Ali", which is a name.
_GLUED = re.compile(rf"(?<![\w.])({'|'.join(sorted(_BEFORE))})\.(?=\w)")


def comparison_name(name: str) -> str:
    """The name as it is compared: without titles and degrees (Bpk., Ibu, H., Hj., Drs., S.Pd. …), accents of type,
    case, points and extra spaces. Only for matching, never shown or stored in place of the name.

    When nothing but a title is there ("Haji", "H."), the title is the name. Spelling variants (Moch., Mohamad) stay
    apart: the search decides how alike they are.
    """
    folded = tidy(unicodedata.normalize("NFKC", tidy(name)).casefold())
    words = [word for word in re.split(r"[\s,]+", _GLUED.sub(r"\1. ", folded)) if word]
    while len(words) > 1 and _bare(words[0]) in _BEFORE:
        words.pop(0)
    while len(words) > 1 and (_DEGREE.match(words[-1]) or _bare(words[-1]) in _BEHIND):
        words.pop()
    # "Slamet, H." and "Slamet, Drs.": a title set behind after a comma.
    if "," in folded:
        while len(words) > 1 and _bare(words[-1]) in _BEFORE:
            words.pop()
    bare = [_bare(word) for word in " ".join(words).replace(".", ". ").split()]
    return " ".join(word for word in bare if word) or folded


def _bare(word: str) -> str:
    """The word's letters and digits alone."""
    return word if word.isalnum() else "".join(sign for sign in word if sign.isalnum())
