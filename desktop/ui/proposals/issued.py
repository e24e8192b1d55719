"""A page that shows the very file that was printed and registered."""

from pathlib import Path

from desktop.ui.page import Crumb, Page
from desktop.ui.preview import PdfPreview


class IssuedPage(Page):
    """An issued paper as it was printed. Raises Trouble: file_unreadable."""

    def __init__(self, title: str, number: str, path: Path) -> None:
        super().__init__(title, topic="cetak", scrolls=False)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.preview = PdfPreview(file_name=f"{title} {number}.pdf")
        self.body.addWidget(self.preview, 1)
        self.preview.load(path)

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Ajukan"),)

    def print_page(self) -> bool:
        self.preview.print_now()
        return True

    def leave(self) -> bool:
        self.preview.clear()
        return True
