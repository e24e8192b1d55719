"""The tasks of a new user as scripted runs: the result is right, and clicks and keys keep their limits.

Seconds are told in docs/usability.md, as measured; here two busy cores would make them jump.
"""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.problems import BugReporter
from tests.played import played_year
from tools.usability.__main__ import BY_HAND, by_hand, play
from tools.usability.outcome import report
from tools.usability.tasks import TASKS, Task

__all__ = ["played_year"]


@pytest.fixture(autouse=True)
def _own_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stage sets where data and choices lie; afterwards all is as before."""
    monkeypatch.setenv("REMBUG_DATA", "")
    monkeypatch.setenv("REMBUG_CONFIG", "")
    monkeypatch.setattr(BugReporter, "install", lambda _self: None)


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.key)
def test_a_task_comes_out_right_within_its_clicks_and_keys(
    task: Task, qapp: QApplication, tmp_path: Path, played_year: Path
) -> None:
    outcome = play(task, qapp, tmp_path, played_year)
    assert outcome.wrong == ()
    limits = task.limits
    assert limits.clicks is None or outcome.clicks <= limits.clicks
    assert limits.keys is None or outcome.keys <= limits.keys
    page = report([outcome], "di sini")
    assert f"| {task.key} | {outcome.clicks} |" in page
    assert all(step in page for step in outcome.steps)


def test_what_was_done_by_hand_stays_on_the_page() -> None:
    """The figures are written anew; the part written by a person is not."""
    page = f"# Tugas\n\nlama\n\n{BY_HAND}\n\nT8 selesai.\n"
    assert "baru\n" + by_hand(page) == f"baru\n\n{BY_HAND}\n\nT8 selesai.\n"
    assert by_hand("# Tugas\n") == ""
