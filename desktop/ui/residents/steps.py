"""What was done to a list, step by step: each can be taken back (Ctrl+Z) and done again (Ctrl+Y)."""

from collections.abc import Callable
from typing import Final

MOST: Final = 50
"""Steps kept; older ones are past undoing."""
Deed = Callable[[], object]


class Steps:
    """The newest step is undone first. A deed that raises is not asked again: what it was about has changed since."""

    def __init__(self) -> None:
        self._done: list[tuple[Deed, Deed]] = []
        self._undone: list[tuple[Deed, Deed]] = []

    def did(self, undo: Deed, redo: Deed) -> None:
        """Something was done; what was undone before cannot be done again."""
        self._done = [*self._done[-(MOST - 1) :], (undo, redo)]
        self._undone.clear()

    def undo(self) -> bool:
        """Take the last step back; False when there is none."""
        return self._turn(self._done, self._undone, 0)

    def redo(self) -> bool:
        """Do again what was taken back last; False when there is nothing."""
        return self._turn(self._undone, self._done, 1)

    def clear(self) -> None:
        """Forget everything: another list is shown."""
        self._done.clear()
        self._undone.clear()

    @staticmethod
    def _turn(source: list[tuple[Deed, Deed]], target: list[tuple[Deed, Deed]], which: int) -> bool:
        if not source:
            return False
        step = source.pop()
        step[which]()
        target.append(step)
        return True
