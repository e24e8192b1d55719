"""L03 Warga: the register as a plain list, with a drawer to write one resident and a way in from Excel."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, QSignalBlocker, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.records import Resident
from desktop.services.desk import new_uid
from desktop.services.residents import ResidentRow
from desktop.services.take import TakeResult
from desktop.services.take_table import FoundTable
from desktop.services.workbook import TABLE_FILES
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.dialogs import ask_open, ask_save
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain, handle_failure
from desktop.ui.residents.drawer import ResidentDrawer
from desktop.ui.residents.merge_dialog import MergeDialog, differing
from desktop.ui.residents.steps import Steps
from desktop.ui.residents.table import GIVES_WAY, columns
from desktop.ui.residents.take_page import TakePeoplePage
from desktop.ui.segments import Segments
from desktop.ui.table_view import Table
from desktop.ui.tables import in_memory

_SCROLL_BAR = 20
"""Logical px beside the columns."""
_COUNT = 180
"""Room for the words "118 baris" and the gaps (logical px)."""
EMPTY = "Belum ada warga. Tempel dari Excel (Ctrl+V), atau ambil dari Excel. Nama saja sudah cukup untuk daftar hadir."


class ResidentsPage(Page):
    """The room "Warga" of an RT's desk."""

    shows = frozenset({"d.resident"})

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Warga", topic="L03", scrolls=False)
        self._work, self._window = work, window
        self._rows: list[ResidentRow] = []
        self._steps = Steps()
        self._told_draft = False
        self.setAcceptDrops(True)
        specs = columns()
        empty = EmptyState(EMPTY, "Ambil dari Excel…", self.ask_file, icon="users")
        self.table = Table(
            "warga",
            specs,
            in_memory(self._wanted, specs),
            key=lambda row: row.uid,
            title="Daftar warga",
            empty=empty,
            remembered=window.remembered,
        )
        self.table.opened.connect(lambda row: self.edit(row.uid))
        self.table.chosen.connect(self._row_chosen)
        self.which = Segments(((0, "Semua"), (1, "Perlu dilihat")), "Warga yang ditampilkan")
        self.which.picked.connect(lambda _at: self._show_rows())
        self.table.add_tool(self.which)
        self.drawer = ResidentDrawer(work)
        self.drawer.saved.connect(self._saved)
        self.drawer.closes.connect(self.close_drawer)
        self.drawer.next_wanted.connect(self.write_new)
        self.drawer.remove_wanted.connect(lambda uid: self.remove([uid]))
        self.drawer.merge_wanted.connect(self.merge)
        self.drawer.said.connect(self.said)
        self.drawer.hide()
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self.table, 1)
        row.addWidget(self.drawer)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.addLayout(row, 1)

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        chosen = self.table.rows_chosen()
        return PageActions(
            primary=Command(text="Tambah warga", icon="plus", run=self.write_new, shortcut="Ctrl+N"),
            secondary=(Command(text="Ambil dari Excel…", icon="upload", run=self.ask_file, menu=Menu.FILE),),
            more=(
                Command(text="Tempel daftar dari Excel", icon="clipboard-list", run=self.paste),
                Command(
                    text="Simpan ke Excel…", icon="download", run=self.export, menu=Menu.FILE, enabled=bool(self._rows)
                ),
                Command(text="Ubah warga", icon="pencil", run=self.edit, shortcut="F2", enabled=bool(chosen)),
                Command(
                    text="Gabungkan dua warga yang dipilih",
                    icon="users",
                    run=self.merge_chosen,
                    enabled=len(chosen) == 2,
                    why_not="Pilih dua baris dahulu (Ctrl+klik).",
                ),
                Command(
                    text="Hapus warga",
                    icon="trash",
                    run=self.remove_chosen,
                    shortcut="Ctrl+Del",
                    menu=Menu.EDIT,
                    enabled=bool(chosen),
                ),
            ),
        )

    def reload(self) -> None:
        self._rows = self._work.residents.rows()
        doubtful = sum(bool(row.doubts) for row in self._rows)
        self.which.put_text(0, f"Semua ({len(self._rows)})")
        self.which.put_text(1, f"Perlu dilihat ({doubtful})")
        if not doubtful:
            self.which.choose(0)
        blocker = QSignalBlocker(self.table)
        self._show_rows()
        blocker.unblock()
        if self.drawer.isVisible():
            self.drawer.put(self._row(self.drawer.uid), self._niks())
        self.actions_changed.emit()
        if self._rows and not self.isAncestorOf(QApplication.focusWidget() or self):
            self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell_draft()

    def leave(self) -> bool:
        return not self.drawer.isVisible() or self.drawer.keep()

    def save(self) -> None:
        if not self.drawer.keep():
            self.drawer.save_draft()

    def check(self) -> list[Problem] | None:
        """F9: the open form, or everybody who needs a look."""
        if self.drawer.isVisible():
            return self.drawer.problems()
        return [
            Problem(text=f"{row.data.name}: {' '.join(row.doubts)}", jump=partial(self.edit, row.uid), blocks=False)
            for row in self._rows
            if row.doubts
        ]

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    def open_record(self, uid: str, spot: str = "") -> None:
        """Show one resident; spot "new": a new one, "take": ask for an Excel file."""
        if spot == "new":
            self.write_new()
        elif spot == "take":
            self.ask_file()
        elif self._row(uid) is not None:
            self.edit(uid)

    # --- showing -----------------------------------------------------------------------------------------------------

    def _show_rows(self) -> None:
        """The list anew, all of it: a register is small, and its count should be whole."""
        self.table.reload()
        self.table.load_all()
        self._fit_columns()

    def _wanted(self) -> list[ResidentRow]:
        return [row for row in self._rows if row.doubts] if self.which.key == 1 else self._rows

    def _row(self, uid: str) -> ResidentRow | None:
        return next((row for row in self._rows if row.uid == uid), None)

    def _niks(self) -> dict[str, str]:
        return {row.data.nik: row.uid for row in self._rows if row.data.nik}

    def _row_chosen(self, row: ResidentRow | None) -> None:
        self.actions_changed.emit()
        if row is None or not self.drawer.isVisible() or self.drawer.uid == row.uid:
            return
        if self.drawer.keep():
            self._point_to(row.uid)  # saving read the list anew and pointed to what was saved
            self.drawer.open(row.uid, row, self._niks())
        elif not self.drawer.is_new:
            self.table.choose(self.drawer.uid)

    def _saved(self, uid: str) -> None:
        self.reload()
        self._point_to(uid)

    def _point_to(self, uid: str) -> None:
        """Choose a row for the eye only: the drawer is not asked to save once more."""
        blocker = QSignalBlocker(self.table)
        self.table.choose(uid)
        blocker.unblock()
        self.actions_changed.emit()

    def _fit_columns(self) -> None:
        """Hide what there is no room for; money, dates and numbers are never cut instead."""
        view = self.table.view
        titles = [column.title for column in self.table.model.columns]
        side = self.drawer.width() + SPACE_4 if not self.drawer.isHidden() else 0
        room = self.width() - 2 * SPACE_4 - side - _SCROLL_BAR
        doubtful = any(row.doubts for row in self._rows)
        tools = self.table.filter.minimumSizeHint().width() + self.which.sizeHint().width() + _COUNT
        self.which.setVisible(doubtful and tools <= room)
        hidden = set() if doubtful else {"Catatan"}
        for title in ("", *GIVES_WAY):
            hidden |= {title}
            needed = sum(_wide(self.table, at) for at, name in enumerate(titles) if name not in hidden)
            if needed <= room:
                break
        for at, title in enumerate(titles):
            view.setColumnHidden(at, title in hidden)
        view.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.drawer.fit(self.width())
        self._fit_columns()

    def _show_drawer(self, shown: bool) -> None:
        self.drawer.fit(self.width())
        self.drawer.setVisible(shown)
        self.body.activate()
        self._fit_columns()

    def close_drawer(self) -> None:
        """What was typed is kept."""
        if self.drawer.isVisible() and not self.drawer.keep():
            return
        self._show_drawer(False)
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- one resident ------------------------------------------------------------------------------------------------

    def edit(self, uid: str = "") -> None:
        """Open the drawer on a resident (default: the one chosen)."""
        row = self._row(uid) if uid else self.table.row()
        if row is None or (self.drawer.isVisible() and self.drawer.uid != row.uid and not self.drawer.keep()):
            return
        self._show_drawer(True)
        self.drawer.open(row.uid, row, self._niks())
        self.table.choose(row.uid)
        self.drawer.jump("nik" if row.doubts and not row.data.nik else "name")

    def write_new(self) -> None:
        """A new resident in the drawer; kept as soon as there is a name."""
        if self.drawer.isVisible() and not self.drawer.keep():
            return
        self.table.view.clearSelection()
        self._show_drawer(True)
        self.drawer.open(new_uid(), None, self._niks())
        self.drawer.jump()

    def _tell_draft(self) -> None:
        """After a power cut: offer what was being typed. Once per start."""
        if self._told_draft:
            return
        self._told_draft = True
        found = next((one for one in self._work.records.drafts() if one.type == "d.resident"), None)
        if found is None:
            return
        self.say(
            "Ada isian warga yang belum selesai sebelum aplikasi tertutup.",
            Tone.ATTENTION,
            button="Lanjutkan",
            run=lambda: self._go_on(found.uid),
        )

    def _go_on(self, uid: str) -> None:
        self._show_drawer(True)
        self.drawer.open(uid, self._row(uid), self._niks())
        self.drawer.jump()

    # --- removing and putting together -------------------------------------------------------------------------------

    def remove_chosen(self) -> None:
        """The chosen residents into the trash."""
        uids = [row.uid for row in self.table.rows_chosen()]
        if self.drawer.isVisible() and not uids:
            uids = [self.drawer.uid]
        self.remove(uids)

    def remove(self, uids: list[str]) -> None:
        """These residents into the trash; [Urungkan] brings them back."""
        rows = [row for row in self._rows if row.uid in uids]
        if not rows:
            return
        try:
            self._work.records.remove([row.uid for row in rows])
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
            return
        for row in rows:
            self._work.records.drop_draft(row.uid)
        self._show_drawer(False)
        gone = [row.uid for row in rows]
        self._steps.did(partial(self._work.records.restore, gone), partial(self._work.records.remove, gone))
        self.reload()
        what = rows[0].data.name if len(rows) == 1 else f"{len(rows)} warga"
        self.say(f"{what} dihapus.", button="Urungkan", run=self.undo, seconds=10)

    def undo(self) -> None:
        """Ctrl+Z: take back what was done last to the list: removing, putting together, taking from Excel."""
        self._turn(self._steps.undo, "Diurungkan. Ctrl+Y mengerjakannya lagi.")

    def redo(self) -> None:
        """Ctrl+Y: do again what was taken back last."""
        self._turn(self._steps.redo, "Dikerjakan lagi.")

    def _turn(self, step: Callable[[], bool], said: str) -> None:
        """`said` takes the place of a message whose [Urungkan] would now take an earlier step back."""
        try:
            if not step():
                return
            self.say(said, seconds=8)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
        self.reload()
        if not self.drawer.isVisible():
            return
        if self._row(self.drawer.uid) is not None:
            self.edit(self.drawer.uid)
        elif not self.drawer.is_new:
            self._show_drawer(False)  # whom it shows is in the trash again

    def merge_chosen(self) -> None:
        """The two chosen rows are one person: the first stays."""
        rows = self.table.rows_chosen()
        if len(rows) == 2:
            self.merge(rows[0].uid, rows[1].uid)

    def merge(self, keep: str, other: str) -> None:
        """Put two entries of one person together; where they differ a person chooses what holds."""
        if self.drawer.isVisible() and not self.drawer.keep():
            return
        first, second = self._row(keep), self._row(other)
        if first is None or second is None:
            return
        entry: Resident | None = None
        if differing(first.data, second.data):
            dialog = MergeDialog(first.data, second.data, self)
            if dialog.exec() != QDialog.DialogCode.Accepted:
                return
            entry = dialog.entry
        service = self._work.residents
        try:
            merged = service.merge(keep, other, entry)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.ATTENTION)
            return
        self._steps.did(partial(service.part, merged), partial(service.merge, keep, other, entry))
        self.reload()
        if self.drawer.isVisible():
            self.edit(keep)
        name = entry.name if entry else first.data.name
        self.say(f"Data {name} digabungkan menjadi satu.", Tone.GOOD, button="Urungkan", run=self.undo, seconds=10)

    # --- from and to Excel -------------------------------------------------------------------------------------------

    def ask_file(self) -> None:
        """Choose an Excel file to take residents from."""
        path = ask_open(
            self, "Ambil warga dari Excel", tuple(f"*{kind}" for kind in TABLE_FILES), "Excel, ODS, atau CSV"
        )
        if path is not None:
            self.take_file(path)

    def take_file(self, path: Path) -> None:
        """Read a file and show what would come in."""
        if self.drawer.isVisible() and not self.drawer.keep():
            return
        service = self._work.take
        task = self._window.tasks.start(f"Membaca {path.name}", lambda _report: service.find_people(path), writes=False)
        task.finished.connect(lambda found, error: self._read(path, found, error))

    def _read(self, path: Path, found: object, error: object) -> None:
        if isinstance(error, BaseException):
            again = partial(self.take_file, path)
            retry = isinstance(error, Trouble) and error.code in {"workbook_in_use", "file_unreadable"}
            say = lambda text: self.say(  # noqa: E731 - how this page says it
                text, Tone.PROBLEM, button="Coba lagi" if retry else "", run=again if retry else None
            )
            handle_failure(error, say)
        elif isinstance(found, FoundTable):
            self.opens.emit(TakePeoplePage(self._work, self._window, found, path.name, self._taken))

    def paste(self) -> None:
        """Ctrl+V: residents from the clipboard."""
        try:
            found = self._work.take.find_pasted_people(QGuiApplication.clipboard().text())
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.ATTENTION)
            return
        self.opens.emit(TakePeoplePage(self._work, self._window, found, "tempelan", self._taken))

    def _taken(self, text: str, result: TakeResult) -> None:
        """The list was taken: said here, where one sees it; the whole of it is one step."""
        service = self._work.take
        self._steps.did(partial(service.take_back, result), partial(service.take_again, result))
        self.say(text, Tone.GOOD, button="Urungkan", run=self.undo, seconds=20)

    def export(self) -> None:
        """Write the register to an Excel file."""
        target = ask_save(self, "Simpan daftar warga", "Daftar warga.xlsx", "xlsx", "Berkas Excel")
        if target is None:
            return
        try:
            count = self._work.residents.export(target)
        except Trouble as trouble:
            self.say(explain(trouble), Tone.PROBLEM)
            return
        text = f"{count} warga tersimpan di {target.name}. Berkas ini memuat NIK, jadi simpan baik-baik."
        self.say(text, Tone.GOOD)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = _dropped(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.take_file(files[0])


def _wide(table: Table[ResidentRow], at: int) -> int:
    """What a column needs: text columns their first width, the name the least one can read."""
    column = table.model.columns[at]
    if column.stretch:
        return 230
    return table.view.needed(at) if column.fits else max(table.view.needed(at), column.width)


def _dropped(data: QMimeData) -> list[Path]:
    files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [file for file in files if file.suffix.lower() in TABLE_FILES]
