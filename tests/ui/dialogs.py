"""Modal dialogs in tests: a deed waits until the dialog stands and acts in it as a person would.

A dialog that is still open after the deed is closed, so that a test that fails ends instead of hanging.
"""

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

from desktop.ui.dialogs import ConfirmDialog

_Kind = TypeVar("_Kind", bound=QDialog)


class Dialogs:
    """Acts in the next modal dialog; what goes wrong there fails the test."""

    def __init__(self) -> None:
        self.failed: list[BaseException] = []
        self.seen = 0

    def then(self, deed: Callable[[Any], object]) -> None:
        """When the next dialog is open: do this to it."""
        QTimer.singleShot(0, lambda: self._act(deed))

    def _act(self, deed: Callable[[Any], object]) -> None:
        dialog = QApplication.activeModalWidget()
        try:
            assert isinstance(dialog, QDialog)
            self.seen += 1
            deed(dialog)
        except BaseException as problem:  # noqa: BLE001 - told at the end of the test
            self.failed.append(problem)
        if isinstance(dialog, QDialog) and dialog.isVisible():
            dialog.reject()


@pytest.fixture
def dialogs() -> Iterator[Dialogs]:
    """Answers to modal dialogs."""
    made = Dialogs()
    yield made
    if made.failed:
        raise made.failed[0]


def in_dialog(kind: type[_Kind], deed: Callable[[_Kind], object]) -> list[BaseException]:
    """Do this once a dialog of this kind stands, however late it comes; what goes wrong there fills the list."""
    wrong: list[BaseException] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, kind):
            QTimer.singleShot(20, act)
            return
        try:
            deed(dialog)
        except BaseException as problem:  # noqa: BLE001 - raised again by the test
            wrong.append(problem)
        if dialog.isVisible():
            dialog.reject()

    QTimer.singleShot(0, act)
    return wrong


def yes(dialog: object) -> None:
    """Agree by the mouse."""
    assert isinstance(dialog, ConfirmDialog)
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
