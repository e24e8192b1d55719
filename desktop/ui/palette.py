"""The colours, by role, and the sizes: data only, so that a test can recompute every contrast.

Source of the light and dark values: our visual design table (WCAG 2.1 contrast beside each). "contrast" takes every
colour from the system, for people who set their own, and ours (HIGH_CONTRAST) where those have none.
"""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtGui import QColor, QPalette


class Tone(StrEnum):
    """What a message, a chip or a tile says by its colour; always beside a word and an icon."""

    GOOD = "good"
    ATTENTION = "attention"
    PROBLEM = "problem"
    INFO = "info"
    NEUTRAL = "neutral"


class TextSize(StrEnum):
    """The three text sizes people choose from."""

    NORMAL = "biasa"
    LARGE = "besar"
    LARGEST = "sangat-besar"

    @property
    def points(self) -> float:
        """Body text in points at 96 dpi."""
        return {"biasa": 10.5, "besar": 12.0, "sangat-besar": 14.0}[self.value]

    @property
    def row(self) -> int:
        """Height of a table row in logical px."""
        return {"biasa": 32, "besar": 36, "sangat-besar": 42}[self.value]

    @property
    def rail(self) -> int:
        """Width of the open rail in logical px: wide enough for its longest place."""
        return {"biasa": 208, "besar": 228, "sangat-besar": 256}[self.value]

    @property
    def label(self) -> str:
        return {"biasa": "Biasa", "besar": "Besar", "sangat-besar": "Sangat besar"}[self.value]


class ThemeChoice(StrEnum):
    """What the user chose; SYSTEM follows the computer, CONTRAST takes the system's own colours."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


# The 4-px grid: every margin and gap is one of these.
SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, SPACE_8 = 4, 8, 12, 16, 24, 32
FORM_WIDTH = 480
"""A form column is never wider (logical px)."""
DIALOG_WIDTH, DIALOG_HEIGHT = 900, 500
"""No dialog is larger (logical px)."""
RAIL_NARROW, RAIL_FOLDS_BELOW = 56, 1200


@dataclass(frozen=True, slots=True, kw_only=True)
class Roles:
    """Colours as #RRGGBB. `tones`: ink and ground of each Tone. `sectors`: one per bidang, six, for charts."""

    text: str
    muted: str
    page: str
    surface: str
    line: str
    hover: str
    field_border: str
    primary: str
    on_primary: str
    primary_hover: str
    focus: str
    selected: str
    on_selected: str
    on_focus: str
    tones: dict[Tone, tuple[str, str]]
    sectors: tuple[str, ...]
    dark: bool = False

    def ink(self, tone: Tone) -> str:
        return self.tones[tone][0]

    def ground(self, tone: Tone) -> str:
        return self.tones[tone][1]


LIGHT = Roles(
    text="#1B211E",
    muted="#4F5A54",
    page="#F6F7F5",
    surface="#FFFFFF",
    line="#DFE4E0",
    hover="#EDF1EE",
    field_border="#77827C",
    primary="#0B5D4B",
    on_primary="#FFFFFF",
    primary_hover="#094A3C",
    focus="#0A5BB0",
    on_focus="#FFFFFF",
    selected="#D5EAE2",
    on_selected="#1B211E",
    tones={
        Tone.GOOD: ("#1B6B2F", "#E3F3E6"),
        Tone.ATTENTION: ("#7A4B00", "#FFF1D6"),
        Tone.PROBLEM: ("#A51D1D", "#FCE8E8"),
        Tone.INFO: ("#0A4F94", "#E4EFFA"),
        Tone.NEUTRAL: ("#5A5F66", "#ECEEF0"),
    },
    sectors=("#0B5D4B", "#0A5BB0", "#9A4A00", "#7B2D8B", "#A51D1D", "#5A5F66"),
)

DARK = Roles(
    text="#ECF0EE",
    muted="#B3BDB8",
    page="#15191A",
    surface="#1E2425",
    line="#343C3D",
    hover="#293132",
    field_border="#7D8984",
    primary="#7AD3BA",
    on_primary="#06231B",
    primary_hover="#93DEC9",
    focus="#8FC1FF",
    on_focus="#06231B",
    selected="#234A40",
    on_selected="#ECF0EE",
    tones={
        Tone.GOOD: ("#8BDB9C", "#17321E"),
        Tone.ATTENTION: ("#F5C469", "#3A2A0B"),
        Tone.PROBLEM: ("#FF9E9E", "#431A1A"),
        Tone.INFO: ("#9CC8FF", "#142B45"),
        Tone.NEUTRAL: ("#C0C6CC", "#2B3033"),
    },
    sectors=("#7AD3BA", "#8FC1FF", "#F0A868", "#D6A2E8", "#FF9E9E", "#C0C6CC"),
    dark=True,
)


HIGH_CONTRAST = Roles(
    text="#FFFFFF",
    muted="#FFFFFF",
    page="#000000",
    surface="#000000",
    line="#FFFFFF",
    hover="#2A2A2A",
    field_border="#FFFFFF",
    primary="#FFE600",
    on_primary="#000000",
    primary_hover="#FFF27A",
    focus="#00E5FF",
    on_focus="#000000",
    selected="#FFE600",
    on_selected="#000000",
    tones={
        Tone.GOOD: ("#8CFFA6", "#000000"),
        Tone.ATTENTION: ("#FFD24D", "#000000"),
        Tone.PROBLEM: ("#FFA8A8", "#000000"),
        Tone.INFO: ("#A8D8FF", "#000000"),
        Tone.NEUTRAL: ("#FFFFFF", "#000000"),
    },
    sectors=("#8CFFD9", "#A8D8FF", "#FFB870", "#F0B8FF", "#FFA8A8", "#FFFFFF"),
    dark=True,
)
"""Ours, for who chooses high contrast on a computer whose own colours have none."""


def is_readable(roles: Roles) -> bool:
    """Whether all that is read has a contrast of 4.5 and all that is only seen one of 3 (WCAG 2.1, AA)."""
    read = (
        *((ink, ground) for ink in (roles.text, roles.muted) for ground in (roles.surface, roles.page, roles.hover)),
        *roles.tones.values(),
        *((ink, roles.surface) for ink, _ in roles.tones.values()),
        (roles.on_primary, roles.primary),
        (roles.on_primary, roles.primary_hover),
        (roles.on_selected, roles.selected),
        (roles.on_focus, roles.focus),
    )
    seen = (
        *((roles.field_border, ground) for ground in (roles.surface, roles.page)),
        *((roles.focus, ground) for ground in (roles.surface, roles.page)),
        (roles.primary, roles.surface),
        *((colour, roles.surface) for colour in roles.sectors),
    )
    return all(contrast(*pair) >= 4.5 for pair in read) and all(contrast(*pair) >= 3 for pair in seen)


def from_system(palette: QPalette) -> Roles:
    """Roles made of the system's colours only: tones differ by word and icon, never by colour."""
    group = QPalette.ColorGroup.Active

    def name(role: QPalette.ColorRole) -> str:
        return palette.color(group, role).name()

    text, base = name(QPalette.ColorRole.Text), name(QPalette.ColorRole.Base)
    window, on_window = name(QPalette.ColorRole.Window), name(QPalette.ColorRole.WindowText)
    accent, on_accent = name(QPalette.ColorRole.Highlight), name(QPalette.ColorRole.HighlightedText)
    return Roles(
        text=on_window,
        muted=on_window,
        page=window,
        surface=base,
        line=text,
        hover=window,
        field_border=text,
        primary=accent,
        on_primary=on_accent,
        primary_hover=accent,
        focus=accent,
        on_focus=on_accent,
        selected=accent,
        on_selected=on_accent,
        tones=dict.fromkeys(Tone, (text, base)),
        sectors=(text,) * 6,
        dark=contrast(window, "#000000") < contrast(window, "#FFFFFF"),
    )


def luminance(colour: str) -> float:
    """Relative luminance 0 to 1 (WCAG 2.1, definition "relative luminance")."""
    solid = QColor(colour)
    red, green, blue = (_linear(channel / 255) for channel in (solid.red(), solid.green(), solid.blue()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """Contrast ratio 1 to 21 (WCAG 2.1, definition "contrast ratio")."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)
