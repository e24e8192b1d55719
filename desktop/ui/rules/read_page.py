"""Aturan tahun, to read: for the desks that do not make the rules, and for an earlier version of them."""

from PySide6.QtWidgets import QWidget

from desktop.domain.rulesheet import RuleSheet
from desktop.services.workplace import Workplace
from desktop.ui.page import Page
from desktop.ui.palette import Tone
from desktop.ui.rules.view import SheetView
from desktop.ui.strip import Message, NoticeFrame


class RulesReadPage(Page):
    """The rules of a year (default: the desk's). `sheet`: an earlier version, shown in place of what is in force."""

    shows = frozenset({"k.rule_sheet", "settings"})

    def __init__(
        self,
        work: Workplace,
        year: int = 0,
        *,
        sheet: RuleSheet | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"Aturan tahun {year or work.info.year}", parent, topic="aturan")
        self._work, self._year, self._sheet = work, year or work.info.year, sheet
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.view = SheetView()
        self.body.addWidget(self.notice)
        self.body.addWidget(self.view)
        self.body.addStretch(1)

    def reload(self) -> None:
        self.notice.hide()
        if self._sheet is not None:
            text = "Versi ini sudah digantikan. Keputusan yang dibuat dengannya tetap memakainya."
            self.notice.put(Message(text=text, tone=Tone.INFO))
            self.view.put(self._sheet, self._year)
            return
        why = self._work.rules.unreadable(self._year)
        if why:
            text = f"Aturan terbaru dari kelurahan belum terbaca, jadi dipakai aturan sebelumnya. {why}"
            self.notice.put(Message(text=text, tone=Tone.ATTENTION))
        self.view.put(self._work.rules.sheet(self._year), self._year)
