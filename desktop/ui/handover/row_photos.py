"""The pictures of one result: those taken for it, or the activity's at 100 percent where it has none of its own."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from desktop.domain.errors import RuleViolation
from desktop.domain.messages import sentence
from desktop.domain.records import Photo
from desktop.services.attachments import Kept, Wanted
from desktop.services.workplace import Workplace
from desktop.ui.activities.files import dropped_pictures
from desktop.ui.activities.photo_tab import CompareViewer, PhotoTile
from desktop.ui.dialogs import ask_many
from desktop.ui.header import ElidedLabel
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.qss import mark
from desktop.ui.scans import PICTURES
from desktop.ui.shown_photos import ShownPhotos
from desktop.ui.strip import Message
from desktop.ui.tasks import TaskRunner

Pictures = Sequence[tuple[str, Photo]]
"""(uid, photo), oldest first."""

_TILES: Final = 6
"""Pictures shown at once, the newest."""
_NO_ROW: Final = "Foto hasil: pilih barisnya dahulu."


class RowPhotos(QFrame):
    """`said`: a Message for the strip. `altered`: a picture came or went."""

    said = Signal(object)
    altered = Signal()

    def __init__(self, work: Workplace, tasks: Callable[[], TaskRunner], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.setAcceptDrops(True)
        self._work, self._tasks = work, tasks
        self._row = self._name = ""
        self._fixed = False
        self._known: Mapping[str, Pictures] = {}
        self._shown = ShownPhotos(work)
        self.title = ElidedLabel()
        self.tiles = [PhotoTile("", small=True) for _ in range(_TILES)]
        self.add, self.remove = QPushButton("Tambah foto"), QPushButton("Hapus foto")
        dress(self.add, "camera")
        dress(self.remove, "trash")
        mark(self.remove, "quiet")
        self.add.setToolTip("Pilih foto hasil pekerjaan pada baris ini; boleh juga diseret ke sini")
        self.add.clicked.connect(lambda _checked=False: self.ask())
        self.remove.clicked.connect(lambda _checked=False: self.remove_chosen())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_1)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self.title, 1)
        for at, tile in enumerate(self.tiles):
            tile.setCheckable(False)
            tile.clicked.connect(partial(self._look_at, at))
            layout.addWidget(tile)
        layout.addWidget(self.remove)
        layout.addWidget(self.add)
        self.setAccessibleName("Foto hasil pekerjaan")
        self._show()

    # --- what is shown -----------------------------------------------------------------------------------------------

    def put(self, known: Mapping[str, Pictures], *, fixed: bool) -> None:
        """The pictures of every row by its uid. `fixed`: handed in, only looked at."""
        self._known, self._fixed = dict(known), fixed
        self._show()

    def show_row(self, uid: str, name: str) -> None:
        """The row the keyboard is on; "" for none."""
        self._row, self._name = uid, name
        self._show()

    @property
    def pictures(self) -> Pictures:
        """Those of the row shown."""
        return self._known.get(self._row, ())

    @property
    def _own(self) -> Pictures:
        return [pair for pair in self.pictures if pair[1].of == self._row]

    def _show(self) -> None:
        shown = self.pictures[-_TILES:]
        name = self._name or "baris tanpa nama"
        if not self._row:
            text = _NO_ROW
        elif not shown:
            text = f"“{name}” belum punya foto hasil."
        elif self._own:
            more = f", {_TILES} terbaru tampak" if len(self.pictures) > _TILES else ""
            text = f"Foto hasil “{name}”: {len(self.pictures)}{more}."
        else:
            text = f"“{name}” memakai foto 100 % kegiatannya."
        self.title.put(text)
        for at, tile in enumerate(self.tiles):
            tile.setVisible(at < len(shown))
            if at < len(shown):
                tile.put(self._shown.image(shown[at][1]), f"Foto {at + 1} dari “{name}”, lihat besar")
        self.add.setVisible(not self._fixed)
        self.add.setEnabled(bool(self._row))
        self.remove.setVisible(not self._fixed and bool(self._own))

    # --- deeds -------------------------------------------------------------------------------------------------------

    def _look_at(self, at: int, _checked: bool = False) -> None:
        """One picture large."""
        _, photo = self.pictures[-_TILES:][at]
        CompareViewer([(self._name, photo, self._shown.image(photo))], self).exec()

    def ask(self) -> None:
        """Choose pictures for the row shown."""
        if self._row and not self._fixed:
            self.take(ask_many(self, f"Foto hasil {self._name}", PICTURES, "Foto (JPEG, PNG, HEIC)"))

    def take(self, files: Sequence[Path]) -> None:
        """Read, shrink and keep these pictures of the row shown, beside the work."""
        if not files or not self._row or self._fixed:
            return
        row, attachments = self._row, self._work.attachments
        wanted = [Wanted(file, "other") for file in files]
        task = self._tasks().start(
            "Menyimpan foto hasil", lambda report: attachments.keep_photos(row, wanted, report=report)
        )
        task.finished.connect(self._taken)

    def _taken(self, result: object, error: object) -> None:
        if isinstance(error, Exception):
            handle_failure(error, lambda text: self.said.emit(Message(text=text, tone=Tone.PROBLEM)))
        if isinstance(result, Kept):
            parts = [f"{len(result.saved)} foto hasil masuk."] if result.saved else []
            if result.known:
                parts.append(f"{len(result.known)} foto sudah ada di baris ini.")
            if result.doubles:
                parts.append(f"{len(result.doubles)} di antaranya tampak sama dengan foto lain.")
            if result.broken:
                parts.append(sentence("foto.rusak", {"name": next(iter(result.broken)).name}))
            tone = Tone.ATTENTION if result.broken or result.known or result.doubles else Tone.GOOD
            self.said.emit(Message(text=" ".join(parts), tone=tone, seconds=10))
        self.altered.emit()

    def remove_chosen(self) -> None:
        """The newest picture of the row into the trash; the message offers to take it back."""
        own = self._own
        if not own or self._fixed:
            return
        uid = own[-1][0]
        try:
            self._work.publications.drop([uid])
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
            return
        self.altered.emit()
        run = partial(self._restore, uid)
        self.said.emit(Message(text="Foto terbaru dihapus.", button="Urungkan", run=run, seconds=10))

    def _restore(self, uid: str) -> None:
        self._work.publications.bring_back([uid])
        self.altered.emit()

    # --- dropping ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._row and not self._fixed and dropped_pictures(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_pictures(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.take(files)
