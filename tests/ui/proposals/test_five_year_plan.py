"""From the usulan to the five-year plan (form I): this year's usulan stand in their year already."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.records import FiveYearPlan
from desktop.services.workplace import Workplace
from desktop.ui.documents.page import DocumentsPage
from desktop.ui.main_window import MainWindow
from desktop.ui.proposals.page import ProposalsPage
from desktop.ui.rail import RailEntry
from tests.ui.proposals.conftest import add_meeting, add_proposal


def test_the_plan_is_begun_from_the_usulan_typed_and_kept(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    meeting = add_meeting(work)
    add_proposal(work, "Paving gang Melati", "infrastructure", 9_000_000, meeting, scope="own")
    window.set_rail(
        [
            RailEntry("proposals", "Usulan", "clipboard-list", lambda: ProposalsPage(work, window)),
            RailEntry("documents", "Dokumen", "file-text", lambda: DocumentsPage(work, window)),
        ]
    )
    window.go("proposals")
    page = window.page
    assert page is not None
    command = next(one for one in page.page_actions().more if "formulir I" in one.text)
    command.run()
    plans = window.page
    assert isinstance(plans, DocumentsPage)
    qtbot.waitUntil(lambda: plans.view is not None, timeout=10_000)
    assert plans.view is not None
    assert plans.view.definition.key == "five_year_plan"
    grid = plans.view.grids["rows"]
    titles = [column.title for column in grid.rows.columns]
    assert titles == ["Bidang", "Tahun ke-1", "Tahun ke-2", "Tahun ke-3", "Tahun ke-4", "Tahun ke-5"]
    rows = [[str(grid.rows.index(at, column).data() or "") for column in range(6)] for at in range(2)]
    assert "Paving gang Melati" in rows[0]  # 2022 is the third year of 2020 to 2024
    assert rows[0].index("Paving gang Melati") == 3
    plans.view.tabs.setCurrentIndex(1)
    grid.go(0, 4)
    grid.setFocus()
    QTest.keyClicks(grid, "T")
    QTest.keyClicks(QApplication.focusWidget() or grid, "alut gang Mawar")
    grid.commitData(QApplication.focusWidget() or grid)
    plans.keep()
    (record,) = work.records.find("d.five_year_plan")
    assert isinstance(record.data, FiveYearPlan)
    assert record.data.years == (2020, 2021, 2022, 2023, 2024)
    assert record.data.rows[0].activities[2:4] == ("Paving gang Melati", "Talut gang Mawar")
