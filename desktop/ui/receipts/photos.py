"""The pictures of bills: those kept with a receipt, and keeping more of them beside the work."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.messages import sentence
from desktop.services.attachments import Kept, Wanted, read_picture
from desktop.services.workplace import Workplace
from desktop.ui.palette import Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.strip import Message
from desktop.ui.tasks import TaskRunner

Picture = Callable[[], QImage]


class NotaPhotos(QObject):
    """`said`: a Message for the strip. `altered`: a picture came or went."""

    said = Signal(object)
    altered = Signal()

    def __init__(self, work: Workplace, tasks: Callable[[], TaskRunner], parent: QObject) -> None:
        super().__init__(parent)
        self._work, self._tasks = work, tasks

    def of(self, uid: str) -> list[tuple[str, str]]:
        """(uid, SHA-256) of the pictures of a receipt, the oldest first."""
        found = self._work.records.find("d.photo", parent=uid, order="id")
        return [(record.uid, record.files[0]) for record in found if record.files]

    def pictures(self, uid: str) -> list[Picture]:
        """What draws them."""
        return [partial(self._stored, sha) for _, sha in self.of(uid)]

    def _stored(self, sha: str) -> QImage:
        try:
            return QImage.fromData(self._work.attachments.content(sha))
        except Trouble:
            return QImage()  # the bytes have not come yet: the frame says that no picture is here

    @staticmethod
    def from_file(file: Path) -> Picture:
        """What draws a picture that is not kept yet, upright."""

        def draw() -> QImage:
            try:
                return QImage.fromData(read_picture(file.read_bytes()).content)
            except (OSError, Trouble):
                return QImage()

        return draw

    def attach(self, uid: str, files: Sequence[Path]) -> None:
        """Read, shrink and keep pictures of a receipt, beside the work."""
        attachments, wanted = self._work.attachments, [Wanted(file, "receipt") for file in files]
        task = self._tasks().start(
            "Menyimpan foto nota", lambda report: attachments.keep_photos(uid, wanted, report=report)
        )
        task.finished.connect(self._attached)

    def _attached(self, result: object, error: object) -> None:
        if isinstance(error, Exception):
            handle_failure(error, self._complain)
        if isinstance(result, Kept) and result.broken:
            self._complain(sentence("foto.rusak", {"name": next(iter(result.broken)).name}))
        self.altered.emit()

    def _complain(self, text: str) -> None:
        self.said.emit(Message(text=text, tone=Tone.PROBLEM))

    def cut(self, photo: str, turn: int, box: tuple[float, float, float, float]) -> None:
        """Keep a picture turned and cut as it is shown; the file as taken stays."""
        self._alter(
            lambda: self._work.attachments.cut(photo, turn, box), "Tampilan foto disimpan; aslinya tetap ada.", photo
        )

    def restore_whole(self, photo: str) -> None:
        """Show the whole picture as it was taken."""
        self._alter(lambda: self._work.attachments.restore_whole(photo), "Foto utuh tampil lagi.", "")

    def _alter(self, deed: Callable[[], object], said: str, back: str) -> None:
        try:
            deed()
        except (RuleViolation, Trouble) as problem:
            self._complain(explain(problem))
            return
        self.altered.emit()
        run = partial(self.restore_whole, back) if back else None
        button = "Foto utuh" if back else ""
        self.said.emit(Message(text=said, tone=Tone.GOOD, button=button, run=run, seconds=10))

    def remove(self, photo: str) -> None:
        """Into the trash; the message offers to take it back."""
        try:
            self._work.publications.drop([photo])
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
            return
        self.altered.emit()
        self.said.emit(Message(text="Foto dihapus.", button="Urungkan", run=partial(self._restore, photo), seconds=10))

    def _restore(self, photo: str) -> None:
        self._work.publications.bring_back([photo])
        self.altered.emit()
