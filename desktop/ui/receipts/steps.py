"""What can be taken back on the page of receipts: a receipt typed, altered or removed."""

from PySide6.QtGui import QUndoCommand

from desktop.domain.records import Receipt
from desktop.services.workplace import Workplace


class Wrote(QUndoCommand):
    """A new receipt: taken back, it goes into the trash."""

    def __init__(self, work: Workplace, uid: str) -> None:
        super().__init__("kuitansi baru")
        self._work, self._uid, self._first = work, uid, True

    def undo(self) -> None:
        self._work.publications.drop([self._uid])

    def redo(self) -> None:
        if self._first:
            self._first = False
            return
        self._work.publications.bring_back([self._uid])


class Altered(QUndoCommand):
    """A receipt that said something else before."""

    def __init__(self, work: Workplace, uid: str, before: Receipt, after: Receipt) -> None:
        super().__init__("mengubah kuitansi")
        self._work, self._uid, self._before, self._after = work, uid, before, after
        self._first = True

    def undo(self) -> None:
        self._work.receipts.save(self._before, self._uid)

    def redo(self) -> None:
        if self._first:
            self._first = False
            return
        self._work.receipts.save(self._after, self._uid)


class Removed(QUndoCommand):
    """Receipts in the trash."""

    def __init__(self, work: Workplace, uids: list[str]) -> None:
        super().__init__("menghapus kuitansi")
        self._work, self._uids = work, uids

    def undo(self) -> None:
        self._work.publications.bring_back(self._uids)

    def redo(self) -> None:
        self._work.publications.drop(self._uids)
