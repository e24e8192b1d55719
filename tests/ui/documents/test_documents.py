"""Forms as a secretary of fifty fills them in: with keys, half at first, wrongly once, and then on paper."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.records import FiveYearPlan, ResponsibilityLetter, UseReport
from desktop.services.workplace import Workplace
from desktop.ui.documents.form_list import STANDS, FormDelegate
from desktop.ui.documents.form_view import FormView
from desktop.ui.documents.page import DocumentsPage
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Page
from desktop.ui.palette import TextSize, ThemeChoice
from desktop.ui.paper_page import PaperPage
from desktop.ui.theme import ThemeKeeper

Calm = Callable[[], None]


def choose(page: DocumentsPage, kind: str) -> FormView:
    """Pick a form in the list with the keyboard."""
    page.list.setFocus()
    rows = page.list.model().rowCount()
    if page.view is None or page.view.definition.key != kind:
        QTest.keyClick(page.list, Qt.Key.Key_Home)
    for _ in range(rows):
        if page.view is not None and page.view.definition.key == kind:
            break
        QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.view is not None
    assert page.view.definition.key == kind
    return page.view


def type_into(view: FormView, name: str, text: str) -> None:
    field = view.form.field(name)
    field.focus()
    edit = field.control
    if isinstance(edit, QLineEdit):
        edit.selectAll()
    QTest.keyClicks(edit, text)
    QTest.keyClick(edit, Qt.Key.Key_Tab)


def test_the_list_says_what_there_is_and_how_it_stands(page: DocumentsPage) -> None:
    spoken = [
        str(page.list.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole))
        for row in range(page.list.model().rowCount())
    ]
    assert spoken[0] == "Perencanaan"
    assert "Formulir I, Usulan rencana lima tahunan, Belum diisi" in spoken
    assert any(one.startswith("Formulir BB, Laporan penggunaan") for one in spoken)
    assert {one.kind for one in page.seen.lines} >= {"five_year_plan", "use_report", "responsibility"}
    assert [one.text for one in page.page_actions().all()] == ["Naskah tercetak", "Lembar uji printer"]


def test_a_plan_is_filled_in_from_what_is_known_and_saved(page: DocumentsPage, work: Workplace, calm: Calm) -> None:
    view = choose(page, "five_year_plan")
    assert view.form.field("first_year").text() == "2020"
    grid = view.grids["rows"]
    assert grid.rows.index(0, 0).data() == "Infrastruktur"
    assert grid.rows.index(0, 3).data() == "Paving gang"
    type_into(view, "date", "17/8/22")
    assert view.form.field("date").text() == "17 Agustus 2022"
    page.keep()
    calm()
    (record,) = work.records.find("d.five_year_plan")
    assert isinstance(record.data, FiveYearPlan)
    assert record.data.date == date(2022, 8, 17)
    assert {one.name for one in record.data.signers} == {"Sutrisno (contoh)", "Endang (contoh)"}
    assert page.list.current is not None
    assert page.list.current.uid == record.uid
    assert page.chip.accessibleName().endswith(STANDS["draft"].word) or page.list.current.state == "draft"


def test_what_cannot_be_read_stays_and_says_so(page: DocumentsPage, work: Workplace) -> None:
    view = choose(page, "responsibility")
    type_into(view, "amount", "banyak sekali")
    assert "belum terbaca sebagai uang" in view.form.field("amount").problem
    assert page.keep() is False
    assert page.problems.isVisible()
    assert work.records.find("d.responsibility") == []
    type_into(view, "amount", "1,5 jt")
    assert page.keep() is True
    (record,) = work.records.find("d.responsibility")
    assert isinstance(record.data, ResponsibilityLetter)
    assert record.data.amount == 1_500_000


def test_leaving_keeps_a_version_and_unreadable_typing_as_draft(
    page: DocumentsPage, work: Workplace, window: MainWindow, calm: Calm
) -> None:
    view = choose(page, "responsibility")
    type_into(view, "address", "Jl. Contoh 7")
    choose(page, "five_year_plan")
    calm()
    assert len(work.records.find("d.responsibility")) == 1
    view = choose(page, "use_report")
    type_into(view, "date", "tanggal muda")
    uid = view.opened.uid
    window.set_rail([])
    assert page.leave() is True
    assert work.records.find("d.use_report") == []
    draft = work.records.draft(uid)
    assert draft is not None
    assert draft["texts"]["date"] == "tanggal muda"
    page.begin("use_report", uid=uid)
    assert page.view is not None
    assert page.view.form.field("date").text() == "tanggal muda"


def test_rows_are_pasted_from_a_spreadsheet_and_undone(page: DocumentsPage, work: Workplace) -> None:
    view = choose(page, "use_report")
    view.tabs.setCurrentIndex(1)
    grid = view.grids["rows"]
    grid.setFocus()
    grid.go(0, 0)
    QGuiApplication.clipboard().setText("Kursi\t40\tbuah\tUntuk rapat RT\r\nTenda\t2,5\tset\tUntuk hajatan\r\n")
    grid.paste()
    assert view.dirty
    page.undo()
    assert grid.rows.lines() == []
    page.redo()
    assert page.keep()
    (record,) = work.records.find("d.use_report")
    assert isinstance(record.data, UseReport)
    assert [(one.goods, one.quantity) for one in record.data.rows] == [("Kursi", "40"), ("Tenda", "2.5")]


def test_a_name_left_out_is_dotted_and_another_may_be_typed(page: DocumentsPage, work: Workplace) -> None:
    view = choose(page, "five_year_plan")
    field = view.places.field("signer:sekretaris_rt")
    assert field.text() == "Endang (contoh)"
    edit = field.control
    edit.setFocus()
    field.set_text("")
    field.changed.emit()
    residents = view.places.field("signer:residents")
    residents.set_text("Pak Satu\nBu Dua")
    residents.changed.emit()
    assert page.keep()
    (record,) = work.records.find("d.five_year_plan")
    assert isinstance(record.data, FiveYearPlan)
    assert [one.name for one in record.data.signers] == ["Sutrisno (contoh)", "Pak Satu", "Bu Dua"]


def test_signers_follow_the_day_of_the_paper(page: DocumentsPage, work: Workplace) -> None:
    work.officers.appoint("ketua_rt", "Ketua Baru (contoh)", since=date(2022, 6, 1))
    page.begin("responsibility")
    view = page.view
    assert view is not None
    assert view.places.field("signer:ketua_rt").text() == "Ketua Baru (contoh)"
    type_into(view, "date", "1/3/2022")
    assert view.places.field("signer:ketua_rt").text() == "Sutrisno (contoh)"


def test_a_paper_with_empty_required_blanks_is_asked_about_then_numbered(
    page: DocumentsPage, work: Workplace, window: MainWindow, calm: Calm, qtbot: QtBot
) -> None:
    view = choose(page, "use_report")
    shown: list[Page] = []
    page.opens.connect(shown.append)
    page.print_final()
    assert shown == []
    assert page.problems.isVisible()
    assert "titik-titik" in window.strip.text
    page._paper(final=True)
    assert isinstance(shown[0], PaperPage)
    assert shown[0].is_final
    window.go("documents")
    calm()
    line = next(one for one in page.seen.lines if one.uid == view.opened.uid)
    assert line.state == "printed"
    assert line.number.startswith("LG-22-0304-1-")
    type_into(view, "date", "31/12/2022")
    assert page.keep()
    calm()
    assert next(one for one in page.seen.lines if one.uid == view.opened.uid).state == "changed"


def test_signed_paper_is_attached_once_there_is_one(page: DocumentsPage) -> None:
    view = choose(page, "use_report")
    assert view.scans is not None
    slot = view.scans.slots["use_report"]
    assert not slot.choose.isEnabled() or not slot.choose.isVisible()
    assert "dahulu" in view.scan_hint.text()
    assert page.keep()
    assert "lampirkan di sini" in view.scan_hint.text()


def test_a_form_goes_with_the_next_bundle_once(page: DocumentsPage, work: Workplace, window: MainWindow) -> None:
    view = choose(page, "use_report")
    type_into(view, "date", "31/12/2022")
    page.hand_on()
    assert "ikut dalam kiriman berikutnya" in window.strip.text
    (record,) = work.records.find("d.use_report")
    assert record.state == "published"
    page.hand_on()
    assert "sudah ikut" in window.strip.text


def test_another_of_the_kind_and_away_with_it(
    page: DocumentsPage, work: Workplace, calm: Calm, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = choose(page, "use_report")
    type_into(view, "date", "1/12/2022")
    assert page.keep()
    first = view.opened.uid
    page.begin_another()
    assert page.view is not None
    assert page.view.opened.uid != first
    assert page.view.opened.is_new
    page.begin("use_report", uid=first)
    monkeypatch.setattr("desktop.ui.documents.page.confirm", lambda *_args, **_more: True)
    page.throw_away()
    calm()
    assert work.records.find("d.use_report") == []
    page._restore("use_report", first)
    calm()
    assert [one.uid for one in work.records.find("d.use_report")] == [first]


def test_every_control_has_a_name(page: DocumentsPage) -> None:
    for line in page.seen.lines:
        page.begin(line.kind)
        assert page.view is not None
        for at in range(page.view.tabs.count()):
            page.view.tabs.setCurrentIndex(at)
            QApplication.processEvents()
            for widget in page.findChildren(QWidget):
                if widget.isVisible() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isEnabled():
                    named = widget.accessibleName() or getattr(widget, "text", str)()
                    parent = widget.parent()
                    inner = isinstance(parent, QWidget) and bool(parent.accessibleName())
                    assert named or inner, f"{line.kind}: {type(widget).__name__} {widget.objectName()}"


def test_long_titles_are_whole_in_the_largest_text(page: DocumentsPage, theme: ThemeKeeper) -> None:
    theme.set_size(TextSize.LARGEST)
    QApplication.processEvents()
    model, paint = page.list.model(), page.list.itemDelegate()
    assert isinstance(paint, FormDelegate)
    for row in range(model.rowCount()):
        title = str(model.index(row, 0).data())
        assert " ".join(paint.title(title)) == title
    theme.set_size(TextSize.NORMAL)


@pytest.mark.parametrize("choice", [TextSize.NORMAL, TextSize.LARGEST])
def test_nothing_is_off_screen_on_a_small_laptop(
    page: DocumentsPage, window: MainWindow, theme: ThemeKeeper, choice: TextSize
) -> None:
    window.resize(1093, 535)
    theme.set_both(ThemeChoice.DARK, choice)
    for line in page.seen.lines:
        page.begin(line.kind)
        assert page.view is not None
        for at in range(page.view.tabs.count()):
            page.view.tabs.setCurrentIndex(at)
            QApplication.processEvents()
            assert window.width() == 1093
            assert page.minimumSizeHint().width() <= page.width()
            area = page.view.faces.currentWidget()
            bar = getattr(area, "horizontalScrollBar", None)
            if bar is not None:
                assert bar().maximum() == 0, f"{line.kind} {page.view.tabs.tabText(at)}"
    theme.set_both(ThemeChoice.LIGHT, TextSize.NORMAL)
