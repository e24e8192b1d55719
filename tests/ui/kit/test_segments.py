"""Choices side by side: one holds, by mouse and by arrow keys, whole borders, and names for screen readers."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from desktop.ui.cards import words
from desktop.ui.palette import SPACE_4
from desktop.ui.segments import Segments

Shown = Callable[[QWidget], QWidget]


def made(shown: Shown) -> tuple[Segments[str], list[str], QLineEdit, QWidget]:
    """Three choices between two fields, and what was picked."""
    segments = Segments([("all", "Semua"), ("silent", "Belum mengirim"), ("breach", "Melebihi batas")], "Yang tampil")
    picked: list[str] = []
    segments.picked.connect(picked.append)
    after, place = QLineEdit(), QWidget()
    layout = QVBoxLayout(place)
    layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
    layout.addWidget(segments, 0, Qt.AlignmentFlag.AlignLeft)
    layout.addWidget(after)
    shown(place)
    return segments, picked, after, place


def test_arrows_go_from_one_to_the_next_and_tab_leaves(shown: Shown) -> None:
    segments, picked, after, _place = made(shown)
    first, second, third = segments.buttons.values()
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    assert segments.key == "silent"
    assert second.hasFocus()
    third.setEnabled(False)
    QTest.keyClick(second, Qt.Key.Key_Right)
    assert segments.key == "silent"
    QTest.keyClick(second, Qt.Key.Key_Left)
    assert first.hasFocus()
    assert picked == ["silent", "all"]
    QTest.keyClick(first, Qt.Key.Key_Tab)
    assert after.hasFocus()


def test_code_chooses_without_telling_and_the_mouse_tells(shown: Shown) -> None:
    segments, picked, _, _place = made(shown)
    segments.choose("breach")
    assert (segments.key, picked) == ("breach", [])
    QTest.mouseClick(segments.buttons["all"], Qt.MouseButton.LeftButton)
    assert (segments.key, picked) == ("all", ["all"])


def test_a_screen_reader_hears_what_is_chosen_and_for_what(shown: Shown) -> None:
    segments, _, _, _place = made(shown)
    button = QAccessible.queryAccessibleInterface(segments.buttons["all"])
    assert button.text(QAccessible.Text.Name) == "Semua"
    assert button.text(QAccessible.Text.Description) == "Yang tampil"
    assert button.state().checked
    segments.put_text("all", "Semua (12)")
    assert button.text(QAccessible.Text.Name) == "Semua (12)"


def test_the_first_has_a_left_border_and_bold_words_have_room(shown: Shown) -> None:
    segments, _, _, _place = made(shown)
    segments.choose("silent")
    first = segments.buttons["all"]
    image = segments.grab().toImage()
    ratio = image.devicePixelRatio()
    middle = round(first.height() / 2 * ratio)
    edge, inside = (QColor(image.pixel(at, middle)) for at in (0, round(6 * ratio)))
    assert abs(edge.lightness() - inside.lightness()) > 40, (edge.name(), inside.name())
    widths = [button.width() for button in segments.buttons.values()]
    for key in segments.buttons:
        segments.choose(key)
        QTest.qWait(1)
        assert [button.width() for button in segments.buttons.values()] == widths


def test_a_figure_and_its_percent_sign_stay_on_one_line(shown: Shown) -> None:
    label = words("Penerima tanpa NPWP: 3 % dari Rp1.000.000")
    shown(label)
    assert label.text() == "Penerima tanpa NPWP: 3 % dari Rp1.000.000"
    narrow = label.fontMetrics().horizontalAdvance("Penerima tanpa NPWP: 3") + 4
    label.setFixedWidth(narrow)
    lines = label.heightForWidth(narrow) // label.fontMetrics().lineSpacing()
    kept = words("Penerima tanpa NPWP:\n3\u00a0% dari Rp1.000.000")
    kept.setFixedWidth(narrow)
    shown(kept)
    assert label.heightForWidth(narrow) == kept.heightForWidth(narrow)
    assert lines == 2
