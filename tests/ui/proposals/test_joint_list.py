"""Joint activities in the list: what counts here, or where the money stands; nothing while there are none."""

from desktop.domain.records import Contribution
from desktop.services.desk import new_uid
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.proposals.page import ProposalsPage
from tests.ui.proposals.conftest import OFFICE, add_meeting, add_proposal


def shown(page: ProposalsPage) -> dict[str, str]:
    """The words of the column by title; {} while the column is not shown."""
    model, view = page.table.model, page.table.view
    titles = [column.title for column in model.columns]
    at, title = titles.index("Gabungan"), titles.index("Judul")
    if view.isColumnHidden(at):
        return {}
    return {
        str(model.index(row, title).data()): str(model.index(row, at).data() or "") for row in range(model.rowCount())
    }


def test_host_and_part_say_what_counts_here(window: MainWindow, work: Workplace) -> None:
    meeting = add_meeting(work)
    add_proposal(work, "Gerobak sampah", "social", 6_000_000, meeting)
    window.go("proposals")
    page = window.page
    assert isinstance(page, ProposalsPage)
    assert shown(page) == {}
    paid = (Contribution(uid=new_uid(), rt=f"{OFFICE}/04/05", amount=12_000_000),)
    add_proposal(work, "Saluran bersama", "infrastructure", 30_000_000, meeting, scope="joint", contributions=paid)
    add_proposal(work, "Alat posyandu", "health", 4_000_000, meeting, host=f"{OFFICE}/04/02")
    page.reload()
    assert shown(page) == {
        "Gerobak sampah": "",
        "Saluran bersama": "Bagian RT ini Rp18.000.000",
        "Alat posyandu": "Dianggarkan di RT 02/RW 04",
    }
    joint = next(bar for bar in work.proposals.board().summary.bars if bar.scope == "joint")
    assert joint.used == 18_000_000  # the other RT's part does not use this one's ceiling
