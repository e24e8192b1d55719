"""The board: every RT of the kelurahan, how its usulan use its ceiling per bidang, and who has sent nothing yet."""

from concurrent.futures import CancelledError
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QWidget

from desktop.domain.areas import parse_area
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.money import format_number, format_rupiah
from desktop.domain.sectors import SECTORS
from desktop.services.board import Board, BoardRow
from desktop.services.kept_desks import Passed
from desktop.services.workplace import Workplace
from desktop.ui.board.cells import NAMES, TOTAL, Cell, LimitDelegate, cell_of, legend
from desktop.ui.board.dialogs import AddDialog, CeilingDialog
from desktop.ui.board.rank_page import RankPage
from desktop.ui.board.sync_page import SyncPage
from desktop.ui.cards import EmptyState, StatTile, words
from desktop.ui.commands import Command, PageActions
from desktop.ui.dialogs import confirm
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain, handle_failure
from desktop.ui.segments import Segments
from desktop.ui.status import APPROVED, NOT_NEEDED, REJECTED, RETURNED, SUBMITTED, Status
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

DESK = "desk"
"""The window's word for another desk on this computer (desktop.ui.desks)."""

_EMPTY = "Belum ada RT di papan. Tambahkan RT di kelurahan ini, atau terima kiriman pertama dari RT."
_READY = "Semua RT sudah mengirim, dan tidak ada usulan yang menunggu."
_NONE = {"silent": "Semua RT sudah mengirim.", "breach": "Tidak ada RT yang melebihi batas."}
_UNKNOWN = Status("Belum daftar", "user-plus", Tone.NEUTRAL)
_SILENT = Status("Belum kirim", NOT_NEEDED.icon, Tone.ATTENTION)
_CONFLICT = Status("Bertentangan", "alert-triangle", REJECTED.tone)
_WAITS = Status("Menunggu", "clock", SUBMITTED.tone)
_DONE = Status("Diputuskan", APPROVED.icon, APPROVED.tone)


def standing(row: BoardRow) -> Status:
    """Where an RT stands, the most urgent first."""
    if row.conflicts:
        return _CONFLICT
    if row.waiting:
        return _WAITS
    if row.sending == "sent":
        return _DONE if row.granted.total or not row.asked.total else RETURNED
    return _SILENT if row.sending == "silent" else _UNKNOWN


class BoardPage(Page):
    """`open_record(area)`: the order of that RT's usulan; spot "alike": usulan of several RTs that are alike."""

    shows = frozenset({"d.submission", "d.proposal", "d.withdrawal", "k.decision", "k.allocation", "k.rule_sheet"}) | {
        "k.ranking",
        "k.device_approval",
        "bundles",
        "settings",
    }

    def __init__(self, work: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Papan RT", parent, topic="papan", scrolls=False)
        self._work, self._window = work, window
        self._board = Board(year=work.info.year, rows=(), has_rules=False)
        self._kept: dict[str, Path] = {}
        sheet = work.rules.sheet()
        split = bool(sheet and sheet.splits_infrastructure)
        self.parts: list[tuple[str, str]] = [
            *([("infrastructure", "joint"), ("infrastructure", "own")] if split else [("infrastructure", "")]),
            *((sector, "") for sector in SECTORS if sector != "infrastructure"),
            ("general", ""),
        ]
        self.sent, self.ceiling = StatTile("Sudah mengirim", "0"), StatTile("Pagu semua RT", format_rupiah(0))
        self.asked, self.granted = StatTile("Diusulkan", format_rupiah(0)), StatTile("Disetujui", format_rupiah(0))
        tiles = QHBoxLayout()
        tiles.setSpacing(SPACE_3)
        for tile in (self.sent, self.ceiling, self.asked, self.granted):
            tiles.addWidget(tile, 1)
        self.which = Segments(
            [("all", "Semua"), ("silent", "Belum kirim"), ("breach", "Melebihi")], "RT yang ditampilkan"
        )
        self.what = Segments([("asked", "Diusulkan"), ("granted", "Disetujui")], "Angka yang ditampilkan")
        self.table = self._make_table()
        self.what.picked.connect(lambda _key: self.table.reload())
        self.which.picked.connect(lambda _key: self._say_nothing())
        self.which.picked.connect(lambda _key: self.table.reload())
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_3)
        self.body.addLayout(tiles)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(words(legend(), "small"))

    def _make_table(self) -> Table[BoardRow]:
        columns: list[Column[BoardRow]] = [
            Column("RT", lambda row: row.name, "code", sort=lambda row: row.area),
            Column("Keadaan", standing, "status"),
            Column(
                "Sisa pagu",
                partial(self._text, TOTAL),
                "code",
                sort=self._left_amount,
                spoken=partial(self._spoken, TOTAL),
            ),
        ]
        columns += [
            Column(
                NAMES[part],
                partial(self._text, part),
                width=72,
                sort=partial(self._share, part),
                spoken=partial(self._spoken, part),
            )
            for part in self.parts
        ]
        empty = EmptyState(_EMPTY, "Tambah RT", self.add, icon="building-community")
        table: Table[BoardRow] = Table(
            "papan-rt",
            columns,
            in_memory(self._rows, columns),
            key=lambda row: row.area,
            title="Papan RT",
            empty=empty,
            remembered=self._window.remembered,
        )
        for at, part in enumerate([TOTAL, *self.parts], 2):
            table.view.setItemDelegateForColumn(at, LimitDelegate(table.view, partial(self._cell_at, part)))
        table.opened.connect(lambda row: self.open_record(row.area))
        table.chosen.connect(lambda _row: self.actions_changed.emit())
        table.add_tool(self.which)
        table.add_tool(self.what)
        return table

    # --- what the cells say ------------------------------------------------------------------------------------------

    @property
    def _granted(self) -> bool:
        return self.what.key == "granted"

    def _rows(self) -> list[BoardRow]:
        if self.which.key == "silent":
            return [row for row in self._board.rows if row.sending != "sent"]
        if self.which.key == "breach":
            return [row for row in self._board.rows if row.breaches]
        return list(self._board.rows)

    def _text(self, part: tuple[str, str], row: BoardRow) -> str:
        return cell_of(row, part, granted=self._granted).text

    def _share(self, part: tuple[str, str], row: BoardRow) -> int:
        return cell_of(row, part, granted=self._granted).share

    def _spoken(self, part: tuple[str, str], row: BoardRow) -> str:
        return cell_of(row, part, granted=self._granted).spoken

    def _cell_at(self, part: tuple[str, str], at: int) -> Cell:
        return cell_of(self.table.model.row(at), part, granted=self._granted)

    def _left_amount(self, row: BoardRow) -> int:
        summary = row.granted if self._granted else row.asked
        return summary.left - summary.over

    # --- the page ----------------------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        row, why = self.table.row(), "Pilih satu RT dahulu."
        ranks = Command(
            text="Urutkan usulan",
            run=lambda: self.open_record(row.area if row else ""),
            icon="list-check",
            enabled=row is not None,
            why_not=why,
        )
        alike = Command(text="Usulan serupa", run=self.open_alike, icon="copy")
        add = Command(text="Tambah RT…", run=self.add, icon="plus")
        ceiling = Command(text="Pagu RT…", run=self.set_ceiling, icon="coin", enabled=row is not None, why_not=why)
        return PageActions(primary=ranks, secondary=(alike, add, ceiling), more=self._desk_commands(row))

    def _desk_commands(self, row: BoardRow | None) -> tuple[Command, ...]:
        """An RT without a computer has its desk kept here."""
        if row is None:
            return ()
        if row.area not in self._kept:
            make = Command(text=f"Buat meja {row.name} di komputer ini…", run=self.make_desk, icon="user-plus")
            return (make,)
        return (
            Command(text=f"Buka meja {row.name}", run=self.open_desk, icon="users"),
            Command(text=f"Samakan dengan meja {row.name}", run=self.pass_on, icon="arrows-exchange"),
        )

    def reload(self) -> None:
        self._board = board = self._work.board.board()
        self._kept = self._work.kept_desks.kept()
        count = len(board.rows)
        silent = board.silent
        breaches = sum(bool(row.breaches) for row in board.rows)
        detail = f"{silent} RT belum mengirim" if silent else "semua RT sudah mengirim" if count else ""
        self.sent.put(
            f"{format_number(count - silent)} dari {format_number(count)} RT",
            detail,
            Tone.ATTENTION if silent else Tone.GOOD if count else None,
        )
        self.ceiling.put(format_rupiah(board.ceiling), "" if board.has_rules else "aturan tahun ini belum ada")
        self.asked.put(format_rupiah(board.asked), _of(board.asked, board.ceiling))
        self.granted.put(format_rupiah(board.granted), _of(board.granted, board.ceiling))
        self.which.put_text("all", f"Semua ({count})")
        self.which.put_text("silent", f"Belum kirim ({silent})")
        self.which.put_text("breach", f"Melebihi ({breaches})")
        self._say_nothing()
        self.table.reload()
        if self.table.row() is None and self.table.model.rowCount():
            self.table.view.selectRow(0)
        self.actions_changed.emit()

    def _say_nothing(self) -> None:
        """What stands where no row does."""
        chosen = self.which.key
        self.table.empty.put(_NONE.get(chosen, _EMPTY) if self._board.rows else _EMPTY)
        self.table.empty.button.setVisible(not self._board.rows)

    def check(self) -> list[Problem] | None:
        """F9: what holds each RT up: limits exceeded, decisions that contradict, usulan undecided, nothing sent; each
        entry chooses its row."""
        return [
            Problem(text=f"{row.name} – {text}.", jump=partial(self._choose, row.area), blocks=blocks)
            for row in self._board.rows
            for text, blocks in _waiting(row)
        ]

    def show_problems(self, problems: list[Problem], *, ready: str = "") -> None:
        super().show_problems(problems, ready=ready or (_READY if self._board.rows else _EMPTY))

    def _choose(self, area: str) -> None:
        """The row of an RT, whatever was shown."""
        self.which.choose("all")
        self.table.reload()
        self.table.choose(area)
        self.table.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    def open_record(self, uid: str, spot: str = "") -> None:
        """The order of one RT's usulan (`uid`: its area), or with spot "alike" those of several RTs that are alike."""
        if spot == "alike":
            self.open_alike()
        elif uid:
            self.opens.emit(RankPage(self._work, self._window, str(parse_area(uid))))

    def open_alike(self) -> None:
        """Usulan of several RTs that may be one activity."""
        self.opens.emit(SyncPage(self._work, self._window))

    def add(self) -> None:
        """Which RTs there are."""
        dialog = AddDialog(self._work, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.say(f"{dialog.added} RT ditambahkan." if dialog.added else "RT ini sudah ada di papan.", seconds=8)
            self.reload()

    def set_ceiling(self) -> None:
        """The ceiling of the RT chosen."""
        row = self.table.row()
        if row is not None and CeilingDialog(self._work, row, self).exec() == QDialog.DialogCode.Accepted:
            self.say(f"Pagu {row.name} disimpan.", Tone.GOOD, seconds=8)
            self.reload()

    # --- desks of RTs without a computer -----------------------------------------------------------------------------

    def make_desk(self) -> None:
        """Lay a desk for the RT chosen on this computer, after one question."""
        row = self.table.row()
        if row is None:
            return
        detail = "Untuk RT tanpa komputer: staf mengetik di meja itu atas nama RT. Isinya terpisah dari meja kelurahan."
        if not confirm(self, f"Buat meja {row.name} di komputer ini?", "Buat meja", detail=detail):
            return
        try:
            folder = self._work.kept_desks.make(row.area)
        except (RuleViolation, Trouble) as problem:
            self.say(explain(problem), Tone.PROBLEM)
            return
        self.reload()
        self.say(f"Meja {row.name} dibuat.", Tone.GOOD, button="Buka meja", run=partial(self._go_to, folder))

    def open_desk(self) -> None:
        """Change to the kept desk of the RT chosen."""
        row = self.table.row()
        if row is not None and row.area in self._kept:
            self._go_to(self._kept[row.area])

    def _go_to(self, folder: Path) -> None:
        if self._window.elsewhere is not None:
            self._window.elsewhere(DESK, str(folder))

    def pass_on(self) -> None:
        """Carry what is new between this desk and the kept one, both ways."""
        row = self.table.row()
        if row is None:
            return
        kept, area, name = self._work.kept_desks, row.area, row.name
        task = self._window.tasks.start(f"Menyamakan dengan meja {name}", lambda _report: kept.pass_on(area))
        task.finished.connect(partial(self._passed, name))

    def _passed(self, name: str, result: object, error: object) -> None:
        if isinstance(result, Passed):
            both = f"{result.came} catatan diambil, {result.went} catatan dikirim"
            said = both if result.came or result.went else "tidak ada yang baru"
            self.say(f"Meja {name}: {said}.", Tone.GOOD, seconds=10)
            self.reload()
        elif isinstance(error, BaseException) and not isinstance(error, CancelledError):
            handle_failure(error, lambda text: self.say(text, Tone.PROBLEM))


def _of(amount: int, whole: int) -> str:
    return f"{amount * 100 // whole} % dari pagu" if whole else ""


def _waiting(row: BoardRow) -> list[tuple[str, bool]]:
    """What an RT's row waits for, and whether nothing goes on before that."""
    found: list[tuple[str, bool]] = []
    if row.conflicts:
        found.append((f"{row.conflicts} usulan dengan keputusan yang bertentangan", True))
    if row.breaches:
        over = f", lebih {format_rupiah(row.asked.over)} dari pagu" if row.asked.over else ""
        found.append((f"usulannya melebihi {row.breaches} batas{over}", False))
    if row.waiting:
        found.append((f"{row.waiting} usulan belum diputuskan", False))
    if row.sending != "sent":
        known = "belum mengirim usulan" if row.sending == "silent" else "komputernya belum didaftarkan"
        found.append((known, False))
    return found
