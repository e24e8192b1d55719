"""The left half: what is new, for whom, where to; afterwards the code to write on paper."""

from collections.abc import Sequence
from concurrent.futures import CancelledError
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLabel, QWidget

from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import sentence
from desktop.domain.money import format_number
from desktop.services.departures import Departure, Outgoing
from desktop.services.usb import free_bytes
from desktop.services.workplace import Workplace
from desktop.ui.cards import IconDisc, words
from desktop.ui.exchange.enrol import EnrolPanel
from desktop.ui.exchange.half import Half, button, column
from desktop.ui.exchange.places import ListDrives
from desktop.ui.exchange.send_form import SendDone, SendForm
from desktop.ui.exchange.words import MEGABYTE, desk_name, listed, nouns, size_words
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.qss import mark
from desktop.ui.strip import Message, NoticeFrame, announce
from desktop.ui.tasks import Report
from desktop.ui.value_fields import today_here


class SendPanel(Half):
    """`said`: Message for the strip; `prints`: a PDF to preview (path, file name); `sent`: a bundle was made."""

    said = Signal(object)
    prints = Signal(object, str)
    sent = Signal()
    needs_key = Signal()  # the kelurahan's own key is missing

    def __init__(
        self, workplace: Workplace, window: MainWindow, drives: ListDrives, parent: QWidget | None = None
    ) -> None:
        super().__init__("Kirim", "upload", parent)
        self._work, self._window, self._list_drives = workplace, window, drives
        self._office = workplace.info.role == "kelurahan"
        self._to = "" if self._office else workplace.info.office
        self._known: dict[str, Outgoing] = {}
        self._busy = False
        self._target = (Path(), "")
        self._finished: tuple[list[Departure], str] | None = None
        self.enrol: EnrolPanel | None = None
        self.form: SendForm | None = None
        self.done: SendDone | None = None

    # --- what is shown -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Show what there is to do now. What is being typed or was just made stays."""
        if self._busy or self._finished is not None:
            return
        if not self._office and not self._work.trust.enrolled:
            self._show_enrol()
            return
        areas = self._partners() if self._office else [self._to]
        if self._office and not areas:
            self._show_nobody()
            return
        if self._to not in areas:
            self._to = areas[0]
        self._show_form(areas)

    @property
    def to_area(self) -> str:
        """Whom the bundle is for."""
        return self._to

    def unsent(self) -> dict[str, int]:
        """How many records are new for each desk, as far as they were counted; desks with none are left out."""
        counted = {area: sum(count for _, count in known.fresh) for area, known in self._known.items()}
        return {area: count for area, count in counted.items() if count}

    def choose(self, area: str) -> None:
        """Send to this desk next."""
        self._to, self._finished = area, None
        self.reload()

    def _partners(self) -> list[str]:
        known = {device.area for device in self._work.trust.devices() if device.standing == "approved"}
        return sorted(known)

    def _clear(self) -> None:
        self.enrol = self.form = self.done = None
        self.note.clear()
        self.put_foot()

    def _show_enrol(self) -> None:
        if self.enrol is not None:
            return
        self._clear()
        self.enrol = EnrolPanel(self._work.trust, self._work.info.office)
        self.enrol.enrolled.connect(self._now_known)
        self.show_content(self.enrol)

    def _now_known(self) -> None:
        self.enrol = None
        name = desk_name(self._work.info.office)
        self.said.emit(
            Message(text=f"{name} sudah dikenali. Sekarang Anda dapat mengirim.", tone=Tone.GOOD, seconds=10)
        )
        self.reload()

    def _show_nobody(self) -> None:
        self._clear()
        content, layout = column()
        layout.addStretch(1)
        layout.addWidget(IconDisc("users", Tone.NEUTRAL), 0, Qt.AlignmentFlag.AlignHCenter)
        text = words(
            "Belum ada RT atau Pokmas yang terdaftar. Perangkatnya didaftarkan saat bundel pertamanya diterima."
        )
        text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(text)
        layout.addStretch(2)
        self.show_content(content)

    def _show_form(self, areas: Sequence[str]) -> None:
        outgoing = self._outgoing(self._to)
        if isinstance(outgoing, RuleViolation):
            self._show_refusal(outgoing)
            return
        if self.form is None:
            self._clear()
            self.form = SendForm(self._window)
            self.form.to_changed.connect(self._other)
            self.form.places.changed.connect(self._ready)
            self.show_content(self.form)
            self.make = button("Buat bundel", "send", "primary")
            self.make.clicked.connect(lambda _on=False: self.send())
            self.about = QLabel()
            mark(self.about, "muted")
            self.put_foot(self.make, self.about, None)
        self._known[self._to] = outgoing
        before = any(one.direction == "out" and one.area == self._to for one in self._work.exchange.log())
        named = [(area, self._label(area)) for area in areas]
        self.form.put(named, self._to, outgoing, only=not self._office, again=before)
        self.note.setText("" if self._office else f"ke {desk_name(self._to)}")
        self.form.places.put(self._list_drives(), outgoing.size + MEGABYTE)
        self._ready()
        if self._office:
            self._look_around(areas)

    def _outgoing(self, area: str) -> Outgoing | RuleViolation:
        try:
            return self._work.exchange.outgoing(area)
        except RuleViolation as problem:
            return problem

    def _show_refusal(self, problem: RuleViolation) -> None:
        self._clear()
        content, layout = column()
        notice = NoticeFrame(closable=False)
        founded = problem.code != "office_unfounded"
        notice.put(
            Message(
                text=explain(problem),
                tone=Tone.ATTENTION,
                button="" if founded else "Buat kunci",
                run=None if founded else self.needs_key.emit,
            )
        )
        layout.addWidget(notice)
        layout.addStretch(1)
        self.show_content(content)

    def _label(self, area: str) -> str:
        known = self._known.get(area)
        if known is None or known.nothing:
            return desk_name(area)
        fresh = sum(count for _, count in known.fresh)
        return f"{desk_name(area)} – {fresh} catatan baru" if fresh else f"{desk_name(area)} – kabar terima"

    def _look_around(self, areas: Sequence[str]) -> None:
        """How much is new for each desk, beside the work."""
        rest = [area for area in areas if area not in self._known]
        if not rest:
            return

        def look(_report: Report) -> object:
            found = {area: self._outgoing(area) for area in rest}
            return {area: one for area, one in found.items() if isinstance(one, Outgoing)}

        task = self._window.tasks.start("Melihat apa yang baru", look, writes=False)
        task.finished.connect(self._looked)

    def _looked(self, found: object, error: object) -> None:
        if isinstance(error, CancelledError):
            return
        if isinstance(error, BaseException):
            handle_failure(error, lambda text: self.said.emit(Message(text=text, tone=Tone.PROBLEM)))
        elif isinstance(found, dict):
            self._known |= found
            if self.form is not None:
                self.form.rename([(area, self._label(area)) for area in self._partners()])

    def forget_counts(self) -> None:
        """What is new for whom has changed: count again when next shown."""
        self._known = {}

    def _other(self, area: str) -> None:
        if area != self._to:
            self._to = area
            self.reload()

    def drives_changed(self) -> None:
        """A drive came or went."""
        if self.form is not None and self._to in self._known:
            self.form.places.put(self._list_drives(), self._known[self._to].size + MEGABYTE)

    def _ready(self) -> None:
        if self.form is None:
            return
        known = self._known.get(self._to)
        something = known is not None and not known.nothing
        self.make.setVisible(something)
        self.show_foot(something)
        self.make.setEnabled(something and self.form.places.folder is not None)
        self.about.setText(
            f"sekitar {size_words(known.size)}" if known is not None and something and known.size else ""
        )

    # --- sending -----------------------------------------------------------------------------------------------------

    def send(self, *, everything: bool = False) -> None:
        """Make the bundle where chosen, off the GUI thread."""
        folder = self.form.places.folder if self.form is not None else None
        if folder is None or self._busy or self.form is None:
            return
        to, exchange, light = self._to, self._work.exchange, self.form.light.isChecked() and not everything
        self._busy = True
        self.make.setEnabled(False)
        self.make.setText("Membuat bundel…")

        def work(report: Report) -> object:
            return exchange.send(to, folder, everything=everything, light=light, report=report)

        task = self._window.tasks.start("Membuat bundel", work)
        self._target = (folder, self.form.places.name)
        task.finished.connect(self._made)

    def _made(self, result: object, error: object) -> None:
        folder, place = self._target
        self._busy = False
        self.make.setText("Buat bundel")
        departures = [one for one in result if isinstance(one, Departure)] if isinstance(result, list) else []
        if departures:
            self._finished = (departures, place)
            self._show_done(departures, place, folder)
            self._window.status.set_sent(format_day(today_here()))
            self.sent.emit()
            return
        self._ready()
        if isinstance(error, CancelledError):
            return
        if isinstance(error, Trouble):
            self.form_notice(error, folder)
        elif isinstance(error, BaseException):
            handle_failure(error, lambda text: self.said.emit(Message(text=text, tone=Tone.PROBLEM)))
        else:
            self.said.emit(Message(text="Tidak ada yang baru untuk dikirim.", tone=Tone.INFO, seconds=8))

    def form_notice(self, problem: Trouble, folder: Path) -> None:
        """Say above the form why nothing was written: the stick is gone, full, or something else."""
        if self.form is None:
            return
        free, known = free_bytes(folder), self._known.get(self._to)
        needed = known.size if known is not None else 0
        text = explain(problem)
        if problem.code == "write_failed" and free is None:
            text = sentence("usb.hilang")
        elif problem.code == "write_failed" and free is not None and free < needed + MEGABYTE:
            text = f"Tempat itu penuh: perlu {size_words(needed)}, tersedia {size_words(free)}. Pilih USB lain."
        self.form.notice.put(Message(text=text, tone=Tone.PROBLEM, button="Ulangi", run=self.send))

    def _show_done(self, departures: list[Departure], place: str, folder: Path) -> None:
        self._clear()
        counts = nouns(tuple(kind for one in departures for kind in one.types))
        self.done = SendDone(departures, place, desk_name(self._to), listed(counts, 4))
        self.show_content(self.done)
        self.done.opened.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        self.given, self.slip = button("Sudah diserahkan", "check", "primary"), self.done.slip
        self.close_button = button("Tutup")
        self.given.clicked.connect(lambda _on=False: self._given(departures))
        self.slip.clicked.connect(lambda _on=False: self._print_slips(departures, counts))
        self.close_button.clicked.connect(lambda _on=False: self.close_result())
        self.put_foot(self.given, None, self.close_button)
        announce(self, f"Bundel sudah tersimpan di {place}. Kode cek {' '.join(departures[0].code)}")
        self.given.setFocus(Qt.FocusReason.OtherFocusReason)

    def _given(self, departures: list[Departure]) -> None:
        for one in departures:
            self._work.exchange.hand_over(one.uid)
        self.said.emit(Message(text="Dicatat: sudah diserahkan.", tone=Tone.GOOD, seconds=8))
        self.close_result()

    def close_result(self) -> None:
        """Back to what there is to send."""
        self._finished = None
        self.forget_counts()
        self.reload()

    def _print_slips(self, departures: list[Departure], counts: list[tuple[int, str]]) -> None:
        contents = tuple(f"{format_number(count)} {noun}" for count, noun in counts)
        for one in departures:
            name = f"Slip {one.path.stem if one.path else one.uid}.pdf"
            path = Path(mkdtemp(prefix="rembug-")) / name
            try:
                self._work.papers.slip(one, desk_name(one.to_area), contents, path)
            except Trouble as problem:
                self.said.emit(Message(text=explain(problem), tone=Tone.PROBLEM))
                return
            self.prints.emit(path, name)
