"""The frame by keys: going, folding, saying, remembering, leaving."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from desktop.ui.commands import Command, Menu, PageActions
from desktop.ui.header import Header
from desktop.ui.main_window import MIN_HEIGHT, MIN_WIDTH, MainWindow, remembered_look
from desktop.ui.page import Crumb, Page
from desktop.ui.palette import TextSize, ThemeChoice, Tone
from desktop.ui.problem_list import Problem
from desktop.ui.rail import RailEntry
from desktop.ui.remember import Remembered
from desktop.ui.search_box import Hit
from desktop.ui.theme import ThemeKeeper, look

Key, Mod = Qt.Key, Qt.KeyboardModifier


class Note(Page):
    """A page that writes down what the window asked of it."""

    shows = frozenset({"d.note"})

    def __init__(self, title: str, *, leaves: bool = True, commands: PageActions | None = None) -> None:
        super().__init__(title, topic=title)
        self.asked: list[str] = []
        self.leaves = leaves
        self.commands = commands or PageActions()
        self.field = QLineEdit()
        self.body.addWidget(self.field)
        self.body.addStretch(1)

    def page_actions(self) -> PageActions:
        return self.commands

    def breadcrumb(self) -> tuple[Crumb, ...]:
        return (Crumb("Catatan"),)

    def reload(self) -> None:
        self.asked.append("reload")

    def leave(self) -> bool:
        self.asked.append("leave")
        return self.leaves

    def save(self) -> None:
        self.asked.append("save")

    def check(self) -> list[Problem]:
        return [Problem(text="Tempat belum diisi.", jump=self.field.setFocus)] if not self.field.text() else []

    def print_page(self) -> bool:
        self.asked.append("print")
        return True


def entries(*names: str) -> list[RailEntry]:
    return [RailEntry(name.lower(), name, "home", partial(Note, name)) for name in names]


def note(window: MainWindow) -> Note:
    assert isinstance(window.page, Note)
    return window.page


def press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = Mod.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def menu_action(window: MainWindow, text: str) -> QAction:
    return next(action for action in window.menus.actions() if action.text().replace("&", "") == text)


# --- going ----------------------------------------------------------------------------------------


def test_alt_number_goes_and_makes_a_page_once(window: MainWindow, qtbot: QtBot) -> None:
    window.set_rail(entries("Beranda", "Warga", "Rembug"))
    window.go("beranda")
    press(window, Key.Key_3, Mod.AltModifier)
    assert window.header.title.text() == "Rembug"
    assert window.rail.buttons[2].isChecked()
    rembug = window.page
    press(window, Key.Key_1, Mod.AltModifier)
    press(window, Key.Key_3, Mod.AltModifier)
    assert window.page is rembug
    assert note(window).asked == ["reload", "leave", "reload"]


def test_a_page_that_will_not_be_left_stays(window: MainWindow, qtbot: QtBot) -> None:
    window.set_rail(entries("Beranda", "Warga"))
    window.go("beranda")
    note(window).leaves = False
    QTest.mouseClick(window.rail.buttons[1], Qt.MouseButton.LeftButton)
    assert window.header.title.text() == "Beranda"
    assert window.rail.buttons[0].isChecked()
    assert not window.close()
    note(window).leaves = True
    assert window.close()


def test_a_page_over_a_page_and_back(window: MainWindow, qtbot: QtBot) -> None:
    window.set_rail(entries("Usulan"))
    window.go("usulan")
    assert window.header.back_button.isHidden()
    detail = Note("RAB: Paving")
    note(window).opens.emit(detail)
    assert window.header.title.text() == "RAB: Paving"
    assert window.header.back_button.isVisible()
    press(window, Key.Key_Left, Mod.AltModifier)
    assert window.header.title.text() == "Usulan"
    assert detail.asked == ["reload", "leave"]
    assert note(window).asked.count("reload") == 2


def test_the_focus_ring_outlives_the_pages_it_was_on(window: MainWindow, qapp: QApplication) -> None:
    window.set_rail(entries("Usulan"))
    window.go("usulan")
    for _ in range(3):
        detail = Note("RAB")
        window.open_page(detail)
        detail.field.setFocus()
        assert window.ring.isVisible()
        window.go_back()
        qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    note(window).field.setFocus()
    assert window.ring.isVisible()
    note(window).field.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    window.header.more.setFocus()


def test_the_keyboard_returns_to_where_it_was_on_a_page(window: MainWindow, qtbot: QtBot) -> None:
    window.set_rail(entries("Satu", "Dua"))
    window.go("satu")
    assert note(window).hasFocus()  # Tab begins inside the page
    QTest.keyClick(note(window), Key.Key_Tab)
    field = note(window).field
    assert field.hasFocus()
    press(window, Key.Key_2, Mod.AltModifier)
    assert not field.hasFocus()
    press(window, Key.Key_1, Mod.AltModifier)
    assert field.hasFocus()


def test_going_to_the_same_place_from_a_detail_returns_to_its_list(window: MainWindow) -> None:
    window.set_rail(entries("Usulan", "Arsip"))
    window.go("usulan")
    window.open_page(Note("RAB"))
    window.go("usulan")
    assert window.header.title.text() == "Usulan"
    assert window.header.back_button.isHidden()


def test_breadcrumb_says_where_and_is_read_whole_when_cut(window: MainWindow) -> None:
    window.set_rail(entries("Usulan"))
    window.go("usulan")
    window.set_crumbs("Tahun 2026", "RT 03/RW 04")
    assert window.header.crumbs.whole == "Tahun 2026  ›  RT 03/RW 04  ›  Catatan"
    assert window.header.crumbs.accessibleName() == window.header.crumbs.whole


def test_a_rail_holds_nine_places(window: MainWindow) -> None:
    window.rail.put(entries(*"ABCDEFGHI"))
    with pytest.raises(ValueError, match="nine"):
        window.rail.put(entries(*"ABCDEFGHIJ"))


# --- the rail -------------------------------------------------------------------------------------


def test_a_badge_is_said_in_words(window: MainWindow) -> None:
    window.set_rail(entries("Kotak Masuk"))
    window.set_badge("kotak masuk", 3, "belum dibuka")
    button = window.rail.buttons[0]
    assert QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name) == "Kotak Masuk, 3 belum dibuka"
    window.set_badge("kotak masuk", 0, "")
    assert button.accessibleName() == "Kotak Masuk"


def rail_of(window: MainWindow) -> tuple[int, bool]:
    return window.rail.width(), window.rail.narrow


def test_the_rail_folds_below_1200_and_by_ctrl_b(window: MainWindow, qtbot: QtBot, ini: Path) -> None:
    window.set_rail(entries("Beranda"))
    assert rail_of(window) == (208, False)
    window.resize(1199, 600)
    assert rail_of(window) == (56, True)
    assert "Beranda" in window.rail.buttons[0].toolTip()
    window.resize(1200, 600)
    assert rail_of(window) == (208, False)
    press(window, Key.Key_B, Mod.ControlModifier)
    assert rail_of(window) == (56, True)
    assert Remembered(ini).flag("rail/narrow") or window.remembered.flag("rail/narrow")


def test_the_desk_and_the_others(window: MainWindow, qtbot: QtBot) -> None:
    went: list[str] = []
    window.set_desk(
        "RT 03/RW 04", "Kaliombo", [("Pokmas Melati", lambda: went.append("pokmas"))], lambda: went.append("new")
    )
    assert window.rail.desk_button.isVisible()
    assert "RT 03/RW 04" in window.rail.desk_button.accessibleName()
    assert window.windowTitle() == "RT 03/RW 04 – Rembug"
    menu = window.rail.desk_button.menu()
    choices = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text() for action in choices] == ["Pokmas Melati", "Meja baru…"]
    for action in choices:
        action.trigger()
    assert went == ["pokmas", "new"]


# --- commands -------------------------------------------------------------------------------------


def test_page_commands_stand_in_header_and_menu(window: MainWindow, qtbot: QtBot) -> None:
    done: list[str] = []
    new = Command(text="Buat rembug", run=lambda: done.append("new"), shortcut="Ctrl+N", icon="plus")
    copy = Command(text="Salin dari lama", run=lambda: done.append("copy"))
    rest = Command(text="Hapus", run=lambda: done.append("delete"), menu=Menu.EDIT)
    page = Note("Rembug", commands=PageActions(primary=new, secondary=(copy,), more=(rest,)))
    window.set_rail([RailEntry("r", "Rembug", "home", lambda: page), *entries("Arsip")])
    window.go("r")
    buttons = [button for button in window.header.findChildren(QPushButton) if button.isVisible()]
    buttons.sort(key=lambda button: button.x())
    assert [button.text() for button in buttons] == ["Lainnya", "Salin dari lama", "Buat rembug"]
    press(window, Key.Key_N, Mod.ControlModifier)
    menu_action(window, "Hapus").trigger()
    window.header.more.menu().actions()[0].trigger()
    assert done == ["new", "delete", "delete"]
    window.go("arsip")
    texts = [action.text() for action in window.menus.actions()]
    assert "Buat rembug" not in texts
    assert window.header.more.isHidden()


def test_the_work_goes_on_in_the_page_when_its_command_is_gone(window: MainWindow) -> None:
    def published() -> None:
        page.commands = PageActions(secondary=(send,))
        page.actions_changed.emit()

    def again() -> None:
        page.actions_changed.emit()

    send = Command(text="Kirim", run=again)
    page = Note("Paket", commands=PageActions(primary=Command(text="Terbitkan", run=published), secondary=(send,)))
    window.set_rail([RailEntry("p", "Paket", "home", lambda: page)])
    window.go("p")
    page.field.setFocus()

    def button(text: str) -> QPushButton:
        shown = [one for one in window.header.findChildren(QPushButton) if one.isVisible() and one.text() == text]
        return shown[0]

    for text in ("Kirim", "Terbitkan"):
        button(text).setFocus()
        press(window, Key.Key_Space)
        assert button("Kirim").hasFocus() is (text == "Kirim")  # what is still there keeps the keyboard
    assert page.isAncestorOf(window.focusWidget()) or page.hasFocus()


def test_enter_presses_the_button_that_has_the_keyboard(window: MainWindow) -> None:
    pressed: list[str] = []
    page = Note("Satu")
    button = QPushButton("Terima")
    button.clicked.connect(lambda: pressed.append("Terima"))
    page.body.addWidget(button)
    window.set_rail([RailEntry("s", "Satu", "home", lambda: page)])
    window.go("s")
    button.setFocus()
    press(window, Key.Key_Return)
    press(window, Key.Key_Enter)
    assert pressed == ["Terima", "Terima"]
    page.field.setFocus()
    press(window, Key.Key_Return)
    assert len(pressed) == 2


def test_the_work_goes_on_in_the_page_when_its_button_is_hidden(window: MainWindow, qtbot: QtBot) -> None:
    page = Note("Satu")
    button = QPushButton("Ajukan sekarang")
    button.clicked.connect(button.hide)
    page.body.addWidget(button)
    window.set_rail([RailEntry("s", "Satu", "home", lambda: page)])
    window.go("s")
    page.field.setEnabled(False)  # nothing else on the page takes the keyboard
    button.setFocus()
    press(window, Key.Key_Space)
    qtbot.waitUntil(page.hasFocus)
    press(window, Key.Key_Tab)
    assert window.focusWidget() is not page  # and Tab goes on from there


def test_the_work_goes_on_in_the_page_when_its_button_went_behind_a_dialog(window: MainWindow, qtbot: QtBot) -> None:
    page = Note("Satu")
    button = QPushButton("Pilih berkas...")
    page.body.addWidget(button)
    window.set_rail([RailEntry("s", "Satu", "home", lambda: page)])
    window.go("s")
    page.field.setEnabled(False)
    button.setFocus()
    dialog = QDialog(window)
    dialog.show()
    qtbot.waitUntil(dialog.isActiveWindow)
    button.hide()
    button.deleteLater()
    dialog.close()
    window.activateWindow()
    qtbot.waitUntil(page.hasFocus)


def test_at_most_three_secondary_commands() -> None:
    command = Command(text="x", run=list)
    with pytest.raises(ValueError, match="three"):
        PageActions(secondary=(command,) * 4)


def test_commands_give_way_to_the_title(window: MainWindow, theme: ThemeKeeper) -> None:
    named = [Command(text=f"Perintah panjang {at}", run=list) for at in range(3)]
    page = Note("Usulan dan pagu", commands=PageActions(primary=named[0], secondary=tuple(named)))
    window.set_rail([RailEntry("u", "Usulan", "home", lambda: page)])
    window.go("u")
    assert window.header.more.isHidden()
    theme.set_size(TextSize.LARGEST)
    window.resize(MIN_WIDTH, MIN_HEIGHT)
    QApplication.processEvents()
    assert window.header.title.text() == "Usulan dan pagu"
    hidden = [action.text() for action in window.header.more.menu().actions()]
    assert hidden == [f"Perintah panjang {at}" for at in range(3 - len(hidden), 3)]
    assert hidden


def test_no_two_commands_share_a_shortcut_and_each_is_shown(window: MainWindow) -> None:
    window.set_rail(entries(*"ABCDEFGH"))
    window.go("a")
    keys = [keys for _, keys in window.menus.shortcuts()]
    assert len(keys) == len(set(keys))
    wanted = {"Ctrl+S", "Ctrl+P", "Ctrl+F", "Ctrl+Z", "Ctrl+Y", "F1", "F9", "Alt+1", "Alt+8", "Ctrl+B", "Ctrl+/"}
    assert wanted <= set(keys)
    assert {"Ctrl+=", "Ctrl+-", "Ctrl+Q", "Alt+Left"} <= set(keys)
    menus = [action.text().replace("&", "") for action in window.menuBar().actions()]
    assert menus == ["Berkas", "Ubah", "Lihat", "Data", "Cetak", "Bantuan"]


def test_ctrl_s_saves_and_answers(window: MainWindow, qtbot: QtBot) -> None:
    window.set_rail(entries("Rembug"))
    window.go("rembug")
    note(window).field.setFocus()
    press(window, Key.Key_S, Mod.ControlModifier)
    assert "save" in note(window).asked
    assert window.strip.text == "Sudah tersimpan."
    assert QApplication.focusWidget() is note(window).field


def test_f9_lists_problems_and_each_jumps(window: MainWindow, qtbot: QtBot) -> None:
    window.set_rail(entries("Rembug"))
    window.go("rembug")
    press(window, Key.Key_F9)
    page = note(window)
    assert page.problems.isVisible()
    assert page.problems.summary.startswith("1 hal perlu dilengkapi")
    entry = page.problems.entries[0]
    assert QApplication.focusWidget() is entry
    QTest.keyClick(entry, Key.Key_Space)
    assert QApplication.focusWidget() is page.field
    QTest.keyClicks(page.field, "Balai RW")
    press(window, Key.Key_F9)
    assert page.problems.isHidden()
    assert window.strip.text == "Sudah lengkap."


def test_long_problems_wrap_and_are_never_cut(window: MainWindow, theme: ThemeKeeper, qtbot: QtBot) -> None:
    window.set_rail(entries("Rembug"))
    window.go("rembug")
    theme.set_size(TextSize.LARGEST)
    window.resize(MIN_WIDTH, MIN_HEIGHT)
    page = note(window)
    text = "Baris 12, Harga satuan: “" + "banyak sekali " * 12 + "” belum terbaca sebagai uang. Contoh: 1.000.000."
    page.show_problems([Problem(text=text, jump=page.field.setFocus), Problem(text="Pendek.", blocks=False)])
    assert page.area is not None
    long, short = page.problems.entries
    qtbot.waitUntil(lambda: long.height() >= long.heightForWidth(long.width()) > short.height())
    assert page.area.horizontalScrollBar().maximum() == 0
    assert not short.isEnabled()  # nowhere to jump to


def test_f1_asks_for_this_pages_help(window: MainWindow, qtbot: QtBot) -> None:
    asked: list[str] = []
    window.help_opener = asked.append
    window.set_rail(entries("L06"))
    window.go("l06")
    press(window, Key.Key_F1)
    assert asked == ["L06"]


def test_ctrl_p_prints_the_page(window: MainWindow, qtbot: QtBot) -> None:
    window.set_rail(entries("Usulan"))
    window.go("usulan")
    press(window, Key.Key_P, Mod.ControlModifier)
    assert "print" in note(window).asked


def test_undo_in_the_menu_reaches_the_field(window: MainWindow, qtbot: QtBot) -> None:
    window.set_rail(entries("Usulan"))
    window.go("usulan")
    field = note(window).field
    field.setFocus()
    QTest.keyClicks(field, "pav")
    menu_action(window, "Urungkan").trigger()
    assert field.text() == ""


# --- saying ---------------------------------------------------------------------------------------


def test_a_message_never_takes_the_focus_and_is_announced(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[tuple[str, bool]] = []
    monkeypatch.setattr("desktop.ui.strip.announce", lambda _at, text, *, urgent=False: spoken.append((text, urgent)))
    window.set_rail(entries("Usulan"))
    window.go("usulan")
    page, ran = note(window), list[str]()
    page.field.setFocus()
    page.say("Disk penuh.", Tone.PROBLEM, button="Simpan lagi", run=lambda: ran.append("again"))
    assert QApplication.focusWidget() is page.field
    assert window.strip.text == "Disk penuh."
    assert spoken == [("Disk penuh.", True)]
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert ran == ["again"]
    assert window.strip.text == ""


def test_a_messages_button_may_say_the_next(window: MainWindow) -> None:
    window.set_rail(entries("Usulan"))
    window.go("usulan")
    page = note(window)
    page.say("Dihapus.", button="Urungkan", run=lambda: page.say("Dikembalikan.", Tone.GOOD))
    QTest.mouseClick(window.strip.notice.button, Qt.MouseButton.LeftButton)
    assert window.strip.text == "Dikembalikan."
    assert window.strip.notice.isVisible()


def test_a_passing_message_goes_with_a_click_and_a_lasting_one_stays(window: MainWindow, qtbot: QtBot) -> None:
    window.set_rail(entries("Usulan"))
    window.go("usulan")
    note(window).say("Dihapus.", seconds=1)
    qtbot.wait(1200)
    assert window.strip.text == "Dihapus.", "the page is not pulled up under a hand about to click"
    QTest.mouseClick(window.stack, Qt.MouseButton.LeftButton)
    assert window.strip.text == "Dihapus.", "a second click meets what the first one met"
    qtbot.waitUntil(lambda: window.strip.text == "", timeout=3000)
    note(window).say("Tersimpan dengan tanda.", Tone.ATTENTION)
    qtbot.wait(50)
    assert window.strip.text == "Tersimpan dengan tanda."
    QTest.mouseClick(window.strip.notice.close_button, Qt.MouseButton.LeftButton)
    assert window.strip.text == ""


def test_text_from_data_is_never_read_as_markup(window: MainWindow) -> None:
    window.say("<b>Slamet</b> <img src=http://example.invalid/x.png>")
    assert window.strip.notice.label.textFormat() == Qt.TextFormat.PlainText
    window.set_rail([RailEntry("x", "<i>x</i>", "home", lambda: Note("<b>tebal</b>"))])
    window.go("x")
    assert window.header.title.textFormat() == Qt.TextFormat.PlainText


def test_practice_is_striped(window: MainWindow) -> None:
    assert window.stripe.isHidden()
    window.set_practice(True)
    assert window.stripe.isVisible()
    assert [label.text() for label in window.stripe.findChildren(QLabel)] == ["Mode Latihan – data contoh"]


def test_the_status_line(window: MainWindow, qtbot: QtBot) -> None:
    window.status.set_saved("10.42")
    window.status.set_sent("12 Agustus 2026")
    window.status.set_backup("kemarin")
    shown = [label.text() for label in (window.status.saved, window.status.network, window.status.sent)]
    assert shown == ["Tersimpan 10.42", "Luring – data aman di komputer ini", "Terakhir dikirim: 12 Agustus 2026"]
    assert window.status.backup.text() == "Cadangan: kemarin"


# --- looks and remembering ------------------------------------------------------------------------


def test_text_size_by_keys_and_buttons_is_remembered(window: MainWindow, qtbot: QtBot, theme: ThemeKeeper) -> None:
    press(window, Key.Key_Equal, Mod.ControlModifier)
    sizes = [theme.size]
    QTest.mouseClick(window.status.larger, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.status.larger, Qt.MouseButton.LeftButton)
    sizes.append(theme.size)
    assert sizes == [TextSize.LARGE, TextSize.LARGEST]
    assert menu_action(window, "Sangat besar").isChecked()
    press(window, Key.Key_Minus, Mod.ControlModifier)
    menu_action(window, "Gelap").trigger()
    assert remembered_look(window.remembered) == (ThemeChoice.DARK, TextSize.LARGE)


def test_a_place_that_still_fits_comes_back(theme: ThemeKeeper, ini: Path, qtbot: QtBot) -> None:
    free = QApplication.primaryScreen().availableGeometry()
    kept = Remembered(ini)
    kept.keep("window/place", f"{free.left()} {free.top()} {free.width()} {free.height()}")
    window = MainWindow(theme, kept)
    qtbot.addWidget(window)
    assert window.geometry().topLeft() == free.topLeft()
    kept.keep("window/place", f"{free.right() + 50} 0 1366 689")
    other = MainWindow(theme, kept)
    qtbot.addWidget(other)
    assert other.geometry().left() < free.right()


def test_closing_remembers_and_may_be_refused(window: MainWindow, ini: Path) -> None:
    window.may_close = lambda: False
    assert not window.close()
    window.may_close = None
    assert window.close()
    assert "place=" in ini.read_text()


@pytest.mark.parametrize("size", list(TextSize))
def test_everything_of_the_frame_is_inside_the_smallest_window(
    window: MainWindow, theme: ThemeKeeper, size: TextSize
) -> None:
    window.set_rail(entries("Beranda", "Warga", "Rembug", "Usulan", "Kegiatan & Foto", "Kampung", "Arsip", "Kirim"))
    window.go("beranda")
    window.set_practice(True)
    window.set_desk("RT 03/RW 04", "Kaliombo", [])
    window.status.set_saved("10.42")
    window.status.set_sent("12 Agustus 2026")
    window.status.set_backup("kemarin")
    theme.set_size(size)
    window.resize(MIN_WIDTH, MIN_HEIGHT)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (MIN_WIDTH, MIN_HEIGHT)
    inside = QRect(0, 0, MIN_WIDTH, MIN_HEIGHT)
    for button in window.findChildren(QPushButton) + window.rail.buttons:
        if button.isVisible():
            assert inside.contains(QRect(button.mapTo(window, QPoint(0, 0)), button.size())), button.text()


def test_every_control_of_the_frame_has_a_name(window: MainWindow) -> None:
    window.set_rail(entries("Beranda"))
    window.set_desk("RT 03/RW 04", "", [], list)
    window.go("beranda")
    for button in window.findChildren(QPushButton):
        name = QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)
        assert name or button.isHidden(), button


# --- changes and search ---------------------------------------------------------------------------


def test_a_saved_record_reloads_the_page_that_shows_it(window: MainWindow, qtbot: QtBot) -> None:
    window.set_rail(entries("Satu", "Dua"))
    window.go("dua")
    hidden = note(window)
    window.go("satu")
    seen = note(window)
    before = (seen.asked.count("reload"), hidden.asked.count("reload"))
    window.record_changed("d.note", "u1")
    window.record_changed("d.note", "u2")
    window.record_changed("d.other", "u3")
    qtbot.waitUntil(lambda: seen.asked.count("reload") == before[0] + 1)
    assert hidden.asked.count("reload") == before[1]


def test_search_by_keys(theme: ThemeKeeper, ini: Path, qtbot: QtBot) -> None:
    opened: list[str] = []

    def search(words: str) -> list[Hit]:
        found = [("Usulan", "Paving gang 2"), ("Usulan", "Paving gang 5"), ("Perintah", "Cetak proposal")]
        return [Hit(kind, title, "", partial(opened.append, title)) for kind, title in found if words != "x"]

    window = MainWindow(theme, Remembered(ini), search)
    qtbot.addWidget(window)
    window.resize(1366, 689)
    window.show()
    window.activateWindow()
    QTest.qWaitForWindowActive(window)
    box = window.search_box
    assert box is not None
    press(window, Key.Key_K, Mod.ControlModifier)
    assert box.hasFocus()
    QTest.keyClicks(box, "pav")
    qtbot.waitUntil(box.popup.isVisible)
    assert [box.list.item(at).text() for at in range(box.list.count())] == [
        "Usulan",
        "Paving gang 2",
        "Paving gang 5",
        "Perintah",
        "Cetak proposal",
    ]
    QTest.keyClick(box, Key.Key_Down)
    QTest.keyClick(box, Key.Key_Down)  # over the heading
    QTest.keyClick(box, Key.Key_Up)
    QTest.keyClick(box, Key.Key_Return)
    assert opened == ["Paving gang 5"]
    assert not box.popup.isVisible()
    QTest.keyClicks(box, "x")
    qtbot.waitUntil(box.popup.isVisible)
    assert "Tidak ada yang cocok" in box.nothing.text()
    QTest.keyClick(box, Key.Key_Escape)
    assert not box.popup.isVisible()
    QTest.keyClicks(box, "y")
    qtbot.waitUntil(box.popup.isVisible)
    for width in (1093, 1366):  # the list stays below the field, its right edge on the field's
        window.resize(width, 689)
        QApplication.processEvents()
        corner = box.mapTo(window, QPoint(box.width() - 1, box.height()))
        assert box.popup.geometry().right() == corner.x()
        assert 0 < box.popup.y() - corner.y() < 8


def test_the_headings_of_results_can_be_read(theme: ThemeKeeper, ini: Path, qtbot: QtBot) -> None:
    window = MainWindow(theme, Remembered(ini), lambda _words: [Hit("Usulan", "Paving gang", "", lambda: None)])
    qtbot.addWidget(window)
    window.show()
    box = window.search_box
    assert box is not None
    QTest.keyClicks(box, "pav")
    qtbot.waitUntil(box.popup.isVisible)
    heading = box.list.grab(box.list.visualItemRect(box.list.item(0))).toImage()
    shades = {heading.pixelColor(x, y).name() for x in range(heading.width()) for y in range(heading.height())}
    assert look().roles.muted.lower() in shades  # whole letters in it, not paler ones


def test_the_first_heading_of_many_results_is_in_sight(theme: ThemeKeeper, ini: Path, qtbot: QtBot) -> None:
    many = [Hit("Usulan – mirip “paving”", f"Paving gang {at}", "", lambda: None) for at in range(40)]
    window = MainWindow(theme, Remembered(ini), lambda _words: many)
    qtbot.addWidget(window)
    window.show()
    box = window.search_box
    assert box is not None
    QTest.keyClicks(box, "pavign")
    qtbot.waitUntil(box.popup.isVisible)
    assert box.list.visualItemRect(box.list.item(0)).top() >= 0
    assert box.list.currentRow() == 1


def test_the_longest_menu_fits_a_small_screen_in_the_largest_text(window: MainWindow, theme: ThemeKeeper) -> None:
    theme.set_size(TextSize.LARGEST)
    window.set_rail(entries("Satu", "Dua", "Tiga", "Empat", "Lima", "Enam", "Tujuh"))
    view = next(action.menu() for action in window.menuBar().actions() if action.text().replace("&", "") == "Lihat")
    assert isinstance(view, QMenu)
    assert len(view.actions()) >= 13
    assert view.sizeHint().height() <= MIN_HEIGHT


def test_quitting_stands_last_in_its_menu(window: MainWindow) -> None:
    window.add_command(Command(text="Cadangan…", run=lambda: None, menu=Menu.FILE))
    file = next(action.menu() for action in window.menuBar().actions() if action.text().replace("&", "") == "Berkas")
    assert isinstance(file, QMenu)
    texts = [action.text().replace("&", "") for action in file.actions()]
    assert texts[-3:] == ["Cadangan…", "", "Keluar"]


def test_without_a_search_there_is_no_box(window: MainWindow) -> None:
    assert window.search_box is None
    assert "Ctrl+K" not in [keys for _, keys in window.menus.shortcuts()]


def test_shortcuts_are_keys_qt_knows(window: MainWindow) -> None:
    for action in window.menus.actions():
        for keys in action.shortcuts():
            assert keys.toString(QKeySequence.SequenceFormat.PortableText)


def test_a_title_too_long_is_cut_and_read_whole(theme: ThemeKeeper, qtbot: QtBot) -> None:
    header = Header()
    qtbot.addWidget(header)
    header.resize(300, 60)
    header.put("Usulan " * 30, (), can_go_back=False)
    header.show()
    assert header.title.text().endswith("…")
    assert header.title.accessibleName() == "Usulan " * 30
    assert header.title.toolTip() == "Usulan " * 30
