"""Child of benchmarks.start: open the app on a data folder, print seconds to first paint, to home, and memory, end.

It is the program itself (`python -m desktop --data FOLDER`) from the first step on; only its window is watched.
"""

import os
import sys
import time
from pathlib import Path

from desktop import __main__ as entry

entry.start_quickly()  # before Qt is imported below, as the program does it

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from benchmarks.memory import peak_memory  # noqa: E402
from desktop import app  # noqa: E402


class _Watch(QObject):
    """Notes the first paint of the frame, then waits until the home page with its data was painted."""

    def __init__(self, program: app.Program, begun: float) -> None:
        super().__init__()
        self._program, self._begun = program, begun
        self._first = 0.0
        program.window.stack.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(1)
        QTimer.singleShot(30_000, self, lambda: os._exit(3))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and not self._first:
            self._first = time.monotonic() - self._begun
        return super().eventFilter(watched, event)

    def _look(self) -> None:
        page = self._program.window.page
        if page is None or not page.isVisible():
            return
        page.repaint()
        home = time.monotonic() - self._begun
        memory = peak_memory()
        print(f"{self._first:.4f} {home:.4f} {memory:.1f}", flush=True)
        # Closed as people close it: after a window that was killed the next start first looks for another one.
        self._program.window.close()
        os._exit(0)


class _Watched(app.Program):
    """The program with a watch on its window. `begun`: the parent's monotonic clock at the start."""

    def __init__(self, application: QApplication, bundle: Path | None = None) -> None:
        super().__init__(application, bundle)
        self._watch = _Watch(self, float(sys.argv[2]))


def main() -> None:
    """`python -m benchmarks.start_ours FOLDER BEGUN`."""
    app.Program = _Watched  # type: ignore[misc] # the program makes this one instead
    entry.main(["--data", sys.argv[1]])


if __name__ == "__main__":
    main()
