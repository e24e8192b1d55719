"""The board of RT × bidang: who has sent nothing, what each bidang uses, ceilings typed. Data contoh."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.services.workplace import Workplace
from desktop.ui.board.dialogs import AddDialog, CeilingDialog
from desktop.ui.board.page import BoardPage
from desktop.ui.board.rank_page import RankPage
from desktop.ui.main_window import MainWindow
from tests.ui.board.conftest import FIRST, THIRD, Clicks, Handed


def cells(page: BoardPage) -> dict[str, list[str]]:
    """The rows as people read them, by RT."""
    model = page.table.model
    return {row.name: [column.text(row) for column in model.columns[1:]] for row in model.rows()}


def during(act: Callable[[object], None]) -> None:
    """Act on the dialog that opens next."""

    def when_open() -> None:
        dialog = QApplication.activeModalWidget()
        if dialog is None:
            QTimer.singleShot(20, when_open)
        else:
            act(dialog)

    QTimer.singleShot(0, when_open)


def test_an_empty_board_asks_for_the_rts(board: BoardPage, click: Clicks, place: Workplace) -> None:
    assert board.table.empty.isVisible()
    assert board.sent.figure.text() == "0 dari 0 RT"

    def fill(dialog: object) -> None:
        assert isinstance(dialog, AddDialog)
        QTest.keyClicks(dialog.rw.control, "4")
        QTest.keyClicks(dialog.first.control, "7")
        QTest.keyClicks(dialog.last.control, "5")
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        assert dialog.last.problem == "Nomor RT terakhir lebih kecil dari yang pertama. Tulis dari nomor terkecil."
        dialog.first.set_text("")
        QTest.keyClicks(dialog.first.control, "3")
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)

    during(fill)
    click(board.table.empty.button)
    assert list(cells(board)) == ["RT 03/RW 04", "RT 04/RW 04", "RT 05/RW 04"]
    assert board.sent.figure.text() == "0 dari 3 RT"
    # Nothing of it travels: that there is such an RT is no news to it.
    assert all(record.state == "saved" for record in place.records.find("k.allocation"))


def test_shares_marks_and_who_sent_nothing(
    sent: dict[str, Handed], place: Workplace, board: BoardPage, click: Clicks
) -> None:
    place.board.add("4", "1", "4")
    board.reload()
    found = cells(board)
    assert list(found) == ["RT 01/RW 04", "RT 02/RW 04", "RT 03/RW 04", "RT 04/RW 04"]
    # RT 03 asks for Rp101.000.000 of Rp100.000.000; RT 04 nothing, which is no breach.
    assert found["RT 03/RW 04"][:2] == ["Menunggu", "▲ Rp1.000.000"]
    assert found["RT 01/RW 04"][1] == "Rp63.000.000"
    assert found["RT 04/RW 04"][0] == "Belum daftar"
    assert set(found["RT 04/RW 04"][2:]) == {"–"}
    health = 2 + board.parts.index(("health", ""))
    assert found["RT 01/RW 04"][health] == "9 %"
    third = next(row for row in board.table.model.rows() if row.area == THIRD)
    column = board.table.model.columns[3 + board.parts.index(("social", ""))]
    assert column.spoken is not None
    assert "Sosial budaya: terpakai Rp30.000.000" in column.spoken(third)

    click(board.which.buttons["silent"])
    assert list(cells(board)) == ["RT 04/RW 04"]
    click(board.which.buttons["all"])
    click(board.what.buttons["granted"])
    assert cells(board)["RT 01/RW 04"][1] == "Rp100.000.000"


def test_a_ceiling_of_ones_own_travels_and_is_never_above_the_rules(
    sent: dict[str, Handed], place: Workplace, board: BoardPage, board_window: MainWindow
) -> None:
    board.table.choose(FIRST)

    def fill(dialog: object) -> None:
        assert isinstance(dialog, CeilingDialog)
        QTest.keyClicks(dialog.ceiling.control, "150.000.000")
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
        assert dialog.ceiling.problem.startswith("Pagu satu RT tahun 2022 paling banyak Rp100.000.000.")
        dialog.ceiling.set_text("")
        QTest.keyClicks(dialog.ceiling.control, "30.000.000")
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)

    during(fill)
    board.set_ceiling()
    assert cells(board)["RT 01/RW 04"][1] == "▲ Rp7.000.000"
    (record,) = place.records.find("k.allocation")
    assert record.state == "published"
    assert place.exchange.unsent(FIRST) > 0


def test_enter_opens_the_order_of_an_rt(sent: dict[str, Handed], board: BoardPage, board_window: MainWindow) -> None:
    board.table.choose(THIRD)
    QTest.keyClick(board.table.view, Qt.Key.Key_Return)
    page = board_window.page
    assert isinstance(page, RankPage)
    assert page.title() == "Urutan usulan RT 03/RW 04"


def test_f9_lists_what_holds_each_rt_up_and_an_entry_chooses_its_row(
    sent: dict[str, Handed], place: Workplace, board: BoardPage, board_window: MainWindow, click: Clicks
) -> None:
    place.board.add("4", "4")
    board.reload()
    click(board.which.buttons["breach"])
    QTest.keyClick(board_window, Qt.Key.Key_F9)
    texts = [entry.text() for entry in board.problems.entries]
    assert "Perhatian: RT 03/RW 04 – usulannya melebihi 3 batas, lebih Rp1.000.000 dari pagu." in texts
    assert "Perhatian: RT 01/RW 04 – 2 usulan belum diputuskan." in texts
    click(board.problems.entries[texts.index("Perhatian: RT 04/RW 04 – komputernya belum didaftarkan.")])
    row = board.table.row()
    assert row is not None
    assert row.name == "RT 04/RW 04"
    assert board.table.view.hasFocus()


def test_f9_on_an_empty_board_says_that_nothing_waits(board: BoardPage, board_window: MainWindow) -> None:
    QTest.keyClick(board_window, Qt.Key.Key_F9)
    assert not board.problems.isVisible()
    assert board_window.strip.text.startswith("Belum ada RT di papan.")


def test_a_choice_without_a_row_says_what_that_means(place: Workplace, board: BoardPage, click: Clicks) -> None:
    assert board.table.empty.sentence.text().startswith("Belum ada RT di papan.")
    place.board.add("4", "1", "2")
    board.reload()
    click(board.which.buttons["breach"])
    assert cells(board) == {}
    assert board.table.empty.sentence.text() == "Tidak ada RT yang melebihi batas."
    assert board.table.empty.button.isHidden()
