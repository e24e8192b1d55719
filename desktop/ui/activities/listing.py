"""The list of activities: each a card with its newest picture, its money and how far its three photos are."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QKeyEvent, QPainter, QPainterPath, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.domain.money import format_rupiah
from desktop.domain.sectors import sector_name
from desktop.ui.activities.shown import SLOTS, ActivityRow
from desktop.ui.icons import pixmap
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.qss import mark
from desktop.ui.status import chip_size, paint_chip
from desktop.ui.theme import look

Index = QModelIndex | QPersistentModelIndex
Picture = Callable[[str], QImage]
ROW_ROLE = Qt.ItemDataRole.UserRole
_ROOT = QModelIndex()
_THUMB = QSize(104, 78)
_RIGHT = 236
ICONS = {
    "infrastructure": "building",
    "health": "first-aid-kit",
    "social": "friends",
    "economy": "shopping-bag",
    "education": "school",
    "youth": "ball-football",
}
"""Bidang → icon, where there is no picture yet."""


class ActivityModel(QAbstractListModel):
    """The rows that fit the words searched for."""

    def __init__(self) -> None:
        super().__init__()
        self._all: list[ActivityRow] = []
        self.rows: list[ActivityRow] = []
        self._words = ""

    def put(self, rows: Sequence[ActivityRow]) -> None:
        """All activities."""
        self._all = list(rows)
        self._show()

    def search(self, words: str) -> None:
        """Only those in which all these words stand."""
        self._words = words
        self._show()

    def _show(self) -> None:
        wanted = self._words.casefold().split()
        self.beginResetModel()
        self.rows = [row for row in self._all if all(word in spoken(row).casefold() for word in wanted)]
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return spoken(row)
        return row if role == ROW_ROLE else None


def spoken(row: ActivityRow) -> str:
    """Everything a card says, for screen readers and for the search."""
    photos = ", ".join(f"foto {slot} % {count}" for slot, count in zip(SLOTS, row.photos, strict=True))
    parts = [row.title, sector_name(row.sector, row.scope), row.home, row.location, row.rab_status.word, row.stage]
    money = f"pagu {format_rupiah(row.budget)}, terpakai {format_rupiah(row.spent)}"
    return ", ".join(part for part in (*parts, money, photos) if part)


class ActivityList(QListView):
    """`opened`: Enter or a click on an activity (its key)."""

    opened = Signal(str)

    def __init__(self, picture: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "rail")  # the cards lie on the page itself
        self.rows = ActivityModel()
        self.setModel(self.rows)
        self.setItemDelegate(ActivityDelegate(picture, self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Daftar kegiatan")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda index: self.opened.emit(self.rows.rows[index.row()].key))

    @property
    def current(self) -> ActivityRow | None:
        """The activity the keyboard is on."""
        index = self.currentIndex()
        return self.rows.rows[index.row()] if index.isValid() else None

    def choose(self, key: str) -> None:
        """Put the keyboard on an activity, on the first when it is not there."""
        at = next((at for at, row in enumerate(self.rows.rows) if row.key == key), 0)
        if self.rows.rows:
            self.setCurrentIndex(self.rows.index(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.current
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.opened.emit(row.key)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.scheduleDelayedItemsLayout()


class ActivityDelegate(QStyledItemDelegate):
    """Paints a card: picture, title and place, chips, money with its bar, the three slots."""

    def __init__(self, picture: Picture, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = picture
        self._kept: dict[tuple[str, float], QPixmap] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        line = QFontMetrics(look().font()).height()
        return QSize(400, max(_THUMB.height(), line * 2 + 30) + 2 * SPACE_3 + SPACE_2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        view = option.widget
        if not isinstance(row, ActivityRow) or not isinstance(view, QListView):
            return
        now = look()
        roles = now.roles
        card = QRectF(option.rect).adjusted(1, 1, -1, -SPACE_2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        hover = bool(option.state & QStyle.StateFlag.State_MouseOver)
        current = view.currentIndex() == index and view.hasFocus()
        painter.setPen(QPen(QColor(roles.focus), 2) if current else QPen(QColor(roles.line), 1))
        painter.setBrush(QColor(roles.hover if hover else roles.surface))
        painter.drawRoundedRect(card, 10, 10)
        inside = card.adjusted(SPACE_3, SPACE_3, -SPACE_4, -SPACE_3).toRect()
        thumb = QRect(inside.left(), inside.center().y() - _THUMB.height() // 2, _THUMB.width(), _THUMB.height())
        self._thumb(painter, thumb, row, view.devicePixelRatioF())
        right = round(_RIGHT * now.points / 10.5)
        money = QRect(inside.right() - right, inside.top(), right, inside.height())
        words = QRect(
            thumb.right() + SPACE_4, inside.top(), money.left() - thumb.right() - 2 * SPACE_4, inside.height()
        )
        self._words(painter, words, row, view.devicePixelRatioF())
        self._money(painter, money, row)
        painter.restore()

    def _thumb(self, painter: QPainter, box: QRect, row: ActivityRow, ratio: float) -> None:
        roles = look().roles
        path = QPainterPath()
        path.addRoundedRect(QRectF(box), 6, 6)
        painter.save()
        painter.setClipPath(path)
        picture = self._pixmap(row.newest, ratio) if row.newest else QPixmap()
        if picture.isNull():
            painter.fillRect(box, QColor(roles.page))
            colour = roles.sectors[row.series % len(roles.sectors)]
            icon = pixmap(ICONS.get(row.sector, "clipboard-list"), colour, 32, ratio)
            painter.drawPixmap(box.center().x() - 16, box.center().y() - 16, icon)
        else:
            painter.drawPixmap(box, picture)
        painter.restore()
        painter.setPen(QPen(QColor(roles.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(box), 6, 6)

    def _pixmap(self, sha: str, ratio: float) -> QPixmap:
        """The middle of a picture in the shape of the frame."""
        key = (sha, ratio)
        if key not in self._kept:
            size = QSize(round(_THUMB.width() * ratio), round(_THUMB.height() * ratio))
            image = self._picture(sha)
            if image.isNull():
                return QPixmap()
            mode, smooth = Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation
            filled = image.scaled(size, mode, smooth)
            left, top = (filled.width() - size.width()) // 2, (filled.height() - size.height()) // 2
            self._kept[key] = QPixmap.fromImage(filled.copy(left, top, size.width(), size.height()))
        return self._kept[key]

    def _words(self, painter: QPainter, box: QRect, row: ActivityRow, ratio: float) -> None:
        now = look()
        roles = now.roles
        top = box.top()
        top += self._line(painter, box, top, row.title, now.font(extra=1, bold=True), roles.text)
        place = " · ".join(part for part in (sector_name(row.sector, row.scope), row.home, row.location) if part)
        top += self._line(painter, box, top, place, now.font(extra=-0.5), roles.muted)
        high = chip_size(row.rab_status).height()
        middle = max(top + high / 2 + 3, box.bottom() - high / 2)
        paint_chip(painter, box.left(), middle, row.rab_status, ratio)
        left = box.left() + chip_size(row.rab_status).width() + SPACE_4
        self._slots(painter, left, middle, row, ratio)

    @staticmethod
    def _line(painter: QPainter, box: QRect, top: int, text: str, font: QFont, colour: str) -> int:
        painter.setFont(font)
        metrics = painter.fontMetrics()
        painter.setPen(QColor(colour))
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), top, box.width(), metrics.height()), int(Qt.AlignmentFlag.AlignLeft), cut)
        return metrics.height()

    @staticmethod
    def _slots(painter: QPainter, left: float, middle: float, row: ActivityRow, ratio: float) -> None:
        """0, 50, 100: a tick where there is a picture, an empty ring where not."""
        now = look()
        roles = now.roles
        painter.setFont(now.font(extra=-1))
        metrics = painter.fontMetrics()
        for slot, count in zip(SLOTS, row.photos, strict=True):
            dot = QPointF(left + 8, middle)
            if count:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(roles.primary))
                painter.drawEllipse(dot, 8, 8)
                painter.drawPixmap(QPointF(dot.x() - 6, dot.y() - 6), pixmap("check", roles.on_primary, 12, ratio))
            else:
                painter.setPen(QPen(QColor(roles.field_border), 1.5))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawEllipse(dot, 7, 7)
            text = f"{slot} %"
            painter.setPen(QColor(roles.text if count else roles.muted))
            wide = metrics.horizontalAdvance(text)
            painter.drawText(QPointF(left + 20, middle + metrics.ascent() / 2 - 2), text)
            left += 20 + wide + SPACE_3

    @staticmethod
    def _money(painter: QPainter, box: QRect, row: ActivityRow) -> None:
        now = look()
        roles = now.roles
        right = int(Qt.AlignmentFlag.AlignRight)
        painter.setFont(now.font(extra=1.5, bold=True))
        painter.setPen(QColor(roles.text))
        line = painter.fontMetrics().height()
        painter.drawText(QRect(box.left(), box.top(), box.width(), line), right, format_rupiah(row.budget))
        over = row.spent > row.budget
        track = QRectF(box.left() + 0.5, box.top() + line + SPACE_1 + 0.5, box.width() - 1, 9)
        painter.setPen(QPen(QColor(roles.line), 1))
        painter.setBrush(QColor(roles.hover))
        painter.drawRoundedRect(track, 4, 4)
        if row.spent:
            filled = track.width() * min(row.spent, row.budget) / max(row.budget, 1)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.ink(Tone.PROBLEM) if over else roles.primary))
            painter.drawRoundedRect(QRectF(track.left(), track.top(), filled, track.height()), 4, 4)
        painter.setFont(now.font(extra=-1.5))
        painter.setPen(QColor(roles.muted))
        used = f"terpakai {format_rupiah(row.spent)}" if row.spent else row.stage
        if over:
            used = f"lebih {format_rupiah(row.spent - row.budget)}"
        below = QRect(box.left(), int(track.bottom()) + 3, box.width(), line)
        painter.drawText(below, right, used)
