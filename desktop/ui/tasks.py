"""Long work leaves the GUI thread, reports how far it is, and can be stopped. Never processEvents().

task = runner.start("Mengambil dari Excel", lambda report: service.read(path, report))
task.finished.connect(self._taken)  # (result, None) or (None, exception); CancelledError when stopped
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from desktop.ui.palette import SPACE_3, SPACE_4
from desktop.ui.qss import mark
from desktop.ui.strip import announce

Report = Callable[[int, int], None]
"""Called by the work with (done, total); raises CancelledError when the user stopped it. total 0: unknown."""

Work = Callable[[Report], object]
SHOW_AFTER = 1.0
"""Seconds: quicker work shows no bar."""
LEFT_AFTER = 10.0
"""Seconds: longer work also says how much time is left."""


class Task(QObject):
    """One piece of work. Its public signals fire on the GUI thread, whatever they are connected to."""

    progressed = Signal(int, int)
    finished = Signal(object, object)  # (result, None) or (None, exception)
    _tick, _end = Signal(int, int), Signal(object, object)

    def __init__(self, title: str, work: Work, parent: QObject) -> None:
        super().__init__(parent)  # the parent keeps it alive
        self.title = title
        self._work, self._stop = work, threading.Event()
        self._tick.connect(self.progressed, Qt.ConnectionType.QueuedConnection)
        self._end.connect(self.finished, Qt.ConnectionType.QueuedConnection)

    def cancel(self) -> None:
        """Ask it to stop at its next report."""
        self._stop.set()

    @property
    def cancelled(self) -> bool:
        return self._stop.is_set()

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise CancelledError  # passes through the work: the transaction it was in rolls back
        self._tick.emit(done, total)

    def run(self) -> None:
        try:
            self._end.emit(self._work(self._report), None)
        except CancelledError as stopped:
            self._end.emit(None, stopped)
        except Exception as error:  # noqa: BLE001 - the one broad catch: it hands the error to the GUI thread
            self._end.emit(None, error)


class TaskRunner(QObject):
    """Two pools: everything that writes goes one after the other through a single thread; reading may run beside.

    Made by the composition root; `stop()` belongs before closing the services.
    """

    started = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._writer, self._readers = QThreadPool(self), QThreadPool(self)
        self._writer.setMaxThreadCount(1)
        self._running: list[Task] = []
        self._quiet: set[Task] = set()

    @property
    def running(self) -> list[Task]:
        """What somebody waits for; closing asks about it."""
        return [task for task in self._running if task not in self._quiet]

    def start(self, title: str, work: Work, *, writes: bool = True, quiet: bool = False) -> Task:
        """`title`: what is being done, as people say it. `work`: gets a Report; its answer is the result. `quiet`:
        nobody asked for it, so it is not shown, and closing stops it without a question."""
        task = Task(title, work, self)
        self._running.append(task)
        if quiet:
            self._quiet.add(task)
        # Connected first, so that a task is off the list before anyone hears of its end.
        task.finished.connect(lambda _result, _error: self._done(task))
        if not quiet:
            self.started.emit(task)
        (self._writer if writes else self._readers).start(task.run)
        return task

    def stop(self) -> None:
        """Cancel all and wait for them: on closing."""
        for task in self._running:
            task.cancel()
        self._writer.waitForDone()
        self._readers.waitForDone()

    def _done(self, task: Task) -> None:
        if task in self._running:
            self._running.remove(task)
        self._quiet.discard(task)
        task.deleteLater()


class TaskBar(QFrame):
    """What is being done, how many of how many, time left, Batalkan. Appears after one second, for one task at a time.

    Put it above the status line (MainWindow.show_task) or into a page.
    """

    def __init__(self, parent: QWidget | None = None, *, show_after: float = SHOW_AFTER) -> None:
        super().__init__(parent)
        mark(self, "bar")
        self._task: Task | None = None
        self._began = 0.0
        self.what, self.count, self.bar = QLabel(), QLabel(), QProgressBar()
        mark(self.count, "muted")
        self.bar.setTextVisible(False)
        self.bar.setMinimumWidth(160)
        self.cancel = QPushButton("Batalkan")
        self.cancel.clicked.connect(self._cancel)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_3 - 4, SPACE_4, SPACE_3 - 4)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self.what)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.count)
        layout.addWidget(self.cancel)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(round(show_after * 1000))
        self._clock.timeout.connect(self._appear)
        self.hide()

    def follow(self, task: Task) -> None:
        """Show this task from now on."""
        self._task, self._began = task, time.monotonic()
        self.what.setText(task.title)
        self.count.setText("")
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(task.title)
        self.cancel.setEnabled(True)
        self.cancel.setText("Batalkan")
        task.progressed.connect(self._progress)
        task.finished.connect(lambda _result, _error: self._ended(task))
        self._clock.start()

    def _appear(self) -> None:
        if self._task is not None:
            self.show()
            announce(self, f"{self._task.title} sedang berjalan")

    def _progress(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        text = f"{done} dari {total}" if total else str(done)
        self.count.setText(text + self._time_left(done, total))

    def _time_left(self, done: int, total: int) -> str:
        spent = time.monotonic() - self._began
        if spent < LEFT_AFTER or not done or done >= total:
            return ""
        seconds = round(spent / done * (total - done))
        return f" · sekitar {seconds} detik lagi" if seconds < 90 else f" · sekitar {round(seconds / 60)} menit lagi"

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self.cancel.setEnabled(False)
            self.cancel.setText("Menghentikan…")

    def _ended(self, task: Task) -> None:
        if task is self._task:
            self._task = None
            self._clock.stop()
            self.hide()
