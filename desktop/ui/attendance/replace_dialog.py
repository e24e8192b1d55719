"""Somebody comes in place of a participant of a training: who, to which sessions, and why."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QCheckBox, QDialog, QGridLayout, QWidget

from desktop.domain.records import Attendance
from desktop.services.meetings import Listed
from desktop.ui.attendance.roster import where
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import ChoiceField, Form, TextField
from desktop.ui.palette import SPACE_2, SPACE_4
from desktop.ui.qss import mark

_ACROSS = 5
"""Ticks side by side."""


class ReplaceDialog(Dialog):
    """Read `resident` or `name`, `sessions` and `reason` after exec(). `roster`: who may come, by uid; others are
    typed. `chosen`: sessions ticked at first."""

    def __init__(
        self,
        planned: Attendance,
        roster: Mapping[str, Listed],
        sessions: int,
        chosen: Sequence[int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(f"Pengganti {planned.name}", parent, width=480)
        self._roster = roster
        self.form = Form()
        block = self.form.section("Yang datang menggantikan")
        options = [(uid, f"{one.name}   {where(one)}".rstrip()) for uid, one in roster.items()]
        self.who = ChoiceField(
            "who", "Nama pengganti", options, free=True, filters=True, helper="Pilih warga, atau ketik nama orang lain."
        )
        block.add(self.who)
        block.add(TextField("reason", "Alasan penggantian", longest=500, placeholder="Sakit, bekerja, pindah"))
        self.boxes: list[QCheckBox] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(_ACROSS, 1)
        for at in range(sessions):
            box = QCheckBox(f"Sesi {at + 1}")
            box.setChecked(at + 1 in chosen)
            box.clicked.connect(lambda _on=False: self._check())
            grid.addWidget(box, at // _ACROSS, at % _ACROSS)
            self.boxes.append(box)
        head = words("Sesi yang diikuti pengganti", "label")
        mark(head, "label")
        self.body.addWidget(self.form)
        self.body.addWidget(head)
        self.body.addLayout(grid)
        self.body.addStretch(1)
        self.add_button("Batal", closes=QDialog.DialogCode.Rejected)
        self.yes = self.add_button("Catat pengganti", kind="primary", closes=QDialog.DialogCode.Accepted)
        self.form.changed.connect(lambda _name: self._check())
        self._check()
        self.form.focus_first()

    def _check(self) -> None:
        self.yes.setEnabled(bool((self.resident or self.name) and self.sessions and self.reason))

    @property
    def resident(self) -> str:
        """The uid of a resident, "" for somebody else."""
        value = str(self.form.values().get("who") or "")
        return value if value in self._roster else ""

    @property
    def name(self) -> str:
        """The name of somebody who is not in the register."""
        return "" if self.resident else " ".join(str(self.form.values().get("who") or "").split())

    @property
    def reason(self) -> str:
        """Why."""
        return str(self.form.values().get("reason") or "").strip()

    @property
    def sessions(self) -> tuple[int, ...]:
        """The sessions ticked, from 1."""
        return tuple(at for at, box in enumerate(self.boxes, 1) if box.isChecked())
