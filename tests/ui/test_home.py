"""L02 in the real window: cards lead to their spot, the panels say what is, the kelurahan sees its RTs."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.domain.areas import Role, parse_area
from desktop.domain.records import Meeting, Proposal
from desktop.services.desk import create_desk
from desktop.services.home.office import AreaRow
from desktop.services.practice import open_practice
from desktop.services.workplace import Workplace, open_workplace
from desktop.settings import resources_dir
from desktop.ui.cards import EmptyState, StepCard
from desktop.ui.home.areas import AreasTable, standing
from desktop.ui.home.office import OfficeHomePage
from desktop.ui.home.page import SHOWN, HomePage
from desktop.ui.home.panels import backup_words, days_ago
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import TextSize, ThemeChoice
from desktop.ui.rail import RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.rooms import ROOMS, Room
from desktop.ui.theme import ThemeKeeper

OFFICE = "35.71.02.1013"
TODAY = date(2021, 9, 1)


@pytest.fixture(scope="session")
def theme(qapp: QApplication) -> ThemeKeeper:
    return ThemeKeeper(qapp, resources_dir())


class Beside(Page):
    """Stands for a room that others built: remembers what it was asked to show."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.asked: list[tuple[str, str]] = []

    def open_record(self, uid: str, spot: str = "") -> None:
        self.asked.append((uid, spot))


class Home:
    """A window with the home page of one desk, and other rooms beside it."""

    def __init__(self, theme: ThemeKeeper, place: Workplace, ini: Path, qtbot: QtBot) -> None:
        self.window = MainWindow(theme, Remembered(ini))
        qtbot.addWidget(self.window)
        page = OfficeHomePage if place.info.role == "kelurahan" else HomePage
        self.page = page(place, self.window, today=lambda: TODAY)
        self.rooms = {room.key: Beside(room.key) for room in ROOMS[place.info.role] if room.key != "home"}
        entries = [RailEntry("home", "Beranda", "home", lambda: self.page)]
        entries += [RailEntry(key, key, "home", partial(self.rooms.__getitem__, key)) for key in self.rooms]
        self.window.set_rail(entries)
        self.window.resize(1366, 689)
        self.window.show()
        self.window.go("home")
        QTest.qWaitForWindowExposed(self.window)

    @property
    def cards(self) -> list[StepCard]:
        return [card for card in self.page.steps.findChildren(StepCard) if card.isVisible()]

    @property
    def sentences(self) -> list[str]:
        return [card.sentence.text() for card in self.cards]

    def text(self) -> str:
        shown = " ".join(label.text() for label in self.page.findChildren(QLabel) if label.isVisible())
        return shown.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REMBUG_CONFIG", str(tmp_path / "config"))
    every = ("meetings", "residents", "proposals", "exchange", "review", "work", "receipts", "spj", "disbursement")
    rooms: dict[Role, tuple[Room, ...]] = {
        role: (ROOMS[role][0], *(Room(key, key, "home", "") for key in every))[:8] for role in ROOMS
    }
    for role, built in rooms.items():
        monkeypatch.setitem(ROOMS, role, built)


@pytest.fixture
def practice() -> Iterator[Workplace]:
    with open_workplace(open_practice()) as place:
        yield place


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Workplace]:
    with Workplace(create_desk(tmp_path / "rt", parse_area(f"{OFFICE}/04/03"), 2022)) as place:
        yield place


def test_each_card_is_one_sentence_and_one_button_that_goes_to_the_spot(
    theme: ThemeKeeper, practice: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    home = Home(theme, practice, tmp_path / "ini", qtbot)
    assert home.sentences == [
        "Hasil rembug 28 Agustus 2021 belum dicatat: daftar hadir dan keputusannya.",
        "3 keputusan rembug belum menjadi usulan, mulai dari “Tempat sampah terpilah”.",
        "1 usulan belum punya RAB, mulai dari “Sarana KUBE Makmur”.",
        "Daftar hadir rembug 14 Agustus 2021 yang ditandatangani belum dilampirkan.",
        "Foto rembug 14 Agustus 2021 belum dilampirkan; tanpa foto usulannya tidak bisa diajukan.",
        "Kartu kelurahan belum diambil. Ambil sekali saja, sebelum mengirim yang pertama.",
    ]
    card = home.cards[2]
    assert card.button.text() == "Isi RAB"
    assert card.button.accessibleDescription() == home.sentences[2]
    QTest.mouseClick(card.button, Qt.MouseButton.LeftButton)
    proposals = home.rooms["proposals"]
    qtbot.waitUntil(lambda: home.window.page is proposals)
    ((uid, spot),) = proposals.asked
    record = practice.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    assert (record.data.title, spot) == ("Sarana KUBE Makmur", "estimate")


def test_f9_lists_what_waits_and_enter_goes_there(
    theme: ThemeKeeper, practice: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    home = Home(theme, practice, tmp_path / "ini", qtbot)
    home.window.activateWindow()
    QTest.qWaitForWindowActive(home.window)
    QTest.keyClick(home.window, Qt.Key.Key_F9)
    entries = home.page.problems.entries
    assert len(entries) >= SHOWN
    assert entries[0].hasFocus()
    QTest.keyClick(entries[0], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: home.window.page is home.rooms["meetings"])
    assert home.rooms["meetings"].asked


def test_a_step_whose_room_does_not_exist_is_not_shown(
    theme: ThemeKeeper, practice: Workplace, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROOMS, "rt", (ROOMS["rt"][0], Room("exchange", "exchange", "home", "")))
    home = Home(theme, practice, tmp_path / "ini", qtbot)
    assert [card.button.text() for card in home.cards] == ["Ambil kartu"]


def test_the_panels_say_what_is_and_are_honest_about_the_backup(
    theme: ThemeKeeper, practice: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    home = Home(theme, practice, tmp_path / "ini", qtbot)
    text = home.text()
    assert "Terpakai Rp86.400.000 dari Rp100.000.000, sisa Rp13.600.000" in text
    assert "Belum pernah mengirim." in text
    assert "Belum ada cadangan. Data hanya ada di komputer ini." in text
    assert home.window.status.backup.text() == "Cadangan: belum ada"
    assert home.page.stages.strip.accessibleDescription() == (
        "Rembug: selesai, 2. Usulan: sedang berjalan, 11. Diajukan: belum, 0. Disetujui: belum, 0"
    )
    spoken = home.page.ceiling.bars.accessibleDescription()
    assert "Kesehatan: terpakai Rp22.000.000 dari Rp50.000.000 (44 %), sisa Rp28.000.000" in spoken


def test_an_empty_year_says_where_to_begin(theme: ThemeKeeper, empty: Workplace, tmp_path: Path, qtbot: QtBot) -> None:
    home = Home(theme, empty, tmp_path / "ini", qtbot)
    (begin,) = home.page.findChildren(EmptyState)
    assert begin.sentence.text() == "Belum ada kegiatan tahun 2022. Mulai dari rembug warga."
    assert begin.button.text() == "Buat rembug"
    QTest.mouseClick(begin.button, Qt.MouseButton.LeftButton)
    meetings = home.rooms["meetings"]
    qtbot.waitUntil(lambda: home.window.page is meetings)
    assert meetings.asked == [("", "new")]


def test_saving_something_elsewhere_changes_what_comes_next(
    theme: ThemeKeeper, empty: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    home = Home(theme, empty, tmp_path / "ini", qtbot)
    empty.records.save("d.meeting", Meeting(title="Rembug warga"))
    home.window.record_changed("d.meeting", "")
    qtbot.waitUntil(lambda: "Ada rembug yang belum bertanggal." in home.sentences)


def test_officers_are_filled_in_where_the_window_says(
    theme: ThemeKeeper, empty: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    home = Home(theme, empty, tmp_path / "ini", qtbot)
    asked: list[tuple[str, str]] = []

    def fill_in(place: str, spot: str) -> None:
        asked.append((place, spot))
        empty.officers.appoint("ketua_rt", "Bapak Contoh")
        empty.officers.appoint("sekretaris_rt", "Ibu Contoh")

    home.window.elsewhere = fill_in
    assert home.sentences == ["Nama Ketua RT dan Sekretaris RT belum diisi. Nama itu dicetak pada surat."]
    QTest.mouseClick(home.cards[0].button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: home.sentences == [])
    assert asked == [("settings", "place")]


def test_six_cards_at_first_the_rest_on_request(
    theme: ThemeKeeper, empty: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    for day in range(1, SHOWN + 3):
        empty.records.save("d.meeting", Meeting(title="Rembug warga", date=date(2021, 8, day)))
    home = Home(theme, empty, tmp_path / "ini", qtbot)
    assert len(home.cards) == SHOWN
    more = home.page.more
    assert more.text() == "Tampilkan semua (11)"
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(home.cards) == 11)
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(home.cards) == SHOWN)


def test_a_fixed_day_stands_on_its_card(theme: ThemeKeeper, empty: Workplace, tmp_path: Path, qtbot: QtBot) -> None:
    empty.records.save("d.meeting", Meeting(title="Rembug warga", date=date(2021, 9, 2), place="Balai RT"))
    home = Home(theme, empty, tmp_path / "ini", qtbot)
    (card,) = [card for card in home.cards if "cetak undangan" in card.sentence.text()]
    assert card.due.text() == "2 September 2021, besok"


def test_a_kelurahan_without_senders_says_what_to_do(theme: ThemeKeeper, tmp_path: Path, qtbot: QtBot) -> None:
    with Workplace(create_desk(tmp_path / "office", parse_area(OFFICE), 2022)) as place:
        place.trust.found_office()
        place.officers.appoint("lurah", "Ibu Lurah Contoh")
        place.officers.appoint("kasi_ekbang", "Bapak Kasi Contoh")
        home = Home(theme, place, tmp_path / "ini", qtbot)
        assert [card.button.text() for card in home.cards] == ["Cetak surat"]
        assert isinstance(home.page, OfficeHomePage)
        assert "Belum ada RT atau Pokmas yang terdaftar" in home.text()
        assert not home.page.ceiling.isVisible()


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (AreaRow(area=OFFICE, name="RT", conflicts=1, waiting=3), "Bertentangan"),
        (AreaRow(area=OFFICE, name="RT", waiting=3, returned=1), "Menunggu"),
        (AreaRow(area=OFFICE, name="RT", returned=1, approved=2), "Perlu perbaikan"),
        (AreaRow(area=OFFICE, name="RT", approved=2), "Diputuskan"),
        (AreaRow(area=OFFICE, name="RT", known=True), "Belum mengirim"),
        (AreaRow(area=OFFICE, name="RT"), "Belum terdaftar"),
    ],
)
def test_where_an_rt_stands_is_one_word(row: AreaRow, word: str) -> None:
    assert standing(row).word == word


@pytest.mark.parametrize("width", [420, 560, 640, 730, 1000])
def test_no_column_of_the_areas_is_cut_at_the_edge(
    theme: ThemeKeeper, tmp_path: Path, qtbot: QtBot, width: int
) -> None:
    table = AreasTable(Remembered(tmp_path / "ini"), lambda _uid: None)
    qtbot.addWidget(table)
    table.put([AreaRow(area=OFFICE, name="RT 03/RW 04", waiting=10, approved=2, returned=1, asked=100_000_000)])
    table.resize(width, 400)
    table.show()
    QTest.qWait(20)
    view = table.table.view
    shown = [at for at in range(6) if not view.isColumnHidden(at)]
    assert sum(view.columnWidth(at) for at in shown) <= view.viewport().width()
    assert all(view.columnWidth(at) >= view.needed(at, tight=True) for at in shown)
    assert {0, 1, 2} <= set(shown), "who, where it stands and what waits is always there"
    if width == 1000:
        assert shown == list(range(6))


def test_days_as_people_say_them() -> None:
    assert days_ago(TODAY, TODAY) == "hari ini"
    assert days_ago(date(2021, 8, 31), TODAY) == "kemarin"
    assert backup_words(date(2021, 8, 23), TODAY) == "Cadangan terakhir 9 hari lalu."


@pytest.mark.parametrize("size", list(TextSize))
def test_no_sentence_is_cut_whatever_the_text_size(
    theme: ThemeKeeper, practice: Workplace, tmp_path: Path, qtbot: QtBot, size: TextSize
) -> None:
    home = Home(theme, practice, tmp_path / "ini", qtbot)
    theme.set_both(ThemeChoice.LIGHT, size)
    home.window.resize(1093, 535)
    QTest.qWait(50)
    try:
        for card in home.cards:
            label = card.sentence
            assert label.height() >= label.heightForWidth(label.width())
        area = home.page.area
        assert area is not None
        assert area.horizontalScrollBar().maximum() == 0
    finally:
        theme.set_both(ThemeChoice.LIGHT, TextSize.NORMAL)
