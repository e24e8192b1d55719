"""What an inspector would ask, the figures, and the order of the packet, as a treasurer uses them."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.domain.spj import SECTIONS
from desktop.services.home import HomeService
from desktop.ui.home.page import HomePage
from desktop.ui.main_window import MainWindow
from desktop.ui.readiness.page import InspectorPage
from desktop.ui.receipts.page import ReceiptsPage
from desktop.ui.spj.order import OrderDialog
from desktop.ui.spj.page import SpjPage
from tests.services.pokmas import YEAR, Scene

Calm = Callable[[], None]


def spj(window: MainWindow, calm: Calm) -> SpjPage:
    window.go("spj")
    calm()
    page = window.page
    assert isinstance(page, SpjPage)
    return page


def asked(window: MainWindow, calm: Calm) -> InspectorPage:
    command = next(one for one in spj(window, calm).page_actions().more if "ditanya" in one.text)
    command.run()
    calm()
    page = window.page
    assert isinstance(page, InspectorPage)
    return page


def test_what_is_wrong_is_shown_first_and_led_to(scene: Scene, window: MainWindow, calm: Calm) -> None:
    scene.bought()
    bare = scene.pay("Paving", 100_000, photo=False)
    page = asked(window, calm)
    assert page.only.isChecked()
    assert "tidak sesuai" in page.summary.text()
    row = next(one for one in page.rows if "foto nota" in one.question.text)
    assert row.question.answer == "bad"
    assert "foto nota belum ada" in row.said.text()
    assert row.button is not None
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    calm()
    room = window.page
    assert isinstance(room, ReceiptsPage)
    # Mended, it is asked no more.
    scene.group.attachments.add_photo(bare, scene.picture(), "receipt")
    again = asked(window, calm)
    assert not [one for one in again.rows if "foto nota" in one.question.text]
    shown = len(again.rows)
    QTest.mouseClick(again.only, Qt.MouseButton.LeftButton)
    assert len(again.rows) > shown
    assert [problem.blocks for problem in again.check() or []] == [
        one.question.answer == "bad" for one in again.rows if one.question.answer in ("bad", "doubt")
    ]


def test_each_activity_has_its_figure(scene: Scene, window: MainWindow, calm: Calm) -> None:
    scene.bought()
    page = asked(window, calm)
    (paving, cameras) = page.figures.lines
    assert paving.figure.words == "Paving gang: 9 dari 11 lengkap"
    assert cameras.figure.done < cameras.figure.total
    assert "Tercatat di BAST" in paving.toolTip()


def test_the_home_page_counts_the_papers(scene: Scene, window: MainWindow, calm: Calm) -> None:
    scene.bought()
    overview = HomeService(scene.group).overview(date(YEAR, 4, 20))
    (figure,) = overview.figures
    assert figure.words == "SPJ tahap 1: 12 dari 16 lengkap"
    page = HomePage(scene.group, window, today=lambda: date(YEAR, 4, 20))
    window.open_page(page)
    calm()
    assert [line.figure for line in page.readiness.figures.lines] == [figure]
    QTest.mouseClick(page.readiness.ask, Qt.MouseButton.LeftButton)
    calm()
    assert isinstance(window.page, InspectorPage)


def test_contract_days_and_reports_are_among_the_next_steps(scene: Scene) -> None:
    scene.bought()
    contract = scene.office.records.get(scene.contract)
    assert contract is not None
    service = HomeService(scene.group)
    steps = {step.key.partition(":")[0]: step for step in service.overview(date(YEAR, 4, 20)).steps}
    assert steps["report"].spot == "team_report"
    assert "triwulan 1" in steps["report"].sentence
    assert "report" not in {step.key.partition(":")[0] for step in service.overview(date(YEAR, 3, 25)).steps}


def test_the_order_is_moved_by_keys_and_kept(scene: Scene, window: MainWindow, calm: Calm) -> None:
    scene.bought()
    page = spj(window, calm)

    def move() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, OrderDialog)
        dialog.list.setFocus()
        dialog.list.setCurrentRow(1)
        QTest.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
        assert dialog.order()[:2] == ["recap", "letters"]
        QTest.mouseClick(dialog.down, Qt.MouseButton.LeftButton)
        QTest.mouseClick(dialog.down, Qt.MouseButton.LeftButton)
        QTest.mouseClick(dialog.keep, Qt.MouseButton.LeftButton)

    QTimer.singleShot(200, move)
    page.choose_order()
    assert scene.group.spj.order()[:3] == ("letters", "statements", "recap")
    assert sorted(scene.group.spj.order()) == sorted(SECTIONS)
