"""L17 Arsip: every record and issued paper of the desk, the trash, a year in one file, handing all of it over."""

from functools import partial
from pathlib import Path
from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLabel, QLineEdit, QWidget

from desktop.domain.areas import parse_area
from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.record_types import RECORD_TYPES
from desktop.services.archive import ArchivePaper, HandedOver, Lack, YearPacked
from desktop.services.search import AT_ONCE, FoundEntry, ListFacets
from desktop.services.search_texts import GROUPS
from desktop.services.workplace import Workplace
from desktop.ui.archive.hand_over import HandOverDialog
from desktop.ui.archive.listing import STATES, ArchiveList
from desktop.ui.archive.pane import ArchivePane
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ask_folder, ask_save
from desktop.ui.finding import open_found, room_of
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain, handle_failure
from desktop.ui.qss import mark
from desktop.ui.segments import Segments
from desktop.ui.theme import look
from desktop.ui.value_fields import today_here

_EMPTY: Final = "Arsip masih kosong. Semua yang Anda simpan dan cetak akan terkumpul di sini."
_NO_TRASH: Final = "Tempat sampah kosong. Yang Anda hapus dapat dipulihkan dari sini."
_NOT_FOUND: Final = "Tidak ada yang cocok. Periksa ejaan, atau hapus saringan."
_COMPLETE: Final = "Arsip lengkap: semua naskah ada berkasnya, dan yang perlu tanda tangan sudah dilampirkan."
_PREPARING: Final = "Daftar arsip sedang disiapkan. Tunggu sebentar."
_PAUSE: Final = 150
_ANY: Final = "Semua"
_PANE: Final = 288
"""Logical px of the pane beside the list at normal text size."""


class ArchivePage(Page):
    """The room "Arsip" of every desk."""

    shows = frozenset({*RECORD_TYPES, "papers", "settings"})

    def __init__(self, workplace: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Arsip", parent, topic="L17", scrolls=False)
        self._work, self._window = workplace, window
        self._awaited = ""
        self._preparing = False
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Cari dalam arsip (Ctrl+F)")
        self.filter.setAccessibleName("Cari dalam arsip")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMinimumWidth(240)
        self.filter.setMaximumWidth(320)
        self.which = Segments(((0, "Arsip"), (1, "Tempat sampah")), "Yang ditampilkan")
        self.which.picked.connect(lambda _at: self._narrow())
        self.count = QLabel()
        mark(self.count, "muted")
        top = QHBoxLayout()
        top.setSpacing(SPACE_3)
        top.addWidget(self.filter)
        top.addWidget(self.which)
        top.addStretch(1)
        top.addWidget(self.count)
        self.kind, self.year, self.state, self.rt = (QComboBox() for _ in range(4))
        facets = QHBoxLayout()
        facets.setSpacing(SPACE_2)
        self._facet_labels: list[QLabel] = []
        for text, box in (("&Jenis", self.kind), ("T&ahun", self.year), ("K&eadaan", self.state), ("&RT", self.rt)):
            label = QLabel(text)
            mark(label, "label")
            label.setBuddy(box)
            box.setAccessibleName(text.replace("&", ""))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMinimumWidth(96)
            box.activated.connect(lambda _at: self._narrow())
            facets.addWidget(label)
            facets.addWidget(box)
            self._facet_labels.append(label)
        facets.addStretch(1)
        if workplace.info.role != "kelurahan":
            self.rt.hide()
            self._facet_labels[3].hide()
        self.list = ArchiveList(
            workplace,
            EmptyState(_EMPTY, icon="archive"),
            EmptyState(_NOT_FOUND, "Hapus saringan", self.clear_filters, icon="filter"),
            window.remembered,
            self,
        )
        self.pane = ArchivePane()
        below = QHBoxLayout()
        below.setSpacing(SPACE_3)
        below.addWidget(self.list, 1)
        below.addWidget(self.pane)
        self.body.setSpacing(SPACE_2)
        self.body.addLayout(top)
        self.body.addLayout(facets)
        self.body.addLayout(below, 1)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_PAUSE)
        self._clock.timeout.connect(self._narrow)
        self.filter.textChanged.connect(lambda _text: self._clock.start())
        self.filter.returnPressed.connect(self._to_first)
        self.list.chosen.connect(self._show_chosen)
        self.list.opened.connect(self.open_one)
        self.pane.reprint.connect(self.reprint)
        self.pane.moved.connect(self._move)

    # --- the page ----------------------------------------------------------------------------------------------------

    @property
    def in_trash(self) -> bool:
        """Whether the trash is shown."""
        return self.which.key == 1

    def page_actions(self) -> PageActions:
        one = self.list.row()
        why = "Pilih satu baris dahulu."
        over = Command(text="Serah terima pengurus…", run=self.hand_over, icon="transfer", menu=Menu.DATA)
        year = Command(text="Simpan satu tahun…", run=self.pack_year, icon="package", menu=Menu.DATA)
        if self.in_trash:
            restore = Command(
                text="Pulihkan",
                run=self.restore,
                icon="arrow-back-up",
                menu=Menu.EDIT,
                enabled=one is not None,
                why_not=why,
            )
            return PageActions(primary=restore, more=(year, over))
        paper = self._paper_of(one)
        can_open = one is not None and (bool(one.paper) or bool(room_of(self._work, one)))
        opening = Command(
            text="Buka", run=self.open_chosen, icon="folder-open", menu=Menu.DATA, enabled=can_open, why_not=why
        )
        again = Command(
            text="Cetak lagi",
            run=self.print_again,
            icon="printer",
            menu=Menu.PRINT,
            enabled=paper is not None,
            why_not="Belum pernah dicetak sebagai naskah resmi.",
        )
        return PageActions(primary=opening, secondary=(again,), more=(year, over))

    def reload(self) -> None:
        try:
            behind = self._work.search.behind()
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)
            return
        if behind > AT_ONCE:
            self._prepare()
        self._narrow()

    def _prepare(self) -> None:
        if self._preparing:
            return
        self._preparing = True
        self.say(_PREPARING)
        task = self._window.tasks.start("Menyiapkan daftar arsip", self._work.search.catch_up, writes=False, quiet=True)
        task.finished.connect(self._prepared)

    def _prepared(self, _result: object, error: object) -> None:
        self._preparing = False
        if isinstance(error, Exception):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
            return
        self._window.strip.clear()
        self._narrow()

    def check(self) -> list[Problem] | None:
        """F9: papers whose file is gone, and signed ones of which no scan is here; each entry chooses its row."""
        return [
            Problem(text=_lacking(lack), jump=partial(self._show_paper, lack.paper), blocks=lack.gone)
            for lack in self._work.archive.lacks()
        ]

    def show_problems(self, problems: list[Problem], *, ready: str = _COMPLETE) -> None:
        super().show_problems(problems, ready=ready)

    def focus_filter(self) -> bool:
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()
        return True

    def print_page(self) -> bool:
        return self.print_again()

    def open_record(self, uid: str, _spot: str = "") -> None:
        """Show one record in the list; uid "": the list as it is."""
        if not uid:
            return
        self.clear_filters()
        found = self._work.search.about(uid)
        for one in sorted(found, key=lambda entry: bool(entry.paper)):
            if self.list.choose(one.id):
                self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _show_paper(self, paper: ArchivePaper) -> None:
        """Choose a paper's row, whatever was narrowed before."""
        self.clear_filters()
        for one in self._work.search.about(paper.of):
            if one.paper and one.number == paper.number and self.list.choose(one.id):
                self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def clear_filters(self) -> None:
        """Everything, of every year."""
        for box in (self.kind, self.year, self.state, self.rt):
            box.setCurrentIndex(0 if box.count() else -1)
        blocker = QSignalBlocker(self.filter)
        self.filter.clear()
        blocker.unblock()
        self.which.choose(0)
        self._narrow()

    # --- the list ----------------------------------------------------------------------------------------------------

    def _facets(self) -> ListFacets:
        own = str(self._work.info.area)
        return ListFacets(
            kind=str(self.kind.currentData() or ""),
            year=int(self.year.currentData() or 0),
            state="" if self.in_trash else str(self.state.currentData() or ""),
            area=own if self.in_trash else str(self.rt.currentData() or ""),
            removed=self.in_trash,
        )

    def _narrow(self) -> None:
        """The list anew, for the words and facets that hold now."""
        self._clock.stop()
        facets, typed = self._facets(), self.filter.text().strip()
        words = "" if self.in_trash else typed
        try:
            places = self._work.search.listed(facets, words)
            self._fill_facets()
            trash = sum(
                self._work.search.counts("kind", ListFacets(area=str(self._work.info.area), removed=True)).values()
            )
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)
            return
        self.which.put_text(1, f"Tempat sampah ({trash})" if trash else "Tempat sampah")
        self.filter.setEnabled(not self.in_trash)
        self.state.setVisible(not self.in_trash)
        self._facet_labels[2].setVisible(not self.in_trash)
        self.list.empty.put(_NO_TRASH if self.in_trash else _EMPTY)
        narrowed = bool(words or facets.kind or facets.year or facets.state or (facets.area and not self.in_trash))
        self.list.nothing.put(f"Tidak ada yang cocok dengan “{words[:60]}”." if words else _NOT_FOUND)
        self.list.put(places, narrowed=narrowed)
        self.count.setText(f"{len(places)} baris" if places else "")
        self.actions_changed.emit()

    def _fill_facets(self) -> None:
        """The choices there are, each with how many fit besides."""
        now = self._facets()
        for name, box in (("kind", self.kind), ("year", self.year), ("state", self.state), ("area", self.rt)):
            others = replace(now, **{name: 0 if name == "year" else ""})
            counts = self._work.search.counts(name, others)
            options = self._options(name, counts)
            kept = box.currentData()
            blocker = QSignalBlocker(box)
            box.clear()
            box.addItem(_ANY, "")
            for value, text in options:
                box.addItem(text, value)
            box.setCurrentIndex(max(box.findData(kept), 0))
            blocker.unblock()

    @staticmethod
    def _options(name: str, counts: dict[str, int]) -> list[tuple[str, str]]:
        if name == "kind":
            return [(key, f"{text} ({counts[key]})") for key, text in GROUPS.items() if key in counts]
        if name == "state":
            return [(key, f"{status.word} ({counts[key]})") for key, status in STATES.items() if key in counts]
        if name == "year":
            return [(key, f"{key} ({count})") for key, count in sorted(counts.items(), reverse=True)]
        return [(key, f"{parse_area(key).short_name} ({count})") for key, count in sorted(counts.items())]

    def _to_first(self) -> None:
        """Enter in the filter: to the list, its first row chosen; once more opens it."""
        self._narrow()
        if self.list.count:
            self.list.view.setCurrentIndex(self.list.model.index(0, 1))
            self.list.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chosen(self, one: object) -> None:
        chosen = one if isinstance(one, FoundEntry) else None
        papers: list[FoundEntry] = []
        place = ""
        if chosen is not None and not chosen.removed:
            papers = [chosen] if chosen.paper else self._papers(chosen)
            place = self._work.archive.place(chosen.uid, chosen.number if chosen.paper else "")
        self.pane.put(chosen, papers, place)
        self.actions_changed.emit()

    def _papers(self, one: FoundEntry) -> list[FoundEntry]:
        try:
            return [entry for entry in self._work.search.about(one.uid) if entry.paper]
        except Trouble:
            return []

    # --- deeds -------------------------------------------------------------------------------------------------------

    def open_chosen(self) -> None:
        """The chosen record in its room, the chosen paper as it was printed."""
        one = self.list.row()
        if one is not None:
            self.open_one(one)

    def open_one(self, one: object) -> None:
        """Enter on a row. What no room of this desk shows stays here, told in the pane."""
        if not isinstance(one, FoundEntry) or self.in_trash:
            return
        if one.paper or room_of(self._work, one):
            open_found(self._work, self._window, one)

    def _paper_of(self, one: FoundEntry | None) -> FoundEntry | None:
        if one is None or one.removed:
            return None
        return one if one.paper else next(iter(self._papers(one)), None)

    def print_again(self) -> bool:
        """The newest paper of the chosen row, exactly as it was printed. False when there is none."""
        paper = self._paper_of(self.list.row())
        if paper is None:
            return False
        self.reprint(paper)
        return True

    def reprint(self, paper: object) -> None:
        """Show an issued paper as it was printed."""
        if isinstance(paper, FoundEntry):
            open_found(self._work, self._window, paper)

    def _move(self, place: str) -> None:
        one = self.pane.one
        if one is None:
            return
        try:
            self._work.archive.put_at(one.uid, one.number if one.paper else "", place)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self.say("Letak naskah dicatat." if place else "Letak naskah dihapus.", Tone.GOOD, seconds=6)

    def restore(self) -> None:
        """Out of the trash; "Urungkan" puts it back."""
        one = self.list.row()
        if one is None:
            return
        try:
            self._work.publications.bring_back([one.uid])
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.ATTENTION)
            return
        self.say(
            f"“{one.title}” dipulihkan.", Tone.GOOD, button="Urungkan", run=partial(self._remove, one.uid), seconds=10
        )
        self._narrow()

    def _remove(self, uid: str) -> None:
        try:
            self._work.publications.drop([uid])
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.ATTENTION)
            return
        self._narrow()

    def pack_year(self) -> None:
        """Ask where, and write a year into one ZIP."""
        year = int(self.year.currentData() or 0) or self._work.info.year
        target = ask_save(self, f"Simpan arsip tahun {year}", f"Arsip {year}.zip", "zip", "Berkas ZIP")
        if target is not None:
            self.pack_year_to(year, target)

    def pack_year_to(self, year: int, target: Path) -> None:
        """Write the year's records, attachments and papers into this file."""
        title = f"Menyimpan arsip tahun {year}"
        task = self._window.tasks.start(title, lambda _report: self._work.archive.pack_year(year, target))
        task.finished.connect(self._packed)

    def _packed(self, result: object, error: object) -> None:
        if isinstance(result, YearPacked):
            text = f"Tersimpan: {result.path.name}, berisi {result.records} catatan dan {result.papers} naskah."
            missing = f" {result.papers_missing} naskah tidak ada berkasnya." if result.papers_missing else ""
            self.say(text + missing, Tone.ATTENTION if missing else Tone.GOOD)
        elif isinstance(error, Exception):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))

    def hand_over(self) -> None:
        """Ask who takes it over and where to, then lay the whole archive there."""
        dialog = HandOverDialog(self._work, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        folder = ask_folder(self, "Folder atau USB untuk arsip")
        if folder is not None:
            name = f"Serah terima arsip {format_day(today_here())}"
            self.hand_over_to(folder / name, dialog.giver, dialog.receiver)

    def hand_over_to(self, folder: Path, giver: str, receiver: str) -> None:
        """Lay everything into this folder."""
        task = self._window.tasks.start(
            "Menyalin arsip",
            lambda report: self._work.archive.hand_over(folder, giver=giver, receiver=receiver, report=report),
        )
        task.finished.connect(self._handed_over)

    def _handed_over(self, result: object, error: object) -> None:
        if isinstance(result, HandedOver):
            text = (
                f"Arsip disalin ke “{result.folder.name}”: {result.records} catatan, {result.papers} naskah. "
                "Cetak dan tanda tangani berita acaranya."
            )
            self.say(text, Tone.GOOD)
        elif isinstance(error, Exception):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))

    # --- room --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        scale = look().row / 32
        pane = min(round(_PANE * scale), self.width() * 2 // 5)
        self.pane.setFixedWidth(pane)
        self.list.fit_width(round((self.width() - pane - 3 * SPACE_4) / scale))


def _lacking(lack: Lack) -> str:
    paper = lack.paper
    name = " ".join(part for part in (paper.title, paper.number) if part)
    about = f" – {paper.about}" if paper.about else ""
    if lack.gone:
        return f"{name}{about}: berkasnya tidak ada di komputer ini. Ambil dari cadangan, atau cetak lagi."
    return f"{name}{about}: yang bertanda tangan belum dilampirkan."
