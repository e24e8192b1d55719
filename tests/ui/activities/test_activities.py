"""A treasurer goes from the package to RABs, progress and photos."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.records import Contract, Progress, Rab, Signer, WorkPackage
from desktop.services.contracts import ContractService
from desktop.services.home.group import group_steps, group_year
from desktop.services.workplace import Workplace
from desktop.ui.activities import activity_page as activity_module
from desktop.ui.activities.activity_page import PHOTOS, PROGRESS, ActivityPage
from desktop.ui.activities.link import LinkDialog
from desktop.ui.activities.listing import spoken
from desktop.ui.activities.package_page import PackagePage
from desktop.ui.activities.page import ActivitiesPage
from desktop.ui.main_window import MainWindow
from desktop.ui.spj.hand_in import HandInPage
from tests.ui.treasurer import PAVING, POSYANDU, Office, found_group, found_package, item, picture, receipt


def opened(window: MainWindow) -> ActivityPage:
    shown = window.page
    assert isinstance(shown, ActivityPage)
    return shown


def rab(work: Workplace, uid: str) -> Rab:
    record = work.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Rab)
    return record.data


def test_without_a_package_there_are_two_ways_on(page: ActivitiesPage) -> None:
    assert page.empty.isVisible()
    assert page.page_actions().primary is None


def test_a_package_is_typed_from_its_paper(page: ActivitiesPage, window: MainWindow, work: Workplace) -> None:
    page.type_package()
    typed = window.page
    assert isinstance(typed, PackagePage)
    block = "Paving gang Melati\tInfrastruktur\tRT 03/RW 04\tGang Melati\t45\tm2\t11.760.000\n"
    block += "Alat posyandu\tKesehatan\tRT 03/RW 04\tPosyandu\t1\tpaket\t4.950.000"
    QGuiApplication.clipboard().setText(block)
    QTest.keyClick(typed.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert typed.sums.text() == "2 kegiatan, jumlah Rp16.710.000"
    typed.finish()
    package = work.packages.for_pokmas()[0].data
    assert isinstance(package, WorkPackage)
    assert [(one.title, one.sector, one.amount) for one in package.items] == [
        ("Paving gang Melati", "infrastructure", 11_760_000),
        ("Alat posyandu", "health", 4_950_000),
    ]
    assert package.source == "paper"
    assert window.page is page
    assert [row.title for row in page.list.rows.rows] == ["Paving gang Melati", "Alat posyandu"]


def test_a_row_without_amount_holds_the_package(page: ActivitiesPage, window: MainWindow, work: Workplace) -> None:
    page.type_package()
    typed = window.page
    assert isinstance(typed, PackagePage)
    typed.grid.rows.type_text(0, 0, "Paving gang Melati")
    typed.finish()
    assert [entry.text() for entry in typed.problems.entries] == ["Baris 1: bidang, jumlah belum diisi."]
    assert work.packages.for_pokmas() == []


def test_a_package_half_typed_is_there_again(page: ActivitiesPage, window: MainWindow, work: Workplace) -> None:
    uid = found_package(work)
    first = PackagePage(work, window, uid)
    first.grid.rows.type_text(0, 0, "Paving gang Mawar")
    first.save_draft()
    again = PackagePage(work, window, uid)
    assert [one.title for one in again.items()][0:1] == ["Paving gang Mawar"]
    assert [one.lines for one in again.items()] == [one.lines for one in first.items()]
    for made in (first, again):
        made.deleteLater()


def test_the_list_says_everything_in_words_and_filters(page: ActivitiesPage, work: Workplace) -> None:
    group = found_group(work)
    work.receipts.save(receipt(group, "Semen PC 50 kg", 520_000, "TB Makmur (contoh)", "0217", date(2022, 3, 16)))
    page.reload()
    assert page.sums.text() == "3 kegiatan · Rp22.610.000 · terpakai Rp520.000"
    words = spoken(page.list.rows.rows[0])
    for part in ("Paving gang Melati", "RT 03/RW 04", "RAB draf", "terpakai Rp520.000", "foto 0 % 0"):
        assert part in words
    page.filter.setText("posyandu")
    assert [row.title for row in page.list.rows.rows] == ["Alat kesehatan posyandu Anggrek"]
    page.filter.setText("tidak ada")
    assert page.nothing.isVisible()


def test_enter_opens_an_activity_and_back_returns(page: ActivitiesPage, window: MainWindow, work: Workplace) -> None:
    found_group(work)
    page.reload()
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    shown = opened(window)
    assert shown.title() == "Alat kesehatan posyandu Anggrek"
    window.go_back()
    assert page.list.current is not None
    assert page.list.current.title == "Alat kesehatan posyandu Anggrek"


def test_an_activity_without_a_rab_is_begun_in_its_first_cell(
    page: ActivitiesPage, window: MainWindow, work: Workplace, qtbot: QtBot
) -> None:
    found_package(work)
    page.reload()
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    shown = opened(window)
    assert shown.estimate.grid is not None
    # It looks chosen, so keys and paste must go there.
    qtbot.waitUntil(shown.estimate.grid.hasFocus)


def test_an_activity_starts_with_the_lines_of_its_usulan(
    page: ActivitiesPage, window: MainWindow, work: Workplace
) -> None:
    found_package(work)
    page.reload()
    page.open_activity(page.list.rows.rows[0].key, "rab")
    shown = opened(window)
    data = rab(work, shown.estimate.uid)
    assert [line.description for line in data.lines] == [row[0] for row in PAVING]
    assert data.form == "infrastructure"
    assert shown.estimate.foot.total.text() == "Rp11.760.000"
    assert shown.head.chip.status.word == "RAB draf"


def test_the_rab_is_typed_and_stands_against_the_amount(
    page: ActivitiesPage, window: MainWindow, work: Workplace
) -> None:
    group = found_group(work)
    page.open_record(group.rabs[0], "rab")
    shown = opened(window)
    grid = shown.estimate.grid
    assert grid is not None
    grid.rows.type_text(1, 3, "60.000")
    assert shown.estimate.foot.total.text() == "Rp12.080.000"
    assert shown.estimate.difference() == "Rp320.000 di atas yang disetujui"
    assert any("lebih Rp320.000" in problem.text for problem in shown.check() or [])
    assert shown.leave()
    data = rab(work, group.rabs[0])
    assert data.lines[0].unit_price == 60_000
    assert data.lines[0].uid == group.lines["Semen PC 50 kg"][1]


def test_a_power_cut_keeps_the_rab_as_typed(page: ActivitiesPage, window: MainWindow, work: Workplace) -> None:
    group = found_group(work)
    page.open_record(group.rabs[0], "rab")
    shown = opened(window)
    grid = shown.estimate.grid
    assert grid is not None
    grid.rows.type_text(1, 3, "60.000")
    grid.rows.type_text(2, 1, "banyak")
    shown.estimate.save_draft()
    again = ActivityPage(work, window, group.items[0])
    again.reload()
    restored = again.estimate.grid
    assert restored is not None
    assert restored.rows.row(1).cell("unit_price").value == 60_000
    assert restored.rows.row(2).cell("volume").text == "banyak"
    again.deleteLater()


def test_rabs_are_handed_in_together_and_then_only_read(
    page: ActivitiesPage, window: MainWindow, work: Workplace, qtbot: QtBot
) -> None:
    group = found_group(work)
    page.reload()
    page.hand_in()
    handing = window.page
    assert isinstance(handing, HandInPage)
    qtbot.waitUntil(lambda: handing.seen is not None and handing.seen.prepared is not None, timeout=10_000)
    qtbot.waitUntil(lambda: not window.tasks.running, timeout=10_000)
    work.submissions.submit("rab", group.package, [Signer(position="Ketua Pokmas", name="Contoh")], date(2022, 3, 1))
    page.open_record(group.rabs[0], "rab")
    shown = opened(window)
    assert shown.estimate.locked
    assert "sedang diperiksa" in shown.estimate.notice.label.text()
    assert shown.head.chip.status.word == "RAB diperiksa kelurahan"
    qtbot.waitUntil(lambda: not window.tasks.running, timeout=10_000)


def test_a_returned_rab_says_why_and_an_approved_one_takes_an_addendum(
    page: ActivitiesPage, window: MainWindow, work: Workplace, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = found_group(work)
    signer = [Signer(position="Ketua Pokmas", name="Contoh")]
    work.submissions.submit("rab", group.package, signer, date(2022, 3, 1))
    office.take()
    office.decide("return", "Harga semen di atas daftar.")
    office.send()
    page.open_record(group.rabs[0], "rab")
    shown = opened(window)
    assert "Harga semen di atas daftar." in shown.estimate.notice.label.text()
    assert not shown.estimate.locked
    assert shown.page_actions().primary is not None
    work.submissions.submit("rab", group.package, signer, date(2022, 3, 5))
    office.take()
    office.decide("approve")
    office.send()
    shown.reload()
    assert shown.head.chip.status.word == "RAB disetujui"
    page.reload()
    for one in (shown, page):
        assert one.page_actions().primary is None, "nothing is left to hand in"
    monkeypatch.setattr(activity_module, "confirm", lambda *_, **__: True)
    shown.addendum()
    assert shown.estimate.uid not in group.rabs
    assert shown.page_actions().primary is not None, "an addendum is handed in like the first"
    grid = shown.estimate.grid
    assert grid is not None
    grid.rows.type_text(1, 1, "44")
    assert shown.leave()
    assert rab(work, group.rabs[0]).lines[0].volume == "40"
    assert rab(work, shown.estimate.uid).lines[0].volume == "44"
    shown.estimate.show_version(group.rabs[0])
    assert shown.estimate.locked


def test_the_tab_of_progress_begins_at_what_is_noted(
    page: ActivitiesPage, window: MainWindow, work: Workplace, qtbot: QtBot
) -> None:
    """Not at the link that removes the newest note, to which Qt would go on."""
    group = found_group(work)
    work.progress.set(group.rabs[0], 50, date(2022, 3, 20))
    page.open_record(group.rabs[0], "rab")
    shown = opened(window)
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    grid = shown.estimate.grid
    assert grid is not None
    grid.setFocus()
    qtbot.waitUntil(grid.hasFocus)
    QTest.keyClick(grid, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    assert shown.tab == PROGRESS
    assert QApplication.focusWidget() in shown.progress.percent.buttons


def test_progress_is_noted_with_its_day_and_kept(page: ActivitiesPage, window: MainWindow, work: Workplace) -> None:
    group = found_group(work)
    page.open_record(group.rabs[0], "progress")
    shown = opened(window)
    assert shown.tab == PROGRESS
    shown.progress.save()
    assert shown.progress.percent.problem == "Pilih 0, 50, atau 100 %."
    QTest.mouseClick(shown.progress.percent.buttons[1], Qt.MouseButton.LeftButton)
    shown.progress.form.field("date").set_text("28/3/22")
    shown.progress.form.field("note").set_text("Paving sampai nomor 12.")
    QTest.mouseClick(shown.progress.note_it, Qt.MouseButton.LeftButton)
    noted = [r.data for r in work.records.find("d.progress") if isinstance(r.data, Progress)]
    assert [(one.percent, one.date, one.note) for one in noted] == [(50, date(2022, 3, 28), "Paving sampai nomor 12.")]
    assert shown.head.steps._steps[1].state == "now"


def test_all_done_without_money_is_doubtful(page: ActivitiesPage, window: MainWindow, work: Workplace) -> None:
    group = found_group(work)
    work.progress.set(group.rabs[0], 100, date(2022, 4, 2))
    page.open_record(group.rabs[0], "progress")
    assert "belum ada kuitansi" in opened(window).progress.notice.label.text()


def test_a_note_of_progress_is_removed_and_taken_back(
    page: ActivitiesPage, window: MainWindow, work: Workplace
) -> None:
    group = found_group(work)
    uid = work.progress.set(group.rabs[0], 50, date(2022, 4, 2)).uid
    page.open_record(uid)
    shown = opened(window)
    shown.progress.remove(uid)
    assert work.records.find("d.progress") == []
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert len(work.records.find("d.progress")) == 1


def test_a_note_that_was_handed_in_offers_no_removing(
    page: ActivitiesPage, window: MainWindow, work: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = found_group(work)
    uids = [work.progress.set(group.rabs[0], percent, date(2022, 4, percent // 50)).uid for percent in (50, 100)]
    monkeypatch.setattr(type(work.records), "locked", lambda _self, _area="": frozenset(uids[:1]))
    page.open_record(uids[1])
    buttons = [one.accessibleName() for one in opened(window).progress.history.findChildren(QPushButton)]
    assert buttons == ["Hapus catatan 100 %"]


def test_check_lists_what_each_activity_lacks(page: ActivitiesPage, window: MainWindow, work: Workplace) -> None:
    found_group(work)
    page.reload()
    found = page.check() or []
    assert len([one for one in found if "belum ada foto 0 %" in one.text]) == 3
    jump = found[0].jump
    assert jump is not None
    jump()
    assert opened(window).tab == PHOTOS


def test_the_kelurahans_package_and_the_typed_one_become_one(
    page: ActivitiesPage, work: Workplace, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = found_group(work)
    sent = office.package(
        (
            item("Paving gang Melati", "infrastructure", "RT 03/RW 04", "Gang Melati", PAVING),
            item("Alat kesehatan posyandu Anggrek", "health", "RT 03/RW 04", "Posyandu Anggrek", POSYANDU),
        )
    )
    office.send()
    page.reload()
    assert page.notice.isVisible()
    asked: list[dict[str, str]] = []

    def agree(dialog: LinkDialog) -> LinkDialog.DialogCode:
        asked.append(dialog.pairs)
        return LinkDialog.DialogCode.Accepted

    monkeypatch.setattr(LinkDialog, "exec", agree)
    page.link()
    assert list(asked[0]) == [group.items[0], group.items[1]]
    assert [record.uid for record in work.packages.for_pokmas()] == [sent]
    assert "Satukan" not in page.notice.button.text()
    assert page.list.rows.rows[0].rab == group.rabs[0]


def test_a_missing_first_picture_is_warned_of_from_the_contract_on(
    page: ActivitiesPage, window: MainWindow, work: Workplace, tmp_path: Path
) -> None:
    package = found_package(work)
    work.packages.start_rabs(package)
    page.reload()
    assert not page.notice.isVisible()  # nothing may begin yet
    contract = Contract(package=package, number="1", value=1, tranches=ContractService.plan(1, (100,)))
    work.contracts.type_from_paper(contract)
    page.reload()
    assert page.notice.accessibleName() == (
        "Foto 0 % belum ada: Paving gang Melati dan 2 kegiatan lagi. Foto sebelum pekerjaan tidak bisa dibuat ulang."
    )
    (step,) = [one for one in group_steps(work, group_year(work)) if one.key == "first_photos"]
    assert (step.room, step.spot) == ("work", "photo")
    QTest.mouseClick(page.notice.button, Qt.MouseButton.LeftButton)
    shown = window.page
    assert isinstance(shown, ActivityPage)
    assert shown.tab == PHOTOS
    rows = [one.rab for one in page._rows]
    for at, rab in enumerate(rows):
        work.attachments.add_photo(rab, picture(tmp_path / f"{at}.jpg", f"{at}"), "0")
    window.go_back()
    page.reload()
    assert not page.notice.isVisible()
    assert not [one for one in group_steps(work, group_year(work)) if one.key == "first_photos"]
