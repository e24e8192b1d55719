"""Aturan, the kelurahan's room: the rules of each year, and the way to the next year's."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QWidget

from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.rulesheet import RuleSheet
from desktop.services.clock import day_of
from desktop.services.rule_editing import check_text, sheet_text
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, words
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ask_open
from desktop.ui.estimate.prices import PriceListsPage
from desktop.ui.forms import ChoiceField
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.rules.copying import CopyDialog
from desktop.ui.rules.editor import RulesEditor, draft_begun
from desktop.ui.rules.files import FileProblems, save_as_file
from desktop.ui.rules.publish import GOES_OUT
from desktop.ui.rules.read_page import RulesReadPage
from desktop.ui.rules.view import SheetView
from desktop.ui.status import SUBMITTED, Status, StatusChip
from desktop.ui.strip import Message, NoticeFrame

_BUNDLED = Status("Bawaan aplikasi", "lock", Tone.NEUTRAL)
_NONE = Status("Belum ada", "minus", Tone.NEUTRAL)
_SAVED = Status("Belum diterbitkan", "pencil", Tone.ATTENTION)
_OUT = Status("Diterbitkan", SUBMITTED.icon, Tone.GOOD)


class RulesPage(Page):
    """One year at a time; the newest with rules first shown is the desk's own."""

    shows = frozenset({"k.rule_sheet", "settings"})

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Aturan tahun", topic="aturan")
        self._work, self._window = work, window
        self.year = ChoiceField("year", "Tahun anggaran", [], filters=True, width=140)
        self.year.changed.connect(self._show)
        self.chip = StatusChip(_NONE)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self.year)
        row.addWidget(self.chip, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.begun, self.waiting = NoticeFrame(closable=False), NoticeFrame(closable=False)
        for notice in (self.begun, self.waiting):
            notice.hide()
        self.past = Card("Versi sebelumnya")
        self._versions = QWidget()
        self.view = SheetView()
        self.body.setSpacing(SPACE_3)
        for widget in (self.begun, self.waiting):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.body.addWidget(self.past)
        self.body.addWidget(self.view)
        self.body.addStretch(1)

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        some = self._sheet() is not None
        why = "Belum ada aturan untuk tahun ini."
        return PageActions(
            primary=Command(
                text="Salin aturan tahun lalu",
                icon="copy",
                run=self.copy,
                tip="Salin aturan satu tahun, ubah angkanya, lalu kirim",
            ),
            secondary=(
                Command(text="Ubah aturan ini", icon="pencil", run=self.alter, enabled=some, why_not=why),
                Command(
                    text="Simpan sebagai berkas…",
                    icon="download",
                    run=self.save_file,
                    menu=Menu.FILE,
                    enabled=some,
                    why_not=why,
                ),
            ),
            more=(
                Command(text="Ambil dari berkas TOML…", icon="upload", run=self.take_file, menu=Menu.FILE),
                Command(text="Daftar harga…", icon="coin", run=self.show_prices, menu=Menu.DATA),
            ),
        )

    def show_prices(self) -> None:
        """The price lists that go to every desk."""
        self.opens.emit(PriceListsPage(self._work, self._window))

    def reload(self) -> None:
        known = [one.year for one in self._work.rules.years()]
        years = sorted({self._work.info.year, *known}, reverse=True)
        chosen = self.year.value() or self._work.info.year
        self.year.put_options([(year, str(year)) for year in years])
        self.year.set_value(chosen if chosen in years else self._work.info.year)
        self._show()

    def open_record(self, uid: str, spot: str = "") -> None:
        """Show the year of a sheet by its record; `spot` "2026": that year."""
        record = self._work.records.get(uid) if uid else None
        wanted = record.year if record is not None else int(spot) if spot.isdecimal() else 0
        if wanted:
            self.year.set_value(wanted)
            self._show()

    # --- showing -----------------------------------------------------------------------------------------------------

    @property
    def shown_year(self) -> int:
        """The year chosen."""
        value = self.year.value()
        return value if isinstance(value, int) else self._work.info.year

    def _sheet(self) -> RuleSheet | None:
        return self._work.rules.sheet(self.shown_year)

    def _show(self) -> None:
        year = self.shown_year
        self.view.put(self._sheet(), year)
        own = self._work.rule_editing.own(year)
        self.chip.put(_NONE if self._sheet() is None else _BUNDLED)
        self.waiting.hide()
        if own is not None:
            out = own.state == "published" and not own.changed
            self.chip.put(_OUT if out else _SAVED)
            if not out:
                text = f"Aturan tahun {year} sudah berlaku di komputer ini, tetapi RT dan Pokmas belum mendapatkannya."
                message = Message(text=text, tone=Tone.ATTENTION, button="Terbitkan", run=self.publish)
                self.waiting.put(message)
        begun = draft_begun(self._work)
        self.begun.setVisible(begun is not None)
        if begun is not None:
            _, base, of = begun
            source = f", disalin dari tahun {base}" if base else ""
            text = f"Naskah aturan tahun {of}{source} belum selesai."
            run = partial(self.begin_writing, of, base)
            self.begun.put(Message(text=text, tone=Tone.INFO, button="Lanjutkan", run=run))
        self._show_versions(year)
        self.actions_changed.emit()

    def _show_versions(self, year: int) -> None:
        """What the year's rules said before, each to be read."""
        self.past.body.removeWidget(self._versions)
        self._versions.hide()
        self._versions.deleteLater()
        self._versions = QWidget()
        mark(self._versions, "clear")
        row = QHBoxLayout(self._versions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACE_3)
        earlier = self._work.rule_editing.versions(year)[1:]
        for at, sheet in earlier[:4]:
            button = QPushButton(f"Lihat versi {format_day(day_of(at))}")
            mark(button, "link")
            button.clicked.connect(self._shows(year, sheet))
            row.addWidget(button)
        row.addWidget(words("Keputusan lama tetap memakai versi saat diputuskan.", "small"), 1)
        self.past.body.addWidget(self._versions)
        self.past.setVisible(bool(earlier))

    def _shows(self, year: int, sheet: RuleSheet) -> Callable[[], None]:
        return lambda: self.opens.emit(RulesReadPage(self._work, year, sheet=sheet))

    # --- deeds -------------------------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Pick the year to copy and the new year, then the editor."""
        dialog = CopyDialog([one.year for one in self._work.rules.years()], self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.begin_writing(dialog.new_year, dialog.base)

    def alter(self) -> None:
        """The rules in force, to alter them; they become a further version."""
        if self._sheet() is not None:
            begun = draft_begun(self._work, self.shown_year)
            self.begin_writing(self.shown_year, begun[1] if begun else 0)

    def begin_writing(self, year: int, base: int = 0) -> None:
        """The editor on the rules of `year`, copied from `base` (0: its own are altered)."""
        try:
            page = RulesEditor(self._work, self._window, year, base)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return
        self.year.put_options([(one, str(one)) for one in sorted({year, *self._years()}, reverse=True)])
        self.year.set_value(year)
        self.opens.emit(page)

    def _years(self) -> list[int]:
        return [self._work.info.year, *(one.year for one in self._work.rules.years())]

    def publish(self) -> None:
        """Let the saved rules of the year shown travel."""
        self._work.rule_editing.publish(self.shown_year)
        self.say(
            f"Aturan tahun {self.shown_year} diterbitkan. {GOES_OUT}",
            Tone.GOOD,
            button="Buka Kirim–Terima",
            run=lambda: self.goes.emit("exchange"),
        )
        self.reload()

    def save_file(self) -> None:
        """The rules shown as a TOML file."""
        if self._sheet() is None:
            return
        try:
            text = self._work.rule_editing.toml(self._work.rule_editing.draft_of(self.shown_year))
            saved = save_as_file(self, text, self.shown_year)
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)
            return
        if saved is not None:
            self.say(f"Aturan disimpan sebagai {saved.name}.", Tone.GOOD, seconds=8)

    def take_file(self) -> None:
        """A TOML file as the rules of its year; with anything wrong in it nothing is taken, and all of it is told."""
        file = ask_open(self, "Ambil aturan dari berkas", ("*.toml",), "Berkas aturan")
        if file is None:
            return
        try:
            text = sheet_text(str(file))
            problems = check_text(text)
            if problems:
                FileProblems(file.name, problems, self).exec()
                return
            record = self._work.rule_editing.save_sheet(text)
        except (Trouble, RuleViolation) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self.reload()
        self.year.set_value(record.year)
        self._show()
        self.say(f"Aturan tahun {record.year} diambil dari {file.name}. Terbitkan agar RT mendapatkannya.", Tone.GOOD)
