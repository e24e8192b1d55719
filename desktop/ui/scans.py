"""Places for the scans of signed papers and for the photos of one record: drop or choose files, see them, remove them.

slots = ScanSlots(workplace, meeting_uid, ("attendance", "minutes"), photos=(("meeting", "Foto rembug"),))
slots.said.connect(page.said)       # messages for the strip
slots.altered.connect(...)          # something was attached or removed

A paper photographed on several sheets is one scan when its files are chosen together.
"""

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation, Trouble
from desktop.domain.papers import paper_title
from desktop.domain.records import Photo, Record, Scan
from desktop.services.attachments import PDFIUM
from desktop.services.workplace import Workplace
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog, ask_many
from desktop.ui.icons import dress, pixmap
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.problems import explain
from desktop.ui.qss import mark
from desktop.ui.status import Status, StatusChip
from desktop.ui.strip import Message
from desktop.ui.tasks import Report, TaskRunner
from desktop.ui.theme import look

PICTURES: Final = ("*.jpg", "*.jpeg", "*.png", "*.heic", "*.heif")
PAPERS: Final = (*PICTURES, "*.pdf")
THERE, NOT_YET = Status("Ada", "check", Tone.GOOD), Status("Belum ada", "alert-triangle", Tone.ATTENTION)
WAITING = Status("Menyimpan…", "clock", Tone.INFO)
OUTDATED = Status("Isi lama, ganti", "alert-triangle", Tone.ATTENTION)

THUMB = QSize(84, 108)
_TWO_COLUMNS = 720
"""From this width (logical px) the slots stand in two columns."""
_PAGE_WIDTH = 760
_SHOWN_PAGES = 20


class ScanSlots(QWidget):
    """One slot per paper kind (keys of desktop.domain.papers) and per kind of photo (slot key, words shown).

    `runner`: where reading and shrinking pictures runs; without one it runs in a runner of its own, which ends with
    the widget.
    """

    said = Signal(object)  # Message
    altered = Signal()

    def __init__(
        self,
        workplace: Workplace,
        of_uid: str,
        papers: Sequence[str],
        *,
        photos: Sequence[tuple[str, str]] = (),
        runner: TaskRunner | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._work, self._of = workplace, of_uid
        self._runner = runner or TaskRunner(self)
        self.slots: dict[str, Slot] = {}
        for key in papers:
            self._add(Slot(key, paper_title(key), PAPERS, "Kertas bertanda tangan (foto atau PDF)"))
        for key, title in photos:
            self._add(Slot(f"photo:{key}", title, PICTURES, "Foto (JPEG, PNG, HEIC)", icon="camera"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(SPACE_4)
        self._columns = 0
        self._arrange(1)
        self.reload()

    def _add(self, slot: "Slot") -> None:
        self.slots[slot.key] = slot
        slot.chosen.connect(lambda files: self.attach(slot.key, files))
        slot.removed.connect(self.remove)
        slot.opened.connect(self._open)

    # --- for pages ---------------------------------------------------------------------------------------------------

    def set_record(self, of_uid: str) -> None:
        """Show the papers of another record."""
        self._of = of_uid
        self.reload()

    def set_read_only(self, fixed: bool) -> None:
        """Nothing may be attached or removed (the record is locked)."""
        for slot in self.slots.values():
            slot.set_read_only(fixed)

    def count(self, key: str) -> int:
        """How many scans (or photos, key "photo:meeting") a slot holds."""
        return len(self.slots[key].items)

    def focus_slot(self, key: str) -> None:
        """Put the keyboard on the slot's button."""
        self.slots[key].choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def reload(self) -> None:
        """Read from the services again."""
        found: dict[str, list[Attached]] = {key: [] for key in self.slots}
        for record in self._work.records.find("d.scan", parent=self._of, order="id") if self._of else ():
            if isinstance(record.data, Scan) and record.data.paper in found:
                found[record.data.paper].append(_attached(record, len(record.files), None))
        for record in self._work.records.find("d.photo", parent=self._of, order="id") if self._of else ():
            key = f"photo:{record.data.slot}" if isinstance(record.data, Photo) else ""
            if key in found and isinstance(record.data, Photo):
                found[key].append(_attached(record, 1, record.data))
        locked = self._work.records.locked() if any(found.values()) else frozenset()
        for key, items in found.items():
            self.slots[key].put([replace(one, fixed=one.uid in locked) for one in items], self._thumbnail)

    def attach(self, key: str, files: Sequence[Path]) -> None:
        """Keep these files in a slot; says what came of it."""
        if not files or not self._of:
            return
        slot, of, attachments = self.slots[key], self._of, self._work.attachments
        photo = key.partition(":")[2] if key.startswith("photo:") else ""
        slot.set_busy(True)

        def work(report: Report) -> object:
            if not photo:
                return [attachments.add_scan(of, key, list(files))]
            return attachments.add_photos(of, files, photo, report=report)

        title = f"Menyimpan {slot.title.lower()}"
        task = self._runner.start(title, work)
        task.finished.connect(lambda result, error: self._attached(slot, result, error))

    def _attached(self, slot: "Slot", result: object, error: object) -> None:
        slot.set_busy(False)
        self.reload()
        if isinstance(error, (RuleViolation, Trouble)):
            self.said.emit(Message(text=explain(error), tone=Tone.PROBLEM))
        elif isinstance(error, Exception):
            raise error
        elif isinstance(result, list):
            text = f"{slot.title} tersimpan." if slot.is_paper else f"{len(result)} foto tersimpan."
            self.said.emit(Message(text=text, tone=Tone.GOOD, seconds=8))
        # What was kept before one file failed is kept.
        self.altered.emit()

    def remove(self, uid: str) -> None:
        """Into the trash; the message offers to take it back."""
        try:
            self._work.publications.drop([uid])
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
            return
        self.reload()
        self.altered.emit()
        self.said.emit(
            Message(text="Dihapus.", tone=Tone.INFO, button="Urungkan", run=lambda: self._restore(uid), seconds=10)
        )

    def _restore(self, uid: str) -> None:
        self._work.publications.bring_back([uid])
        self.reload()
        self.altered.emit()

    # --- inside ------------------------------------------------------------------------------------------------------

    def _thumbnail(self, item: "Attached", ratio: float) -> QPixmap:
        try:
            picture = first_page(self._work.attachments.content(item.files[0]), THUMB * ratio * 1.2)
        except Trouble:
            return QPixmap()
        return QPixmap.fromImage(picture)

    def _open(self, uid: str) -> None:
        record = self._work.records.get(uid)
        if record is None:
            return
        try:
            pages = [page for sha in record.files for page in all_pages(self._work.attachments.content(sha))]
        except Trouble as trouble:
            self.said.emit(Message(text=explain(trouble), tone=Tone.PROBLEM))
            return
        title = next((slot.title for slot in self.slots.values() if any(i.uid == uid for i in slot.items)), "Lampiran")
        ScanViewer(title, pages, self).exec()

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        for at, slot in enumerate(self.slots.values()):
            self._grid.addWidget(slot, at // columns, at % columns, Qt.AlignmentFlag.AlignTop)
        for column in range(2):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._grid.setRowStretch(len(self.slots), 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= _TWO_COLUMNS else 1)


@dataclass(frozen=True, slots=True)
class Attached:
    """What a slot shows of one scan or photo. `fixed`: it was handed in and stays."""

    uid: str
    files: tuple[str, ...]
    caption: str
    fixed: bool = False


def _attached(record: Record, sheets: int, photo: Photo | None) -> Attached:
    if photo is not None:
        return Attached(record.uid, record.files, format_day(photo.taken) if photo.taken else "Tanpa tanggal")
    return Attached(record.uid, record.files, "1 berkas" if sheets == 1 else f"{sheets} lembar")


class Slot(QFrame):
    """One place: title, whether something is there, the pictures, a button. Files may be dropped on it."""

    chosen = Signal(list)
    removed = Signal(str)
    opened = Signal(str)

    def __init__(self, key: str, title: str, patterns: Sequence[str], kind: str, *, icon: str = "paperclip") -> None:
        super().__init__()
        mark(self, "card")
        self.key, self.title, self._patterns, self._kind = key, title, patterns, kind
        self.items: list[Attached] = []
        self.thumbs: list[Thumb] = []
        self.is_paper = not key.startswith("photo:")
        self._fixed = False
        self.setAcceptDrops(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        picture, name = QLabel(), words(title, "strong")
        dress(picture, icon, "muted")
        self._busy = self._outdated = False
        self.chip = StatusChip(NOT_YET)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(picture)
        head.addWidget(name, 1)
        head.addWidget(self.chip)
        self._thumbs = QGridLayout()
        self._thumbs.setSpacing(SPACE_3)
        self._thumbs.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._across = 0
        self._shelf = QWidget()
        mark(self._shelf, "clear")
        self._shelf.setLayout(self._thumbs)
        self._thumbs.setContentsMargins(0, 0, 0, 0)
        self.choose = QPushButton("Pilih berkas…" if self.is_paper else "Pilih foto…")
        dress(self.choose, "photo" if not self.is_paper else "upload")
        self.choose.setAccessibleName(f"Pilih berkas {title}")
        self.choose.clicked.connect(lambda _checked=False: self._ask())
        self.hint = words("atau seret berkasnya ke sini", "small")
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_3)
        foot.addWidget(self.choose)
        foot.addWidget(self.hint, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, SPACE_3)
        layout.setSpacing(SPACE_3)
        layout.addLayout(head)
        layout.addWidget(self._shelf)
        layout.addLayout(foot)

    def put(self, items: Sequence[Attached], picture: Callable[[Attached, float], QPixmap]) -> None:
        """Show these, with their first page drawn by `picture` (item, device pixel ratio)."""
        self.items = list(items)
        for old in self.thumbs:
            old.hide()
            self._thumbs.removeWidget(old)
            old.deleteLater()
        self.thumbs = []
        for at, one in enumerate(items, 1):
            thumb = Thumb(one, picture(one, self.devicePixelRatioF()), f"{self.title} {at}")
            thumb.removed.connect(self.removed)
            thumb.opened.connect(self.opened)
            thumb.set_read_only(self._fixed)
            self.thumbs.append(thumb)
        self._across = 0
        self._flow()
        self._shelf.setVisible(bool(items))
        self._show_state()
        self.setAccessibleName(f"{self.title}: {len(items)} lampiran" if items else f"{self.title}: belum ada")

    def _flow(self) -> None:
        """As many thumbnails side by side as there is room for."""
        across = max((self.width() - 2 * SPACE_4 + SPACE_3) // (THUMB.width() + SPACE_6), 1)
        if across != self._across:
            self._across = across
            for at, thumb in enumerate(self.thumbs):
                self._thumbs.addWidget(thumb, at // across, at % across)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow()

    def set_busy(self, busy: bool) -> None:
        self.choose.setEnabled(not busy and not self._fixed)
        self._busy = busy
        self._show_state()

    def set_outdated(self, outdated: bool) -> None:
        """Whether what lies here was signed for other contents and must be replaced."""
        self._outdated = outdated
        self._show_state()

    def _show_state(self) -> None:
        there = OUTDATED if self._outdated else THERE
        self.chip.put(WAITING if self._busy else there if self.items else NOT_YET)

    def set_read_only(self, fixed: bool) -> None:
        self._fixed = fixed
        self.setAcceptDrops(not fixed)
        self.choose.setEnabled(not fixed)
        for part in (self.choose, self.hint):
            part.setVisible(not fixed)
        for thumb in self.thumbs:
            thumb.set_read_only(fixed)

    def _ask(self) -> None:
        files = ask_many(self, self.title, self._patterns, self._kind)
        if files:
            self.chosen.emit(files)

    # --- dropping ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event.mimeData()):
            event.acceptProposedAction()
            self._show_target(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_target(False)
        files = self._dropped(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.chosen.emit(files)

    def _dropped(self, data: QMimeData) -> list[Path]:
        endings = {pattern[1:] for pattern in self._patterns}
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        return [file for file in files if file.suffix.lower() in endings]

    def _show_target(self, on: bool) -> None:
        self.setProperty("tone", str(Tone.INFO) if on else None)
        self.style().unpolish(self)
        self.style().polish(self)


class Thumb(QWidget):
    """The first page of one attachment; Enter or a click opens it, the button below removes it."""

    removed = Signal(str)
    opened = Signal(str)

    def __init__(self, item: Attached, picture: QPixmap, name: str) -> None:
        super().__init__()
        self.item = item
        self.view = _Picture(picture)
        self.view.setAccessibleName(f"Buka {name}, {item.caption}")
        self.view.setToolTip("Buka")
        self.view.clicked.connect(lambda _checked=False: self.opened.emit(item.uid))
        self.drop = QPushButton("Hapus")
        mark(self.drop, "link")
        self.drop.setAccessibleName(f"Hapus {name}")
        self.drop.clicked.connect(lambda _checked=False: self.removed.emit(item.uid))
        caption = QLabel(item.caption)
        mark(caption, "small")
        caption.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        layout.addWidget(self.view, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(caption)
        layout.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignHCenter)

    def set_read_only(self, fixed: bool) -> None:
        self.drop.setVisible(not fixed and not self.item.fixed)


class _Picture(QAbstractButton):
    """A small sheet of paper."""

    def __init__(self, picture: QPixmap) -> None:
        super().__init__()
        self._picture = picture
        self.setFixedSize(THUMB)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles, ratio = look().roles, self.devicePixelRatioF()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QColor(roles.field_border))
        painter.setBrush(QColor("#FFFFFF" if not self._picture.isNull() else roles.page))
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), 4, 4)
        if self._picture.isNull():  # the file is not here, or cannot be drawn
            painter.drawPixmap(self.width() // 2 - 12, self.height() // 2 - 12, pixmap("photo", roles.muted, 24, ratio))
            return
        inside = self.rect().adjusted(3, 3, -3, -3)
        size = self._picture.size().scaled(inside.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left = inside.left() + (inside.width() - size.width()) // 2
        top = inside.top() + (inside.height() - size.height()) // 2
        painter.drawPixmap(left, top, size.width(), size.height(), self._picture)


class ScanViewer(Dialog):
    """The pages of one attachment under each other."""

    def __init__(self, title: str, pages: Sequence[QImage], parent: QWidget | None = None) -> None:
        super().__init__(title, parent, width=_PAGE_WIDTH + 2 * SPACE_4 + 32)
        ratio = self.devicePixelRatioF()
        for number, page in enumerate(pages[:_SHOWN_PAGES], 1):
            label = QLabel()
            label.setAccessibleName(f"Halaman {number} dari {len(pages)}")
            wide = min(page.width(), round(_PAGE_WIDTH * ratio))
            sheet = QPixmap.fromImage(page.scaledToWidth(wide, Qt.TransformationMode.SmoothTransformation))
            sheet.setDevicePixelRatio(ratio)
            label.setPixmap(sheet)
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            self.body.addWidget(label)
        if not pages:
            self.body.addWidget(words("Lampiran ini tidak dapat ditampilkan."))
        elif len(pages) > _SHOWN_PAGES:
            self.body.addWidget(words(f"Dan {len(pages) - _SHOWN_PAGES} halaman lagi.", "muted"))
        self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted).setFocus()


# --- drawing ---------------------------------------------------------------------------------------------------------


def first_page(content: bytes, room: QSize) -> QImage:
    """The first page of a picture or PDF, small enough for `room` (device px); a null image when it cannot be drawn."""
    if content[:4] == b"%PDF":
        pages = _pdf_pages(content, 40.0, 1)
        return pages[0] if pages else QImage()
    picture = QImage.fromData(content)
    if picture.isNull():
        return picture
    return picture.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)


def all_pages(content: bytes) -> list[QImage]:
    """Every page of a picture or PDF (of a long PDF the first twenty), wide enough to read."""
    if content[:4] == b"%PDF":
        return _pdf_pages(content, 110.0, _SHOWN_PAGES)
    picture = QImage.fromData(content)
    return [] if picture.isNull() else [picture]


def _pdf_pages(content: bytes, dots_per_inch: float, most: int) -> list[QImage]:
    # Imported when the first scan is drawn: it is not needed for the first paint.
    library: Any = importlib.import_module("pypdfium2")
    pages: list[QImage] = []
    with PDFIUM:
        try:
            document = library.PdfDocument(content)
        except library.PdfiumError:
            return []
        for at in range(min(len(document), most)):
            sheet = document[at]
            bitmap = sheet.render(scale=dots_per_inch / 72, rev_byteorder=True, prefer_bgrx=True)
            data = bytes(bitmap.buffer)
            shape = (bitmap.width, bitmap.height, bitmap.stride)
            pages.append(QImage(data, *shape, QImage.Format.Format_RGBX8888).copy())
            bitmap.close()
            sheet.close()
        document.close()
    return pages
