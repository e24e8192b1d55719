"""How bundles travel by themselves: a folder many desks see, or a server; tried out before it is kept."""

from pathlib import Path

from PySide6.QtWidgets import QButtonGroup, QDialog, QHBoxLayout, QLineEdit, QRadioButton, QWidget

from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.transport import TransportService
from desktop.services.ways import WayChoice
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog, ask_folder, confirm
from desktop.ui.exchange.half import button, column
from desktop.ui.fields import CheckField, TextField
from desktop.ui.palette import SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.qss import mark
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.tasks import TaskRunner


class WayDialog(Dialog):
    """Accepted: the choice is kept (or was taken away)."""

    def __init__(self, transport: TransportService, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__("Atur kirim otomatis", parent, width=640)
        self._transport, self._runner = transport, runner
        self._busy = False
        found = transport.choice()
        self.body.addWidget(words("Kiriman tetap terkunci di jalan: hanya tujuan yang dapat membukanya.", "muted"))
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.body.addWidget(self.notice)
        self.by_folder, self.by_server = QRadioButton("Folder bersama"), QRadioButton("Server (WebDAV)")
        self._group = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        for one in (self.by_folder, self.by_server):
            self._group.addButton(one)
            row.addWidget(one)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self._folder_part())
        self.body.addWidget(self._server_part())
        self.automatic = CheckField("automatic", "Kirim dan ambil sendiri begitu tersambung")
        self.data_first = CheckField("data_first", "Data dahulu, foto menyusul")
        self.metered = CheckField("metered", "Sambungan berkuota: foto menunggu sampai saya kirim")
        for box in (self.automatic, self.data_first, self.metered):
            self.body.addWidget(box)
        self.body.addStretch(1)
        self.off = button("Jangan pakai lagi", "trash", "quiet")
        self.off.setVisible(found is not None)
        self.off.setAutoDefault(False)
        self.off.clicked.connect(lambda _on=False: self._forget())
        self.buttons.insertWidget(0, self.off)
        self.trial = self.add_button("Coba sambungan")
        self.trial.clicked.connect(lambda _on=False: self.try_out())
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.keep = self.add_button("Simpan", kind="primary")
        self.keep.clicked.connect(lambda _on=False: self._save())
        self._fill(found or WayChoice(kind="folder", address=""))
        self.by_folder.toggled.connect(lambda _on: self._show_parts())
        self._show_parts()

    def _folder_part(self) -> QWidget:
        self._folder_box, inside = column()
        mark(self._folder_box, "clear")
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(
            words("Misalnya folder Google Drive, Nextcloud atau Syncthing, atau USB yang dibawa bergantian.", "small")
        )
        self.folder = TextField("folder", "Folder", longest=400)
        self.pick = button("Pilih folder…", "folder-open")
        self.pick.setAutoDefault(False)
        self.pick.clicked.connect(lambda _on=False: self._ask())
        inside.addWidget(self.folder)
        row = QHBoxLayout()
        row.addWidget(self.pick)
        row.addStretch(1)
        inside.addLayout(row)
        return self._folder_box

    def _server_part(self) -> QWidget:
        self._server_box, inside = column()
        mark(self._server_box, "clear")
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACE_3)
        self.address = TextField("address", "Alamat server", longest=400)
        self.user = TextField("user", "Nama pengguna", width=240, longest=100)
        self.password = TextField("password", "Kata sandi", width=240, longest=200)
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        inside.addWidget(self.address)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        row.addWidget(self.user)
        row.addWidget(self.password)
        row.addStretch(1)
        inside.addLayout(row)
        self.kept = words("Kata sandi disimpan di penyimpanan rahasia komputer, bukan di data Rembug.", "small")
        inside.addWidget(self.kept)
        return self._server_box

    def _fill(self, choice: WayChoice) -> None:
        self._was = choice
        (self.by_folder if choice.kind == "folder" else self.by_server).setChecked(True)
        (self.folder if choice.kind == "folder" else self.address).set_value(choice.address)
        self.user.set_value(choice.user)
        self.automatic.set_value(choice.automatic)
        self.data_first.set_value(choice.data_first)
        self.metered.set_value(choice.metered)
        if choice.needs_password and self._transport.ways.password(choice):
            self.password.edit.setPlaceholderText("tersimpan")

    def _show_parts(self) -> None:
        self._folder_box.setVisible(self.by_folder.isChecked())
        self._server_box.setVisible(self.by_server.isChecked())
        self.notice.hide()
        self.fit()

    def _ask(self) -> None:
        folder = ask_folder(self, "Folder bersama untuk kiriman")
        if folder is not None:
            self.use_folder(folder)

    def use_folder(self, folder: Path) -> None:
        """Take this folder."""
        self.folder.set_value(str(folder))

    # --- deeds --------------------------------------------------------------------------------------------------------

    def choice(self) -> WayChoice:
        """What stands in the form."""
        folder = self.by_folder.isChecked()
        return WayChoice(
            kind="folder" if folder else "webdav",
            address=(self.folder if folder else self.address).edit.text().strip(),
            user="" if folder else self.user.edit.text().strip(),
            automatic=bool(self.automatic.value()),
            data_first=bool(self.data_first.value()),
            metered=bool(self.metered.value()),
        )

    def _typed(self, choice: WayChoice) -> str | None:
        """The password to use: what was typed; None for the one kept for the same user there."""
        word = self.password.edit.text()
        if word or (choice.address, choice.user) != (self._was.address, self._was.user):
            return word
        return None

    def try_out(self) -> None:
        """See whether the place is there and takes something, off the GUI thread."""
        if self._busy:
            return
        choice = self.choice()
        word = self._typed(choice)
        transport = self._transport
        self._set_busy(True)
        task = self._runner.start(
            "Mencoba sambungan", lambda _report: transport.try_out(choice, word), writes=False, quiet=True
        )
        task.finished.connect(self._tried)

    def _tried(self, _result: object, error: object) -> None:
        self._set_busy(False)
        if error is None:
            self._note("Tempatnya ada dan dapat dipakai.", Tone.GOOD)
        elif isinstance(error, Trouble | RuleViolation):
            self._note(explain(error), Tone.PROBLEM)
        elif isinstance(error, BaseException):
            handle_failure(error, lambda text: self._note(text, Tone.PROBLEM))

    def _set_busy(self, on: bool) -> None:
        self._busy = on
        self.trial.setEnabled(not on)
        self.trial.setText("Mencoba…" if on else "Coba sambungan")

    def _save(self) -> None:
        choice = self.choice()
        try:
            kept = self._transport.choose(choice, self._typed(choice) if choice.needs_password else None)
        except (Trouble, RuleViolation) as problem:
            self._note(explain(problem), Tone.PROBLEM)
            return
        if not kept and choice.needs_password and self.password.edit.text():
            confirm_only(self)
        self.accept()

    def _forget(self) -> None:
        if confirm(self, "Berhenti mengirim dan mengambil sendiri?", "Berhenti", detail="Data tidak berubah."):
            self._transport.forget()
            self.accept()

    def _note(self, text: str, tone: Tone) -> None:
        self.notice.put(Message(text=text, tone=tone))
        self.fit()


def confirm_only(parent: QWidget) -> None:
    """This computer keeps no passwords: say what that means."""
    confirm(
        parent,
        "Komputer ini tidak dapat menyimpan kata sandi.",
        "Mengerti",
        no="Tutup",
        detail="Kata sandi dipakai sampai aplikasi ditutup, lalu ditanyakan lagi.",
        tone=Tone.INFO,
    )
