"""Tabs stand closer together before one of them is out of sight."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.tabs import TabPages

WORDS = ("Wilayah && pengurus", "Aturan tahun", "Cetak", "Nomor surat", "Cadangan", "Tampilan", "Tentang")


def arrows(pages: TabPages) -> int:
    return sum(button.isVisible() for button in pages.tabBar().findChildren(QToolButton))


def opened(qtbot: QtBot, width: int) -> TabPages:
    pages = TabPages()
    qtbot.addWidget(pages)
    pages.setStyleSheet("QTabBar::tab { padding: 0 16px; margin-right: 4px; border: 0; }")
    for word in WORDS:
        pages.addTab(QWidget(), word)
    pages.resize(width, 300)
    pages.show()
    qtbot.waitExposed(pages)
    return pages


def test_tabs_move_together_where_they_would_hide_and_apart_again(qtbot: QtBot) -> None:
    pages = opened(qtbot, 1200)
    assert pages.air == 16
    natural = pages.tabBar().sizeHint().width()
    pages.resize(natural - 60, 300)
    assert pages.air < 16
    assert arrows(pages) == 0
    last = pages.tabBar().tabRect(len(WORDS) - 1)
    assert last.right() < pages.width()
    QTest.mouseClick(pages.tabBar(), Qt.MouseButton.LeftButton, pos=last.center())
    assert pages.currentIndex() == len(WORDS) - 1
    pages.resize(1200, 300)
    assert pages.air == 16


def test_larger_letters_and_a_tab_more_count_too(qtbot: QtBot) -> None:
    pages = opened(qtbot, 1200)
    pages.resize(pages.tabBar().sizeHint().width() + 60, 300)
    assert pages.air == 16
    larger = QFont(pages.font())
    larger.setPointSizeF(larger.pointSizeF() * 1.15)
    pages.setFont(larger)
    assert pages.air < 16
    assert arrows(pages) == 0
    pages.setTabVisible(0, False)
    assert pages.air == 16
