"""An RT without a computer: its desk is laid, opened and kept in step on the kelurahan's computer. Data contoh."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.errors import RuleViolation
from desktop.services.desk import Desk, open_desk
from desktop.services.submissions import SubmissionService
from desktop.services.workplace import Workplace
from desktop.ui.board.page import BoardPage
from desktop.ui.main_window import MainWindow
from tests.services.conftest import OFFICE
from tests.ui.board.conftest import FIRST
from tests.ui.board.test_board import during
from tests.ui.desk_check.conftest import THREE, hand_in
from tests.ui.dialogs import yes


@pytest.fixture(autouse=True)
def own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this computer keeps its desks."""
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "komputer"))


def test_a_desk_is_laid_filled_and_answered_on_one_computer(
    place: Workplace, board: BoardPage, board_window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    place.board.add("4", "1")
    board.reload()
    (make,) = board.page_actions().more
    assert make.text == "Buat meja RT 01/RW 04 di komputer ini…"

    during(yes)
    make.run()
    folder = place.kept_desks.kept()[FIRST]
    went: list[tuple[str, str]] = []
    board_window.elsewhere = lambda where, spot: went.append((where, spot))
    opens, pass_on = board.page_actions().more
    opens.run()
    assert went == [("desk", str(folder))]
    # Nobody had to compare digits: both desks lie under one roof.
    with_desk = open_desk(folder)
    handed = hand_in(with_desk, tmp_path, THREE)
    with_desk.close()

    pass_on.run()
    qtbot.waitUntil(lambda: not board_window.tasks.running, timeout=20_000)
    qtbot.waitUntil(lambda: "catatan diambil" in board_window.strip.text)
    assert [entry.uid for entry in place.inbox.entries()] == [handed.submission]
    first = next(iter(handed.items.values()))
    place.decisions.decide(handed.submission, first, "approve", placement="kelurahan")
    passed = place.kept_desks.pass_on(FIRST)
    assert (passed.came, passed.went) == (0, 1)
    back = open_desk(folder)
    assert SubmissionService(back).states(FIRST)[first].state == "approved"
    back.close()
    assert place.exchange.unsent(FIRST) == 0
    assert not (place.desk.folder / "kept").exists()


def test_one_desk_for_each_rt_and_rts_only(office: Desk) -> None:
    place = Workplace(office)
    place.kept_desks.make(FIRST)
    for area, code in ((FIRST, "desk_known"), (f"{OFFICE}/P/01", "not_rt"), ("35.71.02.1014/01/01", "not_rt")):
        with pytest.raises(RuleViolation) as problem:
            place.kept_desks.make(area)
        assert problem.value.code == code
    with pytest.raises(RuleViolation):
        place.kept_desks.pass_on(f"{OFFICE}/04/09")
