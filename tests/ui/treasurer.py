"""A Pokmas's desk behind the real window: a package, a contract, RABs and money, all invented (data contoh)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image, ImageDraw
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import load
from desktop.domain.areas import parse_area
from desktop.domain.records import (
    Contract,
    CostGroup,
    CostLine,
    Outcome,
    PackageItem,
    Rab,
    Receipt,
    Sector,
    SourceItem,
    Split,
    Tranche,
    WorkPackage,
)
from desktop.services.contracts import ContractService
from desktop.services.desk import create_desk, new_uid
from desktop.services.workplace import Workplace
from desktop.settings import resources_dir
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import TextSize, ThemeChoice
from desktop.ui.rail import RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.rooms import Room
from desktop.ui.theme import ThemeKeeper

OFFICE = "35.71.02.1013"
POKMAS = f"{OFFICE}/P/02"


@pytest.fixture(scope="session")
def keeper(qapp: QApplication) -> ThemeKeeper:
    return ThemeKeeper(qapp, resources_dir())


@pytest.fixture
def theme(keeper: ThemeKeeper) -> Iterator[ThemeKeeper]:
    keeper.set_both(ThemeChoice.LIGHT, TextSize.NORMAL)
    yield keeper
    keeper.set_both(ThemeChoice.LIGHT, TextSize.NORMAL)


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    """The empty desk of Pokmas 02 for 2022."""
    with Workplace(create_desk(tmp_path / "pokmas", parse_area(POKMAS), 2022, "Bendahara (contoh)")) as place:
        yield place


def line(text: str, volume: str, unit: str, price: int, group: CostGroup = "material") -> CostLine:
    return CostLine(uid=new_uid(), group=group, description=text, volume=volume, unit=unit, unit_price=price)


Row = tuple[str, str, str, int, CostGroup]

PAVING: tuple[Row, ...] = (
    ("Semen PC 50 kg", "40", "zak", 52_000, "material"),
    ("Pasir pasang", "6", "m3", 265_000, "material"),
    ("Paving segi enam", "45", "m2", 78_000, "material"),
    ("Upah tukang", "12", "HOK", 140_000, "labour"),
    ("Upah pekerja", "20", "HOK", 110_000, "labour"),
    ("Sewa molen", "2", "hari", 350_000, "equipment"),
)
POSYANDU: tuple[Row, ...] = (
    ("Timbangan bayi digital", "1", "unit", 1_850_000, "equipment"),
    ("Tensimeter digital", "2", "unit", 650_000, "equipment"),
    ("Makanan tambahan balita", "40", "paket", 45_000, "material"),
)
TRAINING: tuple[Row, ...] = (
    ("Honor narasumber", "4", "OH", 500_000, "labour"),
    ("Bahan praktik kue", "1", "paket", 2_400_000, "material"),
    ("Konsumsi peserta", "60", "dus", 25_000, "other"),
)


@dataclass(frozen=True)
class Group:
    """What a treasurer's desk holds in the tests. `lines`: (RAB, line) by the item's description."""

    package: str
    contract: str
    tranches: tuple[str, ...]
    rabs: tuple[str, ...]
    items: tuple[str, ...]
    lines: dict[str, tuple[str, str]]


def item(title: str, sector: Sector, home: str, place: str, rows: tuple[Row, ...]) -> PackageItem:
    lines = tuple(line(*row) for row in rows)
    amount = sum(int(one.volume) * one.unit_price for one in lines)
    return PackageItem(
        uid=new_uid(),
        title=title,
        sector=sector,
        scope="own" if sector == "infrastructure" else "",
        home=home,
        location=place,
        amount=amount,
        lines=lines,
    )


def found_package(work: Workplace) -> str:
    """Three activities typed from paper."""
    items = (
        item("Paving gang Melati", "infrastructure", "RT 03/RW 04", "Gang Melati", PAVING),
        item("Alat kesehatan posyandu Anggrek", "health", "RT 03/RW 04", "Posyandu Anggrek", POSYANDU),
        item("Pelatihan membuat kue", "economy", "RT 05/RW 04", "Balai RW 04", TRAINING),
    )
    return work.packages.type_from_paper("Paket Pokmas 02 (contoh)", items, on=date(2022, 2, 14)).uid


def found_group(work: Workplace, *, money: bool = True) -> Group:
    """Package, RABs, a contract of two tranches, and the money of the first of them."""
    package = found_package(work)
    rabs = tuple(record.uid for record in work.packages.start_rabs(package))
    data = [record.data for uid in rabs if (record := work.records.get(uid))]
    lines = {
        one.description: (uid, one.uid)
        for uid, rab in zip(rabs, data, strict=True)
        if isinstance(rab, Rab)
        for one in rab.lines
    }
    value = sum(int(one.volume) * one.unit_price for rab in data if isinstance(rab, Rab) for one in rab.lines)
    contract = Contract(
        package=package,
        number="027/12/SWA/2022",
        date=date(2022, 3, 1),
        value=value,
        start=date(2022, 3, 1),
        end=date(2022, 10, 31),
        payment="tranches",
        tranches=ContractService.plan(value, (60, 40), ("Setelah kontrak", "SPJ tahap 1 disetujui")),
        group_name="Pokmas Melati (contoh)",
    )
    saved = work.contracts.type_from_paper(contract)
    assert isinstance(saved.data, Contract)
    tranches = tuple(one.uid for one in saved.data.tranches)
    if money:
        work.contracts.record_money(
            saved.uid, tranches[0], date(2022, 3, 14), saved.data.tranches[0].amount, "Bank Jatim 0123", "SP2D 0481"
        )
    kept = work.records.get(package)
    assert kept is not None
    assert isinstance(kept.data, WorkPackage)
    items = tuple(one.uid for one in kept.data.items)
    return Group(package, saved.uid, tranches, rabs, items, lines)


def receipt(group: Group, text: str, amount: int, payee: str, note: str, day: date, **more: object) -> Receipt:
    """A receipt on one item."""
    rab, one = group.lines[text]
    made = Receipt(
        contract=group.contract,
        tranche=group.tranches[0],
        date=day,
        payee=payee,
        note=note,
        description=text,
        amount=amount,
        splits=(Split(rab=rab, line=one, amount=amount),),
    )
    return replace(made, **more)


def picture(path: Path, text: str = "NOTA 0217", size: tuple[int, int] = (900, 1200)) -> Path:
    """A photographed bill."""
    image = Image.new("RGB", size, (236, 232, 222))
    draw = ImageDraw.Draw(image)
    draw.rectangle((60, 60, size[0] - 60, size[1] - 60), fill=(252, 251, 246), outline=(120, 120, 120))
    draw.text((110, 110), f"TB MAKMUR (contoh)\n{text}", fill=(30, 40, 90), font_size=52)
    for row in range(6):
        top = 320 + row * 110
        draw.line((110, top + 70, size[0] - 110, top + 70), fill=(150, 150, 150), width=2)
        draw.text((120, top), f"{row + 1} x barang contoh {row + 1}", fill=(30, 40, 90), font_size=38)
    image.save(path, "JPEG", quality=80)
    return path


def _make(room: Room, work: Workplace, window: MainWindow) -> Page:
    page = load(room.page)(work, window)
    assert isinstance(page, Page)
    return page


def open_window(theme: ThemeKeeper, work: Workplace, folder: Path, qtbot: QtBot, rooms: list[Room]) -> MainWindow:
    """The main window with these rooms."""
    made = MainWindow(theme, Remembered(folder / "rembug.ini"))
    qtbot.addWidget(made)
    made.set_desk("Pokmas 02", "Kaliombo")
    made.set_crumbs("Tahun 2022", "Pokmas 02")
    entries = [RailEntry("start", "Beranda", "home", lambda: Page("Beranda"))]
    entries += [RailEntry(room.key, room.text, room.icon, partial(_make, room, work, made)) for room in rooms]
    made.set_rail(entries)
    made.resize(1366, 689)
    made.show()
    qtbot.waitExposed(made)
    return made


@contextmanager
def told_window(
    theme: ThemeKeeper, work: Workplace, folder: Path, qtbot: QtBot, rooms: list[Room]
) -> Iterator[MainWindow]:
    """The main window with these rooms, told of changes as the program does it; no room is open yet."""
    made = open_window(theme, work, folder, qtbot, rooms)

    def tell(types: frozenset[str]) -> None:
        for name in types:
            made.record_changed(name, "")

    stop = work.desk.subscribe(tell)
    yield made
    stop()
    made.tasks.stop()


class Office:
    """The kelurahan on the other side, with bundles carried by hand."""

    def __init__(self, folder: Path, work: Workplace) -> None:
        self._folder, self._group = folder, work
        self.place = Workplace(create_desk(folder / "kelurahan", parse_area(OFFICE), 2022, "Kelurahan (contoh)"))
        self.place.trust.found_office()
        card = self.place.trust.card()
        work.trust.enrol(card, dict(enumerate(self.place.trust.fingerprint())))
        trust = self.place.trust
        trust.approve(trust.read(work.trust.card()), work.trust.fingerprint())

    def send(self) -> None:
        """A trip to the Pokmas."""
        self._carry(self.place, self._group, "ke-pokmas")

    def take(self) -> None:
        """A trip from the Pokmas."""
        self._carry(self._group, self.place, "dari-pokmas")

    def _carry(self, sender: Workplace, receiver: Workplace, name: str) -> None:
        target = self._folder / name
        target.mkdir(exist_ok=True)
        for departure in sender.exchange.send(str(receiver.info.area), target):
            if departure.path is not None:
                receiver.exchange.take(departure.path)

    def package(self, items: tuple[PackageItem, ...]) -> str:
        """Write and publish a package for the Pokmas, made of approved usulan of an RT."""
        items = tuple(replace(one, source=SourceItem(f"{OFFICE}/04/03", new_uid(), "0" * 64)) for one in items)
        data = WorkPackage(title="Paket Pokmas 02 (contoh)", items=items, date=date(2022, 2, 14))
        uid = self.place.records.save("k.work_package", data, area=POKMAS).uid
        self.place.publications.publish([uid])
        return uid

    def contract(self, package: str, amounts: tuple[int, ...], number: str = "027/12/SWA/2022") -> str:
        """Draw a contract up and publish it."""
        tranches = [Tranche(uid=new_uid(), number=at, amount=amount) for at, amount in enumerate(amounts, 1)]
        uid = self.place.contracts.draw_up(package, number=number, on=date(2022, 3, 1), tranches=tranches).uid
        self.place.publications.publish([uid])
        return uid

    def decide(self, outcome: Outcome, reason: str = "") -> None:
        """One word on every item that waits."""
        for received in self.place.submissions.received(POKMAS):
            for one in received.items:
                state = received.states[one.uid] if one is not None else None
                if (
                    one is not None
                    and state is not None
                    and (state.state, state.submission) == ("submitted", received.uid)
                ):
                    self.place.decisions.decide(
                        received.uid, one.uid, outcome, reason=reason, by="Lurah (contoh)", on=date(2022, 3, 2)
                    )

    def close(self) -> None:
        self.place.close()
