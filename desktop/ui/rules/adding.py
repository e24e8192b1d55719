"""A row that writes one activity more: its bidang, its name, where it stands, and the button."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.domain.rulesheet_rows import activity_line
from desktop.domain.sectors import SECTORS, sector_name
from desktop.ui.choices import Option
from desktop.ui.flow_row import FlowRow
from desktop.ui.forms import ChoiceField, TextField
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2, SPACE_3
from desktop.ui.qss import mark

_OPTIONS: Final[list[Option]] = [(sector, sector_name(sector)) for sector in SECTORS]


class AddingRow(QWidget):
    """`added` gives the line that was put together; the fields are empty again then."""

    added = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "clear")
        self.sector = ChoiceField("adding_sector", "Bidang", _OPTIONS, filters=True, width=170)
        self.name = TextField("adding_name", "Nama kegiatan", longest=200, width=360)
        self.article = TextField(
            "adding_article", "Pasal", placeholder="misalnya pasal 17 huruf b", longest=200, width=210
        )
        self.button = QPushButton("Tambah kegiatan")
        dress(self.button, "plus", "text", 18)
        self.button.clicked.connect(lambda _checked=False: self.add())
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE_2)
        rows.addWidget(FlowRow(self.sector, self.name, self.article, gap=SPACE_3))
        rows.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def add(self) -> None:
        """Hand the line over; without a bidang or a name say so at that field."""
        sector, name = self.sector.value(), " ".join(self.name.text().split())
        for field, missing, text in (
            (self.name, not name, "Tulis nama kegiatannya."),
            (self.sector, not sector, "Pilih bidangnya."),
        ):
            if missing:
                field.set_problem(text)
                field.focus()
            else:
                field.clear_problem()
        if name and sector:
            self.added.emit(activity_line(sector, name, self.article.text()))
            self.name.set_value("")
            self.article.set_value("")
            self.name.focus()
