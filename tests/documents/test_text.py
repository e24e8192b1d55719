"""Any text into a PDF: escaped, wrapped, and honest about what the font cannot show."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import desktop.documents
from desktop.documents.text import REGULAR, markup, printable, shorten, width_of, wrap


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Siti Aminah", "Siti Aminah"),
        ("Pak 😀 Budi", "Pak □ Budi"),
        ("ꦗꦮ", "□□"),
        ("محمد", "□□□□"),
        ("שלום", "□□□□"),
        ("a\u200bb\u202egnp.exe", "abgnp.exe"),
        ("soft\u00adhyphen\ufeff", "softhyphen"),
        ("e\u0301", "é"),
        ("tab\there\x00", "tab here "),
        ("m² – 45 m³", "m² – 45 m³"),
        ("\ud800", "□"),
        ("baris 1\r\nbaris 2", "baris 1\nbaris 2"),
    ],
)
def test_what_the_font_cannot_show_becomes_a_box(typed: str, shown: str) -> None:
    assert printable(typed) == shown


def test_markup_is_never_read() -> None:
    assert markup('<b>&</b><img src="file:///etc/passwd">') == (
        '&lt;b&gt;&amp;&lt;/b&gt;&lt;img src="file:///etc/passwd"&gt;'
    )
    assert markup("satu\ndua") == "satu<br/>dua"


@given(st.text(max_size=300), st.floats(min_value=20, max_value=400))
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: float) -> None:
    lines = wrap(text, REGULAR, 10, width)
    assert lines
    assert all(width_of(line, REGULAR, 10) <= width + 0.01 for line in lines)
    assert "".join("".join(lines).split()) == "".join(printable(text).split())


def test_a_word_of_ten_thousand_letters_wraps() -> None:
    lines = wrap("x" * 10_000, REGULAR, 10, 100)
    assert "".join(lines) == "x" * 10_000
    assert all(width_of(line, REGULAR, 10) <= 100 for line in lines)


def test_a_running_title_is_cut_visibly() -> None:
    assert shorten("Daftar hadir", REGULAR, 9, 200) == "Daftar hadir"
    cut = shorten("sangat panjang " * 100, REGULAR, 9, 200)
    assert cut.endswith("…")
    assert width_of(cut, REGULAR, 9) <= 200


def test_only_the_text_helper_makes_paragraphs() -> None:
    """A Paragraph reads markup, so raw text in one would be a hole: nobody else in the room may make one."""
    room = Path(desktop.documents.__file__).parent
    users = {
        path.name
        for path in room.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and (getattr(node.func, "id", "") == "Paragraph" or getattr(node.func, "attr", "") == "Paragraph")
    }
    assert users == {"text.py"}
