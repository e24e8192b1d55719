"""Making a statement letter from the breach: asks, saves, shows the paper."""

from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from desktop.services.workplace import Workplace
from desktop.ui.proposals.dialogs import LetterDialog

LETTER_PAPERS = {"D": "statement_d", "E": "statement_e"}


def ask_letter(work: Workplace, kind: str, meeting: str, parent: QWidget) -> Path | None:
    """Ask what letter D or E needs beside the breach, write it for this rembug, draw it as a draft.

    The draft's file; None when given up or when nothing needs the letter. Raises as ProposalService.write_letter and
    PaperService.build.
    """
    letter = next((one for one in work.proposals.letters() if one.letter == kind and one.needed), None)
    if letter is None:
        return None
    dialog = LetterDialog(letter, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    uid = work.proposals.write_letter(letter.letter, meeting, dialog.reason, dialog.day)
    return work.papers.build(LETTER_PAPERS[kind], uid).path
