"""Tab goes as one reads. Qt's own order is that of making: a card made anew would come last, behind the status line.

The order is taken from the layouts each time Tab is pressed, so that it is right however a page was put together.
(Putting Qt's chain in this order instead was tried: with compound widgets in it the chain came apart.)
"""

from collections.abc import Iterator

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLayout,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)

from desktop.ui.palette import SPACE_6

_WHOLE = (QAbstractItemView, QComboBox, QLineEdit, QTabBar)
"""What is inside these is reached by their own keys."""


def step(window: QWidget, forward: bool) -> bool:
    """Tab or Shift+Tab within `window`: the keyboard goes to the stop after or before the one that has it.

    False when there is nowhere to go.
    """
    now = QApplication.focusWidget()
    here = now if now is not None and window.isAncestorOf(now) else None
    order = list(stops(window, here))
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


def stops(holder: QWidget, here: QWidget | None = None) -> Iterator[QWidget]:
    """Where Tab can stop within `holder`, as one reads: by layouts, what lies in none of them by its place.

    `here` is given in its place too, a stop or not.
    """
    for widget in _inside(holder):
        if widget.isHidden() or widget.isWindow():
            continue
        stop = widget.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.TabFocus
        if widget is here or (stop and widget.focusProxy() is None):
            yield widget
        if not isinstance(widget, _WHOLE):
            yield from stops(widget, here)


def _inside(holder: QWidget) -> list[QWidget]:
    if isinstance(holder, QMainWindow):
        return [holder.centralWidget()]
    if isinstance(holder, QScrollArea):
        return [holder.widget()] if holder.widget() is not None else []
    if isinstance(holder, QStackedWidget):
        return [holder.currentWidget()] if holder.currentWidget() is not None else []
    if isinstance(holder, QTabWidget):
        shown = holder.currentWidget()
        return [holder.tabBar(), *([shown] if shown is not None else [])]
    if isinstance(holder, QSplitter):
        return [holder.widget(at) for at in range(holder.count())]
    laid = list(_of(holder.layout())) if holder.layout() is not None else []
    known = set(laid)
    others = [one for one in holder.children() if isinstance(one, QWidget) and one not in known]
    return [*laid, *sorted(others, key=_place)]


def _of(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _of(inner)


def _place(widget: QWidget) -> tuple[int, int]:
    corner: QPoint = widget.pos()
    return (corner.y() // 16, corner.x())
