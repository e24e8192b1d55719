"""Tab goes as one reads. Qt's own order is that of making: a card made anew would come last, behind the status line.

The order is taken from where things are, each time Tab is pressed, so that it is right however a page was put together.
(Putting Qt's chain in this order was tried: with compound widgets in it the chain came apart. Layouts are not asked:
their items, held in Python, outlive the layout and take the program down.)
"""

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QLineEdit, QScrollArea, QTabBar, QWidget

from desktop.ui.palette import SPACE_6

_WHOLE = (QAbstractItemView, QComboBox, QLineEdit, QTabBar)
"""What is inside these is reached by their own keys."""

_OVERLAP = 3
"""Pixels by which neighbours may lie over each other: joined borders, a ring."""


def step(window: QWidget, forward: bool) -> bool:
    """Tab or Shift+Tab within `window`: the keyboard goes to the stop after or before the one that has it.

    False when there is nowhere to go.
    """
    now = QApplication.focusWidget()
    here = now if now is not None and window.isAncestorOf(now) else None
    order = stops(window, here)
    at = _at(order, here, forward)
    ring = [*order[at + 1 :], *order[:at]] if forward else [*reversed(order[:at]), *reversed(order[at + 1 :])]
    target = next((one for one in ring if one is not here and one.isEnabled()), None)
    if target is None:
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_sight(target)
    return True


def _at(order: list[QWidget], here: QWidget | None, forward: bool) -> int:
    """Where the keyboard is in the order; what is inside a stop counts as the stop."""
    while here is not None:
        if here in order:
            return order.index(here)
        here = here.parentWidget()
    return -1 if forward else len(order)


def _bring_into_sight(widget: QWidget) -> None:
    """With room for its ring and for what is said below it."""
    holder = widget.parentWidget()
    while holder is not None and not holder.isWindow():
        if isinstance(holder, QScrollArea):
            holder.ensureWidgetVisible(widget, SPACE_6, SPACE_6 * 2)
        holder = holder.parentWidget()


def stops(holder: QWidget, here: QWidget | None = None) -> list[QWidget]:
    """Where Tab can stop within `holder`, as one reads: line by line, and where there are columns, column by column.

    `here` is given in its place too, a stop or not.
    """
    parts: list[tuple[QRect, list[QWidget]]] = []
    for widget in holder.children():
        if not isinstance(widget, QWidget) or widget.isWindow() or not widget.isVisible():
            continue
        stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        own = [widget] if widget is here or (stop and widget.focusProxy() is None) else []
        inside = [] if isinstance(widget, _WHOLE) else stops(widget, here)
        if own or inside:
            parts.append((widget.geometry(), own + inside))
    return [widget for _, found in _read(parts) for widget in found]


def _read(parts: Sequence[tuple[QRect, list[QWidget]]]) -> list[tuple[QRect, list[QWidget]]]:
    """Cut into lines where nothing crosses the cut, else into columns, and each piece again."""
    if len(parts) < 2:
        return list(parts)
    for upright in (False, True):
        pieces = _cut(parts, upright)
        if len(pieces) > 1:
            return [one for piece in pieces for one in _read(piece)]
    return sorted(parts, key=lambda part: (part[0].top(), part[0].left()))


def _cut(parts: Sequence[tuple[QRect, list[QWidget]]], upright: bool) -> list[list[tuple[QRect, list[QWidget]]]]:
    """The parts in groups that lie apart: above each other or, `upright`, beside each other."""

    def ends(part: tuple[QRect, list[QWidget]]) -> tuple[int, int]:
        place = part[0]
        return (place.left(), place.right()) if upright else (place.top(), place.bottom())

    pieces: list[list[tuple[QRect, list[QWidget]]]] = []
    reached = 0
    for part in sorted(parts, key=ends):
        begin, end = ends(part)
        if pieces and begin < reached - _OVERLAP:
            pieces[-1].append(part)
            reached = max(reached, end)
        else:
            pieces.append([part])
            reached = end
    return pieces
