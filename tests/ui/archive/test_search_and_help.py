"""Ctrl+K finds records, papers and commands and opens them by Enter; F1 tells of every screen in few words."""

import importlib
import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.app import Program
from desktop.domain.areas import Role, parse_area
from desktop.domain.records import Resident
from desktop.services.desk import create_desk
from desktop.services.workplace import Workplace
from desktop.ui.archive.page import ArchivePage
from desktop.ui.archive.paper import ArchivedPaperPage
from desktop.ui.help import HelpDialog, help_folder, page_about, topics
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.proposals.page import ProposalsPage
from desktop.ui.residents.page import ResidentsPage
from desktop.ui.rooms import ROOMS

OFFICE = "35.71.02.1013"
AREAS: dict[Role, str] = {"rt": f"{OFFICE}/04/05", "pokmas": f"{OFFICE}/P/03", "kelurahan": OFFICE}


def search(window: MainWindow, words: str) -> list[str]:
    """Ctrl+K, the words, and what is listed."""
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.search_box
    assert box is not None
    box.clear()
    if words.isascii() and len(words) < 50:
        QTest.keyClicks(box, words)
    else:
        box.insert(words)  # pasted
    box._clock.stop()
    box._look_up()
    return [box.list.item(at).text() for at in range(box.list.count())]


def test_a_slip_is_forgiven_and_enter_opens_the_usulan(window: MainWindow) -> None:
    listed = search(window, "pavign")
    assert listed[0] == "Usulan – mirip “paving”"
    assert listed[1].startswith("Paving Gang Melati")
    assert window.search_box is not None
    QTest.keyClick(window.search_box, Qt.Key.Key_Return)
    assert isinstance(window.page, ProposalsPage)
    assert window.page.drawer.isVisible()


def test_the_code_of_a_paper_opens_the_paper_and_a_name_the_resident(window: MainWindow, work: Workplace) -> None:
    (paper,) = work.archive.papers()
    assert search(window, paper.number)[0] == "Naskah"
    assert window.search_box is not None
    QTest.keyClick(window.search_box, Qt.Key.Key_Return)
    assert isinstance(window.page, ArchivedPaperPage)
    listed = search(window, "slamet")
    assert "3571••••••••0012" in listed[1]
    QTest.keyClick(window.search_box, Qt.Key.Key_Return)
    assert isinstance(window.page, ResidentsPage)


def test_commands_are_found_and_what_no_room_shows_opens_in_the_archive(window: MainWindow, work: Workplace) -> None:
    listed = search(window, "perbesar")
    assert listed[0] == "Perintah"
    assert listed[1].startswith("Perbesar huruf")
    work.officers.appoint("ketua_rt", "Sutrisno (contoh)")
    assert search(window, "sutrisno")[0] == "Catatan lain"
    assert window.search_box is not None
    QTest.keyClick(window.search_box, Qt.Key.Key_Return)
    shown = window.page
    assert isinstance(shown, ArchivePage)
    row = shown.list.row()
    assert row is not None
    assert row.title == "Sutrisno (contoh)"


@pytest.mark.parametrize("typed", ["zzzzqq", "😀", '"*"', "<b>x</b>", "a" * 10_000])
def test_nothing_found_is_said_in_short(window: MainWindow, typed: str) -> None:
    assert search(window, typed) == []
    assert window.search_box is not None
    assert window.search_box.nothing.text().startswith("Tidak ada yang cocok")
    assert len(window.search_box.nothing.text()) < 150


def test_many_new_records_are_taken_in_quietly(program: Program, work: Workplace, qtbot: QtBot) -> None:
    from desktop.services.records import NewRecord

    people = [NewRecord(type="d.resident", data=Resident(name=f"Warga Contoh {number}")) for number in range(900)]
    work.records.save_all(people)
    assert work.search.behind() > 800
    program.window.go("meetings")  # a page is shown, and a moment later the index is brought up to date
    qtbot.waitUntil(lambda: work.search.behind() == 0, timeout=15_000)
    assert not program.window.task_bar.isVisible()
    assert search(program.window, "contoh 899")[1].startswith("Warga Contoh 899")


# --- help ----------------------------------------------------------------------------------------------------------


def test_f1_tells_of_the_screen_shown_and_leads_to_all_pages(window: MainWindow, page: ArchivePage) -> None:
    assert window.page is page
    QTest.keyClick(window, Qt.Key.Key_F1)
    (dialog,) = window.findChildren(HelpDialog)
    assert dialog.topic == "L17"
    QTest.mouseClick(dialog.all, Qt.MouseButton.LeftButton)
    names = [button.text() for button in dialog.findChildren(QPushButton) if not button.isHidden()]
    assert {"Beranda", "Warga", "Rembug", "Arsip"} <= set(names)
    meeting = next(button for button in dialog.findChildren(QPushButton) if button.text() == "Rembug")
    QTest.mouseClick(meeting, Qt.MouseButton.LeftButton)
    assert dialog.topic == "L04"
    QTest.keyClick(window, Qt.Key.Key_F1)  # the same dialog, the page of the screen again
    assert dialog.topic == "L17"
    assert len(window.findChildren(HelpDialog)) == 1
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert any("Semua bantuan" in text.replace("&", "") for text in (a.text() for a in window.menus.actions()))


@pytest.mark.parametrize("role", ["rt", "pokmas", "kelurahan"])
def test_every_room_has_its_own_help(role: Role, window: MainWindow, tmp_path: Path) -> None:
    with Workplace(create_desk(tmp_path / role, parse_area(AREAS[role]), 2022, "Contoh")) as place:
        if role == "kelurahan":
            place.trust.found_office()
        for room in ROOMS[role]:
            module, _, name = room.page.partition(":")
            made = getattr(importlib.import_module(module), name)(place, window)
            assert isinstance(made, Page)
            assert made.topic in topics(), f"{room.key}: resources/help/{made.topic}.md"
            made.deleteLater()


def test_every_topic_of_a_page_has_a_file() -> None:
    source = Path(importlib.import_module("desktop.ui").__path__[0])
    named = {
        topic for file in source.rglob("*.py") for topic in re.findall(r'topic="([^"]+)"', file.read_text("utf-8"))
    }
    assert named >= {"L01", "L02", "L17", "cetak"}
    assert named - set(topics()) == set()


def test_help_calls_things_as_they_are_called_on_the_screen() -> None:
    """What stands in quotes is a button, a link or a tab, word for word; but for these examples."""
    examples = {"52 dari 54 lengkap", "map biru, lemari RT", "sesuaikan halaman"}
    source = Path(importlib.import_module("desktop").__path__[0])
    program = "".join(file.read_text("utf-8") for file in source.rglob("*.py")).replace("&", "")
    for topic in topics():
        named = set(re.findall("“([^”]+)”", " ".join(page_about(topic)[1]))) - examples
        gone = [name for name in sorted(named) if not re.search(f'"{re.escape(name)}(…|\\.\\.\\.)?"', program)]
        assert gone == [], topic


@pytest.mark.parametrize("topic", topics())
def test_a_help_page_is_short_and_plain(topic: str) -> None:
    title, paragraphs = page_about(topic)
    text = " ".join((title, *paragraphs))
    assert 30 <= len(text.split()) <= 150
    assert (help_folder() / f"{topic}.md").read_text("utf-8").startswith(f"# {title}\n")
    assert not re.search(
        r"\b(file|backup|sync|import|export|login|database|download|upload|folder sinkron)\b", text, re.IGNORECASE
    )
    for sentence in re.split(r"[.?!:;](?:\s|$)", text):
        assert len(sentence.split()) <= 20, sentence
    assert not re.search(r"[*_`#\[\]<>]", text.removeprefix("#")), "plain text only"
