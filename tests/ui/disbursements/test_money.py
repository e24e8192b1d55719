"""A treasurer follows a contract's money, tranche by tranche."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from desktop.domain.records import Contract, MoneyReceived, MoneyReturned, Signer
from desktop.services.workplace import Workplace
from desktop.ui.disbursements import page as page_module
from desktop.ui.disbursements.contract_page import ContractPage
from desktop.ui.disbursements.money_form import MoneyForm, ReturnForm
from desktop.ui.disbursements.page import DisbursementsPage
from desktop.ui.main_window import MainWindow
from desktop.ui.receipts.page import ReceiptsPage
from tests.ui.treasurer import PAVING, POSYANDU, TRAINING, Office, found_group, found_package, item, picture, receipt


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def enter(times: int = 1) -> None:
    for _ in range(times):
        QTest.keyClick(focused(), Qt.Key.Key_Return)


def money(work: Workplace) -> list[MoneyReceived]:
    return [r.data for r in work.records.find("d.money_received", order="id") if isinstance(r.data, MoneyReceived)]


def stations(page: DisbursementsPage, tranche: str) -> dict[str, tuple[str, str, str]]:
    return {one.name: (one.amount, one.detail, one.state) for one in page.tranche_cards[tranche].flow.stations}


def test_without_a_contract_there_are_two_ways_on(page: DisbursementsPage) -> None:
    assert page.empty.isVisible()
    assert page.page_actions().primary is None


def test_money_is_noted_with_four_keys(page: DisbursementsPage, window: MainWindow, work: Workplace) -> None:
    """Everything known stands there already: Enter four times notes the planned amount (budget: 20 seconds)."""
    group = found_group(work, money=False)
    page.reload()
    page.record_money()
    assert page.form is not None
    page.form.date.set_text("14/3/22")
    enter(2)
    QTest.keyClicks(focused(), "Bank Jatim 0123")
    enter()
    QTest.keyClicks(focused(), "SP2D 0481")
    enter()
    noted = money(work)[0]
    assert (noted.date, noted.account, noted.reference) == (date(2022, 3, 14), "Bank Jatim 0123", "SP2D 0481")
    assert noted.amount == 13_566_000
    assert noted.tranche == group.tranches[0]
    assert "tahap 1 Rp13.566.000 tercatat" in window.strip.text
    assert stations(page, group.tranches[0])["Diterima Pokmas"] == ("Rp13.566.000", "14 Maret 2022", "done")
    # The next note knows the account.
    page.record_money()
    following = page.form
    assert following is not None
    assert (following.account.text(), following.amount.text()) == ("Bank Jatim 0123", "Rp9.044.000")


def test_another_amount_than_planned_is_said_and_kept(page: DisbursementsPage, work: Workplace) -> None:
    found_group(work, money=False)
    page.reload()
    page.record_money()
    assert page.form is not None
    page.form.date.set_text("14/3/22")
    page.form.amount.focus()
    QTest.keyClicks(page.form.amount.control, "13 jt")
    assert page.form.said.text().startswith("Berbeda dari rencana")
    QTest.keyClick(page.form.amount.control, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert money(work)[0].amount == 13_000_000


def test_what_cannot_be_read_is_said_in_its_field(page: DisbursementsPage, work: Workplace) -> None:
    found_group(work, money=False)
    page.reload()
    page.record_money()
    form = page.form
    assert form is not None
    form.date.set_text("31/2")
    enter()
    assert form.date.problem
    form.date.set_text("14/3/22")
    form.amount.set_text("0")
    form.finish()
    assert form.amount.problem == "Jumlahnya belum diisi."
    assert money(work) == []
    QTest.keyClick(form.amount.control, Qt.Key.Key_Escape)
    assert page.form is None


def test_the_same_money_is_asked_about_before_it_is_noted_again(
    page: DisbursementsPage, work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = found_group(work)
    page.reload()
    before = money(work)
    asked: list[str] = []
    answers = [False, True]

    def answer(_page: QWidget, question: str, *_: object, **__: object) -> bool:
        asked.append(question)
        return answers.pop(0)

    monkeypatch.setattr(page_module, "confirm", answer)
    for _ in range(2):
        page.open_form(group.tranches[0])
        assert page.form is not None
        page.form.date.set_text(before[0].date.strftime("%d/%m/%Y") if before[0].date else "")
        page.form.reference.set_text(before[0].reference)
        page.form.finish()
    assert asked == ["Dana masuk Rp13.566.000 ini sudah tercatat. Catat sekali lagi?"] * 2
    assert len(money(work)) == len(before) + 1
    card = next(iter(page.contract_cards.values()))
    said = " ".join(label.text() for label in card.findings.findChildren(QLabel))
    assert "padahal rencana kontrak Rp13.566.000" in said
    assert "tercatat dua kali" in said


def test_a_note_is_altered_and_removed(page: DisbursementsPage, window: MainWindow, work: Workplace) -> None:
    group = found_group(work)
    page.reload()
    card = page.tranche_cards[group.tranches[0]]
    assert [button.text() for button in card.frame.findChildren(QPushButton)].count("Ubah") == 1
    uid = work.records.find("d.money_received")[0].uid
    page.tranche_cards[group.tranches[0]].money_wanted.emit(uid)
    assert page.form is not None
    page.form.reference.set_text("SP2D 0482")
    page.form.finish()
    assert money(work)[0].reference == "SP2D 0482"
    page.open_form(group.tranches[0], uid)
    assert page.form is not None
    QTest.mouseClick(page.form.remove, Qt.MouseButton.LeftButton)
    assert money(work) == []
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert len(money(work)) == 1


def test_the_next_tranche_waits_for_the_earlier_spj(page: DisbursementsPage, work: Workplace) -> None:
    group = found_group(work)
    work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Makmur (contoh)", "0217", date(2022, 3, 16)))
    page.reload()
    box = page.tranche_cards[group.tranches[1]].blocked
    assert box.isVisible()
    assert "SPJ tahap 1 kurang" in box.reasons.text()
    assert not box.missing.isVisible()
    QTest.mouseClick(box.more, Qt.MouseButton.LeftButton)
    assert "Foto nota: 1 dari 1 kuitansi belum punya foto nota." in box.missing.text()
    assert box.missing.isVisible()
    assert not page.tranche_cards[group.tranches[0]].blocked.isVisible()
    # Money that did come is noted all the same.
    work.contracts.record_money(group.contract, group.tranches[1], date(2022, 5, 2), 9_044_000)
    page.reload()
    assert not page.tranche_cards[group.tranches[1]].blocked.isVisible()


def test_what_is_used_and_left_stands_in_the_card(page: DisbursementsPage, work: Workplace) -> None:
    group = found_group(work)
    work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Makmur (contoh)", "0217", date(2022, 3, 16)))
    page.reload()
    assert stations(page, group.tranches[0])["Terpakai"] == ("Rp520.000", "sisa Rp13.046.000", "now")
    card = page.contract_cards[group.contract]
    assert card.value.text() == "Rp22.610.000"
    assert "terpakai\u00a0Rp520.000" in card.sums.text()
    # The next tranche may spend more than came in for it, and says why.
    work.contracts.record_money(group.contract, group.tranches[1], date(2022, 5, 2), 9_044_000)
    page.reload()
    said = stations(page, group.tranches[1])["Terpakai"][1]
    assert said == "termasuk sisa tahap lalu Rp13.046.000, sisa Rp22.090.000"


def test_the_next_step_leads_to_the_receipts_of_that_tranche(
    page: DisbursementsPage, window: MainWindow, work: Workplace
) -> None:
    group = found_group(work)
    page.reload()
    card = page.tranche_cards[group.tranches[0]]
    assert card.button.text() == "Ketik kuitansi"
    QTest.mouseClick(card.button, Qt.MouseButton.LeftButton)
    shown = window.page
    assert isinstance(shown, ReceiptsPage)
    assert shown.scope.currentText() == "Tahap 1"


def test_a_contract_is_typed_from_its_paper(page: DisbursementsPage, window: MainWindow, work: Workplace) -> None:
    package = found_package(work)
    page.type_contract()
    typed = window.page
    assert isinstance(typed, ContractPage)
    QTest.keyClicks(focused(), "027/12/SWA/2022")
    typed.form.field("date").set_text("1/3/22")
    typed.form.field("value").set_text("22610000")
    typed.plan.use((60, 40))
    assert typed.plan.sums.text() == "Jumlah tahap Rp22.610.000, sama dengan nilai kontrak."
    typed.finish()
    data = work.contracts.all()[0].data
    assert isinstance(data, Contract)
    assert (data.number, data.value, data.package, data.source) == ("027/12/SWA/2022", 22_610_000, package, "paper")
    assert [one.amount for one in data.tranches] == [13_566_000, 9_044_000]
    assert all(one.uid for one in data.tranches)
    assert window.page is page
    assert len(page.tranche_cards) == 2


def test_tranches_must_come_to_the_value(page: DisbursementsPage, window: MainWindow, work: Workplace) -> None:
    page.type_contract()
    typed = window.page
    assert isinstance(typed, ContractPage)
    typed.form.field("number").set_text("027")
    typed.form.field("date").set_text("1/3/22")
    typed.form.field("value").set_text("10 jt")
    typed.plan.grid.rows.type_text(0, 0, "6 jt")
    assert typed.plan.sums.text() == "Jumlah tahap Rp6.000.000, kurang Rp4.000.000 dari kontrak."
    typed.finish()
    assert work.contracts.all() == []
    assert any("harus sama dengan nilai" in one.text() for one in typed.problems.entries)
    typed.plan.grid.rows.type_text(1, 0, "4 jt")
    typed.finish()
    assert len(work.contracts.all()) == 1


def test_a_contract_half_typed_is_there_again(page: DisbursementsPage, window: MainWindow, work: Workplace) -> None:
    group = found_group(work)
    first = ContractPage(work, window, group.contract)
    first.form.field("number").set_text("028/SWA/2022")
    first.form._dirty = True
    first.plan.grid.rows.type_text(0, 2, "Sesudah SPMK")
    first.save_draft()
    again = ContractPage(work, window, group.contract)
    assert again.form.field("number").text() == "028/SWA/2022"
    assert [one.condition for one in again.plan.tranches()] == ["Sesudah SPMK", "SPJ tahap 1 disetujui"]
    assert [one.uid for one in again.plan.tranches()] == list(group.tranches)
    for made in (first, again):
        made.deleteLater()


def test_a_tranche_with_money_cannot_be_dropped(page: DisbursementsPage, window: MainWindow, work: Workplace) -> None:
    group = found_group(work)
    page.reload()
    page.type_contract(group.contract)
    typed = window.page
    assert isinstance(typed, ContractPage)
    typed.plan.grid.rows.remove_rows([0])
    typed.plan.grid.rows.type_text(0, 0, "22610000")
    typed.finish()
    assert any("dananya sudah cair" in one.text() for one in typed.problems.entries)


def test_the_kelurahans_contract_and_the_typed_one_become_one(
    page: DisbursementsPage, work: Workplace, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = found_group(work)
    work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Makmur (contoh)", "0217", date(2022, 3, 16)))
    items = (
        item("Paving gang Melati", "infrastructure", "RT 03/RW 04", "Gang Melati", PAVING),
        item("Alat kesehatan posyandu Anggrek", "health", "RT 03/RW 04", "Posyandu Anggrek", POSYANDU),
        item("Pelatihan membuat kue", "economy", "RT 05/RW 04", "Balai RW 04", TRAINING),
    )
    sent = office.contract(office.package(items), (13_566_000, 9_044_000))
    office.send()
    page.reload()
    assert page.notice.isVisible()
    monkeypatch.setattr(page_module, "confirm", lambda *_, **__: True)
    page.link()
    assert [record.uid for record in work.contracts.all()] == [sent]
    assert not page.notice.isVisible()
    assert [state.received for state in work.contracts.tranche_state(sent)] == [13_566_000, 0]
    assert [state.used for state in work.contracts.tranche_state(sent)] == [520_000, 0]
    assert page.contract_cards[sent].alter.isHidden()


def test_what_the_kelurahan_sent_fills_the_line(page: DisbursementsPage, work: Workplace, office: Office) -> None:
    package = office.package((item("Paving gang Melati", "infrastructure", "RT 03/RW 04", "Gang Melati", PAVING),))
    sent = office.contract(package, (6_000_000, 4_000_000))
    first = office.place.contracts.tranche_state(sent)[0].uid
    office.place.contracts.disburse(sent, first, date(2022, 3, 11), reference="SP2D 0481", despite_blocks=True)
    office.send()
    page.reload()
    assert stations(page, first)["Dicairkan kelurahan"] == ("Rp6.000.000", "11 Maret 2022, SP2D 0481", "done")
    page.open_record(first)
    assert page.form is not None
    assert (page.form.date.text(), page.form.amount.text()) == ("11 Maret 2022", "Rp6.000.000")
    page.form.finish()
    assert money(work)[0].source == "bundle"


def test_money_handed_in_is_fixed_and_the_reason_is_shown(
    page: DisbursementsPage, window: MainWindow, work: Workplace, office: Office
) -> None:
    group = found_group(work)
    work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Makmur (contoh)", "0217", date(2022, 3, 16)))
    work.submissions.submit("spj", group.tranches[0], [Signer(position="Bendahara", name="Contoh")], date(2022, 4, 1))
    page.reload()
    card = page.tranche_cards[group.tranches[0]]
    assert [button.text() for button in card.frame.findChildren(QPushButton)].count("Ubah") == 0
    assert stations(page, group.tranches[0])["SPJ"][:2] == ("Diajukan", "SPJ diperiksa kelurahan")
    uid = work.records.find("d.money_received")[0].uid
    page.open_form(group.tranches[0], uid)
    assert page.form is None
    assert "tidak bisa diubah" in window.strip.text
    office.take()
    office.decide("return", "Foto nota belum ada")
    office.send()
    page.reload()
    said = [label.text() for label in page.tranche_cards[group.tranches[0]].frame.findChildren(QLabel)]
    assert "SPJ dikembalikan: Foto nota belum ada" in said
    assert stations(page, group.tranches[0])["SPJ"][0] == "Perlu perbaikan"


def test_what_the_last_tranche_leaves_goes_back_with_its_slip(
    page: DisbursementsPage, window: MainWindow, work: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Enter five times notes what is left; the slip is photographed beside it."""
    group = found_group(work)
    contracts = work.contracts
    contracts.record_money(group.contract, group.tranches[1], date(2022, 6, 10), 9_044_000)
    spent = receipt(
        group, "Semen PC 50 kg", 2_000_000, "TB Contoh", "N-1", date(2022, 6, 12), tranche=group.tranches[1]
    )
    work.receipts.save(spent)
    page.reload()
    first, last = (page.tranche_cards[uid] for uid in group.tranches)
    assert not first.give_back.isVisible()  # the next tranche uses it
    QTest.mouseClick(last.give_back, Qt.MouseButton.LeftButton)
    assert page.form is not None
    left = contracts.tranche_state(group.contract)[1].left
    assert left == 13_566_000 + 9_044_000 - 2_000_000
    page.form.fields[0].set_text("20/12/22")
    enter(2)
    QTest.keyClicks(focused(), "Kas daerah")
    enter()
    QTest.keyClicks(focused(), "STS 12/2022")
    enter(2)
    (back,) = work.records.find("d.money_returned")
    assert isinstance(back.data, MoneyReturned)
    assert (back.data.amount, back.data.reference, back.data.date) == (left, "STS 12/2022", date(2022, 12, 20))
    assert "Foto slipnya (STS)" in window.strip.text
    assert contracts.tranche_state(group.contract)[1].left == 0
    assert not page.tranche_cards[group.tranches[1]].give_back.isVisible()
    # Its slip.
    monkeypatch.setattr(page_module, "ask_many", lambda *_: [picture(tmp_path / "sts.jpg", "STS 12/2022")])
    press_inline(page, "Tambah foto bukti, setoran sisa")
    assert work.records.count("d.photo", parent=back.uid) == 1
    # Mended, then taken away.
    press_inline(page, "Ubah setoran sisa")
    assert page.form is not None
    page.form.amount.focus()
    QTest.keySequence(focused(), QKeySequence("Ctrl+A"))
    QTest.keyClicks(focused(), "99 jt")
    assert "hanya Rp20.610.000" in page.form.said.text()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    gave_up = page.form is None
    assert gave_up
    press_inline(page, "Ubah setoran sisa")
    QTest.mouseClick(again_open(page).remove, Qt.MouseButton.LeftButton)
    assert work.records.find("d.money_returned") == []


def again_open(page: DisbursementsPage) -> MoneyForm | ReturnForm:
    assert page.form is not None
    return page.form


def press_inline(page: DisbursementsPage, name: str) -> None:
    def seen() -> list[QPushButton]:
        found = page.findChildren(QPushButton)
        return [one for one in found if one.accessibleName().startswith(name) and one.isVisible()]

    for _ in range(60):  # what was laid out just now is shown
        if seen():
            break
        QTest.qWait(50)
    QTest.mouseClick(seen()[0], Qt.MouseButton.LeftButton)


def test_a_contract_paid_by_the_month(page: DisbursementsPage, window: MainWindow, work: Workplace) -> None:
    found_package(work)
    page.type_contract()
    typed = window.page
    assert isinstance(typed, ContractPage)
    typed.form.field("number").set_text("028")
    typed.form.field("date").set_text("1/3/22")
    typed.form.field("value").set_text("10 jt")
    monthly = next(one for one in typed.plan.ready if one.text() == "Bulanan")
    QTest.mouseClick(monthly, Qt.MouseButton.LeftButton)
    assert typed.plan.trouble.text() == "Isi awal dan akhir masa kontrak dahulu, paling lama 24 bulan."
    typed.form.field("start").set_text("15/3/22")
    typed.form.field("end").set_text("10/5/22")
    typed.form.field("mechanism").set_value("LS")
    QTest.mouseClick(monthly, Qt.MouseButton.LeftButton)
    typed.finish()
    data = work.contracts.all()[0].data
    assert isinstance(data, Contract)
    assert [one.amount for one in data.tranches] == [3_333_333, 3_333_333, 3_333_334]
    assert (data.payment, data.mechanism) == ("monthly", "LS")
    assert "LS (langsung ke Pokmas)" in page.contract_cards[work.contracts.all()[0].uid].facts.text()


def test_the_slip_of_leftovers_may_be_photographed_after_the_spj_went(
    page: DisbursementsPage, work: Workplace, office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The note itself is fixed; its picture goes out with the next bundle."""
    group = found_group(work)
    first = group.tranches[0]
    work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Makmur (contoh)", "0217", date(2022, 3, 16)))
    note = work.contracts.return_money(group.contract, first, date(2022, 4, 1), 1_000, reference="STS-0")
    work.submissions.submit("spj", first, [Signer(position="Bendahara", name="Contoh")], date(2022, 4, 1))
    page.reload()
    texts = [button.accessibleName() for button in page.tranche_cards[first].frame.findChildren(QPushButton)]
    assert not [text for text in texts if text.startswith("Ubah setoran")]
    monkeypatch.setattr(page_module, "ask_many", lambda *_: [picture(tmp_path / "sts.jpg", "STS-0")])
    press_inline(page, "Tambah foto bukti, setoran sisa")
    (photo,) = work.records.find("d.photo", parent=note.uid)
    assert photo.state == "published"
    office.take()
    assert office.place.records.get(photo.uid) is not None


def test_money_dated_amiss_and_too_much_paid_back_lead_to_their_notes(page: DisbursementsPage, work: Workplace) -> None:
    group = found_group(work)
    contract, last = group.contract, group.tranches[1]
    work.contracts.record_money(contract, last, date(2099, 1, 1), 9_044_000)
    work.contracts.return_money(contract, last, date(2022, 12, 20), 900_000_000)
    page.reload()
    card = page.contract_cards[contract]
    for words, deed, kind in (
        ("bertanggal 1 Januari 2099, di luar tahun anggaran 2022.", "Periksa dana masuk", MoneyForm),
        ("Setoran sisa dana tahap 2 Rp900.000.000, padahal sisanya Rp22.610.000.", "Periksa setoran", ReturnForm),
    ):
        (box,) = [
            one for one in card.findings.findings if any(words in label.text() for label in one.findChildren(QLabel))
        ]
        (button,) = [one for one in box.findChildren(QPushButton) if one.text() == deed]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        assert isinstance(page.form, kind)


def test_more_cash_than_the_account_held_is_said_and_leads_to_its_note(
    page: DisbursementsPage, window: MainWindow, work: Workplace
) -> None:
    group = found_group(work)
    note = work.cash.note(group.contract, date(2022, 3, 20), 14_000_000)
    page.reload()
    (box,) = page.contract_cards[group.contract].findings.findings
    assert box.message.text() == "Rekening kurang Rp434.000 pada 20 Maret 2022 menurut catatan."
    (button,) = box.findChildren(QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    receipts = window.page
    assert isinstance(receipts, ReceiptsPage)
    form = receipts.books.cash.form
    assert form is not None
    assert form.isVisible()
    assert form.amount.value() == 14_000_000
    work.cash.drop(note.uid)
