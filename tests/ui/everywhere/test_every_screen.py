"""Every screen of every desk: heard by a screen reader, reached by keys in the order of reading, seen whole."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt

from desktop.app import Program
from desktop.ui.palette import TextSize
from desktop.ui.shots import FULL, SMALL, settle
from desktop.ui.wizard.page import WizardPage
from tests.ui.everywhere.conftest import Start
from tests.ui.everywhere.cut import cut_off
from tests.ui.everywhere.order import steps_back
from tests.ui.everywhere.spoken import complaints
from tests.ui.everywhere.visit import Seen, desk_of, everything

DESKS = ("rt-04-03", "pokmas-02", "kelurahan")


def wrong(screens: Iterable[Seen], *, keys: bool) -> dict[str, str]:
    """What is wrong, and on which screen first; `keys`: whether Tab is tried, too."""
    found: dict[str, str] = {}
    for name, shown in screens:
        for one in [*cut_off(shown), *(complaints(shown) + steps_back(shown) if keys else ())]:
            found.setdefault(one, name)
    return found


def told(found: dict[str, str]) -> str:
    return "\n".join(f"{name}: {one}" for one, name in found.items())


def at(program: Program, size: QSize, text: TextSize) -> None:
    program.window.setWindowState(Qt.WindowState.WindowNoState)  # at first it fills a small screen
    program.window.resize(size)
    program.window.set_text_size(text)
    settle(50)
    assert program.window.size() == size


@pytest.mark.parametrize("desk", DESKS)
def test_in_the_largest_text_on_a_small_screen(start: Start, tmp_path: Path, desk: str) -> None:
    program = start(desk)
    at(program, SMALL, TextSize.LARGEST)
    found = wrong(everything(program, desk_of(program, tmp_path / "data" / desk)), keys=True)
    assert not found, told(found)


@pytest.mark.parametrize("desk", DESKS)
def test_in_normal_text_on_a_small_screen(start: Start, tmp_path: Path, desk: str) -> None:
    program = start(desk)
    at(program, SMALL, TextSize.NORMAL)
    found = wrong(everything(program, desk_of(program, tmp_path / "data" / desk)), keys=False)
    assert not found, told(found)


@pytest.mark.parametrize(("size", "text"), [(SMALL, TextSize.LARGEST), (FULL, TextSize.NORMAL)])
def test_the_first_start(start: Start, size: QSize, text: TextSize) -> None:
    program = start("")
    at(program, size, text)
    page = program.window.page
    assert isinstance(page, WizardPage)
    page.answers.code, page.answers.rw, page.answers.rt = "35.71.02.1013", "4", "3"

    def steps() -> Iterable[Seen]:
        for role in ("rt", "pokmas", "kelurahan"):
            page.answers.role = role
            for number, step in enumerate(page.steps[:4]):
                page._show_step(number)
                settle(80)
                yield f"{role}, {type(step).__name__}", program.window

    found = wrong(steps(), keys=True)
    assert not found, told(found)
