"""Otomatis: the way that was chosen, how it stands, and what is still to go. Nothing moves that is not shown here."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.services.outbox import Parcel
from desktop.services.ways import WayChoice
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, EmptyState, IconDisc, words
from desktop.ui.courier import Courier, clock_words, rate_words, wait_words
from desktop.ui.exchange.half import button
from desktop.ui.exchange.way_form import WayDialog
from desktop.ui.exchange.words import desk_name, moment, size_words
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain
from desktop.ui.status import Status
from desktop.ui.table_view import Table
from desktop.ui.tables import Column, in_memory

TO_GO = Status("Belum dikirim", "clock", Tone.NEUTRAL)
KEPT_BACK = Status("Menunggu kuota", "hand-stop", Tone.ATTENTION)
UNDER_WAY = Status("Sedang dikirim", "upload", Tone.INFO)
HANDED = Status("Diserahkan", "send", Tone.INFO)
HALF = Status("Data diterima, foto belum", "alert-triangle", Tone.ATTENTION)
_KINDS = {"data": "Data", "files": "Foto dan pindaian", "ack": "Kabar terima"}
_EMPTY = "Tidak ada yang menunggu dikirim. Yang Anda ajukan berikutnya muncul di sini."


class OnlinePanel(QWidget):
    """`said`: Message for the strip."""

    said = Signal(object)

    def __init__(self, workplace: Workplace, window: MainWindow, courier: Courier) -> None:
        super().__init__()
        self._work, self._window, self._courier = workplace, window, courier
        self._shown: tuple[object, ...] = ()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        layout.setSpacing(SPACE_3)
        self.empty = EmptyState(
            "Kirim dan terima dapat berjalan sendiri, lewat folder bersama atau server kantor. "
            "USB tetap dapat dipakai kapan saja.",
            "Atur kirim otomatis",
            self.set_up,
            icon="refresh",
        )
        layout.addWidget(self.empty, 1)
        self.card = self._card()
        layout.addWidget(self.card)
        columns: list[Column[Parcel]] = [
            Column("Kepada", lambda row: desk_name(row.to_area), "code"),
            Column("Isi", lambda row: _KINDS.get(row.kind, row.kind), "code"),
            Column("Ukuran", lambda row: size_words(row.size), "code", sort=lambda row: row.size),
            Column("Status", self._status, "status"),
            Column("Dibuat", lambda row: moment(row.at), "code", sort=lambda row: row.at),
            Column("Berkas", lambda row: row.name, stretch=True),
        ]
        self.table = Table(
            "kotak-keluar",
            columns,
            in_memory(self._parcels, columns),
            key=lambda row: row.uid,
            title="Belum sampai",
            empty=EmptyState(_EMPTY, icon="circle-check"),
            remembered=window.remembered,
        )
        layout.addWidget(self.table, 1)
        courier.changed.connect(self._refresh)

    def _card(self) -> Card:
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        self.disc = IconDisc("transfer", Tone.INFO)
        row.addWidget(self.disc)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self.place, self.state = words("", "strong"), words("")
        texts.addWidget(self.place)
        texts.addWidget(self.state)
        row.addLayout(texts, 1)
        card.body.addLayout(row)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("Kemajuan kiriman")
        self.amount = words("", "small")
        card.body.addWidget(self.progress)
        card.body.addWidget(self.amount)
        deeds = QHBoxLayout()
        deeds.setSpacing(SPACE_2)
        self.now = button("Kirim dan ambil sekarang", "refresh", "primary")
        self.now.clicked.connect(lambda _on=False: self._courier.start(asked=True))
        self.photos = button("Kirim foto yang menunggu", "photo")
        self.photos.clicked.connect(lambda _on=False: self._courier.start(photos=True, asked=True))
        self.halt = button("Hentikan", "x")
        self.halt.clicked.connect(lambda _on=False: self._courier.stop())
        self.setup = button("Atur…", "settings")
        self.setup.clicked.connect(lambda _on=False: self.set_up())
        for one in (self.now, self.halt, self.photos):
            deeds.addWidget(one)
        deeds.addStretch(1)
        deeds.addWidget(self.setup)
        card.body.addLayout(deeds)
        return card

    # --- what is shown -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show how it stands now."""
        self._shown = ()
        self._refresh()

    def _refresh(self) -> None:
        if not self.isVisible():
            return
        choice = self._work.transport.choice()
        self.empty.setVisible(choice is None)
        self.card.setVisible(choice is not None)
        self.table.setVisible(choice is not None)
        if choice is None:
            return
        self._show_state(choice)
        going = self._courier.going
        state = (self._courier.busy, going.name if going is not None else "", self._work.transport.costly)
        if state != self._shown:  # the table only when a bundle begins or ends, not at each kilobyte
            self._shown = state
            self.table.reload()
            waiting = [one for one in self._parcels() if self._work.transport.kept_back(one, choice)]
            self.photos.setVisible(bool(waiting) and not self._courier.busy)

    def _show_state(self, choice: WayChoice) -> None:
        standing, going, busy = self._work.transport.standing(), self._courier.going, self._courier.busy
        where = "Folder" if choice.kind == "folder" else "Server"
        notes = "" if choice.automatic else " · hanya bila diminta"
        if choice.metered or self._work.transport.costly:
            notes += " · berkuota, foto menunggu"
        self.place.setText(f"{where} {choice.address}{notes}")
        if busy:
            verb = "Mengambil" if going is not None and going.what == "taking" else "Mengirim"
            to = f" ke {desk_name(going.area)}" if going is not None and going.area else ""
            self.state.setText(f"{verb}{to}…" if going is not None else "Menghubungi…")
        elif standing.problem is not None:
            self.state.setText(f"{explain(standing.problem)} {wait_words(standing.next).capitalize()}.")
        elif standing.last:
            self.state.setText(f"Berjalan baik, terakhir pukul {clock_words(standing.last)}.")
        else:
            self.state.setText("Belum pernah dijalankan.")
        self.progress.setVisible(busy)
        self.amount.setVisible(busy and going is not None)
        if going is not None:
            self.progress.setRange(0, max(1, going.total))
            self.progress.setValue(going.done)
            self.amount.setText(f"{size_words(going.done)} dari {size_words(going.total)}{rate_words(going.rate)}")
        else:
            self.progress.setRange(0, 0)
        self.now.setVisible(not busy)
        self.halt.setVisible(busy)

    def _parcels(self) -> list[Parcel]:
        """What people care about: an answer that was handed over is nobody's worry."""
        return [one for one in self._work.transport.parcels() if one.waits or one.kind != "ack"]

    def _status(self, row: Parcel) -> Status:
        going, choice = self._courier.going, self._work.transport.choice()
        if going is not None and going.what == "sending" and going.name == row.name:
            return UNDER_WAY
        if row.waits:
            return KEPT_BACK if choice is not None and self._work.transport.kept_back(row, choice) else TO_GO
        return HALF if row.outcome == "data_received" else HANDED

    # --- deeds -------------------------------------------------------------------------------------------------------

    def set_up(self) -> None:
        """Choose the way, in a dialog; then a round begins."""
        if WayDialog(self._work.transport, self._window.tasks, self).exec():
            self.reload()
            self._courier.wake()
            self._courier.show_status()
