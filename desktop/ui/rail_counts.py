"""The numbers on the kelurahan's rail: counted when its desk opens and whenever what arrives or is decided alters them,
whether their rooms were gone to or not."""

from typing import Final

from PySide6.QtCore import QObject, QTimer

from desktop.domain.errors import Trouble
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow

AFTER: Final = 200
"""Milliseconds: many records saved one after the other are counted once, and the first page is painted before."""

_ALTER: Final = frozenset({"d.submission", "d.withdrawal", "k.decision", "bundles", "settings"})
"""Types of records, and what else a desk tells of, with which a number may be another."""


class RailCounts(QObject):
    """Watches one open desk at a time; those of an RT and a Pokmas have no such numbers."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._work: Workplace | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(AFTER)
        self._clock.timeout.connect(self._count)

    def watch(self, work: Workplace) -> None:
        """This desk from now on."""
        self.finish()
        if work.info.role == "kelurahan":
            self._work = work
            self._clock.start()

    def tell(self, types: frozenset[str]) -> None:
        """These changed."""
        if self._work is not None and types & _ALTER:
            self._clock.start()

    def finish(self) -> None:
        """The desk is closing."""
        self._clock.stop()
        self._work = None

    def _count(self) -> None:
        if self._work is None:
            return
        try:
            waiting = sum(entry.ours for entry in self._work.inbox.entries())
            held = len(self._work.exchange.held())
        except Trouble:  # the disk is gone for a moment: the page shown says so, and the next change counts again
            return
        self._window.set_badge("review", waiting, "belum diputuskan")
        self._window.set_badge("exchange", held, "bundel tertahan")
