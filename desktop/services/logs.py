"""The program's diary: a file that says what went wrong, and never who was written about.

An exception's own text may quote what was typed (SQLAlchemy prints the values of a statement), so only its kind and the
places in the code are written.
"""

import copy
import logging
import traceback
from pathlib import Path
from types import TracebackType

NAME = "rembug.log"
_SIZE, _KEPT = 512 * 1024, 3
"""Bytes after which a start begins a new file, and how many older ones stay."""

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """One line a message; of an exception its kind and its places, outermost cause first, never its text."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        # What another handler made of the exception is kept in the record: it would be written as it is.
        own = copy.copy(record)
        own.exc_text = None
        return super().format(own)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the name logging calls
        error, parts = ei[1], list[str]()
        while error is not None and len(parts) < 8:
            places = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{places}{type(error).__qualname__}")
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\n".join(reversed(parts))


def start_log(folder: Path) -> logging.Handler | None:
    """Write to `folder`/rembug.log from now on; a long one is put aside first.

    logging.handlers could do it too, but brings sockets and pickling into every start. Returns the handler, to be given
    to `stop_log`; None where the folder cannot be written: that is said when the desk is opened, and a diary is no
    reason not to start.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _put_aside(folder / NAME)
        handler = logging.FileHandler(folder / NAME, encoding="utf-8", delay=True)
    except OSError:
        return None
    handler.setFormatter(DiscreetFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger("desktop").setLevel(logging.INFO)
    return handler


def _put_aside(file: Path) -> None:
    """rembug.log → rembug.log.1 → … once it is long; the oldest goes."""
    if not file.exists() or file.stat().st_size < _SIZE:
        return
    for number in range(_KEPT, 0, -1):
        older = file if number == 1 else file.with_name(f"{NAME}.{number - 1}")
        if older.exists():
            older.replace(file.with_name(f"{NAME}.{number}"))


def stop_log(handler: logging.Handler | None) -> None:
    """Close the file."""
    if handler is not None:
        logging.getLogger().removeHandler(handler)
        handler.close()
