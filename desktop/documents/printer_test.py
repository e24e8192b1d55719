"""Lembar uji printer: does this printer print the whole sheet, in its true size, with clear text and an even grey?

Ours. Rulers in mm stand along all edges, counted from the edge of the sheet; they begin 10 mm inside, where every
printer can print, and stairs at the middle of each edge show how near to it this one prints.
"""

from typing import BinaryIO

from msgspec import Struct
from reportlab.lib.units import mm

from desktop.documents.layout import F4, PaperSize
from desktop.documents.pages import draw_qr
from desktop.documents.text import BOLD, ITALIC, REGULAR, PaperCanvas, load_fonts, typeface, wrap
from desktop.domain.money import format_quantity
from desktop.domain.papers import page_mark

_EDGE = 10  # mm from the edge of the sheet to the ruler
_INSIDE = 24  # mm from the edge of the sheet to the text
_GREYS = 10
_SAMPLE = "Rembug warga: Rp1.234.567,00 – 0O 1lI 5S 8B – §¶&%"


class PrinterTestContent(Struct, frozen=True, kw_only=True):
    """Nothing but what the sheet is called in its QR."""

    mark: str = "uji-printer"


def build_printer_test(content: PrinterTestContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the test page for one sheet size; returns the number of pages, always 1."""
    load_fonts()
    canvas = PaperCanvas(out, pagesize=paper.points, invariant=1, pageCompression=1, lang="id")
    canvas.setTitle(f"Lembar uji printer {paper.name}")
    canvas.setAuthor("Rembug")
    _rulers(canvas, paper)
    _stairs(canvas, paper)
    _Sheet(canvas, paper).draw(content)
    canvas.showPage()
    canvas.save()
    return 1


def _mm(length: float) -> str:
    return format_quantity(f"{length:g}")


def _rulers(canvas: PaperCanvas, paper: PaperSize) -> None:
    """A frame 10 mm inside the sheet with ticks inwards, numbered every 10 mm from the edge of the sheet."""
    width, height = paper.width, paper.height
    canvas.setLineWidth(0.4)
    canvas.rect(_EDGE * mm, _EDGE * mm, (width - 2 * _EDGE) * mm, (height - 2 * _EDGE) * mm)
    canvas.setLineWidth(0.25)
    canvas.setFont(REGULAR, 7)
    for at in range(_EDGE, int(width - _EDGE) + 1):
        long = _tick(at)
        x = at * mm
        canvas.line(x, (height - _EDGE) * mm, x, (height - _EDGE - long) * mm)
        canvas.line(x, _EDGE * mm, x, (_EDGE + long) * mm)
        if at % 10 == 0 and _EDGE < at < width - _EDGE - 4:
            canvas.drawCentredString(x, (height - _EDGE - 7.5) * mm, str(at))
            canvas.drawCentredString(x, (_EDGE + 5.7) * mm, str(at))
    for at in range(_EDGE, int(height - _EDGE) + 1):
        long = _tick(at)
        y = (height - at) * mm
        canvas.line(_EDGE * mm, y, (_EDGE + long) * mm, y)
        canvas.line((width - _EDGE) * mm, y, (width - _EDGE - long) * mm, y)
        if at % 10 == 0 and _EDGE + 8 < at < height - _EDGE - 8:
            canvas.drawString((_EDGE + 5.5) * mm, y - 2.4, str(at))
            canvas.drawRightString((width - _EDGE - 5.5) * mm, y - 2.4, str(at))


def _tick(at: int) -> float:
    """Length of a tick in mm."""
    return 4.5 if at % 10 == 0 else 3.2 if at % 5 == 0 else 2.0


def _stairs(canvas: PaperCanvas, paper: PaperSize) -> None:
    """At the middle of each edge ten short lines, 1 to 10 mm from the edge, a step beside each other."""
    width, height = paper.width, paper.height
    canvas.setLineWidth(0.4)
    canvas.setFont(REGULAR, 6)
    for step in range(1, _EDGE):
        x, y = width / 2 - 30 + step * 6, height / 2 + 30 - step * 6
        for near in (step, height - step):
            canvas.line(x * mm, near * mm, (x + 4) * mm, near * mm)
        for near in (step, width - step):
            canvas.line(near * mm, y * mm, near * mm, (y - 4) * mm)
        canvas.drawCentredString((x + 5) * mm, (height - step) * mm - 2, str(step))
        canvas.drawCentredString((x + 5) * mm, step * mm - 2, str(step))
        canvas.drawCentredString(step * mm, (y - 5.6) * mm, str(step))
        canvas.drawCentredString((width - step) * mm, (y - 5.6) * mm, str(step))


class _Sheet:
    """What stands inside the rulers, from top to bottom."""

    def __init__(self, canvas: PaperCanvas, paper: PaperSize) -> None:
        self._canvas, self._paper = canvas, paper
        self._left, self._right = _INSIDE * mm, (paper.width - _INSIDE) * mm
        self._y = (paper.height - _INSIDE - 4) * mm

    def draw(self, content: PrinterTestContent) -> None:
        paper = self._paper
        self._line("LEMBAR UJI PRINTER", BOLD, 18, 9)
        size = f"Ukuran lembar ini: {paper.name}, {_mm(paper.width)} × {_mm(paper.height)} mm"
        self._line(size, BOLD, 14, 8)
        for text in (
            "1. Taruh kertas ukuran itu di printer. Saat mencetak pilih ukuran kertas yang sama dan skala 100 % "
            "(“Ukuran sebenarnya”), bukan “Sesuaikan dengan halaman”.",
            "2. Ukur dengan penggaris dari angka ke angka pada mistar di tepi lembar, lalu tulis hasilnya:",
        ):
            self._text(text)
        self._measures()
        for text in (
            "3. Garis bingkai harus 10 mm dari keempat tepi kertas. Kalau bergeser, betulkan letak kertas di printer.",
            "4. Di tengah tiap tepi ada tangga garis. Garis yang tidak tercetak menunjukkan berapa mm tepi yang tidak "
            "terjangkau printer. Naskah Rembug tidak memakai 8 mm paling tepi.",
        ):
            self._text(text)
        self._gap(2)
        self._greys()
        self._samples()
        self._lines()
        self._code(content)

    def _gap(self, height: float) -> None:
        self._y -= height * mm

    def _line(self, text: str, font: str, size: float, after: float) -> None:
        self._canvas.setFont(font, size)
        self._canvas.drawString(self._left, self._y, text)
        self._gap(after)

    def _text(self, text: str) -> None:
        self._canvas.setFont(REGULAR, 11)
        for line in wrap(text, REGULAR, 11, self._right - self._left):
            self._canvas.drawString(self._left, self._y, line)
            self._y -= 14
        self._gap(1.2)

    def _measures(self) -> None:
        paper = self._paper
        for name, side in (("Mistar atas", paper.width), ("Mistar kiri", paper.height)):
            last = int(side - 20) // 10 * 10
            text = f"{name}, dari 20 ke {last}: harus tepat {last - 20} mm.   Hasil ukur: .................... mm"
            self._canvas.setFont(BOLD, 11)
            self._canvas.drawString(self._left + 6 * mm, self._y, text)
            self._y -= 16
        self._gap(1.2)

    def _greys(self) -> None:
        """Steps from white to black; words on the light ones must stay readable."""
        self._line("Abu-abu 0 % sampai 100 %: tiap kotak harus lebih gelap daripada yang di kirinya.", BOLD, 11, 3)
        canvas = self._canvas
        wide, tall = (self._right - self._left) / (_GREYS + 1), 13 * mm
        self._y -= tall
        for step in range(_GREYS + 1):
            x, dark = self._left + step * wide, step / _GREYS
            canvas.setFillGray(1 - dark)
            canvas.setLineWidth(0.4)
            canvas.rect(x, self._y, wide, tall, fill=1)
            canvas.setFillGray(0 if dark < 0.6 else 1)
            canvas.setFont(REGULAR, 10)
            canvas.drawCentredString(x + wide / 2, self._y + tall / 2 - 3.5, f"{step * 10} %")
        canvas.setFillGray(0)
        self._gap(8)

    def _samples(self) -> None:
        self._line("Huruf: semua baris harus terbaca tanpa kaca pembesar.", BOLD, 11, 6)
        self._set("Serif")
        self._gap(1.5)
        with typeface("sans"):
            load_fonts()
            self._set("Sans")
        self._gap(2)

    def _set(self, name: str) -> None:
        for size in (12, 10):
            for font, style in ((REGULAR, ""), (BOLD, " tebal"), (ITALIC, " miring")):
                text = f"{name} {size} pt{style}. {_SAMPLE}"
                self._canvas.setFont(font, size)
                self._canvas.drawString(self._left, self._y, text)
                self._y -= size * 1.35

    def _lines(self) -> None:
        self._line("Garis 0,25 – 0,5 – 1 – 2 pt: tidak putus-putus.", BOLD, 11, 4)
        for width in (0.25, 0.5, 1.0, 2.0):
            self._canvas.setLineWidth(width)
            self._canvas.line(self._left, self._y, self._right, self._y)
            self._gap(2.5)
        self._gap(3)

    def _code(self, content: PrinterTestContent) -> None:
        side = 18 * mm
        self._y -= side - 3 * mm
        draw_qr(self._canvas, page_mark(content.mark, 1), self._left, self._y, side)
        self._canvas.setFont(REGULAR, 11)
        notes = (
            "Kode QR sebesar di naskah: 18 mm. Kamera HP harus dapat membacanya.",
            "Bila satu saja tidak cocok, jangan cetak naskah resmi dahulu: perbaiki setelan",
            "printer, lalu cetak lembar ini lagi.",
        )
        for at, note in enumerate(notes):
            self._canvas.drawString(self._left + side + 5 * mm, self._y + side - 12 - at * 15, note)
