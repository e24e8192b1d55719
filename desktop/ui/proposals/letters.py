"""Making a statement letter from the breach: asks, saves, says which paper to show."""

from PySide6.QtWidgets import QDialog, QWidget

from desktop.services.workplace import Workplace
from desktop.ui.proposals.dialogs import LetterDialog

LETTER_PAPERS = {"D": "statement_d", "E": "statement_e"}


def ask_letter(work: Workplace, kind: str, meeting: str, parent: QWidget) -> str:
    """Ask what letter D or E needs beside the breach, and write it for this rembug; the uid of the statement.

    "" when given up or when nothing needs the letter. Raises as ProposalService.write_letter.
    """
    letter = next((one for one in work.proposals.letters() if one.letter == kind and one.needed), None)
    if letter is None:
        return ""
    dialog = LetterDialog(letter, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return ""
    return work.proposals.write_letter(letter.letter, meeting, dialog.reason, dialog.day)
