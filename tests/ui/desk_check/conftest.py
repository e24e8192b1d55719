"""The kelurahan's window with its three places, and an RT whose usulan are on a stick. Data contoh."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.record_types import read_data
from desktop.domain.records import CostLine, Proposal
from desktop.services.attachments import AttachmentService
from desktop.services.desk import Desk, new_uid
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from desktop.services.usb import Drive
from desktop.services.workplace import Workplace
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.desk_check.submission_page import SubmissionPage
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.rail import RailEntry
from tests.services.conftest import OFFICE, approve, carry, enrol, new_desk, office, rt_desk
from tests.sync import craft
from tests.ui.exchange.conftest import Clicks, click, place, stick
from tests.ui.secretary import theme, window

__all__ = ["Clicks", "click", "new_desk", "office", "place", "rt_desk", "stick", "theme", "window"]

HOME, REVIEW, EXCHANGE = range(3)
"""The places on the rail, as `window.rail.buttons` has them."""


@dataclass
class Handed:
    """What an RT handed in: the submission, its meeting and its usulan by title."""

    submission: str
    meeting: str
    items: dict[str, str] = field(default_factory=dict)


def hand_in(desk: Desk, folder: Path, titles: Sequence[tuple[str, str, int]], code: str = "") -> Handed:
    """A rembug with people, a photo and a signed paper; usulan as (title, bidang, rupiah); handed in.

    `code`: on the signed paper, "" for the right one.
    """
    records, attachments = RecordService(desk), AttachmentService(desk)
    meeting = records.save(
        "d.meeting",
        read_data(
            "d.meeting",
            {"title": "Rembug warga", "date": "2021-08-12", "place": "Balai RT", "leader": "Bambang (contoh)"},
        ),
    ).uid
    for name, gender in (("Slamet (contoh)", "L"), ("Sri (contoh)", "P"), ("Budi (contoh)", "L")):
        person = {"meeting": meeting, "name": name, "gender": gender}
        records.save("d.attendance", read_data("d.attendance", person))
    items: dict[str, str] = {}
    for number, (title, sector, amount) in enumerate(titles, 1):
        data = Proposal(
            title=title,
            sector=sector,  # type: ignore[arg-type]  # the tests name real ones
            scope="own" if sector == "infrastructure" else "",
            meeting=meeting,
            priority=number,
            amount=amount,
            location="Gang Melati",
            lines=(CostLine(uid=new_uid(), description="Bahan", unit="paket", volume="1", unit_price=amount),),
        )
        items[title] = records.save("d.proposal", data).uid
    picture = folder / "foto.jpg"
    picture.write_bytes(craft.jpeg(400, 300))
    attachments.add_photo(meeting, picture, "meeting")
    paper = folder / "kertas.jpg"
    paper.write_bytes(craft.jpeg(300, 420))
    right = SubmissionService(desk).prepare("proposals", meeting).code
    attachments.add_scan(meeting, "minutes", [paper], code="BA-22-0304-1-001", submission_code=code or right)
    return Handed(SubmissionService(desk).submit("proposals", meeting), meeting, items)


THREE = (
    ("Alat cek posyandu", "health", 9_000_000),
    ("Lampu gang", "social", 2_000_000),
    ("Paving gang", "infrastructure", 5_000_000),
)


@pytest.fixture
def handed(rt_desk: Desk, office: Desk, tmp_path: Path) -> Handed:
    """Three usulan of RT 03/RW 04, not yet carried to the kelurahan."""
    enrol(rt_desk, office)
    return hand_in(rt_desk, tmp_path, THREE)


@pytest.fixture
def arrived(handed: Handed, rt_desk: Desk, office: Desk, tmp_path: Path) -> Handed:
    """The same, carried."""
    approve(office, rt_desk)
    carry(rt_desk, office, tmp_path)
    return handed


@pytest.fixture
def desk_window(place: Workplace, window: MainWindow, stick: Drive, qtbot: QtBot) -> Iterator[MainWindow]:
    """The kelurahan's window: home, Meja Periksa, Kirim–Terima; it starts at home."""

    def tell(types: frozenset[str]) -> None:
        for name in types:
            window.record_changed(name, "")

    place.desk.subscribe(tell)
    window.set_rail(
        [
            RailEntry("home", "Beranda", "home", lambda: Page("Beranda")),
            RailEntry("review", "Meja Periksa", "gavel", lambda: ReviewPage(place, window)),
            RailEntry("exchange", "Kirim–Terima", "inbox", lambda: ExchangePage(place, window, drives=lambda: [stick])),
        ]
    )
    window.go("home")
    qtbot.waitUntil(window.rail.buttons[REVIEW].isVisible)
    yield window
    window.tasks.stop()


@pytest.fixture
def review(desk_window: MainWindow) -> ReviewPage:
    """Meja Periksa, shown."""
    desk_window.go("review")
    page = desk_window.page
    assert isinstance(page, ReviewPage)
    return page


@pytest.fixture
def submission(arrived: Handed, review: ReviewPage, desk_window: MainWindow) -> SubmissionPage:
    """The submission of three, open on the desk."""
    review.open_record(arrived.submission)
    page = desk_window.page
    assert isinstance(page, SubmissionPage)
    return page


__all__ += ["EXCHANGE", "HOME", "OFFICE", "REVIEW"]
