"""Scans of signed papers: attached from real files, seen, removed and taken back."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.records import Meeting, Scan
from desktop.services.workplace import Workplace
from desktop.ui.scans import ScanSlots, all_pages, first_page
from desktop.ui.strip import Message
from desktop.ui.theme import ThemeKeeper


@pytest.fixture
def jpeg(tmp_path: Path) -> Path:
    path = tmp_path / "IMG-20220812-WA0003.jpg"
    Image.new("RGB", (1200, 1800), "#F4F1E8").save(path, "JPEG")
    return path


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "daftar hadir.pdf"
    canvas = Canvas(str(path))
    for page in (1, 2):
        canvas.drawString(72, 720, f"Daftar hadir (contoh) {page}")
        canvas.showPage()
    canvas.save()
    return path


@pytest.fixture
def meeting(work: Workplace) -> str:
    return work.records.save("d.meeting", Meeting(title="Rembug warga (contoh)")).uid


def slots_of(work: Workplace, meeting: str, qtbot: QtBot) -> tuple[ScanSlots, list[Message]]:
    slots = ScanSlots(work, meeting, ("attendance", "minutes"), photos=(("meeting", "Foto rembug"),))
    said: list[Message] = []
    slots.said.connect(said.append)
    qtbot.addWidget(slots)
    slots.resize(900, 600)
    slots.show()
    return slots, said


def attach(slots: ScanSlots, qtbot: QtBot, key: str, *files: Path) -> None:
    with qtbot.waitSignal(slots.altered):
        slots.slots[key].chosen.emit(list(files))


def test_a_scan_is_kept_shown_and_counted(
    work: Workplace, meeting: str, qtbot: QtBot, theme: ThemeKeeper, pdf: Path, jpeg: Path
) -> None:
    slots, said = slots_of(work, meeting, qtbot)
    assert slots.slots["attendance"].chip.status.word == "Belum ada"
    attach(slots, qtbot, "attendance", pdf)
    attach(slots, qtbot, "minutes", jpeg)
    assert slots.slots["attendance"].chip.status.word == "Ada"
    assert said[0].text == "Daftar hadir terisi tersimpan."
    (scan,) = work.records.find("d.scan", parent=meeting, order="id")[:1]
    assert isinstance(scan.data, Scan)
    assert scan.data.paper == "attendance"
    assert work.attachments.content(scan.files[0])[:4] == b"%PDF"
    (thumb,) = slots.slots["attendance"].thumbs
    assert thumb.view.accessibleName().startswith("Buka Daftar hadir terisi 1")


def test_photos_of_the_meeting_are_photos(
    work: Workplace, meeting: str, qtbot: QtBot, theme: ThemeKeeper, jpeg: Path, tmp_path: Path
) -> None:
    other = tmp_path / "2.png"
    Image.new("RGB", (400, 300), "navy").save(other)
    slots, said = slots_of(work, meeting, qtbot)
    attach(slots, qtbot, "photo:meeting", jpeg, other)
    assert [getattr(photo.data, "slot", "") for photo in work.records.find("d.photo", parent=meeting)] == [
        "meeting",
        "meeting",
    ]
    assert said[0].text == "2 foto tersimpan."
    assert slots.count("photo:meeting") == 2


def test_a_removed_scan_comes_back(work: Workplace, meeting: str, qtbot: QtBot, theme: ThemeKeeper, jpeg: Path) -> None:
    slots, said = slots_of(work, meeting, qtbot)
    attach(slots, qtbot, "minutes", jpeg)
    (thumb,) = slots.slots["minutes"].thumbs
    QTest.mouseClick(thumb.drop, Qt.MouseButton.LeftButton)
    assert slots.count("minutes") == 0
    assert (said[-1].text, said[-1].button) == ("Dihapus.", "Urungkan")
    assert said[-1].run is not None
    said[-1].run()
    assert slots.count("minutes") == 1


def test_a_broken_picture_is_refused_in_words(
    work: Workplace, meeting: str, qtbot: QtBot, theme: ThemeKeeper, tmp_path: Path
) -> None:
    broken = tmp_path / "IMG-20220812-WA0007.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 cut")
    slots, said = slots_of(work, meeting, qtbot)
    attach(slots, qtbot, "minutes", broken)
    assert said[-1].text.startswith("Foto ini tidak dapat dibuka")
    assert slots.count("minutes") == 0
    assert slots.slots["minutes"].choose.isEnabled()


def test_files_are_dropped_and_others_are_not_taken(
    work: Workplace, meeting: str, qtbot: QtBot, theme: ThemeKeeper, jpeg: Path, tmp_path: Path
) -> None:
    slots, _ = slots_of(work, meeting, qtbot)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(jpeg)), QUrl.fromLocalFile(str(tmp_path / "catatan.docx"))])
    drop = QDropEvent(
        QPointF(20, 20),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    with qtbot.waitSignal(slots.altered):
        slots.slots["minutes"].dropEvent(drop)
    assert slots.count("minutes") == 1


def test_a_locked_record_takes_nothing(
    work: Workplace, meeting: str, qtbot: QtBot, theme: ThemeKeeper, jpeg: Path
) -> None:
    slots, _ = slots_of(work, meeting, qtbot)
    attach(slots, qtbot, "minutes", jpeg)
    slots.set_read_only(True)
    assert not slots.slots["minutes"].choose.isEnabled()
    (thumb,) = slots.slots["minutes"].thumbs
    assert thumb.drop.isHidden()


def test_pages_are_drawn_from_pictures_and_pdfs(pdf: Path, jpeg: Path, theme: ThemeKeeper) -> None:
    assert len(all_pages(pdf.read_bytes())) == 2
    assert not first_page(pdf.read_bytes(), QSize(80, 100)).isNull()
    assert all_pages(b"%PDF-1.4 broken") == []
    assert all_pages(b"no picture") == []
