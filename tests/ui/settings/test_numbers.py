"""Numbers of letters and the rounding of taxes, in the settings."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.services.workplace import Workplace
from desktop.ui import shots
from desktop.ui.settings.numbers import NumbersPage
from desktop.ui.theme import ThemeKeeper
from tests.ui.treasurer import keeper, theme, work

__all__ = ["keeper", "theme", "work"]

PATTERN = "{urut:03d}/BAHP/POKMAS-{pokmas}/{ta}"


def shown(work: Workplace, theme: ThemeKeeper, qtbot: QtBot) -> NumbersPage:
    page = NumbersPage(work)
    qtbot.addWidget(page)
    page.resize(700, 520)
    page.show()
    qtbot.waitExposed(page)
    shots.settle()
    return page


def test_a_pattern_is_shown_as_an_example_and_kept_on_enter(work: Workplace, theme: ThemeKeeper, qtbot: QtBot) -> None:
    page = shown(work, theme, qtbot)
    page.kind.set_value("inspection")
    page.kind.changed.emit()
    assert page.example.text() == "Contoh: HP-22-P02-1-001"
    QTest.keyClicks(page.pattern.control, PATTERN)
    assert page.example.text() == "Contoh: 001/BAHP/POKMAS-02/2022"
    assert work.numbering.template("inspection") == ""
    QTest.keyClick(page.pattern.control, Qt.Key.Key_Return)
    assert work.numbering.template("inspection") == PATTERN
    assert (page.kept.text(), page.kept.isVisible()) == ("Tersimpan.", True)
    assert work.numbering.template("handover") == ""


def test_a_bad_pattern_is_explained_and_not_kept(work: Workplace, theme: ThemeKeeper, qtbot: QtBot) -> None:
    page = shown(work, theme, qtbot)
    page.kind.set_value("inspection")
    page.kind.changed.emit()
    QTest.keyClicks(page.pattern.control, "{nomor}/{urut}")
    assert page.example.isHidden()
    QTest.keyClick(page.pattern.control, Qt.Key.Key_Return)
    assert "{nomor}" in page.pattern.problem
    assert "{urut}" in page.pattern.problem
    assert work.numbering.template("inspection") == ""
    assert not page.save()
    page.kind.set_value("handover")
    page.kind.changed.emit()
    assert page.pattern.problem == ""
    assert page.save()


def test_the_rounding_is_in_force_at_once(work: Workplace, theme: ThemeKeeper, qtbot: QtBot) -> None:
    page = shown(work, theme, qtbot)
    assert page.roundings["rupiah"].isChecked()
    page.roundings["hundred"].click()
    assert work.taxes.rounding == "hundred"
    assert NumbersPage(work).roundings["hundred"].isChecked()
