"""T7: the kelurahan takes the bundle, approves two, returns one with its reason, makes the answer. Data contoh."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.desk import Desk
from desktop.services.exchange import ExchangeService
from desktop.services.submissions import SubmissionService
from desktop.services.trust import TrustService
from desktop.services.usb import Drive
from desktop.services.workplace import Workplace
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.desk_check.submission_page import SubmissionPage
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.main_window import MainWindow
from tests.services.conftest import OFFICE
from tests.ui.desk_check.conftest import EXCHANGE, Clicks, Handed


def test_t7_from_the_stick_to_the_answer_in_at_most_25_clicks(
    handed: Handed,
    rt_desk: Desk,
    place: Workplace,
    desk_window: MainWindow,
    stick: Drive,
    click: Clicks,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    ExchangeService(rt_desk).send(OFFICE, stick.folder)

    # The bundle of a computer nobody knows here: compared, approved, taken at once.
    click(desk_window.rail.buttons[EXCHANGE])
    exchange = desk_window.page
    assert isinstance(exchange, ExchangePage)
    receive = exchange.receive
    qtbot.waitUntil(lambda: receive.idle is not None and bool(receive.idle.buttons))
    assert receive.idle is not None
    click(receive.idle.buttons[0])
    qtbot.waitUntil(lambda: receive.stranger is not None)
    assert receive.stranger is not None
    for box, group in zip(receive.stranger.digits.boxes.values(), TrustService(rt_desk).fingerprint(), strict=True):
        assert desk_window.focusWidget() is box
        QTest.keyClicks(box, group)
    click(receive.approve_button)
    qtbot.waitUntil(lambda: receive.result is not None)

    # Meja Periksa: the newest stands first and is chosen; Enter opens it.
    click(receive.next)
    review = desk_window.page
    assert isinstance(review, ReviewPage)
    assert review.table.model.rowCount() == 1
    QTest.keyClick(review.table.view, Qt.Key.Key_Return)
    page = desk_window.page
    assert isinstance(page, SubmissionPage)
    assert page.title() == "RT 03/RW 04 – 3 usulan"

    # Two approved, each with one click and Ctrl+Enter; the desk goes on by itself.
    for title in ("Alat cek posyandu", "Lampu gang"):
        assert page.current == handed.items[title]
        assert page.panel.form is not None
        click(page.panel.form.outcome.tiles["approve"])
        QTest.keyClick(page.panel.form.outcome.tiles["approve"], Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    # One returned, with a ready-made sentence and words of one's own.
    assert page.current == handed.items["Paving gang"]
    form = page.panel.form
    assert form is not None
    click(form.outcome.tiles["return"])
    (sentence, *_others) = form.ready.menu().actions()
    sentence.trigger()
    click.count += 2  # the button, and the sentence in its menu
    QTest.keyClicks(form.reason.edit, " Panjangnya berapa?")
    click(page.panel.save)

    # All decided: straight to the answer for this RT.
    assert page.panel.note.text() == "Selesai"
    click(page.panel.answer)
    assert desk_window.page is exchange
    assert exchange.send.to_area == "35.71.02.1013/04/03"
    qtbot.waitUntil(lambda: exchange.send.form is not None and bool(exchange.send.form.places.tiles))
    click(exchange.send.make)
    qtbot.waitUntil(lambda: exchange.send.done is not None)
    assert click.count <= 25

    answer = next(path for path in stick.folder.glob("KELURAHAN*.rembug"))
    ExchangeService(rt_desk).take(answer)
    states = SubmissionService(rt_desk).states()
    assert [states[uid].state for uid in handed.items.values()] == ["approved", "approved", "returned"]
    said = states[handed.items["Paving gang"]].decision
    assert said is not None
    assert said.reason.startswith("Volume atau satuan belum jelas.")
    assert said.reason.endswith("Panjangnya berapa?")
    first = states[handed.items["Alat cek posyandu"]].decision
    assert first is not None
    assert (first.placement, first.priority, first.amount) == ("kelurahan", 1, None)
