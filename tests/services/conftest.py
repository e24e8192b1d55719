"""Real desks in temporary folders: a kelurahan and the RTs it may approve, with bundles carried by hand between
them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.domain.areas import parse_area
from desktop.services.desk import Desk, create_desk
from desktop.services.exchange import ExchangeService
from desktop.services.trust import TrustService
from tests.services.pokmas import POKMAS, Scene, meet

OFFICE = "35.71.02.1013"
RT = f"{OFFICE}/04/03"

DeskMaker = Callable[[str, str], Desk]


@pytest.fixture
def new_desk(tmp_path: Path) -> Iterator[DeskMaker]:
    """Make a desk: (folder name, area) → open desk, closed after the test."""
    opened: list[Desk] = []

    def make(name: str, area: str) -> Desk:
        desk = create_desk(tmp_path / name, parse_area(area), 2022, name)
        opened.append(desk)
        return desk

    yield make
    for desk in opened:
        desk.close()


@pytest.fixture
def rt_desk(new_desk: DeskMaker) -> Desk:
    """The desk of RT 03/RW 04."""
    return new_desk("rt", RT)


@pytest.fixture
def office(new_desk: DeskMaker) -> Desk:
    """The kelurahan's desk with its root key made."""
    desk = new_desk("kelurahan", OFFICE)
    TrustService(desk).found_office()
    return desk


def enrol(rt: Desk, office: Desk) -> None:
    """The RT types all six groups from the letter on the wall."""
    TrustService(rt).enrol(TrustService(office).card(), dict(enumerate(TrustService(office).fingerprint())))


def approve(office: Desk, rt: Desk) -> None:
    """The kelurahan compares the RT's card and accepts it."""
    trust = TrustService(office)
    trust.approve(trust.read(TrustService(rt).card()), TrustService(rt).fingerprint())


def carry(sender: Desk, receiver: Desk, folder: Path, *, everything: bool = False) -> list[Path]:
    """One trip with a USB stick: make the bundle, take it on the other side. Returns the files."""
    sent = ExchangeService(sender).send(str(receiver.info.area), folder, everything=everything)
    files = [departure.path for departure in sent if departure.path]
    for file in files:
        ExchangeService(receiver).take(file)
    return files


@pytest.fixture
def paired(rt_desk: Desk, office: Desk) -> tuple[Desk, Desk]:
    """An RT and its kelurahan that know each other."""
    enrol(rt_desk, office)
    approve(office, rt_desk)
    return rt_desk, office


@pytest.fixture
def scene(new_desk: DeskMaker, office: Desk, tmp_path: Path) -> Scene:
    """A Pokmas and its kelurahan that know each other."""
    return meet(office, new_desk("pokmas", POKMAS), tmp_path)
