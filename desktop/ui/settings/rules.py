"""Aturan tahun: what the year's rules say, with their articles, and what nobody could tell us of them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.services.workplace import Workplace
from desktop.ui.forms import ChoiceField
from desktop.ui.palette import SPACE_4
from desktop.ui.rules.view import SheetView


class RulesPage(QWidget):
    """One year at a time."""

    def __init__(self, work: Workplace) -> None:
        super().__init__()
        self._work = work
        layout = QVBoxLayout(self)
        layout.setSpacing(SPACE_4)
        years = sorted({work.info.year, *(one.year for one in work.rules.years())}, reverse=True)
        self.year = ChoiceField("year", "Tahun", [(year, str(year)) for year in years], filters=True, width=140)
        self.year.set_value(work.info.year)
        self.year.changed.connect(self._show)
        self.view = SheetView()
        layout.addWidget(self.year)
        layout.addWidget(self.view, 1)
        self._show()

    def _show(self) -> None:
        year = self.year.value()
        if isinstance(year, int):
            self.view.put(self._work.rules.sheet(year), year)
