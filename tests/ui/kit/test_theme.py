"""Theme and text size change live, and what was dressed or painted follows."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QFontMetrics, QImage
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.focus import FocusRing
from desktop.ui.palette import DARK, LIGHT, TextSize, ThemeChoice, Tone
from desktop.ui.qss import mark
from desktop.ui.theme import FAMILY, ThemeKeeper, look

Shown = Callable[[QWidget], QWidget]


def colours(image: QImage) -> set[str]:
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


def near(colour: str, image: QImage) -> bool:
    """Whether a picture's full strokes have this colour (its edges are mixed with nothing)."""
    wanted = QColor(colour)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return any(
        pixel.alpha() > 240
        and max(abs(pixel.red() - wanted.red()), abs(pixel.green() - wanted.green()), abs(pixel.blue() - wanted.blue()))
        < 4
        for pixel in pixels
    )


def test_the_shipped_font_is_used_and_its_digits_have_one_width(theme: ThemeKeeper, qapp: QApplication) -> None:
    assert FAMILY in QFontDatabase.families()
    assert QFontInfo(qapp.font()).family() == FAMILY
    for bold in (False, True):
        metrics = QFontMetrics(look().font(bold=bold))
        assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


@pytest.mark.parametrize(("size", "points"), [(TextSize.NORMAL, 10.5), (TextSize.LARGE, 12), (TextSize.LARGEST, 14)])
def test_text_size_is_applied_to_what_is_already_shown(
    theme: ThemeKeeper, shown: Shown, size: TextSize, points: float
) -> None:
    label = QLabel("Usulan")
    title = QLabel("Usulan", label)
    mark(title, "title")
    shown(label)
    theme.set_size(size)
    assert label.font().pointSizeF() == points
    title.ensurePolished()
    assert title.font().pointSizeF() == points + 4


def test_no_text_is_below_nine_points(theme: ThemeKeeper) -> None:
    assert look().font(extra=-8).pointSizeF() == 9


def test_fields_keep_the_row_height(theme: ThemeKeeper, shown: Shown) -> None:
    box = QWidget()
    layout = QVBoxLayout(box)
    field, button = QLineEdit(), QPushButton("Cetak")
    layout.addWidget(field)
    layout.addWidget(button)
    shown(box)
    for size in TextSize:
        theme.set_size(size)
        box.adjustSize()
        assert field.sizeHint().height() >= size.row
        assert button.sizeHint().height() >= size.row
        assert button.sizeHint().width() >= 88


def test_a_change_of_theme_recolours_icons(theme: ThemeKeeper, shown: Shown) -> None:
    button = QPushButton("Baru")
    icons.dress(button, "plus", "text")
    shown(button)
    assert near(LIGHT.text, button.icon().pixmap(button.iconSize()).toImage())
    theme.set_choice(ThemeChoice.DARK)
    assert near(DARK.text, button.icon().pixmap(button.iconSize()).toImage())
    assert look().roles is DARK


def test_changing_the_theme_survives_widgets_that_went(theme: ThemeKeeper, qapp: QApplication) -> None:
    for round_ in range(20):
        box = QWidget()
        for at in range(5):
            icons.dress(QPushButton(str(at), box), "plus")
        if round_ % 2:
            box.deleteLater()
        del box  # half of them go with Python, half with Qt
        theme.set_choice(ThemeChoice.DARK if round_ % 2 else ThemeChoice.LIGHT)
        qapp.processEvents()
    kept = QPushButton("tetap")
    icons.dress(kept, "home")
    icons.dress(kept, "plus", "problem")
    theme.set_choice(ThemeChoice.DARK)
    assert near(DARK.tones[Tone.PROBLEM][0], kept.icon().pixmap(kept.iconSize()).toImage())


def test_an_icon_not_shipped_is_refused(theme: ThemeKeeper) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", "#000000")


def test_icons_are_sharp_at_every_scaling(theme: ThemeKeeper) -> None:
    icon = icons.icon("home", "#000000", 24)
    assert {size.width() for size in icon.availableSizes()} == {24, 30, 36, 48}


def test_the_system_theme_is_followed(theme: ThemeKeeper, qapp: QApplication) -> None:
    theme.set_choice(ThemeChoice.SYSTEM)
    dark = qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark
    assert look().roles is (DARK if dark else LIGHT)


def test_high_contrast_uses_none_of_our_colours(theme: ThemeKeeper, shown: Shown) -> None:
    button = QPushButton("Simpan")
    mark(button, "primary")
    shown(button)
    theme.set_choice(ThemeChoice.CONTRAST)
    assert LIGHT.primary.lower() not in colours(button.grab().toImage())


def test_the_focus_ring_stands_off_the_field(theme: ThemeKeeper, shown: Shown, qapp: QApplication) -> None:
    box = QWidget()
    layout = QVBoxLayout(box)
    layout.setContentsMargins(20, 20, 20, 20)
    field = QLineEdit()
    layout.addWidget(field)
    ring = FocusRing(box)
    shown(box)
    field.setFocus()
    qapp.processEvents()
    assert ring.isVisible()
    assert ring.geometry() == field.geometry().adjusted(-4, -4, 4, 4)
    picture = box.grab().toImage()
    middle, left = field.geometry().center().y(), field.geometry().left()
    at = [QColor(picture.pixelColor(left - step, middle)).name() for step in (1, 2, 3, 4)]
    assert at[2:] == [LIGHT.focus.lower()] * 2  # the ring
    assert LIGHT.focus.lower() not in at[:2]  # the gap
    box.setFocus()
    field.clearFocus()
    assert not ring.isVisible()
