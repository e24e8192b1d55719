"""What pages and tables do alike with layouts and rows."""

from PySide6.QtWidgets import QHeaderView, QLayout, QTableView, QVBoxLayout

from desktop.ui.theme import look


class NarrowColumn(QVBoxLayout):
    """A column whose widget has a greatest width.

    Qt asks how high texts get in all the width there is, more than the widget may take: too little room, and what
    stands below would be laid over it.
    """

    def _within(self, width: int) -> int:
        widget = self.parentWidget()
        return min(width, widget.maximumWidth()) if widget is not None else width

    def heightForWidth(self, width: int) -> int:
        return super().heightForWidth(self._within(width))

    def minimumHeightForWidth(self, width: int) -> int:
        return super().minimumHeightForWidth(self._within(width))


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
