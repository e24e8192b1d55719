"""`python -m tools.usability.cut`: type a receipt at a person's pace, then end as when the power goes; for T11.

The desk is the one in REMBUG_DATA. What had been typed into the last field stands on the last line of the output.
"""

import os
import signal
import sys

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.ui.receipts.page import ReceiptsPage
from tools.usability.hand import KEY, WAIT, Hand

SHOP = "CV Kamera Contoh"


def main() -> None:
    """Ends with SIGKILL: nothing is saved, closed or told."""
    application = QApplication(sys.argv[:1])
    program = Program(application)
    program.show()
    for _ in range(WAIT // 20):
        if program.finder is not None and program.window.page is not None:
            break
        QTest.qWait(20)
    program.window.activateWindow()
    QTest.qWaitForWindowActive(program.window)
    hand = Hand()
    hand.begin()
    hand.press(Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    hand.wait_until(lambda: isinstance(program.window.page, ReceiptsPage), "the receipts")
    page = program.window.page
    if not isinstance(page, ReceiptsPage):
        raise TypeError("no receipts")
    hand.wait_until(page.entry.date.hasFocus, "the empty row")
    for text in ("16/4/22", "cc"):
        hand.type(text)
        hand.press(Qt.Key.Key_Return)
    for letter in SHOP:
        hand.type(letter)
        QTest.qWait(round(KEY * 1000))
    print(SHOP, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
