"""The right half: look, take, refuse, wait, get to know a sender. Data contoh."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.services.decisions import DecisionService
from desktop.services.submissions import SubmissionService
from desktop.services.transfer import TransferService
from desktop.services.usb import Drive
from desktop.services.workplace import Workplace
from desktop.ui.exchange import receive_panel
from desktop.ui.exchange.incoming import ChangesDialog
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.main_window import MainWindow
from tests.services.conftest import OFFICE, RT, approve, enrol
from tests.ui.exchange.conftest import Clicks, OpenPage


@pytest.fixture
def sent(rt: Workplace, place: Workplace, stick: Drive) -> Path:
    """A bundle of the RT on the stick; the RT knows the kelurahan, not the other way round."""
    enrol(rt.desk, place.desk)
    (departure,) = rt.exchange.send(OFFICE, stick.folder)
    assert departure.path is not None
    return departure.path


@pytest.fixture
def page(place: Workplace, stick: Drive, open_page: OpenPage, window: MainWindow) -> ExchangePage:
    """Kirim–Terima of the kelurahan, shown."""
    shown = open_page(place, [stick])
    window.go("exchange")
    return shown


def look(page: ExchangePage, file: Path, qtbot: QtBot) -> None:
    """Open a file and wait for what comes of it."""
    receive = page.receive
    receive.look_at(file)
    qtbot.waitUntil(lambda: bool(receive.incoming or receive.stranger or receive.result))


def table_words(page: ExchangePage) -> dict[str, str]:
    """What the preview says, by kind of change."""
    assert page.receive.incoming is not None
    content = page.receive.incoming
    labels = [label.text() for label in content.findChildren(QLabel) if label.isVisible()]
    kinds = ("Baru", "Berubah", "Ditarik", "Lampiran", "Isi")
    return {word: labels[at + 1] for at, word in enumerate(labels) if word in kinds}


def test_a_bundle_on_a_stick_is_offered_and_told_before_it_is_taken(
    rt: Workplace, place: Workplace, sent: Path, page: ExchangePage, window: MainWindow, click: Clicks, qtbot: QtBot
) -> None:
    approve(place.desk, rt.desk)
    page.look_at_drives()
    qtbot.waitUntil(lambda: page.receive.idle is not None and bool(page.receive.idle.buttons))
    assert page.receive.idle is not None
    see = page.receive.idle.buttons[0]
    assert see.accessibleName() == f"Lihat {sent.name}"
    click(see)
    qtbot.waitUntil(lambda: page.receive.incoming is not None)
    assert page.receive.incoming is not None
    assert page.receive.incoming.title.text() == "Bundel dari RT 03/RW 04"
    assert table_words(page) == {
        "Baru": "1 pengajuan, 1 rembug, 3 kehadiran, 2 usulan, 1 foto",
        "Lampiran": "1 foto dan berkas",
    }
    assert SubmissionService(place.desk).received() == []
    click(page.receive.take_button)
    qtbot.waitUntil(lambda: page.receive.result is not None)
    assert page.receive.result is not None
    assert page.receive.result.title.text() == "Diterima dari RT 03/RW 04"
    assert len(SubmissionService(place.desk).received(RT)) == 1
    page.receive.show_idle()
    page.look_at_drives()
    qtbot.waitUntil(lambda: not page._looking)
    assert page.receive.idle is not None
    assert page.receive.idle.buttons == []


def test_leaving_the_preview_takes_nothing(
    rt: Workplace, place: Workplace, sent: Path, page: ExchangePage, click: Clicks, qtbot: QtBot
) -> None:
    approve(place.desk, rt.desk)
    look(page, sent, qtbot)
    click(page.receive.leave_button)
    assert page.receive.idle is not None
    assert place.exchange.held() == []
    assert SubmissionService(place.desk).received() == []


def test_every_change_can_be_read_one_by_one(
    rt: Workplace, place: Workplace, sent: Path, page: ExchangePage, qtbot: QtBot
) -> None:
    approve(place.desk, rt.desk)
    look(page, sent, qtbot)
    assert page.receive.incoming is not None
    dialog = ChangesDialog(page.receive.incoming.plan, page)
    qtbot.addWidget(dialog)
    shown = [(row.status.word, row.noun, row.label, row.change.amount) for row in dialog.table.model.rows()]
    assert ("Baru", "Usulan", "Alat cek", 9_000_000) in shown
    assert ("Baru", "Foto", "Foto rembug", None) in shown
    assert len(shown) == 8


def test_what_changed_and_what_was_withdrawn_is_told_apart(
    rt: Workplace, place: Workplace, sent: Path, page: ExchangePage, stick: Drive, qtbot: QtBot
) -> None:
    approve(place.desk, rt.desk)
    place.exchange.take(sent)
    (submission,) = SubmissionService(place.desk).received(RT)
    SubmissionService(rt.desk).withdraw(submission.uid, "Salah jumlah")
    proposal = next(item for item in submission.items if item is not None)
    record = rt.records.get(proposal.uid)
    assert record is not None
    (departure,) = rt.exchange.send(OFFICE, stick.folder / "lagi.rembug")
    assert departure.path is not None
    look(page, departure.path, qtbot)
    assert table_words(page) == {"Baru": "1 penarikan"}


def test_a_bundle_given_twice_says_when_it_came(
    rt: Workplace, place: Workplace, sent: Path, page: ExchangePage, qtbot: QtBot
) -> None:
    approve(place.desk, rt.desk)
    place.exchange.take(sent)
    look(page, sent, qtbot)
    assert page.receive.incoming is not None
    texts = [label.text() for label in page.receive.incoming.findChildren(QLabel)]
    assert any(text.startswith("Bundel ini sudah diterima ") for text in texts)
    assert not page.receive.take_button.isVisible()


def test_a_damaged_file_is_refused_in_words_and_kept(
    rt: Workplace, place: Workplace, sent: Path, page: ExchangePage, tmp_path: Path, click: Clicks, qtbot: QtBot
) -> None:
    approve(place.desk, rt.desk)
    before = TransferService(place.desk).digest(RT)
    cut = tmp_path / "terpotong.rembug"
    cut.write_bytes(sent.read_bytes()[:-100])
    look(page, cut, qtbot)
    result = page.receive.result
    assert result is not None
    assert result.title.text() == "Bundel tidak diterima"
    assert result.text.text() == (
        "Berkas bundel terpotong atau rusak; data di komputer ini tidak berubah. Salin atau unduh ulang. "
        "Berkasnya disimpan di daftar Tertahan."
    )
    assert not result.detail.isVisible()
    click(result.more)
    assert result.detail.text().startswith("cut")
    assert TransferService(place.desk).digest(RT) == before
    page.receive.show_idle()
    assert page.receive.idle is not None
    (row,) = page.receive.idle.held.rows
    assert row.held.name == "terpotong.rembug"
    click(row.act)
    qtbot.waitUntil(lambda: page.receive.idle is not None and not page.receive._busy)
    assert page.receive.idle is not None
    assert len(page.receive.idle.held.rows) == 1


def test_a_held_file_goes_only_when_somebody_says_so(
    place: Workplace, page: ExchangePage, tmp_path: Path, click: Clicks, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "kosong.rembug"
    file.touch()
    look(page, file, qtbot)
    page.receive.show_idle()
    assert page.receive.idle is not None
    (row,) = page.receive.idle.held.rows
    answers = iter((False, True))
    monkeypatch.setattr(receive_panel, "confirm", lambda *_words, **_more: next(answers))
    click(row.drop)
    assert len(place.exchange.held()) == 1
    click(page.receive.idle.held.rows[0].drop)
    assert place.exchange.held() == []
    assert page.receive.idle.held.rows == []


def test_an_unknown_sender_is_approved_by_its_digits_and_taken_at_once(
    rt: Workplace, place: Workplace, sent: Path, page: ExchangePage, click: Clicks, qtbot: QtBot
) -> None:
    look(page, sent, qtbot)
    stranger = page.receive.stranger
    assert stranger is not None
    assert stranger.title.text() == "Komputer RT 03/RW 04 belum terdaftar"
    assert stranger.digits.shown == rt.trust.fingerprint()
    assert not page.receive.approve_button.isEnabled()
    for group, box in zip(("00000", *rt.trust.fingerprint()[1:]), stranger.digits.boxes.values(), strict=True):
        QTest.keyClicks(box, group)
    click(page.receive.approve_button)
    qtbot.waitUntil(stranger.notice.isVisible)
    assert stranger.notice.label.text().startswith("Angka pembanding tidak cocok")
    assert [device.standing for device in place.trust.devices() if device.area == RT] == []
    first = stranger.digits.boxes[0]
    first.selectAll()
    QTest.keyClicks(first, rt.trust.fingerprint()[0])
    QTest.keyClick(first, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.receive.result is not None)
    assert page.receive.result is not None
    assert page.receive.result.title.text() == "Diterima dari RT 03/RW 04"
    assert place.exchange.held() == []
    assert len(SubmissionService(place.desk).received(RT)) == 1


def test_an_unknown_sender_can_wait_in_the_list(
    rt: Workplace, place: Workplace, sent: Path, page: ExchangePage, window: MainWindow, click: Clicks, qtbot: QtBot
) -> None:
    look(page, sent, qtbot)
    page.receive.show_idle()
    page.reload()
    assert page.receive.idle is not None
    (row,) = page.receive.idle.held.rows
    assert row.act.text() == "Daftarkan perangkat…"
    assert window.rail.buttons[1].accessibleName() == "Kirim–Terima, 1 bundel tertahan"
    click(row.act)
    assert page.receive.stranger is not None


def test_the_rt_takes_the_answer_by_dropping_it(
    rt: Workplace,
    place: Workplace,
    sent: Path,
    open_page: OpenPage,
    window: MainWindow,
    stick: Drive,
    click: Clicks,
    qtbot: QtBot,
) -> None:
    approve(place.desk, rt.desk)
    place.exchange.take(sent)
    (submission,) = SubmissionService(place.desk).received(RT)
    item = submission.data.items[0].uid
    DecisionService(place.desk).decide(submission.uid, item, "return", reason="Volume belum jelas")
    (answer,) = place.exchange.send(RT, stick.folder)
    assert answer.path is not None
    page = open_page(rt, [])
    window.go("exchange")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(answer.path))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.receive.dropEvent(QDropEvent(QPoint(5, 5).toPointF(), Qt.DropAction.CopyAction, data, buttons, keys))
    qtbot.waitUntil(lambda: page.receive.incoming is not None)
    assert "1 keputusan" in table_words(page)["Baru"]
    click(page.receive.take_button)
    qtbot.waitUntil(lambda: page.receive.result is not None)
    assert rt.submissions.states()[item].state == "returned"
    page.tabs.setCurrentWidget(page.journal)
    assert [row.stage for row in page.journal.table.model.rows()] == ["taken", "decided"]


def test_an_rt_without_a_known_kelurahan_is_told_to_read_the_card_first(
    rt: Workplace, place: Workplace, sent: Path, open_page: OpenPage, window: MainWindow, stick: Drive, qtbot: QtBot
) -> None:
    approve(place.desk, rt.desk)
    place.exchange.take(sent)
    (answer,) = place.exchange.send(RT, stick.folder)
    assert answer.path is not None
    rt.trust.forget_office()
    page = open_page(rt, [])
    window.go("exchange")
    look(page, answer.path, qtbot)
    assert page.receive.result is not None
    assert page.receive.result.text.text().startswith("Kelurahan belum dikenalkan pada komputer ini.")


def test_pressing_take_many_times_takes_once(
    rt: Workplace, place: Workplace, sent: Path, page: ExchangePage, qtbot: QtBot
) -> None:
    approve(place.desk, rt.desk)
    look(page, sent, qtbot)
    for _ in range(20):
        page.receive.take()
    qtbot.waitUntil(lambda: page.receive.result is not None)
    assert [passage.direction for passage in place.exchange.log()] == ["in"]


@pytest.mark.parametrize(("spot", "tab"), [("card", 3), ("online", 1), ("send", 0), ("receive", 0), ("held", 0)])
def test_next_steps_lead_to_their_spot(page: ExchangePage, spot: str, tab: int) -> None:
    page.tabs.setCurrentWidget(page.journal)
    page.open_record("", spot)
    assert page.tabs.currentIndex() == tab


def test_a_held_bundle_of_a_stranger_opens_with_its_digits(
    rt: Workplace, place: Workplace, sent: Path, page: ExchangePage, qtbot: QtBot
) -> None:
    look(page, sent, qtbot)
    page.receive.show_idle()
    (held,) = place.exchange.held()
    page.open_record(held.sha256, "held")
    assert page.receive.stranger is not None
    assert page.receive.stranger.digits.shown == rt.trust.fingerprint()


def test_a_held_bundle_that_is_bad_is_pointed_to(
    place: Workplace, page: ExchangePage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "kosong.rembug"
    file.touch()
    look(page, file, qtbot)
    (held,) = place.exchange.held()
    page.open_record(held.sha256, "held")
    assert page.receive.idle is not None
    assert window.focusWidget() is page.receive.idle.held.rows[0].act
