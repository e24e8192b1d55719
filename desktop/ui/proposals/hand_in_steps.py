"""The parts of the page "Ajukan": a numbered step that folds, a paper and how far it is, what goes out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.domain.dates import format_day
from desktop.domain.money import format_rupiah
from desktop.domain.papers import PAPER_KINDS
from desktop.domain.records import BeneficiaryList, Proposal, Record, Scan, Statement
from desktop.domain.sectors import sector_name
from desktop.services.issued import CODED, Issued
from desktop.services.submissions import Prepared
from desktop.ui.cards import words
from desktop.ui.icons import dress, pixmap
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.proposals.dialogs import WIB
from desktop.ui.qss import mark
from desktop.ui.status import Status, StatusChip
from desktop.ui.theme import look

NOT_PRINTED = Status("Belum dicetak", "printer", Tone.NEUTRAL)
PRINTED = Status("Sudah dicetak", "check", Tone.INFO)
AGAIN = Status("Cetak ulang", "alert-triangle", Tone.ATTENTION)
SCANNED = Status("Pindaian terlampir", "checks", Tone.GOOD)
OLD_SCAN = Status("Pindaian dari isi lama", "alert-triangle", Tone.PROBLEM)
STEP_DONE = Status("Selesai", "check", Tone.GOOD)
ATTENDANCE = ("attendance", "attendance_blank")


class NumberDisc(QWidget):
    """The number of a step; a tick once it is done."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number, self._state = number, "later"
        self.setFixedSize(32, 32)

    def put(self, state: str) -> None:
        """`done`, `now` or `later`."""
        self._state = state
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        roles = look().roles
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        filled = self._state == "done"
        ink = roles.primary if self._state != "later" else roles.muted
        painter.setPen(QColor(ink))
        painter.setBrush(QColor(roles.primary) if filled else QColor(roles.surface))
        painter.drawEllipse(self.rect().adjusted(2, 2, -3, -3))
        if filled:
            painter.drawPixmap(QPoint(7, 7), pixmap("check", roles.on_primary, 18, self.devicePixelRatioF()))
            return
        painter.setFont(look().font(bold=True))
        painter.setPen(QColor(ink))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._number))


class _Head(QWidget):
    """The whole line of a step may be pressed, not only its arrow."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        mark(self, "clear")
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit()


class Step(QFrame):
    """One step of three: number, title and a line of how it stands; opens when pressed. `self.body` holds the rest."""

    pressed = Signal()

    def __init__(self, number: int, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "card")
        self.title_text, self._open, self._done = title, False, False
        self.disc = NumberDisc(number)
        self.title, self.summary = words(title, "section"), words("", "muted")
        self.chip = StatusChip(STEP_DONE)
        self.arrow = QPushButton()
        mark(self.arrow, "square-quiet")
        self.arrow.clicked.connect(lambda _checked=False: self.pressed.emit())
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.title)
        texts.addWidget(self.summary)
        self._head = _Head()
        self._head.pressed.connect(self.pressed)
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(SPACE_3)
        head.addWidget(self.disc, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        head.addWidget(self.chip)
        head.addWidget(self.arrow)
        self._inside = QWidget()
        mark(self._inside, "clear")
        self.body = QVBoxLayout(self._inside)
        self.body.setContentsMargins(32 + SPACE_3, 0, 0, SPACE_1)
        self.body.setSpacing(SPACE_3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_3, SPACE_3, SPACE_3)
        layout.setSpacing(SPACE_3)
        layout.addWidget(self._head)
        layout.addWidget(self._inside)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.set_open(False)

    @property
    def is_open(self) -> bool:
        return self._open

    def set_open(self, opened: bool) -> None:
        self._open = opened
        self._inside.setVisible(opened)
        self._show_disc()
        dress(self.arrow, "chevron-up" if opened else "chevron-down")
        self.arrow.setAccessibleName(f"{self.title_text}, {'terbuka' if opened else 'tertutup'}")

    def _show_disc(self) -> None:
        self.disc.put("done" if self._done else "now" if self._open else "later")

    def put(self, summary: str, *, done: bool) -> None:
        """How it stands, in a line."""
        self.summary.setText(summary)
        self.summary.setVisible(bool(summary))
        self.chip.setVisible(done)
        self._done = done
        self._show_disc()
        self.setAccessibleName(f"{self.title_text}: {summary}{' Selesai.' if done else ''}")


# --- papers ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PaperState:
    """One paper to print and sign. `of`: the record it is about; `number`, `at` (UTC ms): of its newest final print.

    `about`: what tells it from others of its kind, such as an activity. `reprinted`: the scan is of other contents, the
    newest print already of these.
    """

    kind: str
    of: str
    status: Status
    number: str = ""
    at: int = 0
    reprinted: bool = False
    about: str = ""

    @property
    def title(self) -> str:
        """As people call it, with its form's letter and what it is about."""
        spec = PAPER_KINDS[self.kind]
        name = f"{spec.title} (formulir {spec.form})" if spec.form else spec.title
        return f"{name}: {self.about}" if self.about else name

    @property
    def stands(self) -> bool:
        """Whether the newest print says what is handed in now."""
        return bool(self.number) and (self.status in (PRINTED, SCANNED) or self.reprinted)

    @property
    def detail(self) -> str:
        """Number and day of the print, and what is to be done."""
        if self.status is NOT_PRINTED:
            return "Cetak, lalu minta tanda tangan."
        day = format_day(datetime.fromtimestamp(self.at / 1000, WIB).date()) if self.at else ""
        printed = f"{self.number}, dicetak {day}" if self.number else ""
        if self.status is AGAIN:
            return f"{printed}. Isinya berubah sesudah itu, jadi cetak dan tandatangani lagi."
        if self.status is OLD_SCAN and self.reprinted:
            return f"{printed}. Tandatangani, lalu lampirkan pindaian yang baru."
        if self.status is OLD_SCAN:
            return "Isinya berubah sesudah ditandatangani. Cetak ulang, tandatangani, lalu lampirkan yang baru."
        return printed


def paper_state(
    kind: str, of: str, code: str, issued: Sequence[Issued], scans: Sequence[Record], outdated: bool
) -> PaperState:
    """How far one paper is. `issued`: its final prints, newest first. `outdated`: signed for other contents (S-02)."""
    newest = issued[0] if issued else None
    number, at = (newest.number, newest.at) if newest else ("", 0)
    wanted = ATTENDANCE if kind in ATTENDANCE else (kind,)
    there = any(isinstance(r.data, Scan) and r.data.paper in wanted and r.data.of == of for r in scans)
    # The list signed at the meeting itself carries no code, so it never has to be signed again.
    coded = kind in CODED and kind not in ATTENDANCE
    if there:
        status = OLD_SCAN if outdated else SCANNED
    elif newest is None:
        status = NOT_PRINTED
    else:
        status = AGAIN if coded and newest.submission_code != code else PRINTED
    reprinted = status is OLD_SCAN and newest is not None and newest.submission_code == code
    return PaperState(kind, of, status, number, at, reprinted)


class PaperRow(QFrame):
    """A paper, how far it is, and the buttons to look at it and to print it."""

    def __init__(
        self, state: PaperState, view: Callable[[PaperState], object], build: Callable[[PaperState], object]
    ) -> None:
        super().__init__()
        self.state = state
        icon = QLabel()
        dress(icon, "file-text", "muted")
        icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.title, self.detail = words(state.title, "strong"), words(state.detail, "small")
        self.chip = StatusChip(state.status)
        self.view_button, self.print_button = QPushButton("Lihat draf"), QPushButton("Cetak")
        dress(self.print_button, "printer")
        if state.stands:
            self.view_button.setText("Lihat")
            self.print_button.setText("Cetak lagi")
        self.view_button.setAccessibleName(f"{self.view_button.text()} {state.title}")
        self.print_button.setAccessibleName(f"{self.print_button.text()} {state.title}")
        self.view_button.clicked.connect(lambda _checked=False: view(state))
        self.print_button.clicked.connect(lambda _checked=False: build(state))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        self.detail.setVisible(bool(state.detail))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, SPACE_1, 0, SPACE_1)
        layout.setSpacing(SPACE_3)
        layout.addWidget(icon)
        layout.addLayout(texts, 1)
        layout.addWidget(self.chip)
        layout.addWidget(self.view_button)
        layout.addWidget(self.print_button)


class CodePanel(QFrame):
    """The eight characters that bind paper and contents."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("tone", str(Tone.INFO))
        self.setProperty("flat", True)
        self.code = words("", "figure")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.explained = words("")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_4, SPACE_2, SPACE_4, SPACE_2)
        layout.setSpacing(SPACE_4)
        layout.addWidget(self.code)
        layout.addWidget(self.explained, 1)

    def put(self, code: str, *, settled: bool) -> None:
        """`settled`: nothing in step 1 is left that would change it."""
        self.code.setText(code)
        self.code.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.code.setMinimumWidth(self.code.fontMetrics().horizontalAdvance(code) + SPACE_2)
        self.explained.setText(
            "Kode pengajuan. Tercetak pada setiap kertas, supaya kertas yang ditandatangani cocok dengan isinya."
            if settled
            else "Kode pengajuan sekarang. Ia berubah selama isinya berubah, jadi selesaikan langkah 1 dahulu."
        )
        self.setAccessibleName(f"Kode pengajuan {' '.join(code)}. {self.explained.text()}")


# --- what goes out ---------------------------------------------------------------------------------------------------

_NOUNS = {
    "d.meeting": "berita acara rembug",
    "d.attendance": "nama yang hadir",
    "d.photo": "foto",
    "d.statement": "surat pernyataan",
    "d.five_year_plan": "rencana lima tahun",
}


def contents_of(prepared: Prepared) -> list[tuple[str, str, str]]:
    """(icon, what, detail) of everything this submission publishes; a NIK travels in the lists of recipients only."""
    proposals = [r.data for r in prepared.items if isinstance(r.data, Proposal)]
    total = format_rupiah(sum(one.amount for one in proposals))
    lines = sum(len(one.lines) for one in proposals)
    found = [("clipboard-list", f"{len(proposals)} usulan", f"{total}, {lines} baris RAB" if lines else total)]
    for type_name, noun in _NOUNS.items():
        records = [r for r in prepared.context if r.type == type_name]
        if not records:
            continue
        detail = {
            "d.attendance": "Nama, L/P, dan RT/RW saja; tanpa NIK dan nomor telepon.",
            "d.photo": "Salinan kecil tanpa data lokasi.",
            "d.statement": ", ".join(f"formulir {r.data.letter}" for r in records if isinstance(r.data, Statement)),
        }.get(type_name, "")
        icon = {"d.meeting": "gavel", "d.attendance": "users", "d.photo": "photo", "d.statement": "signature"}
        found.append((icon.get(type_name, "file-text"), f"{len(records)} {noun}", detail))
    lists = [r.data for r in prepared.context if isinstance(r.data, BeneficiaryList)]
    if lists:
        people = sum(len(one.rows) for one in lists)
        with_nik = sum(bool(row.nik) for one in lists for row in one.rows)
        found.append(
            (
                "first-aid-kit",
                f"{len(lists)} daftar calon penerima, {people} orang",
                f"Memuat {with_nik} NIK. Hanya daftar ini yang membawa NIK.",
            )
        )
    if prepared.scans:
        found.append(("paperclip", f"{len(prepared.scans)} pindaian kertas bertanda tangan", ""))
    return found


class ContentsView(QWidget):
    """Each kind of thing that goes out on a line, the usulan by name below."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACE_3)
        self._grid.setVerticalSpacing(SPACE_2)
        self._grid.setColumnStretch(2, 1)
        self._said: list[tuple[str, str, str]] = []

    @property
    def lines(self) -> list[str]:
        """What is said, one line each."""
        return [f"{what}. {detail}".strip() for _, what, detail in self._said]

    def put(self, prepared: Prepared) -> None:
        """Show what this submission publishes."""
        empty_layout(self._grid)
        self._said = [*contents_of(prepared), ("", "Usulannya", "")]
        for record in prepared.items:
            if isinstance(record.data, Proposal):
                name = f"{record.data.priority}. {record.data.title}"
                bidang = sector_name(record.data.sector, record.data.scope)
                self._said.append(("", name, f"{bidang}, {format_rupiah(record.data.amount)}"))
        for row, (name, what, detail) in enumerate(self._said):
            if name:
                icon = QLabel()
                dress(icon, name, "primary")
                self._grid.addWidget(icon, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words(what, "strong" if name or not detail else ""), row, 1)
            self._grid.addWidget(words(detail, "muted"), row, 2)
        self._grid.setColumnMinimumWidth(1, 260)


class SignerLine(QWidget):
    """Who signs: position and name, or that nobody is known."""

    def __init__(self) -> None:
        super().__init__()
        self.text = words("", "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_6)
        layout.addWidget(self.text, 1)

    def put(self, people: Sequence[tuple[str, str]]) -> None:
        """(position, name) each; a missing name is said."""
        parts = [f"{position}: {name}" if name else f"{position}: belum diisi" for position, name in people]
        self.text.setText("Penanda tangan: " + " · ".join(parts))
