"""The archive by keys: found, opened, printed again as it was, put on a shelf, out of the trash, handed over."""

import hashlib
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.records import Meeting
from desktop.services.attachments import PDFIUM
from desktop.services.workplace import Workplace
from desktop.ui import dialogs
from desktop.ui.archive import page as page_module
from desktop.ui.archive.hand_over import HandOverDialog
from desktop.ui.archive.listing import stands
from desktop.ui.archive.page import ArchivePage
from desktop.ui.archive.paper import ArchivedPaperPage
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import TextSize, ThemeChoice
from desktop.ui.proposals.page import ProposalsPage
from desktop.ui.shots import SMALL
from desktop.ui.status import StatusChip


def type_words(page: ArchivePage, words: str, qtbot: QtBot) -> None:
    page.focus_filter()
    QTest.keyClicks(page.filter, words)
    qtbot.waitUntil(lambda: not page._clock.isActive(), timeout=2000)


def titles(page: ArchivePage) -> list[str]:
    rows = (page.list.model.row(at) for at in range(page.list.count))
    return [row.title for row in rows if row is not None]


def text_of(path: Path) -> str:
    with PDFIUM:
        file = pypdfium2.PdfDocument(path)
        text = " ".join(file[at].get_textpage().get_text_range() for at in range(len(file)))
        file.close()
    return text


def test_everything_kept_is_listed_and_narrowed_by_words_and_facets(page: ArchivePage, qtbot: QtBot) -> None:
    assert {"Paving Gang Melati", "Kereta sampah", "Notulen rembug", "Slamet Riyadi (contoh)"} <= set(titles(page))
    type_words(page, "pavign", qtbot)
    assert titles(page) == ["Paving Gang Melati"]
    page.clear_filters()
    page.kind.setCurrentIndex(page.kind.findData("paper"))
    page.kind.activated.emit(page.kind.currentIndex())
    assert titles(page) == ["Notulen rembug"]
    assert page.kind.currentText() == "Naskah (1)"
    type_words(page, "zzzz", qtbot)
    assert page.list.count == 0
    assert page.list.nothing.isVisible()
    QTest.mouseClick(page.list.nothing.button, Qt.MouseButton.LeftButton)
    assert page.list.count > 3


def test_enter_in_the_filter_goes_to_the_list_and_enter_opens_the_record(
    page: ArchivePage, window: MainWindow, qtbot: QtBot
) -> None:
    type_words(page, "kereta", qtbot)
    QTest.keyClick(page.filter, Qt.Key.Key_Return)
    assert page.list.view.hasFocus()
    QTest.keyClick(page.list.view, Qt.Key.Key_Return)
    shown = window.page
    assert isinstance(shown, ProposalsPage)
    assert shown.drawer.isVisible()


def test_a_paper_is_printed_again_exactly_as_it_was(
    page: ArchivePage, window: MainWindow, work: Workplace, qtbot: QtBot
) -> None:
    (paper,) = work.archive.papers()
    meeting = work.records.get(paper.of)
    assert meeting is not None
    assert isinstance(meeting.data, Meeting)
    work.records.save("d.meeting", Meeting(title="Judul yang lain"), uid=meeting.uid)
    type_words(page, paper.number.lower().replace("-", " "), qtbot)
    QTest.keyClick(page.filter, Qt.Key.Key_Return)
    assert page.print_page()
    shown = window.page
    assert isinstance(shown, ArchivedPaperPage)
    assert hashlib.sha256(shown.paper.path.read_bytes()).hexdigest() == paper.sha256
    assert shown.preview.page_count == paper.pages
    assert paper.number in shown.notice.label.text()
    window.go_back()
    paper.path.unlink()
    assert page.print_page()
    assert window.page is page
    assert "tidak ada di komputer ini" in window.strip.text


def test_the_shelf_is_written_kept_and_found(page: ArchivePage, work: Workplace, qtbot: QtBot) -> None:
    type_words(page, "notulen", qtbot)
    QTest.keyClick(page.filter, Qt.Key.Key_Return)
    QTest.keyClicks(page.pane.place, "Map biru, lemari RT")
    QTest.keyClick(page.pane.place, Qt.Key.Key_Return)
    (paper,) = work.archive.papers()
    assert paper.place == "Map biru, lemari RT"
    page.filter.clear()
    type_words(page, "lemari", qtbot)
    assert titles(page) == ["Notulen rembug"]
    QTest.keyClick(page.filter, Qt.Key.Key_Return)
    assert page.pane.place.text() == "Map biru, lemari RT"
    page.pane.place.selectAll()
    QTest.keyClick(page.pane.place, Qt.Key.Key_Delete)
    QTest.keyClick(page.pane.place, Qt.Key.Key_Return)
    assert work.archive.papers()[0].place == ""


def test_what_was_removed_comes_back_and_goes_again(
    page: ArchivePage, window: MainWindow, work: Workplace, qtbot: QtBot
) -> None:
    (gone,) = (record for record in work.records.find("d.proposal") if record.data.title == "Kereta sampah")  # type: ignore[attr-defined]  # a usulan
    work.records.remove([gone.uid])
    qtbot.waitUntil(lambda: page.which.buttons[1].text() == "Tempat sampah (1)", timeout=3000)
    QTest.mouseClick(page.which.buttons[1], Qt.MouseButton.LeftButton)
    assert titles(page) == ["Kereta sampah"]
    page.list.view.setCurrentIndex(page.list.model.index(0, 1))
    assert page.list.model.index(0, 5).data(Qt.ItemDataRole.AccessibleTextRole) == "Dihapus"  # not "Tersimpan"
    assert [chip.status.word for chip in page.pane.findChildren(StatusChip)] == ["Dihapus"]
    assert not page.state.isVisible()  # one state says nothing to choose by
    primary = page.page_actions().primary
    assert primary is not None
    assert primary.text == "Pulihkan"
    primary.run()
    assert work.records.get(gone.uid) is not None
    assert page.list.empty.isVisible()
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)  # "Urungkan"
    assert work.records.get(gone.uid) is None
    assert titles(page) == ["Kereta sampah"]


def test_a_year_is_packed_and_the_archive_handed_over(
    page: ArchivePage,
    window: MainWindow,
    work: Workplace,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "Arsip 2022.zip"
    monkeypatch.setattr(page_module, "ask_save", lambda *_: target)
    page.pack_year()
    qtbot.waitUntil(lambda: "Tersimpan" in window.strip.text, timeout=10_000)
    with zipfile.ZipFile(target) as packed:
        names = packed.namelist()
    assert {"records.jsonl", "Daftar arsip.pdf", "Naskah/NT-22-0304-1-001 Notulen rembug.pdf"} <= set(names)
    dialog = HandOverDialog(work, page)
    qtbot.addWidget(dialog)
    assert not dialog.yes.isEnabled()
    dialog.form.set_values({"giver": "Endang (contoh)", "receiver": "Siti Aminah (contoh)"})
    assert (dialog.giver, dialog.receiver) == ("Endang (contoh)", "Siti Aminah (contoh)")
    folder = tmp_path / "usb" / "arsip"
    page.hand_over_to(folder, dialog.giver, dialog.receiver)
    qtbot.waitUntil(lambda: "disalin" in window.strip.text, timeout=10_000)
    assert sorted(path.name for path in folder.iterdir()) == [
        "1 Berita acara serah terima.pdf", "2 Daftar arsip.pdf", "3 Data.zip", "4 Naskah",
    ]  # fmt: skip
    minutes = text_of(folder / "1 Berita acara serah terima.pdf")
    code = hashlib.sha256((folder / "3 Data.zip").read_bytes()).hexdigest()[:8].upper()
    assert code in minutes
    assert "Siti Aminah (contoh)" in minutes
    assert "NT-22-0304-1-001" in text_of(folder / "2 Daftar arsip.pdf")
    page.hand_over_to(folder, dialog.giver, dialog.receiver)
    qtbot.waitUntil(lambda: "sudah berisi berkas lain" in window.strip.text, timeout=10_000)


def test_nothing_is_cut_on_a_small_screen_with_the_largest_text(page: ArchivePage, window: MainWindow) -> None:
    window.resize(SMALL)
    for size, theme in ((TextSize.NORMAL, ThemeChoice.DARK), (list(TextSize)[-1], ThemeChoice.LIGHT)):
        window.theme.set_both(theme, size)
        QTest.qWait(50)
        assert window.width() <= SMALL.width()
        assert page.list.view.horizontalScrollBar().maximum() == 0
        assert page.list.view.columnWidth(1) >= 150
        assert page.pane.geometry().right() <= page.width()
    window.theme.set_both(ThemeChoice.LIGHT, TextSize.NORMAL)


def test_dialogs_are_the_kits() -> None:
    assert issubclass(HandOverDialog, dialogs.Dialog)


def test_f9_lists_papers_that_are_gone_or_never_came_back_signed(
    page: ArchivePage, window: MainWindow, work: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    meeting = work.records.find("d.meeting")[0].uid
    attendance = work.papers.build("attendance", meeting, final=True)
    QTest.keyClick(window, Qt.Key.Key_F9)
    lacking = (
        f"Perhatian: Daftar hadir terisi {attendance.number} – Rembug warga (contoh): "
        "yang bertanda tangan belum dilampirkan."
    )
    assert lacking in [entry.text() for entry in page.problems.entries]
    page.filter.setText("tidak ada")
    entry = next(one for one in page.problems.entries if one.text() == lacking)
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    row = page.list.row()
    assert row is not None
    assert row.number == attendance.number
    assert page.list.view.hasFocus()
    scan = tmp_path / "scan.jpg"
    Image.new("RGB", (300, 200), "white").save(scan)
    work.attachments.add_scan(meeting, "attendance_blank", [scan])
    for lack in work.archive.lacks():
        work.attachments.add_scan(lack.paper.of, lack.paper.kind, [scan])
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert not page.problems.isVisible()
    assert window.strip.text.startswith("Arsip lengkap")
    next(one for one in work.archive.papers() if one.number == attendance.number).path.unlink()
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert [one.text().partition(": ")[2] for one in page.problems.entries] == [
        "berkasnya tidak ada di komputer ini. Ambil dari cadangan, atau cetak lagi."
    ]


def test_what_the_kelurahan_sent_out_was_not_handed_in(page: ArchivePage) -> None:
    first = page.list.model.row(0)
    assert first is not None
    sent = replace(first, state="sent", type="d.proposal", removed=False)
    decided = replace(sent, type="k.decision")
    told = [stands(one) for one in (sent, decided)]
    assert [status.word for status in told if status is not None] == ["Diajukan", "Terbit"]
