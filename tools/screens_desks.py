"""Pictures of what lies behind the rooms of the RT's and the kelurahan's desk: pages and dialogs one opens from them.

Each step photographs one thing where the desk has it, and leaves the records as they were.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar

from desktop.domain.areas import Role
from desktop.domain.records import Meeting, Resident, Submission
from desktop.services.workplace import Workplace
from desktop.ui.attendance.tab import AttendanceTab
from desktop.ui.board.page import BoardPage
from desktop.ui.conflicts.page import ConflictsPage
from desktop.ui.desk_check.bulk_page import BulkPage
from desktop.ui.desk_check.intake_page import IntakePage
from desktop.ui.desk_check.page import ReviewPage
from desktop.ui.desk_check.submission_page import SubmissionPage
from desktop.ui.meetings.editor import MeetingPage
from desktop.ui.office_money.page import OfficeMoneyPage
from desktop.ui.proposals.page import ProposalsPage
from desktop.ui.readiness.page import InspectorPage
from desktop.ui.residents.page import ResidentsPage
from desktop.ui.rooms import show_record
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.shots import settle
from tools.camera import Camera
from tools.screens_pokmas import POKMAS

Step = Callable[[Camera, str, Workplace], None]

_PASTED = "No\tNama\tNIK\tAlamat\n" + "\n".join(
    f"{at}\tWarga {name} (contoh)\t{nik}\tRT 03/RW 04"
    for at, (name, nik) in enumerate(
        (("Satu", "3571014101800001"), ("Dua", "3571014101800000"), ("Tiga", "3,57E+15"), ("Empat", "12")), 1
    )
)
_NAMES = "Slamet\nSiti Rahayu\nBpk. Joko\nOrang Baru Sekali\nTamu dari RW"


def _wait(camera: Camera) -> None:
    """Until what is read in the background has come."""
    settle(150)
    keeper = camera.program.keeper
    for _ in range(100):
        if keeper is None or not keeper.runner.running:
            break
        settle(60)
    settle(150)


# --- the RT ----------------------------------------------------------------------------------------------------------


def residents(camera: Camera, state: str, place: Workplace) -> None:
    """A resident in the drawer, a new one refused, two put together, a list from Excel looked at before it is taken."""
    window = camera.window
    window.go("residents")
    page = window.page
    if not isinstance(page, ResidentsPage):
        return
    rows = place.residents.rows()
    if rows:
        page.edit(rows[0].uid)
        settle(150)
        camera.take(f"{state}/residents-drawer")
        page.close_drawer()
    page.write_new()
    QTest.keyClicks(page.drawer.form.field("nik").control, "357101410180")
    page.check()
    settle(150)
    camera.take(f"{state}/residents-refused")
    page.drawer.form.field("nik").set_text("")
    page.close_drawer()
    made = [
        place.records.save("d.resident", Resident(name="Sulastri (contoh)", address=home, phone=phone)).uid
        for home, phone in (("Gang Melati 3", "0812000111"), ("Gang Melati 5", ""))
    ]
    page.reload()
    camera.take_dialog(f"{state}/residents-merge", lambda: page.merge(made[0], made[1]))
    place.records.remove(made)
    QGuiApplication.clipboard().setText(_PASTED)
    page.paste()
    _wait(camera)
    camera.take(f"{state}/residents-take")
    window.go_back()


def proposals(camera: Camera, state: str, place: Workplace) -> None:
    """Handing in, the versions of a usulan, its letters and what is missing; a new one without a title."""
    window = camera.window
    window.go("proposals")
    page = window.page
    if not isinstance(page, ProposalsPage):
        return
    for record in place.records.find("d.proposal", area=str(place.info.area), order="id", limit=1):
        camera.take_dialog(f"{state}/proposals-history", partial(page.show_history, record.uid))
    page.write_new()
    settle(150)
    camera.take(f"{state}/proposals-new")
    page.close_side()
    page.show_findings()
    settle(200)
    camera.take(f"{state}/proposals-findings")
    page.close_side()
    for meeting in place.records.find("d.meeting", area=str(place.info.area), order="id", limit=1):
        show_record(page, meeting.uid, "submit")
        _wait(camera)
        camera.take(f"{state}/proposals-hand-in")
        _tabs(camera, f"{state}/proposals-hand-in")
        window.go("home")
    window.go("proposals")
    show_record(window.page, "", "letters")
    settle(200)
    camera.take(f"{state}/proposals-letters")
    window.go("home")


def attendance(camera: Camera, state: str, place: Workplace) -> None:
    """A pasted list of names compared with the register; what is missing before a meeting is done."""
    uid = place.records.save("d.meeting", Meeting(kind="rembug", title="Rembug warga (contoh)")).uid
    page = MeetingPage(place, camera.window, uid, "attendance")
    camera.window.open_page(page)
    settle(150)
    camera.take(f"{state}/attendance-empty")
    tab = page.findChild(AttendanceTab)
    if tab is not None:
        tab.compare(_NAMES)
        settle(200)
        camera.take(f"{state}/attendance-pasted")
    camera.window.go("home")
    place.records.remove([uid])
    camera.window.go("meetings")
    show_record(camera.window.page, "", "new")
    settle(200)
    camera.take(f"{state}/meetings-new")
    camera.window.go("home")


# --- the kelurahan ---------------------------------------------------------------------------------------------------


def submissions(camera: Camera, state: str, place: Workplace) -> None:
    """One submission of each kind, with its tabs."""
    seen: set[str] = set()
    for record in place.records.find("d.submission", order="id"):
        if not isinstance(record.data, Submission) or record.data.kind in seen:
            continue
        seen.add(record.data.kind)
        camera.window.open_page(SubmissionPage(place, camera.window, record.uid))
        _wait(camera)
        camera.take(f"{state}/submission-{record.data.kind}")
        _tabs(camera, f"{state}/submission-{record.data.kind}")
        camera.window.go("home")


def bulk(camera: Camera, state: str, place: Workplace) -> None:
    """Many usulan at once, the answers to send, form L."""
    for name, opens in (("bulk", "open_bulk"), ("answers", "open_answers"), ("recap", "open_recap")):
        camera.window.go("review")
        room = camera.window.page
        if isinstance(room, ReviewPage):
            getattr(room, opens)()
            _wait(camera)
            camera.take(f"{state}/review-{name}")
        page = camera.window.page
        if isinstance(page, BulkPage) and place.inbox.entries():
            page.tick_clean()
            page.outcome.buttons["return"].click()
            settle(150)
            camera.take(f"{state}/review-bulk-ticked")
        camera.window.go("home")


def intake(camera: Camera, state: str, place: Workplace) -> None:
    """A folder of bundles, one of them no bundle."""
    folder = place.desk.folder.parent
    page = IntakePage(place, camera.window)
    camera.window.open_page(page)
    settle(150)
    camera.take(f"{state}/intake-empty")
    bundles = folder / "bundles" if (folder / "bundles").is_dir() else folder
    (bundles / "rusak.rembug").write_bytes(b"data contoh")
    page.take(bundles)
    _wait(camera)
    camera.take(f"{state}/intake")
    camera.window.go("home")


def board(camera: Camera, state: str, _place: Workplace) -> None:
    """The board's dialogs, and an RT's desk kept on this computer."""
    window = camera.window
    window.go("board")
    page = window.page
    if not isinstance(page, BoardPage):
        return
    camera.take_dialog(f"{state}/board-add", page.add)
    if page.table.row() is not None:
        camera.take_dialog(f"{state}/board-ceiling", page.set_ceiling)
        camera.take_dialog(f"{state}/board-keep-desk", page.make_desk)
    page.which.buttons["breach"].click()
    settle(100)
    camera.take(f"{state}/board-breach")
    window.go("home")


def money(camera: Camera, state: str, place: Workplace) -> None:
    """A group's page, an inspector's questions, a new group."""
    window = camera.window
    window.go("disbursement")
    page = window.page
    if not isinstance(page, OfficeMoneyPage):
        return
    camera.take_dialog(f"{state}/disbursement-group", page.new_group)
    for record in place.records.find("k.contract", order="id", limit=1):
        window.open_page(InspectorPage(place, window, record.uid))
        _wait(camera)
        camera.take(f"{state}/disbursement-readiness")
    window.go("home")


# --- every desk ------------------------------------------------------------------------------------------------------


def conflicts(camera: Camera, state: str, place: Workplace) -> None:
    """Two versions of one record, or that there are none."""
    camera.window.open_page(ConflictsPage(place, camera.window))
    settle(200)
    camera.take(f"{state}/conflicts")
    camera.window.go("home")


def settings(camera: Camera, state: str, place: Workplace) -> None:
    """The settings at each of their pages."""
    keys = list(SettingsDialog(camera.window, place).pages)
    for key in keys:
        camera.take_dialog(f"{state}/settings-{key}", SettingsDialog(camera.window, place, key).exec)


def _tabs(camera: Camera, name: str) -> None:
    for number, bar in enumerate(camera.window.stack.findChildren(QTabBar)):
        if bar.isVisible() and bar.count() > 1:
            for index in (at for at in range(1, bar.count()) if bar.isTabVisible(at)):
                bar.setCurrentIndex(index)
                settle(250)
                camera.take(f"{name}-tab{number}{index}")
            bar.setCurrentIndex(0)


STEPS: Final[dict[Role, dict[str, Step]]] = {
    "rt": {
        "residents-pages": residents,
        "proposals-pages": proposals,
        "attendance": attendance,
        "conflicts": conflicts,
        "settings": settings,
    },
    "pokmas": {**POKMAS, "conflicts": conflicts, "settings": settings},
    "kelurahan": {
        "submission": submissions,
        "review-pages": bulk,
        "intake": intake,
        "board-pages": board,
        "disbursement-pages": money,
        "conflicts": conflicts,
        "settings": settings,
    },
}
"""By role; the room's own pictures stand in tools/screens.py."""
