"""What an officer sees of a RAB and an SPJ before deciding on it."""

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTabWidget

from desktop.ui.desk_check.evidence import Evidence
from desktop.ui.desk_check.submission_page import SubmissionPage
from desktop.ui.main_window import MainWindow
from desktop.ui.shots import SMALL
from tests.services.pokmas import Scene
from tests.ui.office_money.conftest import Town


def opened(window: MainWindow, uid: str, scene: Scene) -> SubmissionPage:
    page = SubmissionPage(scene.office, window, uid)
    window.open_page(page)
    return page


def tabs(page: SubmissionPage) -> list[str]:
    holder = page.findChild(QTabWidget)
    assert holder is not None
    return [holder.tabText(at) for at in range(holder.count()) if holder.isTabVisible(at)]


def looks(page: SubmissionPage) -> dict[str, tuple[str, ...]]:
    return {point.title: point.notes for point in page.panel.checks.points if point.verdict == "look"}


def test_a_rab_is_held_against_its_package_and_not_against_a_rembug(scene: Scene, hall: MainWindow) -> None:
    scene.packaged()
    sent = scene.group.submissions.submit("rab", scene.package)
    scene.to_office()
    entry = next(one for one in scene.office.inbox.entries() if one.uid == sent)
    assert entry.amount == 13_400_000  # the sum of its lines
    page = opened(hall, sent, scene)
    assert tabs(page) == ["RAB", "Berkas"]
    assert not page.running.isVisible()
    assert [point.title for point in page.panel.checks.points] == ["Nilai dan rincian", "Paket", "Foto 0 %"]
    assert looks(page) == {"Foto 0 %": ("Belum ada foto keadaan sebelum pekerjaan.",)}


def test_an_spj_shows_the_treasurers_own_list(scene: Scene, hall: MainWindow) -> None:
    scene.bought()
    sent = scene.group.submissions.submit("spj", scene.tranches[0])
    scene.to_office()
    page = opened(hall, sent, scene)
    assert tabs(page) == ["SPJ", "Berkas"]
    lines = scene.group.spj.checklist(scene.tranches[0])
    mine = [line.title for line in lines if line.blocks or line.state != "missing"]
    assert [point.title for point in page.panel.checks.points] == [*mine, "Biasanya juga diminta"]
    kept = {line.title for line in scene.group.spj.gaps(scene.tranches[0])}
    assert kept.isdisjoint(looks(page))
    evidence = page.findChild(Evidence)
    assert evidence is not None
    assert [row.data.amount for row in evidence.receipts.model.rows()] == [3_800_000, 1_200_000]
    assert [len(gallery.thumbs) for gallery in (evidence.bills, evidence.progress)] == [2, 3]
    texts = [label.text() for label in evidence.findChildren(QLabel)]
    assert {"Paving gang", "Rp5.000.000"} <= set(texts)  # what this tranche spent on it
    assert "Foto rembug" not in [label.text() for label in page.papers_view.findChildren(QLabel)]


def test_the_sums_of_an_spj_are_whole_on_a_small_screen(scene: Scene, hall: MainWindow) -> None:
    scene.bought()
    sent = scene.group.submissions.submit("spj", scene.tranches[0])
    scene.to_office()
    hall.resize(SMALL)
    page = opened(hall, sent, scene)
    QTest.qWait(50)
    evidence, seen = page.findChild(Evidence), page.item_view.viewport()
    assert evidence is not None
    figures = [label for label in evidence.findChildren(QLabel) if label.text().startswith("Rp")]
    assert len(figures) >= 3
    for figure in figures:
        assert figure.width() >= figure.fontMetrics().horizontalAdvance(figure.text())
        assert figure.mapTo(seen, figure.rect().topRight()).x() <= seen.width()


def test_usulan_keep_their_rembug_and_ceiling(town: Town, hall: MainWindow) -> None:
    sent = town.scene.office.inbox.entries()[0].uid
    page = opened(hall, sent, town.scene)
    assert tabs(page) == ["Usulan", "Rembug", "Berkas", "Pagu"]
    assert page.running.isVisible()
