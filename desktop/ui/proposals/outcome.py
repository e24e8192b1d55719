"""What became of what was handed in, on the page "Ajukan"."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.money import format_rupiah
from desktop.services.proposals import ProposalRow
from desktop.ui.cards import Card, words
from desktop.ui.icons import dress
from desktop.ui.layouts import empty_layout
from desktop.ui.palette import SPACE_2, SPACE_3
from desktop.ui.proposals.findings import Deed
from desktop.ui.proposals.table import status_of
from desktop.ui.qss import mark
from desktop.ui.status import StatusChip

Run = Callable[[], object]
Fix = Callable[[str], object]


class OutcomeCard(Card):
    """What became of what was handed in: waiting, returned with reasons, approved, rejected. Hidden before that."""

    def __init__(self) -> None:
        super().__init__("Keputusan kelurahan")
        self.lead = words("", "muted")
        self.body.addWidget(self.lead)
        self._rows = QGridLayout()
        self._rows.setHorizontalSpacing(SPACE_3)
        self._rows.setVerticalSpacing(SPACE_2)
        self._rows.setColumnStretch(1, 1)
        self.body.addLayout(self._rows)
        self.fixes: list[QPushButton] = []
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(SPACE_2)
        self.body.addLayout(self._buttons)

    def put(
        self,
        rows: list[ProposalRow],
        *,
        many: int,
        fix: Fix,
        withdraw: Run,
        go: Deed | None,
    ) -> None:
        """`many`: how many can be handed in (again) now; `go`: the way to Kirim–Terima."""
        handed = [row for row in rows if row.submission]
        self.setVisible(bool(handed))
        empty_layout(self._rows)
        empty_layout(self._buttons)
        self.fixes = []
        if not handed:
            return
        waiting = [row for row in handed if row.state == "submitted"]
        returned = [row for row in handed if row.state == "returned"]
        self.title.setText("Sudah diajukan" if waiting else "Keputusan kelurahan")
        self.lead.setText(_lead(len(waiting), len(returned), many))
        for at, row in enumerate(handed):
            self._line(at, row, fix)
        if waiting:
            if go is not None:
                self._button(go.text, "transfer", go.run, kind="primary")
            self._button("Tarik kembali…", "arrow-back-up", withdraw)
            self._buttons.addStretch(1)

    def _button(self, text: str, icon: str, run: Run, *, kind: str = "") -> None:
        button = QPushButton(text)
        if kind:
            mark(button, kind)
        dress(button, icon, "on_primary" if kind == "primary" else "text")
        button.clicked.connect(lambda _checked=False: run())
        self._buttons.addWidget(button)

    def _line(self, at: int, row: ProposalRow, fix: Fix) -> None:
        texts = QWidget()
        mark(texts, "clear")
        inside = QVBoxLayout(texts)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(words(f"{row.data.title}, {format_rupiah(row.data.amount)}"))
        note = row.note
        if row.altered and row.state == "returned":
            note = f"{note} – sudah diubah, belum diajukan lagi."
        if note:
            inside.addWidget(words(note, "attention" if row.state == "returned" else "muted"))
        self._rows.addWidget(StatusChip(status_of(row)), at, 0)
        self._rows.addWidget(texts, at, 1)
        if row.state in {"returned", "withdrawn"}:
            button = QPushButton("Perbaiki")
            dress(button, "pencil")
            button.setAccessibleName(f"Perbaiki {row.data.title}")
            uid = row.uid
            button.clicked.connect(lambda _checked=False: fix(uid))
            self.fixes.append(button)
            self._rows.addWidget(button, at, 2)


def _lead(waiting: int, returned: int, many: int) -> str:
    """What the state of things means, and what comes next."""
    if waiting:
        return f"{waiting} usulan terkunci dan menunggu keputusan. Kirim bundelnya bila belum."
    if returned:
        return f"{returned} usulan dikembalikan. Perbaiki, lalu ajukan lagi; hanya yang dikembalikan ikut diajukan."
    if many:
        return "Pengajuan ditarik. Ubah seperlunya, lalu ajukan lagi."
    return "Semua usulan rembug ini sudah diputuskan."
