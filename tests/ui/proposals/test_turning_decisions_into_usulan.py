"""T4 and T5 of the screens' own tasks, done with real keys and clicks, and counted."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.records import Proposal
from desktop.services.workplace import Workplace
from desktop.ui.estimate.page import EstimatePage
from desktop.ui.main_window import MainWindow
from desktop.ui.proposals.dialogs import DecisionsDialog
from desktop.ui.proposals.page import ProposalsPage
from tests.ui.dialogs import Dialogs
from tests.ui.proposals.conftest import add_meeting, add_proposal

SHEET = [
    ("Paving blok 6 cm", "45", "m2", "85.000"),
    ("Pasir urug", "3,5", "m3", "240.000"),
    ("Semen 40 kg", "12", "zak", "62.000"),
    ("Kanstin", "40", "buah", "22.000"),
    ("Batu pecah", "2", "m3", "275.000"),
    ("Kawat bendrat", "1,5", "kg", "24.000"),
    ("Paku", "2", "kg", "20.000"),
    ("Papan cor", "6", "lembar", "35.000"),
    ("Ember", "4", "buah", "15.000"),
    ("Sarung tangan", "6", "pasang", "10.000"),
    ("Benang", "2", "gulung", "8.000"),
    ("Kuas", "3", "buah", "18.000"),
    ("Cat marka", "2", "kaleng", "95.000"),
    ("Tinner", "1", "liter", "30.000"),
    ("Papan nama", "1", "buah", "150.000"),
]
TOTAL = 3_825_000 + 840_000 + 744_000 + 880_000 + 550_000 + 36_000 + 40_000 + 210_000 + 60_000 + 60_000 + 16_000
TOTAL += 54_000 + 190_000 + 30_000 + 150_000


class Counted:
    """Real clicks and keys, with how many there were."""

    def __init__(self) -> None:
        self.clicks = self.keys = 0

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        self.clicks += 1
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def key(self, widget: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        QTest.keyClick(widget, key, modifier)

    def type(self, widget: QWidget, text: str) -> None:
        self.keys += len(text)
        QTest.keyClicks(widget, text)


def header_button(window: MainWindow, text: str) -> QPushButton:
    return next(
        button for button in window.header.findChildren(QPushButton) if button.text() == text and button.isVisible()
    )


def used(page: ProposalsPage, name: str) -> str:
    return next(bar.values() for bar in page.band.shown if bar.name == name)


def test_three_decisions_become_usulan_and_one_gets_a_pasted_rab(
    window: MainWindow, work: Workplace, qtbot: QtBot, dialogs: Dialogs
) -> None:
    add_meeting(work)
    hand = Counted()
    assert window.go("proposals")
    page = window.page
    assert isinstance(page, ProposalsPage)
    assert used(page, "Infrastruktur RT").startswith("Rp0 ")

    def answer(dialog: DecisionsDialog) -> None:
        assert [box.text() for box, _ in dialog.boxes] == [
            "Paving gang Melati",
            "Alat kesehatan posyandu",
            "Gerobak sampah",
        ]
        assert dialog.yes.text() == "Jadikan 3 usulan"
        hand.key(dialog.boxes[0][0], Qt.Key.Key_Return)

    dialogs.then(answer)
    hand.click(header_button(window, "Dari keputusan"))
    assert dialogs.seen == 1
    assert page.table.model.rowCount() == 3
    assert used(page, "Infrastruktur RT") == "Rp9.000.000 dari Rp10.000.000 (90 %)"

    # The first of them is chosen and has the keyboard: Enter opens its RAB.
    hand.key(page.table.view, Qt.Key.Key_Return)
    estimate = window.page
    assert isinstance(estimate, EstimatePage)
    QGuiApplication.clipboard().setText("\n".join("\t".join(row) for row in SHEET))
    hand.key(estimate.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "15 baris ditempel" in window.strip.text
    assert estimate.grid.rows.total("total") == TOTAL
    assert "Rp7.685.000" in estimate.foot.total.text()
    assert estimate.foot.spelled.text() == "Tujuh juta enam ratus delapan puluh lima ribu rupiah"
    assert estimate.notice.label.text() == ("Jumlah RAB Rp7.685.000 berbeda dari jumlah usulan Rp9.000.000.")
    hand.click(estimate.notice.button)
    hand.click(header_button(window, "Selesai"))
    assert window.page is page
    assert used(page, "Infrastruktur RT") == "Rp7.685.000 dari Rp10.000.000 (76 %)"
    record = work.records.get(page.table.model.row(0).uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    assert record.data.amount == TOTAL == 7_685_000
    assert [line.description for line in record.data.lines] == [row[0] for row in SHEET]
    assert [line.volume for line in record.data.lines][:2] == ["45", "3.5"]
    assert hand.clicks <= 12
    assert hand.keys <= 10


def test_an_over_cap_bidang_is_brought_back_within_its_cap(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    meeting = add_meeting(work)
    add_proposal(work, "Gerobak sampah", "social", 14_500_000, meeting)
    add_proposal(work, "CCTV digital", "social", 9_500_000, meeting)
    hand = Counted()
    assert window.go("proposals")
    page = window.page
    assert isinstance(page, ProposalsPage)
    social = next(bar for bar in page.band.shown if bar.name == "Sosial budaya")
    assert social.verdict()[0] == "lebih Rp4.000.000"

    hand.click(page.bar_of_findings.opened)
    finding = next(one for one in page.panel.list.findings if one.result.rule == "V-02")
    # The rule that holds it is named with its article and year, and what to do.
    assert "melebihi batas Rp20.000.000 sebesar Rp4.000.000" in finding.message.text()
    assert "Perwali Kediri 32/2021 pasal 21" in finding.message.text()
    assert finding.action.text() == "Kurangi Rp4.000.000, atau pindahkan usulan ke tahun depan."
    assert finding.button is not None
    hand.click(finding.button)
    # The largest usulan of the bidang is open, the cursor in its amount.
    assert page.drawer.isVisible()
    edit = page.drawer.amount_field.edit
    qtbot.waitUntil(edit.hasFocus)
    assert edit.text() == "Rp14.500.000"
    hand.type(edit, "10,5 jt")
    qtbot.waitUntil(lambda: page.drawer.bars.bars[0].over == 0)
    assert page.drawer.bars.bars[0].verdict()[0] == "sisa Rp0"
    hand.click(page.drawer.done_button)
    assert not page.drawer.isVisible()
    assert not any(bar.over for bar in page.band.shown)
    assert "V-02" not in {result.rule for result in work.proposals.board().results if not result.letter}
    assert hand.clicks <= 8
