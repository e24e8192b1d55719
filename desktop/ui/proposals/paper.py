"""A page that shows one paper: the very file that is printed."""

from pathlib import Path

from desktop.ui.page import Crumb, Page
from desktop.ui.preview import PdfPreview


class PaperPage(Page):
    """Preview of a PDF over the page it was asked from; Back returns there. Raises Trouble: file_unreadable."""

    def __init__(self, title: str, path: Path, *, above: str = "Usulan", file_name: str = "") -> None:
        super().__init__(title, topic="L06", scrolls=False)
        self._above = above
        self.body.setContentsMargins(0, 0, 0, 0)
        self.preview = PdfPreview(file_name=file_name or path.name)
        self.body.addWidget(self.preview, 1)
        self.preview.load(path)

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb(self._above),)

    def print_page(self) -> bool:
        self.preview.print_now()
        return True
