"""Python's own `import` statement, given back after PySide6 took its place.

PySide6 calls a function of its own at every import of the process, to know which modules use its `__feature__`
switches (snake_case names); for that it reads the source text of every module imported and keeps it. Rembug uses no
switch. Without that reading home is there a seventh sooner, and 22 MB (of 139) are never taken: see
docs/decisions/0007-own-imports.md.
"""

import builtins

import PySide6.QtCore  # noqa: F401 - what puts its function in the place of Python's


def import_as_python_does() -> None:
    """From now on importing is Python's own again; does nothing where PySide6 has not changed it."""
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
