"""One paper of a record, as it will be printed: first the draft to read over, then the final one with its number.

window.open_page(PaperPage(workplace, window, "minutes", meeting_uid))
"""

from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.papers import PAPER_KINDS
from desktop.services.papers import Printed
from desktop.services.printing import SIZE_NAMES, UNKEPT, size_words
from desktop.services.workplace import Workplace
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ask_save
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.preview import PdfPreview
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.segments import Segments
from desktop.ui.strip import Message, NoticeFrame

_DRAFT = "Ini draf untuk dibaca dahulu. Naskah resmi mendapat nomor dan dicatat."
_TEST = "Cetak dengan skala 100 %, lalu ukur dengan penggaris seperti tertulis di lembar ini."
_MAKE_FINAL = "Buat naskah resmi"


class PaperPage(Page):
    """Shows, prints and saves one paper. `kind`: a key of desktop.domain.papers; `uid`: the record it is about.

    `month`: any day of the month a book is about.
    """

    def __init__(
        self,
        workplace: Workplace,
        window: MainWindow,
        kind: str,
        uid: str = "",
        parent: QWidget | None = None,
        *,
        month: date | None = None,
    ) -> None:
        super().__init__(PAPER_KINDS[kind].title, parent, topic="cetak", scrolls=False)
        self._work, self._window, self._kind, self._uid = workplace, window, kind, uid
        self._month = month
        self.printed: Printed | None = None
        self._final = False
        self.preview = PdfPreview()
        self.preview.sheet_button.setVisible(workplace.papers.has_sheet(kind))
        self.preview.sheet_wanted.connect(self.save_sheet)
        self.notice = NoticeFrame(closable=False)
        self.sizes = Segments(((name, name) for name in SIZE_NAMES), "Ukuran kertas")
        label = QLabel("Kertas")
        mark(label, "label")
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(label)
        row.addSpacing(SPACE_3)
        remembered = window.remembered.text(f"paper/{kind}", SIZE_NAMES[0])
        for size, button in self.sizes.buttons.items():
            button.setAccessibleName(f"Kertas {size_words(size)}")
            button.setToolTip(size_words(size))
        if remembered in self.sizes.buttons:
            self.sizes.choose(remembered)
        self.sizes.picked.connect(lambda _size: self._other_size())
        row.addWidget(self.sizes)
        row.addSpacing(SPACE_4)
        row.addWidget(self.notice, 1)
        top = QVBoxLayout()
        top.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        top.addLayout(row)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(top)
        self.body.addWidget(self.preview, 1)

    @property
    def size_name(self) -> str:
        """One of desktop.services.printing.SIZE_NAMES."""
        return self.sizes.key

    @property
    def is_final(self) -> bool:
        """Whether what is shown has its number."""
        return self.printed is not None and self._final

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Cetak"),)

    def page_actions(self) -> PageActions:
        if self.is_final or self._kind in UNKEPT:
            return PageActions()
        make = Command(text=_MAKE_FINAL, run=self.make_final, icon="check", menu=Menu.PRINT)
        return PageActions(primary=make)

    def reload(self) -> None:
        if self.printed is None:
            self._build(final=False)

    def make_final(self) -> bool:
        """Number the paper and show the very file that was registered."""
        return self._build(final=True)

    def print_page(self) -> bool:
        self.preview.print_now()
        return True

    def save_sheet(self) -> Path | None:
        """Ask where, and write what is shown as a spreadsheet. Where it was written, None when given up."""
        if self.printed is None:
            return None
        proposed = self.preview.file_name.removesuffix(".pdf") + ".xlsx"
        target = ask_save(self, "Simpan sebagai Excel", proposed, "xlsx", "Buku kerja Excel")
        return target if target is not None and self.save_sheet_to(target) else None

    def save_sheet_to(self, target: Path) -> bool:
        """Whole or not at all; says what went wrong above the pages."""
        try:
            self._work.papers.export_sheet(
                self._kind, self._uid, target, final=self.is_final, size=self.size_name, month=self._month
            )
        except (RuleViolation, Trouble) as problem:
            self.preview.notice.put(Message(text=explain(problem), tone=Tone.PROBLEM))
            return False
        self.preview.notice.put(Message(text=f"Tersimpan: {target.name}", tone=Tone.GOOD))
        return True

    def leave(self) -> bool:
        self.preview.clear()
        self.printed = None
        return True

    def _other_size(self) -> None:
        self._window.remembered.keep(f"paper/{self._kind}", self.size_name)
        self._build(final=self.is_final)

    def _build(self, *, final: bool) -> bool:
        try:
            printed = self._work.papers.build(
                self._kind, self._uid, final=final, size=self.size_name, month=self._month
            )
            self.preview.load(printed.path)
        except (RuleViolation, Trouble) as problem:
            self.notice.put(Message(text=explain(problem), tone=Tone.PROBLEM))
            return False
        self.printed, self._final = printed, final
        number = printed.number.replace("/", "-")
        self.preview.file_name = f"{self.title()} {number}".strip() + ".pdf"
        if self._kind in UNKEPT:
            self.notice.put(Message(text=_TEST, tone=Tone.INFO))
        elif final:
            text = f"Naskah resmi, nomor {printed.number}." if printed.number else "Naskah resmi."
            self.notice.put(Message(text=text, tone=Tone.GOOD))
        else:
            self.notice.put(Message(text=_DRAFT, tone=Tone.INFO, button=_MAKE_FINAL, run=self.make_final))
        self.actions_changed.emit()
        return True
