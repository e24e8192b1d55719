"""L06 as its user meets it: writing, ordering, deleting, taking back, small screens."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.domain.records import Proposal, Statement
from desktop.services.workplace import Workplace
from desktop.ui.estimate.page import EstimatePage
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import TextSize, ThemeChoice
from desktop.ui.paper_page import PaperPage
from desktop.ui.proposals.dialogs import HistoryDialog, LetterDialog
from desktop.ui.proposals.page import ProposalsPage
from desktop.ui.rules.read_page import RulesReadPage
from desktop.ui.theme import ThemeKeeper, look
from tests.ui.dialogs import Dialogs
from tests.ui.proposals.conftest import add_meeting, add_proposal

CTRL = Qt.KeyboardModifier.ControlModifier


def open_list(window: MainWindow) -> ProposalsPage:
    assert window.go("proposals")
    page = window.page
    assert isinstance(page, ProposalsPage)
    return page


def titles(page: ProposalsPage) -> list[str]:
    return [row.data.title for row in page.table.model.rows()]


def saved(work: Workplace, uid: str) -> Proposal:
    record = work.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    return record.data


def several(work: Workplace) -> list[str]:
    meeting = add_meeting(work)
    return [
        add_proposal(work, title, "health", amount, meeting)
        for title, amount in (("Alat cek", 3_000_000), ("PMT", 1_500_000), ("Senam lansia", 2_000_000))
    ]


# --- writing ---------------------------------------------------------------------------------------------------------


def test_an_empty_list_says_how_to_begin(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    page = open_list(window)
    assert "Belum ada usulan" in page.table.empty.sentence.text()
    assert page.bar_of_findings.isHidden()
    ajukan = next(one for one in window.header.findChildren(QPushButton) if one.text() == "Ajukan…")
    assert not ajukan.isEnabled()
    QTest.mouseClick(page.table.empty.button, Qt.MouseButton.LeftButton)
    assert page.drawer.isVisible()
    qtbot.waitUntil(page.drawer.title_field.edit.hasFocus)


def test_a_usulan_is_written_by_keys_and_its_bar_moves_while_typing(
    window: MainWindow, work: Workplace, qtbot: QtBot
) -> None:
    meeting = add_meeting(work)
    page = open_list(window)
    QTest.keyClick(window, Qt.Key.Key_N, CTRL)
    drawer = page.drawer
    qtbot.waitUntil(drawer.title_field.edit.hasFocus)
    assert drawer.meeting_field.value() == meeting  # the newest rembug is proposed
    QTest.keyClicks(drawer.title_field.edit, "Paving gang Anggrek")
    QTest.keyClick(drawer.title_field.edit, Qt.Key.Key_Tab)
    assert drawer.sector_field.combo is not None
    QTest.keyClicks(drawer.sector_field.combo, "infra")
    QTest.keyClick(drawer.sector_field.combo, Qt.Key.Key_Tab)
    assert drawer.sector_field.value() == "infrastructure"
    assert drawer.scope_field.isVisible()
    QTest.mouseClick(drawer.scope_field.buttons[1], Qt.MouseButton.LeftButton)
    drawer.amount_field.edit.setFocus()
    QTest.keyClicks(drawer.amount_field.edit, "12 jt")
    qtbot.waitUntil(lambda: any(bar.over for bar in drawer.bars.bars))
    assert drawer.bars.bars[0].verdict()[0] == "lebih Rp2.000.000"
    above = drawer.findings.findings[0]
    assert "Infrastruktur lingkungan RT Rp12.000.000 melebihi batas Rp10.000.000" in above.message.text()
    assert "Perwali Kediri 32/2021 pasal 21" in above.message.text()
    assert work.records.find("d.proposal") == []  # nothing is a record yet
    QTest.keyClick(drawer.amount_field.edit, Qt.Key.Key_A, CTRL)
    QTest.keyClicks(drawer.amount_field.edit, "9 jt")
    QTest.mouseClick(drawer.done_button, Qt.MouseButton.LeftButton)
    (record,) = work.records.find("d.proposal")
    assert record.data == Proposal(
        title="Paving gang Anggrek",
        sector="infrastructure",
        scope="own",
        meeting=meeting,
        amount=9_000_000,
        priority=1,
    )
    assert page.drawer.isHidden()
    assert page.table.model.row(0).state == "draft"  # whose land it is was not said yet


def test_a_new_usulan_without_a_word_in_it_is_not_kept(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    add_meeting(work)
    page = open_list(window)
    page.write_new()
    QTest.keyClick(page.drawer, Qt.Key.Key_Escape)
    assert page.drawer.isHidden()
    assert work.records.find("d.proposal") == []
    assert work.records.drafts() == []


def test_what_was_typed_before_the_power_went_comes_back(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    (uid, *_) = several(work)
    page = open_list(window)
    page.edit(uid)
    page.drawer.title_field.edit.selectAll()
    QTest.keyClicks(page.drawer.title_field.edit, "Alat cek gula darah")
    page.drawer.amount_field.edit.setFocus()  # leaving a field writes the draft
    (draft,) = work.records.drafts()
    assert draft.uid == uid
    assert saved(work, uid).title == "Alat cek"

    # The same list on another start, without the first page ever having been left.
    other = ProposalsPage(work, window)
    qtbot.addWidget(other)
    heard: list[str] = []
    other.said.connect(lambda message: heard.append(message.text))
    other.show()
    other.edit(uid)
    assert other.drawer.title_field.edit.text() == "Alat cek gula darah"
    assert heard == ["Isian yang belum selesai dipulihkan. Periksa, lalu tekan Selesai."]
    other.drawer.finish()
    assert saved(work, uid).title == "Alat cek gula darah"
    assert work.records.drafts() == []


def test_an_amount_that_cannot_be_read_stays_as_typed(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    (uid, *_) = several(work)
    page = open_list(window)
    page.edit(uid)
    edit = page.drawer.amount_field.edit
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, "tiga juta")
    page.drawer.finish()
    assert page.drawer.isVisible()
    assert edit.text() == "tiga juta"
    assert "belum terbaca sebagai uang" in page.drawer.amount_field.problem
    page.close_side()
    assert saved(work, uid).amount == 3_000_000
    page.edit(uid)
    assert edit.text() == "tiga juta"


def test_another_row_opens_although_an_amount_cannot_be_read(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    first, second, _ = several(work)
    page = open_list(window)
    page.edit(first)
    amount = page.drawer.form.field("amount").control
    assert isinstance(amount, QLineEdit)
    amount.selectAll()
    QTest.keyClicks(amount, "-1")
    QTest.mouseClick(
        page.table.view.viewport(),
        Qt.MouseButton.LeftButton,
        pos=QPoint(120, page.table.view.rowViewportPosition(1) + 5),
    )
    assert page.drawer.uid == second
    assert page.drawer.title_field.edit.text() == "PMT"
    assert page.table.row().uid == second  # type: ignore[union-attr]  # a row is chosen
    assert len(work.records.history(first)) <= 2
    assert work.records.draft(first)  # what was typed waits


def test_the_catalogue_of_the_year_completes_a_title_and_tells_its_condition(
    window: MainWindow, work: Workplace, qtbot: QtBot
) -> None:
    uid = add_proposal(work, "", "social", 0, add_meeting(work))
    page = open_list(window)
    page.edit(uid)
    completer = page.drawer.title_field.edit.completer()
    assert completer is not None
    completer.setCompletionPrefix("cctv")
    assert completer.completionCount() == 1
    page.drawer.title_field.edit.selectAll()
    QTest.keyClicks(page.drawer.title_field.edit, "CCTV digital gang Melati")
    qtbot.waitUntil(page.drawer.activity.activity.helper.isVisible)
    assert page.drawer.activity.activity.helper.text() == (
        "Dari judulnya: CCTV digital. Syaratnya: paling banyak 3 unit per RT (Perwali Kediri 32/2021 pasal 16 huruf c)."
    )


def test_a_photo_of_before_the_work_is_kept_with_its_usulan(
    window: MainWindow, work: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    (uid, *_) = several(work)
    page = open_list(window)
    page.edit(uid)
    assert page.drawer.photo_hint.text().startswith(
        "Belum ada foto 0 %. Foto sebelum pekerjaan tidak bisa dibuat ulang"
    )
    assert not page.drawer.photo_hint.isHidden()
    file = tmp_path / "gang.jpg"
    Image.new("RGB", (640, 480), "#6b8f5a").save(file)
    page.drawer.photos.slots["photo:0"].chosen.emit([file])
    qtbot.waitUntil(lambda: page.drawer.photos.count("photo:0") == 1)
    qtbot.waitUntil(page.drawer.photo_hint.isHidden)
    assert work.proposals.board().rows[0].photos == 1


# --- order, trash, history -------------------------------------------------------------------------------------------


def test_priority_by_keys_and_undo(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    several(work)
    page = open_list(window)
    page.table.view.selectRow(2)
    page.table.view.setFocus()
    QTest.keyClick(window, Qt.Key.Key_Up, CTRL)
    assert titles(page) == ["Alat cek", "Senam lansia", "PMT"]
    row = page.table.row()
    assert row is not None
    assert row.data.title == "Senam lansia"
    QTest.keyClick(window, Qt.Key.Key_Up, CTRL)
    QTest.keyClick(window, Qt.Key.Key_Down, CTRL)
    assert titles(page) == ["Alat cek", "Senam lansia", "PMT"]
    page.undo()
    assert titles(page) == ["Senam lansia", "Alat cek", "PMT"]
    page.undo()
    page.undo()
    assert titles(page) == ["Alat cek", "PMT", "Senam lansia"]
    page.redo()
    assert titles(page) == ["Alat cek", "Senam lansia", "PMT"]


def test_a_row_is_dragged_to_another_place(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    several(work)
    page = open_list(window)
    view = page.table.view
    left = Qt.MouseButton.LeftButton

    def middle(row: int, lower: int = 0) -> QPoint:
        return QPoint(30, view.rowViewportPosition(row) + view.rowHeight(row) // 2 + lower)

    QTest.mousePress(view.viewport(), left, pos=middle(0))
    QTest.mouseMove(view.viewport(), middle(1))
    QTest.mouseMove(view.viewport(), middle(2, 8))
    QTest.mouseRelease(view.viewport(), left, pos=middle(2, 8))
    assert titles(page) == ["PMT", "Senam lansia", "Alat cek"]
    page.undo()
    assert titles(page) == ["Alat cek", "PMT", "Senam lansia"]


def test_order_is_not_changed_while_the_list_is_filtered(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    several(work)
    page = open_list(window)
    page.table.filter.setText("a")
    QTest.keyClick(page.table.filter, Qt.Key.Key_Return)
    page.table.view.selectRow(1)
    page.reorder(-1)
    assert window.strip.text == "Urutan hanya dapat diubah saat daftar tidak disaring dan urut prioritas."
    assert [row.data.title for row in work.proposals.board().rows] == ["Alat cek", "PMT", "Senam lansia"]


def test_deleting_offers_to_take_it_back(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    several(work)
    page = open_list(window)
    page.table.view.selectRow(1)
    QTest.keyClick(page.table.view, Qt.Key.Key_Delete)
    assert titles(page) == ["Alat cek", "Senam lansia"]
    assert window.strip.text == "“PMT” dihapus."
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert titles(page) == ["Alat cek", "PMT", "Senam lansia"]


def test_an_old_version_can_be_read_and_taken_again(
    window: MainWindow, work: Workplace, qtbot: QtBot, dialogs: Dialogs
) -> None:
    (uid, *_) = several(work)
    first = saved(work, uid)
    work.proposals.save(
        Proposal(title="Alat cek", sector="social", meeting=first.meeting, amount=8_500_000, priority=1), uid
    )
    page = open_list(window)

    def read(dialog: HistoryDialog) -> None:
        assert dialog.list.count() == 2
        assert "Jumlah: Rp3.000.000 → Rp8.500.000" in dialog.detail.text()
        assert "Bidang: Kesehatan → Sosial budaya" in dialog.detail.text()
        assert not dialog.take.isEnabled()  # the present version is no earlier one
        QTest.keyClick(dialog.list, Qt.Key.Key_Down)
        QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)

    page.table.view.selectRow(0)
    dialogs.then(read)
    page.show_history()
    assert saved(work, uid).amount == 3_000_000
    page.undo()
    assert saved(work, uid).amount == 8_500_000


# --- handed in, returned ---------------------------------------------------------------------------------------------


def test_what_was_handed_in_is_read_only_and_can_be_taken_back(
    window: MainWindow, work: Workplace, qtbot: QtBot, dialogs: Dialogs
) -> None:
    (uid, *_) = several(work)
    work.submissions.submit("proposals", saved(work, uid).meeting)
    page = open_list(window)
    page.edit(uid)
    drawer = page.drawer
    assert drawer.notice.label.text() == (
        "Sudah diajukan ke kelurahan dan terkunci. Tarik kembali bila harus diubah sebelum diputuskan."
    )
    assert drawer.title_field.edit.isReadOnly()
    assert drawer.done_button.text() == "Tutup"
    QTest.keyClicks(drawer.title_field.edit, "x")
    assert not drawer.dirty

    def reason(dialog: QDialog) -> None:
        field = dialog.findChild(QPlainTextEdit)
        assert field is not None
        QTest.keyClicks(field, "Salah hitung")
        yes = next(one for one in dialog.findChildren(QPushButton) if one.text() == "Tarik kembali")
        QTest.mouseClick(yes, Qt.MouseButton.LeftButton)

    dialogs.then(reason)
    QTest.mouseClick(drawer.notice.button, Qt.MouseButton.LeftButton)
    assert "Pengajuan ditarik" in window.strip.text
    assert [row.state for row in work.proposals.board().rows] == ["withdrawn"] * 3
    assert not drawer.title_field.edit.isReadOnly()


def test_the_kelurahans_reason_stands_in_the_list_and_in_the_drawer(window: MainWindow, work: Workplace) -> None:
    (uid, *_) = several(work)
    page = open_list(window)
    page.edit(uid)
    shown = [
        column.title for at, column in enumerate(page.table.model.columns) if not page.table.view.isColumnHidden(at)
    ]
    assert "Catatan kelurahan" not in shown  # nothing was said yet
    assert page.drawer.notice.isHidden()


# --- letters, rules, screens -----------------------------------------------------------------------------------------


def test_letter_e_is_made_from_the_breach_and_shown(
    window: MainWindow, work: Workplace, qtbot: QtBot, dialogs: Dialogs
) -> None:
    several(work)
    page = open_list(window)
    page.show_findings()
    letter = next(one for one in page.panel.list.findings if one.result.letter == "E")
    assert letter.button is not None
    assert letter.button.text() == "Buat surat E"

    def fill(dialog: LetterDialog) -> None:
        QTest.keyClicks(dialog.reason_field.edit, "Gang sudah dipaving.")
        QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)

    dialogs.then(fill)
    QTest.mouseClick(letter.button, Qt.MouseButton.LeftButton)
    (record,) = work.records.find("d.statement")
    assert isinstance(record.data, Statement)
    assert record.data.reason == "Gang sudah dipaving."
    assert set(record.data.missing) == {"infrastructure", "social", "economy", "education", "youth"}
    paper = window.page
    assert isinstance(paper, PaperPage)
    assert paper.printed is not None
    assert "Cetak naskah resminya" in window.strip.text
    window.go_back()
    assert "V-03" not in {one.result.rule for one in page.panel.list.findings}


def test_a_mandatory_activity_is_begun_from_its_finding(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    several(work)
    page = open_list(window)
    page.show_findings()
    missing = next(one for one in page.panel.list.findings if one.result.facts.get("activity") == "W2")
    write = next(one for one in missing.buttons if one.text() == "Tulis usulan")
    QTest.mouseClick(write, Qt.MouseButton.LeftButton)
    _, data = page.drawer.entry()
    assert (data.mandatory, data.sector, data.amount) == ("W2", "health", 1_000_000)


def test_in_the_largest_text_on_a_small_screen_the_list_keeps_room(
    window: MainWindow, work: Workplace, theme: ThemeKeeper
) -> None:
    meeting = add_meeting(work)
    add_proposal(work, "Saluran air", "infrastructure", 25_000_000, meeting, scope="joint")
    window.resize(1093, 535)
    theme.set_size(TextSize.LARGEST)
    page = open_list(window)
    QApplication.processEvents()
    assert [bar.name for bar in page.band.shown] == ["Seluruh usulan"]  # none is over or short
    assert page.table.view.viewport().height() >= 3 * look().row
    QTest.mouseClick(page.band.fold, Qt.MouseButton.LeftButton)
    assert len(page.band.shown) > 5  # all of them, when asked for
    theme.set_size(TextSize.NORMAL)


def test_findings_opened_from_an_usulan_lead_back_to_it(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    meeting = add_meeting(work)
    uid = add_proposal(work, "Saluran air", "infrastructure", 104_000_000, meeting, scope="own")
    page = open_list(window)
    page.edit(uid)
    QTest.mouseClick(page.bar_of_findings.opened, Qt.MouseButton.LeftButton)
    finding = next(one for one in page.panel.list.findings if one.result.rule == "V-01")
    assert finding.button is not None
    assert page.panel.area.verticalScrollBar().value() == 0
    QTest.mouseClick(finding.button, Qt.MouseButton.LeftButton)
    assert page.drawer.uid == uid
    assert page.drawer.amount_field.edit.hasFocus()


def test_an_amount_to_lower_is_in_sight_and_the_columns_stay(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    meeting = add_meeting(work)
    add_proposal(work, "Saluran air", "infrastructure", 104_000_000, meeting, scope="own")
    page = open_list(window)
    status = [column.title for column in page.table.model.columns].index("Status")
    page.show_findings()
    assert not page.table.view.isColumnHidden(status)
    finding = next(one for one in page.panel.list.findings if one.result.rule == "V-01")
    assert finding.button is not None
    QTest.mouseClick(finding.button, Qt.MouseButton.LeftButton)
    edit, area = page.drawer.amount_field.edit, page.drawer.area
    assert edit.hasFocus()
    # What stands above it comes a moment later and moves it down: it is followed.
    above = page.drawer.form.field("title")
    above.setMinimumHeight(900)
    qtbot.waitUntil(lambda: above.height() >= 900)
    qtbot.waitUntil(lambda: area.viewport().rect().contains(edit.mapTo(area.viewport(), edit.rect().center())))
    qtbot.waitUntil(lambda: not page.table.view.isColumnHidden(status))


def test_the_rules_are_read_from_the_bars_and_back_again(window: MainWindow, work: Workplace) -> None:
    several(work)
    page = open_list(window)
    QTest.mouseClick(page.band.rules, Qt.MouseButton.LeftButton)
    shown = window.page
    assert isinstance(shown, RulesReadPage)
    assert shown.title() == "Aturan tahun 2022"
    window.go_back()
    assert window.page is page


def test_a_year_without_rules_still_takes_usulan(window: MainWindow, work: Workplace) -> None:
    add_proposal(work, "Paving", "infrastructure", 5_000_000)
    work.desk.choose_year(2026)
    add_proposal(work, "Paving 2026", "infrastructure", 7_000_000)
    page = open_list(window)
    page.reload()
    assert titles(page) == ["Paving 2026"]
    assert page.band.no_rules.text().startswith("Aturan tahun 2026 belum ada.")
    assert not page.band.no_rules.isHidden()
    assert page.band.shown[0].verdict()[0] == "pagu belum diketahui"
    assert {bar.verdict()[0] for bar in page.band.shown[1:]} == {"belum ada aturan"}


@pytest.mark.parametrize("size", [TextSize.NORMAL, TextSize.LARGEST])
def test_nothing_is_cut_on_a_small_screen(
    window: MainWindow, work: Workplace, theme: ThemeKeeper, qtbot: QtBot, size: TextSize
) -> None:
    several(work)
    theme.set_both(ThemeChoice.LIGHT, size)
    window.resize(1093, 535)
    page = open_list(window)
    QTest.qWait(50)
    for open_side in (False, True):
        if open_side:
            page.edit(page.table.model.row(0).uid)
            QTest.qWait(50)
        view = page.table.view
        wide = sum(view.columnWidth(at) for at in range(view.model().columnCount()) if not view.isColumnHidden(at))
        assert wide <= view.viewport().width()
        assert page.band.height() >= page.band.minimumSizeHint().height()
        for part in (page.band, page.table, page.drawer):
            if part.isVisible():
                corner = part.mapTo(window, QPoint(part.width(), part.height()))
                assert corner.x() <= window.width()
                assert corner.y() <= window.height()
    assert page.band.folded


def test_bars_and_findings_are_told_to_screen_readers(window: MainWindow, work: Workplace) -> None:
    add_proposal(work, "Gerobak", "social", 24_000_000, add_meeting(work))
    page = open_list(window)
    said = page.band.bidang.accessibleDescription()
    assert "Sosial budaya: terpakai Rp24.000.000 dari Rp20.000.000 (120 %), lebih Rp4.000.000" in said
    assert page.bar_of_findings.accessibleName().count("melebihi") == 1
    index = page.table.model.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "prioritas 1"


def test_the_drawer_does_not_put_back_what_the_rab_changed(window: MainWindow, work: Workplace) -> None:
    (uid, *_) = several(work)
    page = open_list(window)
    page.edit(uid)
    page.open_estimate()
    estimate = window.page
    assert isinstance(estimate, EstimatePage)
    estimate.grid.rows.type_text(1, 0, "Alat cek gula")
    estimate.grid.rows.type_text(1, 1, "2")
    estimate.grid.rows.type_text(1, 3, "1.500.000")
    estimate.finish()
    assert window.page is page
    assert page.drawer.isVisible()
    assert page.drawer.estimate_text.text() == "RAB 1 baris, jumlahnya cocok."
    QTest.keyClick(page.drawer.title_field.edit, Qt.Key.Key_End)
    QTest.keyClicks(page.drawer.title_field.edit, " darah")
    page.drawer.finish()
    data = saved(work, uid)
    assert data.title == "Alat cek darah"
    assert [line.description for line in data.lines] == ["Alat cek gula"]


def test_a_lone_undo_of_what_was_handed_in_meanwhile_is_told(window: MainWindow, work: Workplace) -> None:
    (uid, *_) = several(work)
    page = open_list(window)
    page.table.choose(uid)
    page.reorder(1)
    work.submissions.submit("proposals", saved(work, uid).meeting)
    page.undo()
    assert "terkunci" in window.strip.text
    assert titles(page) == ["PMT", "Alat cek", "Senam lansia"]


def test_f9_opens_everything_found(window: MainWindow, work: Workplace) -> None:
    several(work)
    page = open_list(window)
    window.check_now()
    assert page.panel.isVisible()
    page.edit(page.table.model.row(0).uid)
    page.drawer.form.field("title").set_value("")
    page.drawer.form.changed.emit("title")
    window.check_now()
    assert window.strip.text == "Ada usulan yang belum punya judul. Tulis kegiatan yang diusulkan."


def test_the_rows_do_not_move_away_under_a_double_click(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    several(work)
    page = open_list(window)
    window.check_now()  # the findings are open, so the band is folded
    view, left = page.table.view, Qt.MouseButton.LeftButton
    qtbot.wait(50)
    before = view.mapTo(window, QPoint(0, 0))
    row = QPoint(120, view.rowViewportPosition(1) + 5)
    QTest.mouseClick(view.viewport(), left, pos=row)
    qtbot.wait(50)
    assert view.mapTo(window, QPoint(0, 0)) == before
    QTest.mouseDClick(view.viewport(), left, pos=row)
    qtbot.waitUntil(page.drawer.isVisible)
    assert page.drawer.title_field.edit.text() == "PMT"
