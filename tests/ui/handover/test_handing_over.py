"""BAHP and BAST as their treasurer writes them: drafted, filled in with keys, signed, handed in."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.records import Handover, Inspection
from desktop.ui.handover import row_photos
from desktop.ui.handover.page import HANDOVER, INSPECTION, PAPERS, UNDONE, HandoverPage
from desktop.ui.main_window import MainWindow
from desktop.ui.paper_page import PaperPage
from desktop.ui.spj.hand_in import HandInPage
from tests.services.pokmas import Scene
from tests.ui.dialogs import Dialogs
from tests.ui.spj.conftest import press

Calm = Callable[[], None]


def opened(window: MainWindow, calm: Calm) -> HandoverPage:
    window.go("handover")
    calm()
    page = window.page
    assert isinstance(page, HandoverPage)
    return page


def type_cell(page: HandoverPage, row: int, column: str, text: str) -> None:
    """Go to a cell and type over it, as one does in a spreadsheet: each key goes to whatever has the keyboard."""
    grid = page._sheet().grid
    names = [one.name for one in grid.rows.columns]
    grid.window().activateWindow()
    assert QTest.qWaitForWindowActive(grid.window())
    grid.setFocus()
    grid.go(row, names.index(column))
    for sign in text:
        QTest.keyClicks(QApplication.focusWidget() or grid, sign)
        QApplication.processEvents()
    QTest.keyClick(QApplication.focusWidget() or grid, Qt.Key.Key_Return)
    QApplication.processEvents()


def test_without_a_contract_nothing_can_be_begun(window: MainWindow, calm: Calm) -> None:
    page = opened(window, calm)
    assert page.empty.isVisible()
    assert page.empty.sentence.text().startswith("Belum ada kontrak")
    assert page.empty.button.text() == "Buka Pencairan"
    gone: list[str] = []
    page.goes.disconnect()  # this window has no other rooms
    page.goes.connect(gone.append)
    QTest.mouseClick(page.empty.button, Qt.MouseButton.LeftButton)
    assert gone == ["disbursement"]


def test_unfinished_work_may_be_prepared_but_not_signed(
    scene: Scene, window: MainWindow, qtbot: QtBot, calm: Calm
) -> None:
    scene.bought()
    page = opened(window, calm)
    assert page.empty.sentence.text() == UNDONE
    press(qtbot, page, "Siapkan BAHP")
    calm()
    assert page.notice.label.text() == UNDONE
    page.tabs.setCurrentIndex(HANDOVER)
    press(qtbot, page, "Siapkan BAST")
    calm()
    held = [result.message for result in page.seen.results if result.level == "block"] if page.seen else []
    assert "Kegiatan “CCTV lingkungan” baru 0 %." in held
    assert page.findings.isVisible()


def test_filled_in_signed_and_handed_in(
    done: Scene, window: MainWindow, qtbot: QtBot, calm: Calm, dialogs: Dialogs
) -> None:
    group = done.group
    page = opened(window, calm)
    press(qtbot, page, "Siapkan BAHP")
    calm()
    sheet = page.inspection
    assert [row.description for row in sheet.grid.work_rows()] == ["Paving gang", "CCTV lingkungan"]
    assert [field.value() for field in sheet.signers] == ["Eko (contoh)", "Siti (contoh)"]
    QTest.keyClicks(sheet.day.edit, "10/7/22")
    QTest.keyClick(sheet.day.edit, Qt.Key.Key_Tab)
    QTest.keyClicks(sheet.place.edit, "Balai Kelurahan")
    type_cell(page, 0, "condition", "Baik")
    type_cell(page, 0, "keeper", "Ketua RT 03")
    press(qtbot, window, "Isi kondisi kosong: Baik")
    assert page.leave()
    calm()
    record = group.handover.inspection(done.contract)
    assert record is not None
    assert isinstance(record.data, Inspection)
    assert (record.data.date, record.data.place) == (date(2022, 7, 10), "Balai Kelurahan")
    assert [(row.condition, row.keeper) for row in record.data.rows] == [("good", "Ketua RT 03"), ("good", "")]
    assert [row.rab for row in record.data.rows] == list(done.rabs.values())

    press(qtbot, window, "Lanjut ke BAST")
    press(qtbot, page, "Siapkan BAST")
    calm()
    assert page.tabs.currentIndex() == HANDOVER
    assert [field.value() for field in page.handover.signers] == ["Dewi (contoh)", "Eko (contoh)"]
    assert [row.keeper for row in page.handover.grid.work_rows()] == ["Ketua RT 03", ""]
    QTest.keyClicks(page.handover.day.edit, "20/7/22")
    QTest.keyClick(page.handover.day.edit, Qt.Key.Key_Tab)
    press(qtbot, window, "Ajukan serah terima")
    calm()
    handing = window.page
    assert isinstance(handing, HandInPage)
    assert handing.steps[1].is_open
    assert [state.kind for state in handing.seen.papers] == ["inspection", "handover"] if handing.seen else False
    assert handing._slots

    # Print both, attach the signed BAHP.
    handing.print_needed()
    calm()
    group.attachments.add_scan(record.uid, "inspection", [done.picture()])
    calm()
    assert handing.steps[1].summary.text() == "2 dari 2 kertas sudah siap."
    handing._open_step(2)
    dialogs.then(lambda dialog: press(qtbot, dialog, "Ajukan"))
    press(qtbot, handing, "Ajukan sekarang")
    calm()
    last = group.handover.handover(done.contract)
    assert last is not None
    assert isinstance(last.data, Handover)
    assert group.submissions.states()[last.uid].state == "submitted"
    assert last.data.date == date(2022, 7, 20)
    window.go_back()
    calm()
    assert page.chip.status.word == "Diajukan"
    assert page.handover.day.edit.isReadOnly()
    press(qtbot, window, "Lihat pengajuan")
    calm()

    # Returned with a reason, it can be written again.
    done.to_office()
    sent = group.submissions.states()[last.uid].submission
    done.office.decisions.decide(sent, last.uid, "return", reason="Nama penjaga CCTV belum ada.")
    done.to_group()
    calm()
    window.go_back()
    calm()
    assert "Nama penjaga CCTV belum ada." in page.notice.label.text()
    assert not page.handover.day.edit.isReadOnly()
    page.tabs.setCurrentIndex(HANDOVER)
    type_cell(page, 1, "keeper", "Ketua RW 04")
    assert page.leave()
    again = group.handover.handover(done.contract)
    assert again is not None
    assert isinstance(again.data, Handover)
    assert again.data.rows[1].keeper == "Ketua RW 04"
    calm()


def test_more_done_than_planned_is_said_and_kept(done: Scene, window: MainWindow, qtbot: QtBot, calm: Calm) -> None:
    page = opened(window, calm)
    press(qtbot, page, "Siapkan BAHP")
    calm()
    page.tabs.setCurrentIndex(HANDOVER)
    press(qtbot, page, "Siapkan BAST")
    calm()
    type_cell(page, 0, "done", "41")
    assert page.leave()
    calm()
    texts = [problem.text for problem in page.check() or []]
    assert any("jumlah jadi 41 melebihi rencana 40" in text for text in texts)
    assert any(text.startswith("BAST belum bertanggal") for text in texts)
    wrong = next(problem for problem in page.check() or [] if "BAHP belum bertanggal" in problem.text)
    assert wrong.jump is not None
    wrong.jump()
    assert page.tabs.currentIndex() == INSPECTION


def test_labels_are_printed_from_the_bast(done: Scene, window: MainWindow, qtbot: QtBot, calm: Calm) -> None:
    page = opened(window, calm)
    press(qtbot, page, "Siapkan BAHP")
    calm()
    label = next(one for one in page.page_actions().more if one.text.startswith("Cetak label"))
    assert not label.enabled
    page.tabs.setCurrentIndex(HANDOVER)
    press(qtbot, page, "Siapkan BAST")
    calm()
    label = next(one for one in page.page_actions().more if one.text.startswith("Cetak label"))
    assert label.enabled
    label.run()
    calm()
    shown = window.page
    assert isinstance(shown, PaperPage)
    assert shown.title() == "Label barang dengan QR"
    assert shown.preview.page_count == 1


def test_days_in_the_wrong_order_are_said(done: Scene, window: MainWindow, qtbot: QtBot, calm: Calm) -> None:
    group = done.group
    group.handover.start_inspection(done.contract, date(2022, 7, 10))
    group.handover.start_handover(done.contract, date(2022, 7, 1))
    page = opened(window, calm)
    assert any("Tanggal BAST sebelum tanggal BAHP" in problem.text for problem in page.check() or [])


def test_what_cannot_be_read_stays_as_typed(done: Scene, window: MainWindow, qtbot: QtBot, calm: Calm) -> None:
    group = done.group
    inspection = group.handover.start_inspection(done.contract, date(2022, 7, 10))
    page = opened(window, calm)
    type_cell(page, 0, "done", "kira-kira")
    assert page.leave()
    assert any("kira-kira" in problem.text or "Jadi" in problem.text for problem in page.inspection.grid.problems())
    draft = group.records.draft(inspection.uid)
    assert draft is not None
    assert draft["bad"] == [["0", "done", "kira-kira"]]
    calm()
    assert page.inspection.grid.rows.row(0).cell("done").text == "kira-kira"


def test_the_signed_papers_are_kept_beside(done: Scene, window: MainWindow, qtbot: QtBot, calm: Calm) -> None:
    group = done.group
    inspection = group.handover.start_inspection(done.contract, date(2022, 7, 10))
    page = opened(window, calm)
    page.tabs.setCurrentIndex(PAPERS)
    assert page.scans is not None
    page.scans.attach("inspection", [done.picture()])
    calm()
    assert page.scans.count("inspection") == 1
    assert [one.uid for one in group.records.find("d.scan", parent=inspection.uid)] == [
        item.uid for item in page.scans.slots["inspection"].items
    ]


@pytest.mark.parametrize("size", [(1093, 535), (1366, 689)])
def test_nothing_is_off_screen(
    done: Scene, window: MainWindow, qtbot: QtBot, calm: Calm, size: tuple[int, int]
) -> None:
    done.group.handover.start_inspection(done.contract)
    page = opened(window, calm)
    window.resize(*size)
    calm()
    assert (window.width(), window.height()) == size
    assert page.inspection.grid.viewport().height() >= 3 * 32


def test_each_result_gets_its_picture(
    done: Scene, window: MainWindow, qtbot: QtBot, calm: Calm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The 100 percent picture of the activity stands in; one of the result's own takes its place, and travels."""
    group = done.group
    page = opened(window, calm)
    press(qtbot, page, "Siapkan BAHP")
    calm()
    grid = page.inspection.grid
    column = [one.name for one in grid.rows.columns].index("photo")
    _, cameras = grid.work_rows()
    assert [grid.rows.index(at, column).data() for at in (0, 1)] == ["1 foto", "1 foto"]
    grid.setFocus()
    grid.go(1, 0)
    assert page.photos.isVisible()
    assert page.photos.title.text().startswith("“CCTV lingkungan” memakai foto 100 %")
    assert not page.photos.remove.isVisible()
    files = [tmp_path / f"{colour}.jpg" for colour in ("red", "blue")]
    for file in files:
        Image.new("RGB", (64, 48), file.stem).save(file)
    monkeypatch.setattr(row_photos, "ask_many", lambda *_: files)
    press(qtbot, page, "Tambah foto")
    calm()
    assert group.records.count("d.photo", parent=cameras.uid) == 2
    assert page.photos.title.text() == "Foto hasil “CCTV lingkungan”: 2."
    assert grid.rows.index(1, column).data() == "2 foto"
    press(qtbot, page, "Hapus foto")
    calm()
    assert group.records.count("d.photo", parent=cameras.uid) == 1
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)  # Urungkan
    calm()
    assert group.records.count("d.photo", parent=cameras.uid) == 2

    # A row typed anew keeps its uid, and so its pictures, whatever is typed after.
    type_cell(page, 2, "description", "Papan nama")
    assert grid.rows.index(2, column).data() == "belum ada"
    grid.go(2, 0)
    press(qtbot, page, "Tambah foto")
    calm()
    type_cell(page, 2, "location", "Gang 3")
    assert page.leave()
    calm()
    record = group.handover.inspection(done.contract)
    assert record is not None
    assert isinstance(record.data, Inspection)
    board = record.data.rows[2]
    assert group.records.count("d.photo", parent=board.uid) == 2

    page.tabs.setCurrentIndex(HANDOVER)
    press(qtbot, page, "Siapkan BAST")
    calm()
    assert [page.handover.grid.rows.index(at, column).data() for at in range(3)] == ["1 foto", "2 foto", "2 foto"]
    covered = {one.uid for one in group.submissions.prepare("handover", done.contract).context}
    assert {one.uid for one in group.records.find("d.photo", parent=cameras.uid)} <= covered
    printed = group.papers.build("handover", page.handover.record.uid if page.handover.record else "", final=False)
    assert printed.pages == 3  # form W, its list, and the sheet of pictures


def test_a_result_without_any_picture_is_told(scene: Scene, window: MainWindow, qtbot: QtBot, calm: Calm) -> None:
    scene.bought()  # pictures of the paving alone
    group = scene.group
    rab = scene.rabs["CCTV lingkungan"]
    group.progress.set(rab, 100, date(2022, 7, 1))
    page = opened(window, calm)
    press(qtbot, page, "Siapkan BAHP")
    calm()
    flag = next(one for one in (page.seen.results if page.seen else ()) if one.rule == "H-09")
    assert flag.message == "Belum ada foto hasil: “CCTV lingkungan”."
    page._jump(flag)
    assert page.inspection.grid.row_at()[1] == "CCTV lingkungan"
    assert page.photos.title.text() == "“CCTV lingkungan” belum punya foto hasil."
