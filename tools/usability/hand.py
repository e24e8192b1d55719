"""A user's hand: clicks and keys through the window system, each counted, and the time they take."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QTabBar,
    QWidget,
)

W = TypeVar("W", bound=QWidget)
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
WAIT = 20_000  # milliseconds the program may take before a task is given up

KEY, CLICK, THINK = 0.5, 1.7, 1.35
"""Seconds of a slow typist (keystroke-level model): a key; pointing, pressing and moving the hand; a step's thought."""


class NotThereError(Exception):
    """What a user would look for is not on the screen."""


class Hand:
    """Acts on whatever window is in front. `clicks`, `keys` and `steps` are counted; a key with Ctrl counts as one."""

    def __init__(self) -> None:
        self.clicks = self.keys = self.steps = 0
        self._told: list[str] = []

    # --- counting ----------------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """From here on it counts."""
        self.clicks = self.keys = self.steps = 0
        self._told = []
        self._since = time.perf_counter()

    @property
    def seconds(self) -> float:
        """Since `begin`: the program's own time, for the hand here needs none."""
        return time.perf_counter() - self._since

    @property
    def person(self) -> float:
        """The seconds a slow typist would take, the program's time among them."""
        return self.seconds + self.keys * KEY + self.clicks * CLICK + self.steps * THINK

    @property
    def told(self) -> tuple[str, ...]:
        """The steps, in words."""
        return tuple(self._told)

    def step(self, what: str) -> None:
        """A new thought: what is done next."""
        self.steps += 1
        self._told.append(what)

    # --- the mouse ---------------------------------------------------------------------------------------------------

    def click(self, widget: QWidget, at: QPoint | None = None) -> None:
        """One click in the middle of a widget (or `at` a place of it). Raises NotThereError: hidden, off, covered."""
        place = at or widget.rect().center()
        if not widget.isVisible() or not widget.isEnabled():
            raise NotThereError(f"{_said(widget)} cannot be clicked")
        window = widget.window()
        tries = 0
        while (over := _over(widget, place)) is not None and tries < 50:  # a page just shown finds its places first
            QTest.qWait(20)
            tries += 1
        if over is not None:
            raise NotThereError(f"{_said(widget)} lies under {_said(over)}")
        inside = widget.mapTo(window, place)
        handle = window.windowHandle()
        self.clicks += 1
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, NONE, inside)
        settle()

    def press_button(self, text: str) -> None:
        """Click the button with these words, as they are shown or read out."""
        self.click(self.find(QAbstractButton, lambda one: text in (_plain(one.text()), one.accessibleName()), text))

    def press_button_beginning(self, text: str) -> None:
        """Click the button whose words begin so."""
        self.click(self.find(QAbstractButton, lambda one: _plain(one.text()).startswith(text), text))

    def choose_tab(self, text: str) -> None:
        """Click a tab by its words."""
        bar = self.find(QTabBar, lambda one: any(text in one.tabText(at) for at in range(one.count())), text)
        at = next(number for number in range(bar.count()) if text in bar.tabText(number))
        self.click(bar, bar.tabRect(at).center())

    def click_field(self, name: str) -> None:
        """Click into the field of this name."""
        self.click(self.find(QLineEdit, lambda one: one.accessibleName() == name, name))

    def find(self, kind: type[W], fits: Callable[[W], bool], what: str) -> W:
        """The one that fits in the window in front, waited for. Raises NotThereError."""
        until = time.perf_counter() + WAIT / 1000
        while time.perf_counter() < until:
            window = front()
            for one in window.findChildren(kind):
                if one.isVisible() and one.isEnabled() and one.window() is window and fits(one):
                    return one
            QTest.qWait(20)
        raise NotThereError(f"“{what}” is not on the screen")

    # --- the keyboard ------------------------------------------------------------------------------------------------

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        """A key, once or more often."""
        for _ in range(times):
            self.keys += 1
            target = _keys_go_to()
            QTest.keyClick(target, key, modifiers)
            settle()

    def type(self, text: str) -> None:
        """Letters, one after the other."""
        for letter in text:
            self.keys += 1
            QTest.keyClicks(_keys_go_to(), letter)
        settle()

    def paste(self, text: str) -> None:
        """What was copied elsewhere (not counted), pasted here by Ctrl+V."""
        QGuiApplication.clipboard().setText(text)
        self.press(Qt.Key.Key_V, CTRL)

    # --- what opens over the window ----------------------------------------------------------------------------------

    @contextmanager
    def answering(self, deed: Callable[[], None]) -> Iterator[None]:
        """What is done in the dialog that opens inside the `with`: it holds the program until it is closed."""
        failed: list[BaseException] = []

        def wait(tries: int = 400) -> None:
            shown = QApplication.activeModalWidget()
            now = QApplication.focusWidget()
            if shown is None or not shown.isVisible() or now is None or not shown.isAncestorOf(now):
                if shown is not None and shown.isVisible():
                    shown.activateWindow()  # what a desktop does for a dialog that opens
                if tries:
                    QTimer.singleShot(20, lambda: wait(tries - 1))
                return
            try:
                deed()
            except BaseException as problem:  # noqa: BLE001 - carried out of Qt's loop, raised below
                failed.append(problem)
            if shown.isVisible() and isinstance(shown, QDialog):
                shown.reject()

        QTimer.singleShot(20, wait)
        yield
        if failed:
            raise failed[0]

    def name_file(self, name: str) -> None:
        """In the file dialog in front: click into the name, type it, Enter."""
        dialog = front()
        self.click(self.find(QLineEdit, lambda one: one.objectName() == "fileNameEdit", "Nama berkas"))
        self.type(name)
        self.press(Qt.Key.Key_Return)
        if dialog.isVisible():  # the first one took the name from the list of those that fit
            self.press(Qt.Key.Key_Return)

    def files_shown(self) -> QAbstractItemView:
        """The list of the file dialog in front, or its table."""
        return self.find(QAbstractItemView, lambda one: one.objectName() in ("listView", "treeView"), "daftar berkas")

    def point_at_file(self, name: str) -> None:
        """In the file dialog in front: click on the file, Enter."""
        files = self.files_shown()

        def place() -> QPoint | None:
            model, root = files.model(), files.rootIndex()
            rows = [model.index(at, 0, root) for at in range(model.rowCount(root))]
            return next((files.visualRect(row).center() for row in rows if row.data() == name), None)

        self.wait_until(place, name)
        self.click(files.viewport(), place())
        self.press(Qt.Key.Key_Return)

    def wait_until(self, holds: Callable[[], object], what: str) -> None:
        """Until the program has come so far. Raises NotThereError."""
        until = time.perf_counter() + WAIT / 1000
        while not holds():
            if time.perf_counter() > until:
                raise NotThereError(f"waited in vain: {what}")
            QTest.qWait(10)


def front() -> QWidget:
    """The window in front: a dialog over the main window, or that."""
    found = next(
        (one for one in (QApplication.activeModalWidget(), QApplication.activeWindow()) if one and one.isVisible()),
        None,
    )
    if found is None:
        shown = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one.isWindow()]
        if not shown:
            raise NotThereError("no window")
        found = shown[0]
    return found


def _over(widget: QWidget, place: QPoint) -> QWidget | None:
    """What a click at this place of a widget would meet instead of it; None: nothing."""
    window = widget.window()
    inside = widget.mapTo(window, place)
    top = window.childAt(inside) or window
    return None if window.rect().contains(inside) and (top is widget or widget.isAncestorOf(top)) else top


def settle() -> None:
    """What was just done has its effect."""
    QTest.qWait(2)
    _come_forward()


def _come_forward() -> None:
    """What a desktop does when a dialog opens or closes: the window in front gets the keyboard."""
    now = QApplication.activeWindow()
    if (now is None or not now.isVisible()) and QApplication.activePopupWidget() is None:
        front().activateWindow()
        QTest.qWait(5)


def beyond_the_edge(window: QWidget) -> list[str]:
    """Controls of which a part lies outside the window, with nothing to scroll them into it."""
    room = window.rect()
    found = []
    for one in window.findChildren(QWidget):
        if not isinstance(one, QAbstractButton | QLineEdit | QComboBox | QTabBar):
            continue
        if one.isVisible() and one.window() is window and not _scrolls(one):
            corner = one.mapTo(window, QPoint(0, 0))
            end = corner + QPoint(one.width() - 1, one.height() - 1)
            if not (room.contains(corner) and room.contains(end)):
                found.append(_said(one))
    return found


def _scrolls(widget: QWidget) -> bool:
    step = widget.parentWidget()
    while step is not None and not step.isWindow():
        if step.objectName() == "qt_scrollarea_viewport":
            return True
        step = step.parentWidget()
    return False


def _keys_go_to() -> QWidget:
    found = QApplication.activePopupWidget() or QApplication.focusWidget() or QApplication.activeWindow()
    if found is None:
        raise NotThereError("the keyboard goes nowhere")
    return found


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _said(widget: QWidget) -> str:
    size: QSize = widget.size()
    text = widget.accessibleName() or str(widget.property("text") or "")
    return f"{type(widget).__name__} “{text}” ({size.width()}×{size.height()})"
