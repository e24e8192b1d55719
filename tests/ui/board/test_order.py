"""One RT's usulan in order with a running sum; approving what fits, after one question. Data contoh."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.domain.errors import RuleViolation
from desktop.services.workplace import Workplace
from desktop.ui.board.page import BoardPage
from desktop.ui.board.rank_page import RankPage
from desktop.ui.desk_check.submission_page import SubmissionPage
from desktop.ui.dialogs import ConfirmDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.shots import FULL, SMALL
from tests.ui.board.conftest import FIRST, THIRD, Clicks, Handed
from tests.ui.board.test_board import during


def opened(board: BoardPage, window: MainWindow, area: str) -> RankPage:
    board.open_record(area)
    page = window.page
    assert isinstance(page, RankPage)
    return page


def lines(page: RankPage) -> list[tuple[int, str, int, str]]:
    """(place, title, running sum, within the ceiling) of each row, as shown."""
    column = next(one for one in page.table.model.columns if one.title == "Pagu")
    return [(row.place, row.title, row.running, column.text(row)) for row in page.table.model.rows()]


def test_moving_with_the_keyboard_moves_the_line_of_the_ceiling(
    sent: dict[str, Handed], place: Workplace, board: BoardPage, board_window: MainWindow
) -> None:
    page = opened(board, board_window, THIRD)
    assert lines(page) == [
        (1, "Saluran air", 65_000_000, "Dalam pagu"),
        (2, "Kursi lipat", 95_000_000, "Dalam pagu"),
        (3, "Bola voli", 101_000_000, "Di luar pagu"),
    ]
    page.table.choose(sent[THIRD].items["Bola voli"])
    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.table.view, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert [(title, fits) for _, title, _, fits in lines(page)] == [
        ("Bola voli", "Dalam pagu"),
        ("Saluran air", "Dalam pagu"),
        ("Kursi lipat", "Di luar pagu"),
    ]
    # Kept: another page, and form L later, have the same order.
    kept = place.ranking.places(THIRD)
    assert min(kept, key=lambda uid: kept[uid]) == sent[THIRD].items["Bola voli"]
    page.as_rt()
    assert [title for _, title, _, _ in lines(page)] == ["Saluran air", "Kursi lipat", "Bola voli"]


def test_approving_what_fits_asks_once_and_gives_priorities(
    sent: dict[str, Handed], place: Workplace, board: BoardPage, board_window: MainWindow, click: Clicks
) -> None:
    page = opened(board, board_window, THIRD)
    page.table.choose(sent[THIRD].items["Bola voli"])
    click(page.up)
    command = page.page_actions().primary
    assert command is not None
    assert command.text == "Setujui yang masuk pagu (2)"

    def answer(dialog: object) -> None:
        assert isinstance(dialog, ConfirmDialog)
        assert "Rp71.000.000" in dialog.accessibleDescription()
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)

    during(answer)
    command.run()
    states = place.submissions.states(THIRD)
    by_title = {title: states[uid] for title, uid in sent[THIRD].items.items()}
    assert {title: state.state for title, state in by_title.items()} == {
        "Saluran air": "approved",
        "Bola voli": "approved",
        "Kursi lipat": "submitted",
    }
    decision = by_title["Bola voli"].decision
    assert decision is not None
    assert (decision.priority, decision.placement) == (2, "kelurahan")
    assert [row.activity for row in place.recap.state().rows] == ["Saluran air", "Bola voli"]
    again = page.page_actions().primary
    assert again is not None
    assert not again.enabled


def test_nothing_is_approved_when_one_of_them_cannot_be(sent: dict[str, Handed], place: Workplace) -> None:
    order = list(sent[FIRST].items.values())
    place.board.set_ceiling(FIRST, 1_000_000)
    with pytest.raises(RuleViolation) as problem:
        place.ranking.approve_fitting(FIRST, order)
    assert problem.value.code == "nothing_fits"
    assert all(state.state == "submitted" for state in place.submissions.states(FIRST).values())


def test_enter_leads_to_the_desk_with_its_evidence(
    sent: dict[str, Handed], board: BoardPage, board_window: MainWindow
) -> None:
    page = opened(board, board_window, FIRST)
    page.table.choose(sent[FIRST].items["Alat cek posyandu"])
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    shown = board_window.page
    assert isinstance(shown, SubmissionPage)
    assert shown.current == sent[FIRST].items["Alat cek posyandu"]


def test_on_a_small_screen_standing_and_sums_are_in_sight(
    sent: dict[str, Handed], board: BoardPage, board_window: MainWindow
) -> None:
    del sent
    page = opened(board, board_window, THIRD)
    for room, hidden in ((SMALL, True), (FULL, False)):
        board_window.resize(room)
        QTest.qWait(50)
        assert page.table.view.isColumnHidden(2) is hidden
        assert page.table.view.horizontalScrollBar().maximum() == 0
