"""A paper is read as a draft, made final with a number, and what is shown is the very file registered."""

import datetime
import hashlib
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.records import Attendance, CostLine, Meeting, Proposal
from desktop.services.desk import new_uid
from desktop.services.workplace import Workplace
from desktop.ui import paper_page
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
    QTest.mouseClick(page.sizes.buttons["A4"], Qt.MouseButton.LeftButton)
    assert page.size_name == "A4"
    window.go_back()
    assert PaperPage(work, window, "attendance", uid).size_name == "A4"
    assert PaperPage(work, window, "minutes", uid).size_name == "F4"


def test_a_paper_of_a_removed_meeting_says_so(work: Workplace, window: MainWindow) -> None:
    page = PaperPage(work, window, "minutes", "0199a000-0000-7000-8000-000000000000")
    window.open_page(page)
    assert page.notice.label.text().startswith("Catatan ini tidak ada lagi")
    assert page.preview.page_count == 0


def test_a_table_is_saved_for_excel_as_it_is_shown(
    work: Workplace, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = CostLine(uid=new_uid(), description="Semen", unit="zak", volume="3", unit_price=60_000)
    uid = work.records.save("d.proposal", Proposal(title="Paving gang (contoh)", lines=(line,))).uid
    asked: list[str] = []
    target = tmp_path / "rencana.xlsx"
    answers = iter((None, target, target, target / "x.xlsx"))  # the last: inside a file

    def answer(parent: object, title: str, proposed: str, suffix: str, kind: str) -> Path | None:
        asked.append(proposed)
        return next(answers)

    monkeypatch.setattr(paper_page, "ask_save", answer)
    page = PaperPage(work, window, "estimate", uid)
    window.open_page(page)
    assert page.preview.sheet_button.isVisible()
    QTest.mouseClick(page.preview.sheet_button, Qt.MouseButton.LeftButton)
    assert not target.exists()  # given up
    QTest.mouseClick(page.preview.sheet_button, Qt.MouseButton.LeftButton)
    assert openpyxl.load_workbook(target).worksheets[0]["A1"].value == "DRAF"
    assert page.preview.notice.label.text() == "Tersimpan: rencana.xlsx"
    page.make_final()
    QTest.mouseClick(page.preview.sheet_button, Qt.MouseButton.LeftButton)
    assert openpyxl.load_workbook(target).worksheets[0]["A1"].value == "RINCIAN RENCANA BIAYA USULAN"
    assert asked[0] == "Rincian rencana biaya usulan.xlsx"
    assert page.printed is not None
    assert page.printed.number in asked[-1]
    assert len(work.papers.issued(uid)) == 1
    QTest.mouseClick(page.preview.sheet_button, Qt.MouseButton.LeftButton)
    assert "Tersimpan" not in page.preview.notice.label.text()


def test_a_letter_has_no_button_for_excel(work: Workplace, window: MainWindow) -> None:
    page = PaperPage(work, window, "attendance", filled(work))
    window.open_page(page)
    assert not page.preview.sheet_button.isVisible()
