"""T1 to T5: what an RT's secretary does, from the first start to a plan within its ceiling."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl
from PySide6.QtCore import Qt

from desktop.domain.allocation import Summary
from desktop.domain.people import comparison_name
from desktop.domain.records import Attendance, Proposal, Resident
from desktop.services.clock import today
from desktop.services.demo.story import OFFICE
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace
from desktop.ui.attendance.tab import AttendanceTab
from desktop.ui.estimate.page import EstimatePage
from desktop.ui.home.page import HomePage
from desktop.ui.meetings.editor import MeetingPage
from desktop.ui.proposals.page import ProposalsPage
from desktop.ui.residents.page import ResidentsPage
from desktop.ui.residents.take_page import TakePeoplePage
from desktop.ui.wizard.page import WizardPage
from desktop.ui.wizard.role_step import BigCard
from tools.usability.hand import CTRL, Hand
from tools.usability.stage import Stage

ALT = Qt.KeyboardModifier.AltModifier
_FIRST = (
    "Slamet",
    "Sri",
    "Budi",
    "Siti",
    "Agus",
    "Wahyuni",
    "Joko",
    "Endang",
    "Bambang",
    "Sulastri",
    "Hadi",
    "Lestari",
)
_LAST = ("Riyadi", "Aminah", "Santoso", "Rahayu", "Prasetyo", "Handayani", "Wibowo", "Utami", "Nugroho", "Kusuma")
PEOPLE, COME = 118, 60
SHEET = (
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
)
SHEET_TOTAL = 7_685_000
"""What the sheet's own sum says, whole rupiah."""


def people() -> list[Resident]:
    """118 invented residents, every name different, three to a household."""
    made = []
    for at in range(PEOPLE):
        first, last = _FIRST[at % len(_FIRST)], _LAST[at // len(_FIRST) % len(_LAST)]
        woman = first in _FIRST[1::2]
        born = f"{at % 28 + 1 + 40 * woman:02d}{at % 12 + 1:02d}{50 + at * 7 % 49:02d}"
        made.append(
            Resident(
                name=f"{first} {last}",
                nik=f"357199{born}{at + 1:04d}",
                household=f"35719915010{at // 3:05d}",
                gender="P" if woman else "L",
                address=f"Gang Contoh {at // 12 + 1} No. {at % 12 + 1}",
            )
        )
    return made


# --- T1 --------------------------------------------------------------------------------------------------------------


def first_start(stage: Stage, hand: Hand) -> list[str]:
    """From an empty computer to the home page."""
    stage.start()
    window = stage.window
    if not isinstance(window.page, WizardPage):
        return ["persiapan awal tidak terbuka"]
    hand.begin()
    hand.step("Pilih kartu Sekretaris RT")
    hand.click(hand.find(BigCard, lambda one: "RT" in one.accessibleName(), "Sekretaris RT"))
    hand.step("Kelurahan, RW, RT")
    hand.type("kaliom")
    hand.press(Qt.Key.Key_Tab)
    hand.type("4")
    hand.press(Qt.Key.Key_Tab)
    hand.type("3")
    hand.press(Qt.Key.Key_Return)
    hand.step("Nama pengurus")
    for number, name in enumerate(("Bapak Ketua Contoh", "Ibu Sekretaris Contoh", "Ibu Bendahara Contoh")):
        if number:
            hand.press(Qt.Key.Key_Tab)
        hand.type(name)
    hand.press(Qt.Key.Key_Return)
    hand.step("Tahun anggaran, Mulai")
    hand.press(Qt.Key.Key_Return)
    hand.wait_until(lambda: isinstance(window.page, HomePage), "the home page")
    crumbs = window.header.crumbs.whole
    wrong = [] if "RT 03/RW 04" in crumbs and str(today().year) in crumbs else [f"Beranda menyebut “{crumbs}”"]
    return wrong + ([] if str(stage.work.info.area) == f"{OFFICE}/04/03" else ["wilayahnya lain"])


# --- T2 --------------------------------------------------------------------------------------------------------------

DAMAGED = (7, 40, 93)
"""Rows of people whose NIK Excel has spoilt: kept as a number, the last digit is lost."""


def _residents_file(target: Path) -> None:
    """As RTs keep it: a title over all columns, a heading of two lines with merged cells."""
    book = openpyxl.Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has a sheet")
    sheet.append(["DATA WARGA RT 03 RW 04 (DATA CONTOH)"])
    sheet.merge_cells("A1:F1")
    sheet.append(["No", "Nama lengkap", "Nomor", None, "L/P", "Alamat"])
    sheet.append([None, None, "NIK", "KK", None, None])
    sheet.merge_cells("C2:D2")
    for column in "ABEF":
        sheet.merge_cells(f"{column}2:{column}3")
    for at, one in enumerate(people()):
        nik: str | int = int(one.nik) // 10 * 10 if at in DAMAGED else one.nik
        sheet.append([at + 1, one.name, nik, one.household, one.gender, one.address])
    book.save(target)


def take_residents(stage: Stage, hand: Hand) -> list[str]:
    """The file lies where the file dialog begins."""
    with stage.lay_desk():
        pass
    _residents_file(stage.files / "warga.xlsx")
    stage.start()
    window = stage.window
    hand.begin()
    hand.step("Warga")
    hand.press_button("Warga")
    hand.step("Ambil dari Excel…, pilih berkas")
    with hand.answering(lambda: hand.name_file("warga.xlsx")):
        hand.press_button("Ambil dari Excel…")
    hand.wait_until(lambda: isinstance(window.page, TakePeoplePage), "what is in the file")
    page = window.page
    if not isinstance(page, TakePeoplePage):
        return ["daftarnya tidak terbaca"]
    hand.wait_until(page.take_button.isEnabled, "the preview")
    flagged = len(page.result.problems) if page.result else 0
    hand.step("Simpan daftar masalah…")
    with hand.answering(lambda: hand.press_button("Simpan")):
        hand.press_button("Simpan daftar masalah…")
    hand.step("Ambil")
    hand.press_button_beginning("Ambil 118")
    hand.wait_until(lambda: isinstance(window.page, ResidentsPage), "the register")
    found = stage.work.records.find("d.resident", order="id", limit=1000)
    wrong = [] if len(found) == PEOPLE else [f"{len(found)} warga masuk"]
    wrong += [] if flagged == len(DAMAGED) else [f"{flagged} ditandai"]
    spoilt = [one for one in found if isinstance(one.data, Resident) and not one.data.nik]
    wrong += [] if len(spoilt) == len(DAMAGED) else [f"{len(spoilt)} NIK dikosongkan"]
    return wrong + ([] if list(stage.files.glob("Daftar masalah*.xlsx")) else ["daftar masalah tidak tersimpan"])


# --- T3 --------------------------------------------------------------------------------------------------------------


def _meeting_with_nobody(stage: Stage) -> str:
    """Data Contoh with 118 more residents; the uid of its second rembug, which nobody is recorded for."""
    with stage.lay_practice() as place:
        place.records.save_all([NewRecord(type="d.resident", data=one) for one in people()])
        meetings = place.records.find("d.meeting", order="id")
        return meetings[-1].uid


def _to_the_list(stage: Stage, hand: Hand) -> AttendanceTab:
    """From the home page to the list, by keys."""
    window = stage.window
    hand.step("Alt+3, Enter: rembug yang terbaru")
    hand.press(Qt.Key.Key_3, ALT)
    hand.press(Qt.Key.Key_Return)
    hand.wait_until(lambda: isinstance(window.page, MeetingPage), "the meeting")
    hand.step("Ctrl+Tab: daftar hadir")
    hand.press(Qt.Key.Key_Tab, CTRL)
    page = window.page
    if not isinstance(page, MeetingPage):
        raise TypeError("no meeting")
    hand.wait_until(page.attendance.entry.hasFocus, "the field for names")
    return page.attendance


def _came(place: Workplace, meeting: str) -> list[str]:
    found = place.records.find("d.attendance", parent=meeting, order="id", limit=1000)
    return [one.data.name for one in found if isinstance(one.data, Attendance)]


def _all_there(stage: Stage, hand: Hand, tab: AttendanceTab, meeting: str, wanted: Sequence[str]) -> list[str]:
    came = _came(stage.work, meeting)
    wrong = [] if sorted(came) == sorted(wanted) else [f"{len(came)} tercatat, tidak sama dengan daftarnya"]
    wrong += [] if len(came) == len(set(came)) else ["ada yang ganda"]
    count = tab.figures.labels["present"]
    hand.wait_until(lambda: count.text() == f"{COME} hadir", f"{COME} hadir, bukan “{count.text()}”")
    return wrong


def attendance_by_keys(stage: Stage, hand: Hand) -> list[str]:
    """Sixty names off a paper: letters until the list points to the person, Enter."""
    meeting = _meeting_with_nobody(stage)
    stage.start()
    register = people()
    wanted = [register[at * 7 % PEOPLE].name for at in range(COME)]  # as they signed, in no order
    hand.begin()
    tab = _to_the_list(stage, hand)
    hand.step("Huruf nama, Enter: 60 kali")
    for name in wanted:
        first, second = comparison_name(name).split()[:2]
        for letter in f"{first[:1]} {second[:2]}":
            hand.type(letter)
            if len(tab.entry.text()) >= 2 and _pointed(tab) == name:
                break
        steps = 0
        while _pointed(tab) != name and steps < 40:
            hand.press(Qt.Key.Key_Down)
            steps += 1
        hand.press(Qt.Key.Key_Return)
    return _all_there(stage, hand, tab, meeting, wanted)


def _pointed(tab: AttendanceTab) -> str:
    row = tab.roster.row
    return tab.roster.rows.rows[row].name if row >= 0 else ""


def attendance_by_paste(stage: Stage, hand: Hand) -> list[str]:
    """The same sixty as a list copied from elsewhere: titles, capitals, two slips, one newcomer."""
    meeting = _meeting_with_nobody(stage)
    stage.start()
    register = [one.name for one in people()]
    sure, slipped, newcomer = register[:57], register[57:59], "Zulkifli Warga Baru"
    lines = [f"{at}. Bpk. {name.upper()}" if at % 5 == 0 else name for at, name in enumerate(sure, 1)]
    hand.begin()
    tab = _to_the_list(stage, hand)
    hand.step("Ctrl+V")
    hand.paste("\n".join(["NAMA", *lines, *(f"{name}h" for name in slipped), newcomer]))
    hand.step("Tiga nama dilihat, Enter; catat")
    while not tab.panel.record.hasFocus() and hand.keys < 40:
        hand.press(Qt.Key.Key_Return)
    hand.press(Qt.Key.Key_Return)
    return _all_there(stage, hand, tab, meeting, [*sure, *slipped, newcomer])


# --- T4 --------------------------------------------------------------------------------------------------------------


def _summary(stage: Stage) -> Summary:
    return stage.work.checks.summary(area=str(stage.work.info.area))


def decisions_to_proposals(stage: Stage, hand: Hand) -> list[str]:
    """Data Contoh has three decisions that are no usulan yet."""
    with stage.lay_practice():
        pass
    stage.start()
    window = stage.window
    before = {one.uid for one in stage.work.records.find("d.proposal", order="id")}
    asked = _summary(stage).total
    hand.begin()
    hand.step("Usulan")
    hand.press_button("Usulan")
    page = window.page
    if not isinstance(page, ProposalsPage):
        return ["ruang usulan tidak terbuka"]
    bars = [bar.values() for bar in page.band.shown]
    hand.step("Dari keputusan, Jadikan 3 usulan")
    with hand.answering(lambda: hand.press_button("Jadikan 3 usulan")):
        hand.press_button("Dari keputusan")
    made = [one for one in stage.work.records.find("d.proposal", order="id") if one.uid not in before]
    wrong = [] if len(made) == 3 else [f"{len(made)} usulan terjadi"]
    hand.step("Enter: RAB usulan itu; Ctrl+V")
    hand.press(Qt.Key.Key_Return)
    hand.wait_until(lambda: isinstance(window.page, EstimatePage), "the RAB")
    estimate = window.page
    if not isinstance(estimate, EstimatePage):
        return ["RAB tidak terbuka"]
    hand.paste("\n".join("\t".join(row) for row in SHEET))
    wrong += [] if estimate.grid.rows.total("total") == SHEET_TOTAL else ["jumlah RAB lain dari lembarnya"]
    hand.step("Samakan jumlah usulan, Selesai")
    if estimate.notice.button.isVisible():
        hand.click(estimate.notice.button)
    hand.press_button("Selesai")
    hand.wait_until(lambda: window.page is page, "the list of usulan")
    filled = [one for one in stage.work.records.find("d.proposal", order="id") if one.uid in {m.uid for m in made}]
    amounts = [one.data.amount for one in filled if isinstance(one.data, Proposal) and len(one.data.lines) == 15]
    wrong += [] if amounts == [SHEET_TOTAL] else [f"usulan dengan 15 baris: {amounts}"]
    wrong += [] if _summary(stage).total != asked else ["pemakaian pagu tidak berubah"]
    return wrong + ([] if [bar.values() for bar in page.band.shown] != bars else ["balok pagu tidak bergerak"])


# --- T5 --------------------------------------------------------------------------------------------------------------


def back_within_the_cap(stage: Stage, hand: Hand) -> list[str]:
    """Data Contoh with two usulan too many in one bidang."""
    with stage.lay_practice() as place:
        meeting = place.records.find("d.meeting", order="id")[0].uid
        extra = Proposal(
            title="Pengeras suara balai RT", sector="social", meeting=meeting, amount=19_000_000, priority=30
        )
        place.records.save("d.proposal", extra)
    stage.start()
    window = stage.window
    hand.begin()
    hand.step("Usulan, lihat yang melebihi")
    hand.press_button("Usulan")
    page = window.page
    if not isinstance(page, ProposalsPage):
        return ["ruang usulan tidak terbuka"]
    over = next((bar for bar in page.band.shown if bar.over and bar.name == "Sosial budaya"), None)
    if over is None:
        return ["tidak ada bidang yang melebihi pagu"]
    hand.click(page.bar_of_findings.opened)
    finding = next((one for one in page.panel.list.findings if one.result.rule == "V-02"), None)
    if finding is None or finding.button is None:
        return ["pelanggaran pagu tidak disebut"]
    said = finding.message.text()
    hand.step("Tombol pada temuannya: usulan terbesar, jumlahnya")
    hand.click(finding.button)
    edit = page.drawer.amount_field.edit
    hand.wait_until(edit.hasFocus, "the amount")
    hand.step("Jumlah yang masih muat, Selesai")
    room = 19_000_000 - over.over
    hand.type(f"{room}")
    hand.click(page.drawer.done_button)
    wrong = [] if not any(bar.over for bar in page.band.shown) else ["masih ada balok merah"]
    return wrong + ([] if "Perwali Kediri" in said and "pasal" in said else [f"aturannya tidak disebut: {said}"])
