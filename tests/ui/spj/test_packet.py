"""The SPJ of a tranche as its treasurer makes it: what is missing, the packet, handing in, and in again."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.records import Submission
from desktop.ui.main_window import MainWindow
from desktop.ui.receipts.page import ReceiptsPage
from desktop.ui.spj.hand_in import HandInPage
from desktop.ui.spj.page import SpjPage
from desktop.ui.status import COMPLETE, MISSING, NOT_NEEDED, READY
from tests.services.pokmas import Scene
from tests.ui.dialogs import Dialogs
from tests.ui.spj.conftest import press

Calm = Callable[[], None]


def opened(window: MainWindow, calm: Calm) -> SpjPage:
    window.go("spj")
    calm()
    page = window.page
    assert isinstance(page, SpjPage)
    return page


def handing_in(window: MainWindow, calm: Calm) -> HandInPage:
    calm()
    page = window.page
    assert isinstance(page, HandInPage)
    return page


def test_without_a_contract_the_page_says_where_to_begin(window: MainWindow, calm: Calm) -> None:
    page = opened(window, calm)
    assert page.empty.isVisible()
    assert page.empty.sentence.text().startswith("Belum ada kontrak")
    assert page.page_actions().primary is None


def test_a_missing_picture_is_said_and_led_to(
    scene: Scene, window: MainWindow, qtbot: QtBot, calm: Calm, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.bought()
    bare = scene.pay("CCTV", 2_800_000, photo=False)
    page = opened(window, calm)
    row = page.checklist.row("receipt_photos")
    assert row.chip.status is MISSING
    assert row.detail.text()
    assert page.checklist.row("earlier").chip.status is NOT_NEEDED
    assert page.checklist.row("contract").chip.status is COMPLETE
    assert page.chip.status is MISSING
    assert page.summary.text() == "Kurang 2 hal sebelum dapat diajukan."
    final = page.page_actions().primary
    assert final is not None
    assert (final.text, final.enabled) == ("Buat PDF", False)
    assert any("Foto" in problem.text for problem in page.check() or [])
    assert row.button is not None
    asked: list[tuple[str, str]] = []
    show = ReceiptsPage.open_record

    def watched(room: ReceiptsPage, uid: str, spot: str = "") -> None:
        asked.append((uid, spot))
        show(room, uid, spot)

    monkeypatch.setattr(ReceiptsPage, "open_record", watched)
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    calm()
    assert window.page is not page
    assert isinstance(window.page, ReceiptsPage)
    assert asked == [(bare, "photo")]  # the very receipt, at its picture


def test_f9_says_that_it_is_still_reading_and_then_what_is_missing(
    scene: Scene, window: MainWindow, calm: Calm
) -> None:
    """A list pressed for before anything is read never says that all is there, nor does it go stale."""
    scene.bought()
    bare = scene.pay("CCTV", 2_800_000, photo=False)
    window.go("spj")
    page = window.page
    assert isinstance(page, SpjPage)
    assert page.seen is None
    window.check_now()
    assert [one.text() for one in page.problems.entries] == [
        "Perhatian: Daftar periksa masih dibaca. Hasilnya segera tampil di sini."
    ]
    assert window.strip.text == ""
    calm()
    assert any("Foto nota" in one.text() for one in page.problems.entries)
    assert page.problems.x() > 0, "it keeps its distance to the page's edge"
    focused = QApplication.focusWidget()
    assert focused is not None
    assert page.problems.isAncestorOf(focused), "the keyboard is on what is missing"
    scene.group.attachments.add_photo(bare, scene.picture(), "receipt")
    calm()
    assert not any("Foto nota" in one.text() for one in page.problems.entries)


def test_a_draft_carries_its_gaps(scene: Scene, window: MainWindow, qtbot: QtBot, calm: Calm) -> None:
    scene.bought()
    scene.pay("CCTV", 2_800_000, photo=False)
    page = opened(window, calm)
    press(qtbot, window, "Buat draf")
    calm()
    assert page.preview.page_count > 3
    assert "Ini draf" in page.notice.label.text()
    assert "kekurangan ada di halaman pertama" in page.notice.label.text()
    assert not scene.group.papers.issued(scene.tranches[0], "spj_packet")


def test_complete_data_is_one_click_from_its_packet(scene: Scene, window: MainWindow, qtbot: QtBot, calm: Calm) -> None:
    scene.bought()
    page = opened(window, calm)
    assert page.chip.status is READY
    assert page.none_yet.button.text() == "Buat PDF"
    QTest.mouseClick(page.none_yet.button, Qt.MouseButton.LeftButton)
    calm()
    issued = scene.group.papers.issued(scene.tranches[0], "spj_packet")
    assert len(issued) == 1
    assert page.preview.page_count == issued[0].pages
    assert issued[0].number in page.notice.label.text()
    assert page.seen is not None
    assert page.seen.printed
    primary = page.page_actions().primary
    assert primary is not None
    assert primary.text == "Ajukan SPJ"
    # Something is altered: the packet says so, and wants to be made again.
    scene.group.attachments.add_photo(scene.rabs["Paving gang"], scene.picture(), "50")
    calm()
    assert "Isinya berubah" in page.notice.label.text()
    primary = page.page_actions().primary
    assert primary is not None
    assert primary.text == "Buat PDF"


def test_blockers_stand_first_and_hold(scene: Scene, window: MainWindow, qtbot: QtBot, calm: Calm) -> None:
    scene.bought()
    scene.pay("CCTV", 2_800_000, photo=False)
    opened(window, calm)
    press(qtbot, window, "Ajukan SPJ")
    page = handing_in(window, calm)
    assert page.steps[0].is_open
    first = page.findings.findings[0]
    assert first.property("tone") == "problem"
    page._open_step(2)
    assert not page.onward.isEnabled()
    assert page.held.text() == "Belum dapat diajukan: selesaikan langkah 1."
    assert scene.group.submissions.states().get(scene.money()) is None


def test_in_back_and_in_again(scene: Scene, window: MainWindow, qtbot: QtBot, calm: Calm, dialogs: Dialogs) -> None:
    scene.bought()
    page = opened(window, calm)
    press(qtbot, window, "Buat PDF")
    calm()
    press(qtbot, window, "Ajukan SPJ")
    first = handing_in(window, calm)
    if not first.steps[2].is_open:
        first._open_step(2)
    assert "Dana masuk Rp8.040.000" in [what for _, what, _ in first.content_lines]
    dialogs.then(lambda dialog: press(qtbot, dialog, "Ajukan"))
    press(qtbot, first, "Ajukan sekarang")
    calm()
    assert dialogs.seen == 1
    assert scene.group.submissions.states()[scene.money()].state == "submitted"
    assert first.outcome.isVisible()
    assert first.title() == "Pengajuan SPJ", "there is nothing left to hand in"
    assert "menunggu keputusan" in first.outcome.lead.text()
    window.go_back()
    calm()
    assert page.chip.status.word == "Diajukan"
    primary = page.page_actions().secondary[-1]
    assert primary.text == "Lihat pengajuan"

    # The kelurahan sends it back, with its reason.
    scene.to_office()
    sent = scene.group.submissions.states()[scene.money()].submission
    scene.office.decisions.decide(sent, scene.money(), "return", reason="Foto nota pasir kurang jelas.")
    scene.to_group()
    calm()
    assert page.chip.status.word == "Perlu perbaikan"
    assert "Foto nota pasir kurang jelas." in page.answer.label.text()

    # Put right, printed again, handed in again.
    receipt = scene.group.receipts.rows(tranche=scene.tranches[0])[0].uid
    scene.group.attachments.add_photo(receipt, scene.picture(), "receipt")
    calm()
    press(qtbot, window, "Buat PDF")
    calm()
    press(qtbot, window, "Ajukan SPJ lagi")
    second = handing_in(window, calm)
    assert second.outcome.reasons == ["Foto nota pasir kurang jelas."]
    assert second.title() == "Ajukan SPJ"
    second._open_step(2)
    dialogs.then(lambda dialog: press(qtbot, dialog, "Ajukan"))
    press(qtbot, second, "Ajukan sekarang")
    calm()
    state = scene.group.submissions.states()[scene.money()]
    assert (state.state, state.attempt) == ("submitted", 2)
    data = scene.group.submissions.open(state.submission).data
    assert isinstance(data, Submission)
    assert [signer.name for signer in data.signers] == ["Wahyu (contoh)", "Lestari (contoh)"]

    scene.to_office()
    scene.office.decisions.decide(state.submission, scene.money(), "approve")
    scene.to_group()
    calm()
    window.go_back()
    calm()
    assert page.chip.status.word == "Disetujui"


def test_what_was_sent_can_be_taken_back(
    scene: Scene, window: MainWindow, qtbot: QtBot, calm: Calm, dialogs: Dialogs
) -> None:
    scene.bought()
    scene.group.submissions.submit("spj", scene.tranches[0])
    opened(window, calm)
    press(qtbot, window, "Lihat pengajuan")
    page = handing_in(window, calm)
    assert not page.steps[0].isVisible()

    def reason(dialog: QWidget) -> None:
        QTest.keyClicks(dialog.findChildren(QPlainTextEdit)[0], "Salah tanggal")
        press(qtbot, dialog, "Tarik kembali")

    dialogs.then(reason)
    press(qtbot, page, "Tarik kembali…")
    calm()
    assert scene.group.submissions.states()[scene.money()].state == "withdrawn"
    assert page.steps[0].isVisible()


def test_rabs_are_handed_in_from_here(
    scene: Scene, window: MainWindow, qtbot: QtBot, calm: Calm, dialogs: Dialogs
) -> None:
    scene.packaged()
    window.go("spj")
    window.open_page(HandInPage(scene.group, window, "rab", scene.package))
    page = handing_in(window, calm)
    assert [line for _, line, _ in page.content_lines] == ["RAB Paving gang", "RAB CCTV lingkungan"]
    page._open_step(2)
    dialogs.then(lambda dialog: press(qtbot, dialog, "Ajukan"))
    press(qtbot, page, "Ajukan sekarang")
    calm()
    assert {state.state for state in scene.group.submissions.states().values()} == {"submitted"}
    assert "menunggu keputusan" in page.outcome.lead.text()


@pytest.mark.parametrize("size", [(1093, 535), (1366, 689)])
def test_nothing_is_off_screen(
    scene: Scene, window: MainWindow, qtbot: QtBot, calm: Calm, size: tuple[int, int]
) -> None:
    scene.bought()
    page = opened(window, calm)
    window.resize(*size)
    calm()
    assert (window.width(), window.height()) == size
    assert page.preview.page_count == 0
    assert page.scope.isVisible()
