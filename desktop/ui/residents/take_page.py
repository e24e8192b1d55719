"""Taking residents from Excel: what stands in the file, what would come in, which rows need a look; then take it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import sentence
from desktop.domain.money import format_number
from desktop.domain.people import mask_nik
from desktop.domain.records import Resident
from desktop.services.take import Outcome, TakeResult
from desktop.services.take_people import read_people
from desktop.services.take_table import FoundTable, layout_of
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, EmptyState, words
from desktop.ui.choices import FilterCombo
from desktop.ui.dialogs import ask_save
from desktop.ui.icons import dress
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import SPACE_1, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.qss import mark
from desktop.ui.segments import Segments
from desktop.ui.status import Status
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory
from desktop.ui.value_fields import today_here

_STATES: Final[dict[Outcome, Status]] = {
    "added": Status("Masuk", "check", Tone.GOOD),
    "same": Status("Sudah ada", "minus", Tone.NEUTRAL),
    "filled": Status("Dilengkapi", "check", Tone.INFO),
    "left": Status("Tidak diambil", "x", Tone.PROBLEM),
}
_LOOK = Status("Perlu dilihat", "alert-triangle", Tone.ATTENTION)
_ACROSS = 4
"""Choices of columns side by side."""

_BESIDE = ("NIK", "L/P", "Lahir", "Alamat")
"""Columns that make room for the reasons."""
_TABLE = 280
"""Least height of the rows (logical px); the page scrolls when there is less room."""
_HEADED = "judul"
"""Beside the columns remembered: the first row holds headings."""

Done = Callable[[str, TakeResult], object]
"""Called when the list was taken: what to say, and what came of it."""
_REMEMBERED = "ambil-warga/"
"""Where the columns of each source are remembered, by its layout."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of the file as it would be taken."""

    number: int
    name: str
    person: Resident
    outcome: Outcome
    problem: str


def _columns() -> list[Column[_Row]]:
    return [
        Column("Baris", lambda row: row.number, "number"),
        Column("Hasil", _state, "status"),
        Column("Nama", lambda row: row.name, width=200),
        Column("NIK", lambda row: mask_nik(row.person.nik), "code"),
        Column("L/P", lambda row: row.person.gender, "code"),
        Column("Lahir", lambda row: row.person.born, "date"),
        Column("Alamat", lambda row: row.person.address, width=180),
        Column("Yang perlu dilihat", lambda row: row.problem, stretch=True),
    ]


def _state(row: _Row) -> Status:
    return _LOOK if row.problem and row.outcome != "left" else _STATES[row.outcome]


class TakePeoplePage(Page):
    """Over the register: nothing is written before "Ambil". `source`: the file's name, as one says it."""

    def __init__(
        self,
        work: Workplace,
        window: MainWindow,
        table: FoundTable,
        source: str,
        done: Done,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Ambil warga dari Excel", parent, topic="L03")
        self._work, self._window, self._done = work, window, done
        self.found, self._source = table, source
        self._bare = table  # as it was found
        self._layout = layout_of(table, source)
        self.headed = QCheckBox("Baris pertama adalah judul kolom")
        self._may_be_headed = not table.heading_row and len(table.rows) > 1
        remembered = self._recall()
        self.headed.clicked.connect(lambda _on=False: self._chosen())
        self.result: TakeResult | None = None
        self._rows: list[_Row] = []
        self.sentence_label = words("Memeriksa daftar…", "section")
        where = f"Dari “{source}”" if source != "tempelan" else "Dari tempelan"
        where += f", lembar “{table.sheet}”" if table.sheet else ""
        where += f", judul kolom di baris {table.heading_row}." if table.heading_row else "."
        where += " Susunan kolom seperti terakhir kali." if remembered else ""
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.columns_button = QPushButton("Kolom di berkas")
        mark(self.columns_button, "fold")
        self.columns_button.setCheckable(True)
        self.columns_button.toggled.connect(self._show_columns)
        self.card = Card()
        self.combos: dict[str, FilterCombo] = {}
        self._fields: list[QWidget] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_4)
        self._grid.setVerticalSpacing(SPACE_3)
        self._make_combos()
        self.card.body.addLayout(self._grid)
        self.card.body.addWidget(self.headed, 0, Qt.AlignmentFlag.AlignLeft)
        if not self._may_be_headed:
            self.headed.hide()
        specs = _columns()
        self.table = Table(
            "ambil-warga",
            specs,
            in_memory(self._wanted, specs),
            key=lambda row: str(row.number),
            title="Baris di berkas",
            empty=EmptyState("Tidak ada baris yang terbaca. Tunjukkan dahulu kolom yang berisi nama.", icon="table"),
            remembered=window.remembered,
        )
        self.table.setMinimumHeight(_TABLE)
        self.which = Segments(((0, "Semua"), (1, "Perlu dilihat")), "Baris yang ditampilkan")
        self.which.picked.connect(lambda _at: self._show_rows())
        self.table.add_tool(self.which)
        self.body.setSpacing(SPACE_3)
        for widget in (self.sentence_label, words(where, "muted"), *self._other_sheets(), self.notice):
            self.body.addWidget(widget)
        self.body.addWidget(self.columns_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.card)
        self.body.addWidget(self.table, 1)
        self.cancel_button = QPushButton("Batal")
        self.cancel_button.clicked.connect(lambda _checked=False: self.closes.emit())
        self.problems_button = QPushButton("Simpan daftar masalah…")
        dress(self.problems_button, "download")
        self.problems_button.clicked.connect(lambda _checked=False: self.save_problems())
        self.take_button = QPushButton("Ambil")
        mark(self.take_button, "primary")
        self.take_button.setEnabled(False)
        self.take_button.clicked.connect(lambda _checked=False: self.take())
        self.pin(self.cancel_button, None, self.problems_button, self.take_button)
        self._show_columns(not self.found.complete)
        self._look()

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Warga", self.closes.emit),)

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    def _other_sheets(self) -> list[QPushButton]:
        """A workbook may hold a list on each of several sheets: each is looked at and taken by itself."""
        buttons = []
        for table in self.found.others:
            button = QPushButton(f"Lembar “{_short(table.sheet)}” juga berisi warga")
            mark(button, "link")
            button.clicked.connect(partial(self._open_sheet, table))
            buttons.append(button)
        return buttons

    def _open_sheet(self, table: FoundTable, _checked: bool = False) -> None:
        self.opens.emit(TakePeoplePage(self._work, self._window, table, self._source, self._done))

    # --- columns -----------------------------------------------------------------------------------------------------

    def _make_combos(self) -> None:
        options = [(-1, "Tidak ada"), *((at, self._column_name(at)) for at in range(len(self.found.titles)))]
        for field in self.found.fields:
            holder, label, combo = QWidget(), QLabel(field.title), FilterCombo()
            mark(holder, "clear")
            mark(label, "label")
            label.setBuddy(combo)
            combo.put(options)
            combo.set_value(self.found.columns.get(field.key, -1))
            combo.chosen.connect(lambda _value: self._chosen())
            inside = QVBoxLayout(holder)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(SPACE_1)
            inside.addWidget(label)
            inside.addWidget(combo)
            self.combos[field.key] = combo
            self._fields.append(holder)
        for at, holder in enumerate(self._fields):
            self._grid.addWidget(holder, at // _ACROSS, at % _ACROSS)

    def _recall(self) -> bool:
        """The columns as they were chosen for such a file before; whether that differs from what was found now."""
        text = self._window.remembered.text(_REMEMBERED + self._layout)
        self.headed.setChecked(_HEADED in text.split() and self._may_be_headed)
        pairs = (pair.partition("=") for pair in text.split())
        columns = {key: int(at) for key, _, at in pairs if at.isdecimal() and int(at) < len(self.found.titles)}
        known = {field.key for field in self.found.fields}
        if not columns or not set(columns) <= known or columns == dict(self.found.columns):
            return False
        self._choose(columns)
        return True

    def _remember(self) -> None:
        chosen = " ".join(f"{key}={at}" for key, at in sorted(self.found.columns.items()))
        chosen += f" {_HEADED}" if self.headed.isChecked() else ""
        self._window.remembered.keep(_REMEMBERED + self._layout, chosen)

    def _column_name(self, at: int) -> str:
        letter = chr(ord("A") + at % 26)
        letter = letter if at < 26 else chr(ord("A") + at // 26 - 1) + letter
        sample = next((text for row in self.found.rows if (text := row.cell(at).text)), "")
        shown = self.found.titles[at] or (f"isi “{_shown(sample)}”" if sample else "kosong")
        return f"{letter}: {shown}"

    def _chosen(self) -> None:
        columns = {key: at for key, combo in self.combos.items() if isinstance(at := combo.value(), int)}
        self._choose(columns)
        self._look()

    def _choose(self, columns: dict[str, int]) -> None:
        bare = self._bare.headed() if self.headed.isChecked() else self._bare
        self.found = bare.choose(columns)

    def _show_columns(self, shown: bool) -> None:
        self.columns_button.setChecked(shown)
        dress(self.columns_button, "chevron-down" if shown else "chevron-right")
        self.columns_button.setAccessibleName(f"Kolom di berkas, {'terbuka' if shown else 'tertutup'}")
        self.card.setVisible(shown)

    # --- looking -----------------------------------------------------------------------------------------------------

    def _look(self) -> None:
        """What taking the table as it is would come to."""
        service, found = self._work.take, self.found
        self.take_button.setEnabled(False)
        task = self._window.tasks.start(
            "Memeriksa daftar warga", lambda _report: service.residents(found, dry_run=True), writes=False
        )
        task.finished.connect(self._looked)

    def _looked(self, result: object, error: object) -> None:
        if isinstance(error, RuleViolation):
            self.result, self._rows = None, []
            self.sentence_label.setText("Kolom nama belum diketahui.")
            self.notice.put(Message(text=explain(error), tone=Tone.ATTENTION))
            self._show_columns(True)
            self.combos["name"].setFocus()
        elif isinstance(error, BaseException):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
            return
        elif isinstance(result, TakeResult):
            self._put(result)
        doubts = len(self.result.problems) if self.result else 0
        self.which.put_text(0, f"Semua ({len(self._rows)})")
        self.which.put_text(1, f"Perlu dilihat ({doubts})")
        self.which.setVisible(doubts > 0)
        if not doubts:
            self.which.choose(0)
        self.problems_button.setVisible(doubts > 0)
        self.take_button.setEnabled(bool(self.result and (self.result.added or self.result.filled)))
        self._show_rows()
        if self.take_button.isEnabled() and not self.columns_button.isChecked():
            self.take_button.setFocus()

    def _put(self, result: TakeResult) -> None:
        self.result = result
        problems = {problem.row: problem.text for problem in result.problems}
        self._rows = [
            _Row(
                row.number,
                row.name,
                row.person or Resident(name=row.name),
                result.outcomes.get(row.number, "left"),
                problems.get(row.number, ""),
            )
            for row in read_people(self.found, today_here())
        ]
        self.sentence_label.setText(_said(result))
        many = result.added or result.filled
        verb = "Ambil" if result.added else "Lengkapi"
        self.take_button.setText(f"{verb} {format_number(many)} warga" if many else "Ambil")
        if result.lost_niks:
            text = sentence("warga.nik_rusak", {"count": result.lost_niks})
            self.notice.put(Message(text=text, tone=Tone.ATTENTION))
        else:
            self.notice.hide()

    def _show_rows(self) -> None:
        """The rows anew, all of them; among those to look at the reasons get the room."""
        self.table.reload()
        self.table.load_all()
        for at, column in enumerate(self.table.model.columns):
            self.table.view.setColumnHidden(at, column.title in _BESIDE and self.which.key == 1)
        self.table.view.fit()

    def _wanted(self) -> list[_Row]:
        return [row for row in self._rows if row.problem] if self.which.key == 1 else self._rows

    # --- deeds -------------------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Write them into the register, all or none, and go back to it."""
        service, found = self._work.take, self.found
        self.take_button.setEnabled(False)
        task = self._window.tasks.start("Mengambil warga", lambda _report: service.residents(found))
        task.finished.connect(self._taken)

    def _taken(self, result: object, error: object) -> None:
        if isinstance(error, BaseException):
            self.take_button.setEnabled(True)
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))
        elif isinstance(result, TakeResult):
            done, text = self._done, _taken_text(result)
            self._remember()
            self.closes.emit()
            done(text, result)

    def save_problems(self) -> None:
        """Write the rows that need a look to an Excel file, to be mended and taken again."""
        if self.result is None:
            return
        target = ask_save(self, "Simpan daftar masalah", "Daftar masalah warga.xlsx", "xlsx", "Berkas Excel")
        if target is None:
            return
        try:
            self._work.take.save_problems(self.found, self.result.problems, target)
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM, button="Coba lagi", run=self.save_problems)
            return
        self.say(f"Daftar masalah tersimpan di {target.name}. Betulkan di sana, lalu ambil lagi.", Tone.GOOD)


def _said(result: TakeResult) -> str:
    parts = [f"{format_number(result.added)} warga akan masuk"]
    look = len(result.problems) - result.double
    parts += [f"{format_number(look)} perlu dilihat"] if look else []
    parts += [f"{format_number(result.double)} ganda"] if result.double else []
    parts += [f"{format_number(result.filled)} dilengkapi"] if result.filled else []
    parts += [f"{format_number(result.same)} sudah ada"] if result.same else []
    return ", ".join(parts) + "."


def _taken_text(result: TakeResult) -> str:
    parts = [f"{format_number(result.added)} warga masuk"] if result.added else []
    parts += [f"{format_number(result.filled)} dilengkapi"] if result.filled else []
    parts += [f"{format_number(result.same)} sudah ada"] if result.same else []
    look = sum(problem.taken for problem in result.problems)
    parts += [f"{format_number(look)} perlu dilihat"] if look else []
    text = ", ".join(parts)
    return text[:1].upper() + text[1:] + "."


def _shown(text: str) -> str:
    """A sample of a column: numbers that may be somebody's are not shown whole."""
    digits = sum(sign.isdigit() for sign in text)
    return mask_nik(text) if digits >= 12 else _short(text)


def _short(text: str) -> str:
    """At most twenty signs."""
    return text if len(text) <= 20 else text[:19] + "…"
