"""Why a field does not fit, in the words of the people who filled it in.

The reader of records (msgspec) says it in English and for programmers; it quotes no contents, and neither do we.
"""

import re
from collections.abc import Callable
from typing import Final

from desktop.domain.money import format_number

_KINDS: Final = {
    "int": "bilangan bulat",
    "float": "bilangan berkoma",
    "str": "teks",
    "bool": "true atau false",
    "date": "tanggal",
    "array": "daftar [ ]",
    "object": "isian { }",
    "null": "kosong (null)",
}


def _kind(word: str) -> str:
    names = [_KINDS.get(one.strip(), "") for one in word.split("|")]
    return " atau ".join(name for name in names if name) or "isian lain"


_WORDS: Final[tuple[tuple[str, Callable[[re.Match[str]], str]], ...]] = (
    (r"Expected `(?:str|array|object)[^`]*` of length >= (\d+)", lambda m: f"terlalu pendek, paling sedikit {m[1]}"),
    (r"Expected `str[^`]*` of length <= (\d+)", lambda m: f"terlalu panjang, paling banyak {_count(m[1])} huruf"),
    (r"Expected `(?:array|object)[^`]*` of length <= (\d+)", lambda m: f"terlalu banyak, paling banyak {_count(m[1])}"),
    (r"Expected `int[^`]*` >= (-?\d+)", lambda m: f"terlalu kecil, paling sedikit {_count(m[1])}"),
    (r"Expected `int[^`]*` <= (-?\d+)", lambda m: f"terlalu besar, paling banyak {_count(m[1])}"),
    (r"matching regex", lambda _: "bentuknya tidak cocok"),
    (r"Expected `([^`]+)`, got `([^`]+)`", lambda m: f"harus {_kind(m[1])}, bukan {_kind(m[2])}"),
    (r"missing required field `([^`]+)`", lambda m: f"{m[1]} belum diisi"),
    (r"unknown field `([^`]+)`", lambda m: f"{m[1]} tidak dikenal"),
    (r"Invalid (?:enum )?value", lambda _: "pilihan ini tidak dikenal"),
    (r"Invalid RFC3339|[Ii]nvalid date", lambda _: "bukan tanggal yang ada (YYYY-MM-DD)"),
    (r"(\w+): year (\d+) is outside", lambda m: f"tahun {m[2]} di luar 1900 sampai 2100"),
    (r"(\w+): two of one uid", lambda _: "dua baris dengan nomor pengenal (uid) yang sama"),
    (r"out of range", lambda _: "bilangannya terlalu besar"),
    (r"truncated", lambda _: "berkasnya kosong atau terpotong"),
    (r"JSON is malformed|[Ii]nvalid (?:UTF-8|utf-8)", lambda _: "bukan JSON yang benar"),
)


def _count(digits: str) -> str:
    return format_number(int(digits))


def why(reason: str) -> str:
    """The reason in plain Indonesian; one that is not known is said in general words, never in English."""
    for pattern, words in _WORDS:
        found = re.search(pattern, reason)
        if found:
            return words(found)
    return "isinya tidak cocok"


def field_of(reason: str) -> str:
    """The field a reason names by itself ("date: year 1800 is …", "tranches: two of …"), "" if none."""
    found = re.match(r"(\w+): (?:year \d+ is outside|two of one uid)", reason)
    return found[1] if found else ""
