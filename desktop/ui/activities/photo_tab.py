"""Three places for an activity's pictures: before, halfway, done; the earlier one shows through for the same angle."""

import datetime
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.dates import format_day
from desktop.domain.errors import RuleViolation
from desktop.domain.ledger import Activity, Ledger
from desktop.domain.messages import sentence
from desktop.domain.records import Photo
from desktop.services.attachments import Kept
from desktop.services.workplace import Workplace
from desktop.ui.activities.files import dropped_pictures
from desktop.ui.activities.placing import Found, PlaceDialog, look_at, place
from desktop.ui.activities.shown import SLOTS, photos_of
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog, ask_many
from desktop.ui.forms import DateField
from desktop.ui.header import ElidedLabel
from desktop.ui.icons import dress, pixmap
from desktop.ui.layouts import empty_layout
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.problems import explain, handle_failure
from desktop.ui.qss import mark
from desktop.ui.scans import NOT_YET, PICTURES, THERE
from desktop.ui.shown_photos import ShownPhotos
from desktop.ui.status import StatusChip
from desktop.ui.strip import Message
from desktop.ui.theme import look

NAMES = {"0": "Sebelum dikerjakan", "50": "Separuh jalan", "100": "Selesai dikerjakan"}
NEVER_AGAIN = "Foto sebelum pekerjaan tidak bisa dibuat ulang – ambil sekarang."
SAME_ANGLE = "Ambil dari sudut yang sama dengan foto sebelumnya."
_TILE = 190
_SHELF = 5
"""Small pictures of a slot shown at once."""


class PhotoTab(QScrollArea):
    """`said`: a Message. `altered`: a picture came or went. `slot_filled`: the first picture of a slot came."""

    said = Signal(object)
    altered = Signal()
    slot_filled = Signal(str)

    def __init__(self, work: Workplace, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._window = work, window
        self._activity = Activity(key="", package="")
        self._photos: list[tuple[str, Photo]] = []
        self.shown = ShownPhotos(work)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAcceptDrops(True)
        self.undated = UndatedBar(work.info.year)
        self.undated.wanted.connect(self._date_all)
        self.slots = {key: SlotCard(key) for key in SLOTS}
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        for key, card in self.slots.items():
            card.chosen.connect(partial(self.put_into, key))
            card.removed.connect(self.remove)
            card.dated.connect(self.set_day)
            card.opened.connect(partial(self._compare, key))
            row.addWidget(card, 1)
        hint = ElidedLabel()
        mark(hint, "small")
        hint.put("Seret banyak foto sekaligus ke sini: tanggalnya dikenali, lalu dibagi ke tiga tempat.")
        self.many = QPushButton("Tempatkan banyak foto…")
        dress(self.many, "photo")
        self.many.clicked.connect(lambda _checked=False: self._ask_many())
        foot = QHBoxLayout()
        foot.setSpacing(SPACE_3)
        foot.addWidget(self.many)
        foot.addWidget(hint, 1)
        inside = QWidget()
        mark(inside, "clear")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self.undated)
        layout.addLayout(row, 1)
        layout.addLayout(foot)
        self.setWidget(inside)

    # --- contents ----------------------------------------------------------------------------------------------------

    def put(self, ledger: Ledger, activity: Activity) -> None:
        """Show the pictures of this activity."""
        self._activity, self._photos = activity, photos_of(ledger, activity)
        before = QImage()
        for key, card in self.slots.items():
            mine = [(uid, photo) for uid, photo in self._photos if photo.slot == key]
            card.put(mine, draw=self.shown.image, ghost=before, year=self._work.info.year)
            if mine:
                before = self.shown.image(mine[0][1])
        self.undated.put(sum(photo.taken is None for _, photo in self._photos if photo.slot in SLOTS))

    def focus_slot(self, key: str) -> None:
        """The keyboard on a slot's button."""
        card = self.slots.get(key) or self.slots[SLOTS[0]]
        card.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_first_empty(self) -> None:
        """The keyboard on the first slot without a picture."""
        self.focus_slot(next(iter(self._empty()), SLOTS[0]))

    # --- pictures coming in ------------------------------------------------------------------------------------------

    @property
    def _of(self) -> str:
        """The record pictures belong to: the RAB, which travels with the SPJ."""
        return self._activity.rab_uid or self._activity.key

    def _originals(self) -> set[str]:
        return {photo.original for _, photo in self._photos}

    def _empty(self) -> list[str]:
        return [key for key in SLOTS if not any(photo.slot == key for _, photo in self._photos)]

    def put_into(self, key: str, files: Sequence[Path]) -> None:
        """These files into one slot."""
        self._place([(file, key, None) for file in files])

    def place_many(self, files: Sequence[Path]) -> None:
        """Look at many files, then ask where each day goes."""
        originals, attachments = self._originals(), self._work.attachments
        task = self._window.tasks.start(
            "Melihat foto", lambda report: look_at(files, originals, report, attachments.seen()), writes=False
        )
        task.finished.connect(self._looked)

    def _ask_many(self) -> None:
        files = ask_many(self, "Tempatkan banyak foto", PICTURES, "Foto (JPEG, PNG, HEIC)")
        if files:
            self.place_many(files)

    def _looked(self, result: object, error: object) -> None:
        if isinstance(error, Exception):
            handle_failure(error, self._complain)
            return
        found = [one for one in result if isinstance(one, Found)] if isinstance(result, list) else []
        if not found:
            return
        dialog = PlaceDialog(found, self._empty(), self._work.info.year, self)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._place(dialog.wanted)

    def _place(self, wanted: Sequence[tuple[Path, str, datetime.date | None]]) -> None:
        work, of = self._work, self._of
        filled = [key for key in self._empty() if any(slot == key for _, slot, _ in wanted)]
        task = self._window.tasks.start("Menyimpan foto", lambda report: place(work, of, wanted, report))
        task.finished.connect(partial(self._placed, filled))

    def _placed(self, filled: Sequence[str], result: object, error: object) -> None:
        self.altered.emit()
        if isinstance(error, Exception):
            handle_failure(error, self._complain)
        if not isinstance(result, Kept):
            return
        kept, known, doubled = len(result.saved), len(result.known), len(result.doubles)
        parts = [f"{kept} foto masuk."] if kept else []
        if known:
            parts.append(f"{known} foto sudah ada, tidak dimasukkan lagi.")
        if doubled:
            parts.append(f"{doubled} di antaranya tampak sama dengan foto lain.")
        if result.broken:
            parts.append(sentence("foto.rusak", {"name": next(iter(result.broken)).name}))
        tone = Tone.ATTENTION if result.broken or known or doubled else Tone.GOOD
        self.said.emit(Message(text=" ".join(parts) or "Tidak ada foto yang masuk.", tone=tone, seconds=10))
        if kept and filled:
            self.slot_filled.emit(filled[-1])

    def _complain(self, text: str) -> None:
        self.said.emit(Message(text=text, tone=Tone.PROBLEM))

    # --- pictures that are there -------------------------------------------------------------------------------------

    def set_day(self, uid: str, day: datetime.date) -> None:
        """The day of one picture, said by a person."""
        self._save_days([uid], day)

    def _date_all(self, day: datetime.date) -> None:
        self._save_days([uid for uid, photo in self._photos if photo.taken is None and photo.slot in SLOTS], day)

    def _save_days(self, uids: Sequence[str], day: datetime.date) -> None:
        for uid, photo in self._photos:
            if uid not in uids:
                continue
            try:
                self._work.records.save("d.photo", replace(photo, taken=day), uid=uid)
            except RuleViolation as violation:
                self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
                break
        self.altered.emit()

    def remove(self, uid: str) -> None:
        """Into the trash; the message offers to take it back."""
        try:
            self._work.publications.drop([uid])
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
            return
        self.altered.emit()
        self.said.emit(Message(text="Foto dihapus.", button="Urungkan", run=partial(self._restore, uid), seconds=10))

    def _restore(self, uid: str) -> None:
        self._work.publications.bring_back([uid])
        self.altered.emit()

    def _compare(self, key: str, uid: str) -> None:
        """A picture large, beside the first one of the slot before."""
        photo = next((photo for other, photo in self._photos if other == uid), None)
        if photo is None:
            return
        before = SLOTS[: SLOTS.index(key)]
        older = next((one for slot in reversed(before) for _, one in self._photos if one.slot == slot), None)
        pairs = (
            [(f"{photo.slot} %", photo)] if older is None else [(f"{older.slot} %", older), (f"{photo.slot} %", photo)]
        )
        CompareViewer([(name, one, self.shown.image(one)) for name, one in pairs], self).exec()

    # --- dropping beside the slots -----------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_pictures(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_pictures(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.place_many(files)


class UndatedBar(QFrame):
    """So many pictures have no day: one for all of them. Hidden when every picture has one."""

    wanted = Signal(object)  # the day

    def __init__(self, year: int) -> None:
        super().__init__()
        self.setProperty("tone", str(Tone.ATTENTION))
        self.setProperty("flat", True)
        self.text = ElidedLabel()
        self.date = DateField("date", "Tanggal semua foto itu", year=year, width=190)
        self.date.label.hide()
        self.fill = QPushButton("Isi untuk semua")
        self.fill.clicked.connect(lambda _checked=False: self._fill())
        self.date.edit.returnPressed.connect(self._fill)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.date)
        layout.addWidget(self.fill, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def put(self, count: int) -> None:
        """Say how many."""
        self.setVisible(count > 0)
        if count:
            self.text.put(sentence("foto.tanpa_tanggal", {"count": count}))

    def _fill(self) -> None:
        if not self.date.is_empty() and self.date.validate():
            self.wanted.emit(self.date.value())
            self.date.set_value(None)


class SlotCard(QFrame):
    """One place: how far, its picture, the others small below, the day, and the way to add one.

    `chosen`: files. `removed`, `opened`: a picture's uid. `dated`: (uid, day).
    """

    chosen = Signal(list)
    removed = Signal(str)
    opened = Signal(str)
    dated = Signal(str, object)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.key = key
        self._held: list[tuple[str, Photo]] = []
        self._draw: Callable[[Photo], QImage] = lambda _photo: QImage()
        self._uid, self._year = "", 0
        self.setAcceptDrops(True)
        self.percent, self.name = words(f"{key} %", "section"), ElidedLabel()
        # A layout of labels that wrap would ask for its full height and never give any of it to the pictures.
        self.percent.setWordWrap(False)
        mark(self.name, "muted")
        self.name.put(NAMES[key])
        self.chip = StatusChip(NOT_YET)
        head = QHBoxLayout()
        head.setSpacing(SPACE_2)
        head.addWidget(self.percent)
        head.addWidget(self.name, 1)
        head.addWidget(self.chip)
        self.tile = PhotoTile(NEVER_AGAIN if key == "0" else SAME_ANGLE)
        self.tile.clicked.connect(lambda _checked=False: self.opened.emit(self._uid) if self._uid else self._ask())
        self._small = QHBoxLayout()
        self._small.setSpacing(SPACE_1)
        self._small.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._shelf = QWidget()
        mark(self._shelf, "clear")
        self._shelf.setLayout(self._small)
        self._small.setContentsMargins(0, 0, 0, 0)
        self._shelf.hide()
        self.day, self.change = ElidedLabel(), QPushButton("Ubah tanggal")
        mark(self.change, "inline")
        self.change.clicked.connect(lambda _checked=False: self.ask_day())
        self.drop = QPushButton("Hapus")
        mark(self.drop, "inline")
        self.drop.clicked.connect(lambda _checked=False: self.removed.emit(self._uid))
        line = QHBoxLayout()
        line.setSpacing(SPACE_2)
        line.addWidget(self.day, 1)
        line.addWidget(self.change)
        line.addWidget(self.drop)
        self._line = QWidget()
        mark(self._line, "clear")
        self._line.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        self.date = DateField("date", "Tanggal foto", width=190)
        self.date.edit.returnPressed.connect(self._save_day)
        self.date.hide()
        self.choose = QPushButton("Pilih foto…")
        dress(self.choose, "camera")
        self.choose.setAccessibleName(f"Pilih foto {key} %")
        self.choose.clicked.connect(lambda _checked=False: self._ask())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_3, SPACE_3, SPACE_3)
        layout.setSpacing(SPACE_2)
        layout.addLayout(head)
        layout.addWidget(self.tile, 1)
        layout.addWidget(self._shelf)
        layout.addWidget(self._line)
        layout.addWidget(self.date)
        layout.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)

    def put(
        self, held: Sequence[tuple[str, Photo]], *, draw: Callable[[Photo], QImage], ghost: QImage, year: int
    ) -> None:
        """The slot's pictures, the oldest first, each drawn when it is seen. `ghost`: the slot before, to be seen
        through an empty one."""
        self._held, self._draw, self._year = list(held), draw, year
        uids = [uid for uid, _ in held]
        self._uid = self._uid if self._uid in uids else uids[-1] if uids else ""
        self.tile.ghost = ghost
        self.chip.put(THERE if held else NOT_YET)
        self.choose.setText("Tambah foto…" if held else "Pilih foto…")
        mark(self.choose, "" if held or self.key != "0" else "primary")
        dress(self.choose, "camera", "text" if held or self.key != "0" else "on_primary")
        self.setAccessibleName(f"Foto {self.key} %: {len(held)} foto" if held else f"Foto {self.key} %: belum ada")
        self._show()

    @property
    def count(self) -> int:
        """How many pictures it holds."""
        return len(self._held)

    def _show(self) -> None:
        shown = next((photo for uid, photo in self._held if uid == self._uid), None)
        self.tile.put(self._draw(shown) if shown else QImage(), f"Foto {self.key} %")
        self._line.setVisible(shown is not None)
        self.date.hide()
        if shown is not None:
            taken = shown.taken
            outside = taken is not None and taken.year != self._year
            text = format_day(taken) if taken else "Tanpa tanggal"
            self.day.put(f"{text}, di luar tahun {self._year}" if outside else text)
            mark(self.day, "attention" if outside or taken is None else "small")
            self.change.setText("Ubah tanggal" if taken else "Isi tanggal")
        empty_layout(self._small)
        for at, uid, photo in self._on_shelf():
            small = PhotoTile("", small=True)
            small.put(self._draw(photo), f"Foto {self.key} % ke-{at} dari {len(self._held)}")
            small.setChecked(uid == self._uid)
            small.clicked.connect(partial(self._choose, uid))
            self._small.addWidget(small)
        if len(self._held) > _SHELF:
            self._small.addWidget(words(f"dari {len(self._held)}", "small"))
        self._shelf.setVisible(len(self._held) > 1)

    def _on_shelf(self) -> list[tuple[int, str, Photo]]:
        """(number, uid, photo) of the small pictures: those around the one shown, as many as there is room for."""
        here = next((at for at, (uid, _) in enumerate(self._held) if uid == self._uid), 0)
        start = max(min(here - _SHELF // 2, len(self._held) - _SHELF), 0)
        return [(at + 1, *self._held[at]) for at in range(start, min(start + _SHELF, len(self._held)))]

    def _choose(self, uid: str, _checked: bool = False) -> None:
        self._uid = uid
        self._show()

    def ask_day(self) -> None:
        """A field for the day of the picture shown; Enter keeps it."""
        photo = next((photo for uid, photo in self._held if uid == self._uid), None)
        if photo is not None:
            self.date.set_year(self._year)
            self.date.set_value(photo.taken)
            self.date.show()
            self.date.focus()

    def _save_day(self) -> None:
        if not self.date.is_empty() and self.date.validate():
            self.dated.emit(self._uid, self.date.value())

    def _ask(self) -> None:
        files = ask_many(self, f"Foto {self.key} %", PICTURES, "Foto (JPEG, PNG, HEIC)")
        if files:
            self.chosen.emit(files)

    # --- dropping ----------------------------------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_pictures(event.mimeData()):
            event.acceptProposedAction()
            self._show_target(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_target(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_target(False)
        files = dropped_pictures(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.chosen.emit(files)

    def _show_target(self, on: bool) -> None:
        self.setProperty("tone", str(Tone.INFO) if on else None)
        self.style().unpolish(self)
        self.style().polish(self)


class PhotoTile(QAbstractButton):
    """A picture that fills its frame; empty, the picture before shines through and a sentence says what to do."""

    def __init__(self, hint: str, *, small: bool = False) -> None:
        super().__init__()
        self._hint, self._small = hint, small
        self.ghost = QImage()
        self._image = QImage()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if small:
            self.setCheckable(True)
            self.setFixedSize(52, 40)
        else:
            self.setMinimumHeight(_TILE - 60)
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def put(self, image: QImage, name: str) -> None:
        """Show this picture; a null one shows the hint."""
        self._image = image
        self.setAccessibleName(name if not image.isNull() else f"{name}: {self._hint}")
        self.setToolTip("Lihat besar" if not image.isNull() and not self._small else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(260, _TILE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = look().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        path = QPainterPath()
        path.addRoundedRect(box, 6, 6)
        painter.save()
        painter.setClipPath(path)
        painter.fillRect(self.rect(), QColor(roles.page))
        if not self._image.isNull():
            self._draw(painter, self._image, 1.0)
        elif not self.ghost.isNull():
            self._draw(painter, self.ghost, 0.28)
        painter.restore()
        chosen = self._small and self.isChecked()
        painter.setPen(QPen(QColor(roles.primary if chosen else roles.line), 2 if chosen else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._image.isNull():
            painter.setPen(QPen(QColor(roles.field_border), 1, Qt.PenStyle.DashLine))
        painter.drawPath(path)
        if self._image.isNull() and self._hint:
            self._say(painter)

    def _draw(self, painter: QPainter, image: QImage, strength: float) -> None:
        """Fill the frame; what stands over is cut evenly."""
        painter.setOpacity(strength)
        filled = image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatioByExpanding)
        target = QRect(0, 0, filled.width(), filled.height())
        target.moveCenter(self.rect().center())
        painter.drawImage(target, image)
        painter.setOpacity(1.0)

    def _say(self, painter: QPainter) -> None:
        roles = look().roles
        flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        room = self.rect().adjusted(SPACE_4, 0, -SPACE_4, 0)
        painter.setFont(look().font(bold=True))
        text = painter.boundingRect(room, flags, self._hint)
        high = 32 + SPACE_2 + text.height()
        top = (self.height() - high) // 2
        ground = QColor(roles.surface)
        ground.setAlphaF(0.82)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        panel = QRectF(text.left() - SPACE_3, top - SPACE_2, text.width() + 2 * SPACE_3, high + 2 * SPACE_2)
        painter.drawRoundedRect(panel, 8, 8)
        icon = pixmap("camera", roles.muted, 32, self.devicePixelRatioF())
        painter.drawPixmap((self.width() - 32) // 2, top, icon)
        painter.setPen(QColor(roles.text))
        painter.drawText(room.adjusted(0, top + 32 + SPACE_2, 0, 0), flags, self._hint)


class CompareViewer(Dialog):
    """One picture large, or two side by side."""

    def __init__(self, pictures: Sequence[tuple[str, Photo, QImage]], parent: QWidget | None = None) -> None:
        super().__init__("Foto", parent, width=880 if len(pictures) > 1 else 700)
        row = QHBoxLayout()
        row.setSpacing(SPACE_3)
        for name, photo, image in pictures:
            tile = PhotoTile("")
            tile.put(image, name)
            tile.setFixedHeight(340)
            tile.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            day = format_day(photo.taken) if photo.taken else "tanpa tanggal"
            column = QVBoxLayout()
            column.addWidget(words(f"{name} – {day}", "strong"))
            column.addWidget(tile)
            row.addLayout(column, 1)
        self.body.addLayout(row)
        self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted).setFocus()
