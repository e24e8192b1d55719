"""Usulan and RAB on the screen: first paint, and from a key until what it changed is painted.

200 usulan with ten cost lines each; a RAB of 2,000 lines, typed and not yet a version (one record takes fewer). Beside
them stands an empty form of the kit in the same window: what any page costs.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from benchmarks.measure import Row
from desktop import settings
from desktop.domain.areas import parse_area
from desktop.domain.record_types import plain
from desktop.domain.records import CostLine, Meeting, Proposal, Sector
from desktop.services.desk import create_desk, new_uid
from desktop.services.records import NewRecord
from desktop.services.workplace import Workplace
from desktop.ui.estimate.page import EstimatePage
from desktop.ui.forms import REQUIRED, Form, MoneyField, TextField
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.proposals.page import ProposalsPage
from desktop.ui.rail import RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.theme import ThemeKeeper

USULAN, LINES = 200, 2_000
SECTORS: tuple[Sector, ...] = ("infrastructure", "health", "social", "economy", "education", "youth")
TITLES = ("Paving gang", "Saluran", "Alat posyandu", "Pelatihan kue", "Gerobak sampah", "Buku PAUD", "Lampu jalan")
_Times = tuple[float, float]


class EmptyForm(Page):
    """The floor: some fields with nothing in them."""

    def __init__(self) -> None:
        super().__init__("Isian kosong")
        self.form = Form()
        section = self.form.section(REQUIRED)
        for at in range(5):
            section.add(TextField(f"text{at}", f"Isian {at + 1}"))
        section.add(MoneyField("amount", "Jumlah"))
        self.body.addWidget(self.form)
        self.body.addStretch(1)


def _lines(count: int) -> tuple[CostLine, ...]:
    return tuple(
        CostLine(
            uid=new_uid(),
            group=("material", "labour", "equipment", "other")[at % 4],
            description=f"Bahan contoh {at}",
            volume="2.5",
            unit="buah",
            unit_price=20_000 + at,
        )
        for at in range(count)
    )


def _fill(work: Workplace) -> str:
    """200 usulan; the uid of the one whose RAB is being typed."""
    meeting = work.records.save("d.meeting", Meeting(title="Rembug (contoh)")).uid
    new = [
        NewRecord(
            type="d.proposal",
            data=Proposal(
                title=f"{TITLES[at % len(TITLES)]} blok {at}",
                sector=SECTORS[at % 6],
                scope="own" if at % 6 == 0 else "",
                meeting=meeting,
                amount=400_000 + at,
                priority=at + 1,
                lines=_lines(10),
            ),
        )
        for at in range(USULAN)
    ]
    uid = work.records.save_all(new)[0].uid
    work.records.save_draft("d.proposal", uid, {"lines": [plain_line(one) for one in _lines(LINES)], "bad": []})
    return uid


def plain_line(line: CostLine) -> dict[str, object]:
    """A line as a draft keeps it."""
    read: dict[str, object] = plain(Proposal(lines=(line,)))["lines"][0]
    return read


def _time(window: MainWindow, make: Callable[[], Page], prepare: Callable[[Page], Callable[[], None]]) -> _Times:
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


def _form_key(page: Page) -> Callable[[], None]:
    if not isinstance(page, EmptyForm):
        raise TypeError
    field = page.form.field("amount")
    field.focus()
    return lambda: QTest.keyClicks(field.control, "7")


def _usulan_key(page: Page) -> Callable[[], None]:
    """A digit into the amount of an open usulan: bars, findings and table follow."""
    if not isinstance(page, ProposalsPage):
        raise TypeError
    page.table.view.selectRow(3)
    page.edit(field="amount")
    control = page.drawer.form.field("amount").control

    def press() -> None:
        QTest.keyClicks(control, "7")
        page.drawer.typed.emit()  # as its clock does when the typing pauses: bars, findings and table follow

    return press


def _estimate_key(page: Page) -> Callable[[], None]:
    """Enter after a price in the middle of the RAB: line, subtotal, sum, words and bars follow."""
    if not isinstance(page, EstimatePage):
        raise TypeError
    grid = page.grid
    grid.setFocus()
    grid.go(LINES // 8, 3)
    QTest.keyClicks(grid, "7")
    editor = next(one for one in grid.viewport().findChildren(QLineEdit) if one.isVisible())
    QTest.keyClicks(editor, f"{time.perf_counter_ns() % 9_000 + 1_000}")  # another price each time

    def press() -> None:
        before = page.foot.total.text()
        QTest.keyClick(editor, Qt.Key.Key_Return)
        QApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)  # an editor gives its text up a moment later
        if page.foot.total.text() == before:
            raise RuntimeError("the key altered no sum")

    return press


class _Typing(EstimatePage):
    """Stays a draft: so many lines are more than one record takes."""

    def leave(self) -> bool:
        return True


def run(runs: int = 9) -> list[Row]:
    """Medians of fresh pages in one window."""
    application = QApplication.instance() or QApplication(["bench"])
    if not isinstance(application, QApplication):
        raise TypeError
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        theme = ThemeKeeper(application, settings.resources_dir())
        with Workplace(
            create_desk(folder / "rt", parse_area("35.71.02.1013/04/03"), 2022, "Contoh", practice=True)
        ) as work:
            uid = _fill(work)
            window = MainWindow(theme, Remembered(folder / "bench.ini"))
            window.set_rail([RailEntry("proposals", "Usulan", "clipboard-list", EmptyForm)])
            window.resize(1366, 689)
            window.show()
            window.go("proposals")
            window.grab()
            times: list[tuple[_Times, _Times, _Times]] = [
                (
                    _time(window, EmptyForm, _form_key),
                    _time(window, lambda: ProposalsPage(work, window), _usulan_key),
                    _time(window, lambda: _Typing(work, window, uid), _estimate_key),
                )
                for _ in range(runs + 1)
            ]
            window.tasks.stop()
            window.deleteLater()
            application.processEvents()
    found: list[Row] = []
    for who, what in ((1, f"{USULAN} usulan"), (2, f"RAB of {LINES:,} lines".replace(",", "."))):
        for at, part in enumerate(("first paint", "from a key to the screen")):
            floor = statistics.median(one[0][at] for one in times[1:])
            ours = statistics.median(one[who][at] for one in times[1:])
            found.append(Row(f"{what}: {part}", ours, "an empty form in the same window", floor, None))
    return found
