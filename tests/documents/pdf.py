"""Reading the papers we print: pages, sizes, words, pictures."""

import io
from collections.abc import Callable
from typing import Any, BinaryIO

import pypdfium2
from PIL import Image

from desktop.documents.layout import F4, PaperSize

MM = 72 / 25.4


def printed(build: Callable[[Any, BinaryIO, PaperSize], int], content: Any, paper: PaperSize = F4) -> bytes:
    """The bytes of one paper; the pages the builder reports must be the pages in the file."""
    out = io.BytesIO()
    pages = build(content, out, paper)
    data = out.getvalue()
    assert pages == page_count(data)
    return data


def page_count(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def sizes(data: bytes) -> set[tuple[float, float]]:
    """Width and height of all pages in mm, to two decimals."""
    document = pypdfium2.PdfDocument(data)
    try:
        found = [page.get_size() for page in document]
        return {(round(width / MM, 2), round(height / MM, 2)) for width, height in found}
    finally:
        document.close()


def page_texts(data: bytes) -> list[str]:
    """The words of each page in the order they were drawn, single spaces."""
    document = pypdfium2.PdfDocument(data)
    try:
        texts = []
        for page in document:
            words = page.get_textpage()
            texts.append(" ".join(words.get_text_range().split()))
            words.close()
            page.close()
        return texts
    finally:
        document.close()


def whole_text(data: bytes) -> str:
    return " ".join(page_texts(data))


def pictures(data: bytes, dpi: int = 72, most: int = 1_000) -> list[Image.Image]:
    """Each page, or the first `most` of them, as a grey picture."""
    document = pypdfium2.PdfDocument(data)
    try:
        pages = range(min(len(document), most))
        return [document[page].render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for page in pages]
    finally:
        document.close()


def ink(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether anything is drawn in a part of a 72-dpi picture; millimetres from the upper left corner."""
    x0, y0, x1, y1 = (round(side * MM) for side in (left, top, right, bottom))
    part = picture.crop((x0, y0, min(x1, picture.width), min(y1, picture.height)))
    return min(part.tobytes(), default=255) < 200
