"""L01 as a new user does it: keys and clicks only, counted; what is asked, said and kept."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop import settings
from desktop.db import files
from desktop.domain.areas import parse_area
from desktop.services.desk import Desk
from desktop.services.desks import found_desk, known_desks
from desktop.services.rules import bundled_sheet, bundled_years
from desktop.services.trust import RecoverySheet, TrustService
from desktop.services.workplace import Workplace, open_workplace
from desktop.settings import resources_dir
from desktop.ui.main_window import MainWindow
from desktop.ui.rail import RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.rules.view import SheetDialog
from desktop.ui.theme import ThemeKeeper
from desktop.ui.wizard.area_step import AreaStep
from desktop.ui.wizard.key_page import KeyPage
from desktop.ui.wizard.page import WizardPage
from desktop.ui.wizard.role_step import RoleStep
from desktop.ui.wizard.year_step import NO_RULES, choices

OFFICE = "35.71.02.1013"
TODAY = date(2026, 8, 17)


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REMBUG_CONFIG", str(tmp_path / "config"))


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> ThemeKeeper:
    return ThemeKeeper(qapp, resources_dir())


class Hand:
    """A user at the window: counts clicks and keys."""

    def __init__(self, window: MainWindow, page: WizardPage) -> None:
        self.window, self.page = window, page
        self.clicks = self.keys = 0
        self.founded: list[Workplace] = []
        page.founded.connect(self.founded.append)

    def click(self, widget: QWidget) -> None:
        self.clicks += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
        QTest.qWait(20)

    def type(self, text: str) -> None:
        self.keys += len(text)
        QTest.keyClicks(self.focus, text)
        QTest.qWait(20)

    def press(self, key: Qt.Key) -> None:
        self.keys += 1
        QTest.keyClick(self.focus, key)
        QTest.qWait(20)

    @property
    def focus(self) -> QWidget:
        """Where keys go: a list that popped up, else the widget with the focus."""
        found = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert found is not None
        return found

    @property
    def question(self) -> str:
        return self.page.step.question


@pytest.fixture
def hand(theme: ThemeKeeper, tmp_path: Path, qtbot: QtBot) -> Iterator[Hand]:
    page = WizardPage(today=TODAY)
    window = MainWindow(theme, Remembered(tmp_path / "rembug.ini"))
    qtbot.addWidget(window)
    window.set_rail([RailEntry("wizard", "Persiapan", "home", lambda: page)])
    window.rail.hide()
    window.resize(1366, 689)
    window.show()
    window.activateWindow()
    window.go("wizard")
    QTest.qWaitForWindowActive(window)
    QTest.qWait(20)
    made = Hand(window, page)
    yield made
    for place in made.founded:
        place.close()
    page.key_step.give_up()


def test_a_secretary_is_ready_in_few_clicks_and_keys(hand: Hand) -> None:
    """T1: RT 03/RW 04 Kaliombo, within 25 clicks and 120 keys; Enter goes on everywhere."""
    role = hand.page.step
    assert isinstance(role, RoleStep)
    assert hand.question == "Anda bekerja sebagai siapa?"
    hand.click(role.cards["rt"])
    assert hand.question == "Di mana wilayahnya?"
    hand.type("kaliom")
    hand.press(Qt.Key.Key_Tab)
    hand.type("4")
    hand.press(Qt.Key.Key_Tab)
    hand.type("3")
    hand.press(Qt.Key.Key_Return)
    area = hand.page.steps[1]
    assert isinstance(area, AreaStep)
    assert area.said.text() == "Meja ini: RT 03/RW 04, Kelurahan Kaliombo"
    assert hand.question == "Siapa saja pengurusnya?"
    for number, name in enumerate(("Bapak Ketua Contoh", "Ibu Sekretaris Contoh", "Ibu Bendahara Contoh")):
        if number:
            hand.press(Qt.Key.Key_Tab)
        hand.type(name)
    hand.press(Qt.Key.Key_Return)
    assert hand.question == "Tahun anggaran mana yang dikerjakan?"
    assert hand.page.next.text() == "Mulai"
    hand.press(Qt.Key.Key_Return)

    (place,) = hand.founded
    assert (str(place.info.area), place.info.year, place.info.practice) == (f"{OFFICE}/04/03", 2026, False)
    assert place.officers.name("sekretaris_rt") == "Ibu Sekretaris Contoh"
    assert hand.clicks <= 25
    assert hand.keys <= 120


def test_enter_takes_the_only_kelurahan_the_letters_fit(hand: Hand) -> None:
    role = hand.page.step
    assert isinstance(role, RoleStep)
    hand.click(role.cards["kelurahan"])
    hand.type("kaliom")
    hand.press(Qt.Key.Key_Return)  # closes the list
    area = hand.page.step
    assert isinstance(area, AreaStep)
    assert area.said.text() == "Meja ini: Kelurahan Kaliombo, Kecamatan Kota"
    hand.press(Qt.Key.Key_Return)
    assert hand.question == "Siapa saja pengurusnya?"


def test_going_back_keeps_every_answer_and_what_is_missing_is_said_at_its_field(hand: Hand) -> None:
    role, area = hand.page.steps[0], hand.page.steps[1]
    assert isinstance(role, RoleStep)
    assert isinstance(area, AreaStep)
    hand.press(Qt.Key.Key_Return)  # the first card has the focus: the secretary
    hand.press(Qt.Key.Key_Return)
    assert area.place.problem == "Kelurahan belum diisi."
    assert area.rw.problem == "Nomor RW belum diisi."
    hand.type("banjarm")
    hand.press(Qt.Key.Key_Tab)
    hand.type("100")
    hand.press(Qt.Key.Key_Return)
    assert hand.question == "Di mana wilayahnya?"
    assert area.rw.problem == "Tulis angka 1 sampai 99."
    area.rw.focus()
    hand.type("12")
    area.rt.focus()
    hand.type("7")
    hand.press(Qt.Key.Key_Return)
    hand.type("Bapak Ketua Contoh")
    hand.click(hand.page.back)
    assert (area.place.text(), area.rw.text(), area.rt.text()) == ("Banjarmlati – Kecamatan Mojoroto", "12", "7")
    hand.press(Qt.Key.Key_Return)
    assert hand.page.steps[2].findChild(QWidget) is not None
    hand.press(Qt.Key.Key_Return)
    assert hand.page.answers.officers == {"ketua_rt": "Bapak Ketua Contoh"}


def test_two_kelurahan_with_the_same_letters_are_not_guessed(hand: Hand) -> None:
    area = hand.page.steps[1]
    assert isinstance(area, AreaStep)
    hand.press(Qt.Key.Key_Return)
    hand.type("bandar")
    hand.press(Qt.Key.Key_Tab)
    hand.press(Qt.Key.Key_Return)
    assert hand.question == "Di mana wilayahnya?"
    assert area.place.problem == "“bandar” tidak ada dalam daftar. Pilih salah satu yang tersedia."


@pytest.mark.parametrize("typed", ["setono gedong", "Setonogedong", "setonog"])
def test_a_name_may_be_typed_with_or_without_spaces(hand: Hand, typed: str) -> None:
    area = hand.page.steps[1]
    assert isinstance(area, AreaStep)
    hand.press(Qt.Key.Key_Return)
    area.place.set_text(typed)
    area.rw.set_text("1")
    area.rt.set_text("1")
    hand.page.go_on()
    assert hand.page.answers.area().code == "35.71.02.1009"


def test_a_pokmas_gives_its_number_and_may_skip_its_officers(hand: Hand) -> None:
    role, area = hand.page.steps[0], hand.page.steps[1]
    assert isinstance(role, RoleStep)
    assert isinstance(area, AreaStep)
    hand.click(role.cards["pokmas"])
    assert area.group.isVisible()
    assert not area.rw.isVisible()
    hand.type("kaliombo")
    hand.press(Qt.Key.Key_Tab)
    hand.type("2")
    hand.press(Qt.Key.Key_Return)
    hand.click(hand.page.skip)
    hand.click(hand.page.year_step.buttons[2022])
    hand.click(hand.page.next)
    (place,) = hand.founded
    assert (str(place.info.area), place.info.year) == (f"{OFFICE}/P/02", 2022)


def test_years_say_plainly_what_is_known_of_their_rules(hand: Hand) -> None:
    found = {choice.year: choice.sentence for choice in choices(TODAY)}
    known = next(one for one in bundled_years() if one.year == 2023)
    assert list(found)[:6] == [2026, 2027, 2024, 2023, 2022, 2021]
    step = hand.page.year_step
    row = step.buttons[2015].parentWidget()
    assert row.isHidden()  # type: ignore[union-attr]  # a row holds it
    step.older.click()
    assert not row.isHidden()  # type: ignore[union-attr]  # a row holds it
    assert found[2026] == found[2027] == NO_RULES
    assert found[2023] == f"Aturan sudah ada: Prodamas Plus TA 2023. {len(known.gaps)} hal belum diketahui."
    assert known.gaps
    assert hand.page.year_step.answers.year == 2026, "this year unless another is chosen; missing rules do not stop it"
    dialog = SheetDialog(bundled_sheet(2023), 2023, hand.page)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert any(known.gaps[0] in text for text in said), 'what "Lihat" opens says what is unknown'
    dialog.deleteLater()


def test_the_arrow_keys_never_choose_a_year_that_is_folded_away(hand: Hand) -> None:
    hand.click(hand.page.steps[0].cards["rt"])  # type: ignore[attr-defined]  # the first step has the cards
    hand.type("kaliom")
    for letters in ("4", "3"):
        hand.press(Qt.Key.Key_Tab)
        hand.type(letters)
    hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Return)
    step = hand.page.year_step
    seen = []
    for _ in range(7):
        (year,) = (year for year, one in step.buttons.items() if one.isChecked())
        assert step.buttons[year].isVisible()
        seen.append(year)
        hand.press(Qt.Key.Key_Down)
    assert seen[:6] == [2026, 2027, 2024, 2023, 2022, 2021]
    hand.click(step.older)
    hand.click(step.buttons[2015])
    assert step.buttons[2015].isChecked()


def test_a_desk_this_computer_has_is_told_as_soon_as_its_area_is_known(hand: Hand, qtbot: QtBot) -> None:
    there = found_desk(parse_area(f"{OFFICE}/04/03"), 2022, {})
    there.close()
    area = hand.page.steps[1]
    assert isinstance(area, AreaStep)
    hand.press(Qt.Key.Key_Return)
    area.place.set_text("kaliombo")
    area.rw.set_text("4")
    area.rt.set_text("3")
    hand.page.go_on()
    assert hand.question == "Di mana wilayahnya?"
    strip = hand.window.strip
    assert strip.text == "Di komputer ini sudah ada meja RT 03/RW 04. Buka meja itu, atau pilih wilayah lain."
    with qtbot.waitSignal(hand.page.known) as told:
        hand.click(strip.notice.button)
    assert told.args == [there.folder]


def test_practice_is_one_click(hand: Hand, qtbot: QtBot) -> None:
    role = hand.page.step
    assert isinstance(role, RoleStep)
    with qtbot.waitSignal(hand.page.practice):
        hand.click(role.try_out)
    assert known_desks() == []


# --- the kelurahan's key ---------------------------------------------------------------------------------------------


def to_the_key(hand: Hand) -> None:
    role, area = hand.page.steps[0], hand.page.steps[1]
    assert isinstance(role, RoleStep)
    assert isinstance(area, AreaStep)
    hand.click(role.cards["kelurahan"])
    hand.type("kaliombo")
    hand.press(Qt.Key.Key_Tab)
    hand.page.go_on()
    hand.page.go_on()
    hand.page.go_on()
    assert hand.page.step is hand.page.key_step


def test_a_kelurahan_cannot_begin_before_its_recovery_sheet_is_on_paper(hand: Hand, tmp_path: Path) -> None:
    to_the_key(hand)
    key = hand.page.key_step
    assert not hand.page.next.isEnabled()
    assert known_desks() == [], "nothing is laid before the key is"
    assert "Kirim–Terima" in " ".join(label.text() for label in key.findChildren(QLabel) if label.isVisible()), (
        "it says where the letter for the wall is printed"
    )
    sheet = tmp_path / "Lembar pemulihan kelurahan.pdf"
    key.write_sheet(sheet)
    assert sheet.read_bytes().startswith(b"%PDF")
    assert not hand.page.next.isEnabled(), "saved is not yet printed"
    assert not hand.page.back.isEnabled(), "the desk is laid"
    hand.click(key.kept)
    assert hand.page.next.isEnabled()
    hand.click(hand.page.next)
    (place,) = hand.founded
    assert place.desk.keys.delegation
    assert len(place.trust.fingerprint()) == 6


def test_where_no_sheet_can_be_written_nothing_is_laid(hand: Hand, tmp_path: Path) -> None:
    to_the_key(hand)
    key = hand.page.key_step
    full = tmp_path / "usb"
    full.write_text("a file where a folder should be")
    key.write_sheet(full / "lembar.pdf")
    assert "pilih tempat lain" in key.notice.label.text()
    assert not key.done
    assert known_desks() == []
    key.write_sheet(tmp_path / "lembar.pdf")
    assert key.notice.isHidden()
    assert hand.page.leave()
    (known,) = known_desks()
    with open_workplace(known.folder) as place:
        assert place.desk.keys.delegation


def test_a_sheet_that_did_not_arrive_whole_founds_nothing(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_the_key(hand)
    key = hand.page.key_step
    with monkeypatch.context() as patch:
        patch.setattr(files, "write_whole", lambda path, data: path.write_bytes(data[: len(data) // 2]))  # a bad stick
        key.write_sheet(tmp_path / "lembar.pdf")
    assert "USB rusak" in key.notice.label.text()
    assert "pilih tempat lain" in key.notice.label.text()
    assert not key.view.isEnabled()
    assert key.workplace is not None
    assert not key.workplace.desk.keys.delegation
    assert not key.workplace.trust.enrolled
    assert hand.page.leave(), "there is nothing to lose yet"
    (known,) = known_desks()
    with open_workplace(known.folder) as place:  # taken up again at the key
        page = KeyPage(place)
        hand.window.open_page(page)
        page.step.write_sheet(tmp_path / "lembar lain.pdf")
        assert place.desk.keys.delegation
        assert (tmp_path / "lembar lain.pdf").read_bytes().startswith(b"%PDF")


def test_a_key_that_could_not_be_kept_is_tried_again_not_made_anew(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to_the_key(hand)
    key, told = hand.page.key_step, list[RecoverySheet]()

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    def found(self: TrustService, keep: Callable[[RecoverySheet], None]) -> RecoverySheet:
        def tell(sheet: RecoverySheet) -> None:
            told.append(sheet)
            keep(sheet)

        return whole(self, tell)

    whole = TrustService.found_office
    monkeypatch.setattr(TrustService, "found_office", found)
    with monkeypatch.context() as patch:
        patch.setattr(Desk, "use_keys", no_room)
        key.write_sheet(tmp_path / "lembar.pdf")
    assert not key.done
    assert "pilih tempat lain" not in key.notice.label.text(), "the sheet is there"
    key.write_sheet(tmp_path / "lembar.pdf")
    assert key.workplace is not None
    (sheet,) = told
    assert key.workplace.trust.fingerprint() == sheet.fingerprint, "the key on the sheet, not a second one"
    hand.click(key.kept)
    assert hand.page.next.isEnabled()


def test_an_old_sheet_brings_the_key_to_a_new_computer(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = Workplace(found_desk(parse_area(OFFICE), 2022, {}))
    sheet = old.trust.found_office()
    old.close()
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "other-data"))
    monkeypatch.setenv("REMBUG_CONFIG", str(tmp_path / "other-config"))
    to_the_key(hand)
    key = hand.page.key_step
    hand.click(key.other_way)
    hand.click(key.recover)
    assert key.words_typed.problem == "24 kata pada lembar pemulihan belum diisi."
    key.words_typed.set_text(" ".join((*sheet.words[:23], "salah")))
    hand.click(key.recover)
    assert key.words_typed.problem
    assert not hand.page.next.isEnabled()
    key.words_typed.set_text("\n".join(sheet.words))
    hand.click(key.recover)
    assert key.words_typed.text() == "", "the words do not stay on the screen"
    hand.click(hand.page.next)
    assert hand.founded[0].trust.fingerprint() == sheet.fingerprint


def test_a_first_start_broken_off_is_taken_up_again_at_the_key(hand: Hand, tmp_path: Path, qtbot: QtBot) -> None:
    place = Workplace(found_desk(parse_area(OFFICE), 2022, {}))
    hand.founded.append(place)  # closed at the end
    page = KeyPage(place)
    hand.window.open_page(page)
    assert not page.finish.isEnabled()
    page.step.write_sheet(tmp_path / "lembar.pdf")
    hand.click(page.step.kept)
    with qtbot.waitSignal(page.closes):
        hand.click(page.finish)
    assert place.desk.keys.delegation
    place.records.count("d.meeting")  # still open: it belongs to the window, not to the page


# --- how it looks ----------------------------------------------------------------------------------------------------


def test_nothing_needs_more_room_than_the_smallest_window(hand: Hand) -> None:
    hand.window.resize(1093, 535)
    to_the_key(hand)
    for at in range(5):
        hand.page._show_step(at)
        QTest.qWait(20)
        area = hand.page.area
        assert area is not None
        assert area.horizontalScrollBar().maximum() == 0, "never to be scrolled sideways"
        for button in (hand.page.next, hand.page.back):
            if button.isVisible():
                assert hand.window.rect().contains(button.mapTo(hand.window, button.rect().bottomRight()))


def test_leaving_gives_a_half_made_desk_back(hand: Hand, tmp_path: Path) -> None:
    to_the_key(hand)
    hand.page.key_step.write_sheet(tmp_path / "lembar.pdf")
    assert hand.page.leave()
    folder = settings.data_root() / "Kelurahan-Kaliombo"
    open_workplace(folder).close()  # the folder's lock is free again
