"""Numbers of letters after a pattern of the desk's own, such as `{urut:03d}/RT{rt}-RW{rw}/{bulan_romawi}/{tahun}`.

The numbering of an RT or a Pokmas is free (no regulation prescribes it). A pattern holds text and known names in braces
and nothing else: no expressions, no attributes, nothing that could be run. The running number must be in it, else two
letters would bear the same number.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Final

from desktop.domain.dates import roman_month
from desktop.domain.errors import RuleViolation
from desktop.domain.typed import shown, tidy

NAMES: Final[dict[str, str]] = {
    "urut": "nomor urut",
    "rt": "RT",
    "rw": "RW",
    "pokmas": "nomor Pokmas",
    "kelurahan": "kelurahan",
    "kode": "kode jenis surat",
    "bulan": "bulan (angka)",
    "bulan_romawi": "bulan (Romawi)",
    "tahun": "tahun surat",
    "ta": "tahun anggaran",
    "komputer": "nomor komputer",
}
"""What may stand in braces, and what it is."""

LONGEST: Final = 120
"""Signs of a pattern; also of the number made of it, so that it fits the line it is printed on."""

EXAMPLE: Final = "{urut:03d}"

_PART = re.compile(r"\{(?P<name>[a-z_]+)(?::0(?P<width>[1-9])d)?\}")
_COUNTED: Final = frozenset({"urut", "bulan", "tahun", "ta", "komputer"})


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberFacts:
    """What a number is made of. `running`: from 1. `day`: the letter's. `year`: the budget year. Texts as printed."""

    running: int
    day: datetime.date
    year: int
    rt: str = ""
    rw: str = ""
    group: str = ""
    kelurahan: str = ""
    code: str = ""
    computer: int = 1


def check_template(pattern: str) -> str:
    """The pattern, tidied. "" stays "": the desk then numbers its letters as the program does.

    Raises RuleViolation (field `template`): number_template_unknown (facts: name, known), number_template_braces
    (facts: typed, example), number_template_no_counter (facts: example), number_template_long (facts: most).
    """
    clean = tidy(pattern)
    if not clean:
        return ""
    if len(clean) > LONGEST:
        raise RuleViolation("number_template_long", "template", {"most": LONGEST})
    names = [found["name"] for found in _PART.finditer(clean)]
    for found in _PART.finditer(clean):
        name = found["name"]
        if name not in NAMES:
            known = ", ".join(f"{{{one}}}" for one in NAMES)
            raise RuleViolation("number_template_unknown", "template", {"name": f"{{{shown(name)}}}", "known": known})
        if found["width"] and name not in _COUNTED:
            raise RuleViolation("number_template_braces", "template", {"typed": shown(found[0]), "example": EXAMPLE})
    if set(_PART.sub("", clean)) & set("{}"):
        raise RuleViolation("number_template_braces", "template", {"typed": shown(clean), "example": EXAMPLE})
    if "urut" not in names:
        raise RuleViolation("number_template_no_counter", "template", {"example": EXAMPLE})
    return clean


def fill_template(pattern: str, facts: NumberFacts) -> str:
    """The number a letter gets. `:03d` behind a name that counts asks for zeros in front.

    Raises RuleViolation as check_template.
    """
    counted = {
        "urut": facts.running,
        "bulan": facts.day.month,
        "tahun": facts.day.year,
        "ta": facts.year,
        "komputer": facts.computer,
    }
    texts = {
        "rt": facts.rt,
        "rw": facts.rw,
        "pokmas": facts.group,
        "kelurahan": facts.kelurahan,
        "kode": facts.code,
        "bulan_romawi": roman_month(facts.day.month),
    }

    def put(found: re.Match[str]) -> str:
        name = found["name"]
        return str(counted[name]).zfill(int(found["width"] or 1)) if name in counted else texts[name]

    return _PART.sub(put, check_template(pattern))[:LONGEST]
