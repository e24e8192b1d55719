"""The kelurahan's last page: its root key, and the recovery sheet that must be on paper before anything else.

The desk is laid and the key made the moment a place for the sheet was chosen. The sheet is written first and read back,
since it is the only copy: where that fails there is no key, and another place is asked for.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.desks import check_sheet_place
from desktop.services.trust import RecoverySheet
from desktop.services.workplace import Workplace
from desktop.ui.cards import Card, words
from desktop.ui.dialogs import ask_save
from desktop.ui.forms import MultilineField
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_2, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.strip import Message, NoticeFrame
from desktop.ui.wizard.step import Answers, Step

WALL_LETTER = (
    "Setelah ini, cetak surat kartu kelurahan di Kirim–Terima dan tempel di dinding kantor. "
    "RT dan Pokmas membandingkan angkanya saat mendaftar."
)


OLD, NEW = "Kelurahan ini sudah punya lembar pemulihan", "Kelurahan ini baru memakai Rembug"


class KeyStep(Step):
    """`lay`: gives the desk, made from the answers; called once, raises as found_desk."""

    question = "Kunci kelurahan"
    lead = "Dengan kunci ini kiriman RT dan Pokmas hanya dapat dibuka di kantor ini, dan keputusannya dipercaya."
    done_changed = Signal()

    def __init__(self, answers: Answers, lay: Callable[[], Workplace]) -> None:
        super().__init__(answers)
        self._lay = lay
        self.workplace: Workplace | None = None
        self._sheet: RecoverySheet | None = None
        self._saved: Path | None = None
        self._recovered = False
        self._owned = True
        self.notice = NoticeFrame(closable=False)
        self.notice.hide()
        self.column.addWidget(self.notice)
        self._recovers = False
        self.new_card, self.old_card = self._new_key(), self._old_key()
        self.column.addWidget(self.new_card)
        self.column.addWidget(self.old_card)
        self.other_way = QPushButton()
        mark(self.other_way, "link")
        self.other_way.clicked.connect(lambda _on=False: self._turn())
        self.column.addWidget(self.other_way, 0, Qt.AlignmentFlag.AlignLeft)
        self._show()

    # --- building ----------------------------------------------------------------------------------------------------

    def _new_key(self) -> QWidget:
        card = Card("Lembar pemulihan")
        card.body.addWidget(
            words(
                "Satu-satunya salinan kunci kelurahan. Bila komputer rusak atau hilang, hanya lembar ini yang dapat "
                "memulihkannya."
            )
        )
        self.save = QPushButton("1. Buat dan simpan lembar…")
        dress(self.save, "device-floppy", "on_primary")
        mark(self.save, "primary")
        self.save.clicked.connect(lambda _on=False: self._ask_place())
        self.view = QPushButton("2. Buka untuk dicetak")
        dress(self.view, "printer")
        self.view.clicked.connect(lambda _on=False: self._open_sheet())
        self.kept = QCheckBox("3. Sudah dicetak, dan kertasnya disimpan di tempat terkunci")
        self.kept.toggled.connect(lambda _on=False: self.done_changed.emit())
        row = QHBoxLayout()
        row.setSpacing(SPACE_2)
        row.addWidget(self.save)
        row.addWidget(self.view)
        row.addStretch(1)
        self.place = words("", "small")
        card.body.addLayout(row)
        card.body.addWidget(self.place)
        card.body.addWidget(self.kept)
        card.body.addWidget(words(WALL_LETTER, "muted"))
        return card

    def _old_key(self) -> QWidget:
        card = Card("Pulihkan dari lembar")
        self.words_typed = MultilineField(
            "words", "24 kata pada lembar pemulihan", lines=4, helper="Urut dari kiri ke kanan, dipisah spasi."
        )
        self.recover = QPushButton("Pulihkan kunci")
        dress(self.recover, "key", "on_primary")
        mark(self.recover, "primary")
        self.recover.clicked.connect(lambda _on=False: self._recover())
        row = QHBoxLayout()
        row.addWidget(self.recover)
        row.addStretch(1)
        card.body.addWidget(self.words_typed)
        card.body.addLayout(row)
        return card

    # --- what is so far ----------------------------------------------------------------------------------------------

    @property
    def made(self) -> bool:
        """The desk is laid: earlier answers can no longer change."""
        return self.workplace is not None

    @property
    def done(self) -> bool:
        """The key is safe: one may begin."""
        return self._recovered or (self._saved is not None and self.kept.isChecked())

    def enter(self) -> None:
        (self.words_typed.edit if self._recovers else self.save).setFocus()

    def _turn(self) -> None:
        """From a new key to an old one, or back."""
        self._recovers = not self._recovers
        self._show()
        self.enter()

    def _show(self) -> None:
        self.new_card.setVisible(not self._recovers)
        self.old_card.setVisible(self._recovers)
        self.other_way.setText(NEW if self._recovers else OLD)
        self.other_way.setVisible(self._sheet is None and not self._recovered)
        self.view.setEnabled(self._saved is not None)
        self.kept.setEnabled(self._saved is not None)
        self.place.setVisible(self._saved is not None)
        self.recover.setEnabled(not self._recovered)
        self.done_changed.emit()

    def _say(self, text: str, tone: Tone) -> None:
        self.notice.put(Message(text=text, tone=tone))

    def hand_over(self) -> None:
        """The desk belongs to somebody else now: it is not given up on leaving."""
        self._owned = False

    def give_up(self) -> None:
        """Left before the end: give the folder back. What was laid stays, and is gone on with when it is opened."""
        if self._owned and self.workplace is not None:
            self.workplace.close()
            self.workplace = None

    # --- deeds --------------------------------------------------------------------------------------------------------

    def _ask_place(self) -> None:
        path = ask_save(self, "Simpan lembar pemulihan", "Lembar pemulihan kelurahan.pdf", "pdf", "PDF")
        if path is not None:
            self.write_sheet(path)

    def write_sheet(self, path: Path) -> None:
        """Make the key at the first time, once its sheet lies there; later write the sheet there once more."""
        try:
            check_sheet_place(path)
            if self.workplace is None:
                self.workplace = self._lay()
            self._found(self.workplace, path)
        except Trouble as trouble:
            hint = " Lembarnya belum tersimpan: pilih tempat lain." if self._sheet is None else ""
            self._say(explain(trouble) + hint, Tone.PROBLEM)
        except RuleViolation as violation:
            self._say(explain(violation), Tone.PROBLEM)
        else:
            self._saved = path
            self.place.setText(f"Tersimpan sebagai {path.name}. Cetak, lalu hapus berkasnya dari komputer atau USB.")
            self.save.setText("Simpan sekali lagi…")
            mark(self.save, "")
            dress(self.save, "device-floppy")
            self.notice.hide()
        self._show()
        if self._saved is not None:
            self.view.setFocus()

    def _found(self, workplace: Workplace, path: Path) -> None:
        if self._sheet is None:
            workplace.trust.found_office(lambda sheet: self._keep(workplace, sheet, path))
            return
        workplace.papers.recovery_sheet(self._sheet, path)
        if not workplace.desk.keys.delegation:  # the sheet was written, the key not: the same key, never a second one
            workplace.trust.recover_office(self._sheet.qr_text)

    def _keep(self, workplace: Workplace, sheet: RecoverySheet, path: Path) -> None:
        workplace.papers.recovery_sheet(sheet, path)
        self._sheet = sheet

    def _open_sheet(self) -> None:
        if self._saved is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._saved)))

    def _recover(self) -> None:
        typed = str(self.words_typed.value())
        if not typed:
            self.words_typed.set_problem("24 kata pada lembar pemulihan belum diisi.")
            return
        try:
            if self.workplace is None:
                self.workplace = self._lay()
            self.workplace.trust.recover_office(typed)
        except RuleViolation as violation:
            self.words_typed.set_problem(explain(violation))
        except Trouble as trouble:
            self._say(explain(trouble), Tone.PROBLEM)
        else:
            self.words_typed.set_value("")
            self._recovered = True
            self._say("Kunci kelurahan sudah dipulihkan di komputer ini.", Tone.GOOD)
        self._show()
