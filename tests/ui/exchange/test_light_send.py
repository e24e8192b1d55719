"""Ringan in the window: one tick, and small pictures go ahead. Data contoh."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.services.attachments import AttachmentService
from desktop.services.desk import Desk
from desktop.services.submissions import SubmissionService
from desktop.services.usb import Drive
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from tests.services.conftest import approve, enrol
from tests.services.test_light import noisy
from tests.services.test_one_proposal_there_and_back import fill
from tests.ui.exchange.conftest import Clicks, OpenPage


@pytest.fixture
def rt(rt_desk: Desk, tmp_path: Path) -> Workplace:
    """An RT with a rembug and one large photo, handed in."""
    meeting, _ = fill(rt_desk)
    AttachmentService(rt_desk).add_photo(meeting, noisy(tmp_path / "foto.jpg", 3), "meeting")
    SubmissionService(rt_desk).submit("proposals", meeting)
    return Workplace(rt_desk)


def test_one_tick_sends_small_pictures(
    rt: Workplace, place: Workplace, stick: Drive, open_page: OpenPage, window: MainWindow, click: Clicks, qtbot: QtBot
) -> None:
    enrol(rt.desk, place.desk)
    approve(place.desk, rt.desk)
    page = open_page(rt, [stick])
    window.go("exchange")
    send = page.send
    qtbot.waitUntil(lambda: send.form is not None and send.make.isVisible())
    assert send.form is not None
    assert send.form.light.text() == "Ringan: foto kecil dulu, foto asli menyusul"
    click(send.form.light)
    qtbot.waitUntil(send.make.isEnabled)
    click(send.make)
    qtbot.waitUntil(lambda: send.done is not None, timeout=20_000)
    (file,) = stick.folder.glob("*.rembug")
    plan = place.exchange.take(file).plan
    assert (plan.files, plan.missing_files) == (0, 1)
