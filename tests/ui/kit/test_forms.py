"""Fields as people fill them: typed, left, read, refused, and kept as drafts."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCalendarWidget, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import RuleViolation
from desktop.ui import forms
from desktop.ui.cards import words
from desktop.ui.forms import (
    CheckField,
    ChoiceField,
    DateField,
    Form,
    MoneyField,
    MultilineField,
    NumberField,
    QuantityField,
    TextField,
)
from desktop.ui.palette import Tone
from desktop.ui.theme import look
from desktop.ui.value_fields import day_to_offer

Shown = Callable[[QWidget], QWidget]
Key, Mod = Qt.Key, Qt.KeyboardModifier
TODAY = datetime.date(2026, 8, 17)


def not_weekend(day: datetime.date) -> None:
    if day.weekday() > 4:
        raise RuleViolation("date_unreadable", "date", {"typed": str(day)})


@dataclass
class Filled:
    form: Form
    drafts: list[dict[str, str]]

    def tab(self) -> None:
        # As on a keyboard: an open list gets the key first.
        widget = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, Key.Key_Tab)

    def type(self, name: str, text: str) -> None:
        """Put the cursor there, type over what is there, go on with Tab."""
        self.form.field(name).focus()
        widget = QApplication.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, Key.Key_A, Mod.ControlModifier)
        QTest.keyClicks(widget, text)
        self.tab()

    def problem(self, name: str) -> str:
        return self.form.field(name).problem


@pytest.fixture
def filled(shown: Shown) -> Filled:
    form = Form()
    must = form.section(forms.REQUIRED)
    must.add(TextField("title", "Judul", hint="Nama kegiatan, seperti di usulan."))
    must.add(DateField("date", "Tanggal", year=2026, today=lambda: TODAY), NumberField("sessions", "Sesi", most=60))
    must.add(MoneyField("amount", "Jumlah", words=lambda amount: f"{amount} dalam kata"))
    must.add(QuantityField("volume", "Volume"))
    must.add(ChoiceField("kind", "Jenis", [("rt", "Rembug RT"), ("rw", "Sinkronisasi RW")]))
    places = [(f"rt{at}", f"RT 0{at} Kaliombo") for at in range(1, 9)]
    must.add(ChoiceField("place", "Lingkungan", places))
    may = form.section(forms.OPTIONAL, folded=True)
    may.add(MultilineField("notes", "Catatan"))
    may.add(CheckField("signed", "Sudah ditandatangani"))
    kept: list[dict[str, str]] = []
    form.draft_due.connect(lambda: kept.append(form.texts()))
    shown(form)
    QTest.qWaitForWindowActive(form)
    return Filled(form, kept)


def line(filled: Filled, name: str) -> str:
    return filled.form.field(name).text()


# --- reading -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "shown_as", "value"),
    [
        ("amount", "1000000", "Rp1.000.000", 1_000_000),
        ("amount", "1,5 jt", "Rp1.500.000", 1_500_000),
        ("amount", "Rp 1.500", "Rp1.500", 1_500),
        ("amount", "750rb", "Rp750.000", 750_000),
        ("date", "17/8/26", "17 Agustus 2026", TODAY),
        ("date", "kemarin", "16 Agustus 2026", datetime.date(2026, 8, 16)),
        ("date", "17 agt 2026", "17 Agustus 2026", TODAY),
        ("volume", "12.5", "12,5", "12.5"),
        ("sessions", "12", "12", 12),
        ("title", "  Paving   gang 2 ", "Paving gang 2", "Paving gang 2"),
    ],
)
def test_what_is_typed_is_shown_tidily_when_left(
    filled: Filled, name: str, typed: str, shown_as: str, value: object
) -> None:
    filled.type(name, typed)
    assert filled.problem(name) == ""
    if name != "title":
        assert line(filled, name) == shown_as
    assert filled.form.values()[name] == value


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("amount", "banyak", "belum terbaca"),
        ("amount", "1.5", "1.500"),
        ("date", "31/2/2026", "31/2/2026"),
        ("volume", "lima", "lima"),
        ("sessions", "99", "0 sampai 60"),
        ("place", "Semarang", "tidak ada dalam daftar"),
    ],
)
def test_what_cannot_be_read_stays_as_typed_and_is_explained(filled: Filled, name: str, typed: str, says: str) -> None:
    filled.type(name, typed)
    assert line(filled, name) == typed
    assert says in filled.problem(name)
    assert filled.form.field(name).control.accessibleDescription() == filled.problem(name)
    if name not in ("sessions", "place"):
        assert name not in filled.form.values()


def test_a_mended_field_is_no_longer_marked(filled: Filled) -> None:
    filled.type("amount", "satu")
    assert filled.problem("amount")
    filled.type("amount", "1 jt")
    assert filled.problem("amount") == ""
    assert filled.form.field("amount").control.accessibleDescription() == ""


def test_what_is_wrong_is_no_longer_said_while_it_is_mended(filled: Filled) -> None:
    field = filled.form.field("title")
    field.set_problem("Judul belum diisi.")
    field.focus()
    QTest.keyClicks(field.control, "P")
    assert field.problem == ""
    assert field.control.property("problem") == ""


def test_a_hint_below_is_not_laid_over_its_field_where_the_form_is_narrower_than_its_place(shown: Shown) -> None:
    form = Form()
    section = form.section(forms.OPTIONAL)
    section.add_widget(
        words("Nama diambil dari jabatan pada tanggal dokumen. Yang kosong dicetak sebagai titik-titik.")
    )
    section.add(MultilineField("names", "Perwakilan warga", lines=4, helper="Satu nama tiap baris."))
    section.add(TextField("place", "Tempat"))
    area = QScrollArea()
    area.setWidgetResizable(True)
    inside = QWidget()
    rows = QVBoxLayout(inside)
    rows.addWidget(form)
    rows.addStretch(1)
    area.setWidget(inside)
    area.resize(900, 260)
    shown(area)
    QApplication.processEvents()
    field = form.field("names")
    assert field.helper.y() >= field.control.geometry().bottom()
    assert field.height() >= field.heightForWidth(field.width())


def test_an_empty_field_is_not_wrong_while_filling(filled: Filled) -> None:
    filled.form.field("amount").focus()
    filled.tab()
    assert filled.problem("amount") == ""
    values = filled.form.values()
    assert (values["amount"], values["date"], values["sessions"], values["volume"]) == (0, None, None, "")


def test_large_amounts_are_spelled_out(filled: Filled) -> None:
    field = filled.form.field("amount")
    assert isinstance(field, MoneyField)
    filled.type("amount", "999.999")
    assert field.spelled.isHidden()
    filled.type("amount", "1.000.000")
    assert field.spelled.text() == "1000000 dalam kata"


def test_a_day_outside_the_year_warns_and_blocks_nothing(filled: Filled) -> None:
    filled.type("date", "17/8/2025")
    assert "di luar tahun anggaran 2026" in filled.problem("date")
    assert filled.form.values()["date"] == datetime.date(2025, 8, 17)
    assert all(problem.field != "date" for problem in filled.form.problems(complete=False))


def test_alt_arrows_step_a_day(filled: Filled) -> None:
    field = filled.form.field("date")
    field.focus()
    for key, expected in ((Key.Key_Up, "18 Agustus 2026"), (Key.Key_Down, "17 Agustus 2026")):
        QTest.keyClick(field.control, key, Mod.AltModifier)
        assert field.text() == expected


def test_in_a_year_that_is_past_a_day_is_of_that_year(filled: Filled) -> None:
    field = filled.form.field("date")
    assert isinstance(field, DateField)
    field.set_year(2025)
    filled.type("date", "28 12")
    assert field.value() == datetime.date(2025, 12, 28)
    assert not field.problem
    field.set_value(None)
    field.focus()
    QTest.keyClick(field.control, Key.Key_Down, Mod.AltModifier)
    assert field.text() == "30 Desember 2025"  # from the year's last day, not from today
    assert day_to_offer(2025, TODAY) is None
    assert day_to_offer(2026, TODAY) == TODAY


def test_a_day_can_be_picked_from_a_calendar_in_indonesian(filled: Filled, qtbot: QtBot) -> None:
    field = filled.form.field("date")
    field.set_value(TODAY)
    field.focus()
    QTest.keyClick(field.control, Key.Key_Return, Mod.AltModifier)
    calendar = field.findChild(QCalendarWidget)
    assert isinstance(calendar, QCalendarWidget)
    assert calendar.locale().monthName(8) == "Agustus"
    calendar.setFocus()
    focus = QApplication.focusWidget() or calendar
    QTest.keyClick(focus, Key.Key_Right)
    QTest.keyClick(QApplication.focusWidget() or focus, Key.Key_Return)
    qtbot.waitUntil(lambda: field.text() == "18 Agustus 2026")


def test_a_rule_given_to_a_field_speaks_when_it_is_left(shown: Shown) -> None:
    form = Form()
    form.section(forms.REQUIRED).add(
        DateField("date", "Tanggal", check=not_weekend, today=lambda: TODAY), TextField("x", "X")
    )
    shown(form)
    filled = Filled(form, [])
    filled.type("date", "15/8/26")  # a Saturday
    assert "2026-08-15" in filled.problem("date")


# --- choosing ------------------------------------------------------------------------------------


def test_few_choices_are_buttons_and_many_a_box(filled: Filled) -> None:
    few, many = filled.form.field("kind"), filled.form.field("place")
    assert isinstance(few, ChoiceField)
    assert isinstance(many, ChoiceField)
    assert [button.text() for button in few.buttons] == ["Rembug RT", "Sinkronisasi RW"]
    assert many.combo is not None
    few.focus()
    QTest.keyClick(few.buttons[0], Key.Key_Space)
    assert few.value() == "rt"
    QTest.keyClick(few.buttons[0], Key.Key_Right)
    assert few.value() == "rw"


def test_a_box_filters_while_typing_and_takes_the_only_fit(filled: Filled) -> None:
    filled.type("place", "05")
    assert filled.form.values()["place"] == "rt5"
    assert filled.problem("place") == ""
    assert line(filled, "place") == "RT 05 Kaliombo"


def test_the_list_of_a_box_is_walked_by_keys(filled: Filled, qtbot: QtBot) -> None:
    field = filled.form.field("place")
    assert isinstance(field, ChoiceField)
    assert field.combo is not None
    field.focus()
    editor = field.combo.lineEdit()
    assert editor is not None
    editor.clear()
    QTest.keyClicks(editor, "kalio")
    completer = field.combo.completer()
    assert completer is not None
    popup = completer.popup()
    assert popup is not None
    qtbot.waitUntil(popup.isVisible)
    assert completer.completionCount() == 8
    QTest.keyClick(popup, Key.Key_Down)
    QTest.keyClick(popup, Key.Key_Down)
    QTest.keyClick(popup, Key.Key_Return)
    assert field.value() == "rt2"


def test_a_free_box_takes_new_words(shown: Shown) -> None:
    field = ChoiceField("shop", "Toko", [("TB Makmur", "TB Makmur")], free=True)
    shown(field)
    field.focus()
    QTest.keyClicks(QApplication.focusWidget() or field, "Toko Baru (contoh)")
    assert field.value() == "Toko Baru (contoh)"
    field.set_value("TB Makmur")
    assert field.value() == "TB Makmur"


def test_new_options_keep_what_is_chosen(shown: Shown) -> None:
    field = ChoiceField("item", "Item", [("a", "Semen"), ("b", "Pasir")], filters=True)
    shown(field)
    field.set_value("b")
    field.put_options([("b", "Pasir"), ("c", "Batu")])
    assert field.value() == "b"
    field.put_options([("c", "Batu")])
    assert field.value() is None


# --- the form ------------------------------------------------------------------------------------


def test_values_go_in_and_out_and_nothing_is_dirty(filled: Filled) -> None:
    values: dict[str, Any] = {
        "title": "Paving",
        "date": TODAY,
        "sessions": 3,
        "amount": 250_000,
        "volume": "1.5",
        "kind": "rw",
        "place": "rt7",
        "notes": "dua\nbaris",
        "signed": True,
    }
    filled.form.set_values(values)
    assert filled.form.values() == values
    assert not filled.form.dirty


def test_a_draft_is_due_when_a_field_is_left_and_every_three_seconds(
    filled: Filled, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.form.field("title").focus()
    QTest.keyClicks(QApplication.focusWidget() or filled.form, "Pav")
    assert filled.form.dirty
    assert filled.drafts == []
    filled.tab()
    assert filled.drafts[-1]["title"] == "Pav"
    filled.tab()
    assert len(filled.drafts) == 1  # nothing new: nothing to write
    filled.form.field("title").focus()
    assert forms.DRAFT_MS == 3000
    with qtbot.waitSignal(filled.form.draft_due, timeout=4000):
        QTest.keyClicks(QApplication.focusWidget() or filled.form, "ing")
    assert filled.drafts[-1]["title"].endswith("ing")


def test_a_draft_brings_back_even_what_could_not_be_read(filled: Filled) -> None:
    filled.type("amount", "kira-kira 2 juta")
    draft = filled.form.texts()
    filled.form.set_values({})
    assert line(filled, "amount") == ""
    filled.form.set_texts(draft)
    assert line(filled, "amount") == "kira-kira 2 juta"
    assert filled.form.dirty


def test_problems_name_unreadable_and_empty_required_fields(filled: Filled) -> None:
    filled.form.set_values({"title": "Paving", "date": TODAY, "sessions": 1, "volume": "2", "kind": "rt"})
    filled.type("amount", "x")
    problems = filled.form.problems()
    assert [problem.field for problem in problems] == ["amount", "place"]
    assert problems[1].text == "Lingkungan belum diisi."
    jump = problems[1].jump
    assert jump is not None
    jump()
    field = filled.form.field("place")
    assert field.isAncestorOf(QApplication.focusWidget() or filled.form)


def test_a_refusal_of_a_service_stands_under_its_field(filled: Filled) -> None:
    problem = filled.form.show_violation(RuleViolation("money_negative", "amount", {"typed": "-5"}))
    assert filled.problem("amount")
    assert problem.text.startswith("Jumlah: ")
    other = filled.form.show_violation(RuleViolation("money_negative", "elsewhere", {"typed": "-5"}))
    assert other.jump is None


def test_the_optional_block_is_folded_and_opens_for_a_jump(filled: Filled) -> None:
    notes = filled.form.field("notes")
    assert not notes.isVisible()
    notes.set_problem("Terlalu panjang.")
    filled.form.show_violation(RuleViolation("money_negative", "notes", {"typed": "-5"})).jump()  # type: ignore[misc]
    assert notes.isVisible()


def test_every_control_is_named_by_its_label(filled: Filled) -> None:
    for name in filled.form.names:
        field = filled.form.field(name)
        named = QAccessible.queryAccessibleInterface(field.control).text(QAccessible.Text.Name)
        assert field.label.text() in named, name


def test_two_fields_cannot_share_a_name() -> None:
    form = Form()
    section = form.section(forms.REQUIRED)
    section.add(TextField("a", "A"))
    with pytest.raises(ValueError, match="two fields"):
        section.add(TextField("a", "B"))


def test_tab_goes_in_reading_order(filled: Filled) -> None:
    filled.form.field("title").focus()
    seen = []
    for _ in range(4):
        focus = QApplication.focusWidget()
        seen += [name for name in filled.form.names if focus is filled.form.field(name).control]
        filled.tab()
    assert seen == ["title", "date", "sessions", "amount"]


def test_a_warning_is_amber_and_a_problem_red(filled: Filled) -> None:
    field = filled.form.field("title")
    field.set_problem("Mirip dengan usulan lain.", Tone.ATTENTION)
    assert field.control.property("problem") == "attention"
    field.set_problem("Terlalu panjang.")
    assert field.control.property("problem") == "problem"


def test_read_only_fields_refuse_keys(filled: Filled) -> None:
    field = filled.form.field("title")
    field.set_value("Tetap")
    field.set_read_only(True)
    QTest.keyClicks(field.control, "x")
    assert field.value() == "Tetap"
    ground = field.control.grab().toImage().pixelColor(field.control.width() - 12, 6).name()
    assert ground == look().roles.page.lower()  # and is seen to, although it was shown as one to write in
    field.set_read_only(False)
    assert (
        field.control.grab().toImage().pixelColor(field.control.width() - 12, 6).name() == look().roles.surface.lower()
    )
