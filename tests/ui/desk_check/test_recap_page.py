"""The recapitulation as a page: rows, sums, form L. Data contoh."""

from pypdf import PdfReader

from desktop.services.decisions import DecisionService
from desktop.services.workplace import Workplace
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.main_window import MainWindow
from desktop.ui.paper_page import PaperPage
from desktop.ui.recap.page import RecapPage
from tests.ui.desk_check.conftest import Clicks, Handed


def opened(review: ReviewPage, window: MainWindow) -> RecapPage:
    review.open_recap()
    page = window.page
    assert isinstance(page, RecapPage)
    return page


def test_without_approvals_it_leads_back_to_the_desk(
    arrived: Handed, review: ReviewPage, desk_window: MainWindow, click: Clicks
) -> None:
    page = opened(review, desk_window)
    assert page.table.empty.isVisible()
    command = page.page_actions().primary
    assert command is not None
    assert not command.enabled
    click(page.table.empty.button)
    assert desk_window.page is review


def test_rows_sums_and_form_l(
    arrived: Handed, review: ReviewPage, desk_window: MainWindow, place: Workplace, click: Clicks
) -> None:
    checkup, lamps, paving = arrived.items.values()
    decide = DecisionService(place.desk).decide
    decide(arrived.submission, checkup, "approve", placement="opd", office="Dinas Kesehatan", priority=2)
    decide(arrived.submission, lamps, "approve", amount=1_500_000, reason="Harga", placement="kelurahan", priority=1)
    decide(arrived.submission, paving, "return", reason="Volume?")
    page = opened(review, desk_window)
    assert [row.activity for row in page.table.model.rows()] == ["Lampu gang", "Alat cek posyandu"]
    assert page.count.figure.text() == "2"
    assert page.desks.figure.text() == "1"
    assert page.money.figure.text() == "Rp10.500.000"
    assert page.sectors.figure.text() == "Kesehatan"
    page.print_form()
    paper = desk_window.page
    assert isinstance(paper, PaperPage)
    assert paper.make_final()
    assert paper.printed is not None
    assert paper.printed.number == "RK-22-KEL-1-001"
    text = PdfReader(paper.printed.path).pages[0].extract_text()
    assert "10.500.000" in text
    desk_window.go_back()
    assert not page.notice.isVisible()
    decide(arrived.submission, paving, "approve", placement="kelurahan")
    page.reload()
    assert page.notice.isVisible()
    assert page.notice.label.text().startswith("Formulir L yang terakhir dibuat memuat 2 kegiatan.")


def test_a_next_step_leads_straight_to_it(review: ReviewPage, desk_window: MainWindow) -> None:
    review.open_record("", "recap")
    assert isinstance(desk_window.page, RecapPage)
