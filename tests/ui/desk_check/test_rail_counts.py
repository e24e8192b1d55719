"""The numbers on the rail follow what arrives and what is decided, though nobody goes to the rooms."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.desk import Desk
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.rail_counts import RailCounts
from tests.services.conftest import approve, carry
from tests.ui.desk_check.conftest import EXCHANGE, HOME, REVIEW, Handed


@pytest.fixture
def counts(desk_window: MainWindow, place: Workplace) -> RailCounts:
    made = RailCounts(desk_window)
    place.desk.subscribe(made.tell)
    made.watch(place)
    return made


def numbers(window: MainWindow) -> tuple[int, int]:
    return window.rail.buttons[REVIEW].count, window.rail.buttons[EXCHANGE].count


@pytest.mark.usefixtures("counts")
def test_a_bundle_that_came_is_counted_from_the_home_page(
    desk_window: MainWindow,
    place: Workplace,
    handed: Handed,
    rt_desk: Desk,
    office: Desk,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    approve(office, rt_desk)
    carry(rt_desk, place.desk, tmp_path)
    qtbot.waitUntil(lambda: numbers(desk_window) == (1, 0))
    assert desk_window.rail.buttons[HOME].isChecked()
    assert desk_window.rail.buttons[REVIEW].accessibleName() == "Meja Periksa, 1 belum diputuskan"
    for item in handed.items.values():
        place.decisions.decide(handed.submission, item, "approve")
    qtbot.waitUntil(lambda: numbers(desk_window) == (0, 0))


def test_what_waited_before_is_counted_when_the_desk_opens(
    desk_window: MainWindow, place: Workplace, arrived: Handed, qtbot: QtBot
) -> None:
    assert arrived.submission
    assert numbers(desk_window) == (0, 0)
    made = RailCounts(desk_window)
    made.watch(place)
    qtbot.waitUntil(lambda: numbers(desk_window) == (1, 0))
    made.finish()


def test_a_desk_that_closes_is_not_counted_any_more(
    desk_window: MainWindow, counts: RailCounts, handed: Handed, qtbot: QtBot
) -> None:
    assert handed.submission
    counts.finish()
    counts.tell(frozenset({"d.submission"}))
    qtbot.wait(300)
    assert numbers(desk_window) == (0, 0)
