"""A packet that can be sent: pictures are made smaller only where the whole would be too large, proofs last.

A nota must stay readable to the last figure; a photograph of the work stands 68 mm high on its sheet, where 1100 px are
already more than printers show (ours). The kept pictures stay as they are.
"""

import io
from collections.abc import Iterator
from typing import Final

from msgspec.structs import replace
from PIL import Image, UnidentifiedImageError

from desktop.documents.spj import Enclosure, PacketContent

LIMIT: Final = 23_000_000
"""Bytes of all pictures of one packet; with its pages it stays below 25 MB, what mail and WhatsApp still carry."""

_PHOTO: Final = (1_100, 75)
_PROOFS: Final = ((1_400, 75), (1_100, 65), (900, 55), (700, 50))
"""Longest side (px) and JPEG quality, tried one after the other."""


def fitting(content: PacketContent, limit: int = LIMIT) -> PacketContent:
    """The same packet with pictures of at most `limit` bytes together, as far as that leaves them readable.

    First the photographs of the work are made smaller, then notas and scans in steps.
    """
    if _size(content) <= limit:
        return content
    sheets = tuple(
        replace(sheet, photos=tuple(replace(photo, data=smaller(photo.data, *_PHOTO)) for photo in sheet.photos))
        for sheet in content.photos
    )
    content = replace(content, photos=sheets)
    for edge, quality in _PROOFS:
        if _size(content) <= limit:
            break
        content = _with_smaller_proofs(content, edge, quality)
    return content


def _with_smaller_proofs(content: PacketContent, edge: int, quality: int) -> PacketContent:
    def scanned(enclosures: tuple[Enclosure, ...]) -> tuple[Enclosure, ...]:
        return tuple(
            replace(one, pictures=tuple(smaller(data, edge, quality) for data in one.pictures)) for one in enclosures
        )

    receipts = tuple(
        replace(item, pictures=tuple(smaller(data, edge, quality) for data in item.pictures))
        for item in content.receipts
    )
    return replace(
        content,
        receipts=receipts,
        letters=scanned(content.letters),
        statements=scanned(content.statements),
        reports=scanned(content.reports),
        leftovers=scanned(content.leftovers),
        tax_proofs=scanned(content.tax_proofs),
        handed_over=scanned(content.handed_over),
    )


def _size(content: PacketContent) -> int:
    """Bytes of the pictures; one that stands twice is kept once in a PDF."""
    return sum(len(data) for data in set(_pictures(content)))


def _pictures(content: PacketContent) -> Iterator[bytes]:
    for sheet in content.photos:
        yield from (photo.data for photo in sheet.photos)
    for item in content.receipts:
        yield from item.pictures
    for enclosures in (
        content.letters,
        content.statements,
        content.reports,
        content.leftovers,
        content.tax_proofs,
        content.handed_over,
    ):
        for one in enclosures:
            yield from one.pictures


def smaller(data: bytes, edge: int, quality: int) -> bytes:
    """The picture with its longest side at most `edge` px; as it was when that saves nothing or it cannot be read."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.draft("RGB", (edge, edge))
            upright = image.convert("RGB")
            upright.thumbnail((edge, edge))
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return data
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=quality)
    return out.getvalue() if out.tell() < len(data) else data
