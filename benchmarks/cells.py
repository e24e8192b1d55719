"""What a paper of ours draws, read back from its PDF: texts at their places, lines, QR codes, pictures.

Whoever else draws these cells draws the same page: a bare reportlab canvas (the floor), fpdf2, typst.
"""

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import isqrt
from typing import Any, BinaryIO, cast

import pypdfium2
import pypdfium2.raw as pdfium
import zxingcpp
from reportlab.pdfgen.canvas import Canvas

from desktop.documents.text import BOLD, BOLD_ITALIC, ITALIC, REGULAR

_FONTS = {"": REGULAR, "-Bold": BOLD, "-Italic": ITALIC, "-BoldItalic": BOLD_ITALIC}
_BLACK = re.compile(rb"\x00+")
_QR_SEGMENTS = 300  # no line or box has so many


@dataclass(slots=True)
class Text:
    """One text, its left end on the base line; points from the lower left corner."""

    x: float
    y: float
    font: str
    size: float
    text: str


@dataclass(slots=True)
class Sheet:
    """One page in points. `lines`: from x, y to x, y; `codes`: lower left corner and side; `pictures`: place, width,
    height, in the order they were drawn."""

    width: float
    height: float
    texts: list[Text] = field(default_factory=list)
    lines: list[tuple[float, float, float, float]] = field(default_factory=list)
    codes: list[tuple[float, float, float]] = field(default_factory=list)
    pictures: list[tuple[float, float, float, float]] = field(default_factory=list)


def read_cells(content: bytes) -> list[Sheet]:
    """The pages of a PDF of ours."""
    document = pypdfium2.PdfDocument(content)
    try:
        return [_read(page) for page in document]
    finally:
        document.close()


def _read(page: Any) -> Sheet:
    sheet, words = Sheet(*page.get_size()), page.get_textpage()
    _collect(
        sheet, words.raw, [pdfium.FPDFPage_GetObject(page, at) for at in range(pdfium.FPDFPage_CountObjects(page))]
    )
    words.close()
    page.close()
    return sheet


def _collect(sheet: Sheet, words: Any, objects: Sequence[Any], dx: float = 0, dy: float = 0) -> None:
    for one in objects:
        kind = pdfium.FPDFPageObj_GetType(one)
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(one, matrix)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            text = _text(one, words)
            size = ctypes.c_float()
            pdfium.FPDFTextObj_GetFontSize(one, size)
            name = ctypes.create_string_buffer(100)
            pdfium.FPDFFont_GetBaseFontName(pdfium.FPDFTextObj_GetFont(one), name, 100)
            style = name.value.decode().rpartition("Serif")[2]
            if text.strip():
                font = _FONTS.get(style, REGULAR)
                sheet.texts.append(Text(matrix.e + dx, matrix.f + dy, font, size.value * matrix.d, text))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(sheet, one, matrix)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            sheet.pictures.append((matrix.e, matrix.f, matrix.a, matrix.d))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = [pdfium.FPDFFormObj_GetObject(one, at) for at in range(pdfium.FPDFFormObj_CountObjects(one))]
            _collect(sheet, words, inner, matrix.e, matrix.f)


def _text(one: Any, words: Any) -> str:
    room = pdfium.FPDFTextObj_GetText(one, words, None, 0)
    buffer = ctypes.create_string_buffer(room)
    pdfium.FPDFTextObj_GetText(one, words, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), room)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _path(sheet: Sheet, one: Any, matrix: Any) -> None:
    count = pdfium.FPDFPath_CountSegments(one)
    if count > _QR_SEGMENTS and matrix.a != 1:
        left, low, right, high = (ctypes.c_float() for _ in range(4))
        pdfium.FPDFPageObj_GetBounds(one, left, low, right, high)
        sheet.codes.append((left.value, low.value, right.value - left.value))
        return
    x, y = ctypes.c_float(), ctypes.c_float()
    before = start = (0.0, 0.0)
    for at in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(one, at)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        here = (x.value * matrix.a + matrix.e, y.value * matrix.d + matrix.f)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            start = here
        else:
            sheet.lines.append((*before, *here))
        if pdfium.FPDFPathSegment_GetClose(segment) and here != start:
            sheet.lines.append((*here, *start))
        before = here


def bare_qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """A QR code as one path of the runs of black modules, with reportlab's own words alone."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = cast(bytes, zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    modules = memoryview(image).tobytes()
    count = isqrt(len(modules))
    path = canvas.beginPath()
    for line in range(count):
        for run in _BLACK.finditer(modules[line * count : (line + 1) * count]):
            path.rect(run.start(), count - 1 - line, run.end() - run.start(), 1)
    canvas.saveState()
    canvas.translate(x, y)
    canvas.scale(side / count, side / count)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()


def draw_bare(sheets: Sequence[Sheet], code: str, out: BinaryIO, pictures: Sequence[str] = ()) -> None:
    """The floor: a bare canvas that draws the cells. `code`: what the QR says before the page's number; `pictures`:
    names of JPEG files in the order they stand."""
    canvas = Canvas(out, invariant=1, pageCompression=1)
    following = iter(pictures)
    for number, sheet in enumerate(sheets, 1):
        canvas.setPageSize((sheet.width, sheet.height))
        font: tuple[str, float] | None = None
        for text in sheet.texts:
            if font != (text.font, text.size):
                font = (text.font, text.size)
                canvas.setFont(*font)
            canvas.drawString(text.x, text.y, text.text)
        canvas.setLineWidth(0.5)
        canvas.lines(sheet.lines)
        for x, y, side in sheet.codes:
            bare_qr(canvas, f"{code}/{number}", x, y, side)
        for x, y, width, height in sheet.pictures:
            canvas.drawImage(next(following), x, y, width, height)
        canvas.showPage()
    canvas.save()
