"""L08: the approved activities of a Pokmas; each opens on its own page."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.first_photos import first_photo_words, without_first_photo
from desktop.domain.ledger import Ledger
from desktop.domain.money import format_rupiah
from desktop.domain.records import Record, WorkPackage
from desktop.services.ledgers import Ledgers
from desktop.services.workplace import Workplace
from desktop.ui.activities.activity_page import ActivityPage
from desktop.ui.activities.link import LinkDialog
from desktop.ui.activities.listing import ActivityList
from desktop.ui.activities.package_page import PackagePage
from desktop.ui.activities.shown import ActivityRow, rows_of
from desktop.ui.cards import EmptyState
from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.main_window import MainWindow
from desktop.ui.meetings.page import MeetingsPage
from desktop.ui.page import Page
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.rooms import has_room
from desktop.ui.spj.hand_in import HandInPage
from desktop.ui.strip import Message, NoticeFrame

EMPTY = (
    "Paket kegiatan dari kelurahan belum ada. Terima kirimannya; bila hanya ada kertasnya, ketik kegiatan yang "
    "disetujui di sini."
)


class ActivitiesPage(Page):
    """The room "Kegiatan & Foto" of a Pokmas's desk."""

    shows = ActivityPage.shows

    def __init__(self, work: Workplace, window: MainWindow) -> None:
        super().__init__("Kegiatan & Foto", topic="L08", scrolls=False)
        self._work, self._window = work, window
        self._ledgers = Ledgers(work.desk)
        self._ledger = Ledger()
        self._rows: list[ActivityRow] = []
        self._packages: list[Record] = []
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.filter = QLineEdit()
        self.filter.setPlaceholderText("Saring kegiatan (Ctrl+F)")
        self.filter.setAccessibleName("Saring kegiatan")
        self.filter.setClearButtonEnabled(True)
        self.filter.setFixedWidth(240)
        self.filter.textChanged.connect(self._search)
        self.sums = QLabel()
        mark(self.sums, "muted")
        head = QHBoxLayout()
        head.setSpacing(SPACE_3)
        head.addWidget(self.filter)
        head.addStretch(1)
        head.addWidget(self.sums)
        self.list = ActivityList(self._picture)
        self.list.opened.connect(self.open_activity)
        self.nothing = EmptyState("", "Hapus saringan", self.filter.clear, icon="filter")
        self.empty = self._make_empty()
        self._stack = QStackedWidget()
        for widget in (self.list, self.nothing, self.empty):
            self._stack.addWidget(widget)
        self.body.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        self.body.setSpacing(SPACE_3)
        self.body.addWidget(self.notice)
        self.body.addLayout(head)
        self.body.addSpacing(SPACE_2 - SPACE_3)
        self.body.addWidget(self._stack, 1)

    def _make_empty(self) -> EmptyState:
        takes = has_room("pokmas", "exchange")
        empty = EmptyState(EMPTY, "Terima kiriman" if takes else "", lambda: self.goes.emit("exchange"), icon="package")
        typed = QPushButton("Ketik dari kertas")
        typed.clicked.connect(lambda _checked=False: self.type_package())
        lay = empty.layout()
        if isinstance(lay, QVBoxLayout):
            lay.insertWidget(lay.count() - 1, typed, 0, Qt.AlignmentFlag.AlignHCenter)
        return empty

    # --- what the window asks ----------------------------------------------------------------------------------------

    def page_actions(self) -> PageActions:
        if not self._rows:
            return PageActions()
        row = self.list.current
        typed = [record for record in self._packages if record.type == "d.work_package"]
        waiting = any(one.rab_status.tone is not Tone.GOOD for one in self._rows)
        send = Command(
            text="Ajukan RAB…",
            icon="send",
            run=self.hand_in,
            tip="Periksa dan ajukan RAB semua kegiatan ke kelurahan",
            enabled=bool(self._packages),
        )
        return PageActions(
            primary=send if waiting else None,
            more=(
                Command(text="Buka kegiatan", icon="folder-open", run=self._open_current, enabled=row is not None),
                Command(text="Rembug dan pelatihan…", icon="friends", run=self.show_meetings),
                *(
                    Command(text=f"Ubah {_name(record)}…", icon="pencil", run=partial(self.type_package, record.uid))
                    for record in typed
                ),
                Command(text="Ketik paket lain dari kertas…", icon="plus", run=self.type_package, menu=Menu.DATA),
            ),
        )

    def show_meetings(self) -> None:
        """The meetings and trainings of this Pokmas, with their attendance."""
        self.opens.emit(MeetingsPage(self._work, self._window))

    def reload(self) -> None:
        kept = self.list.current.key if self.list.current else ""
        self._ledger = self._ledgers.read()
        self._packages = self._work.packages.for_pokmas()
        self._rows = rows_of(self._ledger)
        self.list.rows.put(self._rows)
        self.list.choose(kept)
        total, spent = sum(row.budget for row in self._rows), sum(row.spent for row in self._rows)
        count = len(self._rows)
        self.sums.setText(
            f"{count} kegiatan · {format_rupiah(total)} · terpakai {format_rupiah(spent)}" if count else ""
        )
        self.filter.setVisible(bool(count))
        self.sums.setVisible(bool(count))
        self._show()
        self._offer_link()
        if count and not self.filter.hasFocus():
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.actions_changed.emit()

    def _show(self) -> None:
        words = self.filter.text().strip()
        self.nothing.put(f"Tidak ada kegiatan yang cocok dengan “{words}”.")
        shown = self.list if self.list.rows.rows else self.nothing if words and self._rows else self.empty
        self._stack.setCurrentWidget(shown)

    def _search(self, words: str) -> None:
        self.list.rows.search(words)
        self.list.choose("")
        self._show()

    def focus_filter(self) -> bool:
        if not self._rows:
            return False
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()
        return True

    def check(self) -> list[Problem] | None:
        """F9: what each activity still lacks: a RAB, its first photo."""
        found: list[Problem] = []
        for row in self._rows:
            if not row.rab:
                text = f"{row.title}: belum punya RAB."
                found.append(Problem(text=text, jump=partial(self.open_activity, row.key, "rab")))
            if not row.photos[0]:
                text = f"{row.title}: belum ada foto 0 %. Foto sebelum pekerjaan tidak bisa dibuat ulang."
                found.append(Problem(text=text, jump=partial(self.open_activity, row.key, "photo"), blocks=False))
        return found

    def open_record(self, uid: str, spot: str = "") -> None:
        """Show the activity a RAB, an item or a note of progress belongs to; `spot`: rab, progress or photo."""
        self.reload()
        note = self._ledger.progress.get(uid)
        rab = note.rab if note is not None else uid
        key = self._ledger.activity_of_rab(rab) or self._ledger.item_uid(uid)
        if key in self._ledger.activities:
            self.open_activity(key, spot or ("progress" if note is not None else ""))

    # --- activities --------------------------------------------------------------------------------------------------

    def open_activity(self, key: str, spot: str = "") -> None:
        """The page of one activity."""
        page = ActivityPage(self._work, self._window, key)
        self.opens.emit(page)
        if spot:
            page.open_spot(spot)

    def _open_current(self) -> None:
        row = self.list.current
        if row is not None:
            self.open_activity(row.key)

    def _picture(self, sha: str) -> QImage:
        try:
            return QImage.fromData(self._work.attachments.content(sha))
        except Trouble:
            return QImage()  # its bytes have not come yet

    def hand_in(self) -> None:
        """The RABs of the package whose RABs are still open; of the first package when all are away."""
        open_ones = [
            row.package for row in self._rows if self._ledger.state(row.rab) in ("draft", "returned", "withdrawn")
        ]
        package = next(iter([*open_ones, *(record.uid for record in self._packages)]), "")
        if not package:
            return
        try:
            self._work.packages.start_rabs(package)
        except RuleViolation as violation:
            self.say(explain(violation), Tone.PROBLEM)
            return
        self.opens.emit(HandInPage(self._work, self._window, "rab", package))

    # --- packages typed from paper -----------------------------------------------------------------------------------

    def type_package(self, uid: str = "") -> None:
        """Type a package from its paper, or alter one typed before."""
        used = [one.key for one in self._ledger.activities.values() if one.package == uid and one.rabs]
        self.opens.emit(PackagePage(self._work, self._window, uid, used=used))

    def _pair(self) -> tuple[Record, Record] | None:
        """A typed package and a sent one that may be the same."""
        typed = [one for one in self._packages if one.type == "d.work_package"]
        sent = [one for one in self._packages if one.type == "k.work_package"]
        return (typed[0], sent[-1]) if typed and sent else None

    def _offer_link(self) -> None:
        if self._pair() is None:
            self._warn_first_photos()
            return
        text = (
            "Paket dari kelurahan sudah datang, dan ada paket yang Anda ketik sendiri. "
            "Bila sama, satukan: RAB, foto, dan kuitansinya tetap."
        )
        self.notice.put(Message(text=text, tone=Tone.ATTENTION, button="Satukan…", run=self.link))

    def _warn_first_photos(self) -> None:
        """Before the work begins: nobody can take these pictures afterwards."""
        missing = without_first_photo(self._ledger)
        self.notice.setVisible(bool(missing))
        if missing:
            run = partial(self.open_activity, missing[0].key, "photo")
            text = first_photo_words(missing)
            self.notice.put(Message(text=text, tone=Tone.ATTENTION, button="Tambah foto", run=run))

    def link(self) -> None:
        """Say which typed activity is which sent one."""
        pair = self._pair()
        if pair is None:
            return
        typed, sent = pair
        dialog = LinkDialog(typed, sent, self._work.packages.matches(typed.uid, sent.uid), self)
        if dialog.exec() == LinkDialog.DialogCode.Accepted:
            try:
                self._work.packages.link(typed.uid, sent.uid, dialog.pairs)
            except RuleViolation as violation:
                self.say(explain(violation), Tone.PROBLEM)
        self.reload()


def _name(record: Record) -> str:
    return (record.data.title if isinstance(record.data, WorkPackage) else "") or "paket"
