"""Papers beside a bare reportlab canvas that draws the same cells and QR codes, without layout, wrapping or records."""

import io
from datetime import date
from typing import cast

import zxingcpp
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from benchmarks.measure import Row, median_seconds
from desktop.documents.layout import F4, Identity, Place
from desktop.documents.meeting import AttendanceContent, build_attendance
from desktop.documents.text import BOLD, REGULAR, load_fonts
from desktop.domain.records import Attendance, Meeting

PEOPLE = 1_000
MEETING = "0199a7aa-0000-7000-8000-000000000001"


def _content() -> AttendanceContent:
    people = tuple(
        Attendance(
            meeting=MEETING,
            name=f"Warga Contoh {number}",
            gender="P" if number % 2 else "L",
            home="RT 03/RW 04",
            role="warga",
        )
        for number in range(1, PEOPLE + 1)
    )
    return AttendanceContent(
        place=Place(kelurahan="Kaliombo", kecamatan="Kota", rt="03", rw="04"),
        identity=Identity(number="DH-22-0304-1-001", code="DH-22-0304-1-001", qr=MEETING, submission_code="AB12CD34"),
        meeting=Meeting(title="Rembug warga", date=date(2021, 8, 14), time="19.30", place="Balai RT"),
        people=people,
        chair="Ketua Contoh",
        secretary="Sekretaris Contoh",
    )


def bare_qr(canvas: Canvas, text: str, x: float, y: float, side: float) -> None:
    """A QR code as one path, the shortest way."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image = cast(bytes, zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    modules = memoryview(image).tobytes()
    count = int(len(modules) ** 0.5)
    unit = side / count
    path = canvas.beginPath()
    for index, module in enumerate(modules):
        if not module:
            path.rect(x + index % count * unit, y + (count - 1 - index // count) * unit, unit, unit)
    canvas.drawPath(path, stroke=0, fill=1)


def _bare_attendance(content: AttendanceContent) -> int:
    """The same texts at fixed places, 25 rows a page."""
    widths = (11, 48, 10, 34, 24, 48)
    heads = ("No", "Nama", "L/P", "Alamat (RT/RW)", "Jabatan/unsur", "Tanda tangan")
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=F4.points, invariant=1)
    people = content.people
    pages = (len(people) + 24) // 25
    for page in range(pages):
        top = 275.0
        canvas.setFont(BOLD, 10.5)
        _cells(canvas, top, widths, heads)
        canvas.setFont(REGULAR, 10.5)
        for index, person in enumerate(people[page * 25 : page * 25 + 25]):
            number = page * 25 + index + 1
            top -= 7.8
            _cells(
                canvas, top, widths, (str(number), person.name, person.gender, person.home, person.role, f"{number}.")
            )
        edges = [22 + sum(widths[:count]) for count in range(len(widths) + 1)]
        canvas.grid([edge * mm for edge in edges], [(275 + 7.8 - row * 7.8) * mm for row in range(27)])
        canvas.setFont(REGULAR, 9)
        canvas.drawString(22 * mm, 19 * mm, f"Halaman {page + 1} dari {pages}")
        canvas.drawString(22 * mm, 23.5 * mm, f"Daftar hadir {content.meeting.title}")
        canvas.drawRightString(170 * mm, 23.5 * mm, content.identity.code)
        bare_qr(canvas, f"{content.identity.qr}/{page + 1}", 179 * mm, 9 * mm, 18 * mm)
        canvas.showPage()
    canvas.save()
    return len(out.getvalue())


def _cells(canvas: Canvas, top: float, widths: tuple[int, ...], cells: tuple[str, ...]) -> None:
    left = 22.0
    for width, cell in zip(widths, cells, strict=True):
        canvas.drawString((left + 1) * mm, (top + 2) * mm, cell)
        left += width


def run(runs: int = 7) -> list[Row]:
    """Medians over `runs`."""
    load_fonts()
    content = _content()
    ours = median_seconds(runs, lambda: build_attendance(content, io.BytesIO(), F4))
    bare = median_seconds(runs, lambda: _bare_attendance(content))
    return [Row(f"attendance PDF of {PEOPLE} rows", ours, "bare reportlab canvas, same cells and QR", bare, 1.5)]
