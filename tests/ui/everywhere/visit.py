"""Goes through every screen of a desk, as somebody would who opens one thing after another."""

from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QDialog, QTabBar, QWidget

from desktop.app import Program
from desktop.domain.papers import PAPER_KINDS
from desktop.services.workplace import Workplace
from desktop.ui.archive.page import ArchivePage
from desktop.ui.dialogs import Dialog, ShortcutList
from desktop.ui.help import HelpDialog
from desktop.ui.rooms import ROOMS, show_record
from desktop.ui.rules.editor import RulesEditor
from desktop.ui.rules.page import RulesPage
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.shots import settle

Seen = tuple[str, QWidget]
"""What is on the screen, in words, and the window or dialog that shows it."""

_RECORDS = {
    "residents": (("d.resident", ""), ("", "new")),
    "meetings": (("d.meeting", ""), ("d.meeting", "attendance"), ("", "new")),
    "proposals": (
        ("d.proposal", ""),
        ("d.proposal", "estimate"),
        ("d.meeting", "submit"),
        ("", "letters"),
        ("", "new"),
    ),
    "review": (("d.submission", ""), ("", "recap")),
    "work": (("d.rab", ""), ("d.rab", "photo")),
    "disbursement": (("k.contract", ""), ("k.contract", "contract"), ("d.money_received", ""), ("", "new")),
    "receipts": (("d.receipt", ""), ("d.receipt", "photo"), ("", "new")),
    "spj": (("d.tranche", ""),),
    "handover": (("d.inspection", ""), ("d.handover", "")),
    "exchange": (("", "send"), ("", "receive"), ("", "card")),
}
_FORMS = ("five_year_plan", "team_report", "administrative_inspection", "office_report", "use_report", "integrity_pact")


def desk_of(program: Program, folder: Path) -> Workplace:
    """The desk in a folder, opened in the window."""
    assert program.keeper is not None
    assert program.keeper.open(folder)
    _rest(program)
    assert program.keeper.workplace is not None
    return program.keeper.workplace


def still(window: QWidget) -> None:
    """Until nothing moves, comes or goes on the screen any more."""
    before: list[tuple[bool, QRect]] = []
    for _ in range(20):
        settle(20)
        now = [(one.isVisible(), one.geometry()) for one in window.findChildren(QWidget)]
        if now == before:
            break
        before = now


def _rest(program: Program) -> None:
    """Until what is read in the background has come."""
    still(program.window)
    for _ in range(100):
        if not program.keeper or not program.keeper.runner.running:
            break
        settle(40)
    still(program.window)


def rooms(program: Program, work: Workplace) -> Iterator[Seen]:
    """Every room, its tabs, and the records it can show."""
    window = program.window
    for room in ROOMS[work.info.role]:
        window.go(room.key)
        _rest(program)
        yield from _with_tabs(room.key, window)
        if isinstance(window.page, ArchivePage):
            yield from _archive(window.page, window)
        for type_name, spot in _RECORDS.get(room.key, ()):
            found = work.records.find(type_name, order="id", limit=1) if type_name else []
            if type_name and not found:
                continue
            window.go("home")
            window.go(room.key)
            show_record(window.page, found[0].uid if found else "", spot)
            _rest(program)
            yield from _with_tabs(f"{room.key} {type_name} {spot}".strip(), window)
        if room.key == "documents":
            yield from _forms(program, work)
        if room.key == "rules":
            yield from _rules(program, work)
        window.go("home")


def _with_tabs(name: str, window: QWidget) -> Iterator[Seen]:
    yield name, window
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible() and bar.count() > 1]
    for bar in bars:
        first = bar.currentIndex()
        for at in range(bar.count()):
            if at != first and bar.isVisible() and bar.isTabEnabled(at):
                bar.setCurrentIndex(at)
                still(window)
                yield f"{name}, {bar.tabText(at)}", window
        if bar.isVisible():
            bar.setCurrentIndex(first)


def _archive(page: ArchivePage, window: QWidget) -> Iterator[Seen]:
    if page.list.count:
        page.list.view.setCurrentIndex(page.list.model.index(0, 1))
        settle(100)
        yield "archive, a row chosen", window
    page.which.choose(1)
    settle(100)
    yield "archive, trash", window
    page.which.choose(0)


def _forms(program: Program, work: Workplace) -> Iterator[Seen]:
    """Some of the forms, those with tables and those about a record."""
    lines = {line.kind: line for line in reversed(work.forms.lines())}
    for kind in _FORMS:
        if kind in lines and kind in PAPER_KINDS:
            show_record(program.window.page, lines[kind].uid, kind)
            _rest(program)
            yield f"documents {kind}", program.window


def _rules(program: Program, work: Workplace) -> Iterator[Seen]:
    page = program.window.page
    if isinstance(page, RulesPage):
        page.begin_writing(work.info.year + 3, work.info.year)
        settle(200)
        if isinstance(program.window.page, RulesEditor):
            yield "rules, written", program.window
        program.window.go("home")


def dialogs(program: Program, work: Workplace) -> Iterator[Seen]:
    """The settings at each of their pages, help, the list of shortcuts."""
    window = program.window
    makers: tuple[tuple[str, Callable[[], Dialog]], ...] = (
        ("settings", lambda: SettingsDialog(window, work)),
        ("help", lambda: HelpDialog("L06", window)),
        ("shortcuts", lambda: ShortcutList(window.menus.shortcuts(), window)),
    )
    for name, make in makers:
        dialog = make()
        dialog.show()
        still(dialog)
        yield from _with_tabs(name, dialog)
        if isinstance(dialog, HelpDialog):
            dialog.show_list()
            settle(50)
            yield "help, the list", dialog
        QDialog.done(dialog, 0)
        dialog.deleteLater()


def everything(program: Program, work: Workplace) -> Iterator[Seen]:
    """All of it."""
    yield from rooms(program, work)
    yield from dialogs(program, work)
