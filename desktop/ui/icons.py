"""Tabler icons, coloured from the palette at run time.

`dress(button, "plus")` gives a button, action or label its icon and remembers it: when the theme changes every dressed
thing is coloured anew. An icon never stands without a word, except in the collapsed rail (tooltip and accessible name).
"""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from desktop.ui.palette import LIGHT, Roles, Tone

_DRESSER = "rembug_dresser"
SIZE, RAIL_SIZE = 20, 24
_RATIOS = (1.0, 1.25, 1.5, 2.0)
_GAP = 5


@lru_cache(maxsize=256)
def _source(folder: str, name: str) -> str:
    return (Path(folder) / f"{name}.svg").read_text(encoding="utf-8")


def svg(folder: str, name: str, colour: str) -> bytes:
    """The drawing of `name` in one colour (#RRGGBB). Raises FileNotFoundError for an icon we do not ship."""
    return _source(folder, name).replace("currentColor", colour).encode()


class Dresser(QObject):
    """One per program: where the drawings are, the colours in force, and word of their change to all who wear icons."""

    changed = Signal()

    def __init__(self, app: QApplication, folder: str) -> None:
        super().__init__(app)
        self.folder, self.roles = folder, LIGHT
        app.setProperty(_DRESSER, self)

    def recolour(self, roles: Roles) -> None:
        self.roles = roles
        self.changed.emit()


def dresser() -> Dresser | None:
    """The program's own, None before a ThemeKeeper was made."""
    app = QApplication.instance()
    found = app.property(_DRESSER) if app is not None else None
    return found if isinstance(found, Dresser) else None


def _folder() -> str:
    found = dresser()
    return found.folder if found is not None else ""


@lru_cache(maxsize=512)
def _pixmap(folder: str, name: str, colour: str, size: int, ratio: float) -> QPixmap:
    drawing = QSvgRenderer(QByteArray(svg(folder, name, colour)))
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    drawing.render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


def pixmap(name: str, colour: str, size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """`size` logical px; `ratio` is the device pixel ratio of what it is painted on. Cached per colour and size."""
    folder = _folder()
    return _pixmap(folder, name, colour, size, ratio) if folder else QPixmap()


def icon(name: str, colour: str, size: int = SIZE, disabled: str = "", gap: int = 0) -> QIcon:
    """An icon sharp at 100 to 200 % scaling. `disabled`: the colour of that state; `gap`: empty px at its right."""
    made = QIcon()
    for ratio in _RATIOS:
        made.addPixmap(_spaced(pixmap(name, colour, size, ratio), gap))
        if disabled:
            made.addPixmap(_spaced(pixmap(name, disabled, size, ratio), gap), QIcon.Mode.Disabled)
    return made


def _spaced(picture: QPixmap, gap: int) -> QPixmap:
    """Room between the drawing and the word beside it, which the style leaves too narrow."""
    if not gap or picture.isNull():
        return picture
    ratio = picture.devicePixelRatio()
    wider = QPixmap(picture.width() + round(gap * ratio), picture.height())
    wider.setDevicePixelRatio(ratio)
    wider.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wider)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wider


def colour_of(role: str, roles: Roles) -> str:
    """The colour of a role ("text", "on_primary") or of a tone's ink ("good", "problem")."""
    if role in tuple(Tone):
        return roles.ink(Tone(role))
    return str(getattr(roles, role))


def dress(wearer: QAbstractButton | QAction | QLabel, name: str, role: str = "text", size: int = SIZE) -> None:
    """Give a button, action or label the icon `name` in the colour of `role`, now and after each change of theme."""
    worn = wearer.findChild(_Worn, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if not isinstance(worn, _Worn):
        worn = _Worn(wearer)
    worn.name, worn.role, worn.size = name, role, size
    worn.put_on()


class _Worn(QObject):
    """The icon something wears. It is a child of its wearer, so both end together, and the change of theme reaches it
    without anyone walking through widgets that may be about to go."""

    def __init__(self, wearer: QAbstractButton | QAction | QLabel) -> None:
        super().__init__(wearer)
        self.name, self.role, self.size = "", "text", SIZE
        found = dresser()
        if found is not None:
            found.changed.connect(self.put_on)

    def put_on(self) -> None:
        found, wearer = dresser(), self.parent()
        roles = found.roles if found is not None else LIGHT
        colour = colour_of(self.role, roles)
        if isinstance(wearer, QLabel):
            wearer.setPixmap(pixmap(self.name, colour, self.size, wearer.devicePixelRatioF()))
        elif isinstance(wearer, QAbstractButton):
            gap = _GAP if wearer.text() else 0
            wearer.setIcon(icon(self.name, colour, self.size, roles.muted, gap))
            wearer.setIconSize(QSize(self.size + gap, self.size))
        elif isinstance(wearer, QAction):
            wearer.setIcon(icon(self.name, colour, self.size, roles.muted))
