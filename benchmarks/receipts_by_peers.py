"""The packet's receipts made by fpdf2 and typst from the records themselves: they break lines and place things, as they
must for whoever uses them instead. The same texts, boxes, QR codes and photographs (JPEG files, which both take as they
are): two receipts a page, or one with its nota below."""

import importlib
import importlib.util
import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers import Work, code_picture
from desktop.documents.spj import PacketContent
from desktop.documents.words import rupiah_words
from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.settings import resources_dir


def _records(content: PacketContent) -> list[dict[str, Any]]:
    """What stands on each receipt."""
    group, place = content.group.name, content.place.kelurahan
    return [
        {
            "head": f"Kelompok Masyarakat “{group}”",
            "number": f"No. {item.receipt.number}",
            "area": f"Kelurahan {place} Kecamatan {content.place.kecamatan}",
            "year": f"Tahun Anggaran {content.year}",
            "values": [
                ("Sudah terima dari", f"Bendahara Pokmas “{group}” Kelurahan {place}", ""),
                ("Uang sejumlah", f"# {rupiah_words(item.receipt.amount)} #", "I"),
                (
                    "Untuk pembayaran",
                    f"{item.receipt.description} (nota {item.receipt.note}), kegiatan {item.activity}",
                    "",
                ),
                ("Cara pembayaran", "tunai", ""),
            ],
            "amount": format_rupiah(item.receipt.amount),
            "date": f"Kediri, {format_day(item.receipt.date)}" if item.receipt.date else "",
            "payee": f"({item.receipt.payee})",
            "stamp": bool(item.stamp),
            "signs": [
                ("Setuju dibayar,", "Ketua Pokmas", f"({content.officers.chair})"),
                ("Lunas dibayar tgl ................", "Bendahara", f"({content.officers.treasurer})"),
                ("Barang/pekerjaan telah diterima,", "Tim Pelaksana", f"({content.officers.executor})"),
            ],
        }
        for item in content.receipts
    ]


def fpdf2(content: PacketContent, photos: Sequence[str] = ()) -> Work | None:
    """By fpdf2's cells; None where it is not installed."""
    if importlib.util.find_spec("fpdf") is None:
        return None
    library: Any = importlib.import_module("fpdf")

    def draw() -> bytes:
        pdf = library.FPDF(unit="mm", format=(215, 330))
        pdf.set_auto_page_break(False)
        for style, file in (("", "Regular"), ("B", "Bold"), ("I", "Italic")):
            pdf.add_font("Serif", style, str(resources_dir() / "fonts" / f"LiberationSerif-{file}.ttf"))
        records = _records(content)
        each = 1 if photos else 2
        pages = (len(records) + each - 1) // each
        for at, record in enumerate(records):
            if at % each == 0:
                pdf.add_page()
                page = at // each + 1
                pdf.set_font("Serif", "", 9)
                pdf.text(22, 307, f"SPJ {content.tranche} Pokmas {content.group.name}")
                pdf.text(22, 311, f"Halaman {page} dari {pages}")
                pdf.line(22, 301, 197, 301)
                pdf.image(code_picture(f"{content.identity.qr}/{page}"), 179, 303, 18, 18)
            _put(pdf, record, 18 + at % each * 125)
            if photos:
                pdf.rect(22, 141, 175, 125)
                pdf.image(photos[at], 28, 142, 164, 123)
                pdf.set_font("Serif", "", 10)
                pdf.text(22, 270, f"Nota 1 dari 1, kuitansi {content.receipts[at].receipt.number}")
        return bytes(pdf.output())

    return draw


def _put(pdf: Any, record: dict[str, Any], top: float) -> None:
    pdf.rect(22, top, 175, 118)
    pdf.set_font("Serif", "", 10)
    for line, (left, right) in enumerate(((record["head"], record["number"]), (record["area"], record["year"]))):
        pdf.set_xy(26, top + 4 + line * 4.4)
        pdf.cell(100, 4.4, left)
        pdf.cell(67, 4.4, right, align="R")
    pdf.set_font("Serif", "B", 15)
    pdf.set_xy(26, top + 14)
    pdf.cell(167, 7, "KUITANSI", align="C")
    y: float = top + 23
    for label, value, style in record["values"]:
        pdf.set_font("Serif", "", 11)
        pdf.set_xy(26, y)
        pdf.cell(36, 5, label)
        pdf.set_font("Serif", style, 11)
        pdf.multi_cell(131, 5, f": {value}", align="L", new_x="LMARGIN", new_y="NEXT")
        y = pdf.get_y()
    pdf.rect(26, y + 14, 60, 11)
    pdf.set_font("Serif", "B", 15)
    pdf.set_xy(26, y + 14)
    pdf.cell(60, 11, record["amount"], align="C")
    pdf.set_font("Serif", "", 11)
    for line, text in ((0, record["date"]), (5, "Penerima,"), (28, record["payee"])):
        pdf.set_xy(140, y + line)
        pdf.cell(53, 5, text, align="C")
    if record["stamp"]:
        pdf.rect(105, y + 8, 32, 22)
        pdf.set_xy(105, y + 14)
        pdf.cell(32, 4, "Meterai", align="C")
        pdf.set_xy(105, y + 18)
        pdf.cell(32, 4, "Rp10.000", align="C")
    pdf.set_font("Serif", "", 10)
    for column, (first, second, name) in enumerate(record["signs"]):
        for below, text in ((36, first), (40.4, second), (60, name)):
            pdf.set_xy(22 + column * 58, y + below)
            pdf.cell(58, 4.4, text, align="C")


_TYPST = """
#let data = json("packet.json")
#set text(font: "Liberation Serif", size: 11pt)
#set page(width: 215mm, height: 330mm, margin: (left: 22mm, right: 18mm, top: 18mm, bottom: 31mm),
  footer: context [
    #let page = counter(page).get().first()
    #line(length: 100%, stroke: 0.3pt)
    #grid(columns: (1fr, 18mm), text(size: 9pt)[#data.title \\ Halaman #page dari #data.pages],
      image("qr-" + str(page) + ".png", width: 18mm))
  ])
#let receipt(r) = block(width: 100%, height: 118mm, stroke: 0.8pt, inset: 4mm, below: 7mm, breakable: false)[
  #text(size: 10pt, grid(columns: (1fr, auto), row-gutter: 5pt, r.head, r.number, r.area, r.year))
  #align(center, text(size: 15pt, weight: "bold")[KUITANSI])
  #grid(columns: (36mm, 3mm, 1fr), row-gutter: 6pt,
    ..r.values.map(v => (v.at(0), ":", if v.at(2) == "I" { emph(v.at(1)) } else { v.at(1) })).flatten())
  #grid(columns: (60mm, 1fr, 60mm),
    align(bottom, rect(width: 60mm, height: 11mm, align(center + horizon, text(size: 15pt, weight: "bold", r.amount)))),
    if r.stamp { rect(width: 32mm, height: 22mm, stroke: (dash: "dashed"),
      align(center + horizon, text(size: 9pt)[Meterai \\ Rp10.000])) },
    align(center)[#r.date \\ Penerima, #v(18mm) #r.payee])
  #text(size: 10pt, grid(columns: (1fr, 1fr, 1fr),
    ..r.signs.map(s => align(center)[#s.at(0) \\ #s.at(1) #v(12mm) #s.at(2)])))
]
#for r in data.receipts {
  receipt(r)
  if r.photo != "" {
    rect(width: 100%, height: 125mm, inset: 1mm, stroke: 0.3pt, align(center, image(r.photo, height: 123mm)))
    text(size: 10pt)[Nota 1 dari 1, kuitansi #r.number]
    pagebreak(weak: true)
  }
}
"""


def typst(content: PacketContent, photos: Sequence[str] = ()) -> Work | None:
    """By a template of typst; None where it is not installed. Writing its data and codes is part of the work."""
    if importlib.util.find_spec("typst") is None:
        return None
    compiler: Any = importlib.import_module("typst")
    root = Path(tempfile.mkdtemp(prefix="rembug-bench-"))
    (root / "packet.typ").write_text(_TYPST, encoding="utf-8")
    for photo in photos:
        shutil.copy(photo, root)

    def draw() -> bytes:
        records = _records(content)
        for at, each_record in enumerate(records):
            each_record["photo"] = Path(photos[at]).name if photos else ""
        each = 1 if photos else 2
        pages = (len(records) + each - 1) // each
        for page in range(1, pages + 1):
            code_picture(f"{content.identity.qr}/{page}").save(root / f"qr-{page}.png")
        title = f"SPJ {content.tranche} Pokmas {content.group.name}"
        data = {"title": title, "pages": pages, "receipts": records}
        (root / "packet.json").write_text(json.dumps(data), encoding="utf-8")
        return bytes(
            compiler.compile(str(root / "packet.typ"), root=str(root), font_paths=[str(resources_dir() / "fonts")])
        )

    return draw
