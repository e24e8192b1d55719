"""The band above the usulan: the whole ceiling and one live bar per bidang, in as many columns as fit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop.domain.allocation import Bar as Limit
from desktop.domain.allocation import Summary
from desktop.domain.money import format_rupiah
from desktop.domain.records import Scope
from desktop.domain.sectors import SECTORS, sector_name
from desktop.services.proposals import Board
from desktop.ui.bars import Bar, BarList
from desktop.ui.cards import Card, words
from desktop.ui.icons import dress
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.qss import mark
from desktop.ui.theme import look

_TRACK = 8
_GAP = SPACE_4
NO_RULES = "belum ada aturan"


@dataclass(frozen=True, slots=True, kw_only=True)
class LimitBar(Bar):
    """A bar with a minimum beside its maximum, said in the fewest words."""

    def values(self) -> str:
        """`Rp26.000.000 dari Rp25.000.000–Rp30.000.000 (86 %)`."""
        if self.least is None:
            return Bar.values(self)
        if self.most is None:
            return f"{format_rupiah(self.used)} dari paling sedikit {format_rupiah(self.least)}"
        share = f" ({self.used * 100 // self.most} %)" if self.most else ""
        return f"{format_rupiah(self.used)} dari {format_rupiah(self.least)}–{format_rupiah(self.most)}{share}"

    def verdict(self) -> tuple[str, Tone]:
        """What is left, over or short; short of a minimum is `kurang Rp25.000.000`."""
        if self.short and not self.over:
            return f"kurang {format_rupiah(self.short)}", Tone.ATTENTION
        return Bar.verdict(self)


def short_name(sector: str, scope: str) -> str:
    """A bidang as narrow places call it: `Infrastruktur RT`."""
    return "Infrastruktur RT" if sector == "infrastructure" and scope == "own" else sector_name(sector, _scope(scope))


def _scope(scope: str) -> Scope:
    return "joint" if scope == "joint" else "own" if scope == "own" else ""


def bar_of(limit: Limit) -> Bar:
    """A bidang's limit as the screen draws it."""
    series = SECTORS.index(limit.sector) if limit.sector in SECTORS else 5
    name = short_name(limit.sector, limit.scope) if limit.scope == "own" else limit.label
    note = "tanpa batas" if limit.state == "unknown" else limit.brief
    return LimitBar(name=name, used=limit.used, most=limit.maximum, least=limit.minimum, series=series, note=note)


def bars_of(summary: Summary) -> list[tuple[str, str, Bar]]:
    """(sector, scope, bar) of every bidang, in the order of the rules; without rules there is nothing to compare."""
    found: list[tuple[str, str, Bar]] = []
    for limit in (*summary.bars, *summary.combined):
        bar = bar_of(limit)
        if summary.ceiling is None:
            bar = replace(bar, note=NO_RULES)
        found.append((limit.sector, limit.scope, bar))
    return found


def own_bars(summary: Summary, sector: str, scope: str) -> list[Bar]:
    """The bars one usulan moves: its bidang's, and its part of infrastructure where the year counts them apart."""
    if not sector:
        return []
    found = [(entry[1], entry[2]) for entry in bars_of(summary) if entry[0] == sector]
    exact = [bar for part, bar in found if part == scope]
    return exact or [bar for part, bar in found if not part]


def _fullness(bar: Bar) -> int:
    """How much of its limit is used, hundredths of a percent; 0 without a limit."""
    return bar.used * 10_000 // bar.most if bar.most else 0


def total_bar(summary: Summary) -> Bar:
    """The whole of what the RT asks for, beside its ceiling."""
    if summary.ceiling is None:
        return Bar(name="Seluruh usulan", used=summary.total, series=5, note="pagu belum diketahui")
    return Bar(name="Seluruh usulan", used=summary.total, most=summary.ceiling, series=5)


class SlimBars(BarList):
    """The kit's bars, lower and side by side: name and verdict on one line, the bar, the values small below.

    `flat`: the values stand on the first line too, for a bar as wide as the page.
    """

    def __init__(self, parent: QWidget | None = None, *, flat: bool = False) -> None:
        self._chosen, self._flat = -1, flat
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def choose(self, at: int) -> None:
        """Point out the bar of the usulan at hand, -1 for none."""
        if at != self._chosen:
            self._chosen = at
            self.update()

    # --- measures ----------------------------------------------------------------------------------------------------

    def _widest(self) -> int:
        """What the widest bar's words need, logical px."""
        bold, small = QFontMetrics(look().font(bold=True)), QFontMetrics(look().font(extra=-1.5))
        strong = QFontMetrics(look().font(extra=-1, bold=True))
        widest = 200
        for bar in self.bars:
            first = bold.horizontalAdvance(bar.name) + SPACE_3 + strong.horizontalAdvance(bar.verdict()[0])
            widest = max(widest, first, small.horizontalAdvance(bar.values()))
        return widest

    def _one_line(self, width: int) -> bool:
        """Whether name, values and verdict of every bar stand on one line."""
        if not self._flat:
            return False
        small = QFontMetrics(look().font(extra=-1.5))
        values = max((small.horizontalAdvance(bar.values()) for bar in self.bars), default=0)
        return self._widest() + values + SPACE_6 <= width

    def columns(self, width: int) -> int:
        """How many bars stand beside each other without a word being cut; as even as possible."""
        count = max(len(self.bars), 1)
        fit = max(1, min(4, (width + _GAP) // (self._widest() + _GAP), count))
        rows = -(-count // fit)
        return -(-count // rows)

    def _tile_height(self, width: int) -> int:
        line, small = QFontMetrics(look().font()).height(), QFontMetrics(look().font(extra=-1.5)).height()
        gap = 7 if any(bar.least for bar in self.bars) else 3
        below = 0 if self._one_line(width) else gap + small
        return line + 3 + _TRACK + below + SPACE_2

    def height_for(self, width: int) -> int:
        """What all bars need at this width, logical px."""
        count = len(self.bars)
        return -(-count // self.columns(width)) * self._tile_height(width) if count else 0

    def minimumSizeHint(self) -> QSize:
        return QSize(self._widest(), 0)

    def sizeHint(self) -> QSize:
        return QSize(2 * self._widest(), self.height_for(max(self.width(), self._widest())))

    def _box(self, at: int) -> QRect:
        columns, tall = self.columns(self.width()), self._tile_height(self.width())
        width = (self.width() - (columns - 1) * _GAP) // columns
        row, column = divmod(at, columns)
        return QRect(column * (width + _GAP), row * tall, width, tall)

    def at_point(self, x: float, y: float) -> int:
        """The bar at this place, -1 beside them."""
        return next((at for at in range(len(self.bars)) if self._box(at).contains(int(x), int(y))), -1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.at_point(event.position().x(), event.position().y())
        if at >= 0:
            self.picked.emit(at)

    # --- painting ----------------------------------------------------------------------------------------------------

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, bar in enumerate(self.bars):
            self._tile(painter, self._box(at), bar, at == self._chosen)

    def _tile(self, painter: QPainter, box: QRect, bar: Bar, chosen: bool) -> None:
        now = look()
        roles = now.roles
        line = QFontMetrics(now.font()).height()
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(roles.primary))
            painter.drawRoundedRect(QRectF(box.left() - 9, box.top() + 2, 3, box.height() - SPACE_2 - 4), 1.5, 1.5)
        first = QRect(box.left(), box.top(), box.width(), line)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setFont(now.font(bold=True))
        painter.setPen(QColor(roles.text))
        painter.drawText(first, left | Qt.AlignmentFlag.AlignVCenter, bar.name)
        name = painter.fontMetrics().horizontalAdvance(bar.name)
        verdict, tone = bar.verdict()
        strong = tone in (Tone.PROBLEM, Tone.ATTENTION)
        painter.setFont(now.font(extra=-1, bold=strong))
        painter.setPen(QColor(roles.ink(tone) if strong else roles.muted))
        painter.drawText(first, right | Qt.AlignmentFlag.AlignVCenter, verdict)
        track = QRectF(box.left() + 0.5, box.top() + line + 3, box.width() - 1, _TRACK)
        self._draw_bar(painter, track, bar)
        painter.setFont(now.font(extra=-1.5))
        painter.setPen(QColor(roles.muted))
        if self._one_line(self.width()):
            beside = first.adjusted(name + SPACE_3, 1, 0, 1)
            painter.drawText(beside, left | Qt.AlignmentFlag.AlignVCenter, bar.values())
        else:
            # The mark of a minimum reaches below the track.
            below = QRect(
                box.left(), int(track.bottom()) + (7 if any(one.least for one in self.bars) else 3), box.width(), line
            )
            text = bar.values()
            if painter.fontMetrics().horizontalAdvance(text) > box.width():
                text = text.rpartition(" (")[0] or text  # money is never cut; its share is seen on the bar
            painter.drawText(below, left | Qt.AlignmentFlag.AlignTop, text)


class PaguBand(Card):
    """The ceiling on top, the bidang below; folded it shows what needs a look and the bidang at hand only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._folded = self._bare = self._sparing = False
        self._all: list[tuple[str, str, Bar]] = []
        self._at_hand = ("", "")
        self.body.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_1)
        self.body.setSpacing(SPACE_2)
        self.total, self.bidang = SlimBars(flat=True), SlimBars()
        self.total.setAccessibleName("Pemakaian seluruh pagu")
        self.fold = QPushButton("Ringkas")
        mark(self.fold, "quiet")
        dress(self.fold, "chevron-up", "muted", 18)
        self.fold.clicked.connect(lambda _checked=False: self.set_folded(not self._folded))
        top = QHBoxLayout()
        top.setSpacing(SPACE_4)
        self.rules = QPushButton("Aturan")
        mark(self.rules, "quiet")
        dress(self.rules, "list-check", "muted", 18)
        self.rules.setToolTip("Baca aturan tahun ini, juga yang belum diketahui")
        top.addWidget(self.total, 1)
        top.addWidget(self.rules, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.body.addWidget(self.bidang)
        self.no_rules = words("", "attention")
        self.no_rules.hide()
        self.body.addWidget(self.no_rules)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    @property
    def folded(self) -> bool:
        return self._folded

    def set_folded(self, folded: bool) -> None:
        """Folded: only the bars that say something now."""
        self._folded = folded
        self.fold.setText("Semua bidang" if folded else "Ringkas")
        dress(self.fold, "chevron-down" if folded else "chevron-up", "muted", 18)
        self._show()

    def set_sparing(self, sparing: bool) -> None:
        """Folded, only the bars over or short: where little room is left, the rows of the list come first."""
        if sparing != self._sparing:
            self._sparing = sparing
            self._show()

    def set_bare(self, bare: bool) -> None:
        """The whole ceiling alone, whatever the bidang say."""
        if bare != self._bare:
            self._bare = bare
            self._show()

    def put(self, board: Board) -> None:
        """The bars of this board; called at every key while an amount is typed."""
        self._all = bars_of(board.summary)
        self.total.put([total_bar(board.summary)])
        sheet = board.sheet
        self.no_rules.setText(
            f"Aturan tahun {board.year} belum ada. Minta berkas aturan ke kelurahan; usulan tetap bisa ditulis."
        )
        self.no_rules.setVisible(sheet is None)
        self.setToolTip(f"Pagu per RT tahun anggaran {board.year} menurut {sheet.regulation}." if sheet else "")
        self._show()

    def point_to(self, sector: str, scope: str) -> None:
        """The bidang of the usulan at hand."""
        if (sector, scope) != self._at_hand:
            self._at_hand = (sector, scope)
            self._show()

    def _is_hand(self, entry: tuple[str, str, Bar]) -> bool:
        """Whether the usulan at hand counts in this bar; a year that does not split infrastructure has one for both."""
        sector, scope = self._at_hand
        if entry[0] != sector or not sector:
            return False
        return entry[1] == scope or not any(other[:2] == self._at_hand for other in self._all)

    @property
    def shown(self) -> Sequence[Bar]:
        """The bars drawn now, the whole first."""
        return [*self.total.bars, *self.bidang.bars]

    def _folded_bars(self) -> list[tuple[str, str, Bar]]:
        """Those over or short, and one more: the bidang at hand, else the fullest.

        Always as many, whatever is chosen: a band that grew at a click would push another row under the second click.
        """
        wanted = [entry for entry in self._all if entry[2].over or entry[2].short]
        if self._sparing:
            return wanted
        others = [entry for entry in self._all if entry not in wanted]
        hand = next((entry for entry in others if self._is_hand(entry)), None)
        one_more = hand or max(others, key=lambda entry: _fullness(entry[2]), default=None)
        return [entry for entry in self._all if entry in wanted or entry is one_more]

    def _show(self) -> None:
        wanted = self._folded_bars() if self._folded else self._all
        self.bidang.put([bar for _, _, bar in wanted])
        self.bidang.choose(next((at for at, entry in enumerate(wanted) if self._is_hand(entry)), -1))
        self.bidang.setVisible(bool(wanted) and not self._bare)
        self.fold.setVisible(not self._bare)
        self.updateGeometry()
