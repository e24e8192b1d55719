"""Every contrast of the design table, recomputed by the WCAG formula."""

import pytest
from PySide6.QtGui import QColor, QPalette

from desktop.ui.palette import DARK, HIGH_CONTRAST, LIGHT, Roles, Tone, contrast, from_system, is_readable

# (ink, ground, ratio of the table): the table rounds to one decimal.
_LIGHT = [
    ("text", LIGHT.text, LIGHT.surface, 16.4),
    ("text on page", LIGHT.text, LIGHT.page, 15.2),
    ("muted", LIGHT.muted, LIGHT.surface, 7.2),
    ("field border", LIGHT.field_border, LIGHT.surface, 4.0),
    ("primary", LIGHT.on_primary, LIGHT.primary, 7.8),
    ("focus", LIGHT.focus, LIGHT.surface, 6.7),
    ("selected", LIGHT.on_selected, LIGHT.selected, 13.0),
    ("good", *LIGHT.tones[Tone.GOOD], 5.7),
    ("attention", *LIGHT.tones[Tone.ATTENTION], 6.6),
    ("problem", *LIGHT.tones[Tone.PROBLEM], 6.4),
    ("info", *LIGHT.tones[Tone.INFO], 7.0),
    ("neutral", *LIGHT.tones[Tone.NEUTRAL], 5.5),
]
_DARK = [
    ("text", DARK.text, DARK.surface, 13.7),
    ("text on page", DARK.text, DARK.page, 15.4),
    ("muted", DARK.muted, DARK.surface, 8.2),
    ("field border", DARK.field_border, DARK.surface, 4.3),
    ("primary", DARK.on_primary, DARK.primary, 9.4),
    ("focus", DARK.focus, DARK.surface, 8.4),
    ("selected", DARK.on_selected, DARK.selected, 8.6),
    ("good", *DARK.tones[Tone.GOOD], 8.4),
    ("attention", *DARK.tones[Tone.ATTENTION], 8.6),
    ("problem", *DARK.tones[Tone.PROBLEM], 7.6),
    ("info", *DARK.tones[Tone.INFO], 8.3),
    ("neutral", *DARK.tones[Tone.NEUTRAL], 7.8),
]


@pytest.mark.parametrize(("name", "ink", "ground", "ratio"), _LIGHT + _DARK)
def test_contrast_is_what_the_table_says(name: str, ink: str, ground: str, ratio: float) -> None:
    assert contrast(ink, ground) == pytest.approx(ratio, abs=0.1), name


@pytest.mark.parametrize("roles", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "high contrast"])
def test_every_theme_keeps_what_is_read_at_4_5_and_what_is_seen_at_3(roles: Roles) -> None:
    assert is_readable(roles)


def test_high_contrast_is_higher_than_the_others() -> None:
    roles = HIGH_CONTRAST
    pairs = [(roles.text, roles.surface), (roles.on_primary, roles.primary), *roles.tones.values()]
    assert all(contrast(*pair) >= 7 for pair in pairs)


@pytest.mark.parametrize("roles", [LIGHT, DARK, HIGH_CONTRAST], ids=["light", "dark", "high contrast"])
def test_what_people_read_is_readable_wherever_it_stands(roles: Roles) -> None:
    for ground in (roles.surface, roles.page, roles.hover):
        assert contrast(roles.text, ground) >= 7
        assert contrast(roles.muted, ground) >= 4.5
        assert contrast(roles.focus, ground) >= 3
        assert contrast(roles.field_border, ground) >= 3 or ground == roles.hover
    assert contrast(roles.on_primary, roles.primary_hover) >= 4.5
    assert contrast(roles.on_focus, roles.focus) >= 4.5
    # Messages stand on a page, their words also inside buttons without a ground of their own.
    assert all(contrast(ink, roles.surface) >= 4.5 for ink, _ in roles.tones.values())


def test_the_focus_ring_needs_its_gap() -> None:
    assert contrast(LIGHT.focus, LIGHT.primary) < 3  # so a ring touching the primary button would not be seen


@pytest.mark.parametrize(("roles", "least"), [(LIGHT, 6.0), (DARK, 6.0)], ids=["light", "dark"])
def test_chart_colours_stand_out(roles: Roles, least: float) -> None:
    assert len(set(roles.sectors)) == 6
    assert all(contrast(colour, roles.surface) >= least for colour in roles.sectors)


def test_high_contrast_takes_every_colour_from_the_system() -> None:
    system = QPalette()
    colours = {
        QPalette.ColorRole.Window: "#000000",
        QPalette.ColorRole.WindowText: "#ffff00",
        QPalette.ColorRole.Base: "#000000",
        QPalette.ColorRole.Text: "#ffffff",
        QPalette.ColorRole.Highlight: "#00ffff",
        QPalette.ColorRole.HighlightedText: "#000000",
    }
    for role, name in colours.items():
        system.setColor(role, QColor(name))
    roles = from_system(system)
    used = {value for value in (getattr(roles, name) for name in Roles.__slots__) if isinstance(value, str)}
    used |= {colour for pair in roles.tones.values() for colour in pair} | set(roles.sectors)
    assert used <= set(colours.values())
    assert roles.dark
