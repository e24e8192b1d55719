"""The left half as an RT meets it: nobody known yet, then two clicks to a bundle with its code. Data contoh."""

import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.services.desk import Desk
from desktop.services.trust import TrustService
from desktop.services.usb import Drive
from desktop.services.workplace import Workplace
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.exchange.sheet_page import SheetPage
from desktop.ui.main_window import MainWindow
from desktop.ui.wizard.key_page import KeyPage
from tests.services.conftest import OFFICE, DeskMaker, approve, enrol
from tests.ui.exchange.conftest import Clicks, OpenPage


def ready(qtbot: QtBot, page: ExchangePage) -> None:
    """Until the drives are shown."""
    qtbot.waitUntil(lambda: page.send.form is not None and bool(page.send.form.places.tiles))


def type_groups(page: ExchangePage, groups: tuple[str, ...]) -> None:
    """Key by key into the boxes asked for; a full box passes the cursor on by itself."""
    panel = page.send.enrol
    assert panel is not None
    assert panel.digits is not None
    digits = panel.digits
    digits.focus_first()
    for at in digits.boxes:
        here = page.window().focusWidget()
        assert here is digits.boxes[at]
        QTest.keyClicks(here, groups[at])


def test_a_desk_that_never_handed_in_is_not_told_that_all_was_sent(
    rt_desk: Desk, place: Workplace, stick: Drive, open_page: OpenPage, window: MainWindow, click: Clicks, qtbot: QtBot
) -> None:
    enrol(rt_desk, place.desk)
    page = open_page(Workplace(rt_desk), [stick])
    click(window.rail.buttons[1])
    ready(qtbot, page)
    assert page.send.form is not None
    assert page.send.form.heading.text() == "Belum ada yang diajukan"
    assert "diajukan" in page.send.form.detail.text()
    assert not page.send.make.isVisible()
    assert not page.send.about.isVisible(), "no empty foot under it"


# --- T6: make a bundle on a USB and read out its check code: at most 4 clicks ---


def test_t6_a_bundle_on_a_stick_and_its_code_in_two_clicks(
    rt: Workplace, place: Workplace, stick: Drive, open_page: OpenPage, window: MainWindow, click: Clicks, qtbot: QtBot
) -> None:
    enrol(rt.desk, place.desk)
    page = open_page(rt, [stick])
    click(window.rail.buttons[1])
    ready(qtbot, page)
    assert page.send.form is not None
    assert page.send.form.places.name == "USB BU SRI"
    assert page.send.form.heading.text() == "Yang akan dikirim"
    click(page.send.make)
    qtbot.waitUntil(lambda: page.send.done is not None)
    assert page.send.done is not None
    assert click.count <= 4
    (file,) = stick.folder.glob("*.rembug")
    (code,) = [plate.code for plate in page.send.done.codes]
    assert page.send.done.codes[0].accessibleName() == f"Kode cek: {' '.join(code)}"

    click(page.send.slip)
    sheet = window.page
    assert isinstance(sheet, SheetPage)
    text = PdfReader(sheet.path).pages[0].extract_text()
    assert code in text
    assert file.name in text.replace("\n", "")
    window.go_back()
    assert not sheet.path.exists()
    approve(place.desk, rt.desk)
    assert place.exchange.preview(file).receipt_code == code


def test_what_is_new_is_said_with_counts_and_size(
    rt: Workplace, place: Workplace, stick: Drive, open_page: OpenPage, window: MainWindow, qtbot: QtBot
) -> None:
    enrol(rt.desk, place.desk)
    page = open_page(rt, [stick])
    window.go("exchange")
    ready(qtbot, page)
    form = page.send.form
    assert form is not None
    grid = form._grid
    cells = [grid.itemAt(at) for at in range(grid.count())]
    words = [getattr(cell.widget(), "text", str)() for cell in cells if cell is not None]
    assert words == ["1", "pengajuan", "1", "rembug", "3", "kehadiran", "2", "usulan", "1", "foto"]
    assert page.send.about.text().startswith("sekitar ")
    assert page.send.note.text() == "ke Kelurahan Kaliombo"


def test_after_handing_over_nothing_is_new_and_the_journal_knows(
    rt: Workplace, place: Workplace, stick: Drive, open_page: OpenPage, window: MainWindow, click: Clicks, qtbot: QtBot
) -> None:
    enrol(rt.desk, place.desk)
    page = open_page(rt, [stick])
    window.go("exchange")
    ready(qtbot, page)
    click(page.send.make)
    qtbot.waitUntil(lambda: page.send.done is not None)
    click(page.send.given)
    assert window.strip.text == "Dicatat: sudah diserahkan."
    assert page.send.form is not None
    assert page.send.form.heading.text() == "Tidak ada yang baru, kiriman terakhir belum dijawab"
    assert "belum ada kabar diterima" in page.send.form.detail.text()
    page.tabs.setCurrentWidget(page.journal)
    (row,) = page.journal.table.model.rows()
    assert (row.stage, row.receipt_code) == ("handed_over", rt.exchange.log()[0].receipt_code)


def test_a_bundle_left_open_can_be_marked_in_the_journal(
    rt: Workplace, place: Workplace, stick: Drive, open_page: OpenPage, window: MainWindow, click: Clicks, qtbot: QtBot
) -> None:
    enrol(rt.desk, place.desk)
    rt.exchange.send(OFFICE, stick.folder)
    page = open_page(rt, [stick])
    window.go("exchange")
    page.tabs.setCurrentWidget(page.journal)
    assert not page.journal.given.isVisible()
    page.journal.table.view.selectRow(0)
    click(page.journal.given)
    assert [one.stage for one in rt.exchange.log()] == ["handed_over"]


# --- where to ---


def test_without_a_stick_a_folder_is_asked_for(
    rt: Workplace, place: Workplace, open_page: OpenPage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    enrol(rt.desk, place.desk)
    page = open_page(rt, [])
    window.go("exchange")
    assert page.send.form is not None
    assert page.send.form.places.none.isVisible()
    assert not page.send.make.isEnabled()
    folder = tmp_path / "Kiriman"
    folder.mkdir()
    page.send.form.places.use(folder)
    assert page.send.make.isEnabled()
    assert window.remembered.text("exchange/folder") == str(folder)
    QTest.mouseClick(page.send.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.send.done is not None)
    assert len(list(folder.glob("*.rembug"))) == 1


def test_full_and_locked_drives_cannot_be_chosen(
    rt: Workplace, place: Workplace, stick: Drive, open_page: OpenPage, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    enrol(rt.desk, place.desk)
    full = Drive(name="PENUH", folder=tmp_path / "p", free=1000, total=10**9, writable=True)
    locked = Drive(name="TERKUNCI", folder=tmp_path / "t", free=10**9, total=10**9, writable=False)
    page = open_page(rt, [full, locked, stick])
    window.go("exchange")
    ready(qtbot, page)
    assert page.send.form is not None
    tiles = page.send.form.places.tiles
    assert [tile.isEnabled() for tile in tiles] == [False, False, True]
    assert [tile.accessibleName() for tile in tiles[:2]] == ["PENUH, penuh, sisa 1 KB", "TERKUNCI, tidak dapat ditulis"]
    assert page.send.form.places.folder == stick.folder


def test_a_stick_pulled_out_leaves_all_as_it_was_and_says_so(
    rt: Workplace, place: Workplace, stick: Drive, open_page: OpenPage, window: MainWindow, click: Clicks, qtbot: QtBot
) -> None:
    enrol(rt.desk, place.desk)
    page = open_page(rt, [stick])
    window.go("exchange")
    ready(qtbot, page)
    shutil.rmtree(stick.folder)
    stick.folder.symlink_to(stick.folder.parent / "tidak ada" / "lagi", target_is_directory=True)
    (stick.folder.parent / "tidak ada").touch()
    click(page.send.make)
    assert page.send.form is not None
    notice = page.send.form.notice
    qtbot.waitUntil(notice.isVisible)
    assert notice.label.text().startswith("USB dicabut sebelum selesai")
    assert page.send.make.isEnabled()
    assert rt.exchange.log() == []


# --- before the first sending ---


def test_the_kelurahan_is_known_after_two_groups(
    rt: Workplace,
    place: Workplace,
    open_page: OpenPage,
    window: MainWindow,
    tmp_path: Path,
    click: Clicks,
    qtbot: QtBot,
) -> None:
    card = tmp_path / "kartu.json"
    place.trust.save_card(card)
    page = open_page(rt, [])
    window.go("exchange")
    panel = page.send.enrol
    assert panel is not None
    panel.read_file(card)
    assert panel.card_name.text() == "1. Kartu Kelurahan Kaliombo sudah terbaca."
    assert panel.digits is not None
    assert len(panel.digits.boxes) == 2
    type_groups(page, place.trust.fingerprint())
    click(panel.confirm)
    assert rt.trust.enrolled
    assert window.strip.text == "Kelurahan Kaliombo sudah dikenali. Sekarang Anda dapat mengirim."
    assert page.send.form is not None


def test_wrong_digits_say_so_and_keep_nothing(
    rt: Workplace, place: Workplace, open_page: OpenPage, window: MainWindow, qtbot: QtBot
) -> None:
    page = open_page(rt, [])
    window.go("exchange")
    panel = page.send.enrol
    assert panel is not None
    panel.read(place.trust.card())
    type_groups(page, ("00000",) * 6)
    assert panel.digits is not None
    QTest.keyClick(list(panel.digits.boxes.values())[1], Qt.Key.Key_Return)
    assert panel.notice.label.text().startswith("Angka pembanding tidak cocok, jadi kartu belum dipercaya.")
    assert not rt.trust.enrolled
    assert rt.trust.devices() == []


def test_the_card_may_be_pasted_as_text(
    rt: Workplace, place: Workplace, open_page: OpenPage, window: MainWindow, click: Clicks, qtbot: QtBot
) -> None:
    page = open_page(rt, [])
    window.go("exchange")
    panel = page.send.enrol
    assert panel is not None
    click(panel.paste)
    QApplication.clipboard().setText(place.trust.card_text())
    QTest.keyClick(panel.text, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.digits is not None
    QApplication.clipboard().setText(" ".join(place.trust.fingerprint()))
    first = next(iter(panel.digits.boxes.values()))
    QTest.keyClick(first, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.digits.complete
    click(panel.confirm)
    assert rt.trust.enrolled


def test_what_is_no_card_of_this_kelurahan_is_refused_before_digits_are_asked(
    rt: Workplace, new_desk: DeskMaker, open_page: OpenPage, window: MainWindow, tmp_path: Path
) -> None:
    stranger = new_desk("kelurahan-lain", "35.71.01.1001")
    TrustService(stranger).found_office()
    page = open_page(rt, [])
    window.go("exchange")
    panel = page.send.enrol
    assert panel is not None
    cases = {
        b"bukan kartu": "Kartu perangkat ini tidak terbaca, jadi tidak dipakai. Minta kartu yang baru.",
        rt.trust.card(): "Ini bukan kartu kelurahan. Minta kartu kelurahan kepada petugas.",
        TrustService(stranger).card(): "Kartu ini dari kelurahan lain, jadi tidak dipakai. Minta kartu yang benar.",
    }
    for raw, text in cases.items():
        panel.read(raw)
        assert panel.notice.label.text() == text
        assert not panel._second.isVisible()
    panel.read_file(tmp_path / "tidak-ada.json")
    assert panel.notice.label.text().startswith("Berkas “tidak-ada.json” tidak dapat dibaca")


def test_a_card_dropped_on_the_panel_is_read(
    rt: Workplace, place: Workplace, open_page: OpenPage, window: MainWindow, tmp_path: Path
) -> None:
    card = tmp_path / "kartu.json"
    place.trust.save_card(card)
    page = open_page(rt, [])
    window.go("exchange")
    panel = page.send.enrol
    assert panel is not None
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(card))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPoint(10, 10).toPointF(), Qt.DropAction.CopyAction, data, buttons, keys)
    panel.dropEvent(drop)
    assert panel.digits is not None


# --- the desk's own card ---


def test_an_rt_shows_its_digits_to_be_read_out(rt: Workplace, open_page: OpenPage, window: MainWindow) -> None:
    page = open_page(rt, [])
    window.go("exchange")
    page.tabs.setCurrentWidget(page.card)
    assert page.card.fingerprint.groups == rt.trust.fingerprint()
    page.card.copy.click()
    assert QApplication.clipboard().text() == " ".join(rt.trust.fingerprint())


def test_the_kelurahan_gives_out_its_card_and_prints_the_letter(
    place: Workplace, rt: Workplace, open_page: OpenPage, window: MainWindow, tmp_path: Path, click: Clicks
) -> None:
    page = open_page(place, [])
    window.go("exchange")
    assert page.send.form is None
    page.tabs.setCurrentWidget(page.card)
    assert page.card.fingerprint.groups == place.trust.fingerprint()
    page.card.save_card(tmp_path / "kartu.json")
    assert rt.trust.read((tmp_path / "kartu.json").read_bytes()).kind == "kelurahan"
    click(page.card.letter)
    sheet = window.page
    assert isinstance(sheet, SheetPage)
    assert place.trust.fingerprint()[2] in PdfReader(sheet.path).pages[0].extract_text()


def test_an_office_without_a_key_is_led_to_make_one(
    new_desk: DeskMaker, open_page: OpenPage, window: MainWindow, tmp_path: Path, click: Clicks
) -> None:
    bare = Workplace(new_desk("kelurahan-baru", OFFICE))
    page = open_page(bare, [])
    window.go("exchange")
    page.tabs.setCurrentWidget(page.card)
    page.card.needs_key.emit()
    shown = window.page
    assert isinstance(shown, KeyPage)
    shown.step.write_sheet(tmp_path / "lembar.pdf")
    shown.step.kept.setChecked(True)
    click(shown.finish)
    assert window.page is page
    assert page.card.fingerprint.groups == bare.trust.fingerprint()


@pytest.fixture(autouse=True)
def _two_desks(place: Workplace, office: Desk) -> None:
    """The kelurahan exists in every test here."""


# --- F9 ---


def test_f9_says_what_waits_and_goes_there(
    rt: Workplace,
    place: Workplace,
    stick: Drive,
    open_page: OpenPage,
    window: MainWindow,
    click: Clicks,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    page = open_page(rt, [stick])
    click(window.rail.buttons[1])
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert [one.text() for one in page.problems.entries] == [
        "Kartu kelurahan belum diambil. Tanpa kartu itu belum dapat mengirim."
    ]
    click(page.problems.entries[0])
    assert page.send.enrol is not None
    qtbot.waitUntil(page.send.enrol.choose.hasFocus)
    enrol(rt.desk, place.desk)
    broken = tmp_path / "terpotong.rembug"
    broken.write_bytes(b"PK")
    page.receive.look_at(broken)
    qtbot.waitUntil(lambda: not page.receive._busy)
    page.reload()
    ready(qtbot, page)
    QTest.keyClick(window, Qt.Key.Key_F9)
    fresh = page.send.unsent()[OFFICE]
    assert f"Perhatian: {fresh} catatan belum dikirim ke Kelurahan Kaliombo." in [
        one.text() for one in page.problems.entries
    ]
    qtbot.waitUntil(lambda: not page._again.isActive())  # what was enrolled has the list looked at once more
    click(page.problems.entries[-1])
    qtbot.waitUntil(page.send.make.hasFocus)
    assert page.send.form is not None
    click(page.send.form.places.tiles[0])
    click(page.send.make)
    qtbot.waitUntil(lambda: page.send.done is not None, timeout=20_000)
    page.send.choose(OFFICE)
    QTest.keyClick(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: not page._again.isActive())
    (entry,) = page.problems.entries
    assert entry.text().startswith("terpotong.rembug: Ini bukan berkas bundel")
    click(entry)
    assert page.receive.idle is not None
    assert page.receive.idle.held.rows[0].act.hasFocus()
    rt.exchange.discard(rt.exchange.held()[0].sha256)
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.strip.text.startswith("Tidak ada yang menunggu")
    assert not page.problems.isVisible()
