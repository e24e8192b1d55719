"""A paper that is about no record (slip, wall letter): shown, printed or saved, then gone."""

import shutil
from pathlib import Path

from PySide6.QtWidgets import QWidget

from desktop.domain.errors import Trouble
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import Tone
from desktop.ui.preview import PdfPreview
from desktop.ui.problems import explain


class SheetPage(Page):
    """`path`: a PDF in a folder of its own, which is deleted when the page is left."""

    def __init__(self, path: Path, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Path(name).stem, parent, topic="cetak", scrolls=False)
        self.path = path
        self.preview = PdfPreview(file_name=name)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(self.preview, 1)

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Cetak"),)

    def reload(self) -> None:
        if self.preview.page_count:
            return
        try:
            self.preview.load(self.path)
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)

    def print_page(self) -> bool:
        self.preview.print_now()
        return True

    def leave(self) -> bool:
        self.preview.clear()
        shutil.rmtree(self.path.parent, ignore_errors=True)
        return True
