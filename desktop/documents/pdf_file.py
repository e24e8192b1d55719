"""Writing the file of a finished canvas: the same bytes as reportlab's own way, in less time and memory.

What a paper has hundreds of (pages, bookmarks, photographs) is written at once; everything else is left to reportlab. A
photograph goes from where it is to the file without being copied on the way.
"""

import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

from reportlab.lib.rl_accel import fp_str
from reportlab.pdfbase.pdfdoc import (
    BasicFonts,
    OutlineEntryObject,
    PDFCrossReferenceTable,
    PDFDestinationFit,
    PDFFile,
    PDFIndirectObject,
    PDFObject,
    PDFPage,
    PDFString,
    PDFTrailer,
)
from reportlab.pdfbase.ttfonts import FF_NONSYMBOLIC, FF_SYMBOLIC

_PACKING = 4  # of 9: two thirds of the time of the usual 6 for a twentieth more bytes
_ON_A_LINE, _LISTED = 6, 10  # entries of a dictionary, of a list, before reportlab begins a new line


class Jpeg(PDFObject):
    """A JPEG as an image of the file, its bytes as they are. `width`, `height` in pixels."""

    def __init__(self, data: bytes, width: int, height: int, *, grey: bool) -> None:
        self.data = data
        self.width, self.height, self.grey = width, height, grey


class _Stream(PDFObject):
    """Bytes with their dictionary, which is `entries` between those on how they are packed and how long they are."""

    def __init__(self, data: bytes, *, packed: bool, entries: tuple[str, ...] = ()) -> None:
        self.data, self.packed, self.entries = data, packed, entries


class _Font(PDFObject):
    """A part of a font in one file; `letters`, `descriptor`: where they stand."""

    __RefOnly__ = 1

    def __init__(self, part: "FontPart", name: str, letters: str, descriptor: str) -> None:
        self.part, self.name, self.letters, self.descriptor = part, name, letters, descriptor


class FontPart:
    """Up to 256 letters of a font, ready for every file. `base`: its name; `letters`: which sign each code is; `file`:
    the font with these letters alone, `file_size` bytes unpacked; `face`: reportlab's, for its measures."""

    def __init__(
        self, *, base: str, widths: tuple[float, ...], letters: bytes, file: bytes, file_size: int, face: Any,
        packed: bool,
    ) -> None:  # fmt: skip
        self.base, self._packed = base, packed
        self._letters, self._file, self._file_size = letters, file, file_size
        self.last = len(widths) - 1
        self.widths = _list([fp_str(width) for width in widths])
        flags = face.flags & ~FF_NONSYMBOLIC | FF_SYMBOLIC
        self._before = [
            f"/Ascent {fp_str(face.ascent)}", f"/CapHeight {fp_str(face.capHeight)}",
            f"/Descent {fp_str(face.descent)}", f"/Flags {flags}",
            f"/FontBBox {_list([fp_str(side) for side in face.bbox])}",
        ]  # fmt: skip
        self._after = [
            f"/FontName /{base}", f"/ItalicAngle {fp_str(face.italicAngle)}",
            f"/MissingWidth {fp_str(face.defaultWidth)}", f"/StemV {fp_str(face.stemV)}", "/Type /FontDescriptor",
        ]  # fmt: skip

    def add(self, doc: Any, name: str) -> PDFObject:
        """The font object for a file, its parts registered there."""
        letters = doc.Reference(_Stream(self._letters, packed=self._packed))
        size = f"/Length1 {self._file_size}"
        file = doc.Reference(_Stream(self._file, packed=self._packed, entries=(size,)))
        entries = [*self._before, f"/FontFile2 {_place(doc, file.name)}", *self._after]
        descriptor = doc.Reference(_Written(_entries(entries)))
        font = _Font(self, name, _place(doc, letters.name), _place(doc, descriptor.name))
        doc.Reference(font, name)
        return font


class _Written(PDFObject):
    """An object that is written already."""

    def __init__(self, text: str) -> None:
        self.text = text


def write_file(doc: Any, canvas: Any, out: BinaryIO) -> None:
    """Write the document of a canvas whose pages are all shown. `doc`: reportlab's document, used up by this."""
    for font in doc.delayedFonts:
        add = getattr(font, "add_parts", font.addObjects)
        add(doc)
    doc.info.invariant = doc.invariant
    doc.info.digest(doc.signature)
    root, info = doc.Reference(doc.Catalog), doc.Reference(doc.info)
    doc.Outlines.prepare(doc, canvas)
    if doc.Outlines.ready < 0:
        doc.Catalog.Outlines = None
    doc.encrypt.prepare(doc)
    parts: list[bytes] = PDFFile(doc._pdfVersion).strings
    offset, names, number = len(parts[0]), [], 1
    while number in doc.numberToId:  # formatting one object may add others
        name = doc.numberToId[number]
        item = doc.idToObject[name]
        write = _WRITERS.get(type(item))
        pieces = write(item, doc, number) if write else None
        if pieces is None:
            pieces = (PDFIndirectObject(name, item).format(doc),)
        doc.idToOffset[name] = offset
        names.append(name)
        parts += pieces
        offset += sum(map(len, pieces))
        number += 1
    table = PDFCrossReferenceTable()
    table.addsection(0, names)
    parts.append(table.format(doc))
    parts.append(PDFTrailer(startxref=offset, Size=number, Root=root, Info=info, ID=doc.ID()).format(doc))
    out.writelines(parts)


def _entries(entries: list[str]) -> str:
    """A dictionary with its entries in order, broken into lines as reportlab does."""
    for at in reversed(range(_ON_A_LINE, len(entries), _ON_A_LINE)):
        entries.insert(at, "\n ")
    return f"<<\n{' '.join(entries)}\n>>"


def _list(items: list[str]) -> str:
    for at in reversed(range(_LISTED, len(items), _LISTED)):
        items.insert(at, "\n ")
    return f"[ {' '.join(items)} ]"


def _place(doc: Any, name: str) -> str:
    return f"{doc.idToObjectNumberAndVersion[name][0]} 0 R"


def _encoded(text: str) -> bytes:
    return text.encode("ascii") if text.isascii() else text.encode("extpdfdoc")


# --- what there is much of ---------------------------------------------------------------------------------------


def _page(page: Any, doc: Any, number: int) -> tuple[bytes, ...] | None:
    """A page of text, lines and pictures; None for one with more than that."""
    if page.Annots or page.ExtGState or page._shadingUsed or page._colorsUsed or page.Rotate or not page.stream:
        return None
    if page.CropBox or page.ArtBox or page.TrimBox or page.BleedBox or page.Dur or page.Trans.dict:
        return None
    kinds = " /ImageB /ImageC /ImageI" if page.hasImages else ""
    resources = [f"/Font {_place(doc, BasicFonts)}", f"/ProcSet [ /PDF /Text{kinds} ]"]
    if page.XObjects:
        forms = page.XObjects.dict
        resources.append(f"/XObject {_entries([f'/{name} {_place(doc, forms[name].name)}' for name in sorted(forms)])}")
    parent = doc.Reference(doc.Pages)  # before the drawing: the order in which reportlab numbers them
    stream = _encoded(page.stream)
    content = _Stream(zlib.compress(stream, _PACKING) if page.compression else stream, packed=bool(page.compression))
    entries = [
        f"/Contents {_place(doc, doc.Reference(content).name)}",
        f"/MediaBox [ 0 0 {fp_str(page.pagewidth, page.pageheight)} ]",
        f"/Parent {_place(doc, parent.name)}",
        f"/Resources {_entries(resources)}",
        "/Rotate 0",
        "/Trans <<\n\n>>",
        "/Type /Page",
    ]
    return (f"{number} 0 obj\n{_entries(entries)}\nendobj\n".encode("ascii"),)


def _stream(stream: _Stream, doc: Any, number: int) -> tuple[bytes, ...]:  # noqa: ARG001 - as the others
    entries = ["/Filter [ /FlateDecode ]"] if stream.packed else []
    entries += [f"/Length {len(stream.data)}", *stream.entries]
    return f"{number} 0 obj\n{_entries(entries)}\nstream\n".encode("ascii"), stream.data, b"endstream\nendobj\n"


def _written(written: _Written, doc: Any, number: int) -> tuple[bytes, ...]:  # noqa: ARG001 - as the others
    return (f"{number} 0 obj\n{written.text}\nendobj\n".encode("ascii"),)


def _font(font: _Font, doc: Any, number: int) -> tuple[bytes, ...]:  # noqa: ARG001 - as the others
    part = font.part
    entries = [
        f"/BaseFont /{part.base}",
        "/FirstChar 0",
        f"/FontDescriptor {font.descriptor}",
        f"/LastChar {part.last}",
        f"/Name /{font.name}",
        "/Subtype /TrueType",
        f"/ToUnicode {font.letters}",
        "/Type /Font",
        f"/Widths {part.widths}",
    ]
    return (f"{number} 0 obj\n{_entries(entries)}\nendobj\n".encode("ascii"),)


def _jpeg(jpeg: Jpeg, doc: Any, number: int) -> tuple[bytes, ...]:  # noqa: ARG001 - as the others
    entries = [
        "/BitsPerComponent 8",
        f"/ColorSpace /Device{'Gray' if jpeg.grey else 'RGB'}",
        "/Filter [ /DCTDecode ]",
        f"/Height {jpeg.height}",
        f"/Length {len(jpeg.data)}",
        "/Subtype /Image",
        "/Type /XObject",
        f"/Width {jpeg.width}",
    ]
    return f"{number} 0 obj\n{_entries(entries)}\nstream\n".encode("ascii"), jpeg.data, b"endstream\nendobj\n"


def _bookmark(entry: Any, doc: Any, number: int) -> tuple[bytes, ...] | None:
    """A bookmark that shows a whole page; None for another."""
    if type(entry.Dest.fmt) is not PDFDestinationFit:
        return None
    title: str = entry.Title
    if title.isascii() and title.isprintable() and not {"(", ")", "\\"} & set(title):
        shown = f"({title})"
    else:
        shown = PDFString(title).format(doc).decode("latin-1")
    entries = [] if entry.Count is None else [f"/Count {entry.Count}"]
    entries.append(f"/Dest [ {_place(doc, entry.Dest.page.name)} /Fit ]")
    for name in ("First", "Last", "Next", "Parent", "Prev"):
        other = getattr(entry, name)
        if other is not None:
            entries.append(f"/{name} {_place(doc, other.name)}")
    entries.append(f"/Title {shown}")
    return (f"{number} 0 obj\n{_entries(entries)}\nendobj\n".encode("latin-1"),)


_Writer = Callable[[Any, Any, int], tuple[bytes, ...] | None]
_WRITERS: dict[type, _Writer] = {
    PDFPage: _page,
    _Stream: _stream,
    _Written: _written,
    _Font: _font,
    Jpeg: _jpeg,
    OutlineEntryObject: _bookmark,
}
