"""Before rules go out: what changed in plain words, what publishing does, and the question."""

from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.rulesheet_diff import sheet_changes
from desktop.services.rule_editing import SheetDraft
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, words
from desktop.ui.dialogs import confirm
from desktop.ui.icons import dress
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark

GOES_OUT = "Aturan ikut dalam kiriman berikutnya ke semua RT dan Pokmas."
STAYS = (
    "Keputusan yang sudah dibuat tetap memakai aturan saat diputuskan. Versi aturan yang lama tetap tersimpan dan bisa "
    "dilihat lagi."
)


class PublishPage(Page):
    """The sheet of `draft` beside what holds for `old` (a year)."""

    published = Signal()

    def __init__(
        self, work: Workplace, window: MainWindow, draft: SheetDraft, old: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(f"Terbitkan aturan tahun {draft.sheet.year}", parent, topic="aturan")
        self._year = draft.sheet.year
        self._work, self._window, self._draft = work, window, draft
        before = work.rules.sheet(old)
        changes = sheet_changes(before, draft.sheet) if before is not None else []
        now = Card("Yang terjadi bila diterbitkan")
        for text in (f"Mulai sekarang aturan ini berlaku di komputer ini. {GOES_OUT}", STAYS):
            now.body.addWidget(words(text))
        self.compared = QCheckBox(f"Semua angka sudah dicocokkan dengan {draft.sheet.regulation}")
        unread = draft.sheet.evidence == "unknown"
        if unread:
            now.body.addWidget(self.compared)
            hint = "Tanpa tanda ini, angka yang belum diubah ditandai “belum diketahui” dan RT membacanya begitu."
            now.body.addWidget(words(hint, "small"))
        told = Card(f"Yang berubah dari aturan tahun {old}" if old != self._year else "Yang berubah")
        self.lines: list[str] = []
        for subject, group in groupby(changes, key=lambda one: one.subject):
            told.body.addWidget(words(subject, "strong"))
            for one in group:
                told.body.addWidget(words(f"–  {one.text}"))
                self.lines.append(one.text)
        if not changes:
            told.body.addWidget(words("Tidak ada yang berubah.", "muted"))
        self.body.addWidget(told)
        self.body.addWidget(now)
        self.body.addStretch(1)
        self.later = QPushButton("Simpan, terbitkan nanti")
        self.later.clicked.connect(lambda _checked=False: self.keep())
        self.now = QPushButton(f"Terbitkan aturan {self._year}")
        mark(self.now, "primary")
        dress(self.now, "send", "on_primary")
        self.now.clicked.connect(lambda _checked=False: self.publish())
        count = words(f"{len(changes)} hal berubah." if changes else "", "muted")
        count.setWordWrap(False)
        self.pin(count, None, self.later, self.now)

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Aturan"), Crumb(f"Menyusun aturan tahun {self._year}", self.closes.emit))

    def publish(self) -> None:
        """Save it and let it travel, after asking: it goes to every RT."""
        question = f"Terbitkan aturan tahun {self._year} ke semua RT dan Pokmas?"
        if confirm(self, question, "Terbitkan", detail=f"{GOES_OUT} {STAYS}") and self._save():
            self._work.rule_editing.publish(self._year)
            self._gone(f"Aturan tahun {self._year} diterbitkan. {GOES_OUT}", button="Buka Kirim–Terima")

    def keep(self) -> None:
        """Save it; RTs get it once it is published."""
        if self._save():
            self._gone(f"Aturan tahun {self._year} disimpan dan berlaku di komputer ini. RT belum mendapatkannya.")

    def _save(self) -> bool:
        draft = self._work.rule_editing.compared(self._draft) if self.compared.isChecked() else self._draft
        try:
            self._work.rule_editing.save_sheet(draft)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return False
        return True

    def _gone(self, text: str, button: str = "") -> None:
        """Back to the list, over the editor; what happened is said there."""
        window = self._window
        self.closes.emit()
        self.published.emit()
        page = window.page
        if page is not None:
            run = (lambda: page.goes.emit("exchange")) if button else None
            page.say(text, Tone.GOOD, button=button, run=run)
