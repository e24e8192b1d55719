"""Qt's own words are Indonesian, and the compiled translation is that of the source."""

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from desktop.settings import resources_dir
from desktop.ui.theme import ThemeKeeper


def test_right_click_menus_are_indonesian(theme: ThemeKeeper, qtbot: QtBot) -> None:
    for widget in (QLineEdit(), QPlainTextEdit()):
        qtbot.addWidget(widget)
        menu = widget.createStandardContextMenu()
        texts = {action.text().split("\t")[0].replace("&", "") for action in menu.actions() if action.text()}
        assert {"Urungkan", "Ulangi", "Potong", "Salin", "Tempel", "Hapus", "Pilih semua"} <= texts
        menu.deleteLater()


def test_standard_buttons_and_file_dialogs_are_indonesian(theme: ThemeKeeper, qtbot: QtBot) -> None:
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Yes | kinds.No | kinds.Cancel | kinds.Save)
    qtbot.addWidget(box)
    assert {button.text().replace("&", "") for button in box.buttons()} == {"Ya", "Tidak", "Batal", "Simpan"}
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    qtbot.addWidget(dialog)
    assert dialog.labelText(QFileDialog.DialogLabel.FileName).replace("&", "") == "Nama berkas:"


def test_dates_and_keys_are_written_our_way(theme: ThemeKeeper) -> None:
    assert QLocale().monthName(8) == "Agustus"
    assert QKeySequence("Alt+Left").toString(QKeySequence.SequenceFormat.NativeText) == "Alt+←"
    assert QKeySequence("Alt+Left").toString() == "Alt+Left"


def test_the_compiled_file_is_made_of_the_source(tmp_path: Path) -> None:
    source = resources_dir() / "i18n" / "qtbase_id.ts"
    made = tmp_path / "made.qm"
    lrelease = Path(sys.executable).with_name("pyside6-lrelease")
    subprocess.run([lrelease, str(source), "-qm", str(made)], check=True, capture_output=True)
    assert made.read_bytes() == source.with_suffix(".qm").read_bytes()
