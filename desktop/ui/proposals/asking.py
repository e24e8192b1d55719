"""The questions the list and the page "Ajukan" both ask: a letter, decisions to take over, which rembug, a reason."""

from PySide6.QtWidgets import QDialog, QWidget

from desktop.domain.money import format_rupiah
from desktop.services.proposals import Board
from desktop.services.workplace import Workplace
from desktop.ui.dialogs import ReasonDialog
from desktop.ui.proposals.dialogs import DecisionsDialog, LetterDialog, MeetingDialog

LETTER_PAPERS = {"D": "statement_d", "E": "statement_e"}
WAITING = frozenset({"draft", "ready", "returned", "withdrawn"})
"""States of usulan that can be handed in."""


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


def ask_decisions(work: Workplace, parent: QWidget) -> list[str] | None:
    """Ask which decisions of the rembug become usulan, and make them; their uids.

    None when there is no decision left to take; [] when given up. Raises as ProposalService.from_decisions.
    """
    found = work.proposals.open_decisions()
    if not found:
        return None
    dialog = DecisionsDialog(found, parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return []
    made: list[str] = []
    for meeting in dict.fromkeys(one.meeting for one in dialog.chosen):
        chosen = [one.decision.uid for one in dialog.chosen if one.meeting == meeting]
        made += work.proposals.from_decisions(meeting, chosen)
    return made


def ask_meeting(board: Board, parent: QWidget) -> str | None:
    """Which rembug is handed in: the one with usulan that wait, asked for when there are several.

    "" when no usulan has a rembug; None when given up.
    """
    waiting = dict.fromkeys(row.data.meeting for row in board.rows if row.state in WAITING and row.data.meeting)
    others = dict.fromkeys(row.data.meeting for row in reversed(board.rows) if row.data.meeting)
    choices = list(waiting) or list(others)
    if len(choices) < 2:
        return choices[0] if choices else ""
    dialog = MeetingDialog([_choice(board, uid) for uid in choices], parent)
    return dialog.chosen if dialog.exec() == QDialog.DialogCode.Accepted else None


def _choice(board: Board, meeting: str) -> tuple[str, str, str]:
    rows = [row for row in board.rows if row.data.meeting == meeting]
    total = format_rupiah(sum(row.data.amount for row in rows))
    return meeting, rows[0].meeting, f"{len(rows)} usulan, {total}"


def ask_withdraw(work: Workplace, submission: str, parent: QWidget) -> bool:
    """Ask for a reason and take the submission back. Raises as SubmissionService.withdraw."""
    question = "Tarik kembali pengajuan ini? Usulan di dalamnya kembali menjadi draf yang bisa diubah."
    dialog = ReasonDialog(question, "Tarik kembali", parent=parent)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    work.submissions.withdraw(submission, dialog.reason)
    return True
