"""Pictures of what lies behind the rooms of a Pokmas's desk: pages and dialogs one opens from them.

Each step photographs one thing where the desk has it, and leaves the records as they were.
"""

import datetime
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QTabBar

from desktop.domain.records import Receipt
from desktop.services.workplace import Workplace
from desktop.ui.activities.activity_page import ActivityPage
from desktop.ui.activities.placing import Found, PlaceDialog
from desktop.ui.archive.page import ArchivePage
from desktop.ui.disbursements.page import DisbursementsPage
from desktop.ui.handover.page import HandoverPage
from desktop.ui.help import HelpDialog
from desktop.ui.paper_page import PaperPage
from desktop.ui.receipts.page import ReceiptsPage
from desktop.ui.receipts.picture import PictureView
from desktop.ui.rooms import ROOMS, show_record
from desktop.ui.shots import settle
from desktop.ui.spj.page import SpjPage
from tools.camera import Camera

Step = Callable[[Camera, str, Workplace], None]


def _wait(camera: Camera) -> None:
    """Until what is read in the background has come."""
    settle(150)
    keeper = camera.program.keeper
    for _ in range(100):
        if keeper is None or not keeper.runner.running:
            break
        settle(60)
    settle(150)


def receipts(camera: Camera, state: str, place: Workplace) -> None:
    """A receipt being typed, shared and put right; cutting its picture; books, taxes and wages."""
    camera.window.go("receipts")
    _wait(camera)
    page = camera.window.page
    if not isinstance(page, ReceiptsPage):
        return
    page.show_tab("list")
    rows = place.receipts.rows()
    if not rows:
        return
    page.choose(rows[0].uid)
    settle(200)
    camera.take(f"{state}/receipts-chosen")
    for picture in page.findChildren(PictureView):
        if not picture.is_empty:
            picture.set_cutting(True)
            picture.mark_part(QRectF(0.15, 0.4, 0.7, 0.45))
            settle(150)
            camera.take(f"{state}/receipts-crop")
            picture.set_cutting(False)
            break
    camera.take_dialog(f"{state}/receipts-correct", page.correct)
    camera.take_dialog(f"{state}/receipts-limit", page.books.choose_limit)
    camera.take_dialog(f"{state}/receipts-split", partial(page.deeds.split_saved, rows[0].uid))
    for tab in ("tax", "wages", "book"):
        page.show_tab(tab)
        _wait(camera)
        camera.take(f"{state}/receipts-{tab}")
    page.show_tab("list")
    for name, text in (("payee", "TB Makmur"), ("amount", "7,5 jt")):
        control = page.entry.controls[name]
        if isinstance(control, QLineEdit):
            QTest.keyClicks(control, text)
    settle(400)
    camera.take(f"{state}/receipts-typing")
    page.entry.clear()


def wages(camera: Camera, state: str, place: Workplace) -> None:
    """A wage list, a new one, and the paper of its presence."""
    camera.window.go("receipts")
    page = camera.window.page
    if not isinstance(page, ReceiptsPage):
        return
    found = place.records.find("d.wage_list", area=str(place.info.area), order="id", limit=1)
    for uid, name in (*((one.uid, "list") for one in found), ("", "new")):
        page.open_wages(uid)
        settle(300)
        camera.take(f"{state}/wages-{name}")
        camera.window.go_back()
    for record in found:
        camera.window.open_page(PaperPage(place, camera.window, "presence", record.uid))
        _wait(camera)
        camera.take(f"{state}/wages-presence")
        camera.window.go_back()


def money(camera: Camera, state: str, place: Workplace) -> None:
    """Money come in, money paid back, and a contract typed from paper."""
    camera.window.go("disbursement")
    _wait(camera)
    page = camera.window.page
    if not isinstance(page, DisbursementsPage):
        return
    tranches = [one for record in place.contracts.all() for one in place.contracts.tranche_state(record.uid)]
    if tranches:
        page.open_form(tranches[-1].uid)
        settle(200)
        camera.take(f"{state}/disbursement-money")
        page.open_return(tranches[-1].uid)
        settle(200)
        camera.take(f"{state}/disbursement-returned")
    page.type_contract()
    settle(200)
    camera.take(f"{state}/disbursement-typed")
    camera.window.go("home")


def activity(camera: Camera, state: str, place: Workplace) -> None:
    """An activity's tabs, the question where many photos go, and the pictures side by side."""
    found = place.progress.activities()
    for one in found[:1]:
        page = ActivityPage(place, camera.window, one.key)
        camera.window.open_page(page)
        _wait(camera)
        _tabs(camera, f"{state}/activity")
        page.show_tab("photo")
        camera.take_dialog(f"{state}/activity-many", PlaceDialog(_many(), ["50", "100"], place.info.year, page).exec)
        camera.window.go("home")


def _many() -> list[Found]:
    """Pictures of three days and some without one, as they lie on a phone."""
    thumb = QImage(120, 90, QImage.Format.Format_RGB32)
    thumb.fill(0x8FA39B)
    dated = [
        Found(Path(f"IMG-202207{day:02d}-WA{at:04d}.jpg"), datetime.date(2022, 7, day), thumb)
        for day in (4, 11, 18)
        for at in range(1, 5)
    ]
    loose = [Found(Path(f"foto ({at}).jpg"), None, thumb) for at in range(1, 4)]
    twins = [Found(Path("Salinan foto (1).jpg"), datetime.date(2022, 7, 4), thumb, twin="foto (1).jpg")]
    return [*dated, *loose, *twins, Found(Path("rusak.jpg"), broken=True)]


def packet(camera: Camera, state: str, _place: Workplace) -> None:
    """The order of the packet, and handing in."""
    camera.window.go("spj")
    _wait(camera)
    page = camera.window.page
    if not isinstance(page, SpjPage) or page.seen is None or page.seen.shown is None:
        return
    camera.take_dialog(f"{state}/spj-order", page.choose_order)
    page.hand_in()
    _wait(camera)
    camera.take(f"{state}/spj-hand-in")
    camera.window.go("home")


def handover(camera: Camera, state: str, _place: Workplace) -> None:
    """Inspection, handover and signed papers; the labels."""
    camera.window.go("handover")
    _wait(camera)
    page = camera.window.page
    if not isinstance(page, HandoverPage) or page.seen is None or page.seen.handover is None:
        return
    for at in range(page.tabs.count()):
        page.tabs.setCurrentIndex(at)
        settle(250)
        camera.take(f"{state}/handover-{at}")
    page.print_labels()
    _wait(camera)
    camera.take(f"{state}/handover-labels")
    camera.window.go("home")


def documents(camera: Camera, state: str, _place: Workplace) -> None:
    """A new request for a tranche and a new statement, as they are prefilled."""
    for kind in ("disbursement_request", "spending_statement", "leftover_deposit"):
        camera.window.go("documents")
        show_record(camera.window.page, "", kind)
        _wait(camera)
        camera.take(f"{state}/documents-new-{kind}")
        camera.window.go("home")


def trash(camera: Camera, state: str, place: Workplace) -> None:
    """The trash of the archive, a receipt in it."""
    thrown = Receipt(payee="Toko Contoh", amount=125_000, description="Kertas dan map (contoh)")
    place.records.remove([place.records.save("d.receipt", thrown).uid])
    camera.window.go("archive")
    page = camera.window.page
    if isinstance(page, ArchivePage):
        page.which.buttons[1].click()
        _wait(camera)
        page.list.view.setCurrentIndex(page.list.model.index(0, 1))
        settle(200)
        camera.take(f"{state}/archive-trash")
        page.which.buttons[0].click()
    camera.window.go("home")


def helping(camera: Camera, state: str, _place: Workplace) -> None:
    """F1 in every room."""
    for room in ROOMS["pokmas"]:
        camera.window.go(room.key)
        _wait(camera)
        camera.window.help_now()
        settle(150)
        for dialog in camera.window.findChildren(HelpDialog):
            camera.take_widget(f"{state}/help-{room.key}", dialog)
            dialog.close()
    camera.window.go("home")


def _tabs(camera: Camera, name: str) -> None:
    for number, bar in enumerate(camera.window.stack.findChildren(QTabBar)):
        if bar.isVisible() and bar.count() > 1:
            for index in range(bar.count()):
                bar.setCurrentIndex(index)
                settle(300)
                camera.take(f"{name}-tab{number}{index}")
            bar.setCurrentIndex(0)


POKMAS: Final[dict[str, Step]] = {
    "receipts-pages": receipts,
    "wages": wages,
    "disbursement-pages": money,
    "activity": activity,
    "spj-pages": packet,
    "handover-pages": handover,
    "documents-pages": documents,
    "trash": trash,
    "help-pages": helping,
}
"""Steps of a Pokmas's desk beside its rooms."""
