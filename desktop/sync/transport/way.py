"""What every way can do."""

from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from desktop.sync.transport.layout import Box

Report = Callable[[int, int], object]
"""Told how many bytes of how many are there; may raise to stop the work."""


def quiet(_done: int, _total: int) -> None:
    """A Report nobody listens to."""


class Put(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle is there. `sent`: bytes sent for it now, of `size`; what was there from an earlier try is not sent
    again."""

    sent: int
    size: int


class Lying(msgspec.Struct, frozen=True, kw_only=True):
    """A bundle found at the other end. `name`: its file or its folder of parts; `mark`: changes when its contents do.

    `size`: bytes; `sha256`: of the whole where the way knows it, else "".
    """

    box: Box
    name: str
    size: int
    mark: str
    sha256: str = ""


class Way(Protocol):
    """One place many desks share. Every method may raise Trouble with a code that begins with `way_`."""

    def check(self) -> None:
        """See whether the place is there and can be written to."""

    def put(self, to: Box, uid: str, file: Path, report: Report = quiet) -> Put:
        """Bring a bundle there, or what is missing of it. Raises Trouble; OSError when `file` cannot be read."""

    def look(self, boxes: Sequence[Box], known: Container[str] = ()) -> list[Lying]:
        """What lies in these boxes and seems whole; a desk "*" means every desk of that kelurahan. Bundles whose uid is
        in `known` may be left out."""

    def fetch(self, one: Lying, target: Path, report: Report = quiet) -> None:
        """Bring it here, whole and checked as far as its index goes. Beside `target` lies what a try that was cut
        off had brought already."""

    def remove(self, at: Box, uid: str) -> None:
        """Take away a bundle that was put there; quiet when it is gone."""

    def stop(self) -> None:
        """Break off what is under way, from another thread; it ends with Trouble."""

    def close(self) -> None:
        """Give connections back."""
