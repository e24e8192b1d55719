"""The short way of text and QR codes writes what reportlab itself would write."""

import io

import pytest
from PIL import Image
from pypdf import PdfReader
from pypdf.generic import Destination
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


def jpeg(shade: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 48), shade).save(out, "JPEG")
    return out.getvalue()


def test_a_photograph_stands_once_in_the_file_byte_for_byte() -> None:
    load_fonts()
    out = io.BytesIO()
    canvas = QuickCanvas(out, pagesize=(400, 800), invariant=1)
    for page in range(2):
        for at, data in enumerate((jpeg("red"), jpeg("blue"), jpeg("red"))):
            canvas.draw_jpeg(data, (64, 48), 10, 100 * at + 10, 64, 48, grey=False)
        canvas.bookmarkPage(f"m{page}")
        canvas.addOutlineEntry(("Foto (awal)", "Foto – akhir")[page], f"m{page}")
        canvas.showPage()
    canvas.save()
    content = out.getvalue()
    assert content.count(b"/Subtype /Image") == 2
    assert jpeg("red") in content
    assert jpeg("blue") in content
    document = PdfReader(io.BytesIO(content))
    sizes = [[image.image.size for image in page.images if image.image] for page in document.pages]
    assert sizes == [[(64, 48)] * 2] * 2
    assert [str(entry["/Title"]) for entry in document.outline if isinstance(entry, Destination)] == [
        "Foto (awal)",
        "Foto – akhir",
    ]


def test_what_looks_the_same_is_drawn_once_and_stands_on_every_page() -> None:
    load_fonts()
    out, drawn_times = io.BytesIO(), []
    canvas = QuickCanvas(out, pagesize=(400, 800), invariant=1)

    def draw() -> None:
        drawn_times.append(1)
        canvas.setFont(REGULAR, 12)
        canvas.drawString(20, 700, "Kuitansi “contoh”")

    for _ in range(3):
        (block,) = canvas.kept("look", lambda: [draw])
        canvas.write(block)
        canvas.showPage()
    canvas.save()
    assert len(drawn_times) == 1
    texts = [page.extract_text().strip() for page in PdfReader(io.BytesIO(out.getvalue())).pages]
    assert texts == ["Kuitansi “contoh”"] * 3
