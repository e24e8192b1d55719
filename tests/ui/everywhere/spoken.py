"""What a screen reader would be told, read from the accessibility tree, and what is wrong with it."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTableView,
    QTextEdit,
    QWidget,
)

ROLE = QAccessible.Role
CONTROLS = {
    *(ROLE.Button, ROLE.ButtonMenu, ROLE.ButtonDropDown, ROLE.CheckBox, ROLE.RadioButton, ROLE.EditableText),
    *(ROLE.ComboBox, ROLE.SpinBox, ROLE.Slider, ROLE.Table, ROLE.List, ROLE.Tree, ROLE.PageTab, ROLE.MenuItem),
    *(ROLE.Link, ROLE.Dial, ROLE.ColumnHeader, ROLE.Cell, ROLE.ListItem, ROLE.TreeItem),
}
FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox)


def complaints(root: QWidget) -> list[str]:
    """Nameless controls, tables without headers, labels without a field, fields whose label does not name them."""
    found = []
    for said in _walk(QAccessible.queryAccessibleInterface(root)):
        widget = said.object()
        if not isinstance(widget, QWidget):
            if said.role() in CONTROLS and not _named(said):
                found.append(f"{said.role().name} without a name in {_where(said)}")
            continue
        if not widget.isVisible():
            continue
        if (said.role() in CONTROLS or _stops_tab(widget)) and not _named(said):
            found.append(f"{said.role().name} without a name: {_path(widget)}")
        if isinstance(widget, QTableView):
            found += _headers(widget)
        if isinstance(widget, QLabel) and widget.property("kind") == "label":
            found += _label(widget)
        if _painted(widget) and not _named(said):
            found.append(f"drawn, and nothing said of it: {_path(widget)}")
    return found


def _walk(said: QAccessibleInterface | None) -> Iterator[QAccessibleInterface]:
    if said is None or not said.isValid() or said.state().invisible:
        return
    yield said
    if said.role() in (ROLE.Table, ROLE.List, ROLE.Tree):
        children = list(range(min(said.childCount(), 60)))  # rows are alike
    else:
        children = list(range(said.childCount()))
    for at in children:
        yield from _walk(said.child(at))


def _named(said: QAccessibleInterface) -> bool:
    return any(sign.isalnum() for sign in said.text(QAccessible.Text.Name))


def _stops_tab(widget: QWidget) -> bool:
    """Whether Tab stops here, so that something must be said."""
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isEnabled() and not widget.focusProxy()


def _painted(widget: QWidget) -> bool:
    """A widget of ours that draws itself."""
    kind = type(widget)
    own = kind.__module__.startswith("desktop.") and "paintEvent" in vars(kind)
    adorns = widget.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents) or any(
        label.isVisible() and label.text() for label in widget.findChildren(QLabel)
    )
    return own and not adorns and not isinstance(widget, QAbstractButton | QLabel | QAbstractItemView)


def _headers(table: QTableView) -> list[str]:
    model, header = table.model(), table.horizontalHeader()
    if model.columnCount() < 2:
        return []
    if header.isHidden():
        return [f"a table of {model.columnCount()} columns without headers: {_path(table)}"]
    return [
        f"column {at} without a header: {_path(table)}"
        for at in range(model.columnCount())
        if not table.isColumnHidden(at)
        and not str(model.headerData(at, Qt.Orientation.Horizontal) or "").strip()
        and not str(model.headerData(at, Qt.Orientation.Horizontal, Qt.ItemDataRole.AccessibleTextRole) or "").strip()
    ]


def _label(label: QLabel) -> list[str]:
    """The label above a field names it: as its buddy, or as the accessible name of the group below it."""
    text = label.text().replace("&", "").strip()
    buddy: QWidget | None = label.buddy()
    if buddy is not None:
        named = QAccessible.queryAccessibleInterface(buddy).text(QAccessible.Text.Name)
        return [] if text.casefold() in named.casefold() or named else [f"“{text}” does not name its field"]
    parent = label.parentWidget()
    near = parent.findChildren(QWidget) if parent is not None else []
    if any(text and text.casefold() in one.accessibleName().casefold() for one in near if one is not label):
        return []
    inside = [one for one in near if isinstance(one, FIELDS) and one.isVisible()]
    radios = [one for one in near if isinstance(one, QRadioButton)]
    if inside or radios:
        return [f"label “{text}” names nothing: {_path(label)}"]
    return []


def _where(said: QAccessibleInterface) -> str:
    step: QAccessibleInterface | None = said.parent()
    while step is not None and step.isValid():
        holder: object = step.object()
        if isinstance(holder, QWidget):
            return _path(holder)
        step = step.parent()
    return "?"


def _path(widget: QWidget) -> str:
    """Where it is: its class and those that hold it, the innermost first."""
    names: list[str] = []
    step: QWidget | None = widget
    while step is not None and len(names) < 5:
        names.append(type(step).__name__ + (f"({step.objectName()})" if step.objectName() else ""))
        step = step.parentWidget()
    return " in ".join(names)
