"""Every problem has its sentence, and the sentences keep the rules of our screens."""

import ast
import datetime
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import FALLBACK, MESSAGES, button, explain, message_for, sentence

SOURCE = Path(__file__).parents[2] / "desktop"

# Raised with a code, but for programs: a service turns each into one of the families below before anybody reads it.
FAMILIES = {
    "BundleRefused": "bundle",
    "BundleWaits": "bundle",
    "MediaRefused": "media",
    "CardRefused": "card",
    "WordsRefused": "words",
    "BadForm": "line",
}
CALLS = {"RuleViolation", "Trouble", "fail", *FAMILIES}  # `fail`: the reader of rule sheets notes and goes on
CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


def literals(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def raised_codes(path: Path) -> Iterator[tuple[str, str]]:
    """(where, key) of each code this file raises or hands to a helper that raises."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    raising = [node.exc for node in ast.walk(tree) if isinstance(node, ast.Raise)]
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        helper = node in raising and not name.endswith(("Error", "Exit", "Iteration", "Interrupt"))
        if name in CALLS or helper:
            for code in literals(node.args[0]):
                family = FAMILIES.get(name, "bundle" if name == "Trouble" and f"bundle.{code}" in MESSAGES else "")
                yield f"{path.name}:{node.lineno}", f"{family}.{code}" if family else code


ALL_CODES = {code: where for path in sorted(SOURCE.rglob("*.py")) for where, code in raised_codes(path)}


def test_the_search_for_codes_finds_them() -> None:
    known = {"money_ambiguous", "money_unreadable", "rules_missing", "number_1_to_99", "bundle.cut", "line.number"}
    assert known <= ALL_CODES.keys()


@pytest.mark.parametrize("code", sorted(ALL_CODES))
def test_every_code_that_is_raised_has_a_sentence(code: str) -> None:
    assert code in MESSAGES, f"{ALL_CODES[code]} raises {code}: give it a sentence in desktop/domain/messages.py"


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


ENGLISH = {
    "file", "backup", "sync", "error", "import", "export", "login", "offline", "online", "bundle", "folder-nya",
    "undo", "invalid", "unknown", "failed", "the", "update", "download", "upload", "device", "trash",
}  # fmt: skip
BLAME = re.compile(r"\b(anda salah|kesalahan anda|salah ketik|dilarang keras|jangan salah)\b", re.IGNORECASE)


@pytest.mark.parametrize("code", [*MESSAGES, "fallback"])
def test_sentences_are_short_plain_and_end(code: str) -> None:
    message = MESSAGES.get(code, FALLBACK)
    for text in filter(None, (message.text, message.plain)):
        parts = sentences(text)
        assert 1 <= len(parts) <= 2, text
        assert all(len(part.split()) <= 20 for part in parts), text
        assert text.endswith((".", "!", "?")), text
        assert text[0].isupper() or text[0] in "“{", text
        words = set(re.findall(r"[a-z-]+", re.sub(r"\{.*?\}", "", text).lower()))
        assert not words & ENGLISH, words & ENGLISH
        assert not BLAME.search(text)
        assert "_" not in re.sub(r"\{.*?\}", "", text)
    assert not message.button or len(message.button.split()) <= 5


@pytest.mark.parametrize("code", MESSAGES)
def test_a_sentence_that_needs_facts_has_a_plain_one(code: str) -> None:
    message = MESSAGES[code]
    needs = {name for _, name, _, _ in string.Formatter().parse(message.text) if name}
    assert not [name for _, name, _, _ in string.Formatter().parse(message.plain) if name]
    assert bool(needs) == bool(message.plain)
    assert "{" not in sentence(code)
    assert sentence(code, dict.fromkeys(needs, "X")).count("X") >= len(needs)


def test_facts_are_shown_as_people_read_them() -> None:
    assert sentence("money_ambiguous", {"typed": "1.5", "readings": ("1.500", "1,5")}) == (
        "“1.5” bisa berarti 1.500 atau 1,5. Tulis salah satunya."
    )
    assert sentence("amount_above_asked", {"amount": 2_000_000, "asked": 1_500_000}) == (
        "Jumlah yang disetujui Rp2.000.000 melebihi usulan Rp1.500.000. Isi paling banyak sebesar usulan."
    )
    assert "31 Desember 2025" in sentence("pajak.aturan_lama", {"until": datetime.date(2025, 12, 31)})
    assert sentence("locked", {"noun": "usulan"}).startswith("Usulan ini sudah diajukan")
    assert "12 kuitansi" in sentence("hapus.terikat", {"count": 12})


def test_a_typed_brace_is_shown_as_typed() -> None:
    assert sentence("date_unreadable", {"typed": "{key} {0} %s"}).startswith("“{key} {0} %s” belum terbaca")


def test_a_missing_or_empty_fact_gives_the_plain_wording() -> None:
    assert sentence("date_unreadable", {"typed": ""}).startswith("Tanggal belum terbaca")
    assert sentence("bundle.bad_line", {"line": None}).startswith("Ada baris rusak")
    assert sentence("hadir.tempel", {"same": 57, "similar": 2, "new": 0}).startswith("57 nama cocok, 2 mirip, 0 baru")


def test_unknown_codes_get_an_honest_sentence() -> None:
    assert sentence("no_such_code") == FALLBACK.text
    assert sentence("no_such_code", {"typed": "x"}) == FALLBACK.text
    assert button("no_such_code") == ""


def test_a_bare_code_of_the_exchange_finds_its_family() -> None:
    assert message_for("cut") is MESSAGES["bundle.cut"]
    assert message_for("damaged") is MESSAGES["media.damaged"]
    assert message_for("bad_field") is MESSAGES["bad_field"]


def test_problems_explain_themselves() -> None:
    assert explain(RuleViolation("date_not_existing", "date", {"typed": "31/2/2026"})) == (
        "Tanggal “31/2/2026” tidak ada. Contoh: 28/2/2026 atau 28 Februari 2026."
    )
    assert "Jangan tutup aplikasi" in explain(Trouble("write_failed", "ENOSPC"))


def test_one_code_speaks_of_the_bundle_when_the_exchange_raises_it() -> None:
    facts = {"author": "35.71.02.1013/04/02", "area": "35.71.02.1013/04/01"}
    assert explain(Trouble("not_owner", facts=facts)) == (
        "Perangkat RT 02/RW 04 tidak berhak mengubah data RT 01/RW 04. Bundel ditolak; hubungi pengirimnya."
    )
    assert explain(RuleViolation("not_owner", facts={"type": "d.proposal"})).startswith("Catatan ini milik meja lain")
    assert "Kelurahan 35.71.02.1013" in explain(Trouble("other_area", facts={"area": "35.71.02.1013"}))
    assert "untuk apa saja" in explain(Trouble("other_area", facts={"area": "apa saja"}))


SCREEN_KEYS = """
pagu.lebih pagu.infra.min usulan.tanpa_rembug usulan.dilarang hadir.ganda hadir.tempel warga.nik_rusak excel.kolom
excel.terbuka rab.harga kuitansi.item_habis kuitansi.ganda kuitansi.foto uang.tidak_terbaca tanggal.tidak_terbaca
pajak.aturan_lama cair.spj_kurang foto.tanpa_tanggal foto.rusak bundel.rusak bundel.lama bundel.versi bundel.beda_rt
usb.hilang usb.penuh simpan.gagal cadangan.lama pulih.konfirmasi cetak.printer hapus.terikat kunci
"""


@pytest.mark.parametrize("key", SCREEN_KEYS.split())
def test_the_screens_messages_are_here(key: str) -> None:
    assert key in MESSAGES
