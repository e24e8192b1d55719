"""The short way of text and QR codes writes what reportlab itself would write."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from benchmarks.cells import bare_qr
from desktop.documents.pages import draw_qr
from desktop.documents.quick import QuickCanvas, string_width
from desktop.documents.text import BOLD, ITALIC, REGULAR, load_fonts

TEXTS = (
    "Pembangunan saluran air", "", " ", "(a) \\ (b", "1.234.567,00", "“kutip” – m²", "tab\there", "~!@#$%^&*[]{}<>|",
    "ASCII " * 80, "é", "\x7f", "akhir",
)  # fmt: skip


def drawn(kind: type[Canvas]) -> bytes:
    """Every text in every way and font, a form and two pages, uncompressed."""
    load_fonts()
    out = io.BytesIO()
    canvas = kind(out, pagesize=(400, 800), invariant=1, pageCompression=0)
    for page in range(2):
        y = 780.0
        for font, size in ((REGULAR, 11), (BOLD, 9.5), (ITALIC, 12), ("Helvetica", 10)):
            canvas.setFont(font, size)
            for text in TEXTS:
                canvas.drawString(10.123456, y, text)
                canvas.drawRightString(390, y, text)
                canvas.drawCentredString(200 + page, y, text)
                y -= 6
        canvas.drawString(10, 20, "renggang", charSpace=2)
        canvas.drawRightString(10, 20, "renggang", wordSpace=2)
        canvas.saveState()
        canvas.setFont(BOLD, 30, leading=31)
        canvas.drawString(1, 1, "besar")
        canvas.restoreState()
        canvas.drawString(1, 1, "kecil")
        canvas.showPage()
    canvas.beginForm("isi", 0, 0, 10, 10)
    canvas.setFont(REGULAR, 9)
    canvas.drawRightString(0, 0, "12")
    canvas.endForm()
    canvas.save()
    return out.getvalue()


def test_texts_are_the_same_bytes() -> None:
    assert drawn(QuickCanvas) == drawn(Canvas)


@pytest.mark.parametrize("mark", ["0199a7aa-0000-7000-8000-000000000002/1", "x/999999"])
def test_a_code_is_the_same_path(mark: str) -> None:
    found = []
    for kind, draw in ((QuickCanvas, draw_qr), (Canvas, bare_qr)):
        out = io.BytesIO()
        canvas = kind(out, invariant=1, pageCompression=0)
        draw(canvas, mark, 10, 20, 51)
        canvas.showPage()
        canvas.save()
        found.append(out.getvalue().replace(b"0 g\n", b""))
    assert b" re" in found[0]
    assert found[0].count(b" re") == found[1].count(b" re")
    assert [line for line in found[0].split(b"\n") if b" re" in line] == [
        line for line in found[1].split(b"\n") if b" re" in line
    ]


def test_a_remembered_width_is_the_width() -> None:
    load_fonts()
    for text in ("Jumlah", "Jumlah", "panjang " * 40, "é", ""):
        assert string_width(text, BOLD, 10.5) == pytest.approx(sum(string_width(one, BOLD, 10.5) for one in text))
