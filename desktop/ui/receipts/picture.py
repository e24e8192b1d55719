"""A picture one reads from: zoom, turn, move, several under one frame."""

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
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.activities.files import dropped_pictures
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.icons import dress, pixmap
from desktop.ui.palette import SPACE_1, SPACE_2
from desktop.ui.qss import mark
from desktop.ui.theme import look

_STEP, _MOST = 1.25, 8.0


class PictureView(QWidget):
    """One picture, as large as it fits until somebody zooms. Drag moves it, the wheel zooms at the pointer.

    `scaled`: zoom or turn changed.
    """

    scaled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QPixmap()
        self._whole = QImage()
        self._zoom, self._turn = 1.0, 0
        self._middle = QPointF(0.5, 0.5)  # the point of the picture in the middle of the view, 0 to 1 each way
        self._grip: QPoint | None = None
        self.hint = "Foto nota akan tampil di sini."
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Foto nota")

    def put(self, image: QImage | None) -> None:
        """Show this picture, upright and whole; None shows the hint."""
        self._whole = image if image is not None else QImage()
        self._zoom, self._turn, self._middle = 1.0, 0, QPointF(0.5, 0.5)
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

    def turn(self) -> None:
        """A quarter clockwise; only what is seen, never the file."""
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
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        size = self._size()
        if self._grip is None or size.isEmpty():
            return
        moved = event.position().toPoint() - self._grip
        self._grip = event.position().toPoint()
        self._middle -= QPointF(moved.x() / size.width(), moved.y() / size.height())
        self._keep_inside()
        self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._grip = None
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
    is to be removed; its place in the list.
    """

    chosen = Signal(list)
    wanted = Signal()
    put_away = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures: list[Callable[[], QImage]] = []
        self._at = 0
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
        tools = FlowLayout(gap=SPACE_1)
        for tool in (self.smaller, self.larger, self.turn, self.back, self.count, self.on, self.drop, self.add):
            tools.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_1)
        layout.addWidget(self.view, 1)
        layout.addLayout(tools)
        self.view.scaled.connect(self._tools_now)
        self.put([])

    def _square(self, icon: str, name: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton()
        mark(button, "square-quiet")
        dress(button, icon)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda _checked=False: run())
        return button

    def put(self, pictures: Sequence[Callable[[], QImage]], *, hint: str = "", kept: bool = False) -> None:
        """Show these, the first of them; each is drawn when it is shown. `kept`: none of them may be removed."""
        self._pictures = list(pictures)
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

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_pictures(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = dropped_pictures(event.mimeData())
        if files:
            event.acceptProposedAction()
            self.chosen.emit(files)
