"""Pictures of widgets for the eye: at a size, in a theme and text size. Used by the gallery and by `make screens`."""

from pathlib import Path

from PySide6.QtCore import QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QWidget

from desktop.ui.palette import TextSize, ThemeChoice
from desktop.ui.theme import ThemeKeeper

FULL, SMALL = QSize(1366, 689), QSize(1093, 535)
"""The client area of a 1366×768 laptop at 100 % and at 125 % scaling, logical px."""


def take(
    widget: QWidget,
    target: Path,
    *,
    theme: ThemeKeeper,
    choice: ThemeChoice = ThemeChoice.LIGHT,
    size: TextSize = TextSize.NORMAL,
    room: QSize = FULL,
) -> None:
    """Write a PNG of `widget` as it looks at `room`; the widget stays shown. Raises OSError when it cannot."""
    theme.set_both(choice, size)
    widget.resize(room)
    widget.show()
    settle()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not widget.grab().save(str(target)):
        raise OSError(f"cannot write {target}")


def settle(milliseconds: int = 60) -> None:
    """Let layouts and pending timers come to rest."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
