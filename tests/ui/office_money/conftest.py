"""A kelurahan's window beside a Pokmas and an RT that it knows, with approved usulan. Data contoh."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtTest import QTest

from desktop.domain.records import Contract, WorkPackage
from desktop.services.desk import Desk
from desktop.services.workplace import Workplace
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.home.office import OfficeHomePage
from desktop.ui.main_window import MainWindow
from desktop.ui.office_money.page import OfficeMoneyPage
from desktop.ui.rail import RailEntry
from tests.services.conftest import approve, carry, enrol, new_desk, office, rt_desk, scene
from tests.services.pokmas import POKMAS, Scene
from tests.ui.desk_check.conftest import hand_in
from tests.ui.secretary import theme, window

__all__ = ["new_desk", "office", "rt_desk", "scene", "theme", "window"]

TITLES = (
    ("Paving gang", "infrastructure", 5_000_000),
    ("CCTV lingkungan", "social", 8_400_000),
    ("Biaya umum RT", "general", 1_500_000),
)
TODAY = date(2022, 3, 1)


@dataclass
class Town:
    """The kelurahan (`place`), its Pokmas (`group`), and its RT's approved usulan by title."""

    scene: Scene
    items: dict[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Workplace:
        return self.scene.office

    @property
    def group(self) -> Workplace:
        return self.scene.group

    def pack(self, *titles: str) -> str:
        """A package of these (default: both works), published and at the Pokmas."""
        wanted = titles or ("Paving gang", "CCTV lingkungan")
        record = self.place.packages.make(POKMAS, [self.items[one] for one in wanted], on=TODAY)
        self.place.publications.publish([record.uid])
        self.scene.to_group()
        self.scene.package = record.uid
        return record.uid

    def settle_rabs(self) -> None:
        """The Pokmas hands its RABs in, and they are approved."""
        self.scene.keep_rabs()
        sent = self.group.submissions.submit("rab", self.scene.package)
        self.scene.to_office()
        for uid in self.scene.rabs.values():
            self.place.decisions.decide(sent, uid, "approve")

    def agree(self, *shares: int) -> str:
        """A published contract about the package, in tranches of these shares (percent)."""
        plan = self.place.contracts.plan(13_400_000, shares or (60, 40))
        record = self.place.contracts.draw_up(
            self.scene.package,
            number="188/1",
            on=TODAY,
            start=TODAY,
            end=date(2022, 10, 31),
            tranches=plan,
            group_name="Melati (contoh)",
        )
        self.place.publications.publish([record.uid])
        self.scene.to_group()
        self.scene.contract = record.uid
        self.scene.tranches = [one.uid for one in plan]
        return record.uid

    def package(self) -> WorkPackage:
        """The newest package."""
        data = self.place.records.find("k.work_package", order="newest")[0].data
        assert isinstance(data, WorkPackage)
        return data

    def contract(self) -> Contract:
        """The newest contract."""
        data = self.place.records.find("k.contract", order="newest")[0].data
        assert isinstance(data, Contract)
        return data


@pytest.fixture
def bare(scene: Scene) -> Town:
    """A kelurahan that knows its Pokmas; nothing was asked for yet."""
    return Town(scene)


@pytest.fixture
def town(scene: Scene, rt_desk: Desk, office: Desk, tmp_path: Path) -> Town:
    """With three approved usulan of RT 03/RW 04."""
    enrol(rt_desk, office)
    approve(office, rt_desk)
    handed = hand_in(rt_desk, tmp_path, TITLES)
    carry(rt_desk, office, tmp_path)
    for uid in handed.items.values():
        scene.office.decisions.decide(handed.submission, uid, "approve", placement="kelurahan")
    return Town(scene, handed.items)


def furnish(window: MainWindow, place: Workplace) -> None:
    """The kelurahan's rooms in a window that is told of changes."""

    def tell(types: frozenset[str]) -> None:
        for name in types:
            window.record_changed(name, "")

    place.desk.subscribe(tell)
    window.set_rail(
        [
            RailEntry("home", "Beranda", "home", lambda: OfficeHomePage(place, window, today=lambda: TODAY)),
            RailEntry("review", "Meja Periksa", "gavel", lambda: ReviewPage(place, window)),
            RailEntry("disbursement", "Pencairan & SPJ", "wallet", lambda: OfficeMoneyPage(place, window)),
            RailEntry("exchange", "Kirim–Terima", "inbox", lambda: ExchangePage(place, window, drives=list)),
        ]
    )
    window.go("home")


@pytest.fixture
def hall(scene: Scene, window: MainWindow) -> Iterator[MainWindow]:
    """The kelurahan's window, at home."""
    furnish(window, scene.office)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    yield window
    window.tasks.stop()
