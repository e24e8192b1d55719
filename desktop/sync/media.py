"""What an attachment may be: a JPEG, a PNG or a PDF, whole, within limits, and nothing besides.

A photo is checked after it was made ready for sending (turned, made smaller, cleared of its place): a file as a
telephone wrote it may well be refused here, for the film or second picture it carries behind the first.
"""

import io
from typing import Literal

import msgspec
from PIL import Image

from desktop.sync import limits


class MediaRefused(Exception):
    """An attachment that is refused. `code` is stable; `detail` is technical."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


class Media(msgspec.Struct, frozen=True):
    """What an attachment is: pixels for pictures (pages 1), points of the first page for a PDF."""

    kind: Literal["jpeg", "png", "pdf"]
    width: int
    height: int
    pages: int


def check_attachment(data: bytes) -> Media:
    """Look at an attachment before it is kept. Raises MediaRefused."""
    if len(data) > limits.ATTACHMENT_BYTES:
        raise MediaRefused("too_big")
    if data.startswith(b"%PDF-"):
        return Media("pdf", 0, 0, 1)
    try:
        image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
        image.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise MediaRefused("damaged") from None
    return Media("png" if image.format == "PNG" else "jpeg", image.width, image.height, 1)
