"""The program as it starts: painted before it is heavy, one window per data folder, calm when a desk will not open."""

import configparser
import gc
import importlib
import logging
import os
import subprocess
import sys
import threading
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from pytestqt.qtbot import QtBot

from desktop import __main__ as entry
from desktop import app, settings
from desktop.domain.areas import parse_area
from desktop.domain.records import Meeting
from desktop.services import desks
from desktop.services.desk import DATABASE, create_desk, new_uid
from desktop.services.practice import open_practice, practice_folder
from desktop.services.workplace import Workplace, open_workplace
from desktop.ui.desk_trouble import DeskTroublePage
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.exchange.receive_panel import ReceivePanel
from desktop.ui.handed import BUNDLE
from desktop.ui.home.page import HomePage
from desktop.ui.page import Page
from desktop.ui.problems import BugReporter
from desktop.ui.rooms import ROOM_OF, ROOMS
from desktop.ui.settings.about import LIBRARIES, SHIPPED, AboutPage
from desktop.ui.settings.place import PlacePage
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.single import OneWindow
from desktop.ui.wizard.page import WizardPage
from tests.services.conftest import approve, enrol

OFFICE = "35.71.02.1013"
RT = f"{OFFICE}/04/03"

Start = Callable[[], app.Program]


@pytest.fixture(autouse=True)
def _own_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("REMBUG_CONFIG", str(tmp_path / "config"))
    # The tests' own hook sees every error; a dialog would wait for nobody.
    monkeypatch.setattr(BugReporter, "install", lambda _self: None)


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot) -> Iterator[Start]:
    """Start the program as `python -m desktop` does, in this process; it is closed after the test."""
    started: list[app.Program] = []

    def begin() -> app.Program:
        program = app.Program(qapp)
        started.append(program)
        qtbot.addWidget(program.window)
        program.show()
        qtbot.waitUntil(lambda: program.window.page is not None, timeout=10_000)
        return program

    yield begin
    for program in started:
        program.window.close()


def found(area: str = RT, year: int = 2022) -> Path:
    """A desk that was set up before."""
    desk = desks.found_desk(parse_area(area), year, {"ketua_rt": "Bapak Contoh"} if area == RT else {})
    desk.close()
    desks.note_use(desk.folder)
    return desk.folder


# --- start -----------------------------------------------------------------------------------------------------------


def test_nothing_heavy_is_imported_before_the_window_is_painted() -> None:
    heavy = (
        "sqlalchemy",
        "reportlab",
        "openpyxl",
        "xlsxwriter",
        "PIL",
        "pypdfium2",
        "cryptography",
        "pyrage",
        "msgspec",
    )
    code = "import sys, desktop.app; print([name for name in sys.modules])"
    listed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "desktop.ui.main_window" in listed
    assert [name for name in heavy if f"'{name}'" in listed] == []


def test_no_module_s_source_text_is_read_for_qt() -> None:
    code = "from desktop.__main__ import start_quickly; start_quickly(); import desktop.app, linecache; {}"
    show = "print(*(name for name in linecache.cache if 'desktop' in name))"
    done = subprocess.run([sys.executable, "-c", code.format(show)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [], "PySide6 reads every module imported again"


def test_the_home_page_needs_no_paper_spreadsheet_or_picture() -> None:
    code = "import sys, desktop.app, desktop.ui.desks, desktop.ui.home.page; print([name for name in sys.modules])"
    listed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "'sqlalchemy'" in listed
    assert [n for n in ("reportlab", "openpyxl", "xlsxwriter", "PIL", "pypdfium2") if f"'{n}'" in listed] == []


def test_the_first_start_asks_who_one_is_and_ends_on_the_home_page(start: Start, qtbot: QtBot) -> None:
    program = start()
    window, page = program.window, program.window.page
    assert isinstance(page, WizardPage)
    assert not window.rail.isVisible()
    assert window.status.saved.isHidden(), "nothing is open of which one could say that it is saved"
    page.answers.code, page.answers.rw, page.answers.rt = OFFICE, "4", "3"
    page._show_step(3)
    QTest.mouseClick(page.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(window.page, HomePage))
    assert window.rail.isVisible()
    assert window.strip.text == "Meja sudah siap. Mulai dari langkah pertama di bawah."
    assert window.windowTitle() == "RT 03/RW 04 – Rembug"


def test_the_next_start_paints_the_desk_of_last_time_and_opens_it(start: Start, qtbot: QtBot) -> None:
    folder = found()
    start().window.close()
    program = app.Program(QApplication.instance())  # type: ignore[arg-type]  # the tests' application has windows
    qtbot.addWidget(program.window)
    program._frame_of_last_time()
    assert program.window.windowTitle() == "RT 03/RW 04 – Rembug"
    assert [button.entry.key for button in program.window.rail.buttons] == [room.key for room in ROOMS["rt"]]
    assert program.window.page is None, "painted before anything was opened"
    program.show()
    qtbot.waitUntil(lambda: program.keeper is not None and program.keeper.workplace is not None)
    keeper = program.keeper
    assert keeper is not None
    assert keeper.workplace is not None
    assert keeper.workplace.desk.folder == folder
    program.window.close()


def test_closing_gives_the_folder_back_and_takes_the_sign_down(start: Start, qtbot: QtBot) -> None:
    folder = found()
    program = start()
    sign = settings.config_root() / "window-open"
    qtbot.waitUntil(sign.exists)
    with pytest.raises(Exception, match="folder_in_use"):
        open_workplace(folder)
    program.window.close()
    assert not sign.exists()
    open_workplace(folder).close()


def test_a_second_start_brings_the_window_to_the_front(start: Start, qtbot: QtBot, qapp: QApplication) -> None:
    found()
    program = start()
    qtbot.waitUntil((settings.config_root() / "window-open").exists)
    program.window.showMinimized()
    second = OneWindow(settings.data_root())
    assert not second.is_first()
    qtbot.waitUntil(lambda: not program.window.isMinimized())
    other_data = OneWindow(settings.data_root() / "elsewhere")
    assert other_data.is_first(), "another data folder is another window"
    other_data.close()


# --- a double click on a bundle ---------------------------------------------------------------------------------------


def bundle_for_the_rt(folder: Path) -> Path:
    """A bundle from the office for the RT desk that is found; the RT knows the office."""
    rt = open_workplace(found())
    office = Workplace(create_desk(folder / "office", parse_area(OFFICE), 2022, "office"))
    office.trust.found_office()
    enrol(rt.desk, office.desk)
    approve(office.desk, rt.desk)
    rt.close()
    (departure,) = office.exchange.send(RT, folder / "kirim dari kantor.rembug")
    office.close()
    assert departure.path is not None
    return departure.path


def received(program: app.Program) -> ReceivePanel | None:
    page = program.window.page
    return page.receive if isinstance(page, ExchangePage) else None


def shows_plan(program: app.Program) -> bool:
    panel = received(program)
    return panel is not None and panel.incoming is not None


def test_a_double_click_on_a_bundle_shows_what_it_holds(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = bundle_for_the_rt(tmp_path)
    given: list[tuple[Path | None, Path | None]] = []

    def run(data: Path | None, bundle: Path | None) -> int:
        given.append((data, bundle))
        return 0

    monkeypatch.setattr(app, "run", run)
    monkeypatch.chdir(file.parent)
    assert entry.main([file.name]) == 0
    assert given == [(None, file)]
    program = app.Program(qapp, given[0][1])
    qtbot.addWidget(program.window)
    program.show()
    qtbot.waitUntil(lambda: shows_plan(program), timeout=10_000)
    panel = received(program)
    assert panel is not None
    assert panel.incoming is not None
    assert "kirim dari kantor" not in panel.incoming.title.text()
    assert panel.take_button.hasFocus()
    assert program.keeper is not None
    assert program.keeper.workplace is not None
    assert program.keeper.workplace.exchange.log() == [], "looking takes nothing"
    program.window.close()


def test_a_double_click_while_the_window_is_open_is_handed_to_it(start: Start, qtbot: QtBot, tmp_path: Path) -> None:
    file = bundle_for_the_rt(tmp_path)
    bad = tmp_path / "rusak.rembug"
    bad.write_bytes(b"\xff\xd8\xff\xe0 sebuah foto")
    program = start()
    qtbot.waitUntil((settings.config_root() / "window-open").exists)
    program.window.showMinimized()
    ended: list[int] = []
    for path in (bad, file):
        command = [sys.executable, "-m", "desktop", str(path)]
        second = subprocess.Popen(command, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"})

        def over(process: subprocess.Popen[bytes] = second) -> bool:
            return process.poll() is not None

        qtbot.waitUntil(over, timeout=60_000)
        ended.append(second.returncode)
        if path == bad:
            qtbot.waitUntil(lambda: "Ini bukan berkas bundel" in panel_text(program), timeout=10_000)
    assert ended == [0, 0]
    qtbot.waitUntil(lambda: shows_plan(program), timeout=10_000)
    assert not program.window.isMinimized()


def panel_text(program: app.Program) -> str:
    panel = received(program)
    if panel is None:
        return ""
    return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisibleTo(panel))


def test_a_bundle_before_any_desk_is_there_is_asked_for_again(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    program = app.Program(qapp, tmp_path / "kirim.rembug")
    qtbot.addWidget(program.window)
    program.show()
    qtbot.waitUntil(lambda: "kirim.rembug" in program.window.strip.text, timeout=10_000)
    assert isinstance(program.window.page, WizardPage)
    program.window.close()


def test_the_file_type_for_linux_leads_to_the_program() -> None:
    shipped = settings.resources_dir() / "linux"
    entries = configparser.ConfigParser(interpolation=None)
    entries.read(shipped / "rembug.desktop", "utf-8")
    wanted = entries["Desktop Entry"]
    (kind,) = ET.parse(shipped / "rembug.xml").getroot()
    (glob,) = kind.iter("{http://www.freedesktop.org/standards/shared-mime-info}glob")
    assert wanted["Exec"].split() == ["rembug", "%f"]
    assert wanted["MimeType"] == f"{kind.get('type')};"
    assert glob.get("pattern") == f"*{BUNDLE}"
    assert f"{wanted['StartupWMClass']}.desktop" == "rembug.desktop", "as the window calls itself"


# --- desks that cannot be opened -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "title"), [(b"", "Berkas data kosong"), (b"not a database at all" * 400, "Berkas data rusak")]
)
def test_a_file_that_is_no_database_gets_a_calm_page_and_is_left_as_it_is(
    start: Start, content: bytes, title: str
) -> None:
    folder = found()
    (folder / DATABASE).write_bytes(content)
    page = start().window.page
    assert isinstance(page, DeskTroublePage)
    assert page.title() == title
    assert "Traceback" not in page.detail.toPlainText()
    assert (folder / DATABASE).read_bytes() == content


def test_a_desk_open_elsewhere_is_said_politely_and_opens_when_it_is_free(start: Start, qtbot: QtBot) -> None:
    folder = found()
    lock = FileLock(folder / "rembug.lock")
    lock.acquire()
    window = start().window
    page = window.page
    assert isinstance(page, DeskTroublePage)
    assert page.sentence.text() == "Data ini sedang dibuka di jendela lain. Tutup jendela itu, lalu coba lagi."
    lock.release()
    QTest.mouseClick(page.retry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(window.page, HomePage))


def test_a_damaged_desk_leaves_a_way_to_the_others(start: Start, qtbot: QtBot) -> None:
    other, damaged = found(f"{OFFICE}/P/02"), found()
    (damaged / DATABASE).write_bytes(b"")
    program = start()
    page = program.window.page
    assert isinstance(page, DeskTroublePage)
    assert [button.text() for button in page.ways] == ["Buka Pokmas 02 (Kelurahan Kaliombo)", "Buat meja baru"]
    QTest.mouseClick(page.ways[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(program.window.page, HomePage))
    assert program.keeper is not None
    assert program.keeper.open(damaged) is False
    assert program.keeper.workplace is not None
    assert program.keeper.workplace.desk.folder == other, "the desk that is open stays open"
    assert program.window.strip.text.startswith("Berkas data kosong")


# --- an open desk ----------------------------------------------------------------------------------------------------


def test_what_was_not_finished_is_told_and_gone_on_with(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = found()
    with open_workplace(folder) as place:
        place.records.save_draft("d.proposal", new_uid(), {"title": "Paving ga"})
    window = start().window
    text = window.strip.text
    assert text.startswith("Ada yang belum selesai: usulan, ditulis ")
    assert text.endswith("Ketikan Anda masih ada.")
    assert window.strip.notice.button.text() == "Lanjutkan"
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page is not None and window.page.topic == "L06")


def test_a_copied_folder_says_that_it_is_a_new_device(start: Start) -> None:
    folder = found()
    for key in (settings.config_root() / "devices").iterdir():
        key.unlink()
    window = start().window
    assert folder.is_dir()
    assert window.strip.text == (
        "Kunci komputer ini hilang atau rusak, data tetap utuh. Daftarkan komputer ini lagi ke kelurahan."
    )


def test_a_commit_on_another_thread_reaches_the_page_on_this_one(start: Start, qtbot: QtBot) -> None:
    found()
    program = start()
    assert program.keeper is not None
    place = program.keeper.workplace
    assert place is not None
    seen: list[threading.Thread] = []

    class Watching(Page):
        shows = frozenset({"d.meeting"})

        def changed(self, type_name: str, _uid: str) -> None:
            seen.append(threading.current_thread())

    program.window.open_page(Watching("Lain"))
    worker = threading.Thread(target=lambda: place.records.save("d.meeting", Meeting(title="Rembug")))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: seen != [])
    assert seen == [threading.main_thread()]
    assert program.window.status.saved.text().startswith("Tersimpan ")


def test_desks_are_changed_by_the_switcher_and_practice_is_striped(start: Start, qtbot: QtBot) -> None:
    found(f"{OFFICE}/P/02")
    found()
    program = start()
    window, keeper = program.window, program.keeper
    assert keeper is not None
    menu = window.rail.desk_button.menu()
    qtbot.waitUntil(lambda: len([one for one in menu.actions() if not one.isSeparator()]) == 2)
    assert [one.text() for one in menu.actions() if not one.isSeparator()] == [
        "Pokmas 02 – Kelurahan Kaliombo",
        "Meja baru…",
    ]
    assert not window.stripe.isVisible()
    menu.actions()[0].trigger()
    assert window.windowTitle() == "Pokmas 02 – Rembug"
    keeper.open_practice()
    qtbot.waitUntil(lambda: window.windowTitle() == "RT 99/RW 99 – Rembug", timeout=20_000)
    assert window.stripe.isVisible()
    assert keeper.workplace is not None
    assert keeper.workplace.desk.folder == practice_folder()
    window.close()
    assert program.remembered.text("desk/name") == "Pokmas 02", "the next start opens the real desk again"


def test_another_year_starts_its_rooms_anew(start: Start, qtbot: QtBot) -> None:
    found()
    program = start()
    window, keeper = program.window, program.keeper
    assert keeper is not None
    assert keeper.workplace is not None
    before = window.page
    keeper.workplace.desk.choose_year(2026)
    qtbot.waitUntil(lambda: window.page is not before)
    assert window.header.crumbs.whole == "Tahun 2026  ›  RT 03/RW 04"
    assert isinstance(window.page, HomePage)


# --- settings --------------------------------------------------------------------------------------------------------


def test_officers_and_year_are_changed_in_the_settings(start: Start, qtbot: QtBot) -> None:
    found()
    program = start()
    assert program.keeper is not None
    place = program.keeper.workplace
    assert place is not None
    dialog = SettingsDialog(program.window, place, "place")
    qtbot.addWidget(dialog)
    dialog.show()
    page = dialog.pages["place"]
    assert isinstance(page, PlacePage)
    page.form.field("sekretaris_rt").set_text("Ibu Contoh")
    assert not page.asks.isVisible(), "a first name replaces nobody"
    chair = page.form.field("ketua_rt")
    chair.set_text("Ibu Ketua Contoh")
    chair.changed.emit()
    assert page.asks.isVisible()
    assert page.save() is False, "a name that replaces another: why, is asked and not guessed"
    assert place.officers.name("ketua_rt") == "Bapak Contoh"
    page.replaced.setChecked(True)
    assert page.since.isVisible()
    page.since.set_text("32/1/2026")
    assert page.save() is False, "a day that is none"
    page.since.set_text("1/2/2026")
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert page.notice.label.text() == "Tersimpan."
    assert place.officers.name("ketua_rt") == "Ibu Ketua Contoh"
    terms = [record.data for record in place.records.find("d.role")]
    assert sum(getattr(term, "until", None) is not None for term in terms) == 1, "the earlier term has its end"
    assert {getattr(term, "since", None) for term in terms} >= {date(2026, 2, 1)}
    chair.set_text("")
    assert page.save() is False
    assert chair.problem == "Nama tidak boleh dikosongkan. Tulis nama penggantinya."
    chair.set_text("Ibu Ketua Contoh")
    assert not page.unsaved
    dialog.close()


def test_every_licence_named_can_be_read(qtbot: QtBot, qapp: QApplication) -> None:
    page = AboutPage()
    qtbot.addWidget(page)
    page.show()
    for (_, licence, file), button in zip(SHIPPED, page.readers, strict=True):
        assert (settings.resources_dir() / file).is_file()
        button.click()
        assert licence.split()[0] in page.text.toPlainText() or "SIL" in page.text.toPlainText()
    assert {name for name, _ in LIBRARIES}


def test_the_libraries_named_are_those_the_project_needs() -> None:
    import tomllib

    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    named = " ".join(name for name, _ in LIBRARIES).lower().replace("_", "-")
    for requirement in project["dependencies"]:
        name = requirement.split("==")[0].lower().replace("_", "-")
        if name not in ("pyside6-essentials", "shiboken6"):
            assert name in named, f"{name} is missing from Tentang"


# --- rooms -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("role", "area"), [("rt", RT), ("pokmas", f"{OFFICE}/P/02"), ("kelurahan", OFFICE)])
def test_every_room_of_the_rail_opens(start: Start, role: str, area: str) -> None:
    found(area)
    program = start()
    rooms = next(built for name, built in ROOMS.items() if name == role)
    assert 1 <= len(rooms) <= 9
    assert rooms[0].key == "home"
    for room in rooms:
        assert program.window.go(room.key), room.key
        assert isinstance(program.window.page, Page)
        assert program.window.page.title()
    assert {room.page.partition(":")[0] for room in rooms} <= sys.modules.keys()


def test_every_kind_of_record_leads_to_a_known_room() -> None:
    known = {"home", "residents", "meetings", "proposals", "archive", "exchange", "work", "disbursement", "receipts"}
    known |= {"spj", "handover", "review", "board", "documents", "rules"}
    assert set(ROOM_OF.values()) <= known
    for rooms in ROOMS.values():
        assert {room.key for room in rooms} <= known
        for room in rooms:
            module, _, name = room.page.partition(":")
            assert issubclass(getattr(importlib.import_module(module), name), Page)


# --- the way in ------------------------------------------------------------------------------------------------------


def test_no_arguments_open_the_window_and_everything_else_is_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[str, object]] = []

    def window(folder: Path | None, bundle: Path | None) -> int:
        calls.append(("window", (folder, bundle)))
        return 0

    def command(argv: list[str]) -> int:
        calls.append(("command", list(argv)))
        return 7

    monkeypatch.setattr("desktop.app.run", window)
    monkeypatch.setattr("desktop.cli.main", command)
    monkeypatch.setattr(gc, "disable", lambda: None)
    assert entry.main([]) == 0
    assert entry.main(["--data", "/tmp/x"]) == 0
    assert entry.main(["--data=/tmp/x"]) == 0
    assert entry.main(["--data", "/tmp/x", "doctor"]) == 7
    assert entry.main(["--help"]) == 7
    assert entry.main(["--data"]) == 7
    assert entry.main(["--data", "/tmp/x", "/tmp/Kirim.REMBUG"]) == 0
    assert entry.main(["import", "/tmp/kirim.rembug"]) == 7
    assert calls == [
        ("window", (None, None)),
        ("window", (Path("/tmp/x"), None)),
        ("window", (Path("/tmp/x"), None)),
        ("command", ["--data", "/tmp/x", "doctor"]),
        ("command", ["--help"]),
        ("command", ["--data"]),
        ("window", (Path("/tmp/x"), Path("/tmp/Kirim.REMBUG"))),
        ("command", ["import", "/tmp/kirim.rembug"]),
    ]


def test_without_a_display_it_says_so_in_one_sentence(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux starts without a display")
    bare = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    answer = subprocess.run([sys.executable, "-m", "desktop"], env=bare, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout, answer.stderr.strip()) == (1, "", entry.NO_DISPLAY)


def test_data_may_name_one_desk_or_the_folder_of_all(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_desk(tmp_path / "meja", parse_area(RT), 2022).close()
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path / "meja"))
    program = start()
    assert program.window.windowTitle() == "RT 03/RW 04 – Rembug"
    program.window.close()
    open_practice()
    monkeypatch.setenv("REMBUG_DATA", str(tmp_path))
    second = start()
    assert second.keeper is not None
    assert second.keeper.workplace is not None
    assert second.keeper.workplace.desk.folder == tmp_path / "meja"


def test_what_qt_says_goes_into_the_diary(caplog: pytest.LogCaptureFixture) -> None:
    from PySide6.QtCore import QMessageLogContext, QtMsgType

    with caplog.at_level(logging.DEBUG, logger="qt"):
        app._from_qt(QtMsgType.QtWarningMsg, QMessageLogContext(), "a warning of Qt")
    assert [(record.name, record.levelname, record.message) for record in caplog.records] == [
        ("qt", "WARNING", "a warning of Qt")
    ]


def test_looking_for_garbage_waits_for_the_end_of_the_start(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen: list[bool] = []
    monkeypatch.setattr("desktop.app.run", lambda _folder, _bundle: 0)
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(gc.isenabled()))
    try:
        assert entry.main([]) == 0
        assert not gc.isenabled()
        start()
        assert gc.isenabled()
        assert frozen == [False]
    finally:
        gc.enable()


def test_a_start_that_fails_is_told_in_a_window(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "critical", lambda *words: told.append(words[-1]))
    monkeypatch.setattr(app.Program, "show", lambda _self: int("rusak"))
    assert app.run() == 1
    assert told[0].startswith("Rembug tidak dapat dibuka karena kesalahan di aplikasi. Data Anda tidak berubah.")
    assert "ValueError" in (settings.config_root() / "log" / "rembug.log").read_text("utf-8")
