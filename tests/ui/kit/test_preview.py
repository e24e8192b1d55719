"""The preview shows, saves and prints the very file."""

from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QColor, QDesktopServices, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.errors import Trouble
from desktop.ui.preview import MM_PER_POINT, PdfPreview, exact_size

Shown = Callable[[QWidget], QWidget]
F4 = (215 / MM_PER_POINT, 330 / MM_PER_POINT)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """Three empty F4 pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(3):
        document.new_page(*F4)
    path = tmp_path / "usulan.pdf"
    document.save(path)
    document.close()
    return path


@pytest.fixture
def preview(paper: Path, shown: Shown) -> PdfPreview:
    made = PdfPreview(file_name="usulan.pdf")
    made.resize(900, 600)
    shown(made)
    made.load(paper)
    QTest.qWait(20)
    return made


def test_pages_are_shown_as_wide_as_there_is_room(preview: PdfPreview) -> None:
    assert preview.page_count == 3
    assert preview.page_label.text() == "Halaman 1 dari 3"
    wide = preview.pages.page_size(0)
    assert abs(wide.width() / wide.height() - 215 / 330) < 0.01
    assert preview.width() - 80 < wide.width() <= preview.width()
    picture = preview.pages.grab().toImage()
    middle = picture.pixelColor(picture.width() // 2, preview.pages.top_of(0) + 50)
    assert middle == QColor(Qt.GlobalColor.white)


def test_no_word_of_the_tools_is_cut_beside_a_list(preview: PdfPreview) -> None:
    for button in (preview.print_button, preview.save_button):
        button.hide()  # as beside the list of printed papers, where the header has them
    QTest.qWait(20)
    needs = sum(button.sizeHint().width() for button in (preview.open_button, preview.wide, preview.page_label))
    for wide, says in ((needs + 110, "Buka…"), (900, "Buka di aplikasi lain")):
        preview.resize(wide, 600)
        QTest.qWait(20)
        assert preview.open_button.text() == says
        for button in (preview.open_button, preview.wide):
            assert button.width() >= button.sizeHint().width()


def test_zoom_and_paging(preview: PdfPreview) -> None:
    before = preview.pages.zoom
    QTest.mouseClick(preview.smaller, Qt.MouseButton.LeftButton)
    assert preview.pages.zoom < before
    smaller = preview.pages.zoom
    QTest.mouseClick(preview.larger, Qt.MouseButton.LeftButton)
    assert preview.pages.zoom > smaller
    QTest.mouseClick(preview.wide, Qt.MouseButton.LeftButton)
    assert preview.pages.zoom == before
    preview.go_to(2)
    QApplication.processEvents()
    assert preview.page_label.text() == "Halaman 3 dari 3"


def test_saving_copies_the_very_bytes_and_says_where(preview: PdfPreview, paper: Path, tmp_path: Path) -> None:
    assert preview.save_to(tmp_path / "salinan.pdf")
    assert (tmp_path / "salinan.pdf").read_bytes() == paper.read_bytes()
    assert preview.notice.label.text() == "Tersimpan: salinan.pdf"
    assert not preview.save_to(tmp_path / "tidak ada" / "x.pdf")
    assert "tidak dapat disimpan" in preview.notice.label.text()


def test_the_file_may_be_replaced_while_it_is_shown(preview: PdfPreview, paper: Path, tmp_path: Path) -> None:
    before = paper.read_bytes()
    paper.unlink()
    assert preview.save_to(tmp_path / "b.pdf")
    assert (tmp_path / "b.pdf").read_bytes() == before


def test_paper_keeps_its_exact_size(preview: PdfPreview, tmp_path: Path) -> None:
    size = exact_size(*F4).size(QPageSize.Unit.Millimeter)
    assert (round(size.width(), 2), round(size.height(), 2)) == (215, 330)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "cetak.pdf"))
    preview.set_up(printer)
    assert printer.pageLayout().margins() == QMarginsF(0, 0, 0, 0)
    done: list[bool] = []
    preview.printed.connect(lambda: done.append(True))
    preview.print_on(printer)
    assert done == [True]
    printed = pypdfium2.PdfDocument(tmp_path / "cetak.pdf")
    assert len(printed) == 3
    wide, high = printed.get_page_size(0)
    printed.close()
    assert (round(wide * MM_PER_POINT), round(high * MM_PER_POINT)) == (215, 330)


def test_a_page_that_lies_the_other_way_is_turned_onto_the_sheet(preview: PdfPreview, tmp_path: Path) -> None:
    out = tmp_path / "campur.pdf"
    canvas = Canvas(str(out), pagesize=F4)
    canvas.showPage()
    canvas.setPageSize((F4[1], F4[0]))
    canvas.rect(F4[1] - 60, F4[0] - 60, 40, 40, fill=1)  # its upper right corner
    canvas.save()
    preview.load(out)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "cetak.pdf"))
    preview.set_up(printer)
    preview.print_on(printer)
    printed = pypdfium2.PdfDocument(tmp_path / "cetak.pdf")
    wide, high = printed.get_page_size(1)
    assert (round(wide * MM_PER_POINT), round(high * MM_PER_POINT)) == (215, 330)
    picture = printed[1].render(scale=1, grayscale=True).to_pil().convert("L")
    printed.close()
    # Turned to the right, the upper right corner is the lower right one.
    assert picture.getpixel((round(wide) - 40, round(high) - 40)) < 100
    assert picture.getpixel((40, 40)) > 200


def test_only_the_pages_asked_for_are_printed(preview: PdfPreview, tmp_path: Path) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "satu.pdf"))
    preview.set_up(printer)
    printer.setFromTo(2, 2)
    preview.print_on(printer)
    printed = pypdfium2.PdfDocument(tmp_path / "satu.pdf")
    assert len(printed) == 1
    printed.close()


def test_without_a_viewer_it_says_what_to_do(preview: PdfPreview, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    QTest.mouseClick(preview.open_button, Qt.MouseButton.LeftButton)
    assert "Tidak ada aplikasi pembuka PDF" in preview.notice.label.text()


def test_what_is_no_pdf_is_refused_in_words(shown: Shown, tmp_path: Path) -> None:
    bad = tmp_path / "bad.pdf"
    bad.write_text("<html>")
    made = PdfPreview()
    shown(made)
    with pytest.raises(Trouble) as caught:
        made.load(bad)
    assert caught.value.code == "file_unreadable"
    with pytest.raises(Trouble):
        made.load(tmp_path / "none.pdf")
    assert made.page_count == 0
