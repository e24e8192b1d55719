"""Child of benchmarks.start: the same Qt showing an empty window with a table of 200 × 5; prints the same figures."""

import os
import sys
import time

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

from benchmarks.memory import peak_memory


class _Watch(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        handled = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Paint:
            seconds = time.monotonic() - float(sys.argv[1])
            memory = peak_memory()
            print(f"{seconds:.4f} {seconds:.4f} {memory:.1f}", flush=True)
            os._exit(0)
        return handled


def main() -> None:
    """`python -m benchmarks.start_floor BEGUN`."""
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    table = QTableView()
    table.setModel(QStandardItemModel(200, 5))
    window.setCentralWidget(table)
    watch = _Watch()
    table.viewport().installEventFilter(watch)
    window.resize(1366, 768)
    window.show()
    application.exec()


if __name__ == "__main__":
    main()
