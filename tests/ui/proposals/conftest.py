"""A real RT desk behind a real window, with a rembug to make usulan from."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.areas import parse_area
from desktop.domain.records import Attendance, Meeting, MeetingDecision, Proposal, Scope, Sector
from desktop.services.desk import create_desk, new_uid
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.rail import RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.theme import ThemeKeeper
from tests.ui.dialogs import dialogs
from tests.ui.treasurer import keeper, theme

__all__ = ["dialogs", "keeper", "theme"]

OFFICE = "35.71.02.1013"
RT = f"{OFFICE}/04/03"


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Workplace]:
    """The desk of RT 03/RW 04 for 2022."""
    place = Workplace(create_desk(tmp_path / "rt", parse_area(RT), 2022, "Sekretaris (contoh)"))
    for position, name in (
        ("ketua_rt", "Sugeng (contoh)"),
        ("sekretaris_rt", "Sri Wahyuni (contoh)"),
        ("ketua_rw", "Bambang (contoh)"),
    ):
        place.officers.appoint(position, name)
    yield place
    place.close()


@pytest.fixture
def window(theme: ThemeKeeper, work: Workplace, tmp_path: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    """The main window with the room Usulan, told of changes as the program does it."""
    from desktop.ui.proposals.page import ProposalsPage

    made = MainWindow(theme, Remembered(tmp_path / "rembug.ini"))
    qtbot.addWidget(made)
    made.set_desk("RT 03/RW 04", "Kaliombo")
    made.set_crumbs("Tahun 2022", "RT 03/RW 04")
    made.set_rail(
        [
            RailEntry("proposals", "Usulan", "clipboard-list", lambda: ProposalsPage(work, made)),
        ]
    )
    made.resize(1366, 689)
    made.show()
    qtbot.waitExposed(made)

    def tell(types: frozenset[str]) -> None:
        for name in types:
            made.record_changed(name, "")

    stop = work.desk.subscribe(tell)
    yield made
    stop()
    made.tasks.stop()


DECISIONS: tuple[tuple[str, Sector, Scope, str, str, int], ...] = (
    ("Paving gang Melati", "infrastructure", "own", "45", "m2", 9_000_000),
    ("Alat kesehatan posyandu", "health", "", "1", "paket", 12_000_000),
    ("Gerobak sampah", "social", "", "3", "unit", 6_000_000),
)


def add_meeting(work: Workplace, title: str = "Rembug warga RT 03") -> str:
    """A rembug with three decisions and three people; its uid."""
    decisions = tuple(
        MeetingDecision(
            uid=new_uid(), text=text, sector=sector, scope=scope, volume=volume, unit=unit, estimate=estimate
        )
        for text, sector, scope, volume, unit, estimate in DECISIONS
    )
    data = Meeting(
        title=title,
        date=date(2021, 8, 12),
        time="19.30",
        place="Balai RT 03",
        leader="Sugeng (contoh)",
        note_taker="Sri Wahyuni (contoh)",
        witnesses=("Hadi (contoh)", "Endang (contoh)"),
        decisions=decisions,
    )
    uid = work.records.save("d.meeting", data).uid
    for name in ("Slamet (contoh)", "Siti (contoh)", "Joko (contoh)"):
        work.records.save("d.attendance", Attendance(meeting=uid, name=name))
    return uid


def add_proposal(work: Workplace, /, title: str, sector: str, amount: int, meeting: str = "", **more: object) -> str:
    """One usulan; its uid."""
    data = Proposal(title=title, sector=sector, amount=amount, meeting=meeting, **more)  # type: ignore[arg-type]
    return work.proposals.save(data).uid
