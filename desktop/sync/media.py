"""What an attachment may be: a JPEG, a PNG or a PDF, whole, within limits, and nothing besides.

A photo is checked after it was made ready for sending (turned, made smaller, cleared of its place): a file as a
telephone wrote it may well be refused here, for the film or second picture it carries behind the first.

Sizes are read from the file's own structure before anything is decoded. Decoders then get the picture alone, without
its metadata, so that a fault in reading those cannot be reached from a bundle.
"""

import io
import re
import struct
import threading
import zlib
from typing import Any, Final, Literal

import msgspec
import pypdfium2
from PIL import Image
from pypdfium2 import raw as pdfium

from desktop.sync import limits

PDFIUM: Final = threading.Lock()
"""Held around every call into pdfium: it works for one thread at a time. Whoever else renders PDFs takes it too."""


class MediaRefused(Exception):
    """An attachment that is refused.

    `code` is stable: too_big (bytes), too_many_pixels, too_many_pages, unsupported (not JPEG, PNG or PDF, or an unusual
    kind of one), damaged, foreign_data (something besides the picture or paper), active_content (a PDF with scripts,
    files or launch actions), encrypted. `detail` is technical.
    """

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


class Media(msgspec.Struct, frozen=True):
    """What an attachment is. A picture: its size in pixels, pages 1. A PDF: its first page in points (1/72 inch)."""

    kind: Literal["jpeg", "png", "pdf"]
    width: int
    height: int
    pages: int


def check_attachment(data: bytes) -> Media:
    """Look at an attachment before it is kept: what it is, that it is whole, and that it is only that.

    Raises MediaRefused.
    """
    if len(data) > limits.ATTACHMENT_BYTES:
        raise MediaRefused("too_big", f"{len(data)} bita")
    if data.startswith(b"\xff\xd8\xff"):
        return _check_jpeg(data)
    if data.startswith(_PNG_MAGIC):
        return _check_png(data)
    if data.startswith(b"%PDF-"):
        return _check_pdf(data)
    raise MediaRefused("unsupported", "bukan JPEG, PNG atau PDF")


def _check_pixels(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise MediaRefused("damaged", f"{width} x {height}")
    if width * height > limits.PHOTO_PIXELS:
        raise MediaRefused("too_many_pixels", f"{width} x {height}")


def _check_parts(parts: int) -> None:
    if parts > limits.PICTURE_PARTS:
        raise MediaRefused("unsupported", "gambar dari terlalu banyak bagian")


def pixels_of(data: bytes | memoryview) -> int:
    """The pixels of an attachment that `check_attachment` has passed before, from its structure alone; 0 of a PDF.

    Raises MediaRefused: damaged, when it cannot be such a one.
    """
    if data[: len(_PNG_MAGIC)] == _PNG_MAGIC and len(data) >= 24:
        width, height = struct.unpack_from(">II", data, 16)
        return int(width) * int(height)
    if data[:3] != b"\xff\xd8\xff":
        return 0
    at = 2
    while at + 9 <= len(data):
        marker = data[at + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return int(width) * int(height)
        at += 1 if marker == 0xFF else 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    raise MediaRefused("damaged", "JPEG tanpa gambar")


# What would make a browser or another program take the file for something else.
_foreign = re.compile(rb"(?i)<(?:!doctype|html|head|body|script|svg|iframe|img|\?php)|%PDF-|PK\x03\x04").search


# --- JPEG -------------------------------------------------------------------------------------------------------------

_SOI, _EOI, _SOS, _APP0, _APP2, _APP14, _APP15, _COM = 0xD8, 0xD9, 0xDA, 0xE0, 0xE2, 0xEE, 0xEF, 0xFE
_FRAMES: Final = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive
_TABLES: Final = (0xC4, 0xDB, 0xDD)  # Huffman, quantisation, restart interval
_end_of_scan = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]").search
_JPEG_SCANS: Final = 24  # a decoder works through the whole picture once a scan; ordinary progressive files have ten


def _check_jpeg(data: bytes) -> Media:
    """Walk the segments to the end of the file: one frame, no strangers, nothing behind the picture."""
    keep = [b"\xff\xd8"]
    size: tuple[int, int] | None = None
    at, scans, parts = 2, 0, 0
    while True:
        parts += 1
        _check_parts(parts)
        if data[at : at + 1] != b"\xff" or at + 2 > len(data):
            raise MediaRefused("damaged", "JPEG terpotong")
        marker = data[at + 1]
        if marker == 0xFF:  # a fill byte
            at += 1
            continue
        if marker == _EOI:
            break
        length = int.from_bytes(data[at + 2 : at + 4], "big")
        end = at + 2 + length
        if length < 2 or end > len(data):
            raise MediaRefused("damaged", "JPEG terpotong")
        if marker in _FRAMES:
            if size or length < 8:
                raise MediaRefused("damaged", "dua gambar dalam satu JPEG")
            height, width = struct.unpack_from(">HH", data, at + 5)
            _check_pixels(width, height)
            size = width, height
        elif marker == _SOS:
            scans += 1
            found = _end_of_scan(data, end)
            if not size or not found:
                raise MediaRefused("damaged", "JPEG terpotong")
            if scans > _JPEG_SCANS:
                raise MediaRefused("unsupported", "JPEG dengan terlalu banyak lapis")
            end = found.start()
        elif _APP0 <= marker <= _APP15 or marker == _COM:
            _check_jpeg_metadata(marker, data[at + 4 : end])
        elif marker not in _TABLES:
            raise MediaRefused("unsupported", f"penanda JPEG {marker:02X}")
        if marker in (_APP0, _APP14) or not (_APP0 <= marker <= _APP15 or marker == _COM):
            keep.append(data[at:end])
        at = end
    if at + 2 != len(data):
        raise MediaRefused("foreign_data", "ada data di belakang gambar")
    if not size or not scans:
        raise MediaRefused("damaged", "JPEG tanpa gambar")
    _decode(b"".join([*keep, b"\xff\xd9"]), "JPEG", size)
    return Media("jpeg", *size, 1)


def _check_jpeg_metadata(marker: int, content: bytes) -> None:
    if _foreign(content):
        raise MediaRefused("foreign_data", "isi asing di keterangan gambar")
    if marker == _APP2 and content.startswith(b"MPF\0"):
        raise MediaRefused("foreign_data", "gambar kedua di belakang gambar")


def _decode(picture: bytes, kind: str, size: tuple[int, int]) -> None:
    """Decode once to see that all of it is there; a JPEG at an eighth of its size, which reads all its data too."""
    try:
        with Image.open(io.BytesIO(picture), formats=(kind,)) as image:
            if image.size != size:
                raise MediaRefused("damaged", "ukuran gambar")
            if kind == "JPEG":
                image.draft(None, (max(1, size[0] // 8), max(1, size[1] // 8)))
            image.load()
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error) as error:
        raise MediaRefused("damaged", f"{kind}: {type(error).__name__}") from None


# --- PNG --------------------------------------------------------------------------------------------------------------

_PNG_MAGIC: Final = b"\x89PNG\r\n\x1a\n"
_PNG_PICTURE: Final = (b"IHDR", b"PLTE", b"IDAT", b"tRNS", b"IEND")
_PNG_NOTES: Final = (
    b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"pHYs", b"sBIT", b"bKGD", b"tIME", b"eXIf", b"tEXt", b"zTXt", b"iTXt",
)  # fmt: skip


def _check_png(data: bytes) -> Media:
    """Walk the chunks to the end of the file: known ones only, each with its CRC, nothing behind the last."""
    if data[8:16] != b"\0\0\0\x0dIHDR" or len(data) < 24:
        raise MediaRefused("damaged", "PNG tanpa kepala")
    size: tuple[int, int] = struct.unpack_from(">II", data, 16)
    _check_pixels(*size)
    keep, at, name, parts = [_PNG_MAGIC], len(_PNG_MAGIC), b"", 0
    while name != b"IEND":
        parts += 1
        _check_parts(parts)
        if at + 12 > len(data):
            raise MediaRefused("damaged", "PNG terpotong")
        length, name = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data):
            raise MediaRefused("damaged", "PNG terpotong")
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise MediaRefused("damaged", "PNG rusak")
        if name in _PNG_PICTURE:
            if name == b"IHDR" and parts > 1:
                raise MediaRefused("damaged", "dua gambar dalam satu PNG")
            keep.append(data[at:end])
        elif name not in _PNG_NOTES:
            raise MediaRefused("foreign_data", "bagian PNG yang tidak dikenal")
        elif _foreign(data[at + 8 : end - 4]):
            raise MediaRefused("foreign_data", "isi asing di keterangan gambar")
        at = end
    if at != len(data):
        raise MediaRefused("foreign_data", "ada data di belakang gambar")
    _decode(b"".join(keep), "PNG", size)
    return Media("png", *size, 1)


# --- PDF --------------------------------------------------------------------------------------------------------------


def _spelled(*names: str) -> bytes:
    """A pattern for PDF names, also where single letters are written as #hex."""
    letters = ["".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name) for name in names]
    return ("/(?:" + "|".join(letters) + ")(?![A-Za-z0-9])").encode("ascii")


_ACTIVE: Final = (
    "JavaScript", "Launch", "EmbeddedFile", "EmbeddedFiles", "FileAttachment", "RichMedia", "Rendition", "Movie",
    "Sound", "GoToE", "GoToR", "SubmitForm", "ImportData",
)  # fmt: skip
_find_active = re.compile(_spelled(*_ACTIVE)).search
_find_encryption = re.compile(_spelled("Encrypt")).search
_find_object_streams = re.compile(_spelled("ObjStm")).findall
# The one way ordinary writers spell an object stream. Anything else could hide a name from the search above.
_plain_object_streams = re.compile(
    rb"<<(?:\s*/(?:Type\s*/ObjStm|(?:N|First)\s+\d+|Length\s+\d+(?:\s+\d+\s+R)?|Extends\s+\d+\s+\d+\s+R"
    rb"|Filter\s*(?:/FlateDecode|\[\s*/FlateDecode\s*\])))+\s*>>\s*stream\r?\n"
).finditer


_PIECE: Final = 16 * limits.KIB  # inflates to 16 MiB at most


def _check_pdf(data: bytes) -> Media:
    """Search for what acts by itself, also inside compressed objects; then let pdfium count the pages, drawing none."""
    if not re.match(rb"%PDF-[12]\.\d\s", data):
        raise MediaRefused("unsupported", "versi PDF")
    body = data.rstrip(b"\r\n\t \0")
    if not body.endswith(b"%%EOF"):
        raise MediaRefused("foreign_data" if b"%%EOF" in body[-4096:] else "damaged", "akhir PDF")
    if _find_encryption(data):
        raise MediaRefused("encrypted", "PDF bersandi")
    _refuse_active(data)
    found, left = 0, limits.PDF_INFLATED_BYTES
    for header in _plain_object_streams(data):
        found += header[0].count(b"/ObjStm")  # none in an ordinary stream, which may look the same otherwise
        if b"/ObjStm" in header[0] and b"/FlateDecode" in header[0]:
            objects = _inflate(data, header.end(), left)
            left -= len(objects)
            _refuse_active(objects)
    if found != len(_find_object_streams(data)):
        raise MediaRefused("unsupported", "PDF dengan susunan yang tidak biasa")
    with PDFIUM:
        return _open_pdf(data)


def _refuse_active(text: bytes) -> None:
    found = _find_active(text)
    if found:
        raise MediaRefused("active_content", found[0].decode("ascii"))


def _inflate(data: bytes, start: int, limit: int) -> bytes:
    """Unpack one stream, in pieces: unzipping it from the whole rest of the file would copy that rest each time."""
    inflater, content = zlib.decompressobj(), bytearray()
    try:
        while not inflater.eof and start < len(data):
            content += inflater.decompress(data[start : start + _PIECE])
            start += _PIECE
            if len(content) > limit:
                raise MediaRefused("too_big", "PDF mengembang terlalu besar")
    except zlib.error:
        raise MediaRefused("damaged", "PDF rusak") from None
    return bytes(content)


def _open_pdf(data: bytes) -> Media:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        raise MediaRefused("damaged", "PDF tidak dapat dibuka") from None
    try:
        pages = len(document)
        if not 0 < pages <= limits.PDF_PAGES:
            raise MediaRefused("too_many_pages" if pages else "damaged", f"{pages} halaman")
        _refuse_listed(document)
        width, height = document.get_page_size(0)
    except pypdfium2.PdfiumError:
        raise MediaRefused("damaged", "halaman pertama") from None
    finally:
        document.close()
    return Media("pdf", round(width), round(height), pages)


def _refuse_listed(document: Any) -> None:  # Any: pypdfium2 ships no types
    """What pdfium itself counts as active: a second pair of eyes."""
    if document.count_attachments() or pdfium.FPDFDoc_GetJavaScriptActionCount(document.raw):
        raise MediaRefused("active_content", "berkas atau skrip di dalam PDF")
    if document.get_formtype() in (pdfium.FORMTYPE_XFA_FULL, pdfium.FORMTYPE_XFA_FOREGROUND):
        raise MediaRefused("active_content", "formulir XFA")
