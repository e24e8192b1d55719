"""The look of the whole window: fonts, palette and style sheet, changed live.

One ThemeKeeper per program, made by the composition root before the first widget. Widgets that paint themselves ask
`look()` at paint time, so a change of theme or text size needs nothing but a repaint.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.ui import icons
from desktop.ui.language import speak_indonesian
from desktop.ui.palette import DARK, HIGH_CONTRAST, LIGHT, Roles, TextSize, ThemeChoice, from_system, is_readable
from desktop.ui.qss import style_sheet

_LOOK = "rembug_look"
FAMILY = "Noto Sans"


@dataclass(frozen=True, slots=True)
class Look:
    """What to draw with now: colours and sizes."""

    roles: Roles = LIGHT
    size: TextSize = TextSize.NORMAL

    @property
    def points(self) -> float:
        return self.size.points

    @property
    def row(self) -> int:
        """Height of a table row and of a field, logical px."""
        return self.size.row

    def font(self, *, extra: float = 0, bold: bool = False) -> QFont:
        """The interface font, `extra` points above body text (never below 9), digits of one width."""
        return _font(max(9.0, self.points + extra), bold)

    def colour(self, role: str) -> QColor:
        """A role's colour by its name ("muted", "primary")."""
        return QColor(getattr(self.roles, role))


@cache
def colour(text: str) -> QColor:
    """A colour by its text (#RRGGBB), made once: for what is painted cell by cell."""
    return QColor(text)


@cache
def _font(points: float, bold: bool) -> QFont:
    font = QFont(FAMILY)
    font.setPointSizeF(points)
    font.setBold(bold)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def look() -> Look:
    """The look in force; the light one when no ThemeKeeper was made."""
    app = QApplication.instance()
    found = app.property(_LOOK) if app is not None else None
    return found if isinstance(found, Look) else Look()


class ThemeKeeper(QObject):
    """Applies theme and text size to the application, and has Qt speak Indonesian.

    `resources`: the folder holding fonts/, icons/ and i18n/.
    """

    changed = Signal()

    def __init__(self, app: QApplication, resources: Path) -> None:
        super().__init__(app)
        self._app, self._resources = app, resources
        self._choice, self._size = ThemeChoice.SYSTEM, TextSize.NORMAL
        self._drawn = TemporaryDirectory(prefix="rembug-ui-", ignore_cleanup_errors=True)
        app.setStyle(QStyleFactory.create("Fusion"))
        self._dresser = icons.dresser() or icons.Dresser(app, str(resources / "icons"))
        speak_indonesian(app, resources)
        for name in ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"):
            QFontDatabase.addApplicationFont(str(resources / "fonts" / name))
        hints = app.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)
        hints.accessibility().contrastPreferenceChanged.connect(self._system_changed)
        app.aboutToQuit.connect(self._drawn.cleanup)
        self._apply()

    @property
    def choice(self) -> ThemeChoice:
        return self._choice

    @property
    def size(self) -> TextSize:
        return self._size

    def set_choice(self, choice: ThemeChoice) -> None:
        if choice != self._choice:
            self._choice = choice
            self._apply()

    def set_size(self, size: TextSize) -> None:
        if size != self._size:
            self._size = size
            self._apply()

    def step_size(self, by: int) -> TextSize:
        """One size larger (1) or smaller (-1); stays at the ends."""
        sizes = list(TextSize)
        self.set_size(sizes[min(max(sizes.index(self._size) + by, 0), len(sizes) - 1)])
        return self._size

    def set_both(self, choice: ThemeChoice, size: TextSize) -> None:
        """Both at once: the window is styled once."""
        if (choice, size) != (self._choice, self._size):
            self._choice, self._size = choice, size
            self._apply()

    def _system_changed(self) -> None:
        if self._choice == ThemeChoice.SYSTEM:
            self._apply()

    def _roles(self) -> Roles:
        hints = self._app.styleHints()
        wants_contrast = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
        if self._choice == ThemeChoice.CONTRAST or (self._choice == ThemeChoice.SYSTEM and wants_contrast):
            # Without a palette of ours the application has the system's, as it is now.
            self._app.setPalette(QPalette())
            own = from_system(self._app.palette())
            return own if wants_contrast or is_readable(own) else HIGH_CONTRAST
        if self._choice == ThemeChoice.DARK:
            return DARK
        if self._choice == ThemeChoice.SYSTEM and hints.colorScheme() == Qt.ColorScheme.Dark:
            return DARK
        return LIGHT

    def _apply(self) -> None:
        now = Look(self._roles(), self._size)
        self._app.setProperty(_LOOK, now)
        self._app.setFont(now.font())
        self._app.setPalette(_palette(now.roles))
        self._app.setStyleSheet(style_sheet(now.roles, now.size, Path(self._drawn.name), self._resources / "icons"))
        self._dresser.recolour(now.roles)
        self.changed.emit()


def _palette(roles: Roles) -> QPalette:
    """Fusion's palette from the roles, for everything the style sheet leaves to the style."""
    role, group = QPalette.ColorRole, QPalette.ColorGroup
    palette = QPalette()
    colours = {
        role.Window: roles.page,
        role.WindowText: roles.text,
        role.Base: roles.surface,
        role.AlternateBase: roles.page,
        role.Text: roles.text,
        role.Button: roles.surface,
        role.ButtonText: roles.text,
        role.BrightText: roles.text,
        role.ToolTipBase: roles.text,
        role.ToolTipText: roles.surface,
        role.Highlight: roles.selected,
        role.HighlightedText: roles.on_selected,
        role.Accent: roles.primary,
        role.Link: roles.focus,
        role.LinkVisited: roles.focus,
        role.PlaceholderText: roles.muted,
        role.Light: roles.surface,
        role.Midlight: roles.hover,
        role.Mid: roles.line,
        role.Dark: roles.field_border,
        role.Shadow: roles.field_border,
    }
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(group.Disabled, which, QColor(roles.muted))
    return palette
