"""What the search box of the frame finds: records and papers of the desk, commands of the window; how each opens."""

from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from desktop.domain.errors import RuleViolation, Trouble
from desktop.services.search import AT_ONCE, FoundEntry
from desktop.services.search_texts import GROUPS, fold
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import Tone
from desktop.ui.problems import explain
from desktop.ui.rooms import ROOM_OF, has_room, show_record
from desktop.ui.search_box import Hit
from desktop.ui.tasks import TaskRunner

COMMANDS: Final = "Perintah"
_MOST_COMMANDS: Final = 4
_LATER: Final = 1500
"""Milliseconds after a page was shown: by then it is painted, and the index may be brought up to date."""
_NOT_READY: Final = "Pencarian sedang disiapkan. Coba lagi sebentar."

PAPER_PAGE: Final = "desktop.ui.archive.paper"
"""Imported when the first paper is shown: it brings in what draws and shows papers."""

_ALSO: Final = {"k.contract": "disbursement", "d.contract": "disbursement", "k.disbursement": "disbursement"}
"""Rooms that show a record of a type although they are not where it is written."""


class HasDesk(Protocol):
    """Whoever knows which desk is open now."""

    workplace: Workplace | None
    window: MainWindow
    runner: TaskRunner


class Finder(QObject):
    """The window's search. Nothing is looked at before a page is shown; a long list of changes is taken in quietly."""

    def __init__(self, keeper: HasDesk, parent: QObject) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._busy = False
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_LATER)
        self._clock.timeout.connect(self.prepare)
        keeper.window.page_shown.connect(lambda _page: self._clock.start())
        self._clock.start()

    def __call__(self, words: str) -> Sequence[Hit]:
        """What the box lists: records and papers by group, then commands."""
        place, window = self._keeper.workplace, self._keeper.window
        commands = [
            Hit(COMMANDS, text, action.shortcut().toString(), action.trigger)
            for text, action in _commands(window.menus.actions(), words)
        ]
        if place is None:
            return commands
        try:
            findings = place.search.find(words)
        except Trouble as trouble:
            window.say(explain(trouble), Tone.PROBLEM)
            return commands
        nearest = findings.found[0].kind if findings.found else ""
        like = f" – mirip “{findings.meant}”" if findings.meant else ""
        hits = [
            Hit(
                GROUPS[one.kind] + (like if one.kind == nearest else ""),
                one.title,
                one.detail,
                partial(open_found, place, window, one),
            )
            for one in findings.found
        ]
        if not findings.complete:
            self.prepare()
            if not hits:
                hits = [Hit("Pencarian", _NOT_READY, "", lambda: None)]
        return [*hits, *commands]

    def prepare(self) -> None:
        """Bring the index up to date in the background when there is more than a search takes in by itself."""
        place = self._keeper.workplace
        if place is None or self._busy:
            return
        try:
            behind = place.search.behind()
        except Trouble:
            return  # told when somebody searches
        if behind > AT_ONCE:
            self._busy = True
            task = self._keeper.runner.start("Menyiapkan pencarian", place.search.catch_up, writes=False, quiet=True)
            task.finished.connect(lambda _result, _error: self._done())

    def _done(self) -> None:
        self._busy = False


def _commands(actions: Sequence[QAction], words: str) -> list[tuple[str, QAction]]:
    wanted = fold(words).split()
    found = []
    for action in actions:
        text = action.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
        if action.isEnabled() and action.text() and all(word in fold(text) for word in wanted):
            found.append((text, action))
    return found[:_MOST_COMMANDS]


def room_of(place: Workplace, one: FoundEntry) -> str:
    """The key of the room that shows an entry; "" when this desk has none but the archive."""
    room = ROOM_OF.get(one.open_type) or _ALSO.get(one.open_type, "")
    own = one.area == str(place.info.area) or one.open_type.startswith("k.") or place.info.role == "kelurahan"
    return room if room and own and has_room(place.info.role, room) else ""


def open_found(place: Workplace, window: MainWindow, one: FoundEntry) -> None:
    """Show what was found: the very file of a paper; a record in its room, else in the archive."""
    if one.paper:
        try:
            window.open_page(import_module(PAPER_PAGE).ArchivedPaperPage(place.archive.paper(int(one.open_uid))))
        except (RuleViolation, Trouble) as problem:
            window.say(explain(problem), Tone.ATTENTION)
        return
    room = room_of(place, one)
    if room and window.go(room):
        show_record(window.page, one.open_uid, one.spot)
    elif not room and has_room(place.info.role, "archive") and window.go("archive"):
        show_record(window.page, one.uid)
