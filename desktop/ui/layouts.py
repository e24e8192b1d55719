"""What pages and tables do alike with layouts and rows."""

from PySide6.QtWidgets import QHeaderView, QLayout, QTableView

from desktop.ui.theme import look


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout and give it up. Hidden at once: until Qt deletes it, it would still be seen."""
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()


def level_rows(view: QTableView) -> None:
    """Every row as high as the text size asks for; to be called again when that changes."""
    vertical = view.verticalHeader()
    vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    vertical.setMinimumSectionSize(look().row)
    vertical.setDefaultSectionSize(look().row)
