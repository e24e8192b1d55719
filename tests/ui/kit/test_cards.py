"""Cards, tiles, empty states and the gallery that shows them all."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui import shots
from desktop.ui.cards import EmptyState, StatTile, StepCard, words
from desktop.ui.page import Page
from desktop.ui.palette import TextSize, ThemeChoice, Tone
from desktop.ui.status import APPROVED, DONE, StatusChip
from desktop.ui.theme import ThemeKeeper
from tools import gallery

Shown = Callable[[QWidget], QWidget]


def spoken(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_a_step_is_one_sentence_and_one_button(shown: Shown) -> None:
    done: list[str] = []
    card = StepCard(
        "Daftar hadir belum ditandatangani.", "Cetak", lambda: done.append("x"), due="Besok", tone=Tone.ATTENTION
    )
    shown(card)
    assert card.sentence.text() == "Daftar hadir belum ditandatangani."
    assert QAccessible.queryAccessibleInterface(card.button).text(QAccessible.Text.Description) == card.sentence.text()
    QTest.mouseClick(card.button, Qt.MouseButton.LeftButton)
    QTest.keyClick(card.button, Qt.Key.Key_Space)
    assert done == ["x", "x"]


def test_a_tile_is_read_as_one_sentence(shown: Shown) -> None:
    tile = StatTile("SPJ tahap 1", "9 dari 12", "kurang 3 berkas", Tone.ATTENTION)
    shown(tile)
    assert spoken(tile) == "SPJ tahap 1: 9 dari 12. kurang 3 berkas"
    tile.put("12 dari 12")
    assert spoken(tile) == "SPJ tahap 1: 12 dari 12."


def test_an_empty_state_without_a_deed_has_no_button(shown: Shown) -> None:
    empty = EmptyState("Belum ada kiriman.")
    shown(empty)
    assert not empty.button.isVisible()


def test_no_word_of_an_empty_state_stands_alone_on_the_last_line(shown: Shown) -> None:
    empty = EmptyState("Arsip masih kosong. Semua yang Anda simpan dan cetak akan terkumpul di sini.")
    empty.resize(900, 500)
    shown(empty)
    room = empty.sentence.maximumWidth()
    metrics = empty.sentence.fontMetrics()
    whole = metrics.horizontalAdvance(empty.sentence.text())
    assert whole > 520  # two lines
    assert room < whole * 2 // 3  # of about the same length
    assert empty.sentence.heightForWidth(room) < 3 * metrics.height()
    empty.put("Belum ada kiriman.")
    assert empty.sentence.maximumWidth() == 520


def test_words_are_never_markup() -> None:
    assert words("<b>Sri</b>").textFormat() == Qt.TextFormat.PlainText


def test_a_chip_says_its_status(shown: Shown) -> None:
    chip = StatusChip(APPROVED)
    shown(chip)
    assert spoken(chip) == "Status: Disetujui"
    wide = chip.sizeHint().width()
    chip.put(DONE)
    assert spoken(chip) == "Status: Selesai"
    assert chip.sizeHint().width() < wide


@pytest.mark.parametrize("size", list(TextSize))
@pytest.mark.parametrize("key", ["home", "table", "form", "grid", "messages", "preview"])
def test_no_button_of_the_gallery_is_off_screen(
    theme: ThemeKeeper, qtbot: QtBot, ini: Path, key: str, size: TextSize
) -> None:
    theme.set_size(size)
    window = gallery.build(theme, ini, None)
    qtbot.addWidget(window)
    window.resize(shots.SMALL)
    window.show()
    window.go(key)
    shots.settle(20)
    page = window.page
    assert isinstance(page, Page)
    inside = QRect(0, 0, shots.SMALL.width(), 100_000 if page.area is not None else shots.SMALL.height())
    for button in page.findChildren(QPushButton):
        if button.isVisible():
            place = QRect(button.mapTo(window, QPoint(0, 0)), button.size())
            assert inside.contains(place), (button.text(), place)
            assert button.width() >= button.minimumSizeHint().width(), button.text()
    if page.area is not None:
        assert page.area.horizontalScrollBar().maximum() == 0


def test_a_picture_is_taken_at_its_size_in_its_theme(theme: ThemeKeeper, qtbot: QtBot, tmp_path: Path) -> None:
    tile = StatTile("Usulan", "12")
    qtbot.addWidget(tile)
    target = tmp_path / "pictures" / "tile.png"
    shots.take(tile, target, theme=theme, choice=ThemeChoice.DARK, size=TextSize.LARGE, room=shots.SMALL)
    picture = QImage(str(target))
    assert picture.size() == shots.SMALL
    assert picture.pixelColor(600, 500).lightness() < 60
    with pytest.raises(OSError, match="cannot write"):
        shots.take(tile, tmp_path, theme=theme)
