"""The folder the practice year is played in: its log, its papers, its bundles."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from desktop.domain.checks import CheckResult, holds_submission
from desktop.domain.errors import Trouble
from desktop.domain.papers import PAPER_KINDS
from desktop.services.demo.pictures import signed_pages
from desktop.services.papers import Printed
from desktop.services.workplace import Workplace

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, and how long it took."""

    what: str
    seconds: float


@dataclass(slots=True)
class Report:
    """What the practice year did."""

    folder: str
    steps: list[Step] = field(default_factory=list)
    papers: list[str] = field(default_factory=list)
    bundles: list[str] = field(default_factory=list)


class Stage:
    """The folder the year is played in, and its log."""

    def __init__(self, folder: Path, say: Say) -> None:
        self.folder, self._say = folder, say
        self.report = Report(str(folder))

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """Time one step and tell it."""
        begun = time.perf_counter()
        yield
        seconds = time.perf_counter() - begun
        self.report.steps.append(Step(what, round(seconds, 3)))
        self._say(f"{seconds:6.2f} s  {what}")

    def paper(self, place: Workplace, kind: str, uid: str, name: str, on: date) -> bytes:
        """Print a final paper dated `on`, keep a copy under papers/, return its bytes."""
        return self.keep(place.papers.build(kind, uid, final=True, on=on), name)

    def keep(self, printed: Printed, name: str) -> bytes:
        """Keep a copy of a print under papers/; returns its bytes."""
        content = printed.path.read_bytes()
        target = self.folder / "papers" / f"{name}-{printed.kind}.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.report.papers.append(target.name)
        return content

    def photo(self, name: str, content: bytes) -> Path:
        """Put a picture where a phone would have put it."""
        file = self.folder / "photos" / f"{name}.jpg"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        return file

    def sign_and_attach(self, place: Workplace, kind: str, uid: str, name: str, on: date) -> None:
        """Print a paper, have it signed, photograph it and attach the pages where they belong."""
        pdf = self.paper(place, kind, uid, name, on)
        pages = signed_pages(pdf, f"{name}{kind}")
        files = [self.photo(f"{name}-{kind}-{number}", page) for number, page in enumerate(pages, 1)]
        place.attachments.add_scan(uid, kind, files, caption=PAPER_KINDS[kind].title)

    @staticmethod
    def must_pass(results: list[CheckResult]) -> None:
        """Stop the play where a check holds. Raises Trouble: demo_blocked."""
        if holds_submission(results):
            raise Trouble("demo_blocked", "; ".join(r.message for r in results if r.level != "warn"))

    def carry(self, sender: Workplace, receiver: Workplace) -> None:
        """One trip with the stick: make the bundle, take it on the other side; an unknown sender is approved there."""
        departures = sender.exchange.send(str(receiver.info.area), self.folder / "bundles")
        for departure in departures:
            if departure.path is None:
                continue
            self.report.bundles.append(departure.path.name)
            try:
                receiver.exchange.take(departure.path)
            except Trouble as problem:
                if problem.code != "unknown_sender":
                    raise
                held = receiver.exchange.held()[0]
                receiver.exchange.approve_sender(held.sha256, sender.trust.fingerprint())
