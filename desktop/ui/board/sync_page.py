"""Usulan of several RTs that are alike: joined into one activity on a host RT, or kept apart.

Source: Perwali Kediri 32/2021 pasal 26 ayat (2), (3), pasal 9 ayat (2), (3).
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QWidget

from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation
from desktop.domain.joint import place_name
from desktop.domain.money import format_rupiah
from desktop.domain.sectors import sector_name
from desktop.domain.synchronise import Candidate
from desktop.services.synchronise import Agreed
from desktop.services.workplace import Workplace
from desktop.ui.board.join_form import JoinForm
from desktop.ui.cards import Card, EmptyState, words
from desktop.ui.commands import Command, PageActions
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.segments import Segments
from desktop.ui.value_fields import today_here

_EMPTY = {
    "rw": "Dalam satu RW tidak ada usulan serupa yang menunggu. Bandingkan juga antar-RW dengan pilihan di kiri.",
    "across": "Antar-RW tidak ada usulan serupa yang menunggu.",
}
_LIST_WIDTH = 284


class SyncPage(Page):
    """Left the groups found, right the one at hand; below the list what was agreed on before."""

    shows = frozenset({"d.submission", "d.withdrawal", "k.decision", "k.allocation", "k.synchronisation", "bundles"})

    def __init__(self, work: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Usulan serupa", parent, topic="papan", scrolls=False)
        self._work, self._window = work, window
        self.groups: list[list[Candidate]] = []
        self.which = Segments([("rw", "Dalam satu RW"), ("across", "Antar-RW")], "Usulan serupa yang dicari")
        self.which.picked.connect(lambda _key: self.reload())
        self.list = QListWidget()
        self.list.setAccessibleName("Kelompok usulan serupa")
        self.list.setWordWrap(True)
        self.list.setSpacing(SPACE_1)
        mark(self.list, "clear")
        self.list.currentRowChanged.connect(self._show)
        self.agreed = words("", "small")
        self.agreed_title = words("Sudah disepakati digabung", "strong")
        left = Card()
        left.setFixedWidth(_LIST_WIDTH)
        left.body.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        left.body.setSpacing(SPACE_2)
        left.body.addWidget(self.which, 0, Qt.AlignmentFlag.AlignLeft)
        left.body.addWidget(self.list, 1)
        left.body.addWidget(self.agreed_title)
        left.body.addWidget(self.agreed)
        left.body.addStretch()
        self.form = JoinForm(work)
        self.form.altered.connect(self.actions_changed)
        self.empty = EmptyState(_EMPTY["rw"], icon="copy")
        columns = QHBoxLayout()
        columns.setSpacing(SPACE_3)
        columns.addWidget(left)
        columns.addWidget(self.form, 1)
        columns.addWidget(self.empty, 1)
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self.body.addLayout(columns, 1)

    # --- the page ----------------------------------------------------------------------------------------------------

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Papan RT"),)

    def page_actions(self) -> PageActions:
        some = bool(self.groups)
        join = Command(text="Gabungkan", run=self.join, icon="friends", enabled=some and self.form.may_join)
        apart = Command(text="Bukan hal yang sama", run=self.keep_apart, icon="x", enabled=some)
        return PageActions(primary=join, secondary=(apart,))

    def reload(self) -> None:
        before = self.form.key
        self.groups = self._work.synchronise.groups(across=self.which.key == "across")
        self.list.blockSignals(True)
        self.list.clear()
        for group in self.groups:
            self.list.addItem(_item(group))
        self.list.blockSignals(False)
        self._show_agreed(self._work.synchronise.agreed())
        self.form.setVisible(bool(self.groups))
        self.empty.setVisible(not self.groups)
        self.empty.put(_EMPTY[self.which.key])
        self.list.setVisible(bool(self.groups))
        at = next((at for at, group in enumerate(self.groups) if group[0].uid == before), 0)
        if self.groups:
            self.list.setCurrentRow(at)
            self._show(at)
        self.actions_changed.emit()

    def _show(self, at: int) -> None:
        if 0 <= at < len(self.groups):
            self.form.put(self.groups[at])
            self.actions_changed.emit()

    def _show_agreed(self, found: Sequence[Agreed]) -> None:
        lines = []
        for one in found[:5]:
            rest = f"menunggu {', '.join(one.open)}" if one.open else "semua RT sudah menulisnya"
            lines.append(f"{one.title} ({place_name(one.host)}, {format_rupiah(one.total)}): {rest}.")
        self.agreed.setText("\n".join(lines))
        self.agreed.setVisible(bool(lines))
        self.agreed_title.setVisible(bool(lines))

    # --- deeds -------------------------------------------------------------------------------------------------------

    def join(self) -> None:
        """Send the usulan at hand back, to be written as one joint activity."""
        asked = self.form.answer()
        if asked is None:
            return
        try:
            self._work.synchronise.join(
                asked.title,
                asked.host,
                asked.parts,
                by=self._work.officers.name("kasi_ekbang") or self._work.info.name,
                on=today_here(),
            )
        except RuleViolation as problem:
            if problem.code == "title_missing":
                self.form.name_field.set_problem(explain(problem))
                self.form.name_field.focus()
            else:
                self.say(explain(problem), Tone.PROBLEM)
            return
        count = len(asked.parts)
        self.reload()
        text = f"{count} usulan dikembalikan ke RT-nya dengan petunjuk menulisnya sebagai satu kegiatan gabungan."
        self.say(text, Tone.GOOD, button="Kirim balik", run=lambda: self.goes.emit("exchange"))

    def keep_apart(self) -> None:
        """Those at hand are different things."""
        group = self.form.group
        if group:
            self._work.synchronise.keep_apart(group, on=today_here())
            self.reload()
            self.say("Kelompok ini tidak ditampilkan lagi, kecuali usulannya berubah.", seconds=8)


def _item(group: Sequence[Candidate]) -> QListWidgetItem:
    names = ", ".join(dict.fromkeys(parse_area(one.area).short_name for one in group))
    total = format_rupiah(sum(one.proposal.amount for one in group))
    first = group[0].proposal
    return QListWidgetItem(f"{first.title}\n{names}\n{sector_name(first.sector)} · {total}")
