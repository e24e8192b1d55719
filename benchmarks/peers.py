"""What people would otherwise make papers with, drawing the same cells: fpdf2, typst, LibreOffice.

The first two are extras of developers: `uv pip install --group bench`. Each function gives None where its tool is not
installed.
"""

import importlib
import importlib.util
import io
import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from math import isqrt
from pathlib import Path
from typing import Any, cast

import zxingcpp
from PIL import Image

from benchmarks.cells import Sheet
from desktop.documents.text import BOLD, BOLD_ITALIC, ITALIC, REGULAR
from desktop.settings import resources_dir

Work = Callable[[], object]

_STYLES = {REGULAR: "", BOLD: "B", ITALIC: "I", BOLD_ITALIC: "BI"}
_FILES = {"": "Regular", "B": "Bold", "I": "Italic", "BI": "BoldItalic"}


def code_picture(text: str) -> Image.Image:
    """A QR code as a small picture, one pixel a module."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    modules = memoryview(cast(bytes, zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))).tobytes()
    side = isqrt(len(modules))
    return Image.frombytes("L", (side, side), modules)


def fpdf2(sheets: Sequence[Sheet], code: str, pictures: Sequence[str] = ()) -> Work | None:
    """fpdf2 with the same fonts; QR codes as small pictures, JPEG files as they are."""
    if importlib.util.find_spec("fpdf") is None:
        return None
    library: Any = importlib.import_module("fpdf")

    def draw() -> bytes:
        pdf = library.FPDF(unit="pt")
        pdf.set_auto_page_break(False)
        for style, file in _FILES.items():
            pdf.add_font("Serif", style, str(resources_dir() / "fonts" / f"LiberationSerif-{file}.ttf"))
        following = iter(pictures)
        for number, sheet in enumerate(sheets, 1):
            pdf.add_page(format=(sheet.width, sheet.height))
            pdf.set_line_width(0.5)
            font: tuple[str, float] | None = None
            for text in sheet.texts:
                if font != (text.font, text.size):
                    font = (text.font, text.size)
                    pdf.set_font("Serif", _STYLES[text.font], text.size)
                pdf.text(text.x, sheet.height - text.y, text.text)
            for x, y, to_x, to_y in sheet.lines:
                pdf.line(x, sheet.height - y, to_x, sheet.height - to_y)
            for x, y, side in sheet.codes:
                pdf.image(code_picture(f"{code}/{number}"), x, sheet.height - y - side, side, side)
            for x, y, width, height in sheet.pictures:
                pdf.image(next(following), x, sheet.height - y - height, width, height)
        return bytes(pdf.output())

    return draw


_TYPST = """
#let data = json("cells.json")
#set text(font: "Liberation Serif", top-edge: "baseline", bottom-edge: "baseline")
#for (number, sheet) in data.enumerate() {
  set page(width: sheet.width * 1pt, height: sheet.height * 1pt, margin: 0pt)
  if number > 0 { pagebreak() }
  for t in sheet.texts {
    place(dx: t.x * 1pt, dy: (sheet.height - t.y) * 1pt,
      text(size: t.size * 1pt, weight: if t.bold { "bold" } else { "regular" },
        style: if t.italic { "italic" } else { "normal" }, t.text))
  }
  for l in sheet.lines {
    place(line(start: (l.at(0) * 1pt, (sheet.height - l.at(1)) * 1pt),
      end: (l.at(2) * 1pt, (sheet.height - l.at(3)) * 1pt), stroke: 0.5pt))
  }
  for c in sheet.codes {
    place(dx: c.at(0) * 1pt, dy: (sheet.height - c.at(1) - c.at(2)) * 1pt, image(c.at(3), width: c.at(2) * 1pt))
  }
  for p in sheet.pictures {
    place(dx: p.at(0) * 1pt, dy: (sheet.height - p.at(1) - p.at(3)) * 1pt,
      image(p.at(4), width: p.at(2) * 1pt, height: p.at(3) * 1pt))
  }
}
"""


def typst(sheets: Sequence[Sheet], code: str, pictures: Sequence[str] = ()) -> Work | None:
    """typst, every cell placed; its data in a JSON file, QR codes and pictures as files beside it. Writing those files
    is part of the work, as a program that uses typst has to."""
    if importlib.util.find_spec("typst") is None:
        return None
    compiler: Any = importlib.import_module("typst")
    root = Path(tempfile.mkdtemp(prefix="rembug-bench-"))
    (root / "paper.typ").write_text(_TYPST, encoding="utf-8")
    for picture in pictures:
        shutil.copy(picture, root)

    def draw() -> bytes:
        pages, following = [], iter(pictures)
        for number, sheet in enumerate(sheets, 1):
            page = asdict(sheet)
            for text in page["texts"]:
                text["bold"], text["italic"] = (
                    text["font"] in {BOLD, BOLD_ITALIC},
                    text["font"] in {ITALIC, BOLD_ITALIC},
                )
            page["codes"] = []
            for at, place in enumerate(sheet.codes):
                name = f"qr-{number}-{at}.png"
                code_picture(f"{code}/{number}").save(root / name)
                page["codes"].append((*place, name))
            page["pictures"] = [(*place, Path(next(following)).name) for place in sheet.pictures]
            pages.append(page)
        (root / "cells.json").write_text(json.dumps(pages), encoding="utf-8")
        fonts = [str(resources_dir() / "fonts")]
        return bytes(compiler.compile(str(root / "paper.typ"), root=str(root), font_paths=fonts))

    return draw


def libreoffice(workbook: bytes) -> Work | None:
    """LibreOffice without a window makes the PDF of a spreadsheet: a whole process, as people start it."""
    program = shutil.which("soffice")
    if program is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="rembug-bench-"))
    (folder / "paper.xlsx").write_bytes(workbook)

    def convert() -> bytes:
        subprocess.run(
            [
                program, f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
                "--outdir", str(folder), str(folder / "paper.xlsx"),
            ],
            capture_output=True,
            check=True,
        )  # fmt: skip
        return (folder / "paper.pdf").read_bytes()

    return convert


def plain_workbook(sheets: Sequence[Sheet], code: str) -> bytes:
    """The cells of a packet as a spreadsheet: a row for each line of text, a page break after each page, the QR code
    as a picture."""
    writer: Any = importlib.import_module("xlsxwriter")
    out = io.BytesIO()
    book = writer.Workbook(out, {"in_memory": True})
    page = book.add_worksheet()
    page.set_column(0, 3, 22)
    row, breaks = 0, []
    for number, sheet in enumerate(sheets, 1):
        lines: dict[int, list[tuple[float, str]]] = {}
        for text in sheet.texts:
            lines.setdefault(round(sheet.height - text.y), []).append((text.x, text.text))
        for _, texts in sorted(lines.items()):
            for column, (_, words) in enumerate(sorted(texts)[:4]):
                page.write_string(row, column, words)
            row += 1
        picture = io.BytesIO()
        code_picture(f"{code}/{number}").save(picture, "PNG")
        page.insert_image(row - 4, 3, f"{number}.png", {"image_data": picture})
        breaks.append(row)
    page.set_h_pagebreaks(breaks)
    book.close()
    return out.getvalue()
