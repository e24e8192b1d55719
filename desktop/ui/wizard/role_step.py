"""Page 1: who am I? Three big cards."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.domain.areas import Role
from desktop.ui.cards import words
from desktop.ui.icons import dress, pixmap
from desktop.ui.palette import SPACE_2, SPACE_4
from desktop.ui.theme import look
from desktop.ui.wizard.step import Answers, Step

_ROLES: tuple[tuple[Role, str, str, str], ...] = (
    ("rt", "Sekretaris RT", "users", "Mencatat warga, rembug, dan usulan, lalu mengirimnya ke kelurahan."),
    ("pokmas", "Bendahara Pokmas", "wallet", "Mencatat dana, belanja, dan kuitansi sampai SPJ dan serah terima."),
    ("kelurahan", "Staf Kelurahan", "building-community", "Memeriksa usulan RT, memutuskan, dan membuat rekap."),
)
_ICON, _INSET = 40, 20


class BigCard(QAbstractButton):
    """A card as large as a hand: icon, name, one sentence."""

    def __init__(self, name: str, icon: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._sentence, self._hover = icon, sentence, False
        self.setText(name)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(sentence)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _wrapped(self, width: int) -> QRect:
        room = QRect(0, 0, max(width - 2 * _INSET, 60), 4000)
        return QFontMetrics(look().font()).boundingRect(room, Qt.TextFlag.TextWordWrap, self._sentence)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        title = QFontMetrics(look().font(extra=2, bold=True)).height()
        return _INSET + _ICON + SPACE_4 + title + SPACE_2 + self._wrapped(width).height() + _INSET

    def sizeHint(self) -> QSize:
        return QSize(232, self.heightForWidth(232))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(max(self.width(), 200)))

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        self.update()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        self.update()
        super().leaveEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, roles = look(), look().roles
        chosen = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(roles.primary if chosen else roles.field_border), 2 if chosen else 1))
        painter.setBrush(QColor(roles.selected if chosen else roles.hover if self._hover else roles.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 12, 12)
        ink = roles.on_selected if chosen else roles.text
        drawn = roles.primary if roles.primary != roles.selected or not chosen else ink
        painter.drawPixmap(_INSET, _INSET, pixmap(self._icon, drawn, _ICON, self.devicePixelRatioF()))
        title = now.font(extra=2, bold=True)
        top = _INSET + _ICON + SPACE_4
        width = self.width() - 2 * _INSET
        painter.setFont(title)
        painter.setPen(QColor(ink))
        high = QFontMetrics(title).height()
        painter.drawText(QRect(_INSET, top, width, high), Qt.AlignmentFlag.AlignLeft, self.text())
        painter.setFont(now.font())
        painter.setPen(QColor(ink if chosen else roles.muted))
        rest = QRect(_INSET, top + high + SPACE_2, width, self.height() - top - high)
        painter.drawText(rest, Qt.TextFlag.TextWordWrap, self._sentence)


class RoleStep(Step):
    """One press chooses and goes on."""

    question = "Anda bekerja sebagai siapa?"
    lead = "Beberapa pertanyaan singkat, lalu meja Anda siap dipakai. Meja lain dapat dibuat kapan saja."
    practice = Signal()

    def __init__(self, answers: Answers) -> None:
        super().__init__(answers)
        row = QHBoxLayout()
        row.setSpacing(SPACE_4)
        self.cards: dict[Role, BigCard] = {}
        for role, name, icon, sentence in _ROLES:
            card = BigCard(name, icon, sentence)
            card.clicked.connect(lambda _on=False, chosen=role: self._choose(chosen))
            row.addWidget(card)
            self.cards[role] = card
        self.column.addLayout(row)
        self.column.addSpacing(SPACE_2)
        self.try_out = QPushButton("Coba Mode Latihan")
        dress(self.try_out, "school")
        self.try_out.clicked.connect(lambda _on=False: self.practice.emit())
        below = QHBoxLayout()
        below.setSpacing(SPACE_4)
        below.addWidget(self.try_out)
        below.addWidget(words("Berisi satu tahun data contoh. Tidak pernah tercampur dengan data asli.", "muted"), 1)
        self.column.addLayout(below)

    def enter(self) -> None:
        self._mark()
        self.cards[self.answers.role].setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose(self, role: Role) -> None:
        self.answers.role = role
        self._mark()
        self.forward.emit()

    def _mark(self) -> None:
        for role, card in self.cards.items():
            card.setChecked(role == self.answers.role)
