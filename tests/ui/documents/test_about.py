"""Forms about a contract, at the Pokmas: chosen once, filled in from it, kept with it."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.domain.records import Document, Team, TeamReport
from desktop.ui import rooms
from desktop.ui.documents.page import DocumentsPage
from desktop.ui.rooms import Room
from desktop.ui.theme import ThemeKeeper
from tests.services.pokmas import Scene
from tests.ui.spj.conftest import keeper, scene, theme
from tests.ui.treasurer import open_window

__all__ = ["keeper", "scene", "theme"]

DOCUMENTS = Room("documents", "Dokumen", "file-text", "desktop.ui.documents.page:DocumentsPage")


@pytest.fixture
def page(
    theme: ThemeKeeper, scene: Scene, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> DocumentsPage:
    """The treasurer's room, with everything bought."""
    scene.bought()
    monkeypatch.setitem(rooms.ROOMS, "pokmas", (DOCUMENTS,))
    window = open_window(theme, scene.group, tmp_path, qtbot, [DOCUMENTS])
    window.go("documents")
    shown = window.page
    assert isinstance(shown, DocumentsPage)
    qtbot.waitUntil(lambda: bool(shown.seen.lines), timeout=10_000)
    return shown


def test_the_only_contract_is_chosen_and_its_money_counted(page: DocumentsPage, scene: Scene) -> None:
    page.begin("team_report")
    view = page.view
    assert view is not None
    assert view.of == scene.contract
    grid = view.grids["rows"]
    assert str(grid.rows.index(0, 0).data()).startswith("Paving gang")
    assert grid.rows.index(0, 1).data() == "Rp5.000.000"
    assert page.keep()
    (record,) = scene.group.records.find("d.team_report")
    assert isinstance(record.data, TeamReport)
    assert (record.data.form, record.data.contract) == ("U", scene.contract)


def test_a_letter_names_its_contract_and_amount(page: DocumentsPage, scene: Scene) -> None:
    page.begin("spending_statement")
    view = page.view
    assert view is not None
    assert view.form.field("amount").text().startswith("Rp")
    assert page.keep()
    (record,) = scene.group.records.find("d.document")
    assert isinstance(record.data, Document)
    assert (record.data.kind, record.data.of) == ("spending_statement", scene.contract)


def test_one_decree_sets_all_teams(page: DocumentsPage, scene: Scene, qtbot: QtBot) -> None:
    page.begin("team_decree")
    view = page.view
    assert view is not None
    names = [str(view.grids["members"].rows.index(row, 2).data()) for row in range(3)]
    assert "Eko (contoh)" in names
    assert page.keep()
    teams = [one.data for one in scene.group.records.find("d.team") if isinstance(one.data, Team)]
    assert {one.kind for one in teams} == {"preparation", "execution", "supervision"}
    qtbot.waitUntil(lambda: not page._reading, timeout=10_000)
    page.reload()
    qtbot.waitUntil(lambda: not page._reading, timeout=10_000)
    assert len([one for one in page.seen.lines if one.kind == "team_decree"]) == 1
