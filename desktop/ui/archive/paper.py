"""An issued paper once more, exactly as it was printed."""

from desktop.domain.dates import format_day
from desktop.domain.errors import Trouble
from desktop.services.archive import ArchivePaper
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.preview import PdfPreview
from desktop.ui.problems import explain
from desktop.ui.strip import Message, NoticeFrame


class ArchivedPaperPage(Page):
    """Shows the very file that was registered; it is printed, saved or opened from here, never changed."""

    def __init__(self, paper: ArchivePaper) -> None:
        super().__init__(paper.title, topic="cetak", scrolls=False)
        self.paper = paper
        name = f"{paper.title} {paper.number}".strip().replace("/", "-")
        self.preview = PdfPreview(file_name=f"{name}.pdf")
        self.notice = NoticeFrame(closable=False)
        where = f" Letak naskah: {paper.place}." if paper.place else ""
        number = f"nomor {paper.number}, " if paper.number else ""
        text = f"Naskah seperti saat dicetak: {number}{format_day(paper.printed)}.{where}"
        self.notice.put(Message(text=text, tone=Tone.INFO))
        self.notice.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.preview, 1)

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Arsip"),)

    def reload(self) -> None:
        if self.preview.page_count:
            return
        try:
            self.preview.load(self.paper.path)
        except Trouble as trouble:
            self.notice.put(Message(text=explain(trouble), tone=Tone.PROBLEM))

    def print_page(self) -> bool:
        self.preview.print_now()
        return True

    def leave(self) -> bool:
        self.preview.clear()
        return True
