"""The kelurahan packs approved usulan for a Pokmas, agrees on a contract and sends money, in its window."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.domain.records import Contract, Disbursement, WorkPackage
from desktop.ui.cards import StepCard
from desktop.ui.desk_check.submission_page import SubmissionPage
from desktop.ui.dialogs import ConfirmDialog, ReasonDialog
from desktop.ui.exchange.page import ExchangePage
from desktop.ui.home.office import OfficeHomePage
from desktop.ui.main_window import MainWindow
from desktop.ui.office_money.contract_page import OfficeContractPage
from desktop.ui.office_money.disburse_form import DisburseForm
from desktop.ui.office_money.group_page import GroupPage
from desktop.ui.office_money.number_dialog import NumberDialog
from desktop.ui.office_money.package_page import PackagePage
from desktop.ui.office_money.page import OfficeMoneyPage
from desktop.ui.paper_page import PaperPage
from desktop.ui.readiness.page import InspectorPage
from tests.services.pokmas import POKMAS, Scene
from tests.ui.office_money.conftest import Town

P = TypeVar("P", bound=QWidget)


def shown(window: MainWindow, kind: type[P]) -> P:
    page = window.page
    assert isinstance(page, kind), page
    return page


def room(window: MainWindow) -> OfficeMoneyPage:
    window.go("disbursement")
    return shown(window, OfficeMoneyPage)


def group(window: MainWindow) -> GroupPage:
    room(window).open_group(POKMAS)
    QTest.qWait(20)
    return shown(window, GroupPage)


def press(button: QPushButton) -> None:
    QTest.qWait(20)  # what was laid out just now is shown
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def answer(yes: bool, asked: list[str] | None = None) -> None:
    """Press a button of the question that comes next."""

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, ConfirmDialog):
            QTimer.singleShot(20, act)
            return
        if asked is not None:
            asked.append(dialog.accessibleDescription())
        press(dialog.yes if yes else dialog.no)

    QTimer.singleShot(20, act)


def sent(town: Town) -> list[Disbursement]:
    found = town.place.records.find("k.disbursement", order="id")
    return [record.data for record in found if isinstance(record.data, Disbursement)]


# --- the room -----------------------------------------------------------------------------------------------------


def test_without_anything_the_known_pokmas_stands_there(bare: Town, hall: MainWindow) -> None:
    page = room(hall)
    row = page.table.row()
    assert row is not None
    assert (row.name, row.packages, row.next.words) == ("Pokmas 02", 0, "Belum ada paket kegiatan")
    QTest.keyClick(page.table.view, Qt.Key.Key_Return)
    assert shown(hall, GroupPage).empty.isVisible()


def test_a_pokmas_nobody_knows_is_opened_by_its_number(bare: Town, hall: MainWindow) -> None:
    page = room(hall)

    def type_number() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, NumberDialog)
        QTest.keyClicks(dialog.field.control, "x")
        QTest.keyClick(dialog.field.control, Qt.Key.Key_Return)
        assert dialog.isVisible()
        assert dialog.field.problem
        dialog.field.edit.clear()
        QTest.keyClicks(dialog.field.control, "7")
        press(dialog.yes)

    QTimer.singleShot(50, type_number)
    page.new_group()
    opened = shown(hall, GroupPage)
    assert opened.title() == "Pokmas 07"
    assert "belum terdaftar" in opened.notice.label.text()
    send = opened.page_actions().secondary[0]
    assert not send.enabled


# --- the package --------------------------------------------------------------------------------------------------


def test_a_package_is_ticked_saved_shown_and_published(town: Town, hall: MainWindow) -> None:
    """From the notice of the room to the Pokmas's desk, with mouse and keys."""
    page = room(hall)
    assert "2 usulan yang disetujui (Rp13.400.000)" in page.notice.label.text()
    page.compose()
    packing = shown(hall, PackagePage)
    table = packing.table
    assert packing.sum.text() == "2 kegiatan dalam paket, jumlah Rp13.400.000. 1 tidak ikut."
    texts = {table.model.row(at).title: table.model.index(at, 0).data() for at in range(3)}
    assert texts == {"Paving gang": "Ya", "CCTV lingkungan": "Ya", "Biaya umum RT": "Tidak"}
    assert packing.group.value() == POKMAS  # there is only one
    # The space bar unticks the row; Ctrl+Z takes it back; a click on a box ticks.
    table.choose(town.items["CCTV lingkungan"])
    table.view.setFocus()
    QTest.keyClick(table.view, Qt.Key.Key_Space)
    assert packing.sum.text().startswith("1 kegiatan dalam paket, jumlah Rp5.000.000.")
    table.undo()
    at = table.model.find(town.items["Biaya umum RT"])
    box = table.view.visualRect(table.model.index(at, 0)).center()
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    assert packing.sum.text() == "3 kegiatan dalam paket, jumlah Rp14.900.000."
    QTest.mouseClick(table.view.viewport(), Qt.MouseButton.LeftButton, pos=box)
    QTest.keyClicks(packing.title_field.edit, "Paket Pokmas 02")
    packing.finish()
    opened = shown(hall, GroupPage)
    (card,) = opened.package_cards.values()
    assert (card.name.text(), card.chip.status.word) == ("Paket Pokmas 02", "Draf")
    assert opened.page_actions().primary is not None
    asked: list[str] = []
    answer(True, asked)
    press(card.publish)
    assert asked
    assert "2 kegiatan, Rp13.400.000" in asked[0]
    assert card.chip.status.word == "Terbit"
    assert not card.alter.isVisible()
    assert "ikut kiriman berikutnya" in hall.strip.text
    town.scene.to_group()
    (there,) = town.group.packages.for_pokmas()
    assert isinstance(there.data, WorkPackage)
    assert [item.title for item in there.data.items] == ["Paving gang", "CCTV lingkungan"]
    opened.send()
    assert shown(hall, ExchangePage).send.to_area == POKMAS


def test_a_package_nobody_built_on_is_taken_back(town: Town, hall: MainWindow) -> None:
    uid = town.pack()
    opened = group(hall)
    card = opened.package_cards[uid]
    assert card.back.isVisible()

    def give_reason() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ReasonDialog)
        QTest.keyClicks(QApplication.focusWidget() or dialog, "Pindah ke Pokmas lain")
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)

    QTimer.singleShot(200, give_reason)
    press(card.back)
    assert "Paket ditarik" in hall.strip.text
    assert uid not in opened.package_cards
    town.scene.to_group()
    assert town.group.packages.for_pokmas() == []
    assert {one.title for one in town.place.packages.candidates()} >= {"Paving gang", "CCTV lingkungan"}


def test_the_kelurahan_asks_what_an_inspector_would(town: Town, hall: MainWindow) -> None:
    town.pack()
    town.settle_rabs()
    town.agree()
    opened = group(hall)
    command = next(one for one in opened.page_actions().more if "ditanya pemeriksa" in one.text)
    command.run()
    page = shown(hall, InspectorPage)
    for _ in range(100):
        if page.rows:
            break
        QTest.qWait(50)
    assert "jawaban sesuai" in page.summary.text()
    assert all(row.button is None for row in page.rows)  # the Pokmas puts its papers right, not the kelurahan


def test_a_package_with_rabs_handed_in_is_not_offered_back(town: Town, hall: MainWindow) -> None:
    uid = town.pack()
    town.settle_rabs()
    assert not group(hall).package_cards[uid].back.isVisible()


def test_what_was_ticked_stays_when_the_page_is_left(town: Town, hall: MainWindow) -> None:
    room(hall).compose()
    packing = shown(hall, PackagePage)
    packing.table.choose(town.items["Paving gang"])
    QTest.keyClick(packing.table.view, Qt.Key.Key_Space)
    QTest.keyClicks(packing.title_field.edit, "Setengah jadi")
    hall.go_back()
    room(hall).compose()
    again = shown(hall, PackagePage)
    assert again.title_field.text() == "Setengah jadi"
    assert again.table.ticks == {town.items["CCTV lingkungan"]}
    assert "dipulihkan" in hall.strip.text


def test_nothing_ticked_is_said_and_nothing_written(town: Town, hall: MainWindow) -> None:
    room(hall).compose()
    packing = shown(hall, PackagePage)
    packing.table.alter(())
    packing.finish()
    assert packing.problems.isVisible()
    assert "Pilih paling sedikit satu" in packing.problems.summary + " ".join(
        label.text() for label in packing.problems.findChildren(QPushButton)
    )
    assert town.place.records.find("k.work_package") == []


def test_a_draft_is_altered_thrown_away_and_brought_back(town: Town, hall: MainWindow) -> None:
    record = town.place.packages.make(POKMAS, [town.items["Paving gang"]], "Draf")
    opened = group(hall)
    press(opened.package_cards[record.uid].alter)
    packing = shown(hall, PackagePage)
    assert packing.table.ticks == {town.items["Paving gang"]}
    packing.tick_all()
    packing.finish()
    assert shown(hall, GroupPage) is opened
    assert len(town.package().items) == 3
    assert len(town.place.records.find("k.work_package")) == 1
    press(opened.package_cards[record.uid].discard)
    assert opened.empty.isVisible()
    assert len(town.place.packages.candidates()) == 3
    hall.strip.notice.button.click()
    assert list(opened.package_cards) == [record.uid]


# --- the contract -------------------------------------------------------------------------------------------------


def test_a_contract_is_drawn_up_published_and_printed(town: Town, hall: MainWindow) -> None:
    town.place.officers.appoint("lurah", "Dewi Lama (contoh)", nip="197001011990032001", since=date(2020, 1, 1))
    town.place.officers.appoint("lurah", "Dewi Baru (contoh)", nip="198001012005012002", since=date(2022, 7, 1))
    package = town.pack()
    town.settle_rabs()
    opened = group(hall)
    assert opened.view.row.next.words == "Susun kontrak"
    press(opened.package_cards[package].contract)
    page = shown(hall, OfficeContractPage)
    assert page.form.field("value").text() == "Rp13.400.000"  # the RABs that stand
    QTest.qWait(20)
    number = page.form.field("number").control
    assert number.hasFocus()
    QTest.keyClicks(number, "188/1/2022")
    for name, typed in (("date", "21/2/22"), ("start", "1/3/22"), ("end", "31/10/22")):
        page.form.field(name).focus()
        QTest.keyClicks(page.form.field(name).control, typed)
    page.form.field("group_name").focus()
    QTest.keyClicks(page.form.field("group_name").control, "Melati (contoh)")
    assert page.form.field("lurah").text() == "Dewi Lama (contoh)"  # who held the post on that day
    page.form.field("chair").focus()
    QTest.keyClicks(page.form.field("chair").control, "Wahyu (contoh)")
    press(page.plan.ready[3])
    assert [one.amount for one in page.plan.tranches()] == [5_360_000, 4_020_000, 4_020_000]
    page.finish()
    contract = town.contract()
    assert (contract.number, contract.value, contract.payment) == ("188/1/2022", 13_400_000, "tranches")
    assert [(one.position, one.name) for one in contract.signers] == [
        ("Lurah", "Dewi Lama (contoh)"),
        ("Ketua Pokmas", "Wahyu (contoh)"),
    ]
    assert shown(hall, GroupPage) is opened
    (card,) = opened.contract_cards.values()
    assert card.chip.status.word == "Draf"
    assert card.findings.findings == []
    answer(True)
    press(card.publish)
    town.scene.to_group()
    (there,) = town.group.contracts.all()
    assert isinstance(there.data, Contract)
    assert there.data.tranches == contract.tranches
    press(card.print)
    paper = shown(hall, PaperPage)
    assert paper.printed is not None
    assert paper.printed.pages


def test_what_does_not_agree_is_said_while_typing(town: Town, hall: MainWindow) -> None:
    package = town.pack()
    town.settle_rabs()
    group(hall).draw_up(package)
    page = shown(hall, OfficeContractPage)
    assert page.findings.findings == []
    value = page.form.field("value")
    value.focus()
    QTest.keyClicks(value.control, "14 jt")
    said = [one.result.rule for one in page.findings.findings]
    assert said == ["V-23", "V-23"]
    assert "13.400.000" in page.findings.findings[0].message.text()
    page.form.field("date").set_text("1/3/22")
    page.form.field("end").set_text("1/2/22")
    page.form.field("start").set_text("1/3/22")
    page._look()
    assert "C-06" in [one.result.rule for one in page.findings.findings]
    page.finish()
    assert page.problems.isVisible()
    assert town.place.records.find("k.contract") == []


def test_a_contract_that_cannot_be_right_is_kept_back_with_its_reason(town: Town, hall: MainWindow) -> None:
    package = town.pack()
    plan = town.place.contracts.plan(14_000_000, (100,))
    record = town.place.contracts.draw_up(package, number="188/1", on=date(2022, 3, 1), tranches=plan)
    opened = group(hall)
    asked: list[str] = []
    answer(True, asked)
    press(opened.contract_cards[record.uid].publish)
    assert "Masih ada yang menghalangi" in asked[0]
    assert hall.strip.text.startswith("Kontrak ini belum bisa diterbitkan: nilai kontrak Rp14.000.000 melebihi")
    assert opened.contract_cards[record.uid].chip.status.word == "Draf"
    hall.strip.notice.button.click()
    shown(hall, OfficeContractPage)


def test_own_shares_are_read_or_refused_in_place(town: Town, hall: MainWindow) -> None:
    package = town.pack()
    group(hall).draw_up(package)
    plan = shown(hall, OfficeContractPage).plan
    plan.own.setFocus()
    QTest.keyClicks(plan.own, "70/20")
    QTest.keyClick(plan.own, Qt.Key.Key_Return)
    assert plan.trouble.text() == "Jumlah bagian tahap harus tepat 100 persen. Periksa persen tiap tahap."
    QTest.keyClicks(plan.own, "/10")
    QTest.keyClick(plan.own, Qt.Key.Key_Return)
    assert not plan.trouble.isVisible()
    assert [one.amount for one in plan.tranches()] == [9_380_000, 2_680_000, 1_340_000]
    plan.own.clear()
    QTest.keyClicks(plan.own, "banyak")
    press(plan.divide)
    assert plan.trouble.text().startswith("Tulis bagian tiap tahap")


def test_a_contract_being_typed_stays(town: Town, hall: MainWindow) -> None:
    package = town.pack()
    group(hall).draw_up(package)
    page = shown(hall, OfficeContractPage)
    QTest.keyClicks(page.form.field("number").control, "188/9")
    press(page.plan.ready[0])
    hall.go_back()
    group(hall).draw_up(package)
    again = shown(hall, OfficeContractPage)
    assert again.form.field("number").text() == "188/9"
    assert [one.amount for one in again.plan.tranches()] == [13_400_000]


def test_an_addendum_keeps_what_was_paid_and_what_form_t_says(town: Town, hall: MainWindow) -> None:
    town.pack()
    town.settle_rabs()
    uid = town.agree()
    record = town.place.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Contract)
    town.place.records.save("k.contract", replace(record.data, texts={"place": "Kediri"}), uid=uid, area=POKMAS)
    town.place.publications.publish([uid])
    town.place.contracts.disburse(uid, town.scene.tranches[0], date(2022, 3, 10))
    opened = group(hall)
    press(opened.contract_cards[uid].alter)
    page = shown(hall, OfficeContractPage)
    assert page.title() == "Adendum kontrak"
    page.plan.use((100,))
    page.plan.grid.rows.fill([{"uid": "", "amount": 13_400_000, "condition": "", "share": ""}])
    page.finish()
    assert [entry.text() for entry in page.problems.entries] == [
        "Tahap yang dananya sudah cair tidak bisa dihapus. Kembalikan barisnya."
    ]
    page.plan.fill([{"uid": one.uid, "amount": one.amount, "condition": ""} for one in record.data.tranches])
    page.plan.use((70, 30))
    page.finish()
    altered = town.contract()
    assert [one.amount for one in altered.tranches] == [9_380_000, 4_020_000]
    assert [one.uid for one in altered.tranches] == town.scene.tranches
    assert altered.texts == {"place": "Kediri"}
    assert opened.contract_cards[uid].chip.status.word == "Perubahan belum terbit"
    answer(True)
    press(opened.contract_cards[uid].publish)
    town.scene.to_group()
    assert [one.planned for one in town.group.contracts.tranche_state(uid)] == [9_380_000, 4_020_000]


# --- money --------------------------------------------------------------------------------------------------------


def test_money_sent_is_noted_with_three_keys(town: Town, hall: MainWindow) -> None:
    town.pack()
    town.settle_rabs()
    uid = town.agree()
    opened = group(hall)
    assert opened.view.row.next.words == "Cairkan tahap 1"
    primary = opened.page_actions().primary
    assert primary is not None
    primary.run()
    form = opened.form
    assert isinstance(form, DisburseForm)
    assert form.amount.text() == "Rp8.040.000"
    form.date.set_text("10/3/22")
    QTest.keyClick(form.date.control, Qt.Key.Key_Return)
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "SP2D 0114")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    (data,) = sent(town)
    assert (data.date, data.amount, data.reference) == (date(2022, 3, 10), 8_040_000, "SP2D 0114")
    assert not form.isVisible()
    assert "ikut kiriman berikutnya" in hall.strip.text
    town.scene.to_group()
    assert town.group.contracts.tranche_state(uid)[0].disbursed == 8_040_000
    # A typing error is mended in its place.
    opened.open_form(uid, town.scene.tranches[0], town.place.records.find("k.disbursement")[0].uid)
    assert opened.form is not None
    opened.form.reference.set_value("SP2D 0141")
    opened.form.finish()
    assert [(one.amount, one.reference) for one in sent(town)] == [(8_040_000, "SP2D 0141")]


def test_a_blocked_tranche_says_why_and_asks_before_it_is_noted(town: Town, hall: MainWindow) -> None:
    town.pack()
    town.settle_rabs()
    uid = town.agree()
    town.place.contracts.disburse(uid, town.scene.tranches[0], date(2022, 3, 10))
    opened = group(hall)
    second = opened.tranche_cards[town.scene.tranches[1]]
    assert second.blocked.isVisible()
    assert "Tahap 2 belum bisa cair" in second.blocked.reasons.text()
    press(second.disburse)
    assert opened.form is not None
    assert "ditanya" in opened.form.said.text()
    opened.form.date.set_text("10/6/22")
    asked: list[str] = []
    answer(False, asked)
    opened.form.finish()
    assert "SPJ tahap 1" in asked[0]
    assert len(sent(town)) == 1
    assert opened.form is not None
    answer(True)
    opened.form.finish()
    assert [one.amount for one in sent(town)] == [8_040_000, 5_360_000]


def test_more_than_the_tranche_is_refused_at_the_field(town: Town, hall: MainWindow) -> None:
    town.pack()
    town.settle_rabs()
    uid = town.agree()
    town.place.contracts.disburse(uid, town.scene.tranches[0], date(2022, 3, 10), 8_000_000)
    opened = group(hall)
    press(opened.tranche_cards[town.scene.tranches[0]].disburse)
    form = opened.form
    assert form is not None
    assert form.amount.text() == "Rp40.000"  # what is left of it
    form.amount.focus()
    QTest.keyClicks(form.amount.control, "8.040.000")
    QTest.keyClick(form.amount.control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.amount.problem.startswith("Tahap 1 sudah dicairkan Rp8.000.000 dari Rp8.040.000")
    assert len(sent(town)) == 1
    QTest.keyClick(form.amount.control, Qt.Key.Key_Escape)
    assert opened.form is None


def test_an_spj_leads_to_the_desk_where_it_is_looked_at(scene: Scene, hall: MainWindow) -> None:
    scene.bought()
    submission = scene.group.submissions.submit("spj", scene.tranches[0])
    scene.to_office()
    opened = group(hall)
    assert opened.view.row.next.words == "Periksa SPJ tahap 1"
    press(opened.tranche_cards[scene.tranches[0]].spj)
    assert shown(hall, SubmissionPage)._uid == submission


# --- home ---------------------------------------------------------------------------------------------------------


def sentences(window: MainWindow) -> dict[str, Callable[[], object]]:
    """The cards of home, by sentence."""
    window.go("home")
    page = shown(window, OfficeHomePage)
    page._all = True
    page.reload()

    def cards() -> list[StepCard]:
        return [card for card in page.steps.findChildren(StepCard) if not card.isHidden()]

    for _ in range(60):  # until the new cards are laid out
        QTest.qWait(20)
        if cards():
            break
    return {card.sentence.text(): card.button.click for card in cards()}


def follow(window: MainWindow, start: str) -> None:
    """Press the button of the card that begins like this."""
    cards = sentences(window)
    one = next((text for text in cards if text.startswith(start)), None)
    assert one is not None, list(cards)
    cards[one]()
    QTest.qWait(20)


def test_home_leads_to_each_next_deed(town: Town, hall: MainWindow) -> None:
    follow(hall, "2 usulan yang disetujui (Rp13.400.000) belum masuk paket")
    shown(hall, PackagePage)
    hall.go_back()
    town.pack()
    follow(hall, "Pokmas 02: paket “Paket Pokmas 02 TA 2022” sudah terbit, kontraknya belum ada.")
    shown(hall, OfficeContractPage)
    hall.go_back()
    shown(hall, GroupPage)
    assert not any("belum masuk paket" in text for text in sentences(hall))
    town.settle_rabs()
    after = sentences(hall)
    assert any("RAB-nya sudah disetujui" in text for text in after), list(after)
    town.agree()
    follow(hall, "Tahap 1 Pokmas 02 siap dicairkan: Rp8.040.000.")
    assert shown(hall, GroupPage).form is not None


def test_home_counts_an_spj_once(scene: Scene, hall: MainWindow) -> None:
    scene.bought()
    scene.group.submissions.submit("spj", scene.tranches[0])
    scene.to_office()
    follow(hall, "SPJ tahap 1 Pokmas 02 menunggu diperiksa.")
    shown(hall, GroupPage)
    assert not any("menunggu keputusan" in text for text in sentences(hall))


@pytest.mark.parametrize("size", [(1093, 535), (1366, 689)])
def test_nothing_hangs_out_of_the_window(town: Town, hall: MainWindow, size: tuple[int, int]) -> None:
    """Every button of the pages lies within the page's width."""
    town.pack()
    town.settle_rabs()
    uid = town.agree()
    hall.resize(*size)
    opened = group(hall)
    opened.open_form(uid, town.scene.tranches[0])
    QTest.qWait(60)
    for page in (opened, None):
        if page is None:
            opened.alter_contract(uid)
            QTest.qWait(60)
        now = hall.page
        assert now is not None
        for button in now.findChildren(QPushButton):
            if button.isVisible():
                right = button.mapTo(now, button.rect().topRight()).x()
                assert right <= now.width(), button.text()
