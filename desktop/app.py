"""The composition root: makes the window, paints it, then opens the desk. It alone knows every room.

The window is painted with the look and the rail remembered from last time before anything heavy (SQLAlchemy, the
services) is imported.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QMessageLogContext, QObject, Qt, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from desktop import __version__, settings
from desktop.domain.areas import Role
from desktop.domain.errors import Trouble
from desktop.services.logs import start_log, stop_log
from desktop.ui.main_window import MainWindow, remembered_look
from desktop.ui.page import Page
from desktop.ui.rail import RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.rooms import ROOMS, Room
from desktop.ui.theme import ThemeKeeper

if TYPE_CHECKING:
    from desktop.ui.desks import DeskKeeper
    from desktop.ui.finding import Finder
    from desktop.ui.search_box import Hit
    from desktop.ui.single import OneWindow

log = logging.getLogger(__name__)

_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


NOT_OPENED = (
    "Rembug tidak dapat dibuka karena kesalahan di aplikasi. Data Anda tidak berubah.\n\n"
    "Coba buka sekali lagi. Bila tetap begini, kirimkan catatan di folder ini kepada pembuatnya:\n{log}"
)


def run(data: Path | None = None, bundle: Path | None = None) -> int:
    """Open the window and stay until it is closed; returns the exit code.

    `data`: the folder of all desks, or of one desk, instead of the usual one. A second start on the same folder brings
    the open window to the front and ends. `bundle`: a bundle to show, there or here.
    """
    if data is not None:
        os.environ["REMBUG_DATA"] = str(data.expanduser().absolute())
    application = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(application, QApplication):
        raise TypeError("a Qt application without windows is running")
    application.setApplicationName("Rembug")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("rembug")
    diary = start_log(settings.config_root() / "log")
    qInstallMessageHandler(_from_qt)
    try:
        program = Program(application, bundle)
        if program.already_open():
            return 0
        program.show()
        log.info("started, version %s", __version__)
        return application.exec()
    except Exception:  # whatever it was: without a console a program that just vanishes tells nobody anything
        log.exception("could not start")
        from PySide6.QtWidgets import QMessageBox

        QMessageBox.critical(None, "Rembug", NOT_OPENED.format(log=settings.config_root() / "log"))
        return 1
    finally:
        qInstallMessageHandler(None)
        stop_log(diary)


def load(target: str) -> Callable[..., Any]:
    """What "module:name" names; the module is imported now. Raises ImportError, AttributeError: a bug."""
    module, _, name = target.partition(":")
    found: Callable[..., Any] = getattr(import_module(module), name)
    return found


class Program(QObject):
    """The window of one data folder and what belongs to it for as long as it is open."""

    def __init__(self, application: QApplication, bundle: Path | None = None) -> None:
        super().__init__(application)
        self._application, self._bundle = application, bundle
        self.root = settings.data_root()
        self.remembered = Remembered(settings.config_root() / "rembug.ini")
        self.theme = ThemeKeeper(application, settings.resources_dir())
        self.theme.set_both(*remembered_look(self.remembered))
        self.window = MainWindow(self.theme, self.remembered, self._search)
        self.keeper: DeskKeeper | None = None
        self.finder: Finder | None = None
        self._single: OneWindow | None = None
        # There while a window is open (or after one was killed): only then is another window asked before painting.
        self._sign = settings.config_root() / "window-open"
        self.window.closing.connect(self._closing)

    def already_open(self) -> bool:
        """Whether another start has this data folder open; it was asked to come forward then."""
        return self._sign.exists() and not self._listen()

    def _listen(self) -> bool:
        from desktop.ui.single import OneWindow

        self._single = OneWindow(self.root, self)
        self._single.called.connect(self.come_forward)
        self._single.handed.connect(lambda path: self._show_bundle(Path(path)))
        return self._single.is_first(self._bundle)

    def show(self) -> None:
        """Paint the frame as it was left; what needs the services comes after the first paint."""
        self._frame_of_last_time()
        self.window.stack.installEventFilter(self)
        self.window.fill_small_screen()
        self.window.show()

    def _frame_of_last_time(self) -> None:
        """The rail of the desk that will most likely open; it is filled when it is open."""
        role = self.remembered.text("desk/role")
        if role not in ROOMS or self._last_desk() is None:
            self.window.rail.hide()
            return
        self.window.set_rail([_painted(room) for room in ROOMS[_as_role(role)]])
        self.window.set_desk(self.remembered.text("desk/name"), self.remembered.text("desk/detail"))
        self.window.set_practice(self.remembered.flag("desk/practice"))

    def _last_desk(self) -> Path | None:
        """The folder of the desk remembered, when it belongs to this data folder."""
        folder = Path(self.remembered.text("desk/folder"))
        return folder if folder.is_dir() and self.root in (folder, folder.parent) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._after_first_paint)
        return super().eventFilter(watched, event)

    def _after_first_paint(self) -> None:
        try:
            self._open_desks()
        finally:
            if not gc.isenabled():  # desktop.__main__ turned it off for the start; what was made until now stays
                gc.freeze()
                gc.enable()

    def _open_desks(self) -> None:
        # SQLAlchemy and the services: half a second that nobody should wait for in front of an empty screen.
        from desktop.services.desk import is_desk
        from desktop.ui.problems import BugReporter

        BugReporter(self._application, lambda: self.window, self._tell_trouble).install()
        from desktop.ui.desks import DeskKeeper
        from desktop.ui.dialogs import confirm
        from desktop.ui.tasks import TaskRunner

        runner = TaskRunner(self)
        self.keeper = DeskKeeper(self.window, load, runner)

        def may_close() -> bool:
            if not runner.running:
                return True
            question = f"{runner.running[0].title} belum selesai. Hentikan dan keluar?"
            return confirm(
                self.window, question, "Hentikan dan keluar", no="Tunggu", detail="Data tetap seperti semula."
            )

        self.window.may_close = may_close
        self.window.follow_tasks(runner)
        last = self._last_desk()
        wanted = self.root if is_desk(self.root) else last if last is not None and is_desk(last) else None
        self.keeper.begin(wanted)
        QTimer.singleShot(0, self._answer_other_starts)
        QTimer.singleShot(0, self._add_search_and_help)

    def _tell_trouble(self, trouble: Trouble) -> None:
        if self.keeper is not None:
            self.keeper.tell_trouble(trouble)

    def _add_search_and_help(self) -> None:
        # After the first page: nobody searches before they see something.
        from desktop.ui.finding import Finder
        from desktop.ui.help import HelpDesk

        if self.keeper is not None:
            self.finder = Finder(self.keeper, self)
            HelpDesk(self.window).install()

    def _search(self, words: str) -> Sequence[Hit]:
        """What the search box lists; nothing before a desk is open."""
        return self.finder(words) if self.finder is not None else ()

    def _answer_other_starts(self) -> None:
        if self._single is None:
            self._listen()
        self._sign.parent.mkdir(parents=True, exist_ok=True)
        self._sign.touch()
        if self._bundle is not None:
            self._show_bundle(self._bundle)

    def _show_bundle(self, path: Path) -> None:
        from desktop.ui.handed import HandedFiles

        HandedFiles(self.window, self._has_desk).open(path)

    def _has_desk(self) -> bool:
        return self.keeper is not None and self.keeper.workplace is not None

    def come_forward(self) -> None:
        """Another start asked for this window."""
        self.window.setWindowState(self.window.windowState() & ~Qt.WindowState.WindowMinimized)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        QApplication.alert(self.window)

    def _closing(self) -> None:
        if self.keeper is not None:
            self.keeper.close()
        if self._single is not None:
            self._single.close()
        self._sign.unlink(missing_ok=True)


def _painted(room: Room) -> RailEntry:
    def too_early() -> Page:
        raise RuntimeError("a room was entered before its desk was open")

    return RailEntry(room.key, room.text, room.icon, too_early)


def _as_role(text: str) -> Role:
    return next(role for role in ROOMS if role == text)


def _from_qt(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    logging.getLogger("qt").log(_LEVELS.get(kind, logging.WARNING), "%s", text)
