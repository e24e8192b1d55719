"""How many came, of which kind: a row of figures."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.services.meetings import Counts
from desktop.ui.palette import SPACE_4
from desktop.ui.qss import mark

_NOBODY = Counts(present=0, households=0, women=0, youth=0, guests=0, complete=0, roster=0)


class CountLine(QWidget):
    """Never wraps a number away from its word."""

    def __init__(self) -> None:
        super().__init__()
        mark(self, "clear")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(SPACE_4)
        self.labels: dict[str, QLabel] = {}
        for key in ("present", "households", "women", "youth", "guests", "away", "complete"):
            label = QLabel()
            mark(label, "section" if key == "present" else "muted")
            self._layout.addWidget(label, 0, Qt.AlignmentFlag.AlignBaseline)
            self.labels[key] = label
        self.warning = QLabel()
        mark(self.warning, "attention")
        self._layout.addStretch(1)
        self._layout.addWidget(self.warning)

    def put(self, counts: Counts | None, sessions: int, least: int = 0, enough: int = 0) -> None:
        """Show these; None shows zeros. `enough`: people who came to at least `least` sessions of a training."""
        now = counts or _NOBODY
        homes = f" dari {now.homes}" if now.homes and now.households <= now.homes else ""
        every = not least or least >= sessions
        texts = {
            "present": f"{now.present} hadir",
            "households": f"{now.households}{homes} KK",
            "women": f"{now.women} perempuan",
            "youth": f"{now.youth} pemuda",
            "guests": f"{now.guests} undangan",
            "away": f"{now.away} belum hadir",
            "complete": f"{now.complete} hadir di semua sesi" if every else f"{enough} hadir ≥ {least} sesi",
        }
        for key, text in texts.items():
            self.labels[key].setText(text)
        self.labels["away"].setVisible(now.away > 0)
        self.labels["complete"].setVisible(sessions > 1)
        over = now.roster > 0 and now.present - now.guests > now.roster
        self.warning.setText("Yang hadir lebih banyak daripada warga terdaftar." if over else "")
        shown = (text for key, text in texts.items() if not self.labels[key].isHidden())
        self.setAccessibleName(", ".join(shown))
