"""The panels at the right of the home page: how far the year is, the ceiling, the last bundles, the backup."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.domain.allocation import Summary
from desktop.domain.areas import parse_area
from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.services.home import Overview, Stage, Trip
from desktop.ui import bars
from desktop.ui.cards import Card, Run, words
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_2, SPACE_3, Tone
from desktop.ui.proposals.band import bars_of
from desktop.ui.qss import mark
from desktop.ui.readiness.figures import FigureList

if TYPE_CHECKING:
    from desktop.domain.readiness import Figure

_STAGES = {
    "prepared": "sudah dibuat, belum diserahkan",
    "handed_over": "sudah diserahkan",
    "data_received": "sudah diterima, fotonya belum semua",
    "received": "sudah diterima",
    "decided": "sudah ada keputusan",
}


class StagesPanel(Card):
    """Rembug → Usulan → … with counts."""

    def __init__(self, year: int) -> None:
        super().__init__(f"Tahun {year}")
        self.strip = bars.StepStrip()
        self.body.addWidget(self.strip)

    def put(self, year: int, stages: Sequence[Stage]) -> None:
        self.title.setText(f"Perjalanan tahun {year}")
        self.strip.put([bars.Step(one.name, one.state, str(one.count)) for one in stages])


class CeilingPanel(Card):
    """One bar per bidang; a press leads to the usulan."""

    def __init__(self, run: Run, rules: Run) -> None:
        super().__init__("Pagu")
        self.total = words("", "muted")
        self.rules = QPushButton("Lihat aturan tahun ini")
        mark(self.rules, "link")
        self.rules.clicked.connect(lambda _checked=False: rules())
        self.bars = bars.BarList()
        self.bars.make_pickable()
        self.bars.picked.connect(lambda _at: run())
        self.body.addWidget(self.total)
        self.body.addWidget(self.bars)
        self.body.addWidget(self.rules, 0, Qt.AlignmentFlag.AlignLeft)

    def put(self, summary: Summary) -> None:
        if summary.ceiling is None:
            self.total.setText(f"Terpakai {format_rupiah(summary.total)}. Pagu belum diketahui, belum ada aturan.")
        else:
            word, rest = ("lebih", summary.over) if summary.over else ("sisa", summary.left)
            used, ceiling = format_rupiah(summary.total), format_rupiah(summary.ceiling)
            self.total.setText(f"Terpakai {used} dari {ceiling}, {word}\N{NO-BREAK SPACE}{format_rupiah(rest)}")
        mark(self.total, "problem" if summary.over else "muted")
        shown = [bar for _, _, bar in bars_of(summary)]
        # Without limits an empty bar says nothing.
        self.bars.put([bar for bar in shown if bar.used or bar.most is not None or bar.least is not None])
        self.bars.setVisible(bool(self.bars.bars))


class MoneyPanel(Card):
    """What a Pokmas received and what receipts prove."""

    def __init__(self) -> None:
        super().__init__("Dana")
        self.bars = bars.BarList()
        self.body.addWidget(self.bars)

    def put(self, received: int, spent: int) -> None:
        self.bars.put(
            [bars.Bar(name="Kuitansi", used=spent, most=received or None, note="" if received else "belum ada dana")]
        )


class ReadinessPanel(Card):
    """How far the SPJ to be made are, and the way to what an inspector would ask."""

    def __init__(self, ask: Run) -> None:
        super().__init__("Kelengkapan SPJ")
        self.figures = FigureList()
        self.none = words("Tidak ada SPJ yang sedang disusun.", "muted")
        self.ask = QPushButton("Apa yang akan ditanya pemeriksa?")
        mark(self.ask, "link")
        self.ask.clicked.connect(lambda _checked=False: ask())
        self.body.addWidget(self.none)
        self.body.addWidget(self.figures)
        self.body.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)

    def put(self, figures: Sequence[Figure]) -> None:
        """One line per tranche."""
        self.none.setVisible(not figures)
        self.figures.put(figures)


class ExchangePanel(Card):
    """The last bundle each way, and the backup: said as it is."""

    def __init__(self, run: Run | None) -> None:
        super().__init__("Kirim, terima, cadangan")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(SPACE_3)
        self._grid.setVerticalSpacing(SPACE_2)
        self._grid.setColumnStretch(1, 1)
        self.sent, self.taken, self.backup = (
            self._line(row, icon) for row, icon in enumerate(("send", "inbox", "shield-check"))
        )
        self.body.addLayout(self._grid)
        if run is not None:
            deed = run
            button = QPushButton("Buka Kirim–Terima")
            dress(button, "transfer")
            button.clicked.connect(lambda _on=False: deed())
            row = QHBoxLayout()
            row.addWidget(button)
            row.addStretch(1)
            self.body.addLayout(row)

    def _line(self, row: int, icon: str) -> QLabel:
        picture, text = QLabel(), words("")
        dress(picture, icon, "muted", 20)
        self._grid.addWidget(picture, row, 0)
        self._grid.addWidget(text, row, 1)
        return text

    def put(self, overview: Overview, today: date) -> None:
        self.sent.setText(_sent(overview.sent))
        self.taken.setText(_taken(overview.taken))
        self.backup.setText(backup_words(overview.backup, today))
        mark(self.backup, "" if overview.backup else str(Tone.ATTENTION))


def _sent(trip: Trip | None) -> str:
    if trip is None:
        return "Belum pernah mengirim."
    how = _STAGES.get(trip.stage, "")
    return f"Terakhir mengirim {format_day(trip.day)} ke {_name(trip.area)}{', ' + how if how else ''}."


def _taken(trip: Trip | None) -> str:
    if trip is None:
        return "Belum pernah menerima."
    return f"Terakhir menerima {format_day(trip.day)} dari {_name(trip.area)}."


def _name(area: str) -> str:
    name = parse_area(area).short_name.replace(" ", "\N{NO-BREAK SPACE}")
    return name.lower() if name == "Kelurahan" else name


def backup_words(day: date | None, today: date) -> str:
    """ "Belum ada cadangan …", "Cadangan terakhir kemarin."."""
    if day is None:
        return "Belum ada cadangan. Data hanya ada di komputer ini."
    return f"Cadangan terakhir {days_ago(day, today)}."


def days_ago(day: date, today: date) -> str:
    """hari ini, kemarin, 9 hari lalu."""
    days = (today - day).days
    return "hari ini" if days <= 0 else "kemarin" if days == 1 else f"{days} hari lalu"


def clear(layout_owner: QWidget) -> None:
    """Take every child widget out of a list's holder."""
    layout = layout_owner.layout()
    if layout is not None:
        empty_layout(layout)
