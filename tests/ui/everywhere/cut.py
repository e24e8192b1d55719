"""Whether everything on the screen is whole: nothing beyond an edge, no word cut, no control over another."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from desktop.ui.header import ElidedLabel

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QTabBar, QAbstractItemView)
_WHOLE = (QAbstractItemView, QTabBar, QComboBox, QLineEdit)
NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


def cut_off(root: QWidget) -> list[str]:
    """What cannot be seen whole, and cannot be scrolled to."""
    found = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or widget.window() is not root or not isinstance(widget, (*CONTROLS, QLabel)):
            continue
        if isinstance(widget.parentWidget(), QAbstractItemView | QTabBar | QComboBox):
            continue
        beyond = _beyond(root, widget)
        if beyond:
            found.append(f"{beyond}: {_said(widget)}")
        if _words_cut(widget):
            found.append(f"words cut ({widget.width()}×{widget.height()}): {_said(widget)}")
    return found + _covered(root)


def _beyond(root: QWidget, widget: QWidget) -> str:
    """Which edge it crosses without a way to scroll there; "" for none."""
    place = QRect(QPoint(0, 0), widget.size())
    step: QWidget = widget
    while step is not root:
        holder = step.parentWidget()
        if holder is None:
            return ""
        place.translate(step.pos())
        area = holder.parentWidget()
        room = holder.rect()
        if isinstance(area, QAbstractScrollArea) and area.viewport() is holder:
            if (place.left() < 0 or place.right() > room.right()) and (
                area.horizontalScrollBarPolicy() == NEVER or area.horizontalScrollBar().maximum() == 0
            ):
                return "beyond the side of what scrolls"
            if (place.top() < 0 or place.bottom() > room.bottom()) and (
                area.verticalScrollBarPolicy() == NEVER or area.verticalScrollBar().maximum() == 0
            ):
                return "beyond the foot of what scrolls"
            place = place.intersected(room)
            if place.isEmpty():
                return ""
        elif not room.adjusted(-1, -1, 1, 1).contains(place):
            return f"beyond its {type(holder).__name__}"
        step = holder
    return ""


def _words_cut(widget: QWidget) -> bool:
    if isinstance(widget, ElidedLabel):
        return False
    if isinstance(widget, QLabel):
        return _label_cut(widget)
    if isinstance(widget, QPushButton | QCheckBox | QRadioButton):
        return bool(widget.text()) and _smaller(widget.size(), widget.minimumSizeHint())
    if isinstance(widget, QToolButton) and not isinstance(widget.parentWidget(), QLineEdit):
        return bool(widget.text()) and _smaller(widget.size(), widget.minimumSizeHint())
    if isinstance(widget, QComboBox):
        wide = QFontMetrics(widget.font()).horizontalAdvance(widget.currentText()) + 8 + 28
        return wide > widget.width() and not widget.toolTip()
    if isinstance(widget, QLineEdit):
        return widget.height() < QFontMetrics(widget.font()).height() or widget.width() < 40
    return False


def _label_cut(label: QLabel) -> bool:
    if not label.text() or not label.pixmap().isNull():
        return False
    if label.wordWrap():
        return label.height() < label.heightForWidth(label.width()) - 1
    return _smaller(label.size(), label.sizeHint())


def _smaller(size: QSize, wanted: QSize) -> bool:
    return size.width() < wanted.width() - 1 or size.height() < wanted.height() - 1


def _covered(root: QWidget) -> list[str]:
    """Controls of one holder that lie over each other."""
    found = []
    for holder in [root, *root.findChildren(QWidget)]:
        if not holder.isVisible() or holder.window() is not root or isinstance(holder, _WHOLE):
            continue
        inside = [one for one in holder.children() if isinstance(one, (*CONTROLS, QLabel)) and one.isVisible()]
        for at, one in enumerate(inside):
            found += [
                f"over each other: {_said(one)} and {_said(other)}"
                for other in inside[at + 1 :]
                if one.geometry().intersects(other.geometry().adjusted(2, 2, -2, -2))
            ]
    return found


def _said(widget: QWidget) -> str:
    text = str(widget.property("text") or widget.accessibleName())[:50]
    names: list[str] = []
    step = widget.parentWidget()
    while step is not None and len(names) < 4:
        names.append(type(step).__name__)
        step = step.parentWidget()
    return f"{type(widget).__name__} “{text}” in {' in '.join(names)}"
