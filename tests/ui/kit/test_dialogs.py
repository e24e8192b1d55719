"""Dialogs: two verbs, the safe one first, never larger than the rule allows."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.ui import dialogs
from desktop.ui.cards import Words
from desktop.ui.dialogs import ConfirmDialog, Dialog, ReasonDialog, ShortcutList
from desktop.ui.main_window import MainWindow
from desktop.ui.palette import TextSize, ThemeChoice, Tone
from desktop.ui.theme import ThemeKeeper

Shown = Callable[[QWidget], QWidget]
Key = Qt.Key


def question(parent: QWidget | None = None) -> ConfirmDialog:
    return ConfirmDialog("Hapus rembug?", "Hapus rembug", detail="Dapat diurungkan.", tone=Tone.PROBLEM, parent=parent)


def test_enter_and_esc_both_give_the_safe_answer(shown: Shown) -> None:
    for key in (Key.Key_Return, Key.Key_Escape):
        dialog = question()
        shown(dialog)
        QTest.qWaitForWindowActive(dialog)
        assert dialog.no.hasFocus()
        assert (dialog.no.text(), dialog.yes.text()) == ("Batal", "Hapus rembug")
        QTest.keyClick(dialog.no, key)
        assert dialog.result() == QDialog.DialogCode.Rejected


def test_the_verb_says_yes(shown: Shown) -> None:
    dialog = question()
    shown(dialog)
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_confirm_asks_and_answers(window: MainWindow) -> None:
    def press(text: str) -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ConfirmDialog)
        button = dialog.yes if dialog.yes.text() == text else dialog.no
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    QTimer.singleShot(50, lambda: press("Kirim"))
    assert dialogs.confirm(window, "Kirim sekarang?", "Kirim")
    QTimer.singleShot(50, lambda: press("Batal"))
    assert not dialogs.confirm(window, "Kirim sekarang?", "Kirim")


@pytest.mark.parametrize("size", list(TextSize))
def test_no_dialog_is_larger_than_the_rule(shown: Shown, theme: ThemeKeeper, size: TextSize) -> None:
    theme.set_size(size)
    dialog = Dialog("Panjang", width=2000)
    for at in range(60):
        dialog.body.addWidget(QLabel(f"Baris {at}"))
    dialog.add_button("Tutup", kind="primary", closes=QDialog.DialogCode.Accepted)
    shown(dialog)
    QApplication.processEvents()
    assert dialog.width() <= 900
    assert dialog.height() <= 500
    shortcuts = ShortcutList([("Simpan", "Ctrl+S")] * 30)
    shown(shortcuts)
    assert shortcuts.height() <= 500


def test_all_of_a_confirmation_can_be_read(shown: Shown, theme: ThemeKeeper) -> None:
    theme.set_size(TextSize.LARGEST)
    dialog = ConfirmDialog(
        "Pertanyaan yang cukup panjang " * 4, "Ya", detail="Keterangan " * 30, tone=Tone.INFO, parent=None
    )
    shown(dialog)
    QApplication.processEvents()
    assert dialog._area.verticalScrollBar().maximum() == 0


def test_a_reason_must_be_given(shown: Shown) -> None:
    dialog = ReasonDialog("Mengapa?", "Simpan alasan")
    shown(dialog)
    QTest.qWaitForWindowActive(dialog)
    assert not dialog.yes.isEnabled()
    field = dialog.findChild(QPlainTextEdit)
    assert isinstance(field, QPlainTextEdit)
    assert field.hasFocus()
    QTest.keyClicks(field, "  harga pasar ")
    assert dialog.yes.isEnabled()
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert (dialog.result(), dialog.reason) == (QDialog.DialogCode.Accepted, "harga pasar")


def test_ctrl_slash_lists_the_shortcuts_of_the_menus(window: MainWindow, qtbot: QtBot) -> None:
    seen: list[str] = []

    def read() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, ShortcutList)
        seen.extend(label.text() for label in dialog.findChildren(QLabel))
        QTest.keyClick(dialog, Key.Key_Escape)

    QTimer.singleShot(50, read)
    QTest.keyClick(window, Key.Key_Slash, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(seen))
    assert "Simpan" in seen
    assert "Ctrl+S" in seen
    assert "Ctrl+Del" in seen


def test_file_dialogs_speak_indonesian(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str, list[str]]] = []
    answer = [QDialog.DialogCode.Rejected]
    folders: list[str] = []

    def fake(dialog: QFileDialog) -> int:
        label = QFileDialog.DialogLabel
        folders.append(dialog.directory().absolutePath())
        seen.append((dialog.labelText(label.Accept), dialog.labelText(label.Reject), dialog.nameFilters()))
        return answer[0]

    monkeypatch.setattr(QFileDialog, "exec", fake)
    assert dialogs.ask_open(window, "Ambil", ("*.xlsx",), "Berkas Excel", tmp_path) is None
    assert dialogs.ask_save(window, "Simpan", "usulan.pdf", "pdf", "Dokumen PDF") is None
    assert dialogs.ask_many(window, "Foto", ("*.jpg",), "Foto") == []
    assert dialogs.ask_folder(window, "Cadangan") is None
    assert [(accept, reject) for accept, reject, _ in seen] == [
        ("Buka", "Batal"),
        ("Simpan", "Batal"),
        ("Ambil", "Batal"),
        ("Pilih", "Batal"),
    ]
    assert seen[0][2][0] == "Berkas Excel (*.xlsx)"
    answer[0] = QDialog.DialogCode.Accepted
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda _dialog: [str(tmp_path / "a.xlsx")])
    assert dialogs.ask_open(window, "Ambil", ("*.xlsx",), "Berkas Excel") == tmp_path / "a.xlsx"
    assert folders[-1] != str(tmp_path)
    dialogs.ask_many(window, "Foto", ("*.jpg",), "Foto")
    assert folders[-1] == str(tmp_path)  # begins where the last file was


def test_the_file_dialog_begins_at_home_where_there_is_no_folder_for_documents(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, list[str]]] = []

    def fake(dialog: QFileDialog) -> int:
        seen.append((dialog.directory().absolutePath(), dialog.selectedFiles()))
        return 0

    monkeypatch.setattr(QFileDialog, "exec", fake)
    gone = str(tmp_path / "Documents")
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _which: gone)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert dialogs.ask_open(window, "Ambil", ("*.xlsx",), "Berkas Excel") is None
    assert seen == [(str(tmp_path), [])]  # and "Documents" is not offered as the name of a file


def test_qts_own_file_dialog_can_be_seen_on_dark(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its arrows were black whatever the theme; size and day of a file were cut in large text."""
    window.set_theme(ThemeChoice.DARK)
    inks: list[int] = []
    modes: list[QHeaderView.ResizeMode] = []

    def fake(dialog: QFileDialog) -> int:
        for name in ("backButton", "forwardButton", "toParentButton"):
            button = dialog.findChild(QToolButton, name)
            assert button is not None
            image = button.icon().pixmap(20, 20).toImage()
            shown = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
            inks.append(max(colour.lightness() for colour in shown if colour.alpha() > 200))
        header = dialog.findChildren(QTreeView)[0].header()
        modes.extend(header.sectionResizeMode(at) for at in range(1, header.count()))
        return 0

    monkeypatch.setattr(QFileDialog, "exec", fake)
    assert dialogs.ask_many(window, "Foto", ("*.jpg",), "Foto") == []
    assert min(inks) > 150
    assert set(modes) == {QHeaderView.ResizeMode.ResizeToContents}


def test_a_dialog_leaves_no_gaps_between_its_lines(window: MainWindow, qtbot: QtBot) -> None:
    dialog = Dialog("Pagu RT 03/RW 04", window, width=440)
    qtbot.addWidget(dialog)
    title, text = Words("Pagu RT 03/RW 04"), Words("Ikut terkirim ke RT ini dengan bundel berikutnya.")
    field = QLineEdit()
    for one in (title, text, field):
        dialog.body.addWidget(one)
    dialog.add_button("Simpan", kind="primary", closes=QDialog.DialogCode.Accepted)
    dialog.show()
    qtbot.waitExposed(dialog)
    for above, below in ((title, text), (text, field)):
        assert below.y() - above.geometry().bottom() <= dialog.body.spacing() + 2
    assert dialog._area.verticalScrollBar().maximum() == 0
