"""Does this PySide6 keep its references to None? usage: python -m tools.check_qt

Python 3.11 counts references to None. A binding that gives one back too many on each call ends the program after some
thousand calls ("none_dealloc"); PySide6 6.12.0 does so on every void call. From Python 3.12 on None is immortal and
nothing can be lost. Exit status 1 when a call loses references, naming it.
"""

import os
import sys
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import PySide6
from PySide6.QtCore import QModelIndex, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage, QPainter, QStandardItemModel
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QTableWidget, QTableWidgetItem, QWidget

CALLS = 400


class Speaker(QObject):
    said = Signal(object)


class Painted(QWidget):
    def paintEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        painter = QPainter(self)
        painter.drawText(2, 10, "x")
        painter.end()


def probes(application: QApplication) -> dict[str, Callable[[], object]]:
    """The kinds of call a program of forms and tables makes all day."""
    label, line, box, table = QLabel("x"), QLineEdit(), QComboBox(), QTableWidget(2, 2)
    owner, model, painted, speaker = QObject(), QStandardItemModel(2, 2), Painted(), Speaker()
    speaker.said.connect(lambda _: None)
    image = QImage(50, 50, QImage.Format.Format_RGB32)

    def paint() -> None:
        painter = QPainter(image)
        painter.drawText(QRect(0, 0, 40, 40), Qt.AlignmentFlag.AlignCenter, "x")
        painter.end()

    def wait() -> None:
        QTimer.singleShot(0, lambda: None)
        application.processEvents()

    return {
        "QLabel.setText": lambda: label.setText("a"),
        "QLineEdit.setText": lambda: line.setText("a"),
        "QComboBox.addItem": lambda: box.addItem("a", 5),
        "QTableWidget.setItem": lambda: table.setItem(0, 0, QTableWidgetItem("x")),
        "QTableWidget.item": lambda: table.item(1, 1),
        "QObject.setProperty": lambda: owner.setProperty("a", None),
        "QModelIndex.data": lambda: model.index(0, 0, QModelIndex()).data(),
        "Signal.emit": lambda: speaker.said.emit(None),
        "QPainter.drawText": paint,
        "QWidget.grab": painted.grab,
        "QWidget.setParent": lambda: QObject(owner).setParent(None),
        "QTimer.singleShot": wait,
    }


def lost_by(call: Callable[[], object]) -> float:
    """References to None that one call loses, on average; the first calls, which fill caches, are not counted."""
    call()
    call()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    return (before - sys.getrefcount(None)) / CALLS


def main() -> None:
    application = QApplication([])
    spare = [None] * 200_000  # so that a loss is reported here and does not end this program
    bad = {name: lost for name, call in probes(application).items() if (lost := lost_by(call)) > 0.9}
    for name, lost in bad.items():
        print(f"{name} loses {lost:.1f} references to None a call")
    del spare
    print(f"PySide6 {PySide6.__version__} on Python {sys.version.split()[0]}: {'NOT usable' if bad else 'ok'}")
    sys.stdout.flush()
    os._exit(1 if bad else 0)  # without Qt's and Python's clean-up, which a bad version may not survive


if __name__ == "__main__":
    main()
