"""Marking the mandatory activities: offered where a usulan is recognised, one click, and taken back."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.domain.records import Meeting, Proposal
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.proposals.findings import Finding
from desktop.ui.proposals.hand_in import HandInPage
from desktop.ui.proposals.page import ProposalsPage
from tests.ui.proposals.conftest import add_meeting, add_proposal
from tests.ui.proposals.test_list import open_list

LEFT = Qt.MouseButton.LeftButton


def missing(page: ProposalsPage, code: str) -> Finding:
    page.show_findings()
    return next(one for one in page.panel.list.findings if one.result.facts.get("activity") == code)


def marked(work: Workplace, uid: str) -> str:
    record = work.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    return record.data.mandatory


def words_on(finding: Finding) -> list[str]:
    return [button.text() for button in finding.buttons]


def test_a_recognised_usulan_is_marked_with_one_click_and_taken_back(
    window: MainWindow, work: Workplace, qtbot: QtBot
) -> None:
    meeting = add_meeting(work)
    uid = add_proposal(work, "PMT posyandu", "health", 1_500_000, meeting)
    page = open_list(window)
    finding = missing(page, "W2")
    assert words_on(finding) == ["Tandai “PMT posyandu”", "Tulis usulan"]
    QTest.mouseClick(finding.buttons[0], LEFT)
    qtbot.waitUntil(lambda: marked(work, uid) == "W2")
    assert "W2" not in {one.result.facts.get("activity") for one in page.panel.list.findings}
    assert window.strip.text.startswith("“PMT posyandu” ditandai sebagai kegiatan wajib: makanan tambahan (PMT)")
    QTest.mouseClick(window.strip.notice.button, LEFT)
    assert marked(work, uid) == ""
    assert words_on(missing(page, "W2"))[0] == "Tandai “PMT posyandu”"
    page.redo()
    assert marked(work, uid) == "W2"


def test_two_candidates_are_left_to_the_user(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    meeting = add_meeting(work)
    first = add_proposal(work, "Pelatihan kue", "economy", 1_500_000, meeting)
    second = add_proposal(work, "Pelatihan menjahit", "economy", 2_500_000, meeting)
    page = open_list(window)
    finding = missing(page, "W4")
    assert words_on(finding) == ["Tandai “Pelatihan kue”", "Tandai “Pelatihan menjahit”", "Tulis usulan"]
    QTest.mouseClick(finding.buttons[1], LEFT)
    qtbot.waitUntil(lambda: marked(work, second) == "W4")
    assert marked(work, first) == ""


def test_the_premium_may_be_marked_or_settled_by_its_letter(window: MainWindow, work: Workplace) -> None:
    add_proposal(work, "Iuran JKN warga", "health", 1_500_000, add_meeting(work))
    assert words_on(missing(open_list(window), "W1")) == ["Tandai “Iuran JKN warga”", "Buat surat D"]


def test_what_is_typed_beside_is_kept_when_marking(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    uid = add_proposal(work, "Sarana PKK", "social", 1_000_000, add_meeting(work))
    page = open_list(window)
    page.edit(uid)
    page.drawer.form.field("amount").set_text("900.000")
    page.drawer.form.changed.emit("amount")
    page.drawer.form.set_texts({"amount": "900.000"})
    finding = next(one for one in page.drawer.findings.findings if one.result.facts.get("activity") == "W3")
    QTest.mouseClick(finding.buttons[0], LEFT)
    qtbot.waitUntil(lambda: marked(work, uid) == "W3")
    record = work.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    assert record.data.amount == 900_000
    assert page.drawer.mandatory_field.value() == "W3"


def test_usulan_made_from_decisions_are_recognised_in_the_page_that_hands_in(
    window: MainWindow, work: Workplace, qtbot: QtBot
) -> None:
    meeting = add_meeting(work)
    record = work.records.get(meeting)
    assert record is not None
    assert isinstance(record.data, Meeting)
    uids = work.proposals.from_decisions(meeting, [one.uid for one in record.data.decisions])
    uid = add_proposal(work, "PMT posyandu", "health", 1_500_000, meeting)
    assert uids
    open_list(window)
    page = HandInPage(work, window, meeting)
    window.open_page(page)
    finding = next(one for one in page.findings.findings if one.result.facts.get("activity") == "W2")
    assert words_on(finding) == ["Tandai “PMT posyandu”", "Tulis usulan"]
    QTest.mouseClick(finding.buttons[0], LEFT)
    qtbot.waitUntil(lambda: marked(work, uid) == "W2")
    assert "W2" not in {one.result.facts.get("activity") for one in page.findings.findings}


def test_the_drawer_asks_beside_the_kind_of_activity(window: MainWindow, work: Workplace) -> None:
    uid = add_proposal(work, "Pelatihan kue", "economy", 1_500_000, add_meeting(work))
    road = add_proposal(work, "Paving gang", "infrastructure", 1_500_000, scope="own")
    page = open_list(window)
    page.edit(uid)
    field = page.drawer.mandatory_field
    assert field.isVisible()
    assert field.helper.text() == "Usulan ini tampaknya W4. Pilih di sini bila benar."
    top = field.mapTo(page.drawer.area.viewport(), field.rect().topLeft()).y()
    assert 0 < top < page.drawer.area.viewport().height() - field.height(), "in sight without scrolling"
    assert not page.drawer.participants_field.isVisible()
    field.set_value("W4")
    page.drawer.form.set_texts({"mandatory": field.text()})
    page.drawer.typed.emit()
    assert page.drawer.participants_field.isVisible(), "the year asks how many take part"
    assert field.helper.text() == ""
    page.edit(road)
    assert not field.isVisible(), "the year names none for this bidang"
