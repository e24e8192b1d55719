"""Plant each fault in a copy of the code, ask the tests, and write down which noticed: `python -m tools.mutants`.

Two at a time. `--only WORD…`: those whose name contains one of the words (then nothing is written down); `--machine N`:
let the state machine of tests/exchange play N seconds against each, too. Ends with 1 when a fault went unnoticed, when
one can no longer be planted, or when the tests fail without any.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from tools.mutants.catalogue import MUTANTS, SUITE, Mutant

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs/mutants.md"
MACHINE = "tests/exchange/test_machine.py"
_COPIED = ("desktop", "tests", "resources", "tools", "pyproject.toml", "docs/format.md")
_FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+)", re.MULTILINE)
PASSED, NOTICED = 0, 1
"""What pytest ends with."""


class CannotPlant(Exception):
    """The piece of code a fault replaces is not there, or not once."""


@dataclass(frozen=True)
class Result:
    """What came of one fault. `by`: the first test that failed, "" for none; `machine`: whether the state machine
    noticed, too (None: not asked); `seconds` until it was noticed."""

    mutant: Mutant
    by: str
    machine: bool | None
    seconds: float


class Yard:
    """A copy of the code in which one fault at a time is planted."""

    def __init__(self, folder: Path) -> None:
        self.folder, self._planted = folder, 0
        for name in _COPIED:
            source, target = ROOT / name, folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, target)

    def planted(self, mutant: Mutant) -> str:
        """The file's text with the fault in it. Raises CannotPlant."""
        text = (self.folder / mutant.file).read_text("utf-8")
        if text.count(mutant.old) != 1:
            raise CannotPlant(f"{mutant.name}: {mutant.file} holds its place {text.count(mutant.old)} times")
        changed = text.replace(mutant.old, mutant.new)
        compile(changed, mutant.file, "exec")
        return changed

    def write(self, mutant: Mutant, text: str) -> None:
        """Write the file under a time of its own, so that no compiled module of another fault is taken for it."""
        path = self.folder / mutant.file
        path.write_text(text, "utf-8")
        self._planted += 1
        moment = time.time() + 10 * self._planted
        os.utime(path, (moment, moment))

    def ask(self, tests: Sequence[str], **variables: str) -> tuple[int, str]:
        """Run these tests to the first failure: pytest's end and the failed test."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *tests]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, env={**os.environ, **variables}, check=False
        )
        if done.returncode not in (PASSED, NOTICED):
            raise CannotPlant(f"pytest ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        failed = _FAILED.search(done.stdout)
        return done.returncode, failed[1] if failed else ""

    def try_out(self, mutant: Mutant, machine: int) -> Result:
        """Plant it, ask its own test, then all of them, and the state machine where wanted."""
        before = (self.folder / mutant.file).read_text("utf-8")
        self.write(mutant, self.planted(mutant))
        try:
            began = time.monotonic()
            others = [test for test in SUITE if test != mutant.test]
            by = self.ask([mutant.test])[1] or self.ask(others)[1]
            seconds = time.monotonic() - began
            noticed = self.ask([MACHINE], REMBUG_MACHINE=str(machine))[0] == NOTICED if machine else None
        finally:
            self.write(mutant, before)
        if by and not by.startswith(mutant.test) and self.ask([by])[0] != PASSED:
            raise CannotPlant(f"{by} fails without any fault")
        return Result(mutant, by, noticed, seconds)


def try_all(mutants: Sequence[Mutant], folder: Path, machine: int, jobs: int = 2) -> list[Result]:
    """Every fault, in the order given. Raises CannotPlant."""
    yards: Queue[Yard] = Queue()
    for number in range(jobs):
        yards.put(Yard(folder / str(number)))
    first = yards.get()
    for mutant in mutants:
        first.planted(mutant)  # all can be planted, before the first is tried
    end, failed = first.ask(sorted({mutant.test for mutant in mutants}))
    if end != PASSED:
        raise CannotPlant(f"{failed} fails without any fault")
    yards.put(first)

    def one(mutant: Mutant) -> Result:
        yard = yards.get()
        try:
            result = yard.try_out(mutant, machine)
        finally:
            yards.put(yard)
        print(f"{'noticed' if result.by else 'UNNOTICED':10}{mutant.name}: {result.by}", flush=True)
        return result

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(one, mutants))


def page(results: Sequence[Result], machine: int) -> str:
    """The page docs/mutants.md."""
    noticed = sum(bool(result.by) for result in results)
    lines = [
        "# Planted faults, and the tests that noticed them",
        "",
        "Written by `python -m tools.mutants`, which plants one fault at a time in a copy of the code and runs the",
        "tests until one fails; the faults are in `tools/mutants/catalogue.py`, each with the piece of code it",
        "replaces. A fault that nobody notices means a missing test, not a harmless fault.",
        "",
        f"Last run: {time.strftime('%Y-%m-%d')}, {noticed} of {len(results)} noticed.",
        "",
    ]
    if machine:
        found = sum(bool(result.machine) for result in results)
        lines += [
            f"The state machine alone (`{MACHINE}`, {machine} s against each, always the same histories) noticed "
            f"{found}. It forges no bundles, so faults in trust are for the crafted bundles to find.",
            "",
        ]
    for title, promised in (("Named by the design of the exchange", True), ("Ours", False)):
        lines += [f"## {title}", "", "| Fault | In | Noticed first by |" + (" Machine |" if machine else "")]
        lines += ["| --- | --- | --- |" + (" --- |" if machine else "")]
        for one in results:
            if one.mutant.promised == promised:
                by = one.by.rpartition("/")[2].replace("::", " · ") or "**nobody**"
                row = f"| {one.mutant.name} | `{one.mutant.file}` | {by} |"
                lines.append(row + (f" {'yes' if one.machine else 'no'} |" if machine else ""))
        lines.append("")
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[], metavar="WORD")
    parser.add_argument("--machine", type=int, default=0, metavar="SECONDS")
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    words = [word.lower() for word in chosen.only]
    mutants = [one for one in MUTANTS if not words or any(word in one.name.lower() for word in words)]
    with tempfile.TemporaryDirectory(prefix="rembug-mutants-") as folder:
        try:
            results = try_all(mutants, Path(folder), chosen.machine, chosen.jobs)
        except CannotPlant as problem:
            print(problem, file=sys.stderr)
            return 1
    if not words:
        PAGE.write_text(page(results, chosen.machine), "utf-8")
    unnoticed = [result.mutant.name for result in results if not result.by]
    print(f"{len(results) - len(unnoticed)} of {len(results)} noticed")
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main())
