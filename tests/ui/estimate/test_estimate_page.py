"""L07 as its user meets it: typing, pasting, what cannot be read, sums, taking lines from elsewhere."""

from pathlib import Path

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.records import CostLine, Proposal
from desktop.services.desk import new_uid
from desktop.services.workplace import Workplace
from desktop.ui.estimate.page import CopyDialog, EstimatePage
from desktop.ui.estimate.take import TakeDialog
from desktop.ui.grid_cells import Question
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import TextSize
from desktop.ui.paper_page import PaperPage
from desktop.ui.theme import ThemeKeeper
from tests.ui.dialogs import Dialogs
from tests.ui.proposals.conftest import add_meeting, add_proposal

CTRL = Qt.KeyboardModifier.ControlModifier


def line(
    description: str, volume: str, unit: str, price: int, group: str = "material", source: str = "prodamas"
) -> CostLine:
    return CostLine(
        uid=new_uid(),
        group=group,  # type: ignore[arg-type]  # one of the four, in every call here
        description=description,
        volume=volume,
        unit=unit,
        unit_price=price,
        source=source,  # type: ignore[arg-type]  # one of the two
    )


def usulan(work: Workplace, *lines: CostLine, amount: int = 0, title: str = "Paving gang Melati") -> str:
    meeting = add_meeting(work, f"Rembug untuk {title}")
    return add_proposal(work, title, "infrastructure", amount, meeting, scope="own", lines=lines)


def open_estimate(window: MainWindow, work: Workplace, uid: str) -> EstimatePage:
    window.go("proposals")
    page = EstimatePage(work, window, uid)
    window.open_page(page)
    page.grid.setFocus()
    return page


def saved(work: Workplace, uid: str) -> Proposal:
    record = work.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    return record.data


def type_in(page: EstimatePage, text: str, then: Qt.Key = Qt.Key.Key_Tab) -> None:
    """Into the current cell, as in a spreadsheet, then on."""
    QTest.keyClicks(page.grid, text[0])
    focus = QApplication.focusWidget()
    assert focus is not None
    assert page.grid.viewport().isAncestorOf(focus)
    QTest.keyClicks(focus, text[1:])
    QTest.keyClick(focus, then)


def paste(page: EstimatePage, text: str, row: int = 1, column: int = 0) -> None:
    page.grid.go(row, column)
    QGuiApplication.clipboard().setText(text)
    QTest.keyClick(page.grid, Qt.Key.Key_V, CTRL)


# --- typing ----------------------------------------------------------------------------------------------------------


def test_one_row_is_typed_from_left_to_right(window: MainWindow, work: Workplace) -> None:
    uid = usulan(work)
    page = open_estimate(window, work, uid)
    assert (page.grid.currentIndex().row(), page.grid.currentIndex().column()) == (1, 0)
    for text in ("Paving blok", "45", "m2", "85rb"):
        type_in(page, text)
    assert page.grid.rows.index(1, 4).data() == "Rp3.825.000"
    assert page.foot.total.text() == "Rp3.825.000"
    assert page.foot.spelled.text() == "Tiga juta delapan ratus dua puluh lima ribu rupiah"
    assert page.foot.bars.bars[0].values() == "Rp3.825.000 dari Rp10.000.000 (38 %)"
    window.go_back()
    data = saved(work, uid)
    assert [(one.description, one.volume, one.unit, one.unit_price) for one in data.lines] == [
        ("Paving blok", "45", "m2", 85_000)
    ]
    assert data.amount == 3_825_000  # nothing was asked yet, so the amount follows


def test_a_known_description_brings_unit_and_price_along(window: MainWindow, work: Workplace) -> None:
    usulan(work, line("Semen 40 kg", "2", "zak", 62_000), title="Talut")
    page = open_estimate(window, work, usulan(work))
    type_in(page, "semen 40 kg")
    assert page.grid.rows.index(1, 2).data() == "zak"
    assert page.grid.rows.index(1, 3).data() == "Rp62.000"
    page.grid.go(1, 3)
    type_in(page, "70000")
    warned = page.grid.rows.index(1, 3).data(Qt.ItemDataRole.ToolTipRole)
    assert warned.startswith("Di atas harga yang pernah dipakai: Rp62.000.")


def test_undo_and_redo_reach_the_grid_from_anywhere_on_the_page(window: MainWindow, work: Workplace) -> None:
    page = open_estimate(window, work, usulan(work))
    type_in(page, "Pasir")
    page.undo()
    assert page.grid.rows.lines() == []
    page.redo()
    assert [row["description"] for row in page.grid.rows.lines()] == ["Pasir"]


def test_swadaya_is_shown_but_not_asked_for(window: MainWindow, work: Workplace) -> None:
    lines = (line("Tukang", "2", "HOK", 130_000, "labour"), line("Kerja bakti", "10", "OH", 80_000, "labour", "self"))
    uid = usulan(work, *lines, amount=260_000)
    page = open_estimate(window, work, uid)
    heading = next(at for at in range(page.grid.rows.rowCount()) if page.grid.rows.row(at).heading == "labour")
    assert page.grid.rows.index(heading, 4).data() == "Rp260.000"
    assert page.grid.rows.index(heading + 2, 4).data() == "Rp800.000"
    assert page.foot.total.text() == "Rp260.000"
    assert page.foot.own.text() == "Swadaya Rp800.000, di luar pagu"
    assert page.notice.isHidden()


def test_the_amount_is_only_offered_when_somebody_wrote_another(window: MainWindow, work: Workplace) -> None:
    uid = usulan(work, amount=5_000_000)
    page = open_estimate(window, work, uid)
    paste(page, "Pasir\t10\tm3\t240.000")
    assert page.notice.label.text() == "Jumlah RAB Rp2.400.000 berbeda dari jumlah usulan Rp5.000.000."
    page.finish()
    assert saved(work, uid).amount == 5_000_000
    again = open_estimate(window, work, uid)
    QTest.mouseClick(again.notice.button, Qt.MouseButton.LeftButton)
    assert saved(work, uid).amount == 2_400_000
    again.grid.go(1, 1)
    type_in(again, "20")
    again.finish()
    assert saved(work, uid).amount == 4_800_000  # from now on it follows


# --- pasting ---------------------------------------------------------------------------------------------------------

FORM_R = (
    "No\tURAIAN\tSatuan\tVolume\tHarga Satuan (Rp)\tTotal Biaya (Rp)\n"
    "1\tUPAH KERJA\t\t\t\t\n"
    "\tTukang\tHOK\t8\t130.000\t1.040.000\n"
    "\tSub Total Upah (1)\t\t\t\t1.040.000\n"
    "2\tBAHAN\t\t\t\t\n"
    "\tSemen 40 kg\tzak\t12\t62.000\t744.000\n"
    "\tPasir\tm3\t3,5\t240.000\t840.000\n"
    "\tJumlah Total Biaya (1+2)\t\t\t\t2.624.000\n"
)


def test_a_whole_rab_sheet_goes_to_its_groups_as_one_step_of_undo(window: MainWindow, work: Workplace) -> None:
    uid = usulan(work)
    page = open_estimate(window, work, uid)
    paste(page, FORM_R)
    assert window.strip.text == (
        "3 baris ditempel, jumlahnya sama dengan di lembar asal: Rp2.624.000. Baris judul dilewati, kolom satuan dan "
        "volume ditukar sesuai tabel ini, 2 baris jumlah dilewati."
    )
    assert [(one.group, one.description, one.volume, one.unit) for one in page.entry().lines] == [
        ("material", "Semen 40 kg", "12", "zak"),
        ("material", "Pasir", "3.5", "m3"),
        ("labour", "Tukang", "8", "HOK"),
    ]
    page.undo()
    assert page.entry().lines == ()


def test_sums_that_differ_from_the_sheet_are_told(window: MainWindow, work: Workplace) -> None:
    page = open_estimate(window, work, usulan(work))
    paste(page, "Semen\t12\tzak\t62.000\t700.000\nPasir\t2\tm3\t240.000\t480.000")
    assert "di lembar asal Rp1.180.000, di sini Rp1.224.000; periksa harganya" in window.strip.text


@pytest.mark.parametrize(("answer", "price"), [("thousands", 12_500), ("decimal", None)])
def test_a_column_that_can_be_read_two_ways_is_asked_about_once(
    window: MainWindow, work: Workplace, answer: str, price: int | None
) -> None:
    uid = usulan(work)
    window.go("proposals")
    asked: list[Question] = []

    def ask(question: Question) -> str:
        asked.append(question)
        return answer

    page = EstimatePage(work, window, uid, ask=ask)  # type: ignore[arg-type]  # the two readings are such texts
    window.open_page(page)
    paste(page, "Bahan\nSemen\t12\tzak\t12,500\nUpah\nTukang\t2\tHOK\t130,000\n".replace("Bahan\n", "Bahan\t\t\t\n"))
    assert len(asked) == 1
    assert asked[0].readings == ("12.500", "12,5")
    assert page.entry().lines[0].unit_price == (price or 0)


def test_giving_up_the_question_pastes_nothing(window: MainWindow, work: Workplace) -> None:
    uid = usulan(work)
    window.go("proposals")
    page = EstimatePage(work, window, uid, ask=lambda _question: None)
    window.open_page(page)
    paste(page, "Semen\t12\tzak\t12,500")
    assert page.entry().lines == ()


def test_a_block_put_into_the_middle_goes_where_it_is_put(window: MainWindow, work: Workplace) -> None:
    uid = usulan(work, line("Semen", "1", "zak", 62_000), line("Pasir", "1", "m3", 240_000), amount=302_000)
    page = open_estimate(window, work, uid)
    paste(page, "5\n6", row=1, column=1)
    assert [one.volume for one in page.entry().lines] == ["5", "6"]


def test_cells_that_cannot_be_read_stay_as_typed_and_survive_closing(window: MainWindow, work: Workplace) -> None:
    uid = usulan(work)
    page = open_estimate(window, work, uid)
    paste(page, "Semen\tselusin\tzak\t62.000\nPasir\t2\tm3\tmurah")
    assert [(row, column) for row, column, _ in page.grid.rows.bad_cells()] == [(1, 1), (2, 3)]
    assert "2 sel belum terbaca dan ditandai merah" in window.strip.text
    page.finish()
    assert window.page is page  # Selesai asks for them first
    assert len(page.problems.entries) == 2
    window.go_back()
    assert [(one.description, one.volume, one.unit_price) for one in saved(work, uid).lines] == [
        ("Semen", "", 62_000),
        ("Pasir", "2", 0),
    ]
    again = open_estimate(window, work, uid)
    assert "RAB yang belum selesai dipulihkan" in window.strip.text
    assert again.grid.rows.index(1, 1).data() == "selusin"
    assert again.grid.rows.index(2, 3).data() == "murah"
    again.grid.rows.type_text(1, 1, "12")
    again.grid.rows.type_text(2, 3, "240 rb")
    again.finish()
    assert saved(work, uid).amount == 12 * 62_000 + 480_000
    assert work.records.drafts() == []


def test_typing_reaches_a_draft_before_it_is_a_version(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    uid = usulan(work)
    page = open_estimate(window, work, uid)
    paste(page, "Pasir\t2\tm3\t240.000")
    page.save_draft()
    assert saved(work, uid).lines == ()
    other = EstimatePage(work, window, uid)
    qtbot.addWidget(other)
    assert [one.description for one in other.entry().lines] == ["Pasir"]
    page.keep()


def test_lines_keep_their_names_over_several_saves(window: MainWindow, work: Workplace) -> None:
    uid = usulan(work)
    page = open_estimate(window, work, uid)
    paste(page, "Pasir\t2\tm3\t240.000")
    page.keep()
    (first,) = saved(work, uid).lines
    page.grid.go(1, 1)
    type_in(page, "3")
    page.keep()
    (second,) = saved(work, uid).lines
    assert second.uid == first.uid
    assert second.volume == "3"


# --- from elsewhere --------------------------------------------------------------------------------------------------


def test_lines_are_copied_from_another_usulan(window: MainWindow, work: Workplace, dialogs: Dialogs) -> None:
    lines = (line("Semen", "2.5", "zak", 62_000), line("Tukang", "2", "HOK", 130_000, "labour"))
    usulan(work, *lines, amount=415_000, title="Talut")
    uid = usulan(work)
    page = open_estimate(window, work, uid)

    def choose(dialog: CopyDialog) -> None:
        assert dialog.list.count() == 1
        assert dialog.list.item(0).text() == "Talut · 2022 · 2 baris, Rp415.000"
        dialog.accept()

    dialogs.then(choose)
    page.copy_from()
    assert [(one.group, one.description, one.volume) for one in page.entry().lines] == [
        ("material", "Semen", "2.5"),
        ("labour", "Tukang", "2"),
    ]
    page.undo()
    assert page.entry().lines == ()


def test_a_rab_is_taken_from_an_excel_file_and_can_be_taken_back(
    window: MainWindow, work: Workplace, dialogs: Dialogs, tmp_path: Path
) -> None:
    file = tmp_path / "rab.xlsx"
    book = xlsxwriter.Workbook(str(file))
    sheet = book.add_worksheet("RAB")
    for at, row in enumerate(
        [
            ("RENCANA ANGGARAN BIAYA",),
            ("No", "Uraian", "Volume", "Satuan", "Harga satuan", "Jumlah"),
            ("I", "BAHAN"),
            (1, "Semen", 12, "zak", 62_000, 744_000),
            (2, "Pasir", 3.5, "m3", 240_000, 840_000),
            ("II", "UPAH"),
            (1, "Tukang", 8, "HOK", 130_000, 1_040_000),
            ("", "Jumlah", "", "", "", 2_624_000),
        ]
    ):
        sheet.write_row(at, 0, row)
    book.close()
    uid = usulan(work)
    page = open_estimate(window, work, uid)

    def take(dialog: TakeDialog) -> None:
        assert dialog.result_text.text() == "3 akan masuk, 0 sudah ada. Jumlah RAB Rp2.624.000."
        assert dialog.yes.text() == "Ambil 3 baris"
        dialog.accept()

    dialogs.then(take)
    page.take_from(file)
    assert [(one.group, one.description) for one in page.entry().lines] == [
        ("material", "Semen"),
        ("material", "Pasir"),
        ("labour", "Tukang"),
    ]
    assert page.foot.total.text() == "Rp2.624.000"
    assert saved(work, uid).amount == 2_624_000
    page.undo()
    page.keep()
    assert saved(work, uid).lines == ()


def test_a_file_that_is_no_spreadsheet_says_so(window: MainWindow, work: Workplace, tmp_path: Path) -> None:
    page = open_estimate(window, work, usulan(work))
    file = tmp_path / "catatan.xlsx"
    file.write_bytes(b"bukan excel")
    page.take_from(file)
    assert window.strip.text
    assert page.entry().lines == ()


# --- locked, printed, small ------------------------------------------------------------------------------------------


def test_a_rab_that_was_handed_in_can_only_be_read(window: MainWindow, work: Workplace) -> None:
    uid = usulan(work, line("Semen", "1", "zak", 62_000), amount=62_000)
    work.submissions.submit("proposals", saved(work, uid).meeting)
    page = open_estimate(window, work, uid)
    assert "diajukan dan terkunci" in page.notice.label.text()
    paste(page, "Pasir\t2\tm3\t240.000")
    QTest.keyClick(page.grid, Qt.Key.Key_Delete)
    QTest.keyClick(page.grid, Qt.Key.Key_Delete, CTRL)
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    QTest.keyClick(page.grid, Qt.Key.Key_Tab)
    QTest.keyClicks(page.grid, "x")
    page.keep()
    assert [one.description for one in page.entry().lines] == ["Semen"]
    assert len(work.records.history(uid)) == 2  # saved, handed in


def test_the_estimate_is_shown_as_its_paper(window: MainWindow, work: Workplace) -> None:
    page = open_estimate(window, work, usulan(work, line("Semen", "1", "zak", 62_000), amount=62_000))
    page.print_page()
    paper = window.page
    assert isinstance(paper, PaperPage)
    assert paper.printed is not None
    assert paper.printed.pages == 1
    window.go_back()
    assert window.page is page


def test_f9_lists_what_the_lines_lack(window: MainWindow, work: Workplace) -> None:
    uid = usulan(work, line("", "1", "zak", 62_000), line("Pasir", "", "m3", 0), amount=62_000)
    page = open_estimate(window, work, uid)
    found = page.check()
    assert found is not None
    texts = " ".join(problem.text for problem in found)
    assert "RAB baris 1 belum punya uraian." in texts
    assert "volumenya nol" in texts
    assert "harganya nol" in texts


def test_in_the_largest_text_the_descriptions_come_before_empty_room(
    window: MainWindow, work: Workplace, theme: ThemeKeeper
) -> None:
    window.resize(1093, 535)
    theme.set_size(TextSize.LARGEST)
    page = open_estimate(
        window, work, usulan(work, line("Paving blok tebal 6 cm", "45", "m2", 85_000), amount=3_825_000)
    )
    QApplication.processEvents()
    grid = page.grid
    titles = [column.title for column in grid.rows.columns]
    assert grid.columnWidth(titles.index("Uraian")) >= 200
    last = len(titles) - 1
    assert grid.columnViewportPosition(last) + grid.columnWidth(last) <= grid.viewport().width() + 1
    theme.set_size(TextSize.NORMAL)
