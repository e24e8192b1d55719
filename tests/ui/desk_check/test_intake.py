"""A whole folder of bundles: each file's outcome, stopping half-way, what was refused is kept. Data contoh."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.errors import Trouble
from desktop.services.desk import Desk
from desktop.services.exchange import ExchangeService
from desktop.services.intake import IntakeService, TakenFile
from desktop.services.workplace import Workplace
from desktop.ui.desk_check import intake_page
from desktop.ui.desk_check.intake_page import IntakePage
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.main_window import MainWindow
from tests.services.conftest import OFFICE, DeskMaker, approve, enrol
from tests.ui.desk_check.conftest import THREE, Clicks, hand_in


@pytest.fixture
def folder(office: Desk, new_desk: DeskMaker, tmp_path: Path) -> Path:
    """A stick: two RTs known here, one that is not, a cut bundle, a copy, and a film."""
    root = tmp_path / "stik"
    for number, known in ((1, True), (2, True), (3, False)):
        desk = new_desk(f"rt{number}", f"{OFFICE}/04/0{number}")
        enrol(desk, office)
        if known:
            approve(office, desk)
        hand_in(desk, tmp_path, THREE[:2])
        place = root / OFFICE / "in" / f"0{number}"
        place.mkdir(parents=True)
        ExchangeService(desk).send(OFFICE, place)
    whole = next((root / OFFICE / "in" / "02").glob("*.rembug"))
    (root / "terpotong.rembug").write_bytes(whole.read_bytes()[:-400])
    (root / "salinan.rembug").write_bytes(whole.read_bytes())
    (root / "film.mp4").write_bytes(b"\0" * 1000)
    (root / ".tersembunyi.rembug").write_bytes(b"x")
    return root


def ended(page: IntakePage, qtbot: QtBot) -> dict[str, str]:
    """The outcome of each file, once all is done."""
    qtbot.waitUntil(lambda: not page.busy, timeout=20_000)
    return {row.path.name: row.outcome for row in page.rows}


def test_every_bundle_of_the_folder_is_settled(
    folder: Path,
    review: ReviewPage,
    desk_window: MainWindow,
    place: Workplace,
    qtbot: QtBot,
    click: Clicks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(intake_page, "ask_folder", lambda *_: folder)
    review.take_folder()
    page = desk_window.page
    assert isinstance(page, IntakePage)
    outcomes = ended(page, qtbot)
    assert sorted(outcomes.values()) == ["refused", "same", "taken", "taken", "waits"]
    assert outcomes["terpotong.rembug"] == "refused"
    assert page.sum.text() == "5 bundel: 2 diterima, 1 sudah ada, 1 menunggu, 1 ditolak."
    assert len(place.inbox.entries()) == 2
    assert len(place.exchange.held()) == 2
    # What waits leads to the digits to compare.
    waiting = next(row for row in page.table.model.rows() if row.outcome == "waits")
    assert page.table.model.columns[1].text(waiting) == "RT 03/RW 04"
    page.table.opened.emit(waiting)
    exchange = desk_window.page
    assert isinstance(exchange, ExchangePage)
    assert exchange.receive.stranger is not None


def test_stopping_keeps_what_was_taken(folder: Path, office: Desk) -> None:
    intake = IntakeService(office)
    told: list[TakenFile] = []

    def stop_after_one(done: int, _total: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    paths = [path for path in intake.found(folder) if path.parent.name in ("01", "02")]
    with pytest.raises(KeyboardInterrupt):
        intake.take_all(paths, told.append, stop_after_one)
    assert [one.outcome for one in told] == ["taken"]
    assert len(Workplace(office).inbox.entries()) == 1
    # Going on later takes the rest; what was taken before says so.
    assert [one.outcome for one in intake.take_all(paths, told.append)] == ["same", "taken"]


def test_a_folder_without_bundles_says_so(
    review: ReviewPage, desk_window: MainWindow, tmp_path: Path, place: Workplace, qtbot: QtBot
) -> None:
    empty = tmp_path / "kosong"
    empty.mkdir()
    page = IntakePage(place, desk_window)
    desk_window.open_page(page)
    page.take(empty)
    assert ended(page, qtbot) == {}
    assert page.sum.text() == "Tidak ada bundel di folder kosong."


def test_a_folder_that_vanished_finds_nothing(office: Desk, tmp_path: Path) -> None:
    assert IntakeService(office).found(tmp_path / "dicabut") == []
    (one,) = IntakeService(office).take_all([tmp_path / "hilang.rembug"], _nobody)
    assert (one.outcome, one.sha256) == ("refused", "")
    assert isinstance(one.trouble, Trouble)


def _nobody(_one: TakenFile) -> None:
    """Nobody listens."""


def test_without_a_folder_the_page_says_what_it_is_for(
    review: ReviewPage, desk_window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake_page, "ask_folder", lambda *_: None)
    review.take_folder()
    page = desk_window.page
    assert isinstance(page, IntakePage)
    assert page.table.empty.isVisible()
    assert page.table.empty.button.text() == "Pilih folder…"
