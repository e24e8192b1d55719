"""The kelurahan's window with its room for rules, and an RT's to read them. Data contoh."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.domain.areas import parse_area
from desktop.services.desk import create_desk
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.rail import RailEntry
from desktop.ui.rules.page import RulesPage
from tests.ui.secretary import theme, window, work

__all__ = ["theme", "window", "work"]

OFFICE = "35.71.02.1013"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Workplace]:
    """The kelurahan of budget year 2022."""
    with Workplace(create_desk(tmp_path / "kel", parse_area(OFFICE), 2022, "Staf (contoh)")) as place:
        place.trust.found_office()
        yield place


@pytest.fixture
def rules(office: Workplace, window: MainWindow) -> RulesPage:
    """The room "Aturan", shown."""
    window.set_rail(
        [
            RailEntry("rules", "Aturan", "list-check", lambda: RulesPage(office, window)),
            RailEntry("exchange", "Kirim–Terima", "inbox", lambda: Page("Kirim–Terima")),
        ]
    )
    assert window.go("rules")
    page = window.page
    assert isinstance(page, RulesPage)
    return page
