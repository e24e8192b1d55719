"""Words of numbers, checks of an RT, and papers: each beside a bare canvas that draws the same cells and QR codes."""

import io
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from typing import Any

from lokal import terbilang as other_terbilang
from msgspec.structs import replace
from PIL import Image

from benchmarks import mail_merge, peers
from benchmarks.cells import Sheet, draw_bare, read_cells
from benchmarks.fresh import medians
from benchmarks.measure import Row
from desktop.documents.layout import F4, Identity, Place
from desktop.documents.meeting import AttendanceContent, build_attendance
from desktop.documents.reports import build_recap
from desktop.documents.sheets.office import build_recap_sheet
from desktop.documents.words import terbilang
from desktop.domain.checks import check_proposals
from desktop.domain.checks_activities import Known
from desktop.domain.money import format_number
from desktop.domain.records import Attendance, Meeting, Proposal
from desktop.domain.rulesheet_reader import read_rule_sheet
from desktop.domain.sectors import SECTORS, sector_name
from desktop.services.catalogue import suggestions
from desktop.services.rule_editing import sheet_text
from tests.documents import samples
from tests.documents.test_papers import CASES

PEOPLE = 1_000
MEETING = "0199a7aa-0000-7000-8000-000000000001"
RTS = 47
FORMS_OF_AN_RT = (
    "invitation", "attendance_blank", "attendance", "minutes", "notes", "proposal_letter", "estimate", "estimate",
    "estimate", "statement_d", "statement_e",
)  # fmt: skip
ITEMS = 200
RECAP_ROWS = 1_000
MERGED_LINES = 20
"""Lines on a page of the mail merge: as many as fit, whatever they say."""


# --- words and checks --------------------------------------------------------------------------------------------


def _numbers() -> list[int]:
    chance = random.Random(5)
    return [int(10 ** chance.uniform(0, 15)) for _ in range(1_000)]


def words() -> peers.Work:
    """Our words of 1,000 numbers up to 10^15."""
    numbers = _numbers()
    return lambda: [terbilang(number) for number in numbers]


def words_beside() -> peers.Work:
    """The same by lokal-id."""
    numbers = _numbers()
    return lambda: [other_terbilang(number) for number in numbers]


def checks() -> peers.Work:
    """Everything that is checked live, for an RT with 200 usulan of all bidang."""
    sheet = read_rule_sheet(sheet_text("2022"))
    titles = (
        "Pembangunan saluran air",
        "PMT Posyandu",
        "Peralatan PKK",
        "Pelatihan kue",
        "Perlengkapan TPQ",
        "Bola voli",
    )
    proposals = [
        (
            f"0199a7aa-0000-7000-8000-{at:012d}",
            Proposal(
                title=f"{titles[at % 6]} {at}",
                sector=SECTORS[at % 6],
                scope="own" if at % 6 == 0 else "",
                volume="12.5",
                unit="unit",
                amount=250_000 + at * 1_000,
                location="Gang 2",
            ),
        )
        for at in range(ITEMS)
    ]
    known = Known(area="35.71.02.1013/04/03", suggest=lambda sector, title: suggestions(sheet, sector, title))
    return lambda: check_proposals(sheet, proposals, known=known)


# --- papers ------------------------------------------------------------------------------------------------------


def _attendance() -> AttendanceContent:
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


def _printed(build: Callable[..., int], content: Any) -> bytes:
    out = io.BytesIO()
    build(content, out, F4)
    return out.getvalue()


def attendance() -> peers.Work:
    """A list of 1,000 people."""
    content = _attendance()
    return lambda: build_attendance(content, io.BytesIO(), F4)


def attendance_bare() -> peers.Work:
    """Its cells."""
    cells = read_cells(_printed(build_attendance, _attendance()))
    return lambda: draw_bare(cells, MEETING, io.BytesIO())


def office_set() -> peers.Work:
    """The forms of 47 RTs, each a file of its own."""

    def draw() -> None:
        for _ in range(RTS):
            for key in FORMS_OF_AN_RT:
                build, content = CASES[key]
                build(content, io.BytesIO(), F4)

    return draw


def office_set_bare() -> peers.Work:
    """Their cells."""
    cells: list[list[Sheet]] = [read_cells(_printed(*CASES[key])) for key in FORMS_OF_AN_RT]

    def draw() -> None:
        for _ in range(RTS):
            for one in cells:
                draw_bare(one, MEETING, io.BytesIO())

    return draw


def _recap() -> Any:
    content = samples.recap()
    rows = content.recap.rows
    return replace(content, recap=replace(content.recap, rows=(rows * (RECAP_ROWS // len(rows) + 1))[:RECAP_ROWS]))


def recap() -> peers.Work:
    """Form L of 1,000 lines."""
    content = _recap()
    return lambda: build_recap(content, io.BytesIO(), F4)


def recap_bare() -> peers.Work:
    """Its cells."""
    cells = read_cells(_printed(build_recap, _recap()))
    return lambda: draw_bare(cells, MEETING, io.BytesIO())


def recap_libreoffice() -> peers.Work | None:
    """The same recap from its spreadsheet, by LibreOffice."""
    out = io.BytesIO()
    build_recap_sheet(_recap(), out, F4)
    return peers.libreoffice(out.getvalue())


def recap_mail_merge() -> peers.Work | None:
    """The same lines by a mail merge of LibreOffice Writer, without the QR code."""
    content = _recap()
    rows = [
        (
            str(at),
            f"RT {row.home.replace('/', ' RW ')}",
            sector_name(row.sector),
            row.activity,
            row.volume,
            format_number(row.amount),
            row.placement,
        )
        for at, row in enumerate(content.recap.rows, 1)
    ]
    return mail_merge.recap(rows, MERGED_LINES, content.year)


def kinds(runs: int = 7) -> dict[str, tuple[float, float]]:
    """Median seconds of each kind of paper, ours and its cells on a bare canvas, taking turns."""
    found = {}
    with tempfile.NamedTemporaryFile(suffix=".jpg") as picture:
        Image.new("RGB", (640, 480), "silver").save(picture, "JPEG")
        picture.flush()
        for key, (build, content) in CASES.items():
            found[key] = _taking_turns(build, content, picture.name, runs)
    return found


def _taking_turns(build: Callable[..., int], content: Any, picture: str, runs: int) -> tuple[float, float]:
    cells = read_cells(_printed(build, content))
    pictures = [picture] * sum(len(one.pictures) for one in cells)
    ours, bare = [], []
    for _ in range(runs + 1):
        begun = time.perf_counter()
        build(content, io.BytesIO(), F4)
        between = time.perf_counter()
        draw_bare(cells, MEETING, io.BytesIO(), pictures)
        ours.append(between - begun)
        bare.append(time.perf_counter() - between)
    return statistics.median(ours[1:]), statistics.median(bare[1:])


def run(rounds: int = 3) -> list[Row]:
    """Medians of fresh, warm processes that take turns."""
    names = (
        *("words", "words_beside", "checks", "attendance", "attendance_bare", "office_set", "office_set_bare"),
        *("recap", "recap_bare", "recap_mail_merge", "recap_libreoffice"),
    )
    found = medians([f"benchmarks.papers:{name}" for name in names], rounds)
    times = {name.rpartition(":")[2]: seconds for name, seconds in found.items()}
    bare = "bare reportlab canvas, same cells and QR"
    rows = [
        Row("terbilang of 1,000 numbers", times["words"] * 1000, "lokal-id", times["words_beside"] * 1000, None, "ms"),
        Row(f"checks of an RT with {ITEMS} usulan", times["checks"] * 1000, "the goal", 5, 1, "ms"),
        Row(f"attendance PDF of {PEOPLE} rows", times["attendance"], bare, times["attendance_bare"], 1.3),
        Row(
            f"forms of {RTS} RTs, {len(FORMS_OF_AN_RT)} each", times["office_set"], bare, times["office_set_bare"], 1.3
        ),
        Row(f"recap (form L) of {RECAP_ROWS} lines", times["recap"], bare, times["recap_bare"], 1.3),
    ]
    others = {
        "recap_mail_merge": "LibreOffice Writer, mail merge, without QR",
        "recap_libreoffice": "LibreOffice, its spreadsheet to PDF",
    }
    for name, beside in others.items():
        if name in times:
            rows.append(Row(f"recap (form L) of {RECAP_ROWS} lines", times["recap"], beside, times[name], 0.2))
        else:
            print(f"recap: {beside}: left out, it is not installed")
    done = subprocess.run([sys.executable, "-m", "benchmarks.papers"], capture_output=True, text=True, check=True)
    for key, (ours, floor) in json.loads(done.stdout.splitlines()[-1]).items():
        rows.append(Row(f"paper {key}", ours * 1000, bare, floor * 1000, None, "ms"))
    return rows


if __name__ == "__main__":
    print(json.dumps(kinds()))
