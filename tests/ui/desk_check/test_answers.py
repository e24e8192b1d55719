"""Answering all RTs at once: bundles into one folder, a letter where there is no computer. Data contoh."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.desk import Desk
from desktop.services.exchange import ExchangeService
from desktop.services.revocations import RevocationService
from desktop.services.submissions import SubmissionService
from desktop.services.workplace import Workplace, open_workplace
from desktop.ui.desk_check import answers_page
from desktop.ui.desk_check.answers_page import AnswersPage
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.main_window import MainWindow
from desktop.ui.paper_page import PaperPage
from tests.services.conftest import OFFICE, DeskMaker, approve, carry, enrol
from tests.ui.desk_check.conftest import THREE, Handed, hand_in

SECOND = f"{OFFICE}/04/02"


@pytest.fixture
def second(office: Desk, new_desk: DeskMaker, tmp_path: Path) -> tuple[Desk, Handed]:
    """Another RT that handed in."""
    desk = new_desk("rt-dua", SECOND)
    enrol(desk, office)
    approve(office, desk)
    handed = hand_in(desk, tmp_path, THREE[:1])
    carry(desk, office, tmp_path)
    return desk, handed


def test_all_bundles_in_one_folder(
    arrived: Handed,
    second: tuple[Desk, Handed],
    review: ReviewPage,
    desk_window: MainWindow,
    place: Workplace,
    rt_desk: Desk,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    qtbot: QtBot,
) -> None:
    other, theirs = second
    for handed in (arrived, theirs):
        place.decisions.decide(handed.submission, next(iter(handed.items.values())), "approve", placement="kelurahan")
    review.open_answers()
    page = desk_window.page
    assert isinstance(page, AnswersPage)
    assert [(row.name, row.decisions, row.sends) for row in page.table.model.rows()] == [
        ("RT 02/RW 04", 1, True),
        ("RT 03/RW 04", 1, True),
    ]
    folder = tmp_path / "jawaban"
    folder.mkdir()
    monkeypatch.setattr(answers_page, "ask_folder", lambda *_: folder)
    make = page.page_actions().primary
    assert make is not None
    assert make.text == "Buat 2 bundel…"
    make.run()
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    files = sorted(folder.glob("*.rembug"))
    assert len(files) == 2
    assert {name for names in page.made.values() for name in names} == {file.name for file in files}
    assert [page.table.model.columns[1].text(row) for row in page.table.model.rows()] == ["Sudah dibuat"] * 2
    for desk, handed in ((other, theirs), (rt_desk, arrived)):
        mine = next(file for file in files if f"RT{desk.info.area.rt}-" in file.name)
        ExchangeService(desk).take(mine)
        states = SubmissionService(desk).states(str(desk.info.area))
        assert states[next(iter(handed.items.values()))].state == "approved"
    # Made and carried: nothing of it is new any more.
    assert place.answers.open() == []


def test_an_rt_without_a_computer_gets_a_letter(
    arrived: Handed, review: ReviewPage, desk_window: MainWindow, place: Workplace, rt_desk: Desk
) -> None:
    place.decisions.decide(arrived.submission, arrived.items["Lampu gang"], "return", reason="Volume?")
    RevocationService(place.desk).revoke(rt_desk.info.device, "Laptop rusak")
    review.open_answers()
    page = desk_window.page
    assert isinstance(page, AnswersPage)
    (row,) = page.table.model.rows()
    assert (row.sends, page.table.model.columns[1].text(row)) == (False, "Surat")
    make = page.page_actions().primary
    assert make is not None
    assert not make.enabled
    page.table.opened.emit(row)
    assert isinstance(desk_window.page, PaperPage)


def test_data_copied_to_a_computer_without_the_key_say_so(
    arrived: Handed, desk_window: MainWindow, place: Workplace, tmp_path: Path
) -> None:
    place.decisions.decide(arrived.submission, next(iter(arrived.items.values())), "approve", placement="kelurahan")
    copy = tmp_path / "salinan"
    shutil.copytree(place.desk.folder, copy)
    with open_workplace(copy) as other:
        page = AnswersPage(other, desk_window)
        desk_window.open_page(page)
        assert page.table.empty.sentence.text().startswith("Kunci induk kelurahan belum dibuat.")
        make = page.page_actions().primary
        assert make is not None
        assert not make.enabled
        gone: list[str] = []
        page.goes.connect(gone.append)
        QTest.mouseClick(page.table.empty.button, Qt.MouseButton.LeftButton)
        assert gone == ["exchange"]
        desk_window.go("home")
