"""Backups that make themselves: hourly while something changes, and on closing; and how they are spoken of."""

import datetime
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget

from desktop.domain.backups import FOLDER
from desktop.domain.dates import format_day
from desktop.domain.errors import Trouble
from desktop.domain.messages import sentence
from desktop.services.backup_places import BACKUP_AWAY, BACKUP_SETTING, recall
from desktop.services.clock import WIB
from desktop.services.workplace import Workplace
from desktop.ui.dialogs import Dialog
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.strip import Message
from desktop.ui.tasks import TaskRunner

LOOK_EVERY = 5 * 60 * 1000
"""Milliseconds between looks at whether a backup is due."""
SHOW_AFTER = 400
"""Milliseconds on closing before a window says what is being waited for."""


def when_words(at: int, now: datetime.datetime | None = None) -> str:
    """A moment (UTC ms): "hari ini 14.05", "kemarin 14.05", "9 hari lalu", "12 Agustus 2026" after a month."""
    moment = datetime.datetime.fromtimestamp(at / 1000, WIB)
    days = ((now or datetime.datetime.now(WIB)).date() - moment.date()).days
    clock = moment.strftime("%H.%M")
    if days <= 0:
        return f"hari ini {clock}"
    if days == 1:
        return f"kemarin {clock}"
    return f"{days} hari lalu" if days < 31 else format_day(moment.date())


def status_words(at: int, *, away: bool) -> str:
    """For the status line: when, and whether the data are on this computer only."""
    if not at:
        return "belum ada"
    return when_words(at) if away else f"{when_words(at)}, hanya di komputer ini"


def place_words(place: Path) -> str:
    """A place as people call it: its last folder, for a drive its name."""
    named = place.parent if place.name == FOLDER else place
    return named.name or str(named)


class BackupKeeper(QObject):
    """Watches one open desk at a time. `settings`: opens the settings at their backup page."""

    def __init__(self, window: MainWindow, runner: TaskRunner, settings: Callable[[], object]) -> None:
        super().__init__(window)
        self._window, self._runner, self._settings = window, runner, settings
        self._work: Workplace | None = None
        self._busy = False
        self._told = ""
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY)
        self._clock.timeout.connect(self.look)

    def watch(self, work: Workplace) -> None:
        """This desk from now on."""
        self._work, self._told = work, ""
        self.show_status()
        if not work.info.practice:
            self._clock.start()

    def show_status(self) -> None:
        """Say in the status line when the last backup was made."""
        if self._work is not None:
            at, away = (self._work.desk.setting(name) for name in (BACKUP_SETTING, BACKUP_AWAY))
            self._window.status.set_backup(status_words(int(at) if at.isdecimal() else 0, away=bool(away)))

    def look(self) -> None:
        """Make a backup when one is due; once a week try the newest."""
        work = self._work
        if work is None or self._busy or self._runner.running:
            return
        if work.backups.due():
            self._busy = True
            task = self._runner.start(
                "Membuat cadangan", lambda report: work.backups.make(report=report, fall_back=True), writes=False
            )
            task.finished.connect(self._made)
        elif copy := work.backups.trial_due():
            self._busy = True
            task = self._runner.start(
                "Menguji cadangan", lambda report: work.backups.try_out(copy.path, report), writes=False
            )
            task.finished.connect(self._tried)

    def _made(self, result: object, error: object) -> None:
        self._busy = False
        self.show_status()
        from desktop.services.backups import Made  # no start waits for it

        if isinstance(result, Made):
            self._tell(result.fell_back, Trouble(result.fell_back, facts={}) if result.fell_back else None)
        elif isinstance(error, Trouble):
            self._tell(error.code, error)
        elif isinstance(error, BaseException) and not isinstance(error, CancelledError):
            handle_failure(error, self._window.say)

    def _tell(self, code: str, problem: Trouble | None) -> None:
        """A backup that fails each hour is told of once."""
        if problem is not None and code != self._told:
            text = explain(problem)
            self._window.strip.say(Message(text=text, tone=Tone.ATTENTION, button="Atur cadangan", run=self._settings))
        self._told = code

    def _tried(self, result: object, error: object) -> None:
        self._busy = False
        from desktop.services.backups import Tried

        if isinstance(result, Tried) and not result.good:
            message = Message(text=result.words, tone=Tone.PROBLEM, button="Atur cadangan", run=self._settings)
            self._window.strip.say(message)
        elif isinstance(error, BaseException) and not isinstance(error, CancelledError):
            handle_failure(error, self._window.say)

    def finish(self) -> None:
        """Before the desk is closed: a last backup when something changed. It never keeps anybody from closing: what
        goes wrong is told at the next start."""
        work, self._work = self._work, None
        self._clock.stop()
        if work is None:
            return
        self._runner.stop()
        if not work.backups.due(closing=True):
            return
        task = self._runner.start(
            "Membuat cadangan", lambda report: work.backups.make(report=report, fall_back=True), writes=False
        )
        loop = QEventLoop()
        task.finished.connect(loop.quit, Qt.ConnectionType.QueuedConnection)
        dialog = ClosingDialog(self._window, task.cancel)
        shown = QTimer()
        shown.setSingleShot(True)
        shown.timeout.connect(dialog.open)
        shown.start(SHOW_AFTER)
        loop.exec()
        shown.stop()
        dialog.accept()
        dialog.deleteLater()

    def failed_before(self, work: Workplace) -> str:
        """What to say on opening when the last backup failed, "" for nothing."""
        failed = recall(work.desk.folder).failed
        return sentence(failed) if failed else ""


class ClosingDialog(Dialog):
    """Says what is being waited for, and lets people go."""

    def __init__(self, parent: QWidget, skip: Callable[[], object]) -> None:
        super().__init__("Rembug", parent, width=420)
        label = QLabel("Membuat cadangan sebelum ditutup…")
        label.setWordWrap(True)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName("Membuat cadangan")
        self.body.addWidget(label)
        self.body.addWidget(bar)
        self.skip: QPushButton = self.add_button("Lewati")
        self.skip.clicked.connect(lambda _on=False: skip())
