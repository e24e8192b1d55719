"""Sends and receives by itself: a round when one is due, when the connection came back, or when somebody asks.

One round at a time, beside the work: saving never waits for the network.
"""

import time
from collections.abc import Callable
from concurrent.futures import CancelledError
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.rounds import Going, Round, has_way
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.strip import Message
from desktop.ui.tasks import Report, Task, TaskRunner

if TYPE_CHECKING:
    from PySide6.QtNetwork import QNetworkInformation

FIRST_LOOK = 2_500
"""Milliseconds after a desk was opened: by then people see it; loading what speaks to servers takes a moment."""
LOOK_EVERY = 10_000
"""Milliseconds between looks at whether a round is due."""
OFFLINE = "Luring – data aman di komputer ini"


class Courier(QObject):
    """Watches one open desk at a time. `changed`: something to show is different; `going`: of the round under way."""

    changed = Signal()
    asked_for_way = Signal()  # somebody must look at the way: its page is wanted
    _told = Signal(object)

    def __init__(self, window: MainWindow, runner: TaskRunner) -> None:
        super().__init__(window)
        self._window, self._runner = window, runner
        self._work: Workplace | None = None
        self._task: Task | None = None
        self._said = ""
        self.going: Going | None = None
        self._told.connect(self._is_going, Qt.ConnectionType.QueuedConnection)
        self._clock = QTimer(self)
        self._clock.setInterval(LOOK_EVERY)
        self._clock.timeout.connect(self.look)
        self._network: QNetworkInformation | None = None

    # --- which desk --------------------------------------------------------------------------------------------------

    def watch(self, work: Workplace) -> None:
        """This desk from now on."""
        self.finish()
        self._work, self._said = work, ""
        self._clock.start()
        QTimer.singleShot(FIRST_LOOK, self, self._first_look)

    def _first_look(self) -> None:
        if self._has_way:
            self._listen()
            self.look()
            self.show_status()

    @property
    def _has_way(self) -> bool:
        """Whether a way was chosen; without one nothing of the network is even loaded."""
        return self._work is not None and has_way(self._work.desk)

    def _listen(self) -> None:
        """To the computer: is there a connection, does it cost by the byte. Where it cannot say, the clock does."""
        from PySide6.QtNetwork import QNetworkInformation  # only desks with a way wait for it

        if self._network is not None or not QNetworkInformation.loadDefaultBackend():
            return
        self._network = QNetworkInformation.instance()
        if self._network is not None:
            self._network.reachabilityChanged.connect(lambda _now: self.wake())
            self._network.isMeteredChanged.connect(lambda _now: self._weigh())
            self._weigh()

    def _weigh(self) -> None:
        if self._work is not None and self._network is not None and self._has_way:
            self._work.transport.costly = self._network.isMetered()
            self.changed.emit()

    def finish(self) -> None:
        """Stop: the desk is closing. What is under way is broken off and goes on next time."""
        self._clock.stop()
        if self._task is not None:
            self._task.cancel()
            if self._work is not None:
                self._work.transport.stop()
        self._work = None

    @property
    def busy(self) -> bool:
        """Whether a round is under way."""
        return self._task is not None

    # --- rounds ------------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Begin a round when one is due."""
        if self._work is not None and self._task is None and self._has_way and self._work.transport.due():
            self.start()

    def wake(self) -> None:
        """The connection may be back, or the way is another: do not wait any longer."""
        if self._work is not None and self._task is None and self._has_way:
            self._listen()
            self._work.transport.wake()
            self.look()
            self.show_status()

    def start(self, *, photos: bool = False, asked: bool = False) -> None:
        """A round now. `photos`: also those kept back; `asked`: somebody waits for it, so its end is told."""
        work = self._work
        if work is None or self._task is not None:
            return
        tell: Callable[[object], None] = self._told.emit

        def run(report: Report) -> object:
            def going(now: Going) -> None:
                report(0, 0)  # raises when it was stopped
                tell(now)

            return work.transport.run(going, photos=photos)

        self._task = self._runner.start("Mengirim dan mengambil", run, writes=False, quiet=True)
        self._task.finished.connect(lambda result, error: self._done(result, error, asked=asked))
        self.show_status()

    def stop(self) -> None:
        """Break off the round under way."""
        if self._task is not None and self._work is not None:
            self._task.cancel()
            self._work.transport.stop()

    def _is_going(self, now: object) -> None:
        if isinstance(now, Going) and self._task is not None:
            self.going = now
            self.show_status()

    def _done(self, result: object, error: object, *, asked: bool) -> None:
        stopped = self._task is not None and self._task.cancelled
        self._task, self.going = None, None
        if self._work is None:
            return
        if isinstance(result, Round):
            self._said = ""
            self._tell(result, asked=asked)
        elif isinstance(error, Trouble | RuleViolation):
            if not stopped:
                self._refused(error, asked=asked)
        elif isinstance(error, BaseException) and not isinstance(error, CancelledError):
            handle_failure(error, self._window.say)
        self.show_status()

    def _tell(self, done: Round, *, asked: bool) -> None:
        text = round_words(done)
        if text or asked:
            tone = Tone.ATTENTION if done.held else Tone.GOOD
            self._window.strip.say(Message(text=text or "Tidak ada yang baru, di sini maupun di sana.", tone=tone))

    def _refused(self, problem: Trouble | RuleViolation, *, asked: bool) -> None:
        """What waiting mends is only shown; what a person must do is said once, and each time somebody asked."""
        personal = self._work is not None and self._work.transport.standing().personal
        if asked or (personal and problem.code != self._said):
            text, tone = explain(problem), Tone.ATTENTION
            if personal:
                self._window.strip.say(Message(text=text, tone=tone, button="Lihat", run=self.asked_for_way.emit))
            else:
                self._window.strip.say(Message(text=text, tone=tone))
        self._said = problem.code

    # --- words -------------------------------------------------------------------------------------------------------

    def show_status(self) -> None:
        """Say in the status line how it stands, and let the page show it."""
        if self._work is not None:
            self._window.status.set_network(self._status())
        self.changed.emit()

    def _status(self) -> str:
        if self._work is None or not self._has_way:
            return OFFLINE
        if self._task is not None:
            return going_words(self.going) if self.going is not None else "Menghubungi…"
        standing = self._work.transport.standing()
        if standing.problem is not None:
            return f"Belum terkirim – {wait_words(standing.next)}"
        return f"Kirim–terima otomatis: {clock_words(standing.last)}" if standing.last else OFFLINE


def going_words(now: Going) -> str:
    """`Mengirim 45 % · 85 KB/detik`."""
    verb = "Mengirim" if now.what == "sending" else "Mengambil"
    share = f" {now.done * 100 // now.total} %" if now.total else ""
    return f"{verb}{share}{rate_words(now.rate)}"


def rate_words(rate: int) -> str:
    """` · 85 KB/detik`, "" while unknown; bytes a second in."""
    return f" · {max(1, rate // 1024)} KB/detik" if rate else ""


def wait_words(seconds: int) -> str:
    """`dicoba lagi sebentar lagi`, `dicoba lagi sekitar 5 menit lagi`."""
    if seconds < 60:
        return "dicoba lagi sebentar lagi"
    return f"dicoba lagi sekitar {round(seconds / 60)} menit lagi"


def clock_words(at: int) -> str:
    """`10.42` on this computer's clock; UTC ms in."""
    return time.strftime("%H.%M", time.localtime(at / 1000))


def round_words(done: Round) -> str:
    """What a round did, "" when nothing worth telling."""
    parts = []
    if done.taken:
        parts.append(f"{done.taken} kiriman masuk dan sudah diambil.")
    if done.sent:
        parts.append(f"{done.sent} kiriman sudah diserahkan.")
    if done.held:
        parts.append(f"{done.held} kiriman tertahan; lihat di bagian Terima.")
    return " ".join(parts)
