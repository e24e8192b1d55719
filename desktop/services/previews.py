"""Small pictures sent ahead of the full ones ("Ringan"): made here, kept there, never counted as received.

A preview is at most 1,024 px (desktop.sync.limits). At the receiver it lies beside the store, in a folder of its own by
the name of the full picture, so that it is seen where the full one is still missing and goes when that one comes; no
table knows of it, and what is missing stays missing (docs/exchange.md, section 4).
"""

import io
import re
from pathlib import Path

from PIL import Image, ImageOps

from desktop.db.files import write_whole
from desktop.sync import limits
from desktop.sync.media import MediaRefused, check_attachment

_QUALITY = 72
_NAME = re.compile(r"[0-9a-f]{64}")


def small_picture(raw: bytes) -> bytes | None:
    """The preview of an attachment as a JPEG; None where there is nothing to gain (no picture, or small already)."""
    try:
        kind = check_attachment(raw).kind
    except MediaRefused:
        return None
    if kind not in ("jpeg", "png"):
        return None
    with Image.open(io.BytesIO(raw)) as opened:
        opened.draft("RGB", (limits.PREVIEW_PIXELS, limits.PREVIEW_PIXELS))
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.thumbnail((limits.PREVIEW_PIXELS, limits.PREVIEW_PIXELS))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, optimize=True)
    small = out.getvalue()
    return small if len(small) < len(raw) else None


class PreviewStore:
    """The previews of one desk, by the SHA-256 of the full picture."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / "previews"

    def add(self, full: str, raw: bytes) -> None:
        """Keep one. Raises ValueError for what is no hash; OSError as writing a file."""
        self._folder.mkdir(exist_ok=True)
        write_whole(self._path(full), raw)

    def read(self, full: str) -> bytes | None:
        """The preview of a picture that has not come, None when there is none."""
        try:
            return self._path(full).read_bytes()
        except OSError:
            return None

    def drop(self, full: str) -> None:
        """The full picture came."""
        self._path(full).unlink(missing_ok=True)

    def _path(self, full: str) -> Path:
        if not _NAME.fullmatch(full):
            raise ValueError("not a hash")
        return self._folder / f"{full}.jpg"
