"""Naskah tercetak: what was printed with a number is found again, and is the very file."""

import hashlib
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.records import Meeting
from desktop.services.workplace import Workplace
from desktop.ui.documents.page import DocumentsPage
from desktop.ui.issued import IssuedPage
from desktop.ui.main_window import MainWindow
from desktop.ui.paper_page import PaperPage
from desktop.ui.preview import PdfPreview
from desktop.ui.settings_dialog import SettingsDialog


def printed(work: Workplace) -> tuple[str, str]:
    """An invitation and a blank list, both final: the kinds in the order they were printed."""
    meeting = Meeting(title="Rembug warga (contoh)", date=date(2022, 8, 12), place="Balai RT (contoh)")
    uid = work.records.save("d.meeting", meeting).uid
    return tuple(work.papers.build(kind, uid, final=True).sha256 for kind in ("invitation", "attendance_blank"))  # type: ignore[return-value]  # two of them


def test_papers_of_every_room_are_listed_and_printed_again_as_they_were(
    work: Workplace, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = printed(work)
    page = IssuedPage(work, window)
    window.open_page(page)
    rows = page.table.model.rows()
    assert [one.kind for one in rows] == ["attendance_blank", "invitation"]
    assert page.print_page() is False  # nothing is chosen yet
    page.table.choose(f"{rows[1].at}{rows[1].sha256}")
    shown: list[str] = []
    monkeypatch.setattr(
        PdfPreview,
        "print_now",
        lambda self: shown.append(hashlib.sha256(self._file.content).hexdigest()),
    )
    # The record may change: the paper does not.
    meeting = work.records.find("d.meeting")[0]
    work.records.save("d.meeting", Meeting(title="Judul lain (contoh)"), uid=meeting.uid)
    page.reload()
    page.table.choose(f"{rows[1].at}{rows[1].sha256}")
    assert page.print_page() is True
    assert shown == [first]
    assert second != first
    assert page.preview.file_name.startswith("Undangan rembug UN-22-0304-1-001")


def test_a_file_that_was_lost_is_said(work: Workplace, window: MainWindow) -> None:
    printed(work)
    page = IssuedPage(work, window)
    window.open_page(page)
    one = page.table.model.rows()[0]
    one.path.unlink()
    page.table.choose(f"{one.at}{one.sha256}")
    assert page.notice.isVisible()
    assert page.preview.page_count == 0


def test_the_room_dokumen_leads_there_and_to_the_test_page(page: DocumentsPage, window: MainWindow) -> None:
    page.show_issued()
    assert isinstance(window.page, IssuedPage)
    window.go_back()
    page.show_printer_test()
    sheet = window.page
    assert isinstance(sheet, PaperPage)
    assert sheet.page_actions().primary is None
    assert [button.text() for button in sheet.sizes.buttons.values()] == ["F4", "A4", "Folio 216", "Legal"]
    QTest.mouseClick(sheet.sizes.buttons["Legal"], Qt.MouseButton.LeftButton)
    assert sheet.printed is not None
    assert sheet.printed.number == ""
    assert "penggaris" in sheet.notice.label.text()
    assert sheet._work.papers.issued() == []


def test_the_typeface_is_chosen_in_the_settings(work: Workplace, window: MainWindow) -> None:
    dialog = SettingsDialog(window, work, "prints")
    prints = dialog.pages["prints"]
    before: str = work.papers.typeface
    QTest.mouseClick(prints.typefaces["sans"], Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]  # PrintsPage
    after: str = work.papers.typeface
    assert (before, after) == ("serif", "sans")
    uid = work.records.save("d.meeting", Meeting(title="Rembug warga (contoh)")).uid
    assert b"LiberationSans" in work.papers.build("invitation", uid).path.read_bytes()
    assert b"LiberationSans" not in work.papers.build("minutes", uid).path.read_bytes()
    dialog.close()


def test_before_the_first_paper_there_is_no_empty_viewer(work: Workplace, window: MainWindow) -> None:
    page = IssuedPage(work, window)
    window.open_page(page)
    assert not page.preview.isVisible()
    printed(work)
    page.reload()
    assert page.preview.isVisible()
