"""A paper is read as a draft, made final with a number, and what is shown is the very file registered."""

import datetime
import hashlib

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.records import Attendance, Meeting
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.paper_page import PaperPage


def filled(work: Workplace) -> str:
    meeting = Meeting(title="Rembug warga (contoh)", date=datetime.date(2022, 8, 12), place="Balai RT (contoh)")
    uid = work.records.save("d.meeting", meeting).uid
    work.records.save("d.attendance", Attendance(meeting=uid, name="Slamet (contoh)"))
    return uid


def test_the_draft_becomes_final_with_a_number(work: Workplace, window: MainWindow) -> None:
    page = PaperPage(work, window, "attendance", filled(work))
    window.open_page(page)
    before = page.is_final
    assert "draf" in page.notice.label.text()
    assert page.preview.page_count == 1
    QTest.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)
    assert (before, page.is_final) == (False, True)
    assert page.printed is not None
    assert page.printed.number in page.notice.label.text()
    assert hashlib.sha256(page.printed.path.read_bytes()).hexdigest() == page.printed.sha256
    assert page.page_actions().primary is None


def test_the_paper_size_is_remembered_for_this_paper(work: Workplace, window: MainWindow) -> None:
    uid = filled(work)
    page = PaperPage(work, window, "attendance", uid)
    window.open_page(page)
    QTest.mouseClick(page.sizes.buttons()[1], Qt.MouseButton.LeftButton)
    assert page.size_name == "A4"
    window.go_back()
    assert PaperPage(work, window, "attendance", uid).size_name == "A4"
    assert PaperPage(work, window, "minutes", uid).size_name == "F4"


def test_a_paper_of_a_removed_meeting_says_so(work: Workplace, window: MainWindow) -> None:
    page = PaperPage(work, window, "minutes", "0199a000-0000-7000-8000-000000000000")
    window.open_page(page)
    assert page.notice.label.text().startswith("Catatan ini tidak ada lagi")
    assert page.preview.page_count == 0
