"""Qt's own words (right-click menus, file and print dialogs) and calendars in Indonesian; Qt ships none of it.

Source: resources/i18n/qtbase_id.ts, made into .qm by `pyside6-lrelease qtbase_id.ts -qm qtbase_id.qm`.
"""

from pathlib import Path

from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication


def speak_indonesian(app: QApplication, resources: Path) -> bool:
    """From now on; whatever the computer's language. False when the translation is not there (an incomplete copy)."""
    QLocale.setDefault(QLocale(QLocale.Language.Indonesian, QLocale.Country.Indonesia))
    words = QTranslator(app)
    return words.load(str(resources / "i18n" / "qtbase_id.qm")) and app.installTranslator(words)
