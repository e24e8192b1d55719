"""What Ctrl+Z takes back on the list of usulan: an order, a removal, an earlier version."""

from collections.abc import Mapping
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from desktop.domain.records import Proposal


class Undoable(Protocol):
    """What the steps ask of the page: the deeds, without steps of their own."""

    def renumber(self, numbers: Mapping[str, int]) -> dict[str, int]:
        """Give these priorities; the earlier ones of those that changed."""

    def put_back(self, uids: list[str], *, back: bool) -> None:
        """Out of the trash, or into it again."""

    def store(self, uid: str, data: Proposal) -> None:
        """Save this version."""


class Ordered(QUndoCommand):
    """Priorities given; undo gives the earlier ones back."""

    def __init__(self, page: Undoable, before: dict[str, int]) -> None:
        super().__init__("mengubah urutan")
        self._page, self._before, self._after = page, before, dict[str, int]()

    def undo(self) -> None:
        self._after = self._page.renumber(self._before)

    def redo(self) -> None:
        if self._after:
            self._page.renumber(self._after)


class Removed(QUndoCommand):
    """Usulan thrown away; undo takes them out of the trash."""

    def __init__(self, page: Undoable, uids: list[str]) -> None:
        super().__init__("menghapus usulan")
        self._page, self._uids, self._undone = page, uids, False

    def undo(self) -> None:
        self._undone = True
        self._page.put_back(self._uids, back=True)

    def redo(self) -> None:
        if self._undone:
            self._page.put_back(self._uids, back=False)


class Saved(QUndoCommand):
    """A usulan replaced by an earlier version of itself."""

    def __init__(self, page: Undoable, uid: str, before: Proposal, after: Proposal, text: str) -> None:
        super().__init__(text)
        self._page, self._uid, self._before, self._after = page, uid, before, after

    def undo(self) -> None:
        self._page.store(self._uid, self._before)

    def redo(self) -> None:
        self._page.store(self._uid, self._after)
