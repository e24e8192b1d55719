"""L02 Beranda of the kelurahan: below the next steps, every RT and Pokmas."""

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from desktop.services.home import Overview
from desktop.ui.home.areas import AreasTable
from desktop.ui.home.page import HomePage


class OfficeHomePage(HomePage):
    """The first room of the kelurahan. Apart from the others' so that their start needs no table."""

    def _build_below(self, left: QVBoxLayout) -> None:
        self.areas = AreasTable(self._window.remembered, partial(self._go, "review"))
        left.addWidget(self.areas)

    def _put_below(self, overview: Overview) -> None:
        self.areas.put(overview.areas)
