"""Pictures as people bring them: read, turned upright, made smaller, and compared with those that are here.

Many are read at once by as many threads as there are processors; the decoders work outside Python's lock.
"""

import hashlib
import io
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

from desktop.domain import looks
from desktop.domain.errors import Trouble
from desktop.sync import limits

PICTURE_EDGE: Final = 1600
"""Longest side in pixels of the copy that travels; legible on paper at 15 cm width."""
THUMB_EDGE: Final = 384
"""Longest side in pixels of a picture that is only looked at."""

_TAKEN: Final = 36867  # EXIF DateTimeOriginal
_EXIF_IFD: Final = 0x8769
_QUALITY: Final = 80
_AHEAD: Final = 2
"""Files read ahead per thread: what waits lies in memory, up to 48 MiB each."""

Report = Callable[[int, int], None]
"""Told (done, of how many); raises to stop."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as taken in: the upright copy without location data, the day it was taken, if the file knows, and its
    look (see desktop.domain.looks). `turned`: its looks on a side, upside down, on the other side."""

    content: bytes
    taken: date | None
    look: str = ""
    turned: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadFile:
    """One file of many: its bytes' SHA-256 and the picture in it, or why it cannot be taken."""

    file: Path
    sha256: str = ""
    raw: bytes = b""
    picture: Picture | None = None
    trouble: Trouble | None = None


def read_raw(file: Path) -> bytes:
    """The bytes of a file. Raises Trouble: photo_too_large, file_unreadable (facts: name)."""
    try:
        if file.stat().st_size > limits.ORIGINAL_BYTES:
            raise Trouble("photo_too_large", f"{file.stat().st_size} bita", {"name": file.name})
        return file.read_bytes()
    except OSError as problem:
        raise Trouble("file_unreadable", str(problem), {"name": file.name}) from problem


def read_picture(raw: bytes, edge: int = PICTURE_EDGE) -> Picture:
    """Turn a phone's picture (JPEG, PNG, HEIC) upright, shrink it to `edge` px at most, drop its location.

    Raises Trouble: photo_unreadable, photo_too_large (pixels, before anything is decoded).
    """
    pillow_heif.register_heif_opener()
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG", "HEIF")) as image:
            if image.width * image.height > limits.PHOTO_PIXELS:
                raise Trouble("photo_too_large", f"{image.width}×{image.height}")
            taken = _taken(image)
            small = _within(image.size, edge)
            image.draft("RGB", small)  # a JPEG is decoded at a half, a quarter or an eighth
            image.load()
            if image.size != small:
                image.thumbnail(small, Image.Resampling.HAMMING, reducing_gap=None)
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except Trouble:
        raise
    except Image.DecompressionBombError as problem:
        raise Trouble("photo_too_large", str(problem)) from problem
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise Trouble("photo_unreadable", str(problem)) from problem
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=_QUALITY)
    look, *turned = looks.looks_of(_greys(upright, looks.SIDE))
    return Picture(out.getvalue(), taken, look, tuple(turned))


def _within(size: tuple[int, int], edge: int) -> tuple[int, int]:
    """The size in a square of `edge` px, of the same shape; never larger than it is."""
    longest = max(size)
    if longest <= edge:
        return size
    return max(round(size[0] * edge / longest), 1), max(round(size[1] * edge / longest), 1)


def turned_and_cut(raw: bytes, turn: int, box: tuple[float, float, float, float]) -> bytes:
    """A picture turned clockwise by `turn` degrees (0, 90, 180, 270) and then cut to `box`: left, top, right, bottom as
    shares (0 to 1) of the turned picture. A JPEG without metadata. Raises Trouble: photo_unreadable."""
    try:
        with Image.open(io.BytesIO(raw), formats=("JPEG", "PNG")) as image:
            whole = ImageOps.exif_transpose(image).convert("RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as problem:
        raise Trouble("photo_unreadable", str(problem)) from problem
    ways = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    if turn % 360 in ways:
        whole = whole.transpose(ways[turn % 360])
    left, top, right, bottom = (min(max(part, 0.0), 1.0) for part in box)
    wide, high = whole.size
    x, y = min(int(left * wide), wide - 1), min(int(top * high), high - 1)
    cut = whole.crop((x, y, max(round(right * wide), x + 1), max(round(bottom * high), y + 1)))
    out = io.BytesIO()
    cut.save(out, "JPEG", quality=_QUALITY)
    return out.getvalue()


def read_files(files: Sequence[Path], report: Report | None = None, edge: int = PICTURE_EDGE) -> Iterator[ReadFile]:
    """Read many files by several threads, giving them in their order; a file that cannot be read is told, not raised.

    `report` is told before each one; what it raises stops the reading.
    """
    workers = os.cpu_count() or 1
    waiting: deque[Future[ReadFile]] = deque()
    left = iter(files)
    with ThreadPoolExecutor(workers, "pictures") as pool:
        try:
            for at in range(len(files)):
                while len(waiting) < workers * _AHEAD and (file := next(left, None)) is not None:
                    waiting.append(pool.submit(_read_one, file, edge))
                if report is not None:
                    report(at, len(files))
                yield waiting.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _read_one(file: Path, edge: int) -> ReadFile:
    try:
        raw = read_raw(file)
        return ReadFile(file, hashlib.sha256(raw).hexdigest(), raw, read_picture(raw, edge))
    except Trouble as trouble:
        return ReadFile(file, trouble=trouble)


class Seen:
    """Pictures to compare a new one with. `content`: the bytes of one by its SHA-256 (Trouble: they are not here)."""

    def __init__(self, content: Callable[[str], bytes]) -> None:
        self._content = content
        self._known: list[tuple[str, str, int]] = []
        self._greys: dict[str, bytes] = {}

    def add(self, key: str, sha256: str, look: str) -> None:
        """Know a picture by a key; one whose look is not known is left out."""
        bits = looks.bits_of(look)
        if bits is not None:
            self._known.append((key, sha256, bits))

    def find(self, picture: Picture) -> str:
        """The key of the first known picture that is the same, as it lies or turned by quarters, "" for none."""
        mine = [bits for bits in map(looks.bits_of, (picture.look, *picture.turned)) if bits is not None]
        greys: bytes | None = None
        for key, sha256, other in self._known:
            for turn, bits in enumerate(mine):
                if not looks.near(bits, other):
                    continue
                greys = greys if greys is not None else _fine(picture.content)
                theirs = self._fine_of(sha256)
                if greys and theirs and looks.same(looks.turned(greys, turn), theirs):
                    return key
        return ""

    def _fine_of(self, sha256: str) -> bytes:
        if sha256 not in self._greys:
            try:
                self._greys[sha256] = _fine(self._content(sha256))
            except Trouble:
                self._greys[sha256] = b""
        return self._greys[sha256]


def _fine(content: bytes) -> bytes:
    """The greys two pictures are compared by; empty for what is no picture."""
    try:
        with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
            image.draft("L", (looks.FINE_SIDE * 4, looks.FINE_SIDE * 4))
            # Every pixel weighs: the thin rules of a form fall alike, however large the copy is.
            greys = image.convert("L").resize((looks.FINE_SIDE, looks.FINE_SIDE), Image.Resampling.HAMMING)
            return looks.evened(greys.tobytes())
    except (OSError, ValueError, SyntaxError):
        return b""


def _greys(image: Image.Image, side: int) -> bytes:
    small = image.resize((side, side), Image.Resampling.BOX, reducing_gap=2.0)
    return small.convert("L").tobytes()


def _taken(image: Image.Image) -> date | None:
    """The day the camera wrote, if it is a real one."""
    try:
        text = image.getexif().get_ifd(_EXIF_IFD).get(_TAKEN)
        if not text:
            return None
        return datetime.strptime(str(text)[:10], "%Y:%m:%d").date()  # noqa: DTZ007 - a camera's day has no zone
    except (ValueError, OSError, SyntaxError):
        return None
