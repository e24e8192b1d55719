"""The style sheet, written from the roles.

Widgets say what they are with the dynamic property `kind` (`mark(widget, "card")`), never with colours of their own.
Kinds: labels title · section · muted · small · strong · words · problem · attention · good; buttons primary · quiet ·
danger · link · inline (a link within a line); frames card · bar · stripe · pane.
"""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from desktop.ui.icons import svg
from desktop.ui.palette import Roles, TextSize, Tone

# The style sheet can show pictures from files only: these few are written, coloured, into the program's temporary
# folder. The colour is part of the name, because Qt keeps pictures by name.
_DRAWN = ("chevron-down", "chevron-up", "chevron-right", "chevron-left", "check", "minus", "x")


def mark(widget: QWidget, kind: str) -> None:
    """Say what a widget is, for the style sheet; may be called again when it changes."""
    if widget.property("kind") == kind:
        return
    widget.setProperty("kind", kind)
    # Before a widget is first shown the style sheet has not been at it: most of a page's widgets are marked then, and
    # polishing them twice was 8 ms of a start.
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        widget.style().unpolish(widget)
        widget.style().polish(widget)


_MENU_ROW = 36
"""The most a line of a menu takes, px: thirteen of them fit a screen of 535."""


def style_sheet(roles: Roles, size: TextSize, drawn: Path, icons: Path) -> str:
    """`drawn`: a folder to write coloured pictures into; `icons`: where the drawings are."""

    def picture(name: str, colour: str) -> str:
        path = drawn / f"{name}-{colour[1:]}.svg"
        if not path.exists():
            path.write_bytes(svg(str(icons), name, colour))
        return f'url("{path.as_posix()}")'

    down, down_off = picture("chevron-down", roles.muted), picture("chevron-down", roles.line)
    tick, dash = picture("check", roles.on_primary), picture("minus", roles.on_primary)
    right, left = picture("chevron-right", roles.text), picture("chevron-left", roles.text)
    points, row = size.points, size.row
    inner = row - 2  # a field's height without its border
    tones = "".join(_tone(tone, roles) for tone in Tone)
    return f"""
QToolTip {{ background: {roles.text}; color: {roles.surface}; border: 0; padding: 6px 8px; }}
QMainWindow, QDialog, QWidget[kind="page"] {{ background: {roles.page}; }}
QWidget[kind="surface"], QScrollArea[kind="surface"] {{ background: {roles.surface}; }}
QScrollArea {{ border: 0; background: transparent; }}
QWidget[kind="clear"] {{ background: transparent; }}
QFrame[kind="card"] {{ background: {roles.surface}; border: 1px solid {roles.line}; border-radius: 10px; }}
QFrame[kind="bar"] {{ background: {roles.surface}; border: 0; border-top: 1px solid {roles.line}; }}
QFrame[kind="header"] {{ background: {roles.surface}; border: 0; border-bottom: 1px solid {roles.line}; }}
QFrame[kind="rule"] {{ background: {roles.line}; border: 0; max-height: 1px; min-height: 1px; }}
QFrame[kind="difference"] {{ background: {roles.ground(Tone.ATTENTION)}; border-radius: 6px; }}
QFrame[kind="empty"] {{ background: {roles.surface}; border: 1px dashed {roles.line}; border-radius: 10px; }}
QFrame[kind="popup-window"] {{ background: {roles.surface}; border: 1px solid {roles.field_border}; }}
QFrame[kind="popup"] {{ background: {roles.surface}; border: 1px solid {roles.field_border}; border-radius: 8px; }}

QLabel {{ background: transparent; }}
QLabel[kind="title"] {{ font-size: {points + 4}pt; font-weight: 700; }}
QLabel[kind="section"] {{ font-size: {points + 2}pt; font-weight: 700; }}
QLabel[kind="figure"] {{ font-size: {points + 7}pt; font-weight: 700; }}
QLabel[kind="strong"], QLabel[kind="label"] {{ font-weight: 700; }}
QLabel[kind="muted"] {{ color: {roles.muted}; }}
QLabel[kind="small"] {{ color: {roles.muted}; font-size: {max(9.0, points - 1.5)}pt; }}
QLabel[kind="problem"] {{ color: {roles.ink(Tone.PROBLEM)}; }}
QLabel[kind="attention"] {{ color: {roles.ink(Tone.ATTENTION)}; }}
QLabel[kind="good"] {{ color: {roles.ink(Tone.GOOD)}; }}
{tones}

QPushButton, QToolButton[kind="button"] {{
  background: {roles.surface}; color: {roles.text}; border: 1px solid {roles.field_border}; border-radius: 6px;
  padding: 0 14px; min-height: {inner}px; min-width: 58px; }}
QPushButton, QToolButton, QCheckBox, QRadioButton {{ outline: 0; }}
QPushButton:hover, QToolButton[kind="button"]:hover {{ background: {roles.hover}; }}
QPushButton:pressed, QToolButton[kind="button"]:pressed {{ background: {roles.selected}; color: {roles.on_selected}; }}
QPushButton:disabled {{ color: {roles.muted}; border-color: {roles.line}; background: {roles.page}; }}
QPushButton::menu-indicator {{ image: {down}; width: 20px; height: 20px; subcontrol-position: right center;
  subcontrol-origin: padding; right: 8px; }}
QPushButton[menu="true"] {{ padding-right: 30px; }}
QPushButton[kind="primary"] {{ background: {roles.primary}; color: {roles.on_primary}; font-weight: 700;
  border: 1px solid {roles.primary}; padding: 0 18px; }}
QPushButton[kind="primary"]:hover {{ background: {roles.primary_hover}; border-color: {roles.primary_hover}; }}
QPushButton[kind="primary"]:disabled {{ background: {roles.hover}; color: {roles.muted}; border-color: {roles.line}; }}
QPushButton[kind="quiet"] {{ background: transparent; border: 1px solid transparent; padding: 0 10px; }}
QPushButton[kind="quiet"]:hover {{ background: {roles.hover}; }}
QPushButton[kind="link"] {{ background: transparent; border: 0; padding: 0 4px 0 0; min-width: 0; color: {roles.focus};
  text-decoration: underline; text-align: left; }}
QPushButton[kind="inline"] {{ background: transparent; border: 0; padding: 0 2px; min-width: 0; min-height: 0;
  color: {roles.focus}; text-decoration: underline; }}
QPushButton[kind="danger"] {{ color: {roles.ink(Tone.PROBLEM)}; border-color: {roles.ink(Tone.PROBLEM)}; }}
QPushButton[kind="danger"]:hover {{ background: {roles.ground(Tone.PROBLEM)}; }}
QPushButton[kind="square"], QPushButton[kind="square-quiet"] {{ padding: 0; min-width: {inner}px;
  max-width: {inner}px; }}
QPushButton[kind="square-quiet"] {{ background: transparent; border-color: transparent; }}
QPushButton[kind="square-quiet"]:hover {{ background: {roles.hover}; }}
QPushButton[kind="hint"] {{ background: transparent; border: 0; padding: 0; min-width: 0; min-height: 0;
  border-radius: 4px; }}
QPushButton[kind="hint"]:hover {{ background: {roles.hover}; }}
QPushButton[kind="fold"] {{ background: transparent; border: 0; padding: 0 4px; text-align: left; font-weight: 700; }}
QPushButton[kind="segment"] {{ border-radius: 0; margin-left: -1px; }}
QPushButton[kind="segment"][first="true"] {{ margin-left: 0; border-top-left-radius: 6px;
  border-bottom-left-radius: 6px; }}
QPushButton[kind="segment"][last="true"] {{ border-top-right-radius: 6px; border-bottom-right-radius: 6px; }}
QPushButton[kind="segment"]:checked {{ background: {roles.selected}; color: {roles.on_selected}; font-weight: 700;
  border-color: {roles.primary}; }}

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox {{
  background: {roles.surface}; color: {roles.text}; border: 1px solid {roles.field_border}; border-radius: 6px;
  selection-background-color: {roles.focus}; selection-color: {roles.on_focus}; }}
QLineEdit, QComboBox {{ min-height: {inner}px; padding: 0 8px; }}
QPlainTextEdit, QTextEdit {{ padding: 4px 6px; }}
QLineEdit:hover, QPlainTextEdit:hover, QComboBox:hover {{ border-color: {roles.text}; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border-color: {roles.focus}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled, QLineEdit[readOnly="true"],
QPlainTextEdit[readOnly="true"] {{
  background: {roles.page}; border-color: {roles.line}; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled {{ color: {roles.muted}; }}
QLineEdit[problem="problem"], QPlainTextEdit[problem="problem"], QComboBox[problem="problem"] {{
  border: 2px solid {roles.ink(Tone.PROBLEM)}; }}
QLineEdit[problem="attention"], QPlainTextEdit[problem="attention"], QComboBox[problem="attention"] {{
  border: 2px solid {roles.ink(Tone.ATTENTION)}; }}
QLineEdit[kind="cell"], QComboBox[kind="cell"] {{ border: 2px solid {roles.focus}; border-radius: 0; min-height: 0;
  padding: 0 4px; }}
QComboBox {{ padding-right: 28px; }}
QComboBox::drop-down {{ border: 0; width: 28px; }}
QComboBox::down-arrow {{ image: {down}; width: 20px; height: 20px; }}
QComboBox::down-arrow:disabled {{ image: {down_off}; }}
QComboBox QLineEdit {{ border: 0; padding: 0; min-height: 0; background: transparent; }}
QComboBox QAbstractItemView, QListView[kind="popup"] {{ background: {roles.surface}; color: {roles.text};
  border: 1px solid {roles.field_border}; outline: 0; padding: 4px; }}
QComboBox QAbstractItemView::item, QListView[kind="popup"]::item {{ min-height: {row}px; padding: 0 8px;
  border-radius: 4px; }}
QComboBox QAbstractItemView::item:selected, QListView[kind="popup"]::item:selected {{ background: {roles.selected};
  color: {roles.on_selected}; }}

QCheckBox, QRadioButton {{ background: transparent; spacing: 8px; min-height: {row}px; padding: 0 4px 0 0; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 18px; height: 18px; border: 1px solid {roles.field_border};
  background: {roles.surface}; }}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 10px; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ border-color: {roles.text}; }}
QCheckBox::indicator:checked {{ background: {roles.primary}; border-color: {roles.primary}; image: {tick}; }}
QCheckBox::indicator:indeterminate {{ background: {roles.primary}; border-color: {roles.primary}; image: {dash}; }}
QRadioButton::indicator:checked {{ width: 8px; height: 8px; border: 6px solid {roles.primary};
  background: {roles.on_primary}; border-radius: 10px; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {roles.muted}; }}

QAbstractItemView {{ outline: 0; }}
QTableView, QListView, QTreeView {{ background: {roles.surface}; alternate-background-color: {roles.surface};
  border: 1px solid {roles.line}; border-radius: 8px; gridline-color: {roles.line};
  selection-background-color: {roles.selected}; selection-color: {roles.on_selected}; }}
QListView[kind="results"] {{ border: 0; background: {roles.surface}; }}
QListView[kind="results"]::item, QListView[kind="lines"]::item {{ min-height: {row}px; padding: 0 8px;
  border-radius: 4px; }}
QListView[kind="results"]::item:disabled {{ color: {roles.muted}; }}
QListView[kind="results"]::item:selected, QListView[kind="lines"]::item:selected {{ background: {roles.selected};
  color: {roles.on_selected}; }}
QTableView[kind="inset"], QListView[kind="inset"] {{ border: 0; border-radius: 0; }}
QListView[kind="rail"] {{ background: transparent; border: 0; }}
QHeaderView {{ background: {roles.surface}; border: 0; }}
QHeaderView::section {{ background: {roles.page}; color: {roles.muted}; font-weight: 700; border: 0;
  border-bottom: 1px solid {roles.field_border}; border-right: 1px solid {roles.line}; padding: 0 9px;
  min-height: {row}px; }}
QHeaderView::section:vertical {{ font-weight: 400; border-bottom: 1px solid {roles.line}; }}
QHeaderView::section:horizontal:first {{ border-top-left-radius: 7px; }}
QHeaderView::section:horizontal:last {{ border-top-right-radius: 7px; border-right: 0; }}
QHeaderView::section:horizontal:only-one {{ border-top-left-radius: 7px; border-top-right-radius: 7px; }}
QHeaderView::section:vertical {{ padding: 0; }}
QHeaderView::down-arrow {{ image: {picture("chevron-down", roles.text)}; width: 14px; height: 14px; }}
QHeaderView::up-arrow {{ image: {picture("chevron-up", roles.text)}; width: 14px; height: 14px; }}
QTableCornerButton::section {{ background: {roles.page}; border: 0; border-bottom: 1px solid {roles.field_border}; }}

QTabWidget::pane {{ border: 0; border-top: 1px solid {roles.line}; }}
QTabBar {{ background: transparent; }}
QTabBar::tab {{ background: transparent; color: {roles.muted}; padding: 0 16px; min-height: {row + 2}px;
  border: 0; border-bottom: 3px solid transparent; margin-right: 4px; }}
QTabBar::tab:selected {{ color: {roles.text}; font-weight: 700; border-bottom: 3px solid {roles.primary}; }}
QTabBar::tab:hover {{ background: {roles.hover}; }}

QMenuBar {{ background: {roles.surface}; padding: 0 4px; }}
QMenuBar::item {{ padding: 2px 10px; margin: 1px 0; border-radius: 4px; background: transparent; }}
QMenuBar::item:selected, QMenuBar::item:pressed {{ background: {roles.selected}; color: {roles.on_selected}; }}
QMenu {{ background: {roles.surface}; border: 1px solid {roles.field_border}; padding: 4px; }}
QMenu::item {{ padding: 0 24px 0 12px; min-height: {min(row, _MENU_ROW)}px; min-width: 180px; border-radius: 4px;
  color: {roles.text}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::item:selected {{ background: {roles.selected}; color: {roles.on_selected}; }}
QMenu::item:disabled {{ color: {roles.muted}; }}
QMenu::separator {{ height: 1px; background: {roles.line}; margin: 4px 8px; }}
QMenu::right-arrow {{ image: {right}; width: 14px; height: 14px; }}
QMenu::indicator:checked {{ image: {picture("check", roles.text)}; width: 16px; height: 16px; left: 6px; }}

QProgressBar {{ background: {roles.hover}; border: 0; border-radius: 4px; min-height: 8px; max-height: 8px; }}
QProgressBar::chunk {{ background: {roles.primary}; border-radius: 4px; }}
QScrollBar:vertical {{ background: transparent; width: 14px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 14px; margin: 0; }}
QScrollBar::handle {{ background: {roles.field_border}; border-radius: 4px; margin: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; }}
QScrollBar::handle:hover {{ background: {roles.muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: {roles.line}; }}
QSplitter::handle:horizontal {{ width: 1px; margin: 0 4px; }}
QSplitter::handle:vertical {{ height: 1px; margin: 4px 0; }}
QFrame[kind="rail"] {{ background: {roles.page}; border: 0; border-right: 1px solid {roles.line}; }}
QLabel[kind="practice"] {{ background: {roles.ground(Tone.ATTENTION)}; color: {roles.ink(Tone.ATTENTION)};
  font-weight: 700; padding: 1px 16px; }}
QPushButton[kind="desk"] {{ border: 0; padding: 0; min-width: 0; }}
QFrame[kind="status"] {{ background: {roles.surface}; border: 0; border-top: 1px solid {roles.line}; }}
QPushButton[kind="status"] {{ background: transparent; border: 0; border-radius: 4px; padding: 0; min-width: 40px;
  max-width: 48px; min-height: 26px; max-height: 32px; font-weight: 700; }}
QPushButton[kind="status"]:hover {{ background: {roles.hover}; }}
QStatusBar {{ background: {roles.surface}; border-top: 1px solid {roles.line}; }}
QStatusBar::item {{ border: 0; }}
QCalendarWidget QAbstractItemView {{ border: 0; border-radius: 0; }}
QCalendarWidget QToolButton {{ min-height: {row}px; min-width: {row}px; border: 0; border-radius: 4px;
  background: transparent; font-weight: 700; }}
QCalendarWidget QToolButton:hover {{ background: {roles.hover}; }}
QCalendarWidget QToolButton#qt_calendar_nextmonth {{ qproperty-icon: {right}; }}
QCalendarWidget QToolButton#qt_calendar_prevmonth {{ qproperty-icon: {left}; }}
"""


def _tone(tone: Tone, roles: Roles) -> str:
    ink, ground = roles.tones[tone]
    return (
        f'QFrame[disc="{tone}"] {{ background: {ground}; border: 0; border-radius: 20px; }}\n'
        f'QFrame[tone="{tone}"] {{ background: {ground}; border: 1px solid {ink}; border-radius: 8px; }}\n'
        f'QFrame[tone="{tone}"] QLabel {{ color: {ink}; }}\n'
        f'QFrame[tone="{tone}"][flat="true"] {{ border: 0; border-radius: 0; border-left: 4px solid {ink}; }}\n'
        f'QFrame[tone="{tone}"] QPushButton {{ color: {ink}; border-color: {ink}; background: transparent; }}\n'
        f'QFrame[tone="{tone}"] QPushButton:hover {{ background: {roles.surface}; }}\n'
        f'QFrame[tone="{tone}"] QPushButton[kind="square-quiet"] {{ border-color: transparent; }}\n'
    )
