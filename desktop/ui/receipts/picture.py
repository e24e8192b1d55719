"""A picture one reads from: zoom, turn, move, cut; several under one frame."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.activities.files import dropped_pictures
from desktop.ui.flow_row import FlowRow
from desktop.ui.icons import dress, pixmap
from desktop.ui.palette import SPACE_1, SPACE_2
from desktop.ui.qss import mark
from desktop.ui.theme import look

_STEP, _MOST = 1.25, 8.0
_WHOLE = QRectF(0, 0, 1, 1)
_LEAST_PART = 0.05
_EDGE_STEP = 0.02


class PictureView(QWidget):
    """One picture, as large as it fits until somebody zooms. Drag moves it, the wheel zooms at the pointer; while it is
    being cut, drag draws the part that stays.

    `scaled`: zoom or turn changed. `marked`: the part that stays changed.
    """

    scaled = Signal()
    marked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._whole = QImage()
        self._zoom, self._turn = 1.0, 0
        self._middle = QPointF(0.5, 0.5)  # the point of the picture in the middle of the view, 0 to 1 each way
        self._grip: QPoint | None = None
        self._cutting = False
        self._box = _WHOLE
        self._corner = QPointF()
        self.hint = "Foto nota akan tampil di sini."
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Foto nota")

    def put(self, image: QImage | None) -> None:
        """Show this picture, upright and whole; None shows the hint."""
        self._whole = image if image is not None else QImage()
        self._zoom, self._turn, self._middle = 1.0, 0, QPointF(0.5, 0.5)
        self._cutting, self._box = False, _WHOLE
        self._redraw()

    @property
    def is_empty(self) -> bool:
        return self._whole.isNull()

    @property
    def zoom(self) -> float:
        """1.0: the whole picture fits."""
        return self._zoom

    @property
    def turned(self) -> int:
        """Degrees clockwise: 0, 90, 180 or 270."""
        return self._turn

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The part that stays: left, top, right, bottom as shares of the picture as it is turned now."""
        return (self._box.left(), self._box.top(), self._box.right(), self._box.bottom())

    @property
    def is_altered(self) -> bool:
        """Whether it is turned, or a part of it marked."""
        return bool(self._turn) or self._box != _WHOLE

    @property
    def is_cutting(self) -> bool:
        """Whether drag and arrows mark the part that stays."""
        return self._cutting

    def set_cutting(self, on: bool) -> None:
        """Begin to mark the part that stays, on the whole picture, or leave that."""
        self._cutting, self._box = on and not self.is_empty, _WHOLE
        if self._cutting:
            self._zoom = 1.0
            self.setCursor(Qt.CursorShape.CrossCursor)
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.unsetCursor()
        self._keep_inside()
        self.update()
        self.scaled.emit()
        self.marked.emit()

    def mark_part(self, box: QRectF) -> None:
        """Mark this part (shares of the picture); less than a twentieth of a side is too little."""
        inside = box.normalized().intersected(_WHOLE)
        if min(inside.width(), inside.height()) >= _LEAST_PART:
            self._box = inside
            self.update()
            self.marked.emit()

    def _move_edges(self, key: Qt.Key, *, back: bool) -> None:
        """By keys: an arrow moves the edge on its side in; with Shift (`back`) out again."""
        step = -_EDGE_STEP if back else _EDGE_STEP
        edges = {
            Qt.Key.Key_Left: (0.0, 0.0, -step, 0.0),
            Qt.Key.Key_Right: (step, 0.0, 0.0, 0.0),
            Qt.Key.Key_Up: (0.0, 0.0, 0.0, -step),
            Qt.Key.Key_Down: (0.0, step, 0.0, 0.0),
        }
        self.mark_part(self._box.adjusted(*edges[key]))

    def turn(self) -> None:
        """A quarter clockwise; the file is altered only when somebody saves it."""
        self._box = _WHOLE
        self._turn = (self._turn + 90) % 360
        self._middle = QPointF(0.5, 0.5)
        self._redraw()

    def step(self, by: int) -> None:
        """Larger (1) or smaller (-1); never smaller than the whole picture."""
        self.set_zoom(self._zoom * _STEP**by)

    def set_zoom(self, zoom: float) -> None:
        self._zoom = min(max(zoom, 1.0), _MOST)
        self._keep_inside()
        self.update()
        self.scaled.emit()

    def _redraw(self) -> None:
        turned = self._whole.transformed(QTransform().rotate(self._turn)) if self._turn else self._whole
        self._picture = QPixmap.fromImage(turned) if not turned.isNull() else QPixmap()
        self._keep_inside()
        self.update()
        self.scaled.emit()

    # --- geometry ----------------------------------------------------------------------------------------------------

    def _size(self) -> QSize:
        """What the picture measures on the screen now."""
        room = self.rect().adjusted(1, 1, -1, -1).size()
        fitted = self._picture.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return QSize(round(fitted.width() * self._zoom), round(fitted.height() * self._zoom))

    def _keep_inside(self) -> None:
        size = self._size()
        if size.isEmpty():
            return
        for wide, room, get, put in (
            (size.width(), self.width(), self._middle.x, self._middle.setX),
            (size.height(), self.height(), self._middle.y, self._middle.setY),
        ):
            half = room / 2 / wide
            put(0.5 if half >= 0.5 else min(max(get(), half), 1 - half))

    def _target(self) -> QRectF:
        size = self._size()
        left = self.width() / 2 - self._middle.x() * size.width()
        top = self.height() / 2 - self._middle.y() * size.height()
        return QRectF(left, top, size.width(), size.height())

    # --- events ------------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = look().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(roles.line))
        painter.setBrush(QColor(roles.page))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        if self._picture.isNull():
            self._paint_hint(painter)
            return
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(self._target(), self._picture, QRectF(self._picture.rect()))
        if self._cutting:
            self._paint_part(painter)

    def _paint_part(self, painter: QPainter) -> None:
        """What falls away lies in the dark; the part that stays has a frame."""
        whole, part = self._target(), self._on_screen(self._box)
        veil = QPainterPath()
        veil.addRect(whole)
        kept = QPainterPath()
        kept.addRect(part)
        painter.fillPath(veil.subtracted(kept), QColor(0, 0, 0, 150))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(look().roles.focus), 2))
        painter.drawRect(part)

    def _on_screen(self, box: QRectF) -> QRectF:
        whole = self._target()
        left, top = whole.left() + box.left() * whole.width(), whole.top() + box.top() * whole.height()
        return QRectF(left, top, box.width() * whole.width(), box.height() * whole.height())

    def _share(self, at: QPointF) -> QPointF:
        """A point of the widget as shares of the picture."""
        whole = self._target()
        return QPointF((at.x() - whole.left()) / whole.width(), (at.y() - whole.top()) / whole.height())

    def _paint_hint(self, painter: QPainter) -> None:
        """Icon above the hint, both in the middle; where there is little height the icon is small."""
        roles = look().roles
        size = 40 if self.height() > 150 else 24
        flags = int(Qt.AlignmentFlag.AlignHCenter) | int(Qt.AlignmentFlag.AlignTop) | int(Qt.TextFlag.TextWordWrap)
        room = self.rect().adjusted(SPACE_2 * 2, 0, -SPACE_2 * 2, 0)
        text = painter.boundingRect(room, flags, self.hint)
        top = (self.height() - size - SPACE_2 - text.height()) // 2
        left = (self.width() - size) // 2
        painter.drawPixmap(left, top, pixmap("photo", roles.muted, size, self.devicePixelRatioF()))
        painter.setPen(QColor(roles.muted))
        painter.drawText(room.adjusted(0, top + size + SPACE_2, 0, 0), flags, self.hint)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._keep_inside()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.is_empty:
            self.step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and not self.is_empty:
            self._grip = event.position().toPoint()
            if self._cutting:
                self._corner = self._share(event.position())
            else:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        size = self._size()
        if self._grip is None or size.isEmpty():
            return
        if self._cutting:
            self.mark_part(QRectF(self._corner, self._share(event.position())))
            return
        moved = event.position().toPoint() - self._grip
        self._grip = event.position().toPoint()
        self._middle -= QPointF(moved.x() / size.width(), moved.y() / size.height())
        self._keep_inside()
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
        if not self._cutting:
            self.unsetCursor()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.set_zoom(1.0 if self._zoom > 1.0 else 2.5)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if event.text() in ("+", "="):
            self.step(1)
        elif event.text() == "-":
            self.step(-1)
        elif event.text().casefold() == "r":
            self.turn()
        elif Qt.Key(event.key()) in moves and self._cutting:
            back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move_edges(Qt.Key(event.key()), back=back)
        elif event.key() == Qt.Key.Key_Escape and self._cutting:
            self.set_cutting(False)
        elif Qt.Key(event.key()) in moves:
            across, down = moves[Qt.Key(event.key())]
            self._middle += QPointF(across * 0.1 / self._zoom, down * 0.1 / self._zoom)
            self._keep_inside()
            self.update()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(300, 300)


class PictureFrame(QWidget):
    """A PictureView with its tools, and a step through several pictures. Files may be dropped on it.

    `chosen`: pictures were dropped (paths). `wanted`: the button to add one was pressed. `put_away`: the picture shown
    is to be removed; its place in the list. `cut`: its place, the turn in degrees clockwise, and the part that stays
    are to be kept; `whole`: all of it is to be shown again.
    """

    chosen = Signal(list)
    wanted = Signal()
    put_away = Signal(int)
    cut = Signal(int, int, object)
    whole = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[Callable[[], QImage]] = []
        self._at = self._stored = 0
        self.setAcceptDrops(True)
        self.view = PictureView()
        self.smaller = self._square("minus", "Perkecil foto", lambda: self.view.step(-1))
        self.larger = self._square("plus", "Perbesar foto", lambda: self.view.step(1))
        self.turn = self._square("refresh", "Putar foto", self.view.turn)
        self.back = self._square("chevron-left", "Foto sebelumnya", lambda: self.show_at(self._at - 1))
        self.on = self._square("chevron-right", "Foto berikutnya", lambda: self.show_at(self._at + 1))
        self.count = QLabel()
        mark(self.count, "small")
        self.add = QPushButton("Tambah foto")
        dress(self.add, "camera")
        self.add.clicked.connect(lambda _checked=False: self.wanted.emit())
        self.drop = self._square("trash", "Hapus foto ini", lambda: self.put_away.emit(self._at))
        tools = FlowRow(
            *(self.smaller, self.larger, self.turn, self.back, self.count, self.on, self.drop, self.add), gap=SPACE_1
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        layout.addWidget(self.view, 1)
        layout.addWidget(tools)
        layout.addWidget(self._cut_tools())
        self.view.scaled.connect(self._tools_now)
        self.view.marked.connect(self._tools_now)
        self.put([])

    def _cut_tools(self) -> FlowRow:
        """Shown for kept pictures: begin to cut, keep what is shown, show all of it again."""
        self.begin_cut = self._link("Potong…", "Potong foto", lambda: self.view.set_cutting(True))
        self.keep_cut = self._link(
            "Simpan tampilan",
            "Simpan putaran dan potongan",
            lambda: self.cut.emit(self._at, self.view.turned, self.view.box),
        )
        self.show_whole = self._link(
            "Foto utuh", "Tampilkan foto utuh seperti aslinya", lambda: self.whole.emit(self._at)
        )
        self.leave_cut = self._link("Batal", "Batal memotong", lambda: self.view.set_cutting(False))
        return FlowRow(self.begin_cut, self.keep_cut, self.leave_cut, self.show_whole)

    @staticmethod
    def _link(text: str, name: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        mark(button, "inline")
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _square(self, icon: str, name: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        mark(button, "square-quiet")
        dress(button, icon)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def put(
        self, pictures: Sequence[Callable[[], QImage]], *, hint: str = "", kept: bool = False, stored: int = 0
    ) -> None:
        """Show these, the first of them; each is drawn when it is shown. `kept`: none of them may be removed. `stored`:
        so many of the first lie with a receipt and can be cut."""
        self._pictures, self._stored = list(pictures), 0 if kept else stored
        if hint:
            self.view.hint = hint
        self.drop.setVisible(bool(pictures) and not kept)
        self.add.setText("Tambah" if pictures else "Pilih foto…")
        self.show_at(0)

    def show_at(self, at: int) -> None:
        """Show one of them."""
        many = len(self._pictures)
        self._at = min(max(at, 0), max(many - 1, 0))
        self.view.put(self._pictures[self._at]() if many else None)
        self.view.setAccessibleName(f"Foto nota {self._at + 1} dari {many}" if many else "Belum ada foto nota")
        self.count.setText(f"{self._at + 1}/{many}")
        for widget in (self.back, self.count, self.on):
            widget.setVisible(many > 1)
        self.back.setEnabled(self._at > 0)
        self.on.setEnabled(self._at < many - 1)

    def _tools_now(self) -> None:
        for button in (self.smaller, self.larger, self.turn):
            button.setVisible(not self.view.is_empty)
        self.smaller.setEnabled(self.view.zoom > 1.0)
        cuts = self._at < self._stored and not self.view.is_empty
        self.begin_cut.setVisible(cuts and not self.view.is_cutting)
        self.keep_cut.setVisible(cuts and self.view.is_altered)
        for button in (self.leave_cut, self.show_whole):
            button.setVisible(cuts and self.view.is_cutting)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_pictures(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_pictures(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.chosen.emit(files)
