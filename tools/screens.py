"""A picture of every screen in its states, from real desks with practice data: `make screens` (into build/screens).

States: first start; an RT with nothing yet; an RT over its ceiling; an RT whose usulan came back; the practice year
complete; the kelurahan with submissions waiting and an unknown sender; the same after deciding. Each at 1366×768 and at
1093×535 (the same laptop at 125 %), light and dark.

`python -m tools.screens [FOLDER] [--only WORD]… [--year FOLDER]`: of "state/step" only those that contain one of the
words ("board", "kelurahan-waiting/", "rt-over/estimate"); `--year` names a folder with the practice year played before
(`make demo`), which is copied. A handful of steps takes a minute, all of them a quarter of an hour.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cached_property, partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from msgspec.structs import replace
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTabBar

from desktop.app import Program
from desktop.domain.areas import Area, Role, kelurahan_area, pokmas_area, rt_area
from desktop.domain.errors import Trouble
from desktop.domain.records import CostLine, Meeting, Price, PriceList, Proposal, Resident
from desktop.services.demo import play_year
from desktop.services.demo.story import OFFICE, YEAR
from desktop.services.desk import create_desk, new_uid
from desktop.services.estimate_templates import estimate_templates, template_lines
from desktop.services.forms import FormLine
from desktop.services.ways import WayChoice
from desktop.services.workplace import Workplace, open_workplace
from desktop.ui.archive.page import ArchivePage
from desktop.ui.attendance.history_page import PresencePage
from desktop.ui.desk_trouble import DeskTroublePage
from desktop.ui.estimate.page import EstimatePage
from desktop.ui.estimate.prices import PriceListsPage
from desktop.ui.estimate.templates import TemplateDialog
from desktop.ui.help import HelpDialog
from desktop.ui.issued import IssuedPage
from desktop.ui.meetings.editor import MeetingPage
from desktop.ui.paper_page import PaperPage
from desktop.ui.rooms import ROOMS, show_record
from desktop.ui.rules.editor import RulesEditor
from desktop.ui.rules.page import RulesPage
from desktop.ui.rules.read_page import RulesReadPage
from desktop.ui.settings_dialog import SettingsDialog
from desktop.ui.shots import settle
from desktop.ui.spj.page import SpjPage
from tools.camera import SIZES, THEMES, Camera
from tools.screens_desks import STEPS, Step

SPOTS = ("contract", "new", "alike", "online")
"""Names of pictures that are spots of a room, too."""


def main(target: Path, only: Sequence[str] = (), year: Path | None = None) -> int:
    """Write all pictures under `target`; returns the exit code. `only`: words of "state/step"."""
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        os.environ["REMBUG_CONFIG"] = str(home / "config")
        os.environ["REMBUG_DATA"] = str(home / "data")
        application = QApplication(sys.argv[:1])
        program = Program(application)
        program.show()
        settle(800)
        if _wanted("first-start", only):
            _take(program, target, "first-start")
        places = _Places(home, year)
        for state, role, make in _states(places):
            steps = [(step, run) for step, run in _steps(role, state) if _wanted(f"{state}/{step}", only)]
            if steps:
                _photograph(program, target, state, make(), steps)
        if _wanted("backups", only):
            _backups(program, target, home)
        program.window.close()
    print(f"{len(list(target.rglob('*.png')))} gambar di {target}")
    return 0


def _wanted(name: str, only: Sequence[str]) -> bool:
    return not only or any(word in name for word in only)


class _Places:
    """The folders of practice desks; what takes long is made when first asked for. `year`: one played before."""

    def __init__(self, home: Path, year: Path | None) -> None:
        self.home, self._year = home, year

    @cached_property
    def demo(self) -> Path:
        folder = self.home / "demo"
        if self._year is None:
            play_year(folder)
        else:
            shutil.copytree(self._year, folder)
        return folder

    @cached_property
    def middle(self) -> dict[str, Path]:
        """The desks of a year stopped in the middle, by the state they show."""
        return dict(_returned(self.home, self.demo))

    def empty(self, name: str, area: Area) -> Path:
        folder = self.home / name
        with Workplace(create_desk(folder, area, YEAR, "Contoh", practice=True)) as place:
            if area.role == "kelurahan":
                place.trust.found_office()
        return folder

    def without_rules(self) -> Path:
        folder, area = self.home / "rt-no-rules", rt_area(OFFICE, "05", "07")
        with Workplace(create_desk(folder, area, 2026, "Contoh", practice=True)) as place:
            place.records.save(
                "d.proposal", Proposal(title="Paving gang", sector="infrastructure", scope="own", amount=9)
            )
        return folder


def _states(places: _Places) -> Iterator[tuple[str, Role, Callable[[], Path]]]:
    """Name of a state, whose desk it is, and what makes its data folder."""
    empty: dict[str, Area] = {
        "rt-empty": rt_area(OFFICE, "05", "07"),
        "pokmas-empty": pokmas_area(OFFICE, "07"),
        "kelurahan-empty": kelurahan_area(OFFICE),
    }
    for state, area in empty.items():
        yield state, area.role, partial(places.empty, state, area)
    yield "rt-no-rules", "rt", places.without_rules
    yield "rt-over", "rt", lambda: _over_the_ceiling(places.home, places.demo)
    yield "kelurahan-waiting", "kelurahan", lambda: places.middle["kelurahan-waiting"]
    yield "rt-returned", "rt", lambda: _answered(places.home, places.middle["rt-returned"])
    yield "rt-split", "rt", lambda: _split(places.home, places.middle["rt-returned"])
    roles: dict[str, Role] = {"kelurahan": "kelurahan", "pokmas-02": "pokmas", "rt-04-03": "rt"}
    for name, role in roles.items():
        yield f"{name}-year", role, partial(lambda one: places.demo / one, name)


def _steps(role: Role, state: str) -> Iterator[tuple[str, Step]]:
    """What is photographed at a desk, and how."""
    for room in ROOMS[role]:
        yield room.key, partial(_room, room.key)
    yield "issued", lambda camera, name, place: _prints(camera.program, camera.target, name, place)
    yield "search", lambda camera, name, _place: _search_and_help(camera.program, camera.target, name)
    if role == "rt":
        yield "presence", lambda camera, name, place: _trainings(camera.program, camera.target, name, place)
    if state == "rt-over":
        yield "estimate", lambda camera, name, place: _estimates(camera.program, camera.target, name, place)
    if state in ("kelurahan-empty", "rt-empty"):
        yield "rules-pages", lambda camera, name, _place: _rules(camera.program, camera.target, name)
    yield from STEPS[role].items()


def _over_the_ceiling(home: Path, demo: Path) -> Path:
    """An RT that asks for too much in one bidang and too little in another."""
    folder = home / "rt-over"
    with open_workplace(demo / "rt-04-03") as place:
        place.transfer.dump(home / "over.zip")
    with Workplace(create_desk(folder, rt_area(OFFICE, "04", "03"), YEAR, "Contoh", practice=True)) as place:
        place.transfer.load(home / "over.zip")
        meeting = next(record.uid for record in place.records.find("d.meeting"))
        for title, amount in (("Pengeras suara balai RT", 9_000_000), ("Kereta sampah", 4_000_000)):
            extra = Proposal(title=title, sector="social", meeting=meeting, amount=amount, priority=20)
            place.records.save("d.proposal", extra)
    return folder


def _returned(home: Path, demo: Path) -> Iterator[tuple[str, Path]]:
    """A small year of two desks stopped in the middle: waiting at the kelurahan, then returned at the RT."""
    with Workplace(create_desk(home / "kel-waiting", kelurahan_area(OFFICE), YEAR, "Contoh", practice=True)) as office:
        office.trust.found_office()
        card, groups = office.trust.card(), dict(enumerate(office.trust.fingerprint()))
        uids = []
        for rw, rt in (("04", "03"), ("08", "12")):
            folder = home / f"rt-{rw}-{rt}-waiting"
            with Workplace(create_desk(folder, rt_area(OFFICE, rw, rt), YEAR, "Contoh", practice=True)) as place:
                place.trust.enrol(card, groups, whole=True)
                _copy_drafts(demo / f"rt-{rw}-{rt}", place)
                meeting = place.records.find("d.meeting")[0].uid
                uids.append(place.submissions.submit("proposals", meeting))
                (sent,) = place.exchange.send(OFFICE, home)
                try:
                    office.exchange.take(sent.path or home)
                except Trouble:
                    if rt == "03":
                        held = office.exchange.held()[0]
                        office.exchange.approve_sender(held.sha256, place.trust.fingerprint())
    yield "kelurahan-waiting", home / "kel-waiting"
    (home / "uid.txt").write_text(uids[0])
    yield "rt-returned", home / "rt-04-03-waiting"


def _answered(home: Path, folder: Path) -> Path:
    """The kelurahan decides on what waits; two usulan come back."""
    if (home / "answered").exists():
        return folder
    submission = (home / "uid.txt").read_text()
    with open_workplace(home / "kel-waiting") as office, open_workplace(folder) as place:
        for number, item in enumerate(office.submissions.open(submission).data.items):
            if number in (6, 9):
                office.decisions.decide(submission, item.uid, "return", reason="Lampirkan rincian dan lokasinya.")
            else:
                office.decisions.decide(submission, item.uid, "approve", placement="kelurahan", priority=number + 1)
        (answer,) = office.exchange.send(str(place.info.area), home)
        place.exchange.take(answer.path or home)
    (home / "answered").touch()
    return folder


def _split(home: Path, folder: Path) -> Path:
    """The RT's folder was copied, and a usulan mended differently on both computers."""
    _answered(home, folder)
    laptop = home / "laptop"
    shutil.copytree(folder, laptop)
    with (
        open_workplace(folder) as place,
        open_workplace(laptop) as other,
        open_workplace(home / "kel-waiting") as office,
    ):
        states = place.submissions.states(str(place.info.area))
        uid = next(uid for uid, one in states.items() if one.state == "returned")
        (asks,) = (office.trust.card(),)
        other.trust.enrol(asks, dict(enumerate(office.trust.fingerprint())), whole=True)
        for desk, more in ((place, 100_000), (other, 250_000)):
            record = desk.records.get(uid)
            if record is None or not isinstance(record.data, Proposal):
                raise RuntimeError("rt-split: the usulan is not there")
            desk.records.save("d.proposal", replace(record.data, amount=record.data.amount + more), uid=uid)
            desk.submissions.submit("proposals", record.data.meeting)
            before = {one.sha256 for one in office.exchange.held()}
            for sent in desk.exchange.send(OFFICE, home):
                try:
                    office.exchange.take(sent.path or home)
                except Trouble:
                    held = next(one for one in office.exchange.held() if one.sha256 not in before)
                    office.exchange.approve_sender(held.sha256, desk.trust.fingerprint())
        for answer in office.exchange.send(str(place.info.area), home):
            place.exchange.take(answer.path or home)
    return folder


def _copy_drafts(source: Path, place: Workplace) -> None:
    """What another RT's folder says, as unsent records of this one."""
    with open_workplace(source) as other:
        for type_name in ("d.resident", "d.meeting", "d.attendance", "d.proposal", "d.beneficiary_list", "d.statement"):
            for record in other.records.find(type_name, area=str(other.info.area), order="id"):
                place.records.save(type_name, record.data, uid=record.uid)
        for position, officer in other.officers.all().items():
            if officer.name:
                place.officers.appoint(position, officer.name, nip=officer.nip)


def _photograph(program: Program, target: Path, state: str, folder: Path, steps: Sequence[tuple[str, Step]]) -> None:
    keeper = program.keeper
    if keeper is None:
        raise RuntimeError(f"{state}: the window is not ready")
    keeper.open(folder)
    settle(300)
    if keeper.workplace is None:
        raise RuntimeError(f"{state}: no desk is open")
    camera = Camera(program, target)
    for _, run in steps:
        run(camera, state, keeper.workplace)
    keeper.close()


def _room(key: str, camera: Camera, state: str, _place: Workplace) -> None:
    """A room as it opens, a record in it, and that one's tabs."""
    program, target = camera.program, camera.target
    program.window.go(key)
    settle(300)
    _take(program, target, f"{state}/{key}")
    for uid, name in _records_of(program, key):
        show_record(program.window.page, uid, name if key == "documents" or name in SPOTS else "")
        settle(600 if key == "documents" else 300)
        _take(program, target, f"{state}/{key}-{name}")
        for number, bar in enumerate(program.window.stack.findChildren(QTabBar)):
            if bar.isVisible() and bar.count() > 1:
                for index in (at for at in range(1, bar.count()) if bar.isTabVisible(at)):
                    bar.setCurrentIndex(index)
                    settle(200)
                    _take(program, target, f"{state}/{key}-{name}-tab{number}{index}")
                bar.setCurrentIndex(0)
        program.window.go("home")
        program.window.go(key)
    if isinstance(program.window.page, SpjPage) and program.window.page.seen is not None:
        program.window.page.inspect()
        settle(900)
        _take(program, target, f"{state}/{key}-inspector")
        program.window.go_back()


def _estimates(program: Program, target: Path, state: str, place: Workplace) -> None:
    """A RAB with prices above a list, that list, and the lines a template makes."""
    prices = (
        Price(name="Semen portland 40 kg", unit="zak", price=65_000, group="material"),
        Price(name="Paving blok tebal 6 cm", unit="m2", price=85_000, group="material"),
        Price(name="Tukang batu", unit="OH", price=130_000, group="labour"),
    )
    named = PriceList(name="Standar harga (data contoh)", source="data contoh", date=date(YEAR, 1, 3), prices=prices)
    place.records.save("d.price_list", named)
    dear = CostLine(uid=new_uid(), description="Semen portland 40 kg", unit="zak", volume="12", unit_price=72_000)
    paved = replace(
        dear, uid=new_uid(), description="Paving blok tebal 6 cm", unit="m2", volume="45", unit_price=85_000
    )
    data = Proposal(title="Paving gang", sector="infrastructure", scope="own", lines=(dear, paved), amount=4_689_000)
    page = EstimatePage(place, program.window, place.proposals.save(data).uid)
    program.window.open_page(page)
    settle(200)
    _take(program, target, f"{state}/estimate")
    program.window.open_page(PriceListsPage(place, program.window))
    settle(200)
    _take(program, target, f"{state}/prices")
    book = place.prices.book()
    dialog = TemplateDialog(
        estimate_templates(), "paving", lambda one, sizes: template_lines(one, sizes, book, ()), program.window
    )
    dialog.show()
    for field in dialog.measures.values():
        QTest.keyClicks(field.control, "45")
    settle(200)
    file = target / "dialogs" / f"{state}-template.png"
    file.parent.mkdir(parents=True, exist_ok=True)
    if not dialog.grab().save(str(file)):
        raise OSError(f"cannot write {file}")
    dialog.close()
    dialog.deleteLater()
    program.window.go("home")


def _rules(program: Program, target: Path, state: str) -> None:
    """The year's rules: read by an RT; at the kelurahan copied, refused, and about to be published."""
    place = program.keeper.workplace if program.keeper else None
    if place is None:
        return
    if place.info.role != "kelurahan":
        program.window.open_page(RulesReadPage(place))
        settle(200)
        _take(program, target, f"{state}/rules-read")
        program.window.go("home")
        return
    program.window.go("rules")
    page = program.window.page
    if not isinstance(page, RulesPage):
        raise TypeError(f"{state}: no room for rules")
    page.begin_writing(YEAR + 3, YEAR)
    editor = program.window.page
    if not isinstance(editor, RulesEditor):
        raise TypeError(f"{state}: the rules cannot be written")
    _take(program, target, f"{state}/rules-editor")
    editor.form.field("cap.health.max_percent").set_text("empat puluh")
    editor.go_on()
    settle(200)
    _take(program, target, f"{state}/rules-refused")
    editor.form.field("cap.health.max_percent").set_text("40")
    editor.form.field("regulation").set_text("Perwali Kediri (data contoh)")
    editor.go_on()
    settle(200)
    _take(program, target, f"{state}/rules-publish")
    program.window.go("home")


def _search_and_help(program: Program, target: Path, state: str) -> None:
    """The archive with a row chosen, the list under the search box after a slip of the fingers, and help."""
    window = program.window
    window.go("archive")
    if isinstance(window.page, ArchivePage) and window.page.list.count:
        window.page.list.view.setCurrentIndex(window.page.list.model.index(0, 1))
        settle(200)
        _take(program, target, f"{state}/archive-chosen")
    window.go("home")
    if window.search_box is not None:
        window.search_now()
        QTest.keyClicks(window.search_box, "pavign")
        settle(500)
        _take(program, target, f"{state}/search")
        window.search_box.clear()
        window.search_box.popup.hide()
    window.help_now()
    settle(200)
    for dialog in window.findChildren(HelpDialog):
        file = target / "help" / f"{state}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        if not dialog.grab().save(str(file)):
            raise OSError(f"cannot write {file}")
        dialog.close()


def _trainings(program: Program, target: Path, state: str, place: Workplace) -> None:
    """Who comes to the meetings; a training's list with a participant replaced."""
    window = program.window
    window.open_page(PresencePage(place, window))
    settle(200)
    _take(program, target, f"{state}/presence")
    window.go_back()
    meeting = Meeting(kind="training", title="Pelatihan membuat kue (contoh)", sessions=3)
    uid = place.records.save("d.meeting", meeting).uid
    people = [row.uid for row in place.residents.rows()[:8]]
    if len(people) == 8:
        marks = [record.uid for record in place.meetings.enter_list(uid, people[:7], session=1)]
        place.meetings.replace_participant(uid, marks[2], (2, 3), "sakit", resident=people[7])
    window.open_page(MeetingPage(place, window, uid, "attendance"))
    settle(200)
    _take(program, target, f"{state}/training")
    window.go_back()
    place.records.remove([uid])


def _prints(program: Program, target: Path, state: str, place: Workplace) -> None:
    """Papers printed before, the first of them chosen; the printer's test page."""
    issued = IssuedPage(place, program.window)
    program.window.open_page(issued)
    rows = issued.table.model.rows()
    if rows:
        issued.table.choose(issued.table.model.key(0))
    settle(300)
    _take(program, target, f"{state}/issued")
    program.window.go_back()
    program.window.open_page(PaperPage(place, program.window, "printer_test"))
    settle(300)
    _take(program, target, f"{state}/printer-test")
    program.window.go_back()


def _backups(program: Program, target: Path, home: Path) -> None:
    """The settings' page Cadangan without and with a backup, and the page of a damaged desk before and after."""
    folder, usb = home / "backups", home / "KINGSTON"
    usb.mkdir()
    with Workplace(create_desk(folder, rt_area(OFFICE, "05", "07"), YEAR, "Contoh", practice=True)) as place:
        for number in range(40):
            place.records.save("d.resident", Resident(name=f"Warga {number + 1} (contoh)"))
    keeper = program.keeper
    if keeper is None or not keeper.open(folder) or keeper.workplace is None:
        raise RuntimeError("backups: no desk is open")
    work = keeper.workplace
    _take_settings(program, target, "backups/none")
    work.backups.choose(usb)
    work.backups.try_out(work.backups.make().copy.path)
    _take_settings(program, target, "backups/tested")
    keeper.close()
    raw = bytearray((folder / "rembug.db").read_bytes())
    raw[:100] = bytes(100)
    (folder / "rembug.db").write_bytes(raw)
    keeper.open(folder)
    settle(300)
    _take(program, target, "backups/damaged")
    page = program.window.page
    if not isinstance(page, DeskTroublePage) or page.rescue is None:
        raise RuntimeError("backups: the damaged desk opened")
    page.rescue.run()
    while not page.rescue.opens.isVisible():
        settle(200)
    _take(program, target, "backups/rescued")


def _take_settings(program: Program, target: Path, name: str) -> None:
    """The settings at their backup page: they lie over the window, so they are a picture of their own."""
    work = program.keeper.workplace if program.keeper else None
    for size_name, size in SIZES.items():
        program.window.resize(size)
        dialog = SettingsDialog(program.window, work, "backup")
        dialog.show()
        for theme_name, theme in THEMES.items():
            program.window.set_theme(theme)
            settle(200)
            file = target / f"{size_name}-{theme_name}" / f"{name}.png"
            file.parent.mkdir(parents=True, exist_ok=True)
            if not dialog.grab().save(str(file)):
                raise OSError(f"cannot write {file}")
        dialog.close()
        dialog.deleteLater()


def _records_of(program: Program, room: str) -> list[tuple[str, str]]:
    """One record that the room can open, and the word for its picture."""
    place = program.keeper.workplace if program.keeper else None
    kinds = {
        "meetings": "d.meeting",
        "proposals": "d.proposal",
        "review": "d.submission",
        "work": "d.rab",
        "disbursement": "k.contract",
        "receipts": "d.receipt",
    }
    if place is not None and room == "documents":
        return [(line.uid, line.kind) for line in _one_of_each(place)]
    if place is not None and room == "board":
        areas = [row.area for row in place.board.board().rows if row.sending == "sent"]
        return [*((area, "one") for area in areas[:1]), ("", "alike")]
    if place is not None and room == "exchange":
        shared = place.desk.folder.parent / "Folder bersama"
        shared.mkdir(exist_ok=True)
        place.transport.choose(WayChoice(kind="folder", address=str(shared), automatic=False, metered=True))
        return [("", "online")]
    if place is None or room not in kinds:
        return []
    found = [(record.uid, "one") for record in place.records.find(kinds[room], order="id", limit=1)]
    if room == "receipts":
        found += [(record.uid, "wages") for record in place.records.find("d.wage_list", order="id", limit=1)]
    if room == "disbursement" and place.info.role == "kelurahan":
        found += [*((uid, "contract") for uid, _ in found), ("", "new")]
    return found


def _one_of_each(place: Workplace) -> list[FormLine]:
    """A form with tables and one about a record, in the desk's order; the page begins those that are empty."""
    lines = {line.kind: line for line in reversed(place.forms.lines())}
    wanted = ("five_year_plan", "team_report", "administrative_inspection", "office_report")
    return [lines[kind] for kind in wanted if kind in lines]


def _take(program: Program, target: Path, name: str) -> None:
    Camera(program, target).take(name)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools.screens", description="Pictures of every screen.")
    parser.add_argument("target", nargs="?", type=Path, default=Path("build/screens"))
    parser.add_argument(
        "--only", action="append", default=[], metavar="WORD", help='a word of "state/step"; repeatable'
    )
    parser.add_argument("--year", type=Path, help="a folder with the practice year, played before")
    return parser.parse_args()


if __name__ == "__main__":
    asked = _arguments()
    raise SystemExit(main(asked.target, asked.only, asked.year))
