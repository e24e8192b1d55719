"""The register with 5,000 residents: the screens that show it, and a list of 5,000 taken from Excel.

First paint, and from a key until what it changed is painted, stand beside an empty form of the kit in the same window:
what any page costs. Taking a list (read, compared with the register, saved) stands beside openpyxl, which reads it.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from benchmarks.measure import Row
from benchmarks.proposals_screens import EmptyForm
from desktop import settings
from desktop.domain.areas import parse_area
from desktop.domain.records import Meeting, Resident
from desktop.services.desk import create_desk
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace
from desktop.ui.main_window import MainWindow
from desktop.ui.meetings.editor import MeetingPage
from desktop.ui.meetings.page import MeetingsPage
from desktop.ui.page import Page
from desktop.ui.rail import RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.residents.page import ResidentsPage
from desktop.ui.theme import ThemeKeeper

PEOPLE, MEETINGS, PRESENT = 5_000, 12, 60
AREA = "35.71.02.1013/04/03"
FIRST = ("Slamet", "Sri", "Budi", "Siti", "Agus", "Wahyuni", "Joko", "Endang", "Bambang", "Sulastri")
LAST = ("Riyadi", "Aminah", "Santoso", "Rahayu", "Prasetyo", "Handayani", "Wibowo", "Utami", "Nugroho")
_Key = Callable[[Page], Callable[[], None]]


def residents() -> list[Resident]:
    """Invented people, three to a household."""
    return [
        Resident(
            name=f"{FIRST[at % 10]} {LAST[at // 10 % 9]} {at}",
            nik=f"357101{at % 28 + 1 + 40 * (at % 2):02d}{at % 12 + 1:02d}{50 + at % 49}{at % 9999 + 1:04d}",
            household=f"35710115010{at // 3:05d}",
            gender="P" if at % 2 else "L",
            born=date(1950 + at % 49, at % 12 + 1, at % 28 + 1),
            address=f"Jl. Contoh Gg. {at // 12 + 1} No. {at % 12 + 1}",
            phone=f"0812{34_560_000 + at}",
        )
        for at in range(PEOPLE)
    ]


def _fill(work: Workplace) -> str:
    """Residents, and meetings with people present; the uid of the newest meeting, to which nobody came yet."""
    saved = work.records.save_all([NewRecord(type="d.resident", data=one) for one in residents()])
    for at in range(MEETINGS):
        data = Meeting(title=f"Rembug {at} (contoh)", date=date(2022, at + 1, 5))
        uid = work.records.save("d.meeting", data).uid
        work.meetings.mark_all(uid, [one.uid for one in saved[at * PRESENT : (at + 1) * PRESENT]])
    return work.records.save("d.meeting", Meeting(title="Rembug berikut (contoh)", date=date(2022, 12, 30))).uid


def _time(window: MainWindow, make: Callable[[], Page], prepare: _Key) -> tuple[float, float]:
    """Seconds to the first paint of a page with its data, and from a key until it is painted."""
    begun = time.perf_counter()
    page = make()
    window.open_page(page)
    window.grab()
    first = time.perf_counter() - begun
    QApplication.processEvents()
    press = prepare(page)
    QApplication.processEvents()
    begun = time.perf_counter()
    press()
    window.grab()
    key = time.perf_counter() - begun
    window.go_back()
    page.deleteLater()
    QApplication.processEvents()
    return first, key


# --- keys ----------------------------------------------------------------------------------------------------------


def _form_key(page: Page) -> Callable[[], None]:
    """A digit into a field."""
    if not isinstance(page, EmptyForm):
        raise TypeError
    field = page.form.field("amount")
    field.focus()
    return lambda: QTest.keyClicks(field.control, "7")


def _filter_key(page: Page) -> Callable[[], None]:
    """Enter after a word in the filter of the register: the rows that hold it stand there."""
    if not isinstance(page, ResidentsPage):
        raise TypeError
    page.table.filter.setText("wibowo")
    return lambda: QTest.keyClick(page.table.filter, Qt.Key.Key_Return)


def _save_key(page: Page) -> Callable[[], None]:
    """Ctrl+Enter in the drawer: the resident is saved, the list is new, the next one may be written."""
    if not isinstance(page, ResidentsPage):
        raise TypeError
    page.write_new()
    QTest.keyClicks(QApplication.focusWidget() or page, "Zainal Contoh")
    field = page.drawer.form.field("name").control
    return lambda: QTest.keyClick(field, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def _row_key(page: Page) -> Callable[[], None]:
    """Down in the list of meetings."""
    if not isinstance(page, MeetingsPage):
        raise TypeError
    return lambda: QTest.keyClick(page.table.view, Qt.Key.Key_Down)


def _entry(page: Page) -> QLineEdit:
    if not isinstance(page, MeetingPage):
        raise TypeError
    page.attendance.focus_entry()
    return page.attendance.entry


def _letter_key(page: Page) -> Callable[[], None]:
    """The fourth letter of a name on the attendance list: names that are only alike are looked for too."""
    entry = _entry(page)
    QTest.keyClicks(entry, "wah")
    return lambda: QTest.keyClicks(entry, "y")


def _mark_key(page: Page) -> Callable[[], None]:
    """Enter after two letters: somebody is present, saved, counted."""
    entry = _entry(page)
    QTest.keyClicks(entry, "en")
    return lambda: QTest.keyClick(entry, Qt.Key.Key_Return)


# --- taking --------------------------------------------------------------------------------------------------------


def _read_alone(path: Path) -> int:
    book = load_workbook(path, read_only=True, data_only=True)
    count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return count


def _taking(work: Workplace, folder: Path, runs: int) -> list[Row]:
    """Each time into a new desk: what is in the register already would be passed over."""
    path = folder / "warga.xlsx"
    work.residents.export(path)
    ours: list[float] = []
    theirs: list[float] = []
    for at in range(runs + 1):
        with Workplace(create_desk(folder / f"desk-{at}", parse_area(AREA), 2022, "Contoh", practice=True)) as place:
            begun = time.perf_counter()
            result = place.take.residents(place.take.find_people(path))
            ours.append(time.perf_counter() - begun)
            if result.added != PEOPLE:
                raise RuntimeError(f"{result.added} residents came in")
        begun = time.perf_counter()
        _read_alone(path)
        theirs.append(time.perf_counter() - begun)
    what = f"XLSX of {PEOPLE:,} residents taken and saved".replace(",", ".")
    return [Row(what, statistics.median(ours[1:]), "openpyxl reading alone", statistics.median(theirs[1:]), 1.5)]


def run(runs: int = 7) -> list[Row]:
    """Medians over pages opened anew on one folder."""
    application = QApplication.instance() or QApplication(["bench"])
    if not isinstance(application, QApplication):
        raise TypeError
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        keeper = ThemeKeeper(application, settings.resources_dir())
        with Workplace(create_desk(folder / "rt", parse_area(AREA), 2022, "Contoh", practice=True)) as work:
            newest = _fill(work)
            found = _taking(work, folder, runs)
            window = MainWindow(keeper, Remembered(folder / "bench.ini"))
            window.set_rail([RailEntry("start", "Awal", "home", lambda: Page("Awal"))])
            window.go("start")
            window.resize(1366, 689)
            window.show()

            def attendance() -> Page:
                return MeetingPage(work, window, newest, "attendance")

            shown: list[tuple[str, str, Callable[[], Page], _Key]] = [
                ("Warga", "a word in the filter", lambda: ResidentsPage(work, window), _filter_key),
                ("Warga", "Ctrl+Enter, saved", lambda: ResidentsPage(work, window), _save_key),
                ("Rembug", "Down", lambda: MeetingsPage(work, window), _row_key),
                ("Daftar hadir", "a letter", attendance, _letter_key),
                ("Daftar hadir", "Enter, saved", attendance, _mark_key),
            ]
            times: dict[int, list[tuple[float, float]]] = {at: [] for at in range(-1, len(shown))}
            for _ in range(runs + 1):
                times[-1].append(_time(window, EmptyForm, _form_key))
                for at, (_title, _deed, make, prepare) in enumerate(shown):
                    times[at].append(_time(window, make, prepare))
            window.tasks.stop()
            window.deleteLater()
            application.processEvents()
    medians = {
        at: tuple(statistics.median(one[which] for one in two[1:]) for which in (0, 1)) for at, two in times.items()
    }
    floor_first, floor_key = medians[-1]
    for at, (title, deed, _make, _prepare) in enumerate(shown):
        first, key = medians[at]
        if title not in {title for title, *_ in shown[:at]}:
            found.append(Row(f"{title}, {PEOPLE} residents: first paint", first, "an empty form", floor_first, None))
        found.append(Row(f"{title}, {PEOPLE} residents: {deed} until painted", key, "an empty form", floor_key, None))
    return found
