"""Attachments: what phones, scanners and our own papers make is taken, everything else is not."""

import io
import struct
import threading
import time
import warnings
import zlib
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf.generic import (
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    create_string_object,
)

from desktop.sync import limits, media
from desktop.sync.media import Media, MediaRefused, check_attachment
from tests.sync.craft import jpeg, paper, png


def refused(data: bytes) -> str:
    with pytest.raises(MediaRefused) as caught:
        check_attachment(data)
    return caught.value.code


# --- pictures that are taken ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "options",
    [{}, {"progressive": True}, {"quality": 95, "subsampling": 0}, {"optimize": True}, {"restart_marker_blocks": 4},
     {"comment": b"Rembug RT"}, {"dpi": (300, 300)}],
)  # fmt: skip
def test_ordinary_jpegs(options: dict[str, Any]) -> None:
    assert check_attachment(jpeg(160, 120, **options)) == Media("jpeg", 160, 120, 1)


def test_jpegs_in_grey_and_print_colours_and_with_exif() -> None:
    for mode in ("L", "CMYK"):
        out = io.BytesIO()
        Image.new(mode, (33, 17)).save(out, "JPEG")
        assert check_attachment(out.getvalue()) == Media("jpeg", 33, 17, 1)
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90 degrees
    assert check_attachment(jpeg(40, 30, exif=exif)).width == 40


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_ordinary_pngs(mode: str) -> None:
    assert check_attachment(png(37, 23, mode)) == Media("png", 37, 23, 1)


def test_a_damaged_note_in_a_picture_is_never_read() -> None:
    """Pillow would warn of a broken EXIF block or a second picture; it gets the picture without them."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert check_attachment(with_segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff")).kind == "jpeg"
        assert check_attachment(with_segment(0xE2, b"ICC_PROFILE\0\1\1" + b"x" * 40)).kind == "jpeg"
        assert check_attachment(with_chunk(b"iCCP", b"x\0\0broken")).kind == "png"


# --- pictures that are not --------------------------------------------------------------------------------------------


def with_segment(marker: int, content: bytes) -> bytes:
    picture = jpeg(40, 30)
    return picture[:2] + bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content + picture[2:]


def chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def with_chunk(name: bytes, content: bytes) -> bytes:
    picture = png()
    return picture[:33] + chunk(name, content) + picture[33:]


def giant_png(width: int, height: int) -> bytes:
    """A PNG of a few kB that says it is enormous."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 2_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def giant_jpeg(width: int, height: int) -> bytes:
    picture = bytearray(jpeg(40, 30))
    at = picture.index(b"\xff\xc0")
    picture[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(picture)


def test_giant_pictures_are_refused_unopened() -> None:
    start = time.process_time()
    bomb = giant_png(60_000, 60_000)
    assert len(bomb) < 4_000
    assert refused(bomb) == "too_many_pixels"
    assert refused(giant_jpeg(65_500, 65_500)) == "too_many_pixels"
    assert refused(giant_png(2**31 - 1, 1)) == "too_many_pixels"
    assert refused(giant_png(0, 5)) == "damaged"
    assert time.process_time() - start < 0.1


def test_a_picture_of_many_bytes_behind_few_pixels_is_not_unpacked() -> None:
    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 200_000_000, 9)
    start = time.process_time()
    check_attachment(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b""))
    assert time.process_time() - start < 0.5  # unpacking all of it would take longer


def test_cut_pictures() -> None:
    for whole in (jpeg(40, 30), png(40, 30)):
        for end in range(len(whole)):
            assert refused(whole[:end]) in ("damaged", "unsupported")


def test_pictures_that_are_something_else_too() -> None:
    page = b"<html><script>alert(1)</script></html>"
    assert refused(jpeg() + page) == "foreign_data"
    assert refused(jpeg() + jpeg()) == "foreign_data"
    assert refused(png() + b"PK\x03\x04") == "foreign_data"
    assert refused(with_segment(0xFE, page)) == "foreign_data"
    assert refused(with_segment(0xE1, b"Exif\0\0" + page)) == "foreign_data"
    assert refused(with_segment(0xEF, b"%PDF-1.4")) == "foreign_data"
    assert refused(with_segment(0xE2, b"MPF\0II*\0")) == "foreign_data"
    assert refused(with_chunk(b"tEXt", b"Comment\0" + page)) == "foreign_data"
    assert refused(with_chunk(b"fcTL", b"x" * 26)) == "foreign_data"  # moving pictures
    assert refused(with_chunk(b"abCD", b"x")) == "foreign_data"


def test_odd_jpegs() -> None:
    picture = jpeg(40, 30)
    at, scan = picture.index(b"\xff\xc0"), picture.index(b"\xff\xda")
    frame = picture[at : at + 2 + int.from_bytes(picture[at + 2 : at + 4], "big")]
    assert refused(picture[:at] + frame + picture[at:]) == "damaged"  # two frames
    assert refused(picture[:at] + picture[at + len(frame) :]) == "damaged"  # none
    assert refused(picture[: at + 1] + b"\xc3" + picture[at + 2 :]) == "unsupported"  # lossless
    assert refused(picture[: at + 1] + b"\xc9" + picture[at + 2 :]) == "unsupported"  # arithmetic
    assert refused(picture[:-2] + picture[scan:-2] * 30 + b"\xff\xd9") == "unsupported"  # a scan bomb
    assert refused(picture[:2] + b"\xff\xd9") == "damaged"
    assert refused(picture[:4] + b"\0\0" + picture[6:]) == "damaged"
    assert check_attachment(picture[:2] + b"\xff\xff" + picture[2:]).width == 40  # fill bytes are allowed


def test_odd_pngs() -> None:
    picture = png()
    assert refused(picture[:8] + picture[33:]) == "damaged"  # no header
    assert refused(picture[:33] + picture[8:33] + picture[33:]) == "damaged"  # two
    assert refused(picture[:28] + b"\xff" + picture[29:]) == "damaged"  # its CRC differs
    note = bytearray(chunk(b"tEXt", b"Comment\0halo"))
    note[-1] ^= 1
    assert refused(picture[:33] + bytes(note) + picture[33:]) == "damaged"  # a note's CRC counts as well
    assert refused(picture[:33] + chunk(b"IEND", b"")) == "damaged"  # no rows
    assert refused(picture[:33] + chunk(b"IDAT", b"junk") + chunk(b"IEND", b"")) == "damaged"
    assert refused(picture[:8] + chunk(b"IHDR", b"\0" * 12) + picture[33:]) == "damaged"
    assert refused(picture[:33] + b"\xff\xff\xff\xff" + picture[37:]) == "damaged"


def test_pictures_of_very_many_parts() -> None:
    start = time.process_time()
    picture = jpeg(40, 30)
    assert refused(picture[:2] + b"\xff\xe0\0\2" * 3_000_000 + picture[2:]) == "unsupported"
    assert refused(picture[:2] + b"\xff" * 12_000_000 + picture[2:]) == "unsupported"
    empty = chunk(b"tEXt", b"")
    assert refused(png()[:33] + empty * 1_000_000 + png()[33:]) == "unsupported"
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    "data",
    [
        b"", b"x", b"GIF89a", b"BM", b"II*\0\x08\0\0\0", b"MM\0*\0\0\0\x08", b"RIFF\0\0\0\0WEBP", b"<svg/>",
        b"PK\x03\x04", b"\0\0\0\x18ftypheic", b"%!PS-Adobe", b" %PDF-1.4\n", b"\x89PNG", b"\xff\xd8",
    ],
)  # fmt: skip
def test_other_formats(data: bytes) -> None:
    assert refused(data + b"\0" * 100) == "unsupported"


def test_a_file_beyond_the_limit() -> None:
    assert refused(b"\xff\xd8\xff" + b"\0" * limits.ATTACHMENT_BYTES) == "too_big"


@given(st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_damage_raises_anything_else(data: st.DataObject) -> None:
    whole = data.draw(
        st.sampled_from([jpeg(40, 30), jpeg(40, 30, progressive=True), png(40, 30), png(9, 9, "P"), paper()])
    )
    changed = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=4))
    try:
        found = check_attachment(bytes(changed))
    except MediaRefused:
        return
    assert found.pages >= 1


# --- PDF --------------------------------------------------------------------------------------------------------------


def pdf(*objects: bytes, catalog: bytes = b"", page: bytes = b"", trailer: bytes = b"", pages: int = 1) -> bytes:
    """A PDF by hand: catalogue, page tree, pages, then what the test adds, with a right xref table."""
    kids = b" ".join(b"%d 0 R" % (3 + number) for number in range(pages))
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        *[b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] " + page + b" >>"] * pages,
        *objects,
    ]
    out, offsets = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R " % (len(bodies) + 1) + trailer + b" >>\nstartxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def object_stream(content: bytes, head: bytes = b"/Filter /FlateDecode", packed: bytes | None = None) -> bytes:
    packed = zlib.compress(content) if packed is None else packed
    return b"<< /Type /ObjStm /N 1 /First 4 %s /Length %d >>\nstream\n%s\nendstream" % (head, len(packed), packed)


def test_papers_of_ours_and_of_others() -> None:
    assert check_attachment(paper(3)) == Media("pdf", 609, 935, 3)
    assert check_attachment(pdf()) == Media("pdf", 200, 100, 1)
    out = io.BytesIO()
    Image.new("RGB", (300, 200)).save(out, "PDF")
    assert check_attachment(out.getvalue()).pages == 1
    link = b"/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI (https://kediri.example) >> >>]"
    assert check_attachment(pdf(page=link)).pages == 1  # a link does nothing by itself
    assert check_attachment(pdf(object_stream(b"9 0 << /Type /Font >>"))).pages == 1
    assert check_attachment(pdf(object_stream(b"9 0 (x)", b"", packed=b"9 0 (x)"))).pages == 1


def test_pages_up_to_the_limit() -> None:
    assert check_attachment(pdf(pages=limits.PDF_PAGES)).pages == limits.PDF_PAGES
    start = time.process_time()
    assert refused(pdf(pages=limits.PDF_PAGES + 1)) == "too_many_pages"
    assert refused(pdf(pages=10_000)) == "too_many_pages"
    assert time.process_time() - start < 2
    shared = pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [" + b"3 0 R " * 10_000 + b"] /Count 10000")
    assert refused(shared) in ("too_many_pages", "damaged")


ACTIVE = {
    "script at opening": pdf(catalog=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"),
    "script by name": pdf(catalog=b"/Names << /JavaScript << /Names [(a) << /S /JavaScript /JS (x) >>] >> >>"),
    "script on a page": pdf(page=b"/AA << /O << /S /JavaScript /JS (x) >> >>"),
    "letters as hex": pdf(catalog=b"/OpenAction << /S /J#61va#53cript /JS (x) >>"),
    "all letters as hex": pdf(catalog=b"/A << /S /" + b"".join(b"#%02X" % c for c in b"Launch") + b" >>"),
    "launch": pdf(page=b"/Annots [<< /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (cmd.exe) >> >>]"),
    "embedded file": pdf(catalog=b"/Names << /EmbeddedFiles << /Names [] >> >>"),
    "file stream": pdf(b"<< /Type /EmbeddedFile /Length 1 >>\nstream\nx\nendstream"),
    "file annotation": pdf(page=b"/Annots [<< /Subtype /FileAttachment /Rect [0 0 9 9] >>]"),
    "rich media": pdf(page=b"/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] >>]"),
    "another file": pdf(catalog=b"/OpenAction << /S /GoToR /F (x.pdf) /D [0 /Fit] >>"),
    "sending a form": pdf(catalog=b"/OpenAction << /S /SubmitForm /F (http://x.example) >>"),
    "in compressed objects": pdf(object_stream(b"9 0 << /S /JavaScript /JS (x) >>")),
    "in compressed objects, as hex": pdf(object_stream(b"9 0 << /S /JavaScrip#74 >>")),
    "in a later revision": pdf() + b"9 0 obj << /S /Launch >> endobj\n%%EOF\n",
}


@pytest.mark.parametrize("case", ACTIVE)
def test_papers_that_would_act(case: str) -> None:
    assert refused(ACTIVE[case]) == "active_content"


def test_papers_that_would_act_as_a_writer_makes_them() -> None:
    with_file = pypdf.PdfWriter()
    with_file.add_blank_page(200, 100)
    with_file.add_attachment("daftar.exe", b"MZ")
    scripted = pypdf.PdfWriter()
    scripted.add_blank_page(200, 100)
    script = DecodedStreamObject()
    script.set_data(b"app.alert(1)")
    action = DictionaryObject({
        NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): create_string_object("app.alert(1)"),
    })  # fmt: skip
    scripted.root_object[NameObject("/OpenAction")] = action
    for writer in (with_file, scripted):
        out = io.BytesIO()
        writer.write(out)
        assert refused(out.getvalue()) == "active_content"


def test_what_pdfium_itself_counts_as_active(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the search for names ever blind, scripts, files and XFA forms would still be counted."""
    assert refused(pdf(catalog=b"/AcroForm << /Fields [] /XFA (x) >>")) == "active_content"
    monkeypatch.setattr(media, "_refuse_active", lambda text: None)
    assert refused(ACTIVE["script by name"]) == "active_content"
    with_file = pypdf.PdfWriter()
    with_file.add_blank_page(200, 100)
    with_file.add_attachment("daftar.exe", b"MZ")
    out = io.BytesIO()
    with_file.write(out)
    assert refused(out.getvalue()) == "active_content"


UNUSUAL = {
    "hidden by another filter": pdf(object_stream(b"9 0 << >>", b"/Filter [/ASCIIHexDecode /FlateDecode]")),
    "hidden by an old filter": pdf(object_stream(b"9 0 << >>", b"/Filter /LZWDecode")),
    "hidden by a predictor": pdf(object_stream(b"9 0 << >>", b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>")),
    "filter elsewhere": pdf(object_stream(b"9 0 << >>", b"/Filter 9 0 R")),
    "type elsewhere": pdf(b"/ObjStm"),
    "type as hex": pdf(object_stream(b"9 0 << >>").replace(b"/ObjStm", b"/Obj#53tm")),
    "a false start": pdf(object_stream(b"9 0 << >>", b"/X (stream\n) /Filter /FlateDecode")),
}


@pytest.mark.parametrize("case", UNUSUAL)
def test_compressed_objects_in_unusual_dress(case: str) -> None:
    assert refused(UNUSUAL[case]) == "unsupported"


def test_locked_cut_and_lengthened_papers() -> None:
    locked = pypdf.PdfWriter()
    locked.add_blank_page(200, 100)
    locked.encrypt("rahasia", algorithm="RC4-128")
    out = io.BytesIO()
    locked.write(out)
    assert refused(out.getvalue()) == "encrypted"
    whole = paper()
    assert refused(whole[:-20]) == "damaged"
    assert refused(whole + b"<html>") == "foreign_data"
    assert refused(whole + b"PK\x03\x04") == "foreign_data"
    assert check_attachment(whole + b"\r\n").pages == 1
    assert refused(b"%PDF-9.9\n" + whole[9:]) == "unsupported"
    assert refused(b"%PDF-1.4\n%%EOF") == "damaged"
    assert refused(pdf(pages=0)) == "damaged"


def test_a_paper_that_unpacks_to_a_bomb(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = pdf(*[object_stream(b"9 0 " + b" " * 9_000_000)] * 10)
    start = time.process_time()
    assert refused(bomb) == "too_big"
    assert time.process_time() - start < 2
    assert refused(pdf(object_stream(b"", packed=b"not zlib"))) == "damaged"


def test_two_threads_may_look_at_papers_at_once() -> None:
    """pdfium is not made for threads: one lock keeps the import and a preview apart."""
    whole, found = paper(20), list[int]()

    def work() -> None:
        found.extend(check_attachment(whole).pages for _ in range(30))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [20] * 120
