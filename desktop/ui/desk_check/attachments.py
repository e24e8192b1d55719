"""Photos and scans that arrived: small pictures that open large; what has not come says so."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.domain.errors import Trouble
from desktop.services.attachments import AttachmentService
from desktop.ui.palette import SPACE_2, Tone
from desktop.ui.problems import explain
from desktop.ui.scans import THUMB, Attached, ScanViewer, Thumb, all_pages, first_page
from desktop.ui.strip import Message

_EACH = THUMB.width() + 28


@dataclass(frozen=True, slots=True)
class Shown:
    """One attachment to show: its files (SHA-256, in order), its name for readers, the line below."""

    uid: str
    files: tuple[str, ...]
    name: str
    caption: str


class Gallery(QWidget):
    """Thumbnails in as many columns as fit. `said`: Message for the strip."""

    said = Signal(object)

    def __init__(self, attachments: AttachmentService, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachments = attachments
        self._drawn: dict[str, QPixmap] = {}
        self._shown: dict[str, Shown] = {}
        self.thumbs: list[Thumb] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_2)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def put(self, shown: Sequence[Shown]) -> None:
        """Show these instead of those before."""
        for thumb in self.thumbs:
            self._grid.removeWidget(thumb)
            thumb.hide()
            thumb.deleteLater()
        self._shown = {one.uid: one for one in shown}
        self.thumbs = []
        for one in shown:
            thumb = Thumb(Attached(one.uid, one.files, one.caption), self._picture(one.files), one.name)
            thumb.set_read_only(True)
            thumb.opened.connect(self.open)
            self.thumbs.append(thumb)
        self._flow()

    def _picture(self, files: Sequence[str]) -> QPixmap:
        if not files:
            return QPixmap()
        sha, ratio = files[0], self.devicePixelRatioF()
        if sha not in self._drawn:
            try:
                picture = QPixmap.fromImage(first_page(self._attachments.content(sha), THUMB * ratio * 1.2))
            except Trouble:
                small = self._attachments.small(sha)
                if small is None:
                    return QPixmap()  # has not come yet: the caption says so
                return QPixmap.fromImage(first_page(small, THUMB * ratio * 1.2))
            self._drawn[sha] = picture
        return self._drawn[sha]

    def _whole_or_small(self, sha: str) -> bytes:
        """The attachment, or the small picture of it that went ahead. Raises Trouble as AttachmentService.content."""
        try:
            return self._attachments.content(sha)
        except Trouble:
            small = self._attachments.small(sha)
            if small is None:
                raise
            return small

    def open(self, uid: str) -> None:
        """Show all pages of one attachment."""
        shown = self._shown[uid]
        try:
            pages = [page for sha in shown.files for page in all_pages(self._whole_or_small(sha))]
        except Trouble as trouble:
            self.said.emit(Message(text=explain(trouble), tone=Tone.ATTENTION))
            return
        ScanViewer(shown.name, pages, self).exec()

    def minimumSizeHint(self) -> QSize:
        """One column: laid out for a wide window, they must not keep it wide."""
        return QSize(_EACH, super().minimumSizeHint().height())

    def _flow(self) -> None:
        widest = max((thumb.sizeHint().width() + SPACE_2 for thumb in self.thumbs), default=_EACH)
        across = max(self.width() // max(_EACH, widest), 1)
        for at, thumb in enumerate(self.thumbs):
            self._grid.addWidget(thumb, at // across, at % across, Qt.AlignmentFlag.AlignTop)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()
