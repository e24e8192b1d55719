"""What every page that is drawn anew does first."""

from PySide6.QtWidgets import QLayout


def empty_layout(layout: QLayout) -> None:
    """Take everything out of a layout and give it up. Hidden at once: until Qt deletes it, it would still be seen."""
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
