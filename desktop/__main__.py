"""The one way in: without a command the window, with one the command line.

rembug                    the window
rembug --data FOLDER      the window, on another data folder (or on the one desk in it)
rembug FILE.rembug        the window, showing what this bundle holds (a double click on it does that)
rembug COMMAND …          see `rembug --help`

Nothing heavy is imported before it is known which of the two is wanted: that is what makes the window appear quickly.
"""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

NO_DISPLAY = "Tidak ada layar di sini, jadi jendela tidak dapat dibuka. Perintah tanpa jendela: rembug --help"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit code. `argv` None: the process's own arguments."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    folder, rest = _data_folder(arguments)
    bundle = _bundle(rest)
    if rest and bundle is None:
        from desktop import cli

        return cli.main(arguments)
    if not _has_display():
        print(NO_DISPLAY, file=sys.stderr)
        return 1
    start_quickly()
    from desktop import app

    return app.run(folder, bundle)


def start_quickly() -> None:
    """What must come before anything of the window is imported."""
    # Nothing made while starting becomes garbage: looking for it is a fifth of the start. The app turns it on again.
    gc.disable()
    from desktop.ui.own_imports import import_as_python_does

    import_as_python_does()


def _data_folder(arguments: Sequence[str]) -> tuple[Path | None, list[str]]:
    """The folder after a leading `--data`, and what is left; `--data` without a folder is left to the command line."""
    if arguments and arguments[0].startswith("--data="):
        return Path(arguments[0].partition("=")[2]), list(arguments[1:])
    if len(arguments) >= 2 and arguments[0] == "--data":
        return Path(arguments[1]), list(arguments[2:])
    return None, list(arguments)


def _bundle(rest: Sequence[str]) -> Path | None:
    """The bundle that is to be shown: the one argument there is, when it is called like one. No command is."""
    named = len(rest) == 1 and rest[0].casefold().endswith(".rembug") and not rest[0].startswith("-")
    return Path(os.path.abspath(Path(rest[0]).expanduser())) if named else None  # noqa: PTH100 - keeps "..", as typed


def _has_display() -> bool:
    """Whether Qt can open a window here: without one it would end the process with an English sentence."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
