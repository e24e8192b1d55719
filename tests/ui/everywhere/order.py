"""Tab order beside reading order: from left to right, from top to bottom, column by column."""

from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QScrollArea, QTabBar, QWidget

from desktop.ui import reading
from desktop.ui.grid import Grid

MOST = 200


def stops(root: QWidget) -> list[QWidget]:
    """Where Tab stops, in its order, from where the keyboard is now once around; F6 leaves a spreadsheet.

    With real keys: Qt's focus chain, asked for from Python, would hand its widgets over to Python.
    """
    found: list[QWidget] = []
    root.activateWindow()
    QTest.qWaitForWindowActive(root)
    QTest.keyClick(QApplication.focusWidget() or root, Qt.Key.Key_Tab)
    while (now := QApplication.focusWidget()) is not None and now not in found and len(found) < MOST:
        found.append(now)
        QTest.keyClick(now, Qt.Key.Key_F6 if _in_grid(now) else Qt.Key.Key_Tab)
    return [widget for widget in found if widget.window() is root]


def missed(wanted: list[QWidget], found: list[QWidget]) -> list[str]:
    """What could take the keyboard and does not get it by Tab; of a group of buttons one is enough, then arrows."""
    groups = {one.group() for one in found if isinstance(one, QAbstractButton) and one.group() is not None}
    return [
        f"Tab never comes to {_said(one)}"
        for one in wanted
        if one not in found
        and one.isVisible()
        and not (isinstance(one, QAbstractButton) and one.group() in groups)
        and not isinstance(one.parentWidget(), QTabBar | QComboBox)
    ]


def _in_grid(widget: QWidget) -> bool:
    return isinstance(widget, Grid) or isinstance(widget.parentWidget(), Grid)


def _is_stop(widget: QWidget) -> bool:
    return (
        widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        and widget.focusProxy() is None
        and min(widget.width(), widget.height()) > 0
    )


def steps_back(root: QWidget) -> list[str]:
    """Each step of Tab that goes against reading: up within a column, or left within a line."""
    before = [one for one in root.findChildren(QWidget) if one.window() is root and _is_stop(one)]
    order = stops(root)
    found = missed(before, order)
    for one, other in pairwise([*order, *order[:1]]):
        if other is _first(root) or one.isAncestorOf(other) or not (one.isVisible() and other.isVisible()):
            continue  # once around; or the keyboard, coming to a list, had it show something else
        here, there = _places(root, one, other)
        same_line = (
            min(here.bottom(), there.bottom()) - max(here.top(), there.top()) > min(here.height(), there.height()) / 2
        )
        same_column = here.left() < there.right() and there.left() < here.right()
        if same_line and there.right() <= here.left():
            found.append(f"left again: {_said(one)} → {_said(other)}")
        elif there.bottom() <= here.top() and (same_column or there.right() <= here.left()):
            found.append(f"up again: {_said(one)} → {_said(other)}")
    return found


def _first(root: QWidget) -> QWidget | None:
    """Where reading begins."""
    return next((one for one in reading.stops(root) if _is_stop(one)), None)


def _places(root: QWidget, one: QWidget, other: QWidget) -> tuple[QRect, QRect]:
    """Where both are: in the contents of what scrolls them together, else as much as is seen of them."""
    inside = _scrolled(one)
    while inside is not None:
        if inside.isAncestorOf(other):
            return _place(inside, one), _place(inside, other)
        inside = _scrolled(inside)
    return _seen(root, one), _seen(root, other)


def _scrolled(widget: QWidget) -> QWidget | None:
    """The contents of the nearest scroll area around it."""
    step, holder = widget, widget.parentWidget()
    while holder is not None:
        area = holder.parentWidget()
        if step is not widget and isinstance(area, QScrollArea) and area.widget() is step:
            return step
        step, holder = holder, area
    return None


def _seen(root: QWidget, widget: QWidget) -> QRect:
    place, inside = _place(root, widget), _scrolled(widget)
    while inside is not None and (view := inside.parentWidget()) is not None:
        room = _place(root, view)
        top = min(max(place.top(), room.top()), room.bottom())
        bottom = min(max(place.bottom(), room.top()), room.bottom())
        place = QRect(place.left(), top, place.width(), bottom - top + 1)
        inside = _scrolled(inside)
    return place


def _place(root: QWidget, widget: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _said(widget: QWidget) -> str:
    text = widget.accessibleName() or str(widget.property("text") or "")
    holder = widget.parentWidget()
    return f"{type(widget).__name__} “{text}” in {type(holder).__name__ if holder else '-'}"
