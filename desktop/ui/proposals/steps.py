"""What can be done to the list of usulan and taken back: an order, a removal, an earlier version."""

from collections.abc import Callable, Mapping

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from desktop.domain.errors import RuleViolation
from desktop.domain.records import Proposal
from desktop.services.workplace import Workplace
from desktop.ui.palette import Tone
from desktop.ui.problems import explain
from desktop.ui.strip import Message

STEPS = 100


class ListChanges(QObject):
    """Orders, removals and old versions, each a step of undo; what the services refuse is said, never raised."""

    changed = Signal(str)  # read the list again; the uid to choose, "" for none
    said = Signal(object)  # Message

    def __init__(self, work: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._work = work
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(STEPS)

    # --- deeds -------------------------------------------------------------------------------------------------------

    def move(self, uid: str, by: int) -> None:
        """One usulan up (by < 0) or down."""
        self._ordered(uid, lambda: self._work.proposals.move(uid, by))

    def place(self, uid: str, before: str) -> None:
        """One usulan before another, "" behind all."""
        self._ordered(uid, lambda: self._work.proposals.place(uid, before))

    def remove(self, uids: list[str], name: str) -> bool:
        """Into the trash; the message offers to take it back. False when they may not go."""
        if not self._try(lambda: self._work.records.remove(uids)):
            return False
        self._stack.push(_Removed(self, uids))
        self.changed.emit("")
        self.said.emit(Message(text=f"{name} dihapus.", button="Urungkan", run=self.undo, seconds=10))
        return True

    def take_version(self, uid: str, before: Proposal, after: Proposal) -> None:
        """An earlier version once more."""
        self._stack.push(_Saved(self, uid, before, after))
        self.said.emit(
            Message(text="Versi lama dipakai lagi.", tone=Tone.GOOD, button="Urungkan", run=self.undo, seconds=10)
        )

    def mark_mandatory(self, uid: str, code: str, name: str) -> None:
        """Say that a usulan is one of the mandatory activities (W1 to W4); `name`: of that activity."""
        record = self._work.records.get(uid)
        if record is None or not isinstance(record.data, Proposal):
            return
        before, after = record.data, replace(record.data, mandatory=code)
        if not self._try(lambda: self._work.proposals.save(after, uid)):
            return
        self._stack.push(_Saved(self, uid, before, after, done=True))
        self.changed.emit(uid)
        text = f"“{before.title.strip()}” ditandai sebagai kegiatan wajib: {name}."
        self.said.emit(Message(text=text, tone=Tone.GOOD, button="Urungkan", run=self.undo, seconds=10))

    def undo(self) -> None:
        """Take the last step back."""
        if self._stack.canUndo():
            self._stack.undo()

    def redo(self) -> None:
        """Do it once more."""
        if self._stack.canRedo():
            self._stack.redo()

    # --- for the steps -----------------------------------------------------------------------------------------------

    def renumber(self, numbers: Mapping[str, int]) -> dict[str, int]:
        """Give these priorities; the earlier ones of those that changed."""
        before: dict[str, int] = {}
        self._try(lambda: before.update(self._work.proposals.renumber(numbers)))
        self.changed.emit("")
        return before

    def put_back(self, uids: list[str], *, back: bool) -> None:
        """Out of the trash, or into it again."""
        self._try(lambda: (self._work.records.restore if back else self._work.records.remove)(uids))
        self.changed.emit(uids[0] if back else "")

    def store(self, uid: str, data: Proposal) -> None:
        """Save this version."""
        self._try(lambda: self._work.proposals.save(data, uid))
        self.changed.emit(uid)

    def _ordered(self, uid: str, deed: Callable[[], dict[str, int]]) -> None:
        before: dict[str, int] = {}
        if self._try(lambda: before.update(deed())) and before:
            self._stack.push(_Ordered(self, before))
            self.changed.emit(uid)

    def _try(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except RuleViolation as violation:
            self.said.emit(Message(text=explain(violation), tone=Tone.ATTENTION))
            return False
        return True


class _Ordered(QUndoCommand):
    """Priorities given; undo gives the earlier ones back."""

    def __init__(self, changes: ListChanges, before: dict[str, int]) -> None:
        super().__init__("mengubah urutan")
        self._changes, self._before, self._after = changes, before, dict[str, int]()

    def undo(self) -> None:
        self._after = self._changes.renumber(self._before)

    def redo(self) -> None:
        if self._after:
            self._changes.renumber(self._after)


class _Removed(QUndoCommand):
    """Usulan thrown away; undo takes them out of the trash."""

    def __init__(self, changes: ListChanges, uids: list[str]) -> None:
        super().__init__("menghapus usulan")
        self._changes, self._uids, self._undone = changes, uids, False

    def undo(self) -> None:
        self._undone = True
        self._changes.put_back(self._uids, back=True)

    def redo(self) -> None:
        if self._undone:
            self._changes.put_back(self._uids, back=False)


class _Saved(QUndoCommand):
    """A usulan in another version of itself. `done`: it is saved already."""

    def __init__(
        self, changes: ListChanges, uid: str, before: Proposal, after: Proposal, *, done: bool = False
    ) -> None:
        super().__init__("menandai kegiatan wajib" if done else "mengambil versi lama")
        self._changes, self._uid, self._before, self._after, self._done = changes, uid, before, after, done

    def undo(self) -> None:
        self._changes.store(self._uid, self._before)

    def redo(self) -> None:
        if not self._done:
            self._changes.store(self._uid, self._after)
        self._done = False
