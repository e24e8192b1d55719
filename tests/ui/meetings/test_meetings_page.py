"""L04 by keys and mouse: a rembug from nothing to usulan, saved while typing, locked, returned, copied, remembered."""

import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.records import BeneficiaryList, Meeting, MeetingDecision, Proposal, Resident
from desktop.services.desk import new_uid
from desktop.services.workplace import Workplace
from desktop.ui.dialogs import ReasonDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.meetings.editor import MeetingPage
from desktop.ui.meetings.history import HistoryDialog, changes
from desktop.ui.meetings.page import EMPTY, MeetingsPage
from desktop.ui.meetings.pick_residents import PickResidents
from desktop.ui.page import Page
from desktop.ui.paper_page import PaperPage
from desktop.ui.rail import RailEntry
from tests.ui.secretary import Relay, focused

DAY = datetime.date(2022, 8, 12)
BLOCK = (
    "Pavingisasi gang 2\tInfrastruktur\tMilik RT\t120\tm2\t9.500.000\tSlamet (contoh)\n"
    "Alat cek kesehatan\tKesehatan\t\t2\tset\t6 jt\tSri (contoh)\n"
    "Kursi lipat PKK\tSosial budaya\t\t40\tbuah\tRp 8.000.000\tWahyuni (contoh)\n"
)


@pytest.fixture
def rooms(work: Workplace, window: MainWindow) -> MeetingsPage:
    """The room Rembug, beside one for usulan to go to."""
    window.set_rail(
        [
            RailEntry("meetings", "Rembug", "friends", lambda: MeetingsPage(work, window)),
            RailEntry("proposals", "Usulan", "clipboard-list", lambda: Page("Usulan")),
        ]
    )
    work.desk.subscribe(Relay(window).tell)
    window.go("meetings")
    page = window.page
    assert isinstance(page, MeetingsPage)
    return page


def opened(window: MainWindow) -> MeetingPage:
    page = window.page
    assert isinstance(page, MeetingPage)
    return page


def decision(text: str, estimate: int = 1_000_000) -> MeetingDecision:
    return MeetingDecision(uid=new_uid(), text=text, sector="health", estimate=estimate)


def full(**more: object) -> Meeting:
    fields: dict[str, object] = {
        "title": "Rembug warga (contoh)",
        "date": DAY,
        "time": "19.30",
        "place": "Balai RT (contoh)",
        "leader": "Slamet (contoh)",
        "note_taker": "Sri (contoh)",
        "witnesses": ("Budi (contoh)",),
    }
    return Meeting(**{**fields, **more})  # type: ignore[arg-type]  # as the test says


def saved(work: Workplace, uid: str) -> Meeting:
    record = work.records.get(uid)
    assert record is not None
    assert isinstance(record.data, Meeting)
    return record.data


def type_into(page: MeetingPage, name: str, text: str) -> None:
    control = page.details.form.field(name).control
    edit = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
    assert edit is not None
    edit.setFocus()
    edit.selectAll()
    QTest.keyClicks(edit, text)


def press(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def paste_into(page: MeetingPage, text: str) -> None:
    page.tabs.setCurrentIndex(2)
    QApplication.clipboard().setText(text)
    page.decisions.decisions.setFocus()
    page.decisions.decisions.go(0, 0)
    page.decisions.decisions.paste()


# --- writing ---------------------------------------------------------------------------------------------------------


def test_an_empty_year_says_why_a_rembug_is_needed(rooms: MeetingsPage) -> None:
    assert rooms.table.empty.sentence.text() == EMPTY
    assert rooms.table.empty.button.text() == "Buat rembug"


def test_a_rembug_is_written_and_saved_on_leaving(rooms: MeetingsPage, work: Workplace, window: MainWindow) -> None:
    work.officers.appoint("ketua_rt", "Slamet Riyadi (contoh)")
    work.officers.appoint("sekretaris_rt", "Sri Rahayu (contoh)")
    press(rooms.table.empty.button)
    page = opened(window)
    assert page.details.leader.text() == "Slamet Riyadi (contoh)"
    type_into(page, "date", "12/8/22")
    type_into(page, "time", "19.30")
    type_into(page, "place", "Balai RT (contoh)")
    press(page.details.usual_button)
    assert page.details.date.text() == "12 Agustus 2022"
    paste_into(page, BLOCK)
    page.decisions.witnesses.edit.setPlainText("Budi (contoh)\n\nSiti (contoh)")
    assert work.records.find("d.meeting") == []
    window.go_back()
    (row,) = work.meetings.rows()
    data = row.data
    assert (data.title, data.date, data.note_taker) == ("Rembug warga RT", DAY, "Sri Rahayu (contoh)")
    assert data.agenda[0] == "Pembukaan"
    assert data.witnesses == ("Budi (contoh)", "Siti (contoh)")
    assert [(one.text, one.sector, one.scope, one.volume, one.estimate) for one in data.decisions] == [
        ("Pavingisasi gang 2", "infrastructure", "own", "120", 9_500_000),
        ("Alat cek kesehatan", "health", "", "2", 6_000_000),
        ("Kursi lipat PKK", "social", "", "40", 8_000_000),
    ]
    assert rooms.table.model.rowCount() == 1
    assert work.records.drafts() == []


def test_nothing_typed_is_nothing_saved(rooms: MeetingsPage, work: Workplace, window: MainWindow) -> None:
    rooms.write_new()
    window.go_back()
    assert work.records.find("d.meeting") == []


def test_marks_and_papers_need_a_record_and_get_one(rooms: MeetingsPage, work: Workplace, window: MainWindow) -> None:
    rooms.write_new()
    page = opened(window)
    page.tabs.setCurrentIndex(1)
    assert len(work.meetings.rows()) == 1
    QTest.keyClicks(page.attendance.entry, "Sri (contoh)")
    QTest.keyClick(page.attendance.entry, Qt.Key.Key_Return)
    assert "1 hadir" in page.facts.text()
    page.print_paper("attendance")
    over = window.page
    assert isinstance(over, PaperPage)
    assert over.preview.page_count == 1


def test_the_title_follows_the_kind_until_somebody_writes_one(rooms: MeetingsPage, window: MainWindow) -> None:
    rooms.write_new()
    page = opened(window)
    press(page.details.kind.buttons[3])
    assert page.details.title.text() == "Pelatihan"
    assert not page.details.sessions.isHidden()
    assert page.decisions.propose_button.isHidden()
    type_into(page, "title", "Pelatihan kue kering (contoh)")
    press(page.details.kind.buttons[0])
    assert page.details.title.text() == "Pelatihan kue kering (contoh)"
    assert page.title() == "Pelatihan kue kering (contoh)"


# --- drafts ----------------------------------------------------------------------------------------------------------


def test_what_was_typed_before_a_power_cut_comes_back(work: Workplace, window: MainWindow) -> None:
    first = MeetingPage(work, window)
    window.open_page(first)
    type_into(first, "place", "Balai RT (contoh)")
    paste_into(first, "Alat cek\tKesehatan\t\t2\tset\tsembilan juta")
    first.save_draft()  # three seconds later; then the power goes
    uid, first._dirty = first.uid, False
    assert work.records.find("d.meeting") == []
    page = MeetingsPage(work, window)
    window.open_page(page)
    assert window.strip.text == "Rembug baru belum selesai ditulis sebelum aplikasi tertutup."
    press(window.strip.notice.button)
    again = opened(window)
    assert again.uid == uid
    assert again.details.form.field("place").text() == "Balai RT (contoh)"
    # A cell that cannot be read comes back as it was typed.
    (problem,) = again.decisions.decisions.problems()
    assert "sembilan juta" in problem.text
    assert again.keep()
    assert saved(work, uid).decisions[0].text == "Alat cek"
    assert work.records.draft(uid) is not None
    problem.jump()  # type: ignore[misc]  # every problem here jumps
    again.decisions.decisions.rows.type_text(0, 5, "9 jt")
    assert again.keep()
    assert saved(work, uid).decisions[0].estimate == 9_000_000
    assert work.records.draft(uid) is None


def test_a_restored_draft_can_be_thrown_away(work: Workplace, window: MainWindow, qapp: QApplication) -> None:
    uid = work.records.save("d.meeting", full()).uid
    page = MeetingPage(work, window, uid)
    window.open_page(page)
    type_into(page, "place", "Tempat lain")
    page.save_draft()
    page._dirty = False
    again = MeetingPage(work, window, uid)
    window.open_page(again)
    qapp.processEvents()
    assert window.strip.text.startswith("Isian yang belum selesai dipulihkan")
    press(window.strip.notice.button)
    assert again.details.form.field("place").text() == "Balai RT (contoh)"
    assert work.records.draft(uid) is None


# --- completeness ----------------------------------------------------------------------------------------------------


def test_f9_says_what_is_missing_and_jumps_there(rooms: MeetingsPage, window: MainWindow) -> None:
    rooms.write_new()
    page = opened(window)
    window.check_now()
    texts = [button.text() for button in page.problems.entries]
    assert texts[0].startswith("Berita acara belum bertanggal")
    photo = next(one for one in page.problems.entries if one.text().startswith("Foto rembug belum ada"))
    assert "Tambahkan di rembug, bagian Berkas, Foto rembug." in photo.text()
    press(photo)
    assert page.tabs.currentIndex() == 3
    page.tabs.setCurrentIndex(2)
    press(page.problems.entries[0])
    assert page.tabs.currentIndex() == 0
    assert focused() is page.details.date.control
    entry = next(one for one in page.problems.entries if one.text().startswith("Daftar hadir"))
    press(entry)
    assert page.attendance.entry.hasFocus()


def test_what_was_completed_leaves_the_list_and_the_list_can_be_put_away(
    rooms: MeetingsPage, work: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    uid = work.records.save("d.meeting", Meeting(title="Rembug (contoh)", date=DAY)).uid
    rooms.open_record(uid)
    page = opened(window)
    QTest.keyClick(window, Qt.Key.Key_F9)

    def told(word: str) -> bool:
        return any(entry.text().startswith(word) for entry in page.problems.entries)

    assert told("Tempat rembug")
    assert told("Daftar hadir")
    type_into(page, "place", "Balai RT (contoh)")
    work.meetings.add(uid, "Sri (contoh)")
    qtbot.waitUntil(lambda: not told("Tempat rembug") and not told("Daftar hadir"))
    assert page.problems.isVisible()
    press(page.problems.close_button)
    assert not page.problems.isVisible()
    type_into(page, "place", "Balai RW (contoh)")
    qtbot.wait(400)
    assert not page.problems.isVisible()


def test_selesai_stays_while_something_is_missing(rooms: MeetingsPage, work: Workplace, window: MainWindow) -> None:
    uid = work.records.save("d.meeting", full(decisions=(decision("Alat cek"),))).uid
    rooms.open_record(uid)
    page = opened(window)
    page.finish()
    assert page.isVisible()
    assert page.problems.isVisible()
    work.meetings.add(uid, "Sri (contoh)")
    page.finish()
    assert window.page is rooms


def test_a_finding_elsewhere_leads_to_the_photo_of_the_meeting(
    rooms: MeetingsPage, work: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    uid = work.records.save("d.meeting", full(decisions=(decision("Alat cek"),))).uid
    rooms.open_record(uid, "photos")
    page = opened(window)
    qtbot.waitUntil(lambda: page.tabs.currentIndex() == 3)
    slot = page.papers.slots.slots["photo:meeting"]
    qtbot.waitUntil(lambda: slot.isAncestorOf(focused()))


# --- decisions become usulan -----------------------------------------------------------------------------------------


def test_decisions_become_usulan_once(rooms: MeetingsPage, work: Workplace, window: MainWindow) -> None:
    rooms.write_new()
    page = opened(window)
    paste_into(page, BLOCK)
    page.decisions.decisions.go(1, 0)
    press(page.decisions.propose_button)
    (one,) = [record.data for record in work.records.find("d.proposal")]
    assert isinstance(one, Proposal)
    assert (one.title, one.amount, one.meeting) == ("Alat cek kesehatan", 6_000_000, page.uid)
    assert one.decision == saved(work, page.uid).decisions[1].uid
    assert page.decisions.decisions.rows.index(1, 7).data() == "Sudah"
    assert page.decisions.all_button.text() == "Jadikan semua usulan (2)"
    press(page.decisions.all_button)
    assert len(work.records.find("d.proposal")) == 3
    page.propose(())
    page.decisions.decisions.go(1, 0)
    page.propose((1,))
    assert len(work.records.find("d.proposal")) == 3
    # Edited once more: the decisions keep their uids, so nothing is asked for twice.
    page.decisions.decisions.rows.type_text(1, 5, "7 jt")
    assert page.keep()
    assert len(work.meetings.proposed(page.uid)) == 3
    page.propose(())
    assert len(work.records.find("d.proposal")) == 3


def test_three_chosen_rows_become_three_usulan_and_the_way_leads_there(
    rooms: MeetingsPage, work: Workplace, window: MainWindow
) -> None:
    uid = work.records.save("d.meeting", full(decisions=tuple(decision(name) for name in "ABCDE"))).uid
    rooms.open_record(uid, "decisions")
    page = opened(window)
    grid = page.decisions.decisions
    grid._choose_block(0, 0, 2, 0)
    assert page.decisions.propose_button.text() == "Jadikan 3 usulan"
    press(page.decisions.propose_button)
    assert window.strip.text == "3 usulan dibuat dari keputusan rembug."
    press(window.strip.notice.button)
    assert window.page is not None
    assert window.page.title() == "Usulan"


def test_a_decision_that_cannot_be_read_holds_back(rooms: MeetingsPage, work: Workplace, window: MainWindow) -> None:
    rooms.write_new()
    page = opened(window)
    paste_into(page, "Alat cek\tKesehatan\t\tdua\tset\t9 jt")
    press(page.decisions.propose_button)
    assert work.records.find("d.proposal") == []
    assert "dua" in page.problems.entries[0].text()


# --- form K ----------------------------------------------------------------------------------------------------------


def test_candidates_are_taken_from_the_register(
    rooms: MeetingsPage, work: Workplace, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.records.save("d.resident", Resident(name="Sri (contoh)", nik="3571015203850002", address="Gang 2"))
    work.records.save("d.resident", Resident(name="Budi (contoh)"))
    uid = work.records.save("d.meeting", full()).uid
    rooms.open_record(uid, "decisions")
    page = opened(window)
    press(page.decisions.parts.buttons[1])

    def pick(dialog: PickResidents) -> int:
        dialog.filter.setText("sri")
        shown = [dialog.list.item(at) for at in range(dialog.list.count()) if not dialog.list.item(at).isHidden()]
        shown[0].setCheckState(Qt.CheckState.Checked)
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(PickResidents, "exec", pick)
    press(page.decisions.pick_button)
    grid = page.decisions.candidates["jkn"]
    grid.rows.type_text(0, 3, "42.000")
    grid.rows.type_text(1, 0, "Warga Lain (contoh)")
    grid.rows.type_text(1, 1, "12345")
    assert page.decisions.parts.buttons[1].text() == "Penerima JKN (2)"
    assert page.keep()
    (record,) = work.records.find("d.beneficiary_list", parent=uid)
    assert isinstance(record.data, BeneficiaryList)
    assert [(row.name, row.nik, row.address, row.amount) for row in record.data.rows] == [
        ("Sri (contoh)", "3571015203850002", "Gang 2", 42_000),
        ("Warga Lain (contoh)", "12345", "", 0),
    ]
    assert page.keep()
    assert len(work.records.find("d.beneficiary_list")) == 1
    again = MeetingPage(work, window, uid)
    assert [row.name for row in again.decisions.candidates["jkn"].candidates()] == [
        "Sri (contoh)",
        "Warga Lain (contoh)",
    ]


# --- locked, returned, copied ----------------------------------------------------------------------------------------


def handed_in(work: Workplace) -> str:
    one = decision("Alat cek", 9_000_000)
    uid = work.records.save("d.meeting", full(decisions=(one,))).uid
    work.meetings.add(uid, "Sri (contoh)")
    work.proposals.from_decisions(uid, [one.uid])
    work.submissions.submit("proposals", uid)
    return uid


def test_a_meeting_handed_in_is_locked_and_can_be_taken_back(
    rooms: MeetingsPage, work: Workplace, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = handed_in(work)
    rooms.reload()
    rooms.open_record(uid)
    page = opened(window)
    assert page.notice.label.text().startswith("Rembug ini sudah diajukan ke kelurahan dan terkunci")
    assert page.chip.status.word == "Diajukan"
    place = page.details.form.field("place").control
    assert isinstance(place, QLineEdit)
    QTest.keyClicks(place, "lain")
    page.tabs.setCurrentIndex(2)
    page.decisions.decisions.go(0, 0)
    QTest.keyClicks(page.decisions.decisions, "lain")
    page.decisions.decisions.paste()
    QTest.keyClick(page.decisions.decisions, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert page.keep()
    assert saved(work, uid).place == "Balai RT (contoh)"
    assert len(page.decisions.decisions.decisions()) == 1
    assert not page.papers.slots.slots["minutes"].choose.isEnabled()

    def say_why(dialog: ReasonDialog) -> int:
        dialog._text.setPlainText("Ada keputusan yang tertinggal")
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(ReasonDialog, "exec", say_why)
    press(page.notice.button)
    assert window.strip.text.startswith("Pengajuan ditarik")
    assert page.notice.isHidden()
    page.tabs.setCurrentIndex(0)
    type_into(page, "place", "Rumah Pak RT (contoh)")
    assert page.keep()
    assert saved(work, uid).place == "Rumah Pak RT (contoh)"


def test_a_meeting_is_copied_into_a_new_one(rooms: MeetingsPage, work: Workplace, window: MainWindow) -> None:
    uid = work.records.save("d.meeting", full(agenda=("Pembukaan",), decisions=(decision("Alat cek"),))).uid
    rooms.reload()
    rooms.table.choose(uid)
    rooms.copy()
    page = opened(window)
    assert page.details.form.field("place").text() == "Balai RT (contoh)"
    assert (page.details.date.text(), page.decisions.decisions.decisions()) == ("", ())
    type_into(page, "date", "1/9/22")
    window.go_back()
    assert len(work.meetings.rows()) == 2


def test_the_versions_are_shown_and_one_is_used_again(
    rooms: MeetingsPage, work: Workplace, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = work.records.save("d.meeting", full()).uid
    work.records.save("d.meeting", full(place="Rumah Pak RT (contoh)"), uid=uid)
    rooms.open_record(uid)
    page = opened(window)

    def choose_the_first(dialog: HistoryDialog) -> int:
        assert dialog.list.count() == 2
        assert dialog.detail.text() == "•  Tempat: Balai RT (contoh) → Rumah Pak RT (contoh)"
        dialog.list.setCurrentRow(1)
        assert dialog.take.isEnabled()
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(HistoryDialog, "exec", choose_the_first)
    page.show_history()
    assert saved(work, uid).place == "Balai RT (contoh)"
    press(window.strip.notice.button)
    assert saved(work, uid).place == "Rumah Pak RT (contoh)"


def test_what_a_version_changed_in_words() -> None:
    before, after = full(), full(time="", decisions=(decision("A", 5_000_000),), witnesses=())
    assert changes(before, after) == [
        "Pukul: 19.30 dihapus",
        "Keputusan: 1 baris, Rp5.000.000",
        "Wakil warga: Budi (contoh) dihapus",
    ]
    assert changes(None, Meeting(kind="rw", title="Sinkronisasi (contoh)"))[:2] == [
        "Jenis: Sinkronisasi RW",
        "Nama pertemuan: Sinkronisasi (contoh)",
    ]


def test_a_meeting_is_removed_and_comes_back_with_its_attendance(
    rooms: MeetingsPage, work: Workplace, window: MainWindow
) -> None:
    uid = work.records.save("d.meeting", full()).uid
    work.meetings.add(uid, "Sri (contoh)")
    rooms.open_record(uid)
    opened(window).remove()
    assert window.page is rooms
    assert work.meetings.rows() == []
    press(window.strip.notice.button)
    assert work.meetings.sheet(uid).counts.present == 1


def test_a_meeting_with_usulan_is_not_removed(rooms: MeetingsPage, work: Workplace, window: MainWindow) -> None:
    one = decision("Alat cek")
    uid = work.records.save("d.meeting", full(decisions=(one,))).uid
    work.proposals.from_decisions(uid, [one.uid])
    rooms.open_record(uid)
    opened(window).remove()
    assert window.strip.text.startswith("Rembug ini punya 1 usulan")
    assert len(work.meetings.rows()) == 1


def test_every_spot_leads_to_its_tab(rooms: MeetingsPage, work: Workplace, window: MainWindow) -> None:
    uid = work.records.save("d.meeting", full()).uid
    for spot, tab in (("", 0), ("attendance", 1), ("decisions", 2), ("papers", 3), ("unknown", 0)):
        rooms.open_record(uid, spot)
        assert opened(window).tabs.currentIndex() == tab
        window.go_back()
    rooms.open_record("", "new")
    assert opened(window).title() == "Rembug warga RT"


def test_the_papers_tab_says_what_was_issued(
    rooms: MeetingsPage, work: Workplace, window: MainWindow, tmp_path: Path
) -> None:
    uid = work.records.save("d.meeting", full()).uid
    work.papers.build("invitation", uid, final=True)
    rooms.open_record(uid, "papers")
    page = opened(window)
    assert page.papers.issued.text().startswith("Sudah dicetak resmi: Undangan rembug UN-22-0304-")
    press(page.papers.buttons["minutes"])
    assert isinstance(window.page, PaperPage)


def test_opening_a_meeting_shows_no_other_window(
    rooms: MeetingsPage, work: Workplace, window: MainWindow, qapp: QApplication
) -> None:
    rooms.open_record(work.records.save("d.meeting", full()).uid, "attendance")
    qapp.processEvents()
    assert window.isActiveWindow()
    assert opened(window).attendance.entry.hasFocus()
    buttons = [one.text() for one in window.header.findChildren(QPushButton) if one.isVisible()]
    assert "Cetak kosong" in buttons


def test_f9_on_the_list_says_what_each_meeting_lacks_and_goes_there(
    rooms: MeetingsPage, work: Workplace, window: MainWindow, qtbot: QtBot
) -> None:
    QTest.keyClick(window, Qt.Key.Key_F9)
    assert window.strip.text == "Semua rembug yang belum diajukan sudah lengkap."
    bare = work.records.save("d.meeting", Meeting(title="Rembug Gang 2 (contoh)", date=DAY))
    qtbot.waitUntil(lambda: rooms.table.model.rowCount() == 1)
    QTest.keyClick(window, Qt.Key.Key_F9)
    wanted = work.meetings.check(bare.uid)
    assert wanted
    told = [entry.text().removeprefix("Perhatian: ") for entry in rooms.problems.entries]
    assert 3 <= len(told) <= len(wanted)
    assert set(told) <= {f"Rembug Gang 2 (contoh): {result.message}" for result in wanted}
    place = next(result for result in wanted if result.field == "place")
    entry = next(one for one in rooms.problems.entries if one.text().endswith(place.message))
    QTest.mouseClick(entry, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.page is not rooms)
    page = opened(window)
    field = page.details.form.field("place")
    qtbot.waitUntil(lambda: field.isAncestorOf(focused()))
