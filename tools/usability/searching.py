"""T12: an old paper found again, by its code and by words with a slip of the fingers; keys only, on a small screen."""

from PySide6.QtCore import Qt

from desktop.ui.archive.paper import ArchivedPaperPage
from desktop.ui.handover.page import HANDOVER, HandoverPage
from desktop.ui.palette import TextSize
from desktop.ui.shots import SMALL
from tools.usability.hand import CTRL, Hand, beyond_the_edge, settle
from tools.usability.stage import Stage


def old_paper(stage: Stage, hand: Hand) -> list[str]:
    """The BAST of the practice year at its Pokmas's desk. The code is read off the paper."""
    stage.lay_played("pokmas-02")
    stage.start(size=SMALL, text=TextSize.LARGEST)
    window, wrong = stage.window, list[str]()
    paper = next(one for one in stage.work.archive.papers() if one.kind == "handover")
    stage.work.search.catch_up()
    settle()
    hand.begin()
    hand.step("Ctrl+K, kode di kertas tanpa garis, Enter")
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type(paper.number.replace("-", "").casefold())
    hand.press(Qt.Key.Key_Return)
    hand.wait_until(lambda: _shows_it(stage, paper.number), "what the code stands on")
    wrong += [f"di luar layar: {one}" for one in beyond_the_edge(window)]
    hand.step("Alt+1, Ctrl+K, “bast pavign”, Enter")
    hand.press(Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    hand.press(Qt.Key.Key_K, CTRL)
    hand.type("bast pavign")
    hand.press(Qt.Key.Key_Return)
    hand.wait_until(lambda: _shows_it(stage, paper.number), "the same by words")
    return wrong + [f"di luar layar: {one}" for one in beyond_the_edge(window)]


def _shows_it(stage: Stage, number: str) -> bool:
    """The paper itself, or its record in its room."""
    page = stage.window.page
    if isinstance(page, ArchivedPaperPage):
        return page.paper.number == number
    return isinstance(page, HandoverPage) and page.tabs.currentIndex() == HANDOVER
