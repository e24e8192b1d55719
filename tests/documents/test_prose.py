"""A paragraph of ours stands where reportlab's would: every line, every word, every space."""

import io
from typing import Literal
from xml.sax.saxutils import escape

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from desktop.documents.prose import Prose
from desktop.documents.text import REGULAR, PaperCanvas, TextAlign, paragraph

ALIGN: dict[TextAlign, Literal[0, 1, 2, 4]] = {
    "left": TA_LEFT,
    "center": TA_CENTER,
    "right": TA_RIGHT,
    "justify": TA_JUSTIFY,
}
WORDS = st.sampled_from(
    (
        *("yang", "bertanda", "tangan", "di", "bawah", "ini,", "Ketua", "RT", "03", "(tiga)", "Rp5.000.000,00", "a\\b"),
        *("“kutip”", "–", "m²", "□", "é", "pemberdayaan", "masyarakat", "dan", "berdasarkan", "Nomor", "tahun\xa02021"),
    )
)
TEXTS = st.lists(st.lists(WORDS, max_size=40).map(" ".join), min_size=1, max_size=3).map("\n".join).map(str.strip)
"""The writer's lines; without a word there is nothing to compare."""


def reportlab_paragraph(
    text: str, *, align: TextAlign, size: float, leading: float, indent: float, left: float, bullet: str, hang: float
) -> Paragraph:
    style = ParagraphStyle(
        "one", fontName=REGULAR, fontSize=size, leading=leading, alignment=ALIGN[align], firstLineIndent=indent,
        leftIndent=left + (hang if bullet else 0), bulletIndent=left, bulletFontName=REGULAR, bulletFontSize=size,
        splitLongWords=1, allowWidows=0, allowOrphans=0,
    )  # fmt: skip
    return Paragraph(escape(text).replace("\n", "<br/>"), style, bulletText=bullet or None)


def letters(parts: list[Flowable], width: float) -> list[tuple[str, int, int]]:
    """Every letter with its place, in tenths of a point, each part on a page of its own."""
    out = io.BytesIO()
    canvas = PaperCanvas(out, pagesize=(700, 4_000), invariant=1)
    for part in parts:
        part.wrap(width, 3_900)
        part.drawOn(canvas, 50, 50)
        canvas.showPage()
    canvas.save()
    document = pypdfium2.PdfDocument(out.getvalue())
    found = []
    for page in document:
        words = page.get_textpage()
        for at in range(words.count_chars()):
            letter = words.get_text_range(at, 1)
            if letter.strip():
                box = words.get_charbox(at)
                found.append((letter, round(box[0] * 10), round(box[1] * 10)))
        words.close()
        page.close()
    document.close()
    return found


def near(ours: list[tuple[str, int, int]], theirs: list[tuple[str, int, int]], text: str) -> bool:
    """The same letters at the same places. Before a line break of the writer reportlab shrinks spaces by less than it
    should, as it counts the break among the words: there 2 points."""
    aside = 20 if "\n" in text else 1
    return len(ours) == len(theirs) and all(
        a[0] == b[0] and abs(a[1] - b[1]) <= aside and abs(a[2] - b[2]) <= 1 for a, b in zip(ours, theirs, strict=True)
    )


@settings(max_examples=80, derandomize=True, deadline=None)
@given(
    text=TEXTS.filter(bool),
    align=st.sampled_from(("left", "center", "right", "justify")),
    width=st.sampled_from((170.0, 300.0, 496.0)),
    indent=st.sampled_from((0.0, 30.0)),
    left=st.sampled_from((0.0, 24.0)),
    bullet=st.sampled_from(("", "1.", "12345.")),
    room=st.integers(1, 12),
)
def test_the_same_lines_as_reportlab(
    text: str, align: TextAlign, width: float, indent: float, left: float, bullet: str, room: int
) -> None:
    ours = paragraph(text, align=align, indent=indent, left=left, bullet=bullet, hang=20)
    theirs = reportlab_paragraph(
        text, align=align, size=12, leading=16, indent=indent, left=left, bullet=bullet, hang=20
    )
    assert isinstance(ours, Prose)
    assert ours.wrap(width, 3_900) == pytest.approx(theirs.wrap(width, 3_900))
    assert near(letters([ours], width), letters([theirs], width), text)
    height = room * 16 + 3.0
    ours.wrap(width, height)
    theirs.wrap(width, height)
    parts, others = ours.split(width, height), theirs.split(width, height)
    assert len(parts) == len(others)
    if len(parts) == 2:
        assert near(letters(parts, width), letters(others, width), text)
