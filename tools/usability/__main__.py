"""`python -m tools.usability [TASK …]`: play the tasks and write docs/usability.md (all of them) or say the figures."""

import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from desktop import __version__
from desktop.domain.dates import format_day
from desktop.services.clock import today
from tools.usability.hand import CLICK, KEY, THINK, Hand, NotThereError
from tools.usability.outcome import Outcome, report
from tools.usability.stage import Stage
from tools.usability.tasks import TASKS, Task

PAGE = Path(__file__).parents[2] / "docs" / "usability.md"
BY_HAND = "## Dengan tangan"


def play(task: Task, application: QApplication, folder: Path, year: Path) -> Outcome:
    """One task on a computer of its own."""
    stage, hand = Stage(application, folder, year), Hand()
    hand.begin()
    try:
        wrong = task.play(stage, hand)
    except NotThereError as problem:
        wrong = [str(problem)]
    try:
        return Outcome.of(task, hand, wrong)
    finally:
        stage.close()


def main(wanted: Sequence[str]) -> int:
    """Play the tasks named, all for none; the exit code says whether all were right and within their limits."""
    application = QApplication(sys.argv[:1])
    chosen = [task for task in TASKS if not wanted or task.key.split()[0] in wanted]
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="rembug-") as name:
        for number, task in enumerate(chosen):
            outcome = play(task, application, Path(name) / str(number), Path(name) / "year")
            outcomes.append(outcome)
            print(outcome.line(), flush=True)
    if not wanted:
        PAGE.write_text(report(outcomes, _where()) + by_hand(PAGE.read_text("utf-8") if PAGE.exists() else ""), "utf-8")
        print(f"→ {PAGE.relative_to(Path.cwd())}" if PAGE.is_relative_to(Path.cwd()) else f"→ {PAGE}")
    return 0 if all(one.passed for one in outcomes) else 1


def by_hand(page: str) -> str:
    """What was written on the page about tasks done by hand, kept when the figures are taken anew."""
    _, heading, rest = page.partition(f"\n{BY_HAND}\n")
    return f"\n{BY_HAND}\n{rest}" if heading else ""


def _where() -> str:
    return (
        f"Rembug {__version__}, {format_day(today())}, {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}. Satu tombol {_figure(KEY)} detik, satu klik {_figure(CLICK)} detik, "
        f"satu langkah dipikirkan {_figure(THINK)} detik."
    )


def _figure(seconds: float) -> str:
    return f"{seconds:g}".replace(".", ",")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
