"""Photos before, halfway and after: dates found, doubles noticed, the earlier one shown for the same angle."""

import io
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop.domain.records import Photo
from desktop.services.attachments import Wanted
from desktop.services.demo.pictures import phone_photo
from desktop.services.workplace import Workplace
from desktop.ui.activities.activity_page import PROGRESS, ActivityPage
from desktop.ui.activities.files import pictures_in
from desktop.ui.activities.page import ActivitiesPage
from desktop.ui.activities.photo_dates import day_from_name
from desktop.ui.activities.photo_tab import NEVER_AGAIN, CompareViewer, PhotoTab, PhotoTile, SlotCard
from desktop.ui.activities.placing import PlaceDialog, look_at, slots_for
from desktop.ui.main_window import MainWindow
from tests.ui.treasurer import Group, found_group, picture


@pytest.fixture
def group(work: Workplace) -> Group:
    return found_group(work)


@pytest.fixture
def activity(page: ActivitiesPage, window: MainWindow, group: Group) -> ActivityPage:
    page.open_record(group.rabs[0], "photo")
    shown = window.page
    assert isinstance(shown, ActivityPage)
    return shown


def photos(work: Workplace) -> list[Photo]:
    return [r.data for r in work.records.find("d.photo", order="id") if isinstance(r.data, Photo)]


def drop(target: SlotCard | PhotoTab, *files: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    where, buttons, keys = QPointF(5, 5), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    target.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, buttons, keys))


def quiet(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not window.tasks.running, timeout=10_000)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("IMG-20220317-WA0003.jpg", date(2022, 3, 17)),
        ("WhatsApp Image 2022-03-17 at 10.12.33.jpeg", date(2022, 3, 17)),
        ("IMG_20220317_101233.jpg", date(2022, 3, 17)),
        ("PXL_20220317_031233123.jpg", date(2022, 3, 17)),
        ("20220317_101233(1).jpg", date(2022, 3, 17)),
        ("foto 17-3-2022.jpg", date(2022, 3, 17)),
        ("IMG-20221399-WA0003.jpg", None),
        ("DSC0001234.jpg", None),
        ("3571012003450001.jpg", None),
        ("nota.jpg", None),
    ],
)
def test_a_name_gives_the_day_where_it_has_one(name: str, day: date | None) -> None:
    assert day_from_name(name) == day


def test_an_empty_first_slot_asks_now(activity: ActivityPage) -> None:
    card = activity.photos.slots["0"]
    assert NEVER_AGAIN in card.tile.accessibleName()
    assert card.choose.hasFocus()


def test_dropped_files_get_their_day_from_the_camera_then_from_the_name(
    activity: ActivityPage, work: Workplace, window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    taken = tmp_path / "IMG-20220401-WA0001.jpg"  # the name says another day than the camera
    taken.write_bytes(phone_photo("gang", date(2022, 3, 10)))
    named = picture(tmp_path / "IMG-20220311-WA0002.jpg", "A")
    bare = picture(tmp_path / "foto.jpg", "B")
    drop(activity.photos.slots["0"], taken, named, bare)
    qtbot.waitUntil(lambda: len(photos(work)) == 3, timeout=10_000)
    quiet(window, qtbot)
    assert [(one.slot, one.taken) for one in photos(work)] == [
        ("0", date(2022, 3, 10)),
        ("0", date(2022, 3, 11)),
        ("0", None),
    ]
    assert activity.photos.slots["0"].count == 3
    assert activity.photos.undated.isVisible()
    activity.photos.undated.date.set_text("12/3/22")
    QTest.mouseClick(activity.photos.undated.fill, Qt.MouseButton.LeftButton)
    assert photos(work)[2].taken == date(2022, 3, 12)
    assert not activity.photos.undated.isVisible()


def test_the_first_picture_of_a_slot_offers_to_note_the_progress(
    activity: ActivityPage, window: MainWindow, work: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    drop(activity.photos.slots["50"], picture(tmp_path / "IMG-20220328-WA0001.jpg"))
    qtbot.waitUntil(lambda: "Catat juga kemajuannya" in window.strip.text, timeout=10_000)
    quiet(window, qtbot)
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert activity.tab == PROGRESS
    assert activity.progress.percent.value() == 50
    assert work.records.find("d.progress") == []


def test_the_earlier_picture_shines_through_the_empty_place(
    activity: ActivityPage, work: Workplace, group: Group, tmp_path: Path
) -> None:
    assert activity.photos.slots["50"].tile.ghost.isNull()
    work.attachments.add_photo(group.rabs[0], picture(tmp_path / "a.jpg"), "0")
    activity.reload()
    assert not activity.photos.slots["50"].tile.ghost.isNull()
    assert not activity.photos.slots["100"].tile.ghost.isNull()
    assert activity.photos.slots["0"].tile.ghost.isNull()


def test_a_picture_opens_beside_the_earlier_one(
    activity: ActivityPage, work: Workplace, group: Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work.attachments.add_photo(group.rabs[0], picture(tmp_path / "a.jpg"), "0")
    work.attachments.add_photo(group.rabs[0], picture(tmp_path / "b.jpg", "B"), "50")
    activity.reload()
    shown: list[int] = []
    monkeypatch.setattr(CompareViewer, "exec", lambda dialog: shown.append(len(dialog.findChildren(PhotoTile))))
    QTest.mouseClick(activity.photos.slots["50"].tile, Qt.MouseButton.LeftButton)
    QTest.keyClick(activity.photos.slots["0"].tile, Qt.Key.Key_Return)
    assert shown == [2, 1]


def test_the_same_picture_twice_and_a_broken_one_are_said(
    activity: ActivityPage, window: MainWindow, work: Workplace, tmp_path: Path, qtbot: QtBot
) -> None:
    file = picture(tmp_path / "IMG-20220310-WA0001.jpg")
    drop(activity.photos.slots["0"], file)
    qtbot.waitUntil(lambda: len(photos(work)) == 1, timeout=10_000)
    quiet(window, qtbot)
    broken = tmp_path / "IMG-20220310-WA0007.jpg"
    broken.write_bytes(file.read_bytes()[:400])
    drop(activity.photos.slots["50"], file, broken, picture(tmp_path / "IMG-20220328-WA0002.jpg", "LAIN"))
    qtbot.waitUntil(lambda: len(photos(work)) == 2, timeout=10_000)
    quiet(window, qtbot)
    qtbot.waitUntil(lambda: activity.photos.slots["50"].count == 1)
    assert [one.slot for one in photos(work)] == ["0", "50"]


def test_twelve_pictures_find_their_places(
    activity: ActivityPage,
    window: MainWindow,
    work: Workplace,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """T9: one drop and one click; the double is noticed, every day is right."""
    files = [tmp_path / f"IMG-2022{day}-WA{at:04d}.jpg" for day in ("0310", "0328", "0415") for at in range(4)]
    for file in files:
        file.write_bytes(_small(phone_photo(file.name, date(2022, 1, 1))))
    files[3].write_bytes(files[2].read_bytes())
    files[7].write_bytes(_small(files[6].read_bytes(), 400, 60))  # sent on once more
    said: list[str] = []

    def agree(dialog: PlaceDialog) -> QDialog.DialogCode:
        said.append(dialog.yes.text())
        assert [(group.slot, len(group.found)) for group in dialog.groups] == [("0", 3), ("50", 3), ("100", 4), ("", 1)]
        return QDialog.DialogCode.Accepted

    monkeypatch.setattr(PlaceDialog, "exec", agree)
    drop(activity.photos, *files)
    qtbot.waitUntil(lambda: len(photos(work)) == 10, timeout=20_000)
    quiet(window, qtbot)
    assert said == ["Tempatkan 10 foto"]
    by_slot = {slot: {one.taken for one in photos(work) if one.slot == slot} for slot in ("0", "50", "100")}
    assert by_slot == {"0": {date(2022, 3, 10)}, "50": {date(2022, 3, 28)}, "100": {date(2022, 4, 15)}}


def _small(raw: bytes, edge: int = 500, quality: int = 80) -> bytes:
    """As a messenger sends a photo: small, without the camera's day."""
    out = io.BytesIO()
    with Image.open(io.BytesIO(raw)) as image:
        image.thumbnail((edge, edge))
        image.save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_a_group_goes_where_one_chooses(window: MainWindow, tmp_path: Path) -> None:
    named = picture(tmp_path / "IMG-20220310-WA0001.jpg")
    bare = picture(tmp_path / "foto.jpg", "B")
    dialog = PlaceDialog(look_at([named, bare], set(), lambda *_: None), ["0", "50", "100"], 2022, window)
    assert [group.slot for group in dialog.groups] == ["0", ""]
    dialog.groups[0].choose("50")
    dialog.groups[1].choose("100")
    dialog.groups[1].date.set_text("2/4/22")
    assert dialog.wanted == [(named, "50", None), (bare, "100", date(2022, 4, 2))]
    dialog.groups[0].choose("")
    assert dialog.yes.text() == "Tempatkan 1 foto"
    dialog.deleteLater()


def test_days_are_spread_over_the_places_still_empty() -> None:
    assert slots_for(1, ["0", "50", "100"]) == ["0"]
    assert slots_for(2, ["0", "50", "100"]) == ["0", "100"]
    assert slots_for(4, ["0", "50", "100"]) == ["0", "0", "50", "100"]
    assert slots_for(2, ["50", "100"]) == ["50", "100"]
    assert slots_for(2, []) == ["100", "100"]


def test_a_day_is_changed_and_a_picture_removed(
    activity: ActivityPage, window: MainWindow, work: Workplace, group: Group, tmp_path: Path
) -> None:
    work.attachments.add_photo(group.rabs[0], picture(tmp_path / "a.jpg"), "0", taken=date(2021, 3, 1))
    activity.reload()
    card = activity.photos.slots["0"]
    assert card.day.whole == "1 Maret 2021, di luar tahun 2022"
    QTest.mouseClick(card.change, Qt.MouseButton.LeftButton)
    card.date.set_text("1/3/22")
    QTest.keyClick(card.date.edit, Qt.Key.Key_Return)
    assert photos(work)[0].taken == date(2022, 3, 1)
    QTest.mouseClick(card.drop, Qt.MouseButton.LeftButton)
    assert photos(work) == []
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert len(photos(work)) == 1


def test_a_folder_gives_its_pictures(tmp_path: Path) -> None:
    first, second = picture(tmp_path / "b.jpg"), picture(tmp_path / "A.JPG")
    (tmp_path / "catatan.txt").write_text("x", encoding="utf-8")
    assert pictures_in([tmp_path]) == [second, first]
    assert pictures_in([first, tmp_path / "catatan.txt"]) == [first]


def test_sixty_pictures_in_one_slot_are_drawn_only_where_they_are_seen(
    activity: ActivityPage, work: Workplace, group: Group, tmp_path: Path, qtbot: QtBot
) -> None:
    wanted = [
        Wanted(picture(tmp_path / f"{at:02d}.jpg", f"{at}", (200 + at, 240)), "50", date(2022, 3, 1))
        for at in range(60)
    ]
    work.attachments.keep_photos(group.rabs[0], wanted)
    activity.reload()
    card = activity.photos.slots["50"]
    assert card.count == 60
    names = [tile.accessibleName() for tile in card._shelf.findChildren(PhotoTile) if not tile.isHidden()]
    assert names == [f"Foto 50 % ke-{at} dari 60" for at in range(56, 61)]
    assert len(activity.photos.shown.drawn) <= 6
    first = next(
        tile for tile in card._shelf.findChildren(PhotoTile) if tile.accessibleName().startswith("Foto 50 % ke-56")
    )
    QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: (
            [tile.accessibleName() for tile in card._shelf.findChildren(PhotoTile) if tile.isVisible()]
            == [f"Foto 50 % ke-{at} dari 60" for at in range(54, 59)]
        )
    )
