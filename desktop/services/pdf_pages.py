"""The pages of a scanned PDF as pictures, so that they can stand in a paper of ours among others."""

import io
from typing import Final

import pypdfium2
from PIL import Image

from desktop.sync.media import PDFIUM

_EDGE: Final = 1_300
"""Longest side of a page, pixels: about 100 to the inch of an F4 sheet, still well read (ours)."""
_QUALITY: Final = 60


def page_pictures(pdf: bytes) -> list[bytes]:
    """Every page as a JPEG of at most 1300 px, in order. A page that cannot be drawn is left out; so is everything of a
    file that cannot be opened."""
    pictures: list[bytes] = []
    try:
        with PDFIUM:
            document = pypdfium2.PdfDocument(pdf)
            count = len(document)
    except pypdfium2.PdfiumError:
        return []
    try:
        for at in range(count):
            # The lock is given back between pages: the preview draws meanwhile.
            with PDFIUM:
                picture = _drawn(document, at)
            if picture is not None:
                pictures.append(_jpeg(picture))
    finally:
        with PDFIUM:
            document.close()
    return pictures


def _drawn(document: pypdfium2.PdfDocument, at: int) -> Image.Image | None:
    try:
        page = document[at]
    except pypdfium2.PdfiumError:
        return None
    try:
        width, height = page.get_size()
        if min(width, height) <= 0:
            return None
        drawn: Image.Image = page.render(scale=_EDGE / max(width, height)).to_pil()
        return drawn
    except (pypdfium2.PdfiumError, ValueError):
        return None
    finally:
        page.close()


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()
