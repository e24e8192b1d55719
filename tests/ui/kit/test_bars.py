"""Bars and steps: their words, and that no value is ever cut."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from desktop.ui.bars import HATCHES, Bar, BarList, Step, StepStrip
from desktop.ui.palette import TextSize, Tone
from desktop.ui.proposals.band import LimitBar
from desktop.ui.theme import ThemeKeeper, look

Shown = Callable[[QWidget], QWidget]
HEALTH = Bar(name="Kesehatan", used=32_000_000, most=40_000_000, series=1)
OVER = Bar(name="Ekonomi", used=11_200_000, most=10_000_000, series=3)
SHORT = Bar(name="Infrastruktur bersama", used=9_600_000, most=40_000_000, least=12_000_000)


def test_a_bar_says_what_it_shows() -> None:
    assert HEALTH.spoken() == "Kesehatan: terpakai Rp32.000.000 dari Rp40.000.000 (80 %), sisa Rp8.000.000"
    assert OVER.verdict() == ("lebih Rp1.200.000", Tone.PROBLEM)
    assert SHORT.verdict() == ("kurang Rp2.400.000 dari minimum", Tone.ATTENTION)
    assert Bar(name="Biaya umum", used=5).spoken() == "Biaya umum: terpakai Rp5"
    assert Bar(name="Kosong", used=0, most=0).values() == "Rp0 dari Rp0"


def test_screen_readers_hear_all_bars(shown: Shown) -> None:
    bars = BarList()
    bars.put([HEALTH, OVER])
    shown(bars)
    said = QAccessible.queryAccessibleInterface(bars).text(QAccessible.Text.Description)
    assert said == f"{HEALTH.spoken()}. {OVER.spoken()}"


@pytest.mark.parametrize("size", list(TextSize))
@pytest.mark.parametrize("width", [300, 420, 900])
def test_texts_go_to_a_second_line_instead_of_being_cut(
    shown: Shown, theme: ThemeKeeper, size: TextSize, width: int
) -> None:
    theme.set_size(size)
    box, bars = QWidget(), BarList()
    layout = QVBoxLayout(box)
    layout.addWidget(bars)
    layout.addStretch(1)
    bars.put([HEALTH, OVER, SHORT])
    box.resize(width, 500)
    shown(box)
    QApplication.processEvents()
    assert bars.width() >= bars.minimumSizeHint().width()
    assert bars.height() == bars.height_for(bars.width())


def test_values_too_long_for_a_narrow_place_go_on_in_the_next_line(shown: Shown, theme: ThemeKeeper) -> None:
    theme.set_size(TextSize.LARGEST)
    bars = BarList()
    long = LimitBar(name="Infrastruktur bersama", used=30_000_000, least=25_000_000, most=30_000_000)
    bars.put([long])
    bars.setFixedWidth(346)  # beside the steps at home, at 125 %
    shown(bars)
    metrics = QFontMetrics(look().font(extra=-1))
    assert metrics.horizontalAdvance(long.values()) > 346
    assert bars.minimumSizeHint().width() <= 346
    line = QFontMetrics(look().font()).height()
    bars.put([Bar(name="Infrastruktur bersama", used=1, most=9)])
    short = bars.height()
    bars.put([long])
    assert bars.height() == short + line  # the values in two lines, nothing painted beyond the edge


def test_what_is_over_is_hatched_in_the_problem_colour(shown: Shown) -> None:
    bars = BarList()
    bars.put([OVER])
    bars.setFixedWidth(400)
    shown(bars)
    QApplication.processEvents()
    picture = bars.grab().toImage()
    problem = QColor(look().roles.ink(Tone.PROBLEM))
    right = [picture.pixelColor(x, y) for x in range(370, 399) for y in range(picture.height() // 2, picture.height())]
    assert problem in right


def test_each_bidang_has_its_own_hatch() -> None:
    assert len(set(HATCHES)) == 6


def test_a_bar_can_be_picked_by_mouse_and_keys(shown: Shown) -> None:
    bars, picked = BarList(), list[int]()
    bars.put([HEALTH, OVER])
    bars.make_pickable()
    bars.picked.connect(picked.append)
    bars.resize(400, 200)
    shown(bars)
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, pos=bars.rect().center() + bars.rect().bottomLeft() / 4)
    bars.setFocus()
    QTest.keyClick(bars, Qt.Key.Key_Return)
    QTest.keyClick(bars, Qt.Key.Key_Down)
    QTest.keyClick(bars, Qt.Key.Key_Return)
    assert picked == [1, 0, 1]
    assert bars.at(10_000) == -1


def test_steps_are_said_and_wrap_when_narrow(shown: Shown) -> None:
    strip = StepStrip()
    strip.put([Step("Rembug", "done", "3 selesai"), Step("Usulan", "now", "12"), Step("Pencairan", "later")])
    shown(strip)
    assert strip.accessibleDescription() == "Rembug: selesai, 3 selesai. Usulan: sedang berjalan, 12. Pencairan: belum"
    strip.resize(600, strip.height())
    QApplication.processEvents()
    one_row = strip.height()
    strip.resize(180, strip.height())
    QApplication.processEvents()
    assert strip.height() > one_row
