"""Errors as sentences, and what happens when a bug shows itself: logged, said once, never swallowed."""

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPlainTextEdit, QPushButton, QWidget

from desktop.domain import messages
from desktop.domain.errors import RuleViolation, Trouble
from desktop.ui.dialogs import Dialog
from desktop.ui.qss import mark

log = logging.getLogger(__name__)

UNEXPECTED = "Terjadi kesalahan di aplikasi. Data yang sudah tersimpan tetap aman; coba lagi atau mulai ulang aplikasi."


def explain(error: BaseException) -> str:
    """At most two sentences for people: what happened, what it means, what to do. Never a code or a traceback."""
    if isinstance(error, RuleViolation | Trouble):
        return messages.explain(error)
    return UNEXPECTED


def handle_failure(error: BaseException, say: Callable[[str], object]) -> None:
    """For the end of a task: what people can act on goes to `say`; a bug goes the way of all bugs."""
    if isinstance(error, RuleViolation | Trouble):
        say(messages.explain(error))
    else:
        sys.excepthook(type(error), error, error.__traceback__)


def places_of(error: BaseException) -> str:
    """Where an error came from and its type, its causes first; never its message, which may name a person."""
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    before = f"{places_of(cause)}\n\n" if cause is not None else ""
    return f"{before}{''.join(traceback.format_tb(error.__traceback__))}{type(error).__name__}"


class BugReporter(QObject):
    """Installed by the composition root: every uncaught error is logged with its traceback; a dialog says it once.

    The same error (type and place) is shown once per start; errors of other threads come to the GUI thread. Trouble is
    no bug (a full disk, a folder that went away): `tell` says its sentence, each time.
    """

    _caught = Signal(str, str)
    _troubled = Signal(object)

    def __init__(
        self, app: QApplication, window: Callable[[], QWidget | None], tell: Callable[[Trouble], object]
    ) -> None:
        super().__init__(app)
        self._window = window
        self._troubled.connect(tell, Qt.ConnectionType.QueuedConnection)
        self._seen: set[str] = set()
        self._open = False
        self._caught.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on; also for threads."""
        sys.excepthook = self.caught
        threading.excepthook = lambda args: self.caught(args.exc_type, args.exc_value, args.exc_traceback)

    def caught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        detail = places_of(error) if error is not None else kind.__name__
        if isinstance(error, Trouble):
            log.warning("%s\n%s", error.code, detail)
            self._troubled.emit(error)
            return
        log.error("uncaught\n%s", detail)
        places = traceback.extract_tb(trace)
        where = f"{places[-1].name}:{places[-1].lineno}" if places else ""
        self._caught.emit(f"{kind.__name__} {where}", detail)

    def _show(self, key: str, detail: str) -> None:
        if key in self._seen or self._open:
            return
        self._seen.add(key)
        self._open = True
        try:
            BugDialog(detail, self._window()).exec()
        finally:
            self._open = False


class BugDialog(Dialog):
    """Says sorry in one sentence; the traceback is under "Rincian", to be copied."""

    def __init__(self, detail: str, parent: QWidget | None = None) -> None:
        super().__init__("Rembug", parent, width=560)
        words = QLabel(UNEXPECTED)
        words.setWordWrap(True)
        mark(words, "section")
        self._detail = QPlainTextEdit(detail)
        self._detail.setReadOnly(True)
        self._detail.setAccessibleName("Rincian untuk petugas bantuan")
        self._detail.setFixedHeight(180)
        self._detail.hide()
        self.more = QPushButton("Rincian")
        self.more.setCheckable(True)
        self.more.setAutoDefault(False)
        self.more.toggled.connect(self._unfold)
        self.buttons.insertWidget(0, self.more)
        self.copy_button = self.add_button("Salin rincian")
        self.copy_button.clicked.connect(lambda _checked=False: QApplication.clipboard().setText(detail))
        self.body.addWidget(words)
        self.body.addWidget(self._detail)
        self.body.addStretch(1)
        self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted).setFocus()

    def _unfold(self, opened: bool) -> None:
        self._detail.setVisible(opened)
        self.fit()
