"""The drawer asks for what the chosen activity needs, says its limits live, and takes the papers of the land."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.domain.records import Contribution, Proposal
from desktop.services.workplace import Workplace
from desktop.ui.forms import CheckField, ChoiceField, NumberField
from desktop.ui.main_window import MainWindow
from desktop.ui.proposals.drawer import ProposalDrawer
from desktop.ui.proposals.page import ProposalsPage
from tests.ui.proposals.conftest import OFFICE, add_meeting
from tests.ui.proposals.test_list import open_list, saved


@pytest.fixture
def drawer(window: MainWindow, work: Workplace) -> Callable[..., ProposalDrawer]:
    """Write one usulan and open it."""

    def open_one(title: str, sector: str, amount: int = 1_000_000, **more: object) -> ProposalDrawer:
        values = {"title": title, "sector": sector, "amount": amount, "meeting": add_meeting(work), **more}
        uid = work.proposals.save(Proposal(**values)).uid  # type: ignore[arg-type]
        page: ProposalsPage = open_list(window)
        page.edit(uid)
        return page.drawer

    return open_one


def shown(drawer: ProposalDrawer) -> list[str]:
    return [name for name, field in drawer.activity.fields.items() if not field.isHidden()]


def choose(field: ChoiceField, words: str) -> None:
    assert field.combo is not None
    at = next(at for at in range(field.combo.count()) if words in field.combo.itemText(at))
    field.combo.setCurrentIndex(at)
    field.combo.activated.emit(at)


def number(drawer: ProposalDrawer, name: str, text: str) -> None:
    field = drawer.activity.fields[name]
    assert isinstance(field, NumberField)
    field.edit.selectAll()
    QTest.keyClicks(field.edit, text)


def findings(drawer: ProposalDrawer) -> list[str]:
    """Of this usulan itself; what its bidang lacks is not looked at."""
    return [one.result.rule for one in drawer.findings.findings if one.result.subject == drawer.uid]


def test_the_catalogue_is_the_years_and_says_what_is_not_paid_for(
    drawer: Callable[..., ProposalDrawer], work: Workplace, qtbot: QtBot
) -> None:
    panel = drawer("Usulan sosial", "social")
    box = panel.activity.activity.combo
    assert box is not None
    words = [box.itemText(at) for at in range(box.count())]
    assert words[0] == "Belum dipilih"
    assert "CCTV digital" in words
    assert "Bantuan bahan makanan bagi warga kurang mampu – tidak dibiayai 2022" in words
    assert shown(panel) == []
    choose(panel.activity.activity, "tidak dibiayai 2022")
    qtbot.waitUntil(lambda: "V-20" in findings(panel))
    choose(panel.activity.activity, "CCTV")
    qtbot.waitUntil(lambda: shown(panel) == ["units"])
    assert panel.activity.activity.helper.text() == (
        "Syaratnya: paling banyak 3 unit per RT (Perwali Kediri 32/2021 pasal 16 huruf c)."
    )
    qtbot.waitUntil(lambda: findings(panel) == ["V-11"])
    number(panel, "units", "4")
    qtbot.waitUntil(lambda: any("4 unit, paling banyak 3" in one.message.text() for one in panel.findings.findings))
    number(panel, "units", "3")
    qtbot.waitUntil(lambda: findings(panel) == [])
    panel.finish()
    data = saved(work, panel.uid)
    assert (data.activity, data.units) == ("cctv", 3)


def test_an_activity_chosen_first_brings_its_bidang(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    add_meeting(work)
    page = open_list(window)
    page.write_new()
    choose(page.drawer.activity.activity, "Perlengkapan sekolah")
    assert page.drawer.sector_field.value() == "education"
    qtbot.waitUntil(lambda: shown(page.drawer) == ["recipients", "registered"])
    assert page.drawer.activity.fields["recipients"].label.text() == "Jumlah siswa"
    box = page.drawer.activity.fields["registered"]
    assert isinstance(box, CheckField)
    assert box.box.text() == "Semua siswa tercatat di DTKS"
    assert "V-12" not in findings(page.drawer)  # empty fields of a new usulan are no news


def test_land_is_asked_step_by_step_and_takes_its_paper(
    drawer: Callable[..., ProposalDrawer], work: Workplace, qtbot: QtBot, tmp_path: Path
) -> None:
    panel = drawer("Paving gang Melati", "infrastructure", scope="own")
    assert shown(panel) == ["work"]
    kind = panel.activity.fields["work"]
    assert isinstance(kind, ChoiceField)
    QTest.mouseClick(kind.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(panel) == ["work", "land"])
    land = panel.activity.fields["land"]
    assert isinstance(land, ChoiceField)
    choose(land, "milik pribadi")
    qtbot.waitUntil(lambda: shown(panel) == ["work", "land", "land_years"])
    number(panel, "land_years", "4")
    qtbot.waitUntil(lambda: any("baru 4 tahun" in one.message.text() for one in panel.findings.findings))
    number(panel, "land_years", "5")
    qtbot.waitUntil(lambda: findings(panel) == ["V-17"])
    panel.jump("paper:land_owner")
    assert panel.activity.papers is not None
    letter = tmp_path / "izin.jpg"
    Image.new("RGB", (300, 400), "#f4f1e8").save(letter)
    panel.activity.papers.slots["land_owner"].chosen.emit([letter])
    qtbot.waitUntil(lambda: findings(panel) == [])
    panel.finish()
    data = saved(work, panel.uid)
    assert (data.work, data.land, data.land_years, data.activity) == ("new", "private", 5, "")
    (scan,) = work.records.find("d.scan")
    assert (getattr(scan.data, "of", ""), getattr(scan.data, "paper", "")) == (panel.uid, "land_owner")


def test_what_is_not_asked_any_more_is_left_out(
    drawer: Callable[..., ProposalDrawer], work: Workplace, qtbot: QtBot
) -> None:
    panel = drawer("Perbaikan saluran", "infrastructure", scope="own", work="repair", land="city", built_year=2021)
    assert shown(panel) == ["work", "land", "built_year", "age_exception"]
    qtbot.waitUntil(lambda: findings(panel) == ["V-18"])
    reason = panel.activity.fields["age_exception"]
    assert isinstance(reason, ChoiceField)
    choose(reason, "Rusak berat")
    qtbot.waitUntil(lambda: findings(panel) == [])
    kind = panel.activity.fields["work"]
    assert isinstance(kind, ChoiceField)
    QTest.mouseClick(kind.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: shown(panel) == ["work", "land"])
    panel.finish()
    data = saved(work, panel.uid)
    assert (data.work, data.built_year, data.age_exception) == ("new", 0, "")


def test_a_joint_activity_counts_its_own_part(
    drawer: Callable[..., ProposalDrawer], work: Workplace, qtbot: QtBot
) -> None:
    panel = drawer(
        "Saluran bersama", "infrastructure", 50_000_000, scope="joint", work="repair", land="city", built_year=2001
    )
    qtbot.waitUntil(lambda: panel.bars.bars[0].verdict()[0] == "lebih Rp20.000.000")
    joint = panel.joint
    assert joint.section is not None
    joint.section.unfold()
    QTest.mouseClick(joint.role.buttons[1], Qt.MouseButton.LeftButton)
    assert not joint.parts.isHidden()
    assert joint.host.isHidden()
    (part,) = joint.parts.parts
    for edit, text in ((part.place[0], "5"), (part.place[1], "4"), (part.amount, "20 jt")):
        write(edit, text)
    qtbot.waitUntil(lambda: panel.bars.bars[0].verdict()[0] == "sisa Rp0")
    QTest.mouseClick(joint.parts.more, Qt.MouseButton.LeftButton)
    panel.finish()  # the empty row is nobody's
    data = saved(work, panel.uid)
    assert data.contributions == (Contribution(uid=part.uid, rt=f"{OFFICE}/04/05", amount=20_000_000),)
    assert data.host == ""
    panel.open(panel.uid, work.proposals.board())
    assert [one.amount.text() for one in joint.parts.parts] == ["20.000.000"]
    QTest.mouseClick(joint.role.buttons[2], Qt.MouseButton.LeftButton)
    assert joint.parts.isHidden()
    for edit, text in zip(joint.host.edits, ("6", "4"), strict=True):
        write(edit, text)
    panel.finish()
    data = saved(work, panel.uid)
    assert (data.host, data.contributions) == (f"{OFFICE}/04/06", ())


def write(edit: QLineEdit, text: str) -> None:
    edit.selectAll()
    QTest.keyClicks(edit, text)


def test_rows_can_go_and_drafts_come_back(drawer: Callable[..., ProposalDrawer], work: Workplace, qtbot: QtBot) -> None:
    part = Contribution(uid="00000000-0000-7000-8000-000000000001", rt=f"{OFFICE}/04/05", amount=5)
    panel = drawer("Saluran", "infrastructure", 50_000_000, scope="joint", contributions=(part,))
    typed = panel.joint.parts.text()
    QTest.mouseClick(panel.joint.parts.parts[0].drop, Qt.MouseButton.LeftButton)
    assert panel.joint.parts.value() == ()
    panel.joint.parts.set_text(typed)
    assert panel.joint.parts.value() == (part,)
    panel.joint.parts.set_text("[")
    assert panel.joint.parts.value() == ()
    panel.joint.parts.set_read_only(True)
    assert panel.joint.parts.more.isHidden()
    panel.joint.host.set_text("05/04")
    assert panel.joint.host.value() == f"{OFFICE}/04/05"
    assert panel.joint.host.text() == "05/04"


def test_years_without_a_catalogue_ask_nothing(window: MainWindow, work: Workplace, qtbot: QtBot) -> None:
    data = Proposal(title="CCTV", sector="social", amount=5)
    uid = work.records.save("d.proposal", data, year=2023).uid
    page = open_list(window)
    page.drawer.open(uid, work.proposals.board(2023))
    assert page.drawer.activity.activity.isHidden()
    assert shown(page.drawer) == []
