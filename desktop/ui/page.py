"""What every page is: a title, commands, a body that scrolls and a bar that does not.

A page is made once and kept; `reload()` fills it. It holds uids, asks services, and never talks to the window except
through its signals.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.ui.commands import PageActions
from desktop.ui.palette import SPACE_3, SPACE_4, SPACE_6, Tone
from desktop.ui.problem_list import MOST, Problem, ProblemList, most_above
from desktop.ui.qss import mark
from desktop.ui.strip import Message, announce

_LOOK_AGAIN_MS = 300


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the breadcrumb; `run` goes there, None for a step that is only said."""

    text: str
    run: Callable[[], object] | None = None


class Page(QWidget):
    """Base of all screens.

    Fill `self.body` (a vertical layout inside the scroll area) or, with `scrolls=False`, the same layout without one,
    for pages that are a table. `topic`: the help page's id ("L06"). `shows`: the record types whose changes make this
    page reload.
    """

    said = Signal(object)  # Message for the strip
    actions_changed = Signal()  # ask page_actions() again
    title_changed = Signal()
    opens = Signal(object)  # another Page to show over this one; Back returns here
    goes = Signal(str)  # a rail key to go to
    closes = Signal()  # done: back to the page before

    shows: frozenset[str] = frozenset()

    def __init__(self, title: str, parent: QWidget | None = None, *, topic: str = "", scrolls: bool = True) -> None:
        super().__init__(parent)
        mark(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.topic = topic
        self._title = title
        self.setAccessibleName(title)
        self._stale = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_LOOK_AGAIN_MS)
        self._again.timeout.connect(self._list_again)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        contents = QWidget()
        mark(contents, "clear")
        self.body = QVBoxLayout(contents)
        self.body.setContentsMargins(SPACE_4, SPACE_4, SPACE_4, SPACE_4)
        self.body.setSpacing(SPACE_4)
        self.problems = ProblemList()
        self.body.addWidget(self.problems)
        self.area: QScrollArea | None = None
        if scrolls:
            self.area = _FollowingArea()
            self.area.setWidget(contents)
            outer.addWidget(self.area, 1)
        else:
            outer.addWidget(contents, 1)
        self._bar = QFrame()
        mark(self._bar, "bar")
        self.bar = QHBoxLayout(self._bar)
        self.bar.setContentsMargins(SPACE_4, SPACE_3 - 2, SPACE_4, SPACE_3 - 2)
        self.bar.setSpacing(SPACE_3)
        self._bar.hide()
        outer.addWidget(self._bar)

    # --- what a page may say about itself ---------------------------------------------------------------------------

    def title(self) -> str:
        return self._title

    def set_title(self, title: str) -> None:
        if title != self._title:
            self._title = title
            self.setAccessibleName(title)
            self.title_changed.emit()

    def breadcrumb(self) -> tuple[Crumb, ...]:
        """The steps above this page, outermost first; the window puts year and desk in front."""
        return ()

    def page_actions(self) -> PageActions:
        """The commands of this page; emit actions_changed when they change."""
        return PageActions()

    # --- what the window asks of a page -----------------------------------------------------------------------------

    def reload(self) -> None:
        """Read from the services again and show it."""

    def changed(self, type_name: str, _uid: str) -> None:
        """A record was saved somewhere: reload now if seen, else when next shown. Overridden for finer updates."""
        if type_name not in self.shows:
            return
        if not self._stale:
            self._stale = True
            QTimer.singleShot(0, self._refresh)

    def leave(self) -> bool:
        """Called before another page is shown or the window closes: save drafts. False stays here."""
        return True

    def save(self) -> None:
        """Ctrl+S: write drafts now. The window then says that all is saved."""

    def check(self) -> list[Problem] | None:
        """F9: what is missing; None when this page has nothing to check."""
        return None

    def focus_filter(self) -> bool:
        """Ctrl+F: put the cursor into this page's filter. False when it has none."""
        return False

    def print_page(self) -> bool:
        """Ctrl+P: open the preview. False when there is nothing to print here."""
        return False

    # --- for pages to use ---------------------------------------------------------------------------------------------

    def say(
        self,
        text: str,
        tone: Tone = Tone.INFO,
        *,
        button: str = "",
        run: Callable[[], object] | None = None,
        seconds: int = 0,
    ) -> None:
        """Put a message into the window's strip."""
        self.said.emit(Message(text=text, tone=tone, button=button, run=run, seconds=seconds))

    def show_problems(self, problems: list[Problem], *, ready: str = "Sudah lengkap.") -> None:
        """The list at the top, each entry jumping to its field; with none, `ready` goes to the strip."""
        self.problems.put(problems, MOST if self.area is not None else most_above(self.height()))
        if problems:
            if self.area is not None:
                self.area.verticalScrollBar().setValue(0)
            announce(self, self.problems.summary, urgent=True)
            self.problems.focus_first()
        elif ready:
            self.say(ready, Tone.GOOD, seconds=8)

    def check_again(self) -> None:
        """What F9 listed is out of date once something was completed: soon look again, if the list still stands."""
        if not self.problems.isHidden():
            self._again.start()

    def _list_again(self) -> None:
        if self.problems.isHidden():
            return
        focused = QApplication.focusWidget()
        held = focused is not None and self.problems.isAncestorOf(focused)
        self.problems.put(self.check() or [], MOST if self.area is not None else most_above(self.height()))
        if held:
            self.problems.focus_first()

    def reach_edges(self) -> None:
        """Let what is added to the body reach the page's edges; the list of problems keeps its distance to them."""
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        around = QWidget()  # a layout alone would keep its margins while the list is hidden
        mark(around, "clear")
        above = QVBoxLayout(around)
        above.setContentsMargins(SPACE_4, SPACE_3, SPACE_4, 0)
        above.addWidget(self.problems)
        self.body.insertWidget(0, around)
        around.hide()
        self.problems.filled.connect(around.setVisible)

    def pin(self, *widgets: QWidget | None) -> None:
        """Put widgets into the bar below the scroll area, left to right; None is the stretch between them."""
        for widget in widgets:
            if widget is None:
                self.bar.addStretch(1)
            else:
                self.bar.addWidget(widget)
        self._bar.show()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._refresh()

    def _refresh(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.reload()
            self.check_again()


class _FollowingArea(QScrollArea):
    """A scroll area that keeps whatever has the focus in sight, with room for its ring and its error text."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizeAdjustPolicy(QAbstractScrollArea.SizeAdjustPolicy.AdjustIgnored)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.verticalScrollBar().setSingleStep(SPACE_6)

    def focusNextPrevChild(self, forward: bool) -> bool:
        moved = super().focusNextPrevChild(forward)
        now, inside = QApplication.focusWidget(), self.widget()
        if moved and now is not None and inside is not None and inside.isAncestorOf(now):
            self.ensureWidgetVisible(now, SPACE_6, SPACE_6 * 2)
        return moved
