"""What a round of sending and taking tells: light, so that the window can speak of it before the network is loaded."""

from pathlib import Path

import msgspec

from desktop import settings
from desktop.domain.errors import Trouble
from desktop.services.desk import Desk

PERSONAL = frozenset(
    {
        "way_none", "way_password", "way_login", "way_refused", "way_missing", "way_tls", "way_full", "way_too_big",
        "way_not_dav", "way_proxy_login", "way_proxy_refused", "way_too_much", "way_folder_missing", "way_folder_full",
        "way_folder_refused",
    }
)  # fmt: skip
"""Trouble that waiting does not mend: somebody must do something. It is tried again all the same, seldom."""


class Going(msgspec.Struct, frozen=True, kw_only=True):
    """Where a round is. `what`: taking or sending; `name`: the bundle's; `done`, `total`: bytes of it; `rate`: bytes a
    second just now, 0 while unknown."""

    what: str
    name: str
    area: str
    done: int
    total: int
    rate: int


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """What a round did. `taken`, `sent`: bundles; `bytes_sent`: of their parts; `held`: bundles not taken, which lie in
    quarantine with their reason; `unfinished`: still being written by others; `waiting`: kept back on a metered line.
    """

    taken: int = 0
    sent: int = 0
    bytes_sent: int = 0
    made: int = 0
    held: int = 0
    unfinished: int = 0
    waiting: int = 0
    areas: tuple[str, ...] = ()


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How the way stands. `last`: UTC ms of the last good round, 0 for none; `next`: seconds until the next try;
    `problem`: what the last try met; `personal`: somebody must do something about it."""

    last: int
    next: int
    problem: Trouble | None

    @property
    def personal(self) -> bool:
        return self.problem is not None and self.problem.code in PERSONAL


def way_file(desk: Desk) -> Path:
    """Where this computer keeps the way chosen for a desk."""
    return settings.config_root() / "ways" / f"{desk.info.device}.json"


def has_way(desk: Desk) -> bool:
    """Whether a way was chosen."""
    return way_file(desk).is_file()
