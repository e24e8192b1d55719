"""Ajukan: three steps, what holds them, what goes out, what comes back."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.areas import parse_area
from desktop.domain.records import Beneficiary, BeneficiaryList, Proposal, Scan, Submission
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk, create_desk, new_uid
from desktop.services.trust import TrustService
from desktop.services.workplace import Workplace
from desktop.ui.dialogs import ConfirmDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.paper_page import PaperPage
from desktop.ui.proposals.hand_in import HandInPage
from desktop.ui.proposals.hand_in_steps import AGAIN, NOT_PRINTED, OLD_SCAN, PRINTED, SCANNED
from desktop.ui.proposals.issued import IssuedPage
from desktop.ui.proposals.page import ProposalsPage
from desktop.ui.rail import RailEntry
from desktop.ui.scans import OUTDATED
from tests.services.conftest import approve, carry, enrol
from tests.ui.dialogs import Dialogs
from tests.ui.proposals.conftest import OFFICE, add_meeting, add_proposal

OLD_ROAD: dict[str, Any] = {"work": "repair", "land": "city", "built_year": 2010}
YEAR: tuple[tuple[str, str, int, dict[str, Any]], ...] = (
    ("Saluran air bersama", "infrastructure", 26_000_000, {"scope": "joint", **OLD_ROAD}),
    ("Paving gang Melati", "infrastructure", 9_000_000, {"scope": "own", **OLD_ROAD}),
    ("Iuran JKN warga", "health", 20_000_000, {"mandatory": "W1"}),
    ("PMT dan vitamin Posyandu", "health", 1_500_000, {"mandatory": "W2"}),
    ("Sarana PKK", "social", 1_000_000, {"mandatory": "W3"}),
    ("Pelatihan menjahit", "economy", 12_000_000, {"mandatory": "W4", "participants": 10}),
    ("Perlengkapan TPQ", "education", 14_000_000, {}),
    ("Peralatan olah raga", "youth", 8_000_000, {}),
)
"""Usulan of a year in which every rule of TA 2022 is kept."""


def add_photo(work: Workplace, meeting: str) -> None:
    """A picture of the rembug, without which nothing is handed in."""
    file = work.desk.folder / "rembug.jpg"
    Image.new("RGB", (64, 48), "#8899aa").save(file)
    work.attachments.add_photo(meeting, file, "meeting")


def whole_year(work: Workplace) -> tuple[str, list[str]]:
    meeting = add_meeting(work)
    add_photo(work, meeting)
    return meeting, [add_proposal(work, title, sector, amount, meeting, **more) for title, sector, amount, more in YEAR]


def open_page(window: MainWindow, work: Workplace, meeting: str) -> HandInPage:
    assert window.go("proposals")
    page = HandInPage(work, window, meeting)
    window.open_page(page)
    return page


def states(page: HandInPage) -> list[object]:
    return [row.state.status for row in page.paper_rows]


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    file = tmp_path / "scan.jpg"
    Image.new("RGB", (300, 400), "#f4f1e8").save(file)
    return file


def _one_there(page: HandInPage, of: str, kind: str) -> bool:
    return page.scan_slots[of].count(kind) == 1


def attach_all(page: HandInPage, file: Path, qtbot: QtBot) -> None:
    for row in page.paper_rows:
        of, kind = row.state.of, row.state.kind
        if not page.scan_slots[of].count(kind):
            page.scan_slots[of].attach(kind, [file])
            qtbot.waitUntil(partial(_one_there, page, of, kind))


# --- step 1 ----------------------------------------------------------------------------------------------------------


def test_step_one_lists_everything_and_leads_to_each_place(window: MainWindow, work: Workplace) -> None:
    meeting = add_meeting(work)
    social = add_proposal(work, "Gerobak sampah", "social", 24_000_000, meeting)
    page = open_page(window, work, meeting)
    assert [step.is_open for step in page.steps] == [True, False, False]
    assert page.steps[0].summary.text().startswith("4 hal menghalangi pengajuan, ")
    photo = next(one for one in page.findings.findings if one.result.field == "photos")
    assert photo.button is not None
    assert photo.button.text() == "Tambah foto"
    levels = [one.result.level for one in page.findings.findings]
    assert levels == sorted(levels, key=["block", "letter", "warn"].index)
    assert not any(one.result.rule.startswith("S-") for one in page.findings.findings)
    assert page.onward.text() == "Lanjut ke cetak dan tanda tangani"
    above = next(one for one in page.findings.findings if one.result.rule == "V-02")
    assert above.button is not None
    QTest.mouseClick(above.button, Qt.MouseButton.LeftButton)
    listed = window.page
    assert isinstance(listed, ProposalsPage)
    assert listed.drawer.uid == social


def test_without_letters_and_scans_nothing_can_be_handed_in(window: MainWindow, work: Workplace) -> None:
    meeting = add_meeting(work)
    add_proposal(work, "Alat cek", "health", 3_000_000, meeting)
    page = open_page(window, work, meeting)
    QTest.mouseClick(page.onward, Qt.MouseButton.LeftButton)
    assert "berubah selama isinya berubah" in page.code.explained.text()
    QTest.mouseClick(page.onward, Qt.MouseButton.LeftButton)
    QTest.qWait(120)
    assert page.steps[2].title.visibleRegion().boundingRect().size() == page.steps[2].title.size(), "scrolled to it"
    assert window.focusWidget() is page.steps[2].arrow, "not somewhere else because the button has nothing to do"
    assert page.onward.text() == "Ajukan sekarang"
    assert not page.onward.isEnabled()
    assert page.held.text() == "Belum dapat diajukan: selesaikan langkah 1."
    page.submit()
    assert work.submissions.states() == {}


# --- step 2 ----------------------------------------------------------------------------------------------------------


def test_papers_are_printed_signed_and_scanned(window: MainWindow, work: Workplace, qtbot: QtBot, scan: Path) -> None:
    meeting, uids = whole_year(work)
    page = open_page(window, work, meeting)
    assert [step.is_open for step in page.steps] == [False, True, False]  # nothing holds it
    assert [row.state.kind for row in page.paper_rows] == ["attendance", "minutes", "proposal_letter"]
    assert states(page) == [NOT_PRINTED] * 3
    code = work.submissions.prepare("proposals", meeting).code
    assert page.code.code.text() == code
    assert len(code) == 8

    QTest.mouseClick(page.paper_rows[1].print_button, Qt.MouseButton.LeftButton)
    paper = window.page
    assert isinstance(paper, PaperPage)
    assert paper.is_final
    window.go_back()
    assert states(page) == [NOT_PRINTED, PRINTED, NOT_PRINTED]
    assert page.paper_rows[1].detail.text().startswith("BA-22-0304-1-001, dicetak ")
    QTest.mouseClick(page.paper_rows[1].view_button, Qt.MouseButton.LeftButton)
    shown = window.page
    assert isinstance(shown, IssuedPage)
    assert shown.preview.page_count >= 1
    window.go_back()

    page.print_needed()
    assert states(page) == [PRINTED] * 3
    page.scan_slots[meeting].attach("minutes", [scan])
    qtbot.waitUntil(lambda: states(page) == [PRINTED, SCANNED, PRINTED])
    assert page.steps[1].summary.text() == "1 dari 3 kertas sudah ada pindaiannya."

    # The contents change: what was printed is printed again, what was signed is signed again.
    record = work.records.get(uids[0])
    assert record is not None
    assert isinstance(record.data, Proposal)
    work.proposals.save(replace(record.data, title="Saluran air bersama RW 04"), uids[0])
    page.reload()
    assert page.code.code.text() != code
    assert states(page) == [PRINTED, OLD_SCAN, AGAIN]
    qtbot.waitUntil(lambda: page.scan_slots[meeting].slots["minutes"].chip.status == OUTDATED)
    assert "Isinya berubah sesudah ditandatangani" in page.paper_rows[1].detail.text()
    assert "cetak dan tandatangani lagi" in page.paper_rows[2].detail.text()
    assert not page.steps[1].chip.isVisible()
    page.print_needed()
    assert states(page)[1] is OLD_SCAN
    assert page.paper_rows[1].detail.text().endswith("Tandatangani, lalu lampirkan pindaian yang baru.")


# --- step 3 and after ------------------------------------------------------------------------------------------------


def test_a_scan_attached_elsewhere_is_tied_to_its_print(window: MainWindow, work: Workplace, scan: Path) -> None:
    meeting, uids = whole_year(work)
    work.attachments.add_scan(meeting, "proposal_letter", [scan])  # before any print: of a paper we did not make
    work.papers.build("minutes", meeting, final=True)
    work.attachments.add_scan(meeting, "minutes", [scan], caption="dari halaman rembug")
    code = work.submissions.prepare("proposals", meeting).code
    page = open_page(window, work, meeting)
    assert states(page) == [NOT_PRINTED, SCANNED, SCANNED]
    codes = {
        record.data.paper: record.data.submission_code
        for record in work.records.find("d.scan")
        if isinstance(record.data, Scan)
    }
    assert codes == {"minutes": code, "proposal_letter": ""}
    record = work.records.get(uids[0])
    assert record is not None
    assert isinstance(record.data, Proposal)
    work.proposals.save(replace(record.data, location="Gang 1"), uids[0])
    page.reload()
    assert states(page) == [NOT_PRINTED, OLD_SCAN, SCANNED]


def test_handing_in_says_exactly_what_goes_out(
    window: MainWindow, work: Workplace, qtbot: QtBot, scan: Path, dialogs: Dialogs
) -> None:
    meeting, uids = whole_year(work)
    rows = (
        Beneficiary(uid=new_uid(), name="Siti (contoh)", nik="3571014101700001", amount=500_000),
        Beneficiary(uid=new_uid(), name="Joko (contoh)", amount=500_000),
    )
    work.records.save("d.beneficiary_list", BeneficiaryList(kind="jkn", meeting=meeting, proposal=uids[2], rows=rows))
    page = open_page(window, work, meeting)
    page.print_needed()
    attach_all(page, scan, qtbot)
    qtbot.waitUntil(lambda: states(page) == [SCANNED] * 3)
    page.steps[2].pressed.emit()
    lines = page.contents.lines
    assert "8 usulan. Rp91.500.000" in lines
    assert "3 nama yang hadir. Nama, L/P, dan RT/RW saja; tanpa NIK dan nomor telepon." in lines
    assert "1 daftar calon penerima, 2 orang. Memuat 1 NIK. Hanya daftar ini yang membawa NIK." in lines
    assert "3 pindaian kertas bertanda tangan." in lines
    assert "2. Paving gang Melati. Infrastruktur lingkungan RT, Rp9.000.000" in lines
    assert "Ketua RT: Sugeng (contoh)" in page.signers.text.text()

    def yes(dialog: ConfirmDialog) -> None:
        assert dialog.focusWidget() is dialog.no  # the safe answer has the keyboard
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)

    assert page.onward.isEnabled()
    dialogs.then(yes)
    QTest.mouseClick(page.onward, Qt.MouseButton.LeftButton)
    assert window.strip.text == "Sudah diajukan. Langkah berikutnya: kirim ke kelurahan."
    (sent,) = work.submissions.received()
    assert isinstance(sent.data, Submission)
    assert [item.uid for item in sent.data.items] == uids
    assert [signer.name for signer in sent.data.signers][:2] == ["Sugeng (contoh)", "Sri Wahyuni (contoh)"]
    assert page.outcome.isVisible()
    assert not page.steps[0].isVisible()
    assert page.onward.isHidden() or not page.onward.isVisible()
    assert window.strip.notice.button.text() == "Buka Kirim–Terima"


def test_what_changed_behind_the_question_is_not_handed_in(
    window: MainWindow, work: Workplace, qtbot: QtBot, scan: Path, dialogs: Dialogs
) -> None:
    meeting, uids = whole_year(work)
    page = open_page(window, work, meeting)
    page.print_needed()
    attach_all(page, scan, qtbot)
    qtbot.waitUntil(lambda: states(page) == [SCANNED] * 3)
    page.steps[2].pressed.emit()
    record = work.records.get(uids[0])
    assert record is not None
    assert isinstance(record.data, Proposal)
    changed = replace(record.data, location="Gang 2")

    def yes(dialog: ConfirmDialog) -> None:
        work.records.save("d.proposal", changed, uid=uids[0])  # another window of the same desk
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)

    dialogs.then(yes)
    QTest.mouseClick(page.onward, Qt.MouseButton.LeftButton)
    assert window.strip.text == (
        "Isi pengajuan berubah sesudah diperiksa, jadi belum diajukan. Periksa isinya sekali lagi, lalu ajukan."
    )
    assert work.submissions.states() == {}
    assert work.submissions.received() == []
    assert states(page) == [SCANNED, OLD_SCAN, OLD_SCAN]


def test_a_submission_is_taken_back_with_a_reason(window: MainWindow, work: Workplace, dialogs: Dialogs) -> None:
    meeting, _ = whole_year(work)
    work.submissions.submit("proposals", meeting)
    page = open_page(window, work, meeting)
    assert page.outcome.title.text() == "Sudah diajukan"

    def reason(dialog: QDialog) -> None:
        field = dialog.findChild(QPlainTextEdit)
        assert field is not None
        yes = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Tarik kembali")
        assert not yes.isEnabled()
        QTest.keyClicks(field, "Salah bidang")
        QTest.mouseClick(yes, Qt.MouseButton.LeftButton)

    dialogs.then(reason)
    page.withdraw()
    assert window.strip.text == "Pengajuan ditarik. Kirim lagi ke kelurahan agar mereka tahu."
    assert page.outcome.lead.text() == "Pengajuan ditarik. Ubah seperlunya, lalu ajukan lagi."
    assert page.steps[0].isVisible()
    assert len(page.outcome.fixes) == 8


@pytest.fixture
def office(work: Workplace, tmp_path: Path) -> Desk:
    """The kelurahan's desk, which knows this RT."""
    desk = create_desk(tmp_path / "kelurahan", parse_area(OFFICE), 2022, "Kelurahan")
    TrustService(desk).found_office()
    enrol(work.desk, desk)
    approve(desk, work.desk)
    return desk


def test_returned_usulan_come_back_with_reasons_and_only_they_go_again(
    window: MainWindow, work: Workplace, office: Desk, tmp_path: Path
) -> None:
    meeting, uids = whole_year(work)
    sent = work.submissions.submit("proposals", meeting)
    carry(work.desk, office, tmp_path)
    decide = DecisionService(office).decide
    decide(sent, uids[1], "return", reason="Volume belum jelas")
    decide(sent, uids[6], "approve", amount=12_000_000, reason="Sesuai harga", placement="kelurahan")
    for uid in uids:
        if uid not in (uids[1], uids[6]):
            decide(sent, uid, "approve", placement="kelurahan")
    carry(office, work.desk, tmp_path)
    office.close()
    page = open_page(window, work, meeting)
    assert page.outcome.lead.text() == (
        "1 usulan dikembalikan. Perbaiki, lalu ajukan lagi; hanya yang dikembalikan ikut diajukan."
    )
    assert page.steps[2].summary.text() == "1 usulan yang dikembalikan, Rp9.000.000."
    (fix,) = page.outcome.fixes
    QTest.mouseClick(fix, Qt.MouseButton.LeftButton)
    listed = window.page
    assert isinstance(listed, ProposalsPage)
    assert listed.drawer.uid == uids[1]
    assert listed.drawer.notice.label.text() == "Kelurahan meminta perbaikan: Volume belum jelas"
    row = listed.table.row()
    assert row is not None
    assert (row.state, row.locked) == ("returned", False)
    listed.drawer.more.unfold()
    QTest.keyClicks(listed.drawer.form.field("volume").control, "45")
    listed.drawer.finish()
    page = open_page(window, work, meeting)
    assert [record.uid for record in work.submissions.prepare("proposals", meeting).items] == [uids[1]]
    listed.reload()
    note = next(column for column in listed.table.model.columns if column.title == "Catatan kelurahan")
    assert note.text(listed.table.model.row(1)) == "Sudah diubah, belum diajukan lagi. Volume belum jelas"
    assert note.text(listed.table.model.row(6)) == "Disetujui Rp12.000.000. Sesuai harga"


def test_the_way_to_hand_in_asks_for_a_rembug_first(window: MainWindow, work: Workplace) -> None:
    add_proposal(work, "Alat cek", "health", 3_000_000)
    window.go("proposals")
    listed = window.page
    assert isinstance(listed, ProposalsPage)
    listed.hand_in()
    assert window.page is listed
    assert window.strip.text == ("Usulan belum punya rembug. Pilih rembug yang memutuskannya, atau buat rembug baru.")
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert listed.drawer.isVisible()


def test_f9_opens_the_step_of_what_is_missing(window: MainWindow, work: Workplace) -> None:
    meeting, _ = whole_year(work)
    window.set_rail(
        [
            RailEntry("proposals", "Usulan", "clipboard-list", lambda: ProposalsPage(work, window)),
            RailEntry("meetings", "Rembug", "gavel", lambda: Page("Rembug")),
        ]
    )
    page = open_page(window, work, meeting)
    found = page.check()
    assert found is not None
    scans = [problem for problem in found if "belum dilampirkan" in problem.text]
    assert len(scans) == 3
    page.steps[0].pressed.emit()
    assert scans[0].jump is not None
    scans[0].jump()
    assert [step.is_open for step in page.steps] == [False, True, False]
