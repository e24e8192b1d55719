"""Child of benchmarks.start: open the app on a data folder, print seconds to first paint, to home, and memory, end."""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from benchmarks.memory import peak_memory
from desktop.app import Program


class _Watch(QObject):
    """Notes the first paint of the frame, then waits until the home page with its data was painted."""

    def __init__(self, program: Program, begun: float) -> None:
        super().__init__()
        self._program, self._begun = program, begun
        self._first = 0.0
        self._home: QObject | None = None
        program.window.stack.installEventFilter(self)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(1)

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
        os._exit(0)


def main() -> None:
    """`python -m benchmarks.start_ours FOLDER BEGUN`: BEGUN is the parent's monotonic clock at the start."""
    os.environ["REMBUG_DATA"] = str(Path(sys.argv[1]).absolute())
    application = QApplication(sys.argv[:1])
    program = Program(application)
    program.already_open()
    watch = _Watch(program, float(sys.argv[2]))
    program.show()
    QTimer.singleShot(30_000, lambda: os._exit(3))
    application.exec()
    del watch


if __name__ == "__main__":
    main()
