"""Salin aturan tahun lalu, ubah angka, kirim: as the kelurahan's staff does it, and read by an RT."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.services.workplace import Workplace
from desktop.ui.dialogs import ConfirmDialog
from desktop.ui.forms import CheckField, Field
from desktop.ui.main_window import MainWindow
from desktop.ui.rules import page as rules_page
from desktop.ui.rules.copying import CopyDialog
from desktop.ui.rules.editor import RulesEditor, draft_begun
from desktop.ui.rules.files import FileProblems
from desktop.ui.rules.page import RulesPage
from desktop.ui.rules.publish import PublishPage
from desktop.ui.rules.read_page import RulesReadPage
from desktop.ui.value_fields import LineField

LEFT = Qt.MouseButton.LeftButton


def in_dialog(deed: Callable[[QDialog], object]) -> list[str]:
    """In the next modal dialog do this; the class names of the dialogs met."""
    met: list[str] = []

    def act() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        met.append(type(dialog).__name__)
        try:
            deed(dialog)
        finally:
            if dialog.isVisible():
                dialog.reject()

    QTimer.singleShot(0, act)
    return met


def press(button: QPushButton) -> None:
    QTest.mouseClick(button, LEFT)


def put(editor: RulesEditor, path: str, text: str) -> Field:
    """Type into a figure's field and go on with Tab."""
    field = editor.form.field(path)
    assert isinstance(field, LineField) or hasattr(field, "edit")
    editor.form.jump_to(path)()
    control = field.control
    QTest.keyClick(control, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(control, Qt.Key.Key_Delete)
    QTest.keyClicks(control, text)
    QTest.keyClick(control, Qt.Key.Key_Tab)
    return field


def begin(rules: RulesPage, window: MainWindow, year: str = "2025", base: int = 2022) -> RulesEditor:
    """Through the question which year is copied."""

    def answer(dialog: QDialog) -> None:
        assert isinstance(dialog, CopyDialog)
        dialog.base_field.set_value(base)
        dialog.year_field.edit.selectAll()
        QTest.keyClicks(dialog.year_field.edit, year)
        press(dialog.yes)

    assert in_dialog(answer) == []
    rules.copy()
    window.activateWindow()
    for _ in range(100):  # the dialog keeps the keyboard a moment longer
        if QApplication.activeWindow() is window:
            break
        QTest.qWait(20)
    editor = window.page
    assert isinstance(editor, RulesEditor)
    return editor


def all_texts(page: object) -> str:
    assert hasattr(page, "findChildren")
    return "\n".join(label.text() for label in page.findChildren(QLabel) if not label.isHidden())


# --- the way from last year to the RTs --------------------------------------------------------------------------------


def test_rows_are_added_and_taken_away(rules: RulesPage, office: Workplace, window: MainWindow) -> None:
    editor = begin(rules, window)
    put(editor, "regulation", "Perwali Kediri 9/2024")
    row = editor.form.adding
    editor.form.jump_to("added_activities")()
    press(row.button)
    assert "Pilih bidangnya." in all_texts(editor)
    row.sector.set_value("health")
    QTest.keyClicks(row.name.control, "Taman obat keluarga")
    QTest.keyClicks(row.article.control, "pasal 17 huruf x")
    press(row.button)
    assert editor.form.field("added_activities").text() == "Kesehatan: Taman obat keluarga (pasal 17 huruf x)"
    QTest.keyClicks(row.name.control, "CCTV")
    row.sector.set_value("social")
    press(row.button)
    assert "Baris 2: CCTV sudah ada di aturan ini" in all_texts(editor)
    field = editor.form.field("added_activities")
    QTest.keyClick(field.control, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    for _ in range(len("\nSosial budaya: CCTV")):
        QTest.keyClick(field.control, Qt.Key.Key_Backspace)
    forbidden = editor.form.field("forbidden")
    before = len(forbidden.text().splitlines())
    assert before > 3
    QTest.keyClick(forbidden.control, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(forbidden.control, Qt.Key.Key_Return)
    QTest.keyClicks(forbidden.control, "petasan (pasal 15)")
    draft = editor.written()
    assert draft is not None
    assert draft.sheet.activity("taman_obat_keluarga") is not None
    assert len(draft.sheet.forbidden) == before + 1
    assert draft.sheet.forbidden[-1].article == "pasal 15"


def test_last_years_rules_are_copied_altered_and_published(
    rules: RulesPage, office: Workplace, window: MainWindow
) -> None:
    editor = begin(rules, window)
    assert "Rp100.000.000" in all_texts(editor), "the year copied stands beside"
    article = editor.form.field("cap.health.article").control
    assert isinstance(article, QLineEdit)
    assert article.placeholderText() == "dahulu pasal 21 ayat (1) huruf b"
    put(editor, "regulation", "Perwali Kediri 9/2024")
    put(editor, "ceiling", "120 jt")
    health = put(editor, "cap.health.max_percent", "40,5")
    assert health.text() == "40,5 %"
    put(editor, "cap.health.article", "pasal 19 huruf b")
    put(editor, "cap.youth.max_percent", "")
    garden = editor.form.field("mandatory.W3")
    assert isinstance(garden, CheckField)
    garden.box.click()
    assert editor.count.text().startswith("6 isian diubah.")
    editor.go_on()
    page = window.page
    assert isinstance(page, PublishPage)
    assert "Pagu tiap RT: Rp100.000.000 menjadi Rp120.000.000." in page.lines
    assert "Kesehatan: paling banyak 50 % menjadi paling banyak 40,5 %." in page.lines
    assert any(line.startswith("Kepemudaan: belum diketahui (dahulu paling banyak 10 %)") for line in page.lines)
    said = all_texts(page)
    assert "Keputusan yang sudah dibuat tetap memakai aturan saat diputuskan." in said
    assert "Aturan ikut dalam kiriman berikutnya ke semua RT dan Pokmas." in said
    page.compared.click()
    met = in_dialog(lambda dialog: press(dialog.yes) if isinstance(dialog, ConfirmDialog) else None)
    press(page.now)
    assert met == ["ConfirmDialog"]
    assert window.page is rules
    assert window.strip.text.startswith("Aturan tahun 2025 diterbitkan.")
    assert (rules.shown_year, rules.chip.status.word) == (2025, "Diterbitkan")
    sheet = office.rules.sheet(2025)
    assert sheet is not None
    assert (sheet.ceiling, sheet.regulation, sheet.evidence) == (120_000_000, "Perwali Kediri 9/2024", "text")
    cap = sheet.cap("health")
    assert cap is not None
    assert (cap.max_percent, cap.article) == (4050, "pasal 19 huruf b")
    assert sheet.cap("youth") is None
    assert [one.code for one in sheet.mandatory] == ["W1", "W2", "W4"]
    assert not any(gap.startswith("Disalin dari") for gap in sheet.gaps)
    assert draft_begun(office) is None
    (record,) = office.records.find("k.rule_sheet")
    assert record.state == "published"


def test_a_copy_nobody_compared_says_so_to_its_readers(rules: RulesPage, office: Workplace, window: MainWindow) -> None:
    editor = begin(rules, window)
    put(editor, "regulation", "Perwali Kediri 9/2024")
    editor.go_on()
    page = window.page
    assert isinstance(page, PublishPage)
    press(page.later)
    assert window.page is rules
    assert rules.chip.status.word == "Belum diterbitkan"
    assert "RT dan Pokmas belum mendapatkannya" in rules.waiting.label.text()
    sheet = office.rules.sheet(2025)
    assert sheet is not None
    assert any(gap.startswith("Disalin dari aturan TA 2022.") for gap in sheet.gaps)
    assert "pasal belum diketahui, belum diketahui" in all_texts(rules)
    press(rules.waiting.button)
    assert rules.chip.status.word == "Diterbitkan"


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "typed", "said"),
    [
        ("cap.health.max_percent", "120", "“120” belum terbaca sebagai persen. Tulis 0 sampai 100"),
        ("ceiling", "seratus", "belum terbaca"),
        ("deadline.1.day", "45", "Tulis angka 1 sampai 31."),
        ("deadline.2.day", "31", ""),
        ("mandatory.W2.min_rp", "3 jt", "Batas paling sedikit melebihi batas paling banyak."),
        ("cap.infrastructure/joint.min_percent", "35", "Batas paling sedikit melebihi batas paling banyak."),
    ],
)
def test_a_bad_figure_is_refused_at_its_field(
    rules: RulesPage, window: MainWindow, path: str, typed: str, said: str
) -> None:
    editor = begin(rules, window)
    put(editor, "regulation", "Perwali Kediri 9/2024")
    field = put(editor, path, typed)
    assert said in field.problem
    assert bool(field.problem) is bool(said)
    if said:
        editor.go_on()
        assert window.page is editor
        assert editor.problems.isVisible()
        assert any(said in entry.text() for entry in editor.problems.entries)


def test_the_regulation_must_be_named_and_the_list_leads_there(rules: RulesPage, window: MainWindow) -> None:
    editor = begin(rules, window)
    editor.go_on()
    assert window.page is editor
    (entry,) = editor.problems.entries
    assert entry.text() == "Peraturan, singkat wajib diisi."
    press(entry)
    assert editor.form.field("regulation").control.hasFocus()


def test_a_limit_no_year_had_is_offered_on_request(rules: RulesPage, office: Workplace, window: MainWindow) -> None:
    editor = begin(rules, window)
    field = editor.form.field("cap.health.min_percent")
    assert not field.isVisible()
    more = next(one for one in editor.form.findChildren(QPushButton) if one.text().startswith("Isi batas lain"))
    press(more)
    assert field.isVisible()
    put(editor, "regulation", "Perwali Kediri 9/2024")
    put(editor, "cap.health.min_percent", "5")
    draft = editor.written()
    assert draft is not None
    cap = draft.sheet.cap("health")
    assert cap is not None
    assert cap.min_percent == 500


# --- drafts -----------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_gone_on_with(rules: RulesPage, office: Workplace, window: MainWindow) -> None:
    editor = begin(rules, window)
    put(editor, "regulation", "Perwali Kediri 9/2024")
    put(editor, "cap.health.max_percent", "empat puluh")
    assert "1 isian belum terbaca." in editor.count.text()
    assert "Belum ada yang diubah" not in editor.count.text()
    window.go_back()
    assert window.page is rules
    assert rules.begun.label.text() == "Naskah aturan tahun 2025, disalin dari tahun 2022 belum selesai."
    assert office.rules.sheet(2025) is None, "a draft is no rule yet"
    press(rules.begun.button)
    again = window.page
    assert isinstance(again, RulesEditor)
    assert again.form.field("regulation").text() == "Perwali Kediri 9/2024"
    assert again.form.field("cap.health.max_percent").text() == "empat puluh"
    met = in_dialog(lambda dialog: press(dialog.yes) if isinstance(dialog, ConfirmDialog) else None)
    again.throw_away()
    assert met == ["ConfirmDialog"]
    assert window.page is rules
    assert not rules.begun.isVisible()
    assert draft_begun(office) is None


# --- a further version, earlier decisions -----------------------------------------------------------------------------


def test_an_altered_sheet_is_a_version_and_earlier_decisions_keep_theirs(
    rules: RulesPage, office: Workplace, window: MainWindow
) -> None:
    office.rule_editing.save_sheet(office.rule_editing.draft_of(2022))
    first = office.rules.digest()
    rules.alter()
    editor = window.page
    assert isinstance(editor, RulesEditor)
    put(editor, "activity.cctv.max_units", "6")
    editor.go_on()
    page = window.page
    assert isinstance(page, PublishPage)
    assert (
        page.lines == ["CCTV digital: paling banyak 3 unit tiap RT menjadi paling banyak 6 unit tiap RT."] or page.lines
    )
    press(page.later)
    then = office.rules.made_under(first)
    assert then is not None
    cctv = then.activity("cctv")
    assert cctv is not None
    assert cctv.max_units == 3
    link = next(one for one in rules.findChildren(QPushButton) if one.text().startswith("Lihat versi"))
    press(link)
    old = window.page
    assert isinstance(old, RulesReadPage)
    assert "Versi ini sudah digantikan." in old.notice.label.text()
    assert "CCTV digital, paling banyak tiap RT" in all_texts(old)


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_sheet_goes_out_as_a_file_and_comes_in_again(
    rules: RulesPage, office: Workplace, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "aturan-2022.toml"
    monkeypatch.setattr("desktop.ui.rules.files.ask_save", lambda *_args, **_more: file)
    rules.save_file()
    assert "aturan-2022.toml" in window.strip.text
    text = file.read_text("utf-8")
    file.write_text(text.replace("year = 2022", "year = 2026"), encoding="utf-8")
    monkeypatch.setattr(rules_page, "ask_open", lambda *_args, **_more: file)
    rules.take_file()
    assert rules.shown_year == 2026
    assert rules.chip.status.word == "Belum diterbitkan"
    assert office.rules.sheet(2026) is not None


def test_a_bad_file_is_told_whole_and_nothing_is_taken(
    rules: RulesPage, office: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "salah.toml"
    file.write_text(
        'year = 2026\nregulation = "Perwali"\nceiling = 5\n[[cap]]\nsector = "helth"\nmax_persen = "10"\n', "utf-8"
    )
    monkeypatch.setattr(rules_page, "ask_open", lambda *_args, **_more: file)
    seen: list[str] = []
    met = in_dialog(lambda dialog: seen.extend(dialog.lines) if isinstance(dialog, FileProblems) else None)
    rules.take_file()
    assert met == ["FileProblems"]
    assert len(seen) == 4
    assert seen[0] == "Berkas: Berkas aturan belum memuat “name”."
    assert seen[-1].endswith("Mungkin maksudnya “max_percent”.")
    assert office.records.find("k.rule_sheet") == []


def test_a_file_that_cannot_be_read_is_said(
    rules: RulesPage, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules_page, "ask_open", lambda *_args, **_more: tmp_path / "tidak-ada.toml")
    rules.take_file()
    assert "tidak dapat dibaca" in window.strip.text


# --- reading ----------------------------------------------------------------------------------------------------------


def test_an_rt_reads_its_years_rules_and_what_is_unknown(work: Workplace, window: MainWindow, qtbot: QtBot) -> None:
    page = RulesReadPage(work)
    window.open_page(page)
    said = all_texts(page)
    for part in (
        "Prodamas Plus TA 2022",
        "Yang belum diketahui",
        "Batas waktu SPJ tiap tahap belum diketahui.",
        "50 %",
    ):
        assert part in said
    assert page.findChildren(QCheckBox) == [], "nothing to alter"


def test_a_year_without_rules_says_what_to_do(work: Workplace, window: MainWindow) -> None:
    page = RulesReadPage(work, 2031)
    window.open_page(page)
    assert "Tahun 2031: belum ada aturan" in all_texts(page)
    assert "Mintalah aturan tahun ini ke kelurahan." in all_texts(page)


def test_the_copy_question_warns_of_a_year_that_has_rules(rules: RulesPage) -> None:
    dialog = CopyDialog([2021, 2022], rules)
    assert (dialog.base, dialog.new_year, dialog.yes.isEnabled()) == (2022, 2023, True)
    dialog.year_field.edit.setText("2021")
    assert "menjadi versi berikutnya" in dialog.year_field.problem
    assert dialog.yes.isEnabled()
    dialog.year_field.edit.setText("2022")
    assert not dialog.yes.isEnabled()
    dialog.year_field.edit.setText("20")
    assert not dialog.yes.isEnabled()
