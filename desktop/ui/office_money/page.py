"""L09 at the kelurahan: every Pokmas with its packages and money, and what comes next."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop.domain.areas import parse_area, pokmas_area
from desktop.domain.errors import RuleViolation
from desktop.domain.money import format_rupiah
from desktop.services.office_money import GroupRow
from desktop.services.workplace import Workplace
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, PageActions
from desktop.ui.main_window import MainWindow
from desktop.ui.office_money.group_page import GroupPage
from desktop.ui.office_money.number_dialog import NumberDialog
from desktop.ui.office_money.package_page import PackagePage
from desktop.ui.office_money.words import SHOWS, next_status
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

_EMPTY = (
    "Belum ada Pokmas. Komputernya didaftarkan saat kiriman pertamanya diterima; paketnya boleh disusun lebih dahulu "
    "dengan nomor Pokmas."
)


class OfficeMoneyPage(Page):
    """`open_record(uid, spot)`: a Pokmas's area, a package, a contract or a tranche. Spot "new": a package to make;
    "contract": the contract itself, or one to draw up about the package."""

    shows = SHOWS

    def __init__(self, work: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Pencairan & SPJ", parent, topic="pencairan-kelurahan", scrolls=False)
        self._work, self._window = work, window
        self._rows: list[GroupRow] = []
        self._open = 0
        columns: list[Column[GroupRow]] = [
            Column("Pokmas", lambda row: row.name, "code"),
            Column("Nama", lambda row: row.group_name, stretch=True),
            Column("Langkah berikutnya", lambda row: next_status(row.next), "status"),
            Column("Paket", lambda row: row.packages, "number"),
            Column("Nilai kontrak", lambda row: row.value or None, "money"),
            Column("Dicairkan", lambda row: row.sent or None, "money"),
            Column("SPJ diterima", lambda row: row.accounted or None, "money"),
        ]
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.empty = self._make_empty()
        self.table: Table[GroupRow] = Table(
            "pencairan-spj",
            columns,
            in_memory(lambda: self._rows, columns),
            key=lambda row: row.area,
            title="Pokmas",
            empty=self.empty,
            remembered=window.remembered,
        )
        self.table.opened.connect(lambda row: self.open_group(row.area))
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.table, 1)

    def _make_empty(self) -> EmptyState:
        empty = EmptyState(_EMPTY, "Susun paket", self.compose, icon="wallet")
        number = QPushButton("Pokmas baru…")
        number.clicked.connect(lambda _checked=False: self.new_group())
        lay = empty.layout()
        if isinstance(lay, QVBoxLayout):
            lay.insertWidget(lay.count() - 1, number, 0, Qt.AlignmentFlag.AlignHCenter)
        return empty

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        pack = Command(text="Susun paket", run=self.compose, icon="package", shortcut="Ctrl+N")
        opens = Command(text="Buka", run=self._open_current, icon="eye", enabled=bool(self._rows))
        number = Command(text="Pokmas baru…", run=self.new_group, icon="plus")
        return PageActions(primary=pack, secondary=(opens, number))

    def reload(self) -> None:
        self._rows = [view.row for view in self._work.office_money.groups()]
        self.table.reload()
        if self.table.row() is None and self._rows:
            self.table.view.selectRow(0)
        self._window.set_badge("disbursement", sum(row.next.ours for row in self._rows), "menunggu kelurahan")
        self._tell_unpacked()
        self.actions_changed.emit()

    def _tell_unpacked(self) -> None:
        chosen = [one for one in self._work.packages.candidates() if one.chosen]
        self.notice.hide()
        if chosen:
            total = format_rupiah(sum(one.amount for one in chosen))
            text = f"{len(chosen)} usulan yang disetujui ({total}) belum masuk paket Pokmas."
            self.notice.put(Message(text=text, tone=Tone.INFO, button="Susun paket", run=self.compose))

    def focus_filter(self) -> bool:
        return self.table.focus_filter()

    # --- going -------------------------------------------------------------------------------------------------------

    def open_record(self, uid: str, spot: str = "") -> None:
        """See the class."""
        if spot == "new":
            self.compose(uid)
        elif uid:
            try:
                self.open_group(str(parse_area(uid)))
            except RuleViolation:
                self._open_by_record(uid, spot)

    def _open_by_record(self, uid: str, spot: str) -> None:
        draft = next((one for one in self._work.records.drafts() if one.uid == uid), None)
        if draft is not None and draft.type == "k.work_package" and self._work.records.get(uid) is None:
            self.compose()  # what was being composed when the computer went off
            return
        if draft is not None and draft.type == "k.contract":
            uid = str(draft.fields.get("package", uid))
        area = self._work.office_money.area_of(uid)
        if area:
            self.open_group(area, uid)
            shown = self._window.page
            if spot == "contract" and isinstance(shown, GroupPage):
                shown.open_contract(uid)
        else:
            self.say(explain(RuleViolation("record_missing")), Tone.ATTENTION)

    def open_group(self, area: str, uid: str = "") -> None:
        """Everything of one Pokmas; `uid`: what to look at first."""
        self.opens.emit(GroupPage(self._work, self._window, area, uid))

    def _open_current(self) -> None:
        row = self.table.row()
        if row is not None:
            self.open_group(row.area)

    def new_group(self) -> None:
        """A Pokmas nothing is known about yet, by its number."""
        dialog = NumberDialog(self)
        if dialog.exec() == NumberDialog.DialogCode.Accepted:
            self.open_group(str(pokmas_area(self._work.info.office, dialog.number)))

    def compose(self, area: str = "") -> None:
        """A package of approved usulan."""
        self.opens.emit(PackagePage(self._work, self._window, area=area, saved=self.open_group))
