"""A rule sheet as a file: written for somebody else, or taken from one with everything that is wrong with it told."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from desktop.domain.rulesheet import SheetProblem
from desktop.domain.rulesheet_words import problem_words
from desktop.services.rule_editing import write_sheet_file
from desktop.ui.cards import words
from desktop.ui.dialogs import Dialog, ask_save
from desktop.ui.palette import SPACE_2, SPACE_4
from desktop.ui.qss import mark


def save_as_file(parent: QWidget, toml_text: str, year: int) -> Path | None:
    """Ask where, and write it. None when given up. Raises Trouble: write_failed."""
    target = ask_save(parent, "Simpan aturan sebagai berkas", f"aturan-{year}.toml", "toml", "Berkas aturan")
    if target is None:
        return None
    write_sheet_file(target, toml_text)
    return target


class FileProblems(Dialog):
    """Everything that is wrong with a file, by its lines; nothing was taken."""

    def __init__(self, name: str, problems: Sequence[SheetProblem], parent: QWidget | None = None) -> None:
        super().__init__("Ambil aturan dari berkas", parent, width=760)
        head = words(f"{len(problems)} hal perlu dibetulkan, jadi “{name}” belum bisa dipakai.", "section")
        self.body.addWidget(head)
        self.body.addWidget(
            words("Aturan di komputer ini tidak berubah. Betulkan berkasnya, lalu ambil lagi.", "muted")
        )
        frame = QWidget()
        mark(frame, "clear")
        grid = QGridLayout(frame)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(SPACE_4)
        grid.setVerticalSpacing(SPACE_2)
        grid.setColumnStretch(1, 1)
        self.lines: list[str] = []
        for at, problem in enumerate(problems):
            where = f"Baris {problem.line}" if problem.line else "Berkas"
            place, text = words(where, "muted"), words(problem_words(problem))
            place.setWordWrap(False)
            grid.addWidget(place, at, 0)
            grid.addWidget(text, at, 1)
            self.lines.append(f"{where}: {text.text()}")
        self.body.addWidget(frame)
        self.body.addStretch(1)
        self.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted).setFocus()
