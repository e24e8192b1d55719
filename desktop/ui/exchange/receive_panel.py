"""The right half: a file comes in, is looked at, and is taken as a whole or not at all."""

from collections.abc import Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.arrivals import Plan
from desktop.services.exchange import Held, Taken
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.dialogs import ask_open, confirm
from desktop.ui.exchange.half import Half, button, column, reveal
from desktop.ui.exchange.idle import LATEST_SHOWN, Found, Idle
from desktop.ui.exchange.incoming import Incoming, summary
from desktop.ui.exchange.outcomes import Result, Stranger
from desktop.ui.exchange.words import desk_name
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.rooms import has_room
from desktop.ui.strip import Message, announce
from desktop.ui.tasks import Report

BUSY = "Bundel sebelumnya masih diperiksa. Tunggu sebentar, lalu buka {name} sekali lagi."


@dataclass(frozen=True, slots=True)
class _Looked:
    """What looking at a file gave: a plan, or the trouble and how the file is held (None: it was not kept)."""

    path: Path
    plan: Plan | None = None
    trouble: Trouble | None = None
    held: Held | None = None


class ReceivePanel(Half):
    """`taken`: something came in; `goes`: a room to go to; `said`: Message for the strip."""

    said = Signal(object)
    goes = Signal(str)
    taken = Signal()

    def __init__(self, workplace: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__("Terima", "download", parent)
        self._work, self._window = workplace, window
        self._busy = False
        self._found: list[Found] = []
        self._path: Path | None = None
        self.idle: Idle | None = None
        self.incoming: Incoming | None = None
        self.stranger: Stranger | None = None
        self.result: Result | None = None
        self.setAcceptDrops(True)
        self.show_idle()

    # --- nothing in hand ---------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Quarantine may have changed."""
        if self.idle is not None:
            self.idle.held.put(self._work.exchange.held(), may_register=self._may_register)
            came = [one for one in self._work.exchange.log() if one.direction == "in"]
            self.idle.put_latest(came[:LATEST_SHOWN])

    @property
    def _may_register(self) -> bool:
        return self._work.info.role == "kelurahan"

    def _clear(self) -> None:
        self.idle = self.incoming = self.stranger = self.result = None
        self.put_foot()

    def show_idle(self) -> None:
        """Waiting for a file."""
        self._clear()
        self.idle = Idle()
        self.idle.choose.clicked.connect(lambda _on=False: self.ask())
        self.idle.held.retried.connect(self.retry)
        self.idle.held.registered.connect(self.register)
        self.idle.held.discarded.connect(self._discard)
        self.idle.held.officer.connect(self.take_in_part)
        self.idle.picked.connect(self.look_at)
        self.show_content(self.idle)
        self.idle.put_found(self._found)
        self.reload()

    def focus(self) -> None:
        """Put the keyboard where a file is chosen."""
        if self.idle is not None:
            self.idle.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_held(self, sha256: str) -> None:
        """Point to a held bundle: the digits to compare, or why it was not taken."""
        if self._busy:
            return
        held = next((one for one in self._work.exchange.held() if one.sha256 == sha256), None)
        if held is not None and held.sender is not None and self._may_register:
            self._show_stranger(held)
            return
        if self.idle is None:
            self.show_idle()
        row = next((row for row in self.idle.held.rows if row.held.sha256 == sha256), None) if self.idle else None
        if row is not None:
            row.act.setFocus(Qt.FocusReason.OtherFocusReason)
            reveal(row)

    def put_found(self, found: Sequence[Found]) -> None:
        """Bundles on the drives plugged in, newest first; those known here already are left out."""
        known = {passage.name for passage in self._work.exchange.log()}
        self._found = [one for one in found if one.path.name not in known]
        if self.idle is not None:
            self.idle.put_found(self._found)

    def ask(self) -> None:
        """Choose a file to look at."""
        path = ask_open(self, "Bundel yang diterima", ("*.rembug",), "Bundel Rembug")
        if path is not None:
            self.look_at(path)

    # --- looking -----------------------------------------------------------------------------------------------------

    def look_at(self, path: Path) -> None:
        """Open a bundle and say what it would change; what cannot be taken is kept, with the reason."""
        if self._busy:
            self.said.emit(Message(text=BUSY.format(name=path.name), tone=Tone.ATTENTION))
            return
        self._busy, self._path = True, path
        self._show_waiting("Memeriksa bundel…")
        exchange = self._work.exchange

        def work(_report: Report) -> object:
            try:
                return _Looked(path, plan=exchange.preview(path))
            except Trouble as trouble:
                return _Looked(path, trouble=trouble, held=exchange.keep(path, trouble))

        task = self._window.tasks.start("Memeriksa bundel", work)
        task.finished.connect(self._looked)

    def _looked(self, result: object, error: object) -> None:
        self._busy = False
        if not isinstance(result, _Looked):
            self._failed(error)
        elif result.plan is not None:
            self._show_plan(result.plan)
        elif result.trouble is not None:
            self._refused(result.trouble, result.held)

    def _failed(self, error: object) -> None:
        self.show_idle()
        if isinstance(error, BaseException) and not isinstance(error, CancelledError):
            handle_failure(error, lambda text: self.said.emit(Message(text=text, tone=Tone.PROBLEM)))

    def _show_waiting(self, text: str) -> None:
        self._clear()
        content, rows = column()
        rows.addStretch(1)
        label = words(text, "muted")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        rows.addWidget(label)
        rows.addStretch(2)
        self.show_content(content)

    def _show_plan(self, plan: Plan) -> None:
        self._clear()
        self.incoming = Incoming(plan)
        self.show_content(self.incoming)
        self.take_button, self.leave_button = button("Terima", "check", "primary"), button("Batal")
        self.take_button.clicked.connect(lambda _on=False: self.take())
        self.leave_button.clicked.connect(lambda _on=False: self.show_idle())
        if plan.already:
            self.leave_button.setText("Tutup")
            self.put_foot(self.leave_button, None)
            self.leave_button.setFocus()
        else:
            self.put_foot(self.take_button, self.leave_button, None)
            self.take_button.setFocus()
        told = "; ".join(f"{status.word}: {text}" for status, text in summary(plan))
        announce(self, f"{self.incoming.title.text()}. {told}")

    # --- taking ------------------------------------------------------------------------------------------------------

    def take(self) -> None:
        """Take what was looked at, off the GUI thread; Batalkan leaves everything as it was."""
        path = self._path
        if self._busy or path is None or self.incoming is None:
            return
        self._busy = True
        self.take_button.setEnabled(False)
        self.leave_button.setEnabled(False)
        self.take_button.setText("Menerima…")
        exchange = self._work.exchange

        def work(report: Report) -> object:
            return exchange.take(path, report)

        task = self._window.tasks.start("Menerima bundel", work)
        task.finished.connect(self._took)

    def _took(self, result: object, error: object) -> None:
        self._busy = False
        if isinstance(result, Taken):
            self._show_taken(result.plan, len(result.retried))
        elif isinstance(error, Trouble):
            kept = [held for held in self._work.exchange.held() if held.code == error.code]
            self._refused(error, kept[0] if kept else None)
        elif isinstance(error, CancelledError):
            self.show_idle()
            self.said.emit(Message(text="Dibatalkan. Data di komputer ini tidak berubah.", seconds=8))
        else:
            self._failed(error)

    def _show_taken(self, plan: Plan, more: int = 0) -> None:
        told = "; ".join(text for _, text in summary(plan)) or "Kabar terima"
        if plan.files:
            told = f"{told}; {plan.files} lampiran"
        title = f"Diterima dari {desk_name(plan.sender_area)}"
        notes = [f"{told}.", f"Kode cek {plan.receipt_code}; cocokkan dengan kertas pengirim."]
        if plan.missing_files:
            notes.append(f"{plan.missing_files} lampiran belum datang.")
        if plan.aside:
            notes.append(f"{plan.aside} baris disisihkan.")
        if plan.held:
            notes.append(f"{plan.held} baris disimpan tanpa diterapkan.")
        if more:
            notes.append(f"{more} bundel yang menunggu ikut diterima.")
        self._show_result("check", Tone.GOOD, title, " ".join(notes))
        role = self._work.info.role
        room, text = ("review", "Buka Meja Periksa") if role == "kelurahan" else ("proposals", "Lihat usulan")
        wanted = "d.submission" if role == "kelurahan" else "k.decision"
        close = button("Tutup")
        close.clicked.connect(lambda _on=False: self.show_idle())
        if wanted in plan.types and has_room(role, room):
            self.next = button(text, "arrow-right", "primary")
            self.next.clicked.connect(lambda _on=False: self._go(room))
            self.put_foot(self.next, close, None)
            self.next.setFocus()
        else:
            self.put_foot(close, None)
            close.setFocus()
        self.taken.emit()

    def _go(self, room: str) -> None:
        self.show_idle()
        self.goes.emit(room)

    def _show_result(self, icon: str, tone: Tone, title: str, text: str, detail: str = "") -> None:
        self._clear()
        self.result = Result(icon, tone, title, text, detail)
        self.show_content(self.result)
        announce(self, f"{title}. {text}", urgent=tone == Tone.PROBLEM)

    # --- not taken ---------------------------------------------------------------------------------------------------

    def _refused(self, trouble: Trouble, held: Held | None) -> None:
        if held is not None and held.sender is not None and self._may_register:
            self._show_stranger(held)
            return
        waits = held is not None and held.waiting
        title = "Bundel menunggu" if waits else "Bundel tidak diterima"
        tone = Tone.ATTENTION if waits else Tone.PROBLEM
        kept = " Berkasnya disimpan di daftar Tertahan." if held is not None else ""
        detail = f"{trouble.code}: {trouble.detail}".rstrip(": ")
        self._show_result("clock" if waits else "x", tone, title, explain(trouble) + kept, detail)
        other, close = button("Pilih berkas lain…", "folder-open", "primary"), button("Tutup")
        other.clicked.connect(lambda _on=False: self.ask())
        close.clicked.connect(lambda _on=False: self.show_idle())
        self.put_foot(other, close, None)
        close.setFocus()

    def retry(self, sha256: str) -> None:
        """Try a held bundle again."""
        if self._busy:
            return
        self._busy = True
        self._show_waiting("Mencoba lagi…")
        exchange = self._work.exchange

        def work(_report: Report) -> object:
            return exchange.retry(sha256)

        task = self._window.tasks.start("Menerima bundel", work)
        task.finished.connect(self._retried)

    def take_in_part(self, sha256: str) -> None:
        """An officer takes a bundle without its bad lines, or holds what a revoked computer sent; after a question."""
        held = next((one for one in self._work.exchange.held() if one.sha256 == sha256), None)
        if self._busy or held is None:
            return
        bad = held.code == "bad_schema"
        count = held.facts.get("bad", "")
        question = f"Terima {held.name}, sisihkan {count} baris?" if bad else f"Ambil {held.name} tanpa diterapkan?"
        detail = (
            "Baris itu tetap disimpan, tetapi tidak dipakai di meja mana pun sampai dicoba lagi."
            if bad
            else "Isinya disimpan dan belum dipakai. Pakai kemudian di Kartu, dengan Terima sampai sekarang."
        )
        if not confirm(self, question, "Terima" if bad else "Ambil", detail=detail):
            return
        self._busy = True
        self._show_waiting("Menerima…")
        exchange = self._work.exchange

        def work(_report: Report) -> object:
            return exchange.retry(sha256, set_aside=bad, from_revoked=not bad)

        task = self._window.tasks.start("Menerima bundel", work)
        task.finished.connect(self._retried)

    def _retried(self, result: object, error: object) -> None:
        self._busy = False
        if isinstance(result, Plan):
            self._show_taken(result)
        elif isinstance(error, Trouble):
            self.show_idle()
            self.said.emit(Message(text=explain(error), tone=Tone.ATTENTION))
        else:
            self._failed(error)

    def _discard(self, sha256: str) -> None:
        held = next((one for one in self._work.exchange.held() if one.sha256 == sha256), None)
        if held is None:
            return
        question, detail = f"Buang {held.name}?", "Berkas di komputer ini dihapus dan tidak dapat dikembalikan."
        if confirm(self, question, "Buang", detail=detail, tone=Tone.PROBLEM):
            self._work.exchange.discard(sha256)
            self.reload()
            self.said.emit(Message(text="Bundel dibuang.", seconds=8))

    # --- an unknown sender -------------------------------------------------------------------------------------------

    def register(self, sha256: str) -> None:
        """Compare the digits of a held bundle's sender."""
        held = next((one for one in self._work.exchange.held() if one.sha256 == sha256), None)
        if held is not None and held.sender is not None:
            self._show_stranger(held)

    def _show_stranger(self, held: Held) -> None:
        self._clear()
        self.stranger = Stranger(held)
        self.show_content(self.stranger)
        self.approve_button, later = button("Setujui dan terima", "shield-check", "primary"), button("Nanti")
        self.approve_button.setEnabled(False)
        stranger = self.stranger
        stranger.digits.changed.connect(self._digits_typed)
        stranger.digits.entered.connect(partial(self.approve, held.sha256))
        self.approve_button.clicked.connect(lambda _on=False: self.approve(held.sha256))
        later.clicked.connect(lambda _on=False: self.show_idle())
        self.put_foot(self.approve_button, later, None)
        stranger.digits.focus_first()
        announce(self, stranger.title.text())

    def _digits_typed(self) -> None:
        if self.stranger is not None:
            self.stranger.digits.set_problem(False)
            self.approve_button.setEnabled(self.stranger.digits.complete)

    def approve(self, sha256: str) -> None:
        """Accept the sender when all six groups fit, and take its bundle at once."""
        if self._busy or self.stranger is None or not self.stranger.digits.complete:
            return
        typed = list(self.stranger.digits.typed().values())
        self._busy = True
        self.approve_button.setEnabled(False)
        exchange = self._work.exchange

        def work(_report: Report) -> object:
            return exchange.approve_sender(sha256, typed)

        task = self._window.tasks.start("Menerima bundel", work)
        task.finished.connect(self._approved)

    def _approved(self, result: object, error: object) -> None:
        self._busy = False
        if isinstance(result, Plan):
            self._show_taken(result)
        elif isinstance(error, RuleViolation) and self.stranger is not None:
            self.stranger.digits.set_problem(error.field == "fingerprint")
            self.stranger.notice.put(Message(text=explain(error), tone=Tone.PROBLEM))
            self.stranger.digits.focus_first()
            reveal(self.stranger.notice)
            self.approve_button.setEnabled(True)
        elif isinstance(error, Trouble):
            self._refused(error, None)
        else:
            self._failed(error)

    # --- dropping ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        files = [url for url in event.mimeData().urls() if url.isLocalFile()]
        if len(files) == 1 and not self._busy:
            event.acceptProposedAction()
            if self.idle is not None:
                self.idle.zone.set_hot(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        if self.idle is not None:
            self.idle.zone.set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.look_at(files[0])
