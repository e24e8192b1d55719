"""Deciding on one usulan: what is asked for, what is kept, what is refused. Data contoh."""

from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from desktop.domain.records import Proposal
from desktop.services.decisions import DecisionService
from desktop.services.desk import Desk
from desktop.services.records import RecordService
from desktop.services.submissions import SubmissionService
from desktop.services.workplace import Workplace
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.desk_check.reasons import READY
from desktop.ui.desk_check.submission_page import SubmissionPage
from desktop.ui.main_window import MainWindow
from desktop.ui.paper_page import PaperPage
from tests.services.conftest import RT, carry, paired
from tests.ui.desk_check.conftest import THREE, Clicks, Handed, hand_in

__all__ = ["paired"]


def state(place: Workplace, uid: str) -> str:
    return place.submissions.states(RT)[uid].state


# --- the inbox ---


def test_the_inbox_says_who_waits_how_long_and_for_what(arrived: Handed, review: ReviewPage, place: Workplace) -> None:
    (row,) = review.table.model.rows()
    columns = {column.title: column.text(row) for column in review.table.model.columns}
    assert columns["Dari"] == "RT 03/RW 04"
    assert columns["Isi"] == "3 usulan"
    assert columns["Jumlah"] == "Rp16.000.000"
    assert columns["Menunggu"] == "hari ini"
    assert columns["Status"] == "Belum diputuskan"
    later = place.inbox.entries(now=row.arrived + 3 * 86_400_000 + 1)
    assert [entry.waiting for entry in later] == [3]
    assert review.open_only.text() == "Perlu diputuskan (1)"


def test_an_empty_inbox_leads_to_receiving(
    review: ReviewPage, desk_window: MainWindow, click: Clicks, qtbot: QtBot
) -> None:
    assert review.table.empty.isVisible()
    assert review.table.empty.sentence.text() == "Belum ada kiriman. Colokkan USB dari RT, lalu terima bundelnya."
    click(review.table.empty.button)
    assert desk_window.page is not None
    assert desk_window.page.title() == "Kirim–Terima"


def test_what_is_decided_leaves_the_list_but_stays_under_all(
    arrived: Handed, review: ReviewPage, place: Workplace, click: Clicks, qtbot: QtBot
) -> None:
    for uid in arrived.items.values():
        DecisionService(place.desk).decide(arrived.submission, uid, "reject", reason="Bukan kewenangan")
    qtbot.waitUntil(lambda: review.table.model.rowCount() == 0)
    assert review.table.empty.sentence.text().startswith("Semua kiriman sudah diputuskan.")
    click(review.everything)
    (row,) = review.table.model.rows()
    assert (row.standing, row.waiting, row.open) == ("done", None, 0)


# --- the form ---


def test_nothing_chosen_is_asked_for(submission: SubmissionPage, place: Workplace, arrived: Handed) -> None:
    submission.save_decision()
    form = submission.panel.form
    assert form is not None
    assert form.outcome.problem == "Pilih keputusannya dahulu."
    assert state(place, arrived.items["Alat cek posyandu"]) == "submitted"


def test_only_the_fields_a_choice_needs_are_shown(submission: SubmissionPage, click: Clicks) -> None:
    form = submission.panel.form
    assert form is not None
    fields = (form.amount, form.reason, form.priority, form.placement, form.office)

    def shown() -> list[str]:
        return [field.name for field in fields if field.isVisible()]

    assert shown() == []
    click(form.outcome.tiles["approve"])
    assert shown() == ["priority", "placement"]
    click(form.placement.buttons[1])
    assert shown() == ["priority", "placement", "office"]
    click(form.outcome.tiles["amount"])
    assert shown() == ["amount", "reason", "priority", "placement", "office"]
    click(form.outcome.tiles["return"])
    assert shown() == ["reason"]


def test_another_amount_needs_a_reason_and_no_more_than_asked(
    submission: SubmissionPage, place: Workplace, arrived: Handed, click: Clicks, desk_window: MainWindow
) -> None:
    form = submission.panel.form
    assert form is not None
    click(form.outcome.tiles["amount"])
    assert desk_window.focusWidget() is form.amount.edit
    QTest.keyClicks(form.amount.edit, "90 jt")
    click(submission.panel.save)
    assert form.amount.problem.startswith("Jumlah yang disetujui Rp90.000.000 melebihi usulan Rp9.000.000.")
    assert form.reason.problem == "Tulis alasannya, atau pilih kalimat siap pakai."
    form.amount.edit.selectAll()
    QTest.keyClicks(form.amount.edit, "7,5 jt")
    QTest.keyClicks(form.reason.edit, "Harga disesuaikan.")
    QTest.keyClick(form.reason.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    uid = arrived.items["Alat cek posyandu"]
    said = place.submissions.states(RT)[uid].decision
    assert said is not None
    assert (said.outcome, said.amount, said.reason) == ("approve", 7_500_000, "Harga disesuaikan.")
    assert submission.current == arrived.items["Lampu gang"]


def test_an_opd_must_be_named(submission: SubmissionPage, place: Workplace, arrived: Handed, click: Clicks) -> None:
    form = submission.panel.form
    assert form is not None
    click(form.outcome.tiles["approve"])
    click(form.placement.buttons[1])
    click(submission.panel.save)
    assert form.office.problem == "Isi nama OPD tempat kegiatan ini dianggarkan."
    QTest.keyClicks(form.office.edit, "Dinas Kesehatan")
    click(submission.panel.save)
    said = place.submissions.states(RT)[arrived.items["Alat cek posyandu"]].decision
    assert said is not None
    assert (said.placement, said.office) == ("opd", "Dinas Kesehatan")


@pytest.mark.parametrize("choice", ["amount", "return", "reject"])
def test_ready_sentences_fit_the_choice_and_can_be_changed(
    submission: SubmissionPage, click: Clicks, choice: str
) -> None:
    form = submission.panel.form
    assert form is not None
    click(form.outcome.tiles[choice])
    offered = [action.text() for action in form.ready.menu().actions()]
    assert tuple(offered) == READY["proposals"][choice]
    form.ready.menu().actions()[0].trigger()
    form.ready.menu().actions()[1].trigger()
    assert form.reason.value() == f"{offered[0]} {offered[1]}"
    QTest.keyClicks(form.reason.edit, "!")
    assert form.reason.value().endswith("!")


# --- going through them ---


def test_the_keys_go_from_usulan_to_usulan(submission: SubmissionPage, arrived: Handed, qtbot: QtBot) -> None:
    uids = list(arrived.items.values())
    with qtbot.waitExposed(submission.window()):
        submission.window().activateWindow()
    QTest.keyClick(submission.list, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert submission.current == uids[1]
    assert submission.panel.note.text() == "2 dari 3"
    QTest.keyClick(submission.list, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(submission.list, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert submission.current == uids[2]
    QTest.keyClick(submission.list, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert submission.current == uids[1]


def test_what_is_typed_and_not_saved_is_there_again(
    submission: SubmissionPage,
    review: ReviewPage,
    place: Workplace,
    arrived: Handed,
    click: Clicks,
    desk_window: MainWindow,
) -> None:
    form = submission.panel.form
    assert form is not None
    click(form.outcome.tiles["reject"])
    QTest.keyClicks(form.reason.edit, "Tanahnya milik")
    submission.list.step(1)
    submission.list.step(-1)
    form = submission.panel.form
    assert form is not None
    assert (form.outcome.value(), form.reason.value()) == ("reject", "Tanahnya milik")
    desk_window.go_back()
    assert desk_window.page is review
    # After a power cut the start offers to go on: the draft's uid is the usulan's.
    (draft,) = place.records.drafts()
    assert (draft.type, draft.uid) == ("k.decision", arrived.items["Alat cek posyandu"])
    review.open_record(draft.uid)
    page = desk_window.page
    assert isinstance(page, SubmissionPage)
    assert page.panel.form is not None
    assert page.panel.form.reason.value() == "Tanahnya milik"
    click(page.panel.save)
    assert place.records.drafts() == []
    assert state(place, arrived.items["Alat cek posyandu"]) == "rejected"


def test_what_arrives_meanwhile_does_not_wipe_what_is_typed(
    submission: SubmissionPage, place: Workplace, click: Clicks, qtbot: QtBot
) -> None:
    form = submission.panel.form
    assert form is not None
    click(form.outcome.tiles["return"])
    QTest.keyClicks(form.reason.edit, "Belum")
    submission.changed("bundles", "")
    qtbot.wait(50)
    assert submission.panel.form is form
    assert form.reason.value() == "Belum"


# --- the running sum ---


def test_the_sum_runs_along_with_the_choice(submission: SubmissionPage, click: Clicks) -> None:
    assert submission.running.texts[0] == "Rp0 dari Rp100.000.000"
    form = submission.panel.form
    assert form is not None
    click(form.outcome.tiles["approve"])
    assert submission.running.texts == ["Rp9.000.000 dari Rp100.000.000", "Rp9.000.000 dari Rp50.000.000"]
    click(form.outcome.tiles["amount"])
    QTest.keyClicks(form.amount.edit, "4.000.000")
    assert submission.running.texts[0] == "Rp4.000.000 dari Rp100.000.000"
    click(form.outcome.tiles["reject"])
    assert submission.running.texts[0] == "Rp0 dari Rp100.000.000"


# --- changing one's mind, and contradictions ---


def test_a_decision_is_shown_and_can_be_replaced(
    submission: SubmissionPage, place: Workplace, arrived: Handed, click: Clicks
) -> None:
    uid = arrived.items["Alat cek posyandu"]
    form = submission.panel.form
    assert form is not None
    click(form.outcome.tiles["approve"])
    click(submission.panel.save)
    submission.list.choose(uid)
    decided = submission.panel.decided
    assert decided is not None
    assert "Rp9.000.000" in decided.card.texts
    click(decided.change)
    form = submission.panel.form
    assert form is not None
    assert form.outcome.value() == "approve"
    click(form.outcome.tiles["reject"])
    QTest.keyClicks(form.reason.edit, "Sudah dibiayai dari sumber lain.")
    click(submission.panel.save)
    now = place.submissions.states(RT)[uid]
    assert now.state == "rejected"
    assert len(now.decisions) == 1
    assert now.decision is not None
    assert len(now.decision.replaces) == 1


def contradict(place: Workplace, arrived: Handed, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two decisions that know nothing of each other, as after an office restored from a backup."""
    uid = arrived.items["Alat cek posyandu"]
    DecisionService(place.desk).decide(arrived.submission, uid, "approve", placement="kelurahan")
    monkeypatch.setattr("desktop.services.decisions.speaking", lambda *_: {})
    DecisionService(place.desk).decide(arrived.submission, uid, "reject", reason="Tidak termasuk aturan.")
    monkeypatch.undo()
    return uid


def test_contradicting_decisions_are_shown_side_by_side_and_settled(
    arrived: Handed,
    review: ReviewPage,
    place: Workplace,
    desk_window: MainWindow,
    click: Clicks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uid = contradict(place, arrived, monkeypatch)
    assert place.inbox.entries()[0].standing == "conflict"
    review.open_record(arrived.submission, "")
    page = desk_window.page
    assert isinstance(page, SubmissionPage)
    page.list.choose(uid)
    conflict = page.panel.conflict
    assert conflict is not None
    assert {card.chip.status.word for card in conflict.cards} == {"Disetujui", "Ditolak"}
    wanted = next(at for at, card in enumerate(conflict.cards) if card.chip.status.word == "Ditolak")
    click(conflict.picks[wanted])
    now = place.submissions.states(RT)[uid]
    assert now.state == "rejected"
    assert now.decision is not None
    assert now.decision.reason == "Tidak termasuk aturan."
    assert len(now.decision.replaces) == 2


def test_a_contradiction_can_be_settled_by_new_words(
    arrived: Handed,
    review: ReviewPage,
    place: Workplace,
    desk_window: MainWindow,
    click: Clicks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    uid = contradict(place, arrived, monkeypatch)
    review.open_record(uid)
    page = desk_window.page
    assert isinstance(page, SubmissionPage)
    assert page.panel.conflict is not None
    click(page.panel.conflict.write)
    form = page.panel.form
    assert form is not None
    click(form.outcome.tiles["return"])
    QTest.keyClicks(form.reason.edit, "Jelaskan dahulu")
    click(page.panel.save)
    assert state(place, uid) == "returned"


# --- what cannot be decided ---


def test_a_submission_that_is_not_whole_says_so_and_takes_no_decision(
    handed: Handed, rt_desk: Desk, office: Desk, review: ReviewPage, desk_window: MainWindow, place: Workplace
) -> None:
    place.trust.approve(place.trust.read(Workplace(rt_desk).trust.card()), Workplace(rt_desk).trust.fingerprint())
    carry(rt_desk, office, rt_desk.folder.parent)
    with place.desk.sessions.begin() as session:
        session.execute(text("DELETE FROM revisions WHERE uid = :uid"), {"uid": handed.items["Lampu gang"]})
    review.reload()
    assert review.table.model.row(0).standing == "waiting_data"
    review.open_record(handed.submission)
    page = desk_window.page
    assert isinstance(page, SubmissionPage)
    assert page.panel.form is None
    assert page.notice.isVisible()
    assert page.notice.label.text() == "Sebagian datanya belum datang. Minta pengirim mengirim bundel terbaru."


def test_missing_photos_are_said_but_do_not_stop_the_office(
    arrived: Handed, place: Workplace, review: ReviewPage, desk_window: MainWindow, click: Clicks
) -> None:
    for sha in place.desk.files.names():
        place.desk.files.path(sha).unlink()
    review.reload()
    assert review.table.model.row(0).standing == "waiting_files"
    review.open_record(arrived.submission)
    page = desk_window.page
    assert isinstance(page, SubmissionPage)
    assert page.notice.label.text() == "1 foto atau berkas belum datang. Usulannya sudah dapat diputuskan."
    form = page.panel.form
    assert form is not None
    click(form.outcome.tiles["approve"])
    click(page.panel.save)
    assert state(place, arrived.items["Alat cek posyandu"]) == "approved"


def test_a_withdrawn_submission_cannot_be_decided(
    arrived: Handed, rt_desk: Desk, office: Desk, review: ReviewPage, desk_window: MainWindow, click: Clicks
) -> None:
    SubmissionService(rt_desk).withdraw(arrived.submission, "Salah jumlah")
    carry(rt_desk, office, rt_desk.folder.parent)
    review.reload()
    click(review.everything)
    assert review.table.model.row(0).standing == "withdrawn"
    review.open_record(arrived.submission)
    page = desk_window.page
    assert isinstance(page, SubmissionPage)
    assert page.panel.form is None
    assert [line.status.word for line in page.list.lines] == ["Ditarik"] * 3


def test_what_was_handed_in_again_is_decided_in_the_newer_submission(
    arrived: Handed, rt_desk: Desk, office: Desk, place: Workplace, review: ReviewPage, desk_window: MainWindow
) -> None:
    uid = arrived.items["Lampu gang"]
    DecisionService(office).decide(arrived.submission, uid, "return", reason="Jumlahnya?")
    carry(office, rt_desk, rt_desk.folder.parent)
    record = RecordService(rt_desk).get(uid)
    assert record is not None
    assert isinstance(record.data, Proposal)
    mended = Proposal(title="Lampu gang 4 titik", sector="social", meeting=arrived.meeting, amount=1_500_000)
    RecordService(rt_desk).save("d.proposal", mended, uid=uid)
    newer = SubmissionService(rt_desk).submit("proposals", arrived.meeting)
    carry(rt_desk, office, rt_desk.folder.parent)
    review.reload()
    words = {row.uid: review.table.model.columns[1].text(row) for row in review.table.model.rows()}
    assert words == {arrived.submission: "3 usulan", newer: "Perbaikan, kali ke-2: 1 usulan"}
    review.open_record(uid)
    page = desk_window.page
    assert isinstance(page, SubmissionPage)
    assert page.panel.form is not None
    assert [line.title for line in page.list.lines] == ["Lampu gang 4 titik"]
    desk_window.go_back()
    review.open_record(arrived.submission)
    older = desk_window.page
    assert isinstance(older, SubmissionPage)
    older.list.choose(uid)
    assert older.panel.form is None
    assert [line.title for line in older.list.lines][1] == "Lampu gang"


# --- the evidence ---


def test_the_evidence_can_be_read(submission: SubmissionPage, arrived: Handed, place: Workplace) -> None:
    assert submission.meeting_view.summary == "3 orang, 1 perempuan"
    code = place.submissions.open(arrived.submission).code
    assert submission.papers_view.code.code == code
    assert f"kode pengajuan {code}" in submission.facts.text()
    papers, photos = submission.papers_view.galleries
    assert [thumb.item.caption for thumb in papers.thumbs] == ["Formulir K"]
    assert [thumb.item.caption for thumb in photos.thumbs] == ["Rembug"]


def test_the_checklist_says_what_needs_a_look(submission: SubmissionPage, arrived: Handed) -> None:
    points = {point.title: point for point in submission.panel.checks.points}
    assert list(points) == [
        "Dasar rembug",
        "Pagu",
        "Rencana biaya",
        "Syarat kegiatan",
        "Larangan",
        "Data penerima",
        "Foto 0 %",
    ]
    assert points["Syarat kegiatan"].verdict == "ok"
    assert points["Dasar rembug"].notes == ("Pindaian daftar hadir bertanda tangan belum ada.",)
    assert points["Rencana biaya"].verdict == "ok"
    assert points["Foto 0 %"].verdict == "free"
    submission.list.choose(arrived.items["Paving gang"])
    points = {point.title: point for point in submission.panel.checks.points}
    assert points["Foto 0 %"].notes == ("Belum ada foto keadaan sebelum pekerjaan.",)
    (term,) = points["Syarat kegiatan"].notes
    assert term.startswith("Usulan “Paving gang” belum dipilih: membangun baru atau memperbaiki")


def test_papers_signed_for_other_contents_are_noticed(
    paired: tuple[Desk, Desk], review: ReviewPage, desk_window: MainWindow, tmp_path: Path
) -> None:
    rt, office = paired
    handed = hand_in(rt, tmp_path, THREE, code="AAAAAAAA")
    carry(rt, office, tmp_path)
    review.open_record(handed.submission)
    page = desk_window.page
    assert isinstance(page, SubmissionPage)
    basis = page.panel.checks.points[0]
    assert "Kertas bertanda tangan memakai kode lain: AAAAAAAA." in basis.notes


# --- the answer ---


def test_the_letter_for_an_rt_without_a_computer(
    submission: SubmissionPage, desk_window: MainWindow, click: Clicks, tmp_path: Path
) -> None:
    assert not submission.page_actions().secondary[0].enabled
    form = submission.panel.form
    assert form is not None
    click(form.outcome.tiles["approve"])
    click(submission.panel.save)
    assert submission.page_actions().secondary[0].enabled
    submission.print_answer()
    page = desk_window.page
    assert isinstance(page, PaperPage)
    assert page.printed is not None
    words = PdfReader(page.printed.path).pages[0].extract_text()
    assert "Alat cek posyandu" in words
    assert "9.000.000" in words


def test_in_a_low_window_the_decision_stands_above_what_to_look_at(
    submission: SubmissionPage, desk_window: MainWindow
) -> None:
    panel = submission.panel
    assert panel.form is not None
    assert panel.checks.notes.isVisible(), "this usulan has something to look at"
    for high, first in ((900, True), (535, False), (900, True)):
        desk_window.resize(1366, high)
        QTest.qWait(30)
        top = panel.checks.notes.mapTo(panel, QPoint()).y()
        assert (top < panel.form.mapTo(panel, QPoint()).y()) is first


def test_the_choices_are_never_pushed_out_of_sight_by_what_to_look_at(
    submission: SubmissionPage, desk_window: MainWindow
) -> None:
    panel = submission.panel
    assert panel.form is not None
    sides = set()
    for high in range(535, 901, 40):
        desk_window.resize(1366, high)
        QTest.qWait(30)
        above = panel.checks.notes.mapTo(panel, QPoint()).y() < panel.form.mapTo(panel, QPoint()).y()
        lowest = max(
            tile.mapTo(panel.area.viewport(), tile.rect().bottomLeft()).y()
            for tile in panel.form.outcome.tiles.values()
        )
        assert not above or lowest <= panel.area.viewport().height()
        sides.add(above)
    assert sides == {True, False}


def test_f9_on_the_inbox_lists_what_waits_and_an_entry_opens_it(
    arrived: Handed, review: ReviewPage, desk_window: MainWindow, click: Clicks
) -> None:
    QTest.keyClick(desk_window, Qt.Key.Key_F9)
    (entry,) = review.problems.entries
    assert entry.text() == "Perhatian: RT 03/RW 04, 3 usulan – 3 belum diputuskan, menunggu sejak hari ini."
    click(entry)
    assert isinstance(desk_window.page, SubmissionPage)
