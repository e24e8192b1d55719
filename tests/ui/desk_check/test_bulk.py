"""Many usulan at once: ticked, one outcome, one question, all or nothing. Data contoh."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.services.desk import Desk
from desktop.services.submissions import SubmissionService
from desktop.services.workplace import Workplace
from desktop.ui.desk_check.bulk_page import BulkPage
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.dialogs import ConfirmDialog
from desktop.ui.main_window import MainWindow
from tests.services.conftest import carry
from tests.ui.board.test_board import during
from tests.ui.desk_check.conftest import Clicks, Handed
from tests.ui.dialogs import yes


def opened(review: ReviewPage, window: MainWindow) -> BulkPage:
    review.open_bulk()
    page = window.page
    assert isinstance(page, BulkPage)
    return page


def no(dialog: object) -> None:
    assert isinstance(dialog, ConfirmDialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_approving_what_is_ticked(
    arrived: Handed, review: ReviewPage, desk_window: MainWindow, place: Workplace
) -> None:
    page = opened(review, desk_window)
    assert [one.proposal.title for one in page.table.model.rows()] == list(arrived.items)
    decide = page.page_actions().primary
    assert decide is not None
    assert not decide.enabled
    page.table.view.setFocus()
    QTest.keyClick(page.table.view, Qt.Key.Key_Space)
    QTest.keyClick(page.table.view, Qt.Key.Key_Down)
    QTest.keyClick(page.table.view, Qt.Key.Key_Space)
    assert page.sum.text().startswith("2 dari 3 usulan, Rp11.000.000.")
    decide = page.page_actions().primary
    assert decide is not None
    assert decide.text == "Setujui 2 usulan"
    during(no)
    decide.run()
    assert all(state.state == "submitted" for state in place.submissions.states("35.71.02.1013/04/03").values())
    during(yes)
    decide.run()
    states = place.submissions.states("35.71.02.1013/04/03")
    assert [states[uid].state for uid in arrived.items.values()] == ["approved", "approved", "submitted"]
    first = states[arrived.items["Alat cek posyandu"]].decision
    assert first is not None
    assert (first.priority, first.placement, first.amount) == (1, "kelurahan", None)
    assert [one.proposal.title for one in page.table.model.rows()] == ["Paving gang"]


def test_a_return_needs_one_reason_for_all(
    arrived: Handed, review: ReviewPage, desk_window: MainWindow, place: Workplace, click: Clicks
) -> None:
    page = opened(review, desk_window)
    assert not page.reason.isVisible()
    page.tick_all()
    click(page.outcome.buttons["return"])
    page.decide()
    assert page.reason.problem == "Tulis alasannya, atau pilih kalimat siap pakai."
    page.ready.menu().actions()[0].trigger()
    QTest.keyClicks(page.reason.control, " Segera.")
    during(yes)
    page.decide()
    states = place.submissions.states("35.71.02.1013/04/03")
    assert {state.state for state in states.values()} == {"returned"}
    reasons = {state.decision.reason for state in states.values() if state.decision}
    assert reasons == {"Volume atau satuan belum jelas. Tulis ukuran yang dapat diperiksa di lapangan. Segera."}
    assert page.table.empty.isVisible()


def test_one_that_cannot_be_decided_stops_all(
    arrived: Handed, review: ReviewPage, desk_window: MainWindow, place: Workplace, rt_desk: Desk, tmp_path: Path
) -> None:
    page = opened(review, desk_window)
    page.tick_all()

    def meanwhile(dialog: object) -> None:
        """While the question stands, the RT's withdrawal arrives: the list on the screen is older than the desk."""
        SubmissionService(rt_desk).withdraw(arrived.submission, "Salah lampiran")
        carry(rt_desk, place.desk, tmp_path)
        yes(dialog)

    during(meanwhile)
    page.decide()
    assert not place.records.find("k.decision")
    assert desk_window.strip.text.startswith("Belum ada yang diputuskan.")
