"""Many bundles at once: every bundle in a folder (a stick, a synced folder) taken one after the other.

Each bundle is its own transaction: what was taken before somebody stops, or before a bad file, stays taken, and what is
refused is kept with its reason as always (desktop.services.exchange).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from desktop.domain.errors import Trouble
from desktop.services.departures import Report
from desktop.services.desk import Desk
from desktop.services.exchange import ExchangeService

Outcome = Literal["taken", "same", "waits", "refused"]
"""Taken; nothing new in it; kept until something else comes (a sender to compare, an earlier bundle); kept as bad."""

DEEPEST = 5
"""Folders below the one chosen that are looked into: a synced folder is `<root>/<kode>/in/<wilayah>/…`."""

MOST = 10_000
"""Files looked at; a whole disk chosen by mistake ends there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenFile:
    """What came of one file. `area`: of the sender, "" when unknown; `sha256`: of a held one, to find it among those
    kept; `trouble`: why, None where it was taken."""

    path: Path
    outcome: Outcome
    area: str = ""
    lines: int = 0
    files: int = 0
    missing: int = 0
    sha256: str = ""
    trouble: Trouble | None = None


class IntakeService:
    """Taking whole folders at one desk."""

    def __init__(self, desk: Desk) -> None:
        self._exchange = ExchangeService(desk)

    @staticmethod
    def found(folder: Path) -> list[Path]:
        """The bundles in a folder and below it, oldest first, as they were written; unreadable folders are passed over.

        Nothing is opened: whether a file is a bundle is judged when it is taken.
        """
        files: list[tuple[int, str, Path]] = []
        for path in _walk(folder, DEEPEST):
            try:
                files.append((path.stat().st_mtime_ns, path.name, path))
            except OSError:
                continue
            if len(files) >= MOST:
                break
        return [path for _, _, path in sorted(files)]

    def take_all(
        self, paths: Sequence[Path], told: Callable[[TakenFile], object], report: Report | None = None
    ) -> list[TakenFile]:
        """Take these bundles in order; `told` hears of each as soon as it is settled. `report` may raise between two of
        them to stop: what was taken stays. A file of which two copies lie there is taken once."""
        done: list[TakenFile] = []
        for number, path in enumerate(paths):
            if report is not None:
                report(number, len(paths))
            one = self._take(path)
            done.append(one)
            told(one)
        if report is not None:
            report(len(paths), len(paths))
        return done

    def _take(self, path: Path) -> TakenFile:
        try:
            taken = self._exchange.take(path)
        except Trouble as trouble:
            return self._not_taken(path, trouble)
        plan = taken.plan
        return TakenFile(
            path=path,
            outcome="taken" if taken.applied and (plan.new_lines or plan.files) else "same",
            area=plan.sender_area,
            lines=plan.new_lines,
            files=plan.files,
            missing=plan.missing_files,
            sha256=plan.sha256,
        )

    def _not_taken(self, path: Path, trouble: Trouble) -> TakenFile:
        held = next((one for one in self._exchange.held() if one.name == path.name and one.code == trouble.code), None)
        return TakenFile(
            path=path,
            outcome="waits" if held is not None and held.waiting else "refused",
            area=held.sender.area if held is not None and held.sender is not None else "",
            sha256=held.sha256 if held is not None else "",
            trouble=trouble,
        )


def _walk(folder: Path, deep: int) -> Iterator[Path]:
    try:
        entries = sorted(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            if deep:
                yield from _walk(entry, deep - 1)
        elif entry.suffix.lower() == ".rembug":
            yield entry
