"""Pictures on paper: notas, scans, photographs of the work at 0, 50 and 100 percent.

A JPEG goes into the PDF as it is, without its metadata (never where it was taken); anything else is made a JPEG first.
A picture that cannot be read leaves a frame that says so.
"""

import io
from collections.abc import Sequence
from typing import BinaryIO, NamedTuple, cast

from msgspec import Struct
from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from desktop.documents.layout import F4, Identity, PaperSize, Place, gap, title_lines
from desktop.documents.pages import Pages
from desktop.documents.quick import QuickCanvas
from desktop.documents.text import REGULAR, clip, wrap
from desktop.domain.dates import format_day
from desktop.domain.records import Day

_MOST_PIXELS = 50_000_000
_QUALITY = 80
_CAPTION, _CAPTION_LEADING = 10.0, 12.0  # points
_CAPTION_LINES = 3
_BETWEEN = 3 * mm  # frames side by side


class SheetPhoto(Struct, frozen=True, kw_only=True):
    """One photograph of an activity. `slot`: how far the work was, "0", "50", "100" or "" for others."""

    data: bytes
    slot: str = ""
    taken: Day | None = None
    caption: str = ""


class PhotoSheet(Struct, frozen=True, kw_only=True):
    """The photographs of one activity."""

    activity: str
    photos: tuple[SheetPhoto, ...] = ()
    location: str = ""


class PhotoContent(Struct, frozen=True, kw_only=True):
    """Photo sheets of several activities as a paper of their own. `group`: the Pokmas's name; `year`: budget year."""

    place: Place
    identity: Identity
    sheets: tuple[PhotoSheet, ...] = ()
    group: str = ""
    year: int = 0


class Picture(NamedTuple):
    """A JPEG ready to be drawn; width and height in pixels."""

    data: bytes
    width: int
    height: int
    grey: bool = False


def prepare(data: bytes) -> Picture | None:
    """The picture as a JPEG without metadata; None when it is damaged, no picture, or larger than 50 megapixels."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MOST_PIXELS:
                return None
            upright = image.getexif().get(0x0112, 1) == 1
            if image.format == "JPEG" and image.mode in {"L", "RGB"} and upright:
                return Picture(without_metadata(data), image.width, image.height, image.mode == "L")
            turned = ImageOps.exif_transpose(image)
            flat = Image.new("RGB", turned.size, "white")
            flat.paste(turned.convert("RGBA"), mask=turned.convert("RGBA").getchannel("A"))
    except (OSError, ValueError, SyntaxError, UnidentifiedImageError, Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=_QUALITY)
    return Picture(out.getvalue(), flat.width, flat.height)


def without_metadata(jpeg: bytes) -> bytes:
    """The JPEG without its Exif, comment and other application segments (JFIF and Adobe's colour mark stay)."""
    out, at, whole = [jpeg[:2]], 2, True
    while at + 4 <= len(jpeg) and jpeg[at] == 0xFF:
        marker, length = jpeg[at + 1], int.from_bytes(jpeg[at + 2 : at + 4], "big")
        if marker == 0xDA or length < 2:  # the picture itself begins
            break
        if marker in {0xE0, 0xEE} or not (0xE0 <= marker <= 0xEF or marker == 0xFE):
            out.append(jpeg[at : at + 2 + length])
        else:
            whole = False
        at += 2 + length
    return jpeg if whole else b"".join([*out, jpeg[at:]])


class PictureRow(Flowable):
    """Pictures side by side in frames of equal size, each with a caption of at most three lines; `height` in mm."""

    def __init__(self, pictures: Sequence[tuple[Picture | None, str]], height: float, *, places: int = 2) -> None:
        super().__init__()
        self._pictures, self._tall, self._places = pictures, height * mm, places
        self._captions: list[list[str]] = []

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        self._cell = (avail_width - _BETWEEN * (self._places - 1)) / self._places
        room = self._cell - 1 * mm
        self._captions = [
            clip(wrap(caption, REGULAR, _CAPTION, room), _CAPTION_LINES) if caption else []
            for _, caption in self._pictures
        ]
        lines = max((len(caption) for caption in self._captions), default=0)
        self.width, self.height = avail_width, self._tall + lines * _CAPTION_LEADING + 3 * mm
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setLineWidth(0.3)
        for at, (picture, _) in enumerate(self._pictures):
            left, bottom = at * (self._cell + _BETWEEN), self.height - self._tall
            canvas.rect(left, bottom, self._cell, self._tall)
            self._draw_picture(picture, left, bottom, self._cell)
            canvas.setFont(REGULAR, _CAPTION)
            for line, text in enumerate(self._captions[at]):
                canvas.drawString(left, bottom - (line + 1) * _CAPTION_LEADING + 1, text)

    def _draw_picture(self, picture: Picture | None, left: float, bottom: float, width: float) -> None:
        canvas = self.canv
        if picture is None:
            canvas.setFont(REGULAR, _CAPTION)
            canvas.drawCentredString(left + width / 2, bottom + self._tall / 2, "Gambar tidak dapat dibaca")
            return
        scale = min((width - 2 * mm) / picture.width, (self._tall - 2 * mm) / picture.height)
        wide, tall = picture.width * scale, picture.height * scale
        x, y = left + (width - wide) / 2, bottom + (self._tall - tall) / 2
        cast(QuickCanvas, canvas).draw_jpeg(
            picture.data, (picture.width, picture.height), x, y, wide, tall, grey=picture.grey
        )


# --- sheets of 0, 50 and 100 percent -----------------------------------------------------------------------------


def build_photos(content: PhotoContent, out: BinaryIO, paper: PaperSize = F4) -> int:
    """Write the photo sheets, one activity after the other; returns the number of pages."""
    pages = Pages(out, paper=paper, identity=content.identity, title="Foto kegiatan")
    whose = [f"Pokmas “{content.group}”"] if content.group else []
    whose += [f"Kelurahan {content.place.kelurahan}"] if content.place.kelurahan else []
    owner = " ".join([*whose, f"Tahun Anggaran {content.year}"] if content.year else whose)
    for sheet in content.sheets or (PhotoSheet(activity=""),):
        pages.begin()
        pages.bookmark(sheet.activity or "Foto kegiatan")
        put_photos(pages, sheet, owner)
    return pages.close()


def put_photos(pages: Pages, sheet: PhotoSheet, owner: str = "") -> None:
    """Three rows a page: 0, 50 and 100 percent, an empty frame where a photo is still missing; then the others.

    `owner`: whose activity it is, on a sheet that lies in no packet."""
    about = ", ".join(part for part in (sheet.activity, sheet.location) if part)
    pages.put(title_lines("FOTO KEGIATAN", *(line for line in (about, owner) if line)))
    height = min(68.0, (pages.room / mm - 3 * 20) / 3)
    for slot in ("0", "50", "100"):
        chosen = [photo for photo in sheet.photos if photo.slot == slot]
        if not chosen:
            pages.put([_Missing(f"{slot} % : belum ada foto", height)])
        _put_rows(pages, chosen, height)
    _put_rows(pages, [photo for photo in sheet.photos if photo.slot not in {"0", "50", "100"}], height)


def _put_rows(pages: Pages, photos: Sequence[SheetPhoto], height: float) -> None:
    for start in range(0, len(photos), 2):
        row = [(prepare(photo.data), _caption(photo)) for photo in photos[start : start + 2]]
        pages.put([PictureRow(row, height), gap(2)])


def _caption(photo: SheetPhoto) -> str:
    parts = [f"{photo.slot} %" if photo.slot else "", format_day(photo.taken) if photo.taken else "", photo.caption]
    return " – ".join(part for part in parts if part)


class _Missing(Flowable):
    """A dashed frame where a photograph is still to come."""

    def __init__(self, text: str, height: float) -> None:
        super().__init__()
        self._text, self._tall = text, height * mm

    def wrap(self, avail_width: float, avail_height: float) -> tuple[float, float]:  # noqa: ARG002 - its interface
        self.width, self.height = avail_width, self._tall + 5 * mm
        return self.width, self.height

    def draw(self) -> None:
        canvas = self.canv
        canvas.setLineWidth(0.5)
        canvas.setDash(3, 2)
        canvas.rect(0, self.height - self._tall, self.width, self._tall)
        canvas.setDash()
        canvas.setFont(REGULAR, 11)
        canvas.drawCentredString(self.width / 2, self.height - self._tall / 2, self._text)


def put_scans(pages: Pages, title: str, pictures: Sequence[bytes]) -> None:
    """Scanned pages, each as large as the sheet allows, with a caption."""
    for at, data in enumerate(pictures, 1):
        if at > 1:
            pages.begin()
        caption = title if len(pictures) == 1 else f"{title} – lembar {at} dari {len(pictures)}"
        pages.put([PictureRow([(prepare(data), caption)], (pages.room / mm) - 18, places=1)])
