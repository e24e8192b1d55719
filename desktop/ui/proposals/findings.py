"""Findings as sentences people act on: red holds handing in, amber asks for a letter or a look."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.domain.checks import CheckResult
from desktop.domain.findings import clip
from desktop.ui.cards import Card, words
from desktop.ui.header import ElidedLabel
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, Tone
from desktop.ui.qss import mark
from desktop.ui.theme import look

SIDE_WIDTH = 420
"""Of the drawer and of the panel beside the table at normal text size, logical px."""


def side_width(room: int) -> int:
    """The drawer's width beside a table: with the text size, but at most 45 percent of `room` (logical px)."""
    return min(round(SIDE_WIDTH * look().points / 10.5), room * 45 // 100)


_MOST_CANDIDATES = 3
"""Buttons to mark a usulan; more than these are chosen in the usulan themselves."""

_ORDER = {"block": 0, "letter": 1, "warn": 2}


@dataclass(frozen=True, slots=True)
class Deed:
    """A button beside a finding: a verb and what it does."""

    text: str
    run: Callable[[], object]


Deeds = Deed | tuple[Deed, ...] | None
DeedFor = Callable[[CheckResult], Deeds]


def marking(result: CheckResult, titles: Mapping[str, str], mark: Callable[[str, str], object]) -> tuple[Deed, ...]:
    """A button for each usulan that seems to be the mandatory activity missing: "Tandai “PMT posyandu”".

    `titles`: of the usulan that may still be changed, by uid. `mark`: called with the uid and the code (W1 to W4).
    """
    code = activity_of(result)
    found = result.facts.get("candidates", ())
    uids = [uid for uid in found if uid in titles] if code and isinstance(found, tuple) else []
    return tuple(Deed(f"Tandai “{clip(titles[uid], 32)}”", partial(mark, uid, code)) for uid in uids[:_MOST_CANDIDATES])


def tone_of(result: CheckResult) -> Tone:
    """Red for what holds handing in, amber for a letter or a look."""
    return Tone.PROBLEM if result.level == "block" else Tone.ATTENTION


def by_weight(results: Sequence[CheckResult]) -> list[CheckResult]:
    """What holds first, then what a letter settles, then the rest; each in the order found."""
    return sorted(results, key=lambda result: _ORDER[result.level])


def summary_of(results: Sequence[CheckResult]) -> str:
    """`2 hal menghalangi pengajuan, 3 perlu surat pernyataan, 1 perlu diperhatikan`, "" for none."""
    parts = [
        (sum(result.level == "block" for result in results), "hal menghalangi pengajuan"),
        (sum(result.level == "letter" for result in results), "perlu surat pernyataan"),
        (sum(result.level == "warn" for result in results), "perlu diperhatikan"),
    ]
    return ", ".join(f"{count} {what}" for count, what in parts if count)


def activity_of(result: CheckResult) -> str:
    """The mandatory activity (W1 to W4) nobody proposed yet, "" when the finding is about something else."""
    absent = "activity" in result.facts and set(result.facts) <= {"activity", "candidates"}
    return str(result.facts["activity"]) if absent else ""


def short_summary_of(results: Sequence[CheckResult]) -> str:
    """The same in a narrow place: `2 menghalangi, 3 surat, 1 perhatian`."""
    parts = [("block", "menghalangi"), ("letter", "surat"), ("warn", "perhatian")]
    counted = [(sum(result.level == level for result in results), what) for level, what in parts]
    return ", ".join(f"{count} {what}" for count, what in counted if count)


class Finding(QFrame):
    """One finding: icon, what is the matter with its source, what to do, and the button that does it.

    `wide`: the button stands beside the words, otherwise below them.
    """

    def __init__(self, result: CheckResult, deed: Deeds, *, wide: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.result = result
        tone = tone_of(result)
        self.setProperty("tone", str(tone))
        self.setProperty("flat", True)
        icon = QLabel()
        dress(icon, "circle-x" if tone == Tone.PROBLEM else "alert-triangle", tone)
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.message, self.action = words(result.message), words(result.action)
        font = self.action.font()
        font.setBold(True)
        self.action.setFont(font)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.message)
        texts.addWidget(self.action)
        self.buttons = [self._button(one) for one in _each(deed)]
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_2, SPACE_2, SPACE_2)
        layout.setSpacing(SPACE_2)
        layout.addWidget(icon)
        layout.addLayout(texts, 1)
        if self.buttons:
            below = QVBoxLayout() if wide else texts
            if wide:
                if len(self.buttons) > 1:
                    texts.addStretch(1)
                below.setSpacing(SPACE_1)
                layout.addLayout(below)
            else:
                texts.addSpacing(SPACE_1)
            for button in self.buttons:
                side = Qt.AlignmentFlag.AlignVCenter if wide else Qt.AlignmentFlag.AlignLeft
                below.addWidget(button, 0, side)
        level = {"block": "Menghalangi pengajuan", "letter": "Perlu surat pernyataan", "warn": "Perhatian"}
        self.setAccessibleName(f"{level[result.level]}: {result.message} {result.action}")

    @property
    def button(self) -> QPushButton | None:
        """The first button, None when it has none."""
        return next(iter(self.buttons), None)

    def _button(self, deed: Deed) -> QPushButton:
        button = QPushButton(deed.text)
        button.setAccessibleDescription(self.result.message)
        button.clicked.connect(lambda _checked=False: deed.run())
        return button


def _each(deeds: Deeds) -> tuple[Deed, ...]:
    if deeds is None:
        return ()
    return deeds if isinstance(deeds, tuple) else (deeds,)


class FindingList(QWidget):
    """Findings under each other, the weightiest first; hidden while there are none."""

    def __init__(self, deed_for: DeedFor, parent: QWidget | None = None, *, wide: bool = False) -> None:
        super().__init__(parent)
        self._deed_for, self._wide = deed_for, wide
        self._shown: list[CheckResult] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_2)
        self.hide()

    @property
    def findings(self) -> list[Finding]:
        """The findings shown, in order."""
        items = (self._layout.itemAt(at) for at in range(self._layout.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, Finding)]

    def put(self, results: Sequence[CheckResult]) -> None:
        """Show these; nothing is rebuilt while they stay the same, so that typing never flickers."""
        ordered = by_weight(results)
        if ordered == self._shown:
            return
        self._shown = ordered
        empty_layout(self._layout)
        for result in ordered:
            self._layout.addWidget(Finding(result, self._deed_for(result), wide=self._wide))
        self.setVisible(bool(ordered))


class FindingsBar(QFrame):
    """One line above the table: how many findings, and the weightiest of them."""

    def __init__(self) -> None:
        super().__init__()
        self._icon, self.count, self.text = QLabel(), QLabel(), ElidedLabel()
        self.opened = QPushButton("Lihat semua")
        self._long = self._short = ""
        font = self.count.font()
        font.setBold(True)
        self.count.setFont(font)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_3, SPACE_1, SPACE_2, SPACE_1)
        layout.setSpacing(SPACE_2)
        layout.addWidget(self._icon)
        layout.addWidget(self.count)
        layout.addWidget(self.text, 1)
        layout.addWidget(self.opened)
        self.hide()

    def put(self, results: Sequence[CheckResult]) -> None:
        """Say what these come to; hidden for none."""
        self.setVisible(bool(results))
        if not results:
            return
        first = by_weight(results)[0]
        tone = tone_of(first)
        if self.property("tone") != str(tone):
            self.setProperty("tone", str(tone))
            for widget in (self, self.count, self.text, self.opened):
                widget.style().unpolish(widget)
                widget.style().polish(widget)
        dress(self._icon, "circle-x" if tone == Tone.PROBLEM else "alert-triangle", tone)
        self._long, self._short = f"{summary_of(results)}.", f"{short_summary_of(results)}."
        self.text.put(first.message)
        self.setAccessibleName(f"{self._long} {first.message} {first.action}")
        self._fit()

    def _fit(self) -> None:
        """The count is never cut: in a narrow bar it says the same in fewer words."""
        room = self.width() - self.opened.sizeHint().width() - 28 - 5 * SPACE_2
        fits = self.count.fontMetrics().horizontalAdvance(self._long) < room
        self.count.setText(self._long if fits else self._short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


MOST = 100
"""Findings shown at once: a list of hundreds helps nobody, and takes seconds to draw."""


class FindingsPanel(Card):
    """Everything found about the year's usulan, beside the table."""

    def __init__(self, deed_for: DeedFor) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.body.setContentsMargins(1, SPACE_2, 1, 1)
        self.body.setSpacing(SPACE_2)
        self.closes = QPushButton()
        mark(self.closes, "square-quiet")
        dress(self.closes, "x")
        self.closes.setAccessibleName("Tutup pemeriksaan")
        self.closes.setToolTip("Tutup pemeriksaan (Esc)")
        self.head = words("Pemeriksaan", "section")
        head = QHBoxLayout()
        head.setContentsMargins(SPACE_4, 0, SPACE_2, 0)
        head.addWidget(self.head, 1)
        head.addWidget(self.closes)
        self.list = FindingList(deed_for)
        self.rest = words("", "muted")
        self.rest.hide()
        self.fine = words("Semua usulan sesuai aturan yang diketahui.", "good")
        inside = QWidget()
        mark(inside, "surface")
        lay = QVBoxLayout(inside)
        lay.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_4)
        lay.addWidget(self.fine)
        lay.addWidget(self.list)
        lay.addWidget(self.rest)
        lay.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.body.addLayout(head)
        self.body.addWidget(area, 1)
        self.area = area
        self.setAccessibleName("Pemeriksaan usulan")

    def put(self, results: Sequence[CheckResult]) -> None:
        """Show these findings, the weightiest `MOST` of them."""
        ordered = by_weight(results)
        self.list.put(ordered[:MOST])
        self.fine.setVisible(not ordered)
        self.rest.setText(f"Dan {len(ordered) - MOST} lagi. Selesaikan yang di atas dahulu.")
        self.rest.setVisible(len(ordered) > MOST)
